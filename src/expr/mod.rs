//! Definitions and expressions: signatures of notions, names resolved by type, types checked, compiled.
//!
//! Takes trees of expressions and the names of a run (through [`Names`]); gives a [`Program`]. Knows no
//! fact: whether anything holds is the business of `eval`.

mod compile;
mod ir;
mod never;
mod notions;
mod types;

pub use compile::{Compiler, Names, Scope, field_type, undecided};
pub use ir::{
    Form, Key, Node, NodeId, NotionId, ParameterId, Program, Quant, Slot, Targets, Temporal,
};
pub use never::excluded;
pub use notions::{Notion, NotionForm, Notions, Parameter, Stage};
pub use types::{Elem, EntityId, Type};
