//! `detente.explanation/1` and `detente.rules/1`: what a name means, and the catalogue.

use std::io::{self, Write};

use serde::Serialize;

use super::write;
use crate::analysis::{Explanation, RuleRow};

#[derive(Serialize)]
struct ExplainReport<'a> {
    meanings: Vec<Meaning<'a>>,
}

#[derive(Serialize)]
struct Meaning<'a> {
    what: &'a str,
    heading: &'a str,
    body: &'a str,
}

/// Writes what a name can mean.
pub(in crate::report) fn explanations(list: &[Explanation], out: &mut dyn Write) -> io::Result<()> {
    let meanings = list
        .iter()
        .map(|e| Meaning { what: &e.what, heading: &e.heading, body: &e.body })
        .collect();
    write("detente.explanation/1", &ExplainReport { meanings }, out)
}

#[derive(Serialize)]
struct CatalogueReport<'a> {
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
struct Rule<'a> {
    name: &'a str,
    kind: &'a str,
    theme: &'a str,
    title: &'a str,
    level: &'static str,
    profiles: Vec<InProfile<'a>>,
    citations: &'a [String],
    doc: &'a str,
}

#[derive(Serialize)]
struct InProfile<'a> {
    profile: &'a str,
    level: &'a str,
}

/// Writes the catalogue.
pub(in crate::report) fn rules(rows: &[&RuleRow], out: &mut dyn Write) -> io::Result<()> {
    let rules = rows
        .iter()
        .map(|r| Rule {
            name: &r.name,
            kind: r.kind,
            theme: &r.theme,
            title: &r.title,
            level: r.level.word(),
            profiles: r
                .profiles
                .iter()
                .map(|(profile, level)| InProfile { profile, level })
                .collect(),
            citations: &r.citations,
            doc: &r.doc,
        })
        .collect();
    write("detente.rules/1", &CatalogueReport { rules }, out)
}
