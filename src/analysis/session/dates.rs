//! How edits move the dates of phases that they do not name: what comes later moves with what is put off.
//!
//! Takes the models before and after; gives remarks for whoever made the edits. The times are the plan's.

use super::super::check::{Frame, evaluator};
use super::super::world::World;
use super::when::Told;
use crate::eval::{Evaluator, moving_fields};
use crate::expr::{EntityId, Key};
use crate::model::{EditStep, Model};
use crate::schema::Kind;
use crate::time::Consistency;

/// So many phases are named; the rest is counted.
const MOST: usize = 4;

/// Says which dates moved, for the last edit that changed a time; none where the times cannot all be so.
pub(super) fn moved(
    world: &World,
    frame: &Frame,
    (before, after): (&Model, &Model),
    changed: &[(EntityId, Key)],
    steps: &[EditStep],
) -> Option<(usize, String)> {
    let timed = |(of, key): &&(EntityId, Key)| {
        let kind = after.things.get(*of).kind;
        kind.is_planned() && moving_fields(kind).any(|(_, row)| Key::Field(row) == *key)
    };
    let touched: Vec<EntityId> = changed.iter().filter(timed).map(|(of, _)| *of).collect();
    let mut roots: Vec<EntityId> = touched.iter().map(|of| after.things.root(*of)).collect();
    roots.sort_unstable();
    roots.dedup();
    let view = || frame.view.clone();
    let mut old = evaluator(world, before, &frame.mix, view());
    let mut new = evaluator(world, after, &frame.mix, view());
    let mut said = Vec::new();
    for root in roots.iter().copied().filter(|root| before.things.iter().any(|(id, _)| id == *root))
    {
        let known = |id: &EntityId| before.things.planned(root).any(|p| p == *id);
        for id in after.things.planned(root).filter(known) {
            let (Some(then), Some(now)) = (told(&mut old, id), told(&mut new, id)) else {
                return None;
            };
            if touched.contains(&id) {
                continue;
            }
            let name = if roots.len() > 1 {
                after.things.path(id)
            } else {
                after.things.get(id).name.to_string()
            };
            let milestone = after.things.get(id).kind == Kind::Milestone;
            let moved = |at: usize| {
                let (then, now) = (then.get(at)?, now.get(at)?);
                (then.times != now.times)
                    .then(|| format!("{} instead of {}", now.words(), then.words()))
            };
            if let Some(moved) = moved(0) {
                let verb = if milestone { "is due" } else { "begins" };
                said.push(format!("`{name}` {verb} {moved}"));
            } else if let Some(moved) = moved(1).filter(|_| !milestone) {
                said.push(format!("`{name}` ends {moved}"));
            }
        }
    }
    let at = steps.iter().rposition(|s| {
        let time = |path: &String| {
            let of = path.rsplit_once('.').map_or("", |(_, field)| field);
            let mut planned = Kind::all().filter(|kind| kind.is_planned());
            planned.any(|kind| moving_fields(kind).any(|(_, row)| row.info().written() == of))
        };
        s.touched.iter().any(time)
    })?;
    if said.is_empty() {
        // Whoever puts something off wants to know what it takes along.
        let edit = steps.get(at).map_or("", |s| world.sources.slice(s.span));
        let order = ["delay", "move"].iter().any(|verb| edit.starts_with(verb));
        let others = roots
            .iter()
            .any(|root| after.things.planned(*root).any(|phase| !touched.contains(&phase)));
        return (order && others).then(|| (at, "no other date moves".to_owned()));
    }
    let more = said.len().saturating_sub(MOST);
    said.truncate(MOST);
    let mut line = format!("so {}", said.join(", "));
    match more {
        0 => {}
        1 => line.push_str(", and 1 more moves"),
        n => line.push_str(&format!(", and {n} more move")),
    }
    Some((at, line))
}

/// Returns when something begins and ends; none where the lines about it clash.
fn told(eval: &mut Evaluator<'_>, id: EntityId) -> Option<[Told; 2]> {
    let plan = eval.plan(id);
    let ends = plan.ends(id)?;
    if plan.timeline.consistency_of(ends.start) != Consistency::Consistent {
        return None;
    }
    let seen = plan.seen();
    let seen = seen.as_ref().unwrap_or(&plan);
    Some([ends.start, ends.end].map(|event| Told::of(seen, event)))
}
