//! Fields that hold one value, truths, and what a keyed field says for a key.
//!
//! Takes the claims about one of them; gives what is known, or why it is not. Knows nothing of lists.

use std::cmp::Reverse;

use super::lists::Reading;
use super::mirrored::Presence;
use super::speakers::Place;
use super::{Closed, Keyed, One, Rest, TruthOf, View, Why};
use crate::expr::{EntityId, Key};
use crate::model::Model;
use crate::model::facts::{Claim, OpenWord, Said, Says, Value};
use crate::schema::{Mirror, Word};
use crate::value::{Bound, Date, Number, Truth};

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
        let mut not: Vec<(Value, &Claim)> = Vec::new();
        all.retain(|claim| {
            if let Says::Not(value) = claim.says {
                not.push((value, claim));
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
        let mut standing = if self.carries_over(&claims) {
            self.standing(key, &claims, same)
        } else {
            let replaced =
                |c: &Claim| claims.iter().any(|d| !same(c, d) && self.supersedes(d, c, key));
            claims.iter().copied().filter(|c| !replaced(c)).collect()
        };
        // Of dates that agree the one known most closely lies within all the others; of figures the one given
        // outright, else the highest of the lower bounds: it is asked first.
        standing.sort_by_key(|c| self.closeness(value(c)));
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
                // Of what one source says last the earlier is not so any more.
                let denials = not.iter().filter(|(n, _)| *n == v).map(|(_, denial)| *denial);
                let denials =
                    denials.filter(|d| !claims.iter().any(|c| self.supersedes(c, d, key)));
                let denials: Vec<&Claim> = denials.collect();
                let gone = |c: &&Claim| denials.iter().any(|d| self.supersedes(d, c, key));
                if !denials.is_empty() && claims.iter().all(gone) {
                    return One::Unknown(Why::Unwritten);
                }
                let denial = denials.first().map(|d| d.said);
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

    /// Returns how closely a value is known, the closest first.
    fn closeness(&self, value: Option<Value>) -> (u8, i32, Reverse<Option<Number>>) {
        match value {
            Some(Value::Date(date)) if date.clock().is_some() => (0, 0, Reverse(None)),
            Some(Value::Date(date)) => (0, date.days(), Reverse(None)),
            Some(Value::Quantity(at)) => {
                let Some(figure) = self.quantity(at) else { return (0, 0, Reverse(None)) };
                let rank = match figure.bound {
                    None => 0,
                    Some(Bound::AtLeast | Bound::MoreThan) => 1,
                    Some(Bound::AtMost | Bound::LessThan) => 2,
                };
                (rank, 0, Reverse(figure.number.times(figure.unit.size)))
            }
            _ => (0, 0, Reverse(None)),
        }
    }

    /// Checks whether what is the same as one of two values that are the same is the same as both. It is not so
    /// of dates known more and less closely: 2015 is the same as 2015-03 and as 2015-04. Nor of figures with a
    /// bound: `at least 9,000` is the same as 9,500 and as 9,600.
    fn carries_over(&self, claims: &[&Claim]) -> bool {
        let closeness = |date: Date| {
            let (first, last) = (date.first_day(), date.last_day());
            (date.clock().is_some(), first == last, first.last_of_month() == last)
        };
        let mut dates = claims.iter().filter_map(|c| match value(c) {
            Some(Value::Date(date)) => Some(closeness(date)),
            _ => None,
        });
        let first = dates.next();
        let bounded = |c: &&Claim| match value(c) {
            Some(Value::Quantity(at)) => self.quantity(at).is_some_and(|q| q.bound.is_some()),
            _ => false,
        };
        dates.all(|d| Some(d) == first) && !claims.iter().any(bounded)
    }

    /// Checks whether two values can both be so. Dates agree where they share a day. Years, months and days lie
    /// in one another or apart, so dates that agree with the closest of them have all of its days in common.
    /// Figures agree where their bounds leave one that both may be.
    pub(super) fn same_value(&self, a: Option<Value>, b: Option<Value>) -> bool {
        match (a, b) {
            (Some(Value::Quantity(x)), Some(Value::Quantity(y))) => {
                match (self.quantity(x), self.quantity(y)) {
                    (Some(x), Some(y)) => {
                        x.unit.dimension == y.unit.dimension && x.equals(y) != Truth::No
                    }
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
        let mut all = self.claims_about(id, key, of);
        all.retain(|c| self.visible(c, key, view));
        // In which order words are written says nothing.
        let same = |a: &Claim, b: &Claim| {
            let (a, b) = (words(a), words(b));
            a.len() == b.len() && a.iter().all(|w| b.contains(w))
        };
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
