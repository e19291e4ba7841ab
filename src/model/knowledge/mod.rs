//! What follows from the claims about one field of one thing: known, none, unknown or contested.
//!
//! Claims are read under a [`View`]: whom to believe, as of when, and whether stated notions count. Within a
//! source the later claim wins; across sources only for fields the schema calls dated; else a disagreement
//! stays one, unless somebody said whom to follow. Following a source settles what is contested and drops
//! nothing else.
//!
//! A relation is written on one side and read from both: from the other side it is as certain as where it
//! is said.

mod contest;
mod ends;
mod lists;
mod mirrored;
mod single;
mod speakers;

use super::Model;
use super::facts::{Claim, Said, Says, Value};
use crate::expr::{EntityId, Key};
use crate::schema::{Whose, Word, fields_of};
use crate::value::Date;

/// How claims are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// Sources to believe where sources disagree, the first that speaks wins.
    pub follow: Vec<EntityId>,
    /// Dated facts later than this are not seen.
    pub as_of: Option<Date>,
    /// Stated notions are not seen: what the facts alone give.
    pub facts_only: bool,
}

/// Why something is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody has written it.
    Unwritten,
    /// The text says that nobody knows.
    SaidUnknown(Said),
    /// It is left to be agreed.
    ToBeAgreed(Said),
    /// Sources disagree.
    Contested,
    /// The list ends in `and others`.
    Others(Said),
    /// Some are written, and nothing says that there are no more.
    NotClosed,
    /// An item could not be read.
    Faulty(Said),
    /// Only the number is given.
    Counted(Said),
}

/// Why a list is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// A statement says so.
    By(Said),
    /// It stands in a draft, and the draft does not go on.
    Draft,
}

/// What is beyond the items of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
    /// Nothing.
    Closed(Closed),
    /// There may be more.
    Open(Why),
}

/// One item of a list as read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The value.
    pub value: Value,
    /// Who names it.
    pub said: Said,
    /// Who denies it, where sources disagree; it is then only possible.
    pub denied: Option<Said>,
}

/// A list as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Its items in the order written.
    pub items: Vec<Listed>,
    /// What is said not to be in it.
    pub absent: Vec<(Value, Said)>,
    /// Whether there may be more.
    pub rest: Rest,
    /// Who says that there are some, where none need be named.
    pub some: Option<Said>,
    /// How many there are in all, where that is said.
    pub count: Option<(u32, Said)>,
    /// The numbers that are given, where sources give several: they bound the list neither way.
    pub counts: Vec<(u32, Said)>,
}

/// A single value as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum One {
    /// This, and who says so.
    Known(Value, Said),
    /// There is none.
    None(Closed),
    /// There is one, and which is not said.
    Some(Said),
    /// Not known.
    Unknown(Why),
    /// Sources disagree; no value where one says that there is none.
    Contested(Vec<(Option<Value>, Said)>),
}

/// A truth as read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TruthOf {
    /// Stated.
    Stated(bool, Said),
    /// Silence means no: a draft.
    Silent,
    /// Not known.
    Unknown(Why),
    /// Sources disagree.
    Contested(Vec<(bool, Said)>),
}

/// What a keyed field says for a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keyed {
    /// These words, and who says so; and what was superseded.
    Known(Box<[Word]>, Said, Option<(Box<[Word]>, Said)>),
    /// There is none: a draft.
    None,
    /// Not known.
    Unknown(Why),
    /// Sources disagree.
    Contested(Vec<(Box<[Word]>, Said)>),
}

impl Model {
    /// Checks whether any statement that counts under the view says what the field or notion is. That
    /// something is not in a list says nothing of what is: see [`Model::denied`].
    pub fn is_written(&self, id: EntityId, key: Key, view: &View) -> bool {
        let seen = !view.facts_only || matches!(key, Key::Field(_));
        let says = |c: &Claim| !matches!(c.says, Says::Not(_)) && self.visible(c, key, view);
        seen && self.claims(id, key).iter().any(says)
    }

    /// Iterates over what statements say not to stand in a field, and who says so: it holds of what a
    /// definition derives, too.
    pub fn denied(
        &self,
        id: EntityId,
        key: Key,
        view: &View,
    ) -> impl Iterator<Item = (Value, Said)> {
        let seen = !view.facts_only || matches!(key, Key::Field(_));
        let claims = if seen { self.claims(id, key) } else { &[] };
        claims.iter().filter_map(move |claim| match claim.says {
            Says::Not(value) if self.visible(claim, key, view) => Some((value, claim.said)),
            _ => None,
        })
    }

    /// Returns the statement that closes a field because it closes one of its group: closing one spelling
    /// of a content makes the unwritten others none.
    pub fn closed_by_group(&self, id: EntityId, key: Key) -> Option<Said> {
        let Key::Field(row) = key else { return None };
        let info = row.info();
        let group = info.group?;
        let fellows = fields_of(info.of).filter(|f| *f != row && f.info().group == Some(group));
        fellows.flat_map(|f| self.claims(id, Key::Field(f))).find_map(|claim| match &claim.says {
            Says::Complete(_) | Says::None => Some(claim.said),
            // A number beyond the names leaves the others open.
            Says::List { open: None, items, count, all } if all.is_empty() => {
                count.is_none_or(|n| n as usize <= items.len()).then_some(claim.said)
            }
            _ => None,
        })
    }

    fn silence(&self, id: EntityId, key: Key, view: &View) -> Rest {
        // Fields that share out one list close those of them that are not written.
        if !self.is_written(id, key, view)
            && let Some(said) = self.closed_by_group(id, key)
        {
            return Rest::Closed(Closed::By(said));
        }
        let whose = match key {
            Key::Field(row) => row.info().whose,
            Key::Notion(_) => Whose::World,
        };
        if self.things.get(id).draft && matches!(whose, Whose::Author | Whose::History) {
            Rest::Closed(Closed::Draft)
        } else {
            Rest::Open(Why::Unwritten)
        }
    }
}
