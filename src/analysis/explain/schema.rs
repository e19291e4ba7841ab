//! What the schema says of a name: a kind of thing, a field, a word of a vocabulary.

use super::section;
use crate::analysis::Explanation;
use crate::analysis::world::World;
use crate::checks::doc_text;
use crate::schema::{
    FIELDS, FieldInfo, Kind, Many, Mirror, Takes, VOCABULARIES, Whose, field, fields_of,
};

/// So many names of things of a kind are listed.
const MOST_NAMES: usize = 40;

pub(super) fn kinds(
    world: &World,
    name: &str,
    found: &mut Vec<Explanation>,
    known: &mut Vec<String>,
) {
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
        body.push_str(&named(world, kind));
        found.push(Explanation { what: "kind".to_owned(), heading: kind.words().join(", "), body });
    }
}

/// Returns what a field takes, in words.
fn takes(info: &FieldInfo) -> String {
    let what = match info.takes {
        Takes::Names(kinds) => {
            format!("names of {}", kinds.iter().map(Kind::plural).collect::<Vec<_>>().join(" or "))
        }
        Takes::Words(v) => format!("a word of `{v}`"),
        Takes::Text => "text in quotes".to_owned(),
        Takes::Date => "a date".to_owned(),
        Takes::Place => "a city, or `UTC`".to_owned(),
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

pub(super) fn fields(
    world: &World,
    name: &str,
    found: &mut Vec<Explanation>,
    known: &mut Vec<String>,
) {
    for info in FIELDS {
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
        let derived = field(info.of, info.name).and_then(|row| world.notions.of_field(row));
        if let Some(notion) = derived.and_then(|id| world.notions.get(id)) {
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

pub(super) fn words(name: &str, found: &mut Vec<Explanation>, known: &mut Vec<String>) {
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

/// Returns the names of the things of a kind that the texts and the library declare at the top.
fn named(world: &World, kind: Kind) -> String {
    let things = &world.model.things;
    let top = things.of_kind(kind).iter().map(|id| things.get(*id));
    let names: Vec<&str> = top.filter(|t| t.parent.is_none()).map(|t| &*t.name).collect();
    let (shown, more) = names.split_at(names.len().min(MOST_NAMES));
    match (shown, more.len()) {
        ([], _) => String::new(),
        (shown, 0) => format!("\n\ndeclared: {}", shown.join(", ")),
        (shown, more) => format!("\n\ndeclared: {} and {more} more", shown.join(", ")),
    }
}
