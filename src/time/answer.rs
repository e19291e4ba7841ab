//! What a timeline answers.
//!
//! Plain values for whoever asks; none knows how it was found.

use super::instant::{Length, Time};
use super::{Event, Statement};

/// An answer, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<T> {
    /// The answer.
    Known(T),
    /// What was asked about has no consistent times at all: see [`Timeline::clashes`](super::Timeline::clashes).
    Inconsistent,
    /// Too many alternatives: a limit was reached before the answer was sure.
    TooMany,
}

impl<T> Answer<T> {
    /// Returns the answer, if there is one.
    pub fn known(self) -> Option<T> {
        match self {
            Answer::Known(answer) => Some(answer),
            Answer::Inconsistent | Answer::TooMany => None,
        }
    }

    /// Asks on with the answer.
    pub fn and_then<U>(self, ask: impl FnOnce(T) -> Answer<U>) -> Answer<U> {
        match self {
            Answer::Known(answer) => ask(answer),
            Answer::Inconsistent => Answer::Inconsistent,
            Answer::TooMany => Answer::TooMany,
        }
    }

    /// Returns the answer with something made of it.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Answer<U> {
        self.and_then(|answer| Answer::Known(make(answer)))
    }
}

/// Whether there are times that satisfy everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consistency {
    /// There are.
    Consistent,
    /// There are none.
    Inconsistent,
    /// Too many alternatives to say.
    TooMany,
}

/// Statements that cannot hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// The statements, in the order of their labels.
    pub statements: Vec<Statement>,
    /// Whether every one is needed; not so only where a limit was reached.
    pub minimal: bool,
}

/// The clashes of a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Clashes {
    /// The clashes: fewest statements first, then smallest labels.
    pub sets: Vec<Clash>,
    /// Whether these are all.
    pub complete: bool,
}

/// A bound of an event's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// A point in time.
    At(Time),
    /// Nothing but an end of the calendar bounds it (after lengths of time, perhaps).
    Open,
    /// As the earliest: it cannot happen. As the latest: it may never happen.
    Never,
}

impl Limit {
    /// Returns the point in time, if it is one.
    pub fn time(self) -> Option<Time> {
        match self {
            Limit::At(time) => Some(time),
            Limit::Open | Limit::Never => None,
        }
    }
}

/// How one event stands before another, over all times at which both happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// It comes before the other at all of them.
    Necessarily,
    /// It does at some and not at others.
    Possibly,
    /// It does at none.
    Never,
    /// There are none: they cannot both happen.
    NotBoth,
}

/// An event on a critical path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Station {
    /// The event.
    pub event: Event,
    /// Its earliest time.
    pub time: Time,
    /// The statement that keeps it from being earlier: a date for the first station, a step from the station before for
    /// the others; none where the path starts at the beginning of the calendar.
    pub by: Option<Statement>,
}

/// How much later than at its earliest an event can be: [`None`] where nothing bounds it on one side.
pub type Slack = Option<Length>;
