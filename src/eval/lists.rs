//! Expressions that are a list or a number.

use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

use crate::eval::{Evaluator, Kept, MAX_KEPT, Memo, Range, Read, Set, SetBuilder, SetData, Single};
use crate::expr::{EntityId, Key, Node, NodeId, Targets, Type};
use crate::model::{Keyed, One, Rest, Value};
use crate::value::{Number, Truth};

impl Evaluator<'_> {
    /// Works out a list.
    pub fn set(&mut self, id: NodeId) -> Set {
        if !self.step() {
            return Rc::new(SetData { open: true, ..SetData::default() });
        }
        let program = self.program;
        match program.node(id) {
            Node::FieldSet { base, targets, closure } => {
                self.field_set(id, *base, targets, *closure)
            }
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
                self.union(&l, &r)
            }
            Node::Except(l, r) => {
                let (l, r) = (self.set(*l), self.set(*r));
                self.except(&l, &r)
            }
            Node::Common(l, r) => {
                let (l, r) = (self.set(*l), self.set(*r));
                self.common(&l, &r)
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
                            values.iter().flatten().for_each(|v| list.add(*v, Truth::Undecided));
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
                        words.iter().for_each(|w| list.add(Value::Word(*w), Truth::Yes));
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
                    if let Some(part) = Self::gate_part(*value, *kinds) {
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

    /// Decides whether a value is in a list, going through the list only where the value itself does not tell.
    pub fn member(&mut self, set: NodeId, value: Value) -> Truth {
        if !self.step() {
            return Truth::Undecided;
        }
        let program = self.program;
        match program.node(set) {
            Node::Population(kind) => {
                self.read(Read::Population(*kind));
                let Value::Entity(id) = value else { return Truth::No };
                Truth::from(self.model.things.get(id).kind == *kind)
            }
            Node::Those { slot, set, filter, .. } => {
                let inside = self.member(*set, value);
                let Some(filter) = filter.filter(|_| inside != Truth::No) else { return inside };
                let saved = self.slot(*slot);
                self.set_slot(*slot, value);
                let so = inside.and(self.truth(filter));
                self.set_slot(*slot, saved);
                so
            }
            Node::Union(l, r) => match self.member(*l, value) {
                Truth::Yes => Truth::Yes,
                so => so.or(self.member(*r, value)),
            },
            Node::Except(l, r) => match self.member(*l, value) {
                Truth::No => Truth::No,
                so => so.and(self.member(*r, value).negate()),
            },
            Node::Common(l, r) => match self.member(*l, value) {
                Truth::No => Truth::No,
                so => so.and(self.member(*r, value)),
            },
            _ => {
                let set = self.set(set);
                self.holds(&set, value)
            }
        }
    }

    fn field_set(&mut self, id: NodeId, base: NodeId, targets: &Targets, closure: bool) -> Set {
        let things = match self.program.type_of(base) {
            Type::One(_) => match self.single(base) {
                Single::Known(value) if !closure => return self.set_of(value, targets),
                Single::Known(value) => {
                    let start = SetData { items: vec![(value, Truth::Yes)], ..SetData::default() };
                    let Value::Entity(of) = value else { return Rc::new(start) };
                    let work = |this: &mut Self| Some(Memo::Set(this.follow(&start, targets)));
                    return match self.remember(Kept::Closure(id, of), work) {
                        Some(Memo::Set(set)) => set,
                        _ => Rc::new(SetData { open: true, ..SetData::default() }),
                    };
                }
                Single::None => return Set::default(),
                _ => return Rc::new(SetData { open: true, ..SetData::default() }),
            },
            _ => self.set(base),
        };
        if closure {
            return self.follow(&things, targets);
        }
        let mut all = SetBuilder::default();
        all.data.open = things.open;
        for (value, presence) in &things.items {
            self.add_part(&mut all, *value, *presence, targets);
            if !self.step() {
                break;
            }
        }
        all.done()
    }

    /// Adds a field of a thing that is in a list, or may be.
    fn add_part(
        &mut self,
        all: &mut SetBuilder,
        value: Value,
        presence: Truth,
        targets: &Targets,
    ) -> Set {
        let part = self.set_of(value, targets);
        self.charge(part.items.len());
        all.data.open |= part.open;
        all.data.some |= part.some && presence == Truth::Yes;
        part.items.iter().for_each(|(item, p)| all.add(*item, presence.and(*p)));
        part
    }

    /// Follows a field from things to things to the end. What is certainly reached is followed first: a detour
    /// that is only possible makes nothing behind it less certain.
    fn follow(&mut self, things: &SetData, targets: &Targets) -> Set {
        let mut all = SetBuilder::default();
        all.data.open = things.open;
        let (mut certain, mut possible) = (VecDeque::new(), VecDeque::new());
        let (mut reached, mut perhaps) = (HashSet::new(), HashSet::new());
        let mut met = things.items.clone();
        loop {
            for (value, presence) in met.drain(..) {
                if presence == Truth::Yes {
                    if reached.insert(value) {
                        certain.push_back(value);
                    }
                } else if perhaps.insert(value) {
                    possible.push_back(value);
                }
            }
            let (value, presence) = match certain.pop_front() {
                Some(value) => (value, Truth::Yes),
                None => match possible.pop_front() {
                    Some(value) => (value, Truth::Undecided),
                    None => break,
                },
            };
            if presence == Truth::Undecided && reached.contains(&value) {
                continue;
            }
            let part = self.add_part(&mut all, value, presence, targets);
            met.extend(part.items.iter().map(|(item, p)| (*item, presence.and(*p))));
            if !self.step() {
                break;
            }
        }
        all.done()
    }

    /// Returns the list that a field or notion of a thing is.
    pub(super) fn set_of(&mut self, value: Value, targets: &Targets) -> Set {
        let Some((id, key)) = self.target(value, targets) else { return Set::default() };
        self.read(Read::Fact(id, key));
        if let Some(notion) = self.unwritten_definition(id, key) {
            let derived = match self.notion(notion, id) {
                Some(Memo::Set(set)) => set,
                Some(Memo::Single(Single::Known(value))) => {
                    Rc::new(SetData { items: vec![(value, Truth::Yes)], ..SetData::default() })
                }
                Some(Memo::Single(Single::None)) => Set::default(),
                _ => Rc::new(SetData { open: true, ..SetData::default() }),
            };
            let denied: Vec<Value> =
                self.model.denied(id, key, &self.view).map(|(v, _)| v).collect();
            return without(derived, denied);
        }
        let list = self.stated(id, key).0;
        self.charge(list.items.len());
        self.branched(id, key, list)
    }

    /// Returns the list that the texts state, and how many they say are in it. A rule asks for one list again
    /// and again, and it may have thousands of accounts: it is read once.
    fn stated(&mut self, id: EntityId, key: Key) -> (Set, Option<u32>) {
        if let Some(known) = self.lists.get(&(id, key)) {
            return known.clone();
        }
        let read = self.read_list(id, key);
        let weight = 1 + read.0.items.len() + read.0.absent.len();
        if self.weight.1 + weight <= MAX_KEPT.1 {
            self.weight.1 += weight;
            self.lists.insert((id, key), read.clone());
        }
        read
    }

    fn read_list(&self, id: EntityId, key: Key) -> (Set, Option<u32>) {
        if matches!(key, Key::Field(row) if row.info().many == crate::schema::Many::One) {
            let mut list = SetBuilder::default();
            match self.model.one(id, key, &self.view) {
                One::Known(value, _) => list.add(value, Truth::Yes),
                One::None(_) => {}
                One::Some(_) | One::Unknown(_) => list.data.open = true,
                One::Contested(values) => {
                    for v in values.iter().filter_map(|(v, _)| *v) {
                        list.add(v, Truth::Undecided);
                    }
                }
            }
            return (list.done(), None);
        }
        let list = self.model.list(id, key, &self.view);
        let open = matches!(list.rest, Rest::Open(_));
        let items: Vec<(Value, Truth)> = list
            .items
            .iter()
            .map(|i| (i.value, if i.denied.is_some() { Truth::Undecided } else { Truth::Yes }))
            .collect();
        let set = SetData {
            absent: if open { list.absent.iter().map(|(v, _)| *v).collect() } else { Vec::new() },
            some: list.some.is_some() || list.count.is_some_and(|(n, _)| n > 0),
            open,
            items,
        };
        (Rc::new(set), list.count.map(|(n, _)| n))
    }

    // ---- numbers ----------------------------------------------------------------------------------

    /// Works out a number, which may be a range.
    pub fn range(&mut self, id: NodeId) -> Range {
        let program = self.program;
        let unknown = Range::ANY;
        match program.node(id) {
            Node::Number(number) => number.as_whole().map_or(unknown, Range::just),
            Node::Parameter(id) => {
                self.figure(*id).and_then(Number::as_whole).map_or(unknown, Range::just)
            }
            Node::Count(set) => {
                // `34 states` counts a list whose members are not named.
                if let Some(range) = self.counted(*set) {
                    return range;
                }
                self.set(*set).count()
            }
            Node::FieldOne { base, targets } => match self.single(*base) {
                Single::Known(value) => self.range_of(value, targets),
                _ => unknown,
            },
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
                    number.as_whole().map_or(unknown, Range::just)
                }
                _ => unknown,
            },
        }
    }

    /// Returns the number that a field or notion of a thing is.
    fn range_of(&mut self, value: Value, targets: &Targets) -> Range {
        if let Some((id, key)) = self.target(value, targets)
            && let Some(notion) = self.unwritten_definition(id, key)
        {
            self.read(Read::Fact(id, key));
            if let Some(Memo::Range(range)) = self.notion(notion, id) {
                return range;
            }
        }
        match self.single_of(value, targets) {
            Single::Known(Value::Number(number)) => {
                number.as_whole().map_or(Range::ANY, Range::just)
            }
            _ => Range::ANY,
        }
    }

    pub(super) fn counted(&mut self, set: NodeId) -> Option<Range> {
        let Node::FieldSet { base, targets, closure: false } = self.program.node(set) else {
            return None;
        };
        let Type::One(_) = self.program.type_of(*base) else { return None };
        let Single::Known(value) = self.single(*base) else { return None };
        let (id, key) = self.target(value, targets)?;
        if !matches!(key, Key::Field(row) if row.info().many == crate::schema::Many::List) {
            return None;
        }
        self.read(Read::Fact(id, key));
        let n = self.stated(id, key).1?;
        Some(Range::just(i64::from(n)))
    }
}

/// Takes out of a derived list what a statement denies.
fn without(derived: Set, denied: Vec<Value>) -> Set {
    if denied.is_empty() {
        return derived;
    }
    let mut rest = SetData::clone(&derived);
    rest.items.retain(|(v, _)| !denied.contains(v));
    // That there is something held of what is taken out, too.
    rest.some &= !derived.items.iter().any(|(v, _)| denied.contains(v));
    if rest.open {
        rest.absent.extend(denied);
    }
    Rc::new(rest)
}
