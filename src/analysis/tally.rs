//! How many findings there are, by what came of them, so that nobody need go through all of them to count.

use super::Summary;
use crate::diagnostic::{Finding, Level, Status};

/// Numbers of findings: by status, and of what is against the text by level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    broken: usize,
    violated: usize,
    undecided: usize,
    satisfied: usize,
    moot: usize,
    errors: usize,
    warnings: usize,
    advice: usize,
}

impl Tally {
    /// Counts findings.
    pub(super) fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Tally {
        let mut tally = Tally::default();
        for finding in findings {
            match finding.status {
                Status::Broken => tally.broken += 1,
                Status::Violated => tally.violated += 1,
                Status::Undecided => tally.undecided += 1,
                Status::Satisfied => tally.satisfied += 1,
                Status::Moot => tally.moot += 1,
            }
            if matches!(finding.status, Status::Broken | Status::Violated) {
                match finding.level {
                    Level::Error => tally.errors += 1,
                    Level::Warning => tally.warnings += 1,
                    Level::Advice => tally.advice += 1,
                    Level::Note => {}
                }
            }
        }
        tally
    }

    fn each(&mut self) -> [&mut usize; 8] {
        [
            &mut self.broken,
            &mut self.violated,
            &mut self.undecided,
            &mut self.satisfied,
            &mut self.moot,
            &mut self.errors,
            &mut self.warnings,
            &mut self.advice,
        ]
    }

    /// Counts others too.
    pub(super) fn add(&mut self, mut other: Tally) {
        self.each().into_iter().zip(other.each()).for_each(|(a, b)| *a += *b);
    }

    /// Counts others no longer.
    pub(super) fn take(&mut self, mut other: Tally) {
        self.each().into_iter().zip(other.each()).for_each(|(a, b)| *a = a.saturating_sub(*b));
    }

    /// Returns a summary of these, with the numbers of texts and frameworks of another.
    pub(super) fn summary(self, of: &Summary) -> Summary {
        Summary {
            broken: self.broken,
            violated: self.violated,
            undecided: self.undecided,
            satisfied: self.satisfied,
            moot: self.moot,
            errors: self.errors,
            warnings: self.warnings,
            advice: self.advice,
            ..*of
        }
    }
}
