//! Lists: what is in them, what may be, what is not, and whether there may be more.
//!
//! Takes the claims about one list; gives a [`List`]. A list that is `all` of another is read there.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::ends::Ends;
use super::mirrored::Presence;
use super::speakers::Place;
use super::{Closed, List, Listed, Rest, View, Why};
use crate::expr::{EntityId, Key};
use crate::model::Model;
use crate::model::facts::{AllOf, Claim, OpenWord, Said, Says, Value};
use crate::value::Truth;

/// How many lists may each be the same as the next; no text in use has more than two.
const MAX_WAY: usize = 64;

/// How a list is read.
#[derive(Default)]
pub(super) struct Reading {
    /// Only as far as this value goes, and by what is said on this side.
    pub(super) only: Option<Value>,
    /// The lists on the way to this one: what leads back to one of them is a circle.
    way: Vec<Place>,
    /// The lists read on the way: a list may be all of two that are all of a third.
    read: HashMap<Place, List>,
}

/// A claim, with the lists it takes all of as they read.
pub(super) struct Voice<'m> {
    pub(super) claim: &'m Claim,
    pub(super) parts: Vec<List>,
}

impl Voice<'_> {
    /// Why the list goes on by this claim, if it does.
    fn open(&self) -> Option<Why> {
        let said = self.claim.said;
        match &self.claim.says {
            Says::List { items, open, .. } => {
                let part = self.parts.iter().find_map(|p| match p.rest {
                    Rest::Open(why) => Some(why),
                    Rest::Closed(_) => None,
                });
                let named = items.len() + self.parts.iter().map(|p| p.items.len()).sum::<usize>();
                match open {
                    Some(OpenWord::Others(said)) => Some(Why::Others(*said)),
                    Some(OpenWord::Faulty) => Some(Why::Faulty(said)),
                    None if self.count().is_some_and(|n| n as usize > named) => {
                        Some(Why::Counted(said))
                    }
                    None => part,
                }
            }
            Says::Unknown => Some(Why::SaidUnknown(said)),
            Says::ToBeAgreed => Some(Why::ToBeAgreed(said)),
            _ => None,
        }
    }

    /// How many the claim says that there are.
    fn count(&self) -> Option<u32> {
        let Says::List { items, count, all, .. } = &self.claim.says else { return None };
        count.or_else(|| match (&**all, &*self.parts) {
            // As many as in the list that it is.
            ([all], [part]) if items.is_empty() && all.except.is_empty() => {
                part.count.map(|(n, _)| n)
            }
            _ => None,
        })
    }

    /// Checks whether nothing else is in the list by this claim.
    pub(super) fn closes(&self) -> bool {
        matches!(self.claim.says, Says::None)
            || (matches!(self.claim.says, Says::List { .. }) && self.open().is_none())
    }

    /// Checks whether the claim speaks of the whole list.
    fn whole(claim: &Claim) -> bool {
        matches!(claim.says, Says::List { .. } | Says::None | Says::Unknown | Says::ToBeAgreed)
    }

    /// Iterates over what the claim names, whether it holds there or only may.
    pub(super) fn names(&self) -> impl Iterator<Item = Value> {
        self.named().map(|(value, _)| value)
    }

    /// Iterates over what the claim names, each with its place.
    pub(super) fn named(&self) -> impl Iterator<Item = (Value, Said)> {
        let said = self.claim.said;
        let (items, one) = match &self.claim.says {
            Says::List { items, .. } => (&**items, None),
            Says::Adds(value) => (&[][..], Some((*value, said))),
            _ => (&[][..], None),
        };
        let parts = self.parts.iter().flat_map(|p| p.items.iter().map(|i| (i.value, i.said)));
        items.iter().map(|i| (i.value, i.said)).chain(one).chain(parts)
    }

    /// Iterates over what the claim says not to be there.
    pub(super) fn absent(&self) -> impl Iterator<Item = Value> {
        let one = if let Says::Not(value) = self.claim.says { Some(value) } else { None };
        self.parts.iter().flat_map(|p| p.absent.iter().map(|(v, _)| *v)).chain(one)
    }
}

/// The items of a list while it is read, each once.
#[derive(Default)]
struct Items {
    list: Vec<Listed>,
    at: HashMap<Value, usize>,
}

impl Items {
    fn push(&mut self, model: &Model, mut new: Listed) {
        // A figure that two sources give is one item, in whatever units they give it.
        if let Value::Quantity(figure) = new.value
            && let Some(given) = self.list.iter().find(|i| model.same_figure(i.value, figure))
        {
            new.value = given.value;
        }
        let next = self.list.len();
        let at = *self.at.entry(new.value).or_insert(next);
        match self.list.get_mut(at) {
            // Who names it outright has more to say than who only may.
            Some(old) if old.denied.is_some() && new.denied.is_none() => *old = new,
            Some(_) => {}
            None => self.list.push(new),
        }
    }

    fn dispute(&mut self, value: Value, denied: Said) {
        if let Some(item) = self.at.get(&value).and_then(|at| self.list.get_mut(*at)) {
            item.denied = item.denied.or(Some(denied));
        }
    }
}

impl Model {
    /// Reads a list.
    pub fn list(&self, id: EntityId, key: Key, view: &View) -> List {
        self.list_of(id, key, view, &mut Reading::default())
    }

    pub(super) fn list_of(
        &self,
        id: EntityId,
        key: Key,
        view: &View,
        reading: &mut Reading,
    ) -> List {
        let only = reading.only;
        let own = only.is_some();
        let spoken = self.spoken((id, key), view, own);
        let ends = Ends::of(self, key, &spoken);
        let voices: Vec<Voice<'_>> = spoken
            .into_iter()
            .filter(|claim| !ends.revoked(self, key, claim))
            .map(|claim| {
                let all = match &claim.says {
                    Says::List { all, .. } => &**all,
                    _ => &[],
                };
                let parts =
                    all.iter().map(|all| self.part((id, key), all, view, reading)).collect();
                Voice { claim, parts }
            })
            .collect();
        let mut list = List {
            items: Vec::new(),
            absent: Vec::new(),
            rest: self.silence(id, key, view),
            some: None,
            count: None,
            counts: Vec::new(),
        };
        let mut items = Items::default();
        let mut push = |value: Value, said: Said, denied: Option<Said>| {
            if only.is_none_or(|only| only == value) {
                items.push(self, Listed { value, said, denied });
            }
        };
        let mut open: Option<Why> = None;
        let mut closed: Option<Said> = None;
        let mut disputes: Vec<(Value, Said)> = Vec::new();
        for voice in &voices {
            let said = voice.claim.said;
            let taken = |value: Value| ends.taken(self, key, voice.claim, value);
            match &voice.claim.says {
                Says::List { items, .. } => {
                    for item in items {
                        match taken(item.value) {
                            None => push(item.value, item.said, None),
                            Some(back) => list.absent.push((item.value, back)),
                        }
                    }
                    for part in &voice.parts {
                        for item in &part.items {
                            push(item.value, item.said, item.denied);
                        }
                        list.absent.extend(part.absent.iter().copied());
                        list.some = list.some.or(part.some);
                    }
                    list.counts.extend(voice.count().map(|n| (n, said)));
                }
                Says::Adds(value) => match (taken(*value), self.other_side(key, voice.claim)) {
                    (Some(back), _) => list.absent.push((*value, back)),
                    (None, None) => push(*value, said, None),
                    (None, Some(there)) => {
                        reading.way.push((id, key));
                        let there = self.presence(there, Value::Entity(id), view, reading);
                        reading.way.pop();
                        match there {
                            Presence::In => push(*value, said, None),
                            Presence::Possible(denied) => {
                                push(*value, said, None);
                                disputes.push((*value, denied));
                            }
                            Presence::Out(denied) => {
                                list.absent.extend(denied.map(|said| (*value, said)));
                            }
                        }
                    }
                },
                Says::Complete(_) => closed = closed.or(Some(said)),
                Says::Some => list.some = Some(said),
                Says::Not(value) => list.absent.push((*value, said)),
                Says::None
                | Says::Unknown
                | Says::ToBeAgreed
                | Says::Keyed(..)
                | Says::Truth(_) => {}
            }
            if voice.closes() {
                closed = closed.or(Some(said));
            } else if let Some(why) = voice.open() {
                open = Some(why);
            }
        }
        for (value, denied) in disputes {
            items.dispute(value, denied);
        }
        list.items = items.list;
        self.settle_count((id, key), view, &mut list);
        // A draft that has some, and names none, has not said which.
        if list.some.is_some() && list.items.is_empty() && open.is_none() {
            open = Some(Why::NotClosed);
        }
        let spoken = voices.iter().any(|v| !matches!(v.claim.says, Says::Not(_)));
        if let Some(said) = closed {
            list.rest = Rest::Closed(Closed::By(said));
        } else if let Some(why) = open {
            list.rest = Rest::Open(why);
        } else if spoken && matches!(list.rest, Rest::Open(_)) && !list.items.is_empty() {
            list.rest = Rest::Open(Why::NotClosed);
        }
        self.contest((id, key), view, &voices, &mut list);
        if let (Rest::Open(_), Some((n, said))) = (list.rest, list.count) {
            let certain = list.items.iter().filter(|i| i.denied.is_none()).count();
            if certain >= n as usize {
                list.rest = Rest::Closed(Closed::By(said));
            }
        }
        if !list.absent.is_empty() {
            let present: HashSet<Value> = list.items.iter().map(|i| i.value).collect();
            list.absent.retain(|(v, _)| !present.contains(v));
        }
        list
    }

    /// Checks whether a value is a figure that is certainly the same as another.
    fn same_figure(&self, value: Value, figure: u32) -> bool {
        let Value::Quantity(other) = value else { return false };
        match (self.quantity(other), self.quantity(figure)) {
            (Some(a), Some(b)) => a.equals(b) == Truth::Yes,
            _ => false,
        }
    }

    /// Settles how many there are in all: by the one number that is given, or that of the source to believe. Two
    /// numbers for one list bound it neither way.
    fn settle_count(&self, place: Place, view: &View, list: &mut List) {
        let counts = &mut list.counts;
        let alike =
            |counts: &[(u32, Said)]| counts.windows(2).all(|w| matches!(w, [a, b] if a.0 == b.0));
        if !alike(counts) {
            // What an edit supposes gives way to what a text states.
            if counts.iter().any(|(_, said)| !self.supposed(*said)) {
                counts.retain(|(_, said)| !self.supposed(*said));
            }
            let believed = self
                .believed(&[place], view, |s| counts.iter().any(|(_, said)| self.cited(*said, s)));
            if let Some(source) = believed {
                counts.retain(|(_, said)| self.cited(*said, source));
            }
        }
        if alike(counts) {
            list.count = counts.last().copied();
            counts.clear();
        }
    }

    /// Returns the claims about a list that count: within a source a later list replaces an earlier one;
    /// additions and denials stay.
    fn spoken(&self, (id, key): Place, view: &View, own: bool) -> Vec<&Claim> {
        let seen =
            |c: &&Claim| self.visible(c, key, view) && !(own && self.other_side(key, c).is_some());
        let seen: Vec<&Claim> = self.claims(id, key).iter().filter(seen).collect();
        if seen.len() < 2 {
            return seen;
        }
        let wholes: Vec<&Claim> = seen.iter().copied().filter(|c| Voice::whole(c)).collect();
        let standing = self.standing(key, &wholes, |_, _| false);
        if standing.len() == wholes.len() {
            return seen;
        }
        // Both are in the order in which they were read.
        let mut standing = standing.into_iter().peekable();
        seen.into_iter()
            .filter(|c| !Voice::whole(c) || standing.next_if(|s| std::ptr::eq(*s, *c)).is_some())
            .collect()
    }

    /// Reads a list that another is all of, as it counts there.
    fn part(&self, here: Place, all: &AllOf, view: &View, reading: &mut Reading) -> List {
        let there = (all.of, Key::Field(all.field));
        if there == here || reading.way.contains(&there) || reading.way.len() >= MAX_WAY {
            return List {
                items: Vec::new(),
                absent: Vec::new(),
                rest: Rest::Open(Why::Faulty(all.said)),
                some: None,
                count: None,
                counts: Vec::new(),
            };
        }
        let mut part = if let Some(part) = reading.read.get(&there) {
            part.clone()
        } else {
            reading.way.push(here);
            let only = reading.only.take();
            let part = self.list_of(there.0, there.1, view, reading);
            reading.only = only;
            reading.way.pop();
            reading.read.insert(there, part.clone());
            part
        };
        part.items.retain(|i| !all.except.contains(&i.value));
        for item in &mut part.items {
            item.said = all.said;
        }
        for (_, said) in &mut part.absent {
            *said = all.said;
        }
        part.absent.extend(all.except.iter().map(|v| (*v, all.said)));
        part.some = part.some.filter(|_| all.except.is_empty()).map(|_| all.said);
        part
    }
}
