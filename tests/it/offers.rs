//! What a message offers to write can be written there.

use detente::diagnostic::{Finding, NoteKind};

use crate::support::{check, files, read, report, shown};

/// The findings about what could not be read, with the numbers of their lines.
fn unread(text: &str) -> Vec<(usize, Finding)> {
    let analysis = check(text, &[]);
    let line = |f: &Finding| {
        let place = f.place()?;
        let (_, source) = analysis.sources.iter().find(|(id, _)| *id == place.file)?;
        Some(source.lines.line(place.start))
    };
    let found = analysis.findings.iter().filter(|f| f.rule == "syntax");
    found.filter_map(|f| Some((line(f)?, f.clone()))).collect()
}

/// The one line that a finding offers in full.
fn offered(finding: &Finding) -> Option<&str> {
    let mut helps = finding.notes.iter().filter(|n| n.kind == NoteKind::Help);
    let line = helps.find_map(|n| n.text.strip_prefix("write `")?.strip_suffix('`'))?;
    (!line.contains(['`', '…'])).then_some(line)
}

/// The line with what is offered in it, where that takes the place of the whole line or of its source.
fn written(line: &str, offer: &str) -> Option<String> {
    let code = line.split("#~").next().unwrap_or(line).trim_end();
    let indent = code.len() - code.trim_start().len();
    let first = |text: &str| text.split_whitespace().next().map(str::to_lowercase);
    if offer.starts_with('[') {
        return Some(format!("{}{offer}", &code[..code.find('[')?]));
    }
    // Of a block on one line a statement is offered, and of a heading what stands before its block.
    if code.contains(['{', '}', ';']) && !code.ends_with('{') || offer.starts_with(['{', '"']) {
        return None;
    }
    let heading = code.ends_with('{') && !offer.ends_with('{');
    let whole = first(code) == first(offer) || code.split_whitespace().count() > 1;
    (whole && !heading).then(|| format!("{}{offer}", &code[..indent]))
}

#[test]
fn a_line_that_is_offered_can_be_read() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for file in files("tests/corpus/syntax", ".det") {
        let text = read(&file);
        let lines: Vec<&str> = text.split('\n').collect();
        for (number, finding) in unread(&text) {
            let Some(offer) = offered(&finding).filter(|o| o.contains(' ')) else { continue };
            let Some(line) = lines.get(number).and_then(|l| written(l, offer)) else { continue };
            let mut mended: Vec<&str> = lines.clone();
            mended[number] = &line;
            tried += 1;
            if let Some((_, left)) = unread(&mended.join("\n")).iter().find(|(n, _)| *n == number) {
                let place = format!("{}:{}", shown(&file), number + 1);
                wrong.push(format!("{place}: offers `{offer}`, of which: {}", left.message));
            }
        }
    }
    report(&wrong);
    assert!(tried > 230, "only {tried} offers were tried");
}
