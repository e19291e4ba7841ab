//! What a session promises: the findings after any edits are those of a full check of the edited model, going back
//! restores what was there, and an edit that is refused changes nothing.
//!
//! Texts and edits are put together at random from lines that fit and lines that do not; the cases are the same in
//! every run.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use detente::analysis::{Analysis, Change, Moved, Movement, Request, Session, analyse, rules};
use detente::diagnostic::{Finding, Status};
use detente::source::NoFiles;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use crate::support::input;

fn config(cases: u32) -> Config {
    let cases = std::env::var("DETENTE_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(cases);
    Config {
        cases,
        rng_seed: RngSeed::Fixed(1975),
        failure_persistence: None,
        max_shrink_iters: 4000,
        ..Config::default()
    }
}

/// A library of few definitions and rules, which together ask everything that can be asked of a model.
const LIBRARY: &str = r#"
define f has many for framework f as count(f.members) at least 3
define f is mixed for framework f as f has members and f has excluded
define f.table for framework f as f.members union f.observers
define f.all-measures for framework f as f.own-measures union f.baskets.measures
define f.agenda for framework f as f.issues union f.baskets.issues
define f.format for framework f as
  bilateral     when count(f.members) is 2
  multilateral  when count(f.members) more than 2
define m.nature for measure m as
  hard  when m.type is any of notification, inspection
  soft  when m.type is training
define c is soft for content c as c.nature is soft
define f shares-with g for framework f, framework g as f.members any in g.members
define wants(a, f) for actor a, framework f as
  some i in f.agenda: a in i.parties or a in i.direct
define f reaches-out-to a for framework f, actor a as
  a in f.members or (some g in f.cooperates-with: a in g.members)
define reachable(a, f) for actor a, framework f as f reaches-out-to a
define f.base for framework f as f.builds-on+
define f has roadmap for framework f as some p in f.phases: (some q in f.phases: p before q)
define f.opening for framework f as f.opens union (those m in f.all-measures where m is csbm)
parameter enough is 2 issues "as many as two"

rule enough-members "Three at the table" {
  for        f in frameworks
  require    count(f.members) at least 3
  because    "{f} has {f.members}"
  mark       f.observers
}
rule counted "As many members as observers" {
  for        f in frameworks
  require    count(f.members) at least count(f.observers)
  because    "{f}: {f.table}"
}
rule many-members "Many" {
  for        f in frameworks
  require    f has many
  eases      to advice when f is mixed
  because    "{f} is {f.format}"
  mark       f.format
}
rule stakeholders "Stakeholders sit at the table" {
  for        f in frameworks
  for        a in actors where wants(a, f)
  require    f reaches-out-to a
  eases      to warning unless a in f.phases.admits
  because    "{a} has no seat in {f}, whose agenda is {f.agenda}"
  mark       a
  group by f
}
rule each-stakeholder "Each of them" {
  for        f in frameworks
  for        i in f.agenda
  for        a in i.parties
  require    a in f.members
  because    "{a} of {i} is not in {f}"
  mark       i
}
rule some-friend "Somebody is for it" {
  for        f in frameworks
  for        a in f.members
  require    stance(a, f) at least neutral
  because    "{a} is {stance(a, f)} on {f}"
  mark       commitment(a, f)
}
rule on-good-terms "Members get along" {
  for        f in frameworks
  require    no a, b in f.members: relations(a, b) is hostile
  because    "{f} has enemies at its table"
}
rule rests-on-g "It rests on g" {
  for        f in frameworks
  require    some g in f.base: g has members
  because    "{f} rests on {f.base}"
  mark       f.supplements
}
rule apart "It shares nobody with what it replaces" {
  for        f in frameworks
  for        g in f.substitutes union f.supplements
  require    not (f shares-with g)
  because    "{f} and {g}"
  mark       g.members
}
rule supplemented "Something supplements it" {
  for        f in frameworks
  require    f has supplemented-by
  because    "{f}"
}
rule hard-first "What opens it is hard" {
  for        f in frameworks
  for        m in f.opening
  require    not (m is soft)
  because    "{m} opens {f}"
  mark       f.phases
}
rule bound "Measures bind" {
  for        m in measures where m is csbm
  require    m.binding at least political and m has parties
  because    "{m} is {m.binding} for {m.parties}"
  mark       m.trigger
}
rule few-measures "Few measures in all" {
  for        f in frameworks
  where      f has members
  require    count(measures) at most 4
  because    "there are {measures}"
}
rule figure "The threshold is low" {
  for        m in measures
  require    (some t in m.trigger: t at most 9,000 troops) or m.content includes "all of it"
  because    "{m}: {m.trigger}"
}
rule phased "Phases follow one another" {
  for        f in frameworks
  for        p in f.phases
  require    some q in f.phases: (p before q) or (q before p) or (p with q)
  because    "{p} and the others"
}
rule after-the-event "After what happened" {
  for        p in phases
  require    some e in events: e before p
  because    "{p} of its framework is not after it"
}
rule across "Not before another's" {
  for        f in frameworks
  for        p in f.phases
  require    no q in phases: p before q
  because    "{p}"
}
rule mapped "It has a roadmap" {
  for        f in frameworks
  require    f has roadmap
  because    "{f} has none"
  mark       f.phases
}
rule of-the-region "Its powers sit at the table" {
  for        f in frameworks
  for        a in f.region.great-powers union f.region.parts+.actors
  require    a in f.members
  because    "{a}"
  mark       a
}
rule interests "Interests are served" {
  for        f in frameworks
  for        a in f.members where a has interests
  require    (some n in a.interests: n is core) or known (f has integrates)
  because    "{a}: {a.interests}"
  mark       a
}
rule waits "Nothing waits for what is not there" {
  for        m in measures
  require    m.requires is empty or m has addresses
  because    "{m} waits for {m.requires}"
}
rule seated "Whoever sits somewhere watches somewhere" {
  for        a in frameworks.members
  require    a in frameworks.observers
  because    "{a}"
}
profile all "All" {
  enough-members   error
  counted          warning
  many-members     error
  stakeholders     error
  each-stakeholder warning
  some-friend      error
  on-good-terms    error
  rests-on-g       error
  apart            warning
  supplemented     advice
  hard-first       error
  bound            error
  few-measures     error
  figure           error
  phased           error
  after-the-event  error
  across           error
  mapped           error
  of-the-region    error
  interests        error
  waits            error
  seated           warning
}
"#;

// ---- texts ------------------------------------------------------------------------------------------

/// A line of a text: in which block, which line of those that fit there, and how its gaps are filled.
type Line = (usize, usize, u32);

/// A text, put together from lines; and which of its inner blocks are there.
#[derive(Clone, Debug)]
struct Text {
    lines: Vec<Line>,
    blocks: u16,
}

const ACTORS: [&str; 4] = ["A", "B", "C", "D"];
const ISSUES: [&str; 2] = ["i", "j"];
const FRAMEWORKS: [&str; 4] = ["f", "g", "d", "h"];
const CITES: [&str; 6] = ["", "", "", " [s0]", " [s1]", " [s1, as of 2011]"];
const BLOCKS: [&str; 7] = ["f.b", "f.m", "f.b.bm", "d.m2", "d.b2", "f.p", "d.p2"];

/// Fills the gaps of a line: `@a` with an actor, `@i` with an issue, `@f` with a framework, `@t` with a block, `@c`
/// with a citation or none.
fn filled(line: &str, seed: u32) -> String {
    let mut left = seed;
    let mut next = |of: &[&str]| {
        let at = left as usize % of.len();
        left = left.rotate_right(3).wrapping_mul(2_654_435_761).wrapping_add(1);
        of[at].to_owned()
    };
    let mut pieces = line.split('@');
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let word = match &piece[..1] {
            "a" => next(&ACTORS),
            "i" => next(&ISSUES),
            "f" => next(&FRAMEWORKS),
            "t" => next(&BLOCKS),
            "c" => next(&CITES),
            "n" => next(&["n", "o", "core-n"]),
            "s" => next(&["blocks", "neutral", "favours"]),
            other => panic!("no gap is called @{other}"),
        };
        out.push_str(&word);
        out.push_str(&piece[1..]);
    }
    out
}

const OF_FRAMEWORK: &[&str] = &[
    "members @a, @a@c",
    "members @a, @a, @a@c",
    "members @a, and others@c",
    "members 3 states, including @a@c",
    "members 2 states@c",
    "members unknown",
    "members { @a [s0]; @a [s1] }",
    "no members@c",
    "no other members",
    "no @a in members@c",
    "excluded @a@c",
    "no other excluded",
    "observers @a@c",
    "observers all members",
    "observers all members except @a@c",
    "partners all members",
    "partners all observers",
    "observers all partners",
    "consulted @a, @a",
    "issues @i@c",
    "no other issues",
    "issues @i, and others@c",
    "supplements @f@c",
    "supplements @f, @f@c",
    "no supplements@c",
    "no other supplemented-by",
    "no @f in supplements@c",
    "substitutes @f@c",
    "substituted-by @f@c",
    "cooperates-with @f@c",
    "no cooperates-with@c",
    "builds-on @f@c",
    "builds-on @f, @f@c",
    "foundation-of @f@c",
    "no other foundation-of",
    "kind dialogue, forum",
    "kind forum@c",
    "concept cooperative@c",
    "region r@c",
    "region q@c",
    "track 1",
    "format bilateral@c",
    "lead @a@c",
    "stance { @a @s@c }",
    "stance { @a @s [s0]; @a @s [s1] }",
    "commitment { @a resources }",
    "has many@c",
    "no many@c",
    "is mixed@c",
    "is not mixed@c",
    "has roadmap@c",
    "no roadmap@c",
    "opens @t",
    "starts m",
    "integrates @i",
    "has rotating-chair@c",
    "no rotating-chair@c",
    "agenda @i@c",
    "no @i in agenda@c",
    "no own-measures",
    "no baskets@c",
    "no other phases",
    "principles to be agreed",
    "serves @n",
    "reassurance @t",
    "since 2004",
];

const OF_BASKET: &[&str] =
    &["issues @i@c", "issues all issues", "no other issues", "nature soft@c", "issues unknown"];

const OF_MEASURE: &[&str] = &[
    "type notification@c",
    "type training@c",
    "nature hard@c",
    "nature soft@c",
    "parties @a, @a@c",
    "parties all members",
    "parties all members except @a",
    "no other parties",
    "binding political@c",
    "binding legal@c",
    "binding voluntary",
    "trigger at least 9,000 troops@c",
    "trigger at least 300 troops",
    "content \"all of it\"@c",
    "content \"half of it\"",
    "addresses @i@c",
    "requires consent of @a",
    "requires settled @i",
    "requires done m",
    "no requires",
    "is core",
];

const OF_PHASE: &[&str] = &[
    "opens @t@c",
    "starts m",
    "admits @a@c",
    "no admits",
    "starts 2010-03@c",
    "starts 2008@c",
    "starts after p",
    "starts after q",
    "starts after p2",
    "starts with q",
    "starts after ev",
    "starts at least 2 years after p",
    "ends 2014",
    "ends before q",
    "during 2009 to 2012",
    "requires done m",
];

const OF_ACTOR: &[&str] = &[
    "relations { @a hostile@c }",
    "relations { @a good@c }",
    "relations { @a soured [s1, as of 2011] }",
    "interests n@c",
    "interests o@c",
    "no other interests",
    "core-interests @n",
    "part-of @a",
];

const OF_ISSUE: &[&str] = &[
    "domain military@c",
    "parties @a, @a@c",
    "direct @a@c",
    "direct all parties",
    "no parties",
    "no other direct",
    "is live@c",
    "is not live@c",
    "part-of @i",
];

const OF_REGION: &[&str] = &[
    "actors @a, @a@c",
    "great-powers @a@c",
    "great-powers all actors",
    "parts q@c",
    "within q",
    "no other parts",
];

const OF_INTEREST: &[&str] =
    &["actor @a@c", "is core@c", "is not core", "conflicts n, o", "valence hope"];

/// The blocks of a text: what opens each, the lines that fit, what stands in it. A block inside another may be missing.
struct Block {
    head: &'static str,
    lines: &'static [&'static str],
    inside: &'static [Block],
}

const fn block(head: &'static str, lines: &'static [&'static str]) -> Block {
    Block { head, lines, inside: &[] }
}

const TOP: &[Block] = &[
    block("actor A \"A\"", OF_ACTOR),
    block("actor B \"B\"", OF_ACTOR),
    block("issue i \"I\"", OF_ISSUE),
    block("issue j \"J\"", OF_ISSUE),
    Block {
        head: "framework f \"F\"",
        lines: OF_FRAMEWORK,
        inside: &[
            Block {
                head: "basket b",
                lines: OF_BASKET,
                inside: &[block("csbm bm", OF_MEASURE), block("measure bn", OF_MEASURE)],
            },
            block("measure m", OF_MEASURE),
            block("phase p", OF_PHASE),
            block("phase q", OF_PHASE),
            block("organ og", &["kind summit", "host @a@c", "host all members", "since 2004"]),
        ],
    },
    Block {
        head: "draft d \"D\"",
        lines: OF_FRAMEWORK,
        inside: &[
            block("basket b2", OF_BASKET),
            block("csbm m2", OF_MEASURE),
            block("phase p2", OF_PHASE),
            block("phase q2", OF_PHASE),
        ],
    },
    block("framework g \"G\"", OF_FRAMEWORK),
    block("draft h \"H\"", OF_FRAMEWORK),
    Block {
        head: "account of f [s1]",
        lines: OF_FRAMEWORK,
        inside: &[block("basket b", OF_BASKET)],
    },
    block("account of f [s0]", OF_FRAMEWORK),
    block("account of g [s1, as of 2011]", OF_FRAMEWORK),
    block("account of d [s0]", OF_FRAMEWORK),
    block("region r \"R\"", OF_REGION),
    block("account of r [s1]", OF_REGION),
    block("interest n \"N\"", OF_INTEREST),
    block("account of A [s1]", OF_ACTOR),
];

const FIXED: &str = "source s0 \"S0\" { date 2001 }
source s1 \"S1\" { date 2005 }
actor C \"C\" { kind state }
actor D \"D\" { kind state }
region q \"Q\" { actors A, C }
interest o \"O\" { actor B }
event ev \"E\" { on 2009-06 }
follow s1 on g.supplements because \"it was there\"
";

impl Text {
    fn write(&self) -> String {
        let mut text = FIXED.to_owned();
        let mut number = 0;
        for block in TOP {
            self.block(block, 0, &mut number, &mut text);
        }
        text
    }

    fn block(&self, block: &Block, depth: usize, number: &mut usize, text: &mut String) {
        let own = *number;
        *number += 1;
        let missing = depth > 0 && self.blocks & (1 << (own % 16)) == 0;
        let mut inside = String::new();
        for (which, line, seed) in &self.lines {
            if which % COUNT == own {
                let line = filled(block.lines[line % block.lines.len()], *seed);
                let _ = writeln!(inside, "{}{line}", "  ".repeat(depth + 1));
            }
        }
        for block in block.inside {
            self.block(block, depth + 1, number, &mut inside);
        }
        if !missing {
            let indent = "  ".repeat(depth);
            let _ = writeln!(text, "{indent}{} {{\n{inside}{indent}}}", block.head);
        }
    }
}

/// How many blocks there are.
const COUNT: usize = 28;

fn text() -> impl Strategy<Value = Text> {
    let line = (0..COUNT, any::<u16>().prop_map(usize::from), any::<u32>());
    (prop::collection::vec(line, 4..60), any::<u16>())
        .prop_map(|(lines, blocks)| Text { lines, blocks: blocks | 0b1_0101_0110 })
}

// ---- edits ------------------------------------------------------------------------------------------

const EDITS: &[&str] = &[
    "add @a to @f.members",
    "add @a to @f.members",
    "add @a, @a to @f.members@c",
    "add @a to @f.excluded",
    "add @a to @f.observers",
    "add all members to @f.observers",
    "add @i to @f.issues",
    "add @i to f.b.issues",
    "add @i to d.b2.issues",
    "add @f to @f.supplements",
    "add @f to @f.supplemented-by",
    "add @f to @f.substitutes@c",
    "add @f to @f.cooperates-with",
    "add @f to @f.builds-on",
    "add @f to @f.foundation-of",
    "add @a to f.b.bm.parties",
    "add @a to d.m2.parties",
    "add @a to @i.parties",
    "add @a to r.great-powers",
    "add @a to r.actors",
    "add q to r.parts",
    "add r to q.within",
    "add n to @a.interests",
    "add @t to f.opens",
    "add @a to f.p.admits",
    "remove @a from @f.members",
    "remove @a from @f.members",
    "remove @a from @f.excluded",
    "remove @a from @f.observers",
    "remove @a from @i.parties",
    "remove @i from @f.issues",
    "remove @i from f.b.issues",
    "remove @f from @f.supplements",
    "remove @f from @f.supplemented-by",
    "remove @f from @f.builds-on",
    "remove @f from @f.cooperates-with",
    "remove @a from r.actors",
    "remove n from @a.interests",
    "remove b from f.baskets",
    "remove bm from f.b.measures",
    "remove m from f.own-measures",
    "remove m2 from d.own-measures",
    "remove p from f.phases",
    "remove q2 from d.phases",
    "remove og from f.organs",
    "set @f.members to @a, @a",
    "set @f.members to all observers",
    "set @f.observers to all members",
    "set @f.observers to all members except @a",
    "set @f.members to 3 states, including @a",
    "set @f.supplements to @f",
    "set @f.region to r",
    "set @f.format to multilateral",
    "set @f.issues to @i",
    "set @f.agenda to @i",
    "set @f.stance.@a to @s",
    "set @f.commitment.@a to resources",
    "set @a.relations.@a to hostile",
    "set @a.relations.@a to good",
    "set n.actor to @a",
    "set n.core to yes",
    "set @f.many to yes",
    "set @f.many to no",
    "set @f.roadmap to no",
    "set @f.rotating-chair to yes",
    "set @i.live to yes",
    "set f.b.bm.binding to legal",
    "set f.b.bm.type to training",
    "set f.m.nature to hard",
    "set d.m2.trigger to at least 300 troops",
    "set d.m2.content to \"all of it\"",
    "set f.b.bm.content to \"all of it\"",
    "set f.p.starts to 2012-05",
    "set f.p.starts to after q",
    "set d.p2.begins to after q2",
    "set ev.on to 2011",
    "set f.b.bm.requires to settled @i",
    "drop @f.members",
    "drop @f.observers",
    "drop @f.supplements",
    "drop @f.many",
    "drop @f.agenda",
    "drop @f.baskets",
    "drop @f.phases",
    "remove p, q from f.phases",
    "remove p2, q2 from d.phases",
    "remove b from f.baskets; set f.b.issues to @i",
    "add @a to @f.withdrawn",
    "set @f.withdrawn to @a, @a",
    "withdraw @a from @f; add @a to @f.members",
    "add measure fresh { type training; binding legal } to f@c",
    "drop @f.issues",
    "drop f.b.issues",
    "drop @i.parties",
    "drop @a.interests",
    "drop ev.on",
    "forget @f.members",
    "forget @f.observers",
    "forget @f.excluded",
    "forget @f.supplements",
    "forget @f.supplemented-by",
    "forget @f.roadmap",
    "forget @f.many",
    "forget @f.stance.@a",
    "forget @a.relations.@a",
    "forget @f.region",
    "forget @f.phases",
    "forget f.b.bm.type",
    "forget f.p.begins",
    "forget n.actor",
    "forget @i.direct",
    "withdraw @a",
    "withdraw @a from @f",
    "withdraw @a from @f@c",
    "delay p by 3 months",
    "delay f.p by 3 months",
    "delay f.q by 2 years",
    "delay d.p2 by 20 days",
    "move f.p after f.q",
    "move f.q before f.p",
    "move f.q with f.p",
    "move f.p after ev",
    "move d.p2 after d.q2",
    "move d.p2 after f.p",
    "add csbm fresh { type notification; parties @a, @a; binding political } to f",
    "add csbm fresh { type training; parties all members; content \"all of it\" } to d",
    "add measure fresh { requires consent of @a } to f.b",
    "add csbm fresh2 { trigger at least 300 troops; addresses @i } to d.b2",
    "add basket fresh-b { issues @i; csbm inner { type notification } } to f",
    "add basket fresh-b { issues all issues } to g",
    "add phase fresh-p { starts after q; admits @a } to f",
    "add phase fresh-p { starts 2007 } to d",
    "add organ fresh-o { kind summit; host @a } to f",
    "remove fresh from f.own-measures",
    "remove fresh-b from f.baskets",
    "remove fresh-p from f.phases",
    "set f.fresh.binding to legal",
    "set f.fresh-p.starts to after p",
    "add @i to f.fresh-b.issues",
    // Wrong ones.
    "add Nobody to f.members",
    "add @i to f.members",
    "set f.members.@a to neutral",
    "set f.track to 7",
    "remove nothing from f.baskets",
    "withdraw Nobody",
    "delay f.b by 2 years",
    "move f.p after f.p",
    "add csbm b { } to f",
    "set f.format to round",
    "drop f",
    "add @a to f",
    "forget nowhere.members",
];

/// A step of a session.
#[derive(Clone, Debug)]
enum Step {
    /// Edits, made together.
    Make(Vec<(usize, u32)>),
    /// Edits, only supposed.
    Suppose(usize, u32),
    /// Back one state.
    Undo,
    /// To a state by its number.
    Go(usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let edit = || (0..EDITS.len(), any::<u32>());
    let step = prop_oneof![
        6 => prop::collection::vec(edit(), 1..2).prop_map(Step::Make),
        2 => prop::collection::vec(edit(), 2..4).prop_map(Step::Make),
        2 => edit().prop_map(|(at, seed)| Step::Suppose(at, seed)),
        1 => Just(Step::Undo),
        1 => any::<u8>().prop_map(|n| Step::Go(n.into())),
    ];
    prop::collection::vec(step, 1..10)
}

fn written(edits: &[(usize, u32)]) -> String {
    let edits = edits.iter().map(|(at, seed)| filled(EDITS[at % EDITS.len()], *seed));
    edits.collect::<Vec<_>>().join("; ")
}

// ---- the promise ------------------------------------------------------------------------------------

/// What a comparison looks at: of what is against a text or not known, all that it says; of the rest, that it is so.
fn told(analysis: &Analysis) -> Vec<String> {
    told_of(analysis, |_| true)
}

/// The same of some of its findings.
fn told_of(analysis: &Analysis, wanted: impl Fn(&Finding) -> bool) -> Vec<String> {
    let words = |f: &Finding| {
        let labels = f.labels.iter().map(|l| {
            let words = analysis.sources.slice(l.span).split_whitespace().collect::<Vec<_>>();
            format!("{} {}", words.join(" "), l.text)
        });
        labels.collect::<Vec<_>>()
    };
    let line = |f: &Finding| match f.status {
        Status::Satisfied | Status::Moot => {
            format!("{} {} {}", f.rule, f.subject.owner, f.status.word())
        }
        _ => format!(
            "{} {:?} {} {} {} {:?} {:?} {:?}",
            f.rule,
            f.subject,
            f.status.word(),
            f.level.word(),
            f.message,
            words(f),
            f.missing,
            f.citations
        ),
    };
    let mut lines: Vec<String> = analysis.findings.iter().filter(|f| wanted(f)).map(line).collect();
    lines.sort();
    lines
}

/// Asserts that the state of a session is what a full check of it gives.
fn judged_as_a_whole(session: &Session, after: &str) -> Analysis {
    let (kept, fresh) = (session.analysis(), session.judged_afresh());
    let only = |one: &[Finding], other: &[Finding]| {
        let only = one.iter().filter(|f| !other.contains(f));
        let line = |f: &Finding| {
            let Finding { rule, subject, status, level, message, .. } = f;
            let (rest, at) = ((&f.notes, &f.missing, &f.citations, &f.basis), f.labels.iter());
            let at: Vec<_> = at.map(|l| (kept.sources.slice(l.span), &l.text)).collect();
            let why: Vec<_> = f.trace.iter().map(|s| &s.text).collect();
            let path = (&subject.path, &subject.about);
            format!("{rule} {path:?} {status:?} {level:?} {message} {at:?} {why:?} {rest:?}")
        };
        only.map(line).collect::<Vec<_>>()
    };
    let (stale, unseen) =
        (only(&kept.findings, &fresh.findings), only(&fresh.findings, &kept.findings));
    assert!(
        stale.is_empty() && unseen.is_empty(),
        "after {after}: the session has {stale:#?}\na full check has {unseen:#?}"
    );
    assert_eq!(
        kept.findings, fresh.findings,
        "after {after}: not in the same order, or not as often"
    );
    assert_eq!(kept.summary, fresh.summary, "after {after}");
    kept
}

/// Asserts that a change says what became of the findings.
fn says_what_changed(change: &Change, before: &Analysis, after: &Analysis) {
    assert_eq!(change.before, before.summary, "the numbers before");
    assert_eq!(change.after, after.summary, "the numbers after");
    let same = told(before) == told(after);
    if change.moved.is_empty() && !same {
        // A verdict that came or went with its thing, with nothing against it, is no news; nor is what was open about
        // what is gone.
        let news = |here: &Analysis, there: &Analysis, open: bool| {
            let calm = |f: &Finding| match f.status {
                Status::Satisfied | Status::Moot => true,
                Status::Undecided => open,
                _ => false,
            };
            let alone = |f: &Finding| {
                let same = |o: &Finding| (&o.rule, &o.subject.owner) == (&f.rule, &f.subject.owner);
                !there.findings.iter().any(same)
            };
            told_of(here, |f| !(calm(f) && alone(f)))
        };
        let (was, is) = (news(before, after, true), news(after, before, false));
        assert_eq!(was, is, "nothing moved");
    }
    if same {
        assert!(change.moved.is_empty(), "nothing is otherwise, but {:#?} moved", change.moved);
    }
}

/// What every rule says of every binding: by rule, whom it is judged for, and the things that are bound.
type Bindings = BTreeMap<(String, String, Vec<String>), Status>;

fn bindings(session: &Session) -> Bindings {
    session
        .bindings()
        .into_iter()
        .map(|(rule, owner, names, s)| ((rule, owner, names), s))
        .collect()
}

/// Asserts that a reader learns of every binding that moved, and of none that did not.
fn tells_of_every_binding(change: &Change, before: &Bindings, after: &Bindings) {
    for ((rule, owner, names), was) in before {
        let is = after.get(&(rule.clone(), owner.clone(), names.clone()));
        let open = |s: Status| matches!(s, Status::Violated | Status::Undecided);
        let Some(is) = is.filter(|is| *is != was && (open(*was) || open(**is))) else { continue };
        let tells = |m: &Moved| {
            let sides = || m.before.iter().chain(&m.after);
            let faulted = |f: &Finding| f.status == Status::Violated;
            let statuses =
                (m.before.as_ref().map(|f| f.status), m.after.as_ref().map(|f| f.status));
            let whole = !sides().any(faulted) && statuses.0 != statuses.1;
            let named = names.iter().all(|n| {
                let why = m.why.contains(&format!("`{n}`")) || m.why.contains(&format!("`{n}."));
                m.path == *n || m.about.contains(n) || (m.movement == Movement::Reason && why)
            });
            m.rule == *rule && sides().any(|f| f.subject.owner == *owner) && (whole || named)
        };
        assert!(
            change.moved.iter().any(tells),
            "{rule} of {owner} for {names:?} went from {was:?} to {is:?}: {:#?}",
            change.moved.iter().filter(|m| m.rule == *rule).collect::<Vec<_>>()
        );
    }
    for moved in &change.moved {
        let (Some(a), Some(b)) = (&moved.before, &moved.after) else { continue };
        let calm = matches!(moved.movement, Movement::Decided | Movement::Opened);
        let own = |f: &Finding| f.subject.about.clone();
        if !calm || moved.about.is_empty() || own(a) != own(b) || a.subject.path != b.subject.path {
            continue;
        }
        let mut names = moved.about.clone();
        if moved.path != a.subject.owner {
            names.push(moved.path.clone());
        }
        names.sort();
        let key = (moved.rule.clone(), a.subject.owner.clone(), names);
        if let (Some(was), Some(is)) = (before.get(&key), after.get(&key)) {
            assert!(was != is, "{key:?} did not move: {moved:#?}");
        }
    }
}

fn plays(text: &str, steps: &[Step], request: &Request) {
    let inputs = || vec![input("any.det", text)];
    let mut session = Session::open(inputs(), &NoFiles, request);
    let first = judged_as_a_whole(&session, "nothing");
    let checked = analyse(inputs(), &NoFiles, request);
    assert_eq!(first.findings, checked.findings, "a session finds what a check finds");
    assert_eq!(first.summary, checked.summary);
    let mut states = vec![first];
    let mut bound = vec![bindings(&session)];
    let mut way = String::new();
    for step in steps {
        let at = session.number();
        match step {
            Step::Make(edits) => {
                let text = written(edits);
                way.push_str(&format!("\n  {text}"));
                if let Ok(change) = session.make("prompt", &text) {
                    let after = judged_as_a_whole(&session, &way);
                    says_what_changed(&change, &states[at], &after);
                    assert_eq!(session.number(), states.len());
                    bound.push(bindings(&session));
                    tells_of_every_binding(&change, &bound[at], &bound[states.len()]);
                    states.push(after);
                } else {
                    assert_eq!(session.number(), at, "{text} is refused");
                    assert_eq!(session.analysis().findings, states[at].findings);
                }
            }
            Step::Suppose(edit, seed) => {
                let text = written(&[(*edit, *seed)]);
                let _ = session.what_if("prompt", &text);
                assert_eq!(session.number(), at, "{text} is only supposed");
                assert_eq!(session.analysis().findings, states[at].findings);
            }
            Step::Undo => {
                let change = session.undo();
                assert_eq!(change.is_none(), at == 0);
                let now = session.number();
                assert_eq!(session.analysis().findings, states[now].findings, "undone:{way}");
                if let Some(change) = change {
                    says_what_changed(&change, &states[at], &states[now]);
                    tells_of_every_binding(&change, &bound[at], &bound[now]);
                }
            }
            Step::Go(to) => {
                let to = to % states.len();
                let change = session.go(to);
                assert_eq!(session.number(), to);
                assert_eq!(session.analysis().findings, states[to].findings, "gone to {to}:{way}");
                says_what_changed(&change, &states[at], &states[to]);
                tells_of_every_binding(&change, &bound[at], &bound[to]);
            }
        }
    }
}

fn small() -> Request {
    Request {
        profiles: vec!["all".to_owned()],
        prelude: Some(vec![("rules.det".to_owned(), LIBRARY.to_owned())]),
        ..Request::default()
    }
}

/// A profile of every rule of the library.
fn every_rule() -> String {
    let rules = rules(Vec::new(), &NoFiles, &Request::default());
    let lines = rules.iter().filter(|r| r.kind == "rule").map(|r| format!("  {}  error\n", r.name));
    format!("profile whole \"Every rule\" {{\n{}}}\n", lines.collect::<String>())
}

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn after_any_edits_a_session_has_what_a_full_check_finds(text in text(), steps in steps()) {
        plays(&text.write(), &steps, &small());
    }

    #[test]
    fn so_it_does_with_all_that_verdicts_rest_on(text in text(), steps in steps()) {
        plays(&text.write(), &steps, &Request { detail: true, ..small() });
    }
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn so_it_does_with_the_whole_library(text in text(), steps in steps()) {
        let text = format!("{}\n{}", text.write(), every_rule());
        plays(&text, &steps, &Request { profiles: vec!["whole".to_owned()], ..Request::default() });
    }
}

// ---- what the promise hung on -----------------------------------------------------------------------

/// Makes an edit and returns what moved, each as `how rule path`; the state is judged as a whole.
fn moved(text: &str, edit: &str) -> Vec<String> {
    let text = format!("{FIXED}actor A \"A\"\nactor B \"B\"\n{text}");
    let mut session = Session::open(vec![input("any.det", &text)], &NoFiles, &small());
    let before = judged_as_a_whole(&session, "nothing");
    let change = session.make("prompt", edit).unwrap_or_else(|f| panic!("{edit}: {f:#?}"));
    let after = judged_as_a_whole(&session, edit);
    says_what_changed(&change, &before, &after);
    let line = |m: &Moved| format!("{} {} {}", m.movement.word(), m.rule, m.path);
    change.moved.iter().map(line).collect()
}

fn has(moved: &[String], line: &str) {
    assert!(moved.iter().any(|m| m == line), "no `{line}` in {moved:#?}");
}

#[test]
fn a_number_that_is_given_is_read() {
    let moved = moved("framework f \"F\" { members 3 states }", "forget f.members");
    has(&moved, "opened enough-members f");
}

#[test]
fn a_statement_that_a_rule_underlines_is_read() {
    moved("framework f \"F\" { members A }", "add C to f.observers");
}

#[test]
fn a_line_of_a_list_that_a_rule_underlines_is_read() {
    let text = "framework f \"F\" { members A; stance { A opposes } }";
    moved(text, "set f.commitment.A to resources");
}

#[test]
fn the_first_place_that_names_what_a_rule_underlines_is_read() {
    let text = "issue i \"I\" { parties A, B }
        framework f \"F\" { members A; issues i; no cooperates-with; no baskets }";
    let moved = moved(text, "add B to f.consulted");
    has(&moved, "reason stakeholders f");
}

#[test]
fn a_moment_of_another_framework_is_read() {
    let text = "framework f \"F\" { phase p { starts 2010 } }
        framework g \"G\" { phase p2 { starts 2012 } }";
    let moved = moved(text, "set g.p2.starts to 2014");
    has(&moved, "reason across f.p");
}

#[test]
fn a_relation_is_judged_on_both_sides() {
    let text = "framework f \"F\" { supplements g [s0] }
        account of f [s1] { substitutes g }
        framework g \"G\" { members A }";
    has(&moved(text, "drop f.substitutes"), "decided supplemented g");
}

#[test]
fn a_dispute_that_two_share_is_told_once() {
    let text = "actor E \"E\" { relations { A hostile [s0, as of 2015] } }
        account of E [s1, as of 2015] { relations { A good } }";
    let moved = moved(text, "forget E.relations.A");
    assert_eq!(moved, ["resolved sources-disagree A"]);
}

#[test]
fn what_came_to_hold_is_explained() {
    let text = format!("{FIXED}actor A \"A\"\nframework f \"F\" {{ members A }}");
    let mut session = Session::open(vec![input("any.det", &text)], &NoFiles, &small());
    let change = session.make("prompt", "add C, D to f.members").unwrap();
    let moved = change.moved.iter().find(|m| m.rule == "enough-members").expect("it is resolved");
    let after = moved.after.as_ref().expect("the rule still applies");
    assert_eq!(after.status, Status::Satisfied);
    assert!(!after.trace.is_empty() && !moved.why.is_empty(), "{moved:#?}");
}

#[test]
fn the_texts_of_edits_are_no_files() {
    let text = format!("{FIXED}actor A \"A\"\nframework f \"F\" {{ members A }}");
    let mut session = Session::open(vec![input("any.det", &text)], &NoFiles, &small());
    session.make("prompt", "add C to f.members").unwrap();
    assert_eq!(session.analysis().summary.files, 1);
}

/// The lines and the library are such that what is random gets somewhere.
#[test]
fn the_lines_of_random_texts_can_be_read() {
    let bare = Text { lines: Vec::new(), blocks: 0 }.write();
    let session = Session::open(vec![input("any.det", &bare)], &NoFiles, &small());
    let broken: Vec<String> = session
        .analysis()
        .findings
        .iter()
        .filter(|f| f.status == Status::Broken && f.rule != "incomplete")
        .map(|f| f.message.clone())
        .collect();
    assert!(broken.is_empty(), "{broken:#?}");
    let mut read: BTreeMap<&str, bool> = BTreeMap::new();
    let mut number = 0;
    for block in TOP {
        try_lines(block, &mut number, &mut read);
    }
    assert_eq!(number, COUNT, "every block gets lines");
    let unread: Vec<&str> =
        read.into_iter().filter(|(_, read)| !read).map(|(line, _)| line).collect();
    assert!(unread.is_empty(), "{unread:#?}");
}

/// Notes which lines can be read in one of the blocks at least, with one of a few fillings.
fn try_lines(block: &Block, number: &mut usize, read: &mut BTreeMap<&str, bool>) {
    let own = *number;
    *number += 1;
    for (at, line) in block.lines.iter().enumerate() {
        let done = read.entry(line).or_default();
        for seed in 0..6 {
            if *done {
                break;
            }
            let text = Text { lines: vec![(own, at, seed)], blocks: u16::MAX }.write();
            let analysis = analyse(vec![input("any.det", &text)], &NoFiles, &small());
            let unread = ["syntax", "unknown-", "wrong-", "one-value"];
            let unread = |f: &Finding| unread.iter().any(|u| f.rule.starts_with(u));
            *done |= !analysis.findings.iter().any(unread);
        }
    }
    for inner in block.inside {
        try_lines(inner, number, read);
    }
}
