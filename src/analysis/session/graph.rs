//! What rests on what: which answers read a fact, and which answers those were read for in turn.
//!
//! Takes the grounds of each answer as it is worked out; gives, for facts that changed, every answer that may not be as
//! it was. Grounds are only ever added: an answer is kept here with all it rested on in any state, so that one graph
//! serves every state of a session. Knows no rule and no finding.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::eval::{Ground, Kept, Read};
use crate::expr::{EntityId, Key};
use crate::model::{Model, Value};
use crate::schema::Kind;

/// An answer that rests on others, or on facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Node {
    /// Whom a rule is judged for: the number of the rule in force.
    Row(u32),
    /// The verdict of a rule on one of them.
    Unit(u32, Value),
    /// The structural checks of a thing at the top of a file.
    Structure(EntityId),
    /// Something that verdicts share, such as a definition of a thing.
    Kept(Kept),
}

/// Who rests on what.
#[derive(Default)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    at: FxHashMap<Node, u32>,
    /// What each has rested on so far.
    grounds: Vec<Vec<Ground>>,
    /// Who read a fact of a thing, by the number of the thing.
    facts: Vec<Vec<(Key, u32)>>,
    within: FxHashMap<EntityId, Vec<u32>>,
    populations: FxHashMap<Kind, Vec<u32>>,
    /// Who rests on each.
    above: Vec<Vec<u32>>,
}

/// Up to so many grounds, looking through them is quicker than an index.
const FEW: usize = 64;

impl Graph {
    /// Notes what an answer rests on, besides all that it rested on before.
    pub(super) fn note(&mut self, node: Node, grounds: Vec<Ground>) {
        let at = self.number(node);
        let known = self.grounds.get(at as usize).map_or(&[][..], Vec::as_slice);
        let fresh = if known.is_empty() {
            grounds
        } else if known.len() <= FEW {
            grounds.into_iter().filter(|g| !known.contains(g)).collect()
        } else {
            let known: FxHashSet<&Ground> = known.iter().collect();
            grounds.into_iter().filter(|g| !known.contains(g)).collect()
        };
        for ground in &fresh {
            self.edge(*ground, at);
        }
        if let Some(known) = self.grounds.get_mut(at as usize) {
            if known.is_empty() {
                *known = fresh;
            } else {
                known.extend(fresh);
            }
        }
    }

    /// Makes room for what edits add, so that none of them waits for what is there to be moved.
    pub(super) fn make_room(&mut self) {
        let more = self.nodes.len() / 4 + 1024;
        self.at.reserve(more);
        self.nodes.reserve(more);
        self.grounds.reserve(more);
        self.above.reserve(more);
        self.facts.reserve(more);
    }

    fn number(&mut self, node: Node) -> u32 {
        let next = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let at = *self.at.entry(node).or_insert(next);
        if at == next {
            self.nodes.push(node);
            self.grounds.push(Vec::new());
            self.above.push(Vec::new());
        }
        at
    }

    fn edge(&mut self, ground: Ground, reader: u32) {
        match ground {
            Ground::Read(Read::Fact(of, key)) => {
                let of = of.0 as usize;
                if self.facts.len() <= of {
                    self.facts.resize_with(of + 1, Vec::new);
                }
                if let Some(readers) = self.facts.get_mut(of) {
                    readers.push((key, reader));
                }
            }
            Ground::Read(Read::Population(kind)) => {
                self.populations.entry(kind).or_default().push(reader);
            }
            Ground::Read(Read::Within(of)) => self.within.entry(of).or_default().push(reader),
            Ground::Read(Read::Notion(notion, of)) => {
                self.edge(Ground::Kept(Kept::Notion(notion, of)), reader);
            }
            Ground::Kept(kept) => {
                let below = self.number(Node::Kept(kept));
                if let Some(above) = self.above.get_mut(below as usize) {
                    above.push(reader);
                }
            }
        }
    }

    /// Returns the verdicts, lists and checks that changes can affect.
    pub(super) fn touched(
        &self,
        model: &Model,
        changed: &[(EntityId, Key)],
        populations: &[Kind],
    ) -> Touched {
        let mut open: Vec<u32> = Vec::new();
        let mut roots: FxHashSet<EntityId> = FxHashSet::default();
        for (of, key) in changed {
            let readers = self.facts.get(of.0 as usize).into_iter().flatten();
            open.extend(readers.filter(|(k, _)| k == key).map(|(_, reader)| *reader));
            let root = model.things.root(*of);
            if roots.insert(root) {
                open.extend(self.within.get(&root).into_iter().flatten());
            }
        }
        for kind in populations {
            open.extend(self.populations.get(kind).into_iter().flatten());
        }
        let mut seen: FxHashSet<u32> = FxHashSet::default();
        let mut touched = Touched::default();
        while let Some(at) = open.pop() {
            if !seen.insert(at) {
                continue;
            }
            match self.nodes.get(at as usize) {
                Some(Node::Row(row)) => touched.rows.push(*row),
                Some(Node::Unit(row, value)) => touched.units.push((*row, *value)),
                Some(Node::Structure(root)) => touched.structure.push(*root),
                Some(Node::Kept(_)) => {
                    open.extend(self.above.get(at as usize).into_iter().flatten());
                }
                None => {}
            }
        }
        touched.rows.sort_unstable();
        touched.units.sort_unstable();
        touched.structure.sort_unstable();
        touched
    }
}

/// What changes can affect, in order.
#[derive(Default)]
pub(super) struct Touched {
    /// Rules, by number, of which it is to be asked anew whom they are judged for.
    pub rows: Vec<u32>,
    /// Verdicts.
    pub units: Vec<(u32, Value)>,
    /// Structural checks, by thing at the top of a file.
    pub structure: Vec<EntityId>,
}
