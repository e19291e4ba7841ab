//! The questions a timeline answers.
//!
//! Takes a timeline as it is; solves it on the first question and keeps what was found. Bounds without choices are read
//! off; everything that names statements is worked out in a copy of the part concerned, so that it depends on what is
//! said alone. A part that clashes has no answers but its clashes; the other parts have all of theirs.

use std::collections::BTreeSet;

use super::answer::{Answer, Clash, Clashes, Consistency, Limit, Order, Slack};
use super::column::NONE;
use super::constraint::{Rule, Step};
use super::hull::{Bound, Hull};
use super::instant::{END, NEVER, Time};
use super::minimal::{Reason, Reasons, reasons, smallest};
use super::part::{Decision, Part, Trial};
use super::propagate::Way;
use super::suppose::Suppose;
use super::timeline::{Component, Solved, Timeline};
use super::{Event, Statement};

/// So many orders of pairs are kept at hand for each part.
const MOST_ORDERS: usize = 65_536;

impl Timeline {
    /// Solves now what the next question would solve: everything added since the last one.
    pub fn settle(&self) {
        self.solved();
    }

    /// Decides whether there are times that satisfy everything.
    pub fn consistency(&self) -> Consistency {
        let solved = self.solved();
        let mut sure = Consistency::Consistent;
        for name in solved.components.keys() {
            match self.state(solved, *name) {
                Consistency::Inconsistent => return Consistency::Inconsistent,
                Consistency::TooMany => sure = Consistency::TooMany,
                Consistency::Consistent => {}
            }
        }
        sure
    }

    /// Decides whether there are times that satisfy everything that has to do with an event.
    pub fn consistency_of(&self, event: Event) -> Consistency {
        let solved = self.solved();
        self.state(solved, solved.component(event))
    }

    fn state(&self, solved: &Solved, name: usize) -> Consistency {
        let Some(component) = solved.components.get(&name) else {
            return Consistency::Consistent;
        };
        if component.clashes {
            return Consistency::Inconsistent;
        }
        match self.hull(solved, name, component).map(|(_, hull)| hull.possible) {
            None | Some(Some(true)) => Consistency::Consistent,
            Some(Some(false)) => Consistency::Inconsistent,
            Some(None) => Consistency::TooMany,
        }
    }

    fn hull<'a>(
        &self,
        solved: &'a Solved,
        name: usize,
        component: &'a Component,
    ) -> Option<(&'a Part, &'a Hull)> {
        let part = self.part(solved, name).filter(|_| component.has_choices)?;
        Some((part, component.hull.get_or_init(|| Hull::of(part, self.limits))))
    }

    /// Returns the smallest clash: fewest statements, then smallest labels, among those found within the limits.
    pub fn clash(&self) -> Option<Clash> {
        self.clashes(self.limits.sets).sets.into_iter().next()
    }

    /// Returns the clashes of the timeline, at most `most` of each connected part looked for and of all returned.
    pub fn clashes(&self, most: usize) -> Clashes {
        let (mut asked, mut before) = (most.max(1), 0);
        loop {
            let (looked, mut found) = self.clashes_of_parts(asked);
            // Where clashes of parts fell together, there may be more of them than were asked for.
            let grew = looked > std::mem::replace(&mut before, looked);
            if found.complete || found.sets.len() >= most || looked < most || !grew {
                found.complete &= found.sets.len() <= most;
                found.sets.truncate(most);
                return found;
            }
            asked = asked.saturating_mul(2);
        }
    }

    /// Returns how many clashes were found in the connected parts, at most `most` in each, and what they are in all.
    fn clashes_of_parts(&self, most: usize) -> (usize, Clashes) {
        let solved = self.solved();
        let mut found = Clashes { sets: Vec::new(), complete: true };
        // Those that may clash.
        let mut parts: Vec<&Part> = Vec::new();
        let mut sets: Vec<(usize, Reason)> = Vec::new();
        for name in solved.components.keys() {
            let state = self.state(solved, *name);
            if state == Consistency::Consistent {
                continue;
            }
            let Some(part) = self.part(solved, *name) else { continue };
            parts.push(part);
            if state == Consistency::TooMany {
                found.complete = false;
                continue;
            }
            match reasons(&mut Trial::new(part, &[], self.limits), most) {
                Reasons::None => {}
                Reasons::TooMany => found.complete = false,
                Reasons::Sets(of_part, complete) => {
                    found.complete &= complete;
                    sets.extend(of_part.into_iter().map(|set| (parts.len() - 1, set)));
                }
            }
        }
        let looked = sets.len();
        let least = sets.into_iter().map(|(at, set)| self.least(&parts, at, set));
        found.sets = least
            .map(|set| Clash {
                statements: set.statements.into_iter().collect(),
                minimal: set.minimal,
            })
            .collect();
        found.sets.sort_by(|a, b| {
            (a.statements.len(), &a.statements).cmp(&(b.statements.len(), &b.statements))
        });
        // What clashes in one part may be more than what clashes in another.
        let mut least: Vec<Clash> = Vec::new();
        for set in found.sets {
            let among = |other: &Clash| other.statements.iter().all(|s| set.statements.contains(s));
            if !least.iter().any(among) {
                least.push(set);
            }
        }
        found.sets = least;
        (looked, found)
    }

    /// Makes a clash of one part smaller where fewer of its statements clash in another, in which they have a say as well.
    fn least(&self, parts: &[&Part], of: usize, mut set: Reason) -> Reason {
        let mut tried = of;
        let mut at = 0;
        while let Some(part) = parts.get(at) {
            let own = set.statements.iter().filter(|s| part.statements.contains_key(s));
            let own: BTreeSet<Statement> = own.copied().collect();
            // All of a smallest clash are needed, unless some of them clash elsewhere.
            let smaller = if at == tried || own.is_empty() {
                None
            } else {
                match smallest(&mut Trial::new(part, &[], self.limits), &own) {
                    Reasons::Sets(sets, _) => sets.into_iter().next(),
                    Reasons::None => None,
                    Reasons::TooMany => {
                        set.minimal = false;
                        None
                    }
                }
            };
            match smaller.filter(|smaller| smaller.statements.len() < set.statements.len()) {
                Some(smaller) => (set, tried, at) = (smaller, at, 0),
                None => at += 1,
            }
        }
        set
    }

    pub(super) fn bound(&self, event: Event, way: Way) -> Answer<Bound> {
        let solved = self.solved();
        let name = solved.component(event);
        match self.state(solved, name) {
            Consistency::Inconsistent => return Answer::Inconsistent,
            Consistency::TooMany => return Answer::TooMany,
            Consistency::Consistent => {}
        }
        let component = solved.components.get(&name);
        let hull = component.and_then(|component| self.hull(solved, name, component));
        if let Some((part, hull)) = hull {
            let bound = hull.bound(part, part.inner(event), way, self.limits);
            return bound.map_or(Answer::TooMany, Answer::Known);
        }
        let side = match way {
            Way::Earliest => &solved.engine.earliest,
            Way::Latest => &solved.engine.latest,
        };
        Answer::Known(Bound { ticks: side.value(event.0), dated: side.is_dated(event.0) })
    }

    /// Returns the earliest time of an event.
    pub fn earliest(&self, event: Event) -> Answer<Limit> {
        self.bound(event, Way::Earliest).map(limit)
    }

    /// Returns the latest time of an event. For one that may never happen and can happen at last at some time only, ask
    /// with [`Constraint::happens`](super::Constraint::happens) added.
    pub fn latest(&self, event: Event) -> Answer<Limit> {
        self.bound(event, Way::Latest).map(limit)
    }

    /// Returns the statements by which an event cannot be earlier than its earliest time: none of them can be missed
    /// (unless a limit was reached: then there may be some more).
    pub fn why_earliest(&self, event: Event) -> Answer<Vec<Statement>> {
        self.why(event, Way::Earliest, |event, bound| {
            let bounded = bound.dated || bound.ticks == NEVER;
            bounded.then_some(Rule::Until { event, ticks: bound.ticks - 1 })
        })
    }

    /// Returns the statements by which an event cannot be later than its latest time (must happen at all, where no date
    /// bounds it): none of them can be missed.
    pub fn why_latest(&self, event: Event) -> Answer<Vec<Statement>> {
        let may_never = self.graph.may_never(event.0);
        self.why(event, Way::Latest, |event, bound| {
            if bound.dated {
                Some(Rule::From { event, ticks: bound.ticks + 1 })
            } else {
                let compelled = may_never && bound.ticks < NEVER;
                compelled.then_some(Rule::From { event, ticks: NEVER })
            }
        })
    }

    fn why(
        &self,
        event: Event,
        way: Way,
        contrary: impl Fn(usize, Bound) -> Option<Rule>,
    ) -> Answer<Vec<Statement>> {
        self.bound(event, way).and_then(|bound| {
            let solved = self.solved();
            let part = self.part(solved, solved.component(event));
            let asked = part.and_then(|part| Some((part, contrary(part.inner(event), bound)?)));
            match asked {
                Some((part, contrary)) => self.smallest(part, &[contrary]),
                None => Answer::Known(Vec::new()),
            }
        })
    }

    /// Returns the smallest set of statements that contradicts what is supposed.
    pub(super) fn smallest(&self, part: &Part, supposed: &[Rule]) -> Answer<Vec<Statement>> {
        match reasons(&mut Trial::new(part, supposed, self.limits), self.limits.sets) {
            Reasons::None => Answer::Known(Vec::new()),
            Reasons::TooMany => Answer::TooMany,
            Reasons::Sets(sets, _) => {
                let first = sets.into_iter().next().map(|set| set.statements);
                Answer::Known(first.unwrap_or_default().into_iter().collect())
            }
        }
    }

    /// Decides whether `a` comes before `b` (at least a tick), over all times at which both happen.
    pub fn order(&self, a: Event, b: Event) -> Answer<Order> {
        let solved = self.solved();
        for event in [a, b] {
            match self.consistency_of(event) {
                Consistency::Inconsistent => return Answer::Inconsistent,
                Consistency::TooMany => return Answer::TooMany,
                Consistency::Consistent => {}
            }
        }
        if let Some(order) = self.order_by_bounds(solved, a, b) {
            return Answer::Known(order);
        }
        let name = solved.component(a);
        let together = solved.components.get(&name).filter(|_| name == solved.component(b));
        let known = together.and_then(|c| c.orders.borrow().get(&(a, b)).copied());
        if let Some(order) = known {
            return Answer::Known(order);
        }
        let seen = together.map_or(Seen::default(), |c| self.seen(solved, name, c, a, b));
        if seen.before && seen.not_before {
            return Answer::Known(Order::Possibly);
        }
        let answer = self.with_both(solved, a, b, |part, supposed, a, b| {
            let held = together.map(|c| c.held.get_or_init(|| part.held()).clone());
            let held = held.unwrap_or_else(|| part.held());
            order_by_trial(Suppose::new(part, held, self.limits), &supposed, seen, (a, b))
        });
        if let (Answer::Known(order), Some(component)) = (&answer, together) {
            let mut orders = component.orders.borrow_mut();
            if orders.len() >= MOST_ORDERS {
                orders.clear();
            }
            orders.insert((a, b), *order);
        }
        answer
    }

    /// Looks how two events of one part stand in the schedules that are at hand: the earliest and the latest of all, or
    /// of some ways of choosing.
    fn seen(
        &self,
        solved: &Solved,
        name: usize,
        component: &Component,
        a: Event,
        b: Event,
    ) -> Seen {
        let mut seen = Seen::default();
        let mut look = |a: i64, b: i64| {
            if a <= END && b <= END {
                seen.before |= a < b;
                seen.not_before |= a >= b;
            }
        };
        if let Some((part, hull)) = self.hull(solved, name, component) {
            for schedule in hull.schedules() {
                look(schedule.get(part.inner(a)), schedule.get(part.inner(b)));
            }
        } else {
            let (early, late) = (&solved.engine.earliest, &solved.engine.latest);
            look(early.value(a.0), early.value(b.0));
            look(late.value(a.0), late.value(b.0));
        }
        seen
    }

    /// Reads the order off the bounds, where they tell it.
    fn order_by_bounds(&self, solved: &Solved, a: Event, b: Event) -> Option<Order> {
        let [(early_a, late_a), (early_b, late_b)] = [self.span(solved, a)?, self.span(solved, b)?];
        if late_a < early_b {
            Some(Order::Necessarily)
        } else if early_a >= late_b {
            Some(Order::Never)
        } else {
            // What has nothing to do with one another can be at all times of either.
            let apart = solved.component(a) != solved.component(b);
            apart.then_some(Order::Possibly)
        }
    }

    /// Returns the first and the last tick of an event that happens in any case, where both are at hand.
    fn span(&self, solved: &Solved, event: Event) -> Option<(i64, i64)> {
        let name = solved.component(event);
        let component = solved.components.get(&name)?;
        let (early, late) = match self.hull(solved, name, component) {
            Some((part, hull)) => hull.span(part.inner(event))?,
            None => (solved.engine.earliest.value(event.0), solved.engine.latest.value(event.0)),
        };
        (late <= END).then_some((early, late))
    }

    /// Returns the statements an order rests on: those that make it necessary, or impossible, or keep one of the two from
    /// happening. What is only possible rests on nothing.
    pub fn why_order(&self, a: Event, b: Event) -> Answer<Vec<Statement>> {
        self.order(a, b).and_then(|order| {
            self.with_both(self.solved(), a, b, |part, mut supposed, a, b| {
                match order {
                    Order::Possibly => return Answer::Known(Vec::new()),
                    Order::NotBoth => {}
                    Order::Necessarily => supposed.push(not_before(a, b)),
                    Order::Never => supposed.push(before(a, b)),
                }
                self.smallest(part, &supposed)
            })
        })
    }

    /// Asks about the part of two events, supposing that both happen.
    fn with_both<T>(
        &self,
        solved: &Solved,
        a: Event,
        b: Event,
        ask: impl FnOnce(&Part, Vec<Rule>, usize, usize) -> Answer<T>,
    ) -> Answer<T> {
        let names = BTreeSet::from([solved.component(a), solved.component(b)]);
        let joined;
        let part = if let (1, Some(name)) = (names.len(), names.first()) {
            self.part(solved, *name)
        } else {
            joined = self.copy(solved, &names.into_iter().collect::<Vec<_>>());
            Some(&joined)
        };
        let Some(part) = part.filter(|part| part.inner(a) != NONE && part.inner(b) != NONE) else {
            return Answer::Inconsistent;
        };
        let happens = |event: Event| {
            let rule = Rule::Until { event: part.inner(event), ticks: END };
            self.graph.may_never(event.0).then_some(rule)
        };
        let supposed = happens(a).into_iter().chain(happens(b)).collect();
        ask(part, supposed, part.inner(a), part.inner(b))
    }

    /// Returns how much later than at its earliest an event can be.
    pub fn slack(&self, event: Event) -> Answer<Slack> {
        match (self.earliest(event), self.latest(event)) {
            (Answer::Known(Limit::At(early)), Answer::Known(Limit::At(late))) => {
                Answer::Known(Some(late.since(early)))
            }
            (Answer::Known(_), Answer::Known(_)) => Answer::Known(None),
            (Answer::Inconsistent, _) | (_, Answer::Inconsistent) => Answer::Inconsistent,
            _ => Answer::TooMany,
        }
    }
}

/// How two events stand in some schedules.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    before: bool,
    not_before: bool,
}

/// Decides the order by supposing the contrary; what was seen in a schedule need not be tried.
fn order_by_trial(
    mut part: Suppose<'_>,
    supposed: &[Rule],
    seen: Seen,
    (a, b): (usize, usize),
) -> Answer<Order> {
    let tries = [
        (None, Order::NotBoth, seen.before || seen.not_before),
        (Some(not_before(a, b)), Order::Necessarily, seen.not_before),
        (Some(before(a, b)), Order::Never, seen.before),
    ];
    for (contrary, order, _) in tries.into_iter().filter(|(.., seen)| !seen) {
        match part.can(supposed.iter().copied().chain(contrary)) {
            Decision::Clash(_) => return Answer::Known(order),
            Decision::TooMany => return Answer::TooMany,
            Decision::Consistent => {}
        }
    }
    Answer::Known(Order::Possibly)
}

fn limit(bound: Bound) -> Limit {
    match bound {
        Bound { ticks: NEVER.., .. } => Limit::Never,
        Bound { dated: false, .. } => Limit::Open,
        Bound { ticks, .. } => Limit::At(Time::of(ticks)),
    }
}

/// `a < b`.
fn before(a: usize, b: usize) -> Rule {
    Rule::Step { source: a, target: b, step: Step::Shift(1) }
}

/// `a >= b`.
fn not_before(a: usize, b: usize) -> Rule {
    Rule::Step { source: b, target: a, step: Step::Shift(0) }
}
