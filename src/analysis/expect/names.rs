//! What the names in an expectation stand for: whom it is about, and what stands after `for`.
//!
//! Takes a model and a path as it is written; gives things, or the fault to report. Knows no verdict.

use super::fault;
use crate::analysis::world::World;
use crate::checks::{Rule, StepKind};
use crate::diagnostic::{Finding, suggestion};
use crate::expr::{Elem, EntityId};
use crate::model::{Model, ambiguous, normal};
use crate::schema::{Kind, KindSet};
use crate::source::Span;
use crate::syntax::ast::Path;

/// Returns the thing that a path names; of several of one name the one of these kinds, else the framework.
pub(super) fn thing(
    world: &World,
    model: &Model,
    path: &Path,
    kinds: KindSet,
) -> Result<EntityId, Box<Finding>> {
    let sources = &world.sources;
    let things = &model.things;
    let Some((first, rest)) = path.names.split_first() else {
        return fault(path.span, "this names nothing".to_owned(), String::new());
    };
    let name = normal(sources.slice(first.span));
    // A path leads into a framework; a name alone is what the rule is about.
    let meant = kinds.iter().filter(|_| rest.is_empty());
    let all = meant.chain(std::iter::once(Kind::Framework)).chain(Kind::all());
    let found = all.into_iter().find_map(|k| things.top(k, &name));
    let Some(mut id) = found else {
        let known: Vec<&str> =
            things.of_kind(Kind::Framework).iter().map(|id| &*things.get(*id).name).collect();
        let help = world.library.hint(&name).unwrap_or_else(|| suggestion(&name, known));
        return fault(first.span, format!("nothing is called `{name}`"), help);
    };
    for part in rest {
        id = inside(world, model, id, part.span)?;
    }
    Ok(id)
}

/// Returns the thing of this name in another: one of its blocks, else the nearest of what stands in those.
fn inside(
    world: &World,
    model: &Model,
    id: EntityId,
    span: Span,
) -> Result<EntityId, Box<Finding>> {
    let things = &model.things;
    let word = normal(world.sources.slice(span));
    if let Some(child) = crate::expr::Names::inside(things, id, &word) {
        return Ok(child);
    }
    match things.all_below(id, &word, KindSet::every()).as_slice() {
        [] => {
            let message = format!("nothing in `{}` is called `{word}`", things.path(id));
            let children = things.get(id).children.iter().map(|c| &*things.get(*c).name);
            fault(span, message, suggestion(&word, children))
        }
        [one] => Ok(*one),
        [first, second, ..] => Err(Box::new(ambiguous(things, *first, *second, span))),
    }
}

/// Returns what a name after `for` can be: every thing of that name at the top of a file, for an actor, an issue
/// and a framework may share one; else what is called so in the framework that is judged.
pub(super) fn binding(
    world: &World,
    model: &Model,
    subject: EntityId,
    path: &Path,
) -> Result<Vec<EntityId>, Box<Finding>> {
    let things = &model.things;
    if let [one] = path.names.as_slice() {
        let name = normal(world.sources.slice(one.span));
        let all: Vec<EntityId> = Kind::all().filter_map(|k| things.top(k, &name)).collect();
        if !all.is_empty() {
            return Ok(all);
        }
        if !things.all_below(subject, &name, KindSet::every()).is_empty() {
            return inside(world, model, subject, one.span).map(|id| vec![id]);
        }
    }
    thing(world, model, path, Kind::Framework.into()).map(|id| vec![id])
}

/// Checks that a rule is about things such as the one that is asked about.
pub(super) fn fits(
    world: &World,
    model: &Model,
    rule: &Rule,
    subject: EntityId,
    span: Span,
) -> Result<(), Box<Finding>> {
    let about = kinds_of(world, rule);
    let kind = model.things.get(subject).kind;
    if about.has(kind) {
        return Ok(());
    }
    let (path, name) = (model.things.path(subject), &rule.name);
    let plurals: Vec<&str> = about.iter().map(Kind::plural).collect();
    let about = if plurals.is_empty() { "no things".to_owned() } else { plurals.join(" or ") };
    let is = KindSet::from(kind).words();
    let message = format!("`{path}` is {is}, and `{name}` is about {about}");
    fault(span, message, format!("`detente explain {name}` says what the rule is about"))
}

/// Returns the kinds of things that a rule is about.
pub(super) fn kinds_of(world: &World, rule: &Rule) -> KindSet {
    let Some(StepKind::For { set, .. }) = rule.steps.first() else { return KindSet::of(&[]) };
    match world.program.type_of(*set).elem() {
        Some(Elem::Things(kinds)) => kinds,
        _ => KindSet::of(&[]),
    }
}
