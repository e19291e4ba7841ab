//! The one place that writes to the terminal: colour, width, and readers that go away early.

use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};

use super::disk::Problem;
use super::{Color, Look, Outcome};
use crate::report::{Drawing, Format, Style};

/// Where the answers go and how they look there.
#[derive(Debug)]
pub(super) struct Terminal {
    style: Style,
}

impl Terminal {
    /// Looks at the standard output and the environment.
    pub(super) fn new(look: &Look) -> Terminal {
        let standard = Style::default();
        let terminal = io::stdout().is_terminal();
        let color = match look.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && wants_color(),
        };
        let width = terminal.then(width).flatten().unwrap_or(standard.width);
        let drawing = match (look.narrated, look.ascii) {
            (true, _) => Drawing::Narrated,
            (false, true) => Drawing::Ascii,
            (false, false) => Drawing::Unicode,
        };
        Terminal { style: Style { width, color, drawing, ..standard } }
    }

    /// Returns the style for an answer.
    pub(super) fn style(&self, format: Format, all: bool) -> Style {
        Style { format, all, ..self.style.clone() }
    }
}

/// Returns how many columns of the terminal an answer takes: no line is read with ease that is wider than a page.
pub(super) fn width() -> Option<usize> {
    const NARROWEST: usize = 30;
    const WIDEST: usize = 120;
    let (columns, _) = terminal_size::terminal_size()?;
    Some(usize::from(columns.0).clamp(NARROWEST, WIDEST))
}

/// Writes an answer to the standard output.
pub(super) fn answer(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out)?;
    out.flush()
}

/// Says on the standard error what could not be done, and what to do. Where nobody listens, nothing is lost.
pub(super) fn problem(problem: &Problem) {
    let mut err = io::stderr().lock();
    let _ = writeln!(err, "detente: {}", problem.what);
    if let Some(help) = &problem.help {
        let _ = writeln!(err, "  help: {help}");
    }
}

/// Says every problem.
pub(super) fn problems(problems: &[Problem]) {
    problems.iter().for_each(problem);
}

/// Ends a run. A reader that has seen enough (`detente check | head`) is no failure.
pub(super) fn close(written: io::Result<()>, outcome: Outcome) -> Outcome {
    match written {
        Ok(()) => outcome,
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Outcome::Clean,
        Err(error) => {
            let what = format!("the answer could not be written: {}", super::disk::reason(&error));
            problem(&Problem { what, help: None });
            Outcome::CouldNotRun
        }
    }
}

/// Shows help, the version, or what is wrong with the arguments.
pub(super) fn usage(error: &clap::Error) -> Outcome {
    let text = error.render();
    let (written, outcome) = if error.use_stderr() {
        let color = io::stderr().is_terminal() && wants_color();
        let text = if color { text.ansi().to_string() } else { text.to_string() };
        (io::stderr().lock().write_all(text.as_bytes()), Outcome::CouldNotRun)
    } else {
        let color = io::stdout().is_terminal() && wants_color();
        let text = if color { text.ansi().to_string() } else { text.to_string() };
        (io::stdout().lock().write_all(text.as_bytes()), Outcome::Clean)
    };
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Outcome::CouldNotRun,
        _ => outcome,
    }
}

/// Reads the environment: any `NO_COLOR` that is not empty forbids, and so does a terminal without colours.
fn wants_color() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
