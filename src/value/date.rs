//! Dates at the precision at which they are known.
//!
//! `1975` is the interval from its first to its last day; so is `1975-08`. Two such dates are ordered
//! only where their intervals do not overlap, and the comparison is three-valued.

use std::fmt;

use jiff::civil;

use super::{OFFSETS, Place, Shown, day_of_number, number_of_day};
use crate::value::Truth;

/// A time of day, on the clock of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clock {
    /// The minutes since midnight.
    pub minute: u16,
    /// Where the clock is.
    pub place: Place,
}

/// Why something written is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoDate {
    /// There is no such day.
    Day,
    /// A clock shows no such time.
    Time,
    /// Nothing says where the clock is.
    Nowhere,
    /// No such place is known.
    Place,
    /// The clocks of the place were put forward over it, when UTC had so many minutes.
    Skipped(Place, i64),
    /// The clocks of the place were put back, so that they showed it twice: first at the one distance from UTC, then at
    /// the other, in minutes.
    Twice(Place, i64, i64),
}

/// A year, a month or a day, as written; an interval of days, both ends included. A day may have a time on the clock of a
/// place: then it is that moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub(super) year: i16,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
    pub(super) clock: Option<Clock>,
}

impl Date {
    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; `None` where no such day exists in the calendar.
    pub fn parse(text: &str) -> Option<Date> {
        // Four figures, then two, then two: `197` is more often a slip than a year.
        let lengths = text.split('-').map(str::len);
        if !lengths.eq([4, 2, 2].into_iter().take(text.split('-').count().min(3))) {
            return None;
        }
        let mut parts = text.split('-');
        let date = Date {
            year: parts.next()?.parse().ok()?,
            month: parts.next().map(str::parse).transpose().ok()?,
            day: parts.next().map(str::parse).transpose().ok()?,
            clock: None,
        };
        let month = date.month.unwrap_or(1);
        let day = date.day.unwrap_or(1);
        (parts.next().is_none() && civil::Date::new(date.year, month, day).is_ok()).then_some(date)
    }

    /// Reads a date, or a day with a time: `2018-11-01 00:00 Seoul`.
    pub fn read(text: &str) -> Result<Date, NoDate> {
        let mut words = text.split_whitespace();
        let date = words.next().and_then(Date::parse).ok_or(NoDate::Day)?;
        let Some(time) = words.next() else { return Ok(date) };
        let (hour, minute) = time.split_once(':').ok_or(NoDate::Time)?;
        let (hour, minute): (u16, u16) =
            hour.parse().ok().zip(minute.parse().ok()).ok_or(NoDate::Time)?;
        if hour > 23 || minute > 59 || date.day.is_none() {
            return Err(NoDate::Time);
        }
        let place = words.next().ok_or(NoDate::Nowhere)?;
        let place = Place::find(place).ok_or(NoDate::Place)?;
        let clock = Clock { minute: hour * 60 + minute, place };
        let local = date.local(clock);
        match place.shows(local) {
            Shown::Once(_) => Ok(Date { clock: Some(clock), ..date }),
            Shown::Never => Err(NoDate::Skipped(place, place.first_shown(local))),
            Shown::Twice(first, then) => Err(NoDate::Twice(place, local - first, local - then)),
        }
    }

    /// Returns the moment when UTC has so many minutes, on the clock of a place; on one as far from UTC where that shows it
    /// twice. `None` beyond the calendar.
    pub fn at(utc: i64, place: Place) -> Option<Date> {
        let local = place.clock_at(utc);
        let place = match place.shows(local) {
            Shown::Once(_) => place,
            Shown::Twice(..) | Shown::Never => Place::ahead_of_utc(local - utc),
        };
        let day = day_of_number(local.div_euclid(24 * 60))?;
        let minute = u16::try_from(local.rem_euclid(24 * 60)).ok()?;
        Some(Date {
            year: day.year(),
            month: Some(day.month()),
            day: Some(day.day()),
            clock: Some(Clock { minute, place }),
        })
    }

    /// Returns the time of day, where it has one.
    pub fn clock(self) -> Option<Clock> {
        self.clock
    }

    /// Returns the day without its time.
    #[must_use]
    pub fn without_clock(self) -> Date {
        Date { clock: None, ..self }
    }

    fn local(self, clock: Clock) -> i64 {
        number_of_day(self.first_day()) * 24 * 60 + i64::from(clock.minute)
    }

    /// Returns the minute of UTC, counted from the beginning of the year 1, where it has a time of day.
    pub fn utc(self) -> Option<i64> {
        let clock = self.clock?;
        Some(clock.place.first_shown(self.local(clock)))
    }

    /// Returns the days on which it may lie for somebody whose place is not known, as numbers.
    fn anywhere(self) -> (i64, i64) {
        let day = |utc: i64, offset: Option<&i16>| {
            (utc + i64::from(offset.copied().unwrap_or(0))).div_euclid(24 * 60)
        };
        match self.utc() {
            Some(utc) => (day(utc, OFFSETS.first()), day(utc, OFFSETS.last())),
            None => (number_of_day(self.first_day()), number_of_day(self.last_day())),
        }
    }

    /// Returns the first day of the interval.
    pub fn first_day(self) -> civil::Date {
        civil::Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
            .unwrap_or(civil::Date::MIN)
    }

    /// Returns the last day of the interval.
    pub fn last_day(self) -> civil::Date {
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.first_day(),
            (Some(_), None) => self.first_day().last_of_month(),
            _ => self.first_day().last_of_year(),
        }
    }

    /// Returns how many days it may be, one for a day: the fewer, the more closely it is known.
    pub fn days(self) -> i32 {
        match (self.month, self.day) {
            (Some(_), Some(_)) => 1,
            (Some(_), None) => i32::from(self.first_day().days_in_month()),
            _ => i32::from(self.first_day().days_in_year()),
        }
    }

    /// Decides whether two dates are the same: no where they share no day, yes where they are written alike, and
    /// undecided where one only lies within the other. Two things of 1975 may well be of different days; but that
    /// something is of 1975 is one statement, whoever makes it.
    pub fn same(self, other: Date) -> Truth {
        if self == other {
            return Truth::Yes;
        }
        if let (Some(a), Some(b)) = (self.utc(), other.utc()) {
            return Truth::from(a == b);
        }
        let (a, b) = (self.anywhere(), other.anywhere());
        if a.1 < b.0 || b.1 < a.0 { Truth::No } else { Truth::Undecided }
    }

    /// Decides whether the whole of `self` lies before the whole of `other`.
    pub fn before(self, other: Date) -> Truth {
        if let (Some(a), Some(b)) = (self.utc(), other.utc()) {
            return Truth::from(a < b);
        }
        let (a, b) = (self.anywhere(), other.anywhere());
        let same_day = a.0 == b.1 && (self.clock.is_some() || other.clock.is_some());
        if a.1 < b.0 {
            Truth::Yes
        } else if a.0 >= b.1 && !same_day {
            Truth::No
        } else {
            Truth::Undecided
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        if let Some(Clock { minute, place }) = self.clock {
            write!(f, " {:02}:{:02} {place}", minute / 60, minute % 60)?;
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use super::{Date, NoDate};
    use crate::value::Truth;

    #[test]
    fn dates_are_the_same_apart_or_perhaps_the_same() {
        let same = |a: &str, b: &str| {
            let both = Date::parse(a).zip(Date::parse(b));
            both.map(|(a, b)| (a.same(b), b.same(a)))
        };
        let alike = |truth: Truth| Some((truth, truth));
        assert_eq!(same("1975-08-01", "1975-08-01"), alike(Truth::Yes));
        assert_eq!(same("1975", "1975"), alike(Truth::Yes));
        assert_eq!(same("1975", "1975-08"), alike(Truth::Undecided));
        assert_eq!(same("1975-08", "1975-08-31"), alike(Truth::Undecided));
        assert_eq!(same("1975-08", "1975-09"), alike(Truth::No));
        assert_eq!(same("1975-12-31", "1976"), alike(Truth::No));
    }

    #[test]
    fn a_time_of_day_is_a_moment() {
        let read = |text: &str| Date::read(text);
        let york = read("2025-09-27 20:00 New-York").unwrap();
        assert_eq!(york.to_string(), "2025-09-27 20:00 New-York");
        assert_eq!(york.same(read("2025-09-28 00:00 UTC").unwrap()), Truth::Yes);
        assert_eq!(york.before(read("2025-09-28 08:00 Seoul").unwrap()), Truth::No);
        assert_eq!(york.before(read("2025-09-28 09:01 Seoul").unwrap()), Truth::Yes);
        assert_eq!(york.before(york), Truth::No);
        assert_eq!(york.before(read("2025-09-28 00:00 UTC").unwrap()), Truth::No);
        // Whose 27th or 28th is meant is not said.
        for (day, same, before) in [
            ("2025-09-26", Truth::No, Truth::No),
            ("2025-09-27", Truth::Undecided, Truth::Undecided),
            ("2025-09-28", Truth::Undecided, Truth::Undecided),
            ("2025-09-29", Truth::No, Truth::Yes),
        ] {
            let day = read(day).unwrap();
            assert_eq!((york.same(day), york.before(day)), (same, before), "{day}");
        }
    }

    #[test]
    fn what_no_clock_shows_is_no_date() {
        let wrong = |text: &str| Date::read(text).unwrap_err();
        assert_eq!(wrong("2025-02-29 20:00 Seoul"), NoDate::Day);
        assert_eq!(wrong("2025-02-20 25:00 Seoul"), NoDate::Time);
        assert_eq!(wrong("2025-02-20 24:00 Seoul"), NoDate::Time);
        assert_eq!(wrong("2025-02 20:00 Seoul"), NoDate::Time);
        assert_eq!(wrong("2025-02-20 20:00"), NoDate::Nowhere);
        assert_eq!(wrong("2025-02-20 20:00 Soul"), NoDate::Place);
        assert!(matches!(wrong("2025-03-09 02:30 New-York"), NoDate::Skipped(..)));
        assert!(matches!(wrong("2025-11-02 01:30 New-York"), NoDate::Twice(_, -240, -300)));
        assert!(Date::read("2025-11-02 01:30 UTC-4").is_ok());
    }
}
