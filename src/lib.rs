//! Detente: a small declarative language for regional security frameworks.

pub mod analysis;
pub mod diagnostic;
pub mod eval;
pub mod expr;
pub mod model;
pub mod schema;
pub mod source;
pub mod syntax;
pub mod time;
pub mod value;
