//! Findings in few words, for who has just typed what is meant: at the prompt, and in what `why` says of a question.
//!
//! Takes findings; writes lines, wrapped to the page. Draws nothing.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::plain::told;
use super::{Style, text};
use crate::diagnostic::{Finding, NoteKind, Status};
use crate::source::{Sources, is_edit};

/// Below so many columns little is indented.
pub(super) const NARROW: usize = 60;

/// Writes a line behind a mark, and what does not fit below it, under its first word.
pub(super) fn hanging(
    mark: &str,
    line: &str,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    const LEAST: usize = 20;
    let longest = line.split_whitespace().map(UnicodeWidthStr::width).max().unwrap_or(0);
    let words;
    // A mark that leaves no room for words is one of them.
    let (mark, line, by) =
        if mark.width() + longest.max(LEAST) > style.width && !mark.trim().is_empty() {
            words = format!("{mark}{line}");
            ("", words.as_str(), 4)
        } else {
            (mark, line, mark.width())
        };
    let room = style.width.saturating_sub(by).max(20);
    let under = " ".repeat(by);
    let mut lead = mark;
    for line in text::wrap(line, room) {
        writeln!(out, "{}", format!("{lead}{line}").trim_end())?;
        lead = &under;
    }
    Ok(())
}

/// Writes a line some columns in, and what does not fit below it.
pub(super) fn indented(
    line: &str,
    by: usize,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let by = if style.width < NARROW { by.min(4) } else { by };
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
            Some((name, place))
                if !matches!(name, "prompt" | "what-if" | "edit") && !is_edit(name) =>
            {
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
        notes(finding, style, out)?;
    }
    Ok(())
}

/// Writes the lines below a finding.
pub(super) fn notes(finding: &Finding, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for note in style.offers.notes(finding).iter().filter(|n| n.kind != NoteKind::See) {
        let line = match note.kind {
            NoteKind::Eased | NoteKind::Without | NoteKind::Note => note.text.clone(),
            _ => format!("{}: {}", note.kind.word(), note.text),
        };
        indented(&told(&line, style), 2, style, out)?;
    }
    Ok(())
}

/// Writes verdicts in a line each: what came of a rule, for what; and below it the message, where there is one. Beyond
/// `most` they are counted.
pub(super) fn lines(
    findings: &[Finding],
    style: &Style,
    most: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let status = |f: &Finding| match f.status {
        Status::Violated | Status::Broken => format!("{} ({})", f.status.word(), f.level.word()),
        _ => f.status.word().to_owned(),
    };
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|f| (f.status, std::cmp::Reverse(f.level)));
    let left = sorted.split_off(most.min(sorted.len()));
    let widest = |width: &dyn Fn(&Finding) -> usize| sorted.iter().map(|f| width(f)).max();
    let first = widest(&|f| status(f).width()).unwrap_or(0);
    let second = widest(&|f| f.rule.width()).unwrap_or(0);
    let pad = |text: &str, width: usize| {
        format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
    };
    for finding in sorted {
        let head = format!("{}  {}  ", pad(&status(finding), first), pad(&finding.rule, second));
        let line = format!("{head}{}", finding.subject.path);
        if line.width() <= style.width {
            writeln!(out, "{}", line.trim_end())?;
        } else {
            let words = format!("{} {}", finding.rule, finding.subject.path);
            hanging(&format!("{}  ", status(finding)), words.trim_end(), style, out)?;
        }
        if matches!(finding.status, Status::Satisfied | Status::Moot) {
            continue;
        }
        indented(&told(&finding.message, style), 8, style, out)?;
    }
    if left.is_empty() {
        return Ok(());
    }
    let word = |of: &[&Finding]| of.first().map_or("", |f| f.status.word());
    let parts: Vec<String> = match left.chunk_by(|a, b| a.status == b.status).collect::<Vec<_>>() {
        of if of.len() > 1 => of.iter().map(|of| format!("{} {}", of.len(), word(of))).collect(),
        _ => vec![word(&left).to_owned()],
    };
    let dots = if style.ascii() { "..." } else { "…" };
    let line = format!("{dots} {} more ({}): show all", left.len(), parts.join(", "));
    hanging("", &line, style, out)
}
