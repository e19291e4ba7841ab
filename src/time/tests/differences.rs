//! Differences alone, without windows, against the shortest paths of Floyd and Warshall; and that nothing overflows.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::instant::{DAY, END};
use super::super::*;
use super::brute::minimal_sets;
use super::{labels, none_is_more_than_another, picture};
use crate::value::CalendarUnit::{Days, Months};

type Differences = Vec<Vec<(usize, usize, i64)>>;

/// Whether differences can hold together: the last number stands for the beginning of the calendar.
fn by_paths(count: usize, differences: &[(usize, usize, i64)]) -> Option<Vec<Vec<i64>>> {
    const FAR: i64 = i64::MIN / 4;
    let mut far = vec![vec![FAR; count + 1]; count + 1];
    far[count] = vec![0; count + 1];
    far[count][count] = FAR;
    far.iter_mut().take(count).for_each(|row| row[count] = -END);
    for (a, b, by) in differences {
        far[*a][*b] = far[*a][*b].max(*by);
    }
    for k in 0..=count {
        for i in 0..=count {
            for j in 0..=count {
                if far[i][k] > FAR && far[k][j] > FAR {
                    far[i][j] = far[i][j].max(far[i][k] + far[k][j]);
                }
            }
        }
        if (0..=count).any(|i| far[i][i] > 0) {
            return None;
        }
    }
    Some(far)
}

fn differences() -> impl Strategy<Value = (usize, Differences)> {
    (2..=5_usize).prop_flat_map(|count| {
        let weight = prop_oneof![
            (-3..=3_i64).prop_map(|d| d * DAY),
            -2..=2_i64,
            (-40..=40_i64).prop_map(|d| d * 100 * 365 * DAY),
        ];
        let middle = 730_000 * DAY;
        let difference = prop_oneof![
            5 => (0..count, 0..count, weight.clone()),
            1 => (0..count, weight.clone()).prop_map(move |(a, by)| (count, a, middle + by)),
            1 => (0..count, weight).prop_map(move |(a, by)| (a, count, -middle - by)),
        ];
        let statement = prop::collection::vec(difference, 1..=2);
        (Just(count), prop::collection::vec(statement, 1..=7))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn differences_agree_with_all_paths((count, statements) in differences()) {
        let mut timeline = Timeline::default();
        let events: Vec<Event> = (0..count).map(|_| timeline.event(false)).collect();
        for (label, statement) in statements.iter().enumerate() {
            let label = Statement(u32::try_from(label).unwrap());
            for (a, b, by) in statement {
                let rule = match (*a == count, *b == count) {
                    (true, _) => constraint::Rule::From { event: *b, ticks: *by },
                    (_, true) => constraint::Rule::Until { event: *a, ticks: -*by },
                    _ => constraint::Rule::Step {
                        source: *a,
                        target: *b,
                        step: constraint::Step::Shift(*by),
                    },
                };
                timeline.add(label, &[Constraint(rule)]);
            }
            timeline.settle();
        }
        let of = |set: &BTreeSet<usize>| {
            let said: Vec<_> = set.iter().flat_map(|s| statements[*s].clone()).collect();
            by_paths(count, &said)
        };
        prop_assert!(none_is_more_than_another(&timeline));
        let found = timeline.clashes(10_000);
        prop_assert!(found.complete && found.sets.iter().all(|s| s.minimal));
        let sets: Vec<Vec<u32>> = found.sets.iter().map(|s| labels(&s.statements)).collect();
        prop_assert_eq!(sets, minimal_sets(statements.len(), &|set| of(set).is_none()));
        if let Some(far) = of(&(0..statements.len()).collect()) {
            for event in &events {
                let bound = timeline.bound(*event, propagate::Way::Earliest).known().unwrap();
                prop_assert_eq!(bound.ticks, far[count][event.0]);
                let bound = timeline.bound(*event, propagate::Way::Latest).known().unwrap();
                prop_assert_eq!(bound.ticks, -far[event.0][count]);
                for other in &events {
                    // `a - b` is at least and at most this.
                    let (least, most) = (far[other.0][event.0], -far[event.0][other.0]);
                    let order = if event == other || least >= 0 {
                        Order::Never
                    } else if most < 0 {
                        Order::Necessarily
                    } else {
                        Order::Possibly
                    };
                    prop_assert_eq!(timeline.order(*event, *other), Answer::Known(order));
                }
            }
        }
    }

    #[test]
    fn nothing_overflows(
        lines in prop::collection::vec(
            (0..4_usize, 0..4_usize, 0..6_u8, prop_oneof![any::<i64>(), -3..=3_i64]), 1..12),
        never in prop::collection::vec(any::<bool>(), 4),
    ) {
        let mut timeline = Timeline::default();
        let events: Vec<Event> = never.iter().map(|n| timeline.event(*n)).collect();
        for (label, (a, b, kind, n)) in lines.into_iter().enumerate() {
            let (a, b) = (events[a], events[b]);
            let constraint = match kind {
                0 => Constraint::at_least_after(a, b, Length::days(n)),
                1 => Constraint::at_most_after(a, b, Length::minutes(n)),
                2 => Constraint::at_least_days_after(a, b, n, Months),
                3 => Constraint::at_most_days_after(a, b, n, Days),
                4 => Constraint::no_earlier(a, Time::of(n)),
                _ => Constraint::no_later(a, Time::of(n)),
            };
            timeline.add(Statement(u32::try_from(label).unwrap()), &[constraint]);
        }
        let _ = picture(&timeline);
    }
}
