//! Figures with their units, as the fields take them.
//!
//! Takes what is written; gives a quantity, or the finding that says why it is none.

use super::Resolver;
use super::values::value_span;
use crate::diagnostic::{Finding, Level, NoteKind, near_unit};
use crate::model::facts::Value;
use crate::syntax::ast;
use crate::value::{Dimension, Number, Quantity, unit};

impl Resolver<'_> {
    pub(super) fn read_quantity(
        &mut self,
        word: &str,
        q: &ast::QuantityText,
        dimensions: &[Dimension],
    ) -> Option<Quantity> {
        if q.every != (word == "repeats") {
            let written = self.text(q.span);
            let (message, help) = if q.every {
                let every = "`every` says how often a milestone comes again";
                (every.to_owned(), format!("write `repeats {written}` in a milestone"))
            } else {
                let message = format!("`{written}` does not say how often");
                let help = if q.unit.is_some_and(|unit| matches!(self.text(unit), "times" | "time"))
                {
                    "write how much lies between two times, such as `repeats every year`, and below it `until` with the date of the last".to_owned()
                } else {
                    format!("write `repeats every {written}`")
                };
                (message, help)
            };
            self.report(Finding::broken("wrong-kind", Level::Error, q.span, message).help(help));
            return None;
        }
        let figure = self.text(q.number);
        let figure = if figure == "every" { "1" } else { figure };
        let Some(number) = Number::parse(figure) else {
            self.report(
                Finding::broken(
                    "wrong-kind",
                    Level::Error,
                    q.number,
                    format!("`{}` is not a number that can be read", self.text(q.number)),
                )
                .help("write it as 13,000 or 1.5; three decimals at most"),
            );
            return None;
        };
        let Some(unit_span) = q.unit else {
            let example = dimensions
                .first()
                .map_or("troops", |d| if d.is_time() { "days" } else { "troops" });
            self.report(
                Finding::broken(
                    "wrong-unit",
                    Level::Error,
                    q.span,
                    "this figure has no unit".to_owned(),
                )
                .help(format!("write what it counts: `{} {example}`", self.text(q.span))),
            );
            return None;
        };
        let unit_word = self.text(unit_span);
        let Some(unit) = unit(unit_word) else {
            let help = match in_months(unit_word, number) {
                Some(length) => format!("write `{length}`"),
                None => near_unit(unit_word),
            };
            self.report(
                Finding::broken(
                    "wrong-unit",
                    Level::Error,
                    unit_span,
                    format!("`{unit_word}` is not a unit"),
                )
                .help(help),
            );
            return None;
        };
        // A field that names no dimension takes a count of something.
        let counts = matches!(unit.dimension, Dimension::Count(_) | Dimension::Mass);
        let fits =
            if dimensions.is_empty() { counts } else { dimensions.contains(&unit.dimension) };
        if !fits {
            let wanted = dimensions.first().map_or("a figure", |d| d.words());
            self.report(
                Finding::broken(
                    "wrong-unit",
                    Level::Error,
                    q.span,
                    format!("`{word}` is measured in {wanted}, not in {}", unit.dimension.words()),
                )
                .here(format!("this counts {}", unit.dimension.words()))
                .help(if dimensions.iter().any(|d| d.is_time()) {
                    format!("write `{word} at least 42 days`")
                } else {
                    String::new()
                })
                .note(NoteKind::See, format!("detente explain {word}")),
            );
            return None;
        }
        // Of a day or a month there are no parts to count: half a month is no length.
        let parts = number.times(unit.size).and_then(Number::as_whole);
        let in_days = unit.dimension == Dimension::Calendar
            || (unit.dimension == Dimension::Time && unit.size % 24 == 0);
        let divided = match (in_days, unit.dimension) {
            (true, Dimension::Time) => parts.is_none_or(|hours| hours % 24 != 0),
            (true, _) | (false, Dimension::Time) => parts.is_none(),
            _ => false,
        };
        let word_of_time = dimensions.iter().any(|d| d.is_time());
        if divided && word_of_time {
            let message = format!("`{}` is no whole number of {}", self.text(q.span), unit.words.1);
            let help = match (unit.words.0, parts) {
                ("day" | "week", Some(hours)) => format!("write it in hours: `{hours} hours`"),
                ("hour", _) => {
                    "hours are the smallest unit: write a whole number of them".to_owned()
                }
                ("month", _) => {
                    "a part of a month is no number of days: write weeks or days as the text means them, such as `6 weeks`"
                        .to_owned()
                }
                _ => "write it in months: `18 months`".to_owned(),
            };
            self.report(Finding::broken("wrong-unit", Level::Error, q.span, message).help(help));
            return None;
        }
        if q.every && (!in_days || number == Number::whole(0)) {
            let message = format!("`{}` is no period of days", self.text(q.span));
            self.report(
                Finding::broken("wrong-unit", Level::Error, q.span, message)
                    .help("what comes again does so after days, weeks, months or years"),
            );
            return None;
        }
        if q.first_day == Some(true) && number == Number::whole(0) {
            let message = "there is no day 0 where the first day counts".to_owned();
            self.report(
                Finding::broken("wrong-date", Level::Error, q.span, message)
                    .help("the first day is day 1: write `on day 1 of opening`, or `with opening`"),
            );
            return None;
        }
        Some(Quantity { bound: q.bound, number, unit, first_day: q.first_day })
    }

    pub(super) fn quantity(
        &mut self,
        word: &str,
        value: &ast::Value,
        dimensions: &[Dimension],
    ) -> Option<Value> {
        let span = value_span(value);
        let q = match value {
            ast::Value::Quantity(q) => q.clone(),
            ast::Value::Number(n) | ast::Value::Date(n) => ast::QuantityText {
                bound: None,
                number: *n,
                unit: None,
                every: false,
                first_day: None,
                span: *n,
            },
            ast::Value::Path(_) if word == "repeats" => {
                let every = match self.text(span) {
                    "daily" => "day",
                    "weekly" => "week",
                    "monthly" => "month",
                    _ => "year",
                };
                let message = format!("`{}` does not say how often", self.text(span));
                self.report(
                    Finding::broken("wrong-kind", Level::Error, span, message)
                        .help(format!("write `repeats every {every}`")),
                );
                return None;
            }
            ast::Value::Path(_) if matches!(self.text(span), "inclusive" | "exclusive") => {
                let not = if self.text(span) == "inclusive" { "" } else { "not " };
                let message = format!("`{}` is no figure", self.text(span));
                let help = format!("write `{word} 20 days, first day {not}counted`");
                self.report(
                    Finding::broken("wrong-kind", Level::Error, span, message)
                        .here("how days are counted is said in other words")
                        .help(help),
                );
                return None;
            }
            ast::Value::Dates { .. } if word == "lasts" => {
                let written = self.text(span);
                let message = format!("`{written}` says from when to when, and not how long");
                self.report(
                    Finding::broken("wrong-kind", Level::Error, span, message)
                        .here("`lasts` takes a length: 6 months")
                        .help(format!("write `during {written}`"))
                        .note(NoteKind::Without, "this value was left out of the check"),
                );
                return None;
            }
            _ => return self.wrong(word, span, "a figure with a unit"),
        };
        let quantity = self.read_quantity(word, &q, dimensions)?;
        let at = u32::try_from(self.model.quantities.len()).unwrap_or(u32::MAX);
        self.model.quantities.push(quantity);
        Some(Value::Quantity(at))
    }
}

/// Says a length in a unit of everyday language in one that is counted: 2 quarters are 6 months.
fn in_months(word: &str, number: Number) -> Option<Quantity> {
    let (times, unit_word) = match word {
        "quarter" | "quarters" => (3, "months"),
        "semester" | "semesters" | "half-year" | "half-years" => (6, "months"),
        "fortnight" | "fortnights" => (2, "weeks"),
        "decade" | "decades" => (10, "years"),
        "century" | "centuries" => (100, "years"),
        _ => return None,
    };
    let number = number.times(times)?;
    Some(Quantity { bound: None, number, unit: unit(unit_word)?, first_day: None })
}
