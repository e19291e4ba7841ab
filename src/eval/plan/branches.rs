//! Choices: of several branches one is taken, and what stands in the others never comes.
//!
//! Takes the branches of a framework; gives the lines by which their phases hang on them, and the ways in which a choice
//! can go: one branch taken when the choice is made, the others never, and everything that hangs on no other chance then
//! comes about. A condition of a branch is counted where it is that something is done by then; whether any other holds is
//! left open. Knows nothing of how times are found.

use super::chance::{Asked, MayFail, Side, may_fail};
use super::{Ends, Line, Plan, When};
use crate::eval::Read;
use crate::expr::{EntityId, Key};
use crate::model::{GateKind, Model, One, Said, TruthOf, Value, View};
use crate::schema::{Kind, field};
use crate::time::{Consistency, Constraint, Event, Statement};

/// Returns the branch that a phase, a milestone or a further choice stands in, and who says so.
pub fn branch_of(model: &Model, phase: EntityId) -> Option<(EntityId, Said)> {
    one(model, phase, "branch")
}

/// Returns what the choice is made at to which a branch belongs.
pub fn chosen_at(model: &Model, branch: EntityId) -> Option<(EntityId, Said)> {
    one(model, branch, "at")
}

/// Returns the branches of the choice to which one belongs, itself among them, in the order of the text.
pub fn choice_of(model: &Model, branch: EntityId) -> Vec<EntityId> {
    let mut all = things(model, branch, "choice");
    all.push(branch);
    all.sort_unstable();
    all.dedup();
    all
}

/// Returns the branches around the choice of a branch, the nearest first: the one it is written in, or else the one of the
/// phase at which it is made.
pub fn around(model: &Model, branch: EntityId) -> Vec<EntityId> {
    let mut found = Vec::new();
    let mut at = branch;
    loop {
        let by_place = || branch_of(model, chosen_at(model, at)?.0);
        let Some((outer, _)) = branch_of(model, at).or_else(by_place) else { return found };
        // A choice made at a phase of its own is never come to; that is told by the plan.
        if outer == branch || found.contains(&outer) {
            return found;
        }
        found.push(outer);
        at = outer;
    }
}

fn one(model: &Model, id: EntityId, name: &str) -> Option<(EntityId, Said)> {
    let row = field(model.things.get(id).kind, name)?;
    match model.one(id, Key::Field(row), &View::default()) {
        One::Known(Value::Entity(other), said) => Some((other, said)),
        _ => None,
    }
}

fn things(model: &Model, branch: EntityId, name: &str) -> Vec<EntityId> {
    let Some(row) = field(Kind::Branch, name) else { return Vec::new() };
    let items = model.list(branch, Key::Field(row), &View::default()).items;
    let thing = |value: Value| match value {
        Value::Entity(id) => Some(id),
        _ => None,
    };
    items.iter().filter_map(|item| thing(item.value)).collect()
}

/// When a branch is taken.
struct Condition {
    /// What is done by then.
    done: Vec<EntityId>,
    /// Whether something else has to hold, too.
    more: bool,
    /// Whether it is taken where none of the others is.
    otherwise: bool,
}

fn condition(model: &Model, branch: EntityId) -> Condition {
    let mut when = Condition { done: Vec::new(), more: false, otherwise: false };
    if let Some(row) = field(Kind::Branch, "if") {
        let list = model.list(branch, Key::Field(row), &View::default());
        for gate in list.items {
            match gate.value {
                Value::Gate(GateKind::Done, id) => when.done.push(id),
                _ => when.more = true,
            }
        }
    }
    if let Some(row) = field(Kind::Branch, "otherwise") {
        let said = model.truth(branch, Key::Field(row), &View::default());
        when.otherwise = matches!(said, TruthOf::Stated(true, _));
    }
    when
}

/// Returns what a choice refers to: what it is made at, and what is to be done by then.
pub(super) fn refers_to(model: &Model, branch: EntityId) -> Vec<EntityId> {
    let all = choice_of(model, branch);
    let done = all.iter().flat_map(|branch| condition(model, *branch).done);
    chosen_at(model, branch).into_iter().map(|(at, _)| at).chain(done).collect()
}

impl Plan {
    /// Collects the lines by which a phase or milestone hangs on a branch, and the choices that this belongs to.
    pub(super) fn read_branch(&mut self, model: &Model, phase: EntityId) -> Vec<EntityId> {
        let Some(row) = field(model.things.get(phase).kind, "branch") else { return Vec::new() };
        self.reads.push(Read::Fact(phase, Key::Field(row)));
        let Some((branch, _)) = branch_of(model, phase) else { return Vec::new() };
        let all: Vec<EntityId> = std::iter::once(branch).chain(around(model, branch)).collect();
        for other in all.iter().flat_map(|branch| choice_of(model, *branch)) {
            for name in ["at", "if", "otherwise", "choice", "branch"] {
                let row = field(Kind::Branch, name);
                self.reads.extend(row.map(|row| Read::Fact(other, Key::Field(row))));
            }
        }
        let Some((_, said)) = chosen_at(model, branch) else { return Vec::new() };
        // What says that a phase hangs on a branch is the heading of the branch.
        let heading = Said { span: model.things.get(branch).head, cite: said.cite };
        self.lines.push(Line {
            said: heading,
            of: phase,
            field: "branch",
            when: When::Branch(branch),
        });
        let mut others = Vec::new();
        for branch in all {
            let Some((at, said)) = chosen_at(model, branch) else { continue };
            let first = choice_of(model, branch).first().copied().unwrap_or(branch);
            if self.lines.iter().all(|line| line.of != first) {
                self.lines.push(Line { said, of: first, field: "at", when: When::Chosen });
            }
            others.extend(refers_to(model, branch));
            others.push(at);
        }
        others
    }

    /// Begins to read a line of something that may never come because a branch may not be taken: it counts only where it
    /// comes. To be ended with [`Plan::settle`].
    pub(super) fn suspend(&mut self, line: &Line, own: Ends) {
        let hangs = |side| self.by_branch.contains(&(line.of, side));
        // What begins in any case begins when its lines say, whether or not it is ever over.
        let begins = matches!(line.field, "begins" | "requires");
        let event = match (hangs(Side::Start), hangs(Side::End)) {
            (true, _) => Some(own.start),
            (false, true) if !begins => Some(own.end),
            _ => None,
        };
        self.unless_never = event.map(|event| (event, Vec::new()));
    }

    /// Ends what [`Plan::suspend`] began.
    pub(super) fn settle(&mut self, label: Statement) {
        if let Some((event, said)) = self.unless_never.take().filter(|(_, said)| !said.is_empty()) {
            self.timeline.choose(label, vec![said, vec![Constraint::never(event)]]);
        }
    }

    /// Says something of a line that is being read.
    pub(super) fn add(&mut self, label: Statement, said: &[Constraint]) {
        match &mut self.unless_never {
            Some((_, all)) => all.extend(said),
            None => self.timeline.add(label, said),
        }
    }

    /// Says alternatives of a line that is being read.
    pub(super) fn add_choice(&mut self, label: Statement, mut ways: Vec<Vec<Constraint>>) {
        if let Some((event, _)) = &self.unless_never {
            ways.push(vec![Constraint::never(*event)]);
        }
        self.timeline.choose(label, ways);
    }

    /// Says of a choice that one of its branches is taken.
    pub(super) fn choose(&mut self, model: &Model, label: Statement, first: EntityId) {
        let Some((at, _)) = chosen_at(model, first) else { return };
        let Ends { end: made, .. } = self.ends_of(model, at);
        let all = choice_of(model, first);
        let taken: Vec<Event> = all.iter().map(|b| self.ends_of(model, *b).start).collect();
        let outer = branch_of(model, first).map(|(outer, _)| self.ends_of(model, outer).start);
        let mut ways = Vec::new();
        for (branch, start) in all.iter().zip(&taken) {
            let mut way =
                vec![Constraint::not_before(*start, made), Constraint::not_before(made, *start)];
            way.push(Constraint::happens(made));
            // A choice that stands in a branch is made where that is taken, and not before.
            way.extend(outer.map(|outer| Constraint::not_before(made, outer)));
            way.extend(taken.iter().filter(|other| *other != start).map(|e| Constraint::never(*e)));
            let when = condition(model, *branch);
            for done in when.done {
                let end = self.ends_of(model, done).end;
                way.push(Constraint::not_before(made, end));
            }
            if when.otherwise {
                for other in all.iter().filter(|other| *other != branch) {
                    // Of several conditions it is enough that one does not hold: which, is left open.
                    let Condition { done, more: false, .. } = condition(model, *other) else {
                        continue;
                    };
                    if let [done] = done.as_slice() {
                        let end = self.ends_of(model, *done).end;
                        way.push(Constraint::after(end, made));
                    }
                }
            }
            for (phase, side) in self.comes_with(*branch) {
                let Some(ends) = self.ends(phase) else { continue };
                let event = if side == Side::Start { ends.start } else { ends.end };
                way.push(Constraint::happens(event));
            }
            ways.push(way);
        }
        // What is never come to is never chosen at, nor what was before the branch that the choice stands in, or where that
        // is not taken.
        let missed = outer.map(|outer| Constraint::after(outer, made));
        for missed in std::iter::once(Constraint::never(made)).chain(missed) {
            let mut none = vec![missed];
            none.extend(taken.iter().map(|event| Constraint::never(*event)));
            ways.push(none);
        }
        self.timeline.choose(label, ways);
    }

    /// Returns what comes about for certain where a branch is taken, and not otherwise.
    fn comes_with(&self, branch: EntityId) -> Vec<(EntityId, Side)> {
        let Some((_, left)) = self.taken.iter().find(|(b, _)| *b == branch) else {
            return Vec::new();
        };
        let mut all: Vec<(EntityId, Side)> =
            self.may_fail.iter().filter(|what| !left.contains(what)).copied().collect();
        all.sort_unstable();
        all
    }

    /// Returns the plan in which some branches are taken and some are not; none where it leaves no room for that.
    #[must_use]
    pub(in crate::eval) fn going(
        &self,
        model: &Model,
        taken: &[EntityId],
        not_taken: &[EntityId],
    ) -> Option<Plan> {
        let mut plan = Plan::assembled(
            model,
            self.lines.clone(),
            &self.phases(model),
            self.otherwise,
            self.home,
        );
        let start = |plan: &Plan, branch: &EntityId| plan.ends(*branch).map(|ends| ends.start);
        let said = taken.iter().filter_map(|b| Some(Constraint::happens(start(&plan, b)?)));
        let not = not_taken.iter().filter_map(|b| Some(Constraint::never(start(&plan, b)?)));
        let said: Vec<Constraint> = said.chain(not).collect();
        plan.timeline.add(Statement::GIVEN, &said);
        let mut all = taken.iter().chain(not_taken).filter_map(|b| start(&plan, b));
        let fits = |event| plan.timeline.consistency_of(event) == Consistency::Consistent;
        all.all(fits).then_some(plan)
    }

    /// Finds out what may still never come where each of the branches is taken.
    pub(super) fn weigh_branches(&mut self, model: &Model, lines: &[Line], phases: &[EntityId]) {
        let chosen = lines.iter().filter(|line| line.when == When::Chosen);
        let all: Vec<EntityId> = chosen.flat_map(|line| choice_of(model, line.of)).collect();
        let weigh = |branch: EntityId| -> (EntityId, MayFail) {
            let taken: Vec<EntityId> =
                std::iter::once(branch).chain(around(model, branch)).collect();
            (branch, may_fail(model, lines, phases, Asked::Taken(&taken)))
        };
        self.taken = all.into_iter().map(weigh).collect();
        if !self.taken.is_empty() {
            self.by_branch = may_fail(model, lines, phases, Asked::Branches);
        }
    }
}
