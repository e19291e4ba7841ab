//! What a comparison shows a reader: everything once, within the page, and nothing that reads as before.

use detente::analysis::{Change, Moved, Request, Session};
use detente::diagnostic::Status;
use detente::report::{Style, emit_change};
use detente::source::NoFiles;
use unicode_width::UnicodeWidthStr;

use crate::support::{input, path, read};

fn change(name: &str, text: &str, profile: &str, edit: &str) -> Change {
    let request = Request { profiles: vec![profile.to_owned()], ..Request::default() };
    let mut session = Session::open(vec![input(name, text)], &NoFiles, &request);
    session.what_if("test", edit).unwrap_or_else(|e| panic!("{edit}: {e:?}"))
}

fn shown(change: &Change, width: usize) -> String {
    let mut out = Vec::new();
    emit_change(change, &Style { width, ..Style::default() }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_contradicted_notion_is_told_once_with_the_way_out() {
    let text = read(&path("examples/napci.det"));
    let change = change("napci.det", &text, "security-building", "add USA to napci.funders");
    let out = shown(&change, 100).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(out.matches("shared-ownership is yes").count(), 1, "{out}");
    assert_eq!(out.matches("forget napci.shared-ownership").count(), 1, "{out}");
    assert!(!out.contains("a statement says otherwise"), "{out}");
}

const WIDE: &str = r#"
actor 대한민국 "ROK" { kind state }
actor 조선민주주의인민공화국 "DPRK" { kind state }
framework 동북아평화협력구상 "NAPCI" { members 대한민국 }
rule 모든당사자가함께앉는다 "All sit at it" {
  for        f in frameworks
  for        a in actors
  require    a in f.members
  because    "{a} has no seat in {f}"
}
profile 집 "House" { 모든당사자가함께앉는다 error }
"#;

#[test]
fn what_moved_stays_within_a_narrow_page() {
    let edit = "add 조선민주주의인민공화국 to 동북아평화협력구상.members";
    let change = change("wide.det", WIDE, "집", edit);
    for width in [44, 60, 80, 100] {
        let out = shown(&change, width);
        assert!(out.contains("resolved") && out.contains("violated"), "{out}");
        for line in out.lines() {
            assert!(line.width() <= width, "{} of {width}: {line}\n{out}", line.width());
        }
    }
}

const MOVED: &str = r#"
actor A "A" { kind state }
actor B "B" { kind state }
framework talks "Talks" { track 2; kind forum }
rule first-track "It is official" {
  for        f in frameworks
  require    f.track is 1
  because    "{f} is not official"
  mark       f.kind
}
profile house "House" { first-track error }
"#;

#[test]
fn what_reads_as_before_is_counted() {
    let change = change("moved.det", MOVED, "house", "set talks.kind to dialogue");
    assert_eq!(change.moved.len(), 1, "{change:?}");
    assert!(change.moved[0].quiet, "{change:?}");
    let out = shown(&change, 100);
    assert!(out.contains("nothing changes in what the rules say"), "{out}");
    assert!(out.contains("1 reads as before and rests on other statements"), "{out}");
}

/// What moved, each as `how rule path about: why`.
fn told(change: &Change) -> Vec<String> {
    let line = |m: &Moved| {
        let about = m.about.join(" ");
        let lines = m.lines.join("\n");
        format!("{} {} {} {about}: {}\n{lines}", m.movement.word(), m.rule, m.path, m.why)
    };
    change.moved.iter().map(line).collect()
}

#[track_caller]
fn tells(change: &Change, words: &[&str]) {
    let told = told(change);
    assert!(told.iter().any(|t| words.iter().all(|w| t.contains(w))), "no {words:?} in {told:#?}");
}

fn of_example(name: &str, edit: &str) -> Change {
    change(name, &read(&path(&format!("examples/{name}"))), "security-building", edit)
}

#[test]
fn a_movement_behind_the_fault_of_another_is_told() {
    let edit = "set csce.military.manoeuvre-notice.binding to political";
    let notice = "csce.military.manoeuvre-notice";
    tells(&of_example("csce.det", edit), &["decided csbm-binding", notice, "is political"]);
    let change = of_example("napci.det", "set napci.stance.Russia to favours");
    tells(&change, &["decided great-power-buy-in napci Russia"]);
    let change = of_example("napci.det", "withdraw USA from napci");
    tells(&change, &["opened absent-stakeholder-has-bridge napci USA"]);
}

/// What was said of those of whom it is said now, and not of others of the framework; and of nobody else.
#[test]
fn what_moved_tells_of_those_it_is_about_alone() {
    let text = read(&path("examples/drafts/crisis-mechanism.det"));
    let edit = "withdraw USA from crisis-mechanism; withdraw China from crisis-mechanism";
    let moved = change("crisis-mechanism.det", &text, "security-building", edit);
    let of = |m: &&Moved| m.rule == "absent-stakeholder-has-bridge" && m.about.len() == 2;
    let new = moved.moved.iter().find(of).unwrap_or_else(|| panic!("{:#?}", told(&moved)));
    assert_eq!(new.before.as_ref().map(|f| f.status), Some(Status::Moot));
    let text = read(&path("examples/drafts/crisis-mechanism-first-version.det"));
    let edit = "add DPRK to crisis-mechanism-v1.members";
    let moved = change("first.det", &text, "security-building", edit);
    let of = |m: &&Moved| m.rule == "absent-stakeholder-has-bridge" && m.about == ["DPRK"];
    let gone = moved.moved.iter().find(of).unwrap_or_else(|| panic!("{:#?}", told(&moved)));
    assert_eq!(gone.why, "no longer applies to `DPRK`");
}

#[test]
fn what_is_resolved_rests_on_a_statement_about_the_thing_itself() {
    let legal = |name: &str| format!("set csce.military.{name}.binding to legal");
    let edits = ["manoeuvre-notice", "information", "observers"].map(legal).join("; ");
    let why = "`csce.military.observers.binding` is legal";
    tells(&of_example("csce.det", &edits), &["resolved csbm-binding", ".observers : ", why]);
}

#[test]
fn what_weighs_otherwise_says_which_condition_holds() {
    let edit = "set csce.military.observers.type to notification";
    let why = "no longer eased to advice as the type of `observers` is observation";
    tells(&of_example("csce.det", edit), &["raised csbm-binding", why]);
}

const MANY: &str = r#"
actor A "A" { kind state }
actor B "B" { kind state }
framework talks "Talks" { members A; kind forum }
rule seated "They sit at it" {
  for        f in frameworks where f.kind includes forum
  for        a in actors
  require    a in f.members
  because    "{a} has no seat in {f}"
}
profile house "House" { seated error }
"#;

#[test]
fn what_is_no_longer_asked_reads_so() {
    let change = change("many.det", MANY, "house", "set talks.kind to dialogue");
    tells(&change, &["resolved seated talks B: no longer applies: "]);
    let out = shown(&change, 100);
    assert!(out.contains("violated -> does not apply"), "{out}");
}

#[test]
fn what_moved_alike_for_one_rule_is_capped() {
    let names: Vec<String> = (0..12).map(|n| format!("P{n}")).collect();
    let actors: Vec<String> =
        names.iter().map(|n| format!("actor {n} \"{n}\" {{ kind state }}")).collect();
    let actors = actors.join("\n");
    let text =
        format!("{MANY}{actors}").replace("members A;", "members A, and others; no B in members;");
    let change =
        change("many.det", &text, "house", &format!("add {} to talks.members", names.join(", ")));
    assert_eq!(change.moved.len(), 12, "{:#?}", told(&change));
    let out = shown(&change, 100);
    assert!(out.contains("and 4 more of `seated`") && out.contains("12 decided"), "{out}");
}

const CLASH: &str = r#"
framework talks "Talks" {
  sequence {
    phase one { ends 2029 }
    phase two { starts after one }
  }
}
profile house "House" {}
"#;

#[test]
fn the_lines_of_a_contradiction_are_listed() {
    let change = change("clash.det", CLASH, "house", "set talks.two.ends to 2027");
    let lines = ["new sequence-contradiction", "clash.det:4 `ends 2029`", "test:1"];
    tells(&change, &lines);
    // Several of one line of an edit stand apart, each with what it leads to.
    let edit = "add phase a { starts 2015-07; ends 2016 } to talks; add phase b { starts after a; during 2013 } to talks";
    let change = self::change("clash.det", CLASH, "house", edit);
    let first = "test:1 `starts 2015-07`: 1. `a` starts on 2015-07-01 at the earliest";
    tells(
        &change,
        &["new sequence-contradiction", first, "test:1 `starts after a`: 2.", "`during 2013`"],
    );
    let out = shown(&change, 100);
    assert!(out.lines().any(|l| l.trim() == first), "{out}");
}

#[test]
fn what_a_finding_wants_is_compared_in_full() {
    let change = of_example("csce.det", "add China to csce.members");
    tells(
        &change,
        &["reason national-interest-served csce", ": it depends also on `China.interests`\n"],
    );
    let change = of_example("csce.det", "withdraw USSR from csce");
    tells(
        &change,
        &["reason national-interest-served", ": it depends no longer on `USSR.interests`\n"],
    );
    // For whom it opened, that is told once.
    let rows = told(&change);
    let bridge = |t: &&String| t.contains("absent-stakeholder-has-bridge");
    assert_eq!(rows.iter().filter(bridge).count(), 1, "{rows:#?}");
}

#[test]
fn an_order_of_names_is_no_news() {
    let change = of_example("csce.det", "withdraw USA from csce; add USA to csce.members");
    assert!(change.moved.iter().all(|m| m.quiet), "{:#?}", told(&change));
}

#[test]
fn where_nothing_moves_it_is_told_what_is_waited_for() {
    let note = |name: &str, edit: &str| of_example(name, edit).steps[0].notes.join(" ");
    let waits = note("jcpoa.det", "set jcpoa.stance.USA to opposes");
    assert!(waits.contains("`great-power-buy-in` waits for `jcpoa.region`"), "{waits}");
    let unasked = note("csce.det", "set csce.final-act.binding to legal");
    assert!(
        unasked.contains("no rule that is judged here asks for `csce.final-act.binding`"),
        "{unasked}"
    );
    let before = note("csce.det", "set csce.military.nature to soft");
    assert!(before.contains("as before: `hard-from-outset` satisfied"), "{before}");
    let many = note("jcpoa.det", "withdraw UK from jcpoa");
    assert!(many.contains("rules that ask for it wait for other facts"), "{many}");
    // Of a keyed field it is the values for others that are wanted.
    let text = "use std.northeast-asia\ndraft sea \"Sea\" { kind dialogue; concept cooperative; track 1; region northeast-asia; members ROK, USA, China, Japan; issues incidents-at-sea }\n";
    let others = change("sea.det", text, "core", "set sea.stance.Mongolia to opposes");
    let others = others.steps[0].notes.join(" ");
    assert!(others.contains("`great-power-buy-in` asks it of others"), "{others}");
    // A date is asked for by whatever asks for an order.
    let dated = note("csce.det", "set csce.stockholm.during to 1984 to 1987");
    assert!(dated.contains("`roadmap-exists` waits for"), "{dated}");
}

#[test]
fn what_depends_on_less_is_put_together() {
    let edit = "set jcpoa.members to UK, USA, France, Germany, China, Russia, Iran; set jcpoa.issues to iran-nuclear";
    let change = of_example("jcpoa.det", edit);
    let out = shown(&change, 100).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        out.contains("5 stay undecided and depend on less than before: `csbm-binding`"),
        "{out}"
    );
    assert!(!out.contains("it depends no longer on"), "{out}");
    assert!(out.contains("no longer on `jcpoa.issues`, `jcpoa.baskets` and 1 more"), "{out}");
    let mut all = Vec::new();
    let style = Style { width: 100, all: true, ..Style::default() };
    emit_change(&change, &style, &mut all).unwrap();
    let all = String::from_utf8(all).unwrap();
    let all = all.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        all.contains("reason csbm-binding jcpoa undecided it depends no longer on `jcpoa.baskets`"),
        "{all}"
    );
    assert!(
        all.contains("no longer on `jcpoa.issues`, `jcpoa.baskets` and `jcpoa.members`"),
        "{all}"
    );
}

#[test]
fn what_a_new_block_says_is_the_reason() {
    let edit = "add basket hard \"H\" { nature hard; issues dprk-nuclear; csbm line \"L\" { type hotline; binding legal; parties all members } } to napci; add hard to napci.opens";
    let why =
        "`napci.hard.line.type` is hotline [supposed]; `hard` stands in `napci.opens` [supposed]\n";
    tells(&of_example("napci.det", edit), &["resolved soft-not-alone", why]);
}

#[test]
fn what_no_longer_applies_is_counted_apart() {
    let out = shown(&of_example("napci.det", "drop napci.functional.issues"), 100);
    assert!(out.contains("-4 resolved (4 no longer apply)  +1 new"), "{out}");
}

#[test]
fn a_contradiction_that_is_gone_is_named() {
    let gone =
        of_example("drafts/narrow-schedule.det", "set narrow-schedule.charter.starts to 2030");
    tells(&gone, &["resolved sequence-contradiction", "no longer: these four lines"]);
}

#[test]
fn a_silent_draft_is_no_reason() {
    let old = read(&path("examples/drafts/crisis-mechanism-first-version.det"));
    let new = read(&path("examples/drafts/crisis-mechanism.det"));
    let request = Request { profiles: vec!["security-building".to_owned()], ..Request::default() };
    let versions = (
        (vec![input("old.det", &old)], &NoFiles as _),
        (vec![input("new.det", &new)], &NoFiles as _),
    );
    let diff = detente::analysis::diff(versions.0, versions.1, &request);
    let told = told(&diff.change);
    assert!(told.iter().any(|t| t.starts_with("resolved agenda-within-region")), "{told:#?}");
    assert!(!told.iter().any(|t| t.contains("the draft states no")), "{told:#?}");
    tells(
        &diff.change,
        &["resolved csbm-binding", "there is no longer `crisis-mechanism.sea.line`"],
    );
}

#[test]
fn why_answers_for_the_one_that_is_named() {
    let text = read(&path("examples/csce.det"));
    let request = Request { profiles: vec!["security-building".to_owned()], ..Request::default() };
    let mut session = Session::open(vec![input("csce.det", &text)], &NoFiles, &request);
    let found = session.verdicts("csce.military.manoeuvre-notice", "csbm-binding").unwrap();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].status, Status::Undecided);
    assert!(found[0].message.contains("manoeuvre-notice.binding"), "{found:#?}");
}

/// Whoever joins those at fault has a verdict from before of its own, and going back says the same of it.
#[test]
fn what_is_undone_is_told_as_it_was_made() {
    let text = r#"
actor A "A" { kind state }
actor B "B" { kind state }
framework talks "Talks" {
  no members
  observers     B
}
rule seated "All with a stake are seated" {
  for        f in frameworks
  for        a in actors where a not in f.observers
  require    a in f.members
  because    "{a} has no seat in {f}"
  group by   f
}
profile house "House" { seated error }
"#;
    let request = Request { profiles: vec!["house".to_owned()], ..Request::default() };
    let mut session = Session::open(vec![input("talks.det", text)], &NoFiles, &request);
    assert!(session.broken().is_empty(), "{:?}", session.broken());
    let row = |change: Change| {
        let status = |f: Option<detente::diagnostic::Finding>| f.map(|f| f.status);
        let rows = change.moved.into_iter();
        rows.map(|m| (m.about.join(","), status(m.before), status(m.after))).collect::<Vec<_>>()
    };
    let made = row(session.make("test", "drop talks.observers").unwrap());
    let undone = row(session.undo().unwrap());
    let of = |before, after| vec![("B".to_owned(), Some(before), Some(after))];
    assert_eq!(made, of(Status::Moot, Status::Violated));
    assert_eq!(undone, of(Status::Violated, Status::Moot));
}

/// A name that is wider than the page pushes no other row off its columns.
#[test]
fn one_long_name_leaves_the_columns_of_the_others() {
    let long =
        "a-very-long-name-of-a-framework-that-nobody-would-write-but-somebody-did-write-once";
    let text = format!(
        r#"
actor A "A" {{ kind state }}
framework short "S" {{ no members }}
framework middle "M" {{ no members }}
framework {long} "L" {{ no members }}
rule seated "All are seated" {{
  for        f in frameworks
  require    A in f.members
  because    "{{f}} is empty"
}}
profile house "House" {{ seated error }}
"#
    );
    let edit = format!("add A to short.members; add A to middle.members; add A to {long}.members");
    let out = shown(&change("long.det", &text, "house", &edit), 100);
    let column = |name: &str| {
        let row = out.lines().find(|l| l.contains(&format!("seated  {name} "))).unwrap_or("");
        row.find("violated ->")
    };
    assert_eq!(column("short"), column("middle"), "{out}");
    assert!(column("short").is_some_and(|at| at < 40), "{out}");
}

#[test]
fn what_weighs_now_and_what_weighed_before_are_both_told() {
    let text = r#"
actor A "A" { kind state }
actor B "B" { kind state }
framework talks "Talks" { members A; track 2; observers B }
rule small "It has both" {
  level      error
  for        t in frameworks
  require    B in t.members
  eases to   advice when t.track is 2
  eases to   warning when B in t.observers
  because    "{t} is small"
}
profile house "House" { small error }
"#;
    let change = change("talks.det", text, "house", "set talks.track to 1");
    let out = shown(&change, 100).split_whitespace().collect::<Vec<_>>().join(" ");
    let why = "eased to warning as `B` is in `talks.observers`, no longer eased to advice as";
    assert!(out.contains("raised small talks advice -> warning") && out.contains(why), "{out}");
}
