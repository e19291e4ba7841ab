//! A word that stands alone on its line: a field with nothing after it, a name without its field, `end`.
//!
//! Takes the line and its word; says what is missing beside it. Knows the schema's words, no names.

use super::letters::{Line, Token};
use super::lines::{after_semicolon, is_names, next_line};
use super::{Follows, Within, short};
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Kind as Thing, Takes};

/// Says what is missing.
pub(super) fn single_word(line: &Line<'_>, only: Token) -> (Finding, Follows) {
    let text = line.place.text;
    let word = line.text(only);
    if let Some(finding) = after_semicolon(line, only.end) {
        return (finding, Follows::Nothing);
    }
    if line.place.within == Within::Profile {
        let finding = line
            .at(only.start, only.end, format!("the level of `{word}` is missing"))
            .help(format!(
                "write `{word} error`, `{word} warning`, `{word} advice` or `{word} rejected`; \
                 a source is named with `follows {word}`"
            ));
        return (finding, Follows::Nothing);
    }
    if matches!(word, "end" | "endif" | "done" | "close" | "END" | "End") {
        return (
            line.replace(
                only.start,
                only.end,
                "}",
                format!("a block is closed with `}}`, not with `{word}`"),
            )
            .here("write `}` for this"),
            Follows::Nothing,
        );
    }
    if matches!(word, "no" | "has" | "is") {
        return (
            line.at(only.start, only.end, format!("`{word}` is followed by a name"))
                .help(format!("for example `{word} roadmap`")),
            Follows::Nothing,
        );
    }
    if let Some((from, to)) = next_line(line, true) {
        let next = text.slice(from, to);
        if is_names(next) {
            let finding = line
                .at(only.start, only.end, format!("nothing follows `{word}` on its line"))
                .here("a field and what it is stand on one line")
                .label(text.span(from, to), "this stands by itself");
            return (
                finding.help(format!(
                    "write `{word} {}`, or one a line in braces: `{word} {{`",
                    short(next)
                )),
                Follows::Deeper,
            );
        }
        let finding = line
            .at(only.start, only.end, format!("`{word}` is followed by lines without braces"))
            .here("`{` is missing after this")
            .label(text.span(from, to), "these lines belong to it");
        return (
            finding
                .help(format!("write `{word} {{` and close the block with `}}` below its lines")),
            Follows::Deeper,
        );
    }
    let finding = line
        .at(only.start, only.end, format!("`{word}` says nothing"))
        .here("nothing follows it on this line");
    let finding = if Thing::of_word(word).is_some_and(|k| !k.inside().is_empty()) {
        finding.help(format!("give it a name: `{word} some-name`"))
    } else if FIELDS.iter().any(|f| f.name == word && f.takes == Takes::Truth) {
        finding.help(format!("write `is {word}`, or `is not {word}`"))
    } else if FIELDS.iter().any(|f| f.name == word) {
        finding.help(format!("write what it is, or `{word} unknown`, or `no {word}`"))
    } else {
        // What something is or has begins with a small letter; with a capital it is a name.
        let help = if word.starts_with(char::is_uppercase) {
            format!("write the field it belongs to before it, as in `members {word}`")
        } else {
            format!(
                "write the field it belongs to before it, or that it is so: `is {word}`, `has {word}`"
            )
        };
        return (
            line.at(only.start, only.end, format!("`{word}` is no field"))
                .here("a field is missing before it")
                .help(help),
            Follows::Nothing,
        );
    };
    (finding, Follows::Nothing)
}
