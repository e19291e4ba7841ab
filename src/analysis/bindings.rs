//! What a rule says of each of its bindings, so that what moved is seen where findings speak of others only.
//!
//! Takes a rule and a thing before and after a change; gives the bindings of which another verdict is given now, each
//! with a finding of its own. Decides not how it is told: that is for `compare`.

use indexmap::IndexMap;

use super::check::{Frame, subjects};
use super::diff::renamed;
use super::world::World;
use crate::checks::{Reporter, Rule, Subject, Weight, judge};
use crate::diagnostic::{Finding, Status};
use crate::eval::Evaluator;
use crate::expr::{EntityId, Names as _};
use crate::model::{Model, Value};

/// A name before and the name after, where a framework has another.
pub(super) type Names<'a> = Option<(&'a str, &'a str)>;

/// A rule as it is asked for one thing.
pub(super) type Asked<'a> = (&'a Rule, &'a Weight, Subject);

/// A binding of which another verdict is given than before.
#[derive(Clone, Debug)]
pub(super) struct Shift {
    pub rule: String,
    /// The path of the thing that the rule was judged for.
    pub owner: String,
    /// The paths of the things that are bound besides.
    pub names: Vec<String>,
    /// What was said of it; none where it was not there.
    pub before: Option<Finding>,
    /// What is said of it now; none where it is gone.
    pub after: Option<Finding>,
}

/// The bindings of a rule for one thing: what came of each, and the things that are bound.
type Bindings = IndexMap<Vec<String>, (Status, Vec<EntityId>)>;

/// One model, at which single bindings are asked for.
pub(super) struct Desk<'w> {
    world: &'w World,
    model: &'w Model,
    names: Names<'w>,
    eval: Evaluator<'w>,
    facts: Evaluator<'w>,
}

impl<'w> Desk<'w> {
    /// `names` says how things are called after the change, if this is the model before it.
    pub(super) fn new(
        world: &'w World,
        model: &'w Model,
        frame: &Frame,
        names: Names<'w>,
    ) -> Desk<'w> {
        let (eval, facts) = frame.evaluators(world, model);
        Desk { world, model, names, eval, facts }
    }

    /// Returns the bindings, and whether they are all there are. Of several that bind the same things the worst counts.
    pub(super) fn bindings(&mut self, (rule, _, subject): Asked<'_>) -> (Bindings, bool) {
        let mut bindings = Bindings::new();
        let judged = judge(rule, subject, &[], &mut self.eval);
        for case in &judged.cases {
            let things = case.values.iter().skip(1).filter_map(|(_, v)| match v {
                Value::Entity(id) => Some(*id),
                _ => None,
            });
            let mut ids: Vec<EntityId> = things.collect();
            ids.sort_unstable();
            ids.dedup();
            let mut names: Vec<String> = ids.iter().map(|id| self.path(*id)).collect();
            names.sort();
            // A rule that binds nothing besides has one verdict.
            if !names.is_empty() {
                let (worst, _) = bindings.entry(names).or_insert((case.status, ids));
                *worst = (*worst).min(case.status);
            }
        }
        (bindings, !self.eval.exhausted() && !judged.cut)
    }

    /// Returns whom a rule is judged for, by path.
    pub(super) fn subjects(&mut self, rule: &Rule) -> IndexMap<String, Subject> {
        let all = subjects(self.world, rule, &mut self.eval).into_iter();
        let named = all.filter_map(|subject| match subject.value {
            Value::Entity(id) => Some((self.path(id), subject)),
            _ => None,
        });
        named.collect()
    }

    fn path(&self, id: EntityId) -> String {
        let path = self.model.things.path(id);
        self.names.map_or(path.clone(), |(old, new)| renamed(&path, old, new))
    }

    /// Returns what a rule says of one binding.
    fn finding(&mut self, (rule, weight, subject): Asked<'_>, ids: &[EntityId]) -> Option<Finding> {
        let only: Vec<Vec<EntityId>> = ids.iter().map(|id| vec![*id]).collect();
        let (eval, facts, sources) = (&mut self.eval, &mut self.facts, &self.world.sources);
        let mut reporter = Reporter { eval, facts, sources, detail: true, whole: false };
        let mut findings = reporter.report_for(rule, subject, weight, &only);
        findings.sort_by_key(|f| f.status);
        let finding = findings.into_iter().next()?;
        Some(match self.names {
            Some((old, new)) => super::diff::called(&finding, old, new),
            None => finding,
        })
    }

    /// Finds what stands at a path of another model in this one.
    fn twin(&self, other: &Desk<'_>, id: EntityId) -> Option<EntityId> {
        let (here, there) = (&self.model.things, &other.model.things);
        let thing = there.get(id);
        let found = if let Some(parent) = thing.parent {
            here.inside(self.twin(other, parent)?, &thing.name)?
        } else {
            let name = |(old, new): (&str, &str), from: &str, to: &str| {
                (from == &*thing.name).then(|| if from == old { new } else { old }.to_owned() + to)
            };
            let as_before = self.names.and_then(|n| name(n, n.1, ""));
            let as_after = other.names.and_then(|n| name(n, n.0, ""));
            let name = as_before.or(as_after).unwrap_or_else(|| thing.name.to_string());
            here.top(thing.kind, &name)?
        };
        (here.get(found).kind == thing.kind).then_some(found)
    }
}

/// Returns the bindings of which another verdict is given after than before.
pub(super) fn shifts(
    (old, before): (&mut Desk<'_>, Option<Asked<'_>>),
    (new, after): (&mut Desk<'_>, Option<Asked<'_>>),
) -> Vec<Shift> {
    let ask = |desk: &mut Desk<'_>, asked: Option<Asked<'_>>| {
        asked.map_or((Bindings::new(), true), |asked| desk.bindings(asked))
    };
    let (was, all_before) = ask(old, before);
    let (is, all_after) = ask(new, after);
    let Some((rule, _, subject)) = after.or(before) else { return Vec::new() };
    let Value::Entity(owner) = subject.value else { return Vec::new() };
    let owner = if after.is_some() { new.path(owner) } else { old.path(owner) };
    let mut found = Vec::new();
    for names in was.keys().chain(is.keys().filter(|k| !was.contains_key(*k))) {
        let (a, b) = (was.get(names), is.get(names));
        let (status_before, status_after) = (a.map(|(s, _)| *s), b.map(|(s, _)| *s));
        // What may be among those that were not kept is not known to have moved.
        let known = (a.is_some() || all_before) && (b.is_some() || all_after);
        if status_before == status_after || !known {
            continue;
        }
        let none_open = |s: Option<Status>| matches!(s, None | Some(Status::Satisfied));
        // To come to be asked, and to meet what is asked, is no news.
        if none_open(status_before) && none_open(status_after) {
            continue;
        }
        let ids = |own: Option<&(Status, Vec<EntityId>)>,
                   other: Option<&(Status, Vec<EntityId>)>,
                   here: &Desk<'_>,
                   there: &Desk<'_>| match (own, other) {
            (Some((_, ids)), _) => Some(ids.clone()),
            (None, Some((_, ids))) => ids.iter().map(|id| here.twin(there, *id)).collect(),
            (None, None) => None,
        };
        let (at_old, at_new) = (ids(a, b, old, new), ids(b, a, new, old));
        let said = |desk: &mut Desk<'_>, asked: Option<Asked<'_>>, ids: Option<Vec<EntityId>>| {
            desk.finding(asked?, &ids?)
        };
        let (mut a, mut b) = (said(old, before, at_old), said(new, after, at_new));
        for finding in [&mut a, &mut b].into_iter().flatten() {
            locate(finding, &owner, names);
        }
        if a.as_ref().map(|f| f.status) != b.as_ref().map(|f| f.status) {
            let (rule, owner, names) = (rule.name.clone(), owner.clone(), names.clone());
            found.push(Shift { rule, owner, names, before: a, after: b });
        }
    }
    found
}

/// Names what a finding about one binding is about: a verdict that holds does not say.
fn locate(finding: &mut Finding, owner: &str, names: &[String]) {
    let inside =
        |name: &&String| name.strip_prefix(owner).is_some_and(|rest| rest.starts_with('.'));
    let subject = &mut finding.subject;
    let innermost = names.iter().filter(inside).max_by_key(|name| name.len());
    owner.clone_into(&mut subject.path);
    if let Some(name) = innermost {
        subject.path.clone_from(name);
    }
    subject.about = names.iter().filter(|name| **name != subject.path).cloned().collect();
}
