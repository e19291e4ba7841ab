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
            let node = program.node(id);
            match node {
                Node::Entity(thing) => found.things.push(*thing),
                Node::Quantity(figure) => found.figures.push(*figure),
                Node::Number(number) => found.numbers.push(*number),
                Node::Date(date) => found.dates.push(*date),
                _ => {}
            }
            open.extend(node.children());
        }
        found
    }
}
