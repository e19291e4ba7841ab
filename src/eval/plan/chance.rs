//! Which phases and milestones may never come, because they hang on what nobody controls.
//!
//! Takes the lines of a plan; gives the beginnings and ends that an event without a date, a condition or an `unless` can
//! keep from ever coming. What hangs on such a phase may never come either. A phase is meant to come; of a milestone a
//! line has to say that it must.

use rustc_hash::FxHashSet;

use super::{Line, When, again, lines};
use crate::expr::{EntityId, Key};
use crate::model::{Model, Moment, MomentTarget, One, View};
use crate::schema::{Kind, field};
use crate::syntax::ast::{Edge, Order};
use crate::value::Bound;

/// The beginning or the end of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Side {
    Start,
    End,
}

/// The beginnings and ends that may never come.
pub(super) type MayFail = FxHashSet<(EntityId, Side)>;

/// What is asked of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked<'a> {
    /// What may never come, for whatever reason.
    Any,
    /// What may never come even where these branches are taken: one, and those that it stands in.
    Taken(&'a [EntityId]),
    /// What may never come because a branch may not be taken, and for no other reason.
    Branches,
}

/// Collects what may never come, of what lines are of and of some other phases and milestones.
pub(super) fn may_fail(
    model: &Model,
    lines: &[Line],
    planned: &[EntityId],
    asked: Asked<'_>,
) -> MayFail {
    let mut hanging = Hanging { model, asked, found: MayFail::default() };
    let milestones = planned.iter().chain(lines.iter().map(|line| &line.of));
    let milestones = milestones.filter(|id| model.things.get(**id).kind == Kind::Milestone);
    // That no line says that it comes is no reason of a branch.
    let milestones = milestones.filter(|_| asked != Asked::Branches);
    let mut milestones: Vec<EntityId> = milestones.copied().collect();
    milestones.sort_unstable();
    milestones.dedup();
    loop {
        let before = hanging.found.len();
        for id in &milestones {
            let mut own = lines.iter().filter(|line| line.of == *id);
            if !own.any(|line| hanging.says_that_it_comes(line)) {
                hanging.found.extend([(*id, Side::Start), (*id, Side::End)]);
            }
        }
        for line in lines {
            let side = if line.field == "ends" { Side::End } else { Side::Start };
            if hanging.hangs(line) {
                hanging.found.insert((line.of, side));
                // What never begins never ends.
                hanging.found.insert((line.of, Side::End));
            }
        }
        if hanging.found.len() == before {
            return hanging.found;
        }
    }
}

/// Returns which end of what a line refers to it is measured from.
fn side_of(line: &Line, moment: &Moment) -> Side {
    match (moment.edge, moment.order) {
        (Some(Edge::End), _) | (None, Order::After) => Side::End,
        (None, Order::With) if line.field == "ends" => Side::End,
        _ => Side::Start,
    }
}

/// What was found so far.
struct Hanging<'m> {
    model: &'m Model,
    asked: Asked<'m>,
    found: MayFail,
}

impl Hanging<'_> {
    /// Checks whether a line gives a milestone a last time: a date, or something that comes.
    fn says_that_it_comes(&self, line: &Line) -> bool {
        match &line.when {
            When::Moment(moment) => {
                moment.unless.is_none() && self.moment_says_that_it_comes(line, moment)
            }
            _ => false,
        }
    }

    fn moment_says_that_it_comes(&self, line: &Line, moment: &Moment) -> bool {
        let bounded = match moment.distance.map(|length| length.bound) {
            Some(Some(Bound::AtLeast | Bound::MoreThan)) | None => false,
            Some(_) => true,
        };
        let last = match moment.order {
            Order::After => bounded,
            Order::From => false,
            Order::Before | Order::By | Order::With | Order::During => true,
        };
        match moment.target {
            MomentTarget::Date(_) | MomentTarget::Dates(..) => last,
            MomentTarget::Entity(other) => last && !self.part_may(other, line, moment),
            MomentTarget::OneOf { later, .. } => {
                let moments = lines::several(self.model, moment);
                let one =
                    |m: &Moment| m.unless.is_none() && self.moment_says_that_it_comes(line, m);
                if later { moments.iter().all(one) } else { moments.iter().any(one) }
            }
        }
    }

    fn hangs(&self, line: &Line) -> bool {
        match &line.when {
            When::Lasts(_) | When::Chosen | When::Not(_) | When::Again(_) | When::Until(_) => false,
            When::Branch(branch) => match self.asked {
                Asked::Taken(taken) => !taken.contains(branch),
                Asked::Any | Asked::Branches => true,
            },
            When::Done(other) => self.may(*other, Side::End),
            When::Moment(moment) => self.is_kept_off(moment) || self.moment_may(line, moment),
        }
    }

    /// Checks whether something may keep a moment from coming.
    fn is_kept_off(&self, moment: &Moment) -> bool {
        moment.unless.is_some() && self.asked != Asked::Branches
    }

    fn moment_may(&self, line: &Line, moment: &Moment) -> bool {
        match moment.target {
            MomentTarget::Entity(other) if !matches!(moment.order, Order::Before | Order::By) => {
                self.part_may(other, line, moment)
            }
            // A date comes; and what comes before something comes whether or not that does.
            MomentTarget::Date(_) | MomentTarget::Dates(..) | MomentTarget::Entity(_) => false,
            MomentTarget::OneOf { later, .. } => {
                let moments = lines::several(self.model, moment);
                let one = |m: &Moment| self.is_kept_off(m) || self.moment_may(line, m);
                if later { moments.iter().any(one) } else { moments.iter().all(one) }
            }
        }
    }

    /// Checks whether what is meant of a thing may never come: its later times may have an end.
    fn part_may(&self, other: EntityId, line: &Line, moment: &Moment) -> bool {
        let ends = || self.asked != Asked::Branches && again::has_an_end(self.model, other);
        self.may(other, side_of(line, moment))
            || (matches!(moment.edge, Some(Edge::Time(_))) && ends())
    }

    /// Checks whether the beginning or the end of a thing may never come.
    fn may(&self, id: EntityId, side: Side) -> bool {
        match self.model.things.get(id).kind {
            kind if kind.is_planned() => self.found.contains(&(id, side)),
            _ if self.asked == Asked::Branches => false,
            Kind::Event => field(Kind::Event, "on").is_none_or(|row| {
                let on = self.model.one(id, Key::Field(row), &View::default());
                !matches!(on, One::Known(..))
            }),
            _ => true,
        }
    }
}
