//! The structural checks by name: what each looks for and what to do about it.
//!
//! `explain`, `rules` and the reference print this table. A test asserts that every name a finding carries
//! is in it or is a rule.

use crate::diagnostic::Level;

/// One structural check.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Its name.
    pub name: &'static str,
    /// The area it belongs to.
    pub area: &'static str,
    /// How much it weighs at most.
    pub level: Level,
    /// What it asks, in a sentence.
    pub title: &'static str,
    /// Why, and what to do.
    pub doc: &'static str,
}

impl Check {
    /// Returns whether it judges what a text says of a thing, and not how the text is written: an expectation can name it.
    pub fn judges_things(&self) -> bool {
        self.area == "facts"
    }
}

macro_rules! checks {
    ($($area:literal { $($name:literal $level:ident $title:literal $doc:literal)* })*) => {
        /// Every structural check, by area.
        pub const CHECKS: &[Check] = &[$($(Check {
            name: $name, area: $area, level: Level::$level, title: $title, doc: $doc,
        }),*),*];
    };
}

checks! {
    "text" {
        "unreadable" Error "Every file can be read"
            "A file that is missing, is not UTF-8 text or is too large cannot be checked; the others still are."
        "syntax" Error "Every line can be read"
            "A line that cannot be read is left out of the check; everything else in the file is read. One statement a line, a field first, then its values; blocks in braces; sources in brackets."
        "more-problems" Error "The problems of a file can be shown"
            "Past two hundred problems in one file the rest is only counted."
        "empty-file" Warning "A file says something"
            "The file holds no declaration. Begin with `framework NAME \"TITLE\" { … }` or `draft NAME \"TITLE\" { … }`."
        "unknown-module" Error "What is used exists"
            "`use` names a part of the standard library (`use std.northeast-asia`) or a file (`use \"sources.det\"`) that is not there."
    }
    "names" {
        "unknown-name" Error "Every name is declared"
            "A name stands for an actor, an issue, a framework or something else that is declared in the files or in the standard library. Until it is settled, what depends on it cannot be decided."
        "mixed-letters" Warning "A name is of one script"
            "A name that looks like Latin letters holds one of another script, such as a Cyrillic `а`. Nobody will find it by typing what they see. Type it anew."
        "unknown-field" Error "Every field exists"
            "The first word of a statement is a field of the thing it stands in, or a notion. `detente explain KIND` lists them."
        "unknown-word" Error "Every word is one of its vocabulary"
            "Many fields take words of a closed list. `detente explain FIELD` shows it."
        "unknown-source" Error "Every source is declared"
            "A citation begins with the name of a `source`."
        "account-of-nobody" Warning "An account says whose it is"
            "`account of NAME [SOURCE] { … }` adds what another source says. Without a source nobody can follow it, and a disagreement has only one side with a name."
        "unknown-section" Error "Every section cited exists"
            "A citation names a section that its source declares."
        "line-outside-section" Warning "A line cited lies in its section"
            "Sections of a source say which lines they cover."
        "unknown-rule" Error "Every rule named exists"
            "A profile or an expectation names a rule that is not there. `detente rules` lists them."
        "unknown-profile" Error "Every profile named exists"
            "A profile that was asked for is not there. `detente rules` names them."
        "ambiguous-name" Error "A name has one meaning where it stands"
            "Two things of this name fit. Rename one."
        "declared-twice" Error "A thing is declared once"
            "Two blocks declare one thing. What another source says goes into `account of NAME [SOURCE] { … }`."
        "overrides-library" Note "What takes the place of the library's is known"
            "A rule, definition, profile or parameter of yours with the name of one of the library's is used instead of it."
        "name-is-field" Error "A block is not named like a field"
            "A block inside another may not have the name of one of its fields, so that every path has one reading."
        "named-twice" Warning "A list names each item once"
            "The same name stands twice in one list."
    }
    "statements" {
        "wrong-kind" Error "A value is of the kind its field takes"
            "The field takes something else. `detente explain FIELD` says what."
        "wrong-unit" Error "A figure has a unit that fits"
            "A lead time is measured in time, a size in what it counts."
        "wrong-date" Error "A date exists"
            "Dates are written 2015, 2015-10 or 2015-10-28."
        "wrong-item" Error "A list in braces holds items"
            "One item a line."
        "wrong-place" Error "A block stands where it belongs"
            "Some blocks stand at the top of a file, others inside a framework or a basket."
        "stray-value" Error "A line says what it is about"
            "A line begins with a field."
        "one-value" Error "A field of one value has one"
            "What a further source says goes into `account of NAME [SOURCE] { … }`."
        "said-twice" Error "A field is said once in a block"
            "Line order means nothing: a later line does not replace an earlier one."
        "more-than-counted" Error "No more names than are counted"
            "`34 states, including …` names at most 34."
    }
    "facts" {
        "incomplete" Error "A draft states what no author can leave open"
            "A draft says its kind, concept, region, members and track. Left out, they are unknown: rules that ask for them cannot be decided."
        "world-fact-unsourced" Advice "What a draft says of the world has a source"
            "An author decides who is invited; what others think of it, somebody has to have said. Cite who says so, or mark the line `[unverified]` or `[inferred]`: a verdict that rests on it is no better."
        "sources-disagree" Warning "Sources agree"
            "Two sources say different things of one fact. Both are kept, and what depends on it is undecided until it is said whom to follow."
        "contradiction" Error "A text does not say both"
            "One source says that there is none and names one, or gives one fact two values, or lists in full what it adds to on the other side of a relation. What two sources say is a disagreement; what one says at two times is a change, if each line gives its date."
        "sequence-contradiction" Error "The phases can be when they are said to be"
            "Lines about the times of phases that cannot all be so: phases that wait for one another, or dates, lengths and orders that leave no room. The smallest set of lines that clash is shown, with what each of them leads to: leave out any one and the others agree. Lines of several sources are a warning, since one may be wrong."
        "deadline-missed" Warning "What was due happened in time"
            "A phase that happened after the last day on which it was due. What is owed only in return for something (`in-return-for`) is not missed where that is said not to be done, and not late before it was done. The days are counted from what really happened before it, where that is stated, and otherwise from when that was due. What happened never bends the plan. With `--as-of DATE`, a phase that was due before that date and of which nobody says that it happened is noted; silence is no violation. Correct a date, or leave it as it is: history may be late."
        "came-early" Note "What happened came no sooner than it was due"
            "A phase that happened before the first day on which it was due, such as one that was to begin `no earlier than` a date, or so long after something. What happened never bends the plan, and it may have been right to hurry: it is a remark. Correct a date, or leave it as it is."
        "kept-off" Warning "What was kept from coming by default did not come"
            "Something comes by default unless an act is done in time (`starts unless ACT within …`). The texts say that the act was done in time, and that what it keeps off came all the same: it was not due. Correct a date, or leave it as it is: what was not due may have been done."
        "choice-made-twice" Warning "Of the branches of a choice one is taken"
            "Of the branches of a choice one is taken, and the texts say that two were: something happened in each of them. Or they say that a branch was not taken (`no happened`) in which something happened. Nothing is concluded from it: which branch is taken is open until it is settled."
        "comes-once" Warning "What is counted time by time comes again"
            "A line counts from a later time of a milestone (`after the 3rd time of meeting`), and nobody says how often that comes. Until it is said, that time is known to be no sooner than the first, and no more. Write `repeats every year` in it, or count from it without `the 3rd time of`."
        "over-before-first" Warning "What comes again is not over before it comes"
            "A milestone that comes again (`repeats`) goes on until something that lies before its first time whatever comes: a date, or what has happened by then. The first time is due all the same, and none after it. Give a later end, or an earlier first time; what comes once needs no `repeats`."
        "day-count-decides" Advice "No finding hangs on how days are counted"
            "Whether the day of an event is day 0 or day 1 of what is counted from it is for the text to say. Where nobody has said, the day of the event is day 0; if with the other count what was in time were late, or lines that agree would clash, it is told. Write `day-count excludes-first-day` or `day-count includes-first-day` in the framework, or `first day counted`, `first day not counted` behind the length, with who says so."
        "days-in-decides" Advice "No finding hangs on whose days they are"
            "A text has times of day, on the clock of a place, and days, and does not say whose days those are. Where what happened was in time as days are in one place of the world and late or early as they are in another, or lines agree as they are in some places and clash as they are elsewhere, it is told, with the clocks at which that turns. Write `days-in PLACE` in the framework, with who says so."
        "phase-unordered" Advice "Phases written in order are ordered"
            "The order of the lines orders nothing: a phase that no line and no date sets before or after the one written above it may come at any time. Write `starts after NAME` in it, `starts with NAME` where both begin together, a date, or `beside NAME` where they go side by side and nothing orders them. The same goes for the steps of a procedure."
        "total-differs" Error "The steps of a procedure take as long as its total says"
            "A procedure says how long it takes in all, and its steps, each begun as soon as what it waits for is over, take longer or shorter. Steps side by side count once. The steps that make up the sum are shown. That a step may be lengthened is not counted. Where a line is of another source, inferred or unverified, it is a warning. What has no upper limit, or mixes months with days, is compared only as far as it can be."
        "dated-step" Warning "The steps of a procedure have no dates"
            "A procedure is gone through whenever there is occasion, so its steps are counted from when it begins. A line that gives a step a date of the calendar is not counted in how long it takes. Say when it is by another step; or, if all of it happens once, write phases of the sequence."
        "phase-opens-nothing" Advice "Something begins with a phase"
            "In a draft what is not written is not there: a phase that opens, starts, admits, adopts, founds and widens nothing changes nothing when it comes. Say what begins with it, or `no opens` where it is meant to be empty."
        "unreachable-phase" Warning "A phase can come about"
            "A phase waits for something that is said never to be: a condition that does not hold and that nothing brings about (`no needs`), or an event that cannot happen any more. Nothing that waits for it begins either. What an act in time keeps from coming by default, or an event of the world (`unless X first`), as the text provides, is none; what other phases always come before is."
        "no-gate-cycle" Error "No gates wait for one another"
            "A circle of what waits for what, across phases, measures, charters, conditions and demands: each waits for the next and the last for the first, so that none can ever begin. Something that waits for what is owed only in return for it (`in-return-for`) is such a circle too: nobody has to begin. What holds already, is at work or has happened waits for nothing. Every statement of the circle is shown, with edits that break it. Where a statement of it is only inferred or unverified it is a warning."
        "mutual-exchange" Note "It is said who begins an exchange"
            "Things that are owed only in return for one another (`in-return-for`): none waits for another, and each may be done first, or all at once. Nobody has to begin, and where none of it is done nothing was missed. Say who begins: with an order or dates, or without `in-return-for` there; or that they go side by side: `beside NAME`, `starts with NAME`."
        "excludes" Error "Nothing stands in two lists that exclude each other"
            "A member is not excluded; what is complemented is not replaced."
        "outside-agenda" Warning "A measure deals with the agenda"
            "What a measure addresses is an issue of its framework."
        "notion-against-facts" Error "A stated notion fits the facts"
            "Sources state notions (`no roadmap`) more readily than the facts they are made of. Where both are known they agree; a draft must show what it states."
    }
    "rules" {
        "rule-shape" Error "A rule has its parts"
            "A rule ranges over something (`for`), requires something (`require`) and says why (`because`)."
        "unused-variable" Warning "Every variable is used"
            "A variable that is never used is a slip or a leftover."
        "shadowed-name" Error "A variable takes no name that is taken"
            "A variable may not have the name of a thing, a kind or another variable."
        "cyclic-definition" Error "No definition leads back to itself"
            "Definitions, and lists that are `all` of another list, rest on facts in the end."
        "never-fires" Warning "A rule can fail"
            "A rule whose conditions exclude one another, or which requires what follows from them, is never violated."
        "is-not-unwritten" Advice "Silence does not satisfy by accident"
            "`is not X` holds of a draft that leaves the field out."
        "empty-every" Advice "An empty list does not satisfy by accident"
            "`every` holds of an empty list."
    }
    "profiles" {
        "schools-contradict" Warning "The profiles asked for do not contradict each other"
            "One school requires what another rejects, or two set one figure differently. The rule is left out of the run; the figure stays as declared."
        "expectation" Error "An expectation can be asked"
            "An `expect` names a framework, a rule that its profile holds, and a verdict."
    }
    "scenarios" {
        "edit" Error "An edit can be made"
            "An edit names a list, a field, a block or a phase and what is to become of it. One that cannot be made says why; none of those beside it is made then."
        "scenario-cycle" Error "A scenario does not build on itself"
            "A scenario starts from a framework or from another scenario; somewhere the texts must come first."
    }
}

/// Finds a structural check.
pub fn find(name: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|c| c.name == name)
}
