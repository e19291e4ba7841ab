//! Points and lengths of time, exact and without overflow.
//!
//! A minute is 2^20 ticks, counted from the beginning of the year 1 to the end of the year 9999. "Strictly after" is
//! one tick: fewer than 2^20 strict steps never fill a minute, so that time is as good as dense. One more value stands
//! above all others: never. Knows nothing of events.

use jiff::civil;

use crate::value::{Date, LAST_DAY, day_of_number, number_of_day};

pub(super) const MINUTE: i64 = 1 << 20;
pub(super) const DAY: i64 = 24 * 60 * MINUTE;
/// The last tick of the calendar.
pub(super) const END: i64 = (LAST_DAY + 1) * DAY - 1;
/// What may happen never happens then. Sums beyond the calendar are taken for it too.
pub(super) const NEVER: i64 = END + 1;

/// A point in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// The first tick there is.
    pub const FIRST: Time = Time(0);
    /// The last tick there is.
    pub const LAST: Time = Time(END);

    pub(super) fn of(ticks: i64) -> Time {
        Time(ticks.clamp(0, END))
    }

    pub(super) fn ticks(self) -> i64 {
        self.0
    }

    /// Returns the first tick of a day; days before the year 1 are taken for its first.
    pub fn start_of(day: civil::Date) -> Time {
        Time::of(number_of_day(day).saturating_mul(DAY))
    }

    /// Returns the last tick of a day; days before the year 1 are taken for its first.
    pub fn end_of(day: civil::Date) -> Time {
        Time::of(number_of_day(day).clamp(0, LAST_DAY) * DAY + DAY - 1)
    }

    /// Returns the first and the last tick of a date known to a day, a month or a year.
    pub fn span_of(date: Date) -> (Time, Time) {
        (Time::start_of(date.first_day()), Time::end_of(date.last_day()))
    }

    /// Returns the beginning of a minute, counted from the beginning of the year 1; at most the ends of the calendar.
    pub fn of_minutes(minutes: i64) -> Time {
        Time::of(minutes.saturating_mul(MINUTE))
    }

    /// Returns the beginning of a minute of a day.
    pub fn at(day: civil::Date, hour: i8, minute: i8) -> Time {
        let minutes = i64::from(hour) * 60 + i64::from(minute);
        Time::of(Time::start_of(day).0 + minutes * MINUTE)
    }

    /// Returns the day on which it lies.
    pub fn day(self) -> civil::Date {
        day_of_number(self.0.div_euclid(DAY)).unwrap_or(civil::Date::MAX)
    }

    /// Checks whether it is the last tick of its day.
    pub fn is_end_of_day(self) -> bool {
        self.0.rem_euclid(DAY) == DAY - 1
    }

    /// Returns the whole minutes since its day began.
    pub fn minutes(self) -> i64 {
        self.0.rem_euclid(DAY) / MINUTE
    }

    /// Returns the minute that it begins or that begins next, counted from the beginning of the year 1.
    pub fn next_minute(self) -> i64 {
        -(-self.0).div_euclid(MINUTE)
    }

    /// Returns the point so much later (earlier for a negative length), at most the ends of the calendar.
    #[must_use]
    pub fn shifted(self, by: Length) -> Time {
        Time::of(self.0 + by.0)
    }

    /// Returns how much later this is than another.
    pub fn since(self, other: Time) -> Length {
        Length(self.0 - other.0)
    }
}

/// A length of time: hours, and the one tick that makes an order strict. It may be negative, and is never longer than
/// the calendar: what would be is taken for one tick more than all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(i64);

impl Length {
    /// No time at all.
    pub const ZERO: Length = Length(0);
    /// The smallest step there is.
    pub const TICK: Length = Length(1);

    /// Returns a length in minutes.
    pub fn minutes(minutes: i64) -> Length {
        Length(minutes.saturating_mul(MINUTE).clamp(-NEVER, NEVER))
    }

    /// Returns a length in hours.
    pub fn hours(hours: i64) -> Length {
        Length::minutes(hours.saturating_mul(60))
    }

    /// Returns a length in days of 24 hours; days of the calendar are counted by
    /// [`Constraint::at_least_days_after`](super::Constraint::at_least_days_after) and its like.
    pub fn days(days: i64) -> Length {
        Length::hours(days.saturating_mul(24))
    }

    /// Returns the same length back.
    #[must_use]
    pub const fn back(self) -> Length {
        Length(-self.0)
    }

    /// Returns both lengths together.
    #[must_use]
    pub fn plus(self, other: Length) -> Length {
        Length((self.0 + other.0).clamp(-NEVER, NEVER))
    }

    pub(super) fn ticks(self) -> i64 {
        self.0
    }

    /// Returns the whole minutes in it, rounded up: what is late by less is late by one.
    pub fn minutes_begun(self) -> i64 {
        -(-self.0).div_euclid(MINUTE)
    }

    /// Returns the whole days in it, rounded down.
    pub fn whole_days(self) -> i64 {
        self.0.div_euclid(DAY)
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, END, Length, NEVER, Time, number_of_day};
    use jiff::civil::date;

    #[test]
    fn days_have_their_ticks() {
        let day = date(2027, 3, 1);
        assert_eq!(Time::start_of(day).shifted(Length::days(1)), Time::start_of(date(2027, 3, 2)));
        assert_eq!(Time::end_of(day).since(Time::start_of(day)).ticks(), DAY - 1);
        assert_eq!(Time::end_of(day).day(), day);
        assert_eq!(Time::at(day, 20, 30).minutes(), 20 * 60 + 30);
        assert_eq!(Time::end_of(date(9999, 12, 31)).ticks(), END);
        assert_eq!(Time::start_of(date(-9999, 1, 1)), Time::FIRST);
        assert_eq!(Length::minutes(5).minutes_begun(), 5);
        assert_eq!(Length::minutes(5).plus(Length::TICK).minutes_begun(), 6);
        let noon = Time::at(day, 12, 0);
        let minute = number_of_day(day) * 24 * 60 + 12 * 60;
        assert_eq!((noon.next_minute(), Time::of_minutes(minute)), (minute, noon));
        assert_eq!(noon.shifted(Length::TICK).next_minute(), minute + 1);
    }

    #[test]
    fn lengths_do_not_overflow() {
        assert_eq!(Length::days(i64::MAX).ticks(), NEVER);
        assert_eq!(Length::days(i64::MIN).ticks(), -NEVER);
        assert_eq!(Time::LAST.shifted(Length::days(i64::MAX)), Time::LAST);
        assert_eq!(Time::FIRST.shifted(Length::days(i64::MIN)), Time::FIRST);
    }
}
