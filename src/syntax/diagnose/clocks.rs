//! Times of day as they are written elsewhere: `8 pm in New York`, `noon`, `2025-09-27T20:00Z`, and places of clocks likewise.
//!
//! Takes the line; gives the day, the hour and the place of the clock as they are read here. Knows no things.

use super::figures::{date_written, is_date};
use super::letters::{Kind, Line};
use super::phrases::{Of, takes};
use super::{Within, offers};
use crate::diagnostic::{Finding, dates};
use crate::schema::{FIELDS, Takes};
use crate::value::Place;

/// So many times of a line are looked at.
const MOST: usize = 8;

/// Words between a time, its day and its place that say nothing of their own.
const BETWEEN: &[&str] = &["in", "at", "on", "of", "the", "local", "time", "hours", "hrs", "h"];

/// `happened 2025-09-27 20:00 New York`, `starts by 8pm on 1 March 2027 in Geneva`: a time of day in a form that is not read.
pub(super) fn slip(line: &Line<'_>) -> Option<Finding> {
    let block = line.place.within == Within::Block;
    if block && !takes(line).contains(&Of::Times) {
        return days_in(line);
    }
    day(line, 0)?;
    let end = line.slice(0, line.source()).trim_end().len();
    let all = (0..line.tokens.len()).filter_map(|n| Meant::at(line, n));
    let meant: Vec<Meant> = all.take(MOST).collect();
    for meant in &meant {
        let told = meant.told(line, meant.to);
        if meant.is_new(line) && (offers::cures(line, &told) || (block && meant.to >= end)) {
            return Some(told);
        }
    }
    // What follows says the same once more, or what a moment cannot say.
    let told = meant.first().map(|meant| meant.told(line, end.max(meant.to)));
    let told = told.filter(|told| block || offers::cures(line, told))?;
    (meant.iter().any(|meant| meant.is_new(line)) || offers::cures(line, &told)).then_some(told)
}

/// `days-in Europe/Vienna`
fn days_in(line: &Line<'_>) -> Option<Finding> {
    FIELDS.iter().find(|f| f.name == line.word(0) && matches!(f.takes, Takes::Place))?;
    let (place, _) = place(line, 1, (0, 0))?;
    let (first, end) = (line.token(1)?.start, line.slice(0, line.source()).trim_end().len());
    let told = line
        .replace(first, end, &place, "a clock is named by its place, in one word")
        .here("the city alone, or how far it is from `UTC`");
    offers::cures(line, &told).then_some(told)
}

/// A time of day that a line names, and where it does.
struct Meant {
    from: usize,
    to: usize,
    /// As it is to be written.
    written: String,
    /// Whether a place is named.
    placed: bool,
    midnight: bool,
    /// Whether a day is the finest date where it stands.
    as_of: bool,
}

impl Meant {
    /// Reads the time that begins with a piece of the line.
    fn at(line: &Line<'_>, n: usize) -> Option<Meant> {
        let time = Time::at(line, n)?;
        let (day, day_from, day_to) = day(line, n)?;
        let (until, next) = match until(line, time.next) {
            Some((day, until)) => (Some((day, until.shown())), until.next),
            None => (None, time.next),
        };
        let named = if time.utc {
            Some(("UTC".to_owned(), next))
        } else {
            place(line, next, (day_from, day_to))
        };
        let placed = named.is_some();
        let (place, next) = named.unwrap_or_else(|| ("UTC".to_owned(), next));
        let next = (next..line.tokens.len())
            .find(|n| !matches!(line.word(*n), "time" | "local") && !line.is_sign(*n, ')'))
            .unwrap_or(line.tokens.len());
        let mut written = format!("{day} {} {place}", time.shown());
        if let Some((other, shown)) = until {
            written += &format!(" to {} {shown} {place}", other.unwrap_or_else(|| day.clone()));
        }
        let from = led_to(line, day_from.min(line.token(n)?.start));
        let to = day_to.max(line.token(next.checked_sub(1)?)?.end);
        let before = line.slice(0, from).trim_end();
        let as_of = before.ends_with("as of");
        let written = if as_of { day } else { written };
        Some(Meant { from, to, written, placed, midnight: line.word(n) == "midnight", as_of })
    }

    /// Checks whether it is not written so already.
    fn is_new(&self, line: &Line<'_>) -> bool {
        line.slice(self.from, self.to) != self.written
    }

    /// Says how it is written, in the place of a part of the line.
    fn told(&self, line: &Line<'_>, to: usize) -> Finding {
        if self.as_of {
            return line
                .replace(self.from, to, &self.written, "`as of` takes no time of day")
                .here("a day is the finest date here");
        }
        let finding = line
            .replace(self.from, to, &self.written, "a time of day is not written so")
            .here("first the day, then hours and minutes, then the place of the clock in one word");
        let finding = if self.placed {
            finding
        } else {
            finding.help("the place whose clock is meant stands where `UTC` does")
        };
        if self.midnight {
            finding.help("the midnight in which that day ends is 00:00 of the next")
        } else {
            finding
        }
    }
}

/// Hours and minutes, and what comes behind them.
#[derive(Clone, Copy)]
struct Time {
    hour: u32,
    minute: u32,
    /// Whether it says itself that it is that of UTC: `20:00Z`.
    utc: bool,
    /// The piece behind it.
    next: usize,
}

impl Time {
    fn shown(&self) -> String {
        format!("{:02}:{:02}", self.hour, self.minute)
    }

    /// Reads what begins with a piece of the line as a time.
    fn at(line: &Line<'_>, n: usize) -> Option<Time> {
        let whole = |hour| Some(Time { hour, minute: 0, utc: false, next: n + 1 });
        match line.word(n) {
            "noon" => return whole(12),
            "midnight" => return whole(0),
            _ => {}
        }
        let text = line.token(n).filter(|t| t.kind == Kind::Figure).map(|t| line.text(t))?;
        // `2027-03-28T20`
        let glued = text.get(..10).filter(|day| is_date(day)).and(text.get(10..));
        let text = glued.and_then(|time| time.strip_prefix('T')).unwrap_or(text);
        let time = with_colon(line, n, text).or_else(|| in_one(line, n, text))?;
        (time.hour < 24 && time.minute < 60).then_some(time)
    }

    /// Puts it into the half of the day that is named behind it.
    fn in_half(self, half: &str) -> Option<Time> {
        let late = match half.to_lowercase().as_str() {
            "am" => 0,
            "pm" => 12,
            _ => return None,
        };
        (1..=12).contains(&self.hour).then(|| Time { hour: self.hour % 12 + late, ..self })
    }

    /// The same, of what stands behind it in pieces of its own: `8 pm`, `8 p.m.`
    fn with_half(self, line: &Line<'_>) -> Option<Time> {
        let next = self.next;
        let (half, next) = match line.word(next) {
            half @ ("am" | "pm" | "AM" | "PM") => (half, next + 1),
            "a" | "A" if line.is_sign(next + 1, '.') => ("am", next + 4),
            "p" | "P" if line.is_sign(next + 1, '.') => ("pm", next + 4),
            _ => return None,
        };
        Time { next, ..self }.in_half(half)
    }
}

/// `20:00`, `8:30 pm`, `20:00:00Z`, from the hour on.
fn with_colon(line: &Line<'_>, n: usize, hour: &str) -> Option<Time> {
    let joined = |n: usize| {
        let figure = line.token(n + 2).filter(|t| t.kind == Kind::Figure)?;
        line.is_sign(n + 1, ':').then(|| line.text(figure))
    };
    let (mut minute, mut next) = (joined(n)?, n + 3);
    let digits = minute.get(..2)?.parse().ok()?;
    if let Some(second) = joined(n + 2) {
        (minute, next) = (second, n + 5);
    }
    let tail = minute.get(2..)?;
    let time = Time { hour: hour.parse().ok()?, minute: digits, utc: tail == "Z", next };
    match tail {
        "" => Some(time.with_half(line).unwrap_or(time)),
        "Z" => Some(time),
        half => time.in_half(half),
    }
}

/// `8pm`, `8 pm`, `20h`, `20h30`, `17.30`, `1730 hours`.
fn in_one(line: &Line<'_>, n: usize, text: &str) -> Option<Time> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (figure, tail) = text.split_at_checked(digits)?;
    let of = |hour: &str, minute: &str| {
        let minute = if minute.is_empty() { 0 } else { minute.parse().ok()? };
        Some(Time { hour: hour.parse().ok()?, minute, utc: false, next: n + 1 })
    };
    if let Some(minute) = tail.strip_prefix('h').filter(|rest| !matches!(*rest, "r" | "rs")) {
        return of(figure, minute);
    }
    let hours = matches!(line.word(n + 1), "hours" | "hrs" | "h");
    // Four figures may be a year, and two with a point an amount.
    let day_before =
        n.checked_sub(1).and_then(|n| line.token(n)).is_some_and(|t| is_day(line.text(t)));
    let clear = hours || day_before;
    match tail {
        "" if figure.len() == 4 && clear => figure.split_at_checked(2).and_then(|(h, m)| of(h, m)),
        "" if figure.len() <= 2 => of(figure, "")?.with_half(line),
        _ => match tail.strip_prefix('.') {
            Some(minute) if clear && minute.len() == 2 => of(figure, minute),
            Some(_) => None,
            None => of(figure, "")?.in_half(tail),
        },
    }
}

/// The second of two times: `20:00 to 22:00 Kyiv`, with the day of it where that is named.
fn until(line: &Line<'_>, n: usize) -> Option<(Option<String>, Time)> {
    if !matches!(line.word(n), "to" | "until") {
        return None;
    }
    let named = line.token(n + 1).map(|t| line.text(t)).filter(|text| is_day(text));
    let time = Time::at(line, if named.is_some() { n + 2 } else { n + 1 })?;
    Some((named.map(str::to_owned), time))
}

fn is_day(text: &str) -> bool {
    text.len() == 10 && is_date(text)
}

/// Returns the day of a time: the last that is named before it, or else the first; with where it stands.
fn day(line: &Line<'_>, time: usize) -> Option<(String, usize, usize)> {
    let days = line.tokens.iter().enumerate().filter_map(|(n, t)| {
        let day = line.text(*t).get(..10).filter(|day| t.kind == Kind::Figure && is_day(day))?;
        Some((n, (day.to_owned(), t.start, t.start + 10)))
    });
    let days: Vec<_> = days.collect();
    let before = days.iter().rfind(|(n, _)| *n <= time);
    if let Some((_, day)) = before.or(days.first()) {
        return Some(day.clone());
    }
    let fix = date_written(line)?.fix?;
    let at = |place: u32| (place as usize).checked_sub(line.place.start);
    is_day(&fix.text).then_some(())?;
    Some((fix.text, at(fix.span.start)?, at(fix.span.end)?))
}

/// Returns where the words begin that lead to a place in the line: `on 1 March 2027 at noon`.
fn led_to(line: &Line<'_>, mut from: usize) -> usize {
    while let Some(before) = line.tokens.iter().rposition(|t| t.end <= from)
        && before > 0
        && matches!(line.word(before), "on" | "at")
        && let Some(token) = line.token(before)
    {
        from = token.start;
    }
    from
}

/// Returns the place that is named from a piece of the line on, past the day and what says nothing; and the piece behind it.
fn place(line: &Line<'_>, from: usize, day: (usize, usize)) -> Option<(String, usize)> {
    for n in from..line.tokens.len() {
        let token = line.token(n)?;
        if (day.0..day.1).contains(&token.start) {
            continue;
        }
        if let Some(found) = offset(line, n).or_else(|| city(line, n)) {
            return Some(found);
        }
        let area = line.is_sign(n + 1, '/') || line.is_sign(n, '/');
        let skipped = matches!(token.kind, Kind::Sign(',' | '('));
        if !(area || skipped || BETWEEN.contains(&line.word(n))) {
            return None;
        }
    }
    None
}

/// `+01:00`, `UTC +3`, `GMT-5`
fn offset(line: &Line<'_>, n: usize) -> Option<(String, usize)> {
    if let Some(rest) = line.word(n).strip_prefix("GMT").filter(|rest| !rest.is_empty()) {
        let place = Place::find(&format!("UTC{rest}"))?;
        return Some((place.to_string(), n + 1));
    }
    let at = n + usize::from(matches!(line.word(n), "UTC" | "GMT"));
    let sign = ['+', '-'].into_iter().find(|sign| line.is_sign(at, *sign))?;
    let figure = |n: usize| line.token(n).filter(|t| t.kind == Kind::Figure).map(|t| line.text(t));
    let hours = figure(at + 1)?;
    let (minutes, next) = match figure(at + 3).filter(|_| line.is_sign(at + 2, ':')) {
        Some(minutes) => (minutes, at + 4),
        None => ("0", at + 2),
    };
    let place = Place::find(&format!("UTC{sign}{hours}:{minutes}"))?;
    Some((place.to_string(), next))
}

/// A city in one word or in several, or letters that mean a clock.
fn city(line: &Line<'_>, n: usize) -> Option<(String, usize)> {
    let capital = |at: &usize| line.word(*at).starts_with(|c: char| c.is_ascii_uppercase());
    let words = (n..line.tokens.len()).take_while(capital).map(|at| line.word(at));
    let words: Vec<String> = words.map(|word| word.replace('_', "-")).collect();
    (1..=words.len()).rev().find_map(|many| {
        let name = words.get(..many)?.join("-");
        let known = Place::find(&name).map(|_| name.clone());
        Some((known.or_else(|| dates::clock_of(&name))?, n + many))
    })
}
