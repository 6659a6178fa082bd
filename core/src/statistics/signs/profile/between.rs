//! How groups differ, and each group beside that.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};

use super::ProfileOptions;
use super::group::Group;
use super::whitening::{Whitening, quadratic, subtract_square};
use crate::data::{Grouping, Unit};
use crate::math::{chi2_quantile, chi2_tail};

/// Groups smaller than this say nothing of how groups differ.
pub(super) const LEAST: f64 = 8.0;

/// How groups differ, as a covariance of d.
pub(super) struct Between {
    pub(super) whole: Option<DMatrix<f64>>,
    /// The part that classes of one school share; the rest is `class`.
    pub(super) school: Option<DMatrix<f64>>,
    class: Option<DMatrix<f64>>,
    /// The other groups of the same school that have 8 pupils or more.
    siblings: Vec<Vec<usize>>,
}

pub(super) struct Tested {
    /// d less what the school's other classes foretell.
    pub(super) deviation: DVector<f64>,
    pub(super) variance: Option<DMatrix<f64>>,
    pub(super) statistic: f64,
    pub(super) df: f64,
    pub(super) sampling: f64,
    pub(super) df_sampling: f64,
    pub(super) pvalue: f64,
}

impl Between {
    pub(super) fn of(groups: &[Group<'_>], classes: bool, options: ProfileOptions) -> Self {
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

    pub(super) fn test(&self, groups: &[Group<'_>], j: usize) -> Tested {
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
pub(super) fn covariance(groups: &[Group<'_>], large: &[usize], weights: &[f64]) -> DMatrix<f64> {
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
