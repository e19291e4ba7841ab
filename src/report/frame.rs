//! Cuts out of the texts what a finding shows: a few lines, made safe to print, with the places in them.
//!
//! Takes labels over whole texts; gives [`Piece`]s of adjoining lines. The work is in proportion to what is
//! shown, never to the text. Knows nothing of how a piece is drawn.

use std::ops::Range;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::text::visible;
use crate::diagnostic::Label;
use crate::source::{FileId, Source, Sources};

/// The part of a finding that lies in one text.
#[derive(Debug)]
pub(super) struct Frame {
    /// `napci.det:13:3`, or the name alone where the text as a whole is meant.
    pub(super) place: String,
    /// From top to bottom; more lines than one lie between two of them.
    pub(super) pieces: Vec<Piece>,
}

/// Adjoining lines.
#[derive(Debug)]
pub(super) struct Piece {
    /// The number of the first line, from 1.
    pub(super) first_line: usize,
    /// The lines, each with its line break.
    pub(super) text: String,
    /// What is underlined, in reading order and without overlaps.
    pub(super) marks: Vec<Marked>,
}

/// An underlined part of a piece.
#[derive(Debug)]
pub(super) struct Marked {
    /// Bytes within the piece.
    pub(super) range: Range<usize>,
    /// The remark; may be empty.
    pub(super) text: String,
    /// Whether this is the place the finding is reported at.
    pub(super) primary: bool,
}

/// How much of a line can be shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// The columns there are.
    pub(super) width: usize,
    /// What stands for the part that is cut.
    pub(super) cut: &'static str,
    /// What stands for a character that cannot be seen.
    pub(super) unseen: char,
}

/// A label on one line: a label over several lines shows its first.
#[derive(Debug)]
struct OnLine {
    line: usize,
    start: usize,
    end: usize,
    text: String,
    primary: bool,
}

impl OnLine {
    fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

/// Returns one frame for each text that has labels: the primary one's first, then by name.
pub(super) fn frames(labels: &[Label], sources: &Sources, room: Room) -> Vec<Frame> {
    let mut files: Vec<FileId> = Vec::new();
    for label in labels {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    if let Some((_, rest)) = files.split_first_mut() {
        rest.sort_by(|a, b| sources.name(*a).cmp(sources.name(*b)));
    }
    files.iter().filter_map(|file| frame(*file, labels, sources, room)).collect()
}

fn frame(file: FileId, labels: &[Label], sources: &Sources, room: Room) -> Option<Frame> {
    let source = sources.get(file)?;
    let name: String = source.name.chars().map(visible).collect();
    let mut places: Vec<OnLine> = Vec::new();
    let mut whole = false;
    for (i, label) in labels.iter().enumerate().filter(|(_, l)| l.span.file == file) {
        if label.span.is_empty() && label.span.start == 0 && label.text.is_empty() {
            whole = true;
            continue;
        }
        places.push(on_line(label, i == 0, source));
    }
    let Some(head) = places.iter().find(|p| p.primary).or_else(|| places.first()) else {
        return whole.then(|| Frame { place: name, pieces: Vec::new() });
    };
    let column = source
        .text
        .get(source.lines.range(head.line).start..head.start)
        .map_or(0, |t| t.chars().count());
    let place = format!("{name}:{}:{}", head.line + 1, column + 1);
    places.sort_by_key(|place| (place.start, place.end));
    Some(Frame { place, pieces: pieces(apart(places), source, room) })
}

/// Finds the line of a label and keeps its range inside that line, on character boundaries.
fn on_line(label: &Label, primary: bool, source: &Source) -> OnLine {
    let text = &source.text;
    let start = boundary(text, (label.span.start as usize).min(text.len()));
    let line = source.lines.line(u32::try_from(start).unwrap_or(u32::MAX));
    let range = source.lines.range(line);
    let body = text.get(range.clone()).unwrap_or("").trim_end_matches(['\n', '\r']);
    let last = range.start + body.len();
    let start = start.min(last);
    let end = boundary(text, (label.span.end as usize).min(last)).max(start);
    OnLine { line, start, end, text: label.text.clone(), primary }
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Removes overlaps: of two that start together the longer goes on after the shorter, and a label ends
/// where the next begins. Two on the very same place become one with both remarks.
fn apart(places: Vec<OnLine>) -> Vec<OnLine> {
    let mut result: Vec<OnLine> = Vec::new();
    for mut place in places {
        if let Some(last) = result.last_mut().filter(|last| last.line == place.line) {
            let nothing_left =
                !place.is_empty() && place.start <= last.start && place.end <= last.end;
            if nothing_left || (last.start, last.end) == (place.start, place.end) {
                if !place.text.is_empty() && place.text != last.text {
                    if !last.text.is_empty() {
                        last.text.push_str("; ");
                    }
                    last.text.push_str(&place.text);
                }
                last.primary |= place.primary;
                continue;
            }
            if place.start <= last.start {
                place.start = last.end.min(place.end);
            } else {
                last.end = last.end.min(place.start);
            }
        }
        result.push(place);
    }
    result
}

fn pieces(places: Vec<OnLine>, source: &Source, room: Room) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    // The last line written into the last piece, and how much of it.
    let mut last: Option<(usize, Shown)> = None;
    for place in places {
        if let (Some((line, shown)), Some(piece)) = (&last, pieces.last_mut()) {
            if *line == place.line {
                if let Some(range) = shown.range(&place) {
                    piece.marks.push(Marked { range, text: place.text, primary: place.primary });
                    continue;
                }
            } else if place.line - line <= 2 {
                if place.line - line == 2 {
                    Shown::write(line + 1, None, source, room, &mut piece.text);
                }
                last = Some((place.line, add(place, piece, source, room)));
                continue;
            }
        }
        let mut piece =
            Piece { first_line: place.line + 1, text: String::new(), marks: Vec::new() };
        last = Some((place.line, add(place, &mut piece, source, room)));
        pieces.push(piece);
    }
    pieces
}

fn add(place: OnLine, piece: &mut Piece, source: &Source, room: Room) -> Shown {
    let shown = Shown::write(place.line, Some(&place), source, room, &mut piece.text);
    let range = shown.range(&place).unwrap_or(piece.text.len() - 1..piece.text.len() - 1);
    piece.marks.push(Marked { range, text: place.text, primary: place.primary });
    shown
}

/// A line as written into a piece: for each character shown, where it stood and where it stands.
#[derive(Debug)]
struct Shown {
    cells: Vec<(usize, usize)>,
    end: (usize, usize),
}

impl Shown {
    /// Appends a line to `out`. What does not fit is cut, so that the start of `place` is seen.
    fn write(
        line: usize,
        place: Option<&OnLine>,
        source: &Source,
        room: Room,
        out: &mut String,
    ) -> Shown {
        const TAB: usize = 4;
        const BEFORE: usize = 24;
        let Room { width, cut: dots, unseen } = room;
        let range = source.lines.range(line);
        let body = source.text.get(range.clone()).unwrap_or("").trim_end_matches(['\n', '\r']);
        let mut from = range.start;
        let mut cut = false;
        if body.len() > width {
            let wanted = place.map_or(range.start, |p| p.start);
            let before = source.text.get(range.start..wanted).unwrap_or("");
            let columns: usize =
                before.chars().rev().take(width).filter_map(UnicodeWidthChar::width).sum();
            let rest: usize = source
                .text
                .get(wanted..range.start + body.len())
                .map_or(0, |t| t.chars().take(width).filter_map(UnicodeWidthChar::width).sum());
            if columns + rest.min(width / 2) > width {
                let kept = before.char_indices().rev().take(BEFORE).last().map_or(0, |(i, _)| i);
                from = range.start + kept;
                cut = kept > 0;
            }
        }
        let mut shown = Shown { cells: Vec::new(), end: (0, 0) };
        let mut column = 0;
        if cut {
            out.push_str(dots);
            column += dots.width();
        }
        let mut at = from;
        for c in source.text.get(from..range.start + body.len()).unwrap_or("").chars() {
            let safe = match visible(c) {
                '\u{FFFD}' => unseen,
                safe => safe,
            };
            let wide = if c == '\t' { TAB - column % TAB } else { safe.width().unwrap_or(0) };
            if column + wide > width {
                break;
            }
            shown.cells.push((at, out.len()));
            out.push(safe);
            for _ in 1..if c == '\t' { wide } else { 1 } {
                out.push(' ');
            }
            column += wide;
            at += c.len_utf8();
        }
        shown.end = (at, out.len());
        if at < range.start + body.len() {
            out.push_str(dots);
        }
        out.push('\n');
        shown
    }

    /// Returns where a label on this line stands in the piece, if its start is shown.
    fn range(&self, place: &OnLine) -> Option<Range<usize>> {
        let start = self.find(place.start)?;
        let end = self.find(place.end).unwrap_or(self.end.1);
        Some(start..end.max(start))
    }

    fn find(&self, at: usize) -> Option<usize> {
        if at == self.end.0 {
            return Some(self.end.1);
        }
        let i = self.cells.binary_search_by_key(&at, |(from, _)| *from).ok()?;
        self.cells.get(i).map(|(_, to)| *to)
    }
}
