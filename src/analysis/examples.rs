//! The `avoid` and `prefer` texts of rules, run as tests: the first faults, the second does not.

use super::check::{evaluator, subjects};
use super::load::{Texts, load, load_beside};
use super::world::World;
use super::{ExampleRun, Input, Request};
use crate::checks::{Mix, Reporter, Weight, judge};
use crate::diagnostic::{Finding, Level, Status};
use crate::model::View;
use crate::source::{FileId, Loader, Role, Span};
use crate::syntax::ast::{ClauseKind, ItemKind};

/// What came out where there was nothing to judge by.
pub(super) const NOT_RUN: &str = "the rule could not be read";

/// What a run has before it is known whose it is.
const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

/// Runs the texts of every rule, the library's among them.
pub(super) fn run(inputs: &[Input], loader: &dyn Loader, request: &Request) -> Vec<ExampleRun> {
    let texts = load(inputs.to_vec(), loader, request, false);
    run_those(&texts, inputs, loader, request, |_| true)
}

/// Runs the texts of the rules that stand in files of these roles. `inputs` are what the rules were read from.
pub(super) fn run_those(
    texts: &Texts,
    inputs: &[Input],
    loader: &dyn Loader,
    request: &Request,
    roles: impl Fn(Role) -> bool,
) -> Vec<ExampleRun> {
    let mut wanted = Vec::new();
    for item in texts.files.iter().flat_map(|f| &f.items) {
        let ItemKind::Rule(rule) = &item.kind else { continue };
        if !texts.sources.get(item.span.file).is_some_and(|s| roles(s.role)) {
            continue;
        }
        let name = texts.sources.slice(rule.name.span).to_owned();
        for clause in &rule.clauses {
            match clause.kind {
                ClauseKind::Avoid(span) => {
                    wanted.push((name.clone(), true, span));
                }
                ClauseKind::Prefer(span) => {
                    wanted.push((name.clone(), false, span));
                }
                _ => {}
            }
        }
    }
    let run = |(rule, avoid, span): (String, bool, Span)| {
        let text = texts.sources.slice(span).to_owned();
        let run = one(rule, avoid, &text, inputs, loader, request);
        ExampleRun { span, fault: run.fault.map(|f| moved(f, span)), ..run }
    };
    wanted.into_iter().map(run).collect()
}

/// Moves a finding in an example to where the example stands.
fn moved(mut finding: Finding, to: Span) -> Finding {
    let first = finding.place().map(|p| p.file);
    finding.labels.retain(|l| Some(l.span.file) == first);
    finding.fix = None;
    for label in &mut finding.labels {
        let span = &mut label.span;
        *span = Span { file: to.file, start: to.start + span.start, end: to.start + span.end };
    }
    finding
}

/// Runs one text with the whole standard library loaded.
fn one(
    rule: String,
    avoid: bool,
    text: &str,
    inputs: &[Input],
    loader: &dyn Loader,
    request: &Request,
) -> ExampleRun {
    let input = Input {
        name: format!("{rule}.{}", if avoid { "avoid" } else { "prefer" }),
        text: Ok(text.to_owned()),
    };
    // The files the rule stands in are there, but only the example is judged.
    let mut texts = load_beside(vec![input], inputs.to_vec(), loader, request, true);
    texts.findings.retain(|f| {
        let role = f.place().and_then(|p| texts.sources.get(p.file)).map(|s| s.role);
        role == Some(Role::Checked)
    });
    let world = World::build(texts);
    let fault = |outcome: String| ExampleRun {
        rule: rule.clone(),
        avoid,
        passed: false,
        outcome,
        span: NOWHERE,
        fault: None,
    };
    let broken = world.findings.iter().find(|f| {
        f.level == Level::Error
            && f.place()
                .is_some_and(|p| world.sources.get(p.file).is_some_and(|s| s.role == Role::Checked))
    });
    if let Some(broken) = broken {
        let outcome = format!("the text is broken: {} ({})", broken.message, broken.rule);
        return ExampleRun { fault: Some(broken.clone()), ..fault(outcome) };
    }
    let Some(compiled) = world.rule(&rule) else {
        return fault(NOT_RUN.to_owned());
    };
    let mut eval = evaluator(&world, &world.model, &Mix::default(), View::default());
    let subjects = subjects(&world, compiled, &mut eval);
    let verdicts: Vec<Status> =
        subjects.iter().map(|s| judge(compiled, *s, &[], &mut eval).status).collect();
    let violated = verdicts.contains(&Status::Violated);
    let passed = if avoid { violated } else { !violated && verdicts.contains(&Status::Satisfied) };
    let mut outcome: Vec<&str> = verdicts.iter().map(|s| s.word()).collect();
    outcome.dedup();
    let mut outcome = outcome.join(", ");
    if !passed {
        let mut facts = evaluator(
            &world,
            &world.model,
            &Mix::default(),
            View { facts_only: true, ..View::default() },
        );
        let mut reporter = Reporter {
            eval: &mut eval,
            facts: &mut facts,
            sources: &world.sources,
            detail: true,
            whole: false,
        };
        for subject in subjects {
            for finding in reporter.report(
                compiled,
                subject,
                &Weight { level: compiled.level, notes: Vec::new() },
            ) {
                outcome.push_str(&format!("; {}: {}", finding.subject.path, finding.message));
            }
        }
    }
    ExampleRun { rule, avoid, passed, outcome, span: NOWHERE, fault: None }
}
