//! Answers to `why` and `why not`: a truth, a value or a list with what it rests on, a verdict with its derivation, what
//! would make it otherwise.
//!
//! Takes what `analysis` found; writes it for people, folded unless all is asked for. Decides nothing.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::answers::{hanging, indented};
use super::fold::{Row, folded, unfolded};
use super::plain::told;
use super::{Style, text};
use crate::analysis::{Answer, Leaves, Remedies, Settled, Tale};
use crate::diagnostic::{Finding, Missing, Note, NoteKind, Status, Step};
use crate::source::Sources;

/// Steps beyond so many are counted, unless all are asked for.
const MOST_STEPS: usize = 12;

/// Writes what a question comes to.
pub(super) fn answer(
    answer: &Answer,
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match answer {
        Answer::Truth { truth, because } => {
            writeln!(out, "{}", truth.word())?;
            tree(&because.steps, sources, style, out)?;
            if truth.is_decided() {
                return Ok(());
            }
            wanting(&because.missing, style, out)
        }
        Answer::Value { text, because } => {
            indented(&told(text, style), 0, style, out)?;
            leaves(because, sources, style, out)
        }
        Answer::List { items, possible, open, because } => {
            let mut line = if items.is_empty() && *open {
                "nothing that is stated".to_owned()
            } else if items.is_empty() && possible.is_empty() {
                "nothing".to_owned()
            } else {
                items.join(", ")
            };
            if !possible.is_empty() {
                let sign = if items.is_empty() { "" } else { "; " };
                line.push_str(&format!("{sign}perhaps {}", possible.join(", ")));
            }
            if *open {
                line.push_str(", and perhaps others");
            }
            let line = told(&line, style);
            for line in text::wrap(&line, style.width.saturating_sub(2).max(20)) {
                writeln!(out, "{line}")?;
            }
            leaves(because, sources, style, out)
        }
    }
}

fn leaves(
    because: &Leaves,
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    tree(&because.steps, sources, style, out)?;
    wanting(&because.missing, style, out)
}

/// Writes which statements would decide it.
fn wanting(missing: &[Missing], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut named: Vec<String> = Vec::new();
    for fact in missing.iter().map(|m| format!("{}.{}", m.path, m.field)) {
        if !named.contains(&fact) {
            named.push(fact);
        }
    }
    if named.is_empty() {
        return Ok(());
    }
    let most = if style.all { usize::MAX } else { 4 };
    let more = named.len().saturating_sub(most);
    named.truncate(most);
    let mut line = format!("would be decided by: {}", named.join(", "));
    if more > 0 {
        line.push_str(&format!(" and {more} more"));
    }
    indented(&line, 2, style, out)
}

/// Draws a derivation: one step a line, with its place and its sources.
fn tree(steps: &[Step], sources: &Sources, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let rows = if style.all { unfolded(steps) } else { folded(steps) };
    let most = if style.all { usize::MAX } else { MOST_STEPS };
    let (branch, last, bar) =
        if style.ascii() { ("|- ", "`- ", "|  ") } else { ("├ ", "└ ", "│ ") };
    for (at, row) in rows.iter().enumerate().take(most) {
        let rest = rows.get(at + 1..).unwrap_or_default();
        let more_at =
            |depth: usize| rest.iter().take_while(|s| s.depth >= depth).any(|s| s.depth == depth);
        let mut lead = String::from("  ");
        for depth in 0..row.depth {
            let blank = " ".repeat(bar.width());
            lead.push_str(if more_at(depth) { bar } else { &blank });
        }
        lead.push_str(if more_at(row.depth) { branch } else { last });
        hanging(&lead, &told(&line(row, sources), style), style, out)?;
    }
    if rows.len() > most {
        let dots = if style.ascii() { "..." } else { "…" };
        let more = match rows.len() - most {
            1 => "1 more step".to_owned(),
            n => format!("{n} more steps"),
        };
        writeln!(out, "  {dots} {more}: add --full")?;
    }
    Ok(())
}

/// Writes a step with its place and its sources.
fn line(row: &Row, sources: &Sources) -> String {
    let mut line = row.text.clone();
    let place = row.place(sources);
    if !place.is_empty() {
        line.push_str(&format!("  {place}"));
    }
    if !row.sources.is_empty() {
        line.push_str(&format!("  [{}]", row.sources.join("; ")));
    }
    line
}

/// Writes what a rule says of a thing, or a check finds in it, and why; what several findings share once.
pub(super) fn verdicts(
    findings: &[Finding],
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(first) = findings.first() else {
        let said = "the rule finds fault with other things of the framework, not with this one";
        return hanging("", said, style, out);
    };
    let several = findings.iter().any(|f| f.subject.path != first.subject.path);
    for alike in findings.chunk_by(|a, b| head(a) == head(b)) {
        let Some(first) = alike.first() else { continue };
        hanging("", &told(&head(first), style), style, out)?;
        let lines: Vec<Vec<Note>> = alike.iter().map(|f| style.offers.notes(f)).collect();
        let shared = |note: &&Note| lines.iter().all(|notes| notes.contains(note));
        for (finding, below) in alike.iter().zip(&lines) {
            let mut message = told(&finding.message, style);
            let name = finding.subject.path.rsplit('.').next().unwrap_or_default();
            if several && !message.contains(&format!("`{name}`")) {
                message = format!("{}: {message}", finding.subject.path);
            }
            if !message.is_empty() {
                indented(&message, 2, style, out)?;
            }
            tree(&finding.trace, sources, style, out)?;
            asked(&finding.asked, sources, style, out)?;
            if finding.status == Status::Undecided {
                wanting(&finding.missing, style, out)?;
            }
            notes(below.iter().filter(|n| !shared(n)), finding.status, style, out)?;
        }
        let below = lines.first().into_iter().flatten();
        notes(below.filter(shared), first.status, style, out)?;
    }
    Ok(())
}

/// Writes why the rule asks it of this subject: in one line, unless every step is asked for.
fn asked(steps: &[Step], sources: &Sources, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let Some((line, below)) = steps.split_first() else { return Ok(()) };
    indented(&told(&line.text, style), 2, style, out)?;
    if !style.all {
        return Ok(());
    }
    let up = |s: &Step| Step { depth: s.depth.saturating_sub(1), ..s.clone() };
    let below: Vec<Step> = below.iter().map(up).collect();
    tree(&below, sources, style, out)
}

fn head(finding: &Finding) -> String {
    let level = match (finding.status, finding.eased_from) {
        (Status::Violated, Some(before)) => {
            format!(" ({}, eased from {})", finding.level.word(), before.word())
        }
        (Status::Violated | Status::Broken, _) => format!(" ({})", finding.level.word()),
        _ => String::new(),
    };
    format!("{}{level}  {}", finding.status.word(), finding.title)
}

fn notes<'n>(
    notes: impl Iterator<Item = &'n Note>,
    status: Status,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for note in notes {
        let wanted = match note.kind {
            NoteKind::Rule
            | NoteKind::But
            | NoteKind::Eased
            | NoteKind::Without
            | NoteKind::Note => true,
            NoteKind::So | NoteKind::Help => status == Status::Broken,
            _ => false,
        };
        if wanted {
            let line = format!("{}: {}", note.kind.word(), note.text);
            indented(&told(&line, style), 2, style, out)?;
        }
    }
    Ok(())
}

/// Writes that there is nothing to make otherwise, and what shows it.
pub(super) fn already(
    settled: Settled,
    shown: &Tale,
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let words = match settled {
        Settled::Holds => "it is so as it stands, and this is why:",
        Settled::OutOfScope => "it does not apply, so there is nothing to make otherwise:",
        Settled::NoStatement => {
            "that is no statement that could be so or not; ask of what it should be, such as \
             `why not NAME in LIST` or `why not count(LIST) at least 7`; as it stands:"
        }
    };
    super::emit_words(words, style, out)?;
    match shown {
        // That it is so has been said.
        Tale::Answer(Answer::Truth { because, .. }) => tree(&because.steps, sources, style, out),
        other => super::emit_tale(other, sources, style, out),
    }
}

/// Writes the edits that bring about what was asked for, or what comes nearest.
pub(super) fn remedies(found: &Remedies, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    if found.offered.is_empty() {
        writeln!(out, "nothing that was tried brings it about")?;
        let Some(miss) = &found.nearest else { return Ok(()) };
        let comes = match (miss.before, miss.after) {
            (Status::Violated, Status::Violated) => {
                format!("violated for {} instead of {}", miss.left, miss.of)
            }
            (before, after) => format!("{} -> {}", before.word(), after.word()),
        };
        return hanging("  nearest: ", &format!("{}  ({comes})", miss.text), style, out);
    }
    hanging("", "each was tried; what harms nothing else first, then the smallest:", style, out)?;
    for (at, remedy) in found.offered.iter().enumerate() {
        let mut also = match (remedy.worse, remedy.moved.saturating_sub(1)) {
            (0, 0) => String::new(),
            (0, 1) => "(moves 1 other finding)".to_owned(),
            (0, n) => format!("(moves {n} other findings)"),
            (n, _) => format!("(makes {n} worse elsewhere)"),
        };
        match remedy.others {
            0 => {}
            1 => also.push_str(" (or 1 other in its place)"),
            n => also.push_str(&format!(" (or {n} others in its place)")),
        }
        if remedy.outright {
            also.push_str(" (says outright what is to be shown)");
        } else if remedy.supposes {
            also.push_str(" (supposes something of the world)");
        }
        if remedy.evades && !remedy.outright {
            also.push_str(" (takes away what the rule asks of)");
        }
        if !remedy.aside.is_empty() {
            also.push_str(&format!(" (sets aside {})", remedy.aside.join("; ")));
        }
        let line = format!("{}  {}", remedy.text, also.trim());
        hanging(&format!("  {}  ", at + 1), line.trim_end(), style, out)?;
    }
    Ok(())
}
