//! Lines of a scenario, and edits at the prompt, that cannot be read.
//!
//! Takes the letters of the line; gives the nearest edit that could be meant, copy-ready where the words of the
//! line fit its form.

use super::offers::mended_alone;
use super::{Within, broken, near, short};
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Kind};
use crate::source::Span;
use crate::syntax::parser::reads;
use crate::syntax::walk::Text;
use crate::value::flat;

/// The words that open an edit, with the word that joins its two halves and the form it has.
const FORMS: &[(&str, &str, &str)] = &[
    ("add", "to", "add dprk-nuclear to napci.functional.issues"),
    ("remove", "from", "remove ROK from napci.members"),
    ("set", "to", "set napci.track to 2"),
    ("drop", "", "drop napci.excluded"),
    ("forget", "", "forget napci.roadmap"),
    ("withdraw", "", "withdraw USA from jcpoa"),
    ("delay", "by", "delay hard-core.widening by 6 months"),
    ("move", "", "move hard-core.charter after hard-core.widening"),
];

/// The words that open an edit.
pub const EDITS: &[&str] = &["add", "remove", "set", "drop", "forget", "withdraw", "delay", "move"];

/// Words that people write for others.
const MEANT: &[(&str, &str)] = &[
    ("include", "add"),
    ("insert", "add"),
    ("join", "add"),
    ("admit", "add"),
    ("exclude", "remove"),
    ("delete", "remove"),
    ("expel", "remove"),
    ("change", "set"),
    ("make", "set"),
    ("replace", "set"),
    ("leave", "withdraw"),
    ("exit", "withdraw"),
    ("postpone", "delay"),
    ("clear", "drop"),
];

/// Fields that say when something is, or how long it takes.
const TIMED: &[&str] = &["starts", "ends", "during", "lasts", "happened", "on"];

/// Says what is wrong with a line that should be an edit.
pub(super) fn edit(text: Text<'_>, start: usize, end: usize) -> Finding {
    let written = text.slice(start, end).trim();
    let plain = plainly(written);
    let line = plain.as_deref().unwrap_or(written);
    let span = text.span(start, text.trim(start, end));
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or("");
    let rest: Vec<&str> = words.collect();
    if let Some(mended) = plain.as_deref().filter(|l| reads(l, Within::Edits)) {
        let finding = broken(span, format!("`{}` cannot be read as an edit", short(written)));
        // Whether the path ends in a field or in a block is for the texts to say.
        let block = mended.strip_prefix("drop ").and_then(|path| path.rsplit_once('.'));
        let finding = match block.filter(|(_, last)| !is_field(last)) {
            Some((whole, last)) => finding.help(format!(
                "a field is dropped: `{mended}`; a block is taken out of what it stands in: `remove {last} from {whole}`"
            )),
            None => finding.help(format!("write `{mended}`")),
        };
        return finding.fix(span, mended);
    }
    let form = |word: &str| FORMS.iter().find(|(w, ..)| *w == word);
    let Some((word, joiner, example)) = form(first) else {
        let meant = MEANT
            .iter()
            .find(|(w, _)| *w == first.to_lowercase())
            .map(|(_, m)| *m)
            .or_else(|| EDITS.iter().copied().find(|w| *w == first.to_lowercase()))
            .or_else(|| near(first, EDITS.iter().copied()));
        let finding = broken(span, format!("`{}` is no edit", short(line)));
        return match meant.and_then(form) {
            Some((word, joiner, example)) => {
                let mended = mended(word, joiner, &rest).unwrap_or_else(|| (*example).to_owned());
                finding.help(format!("write `{word}`: `{mended}`"))
            }
            None => finding.help(format!(
                "an edit begins with {}: `{}`",
                "add, remove, set, drop, forget, withdraw, delay or move", "set napci.track to 2"
            )),
        };
    };
    if rest.is_empty() {
        return broken(span, format!("`{word}` names nothing to change"))
            .help(format!("write it out: `{example}`"));
    }
    // The form of a view says who holds it, and is that of no block that an edit adds.
    if *word == "add" && rest.first() == Some(&"view") {
        return broken(span, "no edit adds a view: what parties hold is no part of a plan").help(
            "write it in the text, in the block of the framework: `view NAME held by A, B { … }`",
        );
    }
    if let Some(finding) = in_time(text, span, &rest, word) {
        return finding;
    }
    let joined = rest.contains(joiner);
    if !joiner.is_empty() && !joined {
        let finding = broken(span, format!("`{joiner}` is missing in this edit"));
        return match mended(word, joiner, &rest) {
            Some(mended) => finding.help(format!("write `{mended}`")),
            None => finding.help(format!("as in `{example}`")),
        };
    }
    if let (true, Some(at)) = (!joiner.is_empty(), rest.iter().rposition(|w| w == joiner))
        && matches!(*word, "add" | "remove")
        && let (Some(items), Some(paths)) = (rest.get(..at), rest.get(at + 1..))
    {
        let paths = paths.join(" ");
        let paths: Vec<&str> =
            paths.split([',', ' ']).filter(|p| !p.is_empty() && *p != "and").collect();
        if paths.len() > 1 && paths.iter().all(|p| p.contains('.')) {
            let items = items.join(" ");
            let edits: Vec<String> =
                paths.iter().map(|p| format!("{word} {items} {joiner} {p}")).collect();
            let edits = edits.join("; ");
            return broken(span, "an edit changes one list")
                .help(format!("write one for each: `{edits}`"));
        }
    }
    if *word == "withdraw"
        && let [who @ .., "from", path] = rest.as_slice()
        && who.len() > 1
    {
        let names = who.iter().map(|w| w.trim_end_matches(','));
        let names = names.filter(|w| !matches!(*w, "" | "and" | "&"));
        let edits: Vec<String> = names.map(|w| format!("withdraw {w} from {path}")).collect();
        let edits = edits.join("; ");
        return broken(span, "one actor withdraws at a time")
            .help(format!("write one for each: `{edits}`"));
    }
    if *word == "move" && !rest.iter().any(|w| matches!(*w, "before" | "after" | "with")) {
        return broken(span, "this edit does not say where to move it")
            .help(format!("say `before`, `after` or `with` what: `{example}`"));
    }
    if matches!(*word, "drop" | "forget") && rest.len() > 1 {
        let help = match rest.as_slice() {
            [who, "from" | "of", whole] if !whole.contains('.') && !who.contains('.') => {
                let mended = format!("withdraw {who} from {whole}");
                return broken(span, format!("`{word}` takes one path and nothing else"))
                    .help(format!("who leaves is written `{mended}`"))
                    .fix(span, mended);
            }
            [item, "from" | "in" | "of", path] => format!("write `remove {item} from {path}`"),
            [item, path] if path.contains('.') => format!("write `remove {item} from {path}`"),
            _ => format!("it takes one path: `{example}`"),
        };
        return broken(span, format!("`{word}` takes one path and nothing else")).help(help);
    }
    broken(span, format!("`{}` cannot be read as an edit", short(line)))
        .help(format!("its form is `{example}`"))
}

/// An edit of when something is: what is to be said of it is mended as the line of a text would be.
fn in_time(text: Text<'_>, span: Span, rest: &[&str], word: &str) -> Option<Finding> {
    let [path, joiner, value @ ..] = rest else { return None };
    if *joiner == "until" && word == "delay" {
        let edit = format!("set {path}.starts to {}", value.join(" "));
        let finding = broken(span, "a delay says by how much, and not until when");
        let finding = finding.help(format!("write `delay {path} by 6 months`"));
        return Some(if reads(&edit, Within::Edits) {
            finding.help(format!("or give the date itself: `{edit}`")).fix(span, edit)
        } else {
            finding
        });
    }
    let field = match (word, *joiner) {
        ("set", "to") => path.rsplit_once('.')?.1,
        ("delay", "by") => "lasts",
        _ => return None,
    };
    if !TIMED.contains(&field) {
        return None;
    }
    let line = format!("{field} {}", value.join(" "));
    let (found, mended) = mended_alone(text.file, &line)?;
    let figured = |text: &str| text.bytes().any(|b| b.is_ascii_digit());
    // What has figures in it was meant as a time, and not as the names of what starts.
    let lost = figured(&line) && mended.as_deref().is_some_and(|mended| !figured(mended));
    let (message, mended) = if lost {
        (format!("`{}` is no date and no place in an order", value.join(" ")), None)
    } else {
        (found.message, mended)
    };
    let finding = broken(span, message);
    let mended = mended.as_deref().and_then(|line| line.strip_prefix(field)?.strip_prefix(' '));
    if let Some(edit) = mended.map(|value| format!("{word} {path} {joiner} {value}"))
        && reads(&edit, Within::Edits)
    {
        return Some(finding.help(format!("write `{edit}`")).fix(span, edit));
    }
    let example = match field {
        "lasts" => format!("{word} {path} {joiner} 6 months"),
        _ => format!("{word} {path} {joiner} 2028-05"),
    };
    Some(finding.help(format!("its form is `{example}`")))
}

/// The edit in the words of the language: paths with their points, names with their commas, and a verb before them.
fn plainly(line: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    let mut rest = line.split_whitespace().peekable();
    while let Some(word) = rest.next() {
        let owner = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"));
        match (word, rest.peek().copied()) {
            ("and" | "&", Some(_)) if words.len() > 1 => {
                if let Some(last) = words.last_mut().filter(|l| !l.ends_with(',')) {
                    last.push(',');
                }
            }
            // After `to` stands what a field is to be.
            ("of" | "in", Some(owner))
                if words.len() > 1 && !owner.contains('.') && !sets(&words) =>
            {
                let path = format!("{owner}.{}", field_meant(&words.pop().unwrap_or_default()));
                words.push(path);
                rest.next();
            }
            ("out", Some("of")) => {
                words.push("from".to_owned());
                rest.next();
            }
            ("the" | "as", Some(_)) if words.len() > 1 => {}
            _ if owner.is_some() && rest.peek().is_some() => {
                let field = rest.next().unwrap_or_default();
                words.push(format!("{}.{field}", owner.unwrap_or_default()));
            }
            _ => words.push(word.to_owned()),
        }
    }
    if words.get(1).is_some_and(|w| w == "the") {
        words.remove(1);
    }
    if let Some(turned) = turned(&words) {
        words = turned;
    }
    // `add Mongolia, to talks.members`
    for n in 1..words.len() {
        let joins = words.get(n).is_some_and(|w| matches!(w.as_str(), "to" | "from"));
        if let Some(before) = words.get_mut(n - 1).filter(|_| joins) {
            before.truncate(before.trim_end_matches(',').len());
        }
    }
    // `make Japan the lead of talks`
    if let [verb, item, path] = words.as_slice()
        && matches!(verb.to_lowercase().as_str(), "make" | "appoint" | "name")
        && path.contains('.')
    {
        words = vec!["set".to_owned(), path.clone(), "to".to_owned(), item.clone()];
    }
    // `remove phase charter from talks`: its name says enough.
    if let [_, kind, _, joiner, _] = words.as_slice()
        && joiner == "from"
        && Kind::of_word(kind).is_some()
    {
        words.remove(1);
    }
    let first = words.first().cloned().unwrap_or_default();
    match (first.to_lowercase().as_str(), words.as_slice()) {
        ("delete" | "remove" | "clear" | "erase", [_, path]) if path.contains('.') => {
            words = vec!["drop".to_owned(), path.clone()];
        }
        // `napci.track 2`: what it is to be.
        (_, [path, value @ ..]) if path.contains('.') && !value.is_empty() => {
            let joins = |w: &String| {
                matches!(w.as_str(), "to" | "=" | "is" | "are" | "becomes" | "be" | ":")
            };
            let value = if value.first().is_some_and(joins) { value.get(1..)? } else { value };
            words =
                [vec!["set".to_owned(), path.clone(), "to".to_owned()], value.to_vec()].concat();
        }
        _ => {}
    }
    let new = words.join(" ");
    (new != flat(line)).then_some(new)
}

/// Checks whether an edit has come to the value that it sets.
fn sets(words: &[String]) -> bool {
    words.first().is_some_and(|verb| verb == "set") && words.iter().any(|word| word == "to")
}

/// The name of a field; of one thing where the field holds several, that of the field.
fn field_meant(word: &str) -> String {
    let several = format!("{word}s");
    if !is_field(word) && is_field(&several) { several } else { word.to_owned() }
}

fn is_field(word: &str) -> bool {
    FIELDS.iter().any(|f| f.name == word)
}

/// `Russia withdraws from talks`: who, before what it does.
fn turned(words: &[String]) -> Option<Vec<String>> {
    let [who, verb, rest @ ..] = words else { return None };
    if EDITS.contains(&who.as_str()) {
        return None;
    }
    let path = match rest {
        [] => None,
        [joiner, path] if matches!(joiner.as_str(), "from" | "to" | "in") => Some(path),
        [path] => Some(path),
        _ => return None,
    };
    let plain = |words: &[&str]| Some(words.iter().map(|w| (*w).to_owned()).collect());
    match (verb.trim_end_matches('s'), path) {
        ("withdraw" | "leave" | "exit" | "quit", Some(path)) => {
            plain(&["withdraw", who, "from", path])
        }
        // `pulls out of`, `drops out of`, `walks out of`: `out of` reads `from` by now.
        ("pull" | "drop" | "walk" | "step", Some(path)) if rest.len() == 2 => {
            plain(&["withdraw", who, "from", path])
        }
        ("withdraw" | "leave" | "exit" | "quit", None) => plain(&["withdraw", who]),
        ("join" | "rejoin" | "enter" | "accede" | "return", Some(path)) if !path.contains('.') => {
            plain(&["add", who, "to", &format!("{path}.members")])
        }
        ("join" | "rejoin", None) => plain(&["add", who]),
        _ => None,
    }
}

/// Writes the line with the word that is missing, where the rest of it fits.
fn mended(word: &str, joiner: &str, rest: &[&str]) -> Option<String> {
    if joiner.is_empty() {
        return (rest.len() == 1).then(|| format!("{word} {}", rest.join(" ")));
    }
    let wrong = ["in", "into", "to", "from", "of", "for", "as", "be", "=", "on", "by", "with"];
    // `napci.track 2` or `ROK napci.members`: the path is on one side, what is meant on the other.
    let words: Vec<&str> = rest.iter().copied().filter(|w| !wrong.contains(w)).collect();
    let (item, path) = match (word, words.as_slice()) {
        ("set" | "delay", [path, item @ ..]) if !item.is_empty() => {
            return Some(format!("{word} {path} {joiner} {}", item.join(" ")));
        }
        ("add" | "remove", [item @ .., path]) if !item.is_empty() && path.contains('.') => {
            (item, path)
        }
        _ => return None,
    };
    Some(format!("{word} {} {joiner} {path}", item.join(" ")))
}

/// `add csbm hotline { … }` without where it goes.
pub(in crate::syntax) fn edit_without_place(
    text: Text<'_>,
    name: Span,
    left: Option<Span>,
) -> Finding {
    let word = text.slice(name.start as usize, name.end as usize);
    match left {
        Some(span) => {
            let written = short(text.slice(span.start as usize, span.end as usize));
            broken(span, format!("`{written}` does not say what `{word}` is to stand in"))
        }
        None => broken(name, format!("nothing says what `{word}` is to stand in")),
    }
    .help(
        "end the edit with it: `} to napci`, or `} to napci.functional` for a measure of a basket",
    )
}

/// `add unknown to …`, `add 34 states to …`.
pub(in crate::syntax) fn edit_of_no_items(text: Text<'_>, span: Span) -> Finding {
    let written = short(text.slice(span.start as usize, span.end as usize));
    broken(span, format!("`{written}` names nothing that could stand in a list"))
        .help("name what is meant: `add ROK, USA to napci.members`; `set PATH to …` changes the whole list")
}
