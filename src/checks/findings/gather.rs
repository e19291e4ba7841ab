//! What decided, gathered from the leaves of derivations: statements, sources, notions, and what is missing.
//!
//! Takes the derivation of a verdict; gives places, citations and steps to show. Knows nothing of levels.

use rustc_hash::FxHashMap;

use super::super::judge::Case;
use super::super::rules::{Rule, StepKind};
use super::{MAX_ASKED, Reporter};
use crate::diagnostic::{Label, Marked, Missing, Step};
use crate::eval::{Evaluator, Leaf, Trace, Tracer};
use crate::expr::{Node, NodeId, Slot};
use crate::model::{Said, Value};
use crate::source::{Role, Span};
use crate::value::Truth;

/// Why a fact is missing that a draft leaves out.
pub(super) const LEFT_OUT: &str = "left out of the draft";

/// What decided, gathered from the leaves of derivations.
#[derive(Default)]
pub(super) struct Decided {
    pub(super) labels: Vec<Label>,
    pub(super) missing: Vec<Missing>,
    pub(super) citations: Vec<String>,
    pub(super) notions: Vec<(String, Said)>,
    pub(super) marked: Vec<Marked>,
}

impl<'m> Reporter<'_, 'm> {
    pub(super) fn gather(&self, traces: &[Trace], decided: &mut Decided) {
        self.marks(traces, &mut decided.marked);
        self.gather_leaves(traces, decided);
    }

    /// Gathers the statements that are marked as inferred or unverified.
    pub(super) fn marks(&self, traces: &[Trace], marked: &mut Vec<Marked>) {
        let mut told = "";
        for trace in traces {
            // A statement that has no step of its own belongs to the step before it.
            if !trace.text.is_empty() {
                told = &trace.text;
            }
            if let Some(Leaf::Said { said, .. }) = &trace.leaf
                && let Some(mark) = self.eval.model.cites.mark(said.cite)
                // Of a list and one of its names the name says more.
                && !marked.iter().any(|m| said.span.holds(m.span))
            {
                marked.push(Marked { mark, text: told.to_owned(), span: said.span });
            }
            self.marks(&trace.below, marked);
        }
    }

    /// Gathers the marked statements by which the rule applies to these bindings: that a thing is in the list that it
    /// ranges over, and its conditions.
    pub(super) fn premises(&mut self, rule: &Rule, cases: &[Case], marked: &mut Vec<Marked>) {
        for case in cases.iter().take(MAX_ASKED) {
            for step in &rule.steps {
                let (ranged, condition) = match step {
                    StepKind::For { slot, set, filter } => (Some((*slot, *set)), *filter),
                    StepKind::Where(node) => (None, Some(*node)),
                };
                self.bind(rule, &case.values);
                let mut traces = condition.map_or(Vec::new(), |node| self.trace(node));
                let value = |slot| case.values.iter().find(|(s, _)| *s == slot).map(|(_, v)| *v);
                if let Some((set, value)) = ranged.and_then(|(slot, set)| Some((set, value(slot)?)))
                {
                    self.bind(rule, &case.values);
                    traces.extend(Tracer::new(self.eval, self.sources).present(set, value));
                }
                self.marks(&traces, marked);
            }
        }
    }

    fn gather_leaves(&self, traces: &[Trace], decided: &mut Decided) {
        for trace in traces {
            match &trace.leaf {
                Some(Leaf::Said { said, label, notion }) => {
                    let role = self.sources.get(said.span.file).map_or(Role::Prelude, |s| s.role);
                    if role == Role::Checked && decided.labels.iter().all(|l| l.span != said.span) {
                        decided.labels.push(Label { span: said.span, text: label.clone() });
                    }
                    for text in self.eval.model.cites.texts(said.cite) {
                        if !decided.citations.contains(&text) {
                            decided.citations.push(text);
                        }
                    }
                    if let Some(notion) = notion
                        && decided.notions.iter().all(|(n, _)| n != notion)
                    {
                        decided.notions.push((notion.clone(), *said));
                    }
                }
                Some(Leaf::Silent { of, key, empty }) => {
                    let name = self.eval.key_words(*key);
                    if *empty {
                        let path = self.eval.model.things.path(*of);
                        let missing =
                            Missing { path, field: name.clone(), why: LEFT_OUT.to_owned() };
                        if !decided.missing.contains(&missing) {
                            decided.missing.push(missing);
                        }
                    }
                    let span = self.eval.model.things.get(*of).head;
                    if decided.labels.iter().all(|l| l.span != span) {
                        let other = if *empty { "" } else { "other " };
                        let text = format!("the draft states no {other}`{name}`");
                        decided.labels.push(Label { span, text });
                    }
                }
                Some(Leaf::Missing { of, key, why }) => {
                    let missing = Missing {
                        path: self.eval.model.things.path(*of),
                        field: self.eval.key_words(*key),
                        why: why.clone(),
                    };
                    if !decided.missing.contains(&missing) {
                        decided.missing.push(missing);
                    }
                }
                Some(Leaf::Unordered { .. }) | None => {}
            }
            self.gather_leaves(&trace.below, decided);
        }
    }

    pub(super) fn trace(&mut self, node: NodeId) -> Vec<Trace> {
        self.tracer().truth(node)
    }

    pub(super) fn tracer(&mut self) -> Tracer<'_, 'm> {
        if self.whole {
            Tracer::whole(self.eval, self.sources)
        } else {
            Tracer::new(self.eval, self.sources)
        }
    }

    /// Writes a derivation out, as fully as is asked for.
    pub(super) fn written_out(&self, traces: &[Trace]) -> Vec<Step> {
        if self.whole { whole_derivation(self.eval, traces) } else { derivation(self.eval, traces) }
    }

    /// Says before the steps of each of several bindings which it is, unless they say so themselves.
    pub(super) fn by_binding(&self, subject: Value, steps: Vec<(&Case, Vec<Trace>)>) -> Vec<Trace> {
        let names = |case: &Case| -> Vec<String> {
            let mut names: Vec<String> = Vec::new();
            for (_, value) in case.values.iter().filter(|(_, v)| *v != subject) {
                let words = self.eval.value_words(*value, self.sources);
                if !names.contains(&words) {
                    names.push(words);
                }
            }
            names
        };
        let named = |(case, traces): &(&Case, Vec<Trace>)| match traces.as_slice() {
            [one] => names(case).iter().all(|n| one.text.contains(n.trim_matches('`'))),
            _ => traces.is_empty(),
        };
        if !self.whole || steps.len() < 2 || steps.iter().all(named) {
            return steps.into_iter().flat_map(|(_, traces)| traces).collect();
        }
        let under = |(case, below): (&Case, Vec<Trace>)| {
            let text = format!("for {}", names(case).join(", "));
            Trace { text, leaf: None, below }
        };
        steps.into_iter().filter(|(_, below)| !below.is_empty()).map(under).collect()
    }

    /// Returns the part of a conjunction that fails.
    pub(super) fn failing(&mut self, node: NodeId) -> NodeId {
        let program = self.eval.program;
        let Node::And(parts) = program.node(node) else { return node };
        let part = parts.iter().copied().find(|p| self.eval.truth(*p) == Truth::No);
        part.map_or(node, |p| self.failing(p))
    }

    /// Returns why it is not known whether the rule applies.
    pub(super) fn guards(&mut self, rule: &Rule, values: &[(Slot, Value)]) -> Vec<Trace> {
        let mut traces = Vec::new();
        for step in &rule.steps {
            let (slot, set, filter) = match step {
                StepKind::For { slot, set, filter } => (Some(*slot), Some(*set), *filter),
                StepKind::Where(node) => (None, None, Some(*node)),
            };
            self.bind(rule, values);
            if let Some(filter) = filter
                && self.eval.truth(filter) == Truth::Undecided
            {
                traces.extend(self.trace(filter));
            }
            let (Some(slot), Some(set)) = (slot, set) else { continue };
            let value = values.iter().find(|(s, _)| *s == slot).map(|(_, v)| *v);
            if let Some(value) = value
                && self.eval.member(set, value) == Truth::Undecided
            {
                traces.extend(Tracer::new(self.eval, self.sources).possible(set, value));
            }
        }
        traces
    }
}

/// Writes a derivation out as steps, outermost first. What was told before is not told again: the step above it names
/// it by its position.
pub fn derivation(eval: &Evaluator<'_>, traces: &[Trace]) -> Vec<Step> {
    let mut told = Told { eval, steps: Vec::new(), at: FxHashMap::default(), way: Vec::new() };
    told.tell(traces);
    told.steps
}

/// What makes two steps the same: the words, and the statement below them.
type Same = (String, Option<Span>);

/// A derivation that is being written out.
struct Told<'t, 'm> {
    eval: &'t Evaluator<'m>,
    steps: Vec<Step>,
    /// Where a step stands.
    at: FxHashMap<Same, usize>,
    /// The steps around the one at hand.
    way: Vec<usize>,
}

impl Told<'_, '_> {
    fn tell(&mut self, traces: &[Trace]) {
        for trace in traces.iter().filter(|t| !t.text.is_empty()) {
            let (same, sources) = self.step(trace);
            if let Some(earlier) = self.at.get(&same).copied()
                && self.told(&trace.below)
            {
                let above = self.way.last().copied();
                // What stands below the same step already rests on it there.
                if let Some(step) = above.filter(|above| earlier < *above)
                    && !self.way.contains(&earlier)
                    && let Some(step) = self.steps.get_mut(step)
                    && !step.also.contains(&earlier)
                {
                    step.also.push(earlier);
                }
                continue;
            }
            let at = self.steps.len();
            let (text, span) = same.clone();
            self.at.entry(same).or_insert(at);
            self.steps.push(Step { depth: self.way.len(), text, span, sources, also: Vec::new() });
            self.way.push(at);
            self.tell(&trace.below);
            self.way.pop();
        }
    }

    fn step(&self, trace: &Trace) -> (Same, Vec<String>) {
        let (span, sources) = stands(self.eval, trace);
        ((trace.text.clone(), span), sources)
    }

    /// Checks whether all of these, and what stands below them, has been told.
    fn told(&self, traces: &[Trace]) -> bool {
        let mut told = traces.iter().filter(|t| !t.text.is_empty());
        told.all(|t| self.at.contains_key(&self.step(t).0) && self.told(&t.below))
    }
}

/// The same with every statement, as often as it is needed: where sources disagree, what each of them says.
pub fn whole_derivation(eval: &Evaluator<'_>, traces: &[Trace]) -> Vec<Step> {
    let mut steps = Vec::new();
    write_out(eval, traces, 0, &mut steps);
    steps
}

fn write_out(eval: &Evaluator<'_>, traces: &[Trace], depth: usize, steps: &mut Vec<Step>) {
    let mut left = traces;
    while let [trace, rest @ ..] = left {
        left = rest;
        if trace.text.is_empty() {
            continue;
        }
        let (mut span, mut sources) = stands(eval, trace);
        // A statement without a step of its own bears out the step before it.
        let alone = rest.iter().take_while(|t| t.text.is_empty()).count();
        let (bears, rest) = rest.split_at_checked(alone).unwrap_or((&[], rest));
        if let ([one], None) = (bears, span) {
            (span, sources) = stands(eval, one);
        }
        let step = Step { depth, text: trace.text.clone(), span, sources, also: Vec::new() };
        if steps.last() != Some(&step) {
            steps.push(step);
        }
        if bears.len() > 1 {
            for one in bears {
                let Some(Leaf::Said { label, .. }) = &one.leaf else { continue };
                let (span, sources) = stands(eval, one);
                let (depth, text) = (depth + 1, label.clone());
                steps.push(Step { depth, text, span, sources, also: Vec::new() });
            }
        }
        left = rest;
        write_out(eval, &trace.below, depth + 1, steps);
    }
}

/// Returns where a step stands, and on whose word.
fn stands(eval: &Evaluator<'_>, trace: &Trace) -> (Option<Span>, Vec<String>) {
    match &trace.leaf {
        Some(Leaf::Said { said, .. }) => (Some(said.span), eval.model.cites.texts(said.cite)),
        Some(Leaf::Silent { of, .. }) => (Some(eval.model.things.get(*of).head), Vec::new()),
        _ => (None, Vec::new()),
    }
}

/// Returns the facts for want of which a question is undecided, each once.
pub fn wanting(eval: &Evaluator<'_>, traces: &[Trace]) -> Vec<Missing> {
    let mut found = Vec::new();
    for trace in traces {
        if let Some(Leaf::Missing { of, key, why }) = &trace.leaf {
            let path = eval.model.things.path(*of);
            let missing = Missing { path, field: eval.key_words(*key), why: why.clone() };
            if !found.contains(&missing) {
                found.push(missing);
            }
        }
        for missing in wanting(eval, &trace.below) {
            if !found.contains(&missing) {
                found.push(missing);
            }
        }
    }
    found
}

/// Returns how things stand in time, as far as derivations hang on it and no line settles it: `one` is before `two`.
pub(super) fn open_orders(traces: &[Trace]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for trace in traces {
        let own = match &trace.leaf {
            Some(Leaf::Unordered { order }) => Some(order.clone()),
            _ => None,
        };
        for order in own.into_iter().chain(open_orders(&trace.below)) {
            if !found.contains(&order) {
                found.push(order);
            }
        }
    }
    found
}
