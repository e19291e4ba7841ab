//! Cuts a text into its top-level declarations, each read by itself afterwards.
//!
//! Takes a text; gives the places of declarations, the `##` lines above each, remarks, and what to repair in the
//! copy that is read: a brace that is missing is put where the indentation says it belongs, one too many is taken
//! out. So a mistake stays inside its declaration. Knows the words that declare, nothing of what stands in a block.

use std::sync::LazyLock;

use super::declare::{WORDS, Word};
use super::diagnose;
use super::walk::{
    Event, Patch, Text, Walk, at, blank, line_end, opens_quote, past_blanks, past_newline, word_end,
};
use crate::diagnostic::Finding;
use crate::schema::FIELDS;

/// How deep braces and parentheses may nest; far beyond any text written by a person.
pub(super) const MAX_DEPTH: usize = 64;

/// How many braces of one declaration are put right before the rest is left as it is.
const MAX_REPAIRS: usize = 8;

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
    out
}

/// Reads again the one declaration that begins there, as `split` found it.
pub(super) fn again(text: Text<'_>, start: usize, end: usize) -> Chunk {
    let bytes = text.bytes();
    let mut begin = start;
    while begin > 0 && !matches!(at(bytes, begin - 1), b'\n' | b'\r') {
        begin -= 1;
    }
    let cutter = Cutter { text, bytes, end, base: 0, comments: Vec::new() };
    let indent = if past_blanks(bytes, begin, end) == start { cutter.indent(begin) } else { 0 };
    let mut cutter = Cutter { base: indent, ..cutter };
    cutter.chunk(start, indent)
}

/// Adds a declaration; lines that are none are kept together, for they have one cause.
fn push(out: &mut Split, mut chunk: Chunk, text: Text<'_>, budget: &mut usize) {
    if chunk.word.is_none() {
        *budget = budget.saturating_sub(1);
        let misspelt = *budget > 0 && diagnose::meant_declaration(text, chunk.start).is_some();
        chunk.after =
            out.chunks.last().filter(|c| c.word.is_some_and(Word::has_block)).map(|c| c.end);
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

/// How a block ended.
enum Ending {
    Closed,
    Unclosed,
}

struct Cutter<'a> {
    text: Text<'a>,
    bytes: &'a [u8],
    end: usize,
    /// The indentation at which declarations stand: 0 in a file, that of the first one in a part of a file.
    base: usize,
    comments: Vec<(usize, usize)>,
}

/// A word that opens a line and continues the line above.
pub(super) fn continues(word: &str) -> bool {
    matches!(word, "and" | "or" | "union" | "except" | "common" | "where")
}

static FIELD_WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    WORDS.iter().copied().filter(|w| FIELDS.iter().any(|f| f.name == *w)).collect()
});

impl<'a> Cutter<'a> {
    fn indent(&self, line: usize) -> usize {
        let mut i = line;
        let mut indent = 0;
        while i < self.end {
            let n = blank(self.bytes, i);
            if n == 0 {
                break;
            }
            i += n;
            indent += 1;
        }
        indent
    }

    fn base_indent(&self, start: usize) -> usize {
        if start == 0 {
            return 0;
        }
        let mut line = line_end(self.bytes, start, self.end);
        if past_blanks(self.bytes, start, self.end) < line {
            return 0;
        }
        while line < self.end {
            line = past_newline(self.bytes, line);
            let first = past_blanks(self.bytes, line, self.end);
            if !matches!(at(self.bytes, first), b'\n' | b'\r' | b'#' | 0) {
                return self.indent(line);
            }
            line = line_end(self.bytes, line, self.end);
        }
        0
    }

    fn chunk(&mut self, start: usize, indent: usize) -> Chunk {
        let word = Word::of(self.text.word(start));
        let mut chunk = Chunk {
            word,
            start,
            end: start,
            docs: Vec::new(),
            patches: Vec::new(),
            too_deep: false,
            findings: Vec::new(),
            indent,
            after: None,
            doubled: false,
        };
        match word {
            None => self.junk(&mut chunk),
            Some(w) if w.has_block() => self.block(&mut chunk),
            Some(w) => self.lines(&mut chunk, w),
        }
        chunk.patches.sort_unstable();
        chunk
    }

    /// Checks whether a declaration begins there for certain, even while a block is open: its word can never
    /// be a field, or what follows it is a heading.
    fn heading(&self, start: usize) -> bool {
        let word = self.text.word(start);
        if Word::of(word).is_none() {
            return false;
        }
        let next = past_blanks(self.bytes, start + word.len(), self.end);
        if next == start + word.len() {
            return false;
        }
        if !FIELD_WORDS.contains(&word) {
            return word_end(self.bytes, next, self.end) > next
                || opens_quote(self.bytes, next)
                || at(self.bytes, next) == b'{';
        }
        let name_end = word_end(self.bytes, next, self.end);
        let mut after = past_blanks(self.bytes, name_end, self.end);
        if name_end > next && opens_quote(self.bytes, after) {
            return true;
        }
        if at(self.bytes, after) == b'[' {
            after = line_end(self.bytes, after, self.end);
            return self.text.slice(name_end, after).trim_end().ends_with('{');
        }
        name_end > next && at(self.bytes, after) == b'{'
    }

    /// Keeps an event that concerns the letters alone.
    fn letters(&mut self, chunk: &mut Chunk, event: Event) {
        match event {
            Event::OpenQuote(from, to) => {
                for i in from..to {
                    if matches!(at(self.bytes, i), b'{' | b'}' | b';' | b'#' | b'[' | b']') {
                        chunk.patches.push(Patch { start: i, end: i + 1, byte: b'.' });
                    }
                }
            }
            Event::Control(i) => {
                chunk.patches.push(Patch { start: i, end: i + 1, byte: b' ' });
                if !chunk.findings.iter().any(|f| f.message == diagnose::CONTROL) {
                    chunk.findings.push(diagnose::control(self.text, i));
                }
            }
            Event::Comment(from, to, _) if documentation(self.text, from, to).is_none() => {
                self.comments.push((from, to));
            }
            _ => {}
        }
    }

    /// Lines that declare nothing: to the end of the line, of its block, and of lines indented below it.
    fn junk(&mut self, chunk: &mut Chunk) {
        let mut walk = Walk::new(self.bytes, chunk.start, self.end);
        let limit = chunk.indent.max(self.base);
        let mut depth = 0usize;
        let mut last = chunk.start;
        if at(self.bytes, chunk.start) == b'}' {
            chunk.end = chunk.start + 1;
            return;
        }
        while let Some(event) = walk.next() {
            match event {
                Event::Open(b'{', _) => depth += 1,
                Event::Close(b'}', i) => {
                    if depth == 0 {
                        walk.pos = i;
                        break;
                    }
                    depth -= 1;
                    last = i + 1;
                    if depth == 0 {
                        break;
                    }
                }
                Event::Newline(i) => last = i,
                Event::Line(i, indent) => {
                    let over = if depth == 0 {
                        indent <= chunk.indent || self.heading(i)
                    } else {
                        indent <= limit && self.heading(i)
                    };
                    if over {
                        chunk.end = self.text.trim(chunk.start, last);
                        return;
                    }
                    last = self.end;
                }
                Event::Comment(i, _, alone) => {
                    if !alone {
                        last = i;
                    }
                    self.letters(chunk, event);
                }
                other => self.letters(chunk, other),
            }
        }
        chunk.end = self.text.trim(chunk.start, walk.pos.min(self.end)).max(chunk.start + 1);
    }

    /// Checks whether nothing but a declaration follows on the line.
    fn ends_there(&self, from: usize) -> bool {
        let next = past_blanks(self.bytes, from, self.end);
        matches!(at(self.bytes, next), 0 | b'\n' | b'\r' | b'#' | b'}') || self.heading(next)
    }

    /// Checks whether an empty line stands between the end of a line and the start of another.
    fn blank_line(&self, from: usize, to: usize) -> bool {
        let lines: Vec<&str> = self.text.slice(from, to).lines().collect();
        let between = lines.get(1..lines.len().saturating_sub(1)).unwrap_or(&[]);
        between.iter().any(|l| l.trim().is_empty())
    }

    /// A declaration in lines: `use`, `define`, `parameter`, `expect`, `follow`.
    fn lines(&mut self, chunk: &mut Chunk, word: Word) {
        let walk = Walk::new(self.bytes, chunk.start, self.end);
        let limit = chunk.indent.max(self.base);
        let (mut depth, mut parens) = (0usize, 0usize);
        let mut last = self.end;
        for event in walk {
            match event {
                Event::Open(b'{', _) => depth += 1,
                Event::Open(b'(', _) => parens += 1,
                Event::Close(b')', _) => parens = parens.saturating_sub(1),
                Event::Close(b'}', i) => {
                    if depth == 0 {
                        last = i;
                        break;
                    }
                    depth -= 1;
                }
                // In a definition it is a comma gone wrong, unless a declaration or nothing follows.
                Event::Semicolon(i)
                    if depth == 0
                        && parens == 0
                        && (word != Word::Define || self.ends_there(i + 1)) =>
                {
                    last = i;
                    break;
                }
                Event::Newline(i) => last = last.min(i),
                Event::Line(i, indent) => {
                    let heading = self.heading(i);
                    let begun = self.text.slice(chunk.start, last).trim_end().ends_with(" as");
                    let apart = !begun && self.blank_line(last, i);
                    let inner =
                        indent > chunk.indent && !apart && (word == Word::Define || !heading);
                    let goes_on = inner
                        || !heading && (depth > 0 || parens > 0 || continues(self.text.word(i)));
                    if indent <= limit && heading || !goes_on {
                        chunk.end = self.text.trim(chunk.start, last);
                        return;
                    }
                    last = self.end;
                }
                Event::Comment(i, _, alone) => {
                    if !alone {
                        last = last.min(i);
                    }
                    self.letters(chunk, event);
                }
                other => self.letters(chunk, other),
            }
        }
        chunk.end = self.text.trim(chunk.start, last);
    }

    /// A declaration with a block, or its heading alone.
    fn block(&mut self, chunk: &mut Chunk) {
        let mut walk = Walk::new(self.bytes, chunk.start, self.end);
        let limit = chunk.indent.max(self.base);
        let mut heading_end: Option<usize> = None;
        let mut square = 0usize;
        let mut unopened = false;
        loop {
            let Some(event) = walk.next() else {
                chunk.end = self.text.trim(chunk.start, heading_end.unwrap_or(self.end));
                return;
            };
            match event {
                Event::Open(b'{', _) => break,
                Event::Open(b'[', _) => square += 1,
                Event::Close(b']', _) => square = square.saturating_sub(1),
                Event::Newline(i) => {
                    heading_end.get_or_insert(i);
                    square = 0;
                }
                Event::Close(b'}', i) => {
                    chunk.end = self.text.trim(chunk.start, heading_end.unwrap_or(i).min(i));
                    return;
                }
                Event::Semicolon(i) if square == 0 => {
                    chunk.end = self.text.trim(chunk.start, heading_end.unwrap_or(i).min(i));
                    return;
                }
                Event::Comment(i, _, alone) => {
                    if !alone {
                        heading_end.get_or_insert(i);
                    }
                    self.letters(chunk, event);
                }
                Event::Line(i, indent) => {
                    if at(self.bytes, i) == b'{' {
                        continue;
                    }
                    let stop = self.text.trim(chunk.start, heading_end.unwrap_or(i));
                    if indent <= chunk.indent || self.heading(i) {
                        chunk.end = stop;
                        return;
                    }
                    chunk.findings.push(diagnose::unopened(self.text, chunk.start, stop));
                    brace_at(self.text, stop, b'{', &mut chunk.patches);
                    unopened = true;
                    break;
                }
                other => self.letters(chunk, other),
            }
        }
        match self.body(chunk, &mut walk, limit, unopened) {
            Ending::Closed => {
                if !unopened && let Some(region) = self.cut_short(chunk) {
                    self.repair(chunk, region);
                }
            }
            Ending::Unclosed => {
                if let Some(finding) = self.doubled(chunk) {
                    chunk.doubled = true;
                    chunk.findings.push(finding);
                } else if !unopened {
                    self.repair(chunk, chunk.end);
                }
            }
        }
    }

    /// Checks whether a block is a heading alone that stands again on the line below.
    fn doubled(&self, chunk: &Chunk) -> Option<Finding> {
        let heading = self.text.slice(chunk.start, chunk.end).lines().next()?;
        let heading = heading.split('#').next().unwrap_or(heading).trim_end();
        let end = line_end(self.bytes, chunk.end, self.end);
        let next = past_blanks(self.bytes, past_newline(self.bytes, end), self.end);
        let below = self.text.slice(next, line_end(self.bytes, next, self.end)).trim_end();
        let after = below.strip_prefix(heading).map(str::trim_start);
        let same = after.is_some_and(|a| a.is_empty() || a.starts_with('#'));
        (heading.ends_with('{') && same)
            .then(|| diagnose::doubled_heading(self.text, chunk.start, chunk.end, next))
    }

    /// Finds the end of a block whose `{` has been read.
    fn body(
        &mut self,
        chunk: &mut Chunk,
        walk: &mut Walk<'a>,
        limit: usize,
        unopened: bool,
    ) -> Ending {
        let mut depth = 1usize;
        let mut last = walk.pos;
        for event in walk.by_ref() {
            match event {
                Event::Open(b'{', _) => {
                    depth += 1;
                    if depth > MAX_DEPTH && !chunk.too_deep {
                        chunk.too_deep = true;
                        chunk.findings.push(diagnose::too_deep(self.text, chunk.start));
                    }
                }
                Event::Close(b'}', i) => {
                    depth -= 1;
                    last = i + 1;
                    if depth == 0 {
                        chunk.end = last;
                        return Ending::Closed;
                    }
                }
                Event::Newline(i) => last = i,
                Event::Line(i, indent) => {
                    let over = unopened && at(self.bytes, i) != b'}';
                    if indent <= limit && (over || self.heading(i)) {
                        chunk.end = self.text.trim(chunk.start, last);
                        return Ending::Unclosed;
                    }
                    last = i + 1;
                }
                Event::Comment(i, _, alone) => {
                    if !alone {
                        last = i;
                    }
                    self.letters(chunk, event);
                }
                other => self.letters(chunk, other),
            }
        }
        chunk.end = self.text.trim(chunk.start, self.last_content(last));
        Ending::Unclosed
    }

    /// Returns the end of the content after a place in the last line of the text.
    fn last_content(&self, from: usize) -> usize {
        let mut walk = Walk::new(self.bytes, from, self.end);
        let mut last = self.end;
        for event in walk.by_ref() {
            match event {
                Event::Newline(i) | Event::Comment(i, _, _) => {
                    last = last.min(i);
                }
                _ => {}
            }
        }
        last
    }

    /// Checks whether a block ended before its indentation says so; gives where it should end.
    fn cut_short(&self, chunk: &Chunk) -> Option<usize> {
        let walk = Walk::new(self.bytes, chunk.end, self.end);
        let mut last = None;
        for event in walk {
            match event {
                Event::Line(i, indent) => {
                    let closes = at(self.bytes, i) == b'}';
                    if closes && last.is_none() && indent == chunk.indent && self.lacks_open(chunk)
                    {
                        return Some(i + 1);
                    }
                    if indent <= chunk.indent || last.is_none() && self.heading(i) {
                        return match last {
                            Some(_) if closes && indent == chunk.indent => Some(i + 1),
                            other => other,
                        };
                    }
                    if last.is_none() && closes {
                        // Only braces follow: nothing was lost.
                        return None;
                    }
                    last = Some(self.text.trim(chunk.end, line_end(self.bytes, i, self.end)));
                }
                Event::Open(_, i) | Event::Close(_, i) if last.is_none() => {
                    let _ = i;
                    return None;
                }
                Event::Newline(_) | Event::Comment(..) => {}
                _ if last.is_none() => return None,
                _ => {}
            }
        }
        last
    }

    /// Checks whether the `}` that ended a block belongs to lines below a heading without its `{`.
    fn lacks_open(&self, chunk: &Chunk) -> bool {
        let indent = |l: &str| l.chars().take_while(|c| c.is_whitespace()).count();
        let written = self.text.slice(chunk.start, chunk.end);
        let mut lines = written.lines().rev().filter(|l| !l.trim().is_empty());
        let Some(last) = lines.next().filter(|l| l.trim() == "}") else { return false };
        let at = indent(last);
        let mut below = false;
        for line in lines {
            if indent(line) <= at {
                return below
                    && at > chunk.indent
                    && indent(line) == at
                    && !line.contains(['{', '}']);
            }
            below = true;
        }
        false
    }

    /// Puts the braces of a declaration right by the indentation of its lines. The end of the declaration
    /// becomes `region`.
    fn repair(&mut self, chunk: &mut Chunk, region: usize) {
        let region = region.max(chunk.end);
        let count = |want: fn(&Event) -> bool| {
            Walk::new(self.bytes, chunk.start, region).filter(want).count()
        };
        let opens = count(|e| matches!(e, Event::Open(b'{', _)));
        let closes = count(|e| matches!(e, Event::Close(b'}', _)));
        let mut missing = opens.saturating_sub(closes).min(MAX_REPAIRS);
        let mut surplus = closes.saturating_sub(opens).min(MAX_REPAIRS);
        if opens == closes {
            (missing, surplus) = (MAX_REPAIRS, MAX_REPAIRS);
        }
        let mut repair = Repair {
            cutter: self,
            stack: Vec::new(),
            lines: Vec::new(),
            missing,
            surplus,
            patches: Vec::new(),
            findings: Vec::new(),
        };
        repair.run(chunk, region);
        let Repair { stack, patches, findings, .. } = repair;
        if findings.is_empty()
            && let Some(open) = stack.first()
        {
            chunk.findings.push(diagnose::unclosed(self.text, open.line, open.at, None, region));
        }
        chunk.patches.extend(patches);
        chunk.findings.extend(findings);
        chunk.end = region;
    }
}

/// Puts a brace after the end of a line; a remark behind it gives way.
fn brace_at(text: Text<'_>, stop: usize, byte: u8, patches: &mut Vec<Patch>) {
    patches.push(Patch { start: stop, end: stop + 1, byte });
    let line = line_end(text.bytes(), stop, text.text.len());
    if line > stop + 1 {
        patches.push(Patch { start: stop + 1, end: line, byte: b' ' });
    }
}

/// A `{` that is open while braces are put right.
struct Open {
    at: usize,
    /// The first letter of its line.
    line: usize,
    indent: usize,
    row: usize,
    /// Whether the lines in it are indented; unknown before the first.
    indented: Option<bool>,
}

struct Repair<'c, 'a> {
    cutter: &'c Cutter<'a>,
    stack: Vec<Open>,
    /// First letter, indentation and end of each line.
    lines: Vec<(usize, usize, usize)>,
    missing: usize,
    surplus: usize,
    patches: Vec<Patch>,
    findings: Vec<Finding>,
}

impl Repair<'_, '_> {
    fn run(&mut self, chunk: &Chunk, region: usize) {
        let bytes = self.cutter.bytes;
        let mut row = 0;
        let mut line = (chunk.start, chunk.indent);
        let mut skipped = None;
        self.lines.push((chunk.start, chunk.indent, line_end(bytes, chunk.start, region)));
        for event in Walk::new(bytes, chunk.start, region) {
            match event {
                Event::Line(i, indent) => {
                    row += 1;
                    line = (i, indent);
                    skipped = self.line(i, indent, row, region);
                    self.lines.push((i, indent, line_end(bytes, i, region)));
                }
                Event::Open(b'{', i) if self.missing > 0 && self.bracket_meant(i, region) => {
                    self.missing -= 1;
                }
                Event::Open(b'{', i)
                    if self.missing > 0
                        && self.text_before(line.0, i).ends_with('{')
                        && !self.stack.is_empty() =>
                {
                    self.missing -= 1;
                    self.patches.push(Patch { start: i, end: i + 1, byte: b' ' });
                    self.findings.push(diagnose::two_open(self.cutter.text, line.0, i));
                }
                Event::Open(b'{', i)
                    if self.missing > 0 && !self.stack.is_empty() && self.again(line.0, i) =>
                {
                    self.missing -= 1;
                    self.patches.push(Patch { start: line.0, end: i + 1, byte: b' ' });
                    let before = self.stack.last().map_or(line.0, |o| o.line);
                    let end = self.cutter.text.trim(before, line.0);
                    self.findings.push(diagnose::doubled_heading(
                        self.cutter.text,
                        before,
                        end,
                        line.0,
                    ));
                }
                Event::Open(b'{', i)
                    if self.missing > 0
                        && !self.stack.is_empty()
                        && self.left_open(i, region)
                        && !self.goes_on_below(line, i, region) =>
                {
                    self.missing -= 1;
                    if let Some(stop) = self.one_line_block(line.0, i, region) {
                        brace_at(self.cutter.text, stop, b'}', &mut self.patches);
                        self.findings.push(diagnose::one_line_unclosed(
                            self.cutter.text,
                            line.0,
                            i,
                            stop,
                        ));
                        continue;
                    }
                    self.patches.push(Patch { start: i, end: i + 1, byte: b' ' });
                    self.findings.push(diagnose::stray_open(self.cutter.text, i));
                }
                Event::Open(b'{', i) => {
                    self.stack.push(Open {
                        at: i,
                        line: line.0,
                        indent: line.1,
                        row,
                        indented: None,
                    });
                }
                Event::Close(b'}', i) if skipped != Some(i) => {
                    let upward = i != line.0 && self.stack.last().is_none_or(|o| o.row < row);
                    if upward && self.surplus > 0 && i + 1 < region {
                        self.surplus -= 1;
                        self.patches.push(Patch { start: i, end: i + 1, byte: b' ' });
                        self.findings.push(diagnose::stray_brace(
                            self.cutter.text,
                            i,
                            self.stack.last().map(|o| o.line),
                        ));
                    } else {
                        self.stack.pop();
                    }
                }
                Event::Comment(i, _, false) => {
                    if let Some(last) = self.lines.last_mut() {
                        last.2 = i;
                    }
                }
                _ => {}
            }
        }
    }

    /// Checks whether a heading stands on the line above already, with its `{`.
    fn again(&self, line: usize, open: usize) -> bool {
        let text = self.cutter.text;
        let above = self.stack.last().map(|o| text.slice(o.line, o.at + 1));
        let next = self.lines.iter().rev().nth(1).map(|(start, ..)| *start);
        above == Some(text.slice(line, open + 1)) && next == self.stack.last().map(|o| o.line)
    }

    /// Checks whether a block that has its first line beside its heading goes on in the lines below.
    fn goes_on_below(&self, line: (usize, usize), open: usize, region: usize) -> bool {
        let mut walk = Walk::new(self.cutter.bytes, open + 1, region);
        let below = walk.find_map(|e| match e {
            Event::Line(i, indent) => Some((i, indent)),
            _ => None,
        });
        let heading = diagnose::opens_block(self.cutter.text.slice(line.0, open)).is_some();
        heading
            && below.is_some_and(|(i, indent)| {
                indent > line.1 || indent == line.1 && at(self.cutter.bytes, i) == b'}'
            })
    }

    /// Finds the end of a block that begins after its heading and stands on that line whole.
    fn one_line_block(&self, line: usize, open: usize, region: usize) -> Option<usize> {
        let (text, bytes) = (self.cutter.text, self.cutter.bytes);
        diagnose::opens_block(text.slice(line, open))?;
        let end = line_end(bytes, open, region);
        let remark = Walk::new(bytes, open + 1, end).find_map(|e| match e {
            Event::Comment(i, ..) => Some(i),
            _ => None,
        });
        let stop = text.trim(open + 1, remark.unwrap_or(end));
        (stop < region).then_some(stop)
    }

    fn text_before(&self, line: usize, i: usize) -> &str {
        self.cutter.text.slice(line, i).trim_end()
    }

    /// Puts right a `{` that was meant as `[`, or one whose `}` was written `]`; says whether there was one.
    fn bracket_meant(&mut self, i: usize, region: usize) -> bool {
        let text = self.cutter.text;
        let end = line_end(self.cutter.bytes, i, region);
        let Some(length) = text.slice(i, end).find(']') else { return false };
        let inner = text.slice(i + 1, i + length);
        if inner.contains(['[', '{', '}', '#']) {
            return false;
        }
        // A source is one word, before its section, its lines or nothing.
        let after_word =
            inner.trim_start().trim_start_matches(|c: char| c.is_alphanumeric() || c == '-');
        let source = inner.trim_start().starts_with(char::is_alphabetic)
            && after_word
                .trim_start()
                .chars()
                .next()
                .is_none_or(|c| matches!(c, '"' | '“' | ',' | ';') || c.is_ascii_digit());
        if source {
            self.patches.push(Patch { start: i, end: i + 1, byte: b'[' });
            self.findings.push(diagnose::brace_for_bracket(text, i, i + length + 1));
            return true;
        }
        let rest = text.slice(i + length + 1, end).trim();
        if self.stack.is_empty() || !(rest.is_empty() || rest.starts_with('#')) {
            return false;
        }
        self.patches.push(Patch { start: i + length, end: i + length + 1, byte: b'}' });
        self.findings.push(diagnose::bracket_for_brace(text, i + length));
        true
    }

    /// Checks whether a `{` has something after it on its line, and no `}` there.
    fn left_open(&self, i: usize, region: usize) -> bool {
        let bytes = self.cutter.bytes;
        let end = line_end(bytes, i, region);
        let next = past_blanks(bytes, i + 1, end);
        let mut depth = 1usize;
        for event in Walk::new(bytes, i + 1, end) {
            match event {
                Event::Open(b'{', _) => depth += 1,
                Event::Close(b'}', _) => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return false;
            }
        }
        next < end && !matches!(at(bytes, next), b'#' | b'{')
    }

    /// Looks at the start of a line; gives the place of a `}` that is to be passed over.
    fn line(&mut self, i: usize, indent: usize, row: usize, region: usize) -> Option<usize> {
        let bytes = self.cutter.bytes;
        let text = self.cutter.text;
        let closes = at(bytes, i) == b'}';
        // Each brace takes the place of a blank before the line, the last of them that of the newline.
        let mut start = i;
        loop {
            let inner = self.stack.len() > 1;
            let outer = self.stack.iter().rev().skip(1).any(|o| o.indent == indent);
            let Some(top) = self.stack.last_mut().filter(|o| o.row < row) else { break };
            let indented =
                *top.indented.get_or_insert(indent > top.indent || closes && indent == top.indent);
            let lost = inner
                && indented
                && self.missing > 0
                && if closes { indent < top.indent && outer } else { indent <= top.indent };
            start = start.saturating_sub(1);
            if !lost || !matches!(at(bytes, start), b' ' | b'\t' | b'\n' | b'\r') {
                break;
            }
            self.patches.push(Patch { start, end: start + 1, byte: b'}' });
            self.findings.push(diagnose::unclosed(
                text,
                top.line,
                top.at,
                Some((i, indent)),
                region,
            ));
            self.missing -= 1;
            self.stack.pop();
        }
        let alone = closes
            && matches!(at(bytes, past_blanks(bytes, i + 1, region)), b'\n' | b'\r' | b'#' | 0);
        if !alone || self.surplus == 0 {
            return None;
        }
        let deeper = self.stack.last().is_none_or(|o| indent > o.indent && o.row < row);
        if !deeper || self.stack.is_empty() && i + 1 >= region {
            return None;
        }
        self.surplus -= 1;
        // A heading above at the same indentation, with lines below it, lacks its `{`.
        let above = self.lines.iter().rev().find(|(_, n, _)| *n <= indent).copied();
        let below = self.lines.last().is_some_and(|(_, n, _)| *n > indent);
        if let Some((start, n, end)) = above
            && n == indent
            && below
            && !text.slice(start, end).contains(['{', '}'])
            && end < i
        {
            let stop = text.trim(start, end);
            brace_at(text, stop, b'{', &mut self.patches);
            self.findings.push(diagnose::unopened(text, start, stop));
            return Some(i);
        }
        self.patches.push(Patch { start: i, end: i + 1, byte: b' ' });
        let orphans = self.lines.iter().rev().take_while(|(_, n, _)| *n > indent).count();
        let orphans = self.lines.get(self.lines.len() - orphans..).unwrap_or(&[]);
        let led = above.is_none_or(|(start, _, end)| text.slice(start, end).contains('{'));
        if let (Some((first, ..)), false) = (orphans.first(), led) {
            self.patches.extend(orphans.iter().map(|(start, _, end)| Patch {
                start: *start,
                end: *end,
                byte: b' ',
            }));
            let parent = self.stack.last().map(|o| o.line);
            self.findings.push(diagnose::lost_heading(text, *first, i, parent));
        } else {
            self.findings.push(diagnose::stray_brace(text, i, self.stack.last().map(|o| o.line)));
        }
        Some(i)
    }
}
