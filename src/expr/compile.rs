//! From the tree of an expression to compiled nodes: names resolved by the type expected, types checked.
//!
//! A faulty expression yields one finding and `None`; what contains it is then left out of the check.

use super::ir::{Form, Key, Node, NodeId, NotionId, Program, Quant, Slot, Targets, Temporal};
use super::notions::{NotionForm, Notions, Stage};
use super::types::{Elem, EntityId, Type};
use crate::diagnostic::{Finding, Level, suggestion};
use crate::schema::{FieldId, Kind, KindSet, Many, Takes, VOCABULARIES, Vocabulary, vocabulary};
use crate::source::{Role, Sources, Span};
use crate::syntax::ast::{self, CompareOp, Expr, ExprKind, ListOp, Quantifier, SetOp};
use crate::value::{Bound, Date, Number, Quantity, Truth, unit};

/// How deep definitions may rest on one another; each costs a stack frame while it is compiled.
const MAX_CHAIN: usize = 64;

/// What the expressions of a run may name.
pub trait Names {
    /// Returns the things at the top of a file with this name and one of these kinds.
    fn things(&self, name: &str, kinds: KindSet) -> Vec<EntityId>;
    /// Returns the thing of this name inside another.
    fn inside(&self, parent: EntityId, name: &str) -> Option<EntityId>;
    /// Returns the kind of a thing.
    fn kind(&self, id: EntityId) -> Kind;
    /// Returns every name of these kinds, for did-you-mean.
    fn known(&self, kinds: KindSet) -> Vec<&str>;
}

/// What a variable stands for.
#[derive(Clone, Copy, Debug)]
enum Meaning {
    /// An element, kept in the frame.
    Slot(Slot, Elem),
    /// An expression under a name (`let`).
    Let(NodeId, Type),
}

#[derive(Clone, Debug)]
struct Variable {
    name: String,
    meaning: Meaning,
    span: Span,
    used: bool,
}

/// The variables that can be seen at a place, innermost last.
#[derive(Debug, Default)]
pub struct Scope {
    vars: Vec<Variable>,
    next: Slot,
    /// The largest frame any place of this rule or definition needs.
    pub frame: usize,
}

impl Scope {
    fn find(&mut self, name: &str) -> Option<Meaning> {
        let var = self.vars.iter_mut().rev().find(|v| v.name == name)?;
        var.used = true;
        Some(var.meaning)
    }

    /// Returns how many variables can be seen, to go back to with [`Compiler::leave`].
    pub fn mark(&self) -> usize {
        self.vars.len()
    }
}

/// Compiles the expressions of a run into one program.
pub struct Compiler<'a> {
    /// Where the letters of names are read.
    pub sources: &'a Sources,
    /// The things of the run.
    pub names: &'a dyn Names,
    /// The definitions; compiled when first met.
    pub notions: &'a mut Notions,
    /// Where the nodes go.
    pub program: &'a mut Program,
    /// Where faults go.
    pub findings: &'a mut Vec<Finding>,
    /// Whether the traps of a `require` are pointed out.
    pub in_require: bool,
    chain: usize,
}

const ALL: KindSet = KindSet::of(&[
    Kind::Source,
    Kind::Actor,
    Kind::Region,
    Kind::Zone,
    Kind::Issue,
    Kind::Risk,
    Kind::Interest,
    Kind::Principle,
    Kind::Norm,
    Kind::Condition,
    Kind::Event,
    Kind::Framework,
    Kind::Basket,
    Kind::Measure,
    Kind::Phase,
    Kind::Charter,
    Kind::Organ,
    Kind::Fund,
    Kind::Demand,
]);

impl<'a> Compiler<'a> {
    /// Returns a compiler over these tables.
    pub fn new(
        sources: &'a Sources,
        names: &'a dyn Names,
        notions: &'a mut Notions,
        program: &'a mut Program,
        findings: &'a mut Vec<Finding>,
    ) -> Compiler<'a> {
        Compiler { sources, names, notions, program, findings, in_require: false, chain: 0 }
    }

    fn text(&self, span: Span) -> &'a str {
        self.sources.slice(span)
    }

    fn fault<T>(&mut self, rule: &str, span: Span, message: String, help: &str) -> Option<T> {
        let mut finding = Finding::broken(rule, Level::Error, span, message);
        if !help.is_empty() {
            finding = finding.help(help);
        }
        self.findings.push(finding);
        None
    }

    fn add(&mut self, node: Node, ty: Type, span: Span) -> NodeId {
        self.program.add(node, ty, span)
    }

    // ---- variables --------------------------------------------------------------------------------

    /// Makes a variable visible and returns its place in the frame.
    pub fn declare(&mut self, scope: &mut Scope, name: ast::Name, elem: Elem) -> Slot {
        let slot = scope.next;
        scope.next += 1;
        scope.frame = scope.frame.max(scope.next as usize);
        self.see(scope, name, Meaning::Slot(slot, elem));
        slot
    }

    /// Makes an expression visible under a name.
    pub fn declare_let(&mut self, scope: &mut Scope, name: ast::Name, node: NodeId) {
        let ty = self.program.type_of(node);
        self.see(scope, name, Meaning::Let(node, ty));
    }

    fn see(&mut self, scope: &mut Scope, name: ast::Name, meaning: Meaning) {
        let text = self.text(name.span);
        // The library's variables hide what a reader's text declares: a framework may be called `a`.
        let library = self.sources.get(name.span.file).is_some_and(|s| s.role == Role::Prelude);
        let taken = (!library && !self.names.things(text, ALL).is_empty())
            || Kind::of_plural(text).is_some();
        if taken || scope.vars.iter().any(|v| v.name == text) {
            self.findings.push(
                Finding::broken(
                    "shadowed-name",
                    Level::Error,
                    name.span,
                    format!("`{text}` already means something here"),
                )
                .help("take another letter or word for it"),
            );
        }
        scope.vars.push(Variable { name: text.to_owned(), meaning, span: name.span, used: false });
    }

    /// Takes back the variables declared since `mark`, pointing out those that were never used.
    pub fn leave(&mut self, scope: &mut Scope, mark: usize) {
        for var in scope.vars.drain(mark.min(scope.vars.len())..) {
            if let Meaning::Slot(..) = var.meaning {
                scope.next = scope.next.saturating_sub(1);
            }
            if !var.used && !var.name.is_empty() {
                self.findings.push(
                    Finding::broken(
                        "unused-variable",
                        Level::Warning,
                        var.span,
                        format!("`{}` is never used", var.name),
                    )
                    .help("use it, or leave the line out"),
                );
            }
        }
    }

    /// Counts a variable as used.
    pub fn touch(&mut self, scope: &mut Scope, name: &str) -> Option<Slot> {
        match scope.find(name)? {
            Meaning::Slot(slot, _) => Some(slot),
            Meaning::Let(..) => None,
        }
    }

    // ---- definitions ------------------------------------------------------------------------------

    /// Compiles a definition if that has not been done, and returns its body and type.
    pub fn define(&mut self, id: NotionId) -> Option<(NodeId, Type)> {
        let notion = self.notions.get(id)?;
        match notion.stage {
            Stage::Done(result) => return result,
            Stage::Running => {
                let (name, span) = (notion.name.clone(), notion.span);
                return self.fault(
                    "cyclic-definition",
                    span,
                    format!("the definition of `{name}` leads back to itself"),
                    "say what it means without using it",
                );
            }
            Stage::Raw => {}
        }
        if self.chain >= MAX_CHAIN {
            let span = notion.span;
            return self.fault(
                "cyclic-definition",
                span,
                format!("more than {MAX_CHAIN} definitions rest on one another here"),
                "",
            );
        }
        let define = notion.define.clone();
        let params = notion.params.clone();
        let truth = matches!(notion.form, NotionForm::Noun | NotionForm::Adjective);
        let form = notion.form;
        let name = notion.name.clone();
        if let Some(n) = self.notions.get_mut(id) {
            n.stage = Stage::Running;
        }
        self.chain += 1;
        let in_require = std::mem::replace(&mut self.in_require, false);
        let mut scope = Scope::default();
        for ((word, _), (_, kinds)) in define.params.iter().zip(&params) {
            self.declare(&mut scope, *word, Elem::Things(*kinds));
        }
        let want = self.field_type(id, &params, &name);
        let body = match &define.body {
            ast::DefineBody::Expr(expr) if truth => {
                self.truth(&mut scope, expr).map(|n| (n, Type::Truth))
            }
            ast::DefineBody::Expr(expr) => self.any(&mut scope, expr, want.and_then(Type::elem)),
            ast::DefineBody::Cases(cases) => self.cases(&mut scope, cases, want, truth),
        };
        let body = body.and_then(|body| self.fit(body, want, &define, form));
        self.leave(&mut scope, 0);
        self.chain -= 1;
        self.in_require = in_require;
        if let Some(n) = self.notions.get_mut(id) {
            n.frame = scope.frame;
            n.stage = Stage::Done(body);
        }
        body
    }

    /// Returns what a definition must be because a field of its name is.
    fn field_type(&self, id: NotionId, params: &[(String, KindSet)], name: &str) -> Option<Type> {
        let kinds = params.first()?.1;
        let row = kinds.iter().find_map(|k| crate::schema::field(k, name))?;
        (self.notions.of_field(row) == Some(id)).then(|| field_type(row)).flatten()
    }

    fn fit(
        &mut self,
        body: (NodeId, Type),
        want: Option<Type>,
        define: &ast::Define,
        form: NotionForm,
    ) -> Option<(NodeId, Type)> {
        let span = self.program.span(body.0)?;
        match (want, body.1) {
            (None, Type::Range) if form != NotionForm::Value => self.fault(
                "wrong-kind",
                span,
                "this is a number, and the definition asks for a yes or no".to_owned(),
                "",
            ),
            (None, _) => Some(body),
            (Some(w), b) if w == b => Some(body),
            (Some(Type::Set(w)), Type::One(b)) if w.meet(b).is_some() => {
                let listed = self.add(Node::Listed(Box::new([body.0])), Type::Set(w), span);
                Some((listed, Type::Set(w)))
            }
            (Some(Type::Set(w)), Type::Set(b)) | (Some(Type::One(w)), Type::One(b))
                if w.meet(b).is_some() =>
            {
                Some((body.0, want.unwrap_or(body.1)))
            }
            (Some(w), b) => {
                let _ = define;
                self.fault(
                    "wrong-kind",
                    span,
                    format!("the field takes {}, and this is {}", w.words(), b.words()),
                    "",
                )
            }
        }
    }

    fn cases(
        &mut self,
        scope: &mut Scope,
        cases: &[ast::Case],
        want: Option<Type>,
        truth: bool,
    ) -> Option<(NodeId, Type)> {
        let mut compiled = Vec::with_capacity(cases.len());
        let mut ty: Option<Type> = want;
        let first_span = cases.first().map(|c| c.value.span)?;
        for case in cases {
            let value = if truth {
                (self.truth(scope, &case.value)?, Type::Truth)
            } else {
                self.any(scope, &case.value, ty.and_then(Type::elem))?
            };
            let joined = match (ty, value.1) {
                (None, t) => Some(t),
                (Some(Type::Set(a)), Type::Set(b) | Type::One(b))
                | (Some(Type::One(a)), Type::Set(b)) => a.join(b).map(Type::Set),
                (Some(Type::One(a)), Type::One(b)) => a.join(b).map(Type::One),
                (Some(a), b) => (a == b).then_some(a),
            };
            let Some(joined) = joined else {
                let was = ty.map_or(String::new(), Type::words);
                return self.fault(
                    "wrong-kind",
                    case.value.span,
                    format!("this is {}, and the other lines give {was}", value.1.words()),
                    "",
                );
            };
            ty = Some(joined);
            let when = match &case.when {
                Some(condition) => Some(self.truth(scope, condition)?),
                None => None,
            };
            compiled.push((value.0, when));
        }
        let ty = ty?;
        if let Type::Set(elem) = ty {
            for (value, _) in &mut compiled {
                if matches!(self.program.type_of(*value), Type::One(_)) {
                    let span = self.program.span(*value).unwrap_or(first_span);
                    *value = self.add(Node::Listed(Box::new([*value])), Type::Set(elem), span);
                }
            }
        }
        let node = self.add(Node::Cases(compiled.into()), ty, first_span);
        Some((node, ty))
    }

    /// Returns what reading a fact gives.
    fn key_type(&mut self, key: Key) -> Option<Type> {
        match key {
            Key::Field(row) => field_type(row),
            Key::Notion(id) => {
                let form = self.notions.get(id)?.form;
                if matches!(form, NotionForm::Noun | NotionForm::Adjective) {
                    // A truth is a truth whatever its body: two truths may be read within each other's compilation
                    // only in a circle, which `define` reports.
                    self.define(id)?;
                    return Some(Type::Truth);
                }
                self.define(id).map(|(_, ty)| ty)
            }
        }
    }

    // ---- truths -----------------------------------------------------------------------------------

    /// Compiles an expression that must be a yes or no.
    pub fn truth(&mut self, scope: &mut Scope, expr: &Expr) -> Option<NodeId> {
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

    fn quantified(
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
        let mark = scope.mark();
        let set = self.set(scope, &binder.set, None)?;
        let Some(elem) = self.program.type_of(set).elem() else { return None };
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
        self.leave(scope, mark);
        // `some p, q in S: …` nests, innermost variable first; the filter belongs to the innermost.
        let mut node = None;
        for (i, (slot, name)) in slots.iter().enumerate().rev() {
            let innermost = i + 1 == slots.len();
            let filter = if innermost { filter } else { None };
            node = Some(self.add(
                Node::Quantified { quant, slot: *slot, name: *name, set, filter, body: inner },
                Type::Truth,
                span,
            ));
            inner = node;
        }
        node
    }

    fn has(
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

    fn compare(
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
                    if !matches!(ty, Type::One(Elem::Things(_) | Elem::Date)) {
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

    fn mismatch<T>(&mut self, span: Span, l: NodeId, r: NodeId) -> Option<T> {
        let (a, b) = (self.program.type_of(l).words(), self.program.type_of(r).words());
        self.fault(
            "wrong-kind",
            span,
            format!("the left side is {a}, the right side {b}: they can never be the same"),
            "",
        )
    }

    /// `X is not Y` in a `require` is satisfied by leaving X out, which is seldom what is meant.
    fn point_out_is_not(&mut self, same: NodeId, span: Span) {
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

    fn is(&mut self, scope: &mut Scope, span: Span, left: &Expr, right: &Expr) -> Option<NodeId> {
        let (l, lt) = self.any(scope, left, None)?;
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
                if adjective && !things.is_empty() {
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
    fn counterpart(&mut self, scope: &mut Scope, lt: Type, right: &Expr) -> Option<NodeId> {
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
                "",
            )
        }
    }

    fn member(&mut self, scope: &mut Scope, span: Span, one: &Expr, set: NodeId) -> Option<NodeId> {
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

    fn compare_list(
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

    fn verb(
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
        self.apply(scope, span, id, verb, &[left.clone(), right.clone()], true)
            .map(|(node, _)| node)
    }

    // ---- values -----------------------------------------------------------------------------------

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
                let mark = scope.mark();
                let set = self.set(scope, &binder.set, want)?;
                let ty = self.program.type_of(set);
                let (Some(elem), Some(var)) = (ty.elem(), binder.vars.first()) else { return None };
                let slot = self.declare(scope, *var, elem);
                let filter = match &binder.filter {
                    Some(filter) => Some(self.truth(scope, filter)?),
                    None => {
                        self.touch(scope, self.text(var.span));
                        None
                    }
                };
                self.leave(scope, mark);
                (Node::Those { slot, name: var.span, set, filter }, ty)
            }
            ExprKind::Quantity(q) => return self.quantity(q, want),
            ExprKind::Date(date) => match Date::parse(self.text(*date)) {
                Some(d) => (Node::Date(d), Type::One(Elem::Date)),
                None => {
                    return self.fault(
                        "wrong-date",
                        *date,
                        format!("there is no day `{}`", self.text(*date)),
                        "write the year, year-month or year-month-day: `2027-03`",
                    );
                }
            },
            ExprKind::Text(text) => (Node::Text(text.inner), Type::One(Elem::Text)),
            _ => {
                let node = self.truth(scope, expr)?;
                return Some((node, Type::Truth));
            }
        };
        Some((self.add(node, ty, span), ty))
    }

    fn quantity(&mut self, q: &ast::QuantityText, want: Option<Elem>) -> Option<(NodeId, Type)> {
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
            let help = suggestion(word, crate::value::UNITS.iter().map(|u| u.words.1));
            return self.fault("unknown-name", unit_span, format!("`{word}` is not a unit"), &help);
        };
        if want.is_none_or(|w| w == Elem::Number)
            && matches!(unit.dimension, crate::value::Dimension::Count(_))
        {
            return Some((self.add(Node::Number(number), Type::Range, q.span), Type::Range));
        }
        let ty = Type::One(Elem::Quantity);
        Some((self.add(Node::Quantity(Quantity { bound: None, number, unit }), ty, q.span), ty))
    }

    fn name(
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
        if let Some(id) = self.notions.find_parameter(word) {
            return Some((self.add(Node::Parameter(id), Type::Range, span), Type::Range));
        }
        if let Some(Elem::Words(v)) = want {
            let list = VOCABULARIES.get(v as usize)?;
            if let Some(w) = Vocabulary::find(list.name, word) {
                let ty = Type::One(Elem::Words(v));
                return Some((self.add(Node::Word(w), ty, span), ty));
            }
            let help = suggestion(word, list.words.iter().map(|w| w.word));
            return self.fault(
                "unknown-name",
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
            [] => {
                let known: Vec<&str> = scope
                    .vars
                    .iter()
                    .map(|v| v.name.as_str())
                    .chain(self.names.known(kinds))
                    .collect();
                let help = suggestion(word, known);
                let what = if kinds == ALL {
                    "nothing".to_owned()
                } else {
                    format!(
                        "no {}",
                        kinds.words().trim_start_matches("an ").trim_start_matches("a ")
                    )
                };
                self.fault("unknown-name", span, format!("{what} is called `{word}`"), &help)
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
    fn targets(&mut self, kinds: KindSet, name: ast::Name) -> Option<(Targets, Type)> {
        let word = self.text(name.span);
        let mut targets = Vec::new();
        let mut ty: Option<Type> = None;
        for kind in kinds.iter() {
            let Some(key) = self.notions.key(kind, word) else { continue };
            let one = self.key_type(key)?;
            let joined = match (ty, one) {
                (None, t) => Some(t),
                (Some(Type::Truth), Type::Truth) => Some(Type::Truth),
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

    fn field(
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
        if let Node::Entity(id) = self.program.node(b) {
            if let Some(child) = self.names.inside(*id, word) {
                let ty = Type::One(Elem::Things(self.names.kind(child).into()));
                return Some((self.add(Node::Entity(child), ty, span), ty));
            }
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
            Type::Range if one_base => {
                let Some((_, Key::Notion(id))) = targets.first().copied() else { return None };
                (Node::Call { notion: id, args: Box::new([b]), verb: false }, Type::Range)
            }
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
    fn gate_part(
        &mut self,
        span: Span,
        base: NodeId,
        bt: Type,
        name: ast::Name,
    ) -> Option<(NodeId, Type)> {
        let kinds = match self.text(name.span) {
            "done" => KindSet::of(&[Kind::Measure, Kind::Phase]),
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

    fn call(
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
            return self.apply(scope, span, id, name, args, false);
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
            if let Some(row) = crate::schema::field(kind, word) {
                if let Takes::Keyed(keys, words) = row.info().takes {
                    targets.push((kind, Key::Field(row)));
                    read = Some((keys, words, row.info().many));
                }
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

    fn apply(
        &mut self,
        scope: &mut Scope,
        span: Span,
        id: NotionId,
        name: ast::Name,
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
        let _ = name;
        let (_, ty) = self.define(id)?;
        Some((self.add(Node::Call { notion: id, args: nodes.into(), verb }, ty, span), ty))
    }
}

/// Returns what reading a field gives; `None` for keyed fields, which are read with `NAME(key, thing)`.
pub fn field_type(row: FieldId) -> Option<Type> {
    let info = row.info();
    let elem = match info.takes {
        Takes::Names(kinds) => Elem::Things(kinds),
        Takes::Blocks(kind) => Elem::Things(kind.into()),
        Takes::Words(name) => Elem::Words(vocabulary(name)?.0),
        Takes::Text | Takes::Sections => Elem::Text,
        Takes::Date => Elem::Date,
        Takes::Number => Elem::Number,
        Takes::Quantity(_) => Elem::Quantity,
        Takes::Moment => Elem::Moment,
        Takes::Gate => Elem::Gate,
        Takes::Notions => Elem::Notion,
        Takes::Truth => return Some(Type::Truth),
        Takes::Keyed(..) => return None,
    };
    Some(if info.many == Many::One { Type::One(elem) } else { Type::Set(elem) })
}

/// A node for what could not be compiled: undecided wherever it is asked.
pub fn undecided(program: &mut Program, span: Span) -> NodeId {
    program.add(Node::Fixed(Truth::Undecided), Type::Truth, span)
}
