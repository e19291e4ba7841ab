//! The `avoid` and `prefer` texts of rules, run as tests: the first faults, the second does not.

use super::check::{evaluator, subjects};
use super::load::load;
use super::world::World;
use super::{ExampleRun, Input, Request};
use crate::checks::{Mix, Reporter, Weight, judge};
use crate::diagnostic::{Level, Status};
use crate::model::View;
use crate::source::Loader;
use crate::syntax::ast::{ClauseKind, ItemKind};

pub(super) fn run(inputs: Vec<Input>, loader: &dyn Loader, request: &Request) -> Vec<ExampleRun> {
    let texts = load(inputs, loader, request, false);
    let mut wanted = Vec::new();
    for item in texts.files.iter().flat_map(|f| &f.items) {
        let ItemKind::Rule(rule) = &item.kind else { continue };
        let name = texts.sources.slice(rule.name.span).to_owned();
        for clause in &rule.clauses {
            match clause.kind {
                ClauseKind::Avoid(span) => {
                    wanted.push((name.clone(), true, texts.sources.slice(span).to_owned()));
                }
                ClauseKind::Prefer(span) => {
                    wanted.push((name.clone(), false, texts.sources.slice(span).to_owned()));
                }
                _ => {}
            }
        }
    }
    wanted.into_iter().map(|(rule, avoid, text)| one(rule, avoid, &text, loader, request)).collect()
}

/// Runs one text with the whole standard library loaded.
fn one(
    rule: String,
    avoid: bool,
    text: &str,
    loader: &dyn Loader,
    request: &Request,
) -> ExampleRun {
    let input = Input {
        name: format!("{rule}.{}", if avoid { "avoid" } else { "prefer" }),
        text: Ok(text.to_owned()),
    };
    let texts = load(vec![input], loader, request, true);
    let world = World::build(texts);
    let fault = |outcome: String| ExampleRun { rule: rule.clone(), avoid, passed: false, outcome };
    let broken = world.findings.iter().find(|f| {
        f.level == Level::Error
            && f.place().is_some_and(|p| {
                world.sources.get(p.file).is_some_and(|s| s.role == crate::source::Role::Checked)
            })
    });
    if let Some(broken) = broken {
        return fault(format!("the text is broken: {} ({})", broken.message, broken.rule));
    }
    let Some(compiled) = world.rule(&rule) else {
        return fault("the rule could not be read".to_owned());
    };
    let mut eval = evaluator(&world, &Mix::default(), View::default());
    let subjects = subjects(&world, compiled, &mut eval);
    let verdicts: Vec<Status> =
        subjects.iter().map(|s| judge(compiled, *s, &mut eval).status).collect();
    let violated = verdicts.contains(&Status::Violated);
    let passed = if avoid { violated } else { !violated && verdicts.contains(&Status::Satisfied) };
    let mut outcome: Vec<&str> = verdicts.iter().map(|s| s.word()).collect();
    outcome.dedup();
    let mut outcome = outcome.join(", ");
    if !passed {
        let mut facts =
            evaluator(&world, &Mix::default(), View { facts_only: true, ..View::default() });
        let mut reporter =
            Reporter { eval: &mut eval, facts: &mut facts, sources: &world.sources, detail: true };
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
    ExampleRun { rule, avoid, passed, outcome }
}
