//! What is printed for people: in ASCII where that is asked for, and of bearable length.

use std::fmt::Write as _;

use detente::analysis::{Request, analyse};
use detente::source::NoFiles;

use crate::cli::Folder;
use crate::support::{files, input, path, read, shown};

/// Asserts that what is not ASCII in a report is the reader's, or the library's: each such word stands in a text.
fn own_words_are_ascii(what: &str, printed: &str, texts: &str) {
    // A mended line may have the quotation marks of a text around other words.
    let parts = printed.split_inclusive(|c: char| !c.is_alphanumeric()).flat_map(|part| {
        let letters = part.trim_end_matches(|c: char| !c.is_alphanumeric());
        [letters, &part[letters.len()..]]
    });
    for word in parts {
        let own = word.is_ascii() || texts.contains(word);
        assert!(own, "{what}: `{word}` stands in no text, and is not ASCII");
    }
}

#[test]
fn what_is_printed_in_ascii_is_ascii_but_for_the_words_of_the_texts() {
    let folder = Folder::new("ascii");
    let library: String = files("src/prelude", ".det").iter().map(|f| read(f)).collect();
    let say = |arguments: &[&str], texts: &str| {
        let ran = folder.run(arguments);
        let printed = format!("{}{}", ran.out, ran.err);
        own_words_are_ascii(&arguments.join(" "), &printed, &format!("{library}{texts}"));
    };
    for file in files("tests/corpus", ".det") {
        let (name, text) = (shown(&file).replace('/', "-"), read(&file));
        folder.write(&name, &text);
        say(&["check", &name, "--ascii", "--all"], &text);
    }
    let texts: String = files("examples", ".det").iter().map(|f| read(f)).collect();
    let examples = path("examples").to_string_lossy().into_owned();
    for school in ["security-building", "reinforcing", "dual-track"] {
        say(&["check", &examples, "--ascii", "--all", "--profile", school], &texts);
    }
    say(&["test", &examples, "--ascii", "--all"], &texts);
    say(&["timeline", &examples, "--ascii", "--all"], &texts);
    say(&["rules", "--ascii"], "");
    for word in ["hard-from-outset", "members", "has", "use", "rule", "scenario", "berger2015"] {
        say(&["explain", word, "--ascii"], "");
    }
    // Values in quotation marks, and a step that is left out.
    folder.write(
        "signs.det",
        "framework talks \"T\" { norm-link \"an accord\"; concept cooperative }\n\
         rule formal \"Formal\" {\n  for f in frameworks\n  require f.norm-link is \"a treaty\"\n\
           because \"{f} is {f.norm-link}\"\n}\n\
         profile mine \"Mine\" { formal error }\n",
    );
    say(&["check", "signs.det", "--ascii", "--all", "--profile", "mine"], "");
    say(&["why", "talks formal", "signs.det", "--ascii"], "");
    say(&["why", "talks.norm-link is \"an accord\"", "signs.det", "--ascii"], "");
    let edit =
        "add csbm line { type hotline; nature hard; binding legal; actors talks.members } to talks";
    say(&["what-if", edit, "signs.det", "--ascii"], "");
}

#[test]
fn very_long_names_and_texts_are_shortened_for_people_and_whole_for_programs() {
    let folder = Folder::new("long");
    let name = "n".repeat(20_000);
    let words = "so it was agreed ".repeat(2_000);
    let mut text = String::new();
    let _ = write!(
        text,
        "actor {name} \"A\" {{ kind state }}\n\
         framework talks \"{words}\" {{\n  members {name}, {name}x\n  norm-link \"{words}\"\n  {name} 3\n}}\n\
         rule formal \"{words}\" {{\n  for f in frameworks\n  require f.norm-link is \"a treaty\"\n\
           because \"{{f}} is {{f.norm-link}}, with {{f.members}}\"\n}}\n\
         profile mine \"Mine\" {{ formal error }}\n",
    );
    folder.write("long.det", &text);
    for drawing in [&[][..], &["--ascii"], &["--narrated"]] {
        let mut arguments = vec!["check", "long.det", "--profile", "mine", "--all"];
        arguments.extend(drawing);
        let ran = folder.run(&arguments);
        assert!(ran.out.len() < 12_000, "{} bytes: {}", ran.out.len(), &ran.out[..3_000]);
        let longest = ran.out.lines().map(|l| l.chars().count()).max();
        assert!(longest < Some(200), "{longest:?}");
    }
    let ran = folder.run(&["check", "long.det", "--profile", "mine", "--format", "json"]);
    assert!(ran.out.contains(&name) && ran.out.contains(words.trim_end()), "{}", ran.out);
}

#[test]
fn a_derivation_tells_each_statement_once() {
    let inputs = files("examples", ".det").iter().map(|f| input(&shown(f), &read(f))).collect();
    let request = Request { profiles: vec!["security-building".to_owned()], ..Request::default() };
    let analysis = analyse(inputs, &NoFiles, &request);
    let mut named = 0;
    for finding in &analysis.findings {
        for (at, step) in finding.trace.iter().enumerate() {
            let what = || format!("{} of {:?}: `{}`", finding.rule, finding.subject, step.text);
            let again = finding.trace[..at]
                .iter()
                .any(|s| step.span.is_some() && (s.span, &s.text) == (step.span, &step.text));
            assert!(!again, "{} is told again", what());
            assert!(step.also.iter().all(|earlier| *earlier < at), "{}: {:?}", what(), step.also);
            // What a step rests on stands below it, or is named.
            let rests = finding.trace.get(at + 1).is_some_and(|next| next.depth > step.depth);
            assert!(
                rests
                    || step.span.is_some()
                    || !step.text.ends_with(": no")
                    || !step.also.is_empty(),
                "{}",
                what()
            );
            named += step.also.len();
        }
    }
    assert!(named > 100, "{named} steps are named again");
}
