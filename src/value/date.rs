//! Dates at the precision at which they are known.
//!
//! `1975` is the interval from its first to its last day; so is `1975-08`. Two such dates are ordered
//! only where their intervals do not overlap, and the comparison is three-valued.

use std::fmt;

use jiff::civil;

use crate::value::Truth;

/// A year, a month or a day, as written; an interval of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub(super) year: i16,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
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
        };
        let month = date.month.unwrap_or(1);
        let day = date.day.unwrap_or(1);
        (parts.next().is_none() && civil::Date::new(date.year, month, day).is_ok()).then_some(date)
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
            Truth::Yes
        } else if self.last_day() < other.first_day() || other.last_day() < self.first_day() {
            Truth::No
        } else {
            Truth::Undecided
        }
    }

    /// Decides whether the whole of `self` lies before the whole of `other`.
    pub fn before(self, other: Date) -> Truth {
        if self.last_day() < other.first_day() {
            Truth::Yes
        } else if self.first_day() >= other.last_day() {
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
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Date;
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
}
