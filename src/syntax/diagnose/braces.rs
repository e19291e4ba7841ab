//! Mistakes in braces: missing, too many, in the wrong place, without a heading.
//!
//! Takes the place that the cutting of a text found; gives the finding. Does not look for mistakes itself.

use super::letters::{Kind as Sign, tokens};
use super::{broken, code_end, line_start, short};
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Kind};
use crate::source::Span;
use crate::syntax::walk::{Text, line_end, past_blanks, word_end};
use crate::value::flat;

/// The first two words of a line, to name the block it opens.
pub(super) fn heading_words(text: Text<'_>, start: usize) -> String {
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

pub(in crate::syntax) fn unclosed(
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

fn column_of(text: Text<'_>, i: usize) -> usize {
    let start = line_start(text, i);
    text.slice(start, i).chars().take_while(|c| c.is_whitespace()).count()
}

pub(in crate::syntax) fn unopened(text: Text<'_>, start: usize, end: usize) -> Finding {
    if text.slice(start, end).ends_with('[') {
        return sign_for_brace(text, start, end - 1, end);
    }
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

/// `basket trade :`, `issues (`, `phase one begin`: a heading whose block begins with no brace.
pub(in crate::syntax) fn sign_for_brace(
    text: Text<'_>,
    line: usize,
    from: usize,
    to: usize,
) -> Finding {
    let heading = flat(text.slice(line, from));
    broken(text.span(from, to), format!("`{}` opens no block", text.slice(from, to)))
        .here("a block begins with a brace")
        .help(if heading.chars().count() > 100 {
            "write `{` for it".to_owned()
        } else {
            format!("write `{heading} {{`")
        })
        .fix(text.span(from, to), if text.slice(line, from).ends_with(' ') { "{" } else { " {" })
}

/// `end`, `)`, `]` alone on a line, where the block above ends.
pub(in crate::syntax) fn word_for_brace(
    text: Text<'_>,
    start: usize,
    end: usize,
    heading: usize,
) -> Finding {
    let written = text.slice(start, end);
    let message = if written.starts_with(char::is_alphabetic) {
        format!("a block is closed with `}}`, not with `{written}`")
    } else {
        format!("`{written}` closes nothing here")
    };
    broken(text.span(start, end), message)
        .here("a block ends with a brace")
        .label(
            text.span(heading, heading + text.word(heading).len().max(1)),
            "the block that ends there begins here",
        )
        .help("write `}`")
        .fix(text.span(start, end), "}")
}

/// `},`: what follows the end of a block.
pub(in crate::syntax) fn sign_after_brace(text: Text<'_>, start: usize, end: usize) -> Finding {
    broken(text.span(start, end), format!("no `{}` follows a block", text.slice(start, end)))
        .here("leave this out")
        .help("write `}`")
        .fix(text.span(start, end), "")
}

pub(in crate::syntax) fn stray_brace(text: Text<'_>, i: usize, header: Option<usize>) -> Finding {
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

pub(in crate::syntax) fn stray_open(text: Text<'_>, i: usize) -> Finding {
    broken(text.span(i, i + 1), "one `{` too many")
        .here("this opens a block in the middle of a line")
        .help("delete it, or close the block with `}` on the same line")
        .fix(text.span(i, i + 1), "")
}

/// Finds the kind or field whose block a line opens, from what stands before its `{`.
pub(in crate::syntax) fn opens_block(heading: &str) -> Option<&str> {
    let word = heading.split_whitespace().next()?;
    let known = Kind::of_word(word).is_some_and(|k| !k.inside().is_empty())
        || FIELDS.iter().any(|f| f.name == word)
        || matches!(word, "sequence" | "choice");
    known.then_some(word)
}

/// Checks for the heading of a block: a word for a kind, a name, perhaps a title and a source, and no list.
pub(in crate::syntax) fn declares_block(line: &str) -> bool {
    // A remark may follow it.
    let line = line.trim_end();
    let bare = line.split(['"', '[']).next().unwrap_or(line);
    let mut words = line.split_whitespace();
    let first = words.next();
    let field = first.is_some_and(|w| FIELDS.iter().any(|f| f.name == w));
    // `choice at review`, `starts the earlier of`
    let choice = first == Some("choice") && words.next() == Some("at")
        || line.ends_with(" earlier of")
        || line.ends_with(" later of");
    let known = || opens_block(line).is_some_and(|w| Kind::of_word(w).is_some());
    !bare.contains(',') && (!field || choice || known())
}

/// Finds where a block begins that stands on one line and lacks its `{`: `organ council "Council" kind summit }`. Gives
/// the length of its heading.
pub(in crate::syntax) fn block_begins(line: &str) -> Option<usize> {
    let inner = line.strip_suffix('}').filter(|l| !l.contains(['{', '}']))?;
    opens_block(inner).and_then(Kind::of_word)?;
    let pieces = tokens(inner);
    let text = |n: usize| pieces.get(n).and_then(|t| inner.get(t.start..t.end)).unwrap_or("");
    let mut next = 2;
    if pieces.get(next).is_some_and(|t| t.kind == Sign::Text) {
        next += 1;
    }
    if text(next) == "[" {
        next = (next..pieces.len()).find(|n| text(*n) == "]")? + 1;
    }
    let says = |w: &str| matches!(w, "no" | "is" | "has") || FIELDS.iter().any(|f| f.name == w);
    let more = pieces.len() > next + 1;
    (more && says(text(next))).then(|| pieces.get(next - 1)).flatten().map(|t| t.end)
}

/// `organ council "Council" kind summit }`.
pub(in crate::syntax) fn one_line_unopened(text: Text<'_>, line: usize, at: usize) -> Finding {
    let end = line_end(text.bytes(), line, text.text.len());
    let (head, rest) = (text.slice(line, at), text.slice(at, end).trim());
    broken(
        text.span(line, at),
        format!("`{}` is followed by a block without its `{{`", heading_words(text, line)),
    )
    .here("`{` is missing after this")
    .help(format!("write `{} {{ {}`", flat(head), flat(rest)))
    .fix(text.span(at, at), " {")
}

/// `basket security { nature hard`, and nothing that closes it.
pub(in crate::syntax) fn one_line_unclosed(text: Text<'_>, line: usize, stop: usize) -> Finding {
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
    .fix(text.span(stop, stop), " }")
}

/// The same heading on two lines.
pub(in crate::syntax) fn doubled_heading(
    text: Text<'_>,
    first: usize,
    end: usize,
    again: usize,
) -> Finding {
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
pub(in crate::syntax) fn lost_heading(
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

pub(in crate::syntax) fn two_open(text: Text<'_>, line: usize, i: usize) -> Finding {
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
pub(in crate::syntax) fn brace_for_bracket(text: Text<'_>, start: usize, end: usize) -> Finding {
    let inner = text.slice(start + 1, end.saturating_sub(1)).trim();
    broken(text.span(start, end), "a source stands in square brackets")
        .here("it begins with a brace")
        .help(format!("write `[{}]`", flat(inner)))
        .fix(text.span(start, start + 1), "[")
}

/// `{ issues senkaku ]`.
pub(in crate::syntax) fn bracket_for_brace(text: Text<'_>, i: usize) -> Finding {
    broken(text.span(i, i + 1), "`]` closes nothing here")
        .here("a block ends with a brace")
        .help("write `}`")
        .fix(text.span(i, i + 1), "}")
}

/// `stance stance {`: a group that was given a name.
pub(in crate::syntax) fn group_with_name(text: Text<'_>, field: Span, name: Span) -> Finding {
    let word = text.slice(field.start as usize, field.end as usize);
    broken(name, format!("`{word}` takes no name"))
        .here("leave this out")
        .help(format!("write `{word} {{`"))
        .fix(text.span(field.end as usize, name.end as usize), "")
}

/// `norm goals {`: a field, and before it the word for what it lists.
pub(in crate::syntax) fn kind_before_field(text: Text<'_>, word: Span, field: Span) -> Finding {
    let name = text.slice(field.start as usize, field.end as usize);
    let shown = text.slice(word.start as usize, word.end as usize);
    broken(word, format!("`{name}` is the field, and nothing stands before it"))
        .here(format!("`{shown}` declares a thing at the top of a file"))
        .help(format!("write `{name} {{`"))
        .fix(text.span(word.start as usize, field.start as usize), "")
}

/// Checks for a brace that was taken out: what else is wrong on its line follows from it.
pub(in crate::syntax) fn explains_its_line(finding: &Finding) -> bool {
    finding.message.ends_with("too many")
        || finding.message.contains(super::quotes::ONE_LINE)
        || finding.message == super::CONTROL
}

pub(in crate::syntax) fn brace_without_heading(text: Text<'_>, i: usize) -> Finding {
    broken(text.span(i, i + 1), "this block has no heading")
        .here("nothing stands before this `{`")
        .help("say what the block is: `issues {`, `basket functional {`")
}
