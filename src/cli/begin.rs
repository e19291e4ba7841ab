//! How every command begins and ends: the texts it is about, what could not be had of them, and the request.
//!
//! Takes the paths of the command line and the prelude; gives a [`Run`]. Knows nothing of what a command does
//! with it.

use std::path::PathBuf;

use clap::Args;

use super::disk::{self, Collected, Disk};
use super::{Outcome, terminal};
use crate::analysis::{Input, Request};

/// Under which profiles, and whom to believe: what every command that judges asks for.
#[derive(Args, Clone, Debug)]
pub(super) struct Judging {
    /// Judge under these profiles instead of the small core
    #[arg(long, value_name = "PROFILE", value_delimiter = ',')]
    pub(super) profile: Vec<String>,
    /// Where sources disagree, believe this one
    #[arg(long, value_name = "SOURCE", value_delimiter = ',')]
    pub(super) follow: Vec<String>,
}

impl Judging {
    /// Puts it into the request.
    pub(super) fn ask(&self, request: &mut Request) {
        request.profiles.clone_from(&self.profile);
        request.follow.clone_from(&self.follow);
    }
}

/// The names and texts that stand in for the prelude of the program.
pub(super) type Prelude = Option<Vec<(String, String)>>;

/// What a command works on.
#[derive(Debug)]
pub(super) struct Run {
    /// The texts, to be taken.
    pub(super) inputs: Vec<Input>,
    /// Where `use` finds other files.
    pub(super) disk: Disk,
    /// What is asked for, as far as every command asks for it.
    pub(super) request: Request,
    /// Whether a part of what was asked for could not be had.
    incomplete: bool,
}

impl Run {
    /// Begins a command that is about texts: without paths about those of the current folder. Where there
    /// is no text there is nothing to run.
    pub(super) fn on_texts(paths: &[PathBuf], prelude: Prelude) -> Option<Run> {
        Run::of(disk::collect(paths), prelude)
    }

    /// The same, of texts that were collected.
    pub(super) fn of(collected: Collected, prelude: Prelude) -> Option<Run> {
        let run = Run::begin(collected, prelude);
        (!run.inputs.is_empty()).then_some(run)
    }

    /// Begins a command that is about the library, and about texts only where paths name them.
    pub(super) fn on_the_library(paths: &[PathBuf], prelude: Prelude) -> Run {
        Run::begin(disk::collect_named(paths), prelude)
    }

    fn begin(collected: Collected, prelude: Prelude) -> Run {
        terminal::problems(&collected.problems);
        let incomplete = collected.incomplete();
        let Collected { inputs, disk, .. } = collected;
        Run { inputs, disk, request: Request { prelude, ..Request::default() }, incomplete }
    }

    /// Returns what the run comes to: `outcome`, unless a part of it could not be made.
    pub(super) fn outcome(&self, outcome: Outcome) -> Outcome {
        if self.incomplete { Outcome::CouldNotRun } else { outcome }
    }
}
