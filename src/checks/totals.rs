//! Whether a procedure takes as long as its text says: `total-differs`.
//!
//! Takes the plan of a procedure and the total that its text gives; gives a finding where its steps make another one, with
//! the sum. Knows no rule, and nothing of how the length of the steps is found.

use super::structure::about;
use crate::diagnostic::{Finding, Level, NoteKind};
use crate::eval::{Evaluator, Line, Read, Run, Stretch, When};
use crate::expr::{EntityId, Key};
use crate::model::{Model, One, Said, TruthOf, Value};
use crate::schema::{Kind, field};
use crate::value::{Bound, Quantity, and};

/// The steps of a procedure take as long as its total says.
pub(super) fn steps_take_as_long_as_the_total(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    if model.things.get(id).kind != Kind::Procedure {
        return;
    }
    let Some(row) = field(Kind::Procedure, "total").map(Key::Field) else { return };
    eval.read(Read::Fact(id, row));
    let One::Known(Value::Quantity(at), said) = model.one(id, row, &eval.view) else { return };
    let Some(total) = model.quantity(at).copied() else { return };
    let steps: Vec<EntityId> = model.things.planned(id).collect();
    let plan = eval.plan(id);
    // A line that could not be read may order a step, or bound it.
    if steps.iter().any(|step| super::unordered::is_left_open(model, *step)) {
        return;
    }
    let Some(run) = plan.run(model, &steps) else { return };
    if run.unit != total.unit.dimension {
        return;
    }
    let Some(stated) = run.taken_by(&total) else { return };
    let differs = match total.bound {
        Some(Bound::AtLeast | Bound::MoreThan) => run.longest < stated && !run.open,
        // What has no limit may take as long as the total says; what is longer already cannot.
        _ if run.open => run.longest > stated,
        _ => run.longest != stated,
    };
    if differs {
        let told = Told { model, id, run: &run, total, said };
        let longer = lengthened(eval, &run);
        findings.push(told.finding(longer, run.longest < stated));
    }
}

/// Returns the steps that may be lengthened.
fn lengthened(eval: &mut Evaluator<'_>, run: &Run) -> Vec<EntityId> {
    let Some(row) = field(Kind::Step, "extendable").map(Key::Field) else { return Vec::new() };
    let mut found = Vec::new();
    for step in run.steps.iter().map(|s| s.step) {
        eval.read(Read::Fact(step, row));
        if matches!(eval.model.truth(step, row, &eval.view), TruthOf::Stated(true, _)) {
            found.push(step);
        }
    }
    found
}

/// What is told of a procedure whose steps make another total.
struct Told<'t> {
    model: &'t Model,
    id: EntityId,
    run: &'t Run,
    total: Quantity,
    said: Said,
}

impl Told<'_> {
    fn finding(&self, longer: Vec<EntityId>, short: bool) -> Finding {
        let (model, run) = (self.model, self.run);
        let path: Vec<&Stretch> = run.path.iter().filter_map(|s| run.stretch(*s)).collect();
        let lines: Vec<Said> = path.iter().filter_map(|s| s.line).map(|line| line.said).collect();
        let one_voice = model.one_voice(lines.iter().copied().chain([self.said]));
        let sure = lines.iter().chain([&self.said]).all(|said| {
            let from = model.cites.get(said.cite);
            !from.inferred && !from.unverified
        });
        // Steps that take less than they may in all contradict nobody.
        let level = match self.total.bound {
            Some(Bound::AtMost | Bound::LessThan) if short => Level::Advice,
            _ if one_voice && sure => Level::Error,
            _ => Level::Warning,
        };
        let counted = run.first_day(&self.total);
        let sum = run.words(run.longest);
        let first_day = if counted > 0 { ", first day counted" } else { "" };
        let most = if run.open { "at least" } else { "up to" };
        let message = format!(
            "the steps of `{}` take {most} {sum}, and its total is {}{first_day}",
            model.things.path(self.id),
            self.total
        );
        let mut finding = Finding::broken("total-differs", level, self.said.span, message)
            .here(format!("says {} in all", self.total));
        let mut so_far = 0;
        for (at, stretch) in path.iter().enumerate() {
            let Some(line) = stretch.line else { continue };
            let (name, length) = (self.name(stretch.step), self.length(stretch, &line));
            // Between two steps there may be days that belong to neither.
            let gap = stretch.from - so_far;
            let after = match (gap > 0, at) {
                (true, 0) => format!("after {} ", run.words(gap)),
                (true, _) => format!("{} later ", run.words(gap)),
                (false, 0) => String::new(),
                (false, _) => "then ".to_owned(),
            };
            so_far = stretch.to;
            let counted = match line.when {
                When::Lasts(length) => run.first_day(&length),
                _ => 0,
            };
            let alone = at == 0 && gap == 0 && counted == 0;
            let all =
                if alone { String::new() } else { format!(", {} in all", run.words(stretch.to)) };
            finding = finding.label(line.said.span, format!("{after}{name}: {length}{all}"));
        }
        for said in lines.iter().chain([&self.said]) {
            finding.cite(model.cites.texts(said.cite));
        }
        let help = if run.open {
            "give each step a length, or mend the total".to_owned()
        } else {
            let sum = run.words(run.longest.saturating_add(counted));
            let count = match self.total.first_day {
                Some(false) => ", first day not counted",
                _ => first_day,
            };
            let total = format!("{}{sum}{count}", self.bound());
            format!("write `total {total}`, or mend the length of a step")
        };
        finding = finding.help(help);
        let beside: Vec<String> = run
            .steps
            .iter()
            .filter(|s| !run.path.contains(&s.step) && s.line.is_some())
            .map(|s| self.name(s.step))
            .collect();
        match beside.as_slice() {
            [] => {}
            [one] => {
                let text = format!("{one} runs beside these and adds nothing");
                finding = finding.note(NoteKind::Note, text);
            }
            more => {
                let text = format!("{} run beside these and add nothing", and(more));
                finding = finding.note(NoteKind::Note, text);
            }
        }
        let longer: Vec<String> = longer.into_iter().map(|step| self.name(step)).collect();
        if short && !longer.is_empty() {
            let text = format!("that {} may be lengthened is not counted", and(&longer));
            finding = finding.note(NoteKind::Note, text);
        }
        about(finding, model, self.id)
    }

    /// Returns how long a step takes, as its line counts it.
    fn length(&self, stretch: &Stretch, line: &Line) -> String {
        let (run, takes) = (self.run, stretch.to - stretch.from);
        let least = if stretch.is_open() { "at least " } else { "" };
        match line.when {
            When::Lasts(length) if run.first_day(&length) > 0 => {
                let days = run.words(takes.saturating_add(run.first_day(&length)));
                format!("{least}{days}, first day counted")
            }
            _ => format!("{least}{}", run.words(takes)),
        }
    }

    /// The comparison as the total has it; what the steps take in all is part of it.
    fn bound(&self) -> &'static str {
        match self.total.bound {
            None => "",
            Some(Bound::AtLeast | Bound::MoreThan) => "at least ",
            Some(Bound::AtMost | Bound::LessThan) => "at most ",
        }
    }

    fn name(&self, id: EntityId) -> String {
        format!("`{}`", self.model.things.get(id).name)
    }
}
