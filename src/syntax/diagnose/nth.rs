//! Times counted in words: `after the third meeting`, `on the second anniversary of signing`.
//!
//! Takes the line; gives the line of the language for it. Knows of other things only which milestones the text writes.

use super::letters::Line;
use super::phrases::{Row, find};
use crate::diagnostic::Finding;
use crate::value::ordinal;

const ORDINALS: [&str; 12] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
];

/// Says what is written for it.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    (1..=ORDINALS.len())
        .find_map(|n| anniversary(line, n).or_else(|| time(line, n)))
        .or_else(|| each(line))
}

/// The ways in which a number counts: `third`, `3rd`.
fn ways(n: usize) -> String {
    format!("{}|{}", ORDINALS.get(n - 1).unwrap_or(&""), ordinal(n))
}

/// `on the second anniversary of signing`.
fn anniversary(line: &Line<'_>, n: usize) -> Option<Finding> {
    let ways = ways(n);
    let years = if n == 1 { "1 year".to_owned() } else { format!("{n} years") };
    let meant = format!("{years} after N");
    let by = format!("at most {years} after N");
    let after = format!("more than {years} after N");
    let rows = [
        (format!("by the {ways} anniversary of N"), &by),
        (format!("after the {ways} anniversary of N"), &after),
        (format!("on|at|with the {ways} anniversary of N"), &meant),
        (format!("the {ways} anniversary of N"), &meant),
    ];
    let (from, to, new) = rows.iter().find_map(|(row, meant)| find(line, &[Row(row, meant)]))?;
    let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
    let message = format!("`{}` is written `{new}`", line.slice(first.start, last.end));
    Some(line.replace(first.start, last.end, &new, message).here(format!("write `{new}`")))
}

/// `after the third meeting`, where the text has a milestone of that name.
fn time(line: &Line<'_>, n: usize) -> Option<Finding> {
    let ways = ways(n);
    let meant = format!("the {} time of N", ordinal(n));
    let rows = [
        (format!("the {ways} time of N"), &meant),
        (format!("{ways} time of N"), &meant),
        (format!("the {ways} occurrence|instance of N"), &meant),
        (format!("the {ways} N"), &meant),
    ];
    let (from, to, new) = rows.iter().find_map(|(row, meant)| find(line, &[Row(row, meant)]))?;
    let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
    let written = line.slice(first.start, last.end);
    if written == new || !is_milestone(line, line.text(last)) {
        return None;
    }
    let message = format!("`{written}` is written `{new}`");
    Some(line.replace(first.start, last.end, &new, message).here(format!("write `{new}`")))
}

/// `after each meeting`: a line says when one thing is.
fn each(line: &Line<'_>) -> Option<Finding> {
    let (from, to, name) =
        find(line, &[Row("every|each N", "N"), Row("every|each time of N", "N")])?;
    let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
    let field = line.word(0);
    is_milestone(line, &name).then(|| {
        line.at(first.start, last.end, "a line says when one thing is, once")
            .here("this is many times")
            .help(format!(
                "write when it comes first, such as `{field} 2 weeks after {name}`, in a milestone that `repeats` as often"
            ))
    })
}

/// Checks whether the text writes a milestone of this name.
fn is_milestone(line: &Line<'_>, name: &str) -> bool {
    let text = line.place.text.text;
    text.match_indices("milestone ").any(|(at, word)| {
        let rest = text.get(at + word.len()..).unwrap_or("").trim_start();
        rest.strip_prefix(name)
            .is_some_and(|after| after.starts_with([' ', '\t', '{', '\n', '\r', '"']))
    })
}
