//! The items of one statement: those named, those of another list that it takes all of, and how many there are
//! in all.
//!
//! Takes a [`Listing`] as the items are read, and the number that is given; makes the claim. Knows nothing of
//! how an item is read.

use rustc_hash::FxHashSet;

use crate::diagnostic::{Finding, Level, NoteKind};
use crate::expr::Key;
use crate::model::facts::{AllOf, Item, OpenWord, Said, Says, Value};
use crate::model::resolve::{Place, Resolver};
use crate::schema::{KindSet, Many, Takes, field};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::{Dimension, Number, unit};

/// The items of one statement while it is read.
#[derive(Default)]
pub(super) struct Listing {
    pub(super) items: Vec<Item>,
    /// The values among them, to tell what is named twice.
    pub(super) seen: FxHashSet<Value>,
    /// An item could not be read: the list is not complete as read.
    pub(super) faulty: bool,
    /// The lists it takes all of.
    pub(super) all: Vec<AllOf>,
}

impl Resolver<'_> {
    #[allow(clippy::too_many_arguments, reason = "one call, and every part is plain")]
    pub(super) fn finish(
        &mut self,
        place: Place,
        key: Key,
        name: ast::Name,
        said: Said,
        list: Listing,
        others: Option<Said>,
        count: Option<&(Span, ast::Name)>,
    ) {
        let word = self.text(name.span);
        let number = match count {
            Some((figure, what)) => self.count(name, *figure, *what),
            None => None,
        };
        if self.many(key) == Many::One && !matches!(Self::takes(key), Some(Takes::Blocks(_))) {
            if list.items.len() > 1 {
                let second = list.items.get(1).map_or(said.span, |i| i.said.span);
                self.report(
                    Finding::broken(
                        "one-value",
                        Level::Error,
                        second,
                        format!("`{word}` takes one value"),
                    )
                    .help("keep one; what another source says goes into an `account of …`")
                    .note(NoteKind::Note, "only the first is read"),
                );
            }
            if others.is_some() {
                self.report(
                    Finding::broken(
                        "one-value",
                        Level::Error,
                        said.span,
                        format!("`{word}` takes one value, so there are no others"),
                    )
                    .help("leave out `and others`"),
                );
            }
        }
        if self.many(key) == Many::Each {
            for item in list.items {
                self.claim(place.of, key, item.said, Says::Adds(item.value));
            }
            // What could not be read may say anything.
            if list.faulty {
                self.claim(place.of, key, said, super::blocks::faulty());
            }
            return;
        }
        if let Some(n) = number
            && list.items.len() > n as usize
        {
            self.report(
                Finding::broken(
                    "more-than-counted",
                    Level::Error,
                    said.span,
                    format!("{} are named, and {n} is the number given", list.items.len()),
                )
                .help("correct the number or the names"),
            );
        }
        let unread = list.faulty || (count.is_some() && number.is_none());
        let open = if unread { Some(OpenWord::Faulty) } else { others.map(OpenWord::Others) };
        self.claim(
            place.of,
            key,
            said,
            Says::List { items: list.items.into(), open, count: number, all: list.all.into() },
        );
    }

    pub(super) fn count(&mut self, name: ast::Name, figure: Span, what: ast::Name) -> Option<u32> {
        let word = self.text(what.span);
        // Of two words the second was reported already.
        if !word.contains(char::is_whitespace)
            && unit(word).is_none_or(|u| !matches!(u.dimension, Dimension::Count(_)))
            && word != self.text(name.span)
        {
            self.report(
                Finding::broken(
                    "wrong-unit",
                    Level::Error,
                    what.span,
                    format!("`{word}` cannot be counted here"),
                )
                .help(format!("write `{} states`", self.text(figure))),
            );
        }
        let text = self.text(figure);
        let number =
            Number::parse(text).and_then(Number::as_whole).and_then(|n| u32::try_from(n).ok());
        if number.is_none() {
            self.report(
                Finding::broken(
                    "wrong-item",
                    Level::Error,
                    figure,
                    format!("`{text}` is no number of {word}"),
                )
                .help("write a whole number, as in `34 states`"),
            );
        }
        number
    }

    #[allow(clippy::too_many_arguments, reason = "one call, and every part is plain")]
    pub(super) fn all_of(
        &mut self,
        place: Place,
        key: Key,
        kinds: KindSet,
        of: ast::Name,
        except: &[ast::Path],
        said: Said,
        list: &mut Listing,
    ) {
        // `all members` means those of the framework that the line stands in, `all baskets` its own blocks.
        let word = self.text(of.span);
        let mut at = Some(place.of);
        let found = loop {
            let Some(id) = at else { break None };
            let thing = self.model.things.get(id);
            let row = field(thing.kind, word).filter(|row| match row.info().takes {
                Takes::Names(k) => !k.common(kinds).is_empty(),
                Takes::Blocks(k) => kinds.has(k),
                _ => false,
            });
            match row {
                Some(row) if Key::Field(row) != key || id != place.of => break Some((id, row)),
                _ => at = thing.parent,
            }
        };
        let Some((of, row)) = found else {
            self.report(
                Finding::broken(
                    "unknown-name",
                    Level::Error,
                    said.span,
                    format!("there is no list of `{word}` to take all of"),
                )
                .help("write `all members`, or name them one by one"),
            );
            list.faulty = true;
            return;
        };
        let named: Vec<Value> = except
            .iter()
            .filter_map(|path| self.name(place.of, path, kinds).map(Value::Entity))
            .collect();
        // Who is left out is not known then: of those in the other list anybody may be.
        list.faulty |= named.len() < except.len();
        let except = named.into();
        list.all.push(AllOf { said, of, field: row, except });
    }
}
