//! What is owed only in return, what comes by default and what is disputed as part of a picture: what is known of each,
//! below the rows.
//!
//! Takes a timetable; draws the lines that the table has, with the letter that marks their rows.

use super::super::words::{Mark, became, clause, held, in_return};
use super::choices::{badge, badge_width};
use super::shapes::{lines, tag_text};
use super::{MARGIN, SMALL, SMALL_LINE, WIDTH};
use crate::analysis::Timetable;

/// Returns what is known of what hangs on something, and what those hold who disagree: a heading for each sort, the letter
/// that its rows are marked with, and its lines.
fn parts(table: &Timetable) -> Vec<(String, Option<Mark>, Vec<String>)> {
    let owed = table.rows.iter().filter_map(|row| Some(in_return(&row.name, row.owed.as_ref()?)));
    let by_default =
        table.defaults.iter().map(|each| format!("{}: {}", clause(each), became(each)));
    let mut parts = vec![
        ("What is owed only in return".to_owned(), Some(Mark::InReturn), owed.collect()),
        ("What comes by default".to_owned(), Some(Mark::ByDefault), by_default.collect()),
    ];
    let disputed = table.rows.iter().map(|row| {
        let all: Vec<String> = row.disputed.iter().map(held).collect();
        (format!("Whether {} happened is disputed", row.name), None, all)
    });
    parts.extend(disputed);
    parts.retain(|(.., all)| !all.is_empty());
    parts
}

/// Says in sentences what is known of what hangs on something.
pub(super) fn told(table: &Timetable) -> Vec<String> {
    let told = |(head, _, all): (String, _, Vec<String>)| {
        format!("{head}: {}.", all.join("; ").replace('`', ""))
    };
    parts(table).into_iter().map(told).collect()
}

/// Draws what hangs on something from a height on; gives the height below it.
pub(super) fn draw(table: &Timetable, top: usize, body: &mut String) -> usize {
    let mut y = top;
    for (head, mark, all) in parts(table) {
        y += 26;
        for line in lines(&head, (WIDTH - 2 * MARGIN) / 8, 2) {
            body.push_str(&tag_text(MARGIN, y, "part", &line));
            y += 18;
        }
        let badged = mark.map_or(0, |mark| badge_width(mark.letter()) + 8);
        let x = MARGIN + 12 + badged;
        for words in all {
            if let Some(mark) = mark {
                body.push_str(&badge(mark.letter(), MARGIN + 12, y - 5));
            }
            let columns = (WIDTH - MARGIN).saturating_sub(x) / SMALL;
            for line in lines(&words.replace('`', ""), columns, 3) {
                body.push_str(&tag_text(x, y + 6, "small", &line));
                y += SMALL_LINE;
            }
            y += 8;
        }
    }
    y
}
