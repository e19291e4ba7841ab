//! `withdraw A [from F]`: an actor leaves, and gives up what it had a part in.

use super::Editor;
use super::paths::Target;
use crate::diagnostic::suggestion;
use crate::expr::{EntityId, Key, Names};
use crate::model::facts::{Claim, Item, Said, Says, Value};
use crate::model::things::normal;
use crate::model::{Closed, Rest};
use crate::schema::{Kind, KindSet, field};
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

    /// Refuses to take actors out of a framework as such: either they leave it, or one list of it.
    pub(super) fn leave_or_list(
        &mut self,
        items: &[ast::Value],
        from: &ast::Path,
        id: EntityId,
    ) -> Option<()> {
        let things = &self.resolver.model.things;
        let words: Vec<String> =
            items.iter().map(|i| self.text(super::super::values::value_span(i))).collect();
        let actor = |word: &String| things.top(Kind::Actor, &normal(word)).is_some();
        // What stands in it as a block is taken out of the list of those blocks.
        if let [word] = words.as_slice()
            && let Some(child) = things.inside(id, word)
            && let Some(list) = self.block_list(child)
        {
            if things.get(child).kind == Kind::View {
                return self.no_view(from.span);
            }
            let path = self.text(from.span);
            let what = KindSet::from(things.get(id).kind).words();
            let message = format!("`{path}` is {what}, and no list to take something out of");
            let edit = format!("remove {word} from {path}.{list}");
            return self.refuse_for(from.span, message, format!("write `{edit}`"), edit);
        }
        if things.get(id).kind != Kind::Framework || !words.iter().all(actor) {
            return self.no_field(from, id);
        }
        let path = self.text(from.span);
        let edits: Vec<String> =
            words.iter().map(|word| format!("withdraw {word} from {path}")).collect();
        let (leave, list) = (edits.join("; "), words.join(", "));
        self.refuse_for(
            from.span,
            format!("`{path}` is a framework, and no list to take somebody out of"),
            format!("to leave all of it: `{leave}`; out of one list: `remove {list} from {path}.members`"),
            leave,
        )
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

    /// Whoever is a member again has not left: what is said of it gives way, and what a text says of it is named.
    pub(super) fn come_back(&mut self, framework: EntityId, key: Key, value: Value) {
        let Some(withdrawn) = has_left(key) else { return };
        let model = &self.resolver.model;
        let gone = |c: &Claim| match &c.says {
            Says::List { items, .. } => items.iter().any(|i| i.value == value),
            _ => false,
        };
        let supposed = |said: &Said| model.cites.get(said.cite).supposed;
        let claims = model.claims(framework, withdrawn).iter().filter(|c| !c.derived && gone(c));
        let stated = claims.clone().filter_map(|c| match &c.says {
            Says::List { items, .. } => items.iter().find(|i| i.value == value).map(|i| i.said),
            _ => None,
        });
        let stated: Vec<Said> = stated.filter(|said| !supposed(said)).collect();
        let lists: Vec<Said> = claims.clone().map(|c| c.said).collect();
        let begun: Vec<Said> = claims.map(|c| c.said).filter(supposed).collect();
        if lists.is_empty() {
            return;
        }
        let notes = stated.iter().map(|said| {
            let (place, line) = self.line(said.span);
            format!("whoever joins has not left: this takes the place of {place} `{line}`")
        });
        let notes: Vec<String> = notes.collect();
        self.step.notes.extend(notes);
        self.change_quietly(framework, withdrawn, |claims| {
            for claim in claims.iter_mut().filter(|c| !c.derived && lists.contains(&c.said)) {
                let Says::List { items, count, .. } = &mut claim.says else { continue };
                let before = items.len();
                *items = items.iter().copied().filter(|i| i.value != value).collect();
                if items.len() < before {
                    *count = count.map(|n| n.saturating_sub(1));
                }
            }
            // Nothing is left of a list that the withdrawal began.
            let spent = |c: &Claim| matches!(&c.says, Says::List { items, .. } if items.is_empty());
            claims.retain(|c| c.derived || !begun.contains(&c.said) || !spent(c));
        });
    }

    /// Says of whoever is put down as withdrawn and has a part in the framework still that it is both.
    pub(super) fn note_part(&mut self, framework: EntityId, key: Key, value: Value) {
        let members = field(Kind::Framework, "members").map(Key::Field);
        if members.and_then(has_left) != Some(key) {
            return;
        }
        let Value::Entity(actor) = value else { return };
        let parts = self.parts(actor, framework);
        let Some((of, part)) = parts.first() else { return };
        let (path, more) = (self.path(*of, *part), parts.len() - 1);
        let things = &self.resolver.model.things;
        let (word, name) = (&things.get(actor).name, things.path(framework));
        let others = match more {
            0 => String::new(),
            1 => " and in 1 other list".to_owned(),
            n => format!(" and in {n} other lists"),
        };
        let note = format!(
            "`{word}` stands in `{path}`{others} still; to take it out of all it has a part in: withdraw {word} from {name}"
        );
        self.step.notes.push(note);
    }

    /// Returns the lists of a framework, and of what stands in it, by which an actor takes part.
    fn parts(&self, actor: EntityId, framework: EntityId) -> Vec<(EntityId, Key)> {
        let model = &self.resolver.model;
        let mut inside = vec![framework];
        let mut at = 0;
        while let Some(id) = inside.get(at).copied() {
            inside.extend(model.things.get(id).children.iter().copied());
            at += 1;
        }
        // A list that is the same as another, `all members`, follows that one.
        let value = Value::Entity(actor);
        let names_it = |claim: &Claim| match &claim.says {
            Says::List { items, .. } => items.iter().any(|i| i.value == value),
            Says::Adds(v) => *v == value,
            Says::Keyed(k, _) => !claim.derived && *k == actor,
            _ => false,
        };
        let mut found = Vec::new();
        for id in inside {
            for (key, claims) in model.facts(id) {
                let part = matches!(key, Key::Field(row) if row.info().part);
                if part && claims.iter().any(names_it) {
                    found.push((id, key));
                }
            }
        }
        found
    }

    /// Takes an actor out of every list of a framework by which it takes part; whether there was any.
    fn leave(&mut self, actor: EntityId, framework: EntityId, word: Span, span: Span) -> bool {
        let value = Value::Entity(actor);
        let item = Item { value, said: Said { span: word, cite: self.cite } };
        let parts = self.parts(actor, framework);
        for (id, key) in &parts {
            let brings =
                |c: &Claim| !c.derived && matches!(&c.says, Says::Keyed(k, _) if *k == actor);
            if self.resolver.model.claims(*id, *key).iter().any(brings) {
                self.change(*id, *key, |claims| claims.retain(|c| !brings(c)));
            } else {
                self.change(*id, *key, |claims| super::lists::take_from(claims, item));
                self.intend(*id, *key, value, false);
            }
        }
        let found = !parts.is_empty();
        if found && let Some(row) = field(Kind::Framework, "withdrawn") {
            let said = Said { span, cite: self.cite };
            self.change(framework, Key::Field(row), |claims| {
                super::lists::put_in(claims, Item { value, said });
            });
        }
        found
    }
}

/// Returns the field of those who have left, if this is the field of those who take part.
fn has_left(key: Key) -> Option<Key> {
    let named = |name: &str| field(Kind::Framework, name).map(Key::Field);
    named("withdrawn").filter(|_| named("members") == Some(key))
}
