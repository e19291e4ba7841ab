//! Values and compiled expressions in words, for messages and derivations.

use super::{Evaluator, Single};
use crate::expr::{EntityId, Form, Key, Node, NodeId, Quant, Slot, Targets, Type};
use crate::model::{GateKind, MomentTarget, Value};
use crate::source::Sources;
use crate::value::Truth;

/// How many items of a list are written out in a message; the rest are counted.
const MAX_ITEMS: usize = 12;

impl Evaluator<'_> {
    /// Returns a value as a reader wrote it: names in backticks.
    pub fn value_words(&self, value: Value, sources: &Sources) -> String {
        match value {
            Value::Entity(id) => format!("`{}`", self.model.things.get(id).name),
            Value::Word(word) => word.text().to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Date(date) => date.to_string(),
            Value::Place(place) => place.to_string(),
            Value::Text(span) => format!("“{}”", sources.slice(span)),
            Value::Quantity(at) => self.quantity(at).map_or_else(String::new, |q| q.to_string()),
            Value::Moment(at) => match self.model.moment(at).map(|m| m.target) {
                Some(MomentTarget::Date(date)) => date.to_string(),
                Some(MomentTarget::Dates(from, to)) => format!("{from} to {to}"),
                Some(MomentTarget::Entity(id)) => format!("`{}`", self.model.things.get(id).name),
                Some(MomentTarget::OneOf { later, from, count }) => {
                    let which = if later { "later" } else { "earlier" };
                    let one = |at| self.value_words(Value::Moment(at), sources);
                    let all: Vec<String> = (from..from.saturating_add(count)).map(one).collect();
                    format!("the {which} of {}", all.join(" and "))
                }
                None => String::new(),
            },
            Value::Gate(kind, id) => {
                let name = &self.model.things.get(id).name;
                match kind {
                    GateKind::Condition => format!("`{name}`"),
                    GateKind::Done => format!("done `{name}`"),
                    GateKind::Consent => format!("consent of `{name}`"),
                    GateKind::Settled => format!("settled `{name}`"),
                }
            }
            Value::Notion(span) => format!("`{}`", sources.slice(span)),
        }
    }

    /// Returns values as a list in words: `a`, `b` and `c`.
    pub fn list_words(&self, values: &[Value], sources: &Sources) -> String {
        let mut words: Vec<String> =
            values.iter().take(MAX_ITEMS).map(|v| self.value_words(*v, sources)).collect();
        if values.len() > MAX_ITEMS {
            words.push(format!("{} more", values.len() - MAX_ITEMS));
        }
        match words.as_slice() {
            [] => "nothing".to_owned(),
            [one] => one.clone(),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        }
    }

    /// Returns what an expression comes to, in words: for the `{…}` of a message.
    pub fn result_words(&mut self, id: NodeId, sources: &Sources) -> String {
        match self.program.type_of(id) {
            Type::Truth => self.truth(id).word().to_owned(),
            Type::Range => self.range(id).words(),
            Type::One(_) => match self.single(id) {
                Single::Known(value) => self.value_words(value, sources),
                Single::None => "none".to_owned(),
                Single::Some | Single::Unknown => "unknown".to_owned(),
                Single::Contested(values) => {
                    let words: Vec<String> = values
                        .iter()
                        .map(|v| v.map_or("none".to_owned(), |v| self.value_words(v, sources)))
                        .collect();
                    words.join(" or ")
                }
            },
            Type::Set(_) => {
                let set = self.set(id);
                let certain: Vec<Value> =
                    set.items.iter().filter(|(_, p)| *p == Truth::Yes).map(|(v, _)| *v).collect();
                if certain.is_empty() && set.open {
                    return "nothing that is stated".to_owned();
                }
                self.list_words(&certain, sources)
            }
        }
    }

    /// Returns the name of a fact.
    pub fn key_words(&self, key: Key) -> String {
        match key {
            Key::Field(row) => row.info().written().to_owned(),
            Key::Notion(id) => self.notions.name(id).to_owned(),
        }
    }

    /// Returns the name of what is asked of something, as whoever asks has to write it: the same for all kinds of it.
    pub(super) fn name_of(&self, targets: &Targets) -> String {
        targets.first().map_or_else(String::new, |(_, key)| match key {
            Key::Field(row) => row.info().name.to_owned(),
            Key::Notion(_) => self.key_words(*key),
        })
    }

    /// Returns the path of a fact: `napci.agenda`.
    pub fn fact_words(&self, id: EntityId, key: Key) -> String {
        format!("{}.{}", self.model.things.path(id), self.key_words(key))
    }

    /// Returns an expression in words, its variables replaced by what they stand for; `unbound` are the
    /// variables of quantifiers around it, by name.
    pub fn words(&mut self, id: NodeId, sources: &Sources) -> String {
        self.words_in(id, sources, &mut Vec::new())
    }

    pub(super) fn words_in(
        &mut self,
        id: NodeId,
        sources: &Sources,
        unbound: &mut Vec<(Slot, String)>,
    ) -> String {
        let program = self.program;
        let mut w = |this: &mut Self, node: NodeId| this.words_in(node, sources, unbound);
        match program.node(id) {
            Node::Fixed(truth) => truth.word().to_owned(),
            Node::And(parts) => parts.iter().map(|p| w(self, *p)).collect::<Vec<_>>().join(" and "),
            Node::Or(parts) => parts.iter().map(|p| w(self, *p)).collect::<Vec<_>>().join(" or "),
            Node::Not(inner) => format!("not ({})", w(self, *inner)),
            Node::Known(inner) => format!("known: {}", w(self, *inner)),
            Node::Quantified { quant, slot, name, set, filter, body } => {
                let many = match quant {
                    Quant::Every => "every".to_owned(),
                    Quant::Some => "some".to_owned(),
                    Quant::No => "no".to_owned(),
                    Quant::Count(bound, n) => format!("{} {n}", bound.words()),
                };
                let set = w(self, *set);
                let name = sources.slice(*name).to_owned();
                unbound.push((*slot, name.clone()));
                let mut text = format!("{many} {name} in {set}");
                if let Some(filter) = filter {
                    text.push_str(&format!(" where {}", self.words_in(*filter, sources, unbound)));
                }
                if let Some(body) = body {
                    text.push_str(&format!(": {}", self.words_in(*body, sources, unbound)));
                }
                unbound.pop();
                text
            }
            Node::TruthOf { subject, targets, noun } => {
                let subject = w(self, *subject);
                let name = self.name_of(targets);
                format!("{subject} {} {name}", if *noun { "has" } else { "is" })
            }
            Node::NotEmpty(set) => format!("{} is not empty", w(self, *set)),
            Node::HasValue(one) => format!("there is {}", w(self, *one)),
            Node::Same(l, r) | Node::Exactly(l, r) => format!("{} is {}", w(self, *l), w(self, *r)),
            Node::Ordered(l, bound, r) => {
                format!("{} {} {}", w(self, *l), bound.words(), w(self, *r))
            }
            Node::In(l, r) => {
                let among =
                    if matches!(program.node(*r), Node::Listed(_)) { "is any of" } else { "in" };
                format!("{} {among} {}", w(self, *l), w(self, *r))
            }
            Node::AnyIn(l, r) => format!("{} any in {}", w(self, *l), w(self, *r)),
            Node::AllIn(l, r) => format!("{} all in {}", w(self, *l), w(self, *r)),
            Node::Timed(l, temporal, r) => {
                let word = temporal.word();
                format!("{} {word} {}", w(self, *l), w(self, *r))
            }
            Node::IsForm(one, form) => {
                let form = match form {
                    Form::Draft => "draft",
                    Form::Csbm => "csbm",
                    Form::Kind(kind) => kind.word(),
                };
                format!("{} is {form}", w(self, *one))
            }
            Node::Slot(slot) => match unbound.iter().rev().find(|(s, _)| s == slot) {
                Some((_, name)) => name.clone(),
                None => self.value_words(self.slot(*slot), sources).trim_matches('`').to_owned(),
            },
            Node::Entity(id) => self.model.things.path(*id),
            Node::Word(word) => word.text().to_owned(),
            Node::Date(date) => date.to_string(),
            Node::Text(span, _) => format!("“{}”", sources.slice(*span)),
            Node::Quantity(q) => q.to_string(),
            Node::FieldOne { base, targets } | Node::FieldSet { base, targets, .. } => {
                let name = self.name_of(targets);
                format!("{}.{name}", w(self, *base))
            }
            Node::Keyed { owner, key, targets } => {
                let name = self.name_of(targets);
                format!("{name}({}, {})", w(self, *key), w(self, *owner))
            }
            Node::GatePart(base, _) => w(self, *base),
            Node::Population(kind) => kind.plural().to_owned(),
            Node::Those { slot, name, set, filter } => {
                let set = w(self, *set);
                let name = sources.slice(*name).to_owned();
                let Some(filter) = filter else { return set };
                unbound.push((*slot, name.clone()));
                let filter = self.words_in(*filter, sources, unbound);
                unbound.pop();
                format!("those {name} in {set} where {filter}")
            }
            Node::Union(l, r) => format!("{} union {}", w(self, *l), w(self, *r)),
            Node::Except(l, r) => format!("{} except {}", w(self, *l), w(self, *r)),
            Node::Common(l, r) => format!("{} common {}", w(self, *l), w(self, *r)),
            Node::Listed(nodes) => nodes.iter().map(|n| w(self, *n)).collect::<Vec<_>>().join(", "),
            Node::Count(set) => format!("count({})", w(self, *set)),
            Node::Number(number) => number.to_string(),
            Node::Parameter(id) => {
                self.notions.parameter(*id).map_or_else(String::new, |p| p.name.clone())
            }
            Node::Call { notion, args, verb } => {
                let name = self.notions.name(*notion).to_owned();
                let args: Vec<String> = args.iter().map(|a| w(self, *a)).collect();
                if *verb {
                    args.join(&format!(" {name} "))
                } else {
                    format!("{name}({})", args.join(", "))
                }
            }
            Node::Cases(cases) => {
                cases.first().map_or_else(String::new, |(value, _)| w(self, *value))
            }
        }
    }
}
