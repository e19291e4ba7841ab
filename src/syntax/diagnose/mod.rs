//! Turns what could not be read into one clear message for somebody who writes texts, not programs.
//!
//! Takes the place where reading stopped; gives a finding that says what is wrong there and shows the line as it
//! should be. Works on the letters of the line, so that no message speaks of grammar. One check is one small
//! function, tried in a fixed order; the first that recognises the mistake speaks. Knows no meaning.

mod absent;
mod amounts;
mod braces;
mod brackets;
mod bullets;
mod choices;
mod citations;
mod clocks;
mod commas;
mod conditions;
mod defaults;
mod definitions;
mod edits;
mod expectations;
mod figures;
mod footnotes;
mod frequency;
mod gates;
mod headings;
mod letters;
mod lines;
mod lists;
mod membership;
mod moments;
mod names;
mod nth;
mod offers;
mod one_line;
mod outside;
mod phrases;
mod quotes;
mod rules;
mod sentences;
mod single;
mod slips;
mod spans;
mod texts;
mod times;
mod unbraced;
mod values;
mod wording;

pub use edits::EDITS;
pub(super) use edits::{edit_of_no_items, edit_without_place};

use super::walk::{Event, Text, Walk, at, line_end, past_blanks};
use crate::diagnostic::{Finding, Level, NoteKind, nearest};
use crate::source::Span;
use crate::value::{flat, or};
pub(super) use braces::{
    block_begins, brace_for_bracket, brace_without_heading, bracket_for_brace, declares_block,
    doubled_heading, explains_its_line, group_with_name, kind_before_field, lost_heading,
    one_line_unclosed, one_line_unopened, opens_block, sign_after_brace, sign_for_brace,
    stray_brace, stray_open, two_open, unclosed, unopened, word_for_brace,
};
pub(super) use choices::{
    branch_heading, choice_of_nothing, one_branch, stray_branch, two_otherwise, view_of_nobody,
};
pub(super) use commas::list_goes_on;
pub use expectations::VERDICTS;
pub(super) use expectations::verdict;
pub(super) use names::{Named, name_in};
pub(super) use outside::{
    declaration_near, means_a_declaration, meant_declaration, outside, use_meant,
};
pub(super) use quotes::broken_text;
pub(super) use rules::{case_without_condition, rule_parts, template_brace};

/// What kind of text a line stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    /// A block of a thing.
    Block,
    /// A block of items.
    List,
    /// Moments of which the first or the last is meant.
    Moments,
    /// What stands between a declaration word and its `{`.
    Heading,
    /// A part of a rule.
    Rule,
    /// A definition, or a line of it.
    Define,
    /// A line of a profile.
    Profile,
    /// An edit of a scenario.
    Edits,
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
    /// Whether cures are tried with the grammar; after many lines that could not be read they are not offered.
    pub(super) tried: bool,
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
    /// Lines that begin with a sign, as this one does.
    Bullets,
}

/// So many lines of one declaration have their cures tried; nobody mends more of them before asking again.
pub(super) const MAX_TRIED: usize = 200;

/// So many bytes a rule, a definition or a declaration on one line may have.
pub(super) const MAX_DECLARATION: usize = 64 * 1024;

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
            .note(
                NoteKind::Without,
                "everything else was read; this line was left out of the check",
            )
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
    let finding = offers::settled(&line, finding);
    let finding = match place.within {
        Within::Heading | Within::Template => finding,
        Within::Edits => finding.note(NoteKind::Note, "this edit was not made"),
        within
            if line.written.starts_with('[')
                && (within != Within::Block || !dates_it(line.written)) =>
        {
            finding.note(NoteKind::Note, "the rest of the line was read, without its source")
        }
        _ => finding.note(
            NoteKind::Without,
            "everything else was read; this line was left out of the check",
        ),
    };
    (finding, follows)
}

/// Checks whether a citation says as of when: without it, what it cites would be said for all times.
pub(super) fn dates_it(citation: &str) -> bool {
    citation.split(|c: char| !c.is_alphanumeric()).any(|w| w == "of")
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

/// Lists words of which one is to be written: `` `A`, `B` or `C` ``.
fn quoted(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    or(&words)
}

/// Returns the end of a line without its remark.
fn code_end(text: Text<'_>, start: usize, end: usize) -> usize {
    let end = line_end(text.bytes(), start, end);
    let mut walk = Walk::new(text.bytes(), start, end);
    let comment = walk.find_map(|e| if let Event::Comment(i, ..) = e { Some(i) } else { None });
    text.trim(start, comment.unwrap_or(end))
}

/// A line of so many bytes is not written out again with a word mended.
const MAX_SHOWN: usize = 160;

/// Returns the line of a word with another in its place, if it is short enough to show. A line may hold thousands of such
/// words, so a long one is not gone through for each.
fn line_with(text: Text<'_>, word: Span, meant: &str) -> Option<String> {
    let (from, to) = (word.start as usize, word.end as usize);
    let before = text.bytes().get(from.saturating_sub(MAX_SHOWN)..from)?;
    let start = match before.iter().rposition(|b| matches!(b, b'\n' | b'\r')) {
        Some(at) => from - before.len() + at + 1,
        None if from == before.len() => 0,
        None => return None,
    };
    let end = line_end(text.bytes(), to, text.text.len().min(to + MAX_SHOWN));
    if end - to >= MAX_SHOWN {
        return None;
    }
    let rest = text.slice(to, code_end(text, start, end));
    let line = flat(&format!("{}{meant}{rest}", text.slice(start, from)));
    (line.chars().count() <= 100).then_some(line)
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

fn line_start(text: Text<'_>, i: usize) -> usize {
    text.slice(0, i).rfind(['\n', '\r']).map_or(0, |n| n + 1)
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
    let finding = broken(span, format!("`{}` cannot be read here", text.slice(from, to)))
        .here(format!("did you mean `{meant}`?"))
        .fix(span, meant);
    match line_with(text, span, meant) {
        Some(line) => finding.help(format!("write `{line}`")),
        None => finding,
    }
}

/// `use std.northeast–asia` with a dash, `use std northeast-asia`, `use std.europe, std.asia-pacific`, `use std.europe.`:
/// finds the names of the module, or every name in it would be reported too.
pub(super) fn module_meant(
    text: Text<'_>,
    start: usize,
    end: usize,
) -> Option<[(usize, usize); 2]> {
    let end = code_end(text, start, end);
    let rest = text.slice(start, end).strip_prefix("use ")?;
    let library = end - rest.trim_start().len();
    let names = text.slice(library, end).strip_prefix("std")?;
    let module = names.trim_start_matches([' ', '\t', '.']);
    let from = end - module.len();
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || letters::is_dash(c);
    let length = module.find(|c| !plain(c)).unwrap_or(module.len());
    (from > library + 3 && length > 0).then_some([(library, library + 3), (from, from + length)])
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
        .note(NoteKind::Without, "everything else was read; this line was left out of the check")
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

/// A rule or a definition that is longer than anybody reads. Conditions weigh most in memory, and a faulty one is gone
/// through word by word.
pub(super) fn too_long_declaration(text: Text<'_>, start: usize, end: usize) -> Finding {
    let kib = MAX_DECLARATION / 1024;
    let word = text.word(start);
    let head = text.trim(start, line_end(text.bytes(), start, end.min(start + 100)));
    broken(
        text.span(start, head),
        format!("this `{word}` is longer than {kib} KiB and was not read"),
    )
    .help("give parts of its conditions names of their own: `define NAME for KIND V as CONDITION`")
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
    if written == "no" {
        return broken(word, "that there is none is written with `no` before it")
            .here("`no` comes first")
            .help(format!("write `no {field}`"));
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
    let place = Place { text, start, end, within: Within::List, tried: true };
    statement(place, None).0
}

pub(super) fn agreed_when(text: Text<'_>, span: Span) -> Finding {
    let written = text.slice(span.start as usize, span.end as usize);
    broken(span, format!("`{written}` does not say by when it is to be agreed"))
        .help("write `to be agreed by 2028-03` or `to be agreed before widening`")
}

/// How days are counted, where none are.
pub(super) fn nothing_counted(span: Span) -> Finding {
    broken(span, "nothing is counted here of which the first day could be one").help(
        "leave it out, or say how long after it is: `60 days after signing, first day counted`",
    )
}

pub(super) fn thousands_point(span: Span, number: &str) -> Finding {
    let thousands = number.replace('.', ",");
    broken(span, format!("`{number}` can be read as thousands and as a fraction"))
        .help(format!("write `{thousands}` for the whole number; a fraction has one or two digits after the point"))
        .fix(span, thousands)
}

pub(super) fn wrong_ordinal(span: Span, written: &str, right: &str) -> Finding {
    broken(span, format!("`{written}` is written `{right}`"))
        .help(format!("write `the {right} time of`"))
        .fix(span, right)
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
    let span = text.span(from, at + written.len());
    if matches!(second, "later" | "afterwards" | "thereafter" | "on") {
        let written = text.slice(at, at + written.len());
        return broken(span, format!("`{written}` does not say after what"))
            .here("counted from when")
            .help(format!("name it: `{unit} after NAME`"));
    }
    let glued = ["after", "before", "with"].into_iter().find_map(|order| {
        second.strip_prefix(order).filter(|rest| !rest.is_empty()).map(|rest| (order, rest))
    });
    if let Some((order, rest)) = glued {
        return broken(span, format!("a blank is missing in `{second}`"))
            .help(format!("write `{order} {rest}`"))
            .fix(span, format!("{order} {rest}"));
    }
    broken(span, format!("`{second}` does not fit after `{unit}`"))
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

pub(super) fn mixed(first: (&str, Span), other: (&str, Span)) -> Finding {
    broken(other.1, "`and` and `or` are mixed without parentheses")
        .here(format!("does this `{}` belong to the `{}` before it?", other.0, first.0))
        .label(first.1, "this one")
        .help("put parentheses round the part that belongs together: `a and (b or c)` or `(a and b) or c`")
}
