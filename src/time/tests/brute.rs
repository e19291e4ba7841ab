//! Brute force: every time of every event of a small timeline, gone through one by one.

use std::collections::BTreeSet;

use super::super::instant::{DAY, NEVER};
use super::super::*;
use crate::value::CalendarUnit::{self, Days, Months};
use crate::value::{day_of_number, number_of_day};

/// One line of a statement, with what it means written out by jiff.
#[derive(Clone, Copy, Debug)]
pub(super) enum Line {
    After(usize, usize, i64),
    DaysAfter(usize, usize, i64, CalendarUnit),
    DaysWithin(usize, usize, i64, CalendarUnit),
    From(usize, i64),
    Until(usize, i64),
    Never(usize),
}

pub(super) fn moved(number: i64, n: i64, unit: CalendarUnit) -> i64 {
    use jiff::ToSpan;
    let span = match unit {
        Days => n.days(),
        Months => n.months(),
    };
    number_of_day(day_of_number(number).unwrap().checked_add(span).unwrap())
}

impl Line {
    pub(super) fn constraint(self) -> Constraint {
        match self {
            Line::After(a, b, ticks) => Constraint(constraint::Rule::Step {
                source: b,
                target: a,
                step: constraint::Step::Shift(ticks),
            }),
            Line::DaysAfter(a, b, n, unit) => {
                Constraint::at_least_days_after(Event(a), Event(b), n, unit)
            }
            Line::DaysWithin(a, b, n, unit) => {
                Constraint::at_most_days_after(Event(a), Event(b), n, unit)
            }
            Line::From(a, at) => Constraint::no_earlier(Event(a), Time::of(at)),
            Line::Until(a, at) => Constraint::no_later(Event(a), Time::of(at)),
            Line::Never(a) => Constraint::never(Event(a)),
        }
    }

    fn holds(self, at: &dyn Fn(usize) -> i64) -> bool {
        match self {
            Line::After(a, b, ticks) => {
                at(a) == NEVER || (at(b) != NEVER && at(a) >= at(b) + ticks)
            }
            Line::DaysAfter(a, b, n, unit) => {
                at(a) == NEVER || (at(b) != NEVER && at(a) / DAY >= moved(at(b) / DAY, n, unit))
            }
            Line::DaysWithin(a, b, n, unit) => {
                at(b) == NEVER || (at(a) != NEVER && at(a) / DAY <= moved(at(b) / DAY, n, unit))
            }
            Line::From(a, ticks) => at(a) >= ticks,
            Line::Until(a, ticks) => at(a) <= ticks,
            Line::Never(a) => at(a) == NEVER,
        }
    }

    fn events(self) -> Vec<usize> {
        match self {
            Line::After(a, b, _) | Line::DaysAfter(a, b, ..) | Line::DaysWithin(a, b, ..) => {
                vec![a, b]
            }
            Line::From(a, _) | Line::Until(a, _) | Line::Never(a) => vec![a],
        }
    }
}

/// Alternatives; a statement without choice has one.
pub(super) type Lines = Vec<Vec<Line>>;

/// A small timeline whose events each lie in a window of a few days.
#[derive(Clone, Debug)]
pub(super) struct Small {
    pub(super) may_never: Vec<bool>,
    pub(super) windows: Vec<i64>,
    pub(super) statements: Vec<Lines>,
}

pub(super) const WIDTH: i64 = 5;

impl Small {
    fn values(&self, event: usize) -> Vec<i64> {
        let mut values = Vec::new();
        for d in 0..WIDTH {
            let start = (self.windows[event] + d) * DAY;
            values.extend([0, 1, 2, DAY - 3, DAY - 2, DAY - 1].map(|t| start + t));
        }
        if self.may_never[event] {
            values.push(NEVER);
        }
        values
    }

    pub(super) fn timeline(&self, order: &[usize], settle: bool) -> Timeline {
        let mut timeline = Timeline::default();
        for may_never in &self.may_never {
            timeline.event(*may_never);
        }
        for at in order {
            self.say(&mut timeline, *at);
            if settle {
                timeline.settle();
            }
        }
        timeline
    }

    /// Returns the timeline in which one statement is given, and none.
    pub(super) fn given(&self, given: usize) -> Timeline {
        let mut timeline = self.timeline(&[], false);
        for at in 0..self.statements.len() {
            let label = u32::try_from(at).unwrap();
            let label = if at == given { Statement::GIVEN } else { Statement(label) };
            self.say_as(&mut timeline, at, label);
        }
        timeline
    }

    /// Every statement says of the events it is about that they lie in their windows, so that brute force has an end.
    pub(super) fn say(&self, timeline: &mut Timeline, at: usize) {
        self.say_as(timeline, at, Statement(u32::try_from(at).unwrap()));
    }

    fn say_as(&self, timeline: &mut Timeline, at: usize, label: Statement) {
        for event in 0..self.may_never.len() {
            let start = Line::From(event, self.windows[event] * DAY).constraint();
            let end = Line::Until(event, (self.windows[event] + WIDTH) * DAY - 1).constraint();
            timeline.add(label, &[start]);
            if self.may_never[event] {
                let never = Constraint::never(Event(event));
                timeline.choose(label, vec![vec![end], vec![never]]);
            } else {
                timeline.add(label, &[end]);
            }
        }
        let lines = &self.statements[at];
        let said = |lines: &Vec<Line>| lines.iter().map(|l| l.constraint()).collect::<Vec<_>>();
        if let [only] = lines.as_slice() {
            timeline.add(label, &said(only));
        } else {
            timeline.choose(label, lines.iter().map(said).collect());
        }
    }
}

/// The times that brute force goes through, and for each statement those that satisfy it, one bit each.
pub(super) struct Brute {
    values: Vec<Vec<i64>>,
    count: usize,
    satisfy: Vec<Vec<u64>>,
}

impl Brute {
    pub(super) fn of(small: &Small) -> Brute {
        let values: Vec<Vec<i64>> =
            (0..small.may_never.len()).map(|event| small.values(event)).collect();
        let count = values.iter().map(Vec::len).product();
        let mut brute = Brute { values, count, satisfy: Vec::new() };
        for lines in &small.statements {
            let mut any = vec![0_u64; count.div_ceil(64)];
            for alternative in lines {
                let mut all = vec![u64::MAX; any.len()];
                for line in alternative {
                    brute.apply(*line, &mut all);
                }
                any.iter_mut().zip(all).for_each(|(a, b)| *a |= b);
            }
            brute.satisfy.push(any);
        }
        brute
    }

    /// The place of each event's value in an assignment.
    fn places(&self, mut number: usize) -> Vec<usize> {
        let mut places = Vec::new();
        for values in &self.values {
            places.push(number % values.len());
            number /= values.len();
        }
        places
    }

    fn apply(&self, line: Line, bits: &mut [u64]) {
        let events = line.events();
        let (a, b) = (events[0], *events.last().unwrap());
        let table: Vec<Vec<bool>> = self.values[a]
            .iter()
            .map(|x| {
                let with = |y: &i64| line.holds(&|e| if e == a { *x } else { *y });
                self.values[b].iter().map(with).collect()
            })
            .collect();
        for number in 0..self.count {
            let places = self.places(number);
            let holds = if a == b {
                let x = self.values[a][places[a]];
                line.holds(&|_| x)
            } else {
                table[places[a]][places[b]]
            };
            if !holds {
                bits[number / 64] &= !(1 << (number % 64));
            }
        }
    }

    /// The assignments of which something is so, one bit each.
    pub(super) fn mask(&self, so: &dyn Fn(&[i64]) -> bool) -> Vec<u64> {
        let mut mask = vec![0_u64; self.count.div_ceil(64)];
        let mut times = vec![0; self.values.len()];
        for number in 0..self.count {
            let mut rest = number;
            for (time, values) in times.iter_mut().zip(&self.values) {
                *time = values[rest % values.len()];
                rest /= values.len();
            }
            mask[number / 64] |= u64::from(so(&times)) << (number % 64);
        }
        mask
    }

    /// Whether some statements can hold together with what a mask says.
    pub(super) fn fits(&self, set: &BTreeSet<usize>, mask: &[u64]) -> bool {
        (0..mask.len())
            .any(|word| set.iter().fold(mask[word], |bits, s| bits & self.satisfy[*s][word]) != 0)
    }

    /// The assignments that satisfy some statements.
    pub(super) fn solutions(&self, set: &BTreeSet<usize>) -> Vec<Vec<i64>> {
        (0..self.count)
            .filter(|n| set.iter().all(|s| self.satisfy[*s][n / 64] >> (n % 64) & 1 == 1))
            .map(|n| self.places(n).iter().enumerate().map(|(e, p)| self.values[e][*p]).collect())
            .collect()
    }

    pub(super) fn consistent(&self, set: &BTreeSet<usize>) -> bool {
        (0..self.count.div_ceil(64)).any(|word| {
            let valid =
                if (word + 1) * 64 <= self.count { u64::MAX } else { (1 << (self.count % 64)) - 1 };
            set.iter().fold(valid, |bits, s| bits & self.satisfy[*s][word]) != 0
        })
    }
}

pub(super) fn subsets(count: usize) -> impl Iterator<Item = BTreeSet<usize>> {
    (0..1_usize << count).map(move |bits| (0..count).filter(|s| bits >> s & 1 == 1).collect())
}

/// The smallest sets for which `clashes`, smallest first.
pub(super) fn minimal_sets(
    count: usize,
    clashes: &dyn Fn(&BTreeSet<usize>) -> bool,
) -> Vec<Vec<u32>> {
    let mut all: Vec<BTreeSet<usize>> = subsets(count).collect();
    all.sort_by_key(BTreeSet::len);
    let mut found: Vec<BTreeSet<usize>> = Vec::new();
    for set in all {
        if !found.iter().any(|f| f.is_subset(&set)) && clashes(&set) {
            found.push(set);
        }
    }
    let mut found: Vec<Vec<u32>> = found
        .into_iter()
        .map(|s| s.into_iter().map(|n| u32::try_from(n).unwrap()).collect())
        .collect();
    found.sort_by(|a: &Vec<u32>, b| (a.len(), a).cmp(&(b.len(), b)));
    found
}
