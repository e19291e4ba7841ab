//! What is owed only in return and what comes by default as part of a picture: what is known of each, below the rows.
//!
//! Takes a timetable; draws the lines that the table has, with the letter that marks their rows.

use super::super::words::{Mark, became, clause, in_return};
use super::choices::{badge, badge_width};
use super::shapes::{lines, tag_text};
use super::{MARGIN, SMALL, SMALL_LINE, WIDTH};
use crate::analysis::Timetable;

/// Draws what hangs on something from a height on; gives the height below it.
pub(super) fn draw(table: &Timetable, top: usize, body: &mut String) -> usize {
    let owed = table.rows.iter().filter_map(|row| Some(in_return(&row.name, row.owed.as_ref()?)));
    let by_default =
        table.defaults.iter().map(|each| format!("{}: {}", clause(each), became(each)));
    let parts: [(&str, Mark, Vec<String>); 2] = [
        ("What is owed only in return", Mark::InReturn, owed.collect()),
        ("What comes by default", Mark::ByDefault, by_default.collect()),
    ];
    let mut y = top;
    for (head, mark, all) in parts.into_iter().filter(|(.., all)| !all.is_empty()) {
        y += 26;
        body.push_str(&tag_text(MARGIN, y, "part", head));
        y += 18;
        let x = MARGIN + 12 + badge_width(mark.letter()) + 8;
        for words in all {
            body.push_str(&badge(mark.letter(), MARGIN + 12, y - 5));
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
