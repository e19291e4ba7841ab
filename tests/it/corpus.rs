//! The corpus: texts with the findings they must give written in them.
//!
//! `#~ rule-name` at the end of a line means a finding of that name whose first label starts on that line;
//! `#~ rule-name "words"` also that its message holds these words. Several may follow one another. A line
//! without a mark must be without a finding. At the head of a file `# profile: NAME, NAME` chooses
//! profiles. What counts differs by folder: see [`FOLDERS`]. An `expect` in a file must come out as written.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use detente::analysis::{Analysis, Input, Request, analyse, test};
use detente::diagnostic::{Finding, Status};
use detente::source::{LoadError, Loader, Role};

use crate::support::{blessing, files, input, path, read, report, shown};

/// Whether a finding counts.
type Counts = fn(&Finding) -> bool;

/// The folders, and which findings count in each.
const FOLDERS: &[(&str, Counts)] = &[
    // Nothing is declared there: what names mean is not what these texts are about.
    ("tests/corpus/syntax", |f| f.rule == "syntax"),
    ("tests/corpus/model", |f| f.status == Status::Broken),
    ("tests/corpus/expr", |f| f.status == Status::Broken),
    ("tests/corpus/rules", |f| matches!(f.status, Status::Broken | Status::Violated)),
    ("tests/corpus/clean", |f| matches!(f.status, Status::Broken | Status::Violated)),
];

/// One expected finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) rule: String,
    words: Option<String>,
}

impl Mark {
    fn meets(&self, finding: &Finding) -> bool {
        self.rule == finding.rule
            && self.words.as_ref().is_none_or(|words| finding.message.contains(words))
    }

    /// The mark for a finding that is new, with the words by which it can be told from others.
    fn of(finding: &Finding) -> Mark {
        let words = finding.message.split('"').next().unwrap_or("").trim();
        let words = (words.chars().count() > 3).then(|| words.to_owned());
        Mark { rule: finding.rule.clone(), words }
    }

    fn written(&self) -> String {
        match &self.words {
            Some(words) => format!("{} \"{words}\"", self.rule),
            None => self.rule.clone(),
        }
    }
}

/// Reads the marks of a line.
pub(crate) fn marks(line: &str) -> Vec<Mark> {
    let Some(at) = line.find("#~") else { return Vec::new() };
    let mut marks: Vec<Mark> = Vec::new();
    let mut rest = line[at..].trim();
    while !rest.is_empty() {
        if let Some(quoted) = rest.strip_prefix('"') {
            let (words, after) = quoted.split_once('"').expect("a mark's text ends with a quote");
            marks.last_mut().expect("a text follows a rule").words = Some(words.to_owned());
            rest = after.trim_start();
            continue;
        }
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        if &rest[..end] != "#~" {
            marks.push(Mark { rule: rest[..end].to_owned(), words: None });
        }
        rest = rest[end..].trim_start();
    }
    marks
}

/// `use "path"` inside the corpus.
struct Beside;

impl Loader for Beside {
    fn load(&self, from: &str, used: &str) -> Result<(String, String), LoadError> {
        let file = path(from).parent().map(|p| p.join(used)).unwrap_or_default();
        let text = std::fs::read_to_string(&file).map_err(|_| LoadError::NotFound)?;
        Ok((shown(&file), text))
    }
}

fn request(text: &str) -> Request {
    let mut request = Request::default();
    let names = |list: &str| -> Vec<String> {
        let list = list.split("#~").next().unwrap_or("");
        list.split(',').map(|n| n.trim().to_owned()).collect()
    };
    for line in text.lines().take_while(|l| l.starts_with('#')) {
        if let Some(list) = line.strip_prefix("# profile:") {
            request.profiles = names(list);
        } else if let Some(list) = line.strip_prefix("# follow:") {
            request.follow = names(list);
        }
    }
    request
}

fn inputs(file: &Path, text: &str) -> Vec<Input> {
    vec![input(&shown(file), text)]
}

/// Compares the findings of a file with its marks; returns what is wrong, and the text as it would be right.
fn compare(analysis: &Analysis, counts: Counts) -> (String, Vec<(String, String)>) {
    let mut wrong = String::new();
    let mut texts = Vec::new();
    for (id, source) in analysis.sources.iter() {
        let mut found: Vec<(usize, &Finding)> = analysis
            .findings
            .iter()
            .filter(|f| counts(f))
            .filter_map(|f| match f.place() {
                Some(place) => (place.file == id).then(|| (source.lines.line(place.start), f)),
                // What is asked for has no place; the head of the file asks.
                None => (source.role == Role::Checked).then_some((0, f)),
            })
            .collect();
        if source.role == Role::Prelude {
            for (line, finding) in found {
                wrong += &format!(
                    "{}:{} unexpected, in the library: {}: {}\n",
                    source.name,
                    line + 1,
                    finding.rule,
                    finding.message
                );
            }
            continue;
        }
        let mut right = String::new();
        for line in 0..source.lines.count() {
            let text = &source.text[source.lines.range(line)];
            let mut kept = Vec::new();
            for mark in marks(text) {
                match found.iter().position(|(at, f)| *at == line && mark.meets(f)) {
                    Some(at) => {
                        found.remove(at);
                        kept.push(mark);
                    }
                    None => {
                        wrong +=
                            &format!("{}:{} missing: {}\n", source.name, line + 1, mark.written());
                    }
                }
            }
            for (_, finding) in found.iter().filter(|(at, _)| *at == line) {
                wrong += &format!(
                    "{}:{} unexpected: {}: {}\n",
                    source.name,
                    line + 1,
                    finding.rule,
                    finding.message
                );
                kept.push(Mark::of(finding));
            }
            let ending = &text[text.trim_end_matches(['\r', '\n']).len()..];
            let bare = text.trim_end_matches(['\r', '\n']).split("#~").next().unwrap_or("");
            if kept.is_empty() && marks(text).is_empty() {
                right += text;
            } else if kept.is_empty() {
                right += &format!("{}{ending}", bare.trim_end());
            } else {
                let all: Vec<String> = kept.iter().map(Mark::written).collect();
                right += &format!("{}  #~ {}{ending}", bare.trim_end(), all.join(" "));
            }
        }
        texts.push((source.name.clone(), right));
    }
    (wrong, texts)
}

fn all() -> Vec<(PathBuf, Counts)> {
    FOLDERS
        .iter()
        .flat_map(|(folder, counts)| files(folder, ".det").into_iter().map(move |f| (f, *counts)))
        .collect()
}

/// Every name that some file of the corpus expects.
pub(crate) fn expected_names() -> BTreeSet<String> {
    let texts = all().into_iter().map(|(file, _)| read(&file));
    texts.flat_map(|t| t.lines().flat_map(marks).map(|m| m.rule).collect::<Vec<_>>()).collect()
}

fn run(folder: &str) {
    let mut failures = Vec::new();
    let (_, counts) = FOLDERS.iter().find(|(f, _)| *f == folder).expect("a folder of the corpus");
    for file in files(folder, ".det") {
        let text = read(&file);
        let analysis = analyse(inputs(&file, &text), &Beside, &request(&text));
        let (wrong, texts) = compare(&analysis, *counts);
        if !wrong.is_empty() {
            if blessing() {
                for (name, text) in texts {
                    std::fs::write(path(&name), text).unwrap();
                }
            } else {
                failures.push(wrong);
            }
        }
    }
    report(&failures);
}

#[test]
fn syntax() {
    run("tests/corpus/syntax");
}

#[test]
fn model() {
    run("tests/corpus/model");
}

#[test]
fn expr() {
    run("tests/corpus/expr");
}

#[test]
fn rules() {
    run("tests/corpus/rules");
}

#[test]
fn clean() {
    run("tests/corpus/clean");
}

#[test]
fn expectations_in_the_corpus_come_out_as_written() {
    let mut failures = Vec::new();
    for (file, _) in all() {
        let text = read(&file);
        if !text.lines().any(|l| l.starts_with("expect "))
            || file.starts_with(path("tests/corpus/syntax"))
        {
            continue;
        }
        let run = test(&inputs(&file, &text), &Beside, &Request::default());
        for case in run.cases.iter().filter(|c| !c.passed) {
            let why = case.finding.as_ref().map_or("", |f| f.message.as_str());
            failures.push(format!("{}\n  {}\n  {why}", run.sources.place(case.span), case.text));
        }
    }
    report(&failures);
}

#[test]
fn a_new_mark_says_in_words_what_was_found() {
    let text = "framework f \"F\" {\n  members ROK,, USA\n}\n";
    let analysis = analyse(vec![input("f.det", text)], &Beside, &Request::default());
    let (wrong, texts) = compare(&analysis, |f| f.rule == "syntax");
    assert!(wrong.contains("unexpected: syntax: two commas in a row"), "{wrong}");
    let marked = &texts[0].1;
    assert!(marked.contains("ROK,, USA  #~ syntax \"two commas in a row\"\n"), "{marked}");
    let again = analyse(vec![input("f.det", marked)], &Beside, &Request::default());
    assert_eq!(compare(&again, |f| f.rule == "syntax").0, "");
}

#[test]
fn marks_are_read() {
    let read = marks("  lead RKO  #~ unknown-name \"`RKO`\" wrong-kind #~ said-twice");
    assert_eq!(
        read.iter().map(Mark::written).collect::<Vec<_>>(),
        ["unknown-name \"`RKO`\"", "wrong-kind", "said-twice"]
    );
}
