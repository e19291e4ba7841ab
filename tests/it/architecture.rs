//! The layers and the walls between them, by reading the source.
//!
//! A layer imports only those before it in [`LAYERS`]; libraries that draw, export or read the disk are
//! named in one room each; no file grows beyond what can be read in one sitting.

use std::path::Path;

use crate::support::{files, path, read, report, shown};

/// The layers in order. `prelude` is text and stands apart: only the façade reads it.
const LAYERS: &[&str] = &[
    "value",
    "source",
    "diagnostic",
    "schema",
    "syntax",
    "expr",
    "model",
    "time",
    "eval",
    "checks",
    "analysis",
    "report",
    "cli",
];

/// What may be named only in some files: the words, and where.
const WALLS: &[(&[&str], &[&str])] = &[
    (&["pest", "pest_derive"], &["src/syntax/"]),
    (&["miette"], &["src/report/human.rs"]),
    (&["serde", "serde_json"], &["src/report/json/", "src/report/timeline/json.rs"]),
    (&["clap", "ignore", "terminal_size"], &["src/cli/"]),
    (&["rustyline", "ctrlc"], &["src/cli/repl/"]),
    (&["unicode_security", "strsim"], &["src/diagnostic/"]),
    (&["unicode_normalization"], &["src/model/things.rs"]),
];

/// What touches the world outside, and may be written only at the door.
const OUTSIDE: &[&str] = &[
    "std::fs",
    "fs::",
    "std::env::",
    "std::process::exit",
    "std::net",
    "SystemTime",
    "Instant::now",
    "io::stdin",
    "io::stdout",
    "io::stderr",
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
];

/// Longer files are hard to read as a whole.
const MOST_LINES: usize = 700;

/// Returns the code of a file: without remarks and without its unit tests, which may do more.
fn code(text: &str) -> String {
    let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text);
    let bare = code.lines().map(|line| {
        let at = line.find("//").filter(|at| !line[..*at].ends_with(':')).unwrap_or(line.len());
        &line[..at]
    });
    bare.collect::<Vec<_>>().join("\n")
}

/// The sources of the library, with their code; the files of unit tests are left out.
fn sources() -> Vec<(String, String)> {
    let of_tests = |f: &std::path::Path| f.iter().any(|n| n == "tests.rs" || n == "tests");
    let all = files("src", ".rs").into_iter().map(|f| (shown(&f), f));
    let all = all.filter(|(shown, _)| !of_tests(std::path::Path::new(shown)));
    all.map(|(shown, f)| (shown, code(&read(&f)))).collect()
}

/// Returns the names after `crate::`, those in braces each by itself.
fn imports(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for piece in code.split("crate::").skip(1) {
        let name = |text: &str| -> String {
            text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        match piece.strip_prefix('{') {
            Some(list) => {
                let mut depth = 0;
                let mut start = true;
                for (at, c) in list.char_indices() {
                    match c {
                        '{' => depth += 1,
                        '}' if depth == 0 => break,
                        '}' => depth -= 1,
                        ',' if depth == 0 => start = true,
                        c if start && depth == 0 && c.is_alphabetic() => {
                            names.push(name(&list[at..]));
                            start = false;
                        }
                        _ => {}
                    }
                }
            }
            None => names.push(name(piece)),
        }
    }
    names
}

fn room(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap_or(file);
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

#[test]
fn a_layer_imports_only_those_before_it() {
    let place = |name: &str| LAYERS.iter().position(|l| *l == name);
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        let room = room(&file);
        if matches!(room, "lib" | "main") {
            continue;
        }
        for name in imports(&code) {
            let fits = match (place(room), place(&name)) {
                _ if name == room => true,
                (Some(at), Some(of)) => of < at,
                // Only the façade reads the prelude, and the prelude reads nothing.
                (Some(_), None) if name == "prelude" => room == "analysis",
                _ => false,
            };
            if !fits {
                wrong.push(format!("{file}: `{room}` may not import `crate::{name}`"));
            }
        }
    }
    wrong.dedup();
    report(&wrong);
}

#[test]
fn every_room_has_its_place() {
    let folder = path("src");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().trim_end_matches(".rs").to_owned();
        let known =
            LAYERS.contains(&name.as_str()) || matches!(name.as_str(), "prelude" | "lib" | "main");
        assert!(known, "`src/{name}` has no place among the layers");
    }
}

#[test]
fn imports_are_read() {
    let read =
        imports("use crate::{value::{Date, Truth}, source}; fn f() { crate::schema::field() }");
    assert_eq!(read, ["value", "source", "schema"]);
    assert_eq!(code("a // crate::b\n\n#[cfg(test)]\nmod tests { crate::c }"), "a ");
}

#[test]
fn walls_stand() {
    let mut wrong = Vec::new();
    for (file, code) in sources() {
        for (words, rooms) in WALLS {
            let names = |word: &str| {
                code.match_indices(word).any(|(at, _)| {
                    let before = code[..at].chars().next_back();
                    let after = &code[at + word.len()..];
                    !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
                        && after.starts_with("::")
                })
            };
            for word in words.iter().filter(|w| names(w)) {
                if !rooms.iter().any(|r| file.starts_with(r)) {
                    wrong.push(format!("{file}: `{word}` belongs to {}", rooms.join(", ")));
                }
            }
        }
        for word in OUTSIDE {
            if code.contains(word) && !file.starts_with("src/cli/") && file != "src/main.rs" {
                wrong.push(format!("{file}: `{word}` belongs to src/cli"));
            }
        }
    }
    report(&wrong);
}

#[test]
fn no_file_is_too_long() {
    let mut wrong = Vec::new();
    for file in files("src", ".rs") {
        let lines = read(&file).lines().count();
        if lines > MOST_LINES {
            wrong.push(format!("{} has {lines} lines; divide it", shown(&file)));
        }
    }
    report(&wrong);
}

#[test]
fn every_module_says_what_it_is() {
    let mut wrong = Vec::new();
    for folder in ["src", "tests", "benches"] {
        for file in files(folder, ".rs") {
            let text = read(&file);
            if !text.starts_with("//!") {
                wrong.push(format!("{} does not begin with `//!`", shown(&file)));
            }
        }
    }
    report(&wrong);
}

#[test]
fn nothing_is_left_over() {
    // Written apart, so that this file does not find itself.
    let words = ["dbg", "todo", "unimplemented"].map(|w| format!("{w}!("));
    let notes = ["FIX", "XX", "HA"].iter().zip(["ME", "X", "CK"]).map(|(a, b)| format!("{a}{b}"));
    let unwanted: Vec<String> = words.into_iter().chain(notes).collect();
    let mut wrong = Vec::new();
    for file in files("src", ".rs").into_iter().chain(files("tests", ".rs")) {
        let text = read(&file);
        for word in unwanted.iter().filter(|w| text.contains(*w)) {
            wrong.push(format!("{}: `{word}`", shown(&file)));
        }
    }
    report(&wrong);
}

/// Every text of the repository that is written by hand: what is tracked, where that can be asked.
fn tracked() -> Vec<std::path::PathBuf> {
    let asked =
        std::process::Command::new("git").args(["ls-files", "-z"]).current_dir(path(".")).output();
    match asked {
        Ok(answer) if answer.status.success() && !answer.stdout.is_empty() => {
            let names = String::from_utf8_lossy(&answer.stdout).into_owned();
            let names = names.split('\0').filter(|n| !n.is_empty());
            names.map(path).filter(|p| p.is_file()).collect()
        }
        // A package holds no history.
        _ => ["src", "tests", "examples", "docs", "grammar"]
            .into_iter()
            .filter(|folder| path(folder).is_dir())
            .flat_map(|folder| files(folder, ""))
            .collect(),
    }
}

#[test]
fn no_file_names_a_machine() {
    // Written apart, so that this file does not find itself.
    let places = [["/wo", "rk/"], ["/tm", "p/"], ["/ho", "me/"], ["/ro", "ot/"], ["/Us", "ers/"]]
        .map(|p| p.concat());
    let mut wrong = Vec::new();
    for file in tracked() {
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        for (number, line) in text.lines().enumerate() {
            let found = places.iter().find(|p| {
                line.match_indices(p.as_str()).any(|(at, _)| {
                    // The tail of a longer name is no place on a machine.
                    let before = line[..at].chars().next_back();
                    !before
                        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/'))
                })
            });
            if let Some(place) = found {
                wrong.push(format!("{}:{}: `{place}`", shown(Path::new(&file)), number + 1));
            }
        }
    }
    report(&wrong);
}
