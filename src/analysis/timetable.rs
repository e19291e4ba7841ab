//! A timetable: the phases of a framework in time, as plain data for whoever draws them.
//!
//! Made by `timeline`; holds no part of the model, and nothing of how it is drawn.

use jiff::civil::Date as Day;

use crate::diagnostic::Finding;
use crate::eval::{Became, Lateness};
use crate::source::{Sources, is_edit};
use crate::time::Time;
use crate::value::{Date, Truth, number_of_day};

/// The timetables that were asked for.
#[derive(Debug)]
pub struct Timelines {
    /// Every text that was read.
    pub sources: Sources,
    /// One for each framework; or what was asked for and is not there.
    pub answer: Result<Vec<Timetable>, Unknown>,
    /// Mistakes in the checked texts: what they hide is not in the timetables.
    pub broken: Vec<Finding>,
    /// Whether what was supposed cannot be: `broken` says why, and there are no timetables.
    pub refused: bool,
    /// The day to mark.
    pub as_of: Option<Date>,
}

/// A framework that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The name asked for.
    pub name: String,
    /// The nearest name there is.
    pub near: Option<String>,
}

/// The phases of a framework in time, with what they refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetable {
    /// The framework.
    pub framework: String,
    /// Its title; empty if it has none.
    pub title: String,
    /// What is supposed in it, in the words of the edits or the scenario; none for the texts as they are.
    pub supposed: Option<String>,
    /// The rows, in order of the earliest start; what has none stands after what it comes after, else last.
    pub rows: Vec<Row>,
    /// The smallest sets of lines that clash.
    pub clashes: Vec<Vec<Stated>>,
    /// What keeps the last phase from being over sooner.
    pub path: Option<Path>,
    /// Its choices.
    pub choices: Vec<Choice>,
    /// What comes by default.
    pub defaults: Vec<ByDefault>,
    /// Its procedures, which have no dates of their own.
    pub procedures: Vec<Procedure>,
    /// On whose clock times of day are shown, where there are any.
    pub clock: Option<ClockOf>,
}

/// The clock on which times of day are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockOf {
    /// The place.
    pub place: String,
    /// Whether the days of the framework are known to be those of the place.
    pub own: bool,
}

/// What comes by default, unless something is done within a length of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByDefault {
    /// What comes.
    pub name: String,
    /// What keeps it from coming.
    pub act: String,
    /// Who does that.
    pub by: Vec<String>,
    /// Within what, as written: `30 days of notification`.
    pub within: String,
    /// When it would come, counted from what happened.
    pub due: Window,
    /// When the act was done, where that is said.
    pub done: Option<Date>,
    /// What became of it.
    pub became: Became,
}

/// A choice: of its ways one is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What it is made at.
    pub at: String,
    /// The branch of another choice that it is made in.
    pub within: Option<String>,
    /// The ways in which it may go on.
    pub ways: Vec<Way>,
}

/// A branch of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Its name.
    pub name: String,
    /// Its title; empty if it has none.
    pub title: String,
    /// When it is taken, as written: `if done pilot`, `otherwise`.
    pub when: String,
    /// Its phases and milestones.
    pub phases: Vec<String>,
    /// Whether it is taken, where what happened tells.
    pub taken: Option<bool>,
}

/// What is done step by step whenever an occasion arises, counted from when it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Procedure {
    /// Its name.
    pub name: String,
    /// Its title; empty if it has none.
    pub title: String,
    /// Its steps, in the order in which they begin.
    pub steps: Vec<Step>,
    /// How long they take in all; none where that cannot be said.
    pub takes: Option<String>,
    /// Whether they take at least so long, rather than at most.
    pub open: bool,
    /// How long its text says that it takes.
    pub total: Option<String>,
    /// The same in figures, to be drawn; none where it cannot be added up.
    pub pace: Option<Pace>,
}

/// How long a procedure takes, in hours or in months.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Whether it is counted in months of the calendar, and not in hours.
    pub months: bool,
    /// How long its steps take; at least, where it is open.
    pub longest: i64,
    /// How long its text says that it takes, where that is counted likewise.
    pub total: Option<i64>,
}

/// A step of a procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// Its title; empty if it has none.
    pub title: String,
    /// From when to when it is drawn, in what its procedure is counted in; to no end where nothing bounds it.
    pub stretch: Option<(i64, Option<i64>)>,
    /// How long after the beginning it starts at the latest; none where nothing bounds it.
    pub from: Option<String>,
    /// How long after the beginning it is over at the latest; none where nothing bounds it.
    pub to: Option<String>,
    /// Whether it may be lengthened.
    pub extendable: bool,
    /// How long it takes, as written.
    pub lasts: Vec<String>,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A phase of the framework.
    Phase,
    /// A phase of another framework.
    Foreign,
    /// A milestone, of the framework or of another.
    Milestone,
    /// An event or another thing that phases wait for or count from.
    Event,
}

impl RowKind {
    /// Checks whether it is drawn as a point: what has no length, or of which only the moment counts.
    pub fn is_point(self) -> bool {
        matches!(self, RowKind::Milestone | RowKind::Event)
    }
}

/// A phase, or something that phases refer to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its name; a path where it belongs to something else.
    pub name: String,
    /// Its title; empty if it has none.
    pub title: String,
    /// What it is.
    pub kind: RowKind,
    /// When it is due.
    pub times: Times,
    /// The branch of a choice that it stands in.
    pub branch: Option<String>,
    /// Whether that is taken, where what happened tells.
    pub taken: Option<bool>,
    /// How long it takes, as written.
    pub lasts: Vec<String>,
    /// How it stands to other things, as written: `after opening`.
    pub order: Vec<String>,
    /// What begins with it; nothing for a point.
    pub begins: Option<Begins>,
    /// When it did happen.
    pub happened: Option<Happened>,
    /// What it is owed in return for; none where it is owed in any case.
    pub owed: Option<Owed>,
    /// What sources or parties hold of that who disagree.
    pub disputed: Vec<Held>,
    /// When it comes again.
    pub repeats: Option<Repeats>,
    /// The last day on which it was due, where somebody says that it did not happen and that day is over.
    pub missed: Option<Day>,
    /// Whether it is on the critical path.
    pub critical: bool,
    /// By how many days it can start later than at its earliest, where both are known.
    pub slack: Option<i64>,
    /// The same in minutes, where clocks tell when it can start.
    pub slack_minutes: Option<i64>,
    /// The lines that say when it is.
    pub stated: Vec<Stated>,
}

impl Row {
    /// Checks whether it may never come about.
    pub fn may_never(&self) -> bool {
        let never = matches!(self.times, Times::Never | Times::Known { may_never: true, .. });
        self.taken == Some(false) || never
    }
}

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// Between these days.
    Known {
        /// It starts within these.
        start: Window,
        /// It is over within these.
        end: Window,
        /// Whether it may never come about.
        may_never: bool,
    },
    /// It never comes: what happened, or something that it waits for and that never comes, keeps it from coming.
    Never,
    /// The lines about it clash: there are no times.
    Clash,
    /// Too many alternatives to say.
    TooMany,
}

/// The first and the last day on which something can be; open where nothing dated bounds it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub earliest: Option<Day>,
    /// The last day.
    pub latest: Option<Day>,
    /// The minute of the first day from which it can be, where that is not its first.
    pub from_minute: Option<u16>,
    /// The minute of the last day up to which it can be, where that is not its end.
    pub to_minute: Option<u16>,
}

impl Window {
    /// Returns the window between two times; of what is known in days alone the minutes are left out.
    pub fn of((first, last): (Option<Time>, Option<Time>), timed: bool) -> Window {
        let minute = |time: Time| u16::try_from(time.minutes()).ok();
        // One moment is told to the minute, wherever in its day it lies.
        let moment = first.is_some() && first == last;
        Window {
            earliest: first.map(Time::day),
            latest: last.map(Time::day),
            from_minute: first.filter(|t| timed && (moment || t.minutes() != 0)).and_then(minute),
            to_minute: last.filter(|t| timed && (moment || !t.is_end_of_day())).and_then(minute),
        }
    }

    /// Returns the minutes from the first time to the last, where clocks tell one of them.
    pub fn minutes(self) -> Option<i64> {
        let (first, last) = self.earliest.zip(self.latest)?;
        if self.from_minute.is_none() && self.to_minute.is_none() {
            return None;
        }
        let days = number_of_day(last) - number_of_day(first);
        let end = self.to_minute.map_or(24 * 60, i64::from);
        Some(days * 24 * 60 + end - self.from_minute.map_or(0, i64::from))
    }

    /// Returns the first time of it that is known, for an order: the day, and the minute of it.
    pub fn begins(self) -> (Option<Day>, u16) {
        let minute = if self.earliest.is_some() { self.from_minute } else { self.to_minute };
        (self.earliest.or(self.latest), minute.unwrap_or(0))
    }

    /// Checks whether no day is known.
    pub fn is_open(self) -> bool {
        self.earliest.is_none() && self.latest.is_none()
    }
}

/// What begins with a phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begins {
    /// Its baskets and measures.
    pub items: Vec<Begun>,
    /// Whether there may be others.
    pub open: bool,
    /// Whether anything hard begins, and whether anything soft does.
    pub content: Content,
}

/// A basket or measure that begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begun {
    /// Its name.
    pub name: String,
    /// Whether there is anything hard in it, and whether anything soft.
    pub content: Content,
}

/// Whether there is hard content, and whether there is soft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content {
    /// Hard content.
    pub hard: Truth,
    /// Soft content.
    pub soft: Truth,
}

/// What is known of hard and soft content, for a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Hard content; soft content is not known of.
    Hard,
    /// Soft content; hard content is not known of.
    Soft,
    /// Both.
    Mixed,
    /// Neither.
    Neither,
    /// Nothing is known for certain.
    Undecided,
}

impl Content {
    /// Returns what is known for certain.
    pub fn sort(self) -> Sort {
        match (self.hard, self.soft) {
            (Truth::Yes, Truth::Yes) => Sort::Mixed,
            (Truth::Yes, _) => Sort::Hard,
            (_, Truth::Yes) => Sort::Soft,
            (Truth::No, Truth::No) => Sort::Neither,
            _ => Sort::Undecided,
        }
    }

    /// Returns a word for a column; `?` marks what is undecided.
    pub fn word(self) -> &'static str {
        use Truth::{No, Undecided, Yes};
        match (self.hard, self.soft) {
            (Yes, Yes) => "mixed",
            (Yes, No) => "hard",
            (No, Yes) => "soft",
            (No, No) => "neither",
            (Yes, Undecided) => "hard, soft?",
            (Undecided, Yes) => "soft, hard?",
            (Undecided, No) => "hard?",
            (No, Undecided) => "soft?",
            (Undecided, Undecided) => "?",
        }
    }
}

/// What happened, beside what was due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Happened {
    /// When, as closely as it is known.
    pub on: Date,
    /// The day on which it is drawn, where that may be another than it was on the clock where it happened.
    pub shown: Option<Day>,
    /// How that stands to when it was due to start.
    pub standing: Lateness,
    /// By which day it was due, or from which on, where what happened before it makes that another than the plan has.
    pub due: Option<Day>,
}

/// What somebody holds of whether something happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Who: a source, or a view with those who hold it.
    pub by: String,
    /// When it happened; none for what did not.
    pub happened: Option<Happened>,
}

impl Happened {
    /// Returns the first and the last day on which it is drawn.
    pub fn days(self) -> (Day, Day) {
        let written = (self.on.first_day(), self.on.last_day());
        self.shown.map_or(written, |day| (day, day))
    }

    /// Returns the day in the middle of these.
    pub fn middle(self) -> Day {
        let (first, _) = self.days();
        let half = jiff::Span::new().days(i64::from(self.on.days() / 2));
        first.checked_add(half).unwrap_or(first)
    }

    /// Says in words how it stands to what was due.
    pub fn words(self) -> String {
        // Of a month the day nearest to what was due counts.
        let least = if self.on.days() == 1 { "" } else { "at least " };
        let by = |words| self.due.map_or_else(String::new, |day| format!(", due {words} {day}"));
        match self.standing {
            Lateness::Early(gap) => format!("early by {least}{gap}{}", by("from")),
            Lateness::OnTime => "on time".to_owned(),
            Lateness::Late(gap) => format!("late by {least}{gap}{}", by("by")),
            Lateness::Missed => "missed".to_owned(),
            Lateness::NotOwed => "not owed".to_owned(),
            Lateness::NotDue => "not due".to_owned(),
            Lateness::Unknown => "unknown".to_owned(),
        }
    }
}

/// What something is owed in return for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Whether it is owed: only if all of these were done.
    pub owed: Truth,
    /// What has to be done, each with whether it was, and when.
    pub in_return_for: Vec<(String, Truth, Option<Date>)>,
}

/// When something comes again: its first time and those after it, each so much later than the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeats {
    /// How often, as written: `every year`.
    pub every: String,
    /// Until when, as written; empty where nothing is said.
    pub until: String,
    /// When it is due, time after time, as far as it is listed.
    pub due: Vec<Window>,
    /// How many of them are due whatever comes; the others only as long as what ends it has not come.
    pub certain: usize,
    /// Whether it goes on beyond those that are listed.
    pub more: bool,
}

/// What keeps a phase from being over sooner, from a date on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The phase.
    pub of: String,
    /// Each the reason of the next.
    pub stations: Vec<Station>,
}

/// A beginning or an end on a critical path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    /// What begins or ends.
    pub name: String,
    /// Whether it ends.
    pub ends: bool,
    /// The earliest day.
    pub day: Day,
    /// The line by which it is no earlier; none where that goes without saying.
    pub by: Option<Stated>,
}

/// A line that says when something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    /// Of what it says it.
    pub of: String,
    /// What it says: `starts after opening`.
    pub text: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

impl Stated {
    /// Returns `plan.det:12`.
    pub fn place(&self) -> String {
        if is_edit(&self.file) && self.line == 1 {
            return self.file.clone();
        }
        format!("{}:{}", self.file, self.line)
    }
}
