//! What a draft takes for granted about the world: statements of facts that no author can settle, without a source.
//!
//! Takes a resolved model; gives findings. Knows no rule.

use crate::diagnostic::{Finding, Level, NoteKind};
use crate::expr::{EntityId, Key};
use crate::model::{Claim, Model, Provenance, Says};
use crate::schema::{Kind, Whose};
use crate::source::Sources;

/// A draft may say what its author decides; what others think or do, somebody has to have said.
pub(super) fn facts_of_the_world_have_a_source(
    model: &Model,
    id: EntityId,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) {
    let things = &model.things;
    let root = things.root(id);
    if !things.get(root).draft || things.get(root).kind != Kind::Framework {
        return;
    }
    for (key, claims) in model.facts(id) {
        let Key::Field(row) = key else { continue };
        if row.info().whose != Whose::World {
            continue;
        }
        let unsourced: Vec<&Claim> =
            claims.iter().filter(|c| claims_something(c) && is_unsourced(model, c)).collect();
        let Some((first, rest)) = unsourced.split_first() else { continue };
        let mut whose: Vec<String> = Vec::new();
        for claim in &unsourced {
            if let Says::Keyed(of, _) = &claim.says {
                let name = format!("`{}`", things.get(*of).name);
                if !whose.contains(&name) {
                    whose.push(name);
                }
            }
        }
        let of = match whose.as_slice() {
            [] => String::new(),
            [one] => format!(" of {one}"),
            [before @ .., last] => format!(" of {} and {last}", before.join(", ")),
        };
        let message = format!(
            "`{}`{of} is a fact of the world, and no source is named for it",
            row.info().name
        );
        let line = sources.slice(first.said.span).trim();
        let line = line.lines().next().unwrap_or(line);
        let mut finding =
            Finding::broken("world-fact-unsourced", Level::Advice, first.said.span, message)
                .help(format!(
                    "cite who says so, or mark it as your own guess: `{line} [unverified]`"
                ))
                .note(NoteKind::So, "a verdict that rests on it is no better than the guess");
        for claim in rest {
            finding = finding.label(claim.said.span, "");
        }
        findings.push(finding.about(things.path(root), things.path(id)));
    }
}

/// Checks whether a claim says something that could be wrong.
fn claims_something(claim: &Claim) -> bool {
    match &claim.says {
        Says::Unknown | Says::ToBeAgreed => false,
        Says::List { items, .. } => !items.is_empty(),
        _ => true,
    }
}

/// Checks whether nobody is named for a claim, its author included.
fn is_unsourced(model: &Model, claim: &Claim) -> bool {
    *model.cites.get(claim.said.cite) == Provenance::default()
}
