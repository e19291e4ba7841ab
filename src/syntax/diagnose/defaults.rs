//! Mistakes in default clauses: `starts unless ACT within 30 days of NOTICE`.
//!
//! Takes the line; gives the form in which an act keeps something from coming: what is done, within how long, of what.
//! Knows no things.

use super::figures::is_date;
use super::letters::{Kind, Line, Token};
use super::phrases;
use crate::diagnostic::Finding;

/// The form, as it is shown where a part of it is not known.
const FORM: &str = "starts unless ACT within 30 days of NOTICE";

/// Words that stand for `of` where a length is counted from something.
const OF: [&str; 5] = ["after", "from", "following", "since", "of"];

/// Says what is wrong with a default clause.
pub(super) fn slip(line: &Line<'_>) -> Option<Finding> {
    if line.word(0) == "unless" {
        return first_alone(line).or_else(|| alone(line));
    }
    if line.word(0) == "if" && line.word(1) == "not" {
        return if_not(line);
    }
    if !matches!(line.word(0), "starts" | "ends" | "begins") {
        return None;
    }
    let tokens = line.outside_brackets();
    let (unless, _) = *tokens.iter().find(|(_, t)| line.text(*t) == "unless")?;
    let end = tokens.last().map_or(unless, |(n, _)| n + 1);
    let within = (unless..end).find(|n| line.word(*n) == "within");
    let act = name_end(line, unless + 1);
    if (unless + 2..end).any(|n| line.word(n) == "first") && within.is_none() {
        return None;
    }
    // `starts 30 days after notice, unless relief by then`.
    if unless > 1
        && let (Some(act), Some((length, from))) = (act, before(line, unless))
    {
        let act = between(line, unless + 1, act)?;
        let new = format!("unless {act} within {length} of {from}");
        let (first, last) = (line.token(1)?, line.token(end - 1)?);
        let message = "what comes by default says within how long something has to be done";
        return Some(
            line.replace(first.start, last.end, &new, message).here(format!("write `{new}`")),
        );
    }
    match (within, act) {
        // `starts unless council adopts relief within …`.
        (Some(within), _) if act != Some(within) => who_acts(line, unless, within),
        (Some(within), Some(_)) => length(line, within, end),
        (None, Some(act)) => {
            // `unless kept by 2025-03`: it comes on that day, if nothing has come first.
            if let Some((first, date)) = line.token(1).zip(line.token(act + 1))
                && line.word(act) == "by"
                && is_date(line.text(date))
                && unless == 1
                && act + 2 == end
            {
                let act = between(line, unless + 1, act)?;
                let new = format!("{}, unless {act} first", line.text(date));
                let message = "what something comes by is when it comes if nothing came first";
                return Some(line.replace(first.start, date.end, &new, message));
            }
            // A date says by when, and no length.
            let dated = |n: &usize| line.token(*n).is_some_and(|t| is_date(line.text(t)));
            let figure = (act..act + 2).find(|n| is_figure(line, *n) && !dated(n))?;
            let (from, first) = (line.token(figure)?, line.token(act)?);
            let message = "within how long something has to be done is not said so";
            let finding = line.at(first.start, from.end, message);
            let fixed = line.show(finding, first.start, from.start, "within ");
            Some(
                fixed
                    .here("`within` stands before the length")
                    .fix(line.span(first.start, from.start), "within "),
            )
        }
        _ => None,
    }
}

/// `unless one first`, as a statement of its own: it belongs to the one above it.
fn first_alone(line: &Line<'_>) -> Option<Finding> {
    let end = line.written.trim_end().len();
    let last = line.outside_brackets().last()?.0;
    if line.word(last) != "first" || last < 2 {
        return None;
    }
    let above = line.above(200).trim_end().trim_end_matches(';');
    let above = above.rsplit(['\n', ';', '{']).next().unwrap_or("").trim();
    let time = above.split_whitespace().next().is_some_and(|w| matches!(w, "starts" | "ends"));
    let finding = line
        .at(0, end, "what may come first stands on the line of the time, after a comma")
        .here("of which time is this said?");
    Some(if time && !above.contains(['[', '#', '"']) {
        finding.help(format!("write `{above}, {}`", line.slice(0, end)))
    } else {
        finding.help(format!("write `starts TIME, {}`", line.slice(0, end)))
    })
}

/// `if not kept within 30 days of opening`, as a statement of its own.
fn if_not(line: &Line<'_>) -> Option<Finding> {
    let within = (2..line.tokens.len()).any(|n| line.word(n) == "within");
    let not = line.token(1)?;
    let message = "what comes by default is said with `starts unless`";
    within.then(|| line.replace(0, not.end, "starts unless", message))
}

/// `unless A does X within 30 days of E: Y`, as a statement of its own.
fn alone(line: &Line<'_>) -> Option<Finding> {
    let within = (1..line.tokens.len()).find(|n| line.word(*n) == "within")?;
    let colon = line.sign(|c| c == ':').map(|(n, _)| n).filter(|n| *n > within);
    let end = colon.unwrap_or(line.tokens.len());
    let act = Some(within - 1).filter(|n| *n > 0 && !line.word(*n).is_empty());
    let act = act.map_or("ACT", |n| line.word(n));
    let (first, last) = (line.token(within)?, line.token(end.checked_sub(1)?)?);
    let rest = line.slice(first.start, last.end);
    let comes = colon.map(|n| line.word(n + 1)).filter(|w| !w.is_empty()).unwrap_or("NAME");
    let finding = line
        .at(0, line.written.trim_end().len(), "a default clause stands with what comes by default")
        .here("what comes if nobody acts in time?")
        .help(format!("write `milestone {comes} {{ starts unless {act} {rest} }}`"));
    let by = Some(line.word(1)).filter(|w| within > 2 && !w.is_empty());
    Some(match by {
        Some(by) => {
            finding.help(format!("and who acts with the act: `milestone {act} {{ by {by} }}`"))
        }
        None => finding,
    })
}

/// Who does it, or what is done to it, stands with the act.
fn who_acts(line: &Line<'_>, unless: usize, within: usize) -> Option<Finding> {
    let (first, last) = (line.token(unless + 1)?, line.token(within.checked_sub(1)?)?);
    let message = "only the name of what would be done stands here";
    if within == unless + 1 || last.kind != Kind::Word {
        let end = line.written.trim_end().len();
        return Some(line.at(first.start, end, message).help(format!("write `{FORM}`")));
    }
    // `unless kept is done within …`: that it is done is what `unless` says.
    if matches!(line.word(unless + 2), "is" | "are" | "was" | "were" | "has" | "have" | "gets") {
        let stop = line.token(within)?.start;
        return Some(line.replace(first.end, stop, " ", message).here("leave this out"));
    }
    let (act, who) = (line.text(last), line.text(first));
    if matches!(who, "no" | "not" | "without" | "nobody") {
        let finding = line.at(first.start, last.end, "this says twice that something is not done");
        return Some(finding.help(format!(
            "write `starts unless {act} within …` where `{act}` is what keeps it from coming"
        )));
    }
    let finding = line.replace(first.start, last.start, "", message);
    Some(
        finding
            .here(format!("who does it is said of `{act}`"))
            .help(format!("and in the block of `{act}`: `by {who}`")),
    )
}

/// What follows `within`: so long, of something.
fn length(line: &Line<'_>, within: usize, end: usize) -> Option<Finding> {
    let word = line.token(within)?;
    if !is_figure(line, within + 1) {
        let rest = line.token(end - 1).filter(|_| end > within + 1);
        let of = rest.map_or("NOTICE", |t| line.text(t));
        let message = "within how long is not said";
        let act = line.slice(line.token(1)?.start, word.start).trim_end();
        let help = format!("write `{} {act} within 30 days of {of}`", line.word(0));
        return Some(line.at(word.start, rest.map_or(word.end, |t| t.end), message).help(help));
    }
    let unit = phrases::unit(line, within + 2)?;
    let last = line.token(unit - 1)?;
    let Some(joint) = line.token(unit) else {
        let finding = line.at(word.start, last.end, "from when this is counted is not said");
        let said = line.slice(0, last.end);
        return Some(
            finding.help(format!(
                "write `{said} of NOTICE`, with the name of what it is counted from"
            )),
        );
    };
    let of = line.text(joint);
    let article = line.token(unit + 1).filter(|t| matches!(line.text(*t), "that" | "this" | "a"));
    if let (Some(article), Some(next)) = (article, line.token(unit + 2)) {
        let message = "what it is counted from is named without anything before its name";
        return Some(line.replace(article.start, next.start, "", message).here("leave this out"));
    }
    (of != "of" && OF.contains(&of)).then(|| {
        let message = format!("after `within` a length is counted with `of`, not with `{of}`");
        line.replace(joint.start, joint.end, "of", message).here("write `of`")
    })
}

/// `30 days after notice` before `unless`: the length, and what it is counted from.
fn before<'a>(line: &Line<'a>, unless: usize) -> Option<(&'a str, &'a str)> {
    let first = (1..3).find(|n| is_figure(line, *n))?;
    let unit = phrases::unit(line, first + 1)?;
    let joint = Some(unit).filter(|n| OF.contains(&line.word(*n)))?;
    let stop = (joint + 1..unless).find(|n| line.is_sign(*n, ',')).unwrap_or(unless);
    let from = between(line, joint + 1, stop)?;
    Some((between(line, first, unit)?, from))
}

/// The letters from one piece to before another.
fn between<'a>(line: &Line<'a>, from: usize, to: usize) -> Option<&'a str> {
    let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
    Some(line.slice(first.start, last.end)).filter(|text| !text.is_empty())
}

/// The piece after a name or a path.
fn name_end(line: &Line<'_>, at: usize) -> Option<usize> {
    let mut last = line.token(at).filter(|t| t.kind == Kind::Word)?;
    let mut end = at + 1;
    let glued = |a: Token, b: Token| a.end == b.start;
    while let (Some(dot), Some(next)) = (line.token(end), line.token(end + 1))
        && dot.kind == Kind::Sign('.')
        && glued(last, dot)
        && glued(dot, next)
    {
        (last, end) = (next, end + 2);
    }
    Some(end)
}

fn is_figure(line: &Line<'_>, n: usize) -> bool {
    line.token(n).is_some_and(|t| t.kind == Kind::Figure)
}
