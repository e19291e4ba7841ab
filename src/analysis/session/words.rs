//! What can be typed next: names, fields of what stands before a dot, words a field takes.
//!
//! Takes the beginning of a path; gives names in the order in which a reader looks for them. Judges nothing.

use super::Session;
use crate::expr::{EntityId, Key, Names};
use crate::model::{Value, normal};
use crate::schema::{Kind, KindSet, Takes, fields_of, vocabulary};
use crate::source::Role;

impl Session {
    /// Returns the names at the top of the texts: those of the checked files first.
    pub fn names(&self) -> Vec<String> {
        let things = &self.state().played.model.things;
        let mut names: Vec<(bool, String)> = things
            .iter()
            .filter(|(_, t)| t.parent.is_none())
            .map(|(_, t)| (t.role != Role::Checked, t.name.to_string()))
            .collect();
        names.sort();
        names.dedup();
        names.into_iter().map(|(_, name)| name).collect()
    }

    /// Checks whether a word is a name, or a path that begins with one.
    pub fn knows(&self, word: &str) -> bool {
        let first = word.split('.').next().unwrap_or(word);
        let things = &self.state().played.model.things;
        Kind::all().any(|k| things.top(k, first).is_some())
            || self.world.rules.iter().any(|r| r.name == word)
    }

    /// Returns the names of the frameworks of the checked files.
    pub fn frameworks(&self) -> Vec<String> {
        let things = &self.state().played.model.things;
        let all = things.of_kind(Kind::Framework).iter();
        let own = all.filter(|id| things.get(**id).role == Role::Checked);
        own.map(|id| things.get(*id).name.to_string()).collect()
    }

    /// Returns what is in a list of a thing for certain, by name.
    pub fn listed(&self, path: &str, field: &str) -> Vec<String> {
        let model = &self.state().played.model;
        let Some((id, _)) = self.thing_at(path) else { return Vec::new() };
        let Some(key) = self.world.notions.key(model.things.get(id).kind, field) else {
            return Vec::new();
        };
        let list = model.list(id, key, &self.frame.view);
        let certain = list.items.iter().filter(|i| i.denied.is_none());
        certain
            .filter_map(|i| match i.value {
                Value::Entity(e) => Some(model.things.get(e).name.to_string()),
                _ => None,
            })
            .collect()
    }

    /// Returns the names of the texts that are checked, those of edits left out.
    pub fn files(&self) -> Vec<String> {
        let files = self.world.files.iter().map(|f| f.id);
        let checked = files.filter_map(|id| self.world.sources.get(id));
        checked.filter(|s| s.role == Role::Checked).map(|s| s.name.clone()).collect()
    }

    /// Returns the names of the rules that can be asked for.
    pub fn rules(&self) -> Vec<String> {
        self.world.rules.iter().map(|r| r.name.clone()).collect()
    }

    /// Returns the names of the profiles.
    pub fn all_profiles(&self) -> Vec<String> {
        self.world.profiles.iter().map(|p| p.name.clone()).collect()
    }

    /// Returns the names of the scenarios.
    pub fn scenarios(&self) -> Vec<String> {
        self.world.scenarios.keys().cloned().collect()
    }

    /// Returns the names of the sources.
    pub fn all_sources(&self) -> Vec<String> {
        let things = &self.state().played.model.things;
        things.names_of_speakers().into_iter().map(str::to_owned).collect()
    }

    /// Returns what may stand after a path and a dot: blocks, fields, notions, and the keys of a keyed field.
    pub fn below(&self, path: &str) -> Vec<String> {
        let things = &self.state().played.model.things;
        let Some((id, left)) = self.thing_at(path) else { return Vec::new() };
        let kind = things.get(id).kind;
        match left.as_slice() {
            [] => {
                let children = things.get(id).children.iter();
                let mut found: Vec<String> =
                    children.map(|c| things.get(*c).name.to_string()).collect();
                found.extend(fields_of(kind).map(|row| row.info().written().to_owned()));
                let notions = self.world.notions.words(kind.into());
                found.extend(notions.into_iter().map(str::to_owned));
                let mut seen = rustc_hash::FxHashSet::default();
                found.retain(|name| seen.insert(name.clone()));
                found
            }
            [field] => match self.world.notions.key(kind, field) {
                Some(Key::Field(row)) => match row.info().takes {
                    Takes::Keyed(keys, _) => {
                        things.known(keys).into_iter().map(str::to_owned).collect()
                    }
                    _ => Vec::new(),
                },
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Returns what a field can be set to, or what can be added to it.
    pub fn values_of(&self, path: &str) -> Vec<String> {
        let things = &self.state().played.model.things;
        let Some((id, left)) = self.thing_at(path) else { return Vec::new() };
        left.first().map_or_else(Vec::new, |field| self.words_for(things.get(id).kind, field))
    }

    /// Returns what a field of a kind takes.
    pub(super) fn words_for(&self, kind: Kind, field: &str) -> Vec<String> {
        let truth = || vec!["yes".to_owned(), "no".to_owned()];
        match self.world.notions.key(kind, field) {
            Some(Key::Field(row)) => match row.info().takes {
                Takes::Names(kinds) => {
                    let things = &self.state().played.model.things;
                    let mut names: Vec<String> =
                        things.known(kinds).into_iter().map(str::to_owned).collect();
                    names.sort();
                    names
                }
                Takes::Words(list) | Takes::Keyed(_, list) => {
                    let list = vocabulary(list).map_or(&[][..], |(_, v)| v.words);
                    list.iter().map(|w| w.word.to_owned()).collect()
                }
                Takes::Truth => truth(),
                _ => Vec::new(),
            },
            Some(Key::Notion(_)) => truth(),
            None => Vec::new(),
        }
    }

    /// Returns the whole of a path that leaves out what its second name stands in; none where that is none, or several.
    pub fn deeper(&self, path: &str) -> Option<String> {
        let things = &self.state().played.model.things;
        let (id, left) = self.thing_at(path)?;
        let (name, rest) = left.split_first()?;
        if self.world.notions.key(things.get(id).kind, name).is_some() {
            return None;
        }
        let all = things.all_below(id, name, KindSet::every());
        let [found] = all.as_slice() else { return None };
        let names = std::iter::once(things.path(*found)).chain(rest.iter().cloned());
        Some(names.collect::<Vec<_>>().join("."))
    }

    /// Returns the whole path of a phase or a milestone of the checked files, of which a path or a name may say more, or
    /// less; none where that is none, or several.
    pub fn planned(&self, word: &str) -> Option<String> {
        let things = &self.state().played.model.things;
        let is_planned = |id: &EntityId| things.get(*id).kind.is_planned();
        if let Some((id, _)) = self.thing_at(word).filter(|(id, _)| is_planned(id)) {
            return Some(things.path(id));
        }
        let frameworks = things.of_kind(Kind::Framework).iter();
        let own = frameworks.filter(|id| things.get(**id).role == Role::Checked);
        let name = normal(word.split('.').next().unwrap_or(word)).into_owned();
        let mut found = own.filter_map(|id| things.inside(*id, &name)).filter(is_planned);
        let one = found.next()?;
        found.next().is_none().then(|| things.path(one))
    }

    /// Returns the thing that a path names.
    pub(super) fn thing_named(&self, path: &str) -> Option<EntityId> {
        self.thing_at(path).filter(|(_, left)| left.is_empty()).map(|(id, _)| id)
    }

    /// Follows a path as far as it names things; the names that are left are a field and what follows it.
    pub(super) fn thing_at(&self, path: &str) -> Option<(EntityId, Vec<String>)> {
        let things = &self.state().played.model.things;
        let mut steps = path.split('.').map(|s| normal(s).into_owned());
        let first = steps.next()?;
        let kinds = std::iter::once(Kind::Framework).chain(Kind::all());
        let mut id = kinds.into_iter().find_map(|k| things.top(k, &first))?;
        let mut left: Vec<String> = Vec::new();
        for step in steps {
            match things.inside(id, &step).filter(|_| left.is_empty()) {
                Some(child) => id = child,
                None => left.push(step),
            }
        }
        Some((id, left))
    }
}
