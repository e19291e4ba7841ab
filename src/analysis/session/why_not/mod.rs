//! `why not`: the smallest edits after which a rule, or a statement, comes out otherwise.
//!
//! Takes a question; gives edits, each tried on the session before it is offered. [`candidates`] says what may be tried,
//! [`trying`] what comes of it, [`search`] puts edits together; here it is chosen what is offered. Nothing knows a rule.

mod candidates;
mod search;
mod trying;

use rustc_hash::FxHashSet;

use super::super::{Miss, Moved, Movement, Remedies, Remedy};
use super::ask::Compiled;
use super::{Session, request, stopped};
use crate::diagnostic::{Finding, Level, Status};
use crate::eval::Read;
use crate::expr::{EntityId, Type};
use crate::source::Role;
use candidates::Grade;
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
        self.remedies(&wanted, &standing, of)
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
        // What can be changed is what the checked files say.
        let subject = standing.reads.iter().find_map(|r| match r {
            Read::Fact(id, _) => {
                let root = model.things.root(*id);
                (model.things.get(root).role == Role::Checked).then_some(root)
            }
            _ => None,
        });
        self.remedies(&wanted, &standing, subject.unwrap_or(EntityId(0)))
    }

    fn remedies(
        &mut self,
        wanted: &Wanted,
        start: &Standing,
        subject: EntityId,
    ) -> Result<Remedies, Vec<Finding>> {
        let texts = self.world.sources.len();
        let model = self.state().played.model.clone();
        let Outcome { found, nearest, .. } = self.search(wanted, &model, start, subject);
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
        let edits = self.least(wanted, &from, way);
        let text = edits.join("; ");
        let state = self.played("try", &text).ok()?;
        if !self.standing(wanted, &state.played.model).so {
            return None;
        }
        let change = self.change(&state);
        let graver = |m: &&Moved| {
            matches!(m.movement, Movement::New | Movement::Raised) && m.level() >= Level::Warning
        };
        let remedy = Remedy {
            edits: edits.len(),
            text,
            outright: way.grade() == Grade::Outright,
            evades: self.asked(wanted, &state.played.model) < asked,
            worse: change.moved.iter().filter(graver).count(),
            moved: change.moved.len(),
            others,
        };
        Some((search::shape(&edits), remedy))
    }
}

/// What goes before in the offer: what shows it before what says it outright or takes it away, what harms nothing else,
/// what is smaller, what takes less upon itself, what is closer, what moves less.
type Rank = ((bool, bool, usize), usize, Grade, usize, usize);
