//! Whether the phases of a framework can stand in the order that is stated.
//!
//! Takes what each phase says of its start and end; gives `phases-in-a-circle` with every statement of the circle.
//! Knows no dates: what they rule out is for who judges order.

use rustc_hash::FxHashMap;

use super::structure::about;
use crate::diagnostic::{Finding, Level, NoteKind};
use crate::expr::{EntityId, Key};
use crate::model::{Model, Moment, MomentTarget, Said, Says, Value};
use crate::schema::{Kind, field};
use crate::syntax::ast::Order;

/// A statement of order.
#[derive(Clone, Copy)]
struct Line {
    said: Said,
    /// Whose statement it is.
    phase: EntityId,
    /// Whom it refers to.
    other: EntityId,
    /// How it refers to it.
    how: &'static str,
    /// Whether one ends before the other begins: a circle of which no line says so is only one time.
    apart: bool,
}

/// The start or the end of a thing, by number.
type End = usize;

/// Starts and ends, and which of them is not later than which, with the line that says so.
#[derive(Default)]
struct Ends {
    numbers: FxHashMap<EntityId, End>,
    later: Vec<Vec<End>>,
    earlier: Vec<Vec<End>>,
    lines: Vec<(End, End, Line)>,
}

impl Ends {
    /// Returns the start of a thing; its end is the next number.
    fn of(&mut self, id: EntityId) -> End {
        if let Some(start) = self.numbers.get(&id) {
            return *start;
        }
        let start = self.later.len();
        self.numbers.insert(id, start);
        self.later.resize(start + 2, Vec::new());
        self.earlier.resize(start + 2, Vec::new());
        self.not_later(start, start + 1);
        start
    }

    fn not_later(&mut self, a: End, b: End) {
        if let Some(later) = self.later.get_mut(a) {
            later.push(b);
        }
        if let Some(earlier) = self.earlier.get_mut(b) {
            earlier.push(a);
        }
    }

    fn say(&mut self, a: End, b: End, line: Line) {
        self.not_later(a, b);
        self.lines.push((a, b, line));
    }

    fn read(&mut self, phase: EntityId, name: &str, moment: &Moment, said: Said) {
        let MomentTarget::Entity(other) = moment.target else { return };
        let (start, other_start) = (self.of(phase), self.of(other));
        let event = if name == "ends" { start + 1 } else { start };
        let line = |how: &'static str, apart: bool| Line { said, phase, other, how, apart };
        match moment.order {
            Order::After => self.say(other_start + 1, event, line("waits for", true)),
            Order::Before | Order::By => self.say(event, other_start, line("comes before", true)),
            Order::With if name != "during" => {
                let (there, how) = if name == "ends" {
                    (other_start + 1, "ends with")
                } else {
                    (other_start, "begins with")
                };
                self.say(event, there, line(how, false));
                self.say(there, event, line(how, false));
            }
            Order::With | Order::During => {
                self.say(other_start, start, line("lies within", false));
                self.say(start + 1, other_start + 1, line("lies within", false));
            }
        }
    }

    /// Numbers the circles: ends of which each is not later than each other have one number.
    fn circles(&self) -> Vec<usize> {
        let none = Vec::new();
        // Everything in the order in which it is done with, going to what is later.
        let mut order = Vec::new();
        let mut seen = vec![false; self.later.len()];
        for first in 0..self.later.len() {
            let mut way = vec![(first, 0)];
            while let Some((at, next)) = way.pop() {
                if next == 0 {
                    let Some(flag) = seen.get_mut(at) else { continue };
                    if std::mem::replace(flag, true) {
                        continue;
                    }
                }
                match self.later.get(at).and_then(|later| later.get(next)) {
                    Some(after) => way.extend([(at, next + 1), (*after, 0)]),
                    None => order.push(at),
                }
            }
        }
        let mut circle = vec![usize::MAX; self.later.len()];
        for (number, last) in order.into_iter().rev().enumerate() {
            let mut open = vec![last];
            while let Some(at) = open.pop() {
                match circle.get_mut(at) {
                    Some(of) if *of == usize::MAX => *of = number,
                    _ => continue,
                }
                open.extend(self.earlier.get(at).unwrap_or(&none));
            }
        }
        circle
    }
}

/// Of phases that follow one another none comes before itself.
pub(super) fn phases_follow_one_another(model: &Model, id: EntityId, findings: &mut Vec<Finding>) {
    let framework = model.things.get(id);
    if framework.kind != Kind::Framework {
        return;
    }
    let mut ends = Ends::default();
    for phase in framework.children.iter().copied() {
        for name in ["begins", "ends", "during"] {
            let Some(row) = field(Kind::Phase, name) else { continue };
            for claim in model.claims(phase, Key::Field(row)) {
                let Says::Adds(Value::Moment(at)) = claim.says else { continue };
                if let Some(moment) = model.moment(at) {
                    ends.read(phase, name, moment, claim.said);
                }
            }
        }
    }
    let circles = ends.circles();
    let circle = |end: End| circles.get(end).copied();
    let mut reported = Vec::new();
    for (a, b, line) in ends.lines.iter().filter(|(_, _, line)| line.apart) {
        let number = circle(*a);
        if number != circle(*b) || reported.contains(&number) {
            continue;
        }
        reported.push(number);
        let mut lines: Vec<Line> = Vec::new();
        for (a, b, line) in &ends.lines {
            let inside = circle(*a) == number && circle(*b) == number;
            if inside && lines.iter().all(|l| l.said.span != line.said.span) {
                lines.push(*line);
            }
        }
        lines.sort_by_key(|l| l.said.span);
        findings.push(report(model, id, line.phase, &lines));
    }
}

fn report(model: &Model, id: EntityId, phase: EntityId, lines: &[Line]) -> Finding {
    let name = |id: EntityId| format!("`{}`", model.things.get(id).name);
    let mut phases: Vec<EntityId> = Vec::new();
    for line in lines {
        if !phases.contains(&line.phase) {
            phases.push(line.phase);
        }
    }
    let message = match phases.as_slice() {
        [first @ .., last] if !first.is_empty() => {
            let first: Vec<String> = first.iter().map(|p| name(*p)).collect();
            format!(
                "{} and {} of `{}` wait for one another in a circle",
                first.join(", "),
                name(*last),
                model.things.path(id)
            )
        }
        _ => format!("{} of `{}` waits for itself", name(phase), model.things.path(id)),
    };
    let one_voice = lines.windows(2).all(|w| match w {
        [a, b] => model.same_voice(a.said, b.said),
        _ => true,
    });
    // Of two sources one may be wrong; one text that says it all cannot be right.
    let level = if one_voice { Level::Error } else { Level::Warning };
    let place = lines.first().map_or(model.things.get(id).head, |l| l.said.span);
    let mut finding = Finding::broken("phases-in-a-circle", level, place, message);
    for (i, line) in lines.iter().enumerate() {
        let other = if line.phase == line.other { "itself".to_owned() } else { name(line.other) };
        let text = format!("{} {} {other}", name(line.phase), line.how);
        finding = if i == 0 { finding.here(text) } else { finding.label(line.said.span, text) };
    }
    finding.citations = Vec::new();
    for line in lines {
        for text in model.cites.texts(line.said.cite) {
            if !finding.citations.contains(&text) {
                finding.citations.push(text);
            }
        }
    }
    let finding = finding
        .note(NoteKind::So, "what depends on their order is undecided until it is settled")
        .help("leave out one of these lines, or write `with` where both begin together");
    about(finding, model, id)
}
