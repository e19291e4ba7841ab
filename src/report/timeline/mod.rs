//! Timetables: a table and a chart in text for people, JSON for programs, SVG and Mermaid for pages.
//!
//! Takes the façade's timetables and a [`Style`]; one file for each format. What the drawings have in common stands
//! here: the words for dates, and which days they span.

mod gantt;
mod json;
mod mermaid;
mod scale;
mod svg;
mod table;
mod words;

use std::io::{self, Write};

use jiff::civil::Date as Day;

use super::{Style, human, text};
use crate::analysis::{Row, Timelines, Times, Timetable, Window};
use crate::value::Date;

/// The forms a timetable can be written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Chart {
    /// A table and a chart of characters.
    #[default]
    Text,
    /// For programs; see `docs/timeline.md`.
    Json,
    /// A picture.
    Svg,
    /// For pages that read Mermaid.
    Mermaid,
}

/// Writes timetables.
pub fn emit_timelines(
    timelines: &Timelines,
    chart: Chart,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let tables = timelines.answer.as_deref().unwrap_or_default();
    let as_of = timelines.as_of;
    match chart {
        Chart::Json => json::timelines(timelines, tables, out),
        Chart::Svg => svg::timelines(tables, as_of, out),
        Chart::Mermaid => mermaid::timelines(tables, out),
        Chart::Text => {
            human::several(&timelines.broken, &timelines.sources, style, out)?;
            if timelines.refused {
                return Ok(());
            }
            if tables.is_empty() {
                return writeln!(out, "no framework of these files says when a phase is");
            }
            for (at, table) in tables.iter().enumerate() {
                if at > 0 {
                    writeln!(out)?;
                }
                table::write(table, style, out)?;
                if !style.narrated() {
                    gantt::write(table, as_of, style, out)?;
                }
                table::remarks(table, as_of, style, out)?;
            }
            Ok(())
        }
    }
}

/// Says between which days something is: `2027-03`, `2027-03-01 to 2027-04-15`, `by 2028-03-31`.
fn days(window: Window) -> String {
    if window.from_minute.is_some() || window.to_minute.is_some() {
        return times(window);
    }
    match (window.earliest, window.latest) {
        (Some(a), Some(b)) if a == b => a.to_string(),
        (Some(a), Some(b)) if a == a.first_of_year() && b == a.last_of_year() => {
            a.strftime("%Y").to_string()
        }
        (Some(a), Some(b)) if a == a.first_of_month() && b == a.last_of_month() => {
            a.strftime("%Y-%m").to_string()
        }
        (Some(a), Some(b)) => format!("{a} to {b}"),
        (Some(a), None) => format!("{a} or later"),
        (None, Some(b)) => format!("by {b}"),
        (None, None) => "open".to_owned(),
    }
}

/// Says between which times something is: `2018-11-01 00:00`, `2018-11-01 12:00 to 2018-11-03`.
fn times(window: Window) -> String {
    let at = |day: Day, minute: Option<u16>| match minute {
        Some(minute) => format!("{day} {}", time_of_day(minute)),
        None => day.to_string(),
    };
    let first = window.earliest.map(|day| at(day, window.from_minute));
    let last = window.latest.map(|day| at(day, window.to_minute));
    match (first, last) {
        (Some(a), Some(b)) if a == b => a,
        (Some(a), Some(b)) => format!("{a} to {b}"),
        (Some(a), None) => format!("{a} or later"),
        (None, Some(b)) => format!("by {b}"),
        (None, None) => "open".to_owned(),
    }
}

/// Writes minutes since midnight as a clock shows them.
fn time_of_day(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Says on whose clock times of day are shown.
fn clock(table: &Timetable) -> Option<String> {
    let clock = table.clock.as_ref()?;
    let place = &clock.place;
    Some(if clock.own {
        format!("days and times of day are those of {place}")
    } else {
        format!(
            "days and times of day are shown as those of {place}: no `days-in` says whose days `{}` \
             counts in, and what hangs on it is open",
            table.framework
        )
    })
}

/// Says how something stands to other things, where no date is known: `after opening`.
fn order(row: &Row) -> String {
    if row.order.is_empty() { "no date".to_owned() } else { row.order.join("; ") }
}

/// Says of what never comes that it does not: or, where it came all the same, that it was not due.
fn never(row: &Row) -> &'static str {
    if row.happened.is_some() { "not due" } else { "never comes" }
}

/// Says why there is nothing to draw of a row, if there is not.
fn undrawn(row: &Row) -> Option<String> {
    if row.taken == Some(false) {
        return Some("not taken".to_owned());
    }
    match row.times {
        Times::Never => Some(never(row).to_owned()),
        Times::Clash => Some("clash".to_owned()),
        Times::TooMany => Some("too many alternatives".to_owned()),
        Times::Known { start, end, .. } if start.is_open() && end.is_open() => Some(order(row)),
        Times::Known { .. } => None,
    }
}

/// What is drawn of a row, in days: none where it is open.
#[derive(Clone, Copy)]
struct Bar {
    /// It may be under way from this day on.
    from: Option<Day>,
    /// It may be under way up to this day.
    to: Option<Day>,
    /// The days that anything is known of; beyond them it is open.
    known: (Day, Day),
    /// It is under way on these days whatever comes.
    certain: Option<(Day, Day)>,
}

/// Returns what is drawn of a row, where any day is known.
fn bar(row: &Row) -> Option<Bar> {
    let Times::Known { start, end, may_never } = row.times else { return None };
    if start.is_open() && end.is_open() || row.taken == Some(false) {
        return None;
    }
    // What may never come is under way on no day for certain.
    let certain = start.latest.zip(end.earliest).filter(|(from, to)| from <= to && !may_never);
    let all = [start.earliest, start.latest, end.earliest, end.latest];
    let (first, last) = (all.iter().flatten().min()?, all.iter().flatten().max()?);
    Some(Bar { from: start.earliest, to: end.latest, known: (*first, *last), certain })
}

/// Returns the days on which something comes again, after its first time.
fn again(row: &Row) -> impl Iterator<Item = Day> + '_ {
    let due = row.repeats.iter().flat_map(|repeats| repeats.due.iter().skip(1));
    due.filter_map(|window| window.earliest.or(window.latest))
}

/// Returns the axis of a timetable with room for so many columns, if it has any day.
fn scale(table: &Timetable, as_of: Option<Date>, room: usize) -> Option<scale::Scale> {
    let mut days: Vec<Day> = Vec::new();
    let mut open = (false, false);
    for row in &table.rows {
        if let (Some(bar), Times::Known { start, end, .. }) = (bar(row), row.times) {
            let known = [start.earliest, start.latest, end.earliest, end.latest];
            days.extend(known.into_iter().flatten());
            open.0 |= bar.from.is_none();
            open.1 |= bar.to.is_none();
        }
        days.extend(again(row));
        if let Some(happened) = row.happened {
            let (first, last) = happened.days();
            days.extend([first, last]);
        }
    }
    if !days.is_empty() {
        days.extend(as_of.into_iter().flat_map(|d| [d.first_day(), d.last_day()]));
    }
    scale::Scale::of(&days, open, room)
}

/// Returns the day in the middle of a date.
fn middle(date: Date) -> Day {
    let first = date.first_day();
    let half = jiff::Span::new().days(i64::from(date.days() / 2));
    first.checked_add(half).unwrap_or(first)
}

/// Writes a heading: the name and the title of a framework.
fn heading(table: &Timetable) -> String {
    let title = if table.title.is_empty() || table.title == table.framework {
        String::new()
    } else {
        format!(" \"{}\"", table.title)
    };
    let supposed = table.supposed.as_ref().map_or(String::new(), |words| format!(", if: {words}"));
    text::clean(&format!("{}{title}{supposed}", table.framework))
}
