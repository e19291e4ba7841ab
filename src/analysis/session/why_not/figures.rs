//! Edits of figures, dates and times: the figure that is asked for, a little more or less than is written, another order.
//!
//! Takes a fact that was read and what the question names; gives edits, the smaller change first. Nothing is tried here,
//! and what has happened is left as it is.

use super::candidates::{Found, Grade};
use crate::eval::time_fields;
use crate::expr::{EntityId, Key};
use crate::model::{MomentTarget, Says, Value};
use crate::schema::{FieldId, Kind, Takes};
use crate::source::uncited;
use crate::value::{Bound, Date, Dimension, Number, Quantity};

/// A figure or a month is moved by up to so many.
const FURTHEST: i64 = 12;

/// How far a nudge is at least: what is asked for goes before it.
const NUDGED: usize = 10;

/// How far it is to move a phase that is not asked of: further than another date.
const UNASKED: usize = 20;

/// So many phases of a framework are tried as neighbours.
const MOST_PHASES: usize = 24;

impl Found<'_> {
    /// Edits of a single figure, number or date.
    pub(super) fn figure(&mut self, path: &str, takes: Takes, grade: Grade) {
        let mentioned = self.around.mentioned;
        match takes {
            Takes::Quantity(dimensions) => {
                for figure in &mentioned.figures {
                    if dimensions.is_empty() || dimensions.contains(&figure.unit.dimension) {
                        for (far, text) in around_figure(figure).into_iter().enumerate() {
                            self.put(path, format!("set {path} to {text}"), grade, far);
                        }
                    }
                }
            }
            Takes::Number => {
                for number in &mentioned.numbers {
                    for (far, by) in [0, 1, -1].into_iter().enumerate() {
                        if let Some(n) = number.plus(Number::whole(by)) {
                            self.put(path, format!("set {path} to {n}"), grade, far);
                        }
                    }
                }
            }
            Takes::Date => {
                for date in &mentioned.dates {
                    for (far, day) in around_date(*date).into_iter().enumerate() {
                        self.put(path, format!("set {path} to {day}"), grade, far);
                    }
                }
            }
            _ => {}
        }
    }

    /// Edits of when a phase is. What happened is no matter of choice.
    pub(super) fn time(&mut self, id: EntityId, row: FieldId) {
        let model = self.around.model;
        let kind = model.things.get(id).kind;
        let Some((name, _)) = time_fields(kind).find(|(_, time)| *time == row) else { return };
        if matches!(row.info().takes, Takes::Moment | Takes::Quantity(_)) {
            self.nudges(id, row);
        }
        if kind == Kind::Phase && name == "begins" {
            self.order(id);
        }
    }

    /// The lines of a fact as they stand, one of them with a figure or a date a little otherwise.
    fn nudges(&mut self, id: EntityId, row: FieldId) {
        let model = self.around.model;
        let field = match row.info().name {
            "begins" => "starts",
            other => other,
        };
        let path = format!("{}.{field}", model.things.path(id));
        let stated = model.claims(id, Key::Field(row)).iter();
        let stated = stated.filter(|c| !c.derived && matches!(c.says, Says::Adds(_)));
        let lines: Vec<String> = stated
            .map(|c| written(self.around.sources.slice(c.said.span), row.info().name))
            .collect();
        for (at, line) in lines.iter().enumerate() {
            for (far, nudged) in nudged(line) {
                let mut all = lines.clone();
                if let Some(place) = all.get_mut(at) {
                    *place = nudged;
                }
                let text = format!("set {path} to {}", all.join(", "));
                self.put(&path, text, Grade::Changes, NUDGED + far);
            }
        }
        for date in &self.around.mentioned.dates {
            for (far, moment) in around_date(*date).into_iter().enumerate() {
                for order in ["", "by ", "after ", "before "] {
                    let text = format!("set {path} to {order}{moment}");
                    self.put(&path, text, Grade::Changes, 1 + far);
                }
            }
        }
        if !lines.is_empty() && row.info().name != "lasts" {
            self.delays(id, row);
        }
    }

    /// The whole put off: by hours and days where a time of day says when it is, else by months.
    fn delays(&mut self, id: EntityId, row: FieldId) {
        let model = self.around.model;
        let timed = |says: &Says| match says {
            Says::Adds(Value::Moment(at)) => match model.moment(*at).map(|moment| moment.target) {
                Some(MomentTarget::Date(date) | MomentTarget::Dates(date, _)) => {
                    date.clock().is_some()
                }
                _ => false,
            },
            _ => false,
        };
        let timed = model.claims(id, Key::Field(row)).iter().any(|claim| timed(&claim.says));
        let units: &[(&str, &str)] =
            if timed { &[("hour", "hours"), ("day", "days")] } else { &[("month", "months")] };
        let of = model.things.path(id);
        for (at, (one, many)) in units.iter().enumerate() {
            for n in 1..=FURTHEST {
                let unit = if n == 1 { one } else { many };
                let far = NUDGED * (at + 1) + usize::try_from(n).unwrap_or(0);
                self.put(&of, format!("delay {of} by {n} {unit}"), Grade::Changes, far);
            }
        }
    }

    /// Another place among the other phases.
    fn order(&mut self, id: EntityId) {
        let model = self.around.model;
        let of = model.things.path(id);
        let root = model.things.root(id);
        let asked = &self.around.mentioned.things;
        let phases: Vec<EntityId> = model.things.children_of(root, Kind::Phase).collect();
        let claims = |row| model.claims(id, Key::Field(row));
        let said = time_fields(Kind::Phase).any(|(_, row)| !claims(row).is_empty());
        let grade = if said { Grade::Changes } else { Grade::Adds };
        for other in phases.into_iter().filter(|p| *p != id).take(MOST_PHASES) {
            let far = [id, other].iter().filter(|p| !asked.contains(p)).count() * UNASKED;
            let path = model.things.path(other);
            for order in ["after", "with", "before"] {
                self.put(&of, format!("move {of} {order} {path}"), grade, far);
            }
        }
    }
}

/// Returns the value of a statement as it is written, without its field and its sources.
fn written(text: &str, field: &str) -> String {
    let mut words = uncited(text).split_whitespace().peekable();
    words.next_if(|w| *w == field || *w == "starts");
    words.collect::<Vec<_>>().join(" ")
}

/// A figure as it is asked for, and so that it is enough for one that must be more or less.
fn around_figure(figure: &Quantity) -> Vec<String> {
    let plain = Quantity { bound: None, ..*figure };
    let mut all = vec![plain];
    all.extend([Bound::AtLeast, Bound::AtMost].map(|b| Quantity { bound: Some(b), ..*figure }));
    for by in [1, -1] {
        let number = figure.number.plus(Number::whole(by));
        all.extend(number.map(|number| Quantity { number, ..plain }));
    }
    all.iter().map(ToString::to_string).collect()
}

/// A date, the day before its first day and the day after its last.
fn around_date(date: Date) -> Vec<String> {
    let before = date.first_day().yesterday().ok();
    let after = date.last_day().tomorrow().ok();
    let mut all = vec![date.to_string()];
    all.extend([before, after].into_iter().flatten().map(|day| day.to_string()));
    all
}

/// A line with each of its figures and dates moved, the smaller move first.
fn nudged(line: &str) -> Vec<(usize, String)> {
    let words: Vec<&str> = line.split(' ').collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let unit = words.get(at + 1).copied().unwrap_or("");
        for by in (1..=FURTHEST).flat_map(|n| [n, -n]) {
            let moved = if is_length(unit) {
                word.parse::<i64>().ok().map(|n| n + by).filter(|n| *n > 0).map(|n| n.to_string())
            } else {
                Date::parse(word).and_then(|_| months_on(word, by))
            };
            let Some(moved) = moved else { continue };
            let mut line: Vec<&str> = words.clone();
            if let Some(place) = line.get_mut(at) {
                *place = &moved;
            }
            let far = usize::try_from(by.abs()).unwrap_or(0);
            found.push((far, line.join(" ")));
        }
    }
    found.sort_by_key(|(far, _)| *far);
    found
}

fn is_length(word: &str) -> bool {
    let of_time = |d: Dimension| d.is_time();
    crate::value::UNITS
        .iter()
        .any(|u| of_time(u.dimension) && (u.words.0 == word || u.words.1 == word))
}

/// A date so many months later, as closely as it is written; of a year, so many years.
fn months_on(date: &str, by: i64) -> Option<String> {
    let mut parts = date.split('-').map(|p| p.parse::<i64>().ok());
    let year = parts.next()??;
    let Some(month) = parts.next() else { return Some(format!("{:04}", year + by)) };
    let months = year * 12 + month? - 1 + by;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
    let Some(day) = parts.next() else { return Some(format!("{year:04}-{month:02}")) };
    let day = day?;
    // The last days of a longer month become the last of a shorter.
    let days = (0..4).map(|less| format!("{year:04}-{month:02}-{:02}", day - less));
    days.into_iter().find(|d| Date::parse(d).is_some())
}

#[cfg(test)]
mod tests {
    use super::{months_on, nudged, written};

    #[test]
    fn figures_and_dates_are_moved_where_they_stand() {
        let all = nudged("at least 14 months after 2027-03-31");
        let texts: Vec<&str> = all.iter().map(|(_, t)| t.as_str()).collect();
        for wanted in [
            "at least 13 months after 2027-03-31",
            "at least 15 months after 2027-03-31",
            "at least 14 months after 2027-04-30",
            "at least 14 months after 2026-03-31",
        ] {
            assert!(texts.contains(&wanted), "{texts:?}");
        }
        assert!(nudged("after opening").is_empty());
        assert!(!nudged("1 month after x").iter().any(|(_, t)| t.starts_with('0')));
        assert_eq!(months_on("2027", 2).as_deref(), Some("2029"));
        assert_eq!(months_on("2027-11", 2).as_deref(), Some("2028-01"));
        assert_eq!(months_on("2027-01-31", -2).as_deref(), Some("2026-11-30"));
        assert_eq!(written("starts  by 2029-03 [memo 3]", "begins"), "by 2029-03");
    }
}
