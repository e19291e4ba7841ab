//! The tree of definitions, rules, parameters, profiles, expectations, and whom to follow.
//!
//! Takes nothing and gives nothing: what `parser` makes and `expr` and `checks` read. Knows no meaning.

use super::{Cite, Expr, Name, Path, QuantityText, Str};
use crate::source::Span;

/// `define HEAD for KIND VAR, KIND VAR as BODY`.
#[derive(Clone, Debug)]
pub struct Define {
    /// What is defined, in the form in which it is used.
    pub head: Head,
    /// The variables with their kinds, in order.
    pub params: Vec<(Name, Name)>,
    /// What it means.
    pub body: DefineBody,
    /// A line of it that could not be read; a finding says so. The body has no cases then.
    pub unread: Option<Span>,
}

impl Define {
    /// Returns the name that it gives.
    pub fn name(&self) -> Name {
        match &self.head {
            Head::Value { name, .. }
            | Head::Has { name, .. }
            | Head::Is { name, .. }
            | Head::Call { name, .. }
            | Head::Verb { name, .. } => *name,
        }
    }
}

/// What a definition defines. The variables must be those of `for`.
#[derive(Clone, Debug)]
pub enum Head {
    /// `f.agenda`: a value or a set.
    Value {
        /// The variable.
        var: Name,
        /// The notion.
        name: Name,
    },
    /// `f has roadmap`: a truth named by a noun.
    Has {
        /// The variable.
        var: Name,
        /// The notion.
        name: Name,
    },
    /// `m is hard`: a truth named by an adjective.
    Is {
        /// The variable.
        var: Name,
        /// The notion.
        name: Name,
    },
    /// `bridged(a, f)`: a truth or a value of several things.
    Call {
        /// The notion.
        name: Name,
        /// The variables.
        vars: Vec<Name>,
    },
    /// `f linked-to g`: a truth of two things, written between them.
    Verb {
        /// The first variable.
        left: Name,
        /// The notion.
        name: Name,
        /// The second variable.
        right: Name,
    },
}

/// The meaning of a definition.
#[derive(Clone, Debug)]
pub enum DefineBody {
    /// One expression.
    Expr(Expr),
    /// `VALUE when CONDITION` lines tried from the top, the last perhaps `VALUE otherwise`.
    Cases(Vec<Case>),
}

/// One line of a definition by cases.
#[derive(Clone, Debug)]
pub struct Case {
    /// The value.
    pub value: Expr,
    /// The condition; `None` for `otherwise`.
    pub when: Option<Expr>,
}

/// `rule NAME "title" [cite] { … }`.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name, which is also its code.
    pub name: Name,
    /// Its title, the norm in a sentence.
    pub title: Option<Str>,
    /// The literature behind it.
    pub cite: Option<Cite>,
    /// Its parts in the order written.
    pub clauses: Vec<Clause>,
    /// A part of it that could not be read; a finding says so. Then only `level` and `qualified` stand among
    /// the parts: by half a condition it would be another rule.
    pub unread: Option<Span>,
}

/// One part of a rule.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The whole line or block.
    pub span: Span,
    /// What it is.
    pub kind: ClauseKind,
}

/// What a part of a rule is.
#[derive(Clone, Debug)]
pub enum ClauseKind {
    /// `level error`.
    Level(Name),
    /// `qualified "text" [cite]`: who disagrees, or limits it.
    Qualified(Str, Option<Cite>),
    /// `for a, b in SET where CONDITION`.
    For(Binder),
    /// `let v = SET` or `let v be SET`.
    Let(Name, Expr),
    /// `where CONDITION`.
    Where(Expr),
    /// `require CONDITION`.
    Require(Expr),
    /// `eases to LEVEL when|unless CONDITION`.
    Eases {
        /// The milder level.
        level: Name,
        /// Whether `unless` stands for `when`.
        unless: bool,
        /// The condition.
        condition: Expr,
    },
    /// `because "… {EXPR} …"`.
    Because(Template),
    /// `mark f.sequence`.
    Mark(Expr),
    /// `help "…"`.
    Help(Template),
    /// `group by f`.
    Group(Name),
    /// `avoid { … }`: a text that this rule faults. The span is what stands between the braces.
    Avoid(Span),
    /// `prefer { … }`: a text that it does not fault. The span is what stands between the braces.
    Prefer(Span),
}

/// `a, b in SET where CONDITION`.
#[derive(Clone, Debug)]
pub struct Binder {
    /// The variables.
    pub vars: Vec<Name>,
    /// What they range over.
    pub set: Expr,
    /// Which of it.
    pub filter: Option<Expr>,
}

/// A text with expressions in braces.
#[derive(Clone, Debug)]
pub struct Template {
    /// The whole string.
    pub text: Str,
    /// Its pieces in order.
    pub parts: Vec<TemplatePart>,
}

/// A piece of a template.
#[derive(Clone, Debug)]
pub enum TemplatePart {
    /// Letters as they are.
    Text(Span),
    /// `{f.agenda}`.
    Expr(Expr),
}

/// `parameter NAME is 7 issues "why"`.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its figure.
    pub value: QuantityText,
    /// Where the figure comes from, in words.
    pub reason: Option<Str>,
    /// The literature, if any.
    pub cite: Option<Cite>,
}

/// `profile NAME "title" [cite] { … }`.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Str>,
    /// The school's source.
    pub cite: Option<Cite>,
    /// Its lines in order.
    pub settings: Vec<Setting>,
}

/// One line of a profile.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The whole line.
    pub span: Span,
    /// The passage it rests on.
    pub cite: Option<Cite>,
    /// What it sets.
    pub kind: SettingKind,
}

/// What a line of a profile sets.
#[derive(Clone, Debug)]
pub enum SettingKind {
    /// `follows berger2015`.
    Follows(Name),
    /// `hard-from-outset error`, `wider-forum-link rejected`.
    Rule {
        /// The rule.
        rule: Name,
        /// Its level, or `rejected`.
        level: Name,
    },
    /// `set broad-agenda to 9 issues`.
    Parameter {
        /// The parameter.
        name: Name,
        /// Its figure in this school.
        value: QuantityText,
    },
}

/// `expect PATH VERB RULE …`.
#[derive(Clone, Debug)]
pub struct Expect {
    /// Whose verdict: a framework.
    pub subject: Path,
    /// `violates`, `satisfies`, `leaves-open`, `is-outside`, `is-rejected`.
    pub verb: Name,
    /// The rule.
    pub rule: Name,
    /// `for X, Y`: the bindings meant.
    pub for_: Vec<Path>,
    /// `in SCENARIO`.
    pub scenario: Option<Name>,
    /// `under P, Q`.
    pub under: Vec<Name>,
    /// `as LEVEL`.
    pub level: Option<Name>,
    /// `following SOURCE`.
    pub following: Option<Name>,
    /// `as of DATE`.
    pub as_of: Option<Span>,
    /// The passage the expectation comes from.
    pub cite: Option<Cite>,
    /// `expected to fail because "…"`.
    pub fails_because: Option<Str>,
}

/// `follow SOURCE on PATH because "…"`.
#[derive(Clone, Debug)]
pub struct Follow {
    /// The source to believe.
    pub source: Name,
    /// On what.
    pub path: Path,
    /// Why.
    pub because: Option<Str>,
}
