//! Deviations of a group from the norms given the total.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};
use ndarray::{Array2, Axis};

use crate::data::{ItemLevel, Items};
use crate::statistics::shared::norms::{Norm, Norms};

/// Sums of a group: d per pupil, and the variance of d by sampling.
pub(super) struct Group<'a> {
    pub(super) name: &'a str,
    pub(super) pupils: u64,
    pub(super) n: f64,
    pub(super) deviation: DVector<f64>,
    pub(super) sampling: DMatrix<f64>,
}

impl<'a> Group<'a> {
    pub(super) fn of(
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
pub(super) fn centre(groups: &mut [Group<'_>], label: &[&str]) {
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
