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
    let failed: Vec<&str> = run.cases.iter().filter(|c| !c.passed).map(|c| c.text.as_str()).collect();
    assert_eq!((run.cases.len(), failed), (3, Vec::new()), "{:?}", run.broken);
}
