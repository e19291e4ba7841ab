//! `add X to PATH` and `remove X from PATH`.

use rustc_hash::FxHashSet;

use super::super::Place;
use super::super::lists::Listing;
use super::paths::Target;
use super::{Editor, Resolver};
use crate::expr::{EntityId, Key};
use crate::model::facts::{Claim, Item, OpenWord, Said, Says, Value};
use crate::model::{Model, Rest};
use crate::schema::{FieldId, Kind, Many, Takes, fields_of};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::and;

impl Editor<'_> {
    pub(super) fn add(&mut self, items: &[ast::Value], to: &ast::Path) -> Option<()> {
        let (place, key, name) = self.list_target(to, "add")?;
        let list = self.values(place, key, name, items)?;
        if list.is_empty() {
            // `add all members to …` has spoken for itself.
            self.altered(place.of, key);
            let path = self.path(place.of, key);
            self.touch(path);
            return Some(());
        }
        if self.resolver.many(key) == Many::Each {
            let claims: crate::model::Claims = list
                .iter()
                .map(|i| Claim { said: i.said, says: Says::Adds(i.value), derived: false })
                .collect();
            self.change(place.of, key, |all| all.extend(claims));
            return Some(());
        }
        for item in list {
            let held = self.list(place.of, key);
            if held.items.iter().any(|i| i.value == item.value && i.denied.is_none()) {
                let (word, path) = (self.text(item.said.span), self.text(to.span));
                self.step.notes.push(format!("`{word}` is in `{path}` already"));
                continue;
            }
            self.note_denials(place.of, key, item.value);
            self.note_count(place.of, key, item);
            self.change(place.of, key, |claims| put_in(claims, item));
            self.intend(place.of, key, item.value, true);
            self.come_back(place.of, key, item.value);
            self.note_part(place.of, key, item.value);
        }
        Some(())
    }

    pub(super) fn remove(&mut self, items: &[ast::Value], from: &ast::Path) -> Option<()> {
        let (place, key, name) = match self.target(from)? {
            Target::Field { place, key, name } => (place, key, name),
            Target::Keyed { .. } => {
                return self.refuse(
                    from.span,
                    format!("`{}` is one line of a list", self.text(from.span)),
                    format!("write `forget {}`", self.text(from.span)),
                );
            }
            Target::Thing(id) => return self.leave_or_list(items, from, id),
        };
        if let Some(Takes::Blocks(_)) = Resolver::takes(key) {
            return self.remove_blocks(place.of, key, items, from);
        }
        if let Some(Takes::Keyed(..)) = Resolver::takes(key) {
            let written = items.first().map_or(from.span, super::super::values::value_span);
            return self.refuse(
                written,
                format!("`{}` gives a value for one name at a time", self.text(name.span)),
                format!("write `forget {}.{}`", self.text(from.span), self.text(written)),
            );
        }
        let list = self.values(place, key, name, items)?;
        for item in list {
            self.take_out(place.of, key, item, from.span)?;
        }
        Some(())
    }

    /// Takes one value out of a list; what names it elsewhere still stands.
    fn take_out(&mut self, of: EntityId, key: Key, item: Item, path: Span) -> Option<()> {
        let held = self.list(of, key);
        let word = self.text(item.said.span);
        let path = self.text(path);
        if !held.items.iter().any(|i| i.value == item.value) {
            let closed = matches!(held.rest, Rest::Closed(_))
                || held.absent.iter().any(|(v, _)| *v == item.value);
            if closed {
                let names: Vec<String> = held
                    .items
                    .iter()
                    .filter_map(|i| self.name_of(i.value))
                    .map(|n| format!("`{n}`"))
                    .collect();
                let help = match names.as_slice() {
                    [] => "nothing stands in it".to_owned(),
                    _ => format!("in it stand {}", and(&names)),
                };
                return self.refuse(
                    item.said.span,
                    format!("`{word}` cannot be taken out of `{path}`: it is not in it"),
                    help,
                );
            }
            self.step
                .notes
                .push(format!("nothing says that `{word}` is in `{path}`; now it is not"));
        }
        self.change(of, key, |claims| take_from(claims, item));
        self.intend(of, key, item.value, false);
        Some(())
    }

    /// Finds the list that something is to be added to.
    fn list_target(&mut self, path: &ast::Path, word: &str) -> Option<(Place, Key, ast::Name)> {
        let written = self.text(path.span);
        match self.target(path)? {
            Target::Field { place, key, name } => {
                if let Some(Takes::Blocks(kind)) = Resolver::takes(key) {
                    let parent = self.resolver.model.things.path(place.of);
                    return self.refuse(
                        path.span,
                        format!("`{written}` holds blocks, not names"),
                        format!(
                            "write the block: `{word} {} NAME {{ … }} to {parent}`",
                            kind.word()
                        ),
                    );
                }
                if let Some(Takes::Keyed(..)) = Resolver::takes(key) {
                    return self.keyed_needs_a_name(path, name);
                }
                if self.resolver.is_truth(key) {
                    return self.refuse(
                        path.span,
                        format!("`{}` is a yes or no", self.text(name.span)),
                        format!("write `set {written} to yes`"),
                    );
                }
                if self.resolver.many(key) == Many::One {
                    return self.refuse(
                        path.span,
                        format!("`{}` takes one value", self.text(name.span)),
                        format!("write `set {written} to …`"),
                    );
                }
                Some((place, key, name))
            }
            Target::Keyed { .. } => self.refuse(
                path.span,
                format!("`{written}` is one line of a list"),
                format!("write `set {written} to …`"),
            ),
            Target::Thing(id) => self.no_field(path, id),
        }
    }

    /// Reads the values named in an edit.
    fn values(
        &mut self,
        place: Place,
        key: Key,
        name: ast::Name,
        items: &[ast::Value],
    ) -> Option<Vec<Item>> {
        let mut list = Listing::default();
        for value in items {
            self.resolver.item(place, key, name, value, self.cite, &mut list);
        }
        (!list.faulty).then_some(list.items)
    }

    /// Returns the field of its parent that a block stands in.
    pub(super) fn block_list(&self, id: EntityId) -> Option<&'static str> {
        let things = &self.resolver.model.things;
        let thing = things.get(id);
        let parent = things.get(thing.parent?).kind;
        crate::schema::fields_of(parent)
            .find(|row| row.info().takes == Takes::Blocks(thing.kind))
            .map(|row| row.info().name)
    }

    /// Returns the statements that name one of these things, and the facts of which one says that it is not in it; what
    /// is said by those that go does not count. What stands in one of them must be among them: then a list that is all
    /// of one of theirs stands there too.
    pub(super) fn named(
        &self,
        to: &FxHashSet<EntityId>,
        going: &FxHashSet<EntityId>,
    ) -> (Vec<Reference>, Vec<(EntityId, Key)>) {
        let model = &self.resolver.model;
        let of_kind = |kind: Kind| to.iter().any(|id| model.things.get(*id).kind == kind);
        let kinds: Vec<Kind> = Kind::all().filter(|kind| of_kind(*kind)).collect();
        let may_name = |row: FieldId| match row.info().takes {
            Takes::Names(all) | Takes::Keyed(all, _) => kinds.iter().any(|kind| all.has(*kind)),
            Takes::Blocks(kind) => kinds.contains(&kind),
            Takes::Gate | Takes::Moment => true,
            _ => false,
        };
        // Most things are of kinds that have nothing to do with these, and need not be looked at.
        let speaking: Vec<Kind> =
            Kind::all().filter(|kind| fields_of(*kind).any(&may_name)).collect();
        let (mut named, mut denied) = (Vec::<Reference>::new(), Vec::new());
        let others = model.things.iter().filter(|(_, thing)| speaking.contains(&thing.kind));
        for (other, _) in others.filter(|(other, _)| !going.contains(other)) {
            for (key, claims) in model.facts(other) {
                if matches!(key, Key::Field(row) if !may_name(row)) || is_choice(model, other, key)
                {
                    continue;
                }
                for claim in claims.iter().filter(|c| !c.derived) {
                    if matches!(&claim.says, Says::Not(Value::Entity(e)) if to.contains(e)) {
                        denied.push((other, key));
                    }
                    let Some((said, id)) = named_in(model, claim, to) else { continue };
                    let path = self.path(other, key);
                    let name = id.map(|id| &*model.things.get(id).name);
                    let lift = match (&claim.says, name) {
                        (Says::Keyed(..), Some(name)) => format!("forget {path}.{name}"),
                        (Says::List { .. }, Some(name)) => format!("remove {name} from {path}"),
                        _ => format!("forget {path}"),
                    };
                    if named.iter().all(|r| r.lift != lift) {
                        named.push(Reference { said, path, lift });
                    }
                }
            }
        }
        (named, denied)
    }
}

/// A statement that names a thing.
pub(super) struct Reference {
    /// Where.
    pub(super) said: Said,
    /// The fact it states: `napci.opens`.
    pub(super) path: String,
    /// The edit after which it names it no longer.
    pub(super) lift: String,
}

/// Returns where a claim names one of several things, and which, if as an item of its own.
fn named_in(
    model: &crate::model::Model,
    claim: &Claim,
    to: &FxHashSet<EntityId>,
) -> Option<(Said, Option<EntityId>)> {
    let is = |v: &Value| match v {
        Value::Entity(e) | Value::Gate(_, e) => to.contains(e),
        Value::Moment(at) => model.moment(*at).is_some_and(
            |m| matches!(m.target, crate::model::MomentTarget::Entity(e) if to.contains(&e)),
        ),
        _ => false,
    };
    let itself = |v: &Value| if let Value::Entity(e) = v { Some(*e) } else { None };
    match &claim.says {
        Says::List { items, all, .. } => {
            let whole = all.iter().find(|a| to.contains(&a.of) || a.except.iter().any(is));
            let item = items.iter().find(|i| is(&i.value)).map(|i| (i.said, itself(&i.value)));
            item.or(whole.map(|a| (a.said, None)))
        }
        Says::Adds(v) => is(v).then_some((claim.said, None)),
        Says::Keyed(who, _) => to.contains(who).then_some((claim.said, Some(*who))),
        _ => None,
    }
}

/// Puts a value into what is stated of a list.
pub(super) fn put_in(claims: &mut crate::model::Claims, item: Item) {
    claims.retain(|c| c.derived || !matches!(&c.says, Says::Not(v) if *v == item.value));
    let mut named = false;
    for claim in claims.iter_mut().filter(|c| !c.derived) {
        match &mut claim.says {
            Says::List { items, count, all, .. } => {
                named = true;
                for whole in all.iter_mut() {
                    let left = whole.except.iter().copied().filter(|v| *v != item.value);
                    whole.except = left.collect();
                }
                if items.iter().any(|i| i.value == item.value) {
                    continue;
                }
                let listed = items.len();
                let mut all = std::mem::take(items).into_vec();
                all.push(item);
                *items = all.into();
                // A number that counted exactly those named counts one more.
                *count = count.map(|n| if n as usize <= listed { n + 1 } else { n });
            }
            Says::None => {
                named = true;
                claim.says = just(item, None);
            }
            _ => {}
        }
    }
    if !named {
        // The rest stays as unknown as it was.
        let says = just(item, Some(OpenWord::Others(item.said)));
        claims.push(Claim { said: item.said, says, derived: false });
    }
}

/// A list that names one value.
pub(super) fn just(item: Item, open: Option<OpenWord>) -> Says {
    Says::List { items: Box::new([item]), open, count: None, all: Box::new([]) }
}

/// Takes a value out of what is stated of a list, and says that it is not in it.
pub(super) fn take_from(claims: &mut crate::model::Claims, item: Item) {
    claims.retain(|c| c.derived || !matches!(&c.says, Says::Adds(v) if *v == item.value));
    for claim in claims.iter_mut().filter(|c| !c.derived) {
        if let Says::List { items, count, all, .. } = &mut claim.says {
            for whole in all.iter_mut().filter(|a| !a.except.contains(&item.value)) {
                let mut except = std::mem::take(&mut whole.except).into_vec();
                except.push(item.value);
                whole.except = except.into();
            }
            let before = items.len();
            let left: Vec<Item> = items.iter().copied().filter(|i| i.value != item.value).collect();
            if left.len() < before {
                *items = left.into();
                *count = count.map(|n| n.saturating_sub(1));
            }
        }
    }
    claims.push(Claim { said: item.said, says: Says::Not(item.value), derived: false });
}

/// Checks whether a fact says which other branches a choice has: a branch that goes is none of them any more.
pub(super) fn is_choice(model: &Model, of: EntityId, key: Key) -> bool {
    let of_branch = model.things.get(of).kind == Kind::Branch;
    of_branch && matches!(key, Key::Field(row) if row.info().name == "choice")
}
