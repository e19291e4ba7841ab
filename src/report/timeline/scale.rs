//! The axis of a chart of time: which days it spans, and where its ticks are.
//!
//! Takes the days that are drawn and the room there is; chooses days, weeks, months, quarters or years. The same for
//! every drawing, in columns of a terminal or in points of a page.

use jiff::ToSpan;
use jiff::civil::Date as Day;

use crate::value::{day_of_number, number_of_day};

/// An axis over days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scale {
    /// The number of the first day.
    first: i64,
    /// How many days it spans.
    days: i64,
    /// The numbers of the days with a tick, and their labels.
    ticks: Vec<(i64, String)>,
}

/// How far it is from one tick to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Days(i64),
    Months(i16),
    Years(i16),
}

/// The steps there are, finest first.
const STEPS: [Step; 15] = [
    Step::Days(1),
    Step::Days(7),
    Step::Months(1),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(200),
    Step::Years(500),
    Step::Years(1000),
];

/// A shorter axis would make a day look like an age.
const LEAST_DAYS: i64 = 7;

/// The blanks between two labels, in columns.
const BETWEEN: i64 = 2;

impl Scale {
    /// Returns an axis over some days with room for so many columns of labels; `open` says whether something goes on
    /// beyond the first and beyond the last of them.
    pub(super) fn of(days: &[Day], open: (bool, bool), room: usize) -> Option<Scale> {
        let numbers = || days.iter().map(|day| number_of_day(*day));
        let (first, last) = (numbers().min()?, numbers().max()?);
        let length = (last + 1 - first).max(LEAST_DAYS);
        let margin = (length / 12).max(1);
        let first = if open.0 { (first - margin).max(0) } else { first };
        let end = first.max(last + 1 - length) + length + if open.1 { margin } else { 0 };
        let end = end.max(last + 1);
        let (columns, room) = (room, i64::try_from(room).unwrap_or(i64::MAX));
        let fits = |step: &Step| {
            let spans = (end - first) / step.days() + 1;
            // The axis goes from the tick before the first day to the tick after the end, so that it may be longer than
            // that: whether labels touch is seen on the axis itself.
            spans.saturating_mul(step.label_width() + BETWEEN) <= room
                && Scale::stepped(first, end, *step).has_room(columns)
        };
        let step = STEPS.into_iter().find(fits).unwrap_or(Step::Years(1000));
        Some(Scale::stepped(first, end, step))
    }

    /// Returns an axis from the last tick before the first day to the first tick after the end.
    fn stepped(first: i64, end: i64, step: Step) -> Scale {
        let start = step.floor(first);
        let mut ticks = vec![(start, step.label(start))];
        let mut at = start;
        while at < end {
            let next = step.next(at);
            if next <= at {
                break;
            }
            at = next;
            ticks.push((at, step.label(at)));
        }
        // The last stands where the axis ends.
        ticks.pop();
        Scale { first: start, days: (at.max(end) - start).max(1), ticks }
    }

    /// Checks whether no label touches the next on an axis of some length.
    fn has_room(&self, length: usize) -> bool {
        let ends = self.ticks(length).map(|(at, label)| at + label.len());
        ends.zip(self.ticks(length).skip(1)).all(|(end, (next, _))| end < next)
    }

    /// Returns where a day begins on an axis of some length.
    pub(super) fn begins(&self, day: Day, length: usize) -> usize {
        self.at(number_of_day(day), length)
    }

    /// Returns where a day ends on an axis of some length: where the next one begins, and never where it begins itself.
    pub(super) fn ends(&self, day: Day, length: usize) -> usize {
        let day = number_of_day(day);
        self.at(day + 1, length).max(self.at(day, length) + 1).min(length)
    }

    /// Iterates over ticks: where they are on an axis of some length, and their labels.
    pub(super) fn ticks(&self, length: usize) -> impl Iterator<Item = (usize, &str)> {
        self.ticks.iter().map(move |(day, label)| (self.at(*day, length), label.as_str()))
    }

    fn at(&self, day: i64, length: usize) -> usize {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let at = (day - self.first).saturating_mul(length).div_euclid(self.days);
        usize::try_from(at.clamp(0, length)).unwrap_or(0)
    }
}

impl Step {
    /// About how many days it is; never more.
    fn days(self) -> i64 {
        match self {
            Step::Days(n) => n,
            Step::Months(n) => i64::from(n) * 30,
            Step::Years(n) => i64::from(n) * 365,
        }
    }

    fn label_width(self) -> i64 {
        match self {
            Step::Days(_) => 10,
            Step::Months(_) => 7,
            Step::Years(_) => 4,
        }
    }

    fn floor(self, day: i64) -> i64 {
        let date = date(day);
        let floor = match self {
            Step::Days(1) => return day,
            Step::Days(_) => {
                return day - i64::from(date.weekday().to_monday_zero_offset());
            }
            Step::Months(n) => {
                let n = i8::try_from(n).unwrap_or(1);
                Day::new(date.year(), (date.month() - 1) / n * n + 1, 1)
            }
            Step::Years(n) => Day::new((date.year() / n * n).max(1), 1, 1),
        };
        floor.map_or(day, number_of_day)
    }

    fn next(self, day: i64) -> i64 {
        let date = date(day);
        let next = match self {
            Step::Days(n) => return day + n,
            Step::Months(n) => date.checked_add(n.months()),
            // After the year 1 come the round ones.
            Step::Years(n) => Day::new((date.year() / n).saturating_add(1).saturating_mul(n), 1, 1),
        };
        next.map_or(day, number_of_day)
    }

    fn label(self, day: i64) -> String {
        let date = date(day);
        match self {
            Step::Days(_) => date.to_string(),
            Step::Months(3) => format!("{} Q{}", date.strftime("%Y"), (date.month() - 1) / 3 + 1),
            Step::Months(_) => date.strftime("%Y-%m").to_string(),
            Step::Years(_) => date.strftime("%Y").to_string(),
        }
    }
}

fn date(day: i64) -> Day {
    day_of_number(day).unwrap_or(Day::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::indexing_slicing,
        clippy::unwrap_used,
        reason = "a test may fail by panicking"
    )]

    use super::Scale;
    use jiff::civil::{Date as Day, date};

    fn labels(days: &[Day], room: usize) -> Vec<String> {
        let scale = Scale::of(days, (false, false), room).unwrap();
        scale.ticks(room).map(|(_, label)| label.to_owned()).collect()
    }

    #[test]
    fn the_step_goes_by_the_range_and_the_room() {
        let start = date(2027, 3, 10);
        let until = |day: Day, room: usize| labels(&[start, day], room);
        assert_eq!(until(date(2027, 3, 12), 100).len(), 7);
        assert_eq!(until(date(2027, 4, 10), 80)[..2], ["2027-03-08", "2027-03-15"]);
        assert_eq!(until(date(2027, 9, 1), 80)[..2], ["2027-03", "2027-04"]);
        assert_eq!(until(date(2028, 12, 31), 80)[..2], ["2027 Q1", "2027 Q2"]);
        assert_eq!(until(date(2031, 12, 31), 80)[..2], ["2027", "2028"]);
        assert_eq!(until(date(2035, 12, 31), 80)[..2], ["2027", "2028"]);
        assert_eq!(until(date(2035, 12, 31), 40)[..2], ["2026", "2028"]);
        assert_eq!(until(date(2999, 1, 1), 60)[..2], ["2000", "2100"]);
        assert_eq!(until(date(9999, 12, 31), 10).len(), 7);
        assert_eq!(labels(&[date(1, 1, 1), date(9999, 12, 31)], 200).len(), 19);
        assert_eq!(Scale::of(&[], (false, false), 60), None);
    }

    #[test]
    fn labels_never_touch() {
        for years in 0..40 {
            for room in [20, 37, 60, 91, 140] {
                let days = [date(2020, 2, 29), date(2020 + years, 11, 3)];
                let scale = Scale::of(&days, (true, true), room).unwrap();
                let ticks: Vec<(usize, &str)> = scale.ticks(room).collect();
                for pair in ticks.windows(2) {
                    assert!(pair[0].0 + pair[0].1.len() < pair[1].0, "{years} {room} {ticks:?}");
                }
            }
        }
    }

    #[test]
    fn days_stand_within_the_axis() {
        let days = [date(2027, 1, 1), date(2027, 12, 31)];
        let scale = Scale::of(&days, (false, false), 48).unwrap();
        assert_eq!(scale.begins(days[0], 48), 0);
        assert_eq!(scale.ends(days[1], 48), 48);
        assert_eq!(scale.begins(date(2026, 1, 1), 48), 0);
        assert_eq!(scale.ends(date(2099, 1, 1), 48), 48);
        for day in [date(2027, 2, 1), date(2027, 7, 2)] {
            let (from, to) = (scale.begins(day, 48), scale.ends(day, 48));
            assert_eq!(to, from + 1, "a day that is shorter than a cell fills one");
        }
    }
}
