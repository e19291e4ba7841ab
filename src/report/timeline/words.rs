//! What every drawing says of choices, procedures, and what is owed or comes by default, in the same words.
//!
//! Takes parts of a timetable; gives text. Knows nothing of how it is drawn.

use super::days;
use crate::analysis::{
    Became, ByDefault, Choice, Held, Owed, Procedure, Row, Step, Timetable, Way,
};
use crate::value::{Date, Truth};

/// Says what is chosen, and when.
pub(super) fn head(choice: &Choice) -> String {
    let within =
        choice.within.as_ref().map_or(String::new(), |branch| format!(", within `{branch}`,"));
    if choice.ways.iter().any(|way| way.taken == Some(true)) {
        return format!("at `{}`{within} one of these was taken", choice.at);
    }
    format!("at `{}`{within} one of these is taken", choice.at)
}

/// Says what a branch is: `wider "Wider talks" if consent of DPRK: widening, charter`.
pub(super) fn way(way: &Way) -> String {
    let title = match way.title.as_str() {
        "" => String::new(),
        title => format!(" \"{title}\""),
    };
    let taken = match way.taken {
        Some(true) => ", taken",
        Some(false) => ", not taken",
        None => "",
    };
    let phases = if way.phases.is_empty() { "no phases".to_owned() } else { way.phases.join(", ") };
    format!("{}{title} {}{taken}: {phases}", way.name, way.when)
}

/// Says when a step is due, counted from when the whole begins.
pub(super) fn due(step: &Step, procedure: &Procedure) -> String {
    let lasts = step.lasts.join(", ");
    let mut when = match (&step.from, &step.to) {
        _ if procedure.takes.is_none() && lasts.is_empty() => "no length known".to_owned(),
        _ if procedure.takes.is_none() => lasts,
        (Some(from), Some(to)) if from.starts_with("0 ") => format!("over after {to}"),
        (Some(from), Some(to)) => format!("begins after {from}, over after {to}"),
        (Some(from), None) if from.starts_with("0 ") => "no limit known".to_owned(),
        (Some(from), None) => format!("begins after {from}, no limit known"),
        // When it begins is open, and when it is over is not.
        (None, Some(to)) => format!("over after {to}"),
        (None, None) => "no limit known".to_owned(),
    };
    if step.extendable {
        when.push_str(if when.is_empty() { "may be lengthened" } else { "; may be lengthened" });
    }
    when
}

/// Says how long a procedure takes in all, and what its text says of that.
pub(super) fn in_all(procedure: &Procedure) -> String {
    let takes = match (&procedure.takes, procedure.open) {
        (None, _) => "how long it takes in all cannot be added up".to_owned(),
        (Some(_), true) => "nothing says how long it takes in all at most".to_owned(),
        (Some(takes), false) => format!("up to {takes} in all"),
    };
    match &procedure.total {
        Some(total) => format!("{takes}; its text says {total}"),
        None => takes,
    }
}

/// Says in return for what something is owed, and whether it is.
pub(super) fn in_return(name: &str, owed: &Owed) -> String {
    let one = |(other, done, on): &(String, Truth, Option<Date>)| {
        let known = match (done, on) {
            (Truth::Yes, Some(on)) => format!("done {on}"),
            (Truth::Yes, None) => "done".to_owned(),
            (Truth::No, _) => "not done".to_owned(),
            (Truth::Undecided, _) => "not known to be done".to_owned(),
        };
        format!("`{other}`, {known}")
    };
    let all: Vec<String> = owed.in_return_for.iter().map(one).collect();
    let so = match owed.owed {
        Truth::Yes => "owed",
        Truth::No => "not owed",
        Truth::Undecided => "whether it is owed is open",
    };
    format!("`{name}` in return for {}: {so}", all.join("; "))
}

/// Says what somebody holds of whether something happened: `northern (Freedonia): 2027-01-20, late by 5 days`.
pub(super) fn held(held: &Held) -> String {
    match held.happened {
        Some(happened) => format!("{}: {}, {}", held.by, happened.on, happened.words()),
        None => format!("{}: it did not", held.by),
    }
}

/// Says what comes by default, when, and what keeps it from coming.
pub(super) fn clause(each: &ByDefault) -> String {
    let on = if each.due.is_open() { String::new() } else { format!(" on {}", days(each.due)) };
    let by = match each.by.as_slice() {
        [] => String::new(),
        all => format!(", by {},", all.join(", ")),
    };
    format!("`{}`{on}, unless `{}`{by} within {}", each.name, each.act, each.within)
}

/// Says what became of it.
pub(super) fn became(each: &ByDefault) -> String {
    let (name, act) = (format!("`{}`", each.name), format!("`{}`", each.act));
    let done = each.done.map_or_else(String::new, |date| {
        let word = if date.days() == 1 { "on" } else { "in" };
        format!(" {word} {date}")
    });
    match (each.became, each.done) {
        (Became::Came, Some(_)) => format!("{act} came{done}, not in time: so {name} comes"),
        (Became::Came, None) => format!("{act} did not come in time: so {name} comes"),
        (Became::KeptOff, _) => format!("{act} came{done}, in time: so {name} does not come"),
        (Became::NotBegun, _) => "whether its time begins to run is open".to_owned(),
        (Became::Open, Some(_)) => {
            format!("{act} came{done}, and whether that was in time is open: so {name} may come")
        }
        (Became::Open, None) => {
            format!("whether {act} came in time is not known: so {name} may come")
        }
    }
}

/// What a row is marked with: what is owed only in return for something, and what comes by default.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    InReturn,
    ByDefault,
}

impl Mark {
    /// Returns the marks of a row.
    pub(super) fn of(table: &Timetable, row: &Row) -> Vec<Mark> {
        let by_default = table.defaults.iter().any(|each| each.name == row.name);
        let marks = [(row.owed.is_some(), Mark::InReturn), (by_default, Mark::ByDefault)];
        marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark).collect()
    }

    /// Returns the letter for it. Branches have capitals.
    pub(super) fn letter(self) -> &'static str {
        match self {
            Mark::InReturn => "r",
            Mark::ByDefault => "d",
        }
    }

    /// Says what it stands for.
    pub(super) fn words(self) -> &'static str {
        match self {
            Mark::InReturn => "owed only in return",
            Mark::ByDefault => "comes by default",
        }
    }
}

/// Says of a row for what it is owed, or unless what it comes.
pub(super) fn condition(table: &Timetable, row: &Row) -> Option<String> {
    let owed = row.owed.as_ref().map(|owed| {
        let all: Vec<&str> = owed.in_return_for.iter().map(|(name, ..)| name.as_str()).collect();
        let known = match owed.owed {
            Truth::Yes => "owed",
            Truth::No => "not owed",
            Truth::Undecided => "owed only",
        };
        format!("{known} in return for {}", all.join(", "))
    });
    let defaults = table.defaults.iter().filter(|each| each.name == row.name);
    let unless = defaults.map(|each| format!("unless {} within {}", each.act, each.within));
    let all: Vec<String> = owed.into_iter().chain(unless).collect();
    (!all.is_empty()).then(|| all.join("; "))
}
