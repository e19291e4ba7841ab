//! A rule that is said never to fire does not fire, whatever the facts are.

use detente::analysis::{Request, analyse};
use detente::diagnostic::Status;
use detente::source::NoFiles;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use crate::support::input;

/// Who is there, and a notion that texts may state as well.
const HEAD: &str = "source first \"First\" { date 2015; sections { \"A\" 1 to 9 } }
source second \"Second\" { date 2016; sections { \"A\" 1 to 9 } }
actor alpha \"A\" { kind state }
actor beta \"B\" { kind state }
actor gamma \"C\" { kind state }
parameter few is 2 states \"why\"
define f has plan for framework f as count(f.members) at least 2
";

/// Lines of which a framework, and a second account of it, is made: each group says something of one field.
const LINES: &[&[&str]] = &[
    &["", "status operating", "status stalled", "no status", "status unknown"],
    &[
        "",
        "members alpha",
        "members alpha, beta",
        "members alpha, beta, and others",
        "no members",
        "members 2 states",
    ],
    &["", "partners alpha", "partners beta, gamma", "no partners", "partners alpha, and others"],
    &["", "observers gamma", "no observers"],
    &["", "track 1", "track 2", "no track"],
    &["", "has plan", "no plan"],
    &["", "stance { alpha favours }", "stance { alpha opposes; beta favours }"],
    &["", "size 3 states", "logic trickle-up", "logic agreement-led"],
];

/// Conditions on a framework `f` that are not made of others.
const LEAVES: &[&str] = &[
    "f.status is operating",
    "f.status is stalled",
    "f.status is any of operating, stalled",
    "f.status is none of operating, launched",
    "f.status at least launched",
    "f.status less than operating",
    "f.status more than adopted",
    "f has status",
    "f.track is 1",
    "f.track is 2",
    "f.track is not 1",
    "f has plan",
    "f has members",
    "f.members is empty",
    "f.members is alpha",
    "f.members is beta",
    "alpha in f.members",
    "f.members includes beta",
    "f.members any in f.partners",
    "f.members all in f.partners",
    "count(f.members) at least 0",
    "count(f.members) at least 2",
    "count(f.members) at most 1",
    "count(f.members) more than few",
    "count(f.members) at most few",
    "count(f.members) is 2",
    "2 less than count(f.partners)",
    "at least 1 x in f.members: x in f.partners",
    "at most 0 x in f.members: x in f.partners",
    "some y in f.members: y in f.partners",
    "no x in f.members: x in f.partners",
    "every x in f.members: x in f.partners",
    "every x in f.members: not x in f.partners",
    "some x in f.members",
    "no x in f.partners where x in f.members: stance(x, f) is favours",
    "every x in f.members: (x is alpha and stance(x, f) is favours)",
    "stance(alpha, f) is favours",
    "stance(alpha, f) is opposes",
    "f is draft",
    "f.logic is trickle-up",
    "f.logic is not trickle-up",
];

/// Further conditions where two members, `a` and `b`, are at hand.
const OF_TWO: &[&str] = &[
    "a in f.members",
    "a in f.partners",
    "a is alpha",
    "a is beta",
    "b is alpha",
    "a is b",
    "a is not b",
    "stance(a, f) is favours",
    "stance(b, f) is opposes",
    "stance(a, f) is stance(b, f)",
];

fn condition(two: bool) -> impl Strategy<Value = String> {
    let of_two = if two { OF_TWO } else { &[] };
    let leaves: Vec<String> = LEAVES.iter().chain(of_two).map(|l| (*l).to_owned()).collect();
    prop::sample::select(leaves).prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|c| format!("not ({c})")),
            inner.clone().prop_map(|c| format!("known ({c})")),
            (inner.clone(), inner.clone()).prop_map(|(c, d)| format!("(({c}) and ({d}))")),
            (inner.clone(), inner).prop_map(|(c, d)| format!("(({c}) or ({d}))")),
        ]
    })
}

/// A rule of which the name is left open.
fn rule() -> impl Strategy<Value = String> {
    let written = |two: bool| {
        let range =
            if two { "  for a in f.members\n  for b in f.members union f.partners\n" } else { "" };
        (prop::collection::vec(condition(two), 0..3), condition(two)).prop_map(move |(given, required)| {
            let given = given.iter().map(|c| format!("  where {c}\n")).collect::<Vec<_>>().concat();
            let used = if two { " {a} {b}" } else { "" };
            format!("\"R\" {{\n  for f in frameworks\n{range}{given}  require {required}\n  because \"{{f}}{used}\"\n}}\n")
        })
    };
    prop_oneof![3 => written(false), 1 => written(true)]
}

fn block() -> impl Strategy<Value = String> {
    let lines: Vec<_> = LINES.iter().map(|of| prop::sample::select(*of)).collect();
    lines.prop_map(|lines| {
        let said = lines.iter().filter(|l| !l.is_empty());
        said.map(|l| format!("  {l}\n")).collect::<Vec<_>>().concat()
    })
}

#[test]
fn a_rule_that_never_fires_does_not_fire() {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    let config = Config {
        cases,
        rng_seed: RngSeed::Fixed(1975),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    let models = prop::collection::vec((any::<bool>(), block(), block()), 1..6);
    let rules = prop::collection::vec(rule(), 12);
    // How many rules were said never to fire, and how many of the others did.
    let (mut never, mut fired) = (0, 0);
    let counted = std::cell::RefCell::new((&mut never, &mut fired));
    TestRunner::new(config)
        .run(&(models, rules), |(models, rules)| {
            let mut text = HEAD.to_owned();
            for (i, (draft, first, second)) in models.iter().enumerate() {
                let word = if *draft { "draft" } else { "framework" };
                text += &format!("{word} talks{i} \"T\" [first \"A\" 1] {{\n{first}}}\n");
                text += &format!("account of talks{i} [second \"A\" 2] {{\n{second}}}\n");
            }
            for (i, rule) in rules.iter().enumerate() {
                text += &format!("rule r{i} {rule}");
            }
            let lines =
                (0..rules.len()).map(|i| format!("  r{i} error\n")).collect::<Vec<_>>().concat();
            text += &format!("profile all \"All\" {{\n{lines}}}\n");
            let request = Request {
                prelude: Some(Vec::new()),
                profiles: vec!["all".to_owned()],
                ..Request::default()
            };
            let analysis = analyse(vec![input("any.det", &text)], &NoFiles, &request);
            let said = |rule: &str| {
                let named = |f: &detente::diagnostic::Finding| {
                    let at = f.place().map_or(0, |p| p.start as usize);
                    text[..at]
                        .rfind("\nrule ")
                        .is_some_and(|r| text[r + 6..].starts_with(&format!("{rule} ")))
                };
                analysis.findings.iter().any(|f| f.rule == "never-fires" && named(f))
            };
            let fires = |rule: &str| {
                analysis.findings.iter().any(|f| f.rule == rule && f.status == Status::Violated)
            };
            for (i, rule) in rules.iter().enumerate() {
                let name = format!("r{i}");
                let (said, fires) = (said(&name), fires(&name));
                prop_assert!(!said || !fires, "`{}` fires: {}\n{}", name, rule, text);
                let mut counts = counted.borrow_mut();
                *counts.0 += usize::from(said);
                *counts.1 += usize::from(fires);
            }
            // A rule that could not be read would never fire.
            let unread = analysis.findings.iter().find(|f| {
                f.status == Status::Broken
                    && f.rule != "never-fires"
                    && f.place().is_some_and(|p| text[..p.start as usize].contains("\nrule "))
                    && f.level == detente::diagnostic::Level::Error
            });
            prop_assert!(unread.is_none(), "{:?}\n{}", unread, text);
            Ok(())
        })
        .unwrap_or_else(|e| panic!("{e}"));
    assert!(never > 20 && fired > 200, "{never} never fire, {fired} fired");
}
