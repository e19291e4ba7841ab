//! What cannot be seen by pipe: completion, and pages of any width.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail by panicking")]

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use unicode_width::UnicodeWidthStr as _;

use super::command::Command;
use super::complete::offers;
use super::files;
use super::play::play;
use super::state::Kept;
use super::turn::{Played, Turn};
use crate::analysis::{Input, Request};
use crate::cli::disk::Disk;
use crate::report::Style;

const TALKS: &str = "\
actor 한국 \"대한민국\" { kind state }
actor 中国 \"中华人民共和国\" { kind state }
actor Sylvania \"Sylvania\" { kind state }
issue 北朝鲜核问题 \"北朝鲜核问题\" { domain political }
framework 동북아평화협력구상 \"동북아평화협력구상: 여섯 나라의 대화\" {
  members       한국, 中国
  track         1
  excluded      Sylvania
  issues        北朝鲜核问题
  basket trade \"무역\" { nature soft }
  sequence {
    phase 开始 { starts 2027-03; lasts 6 months; opens trade }
    phase 다음 { starts after 开始 }
  }
}
rule wide \"모든 나라가 함께 앉아 있는지를 묻는 아주 긴 제목을 가진 규칙\" {
  for        f in frameworks
  for        a in actors
  require    a in f.members
  because    \"{f} 에는 {a} 이 없다 그리고 이 문장은 좁은 창보다 훨씬 더 길다\"
  group      by f
}
rule absent-stakeholder-has-a-long-bridge \"It is open\" {
  for        f in frameworks
  require    some i in f.issues: i.domain is economic
  because    \"{f} is narrow\"
}
profile house \"House\" { wide error; absent-stakeholder-has-a-long-bridge warning }
scenario nearer on 동북아평화협력구상 { drop 동북아평화협력구상.excluded }
";

fn kept(text: &str) -> Kept {
    let input = Input { name: "talks.det".to_owned(), text: Ok(text.to_owned()) };
    let request = Request { profiles: vec!["house".to_owned()], ..Request::default() };
    let kept = Kept::new(vec![input], &Disk::default(), Vec::new(), request);
    assert!(kept.session.broken().is_empty(), "{:#?}", kept.session.broken());
    kept
}

/// Types a line on a page of so many columns.
fn answer(line: &str, kept: &mut Kept, width: usize) -> String {
    let style = Style { width, ..Style::default() };
    let mut out = Vec::new();
    let turn = &mut Turn { kept, style: &style, out: &mut out };
    play(&Command::of(line), turn).unwrap();
    String::from_utf8(out).unwrap()
}

#[track_caller]
fn offered(typed: &str, kept: &Kept, words: &[&str], never: &[&str]) {
    let (at, all) = offers(typed, kept);
    for word in words {
        assert!(all.iter().any(|w| w == word), "`{typed}` offers no `{word}`, but {all:?}");
    }
    for word in never {
        assert!(!all.iter().any(|w| w == word), "`{typed}` offers `{word}`: {all:?}");
    }
    assert!(typed.is_char_boundary(at), "`{typed}`");
}

#[test]
fn completion_knows_what_may_follow() {
    let kept = kept(TALKS);
    let f = "동북아평화협력구상";
    offered("", &kept, &["what", "add", "expect", f], &[]);
    offered("expect ", &kept, &[f], &["한국", "wide"]);
    offered(&format!("expect {f} "), &kept, &["violates", "leaves-open"], &["wide"]);
    offered(&format!("expect {f} violates "), &kept, &["wide"], &["house"]);
    offered(&format!("expect {f} violates wide "), &kept, &["under", "in", "for"], &["house"]);
    offered(&format!("expect {f} violates wide under "), &kept, &["house"], &["wide"]);
    offered(&format!("expect {f} violates wide in "), &kept, &["nearer"], &["house"]);
    offered(&format!("expect {f} violates wide as "), &kept, &["warning"], &["house"]);
    offered(&format!("{f} is "), &kept, &["multilateral", "not"], &["한국"]);
    offered(&format!("{f} has "), &kept, &["roadmap", "no"], &["한국"]);
    offered(&format!("{f}.trade.nature is "), &kept, &["soft", "hard"], &["한국"]);
    offered(&format!("why {f} "), &kept, &["wide", "is"], &["한국"]);
    offered(&format!("why {f} is "), &kept, &["multilateral"], &["wide"]);
    offered("한국 in 동북아평화협력구상.mem", &kept, &["members"], &["track"]);
    offered(&format!("what if add 한국 to {f}.m"), &kept, &["members"], &[]);
    offered(&format!("what if drop {f}.excluded; set {f}.track "), &kept, &["to"], &[]);
    offered(&format!("set {f}.trade.nature to "), &kept, &["soft"], &["한국"]);
    offered("undo ", &kept, &[], &["한국"]);
    offered("timeline ", &kept, &[f], &["한국"]);
}

/// Who types capitals means them.
#[test]
fn completion_goes_by_the_letters_as_typed_where_something_begins_so() {
    let text =
        "actor DPRK \"DPRK\" { kind state }\nissue dprk-nuclear \"Arms\" { domain military }\n";
    let kept = kept(&format!("{text}{TALKS}"));
    offered("add DP", &kept, &["DPRK"], &["dprk-nuclear"]);
    offered("add dp", &kept, &["dprk-nuclear"], &["DPRK"]);
    offered("add Dp", &kept, &["dprk-nuclear", "DPRK"], &[]);
}

/// What the log shows of edits in several lines can be typed again.
#[test]
fn a_block_in_the_log_can_be_typed_again() {
    let mut kept = kept(TALKS);
    let edit = "add csbm line {\n  type hotline\n  parties {\n    한국\n    中国\n  }\n} to 동북아평화협력구상.trade";
    answer(edit, &mut kept, 100);
    let log = answer("log", &mut kept, 300);
    let again = log.lines().last().unwrap().split_once("1  ").unwrap().1;
    let again = again.strip_suffix("  [main]").unwrap().to_owned();
    assert_eq!(
        again,
        "add csbm line { type hotline; parties { 한국; 中国 } } to 동북아평화협력구상.trade"
    );
    answer("undo", &mut kept, 100);
    let said = answer(&again, &mut kept, 100);
    assert!(!said.contains("not made"), "{said}");
}

#[test]
fn completion_knows_the_block_that_is_being_typed() {
    let kept = kept(TALKS);
    offered("draft x {\n  mem", &kept, &["members"], &["한국"]);
    offered("draft x {\n  concept coop", &kept, &["cooperative"], &["members"]);
    offered("draft x {\n  kind ", &kept, &["dialogue"], &["한국"]);
    offered("draft x {\n  members ", &kept, &["한국", "中国"], &["북"]);
    offered("draft x {\n  members 한국, ", &kept, &["中国"], &["members"]);
    offered("draft x {\n  members {\n    한국\n    ", &kept, &["中国"], &["kind"]);
    offered("draft x {\n  stance { ", &kept, &["한국"], &["favours"]);
    offered("draft x {\n  stance { 한국 ", &kept, &["favours"], &["中国"]);
    offered("draft x {\n  no ", &kept, &["roadmap", "members", "other"], &["한국"]);
    offered("draft x {\n  basket y {\n    nat", &kept, &["nature"], &["members"]);
    offered("draft x {\n  basket y { nature soft }\n  ", &kept, &["members", "basket"], &[]);
    offered("draft x {\n  sequence {\n    phase p { ", &kept, &["opens"], &["members"]);
    offered("add csbm line {\n  type ", &kept, &["hotline"], &["한국"]);
    offered("add csbm line {\n  type hotline\n} ", &kept, &["to"], &["한국"]);
    offered("rule x {\n  ", &kept, &["require", "because"], &["members"]);
    offered("profile x {\n  ", &kept, &["wide", "follows"], &["members"]);
    offered("profile x {\n  wide ", &kept, &["rejected", "error"], &["members"]);
    offered("scenario x {\n  ", &kept, &["withdraw"], &["members"]);
    // What was pasted before is done with.
    offered("undo\nexpect ", &kept, &["동북아평화협력구상"], &["한국"]);
}

#[test]
fn completion_is_quick() {
    let mut text = TALKS.to_owned();
    for n in 0..1_000 {
        text.push_str(&format!("framework f{n} \"F\" {{ members 한국; track 1 }}\n"));
    }
    let kept = kept(&text);
    for typed in ["", "f", "expect ", "f1 is ", "draft x {\n  members ", "f1.m", "add 한국 to f9"]
    {
        let quickest = (0..5).map(|_| {
            let begun = Instant::now();
            let (_, all) = offers(typed, &kept);
            assert!(!all.is_empty(), "`{typed}`");
            begun.elapsed()
        });
        let quickest = quickest.min().unwrap();
        // Unoptimised code takes many times as long.
        let most = Duration::from_millis(if cfg!(debug_assertions) { 100 } else { 10 });
        assert!(quickest < most, "`{typed}` takes {quickest:?}");
    }
}

#[test]
fn files_are_completed_with_blanks_and_letters_of_any_script() {
    let folder = std::env::temp_dir().join(format!("detente-files-{}", std::process::id()));
    fs::create_dir_all(folder.join("더 많은")).unwrap();
    for name in ["napci.det", "napci talks.det", "notes.txt", "더 많은/한국.det"] {
        fs::write(folder.join(name), "").unwrap();
    }
    let base = folder.to_str().unwrap();
    let all = |typed: &str| -> Vec<String> {
        files::beginning_with(&typed.replace('@', base))
            .into_iter()
            .map(|pair| pair.replacement.replace(base, "@"))
            .collect()
    };
    assert_eq!(all("@/n"), ["\"@/napci talks.det\"", "@/napci.det"]);
    assert_eq!(all("\"@/napci."), ["\"@/napci.det\""]);
    assert_eq!(all("@/더"), ["\"@/더 많은/"]);
    assert_eq!(all("\"@/더 많은/"), ["\"@/더 많은/한국.det\""]);
    assert_eq!(all("@/nowhere/"), Vec::<String>::new());
    let _ = fs::remove_dir_all(PathBuf::from(&folder));
}

/// A page of 40 columns, and names that take two columns a letter: nothing is wider than the page but what is to be copied.
#[test]
fn nothing_overflows_a_narrow_page() {
    let f = "동북아평화협력구상";
    let lines = [
        "help".to_owned(),
        "help add".to_owned(),
        "help no".to_owned(),
        "help commands".to_owned(),
        "check".to_owned(),
        format!("check {f}"),
        "show all".to_owned(),
        format!("show {f}"),
        format!("explain {f}.members"),
        "explain wide".to_owned(),
        "explain members".to_owned(),
        format!("why {f} wide"),
        format!("why not {f} wide"),
        format!("{f}.members"),
        format!("Sylvania in {f}.members"),
        format!("what if add Sylvania to {f}.members"),
        format!("drop {f}.excluded"),
        format!("add Sylvania to {f}.members"),
        format!("withdraw 中国 from {f}"),
        "undo".to_owned(),
        "redo".to_owned(),
        "branch 강경한노선을가진아주긴이름의가지".to_owned(),
        "log".to_owned(),
        "diff".to_owned(),
        "branch".to_owned(),
        "scenario".to_owned(),
        "scenario nearer".to_owned(),
        format!("expect {f} satisfies wide under house"),
        format!("expect {f} satisfies absent-stakeholder-has-a-long-bridge"),
        format!("drop {f}.issues"),
        format!("timeline {f}"),
        "profile".to_owned(),
        "profile nowhere".to_owned(),
        "follow".to_owned(),
        "switch nowhere".to_owned(),
        "diff nowhere".to_owned(),
        "load nowhere.det".to_owned(),
        "save x.txt".to_owned(),
        "add Nobody to nowhere.members".to_owned(),
        format!("why {f} nosuch"),
    ];
    let mut wide = Vec::new();
    for width in [40, 50, 60, 100] {
        let mut kept = kept(TALKS);
        for typed in &lines {
            for line in answer(typed, &mut kept, width).lines() {
                // What is to be copied stays on one line, and a word that is wider than the page is not cut.
                let copied = line.starts_with("  try: ");
                let words = line.split_whitespace().count();
                let fits = line.width() <= width || copied || words <= 1;
                if !fits {
                    wide.push(format!("at {width} columns `{typed}`, {}: {line}", line.width()));
                }
            }
        }
    }
    assert!(wide.is_empty(), "{}", wide.join("\n"));
}

/// Whoever ends a long answer has made no slip: nothing is offered, and nothing is changed.
#[test]
fn an_answer_that_is_ended_offers_nothing() {
    let mut kept = kept(TALKS);
    let stop = Arc::new(AtomicBool::new(false));
    kept.request.stop = Some(Arc::clone(&stop));
    assert!(answer("talks.membrs", &mut kept, 100).contains("try: "));
    stop.store(true, Ordering::Relaxed);
    let said = answer("talks.membrs", &mut kept, 100);
    assert!(!said.contains("try: "), "{said}");
}

/// At a terminal what stands in no file is said once; whoever leaves again leaves.
#[test]
fn leaving_is_warned_of_once_and_only_of_what_would_be_lost() {
    let mut kept = kept(TALKS);
    kept.asks = true;
    let ends = |typed: &str, kept: &mut Kept| {
        let mut out = Vec::new();
        let style = Style::default();
        let turn = &mut Turn { kept, style: &style, out: &mut out };
        let played = play(&Command::of(typed), turn).unwrap();
        (played == Played::Quit, String::from_utf8(out).unwrap())
    };
    assert!(ends("quit", &mut kept).0, "nothing was changed");
    ends("drop 동북아평화협력구상.excluded", &mut kept);
    let (ended, said) = ends("quit", &mut kept);
    assert!(!ended && said.contains("in no file yet: 1 edit on branch main"), "{said}");
    assert!(said.contains("  try: save \"variant.det\""), "{said}");
    assert!(ends("quit", &mut kept).0, "once more");
    // Any other line takes the warning back.
    kept.warned = true;
    ends("log", &mut kept);
    assert!(!ends("quit", &mut kept).0);
    // What a file holds is not lost, nor what was undone, nor a state on the way to it.
    kept.warned = false;
    kept.saved.push(kept.session.number());
    assert!(ends("quit", &mut kept).0);
    ends("set 동북아평화협력구상.track to 2", &mut kept);
    assert!(!ends("quit", &mut kept).0);
    kept.saved = vec![kept.session.number()];
    kept.warned = false;
    ends("undo", &mut kept);
    assert!(ends("quit", &mut kept).0);
    ends("undo", &mut kept);
    ends("branch other", &mut kept);
    ends("drop 동북아평화협력구상.members", &mut kept);
    ends("switch main", &mut kept);
    let (_, said) = ends("quit", &mut kept);
    assert!(said.contains("1 edit on branch other") && !said.contains("main"), "{said}");
    assert!(said.contains("  try: switch other"), "{said}");
}

#[test]
fn what_was_declared_is_not_lost_unsaid() {
    let mut kept = kept(TALKS);
    kept.asks = true;
    kept.request.profiles.clear();
    answer("framework more \"More\" { track 1 }", &mut kept, 100);
    let said = answer("quit", &mut kept, 100);
    assert!(said.contains("what was declared here"), "{said}");
    assert!(said.contains("try: save"), "{said}");
}
