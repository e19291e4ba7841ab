//! Items of a list that one source names and another denies.
//!
//! Takes the claims about a list and the list as read from them; marks what is disputed, and drops what the
//! source to believe denies. Goes through the claims once, not once for each item: a list may have
//! thousands of accounts.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::lists::Voice;
use super::speakers::Place;
use super::{List, Listed, View};
use crate::expr::{EntityId, Key};
use crate::model::Model;
use crate::model::facts::{Said, Says, Value};

/// Up to so many names, looking through them is quicker than an index.
const FEW: usize = 16;

/// A claim by which nothing stands in the list but what it names.
struct Closer<'v> {
    order: usize,
    voice: &'v Voice<'v>,
    /// What it names, where that is much.
    names: Option<HashSet<Value>>,
}

impl<'v> Closer<'v> {
    fn new(order: usize, voice: &'v Voice<'v>) -> Closer<'v> {
        let many = voice.names().nth(FEW).is_some();
        Closer { order, voice, names: many.then(|| voice.names().collect()) }
    }

    fn denies(&self, model: &Model, value: Value) -> bool {
        match &self.names {
            Some(names) => !model.among(names, value),
            None => !self.voice.names().any(|v| v == value || model.may_be_one(v, value)),
        }
    }
}

/// A claim by which those written are all, with what it closes: what stands beside it, what its own source names
/// elsewhere, and relations that are written on their other side.
struct Completion {
    order: usize,
    said: Said,
    closed: HashSet<Value>,
}

impl Completion {
    fn new(
        model: &Model,
        key: Key,
        (order, voice): (usize, &Voice<'_>),
        all: &[Voice<'_>],
    ) -> Option<Completion> {
        let Says::Complete(beside) = voice.claim.says else { return None };
        let said = voice.claim.said;
        let mut closed = HashSet::default();
        for other in all {
            let there = model.other_side(key, other.claim).is_some();
            // What an edit adds is one more of those that are all, as it is of a list that is complete.
            let more = |s: Said| model.supposed(s) && !model.supposed(said);
            let closes =
                |s: Said| there || beside.holds(s.span) || model.same_voice(s, said) || more(s);
            closed.extend(other.named().filter(|(_, s)| closes(*s)).map(|(value, _)| value));
        }
        Some(Completion { order, said, closed })
    }
}

/// What is denied, and by whom.
#[derive(Default)]
struct Denials<'v> {
    /// Those who deny one thing by its name.
    named: HashMap<Value, Vec<(usize, Said)>>,
    /// Those who deny all that they do not name, by their sources: one source does not deny what it adds.
    rest: Vec<(Vec<EntityId>, Vec<Closer<'v>>)>,
    /// Those who say that those written are all.
    completions: Vec<Completion>,
}

impl<'v> Denials<'v> {
    /// Returns what some voices, of all there are, deny.
    fn of(
        model: &Model,
        key: Key,
        voices: impl Iterator<Item = (usize, &'v Voice<'v>)>,
        all: &'v [Voice<'v>],
    ) -> Denials<'v> {
        let mut denials = Denials::default();
        let mut places: HashMap<Vec<EntityId>, usize> = HashMap::default();
        for (order, voice) in voices {
            let said = voice.claim.said;
            // What it takes all of may lack what it names besides.
            for value in voice.absent().filter(|v| !voice.names().any(|n| n == *v)) {
                denials.named.entry(value).or_default().push((order, said));
            }
            denials.completions.extend(Completion::new(model, key, (order, voice), all));
            if !voice.closes() {
                continue;
            }
            let mut sources: Vec<EntityId> =
                model.cites.get(said.cite).claims.iter().map(|c| c.source).collect();
            sources.sort_unstable();
            sources.dedup();
            let next = denials.rest.len();
            let at = *places.entry(sources.clone()).or_insert(next);
            match denials.rest.get_mut(at) {
                Some((_, closers)) => closers.push(Closer::new(order, voice)),
                None => denials.rest.push((sources, vec![Closer::new(order, voice)])),
            }
        }
        denials
    }

    fn is_empty(&self) -> bool {
        self.named.is_empty() && self.rest.is_empty() && self.completions.is_empty()
    }

    /// Returns who denies an item that others name.
    fn against(&self, model: &Model, item: &Listed) -> Option<Said> {
        let named = self.named.get(&item.value).into_iter().flatten();
        let named = named.copied().find(|(_, said)| !model.same_voice(*said, item.said));
        let claims = &model.cites.get(item.said.cite).claims;
        let mut rest = self.rest.iter().filter(|(sources, _)| {
            let own = claims.is_empty() && sources.is_empty();
            !own && !claims.iter().any(|c| sources.contains(&c.source))
        });
        let rest = rest.find_map(|(_, closers)| {
            let closer = closers.iter().find(|c| c.denies(model, item.value))?;
            Some((closer.order, closer.voice.claim.said))
        });
        let whole = self.completions.iter().find(|c| !model.among(&c.closed, item.value));
        let whole = whole.map(|c| (c.order, c.said));
        named
            .into_iter()
            .chain(rest)
            .chain(whole)
            .min_by_key(|(order, _)| *order)
            .map(|(_, said)| said)
    }

    fn denies(&self, model: &Model, value: Value) -> bool {
        self.named.contains_key(&value)
            || self.rest.iter().flat_map(|(_, closers)| closers).any(|c| c.denies(model, value))
            || self.completions.iter().any(|c| !model.among(&c.closed, value))
    }
}

/// What a source that is to be believed says.
struct Believed<'v> {
    source: EntityId,
    names: HashSet<Value>,
    denials: Denials<'v>,
}

impl Model {
    /// Marks the items that some source names and another denies, unless it is said whom to follow.
    pub(super) fn contest(&self, place: Place, view: &View, voices: &[Voice<'_>], list: &mut List) {
        let denials = if voices.len() < 2 {
            Denials::default()
        } else {
            Denials::of(self, place.1, voices.iter().enumerate(), voices)
        };
        // Most lists have one claim, and most claims of the others only add: nothing denies then.
        if denials.is_empty() && list.items.iter().all(|i| i.denied.is_none()) {
            return;
        }
        let mut believed: Option<Vec<Believed<'_>>> = None;
        let mut gone: HashMap<Value, Said> = HashMap::default();
        for item in &mut list.items {
            let Some(denial) = denials.against(self, item).or(item.denied) else { continue };
            // What an edit supposes gives way to what a text states.
            match (self.supposed(item.said), self.supposed(denial)) {
                (false, true) => continue,
                (true, false) => {
                    gone.insert(item.value, denial);
                    continue;
                }
                _ => {}
            }
            // All who name it and all who deny it may be the one to believe.
            let believed = believed.get_or_insert_with(|| self.heard(place, view, voices));
            let said = *item;
            let names = |b: &Believed<'_>| {
                self.cited(said.said, b.source) || self.among(&b.names, said.value)
            };
            let denies = |b: &Believed<'_>| {
                said.denied.is_some_and(|d| self.cited(d, b.source))
                    || b.denials.denies(self, said.value)
            };
            match believed.iter().find(|b| names(b) || denies(b)) {
                Some(source) if names(source) => item.denied = None,
                Some(_) => {
                    gone.insert(item.value, denial);
                }
                None => item.denied = Some(denial),
            }
        }
        list.items.retain(|i| !gone.contains_key(&i.value));
        let mut gone: Vec<(Value, Said)> = gone.into_iter().collect();
        gone.sort_unstable();
        list.absent.extend(gone);
    }

    /// Checks whether a value is among those named, or may be one of them.
    fn among(&self, names: &HashSet<Value>, value: Value) -> bool {
        names.contains(&value)
            || spelt_variously(value) && names.iter().any(|name| self.may_be_one(*name, value))
    }

    /// Checks whether two figures or dates can both be so, however they are written.
    fn may_be_one(&self, a: Value, b: Value) -> bool {
        spelt_variously(a) && spelt_variously(b) && self.same_value(Some(a), Some(b))
    }

    /// Returns what each source that is to be believed says, the first to be believed first.
    fn heard<'v>(&self, place: Place, view: &View, voices: &'v [Voice<'v>]) -> Vec<Believed<'v>> {
        self.trusted(&[place], view)
            .map(|source| {
                let own = || voices.iter().enumerate().filter(|(_, v)| self.says(v.claim, source));
                let adds =
                    |v: &Voice<'_>| matches!(v.claim.says, Says::List { .. } | Says::Adds(_));
                let names = own().filter(|(_, v)| adds(v)).flat_map(|(_, v)| v.names()).collect();
                Believed { source, names, denials: Denials::of(self, place.1, own(), voices) }
            })
            .collect()
    }

    /// Checks whether one source stands behind all of these, so that not all can be right where they clash. What is only
    /// supposed speaks against nobody: it is taken for so.
    pub(crate) fn one_voice(&self, all: impl IntoIterator<Item = Said>) -> bool {
        let mut stated = all.into_iter().filter(|said| !self.supposed(*said));
        let Some(first) = stated.next() else { return true };
        stated.all(|said| self.same_voice(first, said))
    }

    /// Checks whether one source stands behind both statements: what it adds it does not deny.
    pub(crate) fn same_voice(&self, a: Said, b: Said) -> bool {
        let (a, b) = (self.cites.get(a.cite), self.cites.get(b.cite));
        if a.supposed != b.supposed {
            return false;
        }
        match (a.claims.is_empty(), b.claims.is_empty()) {
            (true, true) => true,
            (false, false) => {
                a.claims.iter().any(|x| b.claims.iter().any(|y| x.source == y.source))
            }
            _ => false,
        }
    }
}

/// Checks whether a value may be written in several ways.
fn spelt_variously(value: Value) -> bool {
    matches!(value, Value::Date(_) | Value::Quantity(_))
}
