//! Phases of a draft with which nothing begins: `phase-opens-nothing`.
//!
//! Takes a resolved model; gives a finding for each. Knows no rule.

use super::structure::about;
use crate::diagnostic::{Finding, Level, NoteKind};
use crate::eval::{Evaluator, Read};
use crate::expr::{EntityId, Key};
use crate::model::{Closed, Rest};
use crate::schema::{Kind, field};

/// What a phase may bring.
const BRINGS: [&str; 6] = ["opens", "starts", "admits", "adopts", "founds", "widens"];

/// Something begins with each phase of a draft, or it is said that nothing does.
pub(super) fn something_begins_with_a_phase(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    let thing = model.things.get(id);
    if thing.kind != Kind::Phase || !thing.draft || thing.unread {
        return;
    }
    for name in BRINGS {
        let Some(row) = field(Kind::Phase, name) else { continue };
        eval.read(Read::Fact(id, Key::Field(row)));
        let list = model.list(id, Key::Field(row), &eval.view);
        // Whoever writes that there is nothing has thought of it.
        if !list.items.is_empty() || list.rest != Rest::Closed(Closed::Draft) {
            return;
        }
    }
    // What binds from a phase on begins with it, too.
    let root = model.things.root(id);
    eval.read(Read::Within(root));
    let mut inside = vec![root];
    while let Some(of) = inside.pop() {
        inside.extend(&model.things.get(of).children);
        let Some(row) = field(model.things.get(of).kind, "binding-from") else { continue };
        let named = model.list(of, Key::Field(row), &eval.view);
        if named.items.iter().any(|item| item.value == crate::model::Value::Entity(id)) {
            return;
        }
    }
    let message = format!("nothing begins with the phase `{}`", model.things.path(id));
    let finding = Finding::broken("phase-opens-nothing", Level::Advice, thing.head, message)
        .help("say what it opens, starts, admits, adopts, founds or widens, or `no opens` where it is meant to be empty")
        .note(NoteKind::So, "in a draft what is not written is not there: when it comes nothing changes");
    findings.push(about(finding, model, id));
}
