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
        assert!(
            text.get(span.start as usize..span.end as usize).is_some(),
            "{span:?} does not fit into {text:?}"
        );
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
        let number = |t: &str| {
            t.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u32>().unwrap()
        };
        let start = number(piece);
        let end = number(piece.split("end: ").nth(1).unwrap());
        check(Span { file: parsed.file.id, start, end });
    }
}

fn corpus() -> Vec<(String, String)> {
    let dir = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/syntax");
    let mut files: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    files
        .into_iter()
        .map(|p| {
            (
                p.file_name().unwrap().to_string_lossy().into_owned(),
                std::fs::read_to_string(&p).unwrap(),
            )
        })
        .collect()
}

#[test]
fn each_mistake_of_the_corpus_gives_one_finding_on_its_line() {
    let mut failed = String::new();
    for (name, text) in corpus() {
        let (sources, parsed) = read(&text);
        spans_fit(&text, &parsed);
        let lines: Vec<&str> = text.split(['\n', '\r']).collect();
        let source = sources.get(parsed.file.id).unwrap();
        let mut found: Vec<usize> =
            parsed.findings.iter().map(|f| source.lines.line(f.place().unwrap().start)).collect();
        found.sort_unstable();
        let wanted: Vec<usize> = lines
            .iter()
            .enumerate()
            .filter(|(_, l)| l.contains("#~ syntax"))
            .map(|(i, _)| i)
            .collect();
        if found != wanted {
            let shown =
                |l: &[usize]| l.iter().map(|i| (i + 1).to_string()).collect::<Vec<_>>().join(", ");
            failed = format!(
                "{failed}{name}: found on lines {}, wanted on {}\n",
                shown(&found),
                shown(&wanted)
            );
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
        let pieces: Vec<_> =
            parse_index(&sources, id).iter().filter_map(|h| parse_item(&sources, h).0).collect();
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
    assert!(large.findings.is_sorted_by_key(crate::diagnostic::Finding::place));
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
fn deep_texts_are_refused_and_reading_them_ends() {
    let deep =
        |open: &str, close: &str, n: usize| format!("{}x{}", open.repeat(n), close.repeat(n));
    for n in [30, 60, 70, 5000] {
        for text in [
            format!("define f is a for framework f as {}", deep("(", ")", n)),
            format!("define f is a for framework f as {}", deep("(a and ", ")", n)),
            format!("define f is a for framework f as {}x", "not ".repeat(n)),
            format!("define f is a for framework f as {}x", "some i in S: ".repeat(n)),
            format!("define f is a for framework f as {}x", "some i in (".repeat(n)),
            format!(
                "define f is a for framework f as {}x",
                "at least 2 i in those j in (".repeat(n)
            ),
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
            let (_, parsed) = read(&text);
            spans_fit(&text, &parsed);
        }
    }
}

/// What the properties below have found.
#[test]
fn places_do_not_cut_a_character() {
    for text in [
        "account of a \"\u{A0}\nbasket b ",
        "profile p ”한국 ;\n  Adone {\n",
        "framework a \"\u{A0}\n  members b ",
    ] {
        let (_, parsed) = read(text);
        spans_fit(text, &parsed);
    }
}

/// As many cases as `PROPTEST_CASES` asks for, or 300.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(300)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

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
    "framework ",
    "draft a ",
    "rule r \"R\" ",
    "define f.a for framework f as ",
    "expect a violates b ",
    "basket b ",
    "members ",
    "A",
    ", ",
    "{\n",
    "{ ",
    "}\n",
    " }",
    "\n",
    "\n  ",
    "\r\n",
    "\"text\" ",
    "\"",
    "“",
    "”",
    "[",
    "]",
    "[berger2015 \"NAPCI\" 98] ",
    "(",
    ")",
    "13,000 ",
    "2015-10 ",
    " troops ",
    "at least ",
    "no ",
    "is ",
    "has ",
    "not ",
    "and ",
    "or ",
    ";",
    ":",
    "#",
    "## ",
    "한국 ",
    "\u{A0}",
    "\u{3000}",
    "–",
    "é",
    "'",
    "=",
    "<",
    "some i in ",
    "those i in ",
    "where ",
    "require ",
    "for f in frameworks ",
    "because ",
    "avoid { ",
    "{f.members} ",
    "to be agreed ",
    "unknown ",
    "all ",
    "except ",
    "after ",
    "with ",
    "done ",
    ".",
    "\u{0}",
    "\u{200B}",
    "use ",
    "profile p ",
    "set ",
    "follow a on b ",
    "parameter p is 7 issues ",
    "account of a ",
];

// ---- the shape of the tree ----------------------------------------------------------------------------

/// Prints an expression with all its parentheses.
fn show(text: &str, e: &super::ast::Expr) -> String {
    use super::ast::{ExprKind as K, Quantifier as Q};
    let at = |s: Span| &text[s.start as usize..s.end as usize];
    let binder = |b: &super::ast::Binder| {
        let vars: Vec<_> = b.vars.iter().map(|v| at(v.span)).collect();
        let filter =
            b.filter.as_ref().map(|f| format!(" where {}", show(text, f))).unwrap_or_default();
        format!("{} in {}{filter}", vars.join(","), show(text, &b.set))
    };
    let all = |l: &[super::ast::Expr], by: &str| {
        l.iter().map(|e| show(text, e)).collect::<Vec<_>>().join(by)
    };
    match &e.kind {
        K::Or(l) => format!("({})", all(l, " or ")),
        K::And(l) => format!("({})", all(l, " and ")),
        K::Not(e) => format!("not {}", show(text, e)),
        K::Known(e) => format!("known {}", show(text, e)),
        K::Quantified { quantifier, binder: b, body } => {
            let q = match quantifier {
                Q::Every => "every".to_owned(),
                Q::Some => "some".to_owned(),
                Q::No => "no".to_owned(),
                Q::Count(bound, n) => format!("{} {}", bound.words(), at(*n)),
            };
            format!(
                "[{q} {}{}]",
                binder(b),
                body.as_ref().map(|e| format!(": {}", show(text, e))).unwrap_or_default()
            )
        }
        K::Those(b) => format!("<{}>", binder(b)),
        K::Compare { left, op, right } => format!(
            "({} {} {})",
            show(text, left),
            format!("{op:?}").split('(').next().unwrap(),
            show(text, right)
        ),
        K::CompareList { left, op, items } => {
            format!("({} {op:?} {})", show(text, left), all(items, ","))
        }
        K::Empty { set, negated } => {
            format!("({} empty{})", show(text, set), if *negated { " not" } else { "" })
        }
        K::Has { subject, name, negated } => format!(
            "({} has{} {})",
            show(text, subject),
            if *negated { " no" } else { "" },
            at(name.span)
        ),
        K::Combine { left, op, right } => {
            format!("({} {op:?} {})", show(text, left), show(text, right))
        }
        K::Name(n) => at(n.span).to_owned(),
        K::Field { base, name, closure } => {
            format!("{}.{}{}", show(text, base), at(name.span), if *closure { "+" } else { "" })
        }
        K::Call { name, args } => format!("{}({})", at(name.span), all(args, ", ")),
        K::Quantity(q) => format!("#{}", at(q.span)),
        K::Date(s) => format!("@{}", at(*s)),
        K::Text(s) => at(s.span).to_owned(),
    }
}

#[test]
fn expressions_group_as_the_language_says() {
    for (written, meant) in [
        ("a and b and c", "(a and b and c)"),
        ("not a is b and c", "(not (a Is b) and c)"),
        ("not not known a", "not not known a"),
        ("(a or b) and c", "((a or b) and c)"),
        ("some i in s: a and b", "[some i in s: (a and b)]"),
        (
            "a and some i in s union t where x is y: b or c",
            "(a and [some i in (s Union t) where (x Is y): (b or c)])",
        ),
        ("no q in f.phases: q before p", "[no q in f.phases: (q Before p)]"),
        ("at least 2 p in f.phases", "[at least 2 p in f.phases]"),
        ("every a, b in s: a is not b", "[every a,b in s: (a IsNot b)]"),
        ("a.x union b except c.y", "((a.x Union b) Except c.y)"),
        (
            "(those p in s where p is a).measures union t",
            "(<p in s where (p Is a)>.measures Union t)",
        ),
        ("those p in s where p is a and q", "<p in s where ((p Is a) and q)>"),
        ("x is any of a, b", "(x IsAny a,b)"),
        ("x is none of a, b and y", "((x IsNone a,b) and y)"),
        ("x is not empty", "(x empty not)"),
        ("x is at least favours", "(x Bound favours)"),
        (
            "count(f.members) at least 25,000 battle tanks",
            "(count(f.members) Bound #25,000 battle tanks)",
        ),
        ("stance(a, f) at least favours", "(stance(a, f) Bound favours)"),
        ("x includes all of a, b", "(x IncludesAll a,b)"),
        ("x includes y", "(x Includes y)"),
        ("x any in y.z+", "(x AnyIn y.z+)"),
        ("x none in y", "(x NoneIn y)"),
        ("x not in y", "(x NotIn y)"),
        ("f has no roadmap", "(f has no roadmap)"),
        ("f.concept is none", "(f.concept Is none)"),
        ("f.since before 1990-05", "(f.since Before @1990-05)"),
        ("f.track is 1.5", "(f.track Is #1.5)"),
        ("f supplements g", "(f Verb g)"),
        ("f linked-to g.x union h", "(f Verb (g.x Union h))"),
    ] {
        let text = format!("define f is x for framework f as {written}");
        let (_, parsed) = read(&text);
        assert!(parsed.findings.is_empty(), "{written}: {:?}", parsed.findings[0].message);
        let super::ast::ItemKind::Define(define) = &parsed.file.items[0].kind else {
            panic!("a definition")
        };
        let super::ast::DefineBody::Expr(e) = &define.body else { panic!("one expression") };
        assert_eq!(show(&text, e), meant, "{written}");
        assert_eq!(&text[e.span.start as usize..e.span.end as usize], written);
    }
}

#[test]
fn statements_are_what_they_look_like() {
    for (written, meant) in [
        ("members A, B", "Field(List 2)"),
        ("members A, B, and others", "Field(List 2 others)"),
        ("members A and others", "Field(List 1 others)"),
        ("members 34 states", "Field(List 0 count)"),
        ("members 34 states, including A, B", "Field(List 2 count)"),
        ("trigger 34 states", "Field(List 1: Quantity)"),
        ("members unknown", "Field(Unknown)"),
        ("funders to be agreed in council by 2028", "Field(ToBeAgreed)"),
        ("track 1", "Field(List 1: Number)"),
        ("since 1975", "Field(List 1: Date)"),
        ("trigger more than 2000 troops", "Field(List 1: Quantity)"),
        ("during 2027-03-01 to 2028-02", "Field(List 1: Dates)"),
        ("starts at most 2 years after opening", "Field(List 1: Moment)"),
        ("starts after opening", "Field(List 1: Moment)"),
        ("requires consent of A", "Field(List 1: Gate)"),
        ("parties all members except A, B", "Field(List 1: All)"),
        ("content \"a, b; { } # c\"", "Field(List 1: Text)"),
        ("no roadmap", "No"),
        ("no roadmap [a]", "No [a]"),
        ("no other baskets", "NoOther"),
        ("no DPRK in members", "NoIn"),
        ("has roadmap", "Has"),
        ("has no roadmap", "Has"),
        ("is live", "Is"),
        ("is not live", "Is"),
        ("organ meeting", "Thing"),
        ("organ meeting \"M\" [a]", "Thing"),
        ("basket b { issues c }", "Thing"),
        ("basket b [a] {\n issues c\n}", "Thing"),
        ("issues { a }", "Group(Values)"),
        ("issues { a, b [c] }", "Group(Values [c])"),
        ("stance { China favours }", "Group(Field)"),
        ("sequence { phase a { } }", "Group(Thing)"),
        ("sections { \"N\" 92 to 106 }", "Group(Values)"),
        ("requires { done m }", "Group(Values)"),
        ("requires { consent of A }", "Group(Values)"),
        ("ends { after x }", "Group(Values)"),
    ] {
        let text = format!("framework f {{\n  {written}\n}}");
        let (_, parsed) = read(&text);
        assert!(parsed.findings.is_empty(), "{written}: {:?}", parsed.findings[0].message);
        let super::ast::ItemKind::Thing(thing) = &parsed.file.items[0].kind else {
            panic!("a thing")
        };
        let statements = &thing.body.as_ref().unwrap().statements;
        assert_eq!(statements.len(), 1, "{written}");
        assert_eq!(shape(&text, &statements[0]), meant, "{written}");
        assert_eq!(
            &text[statements[0].span.start as usize..statements[0].span.end as usize],
            written
        );
    }
}

fn shape(text: &str, s: &super::ast::Statement) -> String {
    use super::ast::{StatementKind as K, Values as V};
    let kind = match &s.kind {
        K::Field { values: V::List { items, others, count }, .. } => {
            let only = match items.as_slice() {
                [super::ast::Value::Path(_)] => String::new(),
                [one] => format!(": {}", format!("{one:?}").split(['(', ' ']).next().unwrap()),
                _ => String::new(),
            };
            format!(
                "Field(List {}{only}{}{})",
                items.len(),
                if others.is_some() { " others" } else { "" },
                if count.is_some() { " count" } else { "" }
            )
        }
        K::Field { values, .. } => {
            format!("Field({})", format!("{values:?}").split(['(', ' ']).next().unwrap())
        }
        K::Group { body, .. } => format!(
            "Group({})",
            body.statements
                .iter()
                .map(|s| shape(text, s))
                .collect::<Vec<_>>()
                .join(", ")
                .split("(List")
                .next()
                .unwrap()
        ),
        other => format!("{other:?}").split(['(', ' ']).next().unwrap().to_owned(),
    };
    match &s.cite {
        Some(cite) => format!("{kind} {}", &text[cite.span.start as usize..cite.span.end as usize]),
        None => kind,
    }
}

#[test]
fn a_rule_longer_than_anybody_reads_is_refused_and_the_rest_is_read() {
    let condition = "f.track is 2 and ".repeat(4000);
    let text = format!(
        "rule long \"Long\" {{\n  for f in frameworks\n  require {condition}f.track is 2\n  because \"{{f}}\"\n}}\nframework talks {{ track 2 }}\n"
    );
    let (_, parsed) = read(&text);
    let messages: Vec<&str> = parsed.findings.iter().map(|f| f.message.as_str()).collect();
    assert_eq!(messages, ["this `rule` is longer than 64 KiB and was not read"]);
    assert_eq!(parsed.file.items.len(), 1, "the framework is read");
    spans_fit(&text, &parsed);
}

#[test]
fn of_a_line_with_thousands_of_slips_the_first_are_told() {
    let condition = "f.track iss 2 and ".repeat(3000);
    let text = format!(
        "rule long \"Long\" {{\n  for f in frameworks\n  require {condition}f.track is 2\n  because \"{{f}}\"\n}}\n"
    );
    let (_, parsed) = read(&text);
    assert_eq!(parsed.findings.len(), 64);
    // The line is too long to be written out mended.
    assert!(parsed.findings.iter().all(|f| f.notes.is_empty() && f.fix.is_some()));
}
