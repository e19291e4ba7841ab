//! What is read before anything else: the sections and dates of sources, and other names of things.
//!
//! Takes their blocks; gives what every citation is checked against, and what a reader may have meant by a
//! name that nothing has.

use crate::model::cites::Section;
use crate::model::collect::Pending;
use crate::model::resolve::Resolver;
use crate::model::resolve::aliases::fold;
use crate::schema::Kind;
use crate::source::Span;
use crate::syntax::ast::{self, StatementKind, Values};
use crate::value::Date;

impl Resolver<'_> {
    pub(super) fn source(&mut self, pending: &Pending<'_>) {
        let mut sections = Vec::new();
        let mut date = None;
        for statement in pending.statements {
            match &statement.kind {
                StatementKind::Field { name, values: Values::List { items, .. } } => {
                    let word = self.text(name.span);
                    for value in items {
                        match value {
                            ast::Value::Date(span) if word == "date" => {
                                date = Date::parse(self.text(*span));
                            }
                            _ if word == "sections" => sections.extend(self.section(value)),
                            _ => {}
                        }
                    }
                }
                StatementKind::Group { name, body } if self.text(name.span) == "sections" => {
                    for line in &body.statements {
                        if let StatementKind::Values(Values::List { items, .. }) = &line.kind {
                            sections.extend(items.iter().filter_map(|v| self.section(v)));
                        }
                    }
                }
                _ => {}
            }
        }
        self.model.cites.describe(pending.of, sections, date);
    }

    pub(super) fn section(&self, value: &ast::Value) -> Option<Section> {
        match value {
            ast::Value::Text(title) => {
                Some(Section { title: self.text(title.inner).to_owned(), lines: None })
            }
            ast::Value::Section { title, first, last } => {
                let number = |span: Span| self.text(span).parse::<u32>().ok();
                let lines = number(*first).zip(number(*last));
                Some(Section { title: self.text(title.inner).to_owned(), lines })
            }
            _ => None,
        }
    }

    /// A name of several words, as it may be written without its hyphens: `North East Asia`. What is another name of
    /// something comes first.
    pub(super) fn written_apart(&mut self, pending: &Pending<'_>) {
        let thing = self.model.things.get(pending.of);
        if thing.name.contains('-') && thing.parent.is_none() {
            let name = fold(&thing.name);
            self.aliases.entry(name).or_insert(pending.of);
        }
    }

    pub(super) fn aliases(&mut self, pending: &Pending<'_>) {
        let thing = self.model.things.get(pending.of);
        if let (Kind::Actor, Some(title)) = (thing.kind, thing.title) {
            self.aliases.entry(fold(self.text(title))).or_insert(pending.of);
        }
        for statement in pending.statements {
            let texts: Vec<&ast::Value> = match &statement.kind {
                StatementKind::Field { name, values: Values::List { items, .. } }
                    if self.text(name.span) == "aliases" =>
                {
                    items.iter().collect()
                }
                StatementKind::Group { name, body } if self.text(name.span) == "aliases" => body
                    .statements
                    .iter()
                    .filter_map(|line| match &line.kind {
                        StatementKind::Values(Values::List { items, .. }) => Some(items),
                        _ => None,
                    })
                    .flatten()
                    .collect(),
                _ => continue,
            };
            for value in texts {
                if let ast::Value::Text(text) = value {
                    self.aliases.insert(fold(self.text(text.inner)), pending.of);
                }
            }
        }
    }
}
