//! What the line editor knows: completion in context, hints, colours by meaning, lines that go on.
//!
//! Takes the line as typed and the words that the session offers; gives rustyline what it asks for. Changes nothing.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hinter, HistoryHinter};
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};

use super::command::{ALONE, WORDS, at_hand, goes_on};
use super::files;
use super::state::Kept;
use crate::syntax::EDITS;

/// The helper of the line editor.
pub(super) struct Aid {
    kept: Rc<RefCell<Kept>>,
    history: HistoryHinter,
    color: bool,
}

impl Aid {
    pub(super) fn new(kept: Rc<RefCell<Kept>>, color: bool) -> Aid {
        Aid { kept, history: HistoryHinter::new(), color }
    }
}

/// The characters at which a word begins.
fn is_break(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '(' | ')' | '{' | '}' | ',' | ';' | '[' | ']')
}

/// Returns where the word at the end of a line begins.
fn word_start(line: &str) -> usize {
    line.char_indices().rev().find(|(_, c)| is_break(*c)).map_or(0, |(i, c)| i + c.len_utf8())
}

/// Returns what can stand at the end of what is typed, and where it begins.
pub(super) fn offers(typed: &str, kept: &Kept) -> (usize, Vec<String>) {
    let start = word_start(typed);
    let (before, word) = typed.split_at_checked(start).unwrap_or((typed, ""));
    let before = at_hand(before);
    // After a dot: what stands below.
    if let Some((path, part)) = word.rsplit_once('.') {
        let at = start + path.len() + 1;
        return (at, matching(kept.session.below(path), part));
    }
    let mut found = follows(before, kept);
    let mut seen = std::collections::HashSet::new();
    found.retain(|word| seen.insert(word.clone()));
    (start, matching(found, word))
}

/// Returns what may follow in a line: arguments of a command here, all else as the language has it.
fn follows(before: &str, kept: &Kept) -> Vec<String> {
    let session = &kept.session;
    let owned = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
    let judged = || session.frameworks().into_iter().chain(session.rules());
    let words: Vec<&str> = before.split_whitespace().collect();
    match words.as_slice() {
        [] => {
            let commands = WORDS.iter().map(|(w, ..)| *w).chain(EDITS.iter().copied());
            commands.map(str::to_owned).chain(session.names()).chain(owned(DECLARED)).collect()
        }
        ["what"] => owned(&["if"]),
        ["what", "if"] => owned(EDITS),
        ["what", "if", ..] => {
            let edits = before.split_once("if").map_or("", |(_, edits)| edits);
            session.follows(edits.rsplit(';').next().unwrap_or(edits).trim_start())
        }
        ["profile", ..] if !before.contains('{') => session.all_profiles(),
        ["follow"] => session.all_sources(),
        ["scenario"] => session.scenarios(),
        ["switch" | "diff", ..] => kept.branches.keys().cloned().collect(),
        ["timeline"] => session.frameworks(),
        ["help"] => {
            let words = WORDS.iter().map(|(w, ..)| *w).chain(EDITS.iter().copied());
            words.chain(["commands", "no"]).map(str::to_owned).collect()
        }
        ["explain" | "show"] => {
            let names = session.names().into_iter().chain(session.rules());
            names.chain(session.all_profiles()).chain(owned(&["all"])).collect()
        }
        ["why"] => owned(&["not"]).into_iter().chain(judged()).collect(),
        ["check"] | ["why", "not"] => judged().collect(),
        ["why", "not", thing] | ["why", thing]
            if session.frameworks().iter().any(|f| f == thing) =>
        {
            session.rules().into_iter().chain(owned(JOINING)).collect()
        }
        ["why", rest @ ..] => {
            let asked = rest.strip_prefix(&["not"]).unwrap_or(rest).join(" ");
            session.follows(&format!("{asked} "))
        }
        [word, ..] if ALONE.contains(word) => Vec::new(),
        [first] if session.knows(first) => owned(JOINING),
        _ => session.follows(before),
    }
}

/// Words that open a declaration.
const DECLARED: &[&str] = &["expect", "framework", "draft", "actor", "issue", "rule", "scenario"];

/// Words that go on from a name in an expression.
const JOINING: &[&str] = &["is", "has", "in", "before", "after", "with"];

/// Keeps what begins with the letters typed; where nothing does, what holds them.
fn matching(words: Vec<String>, part: &str) -> Vec<String> {
    // Who types capitals means them: `DPR` is no `dprk-nuclear`.
    if !part.is_empty() && words.iter().any(|w| w.starts_with(part)) {
        return words.into_iter().filter(|w| w.starts_with(part)).collect();
    }
    let low = part.to_lowercase();
    let begins: Vec<String> =
        words.iter().filter(|w| w.to_lowercase().starts_with(&low)).cloned().collect();
    if !begins.is_empty() || low.is_empty() {
        return begins;
    }
    words.into_iter().filter(|w| w.to_lowercase().contains(&low)).collect()
}

impl Completer for Aid {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        pos: usize,
        _ctx: &Context<'_>,
    ) -> Result<(usize, Vec<Pair>), ReadlineError> {
        let line = line.get(..pos).unwrap_or(line);
        let first = line.split_whitespace().next().unwrap_or("");
        if matches!(first, "load" | "save")
            && let Some(typed) = line.trim_start().strip_prefix(first)
            && typed.starts_with(char::is_whitespace)
        {
            let typed = typed.trim_start();
            return Ok((line.len() - typed.len(), files::beginning_with(typed)));
        }
        let (start, words) = offers(line, &self.kept.borrow());
        let pairs = words.into_iter().map(|w| Pair { display: w.clone(), replacement: w });
        Ok((start, pairs.collect()))
    }
}

impl Hinter for Aid {
    type Hint = String;

    fn hint(&self, line: &str, pos: usize, ctx: &Context<'_>) -> Option<String> {
        if pos < line.len() || line.is_empty() {
            return None;
        }
        self.history.hint(line, pos, ctx).or_else(|| {
            let form = match line {
                "add " => "X to PATH",
                "remove " => "X from PATH",
                "set " => "PATH to VALUE",
                "drop " | "forget " => "PATH",
                "withdraw " => "ACTOR from FRAMEWORK",
                "delay " => "PHASE by 6 months",
                "move " => "PHASE after PHASE",
                "why " => "FRAMEWORK RULE",
                "what if " => "EDIT; EDIT",
                "expect " => "FRAMEWORK violates RULE",
                "save " => "\"FILE.det\"",
                "load " => "\"FILE.det\" or a folder",
                _ => return None,
            };
            Some(form.to_owned())
        })
    }
}

impl Highlighter for Aid {
    fn highlight<'l>(&self, line: &'l str, _pos: usize) -> Cow<'l, str> {
        if !self.color {
            return Cow::Borrowed(line);
        }
        let kept = self.kept.borrow();
        let mut out = String::with_capacity(line.len() + 32);
        let mut rest = line;
        let mut first = true;
        while !rest.is_empty() {
            if rest.starts_with('"') {
                let end = rest
                    .char_indices()
                    .skip(1)
                    .find(|(_, c)| *c == '"')
                    .map_or(rest.len(), |(i, _)| i + 1);
                let (text, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                out.push_str(&format!("\x1b[32m{text}\x1b[0m"));
                rest = after;
                continue;
            }
            if rest.starts_with('#') {
                out.push_str(&format!("\x1b[2m{rest}\x1b[0m"));
                break;
            }
            let end = rest
                .char_indices()
                .find(|(_, c)| is_break(*c) || *c == '"')
                .map_or(rest.len(), |(i, _)| i);
            if end == 0 {
                let next = rest.chars().next().map_or(1, char::len_utf8);
                let (text, after) = rest.split_at_checked(next).unwrap_or((rest, ""));
                out.push_str(text);
                rest = after;
                continue;
            }
            let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            let command = first && WORDS.iter().any(|(w, ..)| *w == word);
            if command || EDITS.contains(&word) {
                out.push_str(&format!("\x1b[1m{word}\x1b[0m"));
            } else if KEYWORDS.contains(&word) {
                out.push_str(&format!("\x1b[2m{word}\x1b[0m"));
            } else if kept.session.knows(word) {
                out.push_str(&format!("\x1b[36m{word}\x1b[0m"));
            } else {
                out.push_str(word);
            }
            first = false;
            rest = after;
        }
        Cow::Owned(out)
    }

    fn highlight_char(&self, _line: &str, _pos: usize, _kind: CmdKind) -> bool {
        self.color
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.color { Cow::Owned(format!("\x1b[2m{hint}\x1b[0m")) } else { Cow::Borrowed(hint) }
    }
}

/// Words of the language that join others.
const KEYWORDS: &[&str] = &[
    "to", "from", "by", "if", "not", "in", "is", "has", "no", "and", "or", "every", "some",
    "where", "before", "after", "with", "overlaps", "during", "on", "under",
];

impl Validator for Aid {
    fn validate(&self, ctx: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        Ok(if goes_on(ctx.input()) {
            ValidationResult::Incomplete
        } else {
            ValidationResult::Valid(None)
        })
    }
}

impl Helper for Aid {}
