//! Everyday words for how much: `six weeks`, `over 9,000 troops`, `42 days in advance`.
//!
//! Takes the line; gives the figure as the language writes it. Knows no fields but by what they take.

use super::Within;
use super::letters::{Kind, Line};
use super::phrases::{Of, Row, find, takes, unit, written};
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Many, Takes};

/// Says how the figure is written.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    let of = takes(line);
    if !of.contains(&Of::Times) && !of.contains(&Of::Figures) {
        return None;
    }
    let lengths = [
        Row("no|not later than # U before|prior|ahead$", "at least # U"),
        Row("no|not later than # U before|preceding|prior the N$", "at least # U"),
        Row("no|not later than # U before N$", "at least # U"),
        Row("# U before|preceding the N$", "# U"),
        Row("# U before|preceding N$", "# U"),
        Row("# U ahead of|prior to the N$", "# U"),
        Row("# U ahead of|prior to N$", "# U"),
        Row("# U in advance of the N$", "# U"),
    ];
    let ahead = || {
        // A length alone: before what it runs, its field says.
        let found = find(line, &lengths).filter(|_| !of.contains(&Of::Times))?;
        written(line, found, |words, meant| format!("`{words}` is written `{meant}`"))
    };
    ahead()
        .or_else(|| halves(line))
        .or_else(|| shortened(line))
        .or_else(|| with_remark(line))
        .or_else(|| in_words(line))
        .or_else(|| between(line))
        .or_else(|| {
            written(line, find(line, BOUNDS)?, |words, meant| match meant {
                "" => format!("`{words}` is not needed here"),
                _ => format!("`{words}` is written `{meant}`"),
            })
        })
        .or_else(|| range(line))
}

const BOUNDS: &[Row<'_>] = &[
    Row("a minimum of #", "at least #"),
    Row("a maximum of #", "at most #"),
    Row("minimum of #", "at least #"),
    Row("maximum of #", "at most #"),
    Row("no|not more than #", "at most #"),
    Row("no|not less|fewer than #", "at least #"),
    Row("not exceeding|over #", "at most #"),
    Row("up to #", "at most #"),
    Row("over|above|exceeding|beyond #", "more than #"),
    Row("greater|larger|higher|longer than #", "more than #"),
    Row("under|below #", "less than #"),
    Row("fewer|smaller|shorter than #", "less than #"),
    Row("min|minimum . #", "at least #"),
    Row("max|maximum . #", "at most #"),
    Row("min|minimum #", "at least #"),
    Row("max|maximum #", "at most #"),
    Row("exactly|precisely #", "#"),
    Row("and|or / or|and #", ", #"),
    Row("# U at least|minimum|min$", "at least # U"),
    Row("# U at most|maximum|max$", "at most # U"),
    Row("# U in advance|total$", "# U"),
    Row("# U beforehand|ahead|earlier|prior|notice|before|long$", "# U"),
    Row("# U at the latest|minimum|maximum$", "# U"),
    Row("# + U", "at least # U"),
    Row(
        "exercises|manoeuvres|movements|forces of|with|involving|over at least # U",
        "at least # U",
    ),
    Row("exercises|manoeuvres|movements|forces of|with|involving more than # U", "more than # U"),
    Row("exercises|manoeuvres|movements|forces of|with|involving over # U", "more than # U"),
    Row("exercises|manoeuvres|movements of|with|above # U", "# U"),
    Row("for # U", "# U"),
];

/// `one and a half years`: months are whole.
fn halves(line: &Line<'_>) -> Option<Finding> {
    let rows = [
        Row("one|a and a half years|year", "18 months"),
        Row("one|a year and a half", "18 months"),
        Row("two and a half years", "30 months"),
        Row("two years and a half", "30 months"),
        Row("half a year", "6 months"),
        Row("a half year", "6 months"),
        Row("half a month", "15 days"),
        Row("a fortnight", "14 days"),
        Row("one fortnight", "14 days"),
        Row("a decade", "10 years"),
    ];
    written(line, find(line, &rows)?, |words, meant| format!("`{words}` is written `{meant}`"))
}

/// Units as they are shortened.
const SHORT: &[(&str, &str)] = &[
    ("mo", "months"),
    ("mos", "months"),
    ("mth", "months"),
    ("mths", "months"),
    ("yr", "years"),
    ("yrs", "years"),
    ("y", "years"),
    ("wk", "weeks"),
    ("wks", "weeks"),
    ("d", "days"),
    ("pers", "troops"),
];

/// `18 mo.`, `42 days' notice`: the unit in full, and nothing after it.
fn shortened(line: &Line<'_>) -> Option<Finding> {
    for (n, token) in line.outside_brackets().into_iter().filter(|(n, _)| *n > 1) {
        let text = line.text(token);
        let stem = text.trim_end_matches(['\'', '’']);
        let stem = stem.strip_suffix("'s").or_else(|| stem.strip_suffix("’s")).unwrap_or(stem);
        let unit = |w: &str| crate::value::unit(w).is_some();
        if stem != text && unit(stem) {
            let notice = |n: usize| {
                matches!(
                    line.word(n),
                    "notice" | "warning" | "duration" | "delay" | "time" | "length"
                )
            };
            let prior = usize::from(matches!(line.word(n + 1), "prior" | "advance" | "written"));
            let last = line.token(n + 1 + prior).filter(|_| notice(n + 1 + prior)).unwrap_or(token);
            let written = line.slice(token.start, last.end);
            let message = format!("`{written}` is written `{stem}`");
            return Some(line.replace(token.start, last.end, stem, message).here("the unit alone"));
        }
        let figure = line.token(n - 1).filter(|t| t.kind == Kind::Figure);
        let full = SHORT.iter().find(|(short, _)| *short == text);
        if let (Some(figure), Some((_, full))) = (figure, full) {
            let full = if line.text(figure) == "1" { full.trim_end_matches('s') } else { full };
            let stop = line.token(n + 1).filter(|t| t.kind == Kind::Sign('.'));
            let end = stop.map_or(token.end, |t| t.end);
            let message = format!("`{text}` is written `{full}`");
            return Some(line.replace(token.start, end, full, message).here("in full"));
        }
    }
    None
}

/// `about 3 years`, `3 inspections per year`: what a figure does not say may stand in a remark beside it.
fn with_remark(line: &Line<'_>) -> Option<Finding> {
    let rows = [
        Row("about|around|approximately|approx|roughly|some|nearly|almost|circa|ca #", "#"),
        Row("approx|ca|c . #", "#"),
        Row("# U per|a|each|every year|month|week|quarter|annum$", "# U"),
        Row("# U annually|yearly|monthly|weekly$", "# U"),
        Row("# U / year|month|week|yr$", "# U"),
        Row("# U or so$", "# U"),
    ];
    let (from, to, meant) = find(line, &rows)?;
    let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
    let often = meant.contains(' ') && !line.slice(first.start, last.end).ends_with("or so");
    let message = if often {
        format!("`{meant}` counts them, and how often it comes again is not read")
    } else {
        "a figure is exact, or has a bound: `at least`, `at most`".to_owned()
    };
    let unit = unit(line, to).and_then(|n| line.token(n - 1));
    let said = line.slice(first.start, unit.map_or(last.end, |t| t.end));
    let new = line.with(first.start, last.end, &meant)?;
    Some(
        line.at(first.start, last.end, message)
            .here("the rest may stand in a remark")
            .help(format!("write `{new}  # {said}`"))
            .fix(line.span(first.start, last.end), meant),
    )
}

/// `trigger 9,000 troops and 250 tanks`: of several figures any one is enough.
pub(super) fn together(line: &Line<'_>) -> Option<Finding> {
    let field = line.word(0);
    let several = FIELDS
        .iter()
        .any(|f| f.name == field && f.many == Many::List && matches!(f.takes, Takes::Quantity(_)));
    let rows = [
        Row("# U and #", "#"),
        Row("# U and at least|most #", "#"),
        Row("# U and more|less than #", "#"),
    ];
    find(line, &rows).filter(|_| several && line.place.within == Within::Block)?;
    let first = line.token(1)?;
    let code = line.source();
    let end = first.start + line.slice(first.start, code).trim_end().len();
    let said = line.slice(first.start, end);
    let message =
        format!("of several figures of `{field}` any one is enough: `and` cannot be said");
    let finding = line.at(first.start, end, message).here("are both needed, or is one enough");
    let finding = finding.help(format!(
        "write `{field} {}` if one is enough",
        said.replace(", and ", " and ").replace(" and ", ", ")
    ));
    Some(finding.help(format!("write `spec \"{said}\"` if both are needed")))
}

const SMALL: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

const TENS: &[&str] =
    &["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// What a word counts; a hundred and more multiply what stands before them.
fn counts(word: &str) -> Option<u64> {
    let word = word.to_lowercase();
    let of = |list: &[&str], word: &str| list.iter().position(|w| *w == word && !w.is_empty());
    if let Some((tens, one)) = word.split_once('-') {
        return Some(10 * of(TENS, tens)? as u64 + of(SMALL, one)? as u64);
    }
    of(SMALL, &word).map(|n| n as u64).or_else(|| of(TENS, &word).map(|n| 10 * n as u64)).or_else(
        || {
            Some(match word.as_str() {
                "dozen" => 12,
                "hundred" => 100,
                "thousand" => 1000,
                "million" => 1_000_000,
                _ => return None,
            })
        },
    )
}

/// `six weeks`, `nine thousand troops`, `a year`.
pub(super) fn in_words(line: &Line<'_>) -> Option<Finding> {
    for (n, _) in line.outside_brackets() {
        let Some((number, end)) =
            number(line, n).filter(|(_, end)| n > 0 && unit(line, *end).is_some())
        else {
            continue;
        };
        return written(line, (n, end, number), |words, meant| {
            format!("a number is written in figures: `{meant}`, not `{words}`")
        });
    }
    None
}

/// Reads a number in words; gives it in figures, with the piece after it.
pub(super) fn number(line: &Line<'_>, n: usize) -> Option<(String, usize)> {
    let article = matches!(line.word(n), "a" | "an");
    if counts(line.word(n)).is_none() && !article {
        return None;
    }
    let (mut sum, mut end) = (u64::from(article), n + usize::from(article));
    while let Some(count) = counts(line.word(end)) {
        sum = if count >= 12 && count % 10 != 0 && sum > 0 || count >= 100 {
            sum.max(1).checked_mul(count)?
        } else {
            sum.checked_add(count)?
        };
        end += 1;
    }
    Some((crate::value::Number::whole(i64::try_from(sum).ok()?).to_string(), end))
}

/// `between 9,000 and 13,000 troops`: one figure has one bound.
fn between(line: &Line<'_>) -> Option<Finding> {
    let rows = [
        Row("between # and # U", "at least # U"),
        Row("from # to # U", "at least # U"),
        Row("# to # U", "at least # U"),
    ];
    let (from, to, meant) = find(line, &rows)?;
    let figures: Vec<&str> = (from..to)
        .filter_map(|n| line.token(n))
        .filter(|t| t.kind == Kind::Figure)
        .map(|t| line.text(t))
        .collect();
    let unit = meant.splitn(4, ' ').nth(3).unwrap_or("");
    one_bound(line, (from, to), &figures, unit)
}

/// `12-18 months`.
fn range(line: &Line<'_>) -> Option<Finding> {
    let (n, token) = line.outside_brackets().into_iter().find(|(n, t)| {
        t.kind == Kind::Figure && line.text(*t).contains('-') && unit(line, n + 1).is_some()
    })?;
    let figures: Vec<&str> = line.text(token).split('-').collect();
    let end = unit(line, n + 1)?;
    let words = line.slice(line.token(n + 1)?.start, line.token(end - 1)?.end);
    one_bound(line, (n, end), &figures, words)
}

fn one_bound(
    line: &Line<'_>,
    (from, to): (usize, usize),
    figures: &[&str],
    unit: &str,
) -> Option<Finding> {
    let [least, most] = figures else { return None };
    let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
    let finding = line.replace(
        first.start,
        last.end,
        &format!("at least {least} {unit}"),
        "a figure has one bound: `at least` or `at most`",
    );
    let field = line.word(0);
    let finding = finding.here(format!("from {least} to {most}"));
    Some(if matches!(field, "lasts" | "starts" | "ends") {
        finding.help(format!("and on a line of its own `{field} at most {most} {unit}`"))
    } else {
        finding
    })
}
