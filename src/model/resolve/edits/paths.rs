//! What the path of an edit leads to: a thing, a field of it, or one line of a field.
//!
//! Takes the path as written; gives the place that is to be changed, or refuses the edit and says where the name stands.
//! Changes nothing.

use super::super::{Place, Resolver};
use super::{Editor, NOT_MADE};
use crate::diagnostic::{Finding, Level, NoteKind, suggestion};
use crate::expr::{EntityId, Key, Names};
use crate::model::things::normal;
use crate::schema::{Kind, KindSet, Takes, field, fields_of};
use crate::source::{Role, Span};
use crate::syntax::ast;
use crate::value::or;

/// The field of a framework that holds its views.
const VIEWS: &str = "views";

/// What a path of an edit leads to.
pub(super) enum Target {
    /// A thing.
    Thing(EntityId),
    /// A field or notion of a thing; the name as written.
    Field { place: Place, key: Key, name: ast::Name },
    /// One line of a keyed field.
    Keyed { place: Place, key: Key, who: EntityId, words: &'static str },
}

impl Editor<'_> {
    /// Finds what a path leads to.
    pub(super) fn target(&mut self, path: &ast::Path) -> Option<Target> {
        let (first, rest) = path.names.split_first()?;
        let word = normal(self.resolver.text(first.span)).into_owned();
        let things = &self.resolver.model.things;
        let next = rest.first().map(|n| normal(self.resolver.text(n.span)).into_owned());
        let tops: Vec<EntityId> = std::iter::once(Kind::Framework)
            .chain(Kind::all().filter(|k| *k != Kind::Framework))
            .filter_map(|k| things.top(k, &word))
            .collect();
        // A name that several kinds share is meant as the one of which the rest of the path can be said.
        let fits = |id: &&EntityId| {
            next.as_ref().is_none_or(|n| {
                let kind = things.get(**id).kind;
                things.inside(**id, n).is_some() || self.resolver.notions.key(kind, n).is_some()
            })
        };
        let Some(mut of) = tops.iter().find(fits).or(tops.first()).copied() else {
            if let Some(whole) = self.further_down(&word) {
                let message = format!("nothing is called `{word}` at the top of a text");
                let help = match whole.as_slice() {
                    [one] => format!("name all that it stands in: `{one}`"),
                    all => {
                        let all: Vec<String> = all.iter().map(|one| format!("`{one}`")).collect();
                        format!("name all that it stands in: {}", or(&all))
                    }
                };
                let finding = Finding::broken("edit", Level::Error, first.span, message).help(help);
                let finding = match whole.as_slice() {
                    [one] => finding.fix(first.span, one.as_str()),
                    _ => finding,
                };
                self.resolver.report(finding.note(NoteKind::Note, NOT_MADE));
                return None;
            }
            let known: Vec<&str> = Kind::all().flat_map(|k| things.known(k.into())).collect();
            let mut help = suggestion(&word, known.iter().copied());
            if help.is_empty() {
                help = match self.resolver.unused.module(&word) {
                    Some(module) => format!("it stands in `{module}`: put `use {module}` at the top of the file"),
                    None => "a path begins with a framework or another thing of the texts: `napci.members`".to_owned(),
                };
            }
            return self.refuse(first.span, format!("nothing is called `{word}`"), help);
        };
        let mut names = rest.iter();
        while let Some(name) = names.next() {
            let word = normal(self.resolver.text(name.span)).into_owned();
            let kind = self.resolver.model.things.get(of).kind;
            if word == "sequence" && kind == Kind::Framework {
                continue;
            }
            let child = self.resolver.model.things.inside(of, &word);
            let view =
                child.is_some_and(|id| self.resolver.model.things.get(id).kind == Kind::View);
            if view || (kind == Kind::Framework && word == VIEWS) {
                return self.no_view(name.span);
            }
            if let Some(child) = child {
                of = child;
                continue;
            }
            let place = Place { of, kind, cite: self.cite };
            if self.resolver.notions.key(kind, &word).is_none() && self.taken_away(of, &word, *name)
            {
                return None;
            }
            if self.resolver.notions.key(kind, &word).is_none() {
                self.not_deeper(of, &word, first.span.to(name.span))?;
            }
            let key = self.resolver.key(place, *name)?;
            let Some(further) = names.next() else {
                return Some(Target::Field { place, key, name: *name });
            };
            let Some(Takes::Keyed(keys, words)) = Resolver::takes(key) else {
                let whole = self.resolver.model.things.path(of);
                return self.refuse(
                    further.span,
                    format!("nothing stands below `{whole}.{word}`"),
                    "name what is meant before `to` or `from`: `add ROK to napci.members`"
                        .to_owned(),
                );
            };
            let path = ast::Path { names: smallvec::smallvec![*further], span: further.span };
            let who = self.resolver.name(of, &path, keys)?;
            return Some(Target::Keyed { place, key, who, words });
        }
        Some(Target::Thing(of))
    }

    /// Returns the paths of what is called so inside the frameworks that are checked; none where there are none, or many.
    fn further_down(&self, name: &str) -> Option<Vec<String>> {
        let things = &self.resolver.model.things;
        let own = |id: &&EntityId| things.get(**id).role == Role::Checked;
        let all = things.of_kind(Kind::Framework).iter().filter(own);
        let found = all.flat_map(|id| things.all_below(*id, name, KindSet::every()));
        let mut paths: Vec<String> = found.map(|id| things.path(id)).collect();
        paths.sort();
        paths.dedup();
        (1..=3).contains(&paths.len()).then_some(paths)
    }

    /// Refuses to change what parties hold.
    pub(super) fn no_view<T>(&mut self, span: Span) -> Option<T> {
        self.refuse(
            span,
            "what parties hold is no part of a plan, to be changed by an edit".to_owned(),
            "write it in the text; `--follow` or `follow` settles on a view that is there"
                .to_owned(),
        )
    }

    /// Refuses a path that leaves out what a thing stands in, or names another, and writes it whole.
    fn not_deeper(&mut self, around: EntityId, word: &str, path: Span) -> Option<()> {
        let things = &self.resolver.model.things;
        let within = |of: EntityId| things.all_below(of, word, KindSet::every());
        let mut all = within(around);
        if all.is_empty() {
            all = within(things.root(around));
        }
        let [found] = all.as_slice() else { return Some(()) };
        let found = *found;
        let (whole, above) = (things.path(found), things.path(around));
        let stands = things.get(found).parent.map_or(String::new(), |p| things.path(p));
        let message = format!("`{word}` does not stand in `{above}` itself");
        let help = format!("it stands in `{stands}`: `{whole}`");
        let finding = Finding::broken("edit", Level::Error, path, message).help(help);
        let finding = finding.fix(path, whole).note(NoteKind::Note, NOT_MADE);
        self.resolver.report(finding);
        None
    }

    /// Refuses an edit of what another edit took away, and says which.
    fn taken_away(&mut self, around: EntityId, word: &str, name: ast::Name) -> bool {
        let Some((help, path)) = self.resolver.taken_away(around, word) else { return false };
        let message = format!("there is no `{path}` any more");
        self.refuse::<()>(name.span, message, help);
        true
    }

    /// A path that ends in a thing where a field is wanted.
    pub(super) fn no_field<T>(&mut self, path: &ast::Path, id: EntityId) -> Option<T> {
        let written = self.text(path.span);
        let thing = self.resolver.model.things.get(id);
        let what = KindSet::from(thing.kind).words();
        let help = match (thing.parent, self.block_list(id)) {
            (Some(parent), Some(list)) => {
                let parent = self.resolver.model.things.path(parent);
                let remove = format!("remove {} from {parent}.{list}", thing.name);
                let help = format!(
                    "name a field of it: `{written}.{}`; or `{remove}`",
                    example_field(thing.kind)
                );
                let message = format!("`{written}` is {what}, and no field of one");
                // Whoever drops a block wants to be without it.
                if self.text(self.step.span).starts_with("drop") {
                    return self.refuse_for(path.span, message, help, remove);
                }
                return self.refuse(path.span, message, help);
            }
            _ if thing.kind == Kind::Actor && self.text(self.step.span).starts_with("drop") => {
                let leave = format!("withdraw {written}");
                let field = example_field(thing.kind);
                let help =
                    format!("name a field of it: `{written}.{field}`; who leaves: `{leave}`");
                let message = format!("`{written}` is {what}, and no field of one");
                return self.refuse_for(path.span, message, help, leave);
            }
            _ => format!("name a field of it: `{written}.{}`", example_field(thing.kind)),
        };
        self.refuse(path.span, format!("`{written}` is {what}, and no field of one"), help)
    }

    pub(super) fn keyed_needs_a_name<T>(&mut self, path: &ast::Path, name: ast::Name) -> Option<T> {
        let written = self.text(path.span);
        let word = self.text(name.span);
        let who = self.resolver.model.things.of_kind(Kind::Actor).first().copied();
        let who =
            who.map_or("NAME".to_owned(), |id| self.resolver.model.things.get(id).name.to_string());
        self.refuse(
            path.span,
            format!("`{word}` gives a value for one name at a time"),
            format!("name whose: `{written}.{who}`"),
        )
    }
}

/// A field that most things of a kind have, for an example.
fn example_field(kind: Kind) -> &'static str {
    let usual = ["members", "issues", "parties", "opens", "host"];
    let named = usual.into_iter().find(|name| field(kind, name).is_some());
    named.unwrap_or_else(|| fields_of(kind).next().map_or("FIELD", |row| row.info().name))
}
