//! Every answer about a small timeline agrees with brute force, whatever the order and history of what was said.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::instant::{DAY, NEVER};
use super::super::*;
use super::brute::{Brute, Line, Small, WIDTH, minimal_sets};
use super::{config, day, labels, none_is_more_than_another, picture};
use crate::value::CalendarUnit::{Days, Months};
use crate::value::number_of_day;

fn line(windows: &[i64]) -> impl Strategy<Value = Line> + use<> {
    let count = windows.len();
    let months = windows[1] - windows[0] > 20;
    let pair = move || (0..count, 1..count).prop_map(move |(a, gap)| (a, (a + gap) % count));
    let windows = windows.to_vec();
    let apart = windows.clone();
    prop_oneof![
        3 => (pair(), -2..=3_i64, -1..=1_i64).prop_map(move |((a, b), d, t)| {
            Line::After(a, b, (apart[a] - apart[b] + d) * DAY + t)
        }),
        3 => {
            let apart = windows.clone();
            (pair(), -2..=3_i64, any::<bool>(), any::<bool>()).prop_map(move |((a, b), d, most, m)| {
                // Between windows of different months, whole months; within one, days.
                let by_month = i64::try_from(a).unwrap() - i64::try_from(b).unwrap();
                let (n, unit) = if months && m {
                    (by_month, Months)
                } else {
                    (apart[a] - apart[b] + d, Days)
                };
                if most { Line::DaysWithin(a, b, n, unit) } else { Line::DaysAfter(a, b, n, unit) }
            })
        },
        1 => {
            let windows = windows.clone();
            (0..count, 0..WIDTH).prop_map(move |(a, d)| Line::From(a, (windows[a] + d) * DAY))
        },
        1 => {
            let windows = windows.clone();
            (0..count, 0..WIDTH)
                .prop_map(move |(a, d)| Line::Until(a, (windows[a] + d + 1) * DAY - 1))
        },
        1 => (0..count).prop_map(Line::Never),
    ]
}

fn small() -> impl Strategy<Value = Small> {
    let number = |text: &str| number_of_day(day(text));
    let starts = prop_oneof![
        Just(vec![number("2027-03-01"); 3]),
        Just(vec![number("2027-01-28"), number("2027-02-25"), number("2027-03-28")]),
        Just(vec![number("2028-01-29"), number("2028-02-27"), number("2028-03-28")]),
    ];
    starts.prop_flat_map(|windows| {
        let lines = || prop::collection::vec(line(&windows), 1..=2);
        let statement = prop_oneof![
            3 => lines().prop_map(|l| vec![l]),
            1 => (lines(), lines()).prop_map(|(a, b)| vec![a, b]),
        ];
        let may_never = prop::collection::vec(prop::bool::weighted(0.2), 3);
        (may_never, Just(windows.clone()), prop::collection::vec(statement, 1..=6))
            .prop_map(|(may_never, windows, statements)| Small { may_never, windows, statements })
    })
}

fn ticks(answer: Answer<Limit>) -> i64 {
    match answer {
        Answer::Known(Limit::At(time)) => time.ticks(),
        Answer::Known(Limit::Never) => NEVER,
        other => panic!("{other:?}"),
    }
}

/// Checks a reason: it is the smallest set of statements with which the contrary does not fit, and of several the one
/// with the smallest labels. (Each names the windows, so that brute force needs none of them where any one will do.)
fn check_reason(
    named: &Answer<Vec<Statement>>,
    brute: &Brute,
    statements: usize,
    contrary: &dyn Fn(&[i64]) -> bool,
) -> Result<(), TestCaseError> {
    let Answer::Known(named) = named else { panic!("{named:?}") };
    let contrary = brute.mask(contrary);
    if contrary.iter().all(|bits| *bits == 0) {
        // It cannot be of itself, as that something comes before itself, or by any window.
        prop_assert!(named.is_empty() || labels(named) == [0], "{named:?}");
        return Ok(());
    }
    let why = minimal_sets(statements, &|set| !brute.fits(set, &contrary));
    prop_assert_eq!(Some(labels(named)), why.into_iter().next());
    Ok(())
}

fn agrees(small: &Small) -> Result<(), TestCaseError> {
    let count = small.statements.len();
    let timeline = small.timeline(&(0..count).collect::<Vec<_>>(), false);
    let brute = Brute::of(small);
    let all: BTreeSet<usize> = (0..count).collect();
    let solutions = brute.solutions(&all);
    let expected =
        if solutions.is_empty() { Consistency::Inconsistent } else { Consistency::Consistent };
    prop_assert_eq!(timeline.consistency(), expected);
    prop_assert!(none_is_more_than_another(&timeline));
    let found = timeline.clashes(1_000);
    prop_assert!(found.complete && found.sets.iter().all(|s| s.minimal));
    let sets: Vec<Vec<u32>> = found.sets.iter().map(|s| labels(&s.statements)).collect();
    prop_assert_eq!(sets, minimal_sets(count, &|set| !brute.consistent(set)));
    if solutions.is_empty() {
        return Ok(());
    }
    for a in 0..small.may_never.len() {
        let event = Event(a);
        let early = solutions.iter().map(|s| s[a]).min().unwrap();
        let late = solutions.iter().map(|s| s[a]).max().unwrap();
        prop_assert_eq!(ticks(timeline.earliest(event)), early);
        prop_assert_eq!(ticks(timeline.latest(event)), late);
        check_reason(&timeline.why_earliest(event), &brute, count, &|s| s[a] < early)?;
        if late != NEVER {
            check_reason(&timeline.why_latest(event), &brute, count, &|s| s[a] > late)?;
        }
        let path = timeline.critical_path(event).known().unwrap();
        if early == NEVER {
            prop_assert!(path.is_empty());
        } else {
            let last = path.last().unwrap();
            prop_assert_eq!((last.event, last.time.ticks()), (event, early));
            let before = path.iter().map(Some);
            for (before, station) in std::iter::once(None).chain(before).zip(&path) {
                let by = usize::try_from(station.by.unwrap().0).unwrap();
                // Of a statement that leaves a choice one way is meant.
                if small.statements[by].len() > 1 {
                    continue;
                }
                let contrary = brute.mask(&|s| {
                    before.is_none_or(|b| s[b.event.0] >= b.time.ticks())
                        && s[station.event.0] < station.time.ticks()
                });
                let held = !brute.fits(&BTreeSet::from([by]), &contrary);
                prop_assert!(held, "{station:?}");
            }
        }
        for b in 0..small.may_never.len() {
            let both = |s: &[i64]| s[a] != NEVER && s[b] != NEVER;
            let before: Vec<&Vec<i64>> = solutions.iter().filter(|s| both(s)).collect();
            let yes = before.iter().filter(|s| s[a] < s[b]).count();
            let order = match (before.len(), yes) {
                (0, _) => Order::NotBoth,
                (all, yes) if all == yes => Order::Necessarily,
                (_, 0) => Order::Never,
                _ => Order::Possibly,
            };
            let other = Event(b);
            prop_assert_eq!(timeline.order(event, other), Answer::Known(order));
            let why = timeline.why_order(event, other);
            match order {
                Order::Possibly => prop_assert_eq!(why, Answer::Known(vec![])),
                Order::NotBoth => check_reason(&why, &brute, count, &both)?,
                Order::Necessarily => {
                    check_reason(&why, &brute, count, &|s| both(s) && s[a] >= s[b])?;
                }
                Order::Never => check_reason(&why, &brute, count, &|s| both(s) && s[a] < s[b])?,
            }
        }
    }
    several_at_once(small, &timeline, &brute)
}

/// Checks that what is given is never left out and never named: sets are the smallest beside it.
fn beside_what_is_given(small: &Small, given: usize) -> Result<(), TestCaseError> {
    let count = small.statements.len();
    let (timeline, brute) = (small.given(given), Brute::of(small));
    let with = |set: &BTreeSet<usize>| set.iter().copied().chain([given]).collect::<BTreeSet<_>>();
    let found = timeline.clashes(1_000);
    prop_assert!(found.complete && found.sets.iter().all(|s| s.minimal));
    let sets: Vec<Vec<u32>> = found.sets.iter().map(|s| labels(&s.statements)).collect();
    prop_assert_eq!(sets, minimal_sets(count, &|set| !brute.consistent(&with(set))));
    let solutions = brute.solutions(&(0..count).collect());
    for a in (0..small.may_never.len()).filter(|_| !solutions.is_empty()) {
        let early = solutions.iter().map(|s| s[a]).min().unwrap();
        prop_assert_eq!(ticks(timeline.earliest(Event(a))), early);
        let contrary = brute.mask(&|s| s[a] < early);
        let why = minimal_sets(count, &|set| !brute.fits(&with(set), &contrary));
        let named = timeline.why_earliest(Event(a)).known().unwrap();
        prop_assert_eq!(Some(labels(&named)), why.into_iter().next());
    }
    Ok(())
}

/// Relations, and what they mean of the times of the events and of two bounds.
type Asked = (Vec<Relation>, [i64; 2], fn(&[i64], [i64; 2]) -> bool);

/// Relations of several events at once, as `during`, `overlaps` and `with` ask for them.
fn several_at_once(small: &Small, timeline: &Timeline, brute: &Brute) -> Result<(), TestCaseError> {
    let count = small.statements.len();
    let at = |d: i64| (small.windows[0] + d) * DAY;
    let span = [at(1), at(3) - 1];
    let (first, last) = (Time::of(span[0]), Time::of(span[1]));
    let event = [0, 1, 2].map(Event);
    let lies = |a: &i64| *a != NEVER;
    let solutions = brute.solutions(&(0..count).collect());
    // What is so of both always, by reasons of its own each.
    let bounds = [
        solutions.iter().map(|s| s[0]).min().filter(lies).unwrap_or(span[0]),
        solutions.iter().map(|s| s[1]).filter(lies).max().unwrap_or(span[1]),
    ];
    let bounded = bounds.map(Time::of);
    let asked: [Asked; 6] = [
        (
            vec![Relation::NotAfter(event[0], event[1]), Relation::NotAfter(event[1], event[0])],
            span,
            |s, _| s[0] == s[1],
        ),
        (
            vec![Relation::NotAfter(event[0], event[1]), Relation::NotAfter(event[1], event[2])],
            span,
            |s, _| s[0] <= s[1] && s[1] <= s[2],
        ),
        (
            vec![Relation::Before(event[0], event[1]), Relation::Before(event[1], event[2])],
            span,
            |s, _| s[0] < s[1] && s[1] < s[2],
        ),
        (vec![Relation::From(event[0], first), Relation::Until(event[1], last)], span, |s, t| {
            s[0] >= t[0] && s[1] <= t[1]
        }),
        (vec![Relation::Until(event[0], last), Relation::From(event[0], first)], span, |s, t| {
            s[0] >= t[0] && s[0] <= t[1]
        }),
        (
            vec![Relation::From(event[0], bounded[0]), Relation::Until(event[1], bounded[1])],
            bounds,
            |s, t| s[0] >= t[0] && s[1] <= t[1],
        ),
    ];
    for (relations, span, holds) in asked {
        let concerned: Vec<usize> = relations
            .iter()
            .flat_map(|r| match r {
                Relation::Before(a, b) | Relation::NotAfter(a, b) => vec![a.0, b.0],
                Relation::From(a, _) | Relation::Until(a, _) => vec![a.0],
            })
            .collect();
        let happen = |s: &[i64]| concerned.iter().all(|e| s[*e] != NEVER);
        let possible: Vec<&Vec<i64>> = solutions.iter().filter(|s| happen(s)).collect();
        let yes = possible.iter().filter(|s| holds(s, span)).count();
        let order = match (possible.len(), yes) {
            (0, _) => Order::NotBoth,
            (all, yes) if all == yes => Order::Necessarily,
            (_, 0) => Order::Never,
            _ => Order::Possibly,
        };
        prop_assert_eq!(timeline.all_hold(&relations), Answer::Known(order));
        let why = timeline.why_all_hold(&relations);
        match order {
            Order::Possibly => prop_assert_eq!(why, Answer::Known(vec![])),
            Order::NotBoth => check_reason(&why, brute, count, &happen)?,
            Order::Never => check_reason(&why, brute, count, &|s| happen(s) && holds(s, span))?,
            Order::Necessarily => {
                // Of several relations each has its own reason: together they suffice.
                let Answer::Known(named) = why else { panic!("{why:?}") };
                let set = named.iter().map(|s| usize::try_from(s.0).unwrap()).collect();
                let contrary = brute.mask(&|s| happen(s) && !holds(s, span));
                prop_assert!(!brute.fits(&set, &contrary));
            }
        }
    }
    Ok(())
}

/// Checks that under limits that are soon reached nothing is answered that is not so, and that what is left open or may
/// not be the least is said to be.
fn is_honest(small: &Small, limits: Limits) -> Result<(), TestCaseError> {
    let count = small.statements.len();
    let brute = Brute::of(small);
    let mut timeline = small.timeline(&(0..count).collect::<Vec<_>>(), false);
    timeline.limits = limits;
    let solutions = brute.solutions(&(0..count).collect());
    let wrong =
        if solutions.is_empty() { Consistency::Consistent } else { Consistency::Inconsistent };
    prop_assert_ne!(timeline.consistency(), wrong);
    let all = minimal_sets(count, &|set| !brute.consistent(set));
    for most in [1, 2, 100] {
        let found = timeline.clashes(most);
        prop_assert!(found.sets.len() <= most);
        for clash in &found.sets {
            let set: BTreeSet<usize> =
                clash.statements.iter().map(|s| usize::try_from(s.0).unwrap()).collect();
            prop_assert!(!brute.consistent(&set));
            prop_assert!(!clash.minimal || all.contains(&labels(&clash.statements)));
        }
        if found.complete && timeline.consistency() == Consistency::Inconsistent {
            let sets: Vec<Vec<u32>> = found.sets.iter().map(|s| labels(&s.statements)).collect();
            prop_assert_eq!(&sets, &all);
        }
    }
    for a in (0..small.may_never.len()).filter(|_| !solutions.is_empty()) {
        let times = || solutions.iter().map(|s| s[a]);
        for (answer, is) in [
            (timeline.earliest(Event(a)), times().min()),
            (timeline.latest(Event(a)), times().max()),
        ] {
            prop_assert!(answer == Answer::TooMany || Some(ticks(answer)) == is);
        }
        for b in 0..small.may_never.len() {
            let both = solutions.iter().filter(|s| s[a] != NEVER && s[b] != NEVER);
            let (yes, no): (Vec<_>, Vec<_>) = both.partition(|s| s[a] < s[b]);
            let order = match (yes.is_empty(), no.is_empty()) {
                (true, true) => Order::NotBoth,
                (false, true) => Order::Necessarily,
                (true, false) => Order::Never,
                (false, false) => Order::Possibly,
            };
            let answer = timeline.order(Event(a), Event(b));
            prop_assert!(answer == Answer::TooMany || answer == Answer::Known(order));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn what_is_answered_within_limits_is_so(
        small in small(), leaves in 1..6_usize, steps in 1..120_u64, sets in 1..4_usize,
    ) {
        is_honest(&small, Limits { leaves, steps, sets })?;
    }

    #[test]
    fn small_timelines_agree_with_brute_force(small in small()) {
        agrees(&small)?;
    }

    #[test]
    fn what_is_given_holds_beside_every_set(small in small(), given in any::<prop::sample::Index>()) {
        beside_what_is_given(&small, given.index(small.statements.len()))?;
    }

    #[test]
    fn neither_order_nor_history_shows(
        (small, order) in small().prop_flat_map(|small| {
            let order: Vec<usize> = (0..small.statements.len()).collect();
            (Just(small), Just(order).prop_shuffle())
        }),
        removed in any::<prop::sample::Index>(),
    ) {
        let count = small.statements.len();
        let straight: Vec<usize> = (0..count).collect();
        let expected = picture(&small.timeline(&straight, false));
        prop_assert_eq!(&picture(&small.timeline(&order, false)), &expected);
        prop_assert_eq!(&picture(&small.timeline(&order, true)), &expected);
        // One statement less, then more, then less again.
        let gone = removed.index(count);
        let rest: Vec<usize> = straight.iter().copied().filter(|s| *s != gone).collect();
        let less = picture(&small.timeline(&rest, false));
        let label = Statement(u32::try_from(gone).unwrap());
        let mut timeline = small.timeline(&order, true);
        prop_assert!(timeline.remove(label));
        prop_assert_eq!(&picture(&timeline), &less);
        small.say(&mut timeline, gone);
        prop_assert_eq!(&picture(&timeline), &expected);
        prop_assert!(timeline.remove(label));
        prop_assert!(!timeline.remove(label));
        prop_assert_eq!(&picture(&timeline), &less);
        let line = small.statements[gone].iter().flatten().map(|l| l.constraint());
        let _ = picture(&timeline.what_if(label, &line.collect::<Vec<_>>()));
        prop_assert_eq!(&picture(&timeline), &less);
    }
}
