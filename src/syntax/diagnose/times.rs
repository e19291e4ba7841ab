//! Everyday words for when something is: `as soon as opening is over`, `no later than 2030`, `early 2014`.
//!
//! Takes the line; gives the words of the language for them. Knows no dates and no phases.

use super::Within;
use super::letters::{Kind, Line};
use super::phrases::{Of, Row, find, takes, written};
use super::values::keyword;
use crate::diagnostic::Finding;
use crate::syntax::parser::reads;

/// Says what is written for it.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    let of = takes(line);
    let (times, figures) = (of.contains(&Of::Times), of.contains(&Of::Figures));
    if !times && !figures {
        return None;
    }
    let placed = matches!(line.word(0), "starts" | "ends" | "during" | "lasts");
    let row = |rows| {
        written(line, find(line, rows)?, |words, meant| match meant {
            "" => format!("`{words}` is not needed here"),
            _ => format!("`{words}` is written `{meant}`"),
        })
    };
    until(line)
        .or_else(|| for_how_long(line))
        .or_else(|| either(line))
        .or_else(|| of_whom(line))
        .or_else(|| two_limits(line).filter(|_| placed))
        .or_else(|| vague(line, times))
        .or_else(|| row(DEFAULTS))
        .or_else(|| row(LIMITS).filter(|_| placed))
        .or_else(|| row(ORDER))
        .or_else(|| two_moments(line))
        .or_else(|| counted_from_nothing(line))
}

/// What comes by default: its limit is that of an act, and not its own.
const DEFAULTS: &[Row<'_>] = &[
    Row("if N does not come|happen|occur within # U of|after|from N", "unless N within # U of N"),
    Row(
        "if N is not done|taken|given|adopted within # U of|after|from N",
        "unless N within # U of N",
    ),
    Row("unless N happens|comes|occurs|is within # U of|after|from N", "unless N within # U of N"),
    Row("if not N within # U of|after|from N", "unless N within # U of N"),
    Row("if no N within # U of|after|from N", "unless N within # U of N"),
];

/// Limits of when something begins or is over, and how days are counted. A length has limits of its own.
const LIMITS: &[Row<'_>] = &[
    Row("no|not later than # U after|from|following|of|since", "at most # U after"),
    Row("no|not earlier|sooner than # U after|from|following|of|since", "at least # U after"),
    Row("within # U of|from|after|following|since", "at most # U after"),
    Row("# U of N$", "# U after N"),
    Row("unless N$", "unless N first"),
    Row("in under|less than # U of|from|after|following|since", "less than # U after"),
    Row("at the latest # U after|from|following", "at most # U after"),
    Row("at the earliest # U after|from|following", "at least # U after"),
    Row("# U after|from|following N at the earliest", "at least # U after N"),
    Row("by no|not later than", "by"),
    Row("no|not later than", "by"),
    Row("not until D", "no earlier than D"),
    Row("not until N", "after N"),
    Row("not after", "by"),
    Row("on or before", "by"),
    Row("not before", "no earlier than"),
    Row("not earlier|sooner than", "no earlier than"),
    Row("no sooner than", "no earlier than"),
    Row("on or after", "no earlier than"),
    Row("from D to|until|till|through D", "D to D"),
    Row("from D onwards|on", "no earlier than D"),
    Row("D at the earliest", "no earlier than D"),
    Row("^from", "no earlier than"),
    Row("^as of D", "no earlier than D"),
    Row("that day not counted", "first day not counted"),
    Row("that|first day excluded", "first day not counted"),
    Row("not counting that day", "first day not counted"),
    Row("not counting the first day", "first day not counted"),
    Row("exclusive", "first day not counted"),
    Row("that day counted|included", "first day counted"),
    Row("first day included", "first day counted"),
    Row("counting that day", "first day counted"),
    Row("counting the first day", "first day counted"),
    Row("inclusive", "first day counted"),
];

const ORDER: &[Row<'_>] = &[
    Row("D until|till|through|thru D", "D to D"),
    Row("D up to D", "D to D"),
    Row("between D and D", "D to D"),
    Row("from D to D", "D to D"),
    Row("from D until|till|through D", "D to D"),
    Row("# U after N at the latest", "at most # U after N"),
    Row(
        "# U upon|on|after|from|following signature|completion|conclusion|adoption|ratification of N",
        "# U after N",
    ),
    Row(
        "# U after|from|following the signature|completion|conclusion|adoption of N",
        "# U after N",
    ),
    Row(", but|and|yet before", ", before"),
    Row(", but|and|yet after", ", after"),
    Row(", but|and|yet by", ", by"),
    Row("within a period|time of # U after", "at most # U after"),
    Row("upon|on|after|following completion|conclusion|end of N", "after N"),
    Row("upon|on|after|following the completion|conclusion of N", "after N"),
    Row("at the end of N", "after N"),
    Row("at the start|beginning of N", "with N"),
    Row("in|over the course of D", "D"),
    Row("as early as D", "D"),
    Row("the year D", "D"),
    Row("at least|most D$", "D"),
    Row("D and D", "D to D"),
    Row("after : N", "after N"),
    Row("after N has|have been done|completed|finished|concluded|over", "after N"),
    Row("D , at the earliest", "no earlier than D"),
    Row("D , at the latest", "by D"),
    Row("^at the latest D", "by D"),
    Row("^at the earliest D", "no earlier than D"),
    Row("at the latest by|in|on D", "by D"),
    Row("D at the latest", "by D"),
    Row("^until|till D", "by D"),
    Row("^in|on|from D", "D"),
    Row("as soon as N is|are|has|have been done|over|finished|complete|completed", "after N"),
    Row("as soon as N is|are|has done|over|finished|complete|completed|ended", "after N"),
    Row(
        "if|provided|once|when|where N is|was|are done|completed|complete|finished|over",
        "after N",
    ),
    Row("if|provided|once|when|where N has|have been done|completed|finished", "after N"),
    Row("provided that N is|was|are done|completed|complete|finished|over", "after N"),
    Row("at any time|moment|point after", "after"),
    Row("any time|day after", "after"),
    Row("at any time|moment|point before", "before"),
    Row("as soon as N ends", "after N"),
    Row("as soon as N begins|starts|opens", "with N"),
    Row("as soon as N happens|occurs", "with N"),
    Row("as soon as", "after"),
    Row("when|once N begins|starts|opens", "with N"),
    Row("when|once|whenever N happens|occurs|comes", "with N"),
    Row("in the event of N", "with N"),
    Row("in case of N", "with N"),
    Row("after start|beginning of N", "after the start of N"),
    Row("after end of N", "after the end of N"),
    Row("before end of N", "before the end of N"),
    Row("immediately|directly|right|straight after|following N", "with the end of N"),
    Row("after N begins|starts|opens|began|started", "after the start of N"),
    Row("after N ends|ended|finishes|finished", "after N"),
    Row("after N is|was over|done|finished|complete|completed", "after N"),
    Row("before N begins|starts|opens|happens", "before N"),
    Row("shortly|soon|only|just after|following", "after"),
    Row("immediately|directly|right|straight|shortly|just before", "before"),
    Row("subsequent to", "after"),
    Row("prior to", "before"),
    Row("ahead of", "before"),
    Row("together|along|simultaneously|concurrently|jointly with", "with"),
    Row("in parallel with|to", "with"),
    Row("parallel to|with", "with"),
    Row("at the same time as", "with"),
    Row("^alongside|upon|on N", "with N"),
    Row("after K N", "after N"),
    Row("before K N", "before N"),
    Row("with K N", "with N"),
    Row("N + # U", "# U after N"),
    Row("N plus # U", "# U after N"),
    Row("D + # U", "# U after D"),
    Row("# U from|since|following|past N", "# U after N"),
    Row("# U from|since|following|past D", "# U after D"),
    Row("# U later|earlier than", "# U after"),
    Row("# U at most|maximum|max after", "at most # U after"),
    Row("# U at least|minimum|min after", "at least # U after"),
    Row("unless N comes|happens|occurs|is|arrives first", "unless N first"),
    Row("unless N happens|occurs before", "unless N first"),
    Row("if N does not come|happen|occur first", "unless N first"),
];

/// Words that make a date less sure; a date is a year, a month or a day.
const VAGUE: &[Row<'_>] = &[
    Row("before the end of D", "by D"),
    Row("by|in|at the end|beginning|start|middle of D", "by D"),
    Row("by end|late|early|mid of D", "by D"),
    Row("by end|late|early|mid D", "by D"),
    Row("in the spring|summer|autumn|winter|fall of D", "D"),
    Row("the spring|summer|autumn|winter|fall|end|beginning|start|middle of D", "D"),
    Row("the first|second|third|fourth quarter|half of D", "D"),
    Row("spring|summer|autumn|winter|fall|end|beginning|start|middle of D", "D"),
    Row("about|around|approximately|approx|circa|ca|roughly|early|late|mid|middle D", "D"),
    Row("spring|summer|autumn|winter|fall|end|probably|possibly|perhaps|some D", "D"),
    Row("approx|ca|c . D", "D"),
    Row("early|late|mid in D", "D"),
    Row("q1|q2|q3|q4|h1|h2 of D", "D"),
    Row("q1|q2|q3|q4|h1|h2 / D", "D"),
    Row("q1|q2|q3|q4|h1|h2 D", "D"),
    Row("early|late|mid - D", "D"),
];

/// `starts after practice by 2029-12`: two limits, each of which has its line.
fn two_limits(line: &Line<'_>) -> Option<Finding> {
    let field = line.word(0);
    if !matches!(field, "starts" | "ends") {
        return None;
    }
    let code = line.source();
    let end = line.slice(0, code).trim_end().len();
    for (n, token) in line.outside_brackets().into_iter().skip(2) {
        let left = line.slice(0, token.start).trim_end().trim_end_matches(',');
        let left = left.strip_suffix(" and").or_else(|| left.strip_suffix(" but")).unwrap_or(left);
        let left = left.trim_end_matches(',').trim_end();
        let unfinished = left.split_whitespace().last().is_none_or(|w| {
            keyword(w) || matches!(w, "later" | "earlier" | "sooner" | "on" | "the" | "at")
        });
        // `starts not before 2028 and not after 2030`: the first may have to be written otherwise too.
        let value = left.get(field.len()..).unwrap_or("").trim_start();
        let first = SECOND.iter().find_map(|(words, order)| {
            Some(format!("{field} {order} {}", value.strip_prefix(words)?.strip_prefix(' ')?))
        });
        let first = first.unwrap_or_else(|| left.to_owned());
        let timed = value.starts_with(|c: char| c.is_ascii_digit()) || first != left || {
            let word = value.split(' ').next().unwrap_or("");
            matches!(
                word,
                "after" | "before" | "with" | "by" | "during" | "no" | "at" | "more" | "less"
            )
        };
        if n < 2 || unfinished || !timed || !reads(&first, Within::Block) {
            continue;
        }
        let right = line.slice(token.start, end);
        let order = SECOND.iter().find_map(|(words, order)| {
            Some((right.strip_prefix(words)?.strip_prefix(' ')?, *order))
        });
        let Some((rest, order)) = order else { continue };
        let second = format!("{field} {order} {}", rest.trim());
        if !reads(&second, Within::Block) {
            continue;
        }
        let message = format!("each limit of when it {field} stands on a line of its own");
        let finding = line.at(token.start, end, message).here("the second of two");
        return Some(
            finding
                .help(format!("write `{first}`"))
                .help(format!("and below it `{second}`"))
                .fix(line.span(0, end), first),
        );
    }
    None
}

/// `starts after opening or by 2029`: which of them counts, the line does not say.
fn either(line: &Line<'_>) -> Option<Finding> {
    let field = line.token(0).filter(|t| matches!(line.text(*t), "starts" | "ends"))?;
    let code = line.source();
    let end = line.slice(0, code).trim_end().len();
    let first = line.token(1)?;
    let (one, other) = line.slice(first.start, end).split_once(" or ")?;
    let one = one.trim().trim_end_matches(',');
    let order = one.split(' ').next().filter(|w| matches!(*w, "after" | "before" | "with" | "by"));
    let other = match (order, other.trim().split(' ').next().unwrap_or("")) {
        (_, "after" | "before" | "with" | "by") => other.trim().to_owned(),
        (Some(order), w) if w.starts_with(char::is_alphabetic) => {
            format!("{order} {}", other.trim())
        }
        // `2 years after opening or widening`: so long after either.
        (None, w) if w.starts_with(char::is_alphabetic) && w == other.trim() => {
            format!("{}{w}", one.get(..one.rfind(' ')? + 1)?)
        }
        _ => other.trim().to_owned(),
    };
    let new = format!("{} the earlier of {{ {one}; {other} }}", line.text(field));
    reads(&new, Within::Block).then(|| {
        line.replace(
            0,
            end,
            &new,
            "of two moments with `or` between them it is not said which counts",
        )
        .here("two of them")
        .help("or `the later of`, where both have to be over")
    })
}

/// `after opening's end`, `after opening's start`.
fn of_whom(line: &Line<'_>) -> Option<Finding> {
    let (n, token) = line.outside_brackets().into_iter().find(|(n, t)| {
        *n > 1
            && t.kind == Kind::Word
            && line.text(*t).ends_with(['s', '\'', '’'])
            && line.text(*t).contains(['\'', '’'])
    })?;
    let name = line.text(token).split(['\'', '’']).next()?;
    let last = line.token(n + 1).filter(|t| t.kind == Kind::Word)?;
    let new = match line.text(last) {
        "end" | "completion" | "conclusion" | "close" | "adoption" | "signature" => name.to_owned(),
        "start" | "beginning" | "opening" | "launch" => format!("the start of {name}"),
        _ => return None,
    };
    let message = format!("`{}` is written `{new}`", line.slice(token.start, last.end));
    Some(line.replace(token.start, last.end, &new, message).here(format!("write `{new}`")))
}

/// How a second limit begins, and how the language writes it.
const SECOND: &[(&str, &str)] = &[
    ("by", "by"),
    ("before", "before"),
    ("after", "after"),
    ("until", "by"),
    ("till", "by"),
    ("not after", "by"),
    ("no later than", "by"),
    ("not later than", "by"),
    ("at the latest by", "by"),
    ("at the latest in", "by"),
    ("at the latest on", "by"),
    ("at the latest", "by"),
    ("latest by", "by"),
    ("on or before", "by"),
    ("not before", "no earlier than"),
    ("no earlier than", "no earlier than"),
    ("not earlier than", "no earlier than"),
    ("at the earliest in", "no earlier than"),
    ("at the earliest", "no earlier than"),
    ("at least", "at least"),
    ("at most", "at most"),
];

/// `ends within eighteen months`: how long it takes is said by `lasts`. `starts in 18 months`: after what is not said.
fn for_how_long(line: &Line<'_>) -> Option<Finding> {
    let rows = [
        Row("^within|in # U$", "at most # U"),
        Row("^in under|less than # U$", "less than # U"),
        Row("^within a period of # U$", "at most # U"),
    ];
    let (from, to, meant) = find(line, &rows)?;
    let (field, first, last) = (line.token(0)?, line.token(from)?, line.token(to.checked_sub(1)?)?);
    let written = line.slice(first.start, last.end);
    match line.text(field) {
        "ends" => Some(
            line.replace(
                field.start,
                last.end,
                &format!("lasts {meant}"),
                "`ends` says when, and `lasts` how long",
            )
            .here("this is a length"),
        ),
        "starts" => Some(
            line.at(first.start, last.end, format!("`{written}` does not say after what"))
                .here("counted from when")
                .help(format!("name it: `starts {meant} after NAME`")),
        ),
        _ => None,
    }
}

/// `lasts until 2030`: when it ends is said by `ends`.
fn until(line: &Line<'_>) -> Option<Finding> {
    let rows = [Row("^from|between D to|until|till|through|and D", "during D to D")];
    if let Some((_, to, meant)) = find(line, &rows).filter(|_| line.word(0) == "lasts") {
        let last = line.token(to.checked_sub(1)?)?;
        let message = "`lasts` says how long, and `during` from when to when";
        return Some(
            line.replace(0, last.end, &meant, message).here("these are dates, and no length"),
        );
    }
    let found = find(line, &[Row("^until|till|to|by D", "ends D")])?;
    let (field, last) = (line.token(0)?, line.token(found.1.checked_sub(1)?)?);
    (line.text(field) == "lasts").then(|| {
        let message = "`lasts` says how long, and `ends` until when";
        line.replace(field.start, last.end, &found.2, message).here("this is a date, and no length")
    })
}

/// `early 2014`, `Q1 2030`, `by the end of 2029`.
fn vague(line: &Line<'_>, times: bool) -> Option<Finding> {
    let found = find(line, VAGUE).filter(|_| times)?;
    let by = found.2.starts_with("by ");
    let order = matches!(line.word(0), "starts" | "ends") || !by;
    let found = if order { found } else { (found.0, found.1, found.2.replacen("by ", "", 1)) };
    let finding = written(line, found, |words, meant| match meant.strip_prefix("by ") {
        Some(_) => format!("`{words}` is written `{meant}`"),
        None => format!("`{words}` is no date: a date is a year, a month or a day"),
    })?;
    Some(if by && order { finding } else { finding.help("or the month, as in `2015-11`") })
}

/// `after opening and encounters`: two moments; `after the february agreement`: a name of two words.
fn two_moments(line: &Line<'_>) -> Option<Finding> {
    let field = line.word(0);
    for order in ["after", "before", "with"] {
        let rows = [format!("{order} N and N$"), format!("{order} N , N$")];
        let found = rows.iter().find_map(|row| find(line, &[Row(row, order)]));
        if let Some((from, to, _)) = found {
            let (word, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
            let words: Vec<&str> = line
                .slice(word.start, last.end)
                .split([' ', ','])
                .filter(|w| !w.is_empty())
                .collect();
            let (first, second) = (words.get(1)?, words.last()?);
            let message = "one moment stands on a line";
            return Some(
                line.replace(word.start, last.end, &format!("{order} {first}"), message)
                    .here("two of them")
                    .help(format!("and below it `{field} {order} {second}`")),
            );
        }
        let rows =
            [format!("{order} the N N$"), format!("{order} N N$"), format!("{order} the N N N$")];
        let joined = rows.iter().find_map(|row| find(line, &[Row(row, order)]));
        if let Some((from, to, _)) = joined {
            let (word, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
            let words = line.slice(word.end, last.end).trim_start().trim_start_matches("the ");
            let name = words.split_whitespace().collect::<Vec<_>>().join("-");
            let message = "a name is one word";
            return Some(
                line.replace(word.end, last.end, &format!(" {name}"), message)
                    .here("several words are joined with hyphens"),
            );
        }
    }
    None
}

/// `2 years later`: after what is not said.
fn counted_from_nothing(line: &Line<'_>) -> Option<Finding> {
    let (from, to, meant) = find(line, &[Row("# U later|afterwards|thereafter$", "# U")])?;
    let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
    let words = line.slice(first.start, last.end);
    Some(
        line.at(first.start, last.end, format!("`{words}` does not say after what"))
            .here("counted from when")
            .help(format!("name it: `{} {meant} after NAME`", line.word(0))),
    )
}

/// `starts during the talks`, `starts soon`: no moment, and nothing near one.
pub(super) fn no_moment(line: &Line<'_>) -> Option<Finding> {
    if !matches!(line.word(0), "starts" | "ends" | "begins" | "lasts") {
        return None;
    }
    let first = line.token(1).filter(|t| t.kind == Kind::Word && !keyword(line.text(*t)))?;
    let code = line.source();
    let end = first.start + line.slice(first.start, code).trim_end().len();
    let words = line.slice(first.start, end);
    words.contains(' ').then(|| {
        let form = if line.word(0) == "lasts" {
            "write a length, as in `lasts at least 12 months`"
        } else {
            "write a date or a place in an order: `2030-06`, `by 2030-06`, `after NAME`, `2 years after NAME`"
        };
        line.at(first.start, end, format!("`{}` is no time that can be read", super::short(words)))
            .here("when is this")
            .help(form)
    })
}
