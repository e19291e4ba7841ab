//! The calendar as day numbers: days and months added, and both inverses.
//!
//! Takes and gives plain day numbers, counted from 1 January of the year 1 as day 0, in the calendar of today carried
//! back. Adding months is a function of the calendar (31 January and one month is the last day of February), so it has
//! no inverse, only the two nearest things to one: the last day from which a day is not passed, and the first from
//! which it is reached. Knows nothing of events.

use jiff::{ToSpan, civil};

/// The number of the last day there is, 31 December 9999.
pub const LAST_DAY: i64 = 3_652_058;

/// The number of days after which the calendar repeats itself: 400 years.
pub const CALENDAR_PERIOD: i64 = 146_097;

/// What is counted by the calendar. Weeks are seven days, years twelve months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CalendarUnit {
    /// Days.
    Days,
    /// Months, each as long as it is.
    Months,
}

const ORIGIN: civil::Date = civil::Date::constant(1, 1, 1);

/// A number no day has: what lies before the calendar, or after it.
const BEFORE: i64 = -1;
const BEYOND: i64 = LAST_DAY + 1;

/// Returns the number of a day; negative before the year 1.
pub fn number_of_day(day: civil::Date) -> i64 {
    day.duration_since(ORIGIN).as_hours().div_euclid(24)
}

/// Returns the day with a number; `None` outside the years 1 to 9999.
pub fn day_of_number(number: i64) -> Option<civil::Date> {
    if !(0..=LAST_DAY).contains(&number) {
        return None;
    }
    ORIGIN.checked_add(i32::try_from(number).ok()?.days()).ok()
}

fn clipped(number: i64) -> i64 {
    number.clamp(BEFORE, BEYOND)
}

/// A month so many months after the month of a day, as its first day; or on which side of the calendar it lies.
fn month_after(day: civil::Date, months: i64) -> Result<civil::Date, i64> {
    let here = i64::from(day.year()) * 12 + i64::from(day.month()) - 1;
    let there = here.saturating_add(months);
    let side = if months < 0 { BEFORE } else { BEYOND };
    let year = i16::try_from(there.div_euclid(12)).map_err(|_| side)?;
    let month = i8::try_from(there.rem_euclid(12) + 1).map_err(|_| side)?;
    if !(1..=9999).contains(&year) {
        return Err(side);
    }
    civil::Date::new(year, month, 1).map_err(|_| side)
}

/// The last day of a month or an earlier one of it: the `wanted`th, where the month has it.
fn within(month: civil::Date, wanted: i8) -> i64 {
    number_of_day(month) + i64::from(wanted.min(month.days_in_month())) - 1
}

/// Returns the day `n` units after a day (before it for a negative `n`): the same day of the month so many months
/// on, or its last where the month is too short. `-1` before the calendar, `LAST_DAY + 1` beyond it; monotone in
/// `day` and in `n`.
pub fn later_day(day: i64, n: i64, unit: CalendarUnit) -> i64 {
    let Some(date) = day_of_number(day) else { return clipped(day) };
    match unit {
        CalendarUnit::Days => clipped(day.saturating_add(n)),
        CalendarUnit::Months => match month_after(date, n) {
            Ok(month) => within(month, date.day()),
            Err(side) => side,
        },
    }
}

/// Returns the last day `d` for which `later_day(d, n, unit) <= day`; `-1` where no day is early enough.
pub fn last_day_reaching_no_further(day: i64, n: i64, unit: CalendarUnit) -> i64 {
    let Some(date) = day_of_number(day) else {
        return if day < 0 { BEFORE } else { LAST_DAY };
    };
    let back = n.saturating_neg();
    let found = match unit {
        CalendarUnit::Days => clipped(day.saturating_add(back)),
        CalendarUnit::Months => match month_after(date, back) {
            // Every day of the month goes to the last of this one or before it.
            Ok(month) if date.day() == date.days_in_month() => within(month, 31),
            Ok(month) => within(month, date.day()),
            Err(side) => side,
        },
    };
    found.min(LAST_DAY)
}

/// Returns the first day `d` for which `later_day(d, n, unit) >= day`; `-1` where every day is late enough and
/// `LAST_DAY + 1` where none is.
pub fn first_day_reaching(day: i64, n: i64, unit: CalendarUnit) -> i64 {
    let Some(date) = day_of_number(day) else { return clipped(day) };
    let back = n.saturating_neg();
    match unit {
        CalendarUnit::Days => clipped(day.saturating_add(back)),
        CalendarUnit::Months => match month_after(date, back) {
            Ok(month) if date.day() <= month.days_in_month() => within(month, date.day()),
            // No day of that month gets there: the first of the next one passes it.
            Ok(month) => clipped(within(month, 31) + 1),
            Err(side) => side,
        },
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use super::{
        CALENDAR_PERIOD, CalendarUnit, LAST_DAY, day_of_number, first_day_reaching,
        last_day_reaching_no_further, later_day, number_of_day,
    };
    use jiff::{ToSpan, civil};

    fn number(text: &str) -> i64 {
        number_of_day(text.parse::<civil::Date>().unwrap())
    }

    fn months(text: &str, n: i64) -> String {
        day_of_number(later_day(number(text), n, CalendarUnit::Months)).unwrap().to_string()
    }

    #[test]
    fn the_calendar_is_whole() {
        assert_eq!(number("0001-01-01"), 0);
        assert_eq!(number("9999-12-31"), LAST_DAY);
        assert_eq!(number("2401-03-01") - number("2001-03-01"), CALENDAR_PERIOD);
        assert_eq!(number_of_day(civil::date(0, 12, 31)), -1);
        assert_eq!(day_of_number(-1), None);
        assert_eq!(day_of_number(LAST_DAY + 1), None);
        assert_eq!(day_of_number(number("2027-03-01")).unwrap().to_string(), "2027-03-01");
    }

    #[test]
    fn months_are_of_the_calendar() {
        assert_eq!(months("2027-01-31", 1), "2027-02-28");
        assert_eq!(months("2028-01-31", 1), "2028-02-29");
        assert_eq!(months("2027-03-31", -1), "2027-02-28");
        for day in ["2027-08-28", "2027-08-29", "2027-08-30", "2027-08-31"] {
            let there = months(day, 6);
            assert_eq!(there, if day.ends_with("28") { "2028-02-28" } else { "2028-02-29" });
        }
    }

    #[test]
    fn adding_is_what_jiff_adds_and_both_inverses_are_exact() {
        let from = number("2023-11-20");
        let to = number("2028-04-10");
        for n in [-25, -12, -6, -1, 0, 1, 2, 5, 12, 13] {
            for unit in [CalendarUnit::Days, CalendarUnit::Months] {
                let add = |day: i64| later_day(day, n, unit);
                for day in from..to {
                    let date = day_of_number(day).unwrap();
                    let span = match unit {
                        CalendarUnit::Days => n.days(),
                        CalendarUnit::Months => n.months(),
                    };
                    assert_eq!(add(day), number_of_day(date.checked_add(span).unwrap()));
                    assert!(add(day) <= add(day + 1), "monotone");
                    let last = last_day_reaching_no_further(day, n, unit);
                    assert!(add(last) <= day && add(last + 1) > day, "{date} {n} {unit:?}");
                    let first = first_day_reaching(day, n, unit);
                    assert!(add(first) >= day && add(first - 1) < day, "{date} {n} {unit:?}");
                }
            }
        }
    }

    #[test]
    fn beyond_the_calendar_is_said_and_nothing_overflows() {
        for unit in [CalendarUnit::Days, CalendarUnit::Months] {
            for day in [-1, 0, 1, 700_000, LAST_DAY, LAST_DAY + 1] {
                for n in [i64::MIN, -10_000_000, -1, 0, 1, 10_000_000, i64::MAX] {
                    for there in [
                        later_day(day, n, unit),
                        last_day_reaching_no_further(day, n, unit),
                        first_day_reaching(day, n, unit),
                    ] {
                        assert!((-1..=LAST_DAY + 1).contains(&there));
                    }
                }
            }
            assert_eq!(later_day(700_000, i64::MAX, unit), LAST_DAY + 1);
            assert_eq!(later_day(700_000, i64::MIN, unit), -1);
            assert_eq!(first_day_reaching(700_000, i64::MAX, unit), -1);
            assert_eq!(first_day_reaching(700_000, i64::MIN, unit), LAST_DAY + 1);
            assert_eq!(last_day_reaching_no_further(700_000, i64::MAX, unit), -1);
            assert_eq!(last_day_reaching_no_further(700_000, i64::MIN, unit), LAST_DAY);
        }
    }
}
