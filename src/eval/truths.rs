//! Expressions that are a yes or no.

use crate::eval::{Evaluator, Memo, Range, Read, SetData, Single};
use crate::expr::{EntityId, Form, Key, Node, NodeId, Quant, Slot, Targets, Type};
use crate::model::{TruthOf, Value};
use crate::value::{Bound, Truth};

impl Evaluator<'_> {
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
                Single::Known(_) | Single::Some => Truth::Yes,
                Single::Contested(values) if values.iter().all(Option::is_some) => Truth::Yes,
                Single::None => Truth::No,
                Single::Unknown | Single::Contested(_) => Truth::Undecided,
            },
            Node::Same(l, r) => {
                let (l, r) = (self.single(*l), self.single(*r));
                l.ask(|a| r.ask(|b| self.equal(a, b)))
            }
            Node::Exactly(set, one) => {
                let set = self.set(*set);
                let one = self.single(*one);
                one.ask(|value| {
                    let others = set
                        .items
                        .iter()
                        .fold(Truth::No, |t, (v, p)| t.or(p.and(self.equal(*v, value).negate())));
                    let others = if set.open { others.or(Truth::Undecided) } else { others };
                    self.holds(&set, value).and(others.negate())
                })
            }
            Node::Ordered(l, bound, r) => self.ordered(*l, *bound, *r),
            Node::In(one, set) => {
                let one = self.single(*one);
                let set = self.set(*set);
                self.charge(set.items.len());
                if set.items.is_empty() && !set.open && one != Single::None {
                    return Truth::No;
                }
                one.ask(|value| self.holds(&set, value))
            }
            Node::AnyIn(l, r) => {
                let (l, r) = (self.set(*l), self.set(*r));
                self.charge(2 * l.items.len() * r.items.len());
                self.any_in(&l, &r)
            }
            Node::AllIn(l, r) => {
                let (l, r) = (self.set(*l), self.set(*r));
                self.charge(l.items.len() * r.items.len());
                let listed = l
                    .items
                    .iter()
                    .fold(Truth::Yes, |all, (v, p)| all.and(p.negate().or(self.holds(&r, *v))));
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

    pub(super) fn has_form(&self, value: Value, form: Form) -> bool {
        let Value::Entity(id) = value else { return false };
        let thing = self.model.things.get(id);
        match form {
            Form::Draft => thing.draft,
            Form::Csbm => thing.csbm,
            Form::Kind(kind) => thing.kind == kind,
        }
    }

    /// Decides whether two values are the same.
    pub fn equal(&self, a: Value, b: Value) -> Truth {
        match (a, b) {
            (Value::Quantity(x), Value::Quantity(y)) => {
                match (self.quantity(x), self.quantity(y)) {
                    (Some(x), Some(y)) => x.equals(&y),
                    _ => Truth::Undecided,
                }
            }
            (Value::Date(x), Value::Date(y)) => x.same(y),
            (a, b) => Truth::from(a == b),
        }
    }

    /// Decides whether a value is in a list. Dates and figures may be the same without being written alike.
    pub(super) fn holds(&self, set: &SetData, value: Value) -> Truth {
        let listed = set.contains(value);
        if listed == Truth::Yes || !matches!(value, Value::Date(_) | Value::Quantity(_)) {
            return listed;
        }
        set.items.iter().fold(listed, |any, (v, p)| any.or(p.and(self.equal(*v, value))))
    }

    fn any_in(&self, l: &SetData, r: &SetData) -> Truth {
        let any = |of: &SetData, other: &SetData, so: Truth| {
            of.items.iter().fold(so, |any, (v, p)| any.or(p.and(self.holds(other, *v))))
        };
        let listed = any(r, l, any(l, r, Truth::No));
        if listed == Truth::Yes {
            return Truth::Yes;
        }
        // Where one list is closed, all its items have been asked of the other.
        if l.open && r.open { listed.or(Truth::Undecided) } else { listed }
    }

    pub(super) fn quantified(
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

    pub(super) fn ordered(&mut self, l: NodeId, bound: Bound, r: NodeId) -> Truth {
        let (lt, rt) = (self.program.type_of(l), self.program.type_of(r));
        if lt == Type::Range || rt == Type::Range {
            let (a, b) = (self.range(l), self.range(r));
            return compare_ranges(a, bound, b);
        }
        let (l, r) = (self.single(l), self.single(r));
        l.ask(|a| r.ask(|b| self.compare(a, bound, b)))
    }

    pub(super) fn compare(&self, a: Value, bound: Bound, b: Value) -> Truth {
        use std::cmp::Ordering;
        let order = match (a, b) {
            (Value::Word(a), Value::Word(b)) => a.compare(b),
            (Value::Number(a), Value::Number(b)) => Some(a.cmp(&b)),
            (Value::Quantity(a), Value::Quantity(b)) => {
                return match (self.quantity(a), self.quantity(b)) {
                    (Some(a), Some(b)) => a.compare(bound, &b),
                    _ => Truth::Undecided,
                };
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
    pub(super) fn truth_of(&mut self, value: Value, targets: &Targets) -> Truth {
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

    /// Decides a truth or a notion of a thing: as it is stated, or else as it is defined.
    pub(crate) fn truth_about(&mut self, id: EntityId, key: Key) -> Truth {
        let targets: Targets = Box::new([(self.model.things.get(id).kind, key)]);
        self.truth_of(Value::Entity(id), &targets)
    }

    pub(super) fn target(&self, value: Value, targets: &Targets) -> Option<(EntityId, Key)> {
        let Value::Entity(id) = value else { return None };
        let kind = self.model.things.get(id).kind;
        targets.iter().find(|(k, _)| *k == kind).map(|(_, key)| (id, *key))
    }
}

fn compare_ranges(a: Range, bound: Bound, b: Range) -> Truth {
    bound.between((Some(a.low), a.high), (Some(b.low), b.high))
}
