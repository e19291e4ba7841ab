//! Comparisons: what is the same, what is more or less, what stands in a list.

use crate::diagnostic::{Finding, Level, suggestion};
use crate::expr::compile::{ALL, Compiler, Scope};
use crate::expr::ir::{Form, Key, Node, NodeId, Temporal};
use crate::expr::types::{Elem, Type};
use crate::schema::{Kind, KindSet};
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::{CompareOp, Expr, ExprKind, ListOp};
use crate::value::Bound;

impl Compiler<'_> {
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
            CompareOp::Before
            | CompareOp::After
            | CompareOp::With
            | CompareOp::Overlaps
            | CompareOp::During
            | CompareOp::By
            | CompareOp::StartsBefore => {
                let (l, lt) = self.any(scope, left, None)?;
                let (r, rt) = self.any(scope, right, self.beside_in_time(lt, right))?;
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
                    CompareOp::Overlaps => Temporal::Overlaps,
                    CompareOp::During => Temporal::During,
                    CompareOp::By => Temporal::By,
                    CompareOp::StartsBefore => Temporal::StartsBefore,
                    _ => Temporal::With,
                };
                Node::Timed(l, temporal, r)
            }
            CompareOp::Verb(verb) => return self.verb(scope, span, left, verb, right),
        };
        Some(self.add(node, Type::Truth, span))
    }

    /// Returns what is looked for beside something in time: a thing of its own kind, or else whatever has a time.
    fn beside_in_time(&self, left: Type, right: &Expr) -> Option<Elem> {
        let elem = left.elem()?;
        match (elem, &right.kind) {
            (Elem::Things(kinds), ExprKind::Name(name))
                if self.names.things(self.text(name.span), kinds).is_empty() =>
            {
                Some(Elem::Things(kinds.union(TIMED)))
            }
            _ => Some(elem),
        }
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
                    return self.unknown_name(
                        *name,
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
                match (lt, rt, &right.kind) {
                    (
                        Type::Range | Type::One(Elem::Number),
                        Type::One(Elem::Quantity),
                        ExprKind::Quantity(_),
                    ) => "leave out the unit",
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
}

/// What has a time of its own.
const TIMED: KindSet = KindSet::of(&[Kind::Phase, Kind::Milestone, Kind::Event, Kind::Step]);

/// Checks whether a value has a place in time: a phase, a milestone, an event, a date.
fn in_time(ty: Type) -> bool {
    match ty {
        Type::One(Elem::Things(kinds)) => !kinds.common(TIMED).is_empty(),
        Type::One(Elem::Date) => true,
        _ => false,
    }
}
