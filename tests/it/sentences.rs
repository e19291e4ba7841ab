//! Why a rule does not apply or weighs less, in English; and citations as they are shown.

use detente::diagnostic::{Finding, NoteKind, Status};

use crate::support::{check, report};

const WORLD: &str = "
actor Freedonia \"Freedonia\" { kind state }
actor Sylvania \"Sylvania\" { kind state }
issue crossings \"Crossings\" { domain political; parties Freedonia, Sylvania }
draft talks \"Talks\" {
  kind dialogue
  concept cooperative
  track 1
  members Freedonia, Sylvania
  status launched
  issues crossings
  stance { Freedonia lukewarm [unverified] }
  no roadmap
  organ council \"Council\" { kind ministerial }
}
define f can-hear a for framework f, actor a as a in f.observers
define heard(a, f) for actor a, framework f as a in f.observers
";

fn judged(rule: &str, name: &str) -> Finding {
    let text = format!("{WORLD}\nprofile all \"All\" {{ {name} error }}\n{rule}");
    let analysis = check(&text, &["all"]);
    let mut of = analysis.findings.into_iter().filter(|f| f.rule == name);
    of.next().unwrap_or_else(|| panic!("nothing came of {rule}"))
}

#[test]
fn a_condition_that_fails_is_a_sentence() {
    let cases = [
        ("f has roadmap", "`talks` has no roadmap"),
        ("f is multilateral", "`talks` is not multilateral"),
        ("f is not draft", "`talks` is a draft"),
        ("f has lead", "`talks` has no lead"),
        ("f has funders or f has partners", "`talks` has no funders and has no partners"),
        ("f is draft and f has lead", "`talks` has no lead"),
        ("count(f.members) at least 3", "there are fewer than 3 in `talks.members`"),
        ("f.status is stalled", "the status of `talks` is not stalled"),
        ("f.status is any of stalled, ended", "the status of `talks` is neither stalled nor ended"),
        (
            "f.kind includes any of forum, alliance, coalition",
            "`talks.kind` includes none of forum, alliance, coalition",
        ),
        (
            "stance(Freedonia, f) at least favours",
            "the stance of `Freedonia` on `talks` is not at least favours",
        ),
        (
            "some o in f.organs: o.kind is summit",
            "the kind of no organ in `talks.organs` is summit",
        ),
        ("no i in f.agenda: i is dispute", "`crossings` is dispute"),
        ("every o in f.organs: o has host", "`council` has no host"),
        ("not known (f has members)", "`talks` has members"),
        (
            "known (stance(Sylvania, f) is favours)",
            "it is not known that the stance of `Sylvania` on `talks` is favours",
        ),
        ("f can-hear Sylvania", "it is not so that `talks` can hear `Sylvania`"),
        ("heard(Sylvania, f)", "`heard` does not hold for `Sylvania` and `talks`"),
        ("Freedonia not in f.members", "`Freedonia` is in `talks.members`"),
    ];
    let mut failures = Vec::new();
    for (condition, sentence) in cases {
        let rule = format!(
            "rule asked \"Asked\" {{\n  for f in frameworks where {condition}\n  require f has essentials\n  because \"{{f}}\"\n}}\n"
        );
        let finding = judged(&rule, "asked");
        if (finding.status, finding.message.as_str()) != (Status::Moot, sentence) {
            failures.push(format!("{condition}: {:?} {}", finding.status, finding.message));
        }
    }
    report(&failures);
}

#[test]
fn what_eases_a_rule_is_a_sentence() {
    let cases = [
        (
            "when stance(Freedonia, f) is any of lukewarm, neutral",
            "as the stance of `Freedonia` on `talks` is lukewarm or neutral",
        ),
        ("when some o in f.organs: o.kind is not summit", "as the kind of `council` is not summit"),
        ("when f has lead or f has members", "as `talks` has members"),
        ("unless f has lead", "as `talks` has no lead"),
        (
            "unless stance(Sylvania, f) is favours",
            "as it is not known that the stance of `Sylvania` on `talks` is favours",
        ),
    ];
    let mut failures = Vec::new();
    for (condition, sentence) in cases {
        let rule = format!(
            "rule asked \"Asked\" {{\n  level error\n  for f in frameworks\n  require f has roadmap\n  eases to warning {condition}\n  because \"{{f}}\"\n}}\n"
        );
        let finding = judged(&rule, "asked");
        let wanted = format!("eased to warning {sentence}");
        let notes: Vec<&str> = finding
            .notes
            .iter()
            .filter(|n| n.kind == NoteKind::Eased)
            .map(|n| n.text.as_str())
            .collect();
        if !notes.contains(&wanted.as_str()) {
            failures.push(format!("{condition}: {notes:?}"));
        }
    }
    report(&failures);
}

#[test]
fn several_lines_of_a_section_keep_their_comma() {
    let text = "framework talks { no roadmap [berger2015 \"NAPCI\" 98, 100 to 102 \"ROK\" 68] }\n\nrule asked \"Asked\" {\n  for f in frameworks\n  require f has roadmap\n  because \"{f}\"\n}\nprofile all \"All\" { asked error }\n";
    let analysis = check(text, &["all"]);
    let finding = analysis.findings.iter().find(|f| f.rule == "asked").expect("a finding");
    assert_eq!(finding.citations, ["berger2015 \"NAPCI\" 98, 100-102 \"ROK\" 68"]);
}
