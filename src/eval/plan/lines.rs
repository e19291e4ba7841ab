//! From a line of text to what it says of events: bounds, orders and lengths.
//!
//! Takes one line of a plan; adds its constraints under its label. How days, months and the ends of a stretch are counted
//! is decided here, and written down in the language reference under "Time".

use super::clock::Days;
use super::{Ends, Line, Plan, When};
use crate::expr::EntityId;
use crate::model::{Model, Moment, MomentTarget};
use crate::schema::Kind;
use crate::syntax::ast::Order;
use crate::time::{Constraint, Event, Length, Statement};
use crate::value::{Bound, CalendarUnit, Date, Dimension, Place, Quantity};

/// A length of time as it is counted: on the clock, or by the calendar.
#[derive(Clone, Copy)]
enum Counted {
    Clock(i64),
    Calendar(i64, CalendarUnit),
}

impl Plan {
    /// Adds what a line says, under a label.
    pub(super) fn say(&mut self, model: &Model, label: Statement, line: &Line) {
        let own = self.ends_of(model, line.of);
        if !matches!(line.when, When::Branch(_) | When::Chosen | When::Not(_)) {
            self.suspend(line, own);
        }
        self.first_day = self.first_day_of(model, line.of) != self.otherwise;
        self.own = self.place_of(model, line.of);
        match &line.when {
            When::Lasts(length) => self.apart(label, own.end, own.start, length, Way::On),
            When::Done(other) => {
                let other = self.ends_of(model, *other);
                self.add(label, &[Constraint::after(own.start, other.end)]);
            }
            When::Moment(moment) => self.moment(model, label, line.of, line.field, moment),
            When::Branch(branch) => {
                let taken = self.ends_of(model, *branch).start;
                self.add(label, &[Constraint::after(own.start, taken)]);
            }
            When::Chosen => self.choose(model, label, line.of),
            When::Not(as_of) => self.keep_from(label, line.of, *as_of),
            When::Again(period) => self.again(label, line.of, period),
            When::Until(until) => self.until(model, label, line.of, *until),
        }
        self.settle(label);
    }

    fn moment(
        &mut self,
        model: &Model,
        label: Statement,
        of: EntityId,
        field: &str,
        moment: &Moment,
    ) {
        let own = self.ends_of(model, of);
        let event = match field {
            "ends" => own.end,
            // What a window keeps from being too late is the end.
            "during" if matches!(moment.order, Order::Before | Order::By) => own.end,
            _ => own.start,
        };
        match moment.unless {
            Some(unless) => self.unless(model, label, event, field, moment, unless),
            None => self.place(model, label, own, event, field, moment),
        }
    }

    /// Says when an event is, or the stretch between two for what falls within a window.
    pub(super) fn place(
        &mut self,
        model: &Model,
        label: Statement,
        own: Ends,
        event: Event,
        field: &str,
        moment: &Moment,
    ) {
        let (from, to) = if field == "during" { (own.start, own.end) } else { (event, event) };
        match moment.target {
            MomentTarget::Dates(first, last) => {
                let (first, last) = (self.span(first).0, self.span(last).1);
                self.add(label, &[first.from(from), last.until(to)]);
            }
            MomentTarget::Date(date) => {
                if let Some(length) = &moment.distance {
                    let anchor = self.anchor(label, date);
                    self.distance(label, event, (anchor, anchor), moment.order, length);
                    return;
                }
                let (first, last) = self.span(date);
                let said = match moment.order {
                    Order::After => vec![last.later(Length::TICK).from(event)],
                    Order::Before => vec![self.eve(date).until(event)],
                    Order::By => vec![last.until(event)],
                    Order::From => vec![first.from(from)],
                    Order::With | Order::During => vec![first.from(from), last.until(to)],
                };
                self.add(label, &said);
            }
            MomentTarget::Entity(other) => {
                let kind = model.things.get(other).kind;
                let other = self.part_of(model, other, moment.edge);
                if let Some(length) = &moment.distance {
                    self.distance(label, event, (other.start, other.end), moment.order, length);
                    return;
                }
                let said = match moment.order {
                    Order::After => vec![Constraint::after(event, other.end)],
                    Order::Before => vec![Constraint::after(other.start, event)],
                    Order::By => vec![Constraint::not_before(other.start, event)],
                    Order::From => vec![Constraint::not_before(from, other.start)],
                    Order::With => {
                        let there = if field == "ends" { other.end } else { other.start };
                        together(event, there)
                    }
                    Order::During if kind == Kind::Event => together(event, other.start),
                    // `starts during X` says where it begins, `during X` where all of it lies.
                    Order::During => vec![
                        Constraint::not_before(from, other.start),
                        Constraint::not_before(other.end, to),
                    ],
                };
                self.add(label, &said);
            }
            MomentTarget::OneOf { later, .. } => {
                let mut each = Vec::new();
                for moment in several(model, moment) {
                    // One of them may never come where another does.
                    let one = self.timeline.event(true);
                    let at = Ends { start: one, end: one };
                    match moment.unless {
                        Some(unless) => self.unless(model, label, one, field, &moment, unless),
                        None => self.place(model, label, at, one, field, &moment),
                    }
                    each.push(one);
                }
                // The earlier is no later than any, and as late as one of them; the later the other way round.
                let bounds = each.iter().map(|one| {
                    let (last, first) = if later { (event, *one) } else { (*one, event) };
                    Constraint::not_before(last, first)
                });
                self.add(label, &bounds.collect::<Vec<_>>());
                let reached = each.iter().map(|one| {
                    let (last, first) = if later { (*one, event) } else { (event, *one) };
                    vec![Constraint::not_before(last, first)]
                });
                self.add_choice(label, reached.collect());
            }
        }
    }

    /// Returns an event on a date, for what is counted from it.
    pub(super) fn anchor(&mut self, label: Statement, date: Date) -> Event {
        let event = self.timeline.event(false);
        self.dated.push(event);
        let (first, last) = self.span(date);
        self.add(label, &[first.from(event), last.until(event)]);
        event
    }

    /// `D after X` counts from the end of X, `D before X` back from its beginning.
    pub(super) fn distance(
        &mut self,
        label: Statement,
        event: Event,
        (start, end): (Event, Event),
        order: Order,
        length: &Quantity,
    ) {
        match order {
            // Whatever is at most so long after something is after it all the same.
            Order::After => {
                self.add(label, &[self.beside(event, end, length)]);
                self.apart(label, event, end, length, Way::On);
            }
            Order::Before | Order::By => {
                self.add(label, &[self.beside(start, event, length)]);
                self.apart(label, event, start, length, Way::Back);
            }
            Order::With | Order::During | Order::From => {}
        }
    }

    /// What is so long after something comes after it; on its very day it may come with it.
    fn beside(&self, later: Event, earlier: Event, length: &Quantity) -> Constraint {
        if length.first_day.unwrap_or(self.first_day) && counted_in_days(length) {
            Constraint::not_before(later, earlier)
        } else {
            Constraint::after(later, earlier)
        }
    }

    /// Says that an event is so long after another (on) or before it (back).
    fn apart(&mut self, label: Statement, event: Event, from: Event, length: &Quantity, way: Way) {
        let said = self.reckoned(event, from, length, way);
        self.add(label, &said);
    }

    /// Returns what it says of two events that one is so long after the other (on) or before it (back).
    pub(super) fn reckoned(
        &mut self,
        event: Event,
        from: Event,
        length: &Quantity,
        way: Way,
    ) -> Vec<Constraint> {
        let Some(counted) = counted(length) else { return Vec::new() };
        let (least, most) = match length.bound {
            None => (true, true),
            Some(Bound::AtLeast | Bound::MoreThan) => (true, false),
            Some(Bound::AtMost | Bound::LessThan) => (false, true),
        };
        let sign = if way == Way::On { 1 } else { -1 };
        // Counted back, what is at least so far away comes at the latest then.
        let ends = if way == Way::On { (least, most) } else { (most, least) };
        let mut steps = match counted {
            Counted::Clock(hours) => vec![Hop::Clock(sign * hours)],
            Counted::Calendar(n, unit) => vec![Hop::Calendar(sign * n, unit)],
        };
        // Where the first day counts, the last one is a day nearer.
        let first_day = length.first_day.unwrap_or(self.first_day);
        if let (Counted::Calendar(1.., _), true) = (counted, first_day) {
            steps.push(Hop::Calendar(-sign, CalendarUnit::Days));
        }
        // `more than` and `less than` leave out the day itself, or the moment on the clock.
        if matches!(length.bound, Some(Bound::MoreThan | Bound::LessThan)) {
            steps.push(match (counted, ends.0) {
                (Counted::Clock(_), _) => Hop::Beyond,
                (Counted::Calendar(..), true) => Hop::Calendar(1, CalendarUnit::Days),
                (Counted::Calendar(..), false) => Hop::Calendar(-1, CalendarUnit::Days),
            });
        }
        let place = match self.days {
            Days::Of(place) if !place.is_fixed() => Some(place),
            _ => None,
        };
        // Days of another place are counted on the clock of that.
        if let (Counted::Calendar(..), Some(own), Days::Of(here)) = (counted, self.own, self.days) {
            steps.insert(0, Hop::Seen { from: here, to: own });
            steps.push(Hop::Seen { from: own, to: here });
        }
        let mut said = Vec::new();
        let mut here = from;
        for (at, hop) in steps.iter().enumerate() {
            // A moment on the way comes where what it leads to does.
            let last = at + 1 == steps.len();
            let there = if last { event } else { self.timeline.event(true) };
            hop.say(there, here, ends, place, &mut said);
            here = there;
        }
        said
    }
}

/// A step from one moment to another, of which the other is at least or at most so far.
#[derive(Clone, Copy)]
enum Hop {
    Clock(i64),
    Calendar(i64, CalendarUnit),
    /// The smallest step there is.
    Beyond,
    /// The same moment, from the clock of one place to that of another.
    Seen {
        from: Place,
        to: Place,
    },
}

impl Hop {
    /// Says that `there` is no earlier than the step leads to, no later, or both.
    fn say(
        self,
        there: Event,
        here: Event,
        ends: (bool, bool),
        place: Option<Place>,
        said: &mut Vec<Constraint>,
    ) {
        let (from, to) = match (self, place) {
            // On the axis of the plan is what the clock of the place shows, which may be put forward and back.
            (Hop::Clock(hours), Some(place)) => {
                let length = Length::hours(hours);
                (
                    Constraint::at_least_elapsed(there, here, length, place),
                    Constraint::at_most_elapsed(there, here, length, place),
                )
            }
            (Hop::Clock(hours), None) => {
                let length = Length::hours(hours);
                (
                    Constraint::at_least_after(there, here, length),
                    Constraint::at_most_after(there, here, length),
                )
            }
            (Hop::Calendar(n, unit), _) => (
                Constraint::at_least_days_after(there, here, n, unit),
                Constraint::at_most_days_after(there, here, n, unit),
            ),
            (Hop::Seen { from, to }, _) => {
                let [on, back] = Constraint::one_moment(here, from, there, to);
                (on, back)
            }
            (Hop::Beyond, _) => (Constraint::after(there, here), Constraint::after(here, there)),
        };
        said.extend(ends.0.then_some(from));
        said.extend(ends.1.then_some(to));
    }
}

/// Returns the moments of which the first or the last is meant.
pub(super) fn several(model: &Model, moment: &Moment) -> Vec<Moment> {
    let MomentTarget::OneOf { from, count, .. } = moment.target else { return Vec::new() };
    (from..from.saturating_add(count)).filter_map(|at| model.moment(at).copied()).collect()
}

/// Returns every single moment of which the first or the last is meant, those of several within several too.
pub(super) fn each_of(model: &Model, moment: &Moment) -> Vec<Moment> {
    let several = several(model, moment).into_iter();
    several
        .flat_map(|one| match one.target {
            MomentTarget::OneOf { .. } => each_of(model, &one),
            _ => vec![one],
        })
        .collect()
}

/// Whether a length is counted on from something or back from it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    On,
    Back,
}

pub(super) fn together(a: Event, b: Event) -> Vec<Constraint> {
    vec![Constraint::not_before(a, b), Constraint::not_before(b, a)]
}

/// Returns a length as days or months of the calendar; none for one that is counted on the clock.
pub(super) fn days_or_months(length: &Quantity) -> Option<(i64, CalendarUnit)> {
    match counted(length)? {
        Counted::Calendar(n, unit) => Some((n, unit)),
        Counted::Clock(_) => None,
    }
}

/// Checks whether a length is counted in days, weeks, months or years, and not on the clock.
pub(super) fn counted_in_days(length: &Quantity) -> bool {
    days_or_months(length).is_some()
}

/// Checks whether a length in a line is counted in hours.
pub(super) fn counts_hours(model: &Model, line: &Line) -> bool {
    let hours = |length: &Quantity| matches!(counted(length), Some(Counted::Clock(_)));
    match &line.when {
        When::Lasts(length) => hours(length),
        When::Moment(moment) => {
            let several = several(model, moment);
            several.iter().chain([moment]).filter_map(|one| one.distance).any(|one| hours(&one))
        }
        When::Done(_)
        | When::Branch(_)
        | When::Chosen
        | When::Not(_)
        | When::Again(_)
        | When::Until(_) => false,
    }
}

/// Returns how a length is counted; none for one that is not whole or no time at all.
fn counted(length: &Quantity) -> Option<Counted> {
    let n = length.in_base_units()?;
    match length.unit.dimension {
        Dimension::Time if length.unit.size % 24 == 0 && n % 24 == 0 => {
            Some(Counted::Calendar(n / 24, CalendarUnit::Days))
        }
        Dimension::Time if length.unit.size % 24 == 0 => None,
        Dimension::Time => Some(Counted::Clock(n)),
        Dimension::Calendar => Some(Counted::Calendar(n, CalendarUnit::Months)),
        _ => None,
    }
}
