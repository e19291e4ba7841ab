//! What is undecided, in few lines: one for each rule that most frameworks leave open and each field that many of these
//! lack, and one for each framework with the rest.
//!
//! Takes findings, gives lines of plain text. Judges nothing.

use indexmap::{IndexMap, IndexSet};

use crate::diagnostic::{Finding, Status};
use crate::value::and;

/// A rule that so many frameworks leave open for the same reason is told once, not with each of them.
const MANY: usize = 3;

/// At most so many frameworks are named on one line.
const MAX_NAMES: usize = 24;

/// An undecided finding, and which one of all it is.
type Open<'a> = (usize, &'a Finding);

/// Returns the lines: rules that are open for most frameworks first, then framework by framework.
pub(super) fn lines(findings: &[Finding]) -> Vec<String> {
    let open = || findings.iter().enumerate().filter(|(_, f)| f.status == Status::Undecided);
    let mut by_rule: IndexMap<&str, Vec<Open>> = IndexMap::new();
    for (at, finding) in open() {
        by_rule.entry(&finding.rule).or_default().push((at, finding));
    }
    let mut lines = Vec::new();
    let mut told: IndexSet<usize> = IndexSet::new();
    for (rule, mut of_rule) in by_rule {
        if frameworks(&of_rule).len() <= decided(rule, findings) {
            continue;
        }
        while let Some((fields, group)) = largest_group(&of_rule) {
            lines.push(told_once(rule, &fields, &frameworks(&group)));
            told.extend(group.iter().map(|(at, _)| *at));
            of_rule.retain(|(at, _)| !told.contains(at));
        }
    }
    let mut by_framework: IndexMap<&str, IndexMap<&str, usize>> = IndexMap::new();
    for (_, finding) in open().filter(|(at, _)| !told.contains(at)) {
        let rules = by_framework.entry(&finding.subject.framework).or_default();
        *rules.entry(&finding.rule).or_default() += 1;
    }
    for (name, rules) in by_framework {
        let total: usize = rules.values().sum();
        let rules: Vec<String> = rules
            .iter()
            .map(|(r, n)| if *n == 1 { (*r).to_owned() } else { format!("{r} ({n})") })
            .collect();
        let name = if name.is_empty() { "elsewhere" } else { name };
        lines.push(format!("{name}: {total} undecided: {}", rules.join(", ")));
    }
    lines
}

/// Returns the frameworks that own these findings.
fn frameworks<'a>(findings: &[Open<'a>]) -> IndexSet<&'a str> {
    let names = findings.iter().map(|(_, f)| f.subject.framework.as_str());
    names.filter(|n| !n.is_empty()).collect()
}

/// Returns for how many frameworks the rule is decided.
fn decided(rule: &str, findings: &[Finding]) -> usize {
    let decided = |f: &&Finding| matches!(f.status, Status::Satisfied | Status::Violated);
    let of_rule = findings.iter().filter(|f| f.rule == rule).filter(decided);
    of_rule.map(|f| f.subject.framework.as_str()).collect::<IndexSet<_>>().len()
}

/// Returns those that most frameworks leave open for want of one field, with all the fields that they lack in common;
/// nothing where that is true of too few to be worth a line of its own.
fn largest_group<'a>(findings: &[Open<'a>]) -> Option<(Vec<String>, Vec<Open<'a>>)> {
    let mut lacking: IndexMap<&str, Vec<Open>> = IndexMap::new();
    for open in findings {
        for field in unwritten(open.1) {
            lacking.entry(field).or_default().push(*open);
        }
    }
    // The first of those that are equal: the order of the findings decides, and says the same each time.
    let (_, group) = lacking.into_iter().rev().max_by_key(|(_, group)| frameworks(group).len())?;
    if frameworks(&group).len() < MANY {
        return None;
    }
    let (_, first) = group.first()?;
    let in_common = |field: &&str| group.iter().all(|(_, f)| unwritten(f).contains(field));
    let fields = unwritten(first).into_iter().filter(in_common);
    Some((fields.map(|field| format!("`{field}`")).collect(), group))
}

/// Returns the fields of the framework itself that the finding does not find written.
fn unwritten(finding: &Finding) -> IndexSet<&str> {
    let own = finding.missing.iter().filter(|m| m.path == finding.subject.framework);
    own.filter(|m| m.why == "not written").map(|m| m.field.as_str()).collect()
}

fn told_once(rule: &str, fields: &[String], names: &IndexSet<&str>) -> String {
    let mut line = format!(
        "{rule}: undecided for {} frameworks, all for want of {}: ",
        names.len(),
        and(fields)
    );
    line.push_str(&names.iter().take(MAX_NAMES).copied().collect::<Vec<_>>().join(", "));
    if names.len() > MAX_NAMES {
        line.push_str(&format!(" and {} more", names.len() - MAX_NAMES));
    }
    line
}
