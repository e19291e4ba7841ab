//! Mistakes where the first or the last of several moments is meant: `the earlier of { … }`.
//!
//! Takes the line; gives the form of one moment, or of the choice. Knows no things.

use super::letters::{Kind, Line};
use super::short;
use crate::diagnostic::Finding;

/// Says what is wrong with one of the moments.
pub(super) fn one(line: &Line<'_>) -> Finding {
    let end = line.written.trim_end().len();
    let written = line.slice(0, end);
    if let Some((_, comma)) = line.sign(|c| c == ',') {
        let both = written.replace(", ", "; ").replace(',', ";");
        return line
            .at(comma.start, comma.end, "a comma does not separate moments")
            .here("one moment stands on a line")
            .help(format!("write `{both}`, or each on a line of its own"));
    }
    let finding = line.at(0, end, format!("`{}` is no moment", short(written)));
    match line.tokens.as_slice() {
        [only] if only.kind == Kind::Word => finding
            .here("this says what, and not when")
            .help(format!("write `with {written}` for its beginning, or `after {written}`")),
        _ => finding
            .here("a moment is a date or a place in an order")
            .help("write `2030-06`, `8 years after opening` or `with opening`"),
    }
}

/// A choice that is not begun as one: `starts at the earlier of …`, `starts earlier of …`.
pub(super) fn choice(line: &Line<'_>) -> Option<Finding> {
    let field = Some(line.word(0)).filter(|w| matches!(*w, "starts" | "ends" | "during"))?;
    let at =
        (1..5).find(|n| matches!(line.word(*n), "earlier" | "later" | "earliest" | "latest"))?;
    if line.word(at + 1) == "than" || line.token(at + 1).is_none() && !opens(line) {
        return None;
    }
    let which = if line.word(at).starts_with("later") || line.word(at) == "latest" {
        "later"
    } else {
        "earlier"
    };
    let first = line.token(1)?;
    let end = line.written.trim_end().len();
    if opens(line) {
        let finding = line
            .at(first.start, end, "one of several moments is meant in a form that is not read")
            .here(format!("write `the {which} of`"));
        return Some(
            finding.help(format!(
                "write `{field} the {which} of {{`, with one moment a line below it"
            )),
        );
    }
    Some(
        line.at(first.start, end, "one of several moments is meant in a form that is not read")
            .here("the moments stand in braces, after `of`")
            .help(format!("write `{field} the {which} of {{ 8 years after opening; 2030 }}`")),
    )
}

/// Checks whether a block follows the line.
fn opens(line: &Line<'_>) -> bool {
    let text = line.place.text;
    let rest = text.slice(line.place.start + line.written.len(), text.text.len());
    rest.trim_start_matches([' ', '\t']).starts_with('{')
}
