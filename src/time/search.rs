//! Alternatives: one of each choice's is to hold, and the search goes through those that can.
//!
//! Takes an engine in which everything unconditional holds, and choices; visits every way of choosing that is
//! consistent (a leaf), or gives the statements that leave none. Depth first with propagation before every step, the
//! choice with the fewest alternatives left first; a clash that has nothing to do with a choice ends it at once
//! (conflict-directed backjumping, P. Prosser 1993). It ends at a stated number of leaves and of steps, and says so.
//! Knows nothing of what a leaf is looked at for.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use super::Statement;
use super::engine::{Engine, Mark, owners};
use super::graph::Graph;

/// How far a question is followed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The most ways of choosing, in one connected part, that one question looks at.
    pub leaves: usize,
    /// The most steps of propagation that one question takes among alternatives, or in looking for further clashes.
    pub steps: u64,
    /// The most sets of statements that are looked for to find the smallest reason.
    pub sets: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { leaves: 4_096, steps: 2_000_000, sets: 64 }
    }
}

/// A choice of links.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) owner: Statement,
    pub(super) alternatives: Vec<Vec<usize>>,
}

/// How a search ended.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// The visitor had enough; the engine stands at that leaf.
    Stopped,
    /// Every leaf was visited, and there was one.
    Leaves,
    /// There is no leaf, because of these statements.
    Nothing(BTreeSet<Statement>),
    /// A limit was reached.
    TooMany,
}

/// The choices looked through for the one with the fewest alternatives left.
const PROBED: usize = 16;

struct Frame {
    choice: usize,
    next: usize,
    open: Vec<usize>,
    mark: Mark,
    clash: BTreeSet<Statement>,
    found: bool,
}

/// Goes through the leaves; with latest times if `latest`, which must then be carried on already.
pub(super) fn search(
    graph: &Graph,
    engine: &mut Engine,
    choices: &[&Choice],
    limits: Limits,
    latest: bool,
    visit: &mut dyn FnMut(&Engine) -> ControlFlow<()>,
) -> Found {
    let most = engine.work().saturating_add(limits.steps);
    let mut leaves = 0;
    let mut frames: Vec<Frame> = Vec::new();
    let mut arrived = Some((0..choices.len()).collect::<Vec<_>>());
    loop {
        let mut result = None;
        if let Some(open) = arrived.take() {
            if open.is_empty() {
                leaves += 1;
                if leaves > limits.leaves {
                    return Found::TooMany;
                }
                if visit(engine).is_break() {
                    return Found::Stopped;
                }
                result = Some(Found::Leaves);
            } else {
                let choice = tightest(graph, engine, choices, &open);
                let open = open.into_iter().filter(|o| *o != choice).collect();
                let (mark, clash) = (engine.mark(), BTreeSet::new());
                frames.push(Frame { choice, next: 0, open, mark, clash, found: false });
            }
        }
        // What came of an alternative is told to the choice it belongs to, and of that to the one before.
        loop {
            let Some(frame) = frames.last_mut() else {
                return result.unwrap_or(Found::Leaves);
            };
            let Some(choice) = choices.get(frame.choice) else { return Found::TooMany };
            if let Some(came) = result.take() {
                engine.back_to(graph, frame.mark);
                match came {
                    Found::Nothing(set) if !frame.found && !set.contains(&choice.owner) => {
                        frames.pop();
                        result = Some(Found::Nothing(set));
                        continue;
                    }
                    Found::Nothing(set) => frame.clash.extend(set),
                    _ => frame.found = true,
                }
            }
            if engine.work() > most {
                return Found::TooMany;
            }
            if let Some(alternative) = choice.alternatives.get(frame.next) {
                frame.next += 1;
                match engine.hold(graph, alternative.iter().copied()) {
                    Ok(()) => {
                        if latest {
                            engine.hold_latest(graph, frame.mark);
                        }
                        arrived = Some(frame.open.clone());
                        break;
                    }
                    Err(trouble) => result = Some(Found::Nothing(owners(graph, &trouble.links))),
                }
            } else {
                let mut clash = std::mem::take(&mut frame.clash);
                clash.insert(choice.owner);
                result = Some(if frame.found { Found::Leaves } else { Found::Nothing(clash) });
                frames.pop();
            }
        }
    }
}

/// Returns the open choice with the fewest alternatives that can still hold.
fn tightest(graph: &Graph, engine: &mut Engine, choices: &[&Choice], open: &[usize]) -> usize {
    let mut best = (usize::MAX, open.first().copied().unwrap_or(0));
    for at in open.iter().take(PROBED) {
        let Some(choice) = choices.get(*at) else { continue };
        let mark = engine.mark();
        let mut left = 0;
        for alternative in &choice.alternatives {
            left += usize::from(engine.hold(graph, alternative.iter().copied()).is_ok());
            engine.back_to(graph, mark);
        }
        if left < best.0 {
            best = (left, *at);
        }
        if left <= 1 {
            break;
        }
    }
    best.1
}
