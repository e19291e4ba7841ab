//! The nearest line that goes through, for one that does not.
//!
//! Takes the line and what was found wrong with it; gives a line to be typed instead. Each is tried before it is offered,
//! and none is offered that fails.

use super::command::{ALONE, Command, WORDS};
use super::state::Kept;
use super::{states, texts, times};
use crate::analysis::Question;
use crate::diagnostic::{Finding, Status, nearest};
use crate::syntax::{EDITS, VERDICTS};

/// Words of the command line that are none of the prompt, each with what does the same here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("test", "`detente test` runs the expectations of files; here one is asked by itself"),
    ("fmt", "there is no such command here"),
    ("rules", "`detente rules` lists them; here each is explained"),
];

/// Returns the nearest line that goes through.
pub(super) fn nearest_line(line: &str, findings: &[Finding], kept: &mut Kept) -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    for finding in findings {
        lines.extend(mended(line, finding, kept));
        lines.extend(meant(line, finding));
        lines.extend(each(line, finding));
    }
    lines.extend(times::asked(line, kept).map(|(_, asked)| asked));
    lines.extend(deeper(line, kept));
    lines.extend(another_word(line));
    lines.extend(whole(line, kept));
    lines.extend(gone_on(line, kept));
    // Of anything there is a first page.
    let told = findings.iter().any(|f| f.notes.iter().any(|n| n.text.contains('`')));
    if !told {
        lines.push("help".to_owned());
    }
    lines.into_iter().filter(|near| near != line).find_map(|near| goes_through(near, kept))
}

/// Returns a line if it goes through, else the one that is written in the place of it where it is refused.
fn goes_through(line: String, kept: &mut Kept) -> Option<String> {
    if works(&line, kept) {
        return Some(line);
    }
    let (Command::Edit(text) | Command::WhatIf(text)) = Command::of(&line) else { return None };
    let refused = kept.session.what_if("prompt", &text).err()?;
    let next = refused.iter().find_map(|finding| mended(&line, finding, kept))?;
    works(&next, kept).then_some(next)
}

/// Returns a line of edits or of a question if it goes through, else the nearest to it that does.
pub(super) fn line_or_nearest(line: &str, kept: &mut Kept) -> Option<String> {
    let session = &mut kept.session;
    let refused = match Command::of(line) {
        Command::WhatIf(text) => session.what_if("prompt", &text).err(),
        Command::Why { what, .. } | Command::WhyNot(what) => {
            session.told(&Question { what, not: false }).err()
        }
        _ => None,
    };
    match refused {
        None => Some(line.to_owned()),
        Some(findings) => nearest_line(line, &findings, kept),
    }
}

/// What is said of a first word that stands for something on the command line.
pub(super) fn elsewhere(line: &str) -> Option<&'static str> {
    let first = line.split_whitespace().next()?;
    ELSEWHERE.iter().find(|(word, _)| *word == first).map(|(_, said)| *said)
}

/// Writes the line with what a finding puts right in it.
fn mended(line: &str, finding: &Finding, kept: &Kept) -> Option<String> {
    let fix = finding.fix.as_ref()?;
    let text = &kept.session.sources().get(fix.span.file)?.text;
    let (before, after) =
        (text.get(..fix.span.start as usize)?, text.get(fix.span.end as usize..)?);
    let mended = format!("{before}{}{after}", fix.text);
    // The text may be the line without its first words: `what if`, `why`.
    let lead = line.strip_suffix(text.trim_end())?;
    Some(format!("{lead}{}", mended.trim_end()))
}

/// Writes the several edits that a line means by one.
fn each(line: &str, finding: &Finding) -> Option<String> {
    let told = finding.notes.iter().find_map(|n| n.text.strip_prefix("write one for each: `"))?;
    let lead = if line.starts_with("what if") { "what if " } else { "" };
    Some(format!("{lead}{}", told.strip_suffix('`')?))
}

/// Writes the line with the name that is nearest in the place of one that is not there.
fn meant(line: &str, finding: &Finding) -> Option<String> {
    let help = finding.notes.iter().find_map(|n| n.text.strip_prefix("did you mean `"))?;
    let near = help.split('`').next()?;
    let named = finding.message.split('`').skip(1).step_by(2);
    let wrong = named.filter(|word| line.contains(word)).max_by_key(|word| word.len())?;
    let at = line.rfind(wrong)?;
    let (before, after) = (line.get(..at)?, line.get(at + wrong.len()..)?);
    Some(format!("{before}{near}{after}"))
}

/// Writes the line with the whole path of what stands further down than it says: `napci.hotline` in a basket.
fn deeper(line: &str, kept: &Kept) -> Option<String> {
    let ends = |c: char| c.is_whitespace() || "(),;{}[]".contains(c);
    line.split(ends).filter(|word| word.contains('.')).find_map(|word| {
        let whole = kept.session.deeper(word)?;
        Some(line.replacen(word, &whole, 1))
    })
}

/// Writes the line with another first word, where that is nearly a command or an edit.
fn another_word(line: &str) -> Option<String> {
    let first = line.split_whitespace().next()?;
    let rest = line.get(first.len()..).unwrap_or("");
    let lower = first.to_lowercase();
    if let "what-if" | "whatif" | "if" | "suppose" = lower.as_str() {
        return Some(format!("what if{rest}"));
    }
    let words = WORDS.iter().map(|(w, ..)| *w).chain(EDITS.iter().copied());
    let near = match lower.as_str() {
        "delete" | "exclude" => "remove",
        "change" => "set",
        "include" | "insert" => "add",
        "postpone" => "delay",
        "open" => "load",
        "write" | "export" => "save",
        "list" | "print" | "view" => "show",
        "back" => "undo",
        "checkout" => "switch",
        "history" => "log",
        "compare" => "diff",
        "test" => "check",
        "rules" if rest.is_empty() => "check",
        "rules" => "explain",
        "bye" | "exit" | "q" | ":q" | "stop" | "end" => return Some("quit".to_owned()),
        lower if WORDS.iter().any(|(w, ..)| *w == lower) => lower,
        lower => nearest(lower, words)?,
    };
    if ALONE.contains(&near) {
        return Some(near.to_owned());
    }
    let near = if near == "what" { "what if" } else { near };
    Some(format!("{near}{rest}"))
}

/// Writes a whole line for one that ends too early, in the names of what is loaded.
fn whole(line: &str, kept: &Kept) -> Option<String> {
    let session = &kept.session;
    // The one that the line speaks of, if it speaks of one.
    let all = session.frameworks();
    let spoken = line.split([' ', '.', ',', ';']).find(|w| all.iter().any(|f| f == w));
    let framework = spoken.map(str::to_owned).or_else(|| all.first().cloned())?;
    let lead = if line.starts_with("what if") { "what if " } else { "" };
    let edit = line.strip_prefix("what if").unwrap_or(line).trim();
    let words: Vec<&str> = edit.split_whitespace().collect();
    let member = || session.listed(&framework, "members").into_iter().next();
    let edit = match words.as_slice() {
        [word @ ("add" | "remove")] | [word @ ("add" | "remove"), "to" | "from"] => {
            let to = if *word == "add" { "to" } else { "from" };
            format!("{word} {} {to} {framework}.members", member()?)
        }
        [word @ ("add" | "remove"), item, ..] => {
            // The list that is named, if there is one; else the first that takes such a thing.
            let path = words.get(3).copied().filter(|_| words.len() == 4).unwrap_or("");
            let (owner, field) = path.rsplit_once('.').unwrap_or((path, "members"));
            let owner = if session.knows(owner) { owner } else { framework.as_str() };
            let takes = |field: &&str| {
                session.values_of(&format!("{owner}.{field}")).iter().any(|v| v == item)
            };
            let field = [field, "members", "issues", "goals"].into_iter().find(takes)?;
            let to = if *word == "add" { "to" } else { "from" };
            format!("{word} {item} {to} {owner}.{field}")
        }
        ["set"] => format!("set {framework}.track to 2"),
        ["set", path, "to"] | ["set", path] => {
            let value = session.values_of(path).into_iter().next();
            format!("set {path} to {}", value.unwrap_or_else(|| "2".to_owned()))
        }
        [word @ ("drop" | "forget")] => format!("{word} {framework}.members"),
        // Somebody else is no answer to whoever names an actor.
        ["withdraw", who, _, ..] if session.knows(who.trim_end_matches(',')) => return None,
        ["withdraw", ..] => format!("withdraw {} from {framework}", member()?),
        _ => return None,
    };
    Some(format!("{lead}{edit}"))
}

/// Writes a question that is missing a part, or has a part too many, with what may stand there.
fn gone_on(line: &str, kept: &Kept) -> Vec<String> {
    const MOST: usize = 12;
    let session = &kept.session;
    let words: Vec<&str> = line.split_whitespace().collect();
    let analysis = session.analysis();
    let faulted = analysis.findings.iter().find(|f| f.status == Status::Violated);
    // Where nothing is faulted, whatever was judged can be asked for.
    let judged = || analysis.findings.iter().find(|f| f.status != Status::Broken);
    let faulted = faulted.or_else(judged);
    let known = session.frameworks().into_iter().next();
    let known = faulted.map(|f| f.subject.owner.clone()).or(known).unwrap_or_default();
    let rule = faulted.map(|f| f.rule.clone()).unwrap_or_default();
    let asked = words.strip_prefix(&["why"]).unwrap_or(&words);
    let (word, asked) = match asked.strip_prefix(&["not"]) {
        Some(rest) => ("why not", rest),
        None => ("why", asked),
    };
    if let [thing, verb, rule, ..] = asked
        && VERDICTS.contains(verb)
    {
        return vec![format!("{word} {thing} {rule}"), format!("expect {line}")];
    }
    match words.as_slice() {
        ["why", "not", thing, _] if session.knows(thing) => vec![format!("why not {thing} {rule}")],
        ["why", "not", _, rule] => vec![format!("why not {known} {rule}")],
        ["why", "not", ..] => vec![format!("why not {known} {rule}")],
        ["why", thing, _] if session.knows(thing) => vec![format!("why {thing} {rule}")],
        ["why", _, rule] => vec![format!("why {known} {rule}")],
        ["why", ..] => vec![format!("why {known} {rule}")],
        [_, path] if path.contains('.') && !line.contains('{') => {
            vec![line.replacen(' ', " in ", 1)]
        }
        [who, "joins" | "join" | "rejoins"] => vec![format!("add {who} to {known}.members")],
        [item, "in"] => vec![format!("{item} in {known}.members")],
        ["expect", ..] | [_, "is" | "has" | "in", ..] => {
            let last = words.last().map_or(0, |word| word.len());
            let shorter = line.trim_end().get(..line.trim_end().len() - last).unwrap_or("");
            let after = |begun: &str| -> Vec<String> {
                let begun = format!("{} ", begun.trim_end());
                let next = session.follows(&begun).into_iter().take(MOST);
                next.map(|word| format!("{begun}{word}")).collect()
            };
            [after(line), after(shorter)].concat()
        }
        _ => Vec::new(),
    }
}

/// Returns the edit that a line says in everyday words, if it does: `USA leaves napci`.
pub(super) fn as_edit(line: &str, kept: &mut Kept) -> Option<String> {
    let refused = kept.session.what_if("prompt", line).err()?;
    let edit = refused.iter().find_map(|finding| mended(line, finding, kept))?;
    // A path with something after it may be a question with a slip.
    let first = edit.split_whitespace().next()?;
    (EDITS.contains(&first) && first != "set").then_some(edit)
}

/// Checks whether a line goes through. Nothing is kept of it.
fn works(line: &str, kept: &mut Kept) -> bool {
    let session = &mut kept.session;
    match Command::of(line) {
        Command::Edit(text) | Command::WhatIf(text) => session.what_if("prompt", &text).is_ok(),
        Command::Ask(text) => session.ask(&text).is_ok(),
        // A verdict can be asked for; what would change it takes longer to find.
        Command::Why { what, .. } | Command::WhyNot(what) => {
            session.told(&Question { what, not: false }).is_ok()
        }
        Command::Expect(text) => session.expect(&text).is_ok(),
        Command::Declare(_) | Command::Nothing | Command::Take(_) => false,
        Command::Word("check" | "explain" | "show", rest) if !rest.is_empty() => {
            !session.explain(&rest).0.is_empty()
        }
        Command::Word(word, rest) => rest.is_empty() || takes(word, &rest, kept),
    }
}

/// Checks whether a command can be done with what follows it.
fn takes(word: &str, rest: &str, kept: &Kept) -> bool {
    let session = &kept.session;
    let mut names = rest.split([',', ' ']).filter(|w| !w.is_empty());
    match word {
        _ if ALONE.contains(&word) => false,
        "switch" => kept.branches.contains_key(rest),
        "diff" => names.clone().count() <= 2 && names.all(|w| states::state(w, kept).is_some()),
        "profile" => names.all(|w| w == "none" || session.all_profiles().iter().any(|p| p == w)),
        "follow" => names.all(|w| w == "none" || session.all_sources().iter().any(|s| s == w)),
        "scenario" => session.scenarios().iter().any(|s| s == rest),
        "timeline" => session.frameworks().iter().any(|f| f == rest),
        "load" => texts::paths(rest).is_ok_and(|all| all.iter().all(|path| path.exists())),
        _ => true,
    }
}
