//! What is to come again, and is over before it comes at all: `over-before-first`.
//!
//! Takes the plan of a framework; gives a finding for each milestone that repeats until something that lies before its
//! first time whatever comes. Knows no rule.

use super::structure::about;
use crate::diagnostic::{Finding, Level, NoteKind};
use crate::eval::{Evaluator, Plan, Read};
use crate::expr::{EntityId, Key};
use crate::model::{MomentTarget, One, Value};
use crate::schema::{Kind, field};
use crate::source::{Sources, uncited};
use crate::value::flat;

/// What comes again ends after its first time.
pub(super) fn what_comes_again_comes_once(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    if model.things.get(id).kind != Kind::Milestone {
        return;
    }
    let mut known = |name: &str| {
        let row = Key::Field(field(Kind::Milestone, name)?);
        eval.read(Read::Fact(id, row));
        match model.one(id, row, &eval.view) {
            One::Known(value, said) => Some((value, said)),
            _ => None,
        }
    };
    let (Some(_), Some((Value::Moment(until), said))) = (known("repeats"), known("until")) else {
        return;
    };
    let Some(target) = model.moment(until).map(|moment| moment.target) else { return };
    let own = eval.plan(id);
    let joined;
    let plan = match target {
        // What the plan says nothing of is asked where it stands.
        MomentTarget::Entity(other) if own.ends(other).is_none() => {
            let others = eval.plan(other);
            if let Some(row) = field(model.things.get(other).kind, "on") {
                eval.read(Read::Fact(other, Key::Field(row)));
            }
            joined = Plan::joined(model, &[&own, &others], &[id, other]);
            &joined
        }
        _ => &*own,
    };
    if !plan.is_over_before(id, target) {
        return;
    }
    let name = &model.things.get(id).name;
    let written = flat(uncited(sources.slice(said.span)));
    let written = written.strip_prefix("until ").unwrap_or(&written);
    let message = format!("`{name}` comes again until `{written}`, which is before its first time");
    let mut finding = Finding::broken("over-before-first", Level::Warning, said.span, message)
        .here("over by then")
        .help("give a later end, or an earlier first time; without `repeats` it comes once");
    if let Some((first, _)) = plan.ends(id).map(|ends| plan.days(ends.start))
        && let Some(first) = first
    {
        let text = format!("`{name}` comes first on {first} at the earliest");
        finding = finding.note(NoteKind::Note, text);
    }
    findings.push(about(finding, model, id));
}
