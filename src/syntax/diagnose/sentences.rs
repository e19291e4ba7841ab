//! Times that are said as sentences say them: two statements in one, a moment at something, how often in words.
//!
//! Takes the line; gives the statements of the language for it. Knows no things.

use super::figures::is_date;
use super::letters::{Kind, Line, Token};
use super::phrases;
use crate::diagnostic::Finding;

/// Fields of which a line each says something of when.
const FIELDS: [&str; 6] = ["starts", "ends", "during", "lasts", "requires", "happened"];

/// Says what is written for it.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    if line.place.within != super::Within::Block {
        return None;
    }
    let checks =
        [truth_alone, two_limits, two_statements, of_one_of, often, at_something, not_counted];
    checks.iter().find_map(|check| check(line))
}

/// `lasts 15 days; extendable`: what is so is said with `is`.
fn truth_alone(line: &Line<'_>) -> Option<Finding> {
    const SO: [&str; 6] =
        ["extendable", "extensible", "renewable", "prolongable", "extended", "prolonged"];
    let (at, _) = line.outside_brackets().into_iter().rfind(|(_, t)| t.kind == Kind::Word)?;
    let begins = at == 0 || line.is_sign(at - 1, ';') || line.is_sign(at - 1, ',');
    let word = line.token(at).filter(|t| begins && SO.contains(&line.text(*t)))?;
    let finding = line.at(word.start, word.end, "that something is so is said with `is`");
    Some(finding.help("write `is extendable`, as a statement of its own"))
}

/// `lasts at least 3 months and at most 6 months`: each limit is a line.
fn two_limits(line: &Line<'_>) -> Option<Finding> {
    let field = Some(line.word(0)).filter(|w| *w == "lasts")?;
    let (and, sign) = joined(line, |n| {
        matches!(
            (line.word(n), line.word(n + 1)),
            ("at", "least" | "most") | ("more" | "less", "than")
        )
    })?;
    let rest = after(line, and);
    // A first half without its own limit is no statement that another could follow.
    let begun = line.slice(line.token(1)?.start, sign.start).trim_end();
    let message = "a line says one thing of when: several lines all hold";
    (!begun.is_empty()).then(|| parted(line, sign, message, &format!("{field} {rest}")))
}

/// `starts with opening and ends with opening`.
fn two_statements(line: &Line<'_>) -> Option<Finding> {
    if !FIELDS.contains(&line.word(0)) {
        return None;
    }
    let (and, sign) = joined(line, |n| FIELDS.contains(&line.word(n)))?;
    let rest = after(line, and);
    let message = "each of these is a line of its own";
    (!rest.is_empty()).then(|| parted(line, sign, message, rest))
}

/// The word that joins two halves, by its place, if what follows it is wanted.
fn joined(line: &Line<'_>, wanted: impl Fn(usize) -> bool) -> Option<(usize, Token)> {
    let tokens = line.outside_brackets();
    tokens
        .into_iter()
        .find(|(n, t)| *n > 1 && matches!(line.text(*t), "and" | "but" | "yet") && wanted(n + 1))
}

/// The words after a piece, up to the source.
fn after<'a>(line: &Line<'a>, at: usize) -> &'a str {
    let from = line.token(at).map_or(0, |t| t.end);
    line.slice(from, line.source()).trim_matches([' ', '\t', ';', '}', '\n', '\r'])
}

/// A line in two, the second of them below the first.
fn parted(line: &Line<'_>, sign: Token, message: &str, below: &str) -> Finding {
    let from = line.slice(0, sign.start).trim_end().trim_end_matches(',').len();
    let end = line.slice(0, line.source()).trim_end().len();
    line.replace(from, end, "", message).help(format!("and below it `{below}`"))
}

/// `starts at most 30 days after the earlier of { … }`: a length is counted from one thing.
fn of_one_of(line: &Line<'_>) -> Option<Finding> {
    let first = (1..line.tokens.len())
        .find(|n| line.word(*n) == "the" && matches!(line.word(n + 1), "earlier" | "later"))?;
    length_of_choice(line, first)
}

/// The same where the line is taken for a heading: its moments stand in braces.
pub(super) fn length_of_choice(line: &Line<'_>, the: usize) -> Option<Finding> {
    let field = Some(line.word(0)).filter(|w| matches!(*w, "starts" | "ends"))?;
    let counted = matches!(line.word(the.checked_sub(1)?), "after" | "before" | "from" | "of");
    let length = (1..the).any(|n| line.token(n).is_some_and(|t| t.kind == Kind::Figure));
    if !counted || !length || line.word(the + 2) != "of" {
        return None;
    }
    let which = line.word(the + 1);
    let (from, to) = (line.token(the)?, line.token(the + 2)?);
    let lead = line.slice(0, from.start).trim_end();
    let lead = lead.strip_suffix("from").or_else(|| lead.strip_suffix("of")).unwrap_or(lead);
    Some(
        line.at(from.start, to.end, "a length is counted from one thing that has a name")
            .here(format!("the {which} of them has none"))
            .help(format!(
                "give it one: `milestone NAME {{ {field} the {which} of {{ … }} }}`, and write `{} NAME` here",
                lead.trim_end()
            )),
    )
}

/// `repeats twice a year`, `repeats 3 times a year`, `every year on 2025-03-01`.
fn often(line: &Line<'_>) -> Option<Finding> {
    let end = line.slice(0, line.source()).trim_end().len();
    if matches!(line.word(0), "every" | "each") {
        let rest = (1..line.tokens.len()).find(|n| matches!(line.word(*n), "on" | "from"))?;
        let said = line.slice(line.token(0)?.end, line.token(rest)?.start).trim();
        let date = line.tokens.iter().map(|t| line.text(*t)).find(|t| is_date(t));
        let finding = line.replace(
            0,
            end,
            &format!("repeats every {said}"),
            "how often something comes again has a line of its own",
        );
        return Some(match date {
            Some(date) => finding.help(format!("and the first time one: `starts {date}`")),
            None => finding,
        });
    }
    let first = line.token(1).filter(|_| line.word(0) == "repeats")?;
    let times = |n: usize| match line.token(n).map_or("", |t| line.text(t)) {
        "once" => Some((1, n + 1)),
        "twice" => Some((2, n + 1)),
        "thrice" => Some((3, n + 1)),
        figure => {
            let words = ["one", "two", "three", "four", "five", "six"];
            let number = words.iter().position(|w| *w == figure).map(|n| n + 1);
            let number = number.or_else(|| figure.parse().ok())?;
            matches!(line.word(n + 1), "times" | "time").then_some((number, n + 2))
        }
    };
    let period = if let Some((number, next)) = times(1) {
        let unit = ["a", "per", "each", "every"]
            .contains(&line.word(next))
            .then(|| line.word(next + 1))?;
        match (unit, number) {
            (unit @ ("year" | "month" | "week" | "day"), 1) => format!("every {unit}"),
            ("year", 2 | 3 | 4 | 6) => format!("every {} months", 12 / number),
            ("year", 12) => "every month".to_owned(),
            _ => return None,
        }
    } else {
        match (line.word(1), line.word(2), line.word(3)) {
            ("quarterly", ..) | ("every" | "each", "quarter", _) => "every 3 months".to_owned(),
            ("half", "yearly", _) | ("half-yearly" | "semi-annually" | "biannually", ..) => {
                "every 6 months".to_owned()
            }
            ("every", "other" | "second", unit @ ("year" | "month" | "week" | "day")) => {
                format!("every 2 {unit}s")
            }
            _ => return None,
        }
    };
    let message = "how often something comes again is said by what lies between two times";
    Some(line.replace(first.start, end, &period, message))
}

/// `starts at signing`.
fn at_something(line: &Line<'_>) -> Option<Finding> {
    const OTHERS: [&str; 9] =
        ["once", "least", "most", "latest", "earliest", "noon", "midnight", "present", "any"];
    if !matches!(line.word(0), "starts" | "ends" | "begins") {
        return None;
    }
    let (at, name) = (line.token(1)?, line.token(2)?);
    let alone = line.outside_brackets().len() == 3;
    if line.word(1) != "at"
        || name.kind != Kind::Word
        || !alone
        || OTHERS.contains(&line.text(name))
    {
        return None;
    }
    let name = line.text(name);
    let message = format!("`at {name}` is written `with {name}`");
    Some(line.replace(at.start, at.end, "with", message))
}

/// `starts 2024-12-01, day included`: nothing is counted from a date alone.
fn not_counted(line: &Line<'_>) -> Option<Finding> {
    if !matches!(line.word(0), "starts" | "ends" | "during" | "happened" | "on") {
        return None;
    }
    let tokens = line.outside_brackets();
    let (day, _) = *tokens.iter().find(|(_, t)| line.text(*t) == "day")?;
    let counted = tokens.iter().any(|(n, t)| {
        *n > day
            && matches!(
                line.text(*t),
                "included" | "counted" | "excluded" | "inclusive" | "exclusive"
            )
    });
    let length = (1..day).any(|n| {
        line.token(n).is_some_and(|t| t.kind == Kind::Figure && !is_date(line.text(t)))
            && phrases::unit(line, n + 1).is_some()
    });
    let figure = (1..day).rfind(|n| line.token(*n).is_some_and(|t| t.kind == Kind::Figure))?;
    if !counted || length {
        return None;
    }
    let end = line.slice(0, line.source()).trim_end().len();
    let message = "no days are counted in this line, so none is left out or in";
    Some(line.replace(line.token(figure)?.end, end, "", message).here("leave this out"))
}
