//! What every drawing says of choices and procedures, in the same words.
//!
//! Takes parts of a timetable; gives text. Knows nothing of how it is drawn.

use crate::analysis::{Choice, Procedure, Step, Way};

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
        (None, _) => "no limit known".to_owned(),
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
