//! Why a phase begins or ends when it does.
//!
//! Takes the path of a phase or a milestone and one of its ends; gives the times between which it lies, and the lines that bound it on
//! either side. Finds no times: that is done by the plan.

use super::super::super::check::evaluator;
use super::super::super::{Answer, Leaves};
use super::super::Session;
use super::super::ask::leaves;
use super::super::when::Told;
use crate::eval::{Trace, Tracer};
use crate::expr::{EntityId, Key};
use crate::model::View;
use crate::schema::{Kind, field};
use crate::time::{Consistency, Statement};

/// An end of a phase, or a milestone.
pub(super) struct Asked {
    phase: EntityId,
    /// Whether its end is asked for, rather than its beginning.
    end: bool,
}

impl Session {
    /// Reads `csce.madrid.starts` and the like; what begins with a phase goes before when it starts.
    pub(super) fn time_asked(&self, path: &str) -> Option<Asked> {
        let (path, side) = path.rsplit_once('.')?;
        let phase = self.thing_named(path)?;
        let model = &self.state().played.model;
        let kind = model.things.get(phase).kind;
        if !matches!(kind, Kind::Phase | Kind::Milestone) {
            return None;
        }
        let opens = || {
            if kind == Kind::Milestone {
                return None;
            }
            let row = field(Kind::Phase, "starts")?;
            let list = model.list(phase, Key::Field(row), &View::default());
            (!list.items.is_empty()).then_some(())
        };
        match side {
            "begins" => Some(Asked { phase, end: false }),
            "starts" if opens().is_none() => Some(Asked { phase, end: false }),
            "ends" if kind == Kind::Phase => Some(Asked { phase, end: true }),
            _ => None,
        }
    }

    /// Tells between which times it lies, and why.
    pub(super) fn time_told(&self, asked: &Asked) -> Answer {
        let model = &self.state().played.model;
        let mut eval = evaluator(&self.world, model, &self.frame.mix, self.frame.view.clone());
        let plan = eval.plan(asked.phase);
        let Some(ends) = plan.ends(asked.phase) else {
            return Answer::Value { text: "undecided".to_owned(), because: Leaves::default() };
        };
        let event = if asked.end { ends.end } else { ends.start };
        let clash = plan.timeline.consistency_of(event) != Consistency::Consistent;
        let seen = plan.seen();
        let (early, late) =
            if clash { (None, None) } else { Told::of(seen.as_ref().unwrap_or(&plan), event).ends };
        let text = match (&early, &late) {
            _ if clash => "undecided: the lines about it clash".to_owned(),
            (Some(a), Some(b)) if a == b => format!("on {a}"),
            (Some(a), Some(b)) => format!("from {a} to {b}"),
            (Some(a), None) => format!("on {a} or later"),
            (None, Some(b)) => format!("on {b} or sooner"),
            (None, None) => "undecided: no date bounds it".to_owned(),
        };
        let mut tracer = Tracer::whole(&mut eval, &self.world.sources);
        let mut traces = Vec::new();
        let bounds = [
            (early, "at the earliest on", plan.timeline.why_earliest(event)),
            (late, "at the latest on", plan.timeline.why_latest(event)),
        ];
        let bounds: Vec<_> = bounds
            .into_iter()
            .filter_map(|(day, words, why)| {
                let why: Vec<Statement> = why.known().unwrap_or_default();
                let lines = why.into_iter().filter_map(|s| plan.line(s)).copied();
                Some((format!("{words} {}", day?), lines.collect::<Vec<_>>()))
            })
            .collect();
        match bounds.as_slice() {
            // One line that says both needs no heading.
            [(_, first), (_, last)] if first == last => traces = tracer.lines(first),
            _ => {
                for (text, lines) in bounds {
                    let below = tracer.lines(&lines);
                    traces.push(Trace { text, leaf: None, below });
                }
            }
        }
        if traces.is_empty() {
            traces = tracer.when(asked.phase);
        }
        Answer::Value { text, because: leaves(&eval, &traces, true) }
    }
}
