//! Choices against what they stand for: a plan with a choice has the times of the plans in which each branch is taken.
//!
//! Plans are made up at random, the same in every run. Each is written twice: once with the choice, and once for each
//! branch without it, its phases as plain phases after the review.

use detente::analysis::{Input, Request, Row, Times, Window, timeline};
use detente::source::NoFiles;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn up_to(&mut self, most: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

struct Phase {
    name: String,
    lines: Vec<String>,
}

impl Phase {
    fn random(dice: &mut Dice, name: String, earlier: &[String]) -> Phase {
        let mut lines = Vec::new();
        let other = |dice: &mut Dice| {
            earlier[usize::try_from(dice.up_to(earlier.len() as u64)).unwrap()].clone()
        };
        for _ in 0..=dice.up_to(3) {
            let (year, month, n) = (2030 + dice.up_to(4), 1 + dice.up_to(12), 1 + dice.up_to(9));
            let line = match dice.up_to(7) {
                0 => format!("starts {year}-{month:02}"),
                1 => format!("ends by {year}-{month:02}"),
                2 => format!("lasts at least {n} months"),
                3 => format!("lasts at most {n} months"),
                4 => format!("starts at most {n} months after {}", other(dice)),
                5 => format!("ends before {}", other(dice)),
                _ => format!("starts after {}", other(dice)),
            };
            lines.push(line);
        }
        Phase { name, lines }
    }

    fn written(&self, more: Option<&str>) -> String {
        let lines = self.lines.iter().map(String::as_str).chain(more);
        format!("phase {} {{ {} }}\n", self.name, lines.collect::<Vec<_>>().join("; "))
    }
}

struct Plan {
    shared: Vec<Phase>,
    branches: Vec<Vec<Phase>>,
}

impl Plan {
    fn random(dice: &mut Dice) -> Plan {
        let mut names = vec!["review".to_owned()];
        let mut shared = vec![Phase {
            name: "review".to_owned(),
            lines: vec!["starts 2031".to_owned(), "lasts 1 day".to_owned()],
        }];
        for n in 0..dice.up_to(3) {
            let phase = Phase::random(dice, format!("s{n}"), &names);
            names.push(phase.name.clone());
            shared.push(phase);
        }
        let mut branches = Vec::new();
        for b in 0..2 + dice.up_to(2) {
            let mut seen = names.clone();
            let mut phases = Vec::new();
            for n in 0..=dice.up_to(2) {
                let phase = Phase::random(dice, format!("b{b}p{n}"), &seen);
                seen.push(phase.name.clone());
                phases.push(phase);
            }
            branches.push(phases);
        }
        Plan { shared, branches }
    }

    fn with_choice(&self) -> String {
        let mut text: String = self.shared.iter().map(|p| p.written(None)).collect();
        text += "choice at review {\n";
        for (n, phases) in self.branches.iter().enumerate() {
            let when = if n == 0 { "otherwise" } else { "if settled strait" };
            text += &format!("branch b{n} {when} {{\n");
            text.extend(phases.iter().map(|p| p.written(None)));
            text += "}\n";
        }
        format!("{text}}}\n")
    }

    fn taken(&self, branch: usize) -> String {
        let shared = self.shared.iter().map(|p| p.written(None));
        // What is chosen when the review is over cannot begin sooner, though it may begin at that very moment.
        let least = "starts after review";
        shared.chain(self.branches[branch].iter().map(|p| p.written(Some(least)))).collect()
    }
}

fn rows(phases: &str) -> Vec<Row> {
    let text = format!("issue strait\nframework plan {{\nsequence {{\n{phases}}}\n}}\n");
    let input = Input { name: "plan.det".to_owned(), text: Ok(text.clone()) };
    let made = timeline(vec![input], &NoFiles, &Request::default(), None);
    assert!(made.broken.is_empty(), "{text}\n{:?}", made.broken);
    made.answer.unwrap().remove(0).rows
}

fn times(rows: &[Row], name: &str) -> Option<(Window, Window, bool)> {
    match rows.iter().find(|row| row.name == name)?.times {
        Times::Known { start, end, may_never } => Some((start, end, may_never)),
        _ => None,
    }
}

/// Whether it can come at all, as far as its branch can be taken.
fn is_never(rows: &[Row], name: &str) -> bool {
    rows.iter().any(|row| row.name == name && row.times == Times::Never)
}

fn wider(a: Window, b: Window) -> Window {
    Window {
        earliest: a.earliest.zip(b.earliest).map(|(a, b)| a.min(b)),
        latest: a.latest.zip(b.latest).map(|(a, b)| a.max(b)),
        ..Window::default()
    }
}

#[test]
fn a_choice_has_the_times_of_its_branches() {
    let mut dice = Dice(7);
    let (mut clashed, mut one_left, mut several) = (0, 0, 0);
    for _ in 0..100 {
        let plan = Plan::random(&mut dice);
        let whole = rows(&plan.with_choice());
        let each: Vec<Vec<Row>> = (0..plan.branches.len()).map(|n| rows(&plan.taken(n))).collect();
        // All phases hang together with the review, or else a branch whose phases clash by themselves is no way either.
        let possible: Vec<usize> = (0..each.len())
            .filter(|n| each[*n].iter().all(|row| matches!(row.times, Times::Known { .. })))
            .collect();
        let text = plan.with_choice();
        match possible.len() {
            0 => clashed += 1,
            1 => one_left += 1,
            _ => several += 1,
        }
        if possible.is_empty() {
            assert!(whole.iter().any(|row| row.times == Times::Clash), "{text}");
            continue;
        }
        for phase in &plan.shared {
            let hull = possible
                .iter()
                .filter_map(|n| times(&each[*n], &phase.name))
                .map(|(start, end, _)| (start, end))
                .reduce(|a, b| (wider(a.0, b.0), wider(a.1, b.1)));
            let found = times(&whole, &phase.name).map(|(start, end, _)| (start, end));
            assert_eq!(found, hull, "{}\n{text}", phase.name);
        }
        for (n, phases) in plan.branches.iter().enumerate() {
            for phase in phases {
                if !possible.contains(&n) {
                    assert!(is_never(&whole, &phase.name), "{}\n{text}", phase.name);
                    continue;
                }
                let found = times(&whole, &phase.name);
                let (start, end, may_never) = found.unwrap_or_else(|| panic!("{text}"));
                assert_eq!(may_never, possible != [n], "{}\n{text}", phase.name);
                let (from, to, _) = times(&each[n], &phase.name).unwrap();
                let latest = |w: Window| if may_never { None } else { w.latest };
                let same = |w: Window| (w.earliest, latest(w));
                assert_eq!(
                    (same(start), same(end)),
                    (same(from), same(to)),
                    "{}\n{text}",
                    phase.name
                );
            }
        }
    }
    assert!(clashed > 5 && one_left > 5 && several > 5, "{clashed} {one_left} {several}");
}

/// A plan of which one branch holds a further choice, made at its first phase.
struct Nested {
    plan: Plan,
    inner: Vec<Vec<Phase>>,
}

impl Nested {
    fn random(dice: &mut Dice) -> Nested {
        let plan = Plan::random(dice);
        let mut names: Vec<String> = plan.shared.iter().map(|p| p.name.clone()).collect();
        names.extend(plan.branches[0].iter().map(|p| p.name.clone()));
        let inner = (0..2).map(|n| vec![Phase::random(dice, format!("i{n}"), &names)]).collect();
        Nested { plan, inner }
    }

    /// Written with the inner choice inside its branch, or else beside the outer one.
    fn written(&self, inside: bool) -> String {
        let mut inner = "choice at b0p0 {\n".to_owned();
        for (n, phases) in self.inner.iter().enumerate() {
            let when = if n == 0 { "otherwise" } else { "if settled strait" };
            let phases: String = phases.iter().map(|p| p.written(None)).collect();
            inner += &format!("branch inner{n} {when} {{\n{phases}}}\n");
        }
        inner += "}\n";
        let outer = self.plan.with_choice();
        if inside {
            outer.replacen(
                "branch b0 otherwise {\n",
                &format!("branch b0 otherwise {{\n{inner}"),
                1,
            )
        } else {
            outer + &inner
        }
    }

    /// The ways through both: a branch, and one of the inner ones where it is the first.
    fn ways(&self) -> Vec<(usize, Option<usize>)> {
        let others = (1..self.plan.branches.len()).map(|n| (n, None));
        (0..self.inner.len()).map(|n| (0, Some(n))).chain(others).collect()
    }

    fn taken(&self, way: (usize, Option<usize>)) -> String {
        let mut text = self.plan.taken(way.0);
        for phase in way.1.iter().flat_map(|n| &self.inner[*n]) {
            text += &phase.written(Some("starts after b0p0"));
        }
        text
    }
}

#[test]
fn a_choice_in_a_branch_has_the_times_of_its_ways() {
    let mut dice = Dice(11);
    let (mut several, mut inner_seen) = (0, 0);
    for _ in 0..25 {
        let nested = Nested::random(&mut dice);
        let (inside, beside) = (rows(&nested.written(true)), rows(&nested.written(false)));
        let ways = nested.ways();
        let each: Vec<Vec<Row>> = ways.iter().map(|way| rows(&nested.taken(*way))).collect();
        let known = |rows: &[Row]| rows.iter().all(|r| matches!(r.times, Times::Known { .. }));
        let possible: Vec<usize> = (0..each.len()).filter(|n| known(&each[*n])).collect();
        let text = nested.written(true);
        if possible.is_empty() {
            assert!(inside.iter().any(|row| row.times == Times::Clash), "{text}");
            continue;
        }
        several += usize::from(possible.len() > 1);
        for row in &inside {
            let beside = times(&beside, &row.name);
            assert_eq!(times(&inside, &row.name), beside, "{}\n{text}", row.name);
        }
        let hull = |name: &str| {
            let of = possible.iter().filter_map(|n| times(&each[*n], name));
            of.map(|(start, end, _)| (start, end)).reduce(|a, b| (wider(a.0, b.0), wider(a.1, b.1)))
        };
        for phase in &nested.plan.shared {
            let found = times(&inside, &phase.name).map(|(start, end, _)| (start, end));
            assert_eq!(found, hull(&phase.name), "{}\n{text}", phase.name);
        }
        for phase in nested.inner.iter().flatten() {
            let ways_with = possible.iter().filter(|n| times(&each[**n], &phase.name).is_some());
            let ways_with = ways_with.count();
            if ways_with == 0 {
                assert!(is_never(&inside, &phase.name), "{}\n{text}", phase.name);
                continue;
            }
            let (start, _, may_never) = times(&inside, &phase.name).unwrap();
            assert_eq!(may_never, ways_with < possible.len(), "{}\n{text}", phase.name);
            if let Some((from, _)) = hull(&phase.name) {
                assert_eq!(start.earliest, from.earliest, "{}\n{text}", phase.name);
                inner_seen += 1;
            }
        }
    }
    assert!(several > 3 && inner_seen > 5, "{several} {inner_seen}");
}
