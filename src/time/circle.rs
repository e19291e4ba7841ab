//! Whether a circle of steps can ever come to rest.
//!
//! Takes the steps by which an event pushes itself, gives whether it pushes itself later without end, wherever it
//! starts. Knows nothing of events.
//!
//! Lengths alone tell by their sum. A step of the calendar ends at the beginning of a day, so that all lengths up to the
//! next one come to whole days, and the circle is a monotone function `g` of day numbers. As the calendar repeats
//! itself, `g(d + 146,097) = g(d) + 146,097` where the ends of the calendar are far. So if any day is at rest
//! (`g(d) <= d`), there is one less than 400 years after every day, which going round from there never passes: going
//! round from any day either comes to rest or gains 400 years, and then it never does. Every round gains a day or is the
//! last, so that there are at most 146,097. Mostly none are needed, as the days of `n` months lie between bounds.
//!
//! Lengths that go by where clocks are put forward and back are lengths: what is shown may be less or more by an hour, never
//! by a day; from the clock of one place to that of another it is less than two. In a circle of them alone what goes by
//! decides.

use super::constraint::Step;
use super::instant::DAY;
use crate::value::{CALENDAR_PERIOD, CalendarUnit, LAST_DAY};

/// Decides whether going round pushes later for ever, wherever it starts.
pub(super) fn diverges(steps: &[Step]) -> bool {
    let Some(first) = steps.iter().position(|s| s.length().is_none()) else {
        return steps.iter().filter_map(|s| s.length()).map(i128::from).sum::<i128>() > 0;
    };
    let (before, after) = steps.split_at(first);
    let circle: Vec<Step> = after.iter().chain(before).copied().collect();
    let (mut least, mut most, mut ticks) = (0_i128, 0_i128, 0_i128);
    for step in &circle {
        if let Some(by) = step.length() {
            ticks += i128::from(by);
            if step.weight().is_none() {
                (least, most) = (least - 2, most + 2);
            }
            continue;
        }
        let whole = ticks.div_euclid(i128::from(DAY));
        let (few, many) = step.days();
        (least, most, ticks) = (least + whole + few, most + whole + many, 0);
    }
    let whole = ticks.div_euclid(i128::from(DAY));
    (least, most) = (least + whole, most + whole);
    if least > 0 || most <= 0 {
        return least > 0;
    }
    let middle = LAST_DAY / 2;
    let mut at = middle * DAY;
    loop {
        let mut here = at;
        for step in &circle {
            here = step.forward(here);
            if !(DAY..=(LAST_DAY - 1) * DAY).contains(&here) {
                // So wide a circle meets the ends of the calendar soon enough by itself.
                return false;
            }
        }
        // The circle ends with lengths of which only whole days count: the next step begins with the day.
        let here = here.div_euclid(DAY) * DAY;
        if here <= at {
            return false;
        }
        at = here;
        if at - middle * DAY > CALENDAR_PERIOD * DAY {
            return true;
        }
    }
}

impl Step {
    /// Returns the fewest and the most days by which a step of the calendar moves a day.
    fn days(self) -> (i128, i128) {
        let (n, unit) = match self {
            Step::Shift(_) | Step::Elapsed(..) => return (0, 0),
            Step::Later(n, unit) => (i128::from(n), unit),
            Step::Reaching(n, unit) => (-i128::from(n), unit),
        };
        match unit {
            CalendarUnit::Days => (n, n),
            CalendarUnit::Months => {
                // 4,800 months repeat; any run of months is within four days of its share, and within its months.
                let share = (n * i128::from(CALENDAR_PERIOD)).div_euclid(4_800);
                let (fewest, longest) = if n < 0 { (31, 28) } else { (28, 31) };
                match self {
                    Step::Later(..) => ((share - 4).max(n * fewest), (share + 5).min(n * longest)),
                    _ => (share - 4, share + 5),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::diverges;
    use crate::time::constraint::Step;
    use crate::time::instant::DAY;
    use crate::value::CALENDAR_PERIOD;
    use crate::value::CalendarUnit::{Days, Months};

    #[test]
    fn the_days_of_months_lie_between_their_bounds() {
        let start = 2_000_000;
        for n in (-50..=50).chain([-1_200, -97, 97, 1_199, 4_800]) {
            for step in [Step::Later(n, Months), Step::Reaching(n, Months), Step::Later(n, Days)] {
                let (least, most) = step.days();
                // Every fifth day and every end of a month will do.
                for day in (start..start + CALENDAR_PERIOD).filter(|d| d % 5 == 0 || d % 31 < 3) {
                    let moved = i128::from(step.forward(day * DAY) / DAY - day);
                    assert!(least <= moved && moved <= most, "{step:?} {day}: {moved}");
                }
            }
        }
    }

    #[test]
    fn months_against_days() {
        let within = |days: i64| [Step::Later(1, Months), Step::Reaching(days, Days)];
        assert!(diverges(&within(27)));
        assert!(!diverges(&within(28)));
        // Two months are never 58 days, which takes the whole calendar to see; a month and a month are 56 at least,
        // from 31 January by 28 February to 28 March.
        let two = |days: i64| [Step::Later(2, Months), Step::Reaching(days, Days)];
        assert!(diverges(&two(58)));
        assert!(!diverges(&two(59)));
        let twice = |days: i64| {
            [Step::Later(1, Months), Step::Later(1, Months), Step::Reaching(days, Days)]
        };
        assert!(diverges(&twice(55)));
        assert!(!diverges(&twice(56)));
        // Hours count for nothing but the days they fill.
        let hours = |ticks: i64| [Step::Later(1, Days), Step::Shift(ticks)];
        assert!(!diverges(&hours(-DAY)));
        assert!(!diverges(&hours(1 - DAY)));
        assert!(diverges(&hours(0)));
    }
}
