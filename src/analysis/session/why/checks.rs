//! Why a check of the texts finds what it finds: that something was late, that lines clash, that phases wait for one
//! another.
//!
//! Takes the name of a check and a thing; gives its findings, each with the statements that led to it as steps. A phase that
//! was not late is told in the same way. Decides nothing: what is found is found by `checks`.

use super::super::super::check::evaluator;
use super::super::super::{Settled, Tale};
use super::super::Session;
use super::super::ask::leaves;
use crate::checks as catalogue;
use crate::diagnostic::{Finding, Level, Note, NoteKind, Status, Step};
use crate::eval::{Done, HAPPENED, Lateness, Tracer, is_owed};
use crate::expr::{EntityId, Key};
use crate::model::{Claim, Model, One, Value};
use crate::schema::field;
use crate::source::{Span, uncited};
use crate::value::{Truth, flat};

/// The check of what was due.
const LATE: &str = "deadline-missed";

impl Session {
    /// Tells what a check finds; with `not`, what would settle it.
    pub(super) fn found(
        &mut self,
        thing: Option<&str>,
        check: &str,
        not: bool,
    ) -> Result<Tale, Vec<Finding>> {
        if let Some(thing) = thing
            && self.thing_named(thing).is_none()
        {
            return Err(self.nothing_called(thing));
        }
        let findings = self.broken_in(thing, check);
        if findings.is_empty() {
            let fine = Tale::Verdicts(vec![self.fine(thing, check)]);
            return Ok(if not { Tale::Already(Settled::Holds, Box::new(fine)) } else { fine });
        }
        if not {
            return self.why_not_found(check, &findings).map(Tale::Remedies);
        }
        Ok(Tale::Verdicts(findings))
    }

    /// Returns what a check finds in a thing and what stands in it, with the statements that led to it.
    pub(super) fn broken_in(&self, thing: Option<&str>, check: &str) -> Vec<Finding> {
        let mut findings = self.analysis().findings;
        findings.retain(|f| {
            let path = &f.subject.path;
            let within = |thing: &str| {
                path == thing || path.strip_prefix(thing).is_some_and(|r| r.starts_with('.'))
            };
            // A thing in a framework is asked of with what is found of the framework, where it takes part.
            let takes_part = |thing: &str| {
                let last = thing.rsplit('.').next().unwrap_or(thing);
                let named = format!("`{last}`");
                thing.strip_prefix(path.as_str()).is_some_and(|r| r.starts_with('.'))
                    && f.labels.iter().any(|l| l.text.contains(&named))
            };
            f.rule == check && thing.is_none_or(|t| within(t) || takes_part(t))
        });
        for finding in &mut findings {
            finding.trace = self.led_to(finding);
            finding.title = catalogue::find(check).map_or_else(String::new, |c| c.title.to_owned());
        }
        findings
    }

    /// Writes the places of a finding out as steps, each with what stands there and who says it.
    fn led_to(&self, finding: &Finding) -> Vec<Step> {
        let mut labels: Vec<_> = finding.labels.iter().collect();
        if finding.rule == LATE {
            // First by when it was due, then what happened.
            let by = usize::from(labels.len() > 1);
            labels.rotate_left(by);
        }
        let mut steps: Vec<Step> = Vec::new();
        for label in labels {
            let statement = self.statement(label.span);
            let sources = self.who_says(label.span);
            // Who says it stands behind it in any case.
            let says = label.text.as_str();
            let says = says.strip_prefix(&format!("{}: ", sources.join("; "))).unwrap_or(says);
            let text = match (says, says.strip_suffix(" starts by this date")) {
                ("", _) => format!("`{statement}`"),
                (_, Some(phase)) => format!("{phase} {statement}"),
                (says, _) if tells(says, &statement) => says.to_owned(),
                (says, _) => format!("{says}: `{statement}`"),
            };
            let step = Step { depth: 0, text, span: Some(label.span), sources, also: Vec::new() };
            if !steps.contains(&step) {
                steps.push(step);
            }
        }
        steps
    }

    /// Returns the line of a statement without its sources.
    fn statement(&self, span: Span) -> String {
        flat(uncited(self.world.sources.line_of(span)))
    }

    /// Returns the sources of the statement at a place.
    fn who_says(&self, span: Span) -> Vec<String> {
        let model = &self.state().played.model;
        let stated = stated_at(model, span);
        stated.map_or_else(Vec::new, |(.., claim)| model.cites.texts(claim.said.cite))
    }

    /// Says that a check finds nothing; of what was due, by when it was due and what happened.
    fn fine(&self, thing: Option<&str>, check: &str) -> Finding {
        let title = catalogue::find(check).map_or_else(String::new, |c| c.title.to_owned());
        let of = thing.map_or_else(String::new, |t| format!(" in `{t}`"));
        let message = format!("nothing is found{of}");
        let mut finding = Finding::placeless(check, Level::Note, message);
        finding.status = Status::Satisfied;
        finding.title = title;
        thing.unwrap_or_default().clone_into(&mut finding.subject.path);
        if check == LATE
            && let Some(phase) = thing.and_then(|t| self.thing_named(t))
            && self.state().played.model.things.get(phase).kind.is_planned()
        {
            self.in_time(phase, &mut finding);
        }
        finding
    }

    /// Tells by when a phase was due, by which lines, and when it happened.
    fn in_time(&self, phase: EntityId, finding: &mut Finding) {
        let model = &self.state().played.model;
        let Some(row) = field(model.things.get(phase).kind, HAPPENED) else { return };
        let mut eval = evaluator(&self.world, model, &self.frame.mix, self.frame.view.clone());
        let plan = eval.as_it_went(model.things.root(phase));
        let all = eval.in_return_for(phase);
        let (due, from) = plan.due(model, phase).in_return_for(&all);
        let owed = is_owed(&all);
        let name = &model.things.get(phase).name;
        let happened = model.one(phase, Key::Field(row), &eval.view);
        let by = plan.due_as_seen(&due).last.map(|last| plan.told(last));
        finding.message = match (&happened, by) {
            _ if owed == Truth::No => {
                format!("`{name}` is owed only in return for what was not done: it was not owed")
            }
            (One::Known(Value::Date(on), _), Some(by))
                if due.lateness(*on) == Lateness::Unknown =>
            {
                finding.status = Status::Undecided;
                format!(
                    "`{name}` was due by {by} and happened {on}: whether that was in time is not known"
                )
            }
            (One::Known(..), Some(by)) if from.is_some() => {
                format!("`{name}` was not owed before {by}, and was in time")
            }
            (One::Known(..), Some(by)) => format!("`{name}` was due by {by}, and was in time"),
            (One::Known(..), None) => format!("nothing says by when `{name}` was due"),
            (_, Some(by)) => {
                finding.status = Status::Undecided;
                format!("`{name}` was due by {by}, and nothing says whether it happened")
            }
            (_, None) => format!("nothing says by when `{name}` was due, nor that it happened"),
        };
        let mut tracer = Tracer::whole(&mut eval, &self.world.sources);
        let mut traces = tracer.lines(&due.by);
        for one in &all {
            if let Some(row) = field(model.things.get(one.what).kind, HAPPENED) {
                traces.extend(tracer.one(one.what, Key::Field(row)));
            }
        }
        if matches!(happened, One::Known(..) | One::None(_)) {
            traces.extend(tracer.one(phase, Key::Field(row)));
        }
        finding.trace = leaves(&eval, &traces, true).steps;
        for one in &all {
            let other = &model.things.get(one.what).name;
            let done = match one.done {
                Done::Yes(Some(date), _) => format!("done {date}"),
                Done::Yes(None, _) => "done".to_owned(),
                Done::No(_) => "not done".to_owned(),
                Done::Unknown => "not known to be done".to_owned(),
            };
            let text = format!("`{name}` is owed only in return for `{other}`, {done}");
            finding.notes.push(Note { kind: NoteKind::Note, text });
        }
    }
}

/// Returns the fact that is stated at a place.
pub(in super::super) fn stated_at(model: &Model, span: Span) -> Option<(EntityId, Key, &Claim)> {
    let things = model.things.iter();
    let facts = things.flat_map(|(id, _)| model.facts(id).map(move |(key, all)| (id, key, all)));
    let mut claims = facts.flat_map(|(id, key, all)| all.iter().map(move |c| (id, key, c)));
    claims.find(|(.., c)| !c.derived && span.holds(c.said.span))
}

/// Checks whether a remark says all that a statement says.
fn tells(remark: &str, statement: &str) -> bool {
    let words: Vec<&str> = remark.split_whitespace().map(|w| w.trim_matches('`')).collect();
    statement.split_whitespace().all(|w| words.contains(&w))
}
