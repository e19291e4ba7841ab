//! `test`: every `expect` of the checked files, asked and compared.

use super::check::{evaluator, mix, notes};
use super::examples;
use super::load::load;
use super::scenarios::Played;
use super::world::World;
use super::{ExampleRun, Input, Request, TestCase, TestRun};
use crate::checks::{Mix, Reporter, Rule, Stand, StepKind, Subject, Weight};
use crate::diagnostic::{self, Basis, Finding, Level, NoteKind, Status, suggestion};
use crate::eval::Evaluator;
use crate::expr::{Elem, EntityId};
use crate::model::{Model, Value, View, ambiguous, normal};
use crate::schema::{Kind, KindSet};
use crate::source::{Loader, Role, Span};
use crate::syntax::ast::{Expect, ItemKind, Path};
use crate::value::Date;

/// What an expectation asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
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

/// Evaluators are kept by what they were asked under: most expectations share one.
struct Court<'w> {
    world: &'w World,
    benches: Vec<Bench<'w>>,
}

/// Evaluators for one view, one mix of profiles and one scenario.
struct Bench<'w> {
    view: View,
    profiles: Vec<String>,
    scenario: Option<&'w str>,
    eval: Evaluator<'w>,
    facts: Evaluator<'w>,
}

impl<'w> Court<'w> {
    fn bench(&mut self, question: &Question<'w>) -> (&mut Evaluator<'w>, &mut Evaluator<'w>) {
        let Question { view, profiles, mix, scenario, .. } = question;
        let name = scenario.map(|(name, _)| name);
        let at = self
            .benches
            .iter()
            .position(|b| b.view == *view && b.profiles == *profiles && b.scenario == name);
        let at = at.unwrap_or_else(|| {
            let world = self.world;
            let model = scenario.map_or(&world.model, |(_, played)| &played.model);
            self.benches.push(Bench {
                view: view.clone(),
                profiles: profiles.clone(),
                scenario: name,
                eval: evaluator(world, model, mix, view.clone()),
                facts: evaluator(world, model, mix, View { facts_only: true, ..view.clone() }),
            });
            self.benches.len() - 1
        });
        // INVARIANT: `at` was found in the list or is that of the bench just added.
        #[allow(clippy::indexing_slicing, reason = "see the invariant above")]
        let bench = &mut self.benches[at];
        (&mut bench.eval, &mut bench.facts)
    }
}

pub(super) fn run(inputs: &[Input], loader: &dyn Loader, request: &Request) -> TestRun {
    let texts = load(inputs.to_vec(), loader, request, false);
    let examples =
        examples::run_those(&texts, inputs, loader, request, |role| role == Role::Checked);
    let world = World::build(texts);
    let mut broken: Vec<Finding> = world.findings.clone();
    let mut cases = Vec::new();
    {
        let mut court = Court { world: &world, benches: Vec::new() };
        for item in world.files.iter().flat_map(|f| &f.items) {
            let ItemKind::Expect(expect) = &item.kind else { continue };
            let checked =
                world.sources.get(item.span.file).is_some_and(|s| s.role == Role::Checked);
            if !checked {
                continue;
            }
            let text = world.sources.slice(item.span).trim().to_owned();
            let span = item.span;
            match ask(&mut court, expect) {
                Err(fault) => cases.push(TestCase {
                    text,
                    span,
                    passed: false,
                    known_failure: None,
                    status: Status::Broken,
                    level: Level::Error,
                    basis: Basis::Facts,
                    finding: Some(*fault),
                }),
                Ok(answer) => cases.push(judge(&world, expect, &answer, text, span)),
            }
        }
    }
    cases.extend(examples.iter().map(example));
    cases.sort_by(|a, b| {
        let key = |c: &TestCase| (world.sources.name(c.span.file).to_owned(), c.span.start);
        key(a).cmp(&key(b))
    });
    broken.retain(|f| f.level == Level::Error);
    diagnostic::sort(&mut broken, &world.sources);
    let count =
        |wanted: fn(&TestCase) -> bool| cases.iter().filter(|c| c.passed && wanted(c)).count();
    let passed = (
        count(|c| c.known_failure.is_none() && c.basis == Basis::Facts),
        count(|c| c.known_failure.is_none() && c.basis != Basis::Facts),
        count(|c| c.known_failure.is_some()),
    );
    let failed = cases.iter().filter(|c| !c.passed).count();
    TestRun { sources: world.sources, cases, broken, passed, failed }
}

/// An `avoid` or `prefer` text counts as an expectation: that its rule faults it, or does not.
fn example(run: &ExampleRun) -> TestCase {
    let word = if run.avoid { "avoid" } else { "prefer" };
    let status = if run.avoid { Status::Violated } else { Status::Satisfied };
    let finding = (!run.passed).then(|| {
        if let Some(fault) = &run.fault {
            let message = format!("the text under `{word}` of `{}`: {}", run.rule, fault.message);
            let mut notes = fault.notes.clone();
            notes.retain(|n| matches!(n.kind, NoteKind::Help));
            let place = fault.place().unwrap_or(run.span);
            let mut finding = Finding::broken("expectation", Level::Error, place, message);
            finding.labels.clone_from(&fault.labels);
            finding.notes = notes;
            return finding;
        }
        if run.outcome == examples::NOT_RUN {
            let message =
                format!("the text under `{word}` of `{}` was not run: {}", run.rule, run.outcome);
            return Finding::broken("expectation", Level::Error, run.span, message)
                .help("mend the rule, or what it rests on, first");
        }
        let must = if run.avoid {
            "nothing in it violates the rule"
        } else {
            "it does not satisfy the rule, or violates it"
        };
        let message = format!("the text under `{word}` of `{}` does not show it: {must}", run.rule);
        Finding::broken("expectation", Level::Error, run.span, message)
            .note(NoteKind::Note, format!("what came out: {}", run.outcome))
            .help("change the text or the rule")
    });
    TestCase {
        text: format!("{word} of {}", run.rule),
        span: run.span,
        passed: run.passed,
        known_failure: None,
        status,
        level: Level::Note,
        basis: Basis::Facts,
        finding,
    }
}

struct Answer {
    verb: Verb,
    status: Status,
    level: Level,
    rejected: bool,
    wanted_level: Option<Level>,
    findings: Vec<Finding>,
}

fn fault<T>(span: Span, message: String, help: String) -> Result<T, Box<Finding>> {
    Err(Box::new(Finding::broken("expectation", Level::Error, span, message).help(help)))
}

/// Returns the thing that a path names; of several of one name the one of these kinds, else the framework.
fn thing(
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
        return fault(first.span, format!("nothing is called `{name}`"), suggestion(&name, known));
    };
    for part in rest {
        id = inside(world, model, id, part.span)?;
    }
    Ok(id)
}

fn every_kind() -> KindSet {
    KindSet::of(&Kind::all().collect::<Vec<_>>())
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
    match things.all_below(id, &word, every_kind()).as_slice() {
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
fn binding(
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
        if !things.all_below(subject, &name, every_kind()).is_empty() {
            return inside(world, model, subject, one.span).map(|id| vec![id]);
        }
    }
    thing(world, model, path, Kind::Framework.into()).map(|id| vec![id])
}

/// Checks that a rule is about things such as the one that is asked about.
fn fits(
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
fn kinds_of(world: &World, rule: &Rule) -> KindSet {
    let Some(StepKind::For { set, .. }) = rule.steps.first() else { return KindSet::of(&[]) };
    match world.program.type_of(*set).elem() {
        Some(Elem::Things(kinds)) => kinds,
        _ => KindSet::of(&[]),
    }
}

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

/// Finds the name in an expectation whose declaration could not be read.
fn leans_on_lost(world: &World, expect: &Expect) -> Option<Span> {
    let text = |span| world.sources.slice(span);
    let first = |path: &Path| path.names.first().map(|n| n.span);
    let named = expect.for_.iter().chain([&expect.subject]).filter_map(first);
    let named = named.chain(expect.under.iter().chain([&expect.rule]).map(|n| n.span));
    let mut named = named.chain(expect.following.map(|n| n.span));
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
fn question<'w>(world: &'w World, expect: &Expect) -> Result<Question<'w>, Box<Finding>> {
    let text = |span| world.sources.slice(span);
    let scenario = expect.scenario.map(|name| scenario(world, name.span)).transpose()?;
    let model = scenario.map_or(&world.model, |(_, played)| &played.model);
    if let Some(lost) = leans_on_lost(world, expect) {
        return fault(
            lost,
            format!("`{}` could not be read, so nothing is judged by it", text(lost)),
            "mend its declaration, or the definition it rests on, first".to_owned(),
        );
    }
    let verb_word = text(expect.verb.span);
    let Some((_, verb)) = VERBS.iter().find(|(w, _)| *w == verb_word) else {
        let mut help = suggestion(verb_word, VERBS.iter().map(|(w, _)| *w));
        if help.is_empty() {
            help = format!(
                "it is one of {}",
                VERBS.iter().map(|(w, _)| *w).collect::<Vec<_>>().join(", ")
            );
        }
        return fault(expect.verb.span, format!("`{verb_word}` is no verdict"), help);
    };
    let rule_name = text(expect.rule.span);
    let Some(rule) = world.rule(rule_name) else {
        let unread = world.unread_rules.iter().map(String::as_str);
        let known = world.rules.iter().map(|r| r.name.as_str()).chain(unread);
        let help = suggestion(rule_name, known);
        return fault(expect.rule.span, format!("no rule is called `{rule_name}`"), help);
    };
    let subject = thing(world, model, &expect.subject, kinds_of(world, rule))?;
    fits(world, model, rule, subject, expect.subject.span)?;
    let profiles: Vec<String> = expect.under.iter().map(|n| text(n.span).to_owned()).collect();
    let mut faults = Vec::new();
    let (mix, _) = mix(world, &profiles, &mut faults);
    if let Some(unknown) = faults.first() {
        let span = expect.under.first().map_or(expect.rule.span, |n| n.span);
        let help = unknown.notes.first().map_or(String::new(), |n| n.text.clone());
        return fault(span, unknown.message.clone(), help);
    }
    let stands: Vec<Stand> = profiles
        .iter()
        .filter_map(|p| world.profile(p)?.rules.get(rule_name).map(|s| s.stand))
        .collect();
    let rejected = stands.contains(&Stand::Rejects);
    if !profiles.is_empty() && stands.is_empty() {
        let list = profiles.join(", ");
        return fault(
            expect.rule.span,
            format!("`{list}` does not hold `{rule_name}`, and so says nothing of it"),
            "leave out `under …` to ask the rule by itself".to_owned(),
        );
    }
    if *verb == Verb::IsRejected && profiles.is_empty() {
        return fault(
            expect.verb.span,
            "a school rejects a rule; none is named".to_owned(),
            "add `under PROFILE`".to_owned(),
        );
    }
    let wanted_level = match expect.level {
        Some(name) => match Level::parse(text(name.span)) {
            Some(level) => Some(level),
            None => {
                return fault(
                    name.span,
                    format!("`{}` is not a level", text(name.span)),
                    match crate::diagnostic::nearest(
                        text(name.span),
                        ["error", "warning", "advice"],
                    ) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => "it is error, warning or advice".to_owned(),
                    },
                );
            }
        },
        None => None,
    };
    let mut follow = Vec::new();
    if let Some(name) = expect.following {
        let word = text(name.span);
        match world.model.things.top(Kind::Source, word) {
            Some(source) => follow.push(source),
            None => {
                return fault(
                    name.span,
                    format!("no source is called `{word}`"),
                    suggestion(
                        word,
                        world
                            .model
                            .things
                            .of_kind(Kind::Source)
                            .iter()
                            .map(|id| &*world.model.things.get(*id).name),
                    ),
                );
            }
        }
    }
    if !profiles.is_empty() {
        follow.extend(&mix.follow);
    }
    let as_of = match expect.as_of {
        Some(span) => match Date::parse(text(span)) {
            Some(date) => Some(date),
            None => {
                return fault(
                    span,
                    format!("there is no day `{}`", text(span)),
                    "write `as of 2015-11`".to_owned(),
                );
            }
        },
        None => None,
    };
    let mut only = Vec::new();
    for path in &expect.for_ {
        only.push(binding(world, model, subject, path)?);
    }
    let view = View { follow, as_of, facts_only: false };
    let own = mix.rules.get(rule_name).copied().filter(|_| !profiles.is_empty());
    let level = own.unwrap_or(rule.level);
    Ok(Question {
        subject,
        scenario,
        verb: *verb,
        rule,
        profiles,
        mix,
        rejected,
        wanted_level,
        only,
        view,
        level,
    })
}

/// What an expectation asks.
struct Question<'w> {
    subject: EntityId,
    /// The scenario it is asked in.
    scenario: Option<(&'w str, &'w Played)>,
    verb: Verb,
    rule: &'w Rule,
    profiles: Vec<String>,
    mix: Mix,
    rejected: bool,
    wanted_level: Option<Level>,
    /// The things after `for`.
    only: Vec<Vec<EntityId>>,
    view: View,
    level: Level,
}

/// Returns the faults of the expectations of checked files, without asking them. Where one leans on what could
/// not be read, that is the fault, and is reported where it stands.
pub(super) fn faults(world: &World) -> Vec<Finding> {
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

fn ask(court: &mut Court<'_>, expect: &Expect) -> Result<Answer, Box<Finding>> {
    let world = court.world;
    let question = question(world, expect)?;
    let notes = notes(world, question.rule, &question.profiles);
    let weight = Weight { level: question.level, notes };
    let sources = &world.sources;
    let (eval, facts) = court.bench(&question);
    let subject = Subject::of(question.rule, Value::Entity(question.subject), eval);
    let mut reporter = Reporter { eval, facts, sources, detail: true };
    let findings = reporter.report_for(question.rule, subject, &weight, &question.only);
    let status = findings.first().map_or(Status::Moot, |f| f.status);
    let level = findings.iter().map(|f| f.level).max().unwrap_or(Level::Note);
    let Question { verb, rejected, wanted_level, .. } = question;
    Ok(Answer { verb, status, level, rejected, wanted_level, findings })
}

fn judge(world: &World, expect: &Expect, answer: &Answer, text: String, span: Span) -> TestCase {
    let right_status = match answer.verb {
        Verb::Violates => answer.status == Status::Violated,
        Verb::Satisfies => answer.status == Status::Satisfied,
        Verb::LeavesOpen => matches!(answer.status, Status::Undecided | Status::Moot),
        Verb::IsOutside => answer.status == Status::Moot,
        Verb::IsRejected => answer.rejected,
    };
    let right_level =
        answer.wanted_level.is_none_or(|l| answer.status != Status::Violated || l == answer.level);
    // What a school rejects it does not hold against anybody.
    let held = answer.verb == Verb::IsRejected || !answer.rejected;
    let as_expected = right_status && right_level && held;
    let known_failure = expect.fails_because.map(|t| world.sources.slice(t.inner).to_owned());
    let passed = as_expected != known_failure.is_some();
    let first = answer.findings.first();
    let basis = first.map_or(Basis::Facts, |f| f.basis.clone());
    let finding = (!passed).then(|| {
        let rule = world.sources.slice(expect.rule.span);
        let subject = world.sources.slice(expect.subject.span);
        let outcome = match answer.status {
            Status::Violated => format!("violates `{rule}` ({})", answer.level.word()),
            Status::Satisfied => format!("satisfies `{rule}`"),
            Status::Undecided => format!("leaves `{rule}` undecided"),
            _ => format!("is outside `{rule}`: it does not apply"),
        };
        let message = if as_expected {
            format!("`{subject}` was expected to fail here, and does not")
        } else if !held {
            format!("the profile rejects `{rule}`, so nothing violates or satisfies it there")
        } else {
            let verb = world.sources.slice(expect.verb.span);
            format!("`{subject}` {outcome}, where `{verb}` was expected")
        };
        let mut finding = Finding::broken("expectation", Level::Error, span, message);
        finding.subject = first.map(|f| f.subject.clone()).unwrap_or_default();
        if let Some(first) = first {
            if !first.message.is_empty() {
                finding = finding.note(NoteKind::Note, first.message.clone());
            }
            for label in &first.labels {
                finding = finding.label(label.span, label.text.clone());
            }
            finding.trace.clone_from(&first.trace);
            finding.missing.clone_from(&first.missing);
            finding.citations.clone_from(&first.citations);
        }
        if as_expected {
            finding = finding.help("leave out `expected to fail because …`");
        }
        finding
    });
    TestCase {
        text,
        span,
        passed,
        known_failure,
        status: answer.status,
        level: answer.level,
        basis,
        finding,
    }
}
