//! Cuts a text into its top-level declarations, each read by itself afterwards.
//!
//! Takes a text; gives the places of declarations, the `##` lines above each, remarks, and what to repair in the
//! copy that is read: a brace that is missing is put where the indentation says it belongs, one too many is taken
//! out. So a mistake stays inside its declaration. Knows the words that declare, nothing of what stands in a block.

mod cutter;
mod repair;
mod signs;
mod texts;

use super::declare::Word;
use super::diagnose;
use super::walk::{Patch, Text, at, blank, line_end, past_blanks, past_newline, patched};
use crate::diagnostic::Finding;
use cutter::Cutter;
use signs::Meant;

/// How deep braces and parentheses may nest; far beyond any text written by a person.
pub(super) const MAX_DEPTH: usize = 64;

/// A declaration, or lines that are none.
#[derive(Debug)]
pub(super) struct Chunk {
    /// `None` where the first word declares nothing.
    pub(super) word: Option<Word>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The `##` lines above it, without the marks.
    pub(super) docs: Vec<(usize, usize)>,
    pub(super) patches: Vec<Patch>,
    /// Whether it nests deeper than is read.
    pub(super) too_deep: bool,
    pub(super) findings: Vec<Finding>,
    /// How far its first line is indented.
    pub(super) indent: usize,
    /// The `}` before it, for lines that stand outside any block.
    pub(super) after: Option<usize>,
    /// Whether it is a heading that stands again on the next line, which has the block.
    pub(super) doubled: bool,
}

/// A text cut up.
#[derive(Debug, Default)]
pub(super) struct Split {
    pub(super) chunks: Vec<Chunk>,
    /// Remarks that are no documentation.
    pub(super) comments: Vec<(usize, usize)>,
    /// What is wrong outside any declaration.
    pub(super) findings: Vec<Finding>,
}

/// Cuts the text between two places.
pub(super) fn split(text: Text<'_>, start: usize, end: usize) -> Split {
    let (meant, copy) = as_meant(text, start, end);
    let text = Text { text: copy.as_deref().unwrap_or(text.text), ..text };
    let mut out = Split::default();
    let mut cutter = Cutter { text, bytes: text.bytes(), end, base: 0, comments: Vec::new() };
    cutter.base = cutter.base_indent(start);
    let mut pos = start;
    let mut docs: Vec<(usize, usize)> = Vec::new();
    let mut doc_run = false;
    let mut line = (start == 0).then_some(0);
    let mut near_budget = 1000;
    while pos < end {
        let here = past_blanks(cutter.bytes, pos, end);
        match at(cutter.bytes, here) {
            _ if here >= end => break,
            b'\n' | b'\r' => {
                // A line without a `##` of its own ends a run of them.
                if line.is_some_and(|l| past_blanks(cutter.bytes, l, end) == here) {
                    doc_run = false;
                }
                pos = past_newline(cutter.bytes, here);
                line = Some(pos);
            }
            b'#' => {
                let stop = line_end(cutter.bytes, here, end);
                if let Some(doc) = documentation(text, here, stop) {
                    if !doc_run {
                        docs.clear();
                    }
                    docs.push(doc);
                    doc_run = true;
                } else {
                    cutter.comments.push((here, stop));
                }
                pos = stop;
                if at(cutter.bytes, pos) == b'\n' || at(cutter.bytes, pos) == b'\r' {
                    pos = past_newline(cutter.bytes, pos);
                    line = Some(pos);
                }
            }
            b';' => {
                if start == 0 {
                    out.findings.push(diagnose::semicolon_at_top(text, here));
                }
                pos = here + 1;
            }
            _ => {
                let indent = line.map_or(cutter.base, |l| cutter.indent(l));
                let mut chunk = cutter.chunk(here, indent);
                doc_run = false;
                chunk.docs = std::mem::take(&mut docs);
                pos = chunk.end.max(here + 1);
                line = None;
                push(&mut out, chunk, text, &mut near_budget);
            }
        }
    }
    out.comments = cutter.comments;
    out.comments.sort_unstable();
    signs_of(meant, &mut out);
    out
}

/// Finds what is read otherwise than it is written: lines that were broken, and signs for braces; with the copy.
fn as_meant(text: Text<'_>, start: usize, end: usize) -> (Meant, Option<String>) {
    let mut lines = Meant::default();
    texts::joined(text, start, end, &mut lines);
    let whole = (!lines.patches.is_empty()).then(|| patched(text.text, 0, &lines.patches));
    let joined = Text { text: whole.as_deref().unwrap_or(text.text), ..text };
    let mut meant = signs::meant(joined, start, end);
    if whole.is_some() {
        meant.patches.append(&mut lines.patches);
        meant.patches.sort_unstable();
        meant.findings.append(&mut lines.findings);
        meant.findings.sort_by_key(|f| f.place().map(|p| p.start));
    }
    let copy = (!meant.patches.is_empty()).then(|| patched(text.text, 0, &meant.patches));
    (meant, copy)
}

/// Gives each declaration the signs in it that stand for braces.
fn signs_of(meant: Meant, out: &mut Split) {
    let mut chunks = out.chunks.iter_mut().peekable();
    let (mut patches, mut findings) = (meant.patches.into_iter(), meant.findings.into_iter());
    let (mut patch, mut finding) = (patches.next(), findings.next());
    while let Some(chunk) = chunks.next() {
        let until = chunks.peek().map_or(usize::MAX, |next| next.start);
        while let Some(one) = patch.filter(|p| p.start < until) {
            chunk.patches.push(one);
            patch = patches.next();
        }
        while let Some(one) =
            finding.take_if(|f| f.place().is_none_or(|p| (p.start as usize) < until))
        {
            chunk.findings.push(one);
            finding = findings.next();
        }
        chunk.patches.sort_unstable();
        to_its_end(chunk);
    }
    out.findings.extend(finding.into_iter().chain(findings));
}

/// Lets a declaration that a word closes reach to the end of that word, so that it is found again as it is.
fn to_its_end(chunk: &mut Chunk) {
    let rest = chunk.patches.iter().find(|p| p.start == chunk.end && p.byte == b' ');
    chunk.end = rest.map_or(chunk.end, |p| p.end);
}

/// Reads again the one declaration that stands between two places, as `split` found it.
pub(super) fn again(text: Text<'_>, start: usize, end: usize) -> Chunk {
    let (meant, copy) = as_meant(text, start, end);
    let text = Text { text: copy.as_deref().unwrap_or(text.text), ..text };
    let bytes = text.bytes();
    let mut begin = start;
    while begin > 0 && !matches!(at(bytes, begin - 1), b'\n' | b'\r') {
        begin -= 1;
    }
    let whole = text.text.len();
    let cutter = Cutter { text, bytes, end: whole, base: 0, comments: Vec::new() };
    let indent = if past_blanks(bytes, begin, whole) == start { cutter.indent(begin) } else { 0 };
    let mut cutter = Cutter { base: indent, ..cutter };
    let mut chunk = cutter.chunk(start, indent);
    chunk.patches.extend(meant.patches);
    chunk.patches.sort_unstable();
    to_its_end(&mut chunk);
    chunk.end = chunk.end.min(end);
    chunk.findings.extend(meant.findings);
    chunk
}

/// Adds a declaration; lines that are none are kept together, for they have one cause.
fn push(out: &mut Split, mut chunk: Chunk, text: Text<'_>, budget: &mut usize) {
    if chunk.word.is_none() {
        *budget = budget.saturating_sub(1);
        let misspelt = *budget > 0 && diagnose::meant_declaration(text, chunk.start).is_some();
        let above = out.chunks.last().filter(|c| c.word.is_some_and(Word::has_block));
        // Of a heading without a block nothing was closed.
        chunk.after = above
            .map(|c| text.trim(c.start, c.end))
            .filter(|end| at(text.bytes(), end.saturating_sub(1)) == b'}');
        if let Some(last) = out.chunks.last_mut().filter(|c| c.word.is_none())
            && !misspelt
            && (*budget == 0 || diagnose::meant_declaration(text, last.start).is_none())
        {
            last.end = chunk.end;
            return;
        }
    }
    out.chunks.push(chunk);
}

/// Returns the text of a `##` line, `None` for a remark.
fn documentation(text: Text<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    let bytes = text.bytes();
    if at(bytes, start + 1) != b'#' || at(bytes, start + 2) == b'#' {
        return None;
    }
    let from = (start + 2 + blank(bytes, start + 2)).min(end);
    Some((from, text.trim(from, end)))
}

/// Returns the text of a documentation line that a grammar rule found, marks included.
pub(super) fn doc_text(text: Text<'_>, start: usize, end: usize) -> (usize, usize) {
    documentation(text, start, end).unwrap_or((start, end))
}

/// A word that opens a line and continues the line above.
pub(super) fn continues(word: &str) -> bool {
    matches!(word, "and" | "or" | "union" | "except" | "common" | "where")
}

/// Puts a brace after the end of a line; a remark behind it gives way.
fn brace_at(text: Text<'_>, stop: usize, byte: u8, patches: &mut Vec<Patch>) {
    // `measure relief [`: the wrong brace is there already.
    let wrong = byte == b'{' && at(text.bytes(), stop.saturating_sub(1)) == b'[';
    let stop = if wrong { stop - 1 } else { stop };
    patches.push(Patch { start: stop, end: stop + 1, byte });
    let line = line_end(text.bytes(), stop, text.text.len());
    if line > stop + 1 {
        patches.push(Patch { start: stop + 1, end: line, byte: b' ' });
    }
}
