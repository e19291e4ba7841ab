//! What follows once every block is read: blocks as items, relations the other way round, whom to follow.

use crate::diagnostic::{Finding, Level, suggestion};
use crate::expr::{EntityId, Key, Names};
use crate::model::Follow;
use crate::model::collect::Pending;
use crate::model::facts::{CiteId, Item, Said, Says, Value};
use crate::model::resolve::{Place, Resolver};
use crate::model::things::normal;
use crate::schema::{FieldId, Kind, Mirror, Takes, field, fields_of};
use crate::source::Span;
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

    /// A relation stated on one side holds on the other.
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
