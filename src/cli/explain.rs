//! `detente explain`: what a name means.

use std::path::PathBuf;

use clap::Args;

use super::begin::{Prelude, Run};
use super::disk::Problem;
use super::terminal::{self, Terminal};
use super::{Outcome, Shape};
use crate::{analysis, report};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// A rule, a kind of thing, a field, a word, a profile, a source, a notion, a framework, or a fact
    /// of one: `napci.members`
    name: String,
    /// Files or folders with rules and frameworks of your own
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// For people, or for programs (docs/findings.md)
    #[arg(long, value_enum, default_value_t)]
    format: Shape,
}

pub(super) fn run(arguments: &Arguments, prelude: Prelude, terminal: &Terminal) -> Outcome {
    let mut run = Run::on_the_library(&arguments.paths, prelude);
    let inputs = std::mem::take(&mut run.inputs);
    let name = arguments.name.trim();
    let (list, near) = analysis::explain(name, inputs, &run.disk, &run.request);
    if list.is_empty() {
        let help = near.map_or_else(
            || "`detente rules` lists the rules; for names of your own add the files: detente explain NAME PATHS".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let problem = Problem::new(format!("nothing is called `{name}`"), help);
        terminal::problem(&problem);
        return Outcome::CouldNotRun;
    }
    let style = terminal.style(arguments.format.into(), false);
    let written = terminal::answer(|out| report::emit_explanations(&list, &style, out));
    terminal::close(written, run.outcome(Outcome::Clean))
}
