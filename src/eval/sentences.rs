//! Conditions as English sentences, for the notes that say why a rule weighs less or does not apply.
//!
//! Takes a compiled condition and whether it holds; gives a sentence that says so. Where a path or an expression is
//! wanted as a text writes it, `words` has it. Knows no rule.

use super::Evaluator;
use crate::expr::{Elem, Form, Node, NodeId, Quant, Slot, Temporal, Type};
use crate::schema::KindSet;
use crate::source::{Sources, Span};
use crate::value::{Bound, Truth};

/// Stands for the variable of a quantifier until it is known how often the sentence names it.
const GAP: &str = "\u{1}";

/// Variables of the quantifiers around an expression, by the words that stand for them.
type Unbound = Vec<(Slot, String)>;

/// What ranges over a set: `some i in SET where FILTER: BODY`.
#[derive(Clone, Copy)]
struct Ranging {
    quant: Quant,
    slot: Slot,
    name: Span,
    set: NodeId,
    filter: Option<NodeId>,
    body: Option<NodeId>,
}

impl Evaluator<'_> {
    /// Returns a condition as a sentence, its variables replaced by what they stand for: that it holds, or that
    /// it does not.
    pub fn sentence(&mut self, id: NodeId, holds: bool, sources: &Sources) -> String {
        self.clause(id, holds, sources, &mut Vec::new())
    }

    fn clause(&mut self, id: NodeId, holds: bool, src: &Sources, around: &mut Unbound) -> String {
        let program = self.program;
        let (is, has) = if holds { ("is", "has") } else { ("is not", "has no") };
        match program.node(id) {
            Node::And(parts) => self.joined(parts, true, holds, src, around),
            Node::Or(parts) => self.joined(parts, false, holds, src, around),
            Node::Not(inner) => self.clause(*inner, !holds, src, around),
            Node::Known(inner) => {
                if holds || self.decided(*inner, around) == Some(false) {
                    return self.clause(*inner, holds, src, around);
                }
                format!("it is not known that {}", self.clause(*inner, true, src, around))
            }
            Node::Quantified { quant, slot, name, set, filter, body } => {
                let of = Ranging {
                    quant: *quant,
                    slot: *slot,
                    name: *name,
                    set: *set,
                    filter: *filter,
                    body: *body,
                };
                self.ranging(of, holds, src, around)
            }
            Node::TruthOf { subject, targets, noun } => {
                let name = self.name_of(targets);
                let subject = self.operand(*subject, src, around);
                format!("{subject} {} {name}", if *noun { has } else { is })
            }
            Node::NotEmpty(set) => match program.node(*set) {
                Node::FieldSet { base, targets, closure: false }
                    if matches!(program.type_of(*base), Type::One(_)) =>
                {
                    let name = self.name_of(targets);
                    format!("{} {has} {name}", self.operand(*base, src, around))
                }
                Node::Those { slot, name, set, filter } => {
                    let of = Ranging {
                        quant: Quant::Some,
                        slot: *slot,
                        name: *name,
                        set: *set,
                        filter: None,
                        body: *filter,
                    };
                    self.ranging(of, holds, src, around)
                }
                _ => {
                    let thing = if holds { "something" } else { "nothing" };
                    format!("there is {thing} in {}", self.operand(*set, src, around))
                }
            },
            Node::HasValue(one) => {
                let Node::FieldOne { base, targets } = program.node(*one) else {
                    let no = if holds { "" } else { "not " };
                    return format!("{} is {no}stated", self.operand(*one, src, around));
                };
                let name = self.name_of(targets);
                format!("{} {has} {name}", self.operand(*base, src, around))
            }
            Node::Same(l, r) => {
                format!("{} {is} {}", self.operand(*l, src, around), self.operand(*r, src, around))
            }
            Node::Exactly(set, one) => {
                let (set, one) = (self.operand(*set, src, around), self.operand(*one, src, around));
                format!("{set} {is} {one} alone")
            }
            Node::Ordered(l, bound, r) => {
                let right = self.operand(*r, src, around);
                if let Node::Count(set) = program.node(*l) {
                    let many = if holds { bound.words() } else { contrary(*bound) };
                    let many = if many == "less than" { "fewer than" } else { many };
                    return format!(
                        "there are {many} {right} in {}",
                        self.operand(*set, src, around)
                    );
                }
                format!("{} {is} {} {right}", self.operand(*l, src, around), bound.words())
            }
            Node::In(one, set) => {
                let one = self.operand(*one, src, around);
                if let Node::Listed(words) = program.node(*set) {
                    return format!("{one} is {}", self.among(words, holds, src, around));
                }
                format!("{one} {is} in {}", self.operand(*set, src, around))
            }
            Node::AnyIn(set, other) => {
                let set = self.operand(*set, src, around);
                if let Node::Listed(words) = program.node(*other) {
                    return format!("{set} includes {}", self.among(words, holds, src, around));
                }
                let thing = if holds { "something" } else { "nothing" };
                let other = self.operand(*other, src, around);
                format!("{set} and {other} have {thing} in common")
            }
            Node::AllIn(set, other) => {
                let not = if holds { "" } else { "not " };
                let (set, other) =
                    (self.operand(*set, src, around), self.operand(*other, src, around));
                format!("{not}everything in {set} is in {other}")
            }
            Node::Timed(l, temporal, r) => {
                let word = temporal.word();
                let (l, r) = (self.operand(*l, src, around), self.operand(*r, src, around));
                match (temporal, holds) {
                    (Temporal::Overlaps, true) => format!("{l} overlaps {r}"),
                    (Temporal::Overlaps, false) => format!("{l} does not overlap {r}"),
                    (Temporal::StartsBefore, true) => format!("{l} starts before {r}"),
                    (Temporal::StartsBefore, false) => format!("{l} does not start before {r}"),
                    (Temporal::By, _) => format!("{l} {is} over by {r}"),
                    _ => format!("{l} {is} {word} {r}"),
                }
            }
            Node::IsForm(one, form) => {
                let form = match form {
                    Form::Draft => "a draft".to_owned(),
                    Form::Csbm => "a csbm".to_owned(),
                    Form::Kind(kind) => KindSet::from(*kind).words(),
                };
                format!("{} {is} {form}", self.operand(*one, src, around))
            }
            Node::Call { notion, args, verb: false } => {
                let name = self.notions.name(*notion).to_owned();
                let args: Vec<String> =
                    args.iter().map(|a| self.operand(*a, src, around)).collect();
                let holds = if holds { "holds" } else { "does not hold" };
                format!("`{name}` {holds} for {}", args.join(" and "))
            }
            Node::Call { notion, args, verb: true } => {
                let verb = self.notions.name(*notion).replace('-', " ");
                let args: Vec<String> =
                    args.iter().map(|a| self.operand(*a, src, around)).collect();
                let no = if holds { "" } else { "it is not so that " };
                format!("{no}{}", args.join(&format!(" {verb} ")))
            }
            _ => {
                let words = self.words_in(id, src, around);
                if holds { words } else { format!("it is not so that {words}") }
            }
        }
    }

    /// Returns what an expression comes to, where no quantifier around it leaves that open.
    fn decided(&mut self, id: NodeId, around: &Unbound) -> Option<bool> {
        if !around.is_empty() {
            return None;
        }
        match self.truth(id) {
            Truth::Yes => Some(true),
            Truth::No => Some(false),
            Truth::Undecided => None,
        }
    }

    /// Returns a conjunction or a disjunction: the one part that decided it, or all of them.
    fn joined(
        &mut self,
        parts: &[NodeId],
        and: bool,
        holds: bool,
        src: &Sources,
        around: &mut Unbound,
    ) -> String {
        // That `a and b` does not hold takes one of them, and so does that `a or b` holds.
        if and != holds {
            let one = parts.iter().find(|p| self.decided(**p, around) == Some(holds));
            if let Some(one) = one {
                return self.clause(*one, holds, src, around);
            }
        }
        let mut said = String::new();
        let mut subject = String::new();
        for part in parts {
            let clause = self.clause(*part, holds, src, around);
            let first = clause.split_inclusive(' ').next().unwrap_or_default().to_owned();
            // What the part before spoke of is not named again.
            let again = first == subject && first.starts_with('`');
            let clause = if again { clause.strip_prefix(&first) } else { Some(clause.as_str()) };
            if !said.is_empty() {
                said.push_str(if and == holds { " and " } else { " or " });
            }
            said.push_str(clause.unwrap_or_default());
            subject = first;
        }
        said
    }

    fn ranging(&mut self, of: Ranging, holds: bool, src: &Sources, around: &mut Unbound) -> String {
        if let Some(said) = self.shown_by_one(of, holds, src, around) {
            return said;
        }
        let many = match (of.quant, holds) {
            (Quant::Every, true) => "every".to_owned(),
            (Quant::Every, false) => "not every".to_owned(),
            (Quant::Some, true) | (Quant::No, false) => "some".to_owned(),
            (Quant::Some, false) | (Quant::No, true) => "no".to_owned(),
            (Quant::Count(bound, n), true) => format!("{} {n}", bound.words()),
            (Quant::Count(bound, n), false) => format!("{} {n}", contrary(bound)),
        };
        let whole = matches!(self.program.node(of.set), Node::Population(_));
        let place = if whole {
            String::new()
        } else {
            format!(" in {}", self.operand(of.set, src, around))
        };
        let kind = match self.program.type_of(of.set) {
            Type::Set(Elem::Things(kinds)) if kinds.iter().count() == 1 => {
                kinds.iter().next().map_or("item", |k| k.word())
            }
            _ => "item",
        };
        let Some(body) = of.body.or(of.filter) else {
            return format!("there is {many} {kind}{place}");
        };
        if of.filter.is_none() || of.body.is_none() {
            around.push((of.slot, GAP.to_owned()));
            let said = self.clause(body, true, src, around);
            around.pop();
            if said.matches(GAP).count() == 1 && !matches!(of.quant, Quant::Count(..)) {
                return said.replace(GAP, &format!("{many} {kind}{place}"));
            }
        }
        let name = src.slice(of.name).to_owned();
        around.push((of.slot, name.clone()));
        let filter = of.filter.filter(|_| of.body.is_some());
        let filter = filter
            .map_or(String::new(), |f| format!(" for which {}", self.clause(f, true, src, around)));
        let said = self.clause(body, true, src, around);
        around.pop();
        format!("for {many} {kind} {name}{place}{filter}: {said}")
    }

    /// Returns the sentence of the first thing that shows it, where one thing can.
    fn shown_by_one(
        &mut self,
        of: Ranging,
        holds: bool,
        src: &Sources,
        around: &mut Unbound,
    ) -> Option<String> {
        // One that is so, or one for which it fails.
        let wanted = match (of.quant, holds) {
            (Quant::Some, true) | (Quant::No, false) => Truth::Yes,
            (Quant::Every, false) => Truth::No,
            _ => return None,
        };
        let body = of.body?;
        if !around.is_empty() {
            return None;
        }
        let saved = self.slot(of.slot);
        let mut said = None;
        for (value, presence) in &self.set(of.set).items {
            self.set_slot(of.slot, *value);
            let among = of.filter.map_or(Truth::Yes, |f| self.truth(f)).and(*presence);
            if among == Truth::Yes && self.truth(body) == wanted {
                said = Some(self.clause(body, wanted == Truth::Yes, src, around));
                break;
            }
        }
        self.set_slot(of.slot, saved);
        said
    }

    /// Returns a list to choose from: `lukewarm or neutral`, `neither lukewarm nor neutral`.
    fn among(
        &mut self,
        words: &[NodeId],
        holds: bool,
        src: &Sources,
        around: &mut Unbound,
    ) -> String {
        let words: Vec<String> = words.iter().map(|w| self.operand(*w, src, around)).collect();
        match (words.as_slice(), holds) {
            ([one], true) => one.clone(),
            ([one], false) => format!("not {one}"),
            ([first @ .., last], true) => format!("{} or {last}", first.join(", ")),
            ([one, two], false) => format!("neither {one} nor {two}"),
            (all, _) => format!("none of {}", all.join(", ")),
        }
    }

    /// Returns what a sentence speaks of: a thing, a fact of it in words, a list by its path.
    fn operand(&mut self, id: NodeId, src: &Sources, around: &mut Unbound) -> String {
        let program = self.program;
        match program.node(id) {
            Node::Slot(slot) => match around.iter().rev().find(|(s, _)| s == slot) {
                Some((_, name)) => name.clone(),
                None => self.value_words(self.slot(*slot), src),
            },
            Node::Entity(id) => format!("`{}`", self.model.things.path(*id)),
            Node::FieldOne { base, targets } => {
                let name = self.name_of(targets);
                format!("the {name} of {}", self.operand(*base, src, around))
            }
            Node::Keyed { owner, key, targets } => {
                let name = self.name_of(targets);
                let key = self.operand(*key, src, around);
                let owner = self.operand(*owner, src, around);
                match name.as_str() {
                    "perceives" => format!("the view that {key} has of {owner}"),
                    "confidence" => format!("the confidence of {key} in {owner}"),
                    "commitment" => format!("the commitment of {key} to {owner}"),
                    "exit" => format!("the effect on {owner} if {key} leaves"),
                    "relations" => format!("the relation of {owner} with {key}"),
                    _ => format!("the {name} of {key} on {owner}"),
                }
            }
            Node::Listed(words) => self.among(words, true, src, around),
            Node::FieldSet { base, .. } if self.words_in(*base, src, around) == GAP => {
                let path = self.words_in(id, src, around);
                let name = path.trim_start_matches(GAP).trim_start_matches('.');
                format!("the {name} of {GAP}")
            }
            Node::FieldSet { .. }
            | Node::Those { .. }
            | Node::Union(..)
            | Node::Except(..)
            | Node::Common(..) => format!("`{}`", self.words_in(id, src, around)),
            _ => self.words_in(id, src, around),
        }
    }
}

/// Returns what a number is that is not bounded so.
fn contrary(bound: Bound) -> &'static str {
    match bound {
        Bound::AtLeast => Bound::LessThan.words(),
        Bound::AtMost => Bound::MoreThan.words(),
        Bound::MoreThan => Bound::AtMost.words(),
        Bound::LessThan => Bound::AtLeast.words(),
    }
}
