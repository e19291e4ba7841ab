//! Why a rule asks what it asks of a subject: what its `for … where` lines say of it.
//!
//! Takes a rule and the bindings that a finding tells of; gives one line in words, with its derivation below. Knows
//! nothing of what the rule requires.

use super::super::judge::Case;
use super::super::rules::{Rule, StepKind};
use super::Reporter;
use crate::diagnostic::Step;
use crate::eval::{Trace, Tracer};
use crate::model::Value;
use crate::value::Truth;

impl Reporter<'_, '_> {
    /// Says why a rule applies to bindings; nothing where it asks of all there is, or where it is open whether it applies.
    pub(super) fn asked(&mut self, rule: &Rule, subject: Value, cases: &[Case]) -> Vec<Step> {
        let Some(first) = cases.first().filter(|_| self.whole) else { return Vec::new() };
        if cases.iter().any(|c| c.applies != Truth::Yes) {
            return Vec::new();
        }
        let whom = self.eval.value_words(subject, self.sources);
        let (mut clauses, mut below) = (Vec::new(), Vec::new());
        // Whether a condition speaks of more than the subject.
        let mut of_others = false;
        for (nth, step) in rule.steps.iter().enumerate() {
            let (ranged, condition) = match step {
                StepKind::For { slot, set, filter } => (Some((*slot, *set)), *filter),
                StepKind::Where(node) => (None, Some(*node)),
            };
            of_others |= nth > 0;
            let value = |slot| first.values.iter().find(|(s, _)| *s == slot).map(|(_, v)| *v);
            if nth > 0
                && let Some((set, value)) = ranged.and_then(|(slot, set)| Some((set, value(slot)?)))
            {
                self.bind(rule, &first.values);
                let words = self.eval.value_words(value, self.sources);
                let list = self.eval.words(set, self.sources);
                clauses.push(format!("{words} is in `{list}`"));
                self.bind(rule, &first.values);
                below.extend(Tracer::whole(self.eval, self.sources).present(set, value));
            }
            let Some(node) = condition else { continue };
            self.bind(rule, &first.values);
            clauses.push(self.eval.sentence(node, true, self.sources));
            self.bind(rule, &first.values);
            below.extend(self.trace(node));
        }
        if clauses.is_empty() {
            return Vec::new();
        }
        let mut text = format!("asked of {whom}, as ");
        let last = if clauses.iter().any(|c| c.contains(" and ")) { ", and " } else { " and " };
        for (nth, clause) in clauses.iter().enumerate() {
            if nth > 0 {
                text.push_str(if nth + 1 == clauses.len() { last } else { ", " });
            }
            // What the line begins with is not named again.
            match clause.strip_prefix(&format!("{whom} ")) {
                Some(rest) if rest.starts_with("is ") => {
                    text.push_str(&format!("it {}", rest.replace(" and is ", " and ")));
                }
                Some(rest) => text.push_str(&format!("it {rest}")),
                None => text.push_str(clause),
            }
        }
        if of_others && cases.len() > 1 {
            text.push_str(&match cases.len() - 1 {
                1 => ", and likewise for 1 other".to_owned(),
                n => format!(", and likewise for {n} others"),
            });
        }
        self.written_out(&[Trace { text, leaf: None, below }])
    }
}
