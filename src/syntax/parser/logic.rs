//! Rules, definitions, expectations and the expressions in them.

use super::super::ast::{
    Binder, Case, Clause, ClauseKind, CompareOp, Define, DefineBody, Expect, Expr, ExprKind,
    Follow, Head, ListOp, Name, Parameter, Quantifier, Rule as AstRule, SetOp, Str, Template,
    TemplatePart,
};
use super::super::diagnose::{self, Place, Within};
use super::super::join::too_nested;
use super::super::split::MAX_DEPTH;
use super::blocks::{Heading, bound_of};
use super::{Cx, Part, Rule, read, stop};
use crate::source::Span;

impl Cx<'_> {
    // ---- rules ----------------------------------------------------------------------------------------

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

    // ---- definitions ----------------------------------------------------------------------------------

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

    // ---- parameters, expectations, choices -------------------------------------------------------------

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

    // ---- expressions ------------------------------------------------------------------------------------

    fn logic(&mut self, part: Part<'_>) -> Option<Expr> {
        let span = self.span(&part);
        let (mut operands, mut joins) = (Vec::new(), Vec::new());
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::operand => operands.push(self.operand(p)),
                rule => joins.push((rule == Rule::kw_and, self.span(&p))),
            }
        }
        let mut operands = operands.into_iter().collect::<Option<Vec<_>>>()?;
        let Some((all, first)) = joins.first().copied() else { return operands.pop() };
        if let Some((_, other)) = joins.iter().find(|(and, _)| *and != all) {
            let words = if all { ("and", "or") } else { ("or", "and") };
            self.findings.push(diagnose::mixed((words.0, first), (words.1, *other)));
            return None;
        }
        Some(Expr {
            span,
            kind: if all { ExprKind::And(operands) } else { ExprKind::Or(operands) },
        })
    }

    fn operand(&mut self, part: Part<'_>) -> Option<Expr> {
        let end = self.span(&part);
        let (mut prefixes, mut inner) = (Vec::new(), None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::kw_not | Rule::kw_known => prefixes.push((p.as_rule(), self.span(&p))),
                Rule::quantified => inner = Some(self.quantified(p)?),
                Rule::comparison => inner = Some(self.comparison(p)?),
                _ => {}
            }
        }
        let mut expr = inner?;
        for (rule, at) in prefixes.into_iter().rev() {
            let span = at.to(end);
            let kind = if rule == Rule::kw_not {
                ExprKind::Not(Box::new(expr))
            } else {
                ExprKind::Known(Box::new(expr))
            };
            expr = Expr { span, kind };
        }
        Some(expr)
    }

    fn quantified(&mut self, part: Part<'_>) -> Option<Expr> {
        let span = self.span(&part);
        let (mut quantifier, mut bound, mut binder, mut body) = (None, None, None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::kw_every => quantifier = Some(Quantifier::Every),
                Rule::kw_some => quantifier = Some(Quantifier::Some),
                Rule::kw_no => quantifier = Some(Quantifier::No),
                Rule::number => quantifier = Some(Quantifier::Count(bound?, self.span(&p))),
                Rule::binder => binder = Some(Box::new(self.binder(p)?)),
                Rule::logic => body = Some(Box::new(self.logic(p)?)),
                rule => bound = bound_of(rule).or(bound),
            }
        }
        Some(Expr {
            span,
            kind: ExprKind::Quantified { quantifier: quantifier?, binder: binder?, body },
        })
    }

    fn binder(&mut self, part: Part<'_>) -> Option<Binder> {
        let (mut vars, mut set, mut filter) = (Vec::new(), None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::vars => vars.extend(p.into_inner().map(|n| self.name(&n))),
                Rule::set => set = Some(self.set(p)?),
                Rule::logic => filter = Some(self.logic(p)?),
                _ => {}
            }
        }
        Some(Binder { vars, set: set?, filter })
    }

    fn comparison(&mut self, part: Part<'_>) -> Option<Expr> {
        let span = self.span(&part);
        let mut parts = part.into_inner();
        let left = Box::new(self.set(parts.next()?)?);
        let Some(tail) = parts.next() else { return Some(*left) };
        let rule = tail.as_rule();
        let (mut set, mut items, mut names, mut words, mut bound) =
            (None, Vec::new(), Vec::new(), Vec::new(), None);
        for p in tail.into_inner() {
            match p.as_rule() {
                Rule::set => set = Some(Box::new(self.set(p)?)),
                Rule::items => {
                    for item in p.into_inner() {
                        items.push(self.primary(item)?);
                    }
                }
                Rule::name | Rule::verb => names.push(self.name(&p)),
                other => {
                    bound = bound_of(other).or(bound);
                    words.push(other);
                }
            }
        }
        let has = |sought: Rule| words.contains(&sought);
        let name = names.first().copied();
        let meant = name
            .filter(|_| rule == Rule::verb_tail)
            .and_then(|n| diagnose::is_or_has(self.text, n.span).map(|m| (n.span, m)));
        if let Some((span, meant)) = meant {
            self.findings.push(diagnose::near_is(self.text, span, meant));
        }
        let op = match rule {
            Rule::verb_tail if meant.is_some_and(|(_, m)| m == "is") => CompareOp::Is,
            Rule::verb_tail if meant.is_some() => {
                let Expr { kind: ExprKind::Name(name), .. } = *set? else { return None };
                return Some(Expr {
                    span,
                    kind: ExprKind::Has { subject: left, name, negated: false },
                });
            }
            Rule::is_empty => {
                return Some(Expr {
                    span,
                    kind: ExprKind::Empty { set: left, negated: has(Rule::kw_not) },
                });
            }
            Rule::op_has => {
                return Some(Expr {
                    span,
                    kind: ExprKind::Has { subject: left, name: name?, negated: has(Rule::kw_no) },
                });
            }
            Rule::is_list | Rule::includes_list => {
                let op = match (rule, has(Rule::kw_any), has(Rule::kw_all)) {
                    (Rule::is_list, true, _) => ListOp::IsAny,
                    (Rule::is_list, false, _) => ListOp::IsNone,
                    (_, true, _) => ListOp::IncludesAny,
                    (_, _, true) => ListOp::IncludesAll,
                    _ => ListOp::IncludesNone,
                };
                return Some(Expr { span, kind: ExprKind::CompareList { left, op, items } });
            }
            Rule::op_is if has(Rule::kw_not) => CompareOp::IsNot,
            Rule::op_is => CompareOp::Is,
            Rule::op_bound => CompareOp::Bound(bound?),
            Rule::op_includes => CompareOp::Includes,
            Rule::op_in if has(Rule::kw_not) => CompareOp::NotIn,
            Rule::op_in if has(Rule::kw_any) => CompareOp::AnyIn,
            Rule::op_in if has(Rule::kw_all) => CompareOp::AllIn,
            Rule::op_in if has(Rule::kw_none) => CompareOp::NoneIn,
            Rule::op_in => CompareOp::In,
            Rule::op_order if has(Rule::kw_before) => CompareOp::Before,
            Rule::op_order if has(Rule::kw_after) => CompareOp::After,
            Rule::op_order => CompareOp::With,
            _ => CompareOp::Verb(name?),
        };
        Some(Expr { span, kind: ExprKind::Compare { left, op, right: set? } })
    }

    fn set(&mut self, part: Part<'_>) -> Option<Expr> {
        let (mut left, mut op, mut joined): (Option<Expr>, _, _) = (None, None, 0);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::op_union => op = Some(SetOp::Union),
                Rule::op_except => op = Some(SetOp::Except),
                Rule::op_common => op = Some(SetOp::Common),
                _ => {
                    joined += 1;
                    let right = self.primary(p)?;
                    left = Some(match (left, op) {
                        (Some(_), Some(_)) if joined > MAX_DEPTH => {
                            self.findings.push(diagnose::too_deep_at(
                                self.text,
                                right.span.start as usize,
                                right.span.end as usize,
                            ));
                            return None;
                        }
                        (Some(left), Some(op)) => {
                            let span = left.span.to(right.span);
                            Expr {
                                span,
                                kind: ExprKind::Combine {
                                    left: Box::new(left),
                                    op,
                                    right: Box::new(right),
                                },
                            }
                        }
                        _ => right,
                    });
                }
            }
        }
        left
    }

    fn primary(&mut self, part: Part<'_>) -> Option<Expr> {
        let mut parts = part.into_inner();
        let first = parts.next()?;
        let mut expr = self.term(first)?;
        for (n, step) in parts.enumerate() {
            if n >= MAX_DEPTH {
                let span = self.span(&step);
                self.findings.push(diagnose::too_deep_at(
                    self.text,
                    span.start as usize,
                    span.end as usize,
                ));
                return None;
            }
            let span = expr.span.to(self.span(&step));
            let (mut name, mut closure) = (None, false);
            for p in step.into_inner() {
                match p.as_rule() {
                    Rule::name => name = Some(self.name(&p)),
                    _ => closure = true,
                }
            }
            expr =
                Expr { span, kind: ExprKind::Field { base: Box::new(expr), name: name?, closure } };
        }
        Some(expr)
    }

    fn term(&mut self, part: Part<'_>) -> Option<Expr> {
        let span = self.span(&part);
        let kind = match part.as_rule() {
            Rule::name | Rule::no_word | Rule::union_word => ExprKind::Name(Name { span }),
            Rule::date => ExprKind::Date(span),
            Rule::string => ExprKind::Text(self.string(&part)),
            Rule::amount => ExprKind::Quantity(self.quantity(part)?),
            Rule::those => ExprKind::Those(Box::new(
                self.binder(part.into_inner().find(|p| p.as_rule() == Rule::binder)?)?,
            )),
            Rule::paren => {
                let inner = self.logic(part.into_inner().find(|p| p.as_rule() == Rule::logic)?)?;
                return Some(Expr { span, kind: inner.kind });
            }
            _ => {
                let (mut name, mut list) = (None, Vec::new());
                for p in part.into_inner() {
                    match p.as_rule() {
                        Rule::name => name = Some(self.name(&p)),
                        _ => {
                            for arg in p.into_inner().filter(|q| q.as_rule() == Rule::logic) {
                                list.push(self.logic(arg)?);
                            }
                        }
                    }
                }
                ExprKind::Call { name: name?, args: list }
            }
        };
        Some(Expr { span, kind })
    }
}
