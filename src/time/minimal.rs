//! The smallest sets of statements that cannot hold together.
//!
//! Takes a part and what a question supposes; gives sets of which no statement can be left out: what is left when one is
//! taken away can hold (with what is supposed). Every reason this crate gives for a time is such a set, with the
//! contrary supposed. Knows nothing of what the question was.
//!
//! One set is found by leaving out statement after statement of a first explanation, largest label first, and going on
//! with the smaller explanation each time (the deletion filter with clause-set refinement; for this and its like see
//! U. Junker, "QUICKXPLAIN", AAAI 2004). All sets are found by Reiter's hitting-set tree (R. Reiter, "A theory of
//! diagnosis from first principles", Artificial Intelligence 32, 1987): a set is either the one that was found first or
//! lacks one of its statements.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Statement;
use super::column::NONE;
use super::constraint::Rule;
use super::instant::END;
use super::part::{Decision, Trial};

/// A set of statements that cannot hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reason {
    pub(super) statements: BTreeSet<Statement>,
    /// Whether each was seen to be needed; not so only where a limit was reached.
    pub(super) minimal: bool,
}

/// What was found.
#[derive(Clone, Debug)]
pub(super) enum Reasons {
    /// All can hold together.
    None,
    /// The sets, fewest statements first, then smallest labels; and whether these are all.
    Sets(Vec<Reason>, bool),
    TooMany,
}

/// Finds the sets of a part's statements that cannot hold with what the trial supposes, at most `most` of them.
pub(super) fn reasons(trial: &mut Trial<'_>, most: usize) -> Reasons {
    let all = trial.part().all();
    let enough = trial.engine.work().saturating_add(trial.limits.steps);
    let mut sets: Vec<Reason> = Vec::new();
    let mut complete = true;
    let mut consistent: Vec<BTreeSet<Statement>> = Vec::new();
    let mut seen: BTreeSet<BTreeSet<Statement>> = BTreeSet::new();
    let mut without = VecDeque::from([BTreeSet::new()]);
    let mut looked = 0;
    while let Some(removed) = without.pop_front() {
        if consistent.iter().any(|c| c.is_subset(&removed)) {
            continue;
        }
        let known = sets.iter().find(|set| set.statements.is_disjoint(&removed));
        let set = if let Some(known) = known {
            known.statements.clone()
        } else {
            let late = trial.engine.work() > enough || looked > trial.limits.leaves;
            if !sets.is_empty() && (late || sets.len() >= most) {
                complete = false;
                break;
            }
            let rest = all.difference(&removed).copied().collect();
            match trial.check(&rest) {
                Decision::Consistent => {
                    consistent.push(removed);
                    continue;
                }
                Decision::TooMany if sets.is_empty() => return Reasons::TooMany,
                Decision::TooMany => {
                    complete = false;
                    continue;
                }
                Decision::Clash(clash) => {
                    let reason = shrink(trial, clash);
                    let statements = reason.statements.clone();
                    complete &= reason.minimal;
                    sets.push(reason);
                    statements
                }
            }
        };
        looked += 1;
        if looked > trial.limits.leaves {
            complete = false;
            break;
        }
        for statement in set {
            let mut more = removed.clone();
            more.insert(statement);
            if seen.insert(more.clone()) {
                without.push_back(more);
            }
        }
    }
    if sets.is_empty() {
        return Reasons::None;
    }
    sets.sort_by(|a, b| {
        (a.statements.len(), &a.statements).cmp(&(b.statements.len(), &b.statements))
    });
    Reasons::Sets(sets, complete)
}

/// Finds a smallest set among some of a part's statements.
pub(super) fn smallest(trial: &mut Trial<'_>, among: &BTreeSet<Statement>) -> Reasons {
    match trial.check(among) {
        Decision::Consistent => Reasons::None,
        Decision::TooMany => Reasons::TooMany,
        Decision::Clash(clash) => Reasons::Sets(vec![shrink(trial, clash)], false),
    }
}

/// Leaves out every statement of a clash that is not needed.
fn shrink(trial: &mut Trial<'_>, mut clash: BTreeSet<Statement>) -> Reason {
    let mut needed: BTreeSet<Statement> = BTreeSet::new();
    let mut minimal = true;
    let mut changed = true;
    loop {
        if changed && is_bare_circle(trial, &clash) {
            return Reason { statements: clash, minimal: true };
        }
        changed = false;
        let Some(tried) = clash.iter().rev().find(|s| !needed.contains(s)).copied() else {
            return Reason { statements: clash, minimal };
        };
        let mut rest = clash.clone();
        rest.remove(&tried);
        match trial.check(&rest) {
            // Whatever clashes in here needs what was needed before.
            Decision::Clash(smaller) => {
                clash = smaller;
                changed = true;
            }
            Decision::Consistent => {
                needed.insert(tried);
            }
            Decision::TooMany => {
                needed.insert(tried);
                minimal = false;
            }
        }
    }
}

/// Checks whether a clash is plainly minimal, so that long chains need not be tried link by link: its statements form
/// one circle, each between two events (or an event and the calendar), and far from the ends of the calendar. Without
/// any one of them the others form lines, along which times can be chosen one after the other: every statement can
/// hold by itself, and for each time of the one event there is one of the other, as it is either a single bound or
/// made of lengths alone. What is given may close such a line again only beside a statement, which is then tried.
fn is_bare_circle(trial: &mut Trial<'_>, clash: &BTreeSet<Statement>) -> bool {
    let part = trial.part();
    // The events joined, `NONE` for the calendar.
    let mut edges: Vec<(usize, usize)> = Vec::new();
    let mut several: Vec<Statement> = Vec::new();
    let mut stated: Vec<(Statement, (usize, usize))> = Vec::new();
    let (mut reach, mut dates) = (0_i64, Vec::new());
    let mut edge = |links: &[usize]| {
        let mut joined = None;
        for link in links {
            let (a, b) = match trial.graph.rule(*link)? {
                Rule::From { event, ticks } | Rule::Until { event, ticks } => {
                    dates.push(ticks);
                    (event, NONE)
                }
                Rule::Step { source, target, step } => {
                    if links.len() > 1 && step.weight().is_none() {
                        return None;
                    }
                    reach = reach.saturating_add(step.reach());
                    (source.min(target), source.max(target))
                }
            };
            if a == b || joined.is_some_and(|known| known != (a, b)) {
                return None;
            }
            joined = Some((a, b));
        }
        joined
    };
    for statement in clash {
        let Some(own) = part.statements.get(statement).filter(|own| own.choices.is_empty()) else {
            return false;
        };
        let Some(joined) = edge(&own.links) else { return false };
        edges.push(joined);
        if own.links.len() > 1 {
            several.push(*statement);
        }
        stated.push((*statement, joined));
    }
    for link in trial.supposed() {
        let Some(joined) = edge(&[*link]) else { return false };
        edges.push(joined);
    }
    let far = if dates.is_empty() {
        reach < END / 4
    } else {
        dates.iter().all(|d| *d > reach && *d < END.saturating_sub(reach))
    };
    let Some(beside) = beside_given(trial, &edges).filter(|_| far) else { return false };
    let beside = stated.into_iter().filter(|(_, joined)| beside.contains(joined));
    let beside: Vec<Statement> = beside.map(|(statement, _)| statement).collect();
    several.extend(&beside);
    let mut holds = |set: &BTreeSet<Statement>| matches!(trial.check(set), Decision::Consistent);
    edges.len() > 1
        && is_circle(&edges)
        && several.into_iter().all(|statement| holds(&BTreeSet::from([statement])))
        && beside.into_iter().all(|statement| {
            let mut rest = clash.clone();
            rest.remove(&statement);
            holds(&rest)
        })
}

/// Returns the edges of a circle beside which something is given of the same two events. None where what is given may have
/// more to do with it: where it bounds one of the events, or leads from one of them further than to the next.
fn beside_given(trial: &Trial<'_>, edges: &[(usize, usize)]) -> Option<BTreeSet<(usize, usize)>> {
    let given = &trial.part().given;
    if !given.choices.is_empty() {
        return None;
    }
    let nodes: BTreeSet<usize> = edges.iter().flat_map(|(a, b)| [*a, *b]).collect();
    let edges: BTreeSet<(usize, usize)> = edges.iter().copied().collect();
    let mut beside = BTreeSet::new();
    // What lies next to the circle, with what it is joined to; what is bounded, or joined to several, may close it.
    let mut joined: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for link in &given.links {
        let (a, b) = match trial.graph.rule(*link)? {
            Rule::From { event, .. } | Rule::Until { event, .. } => (event, NONE),
            Rule::Step { source, target, .. } => (source.min(target), source.max(target)),
        };
        if edges.contains(&(a, b)) {
            beside.insert((a, b));
            continue;
        }
        for (one, other) in [(a, b), (b, a)] {
            joined.entry(one).or_default().insert(other);
        }
    }
    let next = nodes.iter().filter_map(|node| Some((node, joined.get(node)?)));
    let ends_there = |node: &usize, other: &usize| {
        *other != NONE
            && !nodes.contains(other)
            && joined.get(other).is_some_and(|back| back.len() == 1 && back.contains(node))
    };
    let mut harmless = next.flat_map(|(node, others)| others.iter().map(move |o| (node, o)));
    harmless.all(|(node, other)| *node == NONE || ends_there(node, other)).then_some(beside)
}

/// Checks whether edges form exactly one circle.
fn is_circle(edges: &[(usize, usize)]) -> bool {
    let mut at: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, (a, b)) in edges.iter().enumerate() {
        at.entry(*a).or_default().push(number);
        at.entry(*b).or_default().push(number);
    }
    if at.values().any(|joined| joined.len() != 2) {
        return false;
    }
    let Some((mut node, _)) = edges.first().copied() else { return false };
    let (mut edge, mut walked) = (0, 0);
    loop {
        walked += 1;
        let Some((a, b)) = edges.get(edge).copied() else { return false };
        node = if node == a { b } else { a };
        let next = at.get(&node).and_then(|both| both.iter().find(|other| **other != edge));
        match next {
            Some(0) | None => break,
            Some(next) => edge = *next,
        }
    }
    walked == edges.len()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use super::super::{Constraint, Length, Limits, Time, Timeline};
    use super::*;
    use jiff::civil::date;

    #[test]
    fn circles_are_told_from_what_only_looks_like_one() {
        assert!(is_circle(&[(0, 1), (0, 1)]));
        assert!(is_circle(&[(0, 1), (1, 2), (0, 2)]));
        assert!(!is_circle(&[(0, 1), (1, 2)]));
        assert!(!is_circle(&[(0, 1), (0, 1), (2, 3), (2, 3)]));
        assert!(!is_circle(&[(0, 1), (0, 1), (0, 1)]));
    }

    #[test]
    fn a_circle_is_bare_where_what_is_given_closes_none_without_one_of_its_lines() {
        let year = |year| Time::start_of(date(year, 1, 1));
        // It begins, takes two years, and ends by a date; given is that it does not end before it begins.
        let bare = |from: i16, until: i16, dated: bool, round: bool| {
            let mut timeline = Timeline::default();
            let [start, end, other] = [(); 3].map(|()| timeline.event(false));
            timeline.add(Statement(1), &[Constraint::no_earlier(start, year(from))]);
            let length = Length::days(730);
            timeline.add(Statement(2), &[Constraint::at_least_after(end, start, length)]);
            timeline.add(Statement(3), &[Constraint::no_later(end, year(until))]);
            if round {
                let order =
                    [(other, start), (end, other)].map(|(b, a)| Constraint::not_before(b, a));
                timeline.add(Statement::GIVEN, &order);
            } else {
                timeline.add(Statement::GIVEN, &[Constraint::not_before(end, start)]);
            }
            if dated {
                timeline.add(Statement::GIVEN, &[Constraint::no_earlier(start, year(2030))]);
            }
            let solved = timeline.solved();
            let part = timeline.part(solved, solved.component(start)).unwrap();
            let mut trial = Trial::new(part, &[], Limits::default());
            is_bare_circle(&mut trial, &BTreeSet::from([1, 2, 3].map(Statement)))
        };
        assert!(bare(2030, 2031, false, false));
        // That it takes long is not needed here.
        assert!(!bare(2036, 2031, false, false));
        // Nor is when it begins, where that is given.
        assert!(!bare(2030, 2031, true, false));
        // Of a way around nothing is said before each line is tried.
        assert!(!bare(2030, 2031, false, true));
    }
}
