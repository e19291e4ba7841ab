//! Time: what must come before what, what dates and lengths allow, and what clashes.
//!
//! [`Timeline`] is the solver: exact bounds of anonymous events under statements of order, length and date, in the
//! calendar, with choices; the smallest sets of statements that clash; and what every answer rests on. It takes events
//! and constraints under labels and knows nothing of frameworks or phases. [`Network`] is the small one before it, with
//! order and plain days alone.
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
//! | `hull`, `queries`, `path`, `answer` | the questions and their answers |

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
mod search;
#[cfg(test)]
mod tests;
mod timeline;

pub use answer::{Answer, Clash, Clashes, Consistency, Limit, Order, Slack, Station};
pub use constraint::Constraint;
pub use instant::{Length, Time};
pub use search::Limits;
pub use timeline::Timeline;

use jiff::civil::Date as Day;

use crate::value::Truth;

/// An event, of the network or timeline that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Event(usize);

/// The caller's label of a statement. Whatever names statements prefers small labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Statement(pub u32);

#[derive(Clone, Debug, Default)]
struct Node {
    later: Vec<usize>,
    earlier: Vec<usize>,
    not_before: Option<Day>,
    not_after: Option<Day>,
}

/// Events, their order and their dates.
#[derive(Clone, Debug, Default)]
pub struct Network {
    nodes: Vec<Node>,
}

impl Network {
    /// Adds an event.
    pub fn event(&mut self) -> Event {
        self.nodes.push(Node::default());
        Event(self.nodes.len() - 1)
    }

    /// Says that `a` is not later than `b`.
    pub fn not_later(&mut self, a: Event, b: Event) {
        if let Some(node) = self.nodes.get_mut(a.0) {
            node.later.push(b.0);
        }
        if let Some(node) = self.nodes.get_mut(b.0) {
            node.earlier.push(a.0);
        }
    }

    /// Says that two events fall together.
    pub fn together(&mut self, a: Event, b: Event) {
        self.not_later(a, b);
        self.not_later(b, a);
    }

    /// Says that an event is on or after a day.
    pub fn from(&mut self, event: Event, day: Day) {
        if let Some(node) = self.nodes.get_mut(event.0) {
            node.not_before = Some(node.not_before.map_or(day, |d| d.max(day)));
        }
    }

    /// Says that an event is on or before a day.
    pub fn until(&mut self, event: Event, day: Day) {
        if let Some(node) = self.nodes.get_mut(event.0) {
            node.not_after = Some(node.not_after.map_or(day, |d| d.min(day)));
        }
    }

    fn reach(&self, from: Event, forward: bool) -> Vec<bool> {
        let mut seen = vec![false; self.nodes.len()];
        let mut stack = vec![from.0];
        while let Some(at) = stack.pop() {
            let Some(flag) = seen.get_mut(at) else { continue };
            if std::mem::replace(flag, true) {
                continue;
            }
            if let Some(node) = self.nodes.get(at) {
                stack.extend(if forward { &node.later } else { &node.earlier });
            }
        }
        seen
    }

    /// Returns the first day an event can fall on, as far as order and dates say.
    pub fn earliest(&self, event: Event) -> Option<Day> {
        let seen = self.reach(event, false);
        self.nodes.iter().zip(seen).filter(|(_, s)| *s).filter_map(|(n, _)| n.not_before).max()
    }

    /// Returns the last day an event can fall on, as far as order and dates say.
    pub fn latest(&self, event: Event) -> Option<Day> {
        let seen = self.reach(event, true);
        self.nodes.iter().zip(seen).filter(|(_, s)| *s).filter_map(|(n, _)| n.not_after).min()
    }

    /// Decides whether `a` is not later than `b` in every order that is allowed (yes), in none but where both
    /// fall together (no), or in some only (undecided).
    pub fn is_not_later(&self, a: Event, b: Event) -> Truth {
        if a == b || self.reach(a, true).get(b.0) == Some(&true) {
            return Truth::Yes;
        }
        if self.reach(b, true).get(a.0) == Some(&true) {
            return Truth::No;
        }
        let by_dates =
            |x: Option<Day>, y: Option<Day>| matches!((x, y), (Some(x), Some(y)) if x < y);
        if by_dates(self.latest(a), self.earliest(b)) {
            Truth::Yes
        } else if by_dates(self.latest(b), self.earliest(a)) {
            Truth::No
        } else {
            Truth::Undecided
        }
    }
}

#[cfg(test)]
mod network_tests {
    use super::Network;
    use crate::value::Truth;

    #[test]
    fn order_is_followed_through_and_dates_decide_the_rest() {
        let mut net = Network::default();
        let (a, b, c, d) = (net.event(), net.event(), net.event(), net.event());
        net.not_later(a, b);
        net.not_later(b, c);
        assert_eq!(net.is_not_later(a, c), Truth::Yes);
        assert_eq!(net.is_not_later(c, a), Truth::No);
        assert_eq!(net.is_not_later(a, d), Truth::Undecided);
        net.until(c, jiff::civil::date(2027, 3, 1));
        net.from(d, jiff::civil::date(2027, 3, 2));
        assert_eq!(net.is_not_later(a, d), Truth::Yes);
        assert_eq!(net.is_not_later(d, b), Truth::No);
    }
}
