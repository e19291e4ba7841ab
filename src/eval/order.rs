//! How things stand in time: questions of order put to the plan of a framework.
//!
//! Takes two values and how they are said to stand; gives a truth over every schedule that the plan allows, and the lines
//! it rests on. A plan that clashes, or has too many alternatives, leaves it undecided.

use std::rc::Rc;

use super::{Evaluator, Line, Plan};
use crate::expr::{EntityId, Key, Temporal};
use crate::model::{One, Value};
use crate::schema::{Kind, field};
use crate::time::{Answer, Event, Order, Statement};
use crate::value::Truth;

/// So many plans are kept at hand.
const MOST_PLANS: usize = 64;

impl Evaluator<'_> {
    /// Returns the plan of the framework, or of the procedure, that a thing belongs to.
    pub(crate) fn plan(&mut self, id: EntityId) -> Rc<Plan> {
        let root = Plan::root(self.model, id);
        let known = self.networks.get(&root).cloned();
        let plan = known.unwrap_or_else(|| {
            let plan = Rc::new(Plan::of(self.model, root));
            // One framework is asked about at a time; to keep the plans of thousands would fill the memory.
            if self.networks.len() >= MOST_PLANS {
                self.networks.clear();
            }
            self.networks.insert(root, Rc::clone(&plan));
            plan
        });
        for read in &plan.reads {
            self.read(*read);
        }
        plan
    }

    /// Returns the plan of a framework with what happened.
    pub(crate) fn as_it_went(&mut self, root: EntityId) -> Plan {
        let plan = self.plan(root).as_it_went(self.model, &self.view);
        for read in &plan.reads {
            self.read(*read);
        }
        plan
    }

    /// Decides how two things or dates stand in time.
    pub(super) fn timed(&mut self, a: Value, temporal: Temporal, b: Value) -> Truth {
        let (a, b, temporal) = match temporal {
            Temporal::After => (b, a, Temporal::Before),
            other => (a, b, other),
        };
        match (self.dated(a), self.dated(b)) {
            (Value::Date(a), Value::Date(b)) => match temporal {
                Temporal::With => {
                    let apart = a.before(b).or(b.before(a));
                    if apart == Truth::Yes { Truth::No } else { Truth::Undecided }
                }
                _ => a.before(b),
            },
            (Value::Entity(x), Value::Entity(y)) => self.things_timed(x, temporal, y),
            (Value::Entity(x), Value::Date(date)) => {
                let plan = self.plan(x);
                let Some(ends) = plan.ends(x) else { return Truth::Undecided };
                let (early, late) = plan.days(ends.end);
                if late.is_some_and(|day| day < date.first_day()) {
                    Truth::Yes
                } else if early.is_some_and(|day| day >= date.last_day()) {
                    Truth::No
                } else {
                    Truth::Undecided
                }
            }
            (Value::Date(date), Value::Entity(y)) => {
                let plan = self.plan(y);
                let Some(ends) = plan.ends(y) else { return Truth::Undecided };
                let (early, late) = plan.days(ends.start);
                if early.is_some_and(|day| day > date.last_day()) {
                    Truth::Yes
                } else if late.is_some_and(|day| day <= date.first_day()) {
                    Truth::No
                } else {
                    Truth::Undecided
                }
            }
            _ => Truth::Undecided,
        }
    }

    /// An event with a date is that date; everything else is what it is.
    fn dated(&mut self, value: Value) -> Value {
        let Value::Entity(id) = value else { return value };
        if self.model.things.get(id).kind != Kind::Event {
            return value;
        }
        let Some(row) = field(Kind::Event, "on") else { return value };
        self.read(super::Read::Fact(id, Key::Field(row)));
        match self.model.one(id, Key::Field(row), &self.view) {
            One::Known(date @ Value::Date(_), _) => date,
            _ => value,
        }
    }

    fn things_timed(&mut self, x: EntityId, temporal: Temporal, y: EntityId) -> Truth {
        if x == y {
            return Truth::from(temporal == Temporal::With);
        }
        let plan = self.plan(x);
        let (Some(a), Some(b)) = (plan.ends(x), plan.ends(y)) else { return Truth::Undecided };
        let before = |a: Event, b: Event| match plan.timeline.order(a, b) {
            Answer::Known(Order::Necessarily) => Truth::Yes,
            Answer::Known(Order::Never) => Truth::No,
            _ => Truth::Undecided,
        };
        match temporal {
            Temporal::With => before(a.start, b.start).or(before(b.start, a.start)).negate(),
            _ => before(a.end, b.start),
        }
    }

    /// Returns the lines that a decided order of two things rests on; nothing where it is not decided.
    pub(super) fn why_timed(&mut self, x: EntityId, temporal: Temporal, y: EntityId) -> Vec<Line> {
        let (x, y) = if temporal == Temporal::After { (y, x) } else { (x, y) };
        let plan = self.plan(x);
        let (Some(a), Some(b)) = (plan.ends(x), plan.ends(y)) else { return Vec::new() };
        let pairs = match temporal {
            Temporal::With => vec![(a.start, b.start), (b.start, a.start)],
            _ => vec![(a.end, b.start)],
        };
        let mut why: Vec<Statement> = Vec::new();
        for (a, b) in pairs {
            why.extend(plan.timeline.why_order(a, b).known().unwrap_or_default());
        }
        why.sort_unstable();
        why.dedup();
        why.into_iter().filter_map(|s| plan.line(s)).copied().collect()
    }
}
