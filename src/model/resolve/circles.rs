//! Lists that are each all of the next, and so lead back to themselves.
//!
//! Takes the claims; gives a finding for each circle, with every line that is part of it.

use indexmap::IndexMap;
use rustc_hash::FxHashSet as HashSet;

use crate::diagnostic::{Finding, Level, NoteKind};
use crate::expr::{EntityId, Key};
use crate::model::facts::{AllOf, Says};
use crate::model::resolve::Resolver;
use crate::schema::FieldId;
use crate::source::Span;

/// A list: whose, and which.
type Node = (EntityId, FieldId);

impl Resolver<'_> {
    /// Reports the circles of lists: each once, where the text first enters it.
    pub(super) fn circles(&mut self) {
        let mut next: IndexMap<Node, Vec<(Node, Span)>> = IndexMap::new();
        for (id, _) in self.model.things.iter() {
            for (key, claims) in self.model.facts(id) {
                let Key::Field(row) = key else { continue };
                for claim in claims {
                    let Says::List { all, .. } = &claim.says else { continue };
                    let to = |all: &AllOf| ((all.of, all.field), all.said.span);
                    if !all.is_empty() {
                        next.entry((id, row)).or_default().extend(all.iter().map(to));
                    }
                }
            }
        }
        let mut done: HashSet<Node> = HashSet::default();
        let mut circles: Vec<Vec<(Node, Span)>> = Vec::new();
        for start in next.keys() {
            // The way from the start, and how many of the ways on from each list have been taken.
            let mut way: Vec<(Node, usize)> = vec![(*start, 0)];
            while let Some((node, taken)) = way.last_mut() {
                let on = next.get(node).and_then(|all| all.get(*taken)).copied();
                *taken += 1;
                let Some((to, _)) = on.filter(|_| !done.contains(node)) else {
                    done.insert(*node);
                    way.pop();
                    continue;
                };
                match way.iter().position(|(n, _)| *n == to) {
                    Some(at) => {
                        let round = way.iter().skip(at).filter_map(|(n, taken)| {
                            let (_, span) = next.get(n)?.get(taken.checked_sub(1)?)?;
                            Some((*n, *span))
                        });
                        circles.push(round.collect());
                    }
                    None => way.push((to, 0)),
                }
            }
        }
        for circle in circles {
            self.circle(&circle);
        }
    }

    fn circle(&mut self, circle: &[(Node, Span)]) {
        let path =
            |(id, row): Node| format!("`{}.{}`", self.model.things.path(id), row.info().written());
        let onward = circle.iter().cycle().skip(1);
        let mut lines: Vec<(Span, String, String)> = circle
            .iter()
            .zip(onward)
            .map(|((node, span), (to, _))| (*span, path(*node), format!("all of {}", path(*to))))
            .collect();
        lines.sort_by_key(|(span, ..)| *span);
        let mut lines = lines.into_iter();
        let Some((span, list, all)) = lines.next() else { return };
        let message = format!("the list {list} leads back to itself");
        let mut finding = Finding::broken("cyclic-definition", Level::Error, span, message)
            .here(all)
            .help("name the items in one of these lists")
            .note(NoteKind::Note, "what else they hold is not known until this is settled");
        for (span, list, all) in lines {
            finding = finding.label(span, format!("{list} is {all}"));
        }
        self.report(finding);
    }
}
