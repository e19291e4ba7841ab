//! Whether the phases of a framework can be as its lines say: `sequence-contradiction`.
//!
//! Takes the plan of a framework; gives a finding for each smallest set of lines that clash, what each of them leads to,
//! and what would settle it (`remedies`). Knows no rule and nothing of how times are found.

mod remedies;
mod times;

use crate::checks::structure::about;
use crate::diagnostic::{Finding, Level, Note, NoteKind};
use crate::eval::{Evaluator, Line, Plan, When, choice_of};
use crate::expr::EntityId;
use crate::model::{Model, Moment, MomentTarget};
use crate::source::{Role, Sources, Span};
use crate::syntax::ast::Order;
use crate::time::{self, Consistency};
use crate::value::{and, flat};
use times::Side;

/// So many contradictions of one framework are looked for.
const MOST: usize = 8;

/// The phases of a framework can be when its lines say they are.
pub(super) fn phases_have_their_time(
    eval: &mut Evaluator<'_>,
    id: EntityId,
    sources: &Sources,
    findings: &mut Vec<Finding>,
) {
    let model = eval.model;
    if model.things.planned(id).next().is_none() {
        return;
    }
    let plan = eval.plan(id);
    if plan.timeline.consistency() != Consistency::Inconsistent {
        return;
    }
    let mut reported: Vec<Span> = Vec::new();
    let first = findings.len();
    let clashes = plan.timeline.clashes(MOST);
    let lines_of = |clash: &time::Clash| -> Vec<Line> {
        clash.statements.iter().filter_map(|s| plan.line(*s)).copied().collect()
    };
    let sets: Vec<Vec<Line>> = clashes.sets.iter().map(lines_of).collect();
    for lines in &sets {
        // A line has one mistake at most until shown otherwise.
        if lines.is_empty() || lines.iter().any(|line| reported.contains(&line.said.span)) {
            continue;
        }
        // What clashes within another framework is reported there, and what clashes across several with the first.
        if told_with(eval, sources, lines) != Some(id) {
            continue;
        }
        reported.extend(lines.iter().map(|line| line.said.span));
        let near = |set: &&Vec<Line>| set.iter().any(|line| lines.contains(line));
        let of: Vec<EntityId> = sets.iter().filter(near).flatten().map(|line| line.of).collect();
        let around: Vec<Line> =
            plan.lines().filter(|line| of.contains(&line.of)).copied().collect();
        let (whole, around, hours) = (&plan, &around, plan.tells_hours());
        let mut clash = Clash { model, sources, id, whole, lines, around, hours };
        clash.hours = clash.hours && clash.plan(lines).tells_hours();
        findings.push(clash.report());
    }
    if let Some(last) = findings.get_mut(first..).and_then(<[Finding]>::last_mut)
        && !clashes.complete
    {
        let path = model.things.path(id);
        let text =
            format!("not all that clashes in `{path}` was looked for: mend this, and check again");
        last.notes.push(Note { kind: NoteKind::Note, text });
    }
}

/// Returns the framework or the procedure with which it is told that lines clash: the first, in the order of the lines, of
/// the texts that are checked, whose own plan has them all.
fn told_with(eval: &mut Evaluator<'_>, sources: &Sources, lines: &[Line]) -> Option<EntityId> {
    let model = eval.model;
    let checked = |line: &&Line| {
        sources.get(line.said.span.file).is_some_and(|source| source.role == Role::Checked)
    };
    lines.iter().filter(checked).map(|line| Plan::root(model, line.of)).find(|root| {
        let plan = eval.plan(*root);
        lines.iter().all(|line| plan.lines().any(|own| own == line))
    })
}

/// Lines that clash, each of them needed for it.
struct Clash<'c> {
    model: &'c Model,
    sources: &'c Sources,
    id: EntityId,
    /// The plan with all its lines.
    whole: &'c Plan,
    lines: &'c [Line],
    /// All lines of what these are of, and of what they clash with in other ways.
    around: &'c [Line],
    /// Whether days do not tell it all.
    hours: bool,
}

/// What a line leads to when those before it are so.
struct Step {
    line: Line,
    text: String,
}

impl Clash<'_> {
    fn report(&self) -> Finding {
        let model = self.model;
        // Of two sources one may be wrong; one text that says it all cannot be right.
        let one_voice = model.one_voice(self.lines.iter().map(|line| line.said));
        let level = if one_voice { Level::Error } else { Level::Warning };
        let circle = self.lines.iter().all(is_order);
        let (steps, missed) = if circle { (self.circle(), None) } else { self.told() };
        let missed_nothing = missed.is_none();
        let path = model.things.path(self.id);
        let message = if circle {
            format!("in {} {} in a circle", self.roots(), self.who_waits())
        } else {
            let many = match self.lines.len() {
                1 => "this line of".to_owned(),
                2 => "these two lines of".to_owned(),
                3 => "these three lines of".to_owned(),
                4 => "these four lines of".to_owned(),
                n => format!("these {n} lines of"),
            };
            let missed = missed.map_or_else(String::new, |by| format!(": they miss by {by}"));
            let cannot = if self.lines.len() == 1 { "cannot hold" } else { "cannot all hold" };
            format!("{many} {} {cannot}{missed}", self.roots())
        };
        let place = steps.first().map_or(model.things.get(self.id).head, |s| s.line.said.span);
        let mut finding = Finding::broken("sequence-contradiction", level, place, message);
        for (at, step) in steps.iter().enumerate() {
            finding = if at == 0 {
                finding.here(step.text.clone())
            } else {
                finding.label(step.line.said.span, step.text.clone())
            };
        }
        for line in self.lines {
            finding.cite(model.cites.texts(line.said.cite));
        }
        let (help, edits) = self.remedies();
        let finding = help.into_iter().fold(finding, Finding::help).offers(edits);
        let finding = if self.lines.len() > 1 {
            finding.note(NoteKind::Note, "leave out any one of these lines and the others agree")
        } else {
            finding
        };
        let counted = super::day_count::would_agree(model, self.id, &self.plan(self.lines));
        let finding = match counted {
            Some(note) => finding.note(NoteKind::Note, note),
            None => finding,
        };
        let finding = match self.whole.shown_in() {
            Some((place, false)) if self.hours && missed_nothing => finding.note(
                NoteKind::Note,
                format!("days and times of day are told as those of {place}: no `days-in` says whose days `{path}` counts in"),
            ),
            _ => finding,
        };
        let roots = self.roots();
        let so = format!("what depends on the times of {roots} is undecided until it is settled");
        about(finding.note(NoteKind::So, so), model, self.id)
    }

    /// `a` and `b`: what its lines are of.
    fn roots(&self) -> String {
        let mut roots: Vec<EntityId> = Vec::new();
        for root in self.lines.iter().map(|line| Plan::root(self.model, line.of)) {
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
        let paths = roots.iter().map(|root| format!("`{}`", self.model.things.path(*root)));
        and(&paths.collect::<Vec<_>>())
    }

    /// Returns a name, with that of its framework where lines of several clash.
    fn name(&self, id: EntityId) -> String {
        let root = |line: &Line| Plan::root(self.model, line.of);
        let first = self.lines.first().map(root);
        if self.lines.iter().any(|line| Some(root(line)) != first) {
            return format!("`{}`", self.model.things.path(id));
        }
        format!("`{}`", self.model.things.get(id).name)
    }

    /// `a`, `b` and `c` wait for one another.
    fn who_waits(&self) -> String {
        let mut phases: Vec<EntityId> = Vec::new();
        for line in self.lines {
            if !phases.contains(&line.of) {
                phases.push(line.of);
            }
        }
        match phases.as_slice() {
            [first @ .., last] if !first.is_empty() => {
                let first: Vec<String> = first.iter().map(|p| self.name(*p)).collect();
                format!("{} and {} wait for one another", first.join(", "), self.name(*last))
            }
            [only] => format!("{} waits for itself", self.name(*only)),
            _ => String::new(),
        }
    }

    fn circle(&self) -> Vec<Step> {
        let step = |line: &Line| Step { line: *line, text: self.order_words(line) };
        self.lines.iter().map(step).collect()
    }

    /// Says what a line of order says.
    fn order_words(&self, line: &Line) -> String {
        let own = self.name(line.of);
        let Some(other) = line.refers_to(self.model).first().copied() else { return own };
        let there = if other == line.of { "itself".to_owned() } else { self.name(other) };
        let there = match line.when {
            When::Moment(Moment { edge: Some(edge), .. }) => edge.of(&there),
            _ => there,
        };
        let how = match line.when {
            When::Moment(Moment { order, .. }) => match order {
                Order::After => "waits for",
                Order::Before | Order::By => "comes before",
                Order::With if line.field == "ends" => "ends with",
                Order::With => "begins with",
                Order::During if line.field == "begins" => "begins within",
                Order::During if line.field == "ends" => "ends within",
                Order::During => "lies within",
                Order::From => "does not come before",
            },
            _ => "waits for",
        };
        format!("{own} {how} {there}")
    }

    /// Tells the clash from the earliest times on, up to the line that asks for something earlier; or else from the
    /// latest times back.
    fn told(&self) -> (Vec<Step>, Option<String>) {
        let early = self.steps(Side::Early);
        if early.1.is_some() {
            return early;
        }
        let late = self.steps(Side::Late);
        if late.1.is_some() { late } else { early }
    }

    /// Puts the lines in the order in which each follows from those before, up to the one that cannot be so any more.
    fn steps(&self, side: Side) -> (Vec<Step>, Option<String>) {
        let mut left: Vec<Line> = self.lines.to_vec();
        let mut used: Vec<Line> = Vec::new();
        let mut steps: Vec<Step> = Vec::new();
        while left.len() > 1 {
            let before = self.plan(&used);
            let moved = |line: &Line| {
                let mut with = used.clone();
                with.push(*line);
                self.moved(&before, &self.plan(&with), line, side)
            };
            // What is counted from something waits until all lines of that are told, or a later one would move it again.
            let waits = |line: &Line| {
                let others = line.refers_to(self.model);
                left.iter().any(|other| other.of != line.of && others.contains(&other.of))
            };
            // How often something comes moves nothing of it, and is told when the rest of it is.
            let often = |line: &Line| {
                let whole = left.iter().all(|other| other.of != line.of || other.is_of_times());
                (line.is_of_times() && whole).then(|| self.plain_words(line))
            };
            let moving = |ready: bool| {
                let lines = left.iter().enumerate().filter(|(_, line)| !(ready && waits(line)));
                lines.into_iter().find_map(|(at, line)| {
                    moved(line).or_else(|| often(line)).map(|text| (at, text))
                })
            };
            let (at, text) = moving(true).or_else(|| moving(false)).unwrap_or_else(|| {
                (0, left.first().map_or_else(String::new, |line| self.plain_words(line)))
            });
            let line = left.remove(at);
            used.push(line);
            let so = if steps.is_empty() { "" } else { "so " };
            steps.push(Step { line, text: format!("{}. {so}{text}", steps.len() + 1) });
        }
        let mut missed = None;
        if let Some(line) = left.pop() {
            let own = self.plan(&[line]);
            let rest = self.plan(&used);
            let (text, by) = self.against(&rest, &own, &line, side);
            missed = by;
            let but =
                if steps.is_empty() { String::new() } else { format!("{}. but ", steps.len() + 1) };
            steps.push(Step { line, text: format!("{but}{text}") });
        }
        (steps, missed)
    }

    fn plan(&self, lines: &[Line]) -> Plan {
        let phases: Vec<EntityId> = self.lines.iter().map(|line| line.of).collect();
        let mut phases: Vec<EntityId> = phases
            .into_iter()
            .chain(self.lines.iter().flat_map(|l| l.refers_to(self.model)))
            .collect();
        phases.sort_unstable();
        phases.dedup();
        self.whole.with_lines(self.model, lines.to_vec(), &phases)
    }

    /// Says what a line changes in the earliest or the latest times of its phase.
    fn moved(&self, before: &Plan, after: &Plan, line: &Line, side: Side) -> Option<String> {
        let (old, new) = (before.ends(line.of)?, after.ends(line.of)?);
        let mut ends = [("starts", old.start, new.start), ("ends", old.end, new.end)];
        if side == Side::Late {
            // What must be over sooner must begin sooner too: the end is what the line is about.
            ends.reverse();
        }
        let place = self.whole.shown_in().map(|(place, _)| place);
        ends.iter().find_map(|(verb, old, new)| {
            let was = side.of(self.times(before, *old, place));
            let is = side.of(self.times(after, *new, place));
            let words = match side {
                Side::Early => (is > was).then_some("at the earliest"),
                Side::Late => (is.is_some() && was.is_none_or(|was| is < Some(was)))
                    .then_some("at the latest"),
            }?;
            let when = self.when(is?, side);
            Some(format!("{} {verb} on {when} {words}", self.name(line.of)))
        })
    }

    /// Says what the last line asks for, and how far that is from what the others lead to.
    fn against(
        &self,
        rest: &Plan,
        own: &Plan,
        line: &Line,
        side: Side,
    ) -> (String, Option<String>) {
        let name = self.name(line.of);
        let (Some(there), Some(here)) = (rest.ends(line.of), own.ends(line.of)) else {
            return (self.plain_words(line), None);
        };
        let mut ends = [("start", there.start, here.start), ("end", there.end, here.end)];
        // What the line itself is about goes first.
        if line.field == "ends" {
            ends.reverse();
        }
        for (verb, there, here) in ends {
            let place = self.whole.shown_in().map(|(place, _)| place);
            let apart = self.apart((rest, there), (own, here), side, place);
            let Some((led, asked)) = apart else { continue };
            let when = self.when(asked, side.other());
            match side {
                Side::Early if led > asked => {
                    let text = format!("{name} must {verb} by {when}");
                    return (text, self.gap((rest, there), (own, here), side));
                }
                Side::Late if led < asked => {
                    let text = format!("{name} must not {verb} before {when}");
                    return (text, self.gap((rest, there), (own, here), side));
                }
                _ => {}
            }
        }
        (self.plain_words(line), None)
    }

    /// The line as it is written, where it leads to no date by itself.
    fn plain_words(&self, line: &Line) -> String {
        match line.when {
            When::Branch(branch) => {
                let (own, branch) = (self.name(line.of), self.name(branch));
                return format!("{own} comes only with the branch {branch}");
            }
            When::Chosen => {
                let all = choice_of(self.model, line.of);
                let all: Vec<String> = all.into_iter().map(|branch| self.name(branch)).collect();
                return format!("one of {} is taken", all.join(", "));
            }
            _ if is_order(line) => return self.order_words(line),
            _ => {}
        }
        let (text, field) = (flat(self.sources.slice(line.said.span)), written(line.field));
        // Of some lines the value alone is their place, of others the field stands before it.
        let own = text.strip_prefix(field).unwrap_or(&text).trim_start();
        format!("{} {field} {own}", self.name(line.of))
    }
}

/// Checks whether a line says what comes after what and nothing of dates and lengths.
fn is_order(line: &Line) -> bool {
    match line.when {
        When::Done(_) => true,
        When::Moment(Moment { distance, target: MomentTarget::Entity(_), .. }) => {
            distance.is_none()
        }
        _ => false,
    }
}

/// Returns a field as it is written.
fn written(field: &str) -> &str {
    if field == "begins" { "starts" } else { field }
}
