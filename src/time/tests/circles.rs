//! Statements that lead back to where they began: what comes to rest, and what clashes.

use super::*;

#[test]
fn a_circle_without_dates_is_found() {
    let mut timeline = Timeline::default();
    let events: Vec<Event> = (0..50).map(|_| timeline.event(false)).collect();
    for (label, pair) in (0..).zip(events.windows(2)) {
        timeline.add(Statement(label), &[Constraint::not_before(pair[1], pair[0])]);
    }
    assert_eq!(timeline.consistency(), Consistency::Consistent);
    assert_eq!(timeline.earliest(events[49]), Answer::Known(Limit::Open));
    timeline.add(Statement(99), &[Constraint::after(events[10], events[13])]);
    assert_eq!(timeline.consistency(), Consistency::Inconsistent);
    assert_eq!(clash(&timeline), [10, 11, 12, 99]);
    assert_eq!(timeline.earliest(events[0]), Answer::Inconsistent);
    assert!(timeline.remove(Statement(11)));
    assert_eq!(timeline.consistency(), Consistency::Consistent);
}

#[test]
fn a_circle_of_the_calendar_comes_to_rest_or_clashes() {
    // A month later, and at most so many days later: some months are that short.
    let circle = |most: i64, first: &str| {
        let mut timeline = Timeline::default();
        let (a, b) = (timeline.event(false), timeline.event(false));
        timeline.add(Statement(1), &[from(a, first)]);
        timeline.add(Statement(2), &[Constraint::at_least_days_after(b, a, 1, Months)]);
        timeline.add(Statement(3), &[Constraint::at_most_days_after(b, a, most, Days)]);
        (timeline, a, b)
    };
    let (timeline, a, b) = circle(28, "2027-03-01");
    assert_eq!(timeline.consistency(), Consistency::Consistent);
    // From 31 January to 28 February: 28 days; to 29 February, the year before, 29.
    assert_eq!(days(timeline.earliest(a)), "2029-01-31");
    // What set it going is long past; even so it is told how it came about.
    let path = timeline.critical_path(a).known().unwrap();
    assert_eq!(path.last().map(|s| s.event), Some(a));
    assert!(path.iter().any(|s| s.by == Some(Statement(2))), "{path:?}");
    let first = path.first().unwrap();
    assert_eq!(
        (first.event, first.time.day(), first.by),
        (a, day("2027-03-01"), Some(Statement(1)))
    );
    assert_eq!(path.last().map(|s| s.time.day()), Some(day("2029-01-31")));
    // Round after round each comes later than the time before.
    for event in [a, b] {
        let times: Vec<_> = path.iter().filter(|s| s.event == event).map(|s| s.time).collect();
        assert!(times.len() > 5 && times.is_sorted() && times.first() < times.last(), "{path:?}");
    }
    let (timeline, a, _) = circle(30, "2027-03-01");
    assert_eq!(days(timeline.earliest(a)), "2027-03-31");
    let (timeline, ..) = circle(27, "2027-03-01");
    assert_eq!(timeline.consistency(), Consistency::Inconsistent);
    // The date has nothing to do with it.
    assert_eq!(clash(&timeline), [2, 3]);
    // Leap years only: 29 January to 28 February is 30 days, to 29 February 31.
    let mut timeline = Timeline::default();
    let (a, b) = (timeline.event(false), timeline.event(false));
    timeline.add(Statement(1), &[from(a, "2027-01-01")]);
    timeline.add(Statement(2), &[Constraint::at_least_days_after(b, a, 12, Months)]);
    timeline.add(Statement(3), &[Constraint::at_least_days_after(a, b, -366, Days)]);
    timeline.add(Statement(4), &[Constraint::at_least_days_after(b, a, 366, Days)]);
    timeline.add(Statement(5), &[Constraint::at_most_days_after(b, a, 12, Months)]);
    assert_eq!(days(timeline.earliest(a)), "2027-03-01");
}

#[test]
fn the_clash_of_a_long_chain_is_the_chain() {
    let mut timeline = Timeline::default();
    let events: Vec<Event> = (0..2_000).map(|_| timeline.event(false)).collect();
    for (label, pair) in (0..).zip(events.windows(2)) {
        // Exactly a day: two constraints each.
        let day = Length::days(1);
        let least = Constraint::at_least_after(pair[1], pair[0], day);
        let most = Constraint::at_most_after(pair[1], pair[0], day);
        timeline.add(Statement(label), &[least, most]);
    }
    timeline.add(Statement(5_000), &on(events[0], "2027-01-01"));
    let last = events[1_999];
    assert_eq!(
        timeline.slack(last),
        Answer::Known(Some(Time::end_of(date(2027, 1, 1)).since(Time::start_of(date(2027, 1, 1)))))
    );
    assert_eq!(timeline.critical_path(last).known().unwrap().len(), 2_000);
    timeline.add(Statement(6_000), &[until(last, "2030-01-01")]);
    assert_eq!(timeline.clash().unwrap().statements.len(), 2_001);
}

#[test]
fn however_much_was_said_before_it_is_as_if_said_at_once() {
    // Each date puts off all of a chain: what is kept of how it came about is written anew in between.
    let mut timeline = Timeline::default();
    let events: Vec<Event> = (0..30).map(|_| timeline.event(false)).collect();
    let chain = |timeline: &mut Timeline| {
        for (label, pair) in (0..).zip(events.windows(2)) {
            let day = Constraint::at_least_days_after(pair[1], pair[0], 1, Days);
            timeline.add(Statement(label), &[day]);
        }
    };
    chain(&mut timeline);
    let dates: Vec<Constraint> =
        (0..200).map(|n| from(events[0], &format!("{}-03-01", 2000 + n))).collect();
    for (label, date) in (100..).zip(&dates) {
        timeline.add(Statement(label), &[*date]);
        timeline.settle();
    }
    let mut at_once = Timeline::default();
    for _ in &events {
        at_once.event(false);
    }
    chain(&mut at_once);
    for (label, date) in (100..).zip(&dates) {
        at_once.add(Statement(label), &[*date]);
    }
    for event in &events {
        assert_eq!(timeline.earliest(*event), at_once.earliest(*event));
        assert_eq!(timeline.why_earliest(*event), at_once.why_earliest(*event));
    }
    assert_eq!(days(timeline.earliest(events[29])), "2199-03-30");
}

#[test]
fn of_several_paths_the_shortest_is_told_under_the_smallest_labels() {
    for (short, long) in [(2, 3), (3, 2)] {
        let mut timeline = Timeline::default();
        let [a, b, c, d] = [(); 4].map(|()| timeline.event(false));
        let days = |n: i64| Length::days(n);
        for (label, event, date) in
            [(9, a, "2027-01-03"), (8, a, "2027-01-03"), (7, d, "2027-01-01")]
        {
            timeline.add(Statement(label), &[from(event, date)]);
        }
        timeline.add(Statement(short), &[Constraint::at_least_after(b, a, days(1))]);
        timeline.add(Statement(long), &[Constraint::at_least_after(b, c, days(2))]);
        timeline.add(Statement(1), &[Constraint::at_least_after(c, d, days(1))]);
        let path = timeline.critical_path(b).known().unwrap();
        let told: Vec<_> = path.iter().map(|s| (s.event, s.by)).collect();
        assert_eq!(told, [(a, Some(Statement(8))), (b, Some(Statement(short)))]);
    }
}
