//! What a comparison shows a reader: everything once, within the page, and nothing that reads as before.

use detente::analysis::{Change, Request, Session};
use detente::report::{Style, emit_change};
use detente::source::NoFiles;
use unicode_width::UnicodeWidthStr;

use crate::support::{input, path, read};

fn change(name: &str, text: &str, profile: &str, edit: &str) -> Change {
    let request = Request { profiles: vec![profile.to_owned()], ..Request::default() };
    let mut session = Session::open(vec![input(name, text)], &NoFiles, &request);
    session.what_if("test", edit).unwrap_or_else(|e| panic!("{edit}: {e:?}"))
}

fn shown(change: &Change, width: usize) -> String {
    let mut out = Vec::new();
    emit_change(change, &Style { width, ..Style::default() }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_contradicted_notion_is_told_once_with_the_way_out() {
    let text = read(&path("examples/napci.det"));
    let change = change("napci.det", &text, "security-building", "add USA to napci.funders");
    let out = shown(&change, 100).split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(out.matches("shared-ownership is yes").count(), 1, "{out}");
    assert_eq!(out.matches("forget napci.shared-ownership").count(), 1, "{out}");
    assert!(!out.contains("a statement says otherwise"), "{out}");
}

const WIDE: &str = r#"
actor 대한민국 "ROK" { kind state }
actor 조선민주주의인민공화국 "DPRK" { kind state }
framework 동북아평화협력구상 "NAPCI" { members 대한민국 }
rule 모든당사자가함께앉는다 "All sit at it" {
  for        f in frameworks
  for        a in actors
  require    a in f.members
  because    "{a} has no seat in {f}"
}
profile 집 "House" { 모든당사자가함께앉는다 error }
"#;

#[test]
fn what_moved_stays_within_a_narrow_page() {
    let edit = "add 조선민주주의인민공화국 to 동북아평화협력구상.members";
    let change = change("wide.det", WIDE, "집", edit);
    for width in [44, 60, 80, 100] {
        let out = shown(&change, width);
        assert!(out.contains("resolved") && out.contains("violated"), "{out}");
        for line in out.lines() {
            assert!(line.width() <= width, "{} of {width}: {line}\n{out}", line.width());
        }
    }
}

const MOVED: &str = r#"
actor A "A" { kind state }
actor B "B" { kind state }
framework talks "Talks" { track 2; kind forum }
rule first-track "It is official" {
  for        f in frameworks
  require    f.track is 1
  because    "{f} is not official"
  mark       f.kind
}
profile house "House" { first-track error }
"#;

#[test]
fn what_reads_as_before_is_counted() {
    let change = change("moved.det", MOVED, "house", "set talks.kind to dialogue");
    assert_eq!(change.moved.len(), 1, "{change:?}");
    assert!(change.moved[0].quiet, "{change:?}");
    let out = shown(&change, 100);
    assert!(out.contains("nothing changes in what the rules say"), "{out}");
    assert!(out.contains("1 reads as before and rests on other statements"), "{out}");
}
