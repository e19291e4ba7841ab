//! Texts that lack their quotes, or hold quotes of their own.
//!
//! Takes the line of a field that takes a text; gives it with one pair of quotes. Knows nothing of what it says.

use super::letters::{Kind, Line};
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Takes};

/// Says how the text is written.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    let field = line.word(0);
    let takes: Vec<Takes> = FIELDS.iter().filter(|f| f.name == field).map(|f| f.takes).collect();
    let always = takes.iter().all(|t| *t == Takes::Text);
    let first = line.token(1).filter(|_| takes.contains(&Takes::Text))?;
    let code = match line.written.rfind(['"', '”']).map(|q| line.slice(q, line.written.len())) {
        Some(rest) => line.written.len() - rest.len() + rest.find('[').unwrap_or(rest.len()),
        None => line.written.find('[').unwrap_or(line.written.len()),
    };
    let end = first.start + line.slice(first.start, code).trim_end().len();
    let words = line.slice(first.start, end);
    if let Some(inner) = words.strip_prefix('"').and_then(|w| w.strip_suffix('"')) {
        let count = inner.matches('"').count();
        return (count > 0 && count.is_multiple_of(2)).then(|| {
            let parts: Vec<&str> = inner.split('"').collect();
            let mut text = String::new();
            for (n, part) in parts.iter().enumerate() {
                text.push_str(part);
                if n + 1 < parts.len() {
                    text.push(if n % 2 == 0 { '“' } else { '”' });
                }
            }
            line.replace(
                first.start,
                end,
                &format!("\"{text}\""),
                "a text cannot hold a double quote",
            )
            .here("write “ and ” for quotes inside a text")
        });
    }
    let sentence = words.split_whitespace().count() > 3;
    (first.kind == Kind::Word && (always || sentence) && !words.contains(['"', '“', '{'])).then(
        || {
            let message = format!("`{field}` takes a text, and a text stands in quotes");
            line.replace(first.start, end, &format!("\"{words}\""), message)
                .here("quotes are missing")
        },
    )
}
