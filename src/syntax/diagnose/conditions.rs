//! Mistakes in rules, definitions, expectations and other declarations on one line.

use super::figures::dash;
use super::letters::{Kind, Line, Token, is_dash};
use super::lines::fallback;
use super::values::{near_word, twice};
use super::{Follows, VERDICTS, Within, brackets, near, short};
use crate::diagnostic::Finding;
use crate::syntax::join::CLAUSES;

/// The words in which conditions are written.
const WORDS: &[&str] = &[
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
    let finding = match line.place.within {
        Within::Rule => clause(line),
        Within::Define => define(line),
        Within::Expect => expect(line),
        Within::Line => other(line),
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
        .or_else(|| phrases(line))
        .or_else(|| own_line(line))
        .or_else(|| when_missing(line))
        .or_else(|| colon(line))
        .or_else(|| in_missing(line))
        .or_else(|| near_word(line))
        .or_else(|| near_condition(line))
        .or_else(|| unfinished(line))
        .or_else(|| side_by_side(line))
}

fn brackets_here(line: &Line<'_>) -> Option<Finding> {
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
            return Some(
                line.replace(
                    token.start,
                    token.end,
                    "-",
                    "a name is joined with hyphens, not with dashes",
                )
                .here("this is a dash"),
            );
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

/// What other languages and everyday English would write.
const PHRASES: &[(&[&str], &str)] = &[
    (&["greater", "than"], "more than"),
    (&["larger", "than"], "more than"),
    (&["fewer", "than"], "less than"),
    (&["smaller", "than"], "less than"),
    (&["no", "more", "than"], "at most"),
    (&["no", "less", "than"], "at least"),
    (&["no", "fewer", "than"], "at least"),
    (&["not", "more", "than"], "at most"),
    (&["not", "less", "than"], "at least"),
    (&["is", "one", "of"], "is any of"),
    (&["is", "not", "any", "of"], "is none of"),
    (&["is", "not", "one", "of"], "is none of"),
    (&["is", "in"], "in"),
    (&["is", "not", "in"], "not in"),
    (&["does", "not", "have"], "has no"),
    (&["has", "not"], "has no"),
    (&["for", "each"], "every"),
    (&["for", "all"], "every"),
    (&["there", "is"], "some"),
    (&["there", "are"], "some"),
    (&["such", "that"], ":"),
    (&["equal", "to"], "is"),
    (&["is", "before"], "before"),
    (&["is", "after"], "after"),
    (&["includes", "not"], "includes none of"),
];

fn phrases(line: &Line<'_>) -> Option<Finding> {
    for n in 0..line.tokens.len() {
        for (words, instead) in PHRASES {
            if words.iter().enumerate().all(|(i, w)| line.word(n + i) == *w)
                && !(n == 0 && line.place.within == Within::Rule)
            {
                let (first, last) = (line.token(n)?, line.token(n + words.len() - 1)?);
                return Some(
                    line.replace(
                        first.start,
                        last.end,
                        instead,
                        format!("`{}` is written `{instead}`", words.join(" ")),
                    )
                    .here("this cannot be read"),
                );
            }
        }
        if matches!(
            line.word(n),
            "if" | "then"
                | "implies"
                | "exists"
                | "forall"
                | "each"
                | "contains"
                | "any"
                | "equals"
        ) && at_stop(line, n)
        {
            let token = line.token(n)?;
            let (message, help) = match line.word(n) {
                "if" | "then" | "implies" => {
                    ("there is no `if` in a condition", "write `not a or b` for: if a, then b")
                }
                "each" | "forall" => {
                    ("this is written `every`", "for example `every m in f.measures: m is hard`")
                }
                "contains" => {
                    ("this is written `includes`", "for example `f.members includes DPRK`")
                }
                "equals" => ("this is written `is`", "for example `f.track is 2`"),
                _ => ("this is written `some`", "for example `some m in f.measures: m is hard`"),
            };
            return Some(
                line.at(token.start, token.end, message).here("this cannot be read").help(help),
            );
        }
    }
    None
}

/// Checks whether reading stopped at this piece or the one after it.
fn at_stop(line: &Line<'_>, n: usize) -> bool {
    let Some(stop) = &line.stop else { return true };
    let at = line.tokens.iter().position(|t| t.end > stop.at).unwrap_or(line.tokens.len());
    n == at || n + 1 == at
}

fn wants(line: &Line<'_>, word: &str) -> bool {
    line.stop.as_ref().is_some_and(|s| s.wants.contains(&word))
}

/// `for f in frameworks require f has roadmap`: two parts of a rule on one line.
fn own_line(line: &Line<'_>) -> Option<Finding> {
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

/// `soft (m.type is trade)`: a line of a definition whose value and condition stand side by side.
fn when_missing(line: &Line<'_>) -> Option<Finding> {
    let stop = line.stop.as_ref()?;
    let value = line.token(0).filter(|t| t.kind == Kind::Word)?;
    let next = line.token(1)?;
    let condition = next.kind == Kind::Sign('(') && next.start > value.end
        || next.kind == Kind::Word && !WORDS.contains(&line.text(next));
    let said = line.tokens.iter().any(|t| {
        let word = line.text(*t);
        near(word, ["when", "otherwise"]).is_some() || matches!(word, "when" | "otherwise")
    });
    if line.place.within != Within::Define || line.word(0) == "define" || said || !condition {
        return None;
    }
    let short_of = stop.at <= next.end && !stop.wants.is_empty();
    if !short_of || line.tokens.len() < 3 {
        return None;
    }
    let written = line.text(value);
    let finding = line
        .at(next.start, next.end, format!("`when` is missing after `{written}`"))
        .here("here begins when it holds");
    Some(
        line.show(finding, next.start, next.start, "when ")
            .fix(line.span(next.start, next.start), "when "),
    )
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
        // `anny of`: what comes before `of` is one of three.
        if line.word(n + 1) == "of"
            && let Some(meant) = near(word, ["any", "none", "all"])
        {
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
        "is" | "has" | "in" | "includes" | "before" | "after" | "with" | "not" | "and" | "or"
        | "where" | ":" | "union" | "except" | "common" => {
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

// ---- parts of a rule ----------------------------------------------------------------------------------

fn clause(line: &Line<'_>) -> Option<Finding> {
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

// ---- definitions --------------------------------------------------------------------------------------

const DEFINE_FORM: &str = "the form is `define f has roadmap for framework f as …`";

fn define(line: &Line<'_>) -> Option<Finding> {
    if line.word(0) != "define" {
        // A line of a definition by cases.
        return None;
    }
    let at =
        |word: &str| line.tokens.iter().position(|t| t.kind == Kind::Word && line.text(*t) == word);
    let first_line = line.written.find(['\n', '\r']).unwrap_or(line.written.len());
    let Some(kinds) = at("for") else {
        let spot = at("as").and_then(|n| line.token(n));
        return Some(without_for(line, spot, first_line));
    };
    let Some(meaning) = at("as").filter(|n| *n > kinds) else {
        return without_as(line, kinds, first_line);
    };
    // Kind and variable stand between `for` and `as`.
    let params = line.tokens.get(kinds + 1..meaning).unwrap_or(&[]);
    let mut pairs = params.split(|t| t.kind == Kind::Sign(','));
    if let Some(bad) = pairs.find(|p| p.len() != 2 || p.iter().any(|t| t.kind != Kind::Word)) {
        let from = bad.first().map_or(line.token(kinds)?.start, |t| t.start);
        let to = bad.last().map_or(line.token(meaning)?.end, |t| t.end);
        return Some(
            line.at(from, to, "a kind and a variable stand between `for` and `as`")
                .here("this is not a kind and a variable")
                .help(DEFINE_FORM),
        );
    }
    let end = line.token(kinds)?.start;
    if line.stop.as_ref().is_none_or(|s| s.at > end) {
        return None;
    }
    let start = line.token(1).map_or(0, |t| t.start);
    let head = line.slice(0, end).trim_end().len();
    Some(
        line.at(start, head, "what is defined cannot be read")
            .here("the form in which it will be used")
            .help(
                "it is one of `f.agenda`, `f has roadmap`, `m is hard`, `bridged(a, f)`, \
                 `f linked-to g`",
            ),
    )
}

/// A definition whose `for` is misspelt or missing.
fn without_for(line: &Line<'_>, meaning: Option<Token>, first_line: usize) -> Finding {
    let misspelt = |t: &&Token| {
        let word = line.text(**t);
        t.kind == Kind::Word
            && (2..=4).contains(&word.len())
            && !matches!(word, "is" | "has" | "in" | "or")
            && near(word, ["for"]).is_some()
    };
    let words = line.tokens.iter().take_while(|t| t.start < first_line);
    if let Some(token) = words.filter(|t| misspelt(t)).copied().next() {
        let message = format!("`{}` cannot be read here", line.text(token));
        return line.replace(token.start, token.end, "for", message).here("did you mean `for`?");
    }
    let spot = meaning.or_else(|| line.sign(|c| c == '=').map(|(_, t)| t));
    let (from, to) = spot.map_or((0, first_line), |t| (t.start, t.end));
    line.at(from, to, "what the definition is for is not said")
        .here("`for` and a kind come before this")
        .help(DEFINE_FORM)
}

/// A definition whose `as` is misspelt, written as a sign, or missing.
fn without_as(line: &Line<'_>, kinds: usize, first_line: usize) -> Option<Finding> {
    let rest = || line.tokens.iter().copied().skip(kinds).take_while(|t| t.start < first_line);
    if let Some(token) = rest().find(|t| matches!(t.kind, Kind::Sign('=' | ':'))) {
        let next = line.tokens.iter().find(|t| t.start == token.end && t.kind == Kind::Sign('='));
        let end = next.map_or(token.end, |t| t.end);
        let message = format!("`{}` is written `as`", line.slice(token.start, end));
        return Some(line.replace(token.start, end, "as", message).here("before the meaning"));
    }
    let near_as = |t: &Token| matches!(line.text(*t), "sa" | "a" | "ass" | "is" | "means" | "be");
    if let Some(token) = rest().skip(3).find(near_as) {
        let message = format!("`{}` cannot be read here", line.text(token));
        let finding = line.replace(token.start, token.end, "as", message);
        return Some(finding.here("did you mean `as`?"));
    }
    let end = rest().nth(2).map_or(first_line, |t| t.end);
    Some(
        line.at(line.token(kinds)?.start, end, "`as` is missing before the meaning")
            .here("it comes after the kind and its variable")
            .help(DEFINE_FORM),
    )
}

// ---- expectations and other lines -----------------------------------------------------------------------

const OPTIONS: &[&str] =
    &["for", "under", "as", "of", "following", "expected", "to", "fail", "because"];

fn expect(line: &Line<'_>) -> Option<Finding> {
    if let Some(finding) = brackets_here(line).or_else(|| dash(line)) {
        return Some(finding);
    }
    if let Some(finding) = twice(line).or_else(|| expect_shape(line)) {
        return Some(finding);
    }
    let stop = line.stop.as_ref()?;
    let i = line.tokens.iter().position(|t| t.end > stop.at).unwrap_or(line.tokens.len());
    if let Some(token) = line.token(i) {
        let word = line.text(token);
        if token.kind == Kind::Word
            && let Some(meant) = near(word, OPTIONS.iter().copied())
            && !OPTIONS.contains(&word)
        {
            return Some(line.misspelt(token, meant));
        }
        if token.kind == Kind::Word
            && !OPTIONS.contains(&word)
            && let Some(finding) = word_too_many(line, i, token)
        {
            return Some(finding);
        }
    }
    if line.tokens.iter().any(|t| line.text(*t) == "expected") {
        return Some(
            line.at(
                line.tokens.get(i).map_or(0, |t| t.start),
                line.written.len(),
                "this does not fit here",
            )
            .help("the form is `expected to fail because \"…\"`, with the reason in quotes"),
        );
    }
    let here = line.token(i).or_else(|| line.tokens.last().copied())?;
    Some(line.at(here.start, here.end, format!("`{}` does not fit here", short(line.text(here)))).here("what cannot be read").help("after the rule may stand `for`, `under`, `as`, `following`, `as of`, a source in brackets, and `expected to fail because \"…\"`"))
}

/// The parts before the options: framework, verdict, rule.
fn expect_shape(line: &Line<'_>) -> Option<Finding> {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    for token in line.tokens.iter().skip(1) {
        let option = token.kind == Kind::Word && OPTIONS.contains(&line.text(*token));
        if option || !matches!(token.kind, Kind::Word | Kind::Figure | Kind::Sign('.')) {
            break;
        }
        match parts.last_mut() {
            Some(last)
                if last.1 == token.start
                    && (token.kind == Kind::Sign('.') || line.slice(0, last.1).ends_with('.')) =>
            {
                last.1 = token.end;
            }
            _ => parts.push((token.start, token.end)),
        }
    }
    let verdicts = "`violates`, `satisfies`, `leaves-open`, `is-outside` or `is-rejected`";
    let is_verdict = |part: Option<&(usize, usize)>| {
        part.is_some_and(|p| VERDICTS.contains(&line.slice(p.0, p.1)))
    };
    let written = |part: Option<&(usize, usize)>| part.map_or("", |p| line.slice(p.0, p.1));
    let form = "the form is `expect napci violates roadmap-exists under security-building`";
    let Some(first) = parts.first() else {
        return Some(
            line.at(0, line.written.len(), "this expectation is not complete")
                .here("whose, which verdict, which rule")
                .help(form),
        );
    };
    if is_verdict(Some(first)) {
        let verdict = written(Some(first));
        let rest = short(line.slice(first.0, line.written.len()));
        return Some(
            line.at(first.0, first.1, format!("a framework is missing before `{verdict}`"))
                .here("whose expectation this is comes before the verdict")
                .help(format!("write its name there: `expect NAME {rest}`")),
        );
    }
    if parts.len() >= 3 {
        return None;
    }
    if is_verdict(parts.get(1)) {
        let verdict = written(parts.get(1));
        let end = parts.get(1).map_or(first.1, |p| p.1);
        return Some(
            line.at(first.0, end, format!("a rule is missing after `{verdict}`"))
                .here("which rule comes after the verdict")
                .help(form),
        );
    }
    let subject = written(Some(first));
    let second =
        parts.get(1).filter(|p| near(written(Some(p)), VERDICTS.iter().copied()).is_none());
    let finding = match second {
        Some(second) => line
            .at(second.0, second.1, format!("after `{subject}` is missing what is expected"))
            .here("a verdict comes before the rule"),
        None => line
            .at(0, line.written.len(), "this expectation is not complete")
            .here("whose, which verdict, which rule"),
    };
    Some(if second.is_some() {
        finding.help(format!("write one of {verdicts} before `{}`", written(second)))
    } else {
        finding.help(form)
    })
}

/// Two words side by side in an expectation.
fn word_too_many(line: &Line<'_>, i: usize, token: Token) -> Option<Finding> {
    let word = line.text(token);
    let before = i.checked_sub(1).and_then(|b| line.token(b)).filter(|t| t.kind == Kind::Word)?;
    let first = line.text(before);
    if OPTIONS.contains(&first) || i < 4 {
        return None;
    }
    let option =
        line.tokens.iter().take(i).rev().map(|t| line.text(*t)).find(|w| OPTIONS.contains(w));
    let under = line.tokens.iter().any(|t| line.text(*t) == "under");
    let next = line.word(i + 1);
    let ends = line.token(i + 1).is_none_or(|t| t.kind == Kind::Sign('['))
        || matches!(next, "as" | "following" | "expected");
    let name_of_profile = word.starts_with(|c: char| c.is_lowercase());
    if !under && ends && name_of_profile && matches!(option, None | Some("for")) {
        let finding = line
            .at(token.start, token.end, format!("`under` is missing before `{word}`"))
            .here("a profile comes after `under`");
        return Some(
            line.show(finding, token.start, token.start, "under ")
                .fix(line.span(token.start, token.start), "under "),
        );
    }
    let finding = line
        .at(token.start, token.end, format!("`{word}` does not fit after `{first}`"))
        .here("two words side by side");
    Some(if matches!(option, Some("for" | "under")) {
        finding.help(format!(
            "write `{first}-{word}` if that is one name, or `{first}, {word}` for two"
        ))
    } else {
        line.show(finding, before.end, token.start, "-")
    })
}

fn other(line: &Line<'_>) -> Option<Finding> {
    if let Some(finding) = brackets_here(line) {
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
        return line
            .at(token.start, token.end, format!("the figure of `{name}` is missing"))
            .here("a figure comes before this")
            .help(format!("write it after `is`, as in `parameter {name} is 7{unit}{reason}`"));
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
