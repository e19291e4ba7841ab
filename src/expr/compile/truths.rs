//! Expressions that are a yes or no: connectives, quantifiers, comparisons.

use crate::diagnostic::{Finding, Level, suggestion};
use crate::expr::compile::{ALL, Compiler, Scope};
use crate::expr::ir::{Form, Key, Node, NodeId, Quant, Temporal};
use crate::expr::types::{Elem, Type};
use crate::schema::{Kind, KindSet};
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::{CompareOp, Expr, ExprKind, ListOp, Quantifier};
use crate::value::{Bound, Number};

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

    pub(super) fn compare(
        &mut self,
        scope: &mut Scope,
        span: Span,
        left: &Expr,
        op: CompareOp,
        right: &Expr,
    ) -> Option<NodeId> {
        let node = match op {
            CompareOp::Is => return self.is(scope, span, left, right),
            CompareOp::IsNot => {
                let same = self.is(scope, span, left, right)?;
                self.point_out_is_not(same, span);
                Node::Not(same)
            }
            CompareOp::Bound(bound) => {
                let (l, lt) = self.any(scope, left, None)?;
                let r = self.counterpart(scope, lt, right)?;
                if let Type::Set(_) | Type::Truth = lt {
                    return self.fault(
                        "wrong-kind",
                        left.span,
                        format!("this is {}, which stands in no order", lt.words()),
                        "compare `count(…)`, or one value",
                    );
                }
                Node::Ordered(l, bound, r)
            }
            CompareOp::In | CompareOp::NotIn => {
                let set = self.set(scope, right, None)?;
                let inside = self.member(scope, span, left, set)?;
                if op == CompareOp::In {
                    return Some(inside);
                }
                Node::Not(inside)
            }
            CompareOp::Includes => {
                let set = self.set(scope, left, None)?;
                return self.member(scope, span, right, set);
            }
            CompareOp::AnyIn | CompareOp::AllIn | CompareOp::NoneIn => {
                let l = self.set(scope, left, None)?;
                let elem = self.program.type_of(l).elem();
                let r = self.set(scope, right, elem)?;
                let other = self.program.type_of(r).elem();
                if elem.zip(other).and_then(|(a, b)| a.meet(b)).is_none() {
                    return self.mismatch(span, l, r);
                }
                match op {
                    CompareOp::AllIn => Node::AllIn(l, r),
                    CompareOp::AnyIn => Node::AnyIn(l, r),
                    _ => {
                        let any = self.add(Node::AnyIn(l, r), Type::Truth, span);
                        Node::Not(any)
                    }
                }
            }
            CompareOp::Before | CompareOp::After | CompareOp::With => {
                let (l, lt) = self.any(scope, left, None)?;
                let (r, rt) = self.any(scope, right, lt.elem())?;
                for (ty, expr) in [(lt, left), (rt, right)] {
                    if !in_time(ty) {
                        return self.fault(
                            "wrong-kind",
                            expr.span,
                            format!("this is {}, and has no place in time", ty.words()),
                            "",
                        );
                    }
                }
                let temporal = match op {
                    CompareOp::Before => Temporal::Before,
                    CompareOp::After => Temporal::After,
                    _ => Temporal::With,
                };
                Node::Timed(l, temporal, r)
            }
            CompareOp::Verb(verb) => return self.verb(scope, span, left, verb, right),
        };
        Some(self.add(node, Type::Truth, span))
    }

    pub(super) fn mismatch<T>(&mut self, span: Span, l: NodeId, r: NodeId) -> Option<T> {
        let (a, b) = (self.program.type_of(l).words(), self.program.type_of(r).words());
        self.fault(
            "wrong-kind",
            span,
            format!("the left side is {a}, the right side {b}: they can never be the same"),
            "",
        )
    }

    /// `f is led union …`: finds the word that says something of a thing, and the word that takes it for a list.
    fn joined_adjective(
        &self,
        scope: &mut Scope,
        kinds: KindSet,
        right: &Expr,
    ) -> Option<(ast::Name, &'static str)> {
        let ExprKind::Combine { left, op, .. } = &right.kind else { return None };
        let ExprKind::Name(name) = left.kind else {
            return self.joined_adjective(scope, kinds, left);
        };
        let word = self.text(name.span);
        let named = scope.find(word).is_some() || !self.names.things(word, ALL).is_empty();
        let said = kinds.iter().any(|k| self.notions.key(k, word).is_some());
        (said && !named).then_some((name, op.word()))
    }

    /// `X is not Y` in a `require` is satisfied by leaving X out, which is seldom what is meant.
    pub(super) fn point_out_is_not(&mut self, same: NodeId, span: Span) {
        if !self.in_require {
            return;
        }
        let optional = match self.program.node(same) {
            Node::Same(l, _) => match self.program.node(*l) {
                Node::FieldOne { targets, .. } => targets.iter().any(|(_, key)| {
                    matches!(key, Key::Field(row) if row.info().whose == crate::schema::Whose::Author && self.notions.of_field(*row).is_none())
                }),
                _ => false,
            },
            _ => false,
        };
        if optional {
            self.findings.push(
                Finding::broken(
                    "is-not-unwritten",
                    Level::Advice,
                    span,
                    "a draft that leaves the field out satisfies this",
                )
                .help("say what it must be: `is any of …`, `at least …`"),
            );
        }
    }

    pub(super) fn is(
        &mut self,
        scope: &mut Scope,
        span: Span,
        left: &Expr,
        right: &Expr,
    ) -> Option<NodeId> {
        let (l, lt) = self.any(scope, left, None)?;
        if let Type::One(Elem::Things(kinds)) = lt
            && let Some((name, joined)) = self.joined_adjective(scope, kinds, right)
        {
            let word = self.text(name.span);
            return self.fault(
                "wrong-kind",
                right.span,
                format!("`{word}` is said of {}, and `{joined}` joins lists", kinds.words()),
                &format!(
                    "join conditions with `and` or `or`: `{} is {word} and …`",
                    self.text(left.span)
                ),
            );
        }
        if let (Type::One(Elem::Things(kinds)), ExprKind::Name(name)) = (lt, &right.kind) {
            let word = self.text(name.span);
            if scope.find(word).is_none() {
                let things = self.names.things(word, kinds);
                let form = match word {
                    "draft" => Some(Form::Draft),
                    "csbm" => Some(Form::Csbm),
                    _ => Kind::of_word(word).filter(|k| kinds.has(*k)).map(Form::Kind),
                };
                if let Some(form) = form {
                    return Some(self.add(Node::IsForm(l, form), Type::Truth, span));
                }
                let adjective = kinds.iter().any(|k| self.notions.key(k, word).is_some());
                if adjective && !things.is_empty() && !self.in_library(name.span) {
                    let of = kinds.words();
                    return self.fault(
                        "ambiguous-name",
                        name.span,
                        format!("`{word}` is both {of} and something said of {of}"),
                        "rename one of the two",
                    );
                }
                if adjective {
                    let (targets, ty) = self.targets(kinds, *name)?;
                    if ty != Type::Truth {
                        return self.fault(
                            "wrong-kind",
                            name.span,
                            format!("`{word}` is {}, not something a thing can be", ty.words()),
                            &format!("write `has {word}`, or compare `.{word}`"),
                        );
                    }
                    return Some(self.add(
                        Node::TruthOf { subject: l, targets, noun: false },
                        Type::Truth,
                        span,
                    ));
                }
                if things.is_empty() {
                    let mut known = self.notions.words(kinds);
                    known.extend(self.names.known(kinds));
                    let help = suggestion(word, known);
                    return self.fault(
                        "unknown-name",
                        name.span,
                        format!("nothing says what it means for {} to be `{word}`", kinds.words()),
                        &help,
                    );
                }
            }
        }
        match lt {
            Type::Truth => self.fault(
                "wrong-kind",
                left.span,
                "this is already a yes or no".to_owned(),
                "leave out `is …`; put `not` before it for the contrary",
            ),
            Type::Set(_) => {
                let r = self.counterpart(scope, lt, right)?;
                if !matches!(self.program.type_of(r), Type::One(_)) {
                    return self.fault(
                        "wrong-kind",
                        right.span,
                        "two lists are compared with `all in`, `any in` or `none in`".to_owned(),
                        "",
                    );
                }
                Some(self.add(Node::Exactly(l, r), Type::Truth, span))
            }
            Type::Range => {
                let r = self.counterpart(scope, lt, right)?;
                let low = self.add(Node::Ordered(l, Bound::AtLeast, r), Type::Truth, span);
                let high = self.add(Node::Ordered(l, Bound::AtMost, r), Type::Truth, span);
                Some(self.add(Node::And(Box::new([low, high])), Type::Truth, span))
            }
            Type::One(elem) => {
                let r = self.counterpart(scope, lt, right)?;
                match self.program.type_of(r) {
                    Type::One(other) if elem.meet(other).is_some() => {
                        Some(self.add(Node::Same(l, r), Type::Truth, span))
                    }
                    _ => self.mismatch(span, l, r),
                }
            }
        }
    }

    /// Compiles what is compared with a value of a known type.
    pub(super) fn counterpart(
        &mut self,
        scope: &mut Scope,
        lt: Type,
        right: &Expr,
    ) -> Option<NodeId> {
        let (r, rt) = self.any(scope, right, lt.elem())?;
        let fits = match (lt, rt) {
            (Type::Range | Type::One(Elem::Number), Type::Range | Type::One(Elem::Number)) => true,
            (Type::One(a) | Type::Set(a), Type::One(b) | Type::Set(b)) => a.meet(b).is_some(),
            _ => false,
        };
        if fits {
            Some(r)
        } else {
            self.fault(
                "wrong-kind",
                right.span,
                format!("this is {}, and it is compared with {}", rt.words(), lt.words()),
                match (lt, rt) {
                    (Type::Range | Type::One(Elem::Number), Type::One(Elem::Quantity)) => {
                        "leave out the unit"
                    }
                    _ => "",
                },
            )
        }
    }

    pub(super) fn member(
        &mut self,
        scope: &mut Scope,
        span: Span,
        one: &Expr,
        set: NodeId,
    ) -> Option<NodeId> {
        let elem = self.program.type_of(set).elem();
        let (value, ty) = self.any(scope, one, elem)?;
        match ty {
            Type::One(e) if elem.and_then(|s| s.meet(e)).is_some() => {
                Some(self.add(Node::In(value, set), Type::Truth, span))
            }
            Type::Range if elem == Some(Elem::Number) => {
                Some(self.add(Node::In(value, set), Type::Truth, span))
            }
            Type::Set(_) => self.fault(
                "wrong-kind",
                one.span,
                "this is a list; ask whether `any`, `all` or `none` of it is in the other"
                    .to_owned(),
                "write `A any in B`",
            ),
            _ => self.mismatch(span, value, set),
        }
    }

    pub(super) fn compare_list(
        &mut self,
        scope: &mut Scope,
        span: Span,
        left: &Expr,
        op: ListOp,
        items: &[Expr],
    ) -> Option<NodeId> {
        let (l, lt) = self.any(scope, left, None)?;
        let Some(elem) = lt.elem() else {
            return self.fault(
                "wrong-kind",
                left.span,
                format!("this is {}, which is in no list", lt.words()),
                "",
            );
        };
        let mut nodes = Vec::with_capacity(items.len());
        for item in items {
            nodes.push(self.counterpart(scope, Type::One(elem), item)?);
        }
        let listed = self.add(Node::Listed(nodes.into()), Type::Set(elem), span);
        let one = matches!(lt, Type::One(_));
        let node = match (op, one) {
            (ListOp::IsAny | ListOp::IncludesAny | ListOp::IsNone | ListOp::IncludesNone, true) => {
                Node::In(l, listed)
            }
            (
                ListOp::IsAny | ListOp::IncludesAny | ListOp::IsNone | ListOp::IncludesNone,
                false,
            ) => Node::AnyIn(l, listed),
            (ListOp::IncludesAll, false) => Node::AllIn(listed, l),
            (ListOp::IncludesAll, true) => {
                return self.fault(
                    "wrong-kind",
                    left.span,
                    "one value cannot include several".to_owned(),
                    "write `is any of`",
                );
            }
        };
        let node = self.add(node, Type::Truth, span);
        if matches!(op, ListOp::IsNone | ListOp::IncludesNone) {
            return Some(self.add(Node::Not(node), Type::Truth, span));
        }
        Some(node)
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
                "",
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

/// Checks whether a value has a place in time: a phase, an event, a date.
fn in_time(ty: Type) -> bool {
    const TIMED: KindSet = KindSet::of(&[Kind::Phase, Kind::Event]);
    match ty {
        Type::One(Elem::Things(kinds)) => !kinds.common(TIMED).is_empty(),
        Type::One(Elem::Date) => true,
        _ => false,
    }
}
