//! What a text says, as data: values, claims and where each claim comes from.

use crate::expr::EntityId;
use crate::schema::Word;
use crate::source::Span;
use crate::value::{Date, Number, Place};

/// A single value of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// A thing.
    Entity(EntityId),
    /// A word of a vocabulary.
    Word(Word),
    /// A number.
    Number(Number),
    /// A date.
    Date(Date),
    /// A place whose clock is known.
    Place(Place),
    /// A text: what stands between the quotes, at the first of the places where it reads so.
    Text(Span),
    /// A figure with a unit: a place in [`super::Model::quantity`].
    Quantity(u32),
    /// A moment: a place in [`super::Model::moment`].
    Moment(u32),
    /// What a step waits for.
    Gate(GateKind, EntityId),
    /// The name of a notion, at the first of the places where it is written.
    Notion(Span),
}

/// How a gate refers to what it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GateKind {
    /// A condition.
    Condition,
    /// `done M`.
    Done,
    /// `consent of A`.
    Consent,
    /// `settled ISSUE`.
    Settled,
}

/// Identifies a [`Provenance`]; 0 is that of statements nobody is cited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CiteId(pub u32);

/// Where a statement stands and whom it is cited from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Said {
    /// The words to underline.
    pub span: Span,
    /// Its sources.
    pub cite: CiteId,
}

/// The sources of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// One for each source named.
    pub claims: Vec<SourceClaim>,
    /// What reports it, where a view is its source: as cited.
    pub through: Vec<String>,
    /// The encoder's own step.
    pub inferred: bool,
    /// Believed, not read anywhere.
    pub unverified: bool,
    /// Put there by an edit: supposed, and no statement of a text.
    pub supposed: bool,
}

/// One source of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceClaim {
    /// The source.
    pub source: EntityId,
    /// As cited: `berger2015 "NAPCI" 98`.
    pub text: String,
    /// The date of what it says.
    pub date: Option<Date>,
}

/// What one statement says of one field or notion of one thing.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Where, and on whose word.
    pub said: Said,
    /// What.
    pub says: Says,
    /// Whether it follows from a statement of another field or thing: a relation read from its other side, what a
    /// list excludes, the place of a block.
    pub derived: bool,
}

/// One item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The value.
    pub value: Value,
    /// Where it stands, and on whose word.
    pub said: Said,
}

/// The list of another field, `all members`, without some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllOf {
    /// Where it stands, and on whose word.
    pub said: Said,
    /// Whose field.
    pub of: EntityId,
    /// The field.
    pub field: crate::schema::FieldId,
    /// Those left out.
    pub except: Box<[Value]>,
}

/// The contents of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    /// These, and whether these are all.
    List {
        /// The items as written.
        items: Box<[Item]>,
        /// Whether others are allowed for: `and others`, or an item that could not be read.
        open: Option<OpenWord>,
        /// How many there are in all, where only the number is given or known.
        count: Option<u32>,
        /// The lists it takes all of: `all members`.
        all: Box<[AllOf]>,
    },
    /// One more: a child block, a mirrored relation, one of several moments.
    Adds(Value),
    /// For a key, these words.
    Keyed(EntityId, Box<[Word]>),
    /// Yes or no.
    Truth(bool),
    /// There is none.
    None,
    /// There are some; which is not said.
    Some,
    /// Those written are all: they are in this stretch of text, or the same source names them elsewhere.
    Complete(Span),
    /// This one is not among them.
    Not(Value),
    /// Nobody knows.
    Unknown,
    /// It is left to be agreed.
    ToBeAgreed,
}

/// Why a written list goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpenWord {
    /// `and others`: where it stands, and on whose word.
    Others(Said),
    /// An item could not be read.
    Faulty,
}

/// A moment, resolved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moment {
    /// How far from the target: bound and quantity.
    pub distance: Option<crate::value::Quantity>,
    /// How it stands to the target.
    pub order: crate::syntax::ast::Order,
    /// What it is measured from.
    pub target: MomentTarget,
    /// Whether its beginning or its end is meant, where that is said.
    pub edge: Option<crate::syntax::ast::Edge>,
    /// What keeps it from coming at all, if that comes in time.
    pub unless: Option<Unless>,
}

/// What keeps something from coming at all, and by when it has to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unless {
    /// What has to come.
    pub act: EntityId,
    /// By when.
    pub by: crate::syntax::ast::Until,
}

/// What a moment is measured from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentTarget {
    /// A date.
    Date(Date),
    /// A stretch of time.
    Dates(Date, Date),
    /// A thing.
    Entity(EntityId),
    /// The first, or the last, of several moments of the model: from one place on so many.
    OneOf {
        /// Whether it is the last of them.
        later: bool,
        /// The place of the first of them.
        from: u32,
        /// How many they are.
        count: u32,
    },
}
