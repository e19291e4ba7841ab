//! Edits and the states that they lead to: tried, kept, undone, named, compared.
//!
//! Takes what follows the command; writes what moved. Every state stays as it was made.

use unicode_width::UnicodeWidthStr as _;

use super::state::{Folded, Kept, MAIN};
use super::times;
use super::turn::{Answered, Played, Turn};
use crate::analysis::Change;
use crate::diagnostic::nearest;
use crate::report::{self, Drawing};
use crate::value::flat;

/// Makes edits.
pub(super) fn edit(text: &str, turn: &mut Turn<'_>) -> Answered {
    // Told by the number under which `log` lists the state that it leads to.
    let name = format!("edit {}", turn.kept.session.log().len());
    match turn.kept.session.make(&name, text) {
        Ok(change) => {
            turn.kept.undone.clear();
            turn.moved(change)
        }
        Err(findings) => turn.refuse(text, &findings),
    }
}

/// Tries edits and keeps nothing.
pub(super) fn what_if(text: &str, turn: &mut Turn<'_>) -> Answered {
    if text.is_empty() {
        return turn.fail_near("this does not say what", "what if remove");
    }
    match turn.kept.session.what_if("prompt", text) {
        Ok(change) => turn.supposed(change),
        Err(findings) => {
            if let Some((said, line)) = times::scenario(text, turn.kept) {
                return turn.fail_for(said, &line);
            }
            turn.refuse(&format!("what if {text}"), &findings)
        }
    }
}

/// `what` without `if`, or the command as the command line has it.
pub(super) fn no_what_if(rest: &str, turn: &mut Turn<'_>) -> Answered {
    let first = rest.split_whitespace().next().unwrap_or("what");
    let edits = rest.strip_prefix(first).unwrap_or("").trim();
    let edits = if edits.is_empty() { "remove" } else { edits };
    let message = match first {
        "what" => "`what` goes with `if`".to_owned(),
        other => format!("at the prompt `{other}` is written `what if`"),
    };
    // What is wrong besides is told, too.
    if edits != "remove" && turn.kept.session.what_if("prompt", edits).is_err() {
        turn.say(&message)?;
        return what_if(edits, turn);
    }
    turn.fail_near(&message, &format!("what if {edits}"))
}

impl Turn<'_> {
    /// Says what moved on the way to the state the session is in; the branch goes on to it.
    fn moved(&mut self, change: Change) -> Answered {
        let (branch, at) = (self.kept.branch.clone(), self.kept.session.number());
        self.kept.branches.insert(branch, at);
        self.folded(change)?;
        Ok(Played::Done)
    }

    /// Says what would move.
    fn supposed(&mut self, change: Change) -> Answered {
        self.folded(change)?;
        writeln!(self.out, "  (not kept)")?;
        Ok(Played::Done)
    }

    /// Writes a change in a screen, and remembers it whole where that leaves out something.
    fn folded(&mut self, change: Change) -> std::io::Result<()> {
        report::emit_change(&change, self.style, self.out)?;
        self.kept.folded = Some(Folded::Change(change));
        Ok(())
    }
}

pub(super) fn undo(turn: &mut Turn<'_>) -> Answered {
    let here = turn.kept.session.number();
    match turn.kept.session.undo() {
        Some(change) => {
            turn.kept.undone.push(here);
            turn.moved(change)
        }
        None => turn.fail("nothing to undo: these are the texts as loaded"),
    }
}

pub(super) fn redo(turn: &mut Turn<'_>) -> Answered {
    match turn.kept.undone.pop() {
        Some(to) => {
            let change = turn.kept.session.go(to);
            turn.moved(change)
        }
        None => turn.fail("nothing to redo"),
    }
}

pub(super) fn reset(turn: &mut Turn<'_>) -> Answered {
    if turn.kept.session.depth() == 0 {
        return turn.fail("these are the texts as loaded; there is nothing to take back");
    }
    let here = turn.kept.session.number();
    let change = turn.kept.session.go(0);
    turn.kept.undone.push(here);
    turn.moved(change)
}

pub(super) fn branch(rest: &str, turn: &mut Turn<'_>) -> Answered {
    if rest.is_empty() {
        for (name, at) in &turn.kept.branches {
            let here = if *name == turn.kept.branch { "  (here)" } else { "" };
            let said = format!("{name}  state {at}{here}");
            if said.width() > turn.style.width {
                report::emit_hanging("", &said, turn.style, turn.out)?;
            } else {
                writeln!(turn.out, "{said}")?;
            }
        }
        return Ok(Played::Done);
    }
    if rest.split_whitespace().count() > 1 || !rest.starts_with(char::is_alphabetic) {
        let words: Vec<&str> = rest.split_whitespace().collect();
        let name = words.join("-");
        let name = name.trim_start_matches(|c: char| !c.is_alphabetic());
        let name = if name.is_empty() { "hard-line" } else { name };
        let message = "the name of a branch is one word, and begins with a letter";
        return turn.fail_for(message, &format!("branch {name}"));
    }
    if turn.kept.branches.contains_key(rest) {
        let message = format!("there is a branch `{rest}` already");
        return turn.fail_for(&message, &format!("switch {rest}"));
    }
    let at = turn.kept.session.number();
    turn.kept.branches.insert(rest.to_owned(), at);
    rest.clone_into(&mut turn.kept.branch);
    turn.kept.undone.clear();
    let said = format!("on branch {rest}; `switch {MAIN}` goes back");
    report::emit_hanging("  ", &said, turn.style, turn.out)?;
    Ok(Played::Done)
}

pub(super) fn switch(rest: &str, turn: &mut Turn<'_>) -> Answered {
    let Some(at) = turn.kept.branches.get(rest).copied() else {
        let known: Vec<&str> = turn.kept.branches.keys().map(String::as_str).collect();
        let other = known.iter().find(|k| **k != turn.kept.branch).or(known.first());
        let near = nearest(rest, known.iter().copied()).or(other.copied()).unwrap_or(MAIN);
        let line = format!("switch {near}");
        let is = if known.len() == 1 { "is" } else { "are" };
        let message = if rest.is_empty() {
            format!("say where to; there {is} {}", known.join(", "))
        } else {
            format!("no branch is called `{rest}`; there {is} {}", known.join(", "))
        };
        return turn.fail_for(&message, &line);
    };
    rest.clone_into(&mut turn.kept.branch);
    turn.kept.undone.clear();
    let change = turn.kept.session.go(at);
    turn.moved(change)
}

pub(super) fn log(turn: &mut Turn<'_>) -> Answered {
    let log = turn.kept.session.log();
    let here = turn.kept.session.number();
    let dot = if turn.style.drawing == Drawing::Unicode { "●" } else { "*" };
    // Below each state those that follow from it, in the order in which they were made.
    let mut open: Vec<(usize, usize)> = vec![(0, 0)];
    while let Some((at, depth)) = open.pop() {
        let edits = log.get(at).map_or("", |(_, _, e)| e.as_str());
        let what = if at == 0 { "the texts as loaded".to_owned() } else { one_line(edits) };
        let branches = turn.kept.branches.iter().filter(|(_, b)| **b == at);
        let names: Vec<&str> = branches.map(|(n, _)| n.as_str()).collect();
        let names =
            if names.is_empty() { String::new() } else { format!("  [{}]", names.join(", ")) };
        let mark = if at == here { dot } else { " " };
        let lead = format!("{mark} {at:>3}  {}", "  ".repeat(depth));
        report::emit_hanging(&lead, &format!("{what}{names}"), turn.style, turn.out)?;
        let below = log.iter().filter(|(_, before, _)| *before == Some(at));
        let mut below: Vec<usize> = below.map(|(n, ..)| *n).collect();
        below.reverse();
        // A single line of states stays on one level.
        let deeper = if below.len() > 1 { depth + 1 } else { depth };
        open.extend(below.into_iter().map(|n| (n, deeper)));
    }
    Ok(Played::Done)
}

/// Writes edits on one line that can be typed again.
fn one_line(text: &str) -> String {
    let mut whole = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let words = flat(line);
        if !whole.is_empty() {
            // What a new line ends within braces is ended by a sign.
            let open = whole.ends_with(['{', ';']) || words.starts_with('}');
            whole.push_str(if open { " " } else { "; " });
        }
        whole.push_str(&words);
    }
    whole
}

/// Finds a state by the name of a branch or by its number in the log.
pub(super) fn state(word: &str, kept: &Kept) -> Option<usize> {
    if let Some(at) = kept.branches.get(word) {
        return Some(*at);
    }
    let at: usize = word.trim_start_matches('+').parse().ok()?;
    (at < kept.session.log().len()).then_some(at)
}

pub(super) fn diff(rest: &str, turn: &mut Turn<'_>) -> Answered {
    let mut states = Vec::new();
    for word in rest.split_whitespace() {
        let Some(at) = state(word, turn.kept) else {
            let known = turn.kept.branches.keys().map(String::as_str);
            let near = nearest(word, known).unwrap_or(MAIN);
            let line = format!("diff {}", rest.replacen(word, near, 1));
            let message =
                format!("`{word}` is no branch and no state; `log` lists them with numbers");
            let words: Vec<&str> = line.split_whitespace().skip(1).collect();
            let all_known = words.len() <= 2 && words.iter().all(|w| state(w, turn.kept).is_some());
            let line = if all_known { line.as_str() } else { "log" };
            return turn.fail_for(&message, line);
        };
        states.push(at);
    }
    let here = turn.kept.session.number();
    let (from, to) = match states.as_slice() {
        [] => (0, here),
        [from] => (*from, here),
        [from, to] => (*from, *to),
        _ => {
            let two: Vec<&str> = rest.split_whitespace().take(2).collect();
            let line = format!("diff {}", two.join(" "));
            return turn.fail_for("name two states at most", &line);
        }
    };
    match turn.kept.session.between(from, to) {
        Some(change) => {
            turn.folded(change)?;
            Ok(Played::Done)
        }
        None => turn.fail("one of the two states is not there"),
    }
}

pub(super) fn scenario(rest: &str, turn: &mut Turn<'_>) -> Answered {
    if rest.is_empty() {
        let all = turn.kept.session.scenarios();
        if all.is_empty() {
            turn.say("the texts hold no scenario; `save` writes one")?;
        }
        for name in all {
            writeln!(turn.out, "{name}")?;
        }
        return Ok(Played::Done);
    }
    match turn.kept.session.scenario(rest) {
        Ok(change) => turn.supposed(change),
        Err(findings) => {
            let known = turn.kept.session.scenarios();
            let near = nearest(rest, known.iter().map(String::as_str)).map(str::to_owned);
            report::emit_brief(&findings, turn.kept.session.sources(), turn.style, turn.out)?;
            match near.or(known.into_iter().next()) {
                Some(near) if near != rest => turn.offer(&format!("scenario {near}"))?,
                _ => {}
            }
            Ok(Played::Failed)
        }
    }
}
