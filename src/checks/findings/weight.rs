//! How much a finding weighs: the level of the case that is eased least, and whether it rests on facts or on a notion.
//!
//! Takes the bindings that it reports and the notions that decided; gives level and basis.

use super::super::judge::{Case, Subject, judge};
use super::super::rules::Rule;
use super::{Reporter, Setting};
use crate::diagnostic::{Basis, Finding, Level, Marked, Note, NoteKind, Status};
use crate::model::{Said, Value};
use crate::value::Truth;

impl Reporter<'_, '_> {
    /// Gives a finding its level: that of the case which is eased least.
    pub(super) fn ease(
        &mut self,
        rule: &Rule,
        cases: &[Case],
        finding: &mut Finding,
        marked: &mut Vec<Marked>,
    ) {
        let before = finding.level;
        let mut worst: Option<(Level, Vec<String>, &Case)> = None;
        for case in cases {
            let (level, texts) = self.eased(rule, case, before);
            if worst.as_ref().is_none_or(|w| w.0 < level) {
                worst = Some((level, texts, case));
            }
        }
        let Some((level, texts, case)) = worst else { return };
        if !texts.is_empty() {
            self.bind(rule, &case.values);
            for ease in &rule.eases {
                // That nothing is known of a condition rests on no statement.
                if self.eval.truth(ease.condition).is_decided() {
                    let traces = self.trace(ease.condition);
                    self.marks(&traces, marked);
                }
            }
        }
        finding.level = level;
        finding.notes.extend(texts.into_iter().map(|text| Note { kind: NoteKind::Eased, text }));
        if level != before {
            finding.eased_from = Some(before);
        }
    }

    /// Returns the level of one case, and what eases it.
    pub(super) fn eased(
        &mut self,
        rule: &Rule,
        case: &Case,
        before: Level,
    ) -> (Level, Vec<String>) {
        let (mut level, mut texts) = (before, Vec::new());
        for ease in &rule.eases {
            self.bind(rule, &case.values);
            let holds = self.eval.truth(ease.condition);
            let eased = if ease.unless { holds != Truth::Yes } else { holds == Truth::Yes };
            if eased && ease.level < level {
                level = ease.level;
                let words = self.eval.sentence(ease.condition, holds != Truth::No, self.sources);
                let open = if holds == Truth::Undecided { "it is not known that " } else { "" };
                texts.push(format!("eased to {} as {open}{words}", ease.level.word()));
            }
        }
        (level, texts)
    }

    /// Says whether the verdict rests on stated notions, and what the facts alone would give.
    pub(super) fn basis(
        &mut self,
        rule: &Rule,
        subject: Value,
        notions: &[(String, Said)],
    ) -> Basis {
        if notions.is_empty() {
            return Basis::Facts;
        }
        let mut sources = Vec::new();
        for claim in
            notions.iter().flat_map(|(_, said)| &self.eval.model.cites.get(said.cite).claims)
        {
            let name = self.eval.model.things.path(claim.source);
            if !sources.contains(&name) {
                sources.push(name);
            }
        }
        let of = Subject::of(rule, subject, self.facts);
        let alone = judge(rule, of, &[], self.facts);
        let mut for_want_of = Vec::new();
        if alone.status == Status::Undecided {
            std::mem::swap(self.eval, self.facts);
            let finding = self.undecided(
                rule,
                subject,
                &alone,
                &Setting { level: Level::Note, notes: Vec::new() },
            );
            std::mem::swap(self.eval, self.facts);
            for_want_of = finding.missing;
        }
        Basis::Notion {
            stated: notions.iter().map(|(n, _)| n.clone()).collect(),
            sources,
            facts_alone: alone.status,
            for_want_of,
        }
    }
}
