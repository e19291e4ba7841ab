//! Who speaks in a claim, when, which claim takes the place of which, and whom to believe.
//!
//! Takes claims about one field of one thing; gives those that stand. Knows nothing of what they say but
//! whether two of them say the same.

use rustc_hash::FxHashMap as HashMap;

use super::View;
use crate::expr::{EntityId, Key};
use crate::model::Model;
use crate::model::facts::{Claim, Said};
use crate::value::{Date, Truth};

/// One speaker: a source, or whoever wrote the text without citing anybody.
pub(super) type Speaker = Option<EntityId>;

/// A field of a thing.
pub(super) type Place = (EntityId, Key);

/// What one speaker said last, and last of what says something else: a claim is replaced by one of the two
/// or by none, so that nobody need compare every claim with every other.
#[derive(Default)]
struct Last<'m> {
    top: Option<(Date, &'m Claim)>,
    other: Option<(Date, &'m Claim)>,
}

impl<'m> Last<'m> {
    fn hear(&mut self, date: Date, claim: &'m Claim, same: impl Fn(&Claim, &Claim) -> bool) {
        let later = |than: Option<(Date, &Claim)>| {
            than.is_none_or(|(d, _)| d.first_day() < date.first_day())
        };
        if self.top.is_some_and(|(_, top)| same(top, claim)) {
            if later(self.top) {
                self.top = Some((date, claim));
            }
        } else if later(self.top) {
            self.other = self.top.replace((date, claim));
        } else if later(self.other) {
            self.other = Some((date, claim));
        }
    }

    fn replaces(&self, date: Date, claim: &Claim, same: impl Fn(&Claim, &Claim) -> bool) -> bool {
        [self.top, self.other]
            .into_iter()
            .flatten()
            .any(|(d, last)| date.before(d) == Truth::Yes && !same(last, claim))
    }
}

impl Model {
    fn speakers<'m>(
        &'m self,
        claim: &'m Claim,
    ) -> impl Iterator<Item = (Speaker, Option<Date>)> + 'm {
        let claims = &self.cites.get(claim.said.cite).claims;
        let nobody = claims.is_empty().then_some((None, None));
        claims.iter().map(|c| (Some(c.source), c.date)).chain(nobody)
    }

    pub(super) fn date(&self, claim: &Claim) -> Option<Date> {
        self.speakers(claim).find_map(|(_, date)| date)
    }

    /// Iterates over those in whose name a claim takes the place of others: where the field is dated it does not
    /// matter who speaks.
    pub(super) fn voices<'m>(
        &'m self,
        key: Key,
        claim: &'m Claim,
    ) -> impl Iterator<Item = Speaker> + 'm {
        let all = dated(key).then_some(None);
        let each = (!dated(key)).then(|| self.speakers(claim).map(|(s, _)| s));
        all.into_iter().chain(each.into_iter().flatten())
    }

    pub(super) fn visible(&self, claim: &Claim, key: Key, view: &View) -> bool {
        match (view.as_of, self.date(claim)) {
            (Some(limit), Some(date)) if dated(key) => date.first_day() <= limit.last_day(),
            _ => true,
        }
    }

    /// Checks whether `a` replaces `b`: it is later, and either one source says both or the field is dated.
    pub(super) fn supersedes(&self, a: &Claim, b: &Claim, key: Key) -> bool {
        let later = match (self.date(b), self.date(a)) {
            (Some(earlier), Some(later)) => earlier.before(later) == Truth::Yes,
            _ => false,
        };
        later
            && (dated(key) || self.speakers(a).any(|(s, _)| self.speakers(b).any(|(t, _)| s == t)))
    }

    /// Returns the claims that no other which says something else supersedes. Sameness must carry over: what
    /// is the same as one of two that are the same is the same as both.
    pub(super) fn standing<'m>(
        &'m self,
        key: Key,
        claims: &[&'m Claim],
        same: impl Fn(&Claim, &Claim) -> bool,
    ) -> Vec<&'m Claim> {
        if claims.len() < 2 {
            return claims.to_vec();
        }
        let mut last: HashMap<Speaker, Last<'m>> = HashMap::default();
        for claim in claims {
            let Some(date) = self.date(claim) else { continue };
            for voice in self.voices(key, claim) {
                last.entry(voice).or_default().hear(date, claim, &same);
            }
        }
        let stands = |claim: &&'m Claim| {
            let Some(date) = self.date(claim) else { return true };
            !self
                .voices(key, claim)
                .any(|v| last.get(&v).is_some_and(|last| last.replaces(date, claim, &same)))
        };
        claims.iter().copied().filter(stands).collect()
    }

    /// Returns the source to believe among those that speak, if anybody said which: in the run first, then
    /// in the texts.
    pub(super) fn believed(
        &self,
        places: &[Place],
        view: &View,
        mut speaks: impl FnMut(EntityId) -> bool,
    ) -> Option<EntityId> {
        self.trusted(places, view).find(|s| speaks(*s))
    }

    /// Iterates over the sources to believe, the first that speaks before the others.
    pub(super) fn trusted<'v>(
        &'v self,
        places: &'v [Place],
        view: &'v View,
    ) -> impl Iterator<Item = EntityId> + 'v {
        let said = places.iter().filter_map(|(id, key)| self.followed(*id, *key));
        view.follow.iter().copied().chain(said)
    }

    pub(super) fn says(&self, claim: &Claim, source: EntityId) -> bool {
        self.cited(claim.said, source)
    }

    /// Checks whether a statement is that of an edit.
    pub(super) fn supposed(&self, said: Said) -> bool {
        self.cites.get(said.cite).supposed
    }

    /// Checks whether a source is cited for a statement.
    pub(super) fn cited(&self, said: Said, source: EntityId) -> bool {
        self.cites.get(said.cite).claims.iter().any(|c| c.source == source)
    }

    /// Settles several claims that exclude one another: drops the superseded, then asks whom to follow.
    pub(super) fn settle<'m>(
        &'m self,
        places: &[Place],
        view: &View,
        standing: Vec<&'m Claim>,
        same: impl Fn(&Claim, &Claim) -> bool,
    ) -> Vec<&'m Claim> {
        if standing.first().is_none_or(|first| standing.iter().all(|c| same(first, c))) {
            return standing;
        }
        // What an edit supposes gives way to what a text states.
        let stated = |c: &&Claim| !self.supposed(c.said);
        if standing.iter().any(stated) && !standing.iter().all(stated) {
            let standing = standing.into_iter().filter(stated).collect();
            return self.settle(places, view, standing, same);
        }
        let believed = self.believed(places, view, |s| standing.iter().any(|c| self.says(c, s)));
        match believed {
            Some(source) => standing.into_iter().filter(|c| self.says(c, source)).collect(),
            None => standing,
        }
    }
}

/// Checks whether a later source replaces an earlier one.
fn dated(key: Key) -> bool {
    matches!(key, Key::Field(row) if row.info().dated)
}
