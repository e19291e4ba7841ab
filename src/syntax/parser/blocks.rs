//! Things and the statements of their blocks.
//!
//! Takes the text of a thing or an account; gives its heading and its statements, and findings for the lines that
//! could not be read. Knows the schema's words for kinds and fields, to tell what a bare line is.

use super::super::ast::{
    Account, Body, Cite, Name, Statement, StatementKind, Str, Thing, Value, Values,
};
use super::super::diagnose::{self, Within};
use super::super::split::doc_text;
use super::{Cx, Part, Rule, read_values};
use crate::diagnostic::Finding;
use crate::schema::{FIELDS, Kind};
use crate::source::Span;

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
            Rule::bad_head if !self.head_told => self.bad(&part, Within::Heading),
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
                Rule::bad_head if !self.head_told => self.bad(&p, Within::Heading),
                Rule::block => body = Some(self.block(p, Within::Block)),
                Rule::rest => self.rest(&p),
                _ => {}
            }
        }
        Some(Account { of: of?, cite, body: body? })
    }

    /// Reads the statements of a block.
    pub(super) fn block(&mut self, part: Part<'_>, within: Within) -> Body {
        let whole = self.span(&part);
        let brace = whole.start as usize;
        let one_line = !part.as_str().contains(['\n', '\r']);
        let mut body = Body {
            statements: Vec::new(),
            open: self.text.span(brace, brace + 1),
            close: Span { start: whole.end, ..whole },
            unread: false,
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
                Rule::choice => body.statements.extend(self.choice(p)),
                _ => {
                    if within == Within::Block {
                        self.undated(&p, body.statements.last_mut());
                    }
                    match self.statement(p, within, &mut doc) {
                        Some(statement) => body.statements.push(statement),
                        None => body.unread = true,
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
            Rule::thing if self.stray_branch(&part) || self.view_of_nobody(&part) => return None,
            Rule::view => StatementKind::Thing(Box::new(self.view(part)?)),
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
            // `no by`: a field is denied by its name, even where that is a word of the language.
            let denied = word == "no" && FIELDS.iter().any(|f| f.name == item);
            if is_incomplete(item) && !denied {
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
        let mut told = self.findings.len();
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::bad_head => {
                    head = Some((self.base + p.as_span().start(), p.as_str().to_owned()));
                    self.bad(&p, Within::Heading);
                }
                Rule::block if head.is_some() => {
                    let keep = head.as_ref().is_some_and(|(_, h)| named(h).is_some());
                    let before = self.findings.len();
                    told = before;
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
        let named = named(&head)?;
        // What nobody is known to hold is not taken for what the text says.
        if head.get(named.word.0..named.word.1) == Some("view") {
            self.findings.truncate(told);
            self.note_bad(self.text.span(start, start + head.trim_end().len()));
            return None;
        }
        let at = |(from, to): (usize, usize)| self.text.span(start + from, start + to);
        self.lost.extend(named.first.map(at));
        let thing = Thing {
            doc: std::mem::take(doc),
            word: Name { span: at(named.word) },
            name: Name { span: at(named.name) },
            title: None,
            cite: None,
            body,
            span,
        };
        Some(Statement { span, cite: None, kind: StatementKind::Thing(Box::new(thing)) })
    }
}

/// Finds the name in the heading of a block inside another.
fn named(head: &str) -> Option<diagnose::Named> {
    let named = diagnose::name_in(head)?;
    let word = head.get(named.word.0..named.word.1)?;
    declares_child(word).then_some(named)
}
