//! Times at the prompt: edits of when something is, questions about it, and slips in both.

use crate::cli::{Folder, Ran};

const PLAN: &str = "\
event seal \"Sealed\" { on 2027-01-31 }
draft plan \"A plan\" {
  basket crisis { csbm line { type hotline } }
  sequence {
    phase opening { during 2027-03-01 to 2028-02-29; opens crisis }
    phase widening {
      starts at least 14 months after 2027-03-01
      lasts at least 12 months
    }
    phase charter { starts after widening }
    phase late { starts after 2027 }
    phase sooner { starts before 2027 }
    phase due { starts by 2027 }
    phase none-before { starts no earlier than 2027-03 }
    phase over { ends before 2027-03 }
    milestone signing { starts 2027-03 }
  }
}
scenario slow on plan { delay plan.widening by 6 months }
";

fn prompt(name: &str, lines: &str) -> Ran {
    let folder = Folder::new(name);
    folder.write("plan.det", PLAN);
    folder.run_with(&["repl", "plan.det"], lines.as_bytes(), &[("NO_COLOR", "1")])
}

#[test]
fn a_delay_beyond_the_calendar_is_refused() {
    for by in ["9000 years", "20000 years", "300000 months", "99999999 weeks", "999999999999 days"]
    {
        let line = format!("delay plan.signing by {by}\nplan.crisis.name\n");
        prompt("typed-beyond", &line).says(1, &[&format!("`2027-03` cannot be put off by {by}")]);
    }
    // The field that says when is the one to be set.
    prompt("typed-during", "delay plan.opening by 9000 years\n")
        .says(1, &["`set plan.opening.during to …`"]);
}

#[test]
fn a_limit_stays_a_limit_where_the_delay_is_finer_than_its_date() {
    for (phase, side, by, when) in [
        ("late", "starts", "10 days", "on 2028-01-11 or later"),
        ("late", "starts", "1 year", "on 2029-01-01 or later"),
        ("sooner", "starts", "10 days", "on 2027-01-10 or sooner"),
        ("due", "starts", "1 month", "on 2028-01-31 or sooner"),
        ("none-before", "starts", "10 days", "on 2027-03-11 or later"),
        ("over", "ends", "10 days", "on 2027-03-10 or sooner"),
        ("widening", "starts", "1.5 years", "on 2029-11-01 or later"),
    ] {
        let lines = format!("delay plan.{phase} by {by}\nwhy plan.{phase}.{side}\n");
        prompt("typed-limits", &lines).says(0, &[when]);
    }
}

#[test]
fn what_no_delay_moves_is_told_for_what_it_is() {
    prompt("typed-event", "delay seal by 1 month\n")
        .says(1, &["`seal` is an event, and no phase or milestone", "`set seal.on to 2028-03`"]);
    prompt("typed-months", "delay plan.signing by 1.5 years\nplan.signing.starts\n")
        .says(0, &["\n2028-09\n"]);
}

#[test]
fn starts_is_the_word_for_when_something_starts() {
    let lines = "forget plan.charter.starts\nwhy plan.charter.starts\nshow plan.widening\n";
    let ran = prompt("typed-starts", lines);
    ran.says(0, &["undecided: no date bounds it", "- starts: at least 14 months after 2027-03-01"]);
    assert!(!ran.out.contains("begins:"), "{}", ran.out);
    assert!(!ran.out.contains(".begins"), "{}", ran.out);
    // What starts with it is another matter: it stands, and that is said.
    let both = "set plan.charter.starts to line\nforget plan.charter.starts\n\
                plan.charter.starts\nforget plan.charter.starts\nplan.charter.starts\n";
    prompt("typed-starts-both", both).says(
        0,
        &[
            "what starts with it, `line`, stands: to\n    take it away, remove line from plan.charter.starts",
            "\n+2> plan.charter.starts\nline\n",
            "\n+3> plan.charter.starts\nnothing that is stated, and perhaps others",
        ],
    );
    prompt("typed-starts-dropped", "drop plan.widening.starts\n")
        .says(0, &["when it starts stands; to forget that: forget plan.widening.starts"]);
}

#[test]
fn lines_of_edits_that_clash_are_told_by_number_and_mended_as_edits() {
    let lines = "delay plan.widening by 3 months\n\
                 set plan.charter.starts to after plan.widening, by 2029-03\ncheck plan\ncheck\n";
    let ran = prompt("typed-clash", lines);
    ran.says(
        0,
        &[
            "edit 1 `delay plan.widening by 3 months`",
            "edit 1: in place of `delay plan.widening by 3 months`,",
            "`starts at least 9 months after 2027-06-01`",
            "what if set plan.widening.starts to at least 9 months after 2027-06-01",
            "what if set plan.charter.starts to after widening, by 2029-08",
        ],
    );
    assert!(!ran.out.contains("prompt:1"), "{}", ran.out);
}

#[test]
fn an_edit_of_a_time_is_mended_as_a_line_would_be() {
    for (line, near) in [
        ("set plan.charter.starts to in May 2028", "`set plan.charter.starts to 2028-05`"),
        ("set plan.charter.starts to 1 May 2028", "`set plan.charter.starts to 2028-05-01`"),
        ("set plan.charter.starts to by 99999", "`by 99999` is no date and no place in an order"),
        ("set plan.widening.lasts to a year", "`set plan.widening.lasts to 1 year`"),
        ("delay plan.charter by two months", "`delay plan.charter by 2 months`"),
        ("delay plan.charter until 2030", "`set plan.charter.starts to 2030`"),
        ("delay charter by 2 months", "try: delay plan.charter by 2 months"),
        ("move charter after widening", "try: move plan.charter after plan.widening"),
        ("remove plan.charter", "try: remove charter from plan.phases"),
        ("remove phase charter from plan", "try: remove charter from plan.phases"),
        ("remove charter from plan", "`remove charter from plan.phases`"),
    ] {
        prompt("typed-mended", &format!("{line}\n")).says(1, &[near]);
    }
}

#[test]
fn questions_of_time_lead_to_what_answers_them() {
    for (line, near) in [
        ("critical path", "try: timeline plan"),
        ("critical path of plan", "try: timeline plan"),
        ("slack plan.charter", "try: timeline plan"),
        ("timeline charter", "try: timeline plan"),
        ("when plan.charter", "try: why plan.charter.starts"),
        ("when does charter start?", "try: why plan.charter.starts"),
        ("when is plan.charter over", "try: why plan.charter.ends"),
        ("why plan.charter starts", "try: why plan.charter.starts"),
        ("why does plan.charter start on 2029-05-01", "try: why plan.charter.starts"),
        ("why not plan.charter.starts by 2030", "try: why plan.charter.starts"),
        ("what if scenario slow", "try: scenario slow"),
        ("what if slow", "try: scenario slow"),
    ] {
        prompt("typed-questions", &format!("{line}\n")).says(1, &[near]);
    }
}

#[test]
fn how_wide_to_draw_is_asked_in_words() {
    let folder = Folder::new("typed-width");
    folder.write("plan.det", PLAN);
    let ran = folder.run(&["timeline", "plan.det", "--width", "10"]);
    assert!(ran.err.contains("write a number of columns from 40 to 400"), "{}", ran.err);
}
