//! From a judgement to findings: message, places, derivation, sources, basis.

use indexmap::IndexMap;

use super::judge::{Case, Judgement, Subject, judge};
use super::marks;
use super::rules::{Piece, Rule};
use crate::diagnostic::{
    Basis, Finding, Label, Level, Missing, Note, NoteKind, Status, Step, Subject as Place,
};
use crate::eval::{Evaluator, Leaf, Read, Single, Trace, Tracer};
use crate::expr::{EntityId, Node, NodeId, NotionId, Slot, Type};
use crate::model::{Claim, Keyed, Said, Says, Value};
use crate::schema::Kind;
use crate::source::{Role, Sources, Span};
use crate::value::Truth;

/// At most so many statements are underlined for one finding; the derivation holds them all.
const MAX_LABELS: usize = 6;
/// At most so many bindings are asked what they lack.
const MAX_ASKED: usize = 12;

/// Why a fact is missing that a draft leaves out.
const LEFT_OUT: &str = "left out of the draft";

/// How much a rule weighs in this run, and on whose word.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Its level before easing.
    pub level: Level,
    /// Notes that the profiles add: who holds it, who rejects it.
    pub notes: Vec<Note>,
}

/// Turns judgements into findings.
pub struct Reporter<'r, 'm> {
    /// Works out rules.
    pub eval: &'r mut Evaluator<'m>,
    /// The same without stated notions.
    pub facts: &'r mut Evaluator<'m>,
    /// Where words are read.
    pub sources: &'r Sources,
    /// Whether what is satisfied is derived too, and what its verdict rests on worked out.
    pub detail: bool,
}

/// What decided, gathered from the leaves of derivations.
#[derive(Default)]
struct Decided {
    labels: Vec<Label>,
    missing: Vec<Missing>,
    citations: Vec<String>,
    notions: Vec<(String, Said)>,
}

impl Reporter<'_, '_> {
    /// Judges a rule for a subject and reports it: one finding for each violated binding (or one for all, where
    /// the rule groups them), one in every other case.
    pub fn report(&mut self, rule: &Rule, subject: Subject, setting: &Setting) -> Vec<Finding> {
        self.report_for(rule, subject, setting, &[])
    }

    /// The same, for the bindings only that hold one of each of these groups of things.
    pub fn report_for(
        &mut self,
        rule: &Rule,
        subject: Subject,
        setting: &Setting,
        only: &[Vec<EntityId>],
    ) -> Vec<Finding> {
        let judged = judge(rule, subject, only, self.eval);
        let subject = subject.value;
        if self.eval.exhausted() {
            let mut finding = self.finding(rule, subject, Status::Undecided, setting.level);
            "undecided: too many combinations to go through".clone_into(&mut finding.message);
            return vec![finding];
        }
        match judged.status {
            Status::Violated => {
                let violated = judged.cases.iter().filter(|c| c.status == Status::Violated);
                grouped(rule, violated)
                    .iter()
                    .map(|cases| self.violated(rule, subject, cases, setting))
                    .collect()
            }
            Status::Undecided => vec![self.undecided(rule, subject, &judged, setting)],
            Status::Satisfied => vec![self.satisfied(rule, subject, &judged, setting)],
            _ => vec![self.moot(rule, subject, &judged, setting)],
        }
    }

    fn finding(&self, rule: &Rule, subject: Value, status: Status, level: Level) -> Finding {
        let mut finding = Finding::broken(&rule.name, level, rule.span, String::new());
        finding.status = status;
        finding.title.clone_from(&rule.title);
        finding.labels.clear();
        if let Value::Entity(id) = subject {
            let things = &self.eval.model.things;
            let root = things.root(id);
            let framework = if things.get(root).kind == Kind::Framework {
                things.path(root)
            } else {
                String::new()
            };
            let path = things.path(id);
            finding.subject = Place { framework, owner: path.clone(), path, about: Vec::new() };
        }
        finding
    }

    fn bind(&mut self, rule: &Rule, values: &[(Slot, Value)]) {
        self.eval.begin(rule.frame);
        for (slot, value) in values {
            self.eval.set_slot(*slot, *value);
        }
    }

    /// Names the innermost thing a binding is about, and the further things.
    fn locate(&self, finding: &mut Finding, cases: &[Case]) {
        let things = &self.eval.model.things;
        for case in cases {
            for (_, value) in case.values.iter().skip(1) {
                let Value::Entity(id) = value else { continue };
                let path = things.path(*id);
                if cases.len() == 1 && path.starts_with(&format!("{}.", finding.subject.path)) {
                    finding.subject.path = path;
                } else if !finding.subject.about.contains(&path) {
                    finding.subject.about.push(path);
                }
            }
        }
    }

    fn gather(&self, traces: &[Trace], decided: &mut Decided) {
        for trace in traces {
            match &trace.leaf {
                Some(Leaf::Said { said, label, notion }) => {
                    let role = self.sources.get(said.span.file).map_or(Role::Prelude, |s| s.role);
                    if role == Role::Checked && decided.labels.iter().all(|l| l.span != said.span) {
                        decided.labels.push(Label { span: said.span, text: label.clone() });
                    }
                    for text in self.eval.model.cites.texts(said.cite) {
                        if !decided.citations.contains(&text) {
                            decided.citations.push(text);
                        }
                    }
                    if let Some(notion) = notion
                        && decided.notions.iter().all(|(n, _)| n != notion)
                    {
                        decided.notions.push((notion.clone(), *said));
                    }
                }
                Some(Leaf::Silent { of, key, empty }) => {
                    let name = self.eval.key_words(*key);
                    if *empty {
                        let path = self.eval.model.things.path(*of);
                        let missing =
                            Missing { path, field: name.clone(), why: LEFT_OUT.to_owned() };
                        if !decided.missing.contains(&missing) {
                            decided.missing.push(missing);
                        }
                    }
                    let span = self.eval.model.things.get(*of).head;
                    if decided.labels.iter().all(|l| l.span != span) {
                        let other = if *empty { "" } else { "other " };
                        let text = format!("the draft states no {other}`{name}`");
                        decided.labels.push(Label { span, text });
                    }
                }
                Some(Leaf::Missing { of, key, why }) => {
                    let missing = Missing {
                        path: self.eval.model.things.path(*of),
                        field: self.eval.key_words(*key),
                        why: why.clone(),
                    };
                    if !decided.missing.contains(&missing) {
                        decided.missing.push(missing);
                    }
                }
                None => {}
            }
            self.gather(&trace.below, decided);
        }
    }

    fn steps(&self, traces: &[Trace], depth: usize, steps: &mut Vec<Step>) {
        for trace in traces {
            if trace.text.is_empty() {
                continue;
            }
            let (span, sources) = match &trace.leaf {
                Some(Leaf::Said { said, .. }) => {
                    (Some(said.span), self.eval.model.cites.texts(said.cite))
                }
                Some(Leaf::Silent { of: id, .. }) => {
                    (Some(self.eval.model.things.get(*id).head), Vec::new())
                }
                _ => (None, Vec::new()),
            };
            let step = Step { depth, text: trace.text.clone(), span, sources };
            if steps.last() != Some(&step) {
                steps.push(step);
            }
            self.steps(&trace.below, depth + 1, steps);
        }
    }

    fn trace(&mut self, node: NodeId) -> Vec<Trace> {
        Tracer::new(self.eval, self.sources).truth(node)
    }

    // ---- the four verdicts ------------------------------------------------------------------------

    fn violated(
        &mut self,
        rule: &Rule,
        subject: Value,
        cases: &[Case],
        setting: &Setting,
    ) -> Finding {
        let mut finding = self.finding(rule, subject, Status::Violated, setting.level);
        self.locate(&mut finding, cases);
        let Some(first) = cases.first() else { return finding };
        finding.message = self.message(rule, &rule.because, cases);
        let help = self.message(rule, &rule.help, cases);
        let mut decided = Decided::default();
        let mut traces = Vec::new();
        for case in cases.iter().take(MAX_ASKED) {
            self.bind(rule, &case.values);
            traces.extend(self.trace(rule.require));
        }
        self.gather(&traces, &mut decided);
        self.bind(rule, &first.values);
        let mark = self.mark(rule, subject, &decided.labels);
        self.ease(rule, cases, &mut finding);
        self.place(&mut finding, mark, decided.labels, subject);
        finding.citations = decided.citations;
        // What is violated is decided; only what a draft leaves out is worth naming as wanting.
        finding.missing = decided.missing.into_iter().filter(|m| m.why == LEFT_OUT).collect();
        self.steps(&traces, 0, &mut finding.trace);
        if !help.is_empty() {
            finding = finding.help(help);
        }
        Self::literature(rule, setting, &mut finding);
        finding.basis = self.basis(rule, subject, &decided.notions);
        finding
    }

    fn undecided(
        &mut self,
        rule: &Rule,
        subject: Value,
        judged: &Judgement,
        setting: &Setting,
    ) -> Finding {
        let mut finding = self.finding(rule, subject, Status::Undecided, setting.level);
        let open: Vec<Case> = judged
            .cases
            .iter()
            .filter(|c| c.status == Status::Undecided)
            .take(MAX_ASKED)
            .cloned()
            .collect();
        self.locate(&mut finding, &open);
        let mut decided = Decided::default();
        let mut traces = Vec::new();
        for case in &open {
            self.bind(rule, &case.values);
            let held = self.eval.truth(rule.require);
            if case.applies == Truth::Undecided {
                traces.extend(self.guards(rule, &case.values));
            }
            if held == Truth::Undecided {
                self.bind(rule, &case.values);
                traces.extend(self.trace(rule.require));
            }
        }
        if let (true, Some((set, values))) = (open.is_empty(), &judged.rest) {
            self.bind(rule, values);
            traces.extend(Tracer::new(self.eval, self.sources).open(*set));
        }
        self.gather(&traces, &mut decided);
        finding.missing = decided.missing;
        let mut named: Vec<String> = Vec::new();
        for missing in &finding.missing {
            let fact = format!("`{}.{}`", missing.path, missing.field);
            if !named.contains(&fact) {
                named.push(fact);
            }
        }
        finding.message = match named.as_slice() {
            [] => "the facts do not settle it".to_owned(),
            [one] => format!("it depends on {one}"),
            [first @ .., last] if named.len() <= 4 => {
                format!("it depends on {} and {last}", first.join(", "))
            }
            all => format!(
                "it depends on {} and {} more",
                all.iter().take(3).cloned().collect::<Vec<_>>().join(", "),
                all.len() - 3
            ),
        };
        self.place(&mut finding, None, decided.labels, subject);
        finding.citations = decided.citations;
        self.steps(&traces, 0, &mut finding.trace);
        Self::literature(rule, setting, &mut finding);
        finding
    }

    fn satisfied(
        &mut self,
        rule: &Rule,
        subject: Value,
        judged: &Judgement,
        setting: &Setting,
    ) -> Finding {
        let mut finding = self.finding(rule, subject, Status::Satisfied, setting.level);
        finding.as_far_as_listed = judged.as_far_as_listed;
        if !self.detail {
            self.place(&mut finding, None, Vec::new(), subject);
            return finding;
        }
        let mut decided = Decided::default();
        let mut traces = Vec::new();
        for case in judged.cases.iter().filter(|c| c.status == Status::Satisfied).take(MAX_ASKED) {
            self.bind(rule, &case.values);
            traces.extend(self.trace(rule.require));
        }
        self.gather(&traces, &mut decided);
        self.place(&mut finding, None, decided.labels, subject);
        finding.citations = decided.citations;
        self.steps(&traces, 0, &mut finding.trace);
        finding.basis = self.basis(rule, subject, &decided.notions);
        finding
    }

    fn moot(
        &mut self,
        rule: &Rule,
        subject: Value,
        judged: &Judgement,
        setting: &Setting,
    ) -> Finding {
        let mut finding = self.finding(rule, subject, Status::Moot, setting.level);
        let mut decided = Decided::default();
        if let Some(moot) = &judged.moot {
            self.bind(rule, &moot.values);
            let node = &self.failing(moot.node);
            let traces = if moot.outside {
                let words = self.eval.words(*node, self.sources);
                finding.message = format!("it is not among `{words}`");
                Tracer::new(self.eval, self.sources).absent(*node, subject)
            } else if self.eval.program.type_of(*node) == Type::Truth {
                finding.message = self.eval.sentence(*node, false, self.sources);
                self.trace(*node)
            } else {
                let words = self.eval.words(*node, self.sources);
                finding.message = format!("there is nothing in `{words}`");
                Tracer::new(self.eval, self.sources).closing(*node)
            };
            self.gather(&traces, &mut decided);
            self.steps(&traces, 0, &mut finding.trace);
        }
        self.place(&mut finding, None, decided.labels, subject);
        finding.citations = decided.citations;
        finding
    }

    /// Returns the part of a conjunction that fails.
    fn failing(&mut self, node: NodeId) -> NodeId {
        let program = self.eval.program;
        let Node::And(parts) = program.node(node) else { return node };
        let part = parts.iter().copied().find(|p| self.eval.truth(*p) == Truth::No);
        part.map_or(node, |p| self.failing(p))
    }

    // ---- parts ------------------------------------------------------------------------------------

    /// Returns why it is not known whether the rule applies.
    fn guards(&mut self, rule: &Rule, values: &[(Slot, Value)]) -> Vec<Trace> {
        let mut traces = Vec::new();
        for step in &rule.steps {
            let (slot, set, filter) = match step {
                super::rules::StepKind::For { slot, set, filter } => {
                    (Some(*slot), Some(*set), *filter)
                }
                super::rules::StepKind::Where(node) => (None, None, Some(*node)),
            };
            self.bind(rule, values);
            if let Some(filter) = filter
                && self.eval.truth(filter) == Truth::Undecided
            {
                traces.extend(self.trace(filter));
            }
            let (Some(slot), Some(set)) = (slot, set) else { continue };
            let value = values.iter().find(|(s, _)| *s == slot).map(|(_, v)| *v);
            if let Some(value) = value
                && self.eval.member(set, value) == Truth::Undecided
            {
                traces.extend(Tracer::new(self.eval, self.sources).possible(set, value));
            }
        }
        traces
    }

    fn message(&mut self, rule: &Rule, pieces: &[Piece], cases: &[Case]) -> String {
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(span) => text.push_str(self.sources.slice(*span)),
                Piece::Value(node) => text.push_str(&self.shown(rule, *node, cases)),
            }
        }
        text
    }

    /// Returns what an expression comes to in several bindings, each value once.
    fn shown(&mut self, rule: &Rule, node: NodeId, cases: &[Case]) -> String {
        let mut words: Vec<String> = Vec::new();
        let mut values: Vec<Value> = Vec::new();
        let lists = matches!(self.eval.program.type_of(node), Type::Set(_));
        for case in cases {
            self.bind(rule, &case.values);
            if lists {
                let certain = self.eval.set(node);
                let certain = certain.items.iter().filter(|(_, p)| *p == Truth::Yes);
                for (value, _) in certain {
                    if !values.contains(value) {
                        values.push(*value);
                    }
                }
            }
            let one = self.eval.result_words(node, self.sources);
            if !words.contains(&one) {
                words.push(one);
            }
        }
        match words.as_slice() {
            [one] => one.clone(),
            // Lists that differ are shown as one list.
            _ if !values.is_empty() => self.eval.list_words(&values, self.sources),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
            [] => String::new(),
        }
    }

    /// Returns the statement that the rule says to underline, if it is written.
    fn mark(&mut self, rule: &Rule, subject: Value, decided: &[Label]) -> Option<Span> {
        let node = rule.mark?;
        let program = self.eval.program;
        match program.node(node) {
            Node::FieldOne { base, targets } | Node::FieldSet { base, targets, .. } => {
                let Value::Entity(id) = self.first(*base)? else { return None };
                let kind = self.eval.model.things.get(id).kind;
                let key = targets.iter().find(|(k, _)| *k == kind).map(|(_, key)| *key)?;
                self.eval.read(Read::Fact(id, key));
                if let Some(notion) = self.eval.unwritten_definition(id, key) {
                    return self.mark_derived(notion, id, node);
                }
                let claims = self.eval.model.claims(id, key);
                let claim = claims
                    .iter()
                    .find(|c| !matches!(c.says, Says::Adds(_)))
                    .or_else(|| claims.first());
                claim.map(|c| c.said.span)
            }
            Node::Keyed { owner, key, targets } => {
                let (Single::Known(Value::Entity(id)), Single::Known(Value::Entity(of))) =
                    (self.eval.single(*owner), self.eval.single(*key))
                else {
                    return None;
                };
                let field = targets.first().map(|(_, key)| *key)?;
                self.eval.read(Read::Fact(id, field));
                match self.eval.model.keyed(id, field, of, &self.eval.view) {
                    Keyed::Known(_, said, _) => Some(said.span),
                    _ => None,
                }
            }
            _ => match self.first(node)? {
                Value::Entity(id) => marks::place(self.eval, subject, id, decided),
                _ => None,
            },
        }
        .filter(|span| self.sources.get(span.file).is_some_and(|s| s.role == Role::Checked))
    }

    /// Returns the value of an expression, or the first that is surely in it.
    fn first(&mut self, node: NodeId) -> Option<Value> {
        if let Type::Set(_) = self.eval.program.type_of(node) {
            let set = self.eval.set(node);
            return set.items.iter().find(|(_, p)| *p == Truth::Yes).map(|(v, _)| *v);
        }
        match self.eval.single(node) {
            Single::Known(value) => Some(value),
            _ => None,
        }
    }

    /// Returns the statement of the framework itself that a derived fact is read from.
    fn mark_derived(&mut self, notion: NotionId, id: EntityId, node: NodeId) -> Option<Span> {
        match self.eval.program.type_of(node) {
            Type::Set(_) => {
                self.eval.set(node);
            }
            _ => {
                self.eval.single(node);
            }
        }
        let model = self.eval.model;
        let root = model.things.root(id);
        let said = |read: &Read| match read {
            Read::Fact(of, key) if model.things.root(*of) == root => {
                let list = |c: &&Claim| matches!(c.says, Says::List { .. });
                model.claims(*of, *key).iter().find(list).map(|c| c.said.span)
            }
            _ => None,
        };
        let reads = self.eval.reads_of(notion, id);
        let spans = reads.iter().filter_map(said);
        let checked = |s: &Span| self.sources.get(s.file).is_some_and(|f| f.role == Role::Checked);
        spans.filter(checked).min()
    }

    /// Puts the places in order: what the rule marks first, else what decided, else the head of the thing.
    fn place(
        &self,
        finding: &mut Finding,
        mark: Option<Span>,
        mut labels: Vec<Label>,
        subject: Value,
    ) {
        // The head of a draft is underlined once, for all that it leaves out.
        labels.dedup_by_key(|l| l.span);
        if let Some(span) = mark {
            let text = match labels.iter().position(|l| l.span == span) {
                Some(at) => labels.remove(at).text,
                None => String::new(),
            };
            labels.insert(0, Label { span, text });
        }
        labels.truncate(MAX_LABELS);
        if labels.is_empty()
            && let Value::Entity(id) = subject
        {
            labels.push(Label { span: self.eval.model.things.get(id).head, text: String::new() });
        }
        finding.labels = labels;
    }

    /// Gives a finding its level: that of the case which is eased least.
    fn ease(&mut self, rule: &Rule, cases: &[Case], finding: &mut Finding) {
        let before = finding.level;
        let mut worst: Option<(Level, Vec<String>)> = None;
        for case in cases {
            let eased = self.eased(rule, case, before);
            if worst.as_ref().is_none_or(|w| w.0 < eased.0) {
                worst = Some(eased);
            }
        }
        let Some((level, texts)) = worst else { return };
        finding.level = level;
        finding.notes.extend(texts.into_iter().map(|text| Note { kind: NoteKind::Note, text }));
        if level != before {
            finding.eased_from = Some(before);
        }
    }

    /// Returns the level of one case, and what eases it.
    fn eased(&mut self, rule: &Rule, case: &Case, before: Level) -> (Level, Vec<String>) {
        let (mut level, mut texts) = (before, Vec::new());
        for ease in &rule.eases {
            self.bind(rule, &case.values);
            let holds = self.eval.truth(ease.condition);
            let eased = if ease.unless { holds != Truth::Yes } else { holds == Truth::Yes };
            if eased && ease.level < level {
                level = ease.level;
                let words = self.eval.sentence(ease.condition, holds != Truth::No, self.sources);
                let open = if holds == Truth::Undecided { "it is not known that " } else { "" };
                texts.push(format!("eased to {} as {open}{words}", ease.level.word()));
            }
        }
        (level, texts)
    }

    /// Names the passages: those of the profiles in force, else the rule's own.
    fn literature(rule: &Rule, setting: &Setting, finding: &mut Finding) {
        if !setting.notes.iter().any(|n| n.kind == NoteKind::Rule) && !rule.citations.is_empty() {
            let text = compact(&rule.citations);
            finding.notes.push(Note { kind: NoteKind::Rule, text });
        }
        finding.notes.extend(setting.notes.iter().cloned());
        let text = format!("detente explain {}", rule.name);
        finding.notes.push(Note { kind: NoteKind::See, text });
    }

    /// Says whether the verdict rests on stated notions, and what the facts alone would give.
    fn basis(&mut self, rule: &Rule, subject: Value, notions: &[(String, Said)]) -> Basis {
        if notions.is_empty() {
            return Basis::Facts;
        }
        let mut sources = Vec::new();
        for claim in
            notions.iter().flat_map(|(_, said)| &self.eval.model.cites.get(said.cite).claims)
        {
            let name = self.eval.model.things.path(claim.source);
            if !sources.contains(&name) {
                sources.push(name);
            }
        }
        let of = Subject::of(rule, subject, self.facts);
        let alone = judge(rule, of, &[], self.facts);
        let mut for_want_of = Vec::new();
        if alone.status == Status::Undecided {
            std::mem::swap(self.eval, self.facts);
            let finding = self.undecided(
                rule,
                subject,
                &alone,
                &Setting { level: Level::Note, notes: Vec::new() },
            );
            std::mem::swap(self.eval, self.facts);
            for_want_of = finding.missing;
        }
        Basis::Notion {
            stated: notions.iter().map(|(n, _)| n.clone()).collect(),
            sources,
            facts_alone: alone.status,
            for_want_of,
        }
    }
}

/// Puts together the bindings that make one finding: those with one value of the variable that the rule groups by.
fn grouped<'c>(rule: &Rule, cases: impl Iterator<Item = &'c Case>) -> Vec<Vec<Case>> {
    let mut groups: IndexMap<Value, Vec<Case>> = IndexMap::new();
    let mut alone = Vec::new();
    for case in cases {
        let value = case.values.iter().find(|(slot, _)| Some(*slot) == rule.group);
        match value {
            Some((_, value)) => groups.entry(*value).or_default().push(case.clone()),
            None => alone.push(vec![case.clone()]),
        }
    }
    groups.into_values().chain(alone).collect()
}

/// Joins citations, those of one section in one: `berger2015 "NAPCI" 98, 102`.
pub fn compact(citations: &[String]) -> String {
    let mut joined: Vec<(String, Vec<&str>)> = Vec::new();
    for citation in citations {
        let lines = citation
            .rsplit_once("\" ")
            .filter(|(_, l)| l.starts_with(|c: char| c.is_ascii_digit()));
        let (head, lines) = match lines {
            Some((head, lines)) => (format!("{head}\""), Some(lines)),
            None => (citation.clone(), None),
        };
        match joined.iter_mut().find(|(h, _)| *h == head) {
            Some((_, all)) => all.extend(lines),
            None => joined.push((head, lines.into_iter().collect())),
        }
    }
    let text = |(head, lines): &(String, Vec<&str>)| {
        if lines.is_empty() { head.clone() } else { format!("{head} {}", lines.join(", ")) }
    };
    joined.iter().map(text).collect::<Vec<_>>().join("; ")
}
