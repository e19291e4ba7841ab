//! Phases that are written one after another and that nothing sets in order: `phase-unordered`.
//!
//! Takes the plan of a framework; gives at most one finding for it. Phases that some chain of lines connects are left
//! alone, side by side or not: somebody has thought of how they stand. Knows no rule.

use super::structure::about;
use crate::diagnostic::{Finding, Level, NoteKind};
use crate::eval::{Evaluator, HAPPENED, Plan, Read, time_fields};
use crate::expr::{EntityId, Key};
use crate::model::{Model, OpenWord, Says, Value};
use crate::schema::{Kind, field};
use crate::time::{Answer, Consistency, Event, Order};

/// So many phases are underlined.
const SHOWN: usize = 8;

/// Phases that stand below one another come after one another, or it is said how they stand.
pub(super) fn phases_written_in_order_are_ordered(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    let thing = model.things.get(id);
    let phases: Vec<EntityId> = model.things.planned(id).collect();
    if phases.len() < 2 {
        return;
    }
    let plan = eval.plan(id);
    // What clashes has no times; that comes first.
    if plan.timeline.consistency() != Consistency::Consistent {
        return;
    }
    let mut happened = Vec::new();
    if let Some(row) = field(Kind::Phase, HAPPENED) {
        for phase in &phases {
            eval.read(Read::Fact(*phase, Key::Field(row)));
            if !model.claims(*phase, Key::Field(row)).is_empty() {
                happened.push(*phase);
            }
        }
    }
    let circles = circles(&phases, &tied(eval, &plan, &phases));
    let loose: Vec<(EntityId, EntityId)> = phases
        .windows(2)
        .filter_map(|pair| match pair {
            [before, phase] => Some((*before, *phase)),
            _ => None,
        })
        .filter(|(a, b)| !is_left_open(model, *a) && !is_left_open(model, *b))
        // When they came is known otherwise.
        .filter(|(a, b)| !happened.contains(a) && !happened.contains(b))
        .filter(|pair| thing.draft || thing.kind == Kind::Procedure || is_untimed(&plan, *pair))
        .filter(|(before, phase)| {
            circles.of(*before) != circles.of(*phase) && !is_ordered(&plan, *before, *phase)
        })
        .collect();
    let Some((before, first)) = loose.first().copied() else { return };
    let name = |id: EntityId| format!("`{}`", model.things.get(id).name);
    let path = model.things.path(id);
    let message = if loose.len() == 1 {
        format!("in `{path}` no line sets {} before or after {}", name(first), name(before))
    } else {
        format!(
            "in `{path}` {} {} are set neither before nor after the one written above them",
            loose.len(),
            many(model, thing.kind == Kind::Procedure, &loose),
        )
    };
    let head = model.things.get(first).head;
    let mut finding = Finding::broken("phase-unordered", Level::Advice, head, message)
        .here(format!("may come at any time before or after {}", name(before)));
    for (before, phase) in loose.iter().skip(1).take(SHOWN) {
        let text = format!("and this before or after {}", name(*before));
        finding = finding.label(model.things.get(*phase).head, text);
    }
    let finding = finding
        .help(format!(
            "write in {} `starts after {}`, `starts with {}` where both begin together, or `beside {}` \
             where they go side by side",
            name(first),
            model.things.get(before).name,
            model.things.get(before).name,
            model.things.get(before).name,
        ))
        .note(NoteKind::Note, "the order of the lines orders nothing");
    findings.push(about(finding, model, id));
}

/// Returns what several that nothing orders are called.
fn many(model: &Model, steps: bool, loose: &[(EntityId, EntityId)]) -> &'static str {
    let milestone = |id: EntityId| model.things.get(id).kind == Kind::Milestone;
    let milestones = loose.iter().filter(|(_, phase)| milestone(*phase)).count();
    match milestones {
        _ if steps => "steps",
        0 => "phases",
        n if n == loose.len() => "milestones",
        _ => "phases and milestones",
    }
}

/// Checks whether a line says of a phase's time that it is not known, or could not be read: that is told where it stands.
pub(super) fn is_left_open(model: &Model, phase: EntityId) -> bool {
    if model.things.get(phase).unread {
        return true;
    }
    time_fields(model.things.get(phase).kind).any(|(_, row)| {
        model.claims(phase, Key::Field(row)).iter().any(|claim| {
            let faulty = matches!(claim.says, Says::List { open: Some(OpenWord::Faulty), .. });
            faulty || matches!(claim.says, Says::Unknown | Says::ToBeAgreed)
        })
    })
}

/// Checks whether nothing at all is said of the time of one of two phases. Of what others agreed, two that each have a
/// time of their own may well run side by side; whoever writes a draft can say so.
fn is_untimed(plan: &Plan, (a, b): (EntityId, EntityId)) -> bool {
    [a, b].into_iter().any(|phase| plan.lines().all(|line| line.of != phase))
}

/// Checks whether dates and lengths set two phases in order.
fn is_ordered(plan: &Plan, a: EntityId, b: EntityId) -> bool {
    let (Some(a), Some(b)) = (plan.ends(a), plan.ends(b)) else { return true };
    let decided = |a: Event, b: Event| {
        let order = plan.timeline.order(a, b);
        !matches!(order, Answer::Known(Order::Possibly))
    };
    decided(a.start, b.start) || decided(b.start, a.start)
}

/// Which phases some chain of lines connects.
struct Circles(Vec<(EntityId, EntityId)>);

impl Circles {
    /// Returns the first of those it is connected with.
    fn of(&self, id: EntityId) -> EntityId {
        let found = self.0.iter().find(|(one, _)| *one == id);
        found.map_or(id, |(_, circle)| *circle)
    }
}

/// Returns the pairs that a line speaks of: one that says when something is, or that two go side by side.
fn tied(eval: &mut Evaluator<'_>, plan: &Plan, phases: &[EntityId]) -> Vec<(EntityId, EntityId)> {
    let model = eval.model;
    let lines =
        plan.lines().flat_map(|line| line.refers_to(model).into_iter().map(|o| (line.of, o)));
    let mut tied: Vec<(EntityId, EntityId)> = lines.collect();
    for phase in phases {
        let Some(row) = field(model.things.get(*phase).kind, "beside") else { continue };
        eval.read(Read::Fact(*phase, Key::Field(row)));
        let beside = model.list(*phase, Key::Field(row), &eval.view).items;
        tied.extend(beside.iter().filter(|item| item.denied.is_none()).filter_map(|item| {
            match item.value {
                Value::Entity(other) => Some((*phase, other)),
                _ => None,
            }
        }));
    }
    tied
}

/// Follows the lines from each phase, whoever's line it is.
fn circles(phases: &[EntityId], tied: &[(EntityId, EntityId)]) -> Circles {
    let mut circles: Vec<(EntityId, EntityId)> = Vec::new();
    for first in phases {
        let mut open = vec![*first];
        while let Some(id) = open.pop() {
            if circles.iter().any(|(one, _)| *one == id) {
                continue;
            }
            circles.push((id, *first));
            let there = tied.iter().filter(|(a, _)| *a == id).map(|(_, b)| *b);
            let back = tied.iter().filter(|(_, b)| *b == id).map(|(a, _)| *a);
            open.extend(there.chain(back));
        }
    }
    Circles(circles)
}
