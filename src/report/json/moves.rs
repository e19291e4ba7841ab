//! `detente.what-if/1` and `detente.diff/1`: what becomes of the findings where something changes.

use std::io::{self, Write};

use serde::Serialize;

use super::check::{Counts, counts};
use super::{Finding, finding, write};
use crate::analysis::{self, Diff, WhatIf};
use crate::source::Sources;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WhatIfReport<'a> {
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
pub(in crate::report) fn diff(diff: &Diff, out: &mut dyn Write) -> io::Result<()> {
    let moved = diff.change.moved.iter();
    let report = DiffReport {
        profiles: &diff.profiles,
        moved: moved.map(|m| moved_of(m, &diff.before, &diff.after)).collect(),
        renamed: diff.renamed.as_ref().map(|(old, new)| [old.as_str(), new.as_str()]),
        only_before: &diff.gone,
        only_after: &diff.come,
        before: counts(&diff.change.before),
        after: counts(&diff.change.after),
        refused: diff.faults.iter().map(|f| finding(f, &diff.after)).collect(),
    };
    write("detente.diff/1", &report, out)
}

/// Writes what a supposition changes.
pub(in crate::report) fn what_if(what_if: &WhatIf, out: &mut dyn Write) -> io::Result<()> {
    let sources = &what_if.sources;
    let (change, refused) = match &what_if.change {
        Ok(change) => (Some(change), &[][..]),
        Err(findings) => (None, findings.as_slice()),
    };
    let steps = change.map_or(&[][..], |c| c.steps.as_slice());
    let moved = change.map_or(&[][..], |c| c.moved.as_slice());
    let report = WhatIfReport {
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
    write("detente.what-if/1", &report, out)
}
