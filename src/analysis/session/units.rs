//! The verdicts of a state, each kept by itself, so that after an edit only what it can affect is judged again.
//!
//! A unit is a rule and one thing it is judged for; the structural checks of a thing at the top of a file are a unit
//! too. Takes a model and what changed in it; gives the units of the new state, sharing those that nothing touched.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::bindings::{Desk, Shift, shifts};
use super::super::check::Frame;
use super::super::scenarios::Played;
use super::super::tally::Tally;
use super::super::world::World;
use super::bench::{Bench, Judged, side_by_side};
use super::graph::{Graph, Node};
use crate::checks::{self, Structural, Subject};
use crate::diagnostic::{Finding, Status};
use crate::expr::EntityId;
use crate::model::{Layered, Model, Value};
use crate::source::Role;

/// What a rule says of one thing.
pub(super) struct Unit {
    pub subject: Subject,
    pub findings: Vec<Finding>,
    tally: Tally,
}

/// The verdicts of one rule.
#[derive(Clone)]
struct Row {
    units: Layered<Arc<Unit>>,
    at: Arc<FxHashMap<Value, usize>>,
    tally: Tally,
}

/// Every verdict of one state.
#[derive(Clone)]
pub(super) struct Units {
    rows: Vec<Arc<Row>>,
    structure: Structure,
    tally: Tally,
}

/// The structural checks.
#[derive(Clone)]
struct Structure {
    units: Layered<Arc<Structural>>,
    /// By thing at the top of a file: edits add none and take none away.
    at: Arc<FxHashMap<EntityId, usize>>,
    /// Those in which sources dispute something.
    disputed: Arc<BTreeMap<EntityId, Arc<Structural>>>,
    /// Of all but the disputes.
    tally: Tally,
    disputes: Tally,
}

/// Judges everything.
pub(super) fn all(world: &World, model: &Model, frame: &Frame, graph: &mut Graph) -> Units {
    let mut bench = Bench::new(world, model, frame);
    let rows: Vec<Vec<Subject>> = (0..frame.weights.len())
        .map(|number| {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let (subjects, grounds) = bench.subjects(number);
            graph.note(Node::Row(number), grounds);
            subjects
        })
        .collect();
    let mut checked: Vec<EntityId> = model
        .things
        .iter()
        .filter(|(_, t)| t.role == Role::Checked)
        .map(|(id, _)| model.things.root(id))
        .collect();
    checked.sort_unstable();
    checked.dedup();
    let Judged { rows, structure } = side_by_side(bench, &rows, &checked, graph);
    graph.make_room();
    let rows: Vec<Arc<Row>> = rows.into_iter().map(|units| Arc::new(Row::of(units))).collect();
    let structure = Structure::of(&checked, structure);
    let mut units = Units { rows, structure, tally: Tally::default() };
    units.count();
    units
}

impl Unit {
    pub(super) fn new(subject: Subject, findings: Vec<Finding>) -> Arc<Unit> {
        let tally = Tally::of(&findings);
        Arc::new(Unit { subject, findings, tally })
    }

    fn has(&self, status: Status) -> bool {
        self.findings.iter().any(|f| f.status == status)
    }
}

impl Units {
    /// Judges again what the changes can affect; the rest is shared.
    pub(super) fn after(
        &self,
        world: &World,
        played: &Played,
        frame: &Frame,
        graph: &mut Graph,
    ) -> Units {
        let touched = graph.touched(&played.model, &played.changed, &played.populations);
        let mut bench = Bench::new(world, &played.model, frame);
        let mut after = self.clone();
        for number in touched.rows {
            if let Some(row) = after.rows.get_mut(number as usize) {
                *row = Arc::new(row.regrouped(number, &mut bench, graph));
            }
        }
        for (number, value) in touched.units {
            let Some(row) = after.rows.get_mut(number as usize) else { continue };
            let Some((at, old)) = row.unit(value) else { continue };
            let (unit, grounds) = bench.judge(number, old.subject);
            graph.note(Node::Unit(number, value), grounds);
            Arc::make_mut(row).put(at, unit);
        }
        for root in touched.structure {
            let (unit, grounds) = bench.structure(root);
            graph.note(Node::Structure(root), grounds);
            after.structure.put(root, Arc::new(unit));
        }
        bench.remember(graph);
        after.count();
        after
    }

    fn count(&mut self) {
        self.tally = Tally::default();
        for row in &self.rows {
            self.tally.add(row.tally);
        }
        self.tally.add(self.structure.tally);
        self.tally.add(self.structure.disputes);
    }

    /// Returns how many findings there are, by what came of them.
    pub(super) fn tally(&self) -> Tally {
        self.tally
    }

    /// Iterates over the findings of every unit; what two sides of a relation show alike, once.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        let rules = self.rows.iter().flat_map(|r| r.units.iter()).flat_map(|u| &u.findings);
        let disputes = self.structure.disputes().into_iter().map(|d| &d.finding);
        self.structure.units.iter().flat_map(|u| &u.findings).chain(disputes).chain(rules)
    }

    /// Returns the units that are not the same in both states: of each rule by number, before and after.
    pub(super) fn differing(&self, after: &Units) -> Differing {
        let mut rules = Vec::new();
        for (number, (a, b)) in self.rows.iter().zip(&after.rows).enumerate() {
            if !Arc::ptr_eq(a, b) {
                let number = u32::try_from(number).unwrap_or(u32::MAX);
                rules.extend(a.differing(b).into_iter().map(|pair| (number, pair)));
            }
        }
        let (a, b) = (&self.structure, &after.structure);
        let mut structure = Vec::new();
        for at in a.units.differing(&b.units) {
            if let (Some(a), Some(b)) = (a.units.get(at), b.units.get(at)) {
                structure.push((Arc::clone(a), Arc::clone(b)));
            }
        }
        let mut disputes = (Vec::new(), Vec::new());
        if !Arc::ptr_eq(&a.disputed, &b.disputed) {
            let (old, new) = (a.disputes(), b.disputes());
            let not_in = |one: &[&checks::Disputed], other: &[&checks::Disputed]| {
                let gone = one.iter().filter(|d| !other.iter().any(|o| std::ptr::eq(*o, **d)));
                gone.map(|d| d.finding.clone()).collect()
            };
            disputes = (not_in(&old, &new), not_in(&new, &old));
        }
        Differing { rules, structure, disputes }
    }
}

/// A verdict before and after; none where there was or is nobody to judge.
type Pair = (Option<Arc<Unit>>, Option<Arc<Unit>>);

/// What is not the same in two states.
pub(super) struct Differing {
    /// For a rule by its number, a verdict before and after.
    rules: Vec<(u32, Pair)>,
    structure: Vec<(Arc<Structural>, Arc<Structural>)>,
    disputes: (Vec<Finding>, Vec<Finding>),
}

impl Differing {
    /// Works out what verdicts rest on that came to hold, or to apply no longer: a verdict alone does not tell.
    pub(super) fn explain(&mut self, bench: &mut Bench<'_>) {
        for (number, (before, after)) in &mut self.rules {
            let news = |unit: &Arc<Unit>| {
                let told = |u: &Arc<Unit>| u.has(Status::Violated) || u.has(Status::Undecided);
                [Status::Satisfied, Status::Moot].into_iter().any(|status| {
                    unit.has(status) && before.as_ref().is_some_and(|b| told(b) || !b.has(status))
                })
            };
            if let Some(unit) = after.as_mut().filter(|unit| news(unit)) {
                *unit = bench.derive(*number, unit.subject);
            }
        }
    }

    /// Returns the bindings that moved where a verdict does not speak for all of them.
    pub(super) fn shifts(
        &self,
        world: &World,
        frame: &Frame,
        models: (&Model, &Model),
    ) -> Vec<Shift> {
        let open = |u: &Option<Arc<Unit>>| {
            u.as_ref().is_some_and(|u| u.has(Status::Violated) || u.has(Status::Undecided))
        };
        let rules = || self.rules.iter().filter(|(_, (a, b))| open(a) || open(b));
        if rules().next().is_none() {
            return Vec::new();
        }
        let mut old = Desk::new(world, models.0, frame, None);
        let mut new = Desk::new(world, models.1, frame, None);
        let mut found = Vec::new();
        for (number, (before, after)) in rules() {
            let Some((at, weight)) = frame.weights.get(*number as usize) else { continue };
            let Some(rule) = world.rules.get(*at) else { continue };
            let asked = |u: &Option<Arc<Unit>>| u.as_ref().map(|u| (rule, weight, u.subject));
            found.extend(shifts((&mut old, asked(before)), (&mut new, asked(after))));
        }
        found
    }

    /// Returns the findings before and after.
    pub(super) fn findings(&self) -> (Vec<&Finding>, Vec<&Finding>) {
        let (mut old, mut new) = (Vec::new(), Vec::new());
        for (_, (before, after)) in &self.rules {
            old.extend(before.iter().flat_map(|u| &u.findings));
            new.extend(after.iter().flat_map(|u| &u.findings));
        }
        for (before, after) in &self.structure {
            old.extend(&before.findings);
            new.extend(&after.findings);
        }
        old.extend(&self.disputes.0);
        new.extend(&self.disputes.1);
        (old, new)
    }
}

impl Row {
    fn of(units: Vec<Arc<Unit>>) -> Row {
        let at = units.iter().enumerate().map(|(at, u)| (u.subject.value, at)).collect();
        let mut tally = Tally::default();
        for unit in &units {
            tally.add(unit.tally);
        }
        Row { units: units.into(), at: Arc::new(at), tally }
    }

    fn unit(&self, value: Value) -> Option<(usize, &Arc<Unit>)> {
        let at = *self.at.get(&value)?;
        Some((at, self.units.get(at)?))
    }

    fn of_value(&self, value: Value) -> Option<&Arc<Unit>> {
        self.unit(value).map(|(_, unit)| unit)
    }

    fn put(&mut self, at: usize, unit: Arc<Unit>) {
        if let Some(place) = self.units.get_mut(at) {
            self.tally.take(place.tally);
            self.tally.add(unit.tally);
            *place = unit;
        }
    }

    /// Asks anew whom the rule is judged for; those that stay keep their verdicts.
    fn regrouped(&self, number: u32, bench: &mut Bench<'_>, graph: &mut Graph) -> Row {
        let (subjects, grounds) = bench.subjects(number);
        graph.note(Node::Row(number), grounds);
        let units = subjects.into_iter().map(|subject| {
            let old = self.of_value(subject.value).filter(|u| u.subject == subject);
            old.cloned().unwrap_or_else(|| {
                let (unit, grounds) = bench.judge(number, subject);
                graph.note(Node::Unit(number, subject.value), grounds);
                unit
            })
        });
        Row::of(units.collect())
    }

    /// Returns the verdicts that are not the same, each before and after.
    fn differing(&self, after: &Row) -> Vec<Pair> {
        let mut found = Vec::new();
        if Arc::ptr_eq(&self.at, &after.at) {
            for at in self.units.differing(&after.units) {
                let (a, b) = (self.units.get(at), after.units.get(at));
                if let (Some(a), Some(b)) = (a, b)
                    && !Arc::ptr_eq(a, b)
                {
                    found.push((Some(Arc::clone(a)), Some(Arc::clone(b))));
                }
            }
            return found;
        }
        for a in self.units.iter() {
            let b = after.of_value(a.subject.value);
            if !b.is_some_and(|b| Arc::ptr_eq(a, b)) {
                found.push((Some(Arc::clone(a)), b.cloned()));
            }
        }
        let new = after.units.iter().filter(|b| self.of_value(b.subject.value).is_none());
        found.extend(new.map(|b| (None, Some(Arc::clone(b)))));
        found
    }
}

impl Structure {
    fn of(roots: &[EntityId], units: Vec<Structural>) -> Structure {
        let units: Vec<Arc<Structural>> = units.into_iter().map(Arc::new).collect();
        let mut tally = Tally::default();
        for unit in &units {
            tally.add(Tally::of(&unit.findings));
        }
        let disputed = roots.iter().zip(&units).filter(|(_, u)| !u.disputes.is_empty());
        let disputed = disputed.map(|(root, unit)| (*root, Arc::clone(unit))).collect();
        let at = roots.iter().enumerate().map(|(at, root)| (*root, at)).collect();
        let mut structure = Structure {
            units: units.into(),
            at: Arc::new(at),
            disputed: Arc::new(disputed),
            tally,
            disputes: Tally::default(),
        };
        structure.count();
        structure
    }

    fn put(&mut self, root: EntityId, unit: Arc<Structural>) {
        let Some(place) = self.at.get(&root).and_then(|at| self.units.get_mut(*at)) else { return };
        self.tally.take(Tally::of(&place.findings));
        self.tally.add(Tally::of(&unit.findings));
        let disputes = !unit.disputes.is_empty();
        let disputed = disputes || !place.disputes.is_empty();
        *place = Arc::clone(&unit);
        if disputed {
            let all = Arc::make_mut(&mut self.disputed);
            if disputes {
                all.insert(root, unit);
            } else {
                all.remove(&root);
            }
            self.count();
        }
    }

    fn disputes(&self) -> Vec<&checks::Disputed> {
        checks::each_once(self.disputed.values().flat_map(|u| &u.disputes))
    }

    fn count(&mut self) {
        self.disputes = Tally::default();
        let disputes: Vec<Tally> =
            self.disputes().iter().map(|d| Tally::of([&d.finding])).collect();
        for tally in disputes {
            self.disputes.add(tally);
        }
    }
}
