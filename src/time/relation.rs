//! Whether several things hold of events at once: that one comes before another, or lies within a stretch.
//!
//! Takes relations of events and dates; decides whether all of them hold at all times at which the events happen, at some
//! or at none, and names the statements that make it so. What is asked of two events alone is a question of `queries`.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::answer::{Answer, Consistency, Order};
use super::column::NONE;
use super::constraint::{Rule, Step};
use super::engine::Engine;
use super::instant::{END, Time};
use super::part::{Decision, Part};
use super::propagate::Way;
use super::suppose::Suppose;
use super::timeline::Timeline;
use super::{Event, Statement};

/// Something that is so of one event or of two, or is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The first comes before the second, at least a tick.
    Before(Event, Event),
    /// The first comes before the second, or together with it.
    NotAfter(Event, Event),
    /// It comes then or later.
    From(Event, Time),
    /// It comes then or earlier.
    Until(Event, Time),
}

impl Relation {
    fn events(self) -> [Event; 2] {
        match self {
            Relation::Before(a, b) | Relation::NotAfter(a, b) => [a, b],
            Relation::From(a, _) | Relation::Until(a, _) => [a, a],
        }
    }

    /// Returns it as a rule, or that it is not so, with the number that a part gives each event.
    fn rule(self, so: bool, part: &Part) -> Rule {
        let step = |a: Event, b: Event, ticks: i64| Rule::Step {
            source: part.inner(a),
            target: part.inner(b),
            step: Step::Shift(ticks),
        };
        match (self, so) {
            (Relation::Before(a, b), true) | (Relation::NotAfter(b, a), false) => step(a, b, 1),
            (Relation::NotAfter(a, b), true) | (Relation::Before(b, a), false) => step(a, b, 0),
            (Relation::From(a, time), true) => {
                Rule::From { event: part.inner(a), ticks: time.ticks() }
            }
            (Relation::From(a, time), false) => {
                Rule::Until { event: part.inner(a), ticks: time.ticks() - 1 }
            }
            (Relation::Until(a, time), true) => {
                Rule::Until { event: part.inner(a), ticks: time.ticks() }
            }
            (Relation::Until(a, time), false) => {
                Rule::From { event: part.inner(a), ticks: time.ticks() + 1 }
            }
        }
    }
}

impl Timeline {
    /// Decides whether all relations hold at once, over all times at which all their events happen.
    pub fn all_hold(&self, relations: &[Relation]) -> Answer<Order> {
        for event in relations.iter().flat_map(|r| r.events()) {
            match self.consistency_of(event) {
                Consistency::Inconsistent => return Answer::Inconsistent,
                Consistency::TooMany => return Answer::TooMany,
                Consistency::Consistent => {}
            }
        }
        if let Some(order) = self.one_by_one(relations) {
            return Answer::Known(order);
        }
        self.with_all(relations, |part, happen, held| {
            let held = held.map(|held| held.get_or_init(|| part.held()).clone());
            let held = held.unwrap_or_else(|| part.held());
            let mut room = Suppose::new(part, held, self.limits);
            let mut decide = |rules: &[Rule]| room.can(happen.iter().chain(rules).copied());
            match decide(&[]) {
                Decision::Clash(_) => return Answer::Known(Order::NotBoth),
                Decision::TooMany => return Answer::TooMany,
                Decision::Consistent => {}
            }
            let all: Vec<Rule> = relations.iter().map(|r| r.rule(true, part)).collect();
            match decide(&all) {
                Decision::Clash(_) => return Answer::Known(Order::Never),
                Decision::TooMany => return Answer::TooMany,
                Decision::Consistent => {}
            }
            for relation in relations {
                match decide(&[relation.rule(false, part)]) {
                    Decision::Clash(_) => {}
                    Decision::TooMany => return Answer::TooMany,
                    Decision::Consistent => return Answer::Known(Order::Possibly),
                }
            }
            Answer::Known(Order::Necessarily)
        })
    }

    /// Decides it from what is so of each by itself, where that is enough.
    fn one_by_one(&self, relations: &[Relation]) -> Option<Order> {
        // What may never come may make of what never holds that it is asked of nothing.
        if relations.iter().flat_map(|r| r.events()).any(|e| self.graph.may_never(e.0)) {
            return None;
        }
        let mut all = Order::Necessarily;
        for relation in relations {
            match self.alone(*relation)? {
                Order::Necessarily => {}
                Order::Possibly => all = Order::Possibly,
                order => return Some(order),
            }
        }
        // Two that may be so may still not be so together.
        (all == Order::Necessarily || relations.len() == 1).then_some(all)
    }

    fn alone(&self, relation: Relation) -> Option<Order> {
        let by_bounds = |event: Event, far: Way, near: Way, so: &dyn Fn(i64) -> bool| {
            let ticks = |way| Some(self.bound(event, way).known()?.ticks);
            Some(match (so(ticks(far)?), so(ticks(near)?)) {
                (true, _) => Order::Necessarily,
                (_, false) => Order::Never,
                _ => Order::Possibly,
            })
        };
        match relation {
            Relation::Before(a, b) => self.order(a, b).known(),
            Relation::NotAfter(a, b) => Some(match self.order(b, a).known()? {
                Order::Necessarily => Order::Never,
                Order::Never => Order::Necessarily,
                order => order,
            }),
            Relation::From(a, time) => {
                by_bounds(a, Way::Earliest, Way::Latest, &|ticks| ticks >= time.ticks())
            }
            Relation::Until(a, time) => {
                by_bounds(a, Way::Latest, Way::Earliest, &|ticks| ticks <= time.ticks())
            }
        }
    }

    /// Returns the statements by which all relations hold always, or never all at once; what may be either rests on none.
    pub fn why_all_hold(&self, relations: &[Relation]) -> Answer<Vec<Statement>> {
        self.all_hold(relations).and_then(|order| {
            self.with_all(relations, |part, happen, _| {
                let smallest = |rules: &[Rule]| {
                    let rules: Vec<Rule> = happen.iter().chain(rules).copied().collect();
                    self.smallest(part, &rules)
                };
                match order {
                    Order::Possibly => Answer::Known(Vec::new()),
                    Order::NotBoth => smallest(&[]),
                    Order::Never => {
                        let all: Vec<Rule> = relations.iter().map(|r| r.rule(true, part)).collect();
                        smallest(&all)
                    }
                    Order::Necessarily => {
                        let mut why: Vec<Statement> = Vec::new();
                        for relation in relations {
                            match smallest(&[relation.rule(false, part)]) {
                                Answer::Known(statements) => why.extend(statements),
                                other => return other,
                            }
                        }
                        why.sort_unstable();
                        why.dedup();
                        Answer::Known(why)
                    }
                }
            })
        })
    }

    /// Asks about the part of all events, supposing that each of them happens; gives the place for the engine of that part,
    /// if it is one of the timeline's.
    fn with_all<T>(
        &self,
        relations: &[Relation],
        ask: impl FnOnce(&Part, Vec<Rule>, Option<&OnceCell<Engine>>) -> Answer<T>,
    ) -> Answer<T> {
        let solved = self.solved();
        let events: BTreeSet<Event> = relations.iter().flat_map(|r| r.events()).collect();
        let names: BTreeSet<usize> = events.iter().map(|e| solved.component(*e)).collect();
        let names: Vec<usize> = names.into_iter().collect();
        let joined;
        let (part, held) = if let [name] = names.as_slice() {
            (self.part(solved, *name), solved.components.get(name).map(|c| &c.held))
        } else {
            joined = self.copy(solved, &names);
            (Some(&joined), None)
        };
        let Some(part) = part.filter(|part| events.iter().all(|e| part.inner(*e) != NONE)) else {
            return Answer::Inconsistent;
        };
        let may_never = events.iter().filter(|e| self.graph.may_never(e.0));
        let happen = may_never.map(|e| Rule::Until { event: part.inner(*e), ticks: END }).collect();
        ask(part, happen, held)
    }
}
