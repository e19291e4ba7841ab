//! Holds what a message offers to the grammar: a line that is offered can be read where it stands.
//!
//! Takes a line and what was found in it; tries the cure that was found, looks for the next mistake where the line
//! still cannot be read, and offers the line with all of them mended. A cure that leads nowhere is not offered. Knows
//! no mistake by itself.

use super::letters::{Line, squeeze};
use super::{Place, Within, line_start, lines};
use crate::diagnostic::{Finding, NoteKind};
use crate::source::FileId;
use crate::syntax::parser::{reads, stop_of};
use crate::syntax::walk::Text;

/// So many mistakes of one line are mended in what is offered.
const ROUNDS: usize = 8;

/// Longer lines than a person writes are not tried out; it would take long.
const LONGEST: usize = 1000;

/// A longer line is not written out.
const MAX_SHOWN: usize = 160;

/// Checks whether the cure of a finding makes its line one that can be read.
pub(super) fn cures(line: &Line<'_>, finding: &Finding) -> bool {
    line.place.tried && mended(line, finding).is_some_and(|new| reads(&new, line.place.within))
}

/// Leaves in a finding only what can be written.
pub(super) fn settled(line: &Line<'_>, finding: Finding) -> Finding {
    let Some(first) = mended(line, &finding) else { return finding };
    if !line.place.tried {
        return offering(finding, None);
    }
    if first.contains(['\n', '\r']) || reads(&first, line.place.within) {
        return finding;
    }
    match all_mended(line, first) {
        Some((whole, below)) if whole.chars().count() <= MAX_SHOWN => {
            // A second line that one of its mistakes leads to is offered too.
            below.into_iter().fold(offering(finding, Some(&whole)), Finding::help)
        }
        _ => lines::what_it_takes(line).unwrap_or_else(|| offering(finding, None)),
    }
}

/// Reads a statement by itself: what is wrong with it, and the line that would be read in its place.
pub(super) fn mended_alone(file: FileId, written: &str) -> Option<(Finding, Option<String>)> {
    let within = Within::Block;
    let stop = stop_of(written, within)?;
    let text = Text { file, text: written };
    let place = Place { text, start: 0, end: written.len(), within, tried: true };
    let line = Line::new(place, Some(stop));
    let finding = settled(&line, lines::diagnose(&line).0);
    let told = finding.notes.iter().find_map(|note| {
        let line = note.text.strip_prefix("write `")?.split('`').next()?;
        reads(line, within).then(|| line.to_owned())
    });
    let new = mended(&line, &finding).filter(|new| reads(new, within)).or(told);
    Some((finding, new.map(|new| squeeze(&new))))
}

/// The line with the cure of a finding, if it has one that lies within the line.
fn mended(line: &Line<'_>, finding: &Finding) -> Option<String> {
    let fix = finding.fix.as_ref().filter(|_| line.written.len() <= LONGEST)?;
    let from = (fix.span.start as usize).checked_sub(line.place.start)?;
    let to = (fix.span.end as usize).checked_sub(line.place.start)?;
    let (before, after) = (line.written.get(..from)?, line.written.get(to..)?);
    let whole = format!("{}{before}{}{after}", head(line), fix.text);
    if line.place.within != Within::Heading {
        return Some(whole);
    }
    let first = whole.split(['\n', '\r']).next().unwrap_or("");
    let opens = if first.contains('{') { "" } else { line.block_below() };
    Some(format!("{first}{opens}"))
}

/// What stands before a source that could not be read: the statement it belongs to was read.
fn head<'a>(line: &Line<'a>) -> &'a str {
    if !line.written.starts_with('[') {
        return "";
    }
    let (text, start) = (line.place.text, line.place.start);
    let before = text.slice(line_start(text, start), start);
    before.rsplit('{').next().unwrap_or(before)
}

/// Mends one mistake after the other, until the line can be read; gives it with what goes onto a line below it.
fn all_mended(line: &Line<'_>, mut written: String) -> Option<(String, Vec<String>)> {
    let within = line.place.within;
    let mut below = Vec::new();
    for _ in 0..ROUNDS {
        let Some(stop) = stop_of(&written, within) else { break };
        let text = Text { file: line.place.text.file, text: &written };
        let place = Place { text, start: 0, end: written.trim_end().len(), within, tried: true };
        let next = Line::new(place, Some(stop));
        let (found, _) = lines::diagnose(&next);
        let new = mended(&next, &found)?;
        let more = found.notes.iter().map(|note| &note.text);
        below.extend(more.filter(|text| text.starts_with("and below it `")).cloned());
        if new == written {
            return None;
        }
        written = new;
    }
    let written = squeeze(&written);
    reads(&written, within).then_some((written, below))
}

/// Puts the line that is offered in the place of the one that was, or takes it back.
fn offering(mut finding: Finding, line: Option<&str>) -> Finding {
    let offer = |text: &str| text.starts_with("write `") || text.starts_with("or `");
    finding.notes.retain(|n| n.kind != NoteKind::Help || !offer(&n.text));
    match line {
        Some(line) => {
            let at = finding.notes.iter().position(|n| n.kind != NoteKind::Help);
            let at = at.unwrap_or(finding.notes.len());
            let shown = Finding::help(finding.clone(), format!("write `{line}`"));
            if let Some(note) = shown.notes.last() {
                finding.notes.insert(at, note.clone());
            }
        }
        None => finding.fix = None,
    }
    finding
}
