//! Verdicts kept with what was read for them, so that after an edit only what it can affect is judged again.
//!
//! A unit is a rule and one thing it is judged for; the structural checks of one framework are a unit too. Takes a model
//! and what changed in it; gives the units of the new state, sharing those that nothing touched.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::check::{evaluator, notes, subjects};
use super::super::world::World;
use crate::checks::{self, Mix, Reporter, Rule, Subject, Weight};
use crate::diagnostic::Finding;
use crate::eval::{Evaluator, Read};
use crate::expr::{EntityId, Key};
use crate::model::{Model, Value, View};
use crate::schema::Kind;
use crate::source::Role;

/// What judging goes by, the same for every state of a session.
pub(super) struct Frame {
    /// The profiles, mixed.
    pub mix: Mix,
    /// How claims are read.
    pub view: View,
    /// For each rule in force, its place in the world and its weight.
    pub weights: Vec<(usize, Weight)>,
}

/// A verdict with what was read for it.
pub(super) struct Unit {
    subject: Subject,
    reads: Box<[Read]>,
    pub findings: Vec<Finding>,
}

/// The verdicts of one rule.
#[derive(Clone)]
struct Row {
    /// What was read to tell whom it is judged for.
    reads: Arc<[Read]>,
    units: Vec<Arc<Unit>>,
    at: Arc<FxHashMap<Value, usize>>,
}

/// Every verdict of one state.
#[derive(Clone)]
pub(super) struct Units {
    rows: Vec<Arc<Row>>,
    /// The structural checks, by framework or other thing at the top of a file.
    structure: Arc<FxHashMap<EntityId, Arc<Unit>>>,
}

/// Which units read something of a thing, or how many there are of a kind. May name units that no longer do.
#[derive(Default)]
pub(super) struct Index {
    things: FxHashMap<EntityId, FxHashSet<(usize, Value)>>,
    kinds: FxHashMap<Kind, FxHashSet<(usize, Value)>>,
}

/// Stands for the structural checks among the rows.
const STRUCTURE: usize = usize::MAX;

impl Index {
    fn note(&mut self, unit: (usize, Value), reads: &[Read]) {
        let mut last = None;
        for read in reads {
            match read {
                Read::Fact(id, _) if last != Some(*id) => {
                    last = Some(*id);
                    self.things.entry(*id).or_default().insert(unit);
                }
                Read::Population(kind) => {
                    self.kinds.entry(*kind).or_default().insert(unit);
                }
                _ => {}
            }
        }
    }
}

/// What is not as it was.
pub(super) struct Changes {
    reads: FxHashSet<Read>,
}

impl Changes {
    pub(super) fn new(changed: &[(EntityId, Key)], populations: &[Kind]) -> Changes {
        let facts = changed.iter().map(|(id, key)| Read::Fact(*id, *key));
        Changes { reads: facts.chain(populations.iter().map(|k| Read::Population(*k))).collect() }
    }

    fn touch(&self, reads: &[Read]) -> bool {
        if self.reads.len() < reads.len() {
            self.reads.iter().any(|r| reads.binary_search(r).is_ok())
        } else {
            reads.iter().any(|r| self.reads.contains(r))
        }
    }
}

/// Evaluators over one model, and the reporter they serve.
struct Bench<'w> {
    world: &'w World,
    eval: Evaluator<'w>,
    facts: Evaluator<'w>,
    detail: bool,
}

impl<'w> Bench<'w> {
    fn new(world: &'w World, model: &'w Model, frame: &Frame, detail: bool) -> Bench<'w> {
        let view = frame.view.clone();
        let facts = View { facts_only: true, ..view.clone() };
        Bench {
            world,
            eval: evaluator(world, model, &frame.mix, view),
            facts: evaluator(world, model, &frame.mix, facts),
            detail,
        }
    }

    fn watch(&mut self) {
        self.eval.watch();
        self.facts.watch();
    }

    fn watched(&mut self) -> Box<[Read]> {
        let mut reads = self.eval.watched().into_vec();
        reads.extend_from_slice(&self.facts.watched());
        reads.sort_unstable();
        reads.dedup();
        reads.into()
    }

    fn judge(&mut self, rule: &Rule, subject: Subject, weight: &Weight) -> Arc<Unit> {
        self.watch();
        let mut reporter = Reporter {
            eval: &mut self.eval,
            facts: &mut self.facts,
            sources: &self.world.sources,
            detail: self.detail,
        };
        let findings = reporter.report(rule, subject, weight);
        Arc::new(Unit { subject, reads: self.watched(), findings })
    }

    fn structure(&mut self, root: EntityId) -> Arc<Unit> {
        self.watch();
        let mut findings = Vec::new();
        checks::structure_of(&mut self.facts, root, &self.world.sources, &mut findings);
        let mut reads = self.watched().into_vec();
        // The checks look at every statement of the thing and of what stands in it.
        let model = self.facts.model;
        let mut inside = vec![root];
        let mut at = 0;
        while let Some(id) = inside.get(at).copied() {
            at += 1;
            inside.extend(model.things.get(id).children.iter().copied());
            reads.extend(model.facts(id).map(|(key, _)| Read::Fact(id, key)));
        }
        reads.sort_unstable();
        reads.dedup();
        let subject = Subject { value: Value::Entity(root), presence: crate::value::Truth::Yes };
        Arc::new(Unit { subject, reads: reads.into(), findings })
    }

    fn subjects(&mut self, rule: &Rule) -> (Vec<Subject>, Arc<[Read]>) {
        self.watch();
        let found = subjects(self.world, rule, &mut self.eval);
        (found, self.watched().into())
    }
}

/// Judges everything.
pub(super) fn all(
    world: &World,
    model: &Model,
    frame: &Frame,
    detail: bool,
    index: &mut Index,
) -> Units {
    let mut bench = Bench::new(world, model, frame, detail);
    let mut rows = Vec::new();
    for (number, (rule, weight)) in frame.weights.iter().enumerate() {
        let Some(rule) = world.rules.get(*rule) else { continue };
        let (found, reads) = bench.subjects(rule);
        let mut units = Vec::with_capacity(found.len());
        let mut at = FxHashMap::default();
        for subject in found {
            let unit = bench.judge(rule, subject, weight);
            index.note((number, subject.value), &unit.reads);
            at.insert(subject.value, units.len());
            units.push(unit);
        }
        rows.push(Arc::new(Row { reads, units, at: Arc::new(at) }));
    }
    let mut structure = FxHashMap::default();
    for (id, thing) in model.things.iter() {
        if thing.parent.is_none() && thing.role == Role::Checked {
            let unit = bench.structure(id);
            index.note((STRUCTURE, Value::Entity(id)), &unit.reads);
            structure.insert(id, unit);
        }
    }
    Units { rows, structure: Arc::new(structure) }
}

/// Judges one rule for one thing, with the derivation of whatever comes out, and tells what was read.
pub(super) fn one(
    world: &World,
    model: &Model,
    frame: &Frame,
    rule: usize,
    value: Value,
) -> (Vec<Finding>, Box<[Read]>) {
    let mut bench = Bench::new(world, model, frame, true);
    let Some(rule_at) = world.rules.get(rule) else { return (Vec::new(), Box::default()) };
    let weight = frame.weights.iter().find(|(at, _)| *at == rule).map(|(_, w)| w.clone());
    let weight = weight
        .unwrap_or_else(|| Weight { level: rule_at.level, notes: notes(world, rule_at, &[]) });
    let subject = Subject::of(rule_at, value, &mut bench.eval);
    let unit = bench.judge(rule_at, subject, &weight);
    (unit.findings.clone(), unit.reads.clone())
}

impl Units {
    /// Judges again what the changes can affect; the rest is shared.
    pub(super) fn after(
        &self,
        world: &World,
        model: &Model,
        frame: &Frame,
        changes: &Changes,
        index: &mut Index,
    ) -> Units {
        let mut touched: FxHashMap<usize, FxHashSet<Value>> = FxHashMap::default();
        // The order does not matter: what is touched is sorted before it is judged.
        #[allow(clippy::iter_over_hash_type, reason = "see the line above")]
        for read in &changes.reads {
            let units = match read {
                Read::Fact(id, _) => {
                    // The checks of a text look at all that stands in it, what is new included.
                    let root = Value::Entity(model.things.root(*id));
                    touched.entry(STRUCTURE).or_default().insert(root);
                    index.things.get(id)
                }
                Read::Population(kind) => index.kinds.get(kind),
                Read::Notion(..) => None,
            };
            for (row, value) in units.into_iter().flatten() {
                touched.entry(*row).or_default().insert(*value);
            }
        }
        let mut bench = Bench::new(world, model, frame, true);
        let mut rows = Vec::with_capacity(self.rows.len());
        for (number, (rule, weight)) in frame.weights.iter().enumerate() {
            let (Some(rule), Some(old)) = (world.rules.get(*rule), self.rows.get(number)) else {
                continue;
            };
            let mut row = Arc::clone(old);
            if changes.touch(&old.reads) {
                row = Arc::new(old.regrouped(rule, weight, &mut bench, number, index));
            }
            let mut again: Vec<usize> = touched
                .get(&number)
                .into_iter()
                .flatten()
                .filter_map(|value| row.at.get(value).copied())
                .filter(|at| row.units.get(*at).is_some_and(|u| changes.touch(&u.reads)))
                .collect();
            again.sort_unstable();
            for at in again {
                let Some(subject) = row.units.get(at).map(|u| u.subject) else { continue };
                let unit = bench.judge(rule, subject, weight);
                index.note((number, subject.value), &unit.reads);
                if let Some(place) = Arc::make_mut(&mut row).units.get_mut(at) {
                    *place = unit;
                }
            }
            rows.push(row);
        }
        let mut structure = Arc::clone(&self.structure);
        let mut roots: Vec<EntityId> = touched
            .get(&STRUCTURE)
            .into_iter()
            .flatten()
            .filter_map(|v| if let Value::Entity(id) = v { Some(*id) } else { None })
            .filter(|id| structure.contains_key(id))
            .collect();
        roots.sort_unstable();
        for root in roots {
            let unit = bench.structure(root);
            index.note((STRUCTURE, Value::Entity(root)), &unit.reads);
            Arc::make_mut(&mut structure).insert(root, unit);
        }
        Units { rows, structure }
    }

    /// Iterates over the findings of every unit.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        let rules = self.rows.iter().flat_map(|r| &r.units);
        rules.chain(self.structure.values()).flat_map(|u| &u.findings)
    }

    /// Returns the findings of the units that are not the same in both states: before, after.
    pub(super) fn differing<'a>(
        &'a self,
        after: &'a Units,
    ) -> (Vec<&'a Finding>, Vec<&'a Finding>) {
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for (a, b) in self.rows.iter().zip(&after.rows) {
            if Arc::ptr_eq(a, b) {
                continue;
            }
            for unit in &a.units {
                let same = b.of(unit.subject.value);
                if !same.is_some_and(|u| Arc::ptr_eq(u, unit)) {
                    old.extend(&unit.findings);
                }
            }
            for unit in &b.units {
                let same = a.of(unit.subject.value);
                if !same.is_some_and(|u| Arc::ptr_eq(u, unit)) {
                    new.extend(&unit.findings);
                }
            }
        }
        if !Arc::ptr_eq(&self.structure, &after.structure) {
            let mut roots: Vec<&EntityId> = after.structure.keys().collect();
            roots.sort_unstable();
            for root in roots {
                match (self.structure.get(root), after.structure.get(root)) {
                    (Some(a), Some(b)) if Arc::ptr_eq(a, b) => {}
                    (a, b) => {
                        old.extend(a.into_iter().flat_map(|u| &u.findings));
                        new.extend(b.into_iter().flat_map(|u| &u.findings));
                    }
                }
            }
        }
        (old, new)
    }
}

impl Row {
    fn of(&self, value: Value) -> Option<&Arc<Unit>> {
        self.units.get(*self.at.get(&value)?)
    }

    /// Asks anew whom the rule is judged for; those that stay keep their verdicts.
    fn regrouped(
        &self,
        rule: &Rule,
        weight: &Weight,
        bench: &mut Bench<'_>,
        number: usize,
        index: &mut Index,
    ) -> Row {
        let (found, reads) = bench.subjects(rule);
        let mut units = Vec::with_capacity(found.len());
        let mut at = FxHashMap::default();
        for subject in found {
            let old = self.of(subject.value).filter(|u| u.subject == subject);
            let unit = if let Some(unit) = old {
                Arc::clone(unit)
            } else {
                let unit = bench.judge(rule, subject, weight);
                index.note((number, subject.value), &unit.reads);
                unit
            };
            at.insert(subject.value, units.len());
            units.push(unit);
        }
        Row { reads, units, at: Arc::new(at) }
    }
}
