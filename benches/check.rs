//! How long a check takes, reading included, and how much memory it needs, as the text grows; and as the
//! accounts of one field grow, which are to be gone through once and not each against each.
//!
//! `cargo bench --bench check` prints a table; `cargo bench --bench check -- write N` prints the text of N
//! frameworks instead, to time the binary on. Not a test: nothing here fails for being slow.

#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]

#[allow(dead_code, reason = "each benchmark takes of the generator what it needs")]
mod generator;

use std::time::Instant;

use detente::analysis::{Input, Request, analyse};
use detente::source::NoFiles;

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, what, count, ..] = arguments.as_slice()
        && what == "write"
    {
        print!("{}", generator::world(count.parse().unwrap_or(100)));
        return;
    }
    println!(
        "{:>10} {:>10} {:>9} {:>9} {:>10} {:>8}",
        "frameworks", "bytes", "parse s", "check s", "MB/s", "findings"
    );
    for count in [100, 1_000, 10_000] {
        let text = generator::world(count);
        let bytes = text.len();
        let mut sources = detente::source::Sources::default();
        let start = Instant::now();
        let file = sources.add("bench.det", detente::source::Role::Checked, text.clone());
        let parsed = detente::syntax::parse(&sources, file);
        let parse = start.elapsed().as_secs_f64();
        assert!(
            parsed.findings.is_empty(),
            "the generated text is faulty: {:?}",
            parsed.findings.first()
        );
        drop((parsed, sources));
        let request = Request { profiles: vec!["bench".to_owned()], ..Request::default() };
        let start = Instant::now();
        let analysis = analyse(
            vec![Input { name: "bench.det".to_owned(), text: Ok(text) }],
            &NoFiles,
            &request,
        );
        let check = start.elapsed().as_secs_f64();
        assert_eq!(analysis.summary.broken, 0, "{:?}", analysis.findings.first());
        #[allow(clippy::cast_precision_loss, reason = "sizes far below 2^52")]
        let speed = bytes as f64 / check / 1e6;
        println!(
            "{count:>10} {bytes:>10} {parse:>9.3} {check:>9.3} {speed:>10.1} {:>8}",
            analysis.findings.len()
        );
    }
    println!("\n{:>10} {:>10} {:>9}", "accounts", "bytes", "check s");
    for count in [1_000, 2_000, 4_000] {
        let text = generator::accounts(count);
        let bytes = text.len();
        let start = Instant::now();
        let analysis = analyse(
            vec![Input { name: "accounts.det".to_owned(), text: Ok(text) }],
            &NoFiles,
            &Request::default(),
        );
        let check = start.elapsed().as_secs_f64();
        assert!(analysis.summary.frameworks > 0, "{:?}", analysis.findings.first());
        println!("{count:>10} {bytes:>10} {check:>9.3}");
    }
}
