//! What became of findings when something changed: a what-if, or a newer version of a text.
//!
//! Takes the findings before and after; gives what moved, matched by rule and by the paths of things, so that an
//! inserted line changes nothing. Judges nothing itself.

use indexmap::IndexMap;

use super::bindings::Shift;
use super::{Moved, Movement, grounds};
use crate::diagnostic::{Finding, Level, Status};
use crate::source::{Sources, Span};
use crate::value::flat;

/// What is said of a finding of which a reader reads the same as before.
const THE_SAME: &str = "the same, on other statements than before";

/// The check whose findings speak of several lines.
const CLASH: &str = "sequence-contradiction";

/// Whether a finding after is the one before.
type Same = fn(&Finding, &Finding) -> bool;

/// Findings and the texts they speak of.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub findings: &'a [&'a Finding],
    pub sources: &'a Sources,
}

/// Compares findings. `cause` says whether a place is one of the statements that were changed: such are named
/// first as the reason. `shifts` are the bindings of rules that moved, whether a finding tells of them or not.
pub(super) fn compare(
    before: Side<'_>,
    after: Side<'_>,
    shifts: &[Shift],
    cause: impl Fn(Span) -> bool,
) -> Vec<Moved> {
    let mut groups: IndexMap<(&str, &str), Group<'_>> = IndexMap::new();
    for finding in before.findings {
        groups.entry(key(finding)).or_default().before.push(finding);
    }
    for finding in after.findings {
        groups.entry(key(finding)).or_default().after.push(finding);
    }
    for shift in shifts {
        groups.entry((&shift.rule, &shift.owner)).or_default().shifts.push(shift);
    }
    let mut moved = Vec::new();
    for (_, group) in groups {
        group.compare(before.sources, after.sources, &cause, &mut moved);
    }
    moved.sort_by(|a, b| {
        let rank = |m: &Moved| (m.movement, std::cmp::Reverse(m.level()));
        rank(a).cmp(&rank(b)).then_with(|| a.rule.cmp(&b.rule)).then_with(|| a.path.cmp(&b.path))
    });
    moved
}

/// What is compared as one: what a rule says of one thing, or one fault of a text.
fn key(finding: &Finding) -> (&str, &str) {
    if finding.status == Status::Broken {
        (&finding.rule, &finding.message)
    } else {
        (&finding.rule, &finding.subject.owner)
    }
}

#[derive(Default)]
struct Group<'a> {
    before: Vec<&'a Finding>,
    after: Vec<&'a Finding>,
    shifts: Vec<&'a Shift>,
}

impl Group<'_> {
    fn compare(
        &self,
        old: &Sources,
        new: &Sources,
        cause: &impl Fn(Span) -> bool,
        moved: &mut Vec<Moved>,
    ) {
        let from = moved.len();
        let whole = self.findings(old, new, cause, moved);
        for shift in self.shifts.iter().filter(|_| !whole) {
            let told = moved.get(from..).unwrap_or_default();
            if let Some(movement) = shift.movement()
                && !told.iter().any(|m| shift.told_by(m))
            {
                let after = shift.after.as_ref();
                let why = after.map_or_else(String::new, |f| grounds::now(f, cause));
                let one = Moved::new(movement, shift.before.clone(), after.cloned(), why);
                moved.push(one);
            }
        }
        told_apart(moved, from);
    }

    /// Compares the findings; returns whether what it says holds for all bindings.
    fn findings(
        &self,
        old: &Sources,
        new: &Sources,
        cause: &impl Fn(Span) -> bool,
        moved: &mut Vec<Moved>,
    ) -> bool {
        let one = |list: &[&Finding]| list.first().map(|f| (*f).clone());
        let pairs = self.pairs();
        // The findings after that are spoken of together with one before.
        let mut told = pairs.clone();
        for (before, at) in self.before.iter().zip(&pairs) {
            if let Some(after) = at.and_then(|at| self.after.get(at)).copied() {
                if let Some(movement) = within(before, after, old, new) {
                    let (mut quiet, mut in_full, mut less) = (false, None, false);
                    let why = match movement {
                        Movement::Reason => {
                            let different = grounds::different(before, after, cause);
                            quiet = different.is_none();
                            let different = different.unwrap_or_default();
                            (in_full, less) = (different.in_full, different.less);
                            if quiet { THE_SAME.to_owned() } else { different.why }
                        }
                        Movement::Eased | Movement::Raised => grounds::weight(before, after, cause),
                        _ => grounds::now(after, cause),
                    };
                    let before = Some((*before).clone());
                    let one = Moved::new(movement, before, Some(after.clone()), why);
                    moved.push(Moved { in_full, less, quiet, ..one });
                }
            } else if faulted(before.status) {
                let wider =
                    |(at, f): (usize, &&Finding)| !told.contains(&Some(at)) && overlap(before, f);
                if let Some(at) = self.after.iter().enumerate().position(wider) {
                    told.push(Some(at));
                    if let Some(after) = self.after.get(at) {
                        self.regrouped(before, after, cause, moved);
                    }
                    continue;
                }
                if self.became(before, &before.subject.about, cause, moved) {
                    continue;
                }
                // Another finding of the rule may stand; of this one nothing is left.
                let after = self.after.iter().find(|f| !faulted(f.status)).copied();
                let (movement, why) = match after {
                    Some(f) if f.status == Status::Undecided && covers(f, before) => {
                        (Movement::Opened, grounds::now(f, cause))
                    }
                    Some(f) if f.status == Status::Undecided => {
                        (Movement::Resolved, grounds::still_open(before, f))
                    }
                    Some(f) => (Movement::Resolved, grounds::held(before, f, cause)),
                    None if before.status == Status::Broken => {
                        (Movement::Resolved, format!("no longer: {}", before.message))
                    }
                    None => (Movement::Resolved, String::new()),
                };
                // Where it is said of others still, it is not gone.
                let after = after.or(self.after.first().copied());
                moved.push(Moved::new(movement, Some((*before).clone()), after.cloned(), why));
            }
        }
        let mut settled = self.before.iter().any(|f| faulted(f.status));
        for (at, after) in self.after.iter().enumerate() {
            if faulted(after.status) && !told.contains(&Some(at)) {
                let before = self.before.iter().find(|f| !faulted(f.status)).copied();
                let before = self.was(after, &after.subject.about).or(before);
                let mut why = grounds::now(after, cause);
                // Of a fault of the text that stands once, the place says more than its name.
                let clash = after.rule == CLASH;
                let broken = after.status == Status::Broken && !clash;
                let place = after.place().filter(|p| broken && !cause(*p));
                if let (Some(place), 1) = (place, self.after.len()) {
                    why.push_str(&format!(" ({})", new.place(place)));
                }
                let lines = if clash { grounds::lines(after, new) } else { Vec::new() };
                let one = Moved::new(Movement::New, before.cloned(), Some((*after).clone()), why);
                moved.push(Moved { lines, ..one });
                settled = true;
            }
        }
        if settled {
            return false;
        }
        // Nothing is faulted on either side: one verdict each, or none where the thing is new or gone.
        let (before, after) = (one(&self.before), one(&self.after));
        let movement = match (before.as_ref().map(|f| f.status), after.as_ref().map(|f| f.status)) {
            (Some(a), Some(b)) if a == b => return false,
            // With what is gone, what was open about it is no more.
            (_, None) => return true,
            (_, Some(Status::Undecided)) => Movement::Opened,
            (Some(Status::Undecided), _) => Movement::Decided,
            (Some(_), Some(_)) => Movement::Reason,
            // A thing that came or went with nothing against it is no news.
            _ => return true,
        };
        let why = after.as_ref().map_or(String::new(), |f| grounds::now(f, cause));
        moved.push(Moved::new(movement, before, after, why));
        true
    }

    /// Returns what was said of those for whom a finding is violated now, if the same of all of them.
    fn was(&self, after: &Finding, about: &[String]) -> Option<&Finding> {
        let about = |s: &&&Shift| {
            let named = |n: &String| about.contains(n) || *n == after.subject.path;
            let violated = s.after.as_ref().is_some_and(|f| f.status == Status::Violated);
            violated && s.names.iter().all(named)
        };
        let mut all = self.shifts.iter().filter(about).map(|s| s.before.as_ref());
        let first = all.next()??;
        let alike = all.all(|f| f.is_some_and(|f| f.status == first.status));
        (alike && !faulted(first.status)).then_some(first)
    }

    /// Says of what a finding was violated for what is said of it now: each of it may have gone its own way.
    fn became(
        &self,
        before: &Finding,
        about: &[String],
        cause: &impl Fn(Span) -> bool,
        moved: &mut Vec<Moved>,
    ) -> bool {
        let named = |name: &String| about.contains(name) || *name == before.subject.path;
        let mut ways: IndexMap<Option<Status>, Vec<&Shift>> = IndexMap::new();
        for shift in self.shifts.iter().filter(|s| s.names.iter().all(named)) {
            let status = |f: &Option<Finding>| f.as_ref().map(|f| f.status);
            if status(&shift.before) == Some(Status::Violated) {
                ways.entry(status(&shift.after)).or_default().push(shift);
            }
        }
        let whom = |shifts: &[&Shift]| -> Vec<String> {
            let named = |a: &&String| shifts.iter().any(|s| s.names.contains(*a));
            about.iter().filter(named).cloned().collect()
        };
        let all: usize = ways.values().map(|shifts| whom(shifts).len()).sum();
        if ways.is_empty() || all < about.len() {
            return false;
        }
        for (status, shifts) in ways {
            let about = whom(&shifts);
            let after = shifts.first().and_then(|s| s.after.as_ref());
            let movement = match status {
                Some(Status::Undecided) => Movement::Opened,
                _ => Movement::Resolved,
            };
            // Of the others something else may be said.
            let mut of_these = before.clone();
            of_these.subject.about.clone_from(&about);
            let why = match after {
                Some(f) if movement == Movement::Opened => grounds::now(f, cause),
                Some(f) => grounds::held(&of_these, f, cause),
                None => grounds::gone(before, shifts.iter().flat_map(|s| &s.names)),
            };
            let one = Moved::new(movement, Some(before.clone()), after.cloned(), why);
            moved.push(Moved { about, ..one });
        }
        true
    }
}

impl Group<'_> {
    /// Says what is new and what is gone in a finding about several things.
    fn regrouped(
        &self,
        before: &Finding,
        after: &Finding,
        cause: &impl Fn(Span) -> bool,
        moved: &mut Vec<Moved>,
    ) {
        let without = |a: &Finding, b: &Finding| -> Vec<String> {
            let of = |f: &Finding| f.subject.about.clone();
            of(a).into_iter().filter(|n| !b.subject.about.contains(n)).collect()
        };
        let push = |movement: Movement, about: Vec<String>, moved: &mut Vec<Moved>| {
            let why = match movement {
                Movement::Eased | Movement::Raised => grounds::weight(before, after, cause),
                _ => grounds::now(after, cause),
            };
            // Whoever joins those at fault has a verdict of its own from before.
            let was = if movement == Movement::New { self.was(after, &about) } else { None };
            let was = was.unwrap_or(before).clone();
            let one = Moved::new(movement, Some(was), Some(after.clone()), why);
            moved.push(Moved { about, ..one });
        };
        if after.level != before.level {
            let both = before.subject.about.iter().filter(|a| after.subject.about.contains(*a));
            let milder = after.level < before.level;
            let movement = if milder { Movement::Eased } else { Movement::Raised };
            push(movement, both.cloned().collect(), moved);
        }
        for (movement, about) in
            [(Movement::Resolved, without(before, after)), (Movement::New, without(after, before))]
        {
            let gone = movement == Movement::Resolved;
            let told = about.is_empty() || gone && self.became(before, &about, cause, moved);
            if !told {
                push(movement, about, moved);
            }
        }
    }
}

impl Shift {
    /// Returns how it moved; none where findings tell, or where it is no news.
    fn movement(&self) -> Option<Movement> {
        let status = |f: &Option<Finding>| f.as_ref().map(|f| f.status);
        match (status(&self.before), status(&self.after)) {
            (Some(Status::Violated), _) | (_, Some(Status::Violated) | None) => None,
            (_, Some(Status::Undecided)) => Some(Movement::Opened),
            (Some(Status::Undecided), _) => Some(Movement::Decided),
            _ => None,
        }
    }

    /// Checks whether a reader learns of it from what is told of a finding.
    fn told_by(&self, moved: &Moved) -> bool {
        let spoken = |name: &String| {
            let why = &moved.why;
            why.contains(&format!("`{name}`")) || why.contains(&format!("`{name}."))
        };
        moved.movement == Movement::Reason && !moved.quiet && self.names.iter().all(spoken)
    }
}

impl Group<'_> {
    /// Returns for each finding before the number of the one after that is the same still: of the same things, in the
    /// same words if one is. Where nothing is faulted, a rule has one verdict on a thing, whatever it names besides.
    fn pairs(&self) -> Vec<Option<usize>> {
        let mut pairs = vec![None; self.before.len()];
        let same: [Same; 3] = [
            |a, b| a.subject == b.subject && a.message == b.message,
            |a, b| a.subject == b.subject,
            |a, _| !faulted(a.status),
        ];
        for same in same {
            for (at, before) in self.before.iter().enumerate() {
                if pairs.get(at).is_none_or(Option::is_some) {
                    continue;
                }
                let mut after = self.after.iter().enumerate();
                let fits = |(at, after): &(usize, &&Finding)| {
                    after.status == before.status
                        && same(before, after)
                        && !pairs.contains(&Some(*at))
                };
                let found = after.find(fits).map(|(at, _)| at);
                if let Some(pair) = pairs.get_mut(at) {
                    *pair = found;
                }
            }
        }
        pairs
    }
}

fn faulted(status: Status) -> bool {
    matches!(status, Status::Violated | Status::Broken)
}

/// Takes back what a rule is said to depend on besides where the things for which that opened have rows of their own.
fn told_apart(moved: &mut Vec<Moved>, from: usize) {
    let wanted = |f: &Option<Finding>| -> Vec<(String, String)> {
        let missing = f.iter().flat_map(|f| &f.missing);
        missing.map(|m| (m.path.clone(), m.field.clone())).collect()
    };
    let rows = moved.get(from..).unwrap_or_default();
    let opened = rows.iter().filter(|m| m.movement == Movement::Opened);
    let opened: Vec<(String, String)> = opened.flat_map(|m| wanted(&m.after)).collect();
    let mut at = 0;
    moved.retain(|m| {
        at += 1;
        if at <= from || m.movement != Movement::Reason || opened.is_empty() {
            return true;
        }
        let (old, new) = (wanted(&m.before), wanted(&m.after));
        let mut come = new.iter().filter(|w| !old.contains(w)).peekable();
        come.peek().is_none() || come.any(|w| !opened.contains(w))
    });
}

/// Compares two findings of one verdict about the same things.
fn within(before: &Finding, after: &Finding, old: &Sources, new: &Sources) -> Option<Movement> {
    if before.level != after.level && faulted(after.status) {
        return Some(if after.level < before.level { Movement::Eased } else { Movement::Raised });
    }
    let grounds = |f: &Finding, sources: &Sources| {
        let labels: Vec<String> = f
            .labels
            .iter()
            .map(|l| format!("{} {}", flat(sources.slice(l.span)), l.text))
            .collect();
        (f.subject.clone(), f.message.clone(), labels, f.missing.clone(), f.citations.clone())
    };
    // Of what holds or does not apply, only the verdict is news.
    let told = matches!(after.status, Status::Violated | Status::Undecided | Status::Broken);
    (told && grounds(before, old) != grounds(after, new)).then_some(Movement::Reason)
}

/// Checks whether two findings are one that speaks of more or fewer: `no seat: DPRK`, `no seat: DPRK and USA`.
fn overlap(before: &Finding, after: &Finding) -> bool {
    before.status == after.status
        && before.subject.path == after.subject.path
        && before.subject.about.iter().any(|a| after.subject.about.contains(a))
}

/// Checks whether a finding speaks of all that another speaks of.
fn covers(wide: &Finding, narrow: &Finding) -> bool {
    wide.subject.path == narrow.subject.path
        && narrow.subject.about.iter().all(|a| wide.subject.about.contains(a))
}

impl Moved {
    fn new(
        movement: Movement,
        before: Option<Finding>,
        after: Option<Finding>,
        why: String,
    ) -> Moved {
        let lead = match movement {
            Movement::Resolved => before.as_ref().or(after.as_ref()),
            // What was violated and is open now is told of whom it was violated for.
            Movement::Opened if before.as_ref().is_some_and(|b| faulted(b.status)) => {
                before.as_ref()
            }
            _ => after.as_ref().or(before.as_ref()),
        };
        let (rule, framework, path, about) = lead.map_or_else(Default::default, |f| {
            let subject = f.subject.clone();
            (f.rule.clone(), subject.framework, subject.path, subject.about)
        });
        Moved {
            movement,
            rule,
            framework,
            path,
            about,
            before,
            after,
            why,
            in_full: None,
            less: false,
            lines: Vec::new(),
            quiet: false,
        }
    }

    /// Returns the level of what moved: that after, unless it is resolved.
    pub fn level(&self) -> Level {
        let lead = match self.movement {
            Movement::Resolved => self.before.as_ref(),
            _ => self.after.as_ref().or(self.before.as_ref()),
        };
        lead.map_or(Level::Note, |f| f.level)
    }
}
