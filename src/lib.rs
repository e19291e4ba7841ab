//! Detente: a small declarative language for regional security frameworks.

pub mod analysis;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
#[cfg(feature = "cli")]
pub mod report;
pub mod schema;
pub mod source;
pub mod syntax;
pub mod value;
