//! Which phases and milestones may never come, because they hang on what nobody controls.
//!
//! Takes the lines of a plan; gives the beginnings and ends that an event without a date, a condition or an `unless` can
//! keep from ever coming. What hangs on such a phase may never come either. A phase is meant to come; of a milestone a
//! line has to say that it must.

use rustc_hash::FxHashSet;

use super::{Line, When, lines};
use crate::expr::{EntityId, Key};
use crate::model::{Model, Moment, MomentTarget, One, View};
use crate::schema::{Kind, field};
use crate::syntax::ast::{Edge, Order};
use crate::value::Bound;

/// The beginning or the end of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Side {
    Start,
    End,
}

/// The beginnings and ends that may never come.
pub(super) type MayFail = FxHashSet<(EntityId, Side)>;

/// Collects what may never come.
pub(super) fn may_fail(model: &Model, lines: &[Line], planned: &[EntityId]) -> MayFail {
    let mut found = MayFail::default();
    let milestones = planned.iter().chain(lines.iter().map(|line| &line.of));
    let milestones = milestones.filter(|id| model.things.get(**id).kind == Kind::Milestone);
    let mut milestones: Vec<EntityId> = milestones.copied().collect();
    milestones.sort_unstable();
    milestones.dedup();
    loop {
        let before = found.len();
        for id in &milestones {
            let mut own = lines.iter().filter(|line| line.of == *id);
            if !own.any(|line| says_that_it_comes(model, line, &found)) {
                found.extend([(*id, Side::Start), (*id, Side::End)]);
            }
        }
        for line in lines {
            let side = if line.field == "ends" { Side::End } else { Side::Start };
            if hangs_on_chance(model, line, &found) {
                found.insert((line.of, side));
                // What never begins never ends.
                found.insert((line.of, Side::End));
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// Checks whether a line gives a milestone a last time: a date, or something that comes.
fn says_that_it_comes(model: &Model, line: &Line, found: &MayFail) -> bool {
    match &line.when {
        When::Lasts(_) | When::Done(_) => false,
        When::Moment(moment) => {
            moment.unless.is_none() && moment_says_that_it_comes(model, line, moment, found)
        }
    }
}

fn moment_says_that_it_comes(model: &Model, line: &Line, moment: &Moment, found: &MayFail) -> bool {
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
        MomentTarget::Entity(other) => last && !may(model, other, side_of(line, moment), found),
        MomentTarget::OneOf { later, .. } => {
            let moments = lines::several(model, moment);
            let one = |m: &Moment| moment_says_that_it_comes(model, line, m, found);
            if later { moments.iter().all(one) } else { moments.iter().any(one) }
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

fn hangs_on_chance(model: &Model, line: &Line, found: &MayFail) -> bool {
    match &line.when {
        When::Lasts(_) => false,
        When::Done(other) => may(model, *other, Side::End, found),
        When::Moment(moment) => moment.unless.is_some() || moment_may(model, line, moment, found),
    }
}

fn moment_may(model: &Model, line: &Line, moment: &Moment, found: &MayFail) -> bool {
    match moment.target {
        MomentTarget::Entity(other) if !matches!(moment.order, Order::Before | Order::By) => {
            may(model, other, side_of(line, moment), found)
        }
        // A date comes; and what comes before something comes whether or not that does.
        MomentTarget::Date(_) | MomentTarget::Dates(..) | MomentTarget::Entity(_) => false,
        MomentTarget::OneOf { later, .. } => {
            let moments = lines::several(model, moment);
            let one = |m: &Moment| moment_may(model, line, m, found);
            if later { moments.iter().any(one) } else { moments.iter().all(one) }
        }
    }
}

/// Checks whether the beginning or the end of a thing may never come.
fn may(model: &Model, id: EntityId, side: Side, found: &MayFail) -> bool {
    match model.things.get(id).kind {
        Kind::Phase | Kind::Milestone => found.contains(&(id, side)),
        Kind::Event => field(Kind::Event, "on").is_none_or(|row| {
            !matches!(model.one(id, Key::Field(row), &View::default()), One::Known(..))
        }),
        _ => true,
    }
}
