//! The library as another program uses it: texts from memory in, findings out.
//!
//! This file is also built without default features: it needs neither disk nor terminal.

use std::collections::BTreeMap;

use detente::analysis::{Input, Request, analyse, examples, explain, rules, test};
use detente::diagnostic::{Basis, Level, Status};
use detente::source::{LoadError, Loader, NoFiles};
use detente::value::Date;

use crate::support::{check, input};

/// Files that a program holds in memory.
struct Map(BTreeMap<&'static str, &'static str>);

impl Loader for Map {
    fn load(&self, _from: &str, path: &str) -> Result<(String, String), LoadError> {
        let text = self.0.get(path).ok_or(LoadError::NotFound)?;
        Ok((path.to_owned(), (*text).to_owned()))
    }
}

#[test]
fn a_text_from_memory_is_checked() {
    let text = "use std.northeast-asia\n\ndraft circle \"A circle\" {\n  kind          forum\n  concept       cooperative\n  region        northeast-asia\n  track         1\n  members       ROK, China, Japan, Russia\n}\n";
    let analysis = check(text, &["security-building"]);
    let finding = analysis
        .findings
        .iter()
        .find(|f| f.rule == "great-powers-in" && f.status == Status::Violated)
        .expect("the United States is not in");
    assert_eq!(finding.level, Level::Warning);
    assert_eq!(finding.subject.framework, "circle");
    assert_eq!(finding.subject.about, ["USA"]);
    assert_eq!(finding.basis, Basis::Facts);
    assert!(!finding.trace.is_empty() && !finding.notes.is_empty());
    let place = finding.place().expect("a place");
    assert_eq!(analysis.sources.place(place), "test.det:8");
    assert_eq!(analysis.sources.slice(place), "members       ROK, China, Japan, Russia");
    assert_eq!(analysis.summary.frameworks, 1);
    assert!(analysis.summary.loaded > 50);
    assert_eq!(analysis.profiles, ["security-building"]);
}

#[test]
fn files_are_found_by_the_loader() {
    let files = Map(BTreeMap::from([("actors.det", "actor Freedonia \"F\" { kind state }\n")]));
    let text = "use \"actors.det\"\nuse \"nothing.det\"\nframework talks { members Freedonia }\n";
    let analysis = analyse(vec![input("talks.det", text)], &files, &Request::default());
    let broken: Vec<&str> = analysis
        .findings
        .iter()
        .filter(|f| f.status == Status::Broken)
        .map(|f| f.rule.as_str())
        .collect();
    assert_eq!(broken, ["unknown-module"]);
}

#[test]
fn a_text_that_could_not_be_read_is_a_finding() {
    let unread = Input { name: "a.det".to_owned(), text: Err("permission denied".to_owned()) };
    let other = input("b.det", "actor Freedonia \"F\" { kind stat }\n");
    let analysis = analyse(vec![unread, other], &NoFiles, &Request::default());
    let found: Vec<&str> = analysis.findings.iter().map(|f| f.rule.as_str()).collect();
    assert_eq!(found, ["unreadable", "unknown-word"]);
}

#[test]
fn a_flood_of_faults_is_cut_off_and_counted() {
    let faults = 500;
    let mut text = "framework talks {\n".to_owned();
    for n in 0..faults {
        text += &format!("  csbm m{n} {{ parties nobody{n} }}\n");
    }
    text += "}\n";
    let analysis = check(&text, &[]);
    let last = analysis.findings.iter().find(|f| f.rule == "more-problems").expect("a count");
    let shown = analysis.findings.iter().filter(|f| f.rule == "unknown-name").count();
    assert!(shown < faults);
    assert!(last.message.starts_with(&format!("{} more", faults - shown)), "{}", last.message);
    assert_eq!(last.level, Level::Error);
    // The count stands with its file, before the next one.
    let two = analyse(
        vec![input("a.det", &text), input("b.det", "actor a { kind stat }\n")],
        &NoFiles,
        &Request::default(),
    );
    let of_a_rule = |rule: &str| two.findings.iter().position(|f| f.rule == rule);
    assert!(of_a_rule("more-problems") < of_a_rule("unknown-word"));
}

#[test]
fn a_fix_settles_what_it_is_offered_for() {
    let text = "actor Freedonia \"F\" { kind state }\nframework talks { membres Freedonai; kind dialog }\n";
    let mut text = text.to_owned();
    for _ in 0..5 {
        let analysis = check(&text, &[]);
        let fix = analysis
            .findings
            .iter()
            .filter(|f| f.status == Status::Broken)
            .find_map(|f| f.fix.clone());
        let Some(fix) = fix else { break };
        text.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.text);
    }
    assert_eq!(
        text,
        "actor Freedonia \"F\" { kind state }\nframework talks { members Freedonia; kind dialogue }\n"
    );
    assert_eq!(check(&text, &[]).summary.broken, 0);
}

#[test]
fn expectations_are_asked() {
    let text = "framework talks { format bilateral }\nexpect talks is-outside great-powers-in\nexpect talks satisfies great-powers-in\nexpect talks satisfies great-power-in\nexpect talks satisfies great-powers-in under reinforcin\n";
    let run = test(&[input("a.det", text)], &NoFiles, &Request::default());
    let passed: Vec<bool> = run.cases.iter().map(|c| c.passed).collect();
    assert_eq!(passed, [true, false, false, false]);
    assert_eq!((run.passed, run.failed), ((1, 0, 0), 3));
    for case in run.cases.iter().filter(|c| !c.passed) {
        assert_eq!(case.finding.as_ref().map(|f| f.rule.as_str()), Some("expectation"));
    }
}

#[test]
fn a_verdict_that_rests_on_a_notion_says_so() {
    let text = "framework talks [berger2015 \"NAPCI\" 98] {\n  kind dialogue\n  concept cooperative\n  format multilateral\n  no roadmap\n}\n";
    let analysis = check(text, &["security-building"]);
    let finding = analysis
        .findings
        .iter()
        .find(|f| f.rule == "roadmap-exists")
        .expect("the rule is in force");
    assert_eq!(finding.status, Status::Violated);
    let Basis::Notion { stated, sources, facts_alone, for_want_of } = &finding.basis else {
        panic!("{:?}", finding.basis)
    };
    assert_eq!(
        (stated.as_slice(), sources.as_slice()),
        (&["no roadmap".to_owned()][..], &["berger2015".to_owned()][..])
    );
    assert_eq!(*facts_alone, Status::Undecided);
    assert!(
        for_want_of.iter().any(|m| m.path == "talks" && m.field == "phases"),
        "{for_want_of:?}"
    );
}

#[test]
fn what_is_asked_for_changes_what_is_read() {
    let text = "actor Freedonia \"F\" { kind state }\nregion marches \"M\" { great-powers Freedonia }\nframework talks {\n  region marches\n  format multilateral\n  stance {\n    Freedonia opposes [berger2015, as of 2013]\n    Freedonia favours [berger2015, as of 2015]\n  }\n}\n";
    let status = |as_of: Option<&str>| {
        let request = Request { as_of: as_of.and_then(Date::parse), ..Request::default() };
        let analysis = analyse(vec![input("a.det", text)], &NoFiles, &request);
        analysis.findings.iter().find(|f| f.rule == "great-power-buy-in").map(|f| f.status)
    };
    assert_eq!(status(None), Some(Status::Satisfied));
    assert_eq!(status(Some("2014")), Some(Status::Violated));
    assert_eq!(status(Some("2010")), Some(Status::Undecided));
}

#[test]
fn another_prelude_may_stand_in() {
    let own = "rule named \"It has a lead\" {\n  level      advice\n  for        f in frameworks\n  require    f has lead\n  because    \"{f} has no lead\"\n}\n\nprofile core \"Core\" { named advice }\n";
    let request = Request {
        prelude: Some(vec![("rules.det".to_owned(), own.to_owned())]),
        ..Request::default()
    };
    let analysis =
        analyse(vec![input("a.det", "framework talks { no lead }\n")], &NoFiles, &request);
    let found: Vec<(&str, Status, Level)> =
        analysis.findings.iter().map(|f| (f.rule.as_str(), f.status, f.level)).collect();
    assert_eq!(found, [("named", Status::Violated, Level::Advice)]);
    let rows = rules(Vec::new(), &NoFiles, &request);
    assert_eq!(rows.iter().filter(|r| r.kind == "rule").count(), 1);
}

#[test]
fn names_are_explained() {
    let request = Request::default();
    let (found, _) = explain("members", Vec::new(), &NoFiles, &request);
    assert!(
        found.iter().any(|e| e.what.starts_with("field") && e.body.contains("table")),
        "{found:?}"
    );
    let (none, near) = explain("hard-from-outzet", Vec::new(), &NoFiles, &request);
    assert!(none.is_empty());
    assert_eq!(near.as_deref(), Some("hard-from-outset"));
}

#[test]
fn a_fact_is_explained_item_by_item() {
    let text = "source a \"A\" { date 2015; sections { \"S\" 1 to 9 } }
source b \"B\" { date 2016; sections { \"S\" 1 to 9 } }
actor X { kind state }
actor Y { kind state }
framework talks [a \"S\" 1] {
  members {
    X
    Y  [a \"S\" 2, inferred]
  }
  observers {
    X
    and others  [b \"S\" 4]
  }
  stance { X favours }
  basket first { nature soft }
}
account of talks [b \"S\" 3] {
  no Y in members
}
draft mine { members X }
";
    let request =
        Request { prelude: Some(vec![("none.det".into(), String::new())]), ..Request::default() };
    let told = |name: &str| explain(name, vec![input("a.det", text)], &NoFiles, &request);
    let holds = |name: &str, what: &str, parts: &[&str]| {
        let (found, _) = told(name);
        let [one] = found.as_slice() else { panic!("{name}: {found:?}") };
        assert_eq!(one.what, what, "{name}");
        for part in parts {
            assert!(one.body.contains(part), "{name} should say `{part}`:\n{}", one.body);
        }
    };
    holds(
        "talks.members",
        "fact of framework",
        &[
            "- X [a \"S\" 1], a.det:7",
            "- Y [a \"S\" 2, inferred], a.det:8",
            "- not Y [b \"S\" 3], a.det:18",
            "- Y: counted in [a \"S\" 2, inferred], not counted in [b \"S\" 3]",
            "the list is complete",
        ],
    );
    // Who says that there are others need not be who names the first.
    holds("talks.observers", "fact of framework", &["- and others [b \"S\" 4], a.det:12"]);
    holds("talks.members.X", "fact of framework", &["X is in the list"]);
    holds("talks.stance.X", "fact of framework", &["- X: favours [a \"S\" 1]"]);
    holds("talks.first", "basket", &["nature: soft [a \"S\" 1]"]);
    holds("talks", "framework", &["- members:\n  - X [a \"S\" 1]\n  - Y [a \"S\" 2, inferred]"]);
    holds("mine.lead", "fact of draft", &["what a draft does not state is not there"]);
    holds("mine.stance", "fact of draft", &["unknown: no text says"]);
    let (none, near) = told("talks.memebrs");
    assert!(none.is_empty());
    assert_eq!(near.as_deref(), Some("talks.members"));
    assert!(told("talks.members.Z").0.is_empty());
}

#[test]
fn the_texts_of_a_rule_of_ones_own_are_run() {
    let own = "rule led \"Led\" {
  for        f in frameworks
  require    f has lead
  because    \"{f} has no lead\"
  avoid { framework a { no lead } }
  prefer { framework a { no lead } }
}
profile core \"Core\" { led error }
";
    // A small library: the texts of the whole one are run elsewhere.
    let request = Request {
        prelude: Some(vec![("none.det".to_owned(), String::new())]),
        ..Request::default()
    };
    let runs = examples(&[input("own.det", own)], &NoFiles, &request);
    let came: Vec<(bool, bool)> = runs.iter().map(|r| (r.avoid, r.passed)).collect();
    assert_eq!(came, [(true, true), (false, false)], "{runs:?}");
}

#[test]
fn a_long_chain_of_definitions_is_one_finding() {
    let mut text = "define g has d0 for framework g as g has organs\n".to_owned();
    for i in 1..100 {
        text += &format!("define g has d{i} for framework g as g has d{}\n", i - 1);
    }
    let run = check(&text, &[]);
    let rules: Vec<&str> = run.findings.iter().map(|f| f.rule.as_str()).collect();
    assert_eq!(rules, ["cyclic-definition"]);
}

/// A list with hundreds of accounts, by two sources in turn, each a day after the other. How the time grows
/// with their number is measured by the benchmark.
#[test]
fn each_of_hundreds_of_accounts_of_one_field_counts() {
    use std::fmt::Write as _;

    let mut text = String::from(
        "framework talks \"Talks\" { kind forum }\nfollow kim2009 on talks.members because \"it was there\"\n",
    );
    let last = 399;
    for i in 0..=last {
        let (year, month, day) = (1200 + i / 336, 1 + (i / 28) % 12, 1 + i % 28);
        let source = if i % 2 == 0 { "berger2015" } else { "kim2009" };
        let status = if i % 2 == 0 { "proposed" } else { "operating" };
        let _ = writeln!(
            text,
            "actor a{i} \"A\" {{ kind state }}\naccount of talks [{source}, as of {year:04}-{month:02}-{day:02}] {{ status {status}; members a0, a{i} }}",
        );
    }
    let _ = writeln!(
        text,
        "rule works \"It works\" {{\n  for f in frameworks\n  require f.status is operating and a0 in f.members and a{last} in f.members\n  because \"{{f}}\"\n}}\nexpect talks satisfies works\nexpect talks violates works  as of 1200-01-01"
    );
    let run = test(&[input("accounts.det", &text)], &NoFiles, &Request::default());
    assert!(run.broken.is_empty(), "{:?}", run.broken.first());
    let failed = run.cases.iter().find(|c| !c.passed);
    assert!(failed.is_none(), "{:?}", failed.map(|c| (&c.text, &c.finding)));
}

/// `group by` gives one finding for each value of its variable, not one for each subject.
#[test]
fn findings_are_grouped_by_the_variable_named() {
    let facts = "actor A1 \"A\" { kind state }\nactor B1 \"B\" { kind state }\nframework talks {\n  members A1, B1\n  measure one { no parties }\n  measure two { no parties }\n}\n";
    let found = |group: &str| {
        let text = format!(
            "{facts}rule seated \"Members take part\" {{\n  for f in frameworks\n  for a in f.members\n  for m in f.measures\n  require a in m.parties\n  because \"{{a}} has no part in {{m}}\"\n{group}}}\nprofile p \"P\" {{ seated error }}\n"
        );
        let analysis = check(&text, &["p"]);
        let found = analysis.findings.iter().filter(|f| f.status == Status::Violated);
        found.map(|f| f.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(found("").len(), 4);
    assert_eq!(found("  group by f\n").len(), 1);
    assert_eq!(
        found("  group by a\n"),
        ["`A1` has no part in `one` and `two`", "`B1` has no part in `one` and `two`"]
    );
    assert_eq!(found("  group by m\n").len(), 2);
}

/// A disagreement about thousands of items is one finding that shows a few of them.
#[test]
fn a_large_disagreement_shows_a_few_statements() {
    let count = 3_000;
    let mut text = String::from(
        "source one \"One\" { date 2010; sections { \"S\" 1 to 9 } }\nsource two \"Two\" { date 2012; sections { \"S\" 1 to 9 } }\n",
    );
    for n in 0..count {
        text += &format!("actor a{n} \"A\" {{ kind state }}\n");
    }
    let names: Vec<String> = (0..count).map(|n| format!("a{n}")).collect();
    text += &format!(
        "framework talks [one \"S\" 1] {{ members {} }}\naccount of talks [two \"S\" 1] {{ members a0 }}\n",
        names.join(", ")
    );
    let analysis = check(&text, &[]);
    let one = analysis.findings.iter().find(|f| f.rule == "sources-disagree").expect("they do");
    assert!(one.labels.len() < 20 && one.citations.len() == 2, "{}", one.labels.len());
    let rest = one.notes.iter().any(|n| n.text.contains("more statements are at odds"));
    assert!(rest, "{:?}", one.notes);
}
