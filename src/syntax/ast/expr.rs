//! The tree of conditions, lists and values that definitions and rules are made of.
//!
//! Takes nothing and gives nothing: what `parser` makes and `expr` compiles. Knows neither fields nor facts.

use super::{Binder, Name, QuantityText, Str};
use crate::source::Span;
use crate::value::Bound;

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
    /// `overlaps`.
    Overlaps,
    /// `during`.
    During,
    /// `by`.
    By,
    /// `starts before`.
    StartsBefore,
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
