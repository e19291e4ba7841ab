//! Mistakes in lines that stand outside any declaration.
//!
//! Takes the lines; gives what they were meant to declare, where that can be told, and the finding.

use super::braces::{brace_without_heading, heading_words, stray_brace};
use super::{VERDICTS, broken, code_end, short};
use crate::diagnostic::{Finding, NoteKind, nearest};
use crate::schema::{FIELDS, Kind};
use crate::syntax::declare::WORDS;
use crate::syntax::split::Chunk;
use crate::syntax::walk::{Text, at};
use crate::value::flat;

/// Finds the declaration word that a misspelt one is near to.
pub(in crate::syntax) fn meant_declaration(text: Text<'_>, start: usize) -> Option<&'static str> {
    let word = text.word(start);
    if word.is_empty() || word.len() > 24 || Kind::of_word(word).is_some() {
        return None;
    }
    if matches!(word, "using" | "uses" | "import" | "include" | "load" | "require" | "with") {
        let rest = text.slice(start + word.len(), code_end(text, start, text.text.len()));
        return rest.trim_start().starts_with("std.").then_some("use");
    }
    declaration_near(word)
}

/// Finds the declaration word that a word is near to.
pub(in crate::syntax) fn declaration_near(word: &str) -> Option<&'static str> {
    nearest(word, WORDS.iter().copied())
}

/// Checks whether a line was meant to declare something.
pub(in crate::syntax) fn means_a_declaration(text: Text<'_>, start: usize) -> bool {
    meant_declaration(text, start).is_some()
        || Kind::of_word(text.word(start)).is_some()
        || undeclared(text.slice(start, code_end(text, start, text.text.len()))).is_some()
}

pub(in crate::syntax) fn outside(text: Text<'_>, chunk: &Chunk) -> Finding {
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
        let rest = rest.strip_prefix([':', '=']).unwrap_or(rest);
        return broken(span, format!("`{word}` declares nothing"))
            .here(format!("did you mean `{meant}`?"))
            .help(format!("write `{meant}{}`", short_tail(rest)))
            .note(
                NoteKind::Without,
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
    let lines = text.slice(first_line, chunk.end).lines().skip(1).map(str::trim);
    let more = match lines.filter(|l| !l.is_empty() && !l.starts_with('#')).count() {
        0 => String::new(),
        _ if text.slice(chunk.start, chunk.end).contains('{') => String::new(),
        1 => "the line below declares nothing either".to_owned(),
        n => format!("and {n} more lines like it below"),
    };
    finding
        .here("a line outside any block begins with the word for what it declares")
        .help("such words are `framework`, `draft`, `actor`, `issue`, `source`, `use`; a remark begins with `#`")
        .note(NoteKind::Note, more)
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
        if matches!(
            first.to_lowercase().as_str(),
            "the" | "a" | "an" | "this" | "our" | "my" | "new" | "first"
        ) {
            return Some((word, format!("{word} {rest}")));
        }
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

/// `usk std.europe`, `std use.europe`: what is used is plain all the same.
pub(in crate::syntax) fn use_meant(text: Text<'_>, start: usize) -> Option<[(usize, usize); 2]> {
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
