//! Statements as they stand in a text: the line, the one of several on a line, and what is said without its sources.
//!
//! Takes spans, gives stretches of text. Reads signs only; what the words mean is for `syntax`.

use super::{Sources, Span};

impl Sources {
    /// Returns the whole line on which a span begins.
    pub fn line_of(&self, span: Span) -> &str {
        let Some(source) = self.get(span.file) else { return "" };
        let range = source.lines.range(source.lines.line(span.start));
        source.text.get(range).unwrap_or("").trim_end()
    }

    /// Returns the statement around a span, of several that stand on its line, without its source.
    pub fn statement_of(&self, span: Span) -> &str {
        let own = self.slice(span);
        let around = || {
            let source = self.get(span.file)?;
            let line = source.lines.range(source.lines.line(span.start));
            let before = source.text.get(line.start..span.start as usize)?;
            let from = line.start + before.rfind([';', '{']).map_or(0, |at| at + 1);
            let after = source.text.get(span.end as usize..line.end.max(span.end as usize))?;
            let to = span.end as usize + after.find([';', '}', '[', '#']).unwrap_or(after.len());
            source.text.get(from..to)
        };
        around().unwrap_or(own).trim()
    }
}

/// Returns what a statement says, without the sources that stand in brackets behind it. A bracket in quotes is text.
pub fn uncited(statement: &str) -> &str {
    let mut quoted = false;
    let bracket = statement.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == '[' && !quoted
    });
    bracket.and_then(|(at, _)| statement.get(..at)).unwrap_or(statement).trim_end()
}

#[cfg(test)]
mod tests {
    use super::uncited;

    #[test]
    fn sources_are_left_out_and_quoted_brackets_are_not() {
        assert_eq!(uncited("members A, B  [cfr2015 \"Open\" 20]"), "members A, B");
        assert_eq!(uncited("title \"Talks [draft]\" [inferred]"), "title \"Talks [draft]\"");
        assert_eq!(uncited("members A"), "members A");
        assert_eq!(uncited(""), "");
    }
}
