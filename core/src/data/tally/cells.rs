//! The counts of one group.

use serde::{Deserialize, Serialize};

use crate::data::DataError;

/// The counts of one group: journal mark × total.
///
/// Row 0 holds persons without a journal mark, rows 1..=4 those with mark 2..=5.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    pub(super) width: usize,
    pub(super) counts: Vec<u64>,
}

impl Cells {
    /// No persons; totals 0..=`max_total`.
    #[must_use]
    pub fn new(max_total: u16) -> Self {
        let width = usize::from(max_total) + 1;
        Self { width, counts: vec![0; 5 * width] }
    }

    /// One more person; `journal_mark` 0 for none.
    pub fn add(&mut self, journal_mark: u8, total: u16) {
        let row = usize::from(journal_mark.saturating_sub(1));
        self.counts[row * self.width + usize::from(total)] += 1;
    }

    /// Persons with each total, for one journal mark (0 for none).
    #[must_use]
    pub fn with_mark(&self, journal_mark: u8) -> &[u64] {
        let row = usize::from(journal_mark.saturating_sub(1));
        &self.counts[row * self.width..][..self.width]
    }

    /// Persons with each total.
    #[must_use]
    pub fn histogram(&self) -> Vec<u64> {
        let mut all = vec![0; self.width];
        for of_mark in self.counts.chunks(self.width) {
            all.iter_mut().zip(of_mark).for_each(|(sum, n)| *sum += n);
        }
        all
    }

    /// Persons with this total, 0 above the largest.
    #[must_use]
    pub fn with_total(&self, total: usize) -> u64 {
        match total < self.width {
            true => self.counts.iter().skip(total).step_by(self.width).sum(),
            false => 0,
        }
    }

    /// The number of persons.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
    }
}

/// No country has more pupils of one grade; sums of such counts cannot overflow, and tails of them
/// end.
const LARGEST_COUNT: u64 = 100_000_000;

pub(in crate::data) fn check_counts(counts: &[u64]) -> Result<(), DataError> {
    let most = i64::try_from(LARGEST_COUNT).unwrap_or(i64::MAX);
    match counts.iter().try_fold(0_u64, |sum, &count| sum.checked_add(count)) {
        Some(sum) if sum <= LARGEST_COUNT => Ok(()),
        sum => {
            let got = sum.and_then(|s| i64::try_from(s).ok()).unwrap_or(i64::MAX);
            Err(DataError::Range { what: "a group's pupils", got, least: 0, most })
        }
    }
}
