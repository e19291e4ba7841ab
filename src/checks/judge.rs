//! One rule, one subject: what comes of it, binding by binding.
//!
//! A binding is moot where a `where` is violated. An undecided `where` with a satisfied `require` is
//! satisfied, with a violated one undecided. Several bindings come to the worst of them: violated over
//! undecided over satisfied over moot. The unlisted rest of an open list counts only where no listed
//! binding decided.

use super::rules::{Rule, StepKind};
use crate::diagnostic::Status;
use crate::eval::Evaluator;
use crate::expr::{NodeId, Slot};
use crate::model::Value;
use crate::value::Truth;

/// Bindings beyond so many are counted and not kept: nobody reads a list of thousands.
const MAX_KEPT: usize = 200;

/// One binding of the variables of a rule, and what came of it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The variables.
    pub values: Vec<(Slot, Value)>,
    /// Whether the rule applies to it: yes, or undecided.
    pub applies: Truth,
    /// What came of it.
    pub status: Status,
}

/// What came of a rule for a subject.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The worst of its bindings.
    pub status: Status,
    /// The bindings that the rule applies to, or may apply to.
    pub cases: Vec<Case>,
    /// The list whose rest is not known, with the variables that were set when it was met.
    pub rest: Option<(NodeId, Vec<(Slot, Value)>)>,
    /// Where the rule does not apply, the first condition or list that says so, likewise.
    pub moot: Option<(NodeId, Vec<(Slot, Value)>)>,
    /// Whether an open list was judged only as far as it is listed.
    pub as_far_as_listed: bool,
}

/// Judges a rule for a subject, the value of its first variable.
pub fn judge(rule: &Rule, subject: Value, eval: &mut Evaluator<'_>) -> Judgement {
    eval.begin(rule.frame);
    let mut judge = Judge {
        rule,
        eval,
        bound: Vec::new(),
        out: Judgement {
            status: Status::Moot,
            cases: Vec::new(),
            rest: None,
            moot: None,
            as_far_as_listed: false,
        },
    };
    let Some(StepKind::For { slot, filter, .. }) = rule.steps.first() else { return judge.out };
    judge.eval.set_slot(*slot, subject);
    judge.bound.push((*slot, subject));
    let applies = filter.map_or(Truth::Yes, |f| judge.eval.truth(f));
    if applies == Truth::No {
        judge.out.moot = filter.map(|f| (f, judge.bound.clone()));
        return judge.out;
    }
    judge.run(1, applies);
    let mut out = judge.out;
    out.conclude();
    out
}

impl Judgement {
    /// Draws the conclusion from the bindings.
    fn conclude(&mut self) {
        let worst = |s: Status| self.cases.iter().any(|c| c.status == s);
        self.status = if worst(Status::Violated) {
            Status::Violated
        } else if worst(Status::Undecided) {
            Status::Undecided
        } else if worst(Status::Satisfied) {
            Status::Satisfied
        } else if self.rest.is_some() {
            Status::Undecided
        } else {
            Status::Moot
        };
        self.as_far_as_listed =
            self.rest.is_some() && matches!(self.status, Status::Violated | Status::Satisfied);
    }

    /// Keeps the bindings in which `wanted` values stand, `count` of them at least.
    pub fn restrict(&mut self, wanted: impl Fn(Value) -> bool, count: usize) {
        self.cases.retain(|case| case.values.iter().filter(|(_, v)| wanted(*v)).count() >= count);
        self.conclude();
    }
}

struct Judge<'j, 'm> {
    rule: &'j Rule,
    eval: &'j mut Evaluator<'m>,
    bound: Vec<(Slot, Value)>,
    out: Judgement,
}

impl Judge<'_, '_> {
    fn moot(&mut self, node: NodeId) {
        if self.out.moot.is_none() {
            self.out.moot = Some((node, self.bound.clone()));
        }
    }

    fn run(&mut self, step: usize, applies: Truth) {
        match self.rule.steps.get(step) {
            Some(StepKind::Where(node)) => match applies.and(self.eval.truth(*node)) {
                Truth::No => self.moot(*node),
                so => self.run(step + 1, so),
            },
            Some(StepKind::For { slot, set, filter }) => {
                let items = self.eval.set(*set);
                if items.items.is_empty() && !items.open {
                    self.moot(*set);
                }
                for (value, presence) in &items.items {
                    self.eval.set_slot(*slot, *value);
                    self.bound.push((*slot, *value));
                    let so = applies
                        .and(*presence)
                        .and(filter.map_or(Truth::Yes, |f| self.eval.truth(f)));
                    if so == Truth::No {
                        if let Some(filter) = filter {
                            self.moot(*filter);
                        }
                    } else {
                        self.run(step + 1, so);
                    }
                    self.bound.pop();
                }
                if items.open && self.out.rest.is_none() {
                    self.out.rest = Some((*set, self.bound.clone()));
                }
            }
            None => {
                let held = self.eval.truth(self.rule.require);
                let status = match (applies, held) {
                    (_, Truth::Yes) => Status::Satisfied,
                    (Truth::Yes, Truth::No) => Status::Violated,
                    _ => Status::Undecided,
                };
                let seen = self.out.cases.iter().filter(|c| c.status == status).count();
                if seen < MAX_KEPT {
                    self.out.cases.push(Case { values: self.bound.clone(), applies, status });
                }
            }
        }
    }
}
