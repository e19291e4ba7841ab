//! Answers at the prompt: a truth or a list with what it rests on, a verdict with its derivation, what would change it.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::plain::told;
use super::{Style, text};
use crate::analysis::{Answer, Leaves, Remedies};
use crate::diagnostic::{Finding, NoteKind, Status, Step};
use crate::source::Sources;

/// Steps beyond so many are counted, unless all are asked for.
const MOST_STEPS: usize = 10;

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
            leaves(because, sources, style, out)
        }
        Answer::Value { text, because } => {
            writeln!(out, "{}", told(text, style))?;
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
            if *open { leaves(because, sources, style, out) } else { Ok(()) }
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
    needs(because.missing.iter().map(|m| format!("{}.{}", m.path, m.field)), style, out)
}

fn needs(
    missing: impl Iterator<Item = String>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut named: Vec<String> = Vec::new();
    for fact in missing {
        if !named.contains(&fact) {
            named.push(fact);
        }
    }
    if named.is_empty() {
        return Ok(());
    }
    let more = named.len().saturating_sub(4);
    named.truncate(4);
    let mut line = format!("would be decided by: {}", named.join(", "));
    if more > 0 {
        line.push_str(&format!(" and {more} more"));
    }
    indented(&line, 2, style, out)
}

/// Draws a derivation: one step a line, with its place and its sources.
fn tree(steps: &[Step], sources: &Sources, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let most = if style.all { usize::MAX } else { MOST_STEPS };
    let (branch, last, bar) =
        if style.ascii() { ("|- ", "`- ", "|  ") } else { ("├ ", "└ ", "│ ") };
    for (at, step) in steps.iter().enumerate().take(most) {
        let rest = steps.get(at + 1..).unwrap_or_default();
        let more_at =
            |depth: usize| rest.iter().take_while(|s| s.depth >= depth).any(|s| s.depth == depth);
        let mut lead = String::from("  ");
        for depth in 0..step.depth {
            let blank = " ".repeat(bar.width());
            lead.push_str(if more_at(depth) { bar } else { &blank });
        }
        lead.push_str(if more_at(step.depth) { branch } else { last });
        let mut line = step.text.clone();
        if let Some(span) = step.span {
            line.push_str(&format!("  {}", sources.place(span)));
        }
        if !step.sources.is_empty() {
            line.push_str(&format!("  [{}]", step.sources.join("; ")));
        }
        if !step.also.is_empty() {
            let more = rest.first().is_some_and(|next| next.depth > step.depth);
            line.push_str(if more { "  (and as above)" } else { "  (as above)" });
        }
        hanging(&lead, &told(&line, style), style, out)?;
    }
    if steps.len() > most {
        let dots = if style.ascii() { "..." } else { "…" };
        writeln!(out, "  {dots} {} more steps: add --full", steps.len() - most)?;
    }
    Ok(())
}

/// Writes what a rule says of a thing, and why.
pub(super) fn verdicts(
    findings: &[Finding],
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if findings.is_empty() {
        return writeln!(
            out,
            "the rule finds fault with other things of the framework, not with this one"
        );
    }
    for finding in findings {
        let level = match finding.status {
            Status::Violated => match finding.eased_from {
                Some(before) => {
                    format!(" ({}, eased from {})", finding.level.word(), before.word())
                }
                None => format!(" ({})", finding.level.word()),
            },
            _ => String::new(),
        };
        writeln!(out, "{}{level}  {}", finding.status.word(), finding.title)?;
        if !finding.message.is_empty() {
            indented(&told(&finding.message, style), 2, style, out)?;
        }
        tree(&finding.trace, sources, style, out)?;
        if finding.status == Status::Undecided {
            needs(finding.missing.iter().map(|m| format!("{}.{}", m.path, m.field)), style, out)?;
        }
        for note in &finding.notes {
            if matches!(note.kind, NoteKind::Rule | NoteKind::But | NoteKind::Note) {
                let line = format!("{}: {}", note.kind.word(), note.text);
                indented(&told(&line, style), 2, style, out)?;
            }
        }
    }
    Ok(())
}

/// Writes that there is nothing to make otherwise.
pub(super) fn already(status: Status, out: &mut dyn Write) -> io::Result<()> {
    let words = match status {
        Status::Moot => "it does not apply; without `not`, `why` says on what grounds",
        _ => "it is so as it stands; without `not`, `why` says on what grounds",
    };
    writeln!(out, "{words}")
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
    writeln!(out, "each was tried; what harms nothing else first, then the smallest:")?;
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
        } else if remedy.evades {
            also.push_str(" (takes away what the rule asks of)");
        }
        let line = format!("{}  {}", remedy.text, also.trim());
        hanging(&format!("  {}  ", at + 1), line.trim_end(), style, out)?;
    }
    Ok(())
}

/// Writes a line behind a mark, and what does not fit below it, under its first word.
fn hanging(mark: &str, line: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let room = style.width.saturating_sub(mark.width()).max(20);
    let under = " ".repeat(mark.width());
    let mut lead = mark;
    for line in text::wrap(line, room) {
        writeln!(out, "{}", format!("{lead}{line}").trim_end())?;
        lead = &under;
    }
    Ok(())
}

/// Writes a line some columns in, and what does not fit below it.
fn indented(line: &str, by: usize, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for line in text::wrap(line, style.width.saturating_sub(by.max(4)).max(20)) {
        writeln!(out, "{:by$}{line}", "")?;
    }
    Ok(())
}

/// Writes findings in a line or two each, without drawing: at the prompt the reader has just typed what is meant.
pub(super) fn brief(
    findings: &[Finding],
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for finding in findings {
        let place = finding.place().map(|p| (sources.name(p.file), sources.place(p)));
        let place = match place {
            Some((name, place)) if !matches!(name, "prompt" | "what-if" | "edit") => {
                format!("{place}: ")
            }
            _ => String::new(),
        };
        let line = told(&format!("{place}{}", finding.message), style);
        let mut indent = "";
        for line in text::wrap(&line, style.width.saturating_sub(2).max(20)) {
            writeln!(out, "{indent}{line}")?;
            indent = "  ";
        }
        for note in finding.notes.iter().filter(|n| n.kind != NoteKind::See) {
            let line = match note.kind {
                NoteKind::Note => note.text.clone(),
                _ => format!("{}: {}", note.kind.word(), note.text),
            };
            indented(&told(&line, style), 2, style, out)?;
        }
    }
    Ok(())
}

/// Writes verdicts in a line each: what came of a rule, for what; and below it the message, where there is one.
pub(super) fn lines(findings: &[Finding], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let status = |f: &Finding| match f.status {
        Status::Violated | Status::Broken => format!("{} ({})", f.status.word(), f.level.word()),
        _ => f.status.word().to_owned(),
    };
    let widest = |width: &dyn Fn(&Finding) -> usize| findings.iter().map(width).max().unwrap_or(0);
    let first = widest(&|f| status(f).width());
    let second = widest(&|f| f.rule.width());
    let pad = |text: &str, width: usize| {
        format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
    };
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|f| (f.status, std::cmp::Reverse(f.level)));
    for finding in sorted {
        let head = format!("{}  {}  ", pad(&status(finding), first), pad(&finding.rule, second));
        writeln!(out, "{}", format!("{head}{}", finding.subject.path).trim_end())?;
        if matches!(finding.status, Status::Satisfied | Status::Moot) {
            continue;
        }
        indented(&told(&finding.message, style), 8, style, out)?;
    }
    Ok(())
}
