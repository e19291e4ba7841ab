//! The lines typed, kept from one time to the next.
//!
//! Takes a file and the lines of the editor; reads them once and adds each as it is typed. Several prompts may share one
//! file: each adds its own lines to what is there. Knows no terminal.

use std::fs;
use std::path::{Path, PathBuf};

use rustyline::history::{FileHistory, History};

use crate::cli::disk;

/// So many lines are kept.
pub(super) const MOST: usize = 2_000;

/// Where the lines are kept: where asked, else in the user's folder for such things; none where none are to be kept.
pub(super) fn file(asked: Option<PathBuf>) -> Option<PathBuf> {
    match asked {
        Some(path) if path.as_os_str() == "none" => None,
        Some(path) => Some(path),
        None => {
            let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty());
            let base = set("XDG_STATE_HOME")
                .map(PathBuf::from)
                .or_else(|| set("HOME").map(|home| PathBuf::from(home).join(".local/state")))
                .or_else(|| set("LOCALAPPDATA").map(PathBuf::from))?;
            Some(base.join("detente").join("history"))
        }
    }
}

/// Reads the lines kept so far; a file that is not there yet holds none.
pub(super) fn load(lines: &mut FileHistory, file: &Path) -> Result<(), String> {
    if file.exists() { lines.load(file).map_err(|e| e.to_string()) } else { Ok(()) }
}

/// Adds the lines typed since to those kept.
pub(super) fn keep(lines: &mut FileHistory, file: &Path) -> Result<(), String> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|e| disk::unwritten(file, &e))?;
    }
    lines.append(file).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::{file, keep, load};
    use rustyline::history::{FileHistory, History};
    use std::fs;
    use std::path::PathBuf;

    struct Folder(PathBuf);

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn folder(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("detente-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    #[test]
    fn none_is_no_file() {
        assert_eq!(file(Some("none".into())), None);
        assert_eq!(file(Some("here".into())), Some("here".into()));
    }

    #[test]
    fn two_prompts_on_one_file_lose_no_line() {
        let folder = folder("history-two");
        let path = folder.0.join("deep/history");
        let (mut one, mut other) = (FileHistory::new(), FileHistory::new());
        load(&mut one, &path).unwrap();
        load(&mut other, &path).unwrap();
        for (lines, line) in
            [(0, "undo"), (1, "redo"), (0, "log"), (1, "한국 in napci.members"), (0, "check")]
        {
            let lines = if lines == 0 { &mut one } else { &mut other };
            lines.add(line).unwrap();
            keep(lines, &path).unwrap();
        }
        let mut later = FileHistory::new();
        load(&mut later, &path).unwrap();
        let kept: Vec<&str> = later.iter().map(String::as_str).collect();
        assert_eq!(kept, ["undo", "redo", "log", "한국 in napci.members", "check"]);
    }

    #[test]
    fn a_place_that_cannot_be_used_is_named() {
        let folder = folder("history-bad");
        fs::write(folder.0.join("file"), "x").unwrap();
        let mut lines = FileHistory::new();
        lines.add("undo").unwrap();
        assert!(keep(&mut lines, &folder.0.join("file/history")).is_err());
        assert!(load(&mut lines, &folder.0).is_err());
        // The lines typed are still there.
        assert_eq!(lines.iter().count(), 1);
    }
}
