//! Mistakes in what stands between the brackets of a citation: the source, its section, its lines, and its date.
//!
//! Takes the tokens between the brackets; gives what is wrong with them. Where brackets stand is said by [`super::brackets`].

use super::letters::{Kind, Line, Token, is_dash};
use super::near;
use crate::diagnostic::Finding;

/// What stands between the brackets.
pub(super) fn inside(
    line: &Line<'_>,
    open: Token,
    inner: &[Token],
    close: Token,
) -> Option<Finding> {
    if inner.is_empty() {
        return Some(line.at(open.start, close.end, "the brackets are empty").help(
            "name the source: `[berger2015 \"NAPCI\" 98]`, or write `[inferred]` or `[unverified]`",
        ));
    }
    for (i, token) in inner.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|b| inner.get(b));
        let after = inner.get(i + 1);
        if let Some(finding) = everyday(line, before.copied(), *token, after.copied()) {
            return Some(finding);
        }
        if let Some(finding) = number(line, inner, i) {
            return Some(finding);
        }
        match token.kind {
            Kind::Sign(c) if is_dash(c) => {
                return Some(
                    line.replace(
                        token.start,
                        token.end,
                        "-",
                        "lines run from one to another with a hyphen, not with a dash",
                    )
                    .here("this is a dash"),
                );
            }
            Kind::Sign(',' | ';') if after.is_none() => {
                return Some(
                    line.replace(
                        token.start,
                        token.end,
                        "",
                        "nothing follows this inside the brackets",
                    )
                    .here("one sign too many"),
                );
            }
            Kind::Sign(',') if matches!(after, Some(t) if t.kind == Kind::Sign(',')) => {
                return Some(
                    line.replace(token.start, token.end, "", "two commas in a row")
                        .here("one of them is too many"),
                );
            }
            Kind::Sign(',') if i == 1 => {
                // `berger2015, "NAPCI" 98`
                if matches!(after, Some(t) if matches!(t.kind, Kind::Text | Kind::Figure)) {
                    return Some(
                        line.replace(
                            token.start,
                            token.end,
                            "",
                            "no comma stands between a source and its section",
                        )
                        .here("leave this out"),
                    );
                }
            }
            Kind::Sign('.' | '§' | ':' | '/' | '=' | '&') => {
                let sign = line.text(*token);
                return Some(
                    line.at(
                        token.start,
                        token.end,
                        format!("`{sign}` does not belong between the brackets"),
                    )
                    .help(
                        "a source, its section in quotes, its lines: `[berger2015 \"NAPCI\" 98]`",
                    ),
                );
            }
            Kind::Word => {
                let text = line.text(*token);
                let first = before.is_none_or(|b| b.kind == Kind::Sign(';'));
                if let Some(finding) = word(line, inner, i, text, first) {
                    return Some(finding);
                }
            }
            _ => {}
        }
    }
    None
}

/// `see berger2015`, `source: berger2015`, `88 and 92`, `98 (as of 2015)`, `as of November 2015`.
fn everyday(
    line: &Line<'_>,
    before: Option<Token>,
    token: Token,
    after: Option<Token>,
) -> Option<Finding> {
    let text = line.text(token).to_lowercase();
    let (next, first) = (after?, before.is_none_or(|b| b.kind == Kind::Sign(';')));
    let figure = |t: Option<Token>| t.is_some_and(|t| t.kind == Kind::Figure);
    let introduces = matches!(
        text.as_str(),
        "see"
            | "cf"
            | "source"
            | "sources"
            | "from"
            | "ref"
            | "cited"
            | "by"
            | "according"
            | "in"
            | "per"
            | "vgl"
    );
    if first && token.kind == Kind::Word && introduces {
        let sign = matches!(next.kind, Kind::Sign(':' | '.'));
        let rest = line.tokens.iter().find(|t| t.start >= if sign { next.end } else { next.start });
        let to = rest.filter(|t| t.kind == Kind::Word)?;
        let message = format!("`{}` is not needed before a source", line.text(token));
        return Some(line.replace(token.start, to.start, "", message).here("leave this out"));
    }
    if token.kind == Kind::Sign(':') && before.is_some_and(|b| b.kind == Kind::Word) {
        let message = "no `:` stands between a source and its section";
        return Some(line.replace(token.start, token.end, "", message).here("leave this out"));
    }
    // `in 2015-11`, `as at 2015-11`, `dated 2015-11`: as of when it was said.
    let dated = matches!(text.as_str(), "in" | "on" | "at" | "dated" | "of" | "from" | "until");
    if dated && next.kind == Kind::Figure && before.is_some() && line.text(next).len() >= 4 {
        let as_at = before.filter(|b| line.text(*b) == "as");
        if text != "of" || as_at.is_none() {
            let first = as_at.unwrap_or(token);
            let comma = line.slice(0, first.start).trim_end().len();
            let joint = if line.slice(0, comma).ends_with(',') { " as of " } else { ", as of " };
            let written = line.slice(first.start, token.end);
            return Some(
                line.replace(comma, next.start, joint, format!("`{written}` is written `as of`"))
                    .here("write `as of` for this"),
            );
        }
    }
    if text == "and" && figure(before) && next.kind == Kind::Figure {
        let from = before.map_or(token.start, |b| b.end);
        let message = "lines of a section are separated by a comma";
        return Some(line.replace(from, next.start, ", ", message).here("write a comma for this"));
    }
    if token.kind == Kind::Sign('(') && before.is_some() {
        let close =
            line.tokens.iter().find(|t| t.start > token.start && t.kind == Kind::Sign(')'))?;
        let inner = line.slice(token.end, close.start).trim();
        let from = before.map_or(token.start, |b| b.end);
        let message = "no parentheses stand between the brackets";
        return Some(
            line.replace(from, close.end, &format!(", {inner}"), message).here("a comma is enough"),
        );
    }
    if text == "as" && line.text(next) == "of" {
        let month = line.tokens.iter().find(|t| t.start >= next.end)?;
        return super::figures::month_written(line, *month);
    }
    None
}

/// `1x6`, `x16`, `-44`: the number of a line with a letter or a sign in it.
fn number(line: &Line<'_>, inner: &[Token], i: usize) -> Option<Finding> {
    let (token, before) = (*inner.get(i)?, *inner.get(i.checked_sub(1)?)?);
    let joined = before.kind == Kind::Figure && before.end == token.start;
    let start = match token.kind {
        Kind::Word if joined => before.start,
        Kind::Word if before.kind == Kind::Text => {
            let text = line.text(token);
            let digits = text.chars().filter(char::is_ascii_digit).count();
            (digits > 0 && digits + 1 == text.chars().count()).then_some(token.start)?
        }
        Kind::Sign('-') if before.kind == Kind::Text => token.start,
        Kind::Figure
            if matches!(before.kind, Kind::Text | Kind::Sign(','))
                && line.text(token).contains(char::is_alphabetic) =>
        {
            token.start
        }
        _ => return None,
    };
    let after = inner.get(i + 1).filter(|t| t.start == token.end && t.kind == Kind::Figure);
    let end = after.map_or(token.end, |t| t.end);
    let shown = line.slice(start, end);
    let finding = line.at(start, end, format!("`{shown}` is not the number of a line"));
    Some(finding.here("a number is written in digits").help(
        "lines follow the section as numbers: `[berger2015 \"NAPCI\" 98]`, `… 98-100`, `… 98, 102`",
    ))
}

/// A word between the brackets, with what stands beside it.
struct Here<'a, 'l> {
    line: &'a Line<'l>,
    inner: &'a [Token],
    i: usize,
    token: Token,
    before: Option<Token>,
    next: Option<Token>,
}

fn word(line: &Line<'_>, inner: &[Token], i: usize, text: &str, first: bool) -> Option<Finding> {
    let token = *inner.get(i)?;
    let here = Here {
        line,
        inner,
        i,
        token,
        before: i.checked_sub(1).and_then(|b| inner.get(b)).copied(),
        next: inner.get(i + 1).copied(),
    };
    if let Some(finding) = as_of(&here, text, first) {
        return Some(finding);
    }
    let next = here.next;
    if matches!(text, "p" | "pp" | "page" | "line" | "lines" | "section" | "see" | "l" | "ll")
        && !first
    {
        let end = next.filter(|t| t.kind == Kind::Sign('.')).map_or(token.end, |t| t.end);
        return Some(
            line.replace(
                token.start,
                end,
                "",
                format!(
                    "`{}` is not needed before the number of a line",
                    line.slice(token.start, end)
                ),
            )
            .here("leave this out"),
        );
    }
    // `S. 12`, `Z. 12`: the same in other tongues.
    let abbreviated = text.chars().count() < 3
        && next.is_some_and(|t| t.kind == Kind::Sign('.'))
        && inner.get(i + 2).is_some_and(|t| t.kind == Kind::Figure)
        && here.before.is_some_and(|t| matches!(t.kind, Kind::Text | Kind::Sign(',')));
    if abbreviated && let Some(number) = inner.get(i + 2) {
        let message = format!("`{text}.` is not needed before the number of a line");
        return Some(line.replace(token.start, number.start, "", message).here("leave this out"));
    }
    if first || matches!(text, "of" | "to") {
        return None;
    }
    if matches!(text, "inferred" | "unverified") {
        return (!here.after(',')).then(|| here.comma_before(text));
    }
    let ends = next.is_none_or(|t| matches!(t.kind, Kind::Sign(',' | ';')));
    if ends && let Some(meant) = near(text, ["inferred", "unverified"]) {
        return Some(
            line.replace(token.start, token.end, meant, format!("`{text}` cannot be read here"))
                .here(format!("did you mean `{meant}`?")),
        );
    }
    if text == "quote" && next.is_some_and(|t| t.kind == Kind::Text) {
        return Some(
            line.at(
                token.start,
                next.map_or(token.end, |t| t.end),
                "a quotation does not stand between the brackets",
            )
            .help("make it a remark: it begins with `#`"),
        );
    }
    Some(source_or_section(&here, text, ends))
}

impl Here<'_, '_> {
    fn after(&self, sign: char) -> bool {
        self.before.is_some_and(|b| b.kind == Kind::Sign(sign))
    }

    fn comma_before(&self, shown: &str) -> Finding {
        let (line, token) = (self.line, self.token);
        let finding = line
            .at(token.start, token.end, format!("a comma is missing before `{shown}`"))
            .here("a comma comes before this");
        let from = self.before.map_or(token.start, |b| b.end);
        line.show(finding, from, token.start, ", ").fix(line.span(from, token.start), ", ")
    }
}

/// `as of 2015-11` and what it is misspelt as.
fn as_of(here: &Here<'_, '_>, text: &str, first: bool) -> Option<Finding> {
    let (line, token, next) = (here.line, here.token, here.next?);
    let second = line.text(next);
    let close = |word: &str, want: &'static str| {
        word == want || word.chars().count() <= 3 && near(word, [want]).is_some()
    };
    let date = here.inner.get(here.i + 2);
    let figure = date.is_some_and(|t| t.kind == Kind::Figure);
    if next.kind != Kind::Word || !close(text, "as") || !close(second, "of") {
        return None;
    }
    if text != "as" || second != "of" {
        return figure.then(|| {
            let written = line.slice(token.start, next.end);
            line.replace(token.start, next.end, "as of", format!("`{written}` cannot be read here"))
                .here("did you mean `as of`?")
        });
    }
    if first && here.after(';') {
        let semicolon = here.before?;
        return Some(
            line.replace(semicolon.start, semicolon.end, ",", "a comma stands before `as of`")
                .here("not a semicolon: this is about the source before it"),
        );
    }
    if first {
        return None;
    }
    if !here.after(',') {
        return Some(here.comma_before("as of"));
    }
    match date {
        Some(date) if figure => {
            super::figures::date(line, *date).or_else(|| super::figures::no_date(line, *date))
        }
        _ => Some(
            line.at(next.start, next.end, "a date follows `as of`")
                .help("for example `as of 2015-11`"),
        ),
    }
}

/// A word that is the next source, or a section that lacks its quotes.
fn source_or_section(here: &Here<'_, '_>, text: &str, ends: bool) -> Finding {
    let (line, token, before) = (here.line, here.token, here.before);
    let (comma, semicolon) = (here.after(','), "; ");
    let section_next = here.next.is_some_and(|t| t.kind == Kind::Text);
    if comma && section_next {
        let (from, end) = before.map_or((token.start, token.start), |b| (b.start, b.end));
        return line
            .replace(from, end, ";", "two sources are separated by `;`")
            .here("this comma stands before a second source");
    }
    let after_section = before.is_some_and(|b| matches!(b.kind, Kind::Figure | Kind::Text));
    let like_source = text.len() > 4 && text.ends_with(|c: char| c.is_ascii_digit());
    if after_section && (section_next || like_source) {
        let from = before.map_or(token.start, |b| b.end);
        let finding = line
            .at(token.start, token.end, format!("a semicolon is missing before `{text}`"))
            .here("here begins a second source");
        return line
            .show(finding, from, token.start, semicolon)
            .fix(line.span(from, token.start), semicolon);
    }
    // Words that should be a section: up to the next figure, text, comma or semicolon.
    let stop = here
        .inner
        .iter()
        .skip(here.i)
        .position(|t| matches!(t.kind, Kind::Figure | Kind::Text | Kind::Sign(_)))
        .map_or(here.inner.len(), |k| here.i + k);
    let last = here.inner.get(stop.saturating_sub(1)).copied().unwrap_or(token);
    let words = line.slice(token.start, last.end);
    // `paper, Findings, p. 12`: source, section, line.
    if comma
        && here.i == 2
        && let Some((source, figure)) = here.inner.first().zip(numbered(line, here.inner, stop))
    {
        let number = line.slice(figure.0, figure.1);
        let new = format!("{} \"{words}\" {number}", line.text(*source));
        let message = format!("the section `{words}` stands in quotes, and no comma before it");
        return line
            .replace(source.start, figure.1, &new, message)
            .here("a source, its section in quotes, its lines");
    }
    // `Box 1 146`, `Art. 5`: the number is part of the section.
    let numbers = number_of_section(here.inner, stop, words);
    let (words, last) = match numbers {
        Some(end) => (line.slice(token.start, end), Token { end, ..last }),
        None => (words, last),
    };
    if comma && ends {
        let from = before.map_or(token.start, |b| b.start);
        let finding = line
            .at(
                token.start,
                token.end,
                format!("`{text}` is neither a section nor a word about the source"),
            )
            .here("what is this");
        let with = line.with(from, token.start, semicolon).unwrap_or_default();
        return finding.help(format!(
            "if `{text}` is a source, write `{with}`: sources are separated by semicolons"
        ));
    }
    let message = if comma && here.inner.get(stop).is_none() {
        format!("`{words}` is neither a section nor a word about the source")
    } else {
        format!("the section `{words}` stands in quotes")
    };

    line.replace(token.start, last.end, &format!("\"{words}\""), message).here("quotes are missing")
}

/// Words that a number belongs to.
const NUMBERED: &[&str] = &[
    "art",
    "article",
    "box",
    "annex",
    "appendix",
    "section",
    "sec",
    "chapter",
    "chap",
    "ch",
    "part",
    "para",
    "paragraph",
    "clause",
    "note",
    "table",
    "figure",
    "fig",
    "rule",
    "principle",
    "no",
];

/// Finds the end of the number that is part of the name of a section.
fn number_of_section(inner: &[Token], stop: usize, words: &str) -> Option<usize> {
    let last = words.split_whitespace().next_back()?.to_lowercase();
    let dot = usize::from(inner.get(stop).is_some_and(|t| t.kind == Kind::Sign('.')));
    let figure = inner.get(stop + dot).filter(|t| t.kind == Kind::Figure)?;
    let another = inner.get(stop + dot + 1).is_some_and(|t| t.kind == Kind::Figure);
    let numbered = NUMBERED.contains(&last.as_str());
    (another || numbered).then_some(figure.end)
}

/// Finds the number of a line after a comma: `, p. 12`, `, 12`.
fn numbered(line: &Line<'_>, inner: &[Token], at: usize) -> Option<(usize, usize)> {
    let rest = inner.get(at..)?;
    let (figure, before) = rest.split_last().filter(|(t, _)| t.kind == Kind::Figure)?;
    let introduces = |t: &Token| {
        matches!(t.kind, Kind::Sign(',' | '.'))
            || matches!(line.text(*t), "p" | "pp" | "page" | "pages" | "line" | "lines" | "l")
    };
    (!before.is_empty() && before.iter().all(introduces)).then_some((figure.start, figure.end))
}
