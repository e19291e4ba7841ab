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

fn written(text: &str, chart: Chart, style: &Style) -> String {
    let request = Request::default();
    let tables = timeline(vec![input("plan.det", text)], &NoFiles, &request, Some("plan"));
    assert!(tables.answer.is_ok());
    let mut out = Vec::new();
    emit_timelines(&tables, chart, style, &mut out).expect("a vector can be written to");
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
        let picture = written(&text, Chart::Svg, &Style::default());
        assert_well_formed(&picture);
        assert_eq!(picture, written(&text, Chart::Svg, &Style::default()));
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
        let text = written(&line(names), Chart::Text, &style);
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
        for line in written(&text, Chart::Text, &style).lines() {
            let columns = unicode_width::UnicodeWidthStr::width(line);
            assert!(columns <= width || line.contains("plan.det:"), "{width}: {columns}: {line}");
        }
    }
}

/// A framework with a choice, of which one branch holds another, and two procedures.
const BRANCHED: &str = "
actor Freedonia { kind state }
framework plan \"분기 <계획>\" {
  procedure dispute \"분쟁: 해결\" {
    total at most 35 days
    step first { lasts at most 15 days; is extendable }
    step second { starts after first; lasts at most 25 days }
    step third { starts after second }
  }
  procedure mixed { step a { lasts at most 2 months } step b { starts after a; lasts at most 3 days } }
  sequence {
    milestone signed { starts 2027-01-15; happened 2027-03-02 }
    milestone founded { starts 2027-02-15; happened 2027-02-15 }
    phase review { starts 2028-07; lasts 1 day }
    choice at review {
      branch wider \"넓은 대화\" if consent of Freedonia {
        phase widening { starts after review; lasts 1 year; ends by 2030 }
        milestone joined { starts 30 days after widening }
        choice at widening {
          branch deep if consent of Freedonia { phase union { starts after widening } }
          branch flat otherwise { phase forum { starts after widening } }
        }
      }
      branch core otherwise { phase consolidation { starts after review; WENT } }
    }
  }
}
";

fn branched(went: &str) -> String {
    BRANCHED.replace("WENT", went)
}

#[test]
fn pictures_hold_choices_and_procedures() {
    let picture = written(&branched(""), Chart::Svg, &Style::default());
    assert_well_formed(&picture);
    let count = |part: &str| picture.matches(part).count();
    // A letter on each of five rows, on each of four branches, and in the legend.
    assert_eq!(count("class=\"badge\""), 10);
    for (letter, times) in [("1A", 3), ("1B", 2), ("2A", 2), ("2B", 2)] {
        assert_eq!(count(&format!(">{letter}</text>")), times, "{letter}");
    }
    assert!(picture.contains(">At widening, within wider, one of these is taken</text>"));
    assert!(
        picture.contains("wider &quot;넓은 대화&quot; if consent of Freedonia: widening, joined<")
    );
    assert_eq!(count("class=\"fork\""), 6, "a trunk for each choice, a twig for each branch");
    // Two steps are bounded; what cannot be added up has no bars. One of each is in the legend.
    assert_eq!(count("class=\"step\""), 3);
    assert_eq!(count("class=\"more\""), 2);
    assert_eq!(count("class=\"today maybe\""), 2);
    assert!(picture.contains("Procedure dispute &quot;분쟁: 해결&quot;"));
    assert!(picture.contains("at most 2 months<"), "a step without a place has its words");
    assert_eq!(count("class=\"late\""), 2, "one was late, and the legend says what that is");
    // What is told aloud holds the same.
    let told = picture.split("<desc").nth(1).and_then(|d| d.split("</desc>").next()).unwrap();
    for words in [
        "consolidation: ",
        "only with core",
        "core otherwise: consolidation",
        "its text says at most 35 days",
    ] {
        assert!(told.contains(words), "{words}");
    }
    let signs: Vec<&str> = picture.split("class=\"mark\" d=\"M").skip(1).collect();
    let half = |sign: &&str| {
        let mut parts = sign.split(['"', 'L', 'Z', ' ']).filter_map(|n| n.parse::<i64>().ok());
        let (top, _, middle) = (parts.nth(1).unwrap(), parts.next(), parts.next().unwrap());
        middle - top
    };
    // Of the two that happened, that in time lies within the sign of when it was due.
    assert_eq!(signs.iter().map(half).collect::<Vec<i64>>(), [8, 5, 8]);
}

#[test]
fn what_was_not_taken_is_not_drawn() {
    let open = written(&branched(""), Chart::Svg, &Style::default());
    let picture = written(&branched("happened 2028-08-01"), Chart::Svg, &Style::default());
    assert!(!open.contains("not taken") && !open.contains("was taken"));
    assert!(picture.contains("At review one of these was taken"));
    assert_eq!(picture.matches(">not taken<").count(), 1, "a milestone has no sort");
    for name in ["widening", "union", "forum"] {
        assert!(
            picture.contains(&format!("<title>{name}: hard or soft undecided; not taken<")),
            "{name}"
        );
    }
    assert!(!picture.contains("only with core"), "it is taken, and comes");
    for name in ["widening", "union", "forum"] {
        let group = picture.split(&format!("<title>{name}: ")).nth(1).unwrap();
        let group = group.split("</g>").next().unwrap();
        assert!(!group.contains("possible") && !group.contains("open"), "{group}");
    }
}

#[test]
fn mermaid_has_a_section_for_each_branch_and_procedure() {
    let chart = written(&branched(""), Chart::Mermaid, &Style::default());
    let sections: Vec<&str> =
        chart.lines().filter_map(|line| line.trim_start().strip_prefix("section ")).collect();
    assert_eq!(
        sections,
        [
            "plan",
            "plan, at review： 넓은 대화 (if consent of Freedonia)",
            "plan, at review： core (otherwise)",
            "plan, at widening： deep (if consent of Freedonia)",
            "plan, at widening： flat (otherwise)",
            "plan： 분쟁： 해결 (no dates, drawn as if it began on 2027-01-15)",
            "plan： mixed (no dates)",
        ]
    );
    for line in [
        "first, over after 15 days； may be lengthened :t1p1s1, 2027-01-15, 15d",
        "second, begins after 15 days, over after 40 days :t1p1s2, 2027-01-30, 25d",
        "third, begins after 40 days, no limit known :milestone, t1p1s3, 2027-02-24, 0d",
        "its text says at most 35 days :milestone, t1p1t, 2027-02-19, 0d",
        "%% a: at most 2 months",
    ] {
        assert!(chart.lines().any(|l| l.trim() == line), "{line}\n{chart}");
    }
    assert!(!chart.contains("all of it"), "a procedure without an end has no length");
    let mut ids: Vec<&str> = chart
        .lines()
        .filter(|l| !l.contains("%%"))
        .filter_map(|l| l.split(':').nth(1))
        .filter_map(|l| l.split(", ").find(|part| part.starts_with("t1")))
        .collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "no two tasks have one id");
    let gone = written(&branched("happened 2028-08-01"), Chart::Mermaid, &Style::default());
    assert!(gone.contains("%% union (?): not taken"));
    assert!(gone.contains("section plan, at review： core (otherwise, taken)"));
}

#[test]
fn what_happened_against_the_plan_leaves_the_plan() {
    let text = "
issue strait
framework plan {
  sequence {
    phase review { starts 2028-07; lasts 1 day }
    choice at review {
      branch wider if settled strait { phase widening { ends by 2027; happened 2028-09 } }
      branch core otherwise { phase consolidation { starts after review; lasts 1 month } }
    }
  }
}
";
    let chart = written(text, Chart::Text, &Style::default());
    assert!(!chart.contains("clash"), "{chart}");
    assert!(chart.contains("2028-07-02 to 2028-08-01"), "the review is when it was due\n{chart}");
    assert!(chart.contains("wider if settled strait, taken: widening"), "{chart}");
}

#[test]
fn what_was_missed_has_a_sign_and_what_was_not_taken_was_not_missed() {
    let text = |went: &str| {
        format!(
            "
framework plan {{
  sequence {{
    phase review {{ starts 2018-07; lasts 1 day; happened 2018-07-01 }}
    phase report {{ starts by 2018-12; no happened }}
    choice at review {{
      branch wider if done review {{ {went}; phase widening {{ starts after review; ends by 2019; no happened }} }}
      branch core otherwise {{ phase consolidation {{ starts after review; ends by 2019 }} }}
    }}
  }}
}}
"
        )
    };
    let missed = |went: &str| {
        let request = Request { as_of: detente::value::Date::parse("2021"), ..Request::default() };
        let input = vec![input("plan.det", &text(went))];
        let tables = timeline(input, &NoFiles, &request, Some("plan"));
        let mut out = Vec::new();
        emit_timelines(&tables, Chart::Svg, &Style::default(), &mut out).unwrap();
        // One of them is in the legend.
        String::from_utf8(out).unwrap().matches("class=\"missed\"").count() - 1
    };
    assert_eq!(missed("happened 2018-08"), 2);
    assert_eq!(missed("no happened"), 1);
    assert_eq!(missed("phase other { no opens }"), 1, "which is taken is open");
}

#[test]
fn procedures_are_drawn_as_long_as_they_are() {
    let text = "
framework plan {
  procedure long { total at most 60 days; step a { lasts at most 36 hours } step b { starts after a; lasts at most 24 hours } }
  procedure endless { step a { lasts at least 3 days } step b { starts after a; lasts at most 2 days } }
  sequence {
    phase first { starts 2027-01-01; lasts 1 day }
    milestone perhaps { starts 30 days after first, unless collapse first }
  }
}
event collapse
";
    let picture = written(text, Chart::Svg, &Style::default());
    let xs = |class: &str, name: &str| -> Vec<usize> {
        let sign = format!("class=\"{class}\" {name}=\"");
        let parts = picture.split(&sign).skip(1);
        parts.filter_map(|part| part.split('"').next()?.parse().ok()).collect()
    };
    // The total, far beyond the steps, stands on the axis and not at its end; the other is in the legend.
    let total = xs("today maybe", "x1")[0];
    assert!(total < 1000, "{total}");
    assert!(xs("step", "x")[1] < total);
    // What begins after a step without an end has none itself, and begins no one knows when.
    let told = picture.split("<desc").nth(1).unwrap();
    assert!(told.contains("Procedure endless: a: no limit known; b: no limit known"), "{told}");
    assert_eq!(picture.matches("class=\"event maybe\"").count(), 1, "it may never come");
    let chart = written(text, Chart::Mermaid, &Style::default());
    // From the beginning of the day on which it begins.
    assert!(chart.contains(":t1p1s2, 2027-01-02, 36h"), "{chart}");
}
