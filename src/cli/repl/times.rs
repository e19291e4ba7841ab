//! Questions of time in everyday words: when something is, what bounds the plan, what a scenario would change.
//!
//! Takes the line as typed; gives what is said of it, and the line that asks the same. Answers nothing itself.

use super::state::Kept;

/// Words that ask for the whole plan.
const PLAN: &[&str] = &[
    "critical",
    "critical-path",
    "slack",
    "float",
    "schedule",
    "calendar",
    "gantt",
    "deadlines",
    "dates",
    "timetable",
    "timeline",
];

/// Words that ask for the end of something.
const END: &[&str] = &["end", "ends", "ended", "finish", "finishes", "over", "complete"];

/// Words that ask for the beginning of something.
const START: &[&str] =
    &["start", "starts", "begin", "begins", "happen", "happens", "come", "comes", "late", "due"];

/// Returns what is said of a line that asks for a time, and the line that asks for it.
pub(super) fn asked(line: &str, kept: &Kept) -> Option<(&'static str, String)> {
    let words: Vec<&str> = line
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| "?,.;()\"".contains(c)))
        .filter(|word| !word.is_empty())
        .collect();
    let (first, rest) = words.split_first()?;
    let first = first.to_lowercase();
    let thing = rest.iter().find_map(|word| kept.session.planned(word));
    let any = |of: &[&str]| rest.iter().any(|word| of.contains(&word.to_lowercase().as_str()));
    if PLAN.contains(&first.as_str()) {
        let spoken = rest.iter().map(|word| word.split('.').next().unwrap_or(word));
        let known = kept.session.frameworks();
        let of = thing.as_deref().and_then(|thing| thing.split('.').next());
        let framework = of.or_else(|| spoken.into_iter().find(|w| known.iter().any(|k| k == w)));
        let line = framework.or(known.first().map(String::as_str)).map(|f| format!("timeline {f}"));
        let said =
            "`timeline` shows when everything is, how much room it has and what holds up the end";
        return line.map(|line| (said, line));
    }
    let thing = thing?;
    // `charter.starts by 2030`: the path has the end in it.
    let last = |word: &&str| word.rsplit_once('.').map_or("", |(_, last)| last).to_owned();
    let ended = rest.iter().any(|word| last(word) == "ends");
    let started = rest.iter().any(|word| matches!(last(word).as_str(), "starts" | "begins"));
    let side = match first.as_str() {
        "when" | "why" if ended || any(END) => "ends",
        "why" if !started && !any(START) => return None,
        "when" | "why" => "starts",
        _ => return None,
    };
    Some(("when something is, and why, is asked so", format!("why {thing}.{side}")))
}

/// Returns what is said of a scenario that is tried as if it were an edit.
pub(super) fn scenario(text: &str, kept: &Kept) -> Option<(&'static str, String)> {
    let name = text.strip_prefix("scenario ").unwrap_or(text).trim();
    let known = kept.session.scenarios();
    known
        .iter()
        .any(|known| known == name)
        .then(|| ("a scenario of the texts is tried without `what if`", format!("scenario {name}")))
}
