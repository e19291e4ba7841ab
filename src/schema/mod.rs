//! The one table of kinds, fields, vocabularies and their one-line meanings.
//!
//! Adding a field is adding a row in `fields.rs`. Resolution, did-you-mean, `explain` and the language
//! reference read it. Knows nothing of how any of it is parsed or checked.

mod fields;
mod kinds;
mod vocabularies;

pub use fields::FIELDS;
pub use kinds::{Kind, KindSet};
pub use vocabularies::{VOCABULARIES, Vocabulary, Word, WordInfo, vocabulary};

use std::sync::LazyLock;

use rustc_hash::FxHashMap as HashMap;

use crate::value::Dimension;

/// What stands as a value of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Names of things of these kinds.
    Names(KindSet),
    /// Words of a vocabulary.
    Words(&'static str),
    /// Text in quotes.
    Text,
    /// A date at any precision.
    Date,
    /// A place whose clock is known: a city, or UTC.
    Place,
    /// A bare number.
    Number,
    /// A figure with a unit of one of these dimensions; empty for any count.
    Quantity(&'static [Dimension]),
    /// Yes or no, stated with `is F`, `has F` and their negatives.
    Truth,
    /// When something is: a date, a span of dates, or a place in an order (`after opening`).
    Moment,
    /// What something waits for: a condition, `done M`, `consent of A`, `settled ISSUE`.
    Gate,
    /// Blocks of this kind inside the block.
    Blocks(Kind),
    /// One value for each name: `stance { China favours }`. The kinds of the key and the vocabulary.
    Keyed(KindSet, &'static str),
    /// Names of notions, such as those in `essentials`.
    Notions,
    /// Section titles with the lines they cover, in a `source`.
    Sections,
}

/// How many values a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Many {
    /// One.
    One,
    /// A list; what is written is complete unless it ends in `and others`.
    List,
    /// Every statement adds one; none replaces another (`starts after …`).
    Each,
}

/// Whose fact it is, which decides what silence means in a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The author must write it; left out of a draft it is unknown and the draft incomplete.
    Required,
    /// The author may write it; left out of a draft there is none.
    Author,
    /// A fact about the world that no author can leave out: unknown even in a draft.
    World,
    /// A fact about what has happened: none in a draft.
    History,
}

/// How a field relates two things to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mirror {
    /// It says nothing about the other thing.
    None,
    /// If A stands in this field of B, B stands in this field of A.
    Symmetric,
    /// If A stands in this field of B, B stands in that field of A.
    Inverse(&'static str),
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo {
    /// The kind it is a field of.
    pub of: Kind,
    /// The word written.
    pub name: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// How many.
    pub many: Many,
    /// Whose fact it is.
    pub whose: Whose,
    /// Whether a later source replaces an earlier one.
    pub dated: bool,
    /// Whether `implies`-like reasoning may follow it step by step.
    pub transitive: bool,
    /// What it says about the other thing.
    pub mirror: Mirror,
    /// Fields of the same kind that share no value with this one: what stands here is not there.
    pub excludes: &'static [&'static str],
    /// Whether an actor that stands in it takes part; one that withdraws gives it up.
    pub part: bool,
    /// The group of alternative spellings it belongs to: closing one closes the unwritten others.
    pub group: Option<&'static str>,
    /// What it means, in one line.
    pub doc: &'static str,
}

/// Identifies a row of [`FIELDS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId(u16);

/// The first row: what an id of no row stands for, if there could be one.
const FIRST: &FieldInfo = match FIELDS.first() {
    Some(row) => row,
    None => &fields::ROW,
};

impl FieldInfo {
    /// Returns the word that a reader writes for it: when a phase starts is written `starts`, and held apart from the measures
    /// that start with it.
    pub fn written(&self) -> &'static str {
        if self.name == "begins" { "starts" } else { self.name }
    }
}

impl FieldId {
    /// Returns the row.
    pub fn info(self) -> &'static FieldInfo {
        // INVARIANT: ids are made in this module only, from the places of the rows in the table.
        FIELDS.get(self.0 as usize).unwrap_or(FIRST)
    }
}

/// The rows of [`FIELDS`] with their ids.
fn rows() -> impl Iterator<Item = (FieldId, &'static FieldInfo)> {
    (0..).map(FieldId).zip(FIELDS)
}

static BY_NAME: LazyLock<HashMap<(Kind, &'static str), FieldId>> =
    LazyLock::new(|| rows().map(|(id, f)| ((f.of, f.name), id)).collect());

/// The rows of each kind, in the order of the table.
static BY_KIND: LazyLock<Vec<Vec<FieldId>>> = LazyLock::new(|| {
    let mut by_kind: Vec<Vec<FieldId>> = Vec::new();
    for (id, field) in rows() {
        let kind = field.of as usize;
        if by_kind.len() <= kind {
            by_kind.resize(kind + 1, Vec::new());
        }
        if let Some(of) = by_kind.get_mut(kind) {
            of.push(id);
        }
    }
    by_kind
});

/// Finds a field of a kind by its word.
pub fn field(kind: Kind, name: &str) -> Option<FieldId> {
    BY_NAME.get(&(kind, name)).copied()
}

/// Finds the field of a phase or a milestone that says when it is. `starts` of a phase may name measures, so its time has a
/// field of its own, `begins`; of a milestone it always says when.
pub fn time_field(kind: Kind, name: &str) -> Option<FieldId> {
    let name = if kind == Kind::Milestone && name == "begins" { "starts" } else { name };
    field(kind, name)
}

/// Iterates over the fields of a kind, in the order of the table.
pub fn fields_of(kind: Kind) -> impl Iterator<Item = FieldId> {
    BY_KIND.get(kind as usize).map_or(&[][..], Vec::as_slice).iter().copied()
}
