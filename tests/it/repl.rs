//! The prompt by pipe: what is typed, what is answered, and that nothing is lost whatever is typed.
//!
//! Dialogues that show what the prompt is for stand in `docs/first-session.md`; here stands what may go wrong.

use std::fs;

use crate::cli::{Folder, Ran};

const TALKS: &str = "\
actor Freedonia \"Freedonia\" { kind state }
actor Sylvania \"Sylvania\" { kind state }
issue border \"Border\" { domain political }
framework talks \"Talks\" {
  members       Freedonia
  track         1
  excluded      Sylvania
  basket trade \"Trade\" { nature soft }
}
rule wide \"It is wide\" {
  for        f in frameworks
  require    Sylvania in f.members
  because    \"{f} is narrow\"
}
profile house \"House\" { wide error }
";

/// Types lines at a prompt over `talks.det`, judged by the profile `house`.
pub(crate) fn prompt(folder: &Folder, lines: &str) -> Ran {
    let set = [("NO_COLOR", "1")];
    folder.run_with(&["repl", "talks.det", "--profile", "house"], lines.as_bytes(), &set)
}

/// A folder that holds talks without one of the two whom the house rule asks for.
pub(crate) fn talks(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("talks.det", TALKS);
    folder
}

#[test]
fn each_line_is_shown_before_its_answer() {
    let folder = talks("repl-lines");
    let ran = prompt(&folder, "Sylvania in talks.members\nadd Sylvania to talks.members\nundo\n");
    ran.says(0, &["\n> Sylvania in talks.members\nno\n", "\n+1> undo\n"]);
    ran.says(0, &["To lift it: drop talks.excluded"]);
    assert!(!ran.out.contains('\u{1b}'), "no colour in a pipe: {}", ran.out);
}

#[test]
fn a_line_that_fails_fails_the_run_and_changes_nothing() {
    let folder = talks("repl-fails");
    let ran = prompt(&folder, "remove Freedonia talks.members\ntalks.members\n");
    ran.says(1, &["write `remove Freedonia from talks.members`", "\n> talks.members\nFreedonia\n"]);
    prompt(&folder, "add Nobody to talks.members; drop talks.excluded\ntalks.excluded\n")
        .says(1, &["no actor is called `Nobody`", "\n> talks.excluded\nSylvania\n"]);
    prompt(&folder, "some a in frameworks: Freedonia in talks.members\n").says(0, &["\nyes\n"]);
    prompt(&folder, "undo\n").says(1, &["nothing to undo"]);
    prompt(&folder, "redo\n").says(1, &["nothing to redo"]);
    prompt(&folder, "switch nowhere\n").says(1, &["no branch is called `nowhere`"]);
    prompt(&folder, "diff 7\n").says(1, &["`7` is no branch and no state"]);
    prompt(&folder, "profile hous\n").says(1, &["try: profile house"]);
    prompt(&folder, "chekc talks\n").says(1, &["try: check talks"]);
}

#[test]
fn states_come_back_exactly() {
    let folder = talks("repl-states");
    let ran = prompt(
        &folder,
        "drop talks.excluded\nadd Sylvania to talks.members\ncheck wide\nundo\nundo\ncheck wide\nredo\nredo\ncheck wide\nreset\ntalks.members\n",
    );
    let answers: Vec<&str> = ran.out.split("check wide\n").skip(1).collect();
    let verdict = |text: &str| text.split_whitespace().next().unwrap_or_default().to_owned();
    let verdicts: Vec<String> = answers.iter().map(|a| verdict(a)).collect();
    assert_eq!(verdicts, ["satisfied", "violated", "satisfied"], "{}", ran.out);
    ran.says(0, &["> talks.members\nFreedonia\n"]);
}

#[test]
fn branches_stand_side_by_side_and_outlive_a_reload() {
    let folder = talks("repl-branches");
    let ran = prompt(
        &folder,
        "branch open\ndrop talks.excluded\nswitch main\nadd border to talks.issues\nreload\nlog\nswitch open\nno_such\ntalks.issues\n",
    );
    ran.says(1, &["drop talks.excluded  [open]", "add border to talks.issues  [main]"]);
    assert!(ran.out.contains("> talks.issues\nnothing that is stated"), "{}", ran.out);
}

#[test]
fn what_is_saved_replays() {
    let folder = talks("repl-save");
    let edits = "drop talks.excluded\nadd Sylvania to talks.members\nsave \"in/wider.det\"\n";
    prompt(&folder, edits).says(1, &["`in/wider.det` cannot be written"]);
    fs::create_dir(folder.path().join("in")).unwrap();
    prompt(&folder, edits).says(0, &["scenario wider, 2 edits, 1 expectation"]);
    folder.run(&["test", "in/wider.det"]).says(0, &["1 passed, 0 failed"]);
    prompt(&folder, edits).says(1, &["there is a file `in/wider.det` already"]);
    prompt(&folder, "save \"x.det\"\n").says(1, &["there is no edit to save"]);
}

#[test]
fn what_is_saved_asks_the_same_on_the_command_line() {
    let folder = talks("repl-save-asks");
    let edits = "framework further \"Further\" { members Sylvania }\nwithdraw Sylvania\nsave \"left.det\"\n";
    let ran = prompt(&folder, edits);
    ran.says(0, &["scenario left, 1 edit"]);
    folder.run(&["test", "left.det"]).says(0, &["0 failed"]);
    let ran = folder.run(&["what-if", "--scenario", "left", "left.det"]);
    ran.says(0, &["withdraw Sylvania: changes", "further.members"]);
}

#[test]
fn a_file_that_vanishes_takes_nothing_with_it() {
    let folder = talks("repl-vanish");
    folder.write("more.det", "framework further \"Further\" { members Freedonia }\n");
    let ran = prompt(&folder, "load \"more.det\"\nload \"gone.det\"\nfurther.members\n");
    ran.says(1, &["there is no file or folder `gone.det`", "nothing was changed"]);
    ran.says(1, &["> further.members\nFreedonia\n"]);
}

#[test]
fn a_declaration_joins_the_texts_unless_it_breaks_them() {
    let folder = talks("repl-declare");
    let ran = prompt(
        &folder,
        "framework further \"Further\" { members Freedonia }\nadd Sylvania to further.members\nfurther.members\n",
    );
    ran.says(0, &["> further.members\nFreedonia, Sylvania\n"]);
    let refused = prompt(&folder, "framework talks \"Again\" { track 2 }\ntalks.track\n");
    refused.says(1, &["`talks` is declared twice", "nothing was changed", "talks.track\n1\n"]);
}

#[test]
fn a_file_that_changes_between_two_lines_keeps_the_edits_that_fit() {
    let folder = talks("repl-changes");
    let mut dialogue = folder.dialogue(&["repl", "talks.det", "--profile", "house"]);
    dialogue.says("drop talks.excluded", "> drop");
    dialogue.says("add border to talks.trade.issues", "+1> add");
    dialogue.says("add Sylvania to talks.members", "resolved");
    folder.write("talks.det", TALKS.replace("basket trade", "basket other"));
    let answer = dialogue.says("reload", "left out");
    assert!(answer.contains("left out: add border to talks.trade.issues"), "{answer}");
    // What still fits is kept, and the new text stands.
    dialogue.says("Sylvania in talks.members", "yes");
    dialogue.says("talks.other", "other");
    assert_eq!(dialogue.end(), Some(1));
}

#[test]
fn a_file_that_vanishes_between_two_lines_is_missed_and_its_texts_stand() {
    let folder = talks("repl-gone");
    let mut dialogue = folder.dialogue(&["repl", "talks.det", "--profile", "house"]);
    dialogue.says("drop talks.excluded", "> drop");
    fs::remove_file(folder.path().join("talks.det")).unwrap();
    let answer = dialogue.says("reload", "nothing was changed");
    assert!(answer.contains("`talks.det`"), "{answer}");
    dialogue.says("talks.members", "Freedonia");
    folder.write("talks.det", TALKS);
    dialogue.says("reload", "1 framework, 1 file");
    assert_eq!(dialogue.end(), Some(1));
}

#[test]
fn a_name_that_is_a_word_of_the_language_can_be_asked_of() {
    let folder = talks("repl-words");
    let lines = "framework more \"More\" { members Freedonia; track 1 }\nFreedonia in more.members\nmore.track\nnot Sylvania in more.members\nsome a in more.members: a is Freedonia\n";
    let ran = prompt(&folder, lines);
    ran.says(0, &["> Freedonia in more.members\nyes\n", "> more.track\n1\n"]);
    for word in ["not", "no", "some", "every", "those", "known", "in", "and", "with"] {
        let line = format!("framework {word} \"W\" {{ track 1 }}\n{word}.track\n");
        prompt(&folder, &line).says(0, &[&format!("> {word}.track\n1\n")]);
    }
}

#[test]
fn whoever_comes_back_has_not_left() {
    let folder = talks("repl-back");
    let ran = prompt(
        &folder,
        "withdraw Freedonia; add Freedonia to talks.members\nFreedonia in talks.withdrawn\n",
    );
    ran.says(0, &["> Freedonia in talks.withdrawn\nundecided\n"]);
    // What a text says of it gives way, and is named.
    folder.write("talks.det", TALKS.replace("track         1", "withdrawn     Sylvania"));
    let lines = "add Sylvania to talks.members\nSylvania in talks.withdrawn\nundo\nSylvania in talks.withdrawn\n";
    let ran = prompt(&folder, lines);
    ran.says(0, &["whoever joins has not left", "`withdrawn Sylvania`"]);
    ran.says(
        0,
        &["+1> Sylvania in talks.withdrawn\nno\n", "\n> Sylvania in talks.withdrawn\nyes\n"],
    );
}

#[test]
fn a_file_that_vanishes_from_a_folder_is_told_with_the_edits_on_it() {
    let folder = talks("repl-folder");
    folder.write("base.det", "use std.europe\n");
    folder.write("more.det", "use std.europe\nframework csce \"Ours\" { kind dialogue }\n");
    let mut dialogue = folder.dialogue(&["repl", ".", "--profile", "house"]);
    dialogue.says("set csce.kind to forum", "+1>");
    dialogue.says("drop talks.excluded", "+2>");
    fs::remove_file(folder.path().join("more.det")).unwrap();
    let answer = dialogue.says("reload", "left out: set csce.kind to forum");
    assert!(answer.contains("no longer there: `more.det`"), "{answer}");
    assert!(answer.contains("none of the files declares `csce` any more"), "{answer}");
    let log = dialogue.says("log", "drop talks.excluded");
    assert!(!log.contains("csce"), "{log}");
    assert_eq!(dialogue.end(), Some(1));
}

#[test]
fn how_many_there_are_can_be_set() {
    let folder = talks("repl-count");
    let ran = prompt(&folder, "set talks.members to 34 states\ncount(talks.members)\n");
    ran.says(0, &["> count(talks.members)\n34\n"]);
    prompt(&folder, "set talks.since to 34 states\n").says(1, &["this edit was not made"]);
}

#[test]
fn blocks_go_over_several_lines() {
    let folder = talks("repl-blocks");
    let ran = prompt(
        &folder,
        "add csbm line {\n  type hotline\n} to talks.trade\ntalks.trade.measures\n",
    );
    ran.says(0, &["\n| \u{20} type hotline\n", "> talks.trade.measures\nline"]);
    prompt(&folder, "add csbm line {\n  type hotline\n").says(1, &[]);
    prompt(&folder, "save \"unfinished\n").says(1, &[]);
}

#[test]
fn whatever_is_pasted_is_answered() {
    let folder = talks("repl-paste");
    let page = "\u{1b}[31mred\u{0}\u{7}\n“curly” – dashes\n\t\ttabs\n)))\n}}}\n\"\n?\nwhy\nwhy not\nwhat\nwhat if\nexplain\nshow\nload\nsave\n한국 in talks.members\nset\nadd x\n";
    let ran = prompt(&folder, page);
    ran.says(
        1,
        &["this does not say what\n  try: what if", "this does not say of what", "> set\n"],
    );
    let deep = format!("add csbm x {{ {} to talks.trade\n", "{".repeat(10_000));
    prompt(&folder, &deep).says(1, &[]);
    let nested = format!("{}Freedonia in talks.members\n", "(".repeat(10_000));
    prompt(&folder, &nested).says(1, &[]);
    let bytes = folder.run_with(&["repl", "talks.det"], b"\xff\xfe\n", &[]);
    bytes.says(1, &[]);
}

#[test]
fn why_not_offers_only_what_works() {
    let folder = talks("repl-why-not");
    let ran = folder.run(&["why", "--not", "talks wide", "talks.det", "--profile", "house"]);
    ran.says(0, &["add Sylvania to talks.members; drop talks.excluded"]);
    let edits = "add Sylvania to talks.members; drop talks.excluded";
    let told = folder.run(&["what-if", edits, "talks.det", "--profile", "house"]);
    told.says(0, &["violated -> satisfied"]);
    folder.run(&["why", "talks wide", "talks.det"]).says(0, &["violated (warning)"]);
    folder.run(&["why", "talks wyde", "talks.det"]).says(2, &["wyde"]);
}

/// Each slip is told apart, and the last line of the answer is one that can be copied.
#[test]
fn a_slip_ends_with_the_nearest_line_that_goes_through() {
    let folder = talks("repl-slips");
    let slips = [
        ("why talks nosuch", "no rule is called `nosuch`", "why talks wide"),
        ("why nosuch wide", "nothing is called `nosuch`", "why talks wide"),
        ("why not talks wyde", "no rule is called `wyde`", "why not talks wide"),
        ("why", "does not say of what", "why talks wide"),
        ("why not", "does not say of what", "why not talks wide"),
        ("what-if drop talks.excluded", "is written `what if`", "what if drop talks.excluded"),
        ("whatif drop talks.excluded", "is written `what if`", "what if drop talks.excluded"),
        ("what drop talks.excluded", "`what` goes with `if`", "what if drop talks.excluded"),
        ("what", "`what` goes with `if`", "what if remove Freedonia from talks.members"),
        ("what if", "does not say what", "what if remove Freedonia from talks.members"),
        (
            "whatif add Fredonia to talks.members",
            "no actor is called",
            "what if add Freedonia to talks.members",
        ),
        ("undo 2", "`undo` stands alone", "undo"),
        ("redo all", "`redo` stands alone", "redo"),
        ("reset now", "`reset` stands alone", "reset"),
        ("log all", "`log` stands alone", "log"),
        ("quit now", "`quit` stands alone", "quit"),
        ("chekc talks", "", "check talks"),
        ("add", "names nothing to change", "add Freedonia to talks.members"),
        ("add Sylvania", "`to` is missing", "add Sylvania to talks.members"),
        ("add border to", "cannot be read", "add border to talks.issues"),
        ("add Sylvania to talks", "no field of one", "add Sylvania to talks.members"),
        ("add Sylvania to nosuch.members", "`nosuch`", "add Sylvania to talks.members"),
        ("set talks.track", "`to` is missing", "set talks.track to 1"),
        ("drop talks.excludid", "no field", "drop talks.excluded"),
        ("withdraw Fredonia", "no actor is called", "withdraw Freedonia"),
        ("Sylvania talks.members", "", "Sylvania in talks.members"),
        ("talks.membrs", "`membrs`", "talks.members"),
        ("Sylvania in", "must follow `in`", "Sylvania in talks.members"),
        ("branch two words", "is one word", "branch two-words"),
        ("switch", "say where to", "switch main"),
        ("switch mian", "no branch is called `mian`", "switch main"),
        ("diff mian", "`mian` is no branch", "diff main"),
        ("swich nosuch", "must follow `nosuch`", "help"),
        ("diff nosuch gone", "`nosuch` is no branch", "log"),
        ("diff main main main", "two states at most", "diff main main"),
        ("profile hous", "no profile is called", "profile house"),
        ("check talk", "nothing that is judged", "check talks"),
        ("show", "does not say what", "show talks"),
        ("explain wyde", "nothing is called `wyde`", "explain wide"),
        ("help chekc", "nothing is called `chekc`", "help check"),
        ("timeline talk", "no framework is called `talk`", "timeline talks"),
        ("expect talks violates", "a rule is missing", "expect talks violates wide"),
        ("expect talks violates wyde", "no rule is called", "expect talks violates wide"),
        ("save \"x", "the quotation mark is not closed", "save \"x\""),
        ("save \"", "does not say where", "save \"variant.det\""),
        ("save \"\"", "does not say where", "save \"variant.det\""),
        ("load", "does not say what", "load talks.det"),
        ("load \"", "does not say what", "load talks.det"),
        ("save x.txt", "ends in `.det`", "save \"x.det\""),
        ("test", "`detente test`", "check"),
        ("ls", "nothing is called `ls`", "help"),
    ];
    let typed: Vec<&str> = slips.iter().map(|(line, ..)| *line).collect();
    let ran = prompt(&folder, &(typed.join("\n") + "\n"));
    assert_eq!(ran.code, Some(1), "{}", ran.out);
    let answers: Vec<&str> = ran.out.split("\n> ").skip(1).collect();
    assert_eq!(answers.len(), slips.len(), "{}", ran.out);
    for ((line, said, near), answer) in slips.iter().zip(answers) {
        let (typed, answer) = answer.split_once('\n').unwrap_or((answer, ""));
        assert_eq!(typed, *line);
        assert!(answer.contains(said), "`{line}` does not say `{said}`: {answer}");
        let last = answer.trim_end().lines().last().unwrap_or_default().trim();
        let help = last.contains(&format!("`{near}`"));
        assert!(last == format!("try: {near}") || help, "`{line}` offers no `{near}`: {answer}");
    }
}

#[test]
fn an_expectation_is_asked_of_the_state_as_it_stands() {
    let folder = talks("repl-expect");
    let ran = prompt(&folder, "expect talks satisfies wide\n");
    ran.says(1, &["failed: `talks` violates `wide` (warning), where `satisfies` was expected"]);
    ran.says(1, &["`talks` is narrow", "try: expect talks violates wide"]);
    let edits = "drop talks.excluded\nadd Sylvania to talks.members\n";
    prompt(&folder, &format!("{edits}expect talks satisfies wide\n"))
        .says(0, &["passed: satisfied"]);
    // It is no part of the texts: what is asked of another state does not weigh on this one.
    let lines = format!("{edits}expect talks satisfies wide\nundo\nexpect talks violates wide\n");
    prompt(&folder, &lines).says(0, &["passed: violated (warning)"]);
    let failing = "expect talks satisfies wide expected to fail because \"it is young\"\n";
    prompt(&folder, failing).says(0, &["passed: it fails as expected, because it is young"]);
    prompt(&folder, "expect talks violates wyde\n").says(1, &["no rule is called `wyde`"]);
    // What passed is saved with the edits, in their scenario; what no longer does is left out and named.
    let lines = format!("{edits}expect talks satisfies wide # so it is\nsave wider\n");
    prompt(&folder, &lines).says(0, &["wider.det: scenario wider, 2 edits, 2 expectations"]);
    let saved = fs::read_to_string(folder.path().join("wider.det")).unwrap();
    assert!(saved.contains("expect talks satisfies wide in wider"), "{saved}");
    folder.run(&["test", "wider.det"]).says(0, &["2 passed, 0 failed"]);
    let lines = format!("expect talks violates wide\n{edits}save later.det\n");
    prompt(&folder, &lines).says(0, &["left out, as it does not come out so here: expect talks"]);
    folder.run(&["test", "later.det"]).says(0, &["1 passed, 0 failed"]);
}

const SEATS: &str = "\
rule seat \"Every state has a seat\" {
  for        f in frameworks
  for        a in actors
  require    a in f.members
  because    \"{f} has no seat for {a}\"
  group      by f
}
profile seats \"Seats\" { seat error }
";

#[test]
fn what_is_saved_says_for_whom() {
    let folder = talks("repl-for");
    folder.write("talks.det", format!("{TALKS}{SEATS}actor Ruritania \"R\" {{ kind state }}\n"));
    let lines = "drop talks.excluded\nadd Sylvania to talks.members\nsave wider.det\n";
    let ran = folder.run_with(&["repl", "talks.det", "--profile", "seats"], lines.as_bytes(), &[]);
    ran.says(0, &["seat  talks, Sylvania"]);
    let saved = fs::read_to_string(folder.path().join("wider.det")).unwrap();
    // Ruritania has none still, so that the whole says nothing of what was resolved.
    assert!(
        saved.contains("expect talks satisfies seat for Sylvania under seats in wider"),
        "{saved}"
    );
    folder.run(&["test", "wider.det"]).says(0, &["0 failed"]);
}

#[test]
fn a_text_is_saved_where_it_will_be_found_and_whole() {
    let folder = talks("repl-names");
    fs::create_dir(folder.path().join("in")).unwrap();
    let save = |name: &str| prompt(&folder, &format!("drop talks.excluded\nsave {name}\n"));
    save("\"notes.txt\"").says(1, &["ends in `.det`", "try: save \"notes.det\""]);
    save("한국").says(0, &["한국.det: scenario 한국"]);
    save("v1.2").says(0, &["v1.2.det: scenario v1-2"]);
    save("\"my talks\"").says(0, &["my talks.det: scenario my-talks"]);
    save("in/").says(1, &["is a folder"]);
    save("gone/x").says(1, &["`gone/x.det` cannot be written: there is no folder `gone`"]);
    for name in ["한국.det", "v1.2.det", "my talks.det"] {
        folder.run(&["test", name]).says(0, &["0 failed"]);
    }
    let left = fs::read_dir(folder.path()).unwrap().flatten();
    let parts = left.filter(|e| e.path().extension().is_some_and(|e| e == "part")).count();
    assert_eq!(parts, 0, "nothing half written is left");
    // A scenario has a name that no other has.
    folder
        .write("talks.det", format!("{TALKS}scenario wider on talks {{ drop talks.excluded }}\n"));
    save("wider").says(0, &["wider.det: scenario wider-2"]);
    folder.run(&["test", "wider.det"]).says(0, &["0 failed"]);
}

#[test]
fn a_long_answer_is_cut_short_and_can_be_seen_whole() {
    let folder = talks("repl-long");
    let more: Vec<String> = (0..20)
        .map(|n| format!("framework other{n} \"O\" {{ members Freedonia, Sylvania }}"))
        .collect();
    let more = more.join("\n");
    folder.write("talks.det", format!("{TALKS}{more}"));
    let ran = prompt(&folder, "withdraw Sylvania\nshow all\ncheck\nshow all\ncheck nowhere\n");
    assert!(ran.out.contains("  … 8 more: show all"), "{}", ran.out);
    let new = |line: &&str| line.starts_with("  new ");
    let news: Vec<usize> =
        ran.out.split("\n+1> ").take(2).map(|a| a.lines().filter(new).count()).collect();
    assert_eq!(news, [12, 20], "{}", ran.out);
    assert!(ran.out.contains("… 9 more (violated): show all"), "{}", ran.out);
    let whole = ran.out.split("show all\n").last().unwrap_or_default();
    assert!(whole.contains("other19") && !whole.contains(" more"), "{whole}");
    prompt(&folder, "show all\n").says(1, &["nothing that was cut short", "try: check"]);
}

#[test]
fn the_phases_of_a_state_can_be_seen_in_time() {
    let folder = talks("repl-time");
    let more = "framework plan \"Plan\" {\n  members Freedonia\n  sequence {\n    phase one { starts 2027-03-01; lasts 6 months }\n  }\n}\n";
    folder.write("talks.det", format!("{TALKS}{more}"));
    let ran = prompt(&folder, "timeline plan\ndelay plan.one by 12 months\ntimeline plan\n");
    let (before, after) = ran.out.split_once("+1> timeline").unwrap_or(("", ""));
    assert!(before.contains("2027") && after.contains("2028"), "{}", ran.out);
}

#[test]
fn what_an_edit_took_away_cannot_be_edited() {
    let folder = talks("repl-gone-again");
    let ran = prompt(
        &folder,
        "remove trade from talks.baskets\ndrop talks.trade.nature\nforget talks.trade.nature\nadd border to talks.trade.issues\nlog\n",
    );
    ran.says(
        1,
        &[
            "there is no `talks.trade` any more",
            "+1> log",
            "●   1  remove trade from talks.baskets  [main]",
        ],
    );
}

#[test]
fn a_prompt_may_begin_with_nothing() {
    let folder = Folder::new("repl-empty");
    folder.write("in/talks.det", TALKS);
    folder.write("notes.txt", "");
    let begin = |lines: &str| folder.run_with(&["repl"], lines.as_bytes(), &[]);
    fs::rename(folder.path().join("in"), folder.path().join(".in")).unwrap();
    begin("reload\n")
        .says(0, &["no text is loaded: `load` adds a file or a folder\n> reload\nno text"]);
    begin("load .in/talks.det\ntalks.members\nprofile house\n")
        .says(0, &["\nFreedonia\n", "1 violated"]);
    begin("help\ncheck\nlog\ndiff\nundo\nadd\nwhy\nshow\n").says(1, &[]);
    folder.run(&["repl", "nowhere"]).says(2, &["there is no file or folder `nowhere`"]);
}
