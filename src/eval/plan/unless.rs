//! What keeps something from coming: `unless X first`, and the default clause, `unless X within 30 days of Y`.
//!
//! Takes a line that has such words; gives the solver its alternatives. By default something comes on the last day of a
//! length of time, unless the act was done between its beginning and the end of that day; an act before or after them keeps
//! nothing from coming. What is said never to have been done counts in the plan as it went, and in no other.

use rustc_hash::FxHashSet;

use super::{Ends, Line, Plan, When, lines};
use crate::eval::Read;
use crate::expr::{EntityId, Key};
use crate::model::{Closed, Model, Moment, MomentTarget, One, Unless, View};
use crate::schema::{Kind, field};
use crate::syntax::ast::Until;
use crate::time::{Answer, Constraint, Event, Limit, Statement, Time};
use crate::value::{Bound, Date, Quantity};

/// Where it stands in a line that something was not done.
const NOT_DONE: &str = "no happened";

/// What became of what comes by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// Nothing kept it from coming.
    Came,
    /// The act was done in time.
    KeptOff,
    /// What its time is counted from may never come.
    NotBegun,
    /// Whether the act was done in time is not known.
    Open,
}

impl Plan {
    /// Says when something would come, and that it comes then or is kept from it.
    pub(super) fn unless(
        &mut self,
        model: &Model,
        label: Statement,
        event: Event,
        field: &str,
        moment: &Moment,
        unless: Unless,
    ) {
        let due = self.timeline.event(true);
        let mut comes = lines::together(event, due);
        let never = Constraint::never(event);
        if unless.by == Until::First {
            let at = Ends { start: due, end: due };
            self.place(model, label, at, due, field, &Moment { unless: None, ..*moment });
            let act = self.act(model, unless.act).start;
            comes.push(Constraint::not_before(act, due));
            return self.add_choice(label, vec![comes, vec![never, Constraint::after(due, act)]]);
        }
        let Some(length) = moment.distance else { return };
        let from = match moment.target {
            MomentTarget::Date(date) => self.anchor(label, date),
            MomentTarget::Entity(other) => self.part_of(model, other, moment.edge).end,
            MomentTarget::Dates(..) | MomentTarget::OneOf { .. } => return,
        };
        self.distance(label, due, (from, from), moment.order, &length);
        let act = self.act(model, unless.act).end;
        let bounded = |bound| Quantity { bound: Some(bound), ..length };
        // The last day is in time to its end.
        let mut in_time = self.reckoned(act, from, &bounded(Bound::AtMost), lines::Way::On);
        in_time.extend([Constraint::not_before(act, from), never]);
        let mut too_late = self.reckoned(act, from, &bounded(Bound::MoreThan), lines::Way::On);
        too_late.extend(&comes);
        let mut too_soon = comes;
        too_soon.push(Constraint::after(from, act));
        self.add_choice(label, vec![too_late, in_time, too_soon]);
    }

    /// Returns when an act was done; in a plan as it went, when it was not.
    fn act(&mut self, model: &Model, act: EntityId) -> Ends {
        match self.not_done.get(&act) {
            Some(event) => Ends { start: *event, end: *event },
            None => self.ends_of(model, act),
        }
    }

    /// Collects what is said not to have been done, of all that keeps something from coming.
    pub(super) fn not_done(&self, model: &Model, view: &View, reads: &mut Vec<Read>) -> Vec<Line> {
        let mut acts: Vec<EntityId> = self.lines.iter().filter_map(Line::kept_off_by).collect();
        acts.sort_unstable();
        acts.dedup();
        let mut found = Vec::new();
        for act in acts {
            let kind = model.things.get(act).kind;
            let name = if kind == Kind::Event { "on" } else { super::HAPPENED };
            let Some(row) = field(kind, name) else { continue };
            reads.push(Read::Fact(act, Key::Field(row)));
            let One::None(Closed::By(said)) = model.one(act, Key::Field(row), view) else {
                continue;
            };
            // Who says so on a day knows nothing of the days after it.
            let dates = model.cites.get(said.cite).claims.iter().filter_map(|claim| claim.date);
            let as_of = dates.max_by_key(|date| date.first_day());
            found.push(Line { said, of: act, field: NOT_DONE, when: When::Not(as_of) });
        }
        found
    }

    /// Lets an act be done at no time, or later than somebody says that it was not.
    pub(super) fn keep_from(&mut self, label: Statement, act: EntityId, as_of: Option<Date>) {
        let event = self.timeline.event(true);
        self.not_done.insert(act, event);
        let said = match as_of {
            Some(date) => Constraint::no_earlier(event, Time::start_of(date.first_day())),
            None => Constraint::never(event),
        };
        self.timeline.add(label, &[said]);
    }

    /// Iterates over the lines by which something comes by default.
    pub fn by_default(&self, id: EntityId) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(move |line| {
            let within = |unless: Unless| unless.by == Until::Within;
            line.of == id && line.unless().is_some_and(within)
        })
    }

    /// Checks whether something may rightly never come: what would keep it from coming may have been in time.
    pub fn may_be_kept_off(&self, id: EntityId) -> bool {
        let never = |id: EntityId| {
            let ends = self.ends(id);
            ends.is_some_and(|e| self.timeline.latest(e.start) == Answer::Known(Limit::Never))
        };
        let (mut open, mut seen) = (vec![id], FxHashSet::default());
        while let Some(id) = open.pop() {
            // What happened is counted from, whatever it hung on.
            if !seen.insert(id) || !never(id) || (seen.len() > 1 && self.went(id).is_some()) {
                continue;
            }
            for line in self.lines.iter().filter(|line| line.of == id) {
                if line.unless().is_some() {
                    return true;
                }
                if let When::Moment(Moment { target: MomentTarget::Entity(other), .. }) = line.when
                {
                    open.push(other);
                }
            }
        }
        false
    }

    /// Returns the line by which something would come by default, where the act that keeps it off was done in time, in a
    /// plan as it went.
    pub fn kept_off(&self, id: EntityId) -> Option<&Line> {
        self.by_default(id).find(|line| self.became(line) == Some(Became::KeptOff))
    }

    /// Returns what became of something that comes by default, in a plan as it went.
    pub fn became(&self, line: &Line) -> Option<Became> {
        let When::Moment(moment) = line.when else { return None };
        let start = self.ends(line.of)?.start;
        let never = |limit: Answer<Limit>| limit == Answer::Known(Limit::Never);
        match self.timeline.latest(start) {
            Answer::Known(Limit::Never) => {}
            Answer::Known(_) => return Some(Became::Came),
            // Where lines clash nothing is known of it.
            _ => return Some(Became::Open),
        }
        if let MomentTarget::Entity(from) = moment.target {
            let ends = self.went(from).or_else(|| self.ends(from))?;
            if never(self.timeline.latest(ends.end)) {
                return Some(Became::NotBegun);
            }
        }
        Some(if never(self.timeline.earliest(start)) { Became::KeptOff } else { Became::Open })
    }
}

impl Line {
    /// Returns what keeps it from coming.
    pub fn kept_off_by(&self) -> Option<EntityId> {
        self.unless().map(|unless| unless.act)
    }

    /// Checks whether it is no fault of the plan where it is kept from coming: an act in time keeps off a default, or
    /// what happened in the world came first.
    pub fn is_kept_off_as_provided(&self, model: &Model) -> bool {
        self.unless().is_some_and(|unless| {
            unless.by != Until::First || !model.things.get(unless.act).kind.is_planned()
        })
    }

    fn unless(&self) -> Option<Unless> {
        match self.when {
            When::Moment(moment) => moment.unless,
            _ => None,
        }
    }
}
