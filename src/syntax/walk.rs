//! The letters of a text, just far enough to tell code from texts in quotes and remarks.
//!
//! Takes bytes; gives the places where lines, brackets, remarks and unclosed quotes stand. Every other part of
//! the splitter rests on it, so that all of them agree on what a quote hides. Knows no word of the language.

use crate::source::{FileId, Span};

/// Something that matters for cutting a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// A line that holds more than a remark: where its first letter stands and how far it is indented.
    Line(usize, usize),
    /// The end of such a line.
    Newline(usize),
    /// `{`, `(` or `[`.
    Open(u8, usize),
    /// `}`, `)` or `]`.
    Close(u8, usize),
    /// A remark, from `#` to the end of its line; whether it stands alone on its line.
    Comment(usize, usize, bool),
    /// `;`.
    Semicolon(usize),
    /// A quote that is not closed on its line, and where reading goes on.
    OpenQuote(usize, usize),
    /// A character that does not print.
    Control(usize),
}

/// Walks over a text from one event to the next.
#[derive(Clone, Debug)]
pub(super) struct Walk<'a> {
    bytes: &'a [u8],
    /// Where it stands.
    pub(super) pos: usize,
    end: usize,
    fresh: bool,
    /// Whether a `{` was opened on this line: then an unclosed quote before the last `}` hides it not.
    opened: bool,
    content: bool,
}

/// Returns the byte at a place, 0 past the end.
pub(super) fn at(bytes: &[u8], i: usize) -> u8 {
    bytes.get(i).copied().unwrap_or(0)
}

/// Returns how many bytes a blank takes there, 0 if there is none. The same characters as `blank` in the grammar.
pub(super) fn blank(bytes: &[u8], i: usize) -> usize {
    match at(bytes, i) {
        b' ' | b'\t' => 1,
        0xC2 if at(bytes, i + 1) == 0xA0 => 2,
        0xE2 if at(bytes, i + 1) == 0x80 && at(bytes, i + 2) == 0xAF => 3,
        0xE3 if at(bytes, i + 1) == 0x80 && at(bytes, i + 2) == 0x80 => 3,
        _ => 0,
    }
}

/// Returns the place after the blanks there.
pub(super) fn past_blanks(bytes: &[u8], mut i: usize, end: usize) -> usize {
    while i < end {
        let n = blank(bytes, i);
        if n == 0 {
            break;
        }
        i += n;
    }
    i
}

/// Returns the end of the line, before its newline.
pub(super) fn line_end(bytes: &[u8], from: usize, end: usize) -> usize {
    let rest = bytes.get(from..end).unwrap_or(&[]);
    rest.iter().position(|b| *b == b'\n' || *b == b'\r').map_or(end.max(from), |n| from + n)
}

/// Returns the place after the newline there.
pub(super) fn past_newline(bytes: &[u8], i: usize) -> usize {
    if at(bytes, i) == b'\r' && at(bytes, i + 1) == b'\n' { i + 2 } else { i + 1 }
}

/// Returns the end of a text in quotes that begins there, `None` if it is not closed on its line.
pub(super) fn quote_end(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let curly = at(bytes, start) != b'"';
    let mut i = start + if curly { 3 } else { 1 };
    while i < end {
        match at(bytes, i) {
            b'\n' | b'\r' => return None,
            b'"' if !curly => return Some(i + 1),
            0xE2 if curly && at(bytes, i + 1) == 0x80 && at(bytes, i + 2) == 0x9D => {
                return Some(i + 3);
            }
            0xE2 if curly && opens_quote(bytes, i) => return None,
            _ => i += 1,
        }
    }
    None
}

/// Checks whether a quote that opens a text stands there.
pub(super) fn opens_quote(bytes: &[u8], i: usize) -> bool {
    at(bytes, i) == b'"'
        || at(bytes, i) == 0xE2 && at(bytes, i + 1) == 0x80 && at(bytes, i + 2) == 0x9C
}

/// Returns the end of the word that begins there: letters, digits, marks and hyphens, loosely.
pub(super) fn word_end(bytes: &[u8], start: usize, end: usize) -> usize {
    let mut i = start;
    while i < end {
        let b = at(bytes, i);
        let in_word = b.is_ascii_alphanumeric()
            || b == b'-'
            || b == b'_'
            || (b >= 0x80 && blank(bytes, i) == 0 && !opens_quote(bytes, i));
        if !in_word {
            break;
        }
        i += 1;
    }
    i
}

impl<'a> Walk<'a> {
    /// Starts in the middle of a line.
    pub(super) fn new(bytes: &'a [u8], pos: usize, end: usize) -> Walk<'a> {
        Walk { bytes, pos, end, fresh: false, opened: false, content: true }
    }

    fn line_start(&mut self) -> Option<Event> {
        let mut i = self.pos;
        let mut indent = 0;
        while i < self.end {
            let n = blank(self.bytes, i);
            if n == 0 {
                break;
            }
            indent += 1;
            i += n;
        }
        self.pos = i;
        if i >= self.end {
            return None;
        }
        self.fresh = false;
        self.opened = false;
        match at(self.bytes, i) {
            b'\n' | b'\r' => {
                self.pos = past_newline(self.bytes, i);
                self.fresh = true;
                None
            }
            b'#' => {
                self.content = false;
                None
            }
            _ => {
                self.content = true;
                Some(Event::Line(i, indent))
            }
        }
    }

    fn open_quote(&mut self, start: usize) -> Event {
        let line = line_end(self.bytes, start, self.end);
        // A remark behind it is one still, or the brace before it would be lost.
        let mark = self
            .bytes
            .get(start..line)
            .unwrap_or(&[])
            .windows(2)
            .position(|w| matches!(w, [b' ' | b'\t', b'#']));
        let stop = mark.map_or(line, |n| start + n + 1);
        let mut last = stop;
        while last > start && matches!(at(self.bytes, last - 1), b' ' | b'\t') {
            last -= 1;
        }
        let resume = match at(self.bytes, last.saturating_sub(1)) {
            b'{' => last - 1,
            b'}' if self.opened || past_blanks(self.bytes, start + 1, last) == last - 1 => last - 1,
            _ => stop,
        };
        self.pos = resume.max(start + 1);
        Event::OpenQuote(start, self.pos)
    }
}

impl Event {
    /// The same event in a text that begins so much earlier.
    pub(super) fn shifted(self, by: usize) -> Event {
        match self {
            Event::Line(i, indent) => Event::Line(i + by, indent),
            Event::Newline(i) => Event::Newline(i + by),
            Event::Open(sign, i) => Event::Open(sign, i + by),
            Event::Close(sign, i) => Event::Close(sign, i + by),
            Event::Comment(from, to, alone) => Event::Comment(from + by, to + by, alone),
            Event::Semicolon(i) => Event::Semicolon(i + by),
            Event::OpenQuote(from, to) => Event::OpenQuote(from + by, to + by),
            Event::Control(i) => Event::Control(i + by),
        }
    }
}

impl Iterator for Walk<'_> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        while self.pos < self.end {
            if self.fresh {
                match self.line_start() {
                    Some(event) => return Some(event),
                    None => continue,
                }
            }
            let i = self.pos;
            let byte = at(self.bytes, i);
            match byte {
                b'\n' | b'\r' => {
                    self.pos = past_newline(self.bytes, i);
                    self.fresh = true;
                    if self.content {
                        return Some(Event::Newline(i));
                    }
                }
                b'#' => {
                    self.pos = line_end(self.bytes, i, self.end);
                    return Some(Event::Comment(i, self.pos, !self.content));
                }
                b'{' | b'(' | b'[' => {
                    self.pos = i + 1;
                    self.opened |= byte == b'{';
                    return Some(Event::Open(byte, i));
                }
                b'}' | b')' | b']' => {
                    self.pos = i + 1;
                    return Some(Event::Close(byte, i));
                }
                b';' => {
                    self.pos = i + 1;
                    return Some(Event::Semicolon(i));
                }
                b'"' | 0xE2 if opens_quote(self.bytes, i) => {
                    match quote_end(self.bytes, i, self.end) {
                        Some(after) => self.pos = after,
                        None => return Some(self.open_quote(i)),
                    }
                }
                0..=8 | 11 | 12 | 14..=31 | 127 => {
                    self.pos = i + 1;
                    return Some(Event::Control(i));
                }
                _ => self.pos = i + 1,
            }
        }
        None
    }
}

/// A text under its id, with the slices and spans the reader needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    pub(super) file: FileId,
    pub(super) text: &'a str,
}

impl<'a> Text<'a> {
    /// Returns the bytes.
    pub(super) fn bytes(self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// Returns what stands between two places, empty where they do not fit.
    pub(super) fn slice(self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or("")
    }

    /// Returns the span between two places, of whole characters: a brace that is put in for a wide blank in the
    /// copy that is read is shorter than the blank.
    pub(super) fn span(self, start: usize, end: usize) -> Span {
        let inside = |at: usize| at < self.text.len() && !self.text.is_char_boundary(at);
        let start = (0..4).map(|n| start.saturating_sub(n)).find(|s| !inside(*s)).unwrap_or(start);
        let end = (0..4).map(|n| end + n).find(|e| !inside(*e)).unwrap_or(end);
        let short = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span::new(self.file, short(start), short(end))
    }

    /// Returns the word that begins there.
    pub(super) fn word(self, start: usize) -> &'a str {
        self.slice(start, word_end(self.bytes(), start, self.text.len()))
    }

    /// Returns the place after the last character before `end` that is no blank, at least `start`.
    pub(super) fn trim(self, start: usize, end: usize) -> usize {
        start + self.slice(start, end).trim_end().len()
    }
}

/// A change to the copy of a text that is read: bytes are replaced one for one, so that every place stays true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Patch {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) byte: u8,
}

/// Returns a part of a text that begins at `start` of it, with the patches applied.
pub(super) fn patched(part: &str, start: usize, patches: &[Patch]) -> String {
    let mut bytes = part.as_bytes().to_vec();
    for patch in patches {
        let from = patch.start.saturating_sub(start).min(bytes.len());
        let to = patch.end.saturating_sub(start).min(bytes.len());
        if let Some(part) = bytes.get_mut(from..to) {
            part.fill(patch.byte);
        }
    }
    // INVARIANT: patches cover whole characters and write ASCII; were one to cut a character, the text alone is read.
    String::from_utf8(bytes).unwrap_or_else(|_| part.to_owned())
}
