//! How messages list and count: `A, B and C`, `1 file`, `3 files`.
//!
//! Takes words as they are to be read, gives them joined. Knows nothing of what they name.

/// Joins `A`, `A and B`, `A, B and C`; empty for nothing.
pub fn and<T: AsRef<str>>(items: &[T]) -> String {
    listed(items, "and")
}

/// Joins `A`, `A or B`, `A, B or C`; empty for nothing.
pub fn or<T: AsRef<str>>(items: &[T]) -> String {
    listed(items, "or")
}

fn listed<T: AsRef<str>>(items: &[T], word: &str) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, rest)) => format!("{} {word} {last}", rest.join(", ")),
    }
}

/// Returns `1 file` or `3 files`, of words whose plural ends with an `s` more.
pub fn count<N: Copy + std::fmt::Display + PartialEq + From<u8>>(n: N, one: &str) -> String {
    if n == N::from(1) { format!("{n} {one}") } else { format!("{n} {one}s") }
}

/// Returns `1st`, `2nd`, `11th`.
pub fn ordinal(n: usize) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// Returns a text on one line, with one space between its words.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a statement on one line, as it would be written there: what has lines of its own in braces stands between `;`.
pub fn on_one_line(text: &str) -> String {
    let lines: Vec<String> = text.trim().lines().map(flat).filter(|l| !l.is_empty()).collect();
    lines.join("; ").replace("{; ", "{ ").replace("; }", " }")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_counts_as_they_are_read() {
        assert_eq!(and::<&str>(&[]), "");
        assert_eq!(and(&["A"]), "A");
        assert_eq!(and(&["A", "B"]), "A and B");
        assert_eq!(or(&["A", "B", "C"]), "A, B or C");
        assert_eq!(count(1_usize, "file"), "1 file");
        assert_eq!(count(0_i64, "day"), "0 days");
        let nth = [1, 2, 3, 4, 11, 12, 13, 21, 112].map(ordinal);
        assert_eq!(nth, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"]);
        assert_eq!(flat(" a\n  b\tc "), "a b c");
        let several = "the later of {\n  2030\n  the earlier of {\n    with a\n    2031\n  }\n}";
        let line = "the later of { 2030; the earlier of { with a; 2031 } }";
        assert_eq!(on_one_line(several), line);
    }
}
