//! What is added up over pairs, and its moments for pupils who work alone.

use crate::math::pearson3_tail;

/// What is added up over pairs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) pairs: u64,
    pub(super) cubes: f64,
    pub(super) agreement: f64,
}

/// √(2/π), 15/2 − 2/π and √(2/π)·(169.5 + 4/π)/VARIANCE^1.5: mean, variance and skewness of z₊³ for
/// normal z.
const MEAN: f64 = 0.797_884_560_802_865_4;
const VARIANCE: f64 = 6.863_380_227_632_418;
const SKEWNESS: f64 = 7.577968394514929;

impl Sums {
    pub(super) fn add(&mut self, z: f64, agreement: f64) {
        self.pairs += 1;
        self.cubes += z.max(0.0).powi(3);
        self.agreement += agreement;
    }

    pub(super) fn statistic(&self) -> f64 {
        let pairs = self.pairs as f64;
        (self.cubes - MEAN * pairs) / (VARIANCE * pairs).sqrt()
    }

    pub(super) fn pvalue(&self) -> f64 {
        pearson3_tail(self.statistic(), SKEWNESS / (self.pairs as f64).sqrt())
    }

    pub(super) fn effect(&self) -> f64 {
        self.agreement / self.pairs as f64
    }
}
