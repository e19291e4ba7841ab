//! What several questions read in the end: the facts alone, through all that was worked out from them.
//!
//! Takes the record of each question; gives facts and populations. That is what tells whether an answer has to be worked
//! out anew when something changes.

use rustc_hash::FxHashSet;

use super::{Evaluator, Kept, Mark, Read};

impl Evaluator<'_> {
    /// Begins to watch: what is read from here on is kept over the questions.
    pub fn watch(&mut self) {
        self.marks.clear();
        self.watched = Some(Vec::new());
    }

    /// Keeps what the question that ends has read.
    pub(super) fn note_watched(&mut self) {
        if let Some(watched) = &mut self.watched {
            watched.extend_from_slice(&self.marks);
        }
    }

    /// Ends the watch and returns the facts and populations that were read, each once, sorted; what was remembered is
    /// followed to the facts it was worked out from.
    pub fn watched(&mut self) -> Box<[Read]> {
        self.note_watched();
        self.marks.clear();
        let mut open = self.watched.take().unwrap_or_default();
        let mut seen: FxHashSet<Mark> = FxHashSet::default();
        let mut reads = Vec::new();
        while let Some(mark) = open.pop() {
            if !seen.insert(mark) {
                continue;
            }
            let grounds = match mark {
                Mark::Read(Read::Notion(notion, of)) => {
                    self.kept.get(&Kept::Notion(notion, of)).map(|(_, at)| *at)
                }
                Mark::Read(read) => {
                    reads.push(read);
                    None
                }
                Mark::All(at) => Some(at),
            };
            let grounds = grounds.and_then(|at| self.grounds.get(at as usize));
            open.extend(grounds.into_iter().flat_map(|marks| marks.iter().copied()));
        }
        reads.sort_unstable();
        reads.into()
    }
}
