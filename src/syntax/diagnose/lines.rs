//! Mistakes in statements, headings and lines of profiles.

use super::bullets::{bullet, bullets_after};
use super::commas::missing_comma;
use super::figures::{bounds, dash, date_written, figure};
use super::headings::heading;
use super::letters::{Kind, Line, Token, invisible};
use super::values::{
    agreed, and_between, comma, field_in_list, near_word, negative, setting, sign, twice,
};
use super::{
    Follows, Within, absent, amounts, brackets, code_end, conditions, line_start, lists, offers,
    quotes, short, texts, times,
};
use crate::diagnostic::Finding;
use crate::schema::FIELDS;
use crate::syntax::walk::{line_end, past_newline};
use crate::value::{flat, or};

/// Says what is wrong with a line.
pub(super) fn diagnose(line: &Line<'_>) -> (Finding, Follows) {
    let alone = |f: Finding| (f, Follows::Nothing);
    if let Some(finding) = hidden(line) {
        return alone(finding);
    }
    if let Some(finding) = quotes::escaped(line) {
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
        Within::Moments => return alone(super::moments::one(line)),
        Within::Heading => {
            return alone(super::moments::choice(line).unwrap_or_else(|| heading(line)));
        }
        Within::Edits => {
            let place = line.place;
            let edit = || super::edits::edit(place.text, place.start, place.end);
            return alone(super::clocks::slip(line).unwrap_or_else(edit));
        }
        Within::Block | Within::List | Within::Profile => {}
    }
    let times = [
        super::sentences::check,
        super::spans::check,
        super::choices::no_block,
        super::moments::slip,
        super::clocks::slip,
        super::defaults::slip,
        super::moments::choice,
    ];
    if let Some(finding) = times.iter().find_map(|slip| slip(line)) {
        return alone(finding);
    }
    // Prose and lines broken off come before single signs: their signs are not the mistake.
    if let Some(finding) = bullet(line) {
        return (finding, Follows::Bullets);
    }
    let early = [
        super::footnotes::check,
        absent::not_binding,
        super::commas::between_semicolons,
        super::membership::field_denied,
        super::gates::alternatives,
        amounts::together,
        super::unbraced::check,
    ];
    if let Some(finding) = early.iter().find_map(|slip| slip(line)) {
        return alone(finding);
    }
    if let Some(finding) = after_field(line) {
        let ends = line.tokens.last().is_some_and(|t| matches!(t.kind, Kind::Sign(_)));
        return (finding, if ends { Follows::Deeper } else { Follows::Nothing });
    }
    if let Some(finding) = bullets_after(line) {
        return (finding, Follows::Bullets);
    }
    if let Some(found) = broken_off(line) {
        return found;
    }
    if let Some(finding) = absent::nothing_said(line) {
        return alone(finding);
    }
    if let Some(finding) = field_in_list(line).filter(|_| fields_after_commas(line)) {
        return alone(finding);
    }
    let mut first = None;
    for check in CHECKS {
        let Some(finding) = check(line) else { continue };
        // What makes the line one that can be read is the likeliest mistake.
        if offers::cures(line, &finding) {
            return alone(finding);
        }
        first = first.or(Some(finding));
    }
    let finding = first.unwrap_or_else(|| fallback(line));
    let follows = if finding.message == SENTENCE { Follows::Prose } else { Follows::Nothing };
    (finding, follows)
}

/// Checks for `kind secretariat, host Mongolia`: after a comma stands a field with its value, and nothing more.
fn fields_after_commas(line: &Line<'_>) -> bool {
    let is_field = |w: &str| FIELDS.iter().any(|f| f.name == w);
    let tokens = line.outside_brackets();
    line.place.within == Within::Block
        && is_field(line.word(0))
        && tokens.windows(3).any(|three| {
            let [(_, comma), (n, field), (_, value)] = three else { return false };
            let next = line.token(n + 2);
            comma.kind == Kind::Sign(',')
                && field.kind == Kind::Word
                && is_field(line.text(*field))
                && value.kind == Kind::Word
                && next.is_none_or(|t| matches!(t.kind, Kind::Sign(',' | '[' | '}')))
        })
}

/// A statement of many words that no single change mends: what its field takes.
pub(super) fn what_it_takes(line: &Line<'_>) -> Option<Finding> {
    let words = line.outside_brackets().iter().filter(|(_, t)| t.kind == Kind::Word).count();
    let block = line.place.within == Within::Block && words > 2;
    block.then(|| times::no_moment(line).or_else(|| lists::no_list(line)))?
}

const SENTENCE: &str = "this is a sentence, not a statement";

type Check = fn(&Line<'_>) -> Option<Finding>;

/// What is tried on a statement, the likeliest first.
const CHECKS: &[Check] = &[
    absent::check,
    texts::check,
    brackets::check,
    super::gates::check,
    super::membership::check,
    super::frequency::check,
    times::check,
    amounts::check,
    lists::check,
    super::slips::check,
    prose,
    is_not,
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
    times::no_moment,
    field_in_list,
    missing_comma,
    lists::no_list,
    two_kinds,
];

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

/// `iss not live`, `hass no roadmap`.
fn is_not(line: &Line<'_>) -> Option<Finding> {
    let first = line.token(0)?;
    let span = line.span(first.start, first.end);
    let meant = super::is_or_has(line.place.text, span)?;
    matches!(line.word(1), "not" | "no").then(|| line.misspelt(first, meant))
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
pub(super) fn next_line(line: &Line<'_>, deeper: bool) -> Option<(usize, usize)> {
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
            format!("put the list on one line: `{}`", flat(&joined))
        };
        return Some((finding.help(help), Follows::NextLine));
    }
    if let Some(finding) = lists::check(line).filter(|f| offers::cures(line, f)) {
        return Some((finding, Follows::Nothing));
    }
    let cited = line.is_sign(1, '[') && last.kind == Kind::Sign(']');
    let only = line.token(0).filter(|t| t.kind == Kind::Word)?;
    if line.tokens.len() == 1 || cited && line.place.within == Within::Block {
        return Some(super::single::single_word(line, only));
    }
    None
}

/// Checks for `A, B` and `A, B,` and `A`.
pub(super) fn is_names(line: &str) -> bool {
    !line.is_empty()
        && line.trim_end_matches(',').split(',').all(|n| {
            let n = n.trim();
            !n.is_empty() && n.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
        })
}

/// `members ROK; DPRK, USA`: names after a semicolon that should be a comma.
pub(super) fn after_semicolon(line: &Line<'_>, end: usize) -> Option<Finding> {
    let (text, start) = (line.place.text, line.place.start);
    let before = text.slice(line_start(text, start), start).trim_end();
    let list = before.strip_suffix(';')?;
    let semicolon = line_start(text, start) + list.len();
    let statement = list.rsplit(['{', ';']).next().unwrap_or("").trim();
    // `members ROK; USA; China`: all of them are meant.
    let stop = code_end(text, start, text.text.len());
    let after = text.slice(start + line.written.trim_end().len(), stop);
    let more: Vec<&str> = after.split(';').map(str::trim).filter(|n| !n.is_empty()).collect();
    let more = if more.iter().all(|n| is_names(n)) { more } else { Vec::new() };
    let more = [vec![""], more].concat().join(", ");
    Some(
        super::broken(
            text.span(semicolon, semicolon + 1),
            "`;` separates statements, a comma separates the names of a list",
        )
        .here("so the list ends here")
        .label(line.span(0, end), "and this stands by itself")
        .help(format!(
            "write `{}, {}{}`",
            short(statement),
            super::flat(line.written),
            short(&more)
        ))
        .fix(text.span(semicolon, semicolon + 1), ","),
    )
}

/// A sentence that no statement looks like.
fn prose(line: &Line<'_>) -> Option<Finding> {
    let words = line.tokens.iter().filter(|t| t.kind == Kind::Word).count();
    let known = FIELDS.iter().any(|f| f.name == line.word(0))
        || matches!(line.word(0), "no" | "has" | "is");
    let verb = (0..line.tokens.len().min(8)).any(|n| {
        matches!(
            line.word(n),
            "is" | "are" | "was" | "were" | "will" | "must" | "should" | "has" | "have" | "had"
        )
    });
    if words < 5 - usize::from(verb) || known || line.tokens.len() > words + words / 3 + 1 {
        return None;
    }
    Some(
        line.at(0, line.written.len(), SENTENCE).help(format!(
            "make it a remark (`# {}`), or say it with a field",
            short(line.written)
        )),
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
    or(&seen)
}
