//! A timetable as a picture: SVG that stands on its own, for light and dark screens and for paper.
//!
//! Written by hand: what is certain is filled, what is possible is outlined; hard and soft differ by pattern, so that they
//! can be told apart without colour. Nothing is loaded from elsewhere.

mod choices;
mod hanging;
mod legend;
mod procedures;
mod shapes;
mod style;

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::super::text;
use super::scale::Scale;
use super::words::condition;
use super::{bar, clock, days, heading, middle, scale, undrawn};
use crate::analysis::{Lateness, Repeats, Row, Sort, Times, Timetable, Window};
use crate::value::Date;
use shapes::{arrow, certain, cross, diamond, escaped, lines, rect, rule, tag_text};

const WIDTH: usize = 1080;
const MARGIN: usize = 24;
const BAR: usize = 18;
/// The width of a column of text in points, a little more than fonts take on average.
const NAME: usize = 8;
const SMALL: usize = 6;
/// From one line of a title to the next, and of small text.
const LINE: usize = 16;
const SMALL_LINE: usize = 14;
/// So many rows are read without an axis below them.
const ROWS: usize = 12;
/// Room for a label of the axis, by column.
const LABEL: usize = 8;
/// Where the name of a row begins, from its left edge.
const INDENT: usize = 29;

/// Writes timetables as one picture, one below the other.
pub(super) fn timelines(
    tables: &[Timetable],
    as_of: Option<Date>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut body = String::new();
    let mut y = MARGIN;
    for table in tables {
        y = draw(table, as_of, y, &mut body);
    }
    let sorts = legend::legend(tables, as_of, y, &mut body);
    let height = sorts + MARGIN / 2;
    let names: Vec<String> = tables.iter().map(heading).collect();
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"title desc\">"
    )?;
    writeln!(out, "  <title id=\"title\">{}</title>", escaped(&names.join("; ")))?;
    writeln!(out, "  <desc id=\"desc\">{}</desc>", escaped(&told(tables)))?;
    writeln!(out, "  <style>{}  </style>", style::STYLE)?;
    writeln!(out, "  <defs>\n{}  </defs>", style::PATTERNS)?;
    writeln!(out, "  <rect class=\"page\" width=\"{WIDTH}\" height=\"{height}\"/>")?;
    write!(out, "{body}")?;
    writeln!(out, "</svg>")
}

/// Says in sentences what the picture shows.
fn told(tables: &[Timetable]) -> String {
    let mut said: Vec<String> = Vec::new();
    for table in tables {
        let row = |row: &Row| format!("{}: {}.", row.name, told_of(table, row));
        said.extend(clock(table).map(|clock| format!("{}.", clock.replace('`', ""))));
        said.extend(table.rows.iter().map(row));
        said.extend(hanging::told(table));
        said.extend(table.choices.iter().map(choices::told));
        said.extend(table.procedures.iter().map(procedures::told));
    }
    said.join(" ")
}

/// Says behind a verb between which days something is: from the first to the last would be how long it takes.
fn within(window: Window) -> String {
    let words = days(window);
    match words.split_once(" to ") {
        Some((first, last)) => format!("between {first} and {last}"),
        None => words,
    }
}

/// Says when a row is, and whether it is hard or soft.
fn dates(row: &Row) -> String {
    let when = match row.times {
        Times::Known { start, end, may_never } => {
            let never = match (&row.branch, may_never) {
                _ if row.taken == Some(false) => String::new(),
                (Some(branch), true) => format!(", only with {branch}"),
                (None, true) => ", or never".to_owned(),
                (_, false) => String::new(),
            };
            let when = match undrawn(row) {
                Some(why) => why,
                None if row.kind.is_point() => days(end),
                None if start.is_open() => format!("ends {}", within(end)),
                None if end.is_open() => format!("starts {}", within(start)),
                None if start == end => format!("starts and ends {}", within(start)),
                None => format!("starts {}, ends {}", within(start), within(end)),
            };
            // What is over before it comes first does not come again.
            let open = start.is_open();
            let comes = |r: &&Repeats| undrawn(row).is_none() && (open || !r.due.is_empty());
            let again = row.repeats.as_ref().filter(comes);
            let again = again
                .map_or(String::new(), |repeats| format!(", and {} from then on", repeats.every));
            format!("{when}{never}{again}")
        }
        _ => undrawn(row).unwrap_or_default(),
    };
    let missed = match row.missed {
        Some(day) => format!("; missed, due by {day}"),
        None if !row.disputed.is_empty() => "; whether it happened is disputed".to_owned(),
        None => String::new(),
    };
    let happened = row.happened.map_or(missed, |h| match h.standing {
        Lateness::Unknown | Lateness::NotDue => format!("; happened {}", h.on),
        _ => format!("; happened {}, {}", h.on, h.words()),
    });
    let sort = row.begins.as_ref().map_or("", |b| b.content.word());
    let sort = match sort {
        "" => String::new(),
        "?" => "hard or soft undecided; ".to_owned(),
        word => format!("{word}; "),
    };
    format!("{sort}{when}{happened}")
}

/// Says when a row is, and what it hangs on: in return for what it is owed, or unless what it comes.
fn told_of(table: &Timetable, row: &Row) -> String {
    match condition(table, row) {
        // Without a date it says when it comes in the same words.
        Some(condition) if undrawn(row).as_ref() != Some(&condition) => {
            format!("{}; {condition}", dates(row))
        }
        _ => dates(row),
    }
}

/// Draws a timetable from a height on; gives the height below it.
fn draw(table: &Timetable, as_of: Option<Date>, top: usize, body: &mut String) -> usize {
    let inner = WIDTH - 2 * MARGIN;
    if table.rows.is_empty() && table.procedures.is_empty() {
        return top;
    }
    let mut y = top + 17;
    for line in lines(&heading(table), inner / 9, 2) {
        body.push_str(&tag_text(MARGIN, y, "title", &line));
        y += 22;
    }
    for line in
        clock(table).map_or(Vec::new(), |clock| lines(&clock.replace('`', ""), inner / SMALL, 2))
    {
        body.push_str(&tag_text(MARGIN, y, "small", &line));
        y += SMALL_LINE;
    }
    if !table.rows.is_empty() {
        y = rows(table, as_of, y + 16, body);
    }
    for clash in &table.clashes {
        let places: Vec<String> =
            clash.iter().map(|s| format!("{} ({} {})", s.place(), s.of, s.text)).collect();
        let words = format!("These lines clash: {}", places.join("; "));
        for line in lines(&words, inner / SMALL, 4) {
            y += 16;
            body.push_str(&tag_text(MARGIN, y, "warn", &line));
        }
    }
    y = hanging::draw(table, y, body);
    y = choices::draw(table, y, body);
    for procedure in &table.procedures {
        y = procedures::draw(procedure, y, body);
    }
    y + 26
}

/// A row and the lines of text beside its bar.
struct Lined<'t> {
    row: &'t Row,
    /// The letter of its branch, and the marks of what it hangs on.
    badges: Vec<String>,
    name: Vec<String>,
    /// When it is and what it hangs on, whole and in lines.
    told: String,
    small: Vec<String>,
}

impl Lined<'_> {
    fn height(&self) -> usize {
        16 + self.name.len() * LINE + self.small.len() * SMALL_LINE
    }
}

/// How far from the left edge of a row its name begins.
fn indent(row: &Row, badges: &[String]) -> usize {
    let icon = if row.begins.is_some() { INDENT } else { 10 };
    icon + badges.iter().map(|badge| choices::badge_width(badge) + 6).sum::<usize>()
}

/// Draws the rows of a timetable with their axis from a height on; gives the height below them.
fn rows(table: &Timetable, as_of: Option<Date>, head: usize, body: &mut String) -> usize {
    let inner = WIDTH - 2 * MARGIN;
    let badges: Vec<Vec<String>> =
        table.rows.iter().map(|row| choices::badges_of(table, row)).collect();
    let longest = |(row, badges): (&Row, &Vec<String>)| {
        let name = text::clean(label(row)).width() * NAME + indent(row, badges) + 10;
        name.max(dates(row).width() * SMALL + 20)
    };
    let widest = table.rows.iter().zip(&badges).map(longest).max().unwrap_or(0);
    let left = (widest + 10).clamp(170, inner * 2 / 5);
    let x = MARGIN + left;
    let room = inner - left;
    let scale = scale(table, as_of, room / LABEL);
    let lined: Vec<Lined<'_>> = table
        .rows
        .iter()
        .zip(badges)
        .map(|(row, badges)| {
            let columns = left.saturating_sub(indent(row, &badges) + 10) / NAME;
            let name = lines(&text::clean(label(row)), columns, 2);
            let told = told_of(table, row);
            let small = lines(&text::clean(&told), (left - 16) / SMALL, 4);
            Lined { row, badges, name, told, small }
        })
        .collect();
    let mut bottom = head;
    for (at, line) in lined.iter().enumerate() {
        if at % 2 == 0 {
            body.push_str(&rect("row", MARGIN, bottom, inner, line.height()));
        }
        bottom += line.height();
    }
    if let Some(scale) = &scale {
        for (at, label) in scale.ticks(room) {
            let at = x + at;
            body.push_str(&rule("grid", at, head - 6, bottom));
            if at + label.len() * SMALL <= WIDTH - MARGIN / 2 {
                body.push_str(&tag_text(at + 3, head - 8, "small", label));
                if lined.len() > ROWS {
                    body.push_str(&tag_text(at + 3, bottom + 14, "small", label));
                }
            }
        }
    }
    let mut at = head;
    for line in &lined {
        draw_row(line, scale.as_ref(), (x, at), room, body);
        at += line.height();
    }
    if let (Some(scale), Some(day)) = (&scale, as_of) {
        let at = x + scale.begins(middle(day), room);
        for class in ["halo", "today"] {
            body.push_str(&rule(class, at, head - 4, bottom));
        }
    }
    bottom + if lined.len() > ROWS { 22 } else { 8 }
}

fn label(row: &Row) -> &str {
    if row.title.is_empty() { &row.name } else { &row.title }
}

fn draw_row(
    line: &Lined<'_>,
    scale: Option<&Scale>,
    (x, y): (usize, usize),
    room: usize,
    body: &mut String,
) {
    let (row, height) = (line.row, line.height());
    if row.critical {
        body.push_str(&rect("critical", MARGIN, y + 4, 3, height - 8));
    }
    body.push_str("  <g>");
    body.push_str(&format!(
        "<title>{}</title>\n",
        escaped(&format!("{}: {}", row.name, line.told))
    ));
    let mut at = MARGIN + 10;
    if let Some(begins) = &row.begins {
        body.push_str(&certain(begins.content.sort(), at, y + 7, (12, 12)));
        at = MARGIN + INDENT;
    }
    for badge in &line.badges {
        body.push_str(&choices::badge(badge, at, y + 6));
        at += choices::badge_width(badge) + 6;
    }
    for (n, part) in line.name.iter().enumerate() {
        body.push_str(&tag_text(at, y + 17 + n * LINE, "name", part));
    }
    let below = y + 22 + line.name.len() * LINE;
    for (n, part) in line.small.iter().enumerate() {
        body.push_str(&tag_text(MARGIN + 10, below - 4 + n * SMALL_LINE, "small", part));
    }
    if let Some(scale) = scale {
        draw_bar(row, scale, (x, y + 5), room, body);
    }
    body.push_str("  </g>\n");
}

/// Draws when a row is, and when it happened.
fn draw_bar(row: &Row, scale: &Scale, (x, top): (usize, usize), room: usize, body: &mut String) {
    let centre = top + BAR / 2;
    let mut due = None;
    if let Some(bar) = bar(row) {
        let from = bar.from.map_or(0, |day| scale.begins(day, room));
        let to = bar.to.map_or(room, |day| scale.ends(day, room)).max(from + 3);
        due = bar.to.map(|day| scale.begins(day, room));
        let known = scale.begins(bar.known.0, room)..scale.ends(bar.known.1, room);
        let span = |top: usize, height: usize, body: &mut String| {
            for (a, b, class) in [
                (from, known.start, "open"),
                (known.start, known.end.max(known.start + 3), "possible"),
                (known.end, to, "open"),
            ] {
                if a < b {
                    body.push_str(&rect(class, x + a, top, b - a, height));
                }
            }
        };
        if row.kind.is_point() {
            // Of a day that is certain there is nothing to outline.
            if to > from + 12 && (bar.from.is_none() || bar.from != bar.to) {
                span(top + 5, BAR - 10, body);
            }
            // By its last day it is due, and there it is missed.
            let at = if bar.from.is_some() { from } else { due.unwrap_or(to) };
            let sure = bar.from.is_some() && bar.from == bar.to && !row.may_never();
            let class = if sure { "event" } else { "event maybe" };
            body.push_str(&diamond(class, x + at, centre, 8));
            for day in super::again(row) {
                body.push_str(&diamond(class, x + scale.begins(day, room), centre, 5));
            }
        } else {
            span(top, BAR, body);
        }
        if let Some((a, b)) = bar.certain.filter(|_| !row.kind.is_point()) {
            let (a, b) = (scale.begins(a, room), scale.ends(b, room));
            let sort = row.begins.as_ref().map_or(Sort::Undecided, |b| b.content.sort());
            body.push_str(&certain(sort, x + a, top, (b.max(a + 3) - a, BAR)));
        }
        if bar.from.is_none() {
            let (tip, back) = (x.saturating_sub(9), x.saturating_sub(1));
            body.push_str(&arrow(tip, back, centre));
        }
        if bar.to.is_none() {
            body.push_str(&arrow(x + room + 9, x + room + 1, centre));
        }
    }
    if let Some(happened) = row.happened {
        let at = x + scale.begins(happened.middle(), room);
        // From the last day on which it was due to the day on which it came.
        if let (Lateness::Late(_), true, Some(due)) = (happened.standing, row.kind.is_point(), due)
            && x + due + 9 < at
        {
            body.push_str(&format!(
                "  <line class=\"late\" x1=\"{}\" y1=\"{centre}\" x2=\"{at}\" y2=\"{centre}\"/>\n",
                x + due + 9
            ));
        }
        // Smaller where it covers the sign of what was due, so that both are seen.
        let covers = row.kind.is_point() && due.is_some_and(|due| at.abs_diff(x + due) < 13);
        body.push_str(&diamond("mark", at, centre, if covers { 5 } else { 8 }));
    } else if let Some(day) = row.missed {
        body.push_str(&cross("missed", x + scale.begins(day, room), centre));
    }
}
