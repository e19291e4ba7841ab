//! Why so many of a list are so: the one that decides, or all that count.

use crate::eval::trace::{Ask, Trace, Tracer};
use crate::expr::{NodeId, Quant};
use crate::model::Value;
use crate::value::{Bound, Truth};

impl Tracer<'_, '_> {
    pub(super) fn quantified(
        &mut self,
        quant: Quant,
        slot: u16,
        set: NodeId,
        filter: Option<NodeId>,
        body: Option<NodeId>,
        truth: Truth,
    ) -> Vec<Trace> {
        let items = self.eval.set(set);
        let saved = self.eval.slot(slot);
        // What an element must be to decide: a witness for `some`, a counter-example for `every` and `no`.
        let decided_by_one = match quant {
            Quant::Some => truth == Truth::Yes,
            Quant::Every | Quant::No => truth == Truth::No,
            Quant::Count(..) => false,
        };
        // What is enough, or too much, is shown by those that count, whoever else there is.
        let counted = match quant {
            Quant::Count(Bound::AtLeast | Bound::MoreThan, _) => truth == Truth::Yes,
            Quant::Count(Bound::AtMost | Bound::LessThan, _) => truth == Truth::No,
            _ => false,
        };
        let mut steps = Vec::new();
        let mut each: Vec<(Value, Vec<Trace>)> = Vec::new();
        for (value, presence) in &items.items {
            self.eval.set_slot(slot, *value);
            let filtered = filter.map_or(Truth::Yes, |f| self.eval.truth(f));
            let held = body.map_or(Truth::Yes, |b| self.eval.truth(b));
            let counts = presence.and(filtered);
            let so = match quant {
                Quant::Every => counts.negate().or(held),
                _ => counts.and(held),
            };
            if decided_by_one {
                let witness = if quant == Quant::Every { Truth::No } else { Truth::Yes };
                if so == witness {
                    let mut of_it = self.set(set, Ask::Present(*value));
                    of_it.extend(filter.map_or(Vec::new(), |f| self.truth(f)));
                    of_it.extend(body.map_or(Vec::new(), |b| self.truth(b)));
                    each.push((*value, of_it));
                    // One is enough; whoever asks for the whole wants to know of every one that fails.
                    if !self.whole || quant == Quant::Some {
                        break;
                    }
                }
                continue;
            }
            let relevant = match truth {
                Truth::Undecided => so == Truth::Undecided,
                _ if counted => so == Truth::Yes,
                _ => true,
            };
            if !relevant {
                continue;
            }
            if *presence == Truth::Undecided && truth == Truth::Undecided {
                steps.extend(self.set(set, Ask::Open));
            } else if filtered != Truth::Yes {
                steps.extend(filter.map_or(Vec::new(), |f| self.truth(f)));
            } else {
                steps.extend(body.map_or(Vec::new(), |b| self.truth(b)));
                if body.is_none() {
                    steps.extend(self.set(set, Ask::Present(*value)));
                }
            }
        }
        self.eval.set_slot(slot, saved);
        let several = each.len() > 1;
        for (value, of_it) in each {
            if several {
                let words = self.eval.value_words(value, self.sources);
                steps.extend(Self::under(format!("for {words}"), of_it));
            } else {
                steps.extend(of_it);
            }
        }
        if !decided_by_one && !counted {
            // A count is left open by every disputed item; of the others those that matter are named above.
            let counts = matches!(quant, Quant::Count(..)) && !items.certain();
            if (items.open || counts) && truth == Truth::Undecided {
                steps.extend(self.set(set, Ask::Open));
            } else if truth.is_decided() && !items.open || items.certain() && !self.whole {
                steps.extend(self.set(set, Ask::Closed));
            }
        }
        steps
    }
}
