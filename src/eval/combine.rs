//! Two lists made one: those in either, those in the one and not in the other, those in both.
//!
//! Takes lists as worked out; gives a list. Dates and figures are the same where they come to the same, however they
//! are written.

use std::rc::Rc;

use crate::eval::{Evaluator, Set, SetBuilder, SetData};
use crate::model::Value;
use crate::value::Truth;

impl Evaluator<'_> {
    /// Returns what is in either of two lists.
    pub(super) fn union(&self, l: &Set, r: &Set) -> Set {
        if r.items.is_empty() && !r.open && !r.some {
            return Rc::clone(l);
        }
        if l.items.is_empty() && !l.open && !l.some {
            return Rc::clone(r);
        }
        let mut both = SetBuilder::default();
        for (value, presence) in &l.items {
            both.add(*value, *presence);
        }
        for (value, presence) in &r.items {
            // What is written in two ways is one item all the same.
            let spelt = may_be_spelt_otherwise(*value).then_some(&l.items);
            let mut others = spelt.into_iter().flatten();
            let twin = others.find(|(v, _)| self.equal(*v, *value) == Truth::Yes);
            both.add(twin.map_or(*value, |(v, _)| *v), *presence);
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
                .filter(|v| absent(l, *v) && absent(r, *v))
                .collect();
        }
        both.done()
    }

    /// Returns what is in one list and not in another.
    pub(super) fn except(&mut self, l: &Set, r: &Set) -> Set {
        self.charge(l.items.len() * r.items.len());
        let mut rest = SetData { open: l.open, ..SetData::default() };
        for (value, presence) in &l.items {
            match presence.and(self.holds(r, *value).negate()) {
                Truth::No => rest.absent.push(*value),
                truth => rest.items.push((*value, truth)),
            }
        }
        if l.open {
            rest.absent.extend(l.absent.iter().copied());
            rest.absent.extend(r.items.iter().filter(|(_, p)| *p == Truth::Yes).map(|(v, _)| *v));
        }
        Rc::new(rest)
    }

    /// Returns what is in both of two lists.
    pub(super) fn common(&mut self, l: &Set, r: &Set) -> Set {
        self.charge(2 * l.items.len() * r.items.len());
        let mut both = SetBuilder::default();
        for (value, presence) in &l.items {
            both.add(*value, presence.and(self.holds(r, *value)));
        }
        for (value, presence) in &r.items {
            // What is, or may be, an item of the first list was asked there.
            if l.items.iter().all(|(v, _)| self.equal(*v, *value) == Truth::No) {
                both.add(*value, presence.and(self.holds(l, *value)));
            }
        }
        both.data.open = l.open && r.open;
        both.done()
    }
}

/// Checks whether a value may be written in several ways: a date more or less closely, a figure in other units.
fn may_be_spelt_otherwise(value: Value) -> bool {
    matches!(value, Value::Date(_) | Value::Quantity(_))
}
