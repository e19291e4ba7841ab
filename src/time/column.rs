//! Tables by number: one value for each event or each statement of order, and lists threaded through them.
//!
//! Reading outside a table gives its blank value, so that no read can fail; all of it is flat and copied fast,
//! which is what makes "what if" a copy.

/// One value for each number.
#[derive(Clone, Debug)]
pub(super) struct Column<T> {
    items: Vec<T>,
    blank: T,
}

impl<T: Copy> Column<T> {
    pub(super) fn new(blank: T) -> Column<T> {
        Column { items: Vec::new(), blank }
    }

    pub(super) fn get(&self, at: usize) -> T {
        self.items.get(at).copied().unwrap_or(self.blank)
    }

    pub(super) fn set(&mut self, at: usize, value: T) {
        if at >= self.items.len() {
            self.items.resize(at + 1, self.blank);
        }
        if let Some(item) = self.items.get_mut(at) {
            *item = value;
        }
    }

    pub(super) fn push(&mut self, value: T) {
        self.items.push(value);
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }
}

/// No number: the end of a list, or nothing known.
pub(super) const NONE: usize = usize::MAX;

/// A list of numbers for each number, threaded through two columns.
#[derive(Clone, Debug)]
pub(super) struct Lists {
    first: Column<usize>,
    next: Column<usize>,
}

impl Lists {
    pub(super) fn new() -> Lists {
        Lists { first: Column::new(NONE), next: Column::new(NONE) }
    }

    /// Puts an item, which is in no list yet, at the head of a list.
    pub(super) fn put(&mut self, list: usize, item: usize) {
        self.next.set(item, self.first.get(list));
        self.first.set(list, item);
    }

    pub(super) fn of(&self, list: usize) -> impl Iterator<Item = usize> + '_ {
        let there = |at: usize| (at != NONE).then_some(at);
        std::iter::successors(there(self.first.get(list)), move |at| there(self.next.get(*at)))
    }
}
