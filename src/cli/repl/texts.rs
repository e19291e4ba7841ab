//! The texts that stand behind a prompt: loaded, read again, declared at the prompt, judged under other profiles.
//!
//! Takes what follows the command; writes what stands then. What cannot be read changes nothing.

use std::io;
use std::path::{Path, PathBuf};

use super::state::{Kept, Lost};
use super::turn::{Answered, Played, Turn};
use crate::analysis::{Request, Summary};
use crate::diagnostic::nearest;
use crate::report::{self, Style};

/// Writes the line that says what is loaded and what stands, and what is wrong with the texts.
pub(super) fn standing(kept: &Kept, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let summary = kept.session.analysis().summary;
    if summary.files == 0 {
        return report::emit_words("no text is loaded: `load` adds a file or a folder", style, out);
    }
    report::emit_words(&counted(&summary), style, out)?;
    report::emit_brief(&kept.session.broken(), kept.session.sources(), style, out)
}

/// Returns the line that counts what is loaded and what stands.
pub(super) fn counted(summary: &Summary) -> String {
    let frameworks = if summary.frameworks == 1 { "framework" } else { "frameworks" };
    let files = if summary.files == 1 { "file" } else { "files" };
    let loaded = format!("{} {frameworks}, {} {files}", summary.frameworks, summary.files);
    format!("{loaded}. {}", report::standing(summary))
}

pub(super) fn load(rest: &str, turn: &mut Turn<'_>) -> Answered {
    match paths(rest) {
        Ok(paths) if paths.is_empty() => nothing_named(turn),
        Err(closed) if closed.trim_matches('"').is_empty() => nothing_named(turn),
        Ok(paths) => {
            let lost = turn.kept.open(&paths);
            reopened(lost, turn)
        }
        Err(closed) => turn.fail_for("the quotation mark is not closed", &format!("load {closed}")),
    }
}

/// Says that a file or folder is wanted: one that is there, if one is.
fn nothing_named(turn: &mut Turn<'_>) -> Answered {
    let near = super::files::beginning_with("").into_iter().next();
    let near = near.map_or_else(|| "FILE".to_owned(), |pair| pair.replacement);
    turn.fail_for("this does not say what", &format!("load {near}"))
}

pub(super) fn reload(turn: &mut Turn<'_>) -> Answered {
    let lost = turn.kept.open(&[]);
    reopened(lost, turn)
}

/// Reads the paths after a command, with or without quotation marks; a mark that is not closed gives the words as they
/// would stand with it.
pub(super) fn paths(rest: &str) -> Result<Vec<PathBuf>, String> {
    let rest = rest.trim().replace(['“', '”'], "\"");
    if rest.is_empty() {
        return Ok(Vec::new());
    }
    if !rest.contains('"') {
        // A name may hold blanks, if there is such a file.
        return Ok(if Path::new(&rest).exists() {
            vec![PathBuf::from(rest)]
        } else {
            rest.split_whitespace().map(PathBuf::from).collect()
        });
    }
    if rest.matches('"').count() % 2 == 1 {
        return Err(format!("\"{}\"", rest.replace('"', "").trim()));
    }
    let parts = rest.split('"').enumerate();
    let named = parts.flat_map(|(at, part)| match at % 2 {
        1 => vec![part],
        _ => part.split_whitespace().collect(),
    });
    Ok(named.filter(|p| !p.is_empty()).map(PathBuf::from).collect())
}

/// Says what stands after the texts were read again.
fn reopened(lost: Result<Lost, String>, turn: &mut Turn<'_>) -> Answered {
    match lost {
        Ok(lost) => {
            standing(turn.kept, turn.style, turn.out)?;
            if !turn.kept.gone.is_empty() {
                let files: Vec<String> = turn.kept.gone.iter().map(|f| format!("`{f}`")).collect();
                turn.say(&format!("no longer there: {}", files.join(", ")))?;
            }
            for (edit, why) in &lost {
                let said = format!("can no longer be made, and is left out: {edit}");
                report::emit_hanging("  ", &said, turn.style, turn.out)?;
                for finding in why {
                    report::emit_hanging("    ", &finding.message, turn.style, turn.out)?;
                }
            }
            Ok(if lost.is_empty() { Played::Done } else { Played::Failed })
        }
        Err(problem) => {
            for line in problem.lines() {
                let said = line.trim_start();
                let mark = line.get(..line.len() - said.len()).unwrap_or("");
                report::emit_hanging(mark, said, turn.style, turn.out)?;
            }
            turn.fail("nothing was changed: what was loaded before still stands")
        }
    }
}

/// Adds a declaration to the texts.
pub(super) fn declare(text: &str, turn: &mut Turn<'_>) -> Answered {
    match turn.kept.declare(text) {
        Ok(Ok(lost)) => reopened(Ok(lost), turn),
        Ok(Err((findings, sources))) => {
            report::emit_brief(&findings, &sources, turn.style, turn.out)?;
            turn.fail("nothing was changed")
        }
        Err(problem) => {
            turn.say(&problem)?;
            turn.fail("nothing was changed")
        }
    }
}

pub(super) fn profile(rest: &str, turn: &mut Turn<'_>) -> Answered {
    let known = turn.kept.session.all_profiles();
    if rest.is_empty() {
        turn.say(&format!("in force: {}", turn.kept.session.profiles().join(", ")))?;
        turn.say(&format!("there are: {}", known.join(", ")))?;
        return Ok(Played::Done);
    }
    choose(rest, ("profile", "profile", &known), |request| &mut request.profiles, turn)
}

pub(super) fn follow(rest: &str, turn: &mut Turn<'_>) -> Answered {
    let known = turn.kept.session.all_sources();
    if rest.is_empty() {
        let now = turn.kept.request.follow.join(", ");
        let now = if now.is_empty() { "nobody".to_owned() } else { now };
        turn.say(&format!(
            "where sources disagree, believed is {now}; there are {}",
            known.join(", ")
        ))?;
        return Ok(Played::Done);
    }
    choose(rest, ("follow", "source", &known), |request| &mut request.follow, turn)
}

/// Puts names that are known, or none, into the request, and judges by it.
fn choose(
    rest: &str,
    (word, what, known): (&str, &str, &[String]),
    place: fn(&mut Request) -> &mut Vec<String>,
    turn: &mut Turn<'_>,
) -> Answered {
    let words = rest.split([',', ' ']).map(str::trim);
    let asked: Vec<String> =
        words.filter(|w| !w.is_empty() && *w != "none").map(str::to_owned).collect();
    if let Some(unknown) = asked.iter().find(|w| !known.contains(w)) {
        let near = nearest(unknown, known.iter().map(String::as_str));
        let message = match near {
            Some(_) => format!("no {what} is called `{unknown}`"),
            None => format!("no {what} is called `{unknown}`; there are {}", known.join(", ")),
        };
        let near = near.or(known.first().map(String::as_str)).unwrap_or("none");
        return turn.fail_for(&message, &format!("{word} {}", rest.replacen(unknown, near, 1)));
    }
    let before = std::mem::replace(place(&mut turn.kept.request), asked);
    let lost = turn.kept.again();
    if lost.is_err() {
        // What was judged before still stands, and by what it was judged.
        *place(&mut turn.kept.request) = before;
    }
    reopened(lost, turn)
}

#[cfg(test)]
mod tests {
    use super::paths;
    use std::path::PathBuf;

    #[test]
    fn paths_stand_with_or_without_quotation_marks() {
        let named = |words: &[&str]| Ok(words.iter().map(PathBuf::from).collect::<Vec<_>>());
        assert_eq!(paths(""), named(&[]));
        assert_eq!(paths("a.det b"), named(&["a.det", "b"]));
        assert_eq!(paths("\"my talks.det\" b"), named(&["my talks.det", "b"]));
        assert_eq!(paths("“한국.det”"), named(&["한국.det"]));
        assert_eq!(paths("\"a.det"), Err("\"a.det\"".to_owned()));
    }
}
