//! `detente check`: what holds, what fails, what cannot be decided, what does not apply, and why.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::begin::{Judging, Prelude, Run};
use super::terminal::{self, Terminal};
use super::{Outcome, Shape, disk, offers};
use crate::analysis::{self, Request};
use crate::diagnostic::{Finding, Level, Status};
use crate::report;
use crate::value::Date;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Files, folders (every `*.det` in them) or `-` for the standard input; without any, this folder
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    judging: Judging,
    /// Read stances, statuses and perceptions as they were known on this date
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// For people, or for programs (docs/findings.md)
    #[arg(long, value_enum, default_value_t)]
    format: Shape,
    /// The mildest level that makes the run fail (exit code 1)
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t)]
    fail_on: FailOn,
    /// Show the undecided in full, and a line for all that holds or does not apply
    #[arg(long)]
    all: bool,
}

/// The mildest level that makes a run fail.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum FailOn {
    #[default]
    Error,
    Warning,
    Advice,
    Never,
}

impl FailOn {
    /// Checks whether a finding is grave enough.
    pub(super) fn fails(self, finding: &Finding) -> bool {
        let least = match self {
            FailOn::Error => Level::Error,
            FailOn::Warning => Level::Warning,
            FailOn::Advice => Level::Advice,
            FailOn::Never => return false,
        };
        matches!(finding.status, Status::Broken | Status::Violated) && finding.level >= least
    }
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "write a date as 2015, 2015-10 or 2015-10-28".to_owned())
}

pub(super) fn run(arguments: &Arguments, prelude: Prelude, terminal: &Terminal) -> Outcome {
    let mut collected = disk::collect(&arguments.paths);
    if !collected.problems.is_empty() && !arguments.judging.profile.is_empty() {
        profiles_among_paths(arguments, prelude.as_ref(), &mut collected);
    }
    let Some(mut run) = Run::of(collected, prelude) else {
        return Outcome::CouldNotRun;
    };
    arguments.judging.ask(&mut run.request);
    run.request.as_of = arguments.as_of;
    run.request.detail = arguments.all || arguments.format != Shape::Human;
    let inputs = std::mem::take(&mut run.inputs);
    let analysis = analysis::analyse(inputs, &run.disk, &run.request);
    let mut style = terminal.style(arguments.format.into(), arguments.all);
    style.offers = offers::with_paths(&arguments.paths, &arguments.judging);
    let written = terminal::answer(|out| report::emit(&analysis, &style, out));
    let unread = |f: &Finding| is_about_the_request(f) || f.rule == "unreadable";
    let outcome = if analysis.findings.iter().any(unread) {
        Outcome::CouldNotRun
    } else if analysis.findings.iter().any(|f| arguments.fail_on.fails(f)) {
        Outcome::Findings
    } else {
        Outcome::Clean
    };
    // The process ends here: giving a large model back piece by piece would only take time.
    std::mem::forget(analysis);
    terminal::close(written, run.outcome(outcome))
}

/// Says of a path that is not there, and is the name of a profile, how a second profile is asked for.
fn profiles_among_paths(
    arguments: &Arguments,
    prelude: Option<&Vec<(String, String)>>,
    collected: &mut disk::Collected,
) {
    let request = Request { prelude: prelude.cloned(), ..Request::default() };
    let rows = analysis::rules(Vec::new(), &collected.disk, &request);
    for path in &arguments.paths {
        let name = path.to_string_lossy();
        let known = rows.iter().flat_map(|row| &row.profiles).any(|(p, _)| **p == name);
        let quoted = format!("`{name}`");
        let problem = collected.problems.iter_mut().find(|p| known && p.what.ends_with(&quoted));
        if let Some(problem) = problem {
            let all = arguments.judging.profile.join(",");
            problem.help = Some(format!(
                "{quoted} is a profile: join it to the other with a comma, `--profile {all},{name}`"
            ));
        }
    }
}

/// Returns whether a finding is about what was asked for, such as a profile that does not exist: it is
/// about the texts in no place.
fn is_about_the_request(finding: &Finding) -> bool {
    finding.status == Status::Broken && finding.level == Level::Error && finding.labels.is_empty()
}
