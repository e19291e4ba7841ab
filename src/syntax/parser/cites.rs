//! Citations: sources with their sections and lines, and what is said about each.
//!
//! Takes a part of the grammar in square brackets; gives the citation as written. Knows no source.

use super::super::ast::{Cite, CiteClaim, Locator};
use super::super::diagnose;
use super::{Cx, Part, Rule};
use crate::source::Span;

impl Cx<'_> {
    pub(super) fn cite(&mut self, part: Part<'_>) -> Cite {
        let span = self.span(&part);
        let claims = part
            .into_inner()
            .filter(|p| p.as_rule() == Rule::claim)
            .map(|p| self.claim(p))
            .collect();
        Cite { claims, span }
    }

    fn claim(&mut self, part: Part<'_>) -> CiteClaim {
        let mut claim = CiteClaim {
            source: None,
            locators: Vec::new(),
            as_of: None,
            inferred: None,
            unverified: None,
            span: self.span(&part),
        };
        let alone = part.clone().into_inner().count() == 1;
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::name if alone && let Some(meant) = diagnose::mark_meant(p.as_str()) => {
                    let span = self.span(&p);
                    self.findings.push(diagnose::misspelt_mark(self.text, span, meant));
                    let mark = if meant == "inferred" {
                        &mut claim.inferred
                    } else {
                        &mut claim.unverified
                    };
                    *mark = Some(span);
                }
                Rule::name => claim.source = Some(self.name(&p)),
                Rule::mark if p.as_str() == "inferred" => claim.inferred = Some(self.span(&p)),
                Rule::mark => claim.unverified = Some(self.span(&p)),
                Rule::string => claim.locators.push(Locator::Section(self.string(&p))),
                Rule::lines => {
                    claim.locators.extend(self.lines(p).map(|(a, b)| Locator::Lines(a, b)));
                }
                Rule::as_of => {
                    claim.as_of =
                        p.into_inner().find(|q| q.as_rule() == Rule::date).map(|q| self.span(&q));
                }
                _ => {}
            }
        }
        claim
    }

    pub(super) fn lines(&mut self, part: Part<'_>) -> Option<(Span, Option<Span>)> {
        let mut lines =
            part.into_inner().filter(|p| p.as_rule() == Rule::line).map(|p| self.span(&p));
        Some((lines.next()?, lines.next()))
    }
}
