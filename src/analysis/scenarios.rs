//! `scenario NAME on BASE { … }`: the models that the scenarios of the texts lead to.
//!
//! Takes a resolved world; gives for each scenario a model that shares all its edits leave alone, or the findings that
//! say why there is none. A scenario may build on another.

use indexmap::IndexMap;

use super::world::World;
use crate::diagnostic::{Finding, Level, suggestion};
use crate::expr::{EntityId, Key};
use crate::model::{self, EditStep, Model, declared as declared_name};
use crate::schema::Kind;
use crate::syntax::ast::{Edit, ItemKind, Scenario};

/// A scenario that can be played.
#[derive(Clone, Debug)]
pub(super) struct Played {
    /// The texts with its edits, and those of the scenarios it builds on, made.
    pub model: Model,
    /// The facts that differ from the texts.
    pub changed: Vec<(EntityId, Key)>,
    /// The kinds of things of which there are more or fewer.
    pub populations: Vec<Kind>,
    /// What each edit did, from the first scenario it builds on.
    pub steps: Vec<EditStep>,
}

/// The scenarios of a run by name; `None` for one that cannot be played.
pub(super) type Scenarios = IndexMap<String, Option<Played>>;

/// Plays every scenario of the texts.
pub(super) fn play(world: &World, findings: &mut Vec<Finding>) -> Scenarios {
    let items = world.files.iter().flat_map(|f| &f.items);
    let mut declared: IndexMap<String, &Scenario> = IndexMap::new();
    for item in items {
        let ItemKind::Scenario(scenario) = &item.kind else { continue };
        let name = declared_name(world.sources.slice(scenario.name.span)).into_owned();
        let twice = |message: String| {
            Finding::broken("declared-twice", Level::Error, scenario.name.span, message)
        };
        if let Some(first) = declared.get(&name) {
            findings.push(
                twice(format!("`{name}` is declared twice"))
                    .here("the second time; it was left out of the check")
                    .label(first.name.span, "the first time")
                    .help("give one of the two another name"),
            );
            continue;
        }
        if world.model.things.top(Kind::Framework, &name).is_some() {
            findings.push(
                twice(format!("`{name}` is the name of a framework")).help(
                    "give the scenario another name, so that `on` can be read in one way only",
                ),
            );
            continue;
        }
        declared.insert(name, scenario);
    }
    let mut played = Scenarios::new();
    for name in declared.keys() {
        one(world, name, &declared, &mut played, &mut Vec::new(), findings);
    }
    // In the order in which they are declared, whatever builds on what.
    played.sort_by(|a, _, b, _| declared.get_index_of(a).cmp(&declared.get_index_of(b)));
    played
}

fn one(
    world: &World,
    name: &str,
    declared: &IndexMap<String, &Scenario>,
    played: &mut Scenarios,
    way: &mut Vec<String>,
    findings: &mut Vec<Finding>,
) {
    let Some(scenario) = declared.get(name).filter(|_| !played.contains_key(name)) else { return };
    way.push(name.to_owned());
    let base = base(world, scenario, declared, played, way, findings);
    way.pop();
    let result = match base {
        Ok(base) if scenario.unread.is_none() => {
            let base = base.and_then(|b| played.get(&b)).and_then(Option::as_ref);
            on(world, &scenario.edits, base, findings)
        }
        // By half of its edits it would be another scenario.
        _ => None,
    };
    played.insert(name.to_owned(), result);
}

/// Finds the scenario that one builds on, and plays it first; `Ok(None)` where it starts from the texts.
fn base(
    world: &World,
    scenario: &Scenario,
    declared: &IndexMap<String, &Scenario>,
    played: &mut Scenarios,
    way: &mut Vec<String>,
    findings: &mut Vec<Finding>,
) -> Result<Option<String>, ()> {
    let Some(on) = scenario.on else { return Ok(None) };
    let word = world.sources.slice(on.span).to_owned();
    if world.model.things.top(Kind::Framework, &word).is_some() {
        return Ok(None);
    }
    if way.contains(&word) {
        let message = format!("`{word}` builds on itself");
        let places = way.iter().filter(|n| **n != word).filter_map(|n| declared.get(n.as_str()));
        let mut finding = Finding::broken("scenario-cycle", Level::Error, on.span, message)
            .help("let one of them start from a framework");
        for other in places {
            finding = finding.label(other.name.span, "");
        }
        findings.push(finding);
        return Err(());
    }
    if declared.contains_key(&word) {
        if way.len() >= MAX_WAY {
            let message = format!("more than {MAX_WAY} scenarios build on one another");
            findings.push(Finding::broken("scenario-cycle", Level::Error, on.span, message));
            return Err(());
        }
        one(world, &word, declared, played, way, findings);
        return match played.get(&word) {
            Some(Some(_)) => Ok(Some(word)),
            _ => Err(()),
        };
    }
    if world.lost.contains(&word) {
        return Err(());
    }
    let frameworks = world.model.things.of_kind(Kind::Framework).iter();
    let known = frameworks.map(|id| &*world.model.things.get(*id).name);
    let known = known.chain(declared.keys().map(String::as_str));
    let help = world.library.hint(&word).unwrap_or_else(|| suggestion(&word, known));
    let message = format!("no framework or scenario is called `{word}`");
    findings.push(Finding::broken("unknown-name", Level::Error, on.span, message).help(help));
    Err(())
}

/// So many scenarios may each build on the next.
const MAX_WAY: usize = 64;

/// Makes edits on the texts, or on what a scenario has made of them.
pub(super) fn on(
    world: &World,
    edits: &[Edit],
    base: Option<&Played>,
    findings: &mut Vec<Finding>,
) -> Option<Played> {
    let from = base.map_or(&world.model, |b| &b.model);
    let mut played = on_model(world, edits, from, findings)?;
    if let Some(base) = base {
        played.changed.extend(&base.changed);
        played.changed.sort_unstable();
        played.changed.dedup();
        played.populations.extend(&base.populations);
        played.populations.sort_unstable();
        played.populations.dedup();
        played.steps.splice(0..0, base.steps.iter().cloned());
    }
    Some(played)
}

/// Makes edits on a model.
pub(super) fn on_model(
    world: &World,
    edits: &[Edit],
    from: &Model,
    findings: &mut Vec<Finding>,
) -> Option<Played> {
    let elsewhere = |name: &str| world.library.elsewhere(name);
    let edited = model::edit(from, edits, &world.sources, &world.notions, &elsewhere, findings)?;
    Some(Played {
        model: edited.model,
        changed: edited.changed,
        populations: edited.populations,
        steps: edited.steps,
    })
}
