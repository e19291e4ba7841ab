//! Lists and single values while they are worked with: what is in them, what may be, what is not.

use rustc_hash::FxHashMap as HashMap;
use std::rc::Rc;

use crate::model::Value;
use crate::value::Truth;

/// A list as an expression sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetData {
    /// What is in it (`Yes`) and what may be (`Undecided`), each once, in a fixed order.
    pub items: Vec<(Value, Truth)>,
    /// What is known not to be in it; kept only where the list is open.
    pub absent: Vec<Value>,
    /// Whether it may hold more than its items.
    pub open: bool,
    /// Whether it is known to hold something, named or not.
    pub some: bool,
}

/// A shared list.
pub type Set = Rc<SetData>;

impl SetData {
    /// Decides whether a value is in the list.
    pub fn contains(&self, value: Value) -> Truth {
        match self.items.iter().find(|(v, _)| *v == value) {
            Some((_, presence)) => *presence,
            None if self.open && !self.absent.contains(&value) => Truth::Undecided,
            None => Truth::No,
        }
    }

    /// Decides whether the list holds anything.
    pub fn not_empty(&self) -> Truth {
        if self.some || self.items.iter().any(|(_, p)| *p == Truth::Yes) {
            Truth::Yes
        } else if self.items.is_empty() && !self.open {
            Truth::No
        } else {
            Truth::Undecided
        }
    }

    /// Checks whether it is known what is in it: nothing more may be, and nothing that may not.
    pub fn certain(&self) -> bool {
        !self.open && self.items.iter().all(|(_, p)| *p == Truth::Yes)
    }

    /// Returns how many it holds: at least, and at most where that is known.
    pub fn count(&self) -> Range {
        let certain = self.items.iter().filter(|(_, p)| *p == Truth::Yes).count();
        let least = if self.some { certain.max(1) } else { certain };
        Range {
            low: i64::try_from(least).unwrap_or(i64::MAX),
            high: (!self.open).then(|| i64::try_from(self.items.len()).unwrap_or(i64::MAX)),
        }
    }
}

/// Builds a list from parts that may repeat one another.
#[derive(Debug, Default)]
pub struct SetBuilder {
    /// What has been built so far.
    pub data: SetData,
    /// Places of the items; only once there are too many to look through.
    index: HashMap<Value, usize>,
}

/// Up to so many items, looking through them is quicker than an index.
const FEW: usize = 16;

impl SetBuilder {
    /// Adds a value, or raises what was only possible.
    pub fn add(&mut self, value: Value, presence: Truth) {
        if presence == Truth::No {
            return;
        }
        let items = &mut self.data.items;
        let at = if items.len() <= FEW {
            items.iter().position(|(v, _)| *v == value)
        } else {
            if self.index.is_empty() {
                self.index = items.iter().enumerate().map(|(i, (v, _))| (*v, i)).collect();
            }
            self.index.get(&value).copied()
        };
        if let Some((_, p)) = at.and_then(|i| items.get_mut(i)) {
            *p = p.or(presence);
        } else {
            items.push((value, presence));
            if !self.index.is_empty() {
                self.index.insert(value, items.len() - 1);
            }
        }
    }

    /// Returns the list.
    pub fn done(self) -> Set {
        Rc::new(self.data)
    }
}

/// A whole number known only between two ends; no upper end where a list is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// At least this.
    pub low: i64,
    /// At most this.
    pub high: Option<i64>,
}

impl Range {
    /// Any number.
    pub const ANY: Range = Range { low: 0, high: None };

    /// Returns the range of one number.
    pub fn just(number: i64) -> Range {
        Range { low: number, high: Some(number) }
    }

    /// Returns it in words: `3`, `2 to 4`, `at least 2`.
    pub fn words(self) -> String {
        match self.high {
            Some(high) if high == self.low => high.to_string(),
            Some(high) => format!("{} to {high}", self.low),
            None => format!("at least {}", self.low),
        }
    }
}

/// A single value as an expression sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Single {
    /// This.
    Known(Value),
    /// None.
    None,
    /// One there is, and which is not said.
    Some,
    /// Not known.
    Unknown,
    /// One of these, by the sources, or none.
    Contested(Rc<[Option<Value>]>),
}

impl Single {
    /// Asks a question of the value: none gives no, the unknown is undecided, a contested value must answer
    /// alike in every case.
    pub fn ask(&self, mut question: impl FnMut(Value) -> Truth) -> Truth {
        match self {
            Single::Known(value) => question(*value),
            Single::None => Truth::No,
            Single::Some | Single::Unknown => Truth::Undecided,
            Single::Contested(values) => {
                let mut answers = values.iter().map(|v| v.map_or(Truth::No, &mut question));
                let first = answers.next().unwrap_or(Truth::Undecided);
                if answers.all(|a| a == first) { first } else { Truth::Undecided }
            }
        }
    }
}
