//! Text to tree.
//!
//! Takes texts; gives the tree of [`ast`] and findings. Reading never fails: what cannot be read is left out and
//! said so, one finding a mistake, and everything else is kept. A text is cut into declarations first
//! (`split`), then each is read by itself with the grammar in `grammar/detente.pest` (`parser`). Knows no
//! meaning: whether `members` is a field, or `napci` is declared, is decided later.

pub mod ast;
mod declare;
mod diagnose;
mod edit;
mod join;
mod parser;
mod split;
#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may stop"
)]
mod tests;
mod walk;

use crate::diagnostic::{Finding, NoteKind};
use crate::source::{FileId, Sources, Span};
use ast::{File, Item};
use declare::Word;
use split::Chunk;
use walk::Text;

/// A text that was read.
#[derive(Debug)]
pub struct Parsed {
    /// The tree, without what could not be read.
    pub file: File,
    /// What could not be read, in the order of the text.
    pub findings: Vec<Finding>,
}

/// Where a declaration stands, known before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The word that declares: `framework`, `rule`, `define`.
    pub word: Span,
    /// What is declared; for a definition, the notion; none for `use`, `expect` and `follow`.
    pub name: Option<Span>,
    /// The whole declaration.
    pub span: Span,
    /// The `##` lines above it, without the marks.
    pub doc: Vec<Span>,
}

/// Texts below this size are read on one thread.
const PARALLEL_FROM: usize = 256 * 1024;

/// The stack of a reading thread; the deepest nesting that is read takes a small part of it.
const STACK: usize = 16 * 1024 * 1024;

/// Reads a whole text. An id of another collection gives an empty tree.
pub fn parse(sources: &Sources, file: FileId) -> Parsed {
    let text = source_text(sources, file);
    read(text, 0, text.text.len())
}

/// Reads a part of a text, such as what stands between the braces of `avoid`.
pub fn parse_range(sources: &Sources, span: Span) -> Parsed {
    let text = source_text(sources, span.file);
    let end = (span.end as usize).min(text.text.len());
    read(text, (span.start as usize).min(end), end)
}

/// Finds the declarations of a text without reading them.
pub fn parse_index(sources: &Sources, file: FileId) -> Vec<Heading> {
    let text = source_text(sources, file);
    let headings = split::split(text, 0, text.text.len()).chunks.into_iter().filter_map(|chunk| {
        let word = chunk.word.or_else(|| meant(text, &chunk).map(|(word, _)| word))?;
        let name = declare::name_of(text, word, chunk.start, chunk.end);
        Some(Heading {
            word: text.span(chunk.start, chunk.start + text.word(chunk.start).len()),
            name: name.map(|(from, to)| text.span(from, to)),
            span: text.span(chunk.start, chunk.end),
            doc: chunk.docs.iter().map(|(from, to)| text.span(*from, *to)).collect(),
        })
    });
    headings.collect()
}

/// Reads one declaration that `parse_index` found.
pub fn parse_item(sources: &Sources, heading: &Heading) -> (Option<Item>, Vec<Finding>) {
    let text = source_text(sources, heading.span.file);
    let end = (heading.span.end as usize).min(text.text.len());
    let chunk = split::again(text, heading.span.start as usize, end);
    let (item, findings, _) = item(text, &chunk);
    (item.map(|i| Item { doc: heading.doc.clone(), ..i }), findings)
}

/// Reads a text that holds edits and nothing else: what follows `what-if`, or a line at the prompt.
pub fn parse_edits(sources: &Sources, file: FileId) -> (Vec<ast::Edit>, Vec<Finding>) {
    parser::edits_alone(source_text(sources, file))
}

/// Reads a text that holds an expression and nothing else.
pub fn parse_expression(sources: &Sources, file: FileId) -> (Option<ast::Expr>, Vec<Finding>) {
    parser::expression_alone(source_text(sources, file))
}

/// Checks whether a word opens a declaration at the top of a text: `framework`, `rule`, `expect`.
pub fn declares(word: &str) -> bool {
    Word::of(word).is_some()
}

/// Finds the word that a misspelt one at the start of a declaration is near to.
pub fn declaration_meant(word: &str) -> Option<&'static str> {
    diagnose::declaration_near(word)
}

/// The words that open an edit.
pub use diagnose::{EDITS, VERDICTS};
pub use join::CLAUSES;

fn source_text(sources: &Sources, file: FileId) -> Text<'_> {
    Text { file, text: sources.get(file).map_or("", |s| s.text.as_str()) }
}

fn read(text: Text<'_>, start: usize, end: usize) -> Parsed {
    let split = split::split(text, start, end);
    let mut findings = split.findings;
    let mut items = Vec::with_capacity(split.chunks.len());
    let mut lost = Vec::new();
    // Where the last mistake outside a declaration, or in the one before, ends.
    let mut bad = findings.first().and_then(Finding::place).map(|p| p.end as usize);
    for (chunk, (item, found, names)) in
        split.chunks.iter().zip(items_of(text, &split.chunks, end - start))
    {
        if item.is_none() && !chunk.doubled {
            lost.extend(lost_name(text, chunk));
        }
        lost.extend(names);
        items.extend(item);
        // Lines that declare nothing, right below a mistake, are the rest of it.
        let rest = chunk.word.is_none()
            && !diagnose::means_a_declaration(text, chunk.start)
            && bad.is_some_and(|b| adjoins(text, b, chunk.start));
        if let Some(place) = found.iter().filter_map(Finding::place).map(|p| p.end).max() {
            bad = Some(if rest { chunk.end } else { place as usize });
        }
        if !rest {
            findings.extend(found);
        }
    }
    findings.sort_by_key(|f| f.place().map(|p| (p.start, p.end)));
    let comments = split.comments.iter().map(|(from, to)| text.span(*from, *to)).collect();
    Parsed { file: File { id: text.file, items, comments, lost }, findings }
}

/// Checks whether a place lies on the line of another, or on the one below.
fn adjoins(text: Text<'_>, before: usize, after: usize) -> bool {
    let between = text.slice(before, after);
    let code = between
        .lines()
        .any(|l| !l.split('#').next().unwrap_or("").trim().trim_matches(';').is_empty());
    before <= after
        && !code
        && between.matches('\n').count().max(between.matches('\r').count()) <= 1
}

/// The name of a declaration that was not read, for what leans on it is not a mistake of its own.
fn lost_name(text: Text<'_>, chunk: &Chunk) -> Option<Span> {
    let name = text.word(chunk.start);
    let next = walk::past_blanks(text.bytes(), chunk.start + name.len(), chunk.end);
    if chunk.word.is_none() && !name.is_empty() && walk::opens_quote(text.bytes(), next) {
        // `broader-conclusion "The broader conclusion"`: the word that declares is missing.
        return Some(text.span(chunk.start, chunk.start + name.len()));
    }
    let word = chunk.word.or_else(|| Word::of(diagnose::meant_declaration(text, chunk.start)?))?;
    let (from, to) = declare::name_of(text, word, chunk.start, chunk.end)?;
    Some(text.span(from, to))
}

/// The declaration, findings, and names that it may have given beside its own.
type Read = (Option<Item>, Vec<Finding>, Vec<Span>);

/// Reads declarations, on several threads where there is much to read. The result does not depend on it.
fn items_of(text: Text<'_>, chunks: &[Chunk], size: usize) -> Vec<Read> {
    let alone = |part: &[Chunk]| -> Vec<Read> { part.iter().map(|c| item(text, c)).collect() };
    // Asking how many cores there are takes as long as reading a page.
    if size < PARALLEL_FROM {
        return alone(chunks);
    }
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(16);
    if threads < 2 {
        return alone(chunks);
    }
    // Cut where a share of the bytes is full, so that one long declaration does not hold up the rest.
    let mut parts: Vec<&[Chunk]> = Vec::new();
    let mut rest = chunks;
    let share = size / threads + 1;
    while let Some(first) = rest.first() {
        let limit = first.start + share;
        let n = rest.partition_point(|c| c.start < limit).max(1);
        let (part, tail) = rest.split_at_checked(n).unwrap_or((rest, &[]));
        parts.push(part);
        rest = tail;
    }
    std::thread::scope(|scope| {
        let mut running = Vec::new();
        for part in parts {
            let spawned = std::thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, move || alone(part));
            running.push((part, spawned));
        }
        let results = running.into_iter().map(|(part, spawned)| {
            match spawned.map(std::thread::ScopedJoinHandle::join) {
                Ok(Ok(read)) => read,
                // No thread to be had, or it was lost: the same is read here.
                _ => alone(part),
            }
        });
        results.flatten().collect()
    })
}

/// Finds what a declaration with a block was meant to declare, if its word is misspelt.
fn meant(text: Text<'_>, chunk: &Chunk) -> Option<(Word, &'static str)> {
    let meant = diagnose::meant_declaration(text, chunk.start)?;
    let word = Word::of(meant).filter(|w| w.has_block())?;
    // Prose that begins with such a word has no title, and no block.
    let block = text.slice(chunk.start, chunk.end).contains(['{', '"', '“']);
    // The grammar knows all of these words but those of things, and every place has to stay true.
    let fits = word == Word::Thing || meant.len() <= text.word(chunk.start).len();
    (block && fits).then_some((word, meant))
}

/// Reads a declaration whose word is misspelt as what was meant, so that what names it is no mistake.
fn misspelt(text: Text<'_>, chunk: &Chunk) -> Option<Read> {
    let (word, meant) = meant(text, chunk)?;
    let written = text.word(chunk.start).len();
    let local = text.slice(chunk.start, chunk.end);
    let mut copy = walk::patched(local, chunk.start, &chunk.patches);
    if word != Word::Thing {
        let blanks = written.checked_sub(meant.len())?;
        copy = format!("{meant}{}{}", " ".repeat(blanks), copy.get(written..)?);
    }
    let (kind, found, lost) = parser::declaration(text, word, chunk.start, &copy, true);
    let kind = kind?;
    let line = chunk.start + local.lines().next().map_or(0, str::len);
    let mut findings = chunk.findings.clone();
    let told = diagnose::outside(text, chunk);
    let notes = told.notes.iter().filter(|n| n.kind != NoteKind::Note).cloned().collect();
    findings.push(
        Finding { notes, ..told }
            .note(NoteKind::Note, format!("this declaration was read as `{meant}`")),
    );
    // The word explains what else is wrong with its line.
    findings
        .extend(found.into_iter().filter(|f| f.place().is_none_or(|p| p.start as usize > line)));
    let doc = chunk.docs.iter().map(|(from, to)| text.span(*from, *to)).collect();
    Some((Some(Item { doc, span: text.span(chunk.start, chunk.end), kind }), findings, lost))
}

/// Reads one declaration.
fn item(text: Text<'_>, chunk: &Chunk) -> Read {
    let mut findings = chunk.findings.clone();
    if chunk.word.is_none()
        && let Some(read) = misspelt(text, chunk)
    {
        return read;
    }
    let Some(word) = chunk.word else {
        findings.push(diagnose::outside(text, chunk));
        // A misspelt `use` is read, or every name of its module would be reported too.
        let module = diagnose::use_meant(text, chunk.start);
        let span = text.span(chunk.start, chunk.end);
        let item = module.map(|names| {
            let names = names.map(|(from, to)| ast::Name { span: text.span(from, to) });
            let path = ast::Path { names: names.as_slice().into(), span };
            Item { doc: Vec::new(), span, kind: ast::ItemKind::Use(ast::Use::Module(path)) }
        });
        return (item, findings, Vec::new());
    };
    let line_of = |f: &Finding| {
        f.place().map(|p| text.slice(chunk.start, p.start as usize).matches(['\n', '\r']).count())
    };
    if chunk.too_deep || chunk.doubled {
        return (None, findings, Vec::new());
    }
    let repaired = (!chunk.patches.is_empty())
        .then(|| walk::patched(text.slice(chunk.start, chunk.end), chunk.start, &chunk.patches));
    let local = repaired.as_deref().unwrap_or_else(|| text.slice(chunk.start, chunk.end));
    let joined = join::join(text, word, chunk.start, local);
    let on_two_lines = !joined.findings.is_empty() && !matches!(word, Word::Rule | Word::Define);
    let unjoined: Vec<_> = joined.findings.iter().map(line_of).collect();
    findings.extend(joined.findings);
    let copy =
        (!joined.patches.is_empty()).then(|| walk::patched(local, chunk.start, &joined.patches));
    let local = copy.as_deref().unwrap_or(local);
    let (kind, found, lost) =
        parser::declaration(text, word, chunk.start, local, chunk.findings.is_empty());
    let explained: Vec<_> = chunk
        .findings
        .iter()
        .filter(|f| diagnose::explains_its_line(f))
        .map(line_of)
        .chain(unjoined)
        .collect();
    if !(on_two_lines && kind.is_none()) {
        findings.extend(
            found.into_iter().filter(|f| explained.is_empty() || !explained.contains(&line_of(f))),
        );
    }
    // A module whose name can be told is used all the same, or every name of it would be reported too.
    let kind = kind.or_else(|| {
        let names = diagnose::module_meant(text, chunk.start, chunk.end)?;
        let span = text.span(names[0].0, names[1].1);
        let names = names.map(|(from, to)| ast::Name { span: text.span(from, to) });
        Some(ast::ItemKind::Use(ast::Use::Module(ast::Path {
            names: names.as_slice().into(),
            span,
        })))
    });
    let doc = chunk.docs.iter().map(|(from, to)| text.span(*from, *to)).collect();
    let item = kind.map(|kind| Item { doc, span: text.span(chunk.start, chunk.end), kind });
    (item, findings, lost)
}
