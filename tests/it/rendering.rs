//! What reports look like: a few texts, each with its report in every form beside it.
//!
//! `tests/rendering/NAME.det` is drawn into `NAME.txt`, source and output together. Wording is asserted
//! here and nearly nowhere else.

use detente::analysis::{Request, analyse};
use detente::report::{Drawing, Format, Style, emit};
use detente::source::NoFiles;

use crate::support::{compare_or_bless, files, input, read, report};

#[test]
fn reports_look_as_they_did() {
    let mut failures = Vec::new();
    for file in files("tests/rendering", ".det") {
        let text = read(&file);
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let profile = text.lines().next().and_then(|l| l.strip_prefix("# profile: "));
        let profiles = profile.map(|p| vec![p.to_owned()]).unwrap_or_default();
        let analysis = analyse(
            vec![input(&name, &text)],
            &NoFiles,
            &Request { profiles, ..Request::default() },
        );
        let mut came = format!("==== {name}\n\n{text}");
        for (heading, drawing, all) in [
            ("unicode", Drawing::Unicode, false),
            ("ascii, everything", Drawing::Ascii, true),
            ("narrated", Drawing::Narrated, false),
        ] {
            let mut out = Vec::new();
            let style = Style { format: Format::Human, drawing, all, ..Style::default() };
            emit(&analysis, &style, &mut out).unwrap();
            let drawn = String::from_utf8(out).unwrap();
            came += &format!("\n==== {heading}\n\n");
            for line in drawn.lines() {
                came += line.trim_end();
                came.push('\n');
            }
        }
        let beside = file.with_extension("txt");
        let held = std::fs::read_to_string(&beside).unwrap_or_default();
        compare_or_bless(&beside, &held, &came, &mut failures);
    }
    report(&failures);
}
