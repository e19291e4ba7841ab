//! Fields that hold one value, truths, and what a keyed field says for a key.
//!
//! Takes the claims about one of them; gives what is known, or why it is not. Knows nothing of lists.

use super::lists::Reading;
use super::mirrored::Presence;
use super::speakers::Place;
use super::{Closed, Keyed, One, Rest, TruthOf, View, Why};
use crate::expr::{EntityId, Key};
use crate::model::Model;
use crate::model::facts::{Claim, OpenWord, Said, Says, Value};
use crate::schema::{Mirror, Word};
use crate::value::{Date, Truth};

/// The value that a claim names.
fn value(claim: &Claim) -> Option<Value> {
    match &claim.says {
        Says::List { items, .. } => items.first().map(|i| i.value),
        Says::Adds(value) => Some(*value),
        _ => None,
    }
}

/// What sort of answer a claim gives: not known, none, some, this one.
fn sort(claim: &Claim) -> u8 {
    match &claim.says {
        Says::Unknown | Says::ToBeAgreed | Says::List { open: Some(OpenWord::Faulty), .. } => 0,
        Says::None => 1,
        Says::Some => 2,
        _ => 3,
    }
}

impl Model {
    fn seen<'m>(&'m self, (id, key): Place, view: &View) -> Vec<&'m Claim> {
        self.claims(id, key).iter().filter(|c| self.visible(c, key, view)).collect()
    }

    /// Reads a field that holds one value.
    pub fn one(&self, id: EntityId, key: Key, view: &View) -> One {
        self.one_of(id, key, view, false)
    }

    /// Reads a field that holds one value; only what is said on this side of a relation, if asked to.
    pub(super) fn one_of(&self, id: EntityId, key: Key, view: &View, own: bool) -> One {
        let mut all = self.seen((id, key), view);
        // What is disputed where it is said is disputed here.
        let mut disputed: Option<Said> = None;
        let mut not: Vec<(Value, Said)> = Vec::new();
        all.retain(|claim| {
            if let Says::Not(value) = claim.says {
                not.push((value, claim.said));
                return false;
            }
            let Some(there) = self.other_side(key, claim) else { return true };
            match (!own)
                .then(|| self.presence(there, Value::Entity(id), view, &mut Reading::default()))
            {
                None | Some(Presence::Out(_)) => false,
                Some(Presence::In) => true,
                Some(Presence::Possible(denied)) => {
                    disputed = disputed.or(Some(denied));
                    true
                }
            }
        });
        // Somebody's not knowing does not contradict somebody else's knowing.
        let telling: Vec<&Claim> = all.iter().copied().filter(|c| sort(c) != 0).collect();
        // That there is one agrees with whichever it is.
        let named: Vec<&Claim> = telling.iter().copied().filter(|c| sort(c) != 2).collect();
        let claims = [named, telling, all].into_iter().find(|c| !c.is_empty()).unwrap_or_default();
        let same = |a: &Claim, b: &Claim| {
            sort(a) == sort(b) && (sort(a) < 3 || self.same_value(value(a), value(b)))
        };
        let mut standing = if carries_over(&claims) {
            self.standing(key, &claims, same)
        } else {
            let replaced =
                |c: &Claim| claims.iter().any(|d| !same(c, d) && self.supersedes(d, c, key));
            claims.iter().copied().filter(|c| !replaced(c)).collect()
        };
        // Of dates that agree the one known most closely lies within all the others: it is asked first.
        standing.sort_by_key(|c| match value(c) {
            Some(Value::Date(date)) => date.days(),
            _ => 0,
        });
        let places = [(id, key)];
        let claims = self.settle(&places, view, standing, same);
        let Some(first) = claims.first().copied() else {
            return match self.silence(id, key, view) {
                Rest::Closed(closed) => One::None(closed),
                Rest::Open(why) => One::Unknown(why),
            };
        };
        if claims.iter().any(|c| !same(first, c)) {
            return One::Contested(claims.iter().map(|c| (value(c), c.said)).collect());
        }
        match (&first.says, value(first)) {
            (Says::None, _) => One::None(Closed::By(first.said)),
            (Says::Some, _) => One::Some(first.said),
            (Says::Unknown, _) => One::Unknown(Why::SaidUnknown(first.said)),
            (Says::ToBeAgreed, _) => One::Unknown(Why::ToBeAgreed(first.said)),
            (_, Some(v)) => {
                let denial = not.iter().find(|(n, _)| *n == v).map(|(_, said)| *said);
                let Some(denial) = denial.or(disputed) else { return One::Known(v, first.said) };
                let names = |s| claims.iter().any(|c| self.says(c, s));
                match self.believed(&places, view, |s| names(s) || self.cited(denial, s)) {
                    Some(source) if names(source) => One::Known(v, first.said),
                    Some(_) => One::Unknown(Why::Contested),
                    None => One::Contested(vec![(Some(v), first.said), (None, denial)]),
                }
            }
            (_, None) => One::Unknown(Why::Faulty(first.said)),
        }
    }

    /// Checks whether two values can both be so. Dates agree where they share a day. Years, months and days lie
    /// in one another or apart, so dates that agree with the closest of them have all of its days in common.
    fn same_value(&self, a: Option<Value>, b: Option<Value>) -> bool {
        match (a, b) {
            (Some(Value::Quantity(x)), Some(Value::Quantity(y))) => {
                match (self.quantity(x), self.quantity(y)) {
                    (Some(x), Some(y)) => x.equals(y) == Truth::Yes,
                    _ => false,
                }
            }
            (Some(Value::Date(x)), Some(Value::Date(y))) => x.same(y) != Truth::No,
            (a, b) => a == b,
        }
    }

    /// Reads a truth.
    pub fn truth(&self, id: EntityId, key: Key, view: &View) -> TruthOf {
        let value = |claim: &Claim| match claim.says {
            Says::Truth(b) => Some(b),
            Says::None => Some(false),
            Says::Some => Some(true),
            _ => None,
        };
        let all = self.seen((id, key), view);
        let telling: Vec<&Claim> = all.iter().copied().filter(|c| value(c).is_some()).collect();
        let same = |a: &Claim, b: &Claim| value(a) == value(b);
        let standing = self.standing(key, &telling, same);
        let claims = self.settle(&[(id, key)], view, standing, same);
        let Some(first) = claims.first().copied() else {
            if let Some(claim) = all.first() {
                return TruthOf::Unknown(Why::SaidUnknown(claim.said));
            }
            return match self.silence(id, key, view) {
                Rest::Closed(_) => TruthOf::Silent,
                Rest::Open(why) => TruthOf::Unknown(why),
            };
        };
        if claims.iter().any(|c| !same(first, c)) {
            return TruthOf::Contested(
                claims.iter().filter_map(|c| value(c).map(|v| (v, c.said))).collect(),
            );
        }
        TruthOf::Stated(value(first).unwrap_or(false), first.said)
    }

    /// Reads a keyed field for one key.
    pub fn keyed(&self, id: EntityId, key: Key, of: EntityId, view: &View) -> Keyed {
        fn words(claim: &Claim) -> &[Word] {
            if let Says::Keyed(_, words) = &claim.says { words } else { &[] }
        }
        let about = |c: &&Claim| matches!(&c.says, Says::Keyed(k, _) if *k == of);
        let all: Vec<&Claim> = self
            .claims(id, key)
            .iter()
            .filter(|c| about(c) && self.visible(c, key, view))
            .collect();
        let same = |a: &Claim, b: &Claim| words(a) == words(b);
        // How two stand to each other is one fact: whom to believe on it may be said of either of them.
        let both = matches!(key, Key::Field(row) if row.info().mirror == Mirror::Symmetric);
        let places = [(id, key), (of, key)];
        let places = if both { &places[..] } else { places.get(..1).unwrap_or_default() };
        let claims = self.settle(places, view, self.standing(key, &all, same), same);
        let Some(first) = claims.first().copied() else {
            return match self.silence(id, key, view) {
                Rest::Closed(_) => Keyed::None,
                Rest::Open(why) => Keyed::Unknown(why),
            };
        };
        if claims.iter().any(|c| !same(first, c)) {
            return Keyed::Contested(claims.iter().map(|c| (words(c).into(), c.said)).collect());
        }
        let superseded = all.iter().find(|c| !same(first, c) && self.supersedes(first, c, key));
        let superseded = superseded.map(|c| (words(c).into(), c.said));
        Keyed::Known(words(first).into(), first.said, superseded)
    }
}

/// Checks whether what is the same as one of two values that are the same is the same as both. It is not so
/// of dates known more and less closely: 2015 is the same as 2015-03 and as 2015-04.
fn carries_over(claims: &[&Claim]) -> bool {
    let closeness = |date: Date| {
        let (first, last) = (date.first_day(), date.last_day());
        (first == last, first.last_of_month() == last)
    };
    let mut dates = claims.iter().filter_map(|c| match value(c) {
        Some(Value::Date(date)) => Some(closeness(date)),
        _ => None,
    });
    let first = dates.next();
    dates.all(|d| Some(d) == first)
}
