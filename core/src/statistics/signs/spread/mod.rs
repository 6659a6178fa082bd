//! The spread of totals in a group beside what its mean allows.
//!
//! What it catches: papers that are too much alike (answers given to all) or too far apart (two
//! kinds of papers mixed). What it cannot: a class whose totals all rose by the same amount in the
//! middle of the scale. What honest groups show: near the ends of the scale totals lie closer,
//! hence the comparison at the same mean; classes that were put together by ability are more alike
//! than others, hence the differences between groups. Smallest n: 5; below 25 only spreads of less
//! than half are seen.

mod many_fives;

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};
use obektiv_derive::{Row, Settings, described};
use statrs::function::gamma::digamma;

use crate::data::{Grouping, Registry, Tally};
use crate::function::{Function, Groups, Input, Row as _, Shape, options};
use crate::math::{Moments, chi2_quantile, f_lower, f_tail, inverse_trigamma, trigamma};
use crate::sorted::filled;
use crate::statistics::StatisticError;
use crate::statistics::shared::between::between;
use crate::statistics::shared::sign::{GroupSign, Options, Reads, Scale, Sides, SignOptions, Use};
use crate::table::Table;

pub(crate) use many_fives::ranks;
pub use many_fives::{MANY_FIVES, MANY_FIVES_FUNCTION, ManyFives, many_fives};

/// The smallest reference that says how honest groups differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Settings)]
pub struct SpreadOptions {
    /// The least number of other groups in the reference; with fewer, all that needs a reference is
    /// NaN.
    pub min_reference: u64,
}

impl Default for SpreadOptions {
    fn default() -> Self {
        Self { min_reference: 5 }
    }
}

impl SignOptions for SpreadOptions {}

/// The spread of one group. NaN for fewer than 5 pupils, a mean at an end of the scale, or too
/// small a reference.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct SpreadRow {
    /// The group.
    pub group: String,
    /// Pupils.
    #[row(tier)]
    pub n: u64,
    /// The standard deviation of the totals, divisor n − 1.
    pub sd: f64,
    /// The one expected at this mean in the reference.
    pub expected_sd: f64,
    /// The ratio of the variances.
    pub statistic: f64,
    /// P(F ≤ ratio): too little spread.
    pub pvalue: f64,
    /// P(F ≥ ratio): too much.
    pub pvalue_high: f64,
    /// sd / expected − 1.
    pub effect: f64,
    /// 95 % interval of the effect (sampling of pupils only).
    pub lower: f64,
    /// 95 % interval of the effect (sampling of pupils only).
    pub upper: f64,
    /// Degrees of freedom of the variance by sampling.
    pub df: f64,
    /// Degrees of freedom of the differences between groups: the fewer, the more groups differ;
    /// p-values are NaN from 2 down.
    pub nu: f64,
}

/// Spreads of all groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// One row per group.
    pub rows: Vec<SpreadRow>,
}

/// Smaller groups have no spread worth the name.
const LEAST: u64 = 5;
/// So many groups, and the curve bends.
const BENDS: usize = 20;

/// Each group's variance beside the one that its mean allows.
///
/// ```text
/// groups of 5 pupils or more with 0 < ȳ < K;  x = 2ȳ/K − 1
/// b(ȳ)  = ȳ(K − ȳ) + s²/n                            unbiased for μ(K − μ)
/// v(ȳ)  = b(ȳ)·exp(β₀ + β₁x + β₂x²),   Σⱼ (nⱼ − 1)(sⱼ²/vⱼ − 1)·(1, x, x²)ⱼ = 0        β₁ = β₂ = 0 with fewer than 20 groups
/// f     = 2n/(κ − (n − 3)/(n − 1))                    κ: kurtosis of the beta-binomial with mean ȳ and variance v
/// over the other groups O of the same reference label:
///   c   = Σ (nⱼ − 1)sⱼ² / Σ (nⱼ − 1)vⱼ
///   τ²  from zⱼ = (ln(sⱼ²/cvⱼ) − ψ(fⱼ/2) + ln(fⱼ/2))/√ψ'(fⱼ/2) as in level, plus the uncertainty of c;  ν: ψ'(ν/2) = τ²
/// statistic = s²/(c·v),   pvalue = P(F ≤ statistic·ν/(ν − 2)),   F with f and ν degrees of freedom;   pvalue_high the other tail
/// effect    = s/√(cv) − 1, from χ² with f degrees of freedom
/// ```
///
/// A group whose totals are all equal has statistic 0. Totals are whole, so 0 says no more than the
/// next larger variance 1/n, one pupil one point away: that is what the p-value and the interval's
/// upper end are of. The curve is that of all groups, this one among them, which makes the sign a
/// little weaker where groups are few. Fewer than 5 pupils, or a mean at an end of the scale, have
/// NaN.
///
/// # Errors
/// [`StatisticError::NoTallies`] for a tally without groups.
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[4])
/// >>> t = ob.Tally.from_histograms(a, {"A": [0, 0, 20, 0, 0]} | {s: [2, 4, 8, 4, 2] for s in "BCDEFG"})
/// >>> table = ob.spread.by_group(t)
/// >>> float(table.statistic[0]), float(table.effect[0]), bool(table.pvalue[0] < 0.001)
/// (0.0, -1.0, True)
/// ```
///
/// # References
/// Box (1953), Biometrika 40, 318–335, variances and kurtosis. Smyth (2004), Statistical
/// Applications in Genetics and Molecular Biology 3(1), variances that differ between groups. The
/// curve and its use are this library's.
#[described]
pub fn by_group(
    tally: &Tally,
    registry: &Registry,
    options: SpreadOptions,
) -> Result<Spread, StatisticError> {
    if tally.groups().is_empty() {
        return Err(StatisticError::NoTallies);
    }
    let largest = tally.assessment().max_total();
    let (names, moments): (Vec<&String>, Vec<Moments>) =
        tally.groups().iter().map(|(name, cells)| (name, Moments::of(&cells.histogram()))).unzip();
    let mut groups: Vec<Option<Group>> = moments.iter().map(|m| Group::of(m, f64::from(largest))).collect();
    let mut usable: Vec<&mut Group> = groups.iter_mut().flatten().collect();
    curve(&mut usable, largest);
    let labels = registry.references(tally.grouping(), names.iter().map(|name| name.as_str()));
    let mut of_label: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (j, label) in labels.iter().enumerate().filter(|(j, _)| groups[*j].is_some()) {
        of_label.entry(label).or_default().push(j);
    }
    let reference = |(label, of): (_, Vec<usize>)| {
        (label, Reference::of(of.into_iter().filter_map(|j| Some((j, groups[j].as_ref()?)))))
    };
    let references: BTreeMap<&str, Reference> = filled(of_label.into_iter().map(reference));
    let mut guess = 0.0;
    let row = |j: usize| {
        let mut row = SpreadRow::undefined(names[j], &moments[j]);
        let reference = references.get(labels[j]);
        if let (Some(group), Some(reference)) = (&groups[j], reference)
            && reference.groups.len() as u64 > options.min_reference.max(2)
        {
            row.compare(j, group, reference, &mut guess);
        }
        row
    };
    Ok(Spread { rows: (0..names.len()).map(row).collect() })
}

struct Group {
    n: f64,
    mean: f64,
    variance: f64,
    /// b(ȳ), then v(ȳ).
    expected: f64,
    /// 2ȳ/K − 1.
    x: f64,
    df: f64,
    /// ln(s²/v) less its mean by sampling, and its variance by sampling.
    log: f64,
    sampling: f64,
}

impl Group {
    fn of(moments: &Moments, largest: f64) -> Option<Self> {
        let (n, mean, variance) = (moments.n as f64, moments.mean(), moments.variance());
        let inside = moments.n >= LEAST && mean > 0.0 && mean < largest;
        let expected = mean * (largest - mean) + variance / n;
        let x = 2.0 * mean / largest - 1.0;
        inside.then_some(Self {
            n,
            mean,
            variance,
            expected,
            x,
            df: f64::NAN,
            log: f64::NAN,
            sampling: f64::NAN,
        })
    }
}

/// Groups that are compared with each other: of each its place, log and variance by sampling, and
/// sums over all.
struct Reference {
    groups: Vec<(usize, f64, f64)>,
    sums: Sums,
}

/// Σ (n − 1)s², Σ (n − 1)v, Σ ((n − 1)v)²·2/df and Σ ((n − 1)v)².
#[derive(Clone, Copy, Default)]
struct Sums([f64; 4]);

impl Sums {
    fn add(&mut self, group: &Group, sign: f64) {
        let (free, part) = (group.n - 1.0, (group.n - 1.0) * group.expected);
        let more = [free * group.variance, part, part * part * 2.0 / group.df, part * part];
        self.0.iter_mut().zip(more).for_each(|(sum, more)| *sum += sign * more);
    }
}

impl Reference {
    fn of<'a>(of: impl Iterator<Item = (usize, &'a Group)>) -> Self {
        let mut sums = Sums::default();
        let groups = of.map(|(j, group)| {
            sums.add(group, 1.0);
            (j, group.log, group.sampling)
        });
        Self { groups: groups.collect(), sums }
    }
}

/// Fits v(ȳ) to the groups and gives each its degrees of freedom.
fn curve(groups: &mut [&mut Group], largest: u16) {
    let all: f64 = groups.iter().map(|g| g.n - 1.0).sum();
    let first = groups.iter().map(|g| (g.n - 1.0) * g.variance / g.expected).sum::<f64>() / all;
    let terms = if groups.len() < BENDS { 1 } else { 3 };
    let basis = |g: &Group| DVector::from_fn(terms, |power, _| g.x.powi(power as i32));
    let mut beta = DVector::zeros(terms);
    beta[0] = libm::log(first);
    if terms > 1 {
        for _ in 0..50 {
            let (mut score, mut information) = (DVector::zeros(terms), DMatrix::zeros(terms, terms));
            for g in groups.iter() {
                let basis = basis(g);
                let ratio = g.variance / (g.expected * libm::exp(basis.dot(&beta)));
                score += &basis * ((g.n - 1.0) * (ratio - 1.0));
                information += &basis * basis.transpose() * ((g.n - 1.0) * ratio);
            }
            // Groups of one mean alone leave the bend undetermined: it is then 0.
            let Some(step) = information.cholesky().map(|c| c.solve(&score)) else { break };
            let size = step.amax();
            beta += step * (1.0 / size.max(1.0));
            if size < 1e-12 {
                break;
            }
        }
    }
    for g in groups {
        g.expected *= libm::exp(basis(g).dot(&beta));
        let kurtosis = kurtosis(largest, g.mean, g.expected);
        g.df = 2.0 * g.n / (kurtosis - (g.n - 3.0) / (g.n - 1.0));
        g.log = libm::log(g.variance / g.expected) - digamma(g.df / 2.0) + libm::log(g.df / 2.0);
        g.sampling = trigamma(g.df / 2.0);
    }
}

/// The kurtosis of the beta-binomial on 0..=K with this mean and variance, of the binomial if it
/// varies less.
fn kurtosis(largest: u16, mean: f64, variance: f64) -> f64 {
    let k = f64::from(largest);
    let p = mean / k;
    let rho = ((variance / (k * p * (1.0 - p)) - 1.0) / (k - 1.0)).clamp(1e-9, 0.999);
    let rho = if rho.is_nan() { 1e-9 } else { rho };
    let (a, b) = (p * (1.0 - rho) / rho, (1.0 - p) * (1.0 - rho) / rho);
    let start = mean.floor().min(k - 1.0);
    let ratio = |i: f64| (k - i) / (i + 1.0) * (i + a) / (k - i - 1.0 + b);
    let (mut all, mut second, mut fourth) = (0.0, 0.0, 0.0);
    let mut add = |i: f64, weight: f64| {
        let square = (i - mean) * (i - mean);
        all += weight;
        second += weight * square;
        fourth += weight * square * square;
    };
    add(start, 1.0);
    let (mut weight, mut i) = (1.0, start);
    while i < k {
        weight *= ratio(i);
        i += 1.0;
        add(i, weight);
    }
    (weight, i) = (1.0, start);
    while i > 0.0 {
        i -= 1.0;
        weight /= ratio(i);
        add(i, weight);
    }
    fourth * all / (second * second)
}

impl SpreadRow {
    fn undefined(name: &str, moments: &Moments) -> Self {
        Self {
            group: name.to_owned(),
            n: moments.n,
            sd: moments.variance().sqrt(),
            expected_sd: f64::NAN,
            statistic: f64::NAN,
            pvalue: f64::NAN,
            pvalue_high: f64::NAN,
            effect: f64::NAN,
            lower: f64::NAN,
            upper: f64::NAN,
            df: f64::NAN,
            nu: f64::NAN,
        }
    }

    /// Compares group j with the others; `guess` is about τ², and is made better.
    fn compare(&mut self, j: usize, group: &Group, reference: &Reference, guess: &mut f64) {
        let mut others = reference.sums;
        others.add(group, -1.0);
        let Sums([variance, expected, by_sampling, alike]) = others;
        let scale = variance / expected;
        if scale.is_nan() || scale <= 0.0 {
            return;
        }
        let centre = libm::log(scale);
        let others = reference.groups.iter().filter(|other| other.0 != j);
        let squares = others.map(|(_, log, sampling)| ((log - centre) * (log - centre), *sampling));
        let tau2 = between(&squares.collect::<Vec<_>>(), *guess);
        *guess = tau2;
        let doubt = (by_sampling + tau2 * alike) / (expected * expected);
        let nu = 2.0 * inverse_trigamma(tau2 + doubt);
        let expected = scale * group.expected;
        let ratio = group.variance / expected;
        // A constant group says no more than one pupil one point away.
        let told = group.variance.max(1.0 / group.n) / expected;
        let mean = if nu > 2.0 { nu / (nu - 2.0) } else { f64::NAN };
        let limit = |p: f64| (told * group.df / chi2_quantile(p, group.df)).sqrt() - 1.0;
        self.expected_sd = expected.sqrt();
        self.statistic = ratio;
        self.pvalue = f_lower(told * mean, group.df, nu);
        self.pvalue_high = f_tail(ratio * mean, group.df, nu);
        self.effect = ratio.sqrt() - 1.0;
        self.lower = if ratio > 0.0 { limit(0.975) } else { -1.0 };
        self.upper = limit(0.025);
        self.df = group.df;
        self.nu = nu;
    }
}

impl Spread {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        SpreadRow::table(&self.rows)
    }
}

/// [`by_group`] as policies name it.
pub const BY_GROUP: GroupSign = GroupSign {
    id: "spread.by_group",
    aliases: &["spread"],
    doc: "totals too much alike for their mean",
    units: GroupSign::UNITS,
    reads: Reads::Work,
    options: Options::of::<SpreadOptions>(),
    uses: Use::Flags { beside: "the reference group, with how much its groups differ", sides: Sides::Lower },
    scale: Scale::Share,
    parts: &[],
    run: |given| Ok(by_group(given.tally()?, given.registry, given.options()?)?.table()),
};

/// [`by_group`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "spread.by_group",
    doc: BY_GROUP_DOC,
    inputs: &[Input::COUNTS, Input::REGISTRY],
    groups: Groups::Asked(Grouping::School),
    options: options::<SpreadOptions>,
    output: Shape::Table(SpreadRow::describe),
    run: |given| Ok(by_group(given.counts(0)?, &given.registry(1), given.options()?)?.table().into()),
};

#[cfg(test)]
mod tests {
    #![allow(clippy::float_cmp, reason = "these values are exact")]
    use super::*;
    use crate::data::{Assessment, Grouping};

    fn rows(groups: &[[u64; 5]]) -> Vec<SpreadRow> {
        let a = Assessment::new("maths", 5, 2020, &[4], Some([1, 2, 3])).unwrap();
        let names: Vec<String> = (0..groups.len()).map(|j| format!("{j:02}")).collect();
        let histograms = names.iter().zip(groups).map(|(name, h)| (name.as_str(), &h[..]));
        let tally = Tally::from_histograms(a, Grouping::School, histograms).unwrap();
        by_group(&tally, &Registry::default(), Default::default()).unwrap().rows
    }

    #[test]
    fn groups_of_one_spread_are_as_expected() {
        let rows = rows(&[[2, 4, 8, 4, 2]; 8]);
        for row in rows {
            assert!((row.statistic - 1.0).abs() < 1e-12 && row.effect.abs() < 1e-12, "{row:?}");
            assert!(row.pvalue > 0.3 && row.pvalue_high > 0.3 && row.lower < 0.0 && row.upper > 0.0);
        }
    }

    #[test]
    fn a_constant_group_says_no_more_than_one_pupil_one_point_away() {
        let mut groups = vec![[2, 4, 8, 4, 2]; 8];
        groups.extend([
            [0, 0, 20, 0, 0],
            [0, 0, 19, 1, 0],
            [0, 0, 0, 0, 20],
            [1, 2, 1, 0, 0],
            [4, 2, 2, 4, 8],
        ]);
        let rows = rows(&groups);
        assert!(rows[8].statistic == 0.0 && rows[8].effect == -1.0 && rows[8].lower == -1.0);
        assert!(rows[8].pvalue > 0.0 && rows[8].pvalue < 1e-4, "{:?}", rows[8]);
        assert!((rows[8].pvalue / rows[9].pvalue - 1.0).abs() < 0.2 && rows[8].pvalue_high > 0.999);
        // Everybody has the largest total; four pupils only.
        assert!(rows[10].pvalue.is_nan() && rows[11].pvalue.is_nan());
    }

    #[test]
    fn the_kurtosis_is_that_of_the_distribution() {
        // a = b = 1: uniform on 0..=2 has mean 1, variance 2/3, fourth moment 2/3.
        assert!((kurtosis(2, 1.0, 2.0 / 3.0) - 1.5).abs() < 1e-12);
        // Binomial(4, ½): 3 − 2/n.
        assert!((kurtosis(4, 2.0, 1.0) - 2.5).abs() < 1e-6);
        assert!((kurtosis(4, 2.0, 0.1) - 2.5).abs() < 1e-6);
    }
}
