//! `detente.why/1`: what came of `why`, for programs. Everything that people read in full stands in it, nothing folded.

use std::io::{self, Write};

use serde::Serialize;

use super::finding::{Missing, Step, missing, step};
use super::{Finding, finding, write};
use crate::analysis::{Answer, Remedies, Settled, Tale, Told};
use crate::source::Sources;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WhyReport<'a> {
    /// Why there is nothing to make otherwise, where that was asked for.
    already: Option<&'static str>,
    /// `yes`, `no`, `undecided`, or none where a value or a verdict was asked for.
    truth: Option<&'static str>,
    value: Option<&'a str>,
    items: Option<&'a [String]>,
    possible: &'a [String],
    open: bool,
    steps: Vec<Step<'a>>,
    missing: Vec<Missing<'a>>,
    findings: Vec<Finding<'a>>,
    remedies: Option<Vec<Remedy<'a>>>,
    /// Where nothing brings it about, what comes nearest.
    nearest: Option<Miss<'a>>,
    refused: Vec<Finding<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Miss<'a> {
    edits: &'a str,
    before: &'static str,
    after: &'static str,
    left: usize,
    of: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Remedy<'a> {
    edits: &'a str,
    outright: bool,
    supposes: bool,
    evades: bool,
    worse: usize,
    moved: usize,
    others: usize,
    sets_aside: &'a [String],
}

/// Writes what came of `why`.
pub(in crate::report) fn told(told: &Told, out: &mut dyn Write) -> io::Result<()> {
    let sources = &told.sources;
    let mut report = WhyReport {
        already: None,
        truth: None,
        value: None,
        items: None,
        possible: &[],
        open: false,
        steps: Vec::new(),
        missing: Vec::new(),
        findings: Vec::new(),
        remedies: None,
        nearest: None,
        refused: Vec::new(),
    };
    match &told.answer {
        Ok(tale) => report.tell(tale, sources),
        Err(findings) => report.refused = findings.iter().map(|f| finding(f, sources)).collect(),
    }
    write("detente.why/1", &report, out)
}

impl<'a> WhyReport<'a> {
    fn tell(&mut self, tale: &'a Tale, sources: &'a Sources) {
        match tale {
            Tale::Answer(answer) => self.answer(answer, sources),
            Tale::Verdicts(findings) => {
                self.findings = findings.iter().map(|f| finding(f, sources)).collect();
            }
            Tale::Remedies(found) => self.remedies(found),
            Tale::Already(settled, shown) => {
                self.remedies = Some(Vec::new());
                self.already = Some(match settled {
                    Settled::Holds => "so",
                    Settled::OutOfScope => "does-not-apply",
                    Settled::NoStatement => "no-statement",
                });
                self.tell(shown, sources);
            }
        }
    }

    fn answer(&mut self, answer: &'a Answer, sources: &'a Sources) {
        let because = match answer {
            Answer::Truth { truth, because } => {
                self.truth = Some(truth.word());
                because
            }
            Answer::List { items, possible, open, because } => {
                self.items = Some(items);
                self.possible = possible;
                self.open = *open;
                because
            }
            Answer::Value { text, because } => {
                self.value = Some(text);
                because
            }
        };
        self.steps = because.steps.iter().map(|s| step(s, sources)).collect();
        self.missing = missing(&because.missing);
    }

    fn remedies(&mut self, found: &'a Remedies) {
        let each = found.offered.iter().map(|r| Remedy {
            edits: &r.text,
            outright: r.outright,
            supposes: r.supposes,
            evades: r.evades,
            worse: r.worse,
            moved: r.moved,
            others: r.others,
            sets_aside: &r.aside,
        });
        self.remedies = Some(each.collect());
        self.nearest = found.nearest.as_ref().map(|m| Miss {
            edits: &m.text,
            before: m.before.word(),
            after: m.after.word(),
            left: m.left,
            of: m.of,
        });
    }
}
