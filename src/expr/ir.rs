//! Compiled expressions: a flat list of nodes, every name resolved, every type known.

use rustc_hash::FxHashMap;

use super::types::{EntityId, Type};
use crate::schema::{FieldId, Kind, KindSet, Word};
use crate::source::Span;
use crate::value::{Bound, Date, Number, Quantity};

/// Identifies a node of a [`Program`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// Identifies a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NotionId(pub u32);

/// Identifies a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParameterId(pub u32);

/// The place of a variable in the frame of the rule or definition it belongs to.
pub type Slot = u16;

/// What a fact is a fact about: a field of the schema, or a notion of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A row of the schema.
    Field(FieldId),
    /// A definition.
    Notion(NotionId),
}

/// For each kind the subject can be, the fact that is read. Kinds without a row have no such fact.
pub type Targets = Box<[(Kind, Key)]>;

/// What is asked of a thing's form rather than of its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Declared with `draft`.
    Draft,
    /// Declared with `csbm`.
    Csbm,
    /// Of this kind.
    Kind(Kind),
}

/// Which elements of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quant {
    /// All of them.
    Every,
    /// At least one.
    Some,
    /// None.
    No,
    /// So many.
    Count(Bound, i64),
}

/// How two moments are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temporal {
    /// The first ends before the second starts.
    Before,
    /// The first starts after the second ends.
    After,
    /// Both start together.
    With,
    /// Neither is over before the other starts.
    Overlaps,
    /// The first starts and ends within the second.
    During,
    /// The first is over when the second starts, or on the date, at the latest.
    By,
    /// The first starts on an earlier day than the second, or before it.
    StartsBefore,
}

impl Temporal {
    /// Returns the word it is written with.
    pub fn word(self) -> &'static str {
        match self {
            Temporal::Before => "before",
            Temporal::After => "after",
            Temporal::With => "with",
            Temporal::Overlaps => "overlaps",
            Temporal::During => "during",
            Temporal::By => "by",
            Temporal::StartsBefore => "starts before",
        }
    }

    /// Returns the same in a sentence: one `is before` the other.
    pub fn verb(self) -> &'static str {
        match self {
            Temporal::Before => "is before",
            Temporal::After => "is after",
            Temporal::With => "is with",
            Temporal::During => "is during",
            Temporal::By => "is by",
            Temporal::Overlaps | Temporal::StartsBefore => self.word(),
        }
    }
}

/// One node. Children are nodes of the same program.
#[derive(Clone, Debug)]
pub enum Node {
    // ---- truths
    /// A truth that is fixed; also what a faulty expression becomes (`Undecided`).
    Fixed(crate::value::Truth),
    /// All of them.
    And(Box<[NodeId]>),
    /// Any of them.
    Or(Box<[NodeId]>),
    /// The contrary.
    Not(NodeId),
    /// Undecided counted as no.
    Known(NodeId),
    /// So many of a set are so.
    Quantified {
        /// Which.
        quant: Quant,
        /// Where the element is kept.
        slot: Slot,
        /// What the element is called in the text.
        name: Span,
        /// Over what.
        set: NodeId,
        /// Which of it.
        filter: Option<NodeId>,
        /// What holds of them.
        body: Option<NodeId>,
    },
    /// A truth that is a fact or a notion of a thing: `m is hard`, `f has roadmap`.
    TruthOf {
        /// The thing.
        subject: NodeId,
        /// The fact.
        targets: Targets,
        /// Whether it reads `has` rather than `is`.
        noun: bool,
    },
    /// A set has an element.
    NotEmpty(NodeId),
    /// There is a value.
    HasValue(NodeId),
    /// Two values are the same.
    Same(NodeId, NodeId),
    /// A set holds this value and no other.
    Exactly(NodeId, NodeId),
    /// A value stands so to another in their order.
    Ordered(NodeId, Bound, NodeId),
    /// A value is in a set.
    In(NodeId, NodeId),
    /// Some element of the first is in the second.
    AnyIn(NodeId, NodeId),
    /// Every element of the first is in the second.
    AllIn(NodeId, NodeId),
    /// Two moments stand so to one another.
    Timed(NodeId, Temporal, NodeId),
    /// A thing has this form.
    IsForm(NodeId, Form),
    // ---- one value
    /// A variable.
    Slot(Slot),
    /// A thing.
    Entity(EntityId),
    /// A word.
    Word(Word),
    /// A date.
    Date(Date),
    /// A text: the first place where a rule or definition has it, and what it reads.
    Text(Span, Box<str>),
    /// A figure with a unit.
    Quantity(Quantity),
    /// A fact of a thing.
    FieldOne {
        /// The thing.
        base: NodeId,
        /// The fact.
        targets: Targets,
    },
    /// `stance(a, f)`: what is said in a field for a key.
    Keyed {
        /// The thing that has the field.
        owner: NodeId,
        /// The key.
        key: NodeId,
        /// The field, by kind of the owner.
        targets: Targets,
    },
    /// What a gate is about, if it is about one of these kinds.
    GatePart(NodeId, KindSet),
    // ---- sets
    /// Facts of things: the field of each element of the base, together.
    FieldSet {
        /// A thing or a set of things.
        base: NodeId,
        /// The fact.
        targets: Targets,
        /// Whether it is followed step by step to the end.
        closure: bool,
    },
    /// Everything of a kind that is loaded.
    Population(Kind),
    /// Those of a set that are so.
    Those {
        /// Where the element is kept.
        slot: Slot,
        /// What the element is called in the text.
        name: Span,
        /// Of what.
        set: NodeId,
        /// Which of it.
        filter: Option<NodeId>,
    },
    /// Those in either.
    Union(NodeId, NodeId),
    /// Those in the first and not in the second.
    Except(NodeId, NodeId),
    /// Those in both.
    Common(NodeId, NodeId),
    /// The values written out.
    Listed(Box<[NodeId]>),
    // ---- numbers
    /// How many.
    Count(NodeId),
    /// A figure.
    Number(Number),
    /// A parameter's figure.
    Parameter(ParameterId),
    // ---- definitions
    /// A definition of several things, applied.
    Call {
        /// Which.
        notion: NotionId,
        /// To what.
        args: Box<[NodeId]>,
        /// Whether it is written between its two things.
        verb: bool,
    },
    /// The first value whose condition holds.
    Cases(Box<[(NodeId, Option<NodeId>)]>),
}

impl Node {
    /// Returns the nodes it is made of.
    pub fn children(&self) -> Vec<NodeId> {
        match self {
            Node::And(parts) | Node::Or(parts) | Node::Listed(parts) => parts.to_vec(),
            Node::Call { args, .. } => args.to_vec(),
            Node::Quantified { set, filter, body, .. } => {
                [Some(*set), *filter, *body].into_iter().flatten().collect()
            }
            Node::Those { set, filter, .. } => {
                [Some(*set), *filter].into_iter().flatten().collect()
            }
            Node::Cases(cases) => {
                cases.iter().flat_map(|(value, when)| [Some(*value), *when]).flatten().collect()
            }
            Node::TruthOf { subject: one, .. }
            | Node::FieldOne { base: one, .. }
            | Node::FieldSet { base: one, .. }
            | Node::Not(one)
            | Node::Known(one)
            | Node::NotEmpty(one)
            | Node::HasValue(one)
            | Node::IsForm(one, _)
            | Node::GatePart(one, _)
            | Node::Count(one) => vec![*one],
            Node::Keyed { owner: a, key: b, .. }
            | Node::Same(a, b)
            | Node::Exactly(a, b)
            | Node::Ordered(a, _, b)
            | Node::In(a, b)
            | Node::AnyIn(a, b)
            | Node::AllIn(a, b)
            | Node::Timed(a, _, b)
            | Node::Union(a, b)
            | Node::Except(a, b)
            | Node::Common(a, b) => vec![*a, *b],
            _ => Vec::new(),
        }
    }

    /// Returns the facts that it reads.
    pub fn facts(&self) -> &[(Kind, Key)] {
        match self {
            Node::TruthOf { targets, .. }
            | Node::FieldOne { targets, .. }
            | Node::FieldSet { targets, .. }
            | Node::Keyed { targets, .. } => targets,
            _ => &[],
        }
    }
}

/// Every compiled expression of a run.
#[derive(Debug, Default)]
pub struct Program {
    nodes: Vec<(Node, Type, Span)>,
    /// Every text, with the first place where it stands.
    texts: FxHashMap<Box<str>, Span>,
}

impl Program {
    /// Adds a node.
    pub(crate) fn add(&mut self, node: Node, ty: Type, span: Span) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push((node, ty, span));
        id
    }

    /// Makes the node of a text: it has one place for all that read the same.
    pub(crate) fn text(&mut self, words: &str, span: Span) -> Node {
        let first = *self.texts.entry(words.into()).or_insert(span);
        Node::Text(first, words.into())
    }

    /// Returns a node.
    pub fn node(&self, id: NodeId) -> &Node {
        // INVARIANT: ids come from `add` of the one program of a run.
        static NOTHING: Node = Node::Fixed(crate::value::Truth::Undecided);
        self.nodes.get(id.0 as usize).map_or(&NOTHING, |n| &n.0)
    }

    /// Returns the type of a node.
    pub fn type_of(&self, id: NodeId) -> Type {
        self.nodes.get(id.0 as usize).map_or(Type::Truth, |n| n.1)
    }

    /// Returns where a node stands in the text of the rule or definition.
    pub fn span(&self, id: NodeId) -> Option<Span> {
        self.nodes.get(id.0 as usize).map(|n| n.2)
    }
}
