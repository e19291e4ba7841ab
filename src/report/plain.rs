//! Words as they go onto the page: safe to print, of bearable length, and in ASCII where that is asked for.
//!
//! Takes what findings and answers say, with the reader's own words in it; what programs read is left whole. Knows
//! nothing of what is said.

use super::Style;
use super::text::clean;

/// A longer word is shown by its beginning and its end.
const LONGEST_WORD: usize = 120;

/// A longer piece in backticks or quotation marks is shown by its beginning and its end.
const LONGEST_PIECE: usize = 400;

/// A longer title is shown by its beginning and its end.
const LONGEST_TITLE: usize = 300;

/// Returns words as they are printed.
pub(super) fn told(text: &str, style: &Style) -> String {
    let text = shortened(&clean(text));
    if style.ascii() { plain(&text) } else { text }
}

/// Returns a title of bearable length.
pub(super) fn title(text: &str) -> String {
    cut(text, LONGEST_TITLE)
}

/// Returns the beginning and the end of what is longer than `most` characters.
fn cut(text: &str, most: usize) -> String {
    // Bytes are never fewer than characters, and are counted at once.
    if text.len() <= most || text.chars().count() <= most {
        return text.to_owned();
    }
    let (head, tail) = (most / 2, most / 4);
    let from = text.chars().count() - tail;
    let start: String = text.chars().take(head).collect();
    let end: String = text.chars().skip(from).collect();
    format!("{}…{}", start.trim_end(), end.trim_start())
}

/// Cuts the middle out of very long names and texts.
fn shortened(text: &str) -> String {
    if text.len() <= LONGEST_WORD {
        return text.to_owned();
    }
    let mut whole = String::with_capacity(text.len());
    // What is open: the sign that will close it, and what has been read since.
    let mut open: Option<(char, String)> = None;
    for c in text.chars() {
        match &mut open {
            Some((close, piece)) if c == *close => {
                whole.push_str(&cut(piece, LONGEST_PIECE));
                whole.push(c);
                open = None;
            }
            Some((_, piece)) => piece.push(c),
            None => {
                whole.push(c);
                open = match c {
                    '`' => Some(('`', String::new())),
                    '“' => Some(('”', String::new())),
                    _ => None,
                };
            }
        }
    }
    // Nothing closed it, so it was no piece.
    if let Some((_, rest)) = open {
        whole.push_str(&rest);
    }
    let mut short = String::with_capacity(whole.len());
    for word in whole.split_inclusive([' ', '\n']) {
        let bare = word.trim_end_matches([' ', '\n']);
        short.push_str(&cut(bare, LONGEST_WORD));
        short.push_str(word.get(bare.len()..).unwrap_or(""));
    }
    short
}

/// Writes the tool's own signs in ASCII. What stands in backticks may be the reader's, down to its quotation marks.
fn plain(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut quoted = false;
    for c in text.chars() {
        quoted ^= c == '`';
        match c {
            '…' => whole.push_str("..."),
            '“' | '”' if !quoted => whole.push('"'),
            '·' if !quoted => whole.push('|'),
            '\u{FFFD}' => whole.push('?'),
            c => whole.push(c),
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Drawing;

    #[test]
    fn the_middle_of_what_is_very_long_is_left_out() {
        let style = Style::default();
        let name = "a".repeat(5_000);
        let line = told(&format!("no actor is called `{name}` here"), &style);
        assert_eq!(
            line,
            format!("no actor is called `{}…{}` here", "a".repeat(59), "a".repeat(29))
        );
        let text = "so it is ".repeat(500);
        let line = told(&format!("it says “{text}” here"), &style);
        assert!(line.chars().count() < 350, "{line}");
        assert!(line.starts_with("it says “so it is ") && line.ends_with("is ” here"), "{line}");
        assert_eq!(told("`a` is `b", &style), "`a` is `b");
        assert_eq!(told(&line, &style), line);
    }

    #[test]
    fn the_own_signs_are_written_in_ascii() {
        let style = Style { drawing: Drawing::Ascii, ..Style::default() };
        assert_eq!(told("write `no X { … }` · “so”", &style), "write `no X { ... }` | \"so\"");
        assert_eq!(told("`“so”` is “한국”", &style), "`“so”` is \"한국\"");
    }
}
