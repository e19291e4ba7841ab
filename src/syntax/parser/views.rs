//! Views: `view western held by France, UK, USA { … }`.
//!
//! Takes a view as the grammar finds it; gives it as a thing, with what its heading says as a statement of its block: `by`
//! and who holds it. Knows nothing of what is said in it.

use super::super::ast::{Body, Statement, StatementKind, Thing, Value, Values};
use super::super::diagnose::{self, Within};
use super::{Cx, Part, Rule};

impl Cx<'_> {
    /// Reads a view.
    pub(super) fn view(&mut self, part: Part<'_>) -> Option<Thing> {
        let span = self.span(&part);
        let (mut word, mut name, mut title, mut cite, mut body) = (None, None, None, None, None);
        let (mut by, mut items) = (None, Vec::new());
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::kw_view => word = Some(self.name(&p)),
                Rule::name => name = Some(self.name(&p)),
                Rule::title => title = Some(self.string(&p)),
                Rule::kw_by => by = Some(self.name(&p)),
                Rule::path => items.push(self.path(&p)),
                Rule::cite => cite = Some(self.cite(p)),
                Rule::block => body = Some(self.block(p, Within::Block)),
                _ => {}
            }
        }
        let (mut body, by): (Body, _) = (body?, by?);
        let whole = items.last().map_or(by.span, |last| by.span.to(last.span));
        let items = items.into_iter().map(Value::Path).collect();
        let values = Values::List { items, others: None, count: None };
        let kind = StatementKind::Field { name: by, values };
        body.statements.insert(0, Statement { span: whole, cite: None, kind });
        let (doc, body) = (Vec::new(), Some(body));
        Some(Thing { doc, word: word?, name: name?, title, cite, body, span })
    }

    /// A view of which its heading does not say who holds it.
    pub(super) fn view_of_nobody(&mut self, part: &Part<'_>) -> bool {
        let mut parts = part.clone().into_inner();
        let word = parts.next().filter(|p| p.as_str() == "view");
        let (Some(word), Some(name)) = (word, parts.next()) else { return false };
        let span = self.span(&word).to(self.span(&name));
        self.findings.push(diagnose::view_of_nobody(span, name.as_str()));
        self.note_bad(span);
        true
    }
}
