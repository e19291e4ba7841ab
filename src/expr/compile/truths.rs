//! Expressions that are a yes or no: connectives, quantifiers, what something has, verbs.

use crate::diagnostic::{Finding, Level, suggestion};
use crate::expr::compile::{Compiler, Scope};
use crate::expr::ir::{Key, Node, NodeId, Quant};
use crate::expr::types::{Elem, Type};
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::{Expr, ExprKind, Quantifier};
use crate::value::Number;

impl Compiler<'_> {
    /// Compiles an expression that must be a yes or no.
    pub fn truth(&mut self, scope: &mut Scope, expr: &Expr) -> Option<NodeId> {
        self.descend(expr.span)?;
        let node = self.yes_or_no(scope, expr);
        self.ascend();
        node
    }

    fn yes_or_no(&mut self, scope: &mut Scope, expr: &Expr) -> Option<NodeId> {
        let span = expr.span;
        let node = match &expr.kind {
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                let mut nodes = Vec::with_capacity(parts.len());
                for part in parts {
                    nodes.push(self.truth(scope, part));
                }
                let nodes: Option<Vec<_>> = nodes.into_iter().collect();
                let nodes = nodes?.into_boxed_slice();
                if matches!(expr.kind, ExprKind::And(_)) {
                    Node::And(nodes)
                } else {
                    Node::Or(nodes)
                }
            }
            ExprKind::Not(inner) => Node::Not(self.truth(scope, inner)?),
            ExprKind::Known(inner) => Node::Known(self.truth(scope, inner)?),
            ExprKind::Quantified { quantifier, binder, body } => {
                return self.quantified(scope, span, *quantifier, binder, body.as_deref());
            }
            ExprKind::Compare { left, op, right } => {
                return self.compare(scope, span, left, *op, right);
            }
            ExprKind::CompareList { left, op, items } => {
                return self.compare_list(scope, span, left, *op, items);
            }
            ExprKind::Empty { set, negated } => {
                let set = self.set(scope, set, None)?;
                let some = Node::NotEmpty(set);
                if *negated {
                    some
                } else {
                    let inner = self.add(some, Type::Truth, span);
                    Node::Not(inner)
                }
            }
            ExprKind::Has { subject, name, negated } => {
                let has = self.has(scope, span, subject, *name)?;
                if *negated { Node::Not(has) } else { return Some(has) }
            }
            _ => {
                let (node, ty) = self.any(scope, expr, None)?;
                if ty == Type::Truth {
                    return Some(node);
                }
                return self.fault(
                    "wrong-kind",
                    span,
                    format!("this is {}, where a yes or no is needed", ty.words()),
                    "compare it with something, or ask `… is not empty`",
                );
            }
        };
        Some(self.add(node, Type::Truth, span))
    }

    pub(super) fn quantified(
        &mut self,
        scope: &mut Scope,
        span: Span,
        quantifier: Quantifier,
        binder: &ast::Binder,
        body: Option<&Expr>,
    ) -> Option<NodeId> {
        let quant = match quantifier {
            Quantifier::Every => Quant::Every,
            Quantifier::Some => Quant::Some,
            Quantifier::No => Quant::No,
            Quantifier::Count(bound, figure) => {
                let Some(n) = Number::parse(self.text(figure)).and_then(Number::as_whole) else {
                    return self.fault(
                        "wrong-kind",
                        figure,
                        format!("`{}` is not a whole number", self.text(figure)),
                        "",
                    );
                };
                Quant::Count(bound, n)
            }
        };
        if quant == Quant::Every && body.is_none() {
            return self.fault(
                "wrong-kind",
                span,
                "`every` says of whom, and not what holds of them".to_owned(),
                "write `every x in LIST: CONDITION`",
            );
        }
        if quant == Quant::Every && self.in_require {
            let set = self.text(binder.set.span);
            self.findings.push(
                Finding::broken("empty-every", Level::Advice, span, format!("this is true whenever `{set}` is empty"))
                    .help("move it to `for`, so that the rule does not apply then; or name it in a `define`"),
            );
        }
        if let (Quant::Count(..), [_, second, ..]) = (quant, binder.vars.as_slice()) {
            return self.fault(
                "wrong-kind",
                second.span,
                "a count is of one thing at a time".to_owned(),
                "write `at least 2 p in LIST: some q in LIST: …`",
            );
        }
        self.room(scope, binder.vars.len(), span)?;
        let mark = scope.mark();
        let set = self.set(scope, &binder.set, None)?;
        let elem = self.program.type_of(set).elem()?;
        let mut slots = Vec::new();
        for var in &binder.vars {
            slots.push((self.declare(scope, *var, elem), var.span));
        }
        let filter = match &binder.filter {
            Some(filter) => Some(self.truth(scope, filter)?),
            None => None,
        };
        let mut inner = match body {
            Some(body) => Some(self.truth(scope, body)?),
            None => None,
        };
        self.leave(scope, mark, false);
        // `some p, q in S: …` nests, innermost variable first; the filter belongs to the innermost.
        let mut node = None;
        for (i, (slot, name)) in slots.iter().enumerate().rev() {
            let innermost = i + 1 == slots.len();
            let filter = if innermost { filter } else { None };
            // `no p, q` is that there is no pair: no p for which there is some q.
            let quant = if i > 0 && quant == Quant::No { Quant::Some } else { quant };
            node = Some(self.add(
                Node::Quantified { quant, slot: *slot, name: *name, set, filter, body: inner },
                Type::Truth,
                span,
            ));
            inner = node;
        }
        node
    }

    pub(super) fn has(
        &mut self,
        scope: &mut Scope,
        span: Span,
        subject: &Expr,
        name: ast::Name,
    ) -> Option<NodeId> {
        let (base, ty) = self.any(scope, subject, None)?;
        let Type::One(Elem::Things(kinds)) = ty else {
            return self.fault(
                "wrong-kind",
                subject.span,
                format!("this is {}, and `has` asks of one thing", ty.words()),
                "ask `some x in …: x has …`",
            );
        };
        let (targets, ty) = self.targets(kinds, name)?;
        let node = match ty {
            Type::Truth => Node::TruthOf { subject: base, targets, noun: true },
            Type::Set(_) => {
                let set = self.add(Node::FieldSet { base, targets, closure: false }, ty, span);
                Node::NotEmpty(set)
            }
            Type::One(_) => {
                let one = self.add(Node::FieldOne { base, targets }, ty, span);
                Node::HasValue(one)
            }
            Type::Range => {
                return self.fault(
                    "wrong-kind",
                    name.span,
                    "this is a number; compare it".to_owned(),
                    "",
                );
            }
        };
        Some(self.add(node, Type::Truth, span))
    }

    pub(super) fn verb(
        &mut self,
        scope: &mut Scope,
        span: Span,
        left: &Expr,
        verb: ast::Name,
        right: &Expr,
    ) -> Option<NodeId> {
        let word = self.text(verb.span);
        let (l, lt) = self.any(scope, left, None)?;
        let Type::One(Elem::Things(kinds)) = lt else {
            return self.fault(
                "wrong-kind",
                left.span,
                format!("this is {}, where one thing is needed", lt.words()),
                match word {
                    "include" | "contain" | "contains" | "comprise" | "comprises" | "list"
                    | "lists" => {
                        "what is in a list is asked with `includes`: `f.members includes ROK`"
                    }
                    _ => "",
                },
            );
        };
        if kinds.iter().any(|k| self.notions.key(k, word).is_some()) {
            let (targets, ty) = self.targets(kinds, verb)?;
            let closure = targets
                .iter()
                .any(|(_, key)| matches!(key, Key::Field(row) if row.info().transitive));
            let Some(elem) = ty.elem() else {
                return self.fault(
                    "wrong-kind",
                    verb.span,
                    format!("`{word}` does not join two things"),
                    "",
                );
            };
            let set = self.add(Node::FieldSet { base: l, targets, closure }, Type::Set(elem), span);
            return self.member(scope, span, right, set);
        }
        let Some(id) = self.notions.get_call(word) else {
            let help = suggestion(word, self.notions.words(kinds));
            return self.fault(
                "unknown-name",
                verb.span,
                format!("`{word}` joins no two things"),
                &help,
            );
        };
        self.apply(scope, span, id, &[left.clone(), right.clone()], true).map(|(node, _)| node)
    }
}
