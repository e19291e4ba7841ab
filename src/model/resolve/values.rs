//! Values as the fields take them: names, words, numbers, gates; figures and moments have rooms of their own.

use std::sync::Arc;

use crate::diagnostic::{Finding, Level, NoteKind, nearest, suggestion};
use crate::expr::Names;
use crate::expr::{Elem, Key, NotionForm, Stage, Type};
use crate::model::facts::{CiteId, GateKind, Item, Said, Value};
use crate::model::resolve::lists::Listing;
use crate::model::resolve::{Place, Resolver};
use crate::schema::{Kind, KindSet, Many, Takes, VOCABULARIES, Vocabulary};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::Number;

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
                // A gate asks whether it is done; what brings something about is named alone.
                ast::Value::Gate { path, .. } => {
                    let (written, name) = (self.text(span), self.text(path.span));
                    let message = format!("`{written}` is no name");
                    let finding = Finding::broken("wrong-kind", Level::Error, span, message)
                        .here(format!("`{word}` takes {}", kinds.words()))
                        .help(format!("write `{word} {name}`"))
                        .fix(span, name);
                    let left_out = "this value was left out of the check";
                    self.report(finding.note(NoteKind::Without, left_out));
                    None
                }
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
            Takes::Place => self.place(word, value),
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
            .note(NoteKind::Without, "this value was left out of the check"),
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
                .note(NoteKind::Without, "this value was left out of the check")
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
