//! Judging with a record of what each verdict rests on.
//!
//! Takes a model and what is to be judged; gives verdicts, and tells the graph what they rest on. Many verdicts are
//! judged side by side, a share on each core. Knows no edit.

use std::sync::Arc;

use super::super::check::{Frame, notes, subjects};
use super::super::shares::{Share, in_shares};
use super::super::world::World;
use super::graph::{Graph, Node};
use super::units::Unit;
use crate::checks::{self, Reporter, Rule, Structural, Subject, Weight};
use crate::diagnostic::Finding;
use crate::eval::{Evaluator, Ground, Kept, Read};
use crate::expr::EntityId;
use crate::model::{Model, Value};

/// Evaluators over one model, with what they serve.
pub(super) struct Bench<'w> {
    world: &'w World,
    model: &'w Model,
    frame: &'w Frame,
    eval: Evaluator<'w>,
    facts: Evaluator<'w>,
}

impl<'w> Bench<'w> {
    pub(super) fn new(world: &'w World, model: &'w Model, frame: &'w Frame) -> Bench<'w> {
        let (eval, facts) = frame.evaluators(world, model);
        Bench { world, model, frame, eval, facts }
    }

    fn watched<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> (T, Vec<Ground>) {
        self.eval.watch();
        self.facts.watch();
        let result = work(self);
        let mut grounds = Vec::new();
        self.eval.watched(&mut grounds);
        self.facts.watched(&mut grounds);
        (result, grounds)
    }

    fn rule(&self, number: u32) -> Option<(&'w Rule, &'w Weight)> {
        let (rule, weight) = self.frame.weights.get(number as usize)?;
        Some((self.world.rules.get(*rule)?, weight))
    }

    /// Returns whom a rule is judged for.
    pub(super) fn subjects(&mut self, number: u32) -> (Vec<Subject>, Vec<Ground>) {
        let Some((rule, _)) = self.rule(number) else { return Default::default() };
        self.watched(|this| subjects(this.world, rule, &mut this.eval))
    }

    fn report(&mut self, number: u32, subject: Subject, detail: bool) -> Vec<Finding> {
        let Some((rule, weight)) = self.rule(number) else { return Vec::new() };
        let sources = &self.world.sources;
        let (eval, facts) = (&mut self.eval, &mut self.facts);
        Reporter { eval, facts, sources, detail, whole: false }.report(rule, subject, weight)
    }

    /// Judges a rule for a thing.
    pub(super) fn judge(&mut self, number: u32, subject: Subject) -> (Arc<Unit>, Vec<Ground>) {
        let detail = self.frame.detail;
        let (findings, grounds) = self.watched(|this| this.report(number, subject, detail));
        (Unit::new(subject, findings), grounds)
    }

    /// Judges a rule for a thing, and works out what its verdict rests on whatever it is.
    pub(super) fn derive(&mut self, number: u32, subject: Subject) -> Arc<Unit> {
        Unit::new(subject, self.report(number, subject, true))
    }

    /// Checks a thing at the top of a file and what stands in it.
    pub(super) fn structure(&mut self, root: EntityId) -> (Structural, Vec<Ground>) {
        self.watched(|this| checks::structure_of(&mut this.facts, root, &this.world.sources))
    }

    /// Tells the graph what was worked out for several verdicts.
    pub(super) fn remember(&self, graph: &mut Graph) {
        for eval in [&self.eval, &self.facts] {
            for (kept, grounds) in eval.remembered() {
                graph.note(Node::Kept(kept), grounds.collect());
            }
        }
    }
}

/// Judges one rule for one thing, whether it is in force or not, and tells which facts were read; with the whole
/// derivation of whatever comes out, if asked for. Where a thing is named that the rule binds, only of that one.
pub(super) fn one(
    world: &World,
    model: &Model,
    frame: &Frame,
    at: usize,
    value: Value,
    detail: bool,
    named: Option<EntityId>,
) -> (Vec<Finding>, Vec<Read>) {
    let Some(rule) = world.rules.get(at) else { return Default::default() };
    let in_force = frame.weights.iter().find(|(number, _)| *number == at);
    let weight = in_force.map(|(_, weight)| weight.clone());
    let weight =
        weight.unwrap_or_else(|| Weight { level: rule.level, notes: notes(world, rule, &[]) });
    let (mut eval, mut facts) = frame.evaluators(world, model);
    eval.watch();
    let subject = Subject::of(rule, value, &mut eval);
    let sources = &world.sources;
    let mut reporter =
        Reporter { eval: &mut eval, facts: &mut facts, sources, detail, whole: detail };
    let findings = match named.filter(|id| reporter.binds(rule, subject, *id)) {
        Some(id) => reporter.report_for(rule, subject, &weight, &[vec![id]]),
        None => reporter.report(rule, subject, &weight),
    };
    (findings, eval.facts_read())
}

/// What came of everything: for each rule the verdicts in the order of their subjects, and the structural checks.
pub(super) struct Judged {
    pub rows: Vec<Vec<Arc<Unit>>>,
    pub structure: Vec<Structural>,
}

/// A verdict or the like, with what it rests on.
type Grounded<T> = (T, Vec<Ground>);

/// What came of one share.
#[derive(Default)]
struct Done {
    rows: Vec<Vec<Grounded<Arc<Unit>>>>,
    structure: Vec<Grounded<Structural>>,
    kept: Vec<(Kept, Vec<Ground>)>,
}

/// Judges every rule for its subjects and checks every root, on all cores where there are many.
pub(super) fn side_by_side(
    mut first: Bench<'_>,
    rows: &[Vec<Subject>],
    roots: &[EntityId],
    graph: &mut Graph,
) -> Judged {
    let most = rows.iter().map(Vec::len).chain([roots.len()]).max().unwrap_or(0);
    let (world, model, frame) = (first.world, first.model, first.frame);
    let own = |share| first.share(rows, roots, share);
    let work = |share| Bench::new(world, model, frame).share(rows, roots, share);
    let shares = in_shares(most, own, work);
    let mut judged = Judged { rows: vec![Vec::new(); rows.len()], structure: Vec::new() };
    for share in shares {
        for (number, units) in share.rows.into_iter().enumerate() {
            let Some(row) = judged.rows.get_mut(number) else { continue };
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            for (unit, grounds) in units {
                graph.note(Node::Unit(number, unit.subject.value), grounds);
                row.push(unit);
            }
        }
        for (unit, grounds) in share.structure {
            if let Some(root) = roots.get(judged.structure.len()) {
                graph.note(Node::Structure(*root), grounds);
            }
            judged.structure.push(unit);
        }
        for (kept, grounds) in share.kept {
            graph.note(Node::Kept(kept), grounds);
        }
    }
    judged
}

impl Bench<'_> {
    fn share(&mut self, rows: &[Vec<Subject>], roots: &[EntityId], share: Share) -> Done {
        let mut done = Done::default();
        for (number, subjects) in rows.iter().enumerate() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let units = share.part(subjects).iter().map(|s| self.judge(number, *s));
            done.rows.push(units.collect());
        }
        done.structure = share.part(roots).iter().map(|root| self.structure(*root)).collect();
        for eval in [&self.eval, &self.facts] {
            let kept = eval.remembered().map(|(kept, grounds)| (kept, grounds.collect()));
            done.kept.extend(kept);
        }
        done
    }
}
