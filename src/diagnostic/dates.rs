//! What is wrong with a date, or with its time of day.
//!
//! Takes what is written and why it is no date; gives the finding, with what to write. It stands below all that read dates:
//! statements, citations, rules and expectations say it alike.

use super::{Finding, Level, nearest};
use crate::source::Span;
use crate::value::{Date, NoDate, Place};

/// Clocks that are known by letters, where these mean one of them alone.
const LETTERS: [(&str, &str); 22] = [
    ("AEST", "UTC+10"),
    ("BST", "UTC+1"),
    ("CEST", "UTC+2"),
    ("CET", "UTC+1"),
    ("EDT", "UTC-4"),
    ("EEST", "UTC+3"),
    ("EET", "UTC+2"),
    ("EST", "UTC-5"),
    ("ET", "New-York"),
    ("Eastern", "New-York"),
    ("GMT", "UTC"),
    ("JST", "UTC+9"),
    ("KST", "UTC+9"),
    ("MSK", "UTC+3"),
    ("PDT", "UTC-7"),
    ("PST", "UTC-8"),
    ("PT", "Los-Angeles"),
    ("WET", "UTC"),
    ("WEST", "UTC+1"),
    ("Z", "UTC"),
    ("Zulu", "UTC"),
    ("utc", "UTC"),
];

/// Returns the place whose clock is meant by letters.
pub fn clock_of(letters: &str) -> Option<String> {
    LETTERS.iter().find(|(known, _)| *known == letters).map(|(_, place)| (*place).to_owned())
}

/// Says why something is no date.
pub fn no_date(written: &str, span: Span, wrong: NoDate) -> Finding {
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
                "24:00" => {
                    let next = Date::parse(day).and_then(|day| Some(day.later(1, "days")?.0));
                    let next = next.map_or("the next day".to_owned(), |next| next.to_string());
                    finding.help(format!("write `{next} 00:00 {place}`: a day ends when the next begins"))
                }
                _ => finding.help(format!("write hours and minutes in two figures each, from 00:00 to 23:59: `{day} 08:30 {place}`")),
            }
        }
        NoDate::Nowhere => finding(format!("`{time}` does not say on whose clock"))
            .help(format!("write `{day} {time} UTC`, or a city in place of `UTC`")),
        NoDate::Place => unknown(place, span),
        NoDate::Skipped(place, change) => {
            let finding =
                finding(format!("the clocks of `{place}` never showed `{time}` on that day"))
                    .here("they were put forward over it");
            match Date::at(change, place) {
                Some(first) => finding.help(format!(
                    "write `{first}`, the first that they showed then, or a time on the clock of `UTC`"
                )),
                None => finding.help("write a time that they showed, or one on the clock of `UTC`"),
            }
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

/// Reads a date of which a time of day would say too much: `as of 2015-11`.
pub fn day_after(word: &str, written: &str, span: Span) -> Result<Date, Box<Finding>> {
    match Date::read(written) {
        Ok(date) if date.clock().is_none() => Ok(date),
        Err(NoDate::Day) => {
            let message = format!("there is no day `{written}`");
            let finding = Finding::broken("wrong-date", Level::Error, span, message);
            let help = format!("write the year, year-month or year-month-day: `{word} 2015-11`");
            Err(Box::new(finding.help(help)))
        }
        _ => Err(Box::new(unwanted(written, span, word))),
    }
}

/// Says that no place has this name.
pub fn unknown(name: &str, span: Span) -> Finding {
    let message = format!("no clock is known of `{name}`");
    let finding = Finding::broken("unknown-name", Level::Error, span, message);
    if let Some(clock) = clock_of(name) {
        return finding.help(format!("write `{clock}`, or the city whose clock is meant"));
    }
    match nearest(name, Place::names()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(
            "write the city after which its time zone is called (`Seoul`, `New-York`), a capital, or `UTC`",
        ),
    }
}

/// Says that a field takes days and no times of day.
pub fn unwanted(written: &str, span: Span, word: &str) -> Finding {
    let day = written.split_whitespace().next().unwrap_or_default();
    let message = format!("`{word}` takes no time of day");
    Finding::broken("wrong-date", Level::Error, span, message)
        .here("a day is the finest date here")
        .help(format!("write `{word} {day}`"))
}
