//! Expressions that are a value or a list: names, fields, calls, figures, sets.

use crate::diagnostic::{dates, near_unit, suggestion};
use crate::expr::compile::{ALL, Compiler, Meaning, Scope};
use crate::expr::ir::{Key, Node, NodeId, NotionId, Targets};
use crate::expr::notions::NotionForm;
use crate::expr::types::{Elem, Type};
use crate::schema::{Kind, KindSet, Many, Takes, VOCABULARIES, Vocabulary, vocabulary};
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::{Expr, ExprKind, SetOp};
use crate::value::{Date, Dimension, Number, Quantity, Unit, unit};

impl Compiler<'_> {
    /// Compiles an expression that must be a list; one value counts as a list of one.
    pub fn set(&mut self, scope: &mut Scope, expr: &Expr, want: Option<Elem>) -> Option<NodeId> {
        let (node, ty) = self.any(scope, expr, want)?;
        match ty {
            Type::Set(_) => Some(node),
            Type::One(elem) => {
                Some(self.add(Node::Listed(Box::new([node])), Type::Set(elem), expr.span))
            }
            _ => self.fault(
                "wrong-kind",
                expr.span,
                format!("this is {}, where a list is needed", ty.words()),
                "",
            ),
        }
    }

    /// Compiles an expression of any type. `want` is what a bare word may be meant as.
    pub fn any(
        &mut self,
        scope: &mut Scope,
        expr: &Expr,
        want: Option<Elem>,
    ) -> Option<(NodeId, Type)> {
        self.descend(expr.span)?;
        let compiled = self.anything(scope, expr, want);
        self.ascend();
        compiled
    }

    fn anything(
        &mut self,
        scope: &mut Scope,
        expr: &Expr,
        want: Option<Elem>,
    ) -> Option<(NodeId, Type)> {
        let span = expr.span;
        let (node, ty) = match &expr.kind {
            ExprKind::Name(name) => return self.name(scope, *name, want),
            ExprKind::Field { base, name, closure } => {
                return self.field(scope, span, base, *name, *closure);
            }
            ExprKind::Call { name, args } => return self.call(scope, span, *name, args),
            ExprKind::Combine { left, op, right } => {
                let l = self.set(scope, left, want)?;
                let elem = self.program.type_of(l).elem();
                let r = self.set(scope, right, elem)?;
                let (Some(a), Some(b)) = (elem, self.program.type_of(r).elem()) else {
                    return None;
                };
                let joined = if *op == SetOp::Union { a.join(b) } else { a.meet(b).map(|_| a) };
                let Some(joined) = joined else { return self.mismatch(span, l, r) };
                let node = match op {
                    SetOp::Union => Node::Union(l, r),
                    SetOp::Except => Node::Except(l, r),
                    SetOp::Common => Node::Common(l, r),
                };
                (node, Type::Set(joined))
            }
            ExprKind::Those(binder) => {
                if let [_, second, ..] = binder.vars.as_slice() {
                    return self.fault(
                        "wrong-kind",
                        second.span,
                        "`those` picks one thing at a time".to_owned(),
                        "write `those x in LIST where …`",
                    );
                }
                self.room(scope, 1, span)?;
                let mark = scope.mark();
                let set = self.set(scope, &binder.set, want)?;
                let ty = self.program.type_of(set);
                let (Some(elem), Some(var)) = (ty.elem(), binder.vars.first()) else { return None };
                let slot = self.declare(scope, *var, elem);
                let filter = if let Some(filter) = &binder.filter {
                    Some(self.truth(scope, filter)?)
                } else {
                    self.touch(scope, self.text(var.span));
                    None
                };
                self.leave(scope, mark, false);
                (Node::Those { slot, name: var.span, set, filter }, ty)
            }
            ExprKind::Quantity(q) => return self.quantity(q, want),
            ExprKind::Date(date) => match Date::read(self.text(*date)) {
                Ok(d) => (Node::Date(d), Type::One(Elem::Date)),
                Err(wrong) => {
                    self.findings.push(dates::no_date(self.text(*date), *date, wrong));
                    return None;
                }
            },
            ExprKind::Text(text) => {
                let words = self.text(text.inner);
                (self.program.text(words, text.inner), Type::One(Elem::Text))
            }
            _ => {
                let node = self.truth(scope, expr)?;
                return Some((node, Type::Truth));
            }
        };
        Some((self.add(node, ty, span), ty))
    }

    pub(super) fn quantity(
        &mut self,
        q: &ast::QuantityText,
        want: Option<Elem>,
    ) -> Option<(NodeId, Type)> {
        let figure = self.text(q.number);
        if let (Some(Elem::Words(v)), None) = (want, q.unit) {
            let word =
                VOCABULARIES.get(v as usize).and_then(|list| Vocabulary::find(list.name, figure));
            if let Some(word) = word {
                return Some((
                    self.add(Node::Word(word), Type::One(Elem::Words(v)), q.span),
                    Type::One(Elem::Words(v)),
                ));
            }
        }
        let Some(number) = Number::parse(figure) else {
            return self.fault(
                "wrong-kind",
                q.number,
                format!("`{figure}` is not a number that can be read"),
                "",
            );
        };
        let Some(unit_span) = q.unit else {
            return Some((self.add(Node::Number(number), Type::Range, q.span), Type::Range));
        };
        let word = self.text(unit_span);
        let Some(unit) = unit(word) else {
            let help = near_unit(word);
            return self.fault("wrong-unit", unit_span, format!("`{word}` is not a unit"), &help);
        };
        let ty = figure_type(unit, want);
        let node = if ty == Type::Range {
            Node::Number(number)
        } else {
            Node::Quantity(Quantity { bound: None, number, unit, first_day: None })
        };
        Some((self.add(node, ty, q.span), ty))
    }

    pub(super) fn name(
        &mut self,
        scope: &mut Scope,
        name: ast::Name,
        want: Option<Elem>,
    ) -> Option<(NodeId, Type)> {
        let word = self.text(name.span);
        let span = name.span;
        match scope.find(word) {
            Some(Meaning::Slot(slot, elem)) => {
                return Some((self.add(Node::Slot(slot), Type::One(elem), span), Type::One(elem)));
            }
            Some(Meaning::Let(node, ty)) => return Some((node, ty)),
            None => {}
        }
        if let Some(kind) = Kind::of_plural(word) {
            let ty = Type::Set(Elem::Things(kind.into()));
            return Some((self.add(Node::Population(kind), ty, span), ty));
        }
        // A word of the vocabulary that is expected comes before a parameter of that name.
        let wanted = match want {
            Some(Elem::Words(v)) => VOCABULARIES.get(v as usize).map(|list| (v, list)),
            _ => None,
        };
        if let Some((v, list)) = wanted
            && let Some(w) = Vocabulary::find(list.name, word)
        {
            let ty = Type::One(Elem::Words(v));
            return Some((self.add(Node::Word(w), ty, span), ty));
        }
        if let Some(id) = self.notions.find_parameter(word) {
            let unit = self.notions.parameter(id).and_then(|p| p.unit);
            let ty = unit.map_or(Type::Range, |unit| figure_type(unit, want));
            return Some((self.add(Node::Parameter(id), ty, span), ty));
        }
        if let Some((_, list)) = wanted {
            let help = suggestion(word, list.words.iter().map(|w| w.word));
            return self.fault(
                "unknown-word",
                span,
                format!("`{word}` is not a word of `{}`", list.name),
                &help,
            );
        }
        let kinds = match want {
            Some(Elem::Things(kinds)) => kinds,
            _ => ALL,
        };
        let things = self.names.things(word, kinds);
        match things.as_slice() {
            [one] => {
                let ty = Type::One(Elem::Things(self.names.kind(*one).into()));
                Some((self.add(Node::Entity(*one), ty, span), ty))
            }
            [] if scope.lost.iter().any(|n| n == word) => None,
            [] => {
                let mut known: Vec<&str> = scope.vars.iter().map(|v| v.name.as_str()).collect();
                for kind in Kind::all() {
                    known.push(kind.plural());
                }
                known.extend(self.names.known(kinds));
                let other = self.names.things(word, ALL).first().map(|id| self.names.kind(*id));
                let help = match other {
                    Some(kind) => format!("`{word}` is {}", KindSet::from(kind).words()),
                    None => suggestion(word, known),
                };
                let what = if kinds == ALL {
                    "nothing".to_owned()
                } else {
                    format!(
                        "no {}",
                        kinds.words().trim_start_matches("an ").trim_start_matches("a ")
                    )
                };
                self.unknown_name(name, format!("{what} is called `{word}`"), &help)
            }
            [first, second, ..] => {
                let (a, b) = (self.names.kind(*first).word(), self.names.kind(*second).word());
                self.fault(
                    "ambiguous-name",
                    span,
                    format!("`{word}` can be the {a} or the {b} of that name"),
                    "rename one of them",
                )
            }
        }
    }

    /// Returns the facts a word means for these kinds, and what reading them gives.
    pub(super) fn targets(&mut self, kinds: KindSet, name: ast::Name) -> Option<(Targets, Type)> {
        let word = self.text(name.span);
        let mut targets = Vec::new();
        let mut ty: Option<Type> = None;
        for kind in kinds.iter() {
            let Some(key) = self.notions.key(kind, word) else { continue };
            let one = self.key_type(key)?;
            let joined = match (ty, one) {
                (None, t) => Some(t),
                (Some(Type::Truth), Type::Truth) => Some(Type::Truth),
                // A number that is stated and one that is counted are both numbers.
                (
                    Some(Type::Range | Type::One(Elem::Number)),
                    Type::Range | Type::One(Elem::Number),
                ) if ty != Some(one) || one == Type::Range => Some(Type::Range),
                (Some(Type::One(a)), Type::One(b)) => a.join(b).map(Type::One),
                (Some(Type::Set(a)), Type::Set(b) | Type::One(b))
                | (Some(Type::One(a)), Type::Set(b)) => a.join(b).map(Type::Set),
                _ => None,
            };
            let Some(joined) = joined else {
                return self.fault(
                    "wrong-kind",
                    name.span,
                    format!("`{word}` means different things for {}", kinds.words()),
                    "ask of one kind at a time",
                );
            };
            ty = Some(joined);
            targets.push((kind, key));
        }
        let Some(ty) = ty else {
            let help = suggestion(word, self.notions.words(kinds));
            return self.fault(
                "unknown-field",
                name.span,
                format!("{} has no `{word}`", kinds.words()),
                &help,
            );
        };
        Some((targets.into(), ty))
    }

    pub(super) fn field(
        &mut self,
        scope: &mut Scope,
        span: Span,
        base: &Expr,
        name: ast::Name,
        closure: bool,
    ) -> Option<(NodeId, Type)> {
        let (b, bt) = self.any(scope, base, None)?;
        let word = self.text(name.span);
        let Some(Elem::Things(kinds)) = bt.elem() else {
            if bt.elem() == Some(Elem::Gate) {
                return self.gate_part(span, b, bt, name);
            }
            return self.fault(
                "wrong-kind",
                base.span,
                format!("this is {}, and has no fields", bt.words()),
                "",
            );
        };
        if let Node::Entity(id) = self.program.node(b)
            && let Some(child) = self.names.inside(*id, word)
        {
            let ty = Type::One(Elem::Things(self.names.kind(child).into()));
            return Some((self.add(Node::Entity(child), ty, span), ty));
        }
        let (targets, ty) = self.targets(kinds, name)?;
        let one_base = matches!(bt, Type::One(_));
        let (node, ty) = match ty {
            Type::Truth if one_base => {
                (Node::TruthOf { subject: b, targets, noun: false }, Type::Truth)
            }
            Type::One(elem) if one_base && !closure => {
                (Node::FieldOne { base: b, targets }, Type::One(elem))
            }
            Type::One(elem) | Type::Set(elem) => {
                (Node::FieldSet { base: b, targets, closure }, Type::Set(elem))
            }
            Type::Range if one_base => (Node::FieldOne { base: b, targets }, Type::Range),
            Type::Truth | Type::Range => {
                return self.fault(
                    "wrong-kind",
                    name.span,
                    format!("`{word}` is asked of one thing, and this is a list"),
                    &format!("ask `some x in …: x.{word}`"),
                );
            }
        };
        Some((self.add(node, ty, span), ty))
    }

    /// `g.done`, `g.settled`, `g.consent`, `g.condition`: what a gate is about.
    pub(super) fn gate_part(
        &mut self,
        span: Span,
        base: NodeId,
        bt: Type,
        name: ast::Name,
    ) -> Option<(NodeId, Type)> {
        let kinds = match self.text(name.span) {
            "done" => KindSet::of(&[Kind::Measure, Kind::Phase, Kind::Milestone]),
            "settled" => KindSet::of(&[Kind::Issue]),
            "consent" => KindSet::of(&[Kind::Actor]),
            "condition" => KindSet::of(&[Kind::Condition]),
            word => {
                let help = suggestion(word, ["done", "settled", "consent", "condition"]);
                return self.fault(
                    "unknown-field",
                    name.span,
                    format!("what a step waits for has no `{word}`"),
                    &help,
                );
            }
        };
        let elem = Elem::Things(kinds);
        let ty = if matches!(bt, Type::One(_)) { Type::One(elem) } else { Type::Set(elem) };
        Some((self.add(Node::GatePart(base, kinds), ty, span), ty))
    }

    pub(super) fn call(
        &mut self,
        scope: &mut Scope,
        span: Span,
        name: ast::Name,
        args: &[Expr],
    ) -> Option<(NodeId, Type)> {
        let word = self.text(name.span);
        if word == "count" {
            let [arg] = args else {
                return self.fault(
                    "wrong-kind",
                    span,
                    "`count` takes one list".to_owned(),
                    "write `count(f.members)`",
                );
            };
            let set = self.set(scope, arg, None)?;
            return Some((self.add(Node::Count(set), Type::Range, span), Type::Range));
        }
        if let Some(id) = self.notions.get_call(word) {
            return self.apply(scope, span, id, args, false);
        }
        let keyed: Vec<Kind> = Kind::all()
            .filter(|k| {
                crate::schema::field(*k, word)
                    .is_some_and(|row| matches!(row.info().takes, Takes::Keyed(..)))
            })
            .collect();
        if keyed.is_empty() {
            let known = self
                .notions
                .iter()
                .filter(|(_, n)| n.form == NotionForm::Call)
                .map(|(_, n)| n.name.clone());
            let known: Vec<String> = known
                .chain(
                    [
                        "count",
                        "stance",
                        "exit",
                        "confidence",
                        "commitment",
                        "perceives",
                        "relations",
                    ]
                    .map(str::to_owned),
                )
                .collect();
            let help = suggestion(word, known.iter().map(String::as_str));
            return self.fault(
                "unknown-name",
                name.span,
                format!("nothing is called `{word}(…)`"),
                &help,
            );
        }
        let [key, owner] = args else {
            return self.fault(
                "wrong-kind",
                span,
                format!("`{word}` takes who and of what"),
                &format!("write `{word}(a, f)`"),
            );
        };
        let (owner, ot) = self.any(scope, owner, Some(Elem::Things(KindSet::of(&keyed))))?;
        let Type::One(Elem::Things(kinds)) = ot else {
            return self.fault(
                "wrong-kind",
                span,
                format!("the second part is {}, where one thing is needed", ot.words()),
                "",
            );
        };
        let mut targets = Vec::new();
        let mut read = None;
        for kind in kinds.iter() {
            if let Some(row) = crate::schema::field(kind, word)
                && let Takes::Keyed(keys, words) = row.info().takes
            {
                targets.push((kind, Key::Field(row)));
                read = Some((keys, words, row.info().many));
            }
        }
        let Some((keys, words, many)) = read else {
            return self.fault(
                "unknown-field",
                name.span,
                format!("{} has no `{word}`", kinds.words()),
                "",
            );
        };
        let (key, kt) = self.any(scope, key, Some(Elem::Things(keys)))?;
        if !matches!(kt, Type::One(e) if e.meet(Elem::Things(keys)).is_some()) {
            return self.fault(
                "wrong-kind",
                span,
                format!("the first part is {}, where {} is needed", kt.words(), keys.words()),
                "",
            );
        }
        let elem = Elem::Words(vocabulary(words)?.0);
        let ty = if many == Many::List { Type::Set(elem) } else { Type::One(elem) };
        Some((self.add(Node::Keyed { owner, key, targets: targets.into() }, ty, span), ty))
    }

    pub(super) fn apply(
        &mut self,
        scope: &mut Scope,
        span: Span,
        id: NotionId,
        args: &[Expr],
        verb: bool,
    ) -> Option<(NodeId, Type)> {
        let notion = self.notions.get(id)?;
        let params = notion.params.clone();
        let word = notion.name.clone();
        if params.len() != args.len() {
            return self.fault(
                "wrong-kind",
                span,
                format!("`{word}` takes {} things, and {} are given", params.len(), args.len()),
                "",
            );
        }
        let mut nodes = Vec::with_capacity(args.len());
        for (arg, (_, kinds)) in args.iter().zip(&params) {
            let (node, ty) = self.any(scope, arg, Some(Elem::Things(*kinds)))?;
            if !matches!(ty, Type::One(e) if e.meet(Elem::Things(*kinds)).is_some()) {
                return self.fault(
                    "wrong-kind",
                    arg.span,
                    format!("this is {}, and `{word}` takes {} here", ty.words(), kinds.words()),
                    "",
                );
            }
            nodes.push(node);
        }
        let (_, ty) = self.define(id)?;
        Some((self.add(Node::Call { notion: id, args: nodes.into(), verb }, ty, span), ty))
    }
}

/// Returns what a figure with a unit is where it stands: a number, where things are counted and nothing asks for a
/// figure with a unit.
fn figure_type(unit: &Unit, want: Option<Elem>) -> Type {
    let number = want.is_none_or(|w| w == Elem::Number);
    if number && matches!(unit.dimension, Dimension::Count(_)) {
        Type::Range
    } else {
        Type::One(Elem::Quantity)
    }
}
