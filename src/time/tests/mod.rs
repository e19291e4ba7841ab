//! The solver against brute force on small timelines, and by itself on what brute force cannot reach.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking"
)]

mod agreeing;
mod brute;
mod choices;
mod circles;
mod clashes;
mod differences;
mod never;

use super::minimal::{Reasons, reasons};
use super::part::Trial;
use super::*;
use jiff::civil::{Date as Day, date};
use proptest::test_runner::{Config, RngSeed};

use crate::value::CalendarUnit::{Days, Months};

/// So many cases, the same in every run; or as many as `PROPTEST_CASES` asks for, others each time.
fn config(cases: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    Config {
        cases: asked.unwrap_or(cases),
        rng_seed: if asked.is_some() { RngSeed::Random } else { RngSeed::Fixed(1975) },
        failure_persistence: None,
        ..Config::default()
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn from(event: Event, text: &str) -> Constraint {
    Constraint::no_earlier(event, Time::start_of(day(text)))
}

fn until(event: Event, text: &str) -> Constraint {
    Constraint::no_later(event, Time::end_of(day(text)))
}

fn on(event: Event, text: &str) -> Vec<Constraint> {
    vec![from(event, text), until(event, text)]
}

fn days(answer: Answer<Limit>) -> String {
    match answer {
        Answer::Known(Limit::At(time)) => time.day().to_string(),
        other => format!("{other:?}"),
    }
}

fn labels(statements: &[Statement]) -> Vec<u32> {
    statements.iter().map(|s| s.0).collect()
}

fn clash(timeline: &Timeline) -> Vec<u32> {
    let found = timeline.clash().unwrap();
    assert!(found.minimal);
    labels(&found.statements)
}

/// Checks that no clash found in a part is more than another one found there: each is minimal by itself, before they
/// are put together.
fn none_is_more_than_another(timeline: &Timeline) -> bool {
    let solved = timeline.solved();
    solved.components.keys().all(|name| {
        let part = timeline.part(solved, *name).unwrap();
        match reasons(&mut Trial::new(part, &[], timeline.limits), 10_000) {
            Reasons::Sets(sets, _) => sets.iter().enumerate().all(|(at, a)| {
                let others = sets.iter().enumerate().filter(|(other, _)| *other != at);
                others.clone().all(|(_, b)| !b.statements.is_subset(&a.statements))
            }),
            Reasons::None | Reasons::TooMany => true,
        }
    })
}

/// Everything a timeline answers, as text: what must not change.
fn picture(timeline: &Timeline) -> String {
    let mut text = format!("{:?} {:?}\n", timeline.consistency(), timeline.clashes(64));
    let events: Vec<Event> = (0..timeline.events()).map(Event).collect();
    for a in &events {
        text += &format!(
            "{a:?} {:?} {:?} {:?} {:?} {:?} {:?}\n",
            timeline.earliest(*a),
            timeline.latest(*a),
            timeline.why_earliest(*a),
            timeline.why_latest(*a),
            timeline.slack(*a),
            timeline.critical_path(*a),
        );
        for b in &events {
            text += &format!("{:?} {:?}\n", timeline.order(*a, *b), timeline.why_order(*a, *b));
        }
    }
    text
}
