//! How long a report takes to write, in every form, for a thousand findings over a text of a megabyte.
//!
//! `cargo bench --bench render` prints a table; `-- FINDINGS TIMES` takes other numbers. Not a test: nothing here fails
//! for being slow. The table has the median and the slowest, and the bytes written.

#![allow(clippy::print_stdout, reason = "a benchmark prints its table")]

#[allow(dead_code, reason = "each benchmark takes of the generator what it needs")]
mod generator;

use std::time::Instant;

use detente::analysis::{Analysis, Input, Request, analyse};
use detente::diagnostic::Status;
use detente::report::{Drawing, Format, Style, emit};
use detente::source::NoFiles;

/// So many findings are shown, unless told otherwise.
const FINDINGS: usize = 1_000;
/// How often each form is written, unless told otherwise.
const TIMES: usize = 21;
/// Frameworks that make a megabyte of text.
const FRAMEWORKS: usize = 480;

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut asked = std::env::args().skip(1).filter_map(|a| a.parse::<usize>().ok());
    let wanted = asked.next().unwrap_or(FINDINGS);
    let often = asked.next().unwrap_or(TIMES);
    let text = generator::world(FRAMEWORKS) + &generator::every_rule().0;
    let bytes = text.len();
    let analysis = shown(text, wanted);
    println!("{} findings over {bytes} bytes of text", analysis.findings.len());
    println!("{:<10} {:>10} {:>10} {:>12}", "", "ms", "slowest", "bytes");
    let forms = [
        ("drawn", Format::Human, Drawing::Unicode),
        ("ascii", Format::Human, Drawing::Ascii),
        ("narrated", Format::Human, Drawing::Narrated),
        ("json", Format::Json, Drawing::Unicode),
    ];
    for (name, format, drawing) in forms {
        let style = Style { format, drawing, all: true, ..Style::default() };
        let mut written = 0;
        let mut times: Vec<f64> = (0..often)
            .map(|_| {
                let mut out = Vec::new();
                let start = Instant::now();
                let done = emit(&analysis, &style, &mut out);
                let took = start.elapsed().as_secs_f64();
                assert!(done.is_ok(), "{name}: {done:?}");
                written = out.len();
                took
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let (median, slowest) = (times.get(often / 2).copied(), times.last().copied());
        let ms = |time: Option<f64>| time.unwrap_or(0.0) * 1e3;
        println!("{name:<10} {:>10.1} {:>10.1} {written:>12}", ms(median), ms(slowest));
    }
}

/// Checks a text with every statement that takes part, and keeps so many findings that are drawn in full.
fn shown(text: String, wanted: usize) -> Analysis {
    let request =
        Request { profiles: vec!["whole".to_owned()], detail: true, ..Request::default() };
    let input = Input { name: "bench.det".to_owned(), text: Ok(text) };
    let mut analysis = analyse(vec![input], &NoFiles, &request);
    let in_full = |status| matches!(status, Status::Broken | Status::Violated | Status::Undecided);
    analysis.findings.retain(|finding| in_full(finding.status));
    assert!(analysis.findings.len() >= wanted, "only {} findings", analysis.findings.len());
    analysis.findings.truncate(wanted);
    analysis
}
