//! Second pass: what is said. Statements become claims; names are resolved by the kind the field takes.

mod after;
mod names;
mod values;

use indexmap::IndexMap;
use rustc_hash::{FxHashMap as HashMap, FxHashSet};

use super::Model;
use super::cites::{Cites, Section};
use super::collect::{Collected, Pending};
use super::facts::{CiteId, Claim, Item, OpenWord, Said, Says, Value};
use super::things::{Things, normal};
use crate::diagnostic::{Finding, Level, NoteKind, lookalike, nearest};
use crate::expr::{EntityId, Key, Notions};
use crate::schema::{Kind, KindSet, Many, Takes, Vocabulary, field};
use crate::source::{FileId, Sources, Span};
use crate::syntax::ast::{self, ItemKind, StatementKind, Values};
use crate::value::{Date, Dimension, Number, unit};

/// Reads every statement. `elsewhere` tells which module of the library declares a name that is not
/// loaded, for the message.
pub fn resolve(
    collected: Collected<'_>,
    files: &[ast::File],
    sources: &Sources,
    notions: &Notions,
    elsewhere: &dyn Fn(&str) -> Option<String>,
    findings: &mut Vec<Finding>,
) -> Model {
    let Collected { things, pending } = collected;
    let count = things.len();
    let mut resolver = Resolver {
        sources,
        notions,
        elsewhere,
        findings,
        aliases: HashMap::default(),
        heads: HashMap::default(),
        strangers: HashMap::default(),
        unused: IndexMap::new(),
        again: Vec::new(),
        model: Model {
            things,
            cites: Cites::new(),
            facts: (0..count).map(|_| Vec::new()).collect(),
            quantities: Vec::new(),
            moments: Vec::new(),
            texts: HashMap::default(),
            follows: Vec::new(),
            follow_index: HashMap::default(),
        },
    };
    // Sources first: every other citation is checked against their sections.
    let is_source = |p: &&Pending<'_>| collected_kind(&resolver.model.things, p.of) == Kind::Source;
    let (first, rest): (Vec<_>, Vec<_>) = pending.iter().partition(is_source);
    for pending in first {
        resolver.source(pending);
        resolver.block(pending);
    }
    for pending in &rest {
        resolver.aliases(pending);
    }
    for pending in rest {
        resolver.block(pending);
    }
    resolver.children();
    resolver.mirror();
    resolver.exclude();
    for item in files.iter().flat_map(|f| &f.items) {
        if let ItemKind::Follow(follow) = &item.kind {
            resolver.follow(follow, item.span);
        }
    }
    resolver.unused_modules();
    resolver.model
}

fn collected_kind(things: &Things, id: EntityId) -> Kind {
    things.get(id).kind
}

/// A name, and where it stands.
type Named = (Box<str>, Span);

struct Resolver<'s> {
    sources: &'s Sources,
    notions: &'s Notions,
    elsewhere: &'s dyn Fn(&str) -> Option<String>,
    findings: &'s mut Vec<Finding>,
    aliases: HashMap<String, EntityId>,
    /// Who is cited at the head of each block.
    heads: HashMap<EntityId, CiteId>,
    /// Names that nothing has, by file: each is reported once, with the places where it stands.
    strangers: HashMap<(FileId, Box<str>), usize>,
    /// Names that a module of the library declares which the file does not use, by file and module.
    unused: IndexMap<(FileId, String), Vec<Named>>,
    /// Blocks inside blocks that were declared before: who else names them.
    again: Vec<(EntityId, Key, Said, EntityId)>,
    model: Model,
}

/// Words that come to mind for a field that is called otherwise.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("threshold", "trigger"),
    ("thresholds", "trigger"),
    ("notice", "lead-time"),
    ("notice-period", "lead-time"),
    ("participants", "members"),
    ("participating-states", "members"),
    ("states", "members"),
    ("agenda-items", "issues"),
    ("topics", "issues"),
    ("chair", "lead"),
    ("leader", "lead"),
    ("force", "binding"),
    ("after", "starts after"),
    ("before", "ends before"),
    ("start", "since"),
    ("begin", "since"),
    ("end", "until"),
    ("founded", "since"),
];

/// Whose statement is being read, and on whose word.
#[derive(Clone, Copy)]
struct Place {
    of: EntityId,
    kind: Kind,
    cite: CiteId,
}

impl<'s> Resolver<'s> {
    fn text(&self, span: Span) -> &'s str {
        self.sources.slice(span)
    }

    fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    fn claim(&mut self, of: EntityId, key: Key, said: Said, says: Says) {
        let Some(facts) = self.model.facts.get_mut(of.0 as usize) else { return };
        let claim = Claim { said, says };
        match facts.binary_search_by_key(&key, |(k, _)| *k) {
            Ok(at) => {
                if let Some((_, claims)) = facts.get_mut(at) {
                    claims.push(claim);
                }
            }
            Err(at) => facts.insert(at, (key, vec![claim])),
        }
    }

    // ---- sources and aliases ----------------------------------------------------------------------

    fn source(&mut self, pending: &Pending<'_>) {
        let mut sections = Vec::new();
        let mut date = None;
        for statement in pending.statements {
            match &statement.kind {
                StatementKind::Field { name, values: Values::List { items, .. } } => {
                    let word = self.text(name.span);
                    for value in items {
                        match value {
                            ast::Value::Date(span) if word == "date" => {
                                date = Date::parse(self.text(*span));
                            }
                            _ if word == "sections" => sections.extend(self.section(value)),
                            _ => {}
                        }
                    }
                }
                StatementKind::Group { name, body } if self.text(name.span) == "sections" => {
                    for line in &body.statements {
                        if let StatementKind::Values(Values::List { items, .. }) = &line.kind {
                            sections.extend(items.iter().filter_map(|v| self.section(v)));
                        }
                    }
                }
                _ => {}
            }
        }
        self.model.cites.describe(pending.of, sections, date);
    }

    fn section(&self, value: &ast::Value) -> Option<Section> {
        match value {
            ast::Value::Text(title) => {
                Some(Section { title: self.text(title.inner).to_owned(), lines: None })
            }
            ast::Value::Section { title, first, last } => {
                let number = |span: Span| self.text(span).parse::<u32>().ok();
                let lines = number(*first).zip(number(*last));
                Some(Section { title: self.text(title.inner).to_owned(), lines })
            }
            _ => None,
        }
    }

    fn aliases(&mut self, pending: &Pending<'_>) {
        for statement in pending.statements {
            let texts: Vec<&ast::Value> = match &statement.kind {
                StatementKind::Field { name, values: Values::List { items, .. } }
                    if self.text(name.span) == "aliases" =>
                {
                    items.iter().collect()
                }
                StatementKind::Group { name, body } if self.text(name.span) == "aliases" => body
                    .statements
                    .iter()
                    .filter_map(|line| match &line.kind {
                        StatementKind::Values(Values::List { items, .. }) => Some(items),
                        _ => None,
                    })
                    .flatten()
                    .collect(),
                _ => continue,
            };
            for value in texts {
                if let ast::Value::Text(text) = value {
                    self.aliases.insert(self.text(text.inner).to_lowercase(), pending.of);
                }
            }
        }
    }

    // ---- blocks -----------------------------------------------------------------------------------

    fn cite(&mut self, own: Option<&ast::Cite>, inherited: Option<&ast::Cite>) -> CiteId {
        match own.or(inherited) {
            Some(cite) => {
                self.model.cites.resolve(cite, &self.model.things, self.sources, self.findings)
            }
            None => CiteId(0),
        }
    }

    fn block(&mut self, pending: &Pending<'_>) {
        let kind = self.model.things.get(pending.of).kind;
        let default = self.cite(None, pending.cite);
        self.heads.entry(pending.of).or_insert(default);
        if let (Some(span), Some(row)) = (pending.sequence, field(Kind::Framework, "phases")) {
            let says = Says::Complete(extent(pending.statements, span));
            self.claim(pending.of, Key::Field(row), Said { span, cite: default }, says);
        }
        let mut written: Vec<(Key, Span)> = Vec::new();
        for statement in pending.statements {
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
                StatementKind::Thing(thing) => self.named_again(pending, thing),
            }
        }
    }

    /// Finds what the first word of a statement means for a kind; a finding if nothing.
    fn key(&mut self, place: Place, name: ast::Name) -> Option<Key> {
        let word = normal(self.text(name.span));
        if let Some(key) = self.notions.key(place.kind, &word) {
            return Some(key);
        }
        let known = self.notions.words(place.kind.into());
        let children: Vec<&str> = Kind::all()
            .filter(|k| k.inside().contains(&place.kind))
            .flat_map(Kind::words)
            .copied()
            .collect();
        let what = KindSet::from(place.kind).words();
        let mut finding = Finding::broken(
            "unknown-field",
            Level::Error,
            name.span,
            format!("{what} has no field `{word}`"),
        );
        let others: Vec<&str> =
            Kind::all().filter(|k| field(*k, &word).is_some()).map(Kind::word).collect();
        if children.contains(&&*word) {
            finding =
                finding.help(format!("a `{word}` needs a name and a block: `{word} NAME {{ … }}`"));
        } else if let Some((_, meant)) = OTHER_WORDS.iter().find(|(w, _)| *w == &*word) {
            finding = finding.help(format!("write `{meant}`")).fix(name.span, *meant);
        } else if !others.is_empty() {
            finding = finding.help(format!("`{word}` is a field of {}", others.join(", ")));
        } else if let Some(near) =
            nearest(&word, known.iter().copied().chain(children.iter().copied()))
        {
            finding = finding.help(format!("did you mean `{near}`?")).fix(name.span, near);
        } else if let Some(same) = lookalike(&word, known) {
            finding = finding
                .help(format!("it looks like `{same}`, and is written with other letters"))
                .fix(name.span, same);
        } else if Kind::of_word(&word).is_some_and(|k| k.inside().is_empty()) {
            finding = finding.help(format!("`{word}` stands at the top of a file, not in a block"));
        } else {
            finding =
                finding.help(format!("`detente explain {}` lists its fields", place.kind.word()));
        }
        self.report(finding.note(NoteKind::Note, "this line was left out of the check"));
        None
    }

    /// Reports `stalled status`, where the value stands before its field.
    fn turned_round(&mut self, place: Place, name: ast::Name, values: &Values) -> bool {
        let word = self.text(name.span);
        let Values::List { items, .. } = values else { return false };
        let [ast::Value::Path(path)] = items.as_slice() else { return false };
        let second = self.text(path.span);
        let turned = self.notions.key(place.kind, word).is_none()
            && self.notions.key(place.kind, second).is_some();
        if turned {
            let message = format!("`{second}` is the field, and stands after its value");
            self.report(
                Finding::broken("unknown-field", Level::Error, name.span.to(path.span), message)
                    .help(format!("write `{second} {word}`")),
            );
        }
        turned
    }

    fn field(
        &mut self,
        place: Place,
        name: ast::Name,
        values: &Values,
        span: Span,
        written: &mut Written,
    ) {
        let word = self.text(name.span);
        // On a phase `starts` says when, or names measures; which, its values tell.
        let timed = |v: &ast::Value| {
            matches!(
                v,
                ast::Value::Moment(_)
                    | ast::Value::Date(_)
                    | ast::Value::Dates { .. }
                    | ast::Value::Quantity(_)
            )
        };
        let begins = place.kind == Kind::Phase
            && word == "starts"
            && matches!(values, Values::List { items, .. } if items.first().is_some_and(timed));
        if self.turned_round(place, name, values) {
            return;
        }
        let key = if begins {
            field(Kind::Phase, "begins").map(Key::Field)
        } else {
            self.key(place, name)
        };
        let Some(key) = key else { return };
        let many = self.many(key);
        // What is dated may be said for several dates.
        let dated = matches!(key, Key::Field(row) if row.info().dated);
        if many != Many::Each
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
            Values::Unread(_) => {
                let says =
                    Says::List { items: Box::new([]), open: Some(OpenWord::Faulty), count: None };
                self.claim(place.of, key, said, says);
            }
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
                self.finish(place, key, name, said, list, others.is_some(), count.as_ref());
            }
        }
    }

    fn group(
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
        let mut others_too = false;
        for line in &body.statements {
            let cite = self.cite(line.cite.as_ref(), statement.cite.as_ref().or(pending.cite));
            match &line.kind {
                StatementKind::Values(Values::List { items, others, .. }) => {
                    others_too |= others.is_some();
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
                        .help("write one item a line, and nothing but items"),
                    );
                }
            }
        }
        let said = Said { span: name.span, cite: place.cite };
        self.finish(place, key, name, said, list, others_too, None);
    }

    #[allow(clippy::too_many_arguments, reason = "one call, and every part is plain")]
    fn finish(
        &mut self,
        place: Place,
        key: Key,
        name: ast::Name,
        said: Said,
        list: Listing,
        others: bool,
        count: Option<&(Span, ast::Name)>,
    ) {
        let word = self.text(name.span);
        if list.claimed && list.items.is_empty() {
            return;
        }
        let number = match count {
            Some((figure, what)) => self.count(name, *figure, *what),
            None => None,
        };
        if self.many(key) == Many::One && !matches!(Self::takes(key), Some(Takes::Blocks(_))) {
            if list.items.len() > 1 {
                let second = list.items.get(1).map_or(said.span, |i| i.said.span);
                self.report(
                    Finding::broken(
                        "one-value",
                        Level::Error,
                        second,
                        format!("`{word}` takes one value"),
                    )
                    .help("keep one; what another source says goes into an `account of …`")
                    .note(NoteKind::Note, "only the first is read"),
                );
            }
            if others {
                self.report(
                    Finding::broken(
                        "one-value",
                        Level::Error,
                        said.span,
                        format!("`{word}` takes one value, so there are no others"),
                    )
                    .help("leave out `and others`"),
                );
            }
        }
        if self.many(key) == Many::Each {
            for item in list.items {
                self.claim(place.of, key, item.said, Says::Adds(item.value));
            }
            return;
        }
        if let Some(n) = number
            && list.items.len() > n as usize
        {
            self.report(
                Finding::broken(
                    "more-than-counted",
                    Level::Error,
                    said.span,
                    format!("{} are named, and {n} is the number given", list.items.len()),
                )
                .help("correct the number or the names"),
            );
        }
        let unread = list.faulty || (count.is_some() && number.is_none());
        let open = if unread { Some(OpenWord::Faulty) } else { others.then_some(OpenWord::Others) };
        self.claim(
            place.of,
            key,
            said,
            Says::List { items: list.items.into(), open, count: number },
        );
    }

    fn count(&mut self, name: ast::Name, figure: Span, what: ast::Name) -> Option<u32> {
        let word = self.text(what.span);
        if unit(word).is_none_or(|u| !matches!(u.dimension, Dimension::Count(_)))
            && word != self.text(name.span)
        {
            self.report(
                Finding::broken(
                    "wrong-unit",
                    Level::Error,
                    what.span,
                    format!("`{word}` cannot be counted here"),
                )
                .help("write `34 states`"),
            );
        }
        let text = self.text(figure);
        let number =
            Number::parse(text).and_then(Number::as_whole).and_then(|n| u32::try_from(n).ok());
        if number.is_none() {
            self.report(
                Finding::broken(
                    "wrong-item",
                    Level::Error,
                    figure,
                    format!("`{text}` is no number of {word}"),
                )
                .help("write a whole number, as in `34 states`"),
            );
        }
        number
    }

    #[allow(clippy::too_many_arguments, reason = "one call, and every part is plain")]
    fn keyed(
        &mut self,
        place: Place,
        pending: &Pending<'_>,
        group: &ast::Statement,
        key: Key,
        keys: KindSet,
        words: &str,
        line: &ast::Statement,
    ) {
        let StatementKind::Field { name, values: Values::List { items, .. } } = &line.kind else {
            self.report(
                Finding::broken(
                    "wrong-item",
                    Level::Error,
                    line.span,
                    "this line gives no value for a name",
                )
                .help("write `NAME VALUE`, as in `China favours`"),
            );
            return;
        };
        let cite = self.cite(line.cite.as_ref(), group.cite.as_ref().or(pending.cite));
        let word = self.text(name.span);
        if let (Some(_), Some(ast::Value::Path(who))) =
            (Vocabulary::find(words, word), items.first())
        {
            let who = self.text(who.span);
            let message = format!("`{word}` stands before the name it is said of");
            self.report(
                Finding::broken("wrong-item", Level::Error, line.span, message)
                    .help(format!("write `{who} {word}`")),
            );
            return;
        }
        let path = ast::Path { names: vec![*name], span: name.span };
        let Some(of) = self.name(place.of, &path, keys) else { return };
        let mut list = Vec::new();
        for value in items {
            if let Some(Value::Word(word)) = self.word(words, value) {
                list.push(word);
            }
        }
        if list.is_empty() {
            if items.is_empty() {
                let name = self.text(name.span);
                let known: Vec<&str> = crate::schema::vocabulary(words)
                    .map(|(_, v)| v.words.iter().map(|w| w.word).collect())
                    .unwrap_or_default();
                self.report(
                    Finding::broken(
                        "wrong-item",
                        Level::Error,
                        line.span,
                        format!("nothing is said of `{name}` here"),
                    )
                    .help(format!("add one of {}", known.join(", "))),
                );
            }
            return;
        }
        if list.len() > 1 && self.many(key) == Many::Each {
            self.report(
                Finding::broken("one-value", Level::Error, line.span, "one word is enough here")
                    .note(NoteKind::Note, "only the first is read"),
            );
            list.truncate(1);
        }
        self.claim(place.of, key, Said { span: line.span, cite }, Says::Keyed(of, list.into()));
    }

    // ---- negatives and notions --------------------------------------------------------------------

    fn no(&mut self, place: Place, name: ast::Name, span: Span) {
        let Some(key) = self.key(place, name) else { return };
        let says = if self.is_truth(key) { Says::Truth(false) } else { Says::None };
        self.claim(place.of, key, Said { span, cite: place.cite }, says);
    }

    fn no_other(&mut self, place: Place, name: ast::Name, span: Span, beside: Span) {
        let Some(key) = self.key(place, name) else { return };
        let word = self.text(name.span);
        let list = matches!(key, Key::Field(row) if row.info().many == Many::List || matches!(row.info().takes, Takes::Blocks(_)));
        if !list {
            let help = match key {
                Key::Notion(_) => {
                    "close what it is made of: `no other baskets`, `no other organs`".to_owned()
                }
                Key::Field(_) => format!("`{word}` is no list; write `no {word}` if there is none"),
            };
            self.report(
                Finding::broken(
                    "wrong-kind",
                    Level::Error,
                    name.span,
                    format!("`no other {word}` closes nothing"),
                )
                .help(help),
            );
            return;
        }
        self.claim(place.of, key, Said { span, cite: place.cite }, Says::Complete(beside));
    }

    fn no_in(&mut self, place: Place, item: &ast::Path, name: ast::Name, span: Span) {
        let Some(key) = self.key(place, name) else { return };
        let mut list = Listing::default();
        self.item(place, key, name, &ast::Value::Path(item.clone()), place.cite, &mut list);
        if let Some(item) = list.items.first() {
            self.claim(place.of, key, Said { span, cite: place.cite }, Says::Not(item.value));
        }
    }

    /// `has N`, `is N` and their negatives.
    fn state(&mut self, place: Place, name: ast::Name, yes: bool, noun: bool, span: Span) {
        let Some(key) = self.key(place, name) else { return };
        let word = self.text(name.span);
        let says = if self.is_truth(key) {
            Says::Truth(yes)
        } else if noun {
            if yes { Says::Some } else { Says::None }
        } else {
            self.report(
                Finding::broken(
                    "wrong-kind",
                    Level::Error,
                    name.span,
                    format!("`{word}` is not something a thing can be"),
                )
                .help(format!("write `has {word}`, `no {word}`, or `{word} VALUE`")),
            );
            return;
        };
        self.claim(place.of, key, Said { span, cite: place.cite }, says);
    }
}

/// Returns the stretch of text that the statements of a block take, or `span` where there are none.
fn extent(statements: &[ast::Statement], span: Span) -> Span {
    match (statements.first(), statements.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => span,
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

/// The items of one statement while it is read.
#[derive(Default)]
struct Listing {
    items: Vec<Item>,
    /// The values among them, to tell what is named twice.
    seen: FxHashSet<Value>,
    /// An item could not be read: the list is not complete as read.
    faulty: bool,
    /// `all members` was read: the claim is already made.
    claimed: bool,
}

fn value_span(value: &ast::Value) -> Span {
    match value {
        ast::Value::Path(path) => path.span,
        ast::Value::Text(text) => text.span,
        ast::Value::Section { title, last, .. } => title.span.to(*last),
        ast::Value::Dates { from, to } => from.to(*to),
        ast::Value::Quantity(q) => q.span,
        ast::Value::Number(span)
        | ast::Value::Date(span)
        | ast::Value::All { span, .. }
        | ast::Value::Gate { span, .. } => *span,
        ast::Value::Moment(m) => m.span,
    }
}
