//! `detente repl`: a prompt over texts, for what-ifs.
//!
//! Takes lines from a terminal or from a pipe; writes answers. On a terminal with history, completion and colours; from a
//! pipe each line is shown before its answer, so that a transcript is a test.

mod command;
mod complete;
mod files;
mod help;
mod history;
mod leave;
mod offers;
mod play;
mod questions;
mod save;
mod slips;
mod state;
mod states;
#[cfg(test)]
mod tests;
mod texts;
mod times;
mod turn;

use std::cell::RefCell;
use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{CompletionType, Config, Editor};

use super::Outcome;
use super::begin::{Judging, Prelude, Run};
use super::disk::{self, Problem};
use super::terminal::{self, Terminal};
use crate::report::{Format, Offers, Style};
use command::{Command, goes_on, lines};
use play::play;
use state::Kept;
use turn::{Played, Turn};

#[derive(Args, Debug)]
pub(super) struct Arguments {
    /// Files or folders (every `*.det` in them); without any, this folder
    #[arg(value_name = "PATHS")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    judging: Judging,
    /// Where the lines typed are kept from one time to the next; `none` keeps none
    #[arg(long, value_name = "FILE", env = "DETENTE_HISTORY")]
    history: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, prelude: Prelude, terminal: &Terminal) -> Outcome {
    let named = !arguments.paths.is_empty();
    let here = vec![PathBuf::from(".")];
    // Where nothing is named and nothing is here, the prompt begins with nothing: `load` is at hand.
    let paths = if named || disk::collect(&here).inputs.is_empty() {
        arguments.paths.clone()
    } else {
        here
    };
    let mut run = Run::on_the_library(&paths, prelude);
    if named && run.inputs.is_empty() {
        return Outcome::CouldNotRun;
    }
    let stop = Arc::new(AtomicBool::new(false));
    arguments.judging.ask(&mut run.request);
    run.request.stop = Some(Arc::clone(&stop));
    let inputs = std::mem::take(&mut run.inputs);
    let request = run.request.clone();
    let kept = Rc::new(RefCell::new(Kept::new(inputs, &run.disk, paths, request)));
    let style = Style { offers: Offers::Prompt, ..terminal.style(Format::Human, false) };
    let outcome = if io::stdin().is_terminal() && io::stdout().is_terminal() {
        kept.borrow_mut().asks = true;
        typed(&kept, &style, arguments.history.clone(), &stop)
    } else {
        piped(&kept, &Style { color: false, ..style })
    };
    run.outcome(outcome)
}

/// Reads lines from a pipe; each is shown before its answer.
fn piped(kept: &Rc<RefCell<Kept>>, style: &Style) -> Outcome {
    let mut failed = false;
    let mut pending = String::new();
    let written = terminal::answer(|out| texts::standing(&kept.borrow(), style, out));
    if written.is_err() {
        return terminal::close(written, Outcome::Clean);
    }
    let mut input = io::stdin().lock();
    loop {
        let mut bytes = Vec::new();
        let more = match input.read_until(b'\n', &mut bytes) {
            Ok(n) => n > 0,
            Err(error) => {
                let what = format!("the input cannot be read: {}", disk::reason(&error));
                terminal::problem(&Problem { what, help: None });
                return Outcome::CouldNotRun;
            }
        };
        let line = String::from_utf8_lossy(&bytes).into_owned();
        let begins = pending.is_empty();
        pending.push_str(&line);
        let whole = !more || !goes_on(&pending);
        let label = label(&kept.borrow());
        let mark = if begins { label.clone() } else { format!("{:>1$}", "| ", label.len()) };
        let shown = clean(line.trim_end());
        let text = whole.then(|| clean(std::mem::take(&mut pending).trim()));
        let mut played = Ok(Played::Done);
        let written = terminal::answer(|out| {
            if more {
                writeln!(out, "{}", format!("{mark}{shown}").trim_end())?;
            }
            if let Some(text) = &text {
                let turn = &mut Turn { kept: &mut kept.borrow_mut(), style, out };
                played = Ok(play(&Command::of(text), turn)?);
            }
            Ok(())
        });
        if written.is_err() {
            return terminal::close(
                written,
                if failed { Outcome::Findings } else { Outcome::Clean },
            );
        }
        match played {
            Ok(Played::Failed) => failed = true,
            Ok(Played::Quit) => break,
            Ok(Played::Done) => {}
            Err(error) => return terminal::close(Err(error), Outcome::Clean),
        }
        if !more {
            break;
        }
    }
    if failed { Outcome::Findings } else { Outcome::Clean }
}

/// Reads lines from a terminal.
fn typed(
    kept: &Rc<RefCell<Kept>>,
    style: &Style,
    history: Option<PathBuf>,
    stop: &Arc<AtomicBool>,
) -> Outcome {
    let config = Config::builder().completion_type(CompletionType::List).auto_add_history(true);
    let config = config.max_history_size(history::MOST).map(rustyline::config::Builder::build);
    let config = config.unwrap_or_default();
    let editor: rustyline::Result<Editor<complete::Aid, FileHistory>> = Editor::with_config(config);
    let mut editor = match editor {
        Ok(editor) => editor,
        Err(error) => {
            let what = format!("the terminal cannot be used: {error}");
            terminal::problem(&Problem { what, help: None });
            return Outcome::CouldNotRun;
        }
    };
    editor.set_helper(Some(complete::Aid::new(Rc::clone(kept), style.color)));
    // Ctrl-C while an answer is worked out ends that answer, not the prompt.
    let flag = Arc::clone(stop);
    let _ = ctrlc::set_handler(move || flag.store(true, Ordering::Relaxed));
    let mut file = history::file(history);
    if let Some(path) = &file
        && let Err(why) = history::load(editor.history_mut(), path)
    {
        unusable(path, &why);
        file = None;
    }
    let greeted = terminal::answer(|out| {
        texts::standing(&kept.borrow(), style, out)?;
        writeln!(out, "help: the first page")
    });
    if greeted.is_err() {
        return terminal::close(greeted, Outcome::Clean);
    }
    loop {
        let label = label(&kept.borrow());
        let line = match editor.readline(&label) {
            Ok(line) => line,
            // Ctrl-C gives up the line.
            Err(ReadlineError::Interrupted) => continue,
            Err(ReadlineError::Eof) => {
                let mut played = Played::Quit;
                let written = terminal::answer(|out| {
                    played = leave::leave(&mut Turn { kept: &mut kept.borrow_mut(), style, out })?;
                    Ok(())
                });
                if written.is_err() || played == Played::Quit {
                    break;
                }
                continue;
            }
            Err(error) => {
                let what = format!("the terminal cannot be read: {error}");
                terminal::problem(&Problem { what, help: None });
                break;
            }
        };
        // Kept line by line: a window that is closed loses none.
        if let Some(path) = &file
            && let Err(why) = history::keep(editor.history_mut(), path)
        {
            unusable(path, &why);
            file = None;
        }
        stop.store(false, Ordering::Relaxed);
        // What is pasted may hold several lines; Ctrl-C gives up those that are left.
        let mut pasted = lines(&clean(&line)).into_iter();
        while let Some(text) = pasted.next().filter(|_| !stop.load(Ordering::Relaxed)) {
            let mut played = Played::Done;
            // The window may have another width than before.
            let style = &Style { width: terminal::width().unwrap_or(style.width), ..style.clone() };
            let written = terminal::answer(|out| {
                let turn = &mut Turn { kept: &mut kept.borrow_mut(), style, out };
                played = play(&Command::of(text.trim()), turn)?;
                Ok(())
            });
            if written.is_err() {
                return terminal::close(written, Outcome::Clean);
            }
            if played == Played::Quit {
                return Outcome::Clean;
            }
        }
    }
    Outcome::Clean
}

fn unusable(file: &std::path::Path, why: &str) {
    terminal::problem(&Problem {
        what: format!("the history in `{}` cannot be used: {why}", file.display()),
        help: Some("name another file: `--history FILE`, or `--history none`".to_owned()),
    });
}

/// The prompt: how many edits stand between the texts and here.
fn label(kept: &Kept) -> String {
    match kept.session.depth() {
        0 => "> ".to_owned(),
        n => format!("+{n}> "),
    }
}

/// Takes out what does not print: a pasted page may hold anything.
fn clean(line: &str) -> String {
    line.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}
