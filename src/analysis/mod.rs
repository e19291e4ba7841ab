//! The façade: every door and every test uses this and nothing below it.
//!
//! Takes texts and a [`Request`]; gives [`Analysis`], [`TestRun`] or an [`Explanation`], plain data all.
//! Knows neither clap nor rustyline; reads no disk but through the [`Loader`].

mod bindings;
mod check;
mod compare;
mod defaults;
mod diff;
mod examples;
mod expect;
mod explain;
mod grounds;
mod library;
mod load;
mod procedures;
mod repeats;
mod scenarios;
mod session;
mod shares;
mod tally;
mod timeline;
mod timetable;
mod world;

pub use explain::{LANGUAGE, LanguageWord};

use crate::diagnostic::{Basis, Finding, Level, Status};
use crate::source::{Loader, Sources, Span};
use crate::value::Date;

pub use crate::eval::{Became, Gap, Lateness};
pub use session::Session;
pub use timetable::{
    Begins, Begun, ByDefault, Choice, Content, Happened, Held, Owed, Pace, Path, Procedure,
    Repeats, Row, RowKind, Sort, Stated, Station, Step, Timelines, Times, Timetable, Unknown, Way,
    Window,
};

/// A text to check, as the door read it.
#[derive(Clone, Debug)]
pub struct Input {
    /// The name shown to the reader.
    pub name: String,
    /// The text, or why there is none (it becomes a finding and the other files are still checked).
    pub text: Result<String, String>,
}

/// What is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The profiles to judge under; empty for the small core.
    pub profiles: Vec<String>,
    /// Sources to believe where sources disagree, before what the texts say.
    pub follow: Vec<String>,
    /// The date at which dated facts are read; all of them without it.
    pub as_of: Option<Date>,
    /// Whether the derivation of what is satisfied or does not apply is worked out too; it costs as much again.
    pub detail: bool,
    /// The names (relative, with forward slashes) and texts to use instead of the prelude in the binary.
    pub prelude: Option<Vec<(String, String)>>,
    /// Set by whoever waits for the answer to end a long question; what is asked then comes out undecided.
    pub stop: Option<std::sync::Arc<std::sync::atomic::AtomicBool>>,
}

/// How many findings there are, by what came of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Frameworks and drafts that stand in the checked files.
    pub frameworks: usize,
    /// Files that were checked.
    pub files: usize,
    /// Frameworks of everything loaded, the library included.
    pub loaded: usize,
    /// Findings about the texts themselves.
    pub broken: usize,
    /// Rules that do not hold.
    pub violated: usize,
    /// Rules that cannot be decided.
    pub undecided: usize,
    /// Rules that hold.
    pub satisfied: usize,
    /// Rules with nothing to judge.
    pub moot: usize,
    /// Broken and violated findings at level error.
    pub errors: usize,
    /// The same at level warning.
    pub warnings: usize,
    /// The same at level advice.
    pub advice: usize,
}

/// One unwritten field and how many undecided findings it would help to decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Want {
    /// The field or notion.
    pub field: String,
    /// How many findings name it as missing.
    pub findings: usize,
}

/// The whole of one check.
#[derive(Debug)]
pub struct Analysis {
    /// Every text that was read, the prelude's among them.
    pub sources: Sources,
    /// Every finding, satisfied and moot ones included, in the one order.
    pub findings: Vec<Finding>,
    /// The counts.
    pub summary: Summary,
    /// What would decide most, most first.
    pub wants: Vec<Want>,
    /// The profiles the judgement was made under; `core` without any.
    pub profiles: Vec<String>,
    /// The profiles it could be made under, where none was asked for.
    pub offered: Vec<String>,
}

/// What came of one `expect`.
#[derive(Clone, Debug)]
pub struct TestCase {
    /// The expectation as written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Whether it came out as written (for `expected to fail`: whether it failed).
    pub passed: bool,
    /// `expected to fail because …`: the reason.
    pub known_failure: Option<String>,
    /// What came out.
    pub status: Status,
    /// At what level.
    pub level: Level,
    /// What it rests on.
    pub basis: Basis,
    /// Why it came out otherwise, as a finding to be drawn; `None` if it passed.
    pub finding: Option<Finding>,
}

/// The whole of one test run.
#[derive(Debug)]
pub struct TestRun {
    /// Every text that was read.
    pub sources: Sources,
    /// Every expectation of the checked files, in the order of files and lines.
    pub cases: Vec<TestCase>,
    /// Structural findings of the checked files: a text that is broken tests nothing.
    pub broken: Vec<Finding>,
    /// Passed on facts, passed on a stated notion, passed as `expected to fail`.
    pub passed: (usize, usize, usize),
    /// Failed.
    pub failed: usize,
}

/// What came of one `avoid` or `prefer` text of a rule.
#[derive(Clone, Debug)]
pub struct ExampleRun {
    /// The rule.
    pub rule: String,
    /// Whether it is an `avoid` text; else a `prefer` text.
    pub avoid: bool,
    /// Whether it came out as it must.
    pub passed: bool,
    /// What came out, in words.
    pub outcome: String,
    /// Where the text stands.
    pub span: Span,
    /// The first mistake in it, where it stands, if it has one.
    pub fault: Option<Finding>,
}

/// What `explain` says of a name, ready to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// `rule`, `kind`, `field of framework`, `word of stance`, `word of the language (…)`, `profile`, `source`,
    /// `notion`, `check`, `framework`, `fact of framework`.
    pub what: String,
    /// The name asked for, with its title if it has one.
    pub heading: String,
    /// Paragraphs and indented lines, in order; Markdown where it is formatted.
    pub body: String,
}

/// One row of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleRow {
    /// The name.
    pub name: String,
    /// The norm in a sentence, or what a structural check looks for.
    pub title: String,
    /// Its own level.
    pub level: Level,
    /// `rule` or `check`.
    pub kind: &'static str,
    /// Its theme: the file of the prelude it stands in, or the area of the check.
    pub theme: String,
    /// For each profile that names it: the profile and the level, or `rejected`.
    pub profiles: Vec<(String, String)>,
    /// Its documentation, in Markdown.
    pub doc: String,
    /// The literature behind it, as cited.
    pub citations: Vec<String>,
}

/// How a finding moved when something changed. Ordered as it is shown: what is gone first, then what is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Movement {
    /// It was violated, and is neither violated nor undecided now.
    Resolved,
    /// It is violated now, and was not.
    New,
    /// It is violated still, at a milder level.
    Eased,
    /// It is violated still, at a graver level.
    Raised,
    /// It was undecided, and nothing is against it now.
    Decided,
    /// It is undecided now, and was not.
    Opened,
    /// The verdict is the same, and rests on something else.
    Reason,
}

impl Movement {
    /// Returns the word shown to a reader and written in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Movement::Resolved => "resolved",
            Movement::New => "new",
            Movement::Eased => "eased",
            Movement::Raised => "raised",
            Movement::Decided => "decided",
            Movement::Opened => "opened",
            Movement::Reason => "reason",
        }
    }
}

/// A finding that moved.
#[derive(Clone, Debug)]
pub struct Moved {
    /// How.
    pub movement: Movement,
    /// The rule or check.
    pub rule: String,
    /// The framework that owns it; empty if none does.
    pub framework: String,
    /// The path of the thing it is about.
    pub path: String,
    /// The further things it is about.
    pub about: Vec<String>,
    /// The finding before; none where nothing was said of it.
    pub before: Option<Finding>,
    /// The finding after; none where nothing is left to say of it.
    pub after: Option<Finding>,
    /// In half a line, what it rests on now.
    pub why: String,
    /// The same with every name, where that is longer.
    pub in_full: Option<String>,
    /// Whether it depends on less than before and on nothing new, which is hardly news.
    pub less: bool,
    /// For lines that clash, each with its place and what it leads to.
    pub lines: Vec<String>,
    /// Whether a reader reads the same as before, on other statements.
    pub quiet: bool,
}

/// What a question at the prompt comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A yes or no, or undecided.
    Truth {
        /// Which.
        truth: crate::value::Truth,
        /// Why.
        because: Leaves,
    },
    /// A list.
    List {
        /// What is in it.
        items: Vec<String>,
        /// What may be in it: sources disagree, or it depends on what is not known.
        possible: Vec<String>,
        /// Whether there may be more.
        open: bool,
        /// Why it is not known what else.
        because: Leaves,
    },
    /// A single value or a number.
    Value {
        /// In words.
        text: String,
        /// Why.
        because: Leaves,
    },
}

/// Edits that bring about what was asked for; they were tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The edits, copy-ready.
    pub text: String,
    /// How many there are.
    pub edits: usize,
    /// Whether one of them says outright what the facts would have to show.
    pub outright: bool,
    /// Whether one of them supposes something of the world, such as what an actor thinks of it.
    pub supposes: bool,
    /// Whether the rule asks of less then, rather than being met in all it asks.
    pub evades: bool,
    /// How many findings at level warning or error they make new or graver.
    pub worse: usize,
    /// How many findings they move in all.
    pub moved: usize,
    /// How many edits of the same form, with another name or word, do so too.
    pub others: usize,
    /// The passages that say otherwise of a framework that is no draft: they are set aside.
    pub aside: Vec<String>,
}

/// What `why not` finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remedies {
    /// What brings it about.
    pub offered: Vec<Remedy>,
    /// Where nothing does, what comes nearest.
    pub nearest: Option<Miss>,
}

/// Edits that bring nearer what was asked for, and do not bring it about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// The edits, copy-ready.
    pub text: String,
    /// What came of it before.
    pub before: Status,
    /// What comes of it after them.
    pub after: Status,
    /// How many things it is violated for after them.
    pub left: usize,
    /// How many it was violated for.
    pub of: usize,
}

/// A question about a verdict or a statement.
#[derive(Clone, Debug)]
pub struct Question {
    /// `napci roadmap-exists`, or an expression.
    pub what: String,
    /// Whether what would make it otherwise is asked for.
    pub not: bool,
}

/// What a question comes to.
#[derive(Clone, Debug)]
pub enum Tale {
    /// What an expression is.
    Answer(Answer),
    /// What a rule says of a thing.
    Verdicts(Vec<Finding>),
    /// Edits that make it otherwise; none where nothing that was tried does.
    Remedies(Remedies),
    /// There is nothing to make otherwise, and why.
    Already(Settled, Box<Tale>),
}

/// Why there is nothing to make otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is so as it stands.
    Holds,
    /// The rule does not apply.
    OutOfScope,
    /// A value or a list was asked of, which is neither so nor not so.
    NoStatement,
}

/// What came of a question.
#[derive(Debug)]
pub struct Told {
    /// Every text, that of the question among them.
    pub sources: Sources,
    /// The answer; or what cannot be read in the question.
    pub answer: Result<Tale, Vec<Finding>>,
}

/// A derivation written out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Leaves {
    /// The steps, outermost first.
    pub steps: Vec<crate::diagnostic::Step>,
    /// The facts that are missing to decide it.
    pub missing: Vec<crate::diagnostic::Missing>,
}

/// What is supposed.
#[derive(Clone, Debug)]
pub enum Supposition {
    /// Edits as written, one a line or between `;`.
    Edits(String),
    /// A scenario of the texts, by its name.
    Scenario(String),
}

/// What came of a supposition.
#[derive(Debug)]
pub struct WhatIf {
    /// Every text, that of the edits among them.
    pub sources: Sources,
    /// What changes; or why an edit cannot be made, and then none is.
    pub change: Result<Change, Vec<Finding>>,
    /// What is wrong with the texts as such.
    pub broken: Vec<Finding>,
}

/// What became of the findings between two versions of a text.
#[derive(Debug)]
pub struct Diff {
    /// The texts of the older version.
    pub before: Sources,
    /// The texts of the newer version.
    pub after: Sources,
    /// What moved, and the counts; there are no edits in it.
    pub change: Change,
    /// The one framework that each version has alone, by its older and its newer name: the two were compared.
    pub renamed: Option<(String, String)>,
    /// The frameworks that only the older version has.
    pub gone: Vec<String>,
    /// The frameworks that only the newer version has.
    pub come: Vec<String>,
    /// What is wrong with what was asked for, such as a profile that does not exist.
    pub faults: Vec<Finding>,
    /// The profiles the judgement was made under; `core` without any.
    pub profiles: Vec<String>,
}

/// What edits change.
#[derive(Clone, Debug)]
pub struct Change {
    /// What each edit did, in order.
    pub steps: Vec<Made>,
    /// What moved, in the order in which it is shown.
    pub moved: Vec<Moved>,
    /// The counts before.
    pub before: Summary,
    /// The counts after.
    pub after: Summary,
}

/// An edit that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The edit as written.
    pub text: String,
    /// The facts it changed, as paths: `napci.members`.
    pub touched: Vec<String>,
    /// Remarks, such as that it changes nothing.
    pub notes: Vec<String>,
    /// Statements that say otherwise and still stand.
    pub against: Vec<Opposed>,
}

/// A statement that says otherwise than an edit; it wins until it is lifted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opposed {
    /// Where it stands: `napci.det:11`.
    pub place: String,
    /// Its line.
    pub statement: String,
    /// The edit that lifts it, copy-ready.
    pub lift: String,
}

/// Reads and judges texts.
pub fn analyse(inputs: Vec<Input>, loader: &dyn Loader, request: &Request) -> Analysis {
    check::analyse(inputs, loader, request)
}

/// Reads and judges texts, and says what edits would change; the findings say why an edit cannot be made.
pub fn what_if(
    inputs: Vec<Input>,
    loader: &dyn Loader,
    request: &Request,
    asked: &Supposition,
) -> WhatIf {
    let mut session = Session::open(inputs, loader, request);
    let change = match asked {
        Supposition::Edits(text) => session.what_if("what-if", text),
        Supposition::Scenario(name) => session.scenario(name),
    };
    WhatIf { change, broken: session.broken(), sources: session.sources().clone() }
}

/// Reads and judges texts, and tells why something is as it is, or what would make it otherwise.
pub fn why(
    inputs: Vec<Input>,
    loader: &dyn Loader,
    request: &Request,
    question: &Question,
) -> Told {
    let mut session = Session::open(inputs, loader, request);
    let answer = session.told(question);
    Told { answer, sources: session.sources().clone() }
}

/// Reads and judges two versions of a text, each with where `use` finds others, and says what became of the findings.
pub fn diff(
    old: (Vec<Input>, &dyn Loader),
    new: (Vec<Input>, &dyn Loader),
    request: &Request,
) -> Diff {
    diff::diff(old, new, request)
}

/// Reads texts and makes the timetable of a framework, or of every checked one that says when a phase is.
pub fn timeline(
    inputs: Vec<Input>,
    loader: &dyn Loader,
    request: &Request,
    framework: Option<&str>,
) -> Timelines {
    timeline::timeline(inputs, loader, request, framework)
}

/// Makes the same timetables as they would be after edits, or in a scenario of the texts.
pub fn timeline_if(
    inputs: Vec<Input>,
    loader: &dyn Loader,
    request: &Request,
    framework: Option<&str>,
    asked: &Supposition,
) -> Timelines {
    Session::open(inputs, loader, request).timelines(framework, asked)
}

/// Reads texts and runs every `expect` in them.
pub fn test(inputs: &[Input], loader: &dyn Loader, request: &Request) -> TestRun {
    expect::run(inputs, loader, request)
}

/// Explains a name or a path (`napci.members`): everything it can mean, most likely first; empty if nothing
/// has that name, and then the second part is the nearest name. `inputs` may add the user's own rules and texts.
pub fn explain(
    name: &str,
    inputs: Vec<Input>,
    loader: &dyn Loader,
    request: &Request,
) -> (Vec<Explanation>, Option<String>) {
    explain::explain(name, inputs, loader, request)
}

/// Lists every rule and structural check, by theme and name.
pub fn rules(inputs: Vec<Input>, loader: &dyn Loader, request: &Request) -> Vec<RuleRow> {
    explain::rules(inputs, loader, request)
}

/// Runs the `avoid` and `prefer` texts of every rule of the texts and the prelude.
pub fn examples(inputs: &[Input], loader: &dyn Loader, request: &Request) -> Vec<ExampleRun> {
    examples::run(inputs, loader, request)
}
