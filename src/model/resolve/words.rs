//! What the first word of a statement means: a field or notion of the kind of thing it stands in.
//!
//! Takes the word; gives the key, or a finding that says what may be meant.

use crate::diagnostic::{Finding, Label, Level, NoteKind, lookalike, nearest};
use crate::expr::{Key, Names as _};
use crate::model::resolve::values::value_span;
use crate::model::resolve::{Place, Resolver};
use crate::model::things::normal;
use crate::schema::{Kind, KindSet, Takes, Vocabulary, field};
use crate::source::Span;
use crate::syntax::ast::{self, Values};
use crate::value::flat;

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
    ("start", "starts"),
    ("begin", "starts"),
    ("start", "since"),
    ("begin", "since"),
    // A milestone is due on a day.
    ("on", "starts"),
    ("date", "starts"),
    ("when", "starts"),
    ("due", "starts"),
    ("end", "until"),
    ("founded", "since"),
    ("established", "since"),
    ("launched", "since"),
    ("started", "since"),
    ("ended", "until"),
    ("follows", "starts after"),
    ("duration", "lasts"),
    ("length", "lasts"),
    ("meets", "period"),
    ("frequency", "period"),
    ("participant", "members"),
    ("goal", "goals"),
    ("from", "during"),
    ("between", "during"),
    ("purpose", "goals"),
    ("purposes", "goals"),
    ("aim", "goals"),
    ("aims", "goals"),
    ("objective", "goals"),
    ("objectives", "goals"),
    ("location", "host"),
    ("seat", "host"),
    ("headquarters", "host"),
    ("led", "lead"),
    ("chaired", "lead"),
];

/// What stands before somebody who is not meant.
const EXCEPT: &[&str] = &["except", "without", "excluding", "minus", "excludes", "barring"];

/// What somebody does, and the field that says the same.
const VERBS: &[(&str, &str)] = &[
    ("leads", "lead"),
    ("chairs", "lead"),
    ("hosts", "host"),
    ("joins", "members"),
    ("participates", "members"),
    ("observes", "observers"),
    ("convenes", "convenor"),
    ("initiates", "initiator"),
    ("funds", "funders"),
    ("pays", "funders"),
];

/// So many lines are added to a finding.
const MAX_LINES: usize = 5;

/// Checks whether what is offered for a word is there: a word that is known of the kind, alone or before others.
fn known_here(meant: &str, known: &[&str]) -> bool {
    let first = meant.split_whitespace().next().unwrap_or("");
    known.contains(&first) || !crate::schema::FIELDS.iter().any(|f| f.name == first)
}

impl Resolver<'_> {
    /// Finds what the first word of a statement means for a kind; a finding if nothing.
    pub(super) fn key(&mut self, place: Place, name: ast::Name) -> Option<Key> {
        let word = normal(self.text(name.span));
        if let Some(key) = self.notions.key(place.kind, &word) {
            return Some(key);
        }
        let known = self.notions.words(place.kind.into());
        let children: Vec<&str> = Kind::all()
            .filter(|k| k.inside().contains(&place.kind))
            .flat_map(Kind::words)
            .copied()
            .chain((place.kind == Kind::Framework).then_some("sequence"))
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
        if word == "choice" && place.kind == Kind::Framework {
            finding = finding.help("a choice says at what it is made: `choice at REVIEW { … }`");
        } else if children.contains(&&*word) {
            finding =
                finding.help(format!("a `{word}` needs a name and a block: `{word} NAME {{ … }}`"));
        } else if let Some((_, meant)) =
            OTHER_WORDS.iter().find(|(w, meant)| *w == &*word && known_here(meant, &known))
        {
            let line = self.line_with(name.span, meant);
            finding = finding
                .help(format!("write `{}`", line.as_deref().unwrap_or(meant)))
                .fix(name.span, *meant);
        } else if matches!(&*word, "ends" | "during") && place.kind == Kind::Milestone {
            let line = self.line_with(name.span, "starts");
            finding = finding
                .help(format!(
                    "what has no length says when with `starts`: write `{}`",
                    line.as_deref().unwrap_or("starts 2027")
                ))
                .fix(name.span, "starts");
        } else if matches!(&*word, "after" | "before" | "with" | "by")
            && crate::schema::time_field(place.kind, "begins").is_some()
        {
            let meant = format!("starts {word}");
            let line = self.line_with(name.span, &meant);
            finding = finding
                .help(format!("write `{}`", line.as_deref().unwrap_or(&meant)))
                .fix(name.span, meant);
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
        } else if Kind::of_word(&word).is_some_and(|k| k.inside().is_empty())
            || crate::syntax::declares(&word)
        {
            finding = finding.help(format!("`{word}` stands at the top of a file, not in a block"));
        } else {
            if self.below_another(name.span) {
                return None;
            }
            finding =
                finding.help(format!("`detente explain {}` lists its fields", place.kind.word()));
        }
        self.report(finding.note(NoteKind::Without, "this line was left out of the check"));
        None
    }

    /// The line of a word with another in its place, as it would be typed; none where it is long, or holds a block.
    fn line_with(&self, span: Span, meant: &str) -> Option<String> {
        let source = self.sources.get(span.file)?;
        let text = source.text.as_str();
        let range = source.lines.range(source.lines.line(span.start));
        let before = text.get(range.start..span.start as usize)?;
        let rest = text.get(span.end as usize..range.end)?.split('#').next()?;
        // Of a block on one line the statement alone is shown.
        let lone = before.trim().is_empty();
        let within = before.trim_end().ends_with(['{', ';']);
        let rest = if within { rest.split([';', '}']).next()? } else { rest };
        let line = format!("{meant} {}", flat(rest));
        let good = (lone || within) && !rest.contains(['{', '}', ';']);
        (good && line.chars().count() <= 100).then_some(line)
    }

    /// Adds a line that names no field to the finding about the one right above it: lines of a text that was
    /// pasted are one mistake.
    fn below_another(&mut self, span: Span) -> bool {
        let sources = self.sources;
        let Some(before) = self.findings.last_mut().filter(|f| f.rule == "unknown-field") else {
            return false;
        };
        let last = before.labels.last().map(|l| l.span);
        let plain = before.notes.first().is_some_and(|n| n.text.ends_with("lists its fields"));
        let Some(last) = last.filter(|l| plain && l.file == span.file) else { return false };
        let text = sources.get(span.file).map_or("", |s| s.text.as_str());
        let between = text.get(last.end as usize..span.start as usize).unwrap_or("\n\n");
        if between.matches('\n').count() != 1 || before.labels.len() >= MAX_LINES {
            return false;
        }
        before.labels.push(Label { span, text: "nor is this one".to_owned() });
        true
    }

    /// Finds the field that a misspelt word was meant to be.
    pub(super) fn meant(&self, place: Place, word: &str) -> Option<Key> {
        let near = nearest(word, self.notions.words(place.kind.into()))?;
        self.notions.key(place.kind, near)
    }

    /// Reports `stalled status`, where the value stands before its field.
    /// `ROK leads`, `without DPRK`, `legally non-binding`: the statement that is meant by two words.
    fn sentence(&self, place: Place, word: &str, second: &str, alone: bool) -> Option<String> {
        if !alone || self.notions.key(place.kind, word).is_some() {
            return None;
        }
        let actor = |name: &str| {
            let id = self.model.things.things(name, Kind::Actor.into()).first().copied();
            id.or_else(|| self.alias(name, Kind::Actor.into())).is_some()
        };
        let has = |field: &str| self.notions.key(place.kind, field).is_some();
        if EXCEPT.contains(&word) && actor(second) && has("members") {
            return Some(format!("no {second} in members"));
        }
        let field = VERBS.iter().find(|(verb, field)| *verb == second && has(field));
        if let Some((_, field)) = field.filter(|_| actor(word)) {
            return Some(format!("{field} {word}"));
        }
        let denied = matches!(second, "non-binding" | "unbinding") && has("binding");
        match word {
            "legally" if denied => Some("binding political".to_owned()),
            "politically" if denied => Some("binding voluntary".to_owned()),
            _ => None,
        }
    }

    pub(super) fn turned_round(&mut self, place: Place, name: ast::Name, values: &Values) -> bool {
        let word = self.text(name.span);
        let Values::List { items, .. } = values else { return false };
        let Some((ast::Value::Path(path), others)) = items.split_first() else { return false };
        let second = self.text(path.span);
        let denies = matches!(word, "not" | "without" | "lacks" | "lacking" | "never" | "neither");
        if let Some(line) = self.sentence(place, word, second, others.is_empty()) {
            let span = name.span.to(path.span);
            let message = format!("`{}` is written `{line}`", self.text(span));
            self.report(
                Finding::broken("unknown-field", Level::Error, span, message)
                    .help(format!("write `{line}`"))
                    .fix(span, line),
            );
            return true;
        }
        let no = denies && others.is_empty();
        let mark = others.is_empty() && matches!(second, "unverified" | "inferred");
        if (no || mark) && self.notions.key(place.kind, word).is_none() {
            let (message, line) = if no {
                ("that there is none is written with `no`", format!("no {second}"))
            } else {
                ("a word about the source stands in brackets", format!("{word}  [{second}]"))
            };
            let span = name.span.to(path.span);
            self.report(
                Finding::broken("unknown-field", Level::Error, span, message)
                    .help(format!("write `{line}`"))
                    .fix(span, line),
            );
            return true;
        }
        let turned = self.notions.key(place.kind, word).is_none()
            && self.notions.key(place.kind, second).is_some();
        if turned {
            let message = format!("`{second}` is the field, and stands after its value");
            // `politically binding`: the word of the vocabulary is meant.
            let vocabulary = self.notions.key(place.kind, second).and_then(Self::takes);
            let stem = word.strip_suffix("ly").filter(|stem| match vocabulary {
                Some(Takes::Words(words)) => Vocabulary::find(words, stem).is_some(),
                _ => false,
            });
            let mut list = stem.unwrap_or(word).to_owned();
            for other in others {
                list.push_str(", ");
                list.push_str(self.text(value_span(other)));
            }
            self.report(
                Finding::broken("unknown-field", Level::Error, name.span.to(path.span), message)
                    .help(format!("write `{second} {list}`")),
            );
        }
        turned
    }
}
