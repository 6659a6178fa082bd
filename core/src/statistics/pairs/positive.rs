//! Numbers above zero that do not underflow, for the few tails that doubles cannot hold.

use std::ops::{Add, Mul};

/// What sums of products of probabilities are computed in.
pub(super) trait Positive: Copy + PartialOrd + Add<Output = Self> + Mul<Output = Self> {
    fn of(value: f64) -> Self;
    fn exp(exponent: f64) -> Self;
}

impl Positive for f64 {
    fn of(value: f64) -> Self {
        value
    }
    fn exp(exponent: f64) -> Self {
        libm::exp(exponent)
    }
}

/// A number by its logarithm.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub(super) struct Ln(pub f64);

impl Positive for Ln {
    fn of(value: f64) -> Self {
        Self(libm::log(value))
    }
    fn exp(exponent: f64) -> Self {
        Self(exponent)
    }
}

impl Add for Ln {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let (small, large) = if self.0 < other.0 { (self.0, other.0) } else { (other.0, self.0) };
        if small == f64::NEG_INFINITY {
            Self(large)
        } else {
            Self(large + libm::log1p(libm::exp(small - large)))
        }
    }
}

#[allow(clippy::suspicious_arithmetic_impl, reason = "logarithms of products add up")]
impl Mul for Ln {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

/// A p-value and its logarithm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tail {
    pub pvalue: f64,
    pub log10: f64,
}

/// Sums below this may have lost terms that a double does not hold.
const SMALL: f64 = 1e-280;

impl Tail {
    pub const UNDEFINED: Self = Self { pvalue: f64::NAN, log10: f64::NAN };

    /// A probability that doubles give, or its logarithm by a slower way where it is too small for
    /// them.
    pub fn of(probability: f64, slower: impl FnOnce() -> Ln) -> Self {
        if probability.is_nan() {
            return Self::UNDEFINED;
        }
        if probability >= SMALL {
            // Sums may end a few units of rounding above 1.
            let pvalue = probability.min(1.0);
            return Self { pvalue, log10: libm::log(pvalue) / std::f64::consts::LN_10 };
        }
        let Ln(ln) = slower();
        Self { pvalue: libm::exp(ln), log10: ln / std::f64::consts::LN_10 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logarithms_add_and_multiply_as_numbers_do() {
        let (a, b) = (Ln::of(0.25), Ln::of(0.5));
        assert!(((a + b).0 - 0.75_f64.ln()).abs() < 1e-15 && ((a * b).0 - 0.125_f64.ln()).abs() < 1e-15);
        assert_eq!(Ln::of(0.0) + a, a);
        assert_eq!(Ln::of(0.0) * a, Ln::of(0.0));
        assert_eq!(Ln::of(0.0) + Ln::of(0.0), Ln::of(0.0));
        assert!(a < b);
    }

    #[test]
    fn a_tail_below_the_smallest_double_keeps_its_logarithm() {
        let tail = Tail::of(0.0, || Ln(-2_302.585_092_994_045_7));
        assert!(tail.pvalue == 0.0 && (tail.log10 + 1_000.0).abs() < 1e-12);
        assert!(Tail::of(f64::NAN, || Ln(0.0)).log10.is_nan());
    }
}
