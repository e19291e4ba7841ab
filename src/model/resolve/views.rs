//! Views: what parties hold who disagree about the state of a framework.
//!
//! Takes what is cited for a statement in a view; gives the same in the name of the view, so that those who hold it speak
//! and not the document that reports them: one report of two views does not contradict itself. All that is made of sources
//! that disagree is made of views, too. Knows nothing of what they say.

use super::Resolver;
use crate::expr::{EntityId, Key};
use crate::model::View;
use crate::model::collect::Pending;
use crate::model::facts::{CiteId, Value};
use crate::schema::{Kind, field};
use crate::syntax::ast::{Statement, StatementKind};

impl Resolver<'_> {
    /// Checks whether a statement in the block of a view says something of the view itself.
    pub(super) fn of_view(&self, statement: &Statement) -> bool {
        let StatementKind::Field { name, .. } = &statement.kind else { return false };
        field(Kind::View, self.text(name.span)).is_some()
    }

    /// Checks whether a statement of a block is one of what the block is of: of a view, or of what it stands in.
    pub(super) fn is_read(&self, pending: &Pending<'_>, statement: &Statement) -> bool {
        let of_view = self.model.things.get(pending.of).kind == Kind::View;
        (!of_view && pending.view.is_none()) || self.of_view(statement) == of_view
    }

    /// Returns who speaks, where a view is being read: it, and through it what is cited.
    pub(super) fn held(&mut self, cite: CiteId) -> CiteId {
        let Some(view) = self.view else { return cite };
        if let Some(known) = self.held.get(&(view, cite)) {
            return *known;
        }
        let text = self.in_words(view);
        let held = self.model.cites.hold(cite, view, text);
        self.held.insert((view, cite), held);
        held
    }

    /// `western (France, UK)`.
    fn in_words(&self, view: EntityId) -> String {
        let things = &self.model.things;
        let name = &things.get(view).name;
        let by = field(Kind::View, "by").map(|row| {
            let items = self.model.list(view, Key::Field(row), &View::default()).items;
            let actor = |value: Value| match value {
                Value::Entity(id) => Some(things.get(id).name.to_string()),
                _ => None,
            };
            items.iter().filter_map(|item| actor(item.value)).collect::<Vec<_>>().join(", ")
        });
        match by.filter(|by| !by.is_empty()) {
            Some(by) => format!("{name} ({by})"),
            None => name.to_string(),
        }
    }
}
