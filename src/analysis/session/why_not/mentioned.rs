//! What a question itself names: things, figures, dates.
//!
//! Takes an expression; gives what stands in it, for an edit may have to name the same. Follows no definition.

use crate::expr::{EntityId, Node, NodeId, Program};
use crate::value::{Date, Number, Quantity};

/// What stands in a question.
#[derive(Clone, Debug, Default)]
pub(super) struct Mentioned {
    pub things: Vec<EntityId>,
    pub figures: Vec<Quantity>,
    pub numbers: Vec<Number>,
    pub dates: Vec<Date>,
    /// Edits that somebody has offered already.
    pub edits: Vec<String>,
}

impl Mentioned {
    /// Collects what stands in expressions.
    pub(super) fn within(program: &Program, nodes: Vec<NodeId>) -> Mentioned {
        let mut found = Mentioned::default();
        let mut open = nodes;
        while let Some(id) = open.pop() {
            match program.node(id) {
                Node::Entity(thing) => found.things.push(*thing),
                Node::Quantity(figure) => found.figures.push(*figure),
                Node::Number(number) => found.numbers.push(*number),
                Node::Date(date) => found.dates.push(*date),
                Node::And(parts) | Node::Or(parts) | Node::Listed(parts) => {
                    open.extend(parts.iter().copied());
                }
                Node::Call { args, .. } => open.extend(args.iter().copied()),
                Node::Cases(cases) => {
                    open.extend(
                        cases.iter().flat_map(|(value, when)| [Some(*value), *when]).flatten(),
                    );
                }
                Node::Not(one)
                | Node::Known(one)
                | Node::NotEmpty(one)
                | Node::HasValue(one)
                | Node::Count(one)
                | Node::IsForm(one, _)
                | Node::GatePart(one, _)
                | Node::TruthOf { subject: one, .. }
                | Node::FieldOne { base: one, .. }
                | Node::FieldSet { base: one, .. } => open.push(*one),
                Node::Same(a, b)
                | Node::Exactly(a, b)
                | Node::Ordered(a, _, b)
                | Node::In(a, b)
                | Node::AnyIn(a, b)
                | Node::AllIn(a, b)
                | Node::Timed(a, _, b)
                | Node::Union(a, b)
                | Node::Except(a, b)
                | Node::Common(a, b)
                | Node::Keyed { owner: a, key: b, .. } => open.extend([*a, *b]),
                Node::Quantified { set, filter, body, .. } => {
                    open.extend([Some(*set), *filter, *body].into_iter().flatten());
                }
                Node::Those { set, filter, .. } => {
                    open.extend([Some(*set), *filter].into_iter().flatten());
                }
                _ => {}
            }
        }
        found
    }
}
