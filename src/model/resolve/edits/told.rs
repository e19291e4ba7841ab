//! What is told of an edit: statements that say otherwise and still stand, and remarks.
//!
//! Takes what the edits meant to bring about and the model they led to; fills in the steps. Changes nothing.

use super::{Against, EditStep, Editor, Intent, derive};
use crate::expr::{EntityId, Key};
use crate::model::facts::{Claim, Item, Says, Value};
use crate::model::{One, View};
use crate::schema::{Kind, field};
use crate::source::Span;
use crate::value::{and, flat};

impl Editor<'_> {
    pub(super) fn intend(&mut self, of: EntityId, key: Key, value: Value, there: bool) {
        // What a later edit means to bring about counts.
        self.intents.retain(|i| (i.of, i.key, i.value) != (of, key, value));
        self.intents.push(Intent { step: self.at, of, key, value, there });
    }

    /// Looks, for each edit, whether what it means to bring about came about, and names what stands against it.
    pub(super) fn check_intents(&mut self, steps: &mut [EditStep]) {
        let intents = std::mem::take(&mut self.intents);
        for intent in intents {
            let list = self.list(intent.of, intent.key);
            let held = list.items.iter().find(|i| i.value == intent.value);
            let fails =
                if intent.there { held.is_none_or(|i| i.denied.is_some()) } else { held.is_some() };
            if !fails {
                continue;
            }
            let against = self.against(&intent);
            let Some(step) = steps.get_mut(intent.step) else { continue };
            for one in against {
                if !step.against.contains(&one) {
                    step.against.push(one);
                }
            }
        }
    }

    /// Returns the statements that keep a value in a list, or out of it.
    fn against(&self, intent: &Intent) -> Vec<Against> {
        let model = &self.resolver.model;
        let claims = model.claims(intent.of, intent.key);
        let other = |c: &&Claim| !model.cites.get(c.said.cite).supposed;
        let speaks = |c: &&Claim| match &c.says {
            Says::Not(v) => intent.there && *v == intent.value,
            Says::None => intent.there,
            Says::List { items, .. } => {
                items.iter().any(|i| i.value == intent.value) != intent.there
            }
            Says::Adds(v) => !intent.there && *v == intent.value,
            _ => false,
        };
        let mut found = Vec::new();
        for claim in claims.iter().filter(other).filter(speaks) {
            let origin = derive::origin(model, intent.of, intent.key, claim);
            let (of, key) = origin.unwrap_or((intent.of, intent.key));
            let path = self.path(of, key);
            // On the other side of a relation stands the thing itself; what is excluded stands as it is.
            let item = match (origin, &claim.says) {
                (Some((of, _)), Says::Adds(_)) if of != intent.of => Value::Entity(intent.of),
                _ => intent.value,
            };
            let alone = model.list(of, key, &View::default()).items.len() <= 1;
            let lift = match item {
                Value::Entity(id) if !alone && claim.derived => {
                    format!("remove {} from {path}", model.things.get(id).name)
                }
                _ if claim.derived => format!("drop {path}"),
                _ => format!("forget {path}"),
            };
            found.push(Against { said: claim.said, lift });
        }
        found
    }

    /// Says which statements of the same list deny what is added to it: the edit takes their place.
    pub(super) fn note_denials(&mut self, of: EntityId, key: Key, value: Value) {
        let model = &self.resolver.model;
        let denies = |c: &&Claim| {
            !c.derived
                && !model.cites.get(c.said.cite).supposed
                && matches!(&c.says, Says::Not(v) if *v == value)
        };
        let notes: Vec<String> = model
            .claims(of, key)
            .iter()
            .filter(denies)
            .map(|c| {
                let (place, line) = self.line(c.said.span);
                format!("this takes the place of {place} `{line}`")
            })
            .collect();
        self.step.notes.extend(notes);
    }

    /// Says, where only the number of those in a list is known, that what is added counts as one of them.
    pub(super) fn note_count(&mut self, of: EntityId, key: Key, item: Item) {
        let list = self.list(of, key);
        let Some((count, said)) = list.count else { return };
        if list.items.len() >= count as usize || list.items.iter().any(|i| i.value == item.value) {
            return;
        }
        let (word, written) = (self.text(item.said.span), self.text(said.span));
        self.step.notes.push(format!(
            "`{word}` is taken for one of the {count} that `{written}` counts, not for one more"
        ));
    }

    /// Says which blocks of a list stand, whatever is said of the list.
    pub(super) fn note_blocks(&mut self, of: EntityId, key: Key) {
        let path = self.path(of, key);
        let list = self.list(of, key);
        let names: Vec<String> = list.items.iter().filter_map(|i| self.name_of(i.value)).collect();
        let Some(first) = names.first() else { return };
        let quoted: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
        let (they, stand) = match quoted.len() {
            1 => ("it", "stands"),
            _ => ("one of them", "stand"),
        };
        self.step.notes.push(format!(
            "{} {stand} as written; to take {they} away: remove {first} from {path}",
            and(&quoted)
        ));
    }

    /// Returns where a statement stands, and its line.
    pub(super) fn line(&self, span: Span) -> (String, String) {
        let sources = self.resolver.sources;
        let line = flat(sources.line_of(span));
        (sources.place(span), line)
    }

    /// Says which branch is taken where it, or something in it, is said to have happened.
    pub(super) fn note_taken(&mut self, of: EntityId, key: Key) {
        let model = &self.resolver.model;
        let kind = model.things.get(of).kind;
        if field(kind, "happened").map(Key::Field) != Some(key) {
            return;
        }
        let branch = if kind == Kind::Branch {
            Some(of)
        } else {
            field(kind, "branch").and_then(|row| {
                match model.one(of, Key::Field(row), &View::default()) {
                    One::Known(Value::Entity(branch), _) => Some(branch),
                    _ => None,
                }
            })
        };
        if let Some(branch) = branch {
            let name = &model.things.get(branch).name;
            self.step
                .notes
                .push(format!("so `{name}` was taken, and no other branch of its choice"));
        }
    }

    /// Returns the name of a thing that stands in a list.
    pub(super) fn name_of(&self, value: Value) -> Option<String> {
        let Value::Entity(id) = value else { return None };
        Some(self.resolver.model.things.get(id).name.to_string())
    }
}
