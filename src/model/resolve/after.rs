//! What follows once every block is read: blocks as items, relations the other way round, lists that exclude
//! one another.

use crate::expr::{EntityId, Key, Names};
use crate::model::collect::Pending;
use crate::model::facts::{CiteId, Claim, Said, Says, Value};
use crate::model::resolve::Resolver;
use crate::model::resolve::edits::{Part, derived};
use crate::model::things::declared;
use crate::schema::{Kind, Takes, field, fields_of};
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
        for (parent, key, said, id) in std::mem::take(&mut self.again) {
            self.claim(parent, key, said, Says::Adds(Value::Entity(id)));
        }
    }

    /// Notes who names a block that is declared in another one: an account of what the first text speaks of.
    pub(super) fn named_again(&mut self, pending: &Pending<'_>, thing: &ast::Thing) {
        let name = declared(self.text(thing.name.span));
        let Some(child) = self.model.things.inside(pending.of, &name) else { return };
        let (kind, head) = {
            let child = self.model.things.get(child);
            (child.kind, child.head)
        };
        let parent = self.model.things.get(pending.of).kind;
        let row = fields_of(parent).find(|row| row.info().takes == Takes::Blocks(kind));
        if let Some(row) = row.filter(|_| head != thing.name.span) {
            let cite = self.cite(thing.cite.as_ref(), pending.cite);
            let said = Said { span: thing.name.span, cite };
            self.again.push((pending.of, Key::Field(row), said, child));
        }
    }

    /// What stands in a list that excludes another does not stand in that one. A relation stated on one side holds
    /// on the other: it is added there under the name of who says it, and read where it is said; nothing else adds
    /// to a field that mirrors another.
    pub(super) fn derive(&mut self) {
        // `all` of another list may hold what the others add to that list.
        for part in [Part::Named, Part::Whole] {
            let mut all = Vec::new();
            for (id, _) in self.model.things.iter() {
                for (key, _) in self.model.facts(id) {
                    derived(&self.model, id, key, part, &mut all);
                }
            }
            for derived in all {
                if let Some(claims) = self.model.claims_mut(derived.of, derived.key) {
                    claims.push(derived.claim());
                }
            }
        }
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
