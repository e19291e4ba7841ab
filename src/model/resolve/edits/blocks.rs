//! `add csbm NAME { … } to PATH`, and the removal of blocks.

use rustc_hash::FxHashSet;

use super::paths::Target;
use super::{Editor, Resolver};
use crate::diagnostic::suggestion;
use crate::expr::{EntityId, Key, Names};
use crate::model::facts::{Claim, Item, Said, Says, Value};
use crate::model::resolve::{Pending, after};
use crate::model::things::declared;
use crate::schema::{Kind, KindSet, field};
use crate::source::Span;
use crate::syntax::ast::{self, StatementKind};
use crate::value::and;

impl Editor<'_> {
    pub(super) fn add_thing(&mut self, thing: &ast::Thing, to: &ast::Path) -> Option<()> {
        let parent = match self.target(to)? {
            Target::Thing(id) => id,
            Target::Field { place, .. } | Target::Keyed { place, .. } => {
                let parent = self.resolver.model.things.path(place.of);
                return self.refuse(
                    to.span,
                    format!("`{}` is a field; a block stands in a thing", self.text(to.span)),
                    format!("end the edit with `to {parent}`"),
                );
            }
        };
        let (parent, branch) = self.around(parent, thing);
        let mut added = Vec::new();
        let mut blocks = Vec::new();
        self.resolver.supposing = Some(self.cite);
        let declared = self.declare(parent, thing, None, &mut added, &mut blocks);
        for block in blocks.iter().filter(|_| declared.is_some()) {
            self.resolver.block(block);
        }
        self.resolver.supposing = None;
        declared?;
        if let (Some(branch), Some(id)) = (branch, added.first()) {
            self.put_in_branch(*id, branch, thing.name.span);
        }
        for id in &added {
            let kind = self.resolver.model.things.get(*id).kind;
            self.populations.push(kind);
        }
        for id in &added {
            for (of, key, claim) in after::place_in_parent(&self.resolver, *id) {
                // What the list of such blocks was said to be, is edited by adding to it.
                if of == parent
                    && let Some(claims) = self.resolver.model.claims_mut(of, key)
                {
                    claims.retain(|c| !matches!(c.says, Says::None));
                }
                if let Some(claims) = self.resolver.model.claims_mut(of, key) {
                    claims.push(claim);
                }
                self.altered(of, key);
                let path = self.path(of, key);
                if of == parent {
                    self.touch(path);
                }
            }
        }
        // What the new blocks say of others follows once all of it is read.
        for id in added {
            let keys: Vec<Key> = self.resolver.model.facts(id).map(|(k, _)| k).collect();
            for key in keys {
                self.altered(id, key);
                for derived in super::derive::all_derived(&self.resolver.model, id, key) {
                    self.altered(derived.of, derived.key);
                    if let Some(claims) = self.resolver.model.claims_mut(derived.of, derived.key) {
                        claims.push(derived.claim());
                    }
                }
            }
        }
        Some(())
    }

    /// Returns the thing that a block will be a part of: what is added to a branch is one of its framework, and names it.
    fn around(&self, parent: EntityId, thing: &ast::Thing) -> (EntityId, Option<EntityId>) {
        let things = &self.resolver.model.things;
        let around = things.get(parent);
        let kind = Kind::of_word(&self.text(thing.word.span));
        match (around.kind, around.parent, kind) {
            (Kind::Branch, Some(framework), Some(Kind::Phase | Kind::Milestone)) => {
                (framework, Some(parent))
            }
            _ => (parent, None),
        }
    }

    /// Says of a new phase or milestone that it stands in a branch.
    fn put_in_branch(&mut self, id: EntityId, branch: EntityId, span: Span) {
        let Some(row) = field(self.resolver.model.things.get(id).kind, "branch") else { return };
        let said = Said { span, cite: self.cite };
        let items = Box::new([Item { value: Value::Entity(branch), said }]);
        let says = Says::List { items, open: None, count: None, all: Box::new([]) };
        // What follows on the other side follows with all else that is said of it.
        if let Some(claims) = self.resolver.model.claims_mut(id, Key::Field(row)) {
            claims.push(Claim { said, says, derived: false });
        }
    }

    /// Makes a thing and those in it known by name, before anything said of them is read.
    fn declare<'a>(
        &mut self,
        parent: EntityId,
        thing: &'a ast::Thing,
        inherited: Option<&'a ast::Cite>,
        added: &mut Vec<EntityId>,
        blocks: &mut Vec<Pending<'a>>,
    ) -> Option<()> {
        let word = self.text(thing.word.span);
        let parent_kind = self.resolver.model.things.get(parent).kind;
        let allowed: Vec<&str> = Kind::all()
            .filter(|k| k.inside().contains(&parent_kind))
            .flat_map(Kind::words)
            .copied()
            .collect();
        let what = KindSet::from(parent_kind).words();
        let Some(kind) = Kind::of_word(&word).filter(|k| k.inside().contains(&parent_kind)) else {
            let mut help = suggestion(&word, allowed.iter().copied());
            if help.is_empty() {
                let list: Vec<String> = allowed.iter().map(|w| format!("`{w}`")).collect();
                help = match list.as_slice() {
                    [] => "nothing can be added to it; add to what it stands in".to_owned(),
                    _ => format!("it may hold {}", list.join(", ")),
                };
            }
            return self.refuse(thing.word.span, format!("`{word}` cannot stand in {what}"), help);
        };
        if kind == Kind::View {
            return self.no_view(thing.word.span);
        }
        let name: Box<str> = declared(self.resolver.text(thing.name.span)).into();
        if field(parent_kind, &name).is_some() {
            return self.refuse(
                thing.name.span,
                format!("`{name}` is also a field of {what}"),
                "give it another name, so that every path can be read in one way only".to_owned(),
            );
        }
        if let Some(there) = self.resolver.model.things.inside(parent, &name) {
            let path = self.resolver.model.things.path(there);
            let parent_path = self.resolver.model.things.path(parent);
            let list = self.block_list(there).unwrap_or("baskets");
            return self.refuse(
                thing.name.span,
                format!("there is a `{path}` already"),
                format!("give the new one another name, or first `remove {name} from {parent_path}.{list}`"),
            );
        }
        let things = &mut self.resolver.model.things;
        let id = things.add(things.block(parent, kind, name, thing, &word));
        self.resolver.model.things.index(id);
        self.resolver.model.facts.push(Vec::new());
        let cite = thing.cite.as_ref().or(inherited);
        let head = self.resolver.cite(None, cite);
        self.resolver.heads.insert(id, head);
        added.push(id);
        if let Some(body) = &thing.body {
            self.statements(id, &body.statements, cite, None, added, blocks)?;
        }
        Some(())
    }

    fn statements<'a>(
        &mut self,
        of: EntityId,
        statements: &'a [ast::Statement],
        cite: Option<&'a ast::Cite>,
        sequence: Option<Span>,
        added: &mut Vec<EntityId>,
        blocks: &mut Vec<Pending<'a>>,
    ) -> Option<()> {
        blocks.push(Pending { of, statements, cite, sequence, view: None });
        for statement in statements {
            match &statement.kind {
                StatementKind::Thing(thing) => self.declare(of, thing, cite, added, blocks)?,
                StatementKind::Group { name, body }
                    if self.resolver.text(name.span) == "sequence" =>
                {
                    let cite = statement.cite.as_ref().or(cite);
                    let at = Some(name.span);
                    self.statements(of, &body.statements, cite, at, added, blocks)?;
                }
                _ => {}
            }
        }
        Some(())
    }

    /// Takes blocks out of the thing they stand in, with all that stands in them.
    pub(super) fn remove_blocks(
        &mut self,
        parent: EntityId,
        key: Key,
        items: &[ast::Value],
        from: &ast::Path,
    ) -> Option<()> {
        let mut blocks = Vec::new();
        for item in items {
            blocks.push(self.block_named(parent, key, item, from)?);
        }
        self.with_branches(&mut blocks);
        self.take_away(&blocks, self.step.span)
    }

    fn block_named(
        &mut self,
        parent: EntityId,
        key: Key,
        item: &ast::Value,
        from: &ast::Path,
    ) -> Option<(EntityId, Span)> {
        let span = super::super::values::value_span(item);
        let word = self.text(span);
        let things = &self.resolver.model.things;
        let last = word.rsplit('.').next().unwrap_or(&word);
        let Some(crate::schema::Takes::Blocks(kind)) = Resolver::takes(key) else { return None };
        let found = things.inside(parent, last).filter(|id| things.get(*id).kind == kind);
        let Some(id) = found else {
            let gone = self.resolver.taken_away(parent, last);
            let path = self.text(from.span);
            let names: Vec<String> = things
                .get(parent)
                .children
                .iter()
                .filter(|c| things.get(**c).kind == kind)
                .map(|c| things.get(*c).name.to_string())
                .collect();
            let near = || suggestion(&word, names.iter().map(String::as_str));
            let help = gone.map_or_else(near, |(by, _)| by);
            return self.refuse(span, format!("nothing in `{path}` is called `{word}`"), help);
        };
        Some((id, span))
    }

    /// Removes every block of a list.
    pub(super) fn clear_blocks(&mut self, parent: EntityId, key: Key) -> Option<()> {
        let Some(crate::schema::Takes::Blocks(kind)) = Resolver::takes(key) else {
            return Some(());
        };
        let things = &self.resolver.model.things;
        let by = self.step.span;
        let all = things.get(parent).children.iter().copied();
        let mut all: Vec<(EntityId, Span)> =
            all.filter(|c| things.get(*c).kind == kind).map(|id| (id, by)).collect();
        self.with_branches(&mut all);
        self.take_away(&all, by)
    }

    /// Adds to branches what stands in them: without its branch a phase would come for certain. What stands in a branch is
    /// a thing of the framework and names its branch.
    fn with_branches(&mut self, blocks: &mut Vec<(EntityId, Span)>) {
        let first = blocks.len();
        let mut at = 0;
        while let Some((branch, span)) = blocks.get(at).copied() {
            at += 1;
            let things = &self.resolver.model.things;
            let (Kind::Branch, Some(parent)) = (things.get(branch).kind, things.get(branch).parent)
            else {
                continue;
            };
            for child in &things.get(parent).children {
                if blocks.iter().all(|(id, _)| id != child) && self.stands_in(*child, branch) {
                    blocks.push((*child, span));
                }
            }
        }
        let inside: Vec<String> = blocks
            .iter()
            .skip(first)
            .map(|(id, _)| format!("`{}`", self.resolver.model.things.path(*id)))
            .collect();
        if !inside.is_empty() {
            self.step.notes.push(format!("{} went with the branch", and(&inside)));
        }
    }

    /// Takes a branch out of the choice that it belongs to.
    fn leave_choice(&mut self, branch: EntityId, gone: &FxHashSet<EntityId>) {
        let things = &self.resolver.model.things;
        let (Some(row), Some(parent)) = (field(Kind::Branch, "choice"), things.get(branch).parent)
        else {
            return;
        };
        if things.get(branch).kind != Kind::Branch {
            return;
        }
        let others: Vec<EntityId> =
            things.children_of(parent, Kind::Branch).filter(|id| !gone.contains(id)).collect();
        let left = |value: &Value| *value != Value::Entity(branch);
        for other in others {
            let says = |c: &Claim| match &c.says {
                Says::List { items, .. } => items.iter().any(|i| !left(&i.value)),
                _ => false,
            };
            if !self.resolver.model.claims(other, Key::Field(row)).iter().any(says) {
                continue;
            }
            self.change_quietly(other, Key::Field(row), |claims| {
                for claim in claims.iter_mut() {
                    if let Says::List { items, .. } = &mut claim.says {
                        *items = items.iter().filter(|i| left(&i.value)).copied().collect();
                    }
                }
                claims.retain(|c| !matches!(&c.says, Says::List { items, .. } if items.is_empty()));
            });
        }
    }

    fn stands_in(&self, id: EntityId, branch: EntityId) -> bool {
        let model = &self.resolver.model;
        let Some(row) = field(model.things.get(id).kind, "branch") else { return false };
        let named = |claim: &Claim| match &claim.says {
            Says::Adds(value) => *value == Value::Entity(branch),
            Says::List { items, .. } => items.iter().any(|i| i.value == Value::Entity(branch)),
            _ => false,
        };
        model.claims(id, Key::Field(row)).iter().any(named)
    }

    /// Returns blocks and all that stands in them, outermost first.
    fn with_inside(&self, blocks: &[(EntityId, Span)]) -> Vec<EntityId> {
        let mut below: Vec<EntityId> = blocks.iter().map(|(id, _)| *id).collect();
        let mut at = 0;
        while let Some(one) = below.get(at).copied() {
            below.extend(self.resolver.model.things.get(one).children.iter().copied());
            at += 1;
        }
        below
    }

    /// Takes blocks away together: what names only one of the others is no hindrance.
    fn take_away(&mut self, blocks: &[(EntityId, Span)], by: Span) -> Option<()> {
        let below = self.with_inside(blocks);
        let gone: FxHashSet<EntityId> = below.iter().copied().collect();
        let (all_named, denied) = self.named(&gone, &gone);
        // Most blocks are named nowhere; only where one is, it is looked for which.
        let hindered = blocks.iter().filter(|_| !all_named.is_empty()).find_map(|block| {
            let inside = self.with_inside(&[*block]).into_iter().collect();
            let (named, _) = self.named(&inside, &gone);
            (!named.is_empty()).then_some((*block, named))
        });
        if let Some(((id, span), named)) = hindered
            && let Some(first) = named.first()
        {
            let path = self.resolver.model.things.path(id);
            let paths: Vec<String> = named.iter().map(|r| format!("`{}`", r.path)).collect();
            let names = if named.len() == 1 { "names" } else { "name" };
            // Of those that are to go together, all that stands in the way of any.
            let lifts: Vec<&str> = all_named.iter().map(|r| r.lift.as_str()).collect();
            let place = self.resolver.sources.place(first.said.span);
            let message = format!("`{path}` cannot go: {} {names} it", and(&paths));
            let help = format!("first `{}` ({place})", lifts.join("; "));
            return self.refuse(span, message, help);
        }
        for branch in blocks.iter().map(|(id, _)| *id) {
            self.leave_choice(branch, &gone);
        }
        for one in below.iter().rev() {
            let kind = self.resolver.model.things.get(*one).kind;
            self.populations.push(kind);
            let keys: Vec<Key> = self.resolver.model.facts(*one).map(|(k, _)| k).collect();
            for key in keys {
                self.change_quietly(*one, key, crate::model::Claims::clear);
            }
        }
        // Nothing is left that could be in a list or not.
        let denial = |c: &Claim| matches!(&c.says, Says::Not(Value::Entity(e)) if gone.contains(e));
        for (of, key) in denied {
            self.change_quietly(of, key, |claims| claims.retain(|c| !denial(c)));
        }
        for (id, _) in blocks {
            self.unlist(*id);
        }
        for one in below.iter().rev() {
            self.resolver.model.things.remove(*one, by);
        }
        Some(())
    }

    /// Takes a block out of the lists of what it stands in.
    fn unlist(&mut self, id: EntityId) {
        let Some(parent) = self.resolver.model.things.get(id).parent else { return };
        let keys: Vec<Key> = self.resolver.model.facts(parent).map(|(k, _)| k).collect();
        for key in keys {
            let here = |says: &Says| matches!(says, Says::Adds(Value::Entity(e)) if *e == id);
            let claims = self.resolver.model.claims(parent, key);
            if claims.iter().any(|c| here(&c.says)) {
                if let Some(claims) = self.resolver.model.claims_mut(parent, key) {
                    claims.retain(|c| !here(&c.says));
                }
                self.altered(parent, key);
                let path = self.path(parent, key);
                self.touch(path);
            }
        }
    }
}
