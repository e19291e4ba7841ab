//! `explain` and `rules`: what the catalogue, the schema, the language and the texts say of a name.

mod facts;
mod language;

pub use language::{LANGUAGE, LanguageWord};

use indexmap::IndexMap;

use super::load::load;
use super::world::World;
use super::{Explanation, Input, Request, RuleRow};
use crate::checks::{CHECKS, Stand, doc_text};
use crate::diagnostic::nearest;
use crate::expr::NotionForm;
use crate::schema::{FIELDS, FieldInfo, Kind, Many, Mirror, Takes, VOCABULARIES, Whose, fields_of};
use crate::source::{Loader, Span};
use crate::syntax::ast::{ClauseKind, ItemKind};

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
    rules_named(world, name, &mut found, &mut known);
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
    kinds(name, &mut found, &mut known);
    fields(world, name, &mut found, &mut known);
    words(name, &mut found, &mut known);
    language(name, &mut found, &mut known);
    profiles(world, name, &mut found, &mut known);
    notions(world, name, &mut found, &mut known);
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

fn rules_named(world: &World, name: &str, found: &mut Vec<Explanation>, known: &mut Vec<String>) {
    for item in world.files.iter().flat_map(|f| &f.items) {
        let ItemKind::Rule(tree) = &item.kind else { continue };
        let rule_name = world.sources.slice(tree.name.span);
        known.push(rule_name.to_owned());
        if rule_name != name {
            continue;
        }
        let Some(rule) = world.rule(name) else { continue };
        let mut body = doc_text(&item.doc, &world.sources);
        section(&mut body, "Literature", &rule.citations);
        let limits: Vec<String> = rule
            .qualified
            .iter()
            .map(|(words, cited)| format!("{words} ({})", cited.join("; ")))
            .collect();
        section(&mut body, "Limited or disputed by", &limits);
        let holders: Vec<String> = world
            .profiles
            .iter()
            .filter_map(|p| p.rules.get(name).map(|s| (p, s)))
            .map(|(p, s)| {
                let cited = if s.citations.is_empty() {
                    String::new()
                } else {
                    format!(", {}", s.citations.join("; "))
                };
                format!("{}: {}{cited}", p.name, s.stand.word())
            })
            .collect();
        section(&mut body, "Profiles", &holders);
        body.push_str(&format!("\n\nlevel by itself: {}", rule.level.word()));
        let mut text = |title: &str, span: Span| {
            let lines = unindent(world.sources.slice(span));
            body.push_str(&format!("\n\n{title}\n\n```detente\n{lines}\n```"));
        };
        for clause in &tree.clauses {
            match &clause.kind {
                ClauseKind::Require(expr) => text("What must hold", expr.span),
                ClauseKind::Avoid(span) => text("Avoid", *span),
                ClauseKind::Prefer(span) => text("Prefer", *span),
                _ => {}
            }
        }
        found.push(Explanation {
            what: "rule".to_owned(),
            heading: format!("{name}: {}", rule.title),
            body,
        });
    }
}

fn unindent(text: &str) -> String {
    let lines: Vec<&str> = text.lines().skip_while(|l| l.trim().is_empty()).collect();
    let indent = lines
        .iter()
        .skip(usize::from(!text.starts_with('\n')))
        .filter(|l| !l.trim().is_empty())
        .map(|l| l.len() - l.trim_start().len())
        .min()
        .unwrap_or(0);
    let lines: Vec<&str> = lines
        .iter()
        .map(|l| l.get(indent.min(l.len() - l.trim_start().len())..).unwrap_or(l))
        .collect();
    lines.join("\n").trim_end().to_owned()
}

fn kinds(name: &str, found: &mut Vec<Explanation>, known: &mut Vec<String>) {
    for kind in Kind::all() {
        known.extend(kind.words().iter().map(|w| (*w).to_owned()));
        known.push(kind.plural().to_owned());
        if !kind.words().contains(&name) && kind.plural() != name {
            continue;
        }
        let mut body = format!("{}.", kind.doc());
        if !kind.inside().is_empty() {
            let places: Vec<&str> = kind.inside().iter().map(|k| k.word()).collect();
            body.push_str(&format!("\nIt stands in a {}.", places.join(" or a ")));
        }
        let lines: Vec<String> = fields_of(kind)
            .map(|row| format!("`{}`: {} ({})", row.info().name, row.info().doc, takes(row.info())))
            .collect();
        section(&mut body, "Fields", &lines);
        let blocks: Vec<String> = Kind::all()
            .filter(|k| k.inside().contains(&kind))
            .map(|k| format!("`{}`: {}", k.words().join("`, `"), k.doc()))
            .collect();
        section(&mut body, "Blocks in it", &blocks);
        found.push(Explanation { what: "kind".to_owned(), heading: kind.words().join(", "), body });
    }
}

/// Returns what a field takes, in words.
pub(super) fn takes(info: &FieldInfo) -> String {
    let what = match info.takes {
        Takes::Names(kinds) => {
            format!("names of {}", kinds.iter().map(Kind::plural).collect::<Vec<_>>().join(" or "))
        }
        Takes::Words(v) => format!("a word of `{v}`"),
        Takes::Text => "text in quotes".to_owned(),
        Takes::Date => "a date".to_owned(),
        Takes::Number => "a number".to_owned(),
        Takes::Quantity(dims) if dims.iter().any(|d| d.is_time()) => "a length of time".to_owned(),
        Takes::Quantity(_) => "a figure with a unit".to_owned(),
        Takes::Truth => "`is` or `has`, and their negatives".to_owned(),
        Takes::Moment => "a date or a place in an order".to_owned(),
        Takes::Gate => "a condition, `done M`, `consent of A`, `settled ISSUE`".to_owned(),
        Takes::Blocks(kind) => format!("blocks: `{} NAME {{ … }}`", kind.word()),
        Takes::Keyed(keys, v) => format!("for {}, a word of `{v}`", keys.words()),
        Takes::Notions => "names of notions".to_owned(),
        Takes::Sections => "section titles with their lines".to_owned(),
    };
    match info.many {
        Many::List => format!("{what}; a list"),
        Many::Each => format!("{what}; may be said several times"),
        Many::One => what,
    }
}

fn fields(world: &World, name: &str, found: &mut Vec<Explanation>, known: &mut Vec<String>) {
    for (i, info) in FIELDS.iter().enumerate() {
        known.push(info.name.to_owned());
        if info.name != name {
            continue;
        }
        let mut body = format!("{}.\n\ntakes: {}", info.doc, takes(info));
        let silence = match info.whose {
            Whose::Required => "a draft must state it; unwritten it is unknown",
            Whose::Author => {
                "left out of a draft there is none; left out of a framework it is unknown"
            }
            Whose::World => "a fact about the world: left out it is unknown, in a draft too",
            Whose::History => {
                "left out of a draft there is none: a draft has no history; left out of a framework it is unknown"
            }
        };
        body.push_str(&format!("\nsilence: {silence}"));
        if info.dated {
            body.push_str("\ndated: a later source takes the place of an earlier one");
        }
        match info.mirror {
            Mirror::Symmetric => body.push_str("\nholds both ways"),
            Mirror::Inverse(other) => {
                body.push_str(&format!("\nthe other way round it is `{other}`"));
            }
            Mirror::None => {}
        }
        for other in info.excludes {
            body.push_str(&format!("\nshares nothing with `{other}`"));
        }
        if let Takes::Words(v) | Takes::Keyed(_, v) = info.takes
            && let Some((_, vocabulary)) = crate::schema::vocabulary(v)
        {
            let lines: Vec<String> =
                vocabulary.words.iter().map(|w| format!("`{}`: {}", w.word, w.doc)).collect();
            let title = if vocabulary.ordered > 1 {
                format!("Words, the first {} in ascending order", vocabulary.ordered)
            } else {
                "Words".to_owned()
            };
            section(&mut body, &title, &lines);
        }
        let row = crate::schema::FieldId(u16::try_from(i).unwrap_or(u16::MAX));
        if let Some(notion) = world.notions.of_field(row).and_then(|id| world.notions.get(id)) {
            body.push_str(&format!(
                "\n\nwhere no text states it: {}",
                doc_text(&notion.doc, &world.sources)
            ));
        }
        found.push(Explanation {
            what: format!("field of {}", info.of.word()),
            heading: name.to_owned(),
            body,
        });
    }
}

fn words(name: &str, found: &mut Vec<Explanation>, known: &mut Vec<String>) {
    for vocabulary in VOCABULARIES {
        for word in vocabulary.words {
            known.push(word.word.to_owned());
            if word.word == name {
                let users: Vec<String> = FIELDS
                    .iter()
                    .filter(|f| matches!(f.takes, Takes::Words(v) | Takes::Keyed(_, v) if v == vocabulary.name))
                    .map(|f| format!("`{}` of {}", f.name, f.of.word()))
                    .collect();
                found.push(Explanation {
                    what: format!("word of {}", vocabulary.name),
                    heading: name.to_owned(),
                    body: format!("{}.\n\nused by {}", word.doc, users.join(", ")),
                });
            }
        }
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

fn profiles(world: &World, name: &str, found: &mut Vec<Explanation>, known: &mut Vec<String>) {
    for profile in &world.profiles {
        known.push(profile.name.clone());
        if profile.name != name {
            continue;
        }
        let mut body = doc_text(&profile.doc, &world.sources);
        let follows: Vec<String> =
            profile.follows.iter().map(|id| world.model.things.path(*id)).collect();
        if !follows.is_empty() {
            body.push_str(&format!("\n\nfollows {} where sources disagree", follows.join(", ")));
        }
        let line = |rule: &str, stand: Stand, cited: &[String]| {
            let title = world.rule(rule).map_or("", |r| r.title.as_str());
            let cited =
                if cited.is_empty() { String::new() } else { format!(" ({})", cited.join("; ")) };
            format!("`{rule}` {}: {title}{cited}", stand.word())
        };
        let lines: Vec<String> =
            profile.rules.iter().map(|(rule, s)| line(rule, s.stand, &s.citations)).collect();
        section(&mut body, "Rules", &lines);
        found.push(Explanation {
            what: "profile".to_owned(),
            heading: format!("{name}: {}", profile.title),
            body,
        });
    }
}

fn notions(world: &World, name: &str, found: &mut Vec<Explanation>, known: &mut Vec<String>) {
    for (_, notion) in world.notions.iter() {
        known.push(notion.name.clone());
        if notion.name != name {
            continue;
        }
        let kinds = notion.params.iter().map(|(_, k)| k.words()).collect::<Vec<_>>().join(" and ");
        let stated = match notion.form {
            NotionForm::Noun => format!("a text may state it: `has {name}`, `no {name}`"),
            NotionForm::Adjective => format!("a text may state it: `is {name}`, `is not {name}`"),
            NotionForm::Value => format!("a text may state it: `{name} …`, `no {name}`"),
            NotionForm::Call | NotionForm::Verb => "it is never stated, only worked out".to_owned(),
        };
        let text = world.files.iter().flat_map(|f| &f.items).find_map(|item| match &item.kind {
            ItemKind::Define(d) if head_span(d) == notion.span => Some(item.span),
            _ => None,
        });
        let text = text.map_or(String::new(), |span| unindent(world.sources.slice(span)));
        let doc = doc_text(&notion.doc, &world.sources);
        found.push(Explanation {
            what: format!("notion of {kinds}"),
            heading: name.to_owned(),
            body: format!("{doc}\n\n{stated}\n\n```detente\n{text}\n```"),
        });
    }
    for parameter in world.notions.parameters() {
        known.push(parameter.name.clone());
        if parameter.name == name {
            let unit = parameter.unit.map_or("", |unit| unit.words.1);
            found.push(Explanation {
                what: "parameter".to_owned(),
                heading: name.to_owned(),
                body: format!("{} {unit}", parameter.value),
            });
        }
    }
}

fn head_span(define: &crate::syntax::ast::Define) -> Span {
    use crate::syntax::ast::Head;
    match &define.head {
        Head::Value { name, .. }
        | Head::Has { name, .. }
        | Head::Is { name, .. }
        | Head::Call { name, .. }
        | Head::Verb { name, .. } => name.span,
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
