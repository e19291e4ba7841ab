//! What a statement of one thing says of others: relations the other way round, and what a list excludes.
//!
//! Takes one fact; gives the claims that follow from its own statements. The model holds them beside what is
//! stated, marked as derived; an edit takes them out and puts them in again.

use crate::expr::{EntityId, Key};
use crate::model::Model;
use crate::model::facts::{Claim, Said, Says, Value};
use crate::schema::{Mirror, field};

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

/// Returns what follows from the statements of one fact.
pub(in crate::model) fn derived(model: &Model, id: EntityId, key: Key) -> Vec<Derived> {
    let Key::Field(row) = key else { return Vec::new() };
    let info = row.info();
    if info.excludes.is_empty() && info.mirror == Mirror::None {
        return Vec::new();
    }
    let own = model.claims(id, key).iter().filter(|c| !c.derived);
    let mut all = Vec::new();
    let kind = model.things.get(id).kind;
    for claim in own {
        for other in info.excludes {
            let (Some(other), Says::List { items, .. }) = (field(kind, other), &claim.says) else {
                continue;
            };
            for item in items {
                let says = Says::Not(item.value);
                all.push(Derived { of: id, key: Key::Field(other), said: item.said, says });
            }
        }
        let back = match info.mirror {
            Mirror::None => continue,
            Mirror::Symmetric => info.name,
            Mirror::Inverse(name) => name,
        };
        let row = |other: EntityId| field(model.things.get(other).kind, back).map(Key::Field);
        match &claim.says {
            Says::List { items, .. } => {
                for item in items {
                    let Value::Entity(other) = item.value else { continue };
                    let Some(key) = row(other) else { continue };
                    let says = Says::Adds(Value::Entity(id));
                    all.push(Derived { of: other, key, said: item.said, says });
                }
            }
            Says::Keyed(other, words) if matches!(info.mirror, Mirror::Symmetric) => {
                let Some(key) = row(*other) else { continue };
                let says = Says::Keyed(id, words.clone());
                all.push(Derived { of: *other, key, said: claim.said, says });
            }
            _ => {}
        }
    }
    all
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
    facts.find(|k| {
        derived(model, from, *k).iter().any(|d| d.of == of && d.key == key && d.is(claim))
    })
    .map(|k| (from, k))
}
