//! Everyday words for what there is none of, what is not known, and what is yet to be agreed: `there is no roadmap`,
//! `not yet known`, `TBD`.
//!
//! Takes the line; gives the form of the language: `no roadmap`, `members unknown`, `members to be agreed`.

use super::Within;
use super::letters::{Kind, Line};
use super::phrases::{Row, find, written};
use crate::diagnostic::{Finding, nearest};
use crate::schema::{FIELDS, Takes};

/// Says how it is written.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    if line.place.within != Within::Block {
        return None;
    }
    instead_of_a_value(line)
        .or_else(|| by_whom(line))
        .or_else(|| none_of(line))
        .or_else(|| neither(line))
        .or_else(|| not_in(line))
        .or_else(|| has_what(line))
        .or_else(|| value_first(line))
        .or_else(|| name_of_several_words(line))
}

/// `non-binding`, `binding no`, `not legally binding`: which of two words is meant, the line does not say.
pub(super) fn not_binding(line: &Line<'_>) -> Option<Finding> {
    let code = line.source();
    let end = line.slice(0, code).trim_end().len();
    let said = line.slice(0, end).to_lowercase();
    let words: Vec<&str> = said.split([' ', ':', '-']).filter(|w| !w.is_empty()).collect();
    let known = |w: &&str| {
        matches!(
            *w,
            "is" | "not" | "non" | "no" | "none" | "legally" | "politically" | "binding" | "it"
        )
    };
    let denied = words.iter().any(|w| matches!(*w, "not" | "non" | "no" | "none"));
    let meant = line.place.within == Within::Block
        && denied
        && words.contains(&"binding")
        && words.iter().all(known)
        && said != "no binding";
    meant.then(|| {
        let message = "how far something binds is said in one word after `binding`";
        let finding = line.replace(0, end, "binding voluntary", message).here("in words");
        finding.help("or `binding political`, where it binds without being law")
    })
}

/// `fund -`, `members n/a`: whether there is none or it is not known, the line does not say.
pub(super) fn nothing_said(line: &Line<'_>) -> Option<Finding> {
    const SIGNS: &[&str] =
        &["-", "–", "—", "--", "---", "n/a", "n.a", "n.a.", "?", "??", "???", "/", "…", "..."];
    let field = line.word(0);
    let known = FIELDS.iter().any(|f| f.name == field) && line.place.within == Within::Block;
    let first = line.token(1).filter(|_| known)?;
    let code = line.source();
    let end = first.start + line.slice(first.start, code).trim_end().len();
    let value = line.slice(first.start, end);
    SIGNS.contains(&value.to_lowercase().as_str()).then(|| {
        line.at(first.start, end, format!("`{value}` says nothing"))
            .here("is there none, or is it not known")
            .help(format!(
                "write `no {field}` if there is none, `{field} unknown` if it is not known"
            ))
    })
}

/// `to be agreed by the ministers`: a body agrees, and `by` names a day.
fn by_whom(line: &Line<'_>) -> Option<Finding> {
    let rows = [
        Row("to be agreed by|among|between the N", "to be agreed in N"),
        Row("to be agreed by|among|between N", "to be agreed in N"),
        Row("to be agreed in the N", "to be agreed in N"),
    ];
    written(line, find(line, &rows)?, |_, meant| {
        format!("the body that is to agree is named with `in`: `{meant}`")
    })
}

const UNKNOWN: &[&str] = &[
    "not known",
    "not yet known",
    "not stated",
    "not specified",
    "not clear",
    "not yet clear",
    "not mentioned",
    "not available",
    "not given",
    "not said",
    "not published",
    "not recorded",
    "no information",
    "no data",
    "unclear",
    "it is not known",
    "is unknown",
    "is not known",
    "yet unknown",
    "still unknown",
    "currently unknown",
    "currently not known",
    "is unclear",
];

const LATER: &[&str] = &[
    "to be determined",
    "to be decided",
    "to be negotiated",
    "to be discussed",
    "to be confirmed",
    "to be defined",
    "to be specified",
    "to be fixed",
    "to be announced",
    "to be settled",
    "to be agreed later",
    "to be agreed upon",
    "to be agreed on",
    "to be set",
    "not yet agreed",
    "not yet decided",
    "not yet determined",
    "under discussion",
    "under negotiation",
    "is to be agreed",
    "will be agreed",
    "will be agreed later",
    "still open",
    "tbc",
];

/// `members not yet known`, `fund n/a`, `starts to be determined`.
fn instead_of_a_value(line: &Line<'_>) -> Option<Finding> {
    let field = line.word(0);
    let first = line.token(1)?;
    let code = line.source();
    let end = first.start + line.slice(first.start, code).trim_end().len();
    let value = line.slice(first.start, end).to_lowercase();
    let value = value.trim_end_matches('.');
    let known = FIELDS.iter().any(|f| f.name == field);
    let (meant, message) = if UNKNOWN.contains(&value) || value.starts_with("unknown ") {
        ("unknown", "what is not known is written `unknown`")
    } else if LATER.contains(&value)
        || LATER.iter().any(|l| {
            value.strip_prefix(l).is_some_and(|rest| rest.starts_with(' ')) && *l != "to be agreed"
        })
    {
        ("to be agreed", "what is still open is written `to be agreed`")
    } else if matches!(value, "no" | "none" | "not" | "nil" | "none at all" | "no one" | "not any")
    {
        let new = format!("no {}", line.word(0));
        let message = "that there is none is written with `no` before it";
        return Some(line.replace(0, end, &new, message).here("`no` comes first"));
    } else {
        return None;
    };
    known.then(|| line.replace(first.start, end, meant, message).here(format!("write `{meant}`")))
}

/// `there is no roadmap`, `does not have a roadmap`, `lacks a roadmap`.
fn none_of(line: &Line<'_>) -> Option<Finding> {
    const FORMS: &[&str] = &[
        "there is no",
        "there is not a",
        "there is not any",
        "there are no",
        "there exists no",
        "does not have a",
        "does not have an",
        "does not have any",
        "does not have",
        "do not have",
        "has not a",
        "has not got a",
        "has not any",
        "it has no",
        "lacks a",
        "lacks an",
        "lacks any",
        "lacks",
        "lacking",
        "lack of",
        "without a",
        "without an",
        "without any",
        "without",
        "no such thing as",
        "not a",
        "not any",
        "has not",
        "not have",
        "has neither",
    ];
    let lower = line.written.to_lowercase();
    let form = FORMS
        .iter()
        .filter(|f| lower.strip_prefix(**f).is_some_and(|rest| rest.starts_with(' ')))
        .max_by_key(|f| f.len())?;
    let next =
        line.tokens.iter().find(|t| t.start > form.len()).filter(|t| t.kind == Kind::Word)?;
    let message = format!("`{form}` is written `no`");
    let finding = line.replace(0, next.start, "no ", message).here("write `no`");
    Some(joined(line, next.start, finding))
}

/// With the words after `no` joined into one name, if there are several.
fn joined(line: &Line<'_>, from: usize, finding: Finding) -> Finding {
    let code = line.source();
    let words = line.slice(from, code).trim_end();
    let plain = |w: &str| w.chars().all(|c| c.is_alphanumeric() || c == '-');
    let several = words.contains(' ') && words.split_whitespace().all(plain);
    if !several || words.contains(" in ") || words.split_whitespace().count() > 3 {
        return finding;
    }
    let one = words.split_whitespace().collect::<Vec<_>>().join("-");
    let cite = line.slice(code, line.written.len());
    let new = format!("no {one} {cite}").trim_end().to_owned();
    let mut finding = finding;
    finding.notes.clear();
    finding.help(format!("write `{new}`")).fix(line.span(0, line.written.len()), new)
}

/// `no road map`, `no A and no B`.
fn neither(line: &Line<'_>) -> Option<Finding> {
    let second = line.token(1).filter(|t| line.word(0) == "no" && t.kind == Kind::Word)?;
    let code = line.source();
    let words = line.slice(second.start, code).trim_end();
    let cite = line.slice(code, line.written.len());
    let pieces: Vec<String> = words
        .replace(" and no ", ",")
        .replace(" or no ", ",")
        .replace(" nor ", ",")
        .replace(" and ", ",")
        .replace(" or ", ",")
        .split(',')
        .map(|p| p.trim().trim_start_matches("no ").to_owned())
        .collect();
    if pieces.len() > 1 && !words.contains(" in ") && pieces.iter().all(|p| one_word(p)) {
        let lines: Vec<String> =
            pieces.iter().map(|p| format!("`{}`", format!("no {p}  {cite}").trim_end())).collect();
        return Some(
            line.at(0, second.start + words.len(), "`no` takes one name")
                .here("one a line")
                .help(format!("write {}, each on a line of its own", lines.join(" and "))),
        );
    }
    if words.contains(" other than ") && !words.starts_with("other ") {
        let first = words.split(' ').next().unwrap_or("");
        let new = format!("no other {first}");
        return Some(
            line.replace(
                0,
                second.start + words.len(),
                &new,
                "that a list is complete is written `no other`",
            )
            .here(format!("write `{new}`")),
        );
    }
    let two = words.split_whitespace().count();
    if !(2..=3).contains(&two)
        || words.starts_with("other ")
        || ["further ", "more ", "additional ", "extra ", "others "]
            .iter()
            .any(|w| words.starts_with(w))
        || words.contains(" in ")
        || !words.split_whitespace().all(one_word)
    {
        return None;
    }
    // `no members excluded`: one of the words is the field.
    let is_field = |w: &&str| FIELDS.iter().any(|f| f.name == *w);
    if let Some(field) = words.split_whitespace().rev().find(is_field) {
        let message = format!("`no {words}` is written `no {field}`");
        return Some(
            line.replace(second.start, second.start + words.len(), field, message)
                .here("one field stands here"),
        );
    }
    let finding = line
        .at(second.start, second.start + words.len(), "a name is one word")
        .here("several words are joined with hyphens");
    Some(joined(line, second.start, finding))
}

fn one_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '-')
}

/// `DPRK is not in members`, `does not reach DPRK`.
fn not_in(line: &Line<'_>) -> Option<Finding> {
    let words: Vec<&str> = (0..7).map(|n| line.word(n)).collect();
    let (name, field) = match words.as_slice() {
        [name, "is" | "are" | "was", "not", "in" | "among", field, "", ..] => (*name, *field),
        [name, "is" | "are" | "was", "not", "in" | "among", "the", field, "", ..] => {
            (*name, *field)
        }
        ["does" | "do", "not", verb, name, "", ..] => {
            let names = FIELDS.iter().filter(|f| matches!(f.takes, Takes::Names(_)));
            let names: Vec<&str> = names.map(|f| f.name).collect();
            let exact = names
                .iter()
                .copied()
                .find(|f| f.strip_prefix(verb).is_some_and(|end| matches!(end, "s" | "es")));
            (*name, exact.or_else(|| nearest(verb, names.iter().copied()))?)
        }
        _ => return None,
    };
    let known = FIELDS.iter().any(|f| f.name == field);
    let last = line.tokens.iter().take_while(|t| t.kind == Kind::Word).last()?;
    let new = format!("no {name} in {field}");
    let message = "what is not in a list is written with `no` before it";
    known.then(|| line.replace(0, last.end, &new, message).here("`no` comes first"))
}

/// `has a rotating chair`, `is jointly owned`: one name, joined with hyphens.
fn has_what(line: &Line<'_>) -> Option<Finding> {
    let verb = line.word(0);
    if !matches!(verb, "has" | "is") {
        return None;
    }
    let not = usize::from(matches!(line.word(1), "no" | "not"));
    let article = usize::from(matches!(line.word(1 + not), "a" | "an" | "the"));
    let from = line.token(1 + not)?;
    let first = line.token(1 + not + article).filter(|t| t.kind == Kind::Word)?;
    let code = line.source();
    let end = first.start + line.slice(first.start, code).trim_end().len();
    let words: Vec<&str> = line.slice(first.start, end).split_whitespace().collect();
    if words.len() + article < 2 || words.len() > 3 || !words.iter().all(|w| one_word(w)) {
        return None;
    }
    if let Some(finding) = said_with_field(line, &words, 0, end).filter(|_| not == 0) {
        return Some(finding);
    }
    let joined = words.join("-");
    Some(
        line.replace(from.start, end, &joined, format!("what follows `{verb}` is one name"))
            .here("without an article, its words joined with hyphens"),
    )
}

/// `politically binding`: the word of a field before it.
fn value_first(line: &Line<'_>) -> Option<Finding> {
    let code = line.source();
    let end = line.slice(0, code).trim_end().len();
    let words: Vec<&str> = line.slice(0, end).split_whitespace().collect();
    // `binding politically binding`
    let words = match words.as_slice() {
        [first, rest @ ..] if rest.len() == 2 && rest.last() == Some(first) => rest.to_vec(),
        _ => words,
    };
    said_with_field(line, &words, 0, end)
}

fn said_with_field(line: &Line<'_>, words: &[&str], from: usize, end: usize) -> Option<Finding> {
    let [value, field] = words else { return None };
    let vocabulary = FIELDS.iter().filter(|f| f.name == *field).find_map(|f| match f.takes {
        Takes::Words(name) => crate::schema::vocabulary(name).map(|(_, v)| v),
        _ => None,
    })?;
    let stem = value.strip_suffix("ly").unwrap_or(value);
    let word = vocabulary.words.iter().find(|w| w.word == *value || w.word == stem)?.word;
    let new = format!("{field} {word}");
    let message = format!("`{field}` is the field, and stands after its value");
    Some(line.replace(from, end, &new, message).here("the field comes first"))
}

/// `lead time at least 42 days`, `in return for opening`: the name of a field in several words; or what comes to mind for
/// it, `side by side with opening`.
fn name_of_several_words(line: &Line<'_>) -> Option<Finding> {
    for (words, field) in MEANT {
        let count = words.split(' ').count();
        let run: Vec<&str> = (0..count).map(|n| line.word(n)).collect();
        if run.join(" ") == *words {
            let message = format!("`{words}` is written `{field}`");
            let last = line.token(count - 1)?;
            let finding = line.replace(0, last.end, field, message);
            return Some(finding.here(format!("write `{field}`")));
        }
    }
    for count in 2..=4 {
        let run: Vec<&str> = (0..count).map(|n| line.word(n)).collect();
        let joined = run.join("-");
        let Some(field) = FIELDS.iter().find(|f| f.name == joined) else { continue };
        let last = line.token(count - 1)?;
        let hyphens = if count == 2 { "a hyphen" } else { "hyphens" };
        let message = format!("`{}` is one word, joined with {hyphens}", run.join(" "));
        let finding = line.replace(0, last.end, field.name, message);
        return Some(finding.here(format!("write `{}`", field.name)));
    }
    None
}

/// How a line begins, and the field that is meant.
const MEANT: &[(&str, &str)] = &[
    ("in exchange for", "in-return-for"),
    ("side by side with", "beside"),
    ("side by side", "beside"),
    ("in parallel with", "beside"),
    ("in parallel to", "beside"),
];
