//! What `why not` has offered, by its number: made, or tried.
//!
//! Takes a number and the list that stood above it; plays the edits as if they had been typed. A list holds for the next
//! line, and for those that try what it offers.

use super::states;
use super::turn::{Answered, Turn};
use crate::report;

/// Reads the number of an offer.
pub(super) fn number(text: &str) -> Option<usize> {
    text.chars().all(|c| c.is_ascii_digit()).then(|| text.parse().ok())?
}

/// Makes an edit of the list.
pub(super) fn taken(text: &str, offered: Vec<String>, turn: &mut Turn<'_>) -> Answered {
    match of(text, &offered) {
        Some(edit) => {
            // Whoever types a number sees what was made.
            report::emit_hanging("  ", edit, turn.style, turn.out)?;
            states::edit(edit, turn)
        }
        None => not_there(text, offered, turn),
    }
}

/// Tries an edit of the list, which stands after that as before.
pub(super) fn tried(text: &str, offered: Vec<String>, turn: &mut Turn<'_>) -> Answered {
    let Some(edit) = of(text, &offered) else { return not_there(text, offered, turn) };
    report::emit_hanging("  ", edit, turn.style, turn.out)?;
    let answered = states::what_if(edit, turn);
    turn.kept.offered = offered;
    answered
}

fn of<'o>(text: &str, offered: &'o [String]) -> Option<&'o String> {
    offered.get(number(text)?.checked_sub(1)?)
}

fn not_there(text: &str, offered: Vec<String>, turn: &mut Turn<'_>) -> Answered {
    let message = match offered.len() {
        1 => "one edit was offered".to_owned(),
        n => format!("{n} edits were offered"),
    };
    turn.kept.offered = offered;
    turn.fail_for(&format!("there is no offer {text}: {message}"), "1")
}
