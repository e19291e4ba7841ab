//! Phrases: which words stand beside one another in a line, and what is written for them.
//!
//! Takes rows of words and what is meant by them; finds the first that a line holds. Knows no phrase by itself.
//!
//! In the words of a row, `#` is a figure, or one in words before a unit, `D` a date, `N` a name or a path, `U` a unit, `K` a word for a kind of thing;
//! `a|b` is either; `^` before the first says that it follows the field, `$` after the last that nothing but a source
//! follows. The same letters in what is meant are what stood there.

use super::letters::{Kind, Line, Token};
use super::values::keyword;
use super::{amounts, short};
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Kind as Thing, Takes};
use crate::value::UNITS;

/// What the field of a line takes, as far as phrases differ by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// Dates and places in an order.
    Times,
    /// Figures with a unit.
    Figures,
    /// Names and words.
    Names,
}

/// A phrase, and what is written for it; nothing where it is left out.
#[derive(Debug)]
pub(super) struct Row<'a>(pub(super) &'a str, pub(super) &'a str);

/// The words for what stands in the schema for when something is, besides its fields.
const TIMES: &[&str] = &["starts", "ends", "begins", "during", "happened", "lasts"];

/// Finds what the field of a line takes.
pub(super) fn takes(line: &Line<'_>) -> Vec<Of> {
    let word = line.word(0);
    let mut out = Vec::new();
    if TIMES.contains(&word) {
        out.push(Of::Times);
    }
    for field in FIELDS.iter().filter(|f| f.name == word) {
        out.extend(match field.takes {
            Takes::Date | Takes::Moment => Some(Of::Times),
            Takes::Quantity(_) | Takes::Number => Some(Of::Figures),
            Takes::Names(_) | Takes::Words(_) | Takes::Place | Takes::Notions => Some(Of::Names),
            _ => None,
        });
    }
    out
}

/// The first row whose words stand in the line, with the piece it begins at, the piece after it, and what is meant.
pub(super) fn find(line: &Line<'_>, rows: &[Row<'_>]) -> Option<(usize, usize, String)> {
    for Row(words, meant) in rows {
        let (first, words) = words.strip_prefix('^').map_or((false, *words), |w| (true, w));
        let (last, words) = words.strip_suffix('$').map_or((false, words), |w| (true, w));
        let words: Vec<&str> = words.split(' ').collect();
        for (n, _) in line.outside_brackets() {
            if n == 0 || first && n != 1 {
                continue;
            }
            let mut held = Held::default();
            let Some(end) = words.iter().try_fold(n, |at, word| held.matches(line, at, word))
            else {
                continue;
            };
            let ends =
                line.token(end).is_none_or(|t| matches!(t.kind, Kind::Sign('[' | '{' | '}')));
            if !last || ends {
                return Some((n, end, held.fill(meant)));
            }
        }
    }
    None
}

/// The finding for a phrase: what is written for it, or that it is left out.
pub(super) fn written(
    line: &Line<'_>,
    (from, to, meant): (usize, usize, String),
    message: impl FnOnce(&str, &str) -> String,
) -> Option<Finding> {
    let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
    let words = short(line.slice(first.start, last.end));
    let message = message(&words, &meant);
    if !meant.is_empty() {
        let before = line.slice(0, first.start);
        let start = if meant.starts_with(',') { before.trim_end().len() } else { first.start };
        return Some(
            line.replace(start, last.end, &meant, message)
                .here(format!("write `{}`", meant.trim_start_matches(", "))),
        );
    }
    // What is left out takes the blank beside it along.
    let (start, end) = match line.token(to) {
        Some(next) => (first.start, next.start),
        None => (line.token(from.checked_sub(1)?)?.end, last.end),
    };
    Some(line.replace(start, end, "", message).here("leave this out"))
}

/// What stood for the letters of a row.
#[derive(Default)]
struct Held(Vec<(char, String)>);

impl Held {
    /// Checks a piece of the line against a word of a row; gives the piece after it.
    fn matches(&mut self, line: &Line<'_>, at: usize, word: &str) -> Option<usize> {
        let token = line.token(at)?;
        let text = line.text(token);
        if let Some((number, end)) =
            amounts::number(line, at).filter(|(_, end)| word == "#" && unit(line, *end).is_some())
        {
            self.0.push(('#', number));
            return Some(end);
        }
        let (letter, end) = match word {
            "#" => (token.kind == Kind::Figure && !is_date(line, at)).then_some(('#', at + 1))?,
            "D" => (token.kind == Kind::Figure && is_date(line, at)).then_some(('D', at + 1))?,
            "N" => ('N', name(line, at)?),
            "U" => ('U', unit(line, at)?),
            "K" => Thing::of_word(text).map(|_| ('K', at + 1))?,
            _ => {
                let lower = text.to_lowercase();
                return word.split('|').any(|w| w == lower).then_some(at + 1);
            }
        };
        let last = line.token(end - 1)?;
        self.0.push((letter, line.slice(token.start, last.end).to_owned()));
        Some(end)
    }

    /// Puts what stood there for the letters of what is meant.
    fn fill(mut self, meant: &str) -> String {
        let mut out = Vec::new();
        for word in meant.split(' ') {
            let letter = word.chars().next().filter(|_| word.len() == 1);
            let at = letter.and_then(|l| self.0.iter().position(|(held, _)| *held == l));
            out.push(match at {
                Some(at) => self.0.remove(at).1,
                None => word.to_owned(),
            });
        }
        out.join(" ")
    }
}

/// Checks for a date in figures; a year with a unit after it is a number.
fn is_date(line: &Line<'_>, at: usize) -> bool {
    let text = line.token(at).map_or("", |t| line.text(t));
    // The year of `1 March 2028` is a part of a date.
    if at > 1 && super::figures::month(line.word(at - 1)).is_some() {
        return false;
    }
    let year = text.len() == 4 && (text.starts_with("19") || text.starts_with("20"));
    let digits = |p: &str| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit());
    let parts = text.split('-').count();
    text.split('-').all(digits)
        && (year && unit(line, at + 1).is_none()
            || parts > 1 && text.find('-') == Some(4) && text.get(5..7).is_some())
}

/// The piece after a name or a path.
fn name(line: &Line<'_>, at: usize) -> Option<usize> {
    let first = line.token(at).filter(|t| {
        let word = line.text(*t);
        t.kind == Kind::Word && !keyword(word) && !matches!(word, "the" | "a" | "an")
    })?;
    let (mut end, mut last) = (at + 1, first);
    while let (Some(dot), Some(next)) = (line.token(end), line.token(end + 1))
        && dot.kind == Kind::Sign('.')
        && dot.start == last.end
        && next.start == dot.end
        && next.kind == Kind::Word
    {
        (end, last) = (end + 2, next);
    }
    Some(end)
}

/// The piece after a unit of one word or two.
pub(super) fn unit(line: &Line<'_>, at: usize) -> Option<usize> {
    let known = |words: &str| UNITS.iter().any(|u| u.words.0 == words || u.words.1 == words);
    let first = line.token(at).filter(|t: &Token| t.kind == Kind::Word)?;
    let second = line.token(at + 1).filter(|t| t.kind == Kind::Word);
    let two = second.is_some_and(|t| known(line.slice(first.start, t.end)));
    if two { Some(at + 2) } else { known(line.text(first)).then_some(at + 1) }
}
