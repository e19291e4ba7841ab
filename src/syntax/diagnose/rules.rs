//! Mistakes in the parts of a rule.
//!
//! Takes a line of a rule; gives what is wrong with the part it begins. What is wrong in a condition is said by
//! [`super::conditions`].

use super::letters::{Kind, Line, Token};
use super::near;
use super::{Within, broken, short};
use crate::diagnostic::Finding;
use crate::schema::Kind as Kinds;
use crate::source::Span;
use crate::syntax::ast::{Clause, ClauseKind};
use crate::syntax::join::CLAUSES;
use crate::syntax::walk::Text;

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
    // A condition by itself: what is demanded.
    if matches!(line.word(1), "has" | "is" | "in" | "includes") {
        let message = "the word for what this part says is missing before it";
        return Some(
            line.put_before(first, "require", message)
                .here("what a rule demands begins with `require`"),
        );
    }
    let meant = match word {
        "if" | "given" | "if-so" => Some("where"),
        "must" | "demand" | "demands" | "assert" | "then" => Some("require"),
        "severity" => Some("level"),
        "message" | "why" | "reason" => Some("because"),
        "repair" | "fix" | "hint" => Some("help"),
        _ => None,
    };
    if let Some(meant) = meant {
        let message = format!("no part of a rule begins with `{word}`");
        return Some(
            line.replace(first.start, first.end, meant, message).here(format!("write `{meant}`")),
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
        "unless" | "except" | "without" => "write `where not (…)` for when the rule does not apply",
        "soften" | "softens" | "ease" => "write `eases to warning when …`",
        "example" | "good" | "bad" => "`avoid { … }` and `prefer { … }` hold examples",
        "and" | "or" | "union" | "common" => "this line goes on from one above that cannot be read",
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
    if let Some(finding) = everyday(line, word, second) {
        return Some(finding);
    }
    match word {
        "because" | "help" | "qualified" if second.kind != Kind::Text => {
            if second.kind == Kind::Sign('[') {
                return Some(line.at(second.start, second.end, "the text comes before the source").help(format!("write `{word} \"…\" [berger2015 \"NAPCI\" 98]`")));
            }
            let stop = line.source();
            let end = second.start + line.slice(second.start, stop).trim_end().len();
            let words = line.slice(second.start, end).to_owned();
            let text = line.place.text;
            let whole = super::line_end(text.bytes(), line.place.start, text.text.len());
            if text.slice(line.place.end, whole).contains('{') || words.contains('{') {
                let all = text.slice(line.place.start + second.start, whole).trim();
                return Some(
                    line.at(second.start, end, format!("what follows `{word}` is a text and stands in quotes"))
                        .here("quotes are missing")
                        .help(format!("write `{word} \"{all}\"`")),
                );
            }
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

/// `level is warning`, `require that …`, `for every framework f`, `eases to advice if …`.
fn everyday(line: &Line<'_>, word: &str, second: Token) -> Option<Finding> {
    let (text, third) = (line.text(second), line.token(2));
    let left_out = |to: usize| {
        let message = format!("`{text}` is not needed after `{word}`");
        Some(line.replace(second.start, to, "", message).here("leave this out"))
    };
    match (word, text) {
        ("level", "is" | "of" | "a" | "an") | ("require" | "where", "that") => {
            left_out(third?.start)
        }
        ("for", _) => {
            let quantified = matches!(text, "each" | "every" | "all" | "any" | "some" | "a" | "an");
            let at = 1 + usize::from(quantified);
            let (kind, name) = (line.token(at)?, line.word(at + 1));
            let plural = Kinds::all().find_map(|k| {
                let hit = k.words().contains(&line.text(kind)) || k.plural() == line.text(kind);
                hit.then(|| k.plural())
            });
            match plural {
                Some(plural) if !name.is_empty() && line.word(at + 1) != "in" => {
                    let end = line.token(at + 1)?.end;
                    let new = format!("{name} in {plural}");
                    let message = "what a rule is for is written with `in`";
                    Some(
                        line.replace(second.start, end, &new, message)
                            .here(format!("write `{new}`")),
                    )
                }
                _ if quantified && line.word(at + 1) == "in" => left_out(line.token(at)?.start),
                _ => None,
            }
        }
        ("eases", "to") => {
            let joint = line
                .token(3)
                .filter(|t| matches!(line.text(*t), "if" | "where" | "once" | "whenever"))?;
            let message = format!("when it eases is said with `when`, not `{}`", line.text(joint));
            Some(line.replace(joint.start, joint.end, "when", message).here("write `when`"))
        }
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

/// Says which parts a rule has twice. Those it lacks, and two conditions, are found where rules are compiled.
/// Tells one part of a rule from the others.
type Want = fn(&ClauseKind) -> bool;

pub(in crate::syntax) fn rule_parts(
    text: Text<'_>,
    name: Span,
    clauses: &[Clause],
) -> Vec<Finding> {
    let mut out = Vec::new();
    let rule = text.slice(name.start as usize, name.end as usize);
    let has =
        |want: Want| clauses.iter().filter(|c| want(&c.kind)).map(|c| c.span).collect::<Vec<_>>();
    let once: [(&str, Want); 5] = [
        ("level", |k| matches!(k, ClauseKind::Level(_))),
        ("because", |k| matches!(k, ClauseKind::Because(_))),
        ("mark", |k| matches!(k, ClauseKind::Mark(_))),
        ("help", |k| matches!(k, ClauseKind::Help(_))),
        ("group", |k| matches!(k, ClauseKind::Group(_))),
    ];
    for (word, want) in once {
        if let [first, second, ..] = *has(want) {
            out.push(
                broken(second, format!("the rule `{rule}` has two `{word}` lines"))
                    .here("the second")
                    .label(first, "the first")
                    .help("keep one of them"),
            );
        }
    }
    out
}

pub(in crate::syntax) fn template_brace(text: Text<'_>, start: usize, end: usize) -> Finding {
    broken(text.span(start, start + 1), "a `{` in this text is not closed")
        .here("from here to the end of the text")
        .label(text.span(end.saturating_sub(1).max(start), end), "the text ends here")
        .help("write what is to be filled in between braces: `{f.members}`")
}

pub(in crate::syntax) fn case_without_condition(text: Text<'_>, span: Span) -> Finding {
    let written = short(text.slice(span.start as usize, span.end as usize));
    broken(span, "this line of the definition does not say when it holds")
        .here("a definition over several lines has a condition on each")
        .help(format!("write `{written} when …`, or `{written} otherwise` for the last"))
}
