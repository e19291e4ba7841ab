//! A derivation made short: steps that say the same of several names are one, and what is likewise is only named.
//!
//! Takes steps; gives rows in their order. Nothing that is left out is new: whoever wants all of it asks for it in full.
//! Knows no rule and draws nothing.

use crate::diagnostic::Step;
use crate::source::{Sources, Span, is_edit};

/// A line of a derivation as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub depth: usize,
    pub text: String,
    /// Where the statements stand that it rests on.
    pub spans: Vec<Span>,
    pub sources: Vec<String>,
}

/// Returns every step as it is.
pub(super) fn unfolded(steps: &[Step]) -> Vec<Row> {
    let next = |at: usize| steps.get(at + 1).map_or(0, |next| next.depth);
    steps.iter().enumerate().map(|(at, step)| row(step, next(at) > step.depth)).collect()
}

/// Returns a step as it is, with a word on what it rests on that was told before; `more` where it rests on other steps.
fn row(step: &Step, more: bool) -> Row {
    let above = match (step.also.is_empty(), more) {
        (true, _) => "",
        (false, true) => " (and as above)",
        (false, false) => " (as above)",
    };
    let text = format!("{}{above}", step.text);
    let spans = step.span.into_iter().collect();
    Row { depth: step.depth, text, spans, sources: step.sources.clone() }
}

/// Returns the steps with those alike made one.
pub(super) fn folded(steps: &[Step]) -> Vec<Row> {
    let mut rows = Vec::new();
    fold(&trees(steps), &mut rows);
    rows
}

impl Row {
    /// Returns where it stands: `napci.det:17`, `napci.det:17-24, 30`.
    pub(super) fn place(&self, sources: &Sources) -> String {
        let Some(first) = self.spans.first() else { return String::new() };
        let name = sources.name(first.file);
        if is_edit(name) && self.spans.iter().all(|span| line_number(*span, sources) == Some(1)) {
            return name.to_owned();
        }
        let mut lines: Vec<usize> =
            self.spans.iter().filter_map(|s| line_number(*s, sources)).collect();
        lines.sort_unstable();
        lines.dedup();
        let runs = lines.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
            [from, .., to] => format!("{from}-{to}"),
            [one] => one.to_string(),
            [] => String::new(),
        });
        format!("{name}:{}", runs.collect::<Vec<_>>().join(", "))
    }
}

fn line_number(span: Span, sources: &Sources) -> Option<usize> {
    Some(sources.get(span.file)?.lines.line(span.start) + 1)
}

/// A step with the steps below it.
struct Tree<'s> {
    step: &'s Step,
    below: Vec<Tree<'s>>,
}

fn trees(steps: &[Step]) -> Vec<Tree<'_>> {
    let mut trees = Vec::new();
    let mut left = steps;
    while let [step, rest @ ..] = left {
        let within = rest.iter().take_while(|s| s.depth > step.depth).count();
        let (below, rest) = rest.split_at_checked(within).unwrap_or((&[], rest));
        trees.push(Tree { step, below: self::trees(below) });
        left = rest;
    }
    trees
}

fn fold(siblings: &[Tree<'_>], rows: &mut Vec<Row>) {
    // What is said twice is said once.
    let mut left: Vec<&Tree<'_>> = Vec::new();
    for tree in siblings {
        if !left.iter().any(|t| same(t, tree)) {
            left.push(tree);
        }
    }
    left.reverse();
    while let Some(first) = left.pop() {
        let mut row = row(first.step, !first.below.is_empty());
        if first.below.is_empty() {
            join(first.step, &mut row, &mut left);
            close(first.step, &mut row, &mut left);
            rows.push(row);
            continue;
        }
        rows.push(row);
        fold(&first.below, rows);
        let mut names: Vec<String> = Vec::new();
        while let Some(name) = left.last().and_then(|next| likewise(first, next)) {
            if !names.contains(&name) {
                names.push(name);
            }
            left.pop();
        }
        if !names.is_empty() {
            let text = format!("likewise for {}", names.join(", "));
            let depth = first.step.depth;
            rows.push(Row { depth, text, spans: Vec::new(), sources: Vec::new() });
        }
    }
}

fn same(a: &Tree<'_>, b: &Tree<'_>) -> bool {
    a.step == b.step
        && a.below.len() == b.below.len()
        && a.below.iter().zip(&b.below).all(|(a, b)| same(a, b))
}

/// Takes out of what is left the steps that say of another name what a row says of one, and puts the names into the row.
fn join(first: &Step, row: &mut Row, left: &mut Vec<&Tree<'_>>) {
    let pieces: Vec<&str> = first.text.split('`').collect();
    let file = |s: &Step| s.span.map(|s| s.file);
    let mut varies: Option<usize> = None;
    let mut names: Vec<&str> = Vec::new();
    let mut kept: Vec<&Tree<'_>> = Vec::new();
    for tree in left.iter().rev() {
        let step = tree.step;
        let other: Vec<&str> = step.text.split('`').collect();
        let differ: Vec<usize> =
            (0..pieces.len()).filter(|i| pieces.get(*i) != other.get(*i)).collect();
        // Every second piece is a name.
        let at = match differ.as_slice() {
            [at] if at % 2 == 1 && varies.is_none_or(|v| v == *at) => *at,
            _ => {
                kept.push(tree);
                continue;
            }
        };
        let fits = tree.below.is_empty()
            && other.len() == pieces.len()
            && step.sources == first.sources
            && file(step) == file(first);
        if !fits {
            kept.push(tree);
            continue;
        }
        varies = Some(at);
        names.extend(other.get(at));
        row.spans.extend(step.span);
    }
    kept.reverse();
    *left = kept;
    let Some(at) = varies else { return };
    let all = pieces.iter().enumerate().map(|(i, piece)| match i {
        _ if i == at => {
            let names = std::iter::once(piece).chain(&names);
            names.map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
        }
        _ if i == at + 1 => plural(piece),
        _ if i % 2 == 1 => format!("`{piece}`"),
        _ => (*piece).to_owned(),
    });
    row.text = all.collect();
}

/// Says in the row that names what is in a list that there is nothing else in it, where the same line says so.
fn close(first: &Step, row: &mut Row, left: &mut Vec<&Tree<'_>>) {
    let Some(list) = first.text.rsplit('`').nth(1).filter(|_| first.text.ends_with('`')) else {
        return;
    };
    if !first.text.contains(" stands in `") {
        return;
    }
    let closing = format!("`{list}` is complete as listed");
    let Some(next) = left.last().map(|t| t.step) else { return };
    let line = |a: Span, b: Span| a.file == b.file && (a.holds(b) || b.holds(a));
    let here = next.span.zip(first.span).is_some_and(|(a, b)| line(a, b));
    if next.text == closing && here && next.sources == first.sources {
        row.text.push_str(", and no others");
        left.pop();
    }
}

/// Puts the verb that follows a name into the plural.
fn plural(text: &str) -> String {
    const VERBS: [(&str, &str); 5] = [
        (" stands", " stand"),
        (" is", " are"),
        (" ends", " end"),
        (" waits", " wait"),
        (" has", " have"),
    ];
    let verb = VERBS.iter().find_map(|(one, many)| {
        let rest = text.strip_prefix(one)?;
        (rest.is_empty() || rest.starts_with(' ')).then(|| format!("{many}{rest}"))
    });
    verb.unwrap_or_else(|| text.to_owned())
}

/// Checks whether one tree says of a name what another says of another; returns the other.
fn likewise(first: &Tree<'_>, next: &Tree<'_>) -> Option<String> {
    let mut pair: Option<(String, String)> = None;
    if !differ_in(first, next, &mut pair) {
        return None;
    }
    pair.map(|(_, other)| format!("`{other}`"))
}

fn differ_in(a: &Tree<'_>, b: &Tree<'_>, pair: &mut Option<(String, String)>) -> bool {
    let sides = (words(&a.step.text), words(&b.step.text));
    let alike = sides.0.len() == sides.1.len()
        && sides.0.iter().zip(&sides.1).all(|(x, y)| {
            x == y || {
                let (from, to) = pair.get_or_insert_with(|| ((*x).to_owned(), (*y).to_owned()));
                from == x && to == y
            }
        });
    alike
        && a.step.sources == b.step.sources
        && a.below.len() == b.below.len()
        && a.below.iter().zip(&b.below).all(|(a, b)| differ_in(a, b, pair))
}

/// Divides a text into its words and the names within paths.
fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')).collect()
}

#[cfg(test)]
mod tests {
    use super::folded;
    use crate::diagnostic::Step;

    fn step(depth: usize, text: &str) -> Step {
        Step { depth, text: text.to_owned(), span: None, sources: Vec::new(), also: Vec::new() }
    }

    fn shown(steps: &[(usize, &str)]) -> Vec<String> {
        let steps: Vec<Step> = steps.iter().map(|(depth, text)| step(*depth, text)).collect();
        folded(&steps).into_iter().map(|r| format!("{}{}", " ".repeat(r.depth), r.text)).collect()
    }

    #[test]
    fn what_is_said_of_several_names_is_one_row() {
        let rows = shown(&[
            (0, "`A` stands in `f.members`"),
            (0, "`B` stands in `f.members`"),
            (0, "`C` stands in `f.members`"),
            (0, "`C` stands in `f.observers`"),
            (0, "`f.members` is complete as listed"),
        ]);
        let wanted = [
            "`A`, `B`, `C` stand in `f.members`",
            "`C` stands in `f.observers`",
            "`f.members` is complete as listed",
        ];
        assert_eq!(rows, wanted);
    }

    #[test]
    fn what_is_likewise_is_named_and_what_is_not_is_told() {
        let rows = shown(&[
            (0, "line is obligatory: no"),
            (1, "`f.line.binding` is voluntary"),
            (0, "post is obligatory: no"),
            (1, "`f.post.binding` is voluntary"),
            (0, "visit is obligatory: no"),
            (1, "`f.visit.binding` is political"),
        ]);
        let wanted = [
            "line is obligatory: no",
            " `f.line.binding` is voluntary",
            "likewise for `post`",
            "visit is obligatory: no",
            " `f.visit.binding` is political",
        ];
        assert_eq!(rows, wanted);
    }

    #[test]
    fn what_is_said_twice_is_said_once() {
        let rows = shown(&[(0, "nothing says x"), (0, "`f.y` is 3"), (0, "nothing says x")]);
        assert_eq!(rows, ["nothing says x", "`f.y` is 3"]);
    }
}
