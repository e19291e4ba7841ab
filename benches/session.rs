//! How long a what-if takes on a thousand frameworks under every rule, beside a check of the same texts.
//!
//! `cargo bench --no-default-features --bench session` prints a table; `-- N TIMES` takes another number of frameworks
//! and asks each edit so often. Not a test: nothing here fails for being slow. Each edit is asked of the texts as loaded;
//! the table has the median and the slowest.

#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]

#[allow(dead_code, reason = "each benchmark takes of the generator what it needs")]
mod generator;

use std::time::Instant;

use detente::analysis::{Input, Request, Session, analyse};
use detente::source::NoFiles;

/// How often each edit is asked, unless told otherwise.
const TIMES: usize = 21;

/// Edits of one framework: what a designer tries.
const EDITS: [(&str, &str); 8] = [
    ("a member more", "add a3 to f500.members"),
    ("an issue more", "add i3-0 to f500.b0.issues"),
    ("no members", "drop f500.members"),
    (
        "a csbm more",
        "add csbm fresh { type notification; parties a1, a2; binding legal } to f500.b1",
    ),
    ("withdrawal", "withdraw a8 from f500"),
    ("another order", "move f500.third before f500.second"),
    ("a measure less", "remove m00 from f500.b0.measures"),
    ("a relation", "add f3 to f500.supplements"),
];

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What completion asks of a session, and how much it gets.
type Asked = fn(&Session) -> usize;

fn main() {
    let mut asked = std::env::args().skip(1).filter_map(|a| a.parse::<usize>().ok());
    let count = asked.next().unwrap_or(1_000);
    let often = asked.next().unwrap_or(TIMES);
    let (profile, rules) = generator::every_rule();
    let text = generator::world(count) + &profile;
    let inputs = || vec![Input { name: "bench.det".to_owned(), text: Ok(text.clone()) }];
    let request = Request { profiles: vec!["whole".to_owned()], ..Request::default() };

    let start = Instant::now();
    let analysis = analyse(inputs(), &NoFiles, &request);
    let check = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let mut session = Session::open(inputs(), &NoFiles, &request);
    let open = start.elapsed().as_secs_f64();
    println!("{count} frameworks, {rules} rules, {} findings", analysis.findings.len());
    println!("{:<16} {:>10} {:>10} {:>12}", "", "ms", "slowest", "of a check");
    let row = |name: &str, median: f64, slowest: f64| {
        let (ms, slow) = (median * 1e3, slowest * 1e3);
        println!("{name:<16} {ms:>10.2} {slow:>10.2} {:>12.5}", median / check);
    };
    row("check", check, check);
    row("open a session", open, open);
    for (name, edit) in EDITS {
        let edit = edit.replace("500", &(count / 2).to_string());
        let (median, slowest) = timed(often, |_| {
            let change = session.what_if("prompt", &edit);
            assert!(change.is_ok(), "{edit}: {:?}", change.err());
        });
        row(name, median, slowest);
    }
    // What completion at the prompt asks, in the examples: a name, what stands below a dot, what a field takes, a rule.
    let prompt = Session::open(texts(), &NoFiles, &Request::default());
    let asked: [(&str, Asked); 4] = [
        ("complete a name", |s| s.names().len()),
        ("… after a dot", |s| s.below("napci.functional").len()),
        ("… a value", |s| s.values_of("napci.members").len()),
        ("… a rule", |s| s.frameworks().len() + s.rules().len()),
    ];
    for (name, ask) in asked {
        let (median, slowest) = timed(often, |_| assert!(ask(&prompt) > 0, "{name}"));
        row(name, median, slowest);
    }
    // One edit after the other, as at a prompt.
    let (median, slowest) = timed(100, |n| {
        let edit = format!("add a{} to f{}.members", n % 12, n * 7 % count);
        let _ = session.make("prompt", &edit);
    });
    row("the 100th state", median, slowest);
}

/// Returns the median and the slowest of so many runs, in seconds.
fn timed(often: usize, mut run: impl FnMut(usize)) -> (f64, f64) {
    let mut times: Vec<f64> = (0..often)
        .map(|n| {
            let start = Instant::now();
            run(n);
            start.elapsed().as_secs_f64()
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times.get(often / 2).copied().unwrap_or(0.0), times.last().copied().unwrap_or(0.0))
}

/// The texts of `examples/`.
fn texts() -> Vec<Input> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|f| f.path());
    let texts = files.filter(|p| p.extension().is_some_and(|e| e == "det"));
    texts
        .filter_map(|p| {
            let text = std::fs::read_to_string(&p).ok()?;
            Some(Input { name: p.display().to_string(), text: Ok(text) })
        })
        .collect()
}
