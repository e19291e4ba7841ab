//! A temporal network over anonymous events: what must come before what, and what dates allow.
//!
//! Takes `a is not later than b` and plain dates; answers with three-valued order. Knows nothing of
//! frameworks or phases. Distances, branches and minimal conflicts are still to come; whatever would need
//! them is undecided, never guessed.

use jiff::civil::Date as Day;

use crate::value::Truth;

/// An event of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event(usize);

#[derive(Clone, Debug, Default)]
struct Node {
    later: Vec<usize>,
    earlier: Vec<usize>,
    not_before: Option<Day>,
    not_after: Option<Day>,
}

/// Events, their order and their dates.
#[derive(Clone, Debug, Default)]
pub struct Network {
    nodes: Vec<Node>,
}

impl Network {
    /// Adds an event.
    pub fn event(&mut self) -> Event {
        self.nodes.push(Node::default());
        Event(self.nodes.len() - 1)
    }

    /// Says that `a` is not later than `b`.
    pub fn not_later(&mut self, a: Event, b: Event) {
        if let Some(node) = self.nodes.get_mut(a.0) {
            node.later.push(b.0);
        }
        if let Some(node) = self.nodes.get_mut(b.0) {
            node.earlier.push(a.0);
        }
    }

    /// Says that two events fall together.
    pub fn together(&mut self, a: Event, b: Event) {
        self.not_later(a, b);
        self.not_later(b, a);
    }

    /// Says that an event is on or after a day.
    pub fn from(&mut self, event: Event, day: Day) {
        if let Some(node) = self.nodes.get_mut(event.0) {
            node.not_before = Some(node.not_before.map_or(day, |d| d.max(day)));
        }
    }

    /// Says that an event is on or before a day.
    pub fn until(&mut self, event: Event, day: Day) {
        if let Some(node) = self.nodes.get_mut(event.0) {
            node.not_after = Some(node.not_after.map_or(day, |d| d.min(day)));
        }
    }

    fn reach(&self, from: Event, forward: bool) -> Vec<bool> {
        let mut seen = vec![false; self.nodes.len()];
        let mut stack = vec![from.0];
        while let Some(at) = stack.pop() {
            let Some(flag) = seen.get_mut(at) else { continue };
            if std::mem::replace(flag, true) {
                continue;
            }
            if let Some(node) = self.nodes.get(at) {
                stack.extend(if forward { &node.later } else { &node.earlier });
            }
        }
        seen
    }

    /// Returns the first day an event can fall on, as far as order and dates say.
    pub fn earliest(&self, event: Event) -> Option<Day> {
        let seen = self.reach(event, false);
        self.nodes.iter().zip(seen).filter(|(_, s)| *s).filter_map(|(n, _)| n.not_before).max()
    }

    /// Returns the last day an event can fall on, as far as order and dates say.
    pub fn latest(&self, event: Event) -> Option<Day> {
        let seen = self.reach(event, true);
        self.nodes.iter().zip(seen).filter(|(_, s)| *s).filter_map(|(n, _)| n.not_after).min()
    }

    /// Decides whether `a` is not later than `b` in every order that is allowed (yes), in none but where both
    /// fall together (no), or in some only (undecided).
    pub fn is_not_later(&self, a: Event, b: Event) -> Truth {
        if a == b || self.reach(a, true).get(b.0) == Some(&true) {
            return Truth::Yes;
        }
        if self.reach(b, true).get(a.0) == Some(&true) {
            return Truth::No;
        }
        let by_dates =
            |x: Option<Day>, y: Option<Day>| matches!((x, y), (Some(x), Some(y)) if x < y);
        if by_dates(self.latest(a), self.earliest(b)) {
            Truth::Yes
        } else if by_dates(self.latest(b), self.earliest(a)) {
            Truth::No
        } else {
            Truth::Undecided
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Network;
    use crate::value::Truth;

    #[test]
    fn order_is_followed_through_and_dates_decide_the_rest() {
        let mut net = Network::default();
        let (a, b, c, d) = (net.event(), net.event(), net.event(), net.event());
        net.not_later(a, b);
        net.not_later(b, c);
        assert_eq!(net.is_not_later(a, c), Truth::Yes);
        assert_eq!(net.is_not_later(c, a), Truth::No);
        assert_eq!(net.is_not_later(a, d), Truth::Undecided);
        net.until(c, jiff::civil::date(2027, 3, 1));
        net.from(d, jiff::civil::date(2027, 3, 2));
        assert_eq!(net.is_not_later(a, d), Truth::Yes);
        assert_eq!(net.is_not_later(d, b), Truth::No);
    }
}
