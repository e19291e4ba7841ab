//! Why an expression came out as it did: the parts that decided, down to the statements.
//!
//! The derivation is worked out only when it is asked for, by asking again and keeping what decided. Each
//! leaf is a statement with its place, a silence that means no, or a fact that nobody has written.

mod lists;
mod quantified;
mod values;
mod whole;

use crate::eval::{Evaluator, Read, Set, Single};
use crate::expr::{EntityId, Key, Node, NodeId, NotionForm, NotionId, Targets};
use crate::model::{Closed, Said, TruthOf, Value, Why};
use crate::source::{Sources, uncited};
use crate::value::Truth;

/// How many steps a derivation may have; a longer one is cut, and the message says how to see all of it.
pub const MAX_TRACE: usize = 60;

/// What a step rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leaf {
    /// A statement.
    Said {
        /// Where, and on whose word.
        said: Said,
        /// A few words for the place itself.
        label: String,
        /// For a stated notion: the notion as a reader would write it.
        notion: Option<String>,
    },
    /// A draft says nothing of it, which means that there is none.
    Silent {
        /// The thing whose draft is silent.
        of: EntityId,
        /// On which fact.
        key: Key,
        /// Whether nothing at all is said, rather than nothing further.
        empty: bool,
    },
    /// Nobody has written it, or sources disagree.
    Missing {
        /// Of what.
        of: EntityId,
        /// Which fact.
        key: Key,
        /// Why, in words.
        why: String,
    },
    /// All lines about it are known, and they leave open how two things stand in time.
    Unordered {
        /// How they would stand: `one` is before `two`.
        order: String,
    },
}

/// One step of a derivation, with the steps it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The step in words.
    pub text: String,
    /// What it rests on, if it rests on a fact.
    pub leaf: Option<Leaf>,
    /// The steps below.
    pub below: Vec<Trace>,
}

/// What is asked about a value and a list.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ask {
    /// Why it is in.
    Present(Value),
    /// Why it is not in.
    Absent(Value),
    /// Why it is not known what is in.
    Open,
    /// Why there is nothing (more) in it.
    Closed,
}

/// Builds derivations.
pub struct Tracer<'t, 'm> {
    /// Works out the parts again.
    pub eval: &'t mut Evaluator<'m>,
    /// Where words are read.
    pub sources: &'t Sources,
    left: usize,
    /// Whether the numbers that are traced decide, whatever sources disagree about.
    settled: bool,
    /// Whether every item of a list is told, and not only as many as a verdict needs.
    whole: bool,
}

impl<'t, 'm> Tracer<'t, 'm> {
    /// Returns a tracer over an evaluator whose variables are set.
    pub fn new(eval: &'t mut Evaluator<'m>, sources: &'t Sources) -> Tracer<'t, 'm> {
        Tracer::up_to(MAX_TRACE, eval, sources)
    }

    /// Returns a tracer that makes so many steps at most.
    pub fn up_to(left: usize, eval: &'t mut Evaluator<'m>, sources: &'t Sources) -> Tracer<'t, 'm> {
        Tracer { eval, sources, left, settled: false, whole: false }
    }

    /// Checks whether it was cut short.
    pub fn cut(&self) -> bool {
        self.left == 0
    }

    fn leaf(&mut self, text: String, leaf: Leaf) -> Vec<Trace> {
        if self.left == 0 {
            return Vec::new();
        }
        self.left -= 1;
        vec![Trace { text, leaf: Some(leaf), below: Vec::new() }]
    }

    fn said(&mut self, said: Said, text: String, label: impl Into<String>) -> Vec<Trace> {
        self.leaf(text, Leaf::Said { said, label: label.into(), notion: None })
    }

    fn missing(&mut self, of: EntityId, key: Key, why: Why) -> Vec<Trace> {
        let fact = self.eval.fact_words(of, key);
        let (text, words) = match why {
            Why::Unwritten => (format!("nothing says what `{fact}` is"), "not written"),
            Why::SaidUnknown(_) => {
                (format!("`{fact}` is said to be unknown"), "said to be unknown")
            }
            Why::ToBeAgreed(_) => (format!("`{fact}` is to be agreed"), "to be agreed"),
            Why::Contested => (format!("sources disagree about `{fact}`"), "sources disagree"),
            Why::Others(_) => (format!("`{fact}` ends in `and others`"), "the list goes on"),
            Why::NotClosed => (
                format!("nothing says that there are no other {}", self.eval.key_words(key)),
                "not said to be all",
            ),
            Why::Faulty(_) => {
                (format!("a line about `{fact}` could not be read"), "could not be read")
            }
            Why::Counted(_) => {
                (format!("only the number of `{fact}` is given"), "only the number is given")
            }
        };
        let mut traces = self.leaf(text, Leaf::Missing { of, key, why: words.to_owned() });
        if let Why::SaidUnknown(said)
        | Why::ToBeAgreed(said)
        | Why::Others(said)
        | Why::Faulty(said)
        | Why::Counted(said) = why
        {
            traces.extend(self.said(said, String::new(), words));
        }
        traces
    }

    fn closed(&mut self, of: EntityId, key: Key, closed: Closed, empty: bool) -> Vec<Trace> {
        let fact = self.eval.fact_words(of, key);
        match closed {
            Closed::By(said) => {
                let text = if empty {
                    format!("there is nothing in `{fact}`")
                } else {
                    format!("`{fact}` is complete as listed")
                };
                self.said(
                    said,
                    text,
                    if empty { "so there is none" } else { "this list is complete" },
                )
            }
            Closed::Draft => {
                let text = if empty {
                    format!("the draft states no {}", self.eval.key_words(key))
                } else {
                    format!("the draft states no other {}", self.eval.key_words(key))
                };
                self.leaf(text, Leaf::Silent { of, key, empty })
            }
        }
    }

    /// Wraps steps below a line of their own, unless the line would say nothing new.
    fn under(text: String, below: Vec<Trace>) -> Vec<Trace> {
        if below.is_empty() {
            return below;
        }
        vec![Trace { text, leaf: None, below }]
    }

    /// Returns why it is not known what is in a list.
    pub fn open(&mut self, set: NodeId) -> Vec<Trace> {
        self.set(set, Ask::Open)
    }

    /// Returns why there is nothing in a list.
    pub fn closing(&mut self, set: NodeId) -> Vec<Trace> {
        self.set(set, Ask::Closed)
    }

    /// Returns why a value is in a list.
    pub fn present(&mut self, set: NodeId, value: Value) -> Vec<Trace> {
        self.set(set, Ask::Present(value))
    }

    /// Returns why a value is not in a list.
    pub fn absent(&mut self, set: NodeId, value: Value) -> Vec<Trace> {
        self.set(set, Ask::Absent(value))
    }

    /// Returns why a single value is what it is.
    pub fn value(&mut self, id: NodeId) -> Vec<Trace> {
        self.single(id)
    }

    /// Returns the steps that decided a truth, or that are missing for it.
    pub fn truth(&mut self, id: NodeId) -> Vec<Trace> {
        if self.left == 0 {
            return Vec::new();
        }
        let truth = self.eval.truth(id);
        let program = self.eval.program;
        match program.node(id) {
            Node::And(parts) | Node::Or(parts) => {
                // The conjunct that fails, the disjunct that holds; all of them where it takes all.
                let and = matches!(program.node(id), Node::And(_));
                let wanted = truth;
                let single = truth.is_decided() && (truth == Truth::No) == and;
                let mut steps = Vec::new();
                for part in parts {
                    if self.eval.truth(*part) == wanted {
                        steps.extend(self.truth(*part));
                        if single {
                            break;
                        }
                    }
                }
                steps
            }
            Node::Not(inner) | Node::Known(inner) => self.truth(*inner),
            Node::Quantified { quant, slot, set, filter, body, .. } => {
                self.quantified(*quant, *slot, *set, *filter, *body, truth)
            }
            Node::TruthOf { subject, targets, .. } => match self.eval.single(*subject) {
                Single::Known(value) => {
                    let mut steps = self.single(*subject);
                    steps.extend(self.truth_of(id, value, targets, truth));
                    steps
                }
                _ => self.single(*subject),
            },
            Node::NotEmpty(set) => match truth {
                Truth::Yes => {
                    let items = self.eval.set(*set);
                    match items.items.iter().find(|(_, p)| *p == Truth::Yes) {
                        Some((value, _)) => self.set(*set, Ask::Present(*value)),
                        None => self.set(*set, Ask::Closed),
                    }
                }
                Truth::No => self.set(*set, Ask::Closed),
                Truth::Undecided => self.set(*set, Ask::Open),
            },
            Node::Same(l, r) => self.both(*l, *r),
            Node::Ordered(l, _, r) => {
                let outer = std::mem::replace(&mut self.settled, truth.is_decided());
                let mut steps = self.number(*l);
                steps.extend(self.number(*r));
                self.settled = outer;
                steps
            }
            Node::Exactly(set, one) => {
                let mut steps = self.single(*one);
                steps.extend(match truth {
                    Truth::Undecided => self.set(*set, Ask::Open),
                    _ => self.all_items(*set, true),
                });
                steps
            }
            Node::In(one, set) => match self.eval.single(*one) {
                Single::Known(value) => {
                    let ask = match truth {
                        Truth::Yes => Ask::Present(value),
                        Truth::No => Ask::Absent(value),
                        Truth::Undecided => Ask::Open,
                    };
                    let mut steps = self.single(*one);
                    steps.extend(self.set(*set, ask));
                    steps
                }
                _ => self.single(*one),
            },
            Node::AnyIn(l, r) | Node::AllIn(l, r) => {
                let (a, b) = (self.eval.set(*l), self.eval.set(*r));
                let any = matches!(program.node(id), Node::AnyIn(..));
                let mut steps = Vec::new();
                match truth {
                    Truth::Undecided => {
                        if !a.certain() {
                            steps.extend(self.set(*l, Ask::Open));
                        }
                        if !b.certain() || steps.is_empty() {
                            steps.extend(self.set(*r, Ask::Open));
                        }
                    }
                    Truth::Yes if any => {
                        if let Some((value, _)) = a
                            .items
                            .iter()
                            .chain(&b.items)
                            .find(|(v, _)| a.contains(*v).and(b.contains(*v)) == Truth::Yes)
                        {
                            steps.extend(self.set(*l, Ask::Present(*value)));
                            steps.extend(self.set(*r, Ask::Present(*value)));
                        }
                    }
                    Truth::No if !any => {
                        if let Some((value, _)) = a
                            .items
                            .iter()
                            .find(|(v, p)| *p == Truth::Yes && b.contains(*v) == Truth::No)
                        {
                            steps.extend(self.set(*l, Ask::Present(*value)));
                            steps.extend(self.set(*r, Ask::Absent(*value)));
                        }
                    }
                    _ => {
                        steps.extend(self.all_items(*l, true));
                        steps.extend(self.all_items(*r, true));
                    }
                }
                steps
            }
            Node::Timed(l, temporal, r) => {
                let text = self.eval.words(id, self.sources);
                let mut steps = self.decided_by(*l, *temporal, *r);
                if steps.is_empty() && self.whole {
                    if self.eval.single(*l) == self.eval.single(*r) {
                        return steps;
                    }
                    steps = self.clash(*l);
                }
                if steps.is_empty() {
                    steps = self.moments(*l);
                    steps.extend(self.moments(*r));
                }
                let said = steps.iter().all(|step| matches!(step.leaf, Some(Leaf::Said { .. })));
                let mut under = Self::under(format!("{text}: {}", truth.word()), steps);
                if let (Truth::Undecided, true, Some(step)) = (truth, said, under.first_mut()) {
                    let [l, r] = [*l, *r].map(|one| self.eval.words(one, self.sources));
                    let order = format!("`{l}` {} `{r}`", temporal.verb());
                    step.leaf = Some(Leaf::Unordered { order });
                }
                under
            }
            Node::HasValue(one) => self.single(*one),
            Node::IsForm(one, _) => {
                let mut steps = self.single(*one);
                if self.whole {
                    steps.extend(self.declared(*one));
                }
                steps
            }
            Node::Call { notion, args, .. } => {
                let mut values = Vec::new();
                for arg in args {
                    match self.eval.single(*arg) {
                        Single::Known(value) => values.push(value),
                        _ => return self.single(*arg),
                    }
                }
                let text = self.eval.words(id, self.sources);
                let steps = self.in_body(*notion, &values, Tracer::truth);
                Self::under(format!("{text}: {}", truth.word()), steps)
            }
            Node::Cases(cases) => self.cases(cases, Tracer::truth),
            _ => Vec::new(),
        }
    }

    fn cases(
        &mut self,
        cases: &[(NodeId, Option<NodeId>)],
        go: fn(&mut Self, NodeId) -> Vec<Trace>,
    ) -> Vec<Trace> {
        for (value, when) in cases {
            match when.map_or(Truth::Yes, |w| self.eval.truth(w)) {
                Truth::Yes => {
                    let mut steps = when.map_or(Vec::new(), |w| self.truth(w));
                    steps.extend(go(self, *value));
                    return steps;
                }
                Truth::Undecided => return when.map_or(Vec::new(), |w| self.truth(w)),
                Truth::No => {}
            }
        }
        // No case applies: all the conditions together say so.
        let conditions: Vec<NodeId> = cases.iter().filter_map(|(_, w)| *w).collect();
        conditions.into_iter().flat_map(|w| self.truth(w)).collect()
    }

    fn in_body(
        &mut self,
        notion: NotionId,
        args: &[Value],
        go: impl FnOnce(&mut Self, NodeId) -> Vec<Trace>,
    ) -> Vec<Trace> {
        let Some((body, _)) = self.eval.body(notion) else { return Vec::new() };
        let outer = self.eval.open(notion, args);
        let steps = go(self, body);
        self.eval.close(outer);
        steps
    }

    fn truth_of(
        &mut self,
        node: NodeId,
        value: Value,
        targets: &Targets,
        truth: Truth,
    ) -> Vec<Trace> {
        let Some((of, key)) = self.eval.target(value, targets) else { return Vec::new() };
        self.eval.read(Read::Fact(of, key));
        let text = self.eval.words(node, self.sources);
        if let Some(notion) = self.eval.unwritten_definition(of, key) {
            let steps = self.in_body(notion, &[value], Tracer::truth);
            return Self::under(format!("{text}: {}", truth.word()), steps);
        }
        let name = self.eval.key_words(key);
        match self.eval.model.truth(of, key, &self.eval.view) {
            TruthOf::Stated(yes, said) => {
                let statement = uncited(self.sources.slice(said.span)).trim().to_owned();
                let notion = matches!(key, Key::Notion(_)).then_some(statement);
                let text = format!("{text}: {}, as stated", Truth::from(yes).word());
                let noun = match key {
                    Key::Notion(n) => {
                        self.eval.notions.get(n).is_some_and(|n| n.form == NotionForm::Noun)
                    }
                    Key::Field(_) => false,
                };
                let label = match (noun, yes) {
                    (true, true) => "says that there is one",
                    (true, false) => "says that there is none",
                    (false, true) => "says that it is so",
                    (false, false) => "says that it is not so",
                };
                let label = label.to_owned();
                self.leaf(text, Leaf::Said { said, label, notion })
            }
            TruthOf::Silent => self.leaf(
                format!("the draft does not state {name}"),
                Leaf::Silent { of, key, empty: true },
            ),
            TruthOf::Unknown(why) => self.missing(of, key, why),
            TruthOf::Contested(all) => {
                let mut steps = self.missing(of, key, Why::Contested);
                for (yes, said) in all {
                    let word = if yes { "says that it is so" } else { "says that it is not so" };
                    steps.extend(self.said(said, String::new(), word));
                }
                steps
            }
        }
    }

    fn both(&mut self, l: NodeId, r: NodeId) -> Vec<Trace> {
        let mut steps = self.single(l);
        steps.extend(self.single(r));
        steps
    }

    fn number(&mut self, id: NodeId) -> Vec<Trace> {
        match self.eval.program.node(id) {
            Node::Number(_) | Node::Parameter(_) => Vec::new(),
            _ => self.single(id),
        }
    }

    /// Returns the statements that name the items of a list, and what closes or opens it. Where it is settled what
    /// comes of it, items about which sources disagree leave nothing open.
    fn all_items(&mut self, id: NodeId, settled: bool) -> Vec<Trace> {
        if self.whole {
            return self.list(id);
        }
        let set: Set = self.eval.set(id);
        let mut steps = Vec::new();
        for (value, presence) in set.items.iter().take(8) {
            if *presence == Truth::Yes {
                steps.extend(self.set(id, Ask::Present(*value)));
            }
        }
        let open = set.open || (!settled && !set.certain());
        steps.extend(self.set(id, if open { Ask::Open } else { Ask::Closed }));
        steps
    }
}
