//! Continuity: a group's mean beside what its own other means and the other groups foretell.
//!
//! What it catches: a cohort whose mean jumps or falls between two works more than cohorts of other
//! groups do that began alike; a school far better in one subject than in the others; gains that
//! add up over several works. What it cannot: a level that is raised in every work alike; and it
//! does not tell which of two works is the odd one, nor why: a new teacher, a class that left, a
//! reform of a programme move means too. Pupils are not linked across works: a different half of
//! the cohort may have been present. What honest groups show: regression to the mean. A very good
//! first mean is partly luck, more so in a small group, and the next is expected lower; a
//! comparison without that calls every extreme group's return a fall. Honest groups change by more
//! than sampling besides, so the spread of changes is learned from all groups. Smallest n: with 10
//! pupils only a change of about one and a half standard deviations of pupils can be seen, with 60
//! of about one; the interval says what could be.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};
use obektiv_derive::{Row, Settings, described};

use crate::data::{Grouping, Registry, Tally};
use crate::function::{Function, Groups, Input, Kind, Row as _, Shape, options};
use crate::math::{Moments, t_quantile, t_two_sided};
use crate::sorted::filled;
use crate::statistics::shared::between::{LIMIT, MEAN, overdispersion};
use crate::statistics::shared::sign::{GroupSign, Options, Reads, Scale, Sides, SignOptions, Use};
use crate::statistics::{StatisticError, group_names};
use crate::table::Table;

/// How groups are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Settings)]
pub struct ContinuityOptions {
    /// The least number of other groups of the reference that have both means; with fewer all is
    /// NaN but the means and the change.
    pub min_reference: u64,
}

impl Default for ContinuityOptions {
    fn default() -> Self {
        Self { min_reference: 20 }
    }
}

impl SignOptions for ContinuityOptions {
    fn check(&self) -> Result<(), StatisticError> {
        match self.min_reference {
            ..5 => {
                let value = self.min_reference as f64;
                Err(StatisticError::Parameter { name: "min_reference", value, expected: "5 or more" })
            }
            _ => Ok(()),
        }
    }
}

/// One group's mean in one work beside what is expected of it. Means are in standard deviations of
/// the work's pupils from their mean.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct ContinuityRow {
    /// The group.
    pub group: String,
    /// The work whose mean is looked at, by its key.
    pub work: String,
    /// Pupils in the smaller of the two: this work, and the work or works that it is expected from.
    #[row(tier)]
    pub n: u64,
    /// The mean from which this work's is expected.
    pub before: f64,
    /// The mean in this work.
    pub after: f64,
    /// after − before.
    pub change: f64,
    /// What the other groups lead to expect of `after`.
    pub expected: f64,
    /// effect / its standard deviation.
    pub statistic: f64,
    /// The degrees of freedom of its t distribution.
    pub df: f64,
    /// P(|t| ≥ |statistic|): two-sided, the sign of the statistic says which way.
    pub pvalue: f64,
    /// after − expected.
    pub effect: f64,
    /// 95 % interval of the effect, of sampling and of how groups differ.
    pub lower: f64,
    /// 95 % interval of the effect, of sampling and of how groups differ.
    pub upper: f64,
}

/// Rows of all groups that have both means.
#[derive(Debug, Clone, PartialEq)]
pub struct Continuity {
    /// The rows, groups in the order of their names.
    pub rows: Vec<ContinuityRow>,
}

/// How a cohort's mean changed between two works, beside the other groups that began alike.
///
/// ```text
/// zⱼ = (x̄ⱼ − X̄)/S                    mean and standard deviation of all pupils of the work; scales drop out
/// uⱼ = (S_w/S)²/nⱼ                    its sampling variance, S_w pooled within groups; vⱼ the same of the second work
/// λⱼ = τ²/(τ² + uⱼ)                   what of a first mean is the group's own; τ² the variance of groups
/// E[afterⱼ] = a + b·λⱼ(zⱼ − μ) + c·oⱼ(1 − λⱼ)(zⱼ − μ)          oⱼ = min(1, n_before/n_after)
/// Vⱼ = ω² + vⱼ − c²oⱼ²uⱼ + (b − c·oⱼ)²λⱼuⱼ
/// effect = after − E[after],  statistic = effect/√(Vⱼ + variance of E),  t with ν = .63·(groups − 3) degrees of freedom
/// ```
///
/// The first slope b carries what groups keep from work to work, the second c the luck of a first
/// mean that the same pupils bring to the second work as well (0 ≤ c ≤ .8·S_w/S after by before: of
/// two different halves of a cohort it is 0). The two together are regression to the mean: stronger
/// for small groups, for whom λ is small. a, b, c are Huber's, each group weighed by min(1,
/// 1.28·√V/|effect|)/V, and exclude the group itself; c is drawn to b with a standard deviation of
/// .5, which matters only where all groups are of one size and the two cannot be told apart. μ and
/// τ², and ω², which is how honest changes differ beyond sampling, bring Σ min(effect²/V, 1.28²) to
/// what it is on average for normal groups: a few groups of those looked for move them little. ν is
/// what so many groups say of ω².
///
/// `before` and `after` are two works of one cohort; mind the pupils' grade: a "grade 4" work of an
/// autumn is written in grade 5. Groups in only one of them are left out. The reference of a group
/// is all others with the same label in `registry`. With fewer than `min_reference` others, what
/// needs them is NaN. It does not tell which of the two works is the odd one, nor why.
///
/// # Errors
/// [`StatisticError::Groupings`] if the tallies differ in their grouping,
/// [`StatisticError::Parameter`] for `min_reference` below 5.
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> counts = {f"{j:02}": [10 - j % 3, 10, 10 + j % 5] for j in range(40)}
/// >>> later = ob.Tally.from_histograms(a, counts | {"07": [0, 5, 25]})
/// >>> table = ob.continuity.by_group(ob.Tally.from_histograms(a, counts), later)
/// >>> str(table.group[table.pvalue.argmin()])
/// '07'
/// ```
///
/// # References
/// Gains of groups given their past: Skorupski and Egan (2011). Regression to the mean by Kelley's
/// formula: Kelley (1947), Fundamentals of Statistics. Overdispersion: Spiegelhalter (2005),
/// Statistics in Medicine 24, 1185–1202. Huber (1981), Robust Statistics, ch. 5 and 7. The two
/// slopes are this library's.
#[described]
pub fn by_group(
    before: &Tally,
    after: &Tally,
    registry: &Registry,
    options: ContinuityOptions,
) -> Result<Continuity, StatisticError> {
    let after = &*after.named_as(before);
    let groups = check(&[before, after], options)?;
    let (first, second) = (Work::of(before), Work::of(after));
    let pairs = groups.iter().filter_map(|group| {
        let (x, y) = (first.means.get(*group)?, second.means.get(*group)?);
        Some(Pair { group, x: *x, y: *y })
    });
    let most = second.within / first.within;
    Ok(Continuity { rows: rows(&pairs.collect::<Vec<_>>(), &second, most, registry, options) })
}

/// Each group's mean in each work beside its means in the others: subjects of one grade, or grades
/// of one year.
///
/// As [`by_group`], with in place of the first mean the average z of the group's other works, the
/// average of their u, the harmonic mean of their n, and the largest of their S_w/S: the same
/// pupils are taken to write them all, so that several works are no surer of the group's luck than
/// one. One row for each group and work.
///
/// # Errors
/// [`StatisticError::NoTallies`] with fewer than two works; [`StatisticError::Groupings`] if the
/// tallies differ in their grouping; [`StatisticError::Parameter`] for `min_reference` below 5.
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> works = [ob.Tally.from_histograms(a, {f"{j:02}": [9, j % (3 + k), 9 + j % 5] for j in range(40)}) for k in range(3)]
/// >>> len(ob.continuity.consistency(works))
/// 120
/// ```
#[described]
pub fn consistency(
    works: &[&Tally],
    registry: &Registry,
    options: ContinuityOptions,
) -> Result<Continuity, StatisticError> {
    let groups = check(works, options)?;
    let all: Vec<Work<'_>> = works.iter().map(|tally| Work::of(tally)).collect();
    let mut found = Vec::new();
    for (k, work) in all.iter().enumerate() {
        let others = || all.iter().enumerate().filter(|(l, _)| *l != k).map(|(_, other)| other);
        let pairs = groups.iter().filter_map(|group| {
            let means: Vec<Mean> = others().filter_map(|o| o.means.get(*group)).copied().collect();
            Some(Pair { group, x: Mean::average(&means)?, y: *work.means.get(*group)? })
        });
        // By the largest, so that luck never explains more than there is.
        let within = others().map(|o| o.within).fold(0.0, f64::max);
        let most = work.within / within;
        found.extend(rows(&pairs.collect::<Vec<_>>(), work, most, registry, options));
    }
    // Stable: the works of one group keep their order.
    found.sort_by(|a, b| a.group.cmp(&b.group));
    Ok(Continuity { rows: found })
}

/// One group's changes over several works, added up.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct CumulativeRow {
    /// The group.
    pub group: String,
    /// Changes that are added up.
    pub changes: u64,
    /// Pupils in the smallest of the works.
    #[row(tier)]
    pub n: u64,
    /// The sum of the statistics of `by_group` over its standard deviation.
    pub statistic: f64,
    /// P(|t| ≥ |statistic|), with the fewest degrees of freedom of the parts.
    pub pvalue: f64,
    /// The sum of the effects, in standard deviations of pupils.
    pub effect: f64,
    /// Its 95 % interval.
    pub lower: f64,
    /// Its 95 % interval.
    pub upper: f64,
}

/// Changes of all groups added up.
#[derive(Debug, Clone, PartialEq)]
pub struct Cumulative {
    /// The rows, groups in the order of their names.
    pub rows: Vec<CumulativeRow>,
}

/// Changes of one cohort added up over its works, in the order in which they were written.
///
/// ```text
/// t₁, t₂, …   the statistics of by_group for each work and the next
/// statistic = Σ tₖ/√(ΣΣ Rₖₗ),  effect = Σ effectₖ ± t·√(ΣΣ sₖsₗRₖₗ)       s the standard deviations of the effects
/// Rₖₗ = the correlation of tₖ and tₗ over all groups, each within ±2.5; 0 if below
/// ```
///
/// Small gains that go on add up; a gain that is followed by a loss does not, and is seen in
/// [`by_group`]. A group takes part with the changes it has.
///
/// # Errors
/// [`StatisticError::NoTallies`] with fewer than two works; [`StatisticError::Groupings`] if the
/// tallies differ in their grouping; [`StatisticError::Parameter`] for `min_reference` below 5.
///
/// # Examples
/// ```python
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1])
/// >>> works = [ob.Tally.from_histograms(a, {f"{j:02}": [9, j % (3 + k), 9 + j % 5] for j in range(40)}) for k in range(3)]
/// >>> ob.continuity.cumulative(works)["changes"][0]
/// np.int64(2)
/// ```
///
/// # References
/// Stouffer's sum of dependent tests: Strube (1985), Psychological Bulletin 97, 334–341.
#[described]
pub fn cumulative(
    works: &[&Tally],
    registry: &Registry,
    options: ContinuityOptions,
) -> Result<Cumulative, StatisticError> {
    let groups = check(works, options)?;
    let steps = works.windows(2).map(|pair| by_group(pair[0], pair[1], registry, options));
    let steps = steps.collect::<Result<Vec<_>, _>>()?;
    let of: Vec<BTreeMap<&str, &ContinuityRow>> =
        steps.iter().map(|s| filled(s.rows.iter().map(|r| (r.group.as_str(), r)))).collect();
    let agreement =
        DMatrix::from_fn(of.len(), of.len(), |k, l| if k == l { 1.0 } else { agree(&of[k], &of[l]) });
    let rows = groups.iter().filter_map(|group| {
        let have: Vec<usize> = (0..of.len()).filter(|&k| of[k].contains_key(group)).collect();
        let parts: Vec<&ContinuityRow> = have.iter().map(|&k| of[k][group]).collect();
        let n = parts.iter().map(|r| r.n).min()?;
        let total = |scale: &dyn Fn(&ContinuityRow) -> f64| {
            let pairs = have
                .iter()
                .zip(&parts)
                .flat_map(|(&k, a)| have.iter().zip(&parts).map(move |(&l, b)| (k, l, *a, *b)));
            pairs.map(|(k, l, a, b)| agreement[(k, l)] * scale(a) * scale(b)).sum::<f64>().sqrt()
        };
        let effect = parts.iter().map(|r| r.effect).sum();
        let statistic = parts.iter().map(|r| r.statistic).sum::<f64>() / total(&|_| 1.0);
        let margin = total(&|r| (r.upper - r.lower) / 2.0);
        let df = parts.iter().map(|r| r.df).fold(f64::INFINITY, f64::min);
        Some(CumulativeRow {
            group: (*group).to_owned(),
            changes: parts.len() as u64,
            n,
            statistic,
            pvalue: t_two_sided(statistic, df),
            effect,
            lower: effect - margin,
            upper: effect + margin,
        })
    });
    Ok(Cumulative { rows: rows.collect() })
}

fn check<'a>(works: &[&'a Tally], options: ContinuityOptions) -> Result<Vec<&'a str>, StatisticError> {
    if works.len() < 2 {
        return Err(StatisticError::NoTallies);
    }
    options.check()?;
    group_names(works)
}

/// The correlation of two changes over the groups that have both.
fn agree(a: &BTreeMap<&str, &ContinuityRow>, b: &BTreeMap<&str, &ContinuityRow>) -> f64 {
    let within = |t: f64| t.clamp(-2.5, 2.5);
    let pairs =
        a.iter().filter_map(|(group, a)| Some((within(a.statistic), within(b.get(group)?.statistic))));
    let (mut ab, mut aa, mut bb) = (0.0, 0.0, 0.0);
    for (a, b) in pairs.filter(|(a, b)| a.is_finite() && b.is_finite()) {
        (ab, aa, bb) = (ab + a * b, aa + a * a, bb + b * b);
    }
    if aa > 0.0 && bb > 0.0 { (ab / (aa * bb).sqrt()).max(0.0) } else { 0.0 }
}

/// A group's mean: z, its sampling variance, pupils.
#[derive(Clone, Copy)]
struct Mean {
    z: f64,
    sampling: f64,
    n: f64,
    least: u64,
}

impl Mean {
    fn average(means: &[Self]) -> Option<Self> {
        let over = |value: fn(&Self) -> f64| means.iter().map(value).sum::<f64>() / means.len() as f64;
        let least = means.iter().map(|m| m.least).min()?;
        Some(Self { z: over(|m| m.z), sampling: over(|m| m.sampling), n: 1.0 / over(|m| 1.0 / m.n), least })
    }
}

/// The means of one work by group.
struct Work<'a> {
    key: String,
    grouping: Grouping,
    means: BTreeMap<&'a str, Mean>,
    /// S_w/S.
    within: f64,
}

impl<'a> Work<'a> {
    fn of(tally: &'a Tally) -> Self {
        let all = Moments::of(&tally.histogram());
        let groups: Vec<(&str, Moments)> =
            tally.groups().iter().map(|(g, cells)| (g.as_str(), Moments::of(&cells.histogram()))).collect();
        let groups = || groups.iter().filter(|(_, m)| m.n > 0);
        let squares: f64 = groups().map(|(_, m)| m.spread() as f64 / m.n as f64).sum();
        let free: u64 = groups().map(|(_, m)| m.n - 1).sum();
        let within = squares / free as f64 / all.variance();
        let mean = |m: &Moments| {
            let n = m.n as f64;
            Mean { z: (m.mean() - all.mean()) / all.variance().sqrt(), sampling: within / n, n, least: m.n }
        };
        let means = groups().map(|(group, m)| (*group, mean(m))).collect();
        let (key, grouping) = (tally.assessment().key(), tally.grouping());
        Self { key, grouping, means, within: within.sqrt() }
    }
}

/// One group's mean, and the mean it is expected from.
struct Pair<'a> {
    group: &'a str,
    x: Mean,
    y: Mean,
}

/// What is expected of each pair beside the others of its reference label; `most` is S_w/S of y by
/// that of x.
fn rows(
    pairs: &[Pair<'_>],
    work: &Work<'_>,
    most: f64,
    registry: &Registry,
    options: ContinuityOptions,
) -> Vec<ContinuityRow> {
    let mut labels: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let label = registry.references(work.grouping, pairs.iter().map(|pair| pair.group));
    for (at, label) in label.into_iter().enumerate() {
        labels.entry(label).or_default().push(at);
    }
    let mut expected = vec![Expected::UNKNOWN; pairs.len()];
    for members in labels.values().filter(|m| m.len() as u64 > options.min_reference) {
        let of: Vec<&Pair<'_>> = members.iter().map(|&at| &pairs[at]).collect();
        for (&at, found) in members.iter().zip(expect(&of, 0.8 * most)) {
            expected[at] = found;
        }
    }
    pairs.iter().zip(expected).map(|(pair, expected)| row(pair, &work.key, expected)).collect()
}

fn row(pair: &Pair<'_>, work: &str, expected: Expected) -> ContinuityRow {
    let (x, y) = (pair.x, pair.y);
    let effect = y.z - expected.mean;
    let statistic = effect / expected.deviation;
    let margin = expected.limit * expected.deviation;
    ContinuityRow {
        group: pair.group.to_owned(),
        work: work.to_owned(),
        n: x.least.min(y.least),
        before: x.z,
        after: y.z,
        change: y.z - x.z,
        expected: expected.mean,
        statistic,
        df: expected.df,
        pvalue: t_two_sided(statistic, expected.df),
        effect,
        lower: effect - margin,
        upper: effect + margin,
    }
}

/// What the other groups lead to expect of one.
#[derive(Clone, Copy)]
struct Expected {
    mean: f64,
    deviation: f64,
    df: f64,
    /// The 97.5 % point of t.
    limit: f64,
}

impl Expected {
    const UNKNOWN: Self = Self { mean: f64::NAN, deviation: f64::NAN, df: f64::NAN, limit: f64::NAN };
}

/// How often estimates are refined at most; they stand still long before.
const ROUNDS: usize = 60;
/// 1/.5²: c is drawn to b with this weight.
const DRAWN: f64 = 4.0;
/// What a winsorised sum of squares of n groups says of a variance, as degrees of freedom by group:
/// 2·(∂E W/∂ln σ²)²/Var W.
const EFFICIENCY: f64 = 0.63;

/// Whether an estimate moved by nothing that matters.
fn still(before: f64, after: f64) -> bool {
    (after - before).abs() <= 1e-13 * (1.0 + after.abs())
}

/// Huber's weight over the variance.
fn weight(residual: f64, variance: f64) -> f64 {
    (LIMIT * variance.sqrt() / residual.abs()).min(1.0) / variance
}

/// The centre μ and the variance τ² of the groups' own means.
fn level(x: &[Mean]) -> (f64, f64) {
    let (mut centre, mut between) = (0.0, 1.0);
    for _ in 0..ROUNDS {
        let (mut sum, mut all) = (0.0, 0.0);
        for m in x {
            let w = weight(m.z - centre, between + m.sampling + TINY);
            (sum, all) = (sum + w * m.z, all + w);
        }
        let before = (centre, between);
        centre = sum / all;
        let residuals: Vec<(f64, f64)> =
            x.iter().map(|m| ((m.z - centre) * (m.z - centre), m.sampling)).collect();
        between = overdispersion(&residuals, MEAN * (x.len() as f64 - 1.0), between);
        if still(before.0, centre) && still(before.1, between) {
            break;
        }
    }
    (centre, between)
}

/// No variance is 0, so that groups that are all alike have weights.
const TINY: f64 = 1e-12;

/// The formula of [`by_group`].
fn expect(pairs: &[&Pair<'_>], most: f64) -> Vec<Expected> {
    if pairs.iter().any(|p| {
        !(p.x.z.is_finite() && p.y.z.is_finite() && p.x.sampling.is_finite() && p.y.sampling.is_finite())
    }) {
        return vec![Expected::UNKNOWN; pairs.len()];
    }
    let most = if most.is_finite() { most } else { 0.0 };
    let (centre, between) = level(&pairs.iter().map(|p| p.x).collect::<Vec<_>>());
    let terms: Vec<Terms> = pairs.iter().map(|p| Terms::of(p, centre, between)).collect();
    let y: Vec<f64> = pairs.iter().map(|p| p.y.z).collect();
    let mut variances = vec![1.0; pairs.len()];
    let mut weights = vec![1.0; pairs.len()];
    let mut line = Line::of(&terms, &y, &weights, most);
    let mut more = 0.0;
    for _ in 0..ROUNDS {
        let residuals: Vec<(f64, f64)> =
            terms.iter().zip(&y).map(|(t, y)| ((y - line.at(t)).powi(2), t.variance(&line))).collect();
        more = overdispersion(&residuals, MEAN * (pairs.len() as f64 - 3.0), more);
        variances = residuals.iter().map(|(_, v)| v + more + TINY).collect();
        weights = residuals.iter().zip(&variances).map(|((r, _), &v)| weight(r.sqrt(), v)).collect();
        let before = (line.start, line.own, line.luck);
        line = Line::of(&terms, &y, &weights, most);
        if still(before.0, line.start) && still(before.1, line.own) && still(before.2, line.luck) {
            break;
        }
    }
    let df = EFFICIENCY * (pairs.len() as f64 - 3.0);
    let limit = t_quantile(0.975, df);
    let each = terms.iter().zip(&y).zip(weights.iter().zip(&variances));
    each.map(|((terms, &y), (weight, variance))| {
        // Without the group itself, its weight and those of the others kept.
        let doubt = line.doubt(terms);
        let left = 1.0 - weight * doubt;
        Expected {
            mean: y - (y - line.at(terms)) / left,
            deviation: (variance + doubt / left).sqrt(),
            df,
            limit,
        }
    })
    .collect()
}

/// The parts of a first mean: the group's own, λ(z − μ), and luck that is shared, o(1 − λ)(z − μ).
struct Terms {
    own: f64,
    luck: f64,
    /// Sampling variances of the first mean and of the second.
    first: f64,
    second: f64,
    lambda: f64,
    overlap: f64,
}

impl Terms {
    fn of(pair: &Pair<'_>, centre: f64, between: f64) -> Self {
        let all = between + pair.x.sampling;
        let lambda = if all > 0.0 { between / all } else { 1.0 };
        let overlap = (pair.x.n / pair.y.n).min(1.0);
        let from = pair.x.z - centre;
        let (own, luck) = (lambda * from, overlap * (1.0 - lambda) * from);
        Self { own, luck, first: pair.x.sampling, second: pair.y.sampling, lambda, overlap }
    }

    /// The variance by sampling of the second mean given the first.
    fn variance(&self, line: &Line) -> f64 {
        let c = line.luck * self.overlap;
        let apart = line.own - c;
        self.second - c * c * self.first + apart * apart * self.lambda * self.first
    }
}

/// a, b and c with what is needed to be sure of them.
struct Line {
    start: f64,
    own: f64,
    luck: f64,
    /// Inverse of the weighted sums of products; of two columns if c is at its limit.
    inverse: DMatrix<f64>,
}

impl Line {
    fn of(terms: &[Terms], y: &[f64], weights: &[f64], most: f64) -> Self {
        let free = Self::solve(terms, y, weights, None);
        let limited = free.luck.clamp(0.0, most);
        if (0.0..=most).contains(&free.luck) { free } else { Self::solve(terms, y, weights, Some(limited)) }
    }

    /// b and c − b are what is estimated, or b alone with c given.
    fn solve(terms: &[Terms], y: &[f64], weights: &[f64], luck: Option<f64>) -> Self {
        let columns = if luck.is_some() { 2 } else { 3 };
        let (mut products, mut sums) = (DMatrix::zeros(columns, columns), DVector::zeros(columns));
        for ((terms, y), &weight) in terms.iter().zip(y).zip(weights) {
            let row = Self::columns(terms, columns);
            products.ger(weight, &row, &row, 1.0);
            sums.axpy(weight * (y - luck.unwrap_or(0.0) * terms.luck), &row, 1.0);
        }
        if columns == 3 {
            products[(2, 2)] += DRAWN;
        } else {
            products[(1, 1)] += TINY;
        }
        let inverse = products.try_inverse().unwrap_or_else(|| DMatrix::zeros(columns, columns));
        let found = &inverse * sums;
        Self { start: found[0], own: found[1], luck: luck.unwrap_or_else(|| found[1] + found[2]), inverse }
    }

    fn columns(terms: &Terms, columns: usize) -> DVector<f64> {
        match columns {
            2 => DVector::from_vec(vec![1.0, terms.own]),
            _ => DVector::from_vec(vec![1.0, terms.own + terms.luck, terms.luck]),
        }
    }

    fn at(&self, terms: &Terms) -> f64 {
        self.start + self.own * terms.own + self.luck * terms.luck
    }

    /// The variance of [`at`](Self::at).
    fn doubt(&self, terms: &Terms) -> f64 {
        let row = Self::columns(terms, self.inverse.nrows());
        (row.transpose() * &self.inverse * row)[(0, 0)]
    }
}

impl Continuity {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        ContinuityRow::table(&self.rows)
    }
}

impl Cumulative {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        CumulativeRow::table(&self.rows)
    }
}

/// [`by_group`] as policies name it.
pub const BY_GROUP: GroupSign = GroupSign {
    id: "continuity.by_group",
    aliases: &["continuity"],
    doc: "a cohort's change from one year to the next",
    units: GroupSign::UNITS,
    reads: Reads::TwoYears,
    options: Options::of::<ContinuityOptions>(),
    uses: Use::Flags {
        beside: "other groups of the reference that began alike, with how much their changes differ",
        sides: Sides::Both,
    },
    scale: Scale::Deviations,
    parts: &[],
    run: |given| match given.tallies {
        [before, after] => Ok(by_group(before, after, given.registry, given.options()?)?.table()),
        _ => Err(StatisticError::NoTallies),
    },
};

/// [`consistency`] as policies name it.
pub const CONSISTENCY: GroupSign = GroupSign {
    id: "continuity.consistency",
    aliases: &["consistency"],
    doc: "one subject beside the same cohort's others",
    units: GroupSign::UNITS,
    reads: Reads::Subjects,
    options: Options::of::<ContinuityOptions>(),
    uses: Use::Flags {
        beside: "other groups of the reference that began alike, with how much their changes differ",
        sides: Sides::Both,
    },
    scale: Scale::Deviations,
    parts: &["work"],
    run: |given| Ok(consistency(given.tallies, given.registry, given.options()?)?.table()),
};

/// [`cumulative`] as policies name it.
pub const CUMULATIVE: GroupSign = GroupSign {
    id: "continuity.cumulative",
    aliases: &["cumulative"],
    doc: "a cohort's changes over several works, added up",
    units: GroupSign::UNITS,
    reads: Reads::AllYears,
    options: Options::of::<ContinuityOptions>(),
    uses: Use::Flags {
        beside: "other groups of the reference that began alike, with how much their changes differ",
        sides: Sides::Both,
    },
    scale: Scale::Deviations,
    parts: &[],
    run: |given| Ok(cumulative(given.tallies, given.registry, given.options()?)?.table()),
};

/// [`by_group`] in the catalogue.
pub const CHANGE: Function = Function {
    id: "continuity.by_group",
    doc: BY_GROUP_DOC,
    inputs: &[
        Input::new("before", Kind::Counts).doc("The first of two works of one cohort."),
        Input::new("after", Kind::Counts).doc("The second."),
        Input::REGISTRY,
    ],
    groups: Groups::Asked(Grouping::School),
    options: options::<ContinuityOptions>,
    output: Shape::Table(ContinuityRow::describe),
    run: |given| {
        Ok(by_group(given.counts(0)?, given.counts(1)?, &given.registry(2), given.options()?)?.table().into())
    },
};

/// [`cumulative`] in the catalogue.
pub const CUMULATIVE_FUNCTION: Function = Function {
    id: "continuity.cumulative",
    doc: CUMULATIVE_DOC,
    inputs: &[
        Input::new("works", Kind::CountsOfWorks)
            .doc("In the order in which they were written, two at least."),
        Input::REGISTRY,
    ],
    groups: Groups::Asked(Grouping::School),
    options: options::<ContinuityOptions>,
    output: Shape::Table(CumulativeRow::describe),
    run: |given| {
        Ok(cumulative(given.counts_of_works(0)?, &given.registry(1), given.options()?)?.table().into())
    },
};

/// [`consistency`] in the catalogue.
pub const CONSISTENCY_FUNCTION: Function = Function {
    id: "continuity.consistency",
    doc: CONSISTENCY_DOC,
    inputs: &[Input::new("works", Kind::CountsOfWorks).doc("Two at least."), Input::REGISTRY],
    groups: Groups::Asked(Grouping::School),
    options: options::<ContinuityOptions>,
    output: Shape::Table(ContinuityRow::describe),
    run: |given| {
        Ok(consistency(given.counts_of_works(0)?, &given.registry(1), given.options()?)?.table().into())
    },
};

#[cfg(test)]
mod tests {
    #![allow(clippy::cast_sign_loss, reason = "scores are not negative")]

    use super::*;
    use crate::data::{Assessment, Grouping};
    use crate::simulate::Random;

    /// Groups of n pupils with totals 0..=20 about these means.
    fn tally(means: &[f64], n: usize, max: u8, random: &mut Random) -> Tally {
        let a = Assessment::new("maths", 5, 2020, &[max], None).unwrap();
        let histograms: Vec<(String, Vec<u64>)> = (means.iter().enumerate())
            .map(|(j, mean)| {
                let mut counts = vec![0; usize::from(max) + 1];
                for _ in 0..n {
                    let score = (mean + 3.0 * random.normal()).round().clamp(0.0, 20.0);
                    counts[score as usize * usize::from(max) / 20] += 1;
                }
                (format!("{j:03}"), counts)
            })
            .collect();
        Tally::from_histograms(
            a,
            Grouping::School,
            histograms.iter().map(|(g, h)| (g.as_str(), h.as_slice())),
        )
        .unwrap()
    }

    fn means(groups: usize, random: &mut Random) -> Vec<f64> {
        (0..groups).map(|_| 10.0 + 2.0 * random.normal()).collect()
    }

    #[test]
    fn a_jump_stands_out_and_scales_drop_out() {
        let mut random = Random::new(1, 1);
        let first = means(40, &mut random);
        let mut second = first.clone();
        second[7] += 6.0;
        let (mut one, mut two) = (Random::new(1, 2), Random::new(1, 3));
        let before = tally(&first, 30, 20, &mut one);
        let found =
            by_group(&before, &tally(&second, 30, 20, &mut two), &Registry::default(), Default::default());
        let rows = found.unwrap().rows;
        assert!(rows[7].pvalue < 1e-5 && rows[7].lower > 0.5 && rows[7].effect > 1.0, "{:?}", rows[7]);
        assert!(rows.iter().filter(|r| r.pvalue < 0.01).count() <= 2);
        let mut twice = Random::new(1, 3);
        let doubled = tally(&second, 30, 40, &mut twice);
        let again = by_group(&before, &doubled, &Registry::default(), Default::default()).unwrap().rows;
        assert!((again[7].statistic - rows[7].statistic).abs() < 1e-9);
    }

    #[test]
    fn too_few_others_say_nothing_but_the_change_stays() {
        let mut random = Random::new(1, 1);
        let (a, b) = (means(10, &mut random), means(10, &mut random));
        let (before, after) = (tally(&a, 20, 20, &mut random), tally(&b, 20, 20, &mut random));
        let found = by_group(&before, &after, &Registry::default(), Default::default()).unwrap();
        assert!(found.rows.iter().all(|r| r.pvalue.is_nan() && r.change.is_finite() && r.effect.is_nan()));
        let all = Tally::empty(before.assessment().clone(), Grouping::All);
        let error = by_group(&before, &all, &Registry::default(), Default::default()).unwrap_err();
        assert_eq!(error.code(), "statistic.groupings");
        let error = consistency(&[&before], &Registry::default(), Default::default()).unwrap_err();
        assert_eq!(error.code(), "statistic.no_tallies");
    }

    #[test]
    fn groups_that_are_all_alike_or_keep_their_means_are_not_unusual() {
        let a = Assessment::new("maths", 5, 2020, &[2], None).unwrap();
        let same: Vec<(String, [u64; 3])> = (0..30).map(|j| (format!("{j}"), [5, 5, 5])).collect();
        let of = |rows: &[(String, [u64; 3])]| {
            let rows = rows.iter().map(|(g, h)| (g.as_str(), &h[..]));
            Tally::from_histograms(a.clone(), Grouping::School, rows).unwrap()
        };
        let found = by_group(&of(&same), &of(&same), &Registry::default(), Default::default()).unwrap();
        assert!(found.rows.iter().all(|r| r.effect.abs() < 1e-12 && r.pvalue > 0.999));
        let constant: Vec<(String, [u64; 3])> = (0..30).map(|j| (format!("{j}"), [0, 5, 0])).collect();
        let found = by_group(&of(&constant), &of(&same), &Registry::default(), Default::default()).unwrap();
        assert!(found.rows.iter().all(|r| r.pvalue.is_nan()));
    }

    #[test]
    fn small_gains_add_up() {
        let mut random = Random::new(1, 4);
        let first = means(60, &mut random);
        let works: Vec<Tally> = (0..4)
            .map(|year| {
                let mut now = first.clone();
                now[3] += 2.0 * f64::from(year);
                tally(&now, 40, 20, &mut random)
            })
            .collect();
        let works: Vec<&Tally> = works.iter().collect();
        let sum = cumulative(&works, &Registry::default(), Default::default()).unwrap();
        let each: Vec<f64> = (works.windows(2))
            .map(|w| by_group(w[0], w[1], &Registry::default(), Default::default()).unwrap().rows[3].pvalue)
            .collect();
        assert_eq!((sum.rows[3].changes, sum.rows[3].n), (3, 40));
        assert!(each.iter().all(|p| sum.rows[3].pvalue < *p), "{each:?} {:?}", sum.rows[3]);
        let across = consistency(&works, &Registry::default(), Default::default()).unwrap();
        assert_eq!(across.rows.len(), 240);
        assert!(across.rows[15].group == "003" && across.rows[15].statistic > 2.0);
    }
}
