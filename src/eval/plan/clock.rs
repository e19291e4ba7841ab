//! Times of day in a plan: where they stand to its days.
//!
//! A plan counts in days, and its days are those of one place: the one that its frameworks name (`days-in`). Takes dates;
//! gives the point on the clock of that place. Where none is named, what a clock somewhere shows lies on whichever day it
//! may be elsewhere: how far the days of the plan are from UTC is then an event of its own, which may be anywhere from the
//! west of the world to its east, and from which all times of day are counted exactly. Knows nothing of lines.

use super::{Line, Plan, When, lines};
use crate::eval::Read;
use crate::expr::{EntityId, Key};
use crate::model::{Model, Moment, MomentTarget, One, Value, View};
use crate::schema::{Kind, field};
use crate::time::{Constraint, Event, Length, Statement, Time};
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

/// What it takes to tell all of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Finest {
    /// Days do.
    #[default]
    Days,
    /// Something is counted in hours.
    Hours,
    /// A time of day stands in it, or the days of several places do.
    Clocks,
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

    /// Returns the earlier of two points that are both times.
    fn earlier(self, other: Point) -> Point {
        match (self, other) {
            (Point::At(a), Point::At(b)) => Point::At(a.min(b)),
            _ => self,
        }
    }

    /// Returns the later of two points that are both times.
    fn later_of(self, other: Point) -> Point {
        match (self, other) {
            (Point::At(a), Point::At(b)) => Point::At(a.max(b)),
            _ => self,
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
    fn span(self, date: Date) -> (Point, Point) {
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
    fn eve(self, date: Date) -> Point {
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
    /// Finds out whose days the days of a plan are.
    pub(super) fn find_days(&mut self, model: &Model, lines: &[Line], phases: &[EntityId]) {
        let first = self.clocks(model, lines).min_by_key(|date| date.utc());
        self.finest = match first {
            Some(_) => Finest::Clocks,
            None if lines.iter().any(|line| lines::counts_hours(model, line)) => Finest::Hours,
            None => Finest::Days,
        };
        let mut roots: Vec<EntityId> = phases.iter().map(|id| model.things.root(*id)).collect();
        roots.sort_unstable();
        roots.dedup();
        let mut all = Vec::new();
        for root in roots {
            let Some(row) = field(model.things.get(root).kind, "days-in") else { continue };
            self.reads.push(Read::Fact(root, Key::Field(row)));
            all.push((root, days_in(model, root)));
        }
        let own = all.iter().find(|(root, _)| Some(*root) == self.home).or(all.first());
        if let Some((_, Some(place))) = own
            && all.iter().all(|(_, place)| place.is_some())
        {
            self.days = Days::Of(*place);
            if all.iter().any(|(_, other)| *other != Some(*place)) {
                self.places = all.iter().filter_map(|(root, at)| Some((*root, (*at)?))).collect();
                self.finest = Finest::Clocks;
            }
            return;
        }
        let Some(first) = first else { return };
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

    /// Returns the place whose days are meant in the lines of a thing, where it is not that of the plan.
    pub(super) fn place_of(&self, model: &Model, id: EntityId) -> Option<Place> {
        let place = *self.places.get(&model.things.root(id))?;
        (self.days != Days::Of(place)).then_some(place)
    }

    /// Iterates over the dates with a time of day in some lines, and of the events that they refer to.
    fn clocks<'m>(
        &mut self,
        model: &'m Model,
        lines: &'m [Line],
    ) -> impl Iterator<Item = Date> + use<'m> {
        let mut dates = Vec::new();
        for line in lines {
            match line.when {
                When::Moment(moment) => {
                    let several = lines::each_of(model, &moment);
                    dates.extend(several.iter().chain([&moment]).flat_map(dates_of));
                }
                When::Until(MomentTarget::Date(date)) => dates.push(date),
                _ => {}
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

    /// Returns the points of a date, in the line that is being read, on the axis of the plan.
    pub(super) fn span(&self, date: Date) -> (Point, Point) {
        self.span_in(self.own, date)
    }

    fn span_in(&self, own: Option<Place>, date: Date) -> (Point, Point) {
        match (self.days, own) {
            (Days::Of(here), Some(there)) if date.clock().is_none() => {
                let (first, last) = Time::span_of(date);
                let (first, last) = (first.seen_in(there, here).0, last.seen_in(there, here).1);
                (Point::At(first), Point::At(last))
            }
            _ => self.days.span(date),
        }
    }

    /// Returns the same of a date that stands in no framework: where their days are those of several places, a day is as
    /// wide as that of all of them.
    pub(super) fn span_anywhere(&self, date: Date) -> (Point, Point) {
        let mut all = self.places.values().map(|place| self.span_in(Some(*place), date));
        let Some(first) = all.next().filter(|_| date.clock().is_none()) else {
            return self.days.span(date);
        };
        all.fold(first, |(from, to), (first, last)| (from.earlier(first), to.later_of(last)))
    }

    /// Returns the last point before a date, in the line that is being read.
    pub(super) fn eve(&self, date: Date) -> Point {
        match self.own {
            Some(_) => self.span(date).0.later(BACK),
            None => self.days.eve(date),
        }
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
