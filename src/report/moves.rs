//! What edits change, for people: a line for each edit, the counts, a line or two for each finding that moved.

use std::io::{self, Write};

use indexmap::IndexMap;
use unicode_width::UnicodeWidthStr;

use super::answers::NARROW;
use super::plain::told;
use super::{Style, text};
use crate::analysis::{Change, Diff, Made, Moved, Movement, Summary};
use crate::diagnostic::{Finding, Status};

/// Writes what a change comes to. `most` is how many moves are shown before the rest is counted: at the prompt, where
/// `show all` shows it.
pub(super) fn change(
    change: &Change,
    style: &Style,
    most: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    for step in &change.steps {
        made(step, style, out)?;
    }
    let told: Vec<&Moved> = change.moved.iter().filter(|m| !m.quiet).collect();
    for line in text::wrap(&counts(&told), style.width.saturating_sub(2)) {
        writeln!(out, "  {line}")?;
    }
    let folded: Vec<&Moved> = match told.iter().copied().filter(|m| m.less) {
        less if less.clone().count() > MOST_OF_LESS && !style.all => less.collect(),
        _ => Vec::new(),
    };
    let rows: Vec<&Moved> = told.iter().copied().filter(|m| folded.is_empty() || !m.less).collect();
    let shown = || rows.iter().copied().take(most);
    let names = shown().map(|m| m.rule.width()).max().unwrap_or(0);
    // One very long name does not push the columns of all others off the page.
    let taken = "  resolved  ".width() + names + 4;
    let room =
        style.width.saturating_sub(taken + shown().map(|m| steps(m).width()).max().unwrap_or(0));
    let owners = shown().map(|m| owner(m).width()).filter(|w| *w <= room).max().unwrap_or(0);
    for of_rule in counted(shown()).chunk_by(|(a, _), (b, _)| together(a, b)) {
        for (moved, times) in of_rule.iter().take(MOST_OF_A_RULE) {
            row(moved, *times, (names, owners), style, out)?;
        }
        if let (Some(((moved, _), _)), n @ 1..) =
            (of_rule.split_first(), of_rule.len().saturating_sub(MOST_OF_A_RULE))
        {
            writeln!(out, "            and {n} more of `{}`", moved.rule)?;
        }
    }
    if rows.len() > most {
        let dots = if style.ascii() { "..." } else { "…" };
        writeln!(out, "  {dots} {} more: show all", rows.len() - most)?;
    }
    if !folded.is_empty() {
        let mut rules: Vec<String> = Vec::new();
        for rule in folded.iter().map(|m| format!("`{}`", m.rule)) {
            if !rules.contains(&rule) {
                rules.push(rule);
            }
        }
        let line = format!(
            "{} stay undecided and depend on less than before: {}",
            folded.len(),
            rules.join(", ")
        );
        indented(&line, style, out)?;
    }
    match change.moved.len() - told.len() {
        0 => Ok(()),
        1 => indented("1 reads as before and rests on other statements", style, out),
        n => indented(&format!("{n} read as before and rest on other statements"), style, out),
    }
}

/// So many rows are shown that say only that something depends on less; more are put together, so that they do not
/// bury the news.
const MOST_OF_LESS: usize = 2;

/// So many things are named that moved in the same way for one rule and framework; the rest is counted.
const MOST_OF_A_RULE: usize = 8;

/// Checks whether two rows tell of one rule, one framework and one way of moving, with nothing against it.
fn together(a: &Moved, b: &Moved) -> bool {
    let calm = matches!(a.movement, Movement::Decided | Movement::Opened);
    calm && (a.movement, &a.rule, &a.framework) == (b.movement, &b.rule, &b.framework)
}

/// Writes what became of a finding: in columns, or, where they are wider than the page, as words that go on below.
fn row(
    moved: &Moved,
    times: usize,
    (names, owners): (usize, usize),
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let pad = |s: &str, width: usize| format!("{s}{}", " ".repeat(width.saturating_sub(s.width())));
    let word = pad(moved.movement.word(), 8);
    let columns = [pad(&moved.rule, names), pad(&owner(moved), owners), steps(moved)];
    let head = format!("  {word}  {}", columns.join("  "));
    let head = head.trim_end();
    let why = moved.in_full.as_ref().filter(|_| style.all).unwrap_or(&moved.why);
    let why = match times {
        1 => told(why, style),
        times => format!("{} ({times} times)", told(why, style)),
    };
    let narrow = style.width < NARROW;
    let under = if narrow { 4 } else { 12 };
    if narrow && head.width() > style.width {
        let words =
            format!("{} {} {} {}", moved.movement.word(), moved.rule, owner(moved), steps(moved));
        indented(words.trim_end(), style, out)?;
    } else if head.width() > style.width {
        let words = format!("{}  {}  {}", moved.rule, owner(moved), steps(moved));
        let words = told(&words, style);
        let mut lead = format!("  {word}  ");
        for line in text::wrap(words.trim_end(), style.width.saturating_sub(lead.width()).max(20)) {
            writeln!(out, "{}", format!("{lead}{line}").trim_end())?;
            lead = " ".repeat(lead.width());
        }
    } else if why.is_empty() || head.width() + 2 + why.width() <= style.width {
        writeln!(out, "{}", format!("{head}  {why}").trim_end())?;
        return clashing(moved, style, out);
    } else {
        writeln!(out, "{head}")?;
    }
    for line in text::wrap(&why, style.width.saturating_sub(under).max(20)) {
        writeln!(out, "{}", format!("{:under$}{line}", "").trim_end())?;
    }
    clashing(moved, style, out)
}

/// Writes the lines that clash, one below the other.
fn clashing(moved: &Moved, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let most = if style.all { usize::MAX } else { MOST_LINES };
    for line in moved.lines.iter().take(most) {
        let mut indent = "              ";
        for part in text::wrap(&text::clean(line), style.width.saturating_sub(16).max(20)) {
            writeln!(out, "{indent}{part}")?;
            indent = "                ";
        }
    }
    match moved.lines.len().saturating_sub(most) {
        0 => Ok(()),
        n => writeln!(out, "              and {n} more"),
    }
}

/// So many lines of a contradiction are written out; the rest is counted.
const MOST_LINES: usize = 8;

/// Several faults of a text of which the same is said are told once.
fn counted<'a>(all: impl Iterator<Item = &'a Moved>) -> Vec<(&'a Moved, usize)> {
    let mut rows: Vec<(&Moved, usize)> = Vec::new();
    for moved in all {
        match rows.last_mut() {
            Some((last, times))
                if last.movement == moved.movement
                    && last.rule == moved.rule
                    && last.path == moved.path
                    && last.about == moved.about
                    && last.why == moved.why =>
            {
                *times += 1;
            }
            _ => rows.push((moved, 1)),
        }
    }
    rows
}

/// Writes what became of the findings between two versions of a text.
pub(super) fn versions(diff: &Diff, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for (names, word) in [(&diff.gone, "older"), (&diff.come, "newer")] {
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
            indented(&format!("only in the {word}: {}", names.join(", ")), style, out)?;
        }
    }
    if let Some((old, new)) = &diff.renamed {
        indented(
            &format!("`{old}` is compared with `{new}`, the one framework of each"),
            style,
            out,
        )?;
    }
    change(&diff.change, style, usize::MAX, out)?;
    writeln!(out, "  older: {}", standing(&diff.change.before))?;
    writeln!(out, "  newer: {}", standing(&diff.change.after))
}

/// An edit is written out up to this width where something is said of it.
const MOST_OF_AN_EDIT: usize = 60;

/// Writes what an edit did beyond what it says, where there is something to say.
fn made(step: &Made, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let edit = short(&step.text);
    let wide = step.touched.len() > 1;
    if wide {
        let line = format!("{edit}: changes {}", touched(&step.touched, style));
        indented(&line, style, out)?;
    }
    for note in &step.notes {
        indented(&format!("{edit}: {note}"), style, out)?;
    }
    for against in &step.against {
        let line = format!(
            "{edit}: a statement says otherwise and stands: {} `{}`. To lift it: {}",
            against.place, against.statement, against.lift
        );
        indented(&line, style, out)?;
    }
    Ok(())
}

/// So many paths that an edit changes are named; of more it is told how many they are, framework by framework.
const MOST_TOUCHED: usize = 10;

/// Names what an edit changed.
fn touched(paths: &[String], style: &Style) -> String {
    if style.all || paths.len() <= MOST_TOUCHED {
        return paths.join(", ");
    }
    let mut counts: IndexMap<&str, usize> = IndexMap::new();
    for path in paths {
        *counts.entry(path.split('.').next().unwrap_or(path)).or_default() += 1;
    }
    if let ([first @ .., _], 1) = (paths.get(..MOST_TOUCHED).unwrap_or(paths), counts.len()) {
        return format!("{} and {} more", first.join(", "), paths.len() - first.len());
    }
    let each: Vec<String> = counts.iter().map(|(name, n)| format!("{name} ({n})")).collect();
    format!("{} facts of {} frameworks: {}", paths.len(), counts.len(), each.join(", "))
}

fn indented(line: &str, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut indent = "  ";
    for line in text::wrap(&told(line, style), style.width.saturating_sub(4).max(20)) {
        writeln!(out, "{indent}{line}")?;
        indent = "    ";
    }
    Ok(())
}

/// The line that counts what moved: `-1 resolved  +2 new  1 eased`.
fn counts(all: &[&Moved]) -> String {
    let count = |m: Movement| all.iter().filter(|moved| moved.movement == m).count();
    if all.is_empty() {
        return "nothing changes in what the rules say".to_owned();
    }
    let outside = all.iter().filter(|m| {
        let after = m.after.as_ref().is_some_and(|f| f.status == Status::Moot);
        m.movement == Movement::Resolved && after
    });
    let outside = match outside.count() {
        0 => String::new(),
        1 => " (1 no longer applies)".to_owned(),
        n => format!(" ({n} no longer apply)"),
    };
    let mut line =
        format!("-{} resolved{outside}  +{} new", count(Movement::Resolved), count(Movement::New));
    for movement in
        [Movement::Eased, Movement::Raised, Movement::Decided, Movement::Opened, Movement::Reason]
    {
        let n = count(movement);
        if n > 0 {
            let word = if movement == Movement::Reason { "otherwise" } else { movement.word() };
            line.push_str(&format!("  {n} {word}"));
        }
    }
    line
}

/// Whom it is about: the framework, with what is meant in particular.
fn owner(moved: &Moved) -> String {
    let path = if moved.path.is_empty() { &moved.framework } else { &moved.path };
    match moved.about.as_slice() {
        [] => path.clone(),
        [one] => format!("{path}, {one}"),
        [one, rest @ ..] => format!("{path}, {one} and {} more", rest.len()),
    }
}

/// From what to what: `violated -> satisfied`, or the levels where only those differ.
fn steps(moved: &Moved) -> String {
    let level = |f: &Option<Finding>| f.as_ref().map_or("", |f| f.level.word());
    let status = |f: &Option<Finding>, gone: &str| match f {
        Some(f) if f.status == Status::Broken => f.level.word().to_owned(),
        Some(f) => f.status.word().to_owned(),
        None => gone.to_owned(),
    };
    match moved.movement {
        Movement::Eased | Movement::Raised => {
            format!("{} -> {}", level(&moved.before), level(&moved.after))
        }
        Movement::Reason => {
            let (before, after) = (status(&moved.before, ""), status(&moved.after, ""));
            if before == after { after } else { format!("{before} -> {after}") }
        }
        // One of several things that a finding speaks of: the others are as they were.
        Movement::Resolved if faulted(moved.after.as_ref()) => "no longer".to_owned(),
        Movement::New if faulted(moved.before.as_ref()) || moved.before.is_none() => {
            status(&moved.after, "")
        }
        Movement::Resolved => {
            let before = status(&moved.before, "");
            format!("{before} -> {}", status(&moved.after, "gone"))
        }
        _ => format!("{} -> {}", status(&moved.before, "nothing"), status(&moved.after, "gone")),
    }
}

fn faulted(finding: Option<&Finding>) -> bool {
    finding.is_some_and(|f| matches!(f.status, Status::Violated | Status::Broken))
}

/// The edit as written, with a long block left out.
fn short(edit: &str) -> String {
    match (edit.find('{'), edit.rfind('}')) {
        (Some(open), Some(close)) if edit.width() > MOST_OF_AN_EDIT => {
            let (head, tail) = (edit.get(..open), edit.get(close..));
            format!("{}{{ … {}", head.unwrap_or(""), tail.unwrap_or(""))
        }
        _ => edit.to_owned(),
    }
}

/// The line that counts what stands: `9 violated, 31 satisfied, 22 undecided, 8 do not apply`.
pub(super) fn standing(summary: &Summary) -> String {
    let mut parts = Vec::new();
    if summary.broken > 0 {
        parts.push(format!("{} about the texts", summary.broken));
    }
    parts.push(format!("{} violated", summary.violated));
    parts.push(format!("{} undecided", summary.undecided));
    parts.push(format!("{} satisfied", summary.satisfied));
    let apply = if summary.moot == 1 { "does not apply" } else { "do not apply" };
    parts.push(format!("{} {apply}", summary.moot));
    parts.join(", ")
}
