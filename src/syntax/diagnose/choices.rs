//! Mistakes in choices and views: headings that are no branch's, branches that stand alone, views of nobody.
//!
//! Takes the place and the words; gives the finding. Knows no things.

use super::{broken, short};
use crate::diagnostic::Finding;
use crate::source::Span;

/// A choice between nothing and nothing, or between one thing.
pub(in crate::syntax) fn one_branch(heading: Span, branches: usize) -> Finding {
    let message =
        if branches == 0 { "this choice has no branches" } else { "this choice has one branch" };
    broken(heading, message)
        .here("between what?")
        .help("write each way it may go on as `branch NAME if CONDITION { phase … }`, the last as `branch NAME otherwise { … }`")
}

/// A block in a choice that is no branch.
pub(in crate::syntax) fn branch_heading(span: Span, written: &str) -> Finding {
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
        .note(crate::diagnostic::NoteKind::Note, "this block was left out of the check")
}

/// `branch wider { … }` outside a choice.
pub(in crate::syntax) fn stray_branch(span: Span, name: &str) -> Finding {
    broken(span, "a `branch` stands inside a `choice`, and says when it is taken")
        .help(format!("write `choice at REVIEW {{ branch {name} if CONDITION {{ … }} … }}`"))
        .note(crate::diagnostic::NoteKind::Note, "this block was left out of the check")
}

/// `view western { … }`: who holds it is not said.
pub(in crate::syntax) fn view_of_nobody(span: Span, name: &str) -> Finding {
    broken(span, format!("nothing says whose view `{name}` is"))
        .here("who holds it?")
        .help(format!("write `view {name} held by A, B {{`, with the actors who hold it"))
        .note(crate::diagnostic::NoteKind::Note, "this block was left out of the check")
}
