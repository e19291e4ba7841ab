//! Gates that wait for one another: `no-gate-cycle`.
//!
//! Takes what waits for what, from a framework on as far as it leads; gives a finding for the smallest circle through each
//! statement, with edits that break it, each tried. A circle of phases alone is a contradiction of their times and is told
//! there. Knows nothing of how waiting is written.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::structure::{Part, about};
use super::waits::{Node, Wait, inside, waits};
use crate::diagnostic::{Finding, Level, NoteKind};
use crate::eval::Evaluator;
use crate::expr::EntityId;
use crate::model::Model;
use crate::schema::Kind;
use crate::source::{Role, Span};
use crate::time::Consistency;

/// So many circles of one framework are told.
const MOST: usize = 8;
/// So many things are followed from one framework on.
const FURTHEST: usize = 20_000;

/// Nothing waits for what waits for it.
pub(super) fn no_gates_wait_for_one_another(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    part: Part,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    let thing = model.things.get(id);
    if thing.parent.is_some() || !matches!(thing.kind, Kind::Framework | Kind::Condition) {
        return;
    }
    let graph = Graph::from(eval, id);
    let mut circles = graph.circles();
    // Phases that must come and cannot are a contradiction; milestones in a circle just never come.
    let clashes = circles.iter().any(|c| graph.is_of_a_sequence(model, c))
        && eval.plan(id).timeline.consistency() == Consistency::Inconsistent;
    circles.retain(|c| !(clashes && graph.is_of_a_sequence(model, c)));
    let of_it = |circle: &Vec<usize>| match part {
        Part::First => owner(model, &graph, circle) == Some(id),
        Part::Any => !phases_alone(model, &graph, circle) && takes_part(model, &graph, circle, id),
    };
    for circle in circles.into_iter().filter(of_it).take(MOST) {
        findings.push(told(model, &graph, &circle, id));
    }
}

/// What waits for what.
struct Graph {
    waits: Vec<Wait>,
    /// The statements by which each thing waits, by their places.
    from: BTreeMap<Node, Vec<usize>>,
}

impl Graph {
    /// Follows everything from a framework on.
    fn from(eval: &mut Evaluator<'_>, root: EntityId) -> Graph {
        let mut graph = Graph { waits: Vec::new(), from: BTreeMap::new() };
        let mut open: VecDeque<Node> = inside(eval, root).into();
        while let Some(node) = open.pop_front() {
            if graph.from.contains_key(&node) || graph.from.len() >= FURTHEST {
                continue;
            }
            let own = waits(eval, node);
            open.extend(own.iter().map(|wait| wait.to));
            let places = graph.waits.len()..graph.waits.len() + own.len();
            graph.waits.extend(own);
            graph.from.insert(node, places.collect());
        }
        graph
    }

    /// Returns the shortest way from one thing to another, as places of statements, without some of them.
    fn way(&self, from: Node, to: Node, without: &dyn Fn(&Wait) -> bool) -> Option<Vec<usize>> {
        let mut came: BTreeMap<Node, usize> = BTreeMap::new();
        let mut open = VecDeque::from([from]);
        let mut seen = BTreeSet::from([from]);
        while let Some(node) = open.pop_front() {
            if node == to {
                let (mut way, mut at) = (Vec::new(), to);
                while at != from {
                    let place = *came.get(&at)?;
                    way.push(place);
                    at = self.waits.get(place)?.from;
                }
                way.reverse();
                return Some(way);
            }
            for place in self.from.get(&node).into_iter().flatten() {
                let Some(wait) = self.waits.get(*place).filter(|wait| !without(wait)) else {
                    continue;
                };
                if seen.insert(wait.to) {
                    came.insert(wait.to, *place);
                    open.push_back(wait.to);
                }
            }
        }
        None
    }

    /// Returns the smallest circle through each statement that really waits, the smallest first, each once.
    fn circles(&self) -> Vec<Vec<usize>> {
        let mut found: Vec<Vec<usize>> = Vec::new();
        let mut known: BTreeSet<Vec<usize>> = BTreeSet::new();
        for (place, wait) in self.waits.iter().enumerate().filter(|(_, wait)| wait.strict) {
            let Some(mut circle) = self.way(wait.to, wait.from, &|_| false) else { continue };
            circle.insert(0, place);
            let mut same = circle.clone();
            same.sort_unstable();
            if known.insert(same) {
                found.push(circle);
            }
        }
        found.sort_by_key(Vec::len);
        found
    }

    fn wait(&self, place: usize) -> Option<&Wait> {
        self.waits.get(place)
    }

    fn all<'g>(&'g self, circle: &'g [usize]) -> impl Iterator<Item = &'g Wait> {
        circle.iter().filter_map(|place| self.wait(*place))
    }

    /// Checks whether phases and milestones alone wait for one another in a circle.
    fn is_of_a_sequence(&self, model: &Model, circle: &[usize]) -> bool {
        let planned =
            |node: Node| matches!(node, Node::Thing(id) if model.things.get(id).kind.is_planned());
        self.all(circle).all(|wait| planned(wait.from) && planned(wait.to))
    }

    /// Checks that without what an edit takes back nothing of a circle waits for itself any more.
    fn breaks(&self, circle: &[usize], edit: &str) -> bool {
        let without = |wait: &Wait| wait.edit.as_deref() == Some(edit);
        self.all(circle)
            .filter(|wait| !without(wait))
            .all(|wait| self.way(wait.to, wait.from, &without).is_none())
    }
}

/// Checks whether a circle is one of phases alone: their times contradict each other, which is told there.
fn phases_alone(model: &Model, graph: &Graph, circle: &[usize]) -> bool {
    let phase =
        |node: Node| matches!(node, Node::Thing(id) if model.things.get(id).kind == Kind::Phase);
    graph.all(circle).all(|wait| phase(wait.from) && phase(wait.to))
}

/// Checks whether a statement of a circle stands in a thing.
fn takes_part(model: &Model, graph: &Graph, circle: &[usize], id: EntityId) -> bool {
    graph.all(circle).any(|wait| model.things.root(wait.of) == id)
}

/// Returns whose finding a circle is: of what is checked the first that takes part; none where it is told elsewhere.
fn owner(model: &Model, graph: &Graph, circle: &[usize]) -> Option<EntityId> {
    if phases_alone(model, graph, circle) {
        return None;
    }
    let roots = graph.all(circle).map(|wait| model.things.root(wait.of));
    let checked = roots.filter(|root| model.things.get(*root).role == Role::Checked);
    checked.min_by_key(|root| (model.things.get(*root).kind != Kind::Framework, *root))
}

/// Turns a circle so that it begins with the first line that waits, of the text that is checked if one is of it.
fn turned(model: &Model, graph: &Graph, circle: &[usize], id: EntityId) -> Vec<usize> {
    let own = model.things.get(id).head.file;
    let first = |place: &usize| {
        let wait = graph.wait(*place)?;
        let span = wait.said.first()?.0.span;
        Some((span.file != own, !wait.strict, span))
    };
    let at = (0..circle.len()).min_by_key(|at| circle.get(*at).map(first)).unwrap_or(0);
    let mut circle = circle.to_vec();
    circle.rotate_left(at);
    circle
}

fn told(model: &Model, graph: &Graph, circle: &[usize], id: EntityId) -> Finding {
    let circle = &turned(model, graph, circle, id)[..];
    let said = || graph.all(circle).flat_map(|wait| wait.said.iter());
    let provenance = |at| model.cites.get(at);
    // A circle is as sure as the least of its statements.
    let sure = said().all(|(said, _)| {
        let from = provenance(said.cite);
        !from.inferred && !from.unverified
    });
    let level = if sure { Level::Error } else { Level::Warning };
    let message = match circle.len() {
        1 => "this waits for itself: it can never begin".to_owned(),
        2 => "each of these two waits for the other: neither can begin".to_owned(),
        _ => "each of these waits for the next, and the last for the first: nothing can start"
            .to_owned(),
    };
    let mut labels: Vec<(Span, &str)> = Vec::new();
    for (said, text) in said() {
        if !labels.iter().any(|(span, _)| *span == said.span) {
            labels.push((said.span, text));
        }
    }
    let mut labels = labels.into_iter();
    let (span, text) = labels.next().unwrap_or((model.things.get(id).head, ""));
    let mut finding = Finding::broken("no-gate-cycle", level, span, message).here(text);
    for (span, text) in labels {
        finding = finding.label(span, text);
    }
    for (said, _) in said() {
        for text in model.cites.texts(said.cite) {
            if !finding.citations.contains(&text) {
                finding.citations.push(text);
            }
        }
    }
    let mut names: Vec<String> = graph.all(circle).map(|wait| wait.from.words(model)).collect();
    names.extend(names.first().cloned());
    let mut finding = finding.note(NoteKind::So, format!("the circle is {}", names.join(" > ")));
    for help in help(graph, circle) {
        finding = finding.help(help);
    }
    if !sure {
        finding = finding.note(NoteKind::Note, "one of these statements is inferred or unverified");
    }
    let mut finding = about(finding, model, id);
    let waiting = graph.all(circle).map(|wait| match wait.from {
        Node::Thing(id) | Node::Consent(id) => model.things.path(id),
    });
    finding.subject.about = waiting.collect();
    finding.subject.about.dedup();
    finding
}

/// Edits that break a circle, each tried.
fn help(graph: &Graph, circle: &[usize]) -> Vec<String> {
    let mut edits: Vec<&str> = Vec::new();
    for wait in graph.all(circle) {
        let Some(edit) = wait.edit.as_deref() else { continue };
        if !edits.contains(&edit) && graph.breaks(circle, edit) {
            edits.push(edit);
        }
    }
    let shown: Vec<String> =
        edits.iter().map(|edit| format!("detente what-if \"{edit}\"")).collect();
    match shown.as_slice() {
        [] => vec!["there is more than one circle here: leave out a line of each".to_owned()],
        [one] => vec![format!("this breaks it: {one}")],
        _ => {
            let mut all = vec!["any one of these breaks it".to_owned()];
            all.extend(shown);
            all
        }
    }
}
