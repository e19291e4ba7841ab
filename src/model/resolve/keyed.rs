//! Fields that give one value for each name: `stance { China favours }`.
//!
//! Takes a line of the group; makes the claim for its name.

use crate::diagnostic::{Finding, Level, NoteKind};
use crate::expr::Key;
use crate::model::collect::Pending;
use crate::model::facts::{Said, Says, Value};
use crate::model::resolve::{Place, Resolver};
use crate::schema::{KindSet, Many, Vocabulary};
use crate::syntax::ast::{self, StatementKind, Values};

impl Resolver<'_> {
    #[allow(clippy::too_many_arguments, reason = "one call, and every part is plain")]
    pub(super) fn keyed(
        &mut self,
        place: Place,
        pending: &Pending<'_>,
        group: &ast::Statement,
        key: Key,
        keys: KindSet,
        words: &str,
        line: &ast::Statement,
    ) {
        let StatementKind::Field { name, values: Values::List { items, .. } } = &line.kind else {
            self.report(
                Finding::broken(
                    "wrong-item",
                    Level::Error,
                    line.span,
                    "this line gives no value for a name",
                )
                .help("write `NAME VALUE`, as in `China favours`"),
            );
            return;
        };
        let cite = self.cite(line.cite.as_ref(), group.cite.as_ref().or(pending.cite));
        let word = self.text(name.span);
        if let (Some(_), Some(ast::Value::Path(who))) =
            (Vocabulary::find(words, word), items.first())
        {
            let who = self.text(who.span);
            let message = format!("`{word}` stands before the name it is said of");
            self.report(
                Finding::broken("wrong-item", Level::Error, line.span, message)
                    .help(format!("write `{who} {word}`")),
            );
            return;
        }
        let path = ast::Path { names: smallvec::smallvec![*name], span: name.span };
        let Some(of) = self.name(place.of, &path, keys) else { return };
        let mut list = Vec::new();
        for value in items {
            if let Some(Value::Word(word)) = self.word(words, value) {
                list.push(word);
            }
        }
        if list.is_empty() {
            if items.is_empty() {
                let name = self.text(name.span);
                let known: Vec<&str> = crate::schema::vocabulary(words)
                    .map(|(_, v)| v.words.iter().map(|w| w.word).collect())
                    .unwrap_or_default();
                self.report(
                    Finding::broken(
                        "wrong-item",
                        Level::Error,
                        line.span,
                        format!("nothing is said of `{name}` here"),
                    )
                    .help(format!("add one of {}", known.join(", "))),
                );
            }
            return;
        }
        if list.len() > 1 && self.many(key) == Many::Each {
            self.report(
                Finding::broken("one-value", Level::Error, line.span, "one word is enough here")
                    .note(NoteKind::Note, "only the first is read"),
            );
            list.truncate(1);
        }
        self.claim(place.of, key, Said { span: line.span, cite }, Says::Keyed(of, list.into()));
    }
}
