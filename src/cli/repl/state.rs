//! What a prompt keeps between lines: the session, its files, branches, and what was undone.
//!
//! Takes paths and commands; gives sessions. Every change of files makes a new session and the edits again, and only
//! when that has worked is the old one let go.

use std::path::PathBuf;
use std::sync::atomic::Ordering;

use indexmap::IndexMap;

use crate::analysis::{Change, Input, Request, Session};
use crate::cli::disk::{self, Disk};
use crate::diagnostic::{Finding, Level};
use crate::source::{FileId, Sources, Span};

/// What a prompt keeps.
pub(super) struct Kept {
    pub session: Session,
    pub request: Request,
    paths: Vec<PathBuf>,
    /// Declarations typed at the prompt.
    typed: String,
    /// Named states, and the one the prompt is on.
    pub branches: IndexMap<String, usize>,
    pub branch: String,
    /// States that were left by `undo`, the last first.
    pub undone: Vec<usize>,
    /// Files this prompt has written, and may write again.
    pub written: Vec<PathBuf>,
    /// Files that were not there any more when they were last read again.
    pub gone: Vec<String>,
    /// Expectations that were typed and came out as written.
    pub expected: Vec<String>,
    /// The edits that the last line offered, in their order.
    pub offered: Vec<String>,
    /// States that a file holds, and the declarations that one does.
    pub saved: Vec<usize>,
    pub saved_typed: String,
    /// Whether somebody sits at a terminal, who can be warned; and whether that was done by the last line.
    pub asks: bool,
    pub warned: bool,
    /// What was written last and may have been cut short.
    pub folded: Option<Folded>,
}

/// An answer that may be longer than a screen.
pub(super) enum Folded {
    Change(Change),
    Verdicts(Vec<Finding>),
}

/// What came of reading the files again: edits that can no longer be made, with the reason.
pub(super) type Lost = Vec<(String, Vec<Finding>)>;

/// What the declarations typed at the prompt are called in messages.
pub(super) const TYPED: &str = "prompt";

impl Kept {
    pub(super) fn new(
        inputs: Vec<Input>,
        disk: &Disk,
        paths: Vec<PathBuf>,
        request: Request,
    ) -> Kept {
        let session = Session::open(inputs, disk, &request);
        Kept {
            session,
            request,
            paths,
            typed: String::new(),
            branches: IndexMap::from([(MAIN.to_owned(), 0)]),
            branch: MAIN.to_owned(),
            undone: Vec::new(),
            written: Vec::new(),
            gone: Vec::new(),
            expected: Vec::new(),
            offered: Vec::new(),
            saved: Vec::new(),
            saved_typed: String::new(),
            asks: false,
            warned: false,
            folded: None,
        }
    }

    /// Reads everything again, with further paths; the problem says what could not be read, and then nothing is
    /// changed.
    pub(super) fn open(&mut self, more: &[PathBuf]) -> Result<Lost, String> {
        let before = self.paths.clone();
        for path in more {
            if !self.paths.contains(path) {
                self.paths.push(path.clone());
            }
        }
        let files = self.session.files();
        let lost = self.session_of(None).and_then(|session| self.replay(session));
        // A file that was found in a folder, and not named, goes without a fault.
        let now = self.session.files();
        self.gone = files.into_iter().filter(|f| lost.is_ok() && !now.contains(f)).collect();
        if lost.is_err() {
            self.paths = before;
        }
        lost
    }

    /// Checks whether somebody ended the work at hand.
    pub(super) fn stopped(&self) -> bool {
        self.request.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    /// What is said where somebody ended the work at hand: half a judgement is none.
    fn unless_stopped(&self) -> Result<(), String> {
        if self.stopped() { Err("stopped before the end".to_owned()) } else { Ok(()) }
    }

    /// Reads the files and judges them, with what was typed or what is to stand in its place.
    fn session_of(&mut self, typed: Option<&str>) -> Result<Session, String> {
        let collected = disk::collect_named(&self.paths);
        if let Some(problem) = collected.problems.first() {
            let help = problem.help.as_ref().map_or(String::new(), |h| format!("\n  help: {h}"));
            return Err(format!("{}{help}", problem.what));
        }
        let mut inputs = collected.inputs;
        let unreadable = inputs.iter().find_map(|i| Some((&i.name, i.text.as_ref().err()?)));
        if let Some((name, why)) = unreadable {
            return Err(format!("`{name}` cannot be read: {why}"));
        }
        let typed = typed.unwrap_or(&self.typed);
        if !typed.is_empty() {
            inputs.push(Input { name: TYPED.to_owned(), text: Ok(typed.to_owned()) });
        }
        let session = Session::open(inputs, &collected.disk, &self.request);
        self.unless_stopped().map(|()| session)
    }

    /// Returns what was declared at the prompt.
    pub(super) fn declared(&self) -> &str {
        &self.typed
    }

    /// Notes that a file holds this state and what was declared.
    pub(super) fn is_saved(&mut self) {
        self.saved.push(self.session.number());
        self.saved_typed.clone_from(&self.typed);
    }

    /// Judges the same texts under another request.
    pub(super) fn again(&mut self) -> Result<Lost, String> {
        self.open(&[])
    }

    /// Adds a declaration to the texts; refused with its faults, and the texts they stand in, if it has any.
    pub(super) fn declare(
        &mut self,
        text: &str,
    ) -> Result<Result<Lost, (Vec<Finding>, Sources)>, String> {
        let before = self.typed.clone();
        let typed = if before.is_empty() { text.to_owned() } else { format!("{before}\n{text}") };
        let session = self.session_of(Some(&typed))?;
        // A fault may show in another text, which then says the same of a name.
        let known: Vec<(String, String)> =
            self.session.broken().into_iter().map(|f| (f.rule, f.message)).collect();
        let fresh = |f: &Finding| !known.contains(&(f.rule.clone(), f.message.clone()));
        let faults: Vec<Finding> = session.broken().into_iter().filter(fresh).collect();
        if !faults.is_empty() {
            return Ok(Err((faults, session.sources().clone())));
        }
        let lost = self.replay(session)?;
        self.typed = typed;
        Ok(Ok(lost))
    }

    /// Makes every state of the old session again on a new one, so that branches and what was undone stay; ended from
    /// outside, it leaves the old one as it is.
    fn replay(&mut self, mut session: Session) -> Result<Lost, String> {
        let mut lost = Vec::new();
        let mut places: Vec<usize> = vec![0];
        let now = session.frameworks();
        let gone: Vec<String> =
            self.session.frameworks().into_iter().filter(|f| !now.contains(f)).collect();
        for (_, before, edits) in self.session.log().into_iter().skip(1) {
            let from = before.and_then(|b| places.get(b).copied()).unwrap_or(0);
            session.go(from);
            // The library may have a framework of the same name, which is not the one that was meant.
            let change = if gone.is_empty() { None } else { session.what_if("edit", &edits).ok() };
            let elsewhere = |c: &Change| gone.iter().find(|name| touches(c, name));
            if let Some(name) = change.as_ref().and_then(elsewhere) {
                lost.push((edits, vec![not_there(name)]));
                places.push(from);
                continue;
            }
            match session.make("edit", &edits) {
                Ok(_) => places.push(session.number()),
                Err(why) => {
                    lost.push((edits, why));
                    places.push(from);
                }
            }
        }
        self.unless_stopped()?;
        let place = |at: usize| places.get(at).copied().unwrap_or(0);
        session.go(place(self.session.number()));
        for at in self.branches.values_mut().chain(&mut self.undone).chain(&mut self.saved) {
            *at = place(*at);
        }
        self.session = session;
        Ok(lost)
    }
}

/// Checks whether edits changed something of a framework.
fn touches(change: &Change, framework: &str) -> bool {
    let paths = change.steps.iter().flat_map(|s| &s.touched);
    paths.filter_map(|path| path.split('.').next()).any(|first| first == framework)
}

/// Says that the files do not declare a framework any more.
fn not_there(name: &str) -> Finding {
    let nowhere = Span::new(FileId(0), 0, 0);
    let message = format!("none of the files declares `{name}` any more");
    Finding::broken("edit", Level::Error, nowhere, message)
}

/// The branch a prompt begins on.
pub(super) const MAIN: &str = "main";
