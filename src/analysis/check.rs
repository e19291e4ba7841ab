//! `check`: every rule in force on every framework that is checked.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::expect;
use super::load::load_to_check;
use super::shares::{Share, in_shares};
use super::tally::Tally;
use super::world::World;
use super::{Analysis, Input, Request, Summary, Want};
use crate::checks::{self, DEFAULT, Mix, Reporter, Rule, Stand, StepKind, Subject, Weight};
use crate::diagnostic::{self, Finding, Level, Note, NoteKind, Status, suggestion};
use crate::eval::Evaluator;
use crate::expr::{Elem, EntityId};
use crate::model::{Model, Value, View};
use crate::schema::Kind;
use crate::source::{FileId, Loader, Role, Sources, Span};
use crate::value::Truth;

/// Texts that were read and judged.
pub(super) struct Checked {
    pub world: World,
    pub frame: Frame,
    pub findings: Vec<Finding>,
    pub summary: Summary,
    pub profiles: Vec<String>,
}

pub(super) fn checked(inputs: Vec<Input>, loader: &dyn Loader, request: &Request) -> Checked {
    let texts = load_to_check(inputs, loader, request);
    let world = World::build(texts);
    let mut findings = world.findings.clone();
    let (frame, profiles) = Frame::new(&world, request, &mut findings);
    findings.extend(expect::faults(&world));
    world.leave_out_what_follows(&mut findings);
    judged(&world, &world.model, &frame, &mut findings);
    in_order(&mut findings, &world.sources);
    let summary = Tally::of(&findings).summary(&numbers(&world, &world.model));
    Checked { world, frame, findings, summary, profiles }
}

pub(super) fn analyse(inputs: Vec<Input>, loader: &dyn Loader, request: &Request) -> Analysis {
    let Checked { world, findings, summary, profiles, .. } = checked(inputs, loader, request);
    let wants = wants(&findings);
    let asked = !request.profiles.is_empty();
    let names = world.profiles.iter().map(|p| p.name.clone());
    let offered = names.filter(|name| !asked && name != DEFAULT).collect();
    let World { sources, files, model, .. } = world;
    // To take a large text's trees and its model apart takes a tenth of the run, one after the other.
    std::thread::scope(|scope| {
        match model.things.len() {
            0..MANY_TO_DROP => drop(files),
            _ => drop(scope.spawn(|| drop(files))),
        }
        drop(model);
    });
    Analysis { sources, findings, summary, wants, profiles, offered }
}

/// From so many things on, a second thread helps to give their memory back.
const MANY_TO_DROP: usize = 20_000;

/// What judging goes by.
pub(super) struct Frame {
    /// The profiles, mixed.
    pub mix: Mix,
    /// How claims are read.
    pub view: View,
    /// For each rule in force, its place in the world and its weight.
    pub weights: Vec<(usize, Weight)>,
    /// Whether what is satisfied is derived too.
    pub detail: bool,
}

impl Frame {
    /// Returns what is asked for, with the names of the profiles in force.
    pub(super) fn new(
        world: &World,
        request: &Request,
        findings: &mut Vec<Finding>,
    ) -> (Frame, Vec<String>) {
        let (mix, profiles) = mix(world, &request.profiles, findings);
        let follow = follow(world, request, &mix, findings);
        findings.extend(mix.clashes.iter().cloned());
        let view = View { follow, as_of: request.as_of, facts_only: false };
        let weight = |(at, rule): (usize, &Rule)| {
            let level = *mix.rules.get(&rule.name)?;
            Some((at, Weight { level, notes: notes(world, rule, &profiles) }))
        };
        let weights = world.rules.iter().enumerate().filter_map(weight).collect();
        (Frame { mix, view, weights, detail: request.detail }, profiles)
    }

    /// Returns an evaluator over a model, and one for which no stated notion counts.
    pub(super) fn evaluators<'w>(
        &self,
        world: &'w World,
        model: &'w Model,
    ) -> (Evaluator<'w>, Evaluator<'w>) {
        let facts = View { facts_only: true, ..self.view.clone() };
        let eval = evaluator(world, model, &self.mix, self.view.clone());
        (eval, evaluator(world, model, &self.mix, facts))
    }
}

/// Judges a whole model: the structural checks, then every rule in force, on all cores where there is much to judge.
pub(super) fn judged(world: &World, model: &Model, frame: &Frame, findings: &mut Vec<Finding>) {
    let sources = &world.sources;
    let things = checks::to_check(model);
    let (mut eval, _) = frame.evaluators(world, model);
    let rows: Vec<Row<'_>> = frame
        .weights
        .iter()
        .filter_map(|(at, weight)| Some((world.rules.get(*at)?, weight)))
        .map(|(rule, weight)| (rule, weight, subjects(world, rule, &mut eval)))
        .collect();
    let most = rows.iter().map(|(_, _, subjects)| subjects.len()).max().unwrap_or(0);
    let judge = |share: Share| {
        // What definitions come to is remembered from rule to rule.
        let (mut eval, mut facts) = frame.evaluators(world, model);
        let structure = checks::structure(&mut facts, share.part(&things), sources);
        let (eval, facts, detail) = (&mut eval, &mut facts, frame.detail);
        let mut reporter = Reporter { eval, facts, sources, detail, whole: false };
        let mut found = Vec::new();
        for (rule, weight, subjects) in &rows {
            for subject in share.part(subjects) {
                found.extend(reporter.report(rule, *subject, weight));
            }
        }
        (structure, found)
    };
    let mut structure = Vec::new();
    for (checked, found) in in_shares(most, judge, judge) {
        structure.push(checked);
        findings.extend(found);
    }
    findings.extend(structure.iter().flat_map(|s| s.findings.iter().cloned()));
    let disputes = checks::each_once(structure.iter().flat_map(|s| &s.disputes));
    findings.extend(disputes.into_iter().map(|d| d.finding.clone()));
}

/// A rule, what it weighs, and what it is judged for.
type Row<'w> = (&'w Rule, &'w Weight, Vec<Subject>);

/// Puts findings in the one order, and counts the faults of a text that has very many.
pub(super) fn in_order(findings: &mut Vec<Finding>, sources: &Sources) {
    diagnostic::sort(findings, sources);
    cap(findings, sources);
}

/// Returns an evaluator with the figures that the profiles set.
pub(super) fn evaluator<'w>(
    world: &'w World,
    model: &'w Model,
    mix: &Mix,
    view: View,
) -> Evaluator<'w> {
    let mut eval = Evaluator::new(model, &world.notions, &world.program, view);
    eval.stop.clone_from(&world.stop);
    eval.parameters = mix.parameters.iter().copied().collect();
    eval
}

/// Mixes the profiles asked for; an unknown one is a fault of the request, which has no place in a text.
pub(super) fn mix(
    world: &World,
    asked: &[String],
    findings: &mut Vec<Finding>,
) -> (Mix, Vec<String>) {
    let names: Vec<&str> =
        if asked.is_empty() { vec![DEFAULT] } else { asked.iter().map(String::as_str).collect() };
    let mut profiles = Vec::new();
    for name in &names {
        match world.profile(name) {
            Some(profile) if profiles.iter().any(|p: &&checks::Profile| p.name == profile.name) => {
            }
            Some(profile) => profiles.push(profile),
            None => {
                let known: Vec<&str> = world.profiles.iter().map(|p| p.name.as_str()).collect();
                let mut help = suggestion(name, known.iter().copied());
                if help.is_empty() {
                    help = format!("there are {}", known.join(", "));
                }
                findings.push(request_fault(
                    "unknown-profile",
                    format!("no profile is called `{name}`"),
                    help,
                ));
            }
        }
    }
    (checks::mix(&profiles), names.into_iter().map(str::to_owned).collect())
}

fn request_fault(rule: &str, message: String, help: String) -> Finding {
    Finding::placeless(rule, Level::Error, message).help(help)
}

pub(super) fn follow(
    world: &World,
    request: &Request,
    mix: &Mix,
    findings: &mut Vec<Finding>,
) -> Vec<EntityId> {
    let mut follow = Vec::new();
    for name in &request.follow {
        match world.model.things.speakers(name) {
            Ok(speakers) => follow.extend(speakers),
            Err(help) => {
                let message = format!("no source is called `{name}`");
                findings.push(request_fault("unknown-source", message, help));
            }
        }
    }
    follow.extend(&mix.follow);
    follow
}

/// Returns the things of checked files that a rule is about, or may be about.
pub(super) fn subjects(world: &World, rule: &Rule, eval: &mut Evaluator<'_>) -> Vec<Subject> {
    let Some(StepKind::For { set, .. }) = rule.steps.first() else { return Vec::new() };
    eval.begin(rule.frame);
    let things = &eval.model.things;
    let mut all: Vec<Subject> =
        eval.set(*set).items.iter().map(|(v, p)| Subject { value: *v, presence: *p }).collect();
    // Where the list is too much to go through, nobody is left out: it is not known who stands in it.
    if let (true, Some(Elem::Things(kinds))) =
        (eval.exhausted(), world.program.type_of(*set).elem())
    {
        let of_kind = kinds.iter().flat_map(|k| things.of_kind(k));
        let value = |id: &EntityId| Value::Entity(*id);
        all = of_kind.map(|id| Subject { value: value(id), presence: Truth::Undecided }).collect();
    }
    let checked = |subject: &Subject| match subject.value {
        Value::Entity(id) => {
            let thing = things.get(id);
            subject.presence != Truth::No && thing.role == Role::Checked && thing.has_body
        }
        _ => false,
    };
    all.into_iter().filter(checked).collect()
}

/// Returns what the profiles say of a rule: who holds it in this run, and who rejects it.
pub(super) fn notes(world: &World, rule: &Rule, profiles: &[String]) -> Vec<Note> {
    let mut notes = Vec::new();
    for profile in &world.profiles {
        let Some(setting) = profile.rules.get(&rule.name) else { continue };
        let cited = if setting.citations.is_empty() {
            String::new()
        } else {
            format!(": {}", checks::compact(&setting.citations))
        };
        match setting.stand {
            Stand::Holds(level) if profiles.contains(&profile.name) => {
                notes.insert(
                    0,
                    Note {
                        kind: NoteKind::Rule,
                        text: format!("{} under {}{cited}", level.word(), profile.name),
                    },
                );
            }
            Stand::Rejects if !profiles.contains(&profile.name) => {
                notes.push(Note {
                    kind: NoteKind::But,
                    text: format!("rejected by {}{cited}", profile.name),
                });
            }
            _ => {}
        }
    }
    notes
}

/// So many faults of one text are reported one by one; who has more mends those first.
const MAX_FAULTS: usize = 200;

/// Replaces the faults of a text beyond [`MAX_FAULTS`] by one that counts them.
fn cap(findings: &mut Vec<Finding>, sources: &Sources) {
    let mut faults: IndexMap<FileId, (usize, Level)> = IndexMap::new();
    findings.retain(|finding| {
        let Some(place) = finding.place().filter(|_| finding.status == Status::Broken) else {
            return true;
        };
        let (count, worst) = faults.entry(place.file).or_insert((0, Level::Note));
        *count += 1;
        if *count > MAX_FAULTS {
            *worst = (*worst).max(finding.level);
        }
        *count <= MAX_FAULTS
    });
    for (file, (count, worst)) in faults {
        if count > MAX_FAULTS {
            let more = count - MAX_FAULTS;
            let end = sources.get(file).map_or(0, |s| u32::try_from(s.text.len()).unwrap_or(0));
            let message = format!("{more} more problems in `{}`", sources.name(file));
            findings.push(
                Finding::broken("more-problems", worst, Span::new(file, end, end), message)
                    .help("mend those above first: many of the rest may go with them"),
            );
        }
    }
    diagnostic::sort(findings, sources);
}

/// Returns the numbers of texts and frameworks; those of findings are counted apart.
pub(super) fn numbers(world: &World, model: &Model) -> Summary {
    let things = &model.things;
    let frameworks = things.of_kind(Kind::Framework);
    Summary {
        frameworks: frameworks
            .iter()
            .filter(|id| things.get(**id).role == Role::Checked && things.get(**id).has_body)
            .count(),
        files: world.sources.iter().filter(|(_, s)| s.role == Role::Checked).count(),
        loaded: frameworks.len(),
        ..Summary::default()
    }
}

/// Counts, for each unwritten field, the undecided findings that name it.
pub(super) fn wants(findings: &[Finding]) -> Vec<Want> {
    let mut counts: IndexMap<&str, usize> = IndexMap::new();
    for finding in findings.iter().filter(|f| f.status == Status::Undecided) {
        let fields: HashSet<&str> = finding.missing.iter().map(|m| m.field.as_str()).collect();
        let mut fields: Vec<&str> = fields.into_iter().collect();
        fields.sort_unstable();
        for field in fields {
            *counts.entry(field).or_default() += 1;
        }
    }
    let mut wants: Vec<Want> = counts
        .into_iter()
        .map(|(field, findings)| Want { field: field.to_owned(), findings })
        .collect();
    wants.sort_by(|a, b| b.findings.cmp(&a.findings).then_with(|| a.field.cmp(&b.field)));
    wants
}
