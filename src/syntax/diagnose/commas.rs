//! Words and names side by side: a comma that is missing, a name in several words, a field that takes one value.
//!
//! Takes the line; gives it with its comma where a list may stand, and says otherwise how many values there are.

use super::letters::{Kind, Line, Token};
use super::phrases::{Of, takes};
use super::values::keyword;
use super::{Within, short};
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Kind as Thing, Many, Takes, vocabulary};
use crate::syntax::walk::Text;

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
    if let Some(finding) = one_name_in_words(line).or_else(|| one_is_listed(line)) {
        return Some(finding);
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

/// `issues maritime safety; cyber security`: names of several words between semicolons.
pub(super) fn between_semicolons(line: &Line<'_>) -> Option<Finding> {
    let text = line.place.text;
    let stop = line.place.start + line.written.len();
    let rest = text.slice(stop, super::code_end(text, stop, text.text.len()));
    let begins = super::line_start(text, line.place.start);
    let one_line = text.slice(begins, line.place.start).contains('{');
    let names = line.place.within == Within::Block && takes(line).contains(&Of::Names);
    let more = rest.trim_start().strip_prefix(';').filter(|_| names && !one_line)?;
    let (more, cite) = more.split_at_checked(more.find('[').unwrap_or(more.len()))?;
    let colon = usize::from(line.is_sign(1, ':'));
    let numbered = colon > 0;
    let first = line
        .token(1 + colon)
        .filter(|t| t.kind == Kind::Word || numbered && t.kind == Kind::Figure)?;
    let whole = format!("{};{more}", line.slice(first.start, line.written.len()));
    // `1. incidents at sea; 2. cyberspace.`
    let bare = |item: &str| {
        let item = item.trim().trim_end_matches('.');
        let item =
            item.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '('));
        let item = item.trim();
        let item = item.strip_prefix("and ").unwrap_or(item).trim();
        let item = item.strip_prefix("the ").unwrap_or(item);
        item.split_whitespace().collect::<Vec<_>>().join("-")
    };
    let items: Vec<String> =
        whole.split([';', ',']).map(bare).filter(|item| !item.is_empty()).collect();
    let plain = |i: &String| i.chars().all(|c| c.is_alphanumeric() || c == '-');
    let field =
        |i: &String| FIELDS.iter().any(|f| i.split('-').next() == Some(f.name) && i != f.name);
    if !items.iter().all(plain) || items.iter().skip(1).any(field) || items.len() > 20 {
        return None;
    }
    let new = format!("{} {} {}", line.word(0), items.join(", "), cite.trim());
    let message = "names of a list are separated by commas, and a name is one word";
    Some(
        line.at(first.start, line.written.trim_end().len(), message)
            .here("several words are joined with hyphens")
            .help(format!("write `{}`", new.trim())),
    )
}

/// `issues incidents-at-sea; cyber security`: a list that goes on after a semicolon.
pub(in crate::syntax) fn list_goes_on(text: Text<'_>, semicolon: usize) -> Finding {
    let begins = super::line_start(text, semicolon);
    let written = text.slice(begins, super::code_end(text, begins, text.text.len())).trim();
    let (code, cite) = written
        .split_at_checked(written.find('[').unwrap_or(written.len()))
        .unwrap_or((written, ""));
    let (field, rest) = code.split_once([' ', '\t']).unwrap_or((code, ""));
    let items: Vec<String> = rest
        .split([';', ','])
        .map(|item| item.split_whitespace().collect::<Vec<_>>().join("-"))
        .filter(|item| !item.is_empty())
        .collect();
    super::broken(
        text.span(semicolon, semicolon + 1),
        "`;` separates statements, a comma separates the names of a list",
    )
    .here("write a comma")
    .help(format!("write `{}`", format!("{field} {} {cite}", items.join(", ")).trim()))
    .fix(text.span(semicolon, semicolon + 1), ",")
}

/// `Northeast Asia` in a field that holds no actors: one name in several words.
pub(super) fn one_name_in_words(line: &Line<'_>) -> Option<Finding> {
    let field = line.word(0);
    let actors = |t: Takes| matches!(t, Takes::Names(kinds) if kinds.has(Thing::Actor));
    let names = FIELDS.iter().filter(|f| f.name == field && matches!(f.takes, Takes::Names(_)));
    let mut known = names.peekable();
    if line.place.within != Within::Block
        || known.peek().is_none()
        || known.any(|f| actors(f.takes))
    {
        return None;
    }
    let titled = |n: usize| {
        let word = line.word(n);
        word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase)
    };
    let from = (1..line.tokens.len()).find(|n| titled(*n) && titled(n + 1))?;
    let to = (from..line.tokens.len()).find(|n| !titled(n + 1))?;
    let (first, last) = (line.token(from)?, line.token(to)?);
    let article = line.token(from - 1).filter(|t| line.text(*t) == "the");
    let words: Vec<String> = (from..=to).map(|n| line.word(n).to_lowercase()).collect();
    Some(
        line.replace(
            article.unwrap_or(first).start,
            last.end,
            &words.join("-"),
            "a name is one word",
        )
        .here("several words are joined with hyphens"),
    )
}

/// `concept cooperative security`: one of the words is one of the field, and the other only goes with it.
fn one_is_listed(line: &Line<'_>) -> Option<Finding> {
    let listed = FIELDS.iter().filter(|f| f.name == line.word(0)).find_map(|f| match f.takes {
        Takes::Words(name) => vocabulary(name),
        _ => None,
    })?;
    let known = |n: usize| listed.1.words.iter().any(|w| w.word == line.word(n));
    let item = |n: usize| line.token(n).is_none_or(|t| matches!(t.kind, Kind::Sign(',' | '[')));
    let n = (1..line.tokens.len()).find(|n| {
        known(*n)
            && !line.word(n + 1).is_empty()
            && !known(n + 1)
            && !keyword(line.word(n + 1))
            && item(n + 2)
    })?;
    let (first, last) = (line.token(n)?, line.token(n + 1)?);
    let word = line.text(first);
    let message = format!("`{}` is written `{word}`", line.slice(first.start, last.end));
    Some(line.replace(first.end, last.end, "", message).here("one word stands here"))
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
    let code = line.source();
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
