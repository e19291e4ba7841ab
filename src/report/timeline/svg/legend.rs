//! The signs of a picture of a timetable, explained: those that are used.
//!
//! Takes the timetables; draws below them.

use unicode_width::UnicodeWidthStr;

use super::super::bar;
use super::super::words::Mark;
use super::shapes::{arrow, certain, cross, diamond, rect, rule, tag_text};
use super::{BAR, MARGIN, SMALL, WIDTH, choices};
use crate::analysis::{Lateness, Row, RowKind, Sort, Step, Timetable};
use crate::value::Date;

/// Explains the signs that are used; gives the height below them.
pub(super) fn legend(
    tables: &[Timetable],
    as_of: Option<Date>,
    top: usize,
    body: &mut String,
) -> usize {
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
    if rows().any(|row| !row.kind.is_point() && bar(row).is_some_and(|b| b.certain.is_some())) {
        parts.push((None, "hard", "filled: certain".to_owned()));
    }
    let possible = |row: &Row| {
        let (point, bar) = (row.kind.is_point(), bar(row));
        bar.is_some_and(|bar| {
            if point { bar.known.0 != bar.known.1 } else { bar.certain != Some(bar.known) }
        })
    };
    if rows().any(possible) {
        parts.push((None, "possible", "dashed: possible".to_owned()));
    }
    let open = |row| bar(row).is_some_and(|b| b.from.is_none() || b.to.is_none());
    let steps = || tables.iter().flat_map(|t| &t.procedures).flat_map(|p| &p.steps);
    let endless = |step: &Step| step.stretch.is_some_and(|(_, to)| to.is_none());
    if rows().any(open) || steps().any(endless) {
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
    let late = |row: &Row| {
        row.kind.is_point()
            && matches!(row.happened, Some(h) if matches!(h.standing, Lateness::Late(_)))
    };
    if rows().any(late) {
        parts.push((None, "late", "late by so much".to_owned()));
    }
    if rows().any(|row| row.happened.is_none() && row.missed.is_some()) {
        parts.push((None, "missed", "missed".to_owned()));
    }
    if tables.iter().any(|table| !table.choices.is_empty()) {
        parts.push((None, "badge", "comes only with this branch".to_owned()));
    }
    for mark in [Mark::InReturn, Mark::ByDefault] {
        if tables.iter().any(|t| t.rows.iter().any(|row| Mark::of(t, row).contains(&mark))) {
            parts.push((None, mark.letter(), mark.words().to_owned()));
        }
    }
    if rows().any(|row| row.critical) {
        parts.push((None, "critical", "on the critical path".to_owned()));
    }
    if let Some(day) = as_of {
        parts.push((None, "today", day.to_string()));
    }
    if steps().any(|step| step.stretch.is_some_and(|(_, to)| to.is_some())) {
        parts.push((None, "step", "takes so long at most".to_owned()));
    }
    if steps().any(|step| step.extendable) {
        parts.push((None, "more", "may be lengthened".to_owned()));
    }
    let paces = || tables.iter().flat_map(|t| &t.procedures).filter_map(|p| p.pace);
    if paces().any(|pace| pace.total.is_some()) {
        parts.push((None, "total", "the whole, as its text says".to_owned()));
    }
    let (mut x, mut y) = (MARGIN, top);
    for (sort, class, words) in parts {
        let width = 34 + words.width() * SMALL + 18;
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
            (None, "today") => body.push_str(&rule("today", x + 13, y, y + BAR)),
            (None, "total") => body.push_str(&rule("today maybe", x + 13, y, y + BAR)),
            (None, "late") => body.push_str(&format!(
                "  <line class=\"late\" x1=\"{x}\" y1=\"{0}\" x2=\"{1}\" y2=\"{0}\"/>\n",
                y + BAR / 2,
                x + 26
            )),
            (None, "missed") => body.push_str(&cross("missed", x + 13, y + BAR / 2)),
            (None, "r" | "d") => body.push_str(&choices::badge(class, x + 5, y + 2)),
            (None, "badge") => body.push_str(&choices::badge("A", x + 5, y + 2)),
            (None, "step") => body.push_str(&rect("step", x, y, 26, BAR)),
            (None, "more") => body.push_str(&rect("more", x + 5, y + 4, 16, BAR - 8)),
            (None, "event") => body.push_str(&diamond("event", x + 13, y + BAR / 2, 8)),
            (None, class) => body.push_str(&diamond(class, x + 13, y + BAR / 2, 8)),
        }
        body.push_str(&tag_text(x + 34, y + 13, "small", &words));
        x += width;
    }
    y + BAR + 12
}
