//! What the texts say of a thing, and of one fact of it, item by item with what each rests on.

use super::section;
use crate::analysis::Explanation;
use crate::analysis::world::World;
use crate::checks::doc_text;
use crate::expr::{EntityId, Key, Names};
use crate::model::{
    CiteId, Claim, Closed, GateKind, Keyed, List, One, OpenWord, Rest, Said, Says, TruthOf, Value,
    View, Why,
};
use crate::schema::{Kind, KindSet, Many, Takes, fields_of, time_field};
use crate::source::uncited;
use crate::value::flat;

/// Explains the things of this name at the top of a text.
pub(super) fn things(
    world: &World,
    name: &str,
    found: &mut Vec<Explanation>,
    known: &mut Vec<String>,
) {
    for (id, thing) in world.model.things.iter() {
        if thing.parent.is_some() {
            continue;
        }
        known.push(thing.name.to_string());
        if &*thing.name == name {
            found.push(thing_text(world, id));
        }
    }
}

/// Explains what a path leads to: a thing inside another (`napci.functional`), a fact (`napci.members`), or
/// one of its keys or items (`napci.stance.China`).
pub(super) fn at_path(
    world: &World,
    path: &str,
    found: &mut Vec<Explanation>,
    known: &mut Vec<String>,
) {
    let things = &world.model.things;
    let mut steps = path.split('.');
    let Some(first) = steps.next() else { return };
    let steps: Vec<&str> = steps.collect();
    if steps.is_empty() {
        return;
    }
    for start in things.things(first, KindSet::every()) {
        let mut at = start;
        let mut left = steps.as_slice();
        while let [step, rest @ ..] = left
            && let Some(inside) = things.inside(at, step)
        {
            (at, left) = (inside, rest);
        }
        // What could have been meant, where the path ends in a name that is nowhere.
        let kind = things.get(at).kind;
        let here = things.path(at);
        known.extend(things.get(at).children.iter().map(|c| things.path(*c)));
        known.extend(fields_of(kind).map(|row| format!("{here}.{}", row.info().written())));
        match left {
            [] => found.push(thing_text(world, at)),
            [fact, items @ ..] => {
                let Some(key) = world.notions.key(kind, fact) else { continue };
                match items {
                    [] => {
                        let time = starts_at(world, at, key);
                        found.extend(time.map(|time| fact_text(world, at, time, None)));
                        if time.is_none() || !world.model.claims(at, key).is_empty() {
                            found.push(fact_text(world, at, key, None));
                        }
                    }
                    [item] => {
                        let lines = written(world, at, key);
                        let heading = format!("{here}.{fact}");
                        let named = lines.iter().filter(|l| !l.name.is_empty());
                        known.extend(named.map(|l| format!("{heading}.{}", l.name)));
                        if lines.iter().any(|l| l.name == *item) {
                            found.push(fact_text(world, at, key, Some(item)));
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

/// Everything that is said of a thing, field by field.
fn thing_text(world: &World, id: EntityId) -> Explanation {
    let things = &world.model.things;
    let thing = things.get(id);
    let title = thing.title.map_or(String::new(), |t| format!(": {}", world.sources.slice(t)));
    let mut body = doc_text(&thing.doc, &world.sources);
    body.push_str(&format!("\n\ndeclared in {}", world.sources.place(thing.head)));
    if thing.kind == Kind::Source {
        let sections = world.model.cites.sections(id);
        let lines: Vec<String> = sections
            .iter()
            .map(|s| match s.lines {
                Some((a, b)) => format!("\"{}\" lines {a} to {b}", s.title),
                None => format!("\"{}\"", s.title),
            })
            .collect();
        section(&mut body, "Sections", &lines);
    }
    let mut lines = Vec::new();
    for (key, _) in world.model.facts(id) {
        if matches!(key, Key::Field(row) if row.info().takes == Takes::Sections) {
            continue;
        }
        let mut said = written(world, id, key);
        // That a member is not excluded goes without saying; asked for the one fact it is said.
        said.retain(|line| !line.implied);
        if !said.is_empty() {
            lines.push(fact_lines(key_name(world, key), &said));
        }
    }
    section(&mut body, "What the texts say", &lines);
    Explanation {
        what: what(world, id).to_owned(),
        heading: format!("{}{title}", things.path(id)),
        body: body.trim().to_owned(),
    }
}

/// A fact in one line, or as a list of its own where its parts rest on different things.
fn fact_lines(name: &str, said: &[Line]) -> String {
    // Neighbours that rest on the same stand together.
    let mut groups: Vec<(String, &str)> = Vec::new();
    for line in said {
        match groups.last_mut() {
            Some((text, basis)) if *basis == line.basis && line.joins => {
                text.push_str(", ");
                text.push_str(&line.text);
            }
            _ => groups.push((line.text.clone(), &line.basis)),
        }
    }
    let text = |(text, basis): &(String, &str)| format!("{text}{}", spaced(basis));
    match groups.as_slice() {
        [one] => format!("{name}: {}", text(one)),
        many => {
            let lines: Vec<String> = many.iter().map(|g| format!("\n  - {}", text(g))).collect();
            format!("{name}:{}", lines.concat())
        }
    }
}

fn spaced(basis: &str) -> String {
    if basis.is_empty() { String::new() } else { format!(" {basis}") }
}

/// One item, key or word about a fact, as the texts have it.
struct Line {
    /// The name by which a path may ask for it.
    name: String,
    text: String,
    /// In brackets, or nothing where nobody is cited.
    basis: String,
    /// Where it stands.
    place: String,
    /// Whether it belongs to the list of the line before it.
    joins: bool,
    /// Whether it follows from what is said of another field.
    implied: bool,
}

fn written(world: &World, id: EntityId, key: Key) -> Vec<Line> {
    let mut lines = Vec::new();
    let claims = world.model.claims(id, key);
    let (last, first): (Vec<&Claim>, Vec<&Claim>) =
        claims.iter().partition(|c| matches!(c.says, Says::Complete(_)));
    for claim in first.into_iter().chain(last) {
        of_claim(world, key, claim, &mut lines);
    }
    lines
}

fn of_claim(world: &World, key: Key, claim: &Claim, lines: &mut Vec<Line>) {
    let mut line = |name: String, text: String, said: Said, joins: bool| {
        lines.push(Line {
            name,
            text,
            basis: basis(world, said.cite),
            place: world.sources.place(said.span),
            joins,
            implied: false,
        });
    };
    let things = &world.model.things;
    let mut word = |text: String, joins: bool| line(String::new(), text, claim.said, joins);
    match &claim.says {
        Says::List { items, open, count, all } => {
            if let Some(count) = count {
                word(format!("{count} in all"), false);
            }
            let mut joins = count.is_some();
            for item in items {
                let text = value(world, item.value, item.said);
                line(text.clone(), text, item.said, joins);
                joins = true;
            }
            for whole in all {
                let mut text =
                    format!("all of {}.{}", things.path(whole.of), whole.field.info().name);
                if !whole.except.is_empty() {
                    let out: Vec<String> =
                        whole.except.iter().map(|v| value(world, *v, whole.said)).collect();
                    text.push_str(&format!(" except {}", out.join(", ")));
                }
                line(String::new(), text, whole.said, joins);
                joins = true;
            }
            if let Some(OpenWord::Others(said)) = open {
                line(String::new(), "and others".to_owned(), *said, joins);
            }
        }
        Says::Adds(one) => {
            let text = value(world, *one, claim.said);
            line(text.clone(), text, claim.said, true);
        }
        Says::Keyed(of, words) => {
            let of = things.path(*of);
            let words: Vec<&str> = words.iter().map(|w| w.text()).collect();
            line(of.clone(), format!("{of} {}", words.join(", ")), claim.said, false);
        }
        Says::Truth(true) => word("yes".to_owned(), false),
        Says::Truth(false) => word("no".to_owned(), false),
        Says::None => word("none".to_owned(), false),
        Says::Some => word("there are some; which is not said".to_owned(), false),
        Says::Complete(_) => word(format!("no other {}", key_name(world, key)), true),
        Says::Not(one) => {
            let name = value(world, *one, claim.said);
            lines.push(Line {
                text: format!("not {name}"),
                name,
                basis: basis(world, claim.said.cite),
                place: world.sources.place(claim.said.span),
                joins: true,
                implied: !world.sources.slice(claim.said.span).starts_with("no "),
            });
        }
        Says::Unknown => word("unknown".to_owned(), false),
        Says::ToBeAgreed => word("to be agreed".to_owned(), false),
    }
}

/// One fact: what the texts say, where, on whose word, and what holds in the end.
fn fact_text(world: &World, id: EntityId, key: Key, only: Option<&str>) -> Explanation {
    let name = key_name(world, key);
    let mut body = match key {
        Key::Field(row) => format!("{}.", row.info().doc),
        Key::Notion(notion) => {
            world.notions.get(notion).map_or(String::new(), |n| doc_text(&n.doc, &world.sources))
        }
    };
    let said = written(world, id, key);
    let mut lines: Vec<String> = said
        .iter()
        .filter(|l| only.is_none_or(|item| l.name == item))
        .map(|l| {
            let basis = if l.basis.is_empty() { "[no source named]" } else { &l.basis };
            format!("{} {basis}, {}", l.text, l.place)
        })
        .collect();
    if lines.is_empty() {
        lines.push("nothing".to_owned());
    }
    section(&mut body, "What the texts say", &lines);
    let holds: Vec<String> = holds(world, id, key, only)
        .into_iter()
        .filter(|(item, _)| only.is_none() || item.as_deref() == only)
        .map(|(_, text)| text)
        .collect();
    section(&mut body, "What holds", &holds);
    body.push_str(&format!("\n\nmore: detente explain {name}"));
    let item = only.map_or(String::new(), |i| format!(".{i}"));
    Explanation {
        what: format!("fact of {}", what(world, id)),
        heading: format!("{}.{name}{item}", world.model.things.path(id)),
        body: body.trim().to_owned(),
    }
}

/// Returns the word that declares a thing.
fn what(world: &World, id: EntityId) -> &'static str {
    let thing = world.model.things.get(id);
    match thing.kind {
        Kind::Framework if thing.draft => "draft",
        Kind::Measure if thing.csbm => "csbm",
        kind => kind.word(),
    }
}

/// What the claims come to: for each item or key, or for the fact as a whole.
fn holds(
    world: &World,
    id: EntityId,
    key: Key,
    only: Option<&str>,
) -> Vec<(Option<String>, String)> {
    let view = View::default();
    let model = &world.model;
    let whole = |text: String| vec![(None, text)];
    let (takes, many) = match key {
        Key::Field(row) => (row.info().takes, row.info().many),
        Key::Notion(notion) => {
            return whole(match world.notions.get(notion) {
                Some(n) if n.is_truth() => truth(world, model.truth(id, key, &view), true),
                _ if model.claims(id, key).is_empty() => derived(),
                _ => return list(world, &model.list(id, key, &view), only),
            });
        }
    };
    match (takes, many) {
        (Takes::Truth, _) => whole(truth(world, model.truth(id, key, &view), false)),
        (Takes::Keyed(..), _) => {
            let mut keys: Vec<EntityId> = Vec::new();
            for claim in model.claims(id, key) {
                if let Says::Keyed(of, _) = &claim.says
                    && !keys.contains(of)
                {
                    keys.push(*of);
                }
            }
            let mut lines: Vec<(Option<String>, String)> = keys
                .into_iter()
                .map(|of| {
                    let name = model.things.path(of);
                    let text = keyed(world, &model.keyed(id, key, of, &view));
                    (Some(name.clone()), format!("{name}: {text}"))
                })
                .collect();
            // A thing is no key of its own, so this is what silence means.
            let others = keyed(world, &model.keyed(id, key, id, &view));
            lines.push((None, format!("of all others: {others}")));
            lines
        }
        (_, Many::One) => whole(one(world, &model.one(id, key, &view))),
        _ => list(world, &model.list(id, key, &view), only),
    }
}

fn derived() -> String {
    "no text states it; it is worked out by its definition".to_owned()
}

fn truth(world: &World, truth: TruthOf, notion: bool) -> String {
    match truth {
        TruthOf::Stated(true, _) => "yes".to_owned(),
        TruthOf::Stated(false, _) => "no".to_owned(),
        TruthOf::Contested(sides) => {
            let sides: Vec<String> = sides
                .iter()
                .map(|(yes, said)| {
                    format!("{}{}", if *yes { "yes" } else { "no" }, on(world, *said))
                })
                .collect();
            disputed(&sides)
        }
        TruthOf::Silent | TruthOf::Unknown(Why::Unwritten) if notion => derived(),
        TruthOf::Silent => "no: the draft does not say so".to_owned(),
        TruthOf::Unknown(why) => unknown(why),
    }
}

fn keyed(world: &World, keyed: &Keyed) -> String {
    let words = |words: &[crate::schema::Word]| {
        words.iter().map(|w| w.text()).collect::<Vec<_>>().join(", ")
    };
    match keyed {
        Keyed::Known(now, said, before) => {
            let before = before.as_ref().map_or(String::new(), |(was, said)| {
                format!("; an earlier word, {}{}, is superseded", words(was), on(world, *said))
            });
            format!("{}{}{before}", words(now), on(world, *said))
        }
        Keyed::Contested(sides) => {
            let sides: Vec<String> =
                sides.iter().map(|(w, said)| format!("{}{}", words(w), on(world, *said))).collect();
            disputed(&sides)
        }
        Keyed::None => "none".to_owned(),
        Keyed::Unknown(why) => unknown(*why),
    }
}

fn one(world: &World, one: &One) -> String {
    match one {
        One::Known(v, said) => format!("{}{}", value(world, *v, *said), on(world, *said)),
        One::Some(_) => "there is one; which is not said".to_owned(),
        One::None(closed) => none(*closed),
        One::Contested(sides) => {
            let sides: Vec<String> = sides
                .iter()
                .map(|(v, said)| {
                    let v = v.map_or("none".to_owned(), |v| value(world, v, *said));
                    format!("{v}{}", on(world, *said))
                })
                .collect();
            disputed(&sides)
        }
        One::Unknown(why) => unknown(*why),
    }
}

fn list(world: &World, list: &List, only: Option<&str>) -> Vec<(Option<String>, String)> {
    let mut lines = Vec::new();
    let mut certain = Vec::new();
    for item in &list.items {
        let name = value(world, item.value, item.said);
        match item.denied {
            None => certain.push(name),
            Some(denial) => {
                let text = format!(
                    "{name}: counted in{}, not counted in{}; sources disagree, so it is undecided",
                    on(world, item.said),
                    on(world, denial)
                );
                lines.push((Some(name), text));
            }
        }
    }
    if let Some(item) = only.filter(|o| certain.iter().any(|c| c == o)) {
        lines.push((Some(item.to_owned()), format!("{item} is in the list")));
    }
    if !certain.is_empty() {
        lines.insert(0, (None, certain.join(", ")));
    }
    for (out, said) in &list.absent {
        let name = value(world, *out, *said);
        let line = (Some(name.clone()), format!("not {name}{}", on(world, *said)));
        // Where a source is followed, its denial stands twice: by itself, and against the other.
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let rest = match (list.rest, list.items.is_empty()) {
        (Rest::Closed(closed), true) => none(closed),
        (Rest::Closed(_), false) => "no others: the list is complete".to_owned(),
        (Rest::Open(why), true) => unknown(why),
        (Rest::Open(Why::Others(_)), false) => "others are possible: `and others`".to_owned(),
        (Rest::Open(Why::Counted(_)), false) => "others: only how many is given".to_owned(),
        (Rest::Open(_), false) => "others are possible: nothing says that these are all".to_owned(),
    };
    lines.push((None, rest));
    lines
}

fn none(closed: Closed) -> String {
    match closed {
        Closed::Draft => "none: what a draft does not state is not there",
        Closed::By(_) => "none",
    }
    .to_owned()
}

fn disputed(sides: &[String]) -> String {
    format!("{}; sources disagree, so it is undecided", sides.join(" or "))
}

fn unknown(why: Why) -> String {
    match why {
        Why::ToBeAgreed(_) => "to be agreed, so it is undecided",
        Why::SaidUnknown(_) => "said to be unknown",
        Why::Unwritten | Why::NotClosed => "unknown: no text says",
        _ => "unknown",
    }
    .to_owned()
}

fn on(world: &World, said: Said) -> String {
    spaced(&basis(world, said.cite))
}

/// Returns what a statement rests on, in brackets as it would be written; nothing where nobody is cited.
fn basis(world: &World, cite: CiteId) -> String {
    let provenance = world.model.cites.get(cite);
    let claims = provenance.claims.iter().map(|c| &c.text).chain(&provenance.through);
    let claims: Vec<&str> = claims.map(String::as_str).collect();
    let claims = claims.join("; ");
    let marks = [(provenance.inferred, "inferred"), (provenance.unverified, "unverified")];
    let marks = marks.into_iter().filter(|(is, _)| *is).map(|(_, word)| word);
    let parts: Vec<&str> =
        Some(claims.as_str()).filter(|c| !c.is_empty()).into_iter().chain(marks).collect();
    if parts.is_empty() { String::new() } else { format!("[{}]", parts.join(", ")) }
}

fn key_name(world: &World, key: Key) -> &str {
    match key {
        Key::Field(row) => row.info().written(),
        Key::Notion(notion) => world.notions.name(notion),
    }
}

/// Returns a value as it is written in a text.
fn value(world: &World, value: Value, said: Said) -> String {
    let things = &world.model.things;
    match value {
        Value::Entity(id) => things.path(id),
        Value::Word(word) => word.text().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Place(place) => place.to_string(),
        Value::Text(span) => format!("\"{}\"", world.sources.slice(span)),
        Value::Quantity(at) => {
            world.model.quantity(at).map_or_else(String::new, ToString::to_string)
        }
        Value::Gate(kind, id) => {
            let name = things.path(id);
            match kind {
                GateKind::Condition => name,
                GateKind::Done => format!("done {name}"),
                GateKind::Consent => format!("consent of {name}"),
                GateKind::Settled => format!("settled {name}"),
            }
        }
        // A place in an order is said best in the words of the text.
        Value::Moment(_) => {
            let text = world.sources.slice(said.span);
            flat(uncited(text))
        }
        Value::Notion(span) => world.sources.slice(span).to_owned(),
    }
}

/// Returns the fact that says when something starts, for one that says what starts with it, where that is written: both are
/// `starts`.
fn starts_at(world: &World, of: EntityId, key: Key) -> Option<Key> {
    let Key::Field(row) = key else { return None };
    let time = Key::Field(time_field(world.model.things.get(of).kind, "begins")?);
    let starts = row.info().name == "starts" && time != key;
    (starts && !world.model.claims(of, time).is_empty()).then_some(time)
}
