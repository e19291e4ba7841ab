//! Names of files and folders for a line that loads or saves.
//!
//! Takes what is typed of a path, with a quotation mark before it or not; gives the ways in which it can go on: folders, and
//! files that hold texts.

use std::ffi::OsStr;
use std::fs;

use rustyline::completion::Pair;

use crate::cli::disk::ENDING;

/// Returns the paths that begin with what is typed, written so that blanks in them do no harm.
pub(super) fn beginning_with(typed: &str) -> Vec<Pair> {
    let quoted = typed.starts_with(['"', '“']);
    let path = typed.trim_start_matches(['"', '“']);
    let (folder, begun) = path.rfind('/').map_or(("", path), |at| path.split_at(at + 1));
    let looked = if folder.is_empty() { "." } else { folder };
    let Ok(entries) = fs::read_dir(looked) else { return Vec::new() };
    let mut found: Vec<(String, bool)> = Vec::new();
    for entry in entries.flatten() {
        // A name that is no text cannot be typed.
        let Ok(name) = entry.file_name().into_string() else { continue };
        let is_folder = entry.path().is_dir();
        let is_text = entry.path().extension() == Some(OsStr::new(ENDING));
        let hidden = name.starts_with('.') && !begun.starts_with('.');
        let plain = !name.contains(|c: char| c.is_control() || c == '"');
        if name.starts_with(begun) && (is_folder || is_text) && !hidden && plain {
            found.push((name, is_folder));
        }
    }
    found.sort();
    let pair = |(name, is_folder): (String, bool)| {
        let path = format!("{folder}{name}{}", if is_folder { "/" } else { "" });
        let mark = quoted || path.contains(char::is_whitespace);
        let replacement = match (mark, is_folder) {
            (false, _) => path,
            // A folder goes on.
            (true, true) => format!("\"{path}"),
            (true, false) => format!("\"{path}\""),
        };
        Pair { display: if is_folder { format!("{name}/") } else { name }, replacement }
    };
    found.into_iter().map(pair).collect()
}
