//! Identical errors: what all other persons have in common with one person's wrong answers.

use ndarray::ArrayView2;

use super::answered;
use super::positive::{Ln, Positive, Tail};
use crate::model::ModelError;

/// Answers, and which of them are wrong.
pub(super) struct Marked<'a> {
    pub answers: ArrayView2<'a, u8>,
    pub key: &'a [u8],
    /// Wrong answers of each person.
    pub wrong: Vec<usize>,
}

/// Persons with the same number of wrong answers, the first person of the pair left out.
#[derive(Debug, Clone, Copy)]
pub(super) struct ErrorGroup {
    /// Their number of wrong answers.
    pub wrong: usize,
    /// Of the first person's errors on items they answered, the share that they have too.
    pub share: f64,
}

/// The errors of a pair.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shared {
    /// Errors of the first person on items that the second answered.
    pub errors: usize,
    /// Those that the second has too.
    pub matches: usize,
}

impl<'a> Marked<'a> {
    pub fn new(answers: ArrayView2<'a, u8>, key: &'a [u8]) -> Result<Self, ModelError> {
        if key.len() != answers.ncols() {
            return Err(ModelError::Length { what: "key", got: key.len(), expected: answers.ncols() });
        }
        if let Some(&right) = key.iter().find(|right| answered(**right).is_none()) {
            let expected = "an option from 0 to 252";
            return Err(ModelError::Option { name: "key", value: f64::from(right), expected });
        }
        for ((item, &right), column) in key.iter().enumerate().zip(answers.columns()) {
            let mut given = column.iter().filter_map(|&cell| answered(cell)).peekable();
            if given.peek().is_some() && given.all(|answer| answer != right) {
                let expected =
                    "an option that somebody gave, counted from 0 (leave out an item that nobody has right)";
                let error = ModelError::Option { name: "key", value: f64::from(right), expected };
                return Err(ModelError::Item { item: item + 1, error: Box::new(error) });
            }
        }
        let mut marked = Self { answers, key, wrong: Vec::new() };
        marked.wrong = (0..answers.nrows()).map(|person| marked.errors(person).count()).collect();
        Ok(marked)
    }

    /// Whether a person answered less than 80 % of the items, too few to stand in a group by wrong
    /// answers.
    pub fn is_short(&self, person: usize) -> bool {
        let given = self.answers.row(person).iter().filter(|cell| answered(**cell).is_some()).count();
        5 * given < 4 * self.key.len()
    }

    /// The items a person has wrong, and the answers.
    fn errors(&self, person: usize) -> impl Iterator<Item = (usize, u8)> + '_ {
        let cells = self.answers.row(person).into_iter().zip(self.key).enumerate();
        cells.filter_map(|(item, (&cell, key))| Some((item, answered(cell).filter(|answer| answer != key)?)))
    }

    /// Errors shared with each person.
    pub fn shared(&self, first: usize) -> Vec<Shared> {
        let errors: Vec<(usize, u8)> = self.errors(first).collect();
        let with = |person: usize| {
            let mut shared = Shared { errors: 0, matches: 0 };
            for &(item, wrong) in &errors {
                let cell = self.answers[[person, item]];
                shared.errors += usize::from(answered(cell).is_some());
                shared.matches += usize::from(cell == wrong);
            }
            shared
        };
        (0..self.answers.nrows()).map(with).collect()
    }

    /// Groups by their number of wrong answers, rising; those who answered none of the first
    /// person's errors are in none.
    pub fn groups(&self, first: usize, shared: &[Shared]) -> Vec<ErrorGroup> {
        let mut sums = vec![(0_usize, 0_usize); self.key.len() + 1];
        for (person, shared) in shared.iter().enumerate() {
            if person != first {
                let sum = &mut sums[self.wrong[person]];
                *sum = (sum.0 + shared.errors, sum.1 + shared.matches);
            }
        }
        let groups = sums.into_iter().enumerate().filter(|(_, (errors, _))| *errors > 0);
        groups
            .map(|(wrong, (errors, matches))| ErrorGroup { wrong, share: matches as f64 / errors as f64 })
            .collect()
    }
}

/// P(Bin(n, p) ≥ x), from the small terms.
pub(super) fn binomial_tail(n: usize, x: usize, p: f64) -> Tail {
    match () {
        () if p.is_nan() => Tail::UNDEFINED,
        () if x == 0 || p >= 1.0 => Tail { pvalue: 1.0, log10: 0.0 },
        () if p <= 0.0 => Tail { pvalue: 0.0, log10: f64::NEG_INFINITY },
        () => Tail::of(crate::math::binomial(n as u64, x as u64, p).upper, || {
            super::gbt::upper::<Ln>(&vec![p; n], x, &mut Vec::new())
        }),
    }
}

/// P(from ≤ X ≤ to) of a Poisson variable.
pub(super) fn poisson_between(mean: f64, from: usize, to: usize) -> Tail {
    fn sum<N: Positive>(mean: f64, from: usize, to: usize) -> N {
        let mut term = N::exp(-mean);
        let mut sum = N::of(0.0);
        for x in 0..=to {
            if x > 0 {
                term = term * N::of(mean / x as f64);
            }
            if x >= from {
                sum = sum + term;
            }
        }
        sum
    }
    if mean.is_nan() {
        return Tail::UNDEFINED;
    }
    Tail::of(sum(mean, from, to), || sum::<Ln>(mean, from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_tails_keep_their_digits() {
        let tail = binomial_tail(60, 60, 1e-6);
        assert!(tail.pvalue == 0.0 && (tail.log10 + 360.0).abs() < 1e-9);
        assert!((binomial_tail(3, 2, 0.5).pvalue - 0.5).abs() < 1e-16);
        let tail = poisson_between(1e-9, 40, 40);
        // e^(−1e−9)·1e−360/40!
        assert!((tail.log10 + 360.0 + 47.911_645_068_155_6).abs() < 1e-9, "{}", tail.log10);
        assert!((poisson_between(2.0, 0, 1).pvalue - 3.0 * (-2.0_f64).exp()).abs() < 1e-15);
        assert!(poisson_between(0.0, 1, 4).pvalue <= 0.0);
    }
}
