//! Rules and definitions: their parts, and the texts with expressions in braces.
//!
//! Takes the text of a rule or definition; gives its parts as written, and notes where one of them could not be read.
//! What an expression is made of stands in `logic`; what it means is not known here.

use super::super::ast::{
    Case, Clause, ClauseKind, Define, DefineBody, Expr, Head, Rule as AstRule, Str, Template,
    TemplatePart,
};
use super::super::diagnose::{self, Place, Within};
use super::super::join::too_nested;
use super::blocks::Heading;
use super::{Cx, Part, Rule, read, stop};
use crate::source::Span;

impl Cx<'_> {
    pub(super) fn rule(&mut self, top: Part<'_>) -> Option<AstRule> {
        let (mut head, mut clauses, mut unread) = (Heading::default(), Vec::new(), None);
        for p in top.into_inner() {
            match p.as_rule() {
                Rule::rule_block => unread = self.clauses(p, &mut clauses),
                _ => self.heading(p, &mut head),
            }
        }
        let Heading { name, title, cite } = head;
        let name = name?;
        if unread.is_some() {
            clauses.retain(|c| matches!(c.kind, ClauseKind::Level(_) | ClauseKind::Qualified(..)));
        } else if self.whole {
            self.findings.extend(diagnose::rule_parts(self.text, name.span, &clauses));
        }
        Some(AstRule { name, title, cite, clauses, unread })
    }

    /// Reads the parts of a rule; gives the first that bears on its verdict and could not be read.
    fn clauses(&mut self, part: Part<'_>, clauses: &mut Vec<Clause>) -> Option<Span> {
        let mut unread = None;
        for p in part.into_inner() {
            let span = self.span(&p);
            let rule = p.as_rule();
            match rule {
                Rule::doc | Rule::close | Rule::semicolon => {}
                Rule::bad_line | Rule::raw_bad => {
                    let harmless = [
                        "level",
                        "qualified",
                        "because",
                        "help",
                        "mark",
                        "group",
                        "avoid",
                        "prefer",
                    ];
                    let word = p
                        .as_str()
                        .split(|c: char| !c.is_alphanumeric() && c != '-')
                        .next()
                        .unwrap_or("");
                    if !harmless.contains(&word) {
                        unread.get_or_insert(span);
                    }
                    self.bad(&p, Within::Rule);
                }
                _ => match self.clause(p) {
                    Some(kind) => clauses.push(Clause { span, kind }),
                    None => {
                        unread.get_or_insert(span);
                    }
                },
            }
        }
        unread
    }

    fn clause(&mut self, part: Part<'_>) -> Option<ClauseKind> {
        let rule = part.as_rule();
        let (mut name, mut string, mut cite, mut logic, mut binder, mut unless, mut raw) =
            (None, None, None, None, None, false, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::name => name = Some(self.name(&p)),
                Rule::string => string = Some(self.string(&p)),
                Rule::cite => cite = Some(self.cite(p)),
                Rule::logic => logic = Some(self.logic(p)?),
                Rule::set => logic = Some(self.set(p)?),
                Rule::binder => binder = Some(self.binder(p)?),
                Rule::kw_unless => unless = true,
                Rule::raw_block => {
                    raw = p.into_inner().find(|q| q.as_rule() == Rule::raw).map(|q| self.exact(&q));
                }
                _ => {}
            }
        }
        Some(match rule {
            Rule::c_level => ClauseKind::Level(name?),
            Rule::c_qualified => ClauseKind::Qualified(string?, cite),
            Rule::c_for => ClauseKind::For(binder?),
            Rule::c_let => ClauseKind::Let(name?, logic?),
            Rule::c_where => ClauseKind::Where(logic?),
            Rule::c_require => ClauseKind::Require(logic?),
            Rule::c_eases => ClauseKind::Eases { level: name?, unless, condition: logic? },
            Rule::c_because => ClauseKind::Because(self.template(string?)?),
            Rule::c_mark => ClauseKind::Mark(logic?),
            Rule::c_help => ClauseKind::Help(self.template(string?)?),
            Rule::c_group => ClauseKind::Group(name?),
            Rule::c_avoid => ClauseKind::Avoid(raw?),
            Rule::c_prefer => ClauseKind::Prefer(raw?),
            _ => return None,
        })
    }

    /// Cuts a text at its braces and reads what stands in them.
    fn template(&mut self, text: Str) -> Option<Template> {
        let inner = self.text.slice(text.inner.start as usize, text.inner.end as usize);
        let start = text.inner.start as usize;
        let mut parts = Vec::new();
        let mut at = 0;
        while let Some(rest) = inner.get(at..).filter(|r| !r.is_empty()) {
            let open = rest.find('{').unwrap_or(rest.len());
            if open > 0 {
                parts.push(TemplatePart::Text(self.text.span(start + at, start + at + open)));
            }
            let Some(body) = rest.get(open + 1..) else { break };
            let Some(close) = body.find('}') else {
                self.findings.push(diagnose::template_brace(
                    self.text,
                    start + at + open,
                    text.span.end as usize,
                ));
                return None;
            };
            let from = start + at + open + 1;
            let written = body.get(..close).unwrap_or("");
            parts.push(TemplatePart::Expr(self.embedded(written, from)?));
            at += open + 1 + close + 1;
        }
        Some(Template { text, parts })
    }

    /// Reads an expression that stands in a text.
    pub(super) fn embedded(&mut self, written: &str, from: usize) -> Option<Expr> {
        if let Some(at) = too_nested(written) {
            self.findings.push(diagnose::too_deep_at(self.text, from, from + at));
            return None;
        }
        let Some(top) = read(Rule::logic_text, written) else {
            let place = Place {
                text: self.text,
                start: from,
                end: from + written.len(),
                within: Within::Template,
                tried: true,
            };
            self.findings
                .push(diagnose::statement(place, stop(Rule::logic_text, written).as_ref()).0);
            return None;
        };
        let base = std::mem::replace(&mut self.base, from);
        let expr =
            top.into_inner().find(|p| p.as_rule() == Rule::logic).and_then(|p| self.logic(p));
        self.base = base;
        expr
    }

    pub(super) fn define(&mut self, top: Part<'_>) -> Option<Define> {
        let (mut head, mut params, mut cases) = (None, Vec::new(), Vec::new());
        let mut unread = None;
        for p in top.into_inner() {
            match p.as_rule() {
                Rule::head => head = Some(self.head(p)?),
                Rule::params => {
                    for param in p.into_inner() {
                        let mut names = param.into_inner().map(|n| self.name(&n));
                        let (kind, var) = (names.next()?, names.next()?);
                        params.push((var, kind));
                    }
                }
                Rule::case => {
                    let span = self.span(&p);
                    match self.case(p) {
                        Some((value, when, otherwise)) => {
                            cases.push((span, value, when, otherwise));
                        }
                        None => {
                            unread.get_or_insert(span);
                        }
                    }
                }
                Rule::bad_case => {
                    unread.get_or_insert(self.span(&p));
                    self.bad(&p, Within::Define);
                }
                _ => {}
            }
        }
        let (head, single) = (head?, cases.len() == 1);
        let mut body = Vec::new();
        for (span, value, when, otherwise) in cases {
            if when.is_none() && !otherwise {
                if single && unread.is_none() {
                    return Some(Define { head, params, body: DefineBody::Expr(value), unread });
                }
                if unread.is_none() {
                    self.findings.push(diagnose::case_without_condition(self.text, span));
                    unread = Some(span);
                }
            }
            body.push(Case { value, when });
        }
        if unread.is_some() {
            // No case at all: the notion is known by name and its value is not.
            body.clear();
        }
        Some(Define { head, params, body: DefineBody::Cases(body), unread })
    }

    fn head(&mut self, part: Part<'_>) -> Option<Head> {
        let (mut names, mut verb, mut shape) = (Vec::new(), None, Rule::head);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::name => names.push(self.name(&p)),
                Rule::verb => verb = Some(self.name(&p)),
                Rule::head_call | Rule::head_value => {
                    shape = p.as_rule();
                    names.extend(
                        p.into_inner().filter(|q| q.as_rule() == Rule::name).map(|q| self.name(&q)),
                    );
                }
                rule => shape = rule,
            }
        }
        let mut names = names.into_iter();
        let first = names.next()?;
        Some(match (shape, verb) {
            (Rule::head_call, _) => Head::Call { name: first, vars: names.collect() },
            (Rule::head_value, _) => Head::Value { var: first, name: names.next()? },
            (Rule::kw_has, _) => Head::Has { var: first, name: names.next()? },
            (Rule::kw_is, _) => Head::Is { var: first, name: names.next()? },
            (_, verb) => Head::Verb { left: first, name: verb?, right: names.next()? },
        })
    }

    /// Reads a line of a definition: value, condition, and whether it says `otherwise`.
    fn case(&mut self, part: Part<'_>) -> Option<(Expr, Option<Expr>, bool)> {
        let (mut parts, mut otherwise) = (Vec::new(), false);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::logic => parts.push(self.logic(p)),
                Rule::kw_otherwise => otherwise = true,
                _ => {}
            }
        }
        let mut parts = parts.into_iter();
        let value = parts.next()??;
        let when = match parts.next() {
            Some(when) => Some(when?),
            None => None,
        };
        Some((value, when, otherwise))
    }
}
