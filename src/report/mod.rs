//! What people and programs read: one file for each format, one function for each kind of answer.
//!
//! Takes the façade's plain data and a [`Style`], writes bytes to a writer it is given. Opens no file, asks
//! no terminal, judges nothing: the same data and style always give the same bytes.

mod answers;
mod fold;
mod frame;
mod human;
mod json;
mod listing;
mod moves;
mod narrated;
mod offers;
mod open;
mod plain;
mod text;
mod timeline;
mod why;

#[cfg(test)]
mod tests;

use std::io::{self, Write};

pub use offers::Offers;
pub use timeline::{Chart, emit_timelines};

use crate::analysis::{
    Analysis, Answer, Change, Diff, Explanation, RuleRow, Summary, Tale, TestRun, Told, WhatIf,
};
use crate::diagnostic::Finding;
use crate::source::Sources;

/// The formats that findings can be written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal.
    #[default]
    Human,
    /// For programs; see `docs/findings.md`.
    Json,
}

/// What the texts that a finding is about are drawn with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drawing {
    /// Lines and marks of any script.
    #[default]
    Unicode,
    /// ASCII characters only.
    Ascii,
    /// Nothing is drawn: sentences, for screen readers and reading aloud.
    Narrated,
}

/// How to write.
#[derive(Clone, Debug)]
pub struct Style {
    /// Which format.
    pub format: Format,
    /// How many columns there are (human).
    pub width: usize,
    /// Whether to colour (human).
    pub color: bool,
    /// What to draw with (human).
    pub drawing: Drawing,
    /// Whether to show the undecided in full and what holds or does not apply in a line (human).
    pub all: bool,
    /// How the edits are written that a finding offers (human).
    pub offers: Offers,
}

impl Default for Style {
    fn default() -> Style {
        Style {
            format: Format::Human,
            width: 100,
            color: false,
            drawing: Drawing::Unicode,
            all: false,
            offers: Offers::default(),
        }
    }
}

/// Writes the findings of a check.
pub fn emit(analysis: &Analysis, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    match style.format {
        Format::Human => human::findings(analysis, style, out),
        Format::Json => json::findings(analysis, out),
    }
}

/// Writes what a supposition changes, or why it cannot be made.
pub fn emit_what_if(what_if: &WhatIf, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if style.format == Format::Json {
        return json::what_if(what_if, out);
    }
    human::several(&what_if.broken, &what_if.sources, style, out)?;
    match &what_if.change {
        Ok(change) => moves::change(change, style, usize::MAX, out),
        Err(findings) => human::several(findings, &what_if.sources, style, out),
    }
}

/// Writes what became of the findings between two versions.
pub fn emit_diff(diff: &Diff, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if style.format == Format::Json {
        return json::diff(diff, out);
    }
    if diff.faults.is_empty() {
        moves::versions(diff, style, out)
    } else {
        human::several(&diff.faults, &diff.after, style, out)
    }
}

/// Writes what an edit changed, for people; of many moves only the first.
pub fn emit_change(change: &Change, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    moves::change(change, style, MOST_MOVES, out)
}

/// Returns the line that counts what stands: `9 violated, 22 undecided, 31 satisfied, 8 do not apply`.
pub fn standing(summary: &Summary) -> String {
    moves::standing(summary)
}

/// Writes words, wrapped where they are wider than the page.
pub fn emit_words(words: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for line in text::wrap(&plain::told(words, style), style.width) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Writes words behind a mark, and what does not fit below them, under the first.
pub fn emit_hanging(mark: &str, words: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    answers::hanging(mark, &plain::told(words, style), style, out)
}

/// Writes the notes of a finding, without what it says.
pub fn emit_notes(finding: &Finding, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    answers::notes(finding, style, out)
}

/// So many moves and verdicts are shown at the prompt; `show all` shows the rest.
const MOST_MOVES: usize = 12;

/// Writes what a question at the prompt comes to; with `all` every step of its derivation.
pub fn emit_answer(
    answer: &Answer,
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    why::answer(answer, sources, style, out)
}

/// Writes what a question comes to, for people; with `all` every step of its derivation.
pub fn emit_tale(
    tale: &Tale,
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match tale {
        Tale::Answer(answer) => why::answer(answer, sources, style, out),
        Tale::Verdicts(findings) => why::verdicts(findings, sources, style, out),
        Tale::Remedies(list) => why::remedies(list, style, out),
        Tale::Already(settled, shown) => why::already(*settled, shown, sources, style, out),
    }
}

/// Writes what came of `why`.
pub fn emit_told(told: &Told, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    match (style.format, &told.answer) {
        (Format::Json, _) => json::told(told, out),
        (Format::Human, Ok(tale)) => emit_tale(tale, &told.sources, style, out),
        (Format::Human, Err(findings)) => answers::brief(findings, &told.sources, style, out),
    }
}

/// Writes findings in a line or two each, without drawing.
pub fn emit_brief(
    findings: &[Finding],
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    answers::brief(findings, sources, style, out)
}

/// Writes verdicts in a line each; of many only the first.
pub fn emit_verdicts(findings: &[Finding], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    answers::lines(findings, style, MOST_MOVES, out)
}

/// Writes all verdicts in a line each.
pub fn emit_all_verdicts(
    findings: &[Finding],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    answers::lines(findings, style, usize::MAX, out)
}

/// Writes all that changed between two states, for people.
pub fn emit_whole_change(change: &Change, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    moves::change(change, &Style { all: true, ..style.clone() }, usize::MAX, out)
}

/// Writes what came of the expectations. For people the last line is exactly `N passed, N failed`.
pub fn emit_tests(run: &TestRun, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    match style.format {
        Format::Human => human::tests(run, style, out),
        Format::Json => json::tests(run, out),
    }
}

/// Writes everything a name can mean, most likely first.
pub fn emit_explanations(
    list: &[Explanation],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match style.format {
        Format::Human => listing::explanations(list, style, out),
        Format::Json => json::explanations(list, out),
    }
}

/// Writes the catalogue; under a profile, only what the profile names, with the level it gives.
pub fn emit_rules(
    rows: &[RuleRow],
    profile: Option<&str>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows: Vec<&RuleRow> =
        rows.iter().filter(|row| profile.is_none_or(|p| level_under(row, p).is_some())).collect();
    match style.format {
        Format::Human => listing::rules(&rows, profile, style, out),
        Format::Json => json::rules(&rows, out),
    }
}

impl Style {
    fn ascii(&self) -> bool {
        self.drawing == Drawing::Ascii
    }

    fn narrated(&self) -> bool {
        self.drawing == Drawing::Narrated
    }
}

/// Returns the level a profile gives a rule, or `rejected`.
fn level_under<'a>(row: &'a RuleRow, profile: &str) -> Option<&'a str> {
    row.profiles.iter().find(|(name, _)| name == profile).map(|(_, level)| level.as_str())
}
