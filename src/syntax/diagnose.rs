//! Turns what could not be read into one clear message.

use super::ast::{Clause, ClauseKind};
use super::split::{Chunk, WORDS};
use super::walk::{Text, word_end};
use crate::diagnostic::{Finding, Level, NoteKind, nearest};
use crate::source::Span;

/// What kind of text a line stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    Block,
    List,
    Heading,
    Rule,
    Define,
    Profile,
    Expect,
    Line,
    Template,
}

/// A piece of text that could not be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) text: Text<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) within: Within,
}

/// Where reading stopped, counted from the start of the piece, and what could have stood there.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    pub(super) at: usize,
    pub(super) wants: Vec<&'static str>,
}

fn broken(span: Span, message: impl Into<String>) -> Finding {
    Finding::broken("syntax", Level::Error, span, message)
}

pub(super) const CONTROL: &str = "a character that does not print stands in the text";

pub(super) fn statement(place: Place<'_>, stop: Option<&Stop>) -> Finding {
    let at = stop.map_or(place.start, |s| place.start + s.at);
    let end = word_end(place.text.bytes(), at, place.end).max(at);
    let span = place.text.span(at, end);
    let wants = stop.map(|s| s.wants.join(", ")).unwrap_or_default();
    broken(span, format!("this {:?} cannot be read: {}", place.within, place.text.slice(place.start, place.end).trim())).here(wants)
}
pub(super) fn control(text: Text<'_>, i: usize) -> Finding { broken(text.span(i, i + 1), CONTROL) }
pub(super) fn semicolon_at_top(text: Text<'_>, i: usize) -> Finding { broken(text.span(i, i + 1), "`;` is for blocks on one line") }
pub(super) fn semicolon(text: Text<'_>, i: usize) -> Finding { broken(text.span(i, i + 1), "`;` is for blocks on one line") }
pub(super) fn meant_declaration(text: Text<'_>, start: usize) -> Option<&'static str> {
    let word = text.word(start);
    if word.len() > 40 { return None }
    nearest(word, WORDS.iter().copied())
}
pub(super) fn unopened(text: Text<'_>, start: usize, end: usize) -> Finding { broken(text.span(start, end), "`{` is missing after this heading") }
pub(super) fn too_deep(text: Text<'_>, start: usize) -> Finding { broken(text.span(start, start + text.word(start).len()), "this nests more than 64 deep") }
pub(super) fn too_deep_at(text: Text<'_>, start: usize, end: usize) -> Finding { broken(text.span(start, end), "this nests more than 64 deep") }
pub(super) fn unclosed(text: Text<'_>, header: usize, open: usize, before: Option<(usize, usize)>, region: usize) -> Finding {
    let _ = (before, region);
    broken(text.span(header, open + 1), "the block is not closed")
}
pub(super) fn stray_brace(text: Text<'_>, i: usize, _header: Option<usize>) -> Finding { broken(text.span(i, i + 1), "this `}` is one too many") }
pub(super) fn outside(text: Text<'_>, chunk: &Chunk) -> Finding {
    let meant = meant_declaration(text, chunk.start);
    broken(text.span(chunk.start, chunk.end), format!("this declares nothing {meant:?}"))
}
pub(super) fn stands_on_one_line(text: Text<'_>, start: usize, i: usize) -> Finding { broken(text.span(start, i), "this stands on one line") }
pub(super) fn unfinished_line(text: Text<'_>, start: usize, end: usize, _next: usize) -> Finding { broken(text.span(start, end), "this line is not finished") }
pub(super) fn after_block(text: Text<'_>, start: usize, end: usize) -> Finding { broken(text.span(start, end), "this stands after the end") }
pub(super) fn incomplete(_text: Text<'_>, _field: Span, word: Span) -> Finding { broken(word, "something must follow this") }
pub(super) fn one_name_only(text: Text<'_>, start: usize, end: usize, _word: &str) -> Finding { broken(text.span(start, end), "one name only") }
pub(super) fn unclear(text: Text<'_>, start: usize, end: usize) -> Finding { broken(text.span(start, end), "this cannot be read") }
pub(super) fn brace_without_heading(text: Text<'_>, i: usize) -> Finding { broken(text.span(i, i + 1), "`{` without a heading") }
pub(super) fn agreed_when(span: Span) -> Finding { broken(span, "by or before") }
pub(super) fn thousands_point(span: Span, _number: &str) -> Finding { broken(span, "write 25,000") }
pub(super) fn two_units(text: Text<'_>, at: usize, first: usize, written: &str, _second: &str) -> Finding { broken(text.span(at + first, at + written.len()), "a comma is missing") }
pub(super) fn rule_parts(_text: Text<'_>, name: Span, clauses: &[Clause]) -> Vec<Finding> {
    let mut out = Vec::new();
    if !clauses.iter().any(|c| matches!(c.kind, ClauseKind::For(_))) { out.push(broken(name, "no for")) }
    if !clauses.iter().any(|c| matches!(c.kind, ClauseKind::Require(_))) { out.push(broken(name, "no require")) }
    out
}
pub(super) fn template_brace(text: Text<'_>, start: usize, end: usize) -> Finding { broken(text.span(start, end), "not closed") }
pub(super) fn case_without_condition(_text: Text<'_>, span: Span) -> Finding { broken(span, "no when") }
pub(super) fn verdict(span: Span, _word: &str) -> Finding { broken(span, "no such verdict").note(NoteKind::Help, "x") }
pub(super) fn mixed(_text: Text<'_>, _span: Span, first: Span, other: Span) -> Finding { broken(first, "`and` and `or` are mixed").label(other, "") }
