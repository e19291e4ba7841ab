//! The timetable of a framework: when its phases begin and end, what begins with them, and by which lines.
//!
//! Takes a resolved world; gives plain data. The times are the solver's, hard and soft content the definitions'; knows
//! nothing of how it is drawn.

use std::collections::BTreeMap;

use super::check::Frame;
use super::defaults;
use super::load::load_to_check;
use super::repeats::{Until, repeats};
use super::timetable::{
    Begins, Begun, Choice, ClockOf, Content, Happened, Held, Owed, Path, Repeats, Row, RowKind,
    Stated, Station, Timelines, Times, Timetable, Unknown, Way, Window,
};
use super::world::World;
use super::{Input, Request};
use crate::diagnostic::{Finding, Level, Status, nearest};
use crate::eval::{
    Done, Ends, Evaluator, HAPPENED, InReturn, Lateness, Line, Plan, Settled, When, around,
    branch_of, choice_of, chosen_at, is_owed, time_fields,
};
use crate::expr::{EntityId, Key};
use crate::model::{Closed, Model, Moment, MomentTarget, One, Rest, Value};
use crate::schema::{Kind, field};
use crate::source::{Loader, Role, Sources, uncited};
use crate::syntax::ast::Order;
use crate::time::{Answer, Consistency, Event, Limit, Statement, Time};
use crate::value::{Truth, flat, on_one_line};

/// So many clashes of one framework are shown.
const MOST_CLASHES: usize = 8;

/// Reads texts and makes the timetable of a framework, or of each checked one that has phases with times.
pub(super) fn timeline(
    inputs: Vec<Input>,
    loader: &dyn Loader,
    request: &Request,
    framework: Option<&str>,
) -> Timelines {
    let world = World::build(load_to_check(inputs, loader, request));
    let mut faults = Vec::new();
    let (frame, _) = Frame::new(&world, request, &mut faults);
    let mut timelines = of_model(&world, &world.model, &frame, framework);
    timelines.broken.extend(faults);
    Timelines { sources: world.sources, ..timelines }
}

/// Makes the timetables of one model of the texts, as they are or with edits made; the texts are left out.
pub(super) fn of_model(
    world: &World,
    model: &Model,
    frame: &Frame,
    framework: Option<&str>,
) -> Timelines {
    let answer = answer(world, model, frame, framework);
    let mistake = |f: &&Finding| {
        let checked = |f: &Finding| {
            let source = f.place().and_then(|p| world.sources.get(p.file));
            source.is_some_and(|s| s.role == Role::Checked)
        };
        f.status == Status::Broken && f.level == Level::Error && checked(f)
    };
    let broken = world.findings.iter().filter(mistake).cloned().collect();
    let (as_of, sources) = (frame.view.as_of, Sources::default());
    Timelines { answer, broken, refused: false, as_of, sources }
}

/// Makes the timetable of a framework of a model, or of each checked one that has phases with times.
fn answer(
    world: &World,
    model: &Model,
    frame: &Frame,
    framework: Option<&str>,
) -> Result<Vec<Timetable>, Unknown> {
    let (mut eval, _) = frame.evaluators(world, model);
    let things = &model.things;
    let all = things.of_kind(Kind::Framework).iter().copied();
    let Some(name) = framework else {
        let checked = all.filter(|id| {
            let thing = things.get(*id);
            thing.role == Role::Checked && thing.has_body && says_when(model, *id)
        });
        return Ok(checked.map(|id| of(&world.sources, &mut eval, id)).collect());
    };
    let found = things.top(Kind::Framework, name);
    found.map(|id| vec![of(&world.sources, &mut eval, id)]).ok_or_else(|| {
        let known: Vec<&str> = all.map(|id| &*things.get(id).name).collect();
        Unknown { name: name.to_owned(), near: nearest(name, known).map(str::to_owned) }
    })
}

/// Checks whether a line says when a phase of a framework is.
fn says_when(model: &Model, id: EntityId) -> bool {
    let steps = |procedure| model.things.planned(procedure).next().is_some();
    if model.things.children_of(id, Kind::Procedure).any(steps) {
        return true;
    }
    model.things.planned(id).any(|phase| {
        let mut fields = time_fields(model.things.get(phase).kind);
        fields.any(|(name, row)| {
            name != "requires" && !model.claims(phase, Key::Field(row)).is_empty()
        })
    })
}

/// Makes the timetable of a framework.
fn of(sources: &Sources, eval: &mut Evaluator<'_>, id: EntityId) -> Timetable {
    let due = eval.going(id);
    // Where nothing says whose days the days are, they are shown as those of the first clock that is named.
    let seen = due.seen();
    let plan = seen.as_ref().unwrap_or(&due);
    let settled = eval.settled(id);
    let own: Vec<EntityId> = eval.model.things.planned(id).collect();
    let went = due.as_it_went(eval.model, &eval.view);
    let went_seen = went.seen();
    let shown_in = due.shown_in().or(went.shown_in());
    let mut all = own.clone();
    for line in plan.lines() {
        for thing in std::iter::once(line.of).chain(line.refers_to(eval.model)) {
            let branch = eval.model.things.get(thing).kind == Kind::Branch;
            if !branch && !all.contains(&thing) {
                all.push(thing);
            }
        }
    }
    let mut making = Making {
        sources,
        eval,
        plan,
        went,
        went_seen,
        timed: shown_in.is_some(),
        settled,
        root: id,
    };
    let order = making.in_order(&all);
    let path = making.critical_path(&own, &all);
    let critical =
        |name: &str| path.as_ref().is_some_and(|path| path.stations.iter().any(|s| s.name == name));
    let mut rows: Vec<Row> = order.into_iter().map(|thing| making.row(thing)).collect();
    for row in &mut rows {
        row.critical = critical(&row.name);
    }
    let clashes = if plan.timeline.consistency() == Consistency::Inconsistent {
        let sets = plan.timeline.clashes(MOST_CLASHES).sets;
        let stated = |s: &Statement| plan.line(*s).map(|line| making.stated(line));
        sets.iter().map(|set| set.statements.iter().filter_map(stated).collect()).collect()
    } else {
        Vec::new()
    };
    let choices = making.choices();
    let (name, words) = (|id| making.name(id), |line: &Line| making.words(line));
    let told = defaults::Words { name: &name, line: &words };
    let defaults = defaults::of(making.eval, &making.went, &own, &told);
    let model = making.eval.model;
    let titled = |id: EntityId| title(sources, model.things.get(id).title);
    let procedures = super::procedures::of(making.eval, id, &titled);
    let thing = model.things.get(id);
    Timetable {
        framework: thing.name.to_string(),
        title: title(sources, thing.title),
        supposed: None,
        rows,
        clashes,
        path,
        choices,
        defaults,
        procedures,
        clock: shown_in.map(|(place, own)| ClockOf { place: place.to_string(), own }),
    }
}

fn title(sources: &Sources, span: Option<crate::source::Span>) -> String {
    span.map_or_else(String::new, |span| sources.slice(span).trim().trim_matches('"').to_owned())
}

/// A timetable in the making.
struct Making<'t, 'm> {
    sources: &'t Sources,
    eval: &'t mut Evaluator<'m>,
    plan: &'t Plan,
    /// The same with what happened: what was due counts from that.
    went: Plan,
    /// That as it is seen from the place on whose clock it is shown, where that is not known to be its own.
    went_seen: Option<Plan>,
    /// Whether times of day are shown.
    timed: bool,
    /// Which branches are taken, as far as what happened tells.
    settled: Settled,
    root: EntityId,
}

impl Making<'_, '_> {
    /// Returns the name of a thing, as a reader of this framework would write it.
    fn name(&self, id: EntityId) -> String {
        let things = &self.eval.model.things;
        let path = things.path(id);
        match path.strip_prefix(&format!("{}.", things.get(self.root).name)) {
            Some(inside) if things.root(id) == self.root => inside.to_owned(),
            _ => path,
        }
    }

    fn row(&mut self, id: EntityId) -> Row {
        let thing = self.eval.model.things.get(id);
        let kind = match thing.kind {
            Kind::Phase if self.eval.model.things.root(id) == self.root => RowKind::Phase,
            Kind::Phase => RowKind::Foreign,
            Kind::Milestone => RowKind::Milestone,
            _ => RowKind::Event,
        };
        let title = title(self.sources, thing.title);
        let branch = branch_of(self.eval.model, id).map(|(branch, _)| branch);
        let times = self.times(id);
        let lines: Vec<Line> = self.plan.lines().filter(|line| line.of == id).copied().collect();
        let lasts = |line: &Line| match line.when {
            When::Lasts(length) => Some(length.to_string()),
            _ => None,
        };
        let order = lines
            .iter()
            .filter(|line| !line.is_of_times() && !line.refers_to(self.eval.model).is_empty());
        let order = order.map(|line| {
            let text = self.words(line);
            text.strip_prefix("starts ").unwrap_or(&text).to_owned()
        });
        let shown = self.shown(id);
        let slack = match shown.ends(id).map(|ends| shown.timeline.slack(ends.start)) {
            Some(Answer::Known(Some(length))) => Some(length.whole_days()),
            _ => None,
        };
        let minutes = match times {
            Times::Known { start, .. } => start.minutes().filter(|_| slack.is_some()),
            _ => None,
        };
        Row {
            name: self.name(id),
            title,
            kind,
            branch: branch.map(|branch| self.name(branch)),
            taken: branch.and_then(|branch| self.settled.of(branch)),
            lasts: lines.iter().filter_map(lasts).collect(),
            order: order.collect(),
            happened: self.happened(id, times),
            owed: self.owed(id),
            disputed: self.disputed(id),
            repeats: self.repeats(id, times),
            missed: self.missed(id),
            critical: false,
            slack: minutes.map(|n| n / (24 * 60)).or(slack),
            slack_minutes: minutes,
            stated: lines.iter().map(|line| self.stated(line)).collect(),
            begins: (!kind.is_point()).then(|| self.begins(id)),
            times,
        }
    }

    fn times(&self, id: EntityId) -> Times {
        let times = self.times_in(self.shown(id), id);
        // What no plan has a day for may count from something that happened; a branch may not be taken.
        let undated = matches!(times, Times::Known { start, .. } if start.is_open())
            && branch_of(self.eval.model, id).is_none();
        match self.times_in(self.seen_as_it_went(), id) {
            counted @ Times::Known { start, .. } if undated && !start.is_open() => counted,
            _ => times,
        }
    }

    fn seen_as_it_went(&self) -> &Plan {
        self.went_seen.as_ref().unwrap_or(&self.went)
    }

    /// Returns the plan whose times are shown of something: as it is written, or, of what something may keep from coming,
    /// as it went where what happened tells whether it comes.
    fn shown(&self, id: EntityId) -> &Plan {
        let went = self.seen_as_it_went();
        let settled = went.ends(id).is_some_and(|ends| {
            went.timeline.consistency_of(ends.start) == Consistency::Consistent
                && (!is_never(&went.timeline.latest(ends.start))
                    || is_never(&went.timeline.earliest(ends.start)))
        });
        if settled && self.plan.may_be_kept_off(id) { went } else { self.plan }
    }

    fn times_in(&self, plan: &Plan, id: EntityId) -> Times {
        let Some(ends) = plan.ends(id) else {
            return Times::Known {
                start: Window::default(),
                end: Window::default(),
                may_never: false,
            };
        };
        match plan.timeline.consistency_of(ends.start) {
            Consistency::Inconsistent => return Times::Clash,
            Consistency::TooMany => return Times::TooMany,
            Consistency::Consistent => {}
        }
        if is_never(&plan.timeline.earliest(ends.start)) {
            return Times::Never;
        }
        let may_never = is_never(&plan.timeline.latest(ends.end));
        let window = |event: Event| {
            // Of what may never come the days are told on which it can.
            let times = if is_never(&plan.timeline.latest(event)) {
                plan.times_if_it_comes(event)
            } else {
                plan.times(event)
            };
            Window::of(times, self.timed)
        };
        Times::Known { start: window(ends.start), end: window(ends.end), may_never }
    }

    /// Returns what something is owed in return for, and what is known of that.
    fn owed(&mut self, id: EntityId) -> Option<Owed> {
        let all = self.eval.in_return_for(id);
        let one = |one: &InReturn| {
            let (done, on) = match one.done {
                Done::Yes(on, _) => (Truth::Yes, on),
                Done::No(_) => (Truth::No, None),
                Done::Unknown => (Truth::Undecided, None),
            };
            (self.name(one.what), done, on)
        };
        let in_return_for: Vec<_> = all.iter().map(one).collect();
        (!all.is_empty()).then(|| Owed { owed: is_owed(&all), in_return_for })
    }

    fn happened(&mut self, id: EntityId, times: Times) -> Option<Happened> {
        let model = self.eval.model;
        let row = field(model.things.get(id).kind, HAPPENED)?;
        match model.one(id, Key::Field(row), &self.eval.view) {
            One::Known(Value::Date(on), _) => {
                let all = self.eval.in_return_for(id);
                let due = self.went.due(model, id).in_return_for(&all).0;
                let never = |ends: Ends| is_never(&self.went.timeline.earliest(ends.start));
                let standing = match (is_owed(&all), due.lateness(on)) {
                    (Truth::No, _) => Lateness::NotOwed,
                    (_, Lateness::Unknown) if self.went.ends(id).is_some_and(never) => {
                        Lateness::NotDue
                    }
                    (Truth::Undecided, Lateness::Late(_)) => Lateness::Unknown,
                    (_, standing) => standing,
                };
                let (first, last) = match times {
                    Times::Known { start, .. } => (start.earliest, start.latest),
                    _ => (None, None),
                };
                // Days that are those of another place than the ones shown are not told.
                let day =
                    |time: Option<Time>| time.map(Time::day).filter(|_| self.went_seen.is_none());
                let due = match standing {
                    Lateness::Late(_) => day(due.last).filter(|day| last != Some(*day)),
                    Lateness::Early(_) => day(due.first).filter(|day| first != Some(*day)),
                    _ => None,
                };
                Some(Happened { on, shown: self.went.day_shown(on), standing, due })
            }
            _ => None,
        }
    }

    /// Returns what those hold who disagree about whether something happened.
    fn disputed(&self, id: EntityId) -> Vec<Held> {
        let model = self.eval.model;
        let Some(row) = field(model.things.get(id).kind, HAPPENED) else { return Vec::new() };
        let One::Contested(all) = model.one(id, Key::Field(row), &self.eval.view) else {
            return Vec::new();
        };
        let due = self.went.due(model, id);
        let held = all.into_iter().map(|(value, said)| {
            let on = match value {
                Some(Value::Date(on)) => Some(on),
                _ => None,
            };
            let by = model.cites.texts(said.cite).into_iter().next();
            Held {
                by: by.unwrap_or_else(|| "the text".to_owned()),
                happened: on.map(|on| Happened {
                    on,
                    shown: self.went.day_shown(on),
                    standing: due.lateness(on),
                    due: None,
                }),
            }
        });
        held.collect()
    }

    fn repeats(&self, id: EntityId, times: Times) -> Option<Repeats> {
        let Times::Known { start, .. } = times else { return None };
        let (model, view) = (self.eval.model, &self.eval.view);
        let kind = model.things.get(id).kind;
        let known = |name: &str| match model.one(id, Key::Field(field(kind, name)?), view) {
            One::Known(value, _) => Some(value),
            _ => None,
        };
        let Some(Value::Quantity(at)) = known("repeats") else { return None };
        let period = *model.quantity(at)?;
        let every = match period.number.as_whole() {
            Some(1) => format!("every {}", period.unit.words.0),
            _ => format!("every {period}"),
        };
        let target = match known("until") {
            Some(Value::Moment(at)) => model.moment(at).map(|moment| moment.target),
            _ => None,
        };
        let (until, words) = match target {
            // Like `by`: until its last day.
            Some(MomentTarget::Date(date)) => {
                let last = Some(date.last_day());
                let window = Window { earliest: last, latest: last, ..Window::default() };
                (Until::Day(window), date.to_string())
            }
            Some(MomentTarget::Entity(other)) => (self.days_of(other), self.name(other)),
            _ => (Until::Open, String::new()),
        };
        repeats(start, &period, until, (every, words))
    }

    /// Returns between which days something begins: in the plan, or as the day of an event.
    fn days_of(&self, id: EntityId) -> Until {
        let model = self.eval.model;
        if let Some(ends) = self.plan.ends(id) {
            let (earliest, latest) = self.plan.days(ends.start);
            return Until::Day(Window { earliest, latest, ..Window::default() });
        }
        let on = field(model.things.get(id).kind, "on")
            .map(|row| model.one(id, Key::Field(row), &self.eval.view));
        match on {
            Some(One::Known(Value::Date(date), _)) => {
                let (earliest, latest) = (Some(date.first_day()), Some(date.last_day()));
                Until::Day(Window { earliest, latest, ..Window::default() })
            }
            _ => Until::Day(Window::default()),
        }
    }

    fn missed(&mut self, id: EntityId) -> Option<jiff::civil::Date> {
        let model = self.eval.model;
        // What stands in a branch is due where that is taken.
        if branch_of(model, id).is_some_and(|(branch, _)| self.settled.of(branch) != Some(true)) {
            return None;
        }
        let row = field(model.things.get(id).kind, HAPPENED)?;
        let One::None(Closed::By(said)) = model.one(id, Key::Field(row), &self.eval.view) else {
            return None;
        };
        let said = model.cites.get(said.cite).claims.iter().filter_map(|claim| claim.date);
        let all = self.eval.in_return_for(id);
        if is_owed(&all) != Truth::Yes || self.went.may_be_kept_off(id) {
            return None;
        }
        let due = self.went.due(model, id);
        let owed = due.clone().in_return_for(&all).0;
        let over = said.chain(self.eval.view.as_of).any(|date| owed.missed(date));
        due.last.filter(|_| over).map(Time::day)
    }

    fn begins(&mut self, id: EntityId) -> Begins {
        let mut begins = Begins { items: Vec::new(), open: false, content: self.content(id) };
        for name in ["opens", "starts"] {
            let Some(row) = field(Kind::Phase, name) else { continue };
            let list = self.eval.model.list(id, Key::Field(row), &self.eval.view);
            begins.open |= matches!(list.rest, Rest::Open(_));
            for item in list.items {
                if let Value::Entity(thing) = item.value {
                    let content = self.content(thing);
                    begins.items.push(Begun { name: self.name(thing), content });
                }
            }
        }
        begins
    }

    /// Asks the definitions whether anything hard, and anything soft, is in something.
    fn content(&mut self, id: EntityId) -> Content {
        let kind = self.eval.model.things.get(id).kind;
        let mut has = |notion: &str| match self.eval.notions.key(kind, notion) {
            Some(key) => {
                self.eval.begin(0);
                self.eval.truth_about(id, key)
            }
            None => Truth::Undecided,
        };
        Content { hard: has("hard-content"), soft: has("soft-content") }
    }

    /// Says what a line says, in the words of the text.
    fn words(&self, line: &Line) -> String {
        let field = if line.field == "begins" { "starts" } else { line.field };
        let text = on_one_line(uncited(self.sources.slice(line.said.span)));
        let mut text = text.trim_end_matches(&[';', ' '][..]);
        // A brace that it did not open is that of the block in which it stands.
        while text.ends_with('}') && text.matches('}').count() > text.matches('{').count() {
            text = text.strip_suffix('}').unwrap_or(text).trim_end_matches(&[';', ' '][..]);
        }
        // The words of an edit are no line of a phase.
        if self.eval.model.cites.get(line.said.cite).supposed {
            return text.to_owned();
        }
        // Of some lines the whole is pointed at, of others what they say.
        if text.starts_with(field) { text.to_owned() } else { format!("{field} {text}") }
    }

    fn stated(&self, line: &Line) -> Stated {
        let source = self.sources.get(line.said.span.file);
        Stated {
            of: self.name(line.of),
            text: self.words(line),
            file: source.map_or_else(String::new, |s| s.name.clone()),
            line: source.map_or(0, |s| s.lines.line(line.said.span.start) + 1),
        }
    }

    /// Puts things in the order of their earliest starts; what comes after something stands after it.
    fn in_order(&self, all: &[EntityId]) -> Vec<EntityId> {
        let mut after: Vec<(EntityId, EntityId)> = Vec::new();
        for line in self.plan.lines().filter(|line| line.field != "ends") {
            match line.when {
                When::Done(other) => after.push((line.of, other)),
                When::Moment(Moment { order, target: MomentTarget::Entity(other), .. }) => {
                    match order {
                        Order::After => after.push((line.of, other)),
                        Order::Before | Order::By => after.push((other, line.of)),
                        Order::With | Order::During | Order::From => {}
                    }
                }
                _ => {}
            }
        }
        let mut left: Vec<(bool, Window, usize, EntityId)> = all
            .iter()
            .enumerate()
            .map(|(at, id)| match self.times(*id) {
                Times::Known { start, .. } => (start.is_open(), start, at, *id),
                _ => (true, Window::default(), at, *id),
            })
            .collect();
        left.sort_by_key(|(open, window, at, _)| (*open, window.begins(), *at));
        let mut left: Vec<EntityId> = left.into_iter().map(|(.., id)| id).collect();
        let mut order = Vec::with_capacity(left.len());
        while !left.is_empty() {
            let waits =
                |id: &EntityId| after.iter().any(|(a, b)| a == id && a != b && left.contains(b));
            // In a circle nobody comes first: then whoever stands first.
            let at = left.iter().position(|id| !waits(id)).unwrap_or(0);
            order.push(left.remove(at));
        }
        order
    }

    /// Returns the choices of the framework, in the order in which they are written.
    fn choices(&self) -> Vec<Choice> {
        let model = self.eval.model;
        let mut seen: Vec<EntityId> = Vec::new();
        let mut choices = Vec::new();
        for branch in model.things.children_of(self.root, Kind::Branch) {
            let all = choice_of(model, branch);
            let Some((at, _)) = chosen_at(model, branch).filter(|_| !seen.contains(&branch)) else {
                continue;
            };
            seen.extend(&all);
            let way = |id: &EntityId| Way {
                name: self.name(*id),
                title: title(self.sources, model.things.get(*id).title),
                when: self.condition(*id),
                phases: self.phases_of(*id),
                taken: self.settled.of(*id),
            };
            choices.push(Choice {
                at: self.name(at),
                within: around(model, branch).first().map(|outer| self.name(*outer)),
                ways: all.iter().map(way).collect(),
            });
        }
        choices
    }

    /// Says when a branch is taken, as its heading does.
    fn condition(&self, branch: EntityId) -> String {
        let model = self.eval.model;
        let gates = field(Kind::Branch, "if").map(|row| model.claims(branch, Key::Field(row)));
        let said = gates.and_then(|claims| claims.first()).map(|claim| claim.said.span);
        let Some(span) = said else { return "otherwise".to_owned() };
        flat(self.sources.slice(span))
    }

    fn phases_of(&self, branch: EntityId) -> Vec<String> {
        let model = self.eval.model;
        let inside = |phase: &EntityId| branch_of(model, *phase).is_some_and(|(b, _)| b == branch);
        model.things.planned(self.root).filter(inside).map(|phase| self.name(phase)).collect()
    }

    /// Returns what keeps the phase that is over last from being over sooner.
    fn critical_path(&self, own: &[EntityId], all: &[EntityId]) -> Option<Path> {
        let ends = own.iter().filter_map(|id| {
            let plan = self.shown(*id);
            let ends = plan.ends(*id)?;
            let day = plan.timeline.earliest(ends.end).known()?.time()?;
            Some((day, *id, plan, ends.end))
        });
        let (_, last, plan, end) = ends.max_by_key(|(day, ..)| *day)?;
        let mut events: BTreeMap<Event, (EntityId, bool)> = BTreeMap::new();
        for id in all {
            for ends in plan.ends(*id).into_iter().chain(plan.went(*id)) {
                events.insert(ends.end, (*id, true));
                events.insert(ends.start, (*id, false));
            }
        }
        let stations = plan.timeline.critical_path(end).known()?;
        let station = |s: &crate::time::Station| {
            let (id, ends) = *events.get(&s.event)?;
            let by = s.by.and_then(|by| plan.line(by)).map(|line| self.stated(line));
            Some(Station { name: self.name(id), ends, day: s.time.day(), by })
        };
        let mut stations: Vec<Station> = stations.iter().filter_map(station).collect();
        // That nothing is over before it began goes without saying.
        let mut before: Option<String> = None;
        stations.retain(|s| {
            let known = s.by.is_none() && before.as_deref() == Some(s.name.as_str());
            before = Some(s.name.clone());
            !known
        });
        Some(Path { of: self.name(last), stations })
    }
}

fn is_never(limit: &Answer<Limit>) -> bool {
    *limit == Answer::Known(Limit::Never)
}
