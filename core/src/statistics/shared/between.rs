//! How much groups differ beyond sampling: the variance between groups of a random-effects model.

/// 90 % point of the normal distribution: one honest group in five is winsorised.
pub(crate) const LIMIT: f64 = 1.281_551_565_544_600_4;
/// E min(Z², LIMIT²) of a standard normal Z: 2Φ(c) − 1 − 2cφ(c) + 2c²(1 − Φ(c)).
pub(crate) const MEAN: f64 = 0.678_654_558_952_874_5;
/// Standard deviation of min(Z², LIMIT²).
const DEVIATION: f64 = 0.625_037_894_539_477_9;
/// 75 % point of the normal distribution: an upper limit in place of an estimate, for groups are
/// few.
pub(crate) const CAUTION: f64 = 0.674_489_750_196_081_7;

/// The variance τ² between groups, an upper 75 % limit of Huber's estimate: few groups say little
/// about how groups differ, and the few that are looked for move it little.
///
/// ```text
/// Σⱼ min(rⱼ²/(sⱼ² + τ²), c²) = (J − 1)·E W − .674·√((J − 1)·Var W)      W = min(Z², c²), Z normal, c its 90 % point; 0 if less already at 0
/// ```
///
/// Each of `groups` is r², its squared distance, and s², its variance by sampling; `guess` is where
/// the search begins. Winsorising at the 10 % and 90 % points as Spiegelhalter does, but with the
/// expectation that this leaves: without it τ² + s² would be a third too small.
pub(crate) fn between(groups: &[(f64, f64)], guess: f64) -> f64 {
    let free = groups.len() as f64 - 1.0;
    if free < 1.0 {
        return 0.0;
    }
    overdispersion(groups, free * MEAN - CAUTION * DEVIATION * free.sqrt(), guess)
}

/// What added to the variances of `groups` (r², s²) brings the winsorised squares to `expected`; 0
/// if they are less already.
pub(crate) fn overdispersion(groups: &[(f64, f64)], expected: f64, guess: f64) -> f64 {
    let limit = LIMIT * LIMIT;
    let (mut low, mut high, mut tau2) = (f64::NEG_INFINITY, f64::INFINITY, guess.max(0.0));
    for _ in 0..200 {
        let (inside, slope, cut) = winsorised(groups, tau2);
        let wanted = expected - limit * cut;
        if inside > wanted {
            low = tau2;
        } else if tau2 <= 0.0 {
            return 0.0;
        } else {
            high = tau2;
        }
        // Exact where all variances are equal: the squares inside are then a/(b + τ²).
        let step = tau2 + inside / slope * (inside / wanted - 1.0);
        let near = |next: f64, least: f64| (next - tau2).abs() <= least * next;
        if near(step, 1e-8) {
            return step; // each doubles the digits: the one after this is nothing
        }
        let next = if step > low && step < high {
            step.max(0.0)
        } else if high.is_infinite() {
            4.0 * tau2 + groups[0].1
        } else {
            f64::midpoint(low.max(0.0), high)
        };
        if near(next, 1e-13) {
            return next;
        }
        tau2 = next;
    }
    tau2
}

/// Σ of r²/(s² + τ²) below the limit, its slope by −τ², and how many are above it. In four sums, so
/// that divisions need not wait for each other.
fn winsorised(groups: &[(f64, f64)], tau2: f64) -> (f64, f64, f64) {
    let (mut inside, mut slope, mut cut) = ([0.0; 4], [0.0; 4], [0.0; 4]);
    let mut add = |lane: usize, (square, sampling): (f64, f64)| {
        let inverse = 1.0 / (sampling + tau2);
        let part = square * inverse;
        let (part, over) = if part < LIMIT * LIMIT { (part, 0.0) } else { (0.0, 1.0) };
        inside[lane] += part;
        slope[lane] += part * inverse;
        cut[lane] += over;
    };
    let (fours, rest) = groups.as_chunks::<4>();
    for four in fours {
        (0..4).for_each(|lane| add(lane, four[lane]));
    }
    rest.iter().for_each(|group| add(0, *group));
    (inside.iter().sum(), slope.iter().sum(), cut.iter().sum())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "these values are exact")]
    use super::*;

    #[test]
    fn groups_no_further_apart_than_sampling_do_not_differ() {
        assert!(between(&[(0.5, 1.0); 12], 3.0) == 0.0);
        assert!(between(&[(9.0, 1.0)], 0.0) == 0.0);
    }

    #[test]
    fn equal_squares_are_brought_to_what_is_expected() {
        let groups = [(2.0, 0.5); 8];
        let tau2 = between(&groups, 0.0);
        let wanted = 7.0 * MEAN - CAUTION * DEVIATION * 7.0_f64.sqrt();
        assert!((8.0 * 2.0 / (0.5 + tau2) - wanted).abs() < 1e-12);
        // One group far away changes it little.
        let outlier = between(&[&groups[..], &[(5e8, 0.5)]].concat(), tau2);
        assert!(outlier > tau2 && outlier < 1.5 * tau2);
    }

    #[test]
    fn the_guess_changes_nothing() {
        let groups: Vec<(f64, f64)> = (1..40).map(|j| (f64::from(j * j % 17), 1.0 / f64::from(j))).collect();
        let tau2 = between(&groups, 0.0);
        for guess in [1e-9, 0.3, 7.0, 1e9] {
            assert!((between(&groups, guess) / tau2 - 1.0).abs() < 1e-12, "{guess}");
        }
    }
}
