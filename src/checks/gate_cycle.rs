//! Gates that wait for one another: `no-gate-cycle`, and duties that are owed only in return for one another:
//! `mutual-exchange`.
//!
//! Takes the circles of what waits for what, and of what is owed in return for what; gives a finding for each, with edits
//! that break it, each tried. A circle of phases that must come is a contradiction of their times and is told there. An
//! exchange is a note, and none where a line or a date says who begins, or that all go side by side. Knows nothing of how
//! waiting is written.

use std::collections::BTreeSet;

use super::circles::{Circle, Graph};
use super::structure::{Part, about};
use super::waits::{How, Node};
use crate::diagnostic::{Finding, Level, NoteKind};
use crate::eval::{Evaluator, Read};
use crate::expr::{EntityId, Key};
use crate::model::{Model, Value};
use crate::schema::{Kind, field};
use crate::source::Span;
use crate::time::{Answer, Consistency, Event, Order};

/// So many circles of one framework are told.
const MOST: usize = 8;

/// Nothing waits for what waits for it, and what is owed only in return for one another does not stand still.
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
    let mut circles = graph.of_waiting();
    // What must come and cannot is a contradiction of times, told there; what need not come just never does.
    let planned =
        |node: Node| matches!(node, Node::Thing(id) if model.things.get(id).kind.is_planned());
    let clashes = circles.iter().any(|c| graph.all_are(c, planned))
        && eval.plan(id).timeline.consistency() == Consistency::Inconsistent;
    circles.retain(|c| !(clashes && graph.all_are(c, planned)));
    circles.extend(graph.of_duties());
    let of_it = |circle: &Circle| match part {
        Part::First => graph.owner(model, circle) == Some(id),
        Part::Any => graph.takes_part(model, circle, id),
    };
    circles.retain(of_it);
    for circle in circles.iter().take(MOST) {
        findings.push(waiting(model, &graph, circle, id));
    }
    let mut exchanges: Vec<Circle> = graph.of_exchanges();
    exchanges.retain(of_it);
    // Where things wait for one another, that they are exchanged too is no news.
    exchanges.retain(|circle| {
        let parties: Vec<Node> = graph.all(circle).flat_map(|wait| [wait.from, wait.to]).collect();
        !circles.iter().any(|told| {
            parties
                .iter()
                .all(|node| graph.all(told).any(|wait| wait.from == *node || wait.to == *node))
        })
    });
    exchanges.retain(|circle| !is_settled(eval, &graph, circle));
    for circle in exchanges.into_iter().take(MOST) {
        findings.push(exchange(model, &graph, &circle, id));
    }
}

/// Checks whether it is said of an exchange who begins, or that all go side by side.
fn is_settled(eval: &mut Evaluator<'_>, graph: &Graph, circle: &[usize]) -> bool {
    let mut parties: Vec<Node> = Vec::new();
    for wait in graph.all(circle).filter(|wait| wait.how == How::Return) {
        parties.extend([wait.from, wait.to]);
    }
    parties.sort_unstable();
    parties.dedup();
    are_side_by_side(eval, &parties) || somebody_begins(eval, graph, &parties)
}

/// Checks whether lines say of all of them, one by one or through one another, that they go side by side.
fn are_side_by_side(eval: &mut Evaluator<'_>, parties: &[Node]) -> bool {
    let Some(first) = parties.first().copied() else { return false };
    let (mut open, mut found) = (vec![first], BTreeSet::from([first]));
    while let Some(node) = open.pop() {
        for other in beside(eval, node) {
            if parties.contains(&other) && found.insert(other) {
                open.push(other);
            }
        }
    }
    found.len() == parties.len()
}

/// Returns what goes side by side with something.
fn beside(eval: &mut Evaluator<'_>, node: Node) -> Vec<Node> {
    let (model, Node::Thing(id)) = (eval.model, node) else { return Vec::new() };
    let Some(row) = field(model.things.get(id).kind, "beside") else { return Vec::new() };
    eval.read(Read::Fact(id, Key::Field(row)));
    let items = model.list(id, Key::Field(row), &eval.view).items;
    let of = |value: Value| match value {
        Value::Entity(id) => Some(Node::Thing(id)),
        _ => None,
    };
    items.into_iter().filter(|i| i.denied.is_none()).filter_map(|i| of(i.value)).collect()
}

/// Checks whether the plan says of one of them that it begins before all the others, or with them.
fn somebody_begins(eval: &mut Evaluator<'_>, graph: &Graph, parties: &[Node]) -> bool {
    let model = eval.model;
    let planned = |node: &Node| match *node {
        Node::Thing(id) if model.things.get(id).kind.is_planned() => Some(id),
        _ => None,
    };
    // A measure comes when the phase comes that starts it.
    let in_plan =
        |node: &Node| planned(node).or_else(|| graph.together(*node).find_map(|n| planned(&n)));
    let Some(all) = parties.iter().map(in_plan).collect::<Option<Vec<EntityId>>>() else {
        return false;
    };
    let Some(plan) = all.first().map(|id| eval.plan(*id)) else { return false };
    let starts: Option<Vec<Event>> =
        all.iter().map(|id| plan.ends(*id).map(|ends| ends.start)).collect();
    let Some(starts) = starts else { return false };
    let is = |a: Event, b: Event, order: Order| plan.timeline.order(a, b) == Answer::Known(order);
    let no_later = |a: Event, b: Event| {
        is(a, b, Order::Necessarily) || (is(a, b, Order::Never) && is(b, a, Order::Never))
    };
    starts.iter().any(|a| starts.iter().all(|b| a == b || no_later(*a, *b)))
}

fn waiting(model: &Model, graph: &Graph, circle: &[usize], id: EntityId) -> Finding {
    let returned = graph.all(circle).filter(|wait| wait.how == How::Return).count();
    let message = match (circle.len(), returned) {
        (1, 0) => "this waits for itself: it can never begin",
        (2, 0) => "each of these two waits for the other: neither can begin",
        (_, 0) => "each of these waits for the next, and the last for the first: nothing can start",
        (1, _) => "this is owed only in return for itself: it is never owed",
        (2, _) => {
            "of these two the one waits for the other, which is owed only in return for it: nobody \
             has to begin"
        }
        _ => {
            "each of these waits for the next or is owed only in return for it, and so the last for \
             the first: nobody has to begin"
        }
    };
    let level = if is_sure(model, graph, circle) { Level::Error } else { Level::Warning };
    let begun = |span| Finding::broken("no-gate-cycle", level, span, message);
    let finding = told(model, graph, circle, id, begun);
    let edits = edits(graph, circle);
    let help = match edits.len() {
        0 => "there is more than one circle here: leave out a line of each",
        1 => "this breaks it",
        _ => "any one of these breaks it",
    };
    finding.help(help).offers(edits)
}

fn exchange(model: &Model, graph: &Graph, circle: &[usize], id: EntityId) -> Finding {
    let returned = graph.all(circle).filter(|wait| wait.how == How::Return).count();
    let message = if returned == 2 {
        "an exchange: each of these is owed only if the other is done"
    } else {
        "an exchange: each of these is owed only if the next is done, and the last only if the first \
         is"
    };
    let begun = |span| Finding::broken("mutual-exchange", Level::Note, span, message);
    let finding = told(model, graph, circle, id, begun)
        .note(NoteKind::So, "nobody has to begin; where none of it is done nothing was missed")
        .help("say who begins, or that they go side by side");
    finding.offers(edits(graph, circle)).offers(side_by_side(model, graph, circle))
}

/// The edit that lets two go side by side.
fn side_by_side(model: &Model, graph: &Graph, circle: &[usize]) -> Option<String> {
    let mut returned = graph.all(circle).filter(|wait| wait.how == How::Return);
    let (one, None) = (returned.next().zip(returned.next())?, returned.next()) else {
        return None;
    };
    let (Node::Thing(a), Node::Thing(b)) = (one.0.from, one.1.from) else { return None };
    let takes = |id: EntityId| field(model.things.get(id).kind, "beside").is_some();
    // What comes together with something goes where that goes.
    let plain = one.0.to == one.1.from && one.1.to == one.0.from;
    (plain && takes(a) && takes(b))
        .then(|| format!("add {} to {}.beside", model.things.path(b), model.things.path(a)))
}

/// A circle is as sure as the least of its statements.
fn is_sure(model: &Model, graph: &Graph, circle: &[usize]) -> bool {
    graph.all(circle).flat_map(|wait| wait.said.iter()).all(|(said, _)| {
        let from = model.cites.get(said.cite);
        !from.inferred && !from.unverified
    })
}

fn told(
    model: &Model,
    graph: &Graph,
    circle: &[usize],
    id: EntityId,
    begun: impl Fn(Span) -> Finding,
) -> Finding {
    let circle = &graph.turned(model, circle, id)[..];
    let said = || graph.all(circle).flat_map(|wait| wait.said.iter());
    let mut labels: Vec<(Span, &str)> = Vec::new();
    for (said, text) in said() {
        if !labels.iter().any(|(span, _)| *span == said.span) {
            labels.push((said.span, text));
        }
    }
    let mut labels = labels.into_iter();
    let (span, text) = labels.next().unwrap_or((model.things.get(id).head, ""));
    let mut finding = begun(span).here(text);
    for (span, text) in labels {
        finding = finding.label(span, text);
    }
    for (said, _) in said() {
        finding.cite(model.cites.texts(said.cite));
    }
    // Of two that are owed for each other the circle is plain.
    if finding.level != Level::Note || circle.len() > 2 {
        let names = graph.all(circle).map(|wait| wait.from.words(model));
        let mut names: Vec<String> = names.collect();
        names.extend(names.first().cloned());
        finding = finding.note(NoteKind::So, format!("the circle is {}", names.join(" > ")));
    }
    if !is_sure(model, graph, circle) {
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

/// Edits that break a circle, each tried, as they are typed.
fn edits(graph: &Graph, circle: &[usize]) -> Vec<String> {
    let mut edits: Vec<&str> = Vec::new();
    for wait in graph.all(circle) {
        let Some(edit) = wait.edit.as_deref() else { continue };
        if !edits.contains(&edit) && graph.breaks(circle, edit) {
            edits.push(edit);
        }
    }
    edits.into_iter().map(str::to_owned).collect()
}
