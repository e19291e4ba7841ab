//! What a clash names, and what it leaves alone.

use proptest::prelude::*;

use super::*;

#[test]
fn what_clashes_leaves_the_rest_its_answers() {
    let mut timeline = Timeline::default();
    let (a, b, c) = (timeline.event(false), timeline.event(false), timeline.event(false));
    timeline.add(Statement(0), &[Constraint::after(a, a)]);
    timeline.add(Statement(1), &on(b, "2027-03-01"));
    timeline.add(Statement(2), &[Constraint::at_least_days_after(c, b, 6, Months)]);
    assert_eq!(timeline.consistency(), Consistency::Inconsistent);
    assert_eq!(timeline.consistency_of(a), Consistency::Inconsistent);
    assert_eq!(days(timeline.earliest(c)), "2027-09-01");
    assert_eq!(timeline.order(a, c), Answer::Inconsistent);
    assert_eq!(timeline.order(b, c), Answer::Known(Order::Necessarily));
    assert_eq!(timeline.why_order(b, c), Answer::Known(vec![Statement(2)]));
    assert_eq!(timeline.why_earliest(c), Answer::Known(vec![Statement(1), Statement(2)]));
    assert_eq!(clash(&timeline), [0]);
}

#[test]
fn a_circle_is_no_smallest_clash_where_less_will_do() {
    // No day has 31 March a month after it: the bound on the earlier one adds nothing.
    let mut timeline = Timeline::default();
    let [x, y] = [(); 2].map(|()| timeline.event(false));
    timeline.add(Statement(1), &on(y, "2027-03-31"));
    let least = Constraint::at_least_days_after(y, x, 1, Months);
    timeline.add(Statement(2), &[least, Constraint::at_most_days_after(y, x, 1, Months)]);
    timeline.add(Statement(3), &[until(x, "2027-02-28")]);
    assert!(none_is_more_than_another(&timeline));
    let found = timeline.clashes(64);
    assert!(found.complete);
    let sets: Vec<Vec<u32>> = found.sets.iter().map(|s| labels(&s.statements)).collect();
    assert_eq!(sets, [[1, 2]]);
    // Two that do not fit the calendar clash with either of its ends.
    let mut timeline = Timeline::default();
    let [x, y, z] = [(); 3].map(|()| timeline.event(false));
    let years = |n: i64| Length::days(366 * n);
    timeline.add(Statement(1), &[from(x, "2000-01-01")]);
    timeline.add(Statement(2), &[Constraint::at_least_after(y, x, years(4_500))]);
    timeline.add(Statement(3), &[Constraint::at_least_after(z, y, years(4_500))]);
    timeline.add(Statement(0), &[until(z, "2030-01-01")]);
    assert!(none_is_more_than_another(&timeline));
    let found = timeline.clashes(64);
    assert!(found.complete);
    let sets: Vec<Vec<u32>> = found.sets.iter().map(|s| labels(&s.statements)).collect();
    assert_eq!(sets, [vec![0, 3], vec![1, 2, 3]]);
}

#[test]
fn what_a_clash_came_by_is_left_out_where_it_is_not_needed() {
    // The date of `x` is the later one, but that of `y` is late enough.
    let mut timeline = Timeline::default();
    let [x, y] = [(); 2].map(|()| timeline.event(false));
    timeline.add(Statement(1), &[from(x, "2027-03-01")]);
    timeline.add(Statement(2), &[Constraint::not_before(y, x), from(y, "2027-01-10")]);
    timeline.add(Statement(3), &[until(y, "2027-01-05")]);
    assert!(none_is_more_than_another(&timeline));
    assert_eq!(clash(&timeline), [2, 3]);
    // A statement that clashes with itself needs no date.
    let mut timeline = Timeline::default();
    let [x, y] = [(); 2].map(|()| timeline.event(false));
    timeline.add(Statement(1), &[until(y, "2027-01-05")]);
    timeline.add(Statement(2), &[from(x, "2027-03-01")]);
    let most = Constraint::at_most_after(y, x, Length::days(-1));
    timeline.add(Statement(3), &[Constraint::not_before(y, x), most]);
    assert!(none_is_more_than_another(&timeline));
    assert_eq!(clash(&timeline), [3]);
    // Nor is a circle of dates and orders the least where one of them leaves a choice that cannot be met besides.
    let mut timeline = Timeline::default();
    let [x, y] = [(); 2].map(|()| timeline.event(false));
    timeline.add(Statement(1), &[from(x, "2027-03-01")]);
    timeline.choose(Statement(1), vec![vec![until(y, "2027-01-08")], vec![until(y, "2027-01-09")]]);
    timeline.add(Statement(2), &[Constraint::not_before(y, x)]);
    timeline.add(Statement(3), &[until(y, "2027-01-05")]);
    assert!(none_is_more_than_another(&timeline));
    assert_eq!(clash(&timeline), [1, 2]);
}

#[test]
fn a_statement_that_clashes_in_one_part_says_no_more_in_another() {
    // What the first says of `y` cannot be; what it says of `x` can, and is not why `x` is late.
    let day = |text: &str| vec![from(Event(0), text)];
    let never: [&dyn Fn(&mut Timeline); 2] =
        [&|t| t.add(Statement(1), &[Constraint::after(Event(1), Event(1))]), &|t| {
            t.choose(Statement(1), vec![vec![Constraint::never(Event(1))]; 2]);
        }];
    for clash in never {
        let mut timeline = Timeline::default();
        let [x, y, z] = [(); 3].map(|()| timeline.event(false));
        timeline.add(Statement(1), &day("2027-01-01"));
        timeline.add(Statement(2), &day("2027-03-01"));
        timeline.add(Statement(3), &[Constraint::after(z, x)]);
        clash(&mut timeline);
        assert_eq!(timeline.consistency_of(y), Consistency::Inconsistent);
        assert_eq!(timeline.consistency_of(x), Consistency::Consistent);
        assert_eq!(timeline.why_earliest(x), Answer::Known(vec![Statement(2)]));
        assert_eq!(timeline.why_order(x, z), Answer::Known(vec![Statement(3)]));
        assert_eq!(timeline.critical_path(z).known().unwrap().len(), 2);
    }
}

#[test]
fn fewer_clashes_than_there_are_are_the_smallest_all_the_same() {
    // What the fourth says of `y` clashes by itself, and something else about `y` is found before it.
    let mut timeline = Timeline::default();
    let [x, y, z] = [(); 3].map(|()| timeline.event(false));
    timeline.add(Statement(1), &[from(z, "2027-06-01")]);
    timeline.add(Statement(2), &[Constraint::not_before(y, z)]);
    timeline.add(Statement(3), &[until(y, "2027-05-01")]);
    let own = [until(x, "2027-01-05"), from(y, "2027-05-15"), until(y, "2027-05-10")];
    timeline.add(Statement(4), &own);
    timeline.add(Statement(5), &[from(x, "2027-03-01")]);
    let told = |most| {
        let found = timeline.clashes(most);
        assert!(found.sets.iter().all(|set| set.minimal));
        let sets: Vec<Vec<u32>> = found.sets.iter().map(|s| labels(&s.statements)).collect();
        (sets, found.complete)
    };
    assert_eq!(told(64), (vec![vec![4], vec![1, 2, 3]], true));
    assert_eq!(told(2).0, [vec![4], vec![1, 2, 3]]);
    assert_eq!(told(1), (vec![vec![4]], false));
}

#[test]
fn near_the_ends_of_the_calendar_less_may_clash_than_goes_in_a_circle() {
    // Seven months after June there is no 9999 any more: the deadline is not needed, though it goes in the circle.
    let mut timeline = Timeline::default();
    let [x, y] = [(); 2].map(|()| timeline.event(false));
    timeline.add(Statement(1), &[from(x, "9999-06-05")]);
    timeline.add(Statement(2), &[Constraint::at_least_days_after(y, x, 7, Months)]);
    timeline.add(Statement(0), &[until(y, "9999-12-01")]);
    assert!(none_is_more_than_another(&timeline));
    assert_eq!(clash(&timeline), [1, 2]);
    // Nor is there a day before the year 1.
    let mut timeline = Timeline::default();
    let [x, y] = [(); 2].map(|()| timeline.event(false));
    timeline.add(Statement(1), &[until(y, "0001-06-05")]);
    timeline.add(Statement(2), &[Constraint::at_least_days_after(y, x, 7, Months)]);
    timeline.add(Statement(0), &[from(x, "0001-02-01")]);
    assert!(none_is_more_than_another(&timeline));
    assert_eq!(clash(&timeline), [1, 2]);
}

#[test]
fn what_is_given_is_left_to_hold_when_a_line_is_left_out() {
    let mut timeline = Timeline::default();
    let [start, end, other] = [(); 3].map(|()| timeline.event(false));
    timeline.add(Statement::GIVEN, &[Constraint::not_before(end, start)]);
    timeline.add(Statement(2), &[Constraint::at_least_days_after(end, start, 500, Days)]);
    timeline.add(Statement(3), &[Constraint::no_later(end, Time::end_of(day("2030-12-31")))]);
    // That it takes long is needed for one of the two, and not for the other.
    let mut near = timeline.clone();
    near.add(Statement(1), &[from(start, "2030-06-01")]);
    assert_eq!(clash(&near), [1, 2, 3]);
    let mut far = timeline.clone();
    far.add(Statement(1), &[from(start, "2036-12-03")]);
    assert_eq!(clash(&far), [1, 3]);
    // Nor is it where what is given leads round something else.
    far.remove(Statement(1));
    far.add(Statement::GIVEN, &[Constraint::not_before(other, start)]);
    far.add(Statement::GIVEN, &[Constraint::not_before(end, other)]);
    far.add(Statement(1), &[from(start, "2036-12-03")]);
    assert_eq!(clash(&far), [1, 3]);
    // What is given clashes with a single line, too.
    far.add(Statement::GIVEN, &[from(start, "2036-12-03")]);
    assert_eq!(clash(&far), [3]);
}

/// What one line says of four events, far apart enough that circles of lines form.
fn loose() -> impl Strategy<Value = Constraint> {
    let pair = || (0..4_usize, 1..4_usize).prop_map(|(a, gap)| (Event(a), Event((a + gap) % 4)));
    let on = |n: i64| day("2030-01-01").checked_add(jiff::Span::new().days(n)).unwrap();
    prop_oneof![
        3 => (pair(), 0..40_i64).prop_map(|((a, b), n)| Constraint::at_least_days_after(a, b, n, Days)),
        2 => (pair(), 0..40_i64).prop_map(|((a, b), n)| Constraint::at_most_days_after(a, b, n, Days)),
        1 => (pair(), 1..3_i64).prop_map(|((a, b), n)| Constraint::at_least_days_after(a, b, n, Months)),
        1 => (0..4_usize, 0..90_i64)
            .prop_map(move |(a, n)| Constraint::no_earlier(Event(a), Time::start_of(on(n)))),
        1 => (0..4_usize, 0..90_i64)
            .prop_map(move |(a, n)| Constraint::no_later(Event(a), Time::end_of(on(n)))),
    ]
}

proptest! {
    #![proptest_config(config(256))]

    /// No windows bound the events here, so that most clashes are plain circles.
    #[test]
    fn whatever_is_left_out_of_a_clash_the_rest_holds(
        lines in prop::collection::vec(loose(), 3..9),
        given in prop::collection::vec((0..4_usize, 1..4_usize), 0..4),
    ) {
        let said = |lines: &mut dyn Iterator<Item = (u32, &Constraint)>| {
            let mut timeline = Timeline::default();
            (0..4).for_each(|_| { timeline.event(false); });
            for (a, gap) in &given {
                let order = Constraint::not_before(Event((a + gap) % 4), Event(*a));
                timeline.add(Statement::GIVEN, &[order]);
            }
            for (label, line) in lines {
                timeline.add(Statement(label), &[*line]);
            }
            timeline
        };
        let found = said(&mut (0..).zip(&lines)).clashes(50);
        for clash in found.sets {
            prop_assert!(clash.minimal);
            let labels = labels(&clash.statements);
            let among = |without: Option<u32>| {
                let labels = &labels;
                let kept = move |label: &u32| labels.contains(label) && Some(*label) != without;
                said(&mut (0..).zip(&lines).filter(|(label, _)| kept(label))).consistency()
            };
            prop_assert_eq!(among(None), Consistency::Inconsistent);
            for label in &labels {
                prop_assert_eq!(among(Some(*label)), Consistency::Consistent, "without {}", label);
            }
        }
    }
}
