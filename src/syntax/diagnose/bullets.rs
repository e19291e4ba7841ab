//! Signs at the beginning of a line or of an item, as other programs have them: bullets, numbers, rules across the page.
//!
//! Takes the line; gives it without them. Knows no fields.

use super::letters::{Kind, Line};
use super::lines::next_line;
use super::short;
use crate::diagnostic::Finding;

/// A sign at the start of the line, as lists have in other programs.
pub(super) fn bullet(line: &Line<'_>) -> Option<Finding> {
    let first = line.token(0)?;
    let next = line.token(1)?;
    if first.kind == Kind::Sign('/') && next.kind == Kind::Sign('/') && next.start == first.end {
        return Some(
            line.replace(0, next.end, "#", "a remark begins with `#`").here("not with `//`"),
        );
    }
    if let Some(finding) = ruled_off(line) {
        return Some(finding);
    }
    let is_bullet = matches!(first.kind, Kind::Sign(c) if BULLETS.contains(&c));
    if is_bullet && next.start > first.start {
        let text = line.place.text;
        let below = next_line(line, false)
            .is_some_and(|(from, to)| text.slice(from, to).starts_with(BULLETS));
        let here = if below { "leave this out, and in the lines below" } else { "leave this out" };
        return Some(
            line.replace(0, next.start, "", "a line does not begin with a sign").here(here),
        );
    }
    let after = line.token(2)?;
    let numbered = first.kind == Kind::Figure
        && matches!(next.kind, Kind::Sign('.' | ')'))
        && matches!(after.kind, Kind::Word | Kind::Text);
    numbered.then(|| {
        line.replace(0, after.start, "", "a line does not begin with a number")
            .here("leave this out")
    })
}

/// `====`, `<<<<<<< HEAD`, `/* … */`: signs that part a text or set a remark off in other programs.
fn ruled_off(line: &Line<'_>) -> Option<Finding> {
    let (first, second) = (line.token(0)?, line.token(1)?);
    let Kind::Sign(c) = first.kind else { return None };
    let twice = second.kind == first.kind && second.start == first.end;
    let comment = c == '/' && second.kind == Kind::Sign('*') || c == '*' && line.word(1).is_empty();
    let words = line.written.trim_matches(|c: char| !c.is_alphanumeric()).trim();
    (twice && !matches!(c, '/' | ',' | '.' | '[' | ']') || comment).then(|| {
        let finding = line
            .at(0, line.written.len(), "this line says nothing that can be read")
            .here("a remark begins with `#`");
        if words.is_empty() || c == '<' || c == '>' {
            finding.help("leave it out")
        } else {
            finding.help(format!("leave it out, or write `# {}`", short(words)))
        }
    })
}

/// `members - A`, with more of them below: the first of several lines that begin with a sign.
pub(super) fn bullets_after(line: &Line<'_>) -> Option<Finding> {
    let sign = line.token(1).filter(|t| matches!(t.kind, Kind::Sign(c) if BULLETS.contains(&c)))?;
    let next = line.token(2).filter(|t| t.start > sign.end && t.kind != Kind::Figure)?;
    let (field, rest) = (line.word(0), line.slice(next.start, line.written.len()));
    let below = next_line(line, false)
        .is_some_and(|(from, to)| line.place.text.slice(from, to).starts_with(BULLETS));
    Some(if below {
        line.at(sign.start, sign.end, "an item does not begin with a sign")
            .here("leave this out, and in the lines below")
            .help(format!("write one item a line in braces: `{field} {{`, `{rest}`, …, `}}`"))
    } else {
        line.replace(sign.start, next.start, "", "an item does not begin with a sign")
            .here("leave this out")
    })
}

const BULLETS: &[char] = &['-', '*', '•', '·', '◦', '▪', '‣', '+', '>', '○', '●', '■', '–', '—'];
