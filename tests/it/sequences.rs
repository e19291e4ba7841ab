//! Plans of many lines: what clashes is told by its own lines and no others, in whatever order they stand.

use detente::analysis::{Analysis, Input, Request, Session, analyse};
use detente::diagnostic::{Finding, Status};
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
    check_with("", "", phases)
}

/// Checks a plan with something beside it, and something in its framework before the sequence.
fn check_with(beside: &str, inside: &str, phases: &[String]) -> Analysis {
    let sequence = format!("  sequence {{\n{}\n  }}\n", phases.join("\n"));
    let text = format!("{beside}framework plan {{\n{inside}{sequence}}}\n");
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

#[test]
fn where_not_all_contradictions_are_looked_for_it_is_said() {
    for (pairs, found, more) in [(3, 3, false), (12, 8, true)] {
        let pair = |i: u32| {
            format!(
                "phase a{i} {{ starts by 2027-01-10, after b{i} }}\nphase b{i} {{ starts 2027-03-01 }}\n"
            )
        };
        let phases: String = (0..pairs).map(pair).collect();
        let text = format!("draft many \"Many\" {{\nsequence {{\n{phases}}}\n}}\n");
        let analysis = analyse(vec![input("t.det", &text)], &NoFiles, &Request::default());
        let told = contradictions(&analysis.findings, "many");
        assert_eq!(told.len(), found);
        let says =
            |f: &&Finding| f.notes.iter().any(|n| n.text.starts_with("not all that clashes"));
        assert_eq!(told.iter().filter(|f| says(f)).count(), usize::from(more), "{pairs}");
    }
}

/// The edits that a finding offers, each as it is to be typed.
fn offered(finding: &Finding) -> Vec<&str> {
    finding.offers.iter().map(String::as_str).collect()
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

/// Contradictions of other kinds, each in phases of its own: a date against a length, a window, a distance that counts
/// back, a circle that waits, the earlier of two, and what has to come before something that is over.
const KINDS: [(&str, &[&str]); 6] = [
    (
        "phase short {\n  starts 2030-01-01\n  lasts at least 3 months\n  ends by 2030-02\n}",
        &["2030-01-01", "at least 3 months", "by 2030-02"],
    ),
    (
        "phase early {\n  starts 2031-06\n}\nphase boxed {\n  starts after early\n  during 2031-01 to 2031-05\n}",
        &["2031-06", "after early", "2031-01 to 2031-05"],
    ),
    (
        "phase goal {\n  starts 2032-01-01\n}\nphase notice {\n  starts at most 10 days before goal\n  ends by 2031-11\n}",
        &["2032-01-01", "at most 10 days before goal", "by 2031-11"],
    ),
    (
        "phase hen {\n  requires done egg\n}\nphase egg {\n  starts after hen\n}",
        &["requires done egg", "after hen"],
    ),
    (
        "phase soon {\n  starts the earlier of { 2033-01; 2033-04 }\n}\nphase sooner {\n  starts after soon\n  starts by 2032-12\n}",
        &["the earlier of { 2033-01; 2033-04 }", "after soon", "by 2032-12"],
    ),
    (
        "phase eve {\n  ends before the start of feast\n  lasts at least 2 years\n  starts after 2033\n}\nphase feast {\n  starts 2034\n}",
        &["before the start of feast", "at least 2 years", "after 2033", "2034"],
    ),
];

/// And of kinds that are more than dates, orders and lengths: a choice of which no branch has room, what comes by default,
/// what comes again, a gate, the later of two, the end of a month, hours of the clock, and a first day that counts.
const MORE: [(&str, &[&str]); 8] = [
    (
        "phase fork {\n  starts 2040-01-01\n  lasts 1 day\n}\nchoice at fork {\n  branch left if settled strait { phase leftward {\n  ends by 2039-12\n} }\n  branch right otherwise { phase rightward {\n  starts by 2039-11\n} }\n}",
        &["2040-01-01", "at fork", "left", "right", "by 2039-12", "by 2039-11"],
    ),
    (
        "milestone lapse {\n  starts unless renewal within 30 days of notice\n  starts by 2035-01-20\n}",
        &["unless renewal within 30 days of notice", "by 2035-01-20"],
    ),
    (
        "milestone parade {\n  starts 2036-05-01\n  repeats every year\n  until 2039\n}\nphase rehearsal {\n  starts after parade\n  ends by 2036-04\n}",
        &["2036-05-01", "after parade", "by 2036-04"],
    ),
    (
        "phase arms {\n  starts 2037-02\n}\nphase talks {\n  requires done arms\n  starts by 2036-12\n}",
        &["2037-02", "requires done arms", "by 2036-12"],
    ),
    (
        "phase both {\n  starts the later of { 2041-01; 2041-06 }\n}\nphase hasty {\n  starts with both\n  starts by 2041-03\n}",
        &["the later of { 2041-01; 2041-06 }", "with both", "by 2041-03"],
    ),
    (
        "phase monthly {\n  starts 2042-01-31\n}\nphase next {\n  starts 1 month after the start of monthly\n  starts after 2042-02\n}",
        &["2042-01-31", "1 month after the start of monthly", "after 2042-02"],
    ),
    (
        "phase watch {\n  starts 2043-01-01\n  lasts at least 24 hours\n  ends by 2043-01-01\n}",
        &["2043-01-01", "at least 24 hours", "by 2043-01-01"],
    ),
    (
        "milestone served {\n  starts 2044-01-01\n}\nmilestone answered {\n  starts 10 days after served, first day counted\n  starts after 2044-01-10\n}",
        &["2044-01-01", "10 days after served, first day counted", "after 2044-01-10"],
    ),
];

/// What these speak of beside the plan; and a procedure, which has a plan of its own.
const BESIDE: &str = "issue strait\nevent notice { on 2035-01-10 }\nevent renewal\n";
const PROCEDURE: &str = "  procedure dispute {\n    step hearing {\n  lasts at most 15 days\n  lasts at least 20 days\n}\n    step ruling { starts after hearing }\n  }\n";
const OF_PROCEDURE: [&str; 2] = ["at most 15 days", "at least 20 days"];

/// Puts contradictions into the plan that has room, far from one another; each has its phases before and after.
fn hide(kinds: &[(&str, &[&str])], turn: usize) -> Vec<String> {
    let mut phases = roomy();
    for (n, (text, _)) in kinds.iter().enumerate() {
        for (m, phase) in text.split_inclusive("\n}").enumerate() {
            // A choice is one piece.
            if phase.trim() == "}" || phase.trim_start().starts_with("branch") {
                continue;
            }
            let at = (7 + 31 * n + 53 * m + 17 * turn) % phases.len();
            let choice = phase.trim_start().starts_with("choice");
            let whole = if choice { &text[text.find("choice").unwrap()..] } else { phase };
            phases.insert(at, whole.trim().to_owned());
            if choice {
                break;
            }
        }
    }
    phases
}

fn lines_of(kinds: &[(&str, &[&str])]) -> Vec<Vec<String>> {
    let own = |lines: &[&str]| {
        let mut lines: Vec<String> = lines.iter().map(|l| (*l).to_owned()).collect();
        lines.sort();
        lines
    };
    kinds.iter().map(|(_, lines)| own(lines)).collect()
}

#[test]
fn of_several_contradictions_each_is_told_by_its_own_lines_and_no_others() {
    for turn in 0..2 {
        let mut phases = hide(&KINDS, turn);
        let mut expected = lines_of(&KINDS);
        expected.push(four());
        for (phase, at) in CLASH.iter().zip([15, 70]) {
            phases.insert(at, phase.join("\n"));
        }
        expected.sort();
        let mut found = told(&check(&phases));
        found.sort();
        assert_eq!(found, expected);
        // In another order they are told all the same.
        phases.reverse();
        let mut back = told(&check(&phases));
        back.sort();
        assert_eq!(back, expected);
    }
}

#[test]
fn choices_defaults_repeats_gates_and_procedures_are_told_by_their_own_lines_too() {
    let mut expected = lines_of(&MORE);
    expected.extend(lines_of(&[("", &OF_PROCEDURE)]));
    expected.sort();
    let mut phases = hide(&MORE, 0);
    for _ in 0..2 {
        let mut found = told(&check_with(BESIDE, PROCEDURE, &phases));
        found.sort();
        assert_eq!(found, expected);
        // In another order they are told all the same.
        phases.reverse();
    }
}

/// The findings of what waits for what, and of exchanges.
fn circles(findings: &[Finding]) -> Vec<&Finding> {
    let told = findings.iter();
    told.filter(|f| matches!(f.rule.as_str(), "no-gate-cycle" | "mutual-exchange")).collect()
}

#[test]
fn every_edit_that_is_offered_breaks_the_circle_it_is_offered_for() {
    let mut sorts: Vec<String> = Vec::new();
    let mut played = 0;
    for file in [
        "tests/corpus/model/gate-cycles.det",
        "tests/corpus/model/exchanges.det",
        "tests/corpus/model/milestones.det",
        "tests/semantics/exchanges.det",
        "tests/semantics/gate-cycles.det",
        "examples/us-dprk-talks.det",
    ] {
        let text = read(&path(file));
        let mut session = Session::open(vec![input("t.det", &text)], &NoFiles, &Request::default());
        let before = session.analysis().findings;
        for finding in circles(&before) {
            let edits = offered(finding);
            assert!(!edits.is_empty(), "{file}: {}: no edit is offered", finding.message);
            for edit in edits {
                let made = session.make("prompt", edit);
                assert!(made.is_ok(), "{file}: {edit}: {made:?}");
                let after = session.analysis().findings;
                let spans = |f: &Finding| f.labels.iter().map(|l| l.span).collect::<Vec<_>>();
                let left = circles(&after);
                let same =
                    left.iter().any(|f| spans(f) == spans(finding) && f.rule == finding.rule);
                assert!(!same, "{file}: {edit} breaks nothing: {}", finding.message);
                let things = |f: &Finding| {
                    let mut things = f.subject.about.clone();
                    things.sort();
                    things
                };
                let again =
                    left.iter().any(|f| f.rule == finding.rule && things(f) == things(finding));
                assert!(!again, "{file}: {edit} breaks nothing: {}", finding.message);
                let new = left.iter().find(|f| {
                    f.rule == finding.rule && circles(&before).iter().all(|b| spans(b) != spans(f))
                });
                assert!(new.is_none(), "{file}: {edit} leaves another: {new:?}");
                session.undo();
                played += 1;
                sorts.extend(edit.split(' ').next().map(str::to_owned));
            }
        }
    }
    assert!(played > 40, "only {played} edits were offered");
    for sort in ["drop", "remove", "forget", "add"] {
        assert!(sorts.iter().any(|s| s == sort), "no `{sort}` was offered");
    }
}
