//! The reports for programs: JSON objects, each with a versioned schema, described in `docs/findings.md`.
//!
//! The structs in this folder are the forms. No internal type is written as it is: a change inside the crate must
//! not change what others read.

mod check;
mod expectations;
mod finding;
mod moves;
mod names;
mod why;

use std::io::{self, Write};

use serde::Serialize;

pub(super) use check::findings;
pub(super) use expectations::tests;
pub(super) use finding::{Finding, finding};
pub(super) use moves::{diff, what_if};
pub(super) use names::{explanations, rules};
pub(super) use why::told;

#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

pub(super) const TOOL: Tool =
    Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

pub(super) fn write(report: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    writeln!(out)
}
