//! What one statement says of one event, or of two: a bound, or a step from one to the other.
//!
//! Every step says `target >= f(source)` with a monotone `f`, and every such `f` has an upper adjoint `f*`, for which
//! `f(x) <= u` exactly where `x <= f*(u)`; `f` carries earliest times forward, `f*` latest times back. With weights
//! alone this is the simple temporal network of R. Dechter, I. Meiri and J. Pearl, "Temporal constraint networks",
//! Artificial Intelligence 49 (1991); the calendar needs the functions. Knows nothing of how steps are chained.

use super::Event;
use super::instant::{DAY, END, Length, MINUTE, NEVER, Time};
use crate::value::{
    CalendarUnit, LAST_DAY, Place, first_day_reaching, last_day_reaching_no_further, later_day,
};

/// One thing said of the times of one or two events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Constraint(pub(super) Rule);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// The event is at that tick or later; [`NEVER`] says that it does not happen.
    From { event: usize, ticks: i64 },
    /// The event is at that tick or earlier, so that it happens.
    Until { event: usize, ticks: i64 },
    /// `target >= step(source)`.
    Step { source: usize, target: usize, step: Step },
}

/// A monotone function of time, with its adjoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// So many ticks later.
    Shift(i64),
    /// The beginning of the day `n` units after the day.
    Later(i64, CalendarUnit),
    /// The beginning of the first day from which `n` units reach the day.
    Reaching(i64, CalendarUnit),
    /// So many ticks later by a clock that never stops, where the times of the source are those that the clock of the one
    /// place shows, and those of the target what that of the other does.
    Elapsed(i64, Place, Place),
}

impl Constraint {
    /// The event does not come before a point in time.
    pub fn no_earlier(event: Event, time: Time) -> Constraint {
        Constraint(Rule::From { event: event.0, ticks: time.ticks() })
    }

    /// The event comes at a point in time at the latest; an event that may never happen happens then.
    pub fn no_later(event: Event, time: Time) -> Constraint {
        Constraint(Rule::Until { event: event.0, ticks: time.ticks() })
    }

    /// The event happens, whenever that may be.
    pub fn happens(event: Event) -> Constraint {
        Constraint::no_later(event, Time::LAST)
    }

    /// The event never happens. No event that must happen can satisfy it.
    pub fn never(event: Event) -> Constraint {
        Constraint(Rule::From { event: event.0, ticks: NEVER })
    }

    fn step(source: Event, target: Event, step: Step) -> Constraint {
        Constraint(Rule::Step { source: source.0, target: target.0, step })
    }

    /// `later` does not come before `earlier`; they may fall together. Where `earlier` never happens, neither does
    /// `later`.
    pub fn not_before(later: Event, earlier: Event) -> Constraint {
        Constraint::at_least_after(later, earlier, Length::ZERO)
    }

    /// `later` comes after `earlier`, at least a tick.
    pub fn after(later: Event, earlier: Event) -> Constraint {
        Constraint::at_least_after(later, earlier, Length::TICK)
    }

    /// `later` comes at least so long after `earlier`, counted on the clock.
    pub fn at_least_after(later: Event, earlier: Event, length: Length) -> Constraint {
        Constraint::step(earlier, later, Step::Shift(length.ticks()))
    }

    /// `later` comes at most so long after `earlier`, counted on the clock. Where `later` never happens, neither does
    /// `earlier`.
    pub fn at_most_after(later: Event, earlier: Event, length: Length) -> Constraint {
        Constraint::step(later, earlier, Step::Shift(-length.ticks()))
    }

    /// `later` comes at least so long after `earlier`, where times are those that the clock of a place shows: where that is
    /// put forward or back, what it shows and what goes by differ.
    pub fn at_least_elapsed(
        later: Event,
        earlier: Event,
        length: Length,
        place: Place,
    ) -> Constraint {
        Constraint::step(earlier, later, Step::Elapsed(length.ticks(), place, place))
    }

    /// `later` comes at most so long after `earlier`, likewise.
    pub fn at_most_elapsed(
        later: Event,
        earlier: Event,
        length: Length,
        place: Place,
    ) -> Constraint {
        Constraint::step(later, earlier, Step::Elapsed(-length.ticks(), place, place))
    }

    /// Says that two events are one moment, of which the times are those that the clocks of two places show.
    pub fn one_moment(event: Event, place: Place, other: Event, there: Place) -> [Constraint; 2] {
        [
            Constraint::step(event, other, Step::Elapsed(0, place, there)),
            Constraint::step(other, event, Step::Elapsed(0, there, place)),
        ]
    }

    /// `later` falls on the day `n` units after the day of `earlier`, or on a later day. `n` may be negative.
    pub fn at_least_days_after(
        later: Event,
        earlier: Event,
        n: i64,
        unit: CalendarUnit,
    ) -> Constraint {
        Constraint::step(earlier, later, Step::Later(n, unit))
    }

    /// `later` falls on the day `n` units after the day of `earlier`, or on an earlier day. `n` may be negative.
    pub fn at_most_days_after(
        later: Event,
        earlier: Event,
        n: i64,
        unit: CalendarUnit,
    ) -> Constraint {
        Constraint::step(later, earlier, Step::Reaching(n, unit))
    }
}

impl Rule {
    /// Returns the events it is about; the same twice where it is about one.
    pub(super) fn events(self) -> (usize, usize) {
        match self {
            Rule::From { event, .. } | Rule::Until { event, .. } => (event, event),
            Rule::Step { source, target, .. } => (source, target),
        }
    }

    pub(super) fn first_event(self) -> usize {
        self.events().0
    }

    /// Says the same of other events.
    pub(super) fn renamed(self, name: &mut dyn FnMut(usize) -> usize) -> Rule {
        match self {
            Rule::From { event, ticks } => Rule::From { event: name(event), ticks },
            Rule::Until { event, ticks } => Rule::Until { event: name(event), ticks },
            Rule::Step { source, target, step } => {
                let (source, target) = (name(source), name(target));
                Rule::Step { source, target, step }
            }
        }
    }
}

fn start_of(day: i64) -> i64 {
    if day > LAST_DAY { NEVER } else { day * DAY }
}

fn end_of(day: i64) -> i64 {
    if day < 0 { -1 } else { day.min(LAST_DAY) * DAY + DAY - 1 }
}

/// Returns the first tick of UTC from which the clock of a place shows a time or a later one.
fn first_time(x: i64, place: Place) -> i64 {
    let (minute, rest) = (x.div_euclid(MINUTE), x.rem_euclid(MINUTE));
    match place.last_shown(minute) {
        (_, true) => place.first_shown(minute) * MINUTE + rest,
        (change, false) => change * MINUTE,
    }
}

/// Returns the last tick of UTC up to which it has not gone beyond a time for good.
fn last_time(u: i64, place: Place) -> i64 {
    let (minute, rest) = (u.div_euclid(MINUTE), u.rem_euclid(MINUTE));
    match place.last_shown(minute) {
        (utc, true) => utc * MINUTE + rest,
        (change, false) => change * MINUTE - 1,
    }
}

/// Returns the least that the clock shows from a tick of UTC on.
fn least_shown(utc: i64, place: Place) -> i64 {
    let (minute, rest) = (utc.div_euclid(MINUTE), utc.rem_euclid(MINUTE));
    match place.least_from(minute) {
        (local, true) => local * MINUTE + rest,
        (local, false) => local * MINUTE,
    }
}

/// Returns the most that it has shown up to a tick of UTC.
fn most_shown(utc: i64, place: Place) -> i64 {
    let (minute, rest) = (utc.div_euclid(MINUTE), utc.rem_euclid(MINUTE));
    match place.most_up_to(minute) {
        (local, true) => local * MINUTE + rest,
        (local, false) => local * MINUTE - 1,
    }
}

impl Time {
    /// Returns the least and the most that the clock of a place shows when that of another shows this time.
    #[must_use]
    pub fn seen_in(self, there: Place, here: Place) -> (Time, Time) {
        let shown = Step::Elapsed(0, there, here).forward(self.ticks());
        let most = Step::Elapsed(0, here, there).back(self.ticks());
        (Time::of(shown), Time::of(most))
    }
}

impl Step {
    /// Returns `f(x)`: the least time of the target for a time of the source, from 0 to [`NEVER`]. Negative where it
    /// says nothing.
    pub(super) fn forward(self, x: i64) -> i64 {
        if x >= NEVER {
            return NEVER;
        }
        let there = match self {
            Step::Shift(by) => x + by,
            Step::Elapsed(by, from, to) => least_shown(first_time(x, from) + by, to),
            Step::Later(n, unit) => start_of(later_day(x.div_euclid(DAY), n, unit)),
            Step::Reaching(n, unit) => start_of(first_day_reaching(x.div_euclid(DAY), n, unit)),
        };
        there.clamp(-1, NEVER)
    }

    /// Returns `f*(u)`: the greatest time of the source for which the target need not pass `u`. Negative where there
    /// is none.
    pub(super) fn back(self, u: i64) -> i64 {
        if u >= NEVER {
            return NEVER;
        }
        if u < 0 {
            return -1;
        }
        let there = match self {
            Step::Shift(by) => u - by,
            Step::Elapsed(by, from, to) => most_shown(last_time(u, to) - by, from),
            Step::Later(n, unit) => {
                end_of(last_day_reaching_no_further(u.div_euclid(DAY), n, unit))
            }
            Step::Reaching(n, unit) => end_of(later_day(u.div_euclid(DAY), n, unit)),
        };
        // A source that never happens would take its target with it.
        there.clamp(-1, END)
    }

    /// Returns the weight of a step that has one.
    pub(super) fn weight(self) -> Option<i64> {
        match self {
            Step::Shift(by) => Some(by),
            _ => None,
        }
    }

    /// Returns how much time goes by in a step of which that is told.
    pub(super) fn length(self) -> Option<i64> {
        match self {
            Step::Shift(by) | Step::Elapsed(by, ..) => Some(by),
            Step::Later(..) | Step::Reaching(..) => None,
        }
    }

    /// Returns more ticks than it can move a time by.
    pub(super) fn reach(self) -> i64 {
        match self {
            Step::Shift(by) => by.saturating_abs(),
            // No clock of the world was ever put forward or back by more than a day, nor shows another day than the next.
            Step::Elapsed(by, ..) => by.saturating_abs().saturating_add(3 * DAY),
            Step::Later(n, unit) | Step::Reaching(n, unit) => {
                let days = match unit {
                    CalendarUnit::Days => 1,
                    CalendarUnit::Months => 31,
                };
                n.saturating_abs().saturating_mul(days).saturating_add(2).saturating_mul(DAY)
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use super::Step;
    use crate::time::instant::{DAY, END, MINUTE, NEVER, Time};
    use crate::value::CalendarUnit::{Days, Months};
    use crate::value::Place;

    #[test]
    fn what_goes_by_is_adjoint_where_clocks_are_put_forward_and_back() {
        let place = Place::find("New-York").unwrap();
        let at = |month: i8, day: i8, hour: i64, minute: i64| {
            Time::start_of(jiff::civil::date(2025, month, day)).ticks()
                + (hour * 60 + minute) * MINUTE
        };
        let mut times = vec![0, 1, END - 1, END, NEVER];
        for (month, day) in [(3, 9), (11, 2), (6, 1), (3, 6), (10, 30)] {
            for (hour, minute) in [(0, 59), (1, 0), (1, 30), (2, 0), (2, 30), (3, 0), (20, 0)] {
                let here = at(month, day, hour, minute);
                times.extend([here - 1, here, here + 1]);
            }
        }
        let (seoul, fixed) = (Place::find("Seoul").unwrap(), Place::find("UTC-3:30").unwrap());
        let both = [(place, place), (place, seoul), (seoul, place), (fixed, place), (seoul, fixed)];
        let all = both.into_iter().flat_map(|both| [-72, -1, 0, 24].map(|hours| (both, hours)));
        for ((place, there), hours) in all {
            let step = Step::Elapsed(hours * 60 * MINUTE, place, there);
            for x in &times {
                for u in &times {
                    let forth = step.forward(*x) <= *u;
                    assert_eq!(forth, *x <= step.back(*u), "{step:?} {x} {u}");
                }
            }
        }
        // Three days later by the clock on the wall are an hour more, or less.
        let three = Step::Elapsed(72 * 60 * MINUTE, place, place);
        assert_eq!(three.forward(at(10, 31, 20, 0)), at(11, 3, 19, 0));
        assert_eq!(three.forward(at(3, 7, 20, 0)), at(3, 10, 21, 0));
        assert_eq!(three.forward(at(6, 1, 20, 0)), at(6, 4, 20, 0));
        let there = Step::Elapsed(0, place, seoul);
        assert_eq!(there.forward(at(6, 1, 20, 0)), at(6, 2, 9, 0));
        assert_eq!(there.back(at(6, 2, 9, 0)), at(6, 1, 20, 0));
    }

    #[test]
    fn forward_and_back_are_adjoint_everywhere() {
        let mut steps = Vec::new();
        for n in [i64::MIN, -40, -13, -1, 0, 1, 2, 12, 31, i64::MAX] {
            for unit in [Days, Months] {
                steps.extend([Step::Later(n, unit), Step::Reaching(n, unit)]);
            }
        }
        for by in [-NEVER, -DAY, -1, 0, 1, DAY, 5 * DAY + 1, NEVER] {
            steps.push(Step::Shift(by));
        }
        let mut times = vec![0, 1, END - 1, END, NEVER];
        for day in [1, 40, 739_950, 740_009, 740_010, 740_011, 740_040, 3_652_030] {
            times.extend([day * DAY - 1, day * DAY, day * DAY + 1]);
        }
        for step in steps {
            for x in &times {
                for u in &times {
                    let forth = step.forward(*x) <= *u;
                    assert_eq!(forth, *x <= step.back(*u), "{step:?} {x} {u}");
                }
            }
        }
    }
}
