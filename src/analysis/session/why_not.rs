//! `why not`: the smallest edits after which a rule, or a statement, comes out otherwise.
//!
//! Takes what was read for a verdict; gives edits, each tried on the session before it is offered. What is tried follows
//! from the facts that were read and the schema: nothing here knows a rule.

use super::super::{Moved, Movement, Remedy};
use super::ask::Compiled;
use super::{Session, State, bench, request};
use crate::diagnostic::{Finding, Level, Status};
use crate::eval::Read;
use crate::expr::{EntityId, Key};
use crate::model::{Model, Rest, Value, View};
use crate::schema::{Kind, Many, Takes, vocabulary};
use crate::source::Role;
use crate::value::Truth;

/// At most so many edits are tried for one question.
const MAX_TRIED: usize = 600;

/// At most so many are offered.
const MAX_OFFERED: usize = 5;

/// What a statement comes to, what was read for it, and the first thing of the checked files among it.
type TruthRead = (Truth, Vec<Read>, Option<EntityId>);

/// What is wanted to come out otherwise.
#[derive(Clone, Copy)]
enum Wanted<'a> {
    /// A rule, by its place, for a thing.
    Rule(usize, EntityId),
    /// A statement that is to be so.
    Statement(&'a str),
}

impl Session {
    /// Finds edits after which a rule is satisfied for a thing; the smallest first, and of those the ones that bring about
    /// the least else. Each was tried.
    pub fn why_not(&mut self, path: &str, rule: &str) -> Result<Vec<Remedy>, Vec<Finding>> {
        let findings = self.verdicts(path, rule)?;
        let at = self.world.rules.iter().position(|r| r.name == rule);
        let (Some(at), Some(id)) = (at, self.thing_named(path)) else { return Ok(Vec::new()) };
        if findings.iter().all(|f| f.status == Status::Satisfied || f.status == Status::Moot) {
            return Ok(Vec::new());
        }
        let model = &self.state().played.model;
        let (_, reads) = bench::one(&self.world, model, &self.frame, at, Value::Entity(id));
        let about: Vec<String> = findings.iter().flat_map(|f| f.subject.about.clone()).collect();
        Ok(self.remedies(Wanted::Rule(at, id), &reads, id, &about))
    }

    /// The same for a statement typed at the prompt.
    pub fn why_not_so(&mut self, text: &str) -> Result<Vec<Remedy>, Vec<Finding>> {
        let (truth, reads, subject) = self.truth_read(text)?;
        if truth == Truth::Yes {
            return Ok(Vec::new());
        }
        let root = subject.unwrap_or(EntityId(0));
        Ok(self.remedies(Wanted::Statement(text), &reads, root, &[]))
    }

    /// Works out a statement and tells what was read, and the first thing of the checked files among it.
    fn truth_read(&mut self, text: &str) -> Result<TruthRead, Vec<Finding>> {
        let Compiled { node, ty, frame } = self.compile(text)?;
        if ty != crate::expr::Type::Truth {
            return Err(vec![request(
                format!("`{text}` is no yes or no"),
                "ask of a statement: `why not DPRK in napci.members`".to_owned(),
            )]);
        }
        let state = self.state();
        let model = &state.played.model;
        let view = self.frame.view.clone();
        let mut eval = super::super::check::evaluator(&self.world, model, &self.frame.mix, view);
        eval.watch();
        eval.begin(frame);
        let truth = eval.truth(node);
        let reads = eval.facts_read();
        let subject = reads.iter().find_map(|r| match r {
            Read::Fact(id, _) => {
                let root = model.things.root(*id);
                (model.things.get(root).role == Role::Checked).then_some(root)
            }
            _ => None,
        });
        Ok((truth, reads, subject))
    }

    fn remedies(
        &mut self,
        wanted: Wanted<'_>,
        reads: &[Read],
        subject: EntityId,
        about: &[String],
    ) -> Vec<Remedy> {
        let mut tries = {
            let model = &self.state().played.model;
            candidates(&self.world.notions, model, reads, subject, about)
        };
        tries.truncate(MAX_TRIED);
        let mut found: Vec<Remedy> = Vec::new();
        for text in tries {
            if self.stopped() {
                break;
            }
            let Some((remedy, against)) = self.try_out(&text, wanted) else { continue };
            if let Some(remedy) = remedy {
                found.push(remedy);
            } else if !against.is_empty() {
                // What a statement holds back may work once that is lifted.
                let both = format!("{text}; {}", against.join("; "));
                if let Some((Some(remedy), _)) = self.try_out(&both, wanted) {
                    found.push(remedy);
                }
            }
        }
        found.sort_by_key(|r| (r.undecided, r.edits, r.worse, r.moved));
        // Of many that differ in one name, one stands for all.
        let mut shapes: Vec<(String, Remedy)> = Vec::new();
        for remedy in found {
            let shape = shape(&remedy.text);
            match shapes.iter_mut().find(|(s, _)| *s == shape) {
                Some((_, first)) => first.others += 1,
                None => shapes.push((shape, remedy)),
            }
        }
        shapes.truncate(MAX_OFFERED);
        shapes.into_iter().map(|(_, remedy)| remedy).collect()
    }

    /// Tries edits: the remedy, if what is wanted comes out, and the edits that lift what stands against it; `None` if they
    /// cannot be made.
    fn try_out(&mut self, text: &str, wanted: Wanted<'_>) -> Option<(Option<Remedy>, Vec<String>)> {
        let texts = self.world.sources.len();
        let tried = self.played("try", text).ok().map(|state| {
            let (so, undecided) = self.comes_out(&state, wanted);
            let change = self.change(&state);
            let graver = |m: &&Moved| {
                matches!(m.movement, Movement::New | Movement::Raised)
                    && m.level() >= Level::Warning
            };
            let remedy = so.then(|| Remedy {
                edits: edits_in(text).len(),
                text: text.to_owned(),
                undecided,
                worse: change.moved.iter().filter(graver).count(),
                moved: change.moved.len(),
                others: 0,
            });
            let against = change.steps.iter().flat_map(|s| &s.against);
            (remedy, against.map(|a| a.lift.clone()).collect())
        });
        self.world.sources.truncate(texts);
        tried
    }

    /// Checks whether what is wanted comes out in a state, and whether it is only left undecided there.
    fn comes_out(&mut self, state: &State, wanted: Wanted<'_>) -> (bool, bool) {
        match wanted {
            Wanted::Rule(rule, id) => {
                let model = &state.played.model;
                let (findings, _) =
                    bench::one(&self.world, model, &self.frame, rule, Value::Entity(id));
                let violated = findings.iter().any(|f| f.status == Status::Violated);
                let undecided = findings.iter().any(|f| f.status == Status::Undecided);
                // What takes the rule away from the thing settles nothing.
                let moot = findings.iter().all(|f| f.status == Status::Moot);
                (!violated && !moot && !undecided, undecided)
            }
            Wanted::Statement(text) => {
                let Ok(Compiled { node, frame, .. }) = self.compile_in(text, &state.played.model)
                else {
                    return (false, false);
                };
                let view = self.frame.view.clone();
                let model = &state.played.model;
                let mix = &self.frame.mix;
                let mut eval = super::super::check::evaluator(&self.world, model, mix, view);
                eval.begin(frame);
                (eval.truth(node) == Truth::Yes, false)
            }
        }
    }
}

/// Splits edits at the `;` between them; those in a block belong to it.
fn edits_in(text: &str) -> Vec<&str> {
    let mut depth = 0usize;
    let parts = text.split(|c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == ';' && depth == 0
    });
    parts.map(str::trim).collect()
}

/// Returns what an edit changes, without what it is changed to.
fn shape(text: &str) -> String {
    let each = edits_in(text).into_iter().map(|edit| {
        let words: Vec<&str> = edit.split_whitespace().collect();
        match words.as_slice() {
            ["add", "csbm", .., "to", path] => format!("add csbm to {path}"),
            ["add", _, "to", path] => format!("add to {path}"),
            ["remove", _, "from", path] => format!("remove from {path}"),
            ["set", path, "to", ..] => format!("set {path}"),
            _ => edit.to_owned(),
        }
    });
    each.collect::<Vec<_>>().join("; ")
}

/// Returns the edits that bear on what was read, simple ones first.
fn candidates(
    notions: &crate::expr::Notions,
    model: &Model,
    reads: &[Read],
    subject: EntityId,
    about: &[String],
) -> Vec<String> {
    let things = &model.things;
    let root = things.root(subject);
    let mut first = Vec::new();
    let mut later = Vec::new();
    let view = View::default();
    for read in reads {
        let Read::Fact(id, key) = read else { continue };
        if things.root(*id) != root {
            continue;
        }
        let of = things.path(*id);
        let Key::Field(row) = key else {
            let Key::Notion(notion) = key else { continue };
            let Some(notion) = notions.get(*notion) else { continue };
            // To state what is to be shown would show nothing; what is stated may be lifted.
            if !model.claims(*id, *key).is_empty() {
                first.push(format!("forget {of}.{}", notion.name));
                if notion.is_truth() {
                    later.push(format!("set {of}.{} to yes", notion.name));
                    later.push(format!("set {of}.{} to no", notion.name));
                }
            }
            continue;
        };
        let info = row.info();
        let path = format!("{of}.{}", info.name);
        match (info.takes, info.many) {
            (Takes::Words(list), Many::One) => {
                let words = vocabulary(list).map_or(&[][..], |(_, v)| v.words);
                first.extend(words.iter().map(|w| format!("set {path} to {}", w.word)));
            }
            (Takes::Words(list), _) => {
                let words = vocabulary(list).map_or(&[][..], |(_, v)| v.words);
                first.extend(words.iter().map(|w| format!("add {} to {path}", w.word)));
            }
            (Takes::Truth, _) => {
                first.push(format!("set {path} to yes"));
                first.push(format!("set {path} to no"));
            }
            (Takes::Names(kinds), many) => {
                let list = model.list(*id, *key, &view);
                for item in &list.items {
                    if let Value::Entity(held) = item.value {
                        first.push(format!("remove {} from {path}", things.get(held).name));
                    }
                }
                for name in about {
                    first.push(format!("add {name} to {path}"));
                }
                let verb = |name: &str| match many {
                    Many::One => format!("set {path} to {name}"),
                    _ => format!("add {name} to {path}"),
                };
                let fits = kinds.iter().flat_map(|k| things.of_kind(k)).copied();
                for other in fits.filter(|o| *o != *id && things.get(*o).parent.is_none()) {
                    later.push(verb(&things.get(other).name));
                }
                if matches!(list.rest, Rest::Closed(_)) && list.items.is_empty() {
                    later.push(format!("forget {path}"));
                }
            }
            (Takes::Blocks(Kind::Measure), _) => {
                for kind in ["hotline", "notification", "inspection"] {
                    first.push(format!("add csbm new-{kind} {{ type {kind} }} to {of}"));
                    for issue in issues_of(model, root).iter().take(MOST_ISSUES) {
                        let block = format!("{{ type {kind}; addresses {issue} }}");
                        first.push(format!("add csbm new-{kind} {block} to {of}"));
                    }
                }
            }
            _ => {}
        }
    }
    first.sort();
    first.dedup();
    later.sort();
    later.dedup();
    first.extend(later);
    let mut seen = rustc_hash::FxHashSet::default();
    first.retain(|text| seen.insert(text.clone()));
    first
}

/// So many issues are tried for a measure.
const MOST_ISSUES: usize = 40;

/// Returns the names of the issues that a framework deals with, in its baskets too, and then of those that are live.
fn issues_of(model: &Model, root: EntityId) -> Vec<String> {
    let mut names = Vec::new();
    let mut inside = vec![root];
    let mut at = 0;
    while let Some(id) = inside.get(at).copied() {
        at += 1;
        inside.extend(model.things.get(id).children.iter().copied());
        let kind = model.things.get(id).kind;
        if let Some(row) = crate::schema::field(kind, "issues") {
            for item in model.list(id, Key::Field(row), &View::default()).items {
                if let Value::Entity(issue) = item.value {
                    names.push(model.things.get(issue).name.to_string());
                }
            }
        }
    }
    if let Some(row) = crate::schema::field(Kind::Issue, "live") {
        for issue in model.things.of_kind(Kind::Issue) {
            let live = model.truth(*issue, Key::Field(row), &View::default());
            if matches!(live, crate::model::TruthOf::Stated(true, _)) {
                names.push(model.things.get(*issue).name.to_string());
            }
        }
    }
    names.dedup();
    names
}
