//! One finding and its parts, as every form of the report writes them.

use serde::Serialize;

use crate::diagnostic::{self, Status};
use crate::source::{Sources, Span};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::report) struct Finding<'a> {
    rule: &'a str,
    status: &'static str,
    level: &'static str,
    eased_from: Option<&'static str>,
    title: &'a str,
    framework: &'a str,
    path: &'a str,
    subject: &'a [String],
    message: &'a str,
    labels: Vec<Label<'a>>,
    notes: Vec<Note<'a>>,
    trace: Vec<Step<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    asked: Vec<Step<'a>>,
    missing: Vec<Missing<'a>>,
    citations: &'a [String],
    basis: Basis<'a>,
    marked: Vec<Marked<'a>>,
    as_far_as_listed: bool,
    fix: Option<Fix<'a>>,
    offers: &'a [String],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Place<'a> {
    file: &'a str,
    start: u32,
    end: u32,
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct Label<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

#[derive(Serialize)]
struct Note<'a> {
    kind: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
pub(super) struct Step<'a> {
    depth: usize,
    text: &'a str,
    sources: &'a [String],
    also: &'a [usize],
    place: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Marked<'a> {
    mark: &'a str,
    text: &'a str,
    place: Option<Place<'a>>,
}

#[derive(Serialize)]
pub(super) struct Missing<'a> {
    path: &'a str,
    field: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub(super) enum Basis<'a> {
    Facts,
    Notion {
        stated: &'a [String],
        sources: &'a [String],
        facts_alone: &'static str,
        for_want_of: Vec<Missing<'a>>,
    },
}

#[derive(Serialize)]
struct Fix<'a> {
    #[serde(flatten)]
    place: Place<'a>,
    text: &'a str,
}

pub(in crate::report) fn finding<'a>(
    f: &'a diagnostic::Finding,
    sources: &'a Sources,
) -> Finding<'a> {
    Finding {
        rule: &f.rule,
        status: status(f.status),
        level: f.level.word(),
        eased_from: f.eased_from.map(diagnostic::Level::word),
        title: &f.title,
        framework: &f.subject.framework,
        path: &f.subject.path,
        subject: &f.subject.about,
        message: &f.message,
        labels: f
            .labels
            .iter()
            .filter_map(|l| Some(Label { place: place(l.span, sources)?, text: &l.text }))
            .collect(),
        notes: f.notes.iter().map(|n| Note { kind: n.kind.word(), text: &n.text }).collect(),
        trace: f.trace.iter().map(|s| step(s, sources)).collect(),
        asked: f.asked.iter().map(|s| step(s, sources)).collect(),
        missing: missing(&f.missing),
        citations: &f.citations,
        basis: basis(&f.basis),
        marked: f
            .marked
            .iter()
            .map(|m| Marked { mark: m.mark, text: &m.text, place: place(m.span, sources) })
            .collect(),
        as_far_as_listed: f.as_far_as_listed,
        fix: f
            .fix
            .as_ref()
            .and_then(|fix| Some(Fix { place: place(fix.span, sources)?, text: &fix.text })),
        offers: &f.offers,
    }
}

/// Returns the word for a status; one word, where people read two.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Moot => "does-not-apply",
        other => other.word(),
    }
}

pub(super) fn step<'a>(s: &'a diagnostic::Step, sources: &'a Sources) -> Step<'a> {
    Step {
        depth: s.depth,
        text: &s.text,
        sources: &s.sources,
        also: &s.also,
        place: s.span.and_then(|span| place(span, sources)),
    }
}

pub(super) fn missing(list: &[diagnostic::Missing]) -> Vec<Missing<'_>> {
    list.iter().map(|m| Missing { path: &m.path, field: &m.field, why: &m.why }).collect()
}

pub(super) fn basis(basis: &diagnostic::Basis) -> Basis<'_> {
    match basis {
        diagnostic::Basis::Facts => Basis::Facts,
        diagnostic::Basis::Notion { stated, sources, facts_alone, for_want_of } => Basis::Notion {
            stated,
            sources,
            facts_alone: status(*facts_alone),
            for_want_of: missing(for_want_of),
        },
    }
}

/// Returns a place as bytes and as lines and columns, which start at 1 and count Unicode scalar values.
pub(super) fn place(span: Span, sources: &Sources) -> Option<Place<'_>> {
    let source = sources.get(span.file)?;
    let start = source.lines.position(&source.text, span.start);
    let end = source.lines.position(&source.text, span.end);
    Some(Place {
        file: &source.name,
        start: span.start,
        end: span.end,
        start_line: start.line + 1,
        start_column: start.column + 1,
        end_line: end.line + 1,
        end_column: end.column + 1,
    })
}
