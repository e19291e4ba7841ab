//! What the prompt offers and what becomes of it: edits by their number, everyday words for edits, lines to copy, and what is
//! saved of it.

use std::fs;

use crate::cli::{Folder, Ran};
use crate::repl::{prompt, talks};

/// A draft whose lines about time clash.
const PLAN: &str = "\
draft plan \"Plan\" {
  kind dialogue
  sequence {
    phase one { starts 2027-03-01; lasts 6 months; no opens }
    phase two { starts at most 30 days after one; starts by 2027-06; no opens }
    phase three { starts 3 months after two; no opens }
  }
}
";

/// The answers to the lines, each without the line itself.
fn answers(ran: &Ran) -> Vec<String> {
    let parts = ran.out.split("\n> ").flat_map(|part| part.split("\n+1> "));
    parts.skip(1).map(|p| p.split_once('\n').unwrap_or((p, "")).1.to_owned()).collect()
}

#[test]
fn a_number_makes_the_edit_that_was_offered() {
    let folder = talks("offered-number");
    let edit = "add Sylvania to talks.members; drop talks.excluded";
    let ran = prompt(&folder, "why not talks wide\n1\nlog\nSylvania in talks.members\n");
    ran.says(0, &["`1` makes the first of them", &format!("> 1\n  {edit}\n  -1 resolved")]);
    ran.says(0, &[&format!("●   1  {edit}"), "> Sylvania in talks.members\nyes"]);
}

#[test]
fn a_number_stands_for_an_offer_only_right_after_the_list() {
    let folder = talks("offered-once");
    let last = |lines: &str| answers(&prompt(&folder, lines)).pop().unwrap_or_default();
    assert!(last("1\n").contains("word of track"));
    assert!(last("why not talks wide\nlog\n1\n").contains("word of track"));
    assert!(last("why not talks wide\n1\nundo\n1\n").contains("word of track"));
    // A remark, a try and a number that is not there leave it standing.
    let ran = prompt(&folder, "why not talks wide\n\n# so\nwhat if 1\n7\nwhat if 0\n1\n");
    ran.says(1, &["(not kept)", "there is no offer 7: one edit was offered\n  try: 1"]);
    ran.says(1, &["there is no offer 0", "> 1\n  add Sylvania to talks.members"]);
    // An answer that offers nothing is no list.
    let held = "drop talks.excluded\nadd Sylvania to talks.members\nwhy not talks wide\n1\n";
    prompt(&folder, held).says(0, &["it is so as it stands", "word of track"]);
    prompt(&folder, "what if 1\n").says(1, &["`1` is no edit"]);
}

#[test]
fn everyday_words_for_an_edit_are_answered_with_the_edit() {
    let folder = talks("offered-words");
    let lines = [
        ("Freedonia leaves talks", "withdraw Freedonia from talks"),
        ("Freedonia quits talks", "withdraw Freedonia from talks"),
        ("Freedonia pulls out of talks", "withdraw Freedonia from talks"),
        ("Freedonia withdraws", "withdraw Freedonia"),
        ("Sylvania joins talks", "add Sylvania to talks.members"),
        ("Sylvania accedes to talks", "add Sylvania to talks.members"),
        ("Sylvania joins", "add Sylvania to talks.members"),
        ("talks violates wide", "why talks wide"),
    ];
    let typed: Vec<&str> = lines.iter().map(|(line, _)| *line).collect();
    let ran = prompt(&folder, &(typed.join("\n") + "\n"));
    for ((line, edit), answer) in lines.iter().zip(answers(&ran)) {
        let last = answer.trim_end().lines().last().unwrap_or_default();
        assert_eq!(last.trim(), format!("try: {edit}"), "`{line}`: {answer}");
    }
    let under = "why talks violates wide under house\nwhy not talks satisfies wide under house\n";
    prompt(&folder, under).says(1, &["write `why talks wide`", "write `why not talks wide`"]);
    // What leaves a framework is offered there, too, and for what is dropped.
    for (edit, help) in [
        (
            "remove Freedonia from talks",
            "`withdraw Freedonia from talks`; out of one list: `remove Freedonia from talks.members`",
        ),
        ("drop Freedonia", "who leaves: `withdraw Freedonia`"),
        ("drop Freedonia from talks", "`withdraw Freedonia from talks`"),
        ("Freedonia leaves talks", "write `withdraw Freedonia from talks`"),
    ] {
        let ran = folder.run(&["what-if", edit, "talks.det"]);
        let out = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(ran.code == Some(2) && out.contains(help), "`{edit}`: {}", ran.out);
    }
    // A line that leaves what it is not in is told so.
    prompt(&folder, "Sylvania leaves talks\n").says(1, &["`Sylvania` takes no part in `talks`"]);
    // What is no actor is told as ever.
    prompt(&folder, "remove trade from talks\n").says(
        1,
        &["`talks` is a framework, and no list", "write `remove trade from talks.baskets`"],
    );
}

#[test]
fn a_verdict_can_be_asked_for_in_the_words_of_an_expectation() {
    let folder = talks("offered-expected");
    let why = |what: &str| {
        let ran = folder.run(&["why", what, "talks.det", "--profile", "house"]);
        (ran.code, ran.out)
    };
    let verdict = why("talks wide");
    assert!(verdict.1.starts_with("violated (error)"), "{}", verdict.1);
    for asked in ["talks violates wide", "does talks violate wide", "\"talks satisfies wide\""] {
        assert_eq!(why(asked), verdict, "{asked}");
    }
    let not = |what: &str| folder.run(&["why", "--not", what, "talks.det", "--profile", "house"]);
    let offers = "add Sylvania to talks.members; drop talks.excluded";
    not("talks satisfies wide").says(0, &[offers]);
    assert_eq!(not("talks violates wide").out, verdict.1);
    not("talks satisfies wide under house").says(2, &["write `why not talks wide`"]);
    prompt(&folder, "why \"talks satisfies wide\"\nwhat if \"drop talks.excluded\"\n")
        .says(0, &["violated (error)", "(not kept)"]);
}

#[test]
fn commands_that_are_offered_name_the_files_that_were_named() {
    let folder = Folder::new("offered-paths");
    folder.write("my_plan.det", PLAN).write("other.det", "draft other \"Other\" { kind forum }\n");
    let offers = |ran: &Ran| -> Vec<String> {
        let lines = ran.out.lines().map(str::trim_start);
        let help = lines.filter_map(|line| line.strip_prefix("help:"));
        help.map(str::trim).filter(|l| l.starts_with("detente ")).map(str::to_owned).collect()
    };
    let ran = folder.run(&["check", "my_plan.det", "--profile", "reinforcing"]);
    let offered = offers(&ran);
    let ends = |l: &String| l.ends_with("\" my_plan.det --profile reinforcing");
    assert!(!offered.is_empty() && offered.iter().all(ends), "{}", ran.out);
    // Each goes through as it stands.
    for line in &offered {
        let words = crate::support::command_words(line);
        let words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        assert_ne!(folder.run(&words).code, Some(2), "{line}");
    }
    let why = folder.run(&["why", "plan sequence-contradiction", "my_plan.det"]);
    assert!(offers(&why).iter().all(|l| l.ends_with("\" my_plan.det")), "{}", why.out);
    assert_eq!(offers(&why).len(), offered.len());
    // Of the folder itself nothing need be named, and at the prompt there is no command line.
    assert!(offers(&folder.run(&["check"])).iter().all(|line| line.ends_with('"')));
    let typed = "why plan sequence-contradiction\ncheck\n";
    let ran = folder.run_with(&["repl", "my_plan.det"], typed.as_bytes(), &[]);
    assert!(ran.out.matches("help: what if ").count() >= 2 * offered.len(), "{}", ran.out);
    assert!(!ran.out.contains("detente what-if"), "{}", ran.out);
}

#[test]
fn a_delay_in_other_units_is_offered_in_those_of_the_line() {
    let folder = Folder::new("offered-delay");
    folder.write("plan.det", PLAN);
    let tried = |edit: &str| folder.run(&["what-if", edit, "plan.det"]).out;
    let days = |edit: &str, other: &str| {
        let out = tried(edit);
        assert!(out.contains(&format!("as in `{other}`")), "{out}");
        assert!(tried(other).contains("resolved"), "{other}: {}", tried(other));
    };
    days("delay plan.two by 2 months", "delay plan.two by 60 days");
    days("delay plan.two by 1 year", "delay plan.two by 365 days");
    days("delay plan.three by 6 weeks", "delay plan.three by 1 month");
    days("delay plan.three by 1 day", "delay plan.three by 1 month");
}

#[test]
fn what_is_saved_stands_in_lines_as_a_text_does() {
    let folder = talks("offered-saved");
    let lines = "framework more \"More\" {\nmembers Freedonia\nbasket soft \"Soft {\" {\nnature soft # }\n}\n}\nadd csbm line {\n      type hotline\n} to talks.trade\nsave made\n";
    prompt(&folder, lines).says(0, &["made.det: scenario made, 1 edit"]);
    let text = fs::read_to_string(folder.path().join("made.det")).unwrap();
    assert!(
        text.contains("framework more \"More\" {\n  members Freedonia\n  basket soft \"Soft {\" {\n    nature soft # }\n  }\n}\n\nscenario made on talks {\n  add csbm line {\n    type hotline\n  } to talks.trade\n}\n"),
        "{text}"
    );
    folder.run(&["test", "made.det"]).says(0, &["0 failed"]);
    // What was declared is kept without an edit, too.
    let only =
        "framework more \"More\" { members Freedonia }\nexpect more violates wide\nsave more\n";
    prompt(&folder, only).says(0, &["more.det: what was declared here, 1 expectation"]);
    folder.run(&["test", "more.det", "--format", "human"]).says(0, &["1 passed, 0 failed"]);
    let text = fs::read_to_string(folder.path().join("more.det")).unwrap();
    assert!(!text.contains("scenario"), "{text}");
}

#[test]
fn nobody_is_asked_in_a_pipe() {
    let folder = talks("offered-quit");
    let ran = prompt(&folder, "drop talks.excluded\nquit\nlog\n");
    ran.says(0, &["+1> quit"]);
    assert!(!ran.out.contains("in no file"), "{}", ran.out);
    assert!(ran.out.ends_with("+1> quit\n"), "{}", ran.out);
}

#[test]
fn lists_are_shown_for_the_plural_of_a_command() {
    let folder = talks("offered-plural");
    let ran = prompt(&folder, "branches\nprofiles\nscenarios\n");
    ran.says(0, &["main  state 0  (here)", "in force: house", "the texts hold no scenario"]);
}

#[test]
fn a_path_that_leaves_something_out_is_written_whole() {
    let folder = talks("offered-whole");
    let lines = "add csbm line { type hotline } to talks.trade\nset talks.line.binding to legal\ntalks.line.binding\nwhat if set talks.line.type to notification\n";
    let ran = prompt(&folder, lines);
    let try_ = |line: &str| format!("\n  try: {line}\n");
    // In another block than the one that is named, too.
    let other = "add csbm line { type hotline } to talks.trade\nadd basket other { nature soft } to talks\nset talks.other.line.binding to legal\n";
    prompt(&folder, other).says(1, &[&try_("set talks.trade.line.binding to legal")]);
    ran.says(1, &[&try_("set talks.trade.line.binding to legal")]);
    ran.says(1, &[&try_("talks.trade.line.binding")]);
    ran.says(1, &[&try_("what if set talks.trade.line.type to notification")]);
    folder
        .run(&["what-if", "set talks.trade.type to x; set talks.nosuch.type to x", "talks.det"])
        .says(2, &["`detente explain framework` lists its fields"]);
}

#[test]
fn several_in_one_edit_are_offered_as_several_edits() {
    let folder = talks("offered-several");
    let lines = "add Sylvania to talks.observers, talks.partners\nwhat if withdraw Freedonia and Sylvania from talks\nset talks.excluded to none\nset talks.excluded to nobody\n";
    let ran = prompt(&folder, lines);
    ran.says(1, &["`add Sylvania to talks.observers; add Sylvania to talks.partners`"]);
    ran.says(
        1,
        &[
            "one actor withdraws at a time",
            "`withdraw Freedonia from talks; withdraw Sylvania from talks`",
        ],
    );
    assert_eq!(ran.out.matches("write `drop talks.excluded`").count(), 2, "{}", ran.out);
    // Nobody else is offered to whoever names somebody.
    assert!(!ran.out.contains("try: withdraw"), "{}", ran.out);
}
