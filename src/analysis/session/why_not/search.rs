//! Sets of edits, found step by step: what brings the wanted nearer is kept and built on.
//!
//! Takes what is wanted and the model to start from; gives the sets that bring it about, each as small as it can be, and
//! what came nearest. A step is one edit, with those that lift what stands against it. Guided, not blind: sets grow from
//! edits that change the verdict, or at least what it is shown by. Bounded by the figures below.

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::Session;
use super::candidates::{Around, Candidate, Grade, candidates};
use super::mentioned::Mentioned;
use super::trying::{Distance, Standing, Tried, Wanted};
use crate::expr::EntityId;
use crate::model::Model;

/// At most so many edits are tried for one question: by themselves, on top of others, and one like the other.
const MAX_ALONE: usize = 800;
const MAX_FURTHER: usize = 1_600;
const MAX_ALIKE: usize = 600;

/// On top of one set at most so many are tried.
const MAX_EACH: usize = 220;

/// Sets have at most so many steps.
const MAX_STEPS: usize = 3;

/// Sets of steps of one form, each of which takes away one of the things that stand in the way, have at most so many.
const MAX_CHAIN: usize = 8;

/// So many of the nearest are asked whether they are so by what the rule no longer asks.
const MOST_ASKED: usize = 24;

/// So many forms are looked at for such sets, and so many edits for each of their steps.
const MOST_FORMS: usize = 4;
const MOST_LINKS: usize = 40;

/// So many sets are built on that bring it nearer, and so many that only change what it is shown by.
const MOST_NEARER: usize = 4;
const MOST_OTHERWISE: usize = 4;

/// Edits that stand one after the other, and where they lead.
#[derive(Clone)]
pub(super) struct Way {
    pub steps: Vec<Step>,
    model: Model,
    pub standing: Standing,
    /// Whether each step brought it nearer.
    straight: bool,
}

/// An edit, with those that lift what stands against it.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub edit: Candidate,
    pub lifts: Vec<String>,
}

impl Way {
    /// Returns the edits, copy-ready.
    pub(super) fn edits(&self) -> Vec<String> {
        let each = |s: &Step| [s.edit.edits.clone(), s.lifts.clone()].concat();
        self.steps.iter().flat_map(each).collect()
    }

    pub(super) fn grade(&self) -> Grade {
        self.steps.iter().map(|s| s.edit.grade).max().unwrap_or(Grade::Adds)
    }

    pub(super) fn far(&self) -> usize {
        self.steps.iter().map(|s| s.edit.far).sum()
    }

    /// Returns the edits in an order of their own: the same edits in another order are the same set.
    fn set(&self) -> Vec<String> {
        let mut edits = self.edits();
        edits.sort();
        edits
    }

    /// Returns what is changed, without what it is changed to.
    pub(super) fn shape(&self) -> String {
        shape(&self.edits())
    }
}

/// Returns what edits change, without what they change it to.
pub(super) fn shape(edits: &[String]) -> String {
    let mut each: Vec<String> = edits.iter().map(|e| shape_of(e)).collect();
    each.sort();
    each.join("; ")
}

/// What became of an edit that was tried by itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Effect {
    /// It brought it nearer.
    Nearer,
    /// Nobody has tried it before.
    Untried,
    /// It changed what it is shown by.
    Otherwise,
    /// None.
    Nothing,
}

/// What a search comes to.
#[derive(Default)]
pub(super) struct Outcome {
    pub found: Vec<Way>,
    /// What came nearest, where nothing was found.
    pub nearest: Option<Way>,
    near: Vec<Way>,
}

impl Session {
    /// Looks for sets of edits that bring about what is wanted.
    pub(super) fn search(
        &mut self,
        wanted: &Wanted,
        model: &Model,
        start: &Standing,
        subject: EntityId,
        mentioned: &Mentioned,
    ) -> Outcome {
        let first = Way {
            steps: Vec::new(),
            model: model.clone(),
            standing: start.clone(),
            straight: true,
        };
        let mut frontier = vec![first];
        let mut effects: FxHashMap<String, Effect> = FxHashMap::default();
        let mut seen: FxHashSet<Vec<String>> = FxHashSet::default();
        let mut outcome = Outcome::default();
        let from = (start.distance, self.asked(wanted, model));
        let mut left = MAX_ALONE;
        for depth in 1..=MAX_STEPS {
            let mut next: Vec<Way> = Vec::new();
            for way in &frontier {
                let around = Around {
                    notions: &self.world.notions,
                    model: &way.model,
                    subject,
                    about: &way.standing.about,
                    mentioned,
                    sources: &self.world.sources,
                };
                let mut list = candidates(&around, &way.standing.reads);
                if depth > 1 {
                    let effect = |c: &Candidate| effects.get(&c.text).copied();
                    list.retain(|c| !way.undoes(c));
                    // What a finding names goes first; what did nothing by itself may do something now.
                    list.sort_by_key(|c| (c.far > 0, effect(c).unwrap_or(Effect::Untried)));
                    list.truncate(MAX_EACH);
                }
                for edit in list {
                    if left == 0 || self.stopped() {
                        break;
                    }
                    left -= 1;
                    let text = edit.text.clone();
                    let longer = self.longer(wanted, way, edit);
                    let effect = match &longer {
                        None => Effect::Nothing,
                        Some(longer) => longer.effect(way),
                    };
                    if depth == 1 {
                        effects.insert(text, effect);
                    }
                    let Some(longer) = longer else { continue };
                    if effect == Effect::Nothing || !seen.insert(longer.set()) {
                        continue;
                    }
                    if longer.standing.so {
                        outcome.found.push(longer);
                    } else {
                        next.push(longer);
                    }
                }
            }
            // Where all that was found says outright what is wanted, something is looked for that shows it.
            let outright = outcome.found.iter().all(|w| w.grade() == Grade::Outright);
            if depth == 1 {
                self.chains(wanted, &next, (subject, mentioned), &mut outcome);
                next.append(&mut outcome.near);
            }
            self.nearer(wanted, &next, from, &mut outcome.nearest);
            if !outright {
                break;
            }
            frontier = chosen(next);
            left = if depth == 1 { MAX_FURTHER } else { left };
            if left == 0 || frontier.is_empty() || self.stopped() {
                break;
            }
        }
        outcome
    }

    /// Keeps what came nearest, if that is not because the rule asks of less then.
    fn nearer(
        &self,
        wanted: &Wanted,
        ways: &[Way],
        (start, asked): (Distance, usize),
        nearest: &mut Option<Way>,
    ) {
        let key = |w: &Way| {
            let Distance { violated, undecided, .. } = w.standing.distance;
            (violated, undecided, w.grade(), w.edits().len(), w.far())
        };
        // To know less is not to be nearer.
        let adds = |w: &Way| {
            let takes = |e: &String| e.starts_with("forget ") || e.starts_with("remove ");
            w.steps.iter().all(|s| !takes(&s.edit.text))
        };
        let nearer = |w: &&Way| w.standing.distance.nearer(start) && adds(w);
        let mut ways: Vec<&Way> = ways.iter().filter(nearer).collect();
        ways.sort_by_key(|w| key(w));
        let met = |w: &&Way| self.asked(wanted, &w.model) >= asked;
        if let Some(way) = ways.into_iter().take(MOST_ASKED).find(met)
            && nearest.as_ref().is_none_or(|n| key(way) < key(n))
        {
            *nearest = Some(way.clone());
        }
    }

    /// Follows steps of one form, `add A to …; add B to …`, as long as each brings it nearer.
    fn chains(
        &mut self,
        wanted: &Wanted,
        ways: &[Way],
        (subject, mentioned): (EntityId, &Mentioned),
        outcome: &mut Outcome,
    ) {
        let form = |w: &Way| w.steps.last().map_or(String::new(), |s| s.edit.form.clone());
        let mut firsts: Vec<&Way> =
            ways.iter().filter(|w| w.straight && w.grade() < Grade::Outright).collect();
        firsts.sort_by_key(|w| (w.standing.distance, w.grade(), w.far()));
        let mut forms = FxHashSet::default();
        firsts.retain(|w| forms.insert(form(w)));
        let mut left = MAX_ALIKE;
        for first in firsts.into_iter().take(MOST_FORMS) {
            let mut way = first.clone();
            while way.steps.len() < MAX_CHAIN && !way.standing.so && left > 0 && !self.stopped() {
                let mut best: Option<Way> = None;
                let around = Around {
                    notions: &self.world.notions,
                    model: &way.model,
                    subject,
                    about: &way.standing.about,
                    mentioned,
                    sources: &self.world.sources,
                };
                let list = candidates(&around, &way.standing.reads).into_iter();
                let list = list.filter(|c| c.form == form(&way) && !way.undoes(c));
                for edit in list.take(MOST_LINKS) {
                    left = left.saturating_sub(1);
                    let Some(longer) = self.longer(wanted, &way, edit) else { continue };
                    let key = |w: &Way| (w.standing.distance, w.far());
                    if longer.standing.distance < way.standing.distance
                        && best.as_ref().is_none_or(|b| key(&longer) < key(b))
                    {
                        // One thing less in the way is as much as a step can do.
                        let enough = longer.standing.distance.nearer(way.standing.distance);
                        best = Some(longer);
                        if enough {
                            break;
                        }
                    }
                }
                match best {
                    Some(longer) => way = longer,
                    None => break,
                }
            }
            if way.standing.so {
                outcome.found.push(way);
            } else {
                outcome.near.push(way);
            }
        }
    }

    /// Makes one edit more; with those that lift what stands against it, where it needs them.
    fn longer(&mut self, wanted: &Wanted, way: &Way, edit: Candidate) -> Option<Way> {
        let alone = self.tried(wanted, &way.model, &edit.text)?;
        let mut lifts = Vec::new();
        let mut best = alone;
        if !best.standing.so && !best.lifts.is_empty() {
            let text = format!("{}; {}", edit.text, best.lifts.join("; "));
            if let Some(lifted) = self.tried(wanted, &way.model, &text)
                && lifted.standing.distance < best.standing.distance
            {
                lifts.clone_from(&best.lifts);
                best = lifted;
            }
        }
        let Tried { model, standing, .. } = best;
        let straight = way.straight && standing.distance < way.standing.distance;
        let mut steps = way.steps.clone();
        steps.push(Step { edit, lifts });
        Some(Way { steps, model, standing, straight })
    }

    /// Leaves out of a set what it does not need; the edits that are left still do it, and no fewer of them do.
    pub(super) fn least(&mut self, wanted: &Wanted, from: &Model, way: &Way) -> Vec<String> {
        let mut edits = way.edits();
        let mut at = 0;
        while edits.len() > 1 && at < edits.len() {
            let mut fewer = edits.clone();
            fewer.remove(at);
            let text = fewer.join("; ");
            if self.tried(wanted, from, &text).is_some_and(|t| t.standing.so) {
                edits = fewer;
                at = 0;
            } else {
                at += 1;
            }
        }
        edits
    }
}

impl Way {
    fn effect(&self, before: &Way) -> Effect {
        let (now, then) = (&self.standing, &before.standing);
        if now.so || now.distance < then.distance {
            Effect::Nearer
        } else if now.distance != then.distance || now.reads != then.reads {
            Effect::Otherwise
        } else {
            Effect::Nothing
        }
    }

    /// Checks whether an edit only undoes or replaces one of the set.
    fn undoes(&self, edit: &Candidate) -> bool {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let opposite = |made: &str, more: &str| {
            let (made, more) = (words(made), words(more));
            let at = |edit: &[String], n: usize| edit.get(n).cloned().unwrap_or_default();
            match (at(&made, 0).as_str(), at(&more, 0).as_str()) {
                ("set", "set" | "forget") => at(&made, 1) == at(&more, 1),
                ("add", "remove") | ("remove", "add") => {
                    (at(&made, 1), made.last()) == (at(&more, 1), more.last())
                }
                _ => made == more,
            }
        };
        self.steps.iter().any(|s| opposite(&s.edit.text, &edit.text))
    }
}

/// Chooses the sets to build on: one of each shape, those that bring it nearer first.
fn chosen(mut ways: Vec<Way>) -> Vec<Way> {
    ways.sort_by_key(|w| (w.standing.distance, w.grade(), w.edits().len(), w.far()));
    let mut shapes = FxHashSet::default();
    let (mut nearer, mut otherwise) = (Vec::new(), Vec::new());
    for way in ways {
        if !shapes.insert(way.shape()) {
            continue;
        }
        let (list, most) = if way.straight {
            (&mut nearer, MOST_NEARER)
        } else {
            (&mut otherwise, MOST_OTHERWISE)
        };
        if list.len() < most {
            list.push(way);
        }
    }
    nearer.extend(otherwise);
    nearer
}

fn shape_of(edit: &str) -> String {
    let words: Vec<&str> = edit.split_whitespace().collect();
    match words.as_slice() {
        ["add", kind, _, "{", .., "to", path] => format!("add {kind} to {path}"),
        ["add", _, "to", path] => format!("add to {path}"),
        ["remove", _, "from", path] => format!("remove from {path}"),
        ["set", path, "to", ..] => format!("set {path}"),
        ["delay", path, ..] => format!("delay {path}"),
        ["move", path, order, _] => format!("move {path} {order}"),
        _ => edit.to_owned(),
    }
}
