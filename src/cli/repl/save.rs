//! `save`: the edits as a scenario, with expectations that say what they changed.
//!
//! The file stands by itself: it uses the files that were loaded, and `detente test` on it replays the edits to the same
//! verdicts.

use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::command;
use super::questions;
use super::state::{Kept, TYPED};
use super::texts;
use super::turn::{Answered, Played, Turn};
use crate::analysis::{Moved, Session};
use crate::cli::disk::{self, ENDING};
use crate::diagnostic::Status;
use crate::report;
use crate::value::count;

fn nowhere(turn: &mut Turn<'_>) -> Answered {
    turn.fail_for("this does not say where", "save \"variant.det\"")
}

pub(super) fn save(rest: &str, turn: &mut Turn<'_>) -> Answered {
    let named = match texts::paths(rest) {
        Ok(paths) => paths,
        Err(closed) => {
            if closed.trim_matches('"').trim().is_empty() {
                return nowhere(turn);
            }
            return turn.fail_for("the quotation mark is not closed", &format!("save {closed}"));
        }
    };
    let path = match named.as_slice() {
        [] => return nowhere(turn),
        [one] if one.as_os_str().is_empty() => return nowhere(turn),
        [one] => one,
        // One file is written: what has blanks is its name.
        _ => &PathBuf::from(rest.trim()),
    };
    if path.is_dir() || path.to_string_lossy().ends_with('/') {
        let line = format!("save \"{}\"", path.join("variant.det").display());
        let message = format!("`{}` is a folder; name a file in it", path.display());
        return turn.fail_for(&message, &line);
    }
    let path = match ended(path) {
        Ok(path) => path,
        Err(line) => {
            let message =
                format!("the name of a text ends in `.{ENDING}`: a folder is searched for those");
            return turn.fail_for(&message, &line);
        }
    };
    let edits = turn.kept.session.edits();
    if edits.is_empty() && turn.kept.declared().trim().is_empty() {
        return turn
            .fail("there is no edit to save; `what if` keeps nothing, an edit by itself does");
    }
    let name = name_of(&path, &turn.kept.session);
    let Written { text, expectations, gone } = text(&path, &name, &edits, turn.kept);
    if let Err(problem) = write_new(&path, &text, turn.kept) {
        return turn.fail(&problem);
    }
    turn.kept.is_saved();
    let shown = path.display();
    let kept = match edits.len() {
        0 => "what was declared here".to_owned(),
        n => format!("scenario {name}, {}", count(n, "edit")),
    };
    let expectations = count(expectations, "expectation");
    let said = format!("{shown}: {kept}, {expectations}. `detente test {shown}` replays it");
    report::emit_hanging("  ", &said, turn.style, turn.out)?;
    for text in gone {
        let said = format!("left out, as it does not come out so here: {text}");
        report::emit_hanging("  ", &said, turn.style, turn.out)?;
    }
    Ok(Played::Done)
}

/// Returns the path with the ending of a text; a line to type instead where it has another.
fn ended(path: &Path) -> Result<PathBuf, String> {
    match path.extension() {
        Some(ending) if ending == ENDING => Ok(path.to_owned()),
        // `v1.2` has no ending; `napci.txt` has one.
        Some(ending) if ending.to_string_lossy().starts_with(char::is_alphabetic) => {
            Err(format!("save \"{}\"", path.with_extension(ENDING).display()))
        }
        _ => {
            let mut name = OsString::from(path);
            name.push(format!(".{ENDING}"));
            Ok(PathBuf::from(name))
        }
    }
}

/// Writes a file that is not there yet, or that this prompt wrote before. Either the whole text stands there afterwards or
/// what stood there before.
fn write_new(path: &Path, text: &str, kept: &mut Kept) -> Result<(), String> {
    let shown = path.display();
    if path.is_dir() {
        return Err(format!("`{shown}` is a folder; name a file in it"));
    }
    if path.exists() && !kept.written.iter().any(|p| p == path) {
        return Err(format!("there is a file `{shown}` already; choose another name"));
    }
    let mut beside = OsString::from(path);
    beside.push(".part");
    let beside = PathBuf::from(beside);
    fs::write(&beside, text).and_then(|()| fs::rename(&beside, path)).map_err(|e| {
        let _ = fs::remove_file(&beside);
        format!("`{shown}` cannot be written: {}", disk::unwritten(path, &e))
    })?;
    kept.written.push(path.to_owned());
    Ok(())
}

/// The name of the scenario: that of the file, as a name may be, and one that no scenario has yet.
fn name_of(path: &Path, session: &Session) -> String {
    let stem = path.file_stem().map_or(String::new(), |s| s.to_string_lossy().into_owned());
    let name: String = stem
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect::<String>()
        .split('-')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    let name = if name.starts_with(char::is_alphabetic) {
        name
    } else {
        format!("variant-{name}").trim_end_matches('-').to_owned()
    };
    let taken = session.scenarios();
    let again = (2..).map(|n: usize| format!("{name}-{n}"));
    let free = std::iter::once(name.clone()).chain(again).find(|name| !taken.contains(name));
    free.unwrap_or(name)
}

/// What a file is to hold.
struct Written {
    text: String,
    expectations: usize,
    /// Expectations that were typed and no longer come out as written.
    gone: Vec<String>,
}

fn text(path: &Path, name: &str, edits: &[String], kept: &mut Kept) -> Written {
    let session = &kept.session;
    let mut text = String::new();
    let base = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for file in session.files().iter().filter(|file| *file != TYPED) {
        text.push_str(&format!("use \"{}\"\n", relative(base, Path::new(file))));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    // What was declared at the prompt stands in no file yet.
    let declared = kept.declared().trim();
    if !declared.is_empty() {
        text.push_str(&format!("{}\n", in_lines(declared, 0)));
    }
    let frameworks = session.frameworks();
    let on = edits
        .iter()
        .flat_map(|e| e.split(|c: char| c.is_whitespace() || c == '.'))
        .find(|word| frameworks.iter().any(|f| f == word))
        .map_or(String::new(), |f| format!(" on {f}"));
    if !edits.is_empty() {
        text.push_str(&format!("scenario {name}{on} {{\n"));
        text.extend(edits.iter().map(|edit| in_lines(edit, 1)));
        text.push_str("}\n");
    }
    let mut lines = moved(name, kept);
    let mut gone = Vec::new();
    for typed in kept.expected.clone() {
        let asked = kept.session.expect(&typed).unwrap_or_default();
        if !asked.iter().any(|case| case.passed) {
            gone.push(typed);
            continue;
        }
        // What was typed holds of the state that the edits lead to, unless it names another.
        let placed = typed.split_whitespace().any(|word| word == "in");
        let line = if placed || edits.is_empty() { typed } else { placed_in(&typed, name) };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    if !lines.is_empty() {
        text.push('\n');
    }
    for line in &lines {
        text.push_str(line);
        text.push('\n');
    }
    Written { text, expectations: lines.len(), gone }
}

/// Writes what was typed with two blanks for each brace that is open before a line, as a text has it.
fn in_lines(typed: &str, within: usize) -> String {
    let mut text = String::new();
    let mut depth = i32::try_from(within).unwrap_or(0);
    for line in typed.lines().map(str::trim) {
        let closes = line.chars().take_while(|c| *c == '}').count();
        let before = usize::try_from(depth).unwrap_or(0).saturating_sub(closes);
        text.push_str(format!("{:1$}{line}", "", 2 * before).trim_end());
        text.push('\n');
        depth += command::depth(line);
    }
    text
}

/// Says of an expectation in which scenario it is asked: before its remarks and reasons, if it has any.
fn placed_in(typed: &str, name: &str) -> String {
    let end = typed.find(['[', '#', '"']).unwrap_or(typed.len());
    let end = typed.find(" expected to fail").map_or(end, |at| at.min(end));
    let (asked, rest) = typed.split_at_checked(end).unwrap_or((typed, ""));
    format!("{} in {name} {}", asked.trim_end(), rest.trim_start()).trim_end().to_owned()
}

/// Writes what moved as expectations: of whom the comparison speaks, where a rule can be asked of those alone.
fn moved(name: &str, kept: &mut Kept) -> Vec<String> {
    let change = kept.session.between(0, kept.session.number());
    let under = match kept.request.profiles.as_slice() {
        [] => String::new(),
        profiles => format!(" under {}", profiles.join(", ")),
    };
    let follow = kept.request.follow.first();
    let following = follow.map_or(String::new(), |f| format!(" following {f}"));
    let as_of = kept.request.as_of.map_or(String::new(), |d| format!(" as of {d}"));
    let mut lines: Vec<String> = Vec::new();
    for moved in change.into_iter().flat_map(|c| c.moved) {
        let Some(lead) = moved.after.as_ref().or(moved.before.as_ref()) else { continue };
        if lead.status == Status::Broken {
            continue;
        }
        let (owner, rule) = (&lead.subject.owner, &moved.rule);
        let mut whom: Vec<String> = moved.about.iter().map(|a| format!(" for {a}")).collect();
        whom.push(String::new());
        let mut said = false;
        for whom in whom {
            // The whole is asked for where nobody is meant in particular, or cannot be asked for.
            if said && whom.is_empty() {
                continue;
            }
            let after = format!("{rule}{whom}{under}");
            let came =
                kept.session.expect(&format!("expect {owner} violates {after}{following}{as_of}"));
            let status = came.ok().and_then(|cases| cases.first().map(|case| case.status));
            let Some((status, verb)) = status.and_then(|s| Some((s, questions::verb(s)?))) else {
                continue;
            };
            if !whom.is_empty() && !meant(status, &moved) {
                continue;
            }
            said = true;
            let line = format!("expect {owner} {verb} {after} in {name}{following}{as_of}");
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

/// Checks whether what came of a rule for somebody is what the comparison said of it: a rule that binds nobody of that
/// name does not apply to it, and that would say nothing.
fn meant(status: Status, moved: &Moved) -> bool {
    status != Status::Moot || moved.after.as_ref().is_none_or(|f| f.status == Status::Moot)
}

/// Returns the way from a folder to a file, with forward slashes; the path as it is where there is none.
fn relative(from: &Path, to: &Path) -> String {
    let full = |p: &Path| std::path::absolute(p).ok();
    let (Some(from), Some(to)) = (full(from), full(to)) else { return to.display().to_string() };
    let parts = |p: &Path| -> Vec<String> {
        p.components()
            .filter(|c| !matches!(c, Component::CurDir))
            .map(|c| c.as_os_str().to_string_lossy().into_owned())
            .collect()
    };
    let (a, b) = (parts(&from), parts(&to));
    let same = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let up = std::iter::repeat_n("..".to_owned(), a.len() - same);
    let down = b.into_iter().skip(same);
    let path: PathBuf = up.chain(down).collect();
    path.to_string_lossy().replace('\\', "/")
}
