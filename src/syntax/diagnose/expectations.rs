//! Mistakes in expectations: whose, which verdict, which rule, and what may follow.
//!
//! Takes the line of an `expect`; gives what is wrong with its shape. Does not know which frameworks and rules there
//! are.

use super::conditions::brackets_here;
use super::figures::dash;
use super::letters::{Kind, Line, Token};
use super::phrases::{self, Row, find};
use super::values::twice;
use super::{broken, line_with, near, quoted, short};
use crate::diagnostic::{Finding, NoteKind, nearest};
use crate::source::Span;
use crate::syntax::walk::Text;

const OPTIONS: &[&str] =
    &["for", "under", "as", "of", "following", "expected", "to", "fail", "because"];

pub(super) fn expect(line: &Line<'_>) -> Option<Finding> {
    if let Some(finding) = brackets_here(line).or_else(|| dash(line)) {
        return Some(finding);
    }
    if let Some(finding) = signs(line).or_else(|| everyday(line)) {
        return Some(finding);
    }
    if let Some(finding) = twice(line).or_else(|| expect_shape(line)) {
        return Some(finding);
    }
    let stop = line.stop.as_ref()?;
    let i = line.tokens.iter().position(|t| t.end > stop.at).unwrap_or(line.tokens.len());
    if let Some(token) = line.token(i) {
        let word = line.text(token);
        if matches!(word, "follow" | "follows" | "followed") && i > 3 {
            return Some(line.misspelt(token, "following"));
        }
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
    if let Some((n, because)) =
        line.outside_brackets().into_iter().find(|(_, t)| line.text(*t) == "because")
        && line.word(n.wrapping_sub(1)) != "fail"
    {
        let end = line.token(n + 1).map_or(because.end, |t| t.end);
        let before = line.token(n.checked_sub(1)?)?.end;
        let message = "a reason stands only where an expectation is expected to fail";
        return Some(
            line.replace(before, end, "", message)
                .label(line.span(because.start, end), "leave this out")
                .help("or put it in a remark: it begins with `#`"),
        );
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

/// Words of everyday writing in an expectation.
const EVERYDAY: &[Row<'_>] = &[
    Row("^that", ""),
    Row("should|must|will|would violate|fail", "violates"),
    Row("should|must|will|would satisfy|meet|pass", "satisfies"),
    Row("rule N", "N"),
    Row("under the|profile N", "under N"),
    Row("under the profile|school N", "under N"),
    Row("framework|draft N", "N"),
    Row("to be outside", "is-outside"),
    Row("to be rejected", "is-rejected"),
    Row("to violate|fail|break|breach", "violates"),
    Row("to satisfy|meet|fulfil|pass", "satisfies"),
    Row("to leave open", "leaves-open"),
    Row("does not satisfy|meet|fulfil|pass", "violates"),
    Row("does not violate|fail|break|breach", "satisfies"),
    Row("fails|breaks|breaches|violate|fail", "violates"),
    Row("meets|fulfils|fulfills|passes|obeys|respects|satisfy", "satisfies"),
    Row("leaves|leave open N", "leaves-open N"),
    Row("leaves|leave N open", "leaves-open N"),
    Row("is outside", "is-outside"),
    Row("is rejected", "is-rejected"),
    Row("in|at|on D", "as of D"),
    Row("with|within N", "under N"),
    Row("as an|a error|warning", "as"),
    Row("as advise", "as advice"),
    Row(", as|under|for|following", ""),
];

/// `expect: napci …`, `expect napci → satisfies …`, `expect napci satisfies "csbm-binding"`: signs that say nothing.
fn signs(line: &Line<'_>) -> Option<Finding> {
    for (n, token) in line.outside_brackets() {
        match token.kind {
            Kind::Sign(':' | '=' | '→' | '>' | '?') => {
                let start = line.token(n.checked_sub(1)?)?.end;
                let end = line.token(n + 1).map_or(token.end, |t| t.start);
                let between = if line.token(n + 1).is_some() { " " } else { "" };
                let message = format!("no `{}` stands in an expectation", line.text(token));
                return Some(line.replace(start, end, between, message).here("leave this out"));
            }
            Kind::Text if n < 4 => {
                let name = line.text(token).trim_matches(['"', '“', '”']);
                let plain = name.chars().all(|c| c.is_alphanumeric() || c == '-');
                let message = "a name stands without quotes";
                return (plain && !name.is_empty()).then(|| {
                    line.replace(token.start, token.end, name, message).here("leave the quotes out")
                });
            }
            _ => {}
        }
    }
    None
}

/// `expect that napci fails …`, `expect napci to violate …`: what is written for it.
fn everyday(line: &Line<'_>) -> Option<Finding> {
    let swapped = [Row("N violated by N", "violates"), Row("N satisfied by N", "satisfies")];
    if let Some((from, to, verdict)) = find(line, &swapped) {
        let (rule, framework) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
        let new = format!("{} {verdict} {}", line.text(framework), line.text(rule));
        return Some(
            line.replace(rule.start, framework.end, &new, "whose expectation this is comes first")
                .here("then the verdict, then the rule"),
        );
    }
    if let Some((n, comma)) = line.outside_brackets().into_iter().find(|(n, t)| {
        let next = line.token(n + 1);
        t.kind == Kind::Sign(',')
            && next.is_none_or(|t| t.kind == Kind::Sign('[') || OPTIONS.contains(&line.text(t)))
    }) {
        let start = line.token(n.checked_sub(1)?)?.end;
        let message = "no comma stands between the parts of an expectation";
        return Some(line.replace(start, comma.end, "", message).here("leave this out"));
    }
    let (from, to, mut meant) = find(line, EVERYDAY)?;
    if meant == "as" {
        meant = format!("as {}", line.word(to - 1));
    }
    phrases::written(line, (from, to, meant), |words, meant| match meant {
        "" => format!("`{words}` is not needed here"),
        _ => format!("`{words}` is written `{meant}`"),
    })
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
    let verdicts = quoted(VERDICTS);
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
        let message = format!("`under` is missing before `{word}`");
        return Some(
            line.put_before(token, "under", message).here("a profile comes after `under`"),
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

/// What can be expected of a framework and a rule, as written in an expectation.
pub const VERDICTS: &[&str] =
    &["violates", "satisfies", "leaves-open", "is-outside", "is-rejected"];

/// Other words for them.
const OTHER_VERDICTS: &[(&[&str], &str)] = &[
    (
        &[
            "satisfy", "meets", "meet", "fulfils", "fulfills", "fulfil", "passes", "pass", "obeys",
            "respects", "observes", "holds", "keeps", "follows",
        ],
        "satisfies",
    ),
    (
        &[
            "violate",
            "fails",
            "fail",
            "breaks",
            "break",
            "breaches",
            "breach",
            "infringes",
            "contravenes",
            "disregards",
            "ignores",
        ],
        "violates",
    ),
    (&["undecided", "open", "leaves"], "leaves-open"),
    (&["outside", "exempt"], "is-outside"),
    (&["rejects", "rejected"], "is-rejected"),
];

pub(in crate::syntax) fn verdict(text: Text<'_>, span: Span, known: &[&'static str]) -> Finding {
    let word = text.slice(span.start as usize, span.end as usize);
    let finding = broken(
        span,
        format!("`{word}` is not something that can be expected of a framework and a rule"),
    );
    let other = OTHER_VERDICTS.iter().find(|(words, _)| words.contains(&word)).map(|(_, v)| *v);
    match other.or_else(|| nearest(word, known.iter().copied())) {
        Some(meant) => {
            let finding = finding.here(format!("did you mean `{meant}`?")).fix(span, meant);
            match line_with(text, span, meant) {
                Some(line) => finding.help(format!("write `{line}`")),
                None => finding,
            }
        }
        None => finding.here("the verdict stands here").help(format!("write {}", quoted(VERDICTS))),
    }
    .note(NoteKind::Without, "everything else was read; this line was left out of the check")
}
