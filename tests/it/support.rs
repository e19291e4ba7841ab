//! What the other modules share: where the files are, the façade's calls, comparing and blessing.

use std::fmt::Write as _;
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
    analyse(
        vec![input("test.det", text)],
        &NoFiles,
        &Request { profiles, ..Request::default() },
    )
}

/// Returns whether expectations are to be rewritten.
pub(crate) fn blessing() -> bool {
    std::env::var_os("DETENTE_BLESS").is_some_and(|v| v == "1")
}

/// Compares what a file holds with what it should, or writes it.
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
pub(crate) fn difference(expected: &str, came: &str) -> String {
    let (a, b): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), came.lines().collect());
    let same = |x: &&str, y: &&str| x == y;
    let before = a.iter().zip(&b).take_while(|(x, y)| same(x, y)).count();
    let room = a.len().min(b.len()) - before;
    let after =
        a.iter().rev().zip(b.iter().rev()).take(room).take_while(|(x, y)| same(x, y)).count();
    let mut text = String::new();
    for line in &a[before.saturating_sub(2)..before] {
        let _ = writeln!(text, "    {line}");
    }
    for line in &a[before..a.len() - after] {
        let _ = writeln!(text, "  - {line}");
    }
    for line in &b[before..b.len() - after] {
        let _ = writeln!(text, "  + {line}");
    }
    text
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
