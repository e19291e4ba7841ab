//! `withdraw A [from F]`: an actor leaves, and gives up what it had a part in.

use super::{Editor, Target};
use crate::diagnostic::suggestion;
use crate::expr::{EntityId, Key, Names};
use crate::model::facts::{Item, Said, Says, Value};
use crate::schema::{Kind, field};
use crate::source::{Role, Span};
use crate::syntax::ast;

impl Editor<'_> {
    pub(super) fn withdraw(
        &mut self,
        who: &ast::Path,
        from: Option<&ast::Path>,
        span: Span,
    ) -> Option<()> {
        let word = self.text(who.span);
        let Some(actor) = self.resolver.model.things.top(Kind::Actor, &word) else {
            let things = &self.resolver.model.things;
            let help = suggestion(&word, things.known(Kind::Actor.into()));
            return self.refuse(who.span, format!("no actor is called `{word}`"), help);
        };
        let frameworks: Vec<EntityId> = if let Some(path) = from {
            match self.target(path)? {
                Target::Thing(id) if self.resolver.model.things.get(id).kind == Kind::Framework => {
                    vec![id]
                }
                _ => {
                    return self.refuse(
                        path.span,
                        format!("`{}` is no framework that one could leave", self.text(path.span)),
                        format!("write `withdraw {word} from FRAMEWORK`"),
                    );
                }
            }
        } else {
            let things = &self.resolver.model.things;
            let checked =
                |id: &EntityId| things.get(*id).role == Role::Checked && things.get(*id).has_body;
            things.of_kind(Kind::Framework).iter().copied().filter(checked).collect()
        };
        let mut left = false;
        for framework in &frameworks {
            left |= self.leave(actor, *framework, who.span, span);
        }
        if !left {
            let place = match from {
                Some(path) => format!("`{}`", self.text(path.span)),
                None => "any framework of the files".to_owned(),
            };
            return self.refuse(
                who.span,
                format!("`{word}` takes no part in {place}"),
                "it is no member, party, host, funder or lead there".to_owned(),
            );
        }
        Some(())
    }

    /// Takes an actor out of every list of a framework by which it takes part; whether there was any.
    fn leave(&mut self, actor: EntityId, framework: EntityId, word: Span, span: Span) -> bool {
        let value = Value::Entity(actor);
        let mut inside = vec![framework];
        let mut at = 0;
        while let Some(id) = inside.get(at).copied() {
            inside.extend(self.resolver.model.things.get(id).children.iter().copied());
            at += 1;
        }
        let mut found = false;
        let item = Item { value, said: Said { span: word, cite: self.cite } };
        for id in inside {
            let keys: Vec<Key> = self.resolver.model.facts(id).map(|(k, _)| k).collect();
            for key in keys {
                let Key::Field(row) = key else { continue };
                if !row.info().part {
                    continue;
                }
                // A list that is the same as another, `all members`, follows that one.
                let names_it = self.resolver.model.claims(id, key).iter().any(|c| match &c.says {
                    Says::List { items, .. } => items.iter().any(|i| i.value == value),
                    Says::Adds(v) => *v == value,
                    _ => false,
                });
                if names_it {
                    found = true;
                    self.change(id, key, |claims| super::lists::take_from(claims, item));
                    self.intend(id, key, value, false);
                }
            }
        }
        if found && let Some(row) = field(Kind::Framework, "withdrawn") {
            let said = Said { span, cite: self.cite };
            self.change(framework, Key::Field(row), |claims| {
                super::lists::put_in(claims, Item { value, said });
            });
        }
        found
    }
}
