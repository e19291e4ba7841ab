//! Which phases may never come, because they hang on what nobody controls.
//!
//! Takes the lines of a plan; gives the beginnings and ends that an event without a date, a condition or an `unless` can
//! keep from ever coming. What hangs on such a phase may never come either.

use rustc_hash::FxHashSet;

use super::{Line, When, lines};
use crate::expr::{EntityId, Key};
use crate::model::{Model, Moment, MomentTarget, One, View};
use crate::schema::{Kind, field};
use crate::syntax::ast::{Edge, Order};

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
pub(super) enum Asked {
    /// What may never come, for whatever reason.
    Any,
    /// What may never come even where this branch is taken.
    Taken(EntityId),
    /// What may never come because a branch may not be taken, and for no other reason.
    Branches,
}

/// Collects what may never come.
pub(super) fn may_fail(model: &Model, lines: &[Line], asked: Asked) -> MayFail {
    let mut hanging = Hanging { model, asked, found: MayFail::default() };
    loop {
        let before = hanging.found.len();
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

/// What was found so far.
struct Hanging<'m> {
    model: &'m Model,
    asked: Asked,
    found: MayFail,
}

impl Hanging<'_> {
    fn hangs(&self, line: &Line) -> bool {
        match &line.when {
            When::Lasts(_) | When::Chosen => false,
            When::Branch(branch) => self.asked != Asked::Taken(*branch),
            When::Done(other) => self.may(*other, Side::End),
            When::Moment(moment) => {
                (moment.unless.is_some() && self.asked != Asked::Branches)
                    || self.moment_may(line, moment)
            }
        }
    }

    fn moment_may(&self, line: &Line, moment: &Moment) -> bool {
        match moment.target {
            MomentTarget::Entity(other) if !matches!(moment.order, Order::Before | Order::By) => {
                let side = match (moment.edge, moment.order) {
                    (Some(Edge::End), _) | (None, Order::After) => Side::End,
                    (None, Order::With) if line.field == "ends" => Side::End,
                    _ => Side::Start,
                };
                self.may(other, side)
            }
            // A date comes; and what comes before something comes whether or not that does.
            MomentTarget::Date(_) | MomentTarget::Dates(..) | MomentTarget::Entity(_) => false,
            MomentTarget::OneOf { later, .. } => {
                let moments = lines::several(self.model, moment);
                let one = |m: &Moment| self.moment_may(line, m);
                if later { moments.iter().any(one) } else { moments.iter().all(one) }
            }
        }
    }

    /// Checks whether the beginning or the end of a thing may never come.
    fn may(&self, id: EntityId, side: Side) -> bool {
        match self.model.things.get(id).kind {
            Kind::Phase | Kind::Step => self.found.contains(&(id, side)),
            _ if self.asked == Asked::Branches => false,
            Kind::Event => field(Kind::Event, "on").is_none_or(|row| {
                let on = self.model.one(id, Key::Field(row), &View::default());
                !matches!(on, One::Known(..))
            }),
            _ => true,
        }
    }
}
