//! Did-you-mean: the nearest of the known words, and letters that only look alike.

use unicode_security::{MixedScript, skeleton};

use crate::value::UNITS;

/// Longer names, in bytes, are not compared: nobody types them by hand.
const LONGEST: usize = 200;

/// Returns the known word nearest to `word`, if one is near enough to be worth offering: a third of the
/// letters may differ, two at least count for short words, and case never does.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Comparing two names takes time and memory in proportion to the product of their lengths.
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    let limit = (lower.chars().count() / 3).clamp(1, 4);
    known
        .into_iter()
        .filter(|k| *k != word && k.len() <= LONGEST)
        .map(|k| (strsim::damerau_levenshtein(&lower, &k.to_lowercase()), k))
        .filter(|(distance, k)| *distance <= limit && *distance < k.chars().count())
        .min_by_key(|(distance, k)| (*distance, *k))
        .map(|(_, k)| k)
}

/// Returns `did you mean `x`?`, or an empty text.
pub fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let near = nearest(word, known.iter().copied()).or_else(|| without_year(word, &known));
    near.map_or_else(String::new, |k| format!("did you mean `{k}`?"))
}

/// Units as they are shortened, and with words that add nothing.
const SHORT: &[(&[&str], &str)] = &[
    (&["h", "hr", "hrs"], "hours"),
    (&["d", "calendar days", "calendar day", "full days", "consecutive days"], "days"),
    (&["w", "wk", "wks", "calendar weeks"], "weeks"),
    (
        &["m", "mo", "mos", "mths", "mth", "calendar months", "calendar month", "full months"],
        "months",
    ),
    (&["y", "yr", "yrs", "calendar years", "calendar year", "full years"], "years"),
];

/// Returns which unit is meant by a word that is none, or all there are.
pub fn near_unit(word: &str) -> String {
    let units = || UNITS.iter().map(|u| u.words.1);
    let short = SHORT.iter().find(|(short, _)| short.contains(&word.to_lowercase().as_str()));
    if let Some((_, unit)) = short {
        return format!("write `{unit}`");
    }
    if matches!(word, "working days" | "business days" | "weekdays") {
        return "which days are worked differs from place to place: write `days` as the text means them, with what it says in a remark".to_owned();
    }
    if matches!(word, "minute" | "minutes" | "min" | "mins" | "seconds") {
        return "the smallest unit of time is `hours`; minutes stand in a time of day: `2027-03-01 20:30 Vienna`".to_owned();
    }
    let near = suggestion(word, units());
    if near.is_empty() {
        return format!("the units are {}", units().collect::<Vec<_>>().join(", "));
    }
    near
}

/// Returns the one known word that `word` is but for figures at the end: `berger` for `berger2015`.
fn without_year<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    let letters = |k: &str| k.trim_end_matches(|c: char| c.is_ascii_digit()).to_lowercase();
    let mut same = known.iter().copied().filter(|k| letters(k) == word && k.len() > word.len());
    same.next().filter(|_| same.next().is_none())
}

/// Returns what a name looks like that mixes the letters of two scripts, where it looks like plain Latin letters:
/// `tаlks` with a Cyrillic `а`. Scripts side by side with a hyphen between them are no mixture. Source: Unicode
/// Technical Standard 39, §4 (skeletons) and §5.1 (mixed scripts).
pub fn mixed_letters(name: &str) -> Option<String> {
    if name.is_ascii() || name.split('-').all(MixedScript::is_single_script) {
        return None;
    }
    let shape: String = skeleton(name).collect();
    shape.is_ascii().then_some(shape)
}

/// Returns the known word that looks the same as `word` and is written with other letters, such as a
/// Cyrillic `А` for a Latin one. Source: Unicode Technical Standard 39, §4 (skeletons).
pub fn lookalike<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let shape: String = skeleton(word).collect();
    known.into_iter().find(|k| *k != word && skeleton(k).eq(shape.chars()))
}
