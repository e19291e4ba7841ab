//! Findings in plain sentences, without drawing or columns: for screen readers and for reading aloud.
//!
//! The same facts in the same order as the drawn report. miette's narrated form is not used: it speaks of
//! snippets and diagnostics, and these readers do not.

use std::io::{self, Write};

use super::Style;
use super::plain::told;
use super::text::{self, Entry, Mark};
use crate::diagnostic::{Label, NoteKind};
use crate::source::{Sources, Span};

/// Tells one finding and leaves a blank line after it.
pub(super) fn entry(
    entry: &Entry<'_>,
    sources: &Sources,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let finding = entry.lead;
    let mut sentences = Vec::new();
    let eased = finding.eased_from.filter(|before| *before != finding.level);
    let eased = eased.map_or_else(String::new, |before| format!(", eased from {}", before.word()));
    sentences.push(format!("{}, {}{eased}", capital(Mark::of(finding).word()), finding.rule));
    sentences.extend(text::statement(finding).split('\n').map(str::to_owned));
    for label in in_reading_order(&finding.labels, sources) {
        sentences.push(place(label.span, &text::clean(&label.text), sources));
    }
    for (kind, note) in text::notes(entry, sources, style) {
        sentences.push(format!("{}: {note}", spoken(kind)));
    }
    for mut sentence in sentences {
        // A stop tells a voice to pause; after an example on a line of its own it could be copied with it.
        if !sentence.ends_with(['.', '?', '!']) && !sentence.contains("\n  ") {
            sentence.push('.');
        }
        for line in text::wrap(&told(&sentence, style), style.width) {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out)
}

/// Sorts labels by place within the text that holds the primary one, then by text and place.
fn in_reading_order<'a>(labels: &'a [Label], sources: &Sources) -> Vec<&'a Label> {
    let first = labels.first().map(|l| l.span.file);
    let mut labels: Vec<&Label> = labels.iter().collect();
    labels.sort_by_key(|l| {
        (Some(l.span.file) != first, sources.name(l.span.file).to_owned(), l.span)
    });
    labels
}

/// Returns ``In napci.det, line 13, column 3, `no roadmap`: without one, …``.
fn place(span: Span, remark: &str, sources: &Sources) -> String {
    let Some(source) = sources.get(span.file) else { return remark.to_owned() };
    let name = text::clean(&source.name);
    if span.is_empty() && span.start == 0 && remark.is_empty() {
        return format!("In {name}");
    }
    let start = source.lines.position(&source.text, span.start);
    let quoted = text::clean(sources.slice(span).lines().next().unwrap_or(""));
    let mut sentence = format!("In {name}, line {}, column {}", start.line + 1, start.column + 1);
    if !quoted.is_empty() {
        let shown: String = quoted.chars().take(80).collect();
        let cut = if shown.len() < quoted.len() { "…" } else { "" };
        sentence = format!("{sentence}, `{shown}{cut}`");
    }
    if remark.is_empty() { sentence } else { format!("{sentence}: {remark}") }
}

fn spoken(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::So => "So",
        NoteKind::Needs => "Needed to decide",
        NoteKind::Help => "Help",
        NoteKind::Rule => "The rule rests on",
        NoteKind::But => "But",
        NoteKind::Eased | NoteKind::Without | NoteKind::Note => "Note",
        NoteKind::See => "See",
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
