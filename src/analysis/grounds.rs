//! In half a line, what a finding that moved rests on now, or what is different about it.
//!
//! Takes the finding before and after; gives words. Decides nothing: what moved, and how, is told by `compare`.

use crate::diagnostic::{Finding, NoteKind, Status, Step};
use crate::schema::{Kind, Takes, fields_of};
use crate::source::{Sources, Span};
use crate::value::{and, flat};

/// So many names are written out; the rest is counted.
const MOST: usize = 4;

/// So many, of what is no longer wanted beside what is wanted now.
const FEW: usize = 2;

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
    let eased =
        |f: &Finding| f.notes.iter().rfind(|n| n.kind == NoteKind::Eased).map(|n| n.text.clone());
    match (eased(before), eased(after)) {
        (_, Some(now)) if after.level < before.level => now,
        (Some(then), None) => format!("no longer {then}"),
        (Some(then), Some(now)) => format!("{now}, no longer {then}"),
        _ => now(after, cause),
    }
}

/// Lists the lines that a finding is about, each with its place and what it leads to.
pub(super) fn lines(finding: &Finding, sources: &Sources) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for label in &finding.labels {
        let text = sources.statement_of(label.span);
        let text = flat(text);
        let leads = if label.text.is_empty() { "" } else { ": " };
        let line = format!("{} `{text}`{leads}{}", sources.place(label.span), label.text);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
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

/// What is different about a verdict that is the same.
#[derive(Default)]
pub(super) struct Different {
    /// In half a line.
    pub why: String,
    /// The same with every name, where that is longer.
    pub in_full: Option<String>,
    /// Whether it is only that it depends on less.
    pub less: bool,
}

/// Says what is different about a verdict that is the same; none where it reads as before.
pub(super) fn different(
    before: &Finding,
    after: &Finding,
    cause: &impl Fn(Span) -> bool,
) -> Option<Different> {
    let (old, new) = match after.status {
        Status::Undecided => (wanted(before), wanted(after)),
        _ => (named(&before.message), named(&after.message)),
    };
    let come: Vec<String> = new.iter().filter(|n| !old.contains(n)).cloned().collect();
    let gone: Vec<String> = old.iter().filter(|n| !new.contains(n)).cloned().collect();
    let open = after.status == Status::Undecided;
    let named = |most: usize| -> Vec<String> {
        let parts = match (open, come.is_empty()) {
            (true, true) => [None, so_many("it depends no longer on", &gone, most)],
            // What is wanted now is the news; what it wants no longer follows from that.
            (true, false) => [
                so_many("it depends also on", &come, most),
                so_many("no longer on", &gone, if most == MOST { FEW } else { most }),
            ],
            _ => [so_many("now with", &come, most), so_many("now without", &gone, most)],
        };
        parts.into_iter().flatten().collect()
    };
    let mut parts = named(MOST);
    let whole = named(usize::MAX).join(", ");
    let less = open && come.is_empty() && !gone.is_empty();
    if parts.is_empty() {
        let whom = |a: &Finding, b: &Finding| -> Vec<String> {
            let other = a.subject.about.iter().filter(|n| !b.subject.about.contains(n));
            other.map(|n| format!("`{n}`")).collect()
        };
        parts.extend(part("now also for", &whom(after, before)));
        parts.extend(part("no longer for", &whom(before, after)));
    }
    if !parts.is_empty() {
        let why = parts.join(", ");
        let in_full = (!whole.is_empty() && whole != why).then_some(whole);
        return Some(Different { why, in_full, less });
    }
    // What is open says only what it wants, and it wants the same.
    let says_else = || (!open && before.message != after.message).then(|| after.message.clone());
    caused(after, cause).or_else(says_else).map(|why| Different { why, ..Different::default() })
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

/// So many statements that were changed are named as the reason.
const MOST_CAUSES: usize = 3;

/// The steps of a derivation that are among the statements that were changed: what is said of a block says more than
/// that it is there.
fn caused(finding: &Finding, cause: &impl Fn(Span) -> bool) -> Option<String> {
    let caused = |s: &&Step| !left_out(finding, s) && s.span.is_some_and(cause);
    let says = |s: &&Step| !is_there(s) && !s.text.starts_with("the draft states no ");
    let mut steps: Vec<&Step> = Vec::new();
    for step in finding.trace.iter().filter(caused).filter(says) {
        // Of several that stand in lists of one name, the first shows what is meant.
        if steps.iter().all(|s| fact(s) != fact(step)) {
            steps.push(step);
        }
    }
    steps.truncate(MOST_CAUSES);
    if steps.is_empty() {
        steps.extend(finding.trace.iter().find(caused));
    }
    let words: Vec<String> = steps.into_iter().map(said).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

/// The field that a step speaks of, or all of it where it names none.
fn fact(step: &Step) -> &str {
    let quoted = step.text.split('`').skip(1).step_by(2);
    let path = quoted.filter(|q| q.contains('.') && !q.contains(' ')).last();
    path.and_then(|p| p.rsplit('.').next()).unwrap_or(&step.text)
}

/// Checks whether a step says only that a block stands where it stands.
fn is_there(step: &Step) -> bool {
    if step.text.contains(".basket` is `") {
        return true;
    }
    let list = step.text.split(" stands in `").nth(1).and_then(|path| path.strip_suffix('`'));
    let field = list.and_then(|path| path.rsplit('.').next());
    let holds_blocks = |name: &str| {
        let mut rows = Kind::all().flat_map(fields_of).filter(|row| row.info().name == name);
        rows.any(|row| matches!(row.info().takes, Takes::Blocks(_)))
    };
    field.is_some_and(holds_blocks)
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
    // A fact may be wanted for two reasons.
    let mut facts: Vec<String> = Vec::new();
    for fact in finding.missing.iter().map(|m| format!("`{}.{}`", m.path, m.field)) {
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    facts
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
    so_many(word, names, MOST)
}

fn so_many(word: &str, names: &[String], most: usize) -> Option<String> {
    let shown: Vec<&str> = names.iter().take(most).map(String::as_str).collect();
    let more = names.len() - shown.len();
    match (shown.is_empty(), more) {
        (true, _) => None,
        (_, 0) => Some(format!("{word} {}", and(&shown))),
        (_, more) => Some(format!("{word} {} and {more} more", shown.join(", "))),
    }
}
