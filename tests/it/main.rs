//! The one test binary: everything is asked of the crate as its users see it.
//!
//! Expectations stand in data beside the code; `DETENTE_BLESS=1 cargo test` rewrites them, and the
//! difference is what there is to review.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::iter_over_hash_type,
    missing_docs,
    reason = "a test may fail by panicking"
)]

mod support;

mod api;
mod architecture;
mod branches;
#[cfg(feature = "cli")]
mod cli;
mod corpus;
mod counts;
#[cfg(feature = "cli")]
mod docs;
#[cfg(feature = "cli")]
mod generated;
mod judging;
#[cfg(feature = "cli")]
mod moves;
mod never;
#[cfg(feature = "cli")]
mod offered;
mod offers;
#[cfg(feature = "cli")]
mod pictures;
#[cfg(feature = "cli")]
mod printed;
mod promises;
mod properties;
#[cfg(feature = "cli")]
mod rendering;
#[cfg(feature = "cli")]
mod repl;
mod semantics;
mod sentences;
mod sequences;
#[cfg(feature = "cli")]
mod states;
#[cfg(feature = "cli")]
mod timeline;
#[cfg(feature = "cli")]
mod typed_times;
#[cfg(feature = "cli")]
mod versions;
mod what_if;
mod why_not;
