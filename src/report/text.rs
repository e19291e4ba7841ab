//! Words that every format for people shares: marks, sentences, counts, wrapping.
//!
//! Takes findings and summaries, gives plain text without colour or drawing. Knows no output library.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::Style;
use super::offers::is_copied;
use super::plain::title;
use crate::analysis::{Analysis, Summary, TestRun};
use crate::diagnostic::{Basis, Finding, Level, Marked, Missing, NoteKind, Status};
use crate::source::{FileId, Sources};
use crate::value::{and, count};

/// The five marks. Each goes with its word, so that colour carries nothing alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Error,
    Warning,
    Advice,
    Undecided,
    Note,
}

impl Mark {
    pub(super) fn of(finding: &Finding) -> Mark {
        match (finding.status, finding.level) {
            (Status::Undecided, _) => Mark::Undecided,
            (Status::Satisfied | Status::Moot, _) | (_, Level::Note) => Mark::Note,
            (_, Level::Error) => Mark::Error,
            (_, Level::Warning) => Mark::Warning,
            (_, Level::Advice) => Mark::Advice,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Mark::Error => "error",
            Mark::Warning => "warning",
            Mark::Advice => "advice",
            Mark::Undecided => "undecided",
            Mark::Note => "note",
        }
    }

    pub(super) fn sign(self, ascii: bool) -> &'static str {
        match (self, ascii) {
            (Mark::Error, false) => "×",
            (Mark::Warning, false) => "⚠",
            (Mark::Advice, false) => "☞",
            (Mark::Note, false) => "·",
            (Mark::Undecided, _) => "?",
            (Mark::Error, true) => "x",
            (Mark::Warning, true) => "!",
            (Mark::Advice, true) => ">",
            (Mark::Note, true) => "-",
        }
    }
}

/// Returns whether a finding is one that a run reports in full: something is wrong.
pub(super) fn is_wrong(finding: &Finding) -> bool {
    matches!(finding.status, Status::Broken | Status::Violated)
}

/// A finding to print, with the others that one and the same unwritten field brings about.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) lead: &'a Finding,
    pub(super) others: Vec<&'a Finding>,
}

/// A framework, and the paths and fields that nobody has written.
type Gap<'a> = (&'a str, Vec<(&'a str, &'a str)>);

/// Gathers what is wrong, in order. Violated rules of one framework for want of exactly the same facts
/// become one entry led by the heaviest; `apart` keeps each by itself.
pub(super) fn entries(findings: &[Finding], apart: bool) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut seen: BTreeMap<Gap<'_>, usize> = BTreeMap::new();
    for finding in findings.iter().filter(|f| is_wrong(f)) {
        let groups = !apart && finding.status == Status::Violated && !finding.missing.is_empty();
        if groups {
            let mut wanted: Vec<_> =
                finding.missing.iter().map(|m| (m.path.as_str(), m.field.as_str())).collect();
            wanted.sort_unstable();
            let place = *seen.entry((&finding.subject.framework, wanted)).or_insert(entries.len());
            if let Some(entry) = entries.get_mut(place) {
                let mut other = finding;
                if other.level > entry.lead.level {
                    std::mem::swap(&mut other, &mut entry.lead);
                }
                entry.others.push(other);
                continue;
            }
        }
        entries.push(Entry { lead: finding, others: Vec::new() });
    }
    entries
}

/// Returns `warning[hard-from-outset] (eased from error)`.
pub(super) fn headline(entry: &Entry<'_>) -> String {
    let finding = entry.lead;
    let mut text = format!("{}[{}]", Mark::of(finding).word(), finding.rule);
    if !entry.others.is_empty() {
        let _ = write!(text, " (+{})", entry.others.len());
    }
    if let Some(before) = finding.eased_from.filter(|before| *before != finding.level) {
        let _ = write!(text, " (eased from {})", before.word());
    }
    text
}

/// Returns whom a finding is about: the path, and in brackets what else takes part.
pub(super) fn whom(finding: &Finding) -> String {
    let subject = &finding.subject;
    let path = if subject.path.is_empty() { &subject.framework } else { &subject.path };
    if subject.about.is_empty() {
        path.clone()
    } else {
        format!("{path} ({})", subject.about.join(", "))
    }
}

/// Returns the sentence of a finding and, on a second line, its reason.
pub(super) fn statement(finding: &Finding) -> String {
    if finding.title.is_empty() {
        return clean(&finding.message);
    }
    let (title, whom) = (title(&finding.title), whom(finding));
    let mut text = match finding.status {
        Status::Broken => title,
        Status::Violated => format!("{title}: {whom} violates this"),
        Status::Undecided => format!("{title}: cannot be decided for {whom}"),
        Status::Satisfied => format!("{title}: {whom} satisfies this"),
        Status::Moot => format!("{title}: does not apply to {whom}"),
    };
    if finding.as_far_as_listed {
        text.push_str(", as far as listed");
    }
    if !finding.message.is_empty() {
        text.push('\n');
        text.push_str(&finding.message);
    }
    clean(&text)
}

/// Names a finding that stands under another: its rule, or whom it is about where the rule is the same.
fn other(lead: &Finding, finding: &Finding) -> String {
    let about = finding.subject.about.join(", ");
    match (lead.rule == finding.rule, about.as_str()) {
        (true, "") | (false, _) => format!("{} ({})", finding.rule, finding.level.word()),
        (true, about) => format!("for {about} ({})", finding.level.word()),
    }
}

/// Returns the lines below the text in the order of the fixed vocabulary: the finding's own, and those
/// that follow from what it rests on.
pub(super) fn notes(
    entry: &Entry<'_>,
    sources: &Sources,
    style: &Style,
) -> Vec<(NoteKind, String)> {
    let finding = entry.lead;
    let mut lines: Vec<(NoteKind, String)> =
        style.offers.notes(finding).iter().map(|n| (n.kind, clean(&n.text))).collect();
    let has = |kind| finding.notes.iter().any(|n| n.kind == kind);
    if !entry.others.is_empty() {
        let others: Vec<String> = entry.others.iter().map(|f| other(entry.lead, f)).collect();
        let text = format!(
            "for want of {}, not satisfied either: {}",
            wanted(&finding.missing),
            others.join(", ")
        );
        lines.push((NoteKind::So, clean(&text)));
    }
    if finding.status == Status::Undecided && !has(NoteKind::Needs) && !finding.missing.is_empty() {
        lines.push((NoteKind::Needs, clean(&needs(&finding.missing))));
    }
    if let (Some(fix), false) = (&finding.fix, has(NoteKind::Help)) {
        let old = sources.slice(fix.span);
        let text = if old.is_empty() {
            format!("write `{}` here", fix.text)
        } else if fix.text.is_empty() {
            format!("leave out `{old}`")
        } else {
            format!("write `{}` instead of `{old}`", fix.text)
        };
        if !text.contains('\n') {
            lines.push((NoteKind::Help, clean(&text)));
        }
    }
    if let Some(text) = basis(&finding.basis) {
        lines.push((NoteKind::Note, clean(&text)));
    }
    lines.extend(marked(finding, sources).into_iter().map(|text| (NoteKind::Note, clean(&text))));
    if finding.as_far_as_listed {
        let text = "as far as listed: a list it rests on is open, and someone not listed could change this";
        lines.push((NoteKind::Note, text.to_owned()));
    }
    lines.sort_by_key(|(kind, _)| *kind);
    lines
}

/// Returns ``rests on `no roadmap`, as berger2015 states; from the facts alone undecided, …``.
pub(super) fn basis(basis: &Basis) -> Option<String> {
    let Basis::Notion { stated, sources, facts_alone, for_want_of } = basis else { return None };
    let stated: Vec<String> = stated.iter().map(|s| format!("`{s}`")).collect();
    let mut text = format!("rests on {}", and(&stated));
    if !sources.is_empty() {
        let verb = if sources.len() == 1 { "states" } else { "state" };
        let _ = write!(text, ", as {} {verb}", and(sources));
    }
    let _ = write!(text, "; from the facts alone {}", alone(*facts_alone));
    if !for_want_of.is_empty() {
        let _ = write!(text, ", for want of {}", wanted(for_want_of));
    }
    Some(text)
}

/// At most so many statements that no source makes are written out.
const MAX_MARKED: usize = 3;

/// Returns ``rests on an inferred statement: `ROK` stands in `dispute.stakeholders` (talks.det:9)``, a line for each
/// mark; several statements stand below one another.
pub(super) fn marked(finding: &Finding, sources: &Sources) -> Vec<String> {
    let line = |mark: &&str| {
        let all: Vec<&Marked> = finding.marked.iter().filter(|m| m.mark == *mark).collect();
        let told = |m: &&Marked| format!("{} ({})", m.text, sources.place(m.span));
        match all.as_slice() {
            [] => None,
            [one] => Some(format!("rests on an {mark} statement: {}", told(one))),
            all => {
                let mut text = format!("rests on {mark} statements:");
                for one in all.iter().take(MAX_MARKED) {
                    let _ = write!(text, "\n{}", told(one));
                }
                if all.len() > MAX_MARKED {
                    let _ = write!(text, "\nand {} more", all.len() - MAX_MARKED);
                }
                Some(text)
            }
        }
    };
    ["inferred", "unverified"].iter().filter_map(line).collect()
}

/// Returns `rests on 2 inferred statements and 1 unverified statement`, where there is a line for the whole verdict.
pub(super) fn marked_in_brief(finding: &Finding) -> String {
    let count = |mark: &str| match finding.marked.iter().filter(|m| m.mark == mark).count() {
        0 => None,
        1 => Some(format!("1 {mark} statement")),
        n => Some(format!("{n} {mark} statements")),
    };
    let counts: Vec<String> = ["inferred", "unverified"].iter().filter_map(|m| count(m)).collect();
    format!("rests on {}", and(&counts))
}

fn alone(status: Status) -> &'static str {
    match status {
        Status::Moot => "it does not apply",
        other => other.word(),
    }
}

/// Returns `` `members` and `phases` of napci, and `stance.China` of ubp ``.
pub(super) fn wanted(missing: &[Missing]) -> String {
    let mut by_path: Vec<(&str, Vec<String>)> = Vec::new();
    for m in missing {
        let field = format!("`{}`", m.field);
        match by_path.iter_mut().find(|(path, _)| *path == m.path) {
            Some((_, fields)) if fields.contains(&field) => {}
            Some((_, fields)) => fields.push(field),
            None => by_path.push((&m.path, vec![field])),
        }
    }
    let parts: Vec<String> = by_path
        .into_iter()
        .map(
            |(path, fields)| {
                if path.is_empty() { and(&fields) } else { format!("{} of {path}", and(&fields)) }
            },
        )
        .collect();
    and(&parts)
}

fn needs(missing: &[Missing]) -> String {
    let mut by_reason: Vec<(&str, Vec<Missing>)> = Vec::new();
    for m in missing {
        match by_reason.iter_mut().find(|(why, _)| *why == m.why) {
            Some((_, list)) => list.push(m.clone()),
            None => by_reason.push((&m.why, vec![m.clone()])),
        }
    }
    let lines: Vec<String> = by_reason
        .into_iter()
        .map(
            |(why, list)| {
                if why.is_empty() { wanted(&list) } else { format!("{}: {why}", wanted(&list)) }
            },
        )
        .collect();
    lines.join("\n")
}

/// Returns under what else could be judged, where nobody asked for a profile: the core holds a few rules only.
pub(super) fn other_profiles(analysis: &Analysis) -> Option<String> {
    let judged = analysis.summary.frameworks > 0 && !analysis.offered.is_empty();
    let names = analysis.offered.join(", ");
    judged.then(|| {
        format!("judged by the few rules of the core; to judge as a school does: --profile NAME, of {names}")
    })
}

/// Returns the closing line of a check.
pub(super) fn closing(analysis: &Analysis) -> String {
    let Summary { frameworks, files, loaded, broken, violated, undecided, satisfied, moot, .. } =
        analysis.summary;
    let mut text = format!("{}, {}", count(files, "file"), count(frameworks, "framework"));
    if loaded > 0 {
        let _ = write!(text, " ({loaded} loaded)");
    }
    text.push_str(": ");
    if broken > 0 {
        let _ = write!(
            text,
            "{} in the text{}, ",
            count(broken, "problem"),
            levels(analysis, Status::Broken)
        );
    }
    let _ = write!(
        text,
        "{violated} violated{}, {satisfied} satisfied, {undecided} undecided, {moot} {}",
        levels(analysis, Status::Violated),
        if moot == 1 { "does not apply" } else { "do not apply" },
    );
    text
}

/// Returns ` (6 errors, 2 warnings, 1 advice)`, or nothing where there is nothing to count.
fn levels(analysis: &Analysis, status: Status) -> String {
    let of =
        |level| analysis.findings.iter().filter(|f| f.status == status && f.level == level).count();
    let mut parts = Vec::new();
    for (level, word) in [(Level::Error, "error"), (Level::Warning, "warning")] {
        if of(level) > 0 {
            parts.push(count(of(level), word));
        }
    }
    for level in [Level::Advice, Level::Note] {
        match of(level) {
            0 => {}
            1 => parts.push(format!("1 {}", level.word())),
            n if level == Level::Note => parts.push(format!("{n} notes")),
            n => parts.push(format!("{n} advice")),
        }
    }
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) }
}

/// Returns `63 undecided; most would be decided by: members (14), phases (9)`.
pub(super) fn wants(analysis: &Analysis) -> Option<String> {
    const SHOWN: usize = 5;
    let n = analysis.findings.iter().filter(|f| f.status == Status::Undecided).count();
    if n == 0 {
        return None;
    }
    let mut text = format!("{n} undecided");
    if !analysis.wants.is_empty() {
        let list: Vec<String> = analysis
            .wants
            .iter()
            .take(SHOWN)
            .map(|w| format!("{} ({})", w.field, w.findings))
            .collect();
        let _ = write!(text, "; most would be decided by: {}", list.join(", "));
    }
    Some(text)
}

/// Replaces what could disturb a terminal or hide text: control characters, invisible characters and
/// those that turn the direction of writing. Line breaks stay.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { visible(c) }).collect()
}

/// Returns a character that is safe to print in its place.
pub(super) fn visible(c: char) -> char {
    match c {
        '\t' | '\u{A0}' | '\u{202F}' => ' ',
        '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}' => '\u{FFFD}',
        c => {
            if c.is_control() {
                '\u{FFFD}'
            } else {
                c
            }
        }
    }
}

/// Breaks text into lines of at most `width` columns. Line breaks in the text stay; a line that starts
/// with two blanks is an example and is left alone, as is a command; words in backticks stay together while short.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        if line.starts_with("  ") || is_copied(line) || line.width() <= width {
            lines.push(line.trim_end().to_owned());
            continue;
        }
        let mut current = String::new();
        for word in words(line, width) {
            if !current.is_empty() && current.width() + 1 + word.width() > width {
                lines.push(std::mem::take(&mut current));
            }
            if !current.is_empty() {
                current.push(' ');
            }
            current.push_str(&word);
        }
        lines.push(current);
    }
    lines
}

fn words(line: &str, width: usize) -> Vec<String> {
    const LONGEST_KEPT: usize = 50;
    let mut words: Vec<String> = Vec::new();
    let mut open = String::new();
    for word in line.split_whitespace() {
        let ticks = word.matches('`').count();
        if open.is_empty() {
            if ticks % 2 == 0 { words.push(word.to_owned()) } else { open.push_str(word) }
        } else {
            open.push(' ');
            open.push_str(word);
            if ticks % 2 == 1 {
                words.extend(kept_or_split(std::mem::take(&mut open), LONGEST_KEPT.min(width)));
            }
        }
    }
    // A backtick without its fellow binds nothing.
    words.extend(open.split_whitespace().map(str::to_owned));
    words
}

fn kept_or_split(phrase: String, longest: usize) -> Vec<String> {
    if phrase.width() <= longest {
        vec![phrase]
    } else {
        phrase.split_whitespace().map(str::to_owned).collect()
    }
}

/// Returns how many expectations came out as written, those included that fail as expected.
pub(super) fn passed(run: &TestRun) -> usize {
    let (facts, notion, known) = run.passed;
    facts + notion + known
}

/// Returns `12 rest on facts, 3 on a notion that a source states, 1 fails as expected`.
pub(super) fn rests_on(run: &TestRun) -> String {
    let (facts, notion, known) = run.passed;
    if run.cases.is_empty() {
        return "no `expect` stands in these files, so nothing was tested".to_owned();
    }
    let (rest, fail) =
        (if facts == 1 { "rests" } else { "rest" }, if known == 1 { "fails" } else { "fail" });
    let mut text = format!(
        "of those passed, {facts} {rest} on facts, {notion} on a notion that a source states"
    );
    if known > 0 {
        let _ = write!(text, ", {known} {fail} as expected");
    }
    text
}

/// Returns a line for each file that holds expectations, in their order.
pub(super) fn per_file(run: &TestRun) -> Vec<String> {
    let mut files: Vec<(FileId, usize, usize)> = Vec::new();
    for case in &run.cases {
        let place =
            files.iter().position(|(file, ..)| *file == case.span.file).unwrap_or_else(|| {
                files.push((case.span.file, 0, 0));
                files.len() - 1
            });
        if let Some((_, passed, failed)) = files.get_mut(place) {
            *(if case.passed { passed } else { failed }) += 1;
        }
    }
    files
        .iter()
        .map(|(file, passed, failed)| {
            format!("{}: {passed} passed, {failed} failed", clean(run.sources.name(*file)))
        })
        .collect()
}
