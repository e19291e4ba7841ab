//! How a plan with times of day is seen: on which clock its times are told, and how it is as days are in one place or another.
//!
//! Takes a plan; gives times in words, the plan as it is if its days are those of a place, and the places whose
//! days they can be. Knows nothing of where a time of day stands to the days of a plan: that is `clock`.

use jiff::civil::Date as Day;

use super::clock::{Days, Finest};
use super::{Due, Line, Plan};
use crate::time::{Answer, Consistency, Constraint, Statement, Time, Timeline};
use crate::value::{Date, OFFSETS, Place};

/// Places whose days those of a plan can be.
#[derive(Debug)]
pub struct Between {
    /// The most western; none where that is the end of the world.
    pub west: Option<Place>,
    /// The most eastern, likewise.
    pub east: Option<Place>,
    /// The lines that agree only there.
    pub lines: Vec<Line>,
}

impl Plan {
    /// Returns the place on whose clock times of day are to be shown, where there are any, and whether its days are known
    /// to be those of the plan.
    pub fn shown_in(&self) -> Option<(Place, bool)> {
        match self.days {
            Days::Anybodys => None,
            Days::Of(place) => (self.finest == Finest::Clocks).then_some((place, true)),
            Days::Unknown { .. } => self.shown_in.map(|place| (place, false)),
        }
    }

    /// Returns the plan as it is if its days are those of a place so many minutes ahead of UTC.
    pub(super) fn if_days_are(&self, ahead: i64) -> Option<Timeline> {
        let Days::Unknown { event, zero } = self.days else { return None };
        let at = Time::of_minutes(zero + ahead);
        let mut timeline = self.timeline.clone();
        let on = [Constraint::no_earlier(event, at), Constraint::no_later(event, at)];
        timeline.add(Statement::GIVEN, &on);
        Some(timeline)
    }

    /// Returns the plan as it is seen from the place on whose clock it is shown.
    #[must_use]
    pub fn seen(&self) -> Option<Plan> {
        self.seen_from(self.shown_in?)
    }

    /// Returns the plan as it is if its days are those of a place; none where it is said whose they are, and where they
    /// cannot be.
    #[must_use]
    pub fn seen_from(&self, place: Place) -> Option<Plan> {
        let Days::Unknown { zero, .. } = self.days else { return None };
        let timeline = self.if_days_are(place.clock_at(zero) - zero)?;
        let consistent = timeline.consistency() == Consistency::Consistent;
        consistent.then(|| Plan {
            timeline,
            ends: self.ends.clone(),
            lines: self.lines.clone(),
            days: Days::Of(place),
            finest: self.finest,
            ..Plan::default()
        })
    }

    /// Returns the day of a moment where the plan is shown; none of what has no time of day.
    pub fn day_shown(&self, date: Date) -> Option<Day> {
        let (place, utc) = (self.shown_in()?.0, date.utc()?);
        Some(Time::of_minutes(place.clock_at(utc)).day())
    }

    /// Returns the places whose days those of the plan can be, where it is not said and lines clash as they are in others.
    pub fn days_between(&self) -> Option<Between> {
        let Days::Unknown { event, zero } = self.days else { return None };
        let (first, last) = self.times(event);
        let at = |by: &i16| Time::of_minutes(zero + i64::from(*by));
        let place = |by: &i16| Place::ahead_of_utc(i64::from(*by));
        let west = OFFSETS.iter().find(|by| first.is_none_or(|first| at(by) >= first))?;
        let east = OFFSETS.iter().rev().find(|by| last.is_none_or(|last| at(by) <= last))?;
        let (open_west, open_east) = (Some(west) == OFFSETS.first(), Some(east) == OFFSETS.last());
        if (open_west && open_east)
            || self.timeline.consistency_of(event) != Consistency::Consistent
        {
            return None;
        }
        let why = [
            (!open_west).then(|| self.timeline.why_earliest(event)),
            (!open_east).then(|| self.timeline.why_latest(event)),
        ];
        let said = why.into_iter().flatten().filter_map(Answer::known).flatten();
        let mut lines: Vec<Line> = Vec::new();
        for line in said.filter_map(|s| self.line(s)) {
            if !lines.contains(line) {
                lines.push(*line);
            }
        }
        Some(Between {
            west: (!open_west).then(|| place(west)),
            east: (!open_east).then(|| place(east)),
            lines,
        })
    }

    /// Checks whether days do not tell all of it: there are times of day in it, or something is counted in hours.
    pub fn tells_hours(&self) -> bool {
        self.finest != Finest::Days
    }

    /// Says when a time is: the day, and the time of day where that is not the end of the day and the clock is known.
    pub fn told(&self, time: Time) -> String {
        let day = time.day();
        let minutes = time.minutes();
        let clock = format!("{:02}:{:02}", minutes / 60, minutes % 60);
        match (self.days, self.shown_in()) {
            _ if time.is_end_of_day() => day.to_string(),
            (_, Some((place, _))) => format!("{day} {clock} {place}"),
            // Hours are counted from the beginning of a day, or from its end.
            _ if self.tells_hours() && time != Time::start_of(day) => format!("{day} {clock}"),
            _ => day.to_string(),
        }
    }

    /// Returns the same as a time from which something is: of one that begins with a day the day alone.
    pub fn told_from(&self, time: Time) -> String {
        if time.minutes() == 0 { time.day().to_string() } else { self.told(time) }
    }

    /// Returns when something was due, on the clock on which the plan is shown.
    pub fn due_as_seen<'d>(&self, due: &'d Due) -> &'d Due {
        let here = match (self.days, self.shown_in) {
            (Days::Unknown { zero, .. }, Some(place)) => {
                let ahead = place.clock_at(zero) - zero;
                due.elsewhere.iter().find(|(there, _)| *there == ahead).map(|(_, due)| due)
            }
            _ => None,
        };
        here.unwrap_or(due)
    }
}
