//! The line index of a text: built once, then byte offsets become lines and columns by binary search.

use unicode_width::UnicodeWidthChar;

/// A place as tools count it; every number starts at 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// Unicode scalar values before it on its line.
    pub column: usize,
    /// UTF-16 code units before it on its line, as editors count.
    pub utf16: usize,
    /// Terminal columns before it on its line; a wide character takes two.
    pub display: usize,
}

/// Where the lines of a text start. `\n`, `\r\n` and a lone `\r` each end a line.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    len: u32,
}

impl LineIndex {
    /// Scans a text once.
    pub fn new(text: &str) -> LineIndex {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (i, byte) in bytes.iter().enumerate() {
            let lone_return = *byte == b'\r' && bytes.get(i + 1) != Some(&b'\n');
            if *byte == b'\n' || lone_return {
                starts.push(u32::try_from(i + 1).unwrap_or(u32::MAX));
            }
        }
        LineIndex { starts, len: u32::try_from(text.len()).unwrap_or(u32::MAX) }
    }

    /// Returns the number of lines, at least 1.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Returns the line an offset lies on.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|start| *start <= offset).saturating_sub(1)
    }

    /// Returns the bytes of a line, its end included; empty past the last line.
    pub fn range(&self, line: usize) -> std::ops::Range<usize> {
        let start = self.starts.get(line).copied().unwrap_or(self.len);
        let end = self.starts.get(line + 1).copied().unwrap_or(self.len);
        start as usize..end as usize
    }

    /// Returns the position of an offset in `text`, which must be the indexed text.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.range(line).start;
        let before = text.get(start..offset as usize).unwrap_or("");
        Position {
            line,
            column: before.chars().count(),
            utf16: before.chars().map(char::len_utf16).sum(),
            display: before.chars().map(|c| c.width().unwrap_or(0)).sum(),
        }
    }
}
