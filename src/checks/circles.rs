//! Circles of what waits for what, and of what is owed in return for what.
//!
//! Takes what waits for what, from a framework on as far as it leads; gives the smallest circle through each statement, and
//! whether an edit breaks it. Three sorts are told apart: what waits for itself, what waits for something that is owed only
//! in return for it, and exchanges, in which nothing waits. Knows nothing of how a circle is told.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::waits::{How, Node, Wait, inside, waits};
use crate::eval::Evaluator;
use crate::expr::EntityId;
use crate::model::Model;
use crate::schema::Kind;
use crate::source::{Role, Span};

/// So many things are followed from one framework on.
const FURTHEST: usize = 20_000;

/// What waits for what.
pub(super) struct Graph {
    waits: Vec<Wait>,
    /// The statements by which each thing waits, by their places.
    from: BTreeMap<Node, Vec<usize>>,
}

/// A circle, as places of statements: each leads to the next, and the last to the first.
pub(super) type Circle = Vec<usize>;

impl Graph {
    /// Follows everything from a framework on.
    pub(super) fn from(eval: &mut Evaluator<'_>, root: EntityId) -> Graph {
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

    /// Returns the shortest way from one thing to another over statements that count, as their places; where a gate is
    /// wanted, the shortest that leads through one.
    fn way(
        &self,
        from: Node,
        to: Node,
        gate: bool,
        counts: &dyn Fn(&Wait) -> bool,
    ) -> Option<Circle> {
        // Whether a gate was passed is part of where one stands.
        let mut came: BTreeMap<(Node, bool), ((Node, bool), usize)> = BTreeMap::new();
        let mut open = VecDeque::from([(from, !gate)]);
        let mut seen = BTreeSet::from([(from, !gate)]);
        while let Some(here) = open.pop_front() {
            if here == (to, true) {
                let (mut way, mut at) = (Vec::new(), here);
                while let Some((before, place)) = came.get(&at) {
                    way.push(*place);
                    at = *before;
                }
                way.reverse();
                return Some(way);
            }
            for place in self.from.get(&here.0).into_iter().flatten() {
                let Some(wait) = self.waits.get(*place).filter(|wait| counts(wait)) else {
                    continue;
                };
                let there = (wait.to, here.1 || wait.how == How::Gate);
                if seen.insert(there) {
                    came.insert(there, (here, *place));
                    open.push_back(there);
                }
            }
        }
        None
    }

    /// Returns the smallest circle through each statement of some sort, the smallest first, each once.
    fn through(
        &self,
        of: impl Fn(&Wait) -> bool,
        gate: bool,
        counts: &dyn Fn(&Wait) -> bool,
    ) -> Vec<Circle> {
        let mut found: Vec<Circle> = Vec::new();
        let mut known: BTreeSet<Circle> = BTreeSet::new();
        for (place, wait) in self.waits.iter().enumerate().filter(|(_, wait)| of(wait)) {
            let Some(mut circle) = self.way(wait.to, wait.from, gate, counts) else { continue };
            circle.insert(0, place);
            // One that comes by a thing twice is two.
            let things: BTreeSet<Node> = self.all(&circle).map(|wait| wait.from).collect();
            if things.len() < circle.len() {
                continue;
            }
            let mut same = circle.clone();
            same.sort_unstable();
            if known.insert(same) {
                found.push(circle);
            }
        }
        found.sort_by_key(Vec::len);
        found
    }

    /// Returns the circles in which each waits for the next.
    pub(super) fn of_waiting(&self) -> Vec<Circle> {
        self.through(Wait::is_strict, false, &|wait| wait.how != How::Return)
    }

    /// Returns the circles in which something waits for what is owed only in return for it.
    pub(super) fn of_duties(&self) -> Vec<Circle> {
        let itself = |wait: &Wait| wait.how == How::Return && wait.from == wait.to;
        let mut found = self.through(itself, false, &|_| true);
        found.extend(self.through(|wait| wait.how == How::Return, true, &|_| true));
        found
    }

    /// Returns the circles in which each is owed only in return for the next, and nothing waits.
    pub(super) fn of_exchanges(&self) -> Vec<Circle> {
        let plain = |wait: &Wait| matches!(wait.how, How::Return | How::Together);
        let mut found = self.through(|wait| wait.how == How::Return, false, &plain);
        // With one duty alone, what comes together is given together.
        found.retain(|circle| self.all(circle).filter(|wait| wait.how == How::Return).count() > 1);
        found
    }

    /// Returns the statements of a circle, each leading to the next.
    pub(super) fn all<'g>(&'g self, circle: &'g [usize]) -> impl Iterator<Item = &'g Wait> {
        circle.iter().filter_map(|place| self.waits.get(*place))
    }

    /// Returns what comes together with a thing.
    pub(super) fn together(&self, node: Node) -> impl Iterator<Item = Node> {
        let places = self.from.get(&node).into_iter().flatten();
        let waits = places.filter_map(|place| self.waits.get(*place));
        waits.filter(|wait| wait.how == How::Together).map(|wait| wait.to)
    }

    /// Checks that without what an edit takes back nothing of a circle is in a circle of its sort any more.
    pub(super) fn breaks(&self, circle: &[usize], edit: &str) -> bool {
        let left = |wait: &Wait| wait.edit.as_deref() != Some(edit);
        let exchange = self.all(circle).all(|wait| !wait.is_strict());
        self.all(circle).filter(|wait| left(wait)).all(|wait| {
            let none = |gate: bool, counts: &dyn Fn(&Wait) -> bool| {
                self.way(wait.to, wait.from, gate, counts).is_none()
            };
            match wait.how {
                _ if exchange => none(false, &|wait| left(wait) && !wait.is_strict()),
                // Whatever leads back to a gate makes a circle with it.
                How::Gate => none(false, &left),
                How::Order | How::Together => {
                    none(false, &|wait| left(wait) && wait.how != How::Return)
                }
                How::Return => none(true, &left),
            }
        })
    }

    /// Checks whether everything in a circle is of some sort.
    pub(super) fn all_are(&self, circle: &[usize], is: impl Fn(Node) -> bool) -> bool {
        self.all(circle).all(|wait| is(wait.from) && is(wait.to))
    }

    /// Checks whether a statement of a circle stands in a thing.
    pub(super) fn takes_part(&self, model: &Model, circle: &[usize], id: EntityId) -> bool {
        self.all(circle).any(|wait| model.things.root(wait.of) == id)
    }

    /// Returns whose finding a circle is: of what is checked the first that takes part, a framework before others.
    pub(super) fn owner(&self, model: &Model, circle: &[usize]) -> Option<EntityId> {
        let roots = self.all(circle).map(|wait| model.things.root(wait.of));
        let checked = roots.filter(|root| model.things.get(*root).role == Role::Checked);
        checked.min_by_key(|root| (model.things.get(*root).kind != Kind::Framework, *root))
    }

    /// Turns a circle so that it begins with the first line that waits, of the text that is checked if one is of it.
    pub(super) fn turned(&self, model: &Model, circle: &[usize], id: EntityId) -> Circle {
        let own = model.things.get(id).head.file;
        let first = |place: &usize| -> Option<(bool, bool, Span)> {
            let wait = self.waits.get(*place)?;
            let span = wait.said.first()?.0.span;
            Some((span.file != own, wait.how == How::Together, span))
        };
        let at = (0..circle.len()).min_by_key(|at| circle.get(*at).map(first)).unwrap_or(0);
        let mut circle = circle.to_vec();
        circle.rotate_left(at);
        circle
    }
}
