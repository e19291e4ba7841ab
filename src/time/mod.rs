//! Time: what must come before what, what dates and lengths allow, and what clashes.
//!
//! [`Timeline`] is the solver: exact bounds of anonymous events under statements of order, length and date, in the
//! calendar, with choices; the smallest sets of statements that clash; and what every answer rests on. It takes events
//! and constraints under labels and knows nothing of frameworks or phases.
//!
//! | file | what |
//! |---|---|
//! | `instant` | points and lengths of time |
//! | `constraint` | what can be said of one or two events |
//! | `column`, `graph` | how it is kept |
//! | `circle` | whether what goes in a circle ever comes to rest |
//! | `propagate`, `engine` | bounds carried to where nothing changes, and taken back |
//! | `search` | choices |
//! | `part` | a connected part, copied so that answers do not depend on the order of statements |
//! | `minimal` | the smallest sets that clash |
//! | `timeline` | what is said, solved when asked |
//! | `hull`, `queries`, `relation`, `path`, `answer` | the questions and their answers |

mod answer;
mod circle;
mod column;
mod constraint;
mod engine;
mod graph;
mod hull;
mod instant;
mod minimal;
mod part;
mod path;
mod propagate;
mod queries;
mod relation;
mod search;
mod suppose;
#[cfg(test)]
mod tests;
mod timeline;

pub use answer::{Answer, Clash, Clashes, Consistency, Limit, Order, Slack, Station};
pub use constraint::Constraint;
pub use instant::{Length, Time};
pub use relation::Relation;
pub use search::Limits;
pub use timeline::Timeline;

/// An event, of the network or timeline that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Event(usize);

/// The caller's label of a statement. Whatever names statements prefers small labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Statement(pub u32);

impl Statement {
    /// What is so in any case and stands nowhere, as that nothing ends before it begins: it holds whatever else is left
    /// out, and no answer names it.
    pub const GIVEN: Statement = Statement(u32::MAX);
}
