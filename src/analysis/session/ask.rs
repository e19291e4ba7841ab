//! Questions to a session: what an expression comes to and why, why a rule says what it says, what is said of a thing.
//!
//! Takes what a reader types; gives plain data. Judges by the state the session is in, and changes nothing.

use super::super::check::evaluator;
use super::super::explain;
use super::super::{Answer, Explanation, Leaves, Question, Tale};
use super::{Session, bench, request};
use crate::diagnostic::{Finding, Level, Missing, Status, Step, suggestion};
use crate::eval::{Evaluator, Leaf, Set, Single, Trace, Tracer};
use crate::expr::{Compiler, NodeId, Scope, Type};
use crate::model::{Model, Value};
use crate::source::{Role, Span};
use crate::syntax;
use crate::value::Truth;

impl Session {
    /// Works out an expression. The findings say what cannot be read in it.
    pub fn ask(&mut self, text: &str) -> Result<Answer, Vec<Finding>> {
        let (node, ty) = self.compile(text)?;
        let world = &self.world;
        let state = self.state();
        let model = &state.played.model;
        let mut eval = evaluator(world, model, &self.frame.mix, self.frame.view.clone());
        eval.begin(FRAME);
        let sources = &world.sources;
        let answer = match ty {
            Type::Truth => {
                let truth = eval.truth(node);
                let traces = Tracer::new(&mut eval, sources).truth(node);
                Answer::Truth { truth, because: leaves(&eval, &traces) }
            }
            Type::Set(_) => {
                let set = eval.set(node);
                let traces =
                    if set.open { Tracer::new(&mut eval, sources).open(node) } else { Vec::new() };
                let because = leaves(&eval, &traces);
                Self::list(&eval, &set, world, because)
            }
            Type::One(_) => {
                let single = eval.single(node);
                let traces = Tracer::new(&mut eval, sources).value(node);
                let because = leaves(&eval, &traces);
                let text = match single {
                    Single::Known(value) => bare(&eval.value_words(value, sources)),
                    Single::None => "none".to_owned(),
                    Single::Some => "there is one; which is not said".to_owned(),
                    Single::Unknown => "undecided".to_owned(),
                    Single::Contested(values) => {
                        let each = |v: &Option<Value>| {
                            v.map_or("none".to_owned(), |v| bare(&eval.value_words(v, sources)))
                        };
                        let all: Vec<String> = values.iter().map(each).collect();
                        format!("sources disagree: {}", all.join(" or "))
                    }
                };
                Answer::Value { text, because }
            }
            Type::Range => {
                Answer::Value { text: eval.result_words(node, sources), because: Leaves::default() }
            }
        };
        if eval.exhausted() {
            return Err(vec![request(
                "undecided: too many combinations to go through".to_owned(),
                "ask of fewer things".to_owned(),
            )]);
        }
        Ok(answer)
    }

    fn list(
        eval: &Evaluator<'_>,
        set: &Set,
        world: &super::super::world::World,
        because: Leaves,
    ) -> Answer {
        let words = |wanted: Truth| -> Vec<String> {
            let items = set.items.iter().filter(|(_, p)| *p == wanted);
            items.map(|(v, _)| bare(&eval.value_words(*v, &world.sources))).collect()
        };
        Answer::List {
            items: words(Truth::Yes),
            possible: words(Truth::Undecided),
            open: set.open,
            because,
        }
    }

    pub(super) fn compile(&mut self, text: &str) -> Result<(NodeId, Type), Vec<Finding>> {
        let model = self.state().played.model.clone();
        self.compile_in(text, &model)
    }

    /// Reads an expression with the names of a model.
    pub(super) fn compile_in(
        &mut self,
        text: &str,
        model: &Model,
    ) -> Result<(NodeId, Type), Vec<Finding>> {
        let file = self.world.sources.add("prompt", Role::Checked, text);
        let (expr, mut findings) = syntax::parse_expression(&self.world.sources, file);
        let Some(expr) = expr else { return Err(findings) };
        let mut compiler = Compiler::new(
            &self.world.sources,
            &model.things,
            &mut self.world.notions,
            &mut self.world.program,
            &mut findings,
        );
        let compiled = compiler.any(&mut Scope::default(), &expr, None);
        match compiled {
            // A variable that is not used is worth a word in a rule; at the prompt the answer is.
            Some(compiled) if findings.iter().all(|f| f.level < Level::Error) => Ok(compiled),
            _ => Err(findings),
        }
    }

    /// Answers a question about a verdict (`napci roadmap-exists`, in either order) or about a statement.
    pub fn told(&mut self, question: &Question) -> Result<Tale, Vec<Finding>> {
        let Question { what, not } = question;
        let Some((thing, rule)) = self.verdict_of(what) else {
            if *not {
                if let Ok(Answer::Truth { truth: Truth::Yes, .. }) = self.ask(what) {
                    return Ok(Tale::Already(Status::Satisfied));
                }
                return self.why_not_so(what).map(Tale::Remedies);
            }
            return self.ask(what).map(Tale::Answer);
        };
        let verdicts = self.verdicts(&thing, &rule)?;
        let status = verdicts.first().map_or(Status::Moot, |f| f.status);
        match (not, status) {
            (false, _) => Ok(Tale::Verdicts(verdicts)),
            (true, Status::Satisfied | Status::Moot) => Ok(Tale::Already(status)),
            (true, _) => self.why_not(&thing, &rule).map(Tale::Remedies),
        }
    }

    /// Splits `napci hard-from-outset` into a thing and a rule; a rule alone is asked of the one framework there is.
    fn verdict_of(&self, what: &str) -> Option<(String, String)> {
        let words: Vec<&str> = what.split_whitespace().collect();
        let is_rule = |w: &str| self.world.rules.iter().any(|r| r.name == w);
        match words.as_slice() {
            [a, b] if is_rule(b) => Some(((*a).to_owned(), (*b).to_owned())),
            [a, b] if is_rule(a) => Some(((*b).to_owned(), (*a).to_owned())),
            [rule] if is_rule(rule) => match self.frameworks().as_slice() {
                [one] => Some((one.clone(), (*rule).to_owned())),
                _ => None,
            },
            _ => None,
        }
    }

    /// Returns what a rule says of a framework or another thing in the state the session is in, with the derivation.
    pub fn verdicts(&mut self, path: &str, rule: &str) -> Result<Vec<Finding>, Vec<Finding>> {
        let Some(at) = self.world.rules.iter().position(|r| r.name == rule) else {
            let known = self.world.rules.iter().map(|r| r.name.as_str());
            let help = suggestion(rule, known);
            return Err(vec![request(format!("no rule is called `{rule}`"), help)]);
        };
        let state = self.state();
        let things = &state.played.model.things;
        let id = things.iter().map(|(id, _)| id).find(|id| things.path(*id) == path);
        let Some(id) = id else {
            let known: Vec<String> = things
                .iter()
                .filter(|(_, t)| t.role == Role::Checked)
                .map(|(id, _)| things.path(id))
                .collect();
            let help = suggestion(path, known.iter().map(String::as_str));
            return Err(vec![request(format!("nothing is called `{path}`"), help)]);
        };
        let model = &state.played.model;
        Ok(bench::one(&self.world, model, &self.frame, at, Value::Entity(id)).0)
    }

    /// Explains a name or a path as it stands in the state the session is in.
    pub fn explain(&mut self, name: &str) -> (Vec<Explanation>, Option<String>) {
        let at = self.at;
        if let Some(state) = self.states.get_mut(at) {
            std::mem::swap(&mut self.world.model, &mut state.played.model);
        }
        let found = explain::find(&self.world, name);
        if let Some(state) = self.states.get_mut(at) {
            std::mem::swap(&mut self.world.model, &mut state.played.model);
        }
        found
    }

    /// Returns the line a place lies on: `napci.det:9`, and its text.
    pub fn line(&self, span: Span) -> (String, String) {
        (self.world.sources.place(span), super::flat(self.world.sources.line_of(span)))
    }
}

/// Room for the variables of an expression at the prompt.
pub(super) const FRAME: usize = 64;

/// Names at the prompt stand without backticks: what is answered can be typed again.
fn bare(words: &str) -> String {
    words.replace('`', "")
}

/// Writes a derivation out as steps, outermost first, with what is missing for it.
fn leaves(eval: &Evaluator<'_>, traces: &[Trace]) -> Leaves {
    let mut leaves = Leaves::default();
    gather(eval, traces, 0, &mut leaves);
    leaves
}

fn gather(eval: &Evaluator<'_>, traces: &[Trace], depth: usize, leaves: &mut Leaves) {
    for trace in traces {
        if let Some(Leaf::Missing { of, key, why }) = &trace.leaf {
            let missing = Missing {
                path: eval.model.things.path(*of),
                field: eval.key_words(*key),
                why: why.clone(),
            };
            if !leaves.missing.contains(&missing) {
                leaves.missing.push(missing);
            }
        }
        if trace.text.is_empty() {
            continue;
        }
        let (span, sources) = match &trace.leaf {
            Some(Leaf::Said { said, .. }) => (Some(said.span), eval.model.cites.texts(said.cite)),
            Some(Leaf::Silent { of, .. }) => (Some(eval.model.things.get(*of).head), Vec::new()),
            _ => (None, Vec::new()),
        };
        let step = Step { depth, text: trace.text.clone(), span, sources };
        if leaves.steps.last() != Some(&step) {
            leaves.steps.push(step);
        }
        gather(eval, &trace.below, depth + 1, leaves);
    }
}
