//! When something is, as agreements write it: until something ends, between two things, in a part of a year, in years and
//! months, if somebody agrees, whichever comes first.
//!
//! Takes the line; gives the lines of the language for it. Knows no dates and no phases.

use super::letters::{Kind, Line};
use super::phrases::{Row, find};
use super::{Within, gates};
use crate::diagnostic::Finding;
use crate::syntax::parser::reads;
use crate::value::flat;

/// Says what is written for it.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    match line.word(0) {
        "lasts" => until(line).or_else(|| mixed(line)).or_else(|| kept_from(line)),
        "starts" | "ends" | "during" => super::nth::check(line)
            .or_else(|| between(line))
            .or_else(|| part_of_year(line))
            .or_else(|| soon(line))
            .or_else(|| alone(line))
            .or_else(|| whichever(line))
            .or_else(|| agreed(line))
            .or_else(|| both(line))
            .or_else(|| mixed(line)),
        "first" if line.word(1) == "day" => {
            let end = line.written.trim_end().len();
            let finding = line.at(0, end, "how days are counted stands behind the length");
            Some(finding.here("of which length?").help(format!(
                "write it behind that: `lasts 20 days, {}`",
                flat(line.slice(0, end))
            )))
        }
        _ => None,
    }
}

/// `lasts until widening ends`: when it ends is said by `ends`.
fn until(line: &Line<'_>) -> Option<Finding> {
    let rows = [
        Row("^until|till the end|completion|conclusion of N$", "ends with N"),
        Row("^until|till N ends|closes|finishes$", "ends with N"),
        Row("^until|till N begins|starts|opens|comes|happens|occurs$", "ends with the start of N"),
        Row("^until|till N$", "ends with the start of N"),
        Row("^N ends$", "ends with N"),
        Row("^as long as N$", "ends with N"),
        Row("^as long as N lasts$", "ends with N"),
    ];
    let (_, to, meant) = find(line, &rows)?;
    let last = line.token(to.checked_sub(1)?)?;
    let message = "`lasts` says how long, and `ends` until when";
    Some(line.replace(0, last.end, &meant, message).here("this is a moment, and no length"))
}

/// `lasts 10 years, unless snapback first`: what keeps it from coming stands with when it ends.
fn kept_from(line: &Line<'_>) -> Option<Finding> {
    let (from, to, meant) = find(line, &[Row("# U , unless N first$", "# U N")])
        .or_else(|| find(line, &[Row("# U unless N first$", "# U N")]))?;
    let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
    let (length, act) = meant.rsplit_once(' ')?;
    Some(
        line.at(first.start, last.end, "a length cannot be kept from coming, and an end can")
            .here("this says when it ends")
            .help(format!(
                "write `ends {length} after the start of NAME, unless {act} first`, with its own name"
            )),
    )
}

/// `starts between opening and widening`.
fn between(line: &Line<'_>) -> Option<Finding> {
    let (from, to, meant) = find(line, &[Row("between N and N", "N N")])?;
    let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
    let (one, other) = meant.split_once(' ')?;
    let new = format!("after {one}, before {other}");
    let message = format!("`{}` is written `{new}`", line.slice(first.start, last.end));
    Some(line.replace(first.start, last.end, &new, message).here(format!("write `{new}`")))
}

/// The parts of a year that have words of their own, and their months.
const PARTS: &[(&str, &str, &str)] = &[
    ("the first half of D", "01", "06"),
    ("the second half of D", "07", "12"),
    ("the first quarter of D", "01", "03"),
    ("the second quarter of D", "04", "06"),
    ("the third quarter of D", "07", "09"),
    ("the fourth|last quarter of D", "10", "12"),
    ("h1 D", "01", "06"),
    ("h2 D", "07", "12"),
    ("q1 D", "01", "03"),
    ("q2 D", "04", "06"),
    ("q3 D", "07", "09"),
    ("q4 D", "10", "12"),
];

/// `starts in the first half of 2028`.
fn part_of_year(line: &Line<'_>) -> Option<Finding> {
    for (words, first, last) in PARTS {
        for before in ["^by ", "^in ", "^during ", "^"] {
            let row = format!("{before}{words}");
            let Some((from, to, year)) = find(line, &[Row(&row, "D")]) else { continue };
            if year.len() != 4 {
                continue;
            }
            let new = match before {
                "^by " => format!("by {year}-{last}"),
                _ => format!("{year}-{first} to {year}-{last}"),
            };
            let (start, end) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
            let message = format!("`{}` is written `{new}`", line.slice(start.start, end.end));
            return Some(
                line.replace(start.start, end.end, &new, message).here(format!("write `{new}`")),
            );
        }
    }
    None
}

/// `starts as soon as possible`: nobody can be held to that.
fn soon(line: &Line<'_>) -> Option<Finding> {
    let rows = [
        Row("as soon|early as possible|practicable|feasible", ""),
        Row("as soon|early as is possible|practicable|feasible", ""),
        Row("at an early date", ""),
        Row("without delay", ""),
        Row("in due course", ""),
    ];
    let (from, to, _) = find(line, &rows)?;
    let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
    let words = line.slice(first.start, last.end);
    Some(
        line.at(first.start, last.end, format!("`{words}` sets no time that anything can be held to"))
            .here("no date and no order")
            .help("write what it comes after, or the last day of it, and let these words stand in a remark"),
    )
}

/// `starts unless collapse first`: when it would come is not said.
fn alone(line: &Line<'_>) -> Option<Finding> {
    let (from, to, act) = find(line, &[Row("^unless N first$", "N"), Row("^unless N$", "N")])?;
    let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
    let field = line.word(0);
    Some(
        line.at(first.start, last.end, "when it would come is not said")
            .here("this says only what keeps it from coming")
            .help(format!("write `{field} 2030, unless {act} first`, or `{field} after NAME, unless {act} first`"))
            .help(format!("or, if it comes by default: `{field} unless {act} within 30 days of NAME`")),
    )
}

/// `starts 10 years after signing or on 2040, whichever comes first`.
fn whichever(line: &Line<'_>) -> Option<Finding> {
    let first = line.token(1)?;
    let end = line.slice(0, line.source()).trim_end().len();
    let (said, which) = line.slice(first.start, end).split_once("whichever")?;
    let later = ["later", "last", "latest"].iter().any(|word| which.contains(word));
    // `whichever is earlier of 2030 or 2031`
    let said = match said.trim().trim_end_matches(',') {
        "" => which.split_once(" of ")?.1,
        said => said,
    };
    let said = ["the earlier of ", "the later of ", "either "]
        .iter()
        .fold(said, |said, word| said.strip_prefix(word).unwrap_or(said));
    let bare = |moment: &str| {
        let moment = moment.trim().trim_end_matches(',').trim();
        moment
            .strip_prefix("on ")
            .or_else(|| moment.strip_prefix("in "))
            .unwrap_or(moment)
            .to_owned()
    };
    let moments: Vec<String> =
        said.split(" or ").flat_map(|part| part.split(", ")).map(bare).collect();
    let of = if later { "later" } else { "earlier" };
    let new = format!("{} the {of} of {{ {} }}", line.word(0), moments.join("; "));
    (moments.len() > 1 && reads(&new, Within::Block)).then(|| {
        line.replace(0, end, &new, "which of several moments counts stands before them")
            .here("the moments stand in braces")
    })
}

/// `starts after opening if China agrees`, `starts after consent of China`: what is waited for has a line of its own.
fn agreed(line: &Line<'_>) -> Option<Finding> {
    let first = line.token(1).filter(|_| line.word(0) == "starts")?;
    let end = line.slice(0, line.source()).trim_end().len();
    let value = line.slice(first.start, end);
    let gate = |words: &str| {
        let gate = gates::meant(words.trim(), &gates::members_above(line))?;
        let waits = ["consent of ", "settled "].iter().any(|word| gate.starts_with(word));
        waits.then(|| format!("requires {gate}"))
    };
    let joins =
        ["as soon as ", "provided that ", "provided ", "once ", "when ", "upon ", "after ", "if "];
    if let Some(new) = joins.iter().find_map(|join| gate(value.strip_prefix(join)?)) {
        let message = "whose consent or what settlement is waited for is no moment";
        return Some(line.replace(0, end, &new, message).here("written with `requires`"));
    }
    let (at, join) = [" if ", " provided that ", " provided ", " on condition that "]
        .iter()
        .find_map(|join| Some((value.find(join)?, join)))?;
    let (one, other) = (value.get(..at)?.trim_end_matches(','), value.get(at + join.len()..)?);
    let (one, other) = (format!("starts {one}"), gate(other)?);
    reads(&one, Within::Block).then(|| {
        line.at(first.start + at + 1, end, "what is waited for besides stands on a line of its own")
            .here("no moment")
            .help(format!("write `{one}`"))
            .help(format!("and below it `{other}`"))
            .fix(line.span(0, end), one)
    })
}

/// `starts during opening and widening`, `starts 2 years after opening and widening`: a line for each.
fn both(line: &Line<'_>) -> Option<Finding> {
    let end = line.slice(0, line.source()).trim_end().len();
    let tokens = line.outside_brackets();
    let word = |n: usize| line.word(n);
    let joins = |n: &usize| *n > 2 && (word(*n) == "and" || line.is_sign(*n, ','));
    let join = tokens.iter().map(|(n, _)| *n).find(joins)?;
    let orders = ["after", "before", "with", "during", "by"];
    let is_name = |n: usize| {
        line.token(n).is_some_and(|t| t.kind == Kind::Word)
            && !orders.contains(&word(n))
            && !matches!(word(n), "first" | "unless" | "and" | "or" | "the" | "no" | "at" | "on")
    };
    if !orders.contains(&word(join - 2)) || !is_name(join - 1) || !is_name(join + 1) {
        return None;
    }
    let (name, other) = (line.token(join - 1)?, line.token(join + 1)?);
    let whole = line.slice(0, name.start);
    if other.end != end {
        return None;
    }
    let (one, two) =
        (format!("{whole}{}", line.text(name)), format!("{whole}{}", line.text(other)));
    (reads(&one, Within::Block) && reads(&two, Within::Block)).then(|| {
        line.at(name.start, end, "one moment stands on a line")
            .here("two of them")
            .help(format!("write `{one}`"))
            .help(format!("and below it `{two}`"))
            .fix(line.span(0, end), one)
    })
}

/// `2 years and 6 months`: one figure in one unit.
fn mixed(line: &Line<'_>) -> Option<Finding> {
    let rows =
        [Row("# U and # U", "# U # U"), Row("# U , # U", "# U # U"), Row("# U # U", "# U # U")];
    let (from, to, meant) = find(line, &rows)?;
    let words: Vec<&str> = meant.split(' ').collect();
    let [many, unit, few, smaller] = words.as_slice() else { return None };
    let parts = match (unit.trim_end_matches('s'), smaller.trim_end_matches('s')) {
        ("year", "month") => 12,
        ("week", "day") => 7,
        ("day", "hour") => 24,
        _ => return None,
    };
    let (many, few): (u32, u32) = (many.parse().ok()?, few.parse().ok()?);
    let all = many.checked_mul(parts)?.checked_add(few)?;
    let new = format!("{all} {}s", smaller.trim_end_matches('s'));
    let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
    let message = "a length is one figure in one unit";
    Some(line.replace(first.start, last.end, &new, message).here(format!("write `{new}`")))
}
