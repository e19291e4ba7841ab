//! Compiled expressions over a model, in three values, with the facts that were read.
//!
//! Takes a [`Program`] and a [`Model`]; gives truths, lists, values and numbers. Notions are worked out once
//! for each thing and remembered, with what was read on the way: that is what a later what-if goes by.
//! Knows no rule. Bounded: nesting by the text, steps by [`MAX_STEPS`] for each question.

mod branching;
mod combine;
mod lists;
mod order;
mod plan;
mod sentences;
mod sets;
mod trace;
mod truths;
mod watch;
mod words;

pub use branching::{Settled, Went};
pub use plan::{
    Became, Between, Count, Done, Due, Ends, Gap, HAPPENED, InReturn, Lateness, Line, Plan, Run,
    Stretch, When, around, branch_of, choice_of, chosen_at, first_days_of, is_owed, moving_fields,
    time_fields,
};
pub use sets::{Range, Set, SetBuilder, SetData, Single};
pub use trace::{Leaf, MAX_TRACE, Trace, Tracer};
pub(crate) use watch::Ground;

use rustc_hash::FxHashMap as HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::expr::{
    EntityId, Key, Node, NodeId, NotionId, Notions, ParameterId, Program, Slot, Targets, Type,
};
use crate::model::{GateKind, Keyed, Model, One, Said, Value, View};
use crate::schema::Kind;
use crate::value::{Number, Quantity, Truth};

/// How many nodes may be visited for one question. A rule over a few hundred frameworks takes thousands;
/// past this the answer is undecided, and says so.
pub const MAX_STEPS: u64 = 50_000_000;

/// Something that was read: if it changes, the answer may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Read {
    /// A fact, silence included.
    Fact(EntityId, Key),
    /// A notion of a thing; what it rests on is kept with it.
    Notion(NotionId, EntityId),
    /// Which things of a kind there are.
    Population(Kind),
    /// Everything said of a thing at the top of a file and of what stands in it.
    Within(EntityId),
}

#[derive(Clone, Debug)]
enum Memo {
    Truth(Truth),
    Set(Set),
    Single(Single),
    Range(Range),
}

/// What is worked out once and remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kept {
    /// A definition of a thing.
    Notion(NotionId, EntityId),
    /// A definition of two things, or of one that is given in brackets.
    Pair(NotionId, EntityId, EntityId),
    /// A field of a thing, followed to the end.
    Closure(NodeId, EntityId),
    /// The plan of a framework.
    Plan(EntityId),
}

/// An entry of the record of what was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Mark {
    Read(Read),
    /// Everything that was read for something remembered.
    All(u32),
}

/// So many facts read and items found are remembered for definitions of one thing, and so many for all else:
/// what there is of pairs grows with the square of the things. Beyond that things are worked out again.
const MAX_KEPT: (usize, usize) = (1 << 23, 1 << 20);
/// From so many entries on, a record of what was read is freed of what it holds twice.
const LONG: usize = 1 << 16;

impl Kept {
    /// Returns what stands for it in the record of what was read.
    fn mark(self, at: u32) -> Mark {
        match self {
            Kept::Notion(notion, of) => Mark::Read(Read::Notion(notion, of)),
            Kept::Pair(..) | Kept::Closure(..) | Kept::Plan(_) => Mark::All(at),
        }
    }
}

impl Memo {
    /// Returns how much there is to remember.
    fn weight(&self) -> usize {
        match self {
            Memo::Set(set) => set.items.len() + set.absent.len(),
            _ => 0,
        }
    }
}

/// Works out expressions of one program over one model under one view.
pub struct Evaluator<'m> {
    /// The facts.
    pub model: &'m Model,
    /// The definitions.
    pub notions: &'m Notions,
    /// The compiled expressions.
    pub program: &'m Program,
    /// How claims are read.
    pub view: View,
    stack: Vec<Value>,
    base: usize,
    kept: HashMap<Kept, (Memo, u32)>,
    /// What was read for each thing remembered, and what that is.
    grounds: Vec<Box<[Mark]>>,
    keys: Vec<Kept>,
    /// How much is remembered: for definitions of one thing, and for all else.
    weight: (usize, usize),
    networks: HashMap<EntityId, Rc<Plan>>,
    /// The branches that are said to be taken, of every choice one; without them each may be.
    taken: Option<Vec<EntityId>>,
    /// The plans as far as choices are known to have gone.
    going: HashMap<EntityId, Rc<Plan>>,
    /// Where it is recorded what a plan was made from: it is asked for far more often than made.
    planned: HashMap<EntityId, u32>,
    /// The plans of two frameworks together.
    joined: HashMap<(EntityId, EntityId), Rc<Plan>>,
    /// The lists as the texts state them, each with the number that they give.
    lists: HashMap<(EntityId, Key), (Set, Option<u32>)>,
    marks: Vec<Mark>,
    /// The length of the record at which it is next freed of repetitions.
    long: usize,
    /// What earlier questions read, while somebody watches.
    watched: Option<Vec<Mark>>,
    steps: u64,
    /// Set from outside to end a long question: it then comes out undecided.
    pub stop: Option<Arc<AtomicBool>>,
    /// Figures that a profile sets, by parameter.
    pub parameters: HashMap<ParameterId, Number>,
}

impl<'m> Evaluator<'m> {
    /// Returns an evaluator that has read nothing yet.
    pub fn new(
        model: &'m Model,
        notions: &'m Notions,
        program: &'m Program,
        view: View,
    ) -> Evaluator<'m> {
        Evaluator {
            model,
            notions,
            program,
            view,
            stack: Vec::new(),
            base: 0,
            kept: HashMap::default(),
            grounds: Vec::new(),
            keys: Vec::new(),
            weight: (0, 0),
            networks: HashMap::default(),
            taken: None,
            going: HashMap::default(),
            planned: HashMap::default(),
            joined: HashMap::default(),
            lists: HashMap::default(),
            marks: Vec::new(),
            long: LONG,
            watched: None,
            steps: MAX_STEPS,
            stop: None,
            parameters: HashMap::default(),
        }
    }

    /// Begins a question: makes room for its variables and gives it its steps.
    pub fn begin(&mut self, frame: usize) {
        self.note_watched();
        self.stack.clear();
        self.stack.resize(frame, Value::Number(Number::whole(0)));
        self.base = 0;
        self.steps = MAX_STEPS;
        self.marks.clear();
        self.long = LONG;
    }

    /// Checks whether the last question ran out of steps.
    pub fn exhausted(&self) -> bool {
        self.steps == 0
    }

    /// Returns what the current question has read so far, each once, sorted.
    pub fn reads(&self) -> Vec<Read> {
        self.all_read(&self.marks)
    }

    /// Returns what a notion of a thing read when it was worked out, each once, sorted.
    pub fn reads_of(&self, notion: NotionId, of: EntityId) -> Vec<Read> {
        let kept = self.kept.get(&Kept::Notion(notion, of));
        let marks = kept.and_then(|(_, at)| self.grounds.get(*at as usize));
        marks.map_or(Vec::new(), |marks| self.all_read(marks))
    }

    /// Writes out a record, with what was read for the remembered things that it rests on.
    fn all_read(&self, marks: &[Mark]) -> Vec<Read> {
        let mut reads = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        let mut open = vec![marks];
        while let Some(marks) = open.pop() {
            for mark in marks {
                match mark {
                    Mark::Read(read) => reads.push(*read),
                    Mark::All(at) if seen.insert(*at) => {
                        open.extend(self.grounds.get(*at as usize).map(|m| &**m));
                    }
                    Mark::All(_) => {}
                }
            }
        }
        reads.sort_unstable();
        reads.dedup();
        reads
    }

    /// Sets a variable of the current frame.
    pub fn set_slot(&mut self, slot: Slot, value: Value) {
        let at = self.base + slot as usize;
        if self.stack.len() <= at {
            self.stack.resize(at + 1, Value::Number(Number::whole(0)));
        }
        if let Some(place) = self.stack.get_mut(at) {
            *place = value;
        }
    }

    /// Returns a variable of the current frame.
    pub fn slot(&self, slot: Slot) -> Value {
        self.stack
            .get(self.base + slot as usize)
            .copied()
            .unwrap_or(Value::Number(Number::whole(0)))
    }

    fn step(&mut self) -> bool {
        self.steps = self.steps.saturating_sub(1);
        // Looked at now and then: it costs more than a step.
        if self.steps.is_multiple_of(4096)
            && self.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed))
        {
            self.steps = 0;
        }
        self.steps > 0
    }

    /// Takes the steps of work on lists, which goes through their items.
    fn charge(&mut self, items: usize) {
        self.steps = self.steps.saturating_sub(items as u64);
    }

    /// Notes that something was read.
    pub(crate) fn read(&mut self, read: Read) {
        self.mark(Mark::Read(read));
    }

    fn mark(&mut self, mark: Mark) {
        if self.marks.last() == Some(&mark) {
            return;
        }
        self.marks.push(mark);
        if self.marks.len() >= self.long {
            self.marks.sort_unstable();
            self.marks.dedup();
            self.long = LONG.max(2 * self.marks.len());
        }
    }

    /// Returns what is remembered under a key, or works it out and remembers it with what is read for it.
    fn remember(
        &mut self,
        key: Kept,
        work: impl FnOnce(&mut Self) -> Option<Memo>,
    ) -> Option<Memo> {
        let known = self.kept.get(&key).map(|(memo, at)| (memo.clone(), *at));
        if let Some((memo, at)) = known {
            self.mark(key.mark(at));
            return Some(memo);
        }
        let outer = (std::mem::take(&mut self.marks), std::mem::replace(&mut self.long, LONG));
        let result = work(self);
        let mut marks = std::mem::replace(&mut self.marks, outer.0);
        self.long = outer.1;
        marks.sort_unstable();
        marks.dedup();
        let weight = 1 + marks.len() + result.as_ref().map_or(0, Memo::weight);
        let (kept, most) = match key {
            Kept::Notion(..) => (&mut self.weight.0, MAX_KEPT.0),
            Kept::Pair(..) | Kept::Closure(..) | Kept::Plan(_) => (&mut self.weight.1, MAX_KEPT.1),
        };
        match &result {
            Some(memo) if self.steps > 0 && *kept + weight <= most => {
                *kept += weight;
                let at = u32::try_from(self.grounds.len()).unwrap_or(u32::MAX);
                self.grounds.push(marks.into());
                self.keys.push(key);
                self.kept.insert(key, (memo.clone(), at));
                self.mark(key.mark(at));
            }
            _ => {
                if let Kept::Notion(notion, of) = key {
                    self.read(Read::Notion(notion, of));
                }
                for mark in marks {
                    self.mark(mark);
                }
            }
        }
        result
    }

    // ---- definitions ------------------------------------------------------------------------------

    /// Works out what a notion's definition gives for a thing, whatever is stated of it there.
    pub fn derived(&mut self, notion: NotionId, of: EntityId) -> Option<Truth> {
        match self.notion(notion, of)? {
            Memo::Truth(truth) => Some(truth),
            _ => None,
        }
    }

    fn notion(&mut self, notion: NotionId, of: EntityId) -> Option<Memo> {
        let work = |this: &mut Self| this.apply(notion, &[Value::Entity(of)]);
        self.remember(Kept::Notion(notion, of), work)
    }

    fn call(&mut self, notion: NotionId, args: &[NodeId]) -> Option<Memo> {
        let mut values = Vec::with_capacity(args.len());
        for arg in args {
            match self.single(*arg) {
                Single::Known(value) => values.push(value),
                // A definition of something that there is not is not so.
                Single::None => {
                    return match self.body(notion)?.1 {
                        Type::Truth => Some(Memo::Truth(Truth::No)),
                        Type::One(_) => Some(Memo::Single(Single::None)),
                        Type::Set(_) => Some(Memo::Set(Set::default())),
                        Type::Range => None,
                    };
                }
                _ => return None,
            }
        }
        let key = match values.as_slice() {
            [Value::Entity(one)] => Kept::Pair(notion, *one, *one),
            [Value::Entity(one), Value::Entity(other)] => Kept::Pair(notion, *one, *other),
            _ => return self.apply(notion, &values),
        };
        self.remember(key, |this| this.apply(notion, &values))
    }

    fn body(&self, notion: NotionId) -> Option<(NodeId, Type)> {
        match self.notions.get(notion)?.stage {
            crate::expr::Stage::Done(body) => body,
            _ => None,
        }
    }

    /// Opens a frame for a definition; to be closed with [`Evaluator::close`].
    fn open(&mut self, notion: NotionId, args: &[Value]) -> usize {
        let outer = self.base;
        self.base = self.stack.len();
        let frame = self.notions.get(notion).map_or(0, |n| n.frame.max(args.len()));
        self.stack.extend_from_slice(args);
        self.stack.resize(self.base + frame, Value::Number(Number::whole(0)));
        outer
    }

    fn close(&mut self, outer: usize) {
        self.stack.truncate(self.base);
        self.base = outer;
    }

    fn apply(&mut self, notion: NotionId, args: &[Value]) -> Option<Memo> {
        let (body, ty) = self.body(notion)?;
        let outer = self.open(notion, args);
        let result = match ty {
            Type::Truth => Memo::Truth(self.truth(body)),
            Type::Set(_) => Memo::Set(self.set(body)),
            Type::One(_) => Memo::Single(self.single(body)),
            Type::Range => Memo::Range(self.range(body)),
        };
        self.close(outer);
        Some(result)
    }

    /// Numbers a quantity that a rule names: after those of the texts, by its place in the program.
    fn literal(&self, id: NodeId) -> u32 {
        let before = u32::try_from(self.model.quantities()).unwrap_or(u32::MAX);
        before.saturating_add(id.0)
    }

    /// Returns a quantity of the texts or of a rule.
    pub(super) fn quantity(&self, at: u32) -> Option<Quantity> {
        if let Some(stated) = self.model.quantity(at) {
            return Some(*stated);
        }
        let before = u32::try_from(self.model.quantities()).ok()?;
        match self.program.node(NodeId(at.checked_sub(before)?)) {
            Node::Quantity(named) => Some(*named),
            Node::Parameter(id) => {
                let unit = self.notions.parameter(*id)?.unit?;
                let number = self.figure(*id)?;
                Some(Quantity { bound: None, number, unit, first_day: None })
            }
            _ => None,
        }
    }

    /// Returns the figure of a parameter: what a profile sets it to, or its own.
    pub(super) fn figure(&self, id: ParameterId) -> Option<Number> {
        let set = self.parameters.get(&id).copied();
        set.or_else(|| self.notions.parameter(id).map(|p| p.value))
    }

    // ---- single values ----------------------------------------------------------------------------

    /// Works out a single value.
    pub fn single(&mut self, id: NodeId) -> Single {
        if !self.step() {
            return Single::Unknown;
        }
        let program = self.program;
        match program.node(id) {
            Node::Slot(slot) => Single::Known(self.slot(*slot)),
            Node::Entity(id) => Single::Known(Value::Entity(*id)),
            Node::Word(word) => Single::Known(Value::Word(*word)),
            Node::Date(date) => Single::Known(Value::Date(*date)),
            Node::Text(first, words) => {
                Single::Known(Value::Text(self.model.text(words).unwrap_or(*first)))
            }
            Node::Number(number) => Single::Known(Value::Number(*number)),
            Node::Quantity(_) | Node::Parameter(_) => {
                Single::Known(Value::Quantity(self.literal(id)))
            }
            Node::FieldOne { base, targets } => match self.single(*base) {
                Single::Known(value) => self.single_of(value, targets),
                Single::None => Single::None,
                _ => Single::Unknown,
            },
            Node::GatePart(base, kinds) => match self.single(*base) {
                Single::Known(value) => match Self::gate_part(value, *kinds) {
                    Some(value) => Single::Known(value),
                    None => Single::None,
                },
                other => other,
            },
            Node::Keyed { owner, key, targets } => match (self.single(*owner), self.single(*key)) {
                (Single::Known(owner), Single::Known(key)) => match self.keyed(owner, key, targets)
                {
                    Keyed::Known(words, ..) => {
                        words.first().map_or(Single::Unknown, |w| Single::Known(Value::Word(*w)))
                    }
                    Keyed::None => Single::None,
                    Keyed::Unknown(_) => Single::Unknown,
                    Keyed::Contested(list) => Single::Contested(
                        list.iter().map(|(w, _)| w.first().map(|w| Value::Word(*w))).collect(),
                    ),
                },
                (Single::None, _) | (_, Single::None) => Single::None,
                _ => Single::Unknown,
            },
            Node::Call { notion, args, .. } => match self.call(*notion, args) {
                Some(Memo::Single(single)) => single,
                _ => Single::Unknown,
            },
            Node::Cases(cases) => {
                for (value, when) in cases {
                    match when.map_or(Truth::Yes, |w| self.truth(w)) {
                        Truth::Yes => return self.single(*value),
                        Truth::No => {}
                        Truth::Undecided => return Single::Unknown,
                    }
                }
                Single::None
            }
            _ => Single::Unknown,
        }
    }

    fn gate_part(value: Value, kinds: crate::schema::KindSet) -> Option<Value> {
        match value {
            Value::Gate(kind, id) => {
                let fits = match kind {
                    GateKind::Condition => kinds.has(Kind::Condition),
                    GateKind::Done => kinds.has(Kind::Measure),
                    GateKind::Consent => kinds.has(Kind::Actor),
                    GateKind::Settled => kinds.has(Kind::Issue),
                };
                fits.then_some(Value::Entity(id))
            }
            _ => None,
        }
    }

    fn keyed(&mut self, owner: Value, key: Value, targets: &Targets) -> Keyed {
        let (Some((id, field)), Value::Entity(of)) = (self.target(owner, targets), key) else {
            return Keyed::None;
        };
        self.read(Read::Fact(id, field));
        self.model.keyed(id, field, of, &self.view)
    }

    fn single_of(&mut self, value: Value, targets: &Targets) -> Single {
        let Some((id, key)) = self.target(value, targets) else { return Single::None };
        self.read(Read::Fact(id, key));
        if let Some(notion) = self.unwritten_definition(id, key) {
            return match self.notion(notion, id) {
                // A definition by cases of which none applies says nothing: silence stays silence.
                Some(Memo::Single(Single::None)) if matches!(key, Key::Field(_)) => {
                    self.silent_single(id, key)
                }
                // The statement that it is not so beats the derivation.
                Some(Memo::Single(Single::Known(value)))
                    if self.denial(id, key, value).is_some() =>
                {
                    Single::Unknown
                }
                Some(Memo::Single(single)) => single,
                Some(Memo::Range(range)) if Some(range.low) == range.high => {
                    Single::Known(Value::Number(Number::whole(range.low)))
                }
                _ => Single::Unknown,
            };
        }
        match self.model.one(id, key, &self.view) {
            One::Known(value, _) => Single::Known(value),
            One::None(_) => Single::None,
            One::Some(_) => Single::Some,
            One::Unknown(_) => Single::Unknown,
            One::Contested(values) => Single::Contested(values.iter().map(|(v, _)| *v).collect()),
        }
    }

    fn silent_single(&self, id: EntityId, key: Key) -> Single {
        match self.model.one(id, key, &self.view) {
            One::None(_) => Single::None,
            _ => Single::Unknown,
        }
    }

    /// Returns the statement that a value is not in a field or notion.
    pub(crate) fn denial(&self, id: EntityId, key: Key, value: Value) -> Option<Said> {
        self.model.denied(id, key, &self.view).find(|(v, _)| *v == value).map(|(_, said)| said)
    }

    /// Returns the definition that says what a fact is, where no statement does.
    pub(crate) fn unwritten_definition(&self, id: EntityId, key: Key) -> Option<NotionId> {
        let notion = match key {
            Key::Notion(n) => n,
            Key::Field(row) => self.notions.of_field(row)?,
        };
        let silent = !self.model.is_written(id, key, &self.view)
            && self.model.closed_by_group(id, key).is_none();
        silent.then_some(notion)
    }
}

#[cfg(test)]
mod tests;
