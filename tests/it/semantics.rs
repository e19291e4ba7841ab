//! What sentences mean: small texts whose `expect` lines must all come out as written.
//!
//! Each file of `tests/semantics` is one idea with its own rules; the first lines say which. Those of
//! `tests/regimes` rest on the agreements in `examples/regimes`.

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

#[test]
fn what_follows_from_the_regimes_comes_out_as_written() {
    let mut failures = Vec::new();
    let regimes = files("examples/regimes", ".det");
    for file in files("tests/regimes", ".det") {
        let all = regimes.iter().chain([&file]).map(|f| input(&shown(f), &read(f)));
        let run = test(&all.collect::<Vec<_>>(), &NoFiles, &Request::default());
        let broken = run.broken.iter().map(|f| format!("{}: {}", f.rule, f.message));
        failures.extend(broken);
        let missed = run.cases.iter().filter(|case| !case.passed);
        failures.extend(missed.map(|case| format!("{}\n  {}", shown(&file), case.text)));
        let places = run.cases.iter().map(|case| run.sources.place(case.span));
        let own = places.filter(|place| place.starts_with(&shown(&file))).count();
        assert!(own > 0, "{} expects something", shown(&file));
    }
    report(&failures);
}
