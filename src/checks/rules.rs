//! Rules as they are read: from the tree of a `rule` to something that can be judged.

use crate::diagnostic::{Finding, Level};
use crate::expr::{Compiler, NodeId, Scope, Slot, Type, excluded};
use crate::model::{Cites, Things};
use crate::source::{Sources, Span};
use crate::syntax::ast::{self, ClauseKind, TemplatePart};
use crate::value::Truth;

/// A rule, compiled.
#[derive(Debug)]
pub struct Rule {
    /// Its name, which is also its code.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// The norm in a sentence.
    pub title: String,
    /// The literature behind it, as cited.
    pub citations: Vec<String>,
    /// Who limits it or disagrees: the words, and their sources.
    pub qualified: Vec<(String, Vec<String>)>,
    /// Its own level.
    pub level: Level,
    /// What it ranges over, in order.
    pub steps: Vec<StepKind>,
    /// What must hold.
    pub require: NodeId,
    /// When it weighs less.
    pub eases: Vec<Ease>,
    /// What to say where it does not hold.
    pub because: Vec<Piece>,
    /// What to underline.
    pub mark: Option<NodeId>,
    /// What to do about it.
    pub help: Vec<Piece>,
    /// The variable whose bindings make one finding for each of its values.
    pub group: Option<Slot>,
    /// How many variables it has.
    pub frame: usize,
}

/// A line that ranges or filters.
#[derive(Debug)]
pub enum StepKind {
    /// `for v in SET where …`.
    For {
        /// The variable.
        slot: Slot,
        /// Over what.
        set: NodeId,
        /// Which of it.
        filter: Option<NodeId>,
    },
    /// `where …`.
    Where(NodeId),
}

/// `eases to LEVEL when|unless …`.
#[derive(Debug)]
pub struct Ease {
    /// The milder level.
    pub level: Level,
    /// Whether it holds unless the condition does.
    pub unless: bool,
    /// The condition.
    pub condition: NodeId,
}

/// A piece of a message.
#[derive(Clone, Debug)]
pub enum Piece {
    /// Letters as they are.
    Text(Span),
    /// What an expression comes to.
    Value(NodeId),
}

/// So many lines a rule may have beside its examples: each nests what is worked out a level deeper.
const MAX_LINES: usize = 64;

/// Compiles a rule. A faulty part gives a finding, and the rule is left out of the check.
pub fn compile(
    rule: &ast::Rule,
    compiler: &mut Compiler<'_>,
    cites: &mut Cites,
    things: &Things,
) -> Option<Rule> {
    // A part of it could not be read, and that is reported where it stands.
    if rule.unread.is_some() {
        return None;
    }
    let sources = compiler.sources;
    let name = sources.slice(rule.name.span).to_owned();
    let mut builder = Builder { compiler, scope: Scope::default(), faulty: false };
    let mut compiled = Rule {
        name: name.clone(),
        span: rule.name.span,
        title: rule.title.map_or(String::new(), |t| sources.slice(t.inner).to_owned()),
        citations: Vec::new(),
        qualified: Vec::new(),
        level: Level::Warning,
        steps: Vec::new(),
        require: NodeId(0),
        eases: Vec::new(),
        because: Vec::new(),
        mark: None,
        help: Vec::new(),
        group: None,
        frame: 0,
    };
    let example = |c: &&ast::Clause| matches!(c.kind, ClauseKind::Avoid(_) | ClauseKind::Prefer(_));
    if rule.clauses.iter().filter(|c| !example(c)).count() > MAX_LINES {
        builder.fault(
            "rule-shape",
            rule.name.span,
            format!("`{name}` has more than {MAX_LINES} lines"),
            "join conditions with `and`, or name them in a `define`",
        );
        return None;
    }
    let mut texts = |cite: &ast::Cite, findings: &mut Vec<Finding>| {
        let id = cites.resolve(cite, things, sources, findings);
        cites.texts(id)
    };
    if let Some(cite) = &rule.cite {
        compiled.citations = texts(cite, builder.compiler.findings);
    }
    let (mut required, mut subject, mut explained) = (None, false, false);
    for clause in &rule.clauses {
        match &clause.kind {
            ClauseKind::Level(word) => {
                if let Some(level) = builder.level(*word) {
                    compiled.level = level;
                }
            }
            ClauseKind::Qualified(words, cite) => {
                let cited =
                    cite.as_ref().map_or(Vec::new(), |c| texts(c, builder.compiler.findings));
                compiled.qualified.push((sources.slice(words.inner).to_owned(), cited));
            }
            ClauseKind::For(binder) => {
                subject = true;
                // Without it every further line would be a fault for want of this one.
                if !builder.binder(binder, &mut compiled.steps) {
                    return None;
                }
            }
            ClauseKind::Let(name, expr) => builder.bind(*name, expr),
            ClauseKind::Where(expr) => {
                if let Some(node) = builder.truth(expr, false) {
                    compiled.steps.push(StepKind::Where(node));
                }
            }
            ClauseKind::Require(expr) => {
                if required.is_some() {
                    builder.fault(
                        "rule-shape",
                        clause.span,
                        "a rule has one `require`".to_owned(),
                        "join the conditions with `and`, or name them in a `define`",
                    );
                    continue;
                }
                required = Some(builder.truth(expr, true));
            }
            ClauseKind::Eases { level, unless, condition } => {
                let level = builder.level(*level);
                if let (Some(level), Some(condition)) = (level, builder.truth(condition, false)) {
                    compiled.eases.push(Ease { level, unless: *unless, condition });
                }
            }
            ClauseKind::Because(template) => {
                explained = true;
                compiled.because = builder.template(template);
            }
            ClauseKind::Help(template) => compiled.help = builder.template(template),
            ClauseKind::Mark(expr) => compiled.mark = builder.mark(expr),
            ClauseKind::Group(name) => {
                let word = sources.slice(name.span);
                compiled.group = builder.compiler.touch(&mut builder.scope, word);
                if compiled.group.is_none() {
                    builder.fault(
                        "unknown-name",
                        name.span,
                        format!("no variable is called `{word}`"),
                        "group by a variable of `for`",
                    );
                }
            }
            ClauseKind::Avoid(_) | ClauseKind::Prefer(_) => {}
        }
    }
    for (missing, what, help) in [
        (!subject, "`for`: what it is about", "write `for f in frameworks`"),
        (required.is_none(), "`require`: what must hold", "write `require f has roadmap`"),
        (
            !explained,
            "`because`: what to say where it does not hold",
            "write `because \"{f} has no roadmap\"`",
        ),
    ] {
        if missing {
            builder.fault("rule-shape", rule.name.span, format!("`{name}` lacks {what}"), help);
        }
    }
    compiled.require = required.flatten().unwrap_or(compiled.require);
    if required.flatten().is_some() {
        builder.can_fire(&compiled);
    }
    let mut scope = builder.scope;
    let faulty = builder.faulty;
    compiler.leave(&mut scope, 0, faulty);
    compiled.frame = scope.frame;
    (!faulty).then_some(compiled)
}

struct Builder<'b, 'c> {
    compiler: &'b mut Compiler<'c>,
    scope: Scope,
    faulty: bool,
}

impl Builder<'_, '_> {
    fn fault(&mut self, rule: &str, span: Span, message: String, help: &str) {
        self.faulty = true;
        self.compiler.findings.push(Finding::broken(rule, Level::Error, span, message).help(help));
    }

    fn level(&mut self, word: ast::Name) -> Option<Level> {
        let text = self.compiler.sources.slice(word.span);
        let level = Level::parse(text);
        if level.is_none() {
            let message = format!("`{text}` is not a level");
            self.fault("unknown-word", word.span, message, &Level::help(text));
        }
        level
    }

    fn truth(&mut self, expr: &ast::Expr, in_require: bool) -> Option<NodeId> {
        self.compiler.in_require = in_require;
        let node = self.compiler.truth(&mut self.scope, expr);
        self.compiler.in_require = false;
        self.faulty |= node.is_none();
        node
    }

    /// Reads what a line ranges over; no where it cannot be read.
    fn binder(&mut self, binder: &ast::Binder, steps: &mut Vec<StepKind>) -> bool {
        if let (Some(first), many) = (binder.vars.first(), binder.vars.len())
            && self.compiler.room(&self.scope, many, first.span).is_none()
        {
            self.faulty = true;
            return false;
        }
        let set = self.compiler.set(&mut self.scope, &binder.set, None);
        let elem = set.and_then(|s| self.compiler.program.type_of(s).elem());
        let (Some(set), Some(elem)) = (set, elem) else {
            for var in &binder.vars {
                self.scope.lose(self.compiler.sources.slice(var.span));
            }
            self.faulty = true;
            return false;
        };
        let slots: Vec<Slot> =
            binder.vars.iter().map(|v| self.compiler.declare(&mut self.scope, *v, elem)).collect();
        let filter = match &binder.filter {
            Some(expr) => self.truth(expr, false),
            None => None,
        };
        for (i, slot) in slots.iter().enumerate() {
            let filter = if i + 1 == slots.len() { filter } else { None };
            steps.push(StepKind::For { slot: *slot, set, filter });
        }
        // The subject is used by being the subject.
        if steps.len() == slots.len()
            && let Some(first) = binder.vars.first()
        {
            let word = self.compiler.sources.slice(first.span);
            self.compiler.touch(&mut self.scope, word);
        }
        true
    }

    fn bind(&mut self, name: ast::Name, expr: &ast::Expr) {
        if let Some((node, _)) = self.compiler.any(&mut self.scope, expr, None) {
            self.compiler.declare_let(&mut self.scope, name, node);
        } else {
            self.scope.lose(self.compiler.sources.slice(name.span));
            self.faulty = true;
        }
    }

    fn template(&mut self, template: &ast::Template) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for part in &template.parts {
            match part {
                TemplatePart::Text(span) => pieces.push(Piece::Text(*span)),
                TemplatePart::Expr(expr) => match self.compiler.any(&mut self.scope, expr, None) {
                    Some((node, _)) => pieces.push(Piece::Value(node)),
                    None => self.faulty = true,
                },
            }
        }
        pieces
    }

    fn mark(&mut self, expr: &ast::Expr) -> Option<NodeId> {
        // `f.sequence` is how a text speaks of its phases.
        if let ast::ExprKind::Field { base, name, .. } = &expr.kind
            && self.compiler.sources.slice(name.span) == "sequence"
        {
            let base = self.compiler.any(&mut self.scope, base, None);
            let row = crate::schema::field(crate::schema::Kind::Framework, "phases");
            if let (Some((base, _)), Some(row)) = (base, row) {
                let targets =
                    Box::new([(crate::schema::Kind::Framework, crate::expr::Key::Field(row))]);
                let ty = crate::expr::field_type(row).unwrap_or(Type::Truth);
                return Some(self.compiler.program.add(
                    crate::expr::Node::FieldSet { base, targets, closure: false },
                    ty,
                    expr.span,
                ));
            }
        }
        let node = self.compiler.any(&mut self.scope, expr, None);
        self.faulty |= node.is_none();
        node.map(|(n, _)| n)
    }

    /// Points out a rule that never fails, whatever the facts: its conditions exclude one another, or what it requires
    /// follows from them.
    fn can_fire(&mut self, rule: &Rule) {
        let program = &*self.compiler.program;
        let (mut given, mut bound) = (Vec::new(), Vec::new());
        let mut found = None;
        for step in &rule.steps {
            let condition = match step {
                StepKind::For { slot, set, filter } => {
                    bound.push((*slot, *set));
                    *filter
                }
                StepKind::Where(node) => Some(*node),
            };
            let Some(condition) = condition else { continue };
            given.push((condition, Truth::Yes));
            if excluded(program, &given, &bound) {
                let message = match given.len() {
                    1 => "this condition can never hold",
                    _ => "this can never hold together with the conditions before it",
                };
                let help = "leave out what excludes the rest: as it stands, the rule never applies";
                found = Some((condition, message.to_owned(), help));
                break;
            }
        }
        let required = (rule.require, Truth::No);
        if found.is_none() && excluded(program, &[required], &[]) {
            let message = format!("`{}` requires what is always so", rule.name);
            found = Some((rule.require, message, "require something that can fail"));
        }
        given.push(required);
        if found.is_none() && excluded(program, &given, &bound) {
            let message = format!("`{}` requires what it already takes for granted", rule.name);
            let help = "leave it out of `where`, or require something else";
            found = Some((rule.require, message, help));
        }
        let Some((node, message, help)) = found else { return };
        let span = program.span(node).unwrap_or(rule.span);
        self.compiler
            .findings
            .push(Finding::broken("never-fires", Level::Warning, span, message).help(help));
    }
}

/// Returns the text of a `##` documentation, a line for each.
pub fn doc_text(doc: &[Span], sources: &Sources) -> String {
    doc.iter().map(|s| sources.slice(*s).trim()).collect::<Vec<_>>().join("\n")
}
