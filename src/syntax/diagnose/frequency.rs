//! How often a body meets, as sentences say it: `meets twice a year`, `period once a year`, `meets when needed`.
//!
//! Takes the line; gives `period` with the word that is nearest. Knows no bodies.

use super::Within;
use super::letters::Line;
use crate::diagnostic::Finding;

/// Words of everyday writing, and the word of `period` that holds them.
const OFTEN: &[(&str, &[&str])] = &[
    (
        "permanent",
        &[
            "permanently",
            "always",
            "continuously",
            "constantly",
            "around the clock",
            "every day",
            "daily",
        ],
    ),
    (
        "ad-hoc",
        &[
            "ad hoc",
            "when needed",
            "as needed",
            "as required",
            "when called",
            "as necessary",
            "when necessary",
            "on demand",
            "on request",
            "if needed",
            "when required",
        ],
    ),
    (
        "several-a-year",
        &[
            "twice",
            "two times",
            "three times",
            "four times",
            "several times",
            "quarterly",
            "monthly",
            "weekly",
            "every month",
            "each month",
            "every quarter",
            "every six months",
            "every 6 months",
            "every three months",
            "semi-annually",
            "biannually",
            "half-yearly",
            "every week",
            "a month",
            "each quarter",
        ],
    ),
    (
        "yearly",
        &[
            "once a year",
            "annually",
            "every year",
            "each year",
            "annual",
            "a year",
            "per year",
            "per annum",
        ],
    ),
];

/// Says how it is written.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    let verb = matches!(
        line.word(0),
        "meets" | "meet" | "convenes" | "sits" | "assembles" | "meeting" | "meetings"
    );
    let first = line.token(1).filter(|_| line.place.within == Within::Block)?;
    if !verb && line.word(0) != "period" {
        return None;
    }
    let code = line.source();
    let end = first.start + line.slice(first.start, code).trim_end().len();
    let said = line.slice(first.start, end).to_lowercase();
    let (word, _) = OFTEN.iter().find(|(_, forms)| forms.iter().any(|f| said.contains(f)))?;
    let new = format!("period {word}");
    let message = format!("how often it meets is written `{new}`");
    Some(line.replace(0, end, &new, message).here("in one word"))
}
