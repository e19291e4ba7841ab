//! What holds for any text whatever: no panic, every place in its text, no dependence on order.
//!
//! The cases are few and the same in every run; what is found here goes into the corpus.

use detente::analysis::{Analysis, Input, Request, analyse, test};
use detente::source::NoFiles;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use crate::support::{files, input, read, shown};

/// So many cases, or as many as `PROPTEST_CASES` asks for.
fn config(cases: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok());
    let cases = asked.unwrap_or(cases);
    Config {
        cases,
        rng_seed: RngSeed::Fixed(1975),
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    }
}

/// The texts that are changed: every example and every file of the corpus, by name.
fn texts() -> Vec<(String, String)> {
    let all = files("examples", ".det").into_iter().chain(files("tests/corpus", ".det"));
    all.map(|f| (shown(&f), read(&f))).collect()
}

/// Asserts that every place of a run lies in its text on character boundaries.
fn places_fit(analysis: &Analysis) {
    for finding in &analysis.findings {
        let labels = finding.labels.iter().map(|l| l.span);
        let steps = finding.trace.iter().filter_map(|s| s.span);
        let fixes = finding.fix.iter().map(|f| f.span);
        for span in labels.chain(steps).chain(fixes) {
            let source =
                analysis.sources.get(span.file).expect("a place is in a text that was read");
            let fits = source.text.get(span.start as usize..span.end as usize).is_some();
            assert!(fits, "{}: {span:?} of `{}` does not fit", finding.rule, finding.message);
        }
        assert!(!finding.message.contains('\n'), "a message of two lines: {}", finding.message);
    }
    let sorted = |f: &detente::diagnostic::Finding| {
        f.place().map(|p| (analysis.sources.name(p.file).to_owned(), p.start))
    };
    assert!(analysis.findings.is_sorted_by_key(sorted), "findings are out of order");
}

/// A library of one rule: most of what is random never gets as far as the rest.
const SMALL: &str = "rule led \"Led\" {
  for        f in frameworks
  require    f has lead
  because    \"{f} is led by: {f.lead}\"
}
profile core \"Core\" { led error }
";

fn small() -> Request {
    Request {
        prelude: Some(vec![("rules.det".to_owned(), SMALL.to_owned())]),
        ..Request::default()
    }
}

fn whole() -> Request {
    Request { profiles: vec!["security-building".to_owned()], ..Request::default() }
}

/// Everything that is done with a text.
fn everything(text: &str, request: &Request) {
    let inputs = || vec![input("any.det", text)];
    let analysis = analyse(inputs(), &NoFiles, request);
    places_fit(&analysis);
    test(&inputs(), &NoFiles, request);
    #[cfg(feature = "cli")]
    drawn(&analysis);
}

/// Asserts that a run can be written in every form.
#[cfg(feature = "cli")]
fn drawn(analysis: &Analysis) {
    use detente::report::{Drawing, Format, Style, emit};
    let write = |style: Style| {
        let mut out = Vec::new();
        emit(analysis, &style, &mut out).expect("memory takes everything");
        String::from_utf8(out).expect("reports are UTF-8")
    };
    let json = write(Style { format: Format::Json, ..Style::default() });
    let read: serde_json::Value = serde_json::from_str(&json).expect("JSON that can be read");
    assert_eq!(read["findings"].as_array().map(Vec::len), Some(analysis.findings.len()));
    for drawing in [Drawing::Unicode, Drawing::Ascii, Drawing::Narrated] {
        write(Style { drawing, all: true, ..Style::default() });
    }
}

/// A change to a text, as a slip of the hand makes it.
#[derive(Clone, Debug)]
enum Slip {
    DropLine(usize),
    DoubleLine(usize),
    SwapLines(usize, usize),
    DropChar(usize),
    DoubleChar(usize),
    SwapChars(usize),
    CutOff(usize),
    Insert(usize, char),
}

fn slip() -> impl Strategy<Value = Slip> {
    let at = any::<usize>();
    let signs = prop::sample::select(
        "{}[]();:,.\"#-_ \n\r\t“–\u{a0}0é한\u{0}\u{200b}".chars().collect::<Vec<_>>(),
    );
    prop_oneof![
        at.prop_map(Slip::DropLine),
        at.prop_map(Slip::DoubleLine),
        (at, at).prop_map(|(a, b)| Slip::SwapLines(a, b)),
        at.prop_map(Slip::DropChar),
        at.prop_map(Slip::DoubleChar),
        at.prop_map(Slip::SwapChars),
        at.prop_map(Slip::CutOff),
        (at, signs).prop_map(|(a, c)| Slip::Insert(a, c)),
    ]
}

fn slipped(text: &str, slip: &Slip) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut chars: Vec<char> = text.chars().collect();
    let (l, c) = (lines.len().max(1), chars.len().max(1));
    match *slip {
        _ if lines.is_empty() => return text.to_owned(),
        Slip::DropLine(a) => drop(lines.remove(a % l)),
        Slip::DoubleLine(a) => lines.insert(a % l, lines[a % l]),
        Slip::SwapLines(a, b) => lines.swap(a % l, b % l),
        Slip::DropChar(a) => drop(chars.remove(a % c)),
        Slip::DoubleChar(a) => chars.insert(a % c, chars[a % c]),
        Slip::SwapChars(a) => chars.swap(a % c, (a + 1) % c),
        Slip::CutOff(a) => chars.truncate(a % c),
        Slip::Insert(a, sign) => chars.insert(a % c, sign),
    }
    match slip {
        Slip::DropLine(_) | Slip::DoubleLine(_) | Slip::SwapLines(..) => lines.concat(),
        _ => chars.into_iter().collect(),
    }
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn any_characters_are_read(text in "\\PC{0,200}") {
        everything(&text, &small());
    }

    #[test]
    fn any_words_of_the_language_are_read(words in prop::collection::vec(prop::sample::select(WORDS), 0..60)) {
        everything(&words.join(" "), &small());
        everything(&words.join("\n"), &small());
    }

    #[test]
    fn any_bytes_that_are_text_are_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        everything(&String::from_utf8_lossy(&bytes), &small());
    }

}

proptest! {
    #![proptest_config(config(32))]

    #[test]
    fn any_slip_of_the_hand_is_read(which in any::<prop::sample::Index>(), slips in prop::collection::vec(slip(), 1..4)) {
        let texts = texts();
        let (_, text) = which.get(&texts);
        let text = slips.iter().fold(text.clone(), |text, slip| slipped(&text, slip));
        everything(&text, &whole());
    }
}

/// Words, names and signs of the language.
const WORDS: &[&str] = &[
    "framework",
    "draft",
    "basket",
    "csbm",
    "phase",
    "sequence",
    "actor",
    "issue",
    "source",
    "rule",
    "define",
    "profile",
    "parameter",
    "expect",
    "follow",
    "account",
    "of",
    "use",
    "for",
    "in",
    "where",
    "require",
    "because",
    "some",
    "every",
    "no",
    "not",
    "and",
    "or",
    "is",
    "has",
    "members",
    "ROK",
    "f",
    "a",
    "has roadmap",
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    ":",
    ";",
    ",",
    ".",
    "+",
    "\"x\"",
    "\"",
    "#",
    "##",
    "2015",
    "2015-02-30",
    "34 states",
    "at least",
    "more than",
    "to be agreed",
    "unknown",
    "and others",
    "all members",
    "except",
    "starts",
    "after",
    "as",
    "when",
    "otherwise",
    "for f in frameworks",
    "rule r \"R\" {",
    "framework f {",
    "sections",
    "kind",
    "stance",
    "std.europe",
    "union",
    "known",
    "empty",
    "count(f.members)",
    "{f}",
    "\"{f.members}\"",
    "\"{\"",
    "avoid {",
    "-",
    "–",
    "한국",
];

#[test]
fn the_order_of_files_is_irrelevant() {
    let inputs: Vec<Input> =
        files("examples", ".det").iter().map(|f| input(&shown(f), &read(f))).collect();
    let request = Request { profiles: vec!["security-building".to_owned()], ..Request::default() };
    let said = |inputs: Vec<Input>| {
        let analysis = analyse(inputs, &NoFiles, &request);
        places_fit(&analysis);
        let place = |f: &detente::diagnostic::Finding| f.place().map(|p| analysis.sources.place(p));
        let lines = analysis.findings.iter().map(|f| {
            format!(
                "{:?} {} {} {:?} {} {:?}",
                place(f),
                f.rule,
                f.status.word(),
                f.subject,
                f.message,
                f.notes
            )
        });
        lines.collect::<Vec<_>>()
    };
    let as_listed = said(inputs.clone());
    let mut reversed = inputs.clone();
    reversed.reverse();
    assert_eq!(as_listed, said(reversed));
    let mut rotated = inputs;
    rotated.rotate_left(5);
    assert_eq!(as_listed, said(rotated));
}

#[test]
fn the_order_of_declarations_is_irrelevant() {
    let blocks = [
        "actor Freedonia \"F\" { kind state }\n",
        "actor Sylvania \"S\" { kind state }\n",
        "framework talks \"T\" [berger2015 \"NAPCI\" 98] {\n  members       Freedonia, Sylvania\n  format        multilateral\n  no roadmap\n}\n",
        "account of talks [kim2009 \"PostCW\" 53] {\n  members       Freedonia\n  lead          Sylvania\n}\n",
        "follow kim2009 on talks.members because \"it was there\"\n",
        "define f is led for framework f as f has lead\n",
        "rule led \"Led\" {\n  for        f in frameworks\n  require    f is led\n  because    \"{f} has no lead\"\n}\n",
        "profile mine \"Mine\" { led error; great-powers-in error; roadmap-exists warning }\n",
    ];
    let said = |order: &[usize]| {
        let text: String = order.iter().map(|i| blocks[*i]).collect();
        let request = Request { profiles: vec!["mine".to_owned()], ..Request::default() };
        let analysis = analyse(vec![input("a.det", &text)], &NoFiles, &request);
        let mut lines: Vec<String> = analysis
            .findings
            .iter()
            .map(|f| format!("{} {} {:?} {}", f.rule, f.status.word(), f.subject, f.message))
            .collect();
        lines.sort();
        lines
    };
    let straight = said(&[0, 1, 2, 3, 4, 5, 6, 7]);
    assert!(straight.len() >= 3, "{straight:?}");
    assert_eq!(straight, said(&[7, 6, 5, 4, 3, 2, 1, 0]));
    assert_eq!(straight, said(&[4, 7, 2, 0, 6, 3, 5, 1]));
}
