//! Why an edit changes nothing: no rule asks for what it says, or those that do wait for something else.
//!
//! Takes what the edits changed and the findings that stand; gives remarks for whoever made the edit. Judges nothing.

use indexmap::IndexMap;
use rustc_hash::FxHashSet;

use super::super::check::Frame;
use super::super::scenarios::Played;
use super::super::world::World;
use super::units::Units;
use crate::checks::{Rule, StepKind};
use crate::diagnostic::Status;
use crate::eval::{HAPPENED, moving_fields};
use crate::expr::{Key, Node, NodeId, NotionId, Stage};
use crate::model::EditStep;
use crate::schema::Kind;

/// So many rules are named; of more it is told what they want most.
const MOST: usize = 3;

/// Says why nothing moved.
pub(super) fn hints(
    world: &World,
    frame: &Frame,
    played: &Played,
    units: &Units,
    steps: &[EditStep],
) -> Vec<String> {
    let mut touched: Vec<&str> = Vec::new();
    for path in steps.iter().flat_map(|s| &s.touched) {
        if !touched.contains(&path.as_str()) {
            touched.push(path);
        }
    }
    if touched.is_empty() || played.changed.is_empty() {
        return Vec::new();
    }
    let keys: FxHashSet<Key> = played.changed.iter().map(|(_, key)| *key).collect();
    let rules = frame.weights.iter().filter_map(|(at, _)| world.rules.get(*at));
    let asking: Vec<&Rule> = rules.filter(|rule| asks(world, rule, &keys)).collect();
    if asking.is_empty() {
        return vec![format!("no rule that is judged here asks for {}", listed(&touched, "or"))];
    }
    let things = &played.model.things;
    let roots: Vec<String> =
        played.changed.iter().map(|(of, _)| things.path(things.root(*of))).collect();
    let named = |rule: &str| asking.iter().any(|r| r.name == rule);
    let mut waiting: Vec<String> = Vec::new();
    let mut held: Vec<String> = Vec::new();
    let mut counts: IndexMap<String, usize> = IndexMap::new();
    for finding in units.findings() {
        if !roots.contains(&finding.subject.framework) || !named(&finding.rule) {
            continue;
        }
        if finding.status != Status::Undecided {
            let line = format!("`{}` {}", finding.rule, finding.status.word());
            if finding.status != Status::Moot && !held.contains(&line) {
                held.push(line);
            }
            continue;
        }
        let mut wanted: Vec<String> = Vec::new();
        for fact in finding.missing.iter().map(|m| format!("{}.{}", m.path, m.field)) {
            if !wanted.contains(&fact) {
                wanted.push(fact);
            }
        }
        for fact in &wanted {
            *counts.entry(fact.clone()).or_default() += 1;
        }
        let wanted: Vec<&str> = wanted.iter().map(String::as_str).collect();
        // Of a keyed field it is the values for other names that are wanted.
        if !wanted.is_empty() && wanted.iter().all(|w| touched.contains(w)) {
            waiting.push(format!("`{}` asks it of others", finding.rule));
        } else if !wanted.is_empty() {
            waiting.push(format!("`{}` waits for {}", finding.rule, listed(&wanted, "and")));
        }
    }
    let what = listed(&touched, "and");
    match (waiting.len(), held.len()) {
        (0, 0) => Vec::new(),
        (0, 1..=MOST) => vec![format!("what asks for {what} is as before: {}", held.join(", "))],
        (0, n) => vec![format!("the {n} rules that ask for it find as before")],
        (1..=MOST, _) => {
            vec![format!("of the rules that ask for {what}, {}", waiting.join("; "))]
        }
        (n, _) => {
            let mut wanted: Vec<(String, usize)> = counts.into_iter().collect();
            wanted.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
            let wanted: Vec<&str> = wanted.iter().take(MOST).map(|(w, _)| w.as_str()).collect();
            let wanted = listed(&wanted, "and");
            vec![format!("{n} rules that ask for it wait for other facts, most of all {wanted}")]
        }
    }
}

/// `A`, `A and B`, `A, B and 4 more`, each in backticks.
fn listed(names: &[&str], last: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [a, b] => format!("{a} {last} {b}"),
        [a, b, c] => format!("{a}, {b} {last} {c}"),
        [a, b, rest @ ..] => format!("{a}, {b} {last} {} more", rest.len()),
    }
}

/// Checks whether a rule, or a definition that it leads to, reads one of these facts.
fn asks(world: &World, rule: &Rule, keys: &FxHashSet<Key>) -> bool {
    let mut next: Vec<NodeId> = vec![rule.require];
    next.extend(rule.eases.iter().map(|e| e.condition));
    for step in &rule.steps {
        match step {
            StepKind::For { set, filter, .. } => {
                next.push(*set);
                next.extend(*filter);
            }
            StepKind::Where(node) => next.push(*node),
        }
    }
    let is_time = |key: &Key| {
        let Key::Field(row) = *key else { return false };
        let of_kind = |kind| moving_fields(kind).any(|(_, time)| time == row);
        row.info().name == HAPPENED || Kind::all().filter(|kind| kind.is_planned()).any(of_kind)
    };
    let timed = keys.iter().any(is_time);
    let (mut seen, mut opened) = (FxHashSet::default(), FxHashSet::<NotionId>::default());
    while let Some(id) = next.pop() {
        if !seen.insert(id) {
            continue;
        }
        let node = world.program.node(id);
        if timed && matches!(node, Node::Timed(..)) {
            return true;
        }
        let called = match node {
            Node::Call { notion, .. } => Some(*notion),
            _ => None,
        };
        let defined = node.facts().iter().filter_map(|(_, key)| match key {
            Key::Notion(notion) => Some(*notion),
            Key::Field(row) => world.notions.of_field(*row),
        });
        for notion in defined.chain(called) {
            if opened.insert(notion)
                && let Some(Stage::Done(Some((body, _)))) =
                    world.notions.get(notion).map(|n| &n.stage)
            {
                next.push(*body);
            }
        }
        if node.facts().iter().any(|(_, key)| keys.contains(key)) {
            return true;
        }
        next.extend(node.children());
    }
    false
}
