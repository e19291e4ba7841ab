//! Findings made by hand, drawn and read.

use super::*;
use crate::analysis::{Summary, TestCase, Want};
use crate::diagnostic::{Basis, Finding, Label, Level, Missing, Note, NoteKind, Status, Step, Subject};
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
    Span::new(file, start as u32, (start + text.len()) as u32)
}

fn norm(rule: &str, status: Status, level: Level, title: &str, message: &str, labels: Vec<Label>) -> Finding {
    Finding {
        status,
        title: title.to_owned(),
        subject: Subject { framework: "napci".into(), path: "napci".into(), about: vec![] },
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
            label(at(&sources, a, "no roadmap"), "without one, every measure counts as first-phase"),
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
    }];
    hard.notes = vec![
        Note { kind: NoteKind::Help, text: "open a basket with a hard CSBM in the first phase\n  try: what if add csbm hotline { nature hard } to napci.functional".into() },
        Note { kind: NoteKind::But, text: "rejected by dual-track: cfr2015 \"Nexus\" 36".into() },
        Note { kind: NoteKind::Rule, text: "berger2015 \"European Lessons\" 112, 118 (error under security-building)".into() },
    ];
    let unknown = Finding::broken("name-unknown", Level::Error, at(&sources, a, "US,"), "no actor is called `US`")
        .here("`members` takes actors")
        .fix(Span::new(a, at(&sources, a, "US,").start, at(&sources, a, "US,").end - 1), "USA");
    let korean = Finding::broken("name-unknown", Level::Advice, at(&sources, a, "나라"), "no field is called `한국`").here("여기");
    let mut disagree = Finding::broken("source-disagree", Level::Warning, at(&sources, a, "Japan"), "two sources disagree about whether DPRK is a member of napci")
        .here("berger2015 counts it in")
        .label(at(&sources, b, "DPRK"), "kim2009 says it was still being sought");
    disagree.notes.push(Note { kind: NoteKind::So, text: "1 finding depends on this and is undecided: stakeholders-are-members for napci".into() });
    let mut members = norm("issues-identified", Status::Violated, Level::Warning, "The agenda is stated", "napci states no agenda", vec![label(head, "no `issues` here")]);
    members.missing = vec![want("napci", "issues")];
    let mut more = members.clone();
    more.rule = "agenda-within-region".into();
    more.level = Level::Error;
    let mut third = members.clone();
    third.rule = "agenda-names-live-disputes".into();
    third.level = Level::Advice;
    let mut undecided = norm("roadmap-exists", Status::Undecided, Level::Error, "There is an ordered set of phases", "", vec![label(head, "nothing says whether napci has a roadmap")]);
    undecided.missing = vec![want("napci", "phases"), want("napci", "sequence")];
    let mut again = undecided.clone();
    again.rule = "exit-resilience".into();
    again.subject.about = vec!["DPRK".into()];
    again.as_far_as_listed = true;
    let satisfied = norm("great-powers-in", Status::Satisfied, Level::Warning, "Great powers are members", "every great power of the region is a member", vec![]);
    let moot = norm("csbm-binding", Status::Moot, Level::Warning, "CSBMs are binding", "napci has no CSBM", vec![]);
    Analysis {
        sources,
        findings: vec![unknown, disagree, korean, hard, members, more, third, undecided, again, satisfied, moot],
        summary: Summary { frameworks: 1, files: 2, loaded: 41, broken: 3, violated: 4, undecided: 2, satisfied: 1, moot: 1, errors: 2, warnings: 3, advice: 2 },
        wants: vec![Want { field: "phases".into(), findings: 2 }, Want { field: "members".into(), findings: 1 }],
        profiles: vec!["security-building".into()],
    }
}

fn drawn(style: Style) -> String {
    let mut out = Vec::new();
    emit(&analysis(), &style, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn look() {
    for style in [
        Style::default(),
        Style { ascii: true, width: 70, all: true, ..Style::default() },
        Style { narrated: true, ..Style::default() },
        Style { color: true, ..Style::default() },
        Style { format: Format::Json, ..Style::default() },
    ] {
        eprintln!("{}\n========", drawn(style));
    }
}
