//! The words of the language itself, which are neither kinds nor fields nor words of a vocabulary.
//!
//! One table: `explain` and the page of words read it. Knows nothing of how the words are read.

/// A word of the language, or several that stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LanguageWord {
    /// As it is written.
    pub word: &'static str,
    /// Where it stands: a heading of the page of words.
    pub area: &'static str,
    /// How it stands in a text.
    pub form: &'static str,
    /// What it means.
    pub doc: &'static str,
}

/// Short for a row.
const fn w(
    area: &'static str,
    word: &'static str,
    form: &'static str,
    doc: &'static str,
) -> LanguageWord {
    LanguageWord { word, area, form, doc }
}

const FILES: &str = "files";
const STATEMENTS: &str = "statements";
const VALUES: &str = "values";
const SOURCES: &str = "sources";
const RULES: &str = "rules and definitions";
const CONDITIONS: &str = "conditions";
const PROFILES: &str = "profiles and parameters";
const EXPECTATIONS: &str = "expectations";
const SCENARIOS: &str = "scenarios and edits";
const FINDINGS: &str = "findings";

/// Every word of the language, by where it stands.
pub const LANGUAGE: &[LanguageWord] = &[
    // ---- files ----
    w(
        FILES,
        "use",
        "use std.northeast-asia · use \"house.det\"",
        "brings a part of the library, or another file found from the file that says so",
    ),
    w(
        FILES,
        "std",
        "std.northeast-asia · std.europe · std.asia-pacific",
        "the library of actors, regions, issues and formats that the literature names, part by part; `detente explain actor` lists what of a kind is declared",
    ),
    w(
        FILES,
        "account of",
        "account of neacd [kim2009 \"PostCW\" 53] { … }",
        "what another source says of a thing that is already described; where the sources differ, both claims are kept",
    ),
    w(
        FILES,
        "view",
        "view western held by France, UK, USA { milestone snapback { happened 2025-09-27 } }",
        "what some parties say of the framework it stands in; where they differ from others, both claims are kept",
    ),
    w(FILES, "held by", "view western held by France, UK, USA { … }", "who holds the view"),
    w(
        FILES,
        "follow",
        "follow kim2009 on neacd.members because \"…\"",
        "settles one disagreement of sources in a file; `--follow` settles it for one run",
    ),
    w(FILES, "on", "follow kim2009 on neacd.members", "the fact on which a source is followed"),
    w(
        FILES,
        "define",
        "define f has several-funders for framework f as count(f.funders) at least 2",
        "gives a word a meaning; the word can be used in rules, and stated in texts",
    ),
    w(
        FILES,
        "rule",
        "rule payers-at-the-table \"Who pays has a seat\" { … }",
        "a norm that texts are checked against",
    ),
    w(
        FILES,
        "profile",
        "profile our-view \"As our desk sees it\" { … }",
        "the rules that a school or a desk holds, each at a level",
    ),
    w(
        FILES,
        "parameter",
        "parameter broad-agenda is 7 issues \"why\"",
        "a figure that rules use by its name",
    ),
    w(
        FILES,
        "expect",
        "expect napci violates roadmap-exists under security-building",
        "what must come out; `detente test` runs it",
    ),
    // ---- statements ----
    w(
        STATEMENTS,
        "sequence",
        "sequence { phase opening { … } }",
        "holds the phases of a framework; what stands in it is all of them. It is left out of paths, and puts nothing in order: `starts after` does",
    ),
    w(
        STATEMENTS,
        "choice at",
        "choice at review { branch wider if done pilot { phase … } branch core otherwise { phase … } }",
        "of its branches one is taken, when the event happens or the phase is over; the phases of the others never come. A rule is judged for each branch: what comes out of all of them is so",
    ),
    w(
        STATEMENTS,
        "branch",
        "branch wider \"Wider talks\" if done pilot { phase widening { … } }",
        "a way in which the sequence may go on, in a `choice at`; `if` says what has to hold by then, all of it",
    ),
    w(
        STATEMENTS,
        "if",
        "branch wider if done pilot, consent of DPRK { … }",
        "what has to hold when the choice is made for the branch to be taken",
    ),
    w(
        STATEMENTS,
        "procedure",
        "procedure dispute { step hearing { lasts at most 15 days }; total at most 15 days }",
        "what is done step by step whenever an occasion arises; its steps are not phases. `total` is what the text says of the whole, and is compared with the steps",
    ),
    w(
        STATEMENTS,
        "unknown",
        "funders unknown",
        "nobody knows, or nobody says; it may be cited. What depends on it is undecided",
    ),
    w(
        STATEMENTS,
        "to be agreed",
        "lead to be agreed in council before opening",
        "left open on purpose; may name the body that agrees on it (`in`) and the time (`by`, `before`). What depends on it is undecided",
    ),
    w(
        STATEMENTS,
        "and others",
        "members ROK, Japan, and others",
        "there may be more than are listed: at least these. Without it a list is complete",
    ),
    w(
        STATEMENTS,
        "including",
        "partners 34 states, including ROK, Japan",
        "so many, and these among them",
    ),
    w(
        STATEMENTS,
        "no other",
        "no other baskets",
        "what is written is all. In a draft that is so anyway; of a framework it has to be said, or known blocks are taken as at least these",
    ),
    w(
        STATEMENTS,
        "no",
        "no targets · no DPRK in members · no roadmap",
        "there is none; that one is not among them; the notion does not hold. Also, in conditions: for none of them (`no a in f.members: …`)",
    ),
    w(
        STATEMENTS,
        "is",
        "is interim · is not interim",
        "states a field that takes yes or no, or a notion; `is` and `has` say the same, whichever reads well. In conditions: sameness (`f.kind is dialogue`)",
    ),
    w(
        STATEMENTS,
        "has",
        "has rotating-chair · has no rotating-chair",
        "states a field that takes yes or no, or a notion. In conditions: a truth holds, a list is not empty, there is a value",
    ),
    // ---- values ----
    w(
        VALUES,
        "all",
        "parties all members",
        "those who stand in that list of the framework; also `S all in T` and `includes all of a, b` in conditions",
    ),
    w(
        VALUES,
        "except",
        "parties all members except Mongolia · f.members except f.region.actors",
        "without these",
    ),
    w(
        VALUES,
        "first day counted",
        "lasts 20 days, first day counted · starts 60 days after signing, first day not counted",
        "whether the day from which is counted is day 1 of the days, weeks, months or years, or day 0; unwritten, as the framework has it (`day-count includes-first-day`), else day 0",
    ),
    w(
        VALUES,
        "repeats every",
        "repeats every year · repeats every 6 months",
        "how often a milestone comes again, counted from its first time; `until 2031` or `until termination` on a line of its own ends it",
    ),
    w(
        VALUES,
        "on day",
        "starts on day 90 of opening · by day 60 of opening · no earlier than day 3 of opening",
        "a day by its number, counted from the beginning; the first day is day 1",
    ),
    w(
        VALUES,
        "no earlier than",
        "starts no earlier than 2027-03 · starts no earlier than opening",
        "then or later: on its first day, or with its beginning, at the earliest; `by` is its contrary",
    ),
    w(
        VALUES,
        "done",
        "requires done drill",
        "waits until the phase, milestone or measure is finished",
    ),
    w(VALUES, "consent of", "requires consent of DPRK", "waits until the actor agrees"),
    w(VALUES, "settled", "requires settled senkaku", "waits until the issue is settled"),
    w(
        VALUES,
        "after",
        "starts after opening · p after q",
        "later: after the end of what it names; followed through any number of steps",
    ),
    w(
        VALUES,
        "before",
        "starts before 2028 · p before q",
        "earlier: the one ends before the other begins",
    ),
    w(VALUES, "with", "starts with widening · p with q", "they begin together"),
    w(
        VALUES,
        "during",
        "during 2029-01-01 to 2029-12-31 · p during q",
        "within that time: it begins and ends in it",
    ),
    w(
        VALUES,
        "by",
        "ends by 2028-03 · p by 2028-03",
        "at that date at the latest; of a phase in a condition: it is over by then",
    ),
    w(VALUES, "overlaps", "p overlaps q", "neither is over before the other begins"),
    w(
        VALUES,
        "starts before",
        "p starts before q",
        "it begins on an earlier day, or a line says that it begins before",
    ),
    w(
        VALUES,
        "the start of",
        "8 years after the start of adoption",
        "its beginning is meant, not its end",
    ),
    w(
        VALUES,
        "the end of",
        "starts before the end of opening",
        "its end is meant, not its beginning",
    ),
    w(
        VALUES,
        "the 3rd time of",
        "starts 2 months after the 3rd time of meeting",
        "the third time of a milestone that `repeats`; any number: `1st`, `2nd`, `10th`",
    ),
    w(
        VALUES,
        "the earlier of",
        "starts the earlier of { 8 years after opening; with broader-conclusion }",
        "whichever of the moments comes first, one a line or with `;` between them; what never comes does not count",
    ),
    w(
        VALUES,
        "the later of",
        "starts the later of { 2030; after opening }",
        "whichever of the moments comes last",
    ),
    w(
        VALUES,
        "unless first",
        "starts 10 years after opening, unless snapback first",
        "it never comes if that comes before; written `unless X first`",
    ),
    w(
        VALUES,
        "unless within",
        "starts unless relief-continued within 30 days of notification",
        "it comes by default when so long is over, unless that is done by then; the last day is in time",
    ),
    w(
        VALUES,
        "to",
        "2027-03-01 to 2028-02-29",
        "a span, from its first day to its last; of a source, a stretch of lines",
    ),
    w(
        VALUES,
        "at least",
        "at least 9,000 troops · m.binding at least political",
        "this or more; in conditions also of words whose list is ordered, and of how many: `at least 2 a in f.members: …`",
    ),
    w(VALUES, "at most", "at most 2 years after opening", "this or less"),
    w(VALUES, "more than", "more than 25,000 troops", "more than this"),
    w(VALUES, "less than", "less than 10 days", "less than this"),
    // ---- sources ----
    w(
        SOURCES,
        "inferred",
        "[berger2015 \"NAPCI\" 98, inferred] · [inferred]",
        "concluded by whoever wrote the text: from that place, or from no one place",
    ),
    w(SOURCES, "unverified", "[unverified]", "generally known, and not read in a source"),
    w(
        SOURCES,
        "as of",
        "[berger2015 \"NAPCI\" 98, as of 2015-11]",
        "the time of which it is said; without it, the date of the source. In `expect`: the date at which dated facts are read, like `--as-of`",
    ),
    // ---- rules and definitions ----
    w(
        RULES,
        "level",
        "level error",
        "how much a violation weighs by itself: `error`, `warning` or `advice`; a profile sets its own",
    ),
    w(RULES, "error", "level error", "the gravest level; `detente check` ends with exit code 1"),
    w(
        RULES,
        "warning",
        "level warning",
        "the middle level; it does not make a run fail unless `--fail-on warning` says so",
    ),
    w(RULES, "advice", "level advice", "the mildest level"),
    w(
        RULES,
        "qualified",
        "qualified \"outside donors may pay for a beginning\" [SOURCE]",
        "who limits or disputes the rule",
    ),
    w(
        RULES,
        "for",
        "for f in frameworks where f is security-format",
        "over what a rule ranges; the first variable owns the finding. In a definition: the kind of each variable. In `expect`: the further variables",
    ),
    w(
        RULES,
        "where",
        "where i is live",
        "narrows a list; on a line of its own in a rule: when the rule applies at all",
    ),
    w(
        RULES,
        "let",
        "let stakes be those i in f.agenda where i is live",
        "a name for something, for the rest of the rule",
    ),
    w(RULES, "require", "require f has roadmap", "what must hold"),
    w(
        RULES,
        "eases",
        "eases to advice when f.status is proposed",
        "when a violation weighs less; shown as `warning (eased from error)`",
    ),
    w(
        RULES,
        "when",
        "eases to advice when E · VALUE when E",
        "under this condition; in a definition by cases the first that holds counts",
    ),
    w(RULES, "unless", "eases to advice unless E", "except under this condition"),
    w(
        RULES,
        "otherwise",
        "VALUE otherwise",
        "the last case of a definition, or the branch of a choice: if no other holds",
    ),
    w(
        RULES,
        "because",
        "because \"{a} pays for {f} and is not a member\"",
        "the reason shown with a finding; what stands in `{ }` is worked out. Also the reason after `follow` and `expected to fail`",
    ),
    w(RULES, "mark", "mark f.members", "the statement that a finding underlines"),
    w(
        RULES,
        "help",
        "help \"admit {a}, or find another who pays\"",
        "what to do about a violation",
    ),
    w(RULES, "group by", "group by a", "one finding for each of them"),
    w(
        RULES,
        "avoid",
        "avoid { draft … }",
        "a text that must violate the rule; `detente test` runs it",
    ),
    w(
        RULES,
        "prefer",
        "prefer { draft … }",
        "a text that must satisfy the rule; `detente test` runs it",
    ),
    w(
        RULES,
        "as",
        "define f has open-door for framework f as …",
        "what the word means follows. In `expect`: the level that must come out",
    ),
    // ---- conditions ----
    w(CONDITIONS, "and", "E and E", "both hold; mixed with `or` it wants parentheses"),
    w(
        CONDITIONS,
        "or",
        "E or E",
        "one of them holds, or both; mixed with `and` it wants parentheses",
    ),
    w(
        CONDITIONS,
        "not",
        "not E · X is not Y · X not in S",
        "it does not hold; of what is undecided it stays undecided",
    ),
    w(
        CONDITIONS,
        "known",
        "known E",
        "yes if E is yes, otherwise no: what is undecided counts as no",
    ),
    w(
        CONDITIONS,
        "every",
        "every m in f.csbms: m.binding at least political",
        "it holds for each of them; of an empty list it is yes",
    ),
    w(
        CONDITIONS,
        "some",
        "some a in f.members: stance(a, f) is blocks",
        "it holds for one of them at least; of an empty list it is no",
    ),
    w(
        CONDITIONS,
        "those",
        "those i in f.agenda where i is live",
        "the part of a list for which it holds",
    ),
    w(
        CONDITIONS,
        "in",
        "X in S · X not in S · a in f.members",
        "is one of the list; after `every`, `some`, `those` and `for`: the list that is gone through",
    ),
    w(
        CONDITIONS,
        "includes",
        "S includes X · S includes any of a, b",
        "the list has it, or has any, all or none of these",
    ),
    w(CONDITIONS, "any", "X is any of a, b · S any in T", "at least one of them"),
    w(CONDITIONS, "none", "X is none of a, b · S none in T", "not one of them"),
    w(
        CONDITIONS,
        "empty",
        "f.phases is empty",
        "the list has nothing in it; undecided where nobody says",
    ),
    w(CONDITIONS, "union", "S union T", "what stands in either list"),
    w(CONDITIONS, "common", "S common T", "what stands in both lists"),
    w(
        CONDITIONS,
        "count",
        "count(f.members) at least 3",
        "how many there are; a range where a list is open",
    ),
    // ---- profiles and parameters ----
    w(
        PROFILES,
        "follows",
        "follows berger2015",
        "the source a profile believes where sources disagree",
    ),
    w(
        PROFILES,
        "set",
        "set broad-agenda to 9 issues",
        "another figure for a parameter, under this profile",
    ),
    w(
        PROFILES,
        "rejected",
        "no-trickle-up rejected",
        "the school argues the contrary; the rule is not applied under it, and a note says so where another profile requires it",
    ),
    // ---- expectations ----
    w(EXPECTATIONS, "violates", "expect napci violates roadmap-exists", "the rule does not hold"),
    w(EXPECTATIONS, "satisfies", "expect napci satisfies great-powers-in", "the rule holds"),
    w(
        EXPECTATIONS,
        "leaves-open",
        "expect napci leaves-open csbm-binding",
        "undecided, or does not apply",
    ),
    w(
        EXPECTATIONS,
        "is-outside",
        "expect napci is-outside csbm-binding",
        "the rule does not apply",
    ),
    w(
        EXPECTATIONS,
        "is-rejected",
        "expect napci is-rejected hard-from-outset under dual-track",
        "the profile argues the contrary",
    ),
    w(
        EXPECTATIONS,
        "under",
        "under security-building, dual-track",
        "the profiles it is judged under; without it, the small core",
    ),
    w(EXPECTATIONS, "following", "following kim2009", "the source believed where sources disagree"),
    w(
        EXPECTATIONS,
        "expected to fail",
        "expected to fail because \"…\"",
        "what should come out and does not yet; passes as long as it fails, and the reason is shown",
    ),
    // ---- scenarios and edits ----
    w(
        SCENARIOS,
        "scenario",
        "scenario dprk-in \"DPRK joins\" on napci { … }",
        "edits with a name: what would be if the texts said so; `on` a framework, or on another scenario whose edits come first",
    ),
    w(
        SCENARIOS,
        "in SCENARIO",
        "expect napci satisfies great-powers-in in dprk-in",
        "asks what a rule says after the edits of a scenario",
    ),
    w(
        SCENARIOS,
        "add",
        "add dprk-nuclear to napci.functional.issues · add csbm line { type hotline } to napci.functional",
        "puts a name into a list, or a block into a thing",
    ),
    w(
        SCENARIOS,
        "remove",
        "remove ROK from napci.members",
        "takes a name out of a list, or a block out of a thing",
    ),
    w(SCENARIOS, "from", "withdraw USA from jcpoa", "what something is taken out of"),
    w(
        SCENARIOS,
        "set",
        "set napci.track to 2 · set napci.stance.China to opposes · set napci.roadmap to yes",
        "puts a value in the place of what is stated; a yes or no is set `to yes` or `to no`",
    ),
    w(SCENARIOS, "yes", "set napci.roadmap to yes", "it is so"),
    w(SCENARIOS, "drop", "drop napci.excluded", "says that there is none"),
    w(SCENARIOS, "forget", "forget napci.roadmap", "takes back what is said, so that nobody says"),
    w(
        SCENARIOS,
        "withdraw",
        "withdraw USA from jcpoa",
        "takes an actor out of every list by which it takes part: members, parties, hosts, funders, lead; without `from`, out of every framework of the files",
    ),
    w(SCENARIOS, "delay", "delay hard-core.widening by 6 months", "puts off the dates of a phase"),
    w(
        SCENARIOS,
        "move",
        "move hard-core.charter after hard-core.widening",
        "puts a phase before, after or with another",
    ),
    // ---- findings ----
    w(
        FINDINGS,
        "violated",
        "napci violates this",
        "the rule does not hold; every statement that takes part is underlined",
    ),
    w(FINDINGS, "satisfied", "1 satisfied", "the rule holds"),
    w(
        FINDINGS,
        "undecided",
        "2 undecided: great-power-buy-in, great-powers-in",
        "facts are missing, which `--all` names; or sources disagree; or the order of steps is open. No fault, and never counted as yes or no",
    ),
    w(
        FINDINGS,
        "does not apply",
        "1 does not apply",
        "there is nothing here for the rule to judge",
    ),
    w(
        FINDINGS,
        "as far as listed",
        "satisfied, as far as listed",
        "the verdict rests on the items that are named; the list may go on",
    ),
];
