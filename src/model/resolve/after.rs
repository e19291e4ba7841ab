//! What follows once every block is read: blocks as items, relations the other way round, lists that exclude
//! one another.

use indexmap::IndexSet;

use crate::expr::{EntityId, Key, Names};
use crate::model::Model;
use crate::model::collect::Pending;
use crate::model::facts::{AllOf, CiteId, Claim, Item, Said, Says, Value};
use crate::model::resolve::Resolver;
use crate::model::things::normal;
use crate::schema::{FieldId, Kind, Mirror, Takes, Word, field, fields_of};
use crate::syntax::ast;

impl Resolver<'_> {
    /// A block inside a block is an item of the list of such blocks.
    pub(super) fn children(&mut self) {
        let mut claims = Vec::new();
        let mut places = Vec::new();
        for (id, thing) in self.model.things.iter() {
            let Some(parent) = thing.parent else { continue };
            let kind = self.model.things.get(parent).kind;
            let row = fields_of(kind).find(|row| row.info().takes == Takes::Blocks(thing.kind));
            let Some(row) = row else { continue };
            claims.push((parent, Key::Field(row), thing.head, id));
            if let (Kind::Measure, Some(row)) = (thing.kind, field(Kind::Measure, "basket")) {
                places.push((
                    id,
                    Key::Field(row),
                    thing.head,
                    (kind == Kind::Basket).then_some(parent),
                ));
            }
        }
        for (id, key, span, basket) in places {
            let cite = self.heads.get(&id).copied().unwrap_or(CiteId(0));
            let says = basket.map_or(Says::None, |b| Says::Adds(Value::Entity(b)));
            self.claim(id, key, Said { span, cite }, says);
        }
        for (parent, key, span, id) in claims {
            let cite = self.heads.get(&id).copied().unwrap_or(CiteId(0));
            self.claim(parent, key, Said { span, cite }, Says::Adds(Value::Entity(id)));
        }
        for (parent, key, said, id) in std::mem::take(&mut self.again) {
            self.claim(parent, key, said, Says::Adds(Value::Entity(id)));
        }
    }

    /// Notes who names a block that is declared in another one: an account of what the first text speaks of.
    pub(super) fn named_again(&mut self, pending: &Pending<'_>, thing: &ast::Thing) {
        let name = normal(self.text(thing.name.span));
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

    /// What stands in a list that excludes another does not stand in that one.
    pub(super) fn exclude(&mut self) {
        let mut claims: Vec<(EntityId, FieldId, Item)> = Vec::new();
        for (id, thing) in self.model.things.iter() {
            for (key, facts) in self.model.facts(id) {
                let Key::Field(row) = key else { continue };
                for other in row.info().excludes {
                    let Some(other) = field(thing.kind, other) else { continue };
                    for claim in facts {
                        let Says::List { items, .. } = &claim.says else { continue };
                        claims.extend(items.iter().map(|item| (id, other, *item)));
                    }
                }
            }
        }
        for (id, row, item) in claims {
            self.claim(id, Key::Field(row), item.said, Says::Not(item.value));
        }
    }

    /// A relation stated on one side holds on the other. It is added there under the name of who says it, and
    /// read where it is said: nothing else adds to a field that mirrors another.
    pub(super) fn mirror(&mut self) {
        self.mirror_each(|_, claim| match &claim.says {
            Says::List { items, .. } => {
                let each = |i: &Item| Some((entity(i.value)?, i.said, None));
                items.iter().filter_map(each).collect()
            }
            Says::Keyed(other, words) => vec![(*other, claim.said, Some(words.clone()))],
            _ => Vec::new(),
        });
        // `all` of another list may hold what the others add to that list.
        self.mirror_each(|model, claim| match &claim.says {
            Says::List { all, .. } => {
                let each = |all: &AllOf| {
                    let said = all.said;
                    named(model, all).into_iter().map(move |other| (other, said, None))
                };
                all.iter().flat_map(each).collect()
            }
            _ => Vec::new(),
        });
    }

    /// Adds to the other side what `others` finds in a claim: of whom, where it is said, and in which words
    /// if the field gives some for each name.
    fn mirror_each(&mut self, others: impl Fn(&Model, &Claim) -> Vec<Other>) {
        let mut claims: Vec<(EntityId, FieldId, Said, Says)> = Vec::new();
        for (id, _) in self.model.things.iter() {
            for (key, facts) in self.model.facts(id) {
                let Key::Field(row) = key else { continue };
                let info = row.info();
                let back = match info.mirror {
                    Mirror::None => continue,
                    Mirror::Symmetric => info.name,
                    Mirror::Inverse(name) => name,
                };
                for (other, said, words) in facts.iter().flat_map(|c| others(&self.model, c)) {
                    let Some(row) = field(self.model.things.get(other).kind, back) else {
                        continue;
                    };
                    let says = match words {
                        Some(words) => Says::Keyed(id, words),
                        None => Says::Adds(Value::Entity(id)),
                    };
                    claims.push((other, row, said, says));
                }
            }
        }
        for (id, row, said, says) in claims {
            self.claim(id, Key::Field(row), said, says);
        }
    }
}

/// Who stands on the other side of a relation, where that is said, and in which words.
type Other = (EntityId, Said, Option<Box<[Word]>>);

fn entity(value: Value) -> Option<EntityId> {
    if let Value::Entity(id) = value { Some(id) } else { None }
}

/// Returns who may stand in a list that another is all of; whether they do is read in that other one.
fn named(model: &Model, all: &AllOf) -> IndexSet<EntityId> {
    let mut found = IndexSet::new();
    let mut lists: IndexSet<(EntityId, FieldId)> = IndexSet::from([(all.of, all.field)]);
    let mut at = 0;
    while let Some((of, field)) = lists.get_index(at).copied() {
        at += 1;
        for claim in model.claims(of, Key::Field(field)) {
            match &claim.says {
                Says::List { items, all, .. } => {
                    found.extend(items.iter().filter_map(|i| entity(i.value)));
                    lists.extend(all.iter().map(|a| (a.of, a.field)));
                }
                Says::Adds(value) => found.extend(entity(*value)),
                _ => {}
            }
        }
    }
    found
}
