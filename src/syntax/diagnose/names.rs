//! The name in a heading that cannot be read: `framework napci, "Title" {`, `basket "trade" "Trade" {`.
//!
//! Takes the letters before a `{`; gives what of them can stand in a heading as it is: word, name, title and source. The
//! rest gives way in the copy that is read, so that the thing is there, and what names it is no mistake. Says nothing of
//! what is wrong; knows no things.

use super::letters::{Kind, Token, is_dash, tokens};
use crate::schema::Kind as Thing;
use crate::syntax::declare::Word;
use crate::value::flat;

/// Words that stand before a name in everyday writing.
const BEFORE: &[&str] = &["called", "named", "entitled", "titled", "the", "a", "an", "of"];

/// What of a heading can be read, counted from its start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::syntax) struct Named {
    /// The word that declares.
    pub(in crate::syntax) word: (usize, usize),
    /// The name, with blanks or other signs in it where hyphens were meant.
    pub(in crate::syntax) name: (usize, usize),
    /// The first word of a name that was joined of several: perhaps that alone was meant.
    pub(in crate::syntax) first: Option<(usize, usize)>,
    /// What else stays.
    kept: Vec<(usize, usize)>,
    /// Where hyphens were meant.
    hyphens: Vec<(usize, usize)>,
}

impl Named {
    /// The heading with blanks in place of what cannot be read.
    pub(in crate::syntax) fn mended(&self, head: &str) -> String {
        let mut bytes: Vec<u8> = head
            .bytes()
            .enumerate()
            .map(|(i, b)| {
                let inside = |(from, to): &(usize, usize)| (*from..*to).contains(&i);
                if self.hyphens.iter().any(inside) {
                    b'-'
                } else if self.kept.iter().any(inside) || matches!(b, b'\n' | b'\r') {
                    b
                } else {
                    b' '
                }
            })
            .collect();
        // What is kept ends with a blank before a `{` only by chance; a name needs one after its word.
        if let Some(blank) = bytes.get_mut(self.word.1) {
            *blank = b' ';
        }
        String::from_utf8(bytes).unwrap_or_else(|_| head.to_owned())
    }
}

/// The heading as it would be typed: word, name, title and source in their places.
pub(super) fn cured(head: &str) -> Option<String> {
    let named = name_in(head)?;
    let mended = named.mended(head);
    let pieces = tokens(&mended);
    let cite = pieces.iter().find(|t| t.kind == Kind::Sign('[')).map_or(head.len(), |t| t.start);
    // What stands in quotes in the brackets is a section, and no title.
    let titles = pieces.iter().filter(|t| t.kind == Kind::Text && t.start < cite);
    let title = titles.into_iter().any(|t| t.start > named.name.1);
    let (before, source) = mended.split_at_checked(cite)?;
    let lost = tokens(head).into_iter().find(|t| {
        t.kind == Kind::Text && t.end < cite && (t.end <= named.name.0 || t.start >= named.name.1)
    });
    let title = lost.filter(|_| !title).and_then(|t| head.get(t.start..t.end)).unwrap_or("");
    let name = before.split_whitespace().nth(1)?.replace("---", "-");
    let rest: Vec<&str> = before.split_whitespace().skip(2).collect();
    let word = before.split_whitespace().next()?;
    let line = format!("{word} {name} {title} {} {}", rest.join(" "), source.trim());
    Some(flat(&line))
}

/// So many bytes of a heading are looked at.
const MAX_HEADING: usize = 1024;

/// Finds the name in a heading, and what else of it can be read.
pub(in crate::syntax) fn name_in(head: &str) -> Option<Named> {
    if head.len() > MAX_HEADING {
        return None;
    }
    let pieces = tokens(head);
    let text = |t: &Token| head.get(t.start..t.end).unwrap_or("");
    let stop = pieces.iter().position(|t| t.kind == Kind::Sign('[')).unwrap_or(pieces.len());
    let first = pieces.first().filter(|t| t.kind == Kind::Word)?;
    let of = if text(first) == "account" {
        Some(pieces.get(..stop)?.iter().position(|t| text(t) == "of")?)
    } else {
        None
    };
    let body = pieces.get(of.unwrap_or(0) + 1..stop)?;
    let (at, name) = name_of(body, head)?;
    let mut end = name.1;
    let mut next = at + 1;
    // `framework napci napci {`
    let written = head.get(name.0..name.1)?;
    while body.get(next).is_some_and(|t| text(t) == written) {
        next += 1;
    }
    let mut hyphens = if next == at + 1 { joined(body, at, &text) } else { Vec::new() };
    if let Some((last, _)) = hyphens.last().map(|(last, range)| (*last, range)) {
        (next, end) = (last + 1, body.get(last)?.end);
    }
    let mut kept = vec![(first.start, first.end), (name.0, end)];
    kept.extend(of.and_then(|n| pieces.get(n)).map(|t| (t.start, t.end)));
    while body.get(next).is_some_and(|t| matches!(t.kind, Kind::Sign(_))) {
        next += 1;
    }
    if let Some(title) = body.get(next).filter(|t| t.kind == Kind::Text && of.is_none()) {
        kept.push((title.start, title.end));
        next += 1;
    }
    let on = body.iter().skip(next).position(|t| text(t) == "on").map(|n| next + n);
    if let (Some(on), "scenario") = (on, text(first))
        && let (Some(word), Some(basis)) = (body.get(on), body.get(on + 1))
        && basis.kind == Kind::Word
    {
        kept.push((word.start, word.end));
        kept.push((basis.start, basis.end));
    }
    if let (Some(open), Some(close)) =
        (pieces.get(stop), pieces.last().filter(|t| t.kind == Kind::Sign(']')))
    {
        kept.push((open.start, close.end));
    }
    let mut ranges: Vec<(usize, usize)> = hyphens.drain(..).map(|(_, range)| range).collect();
    let written = head.get(name.0..end)?;
    ranges.extend(written.match_indices('_').map(|(i, _)| (name.0 + i, name.0 + i + 1)));
    let word = (first.start, first.end);
    let first = (end > name.1).then_some(name);
    Some(Named { word, name: (name.0, end), first, kept, hyphens: ranges })
}

/// Finds the piece that is the name, and the letters of it.
fn name_of(body: &[Token], head: &str) -> Option<(usize, (usize, usize))> {
    for (n, piece) in body.iter().enumerate() {
        let text = head.get(piece.start..piece.end)?;
        let next = body.get(n + 1);
        let before_word = next.is_some_and(|t| t.kind == Kind::Word);
        match piece.kind {
            Kind::Word => {
                let declares = Word::of(text).is_some() || Thing::of_word(text).is_some();
                if before_word && (BEFORE.contains(&text) || n == 0 && declares) {
                    continue;
                }
                return (!text.contains(['\'', '’'])).then_some((n, (piece.start, piece.end)));
            }
            Kind::Figure | Kind::Sign(_) => {}
            Kind::Text => {
                let quote = text.chars().next().map_or(1, char::len_utf8);
                let inner = text.get(quote..text.len().saturating_sub(quote))?;
                let one = inner.starts_with(char::is_alphabetic)
                    && inner.chars().all(|c| c.is_alphanumeric() || c == '-');
                let later = body.iter().skip(n + 1).any(|t| t.kind == Kind::Word);
                let titled = next.is_some_and(|t| t.kind == Kind::Text);
                let scenario = next.is_some_and(|t| head.get(t.start..t.end) == Some("on"));
                if one && (titled || scenario || !later) {
                    return Some((n, (piece.start + quote, piece.end - quote)));
                }
            }
            Kind::OpenQuote => return None,
        }
    }
    None
}

/// Finds where hyphens were meant in a name: dashes, and blanks before a title. Gives the piece that ends each part, too.
fn joined<'a>(
    body: &[Token],
    at: usize,
    text: &impl Fn(&Token) -> &'a str,
) -> Vec<(usize, (usize, usize))> {
    let mut out = Vec::new();
    let mut last = at;
    while let (Some(one), Some(sign), Some(two)) =
        (body.get(last), body.get(last + 1), body.get(last + 2))
        && matches!(sign.kind, Kind::Sign(c) if is_dash(c))
        && sign.start == one.end
        && two.start == sign.end
        && matches!(two.kind, Kind::Word | Kind::Figure)
    {
        last += 2;
        out.push((last, (sign.start, sign.end)));
    }
    if !out.is_empty() {
        return out;
    }
    let small = |t: &Token| {
        t.kind == Kind::Figure
            || t.kind == Kind::Word && text(t).starts_with(char::is_lowercase) && text(t) != "on"
    };
    let words = body.iter().skip(at + 1).take_while(|t| small(t)).count();
    let after = body.get(at + 1 + words);
    let named = after.is_some_and(|t| t.kind == Kind::Text || text(t) == "on")
        || after.is_none() && words == 1;
    if !named || words > 4 || !body.get(at).is_some_and(small) {
        return out;
    }
    for n in at + 1..=at + words {
        if let (Some(one), Some(two)) = (body.get(n - 1), body.get(n)) {
            out.push((n, (one.end, two.start)));
        }
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::string_slice, reason = "a test may stop")]
mod tests {
    use super::name_in;
    use crate::value::flat;

    #[test]
    fn the_name_of_a_heading_is_found_however_it_is_written() {
        for (written, read) in [
            (r#"framework napci, "T" [a 1]"#, r#"framework napci "T" [a 1]"#),
            (r#"framework: napci "T""#, r#"framework napci "T""#),
            (r#"framework called napci "T""#, r#"framework napci "T""#),
            (r#"framework "napci" "T""#, r#"framework napci "T""#),
            (r#"framework "The T" napci [a 1]"#, "framework napci [a 1]"),
            (r"framework napci Title of It [a 1]", "framework napci [a 1]"),
            (r#"phase 1: opening "T""#, r#"phase opening "T""#),
            ("scenario line at sea on napci", "scenario line-at-sea on napci"),
            ("framework napci napci [a 1]", "framework napci [a 1]"),
            (r#"basket crisis line "T""#, r#"basket crisis-line "T""#),
            ("csbm a_b-c", "csbm a-b-c"),
            ("csbm a–b", "csbm a---b"),
            ("account of draft spt [a 1]", "account of spt [a 1]"),
            ("account of of spt [a 1]", "account of spt [a 1]"),
        ] {
            let mended = name_in(written).unwrap().mended(written);
            assert_eq!(flat(&mended), read);
            assert_eq!(mended.len(), written.len());
        }
        for written in ["framework", r#"framework "The Title""#, "framework [a 1]", "phase 1"] {
            assert_eq!(name_in(written), None, "{written}");
        }
    }
}
