//! What the line editor knows: completion in context, hints, colours by meaning, lines that go on.
//!
//! Takes the line as typed and the words that the session offers; gives rustyline what it asks for. Changes nothing.

use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;

use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::{Hinter, HistoryHinter};
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};

use super::command::{WORDS, goes_on};
use super::state::Kept;
use crate::syntax::EDITS;

/// The helper of the line editor.
pub(super) struct Aid {
    kept: Rc<RefCell<Kept>>,
    files: FilenameCompleter,
    history: HistoryHinter,
    color: bool,
}

impl Aid {
    pub(super) fn new(kept: Rc<RefCell<Kept>>, color: bool) -> Aid {
        Aid { kept, files: FilenameCompleter::new(), history: HistoryHinter::new(), color }
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

/// Returns what can stand at the end of a line, and where it begins.
pub(super) fn offers(line: &str, kept: &Kept) -> (usize, Vec<String>) {
    let start = word_start(line);
    let word = line.get(start..).unwrap_or("");
    let before = line.get(..start).unwrap_or("").trim_end();
    let session = &kept.session;
    // After a dot: what stands below.
    if let Some((path, part)) = word.rsplit_once('.') {
        let at = start + path.len() + 1;
        return (at, matching(session.below(path), part));
    }
    let edit = before.strip_prefix("what if").unwrap_or(before).trim_start();
    let words: Vec<&str> = edit.split_whitespace().collect();
    let mut found: Vec<String> = match words.as_slice() {
        [] if before.starts_with("what if") => EDITS.iter().map(|w| (*w).to_owned()).collect(),
        [] => {
            let commands = WORDS.iter().map(|(w, ..)| (*w).to_owned());
            let edits = EDITS.iter().map(|w| (*w).to_owned());
            commands.chain(edits).chain(session.names()).collect()
        }
        ["what"] => vec!["if".to_owned()],
        ["profile", ..] => session.all_profiles(),
        ["follow"] => session.all_sources(),
        ["scenario"] => session.scenarios(),
        ["switch" | "diff", ..] => kept.branches.keys().cloned().collect(),
        ["help"] => {
            let words = WORDS.iter().map(|(w, ..)| *w).chain(EDITS.iter().copied());
            words.map(str::to_owned).collect()
        }
        ["explain" | "show"] => {
            let names = session.names().into_iter();
            names.chain(session.rules()).chain(session.all_profiles()).collect()
        }
        ["why"] => {
            let names = session.frameworks().into_iter().chain(session.rules());
            std::iter::once("not".to_owned()).chain(names).collect()
        }
        ["check"] | ["why", "not"] => {
            session.frameworks().into_iter().chain(session.rules()).collect()
        }
        ["why", "not", _] | ["why", _] => session.rules(),
        ["set", path, "to", ..] => session.values_of(path),
        ["set", _] => vec!["to".to_owned()],
        ["add", _] | ["add", _, ..] if words.last() != Some(&"to") && words.len() == 2 => {
            vec!["to".to_owned()]
        }
        ["remove" | "withdraw", _] => vec!["from".to_owned()],
        ["delay", _] => vec!["by".to_owned()],
        ["move", _] => ["before", "after", "with"].map(str::to_owned).to_vec(),
        _ => session.names(),
    };
    found.dedup();
    (start, matching(found, word))
}

/// Keeps what begins with the letters typed; where nothing does, what holds them.
fn matching(words: Vec<String>, part: &str) -> Vec<String> {
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
        ctx: &Context<'_>,
    ) -> Result<(usize, Vec<Pair>), ReadlineError> {
        let line = line.get(..pos).unwrap_or(line);
        let first = line.split_whitespace().next().unwrap_or("");
        if matches!(first, "load" | "save") && line.len() > first.len() {
            return self.files.complete(line, pos, ctx);
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
