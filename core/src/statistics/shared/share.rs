//! A group's share beside the shares of the other groups of its reference.
//!
//! Honest groups differ: the null hypothesis is not that this group's pupils were drawn from the
//! reference, but that its true share was drawn from the distribution of true shares of the
//! reference groups. Hence the beta-binomial, with the intraclass correlation that the other groups
//! show.

use obektiv_derive::Row;

use super::between::between;
use crate::math::{beta_binomial, wilson};
use crate::sorted::{Sorted, order};

/// `count` of `n` in one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// How many have the property.
    pub count: u64,
    /// Of how many.
    pub n: u64,
}

impl Count {
    /// Counts from two columns.
    ///
    /// # Errors
    /// [`DataError::Length`](crate::data::DataError::Length) if they are not equally long.
    pub fn of_columns(count: &[u64], n: &[u64]) -> Result<Vec<Self>, crate::data::DataError> {
        if count.len() != n.len() {
            return Err(crate::data::DataError::Length { column: "n", got: n.len(), expected: count.len() });
        }
        Ok(count.iter().zip(n).map(|(&count, &n)| Self { count, n }).collect())
    }

    pub(crate) fn sum(strata: &[Self]) -> Self {
        strata.iter().fold(Self { count: 0, n: 0 }, |s, c| Self { count: s.count + c.count, n: s.n + c.n })
    }
}

/// One group's share, and how unusual it is beside its reference.
#[derive(Debug, Clone, Copy, PartialEq, Row, serde::Serialize, serde::Deserialize)]
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
    /// The intraclass correlation between the reference groups: an upper 75 % limit.
    pub reference_rho: f64,
}

/// A group's or a reference's counts, one for each stratum (work, or work and mark boundary).
pub type Strata = Vec<Count>;

/// Sums over the groups of a reference, in one stratum, from which the pooled share follows with or
/// without one of them.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    count: u64,
    n: u64,
    n_squared: u64,
}

impl Sums {
    fn add(&mut self, Count { count, n }: Count) {
        self.count += count;
        self.n += n;
        self.n_squared += n * n;
    }

    fn without(&self, Count { count, n }: Count) -> Self {
        Self { count: self.count - count, n: self.n - n, n_squared: self.n_squared - n * n }
    }

    /// The pooled share, never 0 or 1.
    fn smooth_share(&self) -> f64 {
        (self.count as f64 + 0.5) / (self.n as f64 + 1.0)
    }

    fn share(&self) -> f64 {
        self.count as f64 / self.n as f64
    }

    /// Σ n(1 + (n − 1)ρ) / N²: the variance of the pooled share, as a part of p(1 − p).
    fn uncertainty(&self, rho: f64) -> f64 {
        let n = self.n as f64;
        (n + (self.n_squared as f64 - n) * rho) / (n * n)
    }
}

/// ρ is estimated from so many groups that are nearest in size.
const NEAREST: usize = 30;

/// All groups of one reference label that have anybody, from small to large.
struct Reference<'a> {
    groups: Vec<Member<'a>>,
    sums: Vec<Sums>,
}

/// A group with its sums over strata, and its n in each.
struct Member<'a> {
    group: &'a Strata,
    n: u64,
    count: f64,
    by_stratum: Vec<f64>,
}

impl<'a> Member<'a> {
    fn of(group: &'a Strata) -> Self {
        let Count { count, n } = Count::sum(group);
        Self { group, n, count: count as f64, by_stratum: group.iter().map(|c| c.n as f64).collect() }
    }

    /// z² under sampling alone from p and p(1 − p) of each stratum (indirect standardisation), and
    /// n − 1.
    fn standardised(&self, shares: &[(f64, f64)]) -> (f64, f64) {
        let (mut expected, mut variance) = (0.0, 0.0);
        for (n, (p, spread)) in self.by_stratum.iter().zip(shares) {
            expected += n * p;
            variance += n * spread;
        }
        let distance = self.count - expected;
        (distance * distance / variance, self.n as f64 - 1.0)
    }
}

impl<'a> Reference<'a> {
    fn of(groups: Vec<&'a Strata>) -> Self {
        let mut sums = vec![Sums::default(); groups.first().map_or(0, |g| g.len())];
        for group in &groups {
            for (sum, &count) in sums.iter_mut().zip(*group) {
                sum.add(count);
            }
        }
        let n: Vec<u64> = groups.iter().map(|group| Count::sum(group).n).collect();
        let order = order(n.len(), &|a, b| n[a].cmp(&n[b])).into_iter().filter(|&i| n[i] > 0);
        Self { groups: order.map(|i| Member::of(groups[i])).collect(), sums }
    }

    /// ρ for this group, from the other groups that are nearest in size.
    fn rho_without(&self, group: &Strata) -> f64 {
        let share = |(sum, &count): (&Sums, &Count)| sum.without(count).smooth_share();
        let shares: Vec<(f64, f64)> =
            self.sums.iter().zip(group).map(share).map(|p| (p, p * (1.0 - p))).collect();
        let n = Count::sum(group).n;
        let near = self.nearest(n).iter().filter(|other| !std::ptr::eq(other.group, group));
        let squares: Vec<(f64, f64)> = near.map(|other| other.standardised(&shares)).collect();
        let rho = scale(squares.iter().copied(), 0.99);
        // Pupils who write several works widen the shares of groups of all sizes alike, at most as
        // often as they write.
        let works = n as f64 / group.iter().map(|c| c.n).max().unwrap_or(1) as f64;
        let alike = scale(squares.iter().map(|(z2, _)| (*z2, 1.0)), works - 1.0);
        let others = (n as f64 - 1.0).max(1.0);
        rho.max(alike / others).min(0.99)
    }

    /// The groups nearest in size by ratio, one more than [`NEAREST`] since the group itself is
    /// among them; all of equal size or none.
    fn nearest(&self, n: u64) -> &[Member<'a>] {
        let size = |at: usize| u128::from(self.groups[at].n);
        let start = self.groups.partition_point(|other| other.n < n);
        let (mut low, mut high) = (start, start);
        while high - low <= NEAREST && (low > 0 || high < self.groups.len()) {
            let down = low > 0
                && (high == self.groups.len() || size(low - 1) * size(high) > u128::from(n) * u128::from(n));
            if down { low -= 1 } else { high += 1 }
        }
        while low > 0 && low < self.groups.len() && size(low - 1) == size(low) {
            low -= 1;
        }
        while high < self.groups.len() && high > 0 && size(high) == size(high - 1) {
            high += 1;
        }
        &self.groups[low..high]
    }
}

/// Upper limit of the parameter r that brings the groups' z²/(1 + r·times) to the scale of a normal
/// distribution, each a pair (z², times); a few unusual groups move it little. Between 0 and
/// `largest`.
fn scale(squares: impl Iterator<Item = (f64, f64)>, largest: f64) -> f64 {
    if largest <= 0.0 {
        return 0.0;
    }
    // z²/(1 + r·times) is z²/times beside a variance of 1/times + r; one pupil says nothing of r.
    let groups: Vec<(f64, f64)> = squares
        .map(|(z2, times)| (z2, 1.0 / times.max(1e-30)))
        .map(|(z2, sampling)| (z2 * sampling, sampling))
        .collect();
    between(&groups, 0.0).min(largest)
}

/// Each group's share, pooled over strata, beside the other groups of its reference.
///
/// ```text
/// group i has xᵢₛ of nᵢₛ in stratum s (a work, a boundary); xᵢ = Σₛ xᵢₛ, nᵢ = Σₛ nᵢₛ
/// over the groups O of the same reference label other than the group itself, Q its 30 nearest in n by ratio (and ties), p̄ₛ = (Σ_O x + ½)/(Σ_O n + 1):
///   zⱼ² = (xⱼ − Σₛ nⱼₛp̄ₛ)² / Σₛ nⱼₛp̄ₛ(1 − p̄ₛ),  g = |Q| − 1,  W = min(Z², c²), Z normal, c its 90 % point
///   r   solves Σ_Q min(zⱼ²/(1 + (nⱼ − 1)r), c²) = g·E W − .674·√(g·Var W)         0 if less already at r = 0
///   d   solves Σ_Q min(zⱼ²/(1 + d), c²) = the same, at most (works a pupil writes) − 1 = nᵢ/maxₛ nᵢₛ − 1
///   ρ   = max(r, d/(nᵢ − 1))
/// in the strata that O has:
///   p   = Σₛ (nᵢₛ/nᵢ)·p̄ₛ
///   ρ'  = ρ + (Σₛ (nᵢₛ/nᵢ)·√uₛ)²,  uₛ = Σ_O n(1 + (n − 1)ρ)/(Σ_O n)²       the uncertainty of p; at most .999
/// pvalue = P(Y ≥ xᵢ),  Y ~ beta-binomial with mean nᵢp and intraclass correlation ρ'
/// effect = xᵢ/nᵢ − Σₛ (nᵢₛ/nᵢ)·Σ_O x/Σ_O n, with Newcombe's hybrid score interval
/// ```
///
/// `groups` has one entry per group, each with the same number of strata; `labels` the reference
/// label of each. ρ is Huber's scale estimate, winsorised, so that the few groups that are looked
/// for do not hide each other, and of it an upper 75 % limit, because few groups say little about
/// how groups differ. It is estimated on the pooled counts, because results of one pupil in several
/// works agree; d allows for that in small groups, which a correlation per result would not. A
/// reference of fewer than `min_reference` other groups says too little about how honest groups
/// differ: the p-values are NaN.
///
/// # References
/// Huber (1981), Robust Statistics, ch. 5 (proposal 2). Newcombe (1998), Statistics in Medicine 17,
/// 873–890.
#[must_use]
pub fn against_reference(groups: &[Strata], labels: &[&str], min_reference: u64) -> Vec<Share> {
    let mut of_label: Sorted<&str, Vec<&Strata>> = Sorted::new();
    for (group, &label) in groups.iter().zip(labels) {
        of_label.entry(label, Vec::new).push(group);
    }
    let mut references: Sorted<&str, Reference<'_>> = Sorted::new();
    for (label, groups) in of_label {
        references.entry(label, || Reference::of(groups));
    }
    let share = |(group, label)| Some(beside(group, references.get(label)?, min_reference));
    groups.iter().zip(labels).filter_map(share).collect()
}

fn beside(group: &Strata, reference: &Reference<'_>, min_reference: u64) -> Share {
    let pairs: Vec<(Count, Sums)> = group
        .iter()
        .zip(&reference.sums)
        .map(|(&count, sums)| (count, sums.without(count)))
        .filter(|(count, others)| count.n > 0 && others.n > 0)
        .collect();
    let (count, n) = pairs.iter().fold((0, 0), |(x, n), (c, _)| (x + c.count, n + c.n));
    if n == 0 {
        return Share::alone(group);
    }
    let mean = |value: &dyn Fn(&Sums) -> f64| {
        pairs.iter().map(|(c, others)| c.n as f64 * value(others)).sum::<f64>() / n as f64
    };
    let (share, other) = (count as f64 / n as f64, mean(&Sums::share));
    let other_n: u64 = pairs.iter().map(|(_, others)| others.n).sum();
    let (lower, upper) = difference((share, n as f64), (other, other_n as f64));
    let others = reference.groups.len() as u64 - 1;
    let rho = if others >= 2 { reference.rho_without(group) } else { f64::NAN };
    let (mut pvalue, mut pvalue_mid) = (f64::NAN, f64::NAN);
    if others >= min_reference.max(2) {
        let doubt = mean(&|o| o.uncertainty(rho).sqrt());
        let wider = (rho + doubt * doubt).min(0.999);
        let tails = beta_binomial(n, count, mean(&Sums::smooth_share), wider);
        (pvalue, pvalue_mid) = (tails.upper, tails.mid_upper());
    }
    Share {
        statistic: share,
        pvalue,
        pvalue_mid,
        effect: share - other,
        lower,
        upper,
        reference_share: other,
        reference_rho: rho,
    }
}

impl Share {
    /// A group without a reference.
    fn alone(group: &Strata) -> Self {
        let Count { count, n } = Count::sum(group);
        Self {
            statistic: count as f64 / n as f64,
            pvalue: f64::NAN,
            pvalue_mid: f64::NAN,
            effect: f64::NAN,
            lower: f64::NAN,
            upper: f64::NAN,
            reference_share: f64::NAN,
            reference_rho: f64::NAN,
        }
    }
}

/// Newcombe's interval of the difference of two shares, each with its number of pupils.
pub(crate) fn difference((p1, n1): (f64, f64), (p2, n2): (f64, f64)) -> (f64, f64) {
    let ((l1, u1), (l2, u2)) = (wilson(p1, n1), wilson(p2, n2));
    let d = p1 - p2;
    (
        d - ((p1 - l1) * (p1 - l1) + (u2 - p2) * (u2 - p2)).sqrt(),
        d + ((u1 - p1) * (u1 - p1) + (p2 - l2) * (p2 - l2)).sqrt(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(of: &[(u64, u64)]) -> Vec<Strata> {
        of.iter().map(|&(count, n)| vec![Count { count, n }]).collect()
    }

    #[test]
    fn equal_groups_have_no_intraclass_correlation() {
        let shares = against_reference(&counts(&[(5, 10); 7]), &[""; 7], 5);
        assert!(shares.iter().all(|s| s.reference_rho == 0.0 && s.effect == 0.0 && s.pvalue > 0.4));
    }

    #[test]
    fn groups_of_all_or_nothing_have_the_largest_correlation() {
        let shares = against_reference(
            &counts(&[(0, 10), (10, 10), (0, 10), (10, 10), (0, 10), (10, 10)]),
            &[""; 6],
            5,
        );
        assert!(shares.iter().all(|s| s.reference_rho > 0.5 && s.pvalue > 0.2));
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

    #[test]
    fn strata_are_compared_each_with_its_own_share() {
        // In each work everybody has the work's usual share: no group is unusual, whichever works
        // it wrote.
        let c = |count, n| Count { count, n };
        let groups = vec![
            vec![c(2, 20), c(0, 0)],
            vec![c(0, 0), c(18, 20)],
            vec![c(2, 20), c(18, 20)],
            vec![c(2, 20), c(18, 20)],
        ];
        let shares = against_reference(&groups, &[""; 4], 3);
        assert!(shares.iter().all(|s| s.effect.abs() < 1e-12 && s.reference_rho == 0.0 && s.pvalue > 0.4));
    }

    #[test]
    fn the_same_excess_in_three_works_says_more_than_in_one() {
        let c = |count, n| Count { count, n };
        let mut groups = vec![vec![c(6, 20), c(6, 20), c(6, 20)]; 12];
        groups[0] = vec![c(12, 20), c(12, 20), c(12, 20)];
        let one: Vec<Strata> = groups.iter().map(|g| g[..1].to_vec()).collect();
        let (pooled, single) =
            (against_reference(&groups, &[""; 12], 5), against_reference(&one, &[""; 12], 5));
        assert!(pooled[0].pvalue < single[0].pvalue / 20.0, "{} {}", pooled[0].pvalue, single[0].pvalue);
    }
}
