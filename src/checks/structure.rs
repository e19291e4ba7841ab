//! Structural checks on the resolved model: what no rule of the literature is needed for.
//!
//! Takes the model and an evaluator; gives findings. Knows no rule and no profile.
//!
//! Each is a function named for what it asks. Those that a single statement can fail are reported where the
//! statement is read (`syntax`, `expr`, `model`); here stand those that need everything to be read first.

use rustc_hash::{FxHashMap, FxHashSet};

use super::agreement::{none_is_not_contradicted, sources_agree};
use super::mirrors::both_sides_agree;
use super::sequence::phases_have_their_time;
use crate::diagnostic::{Finding, Level, NoteKind, mixed_letters};
use crate::eval::{Evaluator, Read, Single};
use crate::expr::{EntityId, Key, NotionId, Stage, Type};
use crate::model::{Closed, Model, One, Rest, Said, TruthOf, Value};
use crate::schema::{FieldId, Kind, Whose, fields_of};
use crate::source::{Role, Sources, Span};
use crate::value::Truth;

/// What the checks find of one thing at the top of a file and of what stands in it.
#[derive(Debug, Default)]
pub struct Structural {
    /// What is of it alone.
    pub findings: Vec<Finding>,
    /// What sources dispute: a relation is a fact of both its sides, so another thing may have the same.
    pub disputes: Vec<Disputed>,
}

/// A dispute of sources.
#[derive(Debug)]
pub struct Disputed {
    /// The thing that it is reported of.
    of: EntityId,
    /// The statements that cannot all be so.
    said: Box<[Span]>,
    /// The finding.
    pub finding: Finding,
}

/// Returns disputes without those that only repeat another one, as it looks from the other side.
pub fn each_once<'a>(disputes: impl Iterator<Item = &'a Disputed>) -> Vec<&'a Disputed> {
    let mut all: Vec<&Disputed> = disputes.collect();
    all.sort_by_key(|d| d.of);
    let mut seen: FxHashSet<&[Span]> = FxHashSet::default();
    all.retain(|d| seen.insert(&d.said));
    all
}

/// Returns the things that stand in the checked texts.
pub fn to_check(model: &Model) -> Vec<EntityId> {
    model.things.iter().filter(|(_, t)| t.role == Role::Checked).map(|(id, _)| id).collect()
}

/// Runs every structural check over some things.
pub fn check(eval: &mut Evaluator<'_>, things: &[EntityId], sources: &Sources) -> Structural {
    let mut found = Structural::default();
    for id in things {
        check_thing(eval, *id, sources, Part::First, &mut found);
    }
    found
}

/// Runs every structural check over a thing and what stands in it, whether it is checked or not; gives also what it
/// only takes part in.
pub fn asked(eval: &mut Evaluator<'_>, root: EntityId, sources: &Sources) -> Vec<Finding> {
    let mut found = Structural::default();
    let mut inside = vec![root];
    while let Some(id) = inside.pop() {
        check_thing(eval, id, sources, Part::Any, &mut found);
        inside.extend(eval.model.things.get(id).children.iter().rev());
    }
    found.findings.extend(found.disputes.into_iter().map(|dispute| dispute.finding));
    found.findings
}

/// Runs every structural check over a thing and what stands in it, as far as that is checked.
pub fn check_of(eval: &mut Evaluator<'_>, root: EntityId, sources: &Sources) -> Structural {
    let mut found = Structural::default();
    eval.read(Read::Within(root));
    let mut inside = vec![root];
    while let Some(id) = inside.pop() {
        let thing = eval.model.things.get(id);
        if thing.role == Role::Checked {
            check_thing(eval, id, sources, Part::First, &mut found);
        }
        inside.extend(thing.children.iter().rev());
    }
    found
}

/// Of which of the things that take part in it a finding is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Of the first of them that is checked, so that it is told once.
    First,
    /// Of whichever is asked about.
    Any,
}

fn check_thing(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    sources: &Sources,
    part: Part,
    found: &mut Structural,
) {
    let model = eval.model;
    sources_agree(eval, id, sources, &mut found.disputes);
    let findings = &mut found.findings;
    name_is_of_one_script(model, id, findings);
    draft_is_complete(model, id, findings);
    super::drafts::facts_of_the_world_have_a_source(model, id, sources, findings);
    fields_exclude_one_another(eval, id, sources, findings);
    none_is_not_contradicted(eval, id, sources, findings);
    both_sides_agree(eval, id, sources, findings);
    phases_have_their_time(eval, id, sources, findings);
    super::lateness::phases_keep_their_time(eval, id, findings);
    super::kept_off::what_is_kept_off_does_not_come(eval, id, findings);
    super::choices::a_choice_is_made_once(eval, id, findings);
    super::comes_again::what_is_counted_comes_again(eval, id, sources, findings);
    super::ends_before::what_comes_again_comes_once(eval, id, sources, findings);
    super::day_count::one_day_decides_nothing(eval, id, findings);
    super::whose_days::no_place_decides(eval, id, findings);
    super::unordered::phases_written_in_order_are_ordered(eval, id, findings);
    super::opens_nothing::something_begins_with_a_phase(eval, id, findings);
    super::unreachable::phases_can_be_reached(eval, id, findings);
    super::dated_steps::steps_have_no_dates(eval, id, findings);
    super::totals::steps_take_as_long_as_the_total(eval, id, findings);
    super::gate_cycle::no_gates_wait_for_one_another(eval, id, part, findings);
    measures_stay_within_the_agenda(eval, id, sources, findings);
    stated_notions_fit_the_facts(eval, id, sources, findings);
}

impl Disputed {
    pub(super) fn new(of: EntityId, mut said: Vec<Span>, finding: Finding) -> Disputed {
        said.sort_unstable();
        Disputed { of, said: said.into(), finding }
    }
}

pub(super) fn about(finding: Finding, model: &Model, id: EntityId) -> Finding {
    let root = model.things.root(id);
    let framework = if model.things.get(root).kind == Kind::Framework {
        model.things.path(root)
    } else {
        String::new()
    };
    finding.about(framework, model.things.path(id))
}

/// A name that looks like Latin letters is of Latin letters.
fn name_is_of_one_script(model: &Model, id: EntityId, findings: &mut Vec<Finding>) {
    let thing = model.things.get(id);
    let Some(shape) = mixed_letters(&thing.name) else { return };
    let message =
        format!("`{}` looks like `{shape}`, and mixes letters of two scripts", thing.name);
    let finding = Finding::broken("mixed-letters", Level::Warning, thing.head, message)
        .help(format!("type the name anew: `{shape}`"))
        .fix(thing.head, shape);
    findings.push(about(finding, model, id));
}

/// A draft states what no author can leave open.
fn draft_is_complete(model: &Model, id: EntityId, findings: &mut Vec<Finding>) {
    let thing = model.things.get(id);
    if !thing.draft || thing.unread {
        return;
    }
    let missing: Vec<&str> = fields_of(thing.kind)
        .filter(|row| {
            let unsaid = || {
                let mut claims = model.claims(id, Key::Field(*row)).iter();
                claims.all(|c| matches!(c.says, crate::model::Says::Not(_)))
            };
            row.info().whose == Whose::Required && unsaid()
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
    if [row, other].into_iter().any(|r| model.claims(id, Key::Field(r)).is_empty()) {
        return;
    }
    let a = model.list(id, Key::Field(row), &eval.view);
    let b = model.list(id, Key::Field(other), &eval.view);
    let certain = b.items.iter().filter(|j| j.denied.is_none());
    let twins: FxHashMap<Value, Said> = certain.map(|j| (j.value, j.said)).collect();
    for item in a.items.iter().filter(|i| i.denied.is_none()) {
        let Some(twin) = twins.get(&item.value) else { continue };
        let words = eval.value_words(item.value, sources);
        let (x, y) = (row.info().name, other.info().name);
        let path = model.things.path(id);
        let message = format!("{words} stands both in `{x}` and in `{y}` of `{path}`");
        let finding = Finding::broken("excludes", Level::Error, twin.span, message)
            .here(format!("in `{y}`"))
            .label(item.said.span, format!("in `{x}`"))
            .help("one of the two cannot be so; correct it, or give the other source an `account of …`");
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
    let list = model.list(id, Key::Field(addresses), &eval.view);
    if list.items.is_empty() {
        return;
    }
    let root = model.things.root(id);
    let mut agenda: FxHashSet<Value> = FxHashSet::default();
    let mut open = false;
    let mut add = |of: EntityId, name: &str| {
        open |= model.things.get(of).unread;
        let Some(row) = crate::schema::field(model.things.get(of).kind, name) else { return };
        let list = model.list(of, Key::Field(row), &eval.view);
        open |= matches!(list.rest, crate::model::Rest::Open(_)) && name == "issues" && of != root;
        agenda.extend(list.items.iter().map(|i| i.value));
    };
    add(root, "issues");
    for child in &model.things.get(root).children {
        add(*child, "issues");
    }
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
    sources: &Sources,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    for (key, _) in model.facts(id) {
        let Key::Notion(notion) = key else { continue };
        let Some((said, derived)) = stated_and_derived(eval, id, notion, sources) else { continue };
        let draft = model.things.get(id).draft;
        let name = eval.notions.name(notion).to_owned();
        let path = model.things.path(id);
        let message = match derived {
            Derived::Unknown if draft => {
                format!("`{path}` states `{name}`, and its own text does not show it")
            }
            Derived::Same | Derived::Unknown => continue,
            Derived::Other(words) => format!(
                "`{path}` states the contrary of what its own facts give: {name} is {words}"
            ),
        };
        let mut finding = Finding::broken("notion-against-facts", Level::Error, said.span, message)
            .here("stated here")
            .help(format!("correct the statement or the facts; `detente explain {name}` says what it is made of"));
        finding.cite(model.cites.texts(said.cite));
        let mut finding = about(finding, model, id);
        finding.subject.about = vec![name];
        findings.push(finding);
    }
}

/// What the facts give for a notion that is stated.
enum Derived {
    /// What is stated.
    Same,
    /// Nothing known.
    Unknown,
    /// Something else, in words.
    Other(String),
}

/// Reads what is stated of a notion and works out what its definition gives; none where nothing certain is stated.
fn stated_and_derived(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    notion: NotionId,
    sources: &Sources,
) -> Option<(Said, Derived)> {
    let (model, key) = (eval.model, Key::Notion(notion));
    let Stage::Done(Some((body, ty))) = eval.notions.get(notion)?.stage else { return None };
    let frame = eval.notions.get(notion)?.frame.max(1);
    let view = eval.view.clone();
    eval.begin(frame);
    if let Type::Truth = ty {
        let TruthOf::Stated(stated, said) = model.truth(id, key, &view) else { return None };
        let derived = match eval.derived(notion, id)? {
            Truth::Undecided => Derived::Unknown,
            derived if derived == Truth::from(stated) => Derived::Same,
            derived => Derived::Other(derived.word().to_owned()),
        };
        return Some((said, derived));
    }
    eval.set_slot(0, Value::Entity(id));
    match ty {
        Type::Set(_) => {
            let stated = model.list(id, key, &view);
            let closed = match stated.rest {
                Rest::Closed(Closed::By(said)) => Some(said),
                _ => None,
            };
            let certain: Vec<_> = stated.items.iter().filter(|i| i.denied.is_none()).collect();
            let said = closed.or_else(|| certain.first().map(|i| i.said))?;
            let derived = eval.set(body);
            let shown = certain.iter().fold(Truth::Yes, |t, i| t.and(derived.contains(i.value)));
            let beyond = derived.items.iter().any(|(value, presence)| {
                *presence == Truth::Yes
                    && stated.items.iter().all(|i| i.value != *value)
                    && (closed.is_some() || stated.absent.iter().any(|(v, _)| v == value))
            });
            let all: Vec<Value> = derived.items.iter().map(|(v, _)| *v).collect();
            let derived = if shown == Truth::No || beyond {
                let words = eval.list_words(&all, sources);
                Derived::Other(if words.is_empty() { "empty".to_owned() } else { words })
            } else if shown == Truth::Yes && !derived.open {
                Derived::Same
            } else {
                Derived::Unknown
            };
            Some((said, derived))
        }
        Type::One(_) => {
            let (stated, said) = match model.one(id, key, &view) {
                One::Known(value, said) => (Some(value), said),
                One::None(Closed::By(said)) => (None, said),
                _ => return None,
            };
            let derived = match (stated, eval.single(body)) {
                (Some(value), Single::Known(derived)) => match eval.equal(value, derived) {
                    Truth::Yes => Derived::Same,
                    Truth::Undecided => Derived::Unknown,
                    Truth::No => Derived::Other(eval.value_words(derived, sources)),
                },
                (None, Single::Known(derived)) => {
                    Derived::Other(eval.value_words(derived, sources))
                }
                // A definition by cases of which none applies says nothing.
                (None, Single::None) => Derived::Same,
                _ => Derived::Unknown,
            };
            Some((said, derived))
        }
        Type::Range => {
            let One::Known(Value::Number(number), said) = model.one(id, key, &view) else {
                return None;
            };
            let (stated, range) = (number.as_whole()?, eval.range(body));
            let derived = match range.high {
                Some(high) if stated > high => Derived::Other(format!("at most {high}")),
                _ if stated < range.low => Derived::Other(format!("at least {}", range.low)),
                Some(high) if range.low == high => Derived::Same,
                _ => Derived::Unknown,
            };
            Some((said, derived))
        }
        Type::Truth => None,
    }
}
