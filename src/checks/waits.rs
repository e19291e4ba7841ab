//! What waits for what, across frameworks: phases, measures, charters, conditions, and what somebody demands first.
//!
//! Takes the facts; gives for one thing the statements by which it waits for others, each in words and with the edit that
//! would take it back. What holds, is at work or has happened waits for nothing any more. What is owed only in return for
//! something waits for nothing either, and is told apart. Knows nothing of circles.

use crate::eval::{Evaluator, HAPPENED, Read};
use crate::expr::{EntityId, Key};
use crate::model::{
    GateKind, Listed, Model, Moment, MomentTarget, One, Said, Says, TruthOf, Value,
};
use crate::schema::{Kind, field, time_field};
use crate::syntax::ast::Order;

/// Something that waits or is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Node {
    /// That it comes about, is done, is settled.
    Thing(EntityId),
    /// That an actor consents.
    Consent(EntityId),
}

/// One statement by which something waits.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Wait {
    /// What waits.
    pub(super) from: Node,
    /// What it waits for.
    pub(super) to: Node,
    /// The thing whose statement it is.
    pub(super) of: EntityId,
    /// How the one stands to the other.
    pub(super) how: How,
    /// The statements, in words.
    pub(super) said: Vec<(Said, String)>,
    /// The edit that takes it back, where one does.
    pub(super) edit: Option<String>,
}

/// How one thing stands to another that it comes after, comes with, or is owed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// It waits until the other is done: a gate, a need, a demand.
    Gate,
    /// It comes after the other: an order, and nobody's condition.
    Order,
    /// They come together: neither waits.
    Together,
    /// It is owed only if the other is done, and waits for nothing.
    Return,
}

impl Wait {
    /// Checks whether it really waits.
    pub(super) fn is_strict(&self) -> bool {
        matches!(self.how, How::Gate | How::Order)
    }
}

/// Statuses of what has begun: it waits no longer.
const BEGUN: [&str; 6] = ["launched", "operating", "stalled", "blocked", "halted", "ended"];

impl Node {
    /// Returns it in words.
    pub(super) fn words(self, model: &Model) -> String {
        match self {
            Node::Thing(id) => format!("`{}`", model.things.get(id).name),
            Node::Consent(id) => format!("consent of `{}`", model.things.get(id).name),
        }
    }

    fn of_gate(value: Value) -> Option<Node> {
        match value {
            Value::Gate(GateKind::Consent, id) => Some(Node::Consent(id)),
            Value::Gate(_, id) | Value::Entity(id) => Some(Node::Thing(id)),
            _ => None,
        }
    }
}

/// Returns what a gate is written like.
fn written(model: &Model, value: Value) -> String {
    let (word, id) = match value {
        Value::Gate(GateKind::Done, id) => ("done ", id),
        Value::Gate(GateKind::Consent, id) => ("consent of ", id),
        Value::Gate(GateKind::Settled, id) => ("settled ", id),
        Value::Gate(GateKind::Condition, id) | Value::Entity(id) => ("", id),
        _ => return String::new(),
    };
    format!("{word}{}", model.things.path(id))
}

/// Returns everything that stands in a framework and may wait, and what it is demanded to wait for.
pub(super) fn inside(eval: &mut Evaluator<'_>, root: EntityId) -> Vec<Node> {
    let model = eval.model;
    let mut nodes = Vec::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        let thing = model.things.get(id);
        open.extend(&thing.children);
        match thing.kind {
            Kind::Phase | Kind::Milestone | Kind::Measure | Kind::Charter | Kind::Condition => {
                nodes.push(Node::Thing(id));
            }
            Kind::Demand => {
                let gates = items(eval, id, "then");
                nodes.extend(gates.iter().filter_map(|gate| Node::of_gate(gate.value)));
            }
            _ => {}
        }
    }
    nodes.sort_unstable();
    nodes.dedup();
    nodes
}

/// Returns the statements by which something waits.
pub(super) fn waits(eval: &mut Evaluator<'_>, node: Node) -> Vec<Wait> {
    let mut found = Vec::new();
    if let Node::Thing(id) = node {
        if has_begun(eval, id) {
            return found;
        }
        match eval.model.things.get(id).kind {
            Kind::Phase | Kind::Milestone => {
                gates(eval, id, &mut found);
                order(eval, id, &mut found);
                returns(eval, id, &mut found);
            }
            Kind::Measure | Kind::Charter => {
                gates(eval, id, &mut found);
                begins_with_a_phase(eval, id, &mut found);
                returns(eval, id, &mut found);
            }
            Kind::Condition => condition(eval, id, &mut found),
            Kind::Framework => first_phase(eval, id, &mut found),
            Kind::Issue => settlement(eval, id, &mut found),
            _ => {}
        }
    }
    demanded(eval, node, &mut found);
    found
}

/// Returns the items of a list that nobody denies.
fn items(eval: &mut Evaluator<'_>, id: EntityId, name: &str) -> Vec<Listed> {
    let model = eval.model;
    let Some(row) = field(model.things.get(id).kind, name) else { return Vec::new() };
    let key = Key::Field(row);
    eval.read(Read::Fact(id, key));
    let mut items = model.list(id, key, &eval.view).items;
    items.retain(|item| item.denied.is_none());
    items
}

/// Checks whether something has happened, holds or is at work.
fn has_begun(eval: &mut Evaluator<'_>, id: EntityId) -> bool {
    let model = eval.model;
    let kind = model.things.get(id).kind;
    let mut ask = |name: &str| {
        let key = field(kind, name).map(Key::Field)?;
        eval.read(Read::Fact(id, key));
        Some(key)
    };
    match kind {
        Kind::Phase | Kind::Milestone => ask(HAPPENED)
            .is_some_and(|key| matches!(model.one(id, key, &eval.view), One::Known(..))),
        Kind::Condition => ask("holds").is_some_and(|key| {
            matches!(model.truth(id, key, &eval.view), TruthOf::Stated(true, _))
        }),
        _ => ask("status").is_some_and(|key| match model.one(id, key, &eval.view) {
            One::Known(Value::Word(word), _) => BEGUN.contains(&word.text()),
            _ => false,
        }),
    }
}

/// What it waits for by its own words.
fn gates(eval: &mut Evaluator<'_>, id: EntityId, found: &mut Vec<Wait>) {
    let model = eval.model;
    let from = Node::Thing(id);
    let all = items(eval, id, "requires");
    for gate in &all {
        let Some(to) = Node::of_gate(gate.value) else { continue };
        let path = model.things.path(id);
        let edit = if all.len() == 1 {
            format!("drop {path}.requires")
        } else {
            format!("remove {} from {path}.requires", written(model, gate.value))
        };
        let text = format!("{} only after {}", from.words(model), to.words(model));
        let said = vec![(gate.said, text)];
        found.push(Wait { from, to, of: id, how: How::Gate, said, edit: Some(edit) });
    }
}

/// What it is owed in return for.
fn returns(eval: &mut Evaluator<'_>, id: EntityId, found: &mut Vec<Wait>) {
    let model = eval.model;
    let from = Node::Thing(id);
    let all = items(eval, id, "in-return-for");
    for item in &all {
        let Value::Entity(other) = item.value else { continue };
        let (to, path) = (Node::Thing(other), model.things.path(id));
        let edit = if all.len() == 1 {
            format!("drop {path}.in-return-for")
        } else {
            format!("remove {} from {path}.in-return-for", model.things.path(other))
        };
        let text = format!("{} is owed only if {} is done", from.words(model), to.words(model));
        let said = vec![(item.said, text)];
        found.push(Wait { from, to, of: id, how: How::Return, said, edit: Some(edit) });
    }
}

/// What a phase comes after, and what it begins with.
fn order(eval: &mut Evaluator<'_>, id: EntityId, found: &mut Vec<Wait>) {
    let model = eval.model;
    let Some(row) = time_field(model.things.get(id).kind, "begins") else { return };
    eval.read(Read::Fact(id, Key::Field(row)));
    let claims = model.claims(id, Key::Field(row));
    for claim in claims {
        let moments: Vec<Value> = match &claim.says {
            Says::Adds(value) => vec![*value],
            Says::List { items, .. } => items.iter().map(|item| item.value).collect(),
            _ => Vec::new(),
        };
        for value in &moments {
            let Value::Moment(at) = *value else { continue };
            let Some(Moment { order, target: MomentTarget::Entity(other), .. }) =
                model.moment(at).copied()
            else {
                continue;
            };
            let (how, words) = match order {
                Order::After => (How::Order, "only after"),
                Order::With => (How::Together, "begins with"),
                _ => continue,
            };
            let (from, to) = (Node::Thing(id), Node::Thing(other));
            let text = format!("{} {words} {}", from.words(model), to.words(model));
            let said = vec![(claim.said, text)];
            // What else the field says would go with it.
            let alone = claims.len() == 1 && moments.len() == 1;
            let edit =
                alone.then(|| format!("forget {}.{}", model.things.path(id), row.info().written()));
            found.push(Wait { from, to, of: id, how, said, edit });
        }
    }
}

/// A measure or a charter comes with the one phase that starts, opens or adopts it, or the basket it stands in.
fn begins_with_a_phase(eval: &mut Evaluator<'_>, id: EntityId, found: &mut Vec<Wait>) {
    let model = eval.model;
    let root = model.things.root(id);
    let basket = model.things.get(id).parent.filter(|parent| *parent != root);
    let begins = |value: Value| {
        value == Value::Entity(id) || basket.is_some_and(|b| value == Value::Entity(b))
    };
    let mut with: Vec<(EntityId, Said)> = Vec::new();
    let phases = phases(eval, root);
    for phase in phases {
        for name in ["starts", "opens", "adopts"] {
            let items = items(eval, phase, name);
            let named = items.iter().find(|item| begins(item.value));
            with.extend(named.map(|item| (phase, item.said)));
        }
    }
    // Of several phases any may bring it.
    let [(phase, said)] = with.as_slice() else { return };
    let (from, to) = (Node::Thing(id), Node::Thing(*phase));
    let text = format!("{} comes with {}", from.words(model), to.words(model));
    let said = vec![(*said, text)];
    found.push(Wait { from, to, of: *phase, how: How::Together, said, edit: None });
}

/// A condition comes after what it needs, and not before what is part of it.
fn condition(eval: &mut Evaluator<'_>, id: EntityId, found: &mut Vec<Wait>) {
    let model = eval.model;
    let from = Node::Thing(id);
    for needed in items(eval, id, "needs") {
        let Some(to) = Node::of_gate(needed.value) else { continue };
        let text = format!("{} needs {}", from.words(model), to.words(model));
        let edit =
            format!("remove {} from {}.needs", written(model, needed.value), model.things.path(id));
        let said = vec![(needed.said, text)];
        found.push(Wait { from, to, of: id, how: How::Gate, said, edit: Some(edit) });
    }
    for part in items(eval, id, "implies") {
        let Some(to) = Node::of_gate(part.value) else { continue };
        let text = format!("{} includes {}", from.words(model), to.words(model));
        let said = vec![(part.said, text)];
        found.push(Wait { from, to, of: id, how: How::Together, said, edit: None });
    }
}

/// A framework that has not begun comes with its first phase, where there is one such.
fn first_phase(eval: &mut Evaluator<'_>, id: EntityId, found: &mut Vec<Wait>) {
    let model = eval.model;
    let all = phases(eval, id);
    let mut first: Vec<EntityId> = Vec::new();
    for phase in &all {
        let mut own = Vec::new();
        order(eval, *phase, &mut own);
        gates(eval, *phase, &mut own);
        if own.iter().all(|wait| all.iter().all(|other| wait.to != Node::Thing(*other))) {
            first.push(*phase);
        }
    }
    let [phase] = first.as_slice() else { return };
    let (from, to) = (Node::Thing(id), Node::Thing(*phase));
    let text = format!("{} begins with {}", from.words(model), to.words(model));
    let head = model.things.get(*phase).head;
    let said = vec![(Said { span: head, cite: crate::model::CiteId(0) }, text)];
    found.push(Wait { from, to, of: *phase, how: How::Together, said, edit: None });
}

/// An issue is settled with the one condition that is its settlement.
fn settlement(eval: &mut Evaluator<'_>, id: EntityId, found: &mut Vec<Wait>) {
    let model = eval.model;
    eval.read(Read::Population(Kind::Condition));
    let mut settled: Vec<(EntityId, Said)> = Vec::new();
    for condition in model.things.of_kind(Kind::Condition) {
        let items = items(eval, *condition, "of");
        let named = items.iter().find(|item| item.value == Value::Entity(id));
        settled.extend(named.map(|item| (*condition, item.said)));
    }
    let [(condition, said)] = settled.as_slice() else { return };
    let (from, to) = (Node::Thing(id), Node::Thing(*condition));
    let text = format!("{} is the settlement of {}", to.words(model), from.words(model));
    found.push(Wait {
        from,
        to,
        of: *condition,
        how: How::Together,
        said: vec![(*said, text)],
        edit: None,
    });
}

/// What somebody lets come only after something else.
fn demanded(eval: &mut Evaluator<'_>, node: Node, found: &mut Vec<Wait>) {
    let model = eval.model;
    eval.read(Read::Population(Kind::Demand));
    for demand in model.things.of_kind(Kind::Demand) {
        let then = items(eval, *demand, "then");
        let Some(then) = then.iter().find(|gate| Node::of_gate(gate.value) == Some(node)) else {
            continue;
        };
        let first = items(eval, *demand, "first");
        let Some(first) = first.first() else { continue };
        let Some(to) = Node::of_gate(first.value) else { continue };
        let by: Vec<String> = items(eval, *demand, "by")
            .iter()
            .filter_map(|actor| Node::of_gate(actor.value))
            .map(|actor| actor.words(model))
            .collect();
        let by = if by.is_empty() {
            format!("`{}`", model.things.get(*demand).name)
        } else {
            by.join(", ")
        };
        let text = format!("{by}: {} only after {}", node.words(model), to.words(model));
        let said = vec![(then.said, text), (first.said, format!("{} first", to.words(model)))];
        let (root, name) =
            (model.things.path(model.things.root(*demand)), &model.things.get(*demand).name);
        let edit = Some(format!("remove {name} from {root}.demands"));
        found.push(Wait { from: node, to, of: *demand, how: How::Gate, said, edit });
    }
}

/// Returns the phases of a framework.
fn phases(eval: &mut Evaluator<'_>, root: EntityId) -> Vec<EntityId> {
    if let Some(row) = field(Kind::Framework, "phases") {
        eval.read(Read::Fact(root, Key::Field(row)));
    }
    eval.model.things.children_of(root, Kind::Phase).collect()
}
