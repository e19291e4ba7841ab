//! What may never happen.

use super::*;

#[test]
fn what_may_never_happen_takes_with_it_what_waits_for_it() {
    let mut timeline = Timeline::default();
    let [a, b] = [(); 2].map(|()| timeline.event(true));
    let c = timeline.event(false);
    timeline.add(Statement(1), &[Constraint::after(b, a)]);
    timeline.add(Statement(2), &[from(a, "2027-01-01")]);
    assert_eq!(timeline.latest(b), Answer::Known(Limit::Never));
    assert_eq!(timeline.order(a, b), Answer::Known(Order::Necessarily));
    // Two that wait for each other never happen.
    timeline.add(Statement(3), &[Constraint::after(a, b)]);
    assert_eq!(timeline.consistency(), Consistency::Consistent);
    assert_eq!(timeline.earliest(b), Answer::Known(Limit::Never));
    assert_eq!(timeline.why_earliest(b), Answer::Known(vec![Statement(1), Statement(3)]));
    assert_eq!(timeline.order(a, b), Answer::Known(Order::NotBoth));
    // Nor can what must happen wait for them.
    timeline.add(Statement(4), &[Constraint::after(c, b)]);
    assert_eq!(clash(&timeline), [1, 3, 4]);
    timeline.remove(Statement(3));
    assert_eq!(timeline.latest(a), Answer::Known(Limit::Open));
    assert_eq!(timeline.why_latest(a), Answer::Known(vec![Statement(1), Statement(4)]));
}

#[test]
fn what_the_calendar_has_no_room_for_never_happens_and_the_lengths_are_why() {
    let mut timeline = Timeline::default();
    let [a, b, c] = [(); 3].map(|()| timeline.event(true));
    let years = Length::days(366 * 5_500);
    timeline.add(Statement(1), &[Constraint::at_least_after(b, a, years)]);
    timeline.add(Statement(2), &[Constraint::at_least_after(c, b, years)]);
    assert_eq!(timeline.earliest(b), Answer::Known(Limit::Open));
    assert_eq!(timeline.why_earliest(b), Answer::Known(vec![]));
    assert_eq!(timeline.earliest(c), Answer::Known(Limit::Never));
    assert_eq!(timeline.why_earliest(c), Answer::Known(vec![Statement(1), Statement(2)]));
}

#[test]
fn of_what_never_happens_nothing_holds_together_with_anything() {
    let mut timeline = Timeline::default();
    let [a, gone] = [timeline.event(false), timeline.event(true)];
    timeline.add(Statement(1), &[Constraint::no_earlier(a, Time::start_of(day("2027-03-01")))]);
    timeline.add(Statement(2), &[Constraint::never(gone)]);
    let by = |event, date| Relation::Until(event, Time::start_of(day(date)));
    // The first never holds, whatever is asked of the other; but the two never happen both.
    assert_eq!(timeline.all_hold(&[by(a, "2027-01-01")]), Answer::Known(Order::Never));
    let both = [by(a, "2027-01-01"), by(gone, "2028-01-01")];
    assert_eq!(timeline.all_hold(&both), Answer::Known(Order::NotBoth));
    assert_eq!(timeline.why_all_hold(&both), Answer::Known(vec![Statement(2)]));
}
