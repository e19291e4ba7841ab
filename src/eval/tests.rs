//! What is read is recorded: silence, openness and the population of a kind among it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail by panicking"
)]

use super::{Evaluator, Read};
use crate::diagnostic::Unused;
use crate::expr::{Compiler, Key, Notion, NotionForm, Notions, Program, Scope, Stage};
use crate::model::{View, collect, resolve};
use crate::schema::{Kind, KindSet, field};
use crate::source::{Role, Sources};
use crate::syntax::ast::{Define, Head, ItemKind};
use crate::syntax::parse;

/// Works out the condition of the one rule in `text`, and returns what was read for it.
fn reads(text: &str) -> Vec<Read> {
    let mut sources = Sources::default();
    let file = sources.add("t.det", Role::Checked, text);
    let parsed = parse(&sources, file);
    assert!(parsed.findings.is_empty(), "{:?}", parsed.findings);
    let files = [parsed.file];
    let mut findings = Vec::new();
    let unused = Unused::new(&|_| None);
    let collected = collect(&files, &sources, &unused, &mut findings);
    let (mut notions, mut program) = (Notions::default(), Program::default());
    for item in files.iter().flat_map(|f| &f.items) {
        if let ItemKind::Define(define) = &item.kind {
            notions.add(of_two(define, &sources)).unwrap();
        }
    }
    let model = resolve(collected, &files, &sources, &notions, &unused, &mut findings);
    let rule = files.iter().flat_map(|f| &f.items).find_map(|item| match &item.kind {
        ItemKind::Rule(rule) => Some(rule),
        _ => None,
    });
    let condition = rule.unwrap().clauses.iter().find_map(|clause| match &clause.kind {
        crate::syntax::ast::ClauseKind::Require(expr) => Some(expr),
        _ => None,
    });
    let mut compiler =
        Compiler::new(&sources, &model.things, &mut notions, &mut program, &mut findings);
    let mut scope = Scope::default();
    let node = compiler.truth(&mut scope, condition.unwrap()).unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    let mut eval = Evaluator::new(&model, &notions, &program, View::default());
    eval.begin(scope.frame);
    eval.truth(node);
    let first = eval.reads();
    // What is remembered has been read all the same.
    eval.begin(scope.frame);
    eval.truth(node);
    assert_eq!(eval.reads(), first);
    first
}

/// Returns the definition of `NAME(a, f)`.
fn of_two(define: &Define, sources: &Sources) -> Notion {
    let Head::Call { name, .. } = &define.head else { panic!("a definition of two things") };
    let kinds = |span| KindSet::named(sources.slice(span)).unwrap();
    Notion {
        name: sources.slice(name.span).to_owned(),
        span: name.span,
        form: NotionForm::Call,
        params: define
            .params
            .iter()
            .map(|(v, k)| (sources.slice(v.span).to_owned(), kinds(k.span)))
            .collect(),
        define: define.clone(),
        doc: Vec::new(),
        frame: 0,
        depth: 0,
        height: 0,
        stage: Stage::Raw,
    }
}

fn facts(reads: &[Read], name: &str) -> usize {
    let key = Key::Field(field(Kind::Framework, name).unwrap());
    reads.iter().filter(|r| matches!(r, Read::Fact(_, k) if *k == key)).count()
}

const RULE: &str =
    "rule r \"R\" {\n  for f in frameworks\n  require CONDITION\n  because \"{f}\"\n}\n";

#[test]
fn silence_is_read_like_anything_else() {
    let text =
        format!("framework a\n{}", RULE.replace("CONDITION", "some x in actors: x in a.members"));
    let reads = reads(&format!("actor Freedonia \"F\"\n{text}"));
    let members = Key::Field(field(Kind::Framework, "members").unwrap());
    assert!(reads.contains(&Read::Population(Kind::Actor)), "{reads:?}");
    assert!(reads.iter().any(|r| matches!(r, Read::Fact(_, key) if *key == members)), "{reads:?}");
}

#[test]
fn what_is_not_needed_is_not_read() {
    let text = "actor Freedonia \"F\"\nframework a { track 1; no members }\n";
    let condition = "a.track includes 2 and Freedonia in a.members";
    let reads = reads(&format!("{text}{}", RULE.replace("CONDITION", condition)));
    let members = Key::Field(field(Kind::Framework, "members").unwrap());
    assert!(!reads.iter().any(|r| matches!(r, Read::Fact(_, key) if *key == members)), "{reads:?}");
}

#[test]
fn what_is_remembered_of_two_things_keeps_what_it_read() {
    let text = "actor Freedonia \"F\"\nframework a { members Freedonia }\nframework b { no members }\ndefine joined(x, f) for actor x, framework f as x in f.members\n";
    let condition = "joined(Freedonia, a) and joined(Freedonia, a) and joined(Freedonia, b)";
    let reads = reads(&format!("{text}{}", RULE.replace("CONDITION", condition)));
    assert_eq!(facts(&reads, "members"), 2, "{reads:?}");
}

#[test]
fn what_is_followed_to_the_end_keeps_what_it_read() {
    let text =
        "framework a { builds-on b }\nframework b { builds-on c }\nframework c { no builds-on }\n";
    let condition = "c in a.builds-on+";
    let reads = reads(&format!("{text}{}", RULE.replace("CONDITION", condition)));
    assert_eq!(facts(&reads, "builds-on"), 3, "{reads:?}");
}
