//! Relations read from the other side: what stands in a field of a thing because the other thing says so.
//!
//! Only what is said on the side where the relation is written counts here, and it is read there: what is
//! disputed or settled there is so from the other side too.

use super::lists::Reading;
use super::speakers::Place;
use super::{Closed, One, Rest, View};
use crate::expr::Key;
use crate::model::Model;
use crate::model::facts::{Claim, Said, Says, Value};
use crate::schema::{Many, Mirror, field};

/// Whether a relation holds where it is said.
pub(super) enum Presence {
    /// It does.
    In,
    /// Sources disagree; who denies it.
    Possible(Said),
    /// It does not; who says so, where somebody does.
    Out(Option<Said>),
}

impl Model {
    /// Returns where a claim is made, if that is on the other side of a relation: to a field that mirrors
    /// another nothing else adds.
    pub(super) fn other_side(&self, key: Key, claim: &Claim) -> Option<Place> {
        let (Key::Field(row), Says::Adds(Value::Entity(other))) = (key, &claim.says) else {
            return None;
        };
        let back = match row.info().mirror {
            Mirror::None => return None,
            Mirror::Symmetric => row.info().name,
            Mirror::Inverse(name) => name,
        };
        let row = field(self.things.get(*other).kind, back)?;
        Some((*other, Key::Field(row)))
    }

    /// Reads whether a thing stands in the field of another by what is said there.
    pub(super) fn presence(
        &self,
        (of, key): Place,
        value: Value,
        view: &View,
        reading: &mut Reading,
    ) -> Presence {
        let mut own = self.own_claims((of, key)).filter(|c| self.visible(c, key, view));
        match (own.next(), own.next()) {
            (None, _) => return Presence::Out(None),
            // Most relations are written once, and nobody denies them.
            (Some(one), None) if plain(one) => return Presence::In,
            _ => {}
        }
        if holds_one(key) {
            return match self.one_of(of, key, view, true) {
                One::Known(v, _) if v == value => Presence::In,
                One::Known(_, said) | One::None(Closed::By(said)) => Presence::Out(Some(said)),
                One::Contested(all) if all.iter().any(|(v, _)| *v == Some(value)) => {
                    let other = all.iter().find(|(v, _)| *v != Some(value));
                    other.map_or(Presence::In, |(_, said)| Presence::Possible(*said))
                }
                _ => Presence::Out(None),
            };
        }
        let only = reading.only.replace(value);
        let list = self.list_of(of, key, view, reading);
        reading.only = only;
        if let Some(item) = list.items.iter().find(|i| i.value == value) {
            return item.denied.map_or(Presence::In, Presence::Possible);
        }
        let denied = list.absent.iter().find(|(v, _)| *v == value).map(|(_, said)| *said);
        Presence::Out(denied.or(match list.rest {
            Rest::Closed(Closed::By(said)) => Some(said),
            _ => None,
        }))
    }

    /// Returns the claims that are made on this side of a relation.
    fn own_claims(&self, (of, key): Place) -> impl Iterator<Item = &Claim> {
        self.claims(of, key).iter().filter(move |c| self.other_side(key, c).is_none())
    }
}

fn holds_one(key: Key) -> bool {
    matches!(key, Key::Field(row) if row.info().many == Many::One)
}

/// Checks whether a claim names all that it speaks of.
fn plain(claim: &Claim) -> bool {
    !matches!(&claim.says, Says::List { all, .. } if !all.is_empty())
}
