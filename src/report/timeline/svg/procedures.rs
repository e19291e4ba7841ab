//! The procedures of a timetable as part of a picture: their steps, counted from when the whole begins.
//!
//! Takes a procedure; draws its steps on an axis of its own, for it has no dates. A step is drawn from where it begins at
//! the latest to where it is over at the latest; what its text says of the whole is a line down through them.

use unicode_width::UnicodeWidthStr;

use super::super::super::text;
use super::super::words::{due, in_all};
use super::shapes::{arrow, escaped, lines, rect, rule, tag_text};
use super::{BAR, LABEL, LINE, MARGIN, NAME, SMALL, SMALL_LINE, WIDTH};
use crate::analysis::{Pace, Procedure, Step};

/// Says in sentences what a procedure is.
pub(super) fn told(procedure: &Procedure) -> String {
    let steps = procedure.steps.iter();
    let steps: Vec<String> =
        steps.map(|step| format!("{}: {}", step.name, due(step, procedure))).collect();
    format!("Procedure {}: {}; {}.", procedure.name, steps.join("; "), in_all(procedure))
}

fn label(step: &Step) -> String {
    text::clean(if step.title.is_empty() { &step.name } else { &step.title })
}

/// Draws a procedure from a height on; gives the height below it.
pub(super) fn draw(procedure: &Procedure, top: usize, body: &mut String) -> usize {
    let inner = WIDTH - 2 * MARGIN;
    let mut y = top + 26;
    let title = match procedure.title.as_str() {
        "" => String::new(),
        title => format!(" \"{title}\""),
    };
    let heading = text::clean(&format!("Procedure {}{title}", procedure.name));
    for line in lines(&heading, inner / 8, 2) {
        body.push_str(&tag_text(MARGIN, y, "part", &line));
        y += 18;
    }
    for line in lines(&in_all(procedure), inner / SMALL, 2) {
        body.push_str(&tag_text(MARGIN, y, "small", &line));
        y += SMALL_LINE;
    }
    y += if procedure.pace.is_some() { 18 } else { 0 };
    let longest =
        |step: &Step| (label(step).width() * NAME).max(due(step, procedure).width() * SMALL) + 20;
    let widest = procedure.steps.iter().map(longest).max().unwrap_or(0);
    let left = widest.clamp(170, inner * 2 / 5);
    let (x, room) = (MARGIN + left, inner - left);
    let texts: Vec<(Vec<String>, Vec<String>)> = procedure
        .steps
        .iter()
        .map(|step| {
            let small = text::clean(&due(step, procedure));
            (lines(&label(step), (left - 20) / NAME, 2), lines(&small, (left - 16) / SMALL, 2))
        })
        .collect();
    let height = |(name, small): &(Vec<String>, Vec<String>)| {
        16 + name.len() * LINE + small.len() * SMALL_LINE
    };
    let head = y;
    let bottom = head + texts.iter().map(height).sum::<usize>();
    let mut at = head;
    for (n, text) in texts.iter().enumerate() {
        if n % 2 == 0 {
            body.push_str(&rect("row", MARGIN, at, inner, height(text)));
        }
        at += height(text);
    }
    let axis = procedure.pace.map(|pace| Axis::of(pace, room));
    if let Some(axis) = &axis {
        for (at, label) in axis.ticks() {
            body.push_str(&rule("grid", x + at, head - 6, bottom));
            if x + at + label.len() * SMALL <= WIDTH - MARGIN / 2 {
                body.push_str(&tag_text(x + at + 3, head - 8, "small", &label));
            }
        }
    }
    let mut at = head;
    for (step, text) in procedure.steps.iter().zip(&texts) {
        body.push_str("  <g>");
        let words = format!("{}: {}", step.name, due(step, procedure));
        body.push_str(&format!("<title>{}</title>\n", escaped(&words)));
        for (n, part) in text.0.iter().enumerate() {
            body.push_str(&tag_text(MARGIN + 10, at + 17 + n * LINE, "name", part));
        }
        let below = at + 18 + text.0.len() * LINE;
        for (n, part) in text.1.iter().enumerate() {
            body.push_str(&tag_text(MARGIN + 10, below + n * SMALL_LINE, "small", part));
        }
        if let Some(axis) = &axis {
            bar(step, axis, (x, at + 5), room, body);
        }
        body.push_str("  </g>\n");
        at += height(text);
    }
    if let (Some(axis), Some(total)) = (&axis, procedure.pace.and_then(|pace| pace.total)) {
        body.push_str(&rule("today maybe", x + axis.at(total), head - 4, bottom));
    }
    bottom + 8
}

/// Draws a step.
fn bar(step: &Step, axis: &Axis, (x, top): (usize, usize), room: usize, body: &mut String) {
    let Some((from, to)) = step.stretch else { return };
    let a = axis.at(from);
    let Some(to) = to else {
        body.push_str(&rect("open", x + a, top, room.saturating_sub(a).max(3), BAR));
        body.push_str(&arrow(x + room + 9, x + room + 1, top + BAR / 2));
        return;
    };
    let b = axis.at(to).max(a + 3);
    body.push_str(&rect("step", x + a, top, b - a, BAR));
    if step.extendable {
        body.push_str(&rect("more", x + b, top + 4, 16, BAR - 8));
    }
}

/// An axis in hours, days or months from the beginning.
struct Axis {
    /// What the axis spans, in the unit of the pace.
    most: i64,
    /// From one tick to the next.
    step: i64,
    /// How many of the unit are one of the labels, and what these are.
    unit: (i64, &'static str, &'static str),
    room: usize,
}

impl Axis {
    fn of(pace: Pace, room: usize) -> Axis {
        let most = pace.longest.max(pace.total.unwrap_or(0)).max(1);
        let unit = match (pace.months, most) {
            (true, 0..=47) => (1, "month", "months"),
            (true, _) => (12, "year", "years"),
            (false, 0..=71) => (1, "hour", "hours"),
            (false, _) => (24, "day", "days"),
        };
        // Some room is left behind the end: for what may be longer.
        let most = most.saturating_add((most / 12).max(unit.0));
        let ticks = i64::try_from(room / LABEL / 9).unwrap_or(1).max(1);
        let nice = (0..).flat_map(|n: u32| {
            let ten = 10_i64.saturating_pow(n);
            [ten, ten.saturating_mul(2), ten.saturating_mul(5)]
        });
        let fits = |step: &i64| step.saturating_mul(unit.0).saturating_mul(ticks) >= most;
        let step = nice.take(60).find(fits).unwrap_or(i64::MAX / unit.0);
        Axis { most, step: step.saturating_mul(unit.0), unit, room }
    }

    fn at(&self, at: i64) -> usize {
        let room = i64::try_from(self.room).unwrap_or(i64::MAX);
        let at = i128::from(at.clamp(0, self.most)) * i128::from(room) / i128::from(self.most);
        usize::try_from(at).unwrap_or(0)
    }

    fn ticks(&self) -> impl Iterator<Item = (usize, String)> {
        let count = self.most / self.step;
        (0..=count).map(|n| {
            let at = n.saturating_mul(self.step);
            let many = at / self.unit.0;
            let word = if many == 1 { self.unit.1 } else { self.unit.2 };
            (self.at(at), format!("{many} {word}"))
        })
    }
}
