//! Whether that of which a line counts the times comes again: `comes-once`.
//!
//! Takes the plan of a framework; gives a finding for each line that counts from a later time of a milestone of which
//! nobody says how often it comes. Knows no rule.

use super::structure::about;
use crate::diagnostic::{Finding, Level};
use crate::eval::Evaluator;
use crate::expr::EntityId;
use crate::source::{Sources, uncited};
use crate::value::flat;

/// What is counted time by time comes time after time.
pub(super) fn what_is_counted_comes_again(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    let plan = eval.plan(id);
    let own = |phase: EntityId| model.things.planned(id).any(|planned| planned == phase);
    for (line, of) in plan.never_again(model).filter(|(line, _)| own(line.of)) {
        let name = &model.things.get(of).name;
        let written = flat(uncited(sources.slice(line.said.span)));
        let message = format!("`{written}` counts the times of `{name}`, which comes once");
        let finding = Finding::broken("comes-once", Level::Warning, line.said.span, message)
            .here(format!("nothing says that `{name}` comes again"))
            .label(model.things.get(of).head, "this one".to_owned())
            .help(format!("write in `{name}` how often, such as `repeats every year`; or name it without `the … time of`"));
        findings.push(about(finding, model, line.of));
    }
}
