//! A line whose quotes do not pair.
//!
//! Takes the line; tries each place where the missing quote may belong, and gives the repair with which the line can
//! be read. Must not guess: where no repair can be read, it says so and proposes none.

use super::letters::Line;
use super::{Place, Within, code_end, line_start};
use crate::diagnostic::Finding;
use crate::syntax::parser::reads;
use crate::syntax::walk::Text;

/// Longer lines than a person writes are not tried out; it would take long.
const LONGEST: usize = 1000;

/// A change that may make the quotes pair.
struct Try {
    at: usize,
    /// How many bytes are taken out; none where a quote is put in.
    cut: usize,
    message: String,
    /// What is underlined.
    shown: (usize, usize),
    here: &'static str,
}

/// `"He said \"yes\""`: quotes inside a text are those of print.
pub(super) fn escaped(line: &Line<'_>) -> Option<Finding> {
    const MARK: &str = "\\\"";
    let (first, last) = (line.written.find(MARK)?, line.written.rfind(MARK)?);
    let end = last + MARK.len();
    let signs = ["“", "”"].into_iter().cycle();
    let parts = line.slice(first, end).split(MARK).skip(1).zip(signs);
    let new: String = parts.flat_map(|(part, sign)| [sign, part]).collect();
    let message = "inside a text quotes are written “ and ”";
    Some(line.replace(first, end, &new, message).here("`\\` is a letter like any other"))
}

/// Says which quote of a line is missing or too many.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    if line.place.within == Within::Template {
        return None;
    }
    let text = line.place.text;
    let begin = line_start(text, line.place.start);
    let start = begin + lead(text.slice(begin, line.place.start));
    let end = code_end(text, start, text.text.len());
    if end.saturating_sub(start) > LONGEST {
        return None;
    }
    let whole = Line::new(Place { start, end, ..line.place }, None);
    let written = whole.written;
    let quotes = written.matches('"').count();
    if quotes.is_multiple_of(2) || written.contains(['“', '”', '„', '«', '»', '\\']) {
        return None;
    }
    let repaired = |t: &Try| {
        let new = if t.cut > 0 { "" } else { "\"" };
        format!(
            "{}{new}{}",
            written.get(..t.at).unwrap_or(""),
            written.get(t.at + t.cut..).unwrap_or("")
        )
    };
    let readable: Vec<Try> =
        tries(written).into_iter().filter(|t| reads(&repaired(t), line.place.within)).collect();
    let neat = readable.iter().position(|t| neat(&repaired(t))).unwrap_or(0);
    let found = readable.into_iter().nth(neat);
    if let Some(t) = found {
        let new = if t.cut > 0 { "" } else { "\"" };
        let finding = whole.at(t.shown.0, t.shown.1, t.message).here(t.here);
        let finding = whole.show(finding, t.at, t.at + t.cut, new);
        return Some(finding.fix(whole.span(t.at, t.at + t.cut), new));
    }
    // One quote alone: where it closes can be said well enough.
    (quotes > 1).then(|| {
        whole
            .at(0, written.len(), "the quotes of this line do not pair")
            .here(format!("there are {quotes} of them"))
            .help("look for the one that is missing: each text has one before it and one after it")
    })
}

/// What is said of a text or a heading that was broken: the rest of its line is not looked at before it is mended.
pub(super) const ONE_LINE: &str = "stands on one line";

/// A text or a heading that goes on in the lines below; `first` is the first letter of its line, `last` where its last line
/// ends.
pub(in crate::syntax) fn broken_text(
    text: Text<'_>,
    first: usize,
    line: usize,
    stop: usize,
    last: usize,
    shown: &str,
) -> Finding {
    let code = text.slice(line, stop).trim_end();
    let quoted = !code.matches('"').count().is_multiple_of(2) || code.contains('“');
    let open = code.rfind(['"', '“']).filter(|_| quoted).map_or(first, |n| line + n);
    let title = !quoted || shown.trim_end().ends_with('{');
    let message = match (quoted, title) {
        (true, true) => "a title stands on one line, with its name",
        (true, false) => "a text in quotes stands on one line",
        _ => "a heading stands on one line",
    };
    let below = line_start(text, last);
    let below = below + lead(text.slice(below, last));
    let end = text.trim(line, stop);
    let finding = super::broken(text.span(open, end), message)
        .here("it begins here")
        .label(text.span(below, last), "and goes on here");
    let whole = super::letters::squeeze(shown);
    finding
        .help(if whole.chars().count() <= 240 {
            format!("write `{whole}`")
        } else {
            "put all of it on one line".to_owned()
        })
        .note(crate::diagnostic::NoteKind::Note, "it was read as one line")
}

/// Checks that no text in quotes begins or ends with a blank: `"5 "112` is read, and is not what was meant.
fn neat(line: &str) -> bool {
    line.split('"').skip(1).step_by(2).all(|text| text.trim() == text)
}

fn lead(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// The changes worth trying, the likeliest first.
fn tries(written: &str) -> Vec<Try> {
    let mut out = Vec::new();
    for (at, _) in written.match_indices("\"\"") {
        out.push(Try {
            at,
            cut: 1,
            message: "two quotes in a row".to_owned(),
            shown: (at, at + 2),
            here: "one of them is too many",
        });
    }
    let beside_quote = |at: usize| {
        written.get(at..).is_some_and(|r| r.starts_with('"'))
            || written.get(..at).is_some_and(|l| l.ends_with('"'))
    };
    let in_brackets = |at: usize| {
        let before = written.get(..at).unwrap_or("");
        before.rfind('[') > before.rfind(']')
    };
    let heading = written.trim_end().ends_with('{');
    let what = |at: usize| match (in_brackets(at), heading) {
        (true, _) => "the section",
        (false, true) => "the title",
        _ => "this text",
    };
    for at in openings(written).into_iter().filter(|at| !beside_quote(*at)) {
        let stop =
            written.get(at..).and_then(|r| r.find('"')).map_or(written.len(), |n| at + n + 1);
        out.push(Try {
            at,
            cut: 0,
            message: format!("the opening quote of {} is missing", what(at)),
            shown: (at, stop),
            here: "this has a closing quote alone",
        });
    }
    for at in closings(written).into_iter().filter(|at| !beside_quote(*at)) {
        let start = written.get(..at).and_then(|l| l.rfind('"')).unwrap_or(0);
        out.push(Try {
            at,
            cut: 0,
            message: format!("the closing quote of {} is missing", what(start)),
            shown: (start, at),
            here: "this has an opening quote alone",
        });
    }
    out
}

/// Where a text may begin: after the field, after the name, after a source, after `because`.
fn openings(written: &str) -> Vec<usize> {
    let words = |from: usize, count: usize| {
        let mut out = Vec::new();
        let mut at = from;
        for _ in 0..count {
            let rest = written.get(at..).unwrap_or("");
            let word = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let after = rest.get(word..).unwrap_or("");
            if after.trim().is_empty() {
                break;
            }
            at += word + lead(after);
            out.push(at);
        }
        out
    };
    let mut out = words(0, 2);
    for (n, _) in written.match_indices(['[', ';', '{']) {
        let first = n + 1 + lead(written.get(n + 1..).unwrap_or(""));
        out.extend(words(
            first,
            if written.get(n..).is_some_and(|r| r.starts_with('[')) { 1 } else { 2 },
        ));
    }
    for (n, because) in written.match_indices("because ") {
        out.push(n + because.len() + lead(written.get(n + because.len()..).unwrap_or("")));
    }
    out
}

/// Where a text may end: before the lines of a section, a source, a brace, a `;`, and at the end of the line.
fn closings(written: &str) -> Vec<usize> {
    let mut out = Vec::new();
    let mut from = 0;
    for (n, sign) in written.match_indices(['[', ']', ';', ',', '{', '}']) {
        let part = written.get(from..n).unwrap_or("").trim_end();
        let inside = written.get(..n).is_some_and(|b| b.rfind('[') > b.rfind(']'));
        if inside && sign != "[" {
            let section =
                part.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-').trim_end();
            if !section.is_empty() && section.len() < part.len() {
                out.push(from + section.len());
            }
        }
        if sign != "," || inside {
            out.push(from + part.len());
        }
        from = n + 1;
    }
    out.push(written.trim_end().len());
    out
}
