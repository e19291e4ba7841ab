//! Everyday words for how much: `six weeks`, `over 9,000 troops`, `42 days in advance`.
//!
//! Takes the line; gives the figure as the language writes it. Knows no fields but by what they take.

use super::letters::{Kind, Line};
use super::phrases::{Of, Row, find, takes, unit, written};
use crate::diagnostic::Finding;

/// Says how the figure is written.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    let of = takes(line);
    if !of.contains(&Of::Times) && !of.contains(&Of::Figures) {
        return None;
    }
    let lengths = [
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
    Row(
        "exactly|precisely|about|around|approximately|approx|roughly|some|nearly|almost|circa|ca #",
        "#",
    ),
    Row("# U at least|minimum|min$", "at least # U"),
    Row("# U at most|maximum|max$", "at most # U"),
    Row("# U in advance|total$", "# U"),
    Row("# U beforehand|ahead|earlier|prior|notice|before|long$", "# U"),
    Row("# U or so$", "# U"),
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
