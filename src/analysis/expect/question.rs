//! What an expectation asks: its verdict, the rule or check, and under what.
//!
//! Takes the line as it is written; gives the question, or the fault to report. Judges nothing.

use super::fault;
use super::names::{binding, fits, kinds_of, thing};
use crate::analysis::check::mix;
use crate::analysis::scenarios::Played;
use crate::analysis::world::World;
use crate::checks::{CHECKS, Check, Mix, Rule, Stand};
use crate::diagnostic::{Finding, Level, dates, suggestion};
use crate::expr::EntityId;
use crate::model::{View, normal};
use crate::schema::KindSet;
use crate::source::{Role, Span};
use crate::syntax::ast::{Expect, ItemKind, Path};
use crate::value::Date;

/// What an expectation asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Violates,
    Satisfies,
    LeavesOpen,
    IsOutside,
    IsRejected,
}

const VERBS: &[(&str, Verb)] = &[
    ("violates", Verb::Violates),
    ("satisfies", Verb::Satisfies),
    ("leaves-open", Verb::LeavesOpen),
    ("is-outside", Verb::IsOutside),
    ("is-rejected", Verb::IsRejected),
];

/// Returns the scenario that an expectation is asked in.
fn scenario(world: &World, span: Span) -> Result<(&str, &Played), Box<Finding>> {
    let word = world.sources.slice(span);
    match world.scenarios.get_key_value(word) {
        Some((name, Some(played))) => Ok((name, played)),
        Some((_, None)) => fault(
            span,
            format!("the scenario `{word}` cannot be played, so nothing is asked in it"),
            "mend its edits first".to_owned(),
        ),
        None => {
            let mut help = suggestion(word, world.scenarios.keys().map(String::as_str));
            if help.is_empty() {
                help = format!("declare it: `scenario {word} on FRAMEWORK {{ … }}`");
            }
            fault(span, format!("no scenario is called `{word}`"), help)
        }
    }
}

/// Where the names of a path stand.
fn spans(path: &Path) -> impl Iterator<Item = Span> {
    path.names.iter().map(|n| n.span)
}

/// Finds the name in an expectation whose declaration could not be read.
fn leans_on_lost(world: &World, expect: &Expect) -> Option<Span> {
    let text = |span| world.sources.slice(span);
    let named = expect.for_.iter().chain([&expect.subject]).flat_map(spans);
    let named = named.chain(expect.under.iter().chain([&expect.rule]).map(|n| n.span));
    let mut named = named.chain(expect.following.iter().chain(&expect.scenario).map(|n| n.span));
    let lost = |span: &Span| world.lost.contains(&*normal(text(*span)));
    let faulty = world.faulty_rules.iter().any(|r| r == text(expect.rule.span));
    named.find(lost).or_else(|| faulty.then_some(expect.rule.span))
}

/// Checks whether an expectation is asked in a scenario that cannot be played: what is wrong with that is reported.
fn leans_on_unplayed(world: &World, expect: &Expect) -> bool {
    let scenario = expect.scenario.map(|name| world.sources.slice(name.span));
    scenario.is_some_and(|name| matches!(world.scenarios.get(name), Some(None)))
}

/// Reads what an expectation asks; a fault where it asks for what is not there.
pub(super) fn question<'w>(
    world: &'w World,
    expect: &Expect,
) -> Result<Question<'w>, Box<Finding>> {
    let text = |span| world.sources.slice(span);
    if let Some(lost) = leans_on_lost(world, expect) {
        return fault(
            lost,
            format!("`{}` could not be read, so nothing is judged by it", text(lost)),
            "mend its declaration, or the definition it rests on, first".to_owned(),
        );
    }
    let scenario = expect.scenario.map(|name| scenario(world, name.span)).transpose()?;
    let model = scenario.map_or(&world.model, |(_, played)| &played.model);
    let verb = verb(world, expect)?;
    let profiles: Vec<String> = expect.under.iter().map(|n| text(n.span).to_owned()).collect();
    let mut faults = Vec::new();
    let (mix, _) = mix(world, &profiles, &mut faults);
    if let Some(unknown) = faults.first() {
        let span = expect.under.first().map_or(expect.rule.span, |n| n.span);
        let help = unknown.notes.first().map_or(String::new(), |n| n.text.clone());
        return fault(span, unknown.message.clone(), help);
    }
    let (subject, asked) = match ruling(world, expect)? {
        Named::Rule(rule) => {
            let subject = thing(world, model, &expect.subject, kinds_of(world, rule))?;
            fits(world, model, rule, subject, expect.subject.span)?;
            (subject, Asked::Rule(rule, stand(world, expect, rule, verb, &profiles, &mix)?))
        }
        Named::Check(check) => {
            if !matches!(verb, Verb::Violates | Verb::Satisfies) {
                return fault(
                    expect.verb.span,
                    format!("`{}` is a check of the text: it is violated or satisfied", check.name),
                    format!("write `satisfies {}` where nothing is found", check.name),
                );
            }
            (thing(world, model, &expect.subject, KindSet::every())?, Asked::Check(check))
        }
    };
    let mut follow: Vec<EntityId> = followed(world, expect)?;
    if !profiles.is_empty() {
        follow.extend(&mix.follow);
    }
    let mut only = Vec::new();
    for path in &expect.for_ {
        only.push(binding(world, model, subject, path)?);
    }
    let view = View { follow, as_of: as_of(world, expect)?, facts_only: false };
    let wanted_level = level(world, expect)?;
    Ok(Question { subject, scenario, verb, asked, profiles, mix, wanted_level, only, view })
}

fn verb(world: &World, expect: &Expect) -> Result<Verb, Box<Finding>> {
    let word = world.sources.slice(expect.verb.span);
    if let Some((_, verb)) = VERBS.iter().find(|(w, _)| *w == word) {
        return Ok(*verb);
    }
    let all: Vec<&str> = VERBS.iter().map(|(w, _)| *w).collect();
    let mut help = suggestion(word, all.iter().copied());
    if help.is_empty() {
        help = format!("it is one of {}", all.join(", "));
    }
    fault(expect.verb.span, format!("`{word}` is no verdict"), help)
}

/// What an expectation names after its verdict.
enum Named<'w> {
    Rule(&'w Rule),
    Check(&'static Check),
}

fn ruling<'w>(world: &'w World, expect: &Expect) -> Result<Named<'w>, Box<Finding>> {
    let name = world.sources.slice(expect.rule.span);
    if let Some(rule) = world.rule(name) {
        return Ok(Named::Rule(rule));
    }
    let checks = || CHECKS.iter().filter(|check| check.judges_things());
    if let Some(check) = checks().find(|check| check.name == name) {
        return Ok(Named::Check(check));
    }
    if CHECKS.iter().any(|check| check.name == name) {
        return fault(
            expect.rule.span,
            format!("`{name}` is about how a text is written, and not about what it says"),
            "`detente check` reports it; leave the line out".to_owned(),
        );
    }
    let unread = world.unread_rules.iter().map(String::as_str);
    let known = world.rules.iter().map(|r| r.name.as_str()).chain(unread);
    let help = suggestion(name, known.chain(checks().map(|check| check.name)));
    fault(expect.rule.span, format!("no rule is called `{name}`"), help)
}

/// Returns how the schools asked for stand to a rule.
fn stand(
    world: &World,
    expect: &Expect,
    rule: &Rule,
    verb: Verb,
    profiles: &[String],
    mix: &Mix,
) -> Result<InForce, Box<Finding>> {
    let stands: Vec<Stand> = profiles
        .iter()
        .filter_map(|p| world.profile(p)?.rules.get(&rule.name).map(|s| s.stand))
        .collect();
    if !profiles.is_empty() && stands.is_empty() {
        let list = profiles.join(", ");
        return fault(
            expect.rule.span,
            format!("`{list}` does not hold `{}`, and so says nothing of it", rule.name),
            "leave out `under …` to ask the rule by itself".to_owned(),
        );
    }
    if verb == Verb::IsRejected && profiles.is_empty() {
        return fault(
            expect.verb.span,
            "a school rejects a rule; none is named".to_owned(),
            "add `under PROFILE`".to_owned(),
        );
    }
    let own = mix.rules.get(&rule.name).copied().filter(|_| !profiles.is_empty());
    let rejected = stands.contains(&Stand::Rejects);
    Ok(InForce { level: own.unwrap_or(rule.level), rejected })
}

fn level(world: &World, expect: &Expect) -> Result<Option<Level>, Box<Finding>> {
    let Some(name) = expect.level else { return Ok(None) };
    let word = world.sources.slice(name.span);
    if let Some(level) = Level::parse(word) {
        return Ok(Some(level));
    }
    fault(name.span, format!("`{word}` is not a level"), Level::help(word))
}

fn followed(world: &World, expect: &Expect) -> Result<Vec<EntityId>, Box<Finding>> {
    let Some(name) = expect.following else { return Ok(Vec::new()) };
    let word = world.sources.slice(name.span);
    match world.model.things.speakers(word) {
        Ok(speakers) => Ok(speakers),
        Err(help) => fault(name.span, format!("no source is called `{word}`"), help),
    }
}

fn as_of(world: &World, expect: &Expect) -> Result<Option<Date>, Box<Finding>> {
    let Some(span) = expect.as_of else { return Ok(None) };
    let word = world.sources.slice(span);
    dates::day_after("as of", word, span).map(Some)
}

/// What an expectation asks.
pub(super) struct Question<'w> {
    pub subject: EntityId,
    /// The scenario it is asked in.
    pub scenario: Option<(&'w str, &'w Played)>,
    pub verb: Verb,
    pub asked: Asked<'w>,
    pub profiles: Vec<String>,
    pub mix: Mix,
    pub wanted_level: Option<Level>,
    /// The things after `for`.
    pub only: Vec<Vec<EntityId>>,
    pub view: View,
}

/// What is asked of the subject.
#[derive(Clone, Copy)]
pub(super) enum Asked<'w> {
    Rule(&'w Rule, InForce),
    Check(&'static Check),
}

/// How much a rule weighs, and whether the schools asked for reject it.
#[derive(Clone, Copy)]
pub(super) struct InForce {
    pub level: Level,
    pub rejected: bool,
}

/// Returns the faults of the expectations of checked files, without asking them. Where one leans on what could
/// not be read, that is the fault, and is reported where it stands.
pub(in crate::analysis) fn faults(world: &World) -> Vec<Finding> {
    let items = world.files.iter().flat_map(|f| &f.items);
    let mut faults = Vec::new();
    for item in items {
        let ItemKind::Expect(expect) = &item.kind else { continue };
        if world.sources.get(item.span.file).is_some_and(|s| s.role == Role::Checked)
            && leans_on_lost(world, expect).is_none()
            && !leans_on_unplayed(world, expect)
            && let Err(fault) = question(world, expect)
        {
            faults.push(*fault);
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::VERBS;
    use crate::syntax::VERDICTS;

    #[test]
    fn every_verdict_that_is_read_is_asked() {
        let asked: Vec<&str> = VERBS.iter().map(|(word, _)| *word).collect();
        assert_eq!(asked, VERDICTS);
    }
}
