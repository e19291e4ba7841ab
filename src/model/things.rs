//! The things of a run: kinds, names, places; what can be named before any statement is read.

use std::borrow::Cow;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::layers::Layered;
use crate::diagnostic::{Finding, Level, suggestion};
use crate::expr::{EntityId, Names};
use crate::schema::{Kind, KindSet};
use crate::source::{Role, Span};

/// One thing.
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Debug)]
pub struct Thing {
    /// What it is.
    pub kind: Kind,
    /// Its name, normalised to NFC.
    pub name: Box<str>,
    /// What it stands in.
    pub parent: Option<EntityId>,
    /// Whether it is a `draft`, or stands in one.
    pub draft: bool,
    /// Whether it was declared with `csbm`.
    pub csbm: bool,
    /// Its title: what stands between the quotes.
    pub title: Option<Span>,
    /// Where its name is declared.
    pub head: Span,
    /// Whether it has a block; else only its name is known.
    pub has_body: bool,
    /// Whether a line of its block could not be read, and nobody knows what it is about. What seems not to be said
    /// may be said there.
    pub unread: bool,
    /// Why the file it stands in was loaded.
    pub role: Role,
    /// Its documentation.
    pub doc: Box<[Span]>,
    /// The things declared in it, in order.
    pub children: Vec<EntityId>,
}

/// Things below one, by name, each with its depth.
type ByName = FxHashMap<Box<str>, Vec<(usize, EntityId)>>;

/// All things.
#[derive(Clone, Debug, Default)]
pub struct Things {
    list: Layered<Thing>,
    /// Those that an edit took away; their numbers stay taken.
    gone: FxHashMap<EntityId, Span>,
    top: Arc<FxHashMap<Box<str>, Vec<EntityId>>>,
    by_kind: Vec<Arc<Vec<EntityId>>>,
    /// Children by name, of things that have many: few are found quicker by looking through them.
    children: FxHashMap<EntityId, Arc<FxHashMap<Box<str>, EntityId>>>,
    /// Everything below by name with its depth, of things that have much below them.
    below: FxHashMap<EntityId, Arc<ByName>>,
}

/// From so many on, things are found by an index.
const MANY: usize = 64;

/// Returns a name in normal form C, in which two spellings of one letter are the same.
pub fn normal(name: &str) -> Cow<'_, str> {
    if is_nfc_quick(name.chars()) == IsNormalized::Yes {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(name.nfc().collect())
    }
}

/// Puts a declared name into the one form in which names are compared, with hyphens where a slip has something else:
/// such a name was reported, and what names it rightly is no mistake.
pub fn declared(name: &str) -> Cow<'_, str> {
    let slip = |c: char| {
        c == '_' || c.is_whitespace() || matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
    };
    if !name.contains(slip) {
        return normal(name);
    }
    let words: Vec<&str> = name.split(slip).filter(|w| !w.is_empty()).collect();
    normal(&words.join("-")).into_owned().into()
}

impl Things {
    /// Adds a thing.
    pub(crate) fn add(&mut self, thing: Thing) -> EntityId {
        let id = EntityId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        if thing.parent.is_none() {
            Arc::make_mut(&mut self.top).entry(thing.name.clone()).or_default().push(id);
        }
        let kind = thing.kind as usize;
        if self.by_kind.len() <= kind {
            self.by_kind.resize(kind + 1, Arc::default());
        }
        if let Some(all) = self.by_kind.get_mut(kind) {
            Arc::make_mut(all).push(id);
        }
        if let Some(parent) = thing.parent {
            self.add_child(parent, &thing.name, id);
        }
        self.list.push(thing);
        id
    }

    fn add_child(&mut self, parent: EntityId, name: &str, id: EntityId) {
        let Some(thing) = self.list.get_mut(parent.0 as usize) else { return };
        thing.children.push(id);
        if let Some(index) = self.children.get_mut(&parent) {
            Arc::make_mut(index).entry(name.into()).or_insert(id);
        } else if thing.children.len() == MANY {
            let mut index = FxHashMap::default();
            for child in thing.children.clone() {
                let name = if child == id { name.into() } else { self.get(child).name.clone() };
                index.entry(name).or_insert(child);
            }
            self.children.insert(parent, Arc::new(index));
        }
    }

    /// Makes the indices that need every thing to be there.
    pub(crate) fn finish(&mut self) {
        let mut below: FxHashMap<EntityId, Vec<(usize, EntityId)>> = FxHashMap::default();
        for (id, thing) in self.iter() {
            let (mut at, mut depth) = (thing.parent, 0);
            while let Some(ancestor) = at {
                below.entry(ancestor).or_default().push((depth, id));
                at = self.get(ancestor).parent;
                depth += 1;
            }
        }
        below.retain(|_, all| all.len() >= MANY);
        // The order in which things are put in does not matter: each index is by name.
        #[allow(clippy::iter_over_hash_type, reason = "see the line above")]
        for (root, all) in below {
            let mut index: FxHashMap<Box<str>, Vec<(usize, EntityId)>> = FxHashMap::default();
            for (depth, id) in all {
                index.entry(self.get(id).name.clone()).or_default().push((depth, id));
            }
            self.below.insert(root, Arc::new(index));
        }
    }

    /// Puts a thing that was added late into the indices of what it stands in.
    pub(crate) fn index(&mut self, id: EntityId) {
        let (name, mut at) = (self.get(id).name.clone(), self.get(id).parent);
        let mut depth = 0;
        while let Some(around) = at {
            if let Some(index) = self.below.get_mut(&around) {
                Arc::make_mut(index).entry(name.clone()).or_default().push((depth, id));
            }
            depth += 1;
            at = self.get(around).parent;
        }
    }

    /// Takes a thing that holds no others out of what it stands in.
    pub(crate) fn remove(&mut self, id: EntityId, by: Span) {
        let (kind, parent, name) = {
            let thing = self.get(id);
            (thing.kind as usize, thing.parent, thing.name.clone())
        };
        if let Some(all) = self.by_kind.get_mut(kind) {
            Arc::make_mut(all).retain(|other| *other != id);
        }
        let mut at = parent;
        while let Some(around) = at {
            if let Some(index) = self.below.get_mut(&around)
                && let Some(named) = Arc::make_mut(index).get_mut(&name)
            {
                named.retain(|(_, other)| *other != id);
            }
            at = self.get(around).parent;
        }
        if let Some(parent) = parent {
            if let Some(index) = self.children.get_mut(&parent) {
                Arc::make_mut(index).remove(&name);
            }
            if let Some(thing) = self.get_mut(parent) {
                thing.children.retain(|other| *other != id);
            }
        }
        self.gone.insert(id, by);
    }

    /// Finds what an edit took away: under this name, in this thing or anywhere below it; and the edit that did.
    pub(crate) fn taken_away(&self, around: EntityId, name: &str) -> Option<(EntityId, Span)> {
        let inside = |id: EntityId| {
            let mut up = std::iter::successors(self.get(id).parent, |at| self.get(*at).parent);
            up.any(|at| at == around)
        };
        let named = self.gone.iter().filter(|(id, _)| &*self.get(**id).name == name);
        // The last one that was called so.
        named.filter(|(id, _)| inside(**id)).map(|(id, by)| (*id, *by)).max_by_key(|(id, _)| *id)
    }

    /// Returns a thing.
    pub fn get(&self, id: EntityId) -> &Thing {
        // INVARIANT: ids come from `add`, and things are never removed.
        #[allow(clippy::indexing_slicing, reason = "see the invariant above")]
        &self.list[id.0 as usize]
    }

    pub(crate) fn get_mut(&mut self, id: EntityId) -> Option<&mut Thing> {
        self.list.get_mut(id.0 as usize)
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Checks whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.len() == 0
    }

    /// Iterates over all of them that are there.
    pub fn iter(&self) -> impl Iterator<Item = (EntityId, &Thing)> {
        let id = |i| EntityId(u32::try_from(i).unwrap_or(u32::MAX));
        let all = self.list.iter().enumerate().map(move |(i, t)| (id(i), t));
        all.filter(|(id, _)| self.gone.is_empty() || !self.gone.contains_key(id))
    }

    /// Returns all of a kind, in the order in which they were declared.
    pub fn of_kind(&self, kind: Kind) -> &[EntityId] {
        self.by_kind.get(kind as usize).map_or(&[], |all| all.as_slice())
    }

    /// Iterates over what stands in a thing and is of a kind, in the order in which it was declared.
    pub fn children_of(&self, id: EntityId, kind: Kind) -> impl Iterator<Item = EntityId> + Clone {
        self.get(id).children.iter().copied().filter(move |child| self.get(*child).kind == kind)
    }

    /// Iterates over the phases and milestones of a framework, or over the steps of a procedure, in the order in which they
    /// were declared.
    pub fn planned(&self, id: EntityId) -> impl Iterator<Item = EntityId> + Clone {
        let planned = move |child: &EntityId| self.get(*child).kind.is_planned();
        self.get(id).children.iter().copied().filter(planned)
    }

    /// Finds the thing of a kind and name at the top of a file.
    pub fn top(&self, kind: Kind, name: &str) -> Option<EntityId> {
        self.top.get(&*normal(name))?.iter().copied().find(|id| self.get(*id).kind == kind)
    }

    /// Finds a source; says which is meant where there is none of this name, if one is near.
    pub fn source(&self, name: &str) -> Result<EntityId, String> {
        self.top(Kind::Source, name).ok_or_else(|| {
            let known = self.of_kind(Kind::Source).iter().map(|id| &*self.get(*id).name);
            suggestion(name, known)
        })
    }

    /// Returns who speaks by a name: a source, else the views that are called so; says which is meant where there is none.
    pub fn speakers(&self, name: &str) -> Result<Vec<EntityId>, String> {
        if let Some(source) = self.top(Kind::Source, name) {
            return Ok(vec![source]);
        }
        let written = normal(name);
        let called = |id: &EntityId| *self.get(*id).name == *written || self.path(*id) == *written;
        let views: Vec<EntityId> =
            self.of_kind(Kind::View).iter().copied().filter(called).collect();
        if views.is_empty() { Err(suggestion(name, self.names_of_speakers())) } else { Ok(views) }
    }

    /// Returns the names of all who speak: sources and views.
    pub fn names_of_speakers(&self) -> Vec<&str> {
        let all = self.of_kind(Kind::Source).iter().chain(self.of_kind(Kind::View));
        all.map(|id| &*self.get(*id).name).collect()
    }

    /// Returns the framework a thing stands in, or the thing itself at the top.
    pub fn root(&self, id: EntityId) -> EntityId {
        let mut at = id;
        while let Some(parent) = self.get(at).parent {
            at = parent;
        }
        at
    }

    /// Returns the path of a thing: `csce.military.observers`.
    pub fn path(&self, id: EntityId) -> String {
        let thing = self.get(id);
        match thing.parent {
            Some(parent) => format!("{}.{}", self.path(parent), thing.name),
            None => thing.name.to_string(),
        }
    }

    /// Finds a thing of this name and one of these kinds anywhere below another; the nearest level first,
    /// and `None` where two stand on one level.
    pub fn below(&self, root: EntityId, name: &str, kinds: KindSet) -> Option<EntityId> {
        match self.all_below(root, name, kinds).as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// Returns all things of this name and these kinds on the nearest level below another that has one.
    pub fn all_below(&self, root: EntityId, name: &str, kinds: KindSet) -> Vec<EntityId> {
        // Nothing of these kinds stands inside another thing: most names are of actors and issues.
        if kinds.iter().all(|k| k.inside().is_empty()) {
            return Vec::new();
        }
        let name = &*normal(name);
        if let Some(index) = self.below.get(&root) {
            let named = index.get(name).into_iter().flatten();
            let named = named.filter(|(_, id)| kinds.has(self.get(*id).kind));
            let nearest = named.clone().map(|(depth, _)| *depth).min();
            return named.filter(|(depth, _)| Some(*depth) == nearest).map(|(_, id)| *id).collect();
        }
        let mut level = vec![root];
        while !level.is_empty() {
            let next: Vec<EntityId> =
                level.iter().flat_map(|id| self.get(*id).children.iter().copied()).collect();
            let found: Vec<EntityId> = next
                .iter()
                .copied()
                .filter(|id| {
                    let thing = self.get(*id);
                    &*thing.name == name && kinds.has(thing.kind)
                })
                .collect();
            if !found.is_empty() {
                return found;
            }
            level = next;
        }
        Vec::new()
    }
}

/// Reports that a name has two meanings where it stands.
pub fn ambiguous(things: &Things, one: EntityId, other: EntityId, span: Span) -> Finding {
    let name = &things.get(one).name;
    let (a, b) = (things.path(one), things.path(other));
    Finding::broken("ambiguous-name", Level::Error, span, format!("`{name}` can be `{a}` or `{b}`"))
        .label(things.get(one).head, "the one")
        .label(things.get(other).head, "the other")
        .help(format!("write which: `{a}` or `{b}`"))
}

impl Names for Things {
    fn things(&self, name: &str, kinds: KindSet) -> Vec<EntityId> {
        let normal = normal(name);
        let all = self.top.get(&*normal).map_or(&[][..], Vec::as_slice);
        all.iter().copied().filter(|id| kinds.has(self.get(*id).kind)).collect()
    }

    fn inside(&self, parent: EntityId, name: &str) -> Option<EntityId> {
        let name = normal(name);
        if let Some(index) = self.children.get(&parent) {
            return index.get(&*name).copied();
        }
        self.get(parent).children.iter().copied().find(|c| *self.get(*c).name == *name)
    }

    fn kind(&self, id: EntityId) -> Kind {
        self.get(id).kind
    }

    fn known(&self, kinds: KindSet) -> Vec<&str> {
        kinds
            .iter()
            .flat_map(|k| self.of_kind(k))
            .filter(|id| self.get(**id).parent.is_none())
            .map(|id| &*self.get(*id).name)
            .collect()
    }
}
