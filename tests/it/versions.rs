//! `detente diff --git REV`: the files as they are against what a revision holds.
//!
//! Makes a repository in a folder of its own. Where there is no `git` there is nothing to try.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const OLD: &str = "use \"shared.det\"\nuse std.northeast-asia\n\ndraft circle \"A circle\" {\n  kind forum\n  concept cooperative\n  region northeast-asia\n  track 1\n  members ROK, DPRK, China, Japan, Russia\n  issues quarrel\n}\n";
const SHARED: &str = "issue quarrel \"A quarrel\"\n";

struct Repository(PathBuf);

impl Repository {
    /// A repository with one commit, and a tag on it; `None` without git.
    fn new(name: &str) -> Option<Repository> {
        let path = std::env::temp_dir().join(format!("detente-git-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("drafts")).unwrap();
        let here = Repository(path);
        here.write("drafts/circle.det", OLD);
        here.write("drafts/shared.det", SHARED);
        Command::new("git").arg("--version").output().ok()?;
        here.git(&["init", "--quiet"]);
        here.git(&["add", "."]);
        let who = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org"];
        here.git(&[&who[..], &["commit", "--quiet", "--message", "first"]].concat());
        here.git(&["tag", "first"]);
        Some(here)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn git(&self, arguments: &[&str]) {
        let run = Command::new("git").args(arguments).current_dir(&self.0).output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    }

    #[track_caller]
    fn says(&self, below: &str, arguments: &[&str], code: i32, words: &[&str]) {
        let run = detente(&self.0.join(below), arguments, &[]);
        let said = String::from_utf8([run.stdout, run.stderr].concat()).unwrap();
        assert_eq!(run.status.code(), Some(code), "\n{said}");
        for word in words {
            assert!(said.contains(word), "nothing says `{word}`\n{said}");
        }
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn detente(folder: &Path, arguments: &[&str], set: &[(&str, &str)]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_detente"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("DETENTE_PRELUDE")
        .env("NO_COLOR", "1")
        .envs(set.iter().copied())
        .output()
        .unwrap()
}

#[test]
fn a_revision_is_compared_with_the_files_as_they_are() {
    let Some(here) = Repository::new("compared") else { return };
    here.says("", &["diff", "--git", "HEAD"], 0, &["nothing changes in what the rules say"]);
    here.write("drafts/circle.det", &OLD.replace("Russia\n", "Russia, USA\n"));
    for (below, path) in [("", "."), ("", "drafts"), ("", "drafts/circle.det"), ("drafts", ".")] {
        let resolved = ["resolved  great-powers-in", "violated -> satisfied", "`USA` stands in"];
        here.says(below, &["diff", "--git", "first", path], 0, &resolved);
    }
    here.write("drafts/circle.det", &OLD.replace("China, ", ""));
    here.says("", &["diff", "--git", "HEAD"], 1, &["great-powers-in  circle, China"]);
    here.says("", &["diff", "--git", "HEAD", "--fail-on", "never"], 0, &["+1 new"]);
}

#[test]
fn what_a_revision_uses_is_read_from_it() {
    let Some(here) = Repository::new("used") else { return };
    // Without its issue the older version would be broken.
    here.write("drafts/shared.det", "issue other \"Another\"\n");
    let arguments = ["diff", "--git", "HEAD", "drafts/circle.det"];
    here.says("", &arguments, 1, &["new", "no issue is called `quarrel`"]);
    here.says("drafts", &["diff", "--git", "HEAD", "circle.det"], 1, &["no issue is called"]);
}

/// A file that has been given another name is compared with what it was; the text that it uses is found beside that.
#[test]
fn a_file_that_was_renamed_is_found() {
    let Some(here) = Repository::new("renamed") else { return };
    fs::create_dir(here.0.join("plans")).unwrap();
    here.write("plans/shared.det", "issue quarrel \"A quarrel\" { is live }\n");
    here.git(&["mv", "drafts/circle.det", "plans/ring one.det"]);
    here.write("plans/ring one.det", &OLD.replace("Russia\n", "Russia, USA\n"));
    let resolved = ["resolved  great-powers-in", "`USA` stands in"];
    for (below, path) in [("", "plans/ring one.det"), ("plans", "ring one.det")] {
        here.says(below, &["diff", "--git", "first", path], 0, &resolved);
    }
    here.says("drafts", &["diff", "--git", "first", "../plans/ring one.det"], 0, &resolved);
    // What stands under its old name still was copied, and what is not known to git has no old name.
    here.write("plans/copy.det", OLD);
    let copy = ["diff", "--git", "first", "plans/copy.det"];
    here.says("", &copy, 2, &["`first` holds no text at `plans/copy.det`"]);
    let gone = ["diff", "--git", "first", "drafts/circle.det"];
    let said = ["`drafts/circle.det` stood in `first`", "detente diff --git first drafts"];
    here.says("", &gone, 2, &said);
    here.says("drafts", &["diff", "--git", "first", "circle.det"], 2, &["--git first ."]);
}

#[test]
fn what_stands_in_the_way_is_said() {
    let Some(here) = Repository::new("said") else { return };
    here.says("", &["diff", "--git", "nope"], 2, &["there is no revision `nope`", "git log"]);
    here.says("", &["diff", "--git", "--output=x"], 2, &["there is no revision `--output=x`"]);
    here.says("", &["diff", "--git", "HEAD", "drafts/none.det"], 2, &["no file or folder"]);
    here.write("drafts/later.det", SHARED);
    let later = ["diff", "--git", "HEAD", "drafts/later.det"];
    here.says("", &later, 2, &["`HEAD` holds no text at `drafts/later.det`"]);
    let alone = std::env::temp_dir().join(format!("detente-no-git-{}", std::process::id()));
    fs::create_dir_all(&alone).unwrap();
    fs::write(alone.join("a.det"), SHARED).unwrap();
    let run = detente(&alone, &["diff", "--git", "HEAD"], &[("GIT_CEILING_DIRECTORIES", "/")]);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(said.contains("is in no git repository"), "{said}");
    let run = detente(&alone, &["diff", "--git", "HEAD"], &[("PATH", "")]);
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(said.contains("there is no `git` command on this machine"), "{said}");
    assert_eq!(run.status.code(), Some(2));
    let _ = fs::remove_dir_all(&alone);
}
