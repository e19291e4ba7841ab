//! From a judgement to findings: one for each verdict that is worth telling, with all that explains it.
//!
//! Takes a rule, a subject and how the rule weighs; gives findings. Knows no output format.

mod asked;
mod gather;
mod message;
mod place;
mod weight;

pub use gather::{derivation, wanting, whole_derivation};
pub use message::compact;

use indexmap::IndexMap;

use super::judge::{Case, Judgement, Subject, judge};
use super::rules::Rule;
use crate::diagnostic::{Finding, Level, Note, NoteKind, Status, Subject as Place};
use crate::eval::{Evaluator, MAX_TRACE, Trace, Tracer};
use crate::expr::{EntityId, Slot, Type};
use crate::model::Value;
use crate::schema::Kind;
use crate::source::Sources;
use crate::value::Truth;
use gather::{Decided, LEFT_OUT};

/// At most so many bindings are asked what they lack.
const MAX_ASKED: usize = 12;

/// Of so many it is gathered what is wanting, and of each from so many steps.
const MAX_WANTING: usize = 64;
const MAX_WANTING_STEPS: usize = 2_000;

/// How much a rule weighs in this run, and on whose word.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its level before easing.
    pub level: Level,
    /// Notes that the profiles add: who holds it, who rejects it.
    pub notes: Vec<Note>,
}

/// Turns judgements into findings.
pub struct Reporter<'r, 'm> {
    /// Works out rules.
    pub eval: &'r mut Evaluator<'m>,
    /// The same without stated notions.
    pub facts: &'r mut Evaluator<'m>,
    /// Where words are read.
    pub sources: &'r Sources,
    /// Whether what is satisfied or does not apply is derived too, and what the verdict rests on worked out.
    pub detail: bool,
    /// Whether the derivation leaves nothing out: every binding, every item of a list.
    pub whole: bool,
}

impl Reporter<'_, '_> {
    /// Judges a rule for a subject and reports it: one finding for each violated binding (or one for all, where
    /// the rule groups them), one in every other case.
    pub fn report(&mut self, rule: &Rule, subject: Subject, setting: &Setting) -> Vec<Finding> {
        self.report_for(rule, subject, setting, &[])
    }

    /// The same, for the bindings only that hold one of each of these groups of things.
    pub fn report_for(
        &mut self,
        rule: &Rule,
        subject: Subject,
        setting: &Setting,
        only: &[Vec<EntityId>],
    ) -> Vec<Finding> {
        let judged = judge(rule, subject, only, self.eval);
        let subject = subject.value;
        if self.eval.exhausted() {
            let mut finding = self.finding(rule, subject, Status::Undecided, setting.level);
            "undecided: too many combinations to go through".clone_into(&mut finding.message);
            return vec![finding];
        }
        let whichever = self.whichever(&judged);
        let noted = |finding: Finding| match &whichever {
            Some(text) => finding.note(NoteKind::Note, text.clone()),
            None => finding,
        };
        match judged.status {
            Status::Violated => {
                let violated = judged.cases.iter().filter(|c| c.status == Status::Violated);
                grouped(rule, violated)
                    .iter()
                    .map(|cases| noted(self.violated(rule, subject, cases, setting)))
                    .collect()
            }
            Status::Satisfied if self.detail => {
                vec![noted(self.satisfied(rule, subject, &judged, setting))]
            }
            Status::Undecided => vec![self.undecided(rule, subject, &judged, setting)],
            Status::Satisfied => vec![self.satisfied(rule, subject, &judged, setting)],
            _ => vec![self.moot(rule, subject, &judged, setting)],
        }
    }

    /// Checks whether a rule has a binding for a subject that holds a thing.
    pub fn binds(&mut self, rule: &Rule, subject: Subject, id: EntityId) -> bool {
        let judged = judge(rule, subject, &[], self.eval);
        let holds = |case: &Case| case.values.iter().any(|(_, v)| *v == Value::Entity(id));
        judged.cases.iter().any(holds)
    }

    fn finding(&self, rule: &Rule, subject: Value, status: Status, level: Level) -> Finding {
        let mut finding = Finding::placeless(&rule.name, level, String::new());
        finding.status = status;
        finding.title.clone_from(&rule.title);
        if let Value::Entity(id) = subject {
            let things = &self.eval.model.things;
            let root = things.root(id);
            let framework = if things.get(root).kind == Kind::Framework {
                things.path(root)
            } else {
                String::new()
            };
            let path = things.path(id);
            finding.subject = Place { framework, owner: path.clone(), path, about: Vec::new() };
        }
        finding
    }

    fn bind(&mut self, rule: &Rule, values: &[(Slot, Value)]) {
        self.eval.begin(rule.frame);
        for (slot, value) in values {
            self.eval.set_slot(*slot, *value);
        }
    }

    fn violated(
        &mut self,
        rule: &Rule,
        subject: Value,
        cases: &[Case],
        setting: &Setting,
    ) -> Finding {
        let mut finding = self.finding(rule, subject, Status::Violated, setting.level);
        self.locate(&mut finding, cases);
        let Some(first) = cases.first() else { return finding };
        finding.message = self.message(rule, &rule.because, cases);
        let help = self.message(rule, &rule.help, cases);
        let mut decided = Decided::default();
        let traces = self.traces(rule, subject, cases.iter());
        self.gather(&traces, &mut decided);
        self.premises(rule, cases, &mut decided.marked);
        self.bind(rule, &first.values);
        let mark = self.mark(rule, subject, &decided.labels);
        self.ease(rule, cases, &mut finding, &mut decided.marked);
        self.place(&mut finding, mark, decided.labels, subject);
        finding.citations = decided.citations;
        // What is violated is decided; only what a draft leaves out is worth naming as wanting.
        finding.missing = decided.missing.into_iter().filter(|m| m.why == LEFT_OUT).collect();
        finding.trace = self.written_out(&traces);
        finding.asked = self.asked(rule, subject, cases);
        if !help.is_empty() {
            finding = finding.help(help);
        }
        Self::literature(rule, setting, &mut finding);
        finding.basis = self.basis(rule, subject, &decided.notions);
        finding.marked = decided.marked;
        finding
    }

    /// Derives what a rule requires of some bindings, as many as anybody reads.
    fn traces<'c>(
        &mut self,
        rule: &Rule,
        subject: Value,
        cases: impl Iterator<Item = &'c Case>,
    ) -> Vec<Trace> {
        let mut steps = Vec::new();
        for case in cases.take(self.most()) {
            self.bind(rule, &case.values);
            steps.push((case, self.trace(rule.require)));
        }
        self.by_binding(subject, steps)
    }

    /// Returns how many bindings are derived.
    fn most(&self) -> usize {
        if self.whole { usize::MAX } else { MAX_ASKED }
    }

    fn undecided(
        &mut self,
        rule: &Rule,
        subject: Value,
        judged: &Judgement,
        setting: &Setting,
    ) -> Finding {
        let mut finding = self.finding(rule, subject, Status::Undecided, setting.level);
        let undecided = judged.cases.iter().filter(|c| c.status == Status::Undecided);
        let all: Vec<Case> = undecided.take(self.most().max(MAX_WANTING)).cloned().collect();
        let open = all.get(..self.most()).unwrap_or(&all);
        self.locate(&mut finding, open);
        let mut decided = Decided::default();
        let (mut traces, cut) = self.open_cases(rule, subject, open, MAX_TRACE);
        if let (true, Some((set, values))) = (open.is_empty(), &judged.rest) {
            self.bind(rule, values);
            traces.extend(self.tracer().open(*set));
        }
        self.gather(&traces, &mut decided);
        self.premises(rule, open, &mut decided.marked);
        finding.marked = decided.marked;
        // A derivation is cut where nobody reads on; what is wanting is named in full, or a change would seem to want
        // what was wanting before.
        finding.missing = if cut || all.len() > open.len() {
            let (traces, _) = self.open_cases(rule, subject, &all, MAX_WANTING_STEPS);
            wanting(self.eval, &traces)
        } else {
            decided.missing
        };
        let mut named: Vec<String> = Vec::new();
        for missing in &finding.missing {
            let fact = format!("`{}.{}`", missing.path, missing.field);
            if !named.contains(&fact) {
                named.push(fact);
            }
        }
        finding.message = match named.as_slice() {
            [] => match gather::open_orders(&traces).as_slice() {
                [] => "the facts do not settle it".to_owned(),
                all => {
                    let shown: Vec<&str> = all.iter().take(3).map(String::as_str).collect();
                    let more = match all.len().saturating_sub(3) {
                        0 => String::new(),
                        n => format!(" and {n} more"),
                    };
                    format!("no line settles whether {}{more}", shown.join(" or "))
                }
            },
            [one] => format!("it depends on {one}"),
            [first @ .., last] if named.len() <= 4 => {
                format!("it depends on {} and {last}", first.join(", "))
            }
            all => format!(
                "it depends on {} and {} more",
                all.iter().take(3).cloned().collect::<Vec<_>>().join(", "),
                all.len() - 3
            ),
        };
        if let Some(text) = self.by_branches(judged) {
            finding.message = text;
        }
        self.place(&mut finding, None, decided.labels, subject);
        finding.citations = decided.citations;
        finding.trace = self.written_out(&traces);
        finding.asked = self.asked(rule, subject, open);
        Self::literature(rule, setting, &mut finding);
        finding
    }

    /// Derives why it is open whether a rule applies to some bindings, or what it requires; whether any of it was cut.
    fn open_cases(
        &mut self,
        rule: &Rule,
        subject: Value,
        cases: &[Case],
        most: usize,
    ) -> (Vec<Trace>, bool) {
        let (mut steps, mut cut) = (Vec::new(), false);
        for case in cases {
            self.bind(rule, &case.values);
            let held = self.eval.truth(rule.require);
            let mut traces = Vec::new();
            if case.applies == Truth::Undecided {
                traces.extend(self.guards(rule, &case.values));
            }
            if held == Truth::Undecided {
                self.bind(rule, &case.values);
                let mut tracer = if self.whole {
                    Tracer::whole(self.eval, self.sources)
                } else {
                    Tracer::up_to(most, self.eval, self.sources)
                };
                traces.extend(tracer.truth(rule.require));
                cut |= tracer.cut();
            }
            steps.push((case, traces));
        }
        (self.by_binding(subject, steps), cut)
    }

    /// Says with which branches it comes out so, where it does with all.
    fn whichever(&self, judged: &Judgement) -> Option<String> {
        let name = |id: &EntityId| format!("`{}`", self.eval.model.things.get(*id).name);
        let way = |(way, _): &(Vec<EntityId>, Status)| {
            way.iter().map(name).collect::<Vec<_>>().join(" and ")
        };
        let mut ways: Vec<String> = judged.ways.iter().map(way).collect();
        if judged.status == Status::Undecided {
            return None;
        }
        let last = ways.pop()?;
        Some(match ways.len() {
            0 => format!("it comes out so with {last}, which is what is left of the choices"),
            _ => format!(
                "it comes out so whichever branch is taken: with {} or {last}",
                ways.join(", ")
            ),
        })
    }

    /// Says on which branches it hangs.
    fn by_branches(&self, judged: &Judgement) -> Option<String> {
        let name = |id: &EntityId| format!("`{}`", self.eval.model.things.get(*id).name);
        let with = |status: Status| {
            let ways = judged.ways.iter().filter(|(_, came)| *came == status);
            let ways: Vec<String> = ways
                .map(|(way, _)| way.iter().map(name).collect::<Vec<_>>().join(" and "))
                .collect();
            (!ways.is_empty()).then(|| ways.join(" or "))
        };
        let said = [
            (Status::Satisfied, "satisfied"),
            (Status::Violated, "violated"),
            (Status::Undecided, "open"),
            (Status::Moot, "outside"),
        ];
        let said: Vec<String> = said
            .into_iter()
            .filter_map(|(status, word)| Some(format!("{word} with {}", with(status)?)))
            .collect();
        (!said.is_empty()).then(|| format!("it depends on the branch taken: {}", said.join(", ")))
    }

    fn satisfied(
        &mut self,
        rule: &Rule,
        subject: Value,
        judged: &Judgement,
        setting: &Setting,
    ) -> Finding {
        let mut finding = self.finding(rule, subject, Status::Satisfied, setting.level);
        finding.as_far_as_listed = judged.as_far_as_listed;
        if !self.detail {
            self.place(&mut finding, None, Vec::new(), subject);
            return finding;
        }
        let mut decided = Decided::default();
        let held = judged.cases.iter().filter(|c| c.status == Status::Satisfied);
        let held: Vec<Case> = held.take(self.most()).cloned().collect();
        let traces = self.traces(rule, subject, held.iter());
        self.gather(&traces, &mut decided);
        self.premises(rule, &held, &mut decided.marked);
        finding.marked = decided.marked;
        self.place(&mut finding, None, decided.labels, subject);
        finding.citations = decided.citations;
        finding.trace = self.written_out(&traces);
        finding.asked = self.asked(rule, subject, &held);
        finding.basis = self.basis(rule, subject, &decided.notions);
        finding
    }

    fn moot(
        &mut self,
        rule: &Rule,
        subject: Value,
        judged: &Judgement,
        setting: &Setting,
    ) -> Finding {
        let mut finding = self.finding(rule, subject, Status::Moot, setting.level);
        let mut decided = Decided::default();
        if let Some(moot) = &judged.moot {
            self.bind(rule, &moot.values);
            let node = &self.failing(moot.node);
            let truth = self.eval.program.type_of(*node) == Type::Truth;
            finding.message = if moot.outside {
                format!("it is not among `{}`", self.eval.words(*node, self.sources))
            } else if truth {
                self.eval.sentence(*node, false, self.sources)
            } else {
                format!("there is nothing in `{}`", self.eval.words(*node, self.sources))
            };
            if self.detail {
                let traces = match (moot.outside, truth) {
                    (true, _) => self.tracer().absent(*node, subject),
                    (false, true) => self.trace(*node),
                    (false, false) => self.tracer().closing(*node),
                };
                self.gather(&traces, &mut decided);
                finding.marked = decided.marked;
                finding.trace = self.written_out(&traces);
            }
        }
        self.place(&mut finding, None, decided.labels, subject);
        finding.citations = decided.citations;
        finding
    }
}

/// Puts together the bindings that make one finding: those with one value of the variable that the rule groups by.
fn grouped<'c>(rule: &Rule, cases: impl Iterator<Item = &'c Case>) -> Vec<Vec<Case>> {
    let mut groups: IndexMap<Value, Vec<Case>> = IndexMap::new();
    let mut alone = Vec::new();
    for case in cases {
        let value = case.values.iter().find(|(slot, _)| Some(*slot) == rule.group);
        match value {
            Some((_, value)) => groups.entry(*value).or_default().push(case.clone()),
            None => alone.push(vec![case.clone()]),
        }
    }
    groups.into_values().chain(alone).collect()
}
