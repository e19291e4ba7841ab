//! Command lines that findings offer, as they can be typed where the reader is.
//!
//! Takes findings, which know no command line; puts into what they offer the paths and the profiles that the reader gave, or
//! the words of the prompt. Changes nothing else of them.

use std::path::{Path, PathBuf};

use super::begin::Judging;
use super::disk;
use crate::diagnostic::Finding;

/// How a finding begins an edit that it offers to be played.
const OFFER: &str = "detente what-if \"";

/// Ends each offer with the paths that were named and with what was judged by.
pub(super) fn with_paths(findings: &mut [Finding], paths: &[PathBuf], judging: &Judging) {
    let mut rest = String::new();
    for path in paths {
        rest.push(' ');
        rest.push_str(&quoted(path));
    }
    for (option, names) in [("--profile", &judging.profile), ("--follow", &judging.follow)] {
        if !names.is_empty() {
            rest.push_str(&format!(" {option} {}", names.join(",")));
        }
    }
    for note in findings.iter_mut().flat_map(|f| &mut f.notes) {
        if note.text.starts_with(OFFER) {
            note.text.push_str(&rest);
        }
    }
}

/// Writes each offer as an edit is tried at the prompt.
pub(super) fn at_prompt(findings: &mut [Finding]) {
    for note in findings.iter_mut().flat_map(|f| &mut f.notes) {
        let edit = note.text.strip_prefix(OFFER).and_then(|rest| rest.strip_suffix('"'));
        if let Some(edit) = edit {
            note.text = format!("what if {edit}");
        }
    }
}

/// Writes a path so that a shell reads it as one word.
fn quoted(path: &Path) -> String {
    let shown = disk::shown(path);
    let plain = |c: char| c.is_alphanumeric() || "/._-+,:@%\\".contains(c);
    if !shown.is_empty() && shown.chars().all(plain) {
        return shown;
    }
    format!("'{}'", shown.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::quoted;
    use std::path::Path;

    #[test]
    fn a_path_is_one_word_for_a_shell() {
        let word = |path: &str| quoted(Path::new(path));
        assert_eq!(word("examples/초안.det"), "examples/초안.det");
        assert_eq!(word("my talks.det"), "'my talks.det'");
        assert_eq!(word("a'b.det"), "'a'\\''b.det'");
        assert_eq!(word("$HOME"), "'$HOME'");
    }
}
