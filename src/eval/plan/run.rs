//! How long a procedure takes: its steps, each begun as soon as what it waits for is over and taking as long as it may.
//!
//! Takes the plan of a procedure; gives when each step begins and ends at the latest, counted from the beginning of the
//! whole (its first day is day 0), and the steps that make it as long as it is. A sum in one unit: months and days are
//! never added up, and against months a day more or less is not counted. Knows nothing of what a text says of the sum.

use super::{Count, Line, Plan, When, lines};
use crate::expr::EntityId;
use crate::model::{Model, Moment, MomentTarget};
use crate::syntax::ast::{Edge, Order};
use crate::time::Consistency;
use crate::value::{Bound, Dimension, Quantity};

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
    /// Whether a first day counts where the line does not say it.
    first_day: bool,
}

/// A step as part of a procedure.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// The step.
    pub step: EntityId,
    /// When it begins at the latest.
    pub from: i64,
    /// When it is over at the latest; where nothing bounds that, when it is over at the earliest.
    pub to: i64,
    /// The line that says until when it goes on at most, or else at least; none where no line does.
    pub line: Option<Line>,
    /// Whether its beginning has no upper bound.
    pub late: bool,
    /// Whether its end has none.
    open: bool,
    /// The step it begins after or with, where it begins later than the whole.
    before: Option<EntityId>,
}

impl Stretch {
    /// Checks whether nothing bounds its end.
    pub fn is_open(&self) -> bool {
        self.open
    }
}

/// When something is at the latest, or, where that is open, no sooner than.
#[derive(Clone, Copy, Debug)]
struct Point {
    at: i64,
    open: bool,
    /// The step whose end it hangs on.
    of: Option<EntityId>,
}

/// The whole begins with this.
const BEGINNING: Point = Point { at: 0, open: false, of: None };

/// What lines say of the beginning or the end of a step: no sooner than, and no later than.
#[derive(Clone, Copy, Debug, Default)]
struct Limits {
    floor: Option<(Point, Line)>,
    cap: Option<(Point, Line)>,
}

impl Limits {
    fn floor(&mut self, point: Point, line: Line) {
        let open = self.floor.is_some_and(|(known, _)| known.open) || point.open;
        if self.floor.is_none_or(|(known, _)| point.at > known.at) {
            self.floor = Some((point, line));
        }
        if let Some((known, _)) = &mut self.floor {
            known.open = open;
        }
    }

    /// What hangs on something that nothing bounds is no bound itself.
    fn cap(&mut self, point: Point, line: Line) {
        if !point.open && self.cap.is_none_or(|(known, _)| point.at < known.at) {
            self.cap = Some((point, line));
        }
    }

    /// Returns what decides: the bound above, where there is one.
    fn latest(self) -> Option<(Point, Line)> {
        let least = self.floor.map_or(0, |(floor, _)| floor.at);
        let cap = self.cap.map(|(cap, line)| (Point { at: cap.at.max(least), ..cap }, line));
        cap.or(self.floor)
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

    /// Returns how much more a length says than what it takes: the first day, where that is one of those it counts.
    pub fn first_day(&self, length: &Quantity) -> i64 {
        first_day(length, self.first_day)
    }

    /// Returns how much a length takes at most or at least, in what all is counted in.
    pub fn taken_by(&self, length: &Quantity) -> Option<i64> {
        taken_by(length, self.first_day)
    }
}

fn first_day(length: &Quantity, unsaid: bool) -> i64 {
    let counts = length.first_day.unwrap_or(unsaid)
        && length.unit.dimension == Dimension::Time
        && lines::days_or_months(length).is_some_and(|(n, _)| n > 0);
    if counts { 24 } else { 0 }
}

fn taken_by(length: &Quantity, unsaid: bool) -> Option<i64> {
    let n = length.in_base_units()?;
    // `more than` and `less than` leave out the day itself; of months and of hours the whole counts.
    let day = if lines::counted_in_days(length) && length.unit.dimension == Dimension::Time {
        24
    } else {
        0
    };
    let beyond = match length.bound {
        Some(Bound::MoreThan) => day,
        Some(Bound::LessThan) => -day,
        _ => 0,
    };
    n.checked_add(beyond)?.checked_sub(first_day(length, unsaid))
}

/// Returns how a length binds: from below, from above.
fn ways(length: &Quantity) -> (bool, bool) {
    match length.bound {
        None => (true, true),
        Some(Bound::AtLeast | Bound::MoreThan) => (true, false),
        Some(Bound::AtMost | Bound::LessThan) => (false, true),
    }
}

/// Returns what a line lets wait for the step that it is a line of: `ends before X` says when X begins, not when this is.
fn before(line: &Line) -> Option<EntityId> {
    match line.when {
        When::Moment(Moment {
            order: Order::Before,
            distance: None,
            target: MomentTarget::Entity(other),
            edge: None | Some(Edge::Start),
            ..
        }) => Some(other),
        _ => None,
    }
}

/// Steps that are being placed, one after the other.
struct Placing<'m> {
    model: &'m Model,
    steps: &'m [EntityId],
    first_day: bool,
    done: Vec<Stretch>,
}

impl Plan {
    /// Returns how long the steps of a procedure take; none where they are counted in several units, wait for one
    /// another, clash, or there are none.
    pub fn run(&self, model: &Model, steps: &[EntityId]) -> Option<Run> {
        let lengths = |line: &Line| match line.when {
            When::Lasts(length) => vec![length],
            When::Moment(moment) => {
                let several = lines::each_of(model, &moment);
                let all = moment.distance.into_iter();
                all.chain(several.iter().filter_map(|moment| moment.distance)).collect()
            }
            _ => Vec::new(),
        };
        // Of lines that clash nothing is known.
        let clash = |step: &EntityId| {
            let ends = self.ends(*step);
            ends.is_some_and(|e| self.timeline.consistency_of(e.start) == Consistency::Inconsistent)
        };
        if steps.iter().any(clash) {
            return None;
        }
        let own: Vec<&Line> = self.lines.iter().filter(|line| steps.contains(&line.of)).collect();
        let before = |line: &Line| before(line).filter(|other| steps.contains(other));
        let mut units = own.iter().flat_map(|line| lengths(line)).map(|l| l.unit.dimension);
        let unit = units.next()?;
        if units.any(|other| other != unit) {
            return None;
        }
        let root = model.things.root(*steps.first()?);
        let first_day = Count::of(model, root).first_day;
        let mut placing = Placing { model, steps, first_day, done: Vec::new() };
        let mut left: Vec<EntityId> = steps.to_vec();
        while !left.is_empty() {
            let at = left.iter().position(|step| {
                let mut others = own.iter().flat_map(|line| match before(line) {
                    Some(other) if other == *step => vec![line.of],
                    None if line.of == *step => line.refers_to(model),
                    _ => Vec::new(),
                });
                others.all(|other| other == *step || !left.contains(&other))
            })?;
            let step = left.remove(at);
            let lines: Vec<Line> = own
                .iter()
                .filter(|line| before(line).unwrap_or(line.of) == step)
                .map(|line| **line)
                .collect();
            let stretch = placing.stretch(step, &lines)?;
            placing.done.push(stretch);
        }
        let mut done = placing.done;
        let last = done.iter().rev().max_by_key(|s| s.to)?;
        let (mut path, mut at) = (Vec::new(), Some(last.step));
        while let Some(stretch) = done.iter().find(|s| Some(s.step) == at) {
            path.push(stretch.step);
            at = stretch.before;
        }
        path.reverse();
        let (longest, open) = (last.to, done.iter().any(Stretch::is_open));
        done.sort_by_key(|s| steps.iter().position(|step| *step == s.step));
        Some(Run { unit, steps: done, longest, open, path, first_day })
    }
}

impl Placing<'_> {
    /// Places a step after those that it refers to.
    fn stretch(&self, step: EntityId, lines: &[Line]) -> Option<Stretch> {
        let mut begins = Limits::default();
        for line in lines {
            match line.when {
                When::Moment(_) if line.of != step => {
                    let edge = if line.field == "ends" { Edge::End } else { Edge::Start };
                    if let Some(point) = self.point(line.of, Some(edge), None) {
                        begins.floor(point, *line);
                    }
                }
                When::Moment(moment) if line.field == "begins" => {
                    self.limit(&mut begins, &moment, None, *line)?;
                }
                When::Done(other) => {
                    if let Some(end) = self.point(other, Some(Edge::End), None) {
                        begins.floor(end, *line);
                    }
                }
                _ => {}
            }
        }
        let from = begins.latest().map_or(BEGINNING, |(point, _)| point);
        let own = Some((step, from));
        let mut ends = Limits::default();
        for line in lines {
            match line.when {
                When::Lasts(length) => {
                    let at = from.at.checked_add(taken_by(&length, self.first_day)?)?;
                    let (least, most) = ways(&length);
                    let point = Point { at, ..from };
                    if least {
                        ends.floor(Point { open: from.open || !most, ..point }, *line);
                    }
                    if most {
                        ends.cap(point, *line);
                    }
                }
                When::Moment(moment) if line.field == "ends" && line.of == step => {
                    self.limit(&mut ends, &moment, own, *line)?;
                }
                _ => {}
            }
        }
        let decides = ends.latest();
        let (to, line) = decides.map_or((from, None), |(point, line)| (point, Some(line)));
        Some(Stretch {
            step,
            from: from.at,
            to: to.at.max(from.at),
            line,
            late: from.open,
            // What is over no sooner than something else may be over at any time after it.
            open: ends.cap.is_none(),
            before: from.of,
        })
    }

    /// Returns when another step begins or ends; none for what is none, or not placed yet. `own` is the beginning of the
    /// step that is being placed.
    fn point(
        &self,
        id: EntityId,
        edge: Option<Edge>,
        own: Option<(EntityId, Point)>,
    ) -> Option<Point> {
        if let Some((step, from)) = own
            && step == id
        {
            return (edge != Some(Edge::End)).then_some(from);
        }
        let other = self.done.iter().find(|s| s.step == id)?;
        Some(match edge {
            Some(Edge::End) => Point { at: other.to, open: other.open, of: Some(id) },
            // What begins with it hangs on what that hangs on.
            _ => Point { at: other.from, open: other.late, of: other.before },
        })
    }

    /// Adds what a moment says of a beginning or an end.
    fn limit(
        &self,
        limits: &mut Limits,
        moment: &Moment,
        own: Option<(EntityId, Point)>,
        line: Line,
    ) -> Option<()> {
        let other = match moment.target {
            MomentTarget::Entity(other) if self.steps.contains(&other) => other,
            MomentTarget::OneOf { later, .. } => {
                return self.one_of(limits, moment, later, own, line);
            }
            // When the whole may begin is no part of how long it takes.
            _ => return Some(()),
        };
        let there = |edge| self.point(other, Some(moment.edge.unwrap_or(edge)), own);
        let Some(length) = moment.distance else {
            let (start, end) = (there(Edge::Start), there(Edge::End));
            let (floor, cap) = match moment.order {
                Order::After => (end, None),
                Order::Before | Order::By => (None, start),
                Order::From => (start, None),
                Order::With if line.field == "ends" => (end, end),
                Order::With => (start, start),
                Order::During => (start, end),
            };
            if let Some(point) = floor {
                limits.floor(point, line);
            }
            if let Some(point) = cap {
                limits.cap(point, line);
            }
            return Some(());
        };
        let taken = taken_by(&length, self.first_day)?;
        let ((least, most), there, taken) = match moment.order {
            Order::After => (ways(&length), there(Edge::End), taken),
            Order::Before | Order::By => {
                // Counted back, what is at least so far away comes at the latest then.
                let (least, most) = ways(&length);
                ((most, least), there(Edge::Start), -taken)
            }
            Order::With | Order::During | Order::From => return Some(()),
        };
        let Some(there) = there else { return Some(()) };
        let point = Point { at: there.at.checked_add(taken)?, ..there };
        if least {
            limits.floor(Point { open: there.open || !most, ..point }, line);
        } else if moment.order == Order::After {
            // Whatever is at most so long after something is after it all the same.
            limits.floor(there, line);
        }
        if most {
            limits.cap(point, line);
        }
        Some(())
    }

    /// Adds what the first or the last of several moments says.
    fn one_of(
        &self,
        limits: &mut Limits,
        moment: &Moment,
        later: bool,
        own: Option<(EntityId, Point)>,
        line: Line,
    ) -> Option<()> {
        let mut points = Vec::new();
        for one in lines::several(self.model, moment) {
            let mut each = Limits::default();
            self.limit(&mut each, &one, own, line)?;
            points.extend(each.latest().map(|(point, _)| point));
        }
        let open = |all: &[Point]| {
            if later { all.iter().any(|p| p.open) } else { all.iter().all(|p| p.open) }
        };
        let open = open(&points);
        let decides = if later {
            points.into_iter().max_by_key(|p| p.at)
        } else {
            // What nothing bounds is never the earlier of two for certain.
            points.into_iter().filter(|p| open || !p.open).min_by_key(|p| p.at)
        };
        if let Some(point) = decides {
            let point = Point { open, ..point };
            limits.floor(point, line);
            limits.cap(point, line);
        }
        Some(())
    }
}
