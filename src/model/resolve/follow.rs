//! Whom to follow: `follow SOURCE on PATH because "…"`.
//!
//! Takes the line; gives the source, and the thing or field on which it is believed. Knows nothing of what the
//! source says.

use crate::diagnostic::{Finding, Level, suggestion};
use crate::expr::Names;
use crate::model::Follow;
use crate::model::facts::{CiteId, Said};
use crate::model::resolve::{Place, Resolver};
use crate::model::things::normal;
use crate::schema::Kind;
use crate::source::Span;
use crate::syntax::ast;

impl Resolver<'_> {
    pub(super) fn follow(&mut self, follow: &ast::Follow, span: Span) {
        let word = self.text(follow.source.span);
        let view = || {
            let framework = follow.path.names.first()?;
            let framework = self.text(framework.span);
            let framework = self.model.things.top(Kind::Framework, framework)?;
            let view = self.model.things.inside(framework, word)?;
            (self.model.things.get(view).kind == Kind::View).then_some(view)
        };
        let source = match self.model.things.source(word).or_else(|help| view().ok_or(help)) {
            Ok(source) => source,
            Err(help) => {
                let message = format!("no source is called `{word}`");
                let place = follow.source.span;
                let finding = Finding::broken("unknown-source", Level::Error, place, message);
                self.report(finding.help(help));
                return;
            }
        };
        let Some((first, rest)) = follow.path.names.split_first() else { return };
        let name = normal(self.text(first.span));
        let Some(mut of) = [Kind::Framework, Kind::Actor, Kind::Region, Kind::Issue]
            .iter()
            .find_map(|k| self.model.things.top(*k, &name))
        else {
            if self.unused.takes(&name, first.span) {
                return;
            }
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
        // Line order means nothing: the later line does not replace the earlier one.
        if self.model.follow_index.contains_key(&(of, key))
            && let Some(earlier) = self.model.follows.iter().find(|f| (f.of, f.key) == (of, key))
        {
            let path = self.text(follow.path.span);
            let finding = Finding::broken(
                "said-twice",
                Level::Error,
                span,
                format!("whom to follow on `{path}` is said twice"),
            )
            .here("the second time; this line was left out of the check")
            .label(earlier.said.span, "the first time")
            .help("keep one of them");
            self.report(finding);
            return;
        }
        self.model.follow_index.insert((of, key), source);
        self.model.follows.push(Follow { source, of, key, said });
    }
}
