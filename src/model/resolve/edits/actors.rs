//! `withdraw A [from F]`: an actor leaves, and gives up what it had a part in.

use super::{Editor, Target};
use crate::diagnostic::suggestion;
use crate::expr::{EntityId, Key, Names};
use crate::model::facts::{Claim, Item, Said, Says, Value};
use crate::model::{Closed, Rest};
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
            let help = match self.resolver.unused.module(&word) {
                Some(module) => {
                    format!("it stands in `{module}`: put `use {module}` at the top of the file")
                }
                None => suggestion(&word, things.known(Kind::Actor.into())),
            };
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
            // Those of the reader's own files, be they named or reached by `use`.
            let own =
                |id: &EntityId| things.get(*id).role != Role::Prelude && things.get(*id).has_body;
            things.of_kind(Kind::Framework).iter().copied().filter(own).collect()
        };
        let mut left = false;
        for framework in &frameworks {
            left |= self.leave(actor, *framework, who.span, span);
        }
        if left {
            return Some(());
        }
        match (from, frameworks.as_slice()) {
            (Some(path), [framework]) => self.leave_unseen(actor, *framework, who, path, span),
            _ => self.refuse(
                who.span,
                format!(
                    "nothing in the files says that `{word}` takes part in a framework of theirs"
                ),
                format!(
                    "to suppose that it leaves one all the same: `withdraw {word} from FRAMEWORK`"
                ),
            ),
        }
    }

    /// An actor leaves of which nothing says that it takes part.
    fn leave_unseen(
        &mut self,
        actor: EntityId,
        framework: EntityId,
        who: &ast::Path,
        from: &ast::Path,
        span: Span,
    ) -> Option<()> {
        let (word, path) = (self.text(who.span), self.text(from.span));
        let value = Value::Entity(actor);
        let members = Key::Field(field(Kind::Framework, "members")?);
        let withdrawn = Key::Field(field(Kind::Framework, "withdrawn")?);
        let gone = self.list(framework, withdrawn).items.into_iter().find(|i| i.value == value);
        if let Some(gone) = gone {
            let (place, line) = self.line(gone.said.span);
            return self.refuse(
                who.span,
                format!("`{word}` has left `{path}` already"),
                format!("{place} says so: `{line}`"),
            );
        }
        let list = self.list(framework, members);
        let denied = list.absent.iter().find(|(v, _)| *v == value).map(|(_, said)| *said);
        let closed = match list.rest {
            Rest::Closed(Closed::By(said)) => Some(said),
            _ => None,
        };
        if denied.is_some() || matches!(list.rest, Rest::Closed(_)) {
            let message = format!("`{word}` takes no part in `{path}`, so it cannot leave");
            let help = match (denied, closed) {
                (Some(said), _) => {
                    let (place, line) = self.line(said.span);
                    format!("{place} says so: `{line}`")
                }
                (None, Some(said)) => {
                    let (place, line) = self.line(said.span);
                    format!("{place} says who does: `{line}`")
                }
                (None, None) => {
                    "the draft names it nowhere as member, party, host, funder or lead".to_owned()
                }
            };
            return self.refuse(who.span, message, help);
        }
        self.step.notes.push(format!(
            "nothing says that `{word}` takes part in `{path}`; it is taken to have been a member, and to have left"
        ));
        let item = Item { value, said: Said { span: who.span, cite: self.cite } };
        self.change(framework, members, |claims| super::lists::take_from(claims, item));
        self.intend(framework, members, value, false);
        let said = Said { span, cite: self.cite };
        self.change(framework, withdrawn, |claims| {
            super::lists::put_in(claims, Item { value, said });
        });
        Some(())
    }

    /// Whoever was supposed to have left and is a member again has not left; what a text says of it stands.
    pub(super) fn come_back(&mut self, framework: EntityId, key: Key, value: Value) {
        let named = |name: &str| field(Kind::Framework, name).map(Key::Field);
        let Some(withdrawn) = named("withdrawn").filter(|_| named("members") == Some(key)) else {
            return;
        };
        let cites = &self.resolver.model.cites;
        let supposed = |i: &Item| i.value == value && cites.get(i.said.cite).supposed;
        let claims = self.resolver.model.claims(framework, withdrawn);
        let gone = |c: &Claim| match &c.says {
            Says::List { items, .. } => items.iter().any(supposed),
            _ => false,
        };
        let Some(at) = claims.iter().position(|c| !c.derived && gone(c)) else { return };
        let made = claims.get(at).is_some_and(|c| cites.get(c.said.cite).supposed);
        self.change(framework, withdrawn, |claims| {
            let Some(claim) = claims.get_mut(at) else { return };
            let Says::List { items, count, .. } = &mut claim.says else { return };
            *items = items.iter().copied().filter(|i| i.value != value).collect();
            *count = count.map(|n| n.saturating_sub(1));
            // Nothing is left of a list that the withdrawal began.
            if items.is_empty() && made {
                claims.remove(at);
            }
        });
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
                let brings =
                    |c: &Claim| !c.derived && matches!(&c.says, Says::Keyed(k, _) if *k == actor);
                if self.resolver.model.claims(id, key).iter().any(brings) {
                    found = true;
                    self.change(id, key, |claims| claims.retain(|c| !brings(c)));
                } else if names_it {
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
