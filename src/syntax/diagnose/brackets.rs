//! Mistakes in `[ … ]`, where the sources of a statement stand; what stands in them is for [`super::citations`].

use super::citations;
use super::letters::{Kind, Line, Token};
use super::phrases::{Of, Row, find, takes};
use super::{Within, near};
use crate::diagnostic::Finding;
use crate::syntax::parser::reads;

/// Says what is wrong with the brackets of a line, if anything is.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    if let Some(finding) = outside(line) {
        return Some(finding);
    }
    let Some((n, open)) = line.sign(|c| c == '[') else { return stray_close(line) };
    let close = line.tokens.iter().skip(n).position(|t| t.kind == Kind::Sign(']')).map(|i| n + i);
    let Some(close) = close else { return Some(unclosed(line, n, open)) };
    let inner = line.tokens.get(n + 1..close).unwrap_or(&[]);
    let end = line.token(close)?;
    for (first, sign) in [(n, '['), (close, ']')] {
        if let Some(second) = line.token(first + 1).filter(|t| t.kind == Kind::Sign(sign)) {
            let message = format!("two `{sign}` in a row");
            let finding = line.replace(second.start, second.end, "", message);
            return Some(finding.here("one of them is too many"));
        }
    }
    let cite = line.slice(open.start, end.end);
    // What stands between them can be read: whatever is wrong with the line, it is not this.
    if reads(&format!("a b {cite}"), Within::Block) {
        return after(line, close, open, end);
    }
    no_source(line, open, inner, end)
        .or_else(|| citations::inside(line, open, inner, end))
        .or_else(|| after(line, close, open, end))
}

/// `[my own view]`, `[?]`, a web address: nothing between the brackets is a source.
fn no_source(line: &Line<'_>, open: Token, inner: &[Token], end: Token) -> Option<Finding> {
    let (first, last) = (inner.first()?, inner.last()?);
    let words = line.slice(first.start, last.end);
    if words.contains("://") || words.starts_with("www.") {
        return Some(
            line.at(first.start, last.end, "a web address does not stand between the brackets")
                .here("the short name of a source stands here")
                .help("declare the source, `source NAME \"TITLE\" { date 2015 }`, and write `[NAME]`; the address may stand in a remark"),
        );
    }
    let mark = |w: &str| near(w, ["inferred", "unverified"]).is_some();
    let plain = |t: &Token| t.kind == Kind::Word && !mark(line.text(*t));
    let several = inner.len() > 1 && inner.iter().all(plain) && line.text(*first) != "as";
    let sign =
        inner.iter().all(|t| matches!(t.kind, Kind::Sign('?' | '!' | '-' | '…' | '.' | '*')));
    (several || sign).then(|| {
        line.at(open.start, end.end, format!("`{}` is no source", super::short(words)))
            .here("the short name of a source stands here")
            .help("write `[inferred]` for what you conclude yourself, `[unverified]` for what you have not looked up, or `[berger2015 \"NAPCI\" 98]`")
    })
}

/// `as of 2015-11 [berger2015 "NAPCI" 98]`, `source: berger2015 "ROK" 88`: what belongs between the brackets and
/// stands before them.
fn outside(line: &Line<'_>) -> Option<Finding> {
    let block = matches!(line.place.within, Within::Block | Within::List);
    let cite = line.sign(|c| c == '[').map(|(_, t)| t);
    let timed = takes(line).contains(&Of::Times);
    if let Some((from, to, dated)) =
        find(line, &[Row("as of D$", "as of D")]).filter(|_| block && !timed)
    {
        let (first, last) = (line.token(from)?, line.token(to.checked_sub(1)?)?);
        let before = line.slice(0, first.start).trim_end();
        let message = "as of when something is said stands between the brackets, after the source";
        let new = match cite.and_then(|c| line.tokens.iter().rfind(|t| t.start > c.start)) {
            Some(close) => {
                let inside = line.slice(last.end, close.start).trim_start();
                return Some(
                    line.replace(
                        before.len(),
                        close.start,
                        &format!("  {inside}, {dated}"),
                        message,
                    )
                    .here("move it there"),
                );
            }
            None => format!("  [SOURCE, {dated}]"),
        };
        return Some(
            line.at(first.start, last.end, message)
                .here("move it there")
                .help(format!("write `{before}{new}`")),
        );
    }
    // A source without any bracket: its name, its section in quotes, its lines.
    if cite.is_some() || line.sign(|c| c == ']').is_some() || !block {
        return None;
    }
    if let Some((n, open)) = line.sign(|c| c == '<')
        && let Some(close) = line.tokens.last().filter(|t| t.kind == Kind::Sign('>'))
        && line.token(n + 1).is_some_and(|t| t.kind == Kind::Word)
    {
        let new = format!("[{}]", line.slice(open.end, close.start));
        return Some(
            line.replace(open.start, close.end, &new, "a source stands in square brackets")
                .here("not in these"),
        );
    }
    let (n, section) = line.tokens.iter().enumerate().skip(2).find(|(n, t)| {
        t.kind == Kind::Text && line.token(n + 1).is_some_and(|t| t.kind == Kind::Figure)
    })?;
    let source = line.token(n - 1).filter(|t| {
        t.kind == Kind::Word
            && t.end < section.start
            && (line.text(*t).ends_with(|c: char| c.is_ascii_digit())
                // Two words side by side: the second begins something else.
                || line.token(n - 2).is_some_and(|b| n > 2 && b.kind == Kind::Word))
    })?;
    let introduces = |t: &Token| match t.kind {
        Kind::Sign(':' | '(' | ',' | '.') => true,
        _ => matches!(
            line.text(*t).to_lowercase().as_str(),
            "source" | "see" | "from" | "cf" | "according" | "to"
        ),
    };
    let start = line
        .tokens
        .iter()
        .take(n - 1)
        .rev()
        .take_while(|t| introduces(t))
        .last()
        .map_or(source.start, |t| t.start);
    let end = line.written.trim_end().len();
    let words = line.slice(source.start, end).trim_end_matches([')', '.']);
    Some(
        line.replace(start, end, &format!(" [{words}]"), "a source stands in square brackets")
            .here("brackets are missing"),
    )
}

fn stray_close(line: &Line<'_>) -> Option<Finding> {
    let (n, close) = line.sign(|c| c == ']')?;
    // `1  unverified]`: a word about the source.
    let mark = n.checked_sub(1).and_then(|m| line.token(m));
    if let Some(mark) = mark.filter(|t| n > 1 && matches!(line.text(*t), "inferred" | "unverified"))
    {
        let message = "the bracket before the word about the source is missing";
        return Some(
            line.replace(mark.start, mark.start, "[", message).here("`[` is missing before this"),
        );
    }
    // `berger2015 "NAPCI" 98]`: the source begins before its section.
    let section = line.tokens.iter().take(n).rposition(|t| t.kind == Kind::Text);
    if let Some(source) = section
        .and_then(|s| s.checked_sub(1))
        .and_then(|s| line.token(s))
        .filter(|t| t.kind == Kind::Word)
    {
        let finding = line
            .at(source.start, close.end, "the bracket before the source is missing")
            .here("`[` is missing before this");
        return Some(
            line.show(finding, source.start, source.start, "[")
                .fix(line.span(source.start, source.start), "["),
        );
    }
    Some(
        line.replace(close.start, close.end, "", "`]` without a `[` before it")
            .here("this closes nothing"),
    )
}

fn unclosed(line: &Line<'_>, n: usize, open: Token) -> Finding {
    let end = line
        .tokens
        .iter()
        .skip(n)
        .rev()
        .find(|t| !matches!(t.kind, Kind::Sign('{')))
        .map_or(line.written.len(), |t| t.end);
    let finding = line
        .at(open.start, end, "the bracket with the source is not closed on its line")
        .here("`]` is missing");
    line.show(finding, end, end, "]").fix(line.span(end, end), "]")
}

/// What follows the brackets.
fn after(line: &Line<'_>, close: usize, open: Token, end: Token) -> Option<Finding> {
    let next = line.token(close + 1).filter(|t| !matches!(t.kind, Kind::Sign('{')))?;
    if next.kind == Kind::Sign('[') {
        let (second, last) = (line.token(close + 2), line.tokens.last()?);
        let mark = second.is_some_and(|t| matches!(line.text(t), "inferred" | "unverified"));
        if let Some(second) = second.filter(|_| last.kind == Kind::Sign(']')) {
            let joint = if mark { ", " } else { "; " };
            return Some(
                line.replace(
                    end.start,
                    second.start,
                    joint,
                    "a statement has one pair of brackets",
                )
                .here(if mark {
                    "a comma is enough"
                } else {
                    "two sources are separated by `;`"
                }),
            );
        }
        return Some(
            line.at(next.start, line.written.len(), "a statement has one pair of brackets")
                .here("the second")
                .help("put both sources between the first brackets, separated by `;`"),
        );
    }
    if open.start == 0 {
        let rest = line.slice(next.start, line.written.len());
        return Some(
            line.at(open.start, end.end, "the source stands at the end of the statement")
                .help(format!("write it after `{}`", super::short(rest))),
        );
    }
    let cite = line.slice(open.start, end.end);
    let moved = format!(
        "{} {} {cite}",
        line.slice(0, open.start).trim_end(),
        line.slice(next.start, line.written.len()).trim()
    );
    let rest = line.slice(next.start, line.written.len());
    let finding = line
        .at(
            next.start,
            line.written.len(),
            format!("`{}` stands after the source", super::short(rest)),
        )
        .here("the source comes last");
    Some(if rest.starts_with([',', ';']) || moved.contains('\n') {
        finding.help("an item with a source of its own stands on a line of its own, in braces")
    } else {
        finding.help(format!("write `{moved}`"))
    })
}
