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

/// A report with what every one begins with: which form it is, and who wrote it.
#[derive(Serialize)]
struct Document<'a, R: Serialize> {
    schema: &'static str,
    tool: Tool,
    #[serde(flatten)]
    report: &'a R,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

const TOOL: Tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

/// Writes a report under the name and number of its form: `detente.findings/1`.
pub(super) fn write(
    schema: &'static str,
    report: &impl Serialize,
    out: &mut dyn Write,
) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &Document { schema, tool: TOOL, report })?;
    writeln!(out)
}
