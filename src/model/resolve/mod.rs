//! Second pass: what is said. Statements become claims; names are resolved by the kind the field takes.
//!
//! Takes the things and the blocks still to be read; gives the [`Model`]. Here stand the order in which all is
//! read and what every part of the reading shares; what follows from several claims is not its business.

mod after;
mod aliases;
mod blocks;
mod circles;
mod edits;
mod figures;
mod follow;
mod keyed;
mod lists;
mod moments;
mod names;
mod negatives;
mod sources;
mod values;
mod views;
mod words;

use std::sync::Arc;

use rustc_hash::FxHashMap as HashMap;

use super::Model;
use super::cites::Cites;
use super::collect::{Collected, Pending};
use super::facts::{CiteId, Claim, Said, Says};
use super::layers::Layered;
use super::things::Things;
use crate::diagnostic::{Finding, Unused};
use crate::expr::{EntityId, Key, Notions};
use crate::schema::Kind;
use crate::source::{FileId, Sources, Span};
use crate::syntax::ast::{self, ItemKind};

pub use edits::{Against, EditStep, Edited, edit, put_off};

/// Reads every statement. `unused` gathers the names of the library that are not loaded.
pub fn resolve(
    collected: Collected<'_>,
    files: &[ast::File],
    sources: &Sources,
    notions: &Notions,
    unused: &Unused<'_>,
    findings: &mut Vec<Finding>,
) -> Model {
    let Collected { things, pending } = collected;
    let count = things.len();
    let model = Model {
        things,
        cites: Cites::new(),
        facts: (0..count).map(|_| Vec::new()).collect::<Vec<_>>().into(),
        quantities: Layered::default(),
        moments: Layered::default(),
        texts: Arc::default(),
        follows: Vec::new(),
        follow_index: HashMap::default(),
    };
    let mut resolver = Resolver::over(model, sources, notions, unused, findings);
    // Sources first: every other citation is checked against their sections.
    let is_source = |p: &&Pending<'_>| collected_kind(&resolver.model.things, p.of) == Kind::Source;
    let (first, rest): (Vec<_>, Vec<_>) = pending.iter().partition(is_source);
    for pending in first {
        resolver.source(pending);
        resolver.block(pending);
    }
    for pending in &rest {
        resolver.aliases(pending);
    }
    for pending in &rest {
        resolver.written_apart(pending);
    }
    resolver.better_names();
    for pending in rest {
        resolver.block(pending);
    }
    resolver.children();
    resolver.derive();
    resolver.circles();
    for item in files.iter().flat_map(|f| &f.items) {
        if let ItemKind::Follow(follow) = &item.kind {
            resolver.follow(follow, item.span);
        }
    }
    resolver.model
}

fn collected_kind(things: &Things, id: EntityId) -> Kind {
    things.get(id).kind
}

struct Resolver<'s> {
    sources: &'s Sources,
    notions: &'s Notions,
    /// Names of the library that nothing loaded has.
    unused: &'s Unused<'s>,
    findings: &'s mut Vec<Finding>,
    aliases: HashMap<String, EntityId>,
    /// Who is cited at the head of each block.
    heads: HashMap<EntityId, CiteId>,
    /// Names that nothing has, by file: each is reported once, with the places where it stands.
    strangers: HashMap<(FileId, Box<str>), usize>,
    /// Blocks inside blocks that were declared before: who else names them.
    again: Vec<(EntityId, Key, Said, EntityId)>,
    /// The view whose statements are being read, and what it says of sources that are cited in it.
    view: Option<EntityId>,
    held: HashMap<(EntityId, CiteId), CiteId>,
    /// Where an edit is being read: on whose word its statements are that name no source.
    supposing: Option<CiteId>,
    model: Model,
}

/// Whose statement is being read, and on whose word.
#[derive(Clone, Copy)]
struct Place {
    of: EntityId,
    kind: Kind,
    cite: CiteId,
}

impl<'s> Resolver<'s> {
    /// Returns a resolver that goes on from a model that is there already.
    fn over(
        model: Model,
        sources: &'s Sources,
        notions: &'s Notions,
        unused: &'s Unused<'s>,
        findings: &'s mut Vec<Finding>,
    ) -> Resolver<'s> {
        Resolver {
            sources,
            notions,
            unused,
            findings,
            aliases: HashMap::default(),
            heads: HashMap::default(),
            strangers: HashMap::default(),
            again: Vec::new(),
            view: None,
            held: HashMap::default(),
            supposing: None,
            model,
        }
    }

    fn text(&self, span: Span) -> &'s str {
        self.sources.slice(span)
    }

    fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    fn claim(&mut self, of: EntityId, key: Key, said: Said, says: Says) {
        if let Some(claims) = self.model.claims_mut(of, key) {
            claims.push(Claim { said, says, derived: false });
        }
    }

    fn cite(&mut self, own: Option<&ast::Cite>, inherited: Option<&ast::Cite>) -> CiteId {
        let Some(cite) = own.or(inherited) else {
            return self.held(self.supposing.unwrap_or(CiteId(0)));
        };
        let cites = &mut self.model.cites;
        let stated = cites.resolve(cite, &self.model.things, self.sources, self.findings);
        let stated = if self.supposing.is_some() { cites.suppose(stated) } else { stated };
        self.held(stated)
    }
}
