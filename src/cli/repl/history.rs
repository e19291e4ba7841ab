//! The lines typed, kept from one time to the next.
//!
//! Takes a file and the lines of the editor; reads them once and adds each as it is typed. Several prompts may share one
//! file: each adds its own lines to what is there. Knows no terminal.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use rustyline::error::ReadlineError;
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
    if !file.exists() {
        return Ok(());
    }
    lines.load(file).map_err(|e| unusable(&e))?;
    end_last_line(file).map_err(|e| disk::reason(&e))
}

/// Ends the last line where whoever wrote it did not come to its end: what is added would go on in it.
fn end_last_line(file: &Path) -> io::Result<()> {
    if fs::read(file)?.last().is_none_or(|last| *last == b'\n') {
        return Ok(());
    }
    fs::OpenOptions::new().append(true).open(file)?.write_all(b"\n")
}

/// Says why the lines cannot be kept, in words and without numbers.
fn unusable(error: &ReadlineError) -> String {
    match error {
        ReadlineError::Io(e) if e.kind() == io::ErrorKind::InvalidData => {
            "it holds something else than lines of text".to_owned()
        }
        ReadlineError::Io(e) => disk::reason(e),
        other => other.to_string(),
    }
}

/// Adds the lines typed since to those kept.
pub(super) fn keep(lines: &mut FileHistory, file: &Path) -> Result<(), String> {
    if let Some(folder) = file.parent() {
        if folder.is_file() {
            return Err(format!("`{}` is a file and no folder", disk::shown(folder)));
        }
        fs::create_dir_all(folder).map_err(|e| disk::unwritten(file, &e))?;
    }
    // The editor would empty a file that another prompt has made meanwhile.
    let made = fs::OpenOptions::new().create(true).append(true).open(file);
    made.map_err(|e| disk::unwritten(file, &e))?;
    lines.append(file).map_err(|e| unusable(&e))
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
    fn prompts_that_write_at_once_lose_and_garble_no_line() {
        let folder = folder("history-at-once");
        let path = folder.0.join("history");
        let write = |who: usize| {
            let path = path.clone();
            std::thread::spawn(move || {
                let mut lines = FileHistory::new();
                lines.set_max_len(super::MOST).unwrap();
                load(&mut lines, &path).unwrap();
                for n in 0..50 {
                    lines.add(&format!("{who} writes {n}")).unwrap();
                    keep(&mut lines, &path).unwrap();
                }
            })
        };
        let threads: Vec<_> = (0..4).map(write).collect();
        for thread in threads {
            thread.join().unwrap();
        }
        let mut later = FileHistory::new();
        later.set_max_len(super::MOST).unwrap();
        load(&mut later, &path).unwrap();
        for who in 0..4 {
            let own = |line: &&String| line.starts_with(&format!("{who} "));
            let kept: Vec<String> = later.iter().filter(own).cloned().collect();
            let written: Vec<String> = (0..50).map(|n| format!("{who} writes {n}")).collect();
            assert_eq!(kept, written);
        }
    }

    #[test]
    fn a_last_line_that_was_cut_short_is_ended() {
        let folder = folder("history-cut");
        let path = folder.0.join("history");
        fs::write(&path, "#V2\nlog\nund").unwrap();
        let mut lines = FileHistory::new();
        load(&mut lines, &path).unwrap();
        lines.add("check").unwrap();
        keep(&mut lines, &path).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "#V2\nlog\nund\ncheck\n");
    }

    #[test]
    fn a_place_that_cannot_be_used_is_named() {
        let folder = folder("history-bad");
        fs::write(folder.0.join("file"), "x").unwrap();
        let mut lines = FileHistory::new();
        lines.add("undo").unwrap();
        let why = keep(&mut lines, &folder.0.join("file/history")).unwrap_err();
        assert!(why.ends_with("file` is a file and no folder"), "{why}");
        let why = load(&mut lines, &folder.0).unwrap_err();
        assert!(!why.contains("os error"), "{why}");
        fs::write(folder.0.join("bytes"), b"\xff\xfe\n").unwrap();
        let why = load(&mut lines, &folder.0.join("bytes")).unwrap_err();
        assert_eq!(why, "it holds something else than lines of text");
        // What is no history is left as it is.
        assert_eq!(fs::read(folder.0.join("bytes")).unwrap(), b"\xff\xfe\n");
        // The lines typed are still there.
        assert_eq!(lines.iter().count(), 1);
    }
}
