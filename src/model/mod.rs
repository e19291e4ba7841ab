//! What the texts say, resolved: things with typed ids, and for each field a set of claims with source
//! and date.
//!
//! Takes trees; gives an immutable [`Model`]. What follows from several claims (stated, none, unknown,
//! contested) is worked out on reading, under a [`View`]. Knows no rule.

mod cites;
mod collect;
mod facts;
mod knowledge;
mod layers;
mod resolve;
mod things;

pub use cites::Cites;
pub use collect::{Collected, collect};
pub use facts::{
    AllOf, CiteId, Claim, GateKind, Item, Moment, MomentTarget, OpenWord, Provenance, Said, Says,
    SourceClaim, Unless, Value,
};
pub use knowledge::{Closed, Keyed, List, Listed, One, Rest, TruthOf, View, Why};
pub use resolve::{Against, EditStep, Edited, edit, put_off, resolve};
pub use things::{Thing, Things, ambiguous, declared, normal};

use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap as HashMap;

use crate::expr::{EntityId, Key};
use crate::source::Span;
use crate::value::Quantity;
pub(crate) use layers::Layered;

/// `follow SOURCE on PATH because "…"`, resolved.
#[derive(Clone, Debug)]
pub struct Follow {
    /// The source to believe.
    pub source: EntityId,
    /// On what.
    pub of: EntityId,
    /// On which field of it; on all without.
    pub key: Option<Key>,
    /// Where it is said.
    pub said: Said,
}

/// Everything said of one thing, by field or notion, in the order of the keys.
type Facts = Vec<(Key, Heard)>;

/// What is said of one field or notion: most often one claim.
pub(crate) type Claims = smallvec::SmallVec<[Claim; 1]>;

/// Everything said of one field or notion of a thing, in the order in which it was read.
#[derive(Clone, Debug, Default)]
struct Heard {
    claims: Claims,
    /// For a long keyed field, which claims speak of which name; made when it is first asked for.
    by_name: OnceLock<Box<HashMap<EntityId, Vec<u32>>>>,
}

/// A keyed field with fewer claims is gone through.
const FEW: usize = 16;

/// Everything the texts say. Never changed once made; a copy shares all that an edit leaves as it is.
#[derive(Clone, Debug)]
pub struct Model {
    /// The things.
    pub things: Things,
    /// The provenances of statements.
    pub cites: Cites,
    facts: Layered<Facts>,
    quantities: Layered<Quantity>,
    moments: Layered<Moment>,
    /// The texts that statements hold as values, each with the first place where it is written.
    texts: Arc<HashMap<Box<str>, Span>>,
    /// Which source to believe on what.
    pub follows: Vec<Follow>,
    follow_index: HashMap<(EntityId, Option<Key>), EntityId>,
}

impl Model {
    /// Returns the claims about a field or notion of a thing, in the order in which they were read.
    pub fn claims(&self, id: EntityId, key: Key) -> &[Claim] {
        let facts = self.facts.get(id.0 as usize).map_or(&[][..], Vec::as_slice);
        match facts.binary_search_by_key(&key, |(k, _)| *k) {
            Ok(at) => facts.get(at).map_or(&[], |(_, heard)| heard.claims.as_slice()),
            Err(_) => &[],
        }
    }

    /// Returns the claims of a keyed field about one name, in the order in which they were read. Whoever asks for each
    /// name of a long field in turn goes through it once.
    fn claims_about(&self, id: EntityId, key: Key, of: EntityId) -> Vec<&Claim> {
        let facts = self.facts.get(id.0 as usize).map_or(&[][..], Vec::as_slice);
        let at = facts.binary_search_by_key(&key, |(k, _)| *k);
        let Some((_, heard)) = at.ok().and_then(|at| facts.get(at)) else { return Vec::new() };
        let about = |c: &&Claim| matches!(&c.says, Says::Keyed(k, _) if *k == of);
        if heard.claims.len() < FEW {
            return heard.claims.iter().filter(about).collect();
        }
        let by_name = heard.by_name.get_or_init(|| {
            let mut by_name: HashMap<EntityId, Vec<u32>> = HashMap::default();
            for (at, claim) in (0..).zip(&heard.claims) {
                if let Says::Keyed(of, _) = claim.says {
                    by_name.entry(of).or_default().push(at);
                }
            }
            Box::new(by_name)
        });
        let places = by_name.get(&of).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|at| heard.claims.get(*at as usize)).collect()
    }

    /// Returns the claims about a field or notion of a thing, to change them; an empty list where there are none.
    pub(crate) fn claims_mut(&mut self, id: EntityId, key: Key) -> Option<&mut Claims> {
        let facts = self.facts.get_mut(id.0 as usize)?;
        let at = match facts.binary_search_by_key(&key, |(k, _)| *k) {
            Ok(at) => at,
            Err(at) => {
                facts.insert(at, (key, Heard::default()));
                at
            }
        };
        facts.get_mut(at).map(|(_, heard)| {
            heard.by_name.take();
            &mut heard.claims
        })
    }

    /// Iterates over everything said about a thing, by field.
    pub fn facts(&self, id: EntityId) -> impl Iterator<Item = (Key, &[Claim])> {
        self.facts.get(id.0 as usize).into_iter().flatten().map(|(k, c)| (*k, c.claims.as_slice()))
    }

    /// Returns a quantity by its place.
    pub fn quantity(&self, at: u32) -> Option<&Quantity> {
        self.quantities.get(at as usize)
    }

    /// Returns how many quantities the texts state.
    pub fn quantities(&self) -> usize {
        self.quantities.len()
    }

    /// Returns the place that stands for a text as a value, if some statement holds it: the same wherever it is
    /// written, so that texts that read the same are the same value.
    pub fn text(&self, words: &str) -> Option<Span> {
        self.texts.get(&*normal(words)).copied()
    }

    /// Returns a moment by its place.
    pub fn moment(&self, at: u32) -> Option<&Moment> {
        self.moments.get(at as usize)
    }

    /// Returns the source that the texts say to believe on a field of a thing.
    pub fn followed(&self, id: EntityId, key: Key) -> Option<EntityId> {
        let exactly = self.follow_index.get(&(id, Some(key)));
        // What is said of a thing holds for what is declared in it.
        let mut around = Some(id);
        let whole = std::iter::from_fn(|| {
            let at = around?;
            around = self.things.get(at).parent;
            Some(at)
        });
        let whole = || whole.into_iter().find_map(|at| self.follow_index.get(&(at, None)));
        exactly.or_else(whole).copied()
    }
}
