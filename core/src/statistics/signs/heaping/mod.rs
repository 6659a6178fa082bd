//! Papers piled up at a mark boundary: a discrete three-bin test, here, and a model of raised
//! papers, [`fit`]. The sign is published, its numbers are this library's.
//!
//! What it catches: more papers with exactly the lowest total of a mark than their neighbours one
//! point below and above allow. What it cannot: papers raised well past the boundary, or lifted
//! alike over several totals. What honest schools show: on scales with few items the distribution
//! is toothy by itself, and in whole regions the pass boundary is heaped; so the test stands beside
//! a comparison with the reference group. Smallest n: a window of 10 papers can at best reach p =
//! 1.7·10⁻⁵; below 50 pupils only massive heaping is seen.

mod climb;
mod lifting;
mod raised;
mod round_percentages;
mod shift;

pub use raised::{RAISED, Raised, RaisedLift, RaisedRow, raised};
pub use round_percentages::{
    ROUND_PERCENTAGES, RoundPercentages, RoundPercentagesOptions, round_percentages,
};
pub use shift::{FIT, Lift, Placebo, PlaceboRow, Shift, ShiftOptions, ShiftRow, fit};

use obektiv_derive::{Record, Row, Settings, described};

use crate::data::{Cells, Grouping, Registry, Tally};
use crate::function::{Function, Groups, Input, Kind, Output, Row as _, Shape, options};
use crate::math::{Moments, binomial, wilson};
use crate::statistics::shared::share::{Count, Share, Strata, against_reference};
use crate::statistics::{StatisticError, cells, group_names, pupils, with_boundaries};
use crate::table::Table;

/// The middle of three neighbouring counts against a smooth distribution; all NaN without papers.
#[derive(Debug, Clone, Copy, PartialEq, Record, Row, serde::Serialize, serde::Deserialize)]
pub struct ThreeBin {
    /// at / (below + at + above).
    pub share: f64,
    /// One-sided for a spike: P(X ≥ at), exact.
    pub pvalue: f64,
    /// The same with half the probability of `at` itself.
    pub pvalue_mid: f64,
    /// Two-sided, exact.
    pub pvalue_two_sided: f64,
    /// Two-sided from mid tails.
    pub pvalue_two_sided_mid: f64,
    /// One-sided for a dip: P(X ≤ at), exact.
    pub pvalue_dip: f64,
    /// The same with half the probability of `at` itself.
    pub pvalue_dip_mid: f64,
    /// The smallest one-sided p-value that so many papers can give.
    pub pvalue_min: f64,
}

/// Whether the middle of three neighbouring counts sticks out of a smooth distribution.
///
/// ```text
/// X ~ Bin(below + at + above, π),  π in [π_L, π_U] = [(1 − k)/(3 − k), (1 + k)/(3 + k)]
/// pvalue           = P(X ≥ at; π_U)                                    spike
/// pvalue_dip       = P(X ≤ at; π_L)                                    dip
/// pvalue_two_sided = min(1, 2·min{P(X ≤ at; π_L), P(X ≥ at; π_U)})
/// pvalue_min       = π_U^(below + at + above)
/// ```
///
/// `k` bounds the curvature of an honest distribution: |f₋ + f₊ − 2f₀| ≤ k·(f₋ + f₊). With k = 0 it
/// is straight over the three bins. The published program takes P(X > at) in the upper tail, which
/// rejects too often at a spike; the tail here includes `at`.
///
/// # Errors
/// [`StatisticError::Parameter`] for k outside 0 to 1 (1 excluded) and more than a hundred million
/// papers; [`DataError::Range`](crate::data::DataError::Range) for a negative count.
///
/// # Examples
/// ```
/// let test = obektiv::statistics::heaping::three_bin([1, 8, 1], 0.0)?;
/// assert!(test.pvalue < 0.01 && test.share == 0.8);
/// # Ok::<(), obektiv::Error>(())
/// ```
///
/// ```python
/// >>> round(ob.heaping.three_bin(0, 3, 0).pvalue, 6)     # (1/3)³
/// 0.037037
/// ```
///
/// # References
/// Frandsen (2017), Advances in Econometrics 38, 281–315.
#[described]
pub fn three_bin([below, at, above]: [u64; 3], k: f64) -> Result<ThreeBin, StatisticError> {
    if !(0.0..1.0).contains(&k) {
        return Err(StatisticError::Parameter { name: "k", value: k, expected: "0 or more, less than 1" });
    }
    let counts = [below, at, above];
    let n = counts.iter().try_fold(0_u64, |sum, &count| sum.checked_add(count));
    let Some(n) = n.filter(|&n| n <= 100_000_000) else {
        return Err(StatisticError::Parameter {
            name: "below + at + above",
            value: counts.iter().map(|&count| count as f64).sum(),
            expected: "at most 100,000,000 papers",
        });
    };
    let (low, high) = limits(k);
    Ok(ThreeBin::of(at, n, low, high))
}

/// The smallest and the largest honest share of the middle bin.
fn limits(k: f64) -> (f64, f64) {
    ((1.0 - k) / (3.0 - k), (1.0 + k) / (3.0 + k))
}

impl ThreeBin {
    const UNDEFINED: Self = Self {
        share: f64::NAN,
        pvalue: f64::NAN,
        pvalue_mid: f64::NAN,
        pvalue_two_sided: f64::NAN,
        pvalue_two_sided_mid: f64::NAN,
        pvalue_dip: f64::NAN,
        pvalue_dip_mid: f64::NAN,
        pvalue_min: f64::NAN,
    };

    fn of(at: u64, n: u64, low: f64, high: f64) -> Self {
        if n == 0 {
            return Self::UNDEFINED;
        }
        let (dip, spike) = (binomial(n, at, low), binomial(n, at, high));
        Self {
            share: at as f64 / n as f64,
            pvalue: spike.upper,
            pvalue_mid: spike.mid_upper(),
            pvalue_two_sided: (2.0 * dip.lower.min(spike.upper)).min(1.0),
            pvalue_two_sided_mid: (2.0 * dip.mid_lower().min(spike.mid_upper())).min(1.0),
            pvalue_dip: dip.lower,
            pvalue_dip_mid: dip.mid_lower(),
            pvalue_min: libm::pow(high, n as f64),
        }
    }
}

/// The three counts, and how an honest distribution is bounded.
#[derive(Default, Settings)]
struct ThreeBinSettings {
    /// Papers one point below the boundary.
    #[setting(required)]
    below: u64,
    /// Papers on it.
    #[setting(required)]
    at: u64,
    /// Papers one point above.
    #[setting(required)]
    above: u64,
    /// The bound of the curvature of the smooth distribution, 0 or more and less than 1; 0 is a
    /// straight line.
    k: f64,
}

/// [`three_bin`] in the catalogue.
pub const THREE_BIN: Function = Function {
    id: "heaping.three_bin",
    doc: THREE_BIN_DOC,
    inputs: &[],
    groups: Groups::None,
    options: options::<ThreeBinSettings>,
    output: Shape::Record(ThreeBin::described),
    run: |given| {
        let ThreeBinSettings { below, at, above, k } = given.options()?;
        Ok(Output::record(&three_bin([below, at, above], k)?))
    },
};

/// Curvature and the smallest reference.
#[derive(Debug, Clone, Copy, PartialEq, Settings)]
pub struct HeapingOptions {
    /// The bound of the curvature, 0 or more and less than 1; where not given, what a normal
    /// distribution with the work's mean and standard deviation has at the boundary.
    pub k: Option<f64>,
    /// The least number of other groups in the reference; with fewer, `pvalue_reference` is NaN.
    pub min_reference: u64,
}

impl Default for HeapingOptions {
    fn default() -> Self {
        Self { k: None, min_reference: 5 }
    }
}

/// One boundary, or all three, in one group.
#[derive(Debug, Clone, PartialEq, Row, serde::Serialize, serde::Deserialize)]
pub struct HeapingRow {
    /// The group.
    pub group: String,
    /// The mark whose lowest total is tested: 3, 4, 5; 0 for all three together.
    pub mark: u8,
    /// Papers of the group in the works that have such a boundary.
    pub n: u64,
    /// The least number of different pupils behind them.
    #[row(tier)]
    pub pupils: u64,
    /// Papers with exactly the lowest total of the mark.
    pub at: u64,
    /// Papers with it or one point beside it.
    pub window: u64,
    /// The test against a smooth distribution.
    #[row(take(
        share = "statistic: at / window.",
        pvalue = "pvalue: A spike: P(as many at the boundary or more), exact.",
        pvalue_mid = "pvalue_mid",
        pvalue_two_sided = "pvalue_two_sided",
        pvalue_two_sided_mid = "pvalue_two_sided_mid"
    ))]
    pub test: ThreeBin,
    /// The dip one point below the boundary: P(so few papers there or fewer) among the totals one,
    /// two and no points below the boundary.
    pub pvalue_dip: f64,
    /// The smallest `pvalue` that so many papers can give.
    pub pvalue_min: f64,
    /// The bound of the curvature that was used, averaged over the windows' papers.
    pub k: f64,
    /// Excess papers at the boundary as a share of the group's papers: (at − window/3) / n.
    pub effect: f64,
    /// 95 % interval of the effect.
    pub lower: f64,
    /// 95 % interval of the effect.
    pub upper: f64,
    /// at / window beside the reference group.
    #[row(take(
        reference_share = "reference_share: at / window in the reference.",
        reference_rho = "reference_rho",
        pvalue = "pvalue_reference: P(as many at the boundary or more | reference), beta-binomial.",
        pvalue_mid = "pvalue_reference_mid: The same with half of P(exactly as many)."
    ))]
    pub reference: Share,
}

/// Four rows for each group: all boundaries together (mark 0), then those of marks 3, 4, 5.
#[derive(Debug, Clone, PartialEq)]
pub struct Heaping {
    /// The rows, groups in the order of their names.
    pub rows: Vec<HeapingRow>,
}

/// The three-bin test at the mark boundaries of each group, pooled over works, against a smooth
/// distribution and against the reference: four rows for each group.
///
/// ```text
/// c: lowest total of the mark, n_s: papers of the group with total s; sums over works (and, for mark 0, over boundaries)
/// statistic = Σ n_c / Σ (n_{c−1} + n_c + n_{c+1})
/// pvalue    = P(X ≥ Σ n_c), X ~ Bin(Σ windows, π̄)                is there a spike; one window: three_bin
///             π̄ = mean of (1 + k)/(3 + k), weighted by the windows' papers
/// pvalue_dip = P(X ≤ Σ n_{c−1}) in the bins c−2, c−1, c
/// pvalue_reference = P(Σ n_c or more | reference), beta-binomial; a stratum is a work's boundary      is it larger than the reference's
/// effect    = (Σ n_c − Σ windows/3) / n, Wilson's interval
/// k         = max(|z² − 1|, 1) / (2·sd²), z = (c − mean)/sd, at most ½   unless given
/// ```
///
/// Several works are pooled, all of one grouping; works without boundaries are left out, and pupils
/// with a missing cell take no part. A sum of binomial counts with unequal π has a shorter upper
/// tail than the binomial with their mean, so pooling stays valid. In mark 0 a boundary less than
/// three points above the one before is left out: no paper counts twice.
///
/// Two references, because region-wide heaping is usual: a small `pvalue` says that papers were
/// moved, a small `pvalue_reference` that this group has more of it than its reference. A boundary
/// whose upper neighbour lies above the largest total takes no part, and a group without papers in
/// the window is NaN.
///
/// # Errors
/// [`StatisticError::NoBoundaries`] if no work has boundaries; [`StatisticError::Parameter`] for k
/// outside 0 to 1 (1 excluded); [`StatisticError::Groupings`].
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[6], boundaries=[2, 4, 6])
/// >>> t = ob.Tally.from_histograms(a, {"A": [1, 0, 8, 1, 2, 2, 2]})
/// >>> table = ob.heaping.by_group(t, k=0.0)
/// >>> row = table.mark == 3
/// >>> table.at[row], table.window[row], table.effect[row]
/// (array([8]), array([9]), array([0.3125]))
/// ```
///
/// # References
/// Frandsen (2017), Advances in Econometrics 38, 281–315; Hoeffding (1956), Annals of Mathematical
/// Statistics 27, 713–721. The curvature of a normal distribution and the reference comparison are
/// this library's.
#[described]
pub fn by_group(
    tallies: &[&Tally],
    registry: &Registry,
    options: HeapingOptions,
) -> Result<Heaping, StatisticError> {
    if let Some(k) = options.k {
        three_bin([0; 3], k)?;
    }
    let tallies = with_boundaries(tallies, "heaping")?;
    let groups = group_names(&tallies)?;
    let labels: Vec<&str> = registry.references(tallies[0].grouping(), groups.iter().copied());
    let papers: Vec<Vec<Vec<u64>>> = cells(&tallies, &groups)
        .into_iter()
        .map(|works| works.into_iter().map(|cells| cells.map_or_else(Vec::new, Cells::histogram)).collect())
        .collect();
    let boundaries: Vec<Boundary> =
        tallies.iter().enumerate().flat_map(|(work, tally)| Boundary::all(work, tally, options.k)).collect();
    let marks = [0, 3, 4, 5].map(|mark| {
        let wanted = |b: &&Boundary| if mark == 0 { !b.overlaps } else { b.mark == mark };
        let chosen: Vec<&Boundary> = boundaries.iter().filter(wanted).collect();
        let windows: Vec<Vec<Window>> =
            papers.iter().map(|works| chosen.iter().map(|b| b.window(&works[b.work])).collect()).collect();
        let strata: Vec<Strata> = windows.iter().map(|w| w.iter().map(|w| w.at).collect()).collect();
        (mark, chosen, windows, against_reference(&strata, &labels, options.min_reference))
    });
    let mut rows = Vec::with_capacity(4 * groups.len());
    for (j, (group, works)) in groups.iter().zip(&papers).enumerate() {
        let counts = || works.iter().map(|papers| papers.iter().sum());
        let papers = [counts().sum(), pupils(&tallies, counts())];
        for (mark, chosen, windows, references) in &marks {
            rows.push(row(group, *mark, papers, chosen, &windows[j], references[j]));
        }
    }
    Ok(Heaping { rows })
}

/// One mark's boundary of one work.
struct Boundary {
    /// The work's place.
    work: usize,
    /// The largest total of the work.
    largest: usize,
    mark: u8,
    c: usize,
    k: f64,
    /// Whether its window shares papers with that of the boundary below: then it is left out where
    /// boundaries are summed.
    overlaps: bool,
}

/// A group's papers around a boundary: n_c in its window, n_{c−1} in the window one point lower.
struct Window {
    at: Count,
    dip: Count,
}

impl Boundary {
    fn all(work: usize, tally: &Tally, k: Option<f64>) -> Vec<Self> {
        let moments = Moments::of(&tally.histogram());
        let largest = usize::from(tally.assessment().max_total());
        let mut free = 0; // the lowest boundary whose window is free of papers summed already
        let boundary = |(mark, c): (u8, u16)| {
            let overlaps = c < free;
            if !overlaps {
                free = c + 3;
            }
            let k = k.unwrap_or_else(|| curvature(c, &moments));
            Self { work, largest, mark, c: usize::from(c), k, overlaps }
        };
        (3_u8..).zip(tally.assessment().boundaries.unwrap_or_default()).map(boundary).collect()
    }

    /// Of a group's papers by total in this work.
    fn window(&self, papers: &[u64]) -> Window {
        let none = Count { count: 0, n: 0 };
        let around = |centre: usize| match (centre > 0).then(|| papers.get(centre - 1..=centre + 1)).flatten()
        {
            Some([below, at, above]) => Count { count: *at, n: below + at + above },
            _ => none,
        };
        // Where the scale ends at the boundary, papers at its end are no sign: neither a spike nor
        // a dip before it.
        if self.c < self.largest {
            Window { at: around(self.c), dip: around(self.c - 1) }
        } else {
            Window { at: none, dip: none }
        }
    }
}

fn row(
    group: &str,
    mark: u8,
    [n, pupils]: [u64; 2],
    boundaries: &[&Boundary],
    windows: &[Window],
    reference: Share,
) -> HeapingRow {
    let at = windows.iter().fold(Count { count: 0, n: 0 }, |s, w| Count::sum(&[s, w.at]));
    let dip = windows.iter().fold(Count { count: 0, n: 0 }, |s, w| Count::sum(&[s, w.dip]));
    let mean = |papers: fn(&Window) -> u64, value: &dyn Fn(f64) -> f64| {
        let of = |(b, w): (&&Boundary, &Window)| papers(w) as f64 * value(b.k);
        let all: u64 = windows.iter().map(papers).sum();
        boundaries.iter().zip(windows).map(of).sum::<f64>() / all as f64
    };
    let (low, high) = (mean(|w| w.at.n, &|k| limits(k).0), mean(|w| w.at.n, &|k| limits(k).1));
    let test = ThreeBin::of(at.count, at.n, low, high);
    let dip_low = mean(|w| w.dip.n, &|k| limits(k).0);
    let (lower, upper) = wilson(test.share, at.n as f64);
    let excess = |share: f64| (share - 1.0 / 3.0) * at.n as f64 / n as f64;
    HeapingRow {
        group: group.to_owned(),
        mark,
        n,
        pupils,
        at: at.count,
        window: at.n,
        k: mean(|w| w.at.n, &|k| k),
        pvalue_min: test.pvalue_min,
        test,
        pvalue_dip: if dip.n == 0 { f64::NAN } else { binomial(dip.n, dip.count, dip_low).lower },
        effect: excess(test.share),
        lower: excess(lower),
        upper: excess(upper),
        reference,
    }
}

/// |f₋ + f₊ − 2f₀| / (f₋ + f₊) of a normal distribution, to the second order. It vanishes at one standard deviation from the
/// mean, where real distributions still bend: hence at least its value at the mean.
fn curvature(c: u16, moments: &Moments) -> f64 {
    let variance = moments.variance();
    let distance = f64::from(c) - moments.mean();
    let k = (distance * distance / variance - 1.0).abs().max(1.0) / (2.0 * variance);
    if k.is_finite() { k.min(0.5) } else { 0.5 }
}

impl Heaping {
    /// One row for each of [`HeapingRow`].
    #[must_use]
    pub fn table(&self) -> Table {
        HeapingRow::table(&self.rows)
    }
}

/// [`by_group`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "heaping.by_group",
    doc: BY_GROUP_DOC,
    inputs: &[Input::new("results", Kind::CountsOfWorks), Input::REGISTRY],
    groups: Groups::Asked(Grouping::School),
    options: options::<HeapingOptions>,
    output: Shape::Table(HeapingRow::describe),
    run: |given| {
        let found = by_group(given.counts_of_works(0)?, &given.registry(1), given.options()?)?;
        Ok(found.table().into())
    },
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Assessment;

    #[test]
    fn three_papers_at_the_boundary_have_a_hand_computed_pvalue() {
        let test = three_bin([0, 3, 0], 0.0).unwrap();
        assert!((test.pvalue - 1.0 / 27.0).abs() < 1e-16);
        assert!((test.pvalue_mid - 1.0 / 54.0).abs() < 1e-16);
        assert!((test.pvalue_min - 1.0 / 27.0).abs() < 1e-16);
        assert!((test.pvalue_two_sided - 2.0 / 27.0).abs() < 1e-16);
        assert!((test.pvalue_dip - 1.0).abs() < 1e-16);
    }

    #[test]
    fn no_papers_are_undefined_and_a_wild_curvature_is_refused() {
        assert!(three_bin([0, 0, 0], 0.0).unwrap().pvalue.is_nan());
        assert_eq!(three_bin([1, 1, 1], 1.0).unwrap_err().code(), "statistic.parameter");
        assert_eq!(three_bin([1, 1, 1], f64::NAN).unwrap_err().code(), "statistic.parameter");
        let many = three_bin([100_000_000; 3], 0.0).unwrap_err();
        assert!(many.to_string().contains("300000000"), "{many}");
    }

    fn tally(boundaries: Option<[u16; 3]>, histograms: &[(&str, &[u64])]) -> Tally {
        let a = Assessment::new("maths", 5, 2020, &vec![1; histograms[0].1.len() - 1], boundaries).unwrap();
        Tally::from_histograms(a, Grouping::School, histograms.iter().copied()).unwrap()
    }

    #[test]
    fn a_spike_is_counted_in_papers_and_a_boundary_at_the_top_is_undefined() {
        let t = tally(Some([2, 4, 6]), &[("s", &[1, 0, 8, 1, 2, 2, 2])]);
        let sign =
            by_group(&[&t], &Registry::default(), HeapingOptions { k: Some(0.0), ..Default::default() })
                .unwrap();
        let [all, three, _, five] = &sign.rows[..] else { panic!("four rows") };
        assert_eq!((all.mark, all.at, all.window, all.n), (0, 8, 9, 16));
        assert_eq!((three.mark, three.at, three.window, three.n), (3, 8, 9, 16));
        assert!((three.effect - 5.0 / 16.0).abs() < 1e-15);
        assert!(three.lower < three.effect && three.effect < three.upper);
        // bins 0, 1, 2 hold 1, 0, 8: P(X ≤ 0) = (2/3)^9.
        assert!((three.pvalue_dip - (2.0_f64 / 3.0).powi(9)).abs() < 1e-15);
        assert!(five.test.pvalue.is_nan() && five.effect.is_nan() && five.pvalue_dip.is_nan());
    }

    #[test]
    fn without_boundaries_it_is_undefined_not_zero() {
        let t = tally(None, &[("s", &[1, 1, 1])]);
        let error = by_group(&[&t], &Registry::default(), Default::default()).unwrap_err();
        assert_eq!(error.code(), "statistic.no_boundaries");
    }
}
