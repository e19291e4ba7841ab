//! What a line at the prompt does: which answer is whose.
//!
//! Takes a [`Command`]; hands it to whoever answers it. Whether it could be done is given back, for transcripts. Nothing
//! is half done: what fails leaves everything as it was.

use super::command::{ALONE, Command};
use super::turn::{Answered, Played, Turn};
use super::{help, leave, offers, questions, save, states, texts};

/// Does what a line asks for.
pub(super) fn play(command: &Command, turn: &mut Turn<'_>) -> Answered {
    if *command == Command::Nothing {
        return Ok(Played::Done);
    }
    // What was offered, and that leaving was warned of, holds for the next line alone.
    let offered = std::mem::take(&mut turn.kept.offered);
    if !matches!(command, Command::Word("quit", _)) {
        turn.kept.warned = false;
    }
    match command {
        Command::Nothing => Ok(Played::Done),
        Command::Edit(text) => states::edit(text, turn),
        Command::WhatIf(text) if !offered.is_empty() && offers::number(text).is_some() => {
            offers::tried(text, offered, turn)
        }
        Command::WhatIf(text) => states::what_if(text, turn),
        Command::Why { what, full } => questions::why(what, *full, turn),
        Command::WhyNot(what) => questions::why_not(what, turn),
        Command::Expect(text) => questions::expect(text, turn),
        Command::Declare(text) => texts::declare(text, turn),
        Command::Ask(text) => questions::ask(text, turn),
        Command::Take(text) if offered.is_empty() => questions::ask(text, turn),
        Command::Take(text) => offers::taken(text, offered, turn),
        Command::Word(word, rest) if ALONE.contains(word) && !rest.is_empty() => {
            turn.fail_for(&format!("`{word}` stands alone: nothing follows it"), word)
        }
        Command::Word(word, rest) => self::word(word, rest, turn),
    }
}

fn word(word: &str, rest: &str, turn: &mut Turn<'_>) -> Answered {
    match word {
        "quit" => leave::leave(turn),
        "help" => help::help(rest, turn),
        "undo" => states::undo(turn),
        "redo" => states::redo(turn),
        "reset" => states::reset(turn),
        "branch" => states::branch(rest, turn),
        "switch" => states::switch(rest, turn),
        "log" => states::log(turn),
        "diff" => states::diff(rest, turn),
        "scenario" => states::scenario(rest, turn),
        "check" => questions::check(rest, turn),
        "show" if rest == "all" => questions::show_all(turn),
        "show" | "explain" => questions::explain(word, rest, turn),
        "timeline" => questions::timeline(rest, turn),
        "profile" => texts::profile(rest, turn),
        "follow" => texts::follow(rest, turn),
        "save" => save::save(rest, turn),
        "load" => texts::load(rest, turn),
        "reload" => texts::reload(turn),
        "what" => states::no_what_if(rest, turn),
        _ => turn.fail("this cannot be done"),
    }
}
