//! `detente.tests/1`: what came of the expectations.

use std::io::{self, Write};

use serde::Serialize;

use super::finding::{Basis, Place, basis, place, status};
use super::{Finding, finding, write};
use crate::analysis::TestRun;
use crate::report::text;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TestReport<'a> {
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
pub(in crate::report) fn tests(run: &TestRun, out: &mut dyn Write) -> io::Result<()> {
    let (on_facts, on_a_notion, failing_as_expected) = run.passed;
    let report = TestReport {
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
            passed: text::passed(run),
            on_facts,
            on_a_notion,
            failing_as_expected,
            failed: run.failed,
        },
    };
    write("detente.tests/1", &report, out)
}
