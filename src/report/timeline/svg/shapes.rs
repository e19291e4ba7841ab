//! The shapes that a picture of a timetable is made of, and its text: elements of SVG, written by hand.
//!
//! Takes places in points and words; gives elements. Knows no timetables.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::super::super::text;
use crate::analysis::Sort;

pub(super) fn rect(class: &str, x: usize, y: usize, width: usize, height: usize) -> String {
    format!(
        "  <rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>\n"
    )
}

/// A bar of what is certain.
pub(super) fn certain(sort: Sort, x: usize, y: usize, (width, height): (usize, usize)) -> String {
    let fill = match sort {
        Sort::Hard => "class=\"hard edge\"",
        Sort::Soft => "class=\"edge\" fill=\"url(#soft)\"",
        Sort::Mixed => "class=\"edge\" fill=\"url(#mixed)\"",
        Sort::Neither => "class=\"paper edge\"",
        Sort::Undecided => "class=\"edge\" fill=\"url(#undecided)\"",
    };
    format!("  <rect {fill} x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>\n")
}

pub(super) fn diamond(class: &str, x: usize, y: usize, half: usize) -> String {
    format!(
        "  <path class=\"{class}\" d=\"M{x} {}L{} {y}L{x} {}L{} {y}Z\"/>\n",
        y - half,
        x + half,
        y + half,
        x - half
    )
}

pub(super) fn arrow(tip: usize, back: usize, y: usize) -> String {
    format!("  <path class=\"arrow\" d=\"M{tip} {y}L{back} {}L{back} {}Z\"/>\n", y - 6, y + 6)
}

/// A line from one height down to another.
pub(super) fn rule(class: &str, x: usize, from: usize, to: usize) -> String {
    format!("  <line class=\"{class}\" x1=\"{x}\" y1=\"{from}\" x2=\"{x}\" y2=\"{to}\"/>\n")
}

/// What was missed.
pub(super) fn cross(class: &str, x: usize, y: usize) -> String {
    let (left, right, top, bottom) = (x - 6, x + 6, y - 6, y + 6);
    format!(
        "  <path class=\"{class}\" d=\"M{left} {top}L{right} {bottom}M{left} {bottom}L{right} {top}\"/>\n"
    )
}

pub(super) fn tag_text(x: usize, y: usize, class: &str, words: &str) -> String {
    format!("  <text class=\"{class}\" x=\"{x}\" y=\"{y}\">{}</text>\n", escaped(words))
}

/// Breaks a text into lines of so many columns, at most so many of them.
pub(super) fn lines(words: &str, columns: usize, most: usize) -> Vec<String> {
    let wrapped = text::wrap(words, columns);
    let mut lines: Vec<String> = wrapped.iter().flat_map(|line| pieces(line, columns)).collect();
    if lines.len() > most {
        let rest = lines.split_off(most - 1).join(" ");
        lines.push(rest);
    }
    lines.iter().map(|line| cut(line, columns)).collect()
}

/// Breaks a line wherever it is too wide: a title in Chinese or Korean may have no blank at all.
fn pieces(line: &str, columns: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut used = 0;
    for c in line.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide > columns.max(2) {
            pieces.push(String::new());
            used = 0;
        }
        used += wide;
        if let Some(last) = pieces.last_mut() {
            last.push(c);
        }
    }
    pieces
}

/// Cuts a text that is wider than so many columns.
pub(super) fn cut(words: &str, columns: usize) -> String {
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
pub(super) fn escaped(words: &str) -> String {
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
