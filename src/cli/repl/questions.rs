//! Questions: what an expression comes to, why a rule says what it says, what stands, what a name means.
//!
//! Takes what follows the command; writes the answer. Changes nothing.

use std::io;

use super::state::Folded;
use super::turn::{Answered, Played, Turn};
use super::{slips, times};
use crate::analysis::{Analysis, Question, Tale, TestCase};
use crate::diagnostic::{Finding, Status, nearest};
use crate::report::{self, Chart, Style};

/// Works out an expression, or shows what a name stands for.
pub(super) fn ask(text: &str, turn: &mut Turn<'_>) -> Answered {
    // A name alone is a thing to be shown; a path that leads to a block, too.
    if !text.contains(char::is_whitespace) && !text.contains('(') {
        let (found, _) = turn.kept.session.explain(text);
        let block = !text.contains('.') || found.iter().any(|e| !e.what.starts_with("fact"));
        if block && !found.is_empty() {
            report::emit_explanations(&found, turn.style, turn.out)?;
            return Ok(Played::Done);
        }
    }
    match turn.kept.session.ask(text) {
        Ok(answer) => {
            let sources = turn.kept.session.sources();
            report::emit_answer(&answer, sources, turn.style, turn.out)?;
            Ok(Played::Done)
        }
        Err(findings) => {
            if let Some(edit) = slips::as_edit(text, turn.kept) {
                return match turn.kept.session.what_if("prompt", &edit) {
                    Ok(_) => turn.fail_for("this asks nothing; as an edit it is written so", &edit),
                    Err(findings) => turn.refuse(&edit, &findings),
                };
            }
            if let Some(said) = slips::elsewhere(text) {
                turn.say(said)?;
                return turn.refuse(text, &[]);
            }
            if let Some((said, line)) = times::asked(text, turn.kept) {
                return turn.fail_near(said, &line);
            }
            turn.refuse(text, &findings)
        }
    }
}

pub(super) fn why(what: &str, full: bool, turn: &mut Turn<'_>) -> Answered {
    if what.is_empty() {
        return nothing_asked("why", turn);
    }
    told(&Question { what: what.to_owned(), not: false }, full, turn)
}

pub(super) fn why_not(what: &str, turn: &mut Turn<'_>) -> Answered {
    if what.is_empty() {
        return nothing_asked("why not", turn);
    }
    told(&Question { what: what.to_owned(), not: true }, false, turn)
}

/// Says what `why` is asked of, in the names of what is loaded.
fn nothing_asked(word: &str, turn: &mut Turn<'_>) -> Answered {
    let analysis = turn.kept.session.analysis();
    let faulted = analysis.findings.iter().find(|f| f.status == Status::Violated);
    // Where nothing is faulted, whatever was judged can be asked for.
    let judged = || analysis.findings.iter().find(|f| f.status != Status::Broken);
    let asked = faulted.or_else(judged).map(|f| (f.subject.owner.clone(), f.rule.clone()));
    let (owner, rule) = asked.unwrap_or_default();
    let message = "this does not say of what: a framework and a rule, or a statement";
    turn.fail_near(message, format!("{word} {owner} {rule}").trim_end())
}

fn told(question: &Question, full: bool, turn: &mut Turn<'_>) -> Answered {
    match turn.kept.session.told(question) {
        Ok(tale) => {
            let style = Style { all: full, ..turn.style.clone() };
            report::emit_tale(&tale, turn.kept.session.sources(), &style, turn.out)?;
            if let Tale::Remedies(found) = tale
                && !found.offered.is_empty()
            {
                turn.kept.offered = found.offered.into_iter().map(|r| r.text).collect();
                turn.say("`1` makes the first of them, `what if 1` only tries it")?;
            }
            Ok(Played::Done)
        }
        Err(findings) => {
            let word = if question.not { "why not" } else { "why" };
            if let Some((said, line)) =
                times::asked(&format!("{word} {}", question.what), turn.kept)
            {
                return turn.fail_near(said, &line);
            }
            turn.refuse(&format!("{word} {}", question.what), &findings)
        }
    }
}

/// Asks expectations of the state the session is in. Those that come out as written are kept for `save`.
pub(super) fn expect(text: &str, turn: &mut Turn<'_>) -> Answered {
    let cases = match turn.kept.session.expect(text) {
        Ok(cases) => cases,
        Err(findings) => return turn.refuse(text, &findings),
    };
    let mut all = Played::Done;
    for case in cases {
        if !expectation(&case, turn)? {
            all = Played::Failed;
        } else if !turn.kept.expected.contains(&case.text) {
            turn.kept.expected.push(case.text);
        }
    }
    Ok(all)
}

/// Says what came of an expectation.
fn expectation(case: &TestCase, turn: &mut Turn<'_>) -> io::Result<bool> {
    let level = match case.status {
        Status::Violated => format!(" ({})", case.level.word()),
        _ => String::new(),
    };
    match (&case.finding, &case.known_failure) {
        (Some(finding), _) if case.status == Status::Broken => {
            turn.refuse(&case.text, std::slice::from_ref(finding))?;
        }
        (Some(finding), _) => {
            turn.say(&format!("failed: {}", finding.message))?;
            let mut reason = finding.clone();
            reason.notes.retain(|n| !n.text.is_empty());
            report::emit_notes(&reason, turn.style, turn.out)?;
            if let Some(line) = came_out(case) {
                turn.offer(&line)?;
            }
        }
        (None, Some(why)) => turn.say(&format!("passed: it fails as expected, because {why}"))?,
        (None, None) => turn.say(&format!("passed: {}{level}", case.status.word()))?,
    }
    Ok(case.passed)
}

/// Writes an expectation as it would have passed.
fn came_out(case: &TestCase) -> Option<String> {
    let verb = verb(case.status)?;
    let mut words = case.text.split_whitespace();
    let (expect, subject, written) = (words.next()?, words.next()?, words.next()?);
    let rest: Vec<&str> = words.collect();
    let line = format!("{expect} {subject} {verb} {}", rest.join(" "));
    (written != verb).then_some(line)
}

/// Returns the verb that expects what came out.
pub(super) fn verb(status: Status) -> Option<&'static str> {
    match status {
        Status::Violated => Some("violates"),
        Status::Satisfied => Some("satisfies"),
        Status::Moot => Some("is-outside"),
        Status::Undecided => Some("leaves-open"),
        Status::Broken => None,
    }
}

/// Says what stands: all of it, or of a framework or a rule.
pub(super) fn check(rest: &str, turn: &mut Turn<'_>) -> Answered {
    let mut analysis = turn.kept.session.analysis();
    if rest.is_empty() {
        return all(analysis, turn);
    }
    let named =
        |f: &Finding| f.rule == rest || f.subject.framework == rest || f.subject.path == rest;
    if !analysis.findings.iter().any(named) {
        return not_judged(rest, &analysis, turn);
    }
    analysis.findings.retain(named);
    report::emit_verdicts(&analysis.findings, turn.style, turn.out)?;
    turn.kept.folded = Some(Folded::Verdicts(analysis.findings));
    Ok(Played::Done)
}

/// Says what is wrong with the texts and what is violated; what holds is counted, and shown with a framework or a rule.
fn all(analysis: Analysis, turn: &mut Turn<'_>) -> Answered {
    let Analysis { findings, summary, sources, .. } = analysis;
    let of = |status| move |f: &&Finding| f.status == status;
    let broken: Vec<Finding> = findings.iter().filter(of(Status::Broken)).cloned().collect();
    let violated: Vec<Finding> = findings.iter().filter(of(Status::Violated)).cloned().collect();
    report::emit_brief(&broken, &sources, turn.style, turn.out)?;
    report::emit_verdicts(&violated, turn.style, turn.out)?;
    turn.say(&super::texts::counted(&summary))?;
    if let Some(name) = turn.kept.session.frameworks().first() {
        turn.say(&format!("more of one: check {name}"))?;
    }
    turn.kept.folded = Some(Folded::Verdicts(violated));
    Ok(Played::Done)
}

fn not_judged(rest: &str, analysis: &Analysis, turn: &mut Turn<'_>) -> Answered {
    let session = &turn.kept.session;
    let known: Vec<String> = session.frameworks().into_iter().chain(session.rules()).collect();
    if known.iter().any(|k| k == rest) {
        let message = format!(
            "no rule in force says anything of `{rest}`; in force: {}",
            analysis.profiles.join(", ")
        );
        return turn.fail_for(&message, "profile");
    }
    let near =
        nearest(rest, known.iter().map(String::as_str)).or(known.first().map(String::as_str));
    let line = near.map_or("check".to_owned(), |near| format!("check {near}"));
    let message = format!("nothing that is judged is called `{rest}`: name a framework or a rule");
    turn.fail_for(&message, &line)
}

/// Writes in full what was folded last.
pub(super) fn show_all(turn: &mut Turn<'_>) -> Answered {
    match &turn.kept.folded {
        Some(Folded::Change(change)) => {
            report::emit_whole_change(change, turn.style, turn.out)?;
        }
        Some(Folded::Verdicts(findings)) => {
            report::emit_all_verdicts(findings, turn.style, turn.out)?;
        }
        None => return turn.fail_for("there is nothing that was cut short", "check"),
    }
    Ok(Played::Done)
}

pub(super) fn explain(word: &str, rest: &str, turn: &mut Turn<'_>) -> Answered {
    if rest.is_empty() {
        let first = turn.kept.session.frameworks().into_iter().next();
        let first = first.unwrap_or_else(|| "framework".to_owned());
        return turn.fail_for("this does not say what", &format!("{word} {first}"));
    }
    match explained(rest, turn)? {
        Ok(()) => Ok(Played::Done),
        Err(near) => {
            let message = format!("nothing is called `{rest}`");
            match near {
                Some(near) => turn.fail_for(&message, &format!("{word} {near}")),
                None => turn.fail(&format!("{message}; `help` shows what there is")),
            }
        }
    }
}

/// Explains a name, or gives what may have been meant.
pub(super) fn explained(name: &str, turn: &mut Turn<'_>) -> io::Result<Result<(), Option<String>>> {
    let (found, near) = turn.kept.session.explain(name);
    if found.is_empty() {
        return Ok(Err(near));
    }
    report::emit_explanations(&found, turn.style, turn.out).map(Ok)
}

/// Shows the phases of a framework in time.
pub(super) fn timeline(rest: &str, turn: &mut Turn<'_>) -> Answered {
    let name = (!rest.is_empty()).then_some(rest);
    let timelines = turn.kept.session.timeline(name);
    if let Err(unknown) = &timelines.answer {
        // One word that names nothing is more often a name with a slip.
        let said = rest.contains(' ') || turn.kept.session.planned(rest).is_some();
        if let Some((said, line)) =
            times::asked(&format!("timeline {rest}"), turn.kept).filter(|_| said)
        {
            return turn.fail_for(said, &line);
        }
        let message = format!("no framework is called `{}`", unknown.name);
        return match &unknown.near {
            Some(near) => turn.fail_for(&message, &format!("timeline {near}")),
            None => turn.fail_for(&message, "timeline"),
        };
    }
    report::emit_timelines(&timelines, Chart::Text, turn.style, turn.out)?;
    Ok(Played::Done)
}
