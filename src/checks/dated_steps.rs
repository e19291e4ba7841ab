//! Steps of a procedure that are given a date of the calendar: `dated-step`.
//!
//! Takes the plan of a procedure; gives a finding for each line of a step that names a date. Knows no rule.

use super::structure::about;
use crate::diagnostic::{Finding, Level, NoteKind};
use crate::eval::Evaluator;
use crate::expr::EntityId;
use crate::model::MomentTarget;
use crate::schema::Kind;

/// The steps of a procedure are counted from its beginning, which has no date.
pub(super) fn steps_have_no_dates(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    if model.things.get(id).kind != Kind::Procedure {
        return;
    }
    let plan = eval.plan(id);
    let own = |step: EntityId| model.things.planned(id).any(|planned| planned == step);
    for line in plan.lines().filter(|line| own(line.of)) {
        let dated = |target| matches!(target, MomentTarget::Date(_) | MomentTarget::Dates(..));
        if !line.targets(model).into_iter().any(dated) {
            continue;
        }
        let (step, procedure) = (&model.things.get(line.of).name, &model.things.get(id).name);
        let message = format!("`{step}` has a date, and `{procedure}` may begin on any");
        let finding = Finding::broken("dated-step", Level::Warning, line.said.span, message)
            .here("a date of the calendar")
            .note(NoteKind::So, "how long the procedure takes is told without this line")
            .help(format!(
                "say when it is by another step or by when `{procedure}` begins, as in `lasts at most 10 days`; \
                 or write it as a phase of the sequence, where it happens once"
            ));
        findings.push(about(finding, model, line.of));
    }
}
