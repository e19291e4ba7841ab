//! Lengths of time as the calendar has them: what a line says of a moment, against dates that are counted here by hand.

use std::collections::BTreeMap;

use detente::analysis::{Gap, Lateness, Request, Times, Window, timeline};
use detente::source::NoFiles;
use jiff::civil::{Date, date};
use jiff::{Span, ToSpan};

use crate::support::{input, path, read};

/// When each thing of a framework begins.
fn begins(text: &str, framework: &str) -> BTreeMap<String, Window> {
    let request = Request::default();
    let tables = timeline(vec![input("plan.det", text)], &NoFiles, &request, Some(framework));
    assert!(tables.broken.is_empty(), "{:?}", tables.broken);
    let tables = tables.answer.expect("the framework is there");
    let rows = tables.iter().flat_map(|table| &table.rows);
    rows.map(|row| match row.times {
        Times::Known { start, .. } => (row.name.clone(), start),
        _ => panic!("`{}` has no times", row.name),
    })
    .collect()
}

fn span(n: i32, unit: &str) -> Span {
    match unit {
        "days" => n.days(),
        "weeks" => n.weeks(),
        "months" => n.months(),
        _ => n.years(),
    }
}

/// Anchors where months and years do not fit: their ends, and leap days.
const ANCHORS: [Date; 8] = [
    date(2027, 1, 31),
    date(2028, 1, 31),
    date(2028, 2, 29),
    date(2027, 2, 28),
    date(2027, 8, 29),
    date(2027, 8, 31),
    date(2099, 12, 31),
    date(2027, 3, 1),
];

/// Every way of saying how far something is from a date, with the first and the last day that it leaves.
fn cases() -> Vec<(String, Option<Date>, Option<Date>)> {
    let day = 1.days();
    let mut cases = Vec::new();
    for anchor in ANCHORS {
        for (n, unit) in [
            (3, "days"),
            (40, "days"),
            (2, "weeks"),
            (3, "months"),
            (6, "months"),
            (13, "months"),
            (1, "years"),
            (4, "years"),
        ] {
            for counted in ["", ", first day not counted", ", first day counted"] {
                let first = counted == ", first day counted";
                // A year whose first day counts is over on the day before.
                let after = anchor + span(n, unit) - if first { day } else { 0.days() };
                let before = anchor - span(n, unit) + if first { day } else { 0.days() };
                for (bound, on, back) in [
                    ("", (Some(after), Some(after)), (Some(before), Some(before))),
                    ("at least ", (Some(after), None), (None, Some(before))),
                    ("at most ", (Some(anchor), Some(after)), (Some(before), Some(anchor))),
                    ("more than ", (Some(after + day), None), (None, Some(before - day))),
                    (
                        "less than ",
                        (Some(anchor), Some(after - day)),
                        (Some(before + day), Some(anchor)),
                    ),
                ] {
                    for (way, (from, to)) in [("after", on), ("before", back)] {
                        cases.push((
                            format!("{bound}{n} {unit} {way} {anchor}{counted}"),
                            from,
                            to,
                        ));
                    }
                }
            }
        }
    }
    cases
}

#[test]
fn lengths_are_those_of_the_calendar() {
    for cases in cases().chunks(120) {
        let lines = cases.iter().enumerate();
        let lines = lines.map(|(n, (when, ..))| format!("milestone m{n} {{ starts {when} }}\n"));
        let text = format!("framework plan {{ sequence {{\n{}}} }}\n", lines.collect::<String>());
        let begins = begins(&text, "plan");
        for (n, (when, from, to)) in cases.iter().enumerate() {
            let came = begins[&format!("m{n}")];
            assert_eq!((came.earliest, came.latest), (*from, *to), "starts {when}");
        }
    }
}

#[test]
fn a_framework_counts_as_its_lines_would() {
    let counted: Vec<_> =
        cases().into_iter().filter(|(when, ..)| when.ends_with(", first day counted")).collect();
    for cases in counted.chunks(120) {
        let lines = cases.iter().enumerate().map(|(n, (when, ..))| {
            let when = when.trim_end_matches(", first day counted");
            format!("milestone m{n} {{ starts {when} }}\n")
        });
        let text = format!(
            "framework plan {{\nday-count includes-first-day\nsequence {{\n{}}} }}\n",
            lines.collect::<String>()
        );
        let begins = begins(&text, "plan");
        for (n, (when, from, to)) in cases.iter().enumerate() {
            let came = begins[&format!("m{n}")];
            assert_eq!((came.earliest, came.latest), (*from, *to), "starts {when}");
        }
    }
}

#[test]
fn days_have_numbers_from_the_first_on() {
    let start = date(2028, 2, 27);
    let mut text = "framework plan { sequence {\nphase p { starts 2028-02-27 }\n".to_owned();
    for n in 1..=40 {
        text.push_str(&format!("milestone on{n} {{ starts on day {n} of p }}\n"));
        text.push_str(&format!("milestone by{n} {{ starts by day {n} of p }}\n"));
        text.push_str(&format!("milestone from{n} {{ starts no earlier than day {n} of p }}\n"));
    }
    let begins = begins(&(text + "} }\n"), "plan");
    for n in 1..=40 {
        let day = Some(start + (n - 1).days());
        let of = |word: &str| {
            let window = begins[&format!("{word}{n}")];
            (window.earliest, window.latest)
        };
        assert_eq!(of("on"), (day, day));
        assert_eq!(of("by"), (Some(start), day));
        assert_eq!(of("from"), (day, None));
    }
}

#[test]
fn the_regimes_come_out_on_the_days_their_sources_give() {
    let on = |y, m, d| Some(date(y, m, d));
    for (file, name, from, to) in [
        ("jcpoa-sequence", "adoption", on(2015, 10, 18), on(2015, 10, 18)),
        ("jcpoa-sequence", "transition", None, on(2023, 10, 18)),
        ("jcpoa-sequence", "termination", on(2025, 10, 18), on(2025, 10, 18)),
        ("initial-actions", "first-oil", on(2007, 2, 13), on(2007, 4, 14)),
        ("initial-actions", "groups", on(2007, 2, 13), on(2007, 3, 15)),
        ("initial-actions", "experts", on(2007, 10, 3), on(2007, 10, 17)),
        ("military-agreement", "in-force", on(2018, 11, 1), on(2018, 11, 1)),
    ] {
        let text = read(&path(&format!("examples/regimes/{file}.det")));
        let window = begins(&text, file)[name];
        assert_eq!((window.earliest, window.latest), (from, to), "{file}.{name}");
    }
}

#[test]
fn what_hangs_on_chance_may_never_come_however_far_it_is() {
    let text = "event chance \"Anything\"
framework plan { sequence {
  phase beyond { starts more than 3 days after chance }
  phase within { starts less than 3 days after chance }
  phase months { starts more than 2 months after chance, first day counted }
  milestone open { starts no earlier than 2027 }
  milestone due { starts at most 3 days after within }
  milestone sure { starts by 2028 }
} }";
    let request = Request::default();
    let tables = timeline(vec![input("plan.det", text)], &NoFiles, &request, Some("plan"));
    let tables = tables.answer.expect("the framework is there");
    for row in tables.iter().flat_map(|table| &table.rows) {
        let Times::Known { may_never, .. } = row.times else { panic!("{} has no times", row.name) };
        assert_eq!(may_never, row.name != "sure", "{}", row.name);
    }
}

#[test]
fn what_may_be_late_is_not_in_time() {
    let text = "event spring \"In spring\" { on 2007-02 }
event request \"A request\" { on 2007-02-13 }
framework plan {
  sequence {
    milestone early { starts at most 60 days after spring; happened 2007-04-01 }
    milestone between { starts at most 60 days after spring; happened 2007-04-20 }
    milestone late { starts at most 60 days after spring; happened 2007-04-30 }
    milestone too-soon { starts at least 60 days after spring; happened 2007-04-20 }
    milestone soon-enough { starts at least 60 days after spring; happened 2007-04-29 }
    milestone from-a-month { starts at most 60 days after 2007-02; happened 2007-04-20 }
    milestone at-once { starts at most 24 hours after request; happened 2007-02-13 }
    milestone next-day { starts at most 24 hours after request; happened 2007-02-14 }
    milestone day-after { starts at most 1 day after request; happened 2007-02-14 }
    milestone same-day { starts after request; happened 2007-02-13 }
    milestone done-first { starts at most 1 month after spring; happened 2007-03 }
    milestone after-it { starts at most 10 days after done-first; happened 2007-04-05 }
    milestone long-after { starts at most 10 days after done-first; happened 2007-04-11 }
  }
}";
    let request = Request::default();
    let tables = timeline(vec![input("plan.det", text)], &NoFiles, &request, Some("plan"));
    let tables = tables.answer.expect("the framework is there");
    let rows = tables.iter().flat_map(|table| &table.rows);
    let came: BTreeMap<&str, Lateness> =
        rows.filter_map(|row| Some((row.name.as_str(), row.happened?.standing))).collect();
    let should = [
        ("early", Lateness::OnTime),
        ("between", Lateness::Unknown),
        ("late", Lateness::Late(Gap::Days(1))),
        ("too-soon", Lateness::Unknown),
        ("soon-enough", Lateness::OnTime),
        ("from-a-month", Lateness::Unknown),
        ("at-once", Lateness::OnTime),
        ("next-day", Lateness::Unknown),
        ("day-after", Lateness::OnTime),
        ("same-day", Lateness::OnTime),
        ("done-first", Lateness::Unknown),
        ("after-it", Lateness::Unknown),
        ("long-after", Lateness::Late(Gap::Days(1))),
    ];
    assert_eq!(came, BTreeMap::from(should));
}
