//! What a choice means for a question: the phases of a branch come about only where it is taken.
//!
//! Takes a list of phases; gives those of branches as possible only, or, where it is known which branches are taken, these
//! alone. What happened tells which are: by that a choice is settled, and nothing else of the plan is. Gives the ways in
//! which all other choices of a framework can go, so that a question can be asked for each. Knows no rule.

use std::rc::Rc;

use super::{Evaluator, Read, Set, SetData};
use crate::expr::{EntityId, Key};
use crate::model::{Closed, One, Said, Value};
use crate::schema::{Kind, field};
use crate::value::Truth;

use super::plan::{HAPPENED, Plan, around, branch_of, choice_of};

/// So many ways in which choices can go are asked about one by one.
const MOST_WAYS: usize = 64;

/// Which branches are known to be taken, by what happened.
#[derive(Clone, Debug, Default)]
pub struct Settled {
    /// Those that are taken.
    pub taken: Vec<EntityId>,
    /// Those that are not.
    pub not_taken: Vec<EntityId>,
    /// What is said of one choice where several branches happened, or one of which it is said that it is not taken:
    /// nothing is settled by it.
    pub disputed: Vec<Vec<Went>>,
}

/// What is said of whether a branch is taken.
#[derive(Clone, Copy, Debug)]
pub struct Went {
    /// The branch.
    pub branch: EntityId,
    /// What happened: the branch, or something in it.
    pub what: EntityId,
    /// Whether it did.
    pub happened: bool,
    /// Where that is said.
    pub said: Said,
}

impl Settled {
    /// Returns whether a branch is taken, where it is known.
    pub fn of(&self, branch: EntityId) -> Option<bool> {
        if self.taken.contains(&branch) {
            return Some(true);
        }
        self.not_taken.contains(&branch).then_some(false)
    }
}

impl<'m> Evaluator<'m> {
    /// Marks the phases and milestones of branches in a list of them.
    pub(super) fn branched(&mut self, id: EntityId, key: Key, list: Set) -> Set {
        let planned = ["phases", "milestones"];
        let mut keys = planned.into_iter().filter_map(|name| field(Kind::Framework, name));
        if !keys.any(|row| Key::Field(row) == key) || self.branches(id).is_empty() {
            return list;
        }
        let settled = if self.taken.is_none() { self.settled(id) } else { Settled::default() };
        let mut marked = SetData::clone(&list);
        marked.items.clear();
        for (value, presence) in &list.items {
            let Value::Entity(phase) = value else { continue };
            let row = field(self.model.things.get(*phase).kind, "branch").map(Key::Field);
            if let Some(row) = row {
                self.read(Read::Fact(*phase, row));
            }
            let branch = branch_of(self.model, *phase).map(|(branch, _)| branch);
            let comes = match (branch, &self.taken) {
                (None, _) => Truth::Yes,
                (Some(branch), None) => settled.of(branch).map_or(Truth::Undecided, Truth::from),
                (Some(branch), Some(taken)) => Truth::from(taken.contains(&branch)),
            };
            match presence.and(comes) {
                Truth::No if marked.open => marked.absent.push(*value),
                Truth::No => {}
                so => marked.items.push((*value, so)),
            }
        }
        Rc::new(marked)
    }

    /// Returns the branches in a framework.
    fn branches(&mut self, root: EntityId) -> Vec<EntityId> {
        if let Some(row) = field(Kind::Framework, "branches") {
            self.read(Read::Fact(root, Key::Field(row)));
        }
        self.model.things.children_of(root, Kind::Branch).collect()
    }

    /// Returns which branches of a framework are known to be taken: those of which it is said that they happened, or that
    /// something in them did. It is for no date to say which: that something is late chooses nothing.
    pub fn settled(&mut self, root: EntityId) -> Settled {
        let branches = self.branches(root);
        let mut settled = Settled::default();
        if branches.is_empty() {
            return settled;
        }
        let mut told: Vec<Went> = Vec::new();
        for branch in &branches {
            let (happened, said) = match self.went(*branch) {
                Some(One::Known(_, said)) => (true, said),
                Some(One::None(Closed::By(said))) => (false, said),
                _ => continue,
            };
            told.push(Went { branch: *branch, what: *branch, happened, said });
        }
        let planned: Vec<EntityId> = self.model.things.planned(root).collect();
        for phase in planned {
            let Some((branch, _)) = branch_of(self.model, phase) else { continue };
            if let Some(One::Known(_, said)) = self.went(phase) {
                told.push(Went { branch, what: phase, happened: true, said });
            }
        }
        // What happened in a branch of a branch happened in both.
        for went in told.clone().into_iter().filter(|went| went.happened) {
            let whole = around(self.model, went.branch).into_iter();
            told.extend(whole.map(|branch| Went { branch, ..went }));
        }
        let mut seen: Vec<EntityId> = Vec::new();
        for branch in &branches {
            let choice = choice_of(self.model, *branch);
            if choice.iter().any(|one| seen.contains(one)) {
                continue;
            }
            seen.extend(&choice);
            let one_of = |happened: bool| {
                let of = |branch: &EntityId| {
                    told.iter().find(|went| went.branch == *branch && went.happened == happened)
                };
                choice.iter().filter_map(of).copied().collect::<Vec<Went>>()
            };
            let (did, did_not) = (one_of(true), one_of(false));
            let denied = |went: &&Went| did.iter().any(|one| one.branch == went.branch);
            let denied: Vec<Went> = did_not.iter().filter(denied).copied().collect();
            match (did.as_slice(), denied.as_slice()) {
                ([], _) => settled.not_taken.extend(did_not.iter().map(|went| went.branch)),
                ([one], []) => {
                    settled.taken.push(one.branch);
                    settled.not_taken.extend(choice.iter().filter(|b| **b != one.branch));
                }
                _ => settled.disputed.push(did.iter().chain(&denied).copied().collect()),
            }
        }
        // Of a branch that is not taken none is taken.
        let inside = |branch: &&EntityId| {
            around(self.model, **branch).iter().any(|outer| settled.not_taken.contains(outer))
        };
        let more: Vec<EntityId> = branches.iter().filter(inside).copied().collect();
        settled.taken.retain(|branch| !more.contains(branch));
        settled.not_taken.extend(more);
        settled.not_taken.sort_unstable();
        settled.not_taken.dedup();
        settled
    }

    /// Returns what is said of whether and when something happened.
    fn went(&mut self, id: EntityId) -> Option<One> {
        let key = Key::Field(field(self.model.things.get(id).kind, HAPPENED)?);
        self.read(Read::Fact(id, key));
        Some(self.model.one(id, key, &self.view))
    }

    /// Returns every way in which the choices of a framework can go: of each one branch, as far as it is come to. None
    /// where there are no choices, too many ways, or it is said already which are taken.
    pub fn ways(&mut self, id: EntityId) -> Vec<Vec<EntityId>> {
        if self.taken.is_some() {
            return Vec::new();
        }
        let root = self.model.things.root(id);
        let branches = self.branches(root);
        if branches.is_empty() {
            return Vec::new();
        }
        let mut choices: Vec<Vec<EntityId>> = Vec::new();
        for branch in branches {
            for name in ["choice", "branch", "at"] {
                let row = field(Kind::Branch, name).map(Key::Field);
                if let Some(row) = row {
                    self.read(Read::Fact(branch, row));
                }
            }
            let choice = choice_of(self.model, branch);
            if !choices.contains(&choice) {
                choices.push(choice);
            }
        }
        let outside = |choice: &[EntityId]| {
            choice.first().map_or_else(Vec::new, |branch| around(self.model, *branch))
        };
        // A choice within a branch comes after that of which it is one.
        choices.sort_by_key(|choice| outside(choice).len());
        let settled = self.settled(root);
        let mut ways: Vec<Vec<EntityId>> = vec![Vec::new()];
        for choice in choices {
            let outer = outside(&choice);
            let open = |branch: &&EntityId| settled.of(**branch) != Some(false);
            let open: Vec<EntityId> = choice.iter().filter(open).copied().collect();
            let mut longer = Vec::new();
            for way in ways {
                if open.is_empty() || !outer.iter().all(|branch| way.contains(branch)) {
                    longer.push(way);
                    continue;
                }
                longer.extend(open.iter().map(|branch| {
                    let mut way = way.clone();
                    way.push(*branch);
                    way
                }));
            }
            if longer.len() > MOST_WAYS {
                return Vec::new();
            }
            ways = longer;
        }
        ways
    }

    /// Returns an evaluator for what comes about where some branches are taken.
    #[must_use]
    pub fn taking(&self, branches: Vec<EntityId>) -> Evaluator<'m> {
        let mut other = Evaluator::new(self.model, self.notions, self.program, self.view.clone());
        other.taken = Some(branches);
        other.stop.clone_from(&self.stop);
        other.parameters.clone_from(&self.parameters);
        other
    }

    /// Returns the plan of a framework as far as its choices are known to have gone, or are said to. Where the plan leaves
    /// no room for that it is the plan as it is written: what happened is no part of what was due.
    pub(crate) fn going(&mut self, id: EntityId) -> Rc<Plan> {
        let plan = self.plan(id);
        let root = Plan::root(self.model, id);
        if self.branches(root).is_empty() {
            return plan;
        }
        let (taken, not_taken) = if let Some(taken) = &self.taken {
            (taken.clone(), Vec::new())
        } else {
            let settled = self.settled(root);
            (settled.taken, settled.not_taken)
        };
        let known = |branch: &EntityId| plan.ends(*branch).is_some();
        let taken: Vec<EntityId> = taken.into_iter().filter(known).collect();
        let not_taken: Vec<EntityId> = not_taken.into_iter().filter(known).collect();
        if taken.is_empty() && not_taken.is_empty() {
            return plan;
        }
        if let Some(going) = self.going.get(&root) {
            return Rc::clone(going);
        }
        let going = plan.going(self.model, &taken, &not_taken).map_or(plan, Rc::new);
        self.going.insert(root, Rc::clone(&going));
        going
    }
}
