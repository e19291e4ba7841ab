//! Expressions: connectives, quantifiers, comparisons, lists.
//!
//! Takes a part of the grammar; gives the tree of the expression. Knows neither fields nor names.

use super::super::ast::{Binder, CompareOp, Expr, ExprKind, ListOp, Name, Quantifier, SetOp};
use super::super::diagnose;
use super::super::split::MAX_DEPTH;
use super::values::bound_of;
use super::{Cx, Part, Rule};

impl Cx<'_> {
    pub(super) fn logic(&mut self, part: Part<'_>) -> Option<Expr> {
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

    pub(super) fn binder(&mut self, part: Part<'_>) -> Option<Binder> {
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
            Rule::op_order if has(Rule::kw_starts) => CompareOp::StartsBefore,
            Rule::op_order if has(Rule::kw_before) => CompareOp::Before,
            Rule::op_order if has(Rule::kw_after) => CompareOp::After,
            Rule::op_order if has(Rule::kw_overlaps) => CompareOp::Overlaps,
            Rule::op_order if has(Rule::kw_during) => CompareOp::During,
            Rule::op_order if has(Rule::kw_by) => CompareOp::By,
            Rule::op_order => CompareOp::With,
            _ => CompareOp::Verb(name?),
        };
        Some(Expr { span, kind: ExprKind::Compare { left, op, right: set? } })
    }

    pub(super) fn set(&mut self, part: Part<'_>) -> Option<Expr> {
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
