//! One edit, tried: what becomes of what is wanted.
//!
//! Takes a model and edits; gives the edited model and how far what is wanted is from coming out there. Judges that one
//! thing and nothing else, and chooses nothing.

use super::super::super::check::evaluator;
use super::super::super::scenarios;
use super::super::why::stated_at;
use super::super::{Session, bench};
use rustc_hash::FxHashSet;

use crate::checks::{Case, Subject, judge, structure_of, whole_derivation};
use crate::diagnostic::{Finding, Status};
use crate::eval::{Read, Tracer, time_fields};
use crate::expr::{EntityId, Key, NodeId};
use crate::model::{Model, Value};
use crate::schema::Kind;
use crate::value::Truth;

/// What is wanted to come out otherwise.
#[derive(Clone, Debug)]
pub(super) enum Wanted {
    /// That a rule is satisfied for a thing.
    Rule {
        /// The place of the rule.
        rule: usize,
        /// The thing the rule is judged for.
        of: EntityId,
        /// The thing in it that a finding is about, where not all of it is asked of.
        within: Option<EntityId>,
    },
    /// That a statement is so: its expression, and room for its variables.
    Statement(NodeId, usize),
    /// That a check finds nothing more of what it finds.
    Check {
        /// The name of the check.
        check: String,
        /// What it is found of: the thing at the top of a file, and the paths of the findings.
        root: EntityId,
        paths: Vec<String>,
    },
}

/// How far what is wanted is from coming out; the less, the nearer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Distance {
    /// What is violated: how many things the findings name.
    pub violated: usize,
    /// What is undecided.
    pub undecided: usize,
    /// The steps by which that is shown.
    pub steps: usize,
}

impl Distance {
    pub(super) fn status(self) -> Status {
        match (self.violated, self.undecided) {
            (0, 0) => Status::Satisfied,
            (0, _) => Status::Undecided,
            _ => Status::Violated,
        }
    }

    /// Checks whether a reader would say that this is nearer, and not only shown otherwise.
    pub(super) fn nearer(self, than: Distance) -> bool {
        (self.violated, self.undecided) < (than.violated, than.undecided)
    }
}

/// How what is wanted stands in a model.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub distance: Distance,
    /// Whether it comes out.
    pub so: bool,
    pub reads: Vec<Read>,
    /// The things that findings name besides what they are about.
    pub about: Vec<EntityId>,
}

/// What an edit led to.
pub(super) struct Tried {
    pub model: Model,
    pub standing: Standing,
    /// The edits that would lift what stands against it.
    pub lifts: Vec<String>,
}

impl Session {
    /// Makes edits on a model; `None` if they cannot be made.
    pub(super) fn tried(&mut self, wanted: &Wanted, from: &Model, text: &str) -> Option<Tried> {
        let (edits, findings) = self.read("try", text);
        if !findings.is_empty() || edits.is_empty() {
            return None;
        }
        let played = scenarios::on_model(&self.world, &edits, from, &mut Vec::new())?;
        let standing = self.standing(wanted, &played.model);
        let mut lifts: Vec<String> = Vec::new();
        for against in played.steps.iter().flat_map(|s| &s.against) {
            if !lifts.contains(&against.lift) {
                lifts.push(against.lift.clone());
            }
        }
        // A question that was given up has no answer.
        (!self.stopped()).then_some(Tried { model: played.model, standing, lifts })
    }

    /// Counts what a rule asks of a thing: the bindings that it applies to.
    pub(super) fn asked(&self, wanted: &Wanted, model: &Model) -> usize {
        self.cases(wanted, model).iter().filter(|c| c.applies == Truth::Yes).count()
    }

    fn cases(&self, wanted: &Wanted, model: &Model) -> Vec<Case> {
        let Wanted::Rule { rule, of, .. } = wanted else { return Vec::new() };
        let Some(rule) = self.world.rules.get(*rule) else { return Vec::new() };
        let view = self.frame.view.clone();
        let mut eval = evaluator(&self.world, model, &self.frame.mix, view);
        let subject = Subject::of(rule, Value::Entity(*of), &mut eval);
        judge(rule, subject, &[], &mut eval).cases
    }

    /// Tells how what is wanted stands in a model.
    pub(super) fn standing(&self, wanted: &Wanted, model: &Model) -> Standing {
        match wanted {
            Wanted::Rule { rule, of, within } => {
                let value = Value::Entity(*of);
                let (mut findings, reads) =
                    bench::one(&self.world, model, &self.frame, *rule, value, false, None);
                // What takes the rule away from the thing, or the thing itself away, settles nothing.
                let mut gone = findings.iter().all(|f| f.status == Status::Moot);
                let mut distance = Distance { violated: 0, undecided: 0, steps: 0 };
                if let Some(within) = within {
                    let thing = model.things.get(*within);
                    let around = thing.parent.map(|p| &model.things.get(p).children);
                    gone |= around.is_none_or(|children| !children.contains(within));
                    let path = model.things.path(*within);
                    findings.retain(|f| f.subject.path == path);
                    // An undecided finding is about all at once: what is open for this thing is asked of it alone.
                    let of_it = Value::Entity(*within);
                    let cases = self.cases(wanted, model);
                    let cases = cases.iter().filter(|c| c.values.iter().any(|(_, v)| *v == of_it));
                    for case in cases {
                        distance.violated += usize::from(case.status == Status::Violated);
                        distance.undecided += usize::from(case.status == Status::Undecided);
                    }
                }
                if gone {
                    let distance =
                        Distance { violated: usize::MAX, undecided: usize::MAX, steps: 0 };
                    return Standing { distance, so: false, reads, about: Vec::new() };
                }
                let mut about = Vec::new();
                for finding in &findings {
                    let names = &finding.subject.about;
                    let count = match finding.status {
                        Status::Violated => &mut distance.violated,
                        Status::Undecided => &mut distance.undecided,
                        _ => continue,
                    };
                    if within.is_none() {
                        *count += names.len().max(1);
                    }
                    distance.steps += finding.trace.len();
                    about.extend(names.iter().filter_map(|n| called(model, n)));
                }
                let so = distance.status() == Status::Satisfied;
                Standing { distance, so, reads, about }
            }
            Wanted::Check { check, root, paths } => {
                let (_, mut eval) = self.frame.evaluators(&self.world, model);
                let found = structure_of(&mut eval, *root, &self.world.sources);
                let found = found.findings.into_iter();
                let found: Vec<Finding> =
                    found.filter(|f| f.rule == *check && paths.contains(&f.subject.path)).collect();
                let reads = found.iter().flat_map(|f| read_for(model, f)).collect();
                let distance = Distance {
                    violated: found.len(),
                    undecided: 0,
                    steps: found.iter().map(|f| f.labels.len()).sum(),
                };
                Standing { distance, so: found.is_empty(), reads, about: Vec::new() }
            }
            Wanted::Statement(node, frame) => {
                let view = self.frame.view.clone();
                let mut eval = evaluator(&self.world, model, &self.frame.mix, view);
                eval.watch();
                eval.begin(*frame);
                let truth = eval.truth(*node);
                let reads = eval.facts_read();
                let traces = Tracer::new(&mut eval, &self.world.sources).truth(*node);
                let distance = Distance {
                    violated: usize::from(truth == Truth::No),
                    undecided: usize::from(truth == Truth::Undecided),
                    steps: whole_derivation(&eval, &traces).len(),
                };
                Standing { distance, so: truth == Truth::Yes, reads, about: Vec::new() }
            }
        }
    }
}

/// Returns the facts that a finding of a check rests on: what is stated at its places, and when a phase is.
fn read_for(model: &Model, finding: &Finding) -> Vec<Read> {
    let mut reads = Vec::new();
    for label in &finding.labels {
        let Some((of, key, _)) = stated_at(model, label.span) else { continue };
        reads.push(Read::Fact(of, key));
        let kind = model.things.get(of).kind;
        if kind.is_planned() {
            reads.extend(time_fields(kind).map(|(_, row)| Read::Fact(of, Key::Field(row))));
        }
    }
    let mut seen = FxHashSet::default();
    reads.retain(|read| seen.insert(*read));
    reads
}

/// Finds what a finding names.
fn called(model: &Model, name: &str) -> Option<EntityId> {
    Kind::all().find_map(|kind| model.things.top(kind, name))
}
