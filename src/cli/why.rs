//! `detente why`: how a verdict, a statement, a value or a time comes about; with `--not`, what would make it otherwise.

use std::path::PathBuf;

use clap::Args;

use super::begin::{Judging, Prelude, Run};
use super::terminal::{self, Terminal};
use super::{Outcome, Shape, offers};
use crate::analysis::{self, Question};
use crate::report;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A framework and a rule or check, or whatever can be asked: "napci roadmap-exists", napci.members
    #[arg(value_name = "WHAT")]
    what: String,
    /// Files, folders (every `*.det` in them) or `-` for the standard input; without any, this folder
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// Find the smallest edits after which it is otherwise, each tried
    #[arg(long)]
    not: bool,
    /// Show every step of the derivation
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    judging: Judging,
    /// For people, or for programs (docs/findings.md)
    #[arg(long, value_enum, default_value_t)]
    format: Shape,
}

pub(super) fn run(arguments: &Arguments, prelude: Prelude, terminal: &Terminal) -> Outcome {
    let Some(mut run) = Run::on_texts(&arguments.paths, prelude) else {
        return Outcome::CouldNotRun;
    };
    arguments.judging.ask(&mut run.request);
    let inputs = std::mem::take(&mut run.inputs);
    let question = Question { what: arguments.what.clone(), not: arguments.not };
    let told = analysis::why(inputs, &run.disk, &run.request, &question);
    let mut style = terminal.style(arguments.format.into(), arguments.full);
    style.offers = offers::with_paths(&arguments.paths, &arguments.judging);
    let written = terminal::answer(|out| report::emit_told(&told, &style, out));
    let outcome = if told.answer.is_err() { Outcome::CouldNotRun } else { Outcome::Clean };
    terminal::close(written, run.outcome(outcome))
}
