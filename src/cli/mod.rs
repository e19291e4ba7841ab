//! The command line: one file for each command, how all begin, the disk, the terminal, exit codes.
//!
//! Takes arguments, reads files, calls the façade, hands its answer to `report`. The only room that reads
//! the disk and writes to the terminal; decides nothing about frameworks.

mod begin;
mod check;
mod diff;
mod disk;
mod explain;
mod git;
mod offers;
mod repl;
mod rules;
mod terminal;
mod test;
mod timeline;
mod what_if;
mod why;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::Styles;
use clap::builder::styling::{AnsiColor, Style};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::report::Format;
use terminal::Terminal;

/// What a run comes to. Stable; never a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing at or above the fail level.
    Clean,
    /// Findings at or above the fail level, or an expectation that failed.
    Findings,
    /// The run, or a part of it, could not be made: a bad option, a missing path, an unreadable file.
    CouldNotRun,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Clean => ExitCode::SUCCESS,
            Outcome::Findings => ExitCode::from(1),
            Outcome::CouldNotRun => ExitCode::from(2),
        }
    }
}

/// Checks regional security frameworks against rules drawn from the literature.
#[derive(Debug, Parser)]
#[command(name = "detente", version, styles = STYLES, max_term_width = 100, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    look: Look,
}

const STYLES: Styles = Styles::styled()
    .header(Style::new().bold())
    .usage(Style::new().bold())
    .literal(AnsiColor::Cyan.on_default());

const EXIT_CODES: &str =
    "Exit codes: 0 clean, 1 findings at or above the fail level, 2 could not run.";

/// The table of commands: a variant, a file, a line in `run`.
#[derive(Debug, Subcommand)]
enum Command {
    /// Say what holds, what fails, what cannot be decided and what does not apply, and why
    Check(check::Arguments),
    /// Run every `expect` of the files; the last line is `N passed, N failed`
    Test(test::Arguments),
    /// Explain a rule, a kind of thing, a field, a word, a profile, a source, a framework or a fact
    Explain(explain::Arguments),
    /// List the rules and structural checks
    Rules(rules::Arguments),
    /// Explore a proposal at a prompt: ask, try edits, undo, compare, save
    Repl(repl::Arguments),
    /// Say what edits, or a scenario, would change: what is resolved, what is new, and why
    WhatIf(what_if::Arguments),
    /// Show how a verdict or a statement comes about; with --not, what would make it otherwise
    Why(why::Arguments),
    /// Show the phases of a framework in time: a table and a chart, or a picture
    Timeline(timeline::Arguments),
    /// Compare two versions of a text: what is resolved, what is new, and why
    Diff(diff::Arguments),
}

/// What every command understands.
#[derive(Args, Debug)]
struct Look {
    /// When to colour; `auto` means on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    color: Color,
    /// Draw with ASCII characters only
    #[arg(long, global = true)]
    ascii: bool,
    /// Write sentences instead of drawing, for screen readers
    #[arg(long, global = true)]
    narrated: bool,
    /// Read definitions, rules, profiles and the standard library from this folder
    #[arg(long, value_name = "DIR", env = "DETENTE_PRELUDE", hide = true, global = true)]
    prelude: Option<PathBuf>,
}

// Doc comments on the variants would be printed in the help; the words say it.

/// When to colour: by itself on a terminal, unless `NO_COLOR` is set.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// In which format to answer: for people or for programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Shape {
    #[default]
    Human,
    Json,
}

impl From<Shape> for Format {
    fn from(shape: Shape) -> Format {
        match shape {
            Shape::Human => Format::Human,
            Shape::Json => Format::Json,
        }
    }
}

/// Runs the command that `arguments` ask for, the first being the name of the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return terminal::usage(&error),
    };
    let terminal = Terminal::new(&cli.look);
    let prelude = match cli.look.prelude.as_deref().map(disk::prelude).transpose() {
        Ok(prelude) => prelude,
        Err(problem) => {
            terminal::problem(&problem);
            return Outcome::CouldNotRun;
        }
    };
    match cli.command {
        Command::Check(arguments) => check::run(&arguments, prelude, &terminal),
        Command::Test(arguments) => test::run(&arguments, prelude, &terminal),
        Command::Explain(arguments) => explain::run(&arguments, prelude, &terminal),
        Command::Rules(arguments) => rules::run(&arguments, prelude, &terminal),
        Command::Repl(arguments) => repl::run(&arguments, prelude, &terminal),
        Command::WhatIf(arguments) => what_if::run(&arguments, prelude, &terminal),
        Command::Why(arguments) => why::run(&arguments, prelude, &terminal),
        Command::Timeline(arguments) => timeline::run(&arguments, prelude, &terminal),
        Command::Diff(arguments) => diff::run(&arguments, prelude, &terminal),
    }
}
