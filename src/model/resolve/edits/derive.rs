//! What a statement of one thing says of others: relations the other way round, and what a list excludes.
//!
//! Takes one fact; gives the claims that follow from its own statements. The model holds them beside what is
//! stated, marked as derived; an edit takes them out and puts them in again.

use indexmap::IndexSet;

use crate::expr::{EntityId, Key};
use crate::model::Model;
use crate::model::facts::{AllOf, Claim, Said, Says, Value};
use crate::schema::{FieldId, Mirror, field, fields_of};

/// A claim that follows from another.
pub(in crate::model) struct Derived {
    /// Of what.
    pub(in crate::model) of: EntityId,
    /// Which fact.
    pub(in crate::model) key: Key,
    said: Said,
    says: Says,
}

impl Derived {
    /// Returns the claim.
    pub(in crate::model) fn claim(self) -> Claim {
        Claim { said: self.said, says: self.says, derived: true }
    }

    /// Checks whether a claim is this one.
    pub(super) fn is(&self, claim: &Claim) -> bool {
        claim.derived && claim.said == self.said && claim.says == self.says
    }
}

/// Which statements something follows from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model) enum Part {
    /// Those that name it.
    Named,
    /// `all` of another list, which may hold it.
    Whole,
}

/// Adds what follows from the statements of one fact.
pub(in crate::model) fn derived(
    model: &Model,
    id: EntityId,
    key: Key,
    part: Part,
    all: &mut Vec<Derived>,
) {
    let Key::Field(row) = key else { return };
    let info = row.info();
    if info.excludes.is_empty() && info.mirror == Mirror::None {
        return;
    }
    let kind = model.things.get(id).kind;
    for claim in model.claims(id, key).iter().filter(|c| !c.derived) {
        if let Says::List { items, all: wholes, .. } = &claim.says {
            for other in info.excludes {
                let Some(other) = field(kind, other) else { continue };
                let key = Key::Field(other);
                let not = |value, said| Derived { of: id, key, said, says: Says::Not(value) };
                match part {
                    Part::Named => all.extend(items.iter().map(|i| not(i.value, i.said))),
                    Part::Whole => {
                        for whole in wholes {
                            let there = named(model, whole).into_iter().map(Value::Entity);
                            let there = there.filter(|value| !whole.except.contains(value));
                            all.extend(there.map(|value| not(value, whole.said)));
                        }
                    }
                }
            }
        }
        let back = match info.mirror {
            Mirror::None => continue,
            Mirror::Symmetric => info.name,
            Mirror::Inverse(name) => name,
        };
        let mut add = |other: EntityId, said: Said, says: Says| {
            if let Some(row) = field(model.things.get(other).kind, back) {
                all.push(Derived { of: other, key: Key::Field(row), said, says });
            }
        };
        match (part, &claim.says) {
            (Part::Named, Says::List { items, .. }) => {
                for item in items {
                    if let Value::Entity(other) = item.value {
                        add(other, item.said, Says::Adds(Value::Entity(id)));
                    }
                }
            }
            (Part::Whole, Says::List { all, .. }) => {
                for whole in all {
                    for other in named(model, whole) {
                        add(other, whole.said, Says::Adds(Value::Entity(id)));
                    }
                }
            }
            (Part::Named, Says::Keyed(other, words)) => {
                add(*other, claim.said, Says::Keyed(id, words.clone()));
            }
            _ => {}
        }
    }
}

/// Returns the facts that are read with this one: lists that are all of it, relations that are said in it and hold of
/// others, and the fields that share one content with it, which one of them closes for all. The fact itself stands
/// first.
pub(super) fn read_with(model: &Model, id: EntityId, key: Key) -> Vec<(EntityId, Key)> {
    let mut found = vec![(id, key)];
    let mut at = 0;
    while let Some((of, key)) = found.get(at).copied() {
        at += 1;
        if let Key::Field(row) = key
            && let Some(group) = row.info().group
        {
            for fellow in fields_of(row.info().of).filter(|f| f.info().group == Some(group)) {
                let fact = (of, Key::Field(fellow));
                if !found.contains(&fact) {
                    found.push(fact);
                }
            }
        }
        // A relation is read where it is said.
        for part in [Part::Named, Part::Whole] {
            let mut back = Vec::new();
            derived(model, of, key, part, &mut back);
            let back = back.into_iter().map(|d| (d.of, d.key));
            found.extend(back.filter(|fact| !found.contains(fact)).collect::<Vec<_>>());
        }
        // `all members` is said in the same thing or in what stands in it.
        let mut inside = vec![of];
        let mut next = 0;
        while let Some(one) = inside.get(next).copied() {
            next += 1;
            inside.extend(model.things.get(one).children.iter().copied());
            for (other, claims) in model.facts(one) {
                let whole = |c: &Claim| match &c.says {
                    Says::List { all, .. } => {
                        all.iter().any(|a| (a.of, Key::Field(a.field)) == (of, key))
                    }
                    _ => false,
                };
                if claims.iter().any(whole) && !found.contains(&(one, other)) {
                    found.push((one, other));
                }
            }
        }
    }
    found
}

/// Returns all that follows from the statements of one fact, and of those lists that are all of it.
pub(super) fn all_derived(model: &Model, id: EntityId, key: Key) -> Vec<Derived> {
    let mut all = Vec::new();
    derived(model, id, key, Part::Named, &mut all);
    for (of, key) in read_with(model, id, key) {
        derived(model, of, key, Part::Whole, &mut all);
    }
    all
}

/// Returns who may stand in a list that another is all of; whether they do is read in that other one.
fn named(model: &Model, all: &AllOf) -> IndexSet<EntityId> {
    let entity = |value: Value| if let Value::Entity(id) = value { Some(id) } else { None };
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

/// Returns the fact that a derived claim follows from.
pub(super) fn origin(
    model: &Model,
    of: EntityId,
    key: Key,
    claim: &Claim,
) -> Option<(EntityId, Key)> {
    if !claim.derived {
        return None;
    }
    let from = match &claim.says {
        Says::Not(_) => of,
        Says::Adds(Value::Entity(other)) | Says::Keyed(other, _) => *other,
        _ => return None,
    };
    let mut facts = model.facts(from).map(|(k, _)| k);
    facts
        .find(|k| {
            all_derived(model, from, *k).iter().any(|d| d.of == of && d.key == key && d.is(claim))
        })
        .map(|k| (from, k))
}
