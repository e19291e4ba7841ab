//! Mistakes in conditions: signs, parentheses, words that are missing.
//!
//! Takes a line of a rule, a definition, an expectation or another declaration on one line; hands what is special to
//! each to the file of that name first. Knows no name that a text declares.

use super::figures::dash_for_hyphen;
use super::letters::{Kind, Line, Token, is_dash};
use super::lines::fallback;
use super::phrases::{Row, find};
use super::values::near_word;
use super::{
    Follows, Within, brackets, definitions, expectations, near, one_line, rules, short, wording,
};
use crate::diagnostic::Finding;
use crate::schema::FIELDS;

/// The words in which conditions are written.
pub(super) const WORDS: &[&str] = &[
    "and",
    "or",
    "not",
    "known",
    "every",
    "some",
    "is",
    "has",
    "in",
    "includes",
    "empty",
    "where",
    "union",
    "except",
    "common",
    "those",
    "before",
    "after",
    "with",
    "overlaps",
    "during",
    "by",
    "when",
    "unless",
    "otherwise",
    "least",
    "most",
    "more",
    "less",
    "than",
];

/// Says what is wrong with a line.
pub(super) fn diagnose(line: &Line<'_>) -> (Finding, Follows) {
    if let Some(finding) = super::clocks::slip(line) {
        return (finding, Follows::Nothing);
    }
    let finding = match line.place.within {
        Within::Rule => rules::clause(line),
        Within::Define => definitions::define(line),
        Within::Expect => expectations::expect(line),
        Within::Line => one_line::other(line),
        _ => None,
    };
    let finding = finding.or_else(|| condition(line)).unwrap_or_else(|| fallback(line));
    (finding, Follows::Deeper)
}

/// The words for a comparison sign.
pub(super) fn comparison(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "=" | "==" | "===" => "is",
        "!=" | "<>" | "≠" => "is not",
        "<" => "less than",
        ">" => "more than",
        "<=" | "=<" | "≤" => "at most",
        ">=" | "=>" | "≥" => "at least",
        "&&" | "&" | "∧" => "and",
        "||" | "|" | "∨" => "or",
        "!" | "¬" => "not",
        "∈" => "in",
        "∪" => "union",
        "∩" => "common",
        _ => return None,
    })
}

/// Signs, parentheses and words common to all conditions.
fn condition(line: &Line<'_>) -> Option<Finding> {
    brackets_here(line)
        .or_else(|| signs(line))
        .or_else(|| parentheses(line))
        .or_else(|| owners(line))
        .or_else(|| wording::everyday(line))
        .or_else(|| wording::phrases(line))
        .or_else(|| rules::own_line(line))
        .or_else(|| definitions::when_missing(line))
        .or_else(|| colon(line))
        .or_else(|| in_missing(line))
        .or_else(|| near_word(line))
        .or_else(|| near_condition(line))
        .or_else(|| unfinished(line))
        .or_else(|| side_by_side(line))
}

pub(super) fn brackets_here(line: &Line<'_>) -> Option<Finding> {
    line.sign(|c| matches!(c, '[' | ']')).and_then(|_| brackets::check(line))
}

fn signs(line: &Line<'_>) -> Option<Finding> {
    for (n, token) in line.outside_brackets() {
        let Kind::Sign(c) = token.kind else {
            if token.kind == Kind::Word && line.text(token).contains('_') {
                let new = line.text(token).replace('_', "-");
                return Some(
                    line.replace(
                        token.start,
                        token.end,
                        &new,
                        "names are joined with hyphens, not with `_`",
                    )
                    .here(format!("write `{new}`")),
                );
            }
            continue;
        };
        // The whole run of signs: `>=`, `!=`, `&&`.
        let mut end = token.end;
        let mut m = n + 1;
        while let Some(next) = line.token(m).filter(|t| {
            t.start == end && matches!(t.kind, Kind::Sign('=' | '>' | '<' | '&' | '|' | '!'))
        }) {
            end = next.end;
            m += 1;
        }
        let run = line.slice(token.start, end);
        if run == ";" && line.token(n + 1).is_some() {
            return Some(
                line.replace(
                    token.start,
                    token.end,
                    ",",
                    "the names of a list are separated by commas, not by `;`",
                )
                .here("write a comma"),
            );
        }
        let be = run == "=" && line.word(0) == "let";
        if let Some(words) = if be { Some("be") } else { comparison(run) } {
            let left = if line.slice(0, token.start).ends_with([' ', '\t']) || token.start == 0 {
                ""
            } else {
                " "
            };
            let right =
                if line.slice(end, line.written.len()).starts_with([' ', '\t']) { "" } else { " " };
            return Some(
                line.replace(
                    token.start,
                    end,
                    &format!("{left}{words}{right}"),
                    format!("`{run}` is written `{words}`"),
                )
                .here("in words"),
            );
        }
        if is_dash(c) {
            return Some(dash_for_hyphen(line, token));
        }
        if matches!(c, '-' | '*' | '/' | '%' | '$' | '@' | '?' | '\\' | '^' | '~' | '→' | '⇒') {
            let help = if c == '-' {
                "sets are taken from one another with `except`; there is no arithmetic"
            } else {
                "leave it out, or say it in words"
            };
            return Some(
                line.at(token.start, token.end, format!("`{c}` has no meaning here")).help(help),
            );
        }
    }
    None
}

fn parentheses(line: &Line<'_>) -> Option<Finding> {
    let mut open: Vec<Token> = Vec::new();
    for token in &line.tokens {
        match token.kind {
            Kind::Sign('(') => open.push(*token),
            Kind::Sign(')') if open.pop().is_none() => {
                return Some(
                    line.replace(token.start, token.end, "", "one `)` too many")
                        .here("this closes nothing"),
                );
            }
            _ => {}
        }
    }
    let last = open.pop()?;
    let end = line.written.len();
    let finding = line
        .at(last.start, last.end, "a parenthesis is not closed")
        .here("`)` is missing for this");
    Some(line.show(finding, end, end, ")"))
}

/// `f's members`, `there are at least 5 members`: whose they are stands before a full stop.
fn owners(line: &Line<'_>) -> Option<Finding> {
    for (n, token) in line.outside_brackets() {
        let Some(owner) =
            line.text(token).strip_suffix("'s").or_else(|| line.text(token).strip_suffix("’s"))
        else {
            continue;
        };
        let field = line.token(n + 1).filter(|t| t.kind == Kind::Word)?;
        let new = format!("{owner}.{}", line.text(field));
        let message = format!("`{}` is written `{new}`", line.slice(token.start, field.end));
        return Some(
            line.replace(token.start, field.end, &new, message).here("joined by a full stop"),
        );
    }
    // `the members of f`, `members of f`: a field, and whose.
    let is_field = |w: &str| FIELDS.iter().any(|f| f.name == w);
    for (n, token) in line.outside_brackets() {
        if token.kind != Kind::Word || line.word(n + 1) != "of" || !is_field(line.text(token)) {
            continue;
        }
        let owner = line.token(n + 2).filter(|t| t.kind == Kind::Word)?;
        let the = n.checked_sub(1).filter(|n| line.word(*n) == "the").and_then(|n| line.token(n));
        let start = the.map_or(token.start, |t| t.start);
        let new = format!("{}.{}", line.text(owner), line.text(token));
        let message = format!("`{}` is written `{new}`", line.slice(start, owner.end));
        return Some(line.replace(start, owner.end, &new, message).here("joined by a full stop"));
    }
    if let Some(finding) = without_subject(line) {
        return Some(finding);
    }
    let joint = line
        .outside_brackets()
        .into_iter()
        .find(|(n, t)| t.kind == Kind::Sign(',') && matches!(line.word(n + 1), "and" | "or"));
    if let Some((n, comma)) = joint {
        let start = line.token(n.checked_sub(1)?)?.end;
        let message = format!("no comma stands before `{}`", line.word(n + 1));
        return Some(line.replace(start, comma.end, "", message).here("leave this out"));
    }
    if let Some(stop) = line.tokens.last().filter(|t| t.kind == Kind::Sign('.')) {
        let message = "a statement does not end with a full stop";
        return Some(line.replace(stop.start, stop.end, "", message).here("leave this out"));
    }
    let rows = [
        Row("there are at least # N", "at least"),
        Row("there are at most # N", "at most"),
        Row("there are more than # N", "more than"),
        Row("there are less|fewer than # N", "less than"),
    ];
    let (from, to, bound) = find(line, &rows)?;
    let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
    let figure = line.text(line.token(to.checked_sub(2)?)?);
    let (written, list) = (line.slice(first.start, last.end), line.text(last));
    Some(
        line.at(first.start, last.end, format!("`{written}` does not say whose they are"))
            .here("how many there are is counted")
            .help(format!("name the variable: `count(f.{list}) {bound} {figure}`")),
    )
}

/// `f is multilateral and not a draft`: who is meant is said again.
fn without_subject(line: &Line<'_>) -> Option<Finding> {
    let (at, joint) = line.outside_brackets().into_iter().find(|(n, t)| {
        matches!(line.text(*t), "and" | "or") && matches!(line.word(n + 1), "not" | "is" | "has")
    })?;
    let negated = line.word(at + 1) == "not";
    let verb = |n: usize| matches!(line.word(n), "is" | "has");
    let who = (1..at).find(|n| verb(*n)).and_then(|n| line.token(n.checked_sub(1)?))?;
    if negated && (verb(at + 3) || line.is_sign(at + 2, '(')) {
        return None;
    }
    let article = matches!(line.word(at + 2), "a" | "an");
    let next = line.token(at + 2 + usize::from(article))?;
    let verb = if negated { "is not" } else { line.word(at + 1) };
    let new = format!("{} {verb} ", line.text(who));
    let message = format!("after `{}` is said again who is meant", line.text(joint));
    let first = line.token(at + 1)?;
    Some(
        line.replace(first.start, next.start, &new, message)
            .here(format!("write `{} {verb}`", line.text(who))),
    )
}

fn wants(line: &Line<'_>, word: &str) -> bool {
    line.stop.as_ref().is_some_and(|s| s.wants.contains(&word))
}

/// `some m in f.measures m is hard`.
fn colon(line: &Line<'_>) -> Option<Finding> {
    let stop = line.stop.as_ref()?;
    let here = line.tokens.iter().copied().find(|t| t.start >= stop.at)?;
    if here.kind != Kind::Word
        || !line.slice(0, stop.at).trim_end().ends_with(|c: char| c.is_alphanumeric() || c == ')')
    {
        return None;
    }
    let before = line.slice(0, here.start).trim_end();
    // The last quantifier that has no body yet.
    let open = ["every ", "some ", "no ", "at least ", "at most ", "more than ", "less than "]
        .iter()
        .filter_map(|q| before.rfind(q))
        .max()?;
    let tail = before.get(open..).unwrap_or("");
    if !tail.contains(" in ") || tail.contains(':') || WORDS.contains(&line.text(here)) {
        return None;
    }
    let finding = line
        .at(here.start, here.end, format!("`:` is missing before `{}`", line.text(here)))
        .here("here begins what must hold of each");
    Some(
        line.show(finding, before.len(), here.start, ": ")
            .fix(line.span(before.len(), here.start), ": "),
    )
}

/// `for f frameworks`.
fn in_missing(line: &Line<'_>) -> Option<Finding> {
    let stop = line.stop.as_ref()?;
    if !wants(line, "`in`") || stop.wants.len() > 3 {
        return None;
    }
    let here = line.tokens.iter().copied().find(|t| t.end > stop.at)?;
    if here.kind != Kind::Word
        || near(line.text(here), ["in"]).is_some() && line.text(here).len() <= 3
    {
        return None;
    }
    Some(
        line.replace(
            here.start,
            here.start,
            "in ",
            format!("`in` is missing before `{}`", line.text(here)),
        )
        .here("what it ranges over"),
    )
    .map(|f| f.label(line.span(here.start, here.end), ""))
    .map(|mut f| {
        f.labels.reverse();
        f.labels.truncate(1);
        f.here("what it ranges over")
    })
}

/// A misspelt word of a condition near the place where reading stopped.
fn near_condition(line: &Line<'_>) -> Option<Finding> {
    let stop = line.stop.as_ref()?;
    let i = line.tokens.iter().position(|t| t.end > stop.at).unwrap_or(line.tokens.len());
    for n in [Some(i), i.checked_sub(1), i.checked_sub(2)].into_iter().flatten() {
        let Some(token) = line.token(n).filter(|t| t.kind == Kind::Word) else { continue };
        let word = line.text(token);
        let after_dot = n > 0 && line.is_sign(n - 1, '.');
        if word.chars().count() < 2 || WORDS.contains(&word) || after_dot {
            continue;
        }
        // `anny of`, `any off`, `att most`: what stands beside it leaves little choice.
        let before = n.checked_sub(1).map_or("", |b| line.word(b));
        let meant = match (before, line.word(n + 1)) {
            (_, "of") => near(word, ["any", "none", "all"]),
            (_, "least" | "most") => near(word, ["at"]),
            ("any" | "none" | "all", _) => near(word, ["of"]),
            _ => None,
        };
        if let Some(meant) = meant {
            return Some(line.misspelt(token, meant));
        }
        if let Some(meant) =
            near(word, WORDS.iter().copied().filter(|w| w.len() > 2 || word.len() <= 3))
        {
            return Some(line.misspelt(token, meant));
        }
    }
    None
}

/// A line that stops where something must follow.
fn unfinished(line: &Line<'_>) -> Option<Finding> {
    let last = line.tokens.last().copied()?;
    let stop = line.stop.as_ref()?;
    if stop.at < line.written.len() {
        return None;
    }
    let word = line.text(last);
    let finding = line
        .at(last.start, last.end, format!("something must follow `{word}`"))
        .here("the line ends here");
    Some(match word {
        "is" | "has" | "in" | "includes" | "before" | "after" | "with" | "overlaps" | "during"
        | "by" | "not" | "and" | "or" | "where" | ":" | "union" | "except" | "common" => {
            finding.help(format!("write on the same line what follows `{word}`"))
        }
        _ if wants(line, "`in`") => finding
            .help(format!("say what it ranges over: `{} in frameworks`", short(line.written))),
        _ => finding.help("the line is not complete"),
    })
}

/// Two names where a word between them is missing.
fn side_by_side(line: &Line<'_>) -> Option<Finding> {
    let stop = line.stop.as_ref()?;
    let i = line.tokens.iter().position(|t| t.end > stop.at)?;
    let (before, here) = (i.checked_sub(1).and_then(|b| line.token(b))?, line.token(i)?);
    if before.kind != Kind::Word || here.kind != Kind::Word {
        return None;
    }
    let words: Vec<&str> = line.tokens.iter().take(i).map(|t| line.text(*t)).collect();
    let list = words.iter().rposition(|w| *w == "of").is_some_and(|of| {
        let of_list = of > 0 && matches!(words.get(of - 1), Some(&"any" | &"none" | &"all"));
        of_list && words.get(of + 1..).unwrap_or(&[]).iter().all(|w| !WORDS.contains(w))
    });
    if list && !WORDS.contains(&line.text(here)) {
        let (first, second) = (line.text(before), line.text(here));
        let finding = line
            .at(
                before.start,
                here.end,
                format!("a comma is missing between `{first}` and `{second}`"),
            )
            .here("two names side by side");
        return Some(line.show(finding, before.end, here.start, ", "));
    }
    Some(
        line.at(
            here.start,
            here.end,
            format!("`{}` does not fit after `{}`", line.text(here), line.text(before)),
        )
        .here("a word or a sign is missing before this")
        .help("conditions are joined with `and` or `or`, lists with commas"),
    )
}
