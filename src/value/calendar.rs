//! Dates moved by hours, days, months and years.
//!
//! Months are a function of the calendar, not a number of days: 31 January and one month is the last day of
//! February. A date known to the month stays known to the month where it is moved by months.

use jiff::{Span, civil};

use super::Date;

impl Date {
    /// Returns the date so many units later (earlier for a negative number), as the first and the last date it
    /// may then be; they are the same where it keeps its precision. `None` beyond the calendar or for a unit
    /// that is no length of time; only a time of day can be moved by hours.
    pub fn later(self, number: i64, unit: &str) -> Option<(Date, Date)> {
        if let ("hours", Some(clock), Some(utc)) = (unit, self.clock, self.utc()) {
            let moment = Date::at(utc.checked_add(number.checked_mul(60)?)?, clock.place)?;
            return Some((moment, moment));
        }
        // More than any calendar holds is no length that the library would take.
        let by = match unit {
            "days" => Span::new().try_days(number),
            "weeks" => Span::new().try_weeks(number),
            "months" => Span::new().try_months(number),
            "years" => Span::new().try_years(number),
            _ => return None,
        };
        let by = by.ok()?;
        let first = self.first_day().checked_add(by).ok().filter(|day| day.year() > 0)?;
        let last = match unit {
            // The last day of a month goes to the last day of a month.
            "months" | "years" if self.last_day() != self.first_day() => {
                let after = self.last_day().tomorrow().ok()?;
                after.checked_add(by).ok()?.yesterday().ok()?
            }
            _ => self.last_day().checked_add(by).ok()?,
        };
        if let Some(clock) = self.clock {
            // Where clocks are put forward over it or back, it is the moment that they show first.
            let moment = Date::at(self.same_precision(first).utc()?, clock.place)?;
            return Some((moment, moment));
        }
        let whole_month = first.day() == 1 && last == first.last_of_month();
        let whole_year = first.day_of_year() == 1 && last == first.last_of_year();
        if whole_year {
            let year = Date::of(first, 1);
            Some((year, year))
        } else if whole_month {
            let month = Date::of(first, 2);
            Some((month, month))
        } else {
            Some((Date::of(first, 3), Date::of(last, 3)))
        }
    }

    /// Returns the date of a day, as closely as this one is known.
    #[must_use]
    pub fn same_precision(self, day: civil::Date) -> Date {
        let parts = 1 + u8::from(self.month.is_some()) + u8::from(self.day.is_some());
        Date { clock: self.clock, ..Date::of(day, parts) }
    }

    /// Returns a date known to the year (1), the month (2) or the day (3).
    fn of(day: civil::Date, parts: u8) -> Date {
        let text = day.to_string();
        let length = match parts {
            1 => 4,
            2 => 7,
            _ => 10,
        };
        text.get(..length).and_then(Date::parse).unwrap_or(Date {
            year: 9999,
            month: None,
            day: None,
            clock: None,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use super::Date;

    fn later(date: &str, number: i64, unit: &str) -> String {
        let (from, to) = Date::parse(date).unwrap().later(number, unit).unwrap();
        if from == to { from.to_string() } else { format!("{from} to {to}") }
    }

    #[test]
    fn a_date_keeps_its_precision_where_it_can() {
        assert_eq!(later("2027-03", 6, "months"), "2027-09");
        assert_eq!(later("2027-11", 3, "months"), "2028-02");
        assert_eq!(later("2027", 1, "years"), "2028");
        assert_eq!(later("2027", 6, "months"), "2027-07-01 to 2028-06-30");
        assert_eq!(later("2027-03", 10, "days"), "2027-03-11 to 2027-04-10");
        assert_eq!(later("2027-01-31", 1, "months"), "2027-02-28");
        assert_eq!(later("2027-01-31", 2, "weeks"), "2027-02-14");
    }

    #[test]
    fn a_time_of_day_is_moved_by_hours_and_by_days() {
        for (from, number, unit, to) in [
            ("2018-11-01 20:00 Seoul", 6, "hours", "2018-11-02 02:00 Seoul"),
            ("2018-11-01 20:00 Seoul", -24, "hours", "2018-10-31 20:00 Seoul"),
            ("2018-11-01 20:00 Seoul", 2, "days", "2018-11-03 20:00 Seoul"),
            // Clocks were put back on 2 November, and forward on 9 March.
            ("2025-11-01 20:00 New-York", 24, "hours", "2025-11-02 19:00 New-York"),
            ("2025-11-01 20:00 New-York", 1, "days", "2025-11-02 20:00 New-York"),
            ("2025-11-01 01:30 New-York", 24, "hours", "2025-11-02 01:30 UTC-4"),
            ("2025-11-01 01:30 New-York", 25, "hours", "2025-11-02 01:30 UTC-5"),
            ("2025-11-01 01:30 New-York", 1, "days", "2025-11-02 01:30 UTC-4"),
            ("2025-03-08 02:30 New-York", 1, "days", "2025-03-09 03:00 New-York"),
        ] {
            let date = Date::read(from).unwrap();
            let there = Date::read(to).unwrap();
            assert_eq!(date.later(number, unit), Some((there, there)), "{from} {number} {unit}");
        }
        assert_eq!(Date::read("9999-12-31 20:00 UTC").unwrap().later(6, "hours"), None);
    }

    #[test]
    fn what_lies_beyond_the_calendar_is_none() {
        assert_eq!(Date::parse("9999").unwrap().later(1, "years"), None);
        assert_eq!(Date::parse("2027").unwrap().later(1, "hours"), None);
        for (number, unit) in [
            (9_000, "years"),
            (20_000, "years"),
            (300_000, "months"),
            (99_999_999, "weeks"),
            (i64::MAX, "days"),
        ] {
            let date = Date::parse("2027-03").unwrap();
            assert_eq!(date.later(number, unit), None, "{number} {unit}");
            assert_eq!(date.later(-number, unit), None, "{number} {unit} sooner");
        }
    }
}
