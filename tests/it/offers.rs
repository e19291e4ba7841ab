//! What a message offers to write can be written there.

use detente::diagnostic::{Finding, NoteKind};

use crate::support::{check, files, read, report, shown};

/// The findings about what could not be read, with the numbers of their lines.
fn unread(text: &str) -> Vec<(usize, Finding)> {
    let analysis = check(text, &[]);
    let line = |f: &Finding| {
        let place = f.place()?;
        let (_, source) = analysis.sources.iter().find(|(id, _)| *id == place.file)?;
        Some(source.lines.line(place.start))
    };
    let found = analysis.findings.iter().filter(|f| f.rule == "syntax");
    found.filter_map(|f| Some((line(f)?, f.clone()))).collect()
}

/// The one line that a finding offers in full.
fn offered(finding: &Finding) -> Option<&str> {
    let mut helps = finding.notes.iter().filter(|n| n.kind == NoteKind::Help);
    let line = helps.find_map(|n| n.text.strip_prefix("write `")?.strip_suffix('`'))?;
    (!line.contains(['`', '…'])).then_some(line)
}

/// The line with what is offered in it, where that takes the place of the whole line or of its source.
fn written(line: &str, offer: &str) -> Option<String> {
    let code = line.split("#~").next().unwrap_or(line).trim_end();
    let indent = code.len() - code.trim_start().len();
    let first = |text: &str| text.split_whitespace().next().map(str::to_lowercase);
    if offer.starts_with('[') {
        return Some(format!("{}{offer}", &code[..code.find('[')?]));
    }
    // Of a block on one line a statement is offered, and of a heading what stands before its block.
    if code.contains(['{', '}', ';']) && !code.ends_with('{') || offer.starts_with(['{', '"']) {
        return None;
    }
    let heading = code.ends_with('{') && !offer.ends_with('{');
    let whole = first(code) == first(offer) || code.split_whitespace().count() > 1;
    (whole && !heading).then(|| format!("{}{offer}", &code[..indent]))
}

#[test]
fn a_line_that_is_offered_can_be_read() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for file in files("tests/corpus/syntax", ".det") {
        let text = read(&file);
        let lines: Vec<&str> = text.split('\n').collect();
        for (number, finding) in unread(&text) {
            let Some(offer) = offered(&finding).filter(|o| o.contains(' ')) else { continue };
            let Some(line) = lines.get(number).and_then(|l| written(l, offer)) else { continue };
            let mut mended: Vec<&str> = lines.clone();
            mended[number] = &line;
            tried += 1;
            if let Some((_, left)) = unread(&mended.join("\n")).iter().find(|(n, _)| *n == number) {
                let place = format!("{}:{}", shown(&file), number + 1);
                wrong.push(format!("{place}: offers `{offer}`, of which: {}", left.message));
            }
        }
    }
    report(&wrong);
    assert!(tried > 230, "only {tried} offers were tried");
}

#[test]
fn what_is_offered_is_what_was_meant() {
    let block = |line: &str| format!("framework f \"F\" {{\n  {line}\n}}\n");
    let phase = |line: &str| {
        block(&format!(
            "sequence {{\n    phase a {{ opens b }}\n    phase c {{\n      {line}\n    }}\n  }}"
        ))
    };
    let rule = |line: &str| {
        format!(
            "rule r \"R\" {{\n  for f in frameworks\n  require {line}\n  because \"{{f}}\"\n}}\n"
        )
    };
    let stance = |line: &str| block(&format!("stance {{\n    {line}\n  }}"));
    for (text, wanted) in [
        (block("track: Track 1"), "track 1"),
        (block("members ROK; USA; China"), "members ROK, USA, China"),
        (block("partners EU [paper Box 1 146]"), "[paper \"Box 1\" 146]"),
        (stance("the USA opposes"), "USA opposes"),
        (stance("China favours it"), "China favours"),
        (phase("starts at the earliest 2 years after a"), "starts at least 2 years after a"),
        (phase("starts by the end of June 2028"), "starts by 2028-06"),
        (phase("starts within a year of a"), "starts at most 1 year after a"),
        (phase("starts after a by 2029-12"), "starts after a"),
        (phase("starts on 1 March 2027 at noon in Seoul"), "starts 2027-03-01 12:00 Seoul"),
        (phase("starts by 2027-03-01 8 pm New York"), "starts by 2027-03-01 20:00 New-York"),
        (phase("starts 1 March 2027, 7:30 Tokyo"), "starts 2027-03-01 07:30 Tokyo"),
        (phase("starts by 8pm on 1 March 2027 in Geneva"), "starts by 2027-03-01 20:00 Geneva"),
        (phase("starts 2027-03-01 8:30 pm Geneva"), "starts 2027-03-01 20:30 Geneva"),
        (phase("starts 2027-03-01 12 a.m. Geneva"), "starts 2027-03-01 00:00 Geneva"),
        (phase("starts 2027-03-01 12PM Geneva"), "starts 2027-03-01 12:00 Geneva"),
        (phase("starts 2027-03-01 20h30 Geneva"), "starts 2027-03-01 20:30 Geneva"),
        (phase("starts 2027-03-01 20h Geneva"), "starts 2027-03-01 20:00 Geneva"),
        (phase("starts 2027-03-01 17.30 Geneva"), "starts 2027-03-01 17:30 Geneva"),
        (phase("starts 1730 hours 2027-03-01 Geneva"), "starts 2027-03-01 17:30 Geneva"),
        (phase("starts 2027-03-01 20:00:00 Geneva"), "starts 2027-03-01 20:00 Geneva"),
        (phase("starts 2027-03-01T20:00:00Z"), "starts 2027-03-01 20:00 UTC"),
        (phase("starts 2027-03-01T20:00+05:30"), "starts 2027-03-01 20:00 UTC+5:30"),
        (phase("starts 2027-03-01 20:00 GMT+3"), "starts 2027-03-01 20:00 UTC+3"),
        (phase("starts 2027-03-01 20:00 (GMT-3)"), "starts 2027-03-01 20:00 UTC-3"),
        (phase("starts 2027-03-01 20:00 UTC +3"), "starts 2027-03-01 20:00 UTC+3"),
        (phase("starts 2027-03-01 8 pm EST"), "starts 2027-03-01 20:00 UTC-5"),
        (phase("starts 2027-03-01 20:00 America/New_York"), "starts 2027-03-01 20:00 New-York"),
        (phase("starts 2027-03-01 20:00 Kyiv (UTC+2)"), "starts 2027-03-01 20:00 Kyiv"),
        (phase("starts 2027-03-01 8 pm local time"), "starts 2027-03-01 20:00 UTC"),
        (
            phase("during 2027-03-01 8 pm to 10 pm Kyiv"),
            "during 2027-03-01 20:00 Kyiv to 2027-03-01 22:00 Kyiv",
        ),
        (
            phase("during 2027-03-01 20:00 Kyiv to 2027-03-02 8 pm Kyiv"),
            "during 2027-03-01 20:00 Kyiv to 2027-03-02 20:00 Kyiv",
        ),
        (
            phase("starts 2 hours after 2027-03-01 8pm Kyiv"),
            "starts 2 hours after 2027-03-01 20:00 Kyiv",
        ),
        (
            phase("starts the earlier of {\n        2027-03-01 8pm Kyiv\n        with a\n      }"),
            "2027-03-01 20:00 Kyiv",
        ),
        (block("days-in Europe/Vienna"), "days-in Vienna"),
        (block("days-in New York"), "days-in New-York"),
        (
            rule("f.a after 2027-03-01 noon Kyiv and f.a before f.c"),
            "require f.a after 2027-03-01 12:00 Kyiv and f.a before f.c",
        ),
        (
            "expect f violates r as of 2027-03-01 8 pm Kyiv\n".to_owned(),
            "expect f violates r as of 2027-03-01",
        ),
        (phase("lasts at least 3 months and at most 6 months"), "lasts at least 3 months"),
        (phase("starts with a and ends with a"), "starts with a"),
        (phase("starts at signing"), "starts with signing"),
        (phase("starts 2024-12-01, day included"), "starts 2024-12-01"),
        (
            phase("starts unless kept is done within 30 days of opening"),
            "starts unless kept within 30 days of opening",
        ),
        (
            phase("starts if not kept within 30 days of opening"),
            "starts unless kept within 30 days of opening",
        ),
        (
            phase("if not kept within 30 days of opening"),
            "starts unless kept within 30 days of opening",
        ),
        (phase("starts unless kept by 2025-03"), "starts 2025-03, unless kept first"),
        (phase("repeats twice a year"), "repeats every 6 months"),
        (phase("every year on 2025-03-01"), "repeats every year"),
        (phase("starts 2035\n      unless one first"), "starts 2035, unless one first"),
        (
            block("milestone m \"He said \\\"yes\\\"\" { starts 2028 }"),
            "milestone m \"He said “yes”\" {",
        ),
        (phase("lasts about 3 years"), "lasts 3 years  # about 3 years"),
        (phase("ends within eighteen months"), "lasts at most 18 months"),
        (phase("from 2027 until 2029"), "during 2027 to 2029"),
        (phase("from a to 2029"), "starts with a"),
        (phase("starts after a or by 2030"), "starts the earlier of { after a; by 2030 }"),
        (phase("requires DPRK consent"), "requires consent of DPRK"),
        (
            block(
                "members A, B\n  csbm x { type hotline\n    requires consent of all members\n  }",
            ),
            "requires consent of A, consent of B",
        ),
        (block("members of the forum: A, B"), "members A, B"),
        (block("not members DPRK"), "no DPRK in members"),
        (block("members all ASEAN members"), "members ASEAN"),
        (block("stance China opposes"), "stance { China opposes }"),
        (block("issues a b; c d"), "issues a-b, c-d"),
        (block("issues: 1. cyber space; 2. scs."), "issues cyber-space, scs"),
        (block("region North East Asia"), "region north-east-asia"),
        (block("milestone m \"M\" on 2028-03"), "milestone m \"M\" { starts 2028-03 }"),
        // What was broken over several lines is offered on one.
        (block("goals \"peace and\n    security\""), "goals \"peace and security\""),
        ("framework f \"The\nforum\" {\n}\n".to_owned(), "framework f \"The forum\" {"),
        ("framework f\n  \"F\" {\n}\n".to_owned(), "framework f \"F\" {"),
        (
            "framework f \"F\" {\n  organ o \"O of\n    it\" {\n  }\n}\n".to_owned(),
            "organ o \"O of it\" {",
        ),
        ("account of f (a \"1\" 5) {\n}\n".to_owned(), "account of f [a \"1\" 5] {"),
        ("expect f meets r\n".to_owned(), "expect f satisfies r"),
        ("expect f breaches r\n".to_owned(), "expect f violates r"),
        ("framework \"F\" f {\n  goals peace\n}\n".to_owned(), "framework f \"F\" {"),
        (
            "framework \"F\" f [cfr2015 \"Nexus\" 28] {\n  goals peace\n}\n".to_owned(),
            "framework f \"F\" [cfr2015 \"Nexus\" 28] {",
        ),
        ("framework f, \"F\" {\n  goals peace\n}\n".to_owned(), "framework f \"F\" {"),
    ] {
        let found = unread(&text);
        let offers: Vec<_> = found.iter().filter_map(|(_, f)| offered(f)).collect();
        assert_eq!(offers, [wanted], "{text}");
    }
    // A date with two readings is shown in both.
    let dates = unread(&phase("starts 03/04/2027"));
    let notes: Vec<_> = dates.iter().flat_map(|(_, f)| &f.notes).map(|n| &*n.text).collect();
    assert!(notes.contains(&"write `starts 2027-04-03`"), "{notes:?}");
    assert!(notes.iter().any(|n| n.contains("2027-03-04")), "{notes:?}");
}

/// What is told of a text, of whatever kind: messages and lines of help.
fn told(text: &str) -> Vec<String> {
    let found = check(text, &[]).findings;
    let broken = found.into_iter().filter(|f| f.status == detente::diagnostic::Status::Broken);
    broken
        .flat_map(|f| [vec![f.message], f.notes.into_iter().map(|n| n.text).collect()].concat())
        .collect()
}

#[test]
fn what_can_be_read_and_is_not_meant_so_is_told_too() {
    let plan = |line: &str| {
        format!(
            "framework talks {{\n  measure relief {{ }}\n}}\nframework f \"F\" {{\n  sequence {{\n    \
             phase a {{ during 2027 }}\n    milestone kept {{ starts 2028 }}\n    {line}\n  }}\n}}\n"
        )
    };
    let block = |line: &str| plan("").replace("  sequence", &format!("  {line}\n  sequence"));
    for (text, wanted) in [
        (plan("phase b { starts mid-2027 }"), "write a month, such as `starts 2027-06`"),
        (plan("phase b { starts 2027; lasts 2 quarters }"), "write `6 months`"),
        (plan("phase b { lasts 2027-01 to 2027-06 }"), "write `during 2027-01 to 2027-06`"),
        (plan("milestone m { ends 2027 }"), "write `starts 2027`"),
        (plan("milestone m { starts 2027; happened never }"), "is written `no happened`"),
        (plan("milestone m { starts 2027; repeats 3 times }"), "such as `repeats every year`"),
        (
            plan("phase b {\n starts at most 30 days after the earlier of { with a; 2025-12 }\n }"),
            "give it one: `milestone NAME { starts the earlier of",
        ),
        (
            plan("choice at a {\n branch x if not settled s { }\n branch y otherwise { }\n }"),
            "let the branches change places: `branch OTHER if settled s {`",
        ),
        (block("measure m { requires done relief }"), "write `talks.relief`"),
        (block("demand d { then talks.relief }"), "is written `done talks.relief`"),
        (block("procedure p { step a { lasts 5 days; extendable } }"), "write `is extendable`"),
        (
            block("procedure p { step a { lasts 5 days } step b { after a } }"),
            "write `starts after a`",
        ),
        (plan("") + "condition c { needs done f.kept }\n", "write `needs f.kept`"),
    ] {
        let told = told(&text);
        assert!(told.iter().any(|t| t.contains(wanted)), "{text}: {told:?}");
    }
    // What only follows from a line that was left out is not told besides.
    let steps = "procedure p {\n total at most 10 days\n step a { lasts 5 days }\n step b { after a; lasts 5 days }\n }";
    let steps = told(&block(steps));
    assert!(!steps.iter().any(|t| t.contains("its total is")), "{steps:?}");
    let vague = told(&plan("phase b { starts mid-2027 }"));
    assert!(!vague.iter().any(|t| t.contains("before or after")), "{vague:?}");
}
