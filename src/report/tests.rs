//! Findings made by hand, drawn and read.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail by panicking"
)]

use proptest::prelude::*;

use super::*;
use crate::analysis::{Summary, TestCase, Want};
use crate::diagnostic::{
    Basis, Finding, Label, Level, Missing, Note, NoteKind, Status, Step, Subject,
};
use crate::source::{FileId, Role, Sources, Span};

const NAPCI: &str = "\
use std.northeast-asia

framework napci \"Northeast Asia Peace and Cooperation Initiative\" [berger2015 \"NAPCI\", as of 2015-11] {
  kind          dialogue
  members       ROK, US, China, Japan, Russia, Mongolia
  한국          찬성하는 나라, 미국
  no roadmap    [berger2015 \"NAPCI\" 98]

  basket functional \"Functional cooperation\" {
    nature      soft
  }
  no other baskets  [inferred]
}
";

const OTHER: &str = "account of napci [kim2009 \"PostCW\" 53] {\n  no DPRK in members\n}\n";

fn sources() -> (Sources, FileId, FileId) {
    let mut sources = Sources::default();
    let a = sources.add("napci.det", Role::Checked, NAPCI);
    let b = sources.add("napci-kim.det", Role::Checked, OTHER);
    (sources, a, b)
}

fn at(sources: &Sources, file: FileId, text: &str) -> Span {
    let start = sources.get(file).unwrap().text.find(text).unwrap();
    Span::new(file, u32::try_from(start).unwrap(), u32::try_from(start + text.len()).unwrap())
}

fn norm(
    rule: &str,
    status: Status,
    level: Level,
    title: &str,
    message: &str,
    labels: Vec<Label>,
) -> Finding {
    Finding {
        status,
        title: title.to_owned(),
        subject: Subject {
            framework: "napci".into(),
            path: "napci".into(),
            about: vec![],
            owner: String::new(),
        },
        labels,
        ..Finding::broken(rule, level, Span::new(FileId(0), 0, 0), message)
    }
}

fn label(span: Span, text: &str) -> Label {
    Label { span, text: text.to_owned() }
}

fn want(path: &str, field: &str) -> Missing {
    Missing { path: path.into(), field: field.into(), why: "not written".into() }
}

fn analysis() -> Analysis {
    let (sources, a, b) = sources();
    let head = at(&sources, a, "napci");
    let mut hard = norm(
        "hard-from-outset",
        Status::Violated,
        Level::Warning,
        "Hard security is on the table from the outset",
        "napci has no roadmap and its only basket, functional, holds no hard measure",
        vec![
            label(
                at(&sources, a, "no roadmap"),
                "without one, every measure counts as first-phase",
            ),
            label(at(&sources, a, "no other baskets"), "and there is no other basket to look in"),
            label(at(&sources, a, "functional"), "no measure in it is hard"),
        ],
    );
    hard.eased_from = Some(Level::Error);
    hard.basis = Basis::Notion {
        stated: vec!["no roadmap".into()],
        sources: vec!["berger2015".into()],
        facts_alone: Status::Undecided,
        for_want_of: vec![want("napci", "phases"), want("napci", "sequence")],
    };
    hard.trace = vec![Step {
        depth: 0,
        text: "napci has no roadmap".into(),
        span: Some(at(&sources, a, "no roadmap")),
        sources: vec!["berger2015 \"NAPCI\" 98".into()],
        also: Vec::new(),
    }];
    hard.notes = vec![
        Note { kind: NoteKind::Help, text: "open a basket with a hard CSBM in the first phase\n  try: what if add csbm hotline { nature hard } to napci.functional".into() },
        Note { kind: NoteKind::But, text: "rejected by dual-track: cfr2015 \"Nexus\" 36".into() },
        Note { kind: NoteKind::Rule, text: "berger2015 \"European Lessons\" 112, 118 (error under security-building)".into() },
    ];
    let unknown = Finding::broken(
        "name-unknown",
        Level::Error,
        at(&sources, a, "US,"),
        "no actor is called `US`",
    )
    .here("`members` takes actors")
    .fix(Span::new(a, at(&sources, a, "US,").start, at(&sources, a, "US,").end - 1), "USA");
    let korean = Finding::broken(
        "name-unknown",
        Level::Advice,
        at(&sources, a, "나라"),
        "no field is called `한국`",
    )
    .here("여기");
    let mut disagree = Finding::broken(
        "source-disagree",
        Level::Warning,
        at(&sources, a, "Japan"),
        "two sources disagree about whether DPRK is a member of napci",
    )
    .here("berger2015 counts it in")
    .label(at(&sources, b, "DPRK"), "kim2009 says it was still being sought");
    disagree.notes.push(Note {
        kind: NoteKind::So,
        text: "1 finding depends on this and is undecided: stakeholders-are-members for napci"
            .into(),
    });
    let mut members = norm(
        "issues-identified",
        Status::Violated,
        Level::Warning,
        "The agenda is stated",
        "napci states no agenda",
        vec![label(head, "no `issues` here")],
    );
    members.missing = vec![want("napci", "issues")];
    let mut more = members.clone();
    more.rule = "agenda-within-region".into();
    more.level = Level::Error;
    let mut third = members.clone();
    third.rule = "agenda-names-live-disputes".into();
    third.level = Level::Advice;
    let mut undecided = norm(
        "roadmap-exists",
        Status::Undecided,
        Level::Error,
        "There is an ordered set of phases",
        "",
        vec![label(head, "nothing says whether napci has a roadmap")],
    );
    undecided.missing = vec![want("napci", "phases"), want("napci", "sequence")];
    let mut again = undecided.clone();
    again.rule = "exit-resilience".into();
    again.subject.about = vec!["DPRK".into()];
    again.as_far_as_listed = true;
    let satisfied = norm(
        "great-powers-in",
        Status::Satisfied,
        Level::Warning,
        "Great powers are members",
        "every great power of the region is a member",
        vec![],
    );
    let moot = norm(
        "csbm-binding",
        Status::Moot,
        Level::Warning,
        "CSBMs are binding",
        "napci has no CSBM",
        vec![],
    );
    Analysis {
        sources,
        findings: vec![
            unknown, disagree, korean, hard, members, more, third, undecided, again, satisfied,
            moot,
        ],
        summary: Summary {
            frameworks: 1,
            files: 2,
            loaded: 41,
            broken: 3,
            violated: 4,
            undecided: 2,
            satisfied: 1,
            moot: 1,
            errors: 2,
            warnings: 3,
            advice: 2,
        },
        wants: vec![
            Want { field: "phases".into(), findings: 2 },
            Want { field: "members".into(), findings: 1 },
        ],
        profiles: vec!["security-building".into()],
        offered: vec![],
    }
}

fn drawn(style: &Style) -> String {
    let mut out = Vec::new();
    emit(&analysis(), style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Returns the part of a report that starts with `head`, up to the next blank line after its text.
fn part(report: &str, head: &str) -> String {
    let start = report.find(head).unwrap();
    let rest = &report[start..];
    let body = rest.find("\n\n").unwrap() + 2;
    rest[..=body + rest[body..].find("\n\n").unwrap()].to_owned()
}

#[test]
fn a_violated_rule_shows_every_place_in_reading_order_and_what_it_rests_on() {
    let expected = "\
warning[hard-from-outset] (eased from error)

  ⚠ Hard security is on the table from the outset: napci violates this
  │ napci has no roadmap and its only basket, functional, holds no hard measure
    ╭─[napci.det:7:3]
  7 │   no roadmap    [berger2015 \"NAPCI\" 98]
    ·   ─────┬────
    ·        ╰── without one, every measure counts as first-phase
  8 │
  9 │   basket functional \"Functional cooperation\" {
    ·          ─────┬────
    ·               ╰── no measure in it is hard
    ⋮
 12 │   no other baskets  [inferred]
    ·   ────────┬───────
    ·           ╰── and there is no other basket to look in
    ╰────
  help:  open a basket with a hard CSBM in the first phase
           try: what if add csbm hotline { nature hard } to napci.functional
  rule:  berger2015 \"European Lessons\" 112, 118 (error under security-building)
  but:   rejected by dual-track: cfr2015 \"Nexus\" 36
  note:  rests on `no roadmap`, as berger2015 states; from the facts alone undecided, for want of
         `phases` and `sequence` of napci
";
    assert_eq!(part(&drawn(&Style::default()), "warning[hard-from-outset]"), expected);
}

#[test]
fn ascii_draws_the_same_without_other_characters() {
    let style = Style { drawing: Drawing::Ascii, ..Style::default() };
    let expected = "\
error[name-unknown]

  x no actor is called `US`
   ,-[napci.det:5:22]
 5 |   members       ROK, US, China, Japan, Russia, Mongolia
   :                      ^|^
   :                       `-- `members` takes actors
   `----
  help:  write `USA` instead of `US`
";
    assert_eq!(part(&drawn(&style), "error[name-unknown]"), expected);
}

#[test]
fn wide_characters_take_two_columns_and_count_as_one() {
    let expected = "\
advice[name-unknown]

  ☞ no field is called `한국`
   ╭─[napci.det:6:20]
 6 │   한국          찬성하는 나라, 미국
   ·                          ──┬─
   ·                            ╰── 여기
   ╰────
";
    assert_eq!(part(&drawn(&Style::default()), "advice[name-unknown]"), expected);
}

#[test]
fn labels_in_two_texts_have_a_frame_each() {
    let report = part(&drawn(&Style::default()), "warning[source-disagree]");
    assert!(report.contains("╭─[napci.det:5:33]"), "{report}");
    assert!(report.contains("╭─[napci-kim.det:2:6]"), "{report}");
}

#[test]
fn rules_that_want_the_same_field_stand_under_the_heaviest() {
    let report = drawn(&Style::default());
    assert!(report.contains("error[agenda-within-region] (+2)"), "{report}");
    assert!(
        report.contains(
            "for want of `issues` of napci, not satisfied either: issues-identified (warning),"
        ),
        "{report}"
    );
    assert!(!report.contains("[issues-identified]"), "{report}");
    let apart = drawn(&Style { all: true, ..Style::default() });
    assert!(apart.contains("warning[issues-identified]"), "{apart}");
}

#[test]
fn the_undecided_are_named_and_counted_and_the_last_line_counts_all() {
    let report = drawn(&Style::default());
    let end = "\
  ? napci: 2 undecided: roadmap-exists, exit-resilience

2 undecided; most would be decided by: phases (2), members (1)
to see each of them and what it needs: --all

2 files, 1 framework (41 loaded): 3 problems in the text (1 error, 1 warning, 1 advice), 4 violated (1 error, 2 \
warnings, 1 advice), 1 satisfied, 2 undecided, 1 does not apply
";
    assert!(report.ends_with(end), "{report}");
}

#[test]
fn all_shows_the_undecided_in_full_and_the_rest_in_a_line() {
    let report = drawn(&Style { all: true, ..Style::default() });
    assert!(report.contains("undecided[roadmap-exists]\n\n  ? There is an ordered set of phases: cannot be decided for napci"), "{report}");
    assert!(report.contains("  needs: `phases` and `sequence` of napci: not written"), "{report}");
    assert!(report.contains("  · napci satisfies great-powers-in: every great power"), "{report}");
    assert!(
        report.contains("  · csbm-binding does not apply to napci: napci has no CSBM"),
        "{report}"
    );
}

#[test]
fn narrated_is_sentences() {
    let report = drawn(&Style { drawing: Drawing::Narrated, ..Style::default() });
    let expected = "\
Warning, hard-from-outset, eased from error.
Hard security is on the table from the outset: napci violates this.
napci has no roadmap and its only basket, functional, holds no hard measure.
In napci.det, line 7, column 3, `no roadmap`: without one, every measure counts as first-phase.
In napci.det, line 9, column 10, `functional`: no measure in it is hard.
In napci.det, line 12, column 3, `no other baskets`: and there is no other basket to look in.
";
    assert!(report.contains(expected), "{report}");
    assert!(!report.contains(['│', '╭', '─', '×', '·']), "{report}");
}

#[test]
fn color_adds_nothing_but_color() {
    let plain = drawn(&Style::default());
    let mut bare = String::new();
    let colored = drawn(&Style { color: true, ..Style::default() });
    let mut rest = colored.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        bare.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    bare.push_str(rest);
    let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trimmed(&bare), trimmed(&plain));
}

#[test]
fn json_is_one_object_with_one_based_columns_in_characters() {
    let report = drawn(&Style { format: Format::Json, ..Style::default() });
    let object: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!(object["schema"], "detente.findings/1");
    assert_eq!(object["findings"].as_array().unwrap().len(), 11);
    let label = &object["findings"][2]["labels"][0];
    assert_eq!((label["startLine"].as_u64(), label["startColumn"].as_u64()), (Some(6), Some(20)));
    assert_eq!((label["endLine"].as_u64(), label["endColumn"].as_u64()), (Some(6), Some(22)));
    assert_eq!(object["findings"][3]["basis"]["factsAlone"], "undecided");
    assert_eq!(object["findings"][10]["status"], "does-not-apply");
    assert_eq!(object["summary"]["doesNotApply"], 1);
}

#[test]
fn tests_end_with_the_counts_alone() {
    let Analysis { sources, mut findings, .. } = analysis();
    let span = Span::new(FileId(0), 0, 3);
    let case = |passed, finding| TestCase {
        text: "expect napci violates roadmap-exists".into(),
        span,
        passed,
        known_failure: None,
        status: Status::Violated,
        level: Level::Error,
        basis: Basis::Facts,
        finding,
    };
    let cases = vec![case(true, None), case(false, Some(findings.remove(0))), case(true, None)];
    let run = TestRun { sources, cases, broken: vec![], passed: (1, 1, 0), failed: 1 };
    let mut out = Vec::new();
    emit_tests(&run, &Style::default(), &mut out).unwrap();
    let report = String::from_utf8(out).unwrap();
    let end = "\
napci.det: 2 passed, 1 failed
of those passed, 1 rests on facts, 1 on a notion that a source states
2 passed, 1 failed
";
    assert!(report.starts_with("error[name-unknown]\n"), "{report}");
    assert!(report.ends_with(end), "{report}");
}

#[test]
fn a_place_that_is_the_whole_text_shows_its_name_alone() {
    let (sources, a, _) = sources();
    let finding = Finding::broken(
        "file-unreadable",
        Level::Error,
        Span::new(a, 0, 0),
        "not UTF-8 text at byte 3, line 1",
    );
    let report = draw(sources, vec![finding], &Style::default());
    assert!(report.starts_with("error[file-unreadable]\n\n  × not UTF-8 text at byte 3, line 1\n   ╭─[napci.det]\n   ╰────\n\n"), "{report}");
}

#[test]
fn a_line_too_long_is_cut_around_the_place() {
    let mut sources = Sources::default();
    let text = format!("{}HERE{}\n", "x".repeat(100_000), "y".repeat(100_000));
    let file = sources.add("long.det", Role::Checked, text);
    let finding =
        Finding::broken("a", Level::Error, Span::new(file, 100_000, 100_004), "m").here("this");
    let report = draw(sources, vec![finding], &Style::default());
    assert!(report.contains("[long.det:1:100001]"), "{report}");
    assert!(report.contains(" 1 │ …xxxxxxxxxxxxxxxxxxxxxxxxHEREyyy"), "{report}");
    assert!(report.contains("   ·                          ──┬─\n"), "{report}");
    assert!(report.lines().all(|line| line.chars().count() <= 100), "{report}");
}

fn draw(sources: Sources, findings: Vec<Finding>, style: &Style) -> String {
    let analysis = Analysis {
        sources,
        findings,
        summary: Summary::default(),
        wants: vec![],
        profiles: vec![],
        offered: vec![],
    };
    let mut out = Vec::new();
    emit(&analysis, style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

proptest! {
    /// Whatever the text and wherever the labels: nothing panics, and nothing that could disturb a terminal
    /// is printed.
    #[test]
    fn any_text_and_any_place_can_be_drawn(
        text in "([a-z{} ]|\\PC|\t|\r|\n|\r\n|한|é|\u{1b}|\u{202e}|\u{301}){0,60}",
        places in prop::collection::vec((0u32..80, 0u32..80, ".{0,12}"), 1..6),
        width in 1usize..140,
    ) {
        for drawing in [Drawing::Unicode, Drawing::Ascii, Drawing::Narrated] {
            for format in [Format::Human, Format::Json] {
                let mut sources = Sources::default();
                let file = sources.add("t.det", Role::Checked, text.clone());
                let mut finding = Finding::broken("a-b", Level::Error, Span::new(file, 0, 0), text.clone());
                finding.labels = places.iter().map(|(a, b, t)| label(Span::new(file, *a, *b), t)).collect();
                let report = draw(sources, vec![finding], &Style { format, width, drawing, ..Style::default() });
                let unsafe_char = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
                prop_assert!(format == Format::Json || !report.contains(unsafe_char), "{}", report);
            }
        }
    }
}
