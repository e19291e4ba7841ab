//! Which edits may change what was read for a verdict.
//!
//! Takes the facts that were read, and the schema; gives edits of the framework at hand, the likelier first. Nothing here
//! knows a rule, and nothing is tried here.

use rustc_hash::FxHashSet;

use super::mentioned::Mentioned;
use crate::eval::{HAPPENED, Read};
use crate::expr::{EntityId, Key, Notions};
use crate::model::{Claim, Keyed, Model, One, Rest, Says, Value, View};
use crate::schema::{FieldId, Kind, KindSet, Many, Takes, Whose, Word, fields_of, vocabulary};
use crate::source::{Role, Sources};

/// So many issues are tried for a measure.
const MOST_ISSUES: usize = 24;

/// How much an edit takes upon itself; of what does the same the milder is offered first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Grade {
    /// It adds to the framework, or settles what is left open.
    Adds,
    /// It changes or takes back what is said of the framework.
    Changes,
    /// It supposes something of the world, which nobody writes into a framework.
    World,
    /// It says outright what the facts would have to show.
    Outright,
}

/// An edit that may do it.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub text: String,
    /// The same, edit by edit.
    pub edits: Vec<String>,
    /// What it does to which field, whatever it names.
    pub form: String,
    pub grade: Grade,
    /// How far what it names is from the framework; of words, how far from the one that stands.
    pub far: usize,
}

/// What the candidates are for.
pub(super) struct Around<'a> {
    pub notions: &'a Notions,
    pub model: &'a Model,
    /// The thing that is judged; edits are of what it stands in.
    pub subject: EntityId,
    /// The things that a finding names besides.
    pub about: &'a [EntityId],
    /// What stands in the question.
    pub mentioned: &'a Mentioned,
    pub sources: &'a Sources,
}

/// Returns the edits that bear on what was read, the likelier first.
pub(super) fn candidates(around: &Around<'_>, reads: &[Read]) -> Vec<Candidate> {
    let mut found = Found { around, near: Near::new(around), list: Vec::new() };
    let root = around.model.things.root(around.subject);
    for read in reads {
        let Read::Fact(id, key) = read else { continue };
        let things = &around.model.things;
        // Of a statement about several frameworks each may be changed.
        let named = |root: EntityId| {
            let asked = around.mentioned.things.iter().map(|t| things.root(*t));
            let of_checked = things.get(root).role == Role::Checked;
            of_checked
                && things.get(root).kind == Kind::Framework
                && asked.into_iter().any(|t| t == root)
        };
        let of = things.root(*id);
        if of == root || named(of) {
            match key {
                Key::Field(row) => found.field(*id, *row),
                Key::Notion(notion) => {
                    if let Some(notion) = around.notions.get(*notion) {
                        found.notion(*id, *key, &notion.name, notion.is_truth());
                    }
                }
            }
        }
    }
    for edit in &around.mentioned.edits {
        found.put(edit, edit.clone(), Grade::Changes, 0);
    }
    let mut list = found.list;
    list.sort_by_key(|c| (c.grade == Grade::Outright, c.far));
    let mut seen = FxHashSet::default();
    list.retain(|c| seen.insert(c.text.clone()));
    list
}

/// What is close to the framework at hand.
struct Near {
    /// Who takes part in it, and what else stands in it that is no actor.
    within: FxHashSet<EntityId>,
    /// Whatever is named in it: who is kept out, too.
    named: FxHashSet<EntityId>,
    about: FxHashSet<EntityId>,
}

/// How far those are that are named in the framework at hand.
const NAMED: usize = 2;

impl Near {
    fn new(around: &Around<'_>) -> Near {
        let model = around.model;
        let (mut within, mut named) = (FxHashSet::default(), FxHashSet::default());
        let mut inside = vec![model.things.root(around.subject)];
        while let Some(id) = inside.pop() {
            inside.extend(model.things.get(id).children.iter().copied());
            for (key, claims) in model.facts(id) {
                let part = matches!(key, Key::Field(row) if row.info().part);
                for name in claims.iter().flat_map(named_by) {
                    named.insert(name);
                    if part || model.things.get(name).kind != Kind::Actor {
                        within.insert(name);
                    }
                }
            }
        }
        Near { within, named, about: around.about.iter().copied().collect() }
    }

    /// Returns how far a thing is from it: one that a finding names, one that stands in it, one that names such.
    fn far(&self, model: &Model, id: EntityId) -> usize {
        if self.about.contains(&id) {
            return 0;
        }
        // Of two alike the one that is in force goes before what somebody has drafted.
        let draft = usize::from(model.things.get(id).draft);
        if self.within.contains(&id) {
            return 1 + draft;
        }
        if self.named.contains(&id) {
            return NAMED + draft;
        }
        let facts = model.facts(id).flat_map(|(_, claims)| claims);
        let names: FxHashSet<EntityId> = facts.flat_map(named_by).collect();
        if names.iter().any(|n| self.about.contains(n)) {
            return NAMED + 1 + draft;
        }
        let shared = names.iter().filter(|n| self.within.contains(n)).count();
        NAMED + 4 - shared.min(2) + draft
    }
}

/// Returns the things that a statement names.
fn named_by(claim: &Claim) -> Vec<EntityId> {
    match &claim.says {
        Says::List { items, .. } => items.iter().filter_map(|i| entity(i.value)).collect(),
        Says::Adds(value) => entity(*value).into_iter().collect(),
        Says::Keyed(key, _) => vec![*key],
        _ => Vec::new(),
    }
}

fn entity(value: Value) -> Option<EntityId> {
    match value {
        Value::Entity(id) => Some(id),
        _ => None,
    }
}

pub(super) struct Found<'a> {
    pub(super) around: &'a Around<'a>,
    near: Near,
    list: Vec<Candidate>,
}

impl Found<'_> {
    pub(super) fn put(&mut self, path: &str, text: String, grade: Grade, far: usize) {
        // The same is done to a field of one thing and of another.
        let field = path.rsplit('.').next().unwrap_or(path);
        let form = format!("{} {field}", text.split_whitespace().next().unwrap_or(""));
        let edits = vec![text.clone()];
        self.list.push(Candidate { text, edits, form, grade, far });
    }

    /// To state what is to be shown would show nothing; what is stated may be lifted.
    fn notion(&mut self, id: EntityId, key: Key, name: &str, truth: bool) {
        let model = self.around.model;
        if model.claims(id, key).is_empty() {
            return;
        }
        let path = format!("{}.{name}", model.things.path(id));
        self.put(&path, format!("forget {path}"), Grade::Changes, 0);
        if truth {
            self.put(&path, format!("set {path} to yes"), Grade::Outright, 0);
            self.put(&path, format!("set {path} to no"), Grade::Outright, 0);
        }
    }

    fn field(&mut self, id: EntityId, row: FieldId) {
        let (model, key, info) = (self.around.model, Key::Field(row), row.info());
        let path = format!("{}.{}", model.things.path(id), info.name);
        let stated = model.claims(id, key).iter().any(|c| !c.derived);
        // A word that follows from other facts, such as whether a measure is hard; a list that does is filled by naming more.
        let follows = self.around.notions.of_field(row).is_some();
        let sets = if follows && !matches!(info.takes, Takes::Names(_)) {
            Grade::Outright
        } else if matches!(info.whose, Whose::World | Whose::History) {
            Grade::World
        } else if stated && info.many == Many::One {
            Grade::Changes
        } else {
            Grade::Adds
        };
        match (info.takes, info.many) {
            (Takes::Words(list), Many::One) => {
                let now = match model.one(id, key, &View::default()) {
                    One::Known(Value::Word(word), _) => Some(word),
                    _ => None,
                };
                for (word, far) in words(list, now) {
                    self.put(&path, format!("set {path} to {word}"), sets, far);
                }
            }
            (Takes::Words(list), _) => {
                for (word, _) in words(list, None) {
                    self.put(&path, format!("add {word} to {path}"), sets, 0);
                }
                for item in model.list(id, key, &View::default()).items {
                    if let Value::Word(word) = item.value {
                        self.put(
                            &path,
                            format!("remove {} from {path}", word.text()),
                            sets.max(Grade::Changes),
                            1,
                        );
                    }
                }
            }
            (Takes::Truth, _) => {
                self.put(&path, format!("set {path} to yes"), sets, 0);
                self.put(&path, format!("set {path} to no"), sets, 0);
            }
            (Takes::Keyed(keys, list), _) => self.keyed(id, key, &path, keys, list, sets),
            (Takes::Names(kinds), many) => self.names(id, key, &path, kinds, many, sets),
            (Takes::Blocks(kind), _) => self.blocks(id, kind),
            (takes, Many::One) if info.name != HAPPENED => self.figure(&path, takes, sets),
            (takes @ Takes::Quantity(_), Many::List) => self.figure(&path, takes, sets),
            _ => {}
        }
        self.time(id, row);
    }

    fn keyed(
        &mut self,
        id: EntityId,
        key: Key,
        path: &str,
        keys: KindSet,
        list: &str,
        grade: Grade,
    ) {
        let model = self.around.model;
        let all = keys.iter().flat_map(|k| model.things.of_kind(k)).copied();
        for who in all {
            let far = self.near.far(model, who);
            if far > NAMED {
                continue;
            }
            let now = match model.keyed(id, key, who, &View::default()) {
                Keyed::Known(words, ..) => words.first().copied(),
                _ => None,
            };
            let name = &model.things.get(who).name;
            for (word, step) in words(list, now) {
                self.put(path, format!("set {path}.{name} to {word}"), grade, far * 10 + step);
            }
        }
    }

    fn names(
        &mut self,
        id: EntityId,
        key: Key,
        path: &str,
        kinds: KindSet,
        many: Many,
        grade: Grade,
    ) {
        let model = self.around.model;
        let things = &model.things;
        let list = model.list(id, key, &View::default());
        // What one source names and another denies can still be put in.
        let held = list.items.iter().filter(|i| i.denied.is_none());
        let held: Vec<EntityId> = held.filter_map(|i| entity(i.value)).collect();
        for name in held.iter().map(|h| &things.get(*h).name) {
            self.put(path, format!("remove {name} from {path}"), grade.max(Grade::Changes), 1);
        }
        // What sources disagree about can be settled the other way, too.
        let disputed = list.items.iter().filter(|i| i.denied.is_some());
        for name in disputed.filter_map(|i| entity(i.value)).map(|id| &things.get(id).name) {
            self.put(path, format!("remove {name} from {path}"), grade.max(Grade::Changes), 2);
        }
        let sorts: FxHashSet<Option<Word>> = held.iter().map(|id| sort_of(model, *id)).collect();
        let sort = if sorts.len() == 1 { sorts.into_iter().next().flatten() } else { None };
        let root = things.root(id);
        for other in kinds.iter().flat_map(|k| things.of_kind(k)).copied() {
            // What stands in a framework is named in that framework only.
            let here = things.get(other).parent.is_none_or(|_| things.root(other) == root);
            if other == id || other == root || !here || held.contains(&other) {
                continue;
            }
            let name = &things.get(other).name;
            // Among states a state goes before an organisation.
            let unlike = sort.is_some() && sort_of(model, other) != sort;
            let far = self.near.far(model, other) + if unlike { UNLIKE } else { 0 };
            let text = match many {
                Many::One => format!("set {path} to {name}"),
                _ => format!("add {name} to {path}"),
            };
            self.put(path, text, grade, far);
        }
        if matches!(list.rest, Rest::Closed(_)) && list.items.is_empty() {
            self.put(path, format!("forget {path}"), Grade::Changes, 3);
        }
    }

    /// New blocks: for each word of the field that says what sort it is; measures on the issues at hand.
    fn blocks(&mut self, id: EntityId, kind: Kind) {
        let model = self.around.model;
        let of = model.things.path(id);
        if kind == Kind::Phase {
            self.phases(id);
            return;
        }
        let sort = fields_of(kind).map(FieldId::info).next();
        let Some((sort, Takes::Words(list))) = sort.map(|s| (s.name, s.takes)) else { return };
        let fresh = |word: &str| fresh(model, id, kind, &format!("new-{word}"));
        if kind != Kind::Measure {
            for (word, _) in words(list, None) {
                let block = format!("{} {} {{ {sort} {word} }}", kind.word(), fresh(word));
                self.put(&of, format!("add {block} to {of}"), Grade::Adds, 2);
            }
            return;
        }
        let mut issues: Vec<(usize, EntityId)> = model
            .things
            .of_kind(Kind::Issue)
            .iter()
            .map(|i| (self.near.far(model, *i), *i))
            .collect();
        // Of those as close, what is contested now goes first.
        issues.sort_by_key(|(far, issue)| (*far, !live(model, *issue)));
        issues.truncate(MOST_ISSUES);
        for word in ["hotline", "notification", "inspection"] {
            let name = fresh(word);
            self.put(&of, format!("add csbm {name} {{ {sort} {word} }} to {of}"), Grade::Adds, 0);
            for (far, issue) in &issues {
                let issue = &model.things.get(*issue).name;
                let block = format!("{{ {sort} {word}; addresses {issue} }}");
                self.put(&of, format!("add csbm {name} {block} to {of}"), Grade::Adds, *far);
            }
        }
    }
}

/// Of each field of a phase so many names are tried.
const MOST_OF_A_FIELD: usize = 3;

/// So many are tried for the first of two phases, and so many for the second.
const MOST_FIRST: usize = 3;
const MOST_SECOND: usize = 10;

impl Found<'_> {
    /// New phases with something in them: one after the last there is; where there is none, two, one after the other,
    /// for one alone is no order.
    fn phases(&mut self, id: EntityId) {
        let of = self.around.model.things.path(id);
        let lines = self.phase_lines(id);
        let last = self.around.model.things.planned(id).last();
        if let Some(last) = last.map(|p| self.around.model.things.get(p).name.to_string()) {
            let name = fresh(self.around.model, id, Kind::Phase, "next-phase");
            for (far, line) in lines.iter().take(MOST_SECOND).enumerate() {
                let block = format!("phase {name} {{ starts after {last}; {line} }}");
                self.put(&of, format!("add {block} to {of}"), Grade::Adds, far);
            }
            return;
        }
        let named = |word: &str| fresh(self.around.model, id, Kind::Phase, word);
        let (first, second) = (named("first-phase"), named("second-phase"));
        for (far, line) in lines.iter().take(MOST_FIRST).enumerate() {
            let opens = format!("add phase {first} {{ {line} }} to {of}");
            // What has begun does not begin again.
            let named = |line: &str| line.split_whitespace().last().map(str::to_owned);
            let others = lines.iter().enumerate().filter(|(_, o)| named(o) != named(line));
            for (further, other) in others.take(MOST_SECOND) {
                let follows = format!("{{ starts after {first}; {other} }}");
                let edits = vec![opens.clone(), format!("add phase {second} {follows} to {of}")];
                let (text, form) = (edits.join("; "), "add phases".to_owned());
                let (grade, far) = (Grade::Adds, far + further);
                self.list.push(Candidate { text, edits, form, grade, far });
            }
        }
    }

    /// What may stand in a phase, a line each: what the framework has, who is near it, what is known elsewhere.
    fn phase_lines(&self, id: EntityId) -> Vec<String> {
        let model = self.around.model;
        let things = &model.things;
        let root = things.root(id);
        // Nor does what stands in a phase begin once more.
        let phases = things.planned(root).flat_map(|p| model.facts(p)).flat_map(|(_, all)| all);
        let begun: FxHashSet<EntityId> = phases.flat_map(named_by).collect();
        let mut found: Vec<(usize, usize, String)> = Vec::new();
        for row in fields_of(Kind::Phase).map(FieldId::info) {
            let (Takes::Names(kinds), Many::List) = (row.takes, row.many) else { continue };
            // What a phase is good for, or stands beside, is nothing that begins in it.
            if kinds.iter().any(|k| k == Kind::Interest || k.is_planned()) {
                continue;
            }
            let all = kinds.iter().flat_map(|k| things.of_kind(k)).copied();
            let fits = |other: &EntityId| {
                let inside = things.root(*other) == root;
                // Of a basket its measures come with it.
                let top = things.get(*other).parent.is_none_or(|p| p == root);
                let free = things.get(*other).parent.is_none() && *other != root;
                // Who takes part already does not join.
                let joined =
                    things.get(*other).kind == Kind::Actor && self.near.within.contains(other);
                (inside && top || free) && !joined && !begun.contains(other)
            };
            let far = |other: EntityId| {
                if things.root(other) == root && other != root {
                    0
                } else {
                    1 + self.near.far(model, other)
                }
            };
            let mut of_field: Vec<(usize, EntityId)> =
                all.filter(fits).map(|other| (far(other), other)).collect();
            of_field.sort_by_key(|(far, _)| *far);
            let each = of_field.into_iter().take(MOST_OF_A_FIELD).enumerate();
            found.extend(each.map(|(nth, (far, other))| {
                (nth, far, format!("{} {}", row.name, things.get(other).name))
            }));
        }
        // Of each field one goes before a second of any.
        found.sort_by_key(|(nth, far, _)| (*far > NAMED + 1, *nth, *far));
        found.into_iter().map(|(.., line)| line).collect()
    }
}

/// Returns a name that nothing of a kind has in the framework.
fn fresh(model: &Model, id: EntityId, kind: Kind, word: &str) -> String {
    let things = &model.things;
    let taken = |name: &str| things.below(things.root(id), name, KindSet::from(kind)).is_some();
    let mut name = word.to_owned();
    let mut number = 1;
    while taken(&name) {
        number += 1;
        name = format!("{word}-{number}");
    }
    name
}

/// How much further those are that are of another sort than all that stands in a list.
const UNLIKE: usize = 4;

/// Returns what sort of actor somebody is.
fn sort_of(model: &Model, id: EntityId) -> Option<Word> {
    let row = crate::schema::field(model.things.get(id).kind, "kind")?;
    match model.one(id, Key::Field(row), &View::default()) {
        One::Known(Value::Word(word), _) => Some(word),
        _ => None,
    }
}

fn live(model: &Model, issue: EntityId) -> bool {
    let row = crate::schema::field(Kind::Issue, "live");
    let live = row.map(|row| model.truth(issue, Key::Field(row), &View::default()));
    matches!(live, Some(crate::model::TruthOf::Stated(true, _)))
}

/// Returns the words of a vocabulary but the one that stands, each with how far it is from that where they have an order.
fn words(list: &str, now: Option<Word>) -> Vec<(&'static str, usize)> {
    let Some((_, vocabulary)) = vocabulary(list) else { return Vec::new() };
    let ordered = vocabulary.ordered;
    let at = now.map(|w| w.index as usize);
    let each = vocabulary.words.iter().enumerate().filter(|(i, _)| Some(*i) != at);
    each.map(|(i, w)| match at {
        Some(at) if at < ordered && i < ordered => (w.word, at.abs_diff(i)),
        // Where nothing is said, the middle supposes least.
        None if i < ordered => (w.word, (ordered / 2).abs_diff(i)),
        _ if ordered > 0 => (w.word, ordered),
        _ => (w.word, 0),
    })
    .collect()
}
