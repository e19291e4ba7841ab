//! What would settle lines that clash: each a change of one line, to be written or to be played as an edit.
//!
//! Takes lines that clash and the whole plan; gives the nearest change of each line, and the same as an edit. Every one is
//! tried on the whole plan before it is offered: what it leaves may clash elsewhere, but not by the changed line. Decides
//! nothing of how a clash is told.

use super::{Clash, MOST, written};
use crate::eval::{Line, When};
use crate::expr::EntityId;
use crate::model::{Model, Moment, MomentTarget, put_off};
use crate::source::uncited;
use crate::syntax::ast::Order;
use crate::time::{Consistency, Statement, Time};
use crate::value::{Bound, Date, Number, Place, Quantity, flat, unit};

/// A figure is tried up to so many of its unit more than is written.
const FURTHEST: i64 = 100_000;

/// A date is moved by so many of its unit at most.
const MOST_STEPS: i64 = 1_200;

/// A change that settles a clash: in words, and as an edit where one says the same.
struct Remedy {
    words: String,
    edit: Option<String>,
    /// Whether none of the lines clashes with anything any more.
    whole: bool,
}

/// A line as it would be written: the words after its field, and what they mean.
type Mended = (String, Line);

impl Clash<'_> {
    /// Returns what settles the clash: lines of help, and edits that can be tried.
    pub(super) fn remedies(&self) -> (Vec<String>, Vec<String>) {
        let changes = self.lines.iter().enumerate().filter_map(|(at, line)| self.change(at, line));
        let mut found: Vec<Remedy> = changes.collect();
        // Lines may clash in more than one way: what settles all of it goes before what settles this alone.
        if found.iter().any(|remedy| remedy.whole) {
            found.retain(|remedy| remedy.whole);
        }
        if found.is_empty() {
            found = self.lines.iter().filter_map(|line| self.left_out(line)).collect();
            if found.iter().any(|remedy| remedy.whole) {
                found.retain(|remedy| remedy.whole);
            }
        }
        let mut help = match found.len() {
            0 => {
                let help = "change one of these lines, or leave it out".to_owned();
                return (vec![help], Vec::new());
            }
            1 => Vec::new(),
            _ if found.iter().any(|remedy| !remedy.whole) => {
                vec![
                    "any one of these settles this; some of these lines clash with others, too"
                        .to_owned(),
                ]
            }
            _ => vec!["any one of these is enough".to_owned()],
        };
        let lead = if found.len() == 1 { "for example, " } else { "" };
        help.extend(found.iter().map(|remedy| format!("{lead}{}", remedy.words)));
        let edits: Vec<String> = found.into_iter().filter_map(|remedy| remedy.edit).collect();
        if !edits.is_empty() {
            help.push("to see first what it would change".to_owned());
        }
        (help, edits)
    }

    /// The nearest change of a line.
    fn change(&self, at: usize, line: &Line) -> Option<Remedy> {
        let agree = |when: When| {
            let mut lines = self.lines.to_vec();
            if let Some(line) = lines.get_mut(at) {
                line.when = when;
            }
            self.plan(&lines).timeline.consistency() == Consistency::Consistent
        };
        let near = self.mended(at, line, &agree).and_then(|found| self.tried(line, found));
        if near.is_some() || self.around.len() == self.lines.len() {
            return near;
        }
        // What settles these lines may clash with others by the same line: then what clashes with none of them.
        let found = self.mended(at, line, &|when| self.is_quiet(line, when))?;
        self.tried(line, found)
    }

    /// Checks whether a line, changed, takes part in no clash of the lines around.
    fn is_quiet(&self, line: &Line, when: When) -> bool {
        let mended = Line { when, ..*line };
        let lines = self.around.iter().map(|other| if other == line { mended } else { *other });
        let plan = self.plan(&lines.collect::<Vec<_>>());
        let mut clashes = plan.timeline.clashes(MOST).sets.into_iter();
        clashes.all(|clash| clash.statements.iter().all(|s| plan.line(*s) != Some(&mended)))
    }

    /// A change of a line that was tried on the whole plan.
    fn tried(&self, line: &Line, (text, mended): Mended) -> Option<Remedy> {
        let swap = |other: &Line| if other == line { mended } else { *other };
        let whole = self.settle(self.whole.lines().map(swap).collect(), &[mended])?;
        let place = self.sources.place(line.said.span);
        let changed = format!("`{} {text}`", written(line.field));
        let words = if self.supposed(line) {
            // What an edit says is written nowhere to be mended; another edit takes its place.
            format!(
                "{place}: in place of `{}`, {changed}",
                flat(self.sources.slice(line.said.span))
            )
        } else {
            format!("{place}: write {changed}")
        };
        let edit = self.delay(line, &mended).or_else(|| self.moved_with(&mended));
        let edit = edit.or_else(|| self.set(line, Some(&text)));
        Some(Remedy { words, edit, whole })
    }

    /// To do without a line: the others agree.
    fn left_out(&self, line: &Line) -> Option<Remedy> {
        let place = self.sources.place(line.said.span);
        let words = format!("{place}: leave out `{} {}`", written(line.field), self.text(line)?);
        let rest = self.whole.lines().filter(|other| *other != line).copied().collect();
        let whole = self.settle(rest, &[])?;
        Some(Remedy { words, edit: self.set(line, None), whole })
    }

    /// Looks whether among all lines of the plan, some of them changed, there is a clash left: none where a changed one takes
    /// part in it, else whether none of these lines does.
    fn settle(&self, lines: Vec<Line>, changed: &[Line]) -> Option<bool> {
        let phases: Vec<EntityId> = lines.iter().map(|line| line.of).collect();
        let plan = self.whole.with_lines(self.model, lines, &phases);
        let clashes = plan.timeline.clashes(MOST).sets;
        let takes_part = |among: &[Line]| {
            let one = |s: &Statement| plan.line(*s).is_some_and(|line| among.contains(line));
            clashes.iter().any(|clash| clash.statements.iter().any(one))
        };
        (!takes_part(changed)).then(|| !takes_part(self.lines))
    }

    /// The edit that changes a line or takes it away. It sets the whole field, the other lines of it as they are.
    fn set(&self, line: &Line, text: Option<&str>) -> Option<String> {
        let mut values = Vec::new();
        for other in self.whole.lines().filter(|o| o.of == line.of && o.field == line.field) {
            match text {
                _ if other != line => values.push(self.text(other)?),
                Some(text) => values.push(text.to_owned()),
                None => {}
            }
        }
        let mut seen = Vec::new();
        values.retain(|value| {
            !seen.contains(value) && {
                seen.push(value.clone());
                true
            }
        });
        // A comma would part what belongs together.
        if values.iter().any(|value| value.contains(',')) {
            return None;
        }
        let path = self.model.things.path(line.of);
        if values.is_empty() {
            return Some(format!("forget {path}.{}", written(line.field)));
        }
        Some(format!("set {path}.{} to {}", written(line.field), values.join(", ")))
    }

    /// The edit that lets a phase begin with another, where nothing else orders it: `move` takes that away.
    fn moved_with(&self, mended: &Line) -> Option<String> {
        let ordered = |line: &&Line| {
            let When::Moment(moment) = line.when else { return false };
            line.of == mended.of && matches!(moment.target, MomentTarget::Entity(_))
        };
        let When::Moment(Moment {
            order: Order::With, target: MomentTarget::Entity(other), ..
        }) = mended.when
        else {
            return None;
        };
        let things = &self.model.things;
        // Inside a framework its own name may mean something else.
        let root = things.root(other);
        if things.planned(root).find(|id| things.get(*id).name == things.get(root).name).is_some() {
            return None;
        }
        let path = |id| things.path(id);
        (mended.field == "begins" && self.whole.lines().filter(ordered).count() == 1)
            .then(|| format!("move {} with {}", path(mended.of), path(other)))
    }

    /// The edit that puts the whole phase off, where the changed line is one of its dates and that settles it too.
    fn delay(&self, line: &Line, mended: &Line) -> Option<String> {
        let (When::Moment(was), When::Moment(is)) = (line.when, mended.when) else { return None };
        let (from, to) = (dates(&was)?, dates(&is)?);
        let mut steps =
            units(from.0).iter().flat_map(|word| (1..=MOST_STEPS).map(move |n| (*word, n)));
        let (word, n) = steps
            .find(|(word, n)| from.0.later(*n, word).is_some_and(|(there, _)| there == to.0))?;
        let number = Number::whole(n);
        let by = Quantity { bound: None, number, unit: unit(word)?, first_day: None };
        let mut changed = Vec::new();
        let mut lines: Vec<Line> = self.whole.lines().copied().collect();
        for other in lines.iter_mut().filter(|other| other.of == line.of) {
            let When::Moment(moment) = other.when else { continue };
            let hangs = matches!(moment.target, MomentTarget::Entity(_));
            if other.field == "requires" || (other.field == "ends" && hangs) {
                continue;
            }
            other.when = When::Moment(put_off(&moment, &by)?);
            changed.push(*other);
        }
        // What puts off other dates as well is another change than the one that is written.
        let path = self.model.things.path(line.of);
        let alone = changed.len() == 1;
        self.settle(lines, &changed).filter(|_| alone).map(|_| format!("delay {path} by {by}"))
    }

    /// Returns what a line says, as it is written, without its field and its source; none for what goes over several lines.
    fn text(&self, line: &Line) -> Option<String> {
        if self.supposed(line) {
            // The words of an edit are not those of a line.
            return match line.when {
                When::Moment(moment) => words_of(self.model, &moment),
                When::Lasts(length) => Some(length.to_string()),
                _ => None,
            };
        }
        let text = self.sources.slice(line.said.span).split_whitespace();
        let text = text.collect::<Vec<_>>().join(" ");
        let text = alone(&text);
        let text = text.strip_prefix(written(line.field)).unwrap_or(text).trim();
        let plain = !text.is_empty() && !text.contains(['{', ';', '"']);
        plain.then(|| text.to_owned())
    }

    fn supposed(&self, line: &Line) -> bool {
        self.model.cites.get(line.said.cite).supposed
    }

    /// Returns the nearest change of a line that settles the clash.
    fn mended(&self, at: usize, line: &Line, agrees: &dyn Fn(When) -> bool) -> Option<Mended> {
        let as_line = |when| Line { when, ..*line };
        match line.when {
            When::Lasts(length) => {
                let length = nearest(length, |q| agrees(When::Lasts(q)))?;
                let text = self.sources.slice(line.said.span);
                let counted = if length.first_day.is_some() { counted_words(text) } else { "" };
                Some((format!("{length}{counted}"), as_line(When::Lasts(length))))
            }
            When::Moment(moment) if moment.distance.is_some() => {
                let with = |q| When::Moment(Moment { distance: Some(q), ..moment });
                let length = nearest(moment.distance?, |q| agrees(with(q)))?;
                let written = self.text(line)?;
                let written: Vec<&str> = written.split(' ').collect();
                // A day by its number: `by day 60 of opening`.
                if let Some(at) = written.iter().position(|w| *w == "day")
                    && written.get(at + 2) == Some(&"of")
                {
                    let (limit, rest) =
                        (written.get(..at)?.join(" "), written.get(at + 2..)?.join(" "));
                    let words = format!("{limit} day {} {rest}", length.number);
                    return Some((words.trim().to_owned(), as_line(with(length))));
                }
                // From the order word on the line stays as it is.
                let from = written.iter().position(|w| matches!(*w, "after" | "before" | "by"))?;
                let rest = written.get(from..)?.join(" ");
                Some((format!("{length} {rest}"), as_line(with(length))))
            }
            When::Moment(moment) => match (moment.target, moment.order) {
                (MomentTarget::Date(_) | MomentTarget::Dates(..), _) => self
                    .by_the_limit(at, line, agrees)
                    .or_else(|| self.moved_date(line, &moment, agrees)),
                (MomentTarget::Entity(other), Order::After) if other != line.of => {
                    let when = When::Moment(Moment { order: Order::With, ..moment });
                    let name = &self.model.things.get(other).name;
                    // What is after the end of something would then be with its beginning.
                    (moment.edge.is_none() && agrees(when))
                        .then(|| (format!("with {name}"), as_line(when)))
                }
                _ => None,
            },
            When::Done(_)
            | When::Branch(_)
            | When::Chosen
            | When::Not(_)
            | When::Again(_)
            | When::Until(_) => None,
        }
    }

    /// A last date put where the other lines lead to.
    fn by_the_limit(
        &self,
        at: usize,
        line: &Line,
        agrees: &dyn Fn(When) -> bool,
    ) -> Option<Mended> {
        let When::Moment(moment) = line.when else { return None };
        let (MomentTarget::Date(date), Order::By | Order::Before) = (moment.target, moment.order)
        else {
            return None;
        };
        let limit = self.limit_without(at, line, date)?;
        let target = MomentTarget::Date(limit);
        let when = When::Moment(Moment { target, order: Order::By, ..moment });
        agrees(when).then(|| (format!("by {limit}"), Line { when, ..*line }))
    }

    /// A date moved by as little as will do: a last one to later, a first one to sooner, others either way.
    fn moved_date(
        &self,
        line: &Line,
        moment: &Moment,
        agrees: &dyn Fn(When) -> bool,
    ) -> Option<Mended> {
        let (later, sooner) = match moment.order {
            Order::By | Order::Before => (true, false),
            Order::After | Order::From => (false, true),
            Order::With | Order::During => (true, true),
        };
        let found = |unit: &str| {
            let moved = |n: i64| moved(moment, n, unit);
            let so = |n: i64| moved(n).is_some_and(|m| agrees(When::Moment(m)));
            let later = later.then(|| first_that(so, MOST_STEPS).and_then(moved)).flatten();
            let earlier = || first_that(|n| so(-n), MOST_STEPS).and_then(|n| moved(-n));
            later.or_else(|| sooner.then(earlier).flatten())
        };
        let moment = units(dates(moment)?.0).iter().find_map(|unit| found(unit))?;
        let words = match moment.order {
            Order::With | Order::During => {
                let (first, last) = dates(&moment)?;
                if first == last { first.to_string() } else { format!("{first} to {last}") }
            }
            _ => words_of(self.model, &moment)?,
        };
        Some((words, Line { when: When::Moment(moment), ..*line }))
    }

    /// The first date, as closely as one is written, on which the phase of a line can start or end without that line.
    fn limit_without(&self, at: usize, line: &Line, date: Date) -> Option<Date> {
        let mut lines = self.lines.to_vec();
        if at < lines.len() {
            lines.remove(at);
        }
        let plan = self.plan(&lines);
        let ends = plan.ends(line.of)?;
        let here = self.whole.shown_in().map(|(place, _)| place);
        let end = if line.field == "begins" { ends.start } else { ends.end };
        date_at(self.times(&plan, end, here).0?, date, here)
    }
}

/// Returns the date at a time on the clock of a place, as closely known as another, and on the clock of that where it has one.
fn date_at(time: Time, like: Date, here: Option<Place>) -> Option<Date> {
    match like.clock() {
        // A deadline is whole minutes: what is a moment later is due by the next of them.
        Some(clock) => Date::at(here?.first_shown(time.next_minute()), clock.place),
        None => Some(like.same_precision(time.day())),
    }
}

/// Writes a moment as a line would say it; none for one that takes several lines, or more than a line has.
fn words_of(model: &Model, moment: &Moment) -> Option<String> {
    if moment.unless.is_some() {
        return None;
    }
    let target = match moment.target {
        MomentTarget::Date(date) => date.to_string(),
        MomentTarget::Dates(first, last) => return Some(format!("{first} to {last}")),
        MomentTarget::Entity(id) => {
            let name = &model.things.get(id).name;
            moment.edge.map_or_else(|| name.to_string(), |edge| edge.of(name))
        }
        MomentTarget::OneOf { .. } => return None,
    };
    let order = match moment.order {
        Order::After => "after ",
        Order::Before => "before ",
        Order::With => "with ",
        Order::By => "by ",
        Order::From => "no earlier than ",
        Order::During if matches!(moment.target, MomentTarget::Date(_)) => "",
        Order::During => "during ",
    };
    let Some(length) = &moment.distance else { return Some(format!("{order}{target}")) };
    let counted = match length.first_day {
        Some(true) => ", first day counted",
        Some(false) => ", first day not counted",
        None => "",
    };
    Some(format!("{length} {order}{target}{counted}"))
}

/// Returns the date or the dates of a moment.
fn dates(moment: &Moment) -> Option<(Date, Date)> {
    match moment.target {
        MomentTarget::Date(date) => Some((date, date)),
        MomentTarget::Dates(first, last) => Some((first, last)),
        _ => None,
    }
}

/// Returns the units by which a date is moved, the smallest first: that in which it is written, and days for a time of day.
fn units(date: Date) -> &'static [&'static str] {
    match date.days() {
        1 if date.clock().is_some() => &["hours", "days"],
        1 => &["days"],
        2..=31 => &["months"],
        _ => &["years"],
    }
}

/// Moves the dates of a moment by so many of a unit.
fn moved(moment: &Moment, n: i64, unit: &str) -> Option<Moment> {
    let (first, last) = dates(moment)?;
    let shifted = |date: Date| {
        let (from, to) = date.later(n, unit)?;
        (from == to).then_some(from)
    };
    let target = match moment.target {
        MomentTarget::Date(date) => MomentTarget::Date(shifted(date)?),
        _ => MomentTarget::Dates(shifted(first)?, shifted(last)?),
    };
    Some(Moment { target, ..*moment })
}

/// Returns the figure nearest to the one written with which all agrees.
fn nearest(written: Quantity, agrees: impl Fn(Quantity) -> bool) -> Option<Quantity> {
    let figure = written.number.as_whole()?;
    let with = |n: i64| Quantity { number: Number::whole(n), ..written };
    // A longer `at least` and a shorter `at most` never help; a figure without a bound may be off either way.
    let less = || first_that(|by| figure - by >= 1 && agrees(with(figure - by)), figure - 1);
    let more = || first_that(|by| agrees(with(figure + by)), FURTHEST);
    match written.bound {
        Some(Bound::AtLeast | Bound::MoreThan) => less().map(|by| with(figure - by)),
        Some(Bound::AtMost | Bound::LessThan) => more().map(|by| with(figure + by)),
        None => match (less(), more()) {
            (Some(a), Some(b)) if b < a => Some(with(figure + b)),
            (Some(a), _) => Some(with(figure - a)),
            (None, b) => b.map(|by| with(figure + by)),
        },
    }
}

/// Returns the smallest step for which something is so, where it stays so for all greater ones up to `most`.
fn first_that(so: impl Fn(i64) -> bool, most: i64) -> Option<i64> {
    let mut high = 1;
    while !so(high) {
        if high >= most {
            return None;
        }
        high = (high * 2).min(most);
    }
    let mut low = high / 2;
    while low + 1 < high {
        let middle = low.midpoint(high);
        if so(middle) { high = middle } else { low = middle }
    }
    Some(high)
}

/// Returns how a line says that days are counted.
fn counted_words(line: &str) -> &'static str {
    if line.contains(" not counted") { ", first day not counted" } else { ", first day counted" }
}

/// Leaves out the source of a line, and what closes the block around it.
fn alone(line: &str) -> &str {
    uncited(line).trim_end_matches(&['}', ';', ' '][..])
}
