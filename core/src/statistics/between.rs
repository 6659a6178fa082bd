//! How much groups differ beyond sampling.

use super::share::{CAUTION, DEVIATION, LIMIT, MEAN};

/// The variance τ² between groups, an upper 75 % limit of Huber's estimate: few groups say little about how groups differ, and the few that are looked
/// for move it little.
///
/// ```text
/// Σⱼ min(zⱼ²/(1 + kⱼτ²), c²) = (J − 1)·E W − .674·√((J − 1)·Var W)      W = min(Z², c²), Z normal, c its 90 % point; 0 if less already at 0
/// ```
///
/// Each of `squares` is z² beside sampling alone and k, one over the variance by sampling. Winsorising at the 10 % and 90 % points as Spiegelhalter
/// does, but with the expectation that this leaves: without it τ² + s² would be a third too small.
pub(super) fn between(squares: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    let free = squares.clone().count() as f64 - 1.0;
    let expected = free * MEAN - CAUTION * DEVIATION * free.max(0.0).sqrt();
    let limit = LIMIT * LIMIT;
    // The excess and its slope.
    let excess = |tau2: f64| {
        squares.clone().fold((-expected, 0.0), |(sum, slope), (z2, k)| {
            let part = z2 / (1.0 + k * tau2);
            if part < limit {
                (sum + part, slope - part * k / (1.0 + k * tau2))
            } else {
                (sum + limit, slope)
            }
        })
    };
    if free < 1.0 || excess(0.0).0 <= 0.0 {
        return 0.0;
    }
    let (mut low, mut high) = (0.0, 1.0);
    while excess(high).0 > 0.0 && high < 1e12 {
        (low, high) = (high, high * 4.0);
    }
    let mut tau2 = f64::midpoint(low, high);
    for _ in 0..200 {
        let (sum, slope) = excess(tau2);
        if sum > 0.0 {
            low = tau2;
        } else {
            high = tau2;
        }
        let step = tau2 - sum / slope;
        let next = if step > low && step < high { step } else { f64::midpoint(low, high) };
        if (next - tau2).abs() <= 1e-14 * next {
            return next;
        }
        tau2 = next;
    }
    tau2
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "these values are exact")]
    use super::*;

    #[test]
    fn groups_no_further_apart_than_sampling_do_not_differ() {
        assert!(between([(0.5, 1.0); 12].into_iter()) == 0.0);
        assert!(between([(9.0, 1.0)].into_iter()) == 0.0);
    }

    #[test]
    fn equal_squares_are_brought_to_what_is_expected() {
        // 8/(1 + τ²) = (7·MEAN − CAUTION·DEVIATION·√7)/... for eight groups of z² = 8/(8/1.5).
        let tau2 = between([(4.0, 2.0); 8].into_iter());
        let wanted = 7.0 * MEAN - CAUTION * DEVIATION * 7.0_f64.sqrt();
        assert!((8.0 * 4.0 / (1.0 + 2.0 * tau2) - wanted).abs() < 1e-12);
        // One group far away changes it little.
        let outlier = between([(4.0, 2.0); 8].into_iter().chain([(1e9, 2.0)]));
        assert!(outlier > tau2 && outlier < 1.5 * tau2);
    }
}
