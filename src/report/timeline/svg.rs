//! A timetable as a picture: SVG that stands on its own, for light and dark screens and for paper.
//!
//! Written by hand: what is certain is filled, what is possible is outlined; hard and soft differ by pattern, so that they
//! can be told apart without colour. Nothing is loaded from elsewhere.

use std::io::{self, Write};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::super::text;
use super::scale::Scale;
use super::{bar, days, heading, middle, scale, undrawn};
use crate::analysis::{Lateness, Row, RowKind, Sort, Times, Timetable};
use crate::value::Date;

const WIDTH: usize = 1080;
const MARGIN: usize = 24;
const ROW: usize = 46;
const BAR: usize = 18;
/// The width of a column of text in points, a little more than fonts take on average.
const NAME: usize = 7;
const SMALL: usize = 6;
/// A second line of a title.
const LINE: usize = 16;
/// Room for a label of the axis, by column.
const LABEL: usize = 8;
/// Where the name of a row begins, from its left edge.
const INDENT: usize = 29;

/// Light, then what is otherwise in the dark, then on paper.
const STYLE: &str = "
    text { font-family: system-ui, 'Noto Sans', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif; fill: #1b1b1f; }
    .page { fill: #ffffff; }
    .title { font-size: 17px; font-weight: 600; }
    .name { font-size: 13px; font-weight: 600; }
    .small { font-size: 11px; fill: #55555e; }
    .grid { stroke: #d9d9e0; stroke-width: 1; }
    .row { fill: #f4f4f7; }
    .possible { fill: #e3e6ee; stroke: #6d7485; stroke-width: 1; stroke-dasharray: 4 3; }
    .open { fill: none; stroke: #9aa0ae; stroke-width: 1; stroke-dasharray: 2 4; }
    .edge { stroke: #1f3b73; stroke-width: 1.2; }
    .hard { fill: #1f3b73; }
    .ink { stroke: #1f3b73; stroke-width: 2; fill: none; }
    .paper { fill: #ffffff; }
    .dot { fill: #1f3b73; }
    .arrow { fill: #6d7485; }
    .mark { fill: #b3261e; stroke: #ffffff; stroke-width: 1.5; }
    .event { fill: #ffffff; stroke: #1b1b1f; stroke-width: 1.5; }
    .halo { stroke: #ffffff; stroke-width: 4; stroke-opacity: 0.7; }
    .today { stroke: #b3261e; stroke-width: 1.5; }
    .critical { fill: #b3261e; }
    .warn { font-size: 12px; fill: #b3261e; }
    @media (prefers-color-scheme: dark) {
      text { fill: #ececf1; }
      .page { fill: #17181c; }
      .small { fill: #a9abb6; }
      .grid { stroke: #34363f; }
      .row { fill: #1f2026; }
      .possible { fill: #2b2f3a; stroke: #8e96aa; }
      .open { stroke: #6d7485; }
      .edge, .ink { stroke: #9db8f5; }
      .hard, .dot { fill: #9db8f5; }
      .paper { fill: #17181c; }
      .arrow { fill: #8e96aa; }
      .mark { fill: #ff8a80; stroke: #17181c; }
      .event { fill: #17181c; stroke: #ececf1; }
      .halo { stroke: #17181c; }
      .today { stroke: #ff8a80; }
      .critical, .warn { fill: #ff8a80; }
    }
    @media print {
      text, .small, .warn { fill: #000000; }
      .page, .paper, .event { fill: #ffffff; }
      .row { fill: none; }
      .halo { stroke: #ffffff; stroke-opacity: 1; }
      .grid { stroke: #bbbbbb; }
      .possible { fill: #ffffff; stroke: #000000; }
      .open { stroke: #777777; }
      .edge, .ink, .today, .event { stroke: #000000; }
      .hard, .dot, .arrow, .critical { fill: #000000; }
      .mark { fill: #000000; stroke: #ffffff; }
    }
";

/// The signs for soft, mixed, neither and undecided.
const PATTERNS: &str = "\
    <pattern id=\"soft\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<rect class=\"paper\" width=\"7\" height=\"7\"/><path class=\"ink\" d=\"M0 0V7\"/></pattern>
    <pattern id=\"mixed\" width=\"9\" height=\"9\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<rect class=\"paper\" width=\"9\" height=\"9\"/><rect class=\"hard\" width=\"6\" height=\"9\"/></pattern>
    <pattern id=\"undecided\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">\
<rect class=\"paper\" width=\"7\" height=\"7\"/><circle class=\"dot\" cx=\"3.5\" cy=\"3.5\" r=\"1.3\"/></pattern>
";

/// Writes timetables as one picture, one below the other.
pub(super) fn timelines(
    tables: &[Timetable],
    as_of: Option<Date>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut body = String::new();
    let mut y = MARGIN;
    for table in tables.iter().filter(|table| !table.rows.is_empty()) {
        y = draw(table, as_of, y, &mut body);
    }
    let sorts = legend(tables, as_of, y, &mut body);
    let height = sorts + MARGIN / 2;
    let names: Vec<String> = tables.iter().map(heading).collect();
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"title desc\">"
    )?;
    writeln!(out, "  <title id=\"title\">{}</title>", escaped(&names.join("; ")))?;
    writeln!(out, "  <desc id=\"desc\">{}</desc>", escaped(&told(tables)))?;
    writeln!(out, "  <style>{STYLE}  </style>")?;
    writeln!(out, "  <defs>\n{PATTERNS}  </defs>")?;
    writeln!(out, "  <rect class=\"page\" width=\"{WIDTH}\" height=\"{height}\"/>")?;
    write!(out, "{body}")?;
    writeln!(out, "</svg>")
}

/// Says in sentences what the picture shows.
fn told(tables: &[Timetable]) -> String {
    let rows = tables.iter().flat_map(|table| &table.rows);
    rows.map(|row| format!("{}: {}.", row.name, dates(row))).collect::<Vec<_>>().join(" ")
}

/// Says when a row is, and whether it is hard or soft.
fn dates(row: &Row) -> String {
    let when = match row.times {
        Times::Known { start, end, may_never } => {
            let never = if may_never { ", or never" } else { "" };
            match undrawn(row) {
                Some(why) => format!("{why}{never}"),
                None if row.kind.is_point() => {
                    let again = row.repeats.as_ref().map_or(String::new(), |repeats| {
                        format!(", and {} from then on", repeats.every)
                    });
                    format!("{}{never}{again}", days(end))
                }
                None if start.is_open() => format!("ends {}", days(end)),
                None if end.is_open() => format!("starts {}", days(start)),
                None => format!("starts {}, ends {}", days(start), days(end)),
            }
        }
        _ => undrawn(row).unwrap_or_default(),
    };
    let missed = row.missed.map_or(String::new(), |day| format!("; missed, due by {day}"));
    let happened = row.happened.map_or(missed, |h| match h.standing {
        Lateness::Unknown => format!("; happened {}", h.on),
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

/// Draws a timetable from a height on; gives the height below it.
fn draw(table: &Timetable, as_of: Option<Date>, top: usize, body: &mut String) -> usize {
    let inner = WIDTH - 2 * MARGIN;
    let longest = |row: &Row| {
        (text::clean(label(row)).width() * NAME + INDENT + 10).max(dates(row).width() * SMALL + 20)
    };
    let widest = table.rows.iter().map(longest).max().unwrap_or(0);
    let left = (widest + 10).clamp(170, inner * 2 / 5);
    let x = MARGIN + left;
    let room = inner - left;
    let scale = scale(table, as_of, room / LABEL);
    let mut y = top + 17;
    for line in lines(&heading(table), inner / 9, 2) {
        body.push_str(&tag_text(MARGIN, y, "title", &line));
        y += 22;
    }
    y += 16;
    let head = y;
    let names: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| lines(&text::clean(label(row)), (left - INDENT - 10) / NAME, 2))
        .collect();
    let mut bottom = head;
    for (at, name) in names.iter().enumerate() {
        let height = ROW + (name.len() - 1) * LINE;
        if at % 2 == 0 {
            body.push_str(&rect("row", MARGIN, bottom, inner, height));
        }
        bottom += height;
    }
    if let Some(scale) = &scale {
        for (at, label) in scale.ticks(room) {
            let at = x + at;
            body.push_str(&format!(
                "  <line class=\"grid\" x1=\"{at}\" y1=\"{}\" x2=\"{at}\" y2=\"{bottom}\"/>\n",
                head - 6
            ));
            if at + label.len() * SMALL <= WIDTH - MARGIN / 2 {
                body.push_str(&tag_text(at + 3, head - 8, "small", label));
            }
        }
    }
    let mut at = head;
    for (row, name) in table.rows.iter().zip(&names) {
        draw_row(row, name, scale.as_ref(), (x, at), (left, room), body);
        at += ROW + (name.len() - 1) * LINE;
    }
    if let (Some(scale), Some(day)) = (&scale, as_of) {
        let at = x + scale.begins(middle(day), room);
        for class in ["halo", "today"] {
            body.push_str(&format!(
                "  <line class=\"{class}\" x1=\"{at}\" y1=\"{}\" x2=\"{at}\" y2=\"{bottom}\"/>\n",
                head - 4
            ));
        }
    }
    let mut y = bottom + 8;
    for clash in &table.clashes {
        let places: Vec<String> =
            clash.iter().map(|s| format!("{} ({} {})", s.place(), s.of, s.text)).collect();
        let words = format!("These lines clash: {}", places.join("; "));
        for line in lines(&words, inner / SMALL, 4) {
            y += 16;
            body.push_str(&tag_text(MARGIN, y, "warn", &line));
        }
    }
    y + 26
}

fn label(row: &Row) -> &str {
    if row.title.is_empty() { &row.name } else { &row.title }
}

fn draw_row(
    row: &Row,
    name: &[String],
    scale: Option<&Scale>,
    (x, y): (usize, usize),
    (left, room): (usize, usize),
    body: &mut String,
) {
    let height = ROW + (name.len() - 1) * LINE;
    if row.critical {
        body.push_str(&format!(
            "  <rect class=\"critical\" x=\"{MARGIN}\" y=\"{}\" width=\"3\" height=\"{}\"/>\n",
            y + 4,
            height - 8
        ));
    }
    body.push_str("  <g>");
    body.push_str(&format!(
        "<title>{}</title>\n",
        escaped(&format!("{}: {}", row.name, dates(row)))
    ));
    let mut at = MARGIN + 10;
    if let Some(begins) = &row.begins {
        body.push_str(&certain(begins.content.sort(), at, y + 7, (12, 12)));
        at = MARGIN + INDENT;
    }
    for (n, line) in name.iter().enumerate() {
        body.push_str(&tag_text(at, y + 17 + n * LINE, "name", line));
    }
    let small = cut(&text::clean(&dates(row)), (left + room - 16) / SMALL);
    body.push_str(&tag_text(MARGIN + 10, y + height - 9, "small", &small));
    if let (Some(scale), Some(bar)) = (scale, bar(row)) {
        let top = y + 5;
        let from = bar.from.map_or(0, |day| scale.begins(day, room));
        let to = bar.to.map_or(room, |day| scale.ends(day, room)).max(from + 3);
        if row.kind.is_point() {
            if to > from + 12 {
                body.push_str(&rect("possible", x + from, top + 5, to - from, BAR - 10));
            }
            let at = if bar.from.is_some() { from } else { to };
            body.push_str(&diamond("event", x + at, top + BAR / 2, 7));
            for day in super::again(row) {
                let at = scale.begins(day, room);
                body.push_str(&diamond("event", x + at, top + BAR / 2, 5));
            }
        } else {
            let known = scale.begins(bar.known.0, room)..scale.ends(bar.known.1, room);
            for (a, b, class) in [
                (from, known.start, "open"),
                (known.start, known.end.max(known.start + 3), "possible"),
                (known.end, to, "open"),
            ] {
                if a < b {
                    body.push_str(&rect(class, x + a, top, b - a, BAR));
                }
            }
        }
        if let Some((a, b)) = bar.certain.filter(|_| !row.kind.is_point()) {
            let (a, b) = (scale.begins(a, room), scale.ends(b, room));
            let sort = row.begins.as_ref().map_or(Sort::Undecided, |b| b.content.sort());
            body.push_str(&certain(sort, x + a, top, (b.max(a + 3) - a, BAR)));
        }
        let middle = top + BAR / 2;
        if bar.from.is_none() {
            let (tip, back) = (x.saturating_sub(9), x.saturating_sub(1));
            body.push_str(&arrow(tip, back, middle));
        }
        if bar.to.is_none() {
            body.push_str(&arrow(x + room + 9, x + room + 1, middle));
        }
    }
    if let (Some(scale), Some(happened)) = (scale, row.happened) {
        let at = scale.begins(middle(happened.on), room);
        body.push_str(&diamond("mark", x + at, y + 5 + BAR / 2, 8));
    }
    body.push_str("  </g>\n");
}

fn rect(class: &str, x: usize, y: usize, width: usize, height: usize) -> String {
    format!(
        "  <rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>\n"
    )
}

/// A bar of what is certain.
fn certain(sort: Sort, x: usize, y: usize, (width, height): (usize, usize)) -> String {
    let fill = match sort {
        Sort::Hard => "class=\"hard edge\"",
        Sort::Soft => "class=\"edge\" fill=\"url(#soft)\"",
        Sort::Mixed => "class=\"edge\" fill=\"url(#mixed)\"",
        Sort::Neither => "class=\"paper edge\"",
        Sort::Undecided => "class=\"edge\" fill=\"url(#undecided)\"",
    };
    format!("  <rect {fill} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>\n")
}

fn diamond(class: &str, x: usize, y: usize, half: usize) -> String {
    format!(
        "  <path class=\"{class}\" d=\"M{x} {}L{} {y}L{x} {}L{} {y}Z\"/>\n",
        y - half,
        x + half,
        y + half,
        x - half
    )
}

fn arrow(tip: usize, back: usize, y: usize) -> String {
    format!("  <path class=\"arrow\" d=\"M{tip} {y}L{back} {}L{back} {}Z\"/>\n", y - 6, y + 6)
}

/// Explains the signs that are used; gives the height below them.
fn legend(tables: &[Timetable], as_of: Option<Date>, top: usize, body: &mut String) -> usize {
    let rows = || tables.iter().flat_map(|table| &table.rows);
    let mut sorts: Vec<Sort> =
        rows().filter_map(|row| row.begins.as_ref().map(|b| b.content.sort())).collect();
    sorts.sort_unstable();
    sorts.dedup();
    let mut parts: Vec<(Option<Sort>, &str, String)> = Vec::new();
    for sort in sorts {
        let words = match sort {
            Sort::Hard => "hard",
            Sort::Soft => "soft",
            Sort::Mixed => "hard and soft",
            Sort::Neither => "neither hard nor soft",
            Sort::Undecided => "hard or soft undecided",
        };
        parts.push((Some(sort), "", words.to_owned()));
    }
    if rows().any(|row| bar(row).is_some_and(|b| b.certain.is_some())) {
        parts.push((None, "hard", "filled: certain".to_owned()));
    }
    if rows().any(|row| bar(row).is_some()) {
        parts.push((None, "possible", "dashed: possible".to_owned()));
    }
    if rows().any(|row| bar(row).is_some_and(|b| b.from.is_none() || b.to.is_none())) {
        parts.push((None, "arrow", "no limit known".to_owned()));
    }
    let is = |kind: RowKind| rows().any(|row| row.kind == kind);
    let points = match (is(RowKind::Milestone), is(RowKind::Event)) {
        (true, true) => Some("milestone or event"),
        (true, false) => Some("milestone"),
        (false, true) => Some("event"),
        (false, false) => None,
    };
    if let Some(points) = points {
        parts.push((None, "event", points.to_owned()));
    }
    if rows().any(|row| row.happened.is_some()) {
        parts.push((None, "mark", "happened".to_owned()));
    }
    if rows().any(|row| row.critical) {
        parts.push((None, "critical", "on the critical path".to_owned()));
    }
    if let Some(day) = as_of {
        parts.push((None, "today", day.to_string()));
    }
    let (mut x, mut y) = (MARGIN, top);
    for (sort, class, words) in parts {
        let width = 34 + words.width() * SMALL + 22;
        if x > MARGIN && x + width > WIDTH - MARGIN {
            x = MARGIN;
            y += 26;
        }
        match (sort, class) {
            (Some(sort), _) => body.push_str(&certain(sort, x, y, (26, BAR))),
            (None, "hard") => {
                for (at, sort) in [Sort::Hard, Sort::Soft].into_iter().enumerate() {
                    body.push_str(&certain(sort, x + at * 13, y, (13, BAR)));
                }
            }
            (None, "possible") => body.push_str(&rect("possible", x, y, 26, BAR)),
            (None, "arrow") => body.push_str(&arrow(x + 18, x + 9, y + BAR / 2)),
            (None, "critical") => body.push_str(&rect("critical", x + 12, y, 3, BAR)),
            (None, "today") => body.push_str(&format!(
                "  <line class=\"today\" x1=\"{0}\" y1=\"{y}\" x2=\"{0}\" y2=\"{1}\"/>\n",
                x + 13,
                y + BAR
            )),
            (None, class) => body.push_str(&diamond(class, x + 13, y + BAR / 2, 8)),
        }
        body.push_str(&tag_text(x + 34, y + 13, "small", &words));
        x += width;
    }
    y + BAR + 12
}

fn tag_text(x: usize, y: usize, class: &str, words: &str) -> String {
    format!("  <text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>\n", escaped(words))
}

/// Breaks a text into lines of so many columns, at most so many of them.
fn lines(words: &str, columns: usize, most: usize) -> Vec<String> {
    let mut lines = text::wrap(words, columns);
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(rest);
    }
    lines.iter().map(|line| cut(line, columns)).collect()
}

/// Cuts a text that is wider than so many columns.
fn cut(words: &str, columns: usize) -> String {
    if words.width() <= columns {
        return words.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for c in words.chars() {
        used += c.width().unwrap_or(0);
        if used > columns {
            break;
        }
        kept.push(c);
    }
    format!("{}…", kept.trim_end())
}

/// Writes a text so that it is nothing but text in XML.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in text::clean(words).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push(' '),
            // What XML cannot hold at all.
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}
