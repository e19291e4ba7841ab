//! What comes by default, for a timetable: unless something is done within a length of time.
//!
//! Takes a plan as it went; gives plain data: when each would come, what keeps it from coming, and what became of it.
//! Knows nothing of how it is drawn.

use super::timetable::{ByDefault, Window};
use crate::eval::{Evaluator, HAPPENED, Line, Plan};
use crate::expr::{EntityId, Key};
use crate::model::{One, Value};
use crate::schema::field;

/// What a timetable knows by itself: the names of things, and the words of a line.
pub(super) struct Words<'w> {
    /// Returns the name of a thing.
    pub(super) name: &'w dyn Fn(EntityId) -> String,
    /// Returns what a line says.
    pub(super) line: &'w dyn Fn(&Line) -> String,
}

/// Returns what comes by default of some things, in their order.
pub(super) fn of(
    eval: &Evaluator<'_>,
    went: &Plan,
    own: &[EntityId],
    words: &Words<'_>,
) -> Vec<ByDefault> {
    let all = own.iter().flat_map(|id| went.by_default(*id));
    all.filter_map(|line| one(eval, went, line, words)).collect()
}

fn one(eval: &Evaluator<'_>, went: &Plan, line: &Line, words: &Words<'_>) -> Option<ByDefault> {
    let model = eval.model;
    let (act, became) = (line.kept_off_by()?, went.became(line)?);
    let kind = model.things.get(act).kind;
    let one = |name: &str| {
        let row = field(kind, name)?;
        Some(model.one(act, Key::Field(row), &eval.view))
    };
    let done = match one(HAPPENED).or_else(|| one("on")) {
        Some(One::Known(Value::Date(date), _)) => Some(date),
        _ => None,
    };
    let by = field(kind, "by").map(|row| model.list(act, Key::Field(row), &eval.view).items);
    let by = by.unwrap_or_default().into_iter().filter_map(|item| match item.value {
        Value::Entity(id) => Some((words.name)(id)),
        _ => None,
    });
    let seen = went.seen();
    let shown = seen.as_ref().unwrap_or(went);
    let times = shown.times_if_it_comes(went.ends(line.of)?.start);
    let text = (words.line)(line);
    let within = text.split_once(" within ").map_or(text.as_str(), |(_, within)| within);
    Some(ByDefault {
        name: (words.name)(line.of),
        act: (words.name)(act),
        by: by.collect(),
        within: within.to_owned(),
        due: Window::of(times, went.shown_in().is_some()),
        done,
        became,
    })
}
