//! Timetables as a Gantt chart in Mermaid's words.
//!
//! Mermaid has one beginning and one end for a bar: the earliest of each stands there, and what is not known is a remark.
//! Each branch of a choice is a section of its own, and so is each procedure: it has no dates, so it is drawn as if it
//! began on the first day of the chart, and its section says so.

use std::io::{self, Write};

use jiff::civil::Date as Day;

use super::super::text;
use super::words::{self, condition, due, in_all};
use super::{clock, heading, order, undrawn};
use crate::analysis::{Choice, Pace, Procedure, Row, Step, Times, Timetable};

/// Where there are no dates, procedures begin on the first day of a year.
const NO_DAY: Day = Day::constant(2001, 1, 1);
/// The hours of that year.
const YEAR: i64 = 365 * 24;

/// Writes timetables, a section for each.
pub(super) fn timelines(tables: &[Timetable], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "gantt")?;
    if let [only] = tables {
        writeln!(out, "    title {}", escaped(&heading(only)))?;
    }
    let first = tables.iter().flat_map(|table| &table.rows).filter_map(from).min();
    let days = |pace: Pace| !pace.months && pace.longest.max(pace.total.unwrap_or(0)) < YEAR;
    let mut paces = tables.iter().flat_map(|t| &t.procedures).filter_map(|p| p.pace).peekable();
    // Days of a year can be counted where there is nothing else.
    let counted = first.is_none() && paces.peek().is_some() && paces.all(days);
    writeln!(out, "    dateFormat YYYY-MM-DD")?;
    writeln!(out, "    axisFormat {}", if counted { "day %j" } else { "%Y-%m" })?;
    writeln!(out, "    inclusiveEndDates")?;
    for (at, table) in tables.iter().enumerate() {
        let id = |row: &Row| {
            let n = table.rows.iter().position(|other| other.name == row.name).unwrap_or(0);
            format!("t{}r{}", at + 1, n + 1)
        };
        let name = &table.framework;
        if !table.rows.is_empty() || table.procedures.is_empty() {
            writeln!(out, "    section {}", escaped(name))?;
        }
        if let Some(clock) = clock(table) {
            writeln!(out, "    %% {}", remark(&clock))?;
        }
        let known =
            |branch: &str| table.choices.iter().flat_map(|c| &c.ways).any(|way| way.name == branch);
        let outside = |row: &&Row| row.branch.as_deref().is_none_or(|branch| !known(branch));
        for each in table.rows.iter().filter(outside) {
            row(table, each, &id(each), out)?;
        }
        for choice in &table.choices {
            branches(table, choice, &id, out)?;
        }
        for (n, each) in table.procedures.iter().enumerate() {
            let id = format!("t{}p{}", at + 1, n + 1);
            procedure(each, (name, &id), (first, counted), out)?;
        }
    }
    Ok(())
}

/// Writes the branches of a choice, a section for each.
fn branches(
    table: &Timetable,
    choice: &Choice,
    id: &dyn Fn(&Row) -> String,
    out: &mut dyn Write,
) -> io::Result<()> {
    for way in &choice.ways {
        let taken = match way.taken {
            Some(true) => ", taken",
            Some(false) => ", not taken",
            None => "",
        };
        let name = if way.title.is_empty() { &way.name } else { &way.title };
        let head = format!("{}, at {}: {name} ({}{taken})", table.framework, choice.at, way.when);
        writeln!(out, "    section {}", escaped(&head))?;
        for each in table.rows.iter().filter(|row| row.branch.as_ref() == Some(&way.name)) {
            row(table, each, &id(each), out)?;
        }
    }
    Ok(())
}

/// Writes the steps of a procedure, as if it began on the first day of the chart.
fn procedure(
    procedure: &Procedure,
    (framework, id): (&str, &str),
    (first, counted): (Option<Day>, bool),
    out: &mut dyn Write,
) -> io::Result<()> {
    let begins = first.unwrap_or(NO_DAY);
    let name = if procedure.title.is_empty() { &procedure.name } else { &procedure.title };
    let when = match (procedure.pace, counted) {
        (None, _) => "no dates".to_owned(),
        (_, true) => "it begins on day 001".to_owned(),
        (_, false) => format!("no dates, drawn as if it began on {begins}"),
    };
    writeln!(out, "    section {}", escaped(&format!("{framework}: {name} ({when})")))?;
    let Some(pace) = procedure.pace else {
        for step in &procedure.steps {
            let words = remark(&due(step, procedure));
            writeln!(out, "    %% {}: {words}", escaped(&step.name))?;
        }
        return writeln!(out, "    %% {}", remark(&in_all(procedure)));
    };
    for (n, step) in procedure.steps.iter().enumerate() {
        let label = if step.title.is_empty() { &step.name } else { &step.title };
        let label = escaped(&format!("{label}, {}", due(step, procedure)));
        match span(step, pace, begins) {
            Some((from, Some(length))) => {
                writeln!(out, "    {label} :{id}s{}, {from}, {length}", n + 1)?;
            }
            Some((from, None)) => {
                writeln!(out, "    {label} :milestone, {id}s{}, {from}, 0d", n + 1)?;
            }
            None => writeln!(out, "    %% {label}")?,
        }
    }
    if !procedure.open {
        let takes = procedure.takes.as_deref().unwrap_or_default();
        let label = escaped(&format!("all of it, up to {takes}"));
        let on = after(begins, pace, pace.longest);
        writeln!(out, "    {label} :milestone, {id}a, {on}, 0d")?;
    }
    if let (Some(total), Some(words)) = (pace.total, &procedure.total) {
        let label = escaped(&format!("its text says {words}"));
        let on = after(begins, pace, total);
        writeln!(out, "    {label} :milestone, {id}t, {on}, 0d")?;
    }
    Ok(())
}

/// Returns on which day a step begins and how long its bar is; no length where nothing bounds it, or it has none.
fn span(step: &Step, pace: Pace, begins: Day) -> Option<(Day, Option<String>)> {
    let (from, to) = step.stretch?;
    let day = after(begins, pace, from);
    let length = to.filter(|to| *to > from).map(|to| {
        if pace.months {
            return format!("{}M", to - from);
        }
        // A bar begins at the beginning of a day.
        let hours = to - from / 24 * 24;
        if hours % 24 == 0 { format!("{}d", hours / 24) } else { format!("{hours}h") }
    });
    Some((day, length))
}

/// Returns the day that is so long after another.
fn after(day: Day, pace: Pace, length: i64) -> Day {
    let span = if pace.months {
        jiff::Span::new().try_months(length)
    } else {
        jiff::Span::new().try_days(length / 24)
    };
    span.ok().and_then(|span| day.checked_add(span).ok()).unwrap_or(day)
}

/// Returns the day on which the bar of a row begins.
fn from(row: &Row) -> Option<Day> {
    let Times::Known { start, end, .. } = row.times else { return None };
    let day = start.earliest.or(start.latest).or(end.earliest).or(end.latest);
    day.filter(|_| undrawn(row).is_none())
}

fn row(table: &Timetable, row: &Row, id: &str, out: &mut dyn Write) -> io::Result<()> {
    let label = if row.title.is_empty() { &row.name } else { &row.title };
    let sort = row.begins.as_ref().map_or("", |begins| begins.content.word());
    let sort = if sort.is_empty() { String::new() } else { format!(" ({sort})") };
    // Without a date it says when it comes in the same words.
    let hangs = condition(table, row).filter(|hangs| undrawn(row).as_ref() != Some(hangs));
    let hangs = hangs.map_or_else(String::new, |hangs| format!(", {hangs}"));
    let label = escaped(&format!("{label}{sort}{hangs}"));
    let crit = if row.critical { "crit, " } else { "" };
    if let (None, Times::Known { end, .. }) = (undrawn(row), row.times) {
        match (from(row), row.kind.is_point()) {
            (Some(from), true) => {
                // What is waited for is that it is over.
                let on = end.earliest.or(end.latest).unwrap_or(from);
                writeln!(out, "    {label} :milestone, {id}, {on}, 0d")?;
            }
            (Some(from), _) => {
                let to = end.earliest.filter(|to| *to >= from).unwrap_or(from);
                writeln!(out, "    {label} :{crit}{id}, {from}, {to}")?;
            }
            (None, _) => writeln!(out, "    %% {label}: {}", remark(&order(row)))?,
        }
    } else {
        let why = undrawn(row).unwrap_or_default();
        writeln!(out, "    %% {label}: {}", remark(&why))?;
    }
    for (n, day) in super::again(row).enumerate() {
        writeln!(out, "    {label}, again :milestone, {id}n{}, {day}, 0d", n + 2)?;
    }
    for held in &row.disputed {
        writeln!(out, "    %% {label}: {}", remark(&words::held(held)))?;
    }
    if let Some(happened) = row.happened {
        let on = happened.days().0;
        writeln!(out, "    {label}, happened :milestone, {id}h, {on}, 0d")?;
    }
    Ok(())
}

/// Replaces the characters that end a title in Mermaid by their wide forms, which look alike.
fn escaped(words: &str) -> String {
    let safe = |c: char| match c {
        ':' => '：',
        ';' => '；',
        '#' => '＃',
        '%' => '％',
        '\n' => ' ',
        '<' => '‹',
        '>' => '›',
        c => c,
    };
    text::clean(words).chars().map(safe).collect()
}

fn remark(words: &str) -> String {
    escaped(words).replace('{', "(").replace('}', ")")
}
