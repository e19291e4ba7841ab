//! Texts, spans and line indices, and the [`Loader`] trait: the only way text enters the library.
//!
//! Takes names and bytes; gives [`Source`]s with an index built once. Knows neither disk nor terminal.

mod lines;
mod statements;

use std::sync::Arc;

pub use lines::{LineIndex, Position};
pub use statements::uncited;

/// Identifies a text within one [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A half-open range of bytes in one text, on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text it lies in.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Returns a span; the caller vouches for the character boundaries.
    pub fn new(file: FileId, start: u32, end: u32) -> Span {
        Span { file, start, end: end.max(start) }
    }

    /// Returns the smallest span that covers both; `other` must lie in the same text.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Checks whether `other` lies in this stretch of text.
    pub fn holds(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// Checks whether no byte is covered; such a span at offset 0 stands for the whole text.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// The largest text that is read, in bytes. Offsets are 32 bits wide and the model takes a multiple of
/// the text in memory; 64 MiB is two hundred times the prelude and all examples together.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Whose text this is: findings belong to files that are checked, not to what they lean on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Part of the binary: standard library, definitions, rules, profiles.
    Prelude,
    /// Reached by `use` from a checked file.
    Used,
    /// Named by the user: its frameworks own findings.
    Checked,
}

/// One text with its name and line index.
#[derive(Debug)]
pub struct Source {
    /// The name shown to the reader, with forward slashes.
    pub name: String,
    /// Why it was loaded.
    pub role: Role,
    /// The whole text, valid UTF-8, without a byte-order mark.
    pub text: String,
    /// Where its lines start.
    pub lines: LineIndex,
}

/// All texts of one run, in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Arc<Source>>,
}

impl Sources {
    /// Adds a text and returns its id. A leading byte-order mark is dropped.
    pub fn add(&mut self, name: impl Into<String>, role: Role, text: impl Into<String>) -> FileId {
        let mut text = text.into();
        if text.starts_with('\u{FEFF}') {
            text.drain(..'\u{FEFF}'.len_utf8());
        }
        let id = FileId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        let lines = LineIndex::new(&text);
        self.list.push(Arc::new(Source { name: name.into(), role, text, lines }));
        id
    }

    /// Returns how many texts there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Checks whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Forgets the texts after the first so many; nothing may speak of them any longer.
    pub(crate) fn truncate(&mut self, texts: usize) {
        self.list.truncate(texts);
    }

    /// Returns the text behind an id, `None` for an id of another collection.
    pub fn get(&self, id: FileId) -> Option<&Source> {
        self.list.get(id.0 as usize).map(|s| &**s)
    }

    /// Returns the name of a text, empty for a foreign id.
    pub fn name(&self, id: FileId) -> &str {
        self.get(id).map_or("", |s| s.name.as_str())
    }

    /// Returns the characters a span covers, empty where it does not fit.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file)
            .and_then(|s| s.text.get(span.start as usize..span.end as usize))
            .unwrap_or("")
    }

    /// Takes every text that was reached by `use` for one that the user named.
    pub fn own_what_is_used(&mut self) {
        for source in self.list.iter_mut().filter_map(Arc::get_mut) {
            if source.role == Role::Used {
                source.role = Role::Checked;
            }
        }
    }

    /// Returns `name:line` of the start of a span, both as a reader counts them.
    pub fn place(&self, span: Span) -> String {
        let Some(source) = self.get(span.file) else { return String::new() };
        // An edit that was typed is a line by itself, told from others by its number.
        if is_edit(&source.name) && !source.text.trim_end().contains('\n') {
            return source.name.clone();
        }
        format!("{}:{}", source.name, source.lines.line(span.start) + 1)
    }

    /// Iterates over ids and texts in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        let id = |i| FileId(u32::try_from(i).unwrap_or(u32::MAX));
        self.list.iter().enumerate().map(move |(i, s)| (id(i), &**s))
    }
}

/// Checks whether a text is an edit that was made at the prompt, by its name: `edit 2`.
pub fn is_edit(name: &str) -> bool {
    let number = name.strip_prefix("edit ");
    number.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Why a text could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoadError {
    /// Nothing stands at that path.
    NotFound,
    /// It exists and could not be read as text; the reason in words.
    Unreadable(String),
}

/// Finds the text behind `use "path"`. The command line reads the disk, tests a map.
pub trait Loader {
    /// Returns the name to show and the text of `path`, as written in the file called `from`.
    fn load(&self, from: &str, path: &str) -> Result<(String, String), LoadError>;
}

/// A loader that knows no file: for texts that stand alone.
#[derive(Debug, Default)]
pub struct NoFiles;

impl Loader for NoFiles {
    fn load(&self, _from: &str, _path: &str) -> Result<(String, String), LoadError> {
        Err(LoadError::NotFound)
    }
}
