//! Makes texts of any size for the benchmarks: frameworks with members, disputed issues, and measures hard and
//! soft in phases, no two alike in their numbers and every one readable.

use std::fmt::Write as _;

use detente::analysis::{Request, RuleRow, rules};
use detente::source::NoFiles;

/// How many actors the generated world has.
const ACTORS: usize = 12;

/// Returns a text of `count` frameworks, each with 6 members, 5 issues with stakeholders and 10 measures in 3
/// phases, and a profile `bench` of two rules. Every seventh framework leaves a stakeholder out, every ninth
/// starts with soft measures only.
pub(crate) fn world(count: usize) -> String {
    let mut text = String::new();
    for actor in 0..ACTORS {
        let _ = writeln!(text, "actor a{actor} \"Actor {actor}\" {{ kind state }}");
    }
    text.push_str(
        "\nregion here \"Here\"\n\nprofile bench \"Two rules\" {\n  stakeholders-are-members  error\n  soft-not-alone  error\n}\n",
    );
    for n in 0..count {
        framework(&mut text, n);
    }
    text
}

fn framework(text: &mut String, n: usize) {
    let actor = |i: usize| format!("a{}", (n + i) % ACTORS);
    let members: Vec<String> = (0..6).map(actor).collect();
    for i in 0..5 {
        // The seventh actor round is no member.
        let third = if n.is_multiple_of(7) && i == 0 { actor(6) } else { actor(i + 1) };
        let _ = writeln!(
            text,
            "\nissue i{n}-{i} \"Issue {i} of {n}\" {{\n  domain        military\n  direct        {}, {third}\n  is live\n}}",
            actor(i)
        );
    }
    let _ = writeln!(
        text,
        "\ndraft f{n} \"Framework {n}\" {{\n  kind          dialogue\n  concept       cooperative\n  region        here\n  track         1\n  members       {}",
        members.join(", ")
    );
    for basket in 0..2 {
        let issues: Vec<String> =
            (0..5).filter(|i| i % 2 == basket).map(|i| format!("i{n}-{i}")).collect();
        let _ = writeln!(text, "\n  basket b{basket} {{\n    issues        {}", issues.join(", "));
        for measure in 0..5 {
            let hard = basket == 0 && !n.is_multiple_of(9);
            let kind = if hard { "notification" } else { "training" };
            let _ = writeln!(
                text,
                "    measure m{basket}{measure} {{\n      type          {kind}\n      parties       {}, {}\n      binding       political\n    }}",
                actor(measure),
                actor(measure + 1)
            );
        }
        text.push_str("  }\n");
    }
    text.push_str("\n  sequence {\n    phase first {\n      opens         b0\n    }\n    phase second {\n      starts        after first\n      opens         b1\n    }\n    phase third {\n      starts        after second\n      admits        ");
    text.push_str(&actor(7));
    text.push_str("\n    }\n  }\n}\n");
}

/// Returns a text of one framework with `count` accounts of its members and its status, by two sources in turn, each
/// a day after the other.
pub(crate) fn accounts(count: usize) -> String {
    let mut text = String::from(
        "framework talks \"Talks\" { kind forum }\nfollow kim2009 on talks.members because \"it was there\"\n",
    );
    for i in 0..count {
        let (year, month, day) = (1200 + i / 336, 1 + (i / 28) % 12, 1 + i % 28);
        let (source, status) =
            if i % 2 == 0 { ("berger2015", "proposed") } else { ("kim2009", "operating") };
        let _ = writeln!(
            text,
            "actor a{i} \"A\" {{ kind state }}\naccount of talks [{source}, as of {year:04}-{month:02}-{day:02}] {{ status {status}; members a0, a{i} }}",
        );
    }
    text
}

/// Returns a profile `whole` that holds every rule of the library at its own level, and how many those are.
pub(crate) fn every_rule() -> (String, usize) {
    let all = rules(Vec::new(), &NoFiles, &Request::default());
    let held: Vec<&RuleRow> = all.iter().filter(|row| row.kind == "rule").collect();
    let mut text = "\nprofile whole \"Every rule\" {\n".to_owned();
    for rule in &held {
        let _ = writeln!(text, "  {}  {}", rule.name, rule.level.word());
    }
    (text + "}\n", held.len())
}
