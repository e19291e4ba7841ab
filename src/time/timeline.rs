//! A timeline: events and what statements say of when they are; added to, taken from, and solved when it is asked.
//!
//! Takes events, and constraints under the label of the statement they come from. Adding carries on from what was
//! solved before; taking away solves anew. Every answer depends on what is said alone, not on the order in which it was
//! said. Knows nothing of frameworks, and of what is asked only that it needs the bounds.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::answer::Order;
use super::column::{Column, NONE};
use super::constraint::Constraint;
use super::engine::Engine;
use super::graph::Graph;
use super::part::Part;
use super::search::Limits;
use super::{Event, Statement};

/// What one statement says.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    pub(super) constraints: Vec<Constraint>,
    pub(super) choices: Vec<Vec<Vec<Constraint>>>,
}

/// Events and what is said of their times.
#[derive(Clone, Debug)]
pub struct Timeline {
    pub(super) graph: Graph,
    pub(super) said: BTreeMap<Statement, Said>,
    /// What was solved when something was last asked.
    engine: Engine,
    troubled: BTreeSet<usize>,
    pending: Vec<usize>,
    solved: OnceCell<Solved>,
    pub(super) limits: Limits,
}

/// A timeline solved as far as there are no choices.
#[derive(Clone, Debug)]
pub(super) struct Solved {
    pub(super) engine: Engine,
    /// Events whose times were found to clash, at least one in each part that does.
    troubled: BTreeSet<usize>,
    component: Column<usize>,
    pub(super) components: BTreeMap<usize, Component>,
}

/// A connected part: events that have to do with one another.
#[derive(Clone, Debug, Default)]
pub(super) struct Component {
    pub(super) events: Vec<usize>,
    /// In the order of their labels, each once.
    pub(super) statements: Vec<Statement>,
    pub(super) clashes: bool,
    pub(super) has_choices: bool,
    pub(super) part: OnceCell<Part>,
    /// The part's engine with everything unconditional held, in the part's numbers.
    pub(super) held: OnceCell<Engine>,
    pub(super) hull: OnceCell<super::hull::Hull>,
    /// The orders of pairs of events that were asked for.
    pub(super) orders: RefCell<FxHashMap<(Event, Event), Order>>,
}

impl Default for Timeline {
    fn default() -> Timeline {
        Timeline::with_limits(Limits::default())
    }
}

impl Timeline {
    /// Returns an empty timeline whose questions are followed up to some limits.
    pub fn with_limits(limits: Limits) -> Timeline {
        let graph = Graph::new();
        let engine = Engine::new(&graph);
        Timeline {
            graph,
            said: BTreeMap::new(),
            engine,
            troubled: BTreeSet::new(),
            pending: Vec::new(),
            solved: OnceCell::new(),
            limits,
        }
    }

    /// Adds an event, which must happen or may never happen.
    pub fn event(&mut self, may_never: bool) -> Event {
        self.reopen();
        Event(self.graph.event(may_never))
    }

    /// Returns how many events there are.
    pub fn events(&self) -> usize {
        self.graph.events()
    }

    /// Adds constraints of a statement, which may have others already. What is about an event of another timeline is
    /// left out.
    pub fn add(&mut self, statement: Statement, constraints: &[Constraint]) {
        self.reopen();
        for constraint in constraints {
            if !self.knows(constraint) {
                continue;
            }
            self.pending.push(self.graph.link(Some(statement), *constraint));
            self.said.entry(statement).or_default().constraints.push(*constraint);
        }
    }

    /// Adds a choice of a statement: all constraints of at least one of the alternatives hold. A choice between
    /// nothing cannot be met.
    pub fn choose(&mut self, statement: Statement, alternatives: Vec<Vec<Constraint>>) {
        self.reopen();
        let known = |alternative: Vec<Constraint>| {
            alternative.into_iter().filter(|c| self.knows(c)).collect()
        };
        let mut alternatives: Vec<Vec<Constraint>> = alternatives.into_iter().map(known).collect();
        if alternatives.iter().any(Vec::is_empty) {
            // What holds anyhow leaves nothing to choose.
            return;
        }
        match (alternatives.len(), alternatives.pop()) {
            (1, Some(only)) => self.add(statement, &only),
            (_, last) => {
                alternatives.extend(last);
                self.said.entry(statement).or_default().choices.push(alternatives);
            }
        }
    }

    fn knows(&self, constraint: &Constraint) -> bool {
        let (a, b) = constraint.0.events();
        a.max(b) < self.graph.events()
    }

    /// Takes a statement back with all its constraints and choices; whether there was one.
    pub fn remove(&mut self, statement: Statement) -> bool {
        if self.said.remove(&statement).is_none() {
            return false;
        }
        let mut graph = Graph::new();
        for event in 0..self.graph.events() {
            graph.event(self.graph.may_never(event));
        }
        self.pending.clear();
        for (statement, said) in &self.said {
            let links = said.constraints.iter().map(|c| graph.link(Some(*statement), *c));
            self.pending.extend(links);
        }
        self.engine = Engine::new(&graph);
        self.graph = graph;
        self.troubled.clear();
        self.solved = OnceCell::new();
        true
    }

    /// Returns the timeline with some constraints more; this one stays as it is.
    #[must_use]
    pub fn what_if(&self, statement: Statement, constraints: &[Constraint]) -> Timeline {
        let mut other = self.clone();
        other.add(statement, constraints);
        other
    }

    /// Takes up what was solved, to add to it.
    fn reopen(&mut self) {
        if let Some(solved) = self.solved.take() {
            self.engine = solved.engine;
            self.troubled = solved.troubled;
            self.pending.clear();
        }
    }

    pub(super) fn solved(&self) -> &Solved {
        self.solved.get_or_init(|| self.solve())
    }

    fn solve(&self) -> Solved {
        let (component, mut components) = self.components();
        // The record of bounds only grows; when most of it is history, it is written anew.
        let stale = self.engine.recorded() > 16 * self.graph.events() + 4_096;
        let (mut engine, pending, mut troubled) = if stale {
            (Engine::new(&self.graph), (0..self.graph.links()).collect(), BTreeSet::new())
        } else {
            let mut engine = self.engine.clone();
            engine.widen(&self.graph);
            (engine, self.pending.clone(), self.troubled.clone())
        };
        engine.closed = Column::new(false);
        let close = |event: usize, engine: &mut Engine, components: &mut BTreeMap<_, _>| {
            let found: Option<&mut Component> = components.get_mut(&component.get(event));
            if let Some(found) = found.filter(|c| !c.clashes) {
                found.clashes = true;
                found.events.iter().for_each(|event| engine.closed.set(*event, true));
            }
        };
        for event in &troubled {
            close(*event, &mut engine, &mut components);
        }
        let mark = engine.mark();
        for link in pending {
            if let Err(trouble) = engine.admit(&self.graph, link) {
                troubled.insert(trouble.event);
                close(trouble.event, &mut engine, &mut components);
            }
        }
        while let Err(trouble) = engine.carry(&self.graph) {
            troubled.insert(trouble.event);
            close(trouble.event, &mut engine, &mut components);
        }
        engine.hold_latest(&self.graph, mark);
        Solved { engine, troubled, component, components }
    }

    /// Finds the connected parts, each named by an event of it.
    fn components(&self) -> (Column<usize>, BTreeMap<usize, Component>) {
        let mut over = Column::new(NONE);
        (0..self.graph.events()).for_each(|event| over.set(event, event));
        for said in self.said.values() {
            for constraint in &said.constraints {
                let (a, b) = constraint.0.events();
                join(&mut over, a, b);
            }
            for choice in &said.choices {
                let mut events = choice.iter().flatten().map(|c| c.0.events());
                let Some((first, _)) = events.clone().next() else { continue };
                events.by_ref().for_each(|(a, b)| {
                    join(&mut over, first, a);
                    join(&mut over, first, b);
                });
            }
        }
        let mut component = Column::new(NONE);
        let mut components: BTreeMap<usize, Component> = BTreeMap::new();
        for event in 0..self.graph.events() {
            let name = top(&mut over, event);
            component.set(event, name);
            components.entry(name).or_default().events.push(event);
        }
        let mut has_say = |name: usize, statement: Statement, chooses: bool| {
            let part = components.entry(name).or_default();
            if part.statements.last() != Some(&statement) {
                part.statements.push(statement);
            }
            part.has_choices |= chooses;
        };
        for (statement, said) in &self.said {
            for constraint in &said.constraints {
                has_say(component.get(constraint.0.first_event()), *statement, false);
            }
            for choice in &said.choices {
                let first = choice.iter().flatten().next();
                // A choice between nothing belongs to no event: it clashes by itself.
                let name = first.map_or(NONE, |c| component.get(c.0.first_event()));
                has_say(name, *statement, true);
            }
        }
        (component, components)
    }

    pub(super) fn part<'a>(&self, solved: &'a Solved, name: usize) -> Option<&'a Part> {
        let component = solved.components.get(&name)?;
        Some(component.part.get_or_init(|| self.copy(solved, &[name])))
    }

    /// Copies one part or several into one.
    pub(super) fn copy(&self, solved: &Solved, names: &[usize]) -> Part {
        let found: Vec<&Component> =
            names.iter().filter_map(|name| solved.components.get(name)).collect();
        let statements: BTreeSet<Statement> =
            found.iter().flat_map(|c| c.statements.iter().copied()).collect();
        let said = statements.iter().filter_map(|s| Some((*s, self.said.get(s)?)));
        let events = found.iter().flat_map(|c| c.events.iter().copied());
        let belongs = |event: usize| names.contains(&solved.component.get(event));
        Part::of(&self.graph, events, said, &belongs, names.contains(&NONE))
    }
}

impl Solved {
    /// Returns the name of the part an event is in.
    pub(super) fn component(&self, event: Event) -> usize {
        self.component.get(event.0)
    }
}

fn top(over: &mut Column<usize>, event: usize) -> usize {
    let mut at = event;
    while over.get(at) != at && over.get(at) != NONE {
        let above = over.get(over.get(at));
        over.set(at, above);
        at = above;
    }
    at
}

fn join(over: &mut Column<usize>, a: usize, b: usize) {
    let (a, b) = (top(over, a), top(over, b));
    // The smaller number stands for both.
    over.set(a.max(b), a.min(b));
}
