//! Texts in quotes and headings that were broken over several lines.
//!
//! Takes a text; gives patches that put such lines together in the copy that is read, so that what they declare is there,
//! and a finding for each. Only what cannot be meant otherwise is joined: a quote that opens at the end of a line and
//! closes at the start of one below, and a heading whose title or source stands alone on the next line.

use super::signs::Meant;
use crate::schema::{FIELDS, Kind};
use crate::syntax::declare::Word;
use crate::syntax::diagnose;
use crate::syntax::walk::{Patch, Text, line_end, past_newline};

/// A text is broken over so many lines at most.
const MOST: usize = 4;

/// Longer lines than a person writes are not looked at.
const LONGEST: usize = 1000;

/// Puts together what was broken over lines between two places.
pub(super) fn joined(text: Text<'_>, start: usize, end: usize, out: &mut Meant) {
    let mut lines: Vec<(usize, usize)> = Vec::with_capacity(MOST);
    let mut next = start;
    while next < end {
        let stop = line_end(text.bytes(), next, end);
        lines.push((next, stop));
        next = past_newline(text.bytes(), stop);
    }
    let mut n = 0;
    while let Some((from, to)) = lines.get(n).copied() {
        n += 1;
        let below = lines.get(n..(n + MOST - 1).min(lines.len())).unwrap_or(&[]);
        let Some(count) = parts(text, text.slice(from, to), below) else { continue };
        let Some(taken) = below.get(..count) else { continue };
        n += count;
        let mut before = text.trim(from, to);
        let first = from + lead(text.slice(from, to));
        let mut shown = text.slice(first, before).to_owned();
        for (from, to) in taken {
            let begins = from + lead(text.slice(*from, *to));
            out.patches.push(Patch { start: before, end: begins, byte: b' ' });
            before = text.trim(*from, *to);
            shown = format!("{shown} {}", text.slice(begins, before));
        }
        out.findings.push(diagnose::broken_text(text, first, from, to, before, &shown));
    }
}

/// Finds how many of the lines below belong to a line.
fn parts(text: Text<'_>, line: &str, below: &[(usize, usize)]) -> Option<usize> {
    let code = line.trim();
    if code.is_empty() || code.len() > LONGEST || code.starts_with('#') {
        return None;
    }
    let (from, to) = below.first().copied()?;
    if code.contains(['"', '“']) && open_at(code).is_some() {
        return closed_by(text, line, below);
    }
    let next = text.slice(from, to).trim();
    let goes_on = next.starts_with(['"', '“', '[']) && next.ends_with('{');
    (goes_on && next.len() <= LONGEST && is_heading(code)).then_some(1)
}

/// Finds the quote that opens a text at the end of a line and is not closed on it.
fn open_at(code: &str) -> Option<usize> {
    let straight = code.matches('"').count();
    let (opens, closes) = (code.matches('“').count(), code.matches('”').count());
    if code.contains(['\\', '„', '«']) || straight > 0 && opens + closes > 0 {
        return None;
    }
    let (open, length) = if straight > 0 {
        (code.rfind('"').filter(|_| !straight.is_multiple_of(2))?, 1)
    } else {
        (code.rfind('“').filter(|_| opens == closes + 1)?, '“'.len_utf8())
    };
    let (before, inside) = (code.get(..open)?, code.get(open + length..)?);
    let begins = before.ends_with([' ', '\t', '{', '(']);
    let goes_on = inside.starts_with(|c: char| !c.is_whitespace())
        && !inside.trim_end().ends_with(['{', '}', ']', '['])
        && !inside.contains([';', '#', '[', '”']);
    (begins && goes_on).then_some(open)
}

/// Finds the line below on which a text is closed.
fn closed_by(text: Text<'_>, line: &str, below: &[(usize, usize)]) -> Option<usize> {
    for (n, (from, to)) in below.iter().enumerate() {
        let written = text.slice(*from, *to);
        let code = written.trim();
        if code.is_empty() || code.len() > LONGEST || starts_anew(code, lead(written) <= lead(line))
        {
            return None;
        }
        let Some(quote) = code.find(['"', '“', '”']) else { continue };
        let sign = code.get(quote..)?.chars().next()?;
        let rest = code.get(quote + sign.len_utf8()..)?;
        let same = if line.contains('“') { sign == '”' } else { sign == '"' };
        let after_word = code.get(..quote)?.ends_with(|c: char| !c.is_whitespace());
        let ends = rest.trim_start().is_empty()
            || rest.trim_start().starts_with(['[', '{', '}', ',', ']', ';', '#']);
        let pairs = rest.matches('"').count().is_multiple_of(2);
        return (same && after_word && ends && pairs).then_some(n + 1);
    }
    None
}

/// Checks whether a line begins a statement of its own: a field and what it is stand apart, or no deeper than the line
/// above.
fn starts_anew(code: &str, level: bool) -> bool {
    let word = code.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or("");
    let rest = code.get(word.len()..).unwrap_or("");
    let known = FIELDS.iter().any(|f| f.name == word)
        || Kind::of_word(word).is_some()
        || Word::of(word).is_some();
    let apart = rest.starts_with("  ") || rest.starts_with('\t');
    code.starts_with('}') || known && (apart || level && word.len() > 4)
}

/// Checks for `draft plan`, `phase opening "Opening"`: what a heading begins with, and nothing else.
fn is_heading(code: &str) -> bool {
    let mut words = code.splitn(3, [' ', '\t']);
    let (Some(word), Some(name)) = (words.next(), words.next()) else { return false };
    let declares = Word::of(word).is_some_and(Word::has_block)
        || Kind::of_word(word).is_some_and(|k| !k.inside().is_empty());
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-');
    let rest = words.next().unwrap_or("").trim();
    let inner = rest.strip_prefix('"').and_then(|r| r.strip_suffix('"'));
    let titled = inner.is_some_and(|t| !t.contains('"'));
    let account = word == "account" && name == "of" && !rest.is_empty() && !rest.contains(' ');
    declares && plain && (rest.is_empty() || titled || account)
}

fn lead(text: &str) -> usize {
    text.len() - text.trim_start().len()
}
