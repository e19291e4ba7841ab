//! Values as the fields take them: names, words, dates, figures, moments, gates.

use std::sync::Arc;

use crate::diagnostic::{Finding, Level, NoteKind, nearest, suggestion};
use crate::expr::Names;
use crate::expr::{Elem, Key, NotionForm, Stage, Type};
use crate::model::facts::{CiteId, GateKind, Item, Moment, MomentTarget, Said, Value};
use crate::model::resolve::lists::Listing;
use crate::model::resolve::{Place, Resolver};
use crate::schema::{Kind, KindSet, Many, Takes, VOCABULARIES, Vocabulary};
use crate::source::Span;
use crate::syntax::ast;
use crate::syntax::ast::Target;
use crate::value::{Date, Dimension, Number, Quantity, unit};

impl Resolver<'_> {
    pub(super) fn takes(key: Key) -> Option<Takes> {
        match key {
            Key::Field(row) => Some(row.info().takes),
            Key::Notion(_) => None,
        }
    }

    pub(super) fn many(&self, key: Key) -> Many {
        match key {
            Key::Field(row) => row.info().many,
            Key::Notion(_) => match self.notion_type(key) {
                Some(Type::Set(_)) => Many::List,
                _ => Many::One,
            },
        }
    }

    pub(super) fn notion_type(&self, key: Key) -> Option<Type> {
        let Key::Notion(id) = key else { return None };
        match self.notions.get(id)?.stage {
            Stage::Done(Some((_, ty))) => Some(ty),
            _ => None,
        }
    }

    pub(super) fn is_truth(&self, key: Key) -> bool {
        match key {
            Key::Field(row) => matches!(row.info().takes, Takes::Truth),
            Key::Notion(id) => self
                .notions
                .get(id)
                .is_some_and(|n| matches!(n.form, NotionForm::Noun | NotionForm::Adjective)),
        }
    }

    /// Reads one value of a field and adds it to the list, or reports why it cannot.
    pub(super) fn item(
        &mut self,
        place: Place,
        key: Key,
        name: ast::Name,
        value: &ast::Value,
        cite: CiteId,
        list: &mut Listing,
    ) {
        let word = self.text(name.span);
        let span = value_span(value);
        let takes = Self::takes(key).or_else(|| match self.notion_type(key)? {
            Type::One(elem) | Type::Set(elem) => match elem {
                Elem::Things(kinds) => Some(Takes::Names(kinds)),
                Elem::Words(v) => VOCABULARIES.get(v as usize).map(|v| Takes::Words(v.name)),
                Elem::Number => Some(Takes::Number),
                Elem::Date => Some(Takes::Date),
                Elem::Text => Some(Takes::Text),
                _ => None,
            },
            _ => None,
        });
        let Some(takes) = takes else {
            let help = if self.is_truth(key) {
                format!("write `has {word}` or `no {word}`")
            } else {
                format!("`detente explain {word}` says what it means")
            };
            self.report(
                Finding::broken(
                    "wrong-kind",
                    Level::Error,
                    span,
                    format!("`{word}` takes no value"),
                )
                .help(help),
            );
            list.faulty = true;
            return;
        };
        if let (Takes::Names(kinds), ast::Value::All { list: of, except, .. }) = (takes, value) {
            self.all_of(place, key, kinds, *of, except, Said { span, cite }, list);
            return;
        }
        let read = match takes {
            Takes::Names(kinds) => match value {
                ast::Value::Path(path) => self.name(place.of, path, kinds).map(Value::Entity),
                ast::Value::Text(text) => self.quoted_name(word, span, text.inner, kinds),
                _ => self.wrong(word, span, &kinds.words()),
            },
            Takes::Words(vocabulary) => self.word(vocabulary, value),
            Takes::Text => {
                if let ast::Value::Text(text) = value {
                    Some(Value::Text(self.first_place(text.inner)))
                } else {
                    let written = self.text(span);
                    self.report(
                        Finding::broken(
                            "wrong-kind",
                            Level::Error,
                            span,
                            format!("`{word}` takes a text in quotes"),
                        )
                        .help(format!("write \"{written}\""))
                        .fix(span, format!("\"{written}\"")),
                    );
                    None
                }
            }
            Takes::Sections => self
                .section(value)
                .map(|_| Value::Text(span))
                .or_else(|| self.wrong(word, span, "a section: \"TITLE\" 10 to 24")),
            Takes::Date => self.date(value, word),
            Takes::Number => match value {
                ast::Value::Number(n) | ast::Value::Date(n) => {
                    Number::parse(self.text(*n)).map(Value::Number)
                }
                _ => None,
            }
            .or_else(|| self.wrong(word, span, "a number")),
            Takes::Quantity(dimensions) => self.quantity(word, value, dimensions),
            Takes::Truth => {
                self.report(
                    Finding::broken(
                        "wrong-kind",
                        Level::Error,
                        span,
                        format!("`{word}` is a yes or no"),
                    )
                    .help(format!("write `is {word}` or `is not {word}`")),
                );
                None
            }
            Takes::Moment => self.moment(place, word, value),
            Takes::Gate => self.gate(place, word, value),
            Takes::Blocks(kind) => {
                let named =
                    matches!(value, ast::Value::Path(_)).then(|| self.text(span)).unwrap_or("NAME");
                self.report(
                    Finding::broken(
                        "wrong-kind",
                        Level::Error,
                        span,
                        format!("`{word}` are written as blocks"),
                    )
                    .help(format!("write one block for each: `{} {named} {{ … }}`", kind.word())),
                );
                None
            }
            Takes::Keyed(keys, _) => {
                self.report(
                    Finding::broken(
                        "wrong-kind",
                        Level::Error,
                        span,
                        format!("`{word}` gives a value for {} at a time", keys.words()),
                    )
                    .help(format!("write it as a block: `{word} {{ NAME VALUE }}`")),
                );
                None
            }
            Takes::Notions => match value {
                ast::Value::Path(path) => {
                    let notion = self.text(path.span);
                    if self.notions.get_named(notion, place.kind).is_some() {
                        Some(Value::Notion(self.first_place(path.span)))
                    } else {
                        let help = suggestion(notion, self.notions.words(place.kind.into()));
                        self.report(
                            Finding::broken(
                                "unknown-name",
                                Level::Error,
                                span,
                                format!("nothing defines `{notion}`"),
                            )
                            .help(help),
                        );
                        None
                    }
                }
                _ => self.wrong(word, span, "the name of a notion"),
            },
        };
        match read {
            Some(value) if !list.seen.insert(value) => {
                let first =
                    list.items.iter().find(|i| i.value == value).map_or(span, |i| i.said.span);
                self.report(
                    Finding::broken(
                        "named-twice",
                        Level::Warning,
                        span,
                        format!("`{}` is named twice", self.text(span)),
                    )
                    .label(first, "the first time")
                    .help("leave one of them out"),
                );
            }
            Some(value) => list.items.push(Item { value, said: Said { span, cite } }),
            None => list.faulty = true,
        }
    }

    /// Returns the first place where the same words stand as a value: texts are the same if they read the same.
    fn first_place(&mut self, span: Span) -> Span {
        let words = crate::model::normal(self.text(span));
        *Arc::make_mut(&mut self.model.texts).entry(words.as_ref().into()).or_insert(span)
    }

    pub(super) fn wrong<T>(&mut self, word: &str, span: Span, takes: &str) -> Option<T> {
        self.report(
            Finding::broken(
                "wrong-kind",
                Level::Error,
                span,
                format!("`{}` is not {takes}", self.text(span)),
            )
            .here(format!("`{word}` takes {takes}"))
            .note(NoteKind::Note, "this value was left out of the check"),
        );
        None
    }

    /// `members "South Korea"`: a name stands without quotes.
    fn quoted_name<T>(&mut self, word: &str, span: Span, inner: Span, kinds: KindSet) -> Option<T> {
        let written = self.text(inner);
        let things = &self.model.things;
        let named = things.things(written, kinds).first().copied();
        let Some(id) = named.or_else(|| self.alias(written, kinds)) else {
            return self.wrong(word, span, &kinds.words());
        };
        let name = things.get(id).name.to_string();
        let message = if named.is_some() {
            format!("the name `{name}` stands without quotes: write `{name}`")
        } else {
            format!("`{written}` is another name of `{name}`: write `{name}`")
        };
        self.report(
            Finding::broken("wrong-kind", Level::Error, span, message)
                .here("a name stands without quotes")
                .note(NoteKind::Note, "this value was left out of the check")
                .fix(span, name),
        );
        None
    }

    pub(super) fn word(&mut self, vocabulary: &str, value: &ast::Value) -> Option<Value> {
        let span = value_span(value);
        let text = self.text(span);
        if matches!(value, ast::Value::Path(_) | ast::Value::Number(_))
            && let Some(word) = Vocabulary::find(vocabulary, text)
        {
            return Some(Value::Word(word));
        }
        let known: Vec<&'static str> = crate::schema::vocabulary(vocabulary)
            .map(|(_, v)| v.words.iter().map(|w| w.word).collect())
            .unwrap_or_default();
        let mut finding = Finding::broken(
            "unknown-word",
            Level::Error,
            span,
            format!("`{text}` is not a word of `{vocabulary}`"),
        );
        match nearest(text, known.iter().copied()) {
            Some(near) => finding = finding.help(format!("did you mean `{near}`?")).fix(span, near),
            None => finding = finding.help(format!("it is one of {}", known.join(", "))),
        }
        self.report(finding);
        None
    }

    pub(super) fn date(&mut self, value: &ast::Value, word: &str) -> Option<Value> {
        let span = value_span(value);
        match value {
            ast::Value::Date(span) | ast::Value::Number(span) => {
                if let Some(date) = Date::parse(self.text(*span)) {
                    Some(Value::Date(date))
                } else {
                    self.report(
                        Finding::broken(
                            "wrong-date",
                            Level::Error,
                            *span,
                            format!("there is no day `{}`", self.text(*span)),
                        )
                        .help("write the year, year-month or year-month-day: `2027-03`"),
                    );
                    None
                }
            }
            _ => self.wrong(word, span, "a date: 2015, 2015-10 or 2015-10-28"),
        }
    }

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
                (message, format!("write `repeats every {written}`"))
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
            let mut help = suggestion(unit_word, crate::value::UNITS.iter().map(|u| u.words.1));
            if help.is_empty() {
                help = format!(
                    "the units are {}",
                    crate::value::UNITS.iter().map(|u| u.words.1).collect::<Vec<_>>().join(", ")
                );
            }
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
                _ => "write it in a smaller unit: `18 months`, `10 days`".to_owned(),
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
            _ => return self.wrong(word, span, "a figure with a unit"),
        };
        let quantity = self.read_quantity(word, &q, dimensions)?;
        let at = u32::try_from(self.model.quantities.len()).unwrap_or(u32::MAX);
        self.model.quantities.push(quantity);
        Some(Value::Quantity(at))
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
                Moment {
                    distance: None,
                    order: ast::Order::During,
                    target: MomentTarget::Date(date),
                    edge: None,
                    unless: None,
                }
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
                Moment {
                    distance: None,
                    order: ast::Order::During,
                    target: MomentTarget::Dates(a, b),
                    edge: None,
                    unless: None,
                }
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
                        MomentTarget::Entity(self.name(place.of, path, comes(place.kind))?)
                    }
                };
                let unless = match &m.unless {
                    Some(path) => Some(self.name(place.of, path, comes(place.kind))?),
                    None => None,
                };
                Moment { distance, order: m.order, target, edge: m.edge, unless }
            }
            // What something goes on until is named alone.
            ast::Value::Path(path) if word == "until" => Moment {
                distance: None,
                order: ast::Order::By,
                target: MomentTarget::Entity(self.name(place.of, path, comes(place.kind))?),
                edge: None,
                unless: None,
            },
            _ if word == "until" => {
                return self.wrong(word, value_span(value), "a date or something that comes");
            }
            ast::Value::OneOf(one_of) => self.one_of(place, word, one_of)?,
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

    /// Reads the moments of which the first or the last is meant; they stand side by side in the model.
    fn one_of(&mut self, place: Place, word: &str, one_of: &ast::OneOf) -> Option<Moment> {
        let unless = match &one_of.unless {
            Some(path) => Some(self.name(place.of, path, comes(place.kind))?),
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
        // Moments inside one another are not written, so these are all single.
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let (from, count) = (place(self.model.moments.len()), place(read.len()));
        for moment in read {
            self.model.moments.push(moment);
        }
        let target = MomentTarget::OneOf { later: one_of.later, from, count };
        let order = ast::Order::With;
        Some(Moment { distance: None, order, target, edge: None, unless })
    }

    pub(super) fn gate(&mut self, place: Place, word: &str, value: &ast::Value) -> Option<Value> {
        match value {
            ast::Value::Path(path) => self
                .name(place.of, path, Kind::Condition.into())
                .map(|id| Value::Gate(GateKind::Condition, id)),
            ast::Value::Gate { word, path, .. } => {
                let (gate, kinds) = match self.text(word.span) {
                    "done" => {
                        let kinds = [Kind::Measure, Kind::Phase, Kind::Milestone];
                        (GateKind::Done, KindSet::of(&kinds))
                    }
                    "consent" => (GateKind::Consent, Kind::Actor.into()),
                    _ => (GateKind::Settled, Kind::Issue.into()),
                };
                self.name(place.of, path, kinds).map(|id| Value::Gate(gate, id))
            }
            _ => self.wrong(
                word,
                value_span(value),
                "a condition, `done M`, `consent of A` or `settled ISSUE`",
            ),
        }
    }
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

pub(super) fn value_span(value: &ast::Value) -> Span {
    match value {
        ast::Value::Path(path) => path.span,
        ast::Value::Text(text) => text.span,
        ast::Value::Section { title, last, .. } => title.span.to(*last),
        ast::Value::Dates { from, to } => from.to(*to),
        ast::Value::Quantity(q) => q.span,
        ast::Value::Number(span)
        | ast::Value::Date(span)
        | ast::Value::All { span, .. }
        | ast::Value::Gate { span, .. } => *span,
        ast::Value::Moment(m) => m.span,
        ast::Value::OneOf(one_of) => one_of.span,
    }
}
