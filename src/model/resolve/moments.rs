//! Dates and moments, as the fields take them.
//!
//! Takes what is written; gives a date, or a place in an order, or the finding that says why it is none. Orders nothing.

use super::values::value_span;
use super::{Place, Resolver};
use crate::diagnostic::{Finding, Level, NoteKind, dates};
use crate::model::EntityId;
use crate::model::facts::{Moment, MomentTarget, Unless, Value};
use crate::schema::{Kind, KindSet};
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Target;
use crate::value::{self, Date, Dimension};

/// The fields in which a time of day may stand; in others a day is the finest date there is.
const TIMED: [&str; 5] = ["on", "happened", "starts", "ends", "during"];

impl Resolver<'_> {
    /// Reads the name of a place whose clock is known.
    pub(super) fn place(&mut self, word: &str, value: &ast::Value) -> Option<Value> {
        let span = value_span(value);
        let ast::Value::Path(path) = value else {
            return self.wrong(word, span, "a city, or `UTC`");
        };
        let place = value::Place::find(self.text(path.span));
        if place.is_none() {
            let finding = dates::unknown(self.text(path.span), span);
            self.report(finding);
        }
        place.map(Value::Place)
    }

    pub(super) fn date(&mut self, value: &ast::Value, word: &str) -> Option<Value> {
        let span = value_span(value);
        match value {
            ast::Value::Date(span) | ast::Value::Number(span) => {
                let found = match Date::read(self.text(*span)) {
                    Ok(date) if date.clock().is_some() && !TIMED.contains(&word) => {
                        dates::unwanted(self.text(*span), *span, word)
                    }
                    Ok(date) => return Some(Value::Date(date)),
                    Err(wrong) => dates::no_date(self.text(*span), *span, wrong),
                };
                self.report(found);
                None
            }
            ast::Value::Path(path)
                if word == "happened"
                    && matches!(self.text(path.span), "never" | "no" | "not" | "not-yet") =>
            {
                let message = format!("`{}` is no date", self.text(span));
                self.report(
                    Finding::broken("wrong-kind", Level::Error, span, message)
                        .here("`happened` takes the day on which it happened")
                        .help("that it did not happen is written `no happened`")
                        .note(NoteKind::Without, "this value was left out of the check"),
                );
                None
            }
            _ => self.wrong(word, span, "a date: 2015, 2015-10 or 2015-10-28"),
        }
    }

    /// `starts 18 months`, `starts 2027 states`: a figure says no time by itself.
    fn no_moment(&mut self, word: &str, figure: &ast::QuantityText) {
        let written = self.text(figure.span);
        let number = self.text(figure.number);
        let unit = figure.unit.and_then(|u| crate::value::unit(self.text(u)));
        let length =
            unit.is_some_and(|u| matches!(u.dimension, Dimension::Time | Dimension::Calendar));
        let finding = Finding::broken(
            "wrong-kind",
            Level::Error,
            figure.span,
            format!("`{written}` is not a date or a place in an order: `after opening`"),
        )
        .here(format!("`{word}` takes a date or a place in an order: `after opening`"));
        let day_of_month = figure.unit.is_some_and(|unit| is_month(self.text(unit)));
        let finding = match word {
            _ if day_of_month && figure.every => finding
                .help(format!("write the first with its year, such as `{word} 2027-11-15`, and below it `repeats every year`")),
            _ if day_of_month => finding.help("a date has its year: `2027-11-15`"),
            _ if figure.every => finding.help(format!(
                "write when it comes first, such as `{word} 2027-03`, and below it `repeats {written}`"
            )),
            "ends" if length => finding.help(format!(
                "write `lasts {written}` for how long it takes, or `ends {written} after NAME`"
            )),
            _ if length => finding.help(format!("say after what: `{word} {written} after NAME`")),
            _ if Date::parse(number).is_some_and(|_| number.len() == 4) => {
                finding.help(format!("write `{word} {number}`"))
            }
            _ => finding,
        };
        self.report(finding.note(NoteKind::Without, "this value was left out of the check"));
    }

    pub(super) fn moment(&mut self, place: Place, word: &str, value: &ast::Value) -> Option<Value> {
        let parse = |r: &mut Self, span: Span| match r.date(&ast::Value::Date(span), word) {
            Some(Value::Date(date)) => Some(date),
            _ => None,
        };
        let moment = match value {
            ast::Value::Dates { .. } | ast::Value::Moment(_) if word == "until" => {
                return self.wrong(word, value_span(value), "a date or something that comes");
            }
            ast::Value::Date(span) => {
                let date = parse(self, *span)?;
                plain(ast::Order::During, MomentTarget::Date(date))
            }
            ast::Value::Dates { from, to } => {
                let (a, b) = (parse(self, *from)?, parse(self, *to)?);
                if b.before(a) == crate::value::Truth::Yes {
                    self.report(
                        Finding::broken(
                            "wrong-date",
                            Level::Error,
                            from.to(*to),
                            "this stretch of time ends before it begins",
                        )
                        .help("put the earlier date first"),
                    );
                    return None;
                }
                plain(ast::Order::During, MomentTarget::Dates(a, b))
            }
            ast::Value::Moment(m) => {
                let distance = match &m.distance {
                    Some(q) => Some(self.read_quantity(
                        word,
                        q,
                        &[Dimension::Time, Dimension::Calendar],
                    )?),
                    None => None,
                };
                let target = match &m.target {
                    Target::Date(span) => MomentTarget::Date(parse(self, *span)?),
                    Target::Path(path) => {
                        let thing = self.name(place.of, path, comes(place.kind))?;
                        self.comes_again(thing, path.span, m.edge)?;
                        MomentTarget::Entity(thing)
                    }
                };
                let unless = match &m.unless {
                    Some(unless) => Some(self.unless(place, unless)?),
                    None => None,
                };
                Moment { distance, order: m.order, target, edge: m.edge, unless }
            }
            // So is the stretch within which something lies: `during opening`.
            ast::Value::Path(path) if word == "during" => {
                let thing = self.name(place.of, path, comes(place.kind))?;
                plain(ast::Order::During, MomentTarget::Entity(thing))
            }
            // What something goes on until is named alone.
            ast::Value::Path(path) if word == "until" => {
                let thing = self.name(place.of, path, comes(place.kind))?;
                plain(ast::Order::By, MomentTarget::Entity(thing))
            }
            _ if word == "until" => {
                return self.wrong(word, value_span(value), "a date or something that comes");
            }
            ast::Value::OneOf(one_of) => self.one_of(place, word, one_of)?,
            ast::Value::Quantity(figure) => {
                self.no_moment(word, figure);
                return None;
            }
            ast::Value::Path(path) if vague_year(self.text(path.span)).is_some() => {
                let written = self.text(path.span);
                let year = vague_year(written).unwrap_or_default();
                let message = format!("`{written}` is no date that can be counted with");
                self.report(
                    Finding::broken("wrong-date", Level::Error, path.span, message)
                        .here("which months are meant?")
                        .help(format!("write a month, such as `{word} {year}-06`, or between which it lies: `{word} {year}-05 to {year}-08`"))
                        .note(NoteKind::Without, "this value was left out of the check"),
                );
                return None;
            }
            _ => {
                return self.wrong(
                    word,
                    value_span(value),
                    "a date or a place in an order: `after opening`",
                );
            }
        };
        let at = u32::try_from(self.model.moments.len()).unwrap_or(u32::MAX);
        self.model.moments.push(moment);
        Some(Value::Moment(at))
    }

    /// Refuses the third time of what does not come time after time.
    fn comes_again(&mut self, of: EntityId, path: Span, edge: Option<ast::Edge>) -> Option<()> {
        let kind = self.model.things.get(of).kind;
        if kind == Kind::Milestone || !matches!(edge, Some(ast::Edge::Time(_))) {
            return Some(());
        }
        let name = self.text(path);
        let message = format!("`{name}` comes once: only a milestone comes time after time");
        self.report(
            Finding::broken("wrong-kind", Level::Error, path, message).help(format!(
                "name a milestone that `repeats`, or `{name}` alone for the one time"
            )),
        );
        None
    }

    /// Reads what keeps something from coming; nothing at all where its name is that of nothing.
    fn unless(&mut self, place: Place, unless: &ast::Unless) -> Option<Unless> {
        let act = self.name(place.of, &unless.path, comes(place.kind))?;
        if act == place.of {
            let name = self.text(unless.path.span);
            let message = format!("`{name}` cannot keep itself from coming");
            self.report(
                Finding::broken("wrong-kind", Level::Error, unless.path.span, message)
                    .help("name what would be done instead, with a `milestone` of its own"),
            );
            return None;
        }
        Some(Unless { act, by: unless.by })
    }

    /// Reads the moments of which the first or the last is meant; they stand side by side in the model.
    fn one_of(&mut self, place: Place, word: &str, one_of: &ast::OneOf) -> Option<Moment> {
        let unless = match &one_of.unless {
            Some(unless) => Some(self.unless(place, unless)?),
            None => None,
        };
        if one_of.moments.len() < 2 {
            let which = if one_of.later { "later" } else { "earlier" };
            let message = format!("`the {which} of` needs two moments to choose between");
            let help = format!(
                "write `{word} the {which} of {{ 2 years after opening; 2030 }}`, or the one moment alone"
            );
            self.report(
                Finding::broken("wrong-kind", Level::Error, one_of.span, message).help(help),
            );
            return None;
        }
        let mut read = Vec::new();
        for moment in &one_of.moments {
            let Value::Moment(at) = self.moment(place, word, moment)? else { return None };
            read.push(*self.model.moment(at)?);
        }
        // Those of one that is again the first or the last of several stand before these.
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (from, count) = (place(self.model.moments.len()), place(read.len()));
        for moment in read {
            self.model.moments.push(moment);
        }
        let target = MomentTarget::OneOf { later: one_of.later, from, count };
        Some(Moment { unless, ..plain(ast::Order::With, target) })
    }
}

/// A moment without a distance, an edge or anything that may come first.
fn plain(order: ast::Order, target: MomentTarget) -> Moment {
    Moment { distance: None, order, target, edge: None, unless: None }
}

/// The kinds of things that begin and end, or come about: for a step those beside it, too.
fn comes(of: Kind) -> KindSet {
    let all = KindSet::of(&[
        Kind::Phase,
        Kind::Milestone,
        Kind::Event,
        Kind::Condition,
        Kind::Charter,
        Kind::Measure,
    ]);
    if of == Kind::Step { all.union(Kind::Step.into()) } else { all }
}

/// Returns the year of a part of one that has no dates of its own: `mid-2027`, `spring-2027`, `Q2-2027`.
pub(super) fn vague_year(word: &str) -> Option<&str> {
    const PARTS: [&str; 14] = [
        "early",
        "mid",
        "late",
        "spring",
        "summer",
        "autumn",
        "fall",
        "winter",
        "end",
        "beginning",
        "q1",
        "q2",
        "q3",
        "q4",
    ];
    let (part, year) = word.rsplit_once('-')?;
    let named = PARTS.contains(&part.to_lowercase().as_str());
    (named && year.len() == 4 && Date::parse(year).is_some()).then_some(year)
}

/// Checks for the name of a month.
fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    MONTHS.contains(&word)
}
