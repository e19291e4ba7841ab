//! Mistakes in the parts of a rule.
//!
//! Takes a line of a rule; gives what is wrong with the part it begins. What is wrong in a condition is said by
//! [`super::conditions`].

use super::letters::{Kind, Line};
use super::near;
use super::{Within, short};
use crate::diagnostic::Finding;
use crate::syntax::join::CLAUSES;

pub(super) fn clause(line: &Line<'_>) -> Option<Finding> {
    let first = line.token(0)?;
    let word = line.word(0);
    if CLAUSES.contains(&word) {
        return part(line, word);
    }
    if let Some(meant) = near(word, CLAUSES.iter().copied()).filter(|_| !word.is_empty()) {
        return Some(
            line.replace(first.start, first.end, meant, format!("`{word}` is no part of a rule"))
                .here(format!("did you mean `{meant}`?")),
        );
    }
    let help = match word {
        "if" | "given" => "`where` says when a rule applies",
        "then" | "must" | "demand" | "assert" | "check" => "`require` says what a rule demands",
        "severity" | "error" | "warning" | "advice" => {
            "write `level error`, `level warning` or `level advice`"
        }
        "message" | "text" | "why" => "`because` gives the reason as a text",
        "basis" | "source" | "cite" => "the sources of a rule stand in brackets after its title",
        "repair" | "fix" | "hint" => "`help` says what to do",
        "soften" | "softens" | "ease" => "write `eases to warning when …`",
        "example" | "good" | "bad" => "`avoid { … }` and `prefer { … }` hold examples",
        "and" | "or" | "union" | "except" | "common" => {
            "this line goes on from one above that cannot be read"
        }
        _ => {
            "the parts are level, qualified, for, let, where, require, eases, because, mark, help, group by, avoid, prefer"
        }
    };
    let shown = if word.is_empty() { line.text(first) } else { word };
    Some(
        line.at(
            first.start,
            first.end,
            format!("no part of a rule begins with `{}`", short(shown)),
        )
        .here("what is this line")
        .help(help),
    )
}

fn part(line: &Line<'_>, word: &str) -> Option<Finding> {
    let first = line.token(0)?;
    let Some(second) = line.token(1) else {
        let example = match word {
            "level" => "level error",
            "for" => "for f in frameworks",
            "let" => "let late be f.phases.admits",
            "where" => "where f is multilateral",
            "require" => "require f has roadmap",
            "eases" => "eases to warning when f is minilateral",
            "mark" => "mark f.members",
            "group" => "group by f",
            "avoid" | "prefer" => "avoid { draft a { … } }",
            _ => "because \"{f} has no roadmap\"",
        };
        return Some(
            line.at(first.start, first.end, format!("nothing follows `{word}`"))
                .help(format!("for example `{example}`")),
        );
    };
    if matches!(second.kind, Kind::Sign(':' | '=')) {
        return Some(
            line.replace(
                second.start,
                second.end,
                "",
                format!("no `{}` stands after `{word}`", line.text(second)),
            )
            .here("a blank is enough"),
        );
    }
    match word {
        "because" | "help" | "qualified" if second.kind != Kind::Text => {
            if second.kind == Kind::Sign('[') {
                return Some(line.at(second.start, second.end, "the text comes before the source").help(format!("write `{word} \"…\" [berger2015 \"NAPCI\" 98]`")));
            }
            let stop = line.sign(|c| c == '[').map_or(line.written.len(), |(_, t)| t.start);
            let end = second.start + line.slice(second.start, stop).trim_end().len();
            let words = line.slice(second.start, end).to_owned();
            Some(line.replace(second.start, end, &format!("\"{words}\""), format!("what follows `{word}` is a text and stands in quotes")).here("quotes are missing"))
        }
        "because" | "help" if line.token(2).is_some_and(|t| t.kind == Kind::Sign('[')) => {
            Some(line.at(line.token(2)?.start, line.written.len(), format!("no source stands after `{word}`")).help("the sources of a rule stand in brackets after its title; who disagrees is said with `qualified \"…\" [source]`"))
        }
        "eases" => {
            if line.word(1) != "to" {
                return Some(line.replace(second.start, second.start, "to ", "`to` is missing after `eases`").label(line.span(second.start, second.end), "").here("to which level"));
            }
            let joins = line.tokens.iter().any(|t| matches!(line.text(*t), "when" | "unless"));
            (!joins && line.token(3).is_none_or(|t| near(line.text(t), ["when", "unless"]).is_none()))
                .then(|| line.at(first.start, line.written.len(), "when it eases is not said").help(format!("write `{} when …`", short(line.slice(0, line.token(2).map_or(line.written.len(), |t| t.end))))))
        }
        "let" if second.kind == Kind::Word && line.word(2) != "be" && !line.is_sign(2, '=') => {
            let third = line.token(2)?;
            let (end, new) = if matches!(line.text(third), "is" | "as" | "to" | "in") || near(line.text(third), ["be"]).is_some() && line.text(third).len() <= 3 { (third.end, "be") } else { (third.start, "be ") };
            Some(line.replace(third.start, end, new, "what a name stands for is said with `be`").here("`let NAME be …`"))
        }
        "group" if line.word(1) != "by" => Some(line.replace(second.start, second.start, "by ", "`by` is missing after `group`").label(line.span(second.start, second.end), "")),
        "level" => {
            let extra = line.token(2)?;
            Some(line.at(extra.start, line.written.len(), "nothing follows the level").help("a level is `error`, `warning` or `advice`; what eases it stands on a line of its own, with `eases to`"))
        }
        "avoid" | "prefer" => Some(line.at(second.start, line.written.len(), format!("`{word}` is followed by a block")).help(format!("write `{word} {{ … }}`"))),
        _ => None,
    }
}

/// `for f in frameworks require f has roadmap`: two parts of a rule on one line.
pub(super) fn own_line(line: &Line<'_>) -> Option<Finding> {
    if line.place.within != Within::Rule {
        return None;
    }
    let stop = line.stop.as_ref()?;
    let here = line.tokens.iter().copied().find(|t| t.end > stop.at).filter(|t| t.start > 0)?;
    let word = line.text(here);
    if here.kind != Kind::Word || !CLAUSES.contains(&word) {
        return None;
    }
    let rest = short(line.slice(here.start, line.written.len()));
    Some(
        line.at(here.start, here.end, format!("`{word}` begins a line of its own"))
            .here("the part before it ends here")
            .help(format!("begin a new line here: `{rest}`")),
    )
}
