//! `detente diff`: two versions of a text, as files, as folders, or as a revision and what is there now.

use std::path::{Path, PathBuf};

use clap::Args;

use super::begin::{Judging, Prelude, Run};
use super::check::FailOn;
use super::disk::{self, Problem};
use super::git::Revision;
use super::terminal::{self, Terminal};
use super::{Outcome, Shape};
use crate::analysis::{self, Input, Moved, Movement};
use crate::report;
use crate::source::Loader;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The older and the newer file or folder; with --git any number, without any this folder
    #[arg(value_name = "OLD NEW")]
    paths: Vec<PathBuf>,
    /// Compare the files as they were in this revision with the files as they are
    #[arg(long, value_name = "REV", allow_hyphen_values = true)]
    git: Option<String>,
    #[command(flatten)]
    judging: Judging,
    /// Show every finding that depends on less than before, and every name
    #[arg(long)]
    all: bool,
    /// For people, or for programs (docs/findings.md)
    #[arg(long, value_enum, default_value_t)]
    format: Shape,
    /// The mildest level at which something new or raised makes the run fail (exit code 1)
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t)]
    fail_on: FailOn,
}

pub(super) fn run(arguments: &Arguments, prelude: Prelude, terminal: &Terminal) -> Outcome {
    if let Some(word) = &arguments.git {
        // A path that is nowhere is told as in every other command.
        let revision = match Revision::open(word, &arguments.paths) {
            Ok(revision) => revision,
            Err(problem) => return refuse(&problem),
        };
        let gone = arguments.paths.iter().find(|path| !path.exists() && revision.holds(path));
        if let Some(gone) = gone {
            return refuse(&no_longer(gone, word));
        }
        let Some(new) = Run::on_texts(&arguments.paths, prelude) else {
            return Outcome::CouldNotRun;
        };
        return match revision.inputs() {
            Ok(old) => compare(arguments, (old, &revision), new, terminal),
            Err(problem) => refuse(&problem),
        };
    }
    let [old, new] = arguments.paths.as_slice() else { return refuse(&two_wanted()) };
    // Both are looked for before one is given up, so that two slips are told at once.
    let old = Run::on_texts(std::slice::from_ref(old), prelude.clone());
    let new = Run::on_texts(std::slice::from_ref(new), prelude);
    let (Some(mut old), Some(new)) = (old, new) else { return Outcome::CouldNotRun };
    let inputs = std::mem::take(&mut old.inputs);
    let outcome = compare(arguments, (inputs, &old.disk), new, terminal);
    old.outcome(outcome)
}

fn two_wanted() -> Problem {
    Problem::new(
        "`diff` compares two versions",
        "name both: `detente diff OLD NEW`; or one revision: `detente diff --git HEAD PATHS`",
    )
}

/// Says of a file that was there in a revision that it is gone.
fn no_longer(path: &Path, word: &str) -> Problem {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Problem::new(
        format!("`{}` stood in `{word}` and is there no more", disk::shown(path)),
        format!("compare its folder: `detente diff --git {word} {}`", disk::shown(folder)),
    )
}

fn refuse(problem: &Problem) -> Outcome {
    terminal::problem(problem);
    Outcome::CouldNotRun
}

fn compare(
    arguments: &Arguments,
    old: (Vec<Input>, &dyn Loader),
    mut new: Run,
    terminal: &Terminal,
) -> Outcome {
    arguments.judging.ask(&mut new.request);
    let inputs = std::mem::take(&mut new.inputs);
    let diff = analysis::diff(old, (inputs, &new.disk), &new.request);
    let style = terminal.style(arguments.format.into(), arguments.all);
    let written = terminal::answer(|out| report::emit_diff(&diff, &style, out));
    let worse = |m: &Moved| {
        matches!(m.movement, Movement::New | Movement::Raised)
            && m.after.as_ref().is_some_and(|f| arguments.fail_on.fails(f))
    };
    let outcome = if !diff.faults.is_empty() {
        Outcome::CouldNotRun
    } else if diff.change.moved.iter().any(worse) {
        Outcome::Findings
    } else {
        Outcome::Clean
    };
    terminal::close(written, new.outcome(outcome))
}
