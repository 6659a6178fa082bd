//! The population beside which patterns without a model are read.

use std::collections::BTreeMap;

use ndarray::ArrayView2;

use crate::data::{LARGEST_SCORE, is_score};
use crate::model::{ModelError, answer};

/// How popular each step of each item is in a population: who reached score j of item i, of those
/// who answered it.
///
/// Counts only, so references of parts [`merge`](Self::merge) to that of the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub(super) maxima: Vec<u8>,
    /// Persons with score x on item i.
    counts: Vec<Vec<u64>>,
    /// Persons by the points possible and those reached.
    totals: BTreeMap<(u32, u32), u64>,
}

impl Reference {
    /// The reference of these persons.
    ///
    /// # Errors
    /// [`ModelError::Columns`] for another number of columns than maxima, [`ModelError::Score`] for
    /// a score above its maximum.
    ///
    /// # Examples
    /// ```
    /// use ndarray::array;
    /// use obektiv::statistics::person_fit::Reference;
    /// let reference = Reference::of(array![[1, 2], [0, 1], [1, 0]].view(), &[1, 2])?;
    /// assert_eq!(reference.popularity(1), [2.0 / 3.0, 1.0 / 3.0]);
    /// # Ok::<(), obektiv::model::ModelError>(())
    /// ```
    pub fn of(scores: ArrayView2<'_, u8>, max_scores: &[u8]) -> Result<Self, ModelError> {
        if scores.ncols() != max_scores.len() {
            return Err(ModelError::Columns { got: scores.ncols(), expected: max_scores.len() });
        }
        let mut cells = vec![[0_u64; 256]; max_scores.len()];
        let mut totals: BTreeMap<(u32, u32), u64> = BTreeMap::new();
        let all: u32 = max_scores.iter().map(|&max| u32::from(max)).sum();
        let mut complete = vec![0_u64; all as usize + 1];
        let scores = scores.as_standard_layout();
        for (row, person) in scores.rows().into_iter().enumerate() {
            let (mut possible, mut total) = (all, 0);
            for (item, ((&cell, cells), &max)) in person.iter().zip(&mut cells).zip(max_scores).enumerate() {
                cells[usize::from(cell)] += 1;
                if cell <= max {
                    total += u32::from(cell);
                } else if cell <= LARGEST_SCORE {
                    return Err(ModelError::Score {
                        row: row + 1,
                        item: item + 1,
                        found: cell,
                        expected: max,
                    });
                } else if answer(cell).is_none() {
                    possible -= u32::from(max);
                }
            }
            if possible == all {
                complete[total as usize] += 1;
            } else {
                *totals.entry((possible, total)).or_default() += 1;
            }
        }
        for (total, &n) in (0_u32..).zip(&complete).filter(|(_, n)| **n > 0) {
            *totals.entry((all, total)).or_default() += n;
        }
        let count = |(cells, &max): (&[u64; 256], &u8)| {
            let mut counts = vec![0; usize::from(max) + 1];
            for (cell, &n) in (0_u8..=255).zip(cells) {
                if let Some(score) = answer(cell).filter(|_| n > 0) {
                    counts[score] += n;
                }
            }
            counts
        };
        let counts = cells.iter().zip(max_scores).map(count).collect();
        Ok(Self { maxima: max_scores.to_vec(), counts, totals })
    }

    /// What patterns of some persons are read beside: a population, or the persons themselves
    /// without one. The maxima are the largest scores seen where none are given.
    ///
    /// # Errors
    /// As [`of`](Self::of).
    pub fn for_persons(
        scores: ArrayView2<'_, u8>,
        max_scores: Option<&[u8]>,
        population: Option<ArrayView2<'_, u8>>,
    ) -> Result<Self, ModelError> {
        let population = population.unwrap_or(scores);
        let largest = |scores: ArrayView2<'_, u8>, item: usize| {
            let seen = scores.columns().into_iter().nth(item);
            let score = |&&cell: &&u8| is_score(cell);
            seen.and_then(|cells| cells.iter().filter(score).max().copied()).unwrap_or(0)
        };
        match max_scores {
            Some(max_scores) => Self::of(population, max_scores),
            None => {
                let seen = |item| largest(scores, item).max(largest(population, item)).max(1);
                Self::of(population, &(0..scores.ncols()).map(seen).collect::<Vec<u8>>())
            }
        }
    }

    /// The reference of both populations.
    ///
    /// # Errors
    /// [`ModelError::Length`] for other items, [`ModelError::Categories`] for other maxima.
    pub fn merge(&mut self, other: &Self) -> Result<(), ModelError> {
        super::same_length("the other reference", other.maxima.len(), self.maxima.len())?;
        let mut both = self.maxima.iter().zip(&other.maxima);
        if let Some((mine, theirs)) = both.find(|(a, b)| a != b) {
            let expected = format!("{mine}, the maximum of the same item");
            return Err(ModelError::Categories {
                what: "points at most",
                got: usize::from(*theirs),
                expected,
            });
        }
        for (mine, theirs) in self.counts.iter_mut().flatten().zip(other.counts.iter().flatten()) {
            *mine += theirs;
        }
        for (&key, n) in &other.totals {
            *self.totals.entry(key).or_default() += n;
        }
        Ok(())
    }

    /// The share that reached 1, 2, … points of an item (from 0), of those who answered it; 0 where
    /// nobody did.
    #[must_use]
    pub fn popularity(&self, item: usize) -> Vec<f64> {
        let answered = self.counts[item].iter().sum::<u64>().max(1) as f64;
        self.reached(item).into_iter().map(|n| n as f64 / answered).collect()
    }

    /// Persons who reached 1, 2, … points.
    pub(super) fn reached(&self, item: usize) -> Vec<u64> {
        let counts = &self.counts[item];
        (1..counts.len()).map(|j| counts[j..].iter().sum()).collect()
    }

    /// Shares of the points possible, rising, each with the number of persons.
    pub(super) fn shares(&self) -> Vec<(f64, f64)> {
        let share = |(&(possible, total), &n): (&(u32, u32), &u64)| {
            (f64::from(total) / f64::from(possible), n as f64)
        };
        let mut shares: Vec<(f64, f64)> =
            self.totals.iter().filter(|((k, _), _)| *k > 0).map(share).collect();
        shares.sort_by(|a, b| a.0.total_cmp(&b.0));
        shares
    }
}
