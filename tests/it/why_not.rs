//! What `why not` offers does what it promises, and can do without none of its edits.

use std::collections::BTreeSet;

use detente::analysis::{Input, Request, Session};
use detente::diagnostic::Status;
use detente::source::NoFiles;

use crate::support::{input, path, read, report};

const SCHOOLS: [&str; 5] =
    ["security-building", "alliance-anchored", "staged-consensus", "reinforcing", "dual-track"];

fn session(inputs: Vec<Input>, profile: &str) -> Session {
    let request = Request { profiles: vec![profile.to_owned()], ..Request::default() };
    Session::open(inputs, &NoFiles, &request)
}

/// What a rule says of a thing after edits; none where they cannot be made.
fn after(session: &mut Session, edits: &str, thing: &str, rule: &str) -> Option<Vec<Status>> {
    session.make("test", edits).ok()?;
    let found = session.verdicts(thing, rule).map(|all| all.iter().map(|f| f.status).collect());
    session.undo();
    found.ok()
}

/// Divides edits at the `;` between them.
fn divided(edits: &str) -> Vec<String> {
    let mut depth = 0;
    let parts = edits.split(|c: char| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ';' && depth == 0
    });
    parts.map(|p| p.trim().to_owned()).collect()
}

/// Checks whether a rule is satisfied for a framework, or no longer violated for a thing in one.
fn met(found: Option<&Vec<Status>>, thing: &str) -> bool {
    let inside = thing.contains('.');
    let fine = |s: &Status| *s == Status::Satisfied || (inside && *s != Status::Violated);
    found.is_some_and(|all| all.iter().all(fine))
}

/// Asks of a verdict; gives what is offered, and adds to the failures what does not hold of it.
fn asked(
    session: &mut Session,
    thing: &str,
    rule: &str,
    failures: &mut Vec<String>,
) -> Vec<String> {
    let found = session.why_not(thing, rule).unwrap_or_else(|e| panic!("{thing} {rule}: {e:?}"));
    for remedy in &found.offered {
        let edits = &remedy.text;
        if !met(after(session, edits, thing, rule).as_ref(), thing) {
            failures.push(format!("{thing} {rule}: it is not satisfied after `{edits}`"));
        }
        let all = divided(edits);
        assert_eq!(all.len(), remedy.edits, "{edits}");
        for at in 0..all.len() {
            let mut fewer = all.clone();
            fewer.remove(at);
            let fewer = fewer.join("; ");
            if !fewer.is_empty() && met(after(session, &fewer, thing, rule).as_ref(), thing) {
                failures.push(format!("{thing} {rule}: of `{edits}`, `{fewer}` is enough"));
            }
        }
    }
    found.offered.into_iter().map(|r| r.text).collect()
}

#[test]
fn what_is_offered_is_enough_and_no_more_than_that() {
    let inputs = || {
        let names = ["examples/napci.det", "examples/jcpoa.det", "examples/csce.det"];
        names.map(|name| input(name, &read(&path(name)))).to_vec()
    };
    let mut failures = Vec::new();
    let mut seen = BTreeSet::new();
    let mut offers = 0;
    for school in SCHOOLS {
        let mut session = session(inputs(), school);
        for finding in session.analysis().findings {
            if finding.status == Status::Violated
                && seen.insert((finding.subject.path.clone(), finding.rule.clone()))
            {
                offers +=
                    asked(&mut session, &finding.subject.path, &finding.rule, &mut failures).len();
            }
        }
    }
    report(&failures);
    assert!(seen.len() > 10 && offers > seen.len(), "{offers} for {}", seen.len());
}

const TABLE: &str = r#"
actor A "A" { kind state }
actor B "B" { kind state }
actor C "C" { kind state }
actor D "D" { kind state }
actor E "E" { kind state }
issue river "River" { parties A, B, C, D }
framework talks "Talks" {
  members       E
  issues        river
  no A in members
  stance { E neutral }
}
rule all-sit "All sit at it" {
  for        f in frameworks
  for        a in f.issues.parties
  require    a in f.members
  because    "{a} has no seat in {f}"
  group by f
}
rule two-things "Two things at once" {
  for        f in frameworks
  require    A in f.observers and f.status is adopted
  because    "{f}"
}
rule not-to-be "Nobody can do it" {
  for        f in frameworks
  require    count(f.members) at least 30
  because    "{f}"
}
rule members-favour "Its members favour it" {
  for        f in frameworks
  for        a in f.members
  require    stance(a, f) at least favours
  because    "{a} does not favour {f}"
}
profile house "House" {
  all-sit         error
  two-things      error
  not-to-be       error
  members-favour  error
}
"#;

#[test]
fn sets_of_edits_are_put_together() {
    let mut session = session(vec![input("table.det", TABLE)], "house");
    let mut failures = Vec::new();
    let mut first = |rule: &str| {
        let offered = asked(&mut session, "talks", rule, &mut failures);
        offered.into_iter().next().unwrap_or_default()
    };
    let mut seats = divided(&first("all-sit"));
    seats.sort();
    let wanted = ["A", "B", "C", "D"].map(|a| format!("add {a} to talks.members"));
    assert_eq!(seats, wanted);
    assert_eq!(divided(&first("two-things")).len(), 2);
    // The word that is nearest to the one that stands.
    assert_eq!(first("members-favour"), "set talks.stance.E to favours");
    assert_eq!(first("not-to-be"), "");
    report(&failures);
}

#[test]
fn what_comes_nearest_is_told() {
    let text = TABLE.replace("A, B, C, D }", "A, B, C, D, E1, E2, E3, E4, E5, E6, E7 }");
    let more: Vec<String> =
        (1..8).map(|n| format!("actor E{n} \"E{n}\" {{ kind state }}")).collect();
    let more = more.join("\n");
    let mut session = session(vec![input("table.det", &format!("{more}{text}"))], "house");
    let found = session.why_not("talks", "all-sit").unwrap();
    assert!(found.offered.is_empty(), "{found:?}");
    let nearest = found.nearest.unwrap();
    assert!(nearest.left < nearest.of && nearest.after == Status::Violated, "{nearest:?}");
}

#[test]
fn a_finding_on_a_thing_inside_can_be_asked_of() {
    let text = r#"
framework pact "Pact" {
  csbm line "Line" { type hotline; binding voluntary }
  csbm post "Post" { type inspection; binding voluntary }
}
rule bound "It binds" {
  for        f in frameworks
  for        m in f.own-measures where m.type is any of hotline, inspection
  require    m.binding at least political
  because    "{m} does not bind"
  mark       m
}
profile house "House" { bound error }
"#;
    let mut session = session(vec![input("pact.det", text)], "house");
    let paths: Vec<String> =
        session.analysis().findings.into_iter().map(|f| f.subject.path).collect();
    assert!(paths.contains(&"pact.line".to_owned()), "{paths:?}");
    let found = session.why_not("pact.line", "bound").unwrap();
    // What meets the rule goes before what takes the measure out of it.
    assert_eq!(found.offered[0].text, "set pact.line.binding to political");
    assert!(found.offered.iter().skip(1).all(|r| r.evades || r.outright), "{found:?}");
    assert_eq!(session.verdicts("pact.line", "bound").unwrap().len(), 1);
}
