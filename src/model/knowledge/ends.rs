//! What a speaker says later of a list than what it said before: that something is no longer there, or that
//! something is there after all.
//!
//! Takes the claims about one list; tells of each, and of each value it names, whether the same speaker took it
//! back. Lists that replace lists are not its business: there a later claim speaks of all that an earlier one does.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::speakers::Speaker;
use crate::expr::Key;
use crate::model::Model;
use crate::model::facts::{Claim, Said, Says, Value};
use crate::value::{Date, Truth};

/// The latest statement of one sort by one speaker.
type Latest = (Date, Said);

/// What each speaker takes back.
#[derive(Default)]
pub(super) struct Ends {
    /// By the last list or `no …` that closes, with what stands in it all the same.
    closed: HashMap<Speaker, (Latest, HashSet<Value>)>,
    /// By a denial of one thing.
    denied: HashMap<(Speaker, Value), Latest>,
    /// By naming something, that there is none.
    added: HashMap<Speaker, Latest>,
}

fn later(of: Option<&Latest>, date: Date) -> bool {
    of.is_none_or(|(d, _)| d.first_day() < date.first_day())
}

impl Ends {
    /// Gathers what the claims about a list take back; none of them may, and then this costs little.
    pub(super) fn of(model: &Model, key: Key, claims: &[&Claim]) -> Ends {
        let mut ends = Ends::default();
        let adds = |c: &&Claim| matches!(c.says, Says::Adds(_) | Says::List { .. });
        let takes = |c: &&Claim| matches!(c.says, Says::None | Says::Not(_) | Says::List { .. });
        if claims.len() < 2 || !claims.iter().any(adds) || !claims.iter().any(takes) {
            return ends;
        }
        for claim in claims {
            let Some(date) = model.date(claim) else { continue };
            let latest = (date, claim.said);
            for speaker in model.voices(key, claim) {
                match &claim.says {
                    Says::Not(value) => {
                        let old = ends.denied.get(&(speaker, *value));
                        if later(old, date) {
                            ends.denied.insert((speaker, *value), latest);
                        }
                    }
                    Says::Adds(_) => {
                        if later(ends.added.get(&speaker), date) {
                            ends.added.insert(speaker, latest);
                        }
                    }
                    _ => {
                        let Some(names) = closing(claim) else { continue };
                        if later(ends.closed.get(&speaker).map(|(l, _)| l), date) {
                            ends.closed.insert(speaker, (latest, names));
                        }
                    }
                }
            }
        }
        ends
    }

    fn is_empty(&self) -> bool {
        self.closed.is_empty() && self.denied.is_empty()
    }

    /// Returns who took back that a value is there.
    pub(super) fn taken(
        &self,
        model: &Model,
        key: Key,
        claim: &Claim,
        value: Value,
    ) -> Option<Said> {
        if self.is_empty() {
            return None;
        }
        let date = model.date(claim)?;
        let after = |(d, said): &Latest| (date.before(*d) == Truth::Yes).then_some(*said);
        model.voices(key, claim).find_map(|speaker| {
            let closed = self.closed.get(&speaker).filter(|(_, names)| !names.contains(&value));
            // Of a list as a whole a later one takes the place anyway.
            let closed = closed.filter(|_| matches!(claim.says, Says::Adds(_)));
            let denied = self.denied.get(&(speaker, value));
            denied.and_then(after).or_else(|| closed.and_then(|(latest, _)| after(latest)))
        })
    }

    /// Checks whether the same speaker names something after having said that there is none.
    pub(super) fn revoked(&self, model: &Model, key: Key, claim: &Claim) -> bool {
        if self.added.is_empty() || !matches!(claim.says, Says::None) {
            return false;
        }
        let Some(date) = model.date(claim) else { return false };
        let after = |(d, _): &Latest| date.before(*d) == Truth::Yes;
        model.voices(key, claim).any(|speaker| self.added.get(&speaker).is_some_and(after))
    }
}

/// Returns what stands in a list by a claim that closes it; none where it does not.
fn closing(claim: &Claim) -> Option<HashSet<Value>> {
    match &claim.says {
        Says::None => Some(HashSet::default()),
        Says::List { items, open: None, count, all }
            if all.is_empty() && count.is_none_or(|n| n as usize <= items.len()) =>
        {
            Some(items.iter().map(|i| i.value).collect())
        }
        _ => None,
    }
}
