//! Every answer about a small timeline agrees with brute force, whatever the order and history of what was said.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::instant::{DAY, NEVER};
use super::super::*;
use super::brute::{Brute, Line, Small, WIDTH, minimal_sets};
use super::{day, labels, none_is_more_than_another, picture};
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

/// Checks a reason: what it names suffices, and nothing of it can be left out. (A reason of one statement cannot be
/// tried without it: brute force knows the windows even so.)
fn check_reason(
    named: &Answer<Vec<Statement>>,
    follows: &dyn Fn(&BTreeSet<usize>) -> bool,
) -> Result<(), TestCaseError> {
    let Answer::Known(named) = named else { panic!("{named:?}") };
    let set: BTreeSet<usize> = named.iter().map(|s| usize::try_from(s.0).unwrap()).collect();
    prop_assert!(follows(&set), "{named:?} do not suffice");
    for s in set.iter().filter(|_| set.len() > 1) {
        let mut rest = set.clone();
        rest.remove(s);
        prop_assert!(!follows(&rest), "{named:?} need not name {s}");
    }
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
        check_reason(&timeline.why_earliest(event), &|set| {
            brute.solutions(set).iter().all(|s| s[a] >= early)
        })?;
        if late != NEVER {
            check_reason(&timeline.why_latest(event), &|set| {
                brute.solutions(set).iter().all(|s| s[a] <= late)
            })?;
        }
        let path = timeline.critical_path(event).known().unwrap();
        if early == NEVER {
            prop_assert!(path.is_empty());
        } else {
            let last = path.last().unwrap();
            prop_assert_eq!((last.event, last.time.ticks()), (event, early));
        }
        for b in 0..small.may_never.len() {
            let both = |set: &BTreeSet<usize>| {
                let mut both = brute.solutions(set);
                both.retain(|s| s[a] != NEVER && s[b] != NEVER);
                both
            };
            let before = both(&all);
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
                Order::NotBoth => check_reason(&why, &|set| both(set).is_empty())?,
                Order::Necessarily => {
                    check_reason(&why, &|set| both(set).iter().all(|s| s[a] < s[b]))?;
                }
                Order::Never => {
                    check_reason(&why, &|set| both(set).iter().all(|s| s[a] >= s[b]))?;
                }
            }
        }
    }
    several_at_once(small, &timeline, &brute)
}

/// Relations, and what they mean of the times of the events and of two bounds.
type Asked = (Vec<Relation>, fn(&[i64], [i64; 2]) -> bool);

/// Relations of several events at once, as `during`, `overlaps` and `with` ask for them.
fn several_at_once(small: &Small, timeline: &Timeline, brute: &Brute) -> Result<(), TestCaseError> {
    let at = |d: i64| (small.windows[0] + d) * DAY;
    let span = [at(1), at(3) - 1];
    let (first, last) = (Time::of(span[0]), Time::of(span[1]));
    let event = [0, 1, 2].map(Event);
    let asked: [Asked; 5] = [
        (
            vec![Relation::NotAfter(event[0], event[1]), Relation::NotAfter(event[1], event[0])],
            |s, _| s[0] == s[1],
        ),
        (
            vec![Relation::NotAfter(event[0], event[1]), Relation::NotAfter(event[1], event[2])],
            |s, _| s[0] <= s[1] && s[1] <= s[2],
        ),
        (
            vec![Relation::Before(event[0], event[1]), Relation::Before(event[1], event[2])],
            |s, _| s[0] < s[1] && s[1] < s[2],
        ),
        (vec![Relation::From(event[0], first), Relation::Until(event[1], last)], |s, t| {
            s[0] >= t[0] && s[1] <= t[1]
        }),
        (vec![Relation::Until(event[0], last), Relation::From(event[0], first)], |s, t| {
            s[0] >= t[0] && s[0] <= t[1]
        }),
    ];
    for (relations, holds) in asked {
        let concerned: Vec<usize> = relations
            .iter()
            .flat_map(|r| match r {
                Relation::Before(a, b) | Relation::NotAfter(a, b) => vec![a.0, b.0],
                Relation::From(a, _) | Relation::Until(a, _) => vec![a.0],
            })
            .collect();
        let all = |set: &BTreeSet<usize>| {
            let mut all = brute.solutions(set);
            all.retain(|s| concerned.iter().all(|e| s[*e] != NEVER));
            all
        };
        let possible = all(&(0..small.statements.len()).collect());
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
            Order::NotBoth => check_reason(&why, &|set| all(set).is_empty())?,
            Order::Never => check_reason(&why, &|set| all(set).iter().all(|s| !holds(s, span)))?,
            Order::Necessarily => {
                // Of several relations each has its own reason: together they suffice.
                let Answer::Known(named) = why else { panic!("{why:?}") };
                let set: BTreeSet<usize> =
                    named.iter().map(|s| usize::try_from(s.0).unwrap()).collect();
                prop_assert!(all(&set).iter().all(|s| holds(s, span)));
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn small_timelines_agree_with_brute_force(small in small()) {
        agrees(&small)?;
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
