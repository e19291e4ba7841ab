//! Timetables as a Gantt chart in Mermaid's words.
//!
//! Mermaid has one beginning and one end for a bar: the earliest of each stands there, and what is not known is a remark.

use std::io::{self, Write};

use super::super::text;
use super::{heading, order, undrawn};
use crate::analysis::{Row, Times, Timetable};

/// Writes timetables, a section for each.
pub(super) fn timelines(tables: &[Timetable], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "gantt")?;
    if let [only] = tables {
        writeln!(out, "    title {}", escaped(&heading(only)))?;
    }
    writeln!(out, "    dateFormat YYYY-MM-DD")?;
    writeln!(out, "    axisFormat %Y-%m")?;
    writeln!(out, "    inclusiveEndDates")?;
    for (at, table) in tables.iter().enumerate() {
        writeln!(out, "    section {}", escaped(&table.framework))?;
        for (n, each) in table.rows.iter().enumerate() {
            row(each, &format!("t{}r{}", at + 1, n + 1), out)?;
        }
    }
    Ok(())
}

fn row(row: &Row, id: &str, out: &mut dyn Write) -> io::Result<()> {
    let label = if row.title.is_empty() { &row.name } else { &row.title };
    let sort = row.begins.as_ref().map_or("", |begins| begins.content.word());
    let sort = if sort.is_empty() { String::new() } else { format!(" ({sort})") };
    let label = escaped(&format!("{label}{sort}"));
    let crit = if row.critical { "crit, " } else { "" };
    if let Times::Known { start, end, .. } = row.times {
        let from = start.earliest.or(start.latest).or(end.earliest).or(end.latest);
        match (from, row.kind.is_point()) {
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
    if let Some(happened) = row.happened {
        let on = happened.on.first_day();
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
