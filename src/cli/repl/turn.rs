//! One line of the prompt and its answer: on what it is played, and what becomes of it.
//!
//! Takes what the prompt keeps and where answers go; gives the ways in which a line may end. Knows no command.

use std::io::{self, Write};

use super::slips;
use super::state::Kept;
use crate::diagnostic::{Finding, Note};
use crate::report::{self, Style};

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Played {
    /// It was done.
    Done,
    /// It could not be done, and that was said.
    Failed,
    /// The prompt ends.
    Quit,
}

/// How a line ends, unless its answer cannot be written.
pub(super) type Answered = io::Result<Played>;

/// What a line is played on.
pub(super) struct Turn<'t> {
    pub kept: &'t mut Kept,
    pub style: &'t Style,
    pub out: &'t mut dyn Write,
}

impl Turn<'_> {
    /// Says something, in as many lines as it takes.
    pub(super) fn say(&mut self, words: &str) -> io::Result<()> {
        report::emit_words(words, self.style, self.out)
    }

    /// Says why a line cannot be done.
    pub(super) fn fail(&mut self, message: &str) -> Answered {
        self.say(message)?;
        Ok(Played::Failed)
    }

    /// Says why a line cannot be done, and the nearest one that can.
    pub(super) fn fail_for(&mut self, message: &str, line: &str) -> Answered {
        self.say(message)?;
        self.offer(line)?;
        Ok(Played::Failed)
    }

    /// Says why a line cannot be done, and another, if it goes through; else the nearest to that one that does.
    pub(super) fn fail_near(&mut self, message: &str, line: &str) -> Answered {
        self.say(message)?;
        if let Some(near) = slips::line_or_nearest(line, self.kept) {
            self.offer(&near)?;
        }
        Ok(Played::Failed)
    }

    /// Says why a line was refused, and the nearest one that would go through.
    pub(super) fn refuse(&mut self, line: &str, findings: &[Finding]) -> Answered {
        // What was ended from outside was no slip.
        let slip = !self.kept.stopped();
        let near = if slip { slips::nearest_line(line, findings, self.kept) } else { None };
        let mut findings = findings.to_vec();
        let said =
            |near: &str| findings.iter().any(|f| f.notes.iter().any(|n| n.text.contains(near)));
        let near = near.filter(|near| !said(near));
        if near.is_some() {
            // A line in the names of what is loaded stands for the form of any.
            let form = |note: &Note| {
                ["as in `", "its form is `", "write it out: `", "the form is `"]
                    .iter()
                    .any(|form| note.text.starts_with(form))
            };
            for finding in &mut findings {
                finding.notes.retain(|note| !form(note));
            }
        }
        report::emit_brief(&findings, self.kept.session.sources(), self.style, self.out)?;
        if let Some(near) = near {
            self.offer(&near)?;
        }
        Ok(Played::Failed)
    }

    /// Writes a line to be typed instead: on one line, however long, so that it can be copied.
    pub(super) fn offer(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.out, "  try: {line}")
    }
}
