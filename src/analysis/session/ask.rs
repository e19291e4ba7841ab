//! Questions to a session: what an expression comes to and why, why a rule says what it says, what is said of a thing.
//!
//! Takes what a reader types; gives plain data. Judges by the state the session is in, and changes nothing.

use super::super::check::evaluator;
use super::super::world::World;
use super::super::{Answer, Explanation, Leaves, TestCase, Timelines, expect, explain, timeline};
use super::{Session, bench, request, stopped};
use crate::checks::{Subject, derivation, wanting, whole_derivation};
use crate::diagnostic::{Finding, Level, Note, NoteKind, Step, suggestion};
use crate::eval::{Evaluator, Set, Single, Trace, Tracer};
use crate::expr::{Compiler, EntityId, Names, NodeId, Scope, Type};
use crate::model::{Model, Value};
use crate::schema::KindSet;
use crate::source::Role;
use crate::syntax;
use crate::syntax::ast::ItemKind;
use crate::value::Truth;

impl Session {
    /// Works out an expression. The findings say what cannot be read in it.
    pub fn ask(&mut self, text: &str) -> Result<Answer, Vec<Finding>> {
        self.answered(text, false)
    }

    /// Works out an expression, and where the `whole` is asked for, whatever it rests on.
    pub(super) fn answered(&mut self, text: &str, whole: bool) -> Result<Answer, Vec<Finding>> {
        let Compiled { node, ty, frame } = self.compile(text)?;
        let world = &self.world;
        let state = self.state();
        let model = &state.played.model;
        let mut eval = evaluator(world, model, &self.frame.mix, self.frame.view.clone());
        eval.begin(frame);
        let sources = &world.sources;
        let traced = |eval: &mut Evaluator<'_>, go: &dyn Fn(&mut Tracer<'_, '_>) -> Vec<Trace>| {
            let traces = if whole {
                go(&mut Tracer::whole(eval, sources))
            } else {
                go(&mut Tracer::new(eval, sources))
            };
            leaves(eval, &traces, whole)
        };
        let answer = match ty {
            Type::Truth => {
                let truth = eval.truth(node);
                let mut because = traced(&mut eval, &|t| t.truth(node));
                because.steps = unasked(&eval.words(node, sources), truth, because.steps);
                Answer::Truth { truth, because }
            }
            Type::Set(_) => {
                let set = eval.set(node);
                let because = match (whole, set.open) {
                    (true, _) => traced(&mut eval, &|t| t.list(node)),
                    (false, true) => traced(&mut eval, &|t| t.open(node)),
                    (false, false) => Leaves::default(),
                };
                Self::list(&eval, &set, world, because)
            }
            Type::One(_) => {
                let single = eval.single(node);
                let because = traced(&mut eval, &|t| t.value(node));
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
                let because =
                    if whole { traced(&mut eval, &|t| t.value(node)) } else { Leaves::default() };
                Answer::Value { text: eval.result_words(node, sources), because }
            }
        };
        if self.stopped() {
            return Err(vec![stopped()]);
        }
        if eval.exhausted() {
            return Err(vec![request(
                "undecided: too many combinations to go through".to_owned(),
                "ask of fewer things".to_owned(),
            )]);
        }
        Ok(answer)
    }

    fn list(eval: &Evaluator<'_>, set: &Set, world: &World, because: Leaves) -> Answer {
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

    pub(super) fn compile(&mut self, text: &str) -> Result<Compiled, Vec<Finding>> {
        let model = self.state().played.model.clone();
        self.compile_in(text, &model)
    }

    /// Reads an expression with the names of a model.
    pub(super) fn compile_in(
        &mut self,
        text: &str,
        model: &Model,
    ) -> Result<Compiled, Vec<Finding>> {
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
        let mut scope = Scope::default();
        let compiled = compiler.any(&mut scope, &expr, None);
        match compiled {
            // A variable that is not used is worth a word in a rule; at the prompt the answer is.
            Some((node, ty)) if findings.iter().all(|f| f.level < Level::Error) => {
                Ok(Compiled { node, ty, frame: scope.frame })
            }
            _ => {
                let every = KindSet::every();
                for finding in &mut findings {
                    let word = finding.place().map_or("", |p| self.world.sources.slice(p));
                    if finding.rule == "unknown-name"
                        && let Some(hint) = self.world.library.hint(word)
                        && model.things.things(word, every).is_empty()
                    {
                        finding.notes.retain(|n| n.kind != NoteKind::Help);
                        finding.notes.push(Note { kind: NoteKind::Help, text: hint });
                    }
                }
                Err(findings)
            }
        }
    }

    /// Returns what a rule says of a framework or another thing in the state the session is in, with the derivation.
    pub fn verdicts(&mut self, path: &str, rule: &str) -> Result<Vec<Finding>, Vec<Finding>> {
        let (at, id) = self.judged_for(path, rule)?;
        let named = self.thing_named(path).filter(|named| *named != id);
        let model = &self.state().played.model;
        let (mut findings, _) =
            bench::one(&self.world, model, &self.frame, at, Value::Entity(id), true, named);
        if model.things.path(id) != path
            && findings.iter().any(|f| f.subject.path != model.things.path(id))
        {
            findings.retain(|f| f.subject.path == path);
        }
        Ok(findings)
    }

    /// Finds a rule, by its place, and the thing that it is judged for: the one named, or what that stands in.
    pub(super) fn judged_for(
        &self,
        path: &str,
        rule: &str,
    ) -> Result<(usize, EntityId), Vec<Finding>> {
        let Some(at) = self.world.rules.iter().position(|r| r.name == rule) else {
            let known = self.world.rules.iter().map(|r| r.name.as_str());
            let mut help = suggestion(rule, known);
            if help.is_empty() {
                "`detente rules` lists them".clone_into(&mut help);
            }
            return Err(vec![request(format!("no rule is called `{rule}`"), help)]);
        };
        let model = &self.state().played.model;
        let things = &model.things;
        let Some(named) = self.thing_named(path) else {
            let known: Vec<String> = things
                .iter()
                .filter(|(_, t)| t.role == Role::Checked)
                .map(|(id, _)| things.path(id))
                .collect();
            let help = suggestion(path, known.iter().map(String::as_str));
            return Err(vec![request(format!("nothing is called `{path}`"), help)]);
        };
        let about = |id: EntityId| {
            let rule = self.world.rules.get(at)?;
            let view = self.frame.view.clone();
            let mut eval = evaluator(&self.world, model, &self.frame.mix, view);
            let presence = Subject::of(rule, Value::Entity(id), &mut eval).presence;
            (presence != Truth::No).then_some(id)
        };
        let up = std::iter::successors(Some(named), |id| things.get(*id).parent);
        Ok((at, up.into_iter().find_map(about).unwrap_or(named)))
    }

    /// Explains a name or a path as it stands in the state the session is in.
    pub fn explain(&mut self, name: &str) -> (Vec<Explanation>, Option<String>) {
        self.here(|world| explain::find(world, name))
    }

    /// Asks the expectations of a text of the state the session is in. The findings say what cannot be read in it.
    pub fn expect(&mut self, text: &str) -> Result<Vec<TestCase>, Vec<Finding>> {
        let file = self.world.sources.add("prompt", Role::Checked, text);
        let parsed = syntax::parse(&self.world.sources, file);
        if !parsed.findings.is_empty() {
            let mut findings = parsed.findings;
            // There is no rest of a text that was read.
            let of_a_text =
                |n: &Note| n.kind == NoteKind::Note && n.text.starts_with("everything else");
            for finding in &mut findings {
                finding.notes.retain(|note| !of_a_text(note));
            }
            return Err(findings);
        }
        let items = parsed.file.items.iter();
        let expects = items.filter_map(|item| match &item.kind {
            ItemKind::Expect(expect) => Some((expect, item.span)),
            _ => None,
        });
        let cases = self.here(|world| expect::of(world, expects));
        if self.stopped() { Err(vec![stopped()]) } else { Ok(cases) }
    }

    /// Makes the timetable of a framework as it stands in the state the session is in, or of each checked one that has
    /// phases with times.
    pub fn timeline(&self, framework: Option<&str>) -> Timelines {
        let model = &self.state().played.model;
        let timelines = timeline::of_model(&self.world, model, &self.frame, framework);
        // What is wrong with the texts was told when they were read.
        Timelines { broken: Vec::new(), sources: self.world.sources.clone(), ..timelines }
    }

    /// Looks at the world as the state sees it; a copy of a model shares all but the edits.
    fn here<R>(&mut self, look: impl FnOnce(&World) -> R) -> R {
        let here = self.state().played.model.clone();
        let texts = std::mem::replace(&mut self.world.model, here);
        let seen = look(&self.world);
        self.world.model = texts;
        seen
    }
}

/// An expression, ready to be worked out.
pub(super) struct Compiled {
    pub node: NodeId,
    pub ty: Type,
    /// Room for its variables.
    pub frame: usize,
}

/// Names at the prompt stand without backticks: what is answered can be typed again.
fn bare(words: &str) -> String {
    words.replace('`', "")
}

pub(super) fn leaves(eval: &Evaluator<'_>, traces: &[Trace], whole: bool) -> Leaves {
    let steps = if whole { whole_derivation(eval, traces) } else { derivation(eval, traces) };
    Leaves { steps, missing: wanting(eval, traces) }
}

/// Leaves out a step that only repeats what was asked.
fn unasked(asked: &str, truth: Truth, mut steps: Vec<Step>) -> Vec<Step> {
    let repeats = |s: &Step| s.span.is_none() && s.text == format!("{asked}: {}", truth.word());
    let alone = steps.iter().skip(1).all(|s| s.depth > 0);
    if alone && steps.len() > 1 && steps.first().is_some_and(repeats) {
        steps.remove(0);
        for step in &mut steps {
            step.depth = step.depth.saturating_sub(1);
        }
    }
    steps
}
