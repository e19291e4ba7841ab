//! Whether what is said of one fact can all be so: between sources, and within one.
//!
//! Takes the claims of a thing and how the model reads them; gives `sources-disagree` and `contradiction`. Knows no
//! rule: a disagreement is one whether or not anything depends on it.

use indexmap::IndexSet;
use rustc_hash::{FxHashMap, FxHashSet};

use super::structure::{Disputed, about};
use crate::diagnostic::{Finding, Level, NoteKind};
use crate::eval::Evaluator;
use crate::expr::{EntityId, Key, NotionForm, Stage, Type};
use crate::model::{Claim, Keyed, Model, One, Said, Says, TruthOf, Value, View};
use crate::schema::{FieldId, Kind, Many, Takes};
use crate::source::{Sources, Span};
use crate::value::Truth;

/// At most so many statements of one disagreement are shown, and as many sources named; a list may have thousands
/// of accounts.
const MAX_SHOWN: usize = 12;

/// What is said of one fact, or of one name in it, that cannot all be so: each thing said, and who says it.
struct Dispute {
    /// The fact, as in `talks.stance.China`.
    what: String,
    /// The field or notion, as `follow` takes it.
    field: String,
    said: Vec<(String, Said)>,
}

/// How a fact is read.
enum Shape {
    Truth,
    One,
    List,
    Keyed,
}

fn shape(eval: &Evaluator<'_>, key: Key) -> Shape {
    match key {
        Key::Field(row) => match row.info().takes {
            Takes::Truth => Shape::Truth,
            Takes::Keyed(..) => Shape::Keyed,
            _ if row.info().many == Many::One => Shape::One,
            _ => Shape::List,
        },
        Key::Notion(id) => match eval.notions.get(id).map(|n| (n.form, n.stage)) {
            Some((NotionForm::Value, Stage::Done(Some((_, Type::Set(_)))))) => Shape::List,
            Some((NotionForm::Value, _)) => Shape::One,
            _ => Shape::Truth,
        },
    }
}

/// Sources that speak of the same thing say the same.
pub(super) fn sources_agree(
    eval: &Evaluator<'_>,
    id: EntityId,
    sources: &Sources,
    found: &mut Vec<Disputed>,
) {
    let model = eval.model;
    for (key, claims) in model.facts(id) {
        if claims.len() < 2 {
            continue;
        }
        for mut dispute in disputes(eval, id, key, claims, sources) {
            dispute.said.dedup_by_key(|(_, s)| s.span);
            if !dispute.said.is_empty() {
                let spans: Vec<Span> = dispute.said.iter().map(|(_, s)| s.span).collect();
                found.push(Disputed::new(id, spans, report(model, id, &dispute)));
            }
        }
    }
}

fn disputes(
    eval: &Evaluator<'_>,
    id: EntityId,
    key: Key,
    claims: &[Claim],
    sources: &Sources,
) -> Vec<Dispute> {
    let (model, view) = (eval.model, &eval.view);
    let field = eval.key_words(key);
    let of_all = |said: Vec<(String, Said)>| {
        vec![Dispute { what: field.clone(), field: field.clone(), said }]
    };
    match shape(eval, key) {
        Shape::Truth => match model.truth(id, key, view) {
            TruthOf::Contested(all) => {
                of_all(all.iter().map(|(b, s)| (Truth::from(*b).word().to_owned(), *s)).collect())
            }
            _ => Vec::new(),
        },
        Shape::One => match model.one(id, key, view) {
            One::Contested(all) => {
                let words = |v: Option<Value>| {
                    v.map_or("none".to_owned(), |v| eval.value_words(v, sources))
                };
                of_all(all.iter().map(|(v, s)| (words(*v), *s)).collect())
            }
            _ => Vec::new(),
        },
        Shape::List => {
            let list = model.list(id, key, view);
            let mut said: Vec<(String, Said)> =
                list.counts.iter().map(|(n, s)| (format!("counts {n}"), *s)).collect();
            let disputed = list.items.iter().filter_map(|i| Some((i, i.denied?)));
            let mut disputed = disputed.peekable();
            let inside = match key {
                Key::Field(row) if disputed.peek().is_some() => in_blocks(model, id, row),
                _ => FxHashSet::default(),
            };
            for (item, denied) in disputed.filter(|(i, _)| !inside.contains(&i.value)) {
                let words = eval.value_words(item.value, sources);
                said.push((format!("counts {words} in"), item.said));
                said.push((format!("does not count {words} in"), denied));
            }
            of_all(said)
        }
        Shape::Keyed => {
            let of =
                |claim: &Claim| if let Says::Keyed(of, _) = claim.says { Some(of) } else { None };
            let names: IndexSet<EntityId> = claims.iter().filter_map(of).collect();
            let contested = names.into_iter().filter_map(|of| {
                let Keyed::Contested(all) = model.keyed(id, key, of, view) else { return None };
                let words = |words: &[crate::schema::Word]| {
                    words.iter().map(|w| w.text()).collect::<Vec<_>>().join(", ")
                };
                Some(Dispute {
                    what: format!("{field}.{}", model.things.path(of)),
                    field: field.clone(),
                    said: all.iter().map(|(w, s)| (words(w), *s)).collect(),
                })
            });
            contested.collect()
        }
    }
}

fn report(model: &Model, id: EntityId, dispute: &Dispute) -> Finding {
    let Dispute { what, field, said } = dispute;
    let path = model.things.path(id);
    let first = said.first();
    let one_voice = first.is_some_and(|(_, a)| said.iter().all(|(_, b)| model.same_voice(*a, *b)));
    let cited = said.iter().flat_map(|(_, s)| &model.cites.get(s.cite).claims);
    let cited: IndexSet<EntityId> = cited.map(|c| c.source).collect();
    let who_says: Vec<String> =
        cited.iter().take(MAX_SHOWN).map(|source| model.things.path(*source)).collect();
    let who = |s: &Said| {
        let texts = model.cites.texts(s.cite);
        if texts.is_empty() { "the text".to_owned() } else { texts.join("; ") }
    };
    let place = first.map_or(model.things.get(id).head, |(_, s)| s.span);
    let mut finding = if one_voice {
        let who = who_says.first().map_or("the text".to_owned(), |name| format!("`{name}`"));
        let message = format!("{who} says two things of `{path}.{what}`");
        Finding::broken("contradiction", Level::Error, place, message)
    } else {
        // What parties hold against one another is how things stand, and no slip of a text.
        let views = cited.iter().all(|id| model.things.get(*id).kind == Kind::View);
        let (who, level) = if views && !cited.is_empty() {
            ("views", Level::Note)
        } else {
            ("sources", Level::Warning)
        };
        let message = format!("{who} disagree about `{path}.{what}`");
        Finding::broken("sources-disagree", level, place, message)
    };
    for (i, (words, s)) in said.iter().take(MAX_SHOWN).enumerate() {
        let text = format!("{}: {words}", who(s));
        if i == 0 {
            finding = finding.here(text);
        } else if finding.labels.iter().all(|l| l.span != s.span) {
            finding = finding.label(s.span, text);
        }
    }
    if said.len() > MAX_SHOWN {
        let more = said.len() - MAX_SHOWN;
        finding = finding.note(NoteKind::Note, format!("{more} more statements are at odds here"));
    }
    if one_voice {
        finding = finding
            .help("keep one of them; if both were so, one after the other, give each its date: `[SOURCE, as of DATE]`");
    } else if !who_says.is_empty() {
        let run: Vec<String> = who_says.iter().map(|s| format!("`--follow {s}`")).collect();
        let line = format!("`follow SOURCE on {path}.{field} because \"…\"`");
        finding = finding.help(format!(
            "choose for one run: {}\nor settle it in the file: {line}",
            run.join(" or ")
        ));
    }
    finding.cite(said.iter().flat_map(|(_, s)| model.cites.texts(s.cite)));
    let finding = finding.note(NoteKind::So, "what depends on it is undecided until it is settled");
    about(finding, model, id)
}

/// Returns what stands in the same field of the blocks inside: an issue that one source names for the whole and
/// another for a basket is on the agenda of both.
fn in_blocks(model: &Model, id: EntityId, row: FieldId) -> FxHashSet<Value> {
    let mut inside = FxHashSet::default();
    if row.info().group.is_none() {
        return inside;
    }
    for child in &model.things.get(id).children {
        let kind = model.things.get(*child).kind;
        if let Some(inner) = crate::schema::field(kind, row.info().name) {
            let list = model.list(*child, Key::Field(inner), &View::default());
            inside.extend(list.items.iter().map(|i| i.value));
        }
    }
    inside
}

/// What a text says not to be there, it does not name.
pub(super) fn none_is_not_contradicted(
    eval: &Evaluator<'_>,
    id: EntityId,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    for (key, claims) in model.facts(id) {
        // Where a measure stands follows from its place.
        let follows = matches!(key, Key::Field(row) if row.info().name == "basket");
        // What only follows from a list that excludes this one is reported as such.
        let denials: Vec<&Claim> = claims
            .iter()
            .filter(|c| !c.derived && matches!(c.says, Says::None | Says::Not(_)))
            .collect();
        if denials.is_empty() || claims.len() < 2 || follows {
            continue;
        }
        let named = named(model, id, key, claims);
        let mut of_value: FxHashMap<Value, Vec<Said>> = FxHashMap::default();
        for (value, said) in &named {
            if let Some(value) = value {
                of_value.entry(*value).or_default().push(*said);
            }
        }
        for denial in denials {
            let value = match denial.says {
                Says::Not(value) => Some(value),
                _ => None,
            };
            // Two sources may well say so; that is a disagreement and reported as one.
            let both = |said: &&Said| {
                model.same_voice(denial.said, **said)
                    && !at_different_times(model, denial.said, **said)
            };
            let some = match value {
                Some(value) => of_value.get(&value).into_iter().flatten().find(both),
                None => named.iter().map(|(_, said)| said).find(both),
            };
            let Some(some) = some else { continue };
            let (path, name) = (model.things.path(id), eval.key_words(key));
            let text = sources.slice(denial.said.span).trim();
            let (message, there, help) = match value {
                Some(value) => {
                    let words = eval.value_words(value, sources);
                    (
                        format!("`{path}` has {words} in `{name}`, and says that it is not there"),
                        "it is not there",
                        format!("leave out `{text}`, or {words} where it is named"),
                    )
                }
                None => (
                    format!("`{path}` has {name}, and says that it has none"),
                    "there is none",
                    format!("leave out `{text}`, or write `no other {name}`"),
                ),
            };
            let finding = Finding::broken("contradiction", Level::Error, some.span, message)
                .here("this one")
                .label(denial.said.span, there)
                .help(help);
            findings.push(about(finding, model, id));
        }
    }
}

/// Returns what is named in a list, each with who names it; no value where it is only said that there are some.
fn named(model: &Model, id: EntityId, key: Key, claims: &[Claim]) -> Vec<(Option<Value>, Said)> {
    let mut named = Vec::new();
    let mut taken: FxHashSet<Said> = FxHashSet::default();
    for claim in claims {
        match &claim.says {
            Says::List { items, all, .. } => {
                named.extend(items.iter().map(|i| (Some(i.value), i.said)));
                taken.extend(all.iter().map(|a| a.said));
            }
            Says::Adds(value) => named.push((Some(*value), claim.said)),
            Says::Some => named.push((None, claim.said)),
            _ => {}
        }
    }
    if !taken.is_empty() {
        let list = model.list(id, key, &View::default());
        let items = list.items.iter().filter(|i| taken.contains(&i.said));
        named.extend(items.map(|i| (Some(i.value), i.said)));
    }
    named
}

/// Checks whether one statement is of a later time than the other: then both may have been so.
pub(super) fn at_different_times(model: &Model, a: Said, b: Said) -> bool {
    let date = |said: Said| model.cites.get(said.cite).claims.iter().find_map(|c| c.date);
    match (date(a), date(b)) {
        (Some(a), Some(b)) => a.before(b).or(b.before(a)) == Truth::Yes,
        _ => false,
    }
}
