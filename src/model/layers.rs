//! A list that shares what did not change with the list it was made from.
//!
//! Takes items; gives them by number. A copy costs what was changed since the list was first filled, not what it
//! holds: that is what makes a what-if on a thousand frameworks cheap. Knows nothing of what it holds.

use std::sync::Arc;

use rustc_hash::FxHashMap;

/// A list of items by number.
#[derive(Debug)]
pub(crate) struct Layered<T> {
    base: Arc<Vec<T>>,
    /// Items changed or added since the base came to be shared.
    over: FxHashMap<usize, Arc<T>>,
    len: usize,
}

impl<T> Default for Layered<T> {
    fn default() -> Layered<T> {
        Layered { base: Arc::new(Vec::new()), over: FxHashMap::default(), len: 0 }
    }
}

impl<T> Clone for Layered<T> {
    fn clone(&self) -> Layered<T> {
        Layered { base: Arc::clone(&self.base), over: self.over.clone(), len: self.len }
    }
}

impl<T> From<Vec<T>> for Layered<T> {
    fn from(items: Vec<T>) -> Layered<T> {
        let len = items.len();
        Layered { base: Arc::new(items), over: FxHashMap::default(), len }
    }
}

impl<T> Layered<T> {
    /// Returns an item.
    pub(crate) fn get(&self, at: usize) -> Option<&T> {
        if !self.over.is_empty()
            && let Some(changed) = self.over.get(&at)
        {
            return Some(changed);
        }
        self.base.get(at)
    }

    /// Returns how many items there are.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Adds an item and returns its number.
    pub(crate) fn push(&mut self, item: T) -> usize {
        let at = self.len;
        self.len += 1;
        match Arc::get_mut(&mut self.base).filter(|_| self.over.is_empty()) {
            Some(base) => base.push(item),
            None => {
                self.over.insert(at, Arc::new(item));
            }
        }
        at
    }

    /// Returns the numbers of items that may not be the same in another list, in order: all of them, unless both were
    /// made from one.
    pub(crate) fn differing(&self, other: &Layered<T>) -> Vec<usize> {
        if self.len != other.len || !Arc::ptr_eq(&self.base, &other.base) {
            return (0..self.len.max(other.len)).collect();
        }
        let same = |at: &usize| match (self.over.get(at), other.over.get(at)) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        let mut all: Vec<usize> = self.over.keys().chain(other.over.keys()).copied().collect();
        all.sort_unstable();
        all.dedup();
        all.retain(|at| !same(at));
        all
    }

    /// Iterates over the items in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        (0..self.len).filter_map(|at| self.get(at))
    }
}

impl<T> std::ops::Index<usize> for Layered<T> {
    type Output = T;

    fn index(&self, at: usize) -> &T {
        if !self.over.is_empty()
            && let Some(changed) = self.over.get(&at)
        {
            return changed;
        }
        // INVARIANT: whoever indexes has the number from `push`, and items are never taken out.
        #[allow(clippy::indexing_slicing, reason = "see the invariant above")]
        &self.base[at]
    }
}

impl<T: Clone> Layered<T> {
    /// Returns an item to change; it is copied where it is shared.
    pub(crate) fn get_mut(&mut self, at: usize) -> Option<&mut T> {
        if self.over.contains_key(&at) {
            return self.over.get_mut(&at).map(Arc::make_mut);
        }
        if at >= self.base.len() {
            return None;
        }
        if Arc::get_mut(&mut self.base).is_some() {
            return Arc::get_mut(&mut self.base)?.get_mut(at);
        }
        let copy = Arc::new(self.base.get(at)?.clone());
        Some(Arc::make_mut(self.over.entry(at).or_insert(copy)))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may stop")]
mod tests {
    use super::Layered;

    #[test]
    fn a_copy_keeps_what_it_was_made_from() {
        let mut first: Layered<String> = Layered::default();
        first.push("a".to_owned());
        first.push("b".to_owned());
        let before = first.clone();
        first.get_mut(0).unwrap().push('!');
        let at = first.push("c".to_owned());
        assert_eq!(first.iter().map(String::as_str).collect::<Vec<_>>(), ["a!", "b", "c"]);
        assert_eq!(before.iter().map(String::as_str).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!((at, first.len(), before.len()), (2, 3, 2));
        drop(before);
        // Nobody shares the base now; what was changed over it must still be what is seen.
        first.get_mut(0).unwrap().push('?');
        first.get_mut(1).unwrap().push('*');
        first.push("d".to_owned());
        assert_eq!(first.iter().map(String::as_str).collect::<Vec<_>>(), ["a!?", "b*", "c", "d"]);
    }
}
