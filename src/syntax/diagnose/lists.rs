//! Everyday words in and about lists: `A as well as B`, `only A`, `all but A`, `mainly A`.
//!
//! Takes the line; gives the list as the language writes it. Knows no names.

use super::Within;
use super::letters::{Kind, Line, Token};
use super::phrases::{Of, Row, find, takes, written};
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Kind as Thing, Takes, vocabulary};

/// Says how the list is written.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    let whole =
        keyed(line).or_else(|| enclosed(line)).or_else(|| written_as(line, find(line, WHOLE)));
    if !takes(line).contains(&Of::Names) {
        return whole;
    }
    whole
        .or_else(|| written_as(line, find(line, JOINED)))
        .or_else(|| not_among(line))
        .or_else(|| unsure(line))
        .or_else(|| mainly(line))
}

fn written_as(line: &Line<'_>, found: Option<(usize, usize, String)>) -> Option<Finding> {
    written(line, found?, |words, meant| match meant.trim_start_matches(", ") {
        "" => format!("`{words}` says nothing here: a list is complete as it is written"),
        "," => format!("names of a list are separated by a comma, not by `{words}`"),
        meant => format!("`{words}` is written `{meant}`"),
    })
}

const WHOLE: &[Row<'_>] = &[
    Row("all but N", "all members except N"),
    Row("all members , except|without|excluding|but", "all members except"),
    Row("everyone|everybody|all , except|but|without N", "all members except N"),
    Row("everyone|everybody|all except|but|without N", "all members except N"),
    Row("every|each member|state|party except|but N", "all members except N"),
    Row("all of the members", "all members"),
    Row("^everyone|everybody|all$", "all members"),
    Row("^every|each member|state|party$", "all members"),
    Row("^all sides|states|countries|participants$", "all members"),
];

const JOINED: &[Row<'_>] = &[
    Row(", as well as", ","),
    Row("as well as", ","),
    Row("and|or / or|and", ","),
    Row("along|together with", ","),
    Row("plus|and also", ","),
    Row("among|amongst others", "and others"),
    Row(
        "^only|solely|just|exclusively|namely|both|include|includes|including|comprise|comprises N",
        "N",
    ),
    Row("^one|two|three|four|five|six|seven|eight|nine|ten states|countries|members|parties :", ""),
    Row("^# states|countries|members|parties :", ""),
    Row("^such as", ""),
    Row("^at least", ""),
];

/// `(A, B)`, `[A, B]`, `A, B (since 2015)`, `A (berger2015 "ROK" 88)`.
fn enclosed(line: &Line<'_>) -> Option<Finding> {
    // Parentheses between brackets are about the source.
    let open = line.tokens.iter().skip(1).find(|t| matches!(t.kind, Kind::Sign('(' | '[')))?;
    let first = line.token(1).filter(|_| line.place.within != Within::Profile)?;
    let round = open.kind == Kind::Sign('(');
    let close =
        line.tokens.iter().rfind(|t| t.kind == Kind::Sign(if round { ')' } else { ']' }))?;
    let bracket = line.sign(|c| c == '[').is_some_and(|(_, t)| t.start < open.start);
    if close.start < open.end || bracket {
        return None;
    }
    let inner = line.slice(open.end, close.start).trim();
    let within: Vec<_> =
        line.tokens.iter().filter(|t| t.start >= open.end && t.end <= close.start).collect();
    let names = within.iter().all(|t| matches!(t.kind, Kind::Word | Kind::Sign(',' | '.')))
        && within.iter().any(|t| t.kind == Kind::Sign(','));
    let mark = within.iter().any(|t| matches!(line.text(**t), "inferred" | "unverified"));
    if *open == first && line.place.within == Within::Block && (round || names && !mark) {
        let message = "a list stands without brackets and parentheses";
        return Some(line.replace(open.start, close.end, inner, message).here("leave these out"));
    }
    if !round {
        return None;
    }
    if within.iter().any(|t| t.kind == Kind::Text) {
        let message = "a source stands in square brackets";
        return Some(
            line.replace(open.start, close.end, &format!("[{inner}]"), message)
                .here("not in parentheses"),
        );
    }
    let before = line.slice(0, open.start).trim_end().len();
    // `basket trade "Trade" (nature soft)`
    let field = within.first().is_some_and(|t| FIELDS.iter().any(|f| f.name == line.text(**t)));
    if field && within.len() > 1 && Thing::of_word(line.word(0)).is_some() {
        let message = "a block stands in braces, not in parentheses";
        return Some(
            line.replace(open.start, close.end, &format!("{{ {} }}", inner.trim()), message)
                .here("write it in braces"),
        );
    }
    let name = |t: &Token| {
        let word = line.text(*t);
        let small =
            matches!(word, "since" | "from" | "until" | "in" | "about" | "as" | "ca" | "to");
        t.kind == Kind::Word && !small && !FIELDS.iter().any(|f| f.name == word)
    };
    let source = within.len() > 1
        && within.first().is_some_and(|t| name(t))
        && within.iter().skip(1).all(|t| matches!(t.kind, Kind::Figure | Kind::Sign(',')));
    if source {
        let message = "a source stands in square brackets";
        return Some(
            line.replace(open.start, close.end, &format!("[{inner}]"), message)
                .here("not in parentheses")
                .help(format!("or put it in a remark at the end of the line: `# {inner}`")),
        );
    }
    let message = "parentheses stand only in rules and definitions";
    Some(
        line.replace(before, close.end, "", message)
            .here("leave this out")
            .help(format!("or put it in a remark at the end of the line: `# {inner}`")),
    )
}

/// `China and Japan favour`, `China is in favour`: one name a line, and its word.
fn keyed(line: &Line<'_>) -> Option<Finding> {
    let code = line.sign(|c| c == '[').map_or(line.written.len(), |(_, t)| t.start);
    let end = line.slice(0, code).trim_end().len();
    let words: Vec<&str> = line
        .slice(0, end)
        .split_whitespace()
        .filter(|_| line.place.within == Within::List)
        .collect();
    let said = words.iter().rposition(|w| !matches!(*w, "it" | "this")).map_or(0, |n| n + 1);
    let (last, before) = words.get(..said)?.split_last()?;
    let meant = match (before, *last) {
        ([.., "in"], "favour" | "favor") => "favours",
        ([.., "is" | "are" | "stands"], "against" | "opposed") => "opposes",
        _ => {
            let known = FIELDS.iter().filter_map(|f| match f.takes {
                Takes::Keyed(_, words) => vocabulary(words),
                _ => None,
            });
            let words: Vec<&str> =
                known.flat_map(|(_, v)| v.words.iter().map(|w| w.word)).collect();
            words.iter().copied().find(|w| w == last || w.strip_suffix('s') == Some(*last))?
        }
    };
    let names: Vec<&str> = before
        .iter()
        .filter(|w| {
            !matches!(
                **w,
                "and"
                    | "&"
                    | "the"
                    | "it"
                    | "this"
                    | "is"
                    | "are"
                    | "in"
                    | "both"
                    | "stands"
                    | "as"
                    | "well"
                    | "also"
            )
        })
        .map(|w| w.trim_end_matches(','))
        .collect();
    let first = names.first()?;
    let message = "one name stands on a line, with its word";
    let finding = line
        .replace(0, end, &format!("{first} {meant}"), message)
        .here("written out in another way");
    let more: Vec<String> = names.iter().skip(1).map(|n| format!("`{n} {meant}`")).collect();
    let plain = names.iter().all(|n| n.chars().all(|c| c.is_alphanumeric() || c == '-'));
    plain.then(|| {
        if more.is_empty() {
            finding
        } else {
            finding.help(format!("and below it {}", more.join(", ")))
        }
    })
}

/// Words that are no list of names, in a field that takes one.
pub(super) fn no_list(line: &Line<'_>) -> Option<Finding> {
    let block = line.place.within == Within::Block && takes(line).contains(&Of::Names);
    let declares = crate::schema::Kind::of_word(line.word(0)).is_some();
    let first = line.token(1).filter(|t| block && !declares && t.kind == Kind::Word)?;
    let code = line.sign(|c| c == '[').map_or(line.written.len(), |(_, t)| t.start);
    let end = first.start + line.slice(first.start, code).trim_end().len();
    let words = line.slice(first.start, end);
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | ',');
    let (field, several) = (line.word(0), words.split_whitespace().count() > 1);
    (several && words.chars().all(plain)).then(|| {
        line.at(first.start, end, format!("`{}` cannot be read as names", super::short(words)))
            .here("names are separated by commas, and nothing else stands between them")
            .help(format!("write `{field} A, B`, `{field} unknown` or `no {field}`; the rest may stand in a remark"))
    })
}

/// `A, B, but not C`: who is not in a list is said on a line of its own.
fn not_among(line: &Line<'_>) -> Option<Finding> {
    let rows = [Row(", but not N$", "N"), Row("but not N$", "N"), Row(", not N$", "N")];
    let (from, to, name) = find(line, &rows)?;
    let field = line.word(0);
    written(line, (from, to, String::new()), |_, _| {
        "what is not in a list stands on a line of its own".to_owned()
    })
    .map(|f| f.help(format!("and below it `no {name} in {field}`")))
}

/// `A, possibly B`: a list says who is in it.
fn unsure(line: &Line<'_>) -> Option<Finding> {
    let rows = [
        Row(", possibly|perhaps|maybe|probably|potentially|later N", ""),
        Row("and possibly|perhaps|maybe|probably|potentially|later N", ""),
    ];
    let found = find(line, &rows)?;
    written(line, found, |words, _| {
        let words = words.trim_start_matches([',', ' ']);
        format!("`{words}` is no item: a list says what is in it, not what may be")
    })
    .map(|f| f.help("say the rest in a remark: it begins with `#`"))
}

/// `mainly A, B`: at least these.
fn mainly(line: &Line<'_>) -> Option<Finding> {
    let word = line.token(1).filter(|t| {
        matches!(
            line.text(*t),
            "mainly" | "mostly" | "primarily" | "chiefly" | "especially" | "particularly"
        )
    })?;
    let next = line.token(2).filter(|t| t.kind == Kind::Word)?;
    let code = line.sign(|c| c == '[').map_or(line.written.len(), |(_, t)| t.start);
    let end = next.start + line.slice(next.start, code).trim_end().len();
    let names = line.slice(next.start, end);
    let message = format!(
        "that there are more than these is written `and others`, not `{}`",
        line.text(word)
    );
    Some(
        line.replace(word.start, end, &format!("{names}, and others"), message)
            .here("in words, at the end"),
    )
}
