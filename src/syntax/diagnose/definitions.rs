//! Mistakes in definitions: what is defined, for what, and when each value holds.
//!
//! Takes a definition or a line of it; gives what is wrong with its shape. What is wrong in a condition is said by
//! [`super::conditions`].

use super::conditions::WORDS;
use super::letters::{Kind, Line, Token};
use super::{Within, near};
use crate::diagnostic::Finding;

const DEFINE_FORM: &str = "the form is `define f has roadmap for framework f as …`";

pub(super) fn define(line: &Line<'_>) -> Option<Finding> {
    if line.word(0) != "define" {
        // A line of a definition by cases.
        return None;
    }
    let at =
        |word: &str| line.tokens.iter().position(|t| t.kind == Kind::Word && line.text(*t) == word);
    let first_line = line.written.find(['\n', '\r']).unwrap_or(line.written.len());
    let Some(kinds) = at("for") else {
        let spot = at("as").and_then(|n| line.token(n));
        return Some(without_for(line, spot, first_line));
    };
    let Some(meaning) = at("as").filter(|n| *n > kinds) else {
        return without_as(line, kinds, first_line);
    };
    // Kind and variable stand between `for` and `as`.
    let params = line.tokens.get(kinds + 1..meaning).unwrap_or(&[]);
    let mut pairs = params.split(|t| t.kind == Kind::Sign(','));
    if let Some(bad) = pairs.find(|p| p.len() != 2 || p.iter().any(|t| t.kind != Kind::Word)) {
        let from = bad.first().map_or(line.token(kinds)?.start, |t| t.start);
        let to = bad.last().map_or(line.token(meaning)?.end, |t| t.end);
        return Some(
            line.at(from, to, "a kind and a variable stand between `for` and `as`")
                .here("this is not a kind and a variable")
                .help(DEFINE_FORM),
        );
    }
    let end = line.token(kinds)?.start;
    if line.stop.as_ref().is_none_or(|s| s.at > end) {
        return None;
    }
    let start = line.token(1).map_or(0, |t| t.start);
    let head = line.slice(0, end).trim_end().len();
    Some(
        line.at(start, head, "what is defined cannot be read")
            .here("the form in which it will be used")
            .help(
                "it is one of `f.agenda`, `f has roadmap`, `m is hard`, `bridged(a, f)`, \
                 `f linked-to g`",
            ),
    )
}

/// A definition whose `for` is misspelt or missing.
fn without_for(line: &Line<'_>, meaning: Option<Token>, first_line: usize) -> Finding {
    let misspelt = |t: &&Token| {
        let word = line.text(**t);
        t.kind == Kind::Word
            && (2..=4).contains(&word.len())
            && !matches!(word, "is" | "has" | "in" | "or")
            && near(word, ["for"]).is_some()
    };
    let words = line.tokens.iter().take_while(|t| t.start < first_line);
    if let Some(token) = words.filter(|t| misspelt(t)).copied().next() {
        let message = format!("`{}` cannot be read here", line.text(token));
        return line.replace(token.start, token.end, "for", message).here("did you mean `for`?");
    }
    let spot = meaning.or_else(|| line.sign(|c| c == '=').map(|(_, t)| t));
    let (from, to) = spot.map_or((0, first_line), |t| (t.start, t.end));
    line.at(from, to, "what the definition is for is not said")
        .here("`for` and a kind come before this")
        .help(DEFINE_FORM)
}

/// A definition whose `as` is misspelt, written as a sign, or missing.
fn without_as(line: &Line<'_>, kinds: usize, first_line: usize) -> Option<Finding> {
    let rest = || line.tokens.iter().copied().skip(kinds).take_while(|t| t.start < first_line);
    if let Some(token) = rest().find(|t| matches!(t.kind, Kind::Sign('=' | ':'))) {
        let next = line.tokens.iter().find(|t| t.start == token.end && t.kind == Kind::Sign('='));
        let end = next.map_or(token.end, |t| t.end);
        let message = format!("`{}` is written `as`", line.slice(token.start, end));
        let glued = line.slice(0, token.start).ends_with(char::is_alphanumeric);
        let new = if glued { " as" } else { "as" };
        return Some(line.replace(token.start, end, new, message).here("before the meaning"));
    }
    let near_as = |t: &Token| {
        matches!(
            line.text(*t),
            "sa" | "a" | "ass" | "is" | "means" | "be" | "if" | "when" | "where"
        )
    };
    if let Some(token) = rest().skip(3).find(near_as) {
        let message = format!("`{}` cannot be read here", line.text(token));
        let finding = line.replace(token.start, token.end, "as", message);
        return Some(finding.here("did you mean `as`?"));
    }
    let end = rest().nth(2).map_or(first_line, |t| t.end);
    Some(
        line.at(line.token(kinds)?.start, end, "`as` is missing before the meaning")
            .here("it comes after the kind and its variable")
            .help(DEFINE_FORM),
    )
}

/// `soft (m.type is trade)`: a line of a definition whose value and condition stand side by side.
pub(super) fn when_missing(line: &Line<'_>) -> Option<Finding> {
    let stop = line.stop.as_ref()?;
    let value = line.token(0).filter(|t| t.kind == Kind::Word)?;
    let next = line.token(1)?;
    let condition = next.kind == Kind::Sign('(') && next.start > value.end
        || next.kind == Kind::Word && !WORDS.contains(&line.text(next));
    let said = line.tokens.iter().any(|t| {
        let word = line.text(*t);
        near(word, ["when", "otherwise"]).is_some() || matches!(word, "when" | "otherwise")
    });
    if line.place.within != Within::Define || line.word(0) == "define" || said || !condition {
        return None;
    }
    let short_of = stop.at <= next.end && !stop.wants.is_empty();
    if !short_of || line.tokens.len() < 3 {
        return None;
    }
    let written = line.text(value);
    let finding = line
        .at(next.start, next.end, format!("`when` is missing after `{written}`"))
        .here("here begins when it holds");
    Some(
        line.show(finding, next.start, next.start, "when ")
            .fix(line.span(next.start, next.start), "when "),
    )
}
