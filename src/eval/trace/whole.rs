//! Why a list is what it is, item by item, and why there are so many in it: for whoever asks of the list itself.
//!
//! A verdict rests on the few statements that decide it; here nothing is left out.

use crate::eval::trace::{Ask, Leaf, Trace, Tracer};
use crate::eval::{Evaluator, Line, Single};
use crate::expr::{EntityId, Key, Node, NodeId, Targets, Type};
use crate::model::{CiteId, Said, Value, Why};
use crate::source::Sources;
use crate::time::Consistency;
use crate::value::Truth;

/// How many steps a derivation may have that leaves nothing out.
const MAX_WHOLE: usize = 2_000;

impl<'t, 'm> Tracer<'t, 'm> {
    /// Returns a tracer that leaves nothing out.
    pub fn whole(eval: &'t mut Evaluator<'m>, sources: &'t Sources) -> Tracer<'t, 'm> {
        Tracer { eval, sources, left: MAX_WHOLE, settled: false, whole: true }
    }

    /// Returns what puts each item into a list, and what closes or opens it.
    pub fn list(&mut self, id: NodeId) -> Vec<Trace> {
        let set = self.eval.set(id);
        let written = matches!(self.eval.program.node(id), Node::FieldSet { .. });
        let mut steps = self.number_stated(id);
        let counted = !steps.is_empty();
        let open = set.open || (written && !set.certain());
        let around = if open { self.set(id, Ask::Open) } else { Vec::new() };
        for (value, presence) in &set.items {
            let words = self.eval.value_words(*value, self.sources);
            match presence {
                Truth::Yes => {
                    let below = self.set(id, Ask::Present(*value));
                    steps.extend(own_or_under(format!("{words} is in it"), below));
                }
                // What sources say of a list that they disagree about is told of all its items at once.
                Truth::Undecided if !written => {
                    let below = self.possible(id, *value);
                    // What leaves the list open may have said it of this one.
                    if below.iter().all(|step| around.contains(step)) {
                        continue;
                    }
                    steps.extend(Self::under(format!("{words} may be in it"), below));
                }
                _ => {}
            }
        }
        // What may be in it has been told, and what is not named is only counted.
        if !set.open && !written && !set.certain() || open && counted && set.certain() {
            return steps;
        }
        if open {
            steps.extend(around);
        } else {
            steps.extend(self.set(id, Ask::Closed));
        }
        steps
    }

    /// Returns where a thing is declared, and with which word.
    pub(super) fn declared(&mut self, id: NodeId) -> Vec<Trace> {
        let Single::Known(Value::Entity(of)) = self.eval.single(id) else { return Vec::new() };
        let thing = self.eval.model.things.get(of);
        let word = match (thing.draft && thing.parent.is_none(), thing.csbm) {
            (true, _) => "draft",
            (_, true) => "csbm",
            _ => thing.kind.word(),
        };
        let said = Said { span: thing.head, cite: CiteId(0) };
        let text = format!("`{}` is declared with `{word}`", thing.name);
        self.said(said, text, "")
    }

    /// Returns the statement that says how many there are in a list, whoever they are.
    fn number_stated(&mut self, id: NodeId) -> Vec<Trace> {
        let Some((of, key)) = self.fact(id) else { return Vec::new() };
        let Some((number, said)) = self.eval.model.list(of, key, &self.eval.view).count else {
            return Vec::new();
        };
        let fact = self.eval.fact_words(of, key);
        self.said(said, format!("`{fact}` counts {number} in all"), format!("{number} in all"))
    }

    /// Returns the fact that a list is, where it is one of one thing.
    fn fact(&mut self, id: NodeId) -> Option<(EntityId, Key)> {
        let Node::FieldSet { base, targets, closure: false } = self.eval.program.node(id) else {
            return None;
        };
        let Type::One(_) = self.eval.program.type_of(*base) else { return None };
        match self.eval.single(*base) {
            Single::Known(value) => self.eval.target(value, targets),
            _ => None,
        }
    }

    /// Returns what sources say of one item of a list about which they disagree.
    pub(super) fn disputed(&mut self, id: NodeId, value: Value) -> Option<Vec<Trace>> {
        let (of, key) = self.fact(id)?;
        let list = self.eval.model.list(of, key, &self.eval.view);
        let item = list.items.iter().find(|i| i.value == value)?;
        let denied = item.denied?;
        let words = self.eval.value_words(value, self.sources);
        let mut steps = self.missing(of, key, Why::Contested);
        steps.extend(self.said(item.said, String::new(), format!("counts {words} in")));
        steps.extend(self.said(denied, String::new(), format!("does not count {words} in")));
        Some(steps)
    }

    /// Returns lines of a plan as statements.
    pub fn lines(&mut self, lines: &[Line]) -> Vec<Trace> {
        lines.iter().flat_map(|line| self.line(line.of, line.field, line.said)).collect()
    }

    /// Says that the times of a framework cannot all be so; nothing where they can.
    pub(super) fn clash(&mut self, id: NodeId) -> Vec<Trace> {
        let Single::Known(Value::Entity(of)) = self.eval.single(id) else { return Vec::new() };
        let plan = self.eval.plan(of);
        if plan.timeline.consistency() != Consistency::Inconsistent {
            return Vec::new();
        }
        let things = &self.eval.model.things;
        let path = things.path(things.root(of));
        let text = format!(
            "the lines about the times of `{path}` clash: `why {path} sequence-contradiction`"
        );
        vec![Trace { text, leaf: None, below: Vec::new() }]
    }

    /// Returns everything that is said of when a thing is.
    pub fn when(&mut self, of: EntityId) -> Vec<Trace> {
        self.moments_of(of)
    }

    /// Returns the statement of a single fact.
    pub fn one(&mut self, of: EntityId, key: Key) -> Vec<Trace> {
        let kind = self.eval.model.things.get(of).kind;
        self.single_of(Value::Entity(of), &Targets::from([(kind, key)]))
    }
}

/// Returns a step by itself, several below a line of their own.
fn own_or_under(text: String, below: Vec<Trace>) -> Vec<Trace> {
    let alone = |t: &Trace| t.below.is_empty() && matches!(t.leaf, Some(Leaf::Said { .. }));
    match below.as_slice() {
        [one] if alone(one) => below,
        _ => Tracer::under(text, below),
    }
}
