//! The procedures of a framework for its timetable: when each step is due, counted from when the whole begins.
//!
//! Takes a framework; gives plain data. Knows nothing of how it is drawn.

use super::timetable::{Pace, Procedure, Step};
use crate::eval::{Evaluator, Line, When};
use crate::expr::{EntityId, Key};
use crate::model::{One, TruthOf, Value};
use crate::schema::{Kind, field};
use crate::value::{Dimension, Quantity};

/// Returns the procedures of a framework that have steps, each with its title as `title` finds it.
pub(super) fn of(
    eval: &mut Evaluator<'_>,
    root: EntityId,
    title: &dyn Fn(EntityId) -> String,
) -> Vec<Procedure> {
    let all: Vec<EntityId> = eval.model.things.children_of(root, Kind::Procedure).collect();
    let made = all.into_iter().map(|id| procedure(eval, id, title));
    made.filter(|procedure| !procedure.steps.is_empty()).collect()
}

fn procedure(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    title: &dyn Fn(EntityId) -> String,
) -> Procedure {
    let model = eval.model;
    let steps: Vec<EntityId> = model.things.planned(id).collect();
    let plan = eval.plan(id);
    let run = plan.run(model, &steps);
    let name = |id: EntityId| model.things.get(id).name.to_string();
    let lines = |step: EntityId| plan.lines().filter(move |line: &&Line| line.of == step);
    let mut made: Vec<(i64, Step)> = Vec::new();
    for id in &steps {
        let stretch = run.as_ref().and_then(|run| run.stretch(*id));
        let day = |at: i64| run.as_ref().map(|run| run.words(at));
        let lasts = lines(*id).filter_map(|line| match line.when {
            When::Lasts(length) => Some(length.to_string()),
            _ => None,
        });
        let extendable = field(Kind::Step, "extendable").is_some_and(|row| {
            matches!(model.truth(*id, Key::Field(row), &eval.view), TruthOf::Stated(true, _))
        });
        let step = Step {
            name: name(*id),
            title: title(*id),
            stretch: stretch.map(|s| (s.from, (!s.is_open()).then_some(s.to))),
            from: stretch.filter(|s| !s.late).and_then(|s| day(s.from)),
            to: stretch.filter(|s| !s.is_open()).and_then(|s| day(s.to)),
            extendable,
            lasts: lasts.collect(),
        };
        made.push((stretch.map_or(0, |s| s.from), step));
    }
    made.sort_by_key(|(from, _)| *from);
    let total = field(Kind::Procedure, "total").and_then(|row| {
        match model.one(id, Key::Field(row), &eval.view) {
            One::Known(Value::Quantity(at), _) => model.quantity(at),
            _ => None,
        }
    });
    let pace = run.as_ref().map(|run| {
        let alike = total.filter(|total| total.unit.dimension == run.unit);
        let counted = |total: &Quantity| run.taken_by(total);
        Pace {
            months: run.unit == Dimension::Calendar,
            longest: run.longest,
            total: alike.and_then(counted),
        }
    });
    Procedure {
        name: name(id),
        title: title(id),
        steps: made.into_iter().map(|(_, step)| step).collect(),
        takes: run.as_ref().map(|run| run.words(run.longest)),
        open: run.as_ref().is_some_and(|run| run.open),
        total: total.map(|total| match &run {
            // Steps are counted from when the whole begins, which is day 0 to them.
            Some(run) if run.first_day(total) > 0 => format!("{total}, first day counted"),
            _ => total.to_string(),
        }),
        pace,
    }
}
