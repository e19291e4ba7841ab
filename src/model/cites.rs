//! Citations: from `[berger2015 "NAPCI" 98, as of 2015-11]` to a source, its section and a date.

use std::sync::Arc;

use rustc_hash::FxHashMap as HashMap;

use super::facts::{CiteId, Provenance, SourceClaim};
use super::layers::Layered;
use super::things::Things;
use crate::diagnostic::{Finding, Level, dates, suggestion};
use crate::expr::EntityId;
use crate::source::{Sources, Span};
use crate::syntax::ast::{self, Locator};
use crate::value::Date;

/// A section of a source with the lines it covers, where they are given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// Its first and last line.
    pub lines: Option<(u32, u32)>,
}

/// All provenances of a run, and what is known of the sources.
#[derive(Clone, Debug, Default)]
pub struct Cites {
    list: Layered<Provenance>,
    seen: Arc<HashMap<Span, CiteId>>,
    sections: Arc<HashMap<EntityId, Vec<Section>>>,
    dates: Arc<HashMap<EntityId, Date>>,
}

impl Cites {
    /// Returns an empty table: id 0 is the statement nobody is cited for.
    pub fn new() -> Cites {
        Cites { list: vec![Provenance::default()].into(), ..Cites::default() }
    }

    /// Says what sections a source has and when it appeared.
    pub(crate) fn describe(
        &mut self,
        source: EntityId,
        sections: Vec<Section>,
        date: Option<Date>,
    ) {
        Arc::make_mut(&mut self.sections).insert(source, sections);
        if let Some(date) = date {
            Arc::make_mut(&mut self.dates).insert(source, date);
        }
    }

    /// Returns a provenance.
    pub fn get(&self, id: CiteId) -> &Provenance {
        static NONE: Provenance = Provenance {
            claims: Vec::new(),
            through: Vec::new(),
            inferred: false,
            unverified: false,
            supposed: false,
        };
        self.list.get(id.0 as usize).unwrap_or(&NONE)
    }

    /// Returns the sections of a source, in order.
    pub fn sections(&self, source: EntityId) -> &[Section] {
        self.sections.get(&source).map_or(&[], Vec::as_slice)
    }

    /// Returns the citation as shown to a reader: one text for each source, `inferred` and `unverified`
    /// among them.
    pub fn texts(&self, id: CiteId) -> Vec<String> {
        let provenance = self.get(id);
        let mut texts: Vec<String> = provenance.claims.iter().map(|c| c.text.clone()).collect();
        texts.extend(provenance.through.iter().cloned());
        if provenance.inferred {
            texts.push("inferred".to_owned());
        }
        if provenance.unverified {
            texts.push("unverified".to_owned());
        }
        if provenance.supposed {
            texts.push("supposed".to_owned());
        }
        texts
    }

    /// Returns `inferred` or `unverified`, where the author marks the statement so.
    pub fn mark(&self, id: CiteId) -> Option<&'static str> {
        match self.get(id) {
            Provenance { unverified: true, .. } => Some("unverified"),
            Provenance { inferred: true, .. } => Some("inferred"),
            _ => None,
        }
    }

    /// Returns the same provenance for a statement that an edit makes.
    pub(crate) fn suppose(&mut self, id: CiteId) -> CiteId {
        let supposed = Provenance { supposed: true, ..self.get(id).clone() };
        CiteId(u32::try_from(self.list.push(supposed)).unwrap_or(u32::MAX))
    }

    /// Returns the same provenance in the name of a view: what is cited reports it.
    pub(crate) fn hold(&mut self, id: CiteId, view: EntityId, text: String) -> CiteId {
        let cited = self.get(id).clone();
        let date = cited.claims.iter().find_map(|claim| claim.date);
        let through = cited.claims.into_iter().map(|claim| claim.text).collect();
        let claims = vec![SourceClaim { source: view, text, date }];
        let held = Provenance { claims, through, ..cited };
        CiteId(u32::try_from(self.list.push(held)).unwrap_or(u32::MAX))
    }

    /// Resolves a citation; faults become findings and what can be kept is kept.
    pub fn resolve(
        &mut self,
        cite: &ast::Cite,
        things: &Things,
        sources: &Sources,
        findings: &mut Vec<Finding>,
    ) -> CiteId {
        if let Some(id) = self.seen.get(&cite.span) {
            return *id;
        }
        let mut provenance = Provenance::default();
        for claim in &cite.claims {
            provenance.inferred |= claim.inferred.is_some();
            provenance.unverified |= claim.unverified.is_some();
            let Some(name) = claim.source else { continue };
            let word = sources.slice(name.span);
            let source = match things.source(word) {
                Ok(source) => source,
                Err(mut help) => {
                    if help.is_empty() {
                        help = format!("declare it: `source {word} \"TITLE\" {{ date YEAR }}`");
                    }
                    let message = format!("no source is called `{word}`");
                    let finding =
                        Finding::broken("unknown-source", Level::Error, name.span, message);
                    findings.push(finding.help(help));
                    continue;
                }
            };
            self.check_locators(source, word, claim, sources, findings);
            let date = match claim.as_of {
                Some(span) => {
                    let read = dates::day_after("as of", sources.slice(span), span);
                    read.map_err(|finding| findings.push(*finding)).ok()
                }
                None => self.dates.get(&source).copied(),
            };
            let mut text = word.to_owned();
            let mut after_lines = false;
            for locator in &claim.locators {
                match locator {
                    Locator::Section(title) => {
                        text.push_str(&format!(" \"{}\"", sources.slice(title.inner)));
                    }
                    Locator::Lines(first, last) => {
                        let comma = if after_lines { "," } else { "" };
                        text.push_str(&format!("{comma} {}", sources.slice(*first)));
                        if let Some(last) = last {
                            text.push_str(&format!("-{}", sources.slice(*last)));
                        }
                    }
                }
                after_lines = matches!(locator, Locator::Lines(..));
            }
            if let Some(date) = claim.as_of.and(date) {
                text.push_str(&format!(", as of {date}"));
            }
            provenance.claims.push(SourceClaim { source, text, date });
        }
        let id = CiteId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(provenance);
        // An edit has few citations; what is shared is not copied to remember them.
        if let Some(seen) = Arc::get_mut(&mut self.seen) {
            seen.insert(cite.span, id);
        }
        id
    }

    fn check_locators(
        &self,
        source: EntityId,
        word: &str,
        claim: &ast::CiteClaim,
        sources: &Sources,
        findings: &mut Vec<Finding>,
    ) {
        let sections = self.sections(source);
        let mut within: Option<&Section> = None;
        for locator in &claim.locators {
            match locator {
                Locator::Section(title) => {
                    let name = sources.slice(title.inner);
                    within = sections.iter().find(|s| s.title == name);
                    if within.is_none() {
                        let titles: Vec<&str> = sections.iter().map(|s| s.title.as_str()).collect();
                        let mut help = suggestion(name, titles.iter().copied());
                        if help.is_empty() {
                            let list: Vec<String> =
                                titles.iter().map(|t| format!("\"{t}\"")).collect();
                            help = if list.is_empty() {
                                format!("`{word}` declares no sections")
                            } else {
                                format!("`{word}` has {}", list.join(", "))
                            };
                        }
                        findings.push(
                            Finding::broken(
                                "unknown-section",
                                Level::Error,
                                title.span,
                                format!("`{word}` has no section \"{name}\""),
                            )
                            .help(help),
                        );
                    }
                }
                Locator::Lines(first, last) => {
                    let number = |span: Span| sources.slice(span).parse::<u32>().ok();
                    let (Some(a), Some(b)) = (number(*first), number(last.unwrap_or(*first)))
                    else {
                        continue;
                    };
                    let Some(section) = within else { continue };
                    let Some((from, to)) = section.lines else { continue };
                    // A title may be declared twice, for two stretches of the source.
                    let fits = sections.iter().any(|s| {
                        s.title == section.title && s.lines.is_some_and(|(f, t)| a >= f && b <= t)
                    });
                    // A date without its `as of` reads as the numbers of lines.
                    let dated =
                        (1900..2200).contains(&a) && last.is_none_or(|l| number(l) < Some(13));
                    if !fits && dated {
                        let span = last.map_or(*first, |l| first.to(l));
                        let date = sources.slice(span);
                        findings.push(
                            Finding::broken(
                                "line-outside-section",
                                Level::Warning,
                                span,
                                format!("`{date}` is no line of \"{}\"", section.title),
                            )
                            .here("a date follows `as of`")
                            .help(format!("write `as of {date}`"))
                            .fix(span, format!("as of {date}")),
                        );
                    } else if !fits || a > b {
                        let span = last.map_or(*first, |l| first.to(l));
                        findings.push(
                            Finding::broken(
                                "line-outside-section",
                                Level::Warning,
                                span,
                                format!(
                                    "\"{}\" of `{word}` covers lines {from} to {to}",
                                    section.title
                                ),
                            )
                            .help("correct the line or the section"),
                        );
                    }
                }
            }
        }
    }
}
