//! Mistakes in the declarations that stand on one line: `use`, `parameter`, `follow`.
//!
//! Takes the line; gives its form where it departs from it. Does not know what is declared elsewhere.

use super::conditions::brackets_here;
use super::figures::dash;
use super::letters::{Kind, Line, Token};
use super::short;
use crate::diagnostic::Finding;

pub(super) fn other(line: &Line<'_>) -> Option<Finding> {
    if let Some(finding) = brackets_here(line).or_else(|| dash(line)) {
        return Some(finding);
    }
    let stop = line.stop.as_ref().map_or(0, |s| s.at);
    let here = line.tokens.iter().copied().find(|t| t.end > stop);
    match line.word(0) {
        "use" => Some(use_line(line, here)),
        "parameter" => Some(parameter(line, here)),
        "follow" => Some(follow(line, here)),
        _ => None,
    }
}

/// The place where reading stopped, or the whole line.
fn place(line: &Line<'_>, here: Option<Token>) -> (usize, usize) {
    here.map_or((0, line.written.len()), |t| (t.start, t.end))
}

/// Puts the rest of a line in quotes.
fn quoted(line: &Line<'_>, from: usize, message: &str) -> Finding {
    let end = line.written.len();
    let text = format!("\"{}\"", line.slice(from, end));
    line.replace(from, end, &text, message).here("quotes are missing")
}

fn use_line(line: &Line<'_>, here: Option<Token>) -> Finding {
    let (end, help) = (line.written.len(), "write `use std.europe` or `use \"actors.det\"`");
    if let Some((_, comma)) = line.sign(|c| c == ',') {
        let (first, second) = (line.slice(0, comma.start), line.slice(comma.end, end).trim());
        return line
            .at(comma.start, end, "`use` takes one name")
            .help(format!("write one a line: `{first}`, `use {second}`"));
    }
    let Some(second) = line.token(1) else {
        return line.at(0, end, "what is used is not said").help(help);
    };
    if let (true, Some(third)) =
        (line.word(1) == "std", line.token(2).filter(|t| t.kind == Kind::Word))
    {
        let message = "the parts of the name are joined by a full stop";
        return line.replace(second.end, third.start, ".", message).here("write `.`");
    }
    if let Some(stop) = line.tokens.last().filter(|t| t.kind == Kind::Sign('.')) {
        let message = "a line does not end with a full stop";
        return line.replace(stop.start, stop.end, "", message).here("leave this out");
    }
    let rest = line.slice(second.start, end);
    if rest.contains(['/', '\\']) || rest.to_lowercase().ends_with(".det") {
        return quoted(line, second.start, "the name of a file stands in quotes");
    }
    let (from, to) = place(line, here);
    let message = format!("`{}` does not fit after `use`", short(line.slice(from, to)));
    line.at(from, to, message).help(help)
}

fn parameter(line: &Line<'_>, here: Option<Token>) -> Finding {
    if let Some((_, sign)) = line.sign(|c| matches!(c, '=' | ':')) {
        let message = format!("`{}` is written `is`", line.text(sign));
        return line.replace(sign.start, sign.end, "is", message).here("in a word");
    }
    let after_figure =
        |t: &Token| line.tokens.iter().any(|o| o.kind == Kind::Figure && o.end < t.start);
    if let Some(token) = here.filter(|t| t.kind == Kind::Word && after_figure(t)) {
        return quoted(line, token.start, "the reason stands in quotes");
    }
    let figure = line.tokens.iter().any(|t| t.kind == Kind::Figure);
    if let Some(token) = here.filter(|t| t.kind != Kind::Figure && line.word(2) == "is" && !figure)
    {
        let (unit, name) = (line.text(token), line.word(1));
        let reason = line.tokens.iter().find(|t| t.kind == Kind::Text);
        let reason = reason.map_or(String::new(), |t| format!(" {}", line.text(*t)));
        let unit = if token.kind == Kind::Word { format!(" {unit}") } else { String::new() };
        if let Some(finding) = super::amounts::in_words(line) {
            return finding;
        }
        return line
            .at(token.start, token.end, format!("the figure of `{name}` is missing"))
            .here("a figure comes before this")
            .help(format!("write it after `is`, as in `parameter {name} is 7{unit}{reason}`"));
    }
    if let Some(token) = here.filter(|t| t.kind == Kind::Figure && line.word(2).is_empty()) {
        return line
            .put_before(token, "is", "`is` is missing before the figure")
            .here("`is` comes before this");
    }
    let (from, to) = place(line, here);
    line.at(from, to, "this parameter cannot be read")
        .here("what cannot be read")
        .help("the form is `parameter broad-agenda is 7 issues \"why\"`")
}

fn follow(line: &Line<'_>, here: Option<Token>) -> Finding {
    let because = line.tokens.iter().position(|t| line.text(*t) == "because");
    let reason = because.and_then(|n| line.token(n + 1)).filter(|t| t.kind != Kind::Text);
    if let Some(token) = reason {
        return quoted(line, token.start, "the reason stands in quotes");
    }
    let (from, to) = place(line, here);
    line.at(from, to, "this choice between sources cannot be read")
        .here("what cannot be read")
        .help("the form is `follow kim2009 on neacd.members because \"…\"`")
}
