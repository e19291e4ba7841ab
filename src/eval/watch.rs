//! What several questions have rested on, so that it can be told which answers a change can affect.
//!
//! Takes the record of each question; gives the facts and populations that were read, and the answers remembered that
//! were asked again, each of which rests on grounds of its own.

use rustc_hash::FxHashSet;

use super::{Evaluator, Kept, Mark, Read};

/// What an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Ground {
    /// Something that was read.
    Read(Read),
    /// Something that was worked out once and is remembered.
    Kept(Kept),
}

impl Evaluator<'_> {
    /// Begins to watch: what is read from here on is kept over the questions.
    pub(crate) fn watch(&mut self) {
        self.marks.clear();
        self.watched = Some(Vec::new());
    }

    /// Keeps what the question that ends has read.
    pub(super) fn note_watched(&mut self) {
        if let Some(watched) = &mut self.watched {
            watched.extend_from_slice(&self.marks);
        }
    }

    /// Ends the watch and adds to `grounds` what the questions rested on, each once.
    pub(crate) fn watched(&mut self, grounds: &mut Vec<Ground>) {
        self.note_watched();
        self.marks.clear();
        let mut marks = self.watched.take().unwrap_or_default();
        marks.sort_unstable();
        marks.dedup();
        grounds.extend(marks.into_iter().filter_map(|mark| self.ground(mark)));
    }

    /// Ends the watch and returns the facts and populations that were read, each once, sorted; what is remembered is
    /// followed to the facts it was worked out from.
    pub(crate) fn facts_read(&mut self) -> Vec<Read> {
        self.note_watched();
        self.marks.clear();
        let mut open = self.watched.take().unwrap_or_default();
        let mut seen: FxHashSet<Mark> = FxHashSet::default();
        let mut reads = Vec::new();
        while let Some(mark) = open.pop() {
            if !seen.insert(mark) {
                continue;
            }
            let below = match mark {
                Mark::Read(Read::Notion(notion, of)) => {
                    self.kept.get(&Kept::Notion(notion, of)).map(|(_, at)| *at)
                }
                Mark::Read(read) => {
                    reads.push(read);
                    None
                }
                Mark::All(at) => Some(at),
            };
            let below = below.and_then(|at| self.grounds.get(at as usize));
            open.extend(below.into_iter().flat_map(|marks| marks.iter().copied()));
        }
        reads.sort_unstable();
        reads
    }

    /// Iterates over what is remembered, each with what it rests on.
    pub(crate) fn remembered(&self) -> impl Iterator<Item = (Kept, impl Iterator<Item = Ground>)> {
        let all = self.keys.iter().zip(&self.grounds);
        all.map(|(key, marks)| (*key, marks.iter().filter_map(|mark| self.ground(*mark))))
    }

    fn ground(&self, mark: Mark) -> Option<Ground> {
        match mark {
            // What was not remembered left its own grounds in the record.
            Mark::Read(Read::Notion(notion, of)) => {
                let key = Kept::Notion(notion, of);
                self.kept.contains_key(&key).then_some(Ground::Kept(key))
            }
            Mark::Read(read) => Some(Ground::Read(read)),
            Mark::All(at) => self.keys.get(at as usize).map(|key| Ground::Kept(*key)),
        }
    }
}
