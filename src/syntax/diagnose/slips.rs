//! Words of everyday writing that come to mind where the language has another: `42 days or more`, `no further
//! baskets`, `within 2 years of opening`.
//!
//! Takes the line; gives the words that are meant in their place. Knows no things.

use super::letters::{Kind, Line, Token};
use super::values::{keyword, others};
use super::{Within, short};
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Kind as Thing, Takes, vocabulary};

/// Says which word is meant.
pub(super) fn check(line: &Line<'_>) -> Option<Finding> {
    let checks = [
        field_again,
        super::commas::one_name_in_words,
        goes_on,
        no_other,
        not_in,
        verb,
        article,
        or_more,
        within,
        when,
        except,
        hyphenated,
        joined_by_small_words,
    ];
    checks.iter().find_map(|check| check(line))
}

/// `track Track 1`: the field once more.
fn field_again(line: &Line<'_>) -> Option<Finding> {
    let (field, again, next) = (line.token(0)?, line.token(1)?, line.token(2)?);
    let (word, other) = (line.text(field), line.text(again));
    let same = word != other && word.eq_ignore_ascii_case(other);
    (same && FIELDS.iter().any(|f| f.name == word)).then(|| {
        let message = format!("`{other}` says again what `{word}` says");
        line.replace(again.start, next.start, "", message).here("leave this out")
    })
}

/// A comma of a list is not needed to tell whether words of a line are these.
fn are(line: &Line<'_>, from: usize, words: &[&str]) -> bool {
    words.iter().enumerate().all(|(n, word)| line.word(from + n) == *word)
}

/// `A, B, etc.`, `A, B, and so on`.
fn goes_on(line: &Line<'_>) -> Option<Finding> {
    let forms: &[&[&str]] = &[
        &["and", "so", "on"],
        &["and", "so", "forth"],
        &["and", "the", "like"],
        &["and", "the", "others"],
        &["and", "the", "rest"],
        &["and", "many", "others"],
        &["and", "etc"],
        &["among", "others"],
        &["inter", "alia"],
        &["et", "al"],
        &["etc"],
    ];
    let tokens = line.outside_brackets();
    let (token, words) = tokens.iter().filter(|(n, _)| *n > 0).find_map(|(n, token)| {
        let form = forms.iter().find(|form| are(line, *n, form))?;
        Some((*token, n + form.len()))
    })?;
    let mut last = line.token(words.checked_sub(1)?)?;
    for n in words.. {
        match line.token(n).filter(|t| t.kind == Kind::Sign('.')) {
            Some(stop) => last = stop,
            None => break,
        }
    }
    Some(others(line, token.start, last.end))
}

/// `no further baskets`.
fn no_other(line: &Line<'_>) -> Option<Finding> {
    let word = line.token(1)?;
    let meant = line.word(0) == "no"
        && matches!(line.text(word), "further" | "more" | "additional" | "extra" | "others")
        && !line.word(2).is_empty()
        && line.token(3).is_none_or(|t| t.kind == Kind::Sign('['));
    meant.then(|| {
        let message = format!("that a list is complete is not written with `{}`", line.text(word));
        line.replace(word.start, word.end, "other", message).here("write `other`")
    })
}

/// `DPRK not in members`.
fn not_in(line: &Line<'_>) -> Option<Finding> {
    let not = line.outside_brackets().iter().find_map(|(n, t)| {
        (*n > 0 && are(line, *n, &["not", "in"]) && !line.word(n + 2).is_empty())
            .then_some((*n, *t))
    });
    let (n, token) = not?;
    let field = line.token(n + 2)?;
    let ends = line.token(n + 3).is_none_or(|t| t.kind == Kind::Sign('['));
    let name = line.slice(0, token.start).trim_end();
    let one = !name.contains(|c: char| c.is_whitespace() || c == ',');
    (ends && one).then(|| {
        let new = format!("no {name} in {}", line.text(field));
        let message = "what is not in a list is written with `no` before it";
        line.replace(0, field.end, &new, message).here("`no` comes first")
    })
}

/// `members are ROK, USA`.
fn verb(line: &Line<'_>) -> Option<Finding> {
    let (field, verb, next) = (line.word(0), line.token(1)?, line.token(2)?);
    let known = FIELDS.iter().any(|f| f.name == field && !matches!(f.takes, Takes::Truth));
    let is = matches!(line.text(verb), "are" | "is" | "was" | "were");
    (known && is && line.place.within == Within::Block && line.text(next) != "not").then(|| {
        let message = format!("no `{}` stands between `{field}` and what it is", line.text(verb));
        line.replace(verb.start, next.start, "", message).here("leave this out")
    })
}

/// `members the ROK, the USA`.
fn article(line: &Line<'_>) -> Option<Finding> {
    let articles: Vec<Token> = line
        .outside_brackets()
        .iter()
        .filter(|(n, t)| {
            let next = line.word(n + 1);
            // `kind a dialogue`
            let one = *n == 1
                && matches!(line.text(*t), "a" | "an")
                && Thing::of_word(line.word(0)).is_none();
            (one || matches!(line.text(*t), "the" | "The"))
                && !next.is_empty()
                && !matches!(next, "earlier" | "later" | "earliest" | "latest" | "start" | "end")
        })
        .map(|(_, t)| *t)
        .collect();
    let (first, last) = (articles.first()?, articles.last()?);
    // A sentence begins with one too, and is none with it left out.
    let verb = line.is_sign(2, ':')
        || matches!(
            line.word(2),
            "are" | "is" | "was" | "were" | "include" | "includes" | "unknown"
        );
    if first.start == 0 && !(verb && FIELDS.iter().any(|f| f.name == line.word(1))) {
        return None;
    }
    let mut rest = String::new();
    let mut from = first.start;
    for article in &articles {
        rest.push_str(line.slice(from, article.start));
        from = article.end + line.slice(article.end, line.written.len()).len()
            - line.slice(article.end, line.written.len()).trim_start().len();
    }
    let finding = line
        .at(first.start, first.end, format!("a name stands without `{}`", line.text(*first)))
        .here("leave this out");
    let end = from.max(last.end);
    Some(line.show(finding, first.start, end, &rest).fix(line.span(first.start, end), rest))
}

/// `42 days or more`, `42 or fewer troops`.
fn or_more(line: &Line<'_>) -> Option<Finding> {
    for (n, figure) in line.outside_brackets() {
        if figure.kind != Kind::Figure || matches!(line.word(n.wrapping_sub(1)), "least" | "most") {
            continue;
        }
        // The unit has one word or two, before `or` or after it.
        let Some(or) = (n + 1..n + 4).find(|i| line.word(*i) == "or" || line.word(*i) == "and")
        else {
            continue;
        };
        let bound = match line.word(or + 1) {
            "more" | "above" | "over" | "longer" | "higher" | "greater" | "later" => "at least",
            "less" | "fewer" | "below" | "under" | "shorter" | "lower" => "at most",
            _ => continue,
        };
        let (first, last) = (line.token(or)?, line.token(or + 1)?);
        let counted = line.slice(figure.start, first.start).trim_end();
        let message = format!(
            "`{}` is written before the figure, as `{bound}`",
            line.slice(first.start, last.end)
        );
        let new = format!("{bound} {counted}");
        return Some(
            line.replace(figure.start, last.end, &new, message)
                .here(format!("write `{bound} {counted}`")),
        );
    }
    None
}

/// `within 2 years of opening`.
fn within(line: &Line<'_>) -> Option<Finding> {
    let of = super::phrases::takes(line);
    if !of.contains(&super::phrases::Of::Times) && !of.contains(&super::phrases::Of::Figures) {
        return None;
    }
    let (n, word) =
        line.outside_brackets().into_iter().find(|(n, t)| *n > 0 && line.text(*t) == "within")?;
    let figure = line.token(n + 1).filter(|t| t.kind == Kind::Figure)?;
    let joint = (n + 2..n + 5).find(|i| matches!(line.word(*i), "of" | "from" | "after"));
    let (end, new) = match joint.and_then(|i| line.token(i)) {
        Some(joint) => {
            let time = line.slice(figure.start, joint.start).trim_end();
            (joint.end, format!("at most {time} after"))
        }
        None => (word.end, "at most".to_owned()),
    };
    let message = "`within` is written `at most`";
    Some(line.replace(word.start, end, &new, message).here(format!("write `{new}`")))
}

/// `starts following opening`, `starts once opening is over`.
fn when(line: &Line<'_>) -> Option<Finding> {
    if !matches!(line.word(0), "starts" | "ends" | "begins" | "during") {
        return None;
    }
    let (word, name) = (line.token(1)?, line.token(2).filter(|t| t.kind == Kind::Word)?);
    let meant = match line.text(word) {
        "following" | "once" | "when" | "upon" => "after",
        _ => return None,
    };
    let rest = line.slice(name.end, line.written.len()).trim_start();
    let over = ["is", "has", "was", "ends"].iter().any(|w| rest.starts_with(w));
    let end = if over {
        line.tokens
            .iter()
            .filter(|t| t.start >= name.start)
            .take_while(|t| matches!(t.kind, Kind::Word) || **t == name)
            .last()
            .map_or(name.end, |t| t.end)
    } else {
        line.tokens
            .iter()
            .filter(|t| t.start > name.start)
            .take_while(|t| line.slice(t.start - 1, t.start) == "." || line.text(**t) == ".")
            .last()
            .map_or(name.end, |t| t.end)
    };
    let path = if over { line.text(name) } else { line.slice(name.start, end) };
    let new = format!("{meant} {path}");
    let message = format!("`{}` is written `{meant}`", short(line.slice(word.start, end)));
    let message = if over {
        format!("`{}` is written `{new}`", short(line.slice(word.start, end)))
    } else {
        message.replace(&format!(" {path}` is"), "` is")
    };
    Some(line.replace(word.start, end, &new, message).here(format!("write `{new}`")))
}

/// `all members without Mongolia`.
fn except(line: &Line<'_>) -> Option<Finding> {
    let tokens = line.outside_brackets();
    let all = tokens.iter().position(|(_, t)| line.text(*t) == "all")?;
    let (n, word) = *tokens.iter().skip(all + 2).find(|(_, t)| {
        matches!(line.text(*t), "without" | "excluding" | "but" | "save" | "minus")
    })?;
    line.token(n + 1).filter(|t| t.kind == Kind::Word)?;
    let message =
        format!("what is not meant of a whole list follows `except`, not `{}`", line.text(word));
    Some(line.replace(word.start, word.end, "except", message).here("write `except`"))
}

/// `kind CSBM regime`: words that are one word of the field, joined by a hyphen.
fn hyphenated(line: &Line<'_>) -> Option<Finding> {
    let field = line.word(0);
    let words: Vec<&str> = FIELDS
        .iter()
        .filter(|f| f.name == field)
        .filter_map(|f| match f.takes {
            Takes::Words(name) => vocabulary(name),
            _ => None,
        })
        .flat_map(|(_, v)| v.words.iter().map(|w| w.word))
        .collect();
    for n in 1..line.tokens.len().min(12) {
        for count in 2..5 {
            let run: Vec<&str> = (n..n + count).map(|i| line.word(i)).collect();
            let joined = run.join("-").to_lowercase();
            if run.contains(&"") || !words.contains(&joined.as_str()) {
                continue;
            }
            let (first, last) = (line.token(n)?, line.token(n + count - 1)?);
            let written = line.slice(first.start, last.end);
            let message = format!("`{}` is one word, joined with hyphens", short(written));
            return Some(
                line.replace(first.start, last.end, &joined, message)
                    .here(format!("write `{joined}`")),
            );
        }
    }
    None
}

/// `issues incidents at sea`: a name of several words, some of them small.
fn joined_by_small_words(line: &Line<'_>) -> Option<Finding> {
    let block = line.place.within == Within::Block;
    let field = line.word(0);
    let names = FIELDS
        .iter()
        .any(|f| f.name == field && matches!(f.takes, Takes::Names(_) | Takes::Words(_)));
    // Where figures and times stand, words with a unit among them are no name.
    let figures = line.tokens.iter().enumerate().any(|(n, token)| {
        let end = match token.kind {
            Kind::Figure => Some(n + 1),
            _ => super::amounts::number(line, n).map(|(_, end)| end),
        };
        end.is_some_and(|end| super::phrases::unit(line, end).is_some())
    });
    if block && (!names || figures) || line.place.within == Within::Profile {
        return None;
    }
    let tokens = line.outside_brackets();
    let mut items: Vec<Vec<Token>> = vec![Vec::new()];
    for (_, token) in tokens.iter().skip(usize::from(block)) {
        if token.kind == Kind::Sign(',') {
            items.push(Vec::new());
        } else if let Some(item) = items.last_mut() {
            item.push(*token);
        }
    }
    for item in items.iter().filter(|i| i.len() > 2 && i.len() < 7) {
        let small = |t: &Token| matches!(line.text(*t), "at" | "of" | "on" | "in" | "for");
        let (first, last) = (item.first()?, item.last()?);
        let plain =
            item.iter().all(|t| t.kind == Kind::Word && (small(t) || !keyword(line.text(*t))));
        let gate = matches!(line.text(*first), "done" | "consent" | "settled" | "has" | "is");
        if plain && !gate && !small(first) && !small(last) && item.iter().any(small) {
            let words: Vec<&str> = item.iter().map(|t| line.text(*t)).collect();
            let joined = words.join("-");
            return Some(
                line.replace(first.start, last.end, &joined, "a name is one word")
                    .here("several words are joined with hyphens"),
            );
        }
    }
    None
}
