//! Joins the lines of rules and definitions that continue the line above.
//!
//! Takes a declaration; gives patches that turn the newlines and remarks between such lines into blanks, so that
//! the grammar knows no continuation lines. A newline ends a clause, except inside parentheses, after `as` and
//! `:`, and before a line that begins with `and`, `or`, `union`, `except`, `common` or `where`. In a rule, a
//! `where` that is indented no deeper than its clause is a clause of its own.

use super::declare::Word;
use super::diagnose;
use super::split::{MAX_DEPTH, continues};
use super::walk::{Event, Patch, Text, Walk, at, line_end, opens_quote, quote_end, word_end};
use crate::diagnostic::Finding;

/// The words that open a part of a rule.
pub const CLAUSES: &[&str] = &[
    "level",
    "qualified",
    "for",
    "let",
    "where",
    "require",
    "eases",
    "because",
    "mark",
    "help",
    "group",
    "avoid",
    "prefer",
];

/// What joining a declaration takes.
#[derive(Debug, Default)]
pub(super) struct Joined {
    pub(super) patches: Vec<Patch>,
    pub(super) findings: Vec<Finding>,
}

/// Joins the lines of one declaration; `local` is its copy with the braces put right.
pub(super) fn join(text: Text<'_>, word: Word, start: usize, local: &str) -> Joined {
    match word {
        Word::Thing | Word::Account | Word::Profile | Word::Scenario => Joined::default(),
        Word::Rule => clauses(text, start, local, true),
        Word::Define => clauses(text, start, local, false),
        Word::Parameter | Word::Expect | Word::Follow | Word::Use => one_line(text, start, local),
    }
}

fn one_line(text: Text<'_>, start: usize, local: &str) -> Joined {
    let mut out = Joined::default();
    let mut last = None;
    for event in Walk::new(local.as_bytes(), 0, local.len()) {
        match event.shifted(start) {
            Event::Newline(i) => {
                last.get_or_insert(i);
            }
            Event::Comment(from, to, _) => {
                last.get_or_insert(from);
                out.patches.push(Patch { start: from, end: to, byte: b' ' });
            }
            Event::Line(i, _) => {
                if let Some(from) = last.take() {
                    out.patches.push(Patch { start: from, end: i, byte: b' ' });
                    if out.findings.is_empty() {
                        out.findings.push(diagnose::stands_on_one_line(text, start, i));
                    }
                }
            }
            _ => {}
        }
    }
    out
}

fn clauses(text: Text<'_>, start: usize, local: &str, rule: bool) -> Joined {
    let bytes = local.as_bytes();
    let mut out = Joined::default();
    let level = usize::from(rule);
    let (mut depth, mut parens) = (0usize, 0usize);
    // The end of the line before, without its remark; the first letter and indentation of the clause.
    let mut last: Option<usize> = None;
    let mut clause = (start, 0usize);
    for event in Walk::new(bytes, 0, bytes.len()) {
        match event.shifted(start) {
            Event::Open(b'{', _) => depth += 1,
            Event::Close(b'}', _) => depth = depth.saturating_sub(1),
            Event::Open(b'(', _) => parens += 1,
            Event::Close(b')', _) => parens = parens.saturating_sub(1),
            Event::Newline(i) => {
                last.get_or_insert(i);
            }
            Event::Comment(from, to, alone) => {
                if !alone {
                    last.get_or_insert(from);
                }
                if !rule {
                    out.patches.push(Patch { start: from, end: to, byte: b' ' });
                }
            }
            Event::Line(i, indent) => {
                let from = last.take();
                if depth != level {
                    parens = 0;
                    continue;
                }
                let word = text.word(i);
                let opens = rule && word != "where" && CLAUSES.contains(&word);
                if parens > 0 && opens {
                    parens = 0;
                }
                let Some(from) = from.filter(|f| *f > clause.0) else {
                    clause = (i, indent);
                    continue;
                };
                let own_where = rule && word == "where" && indent <= clause.1;
                let before = text.slice(clause.0, from).trim_end();
                let joined = parens > 0
                    || continues(word) && !own_where
                    || before.ends_with(':')
                    || last_word(before) == "as";
                let first_line_of_rule = rule
                    && at(bytes, (text.trim(clause.0, from) - start).saturating_sub(1)) == b'{';
                if first_line_of_rule {
                    clause = (i, indent);
                } else if joined {
                    out.patches.push(Patch { start: from, end: i, byte: b' ' });
                } else if !opens
                    && !own_where
                    && (unfinished(before) || indent > clause.1 && CLAUSES.contains(&before))
                {
                    out.patches.push(Patch { start: from, end: i, byte: b' ' });
                    out.findings.push(diagnose::unfinished_line(text, clause.0, from, i));
                } else {
                    clause = (i, indent);
                }
            }
            _ => {}
        }
    }
    out
}

fn last_word(line: &str) -> &str {
    line.rsplit([' ', '\t', '\u{A0}', '(']).next().unwrap_or("")
}

/// Checks whether a line ends with a word after which something must follow.
fn unfinished(line: &str) -> bool {
    // `is any of forum, union`: here it is a word of a vocabulary.
    if let Some(before) = line.strip_suffix("union")
        && (before.trim_end().ends_with(',')
            || matches!(last_word(before.trim_end()), "is" | "not" | "of"))
    {
        return false;
    }
    line.ends_with(',')
        || matches!(
            last_word(line),
            "and"
                | "or"
                | "union"
                | "except"
                | "common"
                | "not"
                | "in"
                | "is"
                | "where"
                | "known"
                | "be"
                | "for"
                | "when"
                | "unless"
                | "any"
                | "of"
        )
}

/// Finds where an expression nests deeper than is read: parentheses, quantifiers and `not` each count.
pub(super) fn too_nested(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let end = bytes.len();
    let mut stack: Vec<(usize, usize)> = Vec::new();
    let (mut inner, mut prefix) = (0usize, 0usize);
    let mut i = 0;
    while i < end {
        match at(bytes, i) {
            b'"' | 0xE2 if opens_quote(bytes, i) => {
                i = quote_end(bytes, i, end).unwrap_or_else(|| line_end(bytes, i, end)).max(i + 1);
                continue;
            }
            b'\n' | b'\r' => {
                stack.clear();
                (inner, prefix) = (0, 0);
            }
            b'#' => {
                i = line_end(bytes, i, end);
                continue;
            }
            b'(' => stack.push((inner, prefix)),
            b')' => (inner, prefix) = stack.pop().unwrap_or((0, 0)),
            b':' => inner += 1,
            b if b.is_ascii_alphabetic() => {
                let stop = word_end(bytes, i, end).max(i + 1);
                match text.get(i..stop).unwrap_or("") {
                    "where" | "those" => inner += 1,
                    "not" | "known" => prefix += 1,
                    "and" | "or" => prefix = 0,
                    _ => {}
                }
                i = stop;
                if stack.len() + inner + prefix > MAX_DEPTH {
                    return Some(i);
                }
                continue;
            }
            _ => {}
        }
        if stack.len() + inner + prefix > MAX_DEPTH {
            return Some(i);
        }
        i += 1;
    }
    None
}
