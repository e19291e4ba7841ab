//! Choices: `choice at review { branch wider if done pilot { … }; branch core otherwise { … } }`.
//!
//! Takes a choice as the grammar finds it; gives its branches as things, each with what its headings say as statements of
//! its block: `at review`, `if done pilot`, `is otherwise`, and the other branches under `choice`. Knows nothing of phases.

use super::super::ast::{Body, Name, Path, Statement, StatementKind, Thing, Value, Values};
use super::super::diagnose::{self, Within};
use super::{Cx, Part, Rule};
use crate::source::Span;

/// What the heading of a choice says.
struct Choice {
    /// The word `choice`.
    word: Name,
    /// The word `at`.
    at: Name,
    /// What it is chosen at.
    path: Path,
}

impl Cx<'_> {
    /// Reads the branches of a choice.
    pub(super) fn choice(&mut self, part: Part<'_>) -> Vec<Statement> {
        let whole = self.span(&part);
        let (mut word, mut at, mut path, mut cite) = (None, None, None, None);
        let mut branches: Vec<Thing> = Vec::new();
        // Branches whose headings cannot be read: they were told, and count among those there are.
        let mut unread = 0;
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::kw_choice => word = Some(self.name(&p)),
                Rule::kw_at => at = Some(self.name(&p)),
                Rule::path => path = Some(self.path(&p)),
                Rule::cite => cite = Some(self.cite(p)),
                Rule::branch => branches.extend(self.branch(p)),
                Rule::bad_block => {
                    unread += 1;
                    branches.extend(self.bad_branch(p));
                }
                Rule::bad_line => self.bad(&p, Within::Block),
                _ => {}
            }
        }
        let (Some(word), Some(at), Some(path)) = (word, at, path) else { return Vec::new() };
        let choice = Choice { word, at, path };
        if branches.len() < 2 && unread == 0 {
            let end = choice.path.span.end as usize;
            let heading = self.text.span(whole.start as usize, end);
            self.findings.push(diagnose::one_branch(heading, branches.len()));
        }
        // One branch is taken where none of the others is: there cannot be two of them.
        let others = branches.iter().filter_map(|branch| {
            let said = branch.body.as_ref()?.statements.first()?;
            let StatementKind::Is { name, negated: false } = said.kind else { return None };
            let word = self.text.slice(name.span.start as usize, name.span.end as usize);
            (word == "otherwise").then_some(name.span)
        });
        let others: Vec<Span> = others.collect();
        if let [first, .., last] = others.as_slice() {
            self.findings.push(diagnose::two_otherwise(*first, *last));
        }
        let names: Vec<Name> = branches.iter().map(|branch| branch.name).collect();
        let made = branches.into_iter().map(|mut branch| {
            branch.cite = branch.cite.or_else(|| cite.clone());
            let others = names.iter().filter(|name| name.span != branch.name.span);
            let said = choice.said(others);
            if let Some(body) = &mut branch.body {
                body.statements.splice(0..0, said);
            }
            Statement {
                span: branch.span,
                cite: None,
                kind: StatementKind::Thing(Box::new(branch)),
            }
        });
        made.collect()
    }

    /// Reads a branch; what its own heading says stands first in its block.
    fn branch(&mut self, part: Part<'_>) -> Option<Thing> {
        let span = self.span(&part);
        let (mut word, mut name, mut title, mut cite, mut body) = (None, None, None, None, None);
        let (mut iff, mut said): (Option<Name>, Option<Statement>) = (None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::kw_branch => word = Some(self.name(&p)),
                Rule::name => name = Some(self.name(&p)),
                Rule::title => title = Some(self.string(&p)),
                Rule::cite => cite = Some(self.cite(p)),
                Rule::kw_if => iff = Some(self.name(&p)),
                Rule::kw_otherwise => {
                    let name = self.name(&p);
                    let kind = StatementKind::Is { name, negated: false };
                    said = Some(Statement { span: name.span, cite: None, kind });
                }
                Rule::values => {
                    let span = self.span(&p);
                    if let Some(name) = iff {
                        let kind =
                            StatementKind::Field { name, values: self.values(p, Some(name)) };
                        said = Some(Statement { span: name.span.to(span), cite: None, kind });
                    }
                }
                Rule::block => body = Some(self.block(p, Within::Block)),
                _ => {}
            }
        }
        let mut body: Body = body?;
        body.statements.splice(0..0, said);
        Some(Thing {
            doc: Vec::new(),
            word: word?,
            name: name?,
            title,
            cite,
            body: Some(body),
            span,
        })
    }

    /// A block of a choice whose heading is no branch's; kept under its name if it has one, so that what names its phases is
    /// no mistake.
    fn bad_branch(&mut self, part: Part<'_>) -> Option<Thing> {
        let whole = self.span(&part);
        let (mut head, mut body) = (None, None);
        for p in part.into_inner() {
            match p.as_rule() {
                Rule::bad_head => {
                    let span = self.span(&p);
                    let end = self.text.trim(span.start as usize, span.end as usize);
                    let span: Span = self.text.span(span.start as usize, end);
                    self.findings.push(diagnose::branch_heading(span, p.as_str().trim()));
                    self.note_bad(span);
                    head = Some((span.start as usize, p.as_str().to_owned()));
                }
                Rule::block => {
                    let before = self.findings.len();
                    body = Some(self.block(p, Within::Block));
                    self.findings.truncate(before);
                }
                _ => {}
            }
        }
        let (start, head) = head?;
        let name = head.strip_prefix("branch ")?.trim_start();
        let from = start + head.len() - name.len();
        let length = name.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(name.len());
        let known = name.get(..length).filter(|n| {
            n.starts_with(char::is_alphabetic)
                && !matches!(*n, "if" | "when" | "else" | "otherwise")
        })?;
        let mut body = body?;
        body.unread = true;
        Some(Thing {
            doc: Vec::new(),
            word: Name { span: self.text.span(start, start + "branch".len()) },
            name: Name { span: self.text.span(from, from + known.len()) },
            title: None,
            cite: None,
            body: Some(body),
            span: whole,
        })
    }

    /// A branch that stands in no choice.
    pub(super) fn stray_branch(&mut self, part: &Part<'_>) -> bool {
        let mut parts = part.clone().into_inner();
        let word = parts.next().filter(|p| p.as_str() == "branch");
        let (Some(word), Some(name)) = (word, parts.next()) else { return false };
        let span = self.span(&word).to(self.span(&name));
        self.findings.push(diagnose::stray_branch(span, name.as_str()));
        self.note_bad(span);
        true
    }
}

impl Choice {
    /// What the heading of the choice says of one of its branches.
    fn said<'n>(&self, others: impl Iterator<Item = &'n Name>) -> Vec<Statement> {
        let path =
            |name: &Name| Value::Path(Path { names: smallvec::smallvec![*name], span: name.span });
        let list = |items| Values::List { items, others: None, count: None };
        let field = |name, values, span| Statement {
            span,
            cite: None,
            kind: StatementKind::Field { name, values },
        };
        let at = list(vec![Value::Path(self.path.clone())]);
        let mut said = vec![field(self.at, at, self.at.span.to(self.path.span))];
        let others: Vec<Value> = others.map(path).collect();
        if !others.is_empty() {
            said.push(field(self.word, list(others), self.word.span.to(self.path.span)));
        }
        said
    }
}
