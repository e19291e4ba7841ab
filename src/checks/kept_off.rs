//! Whether what was kept from coming by default came all the same: `kept-off`.
//!
//! Takes the plan of a framework as it went; gives a finding for each thing that happened though the act that keeps it off
//! was done in time. Knows no rule, and nothing of what was late.

use super::structure::about;
use crate::diagnostic::{Finding, Level, NoteKind};
use crate::eval::Evaluator;
use crate::expr::{EntityId, Key};
use crate::model::One;
use crate::schema::field;

/// What was kept off did not come.
pub(super) fn what_is_kept_off_does_not_come(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    let planned: Vec<EntityId> = model.things.planned(id).collect();
    let plan = eval.plan(id);
    if planned.iter().all(|phase| plan.by_default(*phase).next().is_none()) {
        return;
    }
    let plan = eval.as_it_went(id);
    for phase in planned {
        let Some(line) = plan.kept_off(phase).copied() else { continue };
        let (Some((_, happened)), Some(act)) = (plan.happened(phase), line.kept_off_by()) else {
            continue;
        };
        let (own, other) =
            (&model.things.get(phase).name, format!("`{}`", model.things.get(act).name));
        let message =
            format!("`{own}` happened, and {other}, which keeps it off, was done in time");
        let mut found = Finding::broken("kept-off", Level::Warning, happened.said.span, message)
            .here(format!("`{own}` happened"))
            .label(line.said.span, format!("{other} in time keeps it off"));
        let mut said = vec![happened.said, line.said];
        let field =
            ["happened", "on"].into_iter().find_map(|name| field(model.things.get(act).kind, name));
        if let Some(One::Known(_, done)) =
            field.map(|row| model.one(act, Key::Field(row), &eval.view))
        {
            found = found.label(done.span, format!("{other} was done"));
            said.push(done);
        }
        for said in said {
            for text in model.cites.texts(said.cite) {
                if !found.citations.contains(&text) {
                    found.citations.push(text);
                }
            }
        }
        let so = format!("by the text `{own}` was not due");
        let help =
            "correct one of these lines; where both are so, leave them: what is not due may come";
        findings.push(about(found.note(NoteKind::So, so).help(help), model, phase));
    }
}
