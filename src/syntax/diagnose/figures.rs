//! Mistakes in figures: dashes, dates, quantities and bounds.

use super::letters::{Kind, Line, Token, is_dash};
use super::{near, short};
use crate::diagnostic::Finding;

/// A dash that is no hyphen.
pub(super) fn dash(line: &Line<'_>) -> Option<Finding> {
    let (n, token) = line.sign(is_dash)?;
    let before = n.checked_sub(1).and_then(|b| line.token(b));
    let after = line.token(n + 1);
    let touching =
        before.is_some_and(|t| t.end == token.start) && after.is_some_and(|t| t.start == token.end);
    let figures = before.is_some_and(|t| t.kind == Kind::Figure)
        && after.is_some_and(|t| t.kind == Kind::Figure);
    if let Some(finding) = dash_in_date(line) {
        return Some(finding);
    }
    if figures {
        let (from, to) =
            (before.map_or(token.start, |t| t.end), after.map_or(token.end, |t| t.start));
        return Some(
            line.replace(from, to, " to ", "from one to another is written `to`, not with a dash")
                .here("this is a dash"),
        );
    }
    if touching {
        return Some(dash_for_hyphen(line, token));
    }
    Some(line.at(token.start, line.written.len(), "a dash has no meaning here").help(format!(
        "a remark begins with `#`: `# {}`",
        short(line.slice(token.end, line.written.len()))
    )))
}

/// A dash inside a name.
pub(super) fn dash_for_hyphen(line: &Line<'_>, dash: Token) -> Finding {
    let message = "a name is joined with hyphens, not with dashes";
    line.replace(dash.start, dash.end, "-", message)
        .here("this is a dash; word processors put it there")
}

/// `2027–01`: a date whose hyphens are dashes.
fn dash_in_date(line: &Line<'_>) -> Option<Finding> {
    for (n, first) in line.outside_brackets() {
        if first.kind != Kind::Figure {
            continue;
        }
        let mut last = first;
        let mut at = n + 1;
        while let (Some(sign), Some(next)) = (line.token(at), line.token(at + 1))
            && matches!(sign.kind, Kind::Sign(c) if is_dash(c))
            && sign.start == last.end
            && next.kind == Kind::Figure
            && next.start == sign.end
        {
            last = next;
            at += 2;
        }
        let written = line.slice(first.start, last.end);
        let date: String = written.chars().map(|c| if is_dash(c) { '-' } else { c }).collect();
        if last.start > first.start && is_date(&date) {
            return Some(
                line.replace(
                    first.start,
                    last.end,
                    &date,
                    "a date is joined with hyphens, not with dashes",
                )
                .here("these are dashes; word processors put them there"),
            );
        }
    }
    None
}

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

pub(super) fn month(word: &str) -> Option<usize> {
    let lower = word.to_lowercase();
    MONTHS
        .iter()
        .position(|m| *m == lower || lower.len() >= 3 && m.starts_with(lower.trim_end_matches('.')))
}

/// `2028년 3월 1일`, `2028年3月`: a date as Korean, Chinese and Japanese have it.
fn date_of_the_east(line: &Line<'_>) -> Option<Finding> {
    let code = line.source();
    let written = line.slice(0, code);
    let sign = written.find(['년', '年'])?;
    let digits = |text: &str| text.chars().rev().take_while(char::is_ascii_digit).count();
    let from = sign - digits(written.get(..sign)?);
    let mut date = written.get(from..sign)?.to_owned();
    let mut end = sign + '년'.len_utf8();
    for signs in [['월', '月'], ['일', '日']] {
        let rest = written.get(end..)?;
        let Some(at) = rest.find(signs) else { break };
        let number = rest.get(..at)?.trim();
        let Ok(number) = number.parse::<u32>() else { break };
        date = format!("{date}-{number:02}");
        end += at + signs.first().map_or(0, |c| c.len_utf8());
    }
    is_date(&date).then(|| {
        line.replace(from, end, &date, "a date is written year, month, day, with hyphens")
            .here("year-month-day, as in 2015-10-28")
    })
}

/// Dates in words.
pub(super) fn date_written(line: &Line<'_>) -> Option<Finding> {
    if let Some(finding) = date_of_the_east(line) {
        return Some(finding);
    }
    for (n, token) in line.outside_brackets() {
        if token.kind != Kind::Word {
            continue;
        }
        let Some(month) = month(line.text(token)) else { continue };
        let number = |t: Option<Token>| {
            t.filter(|t| t.kind == Kind::Figure).and_then(|t| {
                line.text(t)
                    .trim_end_matches(|c: char| c.is_alphabetic())
                    .parse::<u32>()
                    .ok()
                    .map(|v| (t, v))
            })
        };
        // `the 1st of January 2028`
        let of = usize::from(n > 1 && line.word(n - 1) == "of");
        let before = n
            .checked_sub(1 + of)
            .and_then(|b| number(line.token(b)))
            .filter(|(_, v)| (1..=31).contains(v))
            .map(|(day, v)| {
                let first = line.tokens.iter().position(|t| *t == day).unwrap_or(0);
                let on = ["the", "on"]
                    .iter()
                    .fold(first, |at, word| at - usize::from(at > 1 && line.word(at - 1) == *word));
                (line.token(on).unwrap_or(day), v)
            });
        let dot = usize::from(line.is_sign(n + 1, ',') || line.is_sign(n + 1, '.'));
        let after = number(line.token(n + 1 + dot));
        let (from, to, new) = match (before, after) {
            (Some((day, d)), Some((year, y))) if y > 999 => {
                (day.start, year.end, format!("{y:04}-{:02}-{d:02}", month + 1))
            }
            (None, Some((year, y))) if y > 999 => {
                (token.start, year.end, format!("{y:04}-{:02}", month + 1))
            }
            (None, Some((day, d))) if (1..=31).contains(&d) => {
                match number(line.token(n + 2 + dot + usize::from(line.is_sign(n + 2 + dot, ','))))
                {
                    Some((year, y)) => (
                        token.start,
                        year.end.max(day.end),
                        format!("{y:04}-{:02}-{d:02}", month + 1),
                    ),
                    None => continue,
                }
            }
            _ => continue,
        };
        return Some(
            line.replace(from, to, &new, "a date is written year, month, day")
                .here("this is a date in words"),
        );
    }
    line.outside_brackets().into_iter().filter(|(_, t)| t.kind == Kind::Figure).find_map(
        |(_, t)| {
            let looks = like_date(line.text(t));
            date(line, t).or_else(|| looks.then(|| no_date(line, t)).flatten())
        },
    )
}

/// `as of November 2015` between brackets: a month in words and its year.
pub(super) fn month_written(line: &Line<'_>, token: Token) -> Option<Finding> {
    let month = month(line.text(token))? + 1;
    let n = line.tokens.iter().position(|t| *t == token)?;
    let year = line.token(n + 1 + usize::from(line.is_sign(n + 1, '.')))?;
    let digits = line.text(year);
    let new = format!("{digits}-{month:02}");
    (digits.len() == 4 && is_date(&new)).then(|| {
        line.replace(token.start, year.end, &new, "a date is written year, month, day")
            .here("this is a date in words")
    })
}

/// Dates in figures: `28.10.2015`, `10/2015`, `2015-1-5`.
pub(super) fn date(line: &Line<'_>, token: Token) -> Option<Finding> {
    let text = line.text(token);
    let parts: Vec<&str> = text.split(['.', '/', '-']).collect();
    if parts.len() < 2
        || parts.len() > 3
        || !parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let year_first = parts.first().is_some_and(|p| p.len() == 4);
    let year_last = parts.last().is_some_and(|p| p.len() == 4);
    if !year_first && !year_last || parts.len() == 2 && text.contains('.') {
        return None;
    }
    if is_date(text) {
        return None;
    }
    if let (true, true, [from, to]) = (year_first, year_last, parts.as_slice()) {
        let new = format!("{from} to {to}");
        let message = "from one to another is written `to`, not with a hyphen";
        return Some(line.replace(token.start, token.end, &new, message).here("two years"));
    }
    let pad = |p: &str| format!("{p:0>2}");
    let new = match (year_first, parts.as_slice()) {
        (true, [y, m]) | (false, [m, y]) => format!("{y}-{}", pad(m)),
        (true, [y, m, d]) => format!("{y}-{}-{}", pad(m), pad(d)),
        // Day first unless that cannot be.
        (false, [a, b, y]) if b.parse::<u32>().is_ok_and(|b| b > 12) => {
            format!("{y}-{}-{}", pad(a), pad(b))
        }
        (false, [a, b, y]) => format!("{y}-{}-{}", pad(b), pad(a)),
        _ => return None,
    };
    if !is_date(&new) {
        return None;
    }
    let finding = line
        .at(token.start, token.end, "a date is written year, month, day, with hyphens")
        .here("year-month-day, as in 2015-10-28");
    let finding = line.show(finding, token.start, token.end, &new);
    // Day and month may be the other way round; only a date with one reading is changed for the author.
    let one_reading = parts.iter().take(2).any(|p| p.parse::<u32>().is_ok_and(|p| p > 12));
    Some(if year_first || parts.len() == 2 || one_reading {
        finding.fix(line.span(token.start, token.end), new)
    } else if let [a, b, y] = parts.as_slice()
        && a != b
    {
        finding.help(format!("or `{y}-{}-{}`, if the month stands first", pad(a), pad(b)))
    } else {
        finding
    })
}

/// Checks for a date as it is written, with a month and a day that can be.
pub(super) fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |n: usize, digits: usize, most: u32| {
        parts.get(n).is_none_or(|p| {
            p.len() == digits
                && p.bytes().all(|b| b.is_ascii_digit())
                && p.parse::<u32>().is_ok_and(|v| v <= most && (n == 0 || v > 0))
        })
    };
    parts.len() <= 3 && number(0, 4, 9999) && number(1, 2, 12) && number(2, 2, 31)
}

/// A figure where a date stands that is none.
pub(super) fn no_date(line: &Line<'_>, token: Token) -> Option<Finding> {
    let text = line.text(token);
    (!is_date(text)).then(|| {
        line.at(token.start, token.end, format!("there is no date `{text}`"))
            .here("no day, month or year is written like this")
            .help("write the year, year-month or year-month-day, as in `2015-11`")
    })
}

/// Figures joined by hyphens that look like a date.
fn like_date(text: &str) -> bool {
    let hyphens = text.matches('-').count();
    let year = text.split(['-', ',']).next().unwrap_or("").len();
    hyphens == 2 || hyphens == 1 && year >= 4
}

/// Figures with other commas and points.
pub(super) fn figure(line: &Line<'_>) -> Option<Finding> {
    let tokens = line.outside_brackets();
    for (n, token) in tokens {
        if token.kind != Kind::Figure {
            continue;
        }
        let text = line.text(token);
        if date(line, token).is_some() {
            continue;
        }
        let next = line.token(n + 1);
        if let Some((whole, part)) = text.split_once(',')
            && !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.len() != 3
        {
            let new = format!("{whole}.{part}");
            return Some(line.replace(token.start, token.end, &new, format!("`{text}` is no number: a fraction has a point, thousands have three digits after the comma")).here("this cannot be read"));
        }
        if let Some(next) = next.filter(|t| {
            t.kind == Kind::Figure
                && text.bytes().all(|b| b.is_ascii_digit())
                && text.len() <= 3
                && line.text(*t).len() == 3
        }) {
            let new = format!("{text},{}", line.text(next));
            return Some(
                line.replace(
                    token.start,
                    next.end,
                    &new,
                    "thousands are separated by a comma, not by a blank",
                )
                .here("this reads as two numbers"),
            );
        }
        if text.contains('\'') || text.matches('.').count() > 1 {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            return Some(
                line.replace(token.start, token.end, &digits, format!("`{text}` is no number"))
                    .here("thousands are separated by commas, or not at all"),
            );
        }
        if let Some(letters) = text.find(char::is_alphabetic) {
            let (digits, tail) =
                (text.get(..letters).unwrap_or(""), text.get(letters..).unwrap_or(""));
            let start = token.start + letters;
            return Some(match tail {
                "k" | "K" => line
                    .replace(
                        token.start,
                        token.end,
                        &format!("{digits},000"),
                        "write the number in full",
                    )
                    .here("this cannot be read"),
                "h" | "hr" | "hrs" => line
                    .replace(start, token.end, " hours", "a unit is written in full")
                    .here("hours"),
                "st" | "nd" | "rd" | "th" => line
                    .replace(start, token.end, "", "write the number alone")
                    .here("leave this out"),
                _ => line
                    .replace(
                        start,
                        start,
                        " ",
                        format!("a blank is missing between `{digits}` and `{tail}`"),
                    )
                    .here("or a name that does not begin with a letter"),
            });
        }
    }
    None
}

/// `more then 25,000 troops`, `at leats 3 troops`, `least 10 ships`.
pub(super) fn bounds(line: &Line<'_>) -> Option<Finding> {
    let figure = |n: usize| line.token(n).is_some_and(|t| t.kind == Kind::Figure);
    for (n, token) in line.outside_brackets() {
        let word = line.word(n);
        let before = n.checked_sub(1).map_or("", |b| line.word(b));
        let meant = match word {
            "more" | "less" if figure(n + 2) && line.word(n + 1) != "than" => {
                near(line.word(n + 1), ["than"]).map(|m| (n + 1, m))
            }
            "at" if figure(n + 2) => near(line.word(n + 1), ["least", "most"])
                .filter(|m| *m != line.word(n + 1))
                .map(|m| (n + 1, m)),
            "than" if figure(n + 1) && !matches!(before, "more" | "less") => {
                near(before, ["more", "less"]).map(|m| (n - 1, m))
            }
            "least" | "most" if figure(n + 1) && before != "at" => {
                let message = format!("`at` is missing before `{word}`");
                return Some(line.put_before(token, "at", message).here("`at` comes before this"));
            }
            _ => None,
        };
        if let Some((at, meant)) = meant {
            let token = line.token(at)?;
            let message = format!("`{}` cannot be read here", line.text(token));
            return Some(
                line.replace(token.start, token.end, meant, message)
                    .here(format!("did you mean `{meant}`?")),
            );
        }
    }
    None
}
