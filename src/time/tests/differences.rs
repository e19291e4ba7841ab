//! Differences alone, without windows, against the shortest paths of Floyd and Warshall; and that nothing overflows.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::super::instant::{DAY, END};
use super::super::*;
use super::brute::minimal_sets;
use super::{config, labels, none_is_more_than_another, picture};
use crate::value::CalendarUnit::{Days, Months};

type Difference = (usize, usize, i64);

/// What statements say: differences, and perhaps others of which one alternative is to hold.
type Differences = Vec<(Vec<Difference>, Vec<Vec<Difference>>)>;

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
        let plain = prop::collection::vec(difference.clone(), 1..=2);
        let choice = prop_oneof![
            4 => Just(Vec::new()),
            1 => prop::collection::vec(prop::collection::vec(difference, 1..=2), 2),
        ];
        (Just(count), prop::collection::vec((plain, choice), 1..=7))
    })
}

/// Every way of choosing, as the longest paths of what holds then; those that can hold.
fn ways(count: usize, said: &[&(Vec<Difference>, Vec<Vec<Difference>>)]) -> Vec<Vec<Vec<i64>>> {
    let mut ways: Vec<Vec<Difference>> = vec![Vec::new()];
    for (plain, choice) in said {
        for way in &mut ways {
            way.extend(plain);
        }
        if !choice.is_empty() {
            let with = |way: &Vec<Difference>| {
                let way = way.clone();
                choice.iter().map(move |alternative| [way.clone(), alternative.clone()].concat())
            };
            ways = ways.iter().flat_map(with).collect();
        }
    }
    ways.iter().filter_map(|way| by_paths(count, way)).collect()
}

fn constraint(count: usize, (a, b, by): Difference) -> Constraint {
    Constraint(match (a == count, b == count) {
        (true, _) => constraint::Rule::From { event: b, ticks: by },
        (_, true) => constraint::Rule::Until { event: a, ticks: -by },
        _ => constraint::Rule::Step { source: a, target: b, step: constraint::Step::Shift(by) },
    })
}

/// Checks the path to an event where nothing is chosen: it goes from a date or the beginning of the calendar by steps that
/// leave no time between, each under the smallest label, over as few stations as any.
fn is_shortest(
    timeline: &Timeline,
    (count, statements): (usize, &Differences),
    early: &[i64],
    end: Event,
) -> Result<(), TestCaseError> {
    let mut steps: BTreeMap<(usize, usize), Statement> = BTreeMap::new();
    for (label, (plain, _)) in statements.iter().enumerate() {
        let label = Statement(u32::try_from(label).unwrap());
        for (a, b, by) in plain {
            let from = if *a == count { 0 } else { early[*a] };
            if *b != count && from + by == early[*b] {
                let known = steps.entry((*a, *b)).or_insert(label);
                *known = label.min(*known);
            }
        }
    }
    let begins = |event: usize| early[event] == 0 || steps.contains_key(&(count, event));
    let mut near = BTreeSet::from([end.0]);
    let mut fewest = 1;
    while !near.iter().any(|event| begins(*event)) {
        let back = near.iter().flat_map(|b| steps.keys().filter(move |step| step.1 == *b));
        let more: Vec<usize> = back.map(|step| step.0).collect();
        near.extend(more);
        fewest += 1;
    }
    let path = timeline.critical_path(end).known().unwrap();
    prop_assert_eq!(path.len(), fewest);
    let mut before = count;
    for station in &path {
        prop_assert_eq!(station.by, steps.get(&(before, station.event.0)).copied());
        prop_assert_eq!(station.time.ticks(), early[station.event.0]);
        before = station.event.0;
    }
    prop_assert_eq!(before, end.0);
    Ok(())
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn differences_agree_with_all_paths((count, statements) in differences()) {
        let mut timeline = Timeline::default();
        let events: Vec<Event> = (0..count).map(|_| timeline.event(false)).collect();
        for (label, (plain, choice)) in statements.iter().enumerate() {
            let label = Statement(u32::try_from(label).unwrap());
            let all = |said: &Vec<Difference>| -> Vec<Constraint> {
                said.iter().map(|d| constraint(count, *d)).collect()
            };
            timeline.add(label, &all(plain));
            if !choice.is_empty() {
                timeline.choose(label, choice.iter().map(all).collect());
            }
            timeline.settle();
        }
        let of = |set: &BTreeSet<usize>| {
            ways(count, &set.iter().map(|s| &statements[*s]).collect::<Vec<_>>())
        };
        prop_assert!(none_is_more_than_another(&timeline));
        let found = timeline.clashes(10_000);
        prop_assert!(found.complete && found.sets.iter().all(|s| s.minimal));
        let sets: Vec<Vec<u32>> = found.sets.iter().map(|s| labels(&s.statements)).collect();
        let all = minimal_sets(statements.len(), &|set| of(set).is_empty());
        prop_assert_eq!(&sets, &all);
        // Of fewer than all it is said that they are not all.
        for most in 1..=all.len() {
            let few = timeline.clashes(most);
            prop_assert_eq!(few.sets.len(), most);
            prop_assert!(few.sets.iter().all(|set| all.contains(&labels(&set.statements))));
            prop_assert!(!few.complete || most == all.len());
        }
        let ways = of(&(0..statements.len()).collect());
        if !ways.is_empty() {
            let chosen = statements.iter().any(|(_, choice)| !choice.is_empty());
            let early = if chosen { Vec::new() } else { ways[0][count].clone() };
            for event in events.iter().filter(|_| !chosen) {
                is_shortest(&timeline, (count, &statements), &early, *event)?;
            }
            let last = |far: &Vec<Vec<i64>>| -far[0][count];
            let late = ways.iter().map(last).max().unwrap();
            let why = timeline.why_latest(events[0]).known().unwrap();
            // Nothing is named where only an end of the calendar bounds it.
            if !why.is_empty() {
                let suffices = |set: &BTreeSet<usize>| of(set).iter().all(|far| last(far) <= late);
                let sets = minimal_sets(statements.len(), &suffices);
                prop_assert_eq!(Some(labels(&why)), sets.into_iter().next());
            }
            for event in &events {
                let over = |bound: &dyn Fn(&Vec<Vec<i64>>) -> i64| ways.iter().map(bound).collect();
                let early: Vec<i64> = over(&|far| far[count][event.0]);
                let bound = timeline.bound(*event, propagate::Way::Earliest).known().unwrap();
                prop_assert_eq!(Some(bound.ticks), early.into_iter().min());
                let late: Vec<i64> = over(&|far| -far[event.0][count]);
                let bound = timeline.bound(*event, propagate::Way::Latest).known().unwrap();
                prop_assert_eq!(Some(bound.ticks), late.into_iter().max());
                for other in &events {
                    // `a - b` is at least and at most this.
                    let least: Vec<i64> = over(&|far| far[other.0][event.0]);
                    let most: Vec<i64> = over(&|far| -far[event.0][other.0]);
                    let order = if event == other || least.iter().all(|least| *least >= 0) {
                        Order::Never
                    } else if most.iter().all(|most| *most < 0) {
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
