//! `detente test`: runs every expectation of the files.

use std::path::PathBuf;

use clap::Args;

use super::terminal::{self, Terminal};
use super::{Outcome, Shape, disk};
use crate::analysis::{self, Request};
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

pub(super) fn run(
    arguments: &Arguments,
    prelude: Option<Vec<(String, String)>>,
    terminal: &Terminal,
) -> Outcome {
    let mut collected = disk::collect(&arguments.paths);
    terminal::problems(&collected.problems);
    if collected.inputs.is_empty() {
        return Outcome::CouldNotRun;
    }
    let inputs = std::mem::take(&mut collected.inputs);
    let run = analysis::test(&inputs, &collected.disk, &Request { prelude, ..Request::default() });
    let style = terminal.style(arguments.format.into(), arguments.all);
    let written = terminal::answer(|out| report::emit_tests(&run, &style, out));
    let outcome = if collected.incomplete() {
        Outcome::CouldNotRun
    } else if run.failed > 0 || run.broken.iter().any(|f| f.level == Level::Error) {
        Outcome::Findings
    } else {
        Outcome::Clean
    };
    terminal::close(written, outcome)
}
