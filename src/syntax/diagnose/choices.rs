//! Mistakes in choices and views: headings that are no branch's, branches that stand alone, views of nobody.
//!
//! Takes the place and the words; gives the finding. Knows no things.

use super::letters::Line;
use super::{broken, short};
use crate::diagnostic::{Finding, NoteKind};
use crate::source::Span;
use crate::syntax::walk::Text;

/// A choice between nothing and nothing, or between one thing.
pub(in crate::syntax) fn one_branch(heading: Span, branches: usize) -> Finding {
    let message =
        if branches == 0 { "this choice has no branches" } else { "this choice has one branch" };
    broken(heading, message)
        .here("between what?")
        .help("write each way it may go on as `branch NAME if CONDITION { phase … }`, the last as `branch NAME otherwise { … }`")
}

/// Two branches that are taken where no other is.
pub(in crate::syntax) fn two_otherwise(first: Span, last: Span) -> Finding {
    broken(last, "of one choice two branches are taken `otherwise`")
        .here("and this")
        .label(first, "this is taken where none of the others is")
        .help("write `if CONDITION` for one of them, such as `if done pilot`")
}

/// `branch stop "We stop"`: nothing follows from it, and its block says so.
pub(super) fn no_block(line: &Line<'_>) -> Option<Finding> {
    let end = line.written.trim_end().len();
    let written = line.slice(0, end);
    let alone = line.word(0) == "branch" && line.tokens.len() > 1 && !written.contains('{');
    let taken = line.tokens.iter().any(|t| matches!(line.text(*t), "if" | "otherwise"));
    alone.then(|| {
        let finding = line.at(0, end, "a branch has a block, even where nothing follows from it");
        if taken {
            finding.help(format!("write `{written} {{ }}`"))
        } else {
            finding.help(format!(
                "write `{written} if CONDITION {{ }}`, or `{written} otherwise {{ }}`"
            ))
        }
    })
}

/// `choice {`: at what it is made is not said; the nearest phase above is shown.
pub(in crate::syntax) fn choice_of_nothing(text: Text<'_>, word: Span) -> Finding {
    let above = text.slice(0, word.start as usize);
    let phase = above.lines().rev().take(400).find_map(|l| {
        let name = l.trim().strip_prefix("phase ")?.split([' ', '{']).next()?;
        (!name.is_empty()).then_some(name)
    });
    broken(word, "this choice does not say at what it is made")
        .here("at which event, or at the end of which phase")
        .help(format!("write `choice at {} {{`", phase.unwrap_or("REVIEW")))
        .note(NoteKind::Without, "this block was left out of the check")
}

/// A block in a choice that is no branch.
pub(in crate::syntax) fn branch_heading(span: Span, written: &str) -> Finding {
    if let Some((name, condition)) = denied(written) {
        return broken(span, "a branch is taken on what holds, and not on what does not")
            .here("`not` is not read here")
            .help(format!("let the branches change places: `branch OTHER if {condition} {{` with what comes then, and `branch {name} otherwise {{` for this"))
            .note(NoteKind::Without, "what it is taken on was left out of the check");
    }
    if let Some(line) = branch_meant(written) {
        return broken(span, "this heading does not say when the branch is taken as it is read")
            .here("one branch is taken `otherwise`, the others `if` something holds by then")
            .help(format!("write `{line} {{`"))
            .note(NoteKind::Without, "what it is taken on was left out of the check");
    }
    let mut words = written.split_whitespace();
    let (first, second) = (words.next().unwrap_or(""), words.next());
    if first == "branch" {
        let name = second.filter(|w| !matches!(*w, "if" | "otherwise")).unwrap_or("NAME");
        return broken(span, "this heading does not say when the branch is taken")
            .help(format!("write `branch {name} if CONDITION {{`, such as `if done pilot`, or `branch {name} otherwise {{`"));
    }
    broken(span, format!("`{}` is no branch", short(written)))
        .here("a choice holds branches, and these hold phases")
        .help("write `branch NAME if CONDITION {` around it")
        .note(NoteKind::Without, "this block was left out of the check")
}

/// `branch narrow if not settled strait`, `branch narrow unless settled strait`: its name, and what is denied.
fn denied(written: &str) -> Option<(String, String)> {
    let words: Vec<&str> = written.split_whitespace().collect();
    let name = words.get(1).filter(|_| words.first() == Some(&"branch"))?;
    let at = words.iter().position(|w| matches!(*w, "if" | "when" | "unless"))?;
    let rest = match (words.get(at)?, words.get(at + 1)?) {
        (&"unless", _) => words.get(at + 1..)?,
        (_, &"not") => words.get(at + 2..)?,
        _ => return None,
    };
    let condition = super::gates::meant(&rest.join(" "), &[])?;
    Some(((*name).to_owned(), condition))
}

/// Words for a branch that is taken where no other is, and for what one is taken on.
const OTHERWISE: &[&str] = &["else", "otherwise", "default", "or"];
const IF: &[&str] = &[
    "if", "when", "where", "once", "provided", "after", "upon", "given", "unless", "elseif",
    "elsif", "case",
];

/// The heading that is meant by `else narrow`, `branch wider when line is done`, `branch wider: if done line`.
fn branch_meant(written: &str) -> Option<String> {
    let title = written.find(['"', '“']).and_then(|from| {
        let rest = written.get(from..)?;
        let length = rest.char_indices().skip(1).find(|(_, c)| matches!(c, '"' | '”'))?;
        rest.get(..length.0 + length.1.len_utf8())
    });
    let bare = written.replace(title.unwrap_or("\0"), " ").replace([':', ',', '(', ')'], " ");
    let words: Vec<&str> =
        bare.split_whitespace().filter(|w| !matches!(*w, "-" | "–" | "—")).collect();
    let begun = usize::from(
        words.first().is_some_and(|w| matches!(*w, "branch" | "option" | "alternative")),
    );
    let rest = words.get(begun..)?;
    let sign = rest.iter().position(|w| {
        let lower = w.to_lowercase();
        OTHERWISE.contains(&lower.as_str()) || IF.contains(&lower.as_str())
    })?;
    let plain = |w: &&&str| {
        w.starts_with(char::is_alphabetic) && w.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let before = rest.get(..sign)?;
    let word = rest.get(sign)?.to_lowercase();
    let after: Vec<&str> = rest
        .get(sign + 1..)?
        .iter()
        .copied()
        .skip_while(|w| {
            matches!(*w, "if" | "that" | "or" | "else" | "otherwise" | "then" | "branch")
        })
        .collect();
    let elsewise =
        OTHERWISE.contains(&word.as_str()) && rest.get(sign + 1).is_none_or(|w| *w != "if");
    let kind = |w: &str| crate::schema::Kind::of_word(w).is_some();
    if before.len() > 1 || before.first().is_some_and(|w| !plain(&w) || kind(w)) {
        return None;
    }
    let title = title.map_or(String::new(), |t| format!(" {t}"));
    if elsewise {
        let name =
            before.first().or_else(|| after.first().filter(|w| after.len() == 1 && plain(w)));
        let name = name.copied().unwrap_or("other");
        return (after.len() <= 1).then(|| format!("branch {name}{title} otherwise"));
    }
    let condition = super::gates::meant(&after.join(" "), &[])?;
    let name = before.first().copied().unwrap_or("first");
    let line = format!("branch {name}{title} if {condition}");
    (word != "unless" && !after.is_empty()).then_some(line)
}

/// `branch wider { … }` outside a choice.
pub(in crate::syntax) fn stray_branch(span: Span, name: &str) -> Finding {
    broken(span, "a `branch` stands inside a `choice`, and says when it is taken")
        .help(format!("write `choice at REVIEW {{ branch {name} if CONDITION {{ … }} … }}`"))
        .note(NoteKind::Without, "this block was left out of the check")
}

/// `view western { … }`: who holds it is not said.
pub(in crate::syntax) fn view_of_nobody(span: Span, name: &str) -> Finding {
    broken(span, format!("nothing says whose view `{name}` is"))
        .here("who holds it?")
        .help(format!("write `view {name} held by A, B {{`, with the actors who hold it"))
        .note(NoteKind::Without, "this block was left out of the check")
}
