//! `detente test`: runs every expectation of the files.

use std::path::PathBuf;

use clap::Args;

use super::begin::{Prelude, Run};
use super::terminal::{self, Terminal};
use super::{Outcome, Shape};
use crate::analysis;
use crate::diagnostic::Level;
use crate::report;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Files, folders (every `*.det` in them) or `-` for the standard input; without any, this folder
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// For people, or for programs (docs/findings.md)
    #[arg(long, value_enum, default_value_t)]
    format: Shape,
    /// Show a line for each expectation that passes, too
    #[arg(long)]
    all: bool,
}

pub(super) fn run(arguments: &Arguments, prelude: Prelude, terminal: &Terminal) -> Outcome {
    let Some(run) = Run::on_texts(&arguments.paths, prelude) else { return Outcome::CouldNotRun };
    let tests = analysis::test(&run.inputs, &run.disk, &run.request);
    let style = terminal.style(arguments.format.into(), arguments.all);
    let written = terminal::answer(|out| report::emit_tests(&tests, &style, out));
    let outcome = if tests.failed > 0 || tests.broken.iter().any(|f| f.level == Level::Error) {
        Outcome::Findings
    } else {
        Outcome::Clean
    };
    terminal::close(written, run.outcome(outcome))
}
