//! The choices of a timetable as part of a picture: a fork for each, and a letter for each branch.
//!
//! Takes a timetable; draws below its rows. A row of a branch bears the letter of it, so that no colour is needed.

use unicode_width::UnicodeWidthStr;

use super::super::words::{Mark, head, way};
use super::shapes::{escaped, lines, tag_text};
use super::{MARGIN, SMALL, SMALL_LINE, WIDTH};
use crate::analysis::{Choice, Row, Timetable};

/// Says in sentences what a choice is.
pub(super) fn told(choice: &Choice) -> String {
    let ways: Vec<String> = choice.ways.iter().map(way).collect();
    format!("{}: {}.", plain(choice), ways.join("; "))
}

/// Says what is chosen, without signs of quotation.
fn plain(choice: &Choice) -> String {
    head(choice).replace('`', "").replacen("at ", "At ", 1)
}

/// Returns the letter of a branch: `A`, or `2B` where there are several choices.
fn letter(table: &Timetable, choice: usize, way: usize) -> String {
    let letter = u8::try_from(way).ok().filter(|n| *n < 26).map(|n| char::from(b'A' + n));
    let letter = letter.map_or_else(|| format!(".{}", way + 1), String::from);
    if table.choices.len() > 1 { format!("{}{letter}", choice + 1) } else { letter }
}

/// Returns the letter of the branch that a row stands in.
fn badge_of(table: &Timetable, row: &Row) -> Option<String> {
    let branch = row.branch.as_deref()?;
    table.choices.iter().enumerate().find_map(|(n, choice)| {
        let at = choice.ways.iter().position(|way| way.name == branch)?;
        Some(letter(table, n, at))
    })
}

/// Returns all that stands in boxes before a name: the letter of its branch, and the marks of what it hangs on.
pub(super) fn badges_of(table: &Timetable, row: &Row) -> Vec<String> {
    let marks = Mark::of(table, row).into_iter().map(|mark| mark.letter().to_owned());
    badge_of(table, row).into_iter().chain(marks).collect()
}

/// Returns how wide the box around a letter is.
pub(super) fn badge_width(badge: &str) -> usize {
    8 + badge.width() * 7
}

/// A letter in a box.
pub(super) fn badge(letter: &str, x: usize, y: usize) -> String {
    let width = badge_width(letter);
    format!(
        "  <rect class=\"badge\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"14\" rx=\"3\"/>\n  <text \
         class=\"letter\" x=\"{}\" y=\"{}\">{}</text>\n",
        x + width / 2,
        y + 11,
        escaped(letter)
    )
}

/// Draws the choices of a timetable from a height on; gives the height below them.
pub(super) fn draw(table: &Timetable, top: usize, body: &mut String) -> usize {
    let inner = WIDTH - 2 * MARGIN;
    let mut y = top;
    for (n, choice) in table.choices.iter().enumerate() {
        y += 26;
        for line in lines(&plain(choice), inner / 8, 2) {
            body.push_str(&tag_text(MARGIN, y, "part", &line));
            y += 18;
        }
        let x = MARGIN + 12;
        let trunk = y - 10;
        let mut last = trunk;
        for (at, branch) in choice.ways.iter().enumerate() {
            let letter = letter(table, n, at);
            let width = badge_width(&letter);
            body.push_str(&badge(&letter, x + 16, y - 5));
            last = y + 2;
            body.push_str(&format!(
                "  <path class=\"fork\" d=\"M{x} {last}L{} {last}\"/>\n",
                x + 16
            ));
            let text = x + 16 + width + 8;
            for line in lines(&way(branch), (WIDTH - MARGIN - text) / SMALL, 3) {
                body.push_str(&tag_text(text, y + 6, "small", &line));
                y += SMALL_LINE;
            }
            y += 8;
        }
        body.push_str(&format!("  <path class=\"fork\" d=\"M{x} {trunk}L{x} {last}\"/>\n"));
    }
    y
}
