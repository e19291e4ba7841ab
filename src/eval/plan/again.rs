//! The times of a milestone that comes again, as far as lines count from them: `after the 3rd time of meeting`.
//!
//! Takes the lines that say how often it comes and until when; gives an event for each of its times that a line names, a
//! day of the calendar counted from when the first is due. What ends it keeps the later ones from coming. Times that
//! nobody counts from are no part of a plan.

use super::{Ends, Line, Plan, When, lines};
use crate::eval::Read;
use crate::expr::{EntityId, Key};
use crate::model::{Model, Moment, MomentTarget, One, View};
use crate::schema::{FieldId, Kind, field};
use crate::syntax::ast::Edge;
use crate::time::{Consistency, Constraint, Event, Length, Statement};
use crate::value::{CalendarUnit, Quantity};

/// One of the times of something.
#[derive(Clone, Copy, Debug)]
pub(super) struct OneTime {
    /// When it would come, whatever ends it before.
    due: Event,
    /// When it comes, if it does.
    comes: Event,
}

/// Iterates over the fields that say how often something comes, and until when.
pub(super) fn fields(kind: Kind) -> impl Iterator<Item = (&'static str, FieldId)> {
    let fields = (kind == Kind::Milestone).then_some(["repeats", "until"]).into_iter().flatten();
    fields.filter_map(move |name| Some((name, field(kind, name)?)))
}

/// Returns which times of what a line counts from.
pub(super) fn asked(model: &Model, line: &Line) -> Vec<(EntityId, u16)> {
    let When::Moment(moment) = line.when else { return Vec::new() };
    let one = |moment: &Moment| match (moment.target, moment.edge) {
        (MomentTarget::Entity(id), Some(Edge::Time(time))) => Some((id, time)),
        _ => None,
    };
    let several = lines::each_of(model, &moment);
    one(&moment).into_iter().chain(several.iter().filter_map(one)).collect()
}

/// Checks whether what is said of something ends it, so that its later times may not come.
pub(super) fn has_an_end(model: &Model, id: EntityId) -> bool {
    let until = field(model.things.get(id).kind, "until");
    until.is_some_and(|row| {
        matches!(model.one(id, Key::Field(row), &View::default()), One::Known(..))
    })
}

impl Plan {
    /// Collects how often what lines count the times of comes, and until when; gives the phases that these lines refer to.
    pub(super) fn read_times(&mut self, model: &Model) -> Vec<EntityId> {
        let mut ids: Vec<EntityId> =
            self.lines.iter().flat_map(|line| asked(model, line)).map(|(id, _)| id).collect();
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| !self.lines.iter().any(|line| line.of == *id && line.is_of_times()));
        let mut others = Vec::new();
        for id in ids {
            for (name, row) in fields(model.things.get(id).kind) {
                self.reads.push(Read::Fact(id, Key::Field(row)));
                for claim in model.claims(id, Key::Field(row)) {
                    for when in super::said(model, claim) {
                        let when = match when {
                            When::Lasts(period) => When::Again(period),
                            When::Moment(moment) => When::Until(moment.target),
                            _ => continue,
                        };
                        let line = Line { said: claim.said, of: id, field: name, when };
                        others.extend(line.refers_to(model));
                        self.lines.push(line);
                    }
                }
            }
        }
        others.retain(|id| model.things.get(*id).kind.is_planned());
        others
    }

    /// Makes an event of each time that lines count from.
    pub(super) fn find_times(&mut self, model: &Model, lines: &[Line]) {
        for (id, time) in lines.iter().flat_map(|line| asked(model, line)) {
            if self.times.contains_key(&(id, time)) {
                continue;
            }
            let Ends { start: first, .. } = self.ends_of(model, id);
            let due = self.timeline.event(true);
            // None comes before the first, or without it.
            self.timeline.add(Statement::GIVEN, &[Constraint::not_before(due, first)]);
            let ends = lines.iter().any(|l| l.of == id && matches!(l.when, When::Until(_)));
            let comes = if ends {
                let comes = self.timeline.event(true);
                self.timeline.add(Statement::GIVEN, &[Constraint::not_before(comes, due)]);
                comes
            } else {
                due
            };
            self.times.insert((id, time), OneTime { due, comes });
        }
    }

    /// Returns the event of what is meant of a thing: of it as a whole, of its beginning, its end or one of its times.
    pub(super) fn part_of(&mut self, model: &Model, id: EntityId, edge: Option<Edge>) -> Ends {
        let whole = self.ends_of(model, id);
        let at = match edge {
            None => return whole,
            Some(Edge::Start) => whole.start,
            Some(Edge::End) => whole.end,
            Some(Edge::Time(time)) => {
                self.times.get(&(id, time)).map_or(whole.start, |one| one.comes)
            }
        };
        Ends { start: at, end: at }
    }

    /// Says how often something comes: each time is counted from the first.
    pub(super) fn again(&mut self, label: Statement, of: EntityId, period: &Quantity) {
        let Some((n, unit)) = lines::days_or_months(period) else { return };
        let Some(first) = self.ends(of).map(|ends| ends.start) else { return };
        for (time, OneTime { due, .. }) in self.times_of(of) {
            let n = n.saturating_mul(i64::from(time) - 1);
            let said = [
                Constraint::at_least_days_after(due, first, n, unit),
                Constraint::at_most_days_after(due, first, n, unit),
            ];
            self.add(label, &said);
        }
    }

    /// Says until when something comes again: on its last day it still does.
    pub(super) fn until(
        &mut self,
        model: &Model,
        label: Statement,
        of: EntityId,
        until: MomentTarget,
    ) {
        for (_, OneTime { due, comes }) in self.times_of(of) {
            let (in_time, too_late) = match until {
                MomentTarget::Date(date) => {
                    let (_, last) = self.span(date);
                    (last.until(due), last.later(Length::TICK).from(due))
                }
                MomentTarget::Entity(end) => {
                    let end = self.ends_of(model, end).start;
                    (
                        Constraint::at_least_days_after(end, due, 0, CalendarUnit::Days),
                        Constraint::at_least_days_after(due, end, 1, CalendarUnit::Days),
                    )
                }
                MomentTarget::Dates(..) | MomentTarget::OneOf { .. } => continue,
            };
            let mut so = lines::together(comes, due);
            so.push(in_time);
            self.add_choice(label, vec![so, vec![Constraint::never(comes), too_late]]);
        }
    }

    /// Checks whether what ends something lies before its first time, whatever comes; not of what cannot come at all.
    pub fn is_over_before(&self, id: EntityId, until: MomentTarget) -> bool {
        let Some(first) = self.ends(id).map(|ends| ends.start) else { return false };
        let in_time = match until {
            MomentTarget::Date(date) => self.span(date).1.until(first),
            MomentTarget::Entity(end) => {
                let Some(end) = self.ends(end).map(|ends| ends.start) else { return false };
                Constraint::at_least_days_after(end, first, 0, CalendarUnit::Days)
            }
            MomentTarget::Dates(..) | MomentTarget::OneOf { .. } => return false,
        };
        let mut timeline = self.timeline.clone();
        timeline.add(Statement::GIVEN, &[Constraint::happens(first)]);
        if timeline.consistency_of(first) != Consistency::Consistent {
            return false;
        }
        timeline.add(Statement::GIVEN, &[in_time]);
        timeline.consistency_of(first) == Consistency::Inconsistent
    }

    fn times_of(&self, id: EntityId) -> Vec<(u16, OneTime)> {
        let own = self.times.iter().filter(|((of, _), _)| *of == id);
        let mut times: Vec<(u16, OneTime)> = own.map(|((_, time), one)| (*time, *one)).collect();
        times.sort_unstable_by_key(|(time, _)| *time);
        times
    }

    /// Iterates over what lines count the times of although no line says that it comes again.
    pub fn never_again<'p>(
        &'p self,
        model: &'p Model,
    ) -> impl Iterator<Item = (&'p Line, EntityId)> + 'p {
        let again = |id: EntityId| {
            self.lines.iter().any(|line| line.of == id && matches!(line.when, When::Again(_)))
        };
        self.lines.iter().flat_map(move |line| {
            let ids = asked(model, line).into_iter().map(|(id, _)| id);
            ids.filter(move |id| !again(*id)).map(move |id| (line, id))
        })
    }
}

impl Line {
    /// Checks whether it says of something how often it comes, or until when.
    pub fn is_of_times(&self) -> bool {
        matches!(self.when, When::Again(_) | When::Until(_))
    }
}
