//! A session: texts that were checked once, and the states that edits lead to.
//!
//! Takes texts and a [`Request`]; gives what edits would change, keeps those that are made, and goes back and forth
//! between states. A state is never changed: undoing an edit is going back to the state before it. The commands
//! `what-if` and `repl` are doors onto this.

mod ask;
mod bench;
mod dates;
mod graph;
mod hints;
mod typed;
mod units;
mod when;
mod why;
mod why_not;
mod words;

use super::bindings::Desk;
use super::check::{Frame, in_order, judged, numbers, wants};
use super::compare::{Side, compare};
use super::expect;
use super::load::load;
use super::scenarios::{self, Played};
use super::tally::Tally;
use super::world::World;
use super::{
    Analysis, Change, Input, Made, Moved, Opposed, Request, Summary, Supposition, Timelines,
};
use crate::diagnostic::{self, Finding, Level, Status, suggestion};
use crate::model::EditStep;
use crate::source::{Loader, Role, Sources, Span};
use crate::syntax;
use crate::syntax::ast::Edit;
use crate::value::flat;
use bench::Bench;
use graph::Graph;
use units::Units;

/// A session over texts.
pub struct Session {
    world: World,
    frame: Frame,
    graph: Graph,
    /// The numbers that no edit changes: of texts and frameworks.
    numbers: Summary,
    /// Findings about the texts as such, which no edit changes.
    fixed: Vec<Finding>,
    /// The names of the profiles in force.
    profiles: Vec<String>,
    states: Vec<State>,
    at: usize,
}

/// One state: the texts with the edits on the way from the first state.
struct State {
    /// The state before; none for the texts as loaded.
    before: Option<usize>,
    /// What led here.
    edits: String,
    played: Played,
    units: Units,
}

impl Session {
    /// Reads and judges texts.
    pub fn open(inputs: Vec<Input>, loader: &dyn Loader, request: &Request) -> Session {
        // All rules are read: at the prompt any may be asked for.
        let mut texts = load(inputs, loader, request, false);
        // A file that stands for others, such as a saved scenario, asks about theirs.
        texts.sources.own_what_is_used();
        let mut world = World::build(texts);
        world.stop.clone_from(&request.stop);
        let mut fixed = world.findings.clone();
        let (frame, profiles) = Frame::new(&world, request, &mut fixed);
        fixed.extend(expect::faults(&world));
        let mut graph = Graph::default();
        let units = units::all(&world, &world.model, &frame, &mut graph);
        let numbers = numbers(&world, &world.model);
        let model = world.model.clone();
        let played =
            Played { model, changed: Vec::new(), populations: Vec::new(), steps: Vec::new() };
        let first = State { before: None, edits: String::new(), played, units };
        Session { world, frame, graph, numbers, fixed, profiles, states: vec![first], at: 0 }
    }

    /// Returns every text, those of edits among them.
    pub fn sources(&self) -> &Sources {
        &self.world.sources
    }

    /// Returns the names of the profiles in force.
    pub fn profiles(&self) -> &[String] {
        &self.profiles
    }

    /// Returns what is wrong with the texts as loaded, at level error.
    pub fn broken(&self) -> Vec<Finding> {
        let mut broken = self.fixed.clone();
        broken.retain(|f| f.level == Level::Error);
        diagnostic::sort(&mut broken, &self.world.sources);
        broken
    }

    /// Returns the findings of the state the session is in.
    pub fn analysis(&self) -> Analysis {
        let mut findings: Vec<Finding> = self.fixed.clone();
        findings.extend(self.state().units.findings().cloned());
        self.analysis_of(findings)
    }

    /// Returns what a check of the whole state comes to, with nothing taken over from the states before: what
    /// [`Session::analysis`] must be equal to. For the tests.
    #[doc(hidden)]
    pub fn judged_afresh(&self) -> Analysis {
        let mut findings: Vec<Finding> = self.fixed.clone();
        judged(&self.world, &self.state().played.model, &self.frame, &mut findings);
        self.analysis_of(findings)
    }

    /// Returns what each rule in force says of each of its bindings in the state the session is in, judged afresh: the
    /// rule, whom it is judged for, the things that are bound besides, the verdict. For the tests.
    #[doc(hidden)]
    pub fn bindings(&self) -> Vec<(String, String, Vec<String>, Status)> {
        let mut desk = Desk::new(&self.world, &self.state().played.model, &self.frame, None);
        let mut all = Vec::new();
        for (at, weight) in &self.frame.weights {
            let Some(rule) = self.world.rules.get(*at) else { continue };
            for (owner, subject) in desk.subjects(rule) {
                let (bindings, _) = desk.bindings((rule, weight, subject));
                for (names, (status, _)) in bindings {
                    all.push((rule.name.clone(), owner.clone(), names, status));
                }
            }
        }
        all
    }

    fn analysis_of(&self, mut findings: Vec<Finding>) -> Analysis {
        in_order(&mut findings, &self.world.sources);
        Analysis {
            // The texts of edits are no files that were checked.
            summary: Tally::of(&findings).summary(&self.numbers),
            wants: wants(&findings),
            findings,
            sources: self.world.sources.clone(),
            profiles: self.profiles.clone(),
            offered: Vec::new(),
        }
    }

    fn summary_of(&self, units: &Units) -> Summary {
        let mut tally = Tally::of(&self.fixed);
        tally.add(units.tally());
        tally.summary(&self.numbers)
    }

    fn state(&self) -> &State {
        // INVARIANT: `at` is 0, where the first state is, or the number of a state that was pushed.
        #[allow(clippy::indexing_slicing, reason = "see the invariant above")]
        &self.states[self.at]
    }

    // ---- edits ----------------------------------------------------------------------------------------

    /// Says what edits would change, and changes nothing. `name` is what the text is called in messages. The findings say
    /// why an edit cannot be made; then none of them is.
    pub fn what_if(&mut self, name: &str, text: &str) -> Result<Change, Vec<Finding>> {
        let state = self.played(name, text)?;
        Ok(self.change(&state))
    }

    /// Makes edits and says what they changed.
    pub fn make(&mut self, name: &str, text: &str) -> Result<Change, Vec<Finding>> {
        let state = self.played(name, text)?;
        let change = self.change(&state);
        self.states.push(state);
        self.at = self.states.len() - 1;
        Ok(change)
    }

    /// Says what a scenario of the texts changes.
    pub fn scenario(&mut self, name: &str) -> Result<Change, Vec<Finding>> {
        match self.world.scenarios.get(name) {
            Some(Some(played)) => {
                let Some(first) = self.states.first() else { return Err(Vec::new()) };
                let units = first.units.after(&self.world, played, &self.frame, &mut self.graph);
                if self.stopped() {
                    return Err(vec![stopped()]);
                }
                let played = played.clone();
                let state = State { before: Some(0), edits: String::new(), played, units };
                Ok(self.difference(first, &state))
            }
            Some(None) => Err(vec![request(
                format!("the scenario `{name}` cannot be played"),
                "mend its edits first: `detente check` says what is wrong with them".to_owned(),
            )]),
            None => {
                let known = self.world.scenarios.keys().map(String::as_str);
                let mut help = suggestion(name, known.clone());
                if help.is_empty() {
                    let all: Vec<String> = known.map(|k| format!("`{k}`")).collect();
                    help = match all.as_slice() {
                        [] => format!("declare it: `scenario {name} on FRAMEWORK {{ … }}`"),
                        _ => format!("there are {}", all.join(", ")),
                    };
                }
                Err(vec![request(format!("no scenario is called `{name}`"), help)])
            }
        }
    }

    fn played(&mut self, name: &str, text: &str) -> Result<State, Vec<Finding>> {
        let (edits, mut findings) = self.read(name, text);
        if !findings.is_empty() {
            return Err(findings);
        }
        if edits.is_empty() {
            return Err(vec![request(
                "there is no edit in it".to_owned(),
                "write one: `add ROK to napci.members`".to_owned(),
            )]);
        }
        let base = &self.state().played;
        let played = scenarios::on_model(&self.world, &edits, &base.model, &mut findings);
        let Some(played) = played else {
            diagnostic::sort(&mut findings, &self.world.sources);
            return Err(findings);
        };
        let Some(before) = self.states.get(self.at) else { return Err(findings) };
        let units = before.units.after(&self.world, &played, &self.frame, &mut self.graph);
        if self.stopped() {
            return Err(vec![stopped()]);
        }
        Ok(State { before: Some(self.at), edits: text.trim().to_owned(), played, units })
    }

    /// Makes the timetables that edits, or a scenario of the texts, would lead to, and changes nothing.
    pub fn timelines(&mut self, framework: Option<&str>, asked: &Supposition) -> Timelines {
        let (played, words) = match asked {
            Supposition::Edits(text) => {
                let made = self.played("edit", text).map(|state| state.played);
                (made, flat(text))
            }
            Supposition::Scenario(name) => {
                let made = self.scenario(name).map(|_| ());
                let played = self.world.scenarios.get(name).cloned().flatten();
                (made.and_then(|()| played.ok_or_else(Vec::new)), format!("scenario {name}"))
            }
        };
        let mut timelines = match played {
            Ok(played) => {
                super::timeline::of_model(&self.world, &played.model, &self.frame, framework)
            }
            Err(broken) => Timelines {
                answer: Ok(Vec::new()),
                broken,
                refused: true,
                as_of: self.frame.view.as_of,
                sources: Sources::default(),
            },
        };
        for table in timelines.answer.iter_mut().flatten() {
            table.supposed = Some(words.clone());
        }
        Timelines { sources: self.world.sources.clone(), ..timelines }
    }

    /// Checks whether somebody has ended the question at hand.
    fn stopped(&self) -> bool {
        let stop = self.world.stop.as_ref();
        stop.is_some_and(|stop| stop.load(std::sync::atomic::Ordering::Relaxed))
    }

    fn read(&mut self, name: &str, text: &str) -> (Vec<Edit>, Vec<Finding>) {
        let file = self.world.sources.add(name, Role::Checked, text);
        syntax::parse_edits(&self.world.sources, file)
    }

    /// Compares the state the session is in with another.
    fn change(&self, after: &State) -> Change {
        self.difference(self.state(), after)
    }

    /// Compares two states by their numbers, as [`Session::log`] gives them.
    pub fn between(&self, from: usize, to: usize) -> Option<Change> {
        let (from, to) = (self.states.get(from)?, self.states.get(to)?);
        Some(Change { steps: Vec::new(), ..self.difference(from, to) })
    }

    fn difference(&self, before: &State, after: &State) -> Change {
        let mut differing = before.units.differing(&after.units);
        // Where everything is derived anyway, there is nothing to add.
        if !self.frame.detail {
            differing.explain(&mut Bench::new(&self.world, &after.played.model, &self.frame));
        }
        let (old, new) = differing.findings();
        let sources = &self.world.sources;
        let spans: Vec<Span> = after.played.steps.iter().map(|s| s.span).collect();
        let cause = |span: Span| {
            spans.iter().any(|s| s.file == span.file && s.start <= span.start && span.end <= s.end)
        };
        let (a, b) = (Side { findings: &old, sources }, Side { findings: &new, sources });
        let models = (&before.played.model, &after.played.model);
        let shifts = differing.shifts(&self.world, &self.frame, models);
        let mut moved = compare(a, b, &shifts, cause);
        // Statements that a text makes and that disagree now with what follows from the edits: the way out stands with them.
        let fresh = |m: &&mut Moved| {
            let after = m.after.as_ref().filter(|_| m.before.is_none());
            after.is_some_and(|f| f.status == Status::Broken && f.rule == NOTION_DIFFERS)
        };
        for told in moved.iter_mut().filter(fresh) {
            let Some(finding) = &told.after else { continue };
            if finding.place().is_none_or(cause) {
                continue;
            }
            if let Some(notion) = finding.subject.about.first() {
                let lift = format!("; to lift it: forget {}.{notion}", finding.subject.path);
                told.why.push_str(&lift);
            }
        }
        let mut steps: Vec<Made> = after.played.steps.iter().map(|s| self.made(s)).collect();
        let told = moved.iter().any(|m| !m.quiet) || steps.iter().any(|s| !s.against.is_empty());
        if let Some(last) = steps.last_mut().filter(|_| !told) {
            let made = &after.played;
            let hints = hints::hints(&self.world, &self.frame, made, &after.units, &made.steps);
            last.notes.extend(hints);
        }
        let made = &after.played;
        let dates = dates::moved(&self.world, &self.frame, models, &made.changed, &made.steps);
        if let Some((step, dates)) = dates.and_then(|(at, line)| Some((steps.get_mut(at)?, line))) {
            step.notes.insert(0, dates);
        }
        Change {
            before: self.summary_of(&before.units),
            after: self.summary_of(&after.units),
            steps,
            moved,
        }
    }

    fn made(&self, step: &EditStep) -> Made {
        Made {
            text: flat(self.world.sources.slice(step.span)),
            touched: step.touched.clone(),
            notes: step.notes.clone(),
            against: step
                .against
                .iter()
                .map(|a| self.opposed(a.said.span, a.lift.clone()))
                .collect(),
        }
    }

    fn opposed(&self, span: Span, lift: String) -> Opposed {
        let statement = flat(self.world.sources.line_of(span));
        Opposed { place: self.world.sources.place(span), statement, lift }
    }

    // ---- states ---------------------------------------------------------------------------------------

    /// Goes back to the state before; `None` at the texts as loaded.
    pub fn undo(&mut self) -> Option<Change> {
        let to = self.state().before?;
        Some(self.go(to))
    }

    /// Goes to a state by its number, as [`Session::log`] gives it; stays where there is none.
    pub fn go(&mut self, to: usize) -> Change {
        let to = if to < self.states.len() { to } else { self.at };
        let change = self.difference(self.state(), self.states.get(to).unwrap_or(self.state()));
        self.at = to;
        Change { steps: Vec::new(), ..change }
    }

    /// Returns the number of the state the session is in.
    pub fn number(&self) -> usize {
        self.at
    }

    /// Returns every state with the one before it and the edits that led to it.
    pub fn log(&self) -> Vec<(usize, Option<usize>, String)> {
        let states = self.states.iter().enumerate();
        states.map(|(at, s)| (at, s.before, s.edits.clone())).collect()
    }

    /// Returns the edits from the texts as loaded to the state the session is in, each as it was written.
    pub fn edits(&self) -> Vec<String> {
        let mut edits = Vec::new();
        let mut at = Some(self.at);
        while let Some(state) = at.and_then(|at| self.states.get(at)) {
            let steps = state.played.steps.iter().rev();
            edits.extend(steps.map(|s| self.world.sources.slice(s.span).trim().to_owned()));
            at = state.before;
        }
        edits.reverse();
        edits
    }

    /// Returns how many times edits were made on the way to the state the session is in.
    pub fn depth(&self) -> usize {
        std::iter::successors(self.state().before, |at| self.states.get(*at)?.before).count()
    }
}

/// The check that finds a stated notion which the facts deny.
const NOTION_DIFFERS: &str = "notion-against-facts";

/// What is said of a question that was given up.
fn stopped() -> Finding {
    request("stopped before the end".to_owned(), "nothing was changed".to_owned())
}

/// A fault of what was asked, which has no place in a text.
fn request(message: String, help: String) -> Finding {
    Finding::placeless("edit", Level::Error, message).help(help)
}
