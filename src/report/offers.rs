//! How an edit that a finding offers is written where the reader is: as a command to copy, or as a line of the prompt.
//!
//! Takes edits in the words of the prompt, gives lines. Knows neither paths nor options: what a command ends with is given.

use crate::diagnostic::{Finding, Note, NoteKind};

/// How offered edits are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offers {
    /// As a command that tries it.
    Command {
        /// What stands behind the edit, with a blank before it: paths and options.
        rest: String,
    },
    /// As a line that tries it at the prompt.
    Prompt,
}

impl Default for Offers {
    fn default() -> Offers {
        Offers::Command { rest: String::new() }
    }
}

const COMMAND: &str = "detente what-if \"";
const PROMPT: &str = "what if ";

impl Offers {
    fn line(&self, edit: &str) -> String {
        match self {
            Offers::Command { rest } => format!("{COMMAND}{edit}\"{rest}"),
            Offers::Prompt => format!("{PROMPT}{edit}"),
        }
    }

    /// Returns the lines below a finding: its own, and one for each edit that it offers.
    pub(super) fn notes(&self, finding: &Finding) -> Vec<Note> {
        let offered = finding.offers.iter().map(|edit| self.line(edit));
        let offered = offered.map(|text| Note { kind: NoteKind::Help, text });
        finding.notes.iter().cloned().chain(offered).collect()
    }
}

/// Returns whether a line is there to be copied: a line break would come along.
pub(super) fn is_copied(line: &str) -> bool {
    match line.strip_prefix("help: ") {
        Some(line) => line.starts_with(COMMAND) || line.starts_with(PROMPT),
        None => line.starts_with(COMMAND),
    }
}
