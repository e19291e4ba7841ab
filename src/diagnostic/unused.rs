//! Names of the library that a text says without `use`: gathered wherever names are looked up, told once a module.
//!
//! Takes the names and their places; gives one finding for each file and module. Does not know what is in the library.

use std::cell::RefCell;
use std::fmt;

use indexmap::IndexMap;

use super::{Finding, Level, NoteKind};
use crate::source::{FileId, Sources, Span};

/// So many places of what is missing are shown.
const MAX_PLACES: usize = 6;

/// What follows from a name that means nothing.
pub const UNSETTLED: &str = "what depends on it cannot be decided until this is settled";

/// A name, and where it stands.
type Named = (Box<str>, Span);

/// The names of modules that a file does not use, by file and module.
pub struct Unused<'e> {
    elsewhere: &'e dyn Fn(&str) -> Option<String>,
    names: RefCell<IndexMap<(FileId, String), Vec<Named>>>,
}

impl fmt::Debug for Unused<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unused").field("names", &self.names).finish_non_exhaustive()
    }
}

impl<'e> Unused<'e> {
    /// Returns none yet. `elsewhere` tells which module of the library declares a name.
    pub fn new(elsewhere: &'e dyn Fn(&str) -> Option<String>) -> Unused<'e> {
        Unused { elsewhere, names: RefCell::default() }
    }

    /// Returns the module of the library that declares a name; to be asked of names that nothing loaded has.
    pub fn module(&self, word: &str) -> Option<String> {
        (self.elsewhere)(word)
    }

    /// Notes a name that nothing loaded has, if a module of the library declares it; else it is for others to report.
    pub fn takes(&self, word: &str, span: Span) -> bool {
        let Some(module) = self.module(word) else { return false };
        let mut names = self.names.borrow_mut();
        names.entry((span.file, module)).or_default().push((word.into(), span));
        true
    }

    /// Reports the names of modules that a file does not use: once for each module, for it is one slip.
    pub fn report(&self, sources: &Sources, findings: &mut Vec<Finding>) {
        for ((file, module), mut names) in self.names.take() {
            // A `use` line that could not be read is reported where it stands, and is all there is to mend.
            let slip = |f: &Finding| {
                f.place().is_some_and(|p| p.file == file && sources.slice(p).contains("std"))
                    && matches!(f.rule.as_str(), "unknown-module" | "syntax")
            };
            if findings.iter().any(slip) {
                continue;
            }
            // A definition is looked at before the frameworks above it.
            names.sort_by_key(|(_, span)| *span);
            names.dedup();
            let mut words: Vec<&str> = Vec::new();
            for (word, _) in &names {
                if !words.contains(&&**word) {
                    words.push(word);
                }
            }
            let Some((_, first)) = names.first() else { continue };
            let shown: Vec<String> = words.iter().take(3).map(|w| format!("`{w}`")).collect();
            let shown = shown.join(", ");
            let message = match words.len() {
                1 => format!("{shown} stands in `{module}`, which this file does not use"),
                n if n <= 3 => format!("{shown} stand in `{module}`, which this file does not use"),
                4 => format!(
                    "{shown} and 1 more name stand in `{module}`, which this file does not use"
                ),
                n => format!(
                    "{shown} and {} more names stand in `{module}`, which this file does not use",
                    n - 3
                ),
            };
            let mut finding = Finding::broken("unknown-name", Level::Error, *first, message)
                .help(format!("put `use {module}` at the top of the file"))
                .note(NoteKind::Without, UNSETTLED);
            for (_, span) in names.iter().skip(1).take(MAX_PLACES - 1) {
                finding = finding.label(*span, "");
            }
            findings.push(finding);
        }
    }
}
