//! Two versions of a text: what became of their findings.
//!
//! Takes both versions; checks each by itself and compares what was found, by rule and path, as for a what-if. Knows
//! nothing of where a version comes from.

use rustc_hash::FxHashSet;

use super::bindings::{Asked, Desk, Shift, shifts};
use super::check::{self, Checked};
use super::compare::{Side, compare};
use super::{Change, Diff, Input, Request};
use crate::checks::Subject;
use crate::diagnostic::{Finding, Level, Status};
use crate::source::{Loader, Role, Sources, Span};

/// One version: its texts, and where `use` finds others.
pub(super) type Version<'a> = (Vec<Input>, &'a dyn Loader);

pub(super) fn diff(old: Version<'_>, new: Version<'_>, request: &Request) -> Diff {
    let before = check::checked(old.0, old.1, request);
    let detailed = Request { detail: true, ..request.clone() };
    let after = check::checked(new.0, new.1, &detailed);
    let fresh = Fresh::new(&before.world.sources, &after.world.sources);
    let (gone, come) = (apart(&before, &after), apart(&after, &before));
    // A proposal often changes its name from one version to the next.
    let renamed = match (gone.as_slice(), come.as_slice()) {
        ([old], [new]) if frameworks(&before) == 1 && frameworks(&after) == 1 => {
            Some((old.clone(), new.clone()))
        }
        _ => None,
    };
    let known: Vec<Finding> = match &renamed {
        Some((old, new)) => before.findings.iter().map(|f| called(f, old, new)).collect(),
        None => Vec::new(),
    };
    let a = standing(if renamed.is_some() { &known } else { &before.findings });
    let b = standing(&after.findings);
    let moved = compare(
        Side { findings: &a, sources: &before.world.sources },
        Side { findings: &b, sources: &after.world.sources },
        &shifted(&before, &after, renamed.as_ref()),
        |span| fresh.holds(span),
    );
    let request_faults = after.findings.iter().filter(|f| of_the_request(f)).cloned().collect();
    let (gone, come) = if renamed.is_some() { Default::default() } else { (gone, come) };
    let change = Change { steps: Vec::new(), moved, before: before.summary, after: after.summary };
    Diff {
        change,
        renamed,
        gone,
        come,
        faults: request_faults,
        profiles: after.profiles,
        before: before.world.sources,
        after: after.world.sources,
    }
}

/// The findings that are compared: what is wrong with what was asked for is no part of a version.
fn standing(findings: &[Finding]) -> Vec<&Finding> {
    findings.iter().filter(|f| !of_the_request(f)).collect()
}

/// How many frameworks a version has findings about.
fn frameworks(analysis: &Checked) -> usize {
    let all: FxHashSet<&str> =
        analysis.findings.iter().map(|f| f.subject.framework.as_str()).collect();
    all.iter().filter(|f| !f.is_empty()).count()
}

/// Returns a path as it would read if the framework had another name.
pub(super) fn renamed(path: &str, old: &str, new: &str) -> String {
    match path.strip_prefix(old) {
        Some(rest) if rest.is_empty() || rest.starts_with('.') => format!("{new}{rest}"),
        _ => path.to_owned(),
    }
}

/// Returns the bindings that moved, of rules that are in force in both versions.
fn shifted(before: &Checked, after: &Checked, names: Option<&(String, String)>) -> Vec<Shift> {
    let names = names.map(|(old, new)| (old.as_str(), new.as_str()));
    let mut old = Desk::new(&before.world, &before.world.model, &before.frame, names);
    let mut new = Desk::new(&after.world, &after.world.model, &after.frame, None);
    let called = |path: &str| match names {
        Some((old, new)) => renamed(path, old, new),
        None => path.to_owned(),
    };
    let open = |f: &&Finding| matches!(f.status, Status::Violated | Status::Undecided);
    let of = |f: &Finding, owner: String| (f.rule.clone(), owner);
    let mut told: FxHashSet<(String, String)> = FxHashSet::default();
    told.extend(before.findings.iter().filter(open).map(|f| of(f, called(&f.subject.owner))));
    told.extend(after.findings.iter().filter(open).map(|f| of(f, f.subject.owner.clone())));
    let mut found = Vec::new();
    for (at, weight) in &after.frame.weights {
        let Some(rule) = after.world.rules.get(*at) else { continue };
        let was = before.frame.weights.iter().find_map(|(at, weight)| {
            before.world.rules.get(*at).filter(|r| r.name == rule.name).map(|r| (r, weight))
        });
        let Some((rule_before, weight_before)) = was else { continue };
        let olds = old.subjects(rule_before);
        for (path, subject) in new.subjects(rule) {
            if !told.contains(&(rule.name.clone(), path.clone())) {
                continue;
            }
            let before: Option<Subject> = olds.get(&path).copied();
            let before: Option<Asked<'_>> = before.map(|s| (rule_before, weight_before, s));
            found.extend(shifts((&mut old, before), (&mut new, Some((rule, weight, subject)))));
        }
    }
    found
}

/// Returns a finding as it would read if the framework had another name.
pub(super) fn called(finding: &Finding, old: &str, new: &str) -> Finding {
    let path = |path: &str| renamed(path, old, new);
    let words = |text: &str| {
        let whole = text.replace(&format!("`{old}`"), &format!("`{new}`"));
        whole.replace(&format!("`{old}."), &format!("`{new}."))
    };
    let mut finding = finding.clone();
    let subject = &mut finding.subject;
    for place in [&mut subject.framework, &mut subject.path, &mut subject.owner] {
        *place = path(place);
    }
    finding.message = words(&finding.message);
    for label in &mut finding.labels {
        label.text = words(&label.text);
    }
    for missing in &mut finding.missing {
        missing.path = path(&missing.path);
    }
    finding
}

fn of_the_request(finding: &Finding) -> bool {
    finding.status == Status::Broken && finding.level == Level::Error && finding.labels.is_empty()
}

/// The frameworks that only the first of two versions has findings about.
fn apart(one: &Checked, other: &Checked) -> Vec<String> {
    let owners = |a: &Checked| -> FxHashSet<String> {
        a.findings.iter().map(|f| f.subject.framework.clone()).collect()
    };
    let there = owners(other);
    let mut apart: Vec<String> =
        owners(one).into_iter().filter(|o| !o.is_empty() && !there.contains(o)).collect();
    apart.sort();
    apart
}

/// The lines that the newer version has and the older has not, wherever they stand.
struct Fresh<'a> {
    old: FxHashSet<&'a str>,
    new: &'a Sources,
}

impl<'a> Fresh<'a> {
    fn new(old: &'a Sources, new: &'a Sources) -> Fresh<'a> {
        let texts = old.iter().filter(|(_, s)| s.role != Role::Prelude);
        Fresh { old: texts.flat_map(|(_, s)| s.text.lines().map(str::trim)).collect(), new }
    }

    fn holds(&self, span: Span) -> bool {
        let own = self.new.get(span.file).is_some_and(|s| s.role != Role::Prelude);
        own && !self.old.contains(self.new.line_of(span).trim())
    }
}
