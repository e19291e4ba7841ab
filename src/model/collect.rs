//! First pass: who is there. Names are collected before any statement is read, so that a text may speak
//! of what a later file declares.

use indexmap::IndexMap;
use rustc_hash::FxHashMap as HashMap;

use super::things::{Thing, Things, declared, normal};
use crate::diagnostic::{Finding, Level, NoteKind, Unused, lookalike, nearest, suggestion};
use crate::expr::EntityId;
use crate::schema::{Kind, KindSet, field};
use crate::source::{Role, Sources, Span};
use crate::syntax::ast::{self, ItemKind, StatementKind};

/// A block still to be read: whose it is, and who is cited for it where its lines name nobody.
#[derive(Debug)]
pub struct Pending<'a> {
    /// The thing it speaks of.
    pub of: EntityId,
    /// Its statements.
    pub statements: &'a [ast::Statement],
    /// The default citation.
    pub cite: Option<&'a ast::Cite>,
    /// Whether it is a `sequence`, which is complete once written.
    pub sequence: Option<Span>,
    /// Whose view it is, where it stands in one.
    pub view: Option<EntityId>,
}

/// A declaration, with the item that holds its documentation.
type Declared<'a> = (&'a ast::Item, &'a ast::Thing);

/// What the first pass gives.
#[derive(Debug)]
pub struct Collected<'a> {
    /// The things.
    pub things: Things,
    /// The blocks to read, in order.
    pub pending: Vec<Pending<'a>>,
}

/// Collects the things of all files, in the order of the files. `unused` gathers the names of the library that are not
/// loaded.
pub fn collect<'a>(
    files: &'a [ast::File],
    sources: &Sources,
    unused: &Unused<'_>,
    findings: &mut Vec<Finding>,
) -> Collected<'a> {
    let mut collector = Collector {
        sources,
        unused,
        findings,
        things: Things::default(),
        pending: Vec::new(),
        declaration: 0,
        view: None,
        blocks: HashMap::default(),
    };
    let mut groups: IndexMap<(Kind, Box<str>), Vec<Declared<'_>>> = IndexMap::new();
    for item in files.iter().flat_map(|f| &f.items) {
        let ItemKind::Thing(thing) = &item.kind else { continue };
        let Some(kind) = Kind::of_word(declaring(sources, thing)) else { continue };
        groups
            .entry((kind, declared(sources.slice(thing.name.span)).into()))
            .or_default()
            .push((item, thing));
    }
    for ((kind, name), declared) in groups {
        collector.declare(kind, name, &declared);
    }
    for item in files.iter().flat_map(|f| &f.items) {
        if let ItemKind::Account(account) = &item.kind {
            collector.account(account);
        }
    }
    collector.things.finish();
    Collected { things: collector.things, pending: collector.pending }
}

/// The word that declares a thing; of a misspelt one, the word that was meant.
fn declaring<'s>(sources: &'s Sources, thing: &ast::Thing) -> &'s str {
    let word = sources.slice(thing.word.span);
    match Kind::of_word(word) {
        Some(_) => word,
        None => crate::syntax::declaration_meant(word).unwrap_or(word),
    }
}

impl Things {
    /// Returns a block as it stands in another thing; it is a draft's, and of a text that is checked, as that is.
    pub(in crate::model) fn block(
        &self,
        parent: EntityId,
        kind: Kind,
        name: Box<str>,
        thing: &ast::Thing,
        word: &str,
    ) -> Thing {
        let around = self.get(parent);
        Thing {
            kind,
            name,
            parent: Some(parent),
            draft: around.draft,
            csbm: word == "csbm",
            title: thing.title.map(|t| t.inner),
            head: thing.name.span,
            has_body: thing.body.is_some(),
            unread: thing.body.as_ref().is_some_and(|b| b.unread),
            role: around.role,
            doc: thing.doc.clone().into(),
            children: Vec::new(),
        }
    }
}

struct Collector<'a, 's> {
    sources: &'s Sources,
    unused: &'s Unused<'s>,
    findings: &'s mut Vec<Finding>,
    things: Things,
    pending: Vec<Pending<'a>>,
    /// Counts the declarations and accounts at the top of the files.
    declaration: u32,
    /// The view that is being read.
    view: Option<EntityId>,
    /// In which of them each inner thing has its latest block, and where that begins: a further account may
    /// add to it, the same declaration may not.
    blocks: HashMap<EntityId, (u32, Span)>,
}

impl<'a> Collector<'a, '_> {
    fn role(&self, span: Span) -> Role {
        self.sources.get(span.file).map_or(Role::Checked, |s| s.role)
    }

    /// Headers merge with the one full block. A block of the user's takes the place of the library's;
    /// two blocks of the user's are a mistake.
    fn declare(
        &mut self,
        kind: Kind,
        name: Box<str>,
        declared: &[(&'a ast::Item, &'a ast::Thing)],
    ) {
        let full = declared.iter().filter(|(_, t)| t.body.is_some());
        let own = full.clone().find(|(_, t)| self.role(t.span) != Role::Prelude);
        let Some((item, thing)) =
            own.or_else(|| full.clone().next()).or_else(|| declared.first()).copied()
        else {
            return;
        };
        for (_, other) in full {
            let theirs =
                self.role(other.span) == Role::Prelude && self.role(thing.span) != Role::Prelude;
            if other.span != thing.span && !theirs {
                self.findings.push(
                    Finding::broken("declared-twice", Level::Error, other.name.span, format!("`{name}` is declared twice"))
                        .here("the second time; its block is left out of the check")
                        .label(thing.name.span, "the first time")
                        .help(format!("to add what another source says, write `account of {name} [SOURCE] {{ … }}`")),
                );
            }
        }
        let title =
            thing.title.or_else(|| declared.iter().find_map(|(_, t)| t.title)).map(|t| t.inner);
        let role = if thing.body.is_some() {
            self.role(thing.span)
        } else {
            declared.iter().map(|(_, t)| self.role(t.span)).max().unwrap_or(Role::Prelude)
        };
        let id = self.things.add(Thing {
            kind,
            name,
            parent: None,
            draft: declaring(self.sources, thing) == "draft",
            csbm: false,
            title,
            head: thing.name.span,
            has_body: thing.body.is_some(),
            unread: thing.body.as_ref().is_some_and(|b| b.unread),
            role,
            doc: item.doc.clone().into(),
            children: Vec::new(),
        });
        self.declaration += 1;
        if let Some(body) = &thing.body {
            self.body(id, &body.statements, thing.cite.as_ref(), None);
        }
    }

    fn account(&mut self, account: &'a ast::Account) {
        let Some(first) = account.of.names.first() else { return };
        let word = normal(self.sources.slice(first.span));
        let tops: Vec<EntityId> = Kind::all().filter_map(|k| self.things.top(k, &word)).collect();
        let target = match tops.as_slice() {
            [] if self.unused.takes(&word, first.span) => return,
            [] => {
                let known: Vec<&str> = self
                    .things
                    .iter()
                    .filter(|(_, t)| t.parent.is_none())
                    .map(|(_, t)| &*t.name)
                    .collect();
                let help = suggestion(&word, known.iter().copied());
                let mut finding = Finding::broken(
                    "unknown-name",
                    Level::Error,
                    first.span,
                    format!("nothing is called `{word}`"),
                );
                if let Some(same) = lookalike(&word, known) {
                    finding = finding
                        .help(format!("it looks like `{same}`, and is written with other letters"));
                } else if !help.is_empty() {
                    finding = finding.help(help);
                }
                self.findings.push(finding);
                return;
            }
            // An account is nearly always of a framework; other kinds may share its name.
            all => all
                .iter()
                .copied()
                .find(|id| self.things.get(*id).kind == Kind::Framework)
                .unwrap_or_else(|| all.first().copied().unwrap_or(EntityId(0))),
        };
        let mut at = target;
        for name in account.of.names.iter().skip(1) {
            let word = self.sources.slice(name.span);
            let child = crate::expr::Names::inside(&self.things, at, word);
            let Some(child) = child else {
                let path = self.things.path(at);
                self.findings.push(Finding::broken(
                    "unknown-name",
                    Level::Error,
                    name.span,
                    format!("nothing in `{path}` is called `{word}`"),
                ));
                return;
            };
            at = child;
        }
        let unsaid = account.body.statements.iter().find(|s| s.cite.is_none());
        let thing = self.things.get(at);
        // An author may go on with a draft, or with an actor, in another place.
        let of_others = thing.kind == Kind::Framework && !thing.draft;
        if of_others && account.cite.is_none() && unsaid.is_some() {
            let name = self.things.path(at);
            self.findings.push(
                Finding::broken(
                    "account-of-nobody",
                    Level::Warning,
                    account.of.span,
                    format!("nothing says whose account of `{name}` this is"),
                )
                .here("an account gives what another source says")
                .help(format!("name it: `account of {name} [SOURCE \"SECTION\" LINE] {{ … }}`")),
            );
        }
        self.declaration += 1;
        if let Some(thing) = self.things.get_mut(at) {
            thing.unread |= account.body.unread;
        }
        self.body(at, &account.body.statements, account.cite.as_ref(), None);
    }

    fn body(
        &mut self,
        of: EntityId,
        statements: &'a [ast::Statement],
        cite: Option<&'a ast::Cite>,
        sequence: Option<Span>,
    ) {
        let view = self.view;
        self.pending.push(Pending { of, statements, cite, sequence, view });
        for statement in statements {
            match &statement.kind {
                // What a view speaks of is declared outside of it, above or below.
                StatementKind::Thing(thing) if self.is_view(thing) => {}
                StatementKind::Thing(thing) => self.child(of, thing, cite),
                StatementKind::Group { name, body }
                    if self.sources.slice(name.span) == "sequence" =>
                {
                    let cite = statement.cite.as_ref().or(cite);
                    if let Some(thing) = self.things.get_mut(of) {
                        thing.unread |= body.unread;
                    }
                    self.body(of, &body.statements, cite, Some(name.span));
                }
                _ => {}
            }
        }
        for statement in statements {
            if let StatementKind::Thing(thing) = &statement.kind
                && self.is_view(thing)
            {
                self.child(of, thing, cite);
            }
        }
    }

    fn is_view(&self, thing: &ast::Thing) -> bool {
        Kind::of_word(self.sources.slice(thing.word.span)) == Some(Kind::View)
    }

    /// What stands in a view is said of what is around it, by those who hold it.
    fn view(
        &mut self,
        around: EntityId,
        view: EntityId,
        body: &'a ast::Body,
        cite: Option<&'a ast::Cite>,
    ) {
        self.declaration += 1;
        self.view = Some(view);
        self.body(around, &body.statements, cite, None);
        self.view = None;
    }

    /// The phases, milestones and choices of a branch are those of the framework: what else could stand in it is a mistake.
    fn around_branch(
        &self,
        parent: EntityId,
        thing: &ast::Thing,
    ) -> Result<EntityId, Box<Finding>> {
        let (Kind::Branch, Some(framework)) =
            (self.things.get(parent).kind, self.things.get(parent).parent)
        else {
            return Ok(parent);
        };
        let word = self.sources.slice(thing.word.span);
        let help = match Kind::of_word(word) {
            // A misspelt one is told as elsewhere.
            None | Some(Kind::Phase | Kind::Milestone | Kind::Branch) => return Ok(framework),
            Some(_) => {
                "a branch holds phases, milestones and choices; let one of its phases open or start it"
            }
        };
        let span = thing.word.span;
        let message = format!("`{word}` cannot stand in a branch");
        let finding = Finding::broken("wrong-place", Level::Error, span, message)
            .help(help)
            .note(NoteKind::Without, "this block was left out of the check");
        Err(Box::new(finding))
    }

    fn child(&mut self, parent: EntityId, thing: &'a ast::Thing, inherited: Option<&'a ast::Cite>) {
        let word = self.sources.slice(thing.word.span);
        let parent = match self.around_branch(parent, thing) {
            Ok(parent) => parent,
            Err(finding) => return self.findings.push(*finding),
        };
        let parent_kind = self.things.get(parent).kind;
        let known = Kind::of_word(word);
        let mut meant = None;
        if known.is_none() {
            let words: Vec<&str> = Kind::all()
                .filter(|k| k.inside().contains(&parent_kind))
                .flat_map(Kind::words)
                .copied()
                .collect();
            let help = suggestion(word, words.iter().copied());
            let finding = Finding::broken(
                "unknown-word",
                Level::Error,
                thing.word.span,
                format!("no block in {} begins with `{word}`", KindSet::from(parent_kind).words()),
            );
            let list: Vec<String> = words.iter().map(|w| format!("`{w}`")).collect();
            meant = nearest(word, words.iter().copied()).and_then(Kind::of_word);
            let finding = match meant {
                Some(kind) => {
                    let read = format!("this block was read as a {}", kind.word());
                    finding.help(help).note(NoteKind::Note, read)
                }
                None => finding
                    .help(format!("it may hold {}", list.join(", ")))
                    .note(NoteKind::Without, "this block was left out of the check"),
            };
            self.findings.push(finding);
        }
        // A misspelt one is read as what it was meant to be, or all that names it would be reported too.
        let Some(kind) = known.or(meant) else { return };
        if !kind.inside().contains(&parent_kind) {
            let place = if kind.inside().is_empty() {
                "the top of a file".to_owned()
            } else {
                KindSet::of(kind.inside()).words()
            };
            self.findings.push(
                Finding::broken(
                    "wrong-place",
                    Level::Error,
                    thing.word.span,
                    format!("`{word}` cannot stand in {}", KindSet::from(parent_kind).words()),
                )
                .help(if (kind, parent_kind) == (Kind::Phase, Kind::Procedure) {
                    "the parts of a procedure are steps: write `step`".to_owned()
                } else {
                    format!("its place is {place}")
                })
                .note(NoteKind::Without, "this block was left out of the check"),
            );
            return;
        }
        let name: Box<str> = declared(self.sources.slice(thing.name.span)).into();
        if field(parent_kind, &name).is_some() {
            self.findings.push(
                Finding::broken(
                    "name-is-field",
                    Level::Error,
                    thing.name.span,
                    format!("`{name}` is also a field of {}", KindSet::from(parent_kind).words()),
                )
                .help("give it another name, so that every path can be read in one way only"),
            );
        }
        let cite = thing.cite.as_ref().or(inherited);
        let existing = crate::expr::Names::inside(&self.things, parent, &name);
        if let Some(existing) = existing {
            let (head, same) = {
                let e = self.things.get(existing);
                (e.head, e.kind == kind)
            };
            let block = self.blocks.get(&existing).filter(|(d, _)| *d == self.declaration);
            if !same || block.is_some() {
                let first = block.map_or(head, |(_, first)| *first);
                self.findings.push(
                    Finding::broken(
                        "declared-twice",
                        Level::Error,
                        thing.name.span,
                        format!("`{name}` is declared twice"),
                    )
                    .here("the second time; its block is left out of the check")
                    .label(first, "the first time")
                    .help("give one of the two another name"),
                );
                return;
            }
            if let Some(body) = &thing.body {
                if let Some(e) = self.things.get_mut(existing) {
                    e.has_body = true;
                    e.unread |= body.unread;
                }
                self.blocks.insert(existing, (self.declaration, thing.name.span));
                self.body(existing, &body.statements, cite, None);
            }
            return;
        }
        let id = self.things.add(self.things.block(parent, kind, name, thing, word));
        if let Some(body) = &thing.body {
            self.blocks.insert(id, (self.declaration, thing.name.span));
            if kind == Kind::View {
                let (statements, view) = (&body.statements[..], None);
                self.pending.push(Pending { of: id, statements, cite, sequence: None, view });
                return self.view(parent, id, body, cite);
            }
            self.body(id, &body.statements, cite, None);
        } else {
            let (statements, view) = (&[][..], self.view);
            self.pending.push(Pending { of: id, statements, cite, sequence: None, view });
        }
    }
}
