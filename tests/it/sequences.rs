//! Plans of many lines: what clashes is told by its own lines and no others, in whatever order they stand.

use detente::analysis::{Analysis, Input, Request, Session, analyse};
use detente::diagnostic::{Finding, NoteKind, Status};
use detente::source::NoFiles;

use crate::support::{input, path, read};

/// The phases of a plan of three hundred lines that has room; each waits for an earlier one and lasts a while.
fn roomy() -> Vec<String> {
    let phase = |n: usize| {
        let before = if n == 0 { "2027".to_owned() } else { format!("after p{}", n * 7 / 11) };
        let (days, year) = (5 + n % 11, 2060 + n);
        format!(
            "phase p{n} {{\n  starts {before}\n  lasts at least {days} days\n  ends by {year}\n}}"
        )
    };
    (0..100).map(phase).collect()
}

/// Four lines that cannot all hold, in phases of their own, far apart.
const CLASH: [[&str; 4]; 2] = [
    [
        "phase wide {",
        "  starts at least 14 months after 2027-03-01",
        "  lasts at least 12 months",
        "}",
    ],
    ["phase narrow {", "  starts after wide", "  starts by 2029-03", "}"],
];

fn check(phases: &[String]) -> Analysis {
    let text = format!("framework plan {{\n  sequence {{\n{}\n  }}\n}}\n", phases.join("\n"));
    let input = Input { name: "plan.det".to_owned(), text: Ok(text) };
    analyse(vec![input], &NoFiles, &Request::default())
}

/// The lines that each contradiction is told by.
fn told(analysis: &Analysis) -> Vec<Vec<String>> {
    let broken = analysis.findings.iter().filter(|f| f.status == Status::Broken);
    broken
        .map(|f| {
            assert_eq!(f.rule, "sequence-contradiction", "{}", f.message);
            let mut lines: Vec<String> =
                f.labels.iter().map(|l| analysis.sources.slice(l.span).trim().to_owned()).collect();
            lines.sort();
            lines
        })
        .collect()
}

fn four() -> Vec<String> {
    let mut lines: Vec<String> = CLASH
        .iter()
        .flat_map(|phase| [phase[1], phase[2]])
        .map(|line| line.trim().split_once(' ').unwrap().1.to_owned())
        .collect();
    lines.sort();
    lines
}

fn hidden(first: usize, second: usize) -> Vec<String> {
    let mut phases = roomy();
    for (phase, at) in CLASH.iter().zip([first, second]) {
        phases.insert(at, phase.join("\n"));
    }
    phases
}

#[test]
fn a_plan_with_room_is_not_faulted() {
    assert_eq!(told(&check(&roomy())), Vec::<Vec<String>>::new());
}

#[test]
fn a_contradiction_in_three_hundred_lines_is_told_by_its_own() {
    assert_eq!(told(&check(&hidden(20, 80))), [four()]);
}

#[test]
fn the_order_of_lines_does_not_matter() {
    let there = check(&hidden(10, 90));
    let back = check(&hidden(90, 3));
    assert_eq!(told(&there), told(&back));
    let message = |a: &Analysis| a.findings.iter().map(|f| f.message.clone()).next();
    assert_eq!(message(&there), message(&back));
}

#[test]
fn without_any_one_of_the_lines_there_is_room() {
    for phase in CLASH {
        for line in [phase[1], phase[2]] {
            let left_out = |p: String| p.replace(&format!("\n{line}\n"), "\n");
            let without: Vec<String> = hidden(20, 80).into_iter().map(left_out).collect();
            assert_eq!(told(&check(&without)), Vec::<Vec<String>>::new(), "{line}");
        }
    }
}

/// The contradictions of one framework.
fn contradictions<'a>(findings: &'a [Finding], of: &str) -> Vec<&'a Finding> {
    let told = findings.iter().filter(|f| f.rule == "sequence-contradiction");
    told.filter(|f| f.subject.framework == of).collect()
}

/// The edits that a finding offers, each as it is to be typed.
fn offered(finding: &Finding) -> Vec<&str> {
    let help = finding.notes.iter().filter(|n| n.kind == NoteKind::Help);
    help.filter_map(|n| n.text.strip_prefix("detente what-if \"")?.strip_suffix('"')).collect()
}

#[test]
fn every_edit_that_is_offered_settles_what_it_is_offered_for() {
    let (mut played, mut settled) = (0, 0);
    let mut sorts: Vec<String> = Vec::new();
    for file in ["tests/corpus/model/sequences.det", "tests/corpus/model/clashes.det"] {
        let text = read(&path(file));
        let mut session = Session::open(vec![input("t.det", &text)], &NoFiles, &Request::default());
        let before = session.analysis().findings;
        for finding in before.iter().filter(|f| f.rule == "sequence-contradiction") {
            let framework = finding.subject.framework.clone();
            let many = contradictions(&before, &framework).len();
            for edit in offered(finding) {
                let made = session.make("prompt", edit);
                assert!(made.is_ok(), "{edit}: {made:?}");
                let after = session.analysis().findings;
                let left = contradictions(&after, &framework);
                let spans = |f: &Finding| f.labels.iter().map(|l| l.span).collect::<Vec<_>>();
                let same = left.iter().any(|f| spans(f) == spans(finding));
                assert!(!same && left.len() <= many, "{edit} settles nothing: {left:?}");
                settled += usize::from(left.len() < many);
                session.undo();
                played += 1;
                sorts.extend(edit.split(' ').next().map(str::to_owned));
            }
        }
    }
    // Where lines clash in two ways, one change may leave the other.
    assert!(settled * 10 > played * 8, "{settled} of {played}");
    assert!(played > 30, "only {played} edits were offered");
    for sort in ["set", "forget", "move", "delay"] {
        assert!(sorts.iter().any(|s| s == sort), "no `{sort}` was offered");
    }
}
