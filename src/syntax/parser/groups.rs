//! Fields with a block of their own, and blocks that are not what they seem: `issues { … }`, `norm goals { … }`, `choice {`.
//!
//! Takes the piece that the grammar found; gives the statement, or says what it is in truth, with the finding. Knows the
//! schema's words for kinds and fields.

use super::super::ast::{Statement, StatementKind, Thing};
use super::super::diagnose::{self, Within};
use super::{Cx, Part, Rule};
use crate::schema::{FIELDS, Kind, Takes};
use crate::source::Span;

impl Cx<'_> {
    /// Checks whether words after a `;` are names of the list before it, and no statement: `issues a; cyber security`.
    pub(super) fn list_goes_on(&mut self, part: &Part<'_>, one_line: bool) -> bool {
        if part.as_rule() != Rule::plain_line || one_line {
            return false;
        }
        let start = self.base + part.as_span().start();
        let before = self.text.slice(self.line_start(start), start).trim();
        let first = before.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or("");
        let word = part.as_str().split(|c: char| !c.is_alphanumeric() && c != '-').next();
        let names =
            |w: &str| FIELDS.iter().any(|f| f.name == w && matches!(f.takes, Takes::Names(_)));
        let statement = |w: &str| {
            matches!(w, "no" | "has" | "is")
                || Kind::of_word(w).is_some()
                || FIELDS.iter().any(|f| f.name == w)
        };
        before.ends_with(';')
            && !before.contains(['{', '}', '#'])
            && names(first)
            && word.is_some_and(|w| !statement(w))
            && part.as_str().split(',').all(|item| item.split_whitespace().count() < 5)
    }

    /// A field and, on the next line, a block that has no heading: they are not one thing.
    pub(super) fn stray_block(&mut self, part: &Part<'_>) -> bool {
        let parts: Vec<_> = part.clone().into_inner().collect();
        let [word, name, .., block] = parts.as_slice() else { return false };
        let stray = parts.len() == 3
            && block.as_rule() == Rule::block
            && Kind::of_word(word.as_str()).is_none()
            && self
                .text
                .slice(self.base + name.as_span().end(), self.base + block.as_span().start())
                .contains(['\n', '\r']);
        if stray {
            self.findings.push(diagnose::brace_without_heading(
                self.text,
                self.base + block.as_span().start(),
            ));
        }
        stray
    }

    /// A field whose block was given a name, as a thing has one: `stance stance {`.
    #[allow(clippy::unused_self, reason = "stands beside the other checks of a heading")]
    pub(super) fn named_group(&self, part: &Part<'_>) -> bool {
        let mut parts = part.clone().into_inner();
        let word = parts.next().map_or("", |p| p.as_str());
        let name = parts.next().map_or("", |p| p.as_str());
        word == name
            && parts.any(|p| p.as_rule() == Rule::block)
            && Kind::of_word(word).is_none()
            && FIELDS.iter().any(|f| f.name == word)
    }

    /// A field with its block, and before it the word for what it lists: `norm goals {`.
    #[allow(clippy::unused_self, reason = "stands beside the other checks of a heading")]
    pub(super) fn field_after_kind(&self, part: &Part<'_>) -> bool {
        let mut parts = part.clone().into_inner();
        let word = parts.next().map_or("", |p| p.as_str());
        let name = parts.next().map_or("", |p| p.as_str());
        let lists = |t: Takes| {
            matches!(t, Takes::Names(_) | Takes::Words(_) | Takes::Keyed(..) | Takes::Text)
        };
        parts.next().is_some_and(|p| p.as_rule() == Rule::block)
            && Kind::of_word(word).is_some_and(|k| k.inside().is_empty())
            && FIELDS.iter().any(|f| f.name == name && lists(f.takes))
    }

    /// Reads the block of something that stands only at the top of a file: it is left out whole, with what is wrong in it.
    pub(super) fn out_of_place(
        &mut self,
        part: Part<'_>,
        doc: &mut Vec<Span>,
        span: Span,
    ) -> Option<Thing> {
        let word = part.clone().into_inner().next().map_or("", |p| p.as_str());
        let left_out = Kind::of_word(word).is_some_and(|k| k.inside().is_empty());
        let before = self.findings.len();
        let thing = self.thing_parts(part, std::mem::take(doc), span);
        if left_out {
            self.findings.truncate(before);
        }
        thing
    }

    /// A field with its block.
    pub(super) fn group(&mut self, part: Part<'_>, span: Span) -> Option<Statement> {
        let (mut name, mut cite, mut body) = (None, None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::name => name = Some(self.name(&p)),
                Rule::cite => cite = Some(self.cite(p)),
                Rule::list_block => body = Some(self.block(p, Within::List)),
                _ => {}
            }
        }
        let kind = StatementKind::Group { name: name?, body: body? };
        Some(Statement { span, cite, kind })
    }
}

/// Checks for `choice {`, which does not say at what it is made.
pub(super) fn opens_choice(part: &Part<'_>) -> bool {
    part.clone().into_inner().next().is_some_and(|p| p.as_str() == "choice")
}
