//! Whether what was due happened in time: `deadline-missed` and `came-early`.
//!
//! Takes the plan of a framework and what its texts say happened; gives a finding for each phase that was late or early, with
//! every line that says when it was due. What is in time gives none, and silence is no violation. Knows no rule.

use super::structure::about;
use crate::diagnostic::{Finding, Level, NoteKind};
use crate::eval::{
    Count, Done, Due, Evaluator, Gap, HAPPENED, InReturn, Lateness, Line, Plan, When, branch_of,
    first_days_of, is_owed,
};
use crate::expr::{EntityId, Key};
use crate::model::{Closed, Model, Moment, MomentTarget, One, Said};
use crate::schema::field;
use crate::syntax::ast::{Edge, Order};
use crate::value::{Date, Truth};

/// What was due happened in time, as far as anybody says.
pub(super) fn phases_keep_their_time(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    let thing = model.things.get(id);
    let told: Vec<(EntityId, One)> = model
        .things
        .planned(id)
        .filter_map(|phase| {
            let key = Key::Field(field(model.things.get(phase).kind, HAPPENED)?);
            eval.read(crate::eval::Read::Fact(phase, key));
            Some((phase, model.one(phase, key, &eval.view)))
        })
        .collect();
    let as_of = eval.view.as_of;
    let matters = |one: &One| match one {
        One::Known(..) | One::None(Closed::By(_)) => true,
        _ => as_of.is_some(),
    };
    if !told.iter().any(|(_, one)| matters(one)) {
        return;
    }
    let plan = eval.as_it_went(id);
    let settled = eval.settled(id);
    // What stands in a branch is due where that is taken.
    let due = |phase: EntityId, one: &One| {
        matches!(one, One::Known(..))
            || branch_of(model, phase).is_none_or(|(branch, _)| settled.of(branch) == Some(true))
    };
    let told = told.into_iter().filter(|(phase, one)| matters(one) && due(*phase, one));
    for (phase, one) in told {
        let in_return = eval.in_return_for(phase);
        let owed = is_owed(&in_return);
        // What was not owed was not late, and did not have to happen.
        if owed == Truth::No {
            continue;
        }
        let (due, from) = plan.due(model, phase).in_return_for(&in_return);
        let kept = Kept { model, plan: &plan, phase, due: &due, in_return: &in_return, owed, from };
        let found = match one {
            One::Known(..) => kept.happened(),
            One::None(Closed::By(said)) => kept.did_not(said, as_of),
            One::Unknown(_) if !thing.draft => as_of.and_then(|date| kept.silent(date)),
            _ => None,
        };
        findings.extend(found);
    }
}

/// A phase and when it was due.
struct Kept<'k> {
    model: &'k Model,
    plan: &'k Plan,
    phase: EntityId,
    due: &'k Due,
    /// What it is owed in return for.
    in_return: &'k [InReturn],
    /// Whether it is owed, as far as that is known.
    owed: Truth,
    /// What it is owed in return for, where that was done only when it was due already.
    from: Option<InReturn>,
}

impl Kept<'_> {
    /// It happened.
    fn happened(&self) -> Option<Finding> {
        let (date, line) = self.plan.happened(self.phase)?;
        // What was kept off was not due, and is told as such.
        if self.plan.kept_off(self.phase).is_some() {
            return None;
        }
        let gap = match self.due.lateness(date) {
            Lateness::Late(gap) => gap,
            Lateness::Early(gap) => return self.early(date, gap, line),
            _ => return None,
        };
        let last = self.plan.told(self.plan.due_as_seen(self.due).last?);
        let whole = date.first_day() == date.last_day();
        let least = if whole { "" } else { "at least " };
        let (when, name) = (on(date), self.name(self.phase));
        let due = self.due_words(&last);
        let message = format!("{name} happened {when}: late by {least}{gap}; {due}");
        let finding = Finding::broken("deadline-missed", self.level(), line.said.span, message)
            .here(format!("{name} happened {when}"));
        let finding = self.with_reasons(finding, Some(line.said));
        if self.from.is_some() {
            return Some(finding);
        }
        if let Some(note) = super::day_count::would_be_in_time(self.model, self.plan, self.phase) {
            return Some(finding.note(NoteKind::Note, note));
        }
        let root = self.model.things.root(self.phase);
        let open = |line: &Line| first_days_of(self.model, line).contains(&None);
        let day_0 = !Count::of(self.model, root).first_day;
        let counted = gap == Gap::Days(1) && whole && day_0 && self.due.by.iter().any(open);
        Some(if counted {
            let note = "counted from the day of the event as day 0; counting that day it would be late by 2 \
                        days, and counting from the day after it would be on time";
            finding.note(NoteKind::Note, note)
        } else {
            finding
        })
    }

    /// It happened before the first day on which it was due: a remark, for it may have been right to hurry.
    fn early(&self, date: Date, gap: Gap, line: &Line) -> Option<Finding> {
        let (when, name) = (on(date), self.name(self.phase));
        let least = if date.first_day() == date.last_day() { "" } else { "at least " };
        let first = self.plan.told_from(self.plan.due_as_seen(self.due).first?);
        let message =
            format!("{name} happened {when}: early by {least}{gap}; it was due from {first}");
        let mut finding = Finding::broken("came-early", Level::Note, line.said.span, message)
            .here(format!("{name} happened {when}"));
        let start = self.plan.ends(self.phase)?.start;
        let why = self.plan.timeline.why_earliest(start).known().unwrap_or_default();
        for line in why.into_iter().filter_map(|s| self.plan.line(s)) {
            let dated = matches!(
                line.when,
                When::Moment(Moment {
                    order: Order::With | Order::During,
                    target: MomentTarget::Date(_) | MomentTarget::Dates(..),
                    ..
                })
            );
            let text = if dated {
                format!("{} {} then", self.name(line.of), verb(line))
            } else {
                self.words(line)
            };
            finding = finding.label(line.said.span, text);
            finding.cite(self.model.cites.texts(line.said.cite));
        }
        finding.cite(self.model.cites.texts(line.said.cite));
        Some(about(finding, self.model, self.phase))
    }

    /// Somebody says that it did not happen.
    fn did_not(&self, said: Said, as_of: Option<Date>) -> Option<Finding> {
        if self.plan.may_be_kept_off(self.phase) {
            return None;
        }
        let dates = self.model.cites.get(said.cite).claims.iter().filter_map(|claim| claim.date);
        let known = dates.chain(as_of).any(|date| self.due.missed(date));
        let last = self.plan.told(self.plan.due_as_seen(self.due).last.filter(|_| known)?);
        let name = self.name(self.phase);
        let message = match (self.owed, self.from) {
            (Truth::Yes, Some(_)) => {
                format!("{name} was owed from {last} on and did not happen: missed")
            }
            (Truth::Yes, None) => format!("{name} was due by {last} and did not happen: missed"),
            _ => format!("{name} was due by {last} and did not happen: missed, if it was owed"),
        };
        let finding = Finding::broken("deadline-missed", self.level(), said.span, message)
            .here(format!("{name} did not happen"));
        Some(self.with_reasons(finding, Some(said)))
    }

    /// Nobody says whether it happened.
    fn silent(&self, as_of: Date) -> Option<Finding> {
        if self.plan.may_be_kept_off(self.phase) {
            return None;
        }
        let last = self.plan.due_as_seen(self.due).last.filter(|_| self.due.missed(as_of))?;
        let last = self.plan.told(last);
        let (name, head) = (self.name(self.phase), self.model.things.get(self.phase).head);
        let when = if self.from.is_some() { "owed from" } else { "due by" };
        let message = format!("{name} was {when} {last}, and nothing says whether it happened");
        let finding = Finding::broken("deadline-missed", Level::Note, head, message)
            .help("write `happened DATE`, or `no happened` where it did not, with who says so");
        Some(self.with_reasons(finding, None))
    }

    /// Whether it was late is open where it is open whether it was owed.
    fn level(&self) -> Level {
        if self.owed == Truth::Yes { Level::Warning } else { Level::Note }
    }

    fn due_words(&self, last: &str) -> String {
        match (self.owed, self.from) {
            (Truth::Yes, Some(_)) => format!("it was owed from {last} on"),
            (Truth::Yes, None) => format!("it was due by {last}"),
            _ => format!("it was due by {last}, if it was owed"),
        }
    }

    /// Underlines every line that says by when it was due, and what it is owed in return for.
    fn with_reasons(&self, mut finding: Finding, told: Option<Said>) -> Finding {
        for line in self.due.by.iter().filter(|line| Some(line.said) != told) {
            finding = finding.label(line.said.span, self.words(line));
        }
        let own = self.name(self.phase);
        let mut more = Vec::new();
        for one in self.in_return {
            let other = self.name(one.what);
            match one.done {
                Done::Yes(_, said) if Some(one.what) == self.from.map(|from| from.what) => {
                    let text = format!("{own} is owed only in return for {other}");
                    finding = finding.label(one.said.span, text);
                    finding = finding.label(said.span, format!("{other} was done only then"));
                    more.extend([one.said, said]);
                }
                Done::Unknown => {
                    let text = format!("{own} is owed only in return for {other}");
                    finding = finding.label(one.said.span, text).note(
                        NoteKind::So,
                        format!(
                            "whether it was owed is open: nothing says whether {other} was done"
                        ),
                    );
                    more.push(one.said);
                }
                _ => {}
            }
        }
        let due = self.due.by.iter().map(|line| line.said);
        for said in told.into_iter().chain(due).chain(more) {
            finding.cite(self.model.cites.texts(said.cite));
        }
        about(finding, self.model, self.phase)
    }

    fn name(&self, id: EntityId) -> String {
        format!("`{}`", self.model.things.get(id).name)
    }

    /// A thing, or what of it is meant: the start of it, its third time.
    fn part_of(&self, id: EntityId, edge: Option<Edge>) -> String {
        let name = self.name(id);
        edge.map_or(name.clone(), |edge| edge.of(&name))
    }

    /// What a line has to do with the date.
    fn words(&self, line: &Line) -> String {
        let (own, verb) = (self.name(line.of), verb(line));
        match line.when {
            When::Lasts(_) => format!("{own} takes so long"),
            When::Done(other) => format!("{own} waits for {}", self.name(other)),
            When::Branch(branch) => {
                format!("{own} comes only with the branch {}", self.name(branch))
            }
            When::Not(_) => format!("{own} did not happen"),
            When::Chosen => "of these branches one is taken".to_owned(),
            When::Again(_) => format!("{own} comes so often"),
            When::Until(_) => format!("{own} comes until then"),
            When::Moment(moment) if line.field == HAPPENED => match moment.target {
                MomentTarget::Date(date) => format!("{own} happened {}", on(date)),
                _ => own,
            },
            When::Moment(Moment { distance: Some(_), target, edge, .. }) => match target {
                MomentTarget::Entity(other) => {
                    format!("counted from {}", self.part_of(other, edge))
                }
                MomentTarget::Date(date) | MomentTarget::Dates(date, _) => {
                    format!("counted from {date}")
                }
                MomentTarget::OneOf { .. } => format!("{own} {verb} so"),
            },
            When::Moment(Moment { target: MomentTarget::OneOf { later, .. }, .. }) => {
                format!("{own} {verb} at the {} of these", if later { "later" } else { "earlier" })
            }
            When::Moment(Moment { order, target: MomentTarget::Entity(other), edge, .. }) => {
                let how = match order {
                    Order::After => "after",
                    Order::Before => "before",
                    Order::By => "by",
                    Order::With => "with",
                    Order::During => "during",
                    Order::From => "no earlier than",
                };
                format!("{own} {verb} {how} {}", self.part_of(other, edge))
            }
            When::Moment(Moment { order: Order::From, .. }) => {
                format!("{own} {verb} no earlier than this")
            }
            When::Moment(_) => format!("{own} {verb} by this date"),
        }
    }
}

fn verb(line: &Line) -> &'static str {
    match line.field {
        "ends" => "ends",
        "during" => "is",
        _ => "starts",
    }
}

fn on(date: Date) -> String {
    let word = if date.first_day() == date.last_day() { "on" } else { "in" };
    format!("{word} {date}")
}
