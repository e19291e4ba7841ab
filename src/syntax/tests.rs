//! The corpus, and properties that hold for any bytes.

use super::{Parsed, parse, parse_index, parse_item, parse_range};
use crate::source::{Role, Sources, Span};
use proptest::prelude::*;

fn read(text: &str) -> (Sources, Parsed) {
    let mut sources = Sources::default();
    let id = sources.add("test.det", Role::Checked, text);
    let parsed = parse(&sources, id);
    (sources, parsed)
}

/// Every span of a debug print lies in its text on character boundaries.
fn spans_fit(text: &str, parsed: &Parsed) {
    let check = |span: Span| {
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} does not fit into {text:?}");
    };
    for finding in &parsed.findings {
        assert!(!finding.labels.is_empty());
        assert_eq!(finding.rule, "syntax");
        finding.labels.iter().for_each(|l| check(l.span));
        finding.fix.iter().for_each(|f| check(f.span));
    }
    // The tree is large; its debug print names every span in it.
    let printed = format!("{:?}", parsed.file);
    for piece in printed.split("start: ").skip(1) {
        let number = |t: &str| t.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u32>().unwrap();
        let start = number(piece);
        let end = number(piece.split("end: ").nth(1).unwrap());
        check(Span { file: parsed.file.id, start, end });
    }
}

fn corpus() -> Vec<(String, String)> {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/syntax");
    let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|p| (p.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&p).unwrap())).collect()
}

#[test]
fn each_mistake_of_the_corpus_gives_one_finding_on_its_line() {
    let mut failed = String::new();
    for (name, text) in corpus() {
        let (sources, parsed) = read(&text);
        spans_fit(&text, &parsed);
        let lines: Vec<&str> = text.split(['\n', '\r']).collect();
        let source = sources.get(parsed.file.id).unwrap();
        let mut found: Vec<usize> = parsed.findings.iter().map(|f| source.lines.line(f.place().unwrap().start)).collect();
        found.sort_unstable();
        let wanted: Vec<usize> = lines.iter().enumerate().filter(|(_, l)| l.contains("#~ syntax")).map(|(i, _)| i).collect();
        if found != wanted {
            let shown = |l: &[usize]| l.iter().map(|i| (i + 1).to_string()).collect::<Vec<_>>().join(", ");
            failed += &format!("{name}: found on lines {}, wanted on {}\n", shown(&found), shown(&wanted));
        }
    }
    assert!(failed.is_empty(), "{failed}");
}

#[test]
fn any_beginning_and_any_single_loss_of_a_sample_is_read() {
    for (_, text) in corpus().into_iter().filter(|(n, _)| n.starts_with("clean")) {
        let (sources, whole) = read(&text);
        assert!(whole.findings.is_empty(), "{:?}", whole.findings);
        drop(sources);
        for (i, c) in text.char_indices().step_by(3) {
            let (_, parsed) = read(&text[..i]);
            spans_fit(&text[..i], &parsed);
            let lost = format!("{}{}", &text[..i], &text[i + c.len_utf8()..]);
            let (_, parsed) = read(&lost);
            spans_fit(&lost, &parsed);
        }
    }
}

#[test]
fn the_index_names_what_is_read_later() {
    for (_, text) in corpus() {
        let mut sources = Sources::default();
        let id = sources.add("test.det", Role::Checked, text);
        let whole = parse(&sources, id);
        let pieces: Vec<_> = parse_index(&sources, id).iter().filter_map(|h| parse_item(&sources, h).0).collect();
        assert_eq!(format!("{:?}", whole.file.items), format!("{pieces:?}"));
    }
}

#[test]
fn a_large_text_reads_the_same_on_several_threads() {
    let one = "framework f \"F\" {\n  members A, B\n  lead A B\n}\n\n";
    let (_, small) = read(one);
    let (_, large) = read(&one.repeat(9000));
    assert_eq!(large.file.items.len(), 9000);
    assert_eq!(large.findings.len(), 9000 * small.findings.len());
    assert!(large.findings.is_sorted_by_key(|f| f.place()));
}

#[test]
fn a_part_of_a_text_reads_like_a_text() {
    let text = "rule r \"R\" {\n  for f in frameworks\n  require f is a\n  avoid {\n    draft a {\n      lead X\n    }\n    actor X; actor Y\n  }\n  prefer { draft b { lead X } }\n}\n";
    let (sources, parsed) = read(text);
    assert!(parsed.findings.is_empty(), "{:?}", parsed.findings);
    let super::ast::ItemKind::Rule(rule) = &parsed.file.items[0].kind else { panic!("a rule") };
    let counts: Vec<usize> = rule
        .clauses
        .iter()
        .filter_map(|c| match c.kind {
            super::ast::ClauseKind::Avoid(s) | super::ast::ClauseKind::Prefer(s) => {
                let part = parse_range(&sources, s);
                assert!(part.findings.is_empty(), "{:?}", part.findings);
                Some(part.file.items.len())
            }
            _ => None,
        })
        .collect();
    assert_eq!(counts, [3, 1]);
}

#[test]
fn deep_texts_are_refused_in_linear_time() {
    let deep = |open: &str, close: &str, n: usize| format!("{}x{}", open.repeat(n), close.repeat(n));
    for n in [30, 60, 70, 5000] {
        for text in [
            format!("define f is a for framework f as {}", deep("(", ")", n)),
            format!("define f is a for framework f as {}", deep("(a and ", ")", n)),
            format!("define f is a for framework f as {}x", "not ".repeat(n)),
            format!("define f is a for framework f as {}x", "some i in S: ".repeat(n)),
            format!("define f is a for framework f as {}x", "some i in (".repeat(n)),
            format!("define f is a for framework f as {}x", "at least 2 i in those j in (".repeat(n)),
            format!("define f is a for framework f as {}x", "f(".repeat(n)),
            format!("define f is a for framework f as x{}", ".a".repeat(n)),
            format!("define f is a for framework f as x{}", " union x".repeat(n)),
            format!("define f is a for framework f as x{}", " and x".repeat(n)),
            format!("framework a {}", deep("{ basket b ", "}", n)),
            format!("framework a {}", "{ basket b ".repeat(n)),
            format!("framework a {{ members {}", "[".repeat(n)),
            format!("framework a {{ members {}", "\"".repeat(n)),
            format!("rule a \"A\" {{ avoid {}", deep("{ ", "}", n)),
            "{".repeat(n),
            "}".repeat(n),
            "a {\n".repeat(n),
        ] {
            let start = std::time::Instant::now();
            let (_, parsed) = read(&text);
            spans_fit(&text, &parsed);
            assert!(start.elapsed().as_secs() < 5, "{n} {}", &text[..60.min(text.len())]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "(?s).{0,200}") {
        let (_, parsed) = read(&text);
        spans_fit(parsed_text(&text), &parsed);
    }

    #[test]
    fn any_mixture_of_words_and_signs_is_read(words in prop::collection::vec(prop::sample::select(WORDS), 0..60)) {
        let text = words.concat();
        let (sources, parsed) = read(&text);
        spans_fit(&text, &parsed);
        let id = parsed.file.id;
        for heading in parse_index(&sources, id) {
            let _ = parse_item(&sources, &heading);
        }
    }
}

/// `Sources` drops a mark at the start of a text.
fn parsed_text(text: &str) -> &str {
    text.strip_prefix('\u{FEFF}').unwrap_or(text)
}

const WORDS: &[&str] = &[
    "framework ", "draft a ", "rule r \"R\" ", "define f.a for framework f as ", "expect a violates b ", "basket b ", "members ", "A", ", ", "{\n", "{ ", "}\n", " }", "\n",
    "\n  ", "\r\n", "\"text\" ", "\"", "“", "”", "[", "]", "[berger2015 \"NAPCI\" 98] ", "(", ")", "13,000 ", "2015-10 ", " troops ", "at least ", "no ", "is ", "has ", "not ", "and ", "or ",
    ";", ":", "#", "## ", "한국 ", "\u{A0}", "\u{3000}", "–", "é", "'", "=", "<", "some i in ", "those i in ", "where ", "require ", "for f in frameworks ", "because ", "avoid { ", "{f.members} ",
    "to be agreed ", "unknown ", "all ", "except ", "after ", "with ", "done ", ".", "\u{0}", "\u{200B}", "use ", "profile p ", "set ", "follow a on b ", "parameter p is 7 issues ", "account of a ",
];
