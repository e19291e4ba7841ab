//! `detente timeline`: the phases of a framework in time, as a table and a chart.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::begin::{Judging, Prelude, Run};
use super::check::date;
use super::disk::{ENDING, Problem};
use super::terminal::{self, Terminal};
use super::{Outcome, offers};
use crate::analysis::{self, Supposition, Timelines};
use crate::report::{self, Chart, Format, Style};
use crate::value::Date;

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// The framework; without it, every one of the files that says when a phase is
    #[arg(value_name = "FRAMEWORK")]
    framework: Option<String>,
    /// Files, folders (every `*.det` in them) or `-` for the standard input; without any, this folder
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    /// Draw it as this scenario of the files has it
    #[arg(long, value_name = "NAME", conflicts_with = "edit")]
    scenario: Option<String>,
    /// Draw it with edits made, between `;` or one each time: "delay talks.opening by 2 months"
    #[arg(long, value_name = "EDITS")]
    edit: Vec<String>,
    #[command(flatten)]
    judging: Judging,
    /// Mark this day, and read dated statements as they were known on it
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<Date>,
    /// Text for people, JSON for programs, SVG as a picture, Mermaid for pages (docs/timeline.md)
    #[arg(long, value_enum, default_value_t)]
    format: Shown,
    /// Draw so many columns wide
    #[arg(long, value_name = "COLUMNS", value_parser = columns)]
    width: Option<u16>,
    /// Show also every line that says when something is
    #[arg(long)]
    all: bool,
}

/// Reads how wide to draw: narrower there is no room for bars, and wider nobody reads them.
fn columns(text: &str) -> Result<u16, String> {
    let columns = text.parse().ok().filter(|columns| (40..=400).contains(columns));
    columns.ok_or_else(|| "write a number of columns from 40 to 400".to_owned())
}

/// In which form to show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Shown {
    #[default]
    Human,
    Json,
    Svg,
    Mermaid,
}

pub(super) fn run(arguments: &Arguments, prelude: Prelude, terminal: &Terminal) -> Outcome {
    let mut paths = arguments.paths.clone();
    let mut framework = arguments.framework.as_deref();
    if let Some(path) = framework.filter(|name| is_path(name)) {
        paths.insert(0, PathBuf::from(path));
        framework = None;
    }
    let Some(mut run) = Run::on_texts(&paths, prelude) else { return Outcome::CouldNotRun };
    arguments.judging.ask(&mut run.request);
    run.request.as_of = arguments.as_of;
    let inputs = std::mem::take(&mut run.inputs);
    let supposed = match &arguments.scenario {
        Some(name) => Some(Supposition::Scenario(name.clone())),
        None if arguments.edit.is_empty() => None,
        None => Some(Supposition::Edits(arguments.edit.join("; "))),
    };
    let timelines = match &supposed {
        None => analysis::timeline(inputs, &run.disk, &run.request, framework),
        Some(supposed) => {
            analysis::timeline_if(inputs, &run.disk, &run.request, framework, supposed)
        }
    };
    let chart = match arguments.format {
        Shown::Human => Chart::Text,
        Shown::Json => Chart::Json,
        Shown::Svg => Chart::Svg,
        Shown::Mermaid => Chart::Mermaid,
    };
    if let Some(problem) = nothing_to_show(&timelines, chart) {
        terminal::problem(&problem);
        return Outcome::CouldNotRun;
    }
    let style = terminal.style(Format::Human, arguments.all);
    let width = arguments.width.map_or(style.width, usize::from);
    let offers = offers::with_paths(&paths, &arguments.judging);
    let style = Style { width, offers, ..style };
    let written = terminal::answer(|out| report::emit_timelines(&timelines, chart, &style, out));
    let tables = timelines.answer.as_deref().unwrap_or_default();
    let clash = tables.iter().any(|table| !table.clashes.is_empty());
    let outcome = if timelines.refused || timelines.broken.iter().any(|f| f.labels.is_empty()) {
        // What is about no text is about what was asked for.
        Outcome::CouldNotRun
    } else if clash || !timelines.broken.is_empty() {
        Outcome::Findings
    } else {
        Outcome::Clean
    };
    terminal::close(written, run.outcome(outcome))
}

/// Checks whether an argument is a path rather than a name: it is there, or is written like one.
fn is_path(word: &str) -> bool {
    let path = Path::new(word);
    word == "-"
        || word.contains(['/', '\\'])
        || path.extension().is_some_and(|e| e == ENDING)
        || path.exists()
}

/// Says why there is nothing to show: the framework is not there, or there is nothing for a picture.
fn nothing_to_show(timelines: &Timelines, chart: Chart) -> Option<Problem> {
    let tables = match &timelines.answer {
        Err(unknown) => {
            let help = unknown.near.as_ref().map_or_else(
                || "without a name, every framework of the files that says when a phase is is shown".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            let what = format!("no framework is called `{}`", unknown.name);
            return Some(Problem::new(what, help));
        }
        Ok(tables) => tables,
    };
    let picture = matches!(chart, Chart::Svg | Chart::Mermaid);
    if timelines.refused {
        return None;
    }
    let empty = tables.iter().all(|table| table.rows.is_empty() && table.procedures.is_empty());
    (picture && empty).then(|| {
        let what = match tables.as_slice() {
            [one] => format!("`{}` has no phases to draw", one.framework),
            _ => "no framework of these files says when a phase is".to_owned(),
        };
        Problem::new(
            what,
            "`sequence { phase opening { starts 2027-03 } }` gives a framework phases",
        )
    })
}
