//! One small closed type for everything the tool has to say about a text: [`Finding`].
//!
//! Plain data with a total order. The knowledge of what is wrong stays at the check, but for what several rooms say alike: of
//! words that are near, names that are missing, and dates that are none. How it looks stays in `report`. Knows neither
//! miette nor JSON.

pub mod dates;
mod near;
mod unused;

pub use near::{lookalike, mixed_letters, near_unit, nearest, suggestion};
pub use unused::{UNSETTLED, Unused};

use crate::source::{Sources, Span};

/// What came of a rule, or what kind of message this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Something about the text itself is wrong: a word, a name, a contradiction.
    Broken,
    /// A rule does not hold.
    Violated,
    /// Facts are missing, or sources disagree.
    Undecided,
    /// A rule holds.
    Satisfied,
    /// There is nothing here for the rule to judge.
    Moot,
}

impl Status {
    /// Returns the word shown to a reader and written in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Status::Broken => "broken",
            Status::Violated => "violated",
            Status::Undecided => "undecided",
            Status::Satisfied => "satisfied",
            Status::Moot => "does not apply",
        }
    }
}

/// How much a finding weighs. Ordered from the mildest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// For information; never fails a run.
    Note,
    /// Recommended by the literature.
    Advice,
    /// Named as an obstacle or a risk.
    Warning,
    /// Fails, or cannot work, without it.
    Error,
}

impl Level {
    /// Returns the word as written in rules and profiles.
    pub fn word(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Advice => "advice",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }

    /// The levels that a text may give a rule, as written.
    pub const WORDS: [&str; 3] = ["error", "warning", "advice"];

    /// Reads one of [`Level::WORDS`].
    pub fn parse(word: &str) -> Option<Level> {
        match word {
            "error" => Some(Level::Error),
            "warning" => Some(Level::Warning),
            "advice" => Some(Level::Advice),
            _ => None,
        }
    }

    /// Says what to write for a word that is no level.
    pub fn help(word: &str) -> String {
        match nearest(word, Level::WORDS) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "it is error, warning or advice".to_owned(),
        }
    }
}

/// A place in a text with a brief remark.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// What is underlined.
    pub span: Span,
    /// A few words, lower case, no final period; may be empty.
    pub text: String,
}

/// What a line below the text says; the fixed vocabulary of the messages, in the order of printing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// The consequence.
    So,
    /// What would decide it (undecided only).
    Needs,
    /// What to do, copy-ready.
    Help,
    /// The literature behind the rule.
    Rule,
    /// Who disagrees.
    But,
    /// What eases it: the level that it comes to, and as what holds.
    Eased,
    /// What the rest of the run goes without because of it.
    Without,
    /// Anything else worth knowing.
    Note,
    /// Where to read more.
    See,
}

impl NoteKind {
    /// Returns the word that opens the line.
    pub fn word(self) -> &'static str {
        match self {
            NoteKind::So => "so",
            NoteKind::Needs => "needs",
            NoteKind::Help => "help",
            NoteKind::Rule => "rule",
            NoteKind::But => "but",
            NoteKind::Eased | NoteKind::Without | NoteKind::Note => "note",
            NoteKind::See => "see",
        }
    }
}

/// One line below the text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// Which of the fixed words opens it.
    pub kind: NoteKind,
    /// The text; may hold line breaks.
    pub text: String,
}

/// One step of the derivation that led to a verdict, outermost first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// How deep it stands in the derivation; 0 for the conclusion.
    pub depth: usize,
    /// The step in the words of the framework.
    pub text: String,
    /// The statement it rests on, if it rests on one.
    pub span: Option<Span>,
    /// The sources of that statement, as they are cited: `berger2015 "NAPCI" 98`.
    pub sources: Vec<String>,
    /// Which of the steps before it it rests on as well, by position: a step is told once.
    pub also: Vec<usize>,
}

/// A fact that nobody has written and that would help to decide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// The path of the thing it is a fact about: `ubp` or `napci.functional`.
    pub path: String,
    /// The field or notion: `members`, `roadmap`.
    pub field: String,
    /// Why it is not known, in words: `not written`, `sources disagree`, `to be agreed`.
    pub why: String,
}

/// What a verdict rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Facts alone.
    Facts,
    /// A notion that sources state, such as `no roadmap`.
    Notion {
        /// The notions as stated: `no roadmap`.
        stated: Vec<String>,
        /// Who states them: `berger2015`.
        sources: Vec<String>,
        /// What would come out without those statements.
        facts_alone: Status,
        /// What is missing for the facts to decide, if they do not.
        for_want_of: Vec<Missing>,
    },
}

/// A statement that a verdict rests on and that no source makes: its author inferred or believes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marked {
    /// `inferred` or `unverified`.
    pub mark: &'static str,
    /// What it says, in the words of the framework.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Replaces a piece of text; applying it needs no knowledge of the finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fix {
    /// What to replace; empty to insert.
    pub span: Span,
    /// What to write there.
    pub text: String,
}

/// Whom and what a finding is about. Baselines and fingerprints rest on it, never on a line number.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// The framework or draft that owns the finding; empty if none does.
    pub framework: String,
    /// The path of the innermost thing it is about: `csce.military.observers`.
    pub path: String,
    /// The further things it is about, as names: `DPRK`.
    pub about: Vec<String>,
    /// The path of the thing that the rule was judged for: what is compared when something changes.
    pub owner: String,
}

/// One thing the tool has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The kebab-case name of the rule or check; it is also the docs heading.
    pub rule: String,
    /// What came of it.
    pub status: Status,
    /// How much it weighs.
    pub level: Level,
    /// The level before it was eased, if it was.
    pub eased_from: Option<Level>,
    /// The rule's title, for a rule: `Hard security is on the table from the outset`.
    pub title: String,
    /// One phrase, lower case, no period, that stands alone.
    pub message: String,
    /// Whom and what it is about.
    pub subject: Subject,
    /// Places; the first is the primary one.
    pub labels: Vec<Label>,
    /// The lines below the text.
    pub notes: Vec<Note>,
    /// Why: the derivation, outermost step first; empty for structural findings.
    pub trace: Vec<Step>,
    /// Why the rule asks it of this subject, where that was asked for: the line that says so, and its derivation.
    pub asked: Vec<Step>,
    /// What would help to decide.
    pub missing: Vec<Missing>,
    /// The sources of the statements that led to it, each once.
    pub citations: Vec<String>,
    /// What the verdict rests on.
    pub basis: Basis,
    /// The statements that led to it and that no source makes as they stand.
    pub marked: Vec<Marked>,
    /// Whether an open list was judged only as far as its members are listed.
    pub as_far_as_listed: bool,
    /// A change that settles it.
    pub fix: Option<Fix>,
    /// Edits each of which settles it, tried, as they are typed at the prompt: `move phase talks.two to 2028`.
    pub offers: Vec<String>,
}

impl Finding {
    /// Returns a structural finding at a place; the builder methods add the rest.
    pub fn broken(rule: &str, level: Level, span: Span, message: impl Into<String>) -> Finding {
        let label = Label { span, text: String::new() };
        Finding { labels: vec![label], ..Finding::placeless(rule, level, message) }
    }

    /// Returns a finding that no text has a place for: about what was asked on the command line or at the prompt.
    pub fn placeless(rule: &str, level: Level, message: impl Into<String>) -> Finding {
        Finding {
            rule: rule.to_owned(),
            status: Status::Broken,
            level,
            eased_from: None,
            title: String::new(),
            message: message.into(),
            subject: Subject::default(),
            labels: Vec::new(),
            notes: Vec::new(),
            trace: Vec::new(),
            asked: Vec::new(),
            missing: Vec::new(),
            citations: Vec::new(),
            basis: Basis::Facts,
            marked: Vec::new(),
            as_far_as_listed: false,
            fix: None,
            offers: Vec::new(),
        }
    }

    /// Sets the remark at the primary place.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Finding {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// Adds a further place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Finding {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds the sources of a statement that led to it, each once.
    pub fn cite(&mut self, sources: impl IntoIterator<Item = String>) {
        for source in sources {
            if !self.citations.contains(&source) {
                self.citations.push(source);
            }
        }
    }

    /// Adds a line below the text; an empty one says nothing and is left out.
    #[must_use]
    pub fn note(mut self, kind: NoteKind, text: impl Into<String>) -> Finding {
        let text = text.into();
        if !text.is_empty() {
            self.notes.push(Note { kind, text });
        }
        self
    }

    /// Adds a `help` line.
    #[must_use]
    pub fn help(self, text: impl Into<String>) -> Finding {
        self.note(NoteKind::Help, text)
    }

    /// Offers edits each of which settles it.
    #[must_use]
    pub fn offers(mut self, edits: impl IntoIterator<Item = String>) -> Finding {
        self.offers.extend(edits);
        self
    }

    /// Sets the change that settles it.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Finding {
        self.fix = Some(Fix { span, text: text.into() });
        self
    }

    /// Sets whom it is about.
    #[must_use]
    pub fn about(mut self, framework: impl Into<String>, path: impl Into<String>) -> Finding {
        self.subject.framework = framework.into();
        self.subject.path = path.into();
        self
    }

    /// Returns the primary place, if the finding has a place at all.
    pub fn place(&self) -> Option<Span> {
        self.labels.first().map(|l| l.span)
    }
}

/// Sorts findings into the one order every output uses: file name, place, weight, rule, subject,
/// message. Exact duplicates are removed.
pub fn sort(findings: &mut Vec<Finding>, sources: &Sources) {
    findings.sort_by(|a, b| {
        let key = |f: &Finding| {
            let place = f.place();
            (
                place.map(|p| sources.name(p.file).to_owned()),
                place.map(|p| (p.start, p.end)),
                std::cmp::Reverse(f.level),
            )
        };
        key(a)
            .cmp(&key(b))
            .then_with(|| a.rule.cmp(&b.rule))
            .then_with(|| a.subject.cmp(&b.subject))
            .then_with(|| a.message.cmp(&b.message))
    });
    findings.dedup();
}
