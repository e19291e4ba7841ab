//! The times of a clash: what its lines lead to, how that is said, and by how much they miss one another.
//!
//! Takes plans of some of the lines; gives times and words, in days, or to the minute where days do not tell it all. Where
//! nothing says whose the days are, times are those on the clock on which the whole plan is shown.

use jiff::civil::Date as Day;

use super::Clash;
use crate::eval::{Gap, Plan};
use crate::time::{Event, Time};
use crate::value::{OFFSETS, Place, count};

/// The earliest times, or the latest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Early,
    Late,
}

impl Side {
    pub(super) fn of(self, (early, late): (Option<Time>, Option<Time>)) -> Option<Time> {
        match self {
            Side::Early => early,
            Side::Late => late,
        }
    }

    pub(super) fn other(self) -> Side {
        match self {
            Side::Early => Side::Late,
            Side::Late => Side::Early,
        }
    }
}

impl Clash<'_> {
    /// Returns what all lines but one lead to and what that one asks for, as days are in a place.
    pub(super) fn apart(
        &self,
        rest: (&Plan, Event),
        own: (&Plan, Event),
        side: Side,
        place: Option<Place>,
    ) -> Option<(Time, Time)> {
        let led = side.of(self.times(rest.0, rest.1, place))?;
        Some((led, side.other().of(self.times(own.0, own.1, place))?))
    }

    /// Says by how much lines miss one another; none where that hangs on whose days they are and nothing says it.
    pub(super) fn gap(
        &self,
        rest: (&Plan, Event),
        own: (&Plan, Event),
        side: Side,
    ) -> Option<String> {
        let (place, known) = self.whole.shown_in().unzip();
        let somewhere = [OFFSETS.first(), OFFSETS.last()].into_iter().flatten();
        let elsewhere = somewhere.map(|by| Place::ahead_of_utc(i64::from(*by)));
        let elsewhere = elsewhere.filter(|_| known == Some(false));
        let mut gaps = elsewhere.map(Some).chain([place]).map(|place| {
            let (led, asked) = self.apart(rest, own, side, place)?;
            Some(self.between(led.min(asked), led.max(asked)))
        });
        let first = gaps.next()??;
        gaps.all(|gap| gap.as_ref() == Some(&first)).then_some(first)
    }

    /// Returns the first and the last time of an event as days are in a place, where it is not said whose they are: the
    /// beginning and the end of days, where those tell it all.
    pub(super) fn times(
        &self,
        plan: &Plan,
        event: Event,
        place: Option<Place>,
    ) -> (Option<Time>, Option<Time>) {
        let seen = place.and_then(|place| plan.seen_from(place));
        let (first, last) = seen.as_ref().unwrap_or(plan).times(event);
        if self.hours {
            return (first, last);
        }
        (first.map(|t| Time::start_of(t.day())), last.map(|t| Time::end_of(t.day())))
    }

    /// Says when a time is, as the earliest or the latest.
    pub(super) fn when(&self, time: Time, side: Side) -> String {
        match side {
            _ if !self.hours => time.day().to_string(),
            Side::Early => self.whole.told_from(time),
            Side::Late => self.whole.told(time),
        }
    }

    /// Says how long it is from one time to a later one: in days, from two months on in months; in hours and minutes where
    /// days do not tell it.
    fn between(&self, from: Time, to: Time) -> String {
        let gap = Gap::Minutes((to.next_minute() - from.next_minute()).max(1));
        // What is due by a day is missed by days.
        if self.hours && gap.days() < 2 && !from.is_end_of_day() {
            return gap.to_string();
        }
        between(from.day(), to.day())
    }
}

/// Says how long it is from one day to a later one: in days, from two months on in months.
fn between(from: Day, to: Day) -> String {
    let days = from.duration_until(to).as_hours() / 24;
    if days < 62 {
        return count(days, "day");
    }
    let months = (i64::from(to.year()) - i64::from(from.year())) * 12 + i64::from(to.month())
        - i64::from(from.month());
    if months < 36 {
        format!("about {}", count(months, "month"))
    } else {
        format!("about {}", count(months / 12, "year"))
    }
}
