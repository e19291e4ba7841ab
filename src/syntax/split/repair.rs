//! Puts the braces of a declaration right, by the indentation of its lines.
//!
//! Takes a declaration whose braces do not pair; gives patches for the copy that is read and a finding for each brace.
//! Guesses one mistake a brace and never more than [`MAX_REPAIRS`].

use super::cutter::Cutter;
use super::{Chunk, brace_at};
use crate::diagnostic::Finding;
use crate::syntax::diagnose;
use crate::syntax::walk::{Event, Patch, Walk, at, line_end, past_blanks};

/// How many braces of one declaration are put right before the rest is left as it is.
const MAX_REPAIRS: usize = 8;

/// Puts the braces of a declaration right by the indentation of its lines. The end of the declaration
/// becomes `region`.
pub(super) fn repair(cutter: &Cutter<'_>, chunk: &mut Chunk, region: usize) {
    let region = region.max(chunk.end);
    let count = |want: fn(&Event) -> bool| {
        Walk::new(cutter.bytes, chunk.start, region).filter(want).count()
    };
    let opens = count(|e| matches!(e, Event::Open(b'{', _)));
    let closes = count(|e| matches!(e, Event::Close(b'}', _)));
    let mut missing = opens.saturating_sub(closes).min(MAX_REPAIRS);
    let mut surplus = closes.saturating_sub(opens).min(MAX_REPAIRS);
    if opens == closes {
        (missing, surplus) = (MAX_REPAIRS, MAX_REPAIRS);
    }
    let mut repair = Repair {
        cutter,
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
        chunk.findings.push(diagnose::unclosed(cutter.text, open.line, open.at, None, region));
    }
    chunk.patches.extend(patches);
    chunk.findings.extend(findings);
    chunk.end = region;
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
                Event::Close(b']', i)
                    if self.missing > 0
                        && i == line.0
                        && !self.stack.is_empty()
                        && self.alone(i, region) =>
                {
                    self.missing -= 1;
                    self.patches.push(Patch { start: i, end: i + 1, byte: b'}' });
                    self.findings.push(diagnose::bracket_for_brace(self.cutter.text, i));
                    self.stack.pop();
                }
                Event::Close(b'}', i) if skipped != Some(i) => {
                    let upward = i != line.0 && self.stack.last().is_none_or(|o| o.row < row);
                    let begins = diagnose::block_begins(self.cutter.text.slice(line.0, i + 1));
                    if let Some(length) = begins.filter(|_| upward && self.surplus > 0) {
                        self.surplus -= 1;
                        let at = line.0 + length;
                        self.patches.push(Patch { start: at, end: at + 1, byte: b'{' });
                        self.findings.push(diagnose::one_line_unopened(
                            self.cutter.text,
                            line.0,
                            at,
                        ));
                    } else if upward && self.surplus > 0 && i + 1 < region {
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

    /// Checks whether nothing but a remark follows a sign on its line.
    fn alone(&self, i: usize, region: usize) -> bool {
        let next = past_blanks(self.cutter.bytes, i + 1, region);
        matches!(at(self.cutter.bytes, next), b'\n' | b'\r' | b'#' | 0)
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
        let meant = self.missing > 0 && at(bytes, i) == b']' && self.alone(i, region);
        let closes = at(bytes, i) == b'}' || meant;
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
        let headed = above.is_some_and(|(start, _, end)| {
            let line = text.slice(start, end);
            line.split_whitespace().count() == 1 || diagnose::declares_block(line)
        });
        if let Some((start, n, end)) = above
            && headed
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
