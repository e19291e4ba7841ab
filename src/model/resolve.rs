//! Second pass: what is said. Statements become claims; names are resolved by the kind the field takes.

use rustc_hash::FxHashMap as HashMap;

use super::cites::{Cites, Section};
use super::collect::{Collected, Pending};
use super::facts::{
    CiteId, Claim, GateKind, Item, Moment, MomentTarget, OpenWord, Said, Says, Value,
};
use super::things::{Things, normal};
use super::{Follow, Model};
use crate::diagnostic::{Finding, Level, NoteKind, lookalike, nearest, suggestion};
use crate::expr::{Elem, EntityId, Key, Names, NotionForm, Notions, Stage, Type};
use crate::schema::{
    FieldId, Kind, KindSet, Many, Mirror, Takes, VOCABULARIES, Vocabulary, field, fields_of,
};
use crate::source::{Sources, Span};
use crate::syntax::ast::{self, ItemKind, StatementKind, Target, Values};
use crate::value::{Date, Dimension, Number, Quantity, unit};

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
        model: Model {
            things,
            cites: Cites::new(),
            facts: (0..count).map(|_| Vec::new()).collect(),
            quantities: Vec::new(),
            moments: Vec::new(),
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
    for item in files.iter().flat_map(|f| &f.items) {
        if let ItemKind::Follow(follow) = &item.kind {
            resolver.follow(follow, item.span);
        }
    }
    resolver.model
}

fn collected_kind(things: &Things, id: EntityId) -> Kind {
    things.get(id).kind
}

struct Resolver<'s> {
    sources: &'s Sources,
    notions: &'s Notions,
    elsewhere: &'s dyn Fn(&str) -> Option<String>,
    findings: &'s mut Vec<Finding>,
    aliases: HashMap<String, EntityId>,
    /// Who is cited at the head of each block.
    heads: HashMap<EntityId, CiteId>,
    model: Model,
}

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
                                date = Date::parse(self.text(*span))
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
            self.claim(pending.of, Key::Field(row), Said { span, cite: default }, Says::Complete);
        }
        let mut written: Vec<(Key, Span)> = Vec::new();
        for statement in pending.statements {
            let cite = self.cite(statement.cite.as_ref(), pending.cite);
            let place = Place { of: pending.of, kind, cite };
            match &statement.kind {
                StatementKind::Field { name, values } => {
                    self.field(place, *name, values, statement.span, &mut written)
                }
                StatementKind::Group { name, body } => {
                    self.group(place, pending, statement, *name, body, &mut written)
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
                StatementKind::NoOther { name } => self.no_other(place, *name, statement.span),
                StatementKind::NoIn { item, name } => {
                    self.no_in(place, item, *name, statement.span)
                }
                StatementKind::Has { name, negated } => {
                    self.state(place, *name, !negated, true, statement.span)
                }
                StatementKind::Is { name, negated } => {
                    self.state(place, *name, !negated, false, statement.span)
                }
                StatementKind::Thing(_) => {}
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
        } else if let Some(near) =
            nearest(&word, known.iter().copied().chain(children.iter().copied()))
        {
            finding = finding.help(format!("did you mean `{near}`?")).fix(name.span, near);
        } else if let Some(same) = lookalike(&word, known) {
            finding = finding
                .help(format!("it looks like `{same}`, and is written with other letters"))
                .fix(name.span, same);
        } else if !others.is_empty() {
            finding = finding.help(format!("`{word}` is a field of {}", others.join(", ")));
        } else if Kind::of_word(&word).is_some_and(|k| k.inside().is_empty()) {
            finding = finding.help(format!("`{word}` stands at the top of a file, not in a block"));
        } else {
            finding =
                finding.help(format!("`detente explain {}` lists its fields", place.kind.word()));
        }
        self.report(finding.note(NoteKind::Note, "this line was left out of the check"));
        None
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
        let key = if begins {
            field(Kind::Phase, "begins").map(Key::Field)
        } else {
            self.key(place, name)
        };
        let Some(key) = key else { return };
        let many = self.many(key);
        // What is dated may be said for several dates.
        let dated = matches!(key, Key::Field(row) if row.info().dated);
        if many != Many::Each && !dated && !matches!(self.takes(key), Some(Takes::Keyed(..))) {
            if let Some(earlier) = written_before(written, key, span) {
                self.report(
                    Finding::broken(
                        "said-twice",
                        Level::Error,
                        span,
                        format!("`{word}` is said twice in one block"),
                    )
                    .here("the second time; this line was left out of the check")
                    .label(earlier, "the first time")
                    .help(
                        "keep one of the two; what another source says goes into an `account of …`",
                    ),
                );
                return;
            }
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
            Values::ToBeAgreed { .. } => self.claim(place.of, key, said, Says::ToBeAgreed),
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
        if let Some(Takes::Keyed(keys, words)) = self.takes(key) {
            for line in &body.statements {
                self.keyed(place, pending, statement, key, keys, words, line);
            }
            return;
        }
        if matches!(self.takes(key), Some(Takes::Truth | Takes::Blocks(_))) {
            let help = match self.takes(key) {
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
        if self.many(key) != Many::Each {
            if let Some(earlier) = written_before(written, key, name.span) {
                self.report(
                    Finding::broken(
                        "said-twice",
                        Level::Error,
                        name.span,
                        format!("`{word}` is said twice in one block"),
                    )
                    .here("the second time; this list was left out of the check")
                    .label(earlier, "the first time")
                    .help(
                        "keep one of the two; what another source says goes into an `account of …`",
                    ),
                );
                return;
            }
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
        if self.many(key) == Many::One && !matches!(self.takes(key), Some(Takes::Blocks(_))) {
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
        if let Some(n) = number {
            if list.items.len() > n as usize {
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
        }
        let open =
            if list.faulty { Some(OpenWord::Faulty) } else { others.then_some(OpenWord::Others) };
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
        Number::parse(self.text(figure))
            .and_then(Number::as_whole)
            .and_then(|n| u32::try_from(n).ok())
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

    fn no_other(&mut self, place: Place, name: ast::Name, span: Span) {
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
        self.claim(place.of, key, Said { span, cite: place.cite }, Says::Complete);
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

    // ---- values -----------------------------------------------------------------------------------

    fn takes(&self, key: Key) -> Option<Takes> {
        match key {
            Key::Field(row) => Some(row.info().takes),
            Key::Notion(_) => None,
        }
    }

    fn many(&self, key: Key) -> Many {
        match key {
            Key::Field(row) => row.info().many,
            Key::Notion(_) => match self.notion_type(key) {
                Some(Type::Set(_)) => Many::List,
                _ => Many::One,
            },
        }
    }

    fn notion_type(&self, key: Key) -> Option<Type> {
        let Key::Notion(id) = key else { return None };
        match self.notions.get(id)?.stage {
            Stage::Done(Some((_, ty))) => Some(ty),
            _ => None,
        }
    }

    fn is_truth(&self, key: Key) -> bool {
        match key {
            Key::Field(row) => matches!(row.info().takes, Takes::Truth),
            Key::Notion(id) => self
                .notions
                .get(id)
                .is_some_and(|n| matches!(n.form, NotionForm::Noun | NotionForm::Adjective)),
        }
    }

    /// Reads one value of a field and adds it to the list, or reports why it cannot.
    fn item(
        &mut self,
        place: Place,
        key: Key,
        name: ast::Name,
        value: &ast::Value,
        cite: CiteId,
        list: &mut Listing,
    ) {
        let word = self.text(name.span);
        let span = value_span(value);
        let takes = self.takes(key).or_else(|| match self.notion_type(key)? {
            Type::One(elem) | Type::Set(elem) => match elem {
                Elem::Things(kinds) => Some(Takes::Names(kinds)),
                Elem::Words(v) => VOCABULARIES.get(v as usize).map(|v| Takes::Words(v.name)),
                Elem::Number => Some(Takes::Number),
                Elem::Date => Some(Takes::Date),
                Elem::Text => Some(Takes::Text),
                _ => None,
            },
            _ => None,
        });
        let Some(takes) = takes else {
            let help = match self.is_truth(key) {
                true => format!("write `has {word}` or `no {word}`"),
                false => format!("`detente explain {word}` says what it means"),
            };
            self.report(
                Finding::broken(
                    "wrong-kind",
                    Level::Error,
                    span,
                    format!("`{word}` takes no value"),
                )
                .help(help),
            );
            list.faulty = true;
            return;
        };
        if let (Takes::Names(kinds), ast::Value::All { list: of, except, .. }) = (takes, value) {
            self.all_of(place, key, kinds, *of, except, Said { span, cite }, list);
            return;
        }
        let read = match takes {
            Takes::Names(kinds) => match value {
                ast::Value::Path(path) => self.name(place.of, path, kinds).map(Value::Entity),
                _ => self.wrong(word, span, &kinds.words()),
            },
            Takes::Words(vocabulary) => self.word(vocabulary, value),
            Takes::Text => match value {
                ast::Value::Text(text) => Some(Value::Text(text.inner)),
                _ => {
                    let written = self.text(span);
                    self.report(
                        Finding::broken(
                            "wrong-kind",
                            Level::Error,
                            span,
                            format!("`{word}` takes a text in quotes"),
                        )
                        .help(format!("write \"{written}\""))
                        .fix(span, format!("\"{written}\"")),
                    );
                    None
                }
            },
            Takes::Sections => self
                .section(value)
                .map(|_| Value::Text(span))
                .or_else(|| self.wrong(word, span, "a section: \"TITLE\" 10 to 24")),
            Takes::Date => self.date(value, word),
            Takes::Number => match value {
                ast::Value::Number(n) | ast::Value::Date(n) => {
                    Number::parse(self.text(*n)).map(Value::Number)
                }
                _ => None,
            }
            .or_else(|| self.wrong(word, span, "a number")),
            Takes::Quantity(dimensions) => self.quantity(word, value, dimensions),
            Takes::Truth => {
                self.report(
                    Finding::broken(
                        "wrong-kind",
                        Level::Error,
                        span,
                        format!("`{word}` is a yes or no"),
                    )
                    .help(format!("write `is {word}` or `is not {word}`")),
                );
                None
            }
            Takes::Moment => self.moment(place, word, value),
            Takes::Gate => self.gate(place, word, value),
            Takes::Blocks(kind) => {
                let named =
                    matches!(value, ast::Value::Path(_)).then(|| self.text(span)).unwrap_or("NAME");
                self.report(
                    Finding::broken(
                        "wrong-kind",
                        Level::Error,
                        span,
                        format!("`{word}` are written as blocks"),
                    )
                    .help(format!("write one block for each: `{} {named} {{ … }}`", kind.word())),
                );
                None
            }
            Takes::Keyed(keys, _) => {
                self.report(
                    Finding::broken(
                        "wrong-kind",
                        Level::Error,
                        span,
                        format!("`{word}` gives a value for {} at a time", keys.words()),
                    )
                    .help(format!("write it as a block: `{word} {{ NAME VALUE }}`")),
                );
                None
            }
            Takes::Notions => match value {
                ast::Value::Path(path) => {
                    let notion = self.text(path.span);
                    if self.notions.get_named(notion, place.kind).is_some() {
                        Some(Value::Notion(path.span))
                    } else {
                        let help = suggestion(notion, self.notions.words(place.kind.into()));
                        self.report(
                            Finding::broken(
                                "unknown-name",
                                Level::Error,
                                span,
                                format!("nothing defines `{notion}`"),
                            )
                            .help(help),
                        );
                        None
                    }
                }
                _ => self.wrong(word, span, "the name of a notion"),
            },
        };
        match read {
            Some(value) if list.items.iter().any(|i| i.value == value) => {
                let first =
                    list.items.iter().find(|i| i.value == value).map_or(span, |i| i.said.span);
                self.report(
                    Finding::broken(
                        "named-twice",
                        Level::Warning,
                        span,
                        format!("`{}` is named twice", self.text(span)),
                    )
                    .label(first, "the first time")
                    .help("leave one of them out"),
                );
            }
            Some(value) => list.items.push(Item { value, said: Said { span, cite } }),
            None => list.faulty = true,
        }
    }

    fn wrong<T>(&mut self, word: &str, span: Span, takes: &str) -> Option<T> {
        self.report(
            Finding::broken(
                "wrong-kind",
                Level::Error,
                span,
                format!("`{}` is not {takes}", self.text(span)),
            )
            .here(format!("`{word}` takes {takes}"))
            .note(NoteKind::Note, "this value was left out of the check"),
        );
        None
    }

    #[allow(clippy::too_many_arguments, reason = "one call, and every part is plain")]
    fn all_of(
        &mut self,
        place: Place,
        key: Key,
        kinds: KindSet,
        of: ast::Name,
        except: &[ast::Path],
        said: Said,
        list: &mut Listing,
    ) {
        // `all members` means those of the framework that the line stands in, `all baskets` its own blocks.
        let word = self.text(of.span);
        let mut at = Some(place.of);
        let found = loop {
            let Some(id) = at else { break None };
            let thing = self.model.things.get(id);
            let row = field(thing.kind, word).filter(|row| match row.info().takes {
                Takes::Names(k) => !k.common(kinds).is_empty(),
                Takes::Blocks(k) => kinds.has(k),
                _ => false,
            });
            match row {
                Some(row) if Key::Field(row) != key || id != place.of => break Some((id, row)),
                _ => at = thing.parent,
            }
        };
        let Some((of, row)) = found else {
            self.report(
                Finding::broken(
                    "unknown-name",
                    Level::Error,
                    said.span,
                    format!("there is no list of `{word}` to take all of"),
                )
                .help("write `all members`, or name them one by one"),
            );
            list.faulty = true;
            return;
        };
        let except = except
            .iter()
            .filter_map(|path| self.name(place.of, path, kinds).map(Value::Entity))
            .collect();
        self.claim(place.of, key, said, Says::SameAs { of, field: row, except });
        list.claimed = true;
    }

    fn word(&mut self, vocabulary: &str, value: &ast::Value) -> Option<Value> {
        let span = value_span(value);
        let text = self.text(span);
        if matches!(value, ast::Value::Path(_) | ast::Value::Number(_)) {
            if let Some(word) = Vocabulary::find(vocabulary, text) {
                return Some(Value::Word(word));
            }
        }
        let known: Vec<&'static str> = crate::schema::vocabulary(vocabulary)
            .map(|(_, v)| v.words.iter().map(|w| w.word).collect())
            .unwrap_or_default();
        let mut finding = Finding::broken(
            "unknown-word",
            Level::Error,
            span,
            format!("`{text}` is not a word of `{vocabulary}`"),
        );
        match nearest(text, known.iter().copied()) {
            Some(near) => finding = finding.help(format!("did you mean `{near}`?")).fix(span, near),
            None => finding = finding.help(format!("it is one of {}", known.join(", "))),
        }
        self.report(finding);
        None
    }

    fn date(&mut self, value: &ast::Value, word: &str) -> Option<Value> {
        let span = value_span(value);
        match value {
            ast::Value::Date(span) | ast::Value::Number(span) => {
                match Date::parse(self.text(*span)) {
                    Some(date) => Some(Value::Date(date)),
                    None => {
                        self.report(
                            Finding::broken(
                                "wrong-date",
                                Level::Error,
                                *span,
                                format!("there is no day `{}`", self.text(*span)),
                            )
                            .help("write the year, year-month or year-month-day: `2027-03`"),
                        );
                        None
                    }
                }
            }
            _ => self.wrong(word, span, "a date: 2015, 2015-10 or 2015-10-28"),
        }
    }

    fn read_quantity(
        &mut self,
        word: &str,
        q: &ast::QuantityText,
        dimensions: &[Dimension],
    ) -> Option<Quantity> {
        let Some(number) = Number::parse(self.text(q.number)) else {
            self.report(
                Finding::broken(
                    "wrong-kind",
                    Level::Error,
                    q.number,
                    format!("`{}` is not a number that can be read", self.text(q.number)),
                )
                .help("write it as 13,000 or 1.5; three decimals at most"),
            );
            return None;
        };
        let Some(unit_span) = q.unit else {
            let example = dimensions
                .first()
                .map_or("troops", |d| if d.is_time() { "days" } else { "troops" });
            self.report(
                Finding::broken(
                    "wrong-unit",
                    Level::Error,
                    q.span,
                    "this figure has no unit".to_owned(),
                )
                .help(format!("write what it counts: `{} {example}`", self.text(q.span))),
            );
            return None;
        };
        let unit_word = self.text(unit_span);
        let Some(unit) = unit(unit_word) else {
            let mut help = suggestion(unit_word, crate::value::UNITS.iter().map(|u| u.words.1));
            if help.is_empty() {
                help = format!(
                    "the units are {}",
                    crate::value::UNITS.iter().map(|u| u.words.1).collect::<Vec<_>>().join(", ")
                );
            }
            self.report(
                Finding::broken(
                    "wrong-unit",
                    Level::Error,
                    unit_span,
                    format!("`{unit_word}` is not a unit"),
                )
                .help(help),
            );
            return None;
        };
        if !dimensions.is_empty() && !dimensions.contains(&unit.dimension) {
            let wanted = dimensions.first().map_or("a figure", |d| d.words());
            self.report(
                Finding::broken(
                    "wrong-unit",
                    Level::Error,
                    q.span,
                    format!("`{word}` is measured in {wanted}, not in {}", unit.dimension.words()),
                )
                .here(format!("this counts {}", unit.dimension.words()))
                .help(if dimensions.iter().any(|d| d.is_time()) {
                    format!("write `{word} at least 42 days`")
                } else {
                    String::new()
                })
                .note(NoteKind::See, format!("detente explain {word}")),
            );
            return None;
        }
        Some(Quantity { bound: q.bound, number, unit })
    }

    fn quantity(
        &mut self,
        word: &str,
        value: &ast::Value,
        dimensions: &[Dimension],
    ) -> Option<Value> {
        let span = value_span(value);
        let q = match value {
            ast::Value::Quantity(q) => q.clone(),
            ast::Value::Number(n) | ast::Value::Date(n) => {
                ast::QuantityText { bound: None, number: *n, unit: None, span: *n }
            }
            _ => return self.wrong(word, span, "a figure with a unit"),
        };
        let quantity = self.read_quantity(word, &q, dimensions)?;
        let at = u32::try_from(self.model.quantities.len()).unwrap_or(u32::MAX);
        self.model.quantities.push(quantity);
        Some(Value::Quantity(at))
    }

    fn moment(&mut self, place: Place, word: &str, value: &ast::Value) -> Option<Value> {
        let parse = |r: &mut Self, span: Span| match r.date(&ast::Value::Date(span), word) {
            Some(Value::Date(date)) => Some(date),
            _ => None,
        };
        let moment = match value {
            ast::Value::Date(span) => {
                let date = parse(self, *span)?;
                Moment {
                    distance: None,
                    order: ast::Order::During,
                    target: MomentTarget::Date(date),
                }
            }
            ast::Value::Dates { from, to } => {
                let (a, b) = (parse(self, *from)?, parse(self, *to)?);
                if b.before(a) == crate::value::Truth::Yes {
                    self.report(
                        Finding::broken(
                            "wrong-date",
                            Level::Error,
                            from.to(*to),
                            "this stretch of time ends before it begins",
                        )
                        .help("put the earlier date first"),
                    );
                    return None;
                }
                Moment {
                    distance: None,
                    order: ast::Order::During,
                    target: MomentTarget::Dates(a, b),
                }
            }
            ast::Value::Moment(m) => {
                let distance = match &m.distance {
                    Some(q) => Some(self.read_quantity(
                        word,
                        q,
                        &[Dimension::Time, Dimension::Calendar],
                    )?),
                    None => None,
                };
                let target = match &m.target {
                    Target::Date(span) => MomentTarget::Date(parse(self, *span)?),
                    Target::Path(path) => {
                        let kinds = KindSet::of(&[
                            Kind::Phase,
                            Kind::Event,
                            Kind::Condition,
                            Kind::Charter,
                            Kind::Measure,
                        ]);
                        MomentTarget::Entity(self.name(place.of, path, kinds)?)
                    }
                };
                Moment { distance, order: m.order, target }
            }
            _ => {
                return self.wrong(
                    word,
                    value_span(value),
                    "a date or a place in an order: `after opening`",
                );
            }
        };
        let at = u32::try_from(self.model.moments.len()).unwrap_or(u32::MAX);
        self.model.moments.push(moment);
        Some(Value::Moment(at))
    }

    fn gate(&mut self, place: Place, word: &str, value: &ast::Value) -> Option<Value> {
        match value {
            ast::Value::Path(path) => self
                .name(place.of, path, Kind::Condition.into())
                .map(|id| Value::Gate(GateKind::Condition, id)),
            ast::Value::Gate { word, path, .. } => {
                let (gate, kinds) = match self.text(word.span) {
                    "done" => (GateKind::Done, KindSet::of(&[Kind::Measure, Kind::Phase])),
                    "consent" => (GateKind::Consent, Kind::Actor.into()),
                    _ => (GateKind::Settled, Kind::Issue.into()),
                };
                self.name(place.of, path, kinds).map(|id| Value::Gate(gate, id))
            }
            _ => self.wrong(
                word,
                value_span(value),
                "a condition, `done M`, `consent of A` or `settled ISSUE`",
            ),
        }
    }

    /// Resolves a name or path: first in the framework around it, then at the top of the files.
    fn name(&mut self, from: EntityId, path: &ast::Path, kinds: KindSet) -> Option<EntityId> {
        let first = path.names.first()?;
        let word = normal(self.text(first.span));
        let things = &self.model.things;
        let alone = path.names.len() == 1;
        let wanted = if alone { kinds } else { KindSet::of(&Kind::all().collect::<Vec<_>>()) };
        let mut at = Some(from);
        let mut found = None;
        while let (Some(id), None) = (at, found) {
            found = things.below(id, &word, wanted);
            at = things.get(id).parent;
        }
        let tops = things.things(&word, wanted);
        let start = match (found, tops.as_slice()) {
            (Some(id), _) => id,
            (None, [one]) => *one,
            (None, [first_top, second, ..]) => {
                let (a, b) = (things.get(*first_top).kind.word(), things.get(*second).kind.word());
                self.report(
                    Finding::broken(
                        "ambiguous-name",
                        Level::Error,
                        first.span,
                        format!("`{word}` can be the {a} or the {b} of that name"),
                    )
                    .help("rename one of them"),
                );
                return None;
            }
            (None, []) => {
                self.unknown(from, first.span, &word, kinds, alone);
                return None;
            }
        };
        let mut id = start;
        for name in path.names.iter().skip(1) {
            let word = normal(self.text(name.span));
            let Some(child) = self.model.things.inside(id, &word) else {
                let path = self.model.things.path(id);
                let names: Vec<String> = self
                    .model
                    .things
                    .get(id)
                    .children
                    .iter()
                    .map(|c| self.model.things.get(*c).name.to_string())
                    .collect();
                let help = suggestion(&word, names.iter().map(String::as_str));
                self.report(
                    Finding::broken(
                        "unknown-name",
                        Level::Error,
                        name.span,
                        format!("nothing in `{path}` is called `{word}`"),
                    )
                    .help(help),
                );
                return None;
            };
            id = child;
        }
        let kind = self.model.things.get(id).kind;
        if !kinds.has(kind) {
            self.report(Finding::broken(
                "wrong-kind",
                Level::Error,
                path.span,
                format!(
                    "`{}` is {}, and {} is needed here",
                    self.text(path.span),
                    KindSet::from(kind).words(),
                    kinds.words()
                ),
            ));
            return None;
        }
        Some(id)
    }

    fn unknown(&mut self, from: EntityId, span: Span, word: &str, kinds: KindSet, alone: bool) {
        let things = &self.model.things;
        let what = if alone { kinds.words() } else { "thing".to_owned() };
        let what = what.replace(" or an ", " or ").replace(" or a ", " or ");
        let what = what.trim_start_matches("an ").trim_start_matches("a ");
        let mut finding = Finding::broken(
            "unknown-name",
            Level::Error,
            span,
            format!("no {what} is called `{word}`"),
        );
        let other: Vec<EntityId> = Kind::all().filter_map(|k| things.top(k, word)).collect();
        let mut known = things.known(kinds);
        let root = things.root(from);
        let mut below = vec![root];
        while let Some(id) = below.pop() {
            for child in &things.get(id).children {
                if kinds.has(things.get(*child).kind) {
                    known.push(&things.get(*child).name);
                }
                below.push(*child);
            }
        }
        let alias =
            self.aliases.get(&word.to_lowercase()).filter(|id| kinds.has(things.get(**id).kind));
        if let Some(id) = alias {
            let name = &things.get(*id).name;
            finding = finding
                .help(format!("write `{name}`; \"{word}\" is another name of it"))
                .fix(span, &**name);
        } else if let Some(id) = other.first() {
            finding = finding
                .help(format!("`{word}` is {}", KindSet::from(things.get(*id).kind).words()));
        } else if let Some(same) = lookalike(word, known.iter().copied()) {
            finding = finding
                .help(format!("it looks like `{same}`, and is written with other letters"))
                .fix(span, same);
        } else if let Some(module) = (self.elsewhere)(word) {
            finding = finding
                .help(format!("`{module}` declares it: put `use {module}` at the top of the file"));
        } else if let Some(near) = nearest(word, known.iter().copied()) {
            finding = finding.help(format!("did you mean `{near}`?")).fix(span, near);
        } else if alone && kinds.iter().all(|k| k.inside().is_empty()) {
            let kind = kinds.iter().next().map_or("actor", Kind::word);
            finding = finding.help(format!("declare it: `{kind} {word} \"TITLE\"`"));
        }
        self.report(
            finding
                .note(NoteKind::Note, "what depends on it cannot be decided until this is settled"),
        );
    }

    // ---- after all blocks -------------------------------------------------------------------------

    /// A block inside a block is an item of the list of such blocks.
    fn children(&mut self) {
        let mut claims = Vec::new();
        let mut places = Vec::new();
        for (id, thing) in self.model.things.iter() {
            let Some(parent) = thing.parent else { continue };
            let kind = self.model.things.get(parent).kind;
            let row = fields_of(kind).find(|row| row.info().takes == Takes::Blocks(thing.kind));
            let Some(row) = row else { continue };
            claims.push((parent, Key::Field(row), thing.head, id));
            if let (Kind::Measure, Some(row)) = (thing.kind, field(Kind::Measure, "basket")) {
                places.push((
                    id,
                    Key::Field(row),
                    thing.head,
                    (kind == Kind::Basket).then_some(parent),
                ));
            }
        }
        for (id, key, span, basket) in places {
            let cite = self.heads.get(&id).copied().unwrap_or(CiteId(0));
            let says = basket.map_or(Says::None, |b| Says::Adds(Value::Entity(b)));
            self.claim(id, key, Said { span, cite }, says);
        }
        for (parent, key, span, id) in claims {
            let cite = self.heads.get(&id).copied().unwrap_or(CiteId(0));
            self.claim(parent, key, Said { span, cite }, Says::Adds(Value::Entity(id)));
        }
    }

    /// A relation stated on one side holds on the other.
    fn mirror(&mut self) {
        let mut claims: Vec<(EntityId, FieldId, Said, Says)> = Vec::new();
        for (id, _) in self.model.things.iter() {
            for (key, facts) in self.model.facts(id) {
                let Key::Field(row) = key else { continue };
                let info = row.info();
                let back = match info.mirror {
                    Mirror::None => continue,
                    Mirror::Symmetric => info.name,
                    Mirror::Inverse(name) => name,
                };
                for claim in facts {
                    match &claim.says {
                        Says::List { items, .. } => {
                            for item in items {
                                let Value::Entity(other) = item.value else { continue };
                                if let Some(row) = field(self.model.things.get(other).kind, back) {
                                    claims.push((
                                        other,
                                        row,
                                        item.said,
                                        Says::Adds(Value::Entity(id)),
                                    ));
                                }
                            }
                        }
                        Says::Keyed(other, words) if matches!(info.mirror, Mirror::Symmetric) => {
                            if let Some(row) = field(self.model.things.get(*other).kind, back) {
                                claims.push((
                                    *other,
                                    row,
                                    claim.said,
                                    Says::Keyed(id, words.clone()),
                                ));
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
        for (id, row, said, says) in claims {
            self.claim(id, Key::Field(row), said, says);
        }
    }

    fn follow(&mut self, follow: &ast::Follow, span: Span) {
        let word = self.text(follow.source.span);
        let Some(source) = self.model.things.top(Kind::Source, word) else {
            let known: Vec<&str> = self.model.things.known(Kind::Source.into());
            let help = suggestion(word, known);
            self.report(
                Finding::broken(
                    "unknown-source",
                    Level::Error,
                    follow.source.span,
                    format!("no source is called `{word}`"),
                )
                .help(help),
            );
            return;
        };
        let Some((first, rest)) = follow.path.names.split_first() else { return };
        let name = normal(self.text(first.span));
        let Some(mut of) = [Kind::Framework, Kind::Actor, Kind::Region, Kind::Issue]
            .iter()
            .find_map(|k| self.model.things.top(*k, &name))
        else {
            let known: Vec<&str> = self.model.things.known(Kind::Framework.into());
            let help = suggestion(&name, known);
            self.report(
                Finding::broken(
                    "unknown-name",
                    Level::Error,
                    first.span,
                    format!("no framework is called `{name}`"),
                )
                .help(help),
            );
            return;
        };
        let mut key = None;
        for name in rest {
            let word = normal(self.text(name.span));
            if let Some(child) = self.model.things.inside(of, &word) {
                of = child;
                continue;
            }
            let kind = self.model.things.get(of).kind;
            key = self.key(Place { of, kind, cite: CiteId(0) }, *name);
            if key.is_none() {
                return;
            }
        }
        let said = Said { span, cite: CiteId(0) };
        self.model.follow_index.insert((of, key), source);
        self.model.follows.push(Follow { source, of, key, said });
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
        ast::Value::Number(span) | ast::Value::Date(span) => *span,
        ast::Value::Dates { from, to } => from.to(*to),
        ast::Value::Quantity(q) => q.span,
        ast::Value::All { span, .. } | ast::Value::Gate { span, .. } => *span,
        ast::Value::Moment(m) => m.span,
    }
}
