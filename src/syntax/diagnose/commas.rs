//! Words and names side by side: a comma that is missing, a name in several words, a field that takes one value.
//!
//! Takes the line; gives it with its comma where a list may stand, and says otherwise how many values there are.

use super::letters::{Kind, Line, Token};
use super::phrases::{Of, takes};
use super::values::keyword;
use super::{Within, short};
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Many, Takes, vocabulary};

/// Two names side by side.
pub(super) fn missing_comma(line: &Line<'_>) -> Option<Finding> {
    let skip = usize::from(line.place.within != Within::List);
    let field = line.word(0);
    let one = FIELDS.iter().any(|f| f.name == field);
    let many = FIELDS.iter().any(|f| f.name == field && f.many != Many::One);
    if line.place.within == Within::Block && one && !many {
        return one_value(line);
    }
    if only_times(line) {
        return None;
    }
    let tokens = line.outside_brackets();
    let is_name = |t: &Token| t.kind == Kind::Word || t.kind == Kind::Text;
    let stop = line.stop.as_ref().map_or(0, |s| s.at);
    let mut found = None;
    for pair in tokens.windows(2) {
        let [(n, a), (_, b)] = pair else { continue };
        // `June 2028`: a date in words.
        if b.kind == Kind::Figure && super::figures::month(line.text(*a)).is_some() {
            continue;
        }
        if *n < skip
            || !is_name(a)
            || !is_name(b) && b.kind != Kind::Figure
            || keyword(line.text(*a))
            || keyword(line.text(*b))
            || filler(line.text(*a))
            || filler(line.text(*b))
        {
            continue;
        }
        // The first pair, unless reading came further.
        found = Some((*a, *b));
        if b.start >= stop {
            break;
        }
    }
    let (a, b) = found?;
    let message = format!(
        "a comma is missing between `{}` and `{}`",
        short(line.text(a)),
        short(line.text(b))
    );
    Some(
        line.replace(a.end, b.start, ", ", message)
            .here("two names side by side")
            .label(line.span(a.start, b.end), ""),
    )
    .map(|mut f| {
        // The gap is a blank; the two names are what a reader looks for.
        f.labels.reverse();
        f.labels.truncate(1);
        f.here("two names side by side")
    })
    .map(|f| match one_name(line, a, b) {
        Some(name) => f.help(format!("or `{name}`, if that is one name")),
        None => f,
    })
}

/// A field that holds a time and no list of names.
pub(super) fn only_times(line: &Line<'_>) -> bool {
    let of = takes(line);
    of.contains(&Of::Times) && !of.contains(&Of::Names)
}

/// Words of a sentence that are never a name in a list.
fn filler(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "a" | "an"
            | "the"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "will"
            | "shall"
            | "should"
            | "must"
            | "may"
            | "can"
            | "does"
            | "do"
            | "did"
            | "have"
            | "had"
            | "this"
            | "that"
            | "these"
            | "those"
            | "there"
            | "it"
            | "its"
            | "their"
            | "which"
            | "who"
            | "also"
            | "only"
            | "just"
            | "yet"
            | "still"
            | "once"
            | "per"
            | "each"
            | "every"
            | "from"
            | "since"
            | "about"
            | "around"
            | "over"
            | "between"
            | "possibly"
            | "perhaps"
            | "maybe"
            | "mainly"
            | "now"
            | "currently"
            | "etc"
            | "on"
            | "into"
            | "but"
            | "if"
            | "then"
            | "than"
            | "so"
            | "such"
            | "like"
            | "source"
            | "see"
            | "not"
    )
}

/// A field with one value, and several words after it.
fn one_value(line: &Line<'_>) -> Option<Finding> {
    let field = line.word(0);
    let second = line.token(1).filter(|t| t.kind == Kind::Word)?;
    let code = line.sign(|c| c == '[').map_or(line.written.len(), |(_, t)| t.start);
    let end = second.start + line.slice(second.start, code).trim_end().len();
    let words: Vec<&str> = line.slice(second.start, end).split_whitespace().collect();
    let plain = |w: &&str| w.chars().all(|c| c.is_alphanumeric() || c == '-');
    if words.len() < 2 || !words.iter().all(plain) {
        return None;
    }
    let listed = FIELDS.iter().filter(|f| f.name == field).find_map(|f| match f.takes {
        Takes::Words(name) => vocabulary(name),
        _ => None,
    });
    let finding = line
        .at(second.start, end, format!("`{field}` takes one value, and here stand several words"))
        .here("one name or word stands here");
    let dates = takes(line).contains(&Of::Times);
    let figures = takes(line).contains(&Of::Figures);
    if dates || figures {
        let form = if dates {
            "`2015`, `2015-11` or `2015-11-28`"
        } else {
            "`42 days`, `at least 9,000 troops`"
        };
        return Some(finding.help(format!("write {form}; the rest may stand in a remark")));
    }
    let declares = crate::schema::Kind::of_word(field).is_some();
    if !declares && words.iter().any(|w| filler(w)) && listed.is_none() {
        return Some(finding.help(format!(
            "write `{field} NAME`, or `{field} unknown`; the rest may stand in a remark"
        )));
    }
    let Some((_, listed)) = listed else {
        let joined = words.join("-");
        let whole = line.replace(second.start, end, &joined, finding.message.clone());
        return Some(whole.here("a name of several words is joined with hyphens"));
    };
    let known: Vec<&str> = listed.words.iter().map(|w| w.word).collect();
    let meant = words.iter().find(|w| known.contains(*w)).copied();
    Some(
        match meant.or_else(|| crate::diagnostic::nearest(&words.join("-"), known.iter().copied()))
        {
            Some(meant) => line
                .replace(second.start, end, meant, finding.message.clone())
                .here(format!("write `{meant}`; the rest may stand in a remark")),
            None if known.len() <= 12 => finding.help(format!("it is one of {}", known.join(", "))),
            None => finding.help(format!("`detente explain {field}` lists its words")),
        },
    )
}

/// Joins two words that may be one name which has lost its hyphen; a name in capitals is one by itself.
fn one_name(line: &Line<'_>, a: Token, b: Token) -> Option<String> {
    let small = |t: Token| t.kind == Kind::Word && line.text(t).contains(char::is_lowercase);
    let large = |t: Token| line.text(t).starts_with(char::is_uppercase);
    (small(a) && small(b) && large(a) == large(b))
        .then(|| format!("{}-{}", line.text(a), line.text(b)))
}
