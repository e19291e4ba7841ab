//! Plans of many lines: what clashes is told by its own lines and no others, in whatever order they stand.

use detente::analysis::{Analysis, Input, Request, analyse};
use detente::diagnostic::Status;
use detente::source::NoFiles;

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
