//! Turns what could not be read into one clear message for somebody who writes texts, not programs.
//!
//! Takes the place where reading stopped; gives a finding that says what is wrong there and shows the line as it
//! should be. Works on the letters of the line, so that no message speaks of grammar. One check is one small
//! function, tried in a fixed order; the first that recognises the mistake speaks. Knows no meaning.

mod brackets;
mod conditions;
mod figures;
mod headings;
mod letters;
mod lines;
mod quotes;
mod values;

use super::ast::{Clause, ClauseKind};
use super::declare::WORDS;
use super::split::Chunk;
use super::walk::{Event, Text, Walk, at, line_end, past_blanks, word_end};
use crate::diagnostic::{Finding, Level, NoteKind, nearest};
use crate::schema::{FIELDS, Kind};
use crate::source::Span;

/// What kind of text a line stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// A block of a thing.
    Block,
    /// A block of items.
    List,
    /// What stands between a declaration word and its `{`.
    Heading,
    /// A part of a rule.
    Rule,
    /// A definition, or a line of it.
    Define,
    /// A line of a profile.
    Profile,
    /// An expectation.
    Expect,
    /// Any other declaration on one line.
    Line,
    /// An expression in a text.
    Template,
}

/// A piece of text that could not be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) text: Text<'a>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) within: Within,
}

/// Where reading stopped, counted from the start of the piece, and what could have stood there.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    pub(super) at: usize,
    pub(super) wants: Vec<&'static str>,
}

/// Which of the lines below a bad line belong to the same mistake, if they cannot be read either.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follows {
    /// None.
    Nothing,
    /// The next line: a list went on.
    NextLine,
    /// Lines that are indented deeper.
    Deeper,
    /// Lines that are no statements at all, like this one.
    Prose,
    /// A line with the other quote.
    Quote,
}

/// So many bytes of a line are looked at; what is wrong with a longer one is not to be told by its letters.
pub(super) const MAX_LINE: usize = 16 * 1024;

/// Returns as much of a piece of text as is looked at.
pub(super) fn first_part(text: &str) -> &str {
    let end = (0..4).find_map(|n| text.get(..MAX_LINE + n));
    end.unwrap_or(text)
}

/// A line far longer than any that a person writes.
fn too_long(place: Place<'_>, stop: Option<&Stop>) -> Option<Finding> {
    let text = place.text;
    let beyond = stop.is_none_or(|s| s.at >= MAX_LINE);
    let end = place.start + first_part(text.slice(place.start, place.end)).len();
    (end < place.end && beyond).then(|| {
        let start = text.word(place.start).len().clamp(1, 100) + place.start;
        broken(text.span(place.start, start), "something in this line cannot be read")
            .here(format!(
                "it is {} bytes long, and only its beginning was looked at",
                place.end - place.start
            ))
            .help("write one item a line, in braces")
            .note(NoteKind::Note, "everything else was read; this line was left out of the check")
    })
}

/// Says what is wrong with a line.
pub(super) fn statement(place: Place<'_>, stop: Option<&Stop>) -> (Finding, Follows) {
    if let Some(finding) = too_long(place, stop) {
        return (finding, Follows::Nothing);
    }
    let seen = first_part(place.text.slice(place.start, place.end)).len();
    let place = Place { end: place.start + seen, ..place };
    let start = place.start
        + (place.text.slice(place.start, place.end).len()
            - place.text.slice(place.start, place.end).trim_start().len());
    let mut end = place.text.trim(start, place.end);
    if place.within == Within::Define && !place.text.slice(start, end).contains(['\n', '\r']) {
        end = code_end(place.text, start, end);
    }
    let stop = stop.map(|s| Stop {
        at: s.at.saturating_sub(start - place.start).min(end - start),
        wants: s.wants.clone(),
    });
    let line = letters::Line::new(Place { start, end, ..place }, stop);
    let (finding, follows) = lines::diagnose(&line);
    let finding = match place.within {
        Within::Heading | Within::Template => finding,
        _ if line.written.starts_with('[') => {
            finding.note(NoteKind::Note, "the rest of the line was read, without its source")
        }
        _ => finding
            .note(NoteKind::Note, "everything else was read; this line was left out of the check"),
    };
    (finding, follows)
}

fn broken(span: Span, message: impl Into<String>) -> Finding {
    Finding::broken("syntax", Level::Error, span, message)
}

/// Finds the word of the language that a misspelt one is near to. Of short words only letters in another order
/// and a letter lost count: `end` is not a misspelt `and`.
fn near<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let sorted = |w: &str| {
        let mut letters: Vec<char> = w.to_lowercase().chars().collect();
        letters.sort_unstable();
        letters
    };
    let meant = nearest(word, known)?;
    let (length, other) = (word.chars().count(), meant.chars().count());
    let close = length > 3 && other > 3
        || sorted(word) == sorted(meant)
        || length != other && word.starts_with(meant.get(..2).unwrap_or(meant));
    close.then_some(meant)
}

/// Puts what is quoted on one line.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the end of a line without its remark.
fn code_end(text: Text<'_>, start: usize, end: usize) -> usize {
    let end = line_end(text.bytes(), start, end);
    let mut walk = Walk::new(text.bytes(), start, end);
    let comment = walk.find_map(|e| if let Event::Comment(i, ..) = e { Some(i) } else { None });
    text.trim(start, comment.unwrap_or(end))
}

/// Shortens what is quoted in a message, and puts it on one line.
fn short(text: &str) -> String {
    let flat = flat(text);
    if flat.chars().count() <= 60 {
        flat
    } else {
        flat.chars().take(57).chain("...".chars()).collect()
    }
}

// ---- letters and lines that concern no single statement ----------------------------------------------

/// The message about characters that do not print; a declaration has it once.
pub(super) const CONTROL: &str = "a character that does not print stands in the text";

pub(super) fn control(text: Text<'_>, i: usize) -> Finding {
    broken(text.span(i, i + 1), CONTROL)
        .here(format!("character number {} of the Unicode table", at(text.bytes(), i)))
        .help("delete it; it may have come with a text that was pasted")
        .fix(text.span(i, i + 1), "")
}

pub(super) fn semicolon_at_top(text: Text<'_>, i: usize) -> Finding {
    semicolon_finding(text, i)
}

pub(super) fn semicolon(text: Text<'_>, i: usize) -> Finding {
    semicolon_finding(text, i)
}

fn semicolon_finding(text: Text<'_>, i: usize) -> Finding {
    let bytes = text.bytes();
    let next = past_blanks(bytes, i + 1, text.text.len());
    let finding = broken(text.span(i, i + 1), "a statement ends with its line, not with `;`");
    if matches!(at(bytes, next), b'\n' | b'\r' | b'#' | 0) {
        finding
            .here("nothing follows it on this line")
            .help("leave out the `;`")
            .fix(text.span(i, i + 1), "")
    } else {
        finding
            .here("a block over several lines has one statement a line")
            .help("begin a new line here; `;` is for blocks that stand on one line")
    }
}

pub(super) fn after_block(text: Text<'_>, start: usize, end: usize) -> Finding {
    let end = line_end(text.bytes(), start, end);
    broken(
        text.span(start, end),
        format!("`{}` stands after the end of the declaration", short(text.slice(start, end))),
    )
    .help("move it into the block, or begin a new declaration on a line of its own")
}

// ---- braces ----------------------------------------------------------------------------------------

/// The first two words of a line, to name the block it opens.
fn heading_words(text: Text<'_>, start: usize) -> String {
    let bytes = text.bytes();
    let first_end = word_end(bytes, start, text.text.len());
    let second = past_blanks(bytes, first_end, text.text.len());
    let second_end = word_end(bytes, second, text.text.len());
    let words = if text.slice(start, second_end).ends_with(" of") {
        let third = past_blanks(bytes, second_end, text.text.len());
        text.slice(start, word_end(bytes, third, text.text.len()))
    } else if second_end > second {
        text.slice(start, second_end)
    } else {
        text.slice(start, first_end)
    };
    if words.is_empty() { "{".to_owned() } else { short(words) }
}

pub(super) fn unclosed(
    text: Text<'_>,
    header: usize,
    open: usize,
    before: Option<(usize, usize)>,
    region: usize,
) -> Finding {
    let span = text.span(header, text.trim(header, open).max(header + 1));
    let finding =
        broken(span, format!("the block of `{}` is not closed", heading_words(text, header)))
            .here("its `{` has no `}`");
    if let Some((line, _)) = before {
        let stop = line_end(text.bytes(), line, text.text.len());
        let blanks = column_of(text, header);
        return finding
            .label(text.span(line, text.trim(line, stop)), "`}` is missing before this line")
            .help("put `}` on a line of its own there")
            .fix(
                text.span(line_start(text, line), line_start(text, line)),
                format!("{}}}\n", " ".repeat(blanks)),
            );
    }
    let last = line_start(text, text.trim(header, region).saturating_sub(1)).max(header);
    let last = text.trim(last, region) - text.slice(last, region).trim().len();
    let finding = finding.help("put `}` on a line of its own where the block ends");
    if last > open {
        finding.label(
            text.span(last, text.trim(last, region)),
            "`}` is missing after this line at the latest",
        )
    } else {
        finding
    }
}

fn line_start(text: Text<'_>, i: usize) -> usize {
    text.slice(0, i).rfind(['\n', '\r']).map_or(0, |n| n + 1)
}

fn column_of(text: Text<'_>, i: usize) -> usize {
    let start = line_start(text, i);
    text.slice(start, i).chars().take_while(|c| c.is_whitespace()).count()
}

pub(super) fn unopened(text: Text<'_>, start: usize, end: usize) -> Finding {
    broken(
        text.span(start, end),
        format!("`{}` is followed by a block without its `{{`", heading_words(text, start)),
    )
    .here("`{` is missing at the end of this line")
    .help(if end - start > 100 {
        "write ` {` at its end".to_owned()
    } else {
        format!("write `{} {{`", flat(text.slice(start, end)))
    })
    .fix(text.span(end, end), " {")
}

pub(super) fn stray_brace(text: Text<'_>, i: usize, header: Option<usize>) -> Finding {
    let finding = broken(text.span(i, i + 1), "one `}` too many").here("this closes nothing");
    let finding = match header {
        Some(header) => finding.help(format!(
            "delete it; the block of `{}` goes on below",
            heading_words(text, header)
        )),
        None => finding.help("delete it, or look for a `{` that is missing above"),
    };
    finding.fix(text.span(i, i + 1), "")
}

pub(super) fn stray_open(text: Text<'_>, i: usize) -> Finding {
    broken(text.span(i, i + 1), "one `{` too many")
        .here("this opens a block in the middle of a line")
        .help("delete it, or close the block with `}` on the same line")
        .fix(text.span(i, i + 1), "")
}

/// Finds the kind or field whose block a line opens, from what stands before its `{`.
pub(super) fn opens_block(heading: &str) -> Option<&str> {
    let word = heading.split_whitespace().next()?;
    let known = Kind::of_word(word).is_some_and(|k| !k.inside().is_empty())
        || FIELDS.iter().any(|f| f.name == word)
        || word == "sequence";
    known.then_some(word)
}

/// `basket security { nature hard`, and nothing that closes it.
pub(super) fn one_line_unclosed(text: Text<'_>, line: usize, open: usize, stop: usize) -> Finding {
    let shown = flat(text.slice(line, stop));
    broken(
        text.span(line, stop),
        format!("the block of `{}` is not closed", heading_words(text, line)),
    )
    .here("its `{` has no `}`")
    .help(if shown.chars().count() > 100 {
        "write `}` at the end of this line".to_owned()
    } else {
        format!("write `{shown} }}`")
    })
    .label(text.span(open, open + 1), "")
    .fix(text.span(stop, stop), " }")
}

/// The same heading on two lines.
pub(super) fn doubled_heading(text: Text<'_>, first: usize, end: usize, again: usize) -> Finding {
    let stop = text.trim(again, line_end(text.bytes(), again, text.text.len()));
    broken(
        text.span(again, stop),
        format!("the heading of `{}` stands twice", heading_words(text, first)),
    )
    .here("the second time")
    .label(text.span(first, text.trim(first, end)), "the first time")
    .help("delete one of the two lines")
}

/// Lines with the `}` of a block whose heading is not there.
pub(super) fn lost_heading(
    text: Text<'_>,
    first: usize,
    close: usize,
    parent: Option<usize>,
) -> Finding {
    let end = code_end(text, first, close);
    let word = text.word(first);
    let parent = parent.and_then(|p| Kind::of_word(text.word(p)));
    let fitting = Kind::all().find(|k| {
        parent.is_some_and(|p| k.inside().contains(&p)) && crate::schema::field(*k, word).is_some()
    });
    let example = fitting.map_or("basket", Kind::word);
    broken(text.span(first, end), "a heading is missing before this line")
        .here("this line and those below stand in no block of their own")
        .label(text.span(close, close + 1), "yet a block is closed here")
        .help(format!("write the heading above it, as in `{example} NAME \"TITLE\" {{`"))
}

pub(super) fn two_open(text: Text<'_>, line: usize, i: usize) -> Finding {
    let shown = flat(&text.slice(line, i).replace('{', ""));
    broken(text.span(i, i + 1), "two `{` in a row")
        .here("one of them is too many")
        .help(if shown.chars().count() > 100 {
            "delete one of them".to_owned()
        } else {
            format!("delete one: `{shown} {{`")
        })
        .fix(text.span(i, i + 1), "")
}

/// `{berger2015 "Box 1" 146]`.
pub(super) fn brace_for_bracket(text: Text<'_>, start: usize, end: usize) -> Finding {
    let inner = text.slice(start + 1, end.saturating_sub(1)).trim();
    broken(text.span(start, end), "a source stands in square brackets")
        .here("it begins with a brace")
        .help(format!("write `[{}]`", flat(inner)))
        .fix(text.span(start, start + 1), "[")
}

/// `{ issues senkaku ]`.
pub(super) fn bracket_for_brace(text: Text<'_>, i: usize) -> Finding {
    broken(text.span(i, i + 1), "`]` closes nothing here")
        .here("a block ends with a brace")
        .help("write `}`")
        .fix(text.span(i, i + 1), "}")
}

/// Finds the short word that a slip of the fingers hides: `hass`, `hsa`, `iss`.
pub(super) fn is_or_has(text: Text<'_>, span: Span) -> Option<&'static str> {
    match text.slice(span.start as usize, span.end as usize) {
        "iss" | "iis" | "si" | "sis" => Some("is"),
        "hass" | "haas" | "hhas" | "hsa" | "ahs" | "hs" | "ha" => Some("has"),
        _ => None,
    }
}

pub(super) fn near_is(text: Text<'_>, span: Span, meant: &'static str) -> Finding {
    let (from, to) = (span.start as usize, span.end as usize);
    let start = line_start(text, from);
    let line = format!(
        "{}{meant}{}",
        text.slice(start, from),
        text.slice(to, code_end(text, start, text.text.len()))
    );
    let finding = broken(span, format!("`{}` cannot be read here", text.slice(from, to)))
        .here(format!("did you mean `{meant}`?"))
        .fix(span, meant);
    let line = flat(&line);
    if line.chars().count() <= 100 { finding.help(format!("write `{line}`")) } else { finding }
}

/// Finds the word about a source that a word alone in brackets was meant to be.
pub(super) fn mark_meant(word: &str) -> Option<&'static str> {
    near(word, ["inferred", "unverified"]).filter(|_| word.chars().count() > 5)
}

/// `[unverifiedd]`.
pub(super) fn misspelt_mark(text: Text<'_>, span: Span, meant: &'static str) -> Finding {
    let word = text.slice(span.start as usize, span.end as usize);
    broken(span, format!("`{word}` cannot be read here"))
        .here(format!("did you mean `{meant}`?"))
        .help(format!("write `[{meant}]`"))
        .fix(span, meant)
}

/// `all members`, where a field is missing before it.
pub(super) fn field_missing(text: Text<'_>, start: usize, end: usize) -> Finding {
    let written = short(text.slice(start, end));
    broken(text.span(start, end), format!("a field is missing before `{written}`"))
        .here("this is what a field says, not a field")
        .help(format!("write the field first, as in `parties {written}`"))
        .note(NoteKind::Note, "everything else was read; this line was left out of the check")
}

/// `stance stance {`: a group that was given a name.
pub(super) fn group_with_name(text: Text<'_>, field: Span, name: Span) -> Finding {
    let word = text.slice(field.start as usize, field.end as usize);
    broken(name, format!("`{word}` takes no name"))
        .here("leave this out")
        .help(format!("write `{word} {{`"))
        .fix(text.span(field.end as usize, name.end as usize), "")
}

/// `usk std.europe`, `std use.europe`: what is used is plain all the same.
pub(super) fn use_meant(text: Text<'_>, start: usize) -> Option<[(usize, usize); 2]> {
    let word = text.word(start);
    let end = code_end(text, start, text.text.len());
    let rest = text.slice(start + word.len(), end);
    let module = rest.trim_start();
    let from = end - module.len();
    let one = !module.contains(char::is_whitespace);
    if one && word == "std" && module.starts_with("use.") {
        return Some([(start, start + word.len()), (from + "use.".len(), end)]);
    }
    let meant = meant_declaration(text, start) == Some("use");
    let library = "std".len();
    (meant && one && module.starts_with("std."))
        .then_some([(from, from + library), (from + library + 1, end)])
}

/// Checks for a brace that was taken out: what else is wrong on its line follows from it.
pub(super) fn explains_its_line(finding: &Finding) -> bool {
    finding.message.ends_with("too many")
}

pub(super) fn brace_without_heading(text: Text<'_>, i: usize) -> Finding {
    broken(text.span(i, i + 1), "this block has no heading")
        .here("nothing stands before this `{`")
        .help("say what the block is: `issues {`, `basket functional {`")
}

pub(super) fn too_deep(text: Text<'_>, start: usize) -> Finding {
    let end = line_end(text.bytes(), start, text.text.len());
    broken(
        text.span(start, text.trim(start, end)),
        "blocks stand more than 64 deep in one another here",
    )
    .here("this declaration was left out of the check")
    .help("look for a `}` that is missing")
}

pub(super) fn too_deep_at(text: Text<'_>, start: usize, end: usize) -> Finding {
    let end =
        text.trim(start, line_end(text.bytes(), start, end.max(start + 1).min(text.text.len())));
    broken(text.span(start, end), "conditions stand more than 64 deep in one another here")
        .help("cut it up with `let` or `define`")
}

// ---- what stands outside any declaration --------------------------------------------------------------

/// Finds the declaration word that a misspelt one is near to.
pub(super) fn meant_declaration(text: Text<'_>, start: usize) -> Option<&'static str> {
    let word = text.word(start);
    if word.is_empty() || word.len() > 24 || Kind::of_word(word).is_some() {
        return None;
    }
    nearest(word, WORDS.iter().copied())
}

/// Checks whether a line was meant to declare something.
pub(super) fn means_a_declaration(text: Text<'_>, start: usize) -> bool {
    meant_declaration(text, start).is_some()
        || Kind::of_word(text.word(start)).is_some()
        || undeclared(text.slice(start, code_end(text, start, text.text.len()))).is_some()
}

pub(super) fn outside(text: Text<'_>, chunk: &Chunk) -> Finding {
    let bytes = text.bytes();
    let first_line = code_end(text, chunk.start, chunk.end);
    let word = text.word(chunk.start);
    let span = text.span(
        chunk.start,
        chunk.start
            + word
                .len()
                .max(text.slice(chunk.start, chunk.end).chars().next().map_or(1, char::len_utf8)),
    );
    let whole = text.span(chunk.start, first_line);
    if at(bytes, chunk.start) == b'}' {
        return stray_brace(text, chunk.start, None);
    }
    if let Some(meant) = meant_declaration(text, chunk.start) {
        let rest = text.slice(chunk.start + word.len(), first_line);
        return broken(span, format!("`{word}` declares nothing"))
            .here(format!("did you mean `{meant}`?"))
            .help(format!("write `{meant}{}`", short_tail(rest)))
            .note(
                NoteKind::Note,
                "everything else was read; this declaration was left out of the check",
            )
            .fix(span, meant);
    }
    if at(bytes, chunk.start) == b'{' {
        return brace_without_heading(text, chunk.start);
    }
    if let Some(kind) = Kind::of_word(word).filter(|k| !k.inside().is_empty()) {
        let homes: Vec<_> = kind.inside().iter().map(|k| format!("`{}`", k.word())).collect();
        return broken(
            whole,
            format!("a `{word}` stands inside the block of a {}", homes.join(" or a ")),
        )
        .here("this one stands outside any block")
        .help(outside_help(text, chunk));
    }
    if let Some(end) = chunk.after.filter(|_| chunk.indent > 0) {
        return broken(whole, "these lines stand outside any block")
            .here("no block is open here")
            .label(text.span(end.saturating_sub(1), end), "the block above was closed here")
            .help("one of the `}` above is one too many, or closes the block too early");
    }
    if text.slice(chunk.start, first_line).starts_with(['/', '%', '*', '-', '\'']) {
        return broken(whole, "this line declares nothing")
            .here("a remark begins with `#`")
            .help("write `#` for a remark, `##` for documentation");
    }
    if let Some((word, line)) = undeclared(text.slice(chunk.start, first_line)) {
        let line = flat(&line);
        let finding = broken(whole, format!("`{word}` is missing at the start of this line"));
        return finding
            .here("a line outside any block begins with the word for what it declares")
            .help(if line.chars().count() > 110 {
                format!("begin the line with `{word}`")
            } else {
                format!("write `{line}`")
            });
    }
    if FIELDS.iter().any(|f| f.name == word) && text.slice(chunk.start, first_line) != word {
        return broken(whole, format!("`{word}` is a field, and stands outside any block"))
            .here("no block is open here")
            .help("move this line into the block it speaks of, between `{` and `}`");
    }
    let finding =
        broken(whole, format!("`{}` declares nothing", short(text.slice(chunk.start, first_line))));
    finding
        .here("a line outside any block begins with the word for what it declares")
        .help("such words are `framework`, `draft`, `actor`, `issue`, `source`, `use`; a remark begins with `#`")
}

/// Finds the word that a line without a declaring word lacks, and the line with it in its place.
fn undeclared(line: &str) -> Option<(&'static str, String)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let second = words.get(1).copied().unwrap_or("");
    if let ("std", Some(module)) =
        (words.first().copied().unwrap_or(""), second.strip_prefix("use."))
    {
        return Some(("use", format!("use std.{module}")));
    }
    // Swapped: `eaec expect violates …`.
    if let Some(word) = WORDS.iter().copied().find(|w| *w == second) {
        let first = words.first().copied().unwrap_or("");
        let rest = words.get(2..).unwrap_or(&[]).join(" ");
        return Some((word, format!("{word} {first} {rest}")));
    }
    if VERDICTS.contains(&second) {
        return Some(("expect", format!("expect {line}")));
    }
    if words.contains(&"for") && words.contains(&"as") {
        return Some(("define", format!("define {line}")));
    }
    None
}

fn outside_help(text: Text<'_>, chunk: &Chunk) -> String {
    if chunk.after.is_some() && chunk.indent > 0 {
        "one of the `}` above is one too many, or closes the block too early".to_owned()
    } else {
        format!("move `{}` into the block it belongs to", heading_words(text, chunk.start))
    }
}

/// The rest of a line for a help, shortened without touching its first blank.
fn short_tail(rest: &str) -> String {
    if rest.trim().is_empty() { String::new() } else { format!(" {}", short(rest)) }
}

// ---- lines of declarations -----------------------------------------------------------------------------

pub(super) fn stands_on_one_line(text: Text<'_>, start: usize, next: usize) -> Finding {
    let word = text.word(start);
    let end = text.trim(next, line_end(text.bytes(), next, text.text.len()));
    broken(text.span(next, end), format!("the whole of `{word}` stands on one line"))
        .here("this goes on from the line above")
        .help("join the two lines")
}

pub(super) fn unfinished_line(text: Text<'_>, start: usize, end: usize, next: usize) -> Finding {
    let bytes = text.bytes();
    let stop = text.trim(start, end);
    let line = text.slice(start, stop);
    let next_end = text.trim(next, line_end(bytes, next, text.text.len()));
    let last = line.rsplit([' ', '\t', '\u{A0}']).next().unwrap_or(line);
    let from = stop - last.len().min(stop - start);
    let finding = if last.ends_with(',') {
        broken(text.span(stop - 1, stop), "a line cannot end with a comma")
            .here("nothing follows it on this line")
            .help("join the two lines, or put the whole condition in parentheses; inside them it may run over lines")
    } else if line == last {
        broken(text.span(from, stop), format!("nothing follows `{last}` on its line"))
            .here("a part of a rule begins on the line of its first word")
            .help(format!("write `{last} {}`", short(text.slice(next, next_end))))
    } else {
        broken(text.span(from, stop), format!("a line cannot end with `{last}`"))
            .here("something must follow it on this line")
            .help(format!(
                "begin the next line with it: `{last} {}`",
                short(text.slice(next, next_end))
            ))
    };
    finding.label(text.span(next, next_end), "this was read as its continuation")
}

pub(super) fn incomplete(text: Text<'_>, field: Span, word: Span) -> Finding {
    let written = text.slice(word.start as usize, word.end as usize);
    let field = text.slice(field.start as usize, field.end as usize);
    if written == "and" {
        return broken(word, "nothing follows `and`")
            .here("the list ends here")
            .help("write `and others`, or leave it out");
    }
    let (what, example) = match written {
        "after" | "before" | "with" | "during" => {
            ("what it is measured from", format!("{field} {written} opening"))
        }
        "by" => ("a date", format!("{field} by 2028-03")),
        "at" | "more" | "less" => ("a figure", format!("{field} at least 2 years")),
        _ => ("a name", format!("{field} A, B")),
    };
    broken(word, format!("`{written}` is not a name: it must be followed by {what}"))
        .here("nothing fitting follows")
        .help(format!("for example `{example}`"))
}

pub(super) fn one_name_only(text: Text<'_>, start: usize, end: usize, word: &str) -> Finding {
    let list = text.slice(start + word.len(), end).trim();
    let names: Vec<_> = list.split(',').map(|n| format!("{word} {}", n.trim())).collect();
    broken(text.span(start, end), format!("`{word}` takes one name"))
        .here("two and more are statements of their own")
        .help(format!(
            "write one a line: {}",
            names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
        ))
}

pub(super) fn unclear(text: Text<'_>, start: usize, end: usize) -> Finding {
    let place = Place { text, start, end, within: Within::List };
    statement(place, None).0
}

pub(super) fn agreed_when(text: Text<'_>, span: Span) -> Finding {
    let written = text.slice(span.start as usize, span.end as usize);
    broken(span, format!("`{written}` does not say by when it is to be agreed"))
        .help("write `to be agreed by 2028-03` or `to be agreed before widening`")
}

pub(super) fn thousands_point(span: Span, number: &str) -> Finding {
    let thousands = number.replace('.', ",");
    broken(span, format!("`{number}` can be read as thousands and as a fraction"))
        .help(format!("write `{thousands}` for the whole number; a fraction has one or two digits after the point"))
        .fix(span, thousands)
}

pub(super) fn two_units(
    text: Text<'_>,
    at: usize,
    first: usize,
    written: &str,
    second: &str,
) -> Finding {
    let unit = written.get(..first).unwrap_or("");
    let from = at + written.len() - second.len();
    broken(text.span(from, at + written.len()), format!("`{second}` does not fit after `{unit}`"))
        .here("a comma or a word is missing before this")
        .help(format!("between values of a list write a comma: `{unit}, {second}`"))
}

pub(super) fn list_comma(text: Text<'_>, span: Span) -> Finding {
    broken(span, "lines in braces are not separated by commas")
        .here("the line ends here")
        .help(format!(
            "leave out the commas: one item a line{}",
            if at(text.bytes(), span.end as usize) == b' ' { "" } else { ", nothing else" }
        ))
        .fix(span, "")
}

// ---- rules, definitions, expectations ----------------------------------------------------------------

/// Tells one part of a rule from the others.
type Want = fn(&ClauseKind) -> bool;

/// Says which parts a rule has twice. Those it lacks, and two conditions, are found where rules are compiled.
pub(super) fn rule_parts(text: Text<'_>, name: Span, clauses: &[Clause]) -> Vec<Finding> {
    let mut out = Vec::new();
    let rule = text.slice(name.start as usize, name.end as usize);
    let has =
        |want: Want| clauses.iter().filter(|c| want(&c.kind)).map(|c| c.span).collect::<Vec<_>>();
    let once: [(&str, Want); 5] = [
        ("level", |k| matches!(k, ClauseKind::Level(_))),
        ("because", |k| matches!(k, ClauseKind::Because(_))),
        ("mark", |k| matches!(k, ClauseKind::Mark(_))),
        ("help", |k| matches!(k, ClauseKind::Help(_))),
        ("group", |k| matches!(k, ClauseKind::Group(_))),
    ];
    for (word, want) in once {
        if let [first, second, ..] = *has(want) {
            out.push(
                broken(second, format!("the rule `{rule}` has two `{word}` lines"))
                    .here("the second")
                    .label(first, "the first")
                    .help("keep one of them"),
            );
        }
    }
    out
}

pub(super) fn template_brace(text: Text<'_>, start: usize, end: usize) -> Finding {
    broken(text.span(start, start + 1), "a `{` in this text is not closed")
        .here("from here to the end of the text")
        .label(text.span(end.saturating_sub(1).max(start), end), "the text ends here")
        .help("write what is to be filled in between braces: `{f.members}`")
}

pub(super) fn case_without_condition(text: Text<'_>, span: Span) -> Finding {
    let written = short(text.slice(span.start as usize, span.end as usize));
    broken(span, "this line of the definition does not say when it holds")
        .here("a definition over several lines has a condition on each")
        .help(format!("write `{written} when …`, or `{written} otherwise` for the last"))
}

/// What can be expected of a framework and a rule.
pub(super) const VERDICTS: &[&str] =
    &["violates", "satisfies", "leaves-open", "is-outside", "is-rejected"];

pub(super) fn verdict(text: Text<'_>, span: Span, known: &[&'static str]) -> Finding {
    let word = text.slice(span.start as usize, span.end as usize);
    let finding = broken(
        span,
        format!("`{word}` is not something that can be expected of a framework and a rule"),
    );
    match nearest(word, known.iter().copied()) {
        Some(meant) => {
            let (from, to) = (span.start as usize, span.end as usize);
            let start = line_start(text, from);
            let line = format!(
                "{}{meant}{}",
                text.slice(start, from),
                text.slice(to, code_end(text, start, text.text.len()))
            );
            finding
                .here(format!("did you mean `{meant}`?"))
                .help(format!("write `{}`", flat(&line)))
                .fix(span, meant)
        }
        None => finding
            .here("the verdict stands here")
            .help("write `violates`, `satisfies`, `leaves-open`, `is-outside` or `is-rejected`"),
    }
    .note(NoteKind::Note, "everything else was read; this line was left out of the check")
}

pub(super) fn mixed(first: (&str, Span), other: (&str, Span)) -> Finding {
    broken(other.1, "`and` and `or` are mixed without parentheses")
        .here(format!("does this `{}` belong to the `{}` before it?", other.0, first.0))
        .label(first.1, "this one")
        .help("put parentheses round the part that belongs together: `a and (b or c)` or `(a and b) or c`")
}
