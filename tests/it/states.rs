//! The states of a prompt: which come back, under which names, and what a file of them holds.

use std::fs;

use crate::cli::Folder;
use crate::repl::prompt;

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
rule seated \"All are seated\" {
  for        f in frameworks
  for        a in actors where a not in f.excluded
  require    a in f.members
  because    \"{a} has no seat in {f}\"
  group by   f
}
profile house \"House\" { seated error }
";

fn folder(name: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("talks.det", TALKS);
    folder
}

#[test]
fn what_was_undone_on_one_branch_is_not_redone_on_another() {
    let folder = folder("states-redo");
    let lines = "branch other\nset talks.track to 2\nundo\nswitch main\nredo\ntalks.track\n";
    prompt(&folder, lines).says(1, &["> redo\nnothing to redo", "> talks.track\n1\n"]);
    let lines = "set talks.track to 2\nundo\nset talks.track to 1.5\nredo\n";
    prompt(&folder, lines).says(1, &["> redo\nnothing to redo"]);
    let lines = "set talks.track to 2\nundo\nbranch other\nredo\n";
    prompt(&folder, lines).says(1, &["> redo\nnothing to redo"]);
}

#[test]
fn the_log_is_a_tree_of_single_lines() {
    let folder = folder("states-log");
    let lines = "set talks.track to 2\nundo\nadd csbm line {\n  type hotline\n\n  binding legal\n} to talks.trade\nlog\n";
    let ran = prompt(&folder, lines);
    let tree = "\
    0  the texts as loaded
    1    set talks.track to 2
●   2    add csbm line { type hotline; binding legal } to talks.trade  [main]
";
    assert!(ran.out.ends_with(tree), "{}", ran.out);
    // A way without a fork stays on one level.
    let ran = prompt(&folder, "set talks.track to 2\ndrop talks.excluded\nlog\n");
    ran.says(0, &["\n    1  set talks.track to 2\n●   2  drop talks.excluded  [main]\n"]);
}

#[test]
fn branches_keep_their_states_where_an_edit_is_lost() {
    let folder = folder("states-lost");
    let mut dialogue = folder.dialogue(&["repl", "talks.det", "--profile", "house"]);
    dialogue.says("set talks.trade.nature to hard", "+1>");
    dialogue.says("drop talks.excluded", "+2>");
    dialogue.says("branch wider", "on branch wider");
    dialogue.says("add Sylvania to talks.members", "+2>");
    folder.write("talks.det", TALKS.replace("basket trade", "basket other"));
    dialogue.says("reload", "left out: set talks.trade.nature to hard");
    let log = dialogue.says("log", "[wider]");
    assert!(log.contains("1  drop talks.excluded  [main]"), "{log}");
    assert!(log.contains("2  add Sylvania to talks.members  [wider]"), "{log}");
    dialogue.says("switch main", "+2>");
    dialogue.says("Sylvania in talks.members", "no");
    dialogue.says("switch wider", "+1>");
    dialogue.says("Sylvania in talks.members", "yes");
    assert_eq!(dialogue.end(), Some(1));
}

#[test]
fn a_file_that_could_not_be_loaded_is_not_asked_for_again() {
    let folder = folder("states-load");
    let ran = prompt(&folder, "load gone.det\nreload\n");
    ran.says(1, &["there is no file or folder `gone.det`"]);
    let after = ran.out.split("> reload\n").nth(1).unwrap_or_default();
    assert!(after.starts_with("1 framework, 1 file"), "{}", ran.out);
}

#[test]
fn an_expectation_is_saved_for_whom_it_is_meant_and_once() {
    let folder = folder("states-whom");
    prompt(&folder, "drop talks.excluded\nsave wider\n").says(0, &["1 edit, 1 expectation"]);
    let text = fs::read_to_string(folder.path().join("wider.det")).unwrap();
    let expects: Vec<&str> = text.lines().filter(|l| l.starts_with("expect ")).collect();
    assert_eq!(
        expects,
        ["expect talks violates seated for Sylvania under house in wider"],
        "{text}"
    );
    folder.run(&["test", "wider.det"]).says(0, &["1 passed, 0 failed"]);
}
