//! What the library promises of itself: every rule documented, cited and shown by its own texts, every
//! check reached, the prelude without a fault, the examples as expected.

use std::collections::BTreeSet;

use detente::analysis::{Input, Request, RuleRow, analyse, examples, rules, test};
use detente::checks::CHECKS;
use detente::diagnostic::{Level, Status};
use detente::prelude;
use detente::source::{NoFiles, Role};

use crate::corpus;
use crate::support::{check, files, input, path, read, report, shown};

/// Checks that no text of the corpus can raise, and where they are shown instead.
const ELSEWHERE: &[(&str, &str)] = &[
    ("unreadable", "cli: a text that cannot be read is none"),
    ("expectation", "api: only `test` asks expectations"),
    ("more-problems", "api: nobody writes so many faults by hand"),
];

fn catalogue() -> Vec<RuleRow> {
    rules(Vec::new(), &NoFiles, &Request::default())
}

fn rules_only() -> Vec<RuleRow> {
    catalogue().into_iter().filter(|row| row.kind == "rule").collect()
}

/// The text of every rule of the prelude, by name.
fn rule_texts() -> Vec<(String, String)> {
    let mut rules = Vec::new();
    for (file, text) in prelude::FILES.iter().filter(|(name, _)| name.starts_with("rules/")) {
        for piece in text.split("\nrule ").skip(1) {
            let name = piece.split_whitespace().next().unwrap_or(file).to_owned();
            let end = piece.find("\n}\n").map_or(piece.len(), |at| at + 2);
            rules.push((name, piece[..end].to_owned()));
        }
    }
    rules
}

#[test]
fn there_are_the_twenty_rules() {
    let names: Vec<String> = rules_only().into_iter().map(|r| r.name).collect();
    let texts: Vec<String> = rule_texts().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), texts.len(), "a rule could not be read\n{names:?}\n{texts:?}");
    for name in [
        "stakeholders-are-members",
        "absent-stakeholder-has-bridge",
        "great-powers-in",
        "great-power-buy-in",
        "national-interest-served",
        "inclusive-not-targeted",
        "issues-identified",
        "agenda-names-live-disputes",
        "agenda-within-region",
        "hard-from-outset",
        "soft-not-alone",
        "no-trickle-up",
        "measures-concrete",
        "csbm-binding",
        "csbm-threshold-stated",
        "roadmap-exists",
        "supplements-alliances",
        "ownership-shared",
        "summits-not-sole-mechanism",
        "exit-resilience",
    ] {
        assert!(names.iter().any(|n| n == name), "no rule is called `{name}`");
    }
}

#[test]
fn every_rule_is_documented_in_one_form() {
    let mut wrong = Vec::new();
    for rule in rules_only() {
        let mut say = |what: &str| wrong.push(format!("{}: {what}", rule.name));
        let parts: Vec<&str> = rule.doc.split("\n\n").map(str::trim).collect();
        let opens = |at: usize, word: &str| parts.get(at).is_some_and(|p| p.starts_with(word));
        if !parts.first().is_some_and(|p| p.ends_with('.') && !p.starts_with("Why:")) {
            say("does not begin with a sentence that says the norm");
        }
        for (at, word) in ["Why:", "Where schools differ:", "Basis:"].iter().enumerate() {
            if !opens(at + 1, word) {
                say(&format!("paragraph {} is not `{word}`", at + 2));
            }
        }
        if rule.title.is_empty() {
            say("has no title");
        }
        if rule.citations.is_empty() {
            say("cites nobody");
        }
        if rule.profiles.is_empty() {
            say("no profile names it");
        }
    }
    for (name, text) in rule_texts() {
        for part in ["level", "because", "help", "mark"] {
            if !text.lines().any(|l| l.starts_with(&format!("  {part} "))) {
                wrong.push(format!("{name}: has no `{part}`"));
            }
        }
        for part in ["  avoid {", "  prefer {"] {
            if !text.lines().any(|l| l == part) {
                wrong.push(format!("{name}: has no `{}`", part.trim().trim_end_matches(" {")));
            }
        }
    }
    report(&wrong);
}

#[test]
fn the_texts_of_every_rule_show_it() {
    let runs = examples(&[], &NoFiles, &Request::default());
    let wrong: Vec<String> = runs
        .iter()
        .filter(|r| !r.passed)
        .map(|r| {
            format!("{} ({}): {}", r.rule, if r.avoid { "avoid" } else { "prefer" }, r.outcome)
        })
        .collect();
    report(&wrong);
    assert_eq!(runs.len(), 2 * rules_only().len());
}

#[test]
fn the_prelude_has_no_fault() {
    let text = "use std.northeast-asia\nuse std.europe\nuse std.asia-pacific\n";
    let profiles =
        ["security-building", "alliance-anchored", "staged-consensus", "reinforcing", "dual-track"];
    for profile in profiles {
        let analysis = check(text, &[profile]);
        let found: Vec<String> = analysis
            .findings
            .iter()
            .map(|f| {
                let place = f.place().map(|p| analysis.sources.place(p)).unwrap_or_default();
                format!("{place}: {}: {}", f.rule, f.message)
            })
            .collect();
        report(&found);
    }
    let read: BTreeSet<String> = check(text, &[])
        .sources
        .iter()
        .filter(|(_, s)| s.role == Role::Prelude)
        .map(|(_, s)| s.name.clone())
        .collect();
    for (name, _) in prelude::FILES {
        assert!(read.contains(&format!("prelude/{name}")), "no module of `std` leads to {name}");
    }
}

#[test]
fn the_prelude_is_tidy() {
    let mut wrong = Vec::new();
    for (name, text) in prelude::FILES {
        if !text.ends_with('\n') || text.ends_with("\n\n") {
            wrong.push(format!("{name}: ends without one line end"));
        }
        for (number, line) in text.lines().enumerate() {
            let place = format!("{name}:{}", number + 1);
            if line.ends_with(' ') || line.contains('\t') {
                wrong.push(format!("{place}: blanks at the end, or a tab"));
            }
            // A heading with its sources stays on one line.
            let heading = line.contains(" \"") && !line.starts_with("    ");
            if line.chars().count() > 100 && !heading {
                wrong.push(format!("{place}: {} columns", line.chars().count()));
            }
        }
    }
    report(&wrong);
}

#[test]
fn the_list_of_prelude_files_is_the_folder() {
    let there: Vec<String> = files("src/prelude", ".det")
        .iter()
        .map(|f| shown(f).trim_start_matches("src/prelude/").to_owned())
        .collect();
    let mut listed: Vec<&str> = prelude::FILES.iter().map(|(name, _)| *name).collect();
    assert!(listed.is_sorted(), "the list is not in order");
    listed.sort_unstable();
    assert_eq!(there, listed);
    for (name, text) in prelude::FILES {
        assert_eq!(read(&path(&format!("src/prelude/{name}"))), *text, "{name}");
    }
}

/// The names of checks written in the source.
fn raised() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for file in files("src", ".rs").iter().filter(|f| !shown(f).starts_with("src/report")) {
        let text = read(file);
        for opening in ["Finding::broken(", "fault("] {
            for piece in text.split(opening).skip(1) {
                let Some(quoted) = piece.trim_start().strip_prefix('"') else { continue };
                let name = quoted.split('"').next().unwrap_or("");
                let kebab = name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
                if kebab && !name.is_empty() {
                    names.insert(name.to_owned());
                }
            }
        }
    }
    names
}

#[test]
fn every_check_is_in_the_catalogue_and_reached() {
    let listed: BTreeSet<String> = CHECKS.iter().map(|c| c.name.to_owned()).collect();
    let raised = raised();
    let expected = corpus::expected_names();
    let mut wrong = Vec::new();
    for name in raised.difference(&listed) {
        wrong.push(format!("`{name}` is raised and not in CHECKS"));
    }
    for name in listed.difference(&raised) {
        wrong.push(format!("`{name}` is in CHECKS and never raised"));
    }
    for name in &listed {
        let elsewhere = ELSEWHERE.iter().any(|(n, _)| n == name);
        if !expected.contains(name) && !elsewhere {
            wrong.push(format!("`{name}` is raised by no text of the corpus"));
        }
        if expected.contains(name) && elsewhere {
            wrong.push(format!("`{name}` is raised by the corpus now"));
        }
    }
    for rule in rules_only() {
        if !expected.contains(&rule.name) {
            wrong.push(format!("`{}` is violated by no text of the corpus", rule.name));
        }
    }
    report(&wrong);
}

#[test]
fn every_check_says_what_it_looks_for() {
    let names: Vec<&str> = CHECKS.iter().map(|c| c.name).collect();
    let once: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names.len(), once.len(), "a check is listed twice");
    for check in CHECKS {
        assert!(!check.title.ends_with('.') && !check.title.is_empty(), "{}: title", check.name);
        assert!(check.doc.ends_with('.'), "{}: its text is no sentence", check.name);
    }
}

fn example_inputs() -> Vec<Input> {
    files("examples", ".det").iter().map(|f| input(&shown(f), &read(f))).collect()
}

/// The examples that show mistakes: honest ones of a first version, and a plan without room.
const MISTAKEN: [&str; 2] = ["first-version", "narrow-schedule"];

#[test]
fn the_plan_without_room_is_told_by_its_four_lines() {
    let analysis = analyse(example_inputs(), &NoFiles, &Request::default());
    let clashes = analysis.findings.iter().filter(|f| f.rule == "sequence-contradiction");
    let lines: Vec<Vec<&str>> = clashes
        .map(|f| f.labels.iter().map(|l| analysis.sources.slice(l.span).trim()).collect())
        .collect();
    let four = [
        "at least 14 months after 2027-03-01",
        "at least 12 months",
        "after widening",
        "by 2029-03",
    ];
    assert_eq!(lines, [four]);
}

#[test]
fn the_examples_have_no_fault() {
    let analysis = analyse(example_inputs(), &NoFiles, &Request::default());
    let wrong: Vec<String> = analysis
        .findings
        .iter()
        .filter(|f| f.status == Status::Broken && f.level == Level::Error)
        .filter(|f| {
            let name = f.place().map_or("", |p| analysis.sources.name(p.file));
            !MISTAKEN.iter().any(|mistaken| name.contains(mistaken))
        })
        .map(|f| {
            let place = f.place().map(|p| analysis.sources.place(p)).unwrap_or_default();
            format!("{place}: {}: {}", f.rule, f.message)
        })
        .collect();
    report(&wrong);
}

#[test]
fn the_examples_come_out_as_expected() {
    let run = test(&example_inputs(), &NoFiles, &Request::default());
    let wrong: Vec<String> = run
        .cases
        .iter()
        .filter(|c| !c.passed)
        .map(|c| {
            let why = c.finding.as_ref().map_or("", |f| f.message.as_str());
            format!("{}\n  {}\n  {why}", run.sources.place(c.span), c.text)
        })
        .collect();
    report(&wrong);
    let (facts, notions, _) = run.passed;
    assert!(facts > 0 && notions > 0, "facts {facts}, notions {notions}");
}

/// Words that a reader who is no programmer should not meet.
const UNWANTED: &[&str] = &[
    "null",
    "token",
    "parse",
    "parser",
    "predicate",
    "constraint",
    "syntax error",
    "expected one of",
    "string",
    "boolean",
    "undefined",
    "identifier",
];

#[test]
fn messages_are_in_plain_words() {
    let mut wrong = Vec::new();
    for file in files("tests/corpus", ".det") {
        let analysis = check(&read(&file), &["security-building"]);
        for finding in &analysis.findings {
            let texts = std::iter::once(&finding.message)
                .chain(finding.notes.iter().map(|n| &n.text))
                .chain(finding.labels.iter().map(|l| &l.text));
            for text in texts {
                // What stands between marks is the user's own.
                let own: String =
                    text.split('`').step_by(2).collect::<String>().split('"').step_by(2).collect();
                let words: Vec<&str> =
                    own.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
                let joined = format!(" {} ", words.join(" ").to_lowercase());
                for word in UNWANTED.iter().filter(|w| joined.contains(&format!(" {w} "))) {
                    wrong.push(format!("{} `{word}`: {text}", finding.rule));
                }
            }
            let message = &finding.message;
            if finding.status == Status::Broken
                && (message.ends_with('.') || message.starts_with(char::is_uppercase))
            {
                wrong.push(format!("{}: {message}", finding.rule));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    report(&wrong);
}
