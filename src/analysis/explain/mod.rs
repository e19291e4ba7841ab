//! `explain` and `rules`: what the catalogue, the schema, the language and the texts say of a name.

mod facts;
mod language;
mod norms;
mod schema;

pub use language::{LANGUAGE, LanguageWord};

use indexmap::IndexMap;

use super::load::load;
use super::world::World;
use super::{Explanation, Input, Request, RuleRow};
use crate::checks::{CHECKS, doc_text};
use crate::diagnostic::nearest;
use crate::source::{Loader, Span};
use crate::syntax::ast::ItemKind;

pub(super) fn explain(
    name: &str,
    inputs: Vec<Input>,
    loader: &dyn Loader,
    request: &Request,
) -> (Vec<Explanation>, Option<String>) {
    find(&World::build(load(inputs, loader, request, true)), name)
}

/// Explains a name in a world that is built.
pub(super) fn find(world: &World, name: &str) -> (Vec<Explanation>, Option<String>) {
    let mut found = Vec::new();
    let mut known: Vec<String> = Vec::new();
    norms::rules(world, name, &mut found, &mut known);
    for check in CHECKS {
        known.push(check.name.to_owned());
        if check.name == name {
            found.push(Explanation {
                what: "check".to_owned(),
                heading: format!("{name}: {}", check.title),
                body: format!("{}\n\nlevel: {} at most", check.doc, check.level.word()),
            });
        }
    }
    schema::kinds(world, name, &mut found, &mut known);
    schema::fields(world, name, &mut found, &mut known);
    schema::words(name, &mut found, &mut known);
    language(name, &mut found, &mut known);
    norms::profiles(world, name, &mut found, &mut known);
    norms::notions(world, name, &mut found, &mut known);
    norms::parameters(world, name, &mut found, &mut known);
    facts::things(world, name, &mut found, &mut known);
    facts::at_path(world, name, &mut found, &mut known);
    let near = if found.is_empty() {
        nearest(name, known.iter().map(String::as_str)).map(str::to_owned)
    } else {
        None
    };
    (found, near)
}

fn section(body: &mut String, title: &str, lines: &[String]) {
    if !lines.is_empty() {
        body.push_str(&format!("\n\n{title}\n\n"));
        body.push_str(&lines.iter().map(|l| format!("- {l}")).collect::<Vec<_>>().join("\n"));
    }
}

/// A word of the language; `as-of` is taken for `as of`, and `others` for `and others`.
fn language(name: &str, found: &mut Vec<Explanation>, known: &mut Vec<String>) {
    let asked = name.replace('-', " ");
    for row in LANGUAGE {
        known.push(row.word.to_owned());
        let beside = row.word != asked && row.word.split(' ').any(|w| w == name);
        let alone = |word: &str| LANGUAGE.iter().any(|other| other.word == word);
        if row.word == name || row.word == asked || (beside && !alone(name)) {
            found.push(Explanation {
                what: format!("word of the language ({})", row.area),
                heading: row.word.to_owned(),
                body: format!("{}.\n\nas in: {}", row.doc, row.form),
            });
        }
    }
}

pub(super) fn rules(inputs: Vec<Input>, loader: &dyn Loader, request: &Request) -> Vec<RuleRow> {
    let world = World::build(load(inputs, loader, request, false));
    let mut rows = Vec::new();
    let docs: IndexMap<&str, (&[Span], &str)> = world
        .files
        .iter()
        .flat_map(|f| f.items.iter().map(move |item| (f.id, item)))
        .filter_map(|(file, item)| match &item.kind {
            ItemKind::Rule(rule) => Some((
                world.sources.slice(rule.name.span),
                (item.doc.as_slice(), world.sources.name(file)),
            )),
            _ => None,
        })
        .collect();
    for rule in &world.rules {
        let (doc, file) = docs.get(rule.name.as_str()).copied().unwrap_or((&[], ""));
        let theme = file.trim_start_matches("prelude/rules/").trim_end_matches(".det").to_owned();
        rows.push(RuleRow {
            name: rule.name.clone(),
            title: rule.title.clone(),
            level: rule.level,
            kind: "rule",
            theme,
            profiles: world
                .profiles
                .iter()
                .filter_map(|p| {
                    p.rules.get(&rule.name).map(|s| (p.name.clone(), s.stand.word().to_owned()))
                })
                .collect(),
            doc: doc_text(doc, &world.sources),
            citations: rule.citations.clone(),
        });
    }
    for check in CHECKS {
        rows.push(RuleRow {
            name: check.name.to_owned(),
            title: check.title.to_owned(),
            level: check.level,
            kind: "check",
            theme: check.area.to_owned(),
            profiles: Vec::new(),
            doc: check.doc.to_owned(),
            citations: Vec::new(),
        });
    }
    rows.sort_by(|a, b| (b.kind, &a.theme, &a.name).cmp(&(a.kind, &b.theme, &b.name)));
    rows
}
