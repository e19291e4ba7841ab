//! Alternatives: decided by cases, up to a limit that is said.

use std::ops::ControlFlow;

use super::super::search::Found;
use super::*;

#[test]
fn the_earlier_of_two_is_decided_by_cases() {
    // `m` is the earlier of `a` and `b`, and each of them is before `x`: so `m` is, which no bound tells.
    let mut timeline = Timeline::default();
    let [a, b, m, x] = [(); 4].map(|()| timeline.event(false));
    timeline.add(Statement(1), &[Constraint::not_before(a, m), Constraint::not_before(b, m)]);
    let reaches = vec![vec![Constraint::not_before(m, a)], vec![Constraint::not_before(m, b)]];
    timeline.choose(Statement(1), reaches);
    timeline.add(Statement(2), &[Constraint::after(x, a)]);
    timeline.add(Statement(3), &[Constraint::after(x, b)]);
    assert_eq!(timeline.order(m, x), Answer::Known(Order::Necessarily));
    assert_eq!(timeline.order(m, a), Answer::Known(Order::Possibly));
    timeline.add(Statement(4), &[from(a, "2027-05-01")]);
    assert_eq!(timeline.earliest(m), Answer::Known(Limit::Open));
    timeline.add(Statement(5), &on(b, "2027-06-01"));
    assert_eq!(days(timeline.earliest(m)), "2027-05-01");
    assert_eq!(days(timeline.latest(m)), "2027-06-01");
    assert_eq!(
        timeline.why_earliest(m),
        Answer::Known(vec![1, 4, 5].into_iter().map(Statement).collect())
    );
    timeline.add(Statement(6), &[until(m, "2027-04-01")]);
    assert_eq!(clash(&timeline), [1, 4, 5, 6]);
}

#[test]
fn what_the_first_way_of_choosing_shows_is_not_taken_for_all() {
    let mut timeline = Timeline::with_limits(Limits { leaves: 1, ..Limits::default() });
    let [a, b] = [(); 2].map(|()| timeline.event(false));
    timeline.choose(Statement(1), vec![on(a, "2027-01-01"), on(a, "2027-12-01")]);
    timeline.add(Statement(2), &on(b, "2027-06-01"));
    assert_eq!(timeline.order(a, b), Answer::Known(Order::Possibly));
}

#[test]
fn too_many_alternatives_are_said_and_what_is_sure_is_still_answered() {
    let limits = Limits { leaves: 8, ..Limits::default() };
    let mut timeline = Timeline::with_limits(limits);
    let end = timeline.event(false);
    for label in 0..10 {
        let [a, b, m] = [(); 3].map(|()| timeline.event(false));
        let both = [Constraint::not_before(a, m), Constraint::not_before(b, m)];
        timeline.add(Statement(label), &both);
        let reaches = vec![vec![Constraint::not_before(m, a)], vec![Constraint::not_before(m, b)]];
        timeline.choose(Statement(label), reaches);
        timeline.add(Statement(100 + label), &[Constraint::not_before(end, m)]);
        timeline.add(Statement(200 + label), &on(a, "2027-01-01"));
        timeline.add(Statement(300 + label), &[from(b, "2026-01-01"), until(b, "2028-01-01")]);
    }
    // One way of choosing is enough to know that there is one.
    assert_eq!(timeline.consistency(), Consistency::Consistent);
    let m = Event(3);
    assert_eq!(days(timeline.earliest(m)), "2026-01-01");
    assert_eq!(days(timeline.latest(m)), "2027-01-01");
    assert_eq!(timeline.order(m, Event(1)), Answer::Known(Order::Possibly));
    // Each of the ten may be late or early; that no way at all makes the end early needs them all.
    let extra = [Constraint::no_later(end, Time::start_of(date(2025, 1, 1)))];
    assert_eq!(timeline.what_if(Statement(999), &extra).consistency(), Consistency::Inconsistent);
    let mut hard = Timeline::with_limits(limits);
    let holes: Vec<Event> = (0..5).map(|_| hard.event(false)).collect();
    for (label, event) in (0..).zip(&holes) {
        let days = (1..5).map(|d| on(*event, &format!("2027-01-0{d}")));
        hard.choose(Statement(label), days.collect());
    }
    for (label, (a, b)) in (100..).zip((0..5).flat_map(|a| (0..a).map(move |b| (a, b)))) {
        let apart = |x: Event, y: Event| vec![Constraint::at_least_days_after(x, y, 1, Days)];
        hard.choose(Statement(label), vec![apart(holes[a], holes[b]), apart(holes[b], holes[a])]);
    }
    let tight = hard.consistency();
    assert!(matches!(tight, Consistency::Inconsistent | Consistency::TooMany));
    let mut short = hard.clone();
    short.limits = Limits { steps: 50, ..limits };
    let again = short.event(false);
    assert_eq!(short.consistency(), Consistency::TooMany);
    assert_eq!(short.earliest(holes[0]), Answer::TooMany);
    assert_eq!(short.earliest(again), Answer::Known(Limit::Open));
}

#[test]
fn a_choice_between_nothing_cannot_be_met() {
    let mut timeline = Timeline::default();
    let a = timeline.event(false);
    timeline.choose(Statement(7), Vec::new());
    assert_eq!(clash(&timeline), [7]);
    assert_eq!(timeline.consistency_of(a), Consistency::Consistent);
    timeline.remove(Statement(7));
    timeline.choose(Statement(8), vec![Vec::new(), vec![Constraint::never(a)]]);
    assert_eq!(timeline.consistency(), Consistency::Consistent);
}

#[test]
fn no_more_ways_are_looked_at_than_was_said() {
    // Four events, each on one of two days: sixteen ways.
    let mut timeline = Timeline::default();
    let events = [(); 4].map(|()| timeline.event(false));
    for (label, event) in (0..).zip(events) {
        let days = ["2027-01-01", "2027-01-02"].map(|day| on(event, day)).to_vec();
        timeline.choose(Statement(label), days);
    }
    let joined = events.windows(2).map(|pair| at_most_a_year(pair[0], pair[1])).collect::<Vec<_>>();
    timeline.add(Statement(9), &joined);
    let solved = timeline.solved();
    let part = timeline.part(solved, solved.component(events[0])).unwrap();
    for (leaves, seen, all) in [(8, 8, false), (15, 15, false), (16, 16, true), (17, 16, true)] {
        let limits = Limits { leaves, ..Limits::default() };
        let mut visited = 0;
        let found = Trial::new(part, &[], limits).visit(&part.all(), false, &mut |_| {
            visited += 1;
            ControlFlow::Continue(())
        });
        assert_eq!((visited, matches!(found, Found::Leaves)), (seen, all), "{leaves}");
        assert_eq!(matches!(found, Found::TooMany), !all, "{leaves}");
    }
}

fn at_most_a_year(a: Event, b: Event) -> Constraint {
    Constraint::at_most_days_after(a, b, 366, Days)
}
