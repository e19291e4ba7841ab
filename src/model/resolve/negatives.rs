//! What there is not, and what is so or not: `no X`, `no other X`, `no A in X`, `has X`, `is X`.
//!
//! Takes the words of the statement; makes the claim.

use crate::diagnostic::{Finding, Level};
use crate::expr::Key;
use crate::model::facts::{Said, Says};
use crate::model::resolve::lists::Listing;
use crate::model::resolve::{Place, Resolver};
use crate::schema::{Many, Takes};
use crate::source::Span;
use crate::syntax::ast;

impl Resolver<'_> {
    pub(super) fn no(&mut self, place: Place, name: ast::Name, span: Span) {
        let Some(key) = self.key(place, name) else { return };
        let says = if self.is_truth(key) { Says::Truth(false) } else { Says::None };
        self.claim(place.of, key, Said { span, cite: place.cite }, says);
    }

    pub(super) fn no_other(&mut self, place: Place, name: ast::Name, span: Span, beside: Span) {
        let Some(key) = self.key(place, name) else { return };
        let word = self.text(name.span);
        let list = matches!(key, Key::Field(row) if row.info().many == Many::List || matches!(row.info().takes, Takes::Blocks(_)));
        if !list {
            let help = match key {
                Key::Notion(_) => {
                    "close what it is made of: `no other baskets`, `no other organs`".to_owned()
                }
                Key::Field(_) => format!("`{word}` is no list; write `no {word}` if there is none"),
            };
            self.report(
                Finding::broken(
                    "wrong-kind",
                    Level::Error,
                    name.span,
                    format!("`no other {word}` closes nothing"),
                )
                .help(help),
            );
            return;
        }
        self.claim(place.of, key, Said { span, cite: place.cite }, Says::Complete(beside));
    }

    pub(super) fn no_in(&mut self, place: Place, item: &ast::Path, name: ast::Name, span: Span) {
        let Some(key) = self.key(place, name) else { return };
        let mut list = Listing::default();
        self.item(place, key, name, &ast::Value::Path(item.clone()), place.cite, &mut list);
        if let Some(item) = list.items.first() {
            self.claim(place.of, key, Said { span, cite: place.cite }, Says::Not(item.value));
        }
    }

    /// `has N`, `is N` and their negatives.
    pub(super) fn state(
        &mut self,
        place: Place,
        name: ast::Name,
        yes: bool,
        noun: bool,
        span: Span,
    ) {
        let Some(key) = self.key(place, name) else { return };
        let word = self.text(name.span);
        let says = if self.is_truth(key) {
            Says::Truth(yes)
        } else if noun {
            if yes { Says::Some } else { Says::None }
        } else {
            self.report(
                Finding::broken(
                    "wrong-kind",
                    Level::Error,
                    name.span,
                    format!("`{word}` is not something a thing can be"),
                )
                .help(format!("write `has {word}`, `no {word}`, or `{word} VALUE`")),
            );
            return;
        };
        self.claim(place.of, key, Said { span, cite: place.cite }, says);
    }
}
