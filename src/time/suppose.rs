//! Suppositions: whether everything that is said of a part leaves room for something more.
//!
//! Takes a part that does not clash and an engine in which everything unconditional of it holds already, so that only what
//! is supposed and the choices are left to try. Leaves no trace. Does not name statements: what a supposition clashes with
//! is worked out by a [`Trial`](super::part::Trial).

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::constraint::{Constraint, Rule};
use super::engine::Engine;
use super::graph::Graph;
use super::part::{Decision, Part};
use super::search::{Choice, Found, Limits, search};

/// A part ready to be asked what it leaves room for.
#[derive(Debug)]
pub(super) struct Suppose<'a> {
    graph: Graph,
    held: Engine,
    choices: Vec<&'a Choice>,
    limits: Limits,
}

impl<'a> Suppose<'a> {
    /// Takes a part, and its engine as [`Part::held`] gives it.
    pub(super) fn new(part: &'a Part, held: Engine, limits: Limits) -> Suppose<'a> {
        let choices = part
            .statements
            .values()
            .chain([&part.given])
            .flat_map(|own| own.choices.iter())
            .collect();
        Suppose { graph: part.graph.clone(), held, choices, limits }
    }

    /// Decides whether some rules, in the numbers of the part, can hold together with all of it. A clash names nothing.
    pub(super) fn can(&mut self, rules: impl IntoIterator<Item = Rule>) -> Decision {
        let link = |rule| self.graph.link(None, Constraint(rule));
        let links: Vec<usize> = rules.into_iter().map(link).collect();
        let mark = self.held.mark();
        let found = match self.held.hold(&self.graph, links) {
            Ok(()) => {
                let enough = &mut |_: &Engine| ControlFlow::Break(());
                search(&self.graph, &mut self.held, &self.choices, self.limits, false, enough)
            }
            Err(_) => Found::Nothing(BTreeSet::new()),
        };
        self.held.back_to(&self.graph, mark);
        match found {
            Found::Stopped | Found::Leaves => Decision::Consistent,
            Found::Nothing(_) => Decision::Clash(BTreeSet::new()),
            Found::TooMany => Decision::TooMany,
        }
    }
}
