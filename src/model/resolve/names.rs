//! From a name to a thing: first in the framework around it, then at the top of the files.

use crate::diagnostic::{
    Finding, Label, Level, NoteKind, UNSETTLED, lookalike, nearest, suggestion,
};
use crate::expr::EntityId;
use crate::expr::Names;
use crate::model::resolve::Resolver;
use crate::model::things::{ambiguous, normal};
use crate::schema::{Kind, KindSet};
use crate::source::Span;
use crate::syntax::ast;
use crate::value::flat;

/// So many places of one unknown name are shown.
const MAX_PLACES: usize = 6;
/// So many unknown names are looked up for what may be meant; a text with more is of another world, and
/// looking each up would take the square of its length.
const MAX_HELPED: usize = 200;

impl Resolver<'_> {
    /// Resolves a name or path: first in the framework around it, then at the top of the files.
    pub(super) fn name(
        &mut self,
        from: EntityId,
        path: &ast::Path,
        kinds: KindSet,
    ) -> Option<EntityId> {
        let first = path.names.first()?;
        let word = normal(self.text(first.span));
        let things = &self.model.things;
        let alone = path.names.len() == 1;
        let wanted = if alone { kinds } else { KindSet::every() };
        let mut at = Some(from);
        let mut found = None;
        while let (Some(id), None) = (at, found) {
            match things.all_below(id, &word, wanted).as_slice() {
                [] => {}
                [one] => found = Some(*one),
                [one, other, ..] => {
                    let finding = ambiguous(things, *one, *other, first.span);
                    self.report(finding);
                    return None;
                }
            }
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
            (None, []) if !alone && self.alias(self.text(path.span), kinds).is_some() => {
                self.unknown(from, path.span, self.text(path.span), kinds, true);
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
            let written = self.text(path.span);
            let message = format!(
                "`{written}` is {}, and {} is needed here",
                KindSet::from(kind).words(),
                kinds.words()
            );
            let finding = Finding::broken("wrong-kind", Level::Error, path.span, message);
            let done =
                matches!(kind, Kind::Measure | Kind::Phase | Kind::Milestone | Kind::Charter)
                    && kinds.iter().all(|k| k == Kind::Condition);
            self.report(if done {
                finding.help(format!("that it is done is written `done {written}`"))
            } else {
                finding
            });
            return None;
        }
        Some(id)
    }

    pub(super) fn unknown(
        &mut self,
        from: EntityId,
        span: Span,
        word: &str,
        kinds: KindSet,
        alone: bool,
    ) {
        let seen = self.strangers.len();
        let here = self.findings.len();
        let first = *self.strangers.entry((span.file, word.into())).or_insert(here);
        if let Some(finding) = self.findings.get_mut(first) {
            let known = finding.labels.iter().any(|label| label.span == span);
            if !known && finding.labels.len() < MAX_PLACES {
                finding.labels.push(Label { span, text: "here too".to_owned() });
            }
            return;
        }
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
        if seen > MAX_HELPED {
            self.report(finding);
            return;
        }
        let other: Vec<EntityId> = Kind::all().filter_map(|k| things.top(k, word)).collect();
        let mut known = things.known(kinds);
        let root = things.root(from);
        let mut below = vec![root];
        // Something else may be called so.
        let mut named_below = None;
        while let Some(id) = below.pop() {
            for child in &things.get(id).children {
                if kinds.has(things.get(*child).kind) {
                    known.push(&things.get(*child).name);
                } else if *things.get(*child).name == *word {
                    named_below = Some(things.get(*child).kind);
                }
                below.push(*child);
            }
        }
        if let Some(id) = self.alias(word, kinds) {
            let name = &things.get(id).name;
            finding = finding
                .help(format!("write `{name}`; \"{word}\" is another name of it"))
                .fix(span, &**name);
        } else if matches!(word, "none" | "nobody" | "nothing") {
            finding = finding.help("where there is none, write `no FIELD`: `no observers`");
        } else if matches!(word, "TBD" | "tbd" | "TBA" | "tba" | "TBC" | "tbc" | "undecided") {
            finding = finding
                .help("what is still open is written `FIELD to be agreed`: `members to be agreed`");
        } else if matches!(word, "inferred" | "unverified") {
            finding = finding.help(format!("a word about the source stands in brackets: `[{word}]`, or after the source: `[berger2015 \"NAPCI\" 98, {word}]`"));
        } else if matches!(word, "others" | "etc") {
            finding =
                finding.help("a list that goes on ends in `and others`: `ROK, USA, and others`");
        } else if let Some(unit) = crate::value::unit(word) {
            finding = finding.help(format!("a number is missing before it: `35 {}`", unit.words.1));
        } else if let Some((help, _)) = self.taken_away(root, word) {
            finding = finding.help(help);
        } else if let Some(path) = self.elsewhere(word, kinds).filter(|_| alone) {
            finding =
                finding.help(format!("it stands in another thing: write `{path}`")).fix(span, path);
        } else if let Some(kind) = named_below {
            let what = KindSet::from(kind).words();
            finding = finding.help(match kind {
                Kind::Measure | Kind::Phase | Kind::Milestone | Kind::Charter
                    if kinds.iter().all(|k| k == Kind::Condition) =>
                {
                    format!("`{word}` is {what}: write `done {word}`")
                }
                Kind::Milestone if kinds.has(Kind::Phase) => {
                    format!("`{word}` is {what}: write `phase {word} {{` for it")
                }
                _ => format!("`{word}` is {what}"),
            });
        } else if let Some(id) = other.first() {
            finding = finding
                .help(format!("`{word}` is {}", KindSet::from(things.get(*id).kind).words()));
        } else if let Some(same) = lookalike(word, known.iter().copied()) {
            finding = finding
                .help(format!("it looks like `{same}`, and is written with other letters"))
                .fix(span, same);
        } else if self.unused.takes(word, span) {
            self.strangers.remove(&(span.file, word.into()));
            return;
        } else if let Some(near) = nearest(word, known.iter().copied()) {
            finding = finding.help(format!("did you mean `{near}`?")).fix(span, near);
        } else if alone && kinds.iter().all(|k| k.inside().is_empty()) {
            let kind = kinds.iter().next().map_or("actor", Kind::word);
            // `sanctions`, where the library has those on one state: it may be that, or another.
            let closer =
                |name: &&&str| name.strip_prefix(word).is_some_and(|rest| rest.starts_with('-'));
            let declared = format!("`{kind} {word} \"TITLE\"`");
            let mut closer = known.iter().filter(closer);
            finding = match (closer.next(), closer.next()) {
                (Some(one), None) => finding
                    .help(format!("there is `{one}`; another has to be declared: {declared}")),
                _ => finding.help(format!("declare it: {declared}")),
            };
        }
        self.report(finding.note(NoteKind::Without, UNSETTLED));
    }

    /// Returns the path of the one thing of these kinds that is called so inside a framework.
    fn elsewhere(&self, word: &str, kinds: KindSet) -> Option<String> {
        let things = &self.model.things;
        let frameworks = things.of_kind(Kind::Framework).iter();
        let mut found = frameworks.flat_map(|id| things.all_below(*id, word, kinds));
        let one = found.next()?;
        found.next().is_none().then(|| things.path(one))
    }

    /// Says which edit took away what was called so in a thing, or in what stands there; with its path.
    pub(super) fn taken_away(&self, around: EntityId, word: &str) -> Option<(String, String)> {
        let (id, by) = self.model.things.taken_away(around, &normal(word))?;
        let path = self.model.things.path(id);
        let edit = flat(self.text(by));
        Some((format!("`{edit}` took `{path}` away"), path))
    }
}
