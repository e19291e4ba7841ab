//! Whether a relation that is written on both sides is the same on both, within one source.
//!
//! Takes the claims of a thing; gives `contradiction` where a list that says that it is complete leaves out what the same
//! source says on the other side. Between sources that is a disagreement, and reported as one. Knows no rule.

use super::agreement::at_different_times;
use super::structure::about;
use crate::diagnostic::{Finding, Level};
use crate::eval::Evaluator;
use crate::expr::{EntityId, Key};
use crate::model::{Claim, Says, Value};
use crate::schema::Mirror;
use crate::source::Sources;

/// At most so many statements from the other side are shown for one list.
const MAX_SHOWN: usize = 12;

/// What one source says of a relation on one side it does not leave out on the other.
pub(super) fn both_sides_agree(
    eval: &Evaluator<'_>,
    id: EntityId,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    for (key, claims) in model.facts(id) {
        let Key::Field(row) = key else { continue };
        let info = row.info();
        // What holds both ways is written once, on whichever side: of two who name one another one list is enough.
        let Mirror::Inverse(back) = info.mirror else { continue };
        if claims.len() < 2 || !claims.iter().any(|c| complete(c).is_some()) {
            continue;
        }
        // What is taken back or denied where it is said does not hold here either.
        let holds = model.list(id, key, &eval.view);
        let holds = |value: Value| holds.items.iter().any(|i| i.value == value);
        let named_by = |list: &Claim, value: Value| {
            let own = |c: &&Claim| !c.derived && model.same_voice(c.said, list.said);
            claims.iter().filter(own).any(|c| match &c.says {
                Says::List { items, .. } => items.iter().any(|i| i.value == value),
                _ => false,
            })
        };
        // Whoever cites nobody speaks for the texts that he wrote, not for the library.
        let role = |c: &Claim| sources.get(c.said.span.file).map(|s| s.role);
        let one_voice = |a: &Claim, b: &Claim| {
            let cited = !model.cites.get(a.said.cite).claims.is_empty();
            model.same_voice(a.said, b.said) && (cited || role(a) == role(b))
        };
        for list in claims.iter().filter(|c| !c.derived) {
            let Some(items) = complete(list) else { continue };
            let left_out: Vec<(Value, &Claim)> = claims
                .iter()
                .filter_map(|c| match c.says {
                    Says::Adds(value) if c.derived => Some((value, c)),
                    _ => None,
                })
                .filter(|(value, c)| {
                    one_voice(list, c)
                        && !at_different_times(model, list.said, c.said)
                        && holds(*value)
                        && !named_by(list, *value)
                })
                .collect();
            let Some((first, _)) = left_out.first() else { continue };
            let path = model.things.path(id);
            let words = eval.value_words(*first, sources);
            let message = format!(
                "`{path}.{}` is listed in full without {words}, and {words} names `{path}` in `{back}`",
                info.name
            );
            let last = items.last().map_or(list.said.span, |i| i.said.span);
            let last = sources.slice(last).trim();
            let mut finding =
                Finding::broken("contradiction", Level::Error, list.said.span, message)
                    .here("this list says that there are no others");
            for (value, claim) in left_out.iter().take(MAX_SHOWN) {
                let words = eval.value_words(*value, sources);
                let text = format!("this makes {words} one of them");
                finding = finding.label(claim.said.span, text);
            }
            finding = finding.help(format!(
                "add {words} to the list, or write `{last}, and others` if it is not all of them"
            ));
            findings.push(about(finding, model, id));
        }
    }
}

/// Returns the items of a list that says that there are no others.
fn complete(claim: &Claim) -> Option<&[crate::model::Item]> {
    match &claim.says {
        Says::List { items, open: None, count, all } if all.is_empty() && !claim.derived => {
            count.is_none_or(|n| n as usize <= items.len()).then_some(items)
        }
        _ => None,
    }
}
