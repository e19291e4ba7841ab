//! From the phases of a framework to the temporal network, and questions of order between them.

use rustc_hash::FxHashMap as HashMap;
use std::rc::Rc;

use super::{Evaluator, Read};
use crate::expr::{EntityId, Key, Temporal};
use crate::model::{Model, Moment, MomentTarget, Says, Value};
use crate::schema::{Kind, field};
use crate::syntax::ast::Order;
use crate::time::{Event, Network};
use crate::value::{Date, Truth};

/// The network of one framework, with the start and the end of each of its things.
#[derive(Debug, Default)]
pub(super) struct Plan {
    network: Network,
    events: HashMap<EntityId, (Event, Event)>,
    /// What was read to make it.
    reads: Vec<Read>,
}

impl Plan {
    fn of(model: &Model, root: EntityId) -> Plan {
        let mut plan = Plan::default();
        let phases = model
            .things
            .get(root)
            .children
            .iter()
            .copied()
            .filter(|c| model.things.get(*c).kind == Kind::Phase);
        for phase in phases.collect::<Vec<_>>() {
            plan.ends(phase);
            for name in ["begins", "ends", "during"] {
                let Some(row) = field(Kind::Phase, name) else { continue };
                plan.reads.push(Read::Fact(phase, Key::Field(row)));
                for claim in model.claims(phase, Key::Field(row)) {
                    let Says::Adds(Value::Moment(at)) = claim.says else { continue };
                    if let Some(moment) = model.moment(at) {
                        plan.add(model, phase, name, moment);
                    }
                }
            }
        }
        plan
    }

    fn ends(&mut self, id: EntityId) -> (Event, Event) {
        if let Some(events) = self.events.get(&id) {
            return *events;
        }
        let (start, end) = (self.network.event(), self.network.event());
        self.network.not_later(start, end);
        self.events.insert(id, (start, end));
        (start, end)
    }

    fn dated(&mut self, start: Event, end: Event, from: Date, to: Date) {
        self.network.from(start, from.first_day());
        self.network.until(end, to.last_day());
    }

    fn add(&mut self, model: &Model, phase: EntityId, name: &str, moment: &Moment) {
        let (start, end) = self.ends(phase);
        let event = if name == "ends" { end } else { start };
        match moment.target {
            MomentTarget::Dates(from, to) if name == "during" => self.dated(start, end, from, to),
            MomentTarget::Dates(from, to) => self.dated(event, event, from, to),
            MomentTarget::Date(date) => match moment.order {
                Order::During | Order::With if name == "during" => {
                    self.dated(start, end, date, date);
                }
                Order::During | Order::With => {
                    // A distance (`2 years after DATE`) is left to the solver that reasons in distances.
                    if moment.distance.is_none() {
                        self.dated(event, event, date, date);
                    }
                }
                Order::After => self.network.from(event, date.last_day()),
                Order::Before | Order::By => {
                    if moment.distance.is_none() {
                        self.network.until(event, date.last_day());
                    }
                }
            },
            MomentTarget::Entity(other) => {
                let on = field(Kind::Event, "on")
                    .filter(|_| model.things.get(other).kind == Kind::Event);
                let (other_start, other_end) = self.ends(other);
                if let Some(row) = on {
                    self.reads.push(Read::Fact(other, Key::Field(row)));
                    if let crate::model::One::Known(Value::Date(date), _) =
                        model.one(other, Key::Field(row), &crate::model::View::default())
                    {
                        self.dated(other_start, other_end, date, date);
                    }
                }
                match moment.order {
                    Order::After => self.network.not_later(other_end, event),
                    Order::Before | Order::By => self.network.not_later(event, other_start),
                    Order::With if name == "ends" => self.network.together(event, other_end),
                    Order::With => self.network.together(event, other_start),
                    Order::During => {
                        self.network.not_later(other_start, start);
                        self.network.not_later(end, other_end);
                    }
                }
            }
        }
    }
}

impl Evaluator<'_> {
    fn plan(&mut self, id: EntityId) -> Rc<Plan> {
        let root = self.model.things.root(id);
        if let Some(plan) = self.networks.get(&root) {
            return Rc::clone(plan);
        }
        let plan = Rc::new(Plan::of(self.model, root));
        self.networks.insert(root, Rc::clone(&plan));
        plan
    }

    /// Decides how two things or dates stand in time.
    pub(super) fn timed(&mut self, a: Value, temporal: Temporal, b: Value) -> Truth {
        let (a, b, temporal) = match temporal {
            Temporal::After => (b, a, Temporal::Before),
            other => (a, b, other),
        };
        match (a, b) {
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
                let Some((_, end)) = plan.events.get(&x).copied() else { return Truth::Undecided };
                match plan.network.latest(end) {
                    Some(day) if day < date.first_day() => Truth::Yes,
                    _ => match plan.network.earliest(end) {
                        Some(day) if day >= date.last_day() => Truth::No,
                        _ => Truth::Undecided,
                    },
                }
            }
            (Value::Date(date), Value::Entity(y)) => {
                let plan = self.plan(y);
                let Some((start, _)) = plan.events.get(&y).copied() else {
                    return Truth::Undecided;
                };
                match plan.network.earliest(start) {
                    Some(day) if day > date.last_day() => Truth::Yes,
                    _ => match plan.network.latest(start) {
                        Some(day) if day <= date.first_day() => Truth::No,
                        _ => Truth::Undecided,
                    },
                }
            }
            _ => Truth::Undecided,
        }
    }

    fn things_timed(&mut self, x: EntityId, temporal: Temporal, y: EntityId) -> Truth {
        if x == y {
            return Truth::from(temporal == Temporal::With);
        }
        let plan = self.plan(x);
        plan.reads.iter().for_each(|read| self.read(*read));
        let (Some(a), Some(b)) = (plan.events.get(&x), plan.events.get(&y)) else {
            return Truth::Undecided;
        };
        if temporal == Temporal::With {
            let there = plan.network.is_not_later(a.0, b.0);
            there.and(plan.network.is_not_later(b.0, a.0))
        } else {
            // `x` ends before `y` starts; it does not if `y` starts no later than `x` does.
            let before = plan.network.is_not_later(a.1, b.0);
            // Two things that each wait for the other are in no order at all.
            if before == Truth::Yes && plan.network.is_not_later(b.1, a.0) == Truth::Yes {
                return Truth::Undecided;
            }
            if before == Truth::Undecided && plan.network.is_not_later(b.0, a.0) == Truth::Yes {
                Truth::No
            } else {
                before
            }
        }
    }
}
