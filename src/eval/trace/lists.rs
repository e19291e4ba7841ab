//! Why something is in a list, is not, or may be.

use crate::eval::trace::{Ask, Trace, Tracer};
use crate::eval::{Read, Single};
use crate::expr::{EntityId, Key, Node, NodeId, Targets, Type};
use crate::model::{List, Rest, Said, Value, Why};
use crate::value::Truth;

impl Tracer<'_, '_> {
    /// Returns why it is not known whether a value is in a list.
    pub fn possible(&mut self, id: NodeId, value: Value) -> Vec<Trace> {
        let program = self.eval.program;
        match program.node(id) {
            Node::Those { slot, set, filter, .. } => {
                let mut steps = Vec::new();
                if self.eval.member(*set, value) == Truth::Undecided {
                    steps.extend(self.possible(*set, value));
                }
                if let Some(filter) = filter {
                    let saved = self.eval.slot(*slot);
                    self.eval.set_slot(*slot, value);
                    if self.eval.truth(*filter) == Truth::Undecided {
                        steps.extend(self.truth(*filter));
                    }
                    self.eval.set_slot(*slot, saved);
                }
                steps
            }
            Node::Union(l, r) | Node::Common(l, r) | Node::Except(l, r) => {
                let mut steps = Vec::new();
                for side in [*l, *r] {
                    if self.eval.member(side, value) == Truth::Undecided {
                        steps.extend(self.possible(side, value));
                    }
                }
                steps
            }
            _ => {
                if self.whole
                    && let Some(steps) = self.disputed(id, value)
                {
                    return steps;
                }
                self.set(id, Ask::Open)
            }
        }
    }

    pub(super) fn set(&mut self, id: NodeId, ask: Ask) -> Vec<Trace> {
        if self.left == 0 {
            return Vec::new();
        }
        let program = self.eval.program;
        match program.node(id) {
            Node::FieldSet { base, targets, closure } => {
                self.field_set(*base, targets, *closure, ask)
            }
            Node::Those { slot, set, filter, .. } => self.those(*slot, *set, *filter, ask),
            Node::Union(l, r) => match ask {
                Ask::Present(value) => {
                    let first = self.eval.set(*l).contains(value) == Truth::Yes;
                    self.set(if first { *l } else { *r }, ask)
                }
                Ask::Open => {
                    let mut steps = Vec::new();
                    for side in [*l, *r] {
                        let part = self.eval.set(side);
                        if !part.certain() {
                            steps.extend(self.set(side, ask));
                        }
                    }
                    steps
                }
                Ask::Absent(_) | Ask::Closed => {
                    let mut steps = self.set(*l, ask);
                    steps.extend(self.set(*r, ask));
                    steps
                }
            },
            Node::Except(l, r) => match ask {
                Ask::Present(value) => {
                    let mut steps = self.set(*l, ask);
                    steps.extend(self.set(*r, Ask::Absent(value)));
                    steps
                }
                Ask::Absent(value) if self.eval.set(*r).contains(value) == Truth::Yes => {
                    self.set(*r, Ask::Present(value))
                }
                Ask::Closed => {
                    let mut steps = self.set(*l, ask);
                    for (value, _) in self.eval.set(*l).items.clone().iter().take(8) {
                        if self.eval.set(*r).contains(*value) == Truth::Yes {
                            steps.extend(self.set(*r, Ask::Present(*value)));
                        }
                    }
                    steps
                }
                Ask::Open => {
                    let mut steps = Vec::new();
                    if !self.eval.set(*l).certain() {
                        steps.extend(self.set(*l, ask));
                    }
                    if steps.is_empty() || !self.eval.set(*r).certain() {
                        steps.extend(self.set(*r, ask));
                    }
                    steps
                }
                Ask::Absent(_) => self.set(*l, ask),
            },
            Node::Common(l, r) => match ask {
                Ask::Absent(value) if self.eval.set(*l).contains(value) == Truth::No => {
                    self.set(*l, ask)
                }
                Ask::Absent(_) => self.set(*r, ask),
                Ask::Open => {
                    let mut steps = Vec::new();
                    for side in [*l, *r] {
                        if !self.eval.set(side).certain() {
                            steps.extend(self.set(side, ask));
                        }
                    }
                    steps
                }
                _ => {
                    let mut steps = self.set(*l, ask);
                    steps.extend(self.set(*r, ask));
                    steps
                }
            },
            Node::Listed(nodes) => nodes.iter().flat_map(|n| self.single(*n)).collect(),
            Node::Keyed { .. } => self.single(id),
            Node::GatePart(base, _) => {
                self.set(*base, if matches!(ask, Ask::Present(_)) { Ask::Closed } else { ask })
            }
            Node::Call { notion, args, .. } => {
                let values: Vec<Value> = args
                    .iter()
                    .filter_map(|a| match self.eval.single(*a) {
                        Single::Known(value) => Some(value),
                        _ => None,
                    })
                    .collect();
                self.in_body(*notion, &values, |this, body| this.set(body, ask))
            }
            Node::Cases(cases) => {
                for (value, when) in cases {
                    match when.map_or(Truth::Yes, |w| self.eval.truth(w)) {
                        Truth::Yes => {
                            let mut steps = when.map_or(Vec::new(), |w| self.truth(w));
                            steps.extend(self.set(*value, ask));
                            return steps;
                        }
                        Truth::Undecided => return when.map_or(Vec::new(), |w| self.truth(w)),
                        Truth::No => {}
                    }
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn those(
        &mut self,
        slot: u16,
        set: NodeId,
        filter: Option<NodeId>,
        ask: Ask,
    ) -> Vec<Trace> {
        let Some(filter) = filter else { return self.set(set, ask) };
        let saved = self.eval.slot(slot);
        let mut steps = Vec::new();
        match ask {
            Ask::Present(value) => {
                steps.extend(self.set(set, ask));
                self.eval.set_slot(slot, value);
                steps.extend(self.truth(filter));
            }
            Ask::Absent(value) => {
                if self.eval.member(set, value) == Truth::No {
                    steps.extend(self.set(set, ask));
                } else {
                    self.eval.set_slot(slot, value);
                    steps.extend(self.truth(filter));
                }
            }
            Ask::Open | Ask::Closed => {
                let all = self.eval.set(set);
                let wanted = if ask == Ask::Open { Truth::Undecided } else { Truth::No };
                for (value, _) in all.items.iter().take(64) {
                    self.eval.set_slot(slot, *value);
                    if self.eval.truth(filter) == wanted {
                        steps.extend(self.truth(filter));
                    }
                }
                if ask == Ask::Closed || !all.certain() {
                    steps.extend(self.set(set, ask));
                }
            }
        }
        self.eval.set_slot(slot, saved);
        steps
    }

    pub(super) fn field_set(
        &mut self,
        base: NodeId,
        targets: &Targets,
        closure: bool,
        ask: Ask,
    ) -> Vec<Trace> {
        let one = matches!(self.eval.program.type_of(base), Type::One(_));
        if one {
            return match self.eval.single(base) {
                Single::Known(value) => {
                    let mut steps = self.single(base);
                    steps.extend(self.set_of(value, targets, ask, closure));
                    steps
                }
                _ => self.single(base),
            };
        }
        let things = self.eval.set(base);
        let mut steps = Vec::new();
        for (value, presence) in &things.items {
            let part = self.eval.set_of(*value, targets);
            let here = match ask {
                Ask::Present(v) => part.contains(v) == Truth::Yes && *presence == Truth::Yes,
                Ask::Open => !part.certain(),
                Ask::Absent(_) | Ask::Closed => true,
            };
            if here {
                if let Ask::Present(_) = ask {
                    steps.extend(self.set(base, Ask::Present(*value)));
                }
                steps.extend(self.set_of(*value, targets, ask, closure));
                if let Ask::Present(_) = ask {
                    return steps;
                }
            }
        }
        match ask {
            Ask::Open if !things.certain() => steps.extend(self.set(base, Ask::Open)),
            Ask::Absent(_) | Ask::Closed => steps.extend(self.set(base, Ask::Closed)),
            _ => {}
        }
        steps
    }

    pub(super) fn set_of(
        &mut self,
        value: Value,
        targets: &Targets,
        ask: Ask,
        closure: bool,
    ) -> Vec<Trace> {
        let Some((of, key)) = self.eval.target(value, targets) else { return Vec::new() };
        self.eval.read(Read::Fact(of, key));
        if let Some(notion) = self.eval.unwritten_definition(of, key) {
            if let Ask::Absent(v) = ask
                && let Some(said) = self.eval.denial(of, key, v)
            {
                return self.denied(of, key, v, said);
            }
            let single = matches!(self.eval.body(notion), Some((_, Type::One(_))));
            return self.in_body(notion, &[value], |this, body| {
                if single { this.single(body) } else { this.set(body, ask) }
            });
        }
        if matches!(key, Key::Field(row) if row.info().many == crate::schema::Many::One) {
            return self.single_of(value, targets);
        }
        let list: List = self.eval.model.list(of, key, &self.eval.view);
        let fact = self.eval.fact_words(of, key);
        match ask {
            Ask::Present(v) => match list.items.iter().find(|i| i.value == v) {
                Some(item) => {
                    let words = self.eval.value_words(v, self.sources);
                    let label = if matches!(v, Value::Entity(_)) {
                        format!("{} names {words}", self.eval.key_words(key))
                    } else {
                        words.clone()
                    };
                    self.said(item.said, format!("{words} stands in `{fact}`"), label)
                }
                None if closure => Vec::new(),
                None => Vec::new(),
            },
            Ask::Absent(v) => {
                if let Some((_, said)) = list.absent.iter().find(|(a, _)| *a == v) {
                    return self.denied(of, key, v, *said);
                }
                match list.rest {
                    Rest::Closed(closed) => self.closed(of, key, closed, list.items.is_empty()),
                    Rest::Open(why) => self.missing(of, key, why),
                }
            }
            Ask::Open => {
                let mut steps = Vec::new();
                // Two numbers for one list.
                if list.counts.len() > 1 {
                    steps.extend(self.missing(of, key, Why::Contested));
                    for (number, said) in &list.counts {
                        steps.extend(self.said(*said, String::new(), format!("says {number}")));
                    }
                }
                for item in list.items.iter().filter(|i| i.denied.is_some()) {
                    let words = self.eval.value_words(item.value, self.sources);
                    if steps.is_empty() {
                        steps.extend(self.missing(of, key, Why::Contested));
                    }
                    steps.extend(self.said(item.said, String::new(), format!("counts {words} in")));
                    if let Some(denied) = item.denied {
                        steps.extend(self.said(
                            denied,
                            String::new(),
                            format!("does not count {words} in"),
                        ));
                    }
                }
                match list.rest {
                    Rest::Open(Why::Counted(_)) if list.counts.len() > 1 => {}
                    Rest::Open(why) => steps.extend(self.missing(of, key, why)),
                    Rest::Closed(_) => {}
                }
                steps
            }
            Ask::Closed => {
                let disputed: Vec<_> =
                    list.items.iter().filter_map(|i| Some((*i, i.denied?))).take(8).collect();
                let mut steps = Vec::new();
                for (item, denied) in &disputed {
                    let words = self.eval.value_words(item.value, self.sources);
                    let text = format!(
                        "sources disagree whether {words} stands in `{fact}`, and it makes no difference"
                    );
                    steps.extend(self.said(item.said, text, format!("counts {words} in")));
                    let label = format!("does not count {words} in");
                    steps.extend(self.said(*denied, String::new(), label));
                }
                match list.rest {
                    // By each of those who disagree it is complete.
                    Rest::Closed(_) if !disputed.is_empty() => {}
                    Rest::Closed(closed) => {
                        steps.extend(self.closed(of, key, closed, list.items.is_empty()));
                    }
                    Rest::Open(why) => steps.extend(self.missing(of, key, why)),
                }
                steps
            }
        }
    }

    fn denied(&mut self, of: EntityId, key: Key, value: Value, said: Said) -> Vec<Trace> {
        let fact = self.eval.fact_words(of, key);
        let words = self.eval.value_words(value, self.sources);
        self.said(
            said,
            format!("{words} is said not to stand in `{fact}`"),
            format!("{words} is not in `{}`", self.eval.key_words(key)),
        )
    }
}
