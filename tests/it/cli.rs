//! The command as it is run: folders of files, arguments, streams and exit codes.
//!
//! `tests/cli/*.md` hold dialogues that must come out word for word; what varies is asked for here.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::support::{command_words, compare_or_bless, files, path, read, report};

/// A folder of its own for one test, removed at its end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("detente-cli-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Folder {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, b"", &[])
    }

    pub(crate) fn run_with(&self, arguments: &[&str], input: &[u8], set: &[(&str, &str)]) -> Ran {
        let mut command = command(&self.0);
        command.args(arguments).envs(set.iter().copied());
        let mut child = command.spawn().unwrap();
        let mut to = child.stdin.take().unwrap();
        // A run that reads nothing may be gone already.
        let _ = to.write_all(input);
        drop(to);
        let output = child.wait_with_output().unwrap();
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8 on the standard output"),
            err: String::from_utf8(output.stderr).expect("UTF-8 on the standard error"),
        }
    }
}

/// A prompt that is talked to line by line, so that something may happen between two lines.
pub(crate) struct Dialogue {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Folder {
    pub(crate) fn dialogue(&self, arguments: &[&str]) -> Dialogue {
        let mut command = command(&self.0);
        command.args(arguments).env("NO_COLOR", "1");
        let mut child = command.spawn().unwrap();
        let (to, from) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        Dialogue { child, to, from: BufReader::new(from) }
    }
}

impl Dialogue {
    /// Types a line and a remark after it, and gives what is answered before the remark is shown.
    #[track_caller]
    pub(crate) fn says(&mut self, line: &str, word: &str) -> String {
        const MARK: &str = "# that was all";
        writeln!(self.to, "{line}\n{MARK}").unwrap();
        self.to.flush().unwrap();
        let mut answer = String::new();
        while !answer.ends_with(&format!("{MARK}\n")) {
            let read = self.from.read_line(&mut answer).unwrap();
            assert!(read > 0, "the prompt ended: {answer}");
        }
        assert!(answer.contains(word), "nothing says `{word}`\n{answer}");
        answer
    }

    /// Ends the input; gives the exit code.
    pub(crate) fn end(mut self) -> Option<i32> {
        drop(self.to);
        self.child.wait().unwrap().code()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_detente"));
    command
        .current_dir(folder)
        .env_remove("DETENTE_PRELUDE")
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// What came of a run.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Asks for the code, and for words on either stream.
    #[track_caller]
    pub(crate) fn says(&self, code: i32, words: &[&str]) -> &Ran {
        assert_eq!(self.code, Some(code), "\n{}\n{}", self.out, self.err);
        for word in words {
            let said = self.out.contains(word) || self.err.contains(word);
            assert!(said, "nothing says `{word}`\n{}\n{}", self.out, self.err);
        }
        self
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}\n{}", self.out))
    }
}

const GOOD: &str = "actor Freedonia \"Freedonia\" { kind state }\n\nframework talks \"Talks\" {\n  members       Freedonia\n}\n";
const BROKEN: &str = "actor Freedonia \"Freedonia\" { kind stat }\n";
const VIOLATED: &str = "use std.northeast-asia\n\ndraft circle \"A circle\" {\n  kind          forum\n  concept       cooperative\n  region        northeast-asia\n  track         1\n  members       ROK, DPRK, China, Japan, Russia\n  stance { USA lukewarm; China favours; Japan favours; Russia favours }\n}\n";

// ---- files and folders ---------------------------------------------------------------------------

#[test]
fn a_clean_file_is_clean() {
    let folder = Folder::new("clean");
    folder.write("a.det", GOOD);
    folder.run(&["check", "a.det"]).says(0, &["1 file, 1 framework"]);
    folder.run(&["check"]).says(0, &["1 file, 1 framework"]);
    folder.run(&["check", "."]).says(0, &["1 file, 1 framework"]);
}

#[test]
fn a_fault_and_a_violation_are_findings() {
    let folder = Folder::new("faults");
    folder.write("broken.det", BROKEN).write("violated.det", VIOLATED);
    folder.run(&["check", "broken.det"]).says(1, &["unknown-word", "did you mean `state`?"]);
    folder.run(&["check", "violated.det"]).says(1, &["great-powers-in"]);
}

#[test]
fn a_file_that_is_no_text_is_named_and_the_others_are_checked() {
    let folder = Folder::new("bytes");
    folder
        .write("a.det", b"framework x \xFF\n")
        .write("b.det", BROKEN)
        .write("c.det", [0xFF, 0xFE, b'u', 0]);
    let said = &["`a.det` cannot be read: not UTF-8", "save it as UTF-8", "c.det", "unknown-word"];
    folder.run(&["check", "."]).says(2, said);
    // Whatever fails a check or not: what was not read was not checked.
    let ran = folder.run(&["check", "--fail-on", "never", "."]);
    ran.says(2, said).says(2, &["the other files were checked"]);
    let alone = folder.run(&["check", "a.det"]);
    alone.says(2, &["`a.det` cannot be read"]);
    assert!(!alone.out.contains("other files"), "there are none\n{}", alone.out);
}

#[test]
fn a_part_of_the_library_that_is_misspelt_is_one_finding() {
    let folder = Folder::new("use-misspelt");
    folder.write(
        "a.det",
        "use std.northeast-asai\n\nframework talks \"Talks\" { members ROK, USA }\n\
         scenario s on talks { add DPRK to talks.members }\n\
         expect talks violates stakeholders-are-members for DPRK in s\n\
         expect talks leaves-open great-powers-in for USA\n",
    );
    let ran = folder.run(&["check", "--format", "json"]);
    ran.says(1, &[]);
    let findings = ran.json()["findings"].clone();
    let broken = findings.as_array().unwrap().iter().filter(|f| f["status"] == "broken");
    let rules: Vec<_> = broken.map(|f| f["rule"].as_str().unwrap().to_owned()).collect();
    assert_eq!(rules, ["unknown-module"]);
}

#[test]
fn byte_order_marks_and_any_line_ends_are_read() {
    let folder = Folder::new("line-ends");
    let text = "actor a \"A\" { kind state }\nactor b \"B\" { kind stat }\n";
    folder
        .write("bom.det", format!("\u{FEFF}{text}"))
        .write("crlf.det", text.replace('\n', "\r\n").replace(" a ", " c ").replace(" b ", " d "))
        .write("cr.det", text.replace('\n', "\r").replace(" a ", " e ").replace(" b ", " f "));
    let ran = folder.run(&["check", "--format", "json"]);
    ran.says(1, &[]);
    let findings = ran.json()["findings"].clone();
    let places: Vec<(u64, u64)> = findings
        .as_array()
        .unwrap()
        .iter()
        .map(|f| {
            let label = &f["labels"][0];
            (label["startLine"].as_u64().unwrap(), label["startColumn"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(places, [(2, 20), (2, 20), (2, 20)]);
}

#[test]
fn an_empty_file_is_a_warning() {
    let folder = Folder::new("empty");
    folder.write("a.det", "").write("b.det", " \n\n");
    folder.run(&["check", "a.det"]).says(0, &["empty-file", "`a.det` declares nothing"]);
    folder.run(&["check", "--fail-on", "warning", "b.det"]).says(1, &["empty-file"]);
}

#[test]
fn what_is_not_there_is_said_and_the_rest_is_checked() {
    let folder = Folder::new("missing");
    folder.write("napci.det", BROKEN).write("notes/readme.txt", "no framework");
    folder
        .run(&["check", "napcy.det"])
        .says(2, &["there is no file or folder `napcy.det`", "did you mean `napci.det`?"]);
    folder.run(&["check", "napcy.det", "napci.det"]).says(2, &["napcy.det", "unknown-word"]);
    folder.run(&["check", "notes"]).says(2, &["no `.det` file in the folder `notes`"]);
    folder.run(&["check", "notes", "napci.det"]).says(2, &["notes", "unknown-word"]);
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_and_a_closed_file_stop_nothing() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new("links");
    folder.write("in/a.det", BROKEN).write("closed.det", GOOD);
    symlink(&folder.0, folder.0.join("in/back")).unwrap();
    symlink(folder.0.join("round"), folder.0.join("round")).unwrap();
    folder.run(&["check", "in"]).says(1, &["1 file", "unknown-word"]);
    folder.run(&["check", "round"]).says(2, &["`round`", "link"]);
    let closed = folder.0.join("closed.det");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything is refused nothing.
    if fs::read(&closed).is_err() {
        folder
            .run(&["check", "closed.det", "in"])
            .says(2, &["closed.det", "permission denied", "unknown-word"]);
    }
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_refused_and_a_pipe_of_a_shell_is_read() {
    let folder = Folder::new("pipes");
    folder.write("a.det", BROKEN).write("b.det", "use \"pipe\"\n");
    let made = std::process::Command::new("mkfifo").arg(folder.0.join("pipe")).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    folder
        .run(&["check", "pipe", "a.det"])
        .says(2, &["`pipe` cannot be read: it is a named pipe", "unknown-word"]);
    folder.run(&["check", "b.det"]).says(1, &["\"pipe\" cannot be used: it is a named pipe"]);
    folder.run_with(&["check", "/dev/stdin"], BROKEN.as_bytes(), &[]).says(1, &["unknown-word"]);
}

#[test]
fn a_file_that_uses_another_finds_it_beside_itself() {
    let folder = Folder::new("use");
    folder
        .write(
            "a/talks.det",
            "use \"../actors.det\"\nuse \"nothing.det\"\nframework talks { members Freedonia }\n",
        )
        .write("actors.det", "actor Freedonia \"Freedonia\" { kind state }\n");
    // Of a text of ours that is used, slips are shown where they stand; of any other nothing is.
    folder
        .write("b/b.det", "use \"slip.det\"\nuse \"../prose.txt\"\n")
        .write("b/slip.det", "framwork talks { members Freedonia }\n")
        .write("prose.txt", "root:x:0\nsecret words\n");
    let ran = folder.run(&["check", "b/b.det"]);
    ran.says(1, &["`framwork` declares nothing", "\"../prose.txt\" is not a Detente text"]);
    assert!(!ran.out.contains("secret") && !ran.out.contains("root"), "{}", ran.out);
    let ran = folder.run(&["check", "a"]);
    ran.says(1, &["unknown-module", "nothing.det"]);
    assert!(!ran.out.contains("unknown-name"), "{}", ran.out);
}

#[test]
fn the_standard_input_is_a_file() {
    let folder = Folder::new("stdin");
    folder.write("a.det", GOOD);
    folder
        .run_with(&["check", "-"], BROKEN.as_bytes(), &[])
        .says(1, &["unknown-word", "standard input"]);
    folder.run_with(&["check", "-", "a.det"], b"", &[]).says(0, &["empty-file", "2 files"]);
    folder.run_with(&["check", "-"], b"\xFF\xFE\xFD", &[]).says(2, &["standard input"]);
}

// ---- texts that try to hurt ----------------------------------------------------------------------

#[test]
fn ten_thousand_brackets_of_any_kind_are_refused() {
    let folder = Folder::new("deep");
    let rule = |condition: &str| {
        format!(
            "rule r \"R\" {{\n  for f in frameworks\n  require {condition}\n  because \"x\"\n}}\n"
        )
    };
    let deep = 10_000;
    let texts = [
        ("{".repeat(deep), "braces"),
        (format!("framework f {{\n{}", "basket b {\n".repeat(deep)), "blocks"),
        (format!("framework f {{ {} }}", "basket b { ".repeat(deep)), "blocks-on-a-line"),
        (format!("framework f {{\n  lead {}\n}}\n", "[".repeat(deep)), "brackets"),
        (rule(&format!("{}f has roadmap{}", "(".repeat(deep), ")".repeat(deep))), "parentheses"),
        (rule(&"not ".repeat(deep)), "nots"),
        (rule(&format!("f{}", ".members".repeat(deep))), "fields"),
        (rule(&format!("f has roadmap{}", " and f has roadmap".repeat(deep))), "ands"),
        (rule(&format!("{}f has roadmap", "some f in frameworks: ".repeat(deep))), "somes"),
        ("\"".repeat(deep), "quotes"),
        (format!("framework f {{\n  lead {}\n}}\n", "a.".repeat(deep)), "dots"),
    ];
    for (text, name) in &texts {
        folder.write(&format!("{name}.det"), text);
    }
    for (_, name) in &texts {
        let ran = folder.run(&["check", &format!("{name}.det")]);
        assert!(matches!(ran.code, Some(0 | 1)), "{name}: {:?}\n{}", ran.code, ran.err);
        assert!(*name == "ands" || ran.code == Some(1), "{name} is silent\n{}", ran.out);
        assert!(ran.err.is_empty(), "{name}: {}", ran.err);
    }
}

#[test]
fn fifty_megabytes_are_read() {
    let folder = Folder::new("large");
    let remark = "# a remark that says nothing at all, and is read all the same\n";
    let text = remark.repeat(50 * 1024 * 1024 / remark.len()) + BROKEN;
    folder.write("large.det", text);
    folder.run(&["check", "large.det"]).says(1, &["unknown-word"]);
    let file = fs::File::create(folder.0.join("larger.det")).unwrap();
    file.set_len(65 * 1024 * 1024).unwrap();
    folder
        .run(&["check", "larger.det", "large.det"])
        .says(2, &["larger than 64 MiB", "unknown-word"]);
}

#[test]
fn letters_that_look_alike_are_pointed_out() {
    let folder = Folder::new("letters");
    // The second `e` of the name and the `e` of the field are Cyrillic.
    folder.write("a.det", "actor Freedonia \"F\" { kind state }\nframework t { members Frеedonia; mеmbers Freedonia }\n");
    folder
        .run(&["check", "a.det"])
        .says(1, &["looks like `Freedonia`", "written with other letters"]);
}

#[test]
fn text_from_a_word_processor_is_read_or_pointed_out() {
    let folder = Folder::new("word");
    folder.write(
        "a.det",
        "actor\u{A0}Freedonia \u{201C}The \u{201D}brave\u{201C} land\u{201D} { kind state }\nframework t {\n\u{A0}\u{A0}members Freedonia\n}\n",
    );
    let ran = folder.run(&["check", "a.det"]);
    assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.out);
    folder.write("b.det", "actor Freedonia \u{201C}Freedonia\u{201D} { kind state }\nframework\u{A0}t {\n  members\u{A0}Freedonia\n}\n");
    folder.run(&["check", "b.det"]).says(0, &["1 framework"]);
    folder.write("c.det", "framework t {\n  during 2015\u{2013}2016\n}\n");
    folder.run(&["check", "c.det"]).says(1, &["dash"]);
}

// ---- options and streams -------------------------------------------------------------------------

#[test]
fn the_fail_level_decides_the_code() {
    let folder = Folder::new("levels");
    folder.write("a.det", VIOLATED.replace("DPRK, ", "DPRK, USA, "));
    folder.run(&["check", "a.det"]).says(0, &["great-power-buy-in"]);
    folder.run(&["check", "a.det", "--fail-on", "warning"]).says(1, &[]);
    folder.run(&["check", "a.det", "--fail-on", "advice"]).says(1, &[]);
    folder.write("b.det", VIOLATED);
    folder.run(&["check", "b.det"]).says(1, &[]);
    folder.run(&["check", "b.det", "--fail-on", "never"]).says(0, &["great-powers-in"]);
}

#[test]
fn what_is_asked_for_must_be_there() {
    let folder = Folder::new("asked");
    folder.write("a.det", GOOD);
    folder
        .run(&["check", "a.det", "--profile", "securty-building"])
        .says(2, &["securty-building", "did you mean `security-building`?"]);
    folder.run(&["check", "a.det", "--follow", "berger2105"]).says(2, &["berger2105"]);
    folder.run(&["check", "a.det", "--as-of", "soon"]).says(2, &["2015-10"]);
    folder.run(&["check", "a.det", "--fail-on", "fatal"]).says(2, &[]);
    folder.run(&["chekc"]).says(2, &["check"]);
    folder.run(&[]).says(2, &["Usage"]);
    folder.run(&["--version"]).says(0, &["detente"]);
    folder.run(&["check", "--help"]).says(0, &["--profile"]);
    folder.run(&["explain", "hard-from-outzet"]).says(2, &["did you mean `hard-from-outset`?"]);
    folder.run(&["rules", "--profile", "nobody"]).says(2, &["nobody"]);
    folder.run(&["check", "a.det", "--prelude", "nowhere"]).says(2, &["nowhere"]);
}

#[test]
fn json_has_the_documented_keys() {
    let folder = Folder::new("json");
    folder
        .write("a.det", VIOLATED)
        .write("b.det", BROKEN)
        .write("c.det", GOOD.replace("Freedonia", "Utopia"));
    let ran = folder.run(&["check", "--format", "json", "--profile", "security-building"]);
    ran.says(1, &[]);
    assert!(ran.err.is_empty(), "{}", ran.err);
    let json = ran.json();
    assert_eq!(json["schema"], "detente.findings/1");
    assert_eq!(json["tool"]["name"], "detente");
    assert_eq!(json["profiles"][0], "security-building");
    let findings = json["findings"].as_array().unwrap();
    let keys = [
        "rule",
        "status",
        "level",
        "marked",
        "easedFrom",
        "title",
        "framework",
        "path",
        "subject",
        "message",
        "labels",
        "notes",
        "trace",
        "missing",
        "citations",
        "basis",
        "asFarAsListed",
        "fix",
        "offers",
    ];
    for finding in findings {
        let object = finding.as_object().unwrap();
        let mut found: Vec<&str> = object.keys().map(String::as_str).collect();
        let mut wanted = keys.to_vec();
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!(found, wanted);
        for label in finding["labels"].as_array().unwrap() {
            for key in
                ["file", "start", "end", "startLine", "startColumn", "endLine", "endColumn", "text"]
            {
                assert!(!label[key].is_null(), "{key}: {label}");
            }
        }
    }
    let count = |status: &str| findings.iter().filter(|f| f["status"] == status).count();
    for (key, status) in [
        ("broken", "broken"),
        ("violated", "violated"),
        ("undecided", "undecided"),
        ("satisfied", "satisfied"),
        ("doesNotApply", "does-not-apply"),
    ] {
        assert_eq!(json["summary"][key], count(status), "{key}");
        assert!(count(status) > 0, "nothing is {status}");
    }
    for key in ["files", "frameworks", "loaded", "errors", "warnings", "advice"] {
        assert!(json["summary"][key].is_u64(), "{key}");
    }
    for word in findings.iter().flat_map(|f| f["notes"].as_array().unwrap()).map(|n| &n["kind"]) {
        let known = ["so", "needs", "help", "rule", "but", "note", "see"];
        assert!(known.iter().any(|k| word == *k), "{word}");
    }
}

#[test]
fn every_command_answers_programs() {
    let folder = Folder::new("formats");
    folder.write("a.det", format!("{GOOD}expect talks leaves-open great-powers-in\n"));
    for arguments in [
        &["test", "a.det", "--format", "json"][..],
        &["explain", "csbm", "--format", "json"],
        &["rules", "--format", "json"],
    ] {
        let ran = folder.run(arguments);
        assert_eq!(ran.code, Some(0), "{arguments:?}\n{}{}", ran.out, ran.err);
        assert!(ran.json()["schema"].is_string(), "{arguments:?}");
    }
}

#[test]
fn colour_is_for_terminals() {
    let folder = Folder::new("colour");
    folder.write("a.det", VIOLATED);
    let coloured = |ran: &Ran| ran.out.contains('\u{1b}');
    assert!(!coloured(&folder.run(&["check", "a.det"])));
    assert!(coloured(&folder.run(&["check", "a.det", "--color", "always"])));
    assert!(!coloured(&folder.run_with(&["check", "a.det"], b"", &[("NO_COLOR", "1")])));
    assert!(!coloured(&folder.run_with(&["check", "a.det", "--color", "never"], b"", &[])));
    let ascii = folder.run(&["check", "a.det", "--ascii"]);
    assert!(ascii.out.is_ascii() || !ascii.out.contains('─'), "{}", ascii.out);
    let narrated = folder.run(&["check", "a.det", "--narrated"]);
    assert!(!narrated.out.contains('│') && !narrated.out.contains('─'), "{}", narrated.out);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let folder = Folder::new("pipe");
    // More than a pipe holds, so that the answer is not written before the reader goes.
    for n in 0..60 {
        folder.write(&format!("{n}.det"), VIOLATED.replace("circle", &format!("circle-{n}")));
    }
    assert!(folder.run(&["check", "--format", "json"]).out.len() > 200_000);
    let mut child = command(&folder.0).args(["check", "--format", "json"]).spawn().unwrap();
    let mut first = [0; 16];
    let mut out = child.stdout.take().unwrap();
    out.read_exact(&mut first).unwrap();
    drop(out);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn tests_end_with_a_line_that_counts() {
    let folder = Folder::new("test");
    let right = "expect talks leaves-open great-powers-in\nexpect talks satisfies great-powers-in expected to fail because \"nobody says\"\n";
    folder.write("right.det", format!("{GOOD}{right}"));
    let ran = folder.run(&["test", "right.det"]);
    ran.says(0, &[]);
    assert_eq!(ran.out.lines().last(), Some("2 passed, 0 failed"));
    folder.write("wrong.det", format!("{GOOD}{right}expect talks violates great-powers-in\nexpect tolks violates great-powers-in\n"));
    let ran = folder.run(&["test", "wrong.det"]);
    ran.says(1, &["did you mean `talks`?"]);
    assert_eq!(ran.out.lines().last(), Some("2 passed, 2 failed"));
    folder.write("none.det", GOOD);
    let ran = folder.run(&["test", "none.det"]);
    assert_eq!(ran.out.lines().last(), Some("0 passed, 0 failed"));
}

#[test]
fn names_of_every_sort_are_explained() {
    let folder = Folder::new("explain");
    for name in [
        "hard-from-outset",
        "framework",
        "draft",
        "csbm",
        "members",
        "stance",
        "favours",
        "security-building",
        "berger2015",
        "roadmap",
        "said-twice",
        "napci",
        "multilateral",
        "sequence",
        "unverified",
        "to be agreed",
    ] {
        folder.run(&["explain", name]).says(0, &[name]);
    }
    folder.run(&["explain", "as-of"]).says(0, &["as of", "date of the source"]);
    folder.run(&["explain", "others"]).says(0, &["and others", "at least these"]);
    folder.run(&["rules"]).says(0, &["hard-from-outset", "said-twice"]);
    let named = folder.run(&["rules", "--profile", "reinforcing"]);
    named.says(0, &["exit-resilience"]);
    assert!(!named.out.contains("agenda-within-region"), "{}", named.out);
}

// ---- dialogues -----------------------------------------------------------------------------------

/// Splits an answer as it is written in a dialogue.
fn answer(folder: &Folder, line: &str) -> String {
    let words = command_words(line);
    let words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
    let ran = folder.run(&words);
    let mut text = String::new();
    for line in ran.out.lines() {
        text += line.trim_end();
        text.push('\n');
    }
    for line in ran.err.lines() {
        text += &format!("2> {}\n", line.trim_end());
    }
    match ran.code {
        Some(0) => {}
        code => {
            text += &format!("(exit code {})\n", code.map_or("none".to_owned(), |c| c.to_string()));
        }
    }
    text
}

#[test]
fn dialogues_come_out_word_for_word() {
    let mut failures = Vec::new();
    for (number, file) in files("tests/cli", ".md").into_iter().enumerate() {
        let text = read(&file);
        let folder = Folder::new(&format!("dialogue-{number}"));
        let mut came = String::new();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            came += &format!("{line}\n");
            let Some(block) = line.strip_prefix("```").filter(|b| !b.is_empty()) else { continue };
            let mut body = String::new();
            for line in lines.by_ref().take_while(|l| *l != "```") {
                body += &format!("{line}\n");
            }
            if let Some(name) = block.strip_prefix("detente ") {
                folder.write(name, &body);
            } else if block == "console" {
                body = body
                    .lines()
                    .filter(|l| l.starts_with("$ detente"))
                    .map(|l| format!("{l}\n{}", answer(&folder, l.trim_start_matches("$ "))))
                    .collect::<Vec<_>>()
                    .join("\n");
            }
            came += &body;
            came += "```\n";
        }
        compare_or_bless(&file, &text, &came, &mut failures);
    }
    report(&failures);
    assert!(path("tests/cli").is_dir());
}
