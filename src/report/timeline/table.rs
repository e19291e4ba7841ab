//! A timetable in words: a table, or, where it is wider than the page, a paragraph for each row; what clashes; the path.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::super::plain::told;
use super::super::{Style, text};
use super::words::{self, became, clause, due, head, in_all, in_return, way};
use super::{clock, days, heading, never, order};
use crate::analysis::{
    ByDefault, Choice, Gap, Held, Procedure, Repeats, Row, Stated, Times, Timetable, Window,
};
use crate::value::{Date, Truth, count, ordinal};

const HEADS: [&str; 7] = ["", "starts", "ends", "lasts", "begins", "slack", "happened"];

/// Writes words two columns in, in as many lines as it takes.
fn inset(words: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let lines = text::wrap(&told(words, style), style.width.saturating_sub(2));
    lines.iter().try_for_each(|line| writeln!(out, "  {line}"))
}

/// Writes the rows of a timetable.
pub(super) fn write(table: &Timetable, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for line in text::wrap(&heading(table), style.width) {
        writeln!(out, "{line}")?;
    }
    if table.rows.is_empty() {
        return inset("it has no phases, so there is nothing to put in time", style, out);
    }
    let rows: Vec<[String; 7]> = table.rows.iter().map(cells).collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width());
        let most = cells.max().unwrap_or(0);
        if most == 0 { 0 } else { most.max(HEADS.get(column).map_or(0, |h| h.width())) }
    };
    let mut widths: Vec<usize> = (0..HEADS.len()).map(width).collect();
    // What can be read off the lines goes first where there is no room.
    for spare in SPARE {
        if whole(&widths) > style.width {
            widths.iter_mut().enumerate().filter(|(at, _)| *at == spare).for_each(|(_, w)| *w = 0);
        }
    }
    if whole(&widths) <= style.width && !style.narrated() && !style.all {
        line(&HEADS.map(str::to_owned), &widths, out)?;
        for row in rows {
            line(&row, &widths, out)?;
        }
    } else {
        for (row, cells) in table.rows.iter().zip(rows) {
            paragraph(row, &cells, style, out)?;
        }
    }
    Ok(())
}

/// Behind the time of what may come at no time.
const OR_NEVER: &str = "or never";

/// The columns that a table can do without: the slack, then the length.
const SPARE: [usize; 2] = [5, 3];

fn whole(widths: &[usize]) -> usize {
    widths.iter().filter(|w| **w > 0).map(|w| w + 2).sum()
}

fn line(cells: &[String; 7], widths: &[usize], out: &mut dyn Write) -> io::Result<()> {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths).filter(|(_, width)| **width > 0) {
        line.push_str("  ");
        line.push_str(cell);
        line.push_str(&" ".repeat(width.saturating_sub(cell.width())));
    }
    writeln!(out, "{}", line.trim_end())
}

fn paragraph(row: &Row, cells: &[String; 7], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let title = if row.title.is_empty() { String::new() } else { format!(" \"{}\"", row.title) };
    let name = told(&format!("{}{title}", row.name), style);
    for (at, part) in text::wrap(&name, style.width.saturating_sub(4)).into_iter().enumerate() {
        writeln!(out, "{}{part}", if at == 0 { "  " } else { "    " })?;
    }
    let mut cells = cells.clone();
    // What has no end has none that may never be.
    if let ([_, start, end, ..], true) = (&mut cells, row.kind.is_point())
        && end == OR_NEVER
    {
        *start = format!("{start}, {}", std::mem::take(end));
    }
    for (head, cell) in HEADS.iter().zip(&cells).skip(1).filter(|(_, cell)| !cell.is_empty()) {
        let room = style.width.saturating_sub(14).max(12);
        let mut head = *head;
        for part in text::wrap(cell, room) {
            writeln!(out, "    {head:<8}  {part}")?;
            head = "";
        }
    }
    Ok(())
}

fn cells(row: &Row) -> [String; 7] {
    let (start, end) = match row.times {
        _ if row.taken == Some(false) => ("not taken".to_owned(), String::new()),
        Times::Never => (never(row).to_owned(), String::new()),
        Times::Clash => ("clash".to_owned(), String::new()),
        Times::TooMany => ("too many alternatives".to_owned(), String::new()),
        Times::Known { start, end, may_never } => {
            let started = if start.is_open() { order(row) } else { days(start) };
            match (row.kind.is_point(), may_never) {
                (true, true) if end.is_open() => ("it may never be".to_owned(), String::new()),
                (true, true) => (days(end), OR_NEVER.to_owned()),
                // What is waited for is that it is done.
                (true, false) if start != end => (String::new(), days(end)),
                (true, false) => (started, String::new()),
                (_, true) if !end.is_open() => (started, format!("{}, or never", days(end))),
                (_, true) => (started, "it may never be".to_owned()),
                (_, false) => (started, days(end)),
            }
        }
    };
    let begins = row.begins.as_ref().map_or(String::new(), |b| b.content.word().to_owned());
    let slack = match (row.slack, row.slack_minutes) {
        (Some(0), Some(minutes)) if minutes > 0 => Gap::Minutes(minutes).to_string(),
        (Some(days), _) => count(usize::try_from(days).unwrap_or(0), "day"),
        (None, _) => String::new(),
    };
    let happened = match (row.happened, row.missed) {
        (Some(h), _) => format!("{}, {}", h.on, h.words()),
        (None, Some(day)) => format!("missed, due by {day}"),
        (None, None) if row.owed.as_ref().is_some_and(|owed| owed.owed == Truth::No) => {
            "not owed".to_owned()
        }
        (None, None) if !row.disputed.is_empty() => "disputed".to_owned(),
        (None, None) => String::new(),
    };
    let name = text::clean(&row.name);
    let lasts = match &row.repeats {
        Some(repeats) => often(repeats),
        None => row.lasts.join(", "),
    };
    [name, start, end, lasts, begins, slack, happened].map(|cell| text::clean(&cell))
}

/// Writes what clashes, and what the end of the last phase hangs on; with `all` the lines behind every row.
pub(super) fn remarks(
    table: &Timetable,
    as_of: Option<Date>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    if let Some(clock) = clock(table) {
        writeln!(out)?;
        for part in text::wrap(&told(&clock, style), style.width.saturating_sub(2).max(20)) {
            writeln!(out, "  {part}")?;
        }
    }
    for clash in &table.clashes {
        writeln!(out)?;
        inset("these lines clash; `detente check` says what would settle it", style, out)?;
        stated(clash.iter().map(|s| (s, String::new())), style, out)?;
    }
    for row in &table.rows {
        let dated = matches!(row.times, Times::Known { start, .. } if !start.is_open());
        if let Some(repeats) = row.repeats.as_ref().filter(|r| dated || !r.due.is_empty()) {
            writeln!(out)?;
            let head = format!("  when `{}` comes, {}", row.name, often(repeats));
            writeln!(out, "{}", text::clean(&head))?;
            for part in text::wrap(&times(repeats, as_of), style.width.saturating_sub(6).max(20)) {
                writeln!(out, "    {part}")?;
            }
        }
    }
    if table.rows.iter().any(|row| row.owed.is_some()) {
        writeln!(out)?;
        inset("what is owed only in return", style, out)?;
        for (row, owed) in table.rows.iter().filter_map(|row| Some((row, row.owed.as_ref()?))) {
            let mut indent = "    ";
            for part in text::wrap(
                &told(&in_return(&row.name, owed), style),
                style.width.saturating_sub(6).max(20),
            ) {
                writeln!(out, "{indent}{part}")?;
                indent = "      ";
            }
        }
    }
    if let Some(path) = table.path.as_ref().filter(|path| !path.stations.is_empty()) {
        writeln!(out)?;
        inset(&format!("what keeps `{}` from being over sooner", path.of), style, out)?;
        for station in &path.stations {
            let event = table
                .rows
                .iter()
                .any(|row| row.kind.is_point() && row.name == station.name && !station.ends);
            let verb = match (station.ends, event) {
                (true, _) => "ends",
                (false, true) => "happens",
                (false, false) => "starts",
            };
            let line = told(&format!("    {}  {} {verb}", station.day, station.name), style);
            let by = station
                .by
                .as_ref()
                .map_or(String::new(), |by| told(&format!("{}: {}", by.place(), by.text), style));
            if line.width() + 2 + by.width() <= style.width {
                writeln!(out, "{}", format!("{line}  {by}").trim_end())?;
                continue;
            }
            writeln!(out, "{line}")?;
            for part in text::wrap(&by, style.width.saturating_sub(16).max(20)) {
                writeln!(out, "                {part}")?;
            }
        }
    }
    for choice in &table.choices {
        self::choice(choice, style, out)?;
    }
    for row in table.rows.iter().filter(|row| !row.disputed.is_empty()) {
        writeln!(out)?;
        writeln!(
            out,
            "  {}",
            text::clean(&format!("whether `{}` happened is disputed", row.name))
        )?;
        for held in &row.disputed {
            disputed(held, style, out)?;
        }
    }
    for (at, each) in table.defaults.iter().enumerate() {
        if at == 0 {
            writeln!(out)?;
            writeln!(out, "  what comes by default")?;
        }
        by_default(each, style, out)?;
    }
    for procedure in &table.procedures {
        self::procedure(procedure, style, out)?;
    }
    if style.all {
        writeln!(out)?;
        writeln!(out, "  the lines")?;
        let all = table.rows.iter().flat_map(|row| &row.stated);
        stated(all.map(|s| (s, s.of.clone())), style, out)?;
    }
    Ok(())
}

/// Writes the branches of a choice, each with when it is taken and what comes about then.
fn choice(choice: &Choice, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    writeln!(out, "{}", text::clean(&format!("  {}", head(choice))))?;
    for branch in &choice.ways {
        let line = text::clean(&way(branch));
        let mut indent = "    ";
        for part in text::wrap(&line, style.width.saturating_sub(6).max(20)) {
            writeln!(out, "{indent}{part}")?;
            indent = "      ";
        }
    }
    Ok(())
}

/// Writes what somebody holds of whether something happened.
fn disputed(held: &Held, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut indent = "    ";
    let words = text::clean(&words::held(held));
    for part in text::wrap(&words, style.width.saturating_sub(6).max(20)) {
        writeln!(out, "{indent}{part}")?;
        indent = "      ";
    }
    Ok(())
}

/// Writes when something comes by default, what keeps it from coming, and what became of it.
fn by_default(each: &ByDefault, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut indent = "    ";
    for words in [clause(each), became(each)] {
        for part in text::wrap(&text::clean(&words), style.width.saturating_sub(8).max(20)) {
            writeln!(out, "{indent}{part}")?;
            indent = "      ";
        }
    }
    Ok(())
}

/// Writes the steps of a procedure, each with when it is due, counted from when the whole begins.
fn procedure(procedure: &Procedure, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let title = match procedure.title.as_str() {
        "" => String::new(),
        title => format!(" \"{title}\""),
    };
    let head = text::clean(&format!("procedure {}{title}", procedure.name));
    writeln!(out)?;
    for part in text::wrap(&head, style.width.saturating_sub(2).max(20)) {
        writeln!(out, "  {part}")?;
    }
    let width = procedure.steps.iter().map(|step| step.name.width()).max().unwrap_or(0);
    for step in &procedure.steps {
        let name = text::clean(&step.name);
        let room = style.width.saturating_sub(width + 6).max(20);
        let mut lead = format!("{name}{}", " ".repeat(width.saturating_sub(name.width())));
        for part in text::wrap(&text::clean(&due(step, procedure)), room) {
            writeln!(out, "    {lead}  {part}")?;
            lead = " ".repeat(width);
        }
    }
    let total = in_all(procedure);
    for part in text::wrap(&text::clean(&total), style.width.saturating_sub(4).max(20)) {
        writeln!(out, "    {part}")?;
    }
    Ok(())
}

/// So many times are written out.
const WRITTEN: usize = 6;

/// Says how often something comes again.
fn often(repeats: &Repeats) -> String {
    if repeats.until.is_empty() {
        repeats.every.clone()
    } else {
        format!("{} until {}", repeats.every, repeats.until)
    }
}

/// Says when something comes, time after time, how often in all, and which time is the next after a day.
fn times(repeats: &Repeats, as_of: Option<Date>) -> String {
    let due = &repeats.due;
    if due.is_empty() {
        return "that is over before it comes first".to_owned();
    }
    let mut words: Vec<String> = due.iter().take(WRITTEN).map(|due| days(*due)).collect();
    let last = due.last().filter(|_| !repeats.more && due.len() > WRITTEN);
    if let Some(last) = last {
        words.push(format!("… {}", days(*last)));
    }
    let mut said = words.join(", ");
    if repeats.more {
        said.push_str(", and so on");
    } else {
        said.push_str(&format!(": {}", count(due.len(), "time")));
    }
    let open = due.len() - repeats.certain;
    if !repeats.until.is_empty() && open > 0 {
        let which = if repeats.certain == 0 {
            "each".to_owned()
        } else {
            format!("from the {} time on", ordinal(repeats.certain + 1))
        };
        // A date comes; what ends it may not.
        said.push_str(&match Date::parse(&repeats.until) {
            Some(date) => format!("; {which} only if that is by {date}"),
            None => format!("; {which} only if `{}` has not come", repeats.until),
        });
    }
    let next = as_of.and_then(|day| {
        let later = |due: &Window| due.latest.or(due.earliest).is_some_and(|d| d > day.last_day());
        let at = due.iter().position(later)?;
        Some((day, at, due.get(at)?))
    });
    if let Some((day, at, next)) = next {
        let (time, next) = (ordinal(at + 1), days(*next));
        said.push_str(&format!("; next after {day}: {next}, the {time} time"));
    }
    said
}

fn stated<'s>(
    list: impl Iterator<Item = (&'s Stated, String)>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (stated, of) in list {
        let of = if of.is_empty() { &stated.of } else { &of };
        let line = told(&format!("{}: {of} {}", stated.place(), stated.text), style);
        let mut indent = "    ";
        for part in text::wrap(&line, style.width.saturating_sub(6).max(20)) {
            writeln!(out, "{indent}{part}")?;
            indent = "      ";
        }
    }
    Ok(())
}
