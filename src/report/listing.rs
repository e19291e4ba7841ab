//! Explanations and the catalogue of rules, for people.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::answers::hanging;
use super::plain::told;
use super::{Style, level_under, text};
use crate::analysis::{Explanation, RuleRow};
use crate::value::count;

/// Writes what a name can mean, most likely first.
pub(super) fn explanations(
    list: &[Explanation],
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    for (i, explanation) in list.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        let heading = format!("{}: {}", explanation.what, explanation.heading);
        hanging("", &told(&heading, style), style, out)?;
        if !explanation.body.is_empty() {
            writeln!(out)?;
        }
        for line in told(explanation.body.trim_end(), style).lines() {
            match line.find("- ").filter(|at| line.trim_start().len() + at == line.len()) {
                // What goes on below an item of a list stands under its first word.
                Some(at) if line.width() > style.width => {
                    let (mark, words) = line.split_at_checked(at + 2).unwrap_or(("", line));
                    hanging(mark, words, style, out)?;
                }
                _ => {
                    for line in text::wrap(line, style.width) {
                        writeln!(out, "{line}")?;
                    }
                }
            }
        }
    }
    Ok(())
}

/// Writes the catalogue by theme: name, level, title.
pub(super) fn rules(
    rows: &[&RuleRow],
    profile: Option<&str>,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let names = rows.iter().map(|row| told(&row.name, style).width()).max().unwrap_or(0);
    let mut theme = None;
    for row in rows {
        if theme != Some(&row.theme) {
            if theme.is_some() {
                writeln!(out)?;
            }
            writeln!(out, "{}", told(&row.theme, style))?;
            theme = Some(&row.theme);
        }
        let level = profile.and_then(|p| level_under(row, p)).unwrap_or(row.level.word());
        let name = told(&row.name, style);
        let start = format!("  {name}{}  {level:<8}  ", " ".repeat(names - name.width()));
        let hang = " ".repeat(start.width());
        let room = style.width.saturating_sub(hang.len()).max(30);
        let mut start = start.as_str();
        for line in text::wrap(&told(&row.title, style), room) {
            writeln!(out, "{}", format!("{start}{line}").trim_end())?;
            start = &hang;
        }
    }
    if !rows.is_empty() {
        writeln!(out)?;
    }
    let of = |kind: &str| rows.iter().filter(|row| row.kind == kind).count();
    let under = profile.map_or_else(String::new, |p| format!(" under {p}"));
    writeln!(out, "{}, {}{under}", count(of("rule"), "rule"), count(of("check"), "check"))?;
    writeln!(out, "more about one: detente explain NAME")
}
