//! How things stand in time: questions of order put to the plan of a framework.
//!
//! Takes two values and how they are said to stand; gives a truth over every schedule that the plan allows, and the lines
//! it rests on. A plan that clashes, or has too many alternatives, leaves it undecided.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::plan::Ends;
use super::{Evaluator, Kept, Line, Mark, Plan};
use crate::expr::{EntityId, Key, Temporal};
use crate::model::{One, Value};
use crate::schema::{Kind, field};
use crate::time::{Answer, Length, Order, Relation, Time};
use crate::value::{Date, Truth};

/// So many plans are kept at hand.
const MOST_PLANS: usize = 64;

impl Evaluator<'_> {
    /// Returns the plan of the framework, or of the procedure, that a thing belongs to.
    pub(crate) fn plan(&mut self, id: EntityId) -> Rc<Plan> {
        let root = Plan::root(self.model, id);
        let known = self.networks.get(&root).cloned();
        let plan = known.unwrap_or_else(|| {
            let plan = Rc::new(Plan::of(self.model, root));
            // One framework is asked about at a time; to keep the plans of thousands would fill the memory.
            if self.networks.len() >= MOST_PLANS {
                self.networks.clear();
            }
            self.networks.insert(root, Rc::clone(&plan));
            plan
        });
        let known = self.planned.get(&root).copied();
        let at = known.unwrap_or_else(|| {
            let at = u32::try_from(self.grounds.len()).unwrap_or(u32::MAX);
            let marks: BTreeSet<Mark> = plan.reads.iter().map(|read| Mark::Read(*read)).collect();
            self.grounds.push(marks.into_iter().collect());
            self.keys.push(Kept::Plan(root));
            self.planned.insert(root, at);
            at
        });
        self.mark(Kept::Plan(root).mark(at));
        plan
    }

    /// Returns the plan of a framework with what happened.
    pub(crate) fn as_it_went(&mut self, root: EntityId) -> Plan {
        let plan = self.plan(root).as_it_went(self.model, &self.view);
        for read in &plan.reads {
            self.read(*read);
        }
        plan
    }

    /// Decides how two things or dates stand in time.
    pub(super) fn timed(&mut self, a: Value, temporal: Temporal, b: Value) -> Truth {
        match self.question(a, temporal, b) {
            Question::Answered(truth) => truth,
            Question::Open { plan, surely, possibly } => {
                let timeline = &plan.timeline;
                let is = |relations: &[Relation], order: Order| {
                    timeline.all_hold(relations) == Answer::Known(order)
                };
                if surely.as_ref().is_some_and(|so| is(so, Order::Necessarily)) {
                    Truth::Yes
                } else if is(&possibly, Order::Never) {
                    Truth::No
                } else {
                    Truth::Undecided
                }
            }
        }
    }

    /// Returns the lines that a decided order of two things rests on; nothing where it is not decided.
    pub(super) fn why_timed(&mut self, a: Value, temporal: Temporal, b: Value) -> Vec<Line> {
        let truth = self.timed(a, temporal, b);
        let Question::Open { plan, surely, possibly } = self.question(a, temporal, b) else {
            return Vec::new();
        };
        let relations = match (truth, surely) {
            (Truth::Yes, Some(surely)) => surely,
            (Truth::No, _) => possibly,
            _ => return Vec::new(),
        };
        let why = plan.timeline.why_all_hold(&relations).known().unwrap_or_default();
        why.iter().filter_map(|s| plan.line(*s)).copied().collect()
    }

    /// Turns a comparison into what would have to hold in a plan.
    fn question(&mut self, a: Value, temporal: Temporal, b: Value) -> Question {
        let (a, b, temporal) = match temporal {
            Temporal::After => (b, a, Temporal::Before),
            other => (a, b, other),
        };
        match (a, b) {
            (Value::Entity(x), Value::Entity(y)) => self.of_things(x, temporal, y),
            (Value::Date(a), Value::Date(b)) => Question::Answered(of_dates(a, temporal, b)),
            (Value::Entity(x), Value::Date(date)) => match self.one_of(x) {
                Some(One::Known(Value::Date(day), _)) => {
                    Question::Answered(of_dates(day, within(temporal), date))
                }
                Some(_) => Question::Answered(Truth::Undecided),
                None => {
                    let plan = self.going(x);
                    match plan.ends(x) {
                        Some(ends) => of_date(plan, ends, temporal, date),
                        None => Question::Answered(Truth::Undecided),
                    }
                }
            },
            // Of what overlaps and of what is together either may stand first.
            (Value::Date(_), Value::Entity(_))
                if matches!(temporal, Temporal::With | Temporal::Overlaps) =>
            {
                self.question(b, temporal, a)
            }
            (Value::Date(date), Value::Entity(y)) => match self.one_of(y) {
                Some(One::Known(Value::Date(day), _)) => {
                    Question::Answered(of_dates(date, temporal, day))
                }
                Some(_) => Question::Answered(Truth::Undecided),
                None => {
                    let plan = self.going(y);
                    match plan.ends(y) {
                        Some(ends) => date_of(plan, date, temporal, ends),
                        None => Question::Answered(Truth::Undecided),
                    }
                }
            },
            _ => Question::Answered(Truth::Undecided),
        }
    }

    /// Returns what is known of the date of an event; none for what is no event.
    pub(super) fn one_of(&mut self, id: EntityId) -> Option<One> {
        let row = field(Kind::Event, "on")?;
        if self.model.things.get(id).kind != Kind::Event {
            return None;
        }
        self.read(super::Read::Fact(id, Key::Field(row)));
        Some(self.model.one(id, Key::Field(row), &self.view))
    }

    fn of_things(&mut self, x: EntityId, temporal: Temporal, y: EntityId) -> Question {
        if x == y {
            let apart = matches!(temporal, Temporal::Before | Temporal::StartsBefore);
            return Question::Answered(Truth::from(!apart));
        }
        let Some((plan, a, b)) = self.both(x, y) else {
            return Question::Answered(Truth::Undecided);
        };
        let relations = match temporal {
            Temporal::Before | Temporal::After => vec![Relation::Before(a.end, b.start)],
            Temporal::With => {
                vec![Relation::NotAfter(a.start, b.start), Relation::NotAfter(b.start, a.start)]
            }
            Temporal::Overlaps => {
                vec![Relation::NotAfter(a.start, b.end), Relation::NotAfter(b.start, a.end)]
            }
            Temporal::During => {
                vec![Relation::NotAfter(b.start, a.start), Relation::NotAfter(a.end, b.end)]
            }
            Temporal::By => vec![Relation::NotAfter(a.end, b.start)],
            Temporal::StartsBefore => {
                let surely = vec![Relation::Before(a.start, b.start)];
                let mut possibly = surely.clone();
                // Of two that begin on one day neither was first, unless a line says which.
                let eve = plan.days(b.start).1.and_then(|last| last.yesterday().ok());
                possibly.extend(eve.map(|eve| Relation::Until(a.start, Time::end_of(eve))));
                return Question::Open { plan, surely: Some(surely), possibly };
            }
        };
        Question::Open { plan, surely: Some(relations.clone()), possibly: relations }
    }

    /// Returns a plan in which two things stand, and their ends there.
    fn both(&mut self, x: EntityId, y: EntityId) -> Option<(Rc<Plan>, Ends, Ends)> {
        for id in [x, y] {
            let plan = self.going(id);
            if let (Some(a), Some(b)) = (plan.ends(x), plan.ends(y)) {
                return Some((plan, a, b));
            }
        }
        let (one, other) = (self.plan(x), self.plan(y));
        // What nobody says anything of stands in no order to anything else.
        let spoken_of = |plan: &Plan, of: Option<One>| match of {
            Some(on) => matches!(on, One::Known(..)),
            None => plan.lines().next().is_some(),
        };
        let (of_x, of_y) = (self.one_of(x), self.one_of(y));
        if !spoken_of(&one, of_x) || !spoken_of(&other, of_y) {
            return None;
        }
        let roots = (self.model.things.root(x), self.model.things.root(y));
        let known = self.joined.get(&roots).cloned();
        let plan = known.unwrap_or_else(|| {
            let plan = Rc::new(Plan::joined(self.model, &[&one, &other], &[x, y]));
            if self.joined.len() >= MOST_PLANS {
                self.joined.clear();
            }
            self.joined.insert(roots, Rc::clone(&plan));
            plan
        });
        self.charge(plan.lines().count());
        let (a, b) = (plan.ends(x)?, plan.ends(y)?);
        Some((plan, a, b))
    }
}

/// What a comparison comes to.
enum Question {
    /// It is known without a plan, or no plan can say.
    Answered(Truth),
    /// It hangs on a plan.
    Open {
        plan: Rc<Plan>,
        /// What makes it true, where it holds in every schedule; none where nothing does.
        surely: Option<Vec<Relation>>,
        /// What makes it untrue, where it holds in none.
        possibly: Vec<Relation>,
    },
}

/// An event is a point: where it overlaps something, it is within it.
fn within(temporal: Temporal) -> Temporal {
    if temporal == Temporal::Overlaps { Temporal::During } else { temporal }
}

/// Compares two dates. `before`, `after` and `with` ask for the days that are meant, which a month leaves open; for the
/// others the second is a stretch.
fn of_dates(a: Date, temporal: Temporal, b: Date) -> Truth {
    let apart = a.before(b).or(b.before(a)) == Truth::Yes;
    // A day that lies elsewhere on another day is not known to be the same.
    let single = a.days() == 1 && b.days() == 1 && a.same(b) == Truth::Yes;
    match temporal {
        Temporal::Before | Temporal::StartsBefore => a.before(b),
        Temporal::After => b.before(a),
        _ if apart && temporal != Temporal::By => Truth::No,
        Temporal::With if single => Truth::Yes,
        _ if a.clock().is_some() || b.clock().is_some() => of_moments(a, temporal, b),
        Temporal::Overlaps => Truth::Yes,
        Temporal::During if a.first_day() >= b.first_day() && a.last_day() <= b.last_day() => {
            Truth::Yes
        }
        Temporal::By if a.last_day() <= b.last_day() => Truth::Yes,
        Temporal::By if a.first_day() > b.last_day() => Truth::No,
        Temporal::With | Temporal::During | Temporal::By => Truth::Undecided,
    }
}

/// How two dates stand to one another that may be at one time, of which one at least has a time of day.
fn of_moments(a: Date, temporal: Temporal, b: Date) -> Truth {
    match (temporal, a.utc(), b.utc()) {
        (Temporal::By, Some(a), Some(b)) => Truth::from(a <= b),
        (Temporal::By, ..) if a.before(b) == Truth::Yes => Truth::Yes,
        (Temporal::By, ..) if b.before(a) == Truth::Yes => Truth::No,
        (_, Some(a), Some(b)) => Truth::from(a == b),
        _ => Truth::Undecided,
    }
}

/// How a phase stands to a date.
fn of_date(plan: Rc<Plan>, ends: Ends, temporal: Temporal, date: Date) -> Question {
    if date.clock().is_some() {
        return of_moment(plan, ends, temporal, date);
    }
    let (first, last) = Time::span_of(date);
    let eve = |day: jiff::civil::Date| day.yesterday().map_or(first, Time::end_of);
    let (surely, possibly) = match temporal {
        Temporal::Before | Temporal::After => (
            Some(vec![Relation::Until(ends.end, eve(date.first_day()))]),
            vec![Relation::Until(ends.end, eve(date.last_day()))],
        ),
        Temporal::StartsBefore => (
            Some(vec![Relation::Until(ends.start, eve(date.first_day()))]),
            vec![Relation::Until(ends.start, eve(date.last_day()))],
        ),
        Temporal::With => {
            let on = vec![Relation::From(ends.start, first), Relation::Until(ends.start, last)];
            ((date.days() == 1).then(|| on.clone()), on)
        }
        Temporal::Overlaps => {
            let on = vec![Relation::Until(ends.start, last), Relation::From(ends.end, first)];
            (Some(on.clone()), on)
        }
        Temporal::During => {
            let on = vec![Relation::From(ends.start, first), Relation::Until(ends.end, last)];
            (Some(on.clone()), on)
        }
        Temporal::By => {
            let by = vec![Relation::Until(ends.end, last)];
            (Some(by.clone()), by)
        }
    };
    Question::Open { plan, surely, possibly }
}

/// How a phase stands to a moment; where nothing says whose days those of the plan are, to all that it may be there.
fn of_moment(plan: Rc<Plan>, ends: Ends, temporal: Temporal, date: Date) -> Question {
    let (first, last) = plan.widest(date);
    let eve = |time: Time| time.shifted(Length::TICK.back());
    let until = |event, surely, possibly| {
        (vec![Relation::Until(event, surely)], vec![Relation::Until(event, possibly)])
    };
    let within = |from, to| vec![Relation::Until(ends.start, from), Relation::From(ends.end, to)];
    let (surely, possibly) = match temporal {
        Temporal::Before | Temporal::After => until(ends.end, eve(first), eve(last)),
        Temporal::StartsBefore => until(ends.start, eve(first), eve(last)),
        Temporal::By => until(ends.end, first, last),
        Temporal::Overlaps => (within(first, last), within(last, first)),
        Temporal::With | Temporal::During => {
            let at =
                |from, to| vec![Relation::From(ends.start, from), Relation::Until(ends.end, to)];
            let surely = (first == last).then(|| at(first, last));
            return Question::Open { plan, surely, possibly: at(first, last) };
        }
    };
    Question::Open { plan, surely: Some(surely), possibly }
}

/// How a date, some day of it, stands to a phase.
fn date_of(plan: Rc<Plan>, date: Date, temporal: Temporal, ends: Ends) -> Question {
    if date.clock().is_some() {
        let (first, last) = plan.widest(date);
        let (surely, possibly) = match temporal {
            Temporal::By => {
                (vec![Relation::From(ends.start, last)], vec![Relation::From(ends.start, first)])
            }
            Temporal::Before | Temporal::After | Temporal::StartsBefore => (
                vec![Relation::From(ends.start, last.shifted(Length::TICK))],
                vec![Relation::From(ends.start, first.shifted(Length::TICK))],
            ),
            Temporal::During | Temporal::With | Temporal::Overlaps => (
                vec![Relation::Until(ends.start, first), Relation::From(ends.end, last)],
                vec![Relation::Until(ends.start, last), Relation::From(ends.end, first)],
            ),
        };
        return Question::Open { plan, surely: Some(surely), possibly };
    }
    let (first, last) = (date.first_day(), date.last_day());
    let morrow = |day: jiff::civil::Date| day.tomorrow().map_or(Time::LAST, Time::start_of);
    let (surely, possibly) = match temporal {
        Temporal::By => (
            vec![Relation::From(ends.start, Time::start_of(last))],
            vec![Relation::From(ends.start, Time::start_of(first))],
        ),
        Temporal::During | Temporal::With | Temporal::Overlaps => (
            vec![
                Relation::Until(ends.start, Time::end_of(first)),
                Relation::From(ends.end, Time::start_of(last)),
            ],
            vec![
                Relation::Until(ends.start, Time::end_of(last)),
                Relation::From(ends.end, Time::start_of(first)),
            ],
        ),
        Temporal::Before | Temporal::After | Temporal::StartsBefore => (
            vec![Relation::From(ends.start, morrow(last))],
            vec![Relation::From(ends.start, morrow(first))],
        ),
    };
    Question::Open { plan, surely: Some(surely), possibly }
}
