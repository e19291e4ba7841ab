//! What the norms say of a name: a rule, a profile, a definition, a parameter.

use super::section;
use crate::analysis::Explanation;
use crate::analysis::world::World;
use crate::checks::{Stand, doc_text};
use crate::expr::{NotionForm, Parameter};
use crate::source::Span;
use crate::syntax::ast::{ClauseKind, Item, ItemKind};
use crate::value::Number;

pub(super) fn rules(
    world: &World,
    name: &str,
    found: &mut Vec<Explanation>,
    known: &mut Vec<String>,
) {
    for item in items(world) {
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

pub(super) fn profiles(
    world: &World,
    name: &str,
    found: &mut Vec<Explanation>,
    known: &mut Vec<String>,
) {
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
        let figures: Vec<String> = profile
            .parameters
            .iter()
            .filter_map(|set| Some((set, world.notions.parameter(set.parameter)?)))
            .map(|(set, own)| format!("`{}` is {}", own.name, figure(own, set.number)))
            .collect();
        section(&mut body, "Parameters", &figures);
        found.push(Explanation {
            what: "profile".to_owned(),
            heading: format!("{name}: {}", profile.title),
            body: body.trim_start().to_owned(),
        });
    }
}

pub(super) fn notions(
    world: &World,
    name: &str,
    found: &mut Vec<Explanation>,
    known: &mut Vec<String>,
) {
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
        let text = items(world).find_map(|item| match &item.kind {
            ItemKind::Define(d) if d.name().span == notion.span => Some(item.span),
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
}

pub(super) fn parameters(
    world: &World,
    name: &str,
    found: &mut Vec<Explanation>,
    known: &mut Vec<String>,
) {
    for own in world.notions.parameters() {
        known.push(own.name.clone());
        if own.name != name {
            continue;
        }
        let declared = items(world).find_map(|item| match &item.kind {
            ItemKind::Parameter(tree) if tree.name.span == own.span => Some((item, tree)),
            _ => None,
        });
        let mut body = declared.map_or_else(String::new, |(i, _)| doc_text(&i.doc, &world.sources));
        body.push_str(&format!("\n\n{name} is {}", figure(own, own.value)));
        if let Some(reason) = declared.and_then(|(_, tree)| tree.reason) {
            body.push_str(&format!("\nbecause: {}", world.sources.slice(reason.inner)));
        }
        let cite = declared.and_then(|(_, tree)| tree.cite.as_ref());
        body.push_str(&cite.map_or("\nno source is cited".to_owned(), |cite| {
            format!("\nrests on: {}", world.sources.slice(cite.span).trim_matches(['[', ']']))
        }));
        let set_by: Vec<String> = world
            .profiles
            .iter()
            .filter_map(|p| Some((p, p.parameters.iter().find(|set| set.name == name)?)))
            .map(|(p, set)| format!("{}: {}", p.name, figure(own, set.number)))
            .collect();
        section(&mut body, "Set otherwise by", &set_by);
        let body = body.trim_start().to_owned();
        found.push(Explanation { what: "parameter".to_owned(), heading: name.to_owned(), body });
    }
}

/// A figure with the unit of its parameter.
fn figure(own: &Parameter, number: Number) -> String {
    own.unit.map_or_else(|| number.to_string(), |unit| format!("{number} {}", unit.words.1))
}

fn items(world: &World) -> impl Iterator<Item = &Item> {
    world.files.iter().flat_map(|file| &file.items)
}
