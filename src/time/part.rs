//! One connected part of a timeline, copied so that every answer about it depends on what is said alone.
//!
//! Takes statements in the order of their labels and numbers events as they are met, so that neither the order in which
//! statements were added nor the numbers of events can show. Decides whether some of the statements can hold together,
//! with whatever a question supposes. Knows nothing of other parts.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::column::{Column, NONE};
use super::constraint::{Constraint, Rule};
use super::engine::{Engine, owners};
use super::graph::Graph;
use super::search::{Choice, Found, Limits, search};
use super::timeline::Said;
use super::{Event, Statement};

/// A connected part.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) graph: Graph,
    /// For each event here its number in the timeline.
    outer: Vec<usize>,
    inner: Column<usize>,
    pub(super) statements: BTreeMap<Statement, Own>,
    /// What is so in any case.
    pub(super) given: Own,
}

/// What a statement owns in a part.
#[derive(Clone, Debug, Default)]
pub(super) struct Own {
    pub(super) links: Vec<usize>,
    pub(super) choices: Vec<Choice>,
}

/// Whether statements can hold together.
#[derive(Clone, Debug)]
pub(super) enum Decision {
    Consistent,
    /// They cannot, because of these (which need not be the fewest).
    Clash(BTreeSet<Statement>),
    TooMany,
}

impl Part {
    /// Copies what statements say of the events for which `belongs` holds, and choices between nothing if `eventless`.
    pub(super) fn of<'a>(
        whole: &Graph,
        events: impl IntoIterator<Item = usize>,
        said: impl IntoIterator<Item = (Statement, &'a Said)>,
        belongs: &dyn Fn(usize) -> bool,
        eventless: bool,
    ) -> Part {
        let mut part = Part {
            graph: Graph::new(),
            outer: Vec::new(),
            inner: Column::new(NONE),
            statements: BTreeMap::new(),
            given: Own::default(),
        };
        for (statement, said) in said {
            let mut own = Own::default();
            for constraint in said.constraints.iter().filter(|c| belongs(c.0.first_event())) {
                own.links.push(part.link(whole, Some(statement), *constraint));
            }
            for alternatives in &said.choices {
                let first = alternatives.iter().flatten().next();
                if !first.map_or(eventless, |c| belongs(c.0.first_event())) {
                    continue;
                }
                let mut link = |c: &Constraint| part.link(whole, Some(statement), *c);
                let alternatives =
                    alternatives.iter().map(|a| a.iter().map(&mut link).collect()).collect();
                own.choices.push(Choice { owner: statement, alternatives });
            }
            if statement == Statement::GIVEN {
                part.given = own;
            } else if !own.links.is_empty() || !own.choices.is_empty() {
                part.statements.insert(statement, own);
            }
        }
        for event in events {
            part.event(whole, event);
        }
        part
    }

    fn event(&mut self, whole: &Graph, event: usize) -> usize {
        let known = self.inner.get(event);
        if known != NONE {
            return known;
        }
        let new = self.graph.event(whole.may_never(event));
        self.inner.set(event, new);
        self.outer.push(event);
        new
    }

    fn link(&mut self, whole: &Graph, owner: Option<Statement>, constraint: Constraint) -> usize {
        let rule = constraint.0.renamed(&mut |event| self.event(whole, event));
        self.graph.link(owner, Constraint(rule))
    }

    /// Returns the number an event has here.
    pub(super) fn inner(&self, event: Event) -> usize {
        self.inner.get(event.0)
    }

    /// Returns the event a number here stands for.
    pub(super) fn outer(&self, event: usize) -> Event {
        Event(self.outer.get(event).copied().unwrap_or(NONE))
    }

    /// Returns the events.
    pub(super) fn events(&self) -> usize {
        self.outer.len()
    }

    /// Returns an engine in which everything unconditional holds, as far as it can.
    pub(super) fn held(&self) -> Engine {
        let mut engine = Engine::new(&self.graph);
        let all = self.statements.values().chain([&self.given]);
        let links = all.flat_map(|own| own.links.iter().copied());
        // Only asked of what is consistent.
        let _ = engine.hold(&self.graph, links);
        engine
    }

    /// Returns the statements that may be left out.
    pub(super) fn all(&self) -> BTreeSet<Statement> {
        self.statements.keys().copied().collect()
    }
}

/// Tries sets of statements of a part, each with the same suppositions.
#[derive(Clone, Debug)]
pub(super) struct Trial<'a> {
    part: &'a Part,
    pub(super) graph: Graph,
    supposed: Vec<usize>,
    pub(super) engine: Engine,
    pub(super) limits: Limits,
}

impl<'a> Trial<'a> {
    /// Prepares trials in which `supposed`, in the numbers of the part, holds every time.
    pub(super) fn new(part: &'a Part, supposed: &[Rule], limits: Limits) -> Trial<'a> {
        let mut graph = part.graph.clone();
        let supposed = supposed.iter().map(|rule| graph.link(None, Constraint(*rule))).collect();
        let engine = Engine::new(&graph);
        Trial { part, graph, supposed, engine, limits }
    }

    pub(super) fn part(&self) -> &'a Part {
        self.part
    }

    /// Returns the links that are supposed.
    pub(super) fn supposed(&self) -> &[usize] {
        &self.supposed
    }

    /// Decides whether the statements can hold together, and leaves no trace.
    pub(super) fn check(&mut self, set: &BTreeSet<Statement>) -> Decision {
        let mark = self.engine.mark();
        let decision = self.check_and_stay(set);
        self.engine.back_to(&self.graph, mark);
        decision
    }

    /// Decides likewise; where they can, the engine stands at the first way of choosing that was found.
    pub(super) fn check_and_stay(&mut self, set: &BTreeSet<Statement>) -> Decision {
        match self.visit(set, false, &mut |_| ControlFlow::Break(())) {
            Found::Stopped | Found::Leaves => Decision::Consistent,
            Found::Nothing(mut set) => {
                set.remove(&Statement::GIVEN);
                Decision::Clash(set)
            }
            Found::TooMany => Decision::TooMany,
        }
    }

    /// Lets the statements hold and visits every way of choosing.
    pub(super) fn visit(
        &mut self,
        set: &BTreeSet<Statement>,
        latest: bool,
        visit: &mut dyn FnMut(&Engine) -> ControlFlow<()>,
    ) -> Found {
        let mark = self.engine.mark();
        let owned = set.iter().filter_map(|statement| self.part.statements.get(statement));
        let owned: Vec<&Own> = owned.chain([&self.part.given]).collect();
        let links = owned.iter().flat_map(|own| own.links.iter());
        let links = self.supposed.iter().chain(links).copied();
        if let Err(trouble) = self.engine.hold(&self.graph, links) {
            return Found::Nothing(owners(&self.graph, &trouble.links));
        }
        if latest {
            self.engine.hold_latest(&self.graph, mark);
        }
        let choices: Vec<&Choice> = owned.iter().flat_map(|own| own.choices.iter()).collect();
        search(&self.graph, &mut self.engine, &choices, self.limits, latest, visit)
    }
}
