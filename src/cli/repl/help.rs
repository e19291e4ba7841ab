//! `help`: one page of lines taken from what is loaded, and a few lines for each word.

use std::io;

use unicode_width::UnicodeWidthStr as _;

use super::command::WORDS;
use super::questions::explained;
use super::turn::{Answered, Played, Turn};
use crate::diagnostic::nearest;
use crate::report;

/// Edits with their forms, for `help add`.
const EDITS: &[(&str, &[&str], &str)] = &[
    (
        "add",
        &["add DPRK to napci.members", "add csbm line { type hotline } to napci.functional"],
        "puts a name into a list, or a block into a thing",
    ),
    (
        "remove",
        &["remove ROK from napci.members", "remove functional from napci.baskets"],
        "takes it out again; what names it elsewhere still stands and is named",
    ),
    (
        "set",
        &["set napci.track to 2", "set napci.stance.China to opposes", "set napci.roadmap to yes"],
        "puts a value in the place of what is stated",
    ),
    ("drop", &["drop napci.excluded"], "says that there is none"),
    ("forget", &["forget napci.roadmap"], "takes back what is said, so that nobody says"),
    (
        "withdraw",
        &["withdraw USA from jcpoa", "withdraw USA"],
        "takes an actor out of every list by which it takes part, and says which",
    ),
    ("delay", &["delay hard-core.widening by 6 months"], "puts off the dates of a phase"),
    (
        "move",
        &["move hard-core.charter after hard-core.widening"],
        "puts a phase before, after or with another",
    ),
];

/// What a line of a text says about silence, for `help no` and `help unknown`.
const SILENCE: &[(&str, &str, &str)] = &[
    ("no FIELD", "there is none", "no roadmap  [SOURCE]"),
    ("no other FIELD", "those written are all", "no other baskets"),
    ("no ITEM in FIELD", "this one is not", "no DPRK in members"),
    ("FIELD unknown", "nobody knows", "funders unknown"),
    ("saying nothing", "framework: unknown", "draft: there is none"),
];

pub(super) fn help(rest: &str, turn: &mut Turn<'_>) -> Answered {
    if rest.is_empty() {
        page(turn)?;
        return Ok(Played::Done);
    }
    let first = rest.split_whitespace().next().unwrap_or(rest);
    if matches!(first, "no" | "unknown" | "silence" | "other") {
        for (form, means, example) in SILENCE {
            row(&[(form, 21), (means, 22), (example, 0)], turn)?;
        }
        report::emit_hanging("  ", "more: help add, explain unknown", turn.style, turn.out)?;
        return Ok(Played::Done);
    }
    if first == "commands" {
        for (_, form, does) in WORDS {
            report::emit_hanging("  ", form, turn.style, turn.out)?;
            report::emit_hanging("      ", does, turn.style, turn.out)?;
        }
        report::emit_hanging("  ", "more: help add, help no", turn.style, turn.out)?;
        return Ok(Played::Done);
    }
    if let Some((word, forms, does)) = EDITS.iter().find(|(w, ..)| *w == first) {
        for form in *forms {
            report::emit_hanging("  ", form, turn.style, turn.out)?;
        }
        report::emit_hanging("  ", does, turn.style, turn.out)?;
        let next = EDITS.iter().map(|(w, ..)| *w).filter(|w| w != word).take(2);
        let more = format!("more: help {}", next.collect::<Vec<_>>().join(", help "));
        report::emit_hanging("  ", &more, turn.style, turn.out)?;
        return Ok(Played::Done);
    }
    if let Some((_, form, does)) = WORDS.iter().find(|(w, ..)| *w == first) {
        report::emit_hanging("  ", form, turn.style, turn.out)?;
        report::emit_hanging("  ", does, turn.style, turn.out)?;
        return Ok(Played::Done);
    }
    let near = match explained(rest, turn)? {
        Ok(()) => return Ok(Played::Done),
        Err(near) => near,
    };
    let words = WORDS.iter().map(|(w, ..)| *w).chain(EDITS.iter().map(|(w, ..)| *w));
    let near = nearest(first, words).map(str::to_owned).or(near);
    let line = near.map_or("help".to_owned(), |near| format!("help {near}"));
    turn.fail_for(&format!("nothing is called `{rest}`"), &line)
}

/// Writes words in columns, or below one another where they are wider than the page.
fn row(columns: &[(&str, usize)], turn: &mut Turn<'_>) -> io::Result<()> {
    let mut line = String::from("  ");
    for (text, width) in columns {
        let pad = " ".repeat(width.saturating_sub(text.width()));
        line.push_str(&format!("{text}{pad}  "));
    }
    if line.trim_end().width() <= turn.style.width {
        return writeln!(turn.out, "{}", line.trim_end());
    }
    let mut lead = "  ";
    for (text, _) in columns.iter().filter(|(text, _)| !text.is_empty()) {
        report::emit_hanging(lead, text, turn.style, turn.out)?;
        lead = "      ";
    }
    Ok(())
}

/// The first page, in the names of what is loaded.
fn page(turn: &mut Turn<'_>) -> io::Result<()> {
    let session = &turn.kept.session;
    let framework = session.frameworks().first().cloned().unwrap_or_else(|| "napci".to_owned());
    let analysis = session.analysis();
    let violated = analysis
        .findings
        .iter()
        .find(|f| f.status == crate::diagnostic::Status::Violated && f.subject.owner == framework)
        .map_or_else(|| session.rules().first().cloned().unwrap_or_default(), |f| f.rule.clone());
    let actors = session.values_of(&format!("{framework}.members"));
    let there = match session.listed(&framework, "members") {
        list if list.is_empty() => vec!["ROK".to_owned()],
        list => list,
    };
    let member = there.first().cloned().unwrap_or_default();
    let outsider = actors.iter().find(|a| !there.contains(a)).cloned().unwrap_or(member.clone());
    let rows = [
        ("ask", format!("{member} in {framework}.members"), "yes, no or undecided, and why"),
        ("", format!("{framework}.members"), "a list, with what is not known of it"),
        ("", format!("why {framework} {violated}"), "how a verdict came about"),
        ("", format!("why not {framework} {violated}"), "the smallest edits that would change it"),
        (
            "try",
            format!("what if add {outsider} to {framework}.members"),
            "what would change; nothing is kept",
        ),
        ("edit", format!("add {outsider} to {framework}.members"), "kept until `undo`"),
        ("", format!("withdraw {member} from {framework}"), "leaves every list it takes part by"),
        ("go", "undo, redo, reset, log, diff".to_owned(), "back and forth between states"),
        ("", "branch other, switch main".to_owned(), "two ways side by side"),
        ("see", format!("check {framework}, show {framework}"), "what stands, and what is said"),
        ("under", "profile security-building".to_owned(), "judge as a school would"),
        ("keep", "save \"variant.det\"".to_owned(), "a scenario that `detente test` replays"),
    ];
    for (area, line, does) in rows {
        row(&[(area, 5), (&line, 47), (does, 0)], turn)?;
    }
    report::emit_hanging(
        "  ",
        "more: help commands, help add, help no; explain NAME; quit",
        turn.style,
        turn.out,
    )
}
