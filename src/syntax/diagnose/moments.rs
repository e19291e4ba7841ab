//! Mistakes in saying when something is: the first or the last of several moments (`the earlier of { … }`), a day by its
//! number, and what comes again.
//!
//! Takes the line; gives the form of one moment, or of the choice. Knows no things.

use super::letters::{Kind, Line, Token};
use super::short;
use crate::diagnostic::Finding;

/// Says what is wrong with one of the moments.
pub(super) fn one(line: &Line<'_>) -> Finding {
    if let Some(finding) = super::clocks::slip(line) {
        return finding;
    }
    let end = line.written.trim_end().len();
    let written = line.slice(0, end);
    if let Some((_, comma)) = line.sign(|c| c == ',') {
        let both = written.replace(", ", "; ").replace(',', ";");
        return line
            .at(comma.start, comma.end, "a comma does not separate moments")
            .here("one moment stands on a line")
            .help(format!("write `{both}`, or each on a line of its own"));
    }
    let finding = line.at(0, end, format!("`{}` is no moment", short(written)));
    match line.tokens.as_slice() {
        [only] if only.kind == Kind::Word => finding
            .here("this says what, and not when")
            .help(format!("write `with {written}` for its beginning, or `after {written}`")),
        _ => finding
            .here("a moment is a date or a place in an order")
            .help("write `2030-06`, `8 years after opening` or `with opening`"),
    }
}

/// Words of everyday writing for what comes again, or a day by its number.
pub(super) fn slip(line: &Line<'_>) -> Option<Finding> {
    if let Some(finding) = again(line) {
        return Some(finding);
    }
    if !matches!(line.word(0), "starts" | "ends" | "during" | "lasts") {
        return None;
    }
    let tokens: Vec<Token> = line.outside_brackets().into_iter().map(|(_, t)| t).collect();
    numbered(line, &tokens)
}

/// `starts every year by 15 November`, `repeats each anniversary of in-force until 2031`.
fn again(line: &Line<'_>) -> Option<Finding> {
    let field = line.word(0);
    if !matches!(field, "starts" | "during" | "repeats") {
        return None;
    }
    let end = line.written.trim_end().len();
    let first = line.token(1)?;
    let often = |at: usize| matches!(line.word(at), "each" | "every" | "yearly" | "annually");
    let at = if line.word(1) == "on" { 2 } else { 1 };
    if !often(at) {
        return None;
    }
    let finding = line.at(first.start, end, "how often something comes again is not said so");
    if line.word(at + 1) == "anniversary" {
        let of = line.word(at + 3);
        let of = if of.is_empty() { "signing" } else { of };
        return Some(
            finding.help(format!(
                "write `starts 1 year after {of}`, and below it `repeats every year`"
            )),
        );
    }
    let until = (2..line.tokens.len()).find(|n| line.word(*n) == "until");
    if let Some(until) = until.and_then(|n| line.token(n + 1)) {
        let until = line.text(until);
        return Some(
            finding.help(format!("write `repeats every year`, and below it `until {until}`")),
        );
    }
    Some(
        finding
            .here("the first time and how often have a line each")
            .help("write `starts by 2027-11-15`, and below it `repeats every year`"),
    )
}

/// `day 3 of opening`, `on the 3rd day of opening`, `on day 90 after signing`.
fn numbered(line: &Line<'_>, tokens: &[Token]) -> Option<Finding> {
    let word = |at: usize| tokens.get(at).map_or("", |t| line.text(*t));
    let day = (1..5).find(|at| word(*at) == "day")?;
    let first = tokens.get(1)?;
    let digits = |at: usize| {
        let text = word(at).trim_end_matches(|c: char| c.is_ascii_lowercase());
        (!text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())).then_some(text)
    };
    let (number, next) = match (digits(day + 1), digits(day.checked_sub(1)?)) {
        (Some(number), _) => (number, day + 2),
        (None, Some(number)) => (number, day + 1),
        (None, None) => return None,
    };
    let limit = match word(1) {
        "by" => ("by", "at most "),
        "no" | "from" => ("no earlier than", "at least "),
        _ => ("on", ""),
    };
    let last = tokens.get(next)?;
    let (new, message) = match line.text(*last) {
        "after" | "before" => {
            let how = line.text(*last);
            let unit = if number == "1" { "day" } else { "days" };
            let message = "so many days after something are written without `day`";
            (format!("{}{number} {unit} {how}", limit.1), message)
        }
        "of" => (format!("{} day {number} of", limit.0), "a day is told by its number so"),
        _ => return None,
    };
    Some(line.replace(first.start, last.end, &new, message))
}

/// A choice that is not begun as one: `starts at the earlier of …`, `starts earlier of …`.
pub(super) fn choice(line: &Line<'_>) -> Option<Finding> {
    let field = Some(line.word(0)).filter(|w| matches!(*w, "starts" | "ends" | "during"))?;
    let first_of = |n: usize| {
        matches!(line.word(n), "first" | "last") && line.word(n + 1) == "of" && opens(line)
    };
    let at = (1..5).find(|n| {
        matches!(line.word(*n), "earlier" | "later" | "earliest" | "latest") || first_of(*n)
    })?;
    // `at the earliest 2 years after opening` is a limit.
    let limit = matches!(line.word(at), "earliest" | "latest") && line.word(at + 1) != "of";
    if limit && !opens(line)
        || line.word(at + 1) == "than"
        || line.token(at + 1).is_none() && !opens(line)
    {
        return None;
    }
    let which =
        if matches!(line.word(at), "later" | "latest" | "last") { "later" } else { "earlier" };
    let first = line.token(1)?;
    let end = line.written.trim_end().len();
    if opens(line) {
        let finding = line
            .at(first.start, end, "one of several moments is meant in a form that is not read")
            .here(format!("write `the {which} of`"));
        return Some(
            finding.help(format!(
                "write `{field} the {which} of {{`, with one moment a line below it"
            )),
        );
    }
    Some(
        line.at(first.start, end, "one of several moments is meant in a form that is not read")
            .here("the moments stand in braces, after `of`")
            .help(format!("write `{field} the {which} of {{ 8 years after opening; 2030 }}`")),
    )
}

/// Checks whether a block follows the line.
fn opens(line: &Line<'_>) -> bool {
    let text = line.place.text;
    let rest = text.slice(line.place.start + line.written.len(), text.text.len());
    rest.trim_start_matches([' ', '\t']).starts_with('{')
}
