//! When something begins or is over, in words: in days, or to the minute where a plan tells hours.
//!
//! Takes a plan and one of its events; gives the first and the last time and how they are said. Finds no times itself.

use jiff::civil::Date as Day;

use crate::eval::Plan;
use crate::time::{Event, Time};

/// When something is.
pub(super) struct Told {
    /// The first and the last time, as far as anything bounds them; the beginning and the end of days, where those tell it.
    pub(super) times: (Option<Time>, Option<Time>),
    /// The same, each in words.
    pub(super) ends: (Option<String>, Option<String>),
    /// Whether it is whole days.
    in_days: bool,
}

impl Told {
    /// Returns when an event of a plan comes.
    pub(super) fn of(plan: &Plan, event: Event) -> Told {
        let (mut first, mut last) = plan.times(event);
        if !plan.tells_hours() {
            first = first.map(|time| Time::start_of(time.day()));
            last = last.map(|time| Time::end_of(time.day()));
        }
        let from_midnight = first.is_none_or(|first| first == Time::start_of(first.day()));
        let in_days = from_midnight && last.is_none_or(Time::is_end_of_day);
        let said = |time: Time| if in_days { time.day().to_string() } else { plan.told(time) };
        Told { times: (first, last), ends: (first.map(said), last.map(said)), in_days }
    }

    /// Says when: a day, a month or a year where it fills one, or what it lies between.
    pub(super) fn words(&self) -> String {
        if let ((Some(first), Some(last)), true) = (self.times, self.in_days)
            && let Some(filled) = filled(first.day(), last.day())
        {
            return filled;
        }
        match &self.ends {
            (Some(from), Some(to)) if from == to => format!("on {from}"),
            (Some(from), Some(to)) => format!("between {from} and {to}"),
            (Some(from), None) => format!("on {from} or later"),
            (None, Some(to)) => format!("on {to} or sooner"),
            (None, None) => "at no known date".to_owned(),
        }
    }
}

/// Returns the month or the year that some days fill.
fn filled(from: Day, to: Day) -> Option<String> {
    let within = from.year() == to.year();
    let month = within && from.month() == to.month();
    let whole = from.day() == 1 && to == to.last_of_month();
    let year = within && from.day_of_year() == 1 && to == to.last_of_year();
    match (year, month && whole) {
        (true, _) => Some(format!("in {:04}", from.year())),
        (_, true) => Some(format!("in {:04}-{:02}", from.year(), from.month())),
        _ => None,
    }
}
