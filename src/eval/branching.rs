//! What a choice means for a question: the phases of a branch come about only where it is taken.
//!
//! Takes a list of phases; gives those of branches as possible only, or, where it is said which branches are taken, these
//! alone. Gives the ways in which all choices of a framework can go, so that a question can be asked for each. Knows no rule.

use std::rc::Rc;

use super::{Evaluator, Read, Set, SetData};
use crate::expr::{EntityId, Key};
use crate::model::Value;
use crate::schema::{Kind, field};
use crate::value::Truth;

use super::plan::{branch_of, choice_of};

/// So many ways in which choices can go are asked about one by one.
const MOST_WAYS: usize = 64;

impl<'m> Evaluator<'m> {
    /// Marks the phases of branches in a list of phases.
    pub(super) fn branched(&mut self, id: EntityId, key: Key, list: Set) -> Set {
        let phases = field(Kind::Framework, "phases").map(Key::Field);
        if Some(key) != phases || self.branches(id).is_empty() {
            return list;
        }
        let mut marked = SetData::clone(&list);
        marked.items.clear();
        for (value, presence) in &list.items {
            let Value::Entity(phase) = value else { continue };
            let row = field(Kind::Phase, "branch").map(Key::Field);
            if let Some(row) = row.filter(|_| self.model.things.get(*phase).kind == Kind::Phase) {
                self.read(Read::Fact(*phase, row));
            }
            let branch = branch_of(self.model, *phase).map(|(branch, _)| branch);
            let comes = match (branch, &self.taken) {
                (None, _) => Truth::Yes,
                (Some(_), None) => Truth::Undecided,
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

    /// Returns every way in which the choices of a framework can go: of each one branch. None where there are no
    /// choices, too many ways, or it is said already which are taken.
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
            let row = field(Kind::Branch, "choice").map(Key::Field);
            if let Some(row) = row {
                self.read(Read::Fact(branch, row));
            }
            let choice = choice_of(self.model, branch);
            if !choices.contains(&choice) {
                choices.push(choice);
            }
        }
        let mut ways: Vec<Vec<EntityId>> = vec![Vec::new()];
        for choice in choices {
            if ways.len().saturating_mul(choice.len()) > MOST_WAYS {
                return Vec::new();
            }
            let with = |way: &Vec<EntityId>, branch: &EntityId| {
                let mut way = way.clone();
                way.push(*branch);
                way
            };
            ways = ways
                .iter()
                .flat_map(|way| choice.iter().map(|b| with(way, b)).collect::<Vec<_>>())
                .collect();
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
}
