//! Leaving: what would be lost is said once, at a terminal; from a pipe nobody is asked.
//!
//! Takes what the prompt keeps; says which edits and declarations stand in no file. Writes none.

use super::state::Kept;
use super::turn::{Answered, Played, Turn};

/// Ends the prompt, or says first what stands in no file; whoever leaves once more leaves.
pub(super) fn leave(turn: &mut Turn<'_>) -> Answered {
    let lost = lost(turn.kept);
    if lost.is_empty() || turn.kept.warned || !turn.kept.asks {
        return Ok(Played::Quit);
    }
    turn.kept.warned = true;
    let of: Vec<String> = lost.iter().map(|(_, what)| what.clone()).collect();
    turn.say(&format!("in no file yet: {}; once more ends without", of.join(", ")))?;
    let here = turn.kept.branch.clone();
    match lost.iter().map(|(branch, _)| branch.as_str()).find(|b| b.is_empty() || *b == here) {
        Some(_) => turn.offer("save \"variant.det\"")?,
        None => turn.offer(&format!("switch {}", lost.first().map_or("", |(b, _)| b)))?,
    }
    Ok(Played::Done)
}

/// Returns what no file holds: the branch, or none for declarations, and what of it, in words.
fn lost(kept: &Kept) -> Vec<(String, String)> {
    let log = kept.session.log();
    let before = |at: usize| log.get(at).and_then(|(_, before, _)| *before);
    let way = |at: usize| std::iter::successors(Some(at), |at| before(*at));
    let saved = |at: usize| kept.saved.iter().any(|s| way(*s).any(|on| on == at));
    let mut lost: Vec<(String, String)> = Vec::new();
    for (branch, at) in &kept.branches {
        let edits = way(*at).filter(|on| before(*on).is_some()).count();
        if edits > 0 && !saved(*at) {
            let noun = if edits == 1 { "edit" } else { "edits" };
            lost.push((branch.clone(), format!("{edits} {noun} on branch {branch}")));
        }
    }
    if kept.declared() != kept.saved_typed {
        lost.push((String::new(), "what was declared here".to_owned()));
    }
    lost
}
