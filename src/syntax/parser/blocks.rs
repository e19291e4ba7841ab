//! Things, statements, values and citations.

use super::super::ast::{
    Account, Body, Cite, CiteClaim, Locator, Moment, Name, Order, Profile, QuantityText, Setting,
    SettingKind, Statement, StatementKind, Str, Target, Thing, Value, Values,
};
use super::super::diagnose::{self, Within};
use super::super::split::doc_text;
use super::{Cx, Part, Rule, read_values};
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Kind, Takes};
use crate::source::Span;
use crate::value::{Bound, unit};

/// Words that open a value of a group and never a key.
fn opens_value(word: &str) -> bool {
    matches!(word, "done" | "settled" | "all" | "after" | "before" | "with" | "by" | "during")
}

/// Words that mean something only together with what follows them.
fn is_incomplete(word: &str) -> bool {
    matches!(
        word,
        "after"
            | "before"
            | "with"
            | "by"
            | "during"
            | "to"
            | "at"
            | "more"
            | "less"
            | "and"
            | "or"
            | "not"
            | "in"
            | "is"
            | "has"
            | "no"
            | "except"
            | "including"
    )
}

/// Checks whether a line `WORD NAME` declares a thing: a basket, an organ.
fn declares_child(word: &str) -> bool {
    Kind::of_word(word).is_some_and(|k| !k.inside().is_empty())
}

/// What a declaration with a block has before its `{`, after its word.
#[derive(Default)]
pub(super) struct Heading {
    pub(super) name: Option<Name>,
    pub(super) title: Option<Str>,
    pub(super) cite: Option<Cite>,
}

impl Cx<'_> {
    pub(super) fn top_thing(&mut self, top: Part<'_>) -> Option<Thing> {
        let span = self.span(&top);
        self.thing_parts(top, Vec::new(), span)
    }

    /// Reads a part of a heading, or what stands after the end of its declaration.
    pub(super) fn heading(&mut self, part: Part<'_>, head: &mut Heading) {
        match part.as_rule() {
            Rule::name => head.name = Some(self.name(&part)),
            Rule::title => head.title = Some(self.string(&part)),
            Rule::cite => head.cite = Some(self.cite(part)),
            Rule::bad_head => self.bad(&part, Within::Heading),
            Rule::rest => self.rest(&part),
            _ => {}
        }
    }

    /// Reads word, name, title, citation and block of a thing.
    pub(super) fn thing_parts(
        &mut self,
        part: Part<'_>,
        doc: Vec<Span>,
        span: Span,
    ) -> Option<Thing> {
        let (mut head, mut word, mut body) = (Heading::default(), None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::word => word = Some(self.name(&p)),
                Rule::block => body = Some(self.block(p, Within::Block)),
                _ => self.heading(p, &mut head),
            }
        }
        let Heading { name, title, cite } = head;
        Some(Thing { doc, word: word?, name: name?, title, cite, body, span })
    }

    /// What stands after the end of a declaration.
    pub(super) fn rest(&mut self, part: &Part<'_>) {
        let text = part.as_str().trim_start();
        if text.is_empty() || text.starts_with('#') {
            return;
        }
        let start = self.base + part.as_span().end() - text.len();
        self.findings.push(diagnose::after_block(self.text, start, start + text.trim_end().len()));
    }

    pub(super) fn account(&mut self, top: Part<'_>) -> Option<Account> {
        let (mut of, mut cite, mut body) = (None, None, None);
        for p in top.into_inner() {
            match p.as_rule() {
                Rule::path => of = Some(self.path(&p)),
                Rule::cite => cite = Some(self.cite(p)),
                Rule::bad_head => self.bad(&p, Within::Heading),
                Rule::block => body = Some(self.block(p, Within::Block)),
                Rule::rest => self.rest(&p),
                _ => {}
            }
        }
        Some(Account { of: of?, cite, body: body? })
    }

    /// Reads the statements of a block.
    fn block(&mut self, part: Part<'_>, within: Within) -> Body {
        let whole = self.span(&part);
        let brace = whole.start as usize;
        let one_line = !part.as_str().contains(['\n', '\r']);
        let mut body = Body {
            statements: Vec::new(),
            open: self.text.span(brace, brace + 1),
            close: Span { start: whole.end, ..whole },
        };
        let mut doc = Vec::new();
        let mut semicolon = None;
        for p in part.into_inner() {
            // A `;` before something that cannot be read is part of that mistake.
            if let Some(finding) = semicolon
                .take()
                .filter(|_| !matches!(p.as_rule(), Rule::bad_line | Rule::bad_block))
            {
                self.findings.push(finding);
            }
            match p.as_rule() {
                Rule::doc => {
                    let span = p.as_span();
                    let (from, to) =
                        doc_text(self.text, self.base + span.start(), self.base + span.end());
                    doc.push(self.text.span(from, to));
                    continue;
                }
                Rule::semicolon => {
                    semicolon = self.semicolon(&p, one_line);
                    continue;
                }
                Rule::close => body.close = self.span(&p),
                _ => {
                    if within == Within::Block {
                        self.undated(&p, body.statements.last_mut());
                    }
                    if let Some(statement) = self.statement(p, within, &mut doc) {
                        body.statements.push(statement);
                    }
                }
            }
            doc.clear();
        }
        body
    }

    /// Leaves a field out whose citation cannot be read and says as of when: held for all times it would contradict
    /// what is said of others.
    fn undated(&self, part: &Part<'_>, before: Option<&mut Statement>) {
        let cites = part.as_rule() == Rule::bad_line && part.as_str().starts_with('[');
        let Some(before) = before.filter(|_| cites && diagnose::dates_it(part.as_str())) else {
            return;
        };
        let start = self.base + part.as_span().start();
        let same = self.text.slice(before.span.end as usize, start).trim().is_empty();
        if let StatementKind::Field { name, values } = &mut before.kind
            && same
        {
            *values = Values::Unread(name.span);
        }
    }

    /// A comma after an item of a block; said once for each block of lines.
    fn list_comma(&mut self, part: &Part<'_>) {
        let span = self.span(part);
        let near = |at: usize| self.text.slice(at, span.start as usize).matches('\n').count() <= 1;
        if !self.last_comma.is_some_and(near) {
            self.findings.push(diagnose::list_comma(self.text, span));
        }
        self.last_comma = Some(span.end as usize);
    }

    /// A `;` is for blocks on one line.
    pub(super) fn semicolon(&mut self, part: &Part<'_>, one_line: bool) -> Option<Finding> {
        let at = self.base + part.as_span().start();
        let again = self
            .last_semicolon
            .is_some_and(|last| !self.text.slice(last, at).contains(['\n', '\r']));
        self.last_semicolon = Some(at);
        if one_line || self.line_is_bad(at) || again {
            return None;
        }
        Some(diagnose::semicolon(self.text, at))
    }

    fn statement(
        &mut self,
        part: Part<'_>,
        within: Within,
        doc: &mut Vec<Span>,
    ) -> Option<Statement> {
        let span = self.span(&part);
        let mut cite = None;
        let kind = match part.as_rule() {
            Rule::plain_line => {
                let mut kind = None;
                for p in part.into_inner() {
                    match p.as_rule() {
                        Rule::plain => kind = self.plain(&p, within),
                        _ => cite = Some(self.cite(p)),
                    }
                }
                let mut kind = kind?;
                if let StatementKind::Thing(thing) = &mut kind {
                    thing.cite = cite.take();
                    thing.doc = std::mem::take(doc);
                    thing.span = span;
                }
                // The words may end in blanks before a remark.
                let end = self.text.trim(span.start as usize, span.end as usize);
                return Some(Statement {
                    span: self.text.span(span.start as usize, end),
                    cite,
                    kind,
                });
            }
            Rule::item_line => {
                let mut kind = None;
                for p in part.into_inner() {
                    match p.as_rule() {
                        Rule::item => kind = self.item(&p),
                        _ => cite = Some(self.cite(p)),
                    }
                }
                let end = self.text.trim(span.start as usize, span.end as usize);
                return Some(Statement {
                    span: self.text.span(span.start as usize, end),
                    cite,
                    kind: kind?,
                });
            }
            Rule::thing if self.stray_block(&part) => {
                let mut parts = part.into_inner();
                let (name, item) = (self.name(&parts.next()?), parts.next()?);
                let items = vec![Value::Path(self.path(&item))];
                let span = name.span.to(self.span(&item));
                return Some(Statement {
                    span,
                    cite: None,
                    kind: StatementKind::Field {
                        name,
                        values: Values::List { items, others: None, count: None },
                    },
                });
            }
            Rule::thing if self.named_group(&part) => {
                let mut parts = part.into_inner();
                let (name, second) = (self.name(&parts.next()?), self.name(&parts.next()?));
                self.findings.push(diagnose::group_with_name(self.text, name.span, second.span));
                let mut body = None;
                for p in parts {
                    match p.as_rule() {
                        Rule::cite => cite = Some(self.cite(p)),
                        Rule::block => {
                            // Its lines were read as those of a thing; what does not fit is this mistake's.
                            let before = self.findings.len();
                            body = Some(self.block(p, Within::List));
                            self.findings.truncate(before);
                        }
                        _ => {}
                    }
                }
                StatementKind::Group { name, body: body? }
            }
            Rule::thing => {
                StatementKind::Thing(Box::new(self.thing_parts(part, std::mem::take(doc), span)?))
            }
            Rule::group => {
                let (mut name, mut body) = (None, None);
                for p in part.into_inner() {
                    match p.as_rule() {
                        Rule::name => name = Some(self.name(&p)),
                        Rule::cite => cite = Some(self.cite(p)),
                        Rule::list_block => body = Some(self.block(p, Within::List)),
                        _ => {}
                    }
                }
                StatementKind::Group { name: name?, body: body? }
            }
            Rule::bad_line => return self.unread(&part, within),
            Rule::bad_block => return self.bad_block(part, span, doc),
            rule => {
                let (mut names, mut path, mut values, mut negated) =
                    (Vec::new(), None, None, false);
                for p in part.into_inner() {
                    match p.as_rule() {
                        Rule::name => names.push(self.name(&p)),
                        Rule::path => path = Some(self.path(&p)),
                        Rule::values => values = Some(self.values(p, names.first().copied())),
                        Rule::cite => cite = Some(self.cite(p)),
                        Rule::kw_no | Rule::kw_not => negated = true,
                        Rule::list_comma => self.list_comma(&p),
                        _ => {}
                    }
                }
                let name = names.first().copied();
                match rule {
                    Rule::no_other => StatementKind::NoOther { name: name? },
                    Rule::no_in => StatementKind::NoIn { item: path?, name: name? },
                    Rule::no_line => StatementKind::No { name: name? },
                    Rule::has_line => StatementKind::Has { name: name?, negated },
                    Rule::is_line => StatementKind::Is { name: name?, negated },
                    Rule::field_line => StatementKind::Field { name: name?, values: values? },
                    _ => StatementKind::Values(values?),
                }
            }
        };
        Some(Statement { span, cite, kind })
    }

    /// A field and, on the next line, a block that has no heading: they are not one thing.
    fn stray_block(&mut self, part: &Part<'_>) -> bool {
        let parts: Vec<_> = part.clone().into_inner().collect();
        let [word, name, .., block] = parts.as_slice() else { return false };
        let stray = parts.len() == 3
            && block.as_rule() == Rule::block
            && Kind::of_word(word.as_str()).is_none()
            && self
                .text
                .slice(self.base + name.as_span().end(), self.base + block.as_span().start())
                .contains(['\n', '\r']);
        if stray {
            self.findings.push(diagnose::brace_without_heading(
                self.text,
                self.base + block.as_span().start(),
            ));
        }
        stray
    }

    /// A field whose block was given a name, as a thing has one: `stance stance {`.
    #[allow(clippy::unused_self, reason = "stands beside the other checks of a heading")]
    fn named_group(&self, part: &Part<'_>) -> bool {
        let mut parts = part.clone().into_inner();
        let word = parts.next().map_or("", |p| p.as_str());
        let name = parts.next().map_or("", |p| p.as_str());
        word == name
            && parts.any(|p| p.as_rule() == Rule::block)
            && Kind::of_word(word).is_none()
            && FIELDS.iter().any(|f| f.name == word)
    }

    /// Takes a line of words and names apart.
    fn plain(&mut self, part: &Part<'_>, within: Within) -> Option<StatementKind> {
        let written = part.as_str();
        let start = self.base + part.as_span().start();
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\u{A0}' | '\u{202F}' | '\u{3000}');
        let (word, rest) = written.split_once(is_blank)?;
        let name = Name { span: self.text.span(start, start + word.len()) };
        if within == Within::List && opens_value(word) {
            return Some(StatementKind::Values(self.reread_values(written, part)?));
        }
        if within == Within::Block
            && matches!(word, "all" | "done" | "settled")
            && !FIELDS.iter().any(|f| f.name == word)
        {
            let end = self.text.trim(start, start + written.len());
            self.findings.push(diagnose::field_missing(self.text, start, end));
            self.note_bad(self.text.span(start, end));
            return None;
        }
        let first = written.len() - rest.len();
        let mut items = Vec::with_capacity(rest.bytes().filter(|b| *b == b',').count() + 1);
        let mut at = first;
        for piece in rest.split(',') {
            let item = piece.trim_matches(is_blank);
            let lead = piece.len() - piece.trim_start_matches(is_blank).len();
            if is_incomplete(item) {
                self.findings.push(diagnose::incomplete(
                    self.text,
                    name.span,
                    self.text.span(start + at + lead, start + at + lead + item.len()),
                ));
                self.note_bad(self.text.span(start, start + written.trim_end().len()));
                return self.left_out(name);
            }
            items.push((start + at + lead, item));
            at += piece.len() + 1;
        }
        if let [(from, item)] = *items.as_slice() {
            let second = Name { span: self.text.span(from, from + item.len()) };
            let single = !item.contains('.');
            match word {
                // The last line of a list in braces that goes on.
                "and" if item == "others" => {
                    let others = Some(name.span.to(second.span));
                    return Some(StatementKind::Values(Values::List {
                        items: Vec::new(),
                        others,
                        count: None,
                    }));
                }
                "no" if single => return Some(StatementKind::No { name: second }),
                "has" if single => {
                    return Some(StatementKind::Has { name: second, negated: false });
                }
                "is" if single => return Some(StatementKind::Is { name: second, negated: false }),
                _ if item == "unknown" => {
                    return Some(StatementKind::Field {
                        name,
                        values: Values::Unknown(second.span),
                    });
                }
                _ if single && declares_child(word) => {
                    return Some(StatementKind::Thing(Box::new(Thing {
                        doc: Vec::new(),
                        word: name,
                        name: second,
                        title: None,
                        cite: None,
                        body: None,
                        span: name.span.to(second.span),
                    })));
                }
                _ => {}
            }
        }
        if items.len() == 1
            && let Some(meant) = diagnose::is_or_has(self.text, name.span)
        {
            self.findings.push(diagnose::near_is(self.text, name.span, meant));
            return None;
        }
        if matches!(word, "no" | "has" | "is") {
            self.findings.push(diagnose::one_name_only(
                self.text,
                start,
                self.text.trim(start, start + written.len()),
                word,
            ));
            return None;
        }
        let items =
            items.into_iter().map(|(from, item)| Value::Path(self.path_at(item, from))).collect();
        Some(StatementKind::Field {
            name,
            values: Values::List { items, others: None, count: None },
        })
    }

    /// Takes a line of names apart.
    fn item(&mut self, part: &Part<'_>) -> Option<StatementKind> {
        let written = part.as_str().trim_end();
        let start = self.base + part.as_span().start();
        if written == "unknown" {
            return Some(StatementKind::Values(Values::Unknown(
                self.text.span(start, start + written.len()),
            )));
        }
        let mut items = Vec::with_capacity(1);
        let mut at = 0;
        for piece in written.split(',') {
            let item = piece.trim();
            let lead = piece.len() - piece.trim_start().len();
            let from = start + at + lead;
            if is_incomplete(item) {
                let span = self.text.span(from, from + item.len());
                self.findings.push(diagnose::incomplete(self.text, span, span));
                self.note_bad(self.text.span(start, start + written.len()));
                return None;
            }
            items.push(Value::Path(self.path_at(item, from)));
            at += piece.len() + 1;
        }
        Some(StatementKind::Values(Values::List { items, others: None, count: None }))
    }

    fn reread_values(&mut self, written: &str, part: &Part<'_>) -> Option<Values> {
        let trimmed = written.trim_end();
        let offset = self.base + part.as_span().start();
        let base = std::mem::replace(&mut self.base, offset);
        let values = read_values(trimmed).map(|p| self.values(p, None));
        if values.is_none() {
            self.findings.push(diagnose::unclear(self.text, offset, offset + trimmed.len()));
        }
        self.base = base;
        values
    }

    /// Reports a line that cannot be read. What its field holds is then not known, rather than not written.
    fn unread(&mut self, part: &Part<'_>, within: Within) -> Option<Statement> {
        self.bad(part, within);
        let written = part.as_str();
        let end = written.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(written.len());
        let word = written.get(..end).unwrap_or("");
        if !FIELDS.iter().any(|f| f.name == word) {
            return None;
        }
        let start = self.base + part.as_span().start();
        let name = Name { span: self.text.span(start, start + word.len()) };
        let kind = self.left_out(name)?;
        let end = self.text.trim(start, start + written.len());
        Some(Statement { span: self.text.span(start, end), cite: None, kind })
    }

    #[allow(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "stands where a statement may be read or not"
    )]
    fn left_out(&self, name: Name) -> Option<StatementKind> {
        Some(StatementKind::Field { name, values: Values::Unread(name.span) })
    }

    /// A heading that cannot be read: the thing is kept under its name, if it has one.
    fn bad_block(&mut self, part: Part<'_>, span: Span, doc: &mut Vec<Span>) -> Option<Statement> {
        let mut head = None;
        let mut body = None;
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::bad_head => {
                    head = Some((self.base + p.as_span().start(), p.as_str().to_owned()));
                    self.bad(&p, Within::Heading);
                }
                Rule::block if head.is_some() => {
                    let keep = head.as_ref().is_some_and(|(_, h)| two_names(h).is_some());
                    let before = self.findings.len();
                    body = Some(self.block(p, Within::Block));
                    if !keep {
                        self.findings.truncate(before);
                    }
                }
                Rule::block => {
                    let open = self.base + p.as_span().start();
                    self.findings.push(diagnose::brace_without_heading(self.text, open));
                }
                _ => {}
            }
        }
        let (start, head) = head?;
        let (word, name) = two_names(&head)?;
        let name_start = start
            + (head.find(word)? + word.len())
            + head.get(head.find(word)? + word.len()..)?.find(name)?;
        let thing = Thing {
            doc: std::mem::take(doc),
            word: Name { span: self.text.span(start, start + word.len()) },
            name: Name { span: self.text.span(name_start, name_start + name.len()) },
            title: None,
            cite: None,
            body,
            span,
        };
        Some(Statement { span, cite: None, kind: StatementKind::Thing(Box::new(thing)) })
    }

    // ---- values -------------------------------------------------------------------------------------

    pub(super) fn values(&mut self, part: Part<'_>, field: Option<Name>) -> Values {
        let whole = self.span(&part);
        let (mut items, mut others, mut count) = (Vec::new(), None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::unknown => return Values::Unknown(self.span(&p)),
                Rule::to_be_agreed => return self.agreement(p),
                Rule::others => others = Some(self.span(&p)),
                Rule::counted => {
                    for q in p.into_inner() {
                        match q.as_rule() {
                            Rule::number => count = Some((self.span(&q), Name { span: whole })),
                            Rule::unit => {
                                if let Some((_, unit)) = &mut count {
                                    *unit = self.name(&q);
                                }
                            }
                            Rule::others => others = Some(self.span(&q)),
                            Rule::kw_including => {}
                            _ => items.extend(self.value(q)),
                        }
                    }
                }
                _ => items.extend(self.value(p)),
            }
        }
        // `members 34 states`: where names are wanted, a bare figure is how many there are.
        if let (
            [Value::Quantity(QuantityText { bound: None, number, unit: Some(unit), .. })],
            None,
            Some(field),
        ) = (items.as_slice(), others, field)
        {
            let word = self.text.slice(field.span.start as usize, field.span.end as usize);
            let takes_names = |t: Takes| {
                matches!(t, Takes::Names(_) | Takes::Words(_) | Takes::Blocks(_) | Takes::Notions)
            };
            if FIELDS.iter().any(|f| f.name == word && takes_names(f.takes)) {
                return Values::List {
                    items: Vec::new(),
                    others: None,
                    count: Some((*number, Name { span: *unit })),
                };
            }
        }
        Values::List { items, others, count }
    }

    fn agreement(&mut self, part: Part<'_>) -> Values {
        let span = self.span(&part);
        let (mut organ, mut due) = (None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::path => organ = Some(self.path(&p)),
                Rule::moment => due = self.moment(p, None),
                _ => {}
            }
        }
        if let Some(moment) = &due
            && !matches!(moment.order, Order::By | Order::Before)
        {
            self.findings.push(diagnose::agreed_when(self.text, moment.span));
        }
        Values::ToBeAgreed { organ, due, span }
    }

    fn value(&mut self, part: Part<'_>) -> Option<Value> {
        let span = self.span(&part);
        Some(match part.as_rule() {
            Rule::path => Value::Path(self.path(&part)),
            Rule::string => Value::Text(self.string(&part)),
            Rule::date => Value::Date(span),
            Rule::section => {
                let mut parts = part.into_inner();
                let title = self.string(&parts.next()?);
                let (first, last) = self.lines(parts.next()?)?;
                Value::Section { title, first, last: last.unwrap_or(first) }
            }
            Rule::dates => {
                let mut dates = part.into_inner().filter(|p| p.as_rule() == Rule::date);
                Value::Dates { from: self.span(&dates.next()?), to: self.span(&dates.next()?) }
            }
            Rule::all_of => {
                let (mut list, mut except) = (None, Vec::new());
                for p in part.into_inner() {
                    match p.as_rule() {
                        Rule::name => list = Some(self.name(&p)),
                        Rule::path => except.push(self.path(&p)),
                        _ => {}
                    }
                }
                Value::All { list: list?, except, span }
            }
            Rule::gate => {
                let (mut word, mut path) = (None, None);
                for p in part.into_inner() {
                    match p.as_rule() {
                        Rule::path => path = Some(self.path(&p)),
                        Rule::kw_of => {}
                        _ => word = Some(self.name(&p)),
                    }
                }
                Value::Gate { word: word?, path: path?, span }
            }
            Rule::moment => Value::Moment(self.moment(part, None)?),
            Rule::figure => {
                let mut parts = part.into_inner();
                let quantity = self.quantity(parts.next()?)?;
                match parts.next() {
                    Some(moment) => Value::Moment(self.moment(moment, Some(quantity))?),
                    None if quantity.bound.is_none() && quantity.unit.is_none() => {
                        Value::Number(quantity.number)
                    }
                    None => Value::Quantity(quantity),
                }
            }
            _ => return None,
        })
    }

    pub(super) fn moment(
        &mut self,
        part: Part<'_>,
        distance: Option<QuantityText>,
    ) -> Option<Moment> {
        let mut span = self.span(&part);
        if let Some(distance) = &distance {
            span = span.to(distance.span);
        }
        let (mut order, mut target) = (None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::kw_after => order = Some(Order::After),
                Rule::kw_before => order = Some(Order::Before),
                Rule::kw_with => order = Some(Order::With),
                Rule::kw_during => order = Some(Order::During),
                Rule::kw_by => order = Some(Order::By),
                Rule::date => target = Some(Target::Date(self.span(&p))),
                Rule::path => target = Some(Target::Path(self.path(&p))),
                _ => {}
            }
        }
        Some(Moment { distance, order: order?, target: target?, span })
    }

    pub(super) fn quantity(&mut self, part: Part<'_>) -> Option<QuantityText> {
        let span = self.span(&part);
        let (mut bound, mut number, mut of) = (None, None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::number => {
                    number = Some(self.span(&p));
                    let dotted = p
                        .as_str()
                        .split_once('.')
                        .is_some_and(|(a, b)| a.len() <= 3 && b.len() == 3 && !a.contains(','));
                    if dotted {
                        self.findings.push(diagnose::thousands_point(self.span(&p), p.as_str()));
                    }
                }
                Rule::unit => {
                    let written = p.as_str();
                    if let Some((first, second)) = written.split_once(char::is_whitespace)
                        && unit(first).is_some()
                    {
                        let at = self.base + p.as_span().start();
                        self.findings.push(diagnose::two_units(
                            self.text,
                            at,
                            first.len(),
                            written,
                            second.trim_start(),
                        ));
                    }
                    of = Some(self.span(&p));
                }
                rule => bound = bound_of(rule).or(bound),
            }
        }
        Some(QuantityText { bound, number: number?, unit: of, span })
    }

    // ---- citations ----------------------------------------------------------------------------------

    pub(super) fn cite(&mut self, part: Part<'_>) -> Cite {
        let span = self.span(&part);
        let claims = part
            .into_inner()
            .filter(|p| p.as_rule() == Rule::claim)
            .map(|p| self.claim(p))
            .collect();
        Cite { claims, span }
    }

    fn claim(&mut self, part: Part<'_>) -> CiteClaim {
        let mut claim = CiteClaim {
            source: None,
            locators: Vec::new(),
            as_of: None,
            inferred: None,
            unverified: None,
            span: self.span(&part),
        };
        let alone = part.clone().into_inner().count() == 1;
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::name if alone && let Some(meant) = diagnose::mark_meant(p.as_str()) => {
                    let span = self.span(&p);
                    self.findings.push(diagnose::misspelt_mark(self.text, span, meant));
                    let mark = if meant == "inferred" {
                        &mut claim.inferred
                    } else {
                        &mut claim.unverified
                    };
                    *mark = Some(span);
                }
                Rule::name => claim.source = Some(self.name(&p)),
                Rule::mark if p.as_str() == "inferred" => claim.inferred = Some(self.span(&p)),
                Rule::mark => claim.unverified = Some(self.span(&p)),
                Rule::string => claim.locators.push(Locator::Section(self.string(&p))),
                Rule::lines => {
                    claim.locators.extend(self.lines(p).map(|(a, b)| Locator::Lines(a, b)));
                }
                Rule::as_of => {
                    claim.as_of =
                        p.into_inner().find(|q| q.as_rule() == Rule::date).map(|q| self.span(&q));
                }
                _ => {}
            }
        }
        claim
    }

    fn lines(&mut self, part: Part<'_>) -> Option<(Span, Option<Span>)> {
        let mut lines =
            part.into_inner().filter(|p| p.as_rule() == Rule::line).map(|p| self.span(&p));
        Some((lines.next()?, lines.next()))
    }

    // ---- profiles -----------------------------------------------------------------------------------

    pub(super) fn profile(&mut self, top: Part<'_>) -> Option<Profile> {
        let (mut head, mut settings) = (Heading::default(), Vec::new());
        for p in top.into_inner() {
            match p.as_rule() {
                Rule::profile_block => {
                    let one_line = !p.as_str().contains(['\n', '\r']);
                    for q in p.into_inner() {
                        match q.as_rule() {
                            Rule::semicolon => {
                                let finding = self.semicolon(&q, one_line);
                                self.findings.extend(finding);
                            }
                            Rule::s_follows | Rule::s_set | Rule::s_rule => {
                                settings.extend(self.setting(q));
                            }
                            Rule::bad_line | Rule::raw_bad => self.bad(&q, Within::Profile),
                            _ => {}
                        }
                    }
                }
                _ => self.heading(p, &mut head),
            }
        }
        let Heading { name, title, cite } = head;
        Some(Profile { name: name?, title, cite, settings })
    }

    fn setting(&mut self, part: Part<'_>) -> Option<Setting> {
        let span = self.span(&part);
        let rule = part.as_rule();
        let (mut names, mut value, mut cite) = (Vec::new(), None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::name => names.push(self.name(&p)),
                Rule::quantity => value = self.quantity(p),
                Rule::cite => cite = Some(self.cite(p)),
                _ => {}
            }
        }
        let mut names = names.into_iter();
        let first = names.next()?;
        let kind = match rule {
            Rule::s_follows => SettingKind::Follows(first),
            Rule::s_set => SettingKind::Parameter { name: first, value: value? },
            _ => SettingKind::Rule { rule: first, level: names.next()? },
        };
        Some(Setting { span, cite, kind })
    }
}

/// Returns the comparison a grammar rule stands for.
pub(super) fn bound_of(rule: Rule) -> Option<Bound> {
    match rule {
        Rule::at_least => Some(Bound::AtLeast),
        Rule::at_most => Some(Bound::AtMost),
        Rule::more_than => Some(Bound::MoreThan),
        Rule::less_than => Some(Bound::LessThan),
        _ => None,
    }
}

/// Returns the two names a heading begins with: word and name.
fn two_names(head: &str) -> Option<(&str, &str)> {
    let mut words = head.split_whitespace();
    let is_name = |w: &&str| {
        w.starts_with(char::is_alphabetic) && w.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let word = words.next().filter(is_name)?;
    let name = words.next().filter(is_name)?;
    declares_child(word).then_some((word, name))
}
