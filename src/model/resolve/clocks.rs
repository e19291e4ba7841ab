//! What is wrong with a date, or with its time of day.
//!
//! Takes what is written and why it is no date; gives the finding, with what to write. Reads nothing itself.

use crate::diagnostic::{Finding, Level, nearest};
use crate::source::Span;
use crate::value::{NoDate, Place};

/// Says why something is no date.
pub(super) fn no_date(written: &str, span: Span, wrong: NoDate) -> Finding {
    let mut words = written.split_whitespace();
    let (day, time) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let place = words.next().unwrap_or("Seoul");
    let finding = |message: String| Finding::broken("wrong-date", Level::Error, span, message);
    match wrong {
        NoDate::Day => finding(format!("there is no day `{day}`"))
            .help("write the year, year-month or year-month-day: `2027-03`"),
        NoDate::Time if day.len() < 10 => {
            let rest = if day.len() < 7 { "-11-01" } else { "-01" };
            finding(format!("`{time}` is a time of some day, and `{day}` is none"))
                .help(format!("write the day too: `{day}{rest} {time} {place}`"))
        }
        NoDate::Time => {
            let finding = finding(format!("no clock shows `{time}`"));
            match time {
                "24:00" => finding.help("the end of a day is `00:00` of the next"),
                _ => finding.help(format!("write hours and minutes in two figures each, from 00:00 to 23:59: `{day} 08:30 {place}`")),
            }
        }
        NoDate::Nowhere => finding(format!("`{time}` does not say on whose clock"))
            .help(format!("write `{day} {time} UTC`, or a city in place of `UTC`")),
        NoDate::Place => unknown(place, span),
        NoDate::Skipped(place) => {
            finding(format!("the clocks of `{place}` never showed `{time}` on that day"))
                .here("they were put forward over it")
                .help("write a time that they showed, or one on the clock of `UTC`")
        }
        NoDate::Twice(place, first, then) => finding(format!(
            "the clocks of `{place}` showed `{time}` twice on that day"
        ))
        .here("they were put back over it")
        .help(format!(
            "write `{day} {time} {}` for the first time, or `{day} {time} {}` for the second",
            Place::ahead_of_utc(first),
            Place::ahead_of_utc(then)
        )),
    }
}

/// Says that no place has this name.
pub(super) fn unknown(name: &str, span: Span) -> Finding {
    let message = format!("no clock is known of `{name}`");
    let finding = Finding::broken("unknown-name", Level::Error, span, message);
    match nearest(name, Place::names()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(
            "write the city after which its time zone is called (`Seoul`, `New-York`), a capital, or `UTC`",
        ),
    }
}

/// Says that a field takes days and no times of day.
pub(super) fn unwanted(written: &str, span: Span, word: &str) -> Finding {
    let day = written.split_whitespace().next().unwrap_or_default();
    let message = format!("`{word}` takes no time of day");
    Finding::broken("wrong-date", Level::Error, span, message)
        .here("a day is the finest date here")
        .help(format!("write `{word} {day}`"))
}
