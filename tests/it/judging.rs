//! How a rule is judged where a small text does not show it: many bindings, levels that differ, more than is allowed.

use std::fmt::Write as _;

use detente::analysis::{Request, test};
use detente::diagnostic::{Level, Status};
use detente::source::NoFiles;

use crate::support::{check, input};

/// A framework of so many members, each of which violates `trusted` but the last.
fn crowd(members: usize) -> String {
    let mut text = String::from(
        "rule trusted \"Members trust it\" {\n  level      error\n  for        f in frameworks\n  for        a in f.members\n  require    a.kind includes state\n  because    \"{a}\"\n}\n",
    );
    let names: Vec<String> = (0..members).map(|i| format!("party{i}")).collect();
    for (i, name) in names.iter().enumerate() {
        let kind = if i + 1 == members { "state" } else { "organisation" };
        writeln!(text, "actor {name} \"{name}\" {{ kind {kind} }}").unwrap();
    }
    writeln!(text, "framework talks {{ members {} }}", names.join(", ")).unwrap();
    text
}

#[test]
fn a_named_thing_is_judged_among_however_many() {
    let text = crowd(600)
        + "expect talks violates   trusted for party555\nexpect talks satisfies  trusted for party599\nexpect talks violates   trusted\n";
    let run = test(&[input("test.det", &text)], &NoFiles, &Request::default());
    let failed: Vec<&str> =
        run.cases.iter().filter(|c| !c.passed).map(|c| c.text.as_str()).collect();
    assert_eq!((run.cases.len(), failed), (3, Vec::new()), "{:?}", run.broken);
}

#[test]
fn a_finding_for_several_weighs_as_the_worst_of_them() {
    let rule = "rule trusted \"Members trust it\" {\n  level      error\n  for        f in frameworks\n  for        a in f.members\n  require    confidence(a, f) at least medium\n  eases      to advice when a.kind includes organisation\n  because    \"{a}\"\n  group      by f\n}\nprofile p \"P\" { trusted error }\n";
    for (first, second, level) in [
        ("organisation", "state", Level::Error),
        ("state", "organisation", Level::Error),
        ("organisation", "organisation", Level::Advice),
    ] {
        let text = format!(
            "{rule}actor A1 \"A\" {{ kind {first} }}\nactor B1 \"B\" {{ kind {second} }}\nframework talks {{\n  members A1, B1\n  confidence {{\n    A1 low\n    B1 low\n  }}\n}}\n"
        );
        let analysis = check(&text, &["p"]);
        let violated: Vec<_> =
            analysis.findings.iter().filter(|f| f.status == Status::Violated).collect();
        assert_eq!(violated.len(), 1, "{:?}", analysis.findings);
        assert_eq!(violated[0].level, level, "{first}, {second}");
        assert_eq!(violated[0].eased_from.is_some(), level == Level::Advice);
    }
}

/// What makes a verdict of `rule for a in talks` rest on a marked statement, by the field that holds the mark.
#[test]
fn a_verdict_says_which_marked_statements_it_rests_on() {
    let marked = |place: &str, mark: &str| {
        let at = |name: &str| if name == place { format!(" [{mark}]") } else { String::new() };
        let text = format!(
            "rule seated \"Stakeholders sit\" {{\n  level error\n  for f in frameworks where f.track includes 1\n  for i in f.issues\n  for a in i.stakeholders\n  require a in f.members\n  eases to warning when a.kind includes state\n  because \"{{a}}\"\n}}\nprofile p \"P\" {{ seated error }}\nactor A1 \"A\" {{ kind state }}\nactor A2 \"A\" {{ kind state{} }}\nissue i1 \"I\" {{ stakeholders A2{} }}\nframework talks {{\n  track 1{}\n  issues i1{}\n  members A1{}\n  since 2012 [{mark}]\n}}\n",
            at("kind"),
            at("stakeholders"),
            at("track"),
            at("issues"),
            at("members"),
        );
        let analysis = check(&text, &["p"]);
        let violated: Vec<_> =
            analysis.findings.iter().filter(|f| f.status == Status::Violated).collect();
        assert_eq!(violated.len(), 1, "{:?}", analysis.findings);
        let told = |m: &detente::diagnostic::Marked| {
            (m.mark, analysis.sources.line_of(m.span).trim().to_owned())
        };
        violated[0].marked.iter().map(told).collect::<Vec<_>>()
    };
    for place in ["kind", "stakeholders", "track", "issues", "members"] {
        for mark in ["inferred", "unverified"] {
            let came = marked(place, mark);
            let one = matches!(came.as_slice(), [(m, line)] if *m == mark && line.contains(place));
            assert!(one, "{place} {mark}: {came:?}");
        }
    }
    assert_eq!(marked("none", "inferred"), Vec::new(), "a statement that takes no part is named");
}

/// A stake that the library only infers: the finding stands in the reader's text, and says so.
#[test]
fn what_the_library_infers_is_named() {
    let text =
        "use std.northeast-asia\ndraft talks { members ROK, Japan; issues nuclear-safety }\n";
    let analysis = check(text, &["reinforcing"]);
    let finding = analysis.findings.iter().find(|f| f.rule == "stakeholders-are-members").unwrap();
    assert_eq!(finding.status, Status::Violated);
    let stake = finding.marked.iter().find(|m| m.text.contains("nuclear-safety.direct")).unwrap();
    assert_eq!(stake.mark, "inferred");
    assert!(analysis.sources.place(stake.span).contains("std/issues.det:"), "{stake:?}");
}

#[test]
fn a_number_left_open_by_what_sources_disagree_about_names_the_list() {
    for require in [
        "count(f.members) at least 3",
        "count(those m in f.members where m is not alpha) at least 2",
        "count(f.members except alpha) at least 2",
        "at least 2 m in f.members: m is not alpha",
        "f.size at least 3",
    ] {
        let text = format!(
            "source a2010 \"A\" {{\n  author \"A\"\n  date 2010\n  sections {{ \"One\" 1 to 9 }}\n}}\nsource b2011 \"B\" {{\n  author \"B\"\n  date 2011\n  sections {{ \"One\" 1 to 9 }}\n}}\nactor alpha \"A\"\nactor beta \"B\"\nactor gamma \"C\"\nframework talks {{ members alpha, beta [a2010 \"One\" 1] }}\naccount of talks {{ members alpha, beta, gamma [b2011 \"One\" 2] }}\ndefine f.size for framework f as count(f.members)\nrule enough \"Enough take part\" {{\n  level      error\n  for        f in frameworks\n  require    {require}\n  because    \"{{f}}\"\n}}\nprofile p \"P\" {{ enough error }}\n"
        );
        let run = check(&text, &["p"]);
        let finding = run.findings.iter().find(|f| f.rule == "enough").unwrap();
        assert_eq!(finding.status, Status::Undecided, "{require}");
        let missing: Vec<(&str, &str, &str)> = finding
            .missing
            .iter()
            .map(|m| (m.path.as_str(), m.field.as_str(), m.why.as_str()))
            .collect();
        assert_eq!(missing, [("talks", "members", "sources disagree")], "{require}");
        let labels: Vec<&str> = finding.labels.iter().map(|l| l.text.as_str()).collect();
        assert!(!labels.contains(&"this list is complete"), "{require}: {labels:?}");
        for said in ["counts `gamma` in", "does not count `gamma` in"] {
            assert!(labels.contains(&said), "{require}: {labels:?}");
        }
    }
}
