//! The grammar at work: one declaration in, a piece of the tree out.
//!
//! Takes the text of a declaration, with its lines joined and its braces put right; gives the tree and findings
//! for the lines that could not be read. pest and its `Rule` stay in here. Knows the schema's words for kinds,
//! nothing else of it.

mod blocks;
mod choices;
mod cites;
mod edits;
mod expectations;
mod groups;
mod logic;
mod profiles;
mod rules;
mod values;
mod views;
mod words;

use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};
use pest::iterators::Pair;

use super::ast::{Edit, Expr, ItemKind, Name, Path, Str, Use};
use super::declare::Word;
use super::diagnose::{self, Follows, Place, Stop, Within};
use super::split::MAX_DEPTH;
use super::walk::{Event, Text, Walk};
use crate::diagnostic::Finding;
use crate::source::Span;

#[derive(pest_derive::Parser)]
#[grammar = "grammar/detente.pest"]
#[allow(missing_docs, reason = "the grammar documents its rules")]
struct Grammar;

/// At most so many faults of one rule or definition are told.
const MAX_FAULTS: usize = 64;

type Part<'i> = Pair<'i, Rule>;

/// Reads one declaration. `local` is the copy that is read; it begins at `base` of `text` and is as long. `whole`
/// says that no brace of it had to be put right, so that what is not there was not written. Gives, beside the findings, the
/// names that headings which could not be read may have given.
pub(super) fn declaration(
    text: Text<'_>,
    word: Word,
    base: usize,
    local: &str,
    whole: bool,
) -> (Option<ItemKind>, Vec<Finding>, Vec<Span>) {
    let mut cx = Cx::new(text, base, whole);
    let rule = rule_of(word);
    let kind = cx.declaration(word, rule, local);
    // A finding takes more room than the word it is about, and nobody mends more of them before asking again.
    if !in_lines(word) {
        cx.findings.truncate(MAX_FAULTS);
    }
    (kind, cx.findings, cx.lost)
}

/// Reads edits that stand alone, one a line or between `;`.
pub(super) fn edits_alone(text: Text<'_>) -> (Vec<Edit>, Vec<Finding>) {
    let mut cx = Cx::new(text, 0, true);
    let mut edits = Vec::new();
    if let Some(at) = deepest_brace(text) {
        cx.findings.push(diagnose::too_deep_at(text, 0, at));
    } else if let Some(top) = read(Rule::edits_text, text.text) {
        cx.edits(top, true, &mut edits);
    }
    (edits, cx.findings)
}

/// Reads an expression that stands alone.
pub(super) fn expression_alone(text: Text<'_>) -> (Option<Expr>, Vec<Finding>) {
    let mut cx = Cx::new(text, 0, true);
    let expr = cx.embedded(text.text, 0);
    (expr, cx.findings)
}

/// Returns where more braces are open than are read.
fn deepest_brace(text: Text<'_>) -> Option<usize> {
    let mut depth = 0usize;
    Walk::new(text.bytes(), 0, text.text.len()).find_map(|event| match event {
        Event::Open(b'{', at) => {
            depth += 1;
            (depth > MAX_DEPTH).then_some(at)
        }
        Event::Close(b'}', _) => {
            depth = depth.saturating_sub(1);
            None
        }
        _ => None,
    })
}

/// Checks whether a declaration is read line by line, however many it has.
fn in_lines(word: Word) -> bool {
    matches!(word, Word::Thing | Word::Account | Word::Profile | Word::Scenario)
}

/// The rule of the grammar for a whole declaration.
fn rule_of(word: Word) -> Rule {
    match word {
        Word::Thing => Rule::thing_text,
        Word::Account => Rule::account_text,
        Word::Rule => Rule::rule_text,
        Word::Profile => Rule::profile_text,
        Word::Define => Rule::define_text,
        Word::Parameter => Rule::parameter_text,
        Word::Expect => Rule::expect_text,
        Word::Scenario => Rule::scenario_text,
        Word::Follow => Rule::follow_text,
        Word::Use => Rule::use_text,
    }
}

/// What is carried through the reading of one declaration.
struct Cx<'t> {
    text: Text<'t>,
    /// Where the text that is read begins.
    base: usize,
    whole: bool,
    findings: Vec<Finding>,
    /// The last line that could not be read.
    last_bad: Option<LastBad>,
    /// The end of the last comma after an item of a block.
    last_comma: Option<usize>,
    /// The last `;` that was reported.
    last_semicolon: Option<usize>,
    /// Names that somebody may have meant by another, in headings that could not be read.
    lost: Vec<Span>,
    /// Whether what is wrong with the heading was told.
    head_told: bool,
}

/// A line that could not be read, for telling whether the next one is part of the same mistake.
struct LastBad {
    start: usize,
    end: usize,
    /// How far the rest of its line has been looked at.
    seen: usize,
    follows: Follows,
}

impl<'t> Cx<'t> {
    fn new(text: Text<'t>, base: usize, whole: bool) -> Cx<'t> {
        Cx {
            text,
            base,
            whole,
            findings: Vec::new(),
            last_bad: None,
            last_comma: None,
            last_semicolon: None,
            lost: Vec::new(),
            head_told: false,
        }
    }
}

impl Cx<'_> {
    fn declaration(&mut self, word: Word, rule: Rule, local: &str) -> Option<ItemKind> {
        if !in_lines(word) && local.len() > diagnose::MAX_DECLARATION {
            let end = self.base + local.len();
            self.findings.push(diagnose::too_long_declaration(self.text, self.base, end));
            return None;
        }
        if matches!(word, Word::Rule | Word::Define)
            && let Some(at) = super::join::too_nested(local)
        {
            self.findings.push(diagnose::too_deep_at(self.text, self.base, self.base + at));
            return None;
        }
        let first = read(rule, local);
        let mended = match &first {
            Some(top) if !top.clone().into_inner().any(|p| p.as_rule() == Rule::bad_head) => None,
            _ if !word.has_block() => None,
            _ => heading_mended(local).filter(|(copy, _)| read(rule, copy).is_some()),
        };
        let mended = mended.map(|(copy, lost)| {
            let first = lost.map(|(from, to)| self.text.span(self.base + from, self.base + to));
            self.lost.extend(first);
            copy
        });
        if let (Some(top), Some(_)) = (&first, &mended) {
            let bad = top.clone().into_inner().find(|p| p.as_rule() == Rule::bad_head);
            if let Some(part) = bad {
                self.bad(&part, Within::Heading);
            }
        }
        if first.is_none() {
            let within = match word {
                Word::Thing | Word::Account | Word::Profile | Word::Rule | Word::Scenario => {
                    Within::Heading
                }
                Word::Define => Within::Define,
                Word::Expect => Within::Expect,
                Word::Parameter | Word::Follow | Word::Use => Within::Line,
            };
            let stop = stop(rule, local);
            let place = Place {
                text: self.text,
                start: self.base,
                end: self.base + local.len(),
                within,
                tried: true,
            };
            self.findings.push(diagnose::statement(place, stop.as_ref()).0);
        }
        self.head_told = mended.is_some();
        let top = match &mended {
            Some(copy) => read(rule, copy)?,
            None => first?,
        };
        match word {
            Word::Thing => self.top_thing(top).map(ItemKind::Thing),
            Word::Account => self.account(top).map(ItemKind::Account),
            Word::Profile => self.profile(top).map(ItemKind::Profile),
            Word::Rule => self.rule(top).map(ItemKind::Rule),
            Word::Define => self.define(top).map(ItemKind::Define),
            Word::Parameter => self.parameter(top).map(ItemKind::Parameter),
            Word::Expect => self.expect(top).map(ItemKind::Expect),
            Word::Scenario => self.scenario(top).map(ItemKind::Scenario),
            Word::Follow => self.follow(top).map(ItemKind::Follow),
            Word::Use => self.use_(top).map(ItemKind::Use),
        }
    }

    fn use_(&mut self, top: Part<'_>) -> Option<Use> {
        let part = top.into_inner().find(|p| matches!(p.as_rule(), Rule::string | Rule::path))?;
        Some(match part.as_rule() {
            Rule::string => Use::File(self.string(&part)),
            _ => Use::Module(self.path(&part)),
        })
    }

    fn span(&self, part: &Part<'_>) -> Span {
        // Rules that allow blanks between their parts may end in some.
        let span = part.as_span();
        self.text.span(
            self.base + span.start(),
            self.base + span.start() + part.as_str().trim_end().len(),
        )
    }

    /// The span with the blanks at its end.
    fn exact(&self, part: &Part<'_>) -> Span {
        let span = part.as_span();
        self.text.span(self.base + span.start(), self.base + span.end())
    }

    fn name(&self, part: &Part<'_>) -> Name {
        Name { span: self.span(part) }
    }

    fn string(&self, part: &Part<'_>) -> Str {
        let span = part.as_span();
        let quote = if part.as_str().starts_with('"') { 1 } else { '“'.len_utf8() };
        let inner =
            self.text.span(self.base + span.start() + quote, self.base + span.end() - quote);
        Str { span: self.span(part), inner }
    }

    fn path(&self, part: &Part<'_>) -> Path {
        self.path_at(part.as_str(), self.base + part.as_span().start())
    }

    fn path_at(&self, written: &str, start: usize) -> Path {
        let mut names = smallvec::SmallVec::new();
        let mut at = start;
        for piece in written.split('.') {
            names.push(Name { span: self.text.span(at, at + piece.len()) });
            at += piece.len() + 1;
        }
        Path { names, span: self.text.span(start, start + written.len()) }
    }

    /// Reports a line that cannot be read; pest says where, the diagnosis says what.
    fn bad(&mut self, part: &Part<'_>, within: Within) {
        let span = part.as_span();
        let (mut start, end) = (self.base + span.start(), self.base + span.end());
        if within == Within::Heading {
            // A heading is shown from its first word.
            let before = self.text.slice(self.base, start);
            start = self.base + before.rfind(['\n', '\r', '{', '}', ';']).map_or(0, |n| n + 1);
        }
        if self.same_mistake(start, end) {
            return;
        }
        let stop = if within == Within::Heading {
            Some(Stop { at: self.base + span.start() - start, wants: Vec::new() })
        } else {
            stop(line_rule(within, ""), part.as_str())
        };
        let tried = self.findings.len() < diagnose::MAX_TRIED;
        let (finding, follows) = diagnose::statement(
            Place { text: self.text, start, end, within, tried },
            stop.as_ref(),
        );
        self.findings.push(finding);
        self.last_bad = Some(LastBad { start, end, seen: end, follows });
    }

    /// Checks whether a bad line belongs to the mistake of the bad line right above it, or on the same line.
    fn same_mistake(&mut self, start: usize, end: usize) -> bool {
        let Some(last) = &self.last_bad else { return false };
        let between = self.text.slice(last.end, start);
        let newlines = between.matches('\n').count().max(between.matches('\r').count());
        let code: String = between.lines().map(|l| l.split('#').next().unwrap_or("")).collect();
        let code = code.trim_matches(|c: char| c.is_whitespace() || c == ';' || c == '}');
        let written = self.text.slice(start, end).trim();
        let same = match (newlines, last.follows) {
            (0, _) => code.is_empty() || self.text.slice(last.start, last.end).contains('['),
            (1, Follows::NextLine | Follows::Deeper) if between.contains('}') => false,
            (1, Follows::NextLine) => code.is_empty(),
            (1, Follows::Deeper) => code.is_empty() && self.indent(start) > self.indent(last.start),
            (1, Follows::Quote) => {
                code.is_empty() && (written.matches('"').count() % 2 == 1 || written.contains('”'))
            }
            (1, Follows::Bullets) => {
                code.is_empty() && written.starts_with(|c: char| !c.is_alphanumeric() && c != '[')
            }
            (1, Follows::Prose) => code.is_empty() && written.split_whitespace().count() > 2,
            _ => false,
        };
        if same {
            let follows = match last.follows {
                Follows::NextLine if newlines > 0 && !written.ends_with(',') => Follows::Nothing,
                other => other,
            };
            let start = if newlines > 0 && follows == Follows::Deeper { last.start } else { start };
            self.last_bad = Some(LastBad { start, end, seen: end, follows });
        }
        same
    }

    /// Notes a mistake in a line that was read as a statement, so that what is left of it is not reported again.
    fn note_bad(&mut self, span: Span) {
        let end = span.end as usize;
        self.last_bad =
            Some(LastBad { start: span.start as usize, end, seen: end, follows: Follows::Nothing });
    }

    /// Checks whether something was reported earlier on the same line.
    fn line_is_bad(&mut self, at: usize) -> bool {
        let text = self.text;
        self.last_bad.as_mut().is_some_and(|last| {
            let same = last.seen <= at && !text.slice(last.seen, at).contains(['\n', '\r']);
            if same {
                last.seen = at;
            }
            same
        })
    }

    fn line_start(&self, at: usize) -> usize {
        self.text.slice(0, at).rfind(['\n', '\r']).map_or(0, |n| n + 1)
    }

    fn indent(&self, at: usize) -> usize {
        self.text.slice(self.line_start(at), at).chars().take_while(|c| c.is_whitespace()).count()
    }
}

/// The rule of the grammar for a line alone; a line that declares goes by the word it begins with.
fn line_rule(within: Within, line: &str) -> Rule {
    let word = line.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or("");
    match (within, Word::of(word)) {
        (Within::Heading | Within::Define | Within::Expect | Within::Line, Some(word)) => {
            rule_of(word)
        }
        (Within::List | Within::Moments, _) => Rule::item_text,
        (Within::Rule, _) => Rule::clause_text,
        (Within::Define, _) => Rule::case_text,
        (Within::Profile, _) => Rule::setting_text,
        (Within::Edits, _) => Rule::edit_text,
        _ => Rule::statement_text,
    }
}

/// Returns where reading a line alone stops, `None` if it can be read.
pub(super) fn stop_of(line: &str, within: Within) -> Option<Stop> {
    stop(line_rule(within, line), line)
}

/// Checks whether a line alone can be read; the block it opens may be left open, and it may close one above.
pub(super) fn reads(line: &str, within: Within) -> bool {
    let rule = line_rule(within, line);
    let good = |text: &str| {
        read(rule, text).is_some_and(|top| {
            top.into_inner().flatten().all(|p| match p.as_rule() {
                Rule::bad_line
                | Rule::bad_head
                | Rule::bad_block
                | Rule::raw_bad
                | Rule::bad_case => false,
                Rule::rest => p.as_str().trim().is_empty(),
                _ => true,
            })
        })
    };
    let line = line.trim_end();
    good(line) || line.strip_suffix('}').is_some_and(|l| good(l.trim_end()))
}

/// Puts blanks in place of what cannot be read in the heading of a declaration, if its name can be told.
fn heading_mended(local: &str) -> Option<(String, Option<(usize, usize)>)> {
    let open = Walk::new(local.as_bytes(), 0, local.len())
        .find_map(|e| if let Event::Open(b'{', i) = e { Some(i) } else { None });
    let (head, block) = local.split_at_checked(open.unwrap_or(local.len()))?;
    let named = diagnose::name_in(head)?;
    Some((named.mended(head) + block, named.first))
}

/// Reads a text with one rule of the grammar.
fn read(rule: Rule, text: &str) -> Option<Part<'_>> {
    Grammar::parse(rule, text).ok()?.next()
}

/// Returns where reading stops and what could stand there, `None` if nothing is wrong.
///
/// Of a very long text only the beginning is read again, as far as it is looked at.
fn stop(rule: Rule, text: &str) -> Option<Stop> {
    let text = diagnose::first_part(text);
    let error = Grammar::parse(rule, text).err()?;
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let wants = match error.variant {
        ErrorVariant::ParsingError { positives, .. } => {
            positives.into_iter().map(words::human).collect()
        }
        ErrorVariant::CustomError { .. } => Vec::new(),
    };
    Some(Stop { at, wants })
}

/// Reads the values a line of a group holds, when its first word shows that it is no field.
fn read_values(text: &str) -> Option<Part<'_>> {
    read(Rule::values_text, text)?.into_inner().find(|p| p.as_rule() == Rule::values)
}
