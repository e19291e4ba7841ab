//! What follows once every block is read: blocks as items, relations the other way round, whom to follow.

use crate::diagnostic::{Finding, Level, suggestion};
use crate::expr::{EntityId, Key, Names};
use crate::model::Follow;
use crate::model::facts::{CiteId, Claim, Said, Says, Value};
use crate::model::resolve::edits::derived;
use crate::model::resolve::{Place, Resolver};
use crate::model::things::normal;
use crate::schema::{Kind, Takes, field, fields_of};
use crate::source::Span;
use crate::syntax::ast;

impl Resolver<'_> {
    /// A block inside a block is an item of the list of such blocks.
    pub(super) fn children(&mut self) {
        let ids: Vec<EntityId> = self.model.things.iter().map(|(id, _)| id).collect();
        // All places first, then all lists: the order in which claims are read.
        let placed: Vec<_> = ids.iter().flat_map(|id| place_in_parent(self, *id)).collect();
        for (of, key, claim) in placed {
            if let Some(claims) = self.model.claims_mut(of, key) {
                claims.push(claim);
            }
        }
    }

    /// A relation stated on one side holds on the other; what stands in a list that excludes another does not
    /// stand in that one.
    pub(super) fn derive(&mut self) {
        let mut all = Vec::new();
        for (id, _) in self.model.things.iter() {
            for (key, _) in self.model.facts(id) {
                all.extend(derived(&self.model, id, key));
            }
        }
        for derived in all {
            if let Some(claims) = self.model.claims_mut(derived.of, derived.key) {
                claims.push(derived.claim());
            }
        }
    }

    pub(super) fn follow(&mut self, follow: &ast::Follow, span: Span) {
        let word = self.text(follow.source.span);
        let Some(source) = self.model.things.top(Kind::Source, word) else {
            let known: Vec<&str> = self.model.things.known(Kind::Source.into());
            let help = suggestion(word, known);
            self.report(
                Finding::broken(
                    "unknown-source",
                    Level::Error,
                    follow.source.span,
                    format!("no source is called `{word}`"),
                )
                .help(help),
            );
            return;
        };
        let Some((first, rest)) = follow.path.names.split_first() else { return };
        let name = normal(self.text(first.span));
        let Some(mut of) = [Kind::Framework, Kind::Actor, Kind::Region, Kind::Issue]
            .iter()
            .find_map(|k| self.model.things.top(*k, &name))
        else {
            let known: Vec<&str> = self.model.things.known(Kind::Framework.into());
            let help = suggestion(&name, known);
            self.report(
                Finding::broken(
                    "unknown-name",
                    Level::Error,
                    first.span,
                    format!("no framework is called `{name}`"),
                )
                .help(help),
            );
            return;
        };
        let mut key = None;
        for name in rest {
            let word = normal(self.text(name.span));
            if let Some(child) = self.model.things.inside(of, &word) {
                of = child;
                continue;
            }
            let kind = self.model.things.get(of).kind;
            key = self.key(Place { of, kind, cite: CiteId(0) }, *name);
            if key.is_none() {
                return;
            }
        }
        let said = Said { span, cite: CiteId(0) };
        self.model.follow_index.insert((of, key), source);
        self.model.follows.push(Follow { source, of, key, said });
    }
}

/// Returns the claims that follow from where a block stands: of what holds it, and of a measure itself.
pub(super) fn place_in_parent(
    resolver: &Resolver<'_>,
    id: EntityId,
) -> Vec<(EntityId, Key, Claim)> {
    let things = &resolver.model.things;
    let thing = things.get(id);
    let Some(parent) = thing.parent else { return Vec::new() };
    let kind = things.get(parent).kind;
    let cite = resolver.heads.get(&id).copied().unwrap_or(CiteId(0));
    let said = Said { span: thing.head, cite };
    let claim = |says| Claim { said, says, derived: true };
    let mut placed = Vec::new();
    let row = fields_of(kind).find(|row| row.info().takes == Takes::Blocks(thing.kind));
    let Some(row) = row else { return placed };
    placed.push((parent, Key::Field(row), claim(Says::Adds(Value::Entity(id)))));
    if let (Kind::Measure, Some(row)) = (thing.kind, field(Kind::Measure, "basket")) {
        let basket = (kind == Kind::Basket).then_some(parent);
        let says = basket.map_or(Says::None, |b| Says::Adds(Value::Entity(b)));
        placed.push((id, Key::Field(row), claim(says)));
    }
    placed
}
