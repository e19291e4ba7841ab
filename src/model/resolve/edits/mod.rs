//! Edits: from a model and changes to a new model that shares all they leave alone.
//!
//! Takes edits as written; gives the edited [`Model`], which facts changed, and for each edit what it touched and
//! which statements contradict it. Either every edit is made or none. An edit changes what is stated of a fact;
//! what is stated elsewhere and speaks against it still stands, wins, and is named. Knows no rule.

mod actors;
mod blocks;
mod derive;
mod facts;
mod lists;
mod paths;
mod times;
mod told;

pub use times::put_off;

pub(super) use derive::{Part, derived};

use rustc_hash::FxHashSet;

use super::{Place, Resolver};
use crate::diagnostic::{Finding, Level, Note, NoteKind, Unused};
use crate::expr::{EntityId, Key, Notions};
use crate::model::facts::{CiteId, Claim, OpenWord, Said, Says, Value};
use crate::model::{List, Model, View};
use crate::schema::Kind;
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
        for note in finding.notes.iter_mut().filter(|n| n.kind == NoteKind::Without) {
            NOT_MADE.clone_into(&mut note.text);
        }
        if finding.level == Level::Error && finding.notes.iter().all(|n| n.text != NOT_MADE) {
            finding.notes.push(Note { kind: NoteKind::Without, text: NOT_MADE.to_owned() });
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

    /// Returns the path of a field, as a reader writes it.
    fn path(&self, of: EntityId, key: Key) -> String {
        let thing = self.resolver.model.things.path(of);
        let word = match key {
            Key::Field(row) => row.info().written(),
            Key::Notion(id) => self.resolver.notions.name(id),
        };
        format!("{thing}.{word}")
    }

    fn touch(&mut self, path: String) {
        if !self.step.touched.contains(&path) {
            self.step.touched.push(path);
        }
    }

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
}
