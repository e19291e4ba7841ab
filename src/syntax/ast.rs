//! The tree: the text as written, a span on every node and every name, nothing resolved.
//!
//! Names and strings are spans into the text, never copies. The tree knows no kind, field or rule: whether
//! `members` is a field is the schema's business.

use crate::source::{FileId, Span};
use crate::value::Bound;

pub use super::edit::{Edit, EditKind, Scenario};

/// A name as written; its letters are read from the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Where it stands.
    pub span: Span,
}

/// A string as written, its quotes included in the span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Str {
    /// Where it stands, quotes included.
    pub span: Span,
    /// What stands between the quotes.
    pub inner: Span,
}

/// Names joined by dots: `napci.functional.issues`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// At least one.
    pub names: Vec<Name>,
    /// From the first name to the last.
    pub span: Span,
}

/// One text, cut into declarations.
#[derive(Clone, Debug)]
pub struct File {
    /// The text.
    pub id: FileId,
    /// Its declarations in the order of the text, without those that could not be read at all.
    pub items: Vec<Item>,
    /// Every `#` comment that stands outside a documentation comment, in order.
    pub comments: Vec<Span>,
    /// The names of declarations that could not be read. That they are missing has been said already.
    pub lost: Vec<Span>,
}

/// One declaration.
#[derive(Clone, Debug)]
pub struct Item {
    /// The `##` lines above it, without the marks.
    pub doc: Vec<Span>,
    /// From its first word to its end.
    pub span: Span,
    /// What it is.
    pub kind: ItemKind,
}

/// What a declaration is.
#[derive(Clone, Debug)]
pub enum ItemKind {
    /// `use std.northeast-asia`, `use "sources.det"`.
    Use(Use),
    /// `framework napci "…" [cite] { … }` and every other thing with a name.
    Thing(Thing),
    /// `account of neacd [kim2009] { … }`.
    Account(Account),
    /// `define f has roadmap for framework f as …`.
    Define(Define),
    /// `rule …`.
    Rule(Rule),
    /// `parameter broad-agenda is 7 issues "…"`.
    Parameter(Parameter),
    /// `profile …`.
    Profile(Profile),
    /// `expect …`.
    Expect(Expect),
    /// `scenario dprk-in on napci { … }`.
    Scenario(Scenario),
    /// `follow kim2009 on neacd.members because "…"`.
    Follow(Follow),
}

/// `use std.northeast-asia` or `use "path"`.
#[derive(Clone, Debug)]
pub enum Use {
    /// A part of the prelude.
    Module(Path),
    /// A file.
    File(Str),
}

/// A thing with a name: at the top of a file or inside a block.
#[derive(Clone, Debug)]
pub struct Thing {
    /// The `##` lines above it, for a thing inside a block; those of a top-level thing hang on its item.
    pub doc: Vec<Span>,
    /// The word that declares it: `framework`, `basket`.
    pub word: Name,
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Str>,
    /// The default source of everything in its block.
    pub cite: Option<Cite>,
    /// Its block; a thing may be declared by its header alone.
    pub body: Option<Body>,
    /// From the word to the end of the block.
    pub span: Span,
}

/// `account of NAME [cite] { … }`: what a further source says of a declared thing.
#[derive(Clone, Debug)]
pub struct Account {
    /// The thing spoken of.
    pub of: Path,
    /// Who says it.
    pub cite: Option<Cite>,
    /// What is said.
    pub body: Body,
}

/// A block in braces.
#[derive(Clone, Debug)]
pub struct Body {
    /// Its statements in order.
    pub statements: Vec<Statement>,
    /// The opening brace.
    pub open: Span,
    /// The closing brace; empty where it is missing.
    pub close: Span,
}

/// One statement of a block.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The whole statement, its citation included.
    pub span: Span,
    /// The sources of this statement alone.
    pub cite: Option<Cite>,
    /// What it says.
    pub kind: StatementKind,
}

/// What a statement says.
#[derive(Clone, Debug)]
pub enum StatementKind {
    /// `members ROK, USA`: a word at the start of the line and what it is said to be.
    Field {
        /// The word.
        name: Name,
        /// What follows it.
        values: Values,
    },
    /// `issues { … }`, `stance { … }`, `sequence { … }`: a word and a block without a name.
    Group {
        /// The word.
        name: Name,
        /// The block; its statements are items, keyed values or things.
        body: Body,
    },
    /// A line of a group that is a value and no more: `nuclear-safety`, `"a text"`, `done pilot`.
    Values(Values),
    /// `no roadmap`.
    No {
        /// What there is none of.
        name: Name,
    },
    /// `no other baskets`.
    NoOther {
        /// The list that is complete.
        name: Name,
    },
    /// `no DPRK in members`.
    NoIn {
        /// What is not in it.
        item: Path,
        /// The list.
        name: Name,
    },
    /// `has roadmap`, `has no roadmap`.
    Has {
        /// The notion.
        name: Name,
        /// Whether `no` stands before it.
        negated: bool,
    },
    /// `is exit-resilient`, `is not spillover-based`.
    Is {
        /// The notion.
        name: Name,
        /// Whether `not` stands before it.
        negated: bool,
    },
    /// `basket functional "…" { … }`.
    Thing(Box<Thing>),
}

/// What a field is said to be.
#[derive(Clone, Debug)]
pub enum Values {
    /// `A, B`; `A, B, and others`; `34 states, including A, B`.
    List {
        /// The values in order.
        items: Vec<Value>,
        /// `and others`, if written.
        others: Option<Span>,
        /// `34 states`, if written: the number and its unit.
        count: Option<(Span, Name)>,
    },
    /// `unknown`.
    Unknown(Span),
    /// `to be agreed [in ORGAN] [by DATE or before PHASE]`.
    ToBeAgreed {
        /// Who is to agree.
        organ: Option<Path>,
        /// When: the words from `by` or `before` on, as a moment.
        due: Option<Moment>,
        /// The whole.
        span: Span,
    },
    /// Something stands there that could not be read; a finding says so, and nothing may be concluded from it.
    Unread(Span),
}

/// One value.
#[derive(Clone, Debug)]
pub enum Value {
    /// `ROK`, `napci.functional`, `legal`.
    Path(Path),
    /// `"a text"`.
    Text(Str),
    /// `"NAPCI" 92 to 106`: a section of a source with the lines it covers.
    Section {
        /// Its title.
        title: Str,
        /// Its first line, as written.
        first: Span,
        /// Its last line; the same as the first where only one is written.
        last: Span,
    },
    /// `7`, `1.5`.
    Number(Span),
    /// `2015-10`.
    Date(Span),
    /// `2027-03-01 to 2028-02-29`.
    Dates {
        /// The first.
        from: Span,
        /// The last.
        to: Span,
    },
    /// `more than 25,000 troops`, `42 days`.
    Quantity(QuantityText),
    /// `all members`, `all members except Japan`.
    All {
        /// The list that is meant.
        list: Name,
        /// Those left out.
        except: Vec<Path>,
        /// The whole.
        span: Span,
    },
    /// `after opening`, `at most 2 years after opening`, `by 2028-03`.
    Moment(Moment),
    /// `done pilot`, `consent of DPRK`, `settled senkaku`.
    Gate {
        /// `done`, `consent` or `settled`.
        word: Name,
        /// What or whose.
        path: Path,
        /// The whole.
        span: Span,
    },
}

/// A figure with its bound and unit, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuantityText {
    /// `at least` and the like.
    pub bound: Option<Bound>,
    /// The figure.
    pub number: Span,
    /// The unit, one word or two; absent for a bare bounded number.
    pub unit: Option<Span>,
    /// The whole.
    pub span: Span,
}

/// A place in an order or in time.
#[derive(Clone, Debug)]
pub struct Moment {
    /// `at most 2 years`, if written.
    pub distance: Option<QuantityText>,
    /// How it stands to the target.
    pub order: Order,
    /// What it is measured from.
    pub target: Target,
    /// The whole.
    pub span: Span,
}

/// How one moment stands to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `after`.
    After,
    /// `before`.
    Before,
    /// `with`.
    With,
    /// `during`.
    During,
    /// `by`.
    By,
}

/// What a moment is measured from.
#[derive(Clone, Debug)]
pub enum Target {
    /// A date.
    Date(Span),
    /// A phase, an event or another named thing.
    Path(Path),
}

/// `[berger2015 "NAPCI" 98, as of 2015-11; inferred]`.
#[derive(Clone, Debug)]
pub struct Cite {
    /// Its claims, in order.
    pub claims: Vec<CiteClaim>,
    /// Brackets included.
    pub span: Span,
}

/// One claim of a citation.
#[derive(Clone, Debug)]
pub struct CiteClaim {
    /// The source; `None` for `[inferred]` and `[unverified]` alone.
    pub source: Option<Name>,
    /// Sections and lines, as written.
    pub locators: Vec<Locator>,
    /// `as of DATE`.
    pub as_of: Option<Span>,
    /// `inferred`: the encoder's own step.
    pub inferred: Option<Span>,
    /// `unverified`: believed, not read anywhere.
    pub unverified: Option<Span>,
    /// The whole claim.
    pub span: Span,
}

/// Where in a source.
#[derive(Clone, Copy, Debug)]
pub enum Locator {
    /// A section title.
    Section(Str),
    /// A line, or the first and last of several.
    Lines(Span, Option<Span>),
}

// ---- definitions, rules, profiles, expectations ---------------------------------------------------

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

// ---- expressions ----------------------------------------------------------------------------------

/// An expression as written.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// `a or b or c`.
    Or(Vec<Expr>),
    /// `a and b and c`.
    And(Vec<Expr>),
    /// `not a`.
    Not(Box<Expr>),
    /// `known a`: `a`, with undecided counted as no.
    Known(Box<Expr>),
    /// `some v in SET where W: BODY`.
    Quantified {
        /// Which of them.
        quantifier: Quantifier,
        /// Over what.
        binder: Box<Binder>,
        /// What holds of them; without it, that there are such.
        body: Option<Box<Expr>>,
    },
    /// `those v in SET where W`.
    Those(Box<Binder>),
    /// Two things compared: `f.track is 2`, `p before q`, `f supplements g`, `a in f.members`.
    Compare {
        /// The left side.
        left: Box<Expr>,
        /// The comparison.
        op: CompareOp,
        /// The right side.
        right: Box<Expr>,
    },
    /// `X is any of a, b`, `X is none of a, b`, `S includes any of a, b`, `S includes all of a, b`.
    CompareList {
        /// The left side.
        left: Box<Expr>,
        /// The comparison.
        op: ListOp,
        /// The words or names.
        items: Vec<Expr>,
    },
    /// `X is empty`, `X is not empty`.
    Empty {
        /// The set.
        set: Box<Expr>,
        /// Whether `not` stands before `empty`.
        negated: bool,
    },
    /// `f has roadmap`, `f has no roadmap`.
    Has {
        /// Of what.
        subject: Box<Expr>,
        /// The field or notion.
        name: Name,
        /// Whether `no` stands before it.
        negated: bool,
    },
    /// `A union B`, `A except B`, `A common B`.
    Combine {
        /// The left set.
        left: Box<Expr>,
        /// How they are combined.
        op: SetOp,
        /// The right set.
        right: Box<Expr>,
    },
    /// `x` or `korean-peace`: a variable, a kind, a word, a thing: the type decides.
    Name(Name),
    /// `f.agenda`, `r.within+`.
    Field {
        /// Of what.
        base: Box<Expr>,
        /// The field or notion.
        name: Name,
        /// Whether `+` follows: the field followed step by step to the end.
        closure: bool,
    },
    /// `count(f.members)`, `stance(a, f)`.
    Call {
        /// The function or notion.
        name: Name,
        /// What it is applied to.
        args: Vec<Expr>,
    },
    /// `7`, `7 issues`.
    Quantity(QuantityText),
    /// `2015-10`.
    Date(Span),
    /// `"a text"`.
    Text(Str),
}

/// Which elements of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// `every`.
    Every,
    /// `some`.
    Some,
    /// `no`.
    No,
    /// `at least 2`, `at most 2`, `more than 2`, `less than 2`; the span is the figure.
    Count(Bound, Span),
}

/// A comparison of two expressions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// `is`.
    Is,
    /// `is not`.
    IsNot,
    /// `at least` and the like; `is at least` means the same.
    Bound(Bound),
    /// `in`.
    In,
    /// `not in`.
    NotIn,
    /// `includes`.
    Includes,
    /// `any in`: some element of the left is in the right.
    AnyIn,
    /// `all in`: every element of the left is in the right.
    AllIn,
    /// `none in`: no element of the left is in the right.
    NoneIn,
    /// `before`.
    Before,
    /// `after`.
    After,
    /// `with`.
    With,
    /// A relation or notion written between the two: `supplements`, `linked-to`.
    Verb(Name),
}

/// A comparison with a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListOp {
    /// `is any of`.
    IsAny,
    /// `is none of`.
    IsNone,
    /// `includes any of`.
    IncludesAny,
    /// `includes all of`.
    IncludesAll,
    /// `includes none of`.
    IncludesNone,
}

/// How two sets are combined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetOp {
    /// Those in either.
    Union,
    /// Those in the left and not in the right.
    Except,
    /// Those in both.
    Common,
}

impl SetOp {
    /// Returns the word as written.
    pub fn word(self) -> &'static str {
        match self {
            SetOp::Union => "union",
            SetOp::Except => "except",
            SetOp::Common => "common",
        }
    }
}
