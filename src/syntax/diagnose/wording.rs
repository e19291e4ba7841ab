//! Everyday wording in conditions, and that of other languages: what the language writes for it.
//!
//! Takes a line with a condition; gives the words that stand for those that are none. Knows no name that a text declares.

use super::letters::Line;
use super::phrases::{Row, find};
use super::{Within, near};
use crate::diagnostic::Finding;

/// `count of f.members`, `f has at most 2 members`, `some o of f.organs`, `any o in f.organs`, `a but b`.
pub(super) fn everyday(line: &Line<'_>) -> Option<Finding> {
    let rows = [
        Row("count|number of N", "N"),
        Row("N has at least one N", "at least"),
        Row("count|number of the N", "N"),
        Row("N has at least # N", "at least"),
        Row("N has at most # N", "at most"),
        Row("N has more than # N", "more than"),
        Row("N has less|fewer than # N", "less than"),
    ];
    if let Some((from, to, meant)) = find(line, &rows) {
        let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
        let new = if matches!(meant.as_str(), "at least" | "at most" | "more than" | "less than") {
            let figure = line.text(line.token(to.checked_sub(2)?)?);
            let figure = if figure == "one" { "1" } else { figure };
            {
                let list = line.text(last);
                let many = if list.ends_with('s') { "" } else { "s" };
                format!("count({}.{list}{many}) {meant} {figure}", line.text(first))
            }
        } else {
            format!("count({meant})")
        };
        let written = line.slice(first.start, last.end);
        return Some(
            line.replace(first.start, last.end, &new, format!("`{written}` is written `{new}`"))
                .here("how many there are"),
        );
    }
    let more = [
        Row("at least one", "some"),
        Row("N not empty", "N is not empty"),
        Row("some|every|no K N in", "N"),
    ];
    if let Some((from, to, meant)) = find(line, &more) {
        let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
        let written = line.slice(first.start, last.end);
        let new = if written.ends_with(" in") {
            format!("{} {} in", line.text(first), line.word(from + 2))
        } else {
            meant
        };
        return Some(
            line.replace(first.start, last.end, &new, format!("`{written}` is written `{new}`"))
                .here(format!("write `{new}`")),
        );
    }
    for (n, token) in line.outside_brackets() {
        let (word, next, after) = (line.word(n), line.word(n + 1), line.word(n + 2));
        let (at, meant) = match word {
            "any" | "all" | "each" if !next.is_empty() && matches!(after, "in" | "of") => {
                (n, if word == "any" { "some" } else { "every" })
            }
            "some" | "every" | "no" if !next.is_empty() && next != "of" && after == "of" => {
                (n + 2, "in")
            }
            "but" if n > 0 => (n, "and"),
            _ => continue,
        };
        // `includes all of A, B` and `is any of A, B` are good.
        if at == n && matches!(line.word(n.wrapping_sub(1)), "is" | "includes") {
            continue;
        }
        let wrong = line.token(at).unwrap_or(token);
        let message = format!("`{}` is written `{meant}` here", line.text(wrong));
        return Some(
            line.replace(wrong.start, wrong.end, meant, message).here(format!("write `{meant}`")),
        );
    }
    None
}

/// What other languages and everyday English would write.
const PHRASES: &[(&[&str], &str)] = &[
    (&["there", "is", "at", "least", "one"], "some"),
    (&["there", "is", "some"], "some"),
    (&["there", "are", "some"], "some"),
    (&["there", "is", "a"], "some"),
    (&["there", "is", "an"], "some"),
    (&["there", "is", "no"], "no"),
    (&["there", "are", "no"], "no"),
    (&["there", "exists"], "some"),
    (&["must", "have"], "has"),
    (&["should", "have"], "has"),
    (&["shall", "have"], "has"),
    (&["must", "not", "have"], "has no"),
    (&["should", "not", "have"], "has no"),
    (&["must", "not", "be"], "is not"),
    (&["should", "not", "be"], "is not"),
    (&["must", "be"], "is"),
    (&["should", "be"], "is"),
    (&["shall", "be"], "is"),
    (&["must", "include"], "includes"),
    (&["should", "include"], "includes"),
    (&["is", "not", "a"], "is not"),
    (&["is", "not", "an"], "is not"),
    (&["does", "not", "include"], "includes none of"),
    (&["does", "not", "contain"], "includes none of"),
    (&["must", "contain"], "includes"),
    (&["consists", "of"], "is"),
    (&["has", "a"], "has"),
    (&["has", "an"], "has"),
    (&["has", "not", "a"], "has no"),
    (&["is", "a"], "is"),
    (&["is", "an"], "is"),
    (&["as", "well", "as"], "and"),
    (&["greater", "than"], "more than"),
    (&["larger", "than"], "more than"),
    (&["fewer", "than"], "less than"),
    (&["smaller", "than"], "less than"),
    (&["no", "more", "than"], "at most"),
    (&["no", "less", "than"], "at least"),
    (&["no", "fewer", "than"], "at least"),
    (&["not", "more", "than"], "at most"),
    (&["not", "less", "than"], "at least"),
    (&["is", "one", "of"], "is any of"),
    (&["is", "not", "any", "of"], "is none of"),
    (&["is", "not", "one", "of"], "is none of"),
    (&["is", "in"], "in"),
    (&["is", "not", "in"], "not in"),
    (&["does", "not", "have"], "has no"),
    (&["has", "not"], "has no"),
    (&["for", "each"], "every"),
    (&["for", "all"], "every"),
    (&["there", "is"], "some"),
    (&["there", "are"], "some"),
    (&["such", "that"], ":"),
    (&["equal", "to"], "is"),
    (&["is", "before"], "before"),
    (&["is", "after"], "after"),
    (&["is", "during"], "during"),
    (&["is", "by"], "by"),
    (&["does", "overlap"], "overlaps"),
    (&["includes", "not"], "includes none of"),
];

pub(super) fn phrases(line: &Line<'_>) -> Option<Finding> {
    for n in 0..line.tokens.len() {
        for (words, instead) in PHRASES {
            if words.iter().enumerate().all(|(i, w)| line.word(n + i) == *w)
                && !(n == 0 && line.place.within == Within::Rule)
            {
                let (first, last) = (line.token(n)?, line.token(n + words.len() - 1)?);
                return Some(
                    line.replace(
                        first.start,
                        last.end,
                        instead,
                        format!("`{}` is written `{instead}`", words.join(" ")),
                    )
                    .here("this cannot be read"),
                );
            }
        }
        if matches!(
            line.word(n),
            "if" | "then"
                | "implies"
                | "exists"
                | "forall"
                | "each"
                | "contains"
                | "any"
                | "equals"
        ) && at_stop(line, n)
            && !(line.word(n) == "any"
                && (near(line.word(n.wrapping_sub(1)), ["is"]).is_some()
                    || near(line.word(n + 1), ["of"]).is_some()
                    || line.word(n + 1) == "of"))
        {
            let token = line.token(n)?;
            let (message, help) = match line.word(n) {
                "if" | "then" | "implies" => {
                    ("there is no `if` in a condition", "write `not a or b` for: if a, then b")
                }
                "each" | "forall" => {
                    ("this is written `every`", "for example `every m in f.measures: m is hard`")
                }
                "contains" => {
                    ("this is written `includes`", "for example `f.members includes DPRK`")
                }
                "equals" => ("this is written `is`", "for example `f.track is 2`"),
                _ => ("this is written `some`", "for example `some m in f.measures: m is hard`"),
            };
            return Some(
                line.at(token.start, token.end, message).here("this cannot be read").help(help),
            );
        }
    }
    None
}

/// Checks whether reading stopped at this piece or the one after it.
fn at_stop(line: &Line<'_>, n: usize) -> bool {
    let Some(stop) = &line.stop else { return true };
    let at = line.tokens.iter().position(|t| t.end > stop.at).unwrap_or(line.tokens.len());
    n == at || n + 1 == at
}
