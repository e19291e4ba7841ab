//! The report for programs: one JSON object with a versioned schema, described in `docs/findings.md`.
//!
//! The structs here are the format. No internal type is written as it is: a change inside the crate must
//! not change what others read.

mod why;

use std::io::{self, Write};

pub(super) use why::told;

use serde::Serialize;

use crate::analysis::{self, Analysis, Diff, Explanation, RuleRow, Summary, TestRun, WhatIf};
use crate::diagnostic::{self, Status};
use crate::source::{Sources, Span};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CheckReport<'a> {
    schema: &'static str,
    tool: Tool,
    profiles: &'a [String],
    findings: Vec<Finding<'a>>,
    wants: Vec<Want<'a>>,
    summary: Counts,
}

#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

pub(super) const TOOL: Tool =
    Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finding<'a> {
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
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
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
struct Step<'a> {
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
struct Missing<'a> {
    path: &'a str,
    field: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
enum Basis<'a> {
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

#[derive(Serialize)]
struct Want<'a> {
    field: &'a str,
    findings: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Counts {
    files: usize,
    frameworks: usize,
    loaded: usize,
    broken: usize,
    violated: usize,
    undecided: usize,
    satisfied: usize,
    does_not_apply: usize,
    errors: usize,
    warnings: usize,
    advice: usize,
}

fn counts(summary: &Summary) -> Counts {
    Counts {
        files: summary.files,
        frameworks: summary.frameworks,
        loaded: summary.loaded,
        broken: summary.broken,
        violated: summary.violated,
        undecided: summary.undecided,
        satisfied: summary.satisfied,
        does_not_apply: summary.moot,
        errors: summary.errors,
        warnings: summary.warnings,
        advice: summary.advice,
    }
}

/// Writes the findings of a check.
pub(super) fn findings(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let sources = &analysis.sources;
    let report = CheckReport {
        schema: "detente.findings/1",
        tool: TOOL,
        profiles: &analysis.profiles,
        findings: analysis.findings.iter().map(|f| finding(f, sources)).collect(),
        wants: analysis
            .wants
            .iter()
            .map(|w| Want { field: &w.field, findings: w.findings })
            .collect(),
        summary: counts(&analysis.summary),
    };
    write(&report, out)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WhatIfReport<'a> {
    schema: &'static str,
    tool: Tool,
    steps: Vec<Made<'a>>,
    moved: Vec<Moved<'a>>,
    before: Option<Counts>,
    after: Option<Counts>,
    refused: Vec<Finding<'a>>,
    broken: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Made<'a> {
    edit: &'a str,
    touched: &'a [String],
    notes: &'a [String],
    against: Vec<Opposed<'a>>,
}

#[derive(Serialize)]
struct Opposed<'a> {
    place: &'a str,
    statement: &'a str,
    lift: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Moved<'a> {
    movement: &'static str,
    rule: &'a str,
    framework: &'a str,
    path: &'a str,
    subject: &'a [String],
    why: &'a str,
    before: Option<Finding<'a>>,
    after: Option<Finding<'a>>,
}

fn moved_of<'a>(moved: &'a analysis::Moved, old: &'a Sources, new: &'a Sources) -> Moved<'a> {
    Moved {
        movement: moved.movement.word(),
        rule: &moved.rule,
        framework: &moved.framework,
        path: &moved.path,
        subject: &moved.about,
        why: &moved.why,
        before: moved.before.as_ref().map(|f| finding(f, old)),
        after: moved.after.as_ref().map(|f| finding(f, new)),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DiffReport<'a> {
    schema: &'static str,
    tool: Tool,
    profiles: &'a [String],
    moved: Vec<Moved<'a>>,
    renamed: Option<[&'a str; 2]>,
    only_before: &'a [String],
    only_after: &'a [String],
    before: Counts,
    after: Counts,
    refused: Vec<Finding<'a>>,
}

/// Writes what became of the findings between two versions.
pub(super) fn diff(diff: &Diff, out: &mut dyn Write) -> io::Result<()> {
    let moved = diff.change.moved.iter();
    let report = DiffReport {
        schema: "detente.diff/1",
        tool: TOOL,
        profiles: &diff.profiles,
        moved: moved.map(|m| moved_of(m, &diff.before, &diff.after)).collect(),
        renamed: diff.renamed.as_ref().map(|(old, new)| [old.as_str(), new.as_str()]),
        only_before: &diff.gone,
        only_after: &diff.come,
        before: counts(&diff.change.before),
        after: counts(&diff.change.after),
        refused: diff.faults.iter().map(|f| finding(f, &diff.after)).collect(),
    };
    write(&report, out)
}

/// Writes what a supposition changes.
pub(super) fn what_if(what_if: &WhatIf, out: &mut dyn Write) -> io::Result<()> {
    let sources = &what_if.sources;
    let (change, refused) = match &what_if.change {
        Ok(change) => (Some(change), &[][..]),
        Err(findings) => (None, findings.as_slice()),
    };
    let steps = change.map_or(&[][..], |c| c.steps.as_slice());
    let moved = change.map_or(&[][..], |c| c.moved.as_slice());
    let report = WhatIfReport {
        schema: "detente.what-if/1",
        tool: TOOL,
        steps: steps
            .iter()
            .map(|s| Made {
                edit: &s.text,
                touched: &s.touched,
                notes: &s.notes,
                against: s
                    .against
                    .iter()
                    .map(|a| Opposed { place: &a.place, statement: &a.statement, lift: &a.lift })
                    .collect(),
            })
            .collect(),
        moved: moved.iter().map(|m| moved_of(m, sources, sources)).collect(),
        before: change.map(|c| counts(&c.before)),
        after: change.map(|c| counts(&c.after)),
        refused: refused.iter().map(|f| finding(f, sources)).collect(),
        broken: what_if.broken.iter().map(|f| finding(f, sources)).collect(),
    };
    write(&report, out)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TestReport<'a> {
    schema: &'static str,
    tool: Tool,
    cases: Vec<Case<'a>>,
    broken: Vec<Finding<'a>>,
    summary: TestCounts,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Case<'a> {
    text: &'a str,
    place: Option<Place<'a>>,
    passed: bool,
    known_failure: Option<&'a str>,
    status: &'static str,
    level: &'static str,
    basis: Basis<'a>,
    finding: Option<Finding<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TestCounts {
    passed: usize,
    on_facts: usize,
    on_a_notion: usize,
    failing_as_expected: usize,
    failed: usize,
}

/// Writes what came of the expectations.
pub(super) fn tests(run: &TestRun, out: &mut dyn Write) -> io::Result<()> {
    let (on_facts, on_a_notion, failing_as_expected) = run.passed;
    let report = TestReport {
        schema: "detente.tests/1",
        tool: TOOL,
        cases: run
            .cases
            .iter()
            .map(|c| Case {
                text: &c.text,
                place: place(c.span, &run.sources),
                passed: c.passed,
                known_failure: c.known_failure.as_deref(),
                status: status(c.status),
                level: c.level.word(),
                basis: basis(&c.basis),
                finding: c.finding.as_ref().map(|f| finding(f, &run.sources)),
            })
            .collect(),
        broken: run.broken.iter().map(|f| finding(f, &run.sources)).collect(),
        summary: TestCounts {
            passed: super::text::passed(run),
            on_facts,
            on_a_notion,
            failing_as_expected,
            failed: run.failed,
        },
    };
    write(&report, out)
}

#[derive(Serialize)]
struct ExplainReport<'a> {
    schema: &'static str,
    tool: Tool,
    meanings: Vec<Meaning<'a>>,
}

#[derive(Serialize)]
struct Meaning<'a> {
    what: &'a str,
    heading: &'a str,
    body: &'a str,
}

/// Writes what a name can mean.
pub(super) fn explanations(list: &[Explanation], out: &mut dyn Write) -> io::Result<()> {
    let meanings = list
        .iter()
        .map(|e| Meaning { what: &e.what, heading: &e.heading, body: &e.body })
        .collect();
    write(&ExplainReport { schema: "detente.explanation/1", tool: TOOL, meanings }, out)
}

#[derive(Serialize)]
struct CatalogueReport<'a> {
    schema: &'static str,
    tool: Tool,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
struct Rule<'a> {
    name: &'a str,
    kind: &'a str,
    theme: &'a str,
    title: &'a str,
    level: &'static str,
    profiles: Vec<InProfile<'a>>,
    citations: &'a [String],
    doc: &'a str,
}

#[derive(Serialize)]
struct InProfile<'a> {
    profile: &'a str,
    level: &'a str,
}

/// Writes the catalogue.
pub(super) fn rules(rows: &[&RuleRow], out: &mut dyn Write) -> io::Result<()> {
    let rules = rows
        .iter()
        .map(|r| Rule {
            name: &r.name,
            kind: r.kind,
            theme: &r.theme,
            title: &r.title,
            level: r.level.word(),
            profiles: r
                .profiles
                .iter()
                .map(|(profile, level)| InProfile { profile, level })
                .collect(),
            citations: &r.citations,
            doc: &r.doc,
        })
        .collect();
    write(&CatalogueReport { schema: "detente.rules/1", tool: TOOL, rules }, out)
}

pub(super) fn write(report: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    writeln!(out)
}

pub(super) fn finding<'a>(f: &'a diagnostic::Finding, sources: &'a Sources) -> Finding<'a> {
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
    }
}

/// Returns the word for a status; one word, where people read two.
fn status(status: Status) -> &'static str {
    match status {
        Status::Moot => "does-not-apply",
        other => other.word(),
    }
}

fn step<'a>(s: &'a diagnostic::Step, sources: &'a Sources) -> Step<'a> {
    Step {
        depth: s.depth,
        text: &s.text,
        sources: &s.sources,
        also: &s.also,
        place: s.span.and_then(|span| place(span, sources)),
    }
}

fn missing(list: &[diagnostic::Missing]) -> Vec<Missing<'_>> {
    list.iter().map(|m| Missing { path: &m.path, field: &m.field, why: &m.why }).collect()
}

fn basis(basis: &diagnostic::Basis) -> Basis<'_> {
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
fn place(span: Span, sources: &Sources) -> Option<Place<'_>> {
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
