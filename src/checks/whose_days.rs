//! What hangs on whose days those of a text are: `days-in-decides`.
//!
//! Takes the plan of a framework that has times of day and does not say whose its days are; gives a finding where what
//! happened was in time as days are in one place of the world and not in another, and where lines agree only as they are in
//! some. Knows no rule.

use super::structure::about;
use crate::diagnostic::{Finding, Level, NoteKind};
use crate::eval::{Between, Evaluator, Lateness, Line, Plan};
use crate::expr::EntityId;
use crate::model::Model;
use crate::schema::Kind;
use crate::source::Span;
use crate::value::{Date, Place};

/// What is in time, or agrees, is so whosever the days are, or it is said whose they are.
pub(super) fn no_place_decides(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    if model.things.get(id).kind != Kind::Framework || model.things.planned(id).next().is_none() {
        return;
    }
    let plan = eval.plan(id);
    findings.extend(agree_in_some(model, id, &plan));
    let went = eval.as_it_went(id);
    let phases = model.things.planned(id);
    let hang: Vec<InTime> = phases.filter_map(|phase| InTime::of(eval, phase, &went)).collect();
    findings.extend(in_time_in_some(model, id, &hang));
}

/// Lines that agree only as days are in some places.
fn agree_in_some(model: &Model, id: EntityId, plan: &Plan) -> Option<Finding> {
    let Between { west, east, lines } = plan.days_between()?;
    let first = *lines.first()?;
    // What hangs on the lines of another framework alone is told there.
    if lines.iter().all(|line| model.things.root(line.of) != id) {
        return None;
    }
    let path = model.things.path(id);
    let message = format!("these lines of `{path}` agree only as days are in some places");
    let finding = Finding::broken("days-in-decides", Level::Advice, first.said.span, message);
    let of = |line: &Line| format!("of `{}`", model.things.get(line.of).name);
    let finding = lines
        .iter()
        .skip(1)
        .fold(finding.here(of(&first)), |finding, line| finding.label(line.said.span, of(line)));
    let places = match (west, east) {
        (Some(from), Some(to)) if from == to => format!("{from} alone"),
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("{from} and the east of it"),
        (_, to) => format!("{} and the west of it", to?),
    };
    let so = format!("they agree where days are those of {places}, and clash where they are not");
    Some(about(with_help(finding.note(NoteKind::So, so), &path, west.or(east)), model, id))
}

/// What happened, and how that stands to when it was due, as days are in the places of the world.
struct InTime {
    phase: EntityId,
    date: Date,
    span: Span,
    /// The places from the one to the other, from the west to the east, and how it is there.
    stretches: Vec<(Place, Place, String)>,
}

impl InTime {
    /// Returns it where it is not the same everywhere.
    fn of(eval: &mut Evaluator<'_>, phase: EntityId, went: &Plan) -> Option<InTime> {
        let (date, line) = went.happened(phase)?;
        let in_return = eval.in_return_for(phase);
        let (due, _) = went.due(eval.model, phase).in_return_for(&in_return);
        let mut stretches: Vec<(Place, Place, String)> = Vec::new();
        let mut in_time = false;
        for (ahead, lateness) in due.in_each_place(date) {
            let how = match lateness {
                Lateness::OnTime => {
                    in_time = true;
                    "in time".to_owned()
                }
                Lateness::Late(gap) => format!("late by {gap}"),
                Lateness::Early(gap) => format!("early by {gap}"),
                // Where it is not known in one place either, that is not what decides.
                _ => return None,
            };
            let here = Place::ahead_of_utc(ahead);
            match stretches.last_mut() {
                Some((_, last, same)) if *same == how => *last = here,
                _ => stretches.push((here, here, how)),
            }
        }
        (in_time && stretches.len() > 1).then_some(InTime {
            phase,
            date,
            span: line.said.span,
            stretches,
        })
    }

    /// Says where it was in time, and where it was not.
    fn words(&self) -> String {
        let count = self.stretches.len();
        let one = |(at, (from, to, how)): (usize, &(Place, Place, String))| match at {
            0 => format!("where days are those of {to} and the west of it, it was {how}"),
            at if at + 1 == count => format!("of {from} and the east of it, {how}"),
            _ => format!("of {from} to {to}, {how}"),
        };
        let words: Vec<String> = self.stretches.iter().enumerate().map(one).collect();
        words.join("; ")
    }
}

/// What was in time as days are in one place, and not as they are in another: one finding for all of a framework.
fn in_time_in_some(model: &Model, id: EntityId, hang: &[InTime]) -> Option<Finding> {
    let (first, others) = hang.split_first()?;
    let path = model.things.path(id);
    let name = |one: &InTime| format!("`{}`", model.things.get(one.phase).name);
    let names: Vec<String> = hang.iter().map(name).collect();
    let (who, was) = match names.as_slice() {
        [only] => (only.clone(), "was"),
        [a, b] => (format!("{a} and {b}"), "were"),
        [a, b, ..] => (format!("{a}, {b} and {} more", names.len() - 2), "were"),
        [] => return None,
    };
    let message = format!("whether {who} {was} in time hangs on whose days those of `{path}` are");
    let here = |one: &InTime| format!("{} happened on {}", name(one), one.date);
    let finding = Finding::broken("days-in-decides", Level::Advice, first.span, message);
    let finding = others
        .iter()
        .fold(finding.here(here(first)), |finding, one| finding.label(one.span, here(one)));
    let lead =
        |one: &InTime| if hang.len() > 1 { format!("{}: ", name(one)) } else { String::new() };
    let finding = hang.iter().fold(finding, |finding, one| {
        finding.note(NoteKind::So, format!("{}{}", lead(one), one.words()))
    });
    let place = first.date.clock().map(|clock| clock.place);
    Some(about(with_help(finding, &path, place), model, id))
}

fn with_help(finding: Finding, path: &str, place: Option<Place>) -> Finding {
    let place = place.unwrap_or(Place::UTC);
    finding.help(format!(
        "write in `{path}` whose days they are, with who says so: `days-in {place}`, or another place"
    ))
}
