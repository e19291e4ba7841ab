//! The critical path to an event: the shortest chain of statements that keeps it from being earlier.
//!
//! Takes a timeline and an event; gives the stations from a date to the event, each as early as it can be and each the
//! reason of the next. Among several chains the one with the fewest stations, then with the smallest labels.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::answer::{Answer, Station};
use super::constraint::Rule;
use super::instant::{NEVER, Time};
use super::part::{Decision, Trial};
use super::propagate::Way;
use super::timeline::Timeline;
use super::{Event, Statement};

/// Of a circle that comes to rest, so many stations are told from its beginning and from its end.
const ROUNDS: usize = 12;

impl Timeline {
    /// Returns the chain of events and statements by which an event is as early as it can be and no earlier. Empty where
    /// it cannot happen.
    pub fn critical_path(&self, end: Event) -> Answer<Vec<Station>> {
        self.bound(end, Way::Earliest).and_then(|bound| self.path_to(end, bound.ticks))
    }

    fn path_to(&self, end: Event, ticks: i64) -> Answer<Vec<Station>> {
        let solved = self.solved();
        let Some(part) = self.part(solved, solved.component(end)) else {
            return Answer::Known(Vec::new());
        };
        if ticks >= NEVER {
            return Answer::Known(Vec::new());
        }
        // With choices, one way of choosing in which it is that early.
        let supposed = [Rule::Until { event: part.inner(end), ticks }];
        let mut trial = Trial::new(part, &supposed, self.limits);
        match trial.check_and_stay(&part.all()) {
            Decision::Clash(_) => return Answer::Inconsistent,
            Decision::TooMany => return Answer::TooMany,
            Decision::Consistent => {}
        }
        let chain = chain(&trial, part.inner(end));
        Answer::Known(
            chain
                .into_iter()
                .map(|(event, by, ticks)| Station {
                    event: part.outer(event),
                    time: Time::of(ticks),
                    by: by.filter(|by| *by != Statement::GIVEN),
                })
                .collect(),
        )
    }
}

/// Goes back from an event along links that are tight, nearest first, to a date or the beginning of the calendar; gives each
/// event on the way with its time.
fn chain(trial: &Trial<'_>, end: usize) -> Vec<(usize, Option<Statement>, i64)> {
    let (graph, engine) = (&trial.graph, &trial.engine);
    let value = |event: usize| engine.earliest.value(event);
    let mut dates: BTreeMap<usize, Statement> = BTreeMap::new();
    for link in (0..graph.links()).filter(|link| engine.holds.get(*link)) {
        if let (Some(Rule::From { event, ticks }), Some(owner)) =
            (graph.rule(link), graph.owner(link))
            && ticks == value(event)
        {
            let first = dates.entry(event).or_insert(owner);
            *first = owner.min(*first);
        }
    }
    // For each event the one it leads to, and the statement by which.
    let mut onward: BTreeMap<usize, Option<(usize, Option<Statement>)>> =
        BTreeMap::from([(end, None)]);
    let mut queue = VecDeque::from([end]);
    while let Some(event) = queue.pop_front() {
        let date = dates.get(&event).copied();
        if date.is_some() || value(event) == 0 {
            let mut found = vec![(event, date, value(event))];
            let mut at = event;
            while let Some(Some((next, by))) = onward.get(&at).copied() {
                found.push((next, by, value(next)));
                at = next;
            }
            return found;
        }
        let tight: BTreeSet<(Option<Statement>, usize)> = graph
            .ins(event)
            .filter(|link| engine.holds.get(*link))
            .filter_map(|link| {
                let (source, _, step) = graph.step(link)?;
                let reaches = step.forward(value(source)) == value(event);
                reaches.then(|| (graph.owner(link), source))
            })
            .collect();
        for (by, source) in tight {
            if let std::collections::btree_map::Entry::Vacant(free) = onward.entry(source) {
                free.insert(Some((event, by)));
                queue.push_back(source);
            }
        }
    }
    // A circle of the calendar can be at rest on itself, away from the date that set it going. Then it is told how it came
    // about, round after round: each time is what the one before it leads to.
    let mut found: Vec<(usize, Option<Statement>, i64)> = engine
        .earliest
        .trace(end)
        .into_iter()
        .map(|(event, link, ticks)| (event, graph.owner(link), ticks))
        .collect();
    found.reverse();
    // Of very many rounds the first and the last are told.
    if found.len() > 2 * ROUNDS {
        found.drain(ROUNDS..found.len() - ROUNDS);
    }
    found
}
