//! What a field is said to be: names, figures, dates, moments, gates, lists of them.
//!
//! Takes a part of the grammar that is a value or several; gives the values of the tree. Knows of the schema only
//! which fields want names, to tell a figure from how many there are.

use super::super::ast::{
    Edge, Moment, Name, OneOf, Order, QuantityText, Target, Unless, Until, Value, Values,
};
use super::super::diagnose;
use super::{Cx, Part, Rule};
use crate::schema::{FIELDS, Takes};
use crate::value::{Bound, ordinal, unit};

impl Cx<'_> {
    pub(super) fn values(&mut self, part: Part<'_>, field: Option<Name>) -> Values {
        let whole = self.span(&part);
        let (mut items, mut others, mut count) = (Vec::new(), None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::unknown => return Values::Unknown(self.span(&p)),
                Rule::to_be_agreed => return self.agreement(p),
                Rule::others => others = Some(self.span(&p)),
                Rule::counted => {
                    for q in p.into_inner() {
                        match q.as_rule() {
                            Rule::number => count = Some((self.span(&q), Name { span: whole })),
                            Rule::unit => {
                                if let Some((_, unit)) = &mut count {
                                    *unit = self.name(&q);
                                }
                            }
                            Rule::others => others = Some(self.span(&q)),
                            Rule::kw_including => {}
                            _ => items.extend(self.value(q)),
                        }
                    }
                }
                Rule::one_of => match self.value(p) {
                    Some(one_of) => items.push(one_of),
                    None => return Values::Unread(whole),
                },
                _ => items.extend(self.value(p)),
            }
        }
        // `members 34 states`: where names are wanted, a bare figure is how many there are.
        if let (
            [Value::Quantity(QuantityText { bound: None, number, unit: Some(unit), .. })],
            None,
            Some(field),
        ) = (items.as_slice(), others, field)
        {
            let word = self.text.slice(field.span.start as usize, field.span.end as usize);
            let takes_names = |t: Takes| {
                matches!(t, Takes::Names(_) | Takes::Words(_) | Takes::Blocks(_) | Takes::Notions)
            };
            // `starts 2027` says when, and so would a figure.
            if word != "starts" && FIELDS.iter().any(|f| f.name == word && takes_names(f.takes)) {
                return Values::List {
                    items: Vec::new(),
                    others: None,
                    count: Some((*number, Name { span: *unit })),
                };
            }
        }
        Values::List { items, others, count }
    }

    fn agreement(&mut self, part: Part<'_>) -> Values {
        let span = self.span(&part);
        let (mut organ, mut due) = (None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::path => organ = Some(self.path(&p)),
                Rule::moment => due = self.moment(p, None),
                _ => {}
            }
        }
        if let Some(moment) = &due
            && !matches!(moment.order, Order::By | Order::Before)
        {
            self.findings.push(diagnose::agreed_when(self.text, moment.span));
        }
        Values::ToBeAgreed { organ, due, span }
    }

    pub(super) fn value(&mut self, part: Part<'_>) -> Option<Value> {
        let span = self.span(&part);
        Some(match part.as_rule() {
            Rule::path => Value::Path(self.path(&part)),
            Rule::string => Value::Text(self.string(&part)),
            Rule::date => Value::Date(span),
            Rule::section => {
                let mut parts = part.into_inner();
                let title = self.string(&parts.next()?);
                let (first, last) = self.lines(parts.next()?)?;
                Value::Section { title, first, last: last.unwrap_or(first) }
            }
            Rule::dates => {
                let mut dates = part.into_inner().filter(|p| p.as_rule() == Rule::date);
                Value::Dates { from: self.span(&dates.next()?), to: self.span(&dates.next()?) }
            }
            Rule::all_of => {
                let (mut list, mut except) = (None, Vec::new());
                for p in part.into_inner() {
                    match p.as_rule() {
                        Rule::name => list = Some(self.name(&p)),
                        Rule::path => except.push(self.path(&p)),
                        _ => {}
                    }
                }
                Value::All { list: list?, except, span }
            }
            Rule::gate => {
                let (mut word, mut path) = (None, None);
                for p in part.into_inner() {
                    match p.as_rule() {
                        Rule::path => path = Some(self.path(&p)),
                        Rule::kw_of => {}
                        _ => word = Some(self.name(&p)),
                    }
                }
                Value::Gate { word: word?, path: path?, span }
            }
            Rule::period => Value::Quantity(self.period(part)?),
            Rule::moment => Value::Moment(self.moment(part, None)?),
            Rule::day_of => Value::Moment(self.day_of(part)?),
            Rule::default => Value::Moment(self.by_default(part)?),
            Rule::one_of => Value::OneOf(self.one_of(part)?),
            Rule::date_unless => Value::Moment(self.date_unless(part)?),
            Rule::figure => {
                let mut parts = part.into_inner();
                let mut quantity = self.quantity(parts.next()?)?;
                match parts.next() {
                    Some(counts) if counts.as_rule() == Rule::first_day => {
                        quantity.span = span;
                        quantity.first_day = Some(first_day(counts));
                        Value::Quantity(quantity)
                    }
                    Some(moment) => Value::Moment(self.moment(moment, Some(quantity))?),
                    None if quantity.bound.is_none() && quantity.unit.is_none() => {
                        Value::Number(quantity.number)
                    }
                    None => Value::Quantity(quantity),
                }
            }
            _ => return None,
        })
    }

    pub(super) fn moment(
        &mut self,
        part: Part<'_>,
        mut distance: Option<QuantityText>,
    ) -> Option<Moment> {
        let mut span = self.span(&part);
        if let Some(distance) = &distance {
            span = span.to(distance.span);
        }
        let (mut order, mut target, mut edge, mut unless) = (None, None, None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::kw_after => order = Some(Order::After),
                Rule::kw_before => order = Some(Order::Before),
                Rule::kw_with => order = Some(Order::With),
                Rule::kw_during => order = Some(Order::During),
                Rule::kw_by => order = Some(Order::By),
                Rule::no_earlier => order = Some(Order::From),
                Rule::first_day => match &mut distance {
                    Some(distance) => distance.first_day = Some(first_day(p)),
                    None => self.findings.push(diagnose::nothing_counted(self.span(&p))),
                },
                Rule::date => target = Some(Target::Date(self.span(&p))),
                Rule::path => target = Some(Target::Path(self.path(&p))),
                Rule::edge => edge = Some(self.edge(p)),
                Rule::unless_first => unless = self.unless_first(p),
                _ => {}
            }
        }
        Some(Moment { distance, order: order?, target: target?, edge, unless, span })
    }

    /// Reads a day of something by its number. Its first day is day 1, so the count begins with that.
    fn day_of(&mut self, part: Part<'_>) -> Option<Moment> {
        let span = self.span(&part);
        let (mut bound, mut number, mut day, mut target, mut unless) =
            (None, None, None, None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::kw_by => bound = Some(Bound::AtMost),
                Rule::no_earlier => bound = Some(Bound::AtLeast),
                Rule::kw_day => day = Some(self.span(&p)),
                Rule::number => number = Some(self.span(&p)),
                Rule::path => target = Some(Target::Path(self.path(&p))),
                Rule::unless_first => unless = self.unless_first(p),
                _ => {}
            }
        }
        let (number, day) = (number?, day?);
        let distance = QuantityText {
            bound,
            number,
            unit: Some(day),
            every: false,
            first_day: Some(true),
            span: day.to(number),
        };
        let (distance, edge) = (Some(distance), Some(Edge::Start));
        Some(Moment { distance, order: Order::After, target: target?, edge, unless, span })
    }

    fn unless_first(&self, part: Part<'_>) -> Option<Unless> {
        let path = part.into_inner().find(|p| p.as_rule() == Rule::path)?;
        Some(Unless { path: self.path(&path), by: Until::First })
    }

    /// Reads a date on which something comes, if nothing comes before it.
    fn date_unless(&self, part: Part<'_>) -> Option<Moment> {
        let span = self.span(&part);
        let (mut target, mut unless) = (None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::date => target = Some(Target::Date(self.span(&p))),
                Rule::unless_first => unless = self.unless_first(p),
                _ => {}
            }
        }
        let order = Order::During;
        Some(Moment { distance: None, order, target: target?, edge: None, unless, span })
    }

    /// Reads what comes by default: so long after something, unless something else is done by then.
    fn by_default(&mut self, part: Part<'_>) -> Option<Moment> {
        let span = self.span(&part);
        let (mut act, mut number, mut of, mut target) = (None, None, None, None);
        let (mut edge, mut counted) = (None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::path if act.is_none() => act = Some(self.path(&p)),
                Rule::path => target = Some(Target::Path(self.path(&p))),
                Rule::date => target = Some(Target::Date(self.span(&p))),
                Rule::number => number = Some(self.span(&p)),
                Rule::time_unit => of = Some(self.span(&p)),
                Rule::edge => edge = Some(self.edge(p)),
                Rule::first_day => counted = Some(first_day(p)),
                _ => {}
            }
        }
        let (number, unit) = (number?, of?);
        let distance = QuantityText {
            bound: None,
            number,
            unit: Some(unit),
            every: false,
            first_day: counted,
            span: number.to(unit),
        };
        let unless = Some(Unless { path: act?, by: Until::Within });
        let (distance, order) = (Some(distance), Order::After);
        Some(Moment { distance, order, target: target?, edge, unless, span })
    }

    /// Reads what of something is meant: its beginning, its end or one of its times.
    fn edge(&mut self, part: Part<'_>) -> Edge {
        let mut edge = Edge::Start;
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::kw_end => edge = Edge::End,
                Rule::nth => {
                    let written = p.as_str();
                    let time = written.trim_end_matches(char::is_alphabetic).parse().unwrap_or(1);
                    let right = ordinal(usize::from(time));
                    if written != right {
                        self.findings.push(diagnose::wrong_ordinal(self.span(&p), written, &right));
                    }
                    edge = Edge::Time(time);
                }
                _ => {}
            }
        }
        edge
    }

    /// Reads the moments between which there is a choice; none where one of them cannot be read.
    fn one_of(&mut self, part: Part<'_>) -> Option<OneOf> {
        let span = self.span(&part);
        let mut one_of = OneOf { later: false, moments: Vec::new(), unless: None, span };
        let mut readable = true;
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::kw_later => one_of.later = true,
                Rule::one => one_of.moments.extend(self.one(p)),
                Rule::unless_first => one_of.unless = self.unless_first(p),
                Rule::bad_line => {
                    self.bad(&p, diagnose::Within::Moments);
                    readable = false;
                }
                _ => {}
            }
        }
        readable.then_some(one_of)
    }

    fn one(&mut self, part: Part<'_>) -> Option<Value> {
        let mut distance = None;
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::quantity => distance = self.quantity(p),
                Rule::moment => return Some(Value::Moment(self.moment(p, distance)?)),
                Rule::day_of => return Some(Value::Moment(self.day_of(p)?)),
                _ => return self.value(p),
            }
        }
        None
    }

    /// Reads `every 6 months`; where there is no figure, `every` stands for one.
    fn period(&mut self, part: Part<'_>) -> Option<QuantityText> {
        let span = self.span(&part);
        let (mut number, mut of) = (None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::unit => of = Some(self.span(&p)),
                _ => number = Some(self.span(&p)),
            }
        }
        Some(QuantityText {
            bound: None,
            number: number?,
            unit: of,
            every: true,
            first_day: None,
            span,
        })
    }

    pub(super) fn quantity(&mut self, part: Part<'_>) -> Option<QuantityText> {
        let span = self.span(&part);
        let (mut bound, mut number, mut of) = (None, None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::number => {
                    number = Some(self.span(&p));
                    let dotted = p
                        .as_str()
                        .split_once('.')
                        .is_some_and(|(a, b)| a.len() <= 3 && b.len() == 3 && !a.contains(','));
                    if dotted {
                        self.findings.push(diagnose::thousands_point(self.span(&p), p.as_str()));
                    }
                }
                Rule::unit => {
                    let written = p.as_str();
                    if let Some((first, second)) = written.split_once(char::is_whitespace)
                        && unit(first).is_some()
                    {
                        let at = self.base + p.as_span().start();
                        self.findings.push(diagnose::two_units(
                            self.text,
                            at,
                            first.len(),
                            written,
                            second.trim_start(),
                        ));
                    }
                    of = Some(self.span(&p));
                }
                rule => bound = bound_of(rule).or(bound),
            }
        }
        Some(QuantityText { bound, number: number?, unit: of, every: false, first_day: None, span })
    }
}

/// Reads whether the first day counts.
fn first_day(part: Part<'_>) -> bool {
    part.into_inner().all(|p| p.as_rule() != Rule::kw_not)
}

/// Returns the comparison a grammar rule stands for.
pub(super) fn bound_of(rule: Rule) -> Option<Bound> {
    match rule {
        Rule::at_least => Some(Bound::AtLeast),
        Rule::at_most => Some(Bound::AtMost),
        Rule::more_than => Some(Bound::MoreThan),
        Rule::less_than => Some(Bound::LessThan),
        _ => None,
    }
}
