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
        (timeline, a)
    };
    let (timeline, a) = circle(28, "2027-03-01");
    assert_eq!(timeline.consistency(), Consistency::Consistent);
    // From 31 January to 28 February: 28 days; to 29 February, the year before, 29.
    assert_eq!(days(timeline.earliest(a)), "2029-01-31");
    let (timeline, a) = circle(30, "2027-03-01");
    assert_eq!(days(timeline.earliest(a)), "2027-03-31");
    let (timeline, _) = circle(27, "2027-03-01");
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
