//! Edits: from a model and changes to a new model that shares all they leave alone.
//!
//! Takes edits as written; gives the edited [`Model`], which facts changed, and for each edit what it touched and
//! which statements contradict it. Either every edit is made or none. An edit changes what is stated of a fact;
//! what is stated elsewhere and speaks against it still stands, wins, and is named. Knows no rule.

mod actors;
mod blocks;
mod derive;
mod lists;
mod times;
mod told;

pub use times::put_off;

pub(super) use derive::{Part, derived};

use rustc_hash::FxHashSet;

use super::{Place, Resolver};
use crate::diagnostic::{Finding, Level, Note, NoteKind, Unused, suggestion};
use crate::expr::{EntityId, Key, Names, Notions};
use crate::model::facts::{CiteId, Claim, OpenWord, Said, Says, Value};
use crate::model::things::normal;
use crate::model::{List, Model, View};
use crate::schema::{Kind, KindSet, Many, Takes};
use crate::source::{Sources, Span};
use crate::syntax::ast::{self, Edit, EditKind, Values};

/// A model after edits.
#[derive(Debug)]
pub struct Edited {
    /// The new model.
    pub model: Model,
    /// The facts that are not as they were, each once, sorted.
    pub changed: Vec<(EntityId, Key)>,
    /// The kinds of things of which there are more or fewer.
    pub populations: Vec<Kind>,
    /// What each edit did, in order.
    pub steps: Vec<EditStep>,
}

/// What one edit did.
#[derive(Clone, Debug)]
pub struct EditStep {
    /// The edit as written.
    pub span: Span,
    /// What it changed, as paths: `napci.members`.
    pub touched: Vec<String>,
    /// Statements that say otherwise and still stand.
    pub against: Vec<Against>,
    /// Remarks, such as that it changes nothing.
    pub notes: Vec<String>,
}

/// A statement that says otherwise than an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Against {
    /// The statement.
    pub said: Said,
    /// The edit that would lift it, copy-ready.
    pub lift: String,
}

/// Makes edits, one after the other; `None` if one of them cannot be made, and then findings say why and nothing is
/// changed. `sources` must hold the text of the edits.
pub fn edit(
    model: &Model,
    edits: &[Edit],
    sources: &Sources,
    notions: &Notions,
    elsewhere: &dyn Fn(&str) -> Option<String>,
    findings: &mut Vec<Finding>,
) -> Option<Edited> {
    let mut own = Vec::new();
    let unused = Unused::new(elsewhere);
    let resolver = Resolver::over(model.clone(), sources, notions, &unused, &mut own);
    let mut editor = Editor {
        resolver,
        changed: FxHashSet::default(),
        populations: Vec::new(),
        step: EditStep::new(Span::new(crate::source::FileId(0), 0, 0)),
        intents: Vec::new(),
        cite: CiteId(0),
        at: 0,
    };
    let mut steps = Vec::new();
    let mut done = true;
    for (at, edit) in edits.iter().enumerate() {
        editor.at = at;
        editor.step = EditStep::new(edit.span);
        done &= editor.make(edit).is_some();
        steps.push(editor.step.clone());
    }
    editor.check_intents(&mut steps);
    unused.report(sources, editor.resolver.findings);
    let mut changed: Vec<_> = editor.changed.into_iter().collect();
    changed.sort_unstable();
    let mut populations = editor.populations;
    populations.sort_unstable();
    populations.dedup();
    let model = editor.resolver.model;
    done &= own.iter().all(|f| f.level < Level::Error);
    for finding in &mut own {
        for note in finding.notes.iter_mut().filter(|n| n.kind == NoteKind::Note) {
            if note.text.contains("left out of the check") || note.text.contains("depends on it") {
                NOT_MADE.clone_into(&mut note.text);
            }
        }
        if finding.level == Level::Error && finding.notes.iter().all(|n| n.text != NOT_MADE) {
            finding.notes.push(Note { kind: NoteKind::Note, text: NOT_MADE.to_owned() });
        }
    }
    findings.extend(own);
    done.then_some(Edited { model, changed, populations, steps })
}

/// What is said of every edit that is refused.
const NOT_MADE: &str = "this edit was not made";

impl EditStep {
    fn new(span: Span) -> EditStep {
        EditStep { span, touched: Vec::new(), against: Vec::new(), notes: Vec::new() }
    }
}

/// What a path of an edit leads to.
enum Target {
    /// A thing.
    Thing(EntityId),
    /// A field or notion of a thing; the name as written.
    Field { place: Place, key: Key, name: ast::Name },
    /// One line of a keyed field.
    Keyed { place: Place, key: Key, who: EntityId, words: &'static str },
}

/// What an edit means to bring about, to be looked at when all are made.
struct Intent {
    step: usize,
    of: EntityId,
    key: Key,
    value: Value,
    /// Whether it is to be in the list, or not.
    there: bool,
}

struct Editor<'s> {
    resolver: Resolver<'s>,
    changed: FxHashSet<(EntityId, Key)>,
    populations: Vec<Kind>,
    step: EditStep,
    intents: Vec<Intent>,
    cite: CiteId,
    /// Which edit is being made.
    at: usize,
}

impl Editor<'_> {
    fn make(&mut self, edit: &Edit) -> Option<()> {
        let cited = self.resolver.cite(edit.cite.as_ref(), None);
        self.cite = self.resolver.model.cites.suppose(cited);
        match &edit.kind {
            EditKind::Add { items, to } => self.add(items, to),
            EditKind::AddThing { thing, to } => self.add_thing(thing, to),
            EditKind::Remove { items, from } => self.remove(items, from),
            EditKind::Set { path, values } => self.set(path, values, edit.span),
            EditKind::State { path, yes } => self.state(path, *yes, edit.span),
            EditKind::Drop(path) => self.drop_(path, edit.span),
            EditKind::Forget(path) => self.forget(path, edit.span),
            EditKind::Withdraw { who, from } => self.withdraw(who, from.as_ref(), edit.span),
            EditKind::Delay { path, by } => self.delay(path, by, edit.span),
            EditKind::Move { path, to } => self.move_(path, to, edit.span),
        }
    }

    fn text(&self, span: Span) -> String {
        self.resolver.text(span).to_owned()
    }

    /// Refuses the edit.
    fn refuse<T>(&mut self, span: Span, message: String, help: String) -> Option<T> {
        let finding = Finding::broken("edit", Level::Error, span, message).help(help);
        self.resolver.report(finding.note(NoteKind::Note, NOT_MADE));
        None
    }

    /// Refuses the edit and writes another in its place.
    fn refuse_for<T>(
        &mut self,
        span: Span,
        message: String,
        help: String,
        instead: String,
    ) -> Option<T> {
        let finding = Finding::broken("edit", Level::Error, span, message).help(help);
        let finding = finding.fix(self.step.span, instead);
        self.resolver.report(finding.note(NoteKind::Note, NOT_MADE));
        None
    }

    // ---- paths --------------------------------------------------------------------------------------

    /// Finds what a path leads to.
    fn target(&mut self, path: &ast::Path) -> Option<Target> {
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
            if let Some(child) = self.resolver.model.things.inside(of, &word) {
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

    /// Returns the path of a field, as a reader writes it.
    fn path(&self, of: EntityId, key: Key) -> String {
        let thing = self.resolver.model.things.path(of);
        let word = match key {
            Key::Field(row) => row.info().name,
            Key::Notion(id) => self.resolver.notions.name(id),
        };
        format!("{thing}.{word}")
    }

    fn touch(&mut self, path: String) {
        if !self.step.touched.contains(&path) {
            self.step.touched.push(path);
        }
    }

    // ---- claims -------------------------------------------------------------------------------------

    /// Notes that a fact is not as it was, and with it what is read from it.
    fn altered(&mut self, of: EntityId, key: Key) {
        self.changed.extend(derive::read_with(&self.resolver.model, of, key));
    }

    /// Changes the statements of one fact, and what follows from them on other things.
    fn change(&mut self, of: EntityId, key: Key, change: impl FnOnce(&mut crate::model::Claims)) {
        self.change_quietly(of, key, change);
        let path = self.path(of, key);
        self.touch(path);
    }

    /// The same, where it is no news to whoever made the edit.
    fn change_quietly(
        &mut self,
        of: EntityId,
        key: Key,
        change: impl FnOnce(&mut crate::model::Claims),
    ) {
        for derived in derive::all_derived(&self.resolver.model, of, key) {
            self.altered(derived.of, derived.key);
            if let Some(claims) = self.resolver.model.claims_mut(derived.of, derived.key)
                && let Some(at) = claims.iter().position(|c| derived.is(c))
            {
                claims.remove(at);
            }
        }
        if let Some(claims) = self.resolver.model.claims_mut(of, key) {
            change(claims);
        }
        for derived in derive::all_derived(&self.resolver.model, of, key) {
            self.altered(derived.of, derived.key);
            if let Some(claims) = self.resolver.model.claims_mut(derived.of, derived.key) {
                claims.push(derived.claim());
            }
        }
        self.altered(of, key);
    }

    /// Puts one statement in the place of all that the texts state of a fact.
    fn replace(&mut self, of: EntityId, key: Key, span: Span, says: Option<Says>) {
        let said = Said { span, cite: self.cite };
        self.change(of, key, |claims| {
            claims.retain(|c| c.derived);
            claims.extend(says.map(|says| Claim { said, says, derived: false }));
        });
    }

    fn list(&self, of: EntityId, key: Key) -> List {
        self.resolver.model.list(of, key, &View::default())
    }

    /// Reads what a statement would say, without saying it: its claims are taken back out of the model.
    fn read(
        &mut self,
        place: Place,
        name: ast::Name,
        key: Key,
        values: &Values,
        span: Span,
    ) -> Option<Vec<Says>> {
        let faults = self.resolver.findings.len();
        let before = self.resolver.model.claims(place.of, key).len();
        self.resolver.field(place, name, values, span, &mut Vec::new());
        let claims = self.resolver.model.claims_mut(place.of, key)?;
        let said: Vec<Says> = claims.drain(before..).map(|c| c.says).collect();
        let sound = self
            .resolver
            .findings
            .get(faults..)
            .is_none_or(|new| new.iter().all(|f| f.level < Level::Error));
        let read =
            said.iter().all(|s| !matches!(s, Says::List { open: Some(OpenWord::Faulty), .. }));
        (sound && read && !said.is_empty()).then_some(said)
    }

    // ---- set, drop, forget --------------------------------------------------------------------------

    fn set(&mut self, path: &ast::Path, values: &Values, span: Span) -> Option<()> {
        match self.target(path)? {
            Target::Thing(id) => self.no_field(path, id),
            Target::Keyed { place, key, who, words } => {
                let Values::List { items, others: None, count: None } = values else {
                    return self.refuse(
                        span,
                        format!("`{}` takes one word", self.text(path.span)),
                        "write the word after `to`, or `forget` the path".to_owned(),
                    );
                };
                let mut found = Vec::new();
                for value in items {
                    let Some(Value::Word(word)) = self.resolver.word(words, value) else {
                        return None;
                    };
                    found.push(word);
                }
                let said = Said { span, cite: self.cite };
                self.change(place.of, key, |claims| {
                    claims.retain(|c| {
                        c.derived || !matches!(&c.says, Says::Keyed(k, _) if *k == who)
                    });
                    let says = Says::Keyed(who, found.into());
                    claims.push(Claim { said, says, derived: false });
                });
                Some(())
            }
            Target::Field { place, key, name } => {
                let takes = Resolver::takes(key);
                if self.resolver.is_truth(key) {
                    return self.refuse(
                        span,
                        format!("`{}` is a yes or no", self.text(name.span)),
                        format!("write `set {} to yes`", self.text(path.span)),
                    );
                }
                if let Some(Takes::Keyed(..)) = takes {
                    return self.keyed_needs_a_name(path, name, place);
                }
                if let (Some(Takes::Names(_)), Some(word)) = (takes, self.nobody(values)) {
                    let (path, field) = (self.text(path.span), self.text(name.span));
                    let edit = format!("drop {path}");
                    let message =
                        format!("`{word}` is no name: where there is none, `{field}` is dropped");
                    return self.refuse_for(span, message, format!("write `{edit}`"), edit);
                }
                // `starts after …` on a phase is held as `begins`.
                let key = self.resolver.timed_key(place, name, values).unwrap_or(key);
                let said = self.read(place, name, key, values, span)?;
                let cite = self.cite;
                let wanted: Vec<Value> = said.iter().flat_map(values_of).collect();
                self.change(place.of, key, |claims| {
                    claims.retain(|c| c.derived);
                    claims.extend(said.into_iter().map(|says| Claim {
                        said: Said { span, cite },
                        says,
                        derived: false,
                    }));
                });
                self.note_taken(place.of, key);
                if self.resolver.many(key) == Many::List {
                    for value in wanted {
                        self.intend(place.of, key, value, true);
                        self.come_back(place.of, key, value);
                        self.note_part(place.of, key, value);
                    }
                }
                Some(())
            }
        }
    }

    fn state(&mut self, path: &ast::Path, yes: bool, span: Span) -> Option<()> {
        match self.target(path)? {
            Target::Field { place, key, name } if self.resolver.is_truth(key) => {
                if self.stated(place.of, key, yes) {
                    let word = self.text(name.span);
                    let says = if yes { "yes" } else { "no" };
                    let note = format!("the texts say of `{word}` already that it is {says}");
                    self.step.notes.push(note);
                } else {
                    self.replace(place.of, key, span, Some(Says::Truth(yes)));
                }
                Some(())
            }
            Target::Field { place, key, .. } if yes => {
                self.replace(place.of, key, span, Some(Says::Some));
                Some(())
            }
            Target::Thing(id) => self.no_field(path, id),
            _ => self.refuse(
                span,
                format!("`{}` is no yes or no", self.text(path.span)),
                format!("write what it is to be, or `drop {}`", self.text(path.span)),
            ),
        }
    }

    fn stated(&self, of: EntityId, key: Key, yes: bool) -> bool {
        let truth = self.resolver.model.truth(of, key, &View::default());
        matches!(truth, crate::model::TruthOf::Stated(b, _) if b == yes)
    }

    /// Returns the word by which somebody says that there is none, if that is all that is said.
    fn nobody(&self, values: &Values) -> Option<String> {
        let Values::List { items, others: None, count: None } = values else { return None };
        let [ast::Value::Path(path)] = items.as_slice() else { return None };
        let word = self.text(path.span);
        matches!(word.as_str(), "none" | "nobody" | "nothing" | "nil" | "empty").then_some(word)
    }

    fn drop_(&mut self, path: &ast::Path, span: Span) -> Option<()> {
        match self.target(path)? {
            Target::Thing(id) => self.no_field(path, id),
            Target::Keyed { .. } => self.refuse(
                span,
                format!("`{}` is one line of a list", self.text(path.span)),
                format!("write `forget {}`", self.text(path.span)),
            ),
            Target::Field { place, key, .. } => {
                if let Some(Takes::Blocks(_)) = Resolver::takes(key) {
                    self.clear_blocks(place.of, key)?;
                }
                let truth = self.resolver.is_truth(key);
                let says = if truth { Says::Truth(false) } else { Says::None };
                let before: Vec<Value> = if truth {
                    Vec::new()
                } else {
                    self.list(place.of, key).items.iter().map(|i| i.value).collect()
                };
                self.replace(place.of, key, span, Some(says));
                if self.resolver.many(key) == Many::List {
                    for value in before {
                        self.intend(place.of, key, value, false);
                    }
                }
                Some(())
            }
        }
    }

    fn forget(&mut self, path: &ast::Path, span: Span) -> Option<()> {
        match self.target(path)? {
            Target::Thing(id) => self.no_field(path, id),
            Target::Keyed { place, key, who, .. } => {
                let here = |c: &Claim| matches!(&c.says, Says::Keyed(k, _) if *k == who);
                let stated = self.resolver.model.claims(place.of, key).iter().any(&here);
                if !stated {
                    let path = self.text(path.span);
                    self.step.notes.push(format!("nothing is said of `{path}` as it is"));
                }
                self.change(place.of, key, |claims| claims.retain(|c| c.derived || !here(c)));
                Some(())
            }
            Target::Field { place, key, .. } => {
                let blocks = matches!(Resolver::takes(key), Some(Takes::Blocks(_)));
                if self.resolver.model.claims(place.of, key).iter().all(|c| blocks && c.derived) {
                    let path = self.text(path.span);
                    let whole = if blocks { " as a whole" } else { "" };
                    self.step.notes.push(format!("nothing is said of `{path}`{whole} as it is"));
                }
                if blocks {
                    self.note_blocks(place.of, key);
                }
                // A draft that says nothing says that there is none; what is to be forgotten there is unknown.
                let draft = self.resolver.model.things.get(place.of).draft;
                let field = matches!(key, Key::Field(_));
                self.replace(place.of, key, span, (draft && field).then_some(Says::Unknown));
                Some(())
            }
        }
    }

    // ---- refusals -----------------------------------------------------------------------------------

    /// A path that ends in a thing where a field is wanted.
    fn no_field<T>(&mut self, path: &ast::Path, id: EntityId) -> Option<T> {
        let written = self.text(path.span);
        let thing = self.resolver.model.things.get(id);
        let what = KindSet::from(thing.kind).words();
        let help = match (thing.parent, self.block_list(id)) {
            (Some(parent), Some(list)) => {
                let parent = self.resolver.model.things.path(parent);
                format!(
                    "name a field of it: `{written}.{}`; or `remove {} from {parent}.{list}`",
                    example_field(thing.kind),
                    thing.name
                )
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

    fn keyed_needs_a_name<T>(
        &mut self,
        path: &ast::Path,
        name: ast::Name,
        place: Place,
    ) -> Option<T> {
        let written = self.text(path.span);
        let word = self.text(name.span);
        let who = self.resolver.model.things.of_kind(Kind::Actor).first().copied();
        let who =
            who.map_or("NAME".to_owned(), |id| self.resolver.model.things.get(id).name.to_string());
        let _ = place;
        self.refuse(
            path.span,
            format!("`{word}` gives a value for one name at a time"),
            format!("name whose: `{written}.{who}`"),
        )
    }
}

/// Returns the values that a statement names.
fn values_of(says: &Says) -> Vec<Value> {
    match says {
        Says::List { items, .. } => items.iter().map(|i| i.value).collect(),
        Says::Adds(value) => vec![*value],
        _ => Vec::new(),
    }
}

/// A field that most things of a kind have, for an example.
fn example_field(kind: Kind) -> &'static str {
    let usual = ["members", "issues", "parties", "opens", "host"];
    let named = usual.into_iter().find(|name| crate::schema::field(kind, name).is_some());
    named.unwrap_or_else(|| {
        crate::schema::fields_of(kind).next().map_or("FIELD", |row| row.info().name)
    })
}
