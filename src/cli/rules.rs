//! `detente rules`: the catalogue.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Args;

use super::begin::{Prelude, Run};
use super::disk::Problem;
use super::terminal::{self, Terminal};
use super::{Outcome, Shape};
use crate::diagnostic::nearest;
use crate::{analysis, report};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Files or folders with rules and profiles of your own
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// Only what this profile names, with the level it gives
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,
    /// For people, or for programs (docs/findings.md)
    #[arg(long, value_enum, default_value_t)]
    format: Shape,
}

pub(super) fn run(arguments: &Arguments, prelude: Prelude, terminal: &Terminal) -> Outcome {
    let mut run = Run::on_the_library(&arguments.paths, prelude);
    let rows = analysis::rules(std::mem::take(&mut run.inputs), &run.disk, &run.request);
    if let Some(profile) = &arguments.profile {
        let known: BTreeSet<&str> =
            rows.iter().flat_map(|row| &row.profiles).map(|(p, _)| p.as_str()).collect();
        if !known.contains(profile.as_str()) {
            let problem = no_profile(profile, &known);
            terminal::problem(&problem);
            return Outcome::CouldNotRun;
        }
    }
    let style = terminal.style(arguments.format.into(), false);
    let written = terminal::answer(|out| {
        report::emit_rules(&rows, arguments.profile.as_deref(), &style, out)
    });
    terminal::close(written, run.outcome(Outcome::Clean))
}

fn no_profile(profile: &str, known: &BTreeSet<&str>) -> Problem {
    let all: Vec<&str> = known.iter().copied().collect();
    let help = match nearest(profile, all.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if all.is_empty() => "no profile is loaded".to_owned(),
        None => format!("the profiles are {}", all.join(", ")),
    };
    Problem::new(format!("there is no profile `{profile}`"), help)
}
