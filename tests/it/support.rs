//! What the other modules share: where the files are, the façade's calls, comparing and blessing.

use std::fs;
use std::path::{Path, PathBuf};

use detente::analysis::{Analysis, Input, Request, analyse};
use detente::source::NoFiles;

/// Returns a path inside the repository.
pub(crate) fn path(inside: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(inside)
}

/// Returns a path as it is written in the repository.
pub(crate) fn shown(path: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// Returns every file below a folder whose name ends so, in order.
pub(crate) fn files(inside: &str, ending: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, ending, found);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&path(inside), ending, &mut found);
    found.sort();
    found
}

/// Reads a file.
pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// Returns a text as the façade takes it.
pub(crate) fn input(name: &str, text: &str) -> Input {
    Input { name: name.to_owned(), text: Ok(text.to_owned()) }
}

/// Checks one text that uses no other file.
pub(crate) fn check(text: &str, profiles: &[&str]) -> Analysis {
    let profiles = profiles.iter().map(|p| (*p).to_owned()).collect();
    analyse(vec![input("test.det", text)], &NoFiles, &Request { profiles, ..Request::default() })
}

/// Returns whether expectations are to be rewritten.
pub(crate) fn blessing() -> bool {
    std::env::var_os("DETENTE_BLESS").is_some_and(|v| v == "1")
}

/// Compares what a file holds with what it should, or writes it.
#[cfg(feature = "cli")]
pub(crate) fn compare_or_bless(file: &Path, held: &str, came: &str, failures: &mut Vec<String>) {
    if held == came {
        return;
    }
    if blessing() {
        fs::write(file, came).unwrap();
        return;
    }
    failures.push(format!("{}\n{}", shown(file), difference(held, came)));
}

/// Returns the lines that differ, those expected with `-` and those that came with `+`.
#[cfg(feature = "cli")]
fn difference(expected: &str, came: &str) -> String {
    const MOST: usize = 60;
    let (a, b): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), came.lines().collect());
    // How many lines the rests from here on have in common, in order.
    let mut common = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i][j] = if a[i] == b[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || (i < a.len() && common[i + 1][j] >= common[i][j + 1]) {
            lines.push(format!("  {:>4} - {}", i + 1, a[i]));
            i += 1;
        } else {
            lines.push(format!("  {:>4} + {}", j + 1, b[j]));
            j += 1;
        }
    }
    if lines.len() > MOST {
        let rest = lines.len() - MOST;
        lines.truncate(MOST);
        lines.push(format!("  … and {rest} more lines"));
    }
    lines.join("\n")
}

/// Fails with everything that went wrong, each by itself.
pub(crate) fn report(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{} failed; `DETENTE_BLESS=1 cargo test` accepts what came where files hold it\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

#[cfg(feature = "cli")]
/// Divides a command into words, as a shell does where nothing but "…" has a meaning of its own.
pub(crate) fn command_words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    for c in command.chars() {
        match c {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            c if c.is_whitespace() && !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}
