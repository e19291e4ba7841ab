//! A timetable as a chart of characters: a line for each row, certain and possible days apart, hard and soft by sign.
//!
//! Columns are those of the terminal: a Korean or Chinese character takes two.

use std::collections::BTreeSet;
use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::super::{Style, text};
use super::words::Mark;
use super::{bar, middle, scale, undrawn};
use crate::analysis::{Row, RowKind, Sort, Timetable};
use crate::value::Date;

/// What a chart is drawn with.
struct Signs {
    hard: char,
    soft: char,
    mixed: char,
    neither: char,
    undecided: char,
    possible: char,
    open: char,
    before: char,
    beyond: char,
    milestone: char,
    happened: char,
    day: char,
    rule: char,
    tick: char,
    cut: &'static str,
}

const UNICODE: Signs = Signs {
    hard: '█',
    soft: '▒',
    mixed: '▓',
    neither: '▬',
    undecided: '?',
    possible: '░',
    open: '·',
    before: '<',
    beyond: '>',
    milestone: '◇',
    happened: '◆',
    day: '│',
    rule: '─',
    tick: '┬',
    cut: "…",
};

const ASCII: Signs = Signs {
    hard: '#',
    soft: '=',
    mixed: '%',
    neither: '_',
    undecided: '?',
    possible: '.',
    open: '-',
    before: '<',
    beyond: '>',
    milestone: 'o',
    happened: '*',
    day: '|',
    rule: '-',
    tick: '+',
    cut: "..",
};

/// The chart is never narrower.
const LEAST_ROOM: usize = 16;

/// Writes the chart of a timetable; nothing where no day is known.
pub(super) fn write(
    table: &Timetable,
    as_of: Option<Date>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let signs = if style.ascii() { &ASCII } else { &UNICODE };
    let width = |row: &Row| text::clean(&row.name).width() + marks(table, row).width();
    let longest = table.rows.iter().map(width).max().unwrap_or(0);
    let names = longest.min((style.width / 3).clamp(8, 32));
    let kinds = if style.width < 70 { 1 } else { KIND_WIDTH };
    let left = names + kinds + 6;
    let room = style.width.saturating_sub(left + 1).max(LEAST_ROOM);
    let Some(scale) = scale(table, as_of, room) else { return Ok(()) };
    writeln!(out)?;
    let mut labels = vec![' '; room];
    let mut rule = vec![signs.rule; room];
    for (at, label) in scale.ticks(room) {
        if let Some(place) = rule.get_mut(at) {
            *place = signs.tick;
        }
        if at + label.len() <= room {
            label.chars().enumerate().for_each(|(n, c)| put(&mut labels, at + n, c));
        }
    }
    let blank = " ".repeat(left);
    writeln!(out, "{}", format!("{blank}{}", labels.iter().collect::<String>()).trim_end())?;
    writeln!(out, "{blank}{}", rule.iter().collect::<String>())?;
    let mut used: BTreeSet<Used> = BTreeSet::new();
    for row in &table.rows {
        let drawn = drawn(row, &scale, room, as_of, signs, &mut used);
        let kind = kind(row, kinds);
        used.extend(Mark::of(table, row).into_iter().map(Used::Marked));
        // The marks stay where a name is cut.
        let (marks, name) = (marks(table, row), text::clean(&row.name));
        let room = names.saturating_sub(marks.width());
        let name = if name.width() > room { fit(&name, room, signs.cut) } else { name };
        let name = fit(&format!("{name}{marks}"), names, signs.cut);
        let line = format!("  {name}  {kind}{}  {drawn}", " ".repeat(kinds - kind.width()));
        writeln!(out, "{}", line.trim_end())?;
    }
    legend(&used, as_of, signs, style, out)
}

/// Returns what stands behind the name of a row that hangs on something.
fn marks(table: &Timetable, row: &Row) -> String {
    let marks = Mark::of(table, row).into_iter();
    marks.fold(String::new(), |marks, mark| marks + " (" + mark.letter() + ")")
}

const KIND_WIDTH: usize = 7;

/// Says whether hard or soft content begins, in a word or a letter.
fn kind(row: &Row, width: usize) -> &'static str {
    let Some(begins) = &row.begins else { return "" };
    let (word, letter) = match begins.content.sort() {
        Sort::Hard => ("hard", "h"),
        Sort::Soft => ("soft", "s"),
        Sort::Mixed => ("mixed", "m"),
        Sort::Neither => ("neither", "-"),
        Sort::Undecided => ("?", "?"),
    };
    if width < KIND_WIDTH { letter } else { word }
}

/// What the legend has to tell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Used {
    Certain(Sort),
    Possible,
    Open,
    Milestone,
    Event,
    Happened,
    Marked(Mark),
}

/// Draws a row.
fn drawn(
    row: &Row,
    scale: &super::scale::Scale,
    room: usize,
    as_of: Option<Date>,
    signs: &Signs,
    used: &mut BTreeSet<Used>,
) -> String {
    let mut cells = vec![' '; room];
    let bar = bar(row);
    if let Some(bar) = bar {
        let from = bar.from.map_or(0, |day| scale.begins(day, room));
        let to = bar.to.map_or(room, |day| scale.ends(day, room)).max(from + 1);
        let certain = bar.certain.map(|(a, b)| (scale.begins(a, room), scale.ends(b, room)));
        let whole = certain.is_some_and(|(a, b)| a <= from && b >= to);
        if !(whole || row.kind.is_point() && to == from + 1) {
            let (a, b) = (scale.begins(bar.known.0, room), scale.ends(bar.known.1, room));
            (from..to).for_each(|at| {
                let known = a <= at && at < b;
                used.insert(if known { Used::Possible } else { Used::Open });
                put(&mut cells, at, if known { signs.possible } else { signs.open });
            });
        }
        if row.kind.is_point() {
            let event = row.kind == RowKind::Event;
            used.insert(if event { Used::Event } else { Used::Milestone });
            let at = if bar.from.is_some() { from } else { to.saturating_sub(1) };
            put(&mut cells, at.min(room.saturating_sub(1)), signs.milestone);
            for day in super::again(row) {
                put(&mut cells, scale.begins(day, room).min(room - 1), signs.milestone);
            }
        } else if let Some((from, to)) = certain {
            let sort = row.begins.as_ref().map_or(Sort::Undecided, |b| b.content.sort());
            used.insert(Used::Certain(sort));
            let sign = match sort {
                Sort::Hard => signs.hard,
                Sort::Soft => signs.soft,
                Sort::Mixed => signs.mixed,
                Sort::Neither => signs.neither,
                Sort::Undecided => signs.undecided,
            };
            (from..to.max(from + 1)).for_each(|at| put(&mut cells, at, sign));
        }
        if bar.from.is_none() {
            put(&mut cells, 0, signs.before);
        }
        if bar.to.is_none() {
            put(&mut cells, room.saturating_sub(1), signs.beyond);
        }
    }
    if let Some(day) = as_of {
        let at = scale.begins(middle(day), room).min(room - 1);
        if !stands_out(&cells, at, signs) {
            put(&mut cells, at, signs.day);
        }
    }
    if let Some(happened) = row.happened {
        used.insert(Used::Happened);
        put(&mut cells, scale.begins(happened.middle(), room).min(room - 1), signs.happened);
    }
    match undrawn(row) {
        Some(words) if row.happened.is_none() => {
            fit(&format!("({})", text::clean(&words)), room, signs.cut).trim_end().to_owned()
        }
        _ => cells.into_iter().collect(),
    }
}

/// Checks whether a cell is a sign that a line through it would wipe out: a point, or all there is of a bar.
fn stands_out(cells: &[char], at: usize, signs: &Signs) -> bool {
    let sign = |at: Option<usize>| at.and_then(|at| cells.get(at)).copied();
    let here = sign(Some(at)).unwrap_or(' ');
    let alone = sign(at.checked_sub(1)) != Some(here) && sign(Some(at + 1)) != Some(here);
    here == signs.milestone || here != ' ' && alone
}

fn put(cells: &mut [char], at: usize, sign: char) {
    if let Some(cell) = cells.get_mut(at) {
        *cell = sign;
    }
}

fn legend(
    used: &BTreeSet<Used>,
    as_of: Option<Date>,
    signs: &Signs,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut parts: Vec<String> = Vec::new();
    for one in used {
        parts.push(match one {
            Used::Certain(Sort::Hard) => format!("{} hard, certain", signs.hard),
            Used::Certain(Sort::Soft) => format!("{} soft, certain", signs.soft),
            Used::Certain(Sort::Mixed) => format!("{} hard and soft, certain", signs.mixed),
            Used::Certain(Sort::Neither) => format!("{} neither, certain", signs.neither),
            Used::Certain(Sort::Undecided) => {
                format!("{} certain, hard or soft undecided", signs.undecided)
            }
            Used::Possible => format!("{} possible", signs.possible),
            Used::Open => format!("{} no limit known", signs.open),
            Used::Milestone if used.contains(&Used::Event) => {
                format!("{} milestone or event", signs.milestone)
            }
            Used::Milestone => format!("{} milestone", signs.milestone),
            Used::Event if used.contains(&Used::Milestone) => continue,
            Used::Event => format!("{} event", signs.milestone),
            Used::Happened => format!("{} happened", signs.happened),
            Used::Marked(mark) => format!("({}) {}", mark.letter(), mark.words()),
        });
    }
    if let Some(day) = as_of {
        parts.push(format!("{} {day}", signs.day));
    }
    if parts.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let mut line = String::new();
    for part in parts {
        if !line.is_empty() && line.width() + 3 + part.width() > style.width.saturating_sub(2) {
            writeln!(out, "  {line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push_str("   ");
        }
        line.push_str(&part);
    }
    writeln!(out, "  {line}")
}

/// Makes a text exactly so many columns wide: with blanks, or cut where it is longer.
fn fit(words: &str, width: usize, cut: &str) -> String {
    if words.width() <= width {
        return format!("{words}{}", " ".repeat(width - words.width()));
    }
    let room = width.saturating_sub(cut.width());
    let mut kept = String::new();
    let mut used = 0;
    for c in words.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide > room {
            break;
        }
        kept.push(c);
        used += wide;
    }
    format!("{kept}{cut}{}", " ".repeat(room - used))
}

#[cfg(test)]
mod tests {
    use super::fit;
    use unicode_width::UnicodeWidthStr;

    #[test]
    fn names_are_cut_by_columns() {
        assert_eq!(fit("상설 사무국", 8, "…"), "상설 사…");
        assert_eq!(fit("東北亞安全", 6, "…"), "東北… ");
        assert_eq!(fit("opening", 9, "…"), "opening  ");
        for width in 3..14 {
            assert_eq!(fit("신뢰 구축 1단계", width, "…").width(), width);
            assert_eq!(fit("신뢰 구축 1단계", width, "..").width(), width);
        }
    }
}
