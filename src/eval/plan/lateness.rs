//! Whether what happened was in time.
//!
//! Takes a plan as it went; gives for a phase whether it was on time, late, early or missed, and the lines that say by when
//! it was due. A date that is known to a month may be both: then it is not known. Says nothing of how bad that is.

use std::fmt;

use jiff::civil::Date as Day;

use super::clock::Days;
use super::{Line, Plan};
use crate::expr::EntityId;
use crate::model::Model;
use crate::time::{Answer, Consistency, Constraint, Event, Limit, Statement, Time, Timeline};
use crate::value::{Date, OFFSETS, count};

/// How what happened stands to when it was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// Within the days on which it was due.
    OnTime,
    /// So long after the last of them; at least so long, where the date is not known to the day.
    Late(Gap),
    /// So long before the first of them, at least.
    Early(Gap),
    /// It did not happen, and the last of them is over.
    Missed,
    /// It was owed only in return for something that was not done.
    NotOwed,
    /// It was kept from coming, and came all the same.
    NotDue,
    /// Nothing bounds it, or the dates are not known well enough.
    Unknown,
}

/// How late or early something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// So many days of the calendar.
    Days(i64),
    /// So many minutes, where clocks tell when it was due and when it happened.
    Minutes(i64),
}

impl Gap {
    /// Returns the whole days in it.
    pub fn days(self) -> i64 {
        match self {
            Gap::Days(n) => n,
            Gap::Minutes(n) => n / (24 * 60),
        }
    }

    /// Returns the smaller of two, in what both can be told in.
    fn smaller(self, other: Gap) -> Gap {
        match (self, other) {
            (Gap::Minutes(a), Gap::Minutes(b)) => Gap::Minutes(a.min(b)),
            (a, b) => Gap::Days(a.days().min(b.days())),
        }
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = match *self {
            Gap::Days(days) => days.saturating_mul(24 * 60),
            Gap::Minutes(minutes) => minutes,
        };
        let parts =
            [(minutes / (24 * 60), "day"), (minutes / 60 % 24, "hour"), (minutes % 60, "minute")];
        let mut said = parts.into_iter().filter(|(n, _)| *n != 0).peekable();
        if said.peek().is_none() {
            return f.write_str("less than a day");
        }
        let mut gap = "";
        for (n, unit) in said {
            write!(f, "{gap}{}", count(n, unit))?;
            gap = " ";
        }
        Ok(())
    }
}

/// When a phase was due to begin: the first and the last time, and the lines by which the last is the last.
#[derive(Clone, Debug, Default)]
pub struct Due {
    /// The first time.
    pub first: Option<Time>,
    /// The last time.
    pub last: Option<Time>,
    /// The lines that the last rests on.
    pub by: Vec<Line>,
    /// Within these it was due on whichever of its days everything was that it counts from.
    pub(super) sure: (Option<Time>, Option<Time>),
    /// Whose days they are.
    pub(super) days: Days,
    /// The same for each place whose days they may be, with how far it is ahead of UTC, where that is not said.
    pub(super) elsewhere: Vec<(i64, Due)>,
}

impl Plan {
    /// Returns when a phase was due, in a plan as it went.
    pub fn due(&self, model: &Model, phase: EntityId) -> Due {
        let Some(ends) = self.ends(phase) else { return Due::default() };
        if self.timeline.consistency_of(ends.start) != Consistency::Consistent {
            let part = self.leading_to(model, phase);
            return match part.ends(phase) {
                Some(ends)
                    if part.timeline.consistency_of(ends.start) == Consistency::Consistent =>
                {
                    part.due_by(ends.start)
                }
                _ => Due::default(),
            };
        }
        self.due_by(ends.start)
    }

    fn due_by(&self, start: Event) -> Due {
        let mut due = self.due_in(&self.timeline, start);
        due.days = self.days;
        for ahead in OFFSETS.into_iter().map(i64::from) {
            let Some(timeline) = self.if_days_are(ahead) else { break };
            if timeline.consistency_of(start) == Consistency::Consistent {
                let there = Due { days: self.days, ..self.due_in(&timeline, start) };
                due.elsewhere.push((ahead, there));
            }
        }
        due
    }

    fn due_in(&self, whole: &Timeline, start: Event) -> Due {
        let supposed;
        let timeline = if whole.latest(start) == Answer::Known(Limit::Never) {
            // What may never come is due at some time only if it comes.
            let mut timeline = whole.clone();
            timeline.add(Statement::GIVEN, &[Constraint::happens(start)]);
            supposed = timeline;
            &supposed
        } else {
            whole
        };
        let time = |limit: Answer<Limit>| limit.known()?.time();
        // The end of the calendar is no limit that anybody set.
        let last = time(timeline.latest(start)).filter(|last| last.day() != Time::LAST.day());
        let by = match last {
            Some(_) => timeline.why_latest(start).known().unwrap_or_default(),
            None => Vec::new(),
        };
        let by = by.into_iter().filter_map(|s| self.line(s)).copied().collect();
        let first = time(timeline.earliest(start));
        // From a month may be counted from any of its days, and hours from any of a day.
        let sure_first = time(self.at_the(End::Last, timeline).earliest(start)).or(first);
        let sure_last = time(self.at_the(End::First, timeline).latest(start)).or(last);
        Due { first, last, by, sure: (sure_first, sure_last), ..Due::default() }
    }

    /// Returns a timeline in which everything that is dated was on the first, or the last, of the days that it may be.
    fn at_the(&self, end: End, timeline: &Timeline) -> Timeline {
        let mut pinned = timeline.clone();
        for event in &self.dated {
            let limit = match end {
                End::First => timeline.earliest(*event),
                End::Last => timeline.latest(*event),
            };
            let Some(time) = limit.known().and_then(Limit::time) else { continue };
            let said = match end {
                End::First => Constraint::no_later(*event, time),
                // Which of two things of one day was first is not asked.
                End::Last => Constraint::no_earlier(*event, Time::start_of(time.day())),
            };
            pinned.add(Statement::GIVEN, &[said]);
        }
        pinned
    }
}

/// The first of the days on which something may be, or the last.
#[derive(Clone, Copy)]
enum End {
    First,
    Last,
}

impl Due {
    /// Decides the same for each place whose days they may be, with how many minutes that is ahead of UTC, from the west to
    /// the east; for none, where it is said whose they are.
    pub fn in_each_place(&self, happened: Date) -> impl Iterator<Item = (i64, Lateness)> {
        self.elsewhere.iter().map(move |(ahead, due)| match happened.utc() {
            Some(utc) => (*ahead, due.lateness_at(Time::of_minutes(utc + ahead))),
            None => (*ahead, due.lateness_of(happened)),
        })
    }

    /// Decides whether what happened on a date was in time.
    pub fn lateness(&self, happened: Date) -> Lateness {
        match self.in_each_place(happened).map(|(_, lateness)| lateness).reduce(either) {
            Some(lateness) => lateness,
            None => match happened.utc() {
                Some(_) => self.lateness_at(self.days.widest(happened).0),
                None => self.lateness_of(happened),
            },
        }
    }

    /// Decides whether what happened at a time was in time.
    fn lateness_at(&self, at: Time) -> Lateness {
        if let Some(last) = self.last.filter(|last| at > *last) {
            // What is due by a day is late by days, and what is due by an hour by hours.
            return Lateness::Late(if last.is_end_of_day() {
                Gap::Days(days(last.day(), at.day()))
            } else {
                Gap::Minutes(at.since(last).minutes_begun())
            });
        }
        match self.first {
            Some(first) if at < first => Lateness::Early(if first == Time::start_of(first.day()) {
                Gap::Days(days(at.day(), first.day()))
            } else {
                Gap::Minutes(first.since(at).minutes_begun())
            }),
            None if self.last.is_none() => Lateness::Unknown,
            _ if self.sure.1.or(self.last).is_some_and(|last| at > last)
                || self.sure.0.or(self.first).is_some_and(|first| at < first) =>
            {
                Lateness::Unknown
            }
            _ => Lateness::OnTime,
        }
    }

    /// Decides whether what happened on a date was in time.
    fn lateness_of(&self, happened: Date) -> Lateness {
        let (from, to) = (happened.first_day(), happened.last_day());
        if let Some(last) = self.last {
            if from > last.day() {
                return Lateness::Late(Gap::Days(days(last.day(), from)));
            }
            // On the last day it is in time where that day counts to its end.
            let last = self.sure.1.unwrap_or(last);
            if to > last.day() || (to == last.day() && last.minutes() < LAST_MINUTE) {
                return Lateness::Unknown;
            }
        }
        match self.first.map(Time::day) {
            Some(first) if to < first => Lateness::Early(Gap::Days(days(to, first))),
            Some(first) if from < self.sure.0.map_or(first, Time::day) => Lateness::Unknown,
            // A day says nothing of whether it was before the hour.
            Some(first) if from == first && self.begins_later() => Lateness::Unknown,
            None if self.last.is_none() => Lateness::Unknown,
            _ => Lateness::OnTime,
        }
    }

    /// Checks whether it begins to be in time when its first day has begun already.
    fn begins_later(&self) -> bool {
        self.sure.0.or(self.first).is_some_and(|first| first.minutes() > 0)
    }

    /// Decides whether what did not happen was due before a date.
    pub fn missed(&self, as_of: Date) -> bool {
        self.last.is_some_and(|last| last.day() < as_of.first_day())
    }
}

/// Returns what is so in two places.
fn either(a: Lateness, b: Lateness) -> Lateness {
    match (a, b) {
        (Lateness::Late(a), Lateness::Late(b)) => Lateness::Late(a.smaller(b)),
        (Lateness::Early(a), Lateness::Early(b)) => Lateness::Early(a.smaller(b)),
        (a, b) if a == b => a,
        _ => Lateness::Unknown,
    }
}

/// The last minute of a day.
const LAST_MINUTE: i64 = 24 * 60 - 1;

fn days(from: Day, to: Day) -> i64 {
    from.duration_until(to).as_hours() / 24
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use super::{Due, Gap, Lateness, either};
    use crate::time::Time;
    use crate::value::Date;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn what_happened_is_compared_with_what_was_due() {
        let due = |text: &str| {
            let (first, last) = Time::span_of(date(text));
            Due { first: Some(first), last: Some(last), ..Due::default() }
        };
        let march = due("2027-03");
        for (on, is) in [
            ("2027-02-27", Lateness::Early(Gap::Days(2))),
            ("2027-03-01", Lateness::OnTime),
            ("2027-03", Lateness::OnTime),
            ("2027-03-31", Lateness::OnTime),
            ("2027-04-12", Lateness::Late(Gap::Days(12))),
            ("2027-05", Lateness::Late(Gap::Days(31))),
            ("2027", Lateness::Unknown),
        ] {
            assert_eq!(march.lateness(date(on)), is, "{on}");
        }
        let open = Due { last: None, ..due("2027-03-01") };
        assert_eq!(open.lateness(date("2028")), Lateness::OnTime);
        assert_eq!(open.lateness(date("2026-12")), Lateness::Early(Gap::Days(60)));
        assert_eq!(Due::default().lateness(date("2028")), Lateness::Unknown);
    }

    #[test]
    fn what_is_due_by_the_hour_is_late_and_early_by_hours() {
        let day = date("2027-03-02").first_day();
        let at = |hour, minute| Time::at(day, hour, minute);
        let due = Due { first: Some(at(10, 0)), last: Some(at(12, 0)), ..Due::default() };
        for (time, is) in [
            (at(9, 30), Lateness::Early(Gap::Minutes(30))),
            (at(10, 0), Lateness::OnTime),
            (at(12, 0), Lateness::OnTime),
            (at(12, 1), Lateness::Late(Gap::Minutes(1))),
            (at(14, 30), Lateness::Late(Gap::Minutes(150))),
        ] {
            assert_eq!(due.lateness_at(time), is, "{time:?}");
        }
        // A day says nothing of the hour; what is due from midnight on is due on all of the day.
        assert_eq!(due.lateness(date("2027-03-02")), Lateness::Unknown);
        let from_ten = Due { last: None, ..due.clone() };
        assert_eq!(from_ten.lateness(date("2027-03-02")), Lateness::Unknown);
        assert_eq!(from_ten.lateness(date("2027-03-03")), Lateness::OnTime);
        assert_eq!(from_ten.lateness(date("2027-03-01")), Lateness::Early(Gap::Days(1)));
        let until_noon = Due { first: None, ..due };
        assert_eq!(until_noon.lateness(date("2027-03-02")), Lateness::Unknown);
        assert_eq!(until_noon.lateness(date("2027-03-01")), Lateness::OnTime);
        // By a day late is by days, whatever the hour.
        let days = Due { first: None, last: Some(Time::end_of(day)), ..Due::default() };
        let morrow = Time::at(date("2027-03-03").first_day(), 0, 1);
        assert_eq!(days.lateness_at(morrow), Lateness::Late(Gap::Days(1)));
        let days = Due { first: Some(Time::start_of(day)), last: None, ..Due::default() };
        let eve = Time::at(date("2027-03-01").first_day(), 23, 59);
        assert_eq!(days.lateness_at(eve), Lateness::Early(Gap::Days(1)));
    }

    #[test]
    fn what_is_so_in_two_places_is_told_in_what_both_can_be() {
        let (days, minutes) = (Gap::Days, Gap::Minutes);
        assert_eq!((minutes(1439).days(), minutes(1440).days(), minutes(2879).days()), (0, 1, 1));
        for (a, b, both) in [
            (minutes(5), minutes(9), minutes(5)),
            (days(2), days(3), days(2)),
            (days(3), minutes(2 * 1440 + 5), days(2)),
            (minutes(3 * 1440), days(1), days(1)),
        ] {
            assert_eq!(either(Lateness::Late(a), Lateness::Late(b)), Lateness::Late(both));
            assert_eq!(either(Lateness::Early(b), Lateness::Early(a)), Lateness::Early(both));
        }
        let late = Lateness::Late(days(1));
        assert_eq!(either(late, Lateness::OnTime), Lateness::Unknown);
        assert_eq!(either(Lateness::OnTime, Lateness::OnTime), Lateness::OnTime);
    }
}
