//! How days are counted: whether the day from which is counted is the first of them.
//!
//! Takes a plan; gives the same plan with the days counted the other way, so that what hangs on one day can be told. What
//! counts is said by the line, else by the framework, else it is not the first: 60 days after 13 February is 14 April.

use super::{Line, Plan, When, lines};
use crate::eval::Read;
use crate::expr::{EntityId, Key};
use crate::model::{Model, Moment, One, Said, Value, View};
use crate::schema::{Kind, field};

/// Plans of more lines are not solved a second time.
const MOST_LINES: usize = 300;

/// The word by which the first day counts.
const INCLUDED: &str = "includes-first-day";

/// How the days of a framework are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Whether the first day counts.
    pub first_day: bool,
    /// The line that says so.
    pub said: Option<Said>,
}

impl Count {
    /// Returns how the days of a framework are counted.
    pub fn of(model: &Model, root: EntityId) -> Count {
        let stated = field(Kind::Framework, "day-count")
            .filter(|_| model.things.get(root).kind == Kind::Framework)
            .map(|row| model.one(root, Key::Field(row), &View::default()));
        match stated {
            Some(One::Known(Value::Word(word), said)) => {
                Count { first_day: word.text() == INCLUDED, said: Some(said) }
            }
            _ => Count { first_day: false, said: None },
        }
    }
}

impl Plan {
    /// Checks whether the first day counts in the lines of a phase, unless they say so themselves.
    pub(super) fn first_day_of(&mut self, model: &Model, phase: EntityId) -> bool {
        let root = model.things.root(phase);
        if let Some(row) = field(Kind::Framework, "day-count") {
            let read = Read::Fact(root, Key::Field(row));
            if !self.reads.contains(&read) {
                self.reads.push(read);
            }
        }
        Count::of(model, root).first_day
    }

    /// Returns the plan with the days counted the other way in all lines that leave it to the framework; none where no
    /// line does, or where there are too many lines to solve them again.
    #[must_use]
    pub fn counted_otherwise(&self, model: &Model) -> Option<Plan> {
        let open = |line: &Line| first_days_of(model, line).contains(&None);
        if self.lines.len() > MOST_LINES || !self.lines.iter().any(open) {
            return None;
        }
        let (lines, phases) = (self.lines.clone(), self.phases(model));
        Some(Plan::assembled(model, lines, &phases, !self.otherwise, self.home))
    }
}

/// Returns of each length in a line that is counted in days, weeks, months or years whether its first day counts, as far
/// as the line says.
pub fn first_days_of(model: &Model, line: &Line) -> Vec<Option<bool>> {
    let one = |moment: &Moment| moment.distance;
    let lengths = match &line.when {
        When::Lasts(length) => vec![*length],
        When::Done(_)
        | When::Branch(_)
        | When::Chosen
        | When::Not(_)
        | When::Again(_)
        | When::Until(_) => Vec::new(),
        When::Moment(moment) => {
            let several = lines::each_of(model, moment);
            one(moment).into_iter().chain(several.iter().filter_map(one)).collect()
        }
    };
    let in_days = lengths.into_iter().filter(lines::counted_in_days);
    in_days.map(|length| length.first_day).collect()
}
