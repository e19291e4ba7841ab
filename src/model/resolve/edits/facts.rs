//! Edits of one fact: `set`, `is` and `has`, `drop`, `forget`.
//!
//! Takes a path and what is to be said of it; puts that in the place of what the texts state. Makes and removes no things.

use super::super::Resolver;
use super::Editor;
use super::paths::Target;
use crate::expr::{EntityId, Key};
use crate::model::facts::{Claim, Said, Says, Value};
use crate::model::{TruthOf, View};
use crate::schema::{Many, Takes, time_field};
use crate::source::Span;
use crate::syntax::ast::{self, Values};
use crate::value::and;

impl Editor<'_> {
    pub(super) fn set(&mut self, path: &ast::Path, values: &Values, span: Span) -> Option<()> {
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
                    return self.keyed_needs_a_name(path, name);
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

    pub(super) fn state(&mut self, path: &ast::Path, yes: bool, span: Span) -> Option<()> {
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

    /// Returns the fact that says when something starts, for one that says what starts with it, where that is said: both are
    /// written `starts`, and an edit that gives no value means the time first.
    fn starts_at(&self, of: EntityId, key: Key) -> Option<Key> {
        let Key::Field(row) = key else { return None };
        let model = &self.resolver.model;
        let time = Key::Field(time_field(model.things.get(of).kind, "begins")?);
        let says = |c: &Claim| !c.derived && !matches!(c.says, Says::Unknown);
        let said = model.claims(of, time).iter().any(says);
        (row.info().name == "starts" && time != key && said).then_some(time)
    }

    /// Says that what starts with something stands where only its time is forgotten.
    fn note_started(&mut self, of: EntityId, key: Key, path: &ast::Path) {
        let items = self.list(of, key).items;
        let names: Vec<String> = items.iter().filter_map(|i| self.name_of(i.value)).collect();
        let Some(first) = names.first() else { return };
        let quoted: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
        let stand = if names.len() == 1 { "stands" } else { "stand" };
        let path = self.text(path.span);
        self.step.notes.push(format!(
            "when it starts is forgotten; what starts with it, {}, {stand}: to take it away, remove {first} from {path}",
            and(&quoted)
        ));
    }

    fn stated(&self, of: EntityId, key: Key, yes: bool) -> bool {
        let truth = self.resolver.model.truth(of, key, &View::default());
        matches!(truth, TruthOf::Stated(b, _) if b == yes)
    }

    /// Returns the word by which somebody says that there is none, if that is all that is said.
    fn nobody(&self, values: &Values) -> Option<String> {
        let Values::List { items, others: None, count: None } = values else { return None };
        let [ast::Value::Path(path)] = items.as_slice() else { return None };
        let word = self.text(path.span);
        matches!(word.as_str(), "none" | "nobody" | "nothing" | "nil" | "empty").then_some(word)
    }

    pub(super) fn drop_(&mut self, path: &ast::Path, span: Span) -> Option<()> {
        match self.target(path)? {
            Target::Thing(id) => self.no_field(path, id),
            Target::Keyed { .. } => self.refuse(
                span,
                format!("`{}` is one line of a list", self.text(path.span)),
                format!("write `forget {}`", self.text(path.span)),
            ),
            Target::Field { place, key, .. } => {
                if self.starts_at(place.of, key).is_some() {
                    let path = self.text(path.span);
                    let note = format!("when it starts stands; to forget that: forget {path}");
                    self.step.notes.push(note);
                }
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

    pub(super) fn forget(&mut self, path: &ast::Path, span: Span) -> Option<()> {
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
                let key = match self.starts_at(place.of, key) {
                    Some(time) => {
                        self.note_started(place.of, key, path);
                        time
                    }
                    None => key,
                };
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
}

/// Returns the values that a statement names.
fn values_of(says: &Says) -> Vec<Value> {
    match says {
        Says::List { items, .. } => items.iter().map(|i| i.value).collect(),
        Says::Adds(value) => vec![*value],
        _ => Vec::new(),
    }
}
