//! Phases that can never come about: `unreachable-phase`.
//!
//! Takes the gates of the phases of a framework and its plan; gives a finding for each phase that waits for what is said
//! never to be. Only what is said for good counts: a condition that does not hold today may hold tomorrow, unless nothing brings it about. Knows no rule.

use super::structure::about;
use crate::diagnostic::{Finding, Level, NoteKind};
use crate::eval::{Evaluator, Line, Read, When, branch_of};
use crate::expr::{EntityId, Key};
use crate::model::{Closed, GateKind, List, Rest, Said, TruthOf, Value};
use crate::schema::{Kind, field};
use crate::source::Span;
use crate::time::{Answer, Limit};

/// Why a phase never comes: the line by which it waits, what that means, and the lines that say so.
struct Never {
    waits: Span,
    text: String,
    said: Vec<(Said, String)>,
}

/// Every phase of a framework can come about.
pub(super) fn phases_can_be_reached(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    for phase in model.things.planned(id) {
        let never = by_its_gates(eval, phase).or_else(|| by_its_times(eval, id, phase));
        let Some(never) = never else { continue };
        let message = format!(
            "the {} `{}` can never come about",
            model.things.get(phase).kind.word(),
            model.things.path(phase)
        );
        let mut finding =
            Finding::broken("unreachable-phase", Level::Warning, never.waits, message)
                .here(never.text);
        for (said, text) in never.said {
            finding = finding.label(said.span, text);
            finding.cite(model.cites.texts(said.cite));
        }
        let finding = finding
            .help("let it wait for something that can be, or say what brings that about")
            .note(NoteKind::So, "what waits for it never begins either");
        findings.push(about(finding, model, phase));
    }
}

fn by_its_gates(eval: &mut Evaluator<'_>, phase: EntityId) -> Option<Never> {
    let row = field(eval.model.things.get(phase).kind, "requires")?;
    eval.read(Read::Fact(phase, Key::Field(row)));
    let gates = eval.model.list(phase, Key::Field(row), &eval.view);
    let gates = gates.items.into_iter().filter(|gate| gate.denied.is_none());
    for gate in gates {
        let Value::Gate(GateKind::Condition, condition) = gate.value else { continue };
        let Some(said) = never_holds(eval, condition) else { continue };
        let text = format!("waits for `{}`, which never comes", eval.model.things.path(condition));
        return Some(Never { waits: gate.said.span, text, said });
    }
    None
}

/// A condition that does not hold, and that nothing brings about: neither its own needs nor a stronger condition.
fn never_holds(eval: &mut Evaluator<'_>, condition: EntityId) -> Option<Vec<(Said, String)>> {
    let model = eval.model;
    let (holds, needs) = (field(Kind::Condition, "holds")?, field(Kind::Condition, "needs")?);
    for row in [holds, needs] {
        eval.read(Read::Fact(condition, Key::Field(row)));
    }
    let TruthOf::Stated(false, not) = model.truth(condition, Key::Field(holds), &eval.view) else {
        return None;
    };
    let List { items, rest: Rest::Closed(Closed::By(nothing)), .. } =
        model.list(condition, Key::Field(needs), &eval.view)
    else {
        return None;
    };
    if !items.is_empty() || is_implied(eval, condition) {
        return None;
    }
    let name = format!("`{}`", model.things.path(condition));
    Some(vec![
        (not, format!("{name} does not hold")),
        (nothing, "and nothing brings it about".to_owned()),
    ])
}

/// Checks whether any condition is stronger: with that, it would hold.
fn is_implied(eval: &mut Evaluator<'_>, condition: EntityId) -> bool {
    let Some(row) = field(Kind::Condition, "implies") else { return false };
    eval.read(Read::Population(Kind::Condition));
    let model = eval.model;
    model.things.of_kind(Kind::Condition).iter().any(|other| {
        eval.read(Read::Fact(*other, Key::Field(row)));
        let weaker = model.list(*other, Key::Field(row), &eval.view);
        *other != condition && weaker.items.iter().any(|i| i.value == Value::Entity(condition))
    })
}

/// What the solver of time says: it cannot happen.
fn by_its_times(eval: &mut Evaluator<'_>, id: EntityId, phase: EntityId) -> Option<Never> {
    let plan = eval.plan(id);
    let start = plan.ends(phase)?.start;
    if plan.timeline.earliest(start) != Answer::Known(Limit::Never) {
        return None;
    }
    let why = plan.timeline.why_earliest(start).known().unwrap_or_default();
    let model = eval.model;
    let lines: Vec<Line> = why.into_iter().filter_map(|s| plan.line(s).copied()).collect();
    if lines.iter().any(|line| line.is_kept_off_as_provided(model)) {
        return None;
    }
    // Milestones that wait for one another are told as a circle.
    let planned = |id: &EntityId| model.things.get(*id).kind.is_planned();
    let by_choice = lines.iter().any(|line| matches!(line.when, When::Branch(_) | When::Chosen));
    // What stands in a branch has no place in time where its own lines leave none; elsewhere such lines clash.
    let in_branch = lines.iter().any(|line| branch_of(model, line.of).is_some());
    let ended = lines.iter().any(|line| matches!(line.when, When::Until(_)));
    let kept_off = lines.iter().any(|line| line.kept_off_by().is_some());
    let waiting = |line: &Line| line.refers_to(model).iter().all(planned);
    if !by_choice && !in_branch && !kept_off && !ended && lines.iter().all(waiting) {
        return None;
    }
    let waits = model.things.get(phase).head;
    let own = |line: &Line| line.of == phase && line.kept_off_by().is_some();
    let text = if by_choice {
        "its branch can never be taken"
    } else if in_branch && branch_of(model, phase).is_some() {
        "these lines leave no room for it, so its branch can never be taken"
    } else if ended {
        "it comes no more by then"
    } else if lines.iter().any(own) {
        "what keeps it off always comes first"
    } else {
        "what it waits for never happens"
    };
    let said = lines.into_iter().map(|line| {
        let of = format!("of `{}`", model.things.path(line.of));
        (line.said, of)
    });
    let said: Vec<(Said, String)> = said.collect();
    Some(Never { waits, text: text.to_owned(), said })
}
