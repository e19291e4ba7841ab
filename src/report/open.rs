//! What is undecided, in few lines: one for each rule that most frameworks leave open for want of the same field, and one
//! for each framework with the rest.
//!
//! Takes findings, gives lines of plain text. Judges nothing.

use indexmap::{IndexMap, IndexSet};

use super::text;
use crate::diagnostic::{Finding, Status};

/// A rule that so many frameworks leave open for the same reason is told once, not with each of them.
const MANY: usize = 3;

/// At most so many frameworks are named on one line.
const MAX_NAMES: usize = 24;

/// Returns the lines: rules that are open for most frameworks first, then framework by framework.
pub(super) fn lines(findings: &[Finding]) -> Vec<String> {
    let open = || findings.iter().filter(|f| f.status == Status::Undecided);
    let mut lines = Vec::new();
    let mut told: IndexSet<&str> = IndexSet::new();
    let rules: IndexSet<&str> = open().map(|f| f.rule.as_str()).collect();
    for rule in rules {
        let of_rule: Vec<&Finding> = open().filter(|f| f.rule == rule).collect();
        let names: IndexSet<&str> = of_rule
            .iter()
            .map(|f| f.subject.framework.as_str())
            .filter(|n| !n.is_empty())
            .collect();
        let decided: IndexSet<&str> = findings
            .iter()
            .filter(|f| f.rule == rule && matches!(f.status, Status::Satisfied | Status::Violated))
            .map(|f| f.subject.framework.as_str())
            .collect();
        let fields = unwritten_by_all(&of_rule);
        if names.len() < MANY || names.len() <= decided.len() || fields.is_empty() {
            continue;
        }
        told.insert(rule);
        let mut line = format!(
            "{rule}: undecided for {} frameworks, all for want of {}: ",
            names.len(),
            text::and(&fields)
        );
        line.push_str(&names.iter().take(MAX_NAMES).copied().collect::<Vec<_>>().join(", "));
        if names.len() > MAX_NAMES {
            line.push_str(&format!(" and {} more", names.len() - MAX_NAMES));
        }
        lines.push(line);
    }
    let mut by_framework: IndexMap<&str, IndexMap<&str, usize>> = IndexMap::new();
    for finding in open().filter(|f| !told.contains(f.rule.as_str())) {
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

/// Returns the fields of the frameworks themselves that none of these findings finds written.
fn unwritten_by_all(findings: &[&Finding]) -> Vec<String> {
    let unwritten = |finding: &Finding| -> IndexSet<String> {
        let own = finding.missing.iter().filter(|m| m.path == finding.subject.framework);
        own.filter(|m| m.why == "not written").map(|m| format!("`{}`", m.field)).collect()
    };
    let Some((first, others)) = findings.split_first() else { return Vec::new() };
    let mut fields = unwritten(first);
    for other in others {
        let here = unwritten(other);
        fields.retain(|field| here.contains(field));
    }
    fields.into_iter().collect()
}
