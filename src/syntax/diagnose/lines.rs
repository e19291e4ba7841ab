//! Mistakes in statements, headings and lines of profiles.

use super::letters::{Kind, Line, Token, invisible, is_dash};
use super::{Follows, Within, brackets, conditions, line_start, near, quotes, short};
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Kind as Thing};
use crate::syntax::split::WORDS;
use crate::syntax::walk::{line_end, past_newline};

/// Says what is wrong with a line.
pub(super) fn diagnose(line: &Line<'_>) -> (Finding, Follows) {
    let alone = |f: Finding| (f, Follows::Nothing);
    if let Some(finding) = hidden(line) {
        return alone(finding);
    }
    if let Some(finding) = quotes::check(line) {
        return (finding, Follows::Quote);
    }
    if let Some(finding) = other_quotes(line) {
        return alone(finding);
    }
    if let Some(finding) = open_quote(line) {
        return (finding, Follows::Quote);
    }
    match line.place.within {
        Within::Rule | Within::Define | Within::Expect | Within::Template | Within::Line => {
            return conditions::diagnose(line);
        }
        Within::Heading => return alone(heading(line)),
        Within::Block | Within::List | Within::Profile => {}
    }
    // Prose and lines broken off come before single signs: their signs are not the mistake.
    if let Some(finding) = bullet(line).or_else(|| after_field(line)) {
        return alone(finding);
    }
    if let Some(found) = broken_off(line) {
        return found;
    }
    if let Some(finding) = brackets::check(line) {
        return alone(finding);
    }
    if let Some(finding) = prose(line) {
        return (finding, Follows::Prose);
    }
    let checks = [
        dash,
        date_written,
        figure,
        comma,
        sign,
        and_between,
        negative,
        bounds,
        setting,
        near_word,
        agreed,
        twice,
        field_in_list,
        missing_comma,
        two_kinds,
    ];
    let found = checks.iter().find_map(|check| check(line));
    alone(found.unwrap_or_else(|| fallback(line)))
}

// ---- letters -----------------------------------------------------------------------------------------

/// Characters that cannot be seen.
fn hidden(line: &Line<'_>) -> Option<Finding> {
    let (i, c) = line.written.char_indices().find(|(_, c)| invisible(*c))?;
    let end = i + c.len_utf8();
    Some(
        line.at(i, end, "a character that cannot be seen stands in this line")
            .here(format!("U+{:04X}", u32::from(c)))
            .help("delete it; it may have come with a text that was pasted")
            .fix(line.span(i, end), ""),
    )
}

/// Quotes that are none here, or two that do not belong together.
fn other_quotes(line: &Line<'_>) -> Option<Finding> {
    let other = |c: char| {
        matches!(
            c,
            '‘' | '’'
                | '\''
                | '`'
                | '´'
                | '„'
                | '‟'
                | '«'
                | '»'
                | '‹'
                | '›'
                | '「'
                | '」'
                | '『'
                | '』'
                | '＂'
        )
    };
    if let Some((n, token)) = line.sign(other) {
        // A pair of them is a text in other quotes.
        let close = line.tokens.iter().skip(n + 1).find(|t| {
            matches!(t.kind, Kind::Sign(c) if other(c))
                || t.kind == Kind::OpenQuote
                || ends_with_quote(line, **t)
        });
        let end = close.map(|t| t.end);
        let inner_end = close.map(|t| {
            if t.kind == Kind::Word {
                t.end - line.text(*t).chars().last().map_or(0, char::len_utf8)
            } else {
                t.start
            }
        });
        if let (Some(end), Some(inner)) = (end, inner_end) {
            let words = line.slice(token.end, inner);
            return Some(
                line.replace(
                    token.start,
                    end,
                    &format!("\"{words}\""),
                    "a text stands in double quotes",
                )
                .here("these are other quotes"),
            );
        }
        return Some(
            line.at(token.start, token.end, format!("`{}` has no meaning here", line.text(token)))
                .help("a text stands in double quotes: \"…\""),
        );
    }
    let open =
        line.tokens.iter().find(|t| t.kind == Kind::OpenQuote).filter(|t| line.text(**t) == "“")?;
    let i = open.end + line.slice(open.end, line.written.len()).find('"')?;
    Some(
        line.replace(i, i + 1, "”", "a text that begins with “ ends with ”")
            .here("this is the other quote")
            .label(line.span(open.start, open.end), "it begins here"),
    )
}

/// Quotes that are not closed.
fn open_quote(line: &Line<'_>) -> Option<Finding> {
    let open = line.tokens.iter().copied().find(|t| t.kind == Kind::OpenQuote)?;
    let curly = line.text(open) == "“";
    let rest = line.slice(open.end, line.written.len());
    if rest.ends_with('\\')
        || line.slice(0, open.start).ends_with('\\')
        || line.written.contains("\\\"")
    {
        return Some(
            line.at(open.start, line.written.len(), "a text cannot hold a double quote")
                .here("`\\\"` does not help")
                .help("write “ and ” for quotes inside a text"),
        );
    }
    let before = line.slice(0, open.start);
    if before.rfind('[') > before.rfind(']') {
        // A section: it ends before the number of its lines, or before the bracket.
        let inner = rest.split([']', ';', ',']).next().unwrap_or(rest);
        let section = inner.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-').trim_end();
        let stop =
            open.end + if section.is_empty() { inner.trim_end().len() } else { section.len() };
        let finding = line
            .at(open.start, stop, "a section in quotes is not closed")
            .here("the closing quote is missing");
        return Some(line.show(finding, stop, stop, if curly { "”" } else { "\"" }));
    }
    // The text ends before a source, a brace or the end of the line.
    let stop = [
        rest.find(" ["),
        rest.trim_end().strip_suffix('{').map(str::len),
        rest.find(';'),
        rest.find(" }"),
    ]
    .into_iter()
    .flatten()
    .min()
    .unwrap_or(rest.len());
    let stop = open.end + rest.get(..stop).unwrap_or(rest).trim_end().len();
    let close = if curly { "”" } else { "\"" };
    let finding = line
        .at(open.start, stop.max(open.end), "a text in quotes is not closed on its line")
        .here("the closing quote is missing");
    Some(line.show(finding, stop, stop, close).fix(line.span(stop, stop), close))
}

fn ends_with_quote(line: &Line<'_>, token: Token) -> bool {
    token.kind == Kind::Word && line.text(token).ends_with(['’', '\''])
}

/// A sign at the start of the line, as lists have in other programs.
fn bullet(line: &Line<'_>) -> Option<Finding> {
    let first = line.token(0)?;
    let next = line.token(1)?;
    if first.kind == Kind::Sign('/') && next.kind == Kind::Sign('/') && next.start == first.end {
        return Some(
            line.replace(0, next.end, "#", "a remark begins with `#`").here("not with `//`"),
        );
    }
    let is_bullet = matches!(
        first.kind,
        Kind::Sign(
            '-' | '*' | '•' | '·' | '◦' | '▪' | '‣' | '+' | '>' | '○' | '●' | '■' | '–' | '—'
        )
    );
    if is_bullet && next.start > first.start {
        return Some(
            line.replace(0, next.start, "", "a line does not begin with a sign")
                .here("leave this out"),
        );
    }
    let after = line.token(2)?;
    let numbered = first.kind == Kind::Figure
        && matches!(next.kind, Kind::Sign('.' | ')'))
        && matches!(after.kind, Kind::Word | Kind::Text);
    numbered.then(|| {
        line.replace(0, after.start, "", "a line does not begin with a number")
            .here("leave this out")
    })
}

/// `members: A`, `members = A`, `members -> A`.
fn after_field(line: &Line<'_>) -> Option<Finding> {
    let first = line.token(0).filter(|t| t.kind == Kind::Word)?;
    let sign = line.token(1).filter(|t| matches!(t.kind, Kind::Sign(':' | '=' | '-')))?;
    if line.text(sign) == "-" && !line.is_sign(2, '>') {
        return None;
    }
    let end = line
        .tokens
        .iter()
        .skip(1)
        .take_while(|t| matches!(t.kind, Kind::Sign(':' | '=' | '-' | '>')))
        .map(|t| t.end)
        .last()?;
    if end == line.written.len() {
        let follow = next_line(line, true).is_some();
        let finding = line
            .at(
                sign.start,
                end,
                format!("no `{}` stands after `{}`", line.slice(sign.start, end), line.text(first)),
            )
            .here("leave this out");
        return Some(if follow {
            finding.help(format!(
                "write `{} {{` and close the block with `}}` below its lines",
                line.text(first)
            ))
        } else {
            finding.help(format!("write what it is on the same line: `{} A, B`", line.text(first)))
        });
    }
    Some(
        line.replace(
            sign.start,
            end,
            " ",
            format!(
                "no `{}` stands between `{}` and what it is",
                line.slice(sign.start, end),
                line.text(first)
            ),
        )
        .here("a blank is enough"),
    )
}

/// The next line of the text, if it is not empty; `deeper` asks that it be indented deeper than this one.
fn next_line(line: &Line<'_>, deeper: bool) -> Option<(usize, usize)> {
    let text = line.place.text;
    let bytes = text.bytes();
    let end = line_end(bytes, line.place.end, text.text.len());
    let next = past_newline(bytes, end);
    let stop = line_end(bytes, next, text.text.len());
    let written = text.slice(next, stop);
    let written = written.split_once('#').map_or(written, |(code, _)| code);
    let content = written.trim();
    if content.is_empty() || content.starts_with('}') {
        return None;
    }
    let indent = |at: usize| {
        text.slice(line_start(text, at), text.text.len())
            .chars()
            .take_while(|c| c.is_whitespace() && !matches!(c, '\n' | '\r'))
            .count()
    };
    let first = next + (written.len() - written.trim_start().len());
    (!deeper || indent(next) > indent(line.place.start)).then(|| (first, first + content.len()))
}

/// A line that ends too early: a comma, or a word alone.
fn broken_off(line: &Line<'_>) -> Option<(Finding, Follows)> {
    let text = line.place.text;
    let last = line.tokens.last().copied()?;
    if last.kind == Kind::Sign(',') && line.tokens.len() > 1 {
        let before = line.token(line.tokens.len() - 2)?;
        if before.kind == Kind::Sign(',') {
            return Some((
                line.replace(before.start, last.end, "", "the list ends with commas")
                    .here("leave these out"),
                Follows::Nothing,
            ));
        }
        let finding = line
            .at(
                last.start,
                last.end,
                "the list ends with a comma, and a statement ends with its line",
            )
            .here("nothing follows this comma");
        let Some((from, to)) = next_line(line, false).filter(|(a, b)| is_names(text.slice(*a, *b)))
        else {
            return Some((
                line.show(finding, last.start, last.end, "")
                    .fix(line.span(last.start, last.end), ""),
                Follows::NextLine,
            ));
        };
        let names = text.slice(from, to);
        let finding = finding.label(text.span(from, to), "so this line stands by itself");
        let joined = format!("{} {}", line.written, names.trim_end_matches(','));
        let help = if names.ends_with(',') || joined.chars().count() > 90 {
            format!("write one a line in braces: `{} {{`", line.word(0))
        } else {
            format!(
                "put the list on one line: `{}`",
                joined.split_whitespace().collect::<Vec<_>>().join(" ")
            )
        };
        return Some((finding.help(help), Follows::NextLine));
    }
    let cited = line.is_sign(1, '[') && last.kind == Kind::Sign(']');
    let only = line.token(0).filter(|t| t.kind == Kind::Word)?;
    if line.tokens.len() == 1 || cited && line.place.within == Within::Block {
        return Some(single_word(line, only));
    }
    None
}

/// Checks for `A, B` and `A, B,` and `A`.
fn is_names(line: &str) -> bool {
    !line.is_empty()
        && line.trim_end_matches(',').split(',').all(|n| {
            let n = n.trim();
            !n.is_empty() && n.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
        })
}

fn single_word(line: &Line<'_>, only: Token) -> (Finding, Follows) {
    let text = line.place.text;
    let word = line.text(only);
    let before = text.slice(line_start(text, line.place.start), line.place.start).trim_end();
    if let Some(list) = before.strip_suffix(';') {
        let start = line.place.start;
        let semicolon = line_start(text, start) + list.len();
        let statement = list.rsplit(['{', ';']).next().unwrap_or("").trim();
        let finding = super::broken(
            text.span(semicolon, semicolon + 1),
            "`;` separates statements, a comma separates the names of a list",
        )
        .here("so the list ends here")
        .label(line.span(only.start, only.end), "and this stands by itself")
        .help(format!("write `{}, {}`", short(statement), super::flat(line.written)))
        .fix(text.span(semicolon, semicolon + 1), ",");
        return (finding, Follows::Nothing);
    }
    if line.place.within == Within::Profile {
        let finding = line
            .at(only.start, only.end, format!("the level of `{word}` is missing"))
            .help(format!(
                "write `{word} error`, `{word} warning`, `{word} advice` or `{word} rejected`"
            ));
        return (finding, Follows::Nothing);
    }
    if matches!(word, "no" | "has" | "is") {
        return (
            line.at(only.start, only.end, format!("`{word}` is followed by a name"))
                .help(format!("for example `{word} roadmap`")),
            Follows::Nothing,
        );
    }
    if let Some((from, to)) = next_line(line, true) {
        let next = text.slice(from, to);
        if is_names(next) {
            let finding = line
                .at(only.start, only.end, format!("nothing follows `{word}` on its line"))
                .here("a field and what it is stand on one line")
                .label(text.span(from, to), "this stands by itself");
            return (
                finding.help(format!(
                    "write `{word} {}`, or one a line in braces: `{word} {{`",
                    short(next)
                )),
                Follows::Deeper,
            );
        }
        let finding = line
            .at(only.start, only.end, format!("`{word}` is followed by lines without braces"))
            .here("`{` is missing after this")
            .label(text.span(from, to), "these lines belong to it");
        return (
            finding
                .help(format!("write `{word} {{` and close the block with `}}` below its lines")),
            Follows::Deeper,
        );
    }
    let finding = line
        .at(only.start, only.end, format!("`{word}` says nothing"))
        .here("nothing follows it on this line");
    let finding = if Thing::of_word(word).is_some_and(|k| !k.inside().is_empty()) {
        finding.help(format!("give it a name: `{word} some-name`"))
    } else if FIELDS.iter().any(|f| f.name == word) {
        finding.help(format!("write what it is, or `{word} unknown`, or `no {word}`"))
    } else {
        return (
            line.at(only.start, only.end, format!("`{word}` is no field"))
                .here("a field is missing before it")
                .help(format!(
                    "write the field it belongs to before it, or that it is so: `is {word}`, `has {word}`"
                )),
            Follows::Nothing,
        );
    };
    (finding, Follows::Nothing)
}

/// A sentence that no statement looks like.
fn prose(line: &Line<'_>) -> Option<Finding> {
    let words = line.tokens.iter().filter(|t| t.kind == Kind::Word).count();
    let known = FIELDS.iter().any(|f| f.name == line.word(0))
        || matches!(line.word(0), "no" | "has" | "is");
    if words < 5 || known || line.tokens.len() > words + words / 3 + 1 {
        return None;
    }
    Some(
        line.at(0, line.written.len(), "this is a sentence, not a statement").help(format!(
            "make it a remark (`# {}`), or say it with a field",
            short(line.written)
        )),
    )
}

// ---- headings ------------------------------------------------------------------------------------------

fn heading(line: &Line<'_>) -> Finding {
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
    if let Some(finding) = brackets::check(line).or_else(|| dash(line)) {
        return finding;
    }
    if word == "account" {
        return line
            .at(0, line.written.len(), "this heading of an account cannot be read")
            .here("which framework, and which source")
            .help("write `account of neacd [kim2009 \"PostCW\" 53] {`");
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
    if matches!(third.kind, Kind::Word | Kind::Figure) {
        return title(line, third.start);
    }
    let fourth = line.token(3).filter(|t| t.kind != Kind::Sign('['));
    if let (Kind::Text, Some(fourth)) = (third.kind, fourth) {
        let shown = short(line.slice(fourth.start, end));
        return line
            .replace(fourth.start, end, "", format!("`{shown}` does not fit after the title"))
            .here("a heading is a word, a name, a title and a source");
    }
    no_heading(line, third)
}

fn no_heading(line: &Line<'_>, from: Token) -> Finding {
    let end = line.written.len();
    sign(line).unwrap_or_else(|| {
        let shown = short(line.slice(from.start, end));
        line.at(from.start, end, format!("`{shown}` does not fit into a heading"))
            .help("a heading is a word, a name, a title in quotes and a source in brackets")
    })
}

/// Words that should be a title.
fn title(line: &Line<'_>, from: usize) -> Finding {
    let stop = line.sign(|c| c == '[').map_or(line.written.len(), |(_, t)| t.start);
    let quoted = line.tokens.iter().find(|t| t.start >= from && t.kind == Kind::Text);
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
    line.replace(from, end, &format!("\"{words}\""), "a title stands in quotes")
        .here("quotes are missing")
}

// ---- names and figures -----------------------------------------------------------------------------------

/// A dash that is no hyphen.
pub(super) fn dash(line: &Line<'_>) -> Option<Finding> {
    let (n, token) = line.sign(is_dash)?;
    let before = n.checked_sub(1).and_then(|b| line.token(b));
    let after = line.token(n + 1);
    let touching =
        before.is_some_and(|t| t.end == token.start) && after.is_some_and(|t| t.start == token.end);
    let figures = before.is_some_and(|t| t.kind == Kind::Figure)
        && after.is_some_and(|t| t.kind == Kind::Figure);
    if let Some(finding) = dash_in_date(line) {
        return Some(finding);
    }
    if figures {
        let (from, to) =
            (before.map_or(token.start, |t| t.end), after.map_or(token.end, |t| t.start));
        return Some(
            line.replace(from, to, " to ", "from one to another is written `to`, not with a dash")
                .here("this is a dash"),
        );
    }
    if touching {
        return Some(
            line.replace(
                token.start,
                token.end,
                "-",
                "a name is joined with hyphens, not with dashes",
            )
            .here("this is a dash; word processors put it there"),
        );
    }
    Some(line.at(token.start, line.written.len(), "a dash has no meaning here").help(format!(
        "a remark begins with `#`: `# {}`",
        short(line.slice(token.end, line.written.len()))
    )))
}

/// `2027–01`: a date whose hyphens are dashes.
fn dash_in_date(line: &Line<'_>) -> Option<Finding> {
    for (n, first) in line.outside_brackets() {
        if first.kind != Kind::Figure {
            continue;
        }
        let mut last = first;
        let mut at = n + 1;
        while let (Some(sign), Some(next)) = (line.token(at), line.token(at + 1))
            && matches!(sign.kind, Kind::Sign(c) if is_dash(c))
            && sign.start == last.end
            && next.kind == Kind::Figure
            && next.start == sign.end
        {
            last = next;
            at += 2;
        }
        let written = line.slice(first.start, last.end);
        let date: String = written.chars().map(|c| if is_dash(c) { '-' } else { c }).collect();
        if last.start > first.start && is_date(&date) {
            return Some(
                line.replace(
                    first.start,
                    last.end,
                    &date,
                    "a date is joined with hyphens, not with dashes",
                )
                .here("these are dashes; word processors put them there"),
            );
        }
    }
    None
}

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month(word: &str) -> Option<usize> {
    let lower = word.to_lowercase();
    MONTHS
        .iter()
        .position(|m| *m == lower || lower.len() >= 3 && m.starts_with(lower.trim_end_matches('.')))
}

/// Dates in words.
fn date_written(line: &Line<'_>) -> Option<Finding> {
    for (n, token) in line.outside_brackets() {
        if token.kind != Kind::Word {
            continue;
        }
        let Some(month) = month(line.text(token)) else { continue };
        let number = |t: Option<Token>| {
            t.filter(|t| t.kind == Kind::Figure).and_then(|t| {
                line.text(t)
                    .trim_end_matches(|c: char| c.is_alphabetic())
                    .parse::<u32>()
                    .ok()
                    .map(|v| (t, v))
            })
        };
        let before = n
            .checked_sub(1)
            .and_then(|b| number(line.token(b)))
            .filter(|(_, v)| (1..=31).contains(v));
        let comma = usize::from(line.is_sign(n + 1, ',') || line.is_sign(n + 1, '.'));
        let after = number(line.token(n + 1 + comma));
        let (from, to, new) = match (before, after) {
            (Some((day, d)), Some((year, y))) if y > 31 => {
                (day.start, year.end, format!("{y:04}-{:02}-{d:02}", month + 1))
            }
            (None, Some((year, y))) if y > 31 => {
                (token.start, year.end, format!("{y:04}-{:02}", month + 1))
            }
            (None, Some((day, d))) if (1..=31).contains(&d) => {
                match number(line.token(n + 2 + usize::from(line.is_sign(n + 2, ',')))) {
                    Some((year, y)) => (
                        token.start,
                        year.end.max(day.end),
                        format!("{y:04}-{:02}-{d:02}", month + 1),
                    ),
                    None => continue,
                }
            }
            _ => continue,
        };
        return Some(
            line.replace(from, to, &new, "a date is written year, month, day")
                .here("this is a date in words"),
        );
    }
    line.outside_brackets().into_iter().filter(|(_, t)| t.kind == Kind::Figure).find_map(
        |(_, t)| {
            let looks = like_date(line.text(t));
            date(line, t).or_else(|| looks.then(|| no_date(line, t)).flatten())
        },
    )
}

/// Dates in figures: `28.10.2015`, `10/2015`, `2015-1-5`.
pub(super) fn date(line: &Line<'_>, token: Token) -> Option<Finding> {
    let text = line.text(token);
    let parts: Vec<&str> = text.split(['.', '/', '-']).collect();
    if parts.len() < 2
        || parts.len() > 3
        || !parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let year_first = parts.first().is_some_and(|p| p.len() == 4);
    let year_last = parts.last().is_some_and(|p| p.len() == 4);
    if !year_first && !year_last || parts.len() == 2 && text.contains('.') {
        return None;
    }
    if is_date(text) {
        return None;
    }
    if let (true, true, [from, to]) = (year_first, year_last, parts.as_slice()) {
        let new = format!("{from} to {to}");
        let message = "from one to another is written `to`, not with a hyphen";
        return Some(line.replace(token.start, token.end, &new, message).here("two years"));
    }
    let pad = |p: &str| format!("{p:0>2}");
    let new = match (year_first, parts.as_slice()) {
        (true, [y, m]) | (false, [m, y]) => format!("{y}-{}", pad(m)),
        (true, [y, m, d]) => format!("{y}-{}-{}", pad(m), pad(d)),
        // Day first unless that cannot be.
        (false, [a, b, y]) if b.parse::<u32>().is_ok_and(|b| b > 12) => {
            format!("{y}-{}-{}", pad(a), pad(b))
        }
        (false, [a, b, y]) => format!("{y}-{}-{}", pad(b), pad(a)),
        _ => return None,
    };
    if !is_date(&new) {
        return None;
    }
    let finding = line
        .at(token.start, token.end, "a date is written year, month, day, with hyphens")
        .here("year-month-day, as in 2015-10-28");
    let finding = line.show(finding, token.start, token.end, &new);
    // Day and month may be the other way round; only a date with one reading is changed for the author.
    Some(if year_first || parts.len() == 2 {
        finding.fix(line.span(token.start, token.end), new)
    } else {
        finding
    })
}

/// Checks for a date as it is written, with a month and a day that can be.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |n: usize, digits: usize, most: u32| {
        parts.get(n).is_none_or(|p| {
            p.len() == digits
                && p.bytes().all(|b| b.is_ascii_digit())
                && p.parse::<u32>().is_ok_and(|v| v <= most && (n == 0 || v > 0))
        })
    };
    parts.len() <= 3 && number(0, 4, 9999) && number(1, 2, 12) && number(2, 2, 31)
}

/// A figure where a date stands that is none.
pub(super) fn no_date(line: &Line<'_>, token: Token) -> Option<Finding> {
    let text = line.text(token);
    (!is_date(text)).then(|| {
        line.at(token.start, token.end, format!("there is no date `{text}`"))
            .here("no day, month or year is written like this")
            .help("write the year, year-month or year-month-day, as in `2015-11`")
    })
}

/// Figures joined by hyphens that look like a date.
fn like_date(text: &str) -> bool {
    let hyphens = text.matches('-').count();
    let year = text.split(['-', ',']).next().unwrap_or("").len();
    hyphens == 2 || hyphens == 1 && year >= 4
}

/// Figures with other commas and points.
fn figure(line: &Line<'_>) -> Option<Finding> {
    let tokens = line.outside_brackets();
    for (n, token) in tokens {
        if token.kind != Kind::Figure {
            continue;
        }
        let text = line.text(token);
        let next = line.token(n + 1);
        if let Some((whole, part)) = text.split_once(',')
            && !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_digit())
            && part.len() != 3
        {
            let new = format!("{whole}.{part}");
            return Some(line.replace(token.start, token.end, &new, format!("`{text}` is no number: a fraction has a point, thousands have three digits after the comma")).here("this cannot be read"));
        }
        if let Some(next) = next.filter(|t| {
            t.kind == Kind::Figure
                && text.bytes().all(|b| b.is_ascii_digit())
                && text.len() <= 3
                && line.text(*t).len() == 3
        }) {
            let new = format!("{text},{}", line.text(next));
            return Some(
                line.replace(
                    token.start,
                    next.end,
                    &new,
                    "thousands are separated by a comma, not by a blank",
                )
                .here("this reads as two numbers"),
            );
        }
        if text.contains('\'') || text.matches('.').count() > 1 {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            return Some(
                line.replace(token.start, token.end, &digits, format!("`{text}` is no number"))
                    .here("thousands are separated by commas, or not at all"),
            );
        }
        if let Some(letters) = text.find(char::is_alphabetic) {
            let (digits, tail) =
                (text.get(..letters).unwrap_or(""), text.get(letters..).unwrap_or(""));
            let start = token.start + letters;
            return Some(match tail {
                "k" | "K" => line
                    .replace(
                        token.start,
                        token.end,
                        &format!("{digits},000"),
                        "write the number in full",
                    )
                    .here("this cannot be read"),
                "st" | "nd" | "rd" | "th" => line
                    .replace(start, token.end, "", "write the number alone")
                    .here("leave this out"),
                _ => line
                    .replace(
                        start,
                        start,
                        " ",
                        format!("a blank is missing between `{digits}` and `{tail}`"),
                    )
                    .here("or a name that does not begin with a letter"),
            });
        }
    }
    None
}

/// Commas too many.
fn comma(line: &Line<'_>) -> Option<Finding> {
    for (n, token) in line.outside_brackets() {
        if token.kind != Kind::Sign(',') {
            continue;
        }
        if n == 0 {
            let next = line.token(1).map_or(token.end, |t| t.start);
            return Some(
                line.replace(0, next, "", "a line cannot begin with a comma")
                    .here("leave this out"),
            );
        }
        if line.is_sign(n + 1, ',') {
            let next = line.token(n + 1)?;
            return Some(
                line.replace(token.start, next.end, ",", "two commas in a row")
                    .here("a name is missing between them, or one comma is too many"),
            );
        }
        if n == 1
            && line.place.within == Within::Block
            && line.token(0).is_some_and(|t| t.kind == Kind::Word)
        {
            let (first, count) = (line.word(0), line.tokens.len());
            if FIELDS.iter().any(|f| f.name == first) {
                return Some(
                    line.replace(
                        token.start,
                        token.end,
                        "",
                        format!("no comma stands between `{first}` and what it is"),
                    )
                    .here("leave this out"),
                );
            }
            if count <= 12 {
                return Some(
                    line.at(0, line.written.len(), "this list belongs to no field")
                        .here("a statement begins with the word for what it says")
                        .help(format!("for example `members {}`", short(line.written))),
                );
            }
        }
        if line.token(n + 1).is_none()
            || matches!(line.token(n + 1), Some(t) if t.kind == Kind::Sign('['))
        {
            return Some(
                line.replace(token.start, token.end, "", "nothing follows this comma")
                    .here("leave this out"),
            );
        }
    }
    None
}

/// Signs that have no meaning.
pub(super) fn sign(line: &Line<'_>) -> Option<Finding> {
    for (n, token) in line.outside_brackets() {
        let before = n.checked_sub(1).and_then(|b| line.token(b));
        let after = line.token(n + 1);
        match token.kind {
            Kind::Word if line.text(token).contains(['_', '\'', '’']) => return Some(in_name(line, token)),
            Kind::Sign('&' | '/' | '+' | '|') if before.is_some() && after.is_some() => {
                let (from, to) = (before.map_or(token.start, |t| t.end), after.map_or(token.end, |t| t.start));
                return Some(line.replace(from, to, ", ", format!("names of a list are separated by commas, not by `{}`", line.text(token))).here("write a comma"));
            }
            Kind::Sign('%' | '٪') => {
                let from = before.map_or(token.start, |t| t.end);
                return Some(line.replace(from, token.end, " percent", "per cent is written `percent`").here("in a word"));
            }
            Kind::Sign('$' | '€' | '£' | '¥' | '₩') => {
                let start = before.filter(|b| b.end == token.start).map_or(token.start, |b| b.start);
                return Some(
                    line.at(start, token.end, format!("`{}` has no meaning here", line.text(token)))
                        .here("no sign for money")
                        .help("write an amount of money as a text in quotes: `amount \"US$ 5 million\"`"),
                );
            }
            Kind::Sign('(' | ')') => {
                return Some(
                    line.at(token.start, token.end, "parentheses stand only in rules and definitions")
                        .help("a source stands in square brackets, a remark begins with `#`"),
                );
            }
            Kind::Sign('<' | '>' | '≤' | '≥' | '=') => {
                let end = if line.is_sign(n + 1, '=') { after.map_or(token.end, |t| t.end) } else { token.end };
                let words = conditions::comparison(line.slice(token.start, end)).unwrap_or("is");
                let pad = if before.is_some_and(|b| b.end == token.start) { " " } else { "" };
                return Some(line.replace(token.start, after.map_or(end, |t| if end == token.end { t.start } else { end }), &format!("{pad}{words} "), format!("`{}` is written `{words}`", line.slice(token.start, end))).here("in words"));
            }
            Kind::Sign('…') => return Some(others(line, token.start, token.end)),
            Kind::Sign('.') if line.is_sign(n + 1, '.') => return Some(others(line, token.start, line.written.len())),
            Kind::Sign('.') if after.is_none() => {
                return Some(line.replace(token.start, token.end, "", "a statement does not end with a full stop").here("leave this out"));
            }
            Kind::Sign('\\') => return Some(line.at(token.start, token.end, "`\\` has no meaning here").help("leave it out; a text in quotes holds any character as it is, except its own quote")),
            Kind::Sign('，' | '、' | '；' | '：' | '。') => {
                let new = if matches!(token.kind, Kind::Sign('，' | '、')) { ", " } else { " " };
                return Some(line.replace(token.start, token.end, new, format!("`{}` is not the comma used here", line.text(token))).here("a wide sign"));
            }
            Kind::Sign(c) if !matches!(c, ',' | '.' | ':' | ';' | '-' | '[' | ']' | '{' | '}') && !is_dash(c) => {
                return Some(line.at(token.start, token.end, format!("`{c}` has no meaning here")).help("leave it out, or put the text it belongs to in quotes"));
            }
            _ => {}
        }
    }
    None
}

fn others(line: &Line<'_>, from: usize, to: usize) -> Finding {
    let before = line.slice(0, from).trim_end().trim_end_matches(',').len();
    line.replace(before, to, ", and others", "that a list goes on is written `and others`")
        .here("in words")
}

/// A name with signs in it.
fn in_name(line: &Line<'_>, token: Token) -> Finding {
    let text = line.text(token);
    if text.contains('_') {
        let new = text.replace('_', "-");
        return line
            .replace(token.start, token.end, &new, "names are joined with hyphens, not with `_`")
            .here(format!("write `{new}`"));
    }
    line.at(token.start, token.end, format!("an apostrophe cannot stand in the name `{text}`"))
        .help("a text stands in double quotes; a name has letters, digits and hyphens only")
}

/// `A, B and C`, `A and others`.
fn and_between(line: &Line<'_>) -> Option<Finding> {
    for (n, token) in line.outside_brackets() {
        let text = line.text(token);
        if token.kind != Kind::Word || n == 0 {
            continue;
        }
        let before = line.token(n - 1)?;
        if matches!(text, "etc" | "etc.") {
            let end = if line.is_sign(n + 1, '.') { line.token(n + 1)?.end } else { token.end };
            return Some(others(line, token.start, end));
        }
        if !matches!(text, "and" | "or") {
            continue;
        }
        let after = line.token(n + 1).filter(|t| t.kind != Kind::Sign('['));
        let Some(after) = after else {
            let finding = line.at(token.start, token.end, format!("nothing follows `{text}`"));
            return Some(match text {
                "and" => finding.help("write `and others`, or leave it out"),
                _ => finding.help("names of a list are separated by commas"),
            });
        };
        let next = line.text(after);
        let last = line.token(n + 2).is_none_or(|t| t.kind == Kind::Sign('['));
        if text == "and" && next == "and" {
            return twice(line);
        }
        if text == "and"
            && last
            && next != "others"
            && next != "other"
            && near(next, ["others"]).is_some()
        {
            return Some(
                line.replace(
                    after.start,
                    after.end,
                    "others",
                    format!("`{next}` cannot be read here"),
                )
                .here("did you mean `others`?"),
            );
        }
        if text == "and" && matches!(next, "other" | "more" | "another" | "further") {
            return Some(others(line, before.end, line.token(n + 2).map_or(after.end, |t| t.end)));
        }
        if text == "and" && next == "others" {
            continue;
        }
        let from = if before.kind == Kind::Sign(',') { before.start } else { before.end };
        let message = if text == "and" {
            "the last two names of a list are separated by a comma too"
        } else {
            "a list cannot hold one thing `or` another"
        };
        return Some(line.replace(from, after.start, ", ", message).here(if text == "and" {
            "write a comma for this"
        } else {
            "a list means all of them"
        }));
    }
    None
}

/// `no …`, `has …`, `is …` with more than they take.
fn negative(line: &Line<'_>) -> Option<Finding> {
    let word = line.word(0);
    if !matches!(word, "no" | "has" | "is") {
        return None;
    }
    let count = line.tokens.iter().take_while(|t| t.kind != Kind::Sign('[')).count();
    let second = line.word(1);
    if word == "no" && count > 2 {
        let other = near(second, ["other"]).is_some();
        if other {
            let token = line.token(1)?;
            return Some(
                line.replace(
                    token.start,
                    token.end,
                    "other",
                    format!("`{second}` cannot be read here"),
                )
                .here("did you mean `other`?"),
            );
        }
        if second == "other" && count == 3 {
            return None;
        }
        if line.tokens.iter().any(|t| t.kind == Kind::Sign(',')) {
            return Some(
                line.at(0, line.written.len(), "`no` takes one name")
                    .help("write one a line: `no A in members`, `no B in members`"),
            );
        }
    }
    if count == 2 && matches!(second, "other" | "not" | "no") {
        return Some(
            line.at(0, line.written.len(), format!("a name is missing after `{word} {second}`"))
                .help(format!("for example `{word} {second} baskets`")),
        );
    }
    let example = match word {
        "no" => "`no roadmap`, `no other baskets` and `no DPRK in members`",
        "has" => "`has roadmap` and `has no roadmap`",
        _ => "`is live` and `is not live`",
    };
    let stop = line.stop.as_ref().map_or(0, |s| s.at);
    Some(
        line.at(
            stop.min(line.written.len()),
            line.written.len(),
            format!("this does not fit after `{word}`"),
        )
        .here("what cannot be read")
        .help(format!("the forms are {example}")),
    )
}

/// A misspelt word of the language where reading stopped.
pub(super) fn near_word(line: &Line<'_>) -> Option<Finding> {
    let stop = line.stop.as_ref()?;
    let wants: Vec<&str> = stop
        .wants
        .iter()
        .filter_map(|w| w.strip_prefix('`')?.strip_suffix('`'))
        .flat_map(|w| w.split(' '))
        .filter(|w| w.starts_with(char::is_alphabetic))
        .collect();
    let i = line.tokens.iter().position(|t| t.end > stop.at)?;
    // The word where reading stopped, or the one before, which may have been taken for a name.
    for n in [Some(i), i.checked_sub(1)].into_iter().flatten() {
        let token =
            line.token(n).filter(|t| t.kind == Kind::Word && (n > 0 || t.start == stop.at))?;
        let word = line.text(token);
        if !keyword(word)
            && let Some(meant) =
                near(word, wants.iter().copied().chain(["unknown", "others", "agreed"]))
            && !wants.contains(&word)
            && word.chars().count() > 2
        {
            return Some(
                line.replace(
                    token.start,
                    token.end,
                    meant,
                    format!("`{word}` cannot be read here"),
                )
                .here(format!("did you mean `{meant}`?")),
            );
        }
    }
    // `mroe than 3 troops`, `at leats 3 troops`
    for (n, token) in line.outside_brackets() {
        let next = line.word(n + 1);
        let meant = match next {
            "than" => near(line.text(token), ["more", "less"]).map(|m| (token, m)),
            _ if line.text(token) == "at" => line
                .token(n + 1)
                .and_then(|t| near(line.text(t), ["least", "most"]).map(|m| (t, m))),
            _ => None,
        };
        if let Some((token, meant)) = meant {
            return Some(
                line.replace(
                    token.start,
                    token.end,
                    meant,
                    format!("`{}` cannot be read here", line.text(token)),
                )
                .here(format!("did you mean `{meant}`?")),
            );
        }
    }
    None
}

/// `more then 25,000 troops`, `at leats 3 troops`, `least 10 ships`.
fn bounds(line: &Line<'_>) -> Option<Finding> {
    let figure = |n: usize| line.token(n).is_some_and(|t| t.kind == Kind::Figure);
    for (n, token) in line.outside_brackets() {
        let word = line.word(n);
        let before = n.checked_sub(1).map_or("", |b| line.word(b));
        let meant = match word {
            "more" | "less" if figure(n + 2) && line.word(n + 1) != "than" => {
                near(line.word(n + 1), ["than"]).map(|m| (n + 1, m))
            }
            "at" if figure(n + 2) => near(line.word(n + 1), ["least", "most"])
                .filter(|m| *m != line.word(n + 1))
                .map(|m| (n + 1, m)),
            "than" if figure(n + 1) && !matches!(before, "more" | "less") => {
                near(before, ["more", "less"]).map(|m| (n - 1, m))
            }
            "least" | "most" if figure(n + 1) && before != "at" => {
                let finding = line
                    .at(token.start, token.end, format!("`at` is missing before `{word}`"))
                    .here("`at` comes before this");
                return Some(
                    line.show(finding, token.start, token.start, "at ")
                        .fix(line.span(token.start, token.start), "at "),
                );
            }
            _ => None,
        };
        if let Some((at, meant)) = meant {
            let token = line.token(at)?;
            let message = format!("`{}` cannot be read here", line.text(token));
            return Some(
                line.replace(token.start, token.end, meant, message)
                    .here(format!("did you mean `{meant}`?")),
            );
        }
    }
    None
}

/// `st wide-agenda to 9 issues` in a profile.
fn setting(line: &Line<'_>) -> Option<Finding> {
    let first = line.token(0).filter(|t| t.kind == Kind::Word)?;
    let meant = if line.word(2) == "to" { "set" } else { near(line.word(0), ["follows", "set"])? };
    if line.place.within != Within::Profile || line.text(first) == meant {
        return None;
    }
    let message = format!("`{}` cannot be read here", line.text(first));
    Some(
        line.replace(first.start, first.end, meant, message)
            .here(format!("did you mean `{meant}`?")),
    )
}

/// A word that stands twice in a row.
pub(super) fn twice(line: &Line<'_>) -> Option<Finding> {
    let tokens = line.outside_brackets();
    for pair in tokens.windows(2) {
        let [(_, a), (_, b)] = pair else { continue };
        let word = line.text(*a);
        if a.kind == Kind::Word && b.kind == Kind::Word && word == line.text(*b) {
            return Some(
                line.replace(a.end, b.end, "", format!("`{word}` stands twice"))
                    .here("leave one of them out"),
            );
        }
    }
    None
}

/// `issues scs, nature hard`: the word of a field within a list.
fn field_in_list(line: &Line<'_>) -> Option<Finding> {
    let tokens = line.outside_brackets();
    let text = line.place.text;
    let start = line_start(text, line.place.start);
    let one_line = text.slice(start, line.place.start).contains('{');
    for three in tokens.windows(3) {
        let [(_, before), (_, field), (_, value)] = three else { continue };
        let word = line.text(*field);
        let apart = before.kind == Kind::Sign(',') || before.kind == Kind::Word;
        let has_value = matches!(value.kind, Kind::Word | Kind::Figure | Kind::Text)
            && !keyword(line.text(*value));
        if field.kind != Kind::Word
            || before.start == 0
            || !apart
            || !has_value
            || keyword(line.text(*before))
            || !FIELDS.iter().any(|f| f.name == word)
        {
            continue;
        }
        let (from, to) = if before.kind == Kind::Word {
            (before.end, field.start)
        } else {
            (before.start, field.start)
        };
        return Some(if one_line {
            let message = format!("`{word}` is a field: a `;` is missing before it");
            let finding = line.at(field.start, field.end, message).here("a statement of its own");
            line.show(finding, from, to, "; ").fix(line.span(from, to), "; ")
        } else {
            line.at(field.start, field.end, format!("`{word}` is a field: it begins its own line"))
                .here("a statement of its own")
                .help(format!(
                    "begin a new line here: `{}`",
                    short(line.slice(field.start, line.written.len()))
                ))
        });
    }
    None
}

/// `to be agreed` with something wrong after it.
fn agreed(line: &Line<'_>) -> Option<Finding> {
    let n = line.tokens.iter().position(|t| line.text(*t) == "agreed")?;
    let next = line.token(n + 1)?;
    Some(
        line.at(next.start, line.written.len(), "this does not fit after `to be agreed`")
            .help("the form is `to be agreed in council before widening`, each part as needed"),
    )
}

/// Two names side by side.
fn missing_comma(line: &Line<'_>) -> Option<Finding> {
    let skip = usize::from(line.place.within != Within::List);
    let tokens = line.outside_brackets();
    let is_name = |t: &Token| t.kind == Kind::Word || t.kind == Kind::Text;
    let stop = line.stop.as_ref().map_or(0, |s| s.at);
    let mut found = None;
    for pair in tokens.windows(2) {
        let [(n, a), (_, b)] = pair else { continue };
        if *n < skip
            || !is_name(a)
            || !is_name(b) && b.kind != Kind::Figure
            || keyword(line.text(*a))
            || keyword(line.text(*b))
        {
            continue;
        }
        // The first pair, unless reading came further.
        found = Some((*a, *b));
        if b.start >= stop {
            break;
        }
    }
    let (a, b) = found?;
    let message = format!(
        "a comma is missing between `{}` and `{}`",
        short(line.text(a)),
        short(line.text(b))
    );
    Some(
        line.replace(a.end, b.start, ", ", message)
            .here("two names side by side")
            .label(line.span(a.start, b.end), ""),
    )
    .map(|mut f| {
        // The gap is a blank; the two names are what a reader looks for.
        f.labels.reverse();
        f.labels.truncate(1);
        f.here("two names side by side")
    })
}

fn keyword(word: &str) -> bool {
    matches!(
        word,
        "and"
            | "others"
            | "including"
            | "to"
            | "be"
            | "agreed"
            | "in"
            | "by"
            | "before"
            | "after"
            | "with"
            | "during"
            | "at"
            | "least"
            | "most"
            | "more"
            | "less"
            | "than"
            | "all"
            | "except"
            | "of"
            | "done"
            | "settled"
            | "consent"
            | "unknown"
            | "no"
            | "not"
            | "other"
            | "when"
            | "unless"
            | "otherwise"
            | "is"
            | "has"
            | "or"
            | "for"
            | "as"
            | "where"
            | "under"
            | "following"
            | "expected"
            | "until"
            | "because"
    )
}

/// `34 states, 12 states`: a figure where a name should be.
fn two_kinds(line: &Line<'_>) -> Option<Finding> {
    let first = line.token(0)?;
    (first.kind != Kind::Word && line.place.within == Within::Block).then(|| {
        line.at(first.start, first.end, "a statement begins with a word")
            .here("this is none")
            .help("say what this is: `members …`, `content \"…\"`, or begin a remark with `#`")
    })
}

/// What is left: the place where reading stopped.
pub(super) fn fallback(line: &Line<'_>) -> Finding {
    let at = line.stop.as_ref().map_or(0, |s| s.at);
    let token = line.tokens.iter().copied().find(|t| t.end > at);
    let wants = line.stop.as_ref().map(|s| wanted(&s.wants)).unwrap_or_default();
    let finding = if let Some(token) = token {
        line.at(token.start, token.end, format!("`{}` does not fit here", short(line.text(token))))
    } else {
        let last = line.tokens.last().copied();
        let (start, word) = last.map_or((0, ""), |t| (t.start, line.text(t)));
        line.at(start, line.written.len(), format!("something is missing after `{}`", short(word)))
    };
    if wants.is_empty() {
        finding.here("what cannot be read")
    } else {
        finding.here("what cannot be read").help(format!("here may stand {wants}"))
    }
}

/// The first few of what could stand there, in words.
fn wanted(wants: &[&'static str]) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for want in wants.iter().filter(|w| !matches!(**w, "something else" | "a statement")) {
        if !seen.contains(want) {
            seen.push(want);
        }
    }
    seen.truncate(5);
    match seen.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        Some((last, _)) => (*last).to_owned(),
        None => String::new(),
    }
}
