//! Mistakes between the values of a line: commas, signs, words that come to mind, lists run together.

use super::commas::only_times;
use super::letters::{Kind, Line, Token, is_dash};
use super::{Within, conditions, line_start, near, short};
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Many, Takes};

/// Commas too many.
pub(super) fn comma(line: &Line<'_>) -> Option<Finding> {
    for (n, token) in line.outside_brackets() {
        if token.kind != Kind::Sign(',') {
            continue;
        }
        if n == 0 {
            let next = line.token(1).map_or(token.end, |t| t.start);
            return Some(
                line.replace(0, next, "", "a line cannot begin with a comma")
                    .here("leave this out"),
            );
        }
        if line.is_sign(n + 1, ',') {
            let next = line.token(n + 1)?;
            return Some(
                line.replace(token.start, next.end, ",", "two commas in a row")
                    .here("a name is missing between them, or one comma is too many"),
            );
        }
        if n == 1
            && line.place.within == Within::Block
            && line.token(0).is_some_and(|t| t.kind == Kind::Word)
        {
            let (first, count) = (line.word(0), line.tokens.len());
            if FIELDS.iter().any(|f| f.name == first) {
                return Some(
                    line.replace(
                        token.start,
                        token.end,
                        "",
                        format!("no comma stands between `{first}` and what it is"),
                    )
                    .here("leave this out"),
                );
            }
            let end = line.written.trim_end().len();
            if count <= 12
                && let Some(finding) = super::lines::after_semicolon(line, end)
            {
                return Some(finding);
            }
            if count <= 12 {
                return Some(
                    line.at(0, line.written.len(), "this list belongs to no field")
                        .here("a statement begins with the word for what it says")
                        .help(format!("for example `members {}`", short(line.written))),
                );
            }
        }
        if line.token(n + 1).is_none()
            || matches!(line.token(n + 1), Some(t) if t.kind == Kind::Sign('['))
        {
            return Some(
                line.replace(token.start, token.end, "", "nothing follows this comma")
                    .here("leave this out"),
            );
        }
    }
    None
}

/// Signs that have no meaning.
pub(super) fn sign(line: &Line<'_>) -> Option<Finding> {
    for (n, token) in line.outside_brackets() {
        let before = n.checked_sub(1).and_then(|b| line.token(b));
        let after = line.token(n + 1);
        match token.kind {
            Kind::Word if line.text(token).contains(['_', '\'', '’']) => return Some(in_name(line, token)),
            Kind::Sign('&' | '/' | '+' | '|') if before.is_some() && after.is_some() => {
                let (from, to) = (before.map_or(token.start, |t| t.end), after.map_or(token.end, |t| t.start));
                return Some(line.replace(from, to, ", ", format!("names of a list are separated by commas, not by `{}`", line.text(token))).here("write a comma"));
            }
            Kind::Sign('%' | '٪') => {
                let from = before.map_or(token.start, |t| t.end);
                return Some(line.replace(from, token.end, " percent", "per cent is written `percent`").here("in a word"));
            }
            Kind::Sign('$' | '€' | '£' | '¥' | '₩') => {
                let start = before.filter(|b| b.end == token.start).map_or(token.start, |b| b.start);
                return Some(
                    line.at(start, token.end, format!("`{}` has no meaning here", line.text(token)))
                        .here("no sign for money")
                        .help("write an amount of money as a text in quotes: `amount \"US$ 5 million\"`"),
                );
            }
            Kind::Sign('(' | ')') => {
                return Some(
                    line.at(token.start, token.end, "parentheses stand only in rules and definitions")
                        .help("a source stands in square brackets, a remark begins with `#`"),
                );
            }
            Kind::Sign('<' | '>' | '≤' | '≥' | '=') => {
                let end = if line.is_sign(n + 1, '=') { after.map_or(token.end, |t| t.end) } else { token.end };
                let words = conditions::comparison(line.slice(token.start, end)).unwrap_or("is");
                let words = if line.word(0) == "set" && words == "is" { "to" } else { words };
                let pad = if before.is_some_and(|b| b.end == token.start) { " " } else { "" };
                return Some(line.replace(token.start, after.map_or(end, |t| if end == token.end { t.start } else { end }), &format!("{pad}{words} "), format!("`{}` is written `{words}`", line.slice(token.start, end))).here("in words"));
            }
            Kind::Sign('…') => return Some(others(line, token.start, token.end)),
            Kind::Sign('.') if line.is_sign(n + 1, '.') => return Some(others(line, token.start, line.written.len())),
            Kind::Sign('.') if after.is_none() => {
                return Some(line.replace(token.start, token.end, "", "a statement does not end with a full stop").here("leave this out"));
            }
            Kind::Sign('\\') => return Some(line.at(token.start, token.end, "`\\` has no meaning here").help("leave it out; a text in quotes holds any character as it is, except its own quote")),
            Kind::Sign('，' | '、' | '；' | '：' | '。') => {
                let new = if matches!(token.kind, Kind::Sign('，' | '、')) { ", " } else { " " };
                return Some(line.replace(token.start, token.end, new, format!("`{}` is not the comma used here", line.text(token))).here("a wide sign"));
            }
            Kind::Sign(c) if !matches!(c, ',' | '.' | ':' | ';' | '-' | '[' | ']' | '{' | '}') && !is_dash(c) => {
                return Some(line.at(token.start, token.end, format!("`{c}` has no meaning here")).help("leave it out, or put the text it belongs to in quotes"));
            }
            _ => {}
        }
    }
    None
}

pub(super) fn others(line: &Line<'_>, from: usize, to: usize) -> Finding {
    let before = line.slice(0, from).trim_end().trim_end_matches(',').len();
    let new = if before == 0 { "and others" } else { ", and others" };
    line.replace(before, to, new, "that a list goes on is written `and others`").here("in words")
}

/// A name with signs in it.
pub(super) fn in_name(line: &Line<'_>, token: Token) -> Finding {
    let text = line.text(token);
    if text.contains('_') {
        let new = text.replace('_', "-");
        return line
            .replace(token.start, token.end, &new, "names are joined with hyphens, not with `_`")
            .here(format!("write `{new}`"));
    }
    line.at(token.start, token.end, format!("an apostrophe cannot stand in the name `{text}`"))
        .help("a text stands in double quotes; a name has letters, digits and hyphens only")
}

/// `A, B and C`, `A and others`.
pub(super) fn and_between(line: &Line<'_>) -> Option<Finding> {
    for (n, token) in line.outside_brackets() {
        let text = line.text(token);
        if token.kind != Kind::Word || n == 0 {
            continue;
        }
        let before = line.token(n - 1)?;
        if matches!(text, "etc" | "etc.") {
            let end = if line.is_sign(n + 1, '.') { line.token(n + 1)?.end } else { token.end };
            return Some(others(line, token.start, end));
        }
        if !matches!(text, "and" | "or") || only_times(line) {
            continue;
        }
        let after = line.token(n + 1).filter(|t| t.kind != Kind::Sign('['));
        let Some(after) = after else {
            let finding = line.at(token.start, token.end, format!("nothing follows `{text}`"));
            return Some(match text {
                "and" => finding.help("write `and others`, or leave it out"),
                _ => finding.help("names of a list are separated by commas"),
            });
        };
        let next = line.text(after);
        let last = line.token(n + 2).is_none_or(|t| t.kind == Kind::Sign('['));
        if text == "and" && next == "and" {
            return twice(line);
        }
        if text == "and"
            && last
            && next != "others"
            && next != "other"
            && near(next, ["others"]).is_some()
        {
            return Some(
                line.replace(
                    after.start,
                    after.end,
                    "others",
                    format!("`{next}` cannot be read here"),
                )
                .here("did you mean `others`?"),
            );
        }
        if text == "and" && matches!(next, "other" | "more" | "another" | "further") {
            return Some(others(line, before.end, line.token(n + 2).map_or(after.end, |t| t.end)));
        }
        if text == "and" && next == "others" {
            continue;
        }
        let from = if before.kind == Kind::Sign(',') { before.start } else { before.end };
        let field = line.word(0);
        let figures = FIELDS.iter().any(|f| {
            f.name == field && f.many == Many::List && matches!(f.takes, Takes::Quantity(_))
        });
        // Moments have a line each; what they would be after a comma nobody means.
        if matches!(field, "starts" | "ends" | "during") && moment(line) {
            continue;
        }
        let (message, here) = if text == "and" {
            ("the last two names of a list are separated by a comma too", "write a comma for this")
        } else if figures {
            // Whichever figure is reached first: that is what `or` was to say.
            (
                "several figures are separated by a comma",
                "write a comma for this: any one of them is enough",
            )
        } else {
            ("a list cannot hold one thing `or` another", "a list means all of them")
        };
        return Some(line.replace(from, after.start, ", ", message).here(here));
    }
    None
}

/// Checks whether a line says when something is, and not with what it begins.
fn moment(line: &Line<'_>) -> bool {
    let orders = ["after", "before", "with", "by", "during", "no", "at", "more", "less"];
    orders.contains(&line.word(1)) || line.token(1).is_some_and(|t| t.kind == Kind::Figure)
}

/// `no …`, `has …`, `is …` with more than they take.
pub(super) fn negative(line: &Line<'_>) -> Option<Finding> {
    let word = line.word(0);
    if !matches!(word, "no" | "has" | "is") {
        return None;
    }
    let count = line.tokens.iter().take_while(|t| t.kind != Kind::Sign('[')).count();
    let second = line.word(1);
    if word == "no" && count > 2 {
        let other = near(second, ["other"]).is_some();
        if other {
            let token = line.token(1)?;
            return Some(
                line.replace(
                    token.start,
                    token.end,
                    "other",
                    format!("`{second}` cannot be read here"),
                )
                .here("did you mean `other`?"),
            );
        }
        if second == "other" && count == 3 {
            return None;
        }
        if line.tokens.iter().any(|t| t.kind == Kind::Sign(',')) {
            return Some(
                line.at(0, line.written.len(), "`no` takes one name")
                    .help("write one a line: `no A in members`, `no B in members`"),
            );
        }
    }
    if count == 2 && matches!(second, "other" | "not" | "no") {
        return Some(
            line.at(0, line.written.len(), format!("a name is missing after `{word} {second}`"))
                .help(format!("for example `{word} {second} baskets`")),
        );
    }
    let example = match word {
        "no" => "`no roadmap`, `no other baskets` and `no DPRK in members`",
        "has" => "`has roadmap` and `has no roadmap`",
        _ => "`is live` and `is not live`",
    };
    let stop = line.stop.as_ref().map_or(0, |s| s.at);
    Some(
        line.at(
            stop.min(line.written.len()),
            line.written.len(),
            format!("this does not fit after `{word}`"),
        )
        .here("what cannot be read")
        .help(format!("the forms are {example}")),
    )
}

/// A misspelt word of the language where reading stopped.
pub(super) fn near_word(line: &Line<'_>) -> Option<Finding> {
    let stop = line.stop.as_ref()?;
    let wants: Vec<&str> = stop
        .wants
        .iter()
        .filter_map(|w| w.strip_prefix('`')?.strip_suffix('`'))
        .flat_map(|w| w.split(' '))
        .filter(|w| w.starts_with(char::is_alphabetic))
        .collect();
    let i = line.tokens.iter().position(|t| t.end > stop.at)?;
    // The word where reading stopped, or the one before, which may have been taken for a name.
    for n in [Some(i), i.checked_sub(1)].into_iter().flatten() {
        let token =
            line.token(n).filter(|t| t.kind == Kind::Word && (n > 0 || t.start == stop.at))?;
        let word = line.text(token);
        if !keyword(word)
            && let Some(meant) =
                near(word, wants.iter().copied().chain(["unknown", "others", "agreed"]))
            && !wants.contains(&word)
            && word.chars().count() > 2
        {
            return Some(line.misspelt(token, meant));
        }
    }
    // `mroe than 3 troops`, `at leats 3 troops`
    for (n, token) in line.outside_brackets() {
        let next = line.word(n + 1);
        let meant = match next {
            "than" => near(line.text(token), ["more", "less"]).map(|m| (token, m)),
            _ if line.text(token) == "at" => line
                .token(n + 1)
                .and_then(|t| near(line.text(t), ["least", "most"]).map(|m| (t, m))),
            _ => None,
        };
        if let Some((token, meant)) = meant {
            return Some(
                line.replace(
                    token.start,
                    token.end,
                    meant,
                    format!("`{}` cannot be read here", line.text(token)),
                )
                .here(format!("did you mean `{meant}`?")),
            );
        }
    }
    None
}

/// `st wide-agenda to 9 issues` in a profile.
pub(super) fn setting(line: &Line<'_>) -> Option<Finding> {
    if line.place.within != Within::Profile {
        return None;
    }
    if let (Some(word), Some(next)) =
        (line.token(0).filter(|t| line.text(*t) == "rule"), line.token(1))
    {
        let message = "a line of a profile begins with the name of the rule";
        return Some(line.replace(word.start, next.start, "", message).here("leave this out"));
    }
    if let (Some(verb), Some(third)) =
        (line.token(1).filter(|t| matches!(line.text(*t), "is" | "as" | "at" | "=")), line.token(2))
    {
        let article = matches!(line.text(third), "a" | "an" | "the" | "an-error");
        let value = if article { line.token(3)? } else { third };
        let (first, figure) = (line.token(0)?, value.kind == Kind::Figure);
        if figure {
            let new = format!("set {} to ", line.text(first));
            let message = "what a parameter is set to is said with `set … to`";
            return Some(line.replace(0, value.start, &new, message).here("write `set` and `to`"));
        }
        let message = "a level stands right after the name of the rule";
        return Some(line.replace(verb.start, value.start, "", message).here("leave this out"));
    }
    let first = line.token(0).filter(|t| t.kind == Kind::Word)?;
    let meant = if line.word(2) == "to" { "set" } else { near(line.word(0), ["follows", "set"])? };
    if line.text(first) == meant {
        return None;
    }
    let message = format!("`{}` cannot be read here", line.text(first));
    Some(
        line.replace(first.start, first.end, meant, message)
            .here(format!("did you mean `{meant}`?")),
    )
}

/// A word that stands twice in a row.
pub(super) fn twice(line: &Line<'_>) -> Option<Finding> {
    let tokens = line.outside_brackets();
    for pair in tokens.windows(2) {
        let [(_, a), (_, b)] = pair else { continue };
        let word = line.text(*a);
        if a.kind == Kind::Word && b.kind == Kind::Word && word == line.text(*b) {
            return Some(
                line.replace(a.end, b.end, "", format!("`{word}` stands twice"))
                    .here("leave one of them out"),
            );
        }
    }
    None
}

/// `issues scs, nature hard`: the word of a field within a list.
pub(super) fn field_in_list(line: &Line<'_>) -> Option<Finding> {
    let tokens = line.outside_brackets();
    let text = line.place.text;
    let start = line_start(text, line.place.start);
    let one_line = text.slice(start, line.place.start).contains('{');
    for three in tokens.windows(3) {
        let [(_, before), (_, field), (_, value)] = three else { continue };
        let word = line.text(*field);
        let apart = before.kind == Kind::Sign(',') || before.kind == Kind::Word;
        let has_value = matches!(value.kind, Kind::Word | Kind::Figure | Kind::Text)
            && !keyword(line.text(*value));
        // `incidents at sea`: a small word of a sentence, and no field.
        let small =
            matches!(word, "at" | "of" | "by" | "on" | "if" | "then" | "first" | "since" | "until")
                && before.kind == Kind::Word;
        if field.kind != Kind::Word
            || small
            || before.start == 0
            || !apart
            || !has_value
            || keyword(line.text(*before))
            || !FIELDS.iter().any(|f| f.name == word)
        {
            continue;
        }
        let (from, to) = if before.kind == Kind::Word {
            (before.end, field.start)
        } else {
            (before.start, field.start)
        };
        return Some(if one_line {
            let message = format!("`{word}` is a field: a `;` is missing before it");
            let finding = line.at(field.start, field.end, message).here("a statement of its own");
            line.show(finding, from, to, "; ").fix(line.span(from, to), "; ")
        } else {
            line.at(field.start, field.end, format!("`{word}` is a field: it begins its own line"))
                .here("a statement of its own")
                .help(format!(
                    "begin a new line here: `{}`",
                    short(line.slice(field.start, line.written.len()))
                ))
        });
    }
    None
}

/// `to be agreed` with something wrong after it.
pub(super) fn agreed(line: &Line<'_>) -> Option<Finding> {
    let n = line.tokens.iter().position(|t| line.text(*t) == "agreed")?;
    let next = line.token(n + 1)?;
    Some(
        line.at(next.start, line.written.len(), "this does not fit after `to be agreed`")
            .help("the form is `to be agreed in council before widening`, each part as needed"),
    )
}

pub(super) fn keyword(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "others"
            | "including"
            | "to"
            | "be"
            | "agreed"
            | "in"
            | "by"
            | "before"
            | "after"
            | "with"
            | "during"
            | "at"
            | "least"
            | "most"
            | "more"
            | "less"
            | "than"
            | "all"
            | "except"
            | "of"
            | "done"
            | "settled"
            | "consent"
            | "unknown"
            | "no"
            | "not"
            | "other"
            | "when"
            | "unless"
            | "otherwise"
            | "is"
            | "has"
            | "or"
            | "for"
            | "as"
            | "where"
            | "under"
            | "following"
            | "expected"
            | "until"
            | "because"
    )
}
