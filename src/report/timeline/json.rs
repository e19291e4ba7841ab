//! Timetables for programs: `detente.timeline/1`, described in `docs/timeline.md`.
//!
//! The structs here are the format. No type of the crate is written as it is.

use std::io::{self, Write};

use jiff::civil::Date as Day;
use serde::Serialize;

use super::super::json::{Finding, finding, write};
use crate::analysis::{self, Became, Gap, Lateness, RowKind, Timelines, Times, Timetable};
use crate::value::Truth;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report<'a> {
    as_of: Option<String>,
    timetables: Vec<Table<'a>>,
    broken: Vec<Finding<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Table<'a> {
    framework: &'a str,
    title: &'a str,
    supposed: Option<&'a str>,
    rows: Vec<Row<'a>>,
    clashes: Vec<Vec<Stated<'a>>>,
    critical_path: Option<Path<'a>>,
    choices: Vec<Choice<'a>>,
    defaults: Vec<ByDefault<'a>>,
    procedures: Vec<Procedure<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<Clock<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Clock<'a> {
    place: &'a str,
    days_are_its_own: bool,
}

#[derive(Serialize)]
struct ByDefault<'a> {
    name: &'a str,
    unless: &'a str,
    by: &'a [String],
    within: &'a str,
    due: Window,
    done: Option<String>,
    became: &'static str,
}

#[derive(Serialize)]
struct Choice<'a> {
    at: &'a str,
    within: Option<&'a str>,
    branches: Vec<Branch<'a>>,
}

#[derive(Serialize)]
struct Branch<'a> {
    name: &'a str,
    title: &'a str,
    when: &'a str,
    taken: Option<bool>,
    phases: &'a [String],
}

#[derive(Serialize)]
struct Procedure<'a> {
    name: &'a str,
    title: &'a str,
    steps: Vec<Step<'a>>,
    takes: Option<&'a str>,
    open: bool,
    total: Option<&'a str>,
}

#[derive(Serialize)]
struct Step<'a> {
    name: &'a str,
    title: &'a str,
    from: Option<&'a str>,
    to: Option<&'a str>,
    extendable: bool,
    lasts: &'a [String],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    name: &'a str,
    title: &'a str,
    kind: &'static str,
    branch: Option<&'a str>,
    taken: Option<bool>,
    times: &'static str,
    start: Option<Window>,
    end: Option<Window>,
    may_never: bool,
    never_comes: bool,
    lasts: &'a [String],
    order: &'a [String],
    begins: Option<Begins<'a>>,
    happened: Option<Happened>,
    owed: Option<Owed<'a>>,
    disputed: Vec<Held<'a>>,
    repeats: Option<Repeats<'a>>,
    missed: Option<String>,
    critical: bool,
    slack_days: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slack_minutes: Option<i64>,
    lines: Vec<Stated<'a>>,
}

#[derive(Serialize)]
struct Window {
    earliest: Option<String>,
    latest: Option<String>,
    /// The time of day, where it is known more closely than to the day.
    #[serde(skip_serializing_if = "Option::is_none", rename = "earliestTime")]
    earliest_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "latestTime")]
    latest_time: Option<String>,
}

#[derive(Serialize)]
struct Begins<'a> {
    hard: &'static str,
    soft: &'static str,
    items: Vec<Begun<'a>>,
    open: bool,
}

#[derive(Serialize)]
struct Begun<'a> {
    name: &'a str,
    hard: &'static str,
    soft: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Happened {
    on: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    standing: &'static str,
    days: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minutes: Option<i64>,
    /// The last day on which it was due, or the first, where that is another than the row has.
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Owed<'a> {
    owed: &'static str,
    in_return_for: Vec<Returned<'a>>,
}

#[derive(Serialize)]
struct Returned<'a> {
    name: &'a str,
    done: &'static str,
    on: Option<String>,
}

#[derive(Serialize)]
struct Held<'a> {
    by: &'a str,
    happened: Option<Happened>,
}

#[derive(Serialize)]
struct Repeats<'a> {
    every: &'a str,
    until: Option<&'a str>,
    due: Vec<Window>,
    certain: usize,
    more: bool,
}

#[derive(Serialize)]
struct Path<'a> {
    of: &'a str,
    stations: Vec<Station<'a>>,
}

#[derive(Serialize)]
struct Station<'a> {
    name: &'a str,
    end: &'static str,
    day: String,
    by: Option<Stated<'a>>,
}

#[derive(Serialize)]
struct Stated<'a> {
    of: &'a str,
    text: &'a str,
    file: &'a str,
    line: usize,
}

/// Writes timetables.
pub(super) fn timelines(
    timelines: &Timelines,
    tables: &[Timetable],
    out: &mut dyn Write,
) -> io::Result<()> {
    let report = Report {
        as_of: timelines.as_of.map(|day| day.to_string()),
        timetables: tables.iter().map(table).collect(),
        broken: timelines.broken.iter().map(|f| finding(f, &timelines.sources)).collect(),
    };
    write("detente.timeline/1", &report, out)
}

fn table(table: &Timetable) -> Table<'_> {
    Table {
        framework: &table.framework,
        title: &table.title,
        supposed: table.supposed.as_deref(),
        rows: table.rows.iter().map(row).collect(),
        clashes: table.clashes.iter().map(|set| set.iter().map(stated).collect()).collect(),
        critical_path: table.path.as_ref().map(|path| Path {
            of: &path.of,
            stations: path
                .stations
                .iter()
                .map(|s| Station {
                    name: &s.name,
                    end: if s.ends { "ends" } else { "starts" },
                    day: s.day.to_string(),
                    by: s.by.as_ref().map(stated),
                })
                .collect(),
        }),
        choices: table.choices.iter().map(choice).collect(),
        defaults: table.defaults.iter().map(by_default).collect(),
        procedures: table.procedures.iter().map(procedure).collect(),
        clock: table
            .clock
            .as_ref()
            .map(|clock| Clock { place: &clock.place, days_are_its_own: clock.own }),
    }
}

fn by_default(each: &analysis::ByDefault) -> ByDefault<'_> {
    ByDefault {
        name: &each.name,
        unless: &each.act,
        by: &each.by,
        within: &each.within,
        due: window(each.due),
        done: each.done.map(|day| day.to_string()),
        became: match each.became {
            Became::Came => "came",
            Became::KeptOff => "kept-off",
            Became::NotBegun => "not-begun",
            Became::Open => "undecided",
        },
    }
}

fn choice(choice: &analysis::Choice) -> Choice<'_> {
    let branches = choice.ways.iter().map(|way| Branch {
        name: &way.name,
        title: &way.title,
        when: &way.when,
        taken: way.taken,
        phases: &way.phases,
    });
    Choice { at: &choice.at, within: choice.within.as_deref(), branches: branches.collect() }
}

fn procedure(procedure: &analysis::Procedure) -> Procedure<'_> {
    Procedure {
        name: &procedure.name,
        title: &procedure.title,
        steps: procedure
            .steps
            .iter()
            .map(|step| Step {
                name: &step.name,
                title: &step.title,
                from: step.from.as_deref(),
                to: step.to.as_deref(),
                extendable: step.extendable,
                lasts: &step.lasts,
            })
            .collect(),
        takes: procedure.takes.as_deref(),
        open: procedure.open,
        total: procedure.total.as_deref(),
    }
}

fn row(row: &analysis::Row) -> Row<'_> {
    let open = analysis::Window::default();
    let (times, start, end, may_never) = match row.times {
        Times::Known { start, end, may_never } => {
            ("known", Some(window(start)), Some(window(end)), may_never)
        }
        Times::Never => ("known", Some(window(open)), Some(window(open)), true),
        Times::Clash => ("clash", None, None, false),
        Times::TooMany => ("too-many-alternatives", None, None, false),
    };
    Row {
        name: &row.name,
        title: &row.title,
        kind: match row.kind {
            RowKind::Phase => "phase",
            RowKind::Foreign => "phase-of-another",
            RowKind::Milestone => "milestone",
            RowKind::Event => "event",
        },
        branch: row.branch.as_deref(),
        taken: row.taken,
        times,
        start,
        end,
        may_never,
        never_comes: row.times == Times::Never || row.taken == Some(false),
        lasts: &row.lasts,
        order: &row.order,
        begins: row.begins.as_ref().map(|begins| Begins {
            hard: truth(begins.content.hard),
            soft: truth(begins.content.soft),
            items: begins
                .items
                .iter()
                .map(|item| Begun {
                    name: &item.name,
                    hard: truth(item.content.hard),
                    soft: truth(item.content.soft),
                })
                .collect(),
            open: begins.open,
        }),
        missed: row.missed.map(|day| day.to_string()),
        happened: row.happened.map(happened),
        disputed: row
            .disputed
            .iter()
            .map(|held| Held { by: &held.by, happened: held.happened.map(happened) })
            .collect(),
        owed: row.owed.as_ref().map(|owed| Owed {
            owed: truth(owed.owed),
            in_return_for: owed
                .in_return_for
                .iter()
                .map(|(name, done, on)| Returned {
                    name,
                    done: truth(*done),
                    on: on.map(|on| on.to_string()),
                })
                .collect(),
        }),
        repeats: row.repeats.as_ref().map(|repeats| Repeats {
            every: &repeats.every,
            until: (!repeats.until.is_empty()).then_some(repeats.until.as_str()),
            due: repeats.due.iter().map(|due| window(*due)).collect(),
            certain: repeats.certain,
            more: repeats.more,
        }),
        critical: row.critical,
        slack_days: row.slack,
        slack_minutes: row.slack_minutes,
        lines: row.stated.iter().map(stated).collect(),
    }
}

fn happened(happened: analysis::Happened) -> Happened {
    let (standing, days) = match happened.standing {
        Lateness::Early(gap) => ("early", Some(gap.days())),
        Lateness::OnTime => ("on-time", Some(0)),
        Lateness::Late(gap) => ("late", Some(gap.days())),
        Lateness::Missed => ("missed", None),
        Lateness::NotOwed => ("not-owed", None),
        Lateness::NotDue => ("not-due", None),
        Lateness::Unknown => ("unknown", None),
    };
    let clock = happened.on.clock();
    let minutes = match happened.standing {
        Lateness::Early(Gap::Minutes(n)) | Lateness::Late(Gap::Minutes(n)) => Some(n),
        _ => None,
    };
    Happened {
        on: happened.on.without_clock().to_string(),
        time: clock.map(|clock| super::time_of_day(clock.minute)),
        place: clock.map(|clock| clock.place.to_string()),
        standing,
        days,
        minutes,
        due: happened.due.map(|day| day.to_string()),
    }
}

fn window(window: analysis::Window) -> Window {
    let day = |day: Option<Day>| day.map(|day| day.to_string());
    let time = |minute: Option<u16>| minute.map(super::time_of_day);
    Window {
        earliest: day(window.earliest),
        latest: day(window.latest),
        earliest_time: time(window.from_minute),
        latest_time: time(window.to_minute),
    }
}

fn truth(truth: Truth) -> &'static str {
    match truth {
        Truth::Yes => "yes",
        Truth::No => "no",
        Truth::Undecided => "undecided",
    }
}

fn stated(stated: &analysis::Stated) -> Stated<'_> {
    Stated { of: &stated.of, text: &stated.text, file: &stated.file, line: stated.line }
}
