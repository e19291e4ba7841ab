//! One rule, one subject: what comes of it, binding by binding.
//!
//! A binding is moot where a `where` is violated. An undecided `where` with a satisfied `require` is
//! satisfied, with a violated one undecided. Several bindings come to the worst of them: violated over
//! undecided over satisfied over moot. The unlisted rest of an open list counts only where no listed
//! binding decided. Whether the subject itself stands in the list that the rule ranges over counts as the first
//! `where`.

use super::rules::{Rule, StepKind};
use crate::diagnostic::Status;
use crate::eval::{Evaluator, SetData};
use crate::expr::{EntityId, NodeId, Slot};
use crate::model::Value;
use crate::value::Truth;

/// Bindings beyond so many are counted and not kept: nobody reads a list of thousands.
const MAX_KEPT: usize = 200;

/// What a rule is judged for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// The value of the first variable.
    pub value: Value,
    /// Whether it stands in the list that the rule ranges over.
    pub presence: Truth,
}

impl Subject {
    /// Asks a rule whether a value is of those it is about.
    pub fn of(rule: &Rule, value: Value, eval: &mut Evaluator<'_>) -> Subject {
        let Some(StepKind::For { set, .. }) = rule.steps.first() else {
            return Subject { value, presence: Truth::No };
        };
        eval.begin(rule.frame);
        Subject { value, presence: eval.member(*set, value) }
    }
}

/// Why a rule does not apply.
#[derive(Clone, Debug)]
pub struct Moot {
    /// The condition that does not hold, or the list.
    pub node: NodeId,
    /// The variables that were set when it was met.
    pub values: Vec<(Slot, Value)>,
    /// Whether the subject does not stand in the list; else there is nothing in it.
    pub outside: bool,
}

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
    /// Where the rule does not apply, the first condition or list that says so.
    pub moot: Option<Moot>,
    /// Whether an open list was judged only as far as it is listed.
    pub as_far_as_listed: bool,
    /// Whether there are more bindings than were kept.
    pub cut: bool,
    /// What comes of it where each way through the choices of a framework is taken, where it was judged for each and not
    /// open for all.
    pub ways: Vec<(Vec<EntityId>, Status)>,
}

/// Judges a rule for a subject. With `only`, of the bindings only those that hold one of each group of things.
pub fn judge(
    rule: &Rule,
    subject: Subject,
    only: &[Vec<EntityId>],
    eval: &mut Evaluator<'_>,
) -> Judgement {
    eval.begin(rule.frame);
    let mut judge = Judge {
        rule,
        only,
        last: rule.steps.iter().rposition(|s| matches!(s, StepKind::For { .. })),
        eval,
        bound: Vec::new(),
        kept: [0; 3],
        out: Judgement {
            status: Status::Moot,
            cases: Vec::new(),
            rest: None,
            moot: None,
            as_far_as_listed: false,
            cut: false,
            ways: Vec::new(),
        },
    };
    let Some(StepKind::For { slot, set, filter }) = rule.steps.first() else { return judge.out };
    judge.eval.set_slot(*slot, subject.value);
    judge.bound.push((*slot, subject.value));
    if subject.presence == Truth::No {
        judge.moot(*set, true);
        return judge.out;
    }
    let applies = subject.presence.and(filter.map_or(Truth::Yes, |f| judge.eval.truth(f)));
    if applies == Truth::No {
        if let Some(filter) = filter {
            judge.moot(*filter, false);
        }
        return judge.out;
    }
    judge.run(1, applies);
    let mut out = judge.out;
    out.conclude();
    if out.status == Status::Undecided
        && let Value::Entity(id) = subject.value
    {
        by_ways(rule, subject, only, eval, id, &mut out);
    }
    out
}

/// Asks what is undecided for each way through the choices of a framework: what comes out of all is so.
fn by_ways(
    rule: &Rule,
    subject: Subject,
    only: &[Vec<EntityId>],
    eval: &mut Evaluator<'_>,
    id: EntityId,
    out: &mut Judgement,
) {
    let ways = eval.ways(id);
    let mut came = Vec::new();
    for way in ways {
        let mut other = eval.taking(way.clone());
        let judged = judge(rule, subject, only, &mut other);
        for read in other.reads() {
            eval.read(read);
        }
        came.push((way, judged));
    }
    let statuses = || came.iter().map(|(_, judged)| judged.status);
    let Some(first) = statuses().next() else { return };
    let alike = statuses().all(|status| status == first);
    if alike && first == Status::Undecided {
        return;
    }
    let ways = came.iter().map(|(way, judged)| (way.clone(), judged.status)).collect();
    if alike && let Some((_, judged)) = came.into_iter().next() {
        *out = judged;
    }
    out.ways = ways;
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
}

struct Judge<'j, 'm> {
    rule: &'j Rule,
    /// The things that a binding must hold, one of each group.
    only: &'j [Vec<EntityId>],
    /// The last line that ranges over something.
    last: Option<usize>,
    eval: &'j mut Evaluator<'m>,
    bound: Vec<(Slot, Value)>,
    /// How many bindings were kept: violated, undecided, satisfied.
    kept: [usize; 3],
    out: Judgement,
}

impl Judge<'_, '_> {
    fn moot(&mut self, node: NodeId, outside: bool) {
        if self.out.moot.is_none() {
            self.out.moot = Some(Moot { node, values: self.bound.clone(), outside });
        }
    }

    /// Checks whether a group of things is in the binding so far.
    fn holds(&self, group: &[EntityId]) -> bool {
        self.bound.iter().any(|(_, v)| matches!(v, Value::Entity(id) if group.contains(id)))
    }

    /// Checks whether what a list may hold beyond what is listed can be what is asked for.
    fn may_hold_more(&self, step: usize, items: &SetData) -> bool {
        let wanted = |group: &Vec<EntityId>| {
            self.holds(group)
                || group.iter().any(|id| {
                    let value = Value::Entity(*id);
                    items.items.iter().all(|(v, _)| *v != value) && !items.absent.contains(&value)
                })
        };
        self.last != Some(step) || self.only.iter().all(wanted)
    }

    fn run(&mut self, step: usize, applies: Truth) {
        match self.rule.steps.get(step) {
            Some(StepKind::Where(node)) => match applies.and(self.eval.truth(*node)) {
                Truth::No => self.moot(*node, false),
                so => self.run(step + 1, so),
            },
            Some(StepKind::For { slot, set, filter }) => {
                let items = self.eval.set(*set);
                if items.items.is_empty() && !items.open {
                    self.moot(*set, false);
                }
                for (value, presence) in &items.items {
                    self.eval.set_slot(*slot, *value);
                    self.bound.push((*slot, *value));
                    let so = applies
                        .and(*presence)
                        .and(filter.map_or(Truth::Yes, |f| self.eval.truth(f)));
                    if so == Truth::No {
                        if let Some(filter) = filter {
                            self.moot(*filter, false);
                        }
                    } else {
                        self.run(step + 1, so);
                    }
                    self.bound.pop();
                }
                if items.open && self.out.rest.is_none() && self.may_hold_more(step, &items) {
                    self.out.rest = Some((*set, self.bound.clone()));
                }
            }
            None if self.only.iter().all(|group| self.holds(group)) => {
                let held = self.eval.truth(self.rule.require);
                let (status, kept) = match (applies, held) {
                    (_, Truth::Yes) => (Status::Satisfied, &mut self.kept[2]),
                    (Truth::Yes, Truth::No) => (Status::Violated, &mut self.kept[0]),
                    _ => (Status::Undecided, &mut self.kept[1]),
                };
                *kept += 1;
                if *kept <= MAX_KEPT {
                    self.out.cases.push(Case { values: self.bound.clone(), applies, status });
                } else {
                    self.out.cut = true;
                }
            }
            None => {}
        }
    }
}
