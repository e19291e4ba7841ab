//! Pictures of timetables: well-formed, the same for the same texts, with nothing lost and nothing invented.

use detente::analysis::{Request, timeline};
use detente::report::{Chart, Style, emit_timelines};
use detente::source::NoFiles;

use crate::support::input;

fn plan(phases: usize) -> String {
    let mut text = "draft plan \"<Plan> & ]]> 계획\" {\n  kind dialogue\n  concept cooperative\n"
        .to_owned()
        + "  track 1\n  members ROK, Japan\n  sequence {\n";
    for n in 0..phases {
        let when = match (n, n % 3) {
            (0, _) => "starts 2027-03; lasts 6 months".to_owned(),
            (_, 0) => format!("starts after p{}; lasts 6 months", n - 1),
            (_, 1) => format!("starts at most 3 months after p{}; lasts 2 years", n - 1),
            _ => format!("starts after p{}", n - 1),
        };
        text.push_str(&format!(
            "    phase p{n} \"단계 {n} <b> & 'a very long title' that goes on: and on; and # on\" {{ {when} }}\n"
        ));
    }
    text + "  }\n}\n"
}

fn written(text: &str, chart: Chart, style: Style) -> String {
    let request = Request::default();
    let tables = timeline(vec![input("plan.det", text)], &NoFiles, &request, Some("plan"));
    assert!(tables.answer.is_ok());
    let mut out = Vec::new();
    emit_timelines(&tables, chart, &style, &mut out).expect("a vector can be written to");
    String::from_utf8(out).expect("it is UTF-8")
}

/// Checks what makes a text XML, as far as these pictures use it: elements are closed in order, attributes are quoted
/// and each there once, and text holds no sign of its own.
fn assert_well_formed(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = xml;
    let mut elements = 0;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        assert_text(before);
        let end = from.find('>').expect("every < has its >");
        let (tag, after) = from.split_at(end + 1);
        let tag = tag.trim_start_matches('<').trim_end_matches('>');
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "elements are closed in order");
            continue;
        }
        let (tag, alone) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "{name}");
        let parts: Vec<&str> = attributes.split('"').collect();
        assert_eq!(parts.len() % 2, 1, "quotes are closed: {tag}");
        let mut names: Vec<&str> = parts.iter().step_by(2).map(|n| n.trim()).collect();
        assert_eq!(names.pop(), Some(""), "{tag}");
        assert!(names.iter().all(|n| n.ends_with('=')), "{tag}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), parts.len() / 2, "an attribute stands twice: {tag}");
        elements += 1;
        if !alone {
            open.push(name);
        }
    }
    assert_eq!(rest.trim(), "");
    assert!(open.is_empty(), "{open:?} are not closed");
    assert!(elements > 5);
}

fn assert_text(text: &str) {
    assert!(!text.contains("]]>"), "{text}");
    for part in text.split('&').skip(1) {
        let known = ["amp;", "lt;", "gt;", "quot;"].iter().any(|e| part.starts_with(e));
        assert!(known, "not an entity: &{part}");
    }
}

#[test]
fn pictures_are_well_formed_and_come_out_the_same() {
    for phases in [1, 3, 25] {
        let text = plan(phases);
        let picture = written(&text, Chart::Svg, Style::default());
        assert_well_formed(&picture);
        assert_eq!(picture, written(&text, Chart::Svg, Style::default()));
        assert_eq!(picture.matches("<g>").count(), phases, "a group for each phase");
        assert_eq!(picture.matches("http").count(), 1, "nothing is loaded; one is the namespace");
        for look in ["prefers-color-scheme: dark", "@media print", "viewBox", "<title", "<desc"] {
            assert!(picture.contains(look), "{look}");
        }
    }
}

#[test]
fn the_order_of_lines_changes_nothing_in_the_times() {
    let line = |names: [&str; 3]| {
        let block = "starts after a; starts at most 3 months after a; lasts 1 year";
        let phase = |name: &str| match name {
            "a" => "    phase a { lasts 6 months; starts 2027-03-01 }\n".to_owned(),
            "b" => format!("    phase b {{ {block} }}\n"),
            _ => "    phase c { starts after b }\n".to_owned(),
        };
        let body: String = names.iter().map(|n| phase(n)).collect();
        format!(
            "draft plan \"Plan\" {{\n  kind dialogue\n  concept cooperative\n  track 1\n  members ROK, Japan\n  sequence {{\n{body}  }}\n}}\n"
        )
    };
    let style = Style { width: 120, ..Style::default() };
    // What stands above the path: the path names the lines by their places.
    let chart = |names| {
        let text = written(&line(names), Chart::Text, style);
        text.split("  what keeps").next().map(str::to_owned)
    };
    assert_eq!(chart(["a", "b", "c"]), chart(["c", "b", "a"]));
    assert_eq!(chart(["a", "b", "c"]), chart(["b", "c", "a"]));
}

#[test]
fn every_width_holds_the_chart() {
    let text = plan(7);
    for width in [40, 60, 61, 80, 100, 200] {
        let style = Style { width, ..Style::default() };
        for line in written(&text, Chart::Text, style).lines() {
            let columns = unicode_width::UnicodeWidthStr::width(line);
            assert!(columns <= width || line.contains("plan.det:"), "{width}: {columns}: {line}");
        }
    }
}
