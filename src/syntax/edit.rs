//! Edits as written: what a scenario, a what-if or a line at the prompt changes.
//!
//! Plain trees with places, like the rest of [`super::ast`]. Knows no meaning: whether `napci.members` is a list,
//! or may be changed at all, is decided by the model.

use super::ast::{Cite, Moment, Name, Path, QuantityText, Str, Thing, Value, Values};
use crate::source::Span;

/// `scenario NAME "title" on napci [cite] { … }`.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Str>,
    /// The framework it is about, or the scenario whose edits come first.
    pub on: Option<Name>,
    /// Where the idea comes from.
    pub cite: Option<Cite>,
    /// Its edits, in the order in which they are made.
    pub edits: Vec<Edit>,
    /// A line of it that could not be read; a finding says so.
    pub unread: Option<Span>,
}

/// One change to what the texts say.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The whole line.
    pub span: Span,
    /// On whose word.
    pub cite: Option<Cite>,
    /// What it changes.
    pub kind: EditKind,
}

/// What an edit changes.
#[derive(Clone, Debug)]
pub enum EditKind {
    /// `add dprk-nuclear to napci.functional.issues`.
    Add {
        /// What is added.
        items: Vec<Value>,
        /// The list.
        to: Path,
    },
    /// `add csbm hotline { … } to napci.functional`.
    AddThing {
        /// The block.
        thing: Box<Thing>,
        /// What it is to stand in.
        to: Path,
    },
    /// `remove ROK from napci.members`.
    Remove {
        /// What is taken out.
        items: Vec<Value>,
        /// The list.
        from: Path,
    },
    /// `set napci.track to 2`.
    Set {
        /// The field.
        path: Path,
        /// What it is to be.
        values: Values,
    },
    /// `set napci.roadmap to yes`.
    State {
        /// The notion, or the field that is a yes or no.
        path: Path,
        /// Which of the two.
        yes: bool,
    },
    /// `drop napci.excluded`: there is none.
    Drop(Path),
    /// `forget napci.roadmap`: nobody says.
    Forget(Path),
    /// `withdraw USA from jcpoa`.
    Withdraw {
        /// Who leaves.
        who: Path,
        /// What it leaves; every framework of the checked files without.
        from: Option<Path>,
    },
    /// `delay hard-core.widening by 6 months`.
    Delay {
        /// The phase.
        path: Path,
        /// By how much.
        by: QuantityText,
    },
    /// `move hard-core.charter after hard-core.widening`.
    Move {
        /// The phase.
        path: Path,
        /// Where to.
        to: Moment,
    },
}

impl EditKind {
    /// Returns the word that opens the edit.
    pub fn word(&self) -> &'static str {
        match self {
            EditKind::Add { .. } | EditKind::AddThing { .. } => "add",
            EditKind::Remove { .. } => "remove",
            EditKind::Set { .. } | EditKind::State { .. } => "set",
            EditKind::Drop(_) => "drop",
            EditKind::Forget(_) => "forget",
            EditKind::Withdraw { .. } => "withdraw",
            EditKind::Delay { .. } => "delay",
            EditKind::Move { .. } => "move",
        }
    }
}
