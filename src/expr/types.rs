//! What an expression can be: a truth, one thing, a set of things, or a number that may be a range.

use crate::schema::{KindSet, VOCABULARIES};

/// Identifies a thing of the model. Handed out by the model; expressions only carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// What single values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elem {
    /// Things of these kinds.
    Things(KindSet),
    /// Words of the vocabulary at this position of the schema.
    Words(u8),
    /// Numbers.
    Number,
    /// Dates.
    Date,
    /// Figures with a unit.
    Quantity,
    /// Texts.
    Text,
    /// What steps wait for.
    Gate,
    /// Places in time.
    Moment,
    /// Names of notions, as in `essentials`.
    Notion,
}

impl Elem {
    /// Returns what it is, for messages: `an actor`, `a word of stance`.
    pub fn words(self) -> String {
        match self {
            Elem::Things(kinds) => kinds.words(),
            Elem::Words(v) => {
                format!("a word of `{}`", VOCABULARIES.get(v as usize).map_or("", |v| v.name))
            }
            Elem::Number => "a number".to_owned(),
            Elem::Date => "a date".to_owned(),
            Elem::Quantity => "a figure with a unit".to_owned(),
            Elem::Text => "a text".to_owned(),
            Elem::Gate => "a condition to wait for".to_owned(),
            Elem::Moment => "a moment".to_owned(),
            Elem::Notion => "the name of a notion".to_owned(),
        }
    }

    /// Returns what is common to two sorts of values, if they can be compared at all.
    pub fn meet(self, other: Elem) -> Option<Elem> {
        match (self, other) {
            (Elem::Things(a), Elem::Things(b)) => {
                let both = a.common(b);
                (!both.is_empty()).then_some(Elem::Things(both))
            }
            (a, b) if a == b => Some(a),
            _ => None,
        }
    }

    /// Returns the sort that covers both, if there is one.
    pub fn join(self, other: Elem) -> Option<Elem> {
        match (self, other) {
            (Elem::Things(a), Elem::Things(b)) => Some(Elem::Things(a.union(b))),
            (a, b) if a == b => Some(a),
            _ => None,
        }
    }
}

/// What an expression is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Yes, no or undecided.
    Truth,
    /// One value, none, or unknown.
    One(Elem),
    /// Any number of values, the list perhaps open.
    Set(Elem),
    /// A number, or a range of numbers where a list is open.
    Range,
}

impl Type {
    /// Returns what it is, for messages.
    pub fn words(self) -> String {
        match self {
            Type::Truth => "a yes or no".to_owned(),
            Type::One(elem) => elem.words(),
            Type::Set(elem) => match elem {
                Elem::Things(kinds) => {
                    let plurals: Vec<_> = kinds.iter().map(crate::schema::Kind::plural).collect();
                    format!("a list of {}", plurals.join(" or "))
                }
                other => format!("a list, each {}", other.words()),
            },
            Type::Range => "a number".to_owned(),
        }
    }

    /// Returns the sort of its values, if it has values.
    pub fn elem(self) -> Option<Elem> {
        match self {
            Type::One(e) | Type::Set(e) => Some(e),
            Type::Truth | Type::Range => None,
        }
    }
}
