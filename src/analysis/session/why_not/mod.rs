//! `why not`: the smallest edits after which a rule, or a statement, comes out otherwise.
//!
//! Takes a question; gives edits, each tried on the session before it is offered. [`candidates`] says what may be tried,
//! [`trying`] what comes of it, [`search`] puts edits together; here it is chosen what is offered. Nothing knows a rule.

mod candidates;
mod figures;
mod mentioned;
mod search;
mod trying;

use rustc_hash::FxHashSet;

use super::super::{Miss, Moved, Movement, Remedies, Remedy};
use super::ask::Compiled;
use super::{Session, State, request, stopped};
use crate::diagnostic::{Finding, Level, Status};
use crate::eval::Read;
use crate::expr::{EntityId, Key, Type};
use crate::model::{Claim, Model, Says, Value};
use crate::schema::{Kind, time_field};
use crate::source::Role;
use candidates::Grade;
use mentioned::Mentioned;
use search::{Outcome, Way};
use trying::{Standing, Wanted};

/// At most so many are offered.
const MAX_OFFERED: usize = 5;

/// Of edits that differ in a name, so many are looked at for the one that stands for all.
const MAX_ALIKE: usize = 4;

/// So many forms are looked at for those that are offered.
const MAX_SHAPES: usize = 12;

impl Session {
    /// Finds edits after which a rule is satisfied for a thing; the smallest first, and of those the ones that bring about
    /// the least else. Each was tried, and none of them can do without one of its edits.
    pub fn why_not(&mut self, path: &str, rule: &str) -> Result<Remedies, Vec<Finding>> {
        let (rule, of) = self.judged_for(path, rule)?;
        let within = self.thing_named(path).filter(|id| *id != of);
        let wanted = Wanted::Rule { rule, of, within };
        let standing = self.standing(&wanted, &self.state().played.model);
        if standing.distance.status() == Status::Satisfied {
            return Ok(Remedies::default());
        }
        let require = self.world.rules.get(rule).map(|r| r.require);
        let mentioned = Mentioned::within(&self.world.program, require.into_iter().collect());
        self.remedies(&wanted, &standing, of, &mentioned)
    }

    /// The same for what a check finds in the texts.
    pub(super) fn why_not_found(
        &mut self,
        check: &str,
        findings: &[Finding],
    ) -> Result<Remedies, Vec<Finding>> {
        let paths: Vec<String> = findings.iter().map(|f| f.subject.path.clone()).collect();
        let first = paths.first().and_then(|path| self.thing_named(path));
        let Some(root) = first.map(|id| self.state().played.model.things.root(id)) else {
            return Ok(Remedies::default());
        };
        let wanted = Wanted::Check { check: check.to_owned(), root, paths };
        let standing = self.standing(&wanted, &self.state().played.model);
        // A finding may offer edits of its own.
        let edits = findings.iter().flat_map(|f| f.offers.iter().cloned()).collect();
        let mentioned = Mentioned { edits, ..Mentioned::default() };
        self.remedies(&wanted, &standing, root, &mentioned)
    }

    /// The same for a statement typed at the prompt.
    pub fn why_not_so(&mut self, text: &str) -> Result<Remedies, Vec<Finding>> {
        let Compiled { node, ty, frame } = self.compile(text)?;
        if ty != Type::Truth {
            return Err(vec![request(
                format!("`{text}` is no yes or no"),
                "ask of a statement: `why not DPRK in napci.members`".to_owned(),
            )]);
        }
        let model = &self.state().played.model;
        let wanted = Wanted::Statement(node, frame);
        let standing = self.standing(&wanted, model);
        if standing.so {
            return Ok(Remedies::default());
        }
        let mentioned = Mentioned::within(&self.world.program, vec![node]);
        // What can be changed is what the checked files say, and above all what they say of what is named.
        let things = &model.things;
        let read = standing.reads.iter().filter_map(|r| match r {
            Read::Fact(id, _) => Some(*id),
            _ => None,
        });
        let own = mentioned.things.iter().copied().chain(read).map(|id| things.root(id));
        let own = own.filter(|id| things.get(*id).role == Role::Checked);
        let framework = own.clone().find(|id| things.get(*id).kind == Kind::Framework);
        let subject = framework.or_else(|| own.clone().next());
        self.remedies(&wanted, &standing, subject.unwrap_or(EntityId(0)), &mentioned)
    }

    fn remedies(
        &mut self,
        wanted: &Wanted,
        start: &Standing,
        subject: EntityId,
        mentioned: &Mentioned,
    ) -> Result<Remedies, Vec<Finding>> {
        let texts = self.world.sources.len();
        let model = self.state().played.model.clone();
        let Outcome { found, nearest, .. } = self.search(wanted, &model, start, subject, mentioned);
        let asked = self.asked(wanted, &model);
        let offered = self.offered(wanted, found, asked);
        let nearest = nearest.filter(|_| offered.is_empty()).map(|way| Miss {
            text: way.edits().join("; "),
            before: start.distance.status(),
            after: way.standing.distance.status(),
            left: way.standing.distance.violated,
            of: start.distance.violated,
        });
        self.world.sources.truncate(texts);
        if self.stopped() {
            return Err(vec![stopped()]);
        }
        Ok(Remedies { offered, nearest })
    }

    /// Chooses what is offered: of what differs in one name, one stands for all.
    fn offered(&mut self, wanted: &Wanted, mut found: Vec<Way>, asked: usize) -> Vec<Remedy> {
        found.sort_by_key(|w| (w.grade() == Grade::Outright, w.steps.len(), w.grade(), w.far()));
        let mut shapes: Vec<(String, Vec<Way>)> = Vec::new();
        for way in found {
            let shape = way.shape();
            match shapes.iter_mut().find(|(s, _)| *s == shape) {
                Some((_, alike)) => alike.push(way),
                None => shapes.push((shape, vec![way])),
            }
        }
        let mut ranked: Vec<(Rank, String, Remedy)> = Vec::new();
        for (_, alike) in shapes.into_iter().take(MAX_SHAPES) {
            let others = alike.len() - 1;
            let tried = alike.into_iter().take(MAX_ALIKE).filter_map(|way| {
                let (shape, remedy) = self.remedy(wanted, &way, others, asked)?;
                let how = (remedy.outright, remedy.evades, remedy.worse);
                Some(((how, way.steps.len(), way.grade(), way.far(), remedy.moved), shape, remedy))
            });
            ranked.extend(tried.min_by_key(|(rank, ..)| *rank));
        }
        ranked.sort_by_key(|(rank, ..)| *rank);
        // Two sets may come to the same once they are without what they do not need.
        let mut shapes = FxHashSet::default();
        ranked.retain(|(_, shape, _)| shapes.insert(shape.clone()));
        let mut offered: Vec<Remedy> = ranked.into_iter().map(|(.., remedy)| remedy).collect();
        offered.truncate(MAX_OFFERED);
        offered
    }

    /// Makes a set as small as it can be, and plays it as a reader would.
    fn remedy(
        &mut self,
        wanted: &Wanted,
        way: &Way,
        others: usize,
        asked: usize,
    ) -> Option<(String, Remedy)> {
        let from = self.state().played.model.clone();
        let mut edits = self.least(wanted, &from, way);
        let mut state = self.played("try", &edits.join("; ")).ok()?;
        // What is said of a new block is said in it.
        let within = in_blocks(&edits);
        if within.len() < edits.len()
            && let Ok(other) = self.played("try", &within.join("; "))
            && self.standing(wanted, &other.played.model).so
        {
            (edits, state) = (within, other);
        }
        if !self.standing(wanted, &state.played.model).so {
            return None;
        }
        let text = edits.join("; ");
        let change = self.change(&state);
        let graver = |m: &&Moved| {
            matches!(m.movement, Movement::New | Movement::Raised) && m.level() >= Level::Warning
        };
        let remedy = Remedy {
            edits: edits.len(),
            text,
            outright: way.grade() == Grade::Outright,
            supposes: way.grade() == Grade::World,
            evades: self.asked(wanted, &state.played.model) < asked,
            worse: change.moved.iter().filter(graver).count(),
            moved: change.moved.len(),
            others,
            aside: self.set_aside(&from, &state),
        };
        Some((search::shape(&edits), remedy))
    }
}

/// So many passages are named that a set of edits sets aside.
const MOST_ASIDE: usize = 2;

impl Session {
    /// Returns the passages on which statements rest that edits take the place of. A draft is its author's to change.
    fn set_aside(&self, from: &Model, state: &State) -> Vec<String> {
        let mut aside: Vec<String> = Vec::new();
        for step in &state.played.steps {
            let edit: Vec<&str> = self.world.sources.slice(step.span).split_whitespace().collect();
            let (verb, object) = (edit.first().copied(), edit.get(1).copied().unwrap_or(""));
            if verb == Some("add") {
                continue;
            }
            for path in &step.touched {
                let Some((of, left)) = self.thing_at(path) else { continue };
                let thing = from.things.get(of);
                let draft = from.things.get(from.things.root(of)).draft;
                let field = left.first().map_or("", String::as_str);
                // `starts` of a phase is two facts: what was changed tells which is meant.
                let time = time_field(thing.kind, "begins").map(Key::Field).filter(|time| {
                    field == "starts" && state.played.changed.contains(&(of, *time))
                });
                let key = time.or_else(|| self.world.notions.key(thing.kind, field));
                let Some(key) = key.filter(|_| !draft) else { continue };
                // Of a keyed field one line is meant, of a list the item.
                let name = match verb {
                    Some("remove") => Some(object),
                    _ => object.strip_prefix(path.as_str()).and_then(|r| r.strip_prefix('.')),
                };
                let about = |claim: &&Claim| {
                    let named = |id: EntityId| name.is_none_or(|n| *from.things.get(id).name == *n);
                    let item = |v: Value| matches!(v, Value::Entity(id) if named(id));
                    match &claim.says {
                        Says::Keyed(id, _) => named(*id),
                        Says::List { items, .. } => {
                            name.is_none() || items.iter().any(|i| item(i.value))
                        }
                        Says::Adds(value) => name.is_none() || item(*value),
                        _ => name.is_none(),
                    }
                };
                let claims = from.claims(of, key).iter().filter(|c| !c.derived).filter(about);
                for claim in claims.filter(|c| !from.cites.get(c.said.cite).supposed) {
                    for text in from.cites.texts(claim.said.cite) {
                        if !aside.contains(&text) && !matches!(&*text, "inferred" | "unverified") {
                            aside.push(text);
                        }
                    }
                }
            }
        }
        aside.truncate(MOST_ASIDE);
        aside
    }
}

/// Puts what is set of a block that is added into the block.
fn in_blocks(edits: &[String]) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    for edit in edits {
        let words: Vec<&str> = edit.split_whitespace().collect();
        let into = |block: &String| {
            let (head, to) = block.rsplit_once(" } to ")?;
            let (head, inner) = head.split_once(" { ")?;
            let name = head.strip_prefix("add ")?.split_whitespace().nth(1)?;
            let ["set", path, "to", ..] = words.as_slice() else { return None };
            let field = path.strip_prefix(&format!("{to}.{name}."))?;
            let value = edit.split_once(" to ")?.1;
            let own = |line: &&str| line.split_whitespace().next() != Some(field);
            let mut lines: Vec<&str> = inner.split("; ").filter(own).collect();
            let line = format!("{field} {value}");
            lines.push(&line);
            Some(format!("{head} {{ {} }} to {to}", lines.join("; ")))
        };
        let found = joined.iter().enumerate().find_map(|(at, b)| Some((at, into(b)?)));
        match found.and_then(|(at, block)| Some((joined.get_mut(at)?, block))) {
            Some((place, block)) => *place = block,
            None => joined.push(edit.clone()),
        }
    }
    joined
}

/// What goes before in the offer: what shows it before what says it outright or takes it away, what harms nothing else,
/// what is smaller, what takes less upon itself, what is closer, what moves less.
type Rank = ((bool, bool, usize), usize, Grade, usize, usize);

#[cfg(test)]
mod tests {
    use super::in_blocks;

    #[test]
    fn what_is_set_of_a_new_block_goes_into_it() {
        let edits = [
            "add csbm post { type hotline; addresses river } to f.soft",
            "set f.soft.post.type to inspection",
            "set f.soft.post.binding to legal",
            "set f.track to 1",
        ];
        let joined = in_blocks(&edits.map(str::to_owned));
        let wanted = [
            "add csbm post { addresses river; type inspection; binding legal } to f.soft",
            "set f.track to 1",
        ];
        assert_eq!(joined, wanted);
    }
}
