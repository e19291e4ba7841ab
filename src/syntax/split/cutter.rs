//! Finds where one declaration ends.
//!
//! Takes the place where a declaration begins; gives how far it reaches, by its braces and by the indentation of its
//! lines. Knows the words that declare, nothing of what stands in a block.

use std::sync::LazyLock;

use super::repair::repair;
use super::{Chunk, MAX_DEPTH, brace_at, continues, documentation};
use crate::diagnostic::Finding;
use crate::schema::FIELDS;
use crate::syntax::declare::{WORDS, Word};
use crate::syntax::diagnose;
use crate::syntax::walk::{
    Event, Patch, Text, Walk, at, blank, line_end, opens_quote, past_blanks, past_newline, word_end,
};

/// How a block ended.
enum Ending {
    Closed,
    Unclosed,
}

pub(super) struct Cutter<'a> {
    pub(super) text: Text<'a>,
    pub(super) bytes: &'a [u8],
    pub(super) end: usize,
    /// The indentation at which declarations stand: 0 in a file, that of the first one in a part of a file.
    pub(super) base: usize,
    pub(super) comments: Vec<(usize, usize)>,
}
static FIELD_WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    WORDS.iter().copied().filter(|w| FIELDS.iter().any(|f| f.name == *w)).collect()
});
impl<'a> Cutter<'a> {
    pub(super) fn indent(&self, line: usize) -> usize {
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

    pub(super) fn base_indent(&self, start: usize) -> usize {
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

    pub(super) fn chunk(&mut self, start: usize, indent: usize) -> Chunk {
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
        // Where the `]` stands that closes a source on its line.
        let mut source = 0usize;
        let mut last = self.end;
        for event in walk {
            match event {
                Event::Open(b'{', _) => depth += 1,
                Event::Open(b'(', _) => parens += 1,
                Event::Open(b'[', i) => source = source.max(self.source_end(i)),
                Event::Semicolon(i) if i < source => {}
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

    /// Returns where the source that is opened there is closed on its line; the opening itself where it is not.
    fn source_end(&self, open: usize) -> usize {
        let end = line_end(self.bytes, open, self.end);
        let closes = |e: Event| match e {
            Event::Close(b']', i) => Some(Some(i)),
            Event::Open(b'[', _) | Event::Comment(..) => Some(None),
            _ => None,
        };
        Walk::new(self.bytes, open + 1, end).find_map(closes).flatten().unwrap_or(open)
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
                Event::Open(b'[' | b'(', _) => square += 1,
                Event::Close(b']' | b')', _) => square = square.saturating_sub(1),
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
                    repair(self, chunk, region);
                }
            }
            Ending::Unclosed => {
                if let Some(finding) = self.doubled(chunk) {
                    chunk.doubled = true;
                    chunk.findings.push(finding);
                } else if !unopened {
                    repair(self, chunk, chunk.end);
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

    /// Checks whether a block ended early because a heading in it, however deep, lacks its `{`.
    fn lacks_open(&self, chunk: &Chunk) -> bool {
        let indent = |l: &str| l.chars().take_while(|c| c.is_whitespace()).count();
        let code = |l: &'a str| l.split('#').next().unwrap_or("").trim_end();
        let written = self.text.slice(chunk.start, chunk.end);
        let lines: Vec<&str> = written.lines().map(code).filter(|l| !l.trim().is_empty()).collect();
        lines.windows(2).any(|two| {
            let [line, next] = two else { return false };
            let deeper = indent(next) > indent(line) && indent(line) > chunk.indent;
            let heading = diagnose::declares_block(line.trim())
                || line.split_whitespace().count() == 1 && diagnose::opens_block(line).is_some();
            deeper && heading && !line.contains(['{', '}'])
        }) || lines.iter().any(|l| diagnose::block_begins(l.trim()).is_some())
    }
}
