//! Whether conditions can come out so, all at once, whatever the facts are.
//!
//! Takes compiled conditions, each with what it would have to come to; says yes only where the form of the conditions
//! excludes it: a condition and its contrary, two values of what has one, numbers and ordered words that leave no
//! room. Where it cannot tell, or it would take long, it says no. Knows no fact, and opens no definition, for a text
//! may state a notion otherwise.

use std::fmt::Write;

use indexmap::IndexMap;

use super::ir::{Node, NodeId, Program, Quant, Slot};
use super::types::{EntityId, Type};
use crate::schema::Word;
use crate::value::{Bound, Truth};

/// So many nodes are looked at before the question is left open.
const MAX_STEPS: usize = 50_000;

/// So many cases are told apart before the question is left open.
const MAX_CASES: usize = 256;

/// Conditions that stand deeper in one another leave the question open: each level costs a stack frame.
const MAX_DEPTH: usize = 200;

/// What a condition may come to: one bit for each of yes, no and undecided.
type May = u8;

const YES: May = 1;
const NO: May = 2;
const UNDECIDED: May = 4;
const ANY: May = YES | NO | UNDECIDED;
const YES_OR_OPEN: May = YES | UNDECIDED;
const NO_OR_OPEN: May = NO | UNDECIDED;

fn may(truth: Truth) -> May {
    match truth {
        Truth::Yes => YES,
        Truth::No => NO,
        Truth::Undecided => UNDECIDED,
    }
}

/// Returns what the contrary may come to.
fn contrary(of: May) -> May {
    let mut other = of & UNDECIDED;
    if of & YES != 0 {
        other |= NO;
    }
    if of & NO != 0 {
        other |= YES;
    }
    other
}

/// Checks whether it is excluded that each of these conditions comes to what stands with it, while each of these
/// variables is in its list.
pub fn excluded(program: &Program, wanted: &[(NodeId, Truth)], bound: &[(Slot, NodeId)]) -> bool {
    let mut search = Search { program, steps: MAX_STEPS, cases: MAX_CASES, depth: 0 };
    let mut state = State::default();
    for (slot, set) in bound {
        let Some(of) = search.words(*set) else { return false };
        match search.constants(*set) {
            Some(listed) => state.about(format!("1 #{slot}"), Ask::Among(listed), YES),
            None => state.fact(format!("(in #{slot} {of})"), YES),
        }
    }
    // The first is looked at first; the last, what is required, falls into the most cases.
    state.open = wanted.iter().rev().map(|(node, truth)| (*node, may(*truth))).collect();
    !search.possible(state)
}

/// A value that is written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Constant {
    Word(Word),
    Entity(EntityId),
}

/// What is asked of one value or number.
#[derive(Clone, Debug)]
enum Ask {
    Is(Constant),
    Among(Vec<Constant>),
    Ordered(Bound, Word),
    Number(Bound, i64),
    Has,
}

/// What a value can be, as far as the questions tell apart.
#[derive(Clone, Copy, Debug)]
enum Sample {
    Nothing,
    Other,
    Constant(Constant),
    Number(i64),
}

impl Ask {
    /// Answers for a value: yes or no, or nothing where it would be undecided.
    fn of(&self, sample: Sample) -> Option<bool> {
        match (self, sample) {
            (Ask::Number(bound, n), Sample::Number(value)) => Some(holds(*bound, value.cmp(n))),
            (Ask::Number(..), _) => None,
            (Ask::Has, Sample::Nothing) => Some(false),
            (Ask::Has, _) => Some(true),
            (Ask::Is(c), Sample::Constant(value)) => Some(*c == value),
            (Ask::Among(all), Sample::Constant(value)) => Some(all.contains(&value)),
            (Ask::Ordered(bound, word), Sample::Constant(Constant::Word(value))) => {
                Some(value.compare(*word).is_some_and(|order| holds(*bound, order)))
            }
            (Ask::Is(_) | Ask::Among(_) | Ask::Ordered(..), _) => Some(false),
        }
    }

    /// Adds the values that this question tells from others.
    fn samples(&self, all: &mut Vec<Sample>) {
        match self {
            Ask::Is(c) => all.push(Sample::Constant(*c)),
            Ask::Among(listed) => all.extend(listed.iter().copied().map(Sample::Constant)),
            Ask::Ordered(_, word) => {
                let words = 0..u8::try_from(word.vocabulary().words.len()).unwrap_or(u8::MAX);
                all.extend(words.map(|index| {
                    let vocabulary = word.vocabulary;
                    Sample::Constant(Constant::Word(Word { vocabulary, index }))
                }));
            }
            Ask::Number(_, n) => all.extend(
                [n.saturating_sub(1), *n, n.saturating_add(1)].into_iter().map(Sample::Number),
            ),
            Ask::Has => {}
        }
    }
}

fn holds(bound: Bound, order: std::cmp::Ordering) -> bool {
    match bound {
        Bound::AtLeast => order.is_ge(),
        Bound::AtMost => order.is_le(),
        Bound::MoreThan => order.is_gt(),
        Bound::LessThan => order.is_lt(),
    }
}

/// Returns the bound as it reads from the other side.
fn turned(bound: Bound) -> Bound {
    match bound {
        Bound::AtLeast => Bound::AtMost,
        Bound::AtMost => Bound::AtLeast,
        Bound::MoreThan => Bound::LessThan,
        Bound::LessThan => Bound::MoreThan,
    }
}

/// One case: what is still to be looked at, and what has been found to be needed.
#[derive(Clone, Debug, Default)]
struct State {
    open: Vec<(NodeId, May)>,
    /// Conditions that are not taken apart, in words.
    facts: IndexMap<String, May>,
    /// What must hold of each value or number, in words.
    values: IndexMap<String, Vec<(Ask, bool)>>,
    /// Whether two of these exclude one another.
    clash: bool,
}

impl State {
    fn fact(&mut self, words: String, so: May) {
        let known = self.facts.entry(words).or_insert(ANY);
        *known &= so;
        self.clash |= *known == 0;
    }

    /// Notes what must come of a question about a value.
    fn about(&mut self, value: String, ask: Ask, so: May) {
        self.fact(format!("{value} {ask:?}"), so);
        match so {
            YES => self.values.entry(value).or_default().push((ask, true)),
            NO => self.values.entry(value).or_default().push((ask, false)),
            _ => {}
        }
    }

    /// Checks whether each value can be such as is needed. Where sources disagree, every value that they give must
    /// answer alike, so one that does is enough.
    fn fits(&self) -> bool {
        self.values.iter().all(|(value, asked)| {
            let mut samples = vec![Sample::Nothing, Sample::Other];
            for (ask, _) in asked {
                ask.samples(&mut samples);
            }
            // There are never less than none of anything.
            let counted = value.starts_with(COUNT);
            let can_be = |s: &Sample| !counted || !matches!(s, Sample::Number(n) if *n < 0);
            let answers = |s: &Sample| asked.iter().all(|(ask, so)| ask.of(*s) == Some(*so));
            samples.iter().filter(|s| can_be(s)).any(answers)
        })
    }
}

/// Checks whether a quantifier asks that there be none: `every` that there be none that is not so.
fn turned_round(quant: Quant) -> bool {
    matches!(quant, Quant::No | Quant::Every)
}

/// How the words of a number begin that counts something.
const COUNT: &str = "count ";

struct Search<'p> {
    program: &'p Program,
    steps: usize,
    cases: usize,
    depth: usize,
}

impl Search<'_> {
    fn step(&mut self) -> Option<()> {
        self.steps = self.steps.checked_sub(1)?;
        Some(())
    }

    /// Checks whether a case can be, or whether that cannot be told.
    fn possible(&mut self, mut state: State) -> bool {
        while let Some((node, so)) = state.open.pop() {
            if state.clash || so == 0 {
                return false;
            }
            if so == ANY {
                continue;
            }
            if self.step().is_none() {
                return true;
            }
            let program = self.program;
            match program.node(node) {
                Node::Fixed(truth) => state.clash |= so & may(*truth) == 0,
                Node::And(parts) => match self.joined(&mut state, parts, so, false) {
                    None => {}
                    Some(possible) => return possible,
                },
                Node::Or(parts) => match self.joined(&mut state, parts, contrary(so), true) {
                    None => {}
                    Some(possible) => return possible,
                },
                Node::Not(inner) => state.open.push((*inner, contrary(so))),
                Node::Known(inner) => match so & (YES | NO) {
                    YES => state.open.push((*inner, YES)),
                    NO => state.open.push((*inner, NO | UNDECIDED)),
                    0 => return false,
                    _ => {}
                },
                _ => {
                    if self.leaf(&mut state, node, so).is_none() {
                        return true;
                    }
                }
            }
        }
        !state.clash && state.fits()
    }

    /// Takes a conjunction apart; with `turn` a disjunction, as the contrary of the conjunction of the contraries.
    /// Nothing where the case goes on; else whether one of the cases it falls into can be.
    fn joined(&mut self, state: &mut State, parts: &[NodeId], so: May, turn: bool) -> Option<bool> {
        let side = |so: May| if turn { contrary(so) } else { so };
        // Of the parts all are so, and one is such.
        let (all, one) = match so {
            YES => (YES, None),
            YES_OR_OPEN => (YES_OR_OPEN, None),
            NO => (ANY, Some(NO)),
            NO_OR_OPEN => (ANY, Some(NO_OR_OPEN)),
            UNDECIDED => (YES_OR_OPEN, Some(UNDECIDED)),
            // Decided either way.
            _ => {
                let mut yes = state.clone();
                yes.open.extend(parts.iter().map(|p| (*p, side(YES))));
                if self.case(yes) {
                    return Some(true);
                }
                (ANY, Some(NO))
            }
        };
        if all != ANY {
            state.open.extend(parts.iter().map(|p| (*p, side(all))));
        }
        let one = one?;
        Some(parts.iter().any(|part| {
            let mut case = state.clone();
            case.open.push((*part, side(one)));
            self.case(case)
        }))
    }

    fn case(&mut self, state: State) -> bool {
        match self.cases.checked_sub(1) {
            Some(left) => {
                self.cases = left;
                self.possible(state)
            }
            None => true,
        }
    }

    /// Notes a condition that is not taken apart. Nothing where there is too much to look at.
    fn leaf(&mut self, state: &mut State, node: NodeId, so: May) -> Option<()> {
        let program = self.program;
        match program.node(node) {
            Node::Quantified { quant, .. } => {
                let so = if turned_round(*quant) { contrary(so) } else { so };
                let mut words = String::new();
                let counted = self.number(node, &mut Vec::new(), &mut words)?;
                match quant {
                    Quant::Count(bound, n) => state.about(words, Ask::Number(*bound, *n), so),
                    _ if counted => state.about(words, Ask::Number(Bound::AtLeast, 1), so),
                    _ => state.fact(words, so),
                }
                return Some(());
            }
            Node::HasValue(one) => {
                let one = self.words(*one)?;
                state.about(format!("1 {one}"), Ask::Has, so);
                return Some(());
            }
            Node::Same(l, r) => {
                let (value, constant) = match (self.constant(*l), self.constant(*r)) {
                    (None, Some(c)) => (*l, Some(c)),
                    (Some(c), None) => (*r, Some(c)),
                    _ => (*l, None),
                };
                if let Some(constant) = constant {
                    let value = self.words(value)?;
                    state.about(format!("1 {value}"), Ask::Is(constant), so);
                    return Some(());
                }
            }
            Node::Exactly(set, one) => {
                if let Some(constant) = self.constant(*one) {
                    let set = self.words(*set)?;
                    state.about(format!("all {set}"), Ask::Is(constant), so);
                    return Some(());
                }
            }
            Node::In(one, set) => {
                if let Some(listed) = self.constants(*set) {
                    let one = self.words(*one)?;
                    state.about(format!("1 {one}"), Ask::Among(listed), so);
                    return Some(());
                }
            }
            Node::Ordered(l, bound, r) => {
                for (value, bound, other) in [(*l, *bound, *r), (*r, turned(*bound), *l)] {
                    if let Some(Constant::Word(word)) = self.constant(other) {
                        let value = self.words(value)?;
                        state.about(format!("1 {value}"), Ask::Ordered(bound, word), so);
                        return Some(());
                    }
                    if let Node::Number(number) = program.node(other)
                        && let Some(n) = number.as_whole()
                    {
                        let is_count = matches!(program.node(value), Node::Count(_));
                        let value = self.words(value)?;
                        let value = if is_count { value } else { format!("1 {value}") };
                        state.about(value, Ask::Number(bound, n), so);
                        return Some(());
                    }
                }
                let number = |of: &NodeId| program.type_of(*of) == Type::Range;
                if number(l) || number(r) {
                    // Of two numbers each bound is another one the other way round, or its contrary.
                    let (l, r) = (self.words(*l)?, self.words(*r)?);
                    let (least, so) = match bound {
                        Bound::AtLeast => ([l, r], so),
                        Bound::AtMost => ([r, l], so),
                        Bound::MoreThan => ([r, l], contrary(so)),
                        Bound::LessThan => ([l, r], contrary(so)),
                    };
                    state.fact(format!("at least {}", least.join(", ")), so);
                    return Some(());
                }
            }
            _ => {}
        }
        let words = self.words(node)?;
        state.fact(words, so);
        Some(())
    }

    /// Writes what is counted by a quantifier: the list and what is so of its items. Gives whether it is counted rather
    /// than asked whether there is anything in it, and nothing where there is too much to write.
    fn number(&mut self, node: NodeId, inner: &mut Vec<Slot>, text: &mut String) -> Option<bool> {
        let program = self.program;
        let Node::Quantified { quant, slot, set, filter, body, .. } = program.node(node) else {
            return None;
        };
        if filter.is_none() && body.is_none() && !matches!(quant, Quant::Count(..)) {
            text.push_str("(some ");
            self.write(*set, false, inner, text)?;
            text.push(')');
            return Some(false);
        }
        text.push_str(COUNT);
        self.write(*set, false, inner, text)?;
        inner.push(*slot);
        for (word, part, contrary) in
            [("where", filter, false), ("so", body, *quant == Quant::Every)]
        {
            if let Some(part) = part {
                write!(text, " {word} ").ok()?;
                self.write(*part, contrary, inner, text)?;
            }
        }
        inner.pop();
        Some(true)
    }

    /// Returns a value that is written out.
    fn constant(&self, node: NodeId) -> Option<Constant> {
        match self.program.node(node) {
            Node::Word(word) => Some(Constant::Word(*word)),
            Node::Entity(id) => Some(Constant::Entity(*id)),
            _ => None,
        }
    }

    /// Returns the values of a list that is written out.
    fn constants(&self, set: NodeId) -> Option<Vec<Constant>> {
        let Node::Listed(items) = self.program.node(set) else { return None };
        items.iter().map(|item| self.constant(*item)).collect()
    }

    /// Returns an expression in words that are the same for what comes to the same.
    fn words(&mut self, node: NodeId) -> Option<String> {
        let mut text = String::new();
        self.write(node, false, &mut Vec::new(), &mut text)?;
        Some(text)
    }

    fn write(
        &mut self,
        id: NodeId,
        not: bool,
        inner: &mut Vec<Slot>,
        text: &mut String,
    ) -> Option<()> {
        if self.depth >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        let written = self.write_out(id, not, inner, text);
        self.depth -= 1;
        written
    }

    /// Writes an expression, or with `not` its contrary. `inner` are the variables of lists around it; those of the
    /// rule are written by their number.
    fn write_out(
        &mut self,
        id: NodeId,
        not: bool,
        inner: &mut Vec<Slot>,
        text: &mut String,
    ) -> Option<()> {
        self.step()?;
        let program = self.program;
        let node = program.node(id);
        if let Node::Not(contrary) = node {
            return self.write(*contrary, !not, inner, text);
        }
        if let Node::Fixed(truth) = node {
            text.push_str(if not { truth.negate() } else { *truth }.word());
            return Some(());
        }
        let (conjunction, parts) = match node {
            Node::And(parts) => (!not, Some(parts)),
            Node::Or(parts) => (not, Some(parts)),
            _ => (false, None),
        };
        if let Some(parts) = parts {
            let mut all = Vec::with_capacity(parts.len());
            for part in parts {
                let mut words = String::new();
                self.write(*part, not, inner, &mut words)?;
                all.push(words);
            }
            all.sort();
            all.dedup();
            let word = if conjunction { "and" } else { "or" };
            write!(text, "({word} {})", all.join(", ")).ok()?;
            return Some(());
        }
        if let Node::Quantified { quant, .. } = node {
            text.push_str(if not == turned_round(*quant) { "(" } else { "(not " });
            if let Quant::Count(bound, n) = quant {
                write!(text, "{bound:?} {n} ").ok()?;
            }
            self.number(id, inner, text)?;
            text.push(')');
            return Some(());
        }
        if not {
            text.push_str("not ");
        }
        let (word, parts): (String, Vec<NodeId>) = match node {
            Node::Slot(slot) => {
                let depth = inner.iter().rev().position(|s| s == slot);
                match depth {
                    Some(depth) => write!(text, "${depth}").ok()?,
                    None => write!(text, "#{slot}").ok()?,
                }
                return Some(());
            }
            Node::Those { slot, set, filter, .. } => {
                text.push_str("(those ");
                self.write(*set, false, inner, text)?;
                if let Some(filter) = filter {
                    text.push_str(" where ");
                    inner.push(*slot);
                    self.write(*filter, false, inner, text)?;
                    inner.pop();
                }
                text.push(')');
                return Some(());
            }
            Node::Cases(cases) => {
                text.push_str("(cases");
                for (value, when) in cases {
                    text.push_str(" | ");
                    self.write(*value, false, inner, text)?;
                    if let Some(when) = when {
                        text.push_str(" when ");
                        self.write(*when, false, inner, text)?;
                    }
                }
                text.push(')');
                return Some(());
            }
            Node::Count(set) => {
                text.push_str("count (");
                self.write(*set, false, inner, text)?;
                text.push(')');
                return Some(());
            }
            Node::Known(of) => ("known".to_owned(), vec![*of]),
            Node::TruthOf { subject, targets, .. } => {
                (format!("truth {targets:?}"), vec![*subject])
            }
            Node::NotEmpty(set) => ("some".to_owned(), vec![*set]),
            Node::HasValue(one) => ("value".to_owned(), vec![*one]),
            Node::Same(l, r) => ("same".to_owned(), vec![*l, *r]),
            Node::Exactly(l, r) => ("exactly".to_owned(), vec![*l, *r]),
            Node::Ordered(l, bound, r) => (format!("ordered {bound:?}"), vec![*l, *r]),
            Node::In(l, r) => ("in".to_owned(), vec![*l, *r]),
            Node::AnyIn(l, r) => ("any in".to_owned(), vec![*l, *r]),
            Node::AllIn(l, r) => ("all in".to_owned(), vec![*l, *r]),
            Node::Timed(l, temporal, r) => (format!("timed {temporal:?}"), vec![*l, *r]),
            Node::IsForm(one, form) => (format!("form {form:?}"), vec![*one]),
            Node::FieldOne { base, targets } => (format!("one {targets:?}"), vec![*base]),
            Node::Keyed { owner, key, targets } => {
                (format!("keyed {targets:?}"), vec![*owner, *key])
            }
            Node::GatePart(base, kinds) => (format!("gate {kinds:?}"), vec![*base]),
            Node::FieldSet { base, targets, closure } => {
                (format!("set {closure} {targets:?}"), vec![*base])
            }
            Node::Union(l, r) => ("union".to_owned(), vec![*l, *r]),
            Node::Except(l, r) => ("except".to_owned(), vec![*l, *r]),
            Node::Common(l, r) => ("common".to_owned(), vec![*l, *r]),
            Node::Listed(items) => ("listed".to_owned(), items.to_vec()),
            Node::Call { notion, args, .. } => (format!("call {notion:?}"), args.to_vec()),
            Node::Text(_, words) => (format!("text {words:?}"), Vec::new()),
            // What is left has no parts: values that are written out, kinds, parameters.
            leaf => (format!("{leaf:?}"), Vec::new()),
        };
        write!(text, "({word}").ok()?;
        for part in parts {
            text.push(' ');
            self.write(part, false, inner, text)?;
        }
        text.push(')');
        Some(())
    }
}
