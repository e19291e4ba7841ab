//! Everything a run knows before it judges: texts, model, definitions, rules, profiles.

use std::collections::{HashMap, HashSet};

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use indexmap::IndexMap;

use super::library::Library;
use super::load::Texts;
use super::scenarios::{self, Scenarios};
use crate::checks::{self, Profile, Rule};
use crate::diagnostic::{Finding, Level, Unused, near_unit};
use crate::expr::{Compiler, Notion, NotionForm, Notions, Parameter, Program, Stage};
use crate::model::{self, Model, normal};
use crate::schema::{Kind, KindSet};
use crate::source::{FileId, Role, Sources, Span};
use crate::syntax::ast::{self, Head, ItemKind};
use crate::value::{Number, unit};

/// A run before judgement.
pub(super) struct World {
    pub sources: Sources,
    pub files: Vec<ast::File>,
    pub model: Model,
    pub notions: Notions,
    pub program: Program,
    pub rules: Vec<Rule>,
    /// Rules that are declared and could not be read.
    pub faulty_rules: Vec<String>,
    /// Names whose declarations could not be read.
    pub lost: HashSet<String>,
    /// Rules of the library that nothing asked for.
    pub unread_rules: Vec<String>,
    pub profiles: Vec<Profile>,
    /// What the scenarios of the texts lead to.
    pub scenarios: Scenarios,
    /// The library, to tell where a name stands that is not loaded.
    pub library: Library,
    /// Set from outside to end a long question.
    pub stop: Option<Arc<AtomicBool>>,
    /// Faults of the texts found so far.
    pub findings: Vec<Finding>,
}

/// Leaves out what follows from a slip of writing: what else a line that could not be read seems to say, and names of
/// things whose headings have no name.
fn leave_out_what_was_told(sources: &Sources, findings: &mut Vec<Finding>) {
    let line = |f: &Finding| {
        let place = f.place()?;
        Some((place.file, sources.get(place.file)?.lines.line(place.start)))
    };
    let told: HashMap<_, Vec<u32>> =
        findings.iter().filter(|f| f.rule == "syntax").fold(HashMap::new(), |mut told, f| {
            if let Some((at, place)) = line(f).zip(f.place()) {
                told.entry(at).or_insert_with(Vec::new).push(place.start);
            }
            told
        });
    // `phase {`, `phase "Opening" {`: the word that declares stands there, and no name.
    let nameless: Vec<(FileId, Kind)> = findings
        .iter()
        .filter(|f| matches!(f.rule.as_str(), "syntax" | "unknown-field"))
        .filter_map(|f| {
            let place = f.place()?;
            let word = f.message.strip_prefix("a name is missing").map_or_else(
                || sources.slice(place),
                |after| after.split('`').nth(1).unwrap_or(""),
            );
            Some((place.file, Kind::of_word(word)?))
        })
        .collect();
    if told.is_empty() && nameless.is_empty() {
        return;
    }
    let names_one = |f: &Finding, file: FileId| {
        let kinds: Vec<Kind> =
            nameless.iter().filter(|(of, _)| *of == file).map(|(_, kind)| *kind).collect();
        let mut words = f.message.split(|c: char| !c.is_alphanumeric()).filter_map(Kind::of_word);
        f.rule == "unknown-name" && words.any(|kind| kinds.contains(&kind))
    };
    let only_seems = |f: &Finding| {
        let rules = ["unknown-field", "unknown-word", "stray-value", "wrong-item", "wrong-kind"];
        let same_statement = |place: Span, other: u32| {
            let between =
                Span { start: place.start.min(other), end: place.start.max(other), ..place };
            !sources.slice(between).contains(['{', '}', ';'])
        };
        rules.contains(&f.rule.as_str())
            && line(f).and_then(|at| told.get(&at)).zip(f.place()).is_some_and(|(others, place)| {
                others.iter().any(|other| same_statement(place, *other))
            })
    };
    findings.retain(|f| !only_seems(f) && !f.place().is_some_and(|place| names_one(f, place.file)));
}

impl World {
    /// Resolves and compiles everything.
    pub(super) fn build(texts: Texts) -> World {
        let mut findings = texts.findings.clone();
        let elsewhere = |name: &str| texts.library.elsewhere(name);
        let unused = Unused::new(&elsewhere);
        let collected = model::collect(&texts.files, &texts.sources, &unused, &mut findings);
        let mut notions = Notions::default();
        // What a reader's text declares comes first: it takes the place of the library's.
        let items = own_first(&texts);
        for item in items.iter().copied() {
            match &item.kind {
                ItemKind::Define(define) => {
                    add_notion(define, &item.doc, &texts.sources, &mut notions, &mut findings);
                }
                ItemKind::Parameter(parameter) => {
                    add_parameter(parameter, &texts.sources, &mut notions, &mut findings);
                }
                _ => {}
            }
        }
        names_of_rules(&texts, &items, &notions, &mut findings);
        let mut program = Program::default();
        {
            let ids: Vec<_> = notions.iter().map(|(id, _)| id).collect();
            let mut compiler = Compiler::new(
                &texts.sources,
                &collected.things,
                &mut notions,
                &mut program,
                &mut findings,
            );
            compiler.unused = Some(&unused);
            for id in ids {
                compiler.define(id);
            }
        }
        let mut model = model::resolve(
            collected,
            &texts.files,
            &texts.sources,
            &notions,
            &unused,
            &mut findings,
        );
        let mut cites = std::mem::take(&mut model.cites);
        let mut rules: Vec<Rule> = Vec::new();
        let mut faulty_rules = Vec::new();
        let mut declared: Vec<(&str, Span)> = Vec::new();
        for item in items.iter().copied() {
            let ItemKind::Rule(rule) = &item.kind else { continue };
            let name = texts.sources.slice(rule.name.span);
            if let Some((_, first)) = declared.iter().find(|(n, _)| *n == name) {
                let taken = Taken { name, again: rule.name.span, first: *first };
                findings.push(
                    taken.report(&texts.sources, "a profile of yours may leave the other out"),
                );
                continue;
            }
            if checks::find(name).is_some() {
                findings.push(
                    Finding::broken(
                        "declared-twice",
                        Level::Error,
                        rule.name.span,
                        format!("`{name}` is the name of a structural check"),
                    )
                    .help("give your rule another name"),
                );
                continue;
            }
            declared.push((name, rule.name.span));
            let mut compiler = Compiler::new(
                &texts.sources,
                &model.things,
                &mut notions,
                &mut program,
                &mut findings,
            );
            compiler.unused = Some(&unused);
            match checks::compile(rule, &mut compiler, &mut cites, &model.things) {
                Some(compiled) => rules.push(compiled),
                None => faulty_rules.push(name.to_owned()),
            }
        }
        let unread = texts.unread_rules.iter().map(String::as_str);
        let names: Vec<&str> = declared.iter().map(|(n, _)| *n).chain(unread).collect();
        let mut profiles: Vec<Profile> = Vec::new();
        for item in items.iter().copied() {
            let ItemKind::Profile(profile) = &item.kind else { continue };
            let name = texts.sources.slice(profile.name.span);
            let earlier = profiles.iter().find(|p| p.name == name).map(|p| p.span);
            if let (Some(first), Role::Prelude) = (earlier, role(&texts.sources, profile.name.span))
            {
                let taken = Taken { name, again: profile.name.span, first };
                findings.push(taken.report(&texts.sources, ""));
                continue;
            }
            let resolved = checks::resolve_profile(
                profile,
                &item.doc,
                &names,
                &notions,
                &mut cites,
                &model.things,
                &texts.sources,
                &mut findings,
            );
            if let Some(first) = earlier {
                let taken = Taken { name, again: resolved.span, first };
                findings.push(taken.report(&texts.sources, ""));
                continue;
            }
            profiles.push(resolved);
        }
        for item in items.iter().copied() {
            if let ItemKind::Expect(ast::Expect { cite: Some(cite), .. }) = &item.kind {
                cites.resolve(cite, &model.things, &texts.sources, &mut findings);
            }
        }
        model.cites = cites;
        unused.report(&texts.sources, &mut findings);
        drop(items);
        // A definition for a kind that there is not is lost as well.
        let unheard = texts.files.iter().flat_map(|f| &f.items).filter_map(|i| match &i.kind {
            ItemKind::Define(define) => {
                let name = define.name();
                let word = texts.sources.slice(name.span);
                (!notions.iter().any(|(_, n)| n.name == word)).then_some(name.span)
            }
            _ => None,
        });
        let lost: HashSet<String> = texts
            .files
            .iter()
            .flat_map(|f| &f.lost)
            .copied()
            .chain(unheard)
            .map(|n| model::declared(texts.sources.slice(n)).to_string())
            .collect();
        // What leans on a declaration that could not be read is that mistake, and was reported with it.
        let of_lost = |f: &Finding| {
            matches!(
                f.rule.as_str(),
                "unknown-name" | "unknown-source" | "unknown-field" | "unknown-rule"
            ) && f.place().is_some_and(|p| lost.contains(&*normal(texts.sources.slice(p))))
        };
        if !lost.is_empty() {
            findings.retain(|f| !of_lost(f));
        }
        leave_out_what_was_told(&texts.sources, &mut findings);
        let mut world = World {
            sources: texts.sources,
            files: texts.files,
            model,
            notions,
            program,
            rules,
            faulty_rules,
            lost,
            unread_rules: texts.unread_rules,
            profiles,
            scenarios: Scenarios::new(),
            library: texts.library,
            stop: None,
            findings: Vec::new(),
        };
        world.scenarios = scenarios::play(&world, &mut findings);
        world.findings = findings;
        world
    }

    /// Leaves out what only follows from a `use` that cannot be followed: names of the library in such a file.
    pub(super) fn leave_out_what_follows(&self, findings: &mut Vec<Finding>) {
        let faulty = findings.iter().filter(|f| f.rule == "unknown-module");
        let files: HashSet<_> = faulty.filter_map(Finding::place).map(|place| place.file).collect();
        let follows = |f: &Finding| {
            matches!(f.rule.as_str(), "unknown-name" | "expectation" | "edit")
                && f.place().is_some_and(|place| {
                    let name = self.sources.slice(place);
                    let first = name.split('.').next().unwrap_or(name);
                    files.contains(&place.file) && self.library.elsewhere(first).is_some()
                })
        };
        if !files.is_empty() {
            findings.retain(|f| !follows(f));
        }
    }

    /// Finds a rule.
    pub(super) fn rule(&self, name: &str) -> Option<&Rule> {
        self.rules.iter().find(|r| r.name == name)
    }

    /// Finds a profile.
    pub(super) fn profile(&self, name: &str) -> Option<&Profile> {
        self.profiles.iter().find(|p| p.name == name)
    }
}

fn role(sources: &Sources, span: Span) -> Role {
    sources.get(span.file).map_or(Role::Checked, |s| s.role)
}

/// Returns every declaration, those of the reader's texts before the library's.
fn own_first(texts: &Texts) -> Vec<&ast::Item> {
    let all = || texts.files.iter().flat_map(|f| &f.items);
    let library = |item: &&ast::Item| role(&texts.sources, item.span) == Role::Prelude;
    all().filter(|i| !library(i)).chain(all().filter(library)).collect()
}

/// Points out notions that are called like a rule: a text states the one and is judged by the other.
fn names_of_rules(
    texts: &Texts,
    items: &[&ast::Item],
    notions: &Notions,
    findings: &mut Vec<Finding>,
) {
    let sources = &texts.sources;
    let mut rules: IndexMap<&str, Option<Span>> = IndexMap::new();
    for item in items {
        if let ItemKind::Rule(rule) = &item.kind {
            rules.entry(sources.slice(rule.name.span)).or_insert(Some(rule.name.span));
        }
    }
    for name in &texts.unread_rules {
        rules.entry(name).or_insert(None);
    }
    for (_, notion) in notions.iter() {
        let name = notion.name.as_str();
        let Some(rule) = rules.get(name).copied() else { continue };
        // Where one of the two is the library's, it is the other that can be changed.
        let own = |span: &Span| role(sources, *span) != Role::Prelude;
        let (place, other, message) = match rule.filter(|span| own(span) && !own(&notion.span)) {
            Some(rule) => (rule, Some(notion.span), format!("`{name}` is the name of a notion")),
            None => (notion.span, rule, format!("`{name}` is the name of a rule")),
        };
        let mut finding = Finding::broken("declared-twice", Level::Error, place, message).help(
            "give one of the two another name: a text states notions, and is judged by rules",
        );
        if let Some(other) = other {
            finding = finding.label(other, "the other");
        }
        findings.push(finding);
    }
}

/// A rule, definition, profile or parameter whose name is taken.
struct Taken<'t> {
    name: &'t str,
    /// Where it is declared the second time.
    again: Span,
    /// Where it was declared first.
    first: Span,
}

impl Taken<'_> {
    /// A reader's declaration takes the place of the library's, and that is said; two of the reader's are a
    /// mistake.
    fn report(&self, sources: &Sources, help: &str) -> Finding {
        let name = self.name;
        if role(sources, self.again) == Role::Prelude {
            let message = format!("`{name}` takes the place of the library's");
            return Finding::broken("overrides-library", Level::Note, self.first, message)
                .label(self.again, "what it takes the place of")
                .help(format!("give yours another name if both are meant; `detente explain {name}` shows what holds"));
        }
        Finding::broken(
            "declared-twice",
            Level::Error,
            self.again,
            format!("`{name}` is declared twice"),
        )
        .here("the second time; it was left out of the check")
        .label(self.first, "the first time")
        .help("give one of the two another name")
        .help(help)
    }
}

fn add_notion(
    define: &ast::Define,
    doc: &[Span],
    sources: &Sources,
    notions: &mut Notions,
    findings: &mut Vec<Finding>,
) {
    let text = |span: Span| sources.slice(span);
    let (form, name, vars): (NotionForm, ast::Name, Vec<ast::Name>) = match &define.head {
        Head::Value { var, name } => (NotionForm::Value, *name, vec![*var]),
        Head::Has { var, name } => (NotionForm::Noun, *name, vec![*var]),
        Head::Is { var, name } => (NotionForm::Adjective, *name, vec![*var]),
        Head::Call { name, vars } => (NotionForm::Call, *name, vars.clone()),
        Head::Verb { left, name, right } => (NotionForm::Verb, *name, vec![*left, *right]),
    };
    let mut params = Vec::new();
    let mut ordered = define.clone();
    ordered.params.clear();
    for var in &vars {
        let word = text(var.span);
        let Some((declared, kind)) = define.params.iter().find(|(v, _)| text(v.span) == word)
        else {
            let kinds = "`for framework f`";
            findings.push(
                Finding::broken(
                    "rule-shape",
                    Level::Error,
                    var.span,
                    format!("nothing says what `{word}` stands for"),
                )
                .help(format!("name its kind: {kinds}")),
            );
            return;
        };
        let kind_word = text(kind.span);
        let Some(kinds) = KindSet::named(kind_word) else {
            let known: Vec<&str> =
                Kind::all().flat_map(Kind::words).copied().chain(["content", "step"]).collect();
            findings.push(
                Finding::broken(
                    "unknown-word",
                    Level::Error,
                    kind.span,
                    format!("`{kind_word}` is not a kind of thing"),
                )
                .help(crate::diagnostic::suggestion(kind_word, known)),
            );
            return;
        };
        params.push((word.to_owned(), kinds));
        ordered.params.push((*declared, *kind));
    }
    if define.params.len() > vars.len() {
        let extra =
            define.params.iter().find(|(v, _)| !vars.iter().any(|w| text(w.span) == text(v.span)));
        if let Some((var, _)) = extra {
            findings.push(
                Finding::broken(
                    "unused-variable",
                    Level::Warning,
                    var.span,
                    format!("`{}` is not used in what is defined", text(var.span)),
                )
                .help("leave it out"),
            );
        }
    }
    let notion = Notion {
        name: text(name.span).to_owned(),
        span: name.span,
        form,
        params,
        define: ordered,
        doc: doc.to_vec(),
        frame: 0,
        depth: 0,
        height: 0,
        stage: Stage::Raw,
    };
    if let Err(earlier) = notions.add(notion) {
        let first = notions.get(earlier).map_or(name.span, |n| n.span);
        let taken = Taken { name: text(name.span), again: name.span, first };
        findings.push(taken.report(sources, ""));
    }
}

fn add_parameter(
    parameter: &ast::Parameter,
    sources: &Sources,
    notions: &mut Notions,
    findings: &mut Vec<Finding>,
) {
    let name = sources.slice(parameter.name.span).to_owned();
    let Some(value) = Number::parse(sources.slice(parameter.value.number)) else {
        findings.push(
            Finding::broken(
                "wrong-kind",
                Level::Error,
                parameter.value.span,
                "this is not a number that can be read",
            )
            .help("write `parameter NAME is 7 issues \"WHY\"`"),
        );
        return;
    };
    let mut unit_of = None;
    if let Some(span) = parameter.value.unit {
        let word = sources.slice(span);
        unit_of = unit(word);
        if unit_of.is_none() {
            let message = format!("`{word}` is not a unit");
            let finding = Finding::broken("wrong-unit", Level::Error, span, message);
            findings.push(finding.help(near_unit(word)));
        }
    }
    let span = parameter.name.span;
    let parameter = Parameter { name: name.clone(), span, value, unit: unit_of };
    if let Err(earlier) = notions.add_parameter(parameter) {
        let first = notions.parameter(earlier).map_or(span, |p| p.span);
        let taken = Taken { name: &name, again: span, first };
        findings
            .push(taken.report(sources, "a profile may set its figure: `set NAME to 9 issues`"));
    }
}
