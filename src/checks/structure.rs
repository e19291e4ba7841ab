//! Structural checks on the resolved model: what no rule of the literature is needed for.
//!
//! Each is a function named for what it asks. Those that a single statement can fail are reported where the
//! statement is read (`syntax`, `expr`, `model`); here stand those that need everything to be read first.

use crate::diagnostic::{Finding, Level, NoteKind};
use crate::eval::Evaluator;
use crate::expr::{EntityId, Key, NotionForm};
use crate::model::{Model, One, Said, TruthOf, Value};
use crate::schema::{FieldId, Kind, Takes, Whose, fields_of};
use crate::source::{Role, Sources};
use crate::value::Truth;

/// Runs every structural check over the things that are checked.
pub fn check(eval: &mut Evaluator<'_>, sources: &Sources, findings: &mut Vec<Finding>) {
    let model = eval.model;
    let checked: Vec<EntityId> =
        model.things.iter().filter(|(_, t)| t.role == Role::Checked).map(|(id, _)| id).collect();
    for id in checked {
        check_thing(eval, id, sources, findings);
    }
}

/// Runs every structural check over a thing and what stands in it.
pub fn check_of(
    eval: &mut Evaluator<'_>,
    root: EntityId,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) {
    check_thing(eval, root, sources, findings);
    for child in &eval.model.things.get(root).children {
        check_of(eval, *child, sources, findings);
    }
}

fn check_thing(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    draft_is_complete(model, id, findings);
    sources_agree(eval, id, sources, findings);
    fields_exclude_one_another(eval, id, sources, findings);
    none_is_not_contradicted(model, id, sources, findings);
    measures_stay_within_the_agenda(eval, id, sources, findings);
    stated_notions_fit_the_facts(eval, id, findings);
}

fn about(finding: Finding, model: &Model, id: EntityId) -> Finding {
    let root = model.things.root(id);
    let framework = if model.things.get(root).kind == Kind::Framework {
        model.things.path(root)
    } else {
        String::new()
    };
    finding.about(framework, model.things.path(id))
}

/// A draft states what no author can leave open.
fn draft_is_complete(model: &Model, id: EntityId, findings: &mut Vec<Finding>) {
    let thing = model.things.get(id);
    if !thing.draft {
        return;
    }
    let missing: Vec<&str> = fields_of(thing.kind)
        .filter(|row| {
            let claims = model.claims(id, Key::Field(*row));
            row.info().whose == Whose::Required
                && claims.iter().all(|c| matches!(c.says, crate::model::Says::Not(_)))
        })
        .map(|row| row.info().name)
        .collect();
    if missing.is_empty() {
        return;
    }
    let list: Vec<String> = missing.iter().map(|m| format!("`{m}`")).collect();
    let example = missing.first().copied().unwrap_or("kind");
    let finding = Finding::broken("incomplete", Level::Error, thing.head, format!("the draft `{}` does not state its {}", thing.name, list.join(", ")))
        .help(format!("add a line for each, such as `{example} …`; `detente explain {example}` lists what it takes"))
        .note(NoteKind::So, "rules that ask for what is missing cannot be decided; leaving it out exempts from nothing");
    findings.push(about(finding, model, id));
}

/// Sources that speak of the same thing say the same.
fn sources_agree(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    let view = eval.view.clone();
    for (key, claims) in model.facts(id) {
        if claims.len() < 2 {
            continue;
        }
        let (mut said, what): (Vec<(String, Said)>, String) = match key {
            Key::Field(row) => match row.info().takes {
                Takes::Truth => match model.truth(id, key, &view) {
                    TruthOf::Contested(all) => (
                        all.iter().map(|(b, s)| (Truth::from(*b).word().to_owned(), *s)).collect(),
                        row.info().name.to_owned(),
                    ),
                    _ => continue,
                },
                Takes::Keyed(..) => continue,
                _ if row.info().many == crate::schema::Many::One => match model.one(id, key, &view)
                {
                    One::Contested(all) => (
                        all.iter()
                            .map(|(v, s)| {
                                (v.map_or("none".to_owned(), |v| eval.value_words(v, sources)), *s)
                            })
                            .collect(),
                        row.info().name.to_owned(),
                    ),
                    _ => continue,
                },
                _ => {
                    let list = model.list(id, key, &view);
                    let mut said = Vec::new();
                    for item in &list.items {
                        let Some(denied) = item.denied else { continue };
                        if stands_in_a_block(model, id, row, item.value) {
                            continue;
                        }
                        let words = eval.value_words(item.value, sources);
                        said.push((format!("counts {words} in"), item.said));
                        said.push((format!("does not count {words} in"), denied));
                    }
                    (said, row.info().name.to_owned())
                }
            },
            Key::Notion(notion) => match model.truth(id, key, &view) {
                TruthOf::Contested(all) => (
                    all.iter().map(|(b, s)| (Truth::from(*b).word().to_owned(), *s)).collect(),
                    eval.notions.name(notion).to_owned(),
                ),
                _ => continue,
            },
        };
        said.dedup_by_key(|(_, s)| s.span);
        let Some((first, rest)) = said.split_first() else { continue };
        let path = model.things.path(id);
        let who = |s: &Said| {
            let texts = model.cites.texts(s.cite);
            if texts.is_empty() { "the text".to_owned() } else { texts.join("; ") }
        };
        let mut finding = Finding::broken(
            "sources-disagree",
            Level::Warning,
            first.1.span,
            format!("sources disagree about `{path}.{what}`"),
        )
        .here(format!("{}: {}", who(&first.1), first.0));
        for (words, s) in rest {
            if finding.labels.iter().all(|l| l.span != s.span) {
                finding = finding.label(s.span, format!("{}: {words}", who(s)));
            }
        }
        let mut who_says: Vec<String> = Vec::new();
        for claim in said.iter().flat_map(|(_, s)| &model.cites.get(s.cite).claims) {
            let name = model.things.path(claim.source);
            if !who_says.contains(&name) {
                who_says.push(name);
            }
        }
        if !who_says.is_empty() {
            let each = |f: &dyn Fn(&String) -> String| {
                who_says.iter().map(f).collect::<Vec<_>>().join(" or ")
            };
            let run = each(&|s| format!("`--follow {s}`"));
            let line = format!("`follow SOURCE on {path}.{what} because \"…\"`");
            finding = finding
                .help(format!("choose for one run: {run}\nor settle it in the file: {line}"));
        }
        finding.citations = said.iter().flat_map(|(_, s)| model.cites.texts(s.cite)).collect();
        findings.push(about(
            finding.note(NoteKind::So, "what depends on it is undecided until it is settled"),
            model,
            id,
        ));
    }
}

/// Checks whether a value stands in the same field of a block inside: an issue that one source names for the
/// whole and another for a basket is on the agenda of both.
fn stands_in_a_block(model: &Model, id: EntityId, row: FieldId, value: Value) -> bool {
    row.info().group.is_some()
        && model.things.get(id).children.iter().any(|child| {
            let kind = model.things.get(*child).kind;
            crate::schema::field(kind, row.info().name).is_some_and(|inner| {
                let list = model.list(*child, Key::Field(inner), &crate::model::View::default());
                list.items.iter().any(|i| i.value == value)
            })
        })
}

/// What excludes another field shares no value with it.
fn fields_exclude_one_another(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    let kind = model.things.get(id).kind;
    for row in fields_of(kind) {
        let others = row.info().excludes.iter().filter_map(|name| crate::schema::field(kind, name));
        for other in others {
            // A pair that names each other is looked at once.
            if other < row && other.info().excludes.contains(&row.info().name) {
                continue;
            }
            shares_nothing(eval, id, row, other, sources, findings);
        }
    }
}

fn shares_nothing(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    row: FieldId,
    other: FieldId,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    let a = model.list(id, Key::Field(row), &eval.view);
    let b = model.list(id, Key::Field(other), &eval.view);
    for item in a.items.iter().filter(|i| i.denied.is_none()) {
        let twin = b.items.iter().find(|j| j.value == item.value && j.denied.is_none());
        let Some(twin) = twin else { continue };
        let words = eval.value_words(item.value, sources);
        let (x, y) = (row.info().name, other.info().name);
        let path = model.things.path(id);
        let message = format!("{words} stands both in `{x}` and in `{y}` of `{path}`");
        let finding = Finding::broken("excludes", Level::Error, twin.said.span, message)
            .here(format!("in `{y}`"))
            .label(item.said.span, format!("in `{x}`"))
            .help("one of the two cannot be so; correct it, or give the other source an `account of …`");
        findings.push(about(finding, model, id));
    }
}

/// What is said not to be there is not written down.
fn none_is_not_contradicted(
    model: &Model,
    id: EntityId,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) {
    use crate::model::Says;
    for (key, claims) in model.facts(id) {
        let none = claims.iter().find(|c| matches!(c.says, Says::None));
        let some = claims.iter().find(|c| {
            matches!(&c.says, Says::Adds(_) | Says::Some)
                || matches!(&c.says, Says::List { items, .. } if !items.is_empty())
        });
        let (Some(none), Some(some)) = (none, some) else { continue };
        let name = match key {
            Key::Field(row) => row.info().name,
            Key::Notion(_) => continue,
        };
        // Two sources may well say so; that is a disagreement and reported as one.
        if model.cites.get(none.said.cite) != model.cites.get(some.said.cite) || name == "basket" {
            continue;
        }
        let text = sources.slice(none.said.span).trim();
        let finding = Finding::broken(
            "contradiction",
            Level::Error,
            some.said.span,
            format!("`{}` has {name}, and says that it has none", model.things.path(id)),
        )
        .here("this one")
        .label(none.said.span, "there is none")
        .help(format!("leave out `{text}`, or write `no other {name}`"));
        findings.push(about(finding, model, id));
    }
}

/// A measure deals with issues that are on the agenda of its framework.
fn measures_stay_within_the_agenda(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    if model.things.get(id).kind != Kind::Measure {
        return;
    }
    let Some(addresses) = crate::schema::field(Kind::Measure, "addresses") else { return };
    let root = model.things.root(id);
    let mut agenda = Vec::new();
    let mut open = false;
    let mut add = |of: EntityId, name: &str| {
        let Some(row) = crate::schema::field(model.things.get(of).kind, name) else { return };
        let list = model.list(of, Key::Field(row), &eval.view);
        open |= matches!(list.rest, crate::model::Rest::Open(_)) && name == "issues" && of != root;
        agenda.extend(list.items.iter().map(|i| i.value));
    };
    add(root, "issues");
    for child in model.things.get(root).children.clone() {
        add(child, "issues");
    }
    let list = model.list(id, Key::Field(addresses), &eval.view);
    for item in list.items.iter().filter(|i| !agenda.contains(&i.value)) {
        if open || agenda.is_empty() {
            break;
        }
        let words = eval.value_words(item.value, sources);
        let finding = Finding::broken(
            "outside-agenda",
            Level::Warning,
            item.said.span,
            format!("{words} is not on the agenda of `{}`", model.things.path(root)),
        )
        .help("add it to the issues of the basket, or correct the measure");
        findings.push(about(finding, model, id));
    }
}

/// What a text states of a notion is what its own facts show, where they show anything. A draft must show
/// what it states.
fn stated_notions_fit_the_facts(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    for (key, _) in model.facts(id) {
        let Key::Notion(notion) = key else { continue };
        if !eval
            .notions
            .get(notion)
            .is_some_and(|n| matches!(n.form, NotionForm::Noun | NotionForm::Adjective))
        {
            continue;
        }
        let TruthOf::Stated(stated, said) = model.truth(id, key, &eval.view) else { continue };
        eval.begin(1);
        let Some(derived) = eval.derived(notion, id) else { continue };
        let draft = model.things.get(id).draft;
        let fits = match derived {
            Truth::Undecided => !draft,
            other => other == Truth::from(stated),
        };
        if fits {
            continue;
        }
        let name = eval.notions.name(notion).to_owned();
        let path = model.things.path(id);
        let message = match derived {
            Truth::Undecided => {
                format!("`{path}` states `{name}`, and its own text does not show it")
            }
            _ => format!(
                "`{path}` states the contrary of what its own facts give: {name} is {}",
                derived.word()
            ),
        };
        let mut finding = Finding::broken("notion-against-facts", Level::Error, said.span, message)
            .here("stated here")
            .help(format!("correct the statement or the facts; `detente explain {name}` says what it is made of"));
        finding.citations = model.cites.texts(said.cite);
        findings.push(about(finding, model, id));
    }
}
