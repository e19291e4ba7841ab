//! Detente: a small declarative language for regional security frameworks.
//!
//! The crate is built in layers; each imports only those above it in this list, and a test keeps it so:
//!
//! | layer | what it is |
//! |---|---|
//! | [`value`] | truth, dates, numbers, quantities |
//! | [`source`] | texts, spans, line indices, the loader trait |
//! | [`diagnostic`] | the one type of finding, did-you-mean |
//! | [`schema`] | the table of kinds, fields and vocabularies |
//! | [`syntax`] | text to tree; never fails |
//! | [`expr`] | definitions and expressions, compiled |
//! | [`model`] | what the texts say, as claims with sources |
//! | [`time`] | order and dates of anonymous events |
//! | [`eval`] | expressions over a model, in three values |
//! | [`checks`] | structural checks, rules, profiles |
//! | [`analysis`] | the façade: check, test, explain |
//! | `report`, `cli` | the doors, behind the feature `cli` |

// The grammar's code names it: pest is built without the standard library's part, which watches the stack at every
// rule; how deep a text may nest is limited before pest sees it.
extern crate alloc;

pub mod analysis;
pub mod checks;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod eval;
pub mod expr;
pub mod model;
pub mod prelude;
#[cfg(feature = "cli")]
pub mod report;
pub mod schema;
pub mod source;
pub mod syntax;
pub mod time;
pub mod value;

/// The examples of the README, run as tests.
#[cfg(doctest)]
#[allow(rustdoc::invalid_codeblock_attributes, reason = "`file=` is for the tests of the pages")]
#[doc = include_str!("../README.md")]
struct Readme;
