//! Sources as notes at the foot of a page have them: `Japan¹`, `[1]`, `[ibid.]`, `– source: berger2015`.
//!
//! Takes the line; gives it with the source between brackets, or without the mark. What `ibid.` stands for it reads off the
//! lines above. Knows no sources.

use super::Within;
use super::letters::{Kind, Line, is_dash};
use crate::diagnostic::Finding;
use crate::syntax::parser::reads;

/// So many bytes above a line are gone through for the source before it.
const ABOVE: usize = 4 * 1024;

const RAISED: &[char] = &['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '†', '‡', '*'];

/// Says how the source is written.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    if !matches!(line.place.within, Within::Block | Within::List) {
        return None;
    }
    raised(line).or_else(|| above(line)).or_else(|| numbered(line)).or_else(|| after_dash(line))
}

/// `Japan¹`, `Japan*`.
fn raised(line: &Line<'_>) -> Option<Finding> {
    let code = line.tokens.iter().find(|t| t.kind == Kind::Word && line.text(**t).contains(RAISED));
    let star = |n: usize| {
        let touches = |t: super::letters::Token| {
            n > 0 && line.token(n - 1).is_some_and(|b| b.end == t.start && b.kind == Kind::Word)
        };
        line.token(n).filter(|t| matches!(t.kind, Kind::Sign('*' | '†' | '‡')) && touches(*t))
    };
    let (from, to) = match code {
        Some(word) => {
            let text = line.text(*word);
            let at = text.find(RAISED)?;
            let length: usize = text
                .get(at..)?
                .chars()
                .take_while(|c| RAISED.contains(c))
                .map(char::len_utf8)
                .sum();
            (word.start + at, word.start + at + length)
        }
        None => (1..line.tokens.len()).find_map(star).map(|t| (t.start, t.end))?,
    };
    let mark = line.slice(from, to);
    Some(
        line.replace(from, to, "", format!("`{mark}` marks a note, and there are no notes here"))
            .here("leave this out")
            .help("a source stands at the end of the line, as in `[berger2015 \"NAPCI\" 98]`"),
    )
}

/// `[ibid.]`: the source of the line before it, once more.
fn above(line: &Line<'_>) -> Option<Finding> {
    let (n, open) = line.sign(|c| c == '[')?;
    let word = line.word(n + 1).to_lowercase();
    let close = line.tokens.iter().skip(n).find(|t| t.kind == Kind::Sign(']'))?;
    let same = matches!(
        word.as_str(),
        "ibid" | "ibidem" | "idem" | "op" | "loc" | "same" | "dito" | "ditto"
    );
    if !same {
        return None;
    }
    let before = line.above(ABOVE);
    let cite = before
        .rfind('[')
        .and_then(|i| before.get(i..))
        .and_then(|c| c.find(']').and_then(|e| c.get(..=e)))
        .filter(|c| reads(&format!("a b {c}"), Within::Block));
    let message = format!("`{}` names no source", line.slice(open.end, close.start).trim());
    Some(match cite {
        Some(cite) => line
            .replace(open.start, close.end, cite, message)
            .here("each line names its source by its short name"),
        None => line
            .at(open.start, close.end, message)
            .here("each line names its source by its short name")
            .help("write it out, as in `[berger2015 \"NAPCI\" 98]`"),
    })
}

/// `[1]`, `[12]`: the number of a note.
fn numbered(line: &Line<'_>) -> Option<Finding> {
    let (n, open) = line.sign(|c| c == '[')?;
    let figure = line.token(n + 1).filter(|t| t.kind == Kind::Figure)?;
    let close = line.token(n + 2).filter(|t| t.kind == Kind::Sign(']'))?;
    let number = line.text(figure);
    let before = line.slice(0, open.start).trim();
    Some(
        line.at(
            open.start,
            close.end,
            format!("`{number}` is no source: there are no numbered notes"),
        )
        .here("the short name of a source stands here")
        .help(format!(
            "write `{}`, or `[unverified]` where you have not looked it up",
            format!("{before}  [SOURCE \"SECTION\" LINE]").trim()
        )),
    )
}

/// `members A, B – source: berger2015`, `members A, B -- berger2015 98`.
fn after_dash(line: &Line<'_>) -> Option<Finding> {
    let end = line.written.trim_end().len();
    let (n, dash) = line.outside_brackets().into_iter().find(|(n, t)| {
        let next = line.word(n + 1).to_lowercase();
        line.sign(|c| c == '[').is_none()
            && *n > 1
            && matches!(t.kind, Kind::Sign(c) if is_dash(c) || matches!(c, '-' | ',' | '.' | '/'))
            && matches!(
                next.as_str(),
                "source" | "sources" | "see" | "cf" | "per" | "ref" | "according"
            )
    })?;
    let skip = |t: &super::letters::Token| {
        matches!(t.kind, Kind::Sign(':' | '.'))
            || matches!(
                line.text(*t).to_lowercase().as_str(),
                "source" | "sources" | "see" | "cf" | "per" | "ref" | "according" | "to"
            )
    };
    let source =
        line.tokens.iter().skip(n + 1).find(|t| !skip(t)).filter(|t| t.kind == Kind::Word)?;
    let words = line.slice(source.start, end).trim_end_matches(['.', ')']);
    let from = line.slice(0, dash.start).trim_end().len();
    let message = "a source stands in square brackets, at the end of its line";
    Some(line.replace(from, end, &format!("  [{words}]"), message).here("brackets are missing"))
}
