//! The plan as it went: what is due, counted from what really happened.
//!
//! Takes a plan; gives a second one, in which a phase that happened has two pairs of times: when it was due, by its own
//! lines, and when it was, which all other lines count from. So nothing that happened bends when it was due itself, and
//! dates that were missed never clash. Knows nothing of what is late.

use rustc_hash::FxHashSet;

use super::{Ends, Line, Plan, When, chance, lines};
use crate::eval::Read;
use crate::expr::{EntityId, Key};
use crate::model::{Model, Moment, MomentTarget, One, Value, View};
use crate::schema::{Kind, field};
use crate::syntax::ast::Order;
use crate::time::{Constraint, Statement};
use crate::value::Date;

/// The field of a phase that says when it did happen.
pub const HAPPENED: &str = "happened";

impl Plan {
    /// Returns the plan with what happened: later dates count from it.
    #[must_use]
    pub fn as_it_went(&self, model: &Model, view: &View) -> Plan {
        let mut lines = self.lines.clone();
        let mut reads = self.reads.clone();
        let phases = self.phases(model);
        for phase in &phases {
            if let Some(row) = field(model.things.get(*phase).kind, HAPPENED) {
                reads.push(Read::Fact(*phase, Key::Field(row)));
                let happened = model.one(*phase, Key::Field(row), view);
                let One::Known(Value::Date(date), said) = happened else { continue };
                let target = MomentTarget::Date(date);
                let when = When::Moment(Moment {
                    distance: None,
                    order: Order::With,
                    target,
                    edge: None,
                    unless: None,
                });
                lines.push(Line { said, of: *phase, field: HAPPENED, when });
            }
        }
        lines.extend(self.not_done(model, view, &mut reads));
        let mut plan = Plan::assembled(model, lines, &phases, self.otherwise, self.home);
        plan.reads.append(&mut reads);
        plan
    }

    /// Says that what happened was over when its line says, or on the day on which it happened, where it was too late for
    /// that.
    fn over_as_said(&mut self, model: &Model, label: Statement, line: &Line, went: Ends) {
        let When::Moment(moment) = line.when else { return };
        // Of a window the end alone is meant: when it began is known.
        let (field, own) = ("ends", Ends { start: went.end, end: went.end });
        self.unless_never = Some((went.end, Vec::new()));
        self.place(model, label, own, went.end, field, &moment);
        let said = self.unless_never.take().map(|(_, said)| said).unwrap_or_default();
        if !said.is_empty() {
            self.timeline.choose(label, vec![said, lines::together(went.end, went.start)]);
        }
    }

    /// Returns the part of a plan as it went on which it rests when one phase was due: its lines and those of what they
    /// refer to, back to what happened. What else cannot be kept any more has no say in it.
    pub(super) fn leading_to(&self, model: &Model, phase: EntityId) -> Plan {
        let mut kept: FxHashSet<EntityId> = FxHashSet::default();
        let mut lines: Vec<Line> = Vec::new();
        let mut open = vec![phase];
        while let Some(id) = open.pop() {
            if !kept.insert(id) {
                continue;
            }
            for line in self.lines.iter().filter(|line| line.of == id) {
                // Of what happened before only that it happened counts, and how long it takes.
                let past = id != phase && self.went.contains_key(&id);
                let kept = matches!(line.field, HAPPENED | "lasts") || line.is_of_times();
                if past && !kept {
                    continue;
                }
                lines.push(*line);
                open.extend(line.refers_to(model));
                if let When::Branch(branch) = line.when {
                    open.extend(super::choice_of(model, branch).first());
                }
            }
        }
        let mut phases: Vec<EntityId> = kept.into_iter().collect();
        phases.sort_unstable();
        phases.retain(|id| model.things.get(*id).kind.is_planned());
        Plan::assembled(model, lines, &phases, self.otherwise, self.home)
    }

    /// Returns when a phase happened, if that is stated.
    pub fn happened(&self, phase: EntityId) -> Option<(Date, &Line)> {
        let said = |line: &&Line| line.of == phase && line.field == HAPPENED;
        let line = self.lines.iter().find(said)?;
        match line.when {
            When::Moment(Moment { target: MomentTarget::Date(date), .. }) => Some((date, line)),
            _ => None,
        }
    }

    /// Returns when a phase began and was over, in a plan as it went; none for one that is not said to have happened.
    pub fn went(&self, phase: EntityId) -> Option<Ends> {
        self.went.get(&phase).copied()
    }

    pub(super) fn phases(&self, model: &Model) -> Vec<EntityId> {
        let mut phases: Vec<EntityId> = self
            .ends
            .keys()
            .copied()
            .filter(|id| model.things.get(*id).kind.is_planned())
            .collect();
        phases.sort_unstable();
        phases
    }

    /// Returns the plan that some lines make. Lines on what happened make events of their own, so that it never bends
    /// what is due; `otherwise` counts days the other way.
    pub(super) fn assembled(
        model: &Model,
        mut lines: Vec<Line>,
        phases: &[EntityId],
        otherwise: bool,
        home: Option<EntityId>,
    ) -> Plan {
        // The order of the text, whatever the order of reading: labels are the same for the same texts.
        lines.sort_by_key(|line| (line.said.span, line.of));
        let may_fail = chance::may_fail(model, &lines, phases, chance::Asked::Any);
        let mut plan = Plan { may_fail, otherwise, home, ..Plan::default() };
        plan.find_days(model, &lines, phases);
        plan.weigh_branches(model, &lines, phases);
        for phase in phases {
            plan.ends_of(model, *phase);
        }
        plan.find_times(model, &lines);
        for line in lines.iter().filter(|line| line.field == HAPPENED) {
            let start = plan.timeline.event(false);
            let point = model.things.get(line.of).kind == Kind::Milestone;
            let end = if point { start } else { plan.timeline.event(false) };
            plan.timeline.add(Statement::GIVEN, &[Constraint::not_before(end, start)]);
            plan.went.insert(line.of, Ends { start, end });
        }
        // What was not done is known before anything is said that it might keep from coming.
        let mut labelled: Vec<(usize, &Line)> = lines.iter().enumerate().collect();
        labelled.sort_by_key(|(_, line)| !matches!(line.when, When::Not(_)));
        for (at, line) in labelled {
            let label = Statement(u32::try_from(at).unwrap_or(u32::MAX - 1));
            let went = plan.went(line.of);
            if let (HAPPENED, Some(ends), When::Moment(moment)) = (line.field, went, &line.when) {
                let MomentTarget::Date(date) = moment.target else { continue };
                // Of what nothing says how long it takes, it is over on the day on which it happened.
                let until = |l: &Line| matches!(l.field, "lasts" | "ends" | "during");
                let lasting = lines.iter().any(|l| l.of == line.of && until(l));
                let events = [Some(ends.start), (!lasting).then_some(ends.end)];
                plan.own = plan.place_of(model, line.of);
                let (first, last) = plan.span(date);
                for event in events.into_iter().flatten() {
                    let on = [first.from(event), last.until(event)];
                    plan.timeline.add(label, &on);
                    plan.dated.push(event);
                }
                continue;
            }
            plan.speaking = Some(line.of);
            plan.say(model, label, line);
            plan.speaking = None;
            match went {
                Some(_) if line.field == "lasts" => plan.say(model, label, line),
                Some(went) if matches!(line.field, "ends" | "during") => {
                    plan.over_as_said(model, label, line, went);
                }
                _ => {}
            }
        }
        plan.lines = lines;
        plan
    }
}
