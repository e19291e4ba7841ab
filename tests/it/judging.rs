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
