//! The item profile of a group: which items its pupils did better or worse than pupils with the
//! same totals do.
//!
//! What it catches: answers dictated or known before, items that one class was marked on by another
//! measure. What it cannot: papers lifted by a point or two to a boundary, which leave the profile
//! as it is. What honest groups show: teaching. Every class has topics it did better, so of real
//! classes nearly all differ from sampling alone; a group stands out only beside how much groups
//! differ. A class is compared with its school's other classes as far as classes of one school
//! agree. Smallest n: dictating 4 items to 60 % of a class is seen in 25 pupils beside sampling
//! alone nearly always, beside real differences in one class of three.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};
use ndarray::{Array2, Axis};
use obektiv_derive::{Row, Settings, described};

use crate::data::{Grouping, ItemKind, ItemLevel, ItemSums, ItemTally, Items, NormSums, Registry, Unit};
use crate::function::{Function, Given as Call, Groups, Input, Row as _, Shape, options};
use crate::math::{Z95, chi2_quantile, chi2_tail, f_tail, quantile, root, t_two_sided};
use crate::sorted::order;
use crate::statistics::StatisticError;
use crate::statistics::shared::norms::{self, Norm, Norms};
use crate::statistics::shared::sign::{GroupSign, Options, Reads, Scale, Sides, SignOptions, Use};
use crate::table::Table;
use crate::widest::widest;

/// How groups are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Settings)]
pub struct ProfileOptions {
    /// The least number of groups of 8 pupils or more from which to learn how groups differ; with
    /// fewer, only the comparison with sampling alone is made and `statistic` and `pvalue` are NaN.
    pub min_groups: u64,
}

impl Default for ProfileOptions {
    fn default() -> Self {
        Self { min_groups: 20 }
    }
}

impl SignOptions for ProfileOptions {
    fn check(&self) -> Result<(), StatisticError> {
        match self.min_groups {
            ..3 => {
                let value = self.min_groups as f64;
                Err(StatisticError::Parameter { name: "min_groups", value, expected: "3 or more" })
            }
            _ => Ok(()),
        }
    }
}

/// The profile of one group.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct ProfileRow {
    /// The group.
    pub group: String,
    /// Pupils.
    #[row(tier)]
    pub n: u64,
    /// χ² beside sampling and the differences between groups.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub df: f64,
    /// P(F ≥ statistic/df) with df and ν degrees of freedom, ν from the body of the groups.
    pub pvalue: f64,
    /// The root mean square deviation of the items, in shares of their maxima.
    #[row(nan("lower", "upper"))]
    pub effect: f64,
    /// χ² beside sampling alone.
    pub sampling: f64,
    /// P(χ² ≥ sampling): a group like all others would show less. Of real groups nearly all are
    /// below .01.
    pub pvalue_sampling: f64,
    /// The item done best for the totals, counted from 1.
    pub best: usize,
    /// Its deviation from what is expected, in shares of the maximum.
    pub best_deviation: f64,
    /// The item done worst.
    pub worst: usize,
    /// Its deviation.
    pub worst_deviation: f64,
}

/// One group's contrast of two kinds of items.
#[derive(Debug, Clone, PartialEq, Row)]
pub struct ContrastRow {
    /// The group.
    pub group: String,
    /// hard: the harder half of the items less the easier; late: the second half of the paper less
    /// the first; open: marked by a teacher less marked by a key, where the assessment has
    /// `item_kinds`.
    #[row(text(Contrast::name))]
    pub contrast: Contrast,
    /// Pupils.
    #[row(tier)]
    pub n: u64,
    /// z = effect / its standard deviation over groups.
    pub statistic: f64,
    /// P(t ≥ z) with ν degrees of freedom.
    pub pvalue: f64,
    /// The mean deviation of the first kind of items less that of the second, in shares of the
    /// maxima.
    pub effect: f64,
    /// The effect's 95 % interval by sampling alone.
    pub lower: f64,
    /// The effect's 95 % interval by sampling alone.
    pub upper: f64,
}

/// Kinds of items that are contrasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Contrast {
    /// The harder half of the items against the easier: hard ones done better and easy ones worse
    /// than expected.
    Hard,
    /// Items marked by a teacher against those marked by a key; only where the assessment says
    /// which are which.
    Open,
    /// The second half of the paper against the first.
    Late,
}

impl Contrast {
    /// Its name, the same in all languages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Open => "open",
            Self::Late => "late",
        }
    }
}

/// Profiles of all groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// One row per group.
    pub rows: Vec<ProfileRow>,
    /// One row per group and contrast.
    pub contrasts: Vec<ContrastRow>,
    /// Degrees of freedom of the tail of the differences between groups: infinite if normal, NaN if
    /// too few groups.
    pub nu: f64,
    /// How much groups differ: root mean square over groups and items, in shares of the maxima; NaN
    /// if too few groups.
    pub between: f64,
    /// The same for groups of one school, of the differences that are the school's own; classes
    /// only.
    pub between_schools: f64,
}

/// Groups smaller than this say nothing of how groups differ.
const LEAST: f64 = 8.0;
/// Added to the diagonal of correlations, so that directions without variance count for nothing.
const RIDGE: f64 = 1e-3;
/// Heavier tails than this are not believed.
const LEAST_NU: f64 = 8.0;
/// The quantile of the groups that tells how heavy the tails are; above it may be what is looked
/// for.
const BODY: f64 = 0.8;

/// The item profile of each group beside the norms given the total, beside sampling and beside how
/// groups differ.
///
/// ```text
/// Rⱼ = Σ_v (x_v − E[x|S_v])            over the group's n pupils, each by the items that its total counts
/// Vⱼ = Σ_v Cov(x|S_v)·(1 − its share of the norm's pupils)
/// d  = Rⱼ/n − the same of all other groups of its reference label, if these have 5 or more
/// T  = mean over groups of wⱼ·dⱼdⱼ'/κ − Vⱼ/n²,  negative eigenvalues set to 0     wⱼ ≤ 1 winsorises at the 90 % point of χ²
/// classes: T = T_S + T_C, T_S from products of classes of one school; given the school's other classes with mean d̄ and variance v̄,
///   d − G·d̄,  T = T_C + T_S − G·T_S,  G = T_S(T_S + v̄)⁻
/// statistic = d'(V/n² + T)⁻d,   pvalue = P(F ≥ statistic/df),  F with df and ν degrees of freedom
/// sampling  = n²·d'V⁻d,         pvalue_sampling = P(χ²_df ≥ sampling)
/// effect    = √(mean over items of (dᵢ/maxᵢ)²)
/// ```
///
/// Inverses are of correlations with .001 added to the diagonal; df is the trace that this leaves,
/// at most items − 1, since deviations given the total add up to 0. ν is what puts the 80 %
/// quantile of statistic/df over the larger half of the groups in its place (8 at least): groups
/// differ with heavier tails than a normal distribution has. Groups under 8 pupils have no part in
/// T and ν. Pupils with items missing or not taught are compared by the total over the others. Real
/// groups nearly all differ from sampling alone, because they were taught differently: judge by
/// `pvalue`, which stands beside how much groups differ. A class is compared with its school's
/// other classes too.
///
/// # Errors
/// [`StatisticError::Norms`] if the norms are of another assessment or lack a set of items that
/// pupils here are counted by; [`StatisticError::Parameter`] for `min_groups` below 3.
///
/// # Examples
/// ```python
/// >>> r = ob.simulate.municipality(seed=1).results[0]
/// >>> table = ob.profile.by_group(r, group="school")
/// >>> len(table), bool((table.pvalue > 0.001).all())
/// (40, True)
/// ```
///
/// # References
/// Conditional norms: Dorans and Holland (1993), DIF given the total score, of a school in place of
/// a population group. Huber (1981), Robust Statistics, ch. 8.
#[described]
pub fn by_group(
    tally: &ItemTally,
    norms: &Norms,
    registry: &Registry,
    options: ProfileOptions,
) -> Result<Profile, StatisticError> {
    let sets = || tally.groups().values().flat_map(BTreeMap::keys);
    if norms.assessment != *tally.assessment() || sets().any(|set| !norms.sets.contains_key(set)) {
        return Err(StatisticError::Norms { assessment: tally.assessment().key() });
    }
    options.check()?;
    let items = tally.assessment().items();
    let mut groups: Vec<Group<'_>> =
        tally.groups().iter().map(|(name, sets)| Group::of(name, sets, norms, items)).collect();
    let labels = registry.references(tally.grouping(), groups.iter().map(|group| group.name));
    centre(&mut groups, &labels);
    let between = Between::of(&groups, tally.grouping() == Grouping::Class, options);
    let kinds = contrasts(tally);
    let unit: Vec<f64> = tally.assessment().max_scores.iter().map(|&m| f64::from(m)).collect();
    let mut tested: Vec<Tested> = (0..groups.len()).map(|j| between.test(&groups, j)).collect();
    let nu = tail(&groups, &tested, &between);
    tested.iter_mut().for_each(|t| t.pvalue = f_tail(t.statistic / t.df, t.df, nu));
    let rows = groups.iter().zip(&tested).map(|(group, tested)| row(group, tested, &unit)).collect();
    let contrasted = groups.iter().zip(&tested).flat_map(|(group, tested)| {
        kinds.iter().map(|(kind, weights)| contrast(group, tested, *kind, weights, nu))
    });
    let size = |t: &DMatrix<f64>| {
        ((0..items).map(|i| t[(i, i)].max(0.0) / (unit[i] * unit[i])).sum::<f64>() / items as f64).sqrt()
    };
    Ok(Profile {
        contrasts: contrasted.collect(),
        rows,
        nu,
        between: between.whole.as_ref().map_or(f64::NAN, size),
        between_schools: between.school.as_ref().map_or(f64::NAN, size),
    })
}

/// Sums of a group: d per pupil, and the variance of d by sampling.
struct Group<'a> {
    name: &'a str,
    pupils: u64,
    n: f64,
    deviation: DVector<f64>,
    sampling: DMatrix<f64>,
}

impl<'a> Group<'a> {
    fn of(
        name: &'a str,
        sets: &BTreeMap<Items, BTreeMap<u16, ItemLevel>>,
        norms: &Norms,
        items: usize,
    ) -> Self {
        let mut n = 0;
        let (mut deviation, mut sampling) = (DVector::zeros(items), DMatrix::zeros(items, items));
        for (set, levels) in sets {
            let norm = &norms.sets[set];
            let mut of_set = Array2::zeros((set.len(), set.len()));
            for (&total, level) in levels {
                n += level.n;
                let s = usize::from(total);
                let count = level.n as f64;
                for ((&at, &sum), mean) in set.iter().zip(&level.sums).zip(norm.mean.row(s)) {
                    deviation[usize::from(at)] += sum as f64 - count * mean;
                }
                let others = count * (1.0 - own_share(norm, total, level, levels));
                of_set.scaled_add(others, &norm.covariance.index_axis(Axis(0), s));
            }
            for (&at, covariances) in set.iter().zip(of_set.rows()) {
                let column = &mut sampling.as_mut_slice()[usize::from(at) * items..][..items];
                set.iter().zip(covariances).for_each(|(&k, covariance)| column[usize::from(k)] += covariance);
            }
        }
        let (pupils, n) = (n, n as f64);
        Self { name, pupils, n, deviation: deviation / n, sampling: sampling / (n * n) }
    }
}

/// The group's own share of the pupils that the norm of a total is made of.
fn own_share(norm: &Norm, total: u16, level: &ItemLevel, levels: &BTreeMap<u16, ItemLevel>) -> f64 {
    let s = usize::from(total);
    let reach = u16::try_from(norm.reach[s]).unwrap_or(u16::MAX);
    let near = total.saturating_sub(reach)..=total.saturating_add(reach);
    let own: u64 = if reach == 0 { level.n } else { levels.range(near).map(|(_, level)| level.n).sum() };
    (own as f64 / norm.pooled[s].max(1) as f64).min(1.0)
}

/// Takes from each group what the other groups of its reference label have in common.
fn centre(groups: &mut [Group<'_>], label: &[&str]) {
    let mut labels: BTreeMap<&str, (f64, f64, DVector<f64>)> = Default::default();
    for (group, label) in groups.iter().zip(label) {
        let (others, n, sum) =
            labels.entry(label).or_insert_with(|| (0.0, 0.0, DVector::zeros(group.deviation.len())));
        *others += 1.0;
        *n += group.n;
        *sum += &group.deviation * group.n;
    }
    // Without labels the norms are those of all groups, and nothing is left to take.
    if labels.len() < 2 {
        return;
    }
    for (group, label) in groups.iter_mut().zip(label) {
        let (all, n, sum) = &labels[label];
        if *all >= 6.0 && *n > group.n {
            let others = (sum - &group.deviation * group.n) / (n - group.n);
            group.deviation -= others;
        }
    }
}

/// How groups differ, as a covariance of d.
struct Between {
    whole: Option<DMatrix<f64>>,
    /// The part that classes of one school share; the rest is `class`.
    school: Option<DMatrix<f64>>,
    class: Option<DMatrix<f64>>,
    /// The other groups of the same school that have 8 pupils or more.
    siblings: Vec<Vec<usize>>,
}

struct Tested {
    /// d less what the school's other classes foretell.
    deviation: DVector<f64>,
    variance: Option<DMatrix<f64>>,
    statistic: f64,
    df: f64,
    sampling: f64,
    df_sampling: f64,
    pvalue: f64,
}

impl Between {
    fn of(groups: &[Group<'_>], classes: bool, options: ProfileOptions) -> Self {
        let large: Vec<usize> = (0..groups.len()).filter(|&j| groups[j].n >= LEAST).collect();
        let siblings = if classes { siblings(groups, &large) } else { vec![Vec::new(); groups.len()] };
        let mut between = Self { whole: None, school: None, class: None, siblings };
        if (large.len() as u64) < options.min_groups {
            return between;
        }
        let mut weights = vec![1.0; groups.len()];
        let first = positive(&covariance(groups, &large, &weights));
        for &j in &large {
            weights[j] = winsorising(&groups[j].deviation, &(&groups[j].sampling + &first));
        }
        let whole = positive(&covariance(groups, &large, &weights));
        if classes && let Some(shared) = between.shared(groups, &large, &weights) {
            let school = positive(&shared);
            between.class = Some(positive(&(&whole - &school)));
            between.school = Some(school);
        }
        between.whole = Some(whole);
        between
    }

    /// The covariance that classes of one school share, from the products of pairs.
    fn shared(&self, groups: &[Group<'_>], large: &[usize], weights: &[f64]) -> Option<DMatrix<f64>> {
        let items = groups.first()?.deviation.len();
        let (mut sum, mut schools) = (DMatrix::zeros(items, items), 0.0);
        for &a in large {
            let others = &self.siblings[a];
            for &b in others {
                let weight = (weights[a] * weights[b]).sqrt() / others.len() as f64;
                sum.ger(weight, &groups[a].deviation, &groups[b].deviation, 1.0);
                schools += 1.0 / others.len() as f64;
            }
        }
        (schools >= 10.0).then(|| (&sum + sum.transpose()) / (2.0 * schools))
    }

    fn test(&self, groups: &[Group<'_>], j: usize) -> Tested {
        let group = &groups[j];
        let (sampling, df_sampling) = quadratic(&group.deviation, &group.sampling);
        let mut deviation = group.deviation.clone();
        let mut variance = self.whole.as_ref().map(|whole| &group.sampling + whole);
        let others = &self.siblings[j];
        if let (Some(school), Some(class), false) = (&self.school, &self.class, others.is_empty()) {
            let n: f64 = others.iter().map(|&k| groups[k].n).sum();
            let squares: f64 = others.iter().map(|&k| groups[k].n * groups[k].n).sum();
            let mut mean = DVector::zeros(deviation.len());
            let mut doubt = class * (squares / (n * n)) + school;
            for &k in others {
                let share = groups[k].n / n;
                mean.axpy(share, &groups[k].deviation, 1.0);
                doubt.zip_apply(&groups[k].sampling, |sum, variance| *sum += share * share * variance);
            }
            if let Some(whitening) = Whitening::of(&doubt) {
                // G = T_S·doubt⁻ is never needed itself: with half = L⁻¹·T_S, G·T_S = half'half.
                let (items, width) = (mean.len(), mean.len() + 1);
                let mut rows = vec![0.0; items * width];
                for (i, row) in rows.chunks_exact_mut(width).enumerate() {
                    let scale = whitening.scales[i];
                    row.iter_mut().zip(&school.column(i)).for_each(|(x, shared)| *x = shared * scale);
                    row[items] = mean[i] * scale;
                }
                whitening.solve(&mut rows, width, width);
                let white = DMatrix::from_row_slice(items, width, &rows);
                let (half, mean) = white.columns_range_pair(..items, items);
                deviation -= half.tr_mul(&mean);
                let mut given = &group.sampling + class + school;
                subtract_square(given.as_mut_slice(), &white.as_slice()[..items * items], items);
                variance = Some(given);
            }
        }
        let (statistic, df) = match &variance {
            Some(variance) => quadratic(&deviation, variance),
            None => (f64::NAN, f64::NAN),
        };
        Tested { deviation, variance, statistic, df, sampling, df_sampling, pvalue: f64::NAN }
    }
}

/// For each class the other large classes of its school.
fn siblings(groups: &[Group<'_>], large: &[usize]) -> Vec<Vec<usize>> {
    let classes: Vec<Unit> = groups.iter().map(|group| Unit::parse(Grouping::Class, group.name)).collect();
    let mut by_school: BTreeMap<Option<&str>, Vec<usize>> = Default::default();
    for &j in large {
        by_school.entry(classes[j].school()).or_default().push(j);
    }
    let others = |j: usize| {
        let of_school = by_school.get(&classes[j].school()).into_iter().flatten();
        of_school.copied().filter(|&k| k != j).collect()
    };
    (0..groups.len()).map(others).collect()
}

/// mean of w·dd' − sampling over the groups.
fn covariance(groups: &[Group<'_>], large: &[usize], weights: &[f64]) -> DMatrix<f64> {
    let items = groups[large[0]].deviation.len();
    let mut sum = DMatrix::zeros(items, items);
    for &j in large {
        sum.ger(weights[j], &groups[j].deviation, &groups[j].deviation, 1.0);
        sum -= &groups[j].sampling;
    }
    sum / large.len() as f64
}

/// The weight that winsorises a group's χ² at its 90 % point, over what it is on average for normal
/// groups.
fn winsorising(deviation: &DVector<f64>, variance: &DMatrix<f64>) -> f64 {
    let (statistic, df) = quadratic(deviation, variance);
    if statistic.is_nan() || df < 0.5 {
        return 1.0;
    }
    let cut = chi2_quantile(0.9, df);
    let average = 1.0 - chi2_tail(cut, df + 2.0) + cut / df * 0.1;
    (cut / statistic).min(1.0) / average
}

/// The matrix without its negative eigenvalues.
fn positive(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let eigen = matrix.clone().symmetric_eigen();
    let kept = DMatrix::from_diagonal(&eigen.eigenvalues.map(|value| value.max(0.0)));
    &eigen.eigenvectors * kept * eigen.eigenvectors.transpose()
}

/// A variance as correlations with the ridge, and their Cholesky factor L.
struct Whitening {
    /// 1/√ of the variances; 0 for items without variance.
    scales: DVector<f64>,
    lower: DMatrix<f64>,
}

impl Whitening {
    fn of(variance: &DMatrix<f64>) -> Option<Self> {
        let largest = variance.diagonal().max();
        let scales =
            variance.diagonal().map(|v| if v > 1e-12 * largest && v > 0.0 { 1.0 / v.sqrt() } else { 0.0 });
        let mut correlation =
            DMatrix::from_fn(scales.len(), scales.len(), |i, k| variance[(i, k)] * scales[i] * scales[k]);
        for (i, &scale) in scales.iter().enumerate() {
            correlation[(i, i)] = if scale > 0.0 { 1.0 + RIDGE } else { 1.0 };
        }
        Some(Self { scales, lower: correlation.cholesky()?.unpack_dirty() })
    }

    /// L⁻¹ times a matrix whose rows stand one after the other, in its place. Of its columns the
    /// first `full` have values in all rows, the others are 0 above the diagonal that begins there.
    fn solve(&self, rows: &mut [f64], width: usize, full: usize) {
        for k in 0..self.scales.len() {
            let lower = &self.lower.as_slice()[k * self.scales.len()..][..self.scales.len()];
            let used = (full + k + 1).min(width);
            let (done, rest) = rows.split_at_mut((k + 1) * width);
            let (row, inverse) = (&mut done[k * width..][..used], 1.0 / lower[k]);
            row.iter_mut().for_each(|x| *x *= inverse);
            for (other, l) in rest.chunks_exact_mut(width).zip(&lower[k + 1..]) {
                other[..used].iter_mut().zip(&*row).for_each(|(x, done)| *x -= l * done);
            }
        }
    }
}

/// d'V⁻d and its degrees of freedom; NaN without variance.
fn quadratic(deviation: &DVector<f64>, variance: &DMatrix<f64>) -> (f64, f64) {
    let Some(whitening) = Whitening::of(variance) else { return (f64::NAN, f64::NAN) };
    let (scales, items) = (&whitening.scales, deviation.len());
    let varying = scales.iter().filter(|scale| **scale > 0.0).count();
    if varying < 2 {
        return (f64::NAN, f64::NAN);
    }
    // Of the inverse the trace is needed, over the items that vary.
    let width = items + 1;
    let mut rows = vec![0.0; items * width];
    for (i, row) in rows.chunks_exact_mut(width).enumerate().filter(|(i, _)| scales[*i] > 0.0) {
        row[0] = deviation[i] * scales[i];
        row[i + 1] = 1.0;
    }
    whitening.solve(&mut rows, width, 1);
    let (mut statistic, mut trace) = (0.0, 0.0);
    for row in rows.chunks_exact(width) {
        statistic += row[0] * row[0];
        trace += product(&row[1..], &row[1..]);
    }
    (statistic, varying as f64 - RIDGE * trace)
}

widest! {
    /// Takes half'·half from a symmetric matrix of n columns.
    fn subtract_square(from: &mut [f64], half: &[f64], n: usize) {
        for (k, column) in half.chunks_exact(n).enumerate() {
            for (i, other) in half.chunks_exact(n).take(k + 1).enumerate() {
                let product = product(column, other);
                from[k * n + i] -= product;
                if i < k {
                    from[i * n + k] -= product;
                }
            }
        }
    }
}

/// Σ of products, in four lanes side by side.
#[inline(always)]
fn product(a: &[f64], b: &[f64]) -> f64 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<4>(), b.as_chunks::<4>());
    let mut lanes = [0.0; 4];
    for (a, b) in a.iter().zip(b) {
        (0..4).for_each(|lane| lanes[lane] += a[lane] * b[lane]);
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    lanes.iter().sum::<f64>() + rest
}

/// ν that puts the 80 % quantile of statistic/df over the larger half of the groups in its place:
/// there the differences between groups outweigh sampling.
fn tail(groups: &[Group<'_>], tested: &[Tested], between: &Between) -> f64 {
    if between.whole.is_none() {
        return f64::NAN;
    }
    let mut sizes: Vec<f64> = groups.iter().map(|g| g.n).filter(|n| *n >= LEAST).collect();
    sizes.sort_unstable_by(f64::total_cmp);
    let middle = quantile(&sizes, 0.5, 7);
    let large = || {
        let pairs = groups.iter().zip(tested).filter(|(g, t)| g.n >= middle && t.statistic.is_finite());
        pairs.map(|(_, t)| t)
    };
    let mut ratios: Vec<f64> = large().map(|t| t.statistic / t.df).collect();
    let mut dfs: Vec<f64> = large().map(|t| t.df).collect();
    ratios.sort_unstable_by(f64::total_cmp);
    dfs.sort_unstable_by(f64::total_cmp);
    let (high, df) = (quantile(&ratios, BODY, 7), quantile(&dfs, 0.5, 7));
    if high.is_nan() || chi2_tail(high * df, df) >= 1.0 - BODY {
        return f64::INFINITY;
    }
    // In 1/ν the tail at `high` grows.
    1.0 / root(0.0, 1.0 / LEAST_NU, |inverse| f_tail(high, df, 1.0 / inverse) - (1.0 - BODY))
}

fn row(group: &Group<'_>, tested: &Tested, unit: &[f64]) -> ProfileRow {
    let shares: Vec<f64> = group.deviation.iter().zip(unit).map(|(d, unit)| d / unit).collect();
    let by = |better: fn(&f64, &f64) -> bool| {
        let first = |best: usize, i: usize| if better(&shares[i], &shares[best]) { i } else { best };
        (1..shares.len()).fold(0, first)
    };
    let (best, worst) = (by(|a, b| a > b), by(|a, b| a < b));
    ProfileRow {
        group: group.name.to_owned(),
        n: group.pupils,
        statistic: tested.statistic,
        df: tested.df,
        pvalue: tested.pvalue,
        effect: (shares.iter().map(|d| d * d).sum::<f64>() / shares.len() as f64).sqrt(),
        sampling: tested.sampling,
        pvalue_sampling: chi2_tail(tested.sampling, tested.df_sampling),
        best: best + 1,
        best_deviation: shares[best],
        worst: worst + 1,
        worst_deviation: shares[worst],
    }
}

/// The weights of the items in each contrast that the assessment allows, in shares of the maxima.
fn contrasts(tally: &ItemTally) -> Vec<(Contrast, DVector<f64>)> {
    let assessment = tally.assessment();
    let items = assessment.items();
    let share = easiness(tally);
    let order = order(items, &|a, b| share[b].total_cmp(&share[a]));
    let mut hard = vec![0; items];
    (0..items / 2).for_each(|at| hard[order[at]] = -1);
    (items - items / 2..items).for_each(|at| hard[order[at]] = 1);
    let late =
        (0..items).map(|i| if i < items / 2 { -1 } else { i32::from(i >= items - items / 2) }).collect();
    let open = assessment.item_kinds.as_ref().map(|kinds| {
        kinds.iter().map(|kind| if *kind == ItemKind::Open { 1 } else { -1 }).collect::<Vec<i32>>()
    });
    let all = [(Contrast::Hard, Some(hard)), (Contrast::Open, open), (Contrast::Late, Some(late))];
    let weights = |signs: Vec<i32>| {
        let count = |sign: i32| signs.iter().filter(|s| **s == sign).count() as f64;
        let (up, down) = (count(1), count(-1));
        let weight = |i: usize| {
            let of = match signs[i] {
                1 => 1.0 / up,
                -1 => -1.0 / down,
                _ => 0.0,
            };
            of / f64::from(assessment.max_scores[i])
        };
        (up > 0.0 && down > 0.0).then(|| DVector::from_fn(items, |i, _| weight(i)))
    };
    all.into_iter().filter_map(|(kind, signs)| Some((kind, weights(signs?)?))).collect()
}

/// The mean share of each item's maximum over all pupils whose total counts it; 0 for an item of
/// nobody.
fn easiness(tally: &ItemTally) -> Vec<f64> {
    let mut all = ItemSums::new(tally.assessment().items());
    for (set, levels) in tally.groups().values().flatten() {
        levels.values().for_each(|level| all.add(set, level));
    }
    let shares = all.shares(&tally.assessment().max_scores);
    shares.into_iter().map(|share| if share.is_nan() { 0.0 } else { share }).collect()
}

fn contrast(
    group: &Group<'_>,
    tested: &Tested,
    kind: Contrast,
    weights: &DVector<f64>,
    nu: f64,
) -> ContrastRow {
    let over = |variance: &DMatrix<f64>| weights.dot(&(variance * weights)).max(0.0).sqrt();
    let (effect, margin) = (weights.dot(&group.deviation), Z95 * over(&group.sampling));
    let deviation = tested.variance.as_ref().map_or(f64::NAN, over);
    let statistic = if deviation > 0.0 { weights.dot(&tested.deviation) / deviation } else { f64::NAN };
    let half = t_two_sided(statistic, nu) / 2.0;
    ContrastRow {
        group: group.name.to_owned(),
        contrast: kind,
        n: group.pupils,
        statistic,
        pvalue: if statistic < 0.0 { 1.0 - half } else { half },
        effect,
        lower: effect - margin,
        upper: effect + margin,
    }
}

impl Profile {
    /// The rows as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        ProfileRow::table(&self.rows)
    }

    /// Contrasts of kinds of items in each group, given the totals.
    ///
    /// ```text
    /// effect    = the mean deviation of the first kind of items less that of the second, in shares of the maxima
    /// statistic = effect / its standard deviation over groups,   pvalue = P(t ≥ statistic)
    /// ```
    ///
    /// # Errors
    /// [`StatisticError::Parameter`] for `min_groups` below 3.
    ///
    /// # Examples
    /// ```python
    /// >>> r = ob.simulate.municipality(seed=1).results[0]
    /// >>> sorted({str(kind) for kind in ob.profile.contrasts(r).contrast})
    /// ['hard', 'late']
    /// ```
    #[described]
    #[must_use]
    pub fn contrasts_table(&self) -> Table {
        ContrastRow::table(&self.contrasts)
    }
}

/// [`by_group`] as policies name it.
pub const BY_GROUP: GroupSign = GroupSign {
    id: "profile.by_group",
    aliases: &["profile"],
    doc: "items done better or worse than the totals say",
    units: GroupSign::UNITS,
    reads: Reads::Items,
    options: Options::of::<ProfileOptions>(),
    uses: Use::Flags { beside: "how much groups differ", sides: Sides::Upper },
    scale: Scale::Share,
    parts: &[],
    run: |given| {
        let (tally, norms) = given.items()?;
        Ok(by_group(tally, norms, given.registry, given.options()?)?.table())
    },
};

/// [`by_group`] as policies name it.
pub const CONTRASTS: GroupSign = GroupSign {
    id: "profile.contrasts",
    aliases: &[],
    doc: "hard, open or late items done better than the others",
    units: GroupSign::UNITS,
    reads: Reads::Items,
    options: Options::of::<ProfileOptions>(),
    uses: Use::Flags { beside: "how much groups differ", sides: Sides::Upper },
    scale: Scale::Share,
    parts: &["contrast"],
    run: |given| {
        let (tally, norms) = given.items()?;
        Ok(by_group(tally, norms, given.registry, given.options()?)?.contrasts_table())
    },
};

/// The profile beside the norms of the same results.
fn of_results(given: &Call<'_>) -> Result<Profile, crate::Error> {
    let results = given.results(0)?;
    let norms = norms::norms(&NormSums::of(results));
    Ok(by_group(&ItemTally::of(results, given.group)?, &norms, &given.registry(1), given.options()?)?)
}

/// [`by_group`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "profile.by_group",
    doc: BY_GROUP_DOC,
    inputs: &[
        Input::RESULTS
            .doc("Pupils with items missing or not taught are compared by the total over the others."),
        Input::REGISTRY.doc(
            "Takes from each group what other groups with the same `reference` have in common (5 at least).",
        ),
    ],
    groups: Groups::Asked(Grouping::Class),
    options: options::<ProfileOptions>,
    output: Shape::Table(ProfileRow::describe),
    run: |given| Ok(of_results(given)?.table().into()),
};

/// [`Profile::contrasts_table`] in the catalogue.
pub const CONTRASTS_FUNCTION: Function = Function {
    id: "profile.contrasts",
    doc: Profile::CONTRASTS_TABLE_DOC,
    inputs: &[
        Input::RESULTS
            .doc("Pupils with items missing or not taught are compared by the total over the others."),
        Input::REGISTRY.doc(
            "Takes from each group what other groups with the same `reference` have in common (5 at least).",
        ),
    ],
    groups: Groups::Asked(Grouping::Class),
    options: options::<ProfileOptions>,
    output: Shape::Table(ContrastRow::describe),
    run: |given| Ok(of_results(given)?.contrasts_table().into()),
};
