//! How long a procedure takes: its steps, each begun as soon as what it waits for is over and taking as long as it may.
//!
//! Takes the plan of a procedure; gives when each step begins and ends at the latest, counted from the beginning of the
//! whole, and the steps that make it as long as it is. A sum in one unit: months and days are never added up. Knows
//! nothing of what a text says of the sum.

use super::{Line, Plan, When};
use crate::expr::EntityId;
use crate::model::{Model, Moment, MomentTarget};
use crate::syntax::ast::{Edge, Order};
use crate::value::{Bound, Dimension};

/// A procedure from its beginning to its end.
#[derive(Clone, Debug)]
pub struct Run {
    /// What all is counted in: hours, or months of the calendar.
    pub unit: Dimension,
    /// Its steps, in the order of the text.
    pub steps: Vec<Stretch>,
    /// How long it takes; at least so long, where it is open.
    pub longest: i64,
    /// Whether nothing bounds it above.
    pub open: bool,
    /// The steps that make up its length, the first first.
    pub path: Vec<EntityId>,
}

/// A step as part of a procedure.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// The step.
    pub step: EntityId,
    /// When it begins at the latest.
    pub from: i64,
    /// When it is over at the latest.
    pub to: i64,
    /// How long it takes, and the line that says so; none where no line bounds it above.
    pub length: Option<(i64, Line)>,
    /// Whether its beginning has no upper bound.
    pub late: bool,
    /// The step it begins after or with, where it begins later than the whole.
    before: Option<EntityId>,
}

impl Stretch {
    /// Checks whether nothing bounds its end.
    pub fn is_open(&self) -> bool {
        self.late || self.length.is_none()
    }
}

impl Run {
    /// Returns a step.
    pub fn stretch(&self, step: EntityId) -> Option<&Stretch> {
        self.steps.iter().find(|s| s.step == step)
    }

    /// Returns a length in words.
    pub fn words(&self, length: i64) -> String {
        let (n, one, many) = match self.unit {
            Dimension::Calendar if length % 12 == 0 => (length / 12, "year", "years"),
            Dimension::Calendar => (length, "month", "months"),
            _ if length % 24 == 0 => (length / 24, "day", "days"),
            _ => (length, "hour", "hours"),
        };
        format!("{n} {}", if n == 1 { one } else { many })
    }
}

impl Plan {
    /// Returns how long the steps of a procedure take; none where they are counted in several units, wait for one
    /// another, or there are none.
    pub fn run(&self, model: &Model, steps: &[EntityId]) -> Option<Run> {
        let mut units = self.lines.iter().filter_map(|line| match line.when {
            When::Lasts(length) => Some(length.unit.dimension),
            When::Moment(moment) => moment.distance.map(|length| length.unit.dimension),
            When::Done(_)
            | When::Branch(_)
            | When::Chosen
            | When::Not(_)
            | When::Again(_)
            | When::Until(_) => None,
        });
        let unit = units.next()?;
        if units.any(|other| other != unit) {
            return None;
        }
        let mut done: Vec<Stretch> = Vec::new();
        let mut left: Vec<EntityId> = steps.to_vec();
        while !left.is_empty() {
            let at = left.iter().position(|step| {
                let waits = self.lines.iter().filter(|line| line.of == *step);
                waits.flat_map(|line| line.refers_to(model)).all(|other| !left.contains(&other))
            })?;
            let step = left.remove(at);
            let stretch = self.stretch(step, steps, &done)?;
            done.push(stretch);
        }
        let last = done.iter().rev().max_by_key(|s| s.to)?;
        let (mut path, mut at) = (Vec::new(), Some(last.step));
        while let Some(stretch) = done.iter().find(|s| Some(s.step) == at) {
            path.push(stretch.step);
            at = stretch.before;
        }
        path.reverse();
        let (longest, open) = (last.to, done.iter().any(Stretch::is_open));
        done.sort_by_key(|s| steps.iter().position(|step| *step == s.step));
        Some(Run { unit, steps: done, longest, open, path })
    }

    /// Places a step after those that it refers to.
    fn stretch(&self, step: EntityId, all: &[EntityId], done: &[Stretch]) -> Option<Stretch> {
        let mut stretch = Stretch { step, from: 0, to: 0, length: None, late: false, before: None };
        for line in self.lines.iter().filter(|line| line.of == step) {
            match line.when {
                When::Lasts(length) => {
                    let known = match length.bound {
                        None | Some(Bound::AtMost | Bound::LessThan) => {
                            Some(length.in_base_units()?)
                        }
                        Some(Bound::AtLeast | Bound::MoreThan) => None,
                    };
                    let shorter =
                        known.filter(|n| stretch.length.is_none_or(|(known, _)| *n < known));
                    stretch.length = shorter.map(|n| (n, *line)).or(stretch.length);
                }
                When::Moment(moment) if line.field == "begins" => {
                    place(&mut stretch, &moment, all, done)?;
                }
                // What else bounds its end is not counted in.
                _ => stretch.late = true,
            }
        }
        stretch.to = stretch.from.checked_add(stretch.length.map_or(0, |(n, _)| n))?;
        Some(stretch)
    }
}

/// Lets a step begin no sooner than a moment.
fn place(stretch: &mut Stretch, moment: &Moment, all: &[EntityId], done: &[Stretch]) -> Option<()> {
    let other = match moment.target {
        MomentTarget::Entity(other) if all.contains(&other) => other,
        // When the whole may begin is no part of how long it takes.
        _ => return Some(()),
    };
    let other = done.iter().find(|s| s.step == other)?;
    let from = match (moment.order, moment.edge) {
        (Order::After, Some(Edge::Start))
        | (Order::With | Order::From, None | Some(Edge::Start | Edge::Time(_))) => other.from,
        (Order::After, _) | (Order::With | Order::From, Some(Edge::End)) => other.to,
        (Order::Before | Order::By | Order::During, _) => return Some(()),
    };
    let gap = match moment.distance {
        None => 0,
        Some(length) => match length.bound {
            Some(Bound::AtLeast | Bound::MoreThan) => {
                stretch.late = true;
                length.in_base_units()?
            }
            _ => length.in_base_units()?,
        },
    };
    let from = from.checked_add(gap)?;
    stretch.late |= other.is_open();
    if from > stretch.from || stretch.before.is_none() {
        stretch.from = stretch.from.max(from);
        stretch.before = Some(other.step);
    }
    Some(())
}
