//! Mean and variance of counts.

/// Integer sums of a histogram of totals: the moments they give do not depend on any order.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Moments {
    pub n: u64,
    sum: u64,
    squares: u64,
}

impl Moments {
    pub fn of(histogram: &[u64]) -> Self {
        let mut moments = Self::default();
        for (score, &count) in (0_u64..).zip(histogram) {
            moments.n += count;
            moments.sum += score * count;
            moments.squares += score * score * count;
        }
        moments
    }

    /// NaN without anybody.
    pub fn mean(&self) -> f64 {
        self.sum as f64 / self.n as f64
    }

    /// n·Σx² − (Σx)², exact and never negative.
    pub fn spread(&self) -> u128 {
        u128::from(self.n) * u128::from(self.squares) - u128::from(self.sum) * u128::from(self.sum)
    }

    /// Divisor n − 1; NaN for fewer than two.
    pub fn variance(&self) -> f64 {
        let n = self.n as f64;
        self.spread() as f64 / (n * (n - 1.0))
    }

    pub fn standard_error(&self) -> f64 {
        (self.variance() / self.n as f64).sqrt()
    }
}
