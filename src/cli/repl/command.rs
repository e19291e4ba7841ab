//! A line of the prompt, told apart: an edit, a command, a declaration, or an expression.
//!
//! Takes the line; gives what is asked. Looks at the first words only; what follows is read by whoever does it.

use crate::syntax::EDITS;

/// What a line asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// Nothing: an empty line or a remark.
    Nothing,
    /// Edits to keep.
    Edit(String),
    /// Edits to try.
    WhatIf(String),
    /// `why FRAMEWORK RULE`, `why EXPRESSION`.
    Why { what: String, full: bool },
    /// `why not …`.
    WhyNot(String),
    /// `expect …`: asked of the state as it stands.
    Expect(String),
    /// A declaration to add to the texts.
    Declare(String),
    /// An expression to work out.
    Ask(String),
    /// A number alone: an edit of the list that `why not` has just offered.
    Take(String),
    /// A word of [`WORDS`] with what follows it.
    Word(&'static str, String),
}

/// The words that open a command, each with its form and what it does.
pub(super) const WORDS: &[(&str, &str, &str)] = &[
    (
        "what",
        "what if add DPRK to napci.members",
        "says what an edit would change, and keeps nothing",
    ),
    (
        "why",
        "why napci roadmap-exists · why not napci roadmap-exists",
        "the derivation of a verdict, a statement, a value, a list; --full shows every step; `why not`: edits that would change it, and after them a number alone makes that edit",
    ),
    ("check", "check · check napci · check roadmap-exists", "the findings as they stand now"),
    (
        "show",
        "show napci.members · show all",
        "what is said of a thing or a fact, and on whose word; `show all`: the last answer, if it was cut short",
    ),
    (
        "expect",
        "expect napci violates roadmap-exists",
        "passes or fails here and now; what passes is saved with the edits",
    ),
    ("timeline", "timeline · timeline jcpoa", "the phases of a framework in time"),
    ("explain", "explain hard-from-outset", "a rule, a field, a word, a profile"),
    ("undo", "undo", "goes back before the last edit"),
    ("redo", "redo", "makes again what was undone"),
    ("reset", "reset", "goes back to the texts as loaded"),
    (
        "branch",
        "branch hard-line · branch",
        "names this state, to come back to; alone, lists the names",
    ),
    ("switch", "switch hard-line", "goes to a branch"),
    ("log", "log", "every state, as a tree"),
    (
        "diff",
        "diff · diff main · diff main hard-line",
        "what moved between two states; alone, since the texts were loaded",
    ),
    (
        "scenario",
        "scenario",
        "lists the scenarios of the texts; with a name, plays it without keeping it",
    ),
    (
        "profile",
        "profile security-building",
        "judges under other profiles; `profile none` goes back to the core",
    ),
    (
        "follow",
        "follow berger2015",
        "believes a source where sources disagree; `follow none` believes nobody more",
    ),
    ("save", "save \"dprk-in.det\"", "writes the edits as a scenario with expectations"),
    ("load", "load \"csce.det\"", "adds a file or a folder; the edits are made again"),
    ("reload", "reload", "reads the files again and makes the edits again"),
    ("help", "help · help add", "this page, or a word of it"),
    (
        "quit",
        "quit",
        "ends; so does Ctrl-D; at a terminal only the second time where edits stand in no file",
    ),
];

/// Commands that nothing follows.
pub(super) const ALONE: &[&str] = &["undo", "redo", "reset", "log", "reload", "quit"];

impl Command {
    /// Tells what a line asks for.
    pub(super) fn of(line: &str) -> Command {
        let line = line.trim();
        // A remark after a command is none of its words; what is read with the grammar knows remarks.
        let bare = unremarked(line);
        let word = bare.split_whitespace().next().unwrap_or("");
        let line = if !line.contains('\n')
            && WORDS.iter().any(|(w, ..)| *w == word)
            && !declares(word, bare)
        {
            bare
        } else {
            line
        };
        let mut parts = line.splitn(2, char::is_whitespace);
        let first = parts.next().unwrap_or("");
        let rest = parts.next().unwrap_or("").trim();
        if line.is_empty() || line.starts_with('#') {
            return Command::Nothing;
        }
        if EDITS.contains(&first) {
            return Command::Edit(line.to_owned());
        }
        if first == "expect" {
            return Command::Expect(line.to_owned());
        }
        if declares(first, rest) {
            return Command::Declare(line.to_owned());
        }
        if rest.is_empty() && super::offers::number(first).is_some() {
            return Command::Take(first.to_owned());
        }
        match (first, rest) {
            // Commands that list are one of what they list; the kind is explained with `explain`.
            ("branches", "") => Command::Word("branch", String::new()),
            ("scenarios", "") => Command::Word("scenario", String::new()),
            ("profiles", "") => Command::Word("profile", String::new()),
            ("timelines", "") => Command::Word("timeline", String::new()),
            ("what", rest) => {
                let rest = rest.strip_prefix("if").filter(|r| r.is_empty() || r.starts_with(' '));
                match rest {
                    Some(edits) => Command::WhatIf(unquoted(edits.trim()).to_owned()),
                    None => Command::Word("what", line.to_owned()),
                }
            }
            ("why", rest) => {
                let full = rest.split_whitespace().any(|w| w == "--full");
                let what: Vec<&str> = rest.split_whitespace().filter(|w| *w != "--full").collect();
                let what = what.join(" ");
                match what.strip_prefix("not").filter(|w| w.is_empty() || w.starts_with(' ')) {
                    // `why not DPRK in x` asks of what is not so; `why (not …)` of a statement.
                    Some(other) => Command::WhyNot(other.trim().to_owned()),
                    None => Command::Why { what, full },
                }
            }
            ("exit", rest) => Command::Word("quit", rest.to_owned()),
            ("what-if" | "whatif", _) => Command::Word("what", line.to_owned()),
            ("?" | "help", rest) => Command::Word("help", rest.to_owned()),
            (word, rest) => match WORDS.iter().find(|(w, ..)| *w == word) {
                // `check` and the like; a thing may be called so, and is then asked of with a dot.
                Some((word, ..)) => Command::Word(word, rest.to_owned()),
                None => Command::Ask(line.to_owned()),
            },
        }
    }
}

/// Leaves out a remark at the end of a line.
fn unremarked(line: &str) -> &str {
    let mut quoted = false;
    let remark = line.char_indices().find(|(_, letter)| {
        quoted ^= *letter == '"';
        *letter == '#' && !quoted
    });
    remark.and_then(|(at, _)| line.get(..at)).unwrap_or(line).trim_end()
}

/// Takes away quotation marks around all of the edits: the command line wants them.
fn unquoted(edits: &str) -> &str {
    let inner = |open, close| edits.strip_prefix(open)?.strip_suffix(close);
    let inner = inner('"', '"').or_else(|| inner('“', '”'));
    inner.filter(|edits| !edits.contains('"')).unwrap_or(edits)
}

/// Checks whether a line declares something: `profile NAME {` does, `profile NAME` asks for one.
fn declares(first: &str, rest: &str) -> bool {
    if !crate::syntax::declares(first) {
        return false;
    }
    match first {
        "profile" | "scenario" => rest.contains('{'),
        "follow" => rest.split_whitespace().any(|w| w == "on"),
        _ => true,
    }
}

/// Checks whether what was typed goes on: a brace is open. A parenthesis is closed on its line, or a slip would swallow
/// what is typed after it.
pub(super) fn goes_on(text: &str) -> bool {
    lines(text).last().is_some_and(|last| depth(last) > 0)
}

/// Splits what was typed or pasted into lines that are played one by one; those within braces stay together.
pub(super) fn lines(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        match all.last_mut().filter(|_| open) {
            Some(last) => {
                last.push('\n');
                last.push_str(line);
            }
            None => all.push(line.to_owned()),
        }
        open = all.last().is_some_and(|last| depth(last) > 0);
    }
    all
}

/// Returns the end of what is typed, from the line that is not whole yet.
pub(super) fn at_hand(typed: &str) -> &str {
    let mut from = 0;
    for (at, _) in typed.match_indices('\n') {
        if typed.get(from..at).is_some_and(|line| depth(line) <= 0) {
            from = at + 1;
        }
    }
    typed.get(from..).unwrap_or("")
}

/// Counts the braces that are open at the end of a text.
pub(super) fn depth(text: &str) -> i32 {
    let (mut depth, mut quoted) = (0i32, false);
    for line in text.lines() {
        for letter in line.chars() {
            match letter {
                '"' => quoted = !quoted,
                '#' if !quoted => break,
                '{' if !quoted => depth += 1,
                '}' if !quoted => depth -= 1,
                _ => {}
            }
        }
        // A quote ends with its line.
        quoted = false;
    }
    depth
}

#[cfg(test)]
mod tests {
    use super::{Command, goes_on, lines};

    #[test]
    fn a_line_is_told_by_its_first_words() {
        let word = |w, rest: &str| Command::Word(w, rest.to_owned());
        assert_eq!(Command::of("  # a remark"), Command::Nothing);
        assert_eq!(Command::of("drop x.y"), Command::Edit("drop x.y".into()));
        assert_eq!(Command::of("what if drop x.y"), Command::WhatIf("drop x.y".into()));
        assert_eq!(Command::of("what if \"drop x.y\""), Command::WhatIf("drop x.y".into()));
        assert_eq!(Command::of("why not x.y"), Command::WhyNot("x.y".into()));
        assert_eq!(Command::of("profile core"), word("profile", "core"));
        assert_eq!(Command::of("profile p { }"), Command::Declare("profile p { }".into()));
        assert_eq!(Command::of("DPRK in x.members"), Command::Ask("DPRK in x.members".into()));
        assert_eq!(Command::of("exit"), word("quit", ""));
        assert_eq!(Command::of("undo # the last"), word("undo", ""));
        assert_eq!(Command::of("save \"#1.det\" # here"), word("save", "\"#1.det\""));
        assert_eq!(Command::of("branches"), word("branch", ""));
        assert_eq!(Command::of("2"), Command::Take("2".into()));
        assert_eq!(Command::of("2 in x.y"), Command::Ask("2 in x.y".into()));
        assert_eq!(Command::of("what-if drop x.y"), word("what", "what-if drop x.y"));
        assert_eq!(
            Command::of("expect x violates y"),
            Command::Expect("expect x violates y".into())
        );
    }

    #[test]
    fn what_is_pasted_is_played_line_by_line() {
        assert_eq!(
            lines("undo\nadd csbm x {\n\n type a\n} to y\n}\nredo"),
            ["undo", "add csbm x {\n\n type a\n} to y", "}", "redo"]
        );
        assert!(goes_on("}\nadd csbm x {"));
        assert!(!goes_on(""));
    }

    #[test]
    fn an_open_brace_asks_for_more() {
        assert!(goes_on("rule x {"));
        assert!(goes_on("add csbm x { type hotline"));
        assert!(!goes_on("add csbm x { type hotline } to y"));
        assert!(!goes_on("save \"a {\""));
        assert!(!goes_on("x # {"));
    }
}
