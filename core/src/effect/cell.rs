//! One cell of Callaway and Sant'Anna: a cohort's change since its base, beside that of units not
//! helped, with its influence function.

use nalgebra::{DMatrix, DVector};

use super::regression::inverse;

/// Units of one cell: the helped cohort and its comparison.
pub(super) struct Sample {
    pub treated: Vec<bool>,
    pub change: Vec<f64>,
    /// The constant first.
    pub x: Vec<Vec<f64>>,
}

/// A cell's effect, the mean change of its cohort, and what each unit adds to the estimate, less
/// one n-th.
pub(super) struct Att {
    pub att: f64,
    pub naive: f64,
    pub influence: Vec<f64>,
}

/// How units that were not helped stand for the helped.
pub(super) struct Weights {
    /// Fitted change of each unit by regression among the others.
    fitted: Option<(Vec<f64>, DMatrix<f64>)>,
    /// Chance of help of each unit, and each unit's part in its coefficients.
    chance: Option<(Vec<f64>, DMatrix<f64>)>,
}

impl Sample {
    fn n(&self) -> f64 {
        self.change.len() as f64
    }

    fn design(&self) -> DMatrix<f64> {
        DMatrix::from_fn(self.change.len(), self.x.len(), |i, j| self.x[j][i])
    }

    /// By regression, by the chance of help, or by both; `None` where columns depend on each other
    /// among the units used.
    pub fn weights(&self, regression: bool, chance: bool) -> Option<Weights> {
        Some(Weights {
            fitted: if regression { Some(self.regression()?) } else { None },
            chance: if chance { Some(self.logit()?) } else { None },
        })
    }

    /// Least squares among units that were not helped.
    fn regression(&self) -> Option<(Vec<f64>, DMatrix<f64>)> {
        let x = self.design();
        let other = |i: usize| if self.treated[i] { 0.0 } else { 1.0 };
        let masked = DMatrix::from_fn(x.nrows(), x.ncols(), |i, j| other(i) * x[(i, j)]);
        let bread = inverse(&masked.tr_mul(&x))?;
        let beta = &bread * masked.tr_mul(&DVector::from_column_slice(&self.change));
        let fitted: Vec<f64> = (&x * beta).iter().copied().collect();
        let scores = DMatrix::from_fn(x.nrows(), x.ncols(), |i, j| {
            masked[(i, j)] * (self.change[i] - fitted[i]) * self.n()
        });
        Some((fitted, scores * bread))
    }

    /// The chance of help, by Newton's steps.
    fn logit(&self) -> Option<(Vec<f64>, DMatrix<f64>)> {
        let x = self.design();
        let mut beta = DVector::zeros(x.ncols());
        let helped = DVector::from_fn(x.nrows(), |i, _| f64::from(u8::from(self.treated[i])));
        for _ in 0..60 {
            let chance = (&x * &beta).map(|z| 1.0 / (1.0 + libm::exp(-z)));
            let weighted =
                DMatrix::from_fn(x.nrows(), x.ncols(), |i, j| chance[i] * (1.0 - chance[i]) * x[(i, j)]);
            let step = inverse(&weighted.tr_mul(&x))? * x.tr_mul(&(&helped - &chance));
            beta += &step;
            if step.amax() < 1e-13 {
                break;
            }
        }
        let chance = (&x * &beta).map(|z| 1.0 / (1.0 + libm::exp(-z)));
        let weighted =
            DMatrix::from_fn(x.nrows(), x.ncols(), |i, j| chance[i] * (1.0 - chance[i]) * x[(i, j)]);
        let bread = inverse(&weighted.tr_mul(&x))?;
        let scores =
            DMatrix::from_fn(x.nrows(), x.ncols(), |i, j| (helped[i] - chance[i]) * x[(i, j)] * self.n());
        Some((chance.iter().copied().collect(), scores * bread))
    }

    /// Σ weight·x/n of each column.
    fn moments(&self, weight: impl Fn(usize) -> f64) -> DVector<f64> {
        let sum =
            |column: &Vec<f64>| column.iter().enumerate().map(|(i, x)| weight(i) * x).sum::<f64>() / self.n();
        DVector::from_iterator(self.x.len(), self.x.iter().map(sum))
    }

    fn mean(&self, value: impl Fn(usize) -> f64) -> f64 {
        (0..self.change.len()).map(value).sum::<f64>() / self.n()
    }

    /// The cell's effect, by what the weights hold.
    pub fn att(&self, weights: &Weights) -> Att {
        let n = self.change.len();
        let none = || DMatrix::zeros(n, self.x.len());
        let (fitted, lines) = weights.fitted.clone().unwrap_or_else(|| (vec![0.0; n], none()));
        let helped = |i: usize| f64::from(u8::from(self.treated[i]));
        // What stands for the helped: others by their odds, or, with regression alone, the helped's
        // own fitted changes.
        let (chance, parts) = weights.chance.clone().unwrap_or_else(|| (Vec::new(), none()));
        let by_odds = !chance.is_empty();
        let odds = |i: usize| if self.treated[i] { 0.0 } else { chance[i] / (1.0 - chance[i]) };
        let rest = |i: usize| self.change[i] - fitted[i];
        let share = self.mean(helped);
        let seen = self.mean(|i| helped(i) * rest(i)) / share;
        let moved = &lines * self.moments(helped);
        let treated = |i: usize| (helped(i) * (rest(i) - seen) - moved[i]) / share;
        let naive = self.mean(|i| helped(i) * self.change[i]) / share;
        if !by_odds {
            return Att { att: seen, naive, influence: (0..n).map(treated).collect() };
        }
        let all = self.mean(odds);
        let expected = self.mean(|i| odds(i) * rest(i)) / all;
        let by_chance = &parts * self.moments(|i| odds(i) * (rest(i) - expected));
        let by_lines = &lines * self.moments(odds);
        let others = |i: usize| (odds(i) * (rest(i) - expected) + by_chance[i] - by_lines[i]) / all;
        Att { att: seen - expected, naive, influence: (0..n).map(|i| treated(i) - others(i)).collect() }
    }
}

impl Weights {
    /// Somebody's help was all but certain.
    pub fn separated(&self) -> bool {
        self.chance.as_ref().is_some_and(|(chance, _)| chance.iter().any(|p| *p >= 0.995))
    }
}
