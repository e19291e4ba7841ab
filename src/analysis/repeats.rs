//! When a milestone comes again: its due dates, time after time, by the calendar.
//!
//! Takes its first time and what its lines say of the rest; gives plain data. Each time is counted from the first, so that
//! the 31st of a month comes back where there is one. No part of the plan: nothing is ordered or bounded by it.

use jiff::civil::Date as Day;

use super::timetable::{Repeats, Window};
use crate::value::{CalendarUnit, Dimension, Quantity, day_of_number, later_day, number_of_day};

/// So many times are listed where nothing says when it ends.
const LISTED: usize = 12;
/// So many are listed at most.
const MOST: usize = 200;

/// What a milestone goes on until: the first and the last day on which that can be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Until {
    /// Nothing is said.
    Open,
    /// Something that comes between these days, as far as they are known.
    Day(Window),
}

/// Returns when a milestone comes again; none where its period is none of the calendar.
pub(super) fn repeats(
    first: Window,
    period: &Quantity,
    until: Until,
    words: (String, String),
) -> Option<Repeats> {
    let n = period.in_base_units()?;
    let (n, unit) = match period.unit.dimension {
        Dimension::Calendar => (n, CalendarUnit::Months),
        Dimension::Time if n % 24 == 0 => (n / 24, CalendarUnit::Days),
        _ => return None,
    };
    if n < 1 {
        return None;
    }
    let (end, sure) = match until {
        Until::Open => (None, None),
        Until::Day(window) => (window.latest, window.earliest),
    };
    let most = if end.is_some() { MOST } else { LISTED };
    let mut found =
        Repeats { every: words.0, until: words.1, due: Vec::new(), certain: 0, more: false };
    if first.is_open() {
        return Some(found);
    }
    for time in 0_i64.. {
        let later = |day: Option<Day>| {
            day.map(|day| {
                day_of_number(later_day(number_of_day(day), time.saturating_mul(n), unit))
            })
        };
        let (earliest, latest) = match (later(first.earliest), later(first.latest)) {
            // Beyond the calendar nothing comes.
            (Some(None), _) | (_, Some(None)) => break,
            (earliest, latest) => (earliest.flatten(), latest.flatten()),
        };
        if let Some((soonest, end)) = earliest.or(latest).zip(end)
            && soonest > end
        {
            break;
        }
        if found.due.len() >= most {
            found.more = true;
            break;
        }
        let is_sure = match until {
            Until::Open => true,
            Until::Day(_) => latest.zip(sure).is_some_and(|(latest, sure)| latest <= sure),
        };
        // The times that are sure come before those that are not.
        found.certain += usize::from(is_sure);
        found.due.push(Window { earliest, latest, ..Window::default() });
    }
    Some(found)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use super::{Until, repeats};
    use crate::analysis::timetable::{Repeats, Window};
    use crate::value::{Number, Quantity, unit};
    use jiff::civil::{Date as Day, date};

    fn on(day: Day) -> Window {
        Window { earliest: Some(day), latest: Some(day), ..Window::default() }
    }

    fn every(n: i64, of: &str, first: Window, until: Until) -> Repeats {
        let number = Number::whole(n);
        let period = Quantity { bound: None, number, unit: unit(of).unwrap(), first_day: None };
        repeats(first, &period, until, (String::new(), String::new())).unwrap()
    }

    fn days(found: &Repeats) -> Vec<Day> {
        found.due.iter().filter_map(|w| w.earliest).collect()
    }

    #[test]
    fn each_time_is_counted_from_the_first() {
        let end = Until::Day(on(date(2027, 5, 31)));
        let found = every(1, "month", on(date(2027, 1, 31)), end);
        let due = [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31)];
        assert_eq!(days(&found), due.map(|(m, d)| date(2027, m, d)));
        assert_eq!((found.certain, found.more), (5, false));
    }

    #[test]
    fn a_year_and_a_half_is_eighteen_months() {
        let years = Number::parse("1.5").unwrap();
        let period =
            Quantity { bound: None, number: years, unit: unit("years").unwrap(), first_day: None };
        let end = Until::Day(on(date(2028, 12, 31)));
        let words = (String::new(), String::new());
        let found = repeats(on(date(2024, 3, 1)), &period, end, words).unwrap();
        let due = [date(2024, 3, 1), date(2025, 9, 1), date(2027, 3, 1), date(2028, 9, 1)];
        assert_eq!(days(&found), due);
    }

    #[test]
    fn a_leap_day_comes_every_year_on_the_last_of_february() {
        let end = Until::Day(on(date(2032, 12, 31)));
        let found = every(1, "year", on(date(2028, 2, 29)), end);
        let days_ = [29, 28, 28, 28, 29];
        let due: Vec<Day> = (2028..).zip(days_).map(|(y, d)| date(y, 2, d)).collect();
        assert_eq!(days(&found), due);
    }

    #[test]
    fn what_ends_it_may_come_at_any_time_between() {
        let window = |a, b| Window { earliest: a, latest: b, ..Window::default() };
        let end = window(Some(date(2029, 6, 1)), Some(date(2030, 6, 1)));
        let found = every(1, "year", on(date(2027, 1, 1)), Until::Day(end));
        assert_eq!((found.due.len(), found.certain), (4, 3));
        // Nobody knows whether what ends it comes: nothing beyond the first days is sure.
        let open = every(1, "year", on(date(2027, 1, 1)), Until::Day(Window::default()));
        assert_eq!((open.due.len(), open.certain, open.more), (12, 0, true));
        let ever = every(52, "weeks", on(date(2027, 1, 1)), Until::Open);
        assert_eq!((ever.due.len(), ever.certain, ever.more), (12, 12, true));
    }

    #[test]
    fn it_ends_with_the_calendar_and_begins_somewhere() {
        let found = every(1000, "years", on(date(2027, 1, 1)), Until::Open);
        assert_eq!((found.due.len(), found.more), (8, false));
        assert!(every(1, "year", Window::default(), Until::Open).due.is_empty());
        let by = Window { earliest: None, latest: Some(date(2027, 11, 15)), ..Window::default() };
        let found = every(1, "year", by, Until::Day(on(date(2028, 12, 31))));
        assert_eq!(found.due.iter().filter_map(|w| w.latest).count(), 2);
    }
}
