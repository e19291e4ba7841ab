//! Compiled expressions over a model, in three values, with the facts that were read.
//!
//! Takes a [`Program`] and a [`Model`]; gives truths, lists, values and numbers. Notions are worked out once
//! for each thing and remembered, with what was read on the way: that is what a later what-if goes by.
//! Knows no rule. Bounded: nesting by the text, steps by [`MAX_STEPS`] for each question.

mod order;
mod sets;
mod trace;
mod words;

pub use sets::{Range, Set, SetBuilder, SetData, Single};
pub use trace::{Leaf, Trace, Tracer};

use rustc_hash::FxHashMap as HashMap;
use std::rc::Rc;

use crate::expr::{
    EntityId, Form, Key, Node, NodeId, NotionId, Notions, Program, Quant, Slot, Targets, Type,
};
use crate::model::{GateKind, Keyed, Model, One, Rest, TruthOf, Value, View};
use crate::schema::Kind;
use crate::value::{Bound, Number, Truth};

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
}

#[derive(Clone, Debug)]
enum Memo {
    Truth(Truth),
    Set(Set),
    Single(Single),
    Range(Range),
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
    memo: HashMap<(NotionId, EntityId), (Memo, Rc<[Read]>)>,
    networks: HashMap<EntityId, Rc<order::Plan>>,
    reads: Vec<Read>,
    steps: u64,
    /// Figures that a profile sets, by parameter.
    pub parameters: HashMap<crate::expr::ParameterId, Number>,
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
            memo: HashMap::default(),
            networks: HashMap::default(),
            reads: Vec::new(),
            steps: MAX_STEPS,
            parameters: HashMap::default(),
        }
    }

    /// Begins a question: makes room for its variables and gives it its steps.
    pub fn begin(&mut self, frame: usize) {
        self.stack.clear();
        self.stack.resize(frame, Value::Number(Number::whole(0)));
        self.base = 0;
        self.steps = MAX_STEPS;
        self.reads.clear();
    }

    /// Checks whether the last question ran out of steps.
    pub fn exhausted(&self) -> bool {
        self.steps == 0
    }

    /// Returns what the current question has read so far, each once, sorted.
    pub fn reads(&self) -> Vec<Read> {
        let mut reads = self.reads.clone();
        reads.sort_unstable();
        reads.dedup();
        reads
    }

    /// Returns what a notion of a thing read when it was worked out.
    pub fn reads_of(&self, notion: NotionId, of: EntityId) -> &[Read] {
        self.memo.get(&(notion, of)).map_or(&[], |(_, reads)| reads)
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
        self.steps > 0
    }

    fn read(&mut self, read: Read) {
        if self.reads.last() != Some(&read) {
            self.reads.push(read);
        }
    }

    // ---- truths -----------------------------------------------------------------------------------

    /// Works out a truth.
    pub fn truth(&mut self, id: NodeId) -> Truth {
        if !self.step() {
            return Truth::Undecided;
        }
        let program = self.program;
        match program.node(id) {
            Node::Fixed(truth) => *truth,
            Node::And(parts) => {
                let mut all = Truth::Yes;
                for part in parts {
                    all = all.and(self.truth(*part));
                    if all == Truth::No {
                        break;
                    }
                }
                all
            }
            Node::Or(parts) => {
                let mut any = Truth::No;
                for part in parts {
                    any = any.or(self.truth(*part));
                    if any == Truth::Yes {
                        break;
                    }
                }
                any
            }
            Node::Not(inner) => self.truth(*inner).negate(),
            Node::Known(inner) => Truth::from(self.truth(*inner) == Truth::Yes),
            Node::Quantified { quant, slot, set, filter, body, .. } => {
                self.quantified(*quant, *slot, *set, *filter, *body)
            }
            Node::TruthOf { subject, targets, .. } => {
                let subject = self.single(*subject);
                subject.ask(|value| self.truth_of(value, targets))
            }
            Node::NotEmpty(set) => self.set(*set).not_empty(),
            Node::HasValue(one) => match self.single(*one) {
                Single::Known(_) | Single::Some | Single::Contested(_) => Truth::Yes,
                Single::None => Truth::No,
                Single::Unknown => Truth::Undecided,
            },
            Node::Same(l, r) => {
                let (l, r) = (self.single(*l), self.single(*r));
                l.ask(|a| r.ask(|b| Truth::from(self.equal(a, b))))
            }
            Node::Exactly(set, one) => {
                let set = self.set(*set);
                let one = self.single(*one);
                one.ask(|value| {
                    let others = set
                        .items
                        .iter()
                        .filter(|(v, _)| *v != value)
                        .fold(Truth::No, |t, (_, p)| t.or(*p));
                    let others = if set.open { others.or(Truth::Undecided) } else { others };
                    set.contains(value).and(others.negate())
                })
            }
            Node::Ordered(l, bound, r) => self.ordered(*l, *bound, *r),
            Node::In(one, set) => {
                let one = self.single(*one);
                let set = self.set(*set);
                if set.items.is_empty() && !set.open && one != Single::None {
                    return Truth::No;
                }
                one.ask(|value| set.contains(value))
            }
            Node::AnyIn(l, r) => {
                let (l, r) = (self.set(*l), self.set(*r));
                any_in(&l, &r)
            }
            Node::AllIn(l, r) => {
                let (l, r) = (self.set(*l), self.set(*r));
                let listed = l
                    .items
                    .iter()
                    .fold(Truth::Yes, |all, (v, p)| all.and(p.negate().or(r.contains(*v))));
                if l.open { listed.and(Truth::Undecided) } else { listed }
            }
            Node::Timed(l, temporal, r) => {
                let (l, r) = (self.single(*l), self.single(*r));
                let temporal = *temporal;
                l.ask(|a| r.ask(|b| self.timed(a, temporal, b)))
            }
            Node::IsForm(one, form) => {
                let one = self.single(*one);
                let form = *form;
                one.ask(|value| Truth::from(self.has_form(value, form)))
            }
            Node::Call { notion, args, .. } => match self.call(*notion, args) {
                Some(Memo::Truth(truth)) => truth,
                _ => Truth::Undecided,
            },
            Node::Cases(cases) => {
                for (value, when) in cases {
                    match when.map_or(Truth::Yes, |w| self.truth(w)) {
                        Truth::Yes => return self.truth(*value),
                        Truth::No => {}
                        Truth::Undecided => return Truth::Undecided,
                    }
                }
                Truth::No
            }
            _ => Truth::Undecided,
        }
    }

    fn has_form(&self, value: Value, form: Form) -> bool {
        let Value::Entity(id) = value else { return false };
        let thing = self.model.things.get(id);
        match form {
            Form::Draft => thing.draft,
            Form::Csbm => thing.csbm,
            Form::Kind(kind) => thing.kind == kind,
        }
    }

    fn equal(&self, a: Value, b: Value) -> bool {
        match (a, b) {
            (Value::Quantity(x), Value::Quantity(y)) => {
                self.model.quantity(x) == self.model.quantity(y)
            }
            (a, b) => a == b,
        }
    }

    fn quantified(
        &mut self,
        quant: Quant,
        slot: Slot,
        set: NodeId,
        filter: Option<NodeId>,
        body: Option<NodeId>,
    ) -> Truth {
        let set = self.set(set);
        if filter.is_none() && body.is_none() {
            match quant {
                Quant::Some => return set.not_empty(),
                Quant::No => return set.not_empty().negate(),
                _ => {}
            }
        }
        let saved = self.slot(slot);
        let (mut certain, mut possible) = (0_i64, 0_i64);
        let mut result = if quant == Quant::Every { Truth::Yes } else { Truth::No };
        for (value, presence) in &set.items {
            self.set_slot(slot, *value);
            let mut holds = *presence;
            if let Some(filter) = filter {
                holds = holds.and(self.truth(filter));
            }
            if holds == Truth::No {
                continue;
            }
            let so = body.map_or(Truth::Yes, |b| self.truth(b));
            match quant {
                Quant::Every => result = result.and(holds.negate().or(so)),
                Quant::Some | Quant::No => result = result.or(holds.and(so)),
                Quant::Count(..) => match holds.and(so) {
                    Truth::Yes => certain += 1,
                    Truth::Undecided => possible += 1,
                    Truth::No => {}
                },
            }
            let settled = match quant {
                Quant::Every => result == Truth::No,
                Quant::Some | Quant::No => result == Truth::Yes,
                Quant::Count(..) => false,
            };
            if settled {
                break;
            }
        }
        self.set_slot(slot, saved);
        match quant {
            Quant::Every => {
                if set.open {
                    result.and(Truth::Undecided)
                } else {
                    result
                }
            }
            Quant::Some => {
                if set.open {
                    result.or(Truth::Undecided)
                } else {
                    result
                }
            }
            Quant::No => {
                if set.open {
                    result.or(Truth::Undecided).negate()
                } else {
                    result.negate()
                }
            }
            Quant::Count(bound, n) => {
                let range = Range { low: certain, high: (!set.open).then_some(certain + possible) };
                compare_ranges(range, bound, Range { low: n, high: Some(n) })
            }
        }
    }

    fn ordered(&mut self, l: NodeId, bound: Bound, r: NodeId) -> Truth {
        let (lt, rt) = (self.program.type_of(l), self.program.type_of(r));
        if lt == Type::Range || rt == Type::Range {
            let (a, b) = (self.range(l), self.range(r));
            return compare_ranges(a, bound, b);
        }
        let (l, r) = (self.single(l), self.single(r));
        l.ask(|a| r.ask(|b| self.compare(a, bound, b)))
    }

    fn compare(&self, a: Value, bound: Bound, b: Value) -> Truth {
        use std::cmp::Ordering;
        let order = match (a, b) {
            (Value::Word(a), Value::Word(b)) => a.compare(b),
            (Value::Number(a), Value::Number(b)) => Some(a.cmp(&b)),
            (Value::Quantity(a), Value::Quantity(b)) => {
                match (self.model.quantity(a), self.model.quantity(b)) {
                    (Some(a), Some(b)) if a.unit.dimension == b.unit.dimension => a
                        .number
                        .times(a.unit.size)
                        .zip(b.number.times(b.unit.size))
                        .map(|(a, b)| a.cmp(&b)),
                    _ => return Truth::Undecided,
                }
            }
            (Value::Date(a), Value::Date(b)) => {
                return match bound {
                    Bound::AtLeast => a.before(b).negate(),
                    Bound::AtMost => b.before(a).negate(),
                    Bound::MoreThan => b.before(a),
                    Bound::LessThan => a.before(b),
                };
            }
            _ => None,
        };
        let Some(order) = order else { return Truth::No };
        Truth::from(match bound {
            Bound::AtLeast => order != Ordering::Less,
            Bound::AtMost => order != Ordering::Greater,
            Bound::MoreThan => order == Ordering::Greater,
            Bound::LessThan => order == Ordering::Less,
        })
    }

    /// Works out a truth that is a fact or a notion of a thing.
    fn truth_of(&mut self, value: Value, targets: &Targets) -> Truth {
        let Some((id, key)) = self.target(value, targets) else { return Truth::No };
        self.read(Read::Fact(id, key));
        let definition = match key {
            Key::Notion(n) => Some(n),
            Key::Field(row) => self.notions.of_field(row),
        };
        if definition.is_none() || self.model.is_written(id, key, &self.view) {
            return match self.model.truth(id, key, &self.view) {
                TruthOf::Stated(b, _) => Truth::from(b),
                TruthOf::Silent => Truth::No,
                TruthOf::Unknown(_) | TruthOf::Contested(_) => Truth::Undecided,
            };
        }
        match definition.and_then(|n| self.notion(n, id)) {
            Some(Memo::Truth(truth)) => truth,
            _ => Truth::Undecided,
        }
    }

    fn target(&self, value: Value, targets: &Targets) -> Option<(EntityId, Key)> {
        let Value::Entity(id) = value else { return None };
        let kind = self.model.things.get(id).kind;
        targets.iter().find(|(k, _)| *k == kind).map(|(_, key)| (id, *key))
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
        self.read(Read::Notion(notion, of));
        if let Some((memo, _)) = self.memo.get(&(notion, of)) {
            return Some(memo.clone());
        }
        let outer = std::mem::take(&mut self.reads);
        let result = self.apply(notion, &[Value::Entity(of)]);
        let mut reads = std::mem::replace(&mut self.reads, outer);
        reads.sort_unstable();
        reads.dedup();
        if let Some(memo) = &result {
            if !self.exhausted() {
                self.memo.insert((notion, of), (memo.clone(), reads.into()));
            }
        }
        result
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
        self.apply(notion, &values)
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
            Node::Text(span) => Single::Known(Value::Text(*span)),
            Node::Number(number) => Single::Known(Value::Number(*number)),
            Node::FieldOne { base, targets } => match self.single(*base) {
                Single::Known(value) => self.single_of(value, targets),
                Single::None => Single::None,
                _ => Single::Unknown,
            },
            Node::GatePart(base, kinds) => match self.single(*base) {
                Single::Known(value) => match self.gate_part(value, *kinds) {
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
                        list.iter()
                            .filter_map(|(w, _)| w.first().map(|w| Value::Word(*w)))
                            .collect(),
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

    fn gate_part(&self, value: Value, kinds: crate::schema::KindSet) -> Option<Value> {
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

    // ---- lists ------------------------------------------------------------------------------------

    /// Works out a list.
    pub fn set(&mut self, id: NodeId) -> Set {
        if !self.step() {
            return Rc::new(SetData { open: true, ..SetData::default() });
        }
        let program = self.program;
        match program.node(id) {
            Node::FieldSet { base, targets, closure } => self.field_set(*base, targets, *closure),
            Node::Population(kind) => {
                self.read(Read::Population(*kind));
                let things = self.model.things.of_kind(*kind);
                let items = things.iter().map(|id| (Value::Entity(*id), Truth::Yes)).collect();
                Rc::new(SetData { items, ..SetData::default() })
            }
            Node::Those { slot, set, filter, .. } => {
                let all = self.set(*set);
                let Some(filter) = filter else { return all };
                let saved = self.slot(*slot);
                let mut kept = SetData { open: all.open, ..SetData::default() };
                for (value, presence) in &all.items {
                    self.set_slot(*slot, *value);
                    match presence.and(self.truth(*filter)) {
                        Truth::No => {
                            if all.open {
                                kept.absent.push(*value);
                            }
                        }
                        truth => kept.items.push((*value, truth)),
                    }
                }
                if all.open {
                    kept.absent.extend(all.absent.iter().copied());
                }
                self.set_slot(*slot, saved);
                Rc::new(kept)
            }
            Node::Union(l, r) => {
                let (l, r) = (self.set(*l), self.set(*r));
                if r.items.is_empty() && !r.open && !r.some {
                    return l;
                }
                if l.items.is_empty() && !l.open && !l.some {
                    return r;
                }
                let mut both = SetBuilder::default();
                for (value, presence) in l.items.iter().chain(&r.items) {
                    both.add(*value, *presence);
                }
                both.data.open = l.open || r.open;
                both.data.some = l.some || r.some;
                if both.data.open {
                    let absent = |set: &SetData, value: Value| set.contains(value) == Truth::No;
                    both.data.absent = l
                        .absent
                        .iter()
                        .chain(&r.absent)
                        .copied()
                        .filter(|v| absent(&l, *v) && absent(&r, *v))
                        .collect();
                }
                both.done()
            }
            Node::Except(l, r) => {
                let (l, r) = (self.set(*l), self.set(*r));
                let mut rest = SetData { open: l.open, ..SetData::default() };
                for (value, presence) in &l.items {
                    match presence.and(r.contains(*value).negate()) {
                        Truth::No => rest.absent.push(*value),
                        truth => rest.items.push((*value, truth)),
                    }
                }
                if l.open {
                    rest.absent.extend(l.absent.iter().copied());
                    rest.absent
                        .extend(r.items.iter().filter(|(_, p)| *p == Truth::Yes).map(|(v, _)| *v));
                }
                Rc::new(rest)
            }
            Node::Common(l, r) => {
                let (l, r) = (self.set(*l), self.set(*r));
                let mut both = SetBuilder::default();
                for (value, presence) in &l.items {
                    both.add(*value, presence.and(r.contains(*value)));
                }
                for (value, presence) in &r.items {
                    if !l.items.iter().any(|(v, _)| v == value) {
                        both.add(*value, presence.and(l.contains(*value)));
                    }
                }
                both.data.open = l.open && r.open;
                both.done()
            }
            Node::Listed(nodes) => {
                let mut list = SetBuilder::default();
                for node in nodes {
                    match self.single(*node) {
                        Single::Known(value) => list.add(value, Truth::Yes),
                        Single::None => {}
                        Single::Some => list.data.some = true,
                        Single::Unknown => list.data.open = true,
                        Single::Contested(values) => {
                            values.iter().for_each(|v| list.add(*v, Truth::Undecided))
                        }
                    }
                }
                list.data.open |= list.data.some;
                list.done()
            }
            Node::Keyed { owner, key, targets } => {
                let (Single::Known(owner), Single::Known(key)) =
                    (self.single(*owner), self.single(*key))
                else {
                    return Rc::new(SetData { open: true, ..SetData::default() });
                };
                let mut list = SetBuilder::default();
                match self.keyed(owner, key, targets) {
                    // What is said of an actor is what a source notes, not a complete list.
                    Keyed::Known(words, ..) => {
                        words.iter().for_each(|w| list.add(Value::Word(*w), Truth::Yes))
                    }
                    Keyed::None => {}
                    Keyed::Unknown(_) => list.data.open = true,
                    Keyed::Contested(all) => {
                        all.iter()
                            .flat_map(|(w, _)| w.iter())
                            .for_each(|w| list.add(Value::Word(*w), Truth::Undecided));
                    }
                }
                list.done()
            }
            Node::GatePart(base, kinds) => {
                let gates = self.set(*base);
                let mut list = SetBuilder::default();
                for (value, presence) in &gates.items {
                    if let Some(part) = self.gate_part(*value, *kinds) {
                        list.add(part, *presence);
                    }
                }
                list.data.open = gates.open;
                list.done()
            }
            Node::Call { notion, args, .. } => match self.call(*notion, args) {
                Some(Memo::Set(set)) => set,
                _ => Rc::new(SetData { open: true, ..SetData::default() }),
            },
            Node::Cases(cases) => {
                for (value, when) in cases {
                    match when.map_or(Truth::Yes, |w| self.truth(w)) {
                        Truth::Yes => return self.set(*value),
                        Truth::No => {}
                        Truth::Undecided => {
                            return Rc::new(SetData { open: true, ..SetData::default() });
                        }
                    }
                }
                Set::default()
            }
            _ => match self.single(id) {
                Single::Known(value) => {
                    Rc::new(SetData { items: vec![(value, Truth::Yes)], ..SetData::default() })
                }
                Single::None => Set::default(),
                _ => Rc::new(SetData { open: true, ..SetData::default() }),
            },
        }
    }

    fn field_set(&mut self, base: NodeId, targets: &Targets, closure: bool) -> Set {
        let things = match self.program.type_of(base) {
            Type::One(_) => match self.single(base) {
                Single::Known(value) if !closure => return self.set_of(value, targets),
                Single::Known(value) => {
                    Rc::new(SetData { items: vec![(value, Truth::Yes)], ..SetData::default() })
                }
                Single::None => return Set::default(),
                _ => return Rc::new(SetData { open: true, ..SetData::default() }),
            },
            _ => self.set(base),
        };
        let mut all = SetBuilder::default();
        all.data.open = things.open;
        let mut queue: Vec<(Value, Truth)> = things.items.clone();
        let mut seen: std::collections::HashSet<Value> = queue.iter().map(|(v, _)| *v).collect();
        let mut at = 0;
        while let Some((value, presence)) = queue.get(at).copied() {
            at += 1;
            let part = self.set_of(value, targets);
            all.data.open |= part.open;
            for (item, p) in &part.items {
                all.add(*item, presence.and(*p));
                if closure && seen.insert(*item) {
                    queue.push((*item, presence.and(*p)));
                }
            }
            all.data.some |= part.some && presence == Truth::Yes;
            if !self.step() {
                break;
            }
        }
        all.done()
    }

    /// Returns the list that a field or notion of a thing is.
    fn set_of(&mut self, value: Value, targets: &Targets) -> Set {
        let Some((id, key)) = self.target(value, targets) else { return Set::default() };
        self.read(Read::Fact(id, key));
        if let Some(notion) = self.unwritten_definition(id, key) {
            return match self.notion(notion, id) {
                Some(Memo::Set(set)) => set,
                Some(Memo::Single(Single::Known(value))) => {
                    Rc::new(SetData { items: vec![(value, Truth::Yes)], ..SetData::default() })
                }
                Some(Memo::Single(Single::None)) => Set::default(),
                _ => Rc::new(SetData { open: true, ..SetData::default() }),
            };
        }
        if matches!(key, Key::Field(row) if row.info().many == crate::schema::Many::One) {
            let mut list = SetBuilder::default();
            match self.model.one(id, key, &self.view) {
                One::Known(value, _) => list.add(value, Truth::Yes),
                One::None(_) => {}
                One::Some(_) | One::Unknown(_) => list.data.open = true,
                One::Contested(values) => {
                    values.iter().for_each(|(v, _)| list.add(*v, Truth::Undecided))
                }
            }
            return list.done();
        }
        let list = self.model.list(id, key, &self.view);
        let open = matches!(list.rest, Rest::Open(_));
        let items: Vec<(Value, Truth)> = list
            .items
            .iter()
            .map(|i| (i.value, if i.denied.is_some() { Truth::Undecided } else { Truth::Yes }))
            .collect();
        Rc::new(SetData {
            absent: if open { list.absent.iter().map(|(v, _)| *v).collect() } else { Vec::new() },
            some: list.some.is_some() || list.count.is_some_and(|(n, _)| n > 0),
            open,
            items,
        })
    }

    // ---- numbers ----------------------------------------------------------------------------------

    /// Works out a number, which may be a range.
    pub fn range(&mut self, id: NodeId) -> Range {
        let program = self.program;
        let unknown = Range { low: 0, high: None };
        match program.node(id) {
            Node::Number(number) => {
                number.as_whole().map_or(unknown, |n| Range { low: n, high: Some(n) })
            }
            Node::Parameter(id) => {
                let value = self
                    .parameters
                    .get(id)
                    .copied()
                    .or_else(|| self.notions.parameter(*id).map(|p| p.value));
                value
                    .and_then(Number::as_whole)
                    .map_or(unknown, |n| Range { low: n, high: Some(n) })
            }
            Node::Count(set) => {
                // `34 states` counts a list whose members are not named.
                if let Some(range) = self.counted(*set) {
                    return range;
                }
                self.set(*set).count()
            }
            Node::Call { notion, args, .. } => match self.call(*notion, args) {
                Some(Memo::Range(range)) => range,
                _ => unknown,
            },
            Node::Cases(cases) => {
                for (value, when) in cases {
                    match when.map_or(Truth::Yes, |w| self.truth(w)) {
                        Truth::Yes => return self.range(*value),
                        Truth::No => {}
                        Truth::Undecided => return unknown,
                    }
                }
                unknown
            }
            _ => match self.single(id) {
                Single::Known(Value::Number(number)) => {
                    number.as_whole().map_or(unknown, |n| Range { low: n, high: Some(n) })
                }
                _ => unknown,
            },
        }
    }

    fn counted(&mut self, set: NodeId) -> Option<Range> {
        let Node::FieldSet { base, targets, closure: false } = self.program.node(set) else {
            return None;
        };
        let Type::One(_) = self.program.type_of(*base) else { return None };
        let Single::Known(value) = self.single(*base) else { return None };
        let (id, key) = self.target(value, targets)?;
        if !matches!(key, Key::Field(row) if row.info().many == crate::schema::Many::List) {
            return None;
        }
        let (n, _) = self.model.list(id, key, &self.view).count?;
        Some(Range { low: i64::from(n), high: Some(i64::from(n)) })
    }
}

fn any_in(l: &SetData, r: &SetData) -> Truth {
    let listed = l.items.iter().fold(Truth::No, |any, (v, p)| any.or(p.and(r.contains(*v))));
    let listed = r.items.iter().fold(listed, |any, (v, p)| any.or(p.and(l.contains(*v))));
    if listed == Truth::Yes {
        return Truth::Yes;
    }
    // Where one list is closed, all its items have been asked of the other.
    if l.open && r.open { listed.or(Truth::Undecided) } else { listed }
}

fn compare_ranges(a: Range, bound: Bound, b: Range) -> Truth {
    let at_least = |a: Range, b: Range| {
        if b.high.is_some_and(|high| a.low >= high) {
            Truth::Yes
        } else if a.high.is_some_and(|high| high < b.low) {
            Truth::No
        } else {
            Truth::Undecided
        }
    };
    match bound {
        Bound::AtLeast => at_least(a, b),
        Bound::AtMost => at_least(b, a),
        Bound::MoreThan => at_least(b, a).negate(),
        Bound::LessThan => at_least(a, b).negate(),
    }
}
