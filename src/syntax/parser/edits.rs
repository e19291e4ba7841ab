//! Scenarios and the edits in them.

use super::super::ast::Path;
use super::super::diagnose::{self, Within};
use super::super::edit::{Edit, EditKind, Scenario};
use super::{Cx, Part, Rule};
use crate::source::Span;

impl Cx<'_> {
    pub(super) fn scenario(&mut self, top: Part<'_>) -> Option<Scenario> {
        let (mut name, mut title, mut on, mut cite) = (None, None, None, None);
        let (mut edits, mut unread) = (Vec::new(), None);
        for p in top.into_inner() {
            match p.as_rule() {
                Rule::name => name = Some(self.name(&p)),
                Rule::title => title = Some(self.string(&p)),
                Rule::basis => on = Some(self.name(&p)),
                Rule::cite => cite = Some(self.cite(p)),
                Rule::bad_head if !self.head_told => self.bad(&p, Within::Heading),
                Rule::rest => self.rest(&p),
                Rule::scenario_block => {
                    let one_line = !p.as_str().contains(['\n', '\r']);
                    unread = self.edits(p, one_line, &mut edits);
                }
                _ => {}
            }
        }
        Some(Scenario { name: name?, title, on, cite, edits, unread })
    }

    /// Reads edits one after the other; gives the first that could not be read.
    pub(super) fn edits(
        &mut self,
        part: Part<'_>,
        one_line: bool,
        edits: &mut Vec<Edit>,
    ) -> Option<Span> {
        let mut unread = None;
        for p in part.into_inner() {
            let span = self.span(&p);
            match p.as_rule() {
                Rule::semicolon => {
                    let finding = self.semicolon(&p, one_line);
                    self.findings.extend(finding);
                }
                Rule::doc | Rule::close | Rule::EOI => {}
                Rule::bad_line | Rule::raw_bad => {
                    unread.get_or_insert(span);
                    self.bad(&p, Within::Edits);
                }
                _ => match self.edit(p) {
                    Some(edit) => edits.push(edit),
                    None => {
                        unread.get_or_insert(span);
                    }
                },
            }
        }
        unread
    }

    fn edit(&mut self, part: Part<'_>) -> Option<Edit> {
        let span = self.span(&part);
        let rule = part.as_rule();
        if rule == Rule::e_add_thing {
            return self.added_thing(part, span);
        }
        let (mut paths, mut values, mut cite) = (Vec::<Path>::new(), None, None);
        let (mut yes, mut by, mut to) = (None, None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::path => paths.push(self.path(&p)),
                Rule::values => {
                    // `set napci.members to 6 states`: what a figure counts is told by the field.
                    let field = paths.last().and_then(|p| p.names.last().copied());
                    values = Some(self.values(p, field));
                }
                Rule::yes_no => yes = Some(p.as_str() == "yes"),
                Rule::quantity => by = self.quantity(p),
                Rule::moment => to = self.moment(p, None),
                Rule::cite => cite = Some(self.cite(p)),
                _ => {}
            }
        }
        let mut paths = paths.into_iter();
        let mut path = || paths.next();
        let kind = match rule {
            Rule::e_add => EditKind::Add { items: self.plain_items(values?, span)?, to: path()? },
            Rule::e_remove => {
                EditKind::Remove { items: self.plain_items(values?, span)?, from: path()? }
            }
            Rule::e_set => match yes {
                Some(yes) => EditKind::State { path: path()?, yes },
                None => EditKind::Set { path: path()?, values: values? },
            },
            Rule::e_drop => EditKind::Drop(path()?),
            Rule::e_forget => EditKind::Forget(path()?),
            Rule::e_withdraw => EditKind::Withdraw { who: path()?, from: path() },
            Rule::e_delay => EditKind::Delay { path: path()?, by: by? },
            Rule::e_move => EditKind::Move { path: path()?, to: to? },
            _ => return None,
        };
        Some(Edit { span, cite, kind })
    }

    fn added_thing(&mut self, part: Part<'_>, span: Span) -> Option<Edit> {
        let (mut to, mut left, mut cite) = (None, None, None);
        let mut own = span;
        for p in part.clone().into_inner() {
            match p.as_rule() {
                Rule::block => own = span.to(self.span(&p)),
                Rule::path => to = Some(self.path(&p)),
                Rule::edit_cite => cite = p.into_inner().next().map(|p| self.cite(p)),
                Rule::bad_line => left = Some(self.span(&p)),
                _ => {}
            }
        }
        let own = Span { end: own.end.min(span.end), ..own };
        let thing = self.thing_parts(part, Vec::new(), own)?;
        let Some(to) = to else {
            self.findings.push(diagnose::edit_without_place(self.text, thing.name.span, left));
            return None;
        };
        // The source of a block stands behind its name, as in a file; that of the edit at its end.
        Some(Edit { span, cite, kind: EditKind::AddThing { thing: Box::new(thing), to } })
    }

    /// Takes the values of `add` and `remove`, which name what they mean and nothing else.
    fn plain_items(
        &mut self,
        values: super::super::ast::Values,
        span: Span,
    ) -> Option<Vec<super::super::ast::Value>> {
        if let super::super::ast::Values::List { items, others: None, count: None } = values {
            Some(items)
        } else {
            self.findings.push(diagnose::edit_of_no_items(self.text, span));
            None
        }
    }
}
