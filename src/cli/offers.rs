//! What stands behind an edit that a finding offers, so that the command can be copied where the reader is.
//!
//! Takes the paths and the options that the reader gave. Knows no finding.

use std::path::{Path, PathBuf};

use super::begin::Judging;
use super::disk;
use crate::report::Offers;

/// Ends each offer with the paths that were named and with what was judged by.
pub(super) fn with_paths(paths: &[PathBuf], judging: &Judging) -> Offers {
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
    Offers::Command { rest }
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
