//! Both sides together, and what holds at the moment: the part that is tried and taken back.
//!
//! Takes links one after another, gives bounds or trouble, and goes back to any earlier state exactly. Knows nothing of
//! what is tried and why.

use std::collections::BTreeSet;

use super::Statement;
use super::column::Column;
use super::graph::Graph;
use super::propagate::{Ground, Side, Trouble, Way};

/// The state of a timeline under the links that hold.
#[derive(Clone, Debug)]
pub(super) struct Engine {
    pub(super) earliest: Side,
    pub(super) latest: Side,
    pub(super) holds: Column<bool>,
    held: Vec<usize>,
    pub(super) closed: Column<bool>,
    rank: Column<usize>,
    /// How many links there were when the events were put in order.
    ranked: usize,
}

/// A state to go back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    earliest: usize,
    latest: usize,
    held: usize,
}

impl Engine {
    pub(super) fn new(graph: &Graph) -> Engine {
        let mut engine = Engine {
            earliest: Side::new(Way::Earliest),
            latest: Side::new(Way::Latest),
            holds: Column::new(false),
            held: Vec::new(),
            closed: Column::new(false),
            rank: graph.ranks(),
            ranked: graph.links(),
        };
        engine.widen(graph);
        engine
    }

    /// Takes in events that are new in the graph; orders them anew where much was added.
    pub(super) fn widen(&mut self, graph: &Graph) {
        if graph.links() > self.ranked + self.ranked / 8 {
            self.rank = graph.ranks();
            self.ranked = graph.links();
        }
        self.earliest.widen(graph);
        self.latest.widen(graph);
    }

    pub(super) fn mark(&self) -> Mark {
        let (earliest, latest) = (self.earliest.mark(), self.latest.mark());
        Mark { earliest, latest, held: self.held.len() }
    }

    pub(super) fn back_to(&mut self, graph: &Graph, mark: Mark) {
        self.earliest.back_to(graph, mark.earliest);
        self.latest.back_to(graph, mark.latest);
        while self.held.len() > mark.held {
            if let Some(link) = self.held.pop() {
                self.holds.set(link, false);
            }
        }
    }

    fn ground<'a>(
        graph: &'a Graph,
        holds: &'a Column<bool>,
        closed: &'a Column<bool>,
        rank: &'a Column<usize>,
    ) -> Ground<'a> {
        Ground { graph, holds, closed, rank }
    }

    /// Lets a link hold that did not. Its effects are carried on by [`Engine::carry`].
    pub(super) fn admit(&mut self, graph: &Graph, link: usize) -> Result<(), Trouble> {
        if self.holds.get(link) {
            return Ok(());
        }
        self.holds.set(link, true);
        self.held.push(link);
        let ground = Engine::ground(graph, &self.holds, &self.closed, &self.rank);
        self.earliest.hold(ground, link)
    }

    /// Carries on earliest times. After trouble, close the events in trouble and carry on, or go back to a mark.
    pub(super) fn carry(&mut self, graph: &Graph) -> Result<(), Trouble> {
        let ground = Engine::ground(graph, &self.holds, &self.closed, &self.rank);
        self.earliest.run(ground)
    }

    /// Lets links hold that did not, and carries on earliest times. After trouble, go back to a mark.
    pub(super) fn hold(
        &mut self,
        graph: &Graph,
        links: impl IntoIterator<Item = usize>,
    ) -> Result<(), Trouble> {
        for link in links {
            self.admit(graph, link)?;
        }
        self.carry(graph)
    }

    /// Carries on latest times under the links that came to hold after a mark.
    pub(super) fn hold_latest(&mut self, graph: &Graph, since: Mark) {
        let ground = Engine::ground(graph, &self.holds, &self.closed, &self.rank);
        for link in self.held.get(since.held..).unwrap_or_default() {
            // Latest times exist wherever earliest times do: no trouble can come of it.
            let _ = self.latest.hold(ground, *link);
        }
        let _ = self.latest.run(ground);
    }

    /// Returns how many changes are kept.
    pub(super) fn recorded(&self) -> usize {
        self.earliest.recorded() + self.latest.recorded()
    }

    /// Returns how many links were looked at so far.
    pub(super) fn work(&self) -> u64 {
        self.earliest.work + self.latest.work
    }
}

/// Returns the statements some links belong to.
pub(super) fn owners(graph: &Graph, links: &[usize]) -> BTreeSet<Statement> {
    links.iter().filter_map(|link| graph.owner(*link)).collect()
}
