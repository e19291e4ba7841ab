//! Blocks, statement by statement, each by its form.
//!
//! Takes a block; sends each statement to what reads its form, and reports a field that is said twice.

use crate::diagnostic::{Finding, Level};
use crate::expr::{Key, Names};
use crate::model::collect::Pending;
use crate::model::facts::{CiteId, Item, OpenWord, Said, Says, Value};
use crate::model::resolve::lists::Listing;
use crate::model::resolve::{Place, Resolver};
use crate::model::things::declared;
use crate::schema::{Kind, KindSet, Many, Takes, field};
use crate::source::{Span, uncited};
use crate::syntax::ast::{self, StatementKind, Values};

impl Resolver<'_> {
    pub(super) fn block(&mut self, pending: &Pending<'_>) {
        self.view = pending.view;
        self.statements(pending);
        self.view = None;
    }

    fn statements(&mut self, pending: &Pending<'_>) {
        let kind = self.model.things.get(pending.of).kind;
        let default = self.cite(None, pending.cite);
        self.heads.entry(pending.of).or_insert(default);
        if let Some(span) = pending.sequence {
            for row in ["phases", "milestones"].iter().filter_map(|f| field(Kind::Framework, f)) {
                let says = Says::Complete(extent(pending.statements, span));
                self.claim(pending.of, Key::Field(row), Said { span, cite: default }, says);
            }
        }
        self.steps_are_all(pending, kind, default);
        let mut written: Vec<(Key, Span)> = Vec::new();
        for statement in pending.statements {
            if !self.is_read(pending, statement) {
                continue;
            }
            let cite = self.cite(statement.cite.as_ref(), pending.cite);
            let place = Place { of: pending.of, kind, cite };
            match &statement.kind {
                StatementKind::Field { name, values } => {
                    self.field(place, *name, values, statement.span, &mut written);
                }
                StatementKind::Group { name, body } => {
                    self.group(place, pending, statement, *name, body, &mut written);
                }
                StatementKind::Values(_) => {
                    self.report(
                        Finding::broken(
                            "stray-value",
                            Level::Error,
                            statement.span,
                            "this line does not say what it is about",
                        )
                        .help("begin it with a field: `members ROK, USA`"),
                    );
                }
                StatementKind::No { name } => self.no(place, *name, statement.span),
                StatementKind::NoOther { name } => {
                    let beside = extent(pending.statements, statement.span);
                    self.no_other(place, *name, statement.span, beside);
                }
                StatementKind::NoIn { item, name } => {
                    self.no_in(place, item, *name, statement.span);
                }
                StatementKind::Has { name, negated } => {
                    self.state(place, *name, !negated, true, statement.span);
                }
                StatementKind::Is { name, negated } => {
                    self.state(place, *name, !negated, false, statement.span);
                }
                StatementKind::Thing(thing) if kind == Kind::Branch => {
                    self.part_of_branch(place, thing);
                }
                StatementKind::Thing(thing) => self.named_again(pending, thing),
            }
        }
    }

    /// A phase, a milestone or the choice of a branch that stands in a branch is one of its framework, and of the branch.
    fn part_of_branch(&mut self, place: Place, thing: &ast::Thing) {
        let name = declared(self.text(thing.name.span));
        let around = self.model.things.get(place.of).parent;
        let part = around.and_then(|around| self.model.things.inside(around, &name));
        let row = part.and_then(|id| field(self.model.things.get(id).kind, "branch"));
        if let (Some(phase), Some(row)) = (part, row) {
            let said = Said { span: thing.name.span, cite: place.cite };
            let items = Box::new([Item { value: Value::Entity(place.of), said }]);
            let says = Says::List { items, open: None, count: None, all: Box::new([]) };
            self.claim(phase, Key::Field(row), said, says);
        }
    }

    /// The steps that a procedure is written with are all of them: half a procedure is none.
    fn steps_are_all(&mut self, pending: &Pending<'_>, kind: Kind, cite: CiteId) {
        let is_thing = |s: &&ast::Statement| matches!(s.kind, StatementKind::Thing(_));
        let first = pending.statements.iter().find(is_thing);
        let last = pending.statements.iter().rfind(is_thing);
        let row = field(kind, "steps").filter(|_| kind == Kind::Procedure);
        if let (Some(first), Some(last), Some(row)) = (first, last, row) {
            let says = Says::Complete(first.span.to(last.span));
            self.claim(pending.of, Key::Field(row), Said { span: first.span, cite }, says);
        }
    }

    /// On a phase `starts` says when, or names measures; which, its values tell.
    pub(super) fn timed_key(&self, place: Place, name: ast::Name, values: &Values) -> Option<Key> {
        let timed = |v: &ast::Value| {
            if let ast::Value::Path(path) = v {
                return super::moments::vague_year(self.text(path.span)).is_some();
            }
            matches!(
                v,
                ast::Value::Moment(_)
                    | ast::Value::OneOf(_)
                    | ast::Value::Date(_)
                    | ast::Value::Dates { .. }
                    | ast::Value::Quantity(_)
            )
        };
        // A step names no measures: whatever stands there is meant as a time.
        let begins = self.text(name.span) == "starts"
            && (place.kind == Kind::Step
                || matches!(values, Values::List { items, .. } if items.first().is_some_and(timed)));
        if begins { field(place.kind, "begins").map(Key::Field) } else { None }
    }

    pub(super) fn field(
        &mut self,
        place: Place,
        name: ast::Name,
        values: &Values,
        span: Span,
        written: &mut Written,
    ) {
        let word = self.text(name.span);
        if self.turned_round(place, name, values) {
            if let Some(thing) = self.model.things.get_mut(place.of) {
                thing.unread = true;
            }
            return;
        }
        // What could not be read was reported; whether this begins with a field of its place is part of that.
        let unread = matches!(values, Values::Unread(_));
        let key = self.timed_key(place, name, values).or_else(|| {
            if unread { self.notions.key(place.kind, word) } else { self.key(place, name) }
        });
        let Some(key) = key else {
            // What the field meant holds is not known, rather than not written.
            match self.meant(place, word) {
                Some(meant) => self.unread(place, meant, span),
                None => {
                    if let Some(thing) = self.model.things.get_mut(place.of) {
                        thing.unread = true;
                    }
                }
            }
            return;
        };
        let many = self.many(key);
        // What is dated may be said for several dates.
        let dated = matches!(key, Key::Field(row) if row.info().dated);
        // Of what could not be read nobody knows that it says the same.
        if many != Many::Each
            && !matches!(values, Values::Unread(_))
            && !dated
            && !matches!(Self::takes(key), Some(Takes::Keyed(..)))
            && let Some(earlier) = written_before(written, key, span)
        {
            self.report(
                Finding::broken(
                    "said-twice",
                    Level::Error,
                    span,
                    format!("`{word}` is said twice in one block"),
                )
                .here("the second time; this line was left out of the check")
                .label(earlier, "the first time")
                .help("put both on one line, or keep one; what another source says goes into an `account of …`"),
            );
            return;
        }
        let said = Said { span, cite: place.cite };
        match values {
            // What could not be read is not known to be empty either.
            Values::Unread(_) => self.unread(place, key, span),
            Values::Unknown(_) => self.claim(place.of, key, said, Says::Unknown),
            Values::ToBeAgreed { organ, due, .. } => {
                // Who is to agree and when is not judged yet; a slip in it is still worth a word.
                if let Some(organ) = organ {
                    self.name(place.of, organ, Kind::Organ.into());
                }
                if let Some(due) = due {
                    self.moment(place, word, &ast::Value::Moment(due.clone()));
                }
                self.claim(place.of, key, said, Says::ToBeAgreed);
            }
            Values::List { items, others, count } => {
                let mut list = Listing::default();
                for value in items {
                    self.item(place, key, name, value, place.cite, &mut list);
                }
                self.finish(place, key, name, said, list, others.map(|_| said), count.as_ref());
            }
        }
    }

    /// Notes that a line could not be read. `starts` may have named measures, or said when.
    fn unread(&mut self, place: Place, key: Key, span: Span) {
        let said = Said { span, cite: place.cite };
        self.claim(place.of, key, said, faulty());
        let begins = self.notions.key(place.kind, "begins");
        if let Some(begins) = begins.filter(|_| self.notions.key(place.kind, "starts") == Some(key))
        {
            self.claim(place.of, begins, said, faulty());
        }
    }

    pub(super) fn group(
        &mut self,
        place: Place,
        pending: &Pending<'_>,
        statement: &ast::Statement,
        name: ast::Name,
        body: &ast::Body,
        written: &mut Written,
    ) {
        let word = self.text(name.span);
        if word == "sequence" {
            if place.kind != Kind::Framework {
                self.report(
                    Finding::broken(
                        "wrong-place",
                        Level::Error,
                        name.span,
                        format!("`sequence` cannot stand in {}", KindSet::from(place.kind).words()),
                    )
                    .help("its place is a framework"),
                );
            }
            return;
        }
        let Some(key) = self.key(place, name) else { return };
        if let Some(Takes::Keyed(keys, words)) = Self::takes(key) {
            for line in &body.statements {
                self.keyed(place, pending, statement, key, keys, words, line);
            }
            return;
        }
        if matches!(Self::takes(key), Some(Takes::Truth | Takes::Blocks(_))) {
            let help = match Self::takes(key) {
                Some(Takes::Blocks(Kind::Phase)) => {
                    "phases stand in a sequence: `sequence {`".to_owned()
                }
                Some(Takes::Blocks(kind)) => {
                    format!("write one block for each: `{} NAME {{ … }}`", kind.word())
                }
                _ => format!("write `is {word}` or `is not {word}`"),
            };
            self.report(
                Finding::broken(
                    "wrong-kind",
                    Level::Error,
                    name.span,
                    format!("`{word}` is no list"),
                )
                .help(help),
            );
            return;
        }
        if self.many(key) != Many::Each
            && let Some(earlier) = written_before(written, key, name.span)
        {
            self.report(
                Finding::broken(
                    "said-twice",
                    Level::Error,
                    name.span,
                    format!("`{word}` is said twice in one block"),
                )
                .here("the second time; this list was left out of the check")
                .label(earlier, "the first time")
                .help("put both on one line, or keep one; what another source says goes into an `account of …`"),
            );
            return;
        }
        let mut list = Listing::default();
        let mut others_too: Option<Said> = None;
        for line in &body.statements {
            let cite = self.cite(line.cite.as_ref(), statement.cite.as_ref().or(pending.cite));
            match &line.kind {
                StatementKind::Values(Values::List { items, others, .. }) => {
                    others_too = others_too.or(others.map(|span| Said { span, cite }));
                    for value in items {
                        self.item(place, key, name, value, cite, &mut list);
                    }
                }
                StatementKind::Values(Values::Unknown(_)) => list.faulty = true,
                _ => {
                    list.faulty = true;
                    self.report(
                        Finding::broken(
                            "wrong-item",
                            Level::Error,
                            line.span,
                            format!("this line is no item of `{word}`"),
                        )
                        .help(
                            self.item_meant(self.text(line.span))
                                .or_else(|| joined(self.text(line.span)))
                                .unwrap_or_else(|| {
                                    "write one item a line, and nothing but items".to_owned()
                                }),
                        ),
                    );
                }
            }
        }
        let said = Said { span: name.span, cite: place.cite };
        self.finish(place, key, name, said, list, others_too, None);
    }
}

/// The fields of one block that have been said, and where. A block has few: looking through them is quicker
/// than an index.
type Written = Vec<(Key, Span)>;

/// Notes that a field is said, and returns where it was said before, if it was.
fn written_before(written: &mut Written, key: Key, span: Span) -> Option<Span> {
    let earlier = written.iter().find(|(k, _)| *k == key).map(|(_, s)| *s);
    if earlier.is_none() {
        written.push((key, span));
    }
    earlier
}

/// Returns the stretch of text that the statements of a block take, or `span` where there are none.
fn extent(statements: &[ast::Statement], span: Span) -> Span {
    match (statements.first(), statements.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => span,
    }
}

/// What is known of a field that could not be read: it may hold anything.
pub(super) fn faulty() -> Says {
    Says::List { items: Box::new([]), open: Some(OpenWord::Faulty), count: None, all: Box::new([]) }
}

/// Joins a line of two or three bare words with hyphens, as one name.
fn joined(line: &str) -> Option<String> {
    let words: Vec<&str> = uncited(line).split_whitespace().collect();
    let bare = |w: &&str| w.chars().all(|c| c.is_alphanumeric() || c == '-');
    ((2..=3).contains(&words.len()) && words.iter().all(bare)).then(|| {
        let one = words.join("-");
        format!("write one item a line; a name of several words is joined with hyphens: `{one}`")
    })
}
