//! What is owed only in return for something else: whether that was done, and since when it is owed.
//!
//! Takes the facts; gives for a thing what it is owed in return for, each with what is known of it, and turns the time by
//! which it was due into the time from which it was owed. An exchange puts nothing in order: the plan knows nothing of it.

use super::clock::Days;
use super::{Due, HAPPENED};
use crate::eval::{Evaluator, Read};
use crate::expr::{EntityId, Key};
use crate::model::{Closed, One, Said, TruthOf, Value};
use crate::schema::{Kind, field};
use crate::time::Time;
use crate::value::{Date, Place, Truth};

/// Something in return for which a thing is owed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InReturn {
    /// What has to be done.
    pub what: EntityId,
    /// The line that says so.
    pub said: Said,
    /// Whether it was done.
    pub done: Done,
}

/// Whether something was done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Done {
    /// It was; on a date, where one is stated.
    Yes(Option<Date>, Said),
    /// Somebody says that it was not, or that it is no longer.
    No(Said),
    /// Nobody says, or sources disagree.
    Unknown,
}

/// Statuses of measures that were carried out.
const CARRIED_OUT: [&str; 2] = ["operating", "ended"];

impl Evaluator<'_> {
    /// Returns what a thing is owed in return for; nothing where it is owed in any case.
    pub(crate) fn in_return_for(&mut self, id: EntityId) -> Vec<InReturn> {
        let model = self.model;
        let Some(row) = field(model.things.get(id).kind, "in-return-for") else {
            return Vec::new();
        };
        let key = Key::Field(row);
        self.read(Read::Fact(id, key));
        let mut all = Vec::new();
        for item in model.list(id, key, &self.view).items {
            if let (Value::Entity(what), None) = (item.value, item.denied) {
                all.push(InReturn { what, said: item.said, done: self.done(what) });
            }
        }
        all
    }

    /// Decides whether something was done, by what is stated of it.
    fn done(&mut self, id: EntityId) -> Done {
        let model = self.model;
        let kind = model.things.get(id).kind;
        let name = match kind {
            Kind::Phase | Kind::Milestone => HAPPENED,
            Kind::Condition => "holds",
            _ => "status",
        };
        let Some(key) = field(kind, name).map(Key::Field) else { return Done::Unknown };
        self.read(Read::Fact(id, key));
        if kind == Kind::Condition {
            return match model.truth(id, key, &self.view) {
                TruthOf::Stated(true, said) => Done::Yes(None, said),
                TruthOf::Stated(false, said) => Done::No(said),
                _ => Done::Unknown,
            };
        }
        match model.one(id, key, &self.view) {
            One::Known(Value::Date(date), said) => Done::Yes(Some(date), said),
            One::Known(Value::Word(word), said) if CARRIED_OUT.contains(&word.text()) => {
                Done::Yes(None, said)
            }
            // What was broken off is not done any more.
            One::Known(Value::Word(word), said) if word.text() == "halted" => Done::No(said),
            // That a draft is silent says nothing of the world.
            One::None(Closed::By(said)) if matches!(kind, Kind::Phase | Kind::Milestone) => {
                Done::No(said)
            }
            _ => Done::Unknown,
        }
    }
}

/// Decides whether what is owed in return for something is owed: only if all of it was done.
pub fn is_owed(all: &[InReturn]) -> Truth {
    let one = |one: &InReturn| match one.done {
        Done::Yes(..) => Truth::Yes,
        Done::No(_) => Truth::No,
        Done::Unknown => Truth::Undecided,
    };
    all.iter().map(one).fold(Truth::Yes, Truth::and)
}

impl Due {
    /// Returns when it was owed: not before what it is owed in return for was done. With it comes what that was, where it
    /// was done only after the last day.
    #[must_use]
    pub fn in_return_for(mut self, all: &[InReturn]) -> (Due, Option<InReturn>) {
        let elsewhere = std::mem::take(&mut self.elsewhere).into_iter();
        let there = |(ahead, due): (i64, Due)| {
            let days = Days::Of(Place::ahead_of_utc(ahead));
            (ahead, Due { days, ..due }.in_return_for(all).0)
        };
        self.elsewhere = elsewhere.map(there).collect();
        let Some(last) = self.last else { return (self, None) };
        let done = all.iter().filter_map(|one| match one.done {
            // A time of day lies on a day of whosever the days are.
            Done::Yes(Some(date), _) => Some((self.days.widest(date).1.day(), *one)),
            _ => None,
        });
        match done.max_by_key(|(day, _)| *day) {
            Some((day, one)) if day > last.day() => {
                let owed = Some(Time::end_of(day));
                (Due { last: owed, by: Vec::new(), sure: (self.sure.0, owed), ..self }, Some(one))
            }
            _ => (self, None),
        }
    }
}
