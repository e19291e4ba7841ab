//! What sentences mean: small texts whose `expect` lines must all come out as written.
//!
//! Each file of `tests/semantics` is one idea with its own rules; the first lines say which.

use detente::analysis::{Request, test};
use detente::source::NoFiles;

use crate::support::{files, input, read, report, shown};

#[test]
fn every_expectation_comes_out_as_written() {
    let mut failures = Vec::new();
    for file in files("tests/semantics", ".det") {
        let text = read(&file);
        let run = test(&[input(&shown(&file), &text)], &NoFiles, &Request::default());
        for finding in &run.broken {
            let place = finding.place().map(|p| run.sources.place(p)).unwrap_or_default();
            failures.push(format!("{place}\n  {}: {}", finding.rule, finding.message));
        }
        for case in run.cases.iter().filter(|c| !c.passed) {
            let place = run.sources.place(case.span);
            let finding = case.finding.as_ref();
            let why = finding.map_or("", |f| f.message.as_str());
            let mut text = format!("{place}\n  {}\n  {why}", case.text);
            for step in finding.iter().flat_map(|f| &f.trace) {
                text += &format!("\n    {}{}", "  ".repeat(step.depth), step.text);
            }
            failures.push(text);
        }
        if run.cases.is_empty() {
            failures.push(format!("{}: expects nothing", shown(&file)));
        }
    }
    report(&failures);
}
