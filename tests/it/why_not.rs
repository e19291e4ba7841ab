//! What `why not` offers does what it promises, and can do without none of its edits.

use std::collections::BTreeSet;

use detente::analysis::{Answer, Input, Question, Request, Session, Settled, Tale};
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

// ---- why, and why not of other things ---------------------------------------------------------------------

const PLAN: &str = r#"
source memo "Memo" { date 2026-03; sections { "One" 1 to 40 } }
actor A "A" { kind state }
actor B "B" { kind state }
actor C "C" { kind state }
actor U "U" { kind organisation }
draft plan "A plan" {
  members       A, B
  sequence {
    phase opening { starts 2027-03 }
    phase middle { starts after opening; lasts at least 12 months }
    phase last { starts after middle; starts by 2028-12 }
  }
  csbm notice "Notice" { type notification; binding voluntary; lead-time at least 21 days }
  csbm line "Line" { type hotline; binding voluntary }
}
framework accord "An accord" [memo "One" 3] {
  members       A, B  [memo "One" 4]
  excluded      C  [memo "One" 5]
  since         2014-10-28  [memo "One" 6]
  sequence {
    phase seal [memo "One" 12] { starts 2026-01-10; happened 2026-01-10 [memo "One" 13] }
    phase report [memo "One" 14] {
      starts        at most 30 days after seal
      happened      2026-02-20  [memo "One" 15]
    }
  }
}
account of accord [memo "One" 20, as of 2026-05] {
  issues        river
}
issue river "River" { parties A, B, C }
"#;

fn plan() -> Session {
    session(vec![input("plan.det", PLAN)], "core")
}

fn told(session: &mut Session, what: &str, not: bool) -> Tale {
    let question = Question { what: what.to_owned(), not };
    session.told(&question).unwrap_or_else(|e| panic!("{what}: {e:?}"))
}

/// What is answered, and the steps it rests on with their places and sources.
fn shown(session: &mut Session, what: &str) -> (String, Vec<String>) {
    let (text, because) = match told(session, what, false) {
        Tale::Answer(Answer::Truth { truth, because }) => (truth.word().to_owned(), because),
        Tale::Answer(Answer::Value { text, because }) => (text, because),
        Tale::Answer(Answer::List { items, because, .. }) => (items.join(", "), because),
        other => panic!("{what}: {other:?}"),
    };
    let sources = session.sources().clone();
    let step = |s: &detente::diagnostic::Step| {
        let place = s.span.map_or(String::new(), |span| format!(" {}", sources.place(span)));
        let from = if s.sources.is_empty() { String::new() } else { s.sources.join("; ") };
        format!("{}{place} {from}", s.text).trim_end().to_owned()
    };
    (text, because.steps.iter().map(step).collect())
}

/// The edits that are offered for a question, each of them tried once more.
fn remedies(session: &mut Session, what: &str) -> Vec<String> {
    let Tale::Remedies(found) = told(session, what, true) else { panic!("{what}") };
    for remedy in &found.offered {
        session.make("test", &remedy.text).unwrap_or_else(|e| panic!("{}: {e:?}", remedy.text));
        let after = told(session, what, true);
        assert!(matches!(after, Tale::Already(Settled::Holds, _)), "{what}: {}", remedy.text);
        session.undo();
    }
    found.offered.into_iter().map(|r| r.text).collect()
}

#[test]
fn a_list_and_its_number_are_shown_with_every_statement() {
    let mut session = plan();
    let (text, steps) = shown(&mut session, "accord.members");
    assert_eq!(text, "A, B");
    let at = r#" plan.det:18 memo "One" 4"#;
    let wanted = [
        format!("`A` stands in `accord.members`{at}"),
        format!("`B` stands in `accord.members`{at}"),
        format!("`accord.members` is complete as listed{at}"),
    ];
    assert_eq!(steps, wanted);
    assert_eq!(shown(&mut session, "count(accord.members)"), ("2".to_owned(), steps));
    // Of a list made of others every item says by what it is in it.
    let (text, steps) = shown(&mut session, "those a in accord.members where a in plan.members");
    assert_eq!(text, "A, B");
    assert!(steps[0].contains("`A` is in it") && steps.len() > 6, "{steps:#?}");
}

#[test]
fn every_one_that_fails_is_told() {
    let mut session = plan();
    let asked = "every m in plan.own-measures: m.binding at least political";
    let (text, steps) = shown(&mut session, asked);
    assert_eq!(text, "no");
    let told = |words: &str| steps.iter().any(|s| s.contains(words));
    assert!(told("for `notice`") && told("for `line`"), "{steps:#?}");
}

#[test]
fn what_is_enough_is_shown_by_those_that_count() {
    let mut session = plan();
    let (text, steps) = shown(&mut session, "at least 2 a in river.parties: a in accord.members");
    assert_eq!(text, "yes");
    assert!(steps.iter().all(|s| s.contains("stands in `accord.members`")), "{steps:#?}");
}

#[test]
fn a_time_is_shown_with_the_lines_that_bound_it() {
    let mut session = plan();
    let (text, steps) = shown(&mut session, "plan.last.starts");
    assert_eq!(text, "from 2028-03-01 to 2028-12-31");
    let earliest = steps.iter().position(|s| s.starts_with("at the earliest")).unwrap();
    let latest = steps.iter().position(|s| s.starts_with("at the latest")).unwrap();
    assert!(steps[earliest + 1..latest].len() >= 3, "{steps:#?}");
    assert!(steps[latest + 1].starts_with("`last` starts by 2028-12 plan.det:12"), "{steps:#?}");
}

#[test]
fn what_holds_already_is_said_and_shown() {
    let mut session = plan();
    let Tale::Already(Settled::Holds, tale) = told(&mut session, "A in accord.members", true)
    else {
        panic!()
    };
    assert!(matches!(*tale, Tale::Answer(Answer::Truth { .. })), "{tale:?}");
    let value = told(&mut session, "accord.members", true);
    assert!(matches!(value, Tale::Already(Settled::NoStatement, _)), "{value:?}");
}

#[test]
fn a_lateness_is_derived_and_can_be_asked_away() {
    let mut session = plan();
    for what in
        ["accord.report deadline-missed", "deadline-missed accord.report", "deadline-missed"]
    {
        let Tale::Verdicts(found) = told(&mut session, what, false) else { panic!("{what}") };
        let steps: Vec<&str> = found[0].trace.iter().map(|s| s.text.as_str()).collect();
        assert_eq!(steps.last(), Some(&"`report` happened on 2026-02-20"), "{steps:#?}");
        assert!(steps.iter().any(|s| s.contains("at most 30 days after seal")), "{steps:#?}");
        assert_eq!(found[0].trace.last().unwrap().sources, [r#"memo "One" 15"#]);
    }
    let Tale::Verdicts(found) = told(&mut session, "accord.seal deadline-missed", false) else {
        panic!()
    };
    assert_eq!(found[0].status, Status::Satisfied, "{found:?}");
    let edits = remedies(&mut session, "accord.report deadline-missed");
    assert!(edits.iter().all(|e| !e.contains("happened")), "{edits:?}");
    assert!(!edits.is_empty());
}

#[test]
fn an_order_a_figure_and_a_date_are_set_to_what_is_asked() {
    let mut session = plan();
    let mut first = |what: &str| remedies(&mut session, what).first().cloned().unwrap_or_default();
    assert_eq!(first("plan.last before plan.opening"), "move plan.last before plan.opening");
    assert_eq!(
        first("plan.notice.lead-time at least 42 days"),
        "set plan.notice.lead-time to 42 days"
    );
    assert_eq!(first("accord.since before 2010"), "set accord.since to 2009-12-31");
    // Among states a state is added, and no organisation.
    assert_eq!(first("count(plan.members) at least 3"), "add C to plan.members");
}

#[test]
fn what_a_source_says_is_not_set_aside_in_silence() {
    let mut session = plan();
    let Tale::Remedies(found) = told(&mut session, "C in accord.members", true) else { panic!() };
    let first = found.offered.first().unwrap();
    assert_eq!(first.text, "add C to accord.members; drop accord.excluded");
    assert_eq!(first.aside, [r#"memo "One" 5"#]);
    let Tale::Remedies(found) = told(&mut session, "C in plan.members", true) else { panic!() };
    assert!(found.offered[0].aside.is_empty(), "a draft is its author's to change");
}

#[test]
fn times_that_clash_are_said_to_and_can_be_mended() {
    let text = PLAN.replace("starts by 2028-12", "starts by 2027-12");
    let mut session = session(vec![input("plan.det", &text)], "core");
    let (answer, steps) = shown(&mut session, "plan.opening before plan.last");
    assert_eq!(answer, "undecided");
    assert!(steps[0].contains("why plan sequence-contradiction"), "{steps:?}");
    let edits = remedies(&mut session, "plan sequence-contradiction");
    assert!(
        edits.contains(&"set plan.last.starts to after middle, by 2028-03".to_owned()),
        "{edits:?}"
    );
    assert!(edits.iter().any(|e| e.starts_with("set plan.middle.lasts")), "{edits:?}");
}

#[test]
fn what_is_said_of_a_new_block_stands_in_it() {
    let rule = r#"
rule bound "It binds" {
  for        f in frameworks
  require    some m in f.own-measures: m.type is inspection and m.binding is legal
  because    "{f}"
}
profile house "House" { bound error }
"#;
    let mut session = session(vec![input("plan.det", &format!("{PLAN}{rule}"))], "house");
    let found = session.why_not("accord", "bound").unwrap();
    let wanted = "add csbm new-hotline { type inspection; binding legal } to accord";
    assert_eq!((found.offered[0].text.as_str(), found.offered[0].edits), (wanted, 1));
}
