//! Signs and words of other ways of writing that stand for braces: `basket trade :`, `issues (`, `end`.
//!
//! Takes a text; gives patches that put braces for them in the copy that is read, and a finding for each block. Only
//! what the indentation bears out is taken for a brace: a heading, lines that stand deeper, and below them, where the
//! heading begins, a line that closes and does nothing else.

use crate::diagnostic::Finding;
use crate::syntax::declare::Word;
use crate::syntax::diagnose;
use crate::syntax::walk::{Event, Patch, Text, Walk, at, past_blanks};

/// What is read as a brace, in the order of the text.
#[derive(Default)]
pub(super) struct Meant {
    pub(super) patches: Vec<Patch>,
    pub(super) findings: Vec<Finding>,
}

/// A line that may open a block.
struct Opener {
    line: usize,
    indent: usize,
    /// The sign that stands where a `{` should, and its end; none where a `{` stands there.
    sign: Option<(usize, usize)>,
}

/// Words that open a block in other languages.
const OPENING: &[&str] = &["begin", "do", "then"];

/// Finds what stands for a brace between two places.
pub(super) fn meant(text: Text<'_>, start: usize, end: usize) -> Meant {
    let mut out = Meant::default();
    if !may_hold(text.slice(start, end)) {
        return out;
    }
    let mut open: Vec<Opener> = Vec::new();
    // The first letter of the line that is gone through, and how far it is indented.
    let mut line = (past_blanks(text.bytes(), start, end), 0);
    let mut code_end = None;
    for event in Walk::new(text.bytes(), start, end) {
        match event {
            Event::Line(i, indent) => line = (i, indent),
            Event::Comment(i, _, false) => code_end = Some(i),
            Event::Newline(i) => {
                let stop = code_end.take().unwrap_or(i);
                code(text, line, text.trim(line.0, stop), &mut open, &mut out);
            }
            _ => {}
        }
    }
    if line.0 < end {
        let stop = code_end.unwrap_or(end);
        code(text, line, text.trim(line.0, stop), &mut open, &mut out);
    }
    out.patches.sort_unstable();
    out
}

/// Checks quickly whether any line begins or ends as those do that are looked for.
fn may_hold(text: &str) -> bool {
    text.split(['\n', '\r']).any(|line| {
        let line = line.trim();
        let opens = |l: &str| {
            l.ends_with([':', '(', '[', '<', '='])
                || l.ends_with("begin")
                || l.ends_with(" do")
                || l.ends_with(" then")
        };
        line.starts_with([')', '>', ']'])
            || line.starts_with('}') && line.ends_with([',', '.'])
            || line.ends_with('}') && line.contains(['"', '“']) && cited(line).is_some()
            || line.get(..3).is_some_and(|w| w.eq_ignore_ascii_case("end")) && is_end(line)
            || opens(line)
            || line.split_once('#').is_some_and(|(l, _)| opens(l.trim_end()))
    })
}

/// Looks at one line.
fn code(
    text: Text<'_>,
    (start, indent): (usize, usize),
    end: usize,
    open: &mut Vec<Opener>,
    out: &mut Meant,
) {
    let written = text.slice(start, end);
    if let Some(open) = cited(written) {
        let from = start + open;
        out.patches.push(Patch { start: from, end: from + 1, byte: b'[' });
        out.patches.push(Patch { start: end - 1, end, byte: b']' });
        out.findings.push(diagnose::brace_for_bracket(text, from, end));
    }
    let closer = closes(written);
    while open.last().is_some_and(|o| o.indent > indent || o.indent == indent && closer.is_none()) {
        open.pop();
    }
    let Some(brace) = closer else {
        if let Some(sign) = opens(text, start, end) {
            open.push(Opener { line: start, indent, sign: (sign.0 < sign.1).then_some(sign) });
        }
        return;
    };
    let Some(opener) = open.pop_if(|o| o.indent == indent) else { return };
    let open_patch = opener.sign.map(|(from, to)| {
        patch(from, to, b'{', &mut out.patches);
        diagnose::sign_for_brace(text, opener.line, from, to)
    });
    let wrong = written.trim_start_matches('}');
    let from = end - wrong.len();
    match (open_patch, brace) {
        (Some(finding), true) => out.findings.push(finding),
        (Some(finding), false) => {
            patch(start, end, b'}', &mut out.patches);
            let finding = finding.label(text.span(start, end), "and write `}` for this");
            out.findings.push(Finding { fix: None, ..finding });
        }
        (None, true) if !wrong.is_empty() => {
            out.patches.push(Patch { start: from, end, byte: b' ' });
            out.findings.push(diagnose::sign_after_brace(text, from, end));
        }
        (None, true) => {}
        (None, false) => {
            patch(start, end, b'}', &mut out.patches);
            out.findings.push(diagnose::word_for_brace(text, start, end, opener.line));
        }
    }
}

/// Puts a brace for some letters, and blanks for the rest of them.
fn patch(start: usize, end: usize, byte: u8, patches: &mut Vec<Patch>) {
    patches.push(Patch { start, end: start + 1, byte });
    if end > start + 1 {
        patches.push(Patch { start: start + 1, end, byte: b' ' });
    }
}

/// Finds the `{` of `partners EU {paper "Findings" 12}`: at the end of a line, a name, a text, and nothing but numbers.
fn cited(line: &str) -> Option<usize> {
    let open = line.rfind('{').filter(|at| *at > 0)?;
    let inner = line.get(open + 1..)?.strip_suffix('}')?.trim();
    let (source, rest) = inner.split_once(' ')?;
    let section = rest.trim().strip_prefix(['"', '“'])?;
    let (_, numbers) = section.split_once(['"', '”'])?;
    let numbers = numbers.trim();
    let name = |w: &str| w.chars().all(|c| c.is_alphanumeric() || c == '-');
    let field = crate::schema::FIELDS.iter().any(|f| f.name == source)
        || crate::schema::Kind::of_word(source).is_some();
    let plain = numbers.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | ',' | '-'));
    (name(source) && !field && !numbers.is_empty() && plain).then_some(open)
}

/// Checks whether a line closes a block and does nothing else; `true` where it does so with a `}`.
fn closes(line: &str) -> Option<bool> {
    match line {
        "}" | "}," | "}." => Some(true),
        ")" | ");" | ")," | ">" | "]" | "]," => Some(false),
        _ if line.len() < 60 && is_end(line) => Some(false),
        _ => None,
    }
}

/// `end`, `END`, `end;`, `end of basket`.
fn is_end(line: &str) -> bool {
    let line = line.split('#').next().unwrap_or(line).trim_end().trim_end_matches([';', '.']);
    let mut words = line.split_whitespace();
    words.next().is_some_and(|w| w.eq_ignore_ascii_case("end"))
        && words.clone().count() <= 3
        && words.all(|w| w.chars().all(|c| c.is_alphanumeric() || c == '-'))
}

/// Checks whether a line is the heading of a block; gives the sign that stands for its `{`, nothing of it where it has one.
fn opens(text: Text<'_>, start: usize, end: usize) -> Option<(usize, usize)> {
    let written = text.slice(start, end);
    if written.ends_with('{') {
        return Some((end, end));
    }
    let word = text.word(start);
    let heading = written.strip_prefix("add ").unwrap_or(written);
    let known = Word::of(word).is_some_and(Word::has_block)
        || matches!(word, "avoid" | "prefer")
        || diagnose::opens_block(heading).is_some();
    if !known {
        return None;
    }
    let sign = match at(text.bytes(), end.saturating_sub(1)) {
        b':' | b'(' | b'[' | b'<' | b'=' => end - 1,
        _ => end - OPENING.iter().find(|w| written.ends_with(&format!(" {w}")))?.len(),
    };
    (sign > start).then_some((sign, end))
}
