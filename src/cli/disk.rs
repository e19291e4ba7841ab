//! The disk: which files a run is about, what they hold, and the files that they use.
//!
//! A file that cannot be read becomes a finding and never stops the others. Symbolic links inside folders
//! are not followed, so no loop can hang a run; one that is named is followed.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use crate::analysis::Input;
use crate::diagnostic::nearest;
use crate::source::{LoadError, Loader, MAX_BYTES};

/// The ending of the files this tool reads.
pub(super) const ENDING: &str = "det";

/// The name under which the standard input is shown.
const STANDARD_INPUT: &str = "<standard input>";

/// Something that could not be done.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) what: String,
    pub(super) help: Option<String>,
}

impl Problem {
    pub(super) fn new(what: impl Into<String>, help: impl Into<String>) -> Problem {
        Problem { what: what.into(), help: Some(help.into()) }
    }
}

/// The texts of a run.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// In the order of their names, each once.
    pub(super) inputs: Vec<Input>,
    /// What could not be found or looked into.
    pub(super) problems: Vec<Problem>,
    /// Whether a file was found and could not be read; it stands in `inputs` with its reason.
    pub(super) unreadable: bool,
    /// The files by where they really are, for `use`.
    pub(super) disk: Disk,
}

impl Collected {
    /// Returns whether a part of what was asked for could not be had.
    pub(super) fn incomplete(&self) -> bool {
        self.unreadable || !self.problems.is_empty()
    }
}

/// Why a file has no text.
#[derive(Debug)]
enum Unread {
    /// The disk refused.
    Refused(String),
    /// It was read and is nothing to check.
    NotText(String),
}

/// Collects the files that `paths` name: a folder means every `*.det` in it, `-` the standard input. No path
/// means the current folder.
pub(super) fn collect(paths: &[PathBuf]) -> Collected {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { here.as_slice() } else { paths };
    let mut collected = Collected::default();
    // By the real place, so that a file named twice, or reached by two roads, is checked once.
    let mut files: BTreeMap<PathBuf, PathBuf> = BTreeMap::new();
    let mut standard_input = false;
    for path in paths {
        if path.as_os_str() == "-" {
            standard_input = true;
            continue;
        }
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => folder(path, &mut files, &mut collected.problems),
            Ok(_) => keep(path.clone(), &mut files),
            Err(error) => collected.problems.push(missing(path, &error)),
        }
    }
    let mut read: Vec<(String, Result<String, Unread>)> =
        files.values().map(|path| (shown(path), text_of(path))).collect();
    if standard_input {
        read.push((STANDARD_INPUT.to_owned(), text(io::stdin().lock())));
    }
    read.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (name, text) in read {
        let text = text.map_err(|unread| match unread {
            Unread::Refused(why) => {
                collected.unreadable = true;
                why
            }
            Unread::NotText(why) => why,
        });
        collected.inputs.push(Input { name, text });
    }
    collected.disk.names =
        RefCell::new(files.into_iter().map(|(real, path)| (real, shown(&path))).collect());
    collected
}

/// Collects as [`collect`] does, but nothing where no path is given.
pub(super) fn collect_named(paths: &[PathBuf]) -> Collected {
    if paths.is_empty() { Collected::default() } else { collect(paths) }
}

/// Reads the folder of a prelude: relative names and texts, in order.
pub(super) fn prelude(folder: &Path) -> Result<Vec<(String, String)>, Problem> {
    let help = "`--prelude` and DETENTE_PRELUDE name a folder of `.det` files";
    let mut files = BTreeMap::new();
    let mut problems = Vec::new();
    match fs::metadata(folder) {
        Ok(found) if found.is_dir() => self::folder(folder, &mut files, &mut problems),
        Ok(_) => return Err(Problem::new(format!("`{}` is no folder", shown(folder)), help)),
        Err(error) => return Err(missing(folder, &error)),
    }
    if let Some(problem) = problems.into_iter().next() {
        return Err(problem);
    }
    let mut texts = Vec::new();
    for path in files.values() {
        let name = shown(path.strip_prefix(folder).unwrap_or(path));
        match text_of(path) {
            Ok(text) => texts.push((name, text)),
            Err(Unread::Refused(why) | Unread::NotText(why)) => {
                return Err(Problem::new(format!("`{}`: {why}", shown(path)), help));
            }
        }
    }
    texts.sort();
    Ok(texts)
}

/// Adds every `*.det` below a folder, in an order of no meaning; a folder without any is a problem.
fn folder(root: &Path, files: &mut BTreeMap<PathBuf, PathBuf>, problems: &mut Vec<Problem>) {
    let mut any = false;
    let walk = WalkBuilder::new(root)
        .follow_links(false)
        .require_git(false)
        .git_global(false)
        .ignore(false)
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|t| t.is_file());
                if is_file && entry.path().extension().is_some_and(|e| e == ENDING) {
                    any = true;
                    // What is found in `.` is called `napci.det`, not `./napci.det`.
                    let path = if root == Path::new(".") {
                        entry.path().strip_prefix(".").unwrap_or(entry.path())
                    } else {
                        entry.path()
                    };
                    keep(path.to_owned(), files);
                }
            }
            Err(error) => problems.push(Problem::new(
                format!(
                    "a part of `{}` could not be looked into: {}",
                    shown(root),
                    walk_reason(&error)
                ),
                "give yourself the right to read it, or name the files one by one",
            )),
        }
    }
    if !any {
        problems.push(Problem::new(
            format!("there is no `.{ENDING}` file in the folder `{}`", shown(root)),
            format!("name a file, or a folder that holds `.{ENDING}` files; what .gitignore lists and hidden files are passed over"),
        ));
    }
}

/// Keeps a file once, under the first of its names in order.
fn keep(path: PathBuf, files: &mut BTreeMap<PathBuf, PathBuf>) {
    let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
    let kept = files.entry(real).or_insert_with(|| path.clone());
    if path < *kept {
        *kept = path;
    }
}

fn missing(path: &Path, error: &io::Error) -> Problem {
    let name = shown(path);
    if error.kind() != ErrorKind::NotFound {
        return Problem::new(
            format!("`{name}` cannot be looked into: {}", reason(error)),
            "check that it is readable and that no link leads back to itself",
        );
    }
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let mut beside: Vec<String> = fs::read_dir(parent)
        .map(|list| {
            list.flatten()
                .take(2_000)
                .map(|e| e.file_name().to_string_lossy().into_owned())
                .collect()
        })
        .unwrap_or_default();
    beside.sort();
    let near = nearest(&file, beside.iter().map(String::as_str));
    let help = near.map_or_else(
        || "check the spelling, and the folder you are in".to_owned(),
        |near| format!("did you mean `{}`?", shown(&path.with_file_name(near))),
    );
    Problem::new(format!("there is no file or folder `{name}`"), help)
}

/// Reads a file as text.
fn text_of(path: &Path) -> Result<String, Unread> {
    let refuse = |error: io::Error| Unread::Refused(reason(&error));
    // To open one waits for whoever writes into it, which may be nobody.
    if is_named_pipe(path) {
        let why = "it is a named pipe, on which one might wait for ever; what comes through it is read as the standard input, `-`";
        return Err(Unread::Refused(why.to_owned()));
    }
    let file = File::open(path).map_err(refuse)?;
    if file.metadata().is_ok_and(|found| found.is_file() && found.len() > MAX_BYTES as u64) {
        return Err(too_large());
    }
    text(file)
}

/// Checks for a pipe that has a name on the disk. What a shell writes for `<(…)` is open already, and has none.
#[cfg(unix)]
fn is_named_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let real = fs::canonicalize(path).ok().filter(|real| !real.starts_with("/dev"));
    real.and_then(|real| fs::metadata(real).ok()).is_some_and(|found| found.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_named_pipe(_: &Path) -> bool {
    false
}

fn too_large() -> Unread {
    Unread::Refused(format!(
        "the file is larger than {} MiB, the most that is read; divide it, and join the parts with `use`",
        MAX_BYTES / (1024 * 1024)
    ))
}

fn text(from: impl Read) -> Result<String, Unread> {
    let mut bytes = Vec::new();
    // One byte more than allowed shows that there is more, even in what has no end.
    from.take(MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Unread::Refused(reason(&error)))?;
    if bytes.len() > MAX_BYTES {
        return Err(too_large());
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            return Unread::NotText("the text is UTF-16; save it as UTF-8".to_owned());
        }
        let line = bytes.iter().take(at).filter(|b| **b == b'\n').count() + 1;
        Unread::NotText(format!(
            "not UTF-8 text at byte {at}, line {line}; save it as plain text in UTF-8"
        ))
    })
}

/// Returns a path as it is shown: with forward slashes.
pub(super) fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.into_owned() }
}

/// Returns why the disk refused, in words and without its numbers.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "it does not exist".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or(&text).to_lowercase()
        }
    }
}

/// Says why a file cannot be written.
pub(super) fn unwritten(path: &Path, error: &io::Error) -> String {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    match folder {
        Some(folder) => format!("there is no folder `{}`", folder.display()),
        None => reason(error),
    }
}

fn walk_reason(error: &ignore::Error) -> String {
    error.io_error().map_or_else(|| error.to_string(), reason)
}

/// The files behind `use "path"`, found beside the file that uses them.
#[derive(Debug, Default)]
pub(super) struct Disk {
    /// By the real place: the name under which a file is known in this run.
    names: RefCell<BTreeMap<PathBuf, String>>,
}

impl Loader for Disk {
    fn load(&self, from: &str, path: &str) -> Result<(String, String), LoadError> {
        let beside = Path::new(from).parent().unwrap_or(Path::new(""));
        let path = plain(&beside.join(path));
        if fs::metadata(&path).map_err(|error| refused(&error))?.is_dir() {
            return Err(LoadError::Unreadable("it is a folder; `use` names one file".to_owned()));
        }
        let text = text_of(&path)
            .map_err(|(Unread::Refused(why) | Unread::NotText(why))| LoadError::Unreadable(why))?;
        let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        let name = self.names.borrow_mut().entry(real).or_insert_with(|| shown(&path)).clone();
        Ok((name, text))
    }
}

fn refused(error: &io::Error) -> LoadError {
    if error.kind() == ErrorKind::NotFound {
        LoadError::NotFound
    } else {
        LoadError::Unreadable(reason(error))
    }
}

/// Removes `.` and, where a folder stands before it, `..`: for showing, as a reader would write it.
pub(super) fn plain(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir
                if matches!(result.components().next_back(), Some(Component::Normal(_))) =>
            {
                result.pop();
            }
            part => result.push(part),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail by panicking")]

    use super::*;

    /// A folder of its own for one test, removed at its end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Folder {
            let path = std::env::temp_dir().join(format!("detente-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(&path).unwrap();
            Folder(path)
        }

        fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
            let path = self.0.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, bytes).unwrap();
            path
        }

        /// Returns the names of the inputs, relative to this folder.
        fn names(&self, collected: &Collected) -> Vec<String> {
            let here = format!("{}/", shown(&self.0));
            collected.inputs.iter().map(|i| i.name.replace(&here, "")).collect()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_folder_means_every_det_file_in_it_in_order_and_once() {
        let folder = Folder::new("collect");
        let first = folder.write("b.det", b"");
        for name in ["a/c.det", "a/b.det", "a/notes.txt", ".hidden.det", "a/draft.det"] {
            folder.write(name, b"");
        }
        folder.write(".gitignore", b"draft.det\n");
        let collected = collect(&[first, folder.0.clone()]);
        assert_eq!(folder.names(&collected), ["a/b.det", "a/c.det", "b.det"]);
        assert!(!collected.incomplete());
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_folder_are_not_followed_and_a_named_one_is() {
        let folder = Folder::new("links");
        folder.write("a/b.det", b"");
        std::os::unix::fs::symlink(&folder.0, folder.0.join("a/loop")).unwrap();
        std::os::unix::fs::symlink(folder.0.join("a"), folder.0.join("link")).unwrap();
        std::os::unix::fs::symlink(folder.0.join("self"), folder.0.join("self")).unwrap();
        assert_eq!(folder.names(&collect(std::slice::from_ref(&folder.0))), ["a/b.det"]);
        assert_eq!(folder.names(&collect(&[folder.0.join("link")])), ["link/b.det"]);
        let circle = collect(&[folder.0.join("self")]);
        assert!(circle.inputs.is_empty() && circle.incomplete());
    }

    #[test]
    fn what_is_missing_is_said_and_the_rest_is_read() {
        let folder = Folder::new("missing");
        folder.write("napci.det", b"framework napci {}");
        fs::create_dir(folder.0.join("empty")).unwrap();
        let paths = ["napcy.det", "napci.det", "empty"].map(|name| folder.0.join(name));
        let collected = collect(&paths);
        assert_eq!(folder.names(&collected), ["napci.det"]);
        let helps: Vec<_> = collected.problems.iter().filter_map(|p| p.help.as_deref()).collect();
        assert!(helps.iter().any(|help| help.ends_with("napci.det`?")), "{helps:?}");
        assert_eq!(collected.problems.len(), 2);
    }

    #[test]
    fn what_is_no_text_says_why() {
        let folder = Folder::new("bytes");
        folder.write("a.det", b"use std.europe\nframework \xFF\n");
        folder.write("b.det", &[0xFF, 0xFE, b'u', 0]);
        File::create(folder.0.join("c.det")).unwrap().set_len(MAX_BYTES as u64 + 1).unwrap();
        let collected = collect(std::slice::from_ref(&folder.0));
        let reasons: Vec<_> =
            collected.inputs.iter().map(|i| i.text.clone().unwrap_err()).collect();
        assert_eq!(
            reasons,
            [
                "not UTF-8 text at byte 25, line 2; save it as plain text in UTF-8",
                "the text is UTF-16; save it as UTF-8",
                "the file is larger than 64 MiB, the most that is read; divide it, and join the parts with `use`",
            ]
        );
    }

    #[test]
    fn a_used_file_keeps_the_name_it_is_checked_under() {
        let folder = Folder::new("use");
        let a = folder.write("sub/a.det", b"");
        let b = folder.write("b.det", b"framework b {}");
        folder.write("c.det", b"");
        let disk = collect(&[a.clone(), folder.0.join("sub/../b.det")]).disk;
        assert_eq!(
            disk.load(&shown(&a), "../b.det").unwrap().0,
            shown(&folder.0.join("sub/../b.det"))
        );
        assert_eq!(disk.load(&shown(&a), "./../c.det").unwrap().0, shown(&folder.0.join("c.det")));
        assert_eq!(disk.load(&shown(&b), "d.det"), Err(LoadError::NotFound));
        assert!(matches!(disk.load(&shown(&b), "sub"), Err(LoadError::Unreadable(_))));
    }
}
