//! The solver against brute force on small timelines, and by itself on what brute force cannot reach.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail by panicking"
)]

use std::collections::BTreeSet;

use jiff::civil::{Date as Day, date};
use proptest::prelude::*;

use super::instant::{DAY, END, NEVER};
use super::minimal::{Reasons, reasons};
use super::part::Trial;
use super::*;
use crate::value::CalendarUnit::{self, Days, Months};
use crate::value::{day_of_number, number_of_day};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn from(event: Event, text: &str) -> Constraint {
    Constraint::no_earlier(event, Time::start_of(day(text)))
}

fn until(event: Event, text: &str) -> Constraint {
    Constraint::no_later(event, Time::end_of(day(text)))
}

fn on(event: Event, text: &str) -> Vec<Constraint> {
    vec![from(event, text), until(event, text)]
}

fn days(answer: Answer<Limit>) -> String {
    match answer {
        Answer::Known(Limit::At(time)) => time.day().to_string(),
        other => format!("{other:?}"),
    }
}

fn labels(statements: &[Statement]) -> Vec<u32> {
    statements.iter().map(|s| s.0).collect()
}

fn clash(timeline: &Timeline) -> Vec<u32> {
    let found = timeline.clash().unwrap();
    assert!(found.minimal);
    labels(&found.statements)
}

/// Checks that no clash found in a part is more than another one found there: each is minimal by itself, before they
/// are put together.
fn none_is_more_than_another(timeline: &Timeline) -> bool {
    let solved = timeline.solved();
    solved.components.keys().all(|name| {
        let part = timeline.part(solved, *name).unwrap();
        match reasons(&mut Trial::new(part, &[], timeline.limits), 10_000) {
            Reasons::Sets(sets, _) => sets.iter().enumerate().all(|(at, a)| {
                let others = sets.iter().enumerate().filter(|(other, _)| *other != at);
                others.clone().all(|(_, b)| !b.statements.is_subset(&a.statements))
            }),
            Reasons::None | Reasons::TooMany => true,
        }
    })
}

/// Everything a timeline answers, as text: what must not change.
fn picture(timeline: &Timeline) -> String {
    let mut text = format!("{:?} {:?}\n", timeline.consistency(), timeline.clashes(64));
    let events: Vec<Event> = (0..timeline.events()).map(Event).collect();
    for a in &events {
        text += &format!(
            "{a:?} {:?} {:?} {:?} {:?} {:?} {:?}\n",
            timeline.earliest(*a),
            timeline.latest(*a),
            timeline.why_earliest(*a),
            timeline.why_latest(*a),
            timeline.slack(*a),
            timeline.critical_path(*a),
        );
        for b in &events {
            text += &format!("{:?} {:?}\n", timeline.order(*a, *b), timeline.why_order(*a, *b));
        }
    }
    text
}

// ---- brute force ----

/// One line of a statement, with what it means written out by jiff.
#[derive(Clone, Copy, Debug)]
enum Line {
    After(usize, usize, i64),
    DaysAfter(usize, usize, i64, CalendarUnit),
    DaysWithin(usize, usize, i64, CalendarUnit),
    From(usize, i64),
    Until(usize, i64),
    Never(usize),
}

fn moved(number: i64, n: i64, unit: CalendarUnit) -> i64 {
    use jiff::ToSpan;
    let span = match unit {
        Days => n.days(),
        Months => n.months(),
    };
    number_of_day(day_of_number(number).unwrap().checked_add(span).unwrap())
}

impl Line {
    fn constraint(self) -> Constraint {
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
type Lines = Vec<Vec<Line>>;

/// A small timeline whose events each lie in a window of a few days.
#[derive(Clone, Debug)]
struct Small {
    may_never: Vec<bool>,
    windows: Vec<i64>,
    statements: Vec<Lines>,
}

const WIDTH: i64 = 5;

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

    fn timeline(&self, order: &[usize], settle: bool) -> Timeline {
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

    /// Every statement says of the events it is about that they lie in their windows, so that brute force has an end.
    fn say(&self, timeline: &mut Timeline, at: usize) {
        let label = Statement(u32::try_from(at).unwrap());
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
struct Brute {
    values: Vec<Vec<i64>>,
    count: usize,
    satisfy: Vec<Vec<u64>>,
}

impl Brute {
    fn of(small: &Small) -> Brute {
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

    /// The assignments that satisfy some statements.
    fn solutions(&self, set: &BTreeSet<usize>) -> Vec<Vec<i64>> {
        (0..self.count)
            .filter(|n| set.iter().all(|s| self.satisfy[*s][n / 64] >> (n % 64) & 1 == 1))
            .map(|n| self.places(n).iter().enumerate().map(|(e, p)| self.values[e][*p]).collect())
            .collect()
    }

    fn consistent(&self, set: &BTreeSet<usize>) -> bool {
        (0..self.count.div_ceil(64)).any(|word| {
            let valid =
                if (word + 1) * 64 <= self.count { u64::MAX } else { (1 << (self.count % 64)) - 1 };
            set.iter().fold(valid, |bits, s| bits & self.satisfy[*s][word]) != 0
        })
    }
}

fn subsets(count: usize) -> impl Iterator<Item = BTreeSet<usize>> {
    (0..1_usize << count).map(move |bits| (0..count).filter(|s| bits >> s & 1 == 1).collect())
}

/// The smallest sets for which `clashes`, smallest first.
fn minimal_sets(count: usize, clashes: &dyn Fn(&BTreeSet<usize>) -> bool) -> Vec<Vec<u32>> {
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

// ---- differences alone, without windows, against Floyd and Warshall ----

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

// ---- by itself ----

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
}

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
