//! The tree: the text as written, a span on every node and every name, nothing resolved.
//!
//! Here stand declarations, things and what is stated of them; definitions, rules and what is asked of them stand in
//! `norms`, conditions in `expr`.
//!
//! Names and strings are spans into the text, never copies. The tree knows no kind, field or rule: whether
//! `members` is a field is the schema's business.

use crate::source::{FileId, Span};
use crate::value::{Bound, ordinal};

mod expr;
mod norms;

pub use super::edit::{Edit, EditKind, Scenario};
pub use expr::{CompareOp, Expr, ExprKind, ListOp, Quantifier, SetOp};
pub use norms::{
    Binder, Case, Clause, ClauseKind, Define, DefineBody, Expect, Follow, Head, Parameter, Profile,
    Rule, Setting, SettingKind, Template, TemplatePart,
};

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
    /// At least one, and most often only one.
    pub names: smallvec::SmallVec<[Name; 1]>,
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
    /// Whether a line of it could not be read, and nobody knows what it is about.
    pub unread: bool,
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
    /// `the earlier of { 8 years after adoption; with broader-conclusion }`.
    OneOf(OneOf),
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
    /// Whether `every` stands before it; without a figure, that is where one is read from.
    pub every: bool,
    /// `first day counted`, `first day not counted`: whether it is, where that is written.
    pub first_day: Option<bool>,
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
    /// `the start of`, `the end of`, `the 3rd time of`: what of it is meant; as the order has it without.
    pub edge: Option<Edge>,
    /// `unless snapback first`, `unless relief-continued within 30 days of notification`: what keeps it from coming.
    pub unless: Option<Unless>,
    /// The whole.
    pub span: Span,
}

/// What keeps something from coming at all.
#[derive(Clone, Debug)]
pub struct Unless {
    /// What has to come.
    pub path: Path,
    /// By when.
    pub by: Until,
}

/// By when something has to come to keep something else from coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// `unless snapback first`: before that would come.
    First,
    /// `unless relief-continued within 30 days of notification`: not before what is counted from, and on the last day of
    /// the length at the latest. What would come by default comes on that day.
    Within,
}

/// The beginning or the end of something, or one of its times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// `the start of`.
    Start,
    /// `the end of`.
    End,
    /// `the 3rd time of`: counted from 1, of what comes again.
    Time(u16),
}

impl Edge {
    /// Returns a name with the words that stand before it: `the 3rd time of meeting`.
    pub fn of(self, name: &str) -> String {
        match self {
            Edge::Start => format!("the start of {name}"),
            Edge::End => format!("the end of {name}"),
            Edge::Time(time) => format!("the {} time of {name}", ordinal(usize::from(time))),
        }
    }
}

/// The first or the last of several moments.
#[derive(Clone, Debug)]
pub struct OneOf {
    /// Whether it is the later; else the earlier.
    pub later: bool,
    /// The moments: dates, stretches of time and places in an order.
    pub moments: Vec<Value>,
    /// `unless snapback first`.
    pub unless: Option<Unless>,
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
    /// `no earlier than`.
    From,
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
