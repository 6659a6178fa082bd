//! A group's share beside the shares of the other groups of its reference.
//!
//! Honest groups differ: the null hypothesis is not that this group's pupils were drawn from the reference,
//! but that its true share was drawn from the distribution of true shares of the reference groups. Hence the
//! beta-binomial, with the intraclass correlation that the other groups show.

use std::collections::BTreeMap;

use crate::math::{beta_binomial, wilson};

/// `count` of `n` in one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// How many have the property.
    pub count: u64,
    /// Of how many.
    pub n: u64,
}

/// One group's share, and how unusual it is beside its reference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// count / n; NaN for n = 0.
    pub statistic: f64,
    /// P(Y ≥ count), Y beta-binomial; NaN for n = 0 or a reference that is too small.
    pub pvalue: f64,
    /// P(Y > count) + P(Y = count)/2.
    pub pvalue_mid: f64,
    /// The group's share less the reference's.
    pub effect: f64,
    /// 95 % interval of the effect (sampling of pupils only).
    pub lower: f64,
    /// 95 % interval of the effect (sampling of pupils only).
    pub upper: f64,
    /// The share in the reference.
    pub reference_share: f64,
    /// The intraclass correlation between the reference groups.
    pub reference_rho: f64,
}

/// Sums over groups from which the share and the intraclass correlation of any of them follow, with or without one group.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    groups: f64,
    count: f64,
    n: f64,
    n_squared: f64,
    /// Σ count·(n − count)/n.
    within: f64,
}

impl Sums {
    fn add(&mut self, Count { count, n }: Count, sign: f64) {
        if n == 0 {
            return;
        }
        let (count, n) = (count as f64, n as f64);
        self.groups += sign;
        self.count += sign * count;
        self.n += sign * n;
        self.n_squared += sign * n * n;
        self.within += sign * count * (n - count) / n;
    }

    /// ANOVA estimator of the intraclass correlation, at least 0.
    fn rho(&self) -> f64 {
        // Groups of share 0 or 1 add exactly nothing to the sum within, so that taking another group out of
        // the sums of a perfect reference leaves 0 / 0, not the quotient of two roundings.
        let all = self.count * (self.n - self.count) / self.n;
        let between = (all - self.within) / (self.groups - 1.0);
        let within = self.within / (self.n - self.groups);
        let size = (self.n - self.n_squared / self.n) / (self.groups - 1.0);
        let rho = (between - within) / (between + (size - 1.0) * within);
        if rho.is_finite() { rho.clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Σ n(1 + (n − 1)ρ) / N²: the variance of the pooled share, as a part of p(1 − p).
    fn uncertainty(&self, rho: f64) -> f64 {
        (self.n + (self.n_squared - self.n) * rho) / (self.n * self.n)
    }
}

/// Each group's share beside the other groups of its reference.
///
/// ```text
/// over the G other groups with nᵢ > 0 and the same reference label:
///   p  = (Σxᵢ + ½) / (Σnᵢ + 1)
///   ρ  = (MSB − MSW) / (MSB + (n₀ − 1)·MSW), at least 0       ANOVA estimator
///   ρ' = ρ + Σ nᵢ(1 + (nᵢ − 1)ρ) / N²                         adds the uncertainty of p
/// pvalue = P(Y ≥ x),  Y ~ beta-binomial(n, p, ρ')
/// effect = x/n − Σxᵢ/Σnᵢ, with Newcombe's hybrid score interval
/// ```
///
/// `counts` has one entry per group, `labels` the reference label of each. A reference of fewer than `min_reference` other
/// groups says too little about how honest groups differ: the p-values are NaN.
///
/// # References
/// Ridout, Demétrio & Firth (1999), Biometrics 55, 137–148. Newcombe (1998), Statistics in Medicine 17, 873–890.
#[must_use]
pub fn against_reference(counts: &[Count], labels: &[&str], min_reference: u64) -> Vec<Share> {
    let mut references: BTreeMap<&str, Sums> = BTreeMap::new();
    for (&count, &label) in counts.iter().zip(labels) {
        references.entry(label).or_default().add(count, 1.0);
    }
    let beside = |(&count, label): (&Count, &&str)| {
        let mut others = references[label];
        others.add(count, -1.0);
        beside(count, &others, min_reference)
    };
    counts.iter().zip(labels).map(beside).collect()
}

fn beside(Count { count, n }: Count, others: &Sums, min_reference: u64) -> Share {
    let share = count as f64 / n as f64;
    let reference = others.count / others.n;
    let rho = others.rho();
    let (lower, upper) = difference(Count { count, n }, others);
    let mut result = Share {
        statistic: share,
        pvalue: f64::NAN,
        pvalue_mid: f64::NAN,
        effect: share - reference,
        lower,
        upper,
        reference_share: reference,
        reference_rho: if others.groups >= 2.0 { rho } else { f64::NAN },
    };
    if n > 0 && others.groups >= min_reference.max(2) as f64 {
        let p = (others.count + 0.5) / (others.n + 1.0);
        let tails = beta_binomial(n, count, p, (rho + others.uncertainty(rho)).min(0.999));
        (result.pvalue, result.pvalue_mid) = (tails.upper, tails.mid_upper());
    }
    result
}

/// Newcombe's interval of the difference of two shares.
fn difference(group: Count, others: &Sums) -> (f64, f64) {
    let (count, n) = (group.count as f64, group.n as f64);
    let (p1, p2) = (count / n, others.count / others.n);
    let ((l1, u1), (l2, u2)) = (wilson(count, n), wilson(others.count, others.n));
    let d = p1 - p2;
    (
        d - ((p1 - l1) * (p1 - l1) + (u2 - p2) * (u2 - p2)).sqrt(),
        d + ((u1 - p1) * (u1 - p1) + (p2 - l2) * (p2 - l2)).sqrt(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(of: &[(u64, u64)]) -> Vec<Count> {
        of.iter().map(|&(count, n)| Count { count, n }).collect()
    }

    #[test]
    fn equal_groups_have_no_intraclass_correlation() {
        let shares = against_reference(&counts(&[(5, 10); 7]), &[""; 7], 5);
        assert!(shares.iter().all(|s| s.reference_rho == 0.0 && s.effect == 0.0 && s.pvalue > 0.5));
    }

    #[test]
    fn groups_of_all_or_nothing_have_the_largest_correlation() {
        let shares = against_reference(
            &counts(&[(0, 10), (10, 10), (0, 10), (10, 10), (0, 10), (10, 10)]),
            &[""; 6],
            5,
        );
        assert!(shares.iter().all(|s| s.reference_rho > 0.9 && s.pvalue > 0.2));
    }

    #[test]
    fn a_small_reference_gives_no_pvalue_and_labels_part_the_groups() {
        let counts = counts(&[(9, 10), (1, 10), (2, 10), (1, 10), (9, 10), (8, 10)]);
        let shares = against_reference(&counts, &["a", "b", "b", "b", "a", "a"], 5);
        assert!(shares.iter().all(|s| s.pvalue.is_nan()));
        assert!((shares[0].reference_share - 0.85).abs() < 1e-15);
        let shares = against_reference(&counts, &["a", "b", "b", "b", "a", "a"], 2);
        assert!(shares.iter().all(|s| s.pvalue > 0.1));
    }

    #[test]
    fn an_empty_group_is_undefined_and_counts_for_nobody() {
        let with = against_reference(&counts(&[(0, 0), (3, 9), (4, 9), (5, 9), (3, 9)]), &[""; 5], 3);
        let without = against_reference(&counts(&[(3, 9), (4, 9), (5, 9), (3, 9)]), &[""; 4], 3);
        assert!(with[0].statistic.is_nan() && with[0].pvalue.is_nan());
        assert_eq!(with[1..], without[..]);
    }
}
