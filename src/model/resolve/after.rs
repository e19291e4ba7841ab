//! What follows once every block is read: blocks as items, relations the other way round, lists that exclude
//! one another.

use crate::expr::{EntityId, Key};
use crate::model::facts::{CiteId, Item, Said, Says, Value};
use crate::model::resolve::Resolver;
use crate::schema::{FieldId, Kind, Mirror, Takes, field, fields_of};

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
                for claim in facts {
                    match &claim.says {
                        Says::List { items, .. } => {
                            for item in items {
                                let Value::Entity(other) = item.value else { continue };
                                if let Some(row) = field(self.model.things.get(other).kind, back) {
                                    claims.push((
                                        other,
                                        row,
                                        item.said,
                                        Says::Adds(Value::Entity(id)),
                                    ));
                                }
                            }
                        }
                        Says::Keyed(other, words) if matches!(info.mirror, Mirror::Symmetric) => {
                            if let Some(row) = field(self.model.things.get(*other).kind, back) {
                                claims.push((
                                    *other,
                                    row,
                                    claim.said,
                                    Says::Keyed(id, words.clone()),
                                ));
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
        for (id, row, said, says) in claims {
            self.claim(id, Key::Field(row), said, says);
        }
    }
}
