//! The level of a group: its mean beside the means of its reference, and its share of papers with
//! the largest total.
//!
//! What it catches: a school far above (or below) the schools it is compared with. What it cannot:
//! tell a good school from help during the work. Level is the weakest sign there is: take it as
//! context beside others. What honest schools show: they differ, so the sign counts distance in how
//! schools differ, not in sampling alone. Smallest n: none; small groups are shrunk to the
//! reference.

use std::collections::BTreeMap;

use obektiv_derive::{Row, Settings, described};

use crate::data::{Grouping, Registry, Tally};
use crate::function::{Function, Groups, Input, Row as _, Shape, options};
use crate::math::{Moments, Z95, t_tail};
use crate::statistics::StatisticError;
use crate::statistics::shared::between::between;
use crate::statistics::shared::share::{Count, Share, Strata, against_reference};
use crate::statistics::shared::sign::{GroupSign, Options, Reads, Scale, Sides, SignOptions, Use};
use crate::table::Table;

/// The smallest reference that says how honest groups differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Settings)]
pub struct LevelOptions {
    /// The least number of other groups in the reference; with fewer, all that needs a reference is
    /// NaN.
    pub min_reference: u64,
}

impl Default for LevelOptions {
    fn default() -> Self {
        Self { min_reference: 5 }
    }
}

impl SignOptions for LevelOptions {}

/// The level of one group.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct LevelRow {
    /// The group.
    pub group: String,
    /// Pupils.
    #[row(tier)]
    pub n: u64,
    /// The mean total.
    pub mean: f64,
    /// The funnel.
    #[row(flatten)]
    pub funnel: Funnel,
    /// Papers with the largest total.
    pub maximum: u64,
    /// Their share beside the reference.
    #[row(take(
        statistic = "maximum_share: Their share of the group's papers.",
        reference_share = "maximum_reference: The same share in the reference.",
        pvalue = "maximum_pvalue: P(as many or more | reference), beta-binomial.",
        pvalue_mid = "maximum_pvalue_mid: The same with half of P(exactly as many)."
    ))]
    pub maximum_share: Share,
}

/// A mean beside the reference; NaN where the reference is too small.
#[derive(Debug, Clone, Copy, PartialEq, Row)]
pub struct Funnel {
    /// z beside sampling and the differences between groups.
    pub statistic: f64,
    /// P(T ≥ z): too high.
    pub pvalue: f64,
    /// P(T ≤ z): too low.
    pub pvalue_low: f64,
    /// The mean less the reference's.
    pub effect: f64,
    /// 95 % interval of the effect (sampling of pupils only).
    pub lower: f64,
    /// 95 % interval of the effect (sampling of pupils only).
    pub upper: f64,
    /// The mean of the reference's means.
    pub reference_mean: f64,
    /// τ: the standard deviation of true means between groups: an upper 75 % limit.
    pub between: f64,
    /// The mean shrunken to the reference's.
    pub shrunken: f64,
    /// Its 95 % interval.
    pub shrunken_lower: f64,
    /// Its 95 % interval.
    pub shrunken_upper: f64,
}

/// Levels of all groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// One row per group.
    pub rows: Vec<LevelRow>,
}

/// Each group's mean in the funnel of its reference.
///
/// ```text
/// over the other groups O of the same reference label, J of them:
///   σ²  = their pooled variance within groups,  sⱼ² = σ²/nⱼ
///   τ²  : Huber's estimate from zⱼ = (ȳⱼ − θ)/sⱼ, an upper 75 % limit: Σ min(zⱼ²/(1 + τ²/sⱼ²), c²) as expected, c the 90 % point
///   θ   = Σ wⱼȳⱼ/Σ wⱼ,  wⱼ = 1/(sⱼ² + τ²)             first with wⱼ = nⱼ, then once more with τ² and it anew
///   u   = 1/Σ wⱼ                                       the uncertainty of θ
/// statistic = (ȳᵢ − θ)/√(sᵢ² + τ² + u),   pvalue = P(T ≥ statistic), T of Student with J − 1 degrees of freedom
/// effect    = ȳᵢ − θ ± 1.96·√(sᵢ² + u)
/// shrunken  = θ + B(ȳᵢ − θ) ± 1.96·√(B·sᵢ² + (1 − B)²·u),  B = τ²/(τ² + sᵢ²)
/// maximum   = papers with the largest total, their share beside the reference, beta-binomial: honest groups differ
/// ```
///
/// The group itself is no part of its reference. The variance by sampling is that of the
/// reference's pupils, so that a small group whose pupils happen to agree does not count as
/// precise. Winsorised moments without their expectation, as in the funnel's first publication,
/// would make τ² + s² a third too small. With fewer than `min_reference` other groups, and where no
/// reference pupil differs from the others of his group, all but the mean and the group's own
/// papers with the largest total is NaN.
///
/// # Errors
/// [`StatisticError::NoTallies`] for a tally without groups.
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[4])
/// >>> t = ob.Tally.from_histograms(a, {"A": [0, 0, 0, 0, 10]} | {s: [1, 2, 4, 2, 1] for s in "BCDEF"})
/// >>> table = ob.level.by_group(t)
/// >>> float(table.effect[0]), float(table.statistic[0].round(6)), int(table.maximum[0])
/// (2.0, 5.0, 10)
/// ```
///
/// # References
/// Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202. Huber (1981), Robust Statistics,
/// ch. 5. Efron and Morris (1973), JASA 68, 117–130.
#[described]
pub fn by_group(tally: &Tally, registry: &Registry, options: LevelOptions) -> Result<Level, StatisticError> {
    if tally.groups().is_empty() {
        return Err(StatisticError::NoTallies);
    }
    let largest = usize::from(tally.assessment().max_total());
    let (names, cells): (Vec<&String>, Vec<_>) = tally.groups().iter().unzip();
    let labels: Vec<&str> = registry.references(tally.grouping(), names.iter().map(|name| name.as_str()));
    let moments: Vec<Moments> = cells.iter().map(|cells| Moments::of(&cells.histogram())).collect();
    let at_maximum: Vec<Strata> =
        cells.iter().map(|cells| vec![Count { count: cells.with_total(largest), n: cells.n() }]).collect();
    let shares = against_reference(&at_maximum, &labels, options.min_reference);
    let mut references: BTreeMap<&str, Reference> = BTreeMap::new();
    for (j, &label) in labels.iter().enumerate().filter(|(j, _)| moments[*j].n > 0) {
        references.entry(label).or_default().add(j, Group::of(&moments[j]));
    }
    let mut guesses = [0.0; 2];
    let row = |j: usize| {
        let reference = references.get(labels[j]).filter(|_| moments[j].n > 0);
        let enough = |reference: &&Reference| reference.groups.len() as u64 > options.min_reference.max(2);
        let funnel = reference.filter(enough).map_or(Funnel::UNDEFINED, |r| Funnel::of(j, r, &mut guesses));
        LevelRow {
            group: names[j].clone(),
            n: moments[j].n,
            mean: moments[j].mean(),
            funnel,
            maximum: at_maximum[j][0].count,
            maximum_share: shares[j],
        }
    };
    Ok(Level { rows: (0..names.len()).map(row).collect() })
}

struct Group {
    n: f64,
    mean: f64,
    /// Σ (s − s̄)².
    squares: f64,
}

/// The groups with pupils of one reference label, and sums over all of them.
#[derive(Default)]
struct Reference {
    /// Each with its place among the groups of all labels, in that order.
    groups: Vec<(usize, Group)>,
    n: f64,
    points: f64,
    squares: f64,
}

impl Reference {
    fn add(&mut self, place: usize, group: Group) {
        self.n += group.n;
        self.points += group.n * group.mean;
        self.squares += group.squares;
        self.groups.push((place, group));
    }
}

impl Group {
    fn of(moments: &Moments) -> Self {
        let n = moments.n as f64;
        Self { n, mean: moments.mean(), squares: moments.spread() as f64 / n }
    }
}

impl Funnel {
    const UNDEFINED: Self = Self {
        reference_mean: f64::NAN,
        between: f64::NAN,
        statistic: f64::NAN,
        pvalue: f64::NAN,
        pvalue_low: f64::NAN,
        effect: f64::NAN,
        lower: f64::NAN,
        upper: f64::NAN,
        shrunken: f64::NAN,
        shrunken_lower: f64::NAN,
        shrunken_upper: f64::NAN,
    };

    /// Group j beside the others. `guesses` are about τ² beside a first centre and beside the last,
    /// and are made better.
    fn of(j: usize, reference: &Reference, guesses: &mut [f64; 2]) -> Self {
        let at = reference.groups.partition_point(|(place, _)| *place < j);
        let (before, after) = (&reference.groups[..at], &reference.groups[at + 1..]);
        let (own, others) = (&reference.groups[at].1, before.iter().chain(after));
        let (n, count) = (reference.n - own.n, (reference.groups.len() - 1) as f64);
        let within = (reference.squares - own.squares) / (n - count);
        if within.is_nan() || within <= 0.0 {
            return Self::UNDEFINED; // groups of one pupil each, or all pupils alike
        }
        let groups: Vec<(f64, f64)> = others.map(|(_, o)| (o.mean, within / o.n)).collect();
        let centre = |tau2: f64| {
            let (mut sum, mut all) = (0.0, 0.0);
            for (mean, sampling) in &groups {
                let weight = 1.0 / (sampling + tau2);
                (sum, all) = (sum + weight * mean, all + weight);
            }
            (sum / all, 1.0 / all)
        };
        let differ = |theta: f64, guess: f64| {
            let square = |&(mean, sampling): &(f64, f64)| ((mean - theta) * (mean - theta), sampling);
            between(&groups.iter().map(square).collect::<Vec<_>>(), guess)
        };
        let first = differ((reference.points - own.n * own.mean) / n, guesses[0]);
        let tau2 = differ(centre(first).0, guesses[1]);
        *guesses = [first, tau2];
        let (theta, doubt) = centre(tau2);
        let sampling = within / own.n;
        let effect = own.mean - theta;
        let z = effect / (sampling + tau2 + doubt).sqrt();
        let kept = tau2 / (tau2 + sampling);
        let half = Z95 * (sampling + doubt).sqrt();
        let shrunken = theta + kept * effect;
        let shrunken_half = Z95 * (kept * sampling + (1.0 - kept) * (1.0 - kept) * doubt).sqrt();
        Self {
            reference_mean: theta,
            between: tau2.sqrt(),
            statistic: z,
            pvalue: t_tail(z, count - 1.0),
            pvalue_low: t_tail(-z, count - 1.0),
            effect,
            lower: effect - half,
            upper: effect + half,
            shrunken,
            shrunken_lower: shrunken - shrunken_half,
            shrunken_upper: shrunken + shrunken_half,
        }
    }
}

impl Level {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        LevelRow::table(&self.rows)
    }
}

/// [`by_group`] as policies name it.
pub const BY_GROUP: GroupSign = GroupSign {
    id: "level.by_group",
    aliases: &["level"],
    doc: "a mean far above its reference's",
    units: GroupSign::UNITS,
    reads: Reads::Work,
    options: Options::of::<LevelOptions>(),
    uses: Use::Flags { beside: "the reference group, with how much its groups differ", sides: Sides::Upper },
    scale: Scale::Points,
    parts: &[],
    run: |given| Ok(by_group(given.tally()?, given.registry, given.options()?)?.table()),
};

/// [`by_group`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "level.by_group",
    doc: BY_GROUP_DOC,
    inputs: &[Input::COUNTS, Input::REGISTRY],
    groups: Groups::Asked(Grouping::School),
    options: options::<LevelOptions>,
    output: Shape::Table(LevelRow::describe),
    run: |given| Ok(by_group(given.counts(0)?, &given.registry(1), given.options()?)?.table().into()),
};

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "these values are exact")]
    use super::*;
    use crate::data::{Assessment, Grouping};

    fn tally(groups: &[(&str, [u64; 5])]) -> Tally {
        let a = Assessment::new("maths", 5, 2020, &[4], Some([1, 2, 3])).unwrap();
        Tally::from_histograms(a, Grouping::School, groups.iter().map(|(name, h)| (*name, &h[..]))).unwrap()
    }

    #[test]
    fn a_school_is_compared_with_the_others_only() {
        let alike = [1, 2, 4, 2, 1];
        let t = tally(&[
            ("a", [0, 0, 0, 0, 10]),
            ("b", alike),
            ("c", alike),
            ("d", alike),
            ("e", alike),
            ("f", alike),
        ]);
        let sign = by_group(&t, &Registry::default(), Default::default()).unwrap();
        let a = &sign.rows[0];
        // Five schools of mean 2 and variance 60/45 differ in nothing: s² = 4/30, u = s²/5, z =
        // 2/√(4/30·6/5).
        assert!((a.funnel.statistic - 5.0).abs() < 1e-12 && a.funnel.between == 0.0);
        assert!((a.funnel.shrunken - 2.0).abs() < 1e-12 && a.maximum == 10);
        assert!(a.maximum_share.pvalue < 1e-4 && a.funnel.pvalue < 0.005);
        assert!(sign.rows[1].funnel.pvalue > 0.4, "{:?}", sign.rows[1]);
    }

    #[test]
    fn without_a_reference_there_is_only_the_mean() {
        let t = tally(&[("a", [0, 0, 1, 1, 0]), ("b", [0, 1, 1, 0, 0])]);
        let sign = by_group(&t, &Registry::default(), Default::default()).unwrap();
        assert!(sign.rows[0].mean == 2.5 && sign.rows[0].funnel.pvalue.is_nan());
        assert_eq!(sign.table().len(), 2);
    }
}
