//! Pictures of what hangs on something: the marks of what is owed in return or comes by default, what those hold who
//! disagree, whose clock it is, and where signs stand.

use detente::analysis::{Request, timeline};
use detente::report::{Chart, Style, emit_timelines};
use detente::source::NoFiles;

use crate::support::input;

fn drawn(text: &str, chart: Chart, as_of: Option<&str>) -> String {
    let as_of = as_of.and_then(detente::value::Date::parse);
    let request = Request { as_of, ..Request::default() };
    let tables = timeline(vec![input("plan.det", text)], &NoFiles, &request, Some("plan"));
    assert!(tables.answer.is_ok());
    let mut out = Vec::new();
    emit_timelines(&tables, chart, &Style::default(), &mut out)
        .expect("a vector can be written to");
    String::from_utf8(out).expect("it is UTF-8")
}

/// What one row of a picture is drawn with.
fn row<'p>(picture: &'p str, name: &str) -> &'p str {
    let start = format!("<title>{name}: ");
    let group = picture.split(&start).nth(1).unwrap_or_else(|| panic!("no row of {name}"));
    group.split("</g>").next().expect("a group ends")
}

/// What stands below the rows, above the legend and the letters in it.
fn below<'p>(picture: &'p str, heading: &str) -> &'p str {
    picture.split(&format!(">{heading}</text>")).nth(1).unwrap_or_else(|| panic!("no {heading}"))
}

/// The letters in boxes, in their order.
fn letters(part: &str) -> Vec<&str> {
    let parts = part.split("class=\"letter\"").skip(1);
    parts.filter_map(|part| part.split('>').nth(1)?.split('<').next()).collect()
}

/// A number of the first element of a class: where it begins, or what it is wide.
fn number(part: &str, class: &str, name: &str) -> usize {
    let element = part.split(&format!("class=\"{class}\"")).nth(1).expect("it is there");
    let element = element.split("/>").next().expect("it ends");
    let value = element.split(&format!(" {name}=\"")).nth(1).and_then(|v| v.split('"').next());
    value.and_then(|v| v.parse().ok()).expect("a number")
}

/// The middle of a diamond or a cross.
fn middle(part: &str, class: &str) -> usize {
    let path = part.split(&format!("class=\"{class}\" d=\"M")).nth(1).expect("it is there");
    let path = path.split('"').next().expect("it ends");
    let numbers = path.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse::<usize>().ok());
    let xs: Vec<usize> = numbers.step_by(2).collect();
    (xs.iter().min().expect("a point") + xs.iter().max().expect("a point")) / 2
}

const HANGING: &str = "
actor Freedonia { kind state }
actor Sylvania { kind state }
source report { date 2028-06 }
framework plan \"Marks\" [report] {
  sequence {
    milestone signing { starts 2027-01-15; happened 2027-01-15 }
    milestone closing { starts by 2027-06; happened 2027-07-02 }
    milestone freeze { starts by 2027-06; no happened }
    phase oil { starts 2027-08; lasts 1 month; in-return-for closing }
    phase fuel { starts 2027-08; lasts 1 month; in-return-for freeze }
    phase food { starts 2027-08; lasts 1 month; in-return-for permission }
    milestone permission { starts after signing }
    milestone lapse { starts unless permission within 180 days of signing }
    milestone waived { starts unless permission within 10 days of summit }
    phase review { starts 2028-01-10; lasts 1 day }
    choice at review {
      branch wide if consent of Freedonia { phase both { starts unless permission within 10 days of review; in-return-for closing } }
      branch core otherwise { phase plain { starts after review } }
    }
  }
  view northern held by Freedonia, Sylvania { milestone permission { happened 2027-07-01 } }
  view southern held by Sylvania { milestone permission { no happened } }
}
event summit
";

#[test]
fn marks_tell_what_is_owed_in_return_and_what_comes_by_default() {
    let picture = drawn(HANGING, Chart::Svg, None);
    for (name, has) in [
        ("oil", vec!["r"]),
        ("lapse", vec!["d"]),
        ("both", vec!["A", "r", "d"]),
        ("plain", vec!["B"]),
        ("closing", vec![]),
    ] {
        assert_eq!(letters(row(&picture, name)), has, "{name}");
    }
    // Said of each row, and aloud.
    for (name, says) in [
        ("oil", "owed in return for closing<"),
        ("fuel", "not owed in return for freeze<"),
        ("food", "owed only in return for permission<"),
        ("lapse", "unless permission within 180 days of signing<"),
        ("both", "owed in return for closing; unless permission within 10 days of review<"),
    ] {
        assert!(row(&picture, name).contains(says), "{name}: {}", row(&picture, name));
    }
    // Without a day its own words say it, once.
    assert_eq!(row(&picture, "waived").matches("of summit").count(), 2, "the title, and the line");
    // Below, each with its letter; and in the legend.
    let owed = below(&picture, "What is owed only in return");
    let default = below(&picture, "What comes by default");
    assert_eq!(letters(owed)[..4], ["r", "r", "r", "r"]);
    assert_eq!(letters(default)[..3], ["d", "d", "d"]);
    for line in [
        "oil in return for closing, done 2027-07-02: owed<",
        "fuel in return for freeze, not done: not owed<",
        "food in return for permission, not known to be done: whether it is owed is open<",
    ] {
        assert!(owed.contains(line), "{line}\n{owed}");
    }
    assert!(default.contains("waived, unless permission within 10 days of summit"), "{default}");
    assert!(picture.contains(">owed only in return</text>"));
    assert!(picture.contains(">comes by default</text>"));
    let told = picture.split("<desc").nth(1).and_then(|d| d.split("</desc>").next()).unwrap();
    assert!(told.contains("fuel in return for freeze, not done: not owed"), "{told}");
    assert!(told.contains("What comes by default: lapse"), "{told}");
    // A plan in which nothing hangs on anything has none of it.
    let plain = drawn("framework plan { sequence { phase a { starts 2027 } } }", Chart::Svg, None);
    assert!(letters(&plain).is_empty() && !plain.contains("in return"));
}

#[test]
fn programs_are_told_whether_something_is_owed() {
    let json = drawn(HANGING, Chart::Json, None);
    let owed = |name: &str| {
        let row = json.split(&format!("\"name\": \"{name}\",")).nth(1).expect("a row");
        let owed = row.split("\"owed\": {").nth(1).expect("it hangs on something");
        owed.split('"').nth(3).expect("a word").to_owned()
    };
    assert_eq!(["oil", "fuel", "food"].map(owed), ["yes", "no", "undecided"]);
}

#[test]
fn mermaid_says_behind_a_title_what_it_hangs_on() {
    let chart = drawn(HANGING, Chart::Mermaid, None);
    for line in [
        "oil (?), owed in return for closing :",
        "fuel (?), not owed in return for freeze :",
        "food (?), owed only in return for permission :",
        "lapse, unless permission within 180 days of signing :milestone",
        "both (?), owed in return for closing； unless permission within 10 days of review :",
        "%% waived: unless permission within 10 days of summit",
        "%% permission: northern (Freedonia, Sylvania)： 2027-07-01, on time",
        "%% permission: southern (Sylvania)： it did not",
    ] {
        assert!(chart.lines().any(|l| l.trim().starts_with(line)), "{line}\n{chart}");
    }
}

#[test]
fn what_each_side_holds_stands_in_the_drawings() {
    let picture = drawn(HANGING, Chart::Svg, None);
    assert!(row(&picture, "permission").contains("whether it happened is disputed"));
    let disputed = below(&picture, "Whether permission happened is disputed");
    for line in
        ["northern (Freedonia, Sylvania): 2027-07-01, on time<", "southern (Sylvania): it did not<"]
    {
        assert!(disputed.contains(line), "{line}\n{disputed}");
    }
    assert_eq!(picture.matches("is disputed</text>").count(), 2, "the row, and the part below");
    let table = drawn(HANGING, Chart::Text, None);
    assert!(table.contains("whether `permission` happened is disputed"), "{table}");
    assert!(table.contains("    northern (Freedonia, Sylvania): 2027-07-01, on time\n"), "{table}");
    assert!(table.contains("    southern (Sylvania): it did not\n"), "{table}");
}

#[test]
fn what_is_due_by_a_day_stands_at_that_day_and_is_missed_there() {
    let text = "framework plan { sequence {
      milestone start { starts 2027-01-05 }
      milestone report { starts by 2027-01-25; no happened }
      milestone opened { starts no earlier than 2027-01-20 }
      milestone window { starts 2027-01-10 to 2027-01-20 }
    } }";
    let picture = drawn(text, Chart::Svg, Some("2027-02-02"));
    let report = row(&picture, "report");
    assert_eq!(middle(report, "event maybe"), middle(report, "missed"));
    // Where no limit is known it is dotted, as it is for phases; between two days that are known it is dashed.
    assert!(report.contains("class=\"open\""), "{report}");
    assert!(number(report, "open", "x") < middle(report, "missed"));
    assert!(row(&picture, "opened").contains("class=\"open\""));
    let window = row(&picture, "window");
    assert!(
        window.contains("class=\"possible\"") && !window.contains("class=\"open\""),
        "{window}"
    );
    // The day that is asked for lies through all rows, above a light edge.
    for class in ["halo", "today"] {
        assert_eq!(
            picture.matches(&format!("class=\"{class}\" x1")).count(),
            if class == "halo" { 1 } else { 2 }
        );
    }
}

#[test]
fn long_names_stay_beside_the_chart() {
    let long = "단계별신뢰구축과군비통제및검증체계의수립을위한다자간협의기구의설치와운영에관한합의";
    let text = format!(
        "framework plan {{ sequence {{
      phase a \"{long}\" {{ starts 2027; lasts 1 year }}
      phase b \"{}\" {{ starts 2028; lasts 1 year }}
    }} }}",
        "word".repeat(40)
    );
    let picture = drawn(&text, Chart::Svg, None);
    let names = |name: &str| -> Vec<String> {
        let parts = row(&picture, name).split("class=\"name\"").skip(1);
        parts.filter_map(|p| p.split('>').nth(1)?.split('<').next().map(str::to_owned)).collect()
    };
    let (korean, wide) = (names("a"), names("b"));
    assert_eq!((korean.len(), wide.len()), (2, 2), "in two lines");
    assert!(long.starts_with(&korean[0]) && long.contains(korean[1].trim_end_matches('…')));
    assert!(wide[1].ends_with('…'), "what is too long is cut");
    assert!(wide.iter().all(|line| line.chars().count() <= 50), "{wide:?}");
}

#[test]
fn whose_clock_it_is_stands_in_the_drawings() {
    let text = |days: &str| {
        format!(
            "framework plan {{ {days}
      sequence {{
        milestone noon {{ starts 2027-04-01 12:00 Seoul }}
        phase hours {{ starts 36 hours after noon; lasts 3 days }}
        phase next {{ starts after hours; lasts 1 day }}
      }} }}"
        )
    };
    let known = drawn(&text("days-in Seoul"), Chart::Svg, None);
    assert!(known.contains(">days and times of day are those of Seoul</text>"));
    let open = drawn(&text(""), Chart::Svg, None);
    assert!(open.contains(">days and times of day are shown as those of Seoul: no days-in says"));
    let mermaid = drawn(&text("days-in Seoul"), Chart::Mermaid, None);
    assert!(mermaid.contains("%% days and times of day are those of Seoul\n"), "{mermaid}");
    // Something after the end of a day is on the next, and of midnight nothing is said.
    let table = drawn(&text("days-in Seoul"), Chart::Text, None);
    assert!(table.contains("2027-04-06 or later"), "{table}");
    assert!(!table.contains("2027-04-06 00:00 or"), "{table}");
}

#[test]
fn what_is_not_taken_has_no_bar_even_where_the_plan_leaves_no_room() {
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
    let picture = drawn(text, Chart::Svg, None);
    let row = row(&picture, "consolidation");
    assert!(row.contains("not taken"), "{row}");
    assert!(!row.contains("class=\"possible\"") && !row.contains("class=\"open\""), "{row}");
}

#[test]
fn a_day_that_is_certain_has_no_possible_bar() {
    let text = "framework plan { sequence {
      milestone sure { starts 2027-05-05 }
      milestone unsure { starts 2027-05-05 to 2027-05-08 }
      phase short { starts 2027-05-05 to 2027-05-06; ends 2027-05-05 to 2027-05-06 }
      phase long { starts 2027-05-05 to 2027-05-06; lasts 1 day }
    } }";
    let picture = drawn(text, Chart::Svg, None);
    assert!(!row(&picture, "sure").contains("class=\"possible\""), "{picture}");
    assert!(picture.contains("dashed: possible"), "{picture}");
    let sure = drawn(
        "framework plan { sequence {
      phase a { during 2027-05-05 }
      milestone b { starts 2027-05-05; repeats every year; until 2026 }
    } }",
        Chart::Svg,
        None,
    );
    for words in ["dashed: possible", "from then on"] {
        assert!(!sure.contains(words), "{words}: {sure}");
    }
    assert!(row(&picture, "unsure").contains("class=\"possible\""));
    // `starts 5 to 6 May, ends …` would read as a length.
    for words in [
        "short: hard or soft undecided; starts and ends between 2027-05-05 and 2027-05-06",
        "starts between 2027-05-05 and 2027-05-06, ends between 2027-05-06 and 2027-05-07",
    ] {
        assert!(picture.contains(words), "{words}: {picture}");
    }
}

#[test]
fn the_day_asked_for_lies_under_what_is_drawn() {
    let text = "framework plan { sequence {
      milestone one { starts 2024-03-01 }
      milestone two { starts 2024-03-02 }
      milestone three { starts 2026-03-02 }
      phase short { starts 2024-03-01; ends by 2024-03-01 }
    } }";
    let chart = drawn(text, Chart::Text, Some("2024-03-01"));
    let line = |name: &str| {
        let lines = chart.lines().skip_while(|line| !line.contains('┬'));
        lines.filter(|line| line.trim_start().starts_with(name)).map(str::to_owned).next()
    };
    let one = line("one").unwrap_or_default();
    assert!(one.contains('◇') && !one.contains('│'), "{chart}");
    assert!(line("two").unwrap_or_default().contains("│◇"), "{chart}");
    assert!(line("short").unwrap_or_default().matches('?').count() == 2, "{chart}");
    assert!(line("three").unwrap_or_default().contains('│'), "{chart}");
}

#[test]
fn programs_are_told_what_never_comes() {
    let text = "framework plan { sequence {
      milestone notified { starts 2027-01-01; happened 2027-01-01 }
      milestone act { starts after notified; happened 2027-01-20 }
      milestone back { starts unless act within 30 days of notified }
    } }";
    let json = drawn(text, Chart::Json, None);
    let back = json.split("\"name\": \"back\"").nth(1).unwrap_or_default();
    assert!(back.contains("\"neverComes\": true"), "{json}");
    assert!(json.contains("\"became\": \"kept-off\""), "{json}");
    let act = json.split("\"name\": \"act\"").nth(1).unwrap_or_default();
    let (act, _) = act.split_once("\"name\": \"back\"").unwrap_or((act, ""));
    assert!(act.contains("\"neverComes\": false"), "{json}");
    assert!(json.contains("\"of\": \"act\""), "the last that comes: {json}");
}
