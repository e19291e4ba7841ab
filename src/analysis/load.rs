//! Gathers the texts of a run: the prelude, what is to be checked, and what those use.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::library::Library;
use super::{Input, Request};
use crate::checks::DEFAULT;
use crate::diagnostic::{Finding, Level, NoteKind, suggestion};
use crate::prelude;
use crate::source::{FileId, LoadError, Loader, Role, Sources, Span};
use crate::syntax::{self, ast};

/// The texts of a run, read into trees.
pub(super) struct Texts {
    pub sources: Sources,
    pub files: Vec<ast::File>,
    pub findings: Vec<Finding>,
    /// Where to find the library, by file name.
    pub library: Library,
    /// The rules of the library that were left unread because nothing asks for them.
    pub unread_rules: Vec<String>,
    /// Where a file is used that is not checked itself.
    used_at: HashMap<FileId, Span>,
    /// Parts of the library that a text seems to use, by name.
    ahead: HashMap<String, FileId>,
    /// Those of them that are not read yet.
    soon: Vec<FileId>,
}

/// Reads everything. `whole_library` reads all of the standard library whether it is used or not.
pub(super) fn load(
    inputs: Vec<Input>,
    loader: &dyn Loader,
    request: &Request,
    whole_library: bool,
) -> Texts {
    let mut texts = Texts::new(request);
    let rules = texts.gather(inputs, Vec::new(), loader, whole_library);
    texts.read_rules(&rules, |_| true);
    texts
}

/// Reads what a check needs: of the library's rules those that the profiles asked for, the expectations and
/// the reader's own rules name.
pub(super) fn load_to_check(inputs: Vec<Input>, loader: &dyn Loader, request: &Request) -> Texts {
    let mut texts = Texts::new(request);
    let rules = texts.gather(inputs, Vec::new(), loader, false);
    let wanted = texts.rules_named(&request.profiles);
    texts.read_rules(&rules, |name| wanted.contains(name));
    texts.read_examples();
    texts
}

/// The same, with further texts that are there to be leaned on and are not checked themselves.
pub(super) fn load_beside(
    inputs: Vec<Input>,
    beside: Vec<Input>,
    loader: &dyn Loader,
    request: &Request,
    whole_library: bool,
) -> Texts {
    let mut texts = Texts::new(request);
    let rules = texts.gather(inputs, beside, loader, whole_library);
    texts.read_rules(&rules, |_| true);
    texts
}

/// Where the rules of the library stand.
const RULES: &str = "prelude/rules/";

/// From so many bytes on, texts are read side by side; below, starting a thread costs more.
const MUCH: usize = 16 * 1024;

/// From so many bytes on, on all cores. Below it is two threads, wherever it is: asking the system how many cores
/// there are takes longer than starting one thread too many.
const LOTS: usize = 1 << 20;

/// Does some work on each of these texts, in the order given, on several threads where there is much to read.
fn side_by_side<R: Send>(
    sources: &Sources,
    files: &[FileId],
    work: impl Fn(FileId) -> R + Sync,
) -> Vec<R> {
    let bytes: usize = files.iter().filter_map(|id| sources.get(*id)).map(|s| s.text.len()).sum();
    let threads = match bytes {
        0..MUCH => 1,
        MUCH..LOTS => 2,
        _ => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
    };
    let threads = threads.min(files.len());
    if threads < 2 {
        return files.iter().map(|id| work(*id)).collect();
    }
    // Each thread takes the longest text that nobody has, so that none is left alone with a long one at the end.
    let mut jobs: Vec<(usize, FileId)> = files.iter().copied().enumerate().collect();
    jobs.sort_by_key(|(_, id)| Reverse(sources.get(*id).map_or(0, |s| s.text.len())));
    let next = AtomicUsize::new(0);
    let share = || {
        let mut done = Vec::new();
        while let Some((at, id)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            done.push((*at, work(*id)));
        }
        done
    };
    let mut all: Vec<(usize, R)> = std::thread::scope(|scope| {
        let helpers: Vec<_> = (1..threads).map(|_| scope.spawn(share)).collect();
        let mut all = share();
        for helper in helpers {
            all.extend(helper.join().unwrap_or_default());
        }
        all
    });
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, done)| done).collect()
}

/// Checks for a text in which nothing is declared, not even with a slip, while there is much that cannot be read.
fn is_of_others(parsed: &syntax::Parsed) -> bool {
    let declares = |i: &ast::Item| !matches!(i.kind, ast::ItemKind::Use(_));
    !parsed.findings.is_empty()
        && parsed.file.lost.is_empty()
        && !parsed.file.items.iter().any(declares)
}

/// So many lines of a text are looked through for what it uses; `use` stands at the top.
const TOP: usize = 64;

impl Texts {
    fn new(request: &Request) -> Texts {
        Texts {
            sources: Sources::default(),
            files: Vec::new(),
            findings: Vec::new(),
            library: Library::of(request),
            unread_rules: Vec::new(),
            used_at: HashMap::new(),
            ahead: HashMap::new(),
            soon: Vec::new(),
        }
    }

    /// Reports what cannot be read in the `avoid` and `prefer` texts of the reader's own rules. What they mean is
    /// looked at when they are run.
    fn read_examples(&mut self) {
        // A brace gone wrong in the rule may have cut them in two; that is mended first.
        let sound = |i: &&ast::Item| {
            let inside =
                |p: Span| p.file == i.span.file && p.start >= i.span.start && p.end <= i.span.end;
            !self.findings.iter().filter_map(Finding::place).any(inside)
        };
        let items = self.files.iter().flat_map(|f| &f.items).filter(sound);
        let rules = items.filter_map(|i| match &i.kind {
            ast::ItemKind::Rule(rule) => Some(rule),
            _ => None,
        });
        let spans = rules.flat_map(|r| &r.clauses).filter_map(|c| match c.kind {
            ast::ClauseKind::Avoid(span) | ast::ClauseKind::Prefer(span) => Some(span),
            _ => None,
        });
        let checked = |s: &Span| self.sources.get(s.file).is_some_and(|f| f.role == Role::Checked);
        for span in spans.filter(checked).collect::<Vec<_>>() {
            self.findings.extend(syntax::parse_range(&self.sources, span).findings);
        }
    }

    /// Reads everything but the library's rules, whose files are given back.
    fn gather(
        &mut self,
        inputs: Vec<Input>,
        beside: Vec<Input>,
        loader: &dyn Loader,
        whole_library: bool,
    ) -> Vec<FileId> {
        let mut rule_files = Vec::new();
        let mut queue: VecDeque<FileId> = VecDeque::new();
        let mut loaded: HashSet<String> = HashSet::new();
        let names = self.library.files();
        let always: Vec<String> = names
            .into_iter()
            .filter(|n| whole_library || prelude::always_read(n))
            .cloned()
            .collect();
        for name in always {
            self.add_library(&name, &mut loaded, &mut queue);
        }
        let checked = inputs.into_iter().map(|i| (Role::Checked, i));
        let mut inputs: Vec<(Role, Input)> =
            checked.chain(beside.into_iter().map(|i| (Role::Used, i))).collect();
        inputs.sort_by(|(_, a), (_, b)| a.name.cmp(&b.name));
        let alone = inputs.len() == 1;
        for (role, input) in inputs {
            if !loaded.insert(input.name.clone()) {
                continue;
            }
            match input.text {
                Ok(text) => {
                    let id = self.sources.add(input.name, role, text);
                    queue.push_back(id);
                }
                Err(why) => {
                    let id = self.sources.add(input.name.clone(), role, String::new());
                    let span = Span::new(id, 0, 0);
                    let message = format!("`{}` cannot be read: {why}", input.name);
                    let mut finding = Finding::broken("unreadable", Level::Error, span, message);
                    if !alone {
                        finding = finding.note(NoteKind::Note, "the other files were checked");
                    }
                    self.findings.push(finding);
                }
            }
        }
        self.look_ahead(&queue, &loaded);
        let mut read: HashMap<FileId, syntax::Parsed> = HashMap::new();
        while !queue.is_empty() {
            let round: Vec<FileId> = queue.drain(..).collect();
            let (rules, round): (Vec<FileId>, Vec<FileId>) =
                round.into_iter().partition(|id| self.sources.name(*id).starts_with(RULES));
            rule_files.extend(rules);
            let ahead = std::mem::take(&mut self.soon);
            let unread: Vec<FileId> =
                round.iter().copied().filter(|id| !read.contains_key(id)).chain(ahead).collect();
            let sources = &self.sources;
            let parsed = side_by_side(sources, &unread, |id| syntax::parse(sources, id));
            read.extend(unread.into_iter().zip(parsed));
            for id in round {
                let Some(parsed) = read.remove(&id) else { continue };
                if let Some(used) = self.used_at.get(&id).copied()
                    && is_of_others(&parsed)
                {
                    self.point_out_foreign(used);
                    continue;
                }
                self.findings.extend(parsed.findings);
                if parsed.file.items.is_empty() {
                    self.point_out_empty(id);
                }
                for item in &parsed.file.items {
                    if let ast::ItemKind::Use(used) = &item.kind {
                        self.follow_use(id, used, loader, &mut loaded, &mut queue);
                    }
                }
                self.files.push(parsed.file);
            }
        }
        rule_files
    }

    /// Finds the parts of the library that texts will use, so that they are read in one go with those. What is
    /// found counts as used only once the line that names it is read.
    fn look_ahead(&mut self, queue: &VecDeque<FileId>, loaded: &HashSet<String>) {
        let mut open: VecDeque<FileId> = queue.clone();
        while let Some(id) = open.pop_front() {
            let text = self.sources.get(id).map_or("", |s| s.text.as_str());
            let used = text.lines().take(TOP).filter_map(|l| l.strip_prefix("use std."));
            let files: Vec<String> = used
                .filter_map(|rest| rest.split_whitespace().next())
                .map(|module| prelude::module_file(&format!("std.{module}")))
                .collect();
            for file in files {
                let key = format!("prelude/{file}");
                let Some(text) = self.library.get(&file) else { continue };
                if loaded.contains(&key) || self.ahead.contains_key(&key) {
                    continue;
                }
                let id = self.sources.add(key.clone(), Role::Prelude, text.clone());
                self.ahead.insert(key, id);
                self.soon.push(id);
                open.push_back(id);
            }
        }
    }

    /// Reads the rules of the library that are wanted; the others are known by name.
    fn read_rules(&mut self, files: &[FileId], wanted: impl Fn(&str) -> bool + Sync) {
        let sources = &self.sources;
        let read = |id: FileId| {
            let (mut items, mut findings, mut unread) = (Vec::new(), Vec::new(), Vec::new());
            for heading in syntax::parse_index(sources, id) {
                let name = heading.name.map_or("", |n| sources.slice(n));
                if sources.slice(heading.word) == "rule" && !wanted(name) {
                    unread.push(name.to_owned());
                    continue;
                }
                let (item, found) = syntax::parse_item(sources, &heading);
                findings.extend(found);
                items.extend(item);
            }
            (ast::File { id, items, comments: Vec::new(), lost: Vec::new() }, findings, unread)
        };
        for (file, findings, unread) in side_by_side(sources, files, read) {
            self.findings.extend(findings);
            self.unread_rules.extend(unread);
            self.files.push(file);
        }
    }

    /// Returns the rules that the profiles asked for hold, and those that checked texts name or declare.
    fn rules_named(&self, profiles: &[String]) -> HashSet<String> {
        let slice = |name: ast::Name| self.sources.slice(name.span).to_owned();
        let asked = |name: &str| match profiles {
            [] => name == DEFAULT,
            names => names.iter().any(|n| n == name),
        };
        let mut wanted = HashSet::new();
        for item in self.files.iter().flat_map(|f| &f.items) {
            match &item.kind {
                ast::ItemKind::Profile(p) if asked(self.sources.slice(p.name.span)) => {
                    wanted.extend(p.settings.iter().filter_map(|s| match s.kind {
                        ast::SettingKind::Rule { rule, .. } => Some(slice(rule)),
                        _ => None,
                    }));
                }
                ast::ItemKind::Expect(expect) => {
                    wanted.insert(slice(expect.rule));
                }
                ast::ItemKind::Rule(rule) => {
                    wanted.insert(slice(rule.name));
                }
                _ => {}
            }
        }
        wanted
    }

    fn add_library(
        &mut self,
        name: &str,
        loaded: &mut HashSet<String>,
        queue: &mut VecDeque<FileId>,
    ) {
        let key = format!("prelude/{name}");
        if !loaded.insert(key.clone()) {
            return;
        }
        if let Some(text) = self.library.get(name) {
            let id = match self.ahead.remove(&key) {
                Some(id) => id,
                None => self.sources.add(key, Role::Prelude, text.clone()),
            };
            queue.push_back(id);
        }
    }

    /// Reports a used file that is no text of ours, where it is used: what stands in it means nothing here.
    fn point_out_foreign(&mut self, used: Span) {
        let path = self.sources.slice(used).to_owned();
        self.findings.push(
            Finding::broken(
                "unknown-module",
                Level::Error,
                used,
                format!("{path} is not a Detente text: nothing is declared in it"),
            )
            .help("check the path, which is taken from the folder of this file"),
        );
    }

    fn point_out_empty(&mut self, id: FileId) {
        let Some(source) = self.sources.get(id) else { return };
        let silent = !self.findings.iter().any(|f| f.place().is_some_and(|p| p.file == id));
        if source.role == Role::Checked && silent {
            let name = source.name.clone();
            self.findings.push(
                Finding::broken(
                    "empty-file",
                    Level::Warning,
                    Span::new(id, 0, 0),
                    format!("`{name}` declares nothing"),
                )
                .help(
                    "begin with `framework NAME \"TITLE\" { … }` or `draft NAME \"TITLE\" { … }`",
                ),
            );
        }
    }

    fn follow_use(
        &mut self,
        from: FileId,
        used: &ast::Use,
        loader: &dyn Loader,
        loaded: &mut HashSet<String>,
        queue: &mut VecDeque<FileId>,
    ) {
        match used {
            ast::Use::Module(path) => {
                let names: Vec<&str> =
                    path.names.iter().map(|n| self.sources.slice(n.span)).collect();
                let dash = ['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}'];
                let module = names.join(".").replace(dash, "-");
                let file = prelude::module_file(&module);
                if self.library.get(&file).is_some() {
                    self.add_library(&file, loaded, queue);
                    return;
                }
                let modules: Vec<String> = self
                    .library
                    .files()
                    .iter()
                    .filter_map(|k| k.strip_suffix(".det"))
                    .filter(|k| k.starts_with("std/"))
                    .map(|k| k.replace('/', "."))
                    .collect();
                let mut help = suggestion(&module, modules.iter().map(String::as_str));
                if help.is_empty() {
                    help = format!(
                        "there are {}; a file of yours goes in quotes: `use \"{module}.det\"`",
                        modules.join(", ")
                    );
                }
                self.findings.push(
                    Finding::broken(
                        "unknown-module",
                        Level::Error,
                        path.span,
                        format!("the library has no part called `{module}`"),
                    )
                    .help(help),
                );
            }
            ast::Use::File(text) => {
                let path = self.sources.slice(text.inner).to_owned();
                let from = self.sources.name(from).to_owned();
                match loader.load(&from, &path) {
                    Ok((name, content)) => {
                        if loaded.insert(name.clone()) {
                            let id = self.sources.add(name, Role::Used, content);
                            self.used_at.insert(id, text.span);
                            queue.push_back(id);
                        }
                    }
                    Err(error) => {
                        let why = match error {
                            LoadError::NotFound => "there is no such file".to_owned(),
                            LoadError::Unreadable(why) => why,
                        };
                        self.findings.push(
                            Finding::broken(
                                "unknown-module",
                                Level::Error,
                                text.span,
                                format!("\"{path}\" cannot be used: {why}"),
                            )
                            .help(if path.starts_with("std.") {
                                format!("a part of the library stands without quotes: `use {path}`")
                            } else {
                                "the path is taken from the folder of this file".to_owned()
                            }),
                        );
                    }
                }
            }
        }
    }
}
