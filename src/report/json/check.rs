//! `detente.findings/1`: what came of a check.

use std::io::{self, Write};

use serde::Serialize;

use super::{Finding, finding, write};
use crate::analysis::{Analysis, Summary};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CheckReport<'a> {
    profiles: &'a [String],
    findings: Vec<Finding<'a>>,
    wants: Vec<Want<'a>>,
    summary: Counts,
}

#[derive(Serialize)]
struct Want<'a> {
    field: &'a str,
    findings: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Counts {
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

pub(super) fn counts(summary: &Summary) -> Counts {
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
pub(in crate::report) fn findings(analysis: &Analysis, out: &mut dyn Write) -> io::Result<()> {
    let sources = &analysis.sources;
    let report = CheckReport {
        profiles: &analysis.profiles,
        findings: analysis.findings.iter().map(|f| finding(f, sources)).collect(),
        wants: analysis
            .wants
            .iter()
            .map(|w| Want { field: &w.field, findings: w.findings })
            .collect(),
        summary: counts(&analysis.summary),
    };
    write("detente.findings/1", &report, out)
}
