//! Mistakes in headings: what stands between a declaration word and its `{`.

use super::figures::dash;
use super::letters::{Kind, Line, Token};
use super::values::{in_name, sign};
use super::{brackets, quoted, short};
use crate::diagnostic::{Finding, NoteKind};
use crate::schema::Kind as Thing;
use crate::syntax::declare::WORDS;

pub(super) fn heading(line: &Line<'_>) -> Finding {
    let end = line.written.find(['{', '\n', '\r']).unwrap_or(line.written.len());
    let head = Line::new(
        super::Place {
            end: line.place.text.trim(line.place.start, line.place.start + end),
            ..line.place
        },
        None,
    );
    let line = &head;
    let word = line.word(0);
    let declares = WORDS.contains(&word) || Thing::of_word(word).is_some();
    let the = (1..line.tokens.len()).find(|n| line.word(*n) == "the");
    if let Some(finding) = the.and_then(|the| super::sentences::length_of_choice(line, the)) {
        return finding;
    }
    if let Some(finding) = everyday(line, declares) {
        return finding;
    }
    if let Some((_, sign)) = line.sign(|c| matches!(c, ':' | '=')) {
        return line
            .replace(
                sign.start,
                sign.end,
                "",
                format!("no `{}` stands in a heading", line.text(sign)),
            )
            .here("leave this out");
    }
    let apart = line.token(2).filter(|t| matches!(t.kind, Kind::Sign('-' | '–' | '—')));
    let apart = apart.filter(|_| declares && line.token(3).is_some_and(|t| t.kind == Kind::Text));
    if let (Some(sign), Some(cured)) = (apart, offered(line)) {
        return line
            .at(sign.start, sign.end, format!("no `{}` stands in a heading", line.text(sign)))
            .here("leave this out")
            .help(format!("write `{cured}`"));
    }
    if let Some(finding) = brackets::check(line).or_else(|| dash(line)) {
        return finding;
    }
    if word == "account" {
        if let Some(finding) = account(line) {
            return finding;
        }
        return line
            .at(0, line.written.len(), "this heading of an account cannot be read")
            .here("which framework, and which source")
            .help("write `account of neacd [kim2009 \"PostCW\" 53] {`");
    }
    if word == "choice" {
        return line
            .at(0, line.written.len(), "this choice does not say at what it is made")
            .here("at which event, or at the end of which phase")
            .help("write `choice at REVIEW {`");
    }
    if word == "view" {
        let name = Some(line.word(1)).filter(|w| !w.is_empty()).unwrap_or("NAME");
        // Who holds it stands after `held`, `by` or `of`, with commas or `and` between.
        let from = (2..line.tokens.len()).find(|at| matches!(line.word(*at), "held" | "by" | "of"));
        let holders: Vec<&str> = (from.unwrap_or(line.tokens.len())..line.tokens.len())
            .map(|at| line.word(at))
            .filter(|w| !w.is_empty() && !matches!(*w, "held" | "by" | "of" | "and" | "the" | "is"))
            .collect();
        let by = if holders.is_empty() { "A, B".to_owned() } else { holders.join(", ") };
        return line
            .at(0, line.written.len(), "this heading of a view cannot be read")
            .here("what it is called, and who holds it")
            .help(format!("write `view {name} held by {by} {{`"))
            .note(NoteKind::Without, "this block was left out of the check");
    }
    if declares {
        return named_heading(line, word);
    }
    match line.token(0) {
        // What is left over after word and name.
        Some(first) if matches!(first.kind, Kind::Word | Kind::Figure) => title(line, first.start),
        Some(first) if first.kind == Kind::Text => line
            .at(first.start, first.end, "a heading has one title")
            .here("a second one")
            .help("leave one of them out"),
        Some(first) => no_heading(line, first),
        None => line.at(0, line.written.len(), "this heading cannot be read"),
    }
}

/// `first phase opening`, `framework called napci`, `phase 1: opening`, `basket functional (Title)`.
fn everyday(line: &Line<'_>, declares: bool) -> Option<Finding> {
    let known = |n: usize| Thing::of_word(line.word(n)).is_some();
    if let Some(n) = (1..3).find(|n| !declares && known(*n) && !line.word(n + 1).is_empty()) {
        let (first, word) = (line.token(0)?, line.token(n)?);
        let before = line.slice(first.start, word.start).trim_end();
        let plain = before.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
        let message = format!("a heading begins with `{}`, not with `{before}`", line.text(word));
        return plain
            .then(|| line.replace(first.start, word.start, "", message).here("leave this out"));
    }
    if line.word(0) == "sequence" {
        let second = line.token(1).filter(|t| t.kind == Kind::Word)?;
        let message = "a sequence has no name";
        let end = line.written.trim_end().len();
        return Some(
            line.replace(line.token(0)?.end, end, "", message)
                .label(line.span(second.start, end), "leave this out"),
        );
    }
    let (second, third) = (line.token(1).filter(|_| declares)?, line.token(2)?);
    if matches!(line.text(second), "called" | "named" | "entitled" | "titled" | "the" | "a" | "an")
        && third.kind == Kind::Word
    {
        let message = format!("`{}` is not needed in a heading", line.text(second));
        return Some(line.replace(second.start, third.start, "", message).here("leave this out"));
    }
    if second.kind == Kind::Figure {
        let name = line
            .tokens
            .iter()
            .skip(2)
            .find(|t| t.kind != Kind::Sign(':') && t.kind != Kind::Sign('.'))?;
        let message = format!("`{}` is no name: a name begins with a letter", line.text(second));
        return (name.kind == Kind::Word)
            .then(|| line.replace(second.start, name.start, "", message).here("leave this out"));
    }
    let date = line.token(3).filter(|t| t.kind == Kind::Figure);
    if let Some(date) =
        date.filter(|_| matches!(line.text(third), "on" | "in" | "since" | "from" | "by"))
    {
        let (word, written) = (line.text(third), line.text(date));
        let field = if word == "in" { "on" } else { word };
        let next = line.token(4).map_or(date.end, |t| t.start);
        let message = format!("`{word} {written}` belongs into the block, not into the heading");
        return Some(
            line.replace(third.start, next, "", message)
                .here("leave this out")
                .help(format!("and in the block below write `{field} {written}`")),
        );
    }
    let open = (third.kind == Kind::Sign('(')).then_some(third)?;
    let close = line.tokens.iter().find(|t| t.kind == Kind::Sign(')'))?;
    let title = line.slice(open.end, close.start).trim();
    let message = "a title stands in quotes, not in parentheses";
    Some(
        line.replace(open.start, close.end, &format!("\"{title}\""), message)
            .here("write it in quotes"),
    )
}

/// `account napci [cfr2015]`, `account by cfr2015 of napci`: the framework comes after `of`, then the source in brackets.
fn account(line: &Line<'_>) -> Option<Finding> {
    let small = |w: &str| {
        matches!(
            w,
            "account" | "of" | "by" | "from" | "according" | "to" | "on" | "about" | "in" | "the"
        )
    };
    let outside = line.outside_brackets();
    let cite =
        line.sign(|c| c == '[').map(|(_, t)| line.slice(t.start, line.written.len()).trim_end());
    let after = |joints: &[&str]| {
        outside.iter().find(|(n, t)| {
            t.kind == Kind::Word
                && !small(line.text(*t))
                && joints.contains(&line.word(n.wrapping_sub(1)))
        })
    };
    let source = after(&["by", "from", "to"]).map(|(_, t)| line.text(*t));
    let (at, name) = after(&["of", "on", "about", "account", "the"])?;
    let name = line.text(*name);
    // `(cho2019 "1" 5)`, `cho2019 "1" 5`
    let rest = line.tokens.get(at + 1..).unwrap_or(&[]);
    let round = |t: &&Token| !matches!(t.kind, Kind::Sign('(' | ')' | ',' | ':' | '-'));
    let bare = rest.iter().find(round).zip(rest.iter().rfind(round));
    let bare = bare
        .map(|(a, b)| line.slice(a.start, b.end))
        .filter(|s| s.contains(['"', ' ']) || !s.is_empty());
    let cite = cite
        .map(str::to_owned)
        .or_else(|| source.map(|s| format!("[{s}]")))
        .or_else(|| bare.map(|s| format!("[{s}]")))?;
    let end = line.written.len();
    Some(
        line.replace(
            0,
            end,
            &format!("account of {name} {}", cite.trim()),
            "this heading of an account cannot be read",
        )
        .here("which framework, and then which source"),
    )
}

/// A heading that begins with a word that declares.
fn named_heading(line: &Line<'_>, word: &str) -> Finding {
    let end = line.written.len();
    let form = format!("write `{word} short-name \"Its title\" {{`");
    let Some(second) = line.token(1) else {
        return line
            .at(0, end, format!("a name is missing after `{word}`"))
            .here("nothing is named here")
            .help(form);
    };
    let shown = line.text(second);
    match second.kind {
        Kind::Text
            if offered(line).is_some()
                && (line.token(2).is_some_and(|t| matches!(t.kind, Kind::Word | Kind::Text))
                    || shown.chars().nth(1).is_some_and(char::is_lowercase)) =>
        {
            let inner = shown.trim_matches(['"', '“', '”']);
            let name = line.token(2).filter(|t| t.kind == Kind::Word);
            let finding = match name {
                Some(name) => line
                    .at(second.start, name.end, "the title comes after the name")
                    .here("these two have changed places"),
                None => line
                    .at(second.start, second.end, "a name stands without quotes")
                    .here(format!("write `{inner}`")),
            };
            finding.help(format!("write `{}`", offered(line).unwrap_or_default()))
        }
        Kind::Text => {
            let message = format!("a name is missing between `{word}` and the title");
            let rest = line.slice(second.start, end);
            line.at(second.start, second.end, message)
                .here("the title comes after the name")
                .help(format!("write `{word} short-name {rest}`"))
        }
        Kind::Figure => line
            .at(
                second.start,
                second.end,
                format!("the name `{shown}` does not begin with a letter"),
            )
            .help(format!("write `{word} f{shown}`, or another short name")),
        Kind::Word if shown.contains(['_', '\'', '’']) => in_name(line, second),
        Kind::Word => after_name(line, form),
        _ => line
            .at(second.start, second.end, format!("a name is missing after `{word}`"))
            .here("this is none")
            .help(form),
    }
}

/// A heading whose name is good; what follows it should be a title.
fn after_name(line: &Line<'_>, form: String) -> Finding {
    let end = line.written.len();
    let Some(third) = line.token(2) else {
        return line.at(0, end, "this heading cannot be read").help(form);
    };
    if let Some(finding) = without_on(line) {
        return finding;
    }
    if matches!(third.kind, Kind::Word | Kind::Figure) {
        return title(line, third.start);
    }
    if matches!(third.kind, Kind::Sign(',' | ';' | '-' | '–' | '—' | '.'))
        && let Some(cured) = offered(line)
    {
        let sign = line.text(third);
        return line
            .at(third.start, third.end, format!("no `{sign}` stands in a heading"))
            .here("leave this out")
            .help(format!("write `{cured}`"));
    }
    let fourth = line.token(3).filter(|t| t.kind != Kind::Sign('['));
    // `framework eaec "Caucus" kim2009 "KeepUS" 116 {`
    if let (Kind::Text, Some(source)) = (third.kind, fourth)
        && source.kind == Kind::Word
        && line.token(4).is_some_and(|t| matches!(t.kind, Kind::Text | Kind::Figure))
        && line.sign(|c| c == '[' || c == ']').is_none()
    {
        let words = line.slice(source.start, end).trim_end();
        let message = "a source stands in square brackets";
        let new = format!("[{words}]");
        return line.replace(source.start, end, &new, message).here("brackets are missing");
    }
    if let (Kind::Text, Some(fourth)) = (third.kind, fourth) {
        let shown = short(line.slice(fourth.start, end));
        return line
            .replace(fourth.start, end, "", format!("`{shown}` does not fit after the title"))
            .here("a heading is a word, a name, a title and a source");
    }
    no_heading(line, third)
}

/// The heading in its order, with the ` {` that follows it, if it can be read so.
fn offered(line: &Line<'_>) -> Option<String> {
    let cured = format!("{}{}", super::names::cured(line.written)?, line.block_below());
    let line = cured.strip_suffix(" {").unwrap_or(&cured);
    let good = crate::syntax::parser::reads(line, super::Within::Heading);
    (good && cured.chars().count() <= 110).then_some(cured)
}

/// Words that come to mind for the `on` of a scenario.
const LIKE_ON: &[&str] = &[
    "for", "of", "in", "to", "from", "at", "about", "over", "upon", "onto", "with", "against", "is",
];

/// `scenario wider "Wider talks" for napci {`, and without any word before `napci`.
fn without_on(line: &Line<'_>) -> Option<Finding> {
    if line.word(0) != "scenario" {
        return None;
    }
    let titled = line.token(2).is_some_and(|t| t.kind == Kind::Text);
    let at = if titled { 3 } else { 2 };
    let word = line.token(at).filter(|t| t.kind == Kind::Word)?;
    let ends = |n: usize| line.token(n).is_none_or(|t| matches!(t.kind, Kind::Sign('[' | '{')));
    let message = "a scenario begins `on` a framework or another scenario";
    if ends(at + 1) {
        return Some(line.put_before(word, "on", message).here("`on` is missing before this"));
    }
    let shown = line.text(word);
    let like = LIKE_ON.contains(&shown) || super::near(shown, ["on"]).is_some();
    // Two words after the name may be a title without quotes; after the title they can be nothing else.
    let named = !line.word(at + 1).is_empty() && ends(at + 2);
    (named && (titled || like) && shown != "on")
        .then(|| line.replace(word.start, word.end, "on", message).here("write `on` for this"))
}

fn no_heading(line: &Line<'_>, from: Token) -> Finding {
    let end = line.written.len();
    sign(line).unwrap_or_else(|| {
        let shown = short(line.slice(from.start, end));
        line.at(from.start, end, format!("`{shown}` does not fit into a heading"))
            .help("a heading is a word, a name, a title in quotes and a source in brackets")
    })
}

/// `common-fund "Common fund" {`: a name and a title, and no word that says what is declared.
fn undeclared(line: &Line<'_>, name: &str) -> Finding {
    let words: Vec<&str> =
        Thing::all().filter(|k| !k.inside().is_empty()).map(Thing::word).collect();
    let finding = line
        .at(0, name.len(), format!("`{}` is a name, and begins no block", short(name)))
        .here("the word for what is declared is missing before it");
    match words.iter().find(|w| name.rsplit('-').next() == Some(**w)) {
        Some(word) => line.show(finding, 0, 0, &format!("{word} ")),
        None => finding,
    }
    .help(format!("blocks inside a block begin with {}", quoted(&words)))
}

/// Words that should be a title.
fn title(line: &Line<'_>, from: usize) -> Finding {
    let stop = line.source();
    let quoted =
        line.tokens.iter().find(|t| t.start >= from && t.start < stop && t.kind == Kind::Text);
    let end = from + line.slice(from, stop).trim_end().len();
    if let Some(quoted) = quoted {
        // `basket crisis line "Crisis line"`: the name is in several words.
        let words = line.slice(from, quoted.start).trim_end();
        let before = line.tokens.iter().copied().rfind(|t| t.end <= from);
        if let Some(name) = before.filter(|t| line.text(*t) == words) {
            return line
                .replace(
                    name.end,
                    from + words.len(),
                    "",
                    format!("the name `{words}` stands twice"),
                )
                .here("leave one of them out");
        }
        let start =
            before.filter(|t| t.kind == Kind::Word && t.start > 0).map_or(from, |t| t.start);
        let alone = super::line_start(line.place.text, line.place.start);
        let alone = line.place.text.slice(alone, line.place.start).trim().is_empty();
        if start == 0 && alone && !words.contains(char::is_whitespace) {
            return undeclared(line, words);
        }
        let joined = line.slice(start, from + words.len());
        let joined = joined.split_whitespace().collect::<Vec<_>>().join("-");
        let finding = line
            .at(from, from + words.len(), "a name is one word")
            .here("this stands between the name and the title");
        return match line.with(start, from + words.len(), &joined) {
            Some(shown) => finding.help(format!("join the words with hyphens: `{shown}`")),
            None => finding.help("join the words with hyphens"),
        };
    }
    let words = line.slice(from, end);
    let name = line.tokens.iter().copied().rfind(|t| t.end <= from && t.start > 0);
    let small = words.starts_with(|c: char| c.is_lowercase()) && !words.contains(' ');
    if let Some(name) = name.filter(|t| small && t.kind == Kind::Word) {
        let finding = line
            .at(from, end, "a name is one word")
            .here("this stands after the name")
            .fix(line.span(name.end, from), "-");
        return line
            .show(finding, name.end, from, "-")
            .help(format!("or put it in quotes, if it is the title: `\"{words}\"`"));
    }
    line.replace(from, end, &format!("\"{words}\""), "a title stands in quotes")
        .here("quotes are missing")
}
