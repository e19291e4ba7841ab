//! Everything said of a timeline's events, as a graph that is only ever added to.
//!
//! Takes constraints with the statement each belongs to, gives those that start from, lead to or bound an event, and an
//! order of the events in which times are best carried forward. Knows no times.

use super::Statement;
use super::column::{Column, Lists, NONE};
use super::constraint::{Constraint, Rule, Step};

/// A constraint and whose it is; nobody's where a question supposes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) owner: Option<Statement>,
    pub(super) rule: Rule,
}

#[derive(Clone, Debug)]
pub(super) struct Graph {
    /// For each event whether it may never happen.
    may_never: Column<bool>,
    links: Vec<Link>,
    outs: Lists,
    ins: Lists,
    caps: Lists,
}

impl Graph {
    pub(super) fn new() -> Graph {
        Graph {
            may_never: Column::new(false),
            links: Vec::new(),
            outs: Lists::new(),
            ins: Lists::new(),
            caps: Lists::new(),
        }
    }

    pub(super) fn event(&mut self, may_never: bool) -> usize {
        self.may_never.push(may_never);
        self.may_never.len() - 1
    }

    pub(super) fn events(&self) -> usize {
        self.may_never.len()
    }

    pub(super) fn may_never(&self, event: usize) -> bool {
        self.may_never.get(event)
    }

    pub(super) fn link(&mut self, owner: Option<Statement>, constraint: Constraint) -> usize {
        let at = self.links.len();
        self.links.push(Link { owner, rule: constraint.0 });
        match constraint.0 {
            Rule::From { .. } => {}
            Rule::Until { event, .. } => self.caps.put(event, at),
            Rule::Step { source, target, .. } => {
                self.outs.put(source, at);
                self.ins.put(target, at);
            }
        }
        at
    }

    pub(super) fn links(&self) -> usize {
        self.links.len()
    }

    pub(super) fn rule(&self, link: usize) -> Option<Rule> {
        self.links.get(link).map(|l| l.rule)
    }

    pub(super) fn owner(&self, link: usize) -> Option<Statement> {
        self.links.get(link).and_then(|l| l.owner)
    }

    pub(super) fn step(&self, link: usize) -> Option<(usize, usize, Step)> {
        match self.rule(link) {
            Some(Rule::Step { source, target, step }) => Some((source, target, step)),
            _ => None,
        }
    }

    /// Returns the steps that lead from an event.
    pub(super) fn outs(&self, event: usize) -> impl Iterator<Item = usize> + '_ {
        self.outs.of(event)
    }

    /// Returns the steps that lead to an event.
    pub(super) fn ins(&self, event: usize) -> impl Iterator<Item = usize> + '_ {
        self.ins.of(event)
    }

    /// Returns the upper bounds of an event, with their ticks.
    pub(super) fn caps(&self, event: usize) -> impl Iterator<Item = (usize, i64)> + '_ {
        self.caps.of(event).filter_map(|link| match self.rule(link) {
            Some(Rule::Until { ticks, .. }) => Some((link, ticks)),
            _ => None,
        })
    }

    /// Returns a place for each event in an order in which most steps lead onwards: reverse postorder along the steps
    /// that do not lead back in time, topological where these form no circle. Only speed hangs on it.
    pub(super) fn ranks(&self) -> Column<usize> {
        let onward = |link: usize| match self.step(link) {
            Some((_, target, Step::Shift(by))) if by >= 0 => Some(target),
            Some((_, target, Step::Later(n, _))) if n >= 0 => Some(target),
            _ => None,
        };
        let mut seen = Column::new(false);
        let mut rank = Column::new(NONE);
        let mut place = self.events();
        for root in 0..self.events() {
            if seen.get(root) {
                continue;
            }
            seen.set(root, true);
            let mut path = vec![(root, self.outs.of(root).collect::<Vec<_>>())];
            while let Some((event, steps)) = path.last_mut() {
                let Some(link) = steps.pop() else {
                    place = place.saturating_sub(1);
                    rank.set(*event, place);
                    path.pop();
                    continue;
                };
                if let Some(next) = onward(link).filter(|next| !seen.get(*next)) {
                    seen.set(next, true);
                    path.push((next, self.outs.of(next).collect()));
                }
            }
        }
        rank
    }
}
