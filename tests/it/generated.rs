//! Pages that the program writes: the schema, the words of the language, the library, the rules, the commands.
//!
//! Takes the tables and texts inside the program; compares them with `docs/schema.md`, `docs/words.md`,
//! `docs/library.md`, `docs/rules.md` and `docs/cli.md`. With `DETENTE_BLESS=1` it writes the pages instead.

#![allow(
    clippy::expect_used,
    clippy::format_collect,
    clippy::panic,
    reason = "a test may fail by panicking, and a page is small"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use detente::analysis::{self, LANGUAGE, Request, RuleRow};
use detente::prelude;
use detente::schema::{FieldInfo, Kind, Many, Mirror, Takes, VOCABULARIES, Whose, fields_of};
use detente::source::NoFiles;
use detente::value::UNITS;

#[test]
fn the_page_of_kinds_fields_and_words_is_fresh() {
    compare("docs/schema.md", &schema());
}

#[test]
fn the_page_of_words_is_fresh() {
    compare("docs/words.md", &words());
}

/// What the grammar spells out, a reader can ask for.
#[test]
fn every_word_of_the_grammar_is_explained() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("grammar/detente.pest");
    let grammar = fs::read_to_string(path).expect("the grammar can be read");
    let told: Vec<&str> = LANGUAGE.iter().flat_map(|row| row.word.split(' ')).collect();
    let mut untold: Vec<String> = Vec::new();
    for line in grammar.lines().filter(|l| !l.trim_start().starts_with("//")) {
        // Between quotes: every second piece. Without escaped quotes, which stand alone.
        for word in line.replace("\\\"", "").split('"').skip(1).step_by(2) {
            let is_word = word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase());
            if is_word && !told.contains(&word) {
                untold.push(word.to_owned());
            }
        }
    }
    untold.sort_unstable();
    untold.dedup();
    assert!(untold.is_empty(), "no row of LANGUAGE explains {untold:?}");
}

#[test]
fn the_page_of_the_library_is_fresh() {
    compare("docs/library.md", &library());
}

#[test]
fn the_page_of_rules_is_fresh() {
    compare("docs/rules.md", &rules());
}

#[test]
fn the_page_of_commands_is_fresh() {
    compare("docs/cli.md", &commands());
}

fn compare(name: &str, fresh: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("DETENTE_BLESS").is_some_and(|v| v == "1") {
        fs::write(&path, fresh).expect("a page can be written");
        return;
    }
    let stands = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let differ = stands.lines().zip(fresh.lines()).find(|(a, b)| a != b);
    assert!(
        stands == fresh,
        "{name} is stale; to write it anew: DETENTE_BLESS=1 cargo test generated\nfirst difference: {differ:#?}"
    );
}

const WRITTEN: &str =
    "<!-- Written by the tests from the program: DETENTE_BLESS=1 cargo test generated -->";

/// Makes words fit for a cell of a table.
fn cell(words: &str) -> String {
    words.replace('|', "\\|").replace('\n', " ")
}

fn names(list: &[impl AsRef<str>]) -> String {
    list.iter().map(|n| format!("`{}`", n.as_ref())).collect::<Vec<_>>().join(", ")
}

// ---- kinds, fields, words ------------------------------------------------------------------------

fn schema() -> String {
    let mut out = format!(
        "{WRITTEN}\n\n# Kinds, fields and words\n\n\
         What a text can speak of, and what can be said of it. `detente explain NAME` says the same of one name.\n\
         How statements are written is in [the language](language.md).\n\n\
         Silence is what it means to leave a field out:\n\n\
         | whose fact | in a `framework` | in a `draft` |\n|---|---|---|\n\
         | the author's | unknown | there is none |\n\
         | required | unknown | unknown, and the draft is `incomplete` |\n\
         | the world's | unknown | unknown |\n\
         | history's | unknown | there is none |\n\n## Kinds\n\n\
         | word | stands | is |\n|---|---|---|\n"
    );
    for kind in Kind::all() {
        let inside: Vec<&str> = kind.inside().iter().map(|k| k.word()).collect();
        let stands = if inside.is_empty() {
            "at the top of a file".to_owned()
        } else {
            format!("in a {}", inside.join(" or a "))
        };
        let _ = writeln!(out, "| {} | {stands} | {} |", names(kind.words()), cell(kind.doc()));
    }
    out.push_str("\n## Fields\n");
    for kind in Kind::all() {
        let _ = writeln!(
            out,
            "\n### {}\n\n| field | takes | whose | meaning |\n|---|---|---|---|",
            kind.words().join(", ")
        );
        for id in fields_of(kind) {
            let field = id.info();
            let _ = writeln!(
                out,
                "| `{}` | {} | {} | {} |",
                field.name,
                takes(field),
                whose(field),
                cell(&meaning(field))
            );
        }
    }
    out.push_str(
        "\n## Words\n\nClosed lists. In an ordered one each word is more than those before it: \
         `binding at least political`.\n",
    );
    for vocabulary in VOCABULARIES {
        let order = match vocabulary.ordered {
            0 => String::new(),
            n if n == vocabulary.words.len() => "; ordered".to_owned(),
            n => format!("; the first {n} are ordered"),
        };
        let _ = writeln!(out, "\n### {}{order}\n\n| word | means |\n|---|---|", vocabulary.name);
        for word in vocabulary.words {
            let _ = writeln!(out, "| `{}` | {} |", word.word, cell(word.doc));
        }
    }
    out.push_str("\n## Units\n\n| one | several | measures |\n|---|---|---|\n");
    for unit in UNITS {
        let (one, several) = unit.words;
        let _ = writeln!(out, "| `{one}` | `{several}` | {} |", unit.dimension.words());
    }
    out
}

fn takes(field: &FieldInfo) -> String {
    let what = match field.takes {
        Takes::Names(kinds) => {
            let words: Vec<&str> = kinds.iter().map(Kind::word).collect();
            format!("name of {}", words.join(", "))
        }
        Takes::Words(vocabulary) => format!("word of [`{vocabulary}`](#{})", anchor(vocabulary)),
        Takes::Text => "text in quotes".to_owned(),
        Takes::Date => "date".to_owned(),
        Takes::Place => "a city, or `UTC`".to_owned(),
        Takes::Number => "number".to_owned(),
        Takes::Quantity([]) => "figure with a unit".to_owned(),
        Takes::Quantity(_) => "length of time".to_owned(),
        Takes::Truth => "yes or no: `is`, `has`, `no`".to_owned(),
        Takes::Moment => "date, span of dates, place in an order".to_owned(),
        Takes::Gate => "condition, `done M`, `consent of A`, `settled ISSUE`".to_owned(),
        Takes::Blocks(kind) => format!("`{} NAME {{ … }}`", kind.word()),
        Takes::Keyed(kinds, vocabulary) => {
            let words: Vec<&str> = kinds.iter().map(Kind::word).collect();
            format!(
                "for each {}: word of [`{vocabulary}`](#{})",
                words.join(", "),
                anchor(vocabulary)
            )
        }
        Takes::Notions => "names of notions".to_owned(),
        Takes::Sections => "`\"TITLE\" LINE to LINE`".to_owned(),
    };
    let many = match (field.many, field.takes) {
        (_, Takes::Blocks(_) | Takes::Sections) | (Many::One, _) => "",
        (Many::Each, Takes::Keyed(..)) => "; one",
        (Many::List, Takes::Keyed(..)) => "; several",
        (Many::List, _) => "; a list",
        (Many::Each, _) => "; may repeat",
    };
    format!("{what}{many}")
}

/// The anchor that a page gives to the heading of a vocabulary.
fn anchor(name: &str) -> String {
    let order =
        VOCABULARIES.iter().find(|v| v.name == name).map_or(String::new(), |v| match v.ordered {
            0 => String::new(),
            n if n == v.words.len() => "-ordered".to_owned(),
            n => format!("-the-first-{n}-are-ordered"),
        });
    format!("{name}{order}")
}

fn whose(field: &FieldInfo) -> &'static str {
    match field.whose {
        Whose::Required => "required",
        Whose::Author => "the author's",
        Whose::World => "the world's",
        Whose::History => "history's",
    }
}

fn meaning(field: &FieldInfo) -> String {
    let mut out = field.doc.to_owned();
    match field.mirror {
        Mirror::None => {}
        Mirror::Symmetric => out.push_str("; holds both ways"),
        Mirror::Inverse(other) => {
            let _ = write!(out, "; the other side of `{other}`");
        }
    }
    if !field.excludes.is_empty() {
        let _ = write!(out, "; shares nothing with {}", names(field.excludes));
    }
    if let Some(group) = field.group {
        let _ = write!(out, "; group *{group}*");
    }
    if field.dated {
        out.push_str("; dated");
    }
    if field.transitive {
        let _ = write!(out, "; `{}+` follows it to the end", field.name);
    }
    out
}

// ---- the words of the language ----------------------------------------------------------------------

fn words() -> String {
    let mut out = format!(
        "{WRITTEN}\n\n# The words of the language\n\n\
         The words that hold a text together. `detente explain WORD` says the same of one. What a text can speak of\n\
         stands in [kinds, fields and words](schema.md); how all of it is put together, in [the language](language.md).\n"
    );
    let mut area = "";
    for row in LANGUAGE {
        if row.area != area {
            area = row.area;
            let _ = writeln!(out, "\n## In {area}\n\n| word | as in | means |\n|---|---|---|");
        }
        let forms: Vec<String> =
            row.form.split(" · ").map(|form| format!("`{}`", cell(form))).collect();
        let _ = writeln!(out, "| `{}` | {} | {} |", row.word, forms.join(" · "), cell(row.doc));
    }
    out
}

// ---- the library ---------------------------------------------------------------------------------

fn library() -> String {
    let mut out = format!(
        "{WRITTEN}\n\n# The library\n\n\
         The names that `use std.northeast-asia` and its like bring, file by file. What is said of each stands in\n\
         `src/prelude/std`; `detente explain NAME` shows it. Sources are there without `use`.\n"
    );
    for (file, text) in prelude::FILES {
        let Some(module) = file.strip_prefix("std/").and_then(|f| f.strip_suffix(".det")) else {
            continue;
        };
        let rows: Vec<String> = text.lines().filter_map(declared).collect();
        let used: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix("use ")).collect();
        let _ = writeln!(out, "\n## std.{module}\n");
        if !used.is_empty() {
            let _ = writeln!(out, "Brings {} with it.\n", names(&used));
        }
        if !rows.is_empty() {
            let _ = writeln!(out, "| kind | name | title |\n|---|---|---|\n{}", rows.join("\n"));
        }
    }
    out
}

/// The row of a line that declares something: the library is in canonical form, so it stands at its start.
fn declared(line: &str) -> Option<String> {
    let (word, rest) = line.split_once(' ')?;
    Kind::of_word(word)?;
    let (name, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let title = rest.strip_prefix('"').and_then(|r| r.split_once('"')).map_or("", |(t, _)| t);
    Some(format!("| {word} | `{name}` | {} |", cell(title)))
}

// ---- rules ---------------------------------------------------------------------------------------

fn rules() -> String {
    let rows = analysis::rules(Vec::new(), &NoFiles, &Request::default());
    let mut out = format!(
        "{WRITTEN}\n\n# The rules\n\n\
         What the texts are checked against. A *rule* is a norm from the literature, written in the language itself\n\
         (`src/prelude/rules`); a *check* looks at the text as such. `detente explain NAME` adds to a rule what it\n\
         requires, who limits or disputes it, and the texts it is tested with.\n\n\
         The level is the rule's own; a profile sets another. `rejected` means that the school argues the contrary, and\n\
         a rule that a school does not name is one on which it is silent.\n"
    );
    let mut themes: BTreeMap<(&str, &str), Vec<&RuleRow>> = BTreeMap::new();
    for row in &rows {
        themes
            .entry((if row.kind == "rule" { "" } else { row.kind }, &row.theme))
            .or_default()
            .push(row);
    }
    let mut kind = None;
    for ((this, theme), rows) in themes {
        if kind != Some(this) {
            let heading = if this.is_empty() { "Rules" } else { "Checks" };
            let _ = writeln!(out, "\n## {heading}");
            kind = Some(this);
        }
        let _ = writeln!(out, "\n### {}: {theme}", if this.is_empty() { "On" } else { "Of" });
        for row in rows {
            rule(&mut out, row);
        }
    }
    out
}

fn rule(out: &mut String, row: &RuleRow) {
    let at_most = if row.kind == "rule" { "" } else { " at most" };
    let _ =
        writeln!(out, "\n#### {}\n\n**{}** · {}{at_most}", row.name, row.title, row.level.word());
    let doc = row.doc.trim();
    if !doc.is_empty() {
        let _ = writeln!(out, "\n{doc}");
    }
    if !row.profiles.is_empty() {
        let held: Vec<String> = row.profiles.iter().map(|(p, l)| format!("{p} {l}")).collect();
        let _ = writeln!(out, "\nProfiles: {}.", held.join(", "));
    }
    if !row.citations.is_empty() {
        let _ = writeln!(out, "\nLiterature: {}.", row.citations.join("; "));
    }
}

// ---- commands ------------------------------------------------------------------------------------

fn commands() -> String {
    let mut out = format!(
        "{WRITTEN}\n\n# Commands\n\n\
         What `--help` says. Formats and exit codes are in [findings](findings.md).\n\n\
         | variable | does |\n|---|---|\n\
         | `NO_COLOR` | if set to anything, no colour unless `--color always` |\n\
         | `DETENTE_PRELUDE` | a folder to read instead of the library, definitions, rules and profiles inside the program; for work on them |\n\
         | `DETENTE_HISTORY` | the file that keeps the lines typed at the prompt, as `--history` does; `none` keeps none |\n\
         | `XDG_STATE_HOME` | without those, they are kept in `detente/history` in this folder; else in `~/.local/state` |\n"
    );
    for arguments in [
        &[][..],
        &["check"],
        &["test"],
        &["explain"],
        &["rules"],
        &["repl"],
        &["what-if"],
        &["why"],
        &["diff"],
        &["timeline"],
    ] {
        let run = Command::new(env!("CARGO_BIN_EXE_detente"))
            .args(arguments)
            .arg("--help")
            .env("NO_COLOR", "1")
            .env_remove("DETENTE_PRELUDE")
            .env_remove("DETENTE_HISTORY")
            .output()
            .expect("the program can be started");
        let help = String::from_utf8(run.stdout).expect("it answers in UTF-8");
        let help: String = help.lines().map(|l| format!("{}\n", l.trim_end())).collect();
        let name = [&["detente"], arguments].concat().join(" ");
        let _ = write!(out, "\n## {name}\n\n```text\n{}\n```\n", help.trim_end());
        out.push_str(&told(arguments.first().copied().unwrap_or_default()));
    }
    out
}

/// What is told of a command besides its help. The dialogues are played once more with the pages (`docs.rs`).
fn told(command: &str) -> String {
    let words = match command {
        "repl" => {
            let slips = dialogue(
                "undo 2\nwhat-if add DPRK to napci.members\nwhy napci nosuch\nadd DPRK\n\
                 expect napci satisfies roadmap-exists under security-building\n\
                 expect napci violates roadmap-exists under security-building\n",
            );
            return PROMPT
                .replace("COMMANDS", &dialogue("help commands\n"))
                .replace("SLIPS", &slips);
        }
        "what-if" => {
            "\nEdits and scenarios are described in [the language](language.md). The exit code is 1 where a rule at level\n\
             error is violated that was not.\n"
        }
        "why" => {
            "\n`--not` tries the smallest edits that make it otherwise, and offers those that do. The exit code is 2 where\n\
             the question cannot be answered, else 0.\n"
        }
        "diff" => {
            "\nThe exit code is 1 only for what is new: a rule at level error that was not violated before.\n"
        }
        "timeline" => "\nWhat is drawn is described in [timelines](timeline.md).\n",
        _ => "",
    };
    words.to_owned()
}

/// Types lines at a prompt; returns the dialogue.
fn dialogue(lines: &str) -> String {
    let mut run = Command::new(env!("CARGO_BIN_EXE_detente"))
        .args(["repl", "examples/napci.det", "examples/ulaanbaatar.det"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("NO_COLOR", "1")
        .env_remove("DETENTE_PRELUDE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program can be started");
    let mut input = run.stdin.take().expect("it takes input");
    input.write_all(lines.as_bytes()).expect("it reads what is typed");
    drop(input);
    let run = run.wait_with_output().expect("the program ends");
    String::from_utf8(run.stdout).expect("it answers in UTF-8").trim_end().to_owned()
}

const PROMPT: &str = r"
At the prompt stands what a text may say, what may be asked, edits, and these commands. `TAB` completes what is being
typed: commands, names, fields after a dot or in a block, rules, profiles, words that a field takes, files. Ctrl-R searches
the lines typed before, Ctrl-C gives up a line or a long answer, Ctrl-D ends. A line goes on while a brace is open.

```console
$ detente repl examples/napci.det examples/ulaanbaatar.det
COMMANDS
```

A line that cannot be done ends with the nearest one that can, after `try: `, and each was tried. An expectation is asked of
the state as it stands. An answer of more than twelve findings is cut short; `show all` writes the last one in full.

```console
$ detente repl examples/napci.det examples/ulaanbaatar.det
SLIPS
```

From a pipe each line is shown before its answer, nothing is coloured, and the exit code is 1 if a line failed: an edit that
was refused, a slip, an expectation that does not come out. `save` takes names that end in `.det`, adds that ending where there
is none, and writes over nothing but what this prompt has written. The file replays the edits to the same findings. What was
declared at the prompt is saved with them, or by itself.

Right after `why not` a number alone makes the edit of that number, and `what if` with it only tries it. `quit` and Ctrl-D say
once, at a terminal, which edits and declarations stand in no file yet; whoever leaves again leaves. From a pipe nobody is asked.

The lines typed are kept in the file that `--history` or `DETENTE_HISTORY` names. Several prompts may share one. Where it
cannot be used, that is said once, and the prompt goes on without it.
";
