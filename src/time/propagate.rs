//! Earliest times carried forward, or latest times carried back, to where nothing changes any more.
//!
//! Takes a graph and which of its links hold; gives the least times that satisfy them, or why there are none. As every
//! link is a monotone bound between two events, the solutions form a lattice: the least one exists exactly where there
//! is one at all. Every change is written down with the change it came from: the record is both the way back
//! ([`Side::back_to`]) and the reason of every bound. Knows nothing of choices or of questions.
//!
//! The events are gone through in rounds, each in the order of [`Graph::ranks`] (J. Y. Yen's improvement of Bellman and
//! Ford): at most as many rounds as events where nothing goes in a circle, and one where the order is topological. A
//! circle of links that pushes its own events later for ever is looked for among the links last used, after as many
//! changes as events were changed, so that the search costs no more than the changes (B. V. Cherkassky and A. V.
//! Goldberg, "Negative-cycle detection algorithms", Mathematical Programming 85, 1999).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::circle::diverges;
use super::column::{Column, NONE};
use super::constraint::{Rule, Step};
use super::graph::Graph;
use super::instant::{END, NEVER};

/// Which bounds are carried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Earliest times, forward.
    Earliest,
    /// Latest times, back. Only asked where earliest times exist, so that these exist too.
    Latest,
}

/// What bounds are carried over.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) graph: &'a Graph,
    /// The links that hold.
    pub(super) holds: &'a Column<bool>,
    /// The events that are left out.
    pub(super) closed: &'a Column<bool>,
    /// The order in which events are gone through.
    pub(super) rank: &'a Column<usize>,
}

/// One change of the bound of one event.
#[derive(Clone, Copy, Debug)]
struct Change {
    event: usize,
    link: usize,
    /// The change it follows from; [`NONE`] for a date or the end of the calendar.
    from: usize,
    /// The change of the same event before it.
    before: usize,
    value: i64,
    /// Whether it goes back to a date that is stated, not to an end of the calendar alone.
    dated: bool,
    /// The circle it was found on, which is then its whole reason.
    circle: usize,
}

/// Links that cannot all hold.
#[derive(Clone, Debug)]
pub(super) struct Trouble {
    pub(super) event: usize,
    pub(super) links: Vec<usize>,
}

/// The bounds of all events on one side.
#[derive(Clone, Debug)]
pub(super) struct Side {
    way: Way,
    value: Column<i64>,
    reason: Column<usize>,
    record: Vec<Change>,
    circles: Vec<Vec<usize>>,
    queue: BinaryHeap<Reverse<(usize, usize, usize)>>,
    queued: Column<bool>,
    round: usize,
    changed: Vec<usize>,
    is_changed: Column<bool>,
    since_search: usize,
    patience: usize,
    /// How many links were looked at.
    pub(super) work: u64,
}

impl Side {
    pub(super) fn new(way: Way) -> Side {
        Side {
            way,
            value: Column::new(0),
            reason: Column::new(NONE),
            record: Vec::new(),
            circles: Vec::new(),
            queue: BinaryHeap::new(),
            queued: Column::new(false),
            round: 0,
            changed: Vec::new(),
            is_changed: Column::new(false),
            since_search: 0,
            patience: 1,
            work: 0,
        }
    }

    fn start(&self, graph: &Graph, event: usize) -> i64 {
        match self.way {
            Way::Earliest => 0,
            Way::Latest if graph.may_never(event) => NEVER,
            Way::Latest => END,
        }
    }

    /// Takes in events that are new in the graph.
    pub(super) fn widen(&mut self, graph: &Graph) {
        for event in self.value.len()..graph.events() {
            let start = self.start(graph, event);
            self.value.push(start);
        }
    }

    pub(super) fn value(&self, event: usize) -> i64 {
        self.value.get(event)
    }

    /// Checks whether a bound goes back to a date, and not to an end of the calendar alone.
    pub(super) fn is_dated(&self, event: usize) -> bool {
        self.record.get(self.reason.get(event)).is_some_and(|c| c.dated)
    }

    pub(super) fn mark(&self) -> usize {
        self.record.len()
    }

    pub(super) fn recorded(&self) -> usize {
        self.record.len()
    }

    /// Takes back every change after a mark, and whatever was still to be done.
    pub(super) fn back_to(&mut self, graph: &Graph, mark: usize) {
        while self.record.len() > mark {
            let Some(change) = self.record.pop() else { break };
            let value = match self.record.get(change.before) {
                Some(before) => before.value,
                None => self.start(graph, change.event),
            };
            self.value.set(change.event, value);
            self.reason.set(change.event, change.before);
        }
        while let Some(Reverse((_, _, event))) = self.queue.pop() {
            self.queued.set(event, false);
        }
        self.settle();
    }

    fn settle(&mut self) {
        self.round = 0;
        self.since_search = 0;
        self.patience = 1;
        for event in std::mem::take(&mut self.changed) {
            self.is_changed.set(event, false);
        }
    }

    /// Returns the links a change rests on.
    fn links_of(&self, change: usize) -> Vec<usize> {
        let mut links = Vec::new();
        let mut at = change;
        while let Some(change) = self.record.get(at) {
            if let Some(circle) = self.circles.get(change.circle) {
                links.extend(circle);
            } else {
                links.push(change.link);
            }
            at = change.from;
        }
        links
    }

    /// Returns the links the bound of an event rests on.
    pub(super) fn reasons(&self, event: usize) -> Vec<usize> {
        self.links_of(self.reason.get(event))
    }

    /// Returns the events, links and bounds by which the bound of an event came about, from the event back to a date.
    pub(super) fn trace(&self, event: usize) -> Vec<(usize, usize, i64)> {
        let back = |at: usize| self.record.get(at);
        std::iter::successors(back(self.reason.get(event)), |change| back(change.from))
            .map(|change| (change.event, change.link, change.value))
            .collect()
    }

    fn offer(&mut self, ground: Ground<'_>, change: Change) -> Result<(), Trouble> {
        let Change { event, value, .. } = change;
        let here = self.value.get(event);
        let better = match self.way {
            Way::Earliest => value > here,
            Way::Latest => value < here,
        };
        if !better {
            return Ok(());
        }
        self.value.set(event, value);
        self.reason.set(event, self.record.len());
        self.record.push(change);
        self.since_search += 1;
        if !self.is_changed.get(event) {
            self.is_changed.set(event, true);
            self.changed.push(event);
        }
        if !self.queued.get(event) {
            self.queued.set(event, true);
            let rank = ground.rank.get(event);
            let (rank, source) = match self.way {
                Way::Earliest => (rank, self.source_rank(ground, change.link)),
                Way::Latest => (!rank, self.source_rank(ground, change.link)),
            };
            let round = self.round + usize::from(source.is_some_and(|s| s >= rank));
            self.queue.push(Reverse((round, rank, event)));
        }
        if self.way == Way::Earliest { self.capped(ground, event) } else { Ok(()) }
    }

    /// Where in the round the bound came from; `None` for a date.
    fn source_rank(&self, ground: Ground<'_>, link: usize) -> Option<usize> {
        let (source, target, _) = ground.graph.step(link)?;
        Some(match self.way {
            Way::Earliest => ground.rank.get(source),
            Way::Latest => !ground.rank.get(target),
        })
    }

    /// Checks the earliest time of an event against the bounds that are said of it.
    fn capped(&self, ground: Ground<'_>, event: usize) -> Result<(), Trouble> {
        let value = self.value.get(event);
        let passed = ground
            .graph
            .caps(event)
            .filter(|(link, ticks)| ground.holds.get(*link) && *ticks < value);
        // The same one in whatever order they came.
        let cap = passed.min_by_key(|(link, ticks)| (ground.graph.owner(*link), *ticks));
        if cap.is_none() && (value <= END || ground.graph.may_never(event)) {
            return Ok(());
        }
        let mut links = self.reasons(event);
        links.extend(cap.map(|(link, _)| link));
        Err(Trouble { event, links })
    }

    /// Lets a link hold that did not before. Its effects are carried on by [`Side::run`].
    pub(super) fn hold(&mut self, ground: Ground<'_>, link: usize) -> Result<(), Trouble> {
        let date = |event, value| Change {
            event,
            link,
            from: NONE,
            before: self.reason.get(event),
            value,
            // That it happens is no date.
            dated: self.way == Way::Earliest || value != END,
            circle: NONE,
        };
        match (ground.graph.rule(link), self.way) {
            (Some(Rule::From { event, ticks }), Way::Earliest)
            | (Some(Rule::Until { event, ticks }), Way::Latest) => {
                let change = date(event, ticks);
                self.offer(ground, change)
            }
            (Some(Rule::Until { event, .. }), Way::Earliest) => self.capped(ground, event),
            (Some(Rule::Step { .. }), _) => self.follow(ground, link),
            _ => Ok(()),
        }
    }

    fn follow(&mut self, ground: Ground<'_>, link: usize) -> Result<(), Trouble> {
        self.work += 1;
        let Some((source, target, step)) = ground.graph.step(link) else { return Ok(()) };
        let (near, event, value) = match self.way {
            Way::Earliest => (source, target, step.forward(self.value.get(source))),
            Way::Latest => (target, source, step.back(self.value.get(target))),
        };
        let from = self.reason.get(near);
        let change = Change {
            event,
            link,
            from,
            before: self.reason.get(event),
            value,
            dated: self.record.get(from).is_some_and(|c| c.dated),
            circle: NONE,
        };
        self.offer(ground, change)
    }

    /// Carries every change on to its end. Events that are `closed` are left out. After trouble the rest is still to
    /// be done: close what is in trouble and run again, or go back.
    pub(super) fn run(&mut self, ground: Ground<'_>) -> Result<(), Trouble> {
        while let Some(Reverse((round, _, event))) = self.queue.pop() {
            self.queued.set(event, false);
            self.round = round;
            if ground.closed.get(event) {
                continue;
            }
            let links: &mut dyn Iterator<Item = usize> = match self.way {
                Way::Earliest => &mut ground.graph.outs(event),
                Way::Latest => &mut ground.graph.ins(event),
            };
            let mut trouble = None;
            for link in links.filter(|link| ground.holds.get(*link)) {
                if let Err(found) = self.follow(ground, link) {
                    trouble = trouble.or(Some(found));
                }
            }
            if let Some(found) = trouble {
                return Err(found);
            }
            let enough = self.changed.len().max(16).saturating_mul(self.patience);
            if self.way == Way::Earliest && self.since_search >= enough {
                self.since_search = 0;
                self.search_circle(ground)?;
            }
        }
        self.settle();
        Ok(())
    }

    /// Looks for a circle among the links by which the events were last changed.
    fn search_circle(&mut self, ground: Ground<'_>) -> Result<(), Trouble> {
        let mut seen = Column::new(NONE);
        for (walk, start) in self.changed.clone().into_iter().enumerate() {
            if ground.closed.get(start) {
                continue;
            }
            let mut path = Vec::new();
            let mut event = start;
            while seen.get(event) == NONE {
                seen.set(event, walk);
                let Some(change) = self.record.get(self.reason.get(event)) else { break };
                // What never happens cannot be put off any further.
                let Some((source, _, _)) =
                    ground.graph.step(change.link).filter(|_| change.value < NEVER)
                else {
                    break;
                };
                path.push((event, change.link));
                event = source;
            }
            if seen.get(event) == walk
                && let Some(at) = path.iter().position(|(e, _)| *e == event)
            {
                // From the event round to itself, in the order of time.
                let circle: Vec<(usize, usize)> = path.drain(at..).rev().collect();
                let steps: Vec<Step> = circle
                    .iter()
                    .filter_map(|(_, link)| ground.graph.step(*link).map(|(_, _, step)| step))
                    .collect();
                if diverges(&steps) {
                    self.put_off_for_ever(ground, &circle)?;
                } else {
                    self.patience = self.patience.saturating_mul(2);
                }
            }
        }
        Ok(())
    }

    /// Puts the events of a circle off for ever, which none may be that must happen.
    fn put_off_for_ever(
        &mut self,
        ground: Ground<'_>,
        circle: &[(usize, usize)],
    ) -> Result<(), Trouble> {
        let links: Vec<usize> = circle.iter().map(|(_, link)| *link).collect();
        if let Some((event, _)) = circle.iter().find(|(event, _)| !ground.graph.may_never(*event)) {
            return Err(Trouble { event: *event, links });
        }
        let number = self.circles.len();
        self.circles.push(links);
        for (event, link) in circle {
            let change = Change {
                event: *event,
                link: *link,
                from: NONE,
                before: self.reason.get(*event),
                value: NEVER,
                dated: true,
                circle: number,
            };
            self.offer(ground, change)?;
        }
        Ok(())
    }
}
