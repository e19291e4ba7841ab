//! The bounds of a part with choices: the earliest and the latest over every way of choosing.
//!
//! Takes a part, gives for each event the span of all its consistent ways of choosing, as far as they were gone through,
//! and asks for single events where they were not. Knows nothing of how answers are written.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::column::Column;
use super::constraint::Rule;
use super::instant::NEVER;
use super::part::{Decision, Part, Trial};
use super::propagate::Way;
use super::search::{Found, Limits};

/// A bound, in ticks, and whether it goes back to a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) ticks: i64,
    pub(super) dated: bool,
}

/// The bounds over the ways of choosing that were gone through.
#[derive(Clone, Debug)]
pub(super) struct Hull {
    earliest: Column<Option<Bound>>,
    latest: Column<Option<Bound>>,
    /// Whether there is a way; `None` if none was found before a limit was reached.
    pub(super) possible: Option<bool>,
    /// Whether these were all.
    complete: bool,
    /// The earliest and the latest schedule of the first ways of choosing: what is so in one of them may be so.
    schedules: Vec<Column<i64>>,
}

/// So many schedules are kept, and so many times in all of them.
const MOST_SCHEDULES: usize = 64;
const MOST_TIMES: usize = 65_536;

fn wider(way: Way, a: Option<Bound>, b: Bound) -> Bound {
    let Some(a) = a else { return b };
    let wins = match way {
        Way::Earliest => b.ticks < a.ticks,
        Way::Latest => b.ticks > a.ticks,
    };
    if wins {
        b
    } else {
        Bound { ticks: a.ticks, dated: a.dated && (b.dated || a.ticks != b.ticks) }
    }
}

impl Hull {
    pub(super) fn of(part: &Part, limits: Limits) -> Hull {
        let mut hull = Hull {
            earliest: Column::new(None),
            latest: Column::new(None),
            possible: None,
            complete: true,
            schedules: Vec::new(),
        };
        let most = MOST_SCHEDULES.min(MOST_TIMES / part.events().max(1));
        let mut trial = Trial::new(part, &[], limits);
        let found = trial.visit(&part.all(), true, &mut |engine| {
            hull.possible = Some(true);
            for event in 0..part.events() {
                let (early, late) = (&engine.earliest, &engine.latest);
                let bound = Bound { ticks: early.value(event), dated: early.is_dated(event) };
                hull.earliest
                    .set(event, Some(wider(Way::Earliest, hull.earliest.get(event), bound)));
                let bound = Bound { ticks: late.value(event), dated: late.is_dated(event) };
                hull.latest.set(event, Some(wider(Way::Latest, hull.latest.get(event), bound)));
            }
            if hull.schedules.len() < most {
                for side in [&engine.earliest, &engine.latest] {
                    let mut schedule = Column::new(NEVER);
                    for event in 0..part.events() {
                        schedule.push(side.value(event));
                    }
                    hull.schedules.push(schedule);
                }
            }
            ControlFlow::Continue(())
        });
        match found {
            Found::Nothing(_) => hull.possible = Some(false),
            Found::TooMany => hull.complete = false,
            Found::Stopped | Found::Leaves => {}
        }
        hull
    }

    /// Returns schedules that satisfy everything, some of them.
    pub(super) fn schedules(&self) -> &[Column<i64>] {
        &self.schedules
    }

    /// Returns the first and the last tick of an event over every way of choosing, if all were gone through.
    pub(super) fn span(&self, event: usize) -> Option<(i64, i64)> {
        let (early, late) = (self.earliest.get(event)?, self.latest.get(event)?);
        self.complete.then_some((early.ticks, late.ticks))
    }

    /// Returns a bound of an event; `None` where a limit was reached before it was sure.
    pub(super) fn bound(
        &self,
        part: &Part,
        event: usize,
        way: Way,
        limits: Limits,
    ) -> Option<Bound> {
        let known = match way {
            Way::Earliest => self.earliest.get(event),
            Way::Latest => self.latest.get(event),
        };
        if self.complete { known } else { beyond(part, event, way, limits, known) }
    }
}

/// Looks for a bound beyond the one known, until there is none: each time one is found, only better ones are asked for.
fn beyond(
    part: &Part,
    event: usize,
    way: Way,
    limits: Limits,
    mut known: Option<Bound>,
) -> Option<Bound> {
    let all: BTreeSet<_> = part.all();
    for _ in 0..limits.leaves.max(1) {
        let supposed = match (known, way) {
            // Nothing lies beyond.
            (Some(Bound { ticks: 0, .. }), Way::Earliest)
            | (Some(Bound { ticks: NEVER, .. }), Way::Latest) => return known,
            (Some(known), Way::Earliest) => Some(Rule::Until { event, ticks: known.ticks - 1 }),
            (Some(known), Way::Latest) => Some(Rule::From { event, ticks: known.ticks + 1 }),
            (None, _) => None,
        };
        let mut trial = Trial::new(part, supposed.as_slice(), limits);
        let mark = trial.engine.mark();
        match trial.check_and_stay(&all) {
            Decision::Clash(_) => return known,
            Decision::TooMany => return None,
            Decision::Consistent => {
                let side = match way {
                    Way::Earliest => &trial.engine.earliest,
                    Way::Latest => {
                        trial.engine.hold_latest(&trial.graph, mark);
                        &trial.engine.latest
                    }
                };
                known = Some(Bound { ticks: side.value(event), dated: side.is_dated(event) });
            }
        }
    }
    None
}
