//! A line taken apart into words, figures, texts and signs, however wrong it is.

use super::{Place, Stop, Within, broken, short};
use crate::diagnostic::Finding;
use crate::source::Span;
use crate::syntax::walk::line_end;

/// What a piece of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, digits, hyphens, apostrophes; begins with a letter.
    Word,
    /// Begins with a digit.
    Figure,
    /// A text in quotes, closed.
    Text,
    /// A quote that is not closed on the line.
    OpenQuote,
    /// Any other sign.
    Sign(char),
}

/// A piece of a line, counted from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A line that cannot be read.
#[derive(Debug)]
pub(super) struct Line<'a> {
    pub(super) place: Place<'a>,
    pub(super) written: &'a str,
    pub(super) tokens: Vec<Token>,
    pub(super) stop: Option<Stop>,
}

/// Checks for a character that joins words although it cannot be seen.
pub(super) fn invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Checks for a dash that is no hyphen.
pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '-' | '_' | '\'' | '’')
        || (c > '\u{2FF}' && !c.is_whitespace() && is_mark(c))
}

/// Marks that sit on a letter; a rough check is enough for a message.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5BD}' | '\u{610}'..='\u{61A}' | '\u{64B}'..='\u{65F}' | '\u{900}'..='\u{903}' | '\u{93A}'..='\u{94F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{20D0}'..='\u{20FF}' | '\u{302A}'..='\u{302F}' | '\u{3099}' | '\u{309A}')
}

pub(super) fn tokens(line: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut chars = line.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let rest = line.get(start + c.len_utf8()..).unwrap_or("");
        let (kind, end) = match c {
            '"' | '“' => {
                let close = if c == '"' { '"' } else { '”' };
                match rest
                    .find([close, '\n', '\r', if c == '"' { close } else { c }])
                    .filter(|n| rest.get(*n..).is_some_and(|r| r.starts_with(close)))
                {
                    Some(n) => (Kind::Text, start + c.len_utf8() + n + close.len_utf8()),
                    None => (Kind::OpenQuote, start + c.len_utf8()),
                }
            }
            _ if c.is_alphabetic() => (
                Kind::Word,
                start + c.len_utf8() + rest.find(|c| !in_word(c)).unwrap_or(rest.len()),
            ),
            _ if c.is_ascii_digit() => {
                let mut end = start + 1;
                let mut before = c;
                for (n, d) in rest.char_indices() {
                    let after = rest.get(n + d.len_utf8()..).and_then(|r| r.chars().next());
                    let joins = d.is_alphanumeric()
                        || matches!(d, '.' | ',' | '-' | '/' | '\'')
                            && before.is_ascii_digit()
                            && after.is_some_and(|a| a.is_ascii_digit());
                    if !joins {
                        break;
                    }
                    before = d;
                    end = start + 1 + n + d.len_utf8();
                }
                (Kind::Figure, end)
            }
            _ => (Kind::Sign(c), start + c.len_utf8()),
        };
        out.push(Token { kind, start, end });
        while chars.peek().is_some_and(|(n, _)| *n < end) {
            chars.next();
        }
    }
    out
}

impl<'a> Line<'a> {
    pub(super) fn new(place: Place<'a>, stop: Option<Stop>) -> Line<'a> {
        let written = place.text.slice(place.start, place.end);
        Line { place, written, tokens: tokens(written), stop }
    }

    /// The letters of a piece.
    pub(super) fn text(&self, token: Token) -> &'a str {
        self.written.get(token.start..token.end).unwrap_or("")
    }

    /// The letters between two places of the line.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'a str {
        self.written.get(from..to).unwrap_or("")
    }

    /// The piece at a position, counted from the first.
    pub(super) fn token(&self, n: usize) -> Option<Token> {
        self.tokens.get(n).copied()
    }

    /// The word at a position, empty if something else stands there.
    pub(super) fn word(&self, n: usize) -> &'a str {
        self.token(n).filter(|t| t.kind == Kind::Word).map_or("", |t| self.text(t))
    }

    /// Checks for a sign at a position.
    pub(super) fn is_sign(&self, n: usize, sign: char) -> bool {
        self.token(n).is_some_and(|t| t.kind == Kind::Sign(sign))
    }

    /// Finds a sign.
    pub(super) fn sign(&self, want: impl Fn(char) -> bool) -> Option<(usize, Token)> {
        self.tokens
            .iter()
            .copied()
            .enumerate()
            .find(|(_, t)| matches!(t.kind, Kind::Sign(c) if want(c)))
    }

    /// Returns the text above the line, so many bytes of it at most.
    pub(super) fn above(&self, most: usize) -> &'a str {
        let above = self.place.text.slice(0, self.place.start);
        let from =
            (above.len().saturating_sub(most)..=above.len()).find(|at| above.is_char_boundary(*at));
        from.and_then(|at| above.get(at..)).unwrap_or("")
    }

    /// Returns where the source of the line begins in brackets, or where the line ends.
    pub(super) fn source(&self) -> usize {
        self.sign(|c| c == '[').map_or(self.written.len(), |(_, open)| open.start)
    }

    /// The span of a part of the line.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        self.place.text.span(self.place.start + from, self.place.start + to)
    }

    /// A finding about a part of the line.
    pub(super) fn at(&self, from: usize, to: usize, message: impl Into<String>) -> Finding {
        broken(self.span(from, to), message)
    }

    /// The line with a part replaced, as it would be typed; of a long one the words about that part.
    pub(super) fn with(&self, from: usize, to: usize, new: &str) -> Option<String> {
        let newline = ['\n', '\r'];
        let before = self.slice(0, from);
        let before = before.rfind(newline).map_or(before, |n| before.get(n + 1..).unwrap_or(""));
        let after = self.slice(to, self.written.len()).split(newline).next().unwrap_or("");
        let after = &format!("{after}{}", self.block_below());
        if new.contains(newline) {
            return None;
        }
        let line = squeeze(&format!("{before}{new}{after}"));
        if line.chars().count() <= 100 {
            return Some(line);
        }
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let mut left = words(before);
        let glued = !before.ends_with(char::is_whitespace);
        let from = if left.len() > 4 { "… " } else { "" };
        left.drain(..left.len().saturating_sub(4));
        let mut right = words(after);
        let until = if right.len() > 4 { " …" } else { "" };
        right.truncate(4);
        let (space, gap) = (
            if glued { "" } else { " " },
            if after.starts_with(char::is_whitespace) { " " } else { "" },
        );
        let line = format!("{from}{}{space}{new}{gap}{}{until}", left.join(" "), right.join(" "));
        (line.chars().count() <= 120).then_some(line)
    }

    /// The ` {` that follows a heading, so that what is shown can be copied.
    pub(super) fn block_below(&self) -> &'static str {
        let text = self.place.text;
        let stop = self.place.start + self.written.len();
        let line = line_end(text.bytes(), stop, text.text.len());
        let opens = text.slice(stop, line).trim_start().starts_with('{');
        if self.place.within == Within::Heading && opens { " {" } else { "" }
    }

    /// A finding whose cure is certain: replace a part of the line.
    pub(super) fn replace(
        &self,
        from: usize,
        to: usize,
        new: &str,
        message: impl Into<String>,
    ) -> Finding {
        let finding = self.at(from, to, message);
        self.show(finding, from, to, new).fix(self.span(from, to), new)
    }

    /// A finding whose cure is certain: put a word before a piece of the line.
    pub(super) fn put_before(
        &self,
        token: Token,
        new: &str,
        message: impl Into<String>,
    ) -> Finding {
        let finding = self.at(token.start, token.end, message);
        let new = format!("{new} ");
        let fix = self.span(token.start, token.start);
        self.show(finding, token.start, token.start, &new).fix(fix, new)
    }

    /// A word that is likely another.
    pub(super) fn misspelt(&self, token: Token, meant: &str) -> Finding {
        let message = format!("`{}` cannot be read here", self.text(token));
        self.replace(token.start, token.end, meant, message)
            .here(format!("did you mean `{meant}`?"))
    }

    /// Adds the line as it should be.
    pub(super) fn show(&self, finding: Finding, from: usize, to: usize, new: &str) -> Finding {
        match self.with(from, to, new) {
            Some(line) if line.is_empty() => finding.help("leave it out"),
            Some(line) => finding.help(format!("write `{line}`")),
            None if new.is_empty() => finding.help("leave it out"),
            None => finding.help(format!("write `{}`", short(new))),
        }
    }

    /// The pieces outside brackets, with their positions.
    pub(super) fn outside_brackets(&self) -> Vec<(usize, Token)> {
        let mut depth = 0usize;
        let mut out = Vec::new();
        for (n, token) in self.tokens.iter().copied().enumerate() {
            match token.kind {
                Kind::Sign('[') => depth += 1,
                Kind::Sign(']') => depth = depth.saturating_sub(1),
                _ if depth == 0 => out.push((n, token)),
                _ => {}
            }
        }
        out
    }
}

/// Makes runs of blanks single, except inside texts in quotes.
pub(super) fn squeeze(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut quoted = false;
    for c in line.trim().chars() {
        if matches!(c, '"' | '“' | '”') {
            quoted = if c == '"' { !quoted } else { c == '“' };
        }
        if !quoted && c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    out
}
