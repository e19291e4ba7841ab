//! Work on many things, a share of them on each core.
//!
//! Takes how many there are and what is to be done with a share; gives what came of each share, in order, so that
//! nothing depends on how many cores there are. Knows nothing of what is done.

use std::num::NonZero;
use std::thread;

/// From so many things on, work is shared; below, starting threads costs more.
const MANY: usize = 256;

/// Room for what a rule nests, as much as the first thread has.
const STACK: usize = 8 << 20;

/// One of several equal shares, counted from zero.
#[derive(Clone, Copy)]
pub(super) struct Share {
    number: usize,
    of: usize,
}

impl Share {
    /// Returns the part of a list that belongs to this share.
    pub(super) fn part<T>(self, all: &[T]) -> &[T] {
        let size = all.len().div_ceil(self.of).max(1);
        all.chunks(size).nth(self.number).unwrap_or_default()
    }
}

/// Does some work for each share, side by side where the longest of the lists to be shared has many things; the first
/// share is done by who asks.
pub(super) fn in_shares<R: Send>(
    most: usize,
    own: impl FnOnce(Share) -> R,
    work: impl Fn(Share) -> R + Sync,
) -> Vec<R> {
    let of = match most {
        0..MANY => 1,
        _ => thread::available_parallelism().map_or(1, NonZero::get),
    };
    thread::scope(|scope| {
        let work = &work;
        let helpers: Vec<_> = (1..of)
            .map(|number| {
                let share = Share { number, of };
                let helper = thread::Builder::new().stack_size(STACK);
                (share, helper.spawn_scoped(scope, move || work(share)))
            })
            .collect();
        let mut done = vec![own(Share { number: 0, of })];
        // A thread that did not start or that panicked: its share is done here, to do it or to show it.
        done.extend(helpers.into_iter().map(|(share, helper)| {
            match helper.map(thread::ScopedJoinHandle::join) {
                Ok(Ok(done)) => done,
                _ => work(share),
            }
        }));
        done
    })
}
