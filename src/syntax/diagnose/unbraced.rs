//! Lines that lack the block they should have, or stand for two: `milestone review "Review" on 2028-03`, `from opening to
//! 2029`.
//!
//! Takes the line; gives the thing with its block, or the lines that are meant. Knows no things.

use super::Within;
use super::letters::{Kind, Line};
use super::values::keyword;
use crate::diagnostic::Finding;
use crate::schema::Kind as Thing;
use crate::syntax::parser::reads;

/// Says how it is written.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    if line.place.within != Within::Block {
        return None;
    }
    on_its_heading(line).or_else(|| from_to(line))
}

/// `milestone review "Review" on 2028-03`: what is said of it stands in its block.
fn on_its_heading(line: &Line<'_>) -> Option<Finding> {
    let kind = Thing::of_word(line.word(0)).filter(|k| !k.inside().is_empty())?;
    let code = line.source();
    let name = line.token(1).filter(|t| t.kind == Kind::Word && !keyword(line.text(*t)))?;
    let titled = line.token(2).filter(|t| t.kind == Kind::Text);
    let at = if titled.is_some() { 3 } else { 2 };
    // `organ council: kind ministerial`
    let at =
        at + usize::from(line.is_sign(at, ':') || line.is_sign(at, ',') || line.is_sign(at, '–'));
    let (field, value) = (line.token(at)?, line.token(at + 1)?);
    let word = line.text(field);
    let end = line.slice(0, code).trim_end().len();
    let rest = line.slice(value.start, end);
    let moment = matches!(kind, Thing::Milestone | Thing::Phase | Thing::Step);
    let known = crate::schema::field(kind, word).is_some();
    let said = match word {
        "on" | "in" | "at" if moment => format!("starts {rest}"),
        "by" | "after" | "before" | "with" if moment && !known => format!("starts {word} {rest}"),
        "by" if value.kind == Kind::Figure && moment => format!("starts by {rest}"),
        "from" if moment => format!("during {rest}"),
        _ if known || kind == Thing::Phase && word == "starts" => format!("{word} {rest}"),
        _ => return None,
    };
    if value.start >= code || !reads(&said, Within::Block) {
        return None;
    }
    let heading = line.slice(0, titled.unwrap_or(name).end);
    let cite = line.slice(end, line.written.len()).trim();
    let new = format!("{heading} {cite} {{ {said} }}").replace("  ", " ");
    let message = format!("what is said of `{}` stands in its block", line.text(name));
    let to = line.written.trim_end().len();
    Some(line.replace(0, to, &new, message).here("what follows its name belongs between braces"))
}

/// `from opening to 2029`: when it starts and when it ends.
fn from_to(line: &Line<'_>) -> Option<Finding> {
    let first =
        line.token(0).filter(|t| matches!(line.text(*t), "from" | "between" | "beginning"))?;
    let joint = (2..line.tokens.len())
        .find(|n| matches!(line.word(*n), "to" | "until" | "till" | "through" | "and"))?;
    let code = line.source();
    let end = line.slice(0, code).trim_end().len();
    let (joint, right) = (line.token(joint)?, line.token(joint + 1)?);
    let begins = line.slice(first.end, joint.start).trim();
    let ends = line.slice(right.start, end).trim_end_matches('.');
    let begins = begins.strip_prefix("the end of ").map_or_else(
        || begins.strip_prefix("the start of ").unwrap_or(begins).to_owned(),
        |name| format!("after {name}"),
    );
    let dates = |w: &str| w.starts_with(|c: char| c.is_ascii_digit());
    let (message, new, more) = if dates(&begins) && dates(ends) {
        let new = format!("during {begins} to {ends}");
        ("from when to when is said with `during`", new, None)
    } else {
        let start = if dates(&begins) || begins.starts_with("after ") {
            format!("starts {begins}")
        } else {
            format!("starts with {begins}")
        };
        let stop = if dates(ends) { format!("ends {ends}") } else { format!("ends before {ends}") };
        ("when it starts and when it ends stand on lines of their own", start, Some(stop))
    };
    let good = reads(&new, Within::Block) && more.as_ref().is_none_or(|m| reads(m, Within::Block));
    good.then(|| {
        let finding = line.replace(0, end, &new, message).here("this says both");
        match more {
            Some(more) => finding.help(format!("and below it `{more}`")),
            None => finding,
        }
    })
}
