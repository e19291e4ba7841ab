//! From the tree of an expression to compiled nodes: names resolved by the type expected, types checked.
//!
//! A faulty expression yields one finding and `None`; what contains it is then left out of the check.

mod comparisons;
mod truths;
mod values;

use super::ir::{Key, Node, NodeId, NotionId, Program, Slot};
use super::notions::{NotionForm, Notions, Stage};
use super::types::{Elem, EntityId, Type};
use crate::diagnostic::{Finding, Level, Unused};
use crate::schema::{FieldId, Kind, KindSet, Many, Takes, vocabulary};
use crate::source::{Role, Sources, Span};
use crate::syntax::ast::{self};
use crate::value::Truth;

/// How deep definitions may rest on one another; each costs a stack frame while it is compiled.
const MAX_CHAIN: usize = 64;

/// How deep conditions may stand in one another, those of the definitions they rest on counted in: working them
/// out nests as deep.
const MAX_LEVELS: usize = 512;

/// So many variables can be seen at one place: each nests what is worked out a level deeper.
const MAX_VARIABLES: usize = 64;

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
    /// Names whose meaning could not be read, which was reported.
    lost: Vec<String>,
}

impl Scope {
    /// Notes that a name stands for what could not be read.
    pub fn lose(&mut self, name: &str) {
        self.lost.push(name.to_owned());
    }

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
    /// Where names of the library that nothing loaded has are gathered.
    pub unused: Option<&'a Unused<'a>>,
    /// Whether the traps of a `require` are pointed out.
    pub in_require: bool,
    chain: usize,
    /// The deepest definition used so far in the one at hand.
    deepest: usize,
    /// How deep the expression at hand stands in others.
    level: usize,
    /// The deepest level of the definition at hand.
    highest: usize,
}

/// Every kind.
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
    Kind::Milestone,
    Kind::Charter,
    Kind::Organ,
    Kind::Fund,
    Kind::Demand,
    Kind::Procedure,
    Kind::Step,
    Kind::Branch,
    Kind::View,
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
        Compiler {
            sources,
            names,
            notions,
            program,
            findings,
            unused: None,
            in_require: false,
            chain: 0,
            deepest: 0,
            level: 0,
            highest: 0,
        }
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

    /// Reports a name that nothing has, unless it is one of the library's that the file does not use.
    fn unknown_name<T>(&mut self, name: ast::Name, message: String, help: &str) -> Option<T> {
        let word = self.text(name.span);
        let strange = self.names.things(word, ALL).is_empty();
        if strange && self.unused.is_some_and(|unused| unused.takes(word, name.span)) {
            return None;
        }
        self.fault("unknown-name", name.span, message, help)
    }

    /// Checks whether a place is in the library, whose words mean what they mean whatever a text declares.
    fn in_library(&self, span: Span) -> bool {
        self.sources.get(span.file).is_some_and(|s| s.role == Role::Prelude)
    }

    // ---- variables --------------------------------------------------------------------------------

    /// Checks that there is room for so many more variables; else says so.
    pub fn room(&mut self, scope: &Scope, more: usize, span: Span) -> Option<()> {
        if scope.vars.len() + more <= MAX_VARIABLES {
            return Some(());
        }
        self.fault(
            "rule-shape",
            span,
            format!("more than {MAX_VARIABLES} names would have a meaning here"),
            "say some of it in a `define`",
        )
    }

    /// Makes a variable visible and returns its place in the frame.
    pub fn declare(&mut self, scope: &mut Scope, name: ast::Name, elem: Elem) -> Slot {
        let slot = scope.next;
        scope.next = scope.next.saturating_add(1);
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
        let taken = (!self.in_library(name.span) && !self.names.things(text, ALL).is_empty())
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
    pub fn leave(&mut self, scope: &mut Scope, mark: usize, faulty: bool) {
        for var in scope.vars.drain(mark.min(scope.vars.len())..) {
            if let Meaning::Slot(..) = var.meaning {
                scope.next = scope.next.saturating_sub(1);
            }
            // What could not be read may well have used it.
            if !var.used && !faulty {
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

    /// Goes a level deeper, or says that it goes too deep; to be taken back with [`Compiler::ascend`].
    fn descend(&mut self, span: Span) -> Option<()> {
        self.nests(1, span)?;
        self.level += 1;
        Some(())
    }

    fn ascend(&mut self) {
        self.level = self.level.saturating_sub(1);
    }

    /// Notes that something so high stands at this level.
    fn nests(&mut self, height: usize, span: Span) -> Option<()> {
        let level = self.level + height;
        self.highest = self.highest.max(level);
        if level <= MAX_LEVELS {
            return Some(());
        }
        self.fault(
            "cyclic-definition",
            span,
            "conditions and definitions stand too deep in one another here".to_owned(),
            "say it with fewer definitions, or with shorter ones",
        )
    }

    fn too_deep(&mut self, span: Span) -> Option<(NodeId, Type)> {
        self.fault(
            "cyclic-definition",
            span,
            format!("more than {MAX_CHAIN} definitions rest on one another here"),
            "say some of it in one definition",
        )
    }

    /// Compiles a definition if that has not been done, and returns its body and type.
    pub fn define(&mut self, id: NotionId) -> Option<(NodeId, Type)> {
        let notion = self.notions.get(id)?;
        match notion.stage {
            Stage::Done(result) => {
                self.deepest = self.deepest.max(notion.depth);
                let (height, span) = (notion.height, notion.span);
                result?;
                return self.nests(height, span).and(result);
            }
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
        // A line of it could not be read, and that is reported where it stands.
        if notion.define.unread.is_some() {
            if let Some(n) = self.notions.get_mut(id) {
                n.stage = Stage::Done(None);
            }
            return None;
        }
        if self.chain >= MAX_CHAIN {
            let span = notion.span;
            return self.too_deep(span);
        }
        let span = notion.span;
        let define = notion.define.clone();
        let params = notion.params.clone();
        let truth = matches!(notion.form, NotionForm::Noun | NotionForm::Adjective);
        let form = notion.form;
        let name = notion.name.clone();
        if let Some(n) = self.notions.get_mut(id) {
            n.stage = Stage::Running;
        }
        self.chain += 1;
        let outer = std::mem::take(&mut self.deepest);
        let outermost = std::mem::replace(&mut self.highest, self.level);
        let in_require = std::mem::replace(&mut self.in_require, false);
        let mut scope = Scope::default();
        let few = self.room(&scope, params.len(), span).is_some();
        for ((word, _), (_, kinds)) in define.params.iter().zip(&params) {
            self.declare(&mut scope, *word, Elem::Things(*kinds));
        }
        let want = self.field_type(id, &params, &name);
        let body = match &define.body {
            _ if !few => None,
            ast::DefineBody::Expr(expr) if truth => {
                self.truth(&mut scope, expr).map(|n| (n, Type::Truth))
            }
            ast::DefineBody::Expr(expr) => self.any(&mut scope, expr, want.and_then(Type::elem)),
            ast::DefineBody::Cases(cases) => self.cases(&mut scope, cases, want, truth),
        };
        let depth = self.deepest + 1;
        self.deepest = outer.max(depth);
        let height = self.highest.saturating_sub(self.level);
        self.highest = self.highest.max(outermost);
        let body = body.filter(|_| depth <= MAX_CHAIN || self.too_deep(span).is_some());
        let body = body.and_then(|body| self.fit(body, want, form));
        self.leave(&mut scope, 0, body.is_none());
        self.chain -= 1;
        self.in_require = in_require;
        if let Some(n) = self.notions.get_mut(id) {
            n.frame = scope.frame;
            n.depth = depth;
            n.height = height;
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
            (Some(w), b) => self.fault(
                "wrong-kind",
                span,
                format!("the field takes {}, and this is {}", w.words(), b.words()),
                "",
            ),
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
}

/// Returns what reading a field gives; `None` for keyed fields, which are read with `NAME(key, thing)`.
pub fn field_type(row: FieldId) -> Option<Type> {
    let info = row.info();
    let elem = match info.takes {
        Takes::Names(kinds) => Elem::Things(kinds),
        Takes::Blocks(kind) => Elem::Things(kind.into()),
        Takes::Words(name) => Elem::Words(vocabulary(name)?.0),
        Takes::Text | Takes::Place | Takes::Sections => Elem::Text,
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
