//! Intervals that allow for a bias of known size (Armstrong & Kolesár).

use crate::math::{normal_upper, root};

/// P(|N(b, 1)| > c).
fn beyond(c: f64, b: f64) -> f64 {
    normal_upper(c - b) + normal_upper(c + b)
}

/// The 95 % point of |N(b, 1)|, b ≥ 0.
pub(super) fn critical(b: f64) -> f64 {
    root(b, b + 3.0, |c| beyond(c, b) - 0.05)
}

/// Half of the 95 % interval of an estimate with this largest bias.
pub(super) fn half_length(bias: f64, sd: f64) -> f64 {
    sd * critical(bias / sd)
}

/// The largest two-sided p-value of no effect that the bias allows.
pub(super) fn pvalue(estimate: f64, bias: f64, sd: f64) -> f64 {
    beyond(estimate.abs() / sd, bias / sd).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::close;
    use super::*;

    #[test]
    fn without_bias_the_point_is_that_of_the_normal_distribution() {
        close(critical(0.0), crate::math::Z95, 1e-12);
        // A large bias leaves one side: b + 1.645.
        close(critical(6.0), 6.0 + 1.644_853_626_951_472, 1e-12);
        close(pvalue(critical(0.7), 0.7, 1.0), 0.05, 1e-12);
    }
}
