//! Why a single value is what it is, and when a thing starts and ends.

use crate::eval::trace::{Leaf, Trace, Tracer};
use crate::eval::{HAPPENED, Memo, Read, Single, time_fields};
use crate::expr::{EntityId, Key, Node, NodeId, Targets, Temporal};
use crate::model::{Keyed, One, Said, Value, Why};
use crate::source::uncited;
use crate::value::on_one_line;

impl Tracer<'_, '_> {
    pub(super) fn single(&mut self, id: NodeId) -> Vec<Trace> {
        let program = self.eval.program;
        match program.node(id) {
            Node::FieldOne { base, targets } => {
                let mut steps = self.single(*base);
                if let Single::Known(value) = self.eval.single(*base) {
                    steps.extend(self.single_of(value, targets));
                }
                steps
            }
            Node::Keyed { owner, key, targets } => {
                let (Single::Known(owner), Single::Known(of)) =
                    (self.eval.single(*owner), self.eval.single(*key))
                else {
                    return self.both(*owner, *key);
                };
                self.keyed(owner, of, targets)
            }
            Node::GatePart(base, _) => self.single(*base),
            Node::Call { notion, args, .. } => {
                let values: Option<Vec<Value>> = args
                    .iter()
                    .map(|a| match self.eval.single(*a) {
                        Single::Known(value) => Some(value),
                        _ => None,
                    })
                    .collect();
                match values {
                    Some(values) => self.in_body(*notion, &values, Tracer::single),
                    None => args.iter().flat_map(|a| self.single(*a)).collect(),
                }
            }
            Node::Cases(cases) => self.cases(cases, Tracer::single),
            Node::Count(set) => {
                let range = self.eval.range(id);
                let exact = range.high == Some(range.low);
                self.all_items(*set, exact || self.settled)
            }
            _ => Vec::new(),
        }
    }

    fn keyed(&mut self, owner: Value, of: Value, targets: &Targets) -> Vec<Trace> {
        let (Some((id, key)), Value::Entity(actor)) = (self.eval.target(owner, targets), of) else {
            return Vec::new();
        };
        self.eval.read(Read::Fact(id, key));
        let who = self.eval.model.things.get(actor).name.clone();
        let what = self.eval.key_words(key);
        let path = self.eval.model.things.path(id);
        let words =
            |w: &[crate::schema::Word]| w.iter().map(|w| w.text()).collect::<Vec<_>>().join(", ");
        match self.eval.model.keyed(id, key, actor, &self.eval.view) {
            Keyed::Known(list, said, superseded) => {
                let mut text = format!("{what} of `{who}` on `{path}`: {}", words(&list));
                if let Some((old, earlier)) = superseded {
                    let by = self.eval.model.cites.texts(earlier.cite).join("; ");
                    text.push_str(&format!(" (in place of {}, {by})", words(&old)));
                }
                self.said(said, text, format!("`{who}`: {}", words(&list)))
            }
            Keyed::None => self.leaf(
                format!("the draft states no {what} of `{who}`"),
                Leaf::Silent { of: id, key, empty: true },
            ),
            Keyed::Unknown(why) => {
                let mut steps = self.missing(id, key, why);
                if let Some(first) = steps.first_mut() {
                    first.text = format!("nothing says the {what} of `{who}` on `{path}`");
                }
                steps
            }
            Keyed::Contested(all) => {
                let mut steps = self.missing(id, key, Why::Contested);
                for (list, said) in all {
                    steps.extend(self.said(said, String::new(), format!("says {}", words(&list))));
                }
                steps
            }
        }
    }

    pub(super) fn single_of(&mut self, value: Value, targets: &Targets) -> Vec<Trace> {
        let Some((of, key)) = self.eval.target(value, targets) else { return Vec::new() };
        self.eval.read(Read::Fact(of, key));
        if let Some(notion) = self.eval.unwritten_definition(of, key) {
            let steps = self.in_body(notion, &[value], Tracer::single);
            let result = match self.eval.notion(notion, of) {
                Some(Memo::Single(Single::Known(v))) => self.eval.value_words(v, self.sources),
                Some(Memo::Single(Single::None)) => "none".to_owned(),
                Some(Memo::Range(range)) => range.words(),
                _ => return steps,
            };
            let fact = self.eval.fact_words(of, key);
            return Self::under(format!("`{fact}` is {result}"), steps);
        }
        let fact = self.eval.fact_words(of, key);
        match self.eval.model.one(of, key, &self.eval.view) {
            One::Known(v, said) => {
                let words = self.eval.value_words(v, self.sources);
                self.said(
                    said,
                    format!("`{fact}` is {words}"),
                    format!("{} is {words}", self.eval.key_words(key)),
                )
            }
            One::None(closed) => self.closed(of, key, closed, true),
            One::Some(said) => {
                self.said(said, format!("there is a `{fact}`"), "says that there is one")
            }
            One::Unknown(why) => self.missing(of, key, why),
            One::Contested(all) => {
                let mut steps = self.missing(of, key, Why::Contested);
                for (v, said) in all {
                    let words =
                        v.map_or("none".to_owned(), |v| self.eval.value_words(v, self.sources));
                    steps.extend(self.said(said, String::new(), format!("says {words}")));
                }
                steps
            }
        }
    }

    /// Returns the lines of a plan that decide how two things stand in time.
    pub(super) fn decided_by(&mut self, l: NodeId, temporal: Temporal, r: NodeId) -> Vec<Trace> {
        let (l, r) = (self.eval.single(l), self.eval.single(r));
        let (Single::Known(l), Single::Known(r)) = (l, r) else { return Vec::new() };
        let lines = self.eval.why_timed(l, temporal, r);
        let mut steps = self.lines(&lines);
        // The date of an event is no line of a plan.
        for value in [l, r] {
            let Value::Entity(id) = value else { continue };
            if let (false, Some(One::Known(_, said))) = (steps.is_empty(), self.eval.one_of(id)) {
                steps.extend(self.line(id, "on", said));
            }
        }
        steps
    }

    /// Returns everything that is said of when a thing is.
    pub(super) fn moments(&mut self, id: NodeId) -> Vec<Trace> {
        match self.eval.single(id) {
            Single::Known(Value::Entity(of)) => self.moments_of(of),
            _ => self.single(id),
        }
    }

    pub(super) fn moments_of(&mut self, of: EntityId) -> Vec<Trace> {
        let mut steps = Vec::new();
        let kind = self.eval.model.things.get(of).kind;
        for (name, row) in time_fields(kind) {
            self.eval.read(Read::Fact(of, Key::Field(row)));
            for claim in self.eval.model.claims(of, Key::Field(row)) {
                steps.extend(self.line(of, name, claim.said));
            }
        }
        if steps.is_empty()
            && let Some((_, row)) = time_fields(kind).next()
        {
            steps = self.missing(of, Key::Field(row), Why::Unwritten);
        }
        steps
    }

    /// Returns a line that says when a phase is, as a statement about it.
    pub(super) fn line(&mut self, of: EntityId, field: &str, said: Said) -> Vec<Trace> {
        let text = uncited(self.sources.slice(said.span));
        // Of some lines the value alone is their place, of others the field stands before it.
        let text = on_one_line(text);
        let own = text.strip_prefix(field).or_else(|| text.strip_prefix("starts"));
        let text = own.and_then(|rest| rest.strip_prefix(' ')).unwrap_or(&text).to_owned();
        let name = self.eval.model.things.get(of).name.clone();
        // The words of an edit are no statement about the phase.
        let text = if self.eval.model.cites.get(said.cite).supposed {
            match field {
                "lasts" => format!("how long `{name}` takes follows from `{text}`"),
                _ => format!("the order of `{name}` follows from `{text}`"),
            }
        } else {
            let verb = match field {
                "ends" => "ends",
                "lasts" => "lasts",
                "during" => "falls within",
                "requires" => "waits for",
                HAPPENED => "happened",
                "on" => "is on",
                _ => "starts",
            };
            format!("`{name}` {verb} {text}")
        };
        self.said(said, text, "")
    }
}
