//! Other names of things: what is meant by `South Korea`, `"South Korea"`, `South-Korea` or `U.S.`.
//!
//! Takes the names that sources list as `aliases`, and titles; gives the name that a text has to use. A line that could
//! not be read for the blank or the dot in such a name has its message from the letters alone; here it gets a better one.

use crate::diagnostic::{Finding, Label, NoteKind};
use crate::expr::EntityId;
use crate::model::resolve::Resolver;
use crate::schema::KindSet;
use crate::source::{Span, uncited};
use crate::value::flat;

/// So many lines that could not be read are looked at, and so many bytes of each.
const MAX_LINES: usize = 200;
const MAX_LINE: usize = 400;

/// Returns a name without what people write in different ways: case, blanks, hyphens and dots.
pub(super) fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '\'' | '’'))
        .flat_map(char::to_lowercase)
        .collect()
}

impl Resolver<'_> {
    /// Finds the thing that a name is another name of.
    pub(super) fn alias(&self, name: &str, kinds: KindSet) -> Option<EntityId> {
        let id = *self.aliases.get(&fold(name))?;
        kinds.has(self.model.things.get(id).kind).then_some(id)
    }

    /// Says what a line of a list is meant to be: `USA unverified`, `South Korea`.
    pub(super) fn item_meant(&self, line: &str) -> Option<String> {
        let line = uncited(line).trim();
        if let Some((name, mark)) = line.split_once(' ')
            && matches!(mark.trim(), "unverified" | "inferred")
        {
            return Some(format!(
                "a word about the source stands in brackets: `{name}  [{}]`",
                mark.trim()
            ));
        }
        if matches!(line, "among others" | "amongst others" | "and more" | "and so on") {
            return Some("that a list goes on is written `and others`".to_owned());
        }
        if let Some(name) = line.strip_prefix("the ").filter(|n| !n.contains(char::is_whitespace)) {
            return Some(format!("a name stands without `the`: write `{name}`"));
        }
        let id = self.aliases.get(&fold(line))?;
        let name = &self.model.things.get(*id).name;
        Some(format!("`{line}` is another name of `{name}`: write `{name}`"))
    }

    /// Says of lines that could not be read for a name of several words which name is meant.
    pub(super) fn better_names(&mut self) {
        let mut findings = std::mem::take(self.findings);
        let unread = findings.iter_mut().filter(|f| f.rule == "syntax").take(MAX_LINES);
        for finding in unread {
            self.better_name(finding);
        }
        *self.findings = findings;
    }

    fn better_name(&self, finding: &mut Finding) -> Option<()> {
        let place = finding.place()?;
        let source = self.sources.get(place.file)?;
        let range = source.lines.range(source.lines.line(place.start));
        let written = source.text.get(range.clone())?.trim_end();
        if written.len() > MAX_LINE {
            return None;
        }
        let code = written.split(['#', '[']).next()?;
        let mut named: Vec<(usize, &str, &str)> = Vec::new();
        let mut at = 0;
        for piece in code.split_inclusive([',', ';', '{', '}']) {
            let from = at;
            at += piece.len();
            let piece = piece.trim_end_matches([',', ';', '{', '}']);
            let start = from + piece.len() - piece.trim_start().len();
            let whole = piece.trim();
            // The field may stand before it.
            let rest = whole.split_once(char::is_whitespace).map_or("", |(_, r)| r.trim_start());
            for name in [whole, rest] {
                let bare = name.strip_prefix("the ").map_or(name, str::trim_start);
                let several = name.contains([' ', '\u{A0}', '.']) && !name.contains('"');
                if let Some(id) = self.aliases.get(&fold(bare)).filter(|_| several) {
                    let start = start + whole.len() - name.len();
                    named.push((start, name, &self.model.things.get(*id).name));
                    break;
                }
            }
        }
        let first = usize::try_from(place.start).ok()?.checked_sub(range.start)?;
        let end = usize::try_from(place.end).ok()?.checked_sub(range.start)?;
        let (start, name, meant) =
            *named.iter().find(|(start, name, _)| first < start + name.len() && *start < end)?;
        let mut line = String::new();
        let mut from = 0;
        for (start, name, meant) in &named {
            line.push_str(written.get(from..*start)?);
            line.push_str(meant);
            from = start + name.len();
        }
        line.push_str(written.split(" #").next()?.get(from..)?);
        // `issues incidents at sea; scs`: between braces a `;` ends a statement, elsewhere a comma was meant.
        let line = if written.contains(['{', '}', '"']) || line.contains("and others") {
            line
        } else {
            line.replace(';', ",").replace(", and ", ", ").replace(" and ", ", ")
        };
        let line = flat(&line);
        let offset = u32::try_from(range.start + start).ok()?;
        let length = u32::try_from(name.len()).ok()?;
        let span = Span::new(place.file, offset, offset + length);
        finding.message = if fold(name.strip_prefix("the ").unwrap_or(name)) == fold(meant) {
            format!("`{name}` is written `{meant}`")
        } else {
            format!("`{name}` is another name of `{meant}`: write `{meant}`")
        };
        finding.labels = vec![Label { span, text: String::new() }];
        let notes = std::mem::take(&mut finding.notes);
        let rest = notes.into_iter().filter(|n| n.kind != NoteKind::Help);
        let better = Finding::broken("syntax", finding.level, span, "")
            .help(format!("write `{line}`"))
            .fix(span, meant);
        finding.fix = better.fix;
        finding.notes = better.notes.into_iter().chain(rest).collect();
        Some(())
    }
}
