//! The words that open a declaration, and where the name of the thing declared stands.
//!
//! Takes a text and the place of a declaration; gives what its word declares and where its name stands. Knows
//! nothing of what follows.

use std::sync::LazyLock;

use super::walk::{Text, at, past_blanks, word_end};
use crate::schema::Kind;

/// What a declaration word declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Thing,
    Account,
    Rule,
    Profile,
    Define,
    Parameter,
    Expect,
    Scenario,
    Follow,
    Use,
}

/// The declaration words that are no kinds of things.
pub(super) const OTHER_WORDS: &[(&str, Word)] = &[
    ("use", Word::Use),
    ("account", Word::Account),
    ("define", Word::Define),
    ("rule", Word::Rule),
    ("parameter", Word::Parameter),
    ("profile", Word::Profile),
    ("expect", Word::Expect),
    ("scenario", Word::Scenario),
    ("follow", Word::Follow),
];

/// Every word that opens a declaration.
pub(super) static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let kinds =
        Kind::all().filter(|k| k.inside().is_empty()).flat_map(|k| k.words().iter().copied());
    kinds.chain(OTHER_WORDS.iter().map(|(w, _)| *w)).collect()
});

impl Word {
    /// Finds what a word declares at the top of a text.
    pub(super) fn of(word: &str) -> Option<Word> {
        if let Some((_, found)) = OTHER_WORDS.iter().find(|(w, _)| *w == word) {
            return Some(*found);
        }
        Kind::of_word(word).filter(|k| k.inside().is_empty()).map(|_| Word::Thing)
    }

    /// Checks whether a block follows.
    pub(super) fn has_block(self) -> bool {
        matches!(self, Word::Thing | Word::Account | Word::Rule | Word::Profile | Word::Scenario)
    }
}

/// Returns where the name of a declaration stands, for the index.
pub(super) fn name_of(
    text: Text<'_>,
    word: Word,
    start: usize,
    end: usize,
) -> Option<(usize, usize)> {
    let bytes = text.bytes();
    let mut after = word_end(bytes, start, end);
    // `Framework: napci`
    after += usize::from(matches!(at(bytes, after), b':' | b'='));
    let first = past_blanks(bytes, after, end);
    let first_end = word_end(bytes, first, end);
    let second = past_blanks(bytes, first_end, end);
    let second_end = word_end(bytes, second, end);
    let found = match word {
        Word::Use | Word::Expect | Word::Follow => return None,
        Word::Account => (second, second_end),
        Word::Define => match at(bytes, first_end) {
            b'.' => (first_end + 1, word_end(bytes, first_end + 1, end)),
            b'(' => (first, first_end),
            _ => match text.slice(second, second_end) {
                "has" | "is" => {
                    let third = past_blanks(bytes, second_end, end);
                    (third, word_end(bytes, third, end))
                }
                _ => (second, second_end),
            },
        },
        _ => (first, first_end),
    };
    (found.1 > found.0).then_some(found)
}
