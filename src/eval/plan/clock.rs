//! Times of day in a plan: where they stand to its days.
//!
//! A plan counts in days, and its days are those of one place: the one that its frameworks name (`days-in`). Takes dates;
//! gives the point on the clock of that place. Where none is named, what a clock somewhere shows lies on whichever day it
//! may be elsewhere: how far the days of the plan are from UTC is then an event of its own, which may be anywhere from the
//! west of the world to its east, and from which all times of day are counted exactly. Knows nothing of lines.

use jiff::civil::Date as Day;

use super::{Due, Line, Plan, When, lines};
use crate::eval::Read;
use crate::expr::{EntityId, Key};
use crate::model::{Model, Moment, MomentTarget, One, Value, View};
use crate::schema::{Kind, field};
use crate::time::{Constraint, Event, Length, Statement, Time, Timeline};
use crate::value::{Date, OFFSETS, Place};

/// Whose days the days of a plan are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Days {
    /// Nobody's in particular: no time of day stands in the plan.
    #[default]
    Anybodys,
    /// Those of a place.
    Of(Place),
    /// Nothing says whose: the event comes when UTC has `zero` minutes, on the clock by which the days are counted.
    Unknown {
        /// When that is.
        event: Event,
        /// The minutes of UTC.
        zero: i64,
    },
}

/// A point on the axis of a plan: a time, or so long after the event that stands for UTC.
#[derive(Clone, Copy, Debug)]
pub(super) enum Point {
    At(Time),
    After(Event, Length),
}

impl Point {
    pub(super) fn later(self, by: Length) -> Point {
        match self {
            Point::At(time) => Point::At(time.shifted(by)),
            Point::After(event, length) => Point::After(event, length.plus(by)),
        }
    }

    /// Says that an event comes no earlier.
    pub(super) fn from(self, event: Event) -> Constraint {
        match self {
            Point::At(time) => Constraint::no_earlier(event, time),
            Point::After(zero, length) => Constraint::at_least_after(event, zero, length),
        }
    }

    /// Says that an event comes no later.
    pub(super) fn until(self, event: Event) -> Constraint {
        match self {
            Point::At(time) => Constraint::no_later(event, time),
            Point::After(zero, length) => Constraint::at_most_after(event, zero, length),
        }
    }
}

/// A tick back.
const BACK: Length = Length::TICK.back();

impl Days {
    /// Returns the first and the last point of a date; of a moment both are the same.
    pub(super) fn span(self, date: Date) -> (Point, Point) {
        let point = match (self, date.utc()) {
            (Days::Of(place), Some(utc)) => Point::At(Time::of_minutes(place.clock_at(utc))),
            (Days::Unknown { event, zero }, Some(utc)) => {
                Point::After(event, Length::minutes(utc - zero))
            }
            (Days::Anybodys, _) | (_, None) => {
                let (first, last) = Time::span_of(date);
                return (Point::At(first), Point::At(last));
            }
        };
        (point, point)
    }

    /// Returns the last point before a date.
    pub(super) fn eve(self, date: Date) -> Point {
        if date.clock().is_some() {
            return self.span(date).0.later(BACK);
        }
        let first = Time::span_of(date).0;
        Point::At(date.first_day().yesterday().map_or(first, Time::end_of))
    }

    /// Returns the earliest and the latest time at which a date may begin and end, wherever the days are those of.
    pub(crate) fn widest(self, date: Date) -> (Time, Time) {
        match (self, date.utc()) {
            (Days::Of(place), Some(utc)) => {
                let time = Time::of_minutes(place.clock_at(utc));
                (time, time)
            }
            (_, Some(utc)) => {
                let at =
                    |by: Option<&i16>| Time::of_minutes(utc + i64::from(by.copied().unwrap_or(0)));
                (at(OFFSETS.first()), at(OFFSETS.last()))
            }
            (_, None) => Time::span_of(date),
        }
    }
}

impl Plan {
    /// Finds out whose days the days of a plan are, if a time of day stands in it.
    pub(super) fn find_days(&mut self, model: &Model, lines: &[Line], phases: &[EntityId]) {
        let Some(first) = self.clocks(model, lines).min_by_key(|date| date.utc()) else { return };
        let mut roots: Vec<EntityId> = phases.iter().map(|id| model.things.root(*id)).collect();
        roots.sort_unstable();
        roots.dedup();
        let mut places = Vec::new();
        for root in roots {
            let Some(row) = field(model.things.get(root).kind, "days-in") else { continue };
            self.reads.push(Read::Fact(root, Key::Field(row)));
            places.push(days_in(model, root));
        }
        places.dedup();
        if let [Some(place)] = places.as_slice() {
            self.days = Days::Of(*place);
            return;
        }
        let zero = first.utc().unwrap_or(0);
        let event = self.timeline.event(false);
        let at = |by: Option<&i16>| Time::of_minutes(zero + i64::from(by.copied().unwrap_or(0)));
        let within = [
            Constraint::no_earlier(event, at(OFFSETS.first())),
            Constraint::no_later(event, at(OFFSETS.last())),
        ];
        self.timeline.add(Statement::GIVEN, &within);
        self.shown_in = first.clock().map(|clock| clock.place);
        self.days = Days::Unknown { event, zero };
    }

    /// Iterates over the dates with a time of day in some lines, and of the events that they refer to.
    fn clocks<'m>(
        &mut self,
        model: &'m Model,
        lines: &'m [Line],
    ) -> impl Iterator<Item = Date> + use<'m> {
        let mut dates = Vec::new();
        for line in lines {
            if let When::Moment(moment) = line.when {
                let several = lines::each_of(model, &moment);
                dates.extend(several.iter().chain([&moment]).flat_map(dates_of));
            }
            for other in line.refers_to(model) {
                if model.things.get(other).kind == Kind::Event
                    && let Some(row) = field(Kind::Event, "on")
                {
                    self.reads.push(Read::Fact(other, Key::Field(row)));
                    if let One::Known(Value::Date(date), _) =
                        model.one(other, Key::Field(row), &View::default())
                    {
                        dates.push(date);
                    }
                }
            }
        }
        dates.into_iter().filter(|date| date.clock().is_some())
    }

    /// Returns the place on whose clock times of day are to be shown, where there are any, and whether its days are known
    /// to be those of the plan.
    pub fn shown_in(&self) -> Option<(Place, bool)> {
        match self.days {
            Days::Anybodys => None,
            Days::Of(place) => Some((place, true)),
            Days::Unknown { .. } => self.shown_in.map(|place| (place, false)),
        }
    }

    /// Returns the plan as it is if its days are those of a place so many minutes ahead of UTC.
    pub(super) fn if_days_are(&self, ahead: i64) -> Option<Timeline> {
        let Days::Unknown { event, zero } = self.days else { return None };
        let at = Time::of_minutes(zero + ahead);
        let mut timeline = self.timeline.clone();
        let on = [Constraint::no_earlier(event, at), Constraint::no_later(event, at)];
        timeline.add(Statement::GIVEN, &on);
        Some(timeline)
    }

    /// Returns the plan as it is seen from the place on whose clock it is shown.
    #[must_use]
    pub fn seen(&self) -> Option<Plan> {
        let Days::Unknown { zero, .. } = self.days else { return None };
        let ahead = self.shown_in?.clock_at(zero) - zero;
        let timeline = self.if_days_are(ahead)?;
        let consistent = timeline.consistency() == crate::time::Consistency::Consistent;
        consistent.then(|| Plan {
            timeline,
            ends: self.ends.clone(),
            lines: self.lines.clone(),
            went: self.went.clone(),
            ..Plan::default()
        })
    }

    /// Returns the day of a moment where the plan is shown; none of what has no time of day.
    pub fn day_shown(&self, date: Date) -> Option<Day> {
        let (place, utc) = (self.shown_in()?.0, date.utc()?);
        Some(Time::of_minutes(place.clock_at(utc)).day())
    }

    /// Returns the last time at which something was due, on the clock on which the plan is shown.
    pub fn due_as_seen(&self, due: &Due) -> Option<Time> {
        let here = match (self.days, self.shown_in) {
            (Days::Unknown { zero, .. }, Some(place)) => {
                let ahead = place.clock_at(zero) - zero;
                due.elsewhere.iter().find(|(there, _)| *there == ahead).map(|(_, due)| due)
            }
            _ => None,
        };
        here.unwrap_or(due).last
    }

    /// Returns the points of a date on the axis of the plan.
    pub(super) fn span(&self, date: Date) -> (Point, Point) {
        self.days.span(date)
    }

    /// Returns between which times a date lies on the axis of the plan, whosever its days are.
    pub(in crate::eval) fn widest(&self, date: Date) -> (Time, Time) {
        self.days.widest(date)
    }
}

/// Returns the place whose days those of a framework are.
fn days_in(model: &Model, root: EntityId) -> Option<Place> {
    let row = field(model.things.get(root).kind, "days-in")?;
    match model.one(root, Key::Field(row), &View::default()) {
        One::Known(Value::Place(place), _) => Some(place),
        _ => None,
    }
}

fn dates_of(moment: &Moment) -> Vec<Date> {
    match moment.target {
        MomentTarget::Date(date) => vec![date],
        MomentTarget::Dates(first, last) => vec![first, last],
        _ => Vec::new(),
    }
}
