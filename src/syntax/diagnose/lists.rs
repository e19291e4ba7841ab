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
    if line.word(0) == "track"
        && let Some(finding) = written_as(line, find(line, TRACKS))
    {
        return Some(finding);
    }
    let whole =
        keyed(line).or_else(|| enclosed(line)).or_else(|| written_as(line, find(line, WHOLE)));
    if !takes(line).contains(&Of::Names) {
        return whole;
    }
    whole
        .or_else(|| {
            let group = find(line, GROUPS);
            written_as(line, group.filter(|(.., name)| name.starts_with(char::is_uppercase)))
        })
        .or_else(|| written_as(line, find(line, JOINED)))
        .or_else(|| counted(line))
        .or_else(|| beside_its_kind(line))
        .or_else(|| not_among(line))
        .or_else(|| depending(line))
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
    Row("all members with the exception of N", "all members except N"),
    Row("all members with exception of N", "all members except N"),
    Row("all members other than|apart from N", "all members except N"),
    Row("all members save|bar for N", "all members except N"),
    Row("all other than N", "all members except N"),
    Row("all apart from N", "all members except N"),
    Row("all of the members", "all members"),
];

const GROUPS: &[Row<'_>] = &[
    // A group stands in a list by its own name.
    Row("all of the N members|states|countries", "N"),
    Row("all the N members|states|countries", "N"),
    Row("all N member states|countries", "N"),
    Row("all N members|states|countries|nations", "N"),
    Row("the member|members states of N", "N"),
    Row("the members|states|countries of N", "N"),
    Row("all members|states|countries of N", "N"),
    Row("^everyone|everybody|all$", "all members"),
    Row("^every|each member|state|party$", "all members"),
    Row("^all sides|states|countries|participants$", "all members"),
];

const TRACKS: &[Row<'_>] = &[
    Row("^one and a half", "1.5"),
    Row("^1 and a half", "1.5"),
    Row("^one to|and|or two", "1, 2"),
    Row("^one", "1"),
    Row("^two", "2"),
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
    Row("^the # states|countries|members|parties|powers$", "# states"),
    Row("^such as", ""),
    Row("as an|a observer|observers|guest|guests|member|members|partner|partners$", ""),
    Row("as observer|observers|guest|guests|member|members|partner|partners|host$", ""),
    Row("only|alone|exclusively$", ""),
    Row("^between|among|amongst N", "N"),
    Row("^at least", ""),
];

/// `(A, B)`, `[A, B]`, `A, B (since 2015)`, `A (berger2015 "ROK" 88)`.
fn enclosed(line: &Line<'_>) -> Option<Finding> {
    // Parentheses between brackets are about the source.
    let open = line.tokens.iter().skip(1).find(|t| matches!(t.kind, Kind::Sign('(' | '[')))?;
    let first = line.token(1).filter(|_| line.place.within != Within::Profile)?;
    let round = open.kind == Kind::Sign('(');
    // Of several in parentheses one after the other is left out.
    let closes = |t: &&Token| t.kind == Kind::Sign(if round { ')' } else { ']' });
    let close = if round {
        line.tokens.iter().find(|t| t.start > open.start && closes(t))
    } else {
        line.tokens.iter().rfind(closes)
    }?;
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
    let aside =
        within.iter().any(|t| matches!(line.text(**t), "in" | "of" | "the" | "by" | "as" | "at"))
            && line.tokens.iter().any(|t| t.start > close.start && t.kind == Kind::Word)
            && takes(line).contains(&Of::Names);
    if *open == first && !aside && line.place.within == Within::Block && (round || names && !mark) {
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
    let code = line.source();
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
    let code = line.source();
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

/// `members five states`, `members the six parties`: how many there are.
fn counted(line: &Line<'_>) -> Option<Finding> {
    const COUNTED: &[&str] =
        &["states", "countries", "members", "parties", "powers", "nations", "governments"];
    let at = 1 + usize::from(line.word(1) == "the");
    let (number, end) = super::amounts::number(line, at)?;
    let (first, last) = (line.token(1)?, line.token(end)?);
    let alone = line.token(end + 1).is_none_or(|t| t.kind == Kind::Sign('['));
    (alone && COUNTED.contains(&line.text(last))).then(|| {
        let new = format!("{number} states");
        let message = format!("`{}` is written `{new}`", line.slice(first.start, last.end));
        line.replace(first.start, last.end, &new, message)
            .here("how many there are; or name them one by one")
    })
}

/// `opens the crisis basket`, `opens basket crisis`: the name alone says what it is.
fn beside_its_kind(line: &Line<'_>) -> Option<Finding> {
    let kinds = FIELDS.iter().filter(|f| f.name == line.word(0)).find_map(|f| match f.takes {
        Takes::Names(kinds) => Some(kinds),
        _ => None,
    })?;
    let is_kind = |n: usize| {
        Thing::of_word(line.word(n).trim_end_matches('s')).is_some_and(|k| kinds.has(k))
            || line
                .word(n)
                .strip_suffix("ies")
                .is_some_and(|w| Thing::of_word(&format!("{w}y")).is_some_and(|k| kinds.has(k)))
    };
    let plain = |n: usize| {
        let word = line.word(n);
        !word.is_empty() && !super::values::keyword(word) && !is_kind(n) && word != "the"
    };
    let (from, name, to) = line.outside_brackets().into_iter().find_map(|(n, _)| {
        let from = n.checked_sub(1).filter(|b| *b > 0 && line.word(*b) == "the").unwrap_or(n);
        if n > 0
            && is_kind(n)
            && plain(n + 1)
            && line.token(n + 2).is_none_or(|t| t.kind != Kind::Word)
        {
            return Some((from, n + 1, n + 1));
        }
        (n > 0 && plain(n) && is_kind(n + 1)).then_some((from, n, n + 1))
    })?;
    let (first, name, last) = (line.token(from)?, line.token(name)?, line.token(to)?);
    let word = line.text(name);
    let message = format!("`{}` is written `{word}`", line.slice(first.start, last.end));
    Some(line.replace(first.start, last.end, word, message).here("its name says what it is"))
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

/// `observers EU, if invited`: on what it depends is no part of a list.
fn depending(line: &Line<'_>) -> Option<Finding> {
    let (n, word) = line.outside_brackets().into_iter().find(|(n, t)| {
        *n > 1
            && matches!(
                line.text(*t),
                "if" | "when"
                    | "unless"
                    | "provided"
                    | "once"
                    | "subject"
                    | "where"
                    | "should"
                    | "pending"
                    | "whenever"
            )
    })?;
    if takes(line).contains(&Of::Times) {
        return None;
    }
    let before = line.token(n - 1)?;
    let from = if before.kind == Kind::Sign(',') { before.start } else { before.end };
    let code = line.source();
    let end = word.start + line.slice(word.start, code).trim_end().len();
    let said = line.slice(word.start, end);
    let new = line.with(from, end, "")?;
    let message = "a list says what is in it, and not on what that depends";
    Some(
        line.at(word.start, end, message)
            .here("this may stand in a remark")
            .help(format!("write `{new}  # {said}`"))
            .fix(line.span(from, end), ""),
    )
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
    let code = line.source();
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
