//! The documentation runs: every text in it is checked, every command gives exactly the output that is shown.
//!
//! Takes `README.md`, `CONTRIBUTING.md` and the pages under `docs/`; knows nothing of what they say. A page is
//! read from top to bottom, with a folder of its own that holds its files so far and `examples/`:
//!
//! | block | what happens |
//! |---|---|
//! | ```` ```detente ```` | a whole text of its own; nothing in it may be broken |
//! | ```` ```detente in=framework ```` | statements, checked inside a framework (also `basket`, `measure`, `rule`) |
//! | ```` ```detente file=talks.det ```` | is added to the end of that file of the page |
//! | ```` ```detente file=talks.det afresh ```` | takes the place of that file |
//! | ```` ```diff file=talks.det ```` | the lines with `-` go, those with `+` come; they must be there once |
//! | ```` ```console ```` | `$ detente …` with its exact output (`> ` lines of a dialogue are typed); `$ echo $?` shows the exit code; `…` alone on a line stands for any lines |
//!
//! `faulty` on a block says that it is meant to be wrong; a console block shows what is said to it. With
//! `DETENTE_BLESS=1` outputs that differ are written into the pages instead.

#![allow(
    clippy::expect_used,
    clippy::format_collect,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail by panicking, and a page is small"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use detente::analysis::{self, Input, Request};
use detente::diagnostic::{Level, Status};
use detente::source::{LoadError, Loader};

use crate::support::command_words;

/// A line that stands for any lines of an output.
const ANYTHING: &str = "…";

#[test]
fn every_block_of_the_documentation_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("README.md"), root.join("CONTRIBUTING.md")];
    pages_under(&root.join("docs"), &mut pages);
    let bless = std::env::var_os("DETENTE_BLESS").is_some_and(|v| v == "1");
    // Most of the time goes into commands; the pages know nothing of one another.
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(path) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let page = page(path, root, bless);
                    done.lock().expect("no page panics").insert(path, page);
                }
            });
        }
    });
    let mut faults = String::new();
    let mut blocks = 0;
    for page in done.into_inner().expect("no page panics").values() {
        blocks += page.blocks;
        for fault in &page.faults {
            let _ = writeln!(faults, "{}:{}: {}\n", page.name, fault.line, fault.what);
        }
    }
    assert!(blocks > 0, "no block was found in {} pages", pages.len());
    assert!(faults.is_empty(), "\n{faults}to rewrite outputs: DETENTE_BLESS=1 cargo test docs");
}

/// Runs a page; rewrites it where its outputs differ and `bless` asks for it.
fn page(path: &Path, root: &Path, bless: bool) -> Page {
    let text = fs::read_to_string(path).expect("a page can be read").replace("\r\n", "\n");
    let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let mut page = Page::new(&name, root);
    let rewritten = page.run(&text);
    let _ = fs::remove_dir_all(&page.folder);
    if bless && rewritten != text {
        fs::write(path, &rewritten).expect("a page can be written");
        page.faults.retain(|f| !f.output);
    }
    page
}

fn pages_under(folder: &Path, pages: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .expect("docs/ can be read")
        .map(|entry| entry.expect("an entry of docs/ can be read").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            pages_under(&path, pages);
        } else if path.extension().is_some_and(|e| e == "md") {
            pages.push(path);
        }
    }
}

/// Something in a page that is not so.
struct Fault {
    /// The line of the fence, from 1.
    line: usize,
    what: String,
    /// Whether rewriting the output mends it.
    output: bool,
}

/// A page on its way from top to bottom.
struct Page {
    name: String,
    folder: PathBuf,
    files: BTreeMap<String, String>,
    faults: Vec<Fault>,
    blocks: usize,
    /// The exit code of the last command.
    code: i32,
}

impl Page {
    fn new(name: &str, root: &Path) -> Page {
        let folder = std::env::temp_dir().join(format!(
            "detente-docs-{}-{}",
            std::process::id(),
            name.replace(['/', '.'], "-")
        ));
        let _ = fs::remove_dir_all(&folder);
        copy(&root.join("examples"), &folder.join("examples"));
        let name = name.to_owned();
        Page { name, folder, files: BTreeMap::new(), faults: Vec::new(), blocks: 0, code: 0 }
    }

    fn fault(&mut self, line: usize, what: impl Into<String>) {
        self.faults.push(Fault { line, what: what.into(), output: false });
    }

    /// Runs every block; returns the page with the outputs that there are.
    fn run(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut lines = text.split_inclusive('\n').enumerate();
        while let Some((at, line)) = lines.next() {
            out.push_str(line);
            let marks = line.chars().take_while(|c| *c == '`').count();
            if marks < 3 {
                continue;
            }
            let fence = "`".repeat(marks);
            let info: Vec<&str> = line.trim_matches(['`', '\n']).split_whitespace().collect();
            let mut body = String::new();
            let mut end = "";
            for (_, line) in lines.by_ref() {
                if line.trim_end() == fence {
                    end = line;
                    break;
                }
                body.push_str(line);
            }
            if end.is_empty() {
                self.fault(at + 1, "a block is not closed");
            }
            match info.split_first() {
                Some((&"detente", marks)) => self.text(at + 1, marks, &body),
                Some((&"diff", marks)) => self.change(at + 1, marks, &body),
                Some((&"console", _)) => body = self.console(at + 1, &body),
                _ => {}
            }
            out.push_str(&body);
            out.push_str(end);
        }
        out
    }

    fn text(&mut self, at: usize, marks: &[&str], body: &str) {
        self.blocks += 1;
        let faulty = marks.contains(&"faulty");
        let value = |key: &str| marks.iter().find_map(|m| m.strip_prefix(key));
        for mark in marks {
            let known = ["faulty", "afresh"].contains(mark)
                || mark.starts_with("file=")
                || mark.starts_with("in=");
            if !known {
                self.fault(at, format!("`{mark}` means nothing on a block"));
            }
        }
        if let Some(name) = value("file=") {
            let file = self.files.entry(name.to_owned()).or_default();
            if marks.contains(&"afresh") {
                file.clear();
            }
            if !file.is_empty() {
                file.push('\n');
            }
            file.push_str(body);
            self.keep(at, name, faulty);
        } else if let Some(place) = value("in=") {
            match wrapped(place, body) {
                Some(text) if !faulty => self.check(at, "text.det", text),
                Some(_) => {}
                None => self.fault(at, format!("nothing is known of `in={place}`")),
            }
        } else if !faulty {
            self.check(at, "text.det", body.to_owned());
        }
    }

    /// Takes the lines with `-` out of a file and puts those with `+` in.
    fn change(&mut self, at: usize, marks: &[&str], body: &str) {
        let Some(name) = marks.iter().find_map(|m| m.strip_prefix("file=")) else { return };
        self.blocks += 1;
        let side = |other: char| -> String {
            let kept = body.lines().filter(|l| !l.starts_with(other));
            kept.map(|l| format!("{}\n", l.get(1..).unwrap_or(""))).collect()
        };
        let (old, new) = (side('+'), side('-'));
        let file = self.files.entry(name.to_owned()).or_default();
        let found = file.matches(&old).count();
        if found == 1 {
            *file = file.replacen(&old, &new, 1);
            self.keep(at, name, marks.contains(&"faulty"));
        } else {
            self.fault(at, format!("these lines stand {found} times in {name}:\n{old}"));
        }
    }

    fn keep(&mut self, at: usize, name: &str, faulty: bool) {
        let text = self.files.get(name).cloned().unwrap_or_default();
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().unwrap_or(&self.folder)).expect("a folder can be made");
        fs::write(path, &text).expect("a file can be written");
        if !faulty {
            self.check(at, name, text);
        }
    }

    /// Reads a text as the tool does; nothing in it may be broken.
    fn check(&mut self, at: usize, name: &str, text: String) {
        let input = Input { name: name.to_owned(), text: Ok(text) };
        let found = analysis::analyse(vec![input], &Files(&self.files), &Request::default());
        let broken: String = found
            .findings
            .iter()
            .filter(|f| f.status == Status::Broken && f.level == Level::Error)
            .map(|f| {
                let place = f.labels.first().map(|l| found.sources.place(l.span));
                format!("\n  {}: {}: {}", place.unwrap_or_default(), f.rule, f.message)
            })
            .collect();
        if !broken.is_empty() {
            self.fault(at, format!("this text is broken{broken}"));
        }
    }

    /// Runs the commands of a block; returns it with their outputs.
    fn console(&mut self, at: usize, body: &str) -> String {
        self.blocks += 1;
        let mut out = String::new();
        let mut lines = body.lines().peekable();
        while let Some(line) = lines.next() {
            let _ = writeln!(out, "{line}");
            let Some(command) = line.strip_prefix("$ ") else {
                self.fault(at, format!("not a command: {line}"));
                continue;
            };
            let mut shown = String::new();
            while let Some(line) = lines.next_if(|l| !l.starts_with("$ ")) {
                let _ = writeln!(shown, "{line}");
            }
            let given = self.command(at, command, &typed(&shown));
            if same(&given, &shown) {
                out.push_str(&shown);
            } else {
                let what = format!(
                    "`{command}` says\n{given}\nand the page\n{shown}\n{}",
                    first_difference(&given, &shown)
                );
                self.faults.push(Fault { line: at, what, output: true });
                out.push_str(&given);
            }
        }
        out
    }

    fn command(&mut self, at: usize, command: &str, typed: &str) -> String {
        let words = command_words(command);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (program, arguments) = words.split_first().unwrap_or((&"", &[]));
        match *program {
            "detente" => {
                let mut run = Command::new(env!("CARGO_BIN_EXE_detente"))
                    .args(arguments)
                    .current_dir(&self.folder)
                    .env_remove("DETENTE_PRELUDE")
                    .env("NO_COLOR", "1")
                    .stdin(Stdio::piped())
                    .stdout(Stdio::piped())
                    .stderr(Stdio::piped())
                    .spawn()
                    .expect("the program can be started");
                let mut input = run.stdin.take().expect("it takes input");
                // A command that reads nothing may be gone already.
                let _ = input.write_all(typed.as_bytes());
                drop(input);
                let run = run.wait_with_output().expect("the program ends");
                self.code = run.status.code().unwrap_or(-1);
                let said = [run.stdout, run.stderr].concat();
                let said = String::from_utf8(said).expect("it answers in UTF-8");
                said.lines().fold(String::new(), |all, line| all + line.trim_end() + "\n")
            }
            "echo" if *arguments == ["$?"] => format!("{}\n", self.code),
            _ => {
                self.fault(at, format!("not a command of these pages: {command}"));
                String::new()
            }
        }
    }
}

/// Returns what is typed in a dialogue with the prompt: what stands after `> `, `+2> ` or `| `.
fn typed(shown: &str) -> String {
    let typed = shown.lines().filter_map(|line| {
        let (label, text) = line.split_once(['>', '|'])?;
        let label_is = label.trim().is_empty()
            || label.strip_prefix('+').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        label_is.then(|| text.strip_prefix(' ').unwrap_or(text))
    });
    typed.fold(String::new(), |all, line| all + line + "\n")
}

/// Checks whether an output is as shown, where a line `…` stands for any lines.
fn same(given: &str, shown: &str) -> bool {
    let mut given: Vec<&str> = given.lines().collect();
    let mut parts: Vec<Vec<&str>> = vec![Vec::new()];
    for line in shown.lines() {
        if line == ANYTHING {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(line);
        }
    }
    let Some((first, rest)) = parts.split_first() else { return given.is_empty() };
    if !given.starts_with(first) {
        return false;
    }
    given.drain(..first.len());
    let Some((last, between)) = rest.split_last() else { return given.is_empty() };
    for part in between {
        // The earliest place leaves most to what follows.
        let starts = 0..=given.len();
        let Some(at) = starts.into_iter().find(|n| given.iter().skip(*n).take(part.len()).eq(part))
        else {
            return false;
        };
        given.drain(..at + part.len());
    }
    given.ends_with(last)
}

fn first_difference(given: &str, shown: &str) -> String {
    let pair = given.lines().zip(shown.lines()).find(|(a, b)| a != b);
    pair.map_or(String::new(), |(a, b)| format!("first difference:\n  {a}\n  {b}"))
}

/// Puts statements where they can stand.
fn wrapped(place: &str, body: &str) -> Option<String> {
    let (head, tail) = match place {
        "framework" => ("framework it \"It\" {\n", "}\n"),
        "basket" => ("framework it \"It\" {\nbasket one \"One\" {\n", "}\n}\n"),
        "measure" => ("framework it \"It\" {\ncsbm one \"One\" {\n", "}\n}\n"),
        "rule" => ("rule its-rule \"It\" {\n", "}\n"),
        _ => return None,
    };
    Some(format!("use std.northeast-asia\n{head}{body}{tail}"))
}

/// The files of a page, for `use "…"`.
struct Files<'a>(&'a BTreeMap<String, String>);

impl Loader for Files<'_> {
    fn load(&self, _from: &str, path: &str) -> Result<(String, String), LoadError> {
        self.0.get(path).map(|t| (path.to_owned(), t.clone())).ok_or(LoadError::NotFound)
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("examples/ can be read") {
        let path = entry.expect("an entry can be read").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a file can be copied");
        }
    }
}
