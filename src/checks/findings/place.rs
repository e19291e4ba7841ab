//! Where a finding stands: what the rule says to underline, what decided, else the head of the thing.
//!
//! Takes a rule and the statements that decided; gives the labels of the finding and the things it is about.

use super::super::judge::Case;
use super::super::marks;
use super::super::rules::Rule;
use super::Reporter;
use crate::diagnostic::{Finding, Label};
use crate::eval::{Read, Single};
use crate::expr::{EntityId, Node, NodeId, NotionId, Type};
use crate::model::{Claim, Keyed, Says, Value};
use crate::source::{Role, Span};
use crate::value::Truth;

/// At most so many statements are underlined for one finding; the derivation holds them all.
const MAX_LABELS: usize = 6;

impl Reporter<'_, '_> {
    /// Returns the statement that the rule says to underline, if it is written.
    pub(super) fn mark(&mut self, rule: &Rule, subject: Value, decided: &[Label]) -> Option<Span> {
        let node = rule.mark?;
        let program = self.eval.program;
        match program.node(node) {
            Node::FieldOne { base, targets } | Node::FieldSet { base, targets, .. } => {
                let Value::Entity(id) = self.first(*base)? else { return None };
                let kind = self.eval.model.things.get(id).kind;
                let key = targets.iter().find(|(k, _)| *k == kind).map(|(_, key)| *key)?;
                self.eval.read(Read::Fact(id, key));
                if let Some(notion) = self.eval.unwritten_definition(id, key) {
                    return self.mark_derived(notion, id, node);
                }
                let claims = self.eval.model.claims(id, key);
                let claim = claims
                    .iter()
                    .find(|c| !matches!(c.says, Says::Adds(_)))
                    .or_else(|| claims.first());
                claim.map(|c| c.said.span)
            }
            Node::Keyed { owner, key, targets } => {
                let (Single::Known(Value::Entity(id)), Single::Known(Value::Entity(of))) =
                    (self.eval.single(*owner), self.eval.single(*key))
                else {
                    return None;
                };
                let field = targets.first().map(|(_, key)| *key)?;
                self.eval.read(Read::Fact(id, field));
                match self.eval.model.keyed(id, field, of, &self.eval.view) {
                    Keyed::Known(_, said, _) => Some(said.span),
                    _ => None,
                }
            }
            _ => match self.first(node)? {
                Value::Entity(id) => marks::place(self.eval, subject, id, decided),
                _ => None,
            },
        }
        .filter(|span| self.sources.get(span.file).is_some_and(|s| s.role == Role::Checked))
    }

    /// Returns the value of an expression, or the first that is surely in it.
    pub(super) fn first(&mut self, node: NodeId) -> Option<Value> {
        if let Type::Set(_) = self.eval.program.type_of(node) {
            let set = self.eval.set(node);
            return set.items.iter().find(|(_, p)| *p == Truth::Yes).map(|(v, _)| *v);
        }
        match self.eval.single(node) {
            Single::Known(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the statement of the framework itself that a derived fact is read from.
    pub(super) fn mark_derived(
        &mut self,
        notion: NotionId,
        id: EntityId,
        node: NodeId,
    ) -> Option<Span> {
        match self.eval.program.type_of(node) {
            Type::Set(_) => {
                self.eval.set(node);
            }
            _ => {
                self.eval.single(node);
            }
        }
        let model = self.eval.model;
        let root = model.things.root(id);
        let said = |read: &Read| match read {
            Read::Fact(of, key) if model.things.root(*of) == root => {
                let list = |c: &&Claim| matches!(c.says, Says::List { .. });
                model.claims(*of, *key).iter().find(list).map(|c| c.said.span)
            }
            _ => None,
        };
        let reads = self.eval.reads_of(notion, id);
        let spans = reads.iter().filter_map(said);
        let checked = |s: &Span| self.sources.get(s.file).is_some_and(|f| f.role == Role::Checked);
        spans.filter(checked).min()
    }

    /// Puts the places in order: what the rule marks first, else what decided, else the head of the thing.
    pub(super) fn place(
        &self,
        finding: &mut Finding,
        mark: Option<Span>,
        mut labels: Vec<Label>,
        subject: Value,
    ) {
        // The head of a draft is underlined once, for all that it leaves out.
        labels.dedup_by_key(|l| l.span);
        if let Some(span) = mark {
            let text = match labels.iter().position(|l| l.span == span) {
                Some(at) => labels.remove(at).text,
                None => String::new(),
            };
            labels.insert(0, Label { span, text });
        }
        labels.truncate(MAX_LABELS);
        if labels.is_empty()
            && let Value::Entity(id) = subject
        {
            let head = self.eval.model.things.get(id).head;
            labels = vec![Label { span: head, text: String::new() }];
        }
        finding.labels = labels;
    }

    /// Names the innermost thing a binding is about, and the further things.
    pub(super) fn locate(&self, finding: &mut Finding, cases: &[Case]) {
        let things = &self.eval.model.things;
        for case in cases {
            for (_, value) in case.values.iter().skip(1) {
                let Value::Entity(id) = value else { continue };
                let path = things.path(*id);
                if cases.len() == 1 && path.starts_with(&format!("{}.", finding.subject.path)) {
                    finding.subject.path = path;
                } else if !finding.subject.about.contains(&path) {
                    finding.subject.about.push(path);
                }
            }
        }
    }
}
