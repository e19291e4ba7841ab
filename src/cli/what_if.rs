//! `detente what-if`: what edits, or a scenario of the texts, would change.

use std::path::PathBuf;

use clap::Args;

use super::begin::{Judging, Prelude, Run};
use super::terminal::{self, Terminal};
use super::{Outcome, Shape};
use crate::analysis::{self, Movement, Supposition};
use crate::report;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Edits between `;`: "add DPRK to napci.members; drop napci.excluded"; with --scenario, the first path
    #[arg(value_name = "EDITS")]
    edits: String,
    /// Files, folders (every `*.det` in them) or `-` for the standard input; without any, this folder
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// Play this scenario of the files instead of edits
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
    #[command(flatten)]
    judging: Judging,
    /// Show every finding that depends on less than before, and every name
    #[arg(long)]
    all: bool,
    /// For people, or for programs (docs/findings.md)
    #[arg(long, value_enum, default_value_t)]
    format: Shape,
}

pub(super) fn run(arguments: &Arguments, prelude: Prelude, terminal: &Terminal) -> Outcome {
    let mut paths = arguments.paths.clone();
    let asked = match &arguments.scenario {
        Some(name) => {
            paths.insert(0, PathBuf::from(&arguments.edits));
            Supposition::Scenario(name.clone())
        }
        None => Supposition::Edits(arguments.edits.clone()),
    };
    let Some(mut run) = Run::on_texts(&paths, prelude) else { return Outcome::CouldNotRun };
    arguments.judging.ask(&mut run.request);
    let inputs = std::mem::take(&mut run.inputs);
    let what_if = analysis::what_if(inputs, &run.disk, &run.request, &asked);
    let style = terminal.style(arguments.format.into(), arguments.all);
    let written = terminal::answer(|out| report::emit_what_if(&what_if, &style, out));
    let outcome = match &what_if.change {
        Err(_) => Outcome::CouldNotRun,
        // As a check fails on what is graver than asked for, a supposition fails on what it makes worse.
        Ok(change) if change.moved.iter().any(worse) => Outcome::Findings,
        Ok(_) => Outcome::Clean,
    };
    terminal::close(written, run.outcome(outcome))
}

/// Checks whether a rule at level error is violated that was not.
fn worse(moved: &analysis::Moved) -> bool {
    matches!(moved.movement, Movement::New | Movement::Raised)
        && moved.level() == crate::diagnostic::Level::Error
}
