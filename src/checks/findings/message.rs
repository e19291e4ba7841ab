//! What a finding says: the words of the rule with values put in, and the passages it rests on.
//!
//! Takes a rule and the bindings that it reports; gives texts. Decides nothing.

use super::super::judge::Case;
use super::super::rules::{Piece, Rule};
use super::{Reporter, Setting};
use crate::diagnostic::{Finding, Note, NoteKind};
use crate::expr::{NodeId, Type};
use crate::model::Value;
use crate::value::Truth;

impl Reporter<'_, '_> {
    pub(super) fn message(&mut self, rule: &Rule, pieces: &[Piece], cases: &[Case]) -> String {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(span) => text.push_str(self.sources.slice(*span)),
                Piece::Value(node) => text.push_str(&self.shown(rule, *node, cases)),
            }
        }
        text
    }

    /// Returns what an expression comes to in several bindings, each value once.
    pub(super) fn shown(&mut self, rule: &Rule, node: NodeId, cases: &[Case]) -> String {
        let mut words: Vec<String> = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        let lists = matches!(self.eval.program.type_of(node), Type::Set(_));
        for case in cases {
            self.bind(rule, &case.values);
            if lists {
                let certain = self.eval.set(node);
                let certain = certain.items.iter().filter(|(_, p)| *p == Truth::Yes);
                for (value, _) in certain {
                    if !values.contains(value) {
                        values.push(*value);
                    }
                }
            }
            let one = self.eval.result_words(node, self.sources);
            if !words.contains(&one) {
                words.push(one);
            }
        }
        match words.as_slice() {
            [one] => one.clone(),
            // Lists that differ are shown as one list.
            _ if !values.is_empty() => self.eval.list_words(&values, self.sources),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
            [] => String::new(),
        }
    }

    /// Names the passages: those of the profiles in force, else the rule's own.
    pub(super) fn literature(rule: &Rule, setting: &Setting, finding: &mut Finding) {
        if !setting.notes.iter().any(|n| n.kind == NoteKind::Rule) && !rule.citations.is_empty() {
            let text = compact(&rule.citations);
            finding.notes.push(Note { kind: NoteKind::Rule, text });
        }
        finding.notes.extend(setting.notes.iter().cloned());
        let text = format!("detente explain {}", rule.name);
        finding.notes.push(Note { kind: NoteKind::See, text });
    }
}

/// Joins citations, those of one section in one: `berger2015 "NAPCI" 98, 102`.
pub fn compact(citations: &[String]) -> String {
    let mut joined: Vec<(String, Vec<&str>)> = Vec::new();
    for citation in citations {
        let lines = citation
            .rsplit_once("\" ")
            .filter(|(_, l)| l.starts_with(|c: char| c.is_ascii_digit()));
        let (head, lines) = match lines {
            Some((head, lines)) => (format!("{head}\""), Some(lines)),
            None => (citation.clone(), None),
        };
        match joined.iter_mut().find(|(h, _)| *h == head) {
            Some((_, all)) => all.extend(lines),
            None => joined.push((head, lines.into_iter().collect())),
        }
    }
    let text = |(head, lines): &(String, Vec<&str>)| {
        if lines.is_empty() { head.clone() } else { format!("{head} {}", lines.join(", ")) }
    };
    joined.iter().map(text).collect::<Vec<_>>().join("; ")
}
