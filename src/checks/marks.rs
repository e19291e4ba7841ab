//! Where a text speaks of a thing that a rule wants underlined.
//!
//! Takes a model and the statements that decided; gives a place. Knows no rule.

use crate::diagnostic::Label;
use crate::eval::{Evaluator, Read};
use crate::expr::EntityId;
use crate::model::{Says, Value};
use crate::source::Span;

/// Returns the head of a thing that stands in the subject, and of any other the statement about it that decided, or
/// else the first place where the subject names it.
pub(super) fn place(
    eval: &mut Evaluator<'_>,
    subject: Value,
    id: EntityId,
    decided: &[Label],
) -> Option<Span> {
    let Value::Entity(subject) = subject else { return None };
    let model = eval.model;
    let things = &model.things;
    if id == subject || things.root(id) == things.root(subject) {
        return Some(things.get(id).head);
    }
    let name = format!("`{}`", things.path(id));
    let about: Vec<Span> =
        decided.iter().filter(|l| l.text.contains(&name)).map(|l| l.span).collect();
    let (mut deciding, mut named): (Option<Span>, Option<Span>) = (None, None);
    eval.read(Read::Within(things.root(subject)));
    let mut open = vec![things.root(subject)];
    while let Some(of) = open.pop() {
        open.extend(&things.get(of).children);
        for claim in model.facts(of).flat_map(|(_, claims)| claims) {
            let items = match &claim.says {
                Says::List { items, .. } => &items[..],
                _ => &[],
            };
            let spans = items.iter().map(|i| i.said.span).chain([claim.said.span]);
            deciding = spans.filter(|s| about.contains(s)).chain(deciding).min();
            let naming = items.iter().filter(|i| i.value == Value::Entity(id));
            named = naming.map(|i| i.said.span).chain(named).min();
        }
    }
    deciding.or(named)
}
