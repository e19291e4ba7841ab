//! Who belongs to something and who does not, as sentences say it: `DPRK shall not be a member`, `not members DPRK`,
//! `members neither A nor B`, `members shall be A, B`, `stance China opposes`.
//!
//! Takes the line; gives the list, `no A in members` or the block. Knows no names.

use super::Within;
use super::letters::{Kind, Line};
use super::phrases::{Of, takes};
use super::values::keyword;
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Takes, vocabulary};

/// Says how it is written.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    if line.place.within != Within::Block {
        return None;
    }
    neither(line).or_else(|| sentence(line)).or_else(|| announced(line)).or_else(|| keyed(line))
}

/// Words about a list, and no names in it.
const STATE: &[&str] = &[
    "excluded",
    "known",
    "yet",
    "stated",
    "agreed",
    "clear",
    "specified",
    "available",
    "required",
    "needed",
    "yes",
];

fn lists_names(field: &str) -> bool {
    FIELDS.iter().any(|f| f.name == field && matches!(f.takes, Takes::Names(_)))
}

fn plain(name: &str) -> bool {
    name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
        && !keyword(name)
}

/// The words of a line before its source, and where they end.
fn words<'a>(line: &Line<'a>) -> (Vec<&'a str>, usize) {
    let code = line.source();
    let end = line.slice(0, code).trim_end().len();
    (line.slice(0, end).split_whitespace().collect(), end)
}

/// The names of `A, B and C`; none where there is anything else.
fn names(written: &str) -> Option<Vec<&str>> {
    let names: Vec<&str> = written
        .split(',')
        .flat_map(|p| p.split(" and "))
        .flat_map(|p| p.split(" or "))
        .flat_map(|p| p.split(" nor "))
        .map(|n| n.trim().trim_start_matches("the ").trim_start_matches("and ").trim())
        .collect();
    (!names.is_empty() && names.iter().all(|n| plain(n))).then_some(names)
}

/// One line for each name that is not in a list.
fn not_in(line: &Line<'_>, end: usize, names: &[&str], field: &str) -> Option<Finding> {
    let (first, more) = names.split_first()?;
    let message = "what is not in a list is written with `no` before it";
    let finding =
        line.replace(0, end, &format!("no {first} in {field}"), message).here("`no` comes first");
    let more: Vec<String> = more.iter().map(|n| format!("`no {n} in {field}`")).collect();
    Some(if more.is_empty() {
        finding
    } else {
        finding.help(format!("and below it {}", more.join(", ")))
    })
}

/// `not members DPRK`, `no members DPRK`.
pub(super) fn field_denied(line: &Line<'_>) -> Option<Finding> {
    if line.place.within != Within::Block {
        return None;
    }
    let (words, end) = words(line);
    let (["no" | "not" | "non", field], rest) = words.split_at_checked(2)? else { return None };
    let field = field.trim_end_matches(':');
    let rest = rest.join(" ");
    let known = lists_names(field) && !rest.is_empty() && !rest.contains(" in ");
    let names = names(&rest).filter(|n| known && n.iter().all(|n| !STATE.contains(n)))?;
    not_in(line, end, &names, field)
}

/// `members neither A nor B`, `members not A`.
fn neither(line: &Line<'_>) -> Option<Finding> {
    let (words, end) = words(line);
    let field = line.word(0);
    let at = 1 + usize::from(matches!(line.word(1), "include" | "are" | "is"));
    let denies =
        matches!(line.word(at), "neither" | "not" | "never" | "without" | "excluding" | "except");
    let rest = words.get(at + 1..)?.join(" ");
    let rest =
        rest.strip_prefix("including ").or_else(|| rest.strip_prefix("counting ")).unwrap_or(&rest);
    let names = names(rest).filter(|_| denies && lists_names(field))?;
    not_in(line, end, &names, field)
}

/// Verbs of sentences, and the field that says the same.
const VERBS: &[(&str, &str)] = &[
    ("member", "members"),
    ("members", "members"),
    ("participant", "members"),
    ("observer", "observers"),
    ("observers", "observers"),
    ("guest", "observers"),
    ("partner", "partners"),
    ("partners", "partners"),
    ("participates", "members"),
    ("participate", "members"),
    ("joins", "members"),
    ("lead", "lead"),
    ("leads", "lead"),
    ("leader", "lead"),
    ("chairs", "lead"),
    ("chair", "lead"),
    ("chairman", "lead"),
    ("hosts", "host"),
    ("host", "host"),
    ("funds", "funders"),
    ("pays", "funders"),
    ("observes", "observers"),
    ("observe", "observers"),
    ("join", "members"),
    ("convenes", "convenor"),
    ("initiates", "initiator"),
    ("excluded", "excluded"),
];

/// `DPRK shall not be a member`, `Mongolia is an observer`, `ROK leads`.
fn sentence(line: &Line<'_>) -> Option<Finding> {
    let (words, end) = words(line);
    let small = |w: &str| {
        matches!(
            w,
            "is" | "are"
                | "was"
                | "be"
                | "shall"
                | "will"
                | "should"
                | "must"
                | "may"
                | "can"
                | "does"
                | "do"
                | "a"
                | "an"
                | "the"
                | "as"
                | "acts"
                | "serve"
                | "serves"
                | "takes"
                | "take"
                | "part"
                | "to"
                | "it"
                | "also"
        )
    };
    let (last, before) = words.split_last()?;
    let last = last.trim_end_matches('.');
    let part = last == "part" && before.last().is_some_and(|w| w.starts_with("take"));
    let (_, field) = VERBS.iter().find(|(w, _)| *w == last || part && *w == "member")?;
    let starts = before.iter().position(|w| small(w) || matches!(*w, "not" | "no" | "cannot"));
    let (who, middle) = before.split_at_checked(starts.unwrap_or(before.len()))?;
    let denied = middle.iter().any(|w| matches!(*w, "not" | "no" | "cannot"));
    let known = middle.iter().all(|w| small(w) || matches!(*w, "not" | "no" | "cannot"));
    let verb = !middle.is_empty() || last.ends_with('s') || before.len() > 1;
    let who = who.join(" ");
    let names = names(&who)
        .filter(|n| known && verb && !n.iter().any(|n| FIELDS.iter().any(|f| f.name == *n)))?;
    match (denied, *field) {
        (true, "excluded") => None,
        (true, field) => not_in(line, end, &names, field),
        (false, field) => {
            let new = format!("{field} {}", names.join(", "));
            let message = format!("`{field}` comes first, and the names after it");
            Some(line.replace(0, end, &new, message).here("this is a sentence"))
        }
    }
}

/// `members shall be A, B`, `members consist of A, B`, `members of the forum: A, B`.
fn announced(line: &Line<'_>) -> Option<Finding> {
    const BEFORE: &[&str] = &[
        "shall",
        "will",
        "should",
        "must",
        "may",
        "can",
        "would",
        "be",
        "are",
        "is",
        "to",
        "the",
        "following",
        "include",
        "includes",
        "including",
        "consist",
        "consists",
        "of",
        "comprise",
        "comprises",
        "composed",
        "made",
        "up",
        "as",
        "follows",
        "being",
        "initially",
        "currently",
        "at",
        "first",
        "present",
    ];
    let field = line.token(0)?;
    let word = line.text(field);
    let of = takes(line);
    if !of.contains(&Of::Names) || of.contains(&Of::Times) {
        return None;
    }
    let colon = line.sign(|c| c == ':').map(|(n, _)| n).filter(|n| *n > 1 && *n < 10);
    let named = matches!(line.word(1), "of" | "in" | "to" | "for");
    let next = match colon {
        Some(colon) if named || (1..colon).all(|n| BEFORE.contains(&line.word(n))) => colon + 1,
        _ if named => {
            let verb =
                (2..9).find(|n| matches!(line.word(*n), "are" | "is" | "include" | "comprise"))?;
            verb + 1
        }
        _ => (1..9).find(|n| !BEFORE.contains(&line.word(*n))).filter(|n| *n > 1)?,
    };
    let first = line.token(next).filter(|t| t.kind != Kind::Sign('['))?;
    let last = line.token(next - 1)?;
    let said = line.slice(field.end, last.end).trim_start();
    let message = format!("nothing stands between `{word}` and what it is");
    (!matches!(said, "of" | "to be" | "at" | "are" | "is" | "the")).then(|| {
        line.replace(field.end, first.start, " ", message)
            .here(format!("leave out `{}`", super::short(said)))
    })
}

/// `stance China opposes`: one name and its word, in a block.
fn keyed(line: &Line<'_>) -> Option<Finding> {
    let (words, end) = words(line);
    let [field, name, word] = words.as_slice() else { return None };
    let listed = FIELDS.iter().filter(|f| f.name == *field).find_map(|f| match f.takes {
        Takes::Keyed(_, words) => vocabulary(words),
        _ => None,
    })?;
    let (name, word) = (name.trim_end_matches([':', ',']), word.trim_end_matches('.'));
    let known = |w: &str| listed.1.words.iter().any(|l| l.word == w);
    let (name, word) = if known(name) && !known(word) { (word, name) } else { (name, word) };
    let message = format!("`{field}` takes a block, with one name and its word a line");
    let cite = line.slice(end, line.written.len()).trim();
    let new = format!("{field} {{ {} }}", format!("{name} {word} {cite}").trim());
    plain(name).then(|| {
        line.replace(0, line.written.trim_end().len(), &new, message).here("written as one line")
    })
}
