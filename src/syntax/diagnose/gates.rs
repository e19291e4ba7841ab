//! Everyday words for what something waits for: `Japan's consent`, `completion of line`, `that scs be settled`.
//!
//! Takes the line, or the words after the `if` of a branch; gives them as `done X`, `consent of X` and `settled X`. Knows no
//! things: which names stand in the list of members it reads off the lines above.

use super::Within;
use super::letters::Line;
use super::values::keyword;
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Takes};
use crate::value::flat;

/// So many bytes above a line are gone through for who the members are.
const ABOVE: usize = 16 * 1024;

/// What a gate waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Gate {
    Done(String),
    Consent(String),
    Settled(String),
    /// The consent of everybody.
    All,
    /// A name alone.
    Name(String),
}

/// Says how what a line waits for is written.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    let (start, end) = waited_for(line)?;
    let written = line.slice(start, end);
    let new = meant(written, &members_above(line))?;
    (new != written).then(|| {
        let message = match new.split(' ').next() {
            Some("consent") => "whose consent is waited for is written `consent of`",
            Some("settled") => "what has to be settled is written with `settled` before it",
            _ => "what has to be done is written with `done` before it",
        };
        line.replace(start, end, &new, message).here("written out in another way")
    })
}

/// `done line or done notice`: whatever else is wrong with it, a comma would say another thing.
pub(super) fn alternatives(line: &Line<'_>) -> Option<Finding> {
    let (start, end) = waited_for(line)?;
    let (one, other) = line.slice(start, end).split_once(" or ")?;
    either(line, (start, end), one, other)
}

/// Where a line says what it waits for, without its field and its source.
fn waited_for(line: &Line<'_>) -> Option<(usize, usize)> {
    let field = line.word(0);
    let gate = FIELDS.iter().any(|f| f.name == field && matches!(f.takes, Takes::Gate));
    let first = line.token(1).filter(|_| gate && line.place.within == Within::Block)?;
    Some((first.start, first.start + line.slice(first.start, line.source()).trim_end().len()))
}

/// Two things of which one is enough.
fn either(line: &Line<'_>, (from, to): (usize, usize), one: &str, other: &str) -> Option<Finding> {
    let members = members_above(line);
    let both = meant(&format!("{one} and {other}"), &members)?;
    let said = both.replace(", ", " or ");
    let field = line.word(0);
    let finding = line
        .at(
            from,
            to,
            format!("`{field}` waits for all of what it names, not for one thing `or` another"),
        )
        .here("this names two")
        .help(format!("write `{field} {both}` if it waits for both"));
    Some(finding.help(format!(
        "if one of them is enough, name that: `condition enough \"{said}\"` at the top of a file, and `{field} enough` here"
    )))
}

/// What words are meant to wait for, as the language writes it.
pub(super) fn meant(written: &str, members: &[&str]) -> Option<String> {
    let flat = flat(written);
    let flat = flat.trim_end_matches('.').replace(", and ", ", ").replace(" as well as ", ", ");
    let mut out: Vec<Gate> = Vec::new();
    for piece in flat.split(", ").flat_map(|p| p.split(" and ")) {
        let gate = one(piece.trim())?;
        out.push(match (gate, out.last()) {
            // `consent of Japan and ROK`: the second is like the first.
            (Gate::Name(name), Some(Gate::Consent(_))) => Gate::Consent(name),
            (Gate::Name(name), Some(Gate::Done(_))) => Gate::Done(name),
            (Gate::Name(name), Some(Gate::Settled(_))) => Gate::Settled(name),
            (gate, _) => gate,
        });
    }
    // `Japan and ROK agree`: the ones before are like the last.
    let last = out.last().cloned();
    for gate in &mut out {
        if let Gate::Name(name) = gate {
            match last {
                Some(Gate::Consent(_)) => *gate = Gate::Consent(name.clone()),
                Some(Gate::Done(_)) => *gate = Gate::Done(name.clone()),
                Some(Gate::Settled(_)) => *gate = Gate::Settled(name.clone()),
                _ => {}
            }
        }
    }
    let mut words = Vec::new();
    for gate in out {
        match gate {
            Gate::Done(name) => words.push(format!("done {name}")),
            Gate::Consent(name) => words.push(format!("consent of {name}")),
            Gate::Settled(name) => words.push(format!("settled {name}")),
            Gate::Name(name) => words.push(name),
            Gate::All if members.is_empty() => return None,
            Gate::All => words.extend(members.iter().map(|m| format!("consent of {m}"))),
        }
    }
    Some(words.join(", "))
}

const CONSENT: &[&str] = &[
    "consent",
    "agreement",
    "approval",
    "assent",
    "permission",
    "acceptance",
    "consents",
    "agrees",
    "agree",
    "agreed",
    "approves",
    "approve",
    "accepts",
    "accept",
    "assents",
];
const DONE: &[&str] = &[
    "done",
    "completed",
    "complete",
    "finished",
    "implemented",
    "concluded",
    "over",
    "completion",
    "conclusion",
    "implementation",
    "end",
    "fulfilment",
    "carried-out",
];
const SETTLED: &[&str] = &["settled", "resolved", "solved", "settlement", "resolution", "solution"];

/// One thing that is waited for.
fn one(piece: &str) -> Option<Gate> {
    let piece = piece.replace("carried out", "carried-out").replace(['\'', '’'], " '");
    let small = [
        "the",
        "that",
        "a",
        "an",
        "is",
        "are",
        "be",
        "been",
        "being",
        "was",
        "has",
        "have",
        "had",
        "to",
        "of",
        "by",
        "from",
        "with",
        "once",
        "when",
        "after",
        "if",
        "must",
        "should",
        "shall",
        "first",
        "successful",
        "full",
        "'s",
        "'",
        "give",
        "gives",
        "given",
        "obtained",
        "its",
        "their",
        "prior",
        "express",
    ];
    let words: Vec<&str> =
        piece.split_whitespace().filter(|w| !small.contains(&w.to_lowercase().as_str())).collect();
    let is = |list: &[&str], w: &str| list.contains(&w.to_lowercase().as_str());
    let all = |w: &str| is(&["all", "every", "each", "everyone", "everybody", "unanimous"], w);
    let many =
        |w: &str| is(&["members", "member", "parties", "party", "states", "state", "sides"], w);
    let name = |w: &str| {
        w.starts_with(char::is_alphabetic)
            && w.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
            && !keyword(w)
    };
    match words.as_slice() {
        [consent, who, what] | [who, what, consent]
            if is(CONSENT, consent) && all(who) && many(what) =>
        {
            Some(Gate::All)
        }
        [consent, who] | [who, consent] if is(CONSENT, consent) && all(who) => Some(Gate::All),
        [word] if is(&["unanimity", "consensus"], word) => Some(Gate::All),
        [sign, who] | [who, sign] if is(CONSENT, sign) && name(who) => {
            Some(Gate::Consent((*who).to_owned()))
        }
        [sign, what] | [what, sign] if is(SETTLED, sign) && name(what) => {
            Some(Gate::Settled((*what).to_owned()))
        }
        [sign, what] | [what, sign] if is(DONE, sign) && name(what) => {
            Some(Gate::Done((*what).to_owned()))
        }
        [word] if name(word) => Some(Gate::Name((*word).to_owned())),
        _ => None,
    }
}

/// The members, as the nearest line above names them.
pub(super) fn members_above<'a>(line: &Line<'a>) -> Vec<&'a str> {
    let Some(list) =
        line.above(ABOVE).lines().rev().find_map(|l| l.trim().strip_prefix("members "))
    else {
        return Vec::new();
    };
    let list = list.split(['[', '#']).next().unwrap_or("");
    let names: Vec<&str> = list.split(',').map(str::trim).collect();
    let plain = |n: &&str| {
        n.starts_with(char::is_alphabetic) && n.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    if names.iter().all(plain) { names } else { Vec::new() }
}
