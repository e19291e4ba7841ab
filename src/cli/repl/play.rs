//! What a line at the prompt does, and what it answers.
//!
//! Takes a [`Command`]; writes the answer. Whether it could be done is given back, for transcripts. Nothing here is
//! half done: what fails leaves everything as it was.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::command::{Command, WORDS};
use super::state::{Kept, Lost, MAIN};
use super::{help, save};
use crate::analysis::{Change, Question, Request};
use crate::diagnostic::{Finding, nearest};
use crate::report::{self, Style};

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Played {
    /// It was done.
    Done,
    /// It could not be done, and that was said.
    Failed,
    /// The prompt ends.
    Quit,
}

/// Does what a line asks for.
pub(super) fn play(
    command: &Command,
    kept: &mut Kept,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<Played> {
    match command {
        Command::Nothing => Ok(Played::Done),
        Command::Edit(text) => edit(text, kept, style, out),
        Command::WhatIf(text) => {
            if text.is_empty() {
                return fail(out, "say what: `what if add DPRK to napci.members`");
            }
            match kept.session.what_if("prompt", text) {
                Ok(change) => {
                    report::emit_change(&change, style, out)?;
                    writeln!(out, "  (not kept)")?;
                    Ok(Played::Done)
                }
                Err(findings) => refused(&findings, kept, style, out),
            }
        }
        Command::Why { what, full } => why(what, *full, kept, style, out),
        Command::WhyNot(what) => why_not(what, kept, style, out),
        Command::Declare(text) => declare(text, kept, style, out),
        Command::Ask(text) => ask(text, kept, style, out),
        Command::Word(word, rest) => self::word(word, rest, kept, style, out),
    }
}

fn fail(out: &mut dyn Write, message: &str) -> io::Result<Played> {
    writeln!(out, "{message}")?;
    Ok(Played::Failed)
}

fn refused(
    findings: &[Finding],
    kept: &Kept,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<Played> {
    report::emit_brief(findings, kept.session.sources(), style, out)?;
    Ok(Played::Failed)
}

// ---- edits and states -------------------------------------------------------------------------------

fn edit(text: &str, kept: &mut Kept, style: &Style, out: &mut dyn Write) -> io::Result<Played> {
    match kept.session.make("prompt", text) {
        Ok(change) => {
            kept.undone.clear();
            arrive(kept);
            report::emit_change(&change, style, out)?;
            Ok(Played::Done)
        }
        Err(findings) => refused(&findings, kept, style, out),
    }
}

/// Notes that the branch goes on to where the session is.
fn arrive(kept: &mut Kept) {
    let (branch, at) = (kept.branch.clone(), kept.session.number());
    kept.branches.insert(branch, at);
}

fn moved(
    change: &Change,
    kept: &mut Kept,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<Played> {
    arrive(kept);
    report::emit_change(change, style, out)?;
    Ok(Played::Done)
}

fn word(
    word: &str,
    rest: &str,
    kept: &mut Kept,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<Played> {
    match word {
        "quit" => Ok(Played::Quit),
        "help" => help::help(rest, kept, style, out),
        "undo" => {
            let here = kept.session.number();
            match kept.session.undo() {
                Some(change) => {
                    kept.undone.push(here);
                    moved(&change, kept, style, out)
                }
                None => fail(out, "nothing to undo: these are the texts as loaded"),
            }
        }
        "redo" => match kept.undone.pop() {
            Some(to) => {
                let change = kept.session.go(to);
                moved(&change, kept, style, out)
            }
            None => fail(out, "nothing to redo"),
        },
        "reset" => {
            if kept.session.depth() == 0 {
                return fail(out, "these are the texts as loaded; there is nothing to take back");
            }
            let here = kept.session.number();
            let change = kept.session.go(0);
            kept.undone.push(here);
            moved(&change, kept, style, out)
        }
        "branch" => branch(rest, kept, out),
        "switch" => switch(rest, kept, style, out),
        "log" => log(kept, style, out),
        "diff" => diff(rest, kept, style, out),
        "check" => check(rest, kept, style, out),
        "show" | "explain" => explain(word, rest, kept, style, out),
        "scenario" => scenario(rest, kept, style, out),
        "profile" => profile(rest, kept, style, out),
        "follow" => follow(rest, kept, style, out),
        "save" => match path_of(rest) {
            Some(path) => save::save(&path, kept, out),
            None => fail(out, "say where: `save \"dprk-in.det\"`"),
        },
        "load" => match path_of(rest) {
            Some(path) => {
                let lost = kept.open(&[path]);
                reopened(lost, kept, style, out)
            }
            None => fail(out, "say what: `load \"csce.det\"`"),
        },
        "reload" => {
            let lost = kept.open(&[]);
            reopened(lost, kept, style, out)
        }
        "what" => fail(out, "say `what if` and an edit: `what if add DPRK to napci.members`"),
        _ => fail(out, "this cannot be done"),
    }
}

fn path_of(rest: &str) -> Option<PathBuf> {
    let path = rest.trim().trim_matches(|c| matches!(c, '"' | '“' | '”'));
    (!path.is_empty()).then(|| PathBuf::from(path))
}

/// Says what stands after the files were read again.
fn reopened(
    lost: Result<Lost, String>,
    kept: &Kept,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<Played> {
    match lost {
        Ok(lost) => {
            standing(kept, style, out)?;
            if !kept.gone.is_empty() {
                let files: Vec<String> = kept.gone.iter().map(|f| format!("`{f}`")).collect();
                report::emit_words(&format!("no longer there: {}", files.join(", ")), style, out)?;
            }
            for (edit, why) in &lost {
                writeln!(out, "  can no longer be made, and is left out: {edit}")?;
                for finding in why {
                    writeln!(out, "    {}", finding.message)?;
                }
            }
            Ok(if lost.is_empty() { Played::Done } else { Played::Failed })
        }
        Err(problem) => {
            writeln!(out, "{problem}")?;
            fail(out, "nothing was changed: what was loaded before still stands")
        }
    }
}

/// Writes the line that says what is loaded and what stands, and what is wrong with the texts.
pub(super) fn standing(kept: &Kept, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let analysis = kept.session.analysis();
    let summary = &analysis.summary;
    let frameworks = if summary.frameworks == 1 { "framework" } else { "frameworks" };
    let files = if summary.files == 1 { "file" } else { "files" };
    let loaded = format!("{} {frameworks}, {} {files}", summary.frameworks, summary.files);
    report::emit_words(&format!("{loaded}. {}", report::standing(summary)), style, out)?;
    let broken = kept.session.broken();
    report::emit_brief(&broken, kept.session.sources(), style, out)
}

fn branch(rest: &str, kept: &mut Kept, out: &mut dyn Write) -> io::Result<Played> {
    if rest.is_empty() {
        for (name, at) in &kept.branches {
            let here = if *name == kept.branch { "  (here)" } else { "" };
            writeln!(out, "{name}  state {at}{here}")?;
        }
        return Ok(Played::Done);
    }
    if rest.split_whitespace().count() > 1 || !rest.starts_with(char::is_alphabetic) {
        return fail(out, "the name of a branch is one word: `branch hard-line`");
    }
    if kept.branches.contains_key(rest) {
        return fail(
            out,
            &format!("there is a branch `{rest}` already: `switch {rest}` goes there"),
        );
    }
    kept.branches.insert(rest.to_owned(), kept.session.number());
    rest.clone_into(&mut kept.branch);
    kept.undone.clear();
    writeln!(out, "  on branch {rest}; `switch {MAIN}` goes back")?;
    Ok(Played::Done)
}

fn switch(rest: &str, kept: &mut Kept, style: &Style, out: &mut dyn Write) -> io::Result<Played> {
    let Some(at) = kept.branches.get(rest).copied() else {
        let known = kept.branches.keys().map(String::as_str);
        let near = nearest(rest, known.clone());
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", known.collect::<Vec<_>>().join(", ")),
        };
        return fail(out, &format!("no branch is called `{rest}`: {help}"));
    };
    rest.clone_into(&mut kept.branch);
    kept.undone.clear();
    let change = kept.session.go(at);
    moved(&change, kept, style, out)
}

fn log(kept: &Kept, style: &Style, out: &mut dyn Write) -> io::Result<Played> {
    let log = kept.session.log();
    let here = kept.session.number();
    // Below each state those that follow from it, in the order in which they were made.
    let mut open: Vec<(usize, usize)> = vec![(0, 0)];
    while let Some((at, depth)) = open.pop() {
        let edits = log.get(at).map_or("", |(_, _, e)| e.as_str());
        let what = if at == 0 { "the texts as loaded".to_owned() } else { one_line(edits) };
        let names: Vec<&str> =
            kept.branches.iter().filter(|(_, b)| **b == at).map(|(n, _)| n.as_str()).collect();
        let names =
            if names.is_empty() { String::new() } else { format!("  [{}]", names.join(", ")) };
        let mark = if at == here {
            if style.drawing == report::Drawing::Unicode { "●" } else { "*" }
        } else {
            " "
        };
        writeln!(out, "{mark} {:>3}  {}{what}{names}", at, "  ".repeat(depth))?;
        let below = log.iter().filter(|(_, before, _)| *before == Some(at));
        let mut below: Vec<usize> = below.map(|(n, ..)| *n).collect();
        below.reverse();
        // A single line of states stays on one level.
        let deeper = if below.len() > 1 { depth + 1 } else { depth };
        open.extend(below.into_iter().map(|n| (n, deeper)));
    }
    Ok(Played::Done)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Finds a state by the name of a branch or by its number in the log.
fn state(word: &str, kept: &Kept) -> Option<usize> {
    if let Some(at) = kept.branches.get(word) {
        return Some(*at);
    }
    let at: usize = word.trim_start_matches('+').parse().ok()?;
    (at < kept.session.log().len()).then_some(at)
}

fn diff(rest: &str, kept: &Kept, style: &Style, out: &mut dyn Write) -> io::Result<Played> {
    let mut states = Vec::new();
    for word in rest.split_whitespace() {
        let Some(at) = state(word, kept) else {
            let message =
                format!("`{word}` is no branch and no state; `log` lists them with numbers");
            return fail(out, &message);
        };
        states.push(at);
    }
    let here = kept.session.number();
    let (from, to) = match states.as_slice() {
        [] => (0, here),
        [from] => (*from, here),
        [from, to] => (*from, *to),
        _ => return fail(out, "name two states at most: `diff main hard-line`"),
    };
    match kept.session.between(from, to) {
        Some(change) => {
            report::emit_whole_change(&change, style, out)?;
            Ok(Played::Done)
        }
        None => fail(out, "one of the two states is not there"),
    }
}

// ---- questions --------------------------------------------------------------------------------------

fn ask(text: &str, kept: &mut Kept, style: &Style, out: &mut dyn Write) -> io::Result<Played> {
    // A name alone is a thing to be shown; a path that leads to a block, too.
    if !text.contains(char::is_whitespace) && !text.contains('(') {
        let (found, _) = kept.session.explain(text);
        let block = !text.contains('.') || found.iter().any(|e| !e.what.starts_with("fact"));
        if block && !found.is_empty() {
            report::emit_explanations(&found, style, out)?;
            return Ok(Played::Done);
        }
    }
    match kept.session.ask(text) {
        Ok(answer) => {
            report::emit_answer(&answer, kept.session.sources(), style, out)?;
            Ok(Played::Done)
        }
        Err(findings) => {
            let meant = meant(text);
            report::emit_brief(&findings, kept.session.sources(), style, out)?;
            if let Some(meant) = meant {
                writeln!(out, "  {meant}")?;
            }
            Ok(Played::Failed)
        }
    }
}

/// What a line that is no expression may have been meant as.
fn meant(text: &str) -> Option<String> {
    let first = text.split_whitespace().next()?;
    let words = WORDS.iter().map(|(w, ..)| *w).chain(crate::syntax::EDITS.iter().copied());
    let near = nearest(&first.to_lowercase(), words)?;
    let rest = text.get(first.len()..).unwrap_or("");
    Some(format!("if a command is meant: {near}{rest}"))
}

fn why(
    what: &str,
    full: bool,
    kept: &mut Kept,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<Played> {
    if what.is_empty() {
        return fail(out, "say of what: `why napci roadmap-exists`, `why DPRK in napci.members`");
    }
    told(&Question { what: what.to_owned(), not: false }, full, kept, style, out)
}

fn why_not(what: &str, kept: &mut Kept, style: &Style, out: &mut dyn Write) -> io::Result<Played> {
    if what.is_empty() {
        return fail(out, "say of what: `why not napci roadmap-exists`");
    }
    told(&Question { what: what.to_owned(), not: true }, false, kept, style, out)
}

fn told(
    question: &Question,
    full: bool,
    kept: &mut Kept,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<Played> {
    let style = Style { all: full, ..*style };
    match kept.session.told(question) {
        Ok(tale) => {
            report::emit_tale(&tale, kept.session.sources(), &style, out)?;
            Ok(Played::Done)
        }
        Err(findings) => refused(&findings, kept, &style, out),
    }
}

fn check(rest: &str, kept: &Kept, style: &Style, out: &mut dyn Write) -> io::Result<Played> {
    let mut analysis = kept.session.analysis();
    if rest.is_empty() {
        report::emit(&analysis, style, out)?;
        return Ok(Played::Done);
    }
    let named =
        |f: &Finding| f.rule == rest || f.subject.framework == rest || f.subject.path == rest;
    if !analysis.findings.iter().any(named) {
        let known: Vec<String> =
            kept.session.frameworks().into_iter().chain(kept.session.rules()).collect();
        let help = match nearest(rest, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `check {near}`?"),
            None => "name a framework of the files or a rule in force".to_owned(),
        };
        return fail(out, &format!("nothing was judged that is called `{rest}`: {help}"));
    }
    analysis.findings.retain(named);
    report::emit_brief_verdicts(&analysis.findings, style, out)?;
    Ok(Played::Done)
}

fn explain(
    word: &str,
    rest: &str,
    kept: &mut Kept,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<Played> {
    if rest.is_empty() {
        return fail(out, &format!("say what: `{word} napci.members`"));
    }
    match explained(rest, kept, style, out)? {
        Ok(()) => Ok(Played::Done),
        Err(near) => {
            let help = near.map_or(String::new(), |near| format!(": did you mean `{near}`?"));
            fail(out, &format!("nothing is called `{rest}`{help}"))
        }
    }
}

/// Explains a name, or gives what may have been meant.
pub(super) fn explained(
    name: &str,
    kept: &mut Kept,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<Result<(), Option<String>>> {
    let (found, near) = kept.session.explain(name);
    if found.is_empty() {
        return Ok(Err(near));
    }
    report::emit_explanations(&found, style, out).map(Ok)
}

fn scenario(rest: &str, kept: &mut Kept, style: &Style, out: &mut dyn Write) -> io::Result<Played> {
    if rest.is_empty() {
        let all = kept.session.scenarios();
        if all.is_empty() {
            writeln!(out, "the texts hold no scenario; `save` writes one")?;
        }
        for name in all {
            writeln!(out, "{name}")?;
        }
        return Ok(Played::Done);
    }
    match kept.session.scenario(rest) {
        Ok(change) => {
            report::emit_change(&change, style, out)?;
            writeln!(out, "  (not kept)")?;
            Ok(Played::Done)
        }
        Err(findings) => refused(&findings, kept, style, out),
    }
}

fn profile(rest: &str, kept: &mut Kept, style: &Style, out: &mut dyn Write) -> io::Result<Played> {
    let known = kept.session.all_profiles();
    if rest.is_empty() {
        writeln!(out, "in force: {}", kept.session.profiles().join(", "))?;
        writeln!(out, "there are: {}", known.join(", "))?;
        return Ok(Played::Done);
    }
    choose(rest, ("profile", &known), |request| &mut request.profiles, kept, style, out)
}

fn follow(rest: &str, kept: &mut Kept, style: &Style, out: &mut dyn Write) -> io::Result<Played> {
    let known = kept.session.all_sources();
    if rest.is_empty() {
        let now = kept.request.follow.join(", ");
        let now = if now.is_empty() { "nobody".to_owned() } else { now };
        writeln!(out, "where sources disagree, believed is {now}; there are {}", known.join(", "))?;
        return Ok(Played::Done);
    }
    choose(rest, ("source", &known), |request| &mut request.follow, kept, style, out)
}

/// Puts names that are known, or none, into the request, and judges by it.
fn choose(
    rest: &str,
    (what, known): (&str, &[String]),
    place: fn(&mut Request) -> &mut Vec<String>,
    kept: &mut Kept,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<Played> {
    let words = rest.split([',', ' ']).map(str::trim);
    let asked: Vec<String> =
        words.filter(|w| !w.is_empty() && *w != "none").map(str::to_owned).collect();
    if let Some(unknown) = asked.iter().find(|w| !known.contains(w)) {
        let help = match nearest(unknown, known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("there are {}", known.join(", ")),
        };
        return fail(out, &format!("no {what} is called `{unknown}`: {help}"));
    }
    let before = std::mem::replace(place(&mut kept.request), asked);
    let lost = kept.again();
    if lost.is_err() {
        // What was judged before still stands, and by what it was judged.
        *place(&mut kept.request) = before;
    }
    reopened(lost, kept, style, out)
}

fn declare(text: &str, kept: &mut Kept, style: &Style, out: &mut dyn Write) -> io::Result<Played> {
    match kept.declare(text) {
        Ok(Ok(lost)) => reopened(Ok(lost), kept, style, out),
        Ok(Err((findings, sources))) => {
            report::emit_brief(&findings, &sources, style, out)?;
            fail(out, "nothing was changed")
        }
        Err(problem) => {
            writeln!(out, "{problem}")?;
            fail(out, "nothing was changed")
        }
    }
}

/// Writes a file that is not there yet, or that this prompt wrote before.
pub(super) fn write_new(path: &Path, text: &str, kept: &mut Kept) -> Result<(), String> {
    let shown = path.display();
    if path.exists() && !kept.written.iter().any(|p| p == path) {
        return Err(format!("there is a file `{shown}` already; choose another name"));
    }
    fs::write(path, text)
        .map_err(|e| format!("`{shown}` cannot be written: {}", crate::cli::disk::reason(&e)))?;
    kept.written.push(path.to_owned());
    Ok(())
}
