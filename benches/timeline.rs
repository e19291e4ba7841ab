//! How long a timeline takes to solve, to be added to and to be asked, as it grows.
//!
//! `cargo bench --no-default-features --bench timeline` prints a table. Every timeline is made so that a schedule hidden
//! in it satisfies it: an event every other day, each held to three others by days, months, hours or order. Not a test:
//! nothing here fails for being slow.

#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]

use std::time::Instant;

use detente::time::{
    Answer, Consistency, Constraint, Event, Length, Order, Statement, Time, Timeline,
};
use detente::value::{CalendarUnit, day_of_number};

/// Numbers that look like chance and are the same every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most.max(1)
    }
}

const FIRST_DAY: i64 = 730_000;

fn day_of(event: usize) -> i64 {
    FIRST_DAY + 2 * i64::try_from(event).unwrap_or(0)
}

fn plan(count: usize) -> (Timeline, Vec<Event>) {
    let mut chance = Chance(7);
    let mut timeline = Timeline::default();
    let events: Vec<Event> = (0..count).map(|_| timeline.event(false)).collect();
    let mut label = 0;
    let mut say = |timeline: &mut Timeline, constraint: Constraint| {
        timeline.add(Statement(label), &[constraint]);
        label += 1;
    };
    for (at, event) in events.iter().enumerate() {
        if at % 500 == 0
            && let Some(day) = day_of_number(day_of(at))
        {
            say(&mut timeline, Constraint::no_earlier(*event, Time::start_of(day)));
        }
        for _ in 0..3 {
            let back = usize::try_from(chance.below(60)).unwrap_or(0) + 1;
            let Some((before, earlier)) =
                at.checked_sub(back).and_then(|b| Some((b, *events.get(b)?)))
            else {
                continue;
            };
            let gap = day_of(at) - day_of(before);
            let constraint = match chance.below(6) {
                0 => Constraint::after(*event, earlier),
                1 => {
                    Constraint::at_least_days_after(*event, earlier, gap / 31, CalendarUnit::Months)
                }
                2 => Constraint::at_most_days_after(
                    *event,
                    earlier,
                    gap / 28 + 1,
                    CalendarUnit::Months,
                ),
                3 => Constraint::at_most_days_after(*event, earlier, gap + 3, CalendarUnit::Days),
                4 => Constraint::at_least_after(*event, earlier, Length::hours(24 * gap - 30)),
                _ => Constraint::at_least_days_after(*event, earlier, gap - 1, CalendarUnit::Days),
            };
            say(&mut timeline, constraint);
        }
    }
    (timeline, events)
}

fn timed<T>(what: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let done = what();
    (done, start.elapsed().as_secs_f64() * 1e3)
}

fn main() {
    println!(
        "{:>8} {:>8} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "events",
        "said",
        "build ms",
        "solve ms",
        "add ms",
        "order ms",
        "why ms",
        "clash ms",
        "all ms"
    );
    for count in [100, 1_000, 10_000] {
        let ((mut timeline, events), build) = timed(|| plan(count));
        let ((), solve) = timed(|| timeline.settle());
        assert_eq!(timeline.consistency(), Consistency::Consistent);
        let middle = count / 2;
        let (Some(a), Some(b)) =
            (events.get(middle).copied(), events.get(middle + count / 4).copied())
        else {
            continue;
        };
        let ((), add) = timed(|| {
            timeline.add(Statement(1_000_000), &[Constraint::after(b, a)]);
            timeline.settle();
        });
        let (order, asked) = timed(|| timeline.order(a, b));
        assert_eq!(order, Answer::Known(Order::Necessarily));
        let (why, explained) = timed(|| timeline.why_earliest(b));
        assert!(why.known().is_some_and(|why| !why.is_empty()));
        // A circle back over a quarter of the events.
        let next = events.get(middle + 1).copied().unwrap_or(a);
        timeline.add(Statement(1_000_001), &[Constraint::after(next, b)]);
        let (clash, first) = timed(|| timeline.clash());
        let of = clash.filter(|c| c.minimal).map_or(0, |c| c.statements.len());
        let (all, every) = timed(|| timeline.clashes(1_000));
        println!(
            "{:>8} {:>8} {:>9.2} {:>9.2} {:>9.2} {:>9.2} {:>9.2} {:>9.2} {:>9.2}  {} clashes{}, the smallest of {of}",
            count,
            3 * count,
            build,
            solve,
            add,
            asked,
            explained,
            first,
            every,
            all.sets.len(),
            if all.complete { "" } else { " at least" },
        );
    }
    println!("\n{:>8} {:>9} {:>9} {:>9}", "chain", "solve ms", "clash ms", "of");
    for count in [1_000, 10_000] {
        let mut timeline = Timeline::default();
        let events: Vec<Event> = (0..count).map(|_| timeline.event(false)).collect();
        for (label, pair) in (0..).zip(events.windows(2)) {
            if let [earlier, later] = pair {
                timeline.add(Statement(label), &[Constraint::after(*later, *earlier)]);
            }
        }
        let ((), solve) = timed(|| timeline.settle());
        if let (Some(first), Some(last)) = (events.first(), events.last()) {
            timeline.add(Statement(1_000_000), &[Constraint::not_before(*first, *last)]);
        }
        let (clash, took) = timed(|| timeline.clash());
        let of = clash.map_or(0, |c| c.statements.len());
        println!("{count:>8} {solve:>9.2} {took:>9.2} {of:>9}");
    }
}
