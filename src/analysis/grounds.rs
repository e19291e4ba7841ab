//! In half a line, what a finding that moved rests on now, or what is different about it.
//!
//! Takes the finding before and after; gives words. Decides nothing: what moved, and how, is told by `compare`.

use crate::diagnostic::{Finding, Status, Step};
use crate::source::{Sources, Span};

/// So many names are written out; the rest is counted.
const MOST: usize = 4;

/// Says what a verdict rests on: the message where there is one, else the statement that made the difference.
pub(super) fn now(finding: &Finding, cause: &impl Fn(Span) -> bool) -> String {
    match finding.status {
        Status::Satisfied => {}
        Status::Moot if finding.message.is_empty() => {
            let about: Vec<String> =
                finding.subject.about.iter().map(|a| format!("`{a}`")).collect();
            let of_them = part("no longer applies to", &about);
            return of_them.unwrap_or_else(|| "no longer applies".to_owned());
        }
        Status::Moot => return format!("no longer applies: {}", finding.message),
        _ => return finding.message.clone(),
    }
    let step = |wanted: &dyn Fn(&Step) -> bool| {
        finding.trace.iter().find(|s| s.span.is_some() && !left_out(finding, s) && wanted(s))
    };
    let supposed = || step(&|s| s.sources.iter().any(|source| source == "supposed"));
    caused(finding, cause)
        .or_else(|| supposed().or_else(|| step(&|_| true)).map(said))
        .unwrap_or_else(|| finding.message.clone())
}

/// Says which condition of the rule weighs now, or weighs no more.
pub(super) fn weight(before: &Finding, after: &Finding, cause: &impl Fn(Span) -> bool) -> String {
    let eased = |f: &Finding| {
        let notes = f.notes.iter().map(|n| n.text.clone());
        notes.into_iter().rfind(|text| text.starts_with(EASED))
    };
    match (eased(before), eased(after)) {
        (_, Some(now)) if after.level < before.level => now,
        (Some(then), None) => format!("no longer {then}"),
        (Some(then), Some(now)) => format!("{now}, no longer {then}"),
        _ => now(after, cause),
    }
}

/// How the note begins that says what eases a finding.
const EASED: &str = "eased to ";

/// So many lines of a contradiction are written out; the rest is counted.
const MOST_LINES: usize = 5;

/// Lists the lines that a finding is about, each with its place.
pub(super) fn lines(finding: &Finding, sources: &Sources) -> String {
    let mut lines: Vec<String> = Vec::new();
    for label in &finding.labels {
        let text = sources.line_of(label.span).split_whitespace().collect::<Vec<_>>().join(" ");
        let line = format!("{} `{text}`", sources.place(label.span));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let more = lines.len().saturating_sub(MOST_LINES);
    lines.truncate(MOST_LINES);
    let more = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!(": {}{more}", lines.join("; "))
}

/// Checks whether a step says only that a draft is silent on what other statements of the derivation speak of.
fn left_out(finding: &Finding, step: &Step) -> bool {
    let field = step.text.strip_prefix("the draft states no ");
    field.is_some_and(|field| {
        let field = format!(".{}`", field.trim_matches('`'));
        finding.trace.iter().any(|s| s.span.is_some() && s.text.contains(&field))
    })
}

/// Says why what was violated holds now: what it rests on for whom it was violated, unless it is no longer asked of
/// them.
pub(super) fn held(before: &Finding, after: &Finding, cause: &impl Fn(Span) -> bool) -> String {
    let about: Vec<String> = before.subject.about.iter().map(|a| format!("`{a}`")).collect();
    let whom = || part("no longer applies to", &about);
    if let (Status::Moot, "", Some(text)) = (after.status, after.message.as_str(), whom()) {
        return text;
    }
    if after.status != Status::Satisfied || about.is_empty() {
        return now(after, cause);
    }
    let spoken = |s: &&Step| s.span.is_some() && about.iter().any(|a| s.text.contains(a));
    let caused = after.trace.iter().filter(|s| s.span.is_some_and(cause));
    let (of_them, any) = (caused.clone().find(spoken), caused.clone().next());
    let step = of_them.or_else(|| after.trace.iter().find(spoken)).or(any);
    step.map(said)
        .or_else(|| part("the rule no longer asks it of", &about))
        .unwrap_or_else(|| now(after, cause))
}

/// Says what is different about a verdict that is the same; none where it reads as before.
pub(super) fn different(
    before: &Finding,
    after: &Finding,
    cause: &impl Fn(Span) -> bool,
) -> Option<String> {
    let (old, new) = match after.status {
        Status::Undecided => (wanted(before), wanted(after)),
        _ => (named(&before.message), named(&after.message)),
    };
    let come: Vec<String> = new.iter().filter(|n| !old.contains(n)).cloned().collect();
    let gone: Vec<String> = old.iter().filter(|n| !new.contains(n)).cloned().collect();
    let parts = match after.status {
        Status::Undecided if come.is_empty() => [None, part("it depends no longer on", &gone)],
        Status::Undecided => [part("it depends also on", &come), part("no longer on", &gone)],
        _ => [part("now with", &come), part("now without", &gone)],
    };
    let mut parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        let whom = |a: &Finding, b: &Finding| -> Vec<String> {
            let other = a.subject.about.iter().filter(|n| !b.subject.about.contains(n));
            other.map(|n| format!("`{n}`")).collect()
        };
        parts.extend(part("now also for", &whom(after, before)));
        parts.extend(part("no longer for", &whom(before, after)));
    }
    if !parts.is_empty() {
        return Some(parts.join(", "));
    }
    caused(after, cause)
        .or_else(|| (before.message != after.message).then(|| after.message.clone()))
}

/// Says that what was violated is not there any more.
pub(super) fn gone<'a>(before: &Finding, names: impl Iterator<Item = &'a String>) -> String {
    let mut lost: Vec<String> = Vec::new();
    for name in names {
        let name = format!("`{name}`");
        if !lost.contains(&name) && before.subject.framework != name {
            lost.push(name);
        }
    }
    part("there is no longer", &lost).unwrap_or_default()
}

/// Says what is still open, where what was violated is not what is open now.
pub(super) fn still_open(before: &Finding, after: &Finding) -> String {
    let whom: Vec<String> = if after.subject.path == before.subject.path {
        after.subject.about.iter().map(|a| format!("`{a}`")).collect()
    } else {
        vec![format!("`{}`", after.subject.path)]
    };
    match part("still open for", &whom) {
        Some(whom) => format!("{whom}: {}", after.message),
        None => after.message.clone(),
    }
}

/// The step of a derivation that is one of the statements that were changed.
fn caused(finding: &Finding, cause: &impl Fn(Span) -> bool) -> Option<String> {
    finding.trace.iter().find(|s| !left_out(finding, s) && s.span.is_some_and(cause)).map(said)
}

fn said(step: &Step) -> String {
    if step.sources.is_empty() {
        return step.text.clone();
    }
    let by_edit = step.sources.iter().any(|s| s == "supposed");
    match step.text.strip_suffix(", as stated").filter(|_| by_edit) {
        Some(text) => format!("{text}, as supposed"),
        None => format!("{} [{}]", step.text, step.sources.join("; ")),
    }
}

/// The facts for want of which it cannot be decided.
fn wanted(finding: &Finding) -> Vec<String> {
    finding.missing.iter().map(|m| format!("`{}.{}`", m.path, m.field)).collect()
}

/// What a message names.
fn named(message: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in message.split('`').skip(1).step_by(2).map(|n| format!("`{n}`")) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn part(word: &str, names: &[String]) -> Option<String> {
    let shown: Vec<&str> = names.iter().take(MOST).map(String::as_str).collect();
    let more = names.len() - shown.len();
    let (last, first) = shown.split_last()?;
    Some(match (first, more) {
        ([], _) => format!("{word} {last}"),
        (first, 0) => format!("{word} {} and {last}", first.join(", ")),
        (_, more) => format!("{word} {} and {more} more", shown.join(", ")),
    })
}
