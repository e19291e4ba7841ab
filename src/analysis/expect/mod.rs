//! `test`: every `expect` of the checked files, asked and compared.

mod names;
mod question;

use super::check::{evaluator, notes};
use super::examples;
use super::load::load;
use super::world::World;
use super::{ExampleRun, Input, Request, TestCase, TestRun};
use crate::checks::{self, Check, Reporter, Subject, Weight};
use crate::diagnostic::{self, Basis, Finding, Level, NoteKind, Status};
use crate::eval::Evaluator;
use crate::expr::EntityId;
use crate::model::{Model, Value, View};
use crate::source::{Loader, Role, Span};
use crate::syntax::ast::{Expect, ItemKind};
pub(super) use question::faults;
use question::{Asked, Question, Verb, question};

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
            cases.push(case(&mut court, expect, item.span));
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

/// Asks expectations that stand in no text of the world.
pub(super) fn of<'e>(
    world: &World,
    expects: impl Iterator<Item = (&'e Expect, Span)>,
) -> Vec<TestCase> {
    let mut court = Court { world, benches: Vec::new() };
    expects.map(|(expect, span)| case(&mut court, expect, span)).collect()
}

/// Asks an expectation and compares.
fn case(court: &mut Court<'_>, expect: &Expect, span: Span) -> TestCase {
    let text = court.world.sources.slice(span).trim().to_owned();
    match ask(court, expect) {
        Err(fault) => TestCase {
            text,
            span,
            passed: false,
            known_failure: None,
            status: Status::Broken,
            level: Level::Error,
            basis: Basis::Facts,
            finding: Some(*fault),
        },
        Ok(answer) => judge(court.world, expect, &answer, text, span),
    }
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

fn ask(court: &mut Court<'_>, expect: &Expect) -> Result<Answer, Box<Finding>> {
    let world = court.world;
    let question = question(world, expect)?;
    let (findings, silent, rejected) = match question.asked {
        Asked::Rule(rule, force) => {
            let notes = notes(world, rule, &question.profiles);
            let weight = Weight { level: force.level, notes };
            let sources = &world.sources;
            let (eval, facts) = court.bench(&question);
            let subject = Subject::of(rule, Value::Entity(question.subject), eval);
            let mut reporter = Reporter { eval, facts, sources, detail: true, whole: false };
            let findings = reporter.report_for(rule, subject, &weight, &question.only);
            (findings, Status::Moot, force.rejected)
        }
        Asked::Check(check) => (found(court, &question, check), Status::Satisfied, false),
    };
    let status = match findings.first().map_or(silent, |f| f.status) {
        Status::Broken => Status::Violated,
        status => status,
    };
    let level = findings.iter().map(|f| f.level).max().unwrap_or(Level::Note);
    let Question { verb, wanted_level, .. } = question;
    Ok(Answer { verb, status, level, rejected, wanted_level, findings })
}

/// Returns what a structural check finds of the subject; of what stands after `for`, where that is named.
fn found<'w>(court: &mut Court<'w>, question: &Question<'w>, check: &Check) -> Vec<Finding> {
    let world = court.world;
    let model: &Model = question.scenario.map_or(&world.model, |(_, played)| &played.model);
    let things = &model.things;
    let (_, facts) = court.bench(question);
    let root = things.root(question.subject);
    let mut findings = checks::structure_asked(facts, root, &world.sources);
    let concerns = |finding: &Finding, id: EntityId| {
        let path = things.path(id);
        let inside = finding.subject.path.strip_prefix(&path);
        inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            || finding.subject.about.contains(&path)
    };
    findings.retain(|finding| {
        finding.rule == check.name
            && (question.subject == root || concerns(finding, question.subject))
            && question.only.iter().all(|any| any.iter().any(|id| concerns(finding, *id)))
    });
    findings
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
        } else if let (true, Some(wanted)) = (right_status, answer.wanted_level) {
            let (is, wanted) = (answer.level.word(), wanted.word());
            format!("`{subject}` violates `{rule}` as {is}, where it was expected as {wanted}")
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
