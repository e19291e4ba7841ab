//! `save`: the edits as a scenario, with expectations that say what they changed.
//!
//! The file stands by itself: it uses the files that were loaded, and `detente test` on it replays the edits to the same
//! verdicts.

use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use super::play::{Played, write_new};
use super::state::Kept;
use crate::diagnostic::Status;

pub(super) fn save(path: &Path, kept: &mut Kept, out: &mut dyn Write) -> io::Result<Played> {
    let edits = kept.session.edits();
    if edits.is_empty() {
        writeln!(out, "there is no edit to save; `what if` keeps nothing, an edit by itself does")?;
        return Ok(Played::Failed);
    }
    let name = name_of(path);
    let (text, expectations) = text(path, &name, &edits, kept);
    match write_new(path, &text, kept) {
        Ok(()) => {
            writeln!(
                out,
                "  {}: scenario {name}, {}, {}. `detente test {}` replays it",
                path.display(),
                count(edits.len(), "edit"),
                count(expectations, "expectation"),
                path.display()
            )?;
            Ok(Played::Done)
        }
        Err(problem) => {
            writeln!(out, "{problem}")?;
            Ok(Played::Failed)
        }
    }
}

fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

/// The name of the scenario: that of the file, as a name may be.
fn name_of(path: &Path) -> String {
    let stem = path.file_stem().map_or(String::new(), |s| s.to_string_lossy().into_owned());
    let name: String = stem
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect::<String>()
        .trim_matches('-')
        .to_owned();
    if !name.starts_with(char::is_alphabetic) {
        return format!("variant-{name}").trim_end_matches('-').to_owned();
    }
    name
}

fn text(path: &Path, name: &str, edits: &[String], kept: &Kept) -> (String, usize) {
    let session = &kept.session;
    let mut text = String::new();
    let base = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for file in session.files() {
        text.push_str(&format!("use \"{}\"\n", relative(base, Path::new(&file))));
    }
    if !text.is_empty() {
        text.push('\n');
    }
    // What was declared at the prompt stands in no file yet.
    let declared = kept.declared().trim();
    if !declared.is_empty() {
        text.push_str(&format!("{declared}\n\n"));
    }
    let change = session.between(0, session.number());
    let frameworks = session.frameworks();
    let on = edits
        .iter()
        .flat_map(|e| e.split(|c: char| c.is_whitespace() || c == '.'))
        .find(|word| frameworks.iter().any(|f| f == word))
        .map_or(String::new(), |f| format!(" on {f}"));
    text.push_str(&format!("scenario {name}{on} {{\n"));
    for edit in edits {
        text.push_str(&format!("  {edit}\n"));
    }
    text.push_str("}\n");
    let under = if kept.request.profiles.is_empty() {
        String::new()
    } else {
        format!(" under {}", kept.request.profiles.join(", "))
    };
    let following =
        kept.request.follow.first().map_or(String::new(), |f| format!(" following {f}"));
    let as_of = kept.request.as_of.map_or(String::new(), |d| format!(" as of {d}"));
    let mut lines: Vec<String> = Vec::new();
    for moved in change.iter().flat_map(|c| &c.moved) {
        let Some(lead) = moved.after.as_ref().or(moved.before.as_ref()) else { continue };
        if lead.status == Status::Broken {
            continue;
        }
        let owner = lead.subject.owner.clone();
        let Some(verb) = session.status_of(&owner, &moved.rule).map(|s| match s {
            Status::Violated | Status::Broken => "violates",
            Status::Satisfied => "satisfies",
            Status::Moot => "is-outside",
            Status::Undecided => "leaves-open",
        }) else {
            continue;
        };
        let line =
            format!("expect {owner} {verb} {}{under} in {name}{following}{as_of}", moved.rule);
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
    (text, lines.len())
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
