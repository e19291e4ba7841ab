//! `delay P by D` and `move P before|after|with Q`.

use super::Editor;
use super::paths::Target;
use crate::diagnostic::suggestion;
use crate::expr::{EntityId, Key, Names as _};
use crate::model::facts::{Claim, Moment, MomentTarget, Said, Says, Value};
use crate::model::things::normal;
use crate::schema::{Kind, KindSet, time_field};
use crate::source::{Span, uncited};
use crate::syntax::ast::{self, Order};
use crate::value::{Date, Dimension, Number, Quantity, UNITS, and, flat};

impl Editor<'_> {
    /// Finds the phase that an edit in time is about.
    fn phase(&mut self, path: &ast::Path) -> Option<EntityId> {
        let written = self.text(path.span);
        self.no_such_phase(path)?;
        match self.target(path)? {
            Target::Thing(id) if self.resolver.model.things.get(id).kind.is_planned() => Some(id),
            Target::Thing(id) => {
                let things = &self.resolver.model.things;
                let kind = things.get(id).kind;
                let help = match things.planned(id).next() {
                    Some(phase) => format!("name one of its phases: `{}`", things.path(phase)),
                    None if kind == Kind::Event => {
                        format!(
                            "what happens outside of a plan has a date: `set {written}.on to 2028-03`"
                        )
                    }
                    None => "only phases and milestones stand in an order that an edit can change"
                        .to_owned(),
                };
                let what = KindSet::from(kind).words();
                let message = format!("`{written}` is {what}, and no phase or milestone");
                self.refuse(path.span, message, help)
            }
            _ => self.refuse(
                path.span,
                format!("`{written}` is no phase"),
                "name the phase or the milestone alone, without a field".to_owned(),
            ),
        }
    }

    /// Refuses what is no phase of a framework by naming those it has; what names something else is left to others.
    fn no_such_phase(&mut self, path: &ast::Path) -> Option<()> {
        let things = &self.resolver.model.things;
        let names: Vec<String> =
            path.names.iter().map(|n| normal(self.resolver.text(n.span)).into_owned()).collect();
        let names: Vec<&str> =
            names.iter().map(String::as_str).filter(|n| *n != "sequence").collect();
        let [framework, name] = names.as_slice() else { return Some(()) };
        let Some(id) = things.top(Kind::Framework, framework) else { return Some(()) };
        let known = things.inside(id, name).is_some()
            || self.resolver.notions.key(Kind::Framework, name).is_some();
        let phases: Vec<String> =
            things.planned(id).map(|p| things.get(p).name.to_string()).collect();
        if known || phases.is_empty() {
            return Some(());
        }
        let near = suggestion(name, phases.iter().map(String::as_str));
        let quoted: Vec<String> = phases.iter().map(|p| format!("`{p}`")).collect();
        let help = if near.is_empty() { format!("it has {}", and(&quoted)) } else { near };
        let message = format!("`{framework}` has no phase `{name}`");
        self.refuse(path.span, message, help)
    }

    pub(super) fn delay(
        &mut self,
        path: &ast::Path,
        by: &ast::QuantityText,
        span: Span,
    ) -> Option<()> {
        let phase = self.phase(path)?;
        let by_words = self.text(by.span);
        let dimensions = [Dimension::Time, Dimension::Calendar];
        let distance = self.resolver.read_quantity("delay", by, &dimensions)?;
        if distance.bound.is_some() {
            return self.refuse(
                by.span,
                format!("`{by_words}` is no single length of time"),
                "write it without `at least` or `at most`".to_owned(),
            );
        }
        let distance = in_whole_units(distance);
        let mut shifted = 0usize;
        let kind = self.resolver.model.things.get(phase).kind;
        for name in ["begins", "ends", "during"] {
            let Some(row) = time_field(kind, name) else { continue };
            let key = Key::Field(row);
            let moments: Vec<(Said, Moment)> = self
                .resolver
                .model
                .claims(phase, key)
                .iter()
                .filter_map(|c| match c.says {
                    Says::Adds(Value::Moment(at)) => {
                        Some((c.said, *self.resolver.model.moment(at)?))
                    }
                    _ => None,
                })
                .collect();
            let mut claims = Vec::new();
            for (said, moment) in moments {
                let moved = if name == "ends" && matches!(moment.target, MomentTarget::Entity(_)) {
                    // An end that hangs on something else moves with it.
                    Some(moment)
                } else {
                    put_off(&moment, &distance)
                };
                let Some(moved) = moved else {
                    let place = self.resolver.sources.place(said.span);
                    let written = self.text(said.span);
                    if let Some(other) = in_units_of(&moment, &distance) {
                        let (path, units) = (self.text(path.span), other.unit.words.1);
                        let edit = format!("delay {path} by {other}");
                        return self.refuse_for(
                            by.span,
                            format!("`{written}` is not counted in {}", distance.unit.words.1),
                            format!("give the delay in {units}, as in `{edit}`"),
                            edit,
                        );
                    }
                    return self.refuse(
                        span,
                        format!("`{written}` cannot be put off by {by_words}"),
                        format!(
                            "change it by hand: {place}; `set {}.{} to …`",
                            self.text(path.span),
                            row.info().written()
                        ),
                    );
                };
                shifted += usize::from(moved != moment);
                let at = u32::try_from(self.resolver.model.moments.push(moved)).unwrap_or(u32::MAX);
                let said = Said { span, cite: self.cite };
                claims.push(Claim { said, says: Says::Adds(Value::Moment(at)), derived: false });
            }
            if !claims.is_empty() {
                self.change(phase, key, |all| {
                    all.retain(|c| !matches!(c.says, Says::Adds(Value::Moment(_))));
                    all.extend(claims);
                });
            }
        }
        if shifted == 0 {
            let written = self.text(path.span);
            return self.refuse(
                path.span,
                format!("nothing says when `{written}` starts, so it cannot be put off"),
                format!("write `set {written}.starts to at least {by_words} after PHASE`"),
            );
        }
        Some(())
    }

    /// Returns what a statement says, without those beside it in a block of one line and without its sources.
    fn statement(&self, span: Span, name: &str) -> String {
        let lines = self.resolver.sources.slice(span).lines().map(|line| flat(uncited(line)));
        let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
        let text = lines.join("; ").replace("{; ", "{ ").replace("; }", " }");
        // What closes the block that it stands in is no part of it.
        let braces = |text: &str, sign: char| text.matches(sign).count();
        let mut text = text.as_str();
        while let Some(rest) = text.strip_suffix(['}', ';', ' ']) {
            if text.ends_with('}') && braces(text, '}') <= braces(text, '{') {
                break;
            }
            text = rest;
        }
        let field = if name == "begins" { "starts" } else { name };
        if text.starts_with(field) { text.to_owned() } else { format!("{field} {text}") }
    }

    /// Says which dates of a phase that is moved stand: the new order may not fit them.
    fn note_dates(&mut self, phase: EntityId) {
        let mut written = Vec::new();
        let kind = self.resolver.model.things.get(phase).kind;
        for name in ["begins", "ends", "during"] {
            let Some(row) = time_field(kind, name) else { continue };
            for claim in self.resolver.model.claims(phase, Key::Field(row)) {
                let line = format!("`{}`", self.statement(claim.said.span, name));
                if !written.contains(&line) {
                    written.push(line);
                }
            }
        }
        if !written.is_empty() {
            let stand = if written.len() == 1 { "stands" } else { "stand" };
            self.step.notes.push(format!("{} {stand}", and(&written)));
        }
    }

    pub(super) fn move_(&mut self, path: &ast::Path, to: &ast::Moment, span: Span) -> Option<()> {
        let phase = self.phase(path)?;
        if let ast::Target::Path(target) = &to.target {
            let Target::Thing(other) = self.target(target)? else {
                return self.refuse(
                    target.span,
                    format!(
                        "`{}` is nothing that another phase could follow",
                        self.text(target.span)
                    ),
                    "name a phase, an event or a condition".to_owned(),
                );
            };
            if other == phase {
                return self.refuse(
                    target.span,
                    format!("`{}` cannot be moved relative to itself", self.text(path.span)),
                    "name another phase".to_owned(),
                );
            }
        }
        let thing = self.resolver.model.things.get(phase).clone();
        let sooner = matches!(to.order, Order::Before | Order::By);
        // What has no length has no end of its own.
        let word = if sooner && thing.kind == Kind::Phase { "ends" } else { "begins" };
        let row = time_field(thing.kind, word)?;
        let place = super::Place { of: phase, kind: thing.kind, cite: self.cite };
        let value = ast::Value::Moment(to.clone());
        let moment = self.resolver.moment(place, word, &value)?;
        let ordered = |r: &crate::model::Model, c: &Claim| {
            matches!(c.says, Says::Adds(Value::Moment(at))
                if r.moment(at).is_some_and(|m| matches!(m.target, MomentTarget::Entity(_))))
        };
        // What ordered it before is what is being changed; its dates stay.
        for name in ["begins", "ends", "during"] {
            let Some(old) = time_field(thing.kind, name) else { continue };
            let key = Key::Field(old);
            let keep: Vec<bool> = {
                let model = &self.resolver.model;
                model.claims(phase, key).iter().map(|c| !ordered(model, c)).collect()
            };
            if keep.contains(&false) {
                let mut keep = keep.into_iter();
                self.change(phase, key, |all| all.retain(|_| keep.next().unwrap_or(true)));
            }
        }
        self.note_dates(phase);
        let said = Said { span, cite: self.cite };
        self.change(phase, Key::Field(row), |all| {
            all.push(Claim { said, says: Says::Adds(moment), derived: false });
        });
        Some(())
    }
}

/// Puts a moment off; none where what it hangs on leaves it where it is.
pub fn put_off(moment: &Moment, by: &Quantity) -> Option<Moment> {
    let mut moved = *moment;
    match moment.target {
        MomentTarget::Date(date) => {
            let (first, last) = shifted(date, by)?;
            match (moment.order, &moment.distance) {
                // What a length is counted from has to stay one date; else the length is what changes.
                (_, Some(before)) if first != last => {
                    moved.distance = Some(longer(before, by, moment.order)?);
                }
                // A limit hangs on one end of its date, and stays a limit where the delay is finer than the date.
                (Order::After | Order::By, None) => moved.target = MomentTarget::Date(last),
                (Order::Before | Order::From, None) => moved.target = MomentTarget::Date(first),
                _ if first == last => moved.target = MomentTarget::Date(first),
                _ => moved.target = MomentTarget::Dates(first, last),
            }
        }
        MomentTarget::Dates(from, to) => {
            moved.target = MomentTarget::Dates(shifted(from, by)?.0, shifted(to, by)?.1);
        }
        MomentTarget::Entity(_) => match (&moment.distance, moment.order) {
            (None, Order::After) => {
                let bound = Some(crate::value::Bound::AtLeast);
                moved.distance = Some(Quantity { bound, ..*by });
            }
            (Some(before), order) => moved.distance = Some(longer(before, by, order)?),
            _ => return None,
        },
        // Which of them it is may change when they move.
        MomentTarget::OneOf { .. } => return None,
    }
    Some(moved)
}

/// Adds a delay to the length that something comes after something else.
fn longer(before: &Quantity, by: &Quantity, order: Order) -> Option<Quantity> {
    let (bound, first_day) = (before.bound, before.first_day);
    let both = together(before, by).filter(|_| order == Order::After)?;
    Some(Quantity { bound, first_day, ..both })
}

/// Writes a length that is no whole number of its unit in a smaller one, where it is a whole number of that: 1.5 years are
/// 18 months.
fn in_whole_units(length: Quantity) -> Quantity {
    if length.number.as_whole().is_some() {
        return length;
    }
    let smaller = UNITS
        .iter()
        .rev()
        .filter(|unit| unit.dimension == length.unit.dimension && unit.size < length.unit.size);
    let mut whole = smaller.filter_map(|unit| {
        let number = length.number.times(length.unit.size / unit.size)?;
        number.as_whole().map(|_| Quantity { number, unit, ..length })
    });
    whole.next().unwrap_or(length)
}

/// Returns a delay of about the same length in the units in which a moment is counted, where those are others: how many
/// days a month has is not said by either.
fn in_units_of(moment: &Moment, by: &Quantity) -> Option<Quantity> {
    let before = moment.distance.filter(|d| d.unit.dimension != by.unit.dimension)?;
    let base = by.in_base_units()?;
    let (word, number) = match (before.unit.dimension, by.unit.dimension) {
        (Dimension::Time, Dimension::Calendar) => ("day", base / 12 * 365 + base % 12 * 30),
        (Dimension::Calendar, Dimension::Time) => ("month", ((base / 24 + 15) / 30).max(1)),
        _ => return None,
    };
    let unit = UNITS.iter().find(|unit| unit.words.0 == word)?;
    Some(Quantity { number: Number::whole(number), unit, ..*by })
}

/// Adds two lengths of time, in the smaller of their units; months and days cannot be added.
fn together(a: &Quantity, b: &Quantity) -> Option<Quantity> {
    let (large, small) = if a.unit.size >= b.unit.size { (a, b) } else { (b, a) };
    let whole = large.unit.size % small.unit.size == 0;
    (whole && large.unit.dimension == small.unit.dimension).then_some(())?;
    let number = large.number.times(large.unit.size / small.unit.size)?.plus(small.number)?;
    Some(Quantity { number, ..*small })
}

fn shifted(date: Date, by: &Quantity) -> Option<(Date, Date)> {
    date.later(by.number.as_whole()?, by.unit.words.1)
}
