//! The plan of a framework: when its phases begin and end, as far as its statements say.
//!
//! Takes the model; gives a timeline with the beginning and the end of each phase, and for each of its labels the line of
//! text that it stands for. What happened is no part of it: that never constrains what was planned. Knows no rule, and
//! nothing of how times are found.

mod again;
mod branches;
mod chance;
mod clock;
mod count;
mod lateness;
mod lines;
mod owed;
mod run;
mod seen;
mod unless;
mod went;

pub use branches::{around, branch_of, choice_of, chosen_at};
pub use count::{Count, first_days_of};
pub use lateness::{Due, Gap, Lateness};
pub use owed::{Done, InReturn, is_owed};
pub use run::{Run, Stretch};
pub use seen::Between;
pub use unless::Became;
pub use went::HAPPENED;

use jiff::civil::Date as Day;
use rustc_hash::FxHashMap;

use super::Read;
use crate::expr::{EntityId, Key};
use crate::model::{Claim, GateKind, Model, Moment, MomentTarget, One, Said, Says, Value, View};
use crate::schema::{FieldId, Kind, field, time_field};
use crate::time::{Answer, Constraint, Event, Limit, Statement, Time, Timeline};
use crate::value::{Date, Place, Quantity};
use chance::Side;

/// The fields of a phase that say when it is.
const FIELDS: [&str; 5] = ["begins", "lasts", "ends", "during", "requires"];

/// Iterates over the fields that say when a thing of this kind is, with their names as those of a phase.
pub fn time_fields(kind: Kind) -> impl Iterator<Item = (&'static str, FieldId)> {
    FIELDS.into_iter().filter_map(move |name| Some((name, time_field(kind, name)?)))
}

/// Iterates over the same, and over those that say how often it comes again: all that may move something else.
pub fn moving_fields(kind: Kind) -> impl Iterator<Item = (&'static str, FieldId)> {
    time_fields(kind).chain(again::fields(kind))
}

/// A line of text that says when something is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Where it stands, and on whose word.
    pub said: Said,
    /// The phase that it is a line of; the branch, where it says of a choice what it is made at.
    pub of: EntityId,
    /// Its field: a name that [`moving_fields`] gives, `branch`, or `at`.
    pub field: &'static str,
    /// What it says.
    pub when: When,
}

/// What a line says of a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// How long it takes.
    Lasts(Quantity),
    /// When it begins or ends, or the window it falls in.
    Moment(Moment),
    /// It waits until something is done.
    Done(EntityId),
    /// It comes about only where a branch is taken.
    Branch(EntityId),
    /// Of the branches of its choice one is taken.
    Chosen,
    /// It was not done, or not up to a date: of what keeps something else from coming.
    Not(Option<Date>),
    /// How often it comes again.
    Again(Quantity),
    /// When it comes again no more.
    Until(MomentTarget),
}

impl Line {
    /// Returns what it measures from, one by one.
    pub fn targets(&self, model: &Model) -> Vec<MomentTarget> {
        let When::Moment(moment) = self.when else { return Vec::new() };
        let several = lines::each_of(model, &moment);
        std::iter::once(moment.target).chain(several.into_iter().map(|one| one.target)).collect()
    }

    /// Returns the things that it refers to.
    pub fn refers_to(&self, model: &Model) -> Vec<EntityId> {
        match self.when {
            When::Done(id) | When::Until(MomentTarget::Entity(id)) => vec![id],
            When::Lasts(_) | When::Not(_) | When::Again(_) | When::Until(_) => Vec::new(),
            When::Branch(branch) => {
                chosen_at(model, branch).into_iter().map(|(at, _)| at).collect()
            }
            When::Chosen => branches::refers_to(model, self.of),
            When::Moment(moment) => {
                let single = |moment: &Moment| match moment.target {
                    MomentTarget::Entity(id) => Some(id),
                    _ => None,
                };
                let several = lines::each_of(model, &moment);
                let unless = |moment: &Moment| moment.unless.map(|unless| unless.act);
                single(&moment)
                    .into_iter()
                    .chain(several.iter().filter_map(single))
                    .chain(unless(&moment))
                    .chain(several.iter().filter_map(unless))
                    .collect()
            }
        }
    }
}

/// The beginning and the end of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// When it begins.
    pub start: Event,
    /// When it is over.
    pub end: Event,
}

/// The phases of a framework in time, with everything they refer to.
#[derive(Debug, Default)]
pub struct Plan {
    /// The solver, with a statement for each line.
    pub timeline: Timeline,
    lines: Vec<Line>,
    ends: FxHashMap<EntityId, Ends>,
    /// The beginnings and ends of phases that hang on what nobody controls.
    may_fail: chance::MayFail,
    /// The same, where one of the branches of a choice is taken.
    taken: Vec<(EntityId, chance::MayFail)>,
    /// What may never come because a branch may not be taken.
    by_branch: chance::MayFail,
    /// What keeps the line that is being read from counting, and what it says so far.
    unless_never: Option<(Event, Vec<Constraint>)>,
    /// When what has happened did, apart from when it was due: see [`Plan::as_it_went`].
    went: FxHashMap<EntityId, Ends>,
    /// What is said not to have been done, in a plan as it went.
    not_done: FxHashMap<EntityId, Event>,
    /// The times of what comes again, as far as lines count from them.
    times: FxHashMap<(EntityId, u16), again::OneTime>,
    /// What happened or is dated, and therefore was at one time, known more or less closely.
    dated: Vec<Event>,
    /// The phase whose line is being read: of it, a line says when it is due.
    speaking: Option<EntityId>,
    /// Whether days are counted the other way, to see what hangs on it: see [`Plan::counted_otherwise`].
    otherwise: bool,
    /// Whether the first day counts in the line that is being read, unless it says so itself.
    first_day: bool,
    /// The framework whose plan it is, if it is one's in particular.
    home: Option<EntityId>,
    /// Whose days its days are.
    days: clock::Days,
    /// The place on whose clock times of day are shown, where nothing says whose the days are.
    shown_in: Option<Place>,
    /// Whose days those of each framework are, where they are not the same for all.
    places: FxHashMap<EntityId, Place>,
    /// The place whose days are meant in the line that is being read, where it is not that of the plan.
    own: Option<Place>,
    /// What it takes to tell it all.
    finest: clock::Finest,
    /// What was read to make it.
    pub(super) reads: Vec<Read>,
}

impl Plan {
    /// Returns whose plan a thing stands in: that of its procedure, or that of its framework.
    pub fn root(model: &Model, id: EntityId) -> EntityId {
        let thing = model.things.get(id);
        match (thing.kind, thing.parent) {
            (Kind::Procedure, _) => id,
            (Kind::Step, Some(procedure)) => procedure,
            _ => model.things.root(id),
        }
    }

    /// Reads the plan of a framework, or of a procedure: its phases or steps, and those of others that they refer to.
    pub fn of(model: &Model, root: EntityId) -> Plan {
        let mut plan = Plan::default();
        let kind = model.things.get(root).kind;
        let list = if kind == Kind::Procedure { "steps" } else { "phases" };
        if let Some(row) = field(kind, list) {
            plan.reads.push(Read::Fact(root, Key::Field(row)));
        }
        if let Some(row) = field(kind, "milestones") {
            plan.reads.push(Read::Fact(root, Key::Field(row)));
        }
        let mut open: Vec<EntityId> = model.things.planned(root).collect();
        let mut read = Vec::new();
        while !open.is_empty() {
            while let Some(phase) = open.pop() {
                if !read.contains(&phase) {
                    read.push(phase);
                    open.extend(plan.read(model, phase));
                }
            }
            // What of it is counted time by time is known now.
            open = plan.read_times(model);
        }
        read.sort_unstable();
        let home = Some(model.things.root(root));
        let mut whole = Plan::assembled(model, plan.lines, &read, false, home);
        plan.reads.append(&mut whole.reads);
        Plan { reads: plan.reads, ..whole }
    }

    /// Returns the plan that some lines make in the place of these, with the phases that they are of and some others.
    #[must_use]
    pub fn with_lines(&self, model: &Model, lines: Vec<Line>, phases: &[EntityId]) -> Plan {
        Plan::assembled(model, lines, phases, false, self.home)
    }

    /// Returns the plan that several make together, with some more things in it: an event of which none of them speaks.
    pub fn joined(model: &Model, plans: &[&Plan], more: &[EntityId]) -> Plan {
        let mut lines: Vec<Line> = Vec::new();
        let mut phases: Vec<EntityId> = Vec::new();
        for plan in plans {
            for line in &plan.lines {
                if !lines.contains(line) {
                    lines.push(*line);
                }
            }
            phases.extend(plan.ends.keys().filter(|id| model.things.get(**id).kind.is_planned()));
        }
        phases.extend(more);
        phases.sort_unstable();
        phases.dedup();
        Plan::assembled(model, lines, &phases, false, plans.first().and_then(|plan| plan.home))
    }

    /// Collects the lines of a phase, and gives the phases that they refer to.
    fn read(&mut self, model: &Model, phase: EntityId) -> Vec<EntityId> {
        let mut others = Vec::new();
        for (name, row) in time_fields(model.things.get(phase).kind) {
            self.reads.push(Read::Fact(phase, Key::Field(row)));
            for claim in model.claims(phase, Key::Field(row)) {
                for when in said(model, claim) {
                    let line = Line { said: claim.said, of: phase, field: name, when };
                    let refers_to = line.refers_to(model).into_iter();
                    others.extend(refers_to.filter(|id| model.things.get(*id).kind.is_planned()));
                    self.lines.push(line);
                }
            }
        }
        let by_choice = self.read_branch(model, phase).into_iter();
        others.extend(by_choice.filter(|id| model.things.get(*id).kind.is_planned()));
        others
    }

    /// Returns the events of a thing, new ones where it has none yet.
    fn ends_of(&mut self, model: &Model, id: EntityId) -> Ends {
        let went = self.went.get(&id).filter(|_| self.speaking != Some(id));
        if let Some(ends) = went.or_else(|| self.ends.get(&id)) {
            return *ends;
        }
        // What stands in a sequence is planned; whether anything else ever comes about is in nobody's hand.
        let kind = model.things.get(id).kind;
        let may_never = |end| !kind.is_planned() || self.may_fail.contains(&(id, end));
        let (start_may, end_may) = (may_never(Side::Start), may_never(Side::End));
        let start = self.timeline.event(start_may);
        let point = matches!(kind, Kind::Event | Kind::Milestone);
        let end = if point { start } else { self.timeline.event(end_may) };
        let ends = Ends { start, end };
        self.ends.insert(id, ends);
        if start != end {
            self.timeline.add(Statement::GIVEN, &[Constraint::not_before(end, start)]);
        }
        if let (Kind::Event, Some(row)) = (kind, field(Kind::Event, "on")) {
            self.reads.push(Read::Fact(id, Key::Field(row)));
            let on = model.one(id, Key::Field(row), &View::default());
            if let One::Known(Value::Date(date), _) = on {
                let (first, last) = self.span_anywhere(date);
                let at = [first.from(start), last.until(start)];
                self.timeline.add(Statement::GIVEN, &at);
                self.dated.push(start);
            }
        }
        ends
    }

    /// Returns the beginning and the end of a thing that stands in the plan.
    pub fn ends(&self, id: EntityId) -> Option<Ends> {
        self.ends.get(&id).copied()
    }

    /// Returns the first and the last day that an event can fall on, as far as anything dated bounds it.
    pub fn days(&self, event: Event) -> (Option<Day>, Option<Day>) {
        days_of(self.times(event))
    }

    /// Returns the same to the minute.
    pub fn times(&self, event: Event) -> (Option<Time>, Option<Time>) {
        let time = |limit: Answer<Limit>| limit.known()?.time();
        (time(self.timeline.earliest(event)), time(self.timeline.latest(event)))
    }

    /// Returns the same days of what may never come, supposing that it does; none of two where it cannot.
    pub fn days_if_it_comes(&self, event: Event) -> (Option<Day>, Option<Day>) {
        days_of(self.times_if_it_comes(event))
    }

    /// Returns the same to the minute.
    pub fn times_if_it_comes(&self, event: Event) -> (Option<Time>, Option<Time>) {
        let mut timeline = self.timeline.clone();
        timeline.add(Statement::GIVEN, &[Constraint::happens(event)]);
        let time = |limit: Answer<Limit>| limit.known()?.time();
        // The end of the calendar is no limit that anybody set.
        let last = time(timeline.latest(event)).filter(|last| last.day() != Time::LAST.day());
        (time(timeline.earliest(event)), last)
    }

    /// Returns the line of a statement; none for what is so of itself.
    pub fn line(&self, statement: Statement) -> Option<&Line> {
        self.lines.get(statement.0 as usize)
    }

    /// Iterates over the lines in the order of the text.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter()
    }
}

fn days_of((first, last): (Option<Time>, Option<Time>)) -> (Option<Day>, Option<Day>) {
    (first.map(Time::day), last.map(Time::day))
}

/// Returns what a claim says of a time, value by value.
fn said(model: &Model, claim: &Claim) -> Vec<When> {
    let when = |value: &Value| match *value {
        Value::Moment(at) => model.moment(at).copied().map(When::Moment),
        Value::Quantity(at) => model.quantity(at).copied().map(When::Lasts),
        Value::Gate(GateKind::Done, id) => Some(When::Done(id)),
        _ => None,
    };
    match &claim.says {
        Says::Adds(value) => when(value).into_iter().collect(),
        Says::List { items, .. } => items.iter().filter_map(|item| when(&item.value)).collect(),
        _ => Vec::new(),
    }
}
