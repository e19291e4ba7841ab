//! What stands on one line: expectations, parameters, whom to follow.
//!
//! Takes the text of such a declaration; gives it as written. Knows no framework, rule or source.

use super::super::ast::{Expect, Follow, Parameter};
use super::super::diagnose;
use super::{Cx, Part, Rule};

impl Cx<'_> {
    pub(super) fn parameter(&mut self, top: Part<'_>) -> Option<Parameter> {
        let (mut name, mut value, mut reason, mut cite) = (None, None, None, None);
        for p in top.into_inner() {
            match p.as_rule() {
                Rule::name => name = Some(self.name(&p)),
                Rule::quantity => value = self.quantity(p),
                Rule::string => reason = Some(self.string(&p)),
                Rule::cite => cite = Some(self.cite(p)),
                _ => {}
            }
        }
        Some(Parameter { name: name?, value: value?, reason, cite })
    }

    pub(super) fn expect(&mut self, top: Part<'_>) -> Option<Expect> {
        let (mut subject, mut names) = (None, Vec::new());
        let (mut for_, mut under, mut level, mut following) = (Vec::new(), Vec::new(), None, None);
        let mut scenario = None;
        let (mut as_of, mut cite, mut fails_because) = (None, None, None);
        for p in top.into_inner() {
            match p.as_rule() {
                Rule::path => subject = Some(self.path(&p)),
                Rule::name => names.push(p),
                Rule::cite => cite = Some(self.cite(p)),
                Rule::o_for => for_.extend(
                    p.into_inner().filter(|q| q.as_rule() == Rule::path).map(|q| self.path(&q)),
                ),
                Rule::o_in => {
                    scenario =
                        p.into_inner().find(|q| q.as_rule() == Rule::name).map(|q| self.name(&q));
                }
                Rule::o_under => under.extend(
                    p.into_inner().filter(|q| q.as_rule() == Rule::name).map(|q| self.name(&q)),
                ),
                Rule::o_as => {
                    level =
                        p.into_inner().find(|q| q.as_rule() == Rule::name).map(|q| self.name(&q));
                }
                Rule::o_following => {
                    following =
                        p.into_inner().find(|q| q.as_rule() == Rule::name).map(|q| self.name(&q));
                }
                Rule::o_as_of => {
                    as_of =
                        p.into_inner().find(|q| q.as_rule() == Rule::date).map(|q| self.span(&q));
                }
                Rule::o_fails => {
                    fails_because = p
                        .into_inner()
                        .find(|q| q.as_rule() == Rule::string)
                        .map(|q| self.string(&q));
                }
                _ => {}
            }
        }
        let mut names = names.into_iter();
        let verb = names.next()?;
        let rule = self.name(&names.next()?);
        if !diagnose::VERDICTS.contains(&verb.as_str()) {
            self.findings.push(diagnose::verdict(self.text, self.span(&verb), diagnose::VERDICTS));
            return None;
        }
        Some(Expect {
            subject: subject?,
            verb: self.name(&verb),
            rule,
            for_,
            scenario,
            under,
            level,
            following,
            as_of,
            cite,
            fails_because,
        })
    }

    pub(super) fn follow(&mut self, top: Part<'_>) -> Option<Follow> {
        let (mut source, mut path, mut because) = (None, None, None);
        for p in top.into_inner() {
            match p.as_rule() {
                Rule::name => source = Some(self.name(&p)),
                Rule::path => path = Some(self.path(&p)),
                Rule::string => because = Some(self.string(&p)),
                _ => {}
            }
        }
        Some(Follow { source: source?, path: path?, because })
    }
}
