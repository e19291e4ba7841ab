//! Whether a choice is made once: `choice-made-twice`.
//!
//! Takes what happened in the branches of a framework; gives a finding for each choice of which it does not fit. Knows no
//! rule: what a settled choice means for one is worked out where it is judged.

use super::structure::about;
use crate::diagnostic::{Finding, Level, NoteKind};
use crate::eval::{Evaluator, Went, chosen_at};
use crate::expr::EntityId;
use crate::schema::Kind;
use crate::value::and;

/// Of the branches of each choice of a framework at most one is taken.
pub(super) fn a_choice_is_made_once(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    findings: &mut Vec<Finding>,
) {
    if eval.model.things.get(id).kind != Kind::Framework {
        return;
    }
    for told in eval.settled(id).disputed {
        findings.extend(finding(eval, id, &told));
    }
}

fn finding(eval: &Evaluator<'_>, id: EntityId, told: &[Went]) -> Option<Finding> {
    let model = eval.model;
    let name = |id: EntityId| format!("`{}`", model.things.get(id).name);
    let (last, others) = told.split_last()?;
    let message = if last.happened {
        let at = chosen_at(model, last.branch).map_or_else(String::new, |(at, _)| name(at));
        let branches: Vec<String> = told.iter().map(|went| name(went.branch)).collect();
        format!("of the choice at {at} one branch is taken, and {} happened", and(&branches))
    } else {
        format!("the branch {} is said not to be taken, and it happened", name(last.branch))
    };
    let words = |went: &Went| match (went.happened, went.what == went.branch) {
        (false, _) => format!("{} is said not to be taken", name(went.branch)),
        (true, true) => format!("{} was taken", name(went.branch)),
        (true, false) => format!("{} stands in {}", name(went.what), name(went.branch)),
    };
    let mut found = Finding::broken("choice-made-twice", Level::Warning, last.said.span, message)
        .here(words(last));
    for went in others {
        found = found.label(went.said.span, words(went));
    }
    for went in told {
        found.cite(model.cites.texts(went.said.cite));
    }
    let found = found
        .help("correct one of these lines, or let what happened stand outside the branches")
        .note(NoteKind::So, "which branch is taken is open until it is settled");
    Some(about(found, model, id))
}
