//! Texts as they were in a revision, by the `git` command.
//!
//! Takes a revision and the paths of a run; gives the texts that stood there, and finds for `use` what stood beside
//! them. Reads only: nothing in the repository or the folder is changed.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::disk::{self, Problem};
use crate::analysis::Input;
use crate::source::{LoadError, Loader, MAX_BYTES};

/// A revision of the repository that holds the paths of a run.
#[derive(Debug)]
pub(super) struct Revision {
    /// As it was asked for.
    word: String,
    /// The commit it stands for, by its full name.
    commit: String,
    paths: Vec<PathBuf>,
}

impl Revision {
    /// Finds a revision; without paths that of the current folder.
    pub(super) fn open(word: &str, paths: &[PathBuf]) -> Result<Revision, Problem> {
        let paths = if paths.is_empty() { vec![PathBuf::from(".")] } else { paths.to_vec() };
        let folder = paths.first().map_or_else(|| PathBuf::from("."), |p| folder_of(p));
        if !folder.is_dir() {
            return Err(Problem::new(
                format!("there is no folder `{}`", disk::shown(&folder)),
                "check the spelling, and the folder you are in",
            ));
        }
        if let Err(refused) = asked(&folder, &["rev-parse", "--is-inside-work-tree"])? {
            let name = disk::shown(&folder);
            let help = "compare two files or folders instead: `detente diff OLD NEW`";
            return Err(if refused.contains("not a git repository") {
                Problem::new(format!("`{name}` is in no git repository"), help)
            } else {
                let said = refused.lines().next().unwrap_or("").trim_start_matches("fatal: ");
                Problem::new(format!("git refuses to look into `{name}`: {said}"), help)
            });
        }
        // A word that begins with a dash would be read as an option.
        let full = format!("{word}^{{commit}}");
        let commit = if word.starts_with('-') || word.is_empty() {
            None
        } else {
            git(&folder, &["rev-parse", "--verify", "--quiet", &full])?
        };
        let Some(commit) = commit else {
            return Err(Problem::new(
                format!("there is no revision `{word}`"),
                "name a commit, a branch or a tag: `git log --oneline` lists the commits",
            ));
        };
        let commit = String::from_utf8_lossy(&commit).trim().to_owned();
        Ok(Revision { word: word.to_owned(), commit, paths })
    }

    /// Returns the texts of the paths as they were.
    pub(super) fn inputs(&self) -> Result<Vec<Input>, Problem> {
        let mut inputs: Vec<Input> = Vec::new();
        for path in &self.paths {
            let folder = folder_of(path);
            let whole = path.is_dir();
            let wanted = if whole { Path::new(".") } else { base(path) };
            let wanted = wanted.to_string_lossy();
            let mut arguments = vec!["ls-tree", "-z"];
            if whole {
                arguments.push("-r");
            }
            arguments.extend([self.commit.as_str(), "--", &wanted]);
            let list = git(&folder, &arguments)?.unwrap_or_default();
            if list.is_empty() && !whole {
                inputs.extend(self.under_another_name(path)?);
            }
            for (name, blob) in entries(&String::from_utf8_lossy(&list)) {
                let hidden = name.split('/').any(|part| part.starts_with('.'));
                let text = Path::new(name).extension().is_some_and(|e| e == disk::ENDING);
                if whole && (hidden || !text) {
                    continue;
                }
                let name = self.named(&folder.join(name));
                if inputs.iter().all(|i| i.name != name) {
                    let text = self.blob(&folder, blob)?;
                    inputs.push(Input { name, text });
                }
            }
        }
        if inputs.is_empty() {
            let paths: Vec<String> =
                self.paths.iter().map(|p| format!("`{}`", disk::shown(p))).collect();
            return Err(Problem::new(
                format!("`{}` holds no text at {}", self.word, paths.join(", ")),
                "name a revision in which the file was there already",
            ));
        }
        inputs.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(inputs)
    }

    /// Returns the text of a file that has been given its name since.
    fn under_another_name(&self, path: &Path) -> Result<Option<Input>, Problem> {
        let folder = folder_of(path);
        let wanted = base(path).to_string_lossy();
        // Both are told from the top of the repository.
        let here = git(&folder, &["ls-files", "--full-name", "-z", "--", &wanted])?;
        let here = String::from_utf8_lossy(&here.unwrap_or_default()).into_owned();
        let here = here.trim_end_matches('\0');
        let arguments =
            ["diff", "--name-status", "-z", "-M", "--diff-filter=R", &self.commit, "--"];
        let renamed = git(&folder, &arguments)?.unwrap_or_default();
        let renamed = String::from_utf8_lossy(&renamed).into_owned();
        let parts: Vec<&str> = renamed.split('\0').collect();
        let names = parts.chunks_exact(3).find_map(|part| match part {
            [_, old, new] if *new == here && !here.is_empty() => Some((*old).to_owned()),
            _ => None,
        });
        let Some(old) = names else { return Ok(None) };
        let up = git(&folder, &["rev-parse", "--show-cdup"])?.unwrap_or_default();
        let up = String::from_utf8_lossy(&up).trim().to_owned();
        let name = self.named(&folder.join(up).join(&old));
        let text = self.blob(&folder, &format!("{}:{old}", self.commit))?;
        Ok(Some(Input { name, text }))
    }

    /// Checks whether the revision holds something at a path.
    pub(super) fn holds(&self, path: &Path) -> bool {
        let (folder, name) = (folder_of(path), base(path).to_string_lossy().into_owned());
        let list = git(&folder, &["ls-tree", "-z", &self.commit, "--", &name]);
        list.is_ok_and(|list| list.is_some_and(|list| !list.is_empty()))
    }

    /// What a file of the revision is called: `HEAD:napci.det`.
    fn named(&self, path: &Path) -> String {
        format!("{}:{}", self.word, disk::shown(&disk::plain(path)))
    }

    fn blob(&self, folder: &Path, blob: &str) -> Result<Result<String, String>, Problem> {
        let Some(bytes) = git(folder, &["cat-file", "blob", blob])? else {
            return Ok(Err(format!("`{}` does not hold the text", self.word)));
        };
        if bytes.len() > MAX_BYTES {
            return Ok(Err("the file is larger than what is read".to_owned()));
        }
        Ok(String::from_utf8(bytes).map_err(|_| "not UTF-8 text".to_owned()))
    }
}

impl Loader for Revision {
    fn load(&self, from: &str, path: &str) -> Result<(String, String), LoadError> {
        let from = from.strip_prefix(&format!("{}:", self.word)).unwrap_or(from);
        let beside = Path::new(from).parent().unwrap_or(Path::new(""));
        let path = disk::plain(&beside.join(path));
        // A path in a revision is told from where git is run.
        let start = self.paths.first().map_or_else(|| PathBuf::from("."), |p| folder_of(p));
        let up = relative(&start, &path);
        let blob = format!("{}:{up}", self.commit);
        let unreadable = |p: Problem| LoadError::Unreadable(p.what);
        let bytes = git(&start, &["cat-file", "blob", &blob]).map_err(unreadable)?;
        let bytes = bytes.ok_or(LoadError::NotFound)?;
        if bytes.len() > MAX_BYTES {
            return Err(LoadError::Unreadable("the file is larger than what is read".to_owned()));
        }
        let text = String::from_utf8(bytes)
            .map_err(|_| LoadError::Unreadable("not UTF-8 text".to_owned()))?;
        Ok((self.named(&path), text))
    }
}

/// Runs git in a folder; `None` where it refuses.
fn git(folder: &Path, arguments: &[&str]) -> Result<Option<Vec<u8>>, Problem> {
    asked(folder, arguments).map(Result::ok)
}

/// The same, with what git says where it refuses.
fn asked(folder: &Path, arguments: &[&str]) -> Result<Result<Vec<u8>, String>, Problem> {
    let output = Command::new("git")
        .args(arguments)
        .current_dir(folder)
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .output()
        .map_err(|error| no_git(error.kind(), &disk::reason(&error)))?;
    Ok(if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    })
}

fn no_git(kind: ErrorKind, reason: &str) -> Problem {
    let what = if kind == ErrorKind::NotFound {
        "there is no `git` command on this machine".to_owned()
    } else {
        format!("`git` could not be started: {reason}")
    };
    Problem::new(what, "install git, or compare two files or folders: `detente diff OLD NEW`")
}

/// Reads a list of the form `100644 blob 3b18…<tab>name`, without links and modules.
fn entries(list: &str) -> impl Iterator<Item = (&str, &str)> {
    list.split('\0').filter_map(|entry| {
        let (head, name) = entry.split_once('\t')?;
        let mut words = head.split(' ');
        let (mode, _, blob) = (words.next()?, words.next()?, words.next()?);
        matches!(mode, "100644" | "100755").then_some((name, blob))
    })
}

/// The folder that a path is, or stands in.
fn folder_of(path: &Path) -> PathBuf {
    if path.is_dir() {
        return path.to_owned();
    }
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty());
    parent.map_or_else(|| PathBuf::from("."), Path::to_owned)
}

fn base(path: &Path) -> &Path {
    path.file_name().map_or(path, Path::new)
}

/// Writes a path as seen from a folder, both told from the current one: `./b.det`, `../b.det`.
fn relative(folder: &Path, path: &Path) -> String {
    let folder = disk::plain(folder);
    let (mut a, mut b) = (folder.components().peekable(), path.components().peekable());
    while a.peek().is_some() && a.peek() == b.peek() {
        a.next();
        b.next();
    }
    let up = "../".repeat(a.count());
    let rest = disk::shown(&b.collect::<PathBuf>());
    if up.is_empty() { format!("./{rest}") } else { format!("{up}{rest}") }
}
