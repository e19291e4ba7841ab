//! What hangs on whether the first day counts: `day-count-decides`, and a word for findings of time.
//!
//! Takes the plan of a framework and the same plan with days counted the other way; gives a finding where the text does not
//! say how days are counted and what was in time would be late, or lines that agree would clash. Knows no rule.

use super::structure::about;
use crate::diagnostic::{Finding, Level, NoteKind};
use crate::eval::{Count, Evaluator, HAPPENED, Lateness, Line, Plan, first_days_of};
use crate::expr::EntityId;
use crate::model::Model;
use crate::schema::Kind;
use crate::time::{Consistency, Time};

/// What is in time, or agrees, is so however days are counted, or it is said how they are.
pub(super) fn one_day_decides_nothing(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    if model.things.get(id).kind != Kind::Framework || model.things.planned(id).next().is_none() {
        return;
    }
    let plan = eval.plan(id);
    if Count::of(model, id).said.is_some() || plan.timeline.consistency() != Consistency::Consistent
    {
        return;
    }
    let Some(otherwise) = plan.counted_otherwise(model) else { return };
    findings.extend(would_clash(model, id, &otherwise));
    let went = eval.as_it_went(id);
    if went.lines().all(|line| line.field != HAPPENED) {
        return;
    }
    let Some(otherwise) = went.counted_otherwise(model) else { return };
    for phase in model.things.planned(id) {
        findings.extend(would_be_late(model, phase, &went, &otherwise));
    }
}

/// Lines that agree only as long as the first day does not count.
fn would_clash(model: &Model, id: EntityId, otherwise: &Plan) -> Option<Finding> {
    if otherwise.timeline.consistency() != Consistency::Inconsistent {
        return None;
    }
    let clash = otherwise.timeline.clashes(1).sets.into_iter().next()?;
    let lines: Vec<&Line> = clash.statements.iter().filter_map(|s| otherwise.line(*s)).collect();
    let counted = lines.iter().find(|line| is_open(model, line))?;
    // What hangs on the lines of another framework is told there.
    if model.things.root(counted.of) != id {
        return None;
    }
    let path = model.things.path(id);
    let message = format!("these lines of `{path}` agree only while the first day does not count");
    let finding = Finding::broken("day-count-decides", Level::Advice, counted.said.span, message)
        .here("counted from the day after");
    let others = lines.iter().filter(|line| line.said != counted.said);
    let finding = others.fold(finding, |finding, line| {
        let name = &model.things.get(line.of).name;
        let text =
            if is_open(model, line) { "and this".to_owned() } else { format!("of `{name}`") };
        finding.label(line.said.span, text)
    });
    let so = "the day from which is counted is day 0; were it day 1, they would clash";
    Some(about(with_help(finding.note(NoteKind::So, so), &path), model, id))
}

/// What was in time only as long as the first day does not count.
fn would_be_late(model: &Model, phase: EntityId, went: &Plan, otherwise: &Plan) -> Option<Finding> {
    let (date, line) = went.happened(phase)?;
    if went.due(model, phase).lateness(date) != Lateness::OnTime {
        return None;
    }
    let due = otherwise.due(model, phase);
    let (how, day) = match due.lateness(date) {
        Lateness::Late(gap) => (format!("late by {gap}"), due.last?.day()),
        Lateness::Early(gap) => (format!("early by {gap}"), due.first?.day()),
        _ => return None,
    };
    let name = &model.things.get(phase).name;
    let message = format!("`{name}` was in time only while the first day does not count");
    let finding = Finding::broken("day-count-decides", Level::Advice, line.said.span, message)
        .here(format!("`{name}` happened on {date}"));
    let finding = went
        .lines()
        .filter(|l| l.of == phase && is_open(model, l))
        .fold(finding, |finding, l| finding.label(l.said.span, "counted from the day after"));
    let so = format!(
        "the day from which is counted is day 0; were it day 1, it would be {how}: due {} {day}",
        if due.last.map(Time::day) == Some(day) { "by" } else { "from" }
    );
    let path = model.things.path(model.things.root(phase));
    Some(about(with_help(finding.note(NoteKind::So, so), &path), model, phase))
}

fn with_help(finding: Finding, path: &str) -> Finding {
    finding.help(format!(
        "write in `{path}` `day-count excludes-first-day` or `day-count includes-first-day`, or \
         `first day counted` behind the length, with who says so"
    ))
}

/// Says what a finding hangs on, where lines that clash would agree with the days counted the other way.
pub(super) fn would_agree(model: &Model, id: EntityId, clash: &Plan) -> Option<String> {
    let otherwise = clash.counted_otherwise(model)?;
    let agree = otherwise.timeline.consistency() == Consistency::Consistent;
    agree.then(|| format!("{}, these lines would agree", counted(model, id)))
}

/// Says that with the days counted the other way what was late would have been in time.
pub(super) fn would_be_in_time(model: &Model, plan: &Plan, phase: EntityId) -> Option<String> {
    let (date, _) = plan.happened(phase)?;
    let due = plan.counted_otherwise(model)?.due(model, phase);
    let in_time = due.lateness(date) == Lateness::OnTime;
    in_time.then(|| format!("{}, it would be on time", counted(model, model.things.root(phase))))
}

/// Says how days are counted, as the beginning of what would be with the other count.
fn counted(model: &Model, id: EntityId) -> &'static str {
    match Count::of(model, id) {
        Count { first_day: true, .. } => {
            "the day from which is counted is day 1, as `day-count` says; were it day 0"
        }
        Count { said: Some(_), .. } => {
            "the day from which is counted is day 0, as `day-count` says; were it day 1"
        }
        Count { .. } => "the day from which is counted is day 0; were it day 1",
    }
}

/// Checks whether a line counts days and leaves it to the framework how.
fn is_open(model: &Model, line: &Line) -> bool {
    first_days_of(model, line).contains(&None)
}
