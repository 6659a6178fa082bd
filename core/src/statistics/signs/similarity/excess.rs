//! Weighted matches with nothing taken out, and their moments given the totals.

use std::collections::BTreeMap;

use ndarray::Array2;

use super::part::Part;
use crate::math::pearson3_tail;
use crate::sorted::filled;

/// z and p of the weighted matches, with nothing taken out.
pub(super) fn excess(parts: &[Part<'_>]) -> (f64, f64) {
    let (mut excess, mut variance, mut third) = (0.0, 0.0, 0.0);
    for part in parts {
        for paper in 0..part.papers {
            let [e, v, t] = excess_of(part, paper);
            excess += e;
            variance += v;
            third += t;
        }
    }
    if variance > 0.0 {
        let z = excess / variance.sqrt();
        (z, pearson3_tail(z, third / (variance * variance.sqrt())))
    } else {
        (f64::NAN, f64::NAN)
    }
}

/// Σ (h − E h) over the pairs of one paper, its variance and third moment.
///
/// With a_v = √w·x, e_v = E a_v, C_v = Cov a_v, B_v = Σ_{u≠v} e_u the sum is Σ_v B_v·(a_v − e_v) +
/// Σ_{u<v} (a_u − e_u)·(a_v − e_v): a part of each pupil alone and one of pairs, uncorrelated.
fn excess_of(part: &Part<'_>, paper: usize) -> [f64; 3] {
    let (norm, width) = (part.norm, part.norm.p.ncols());
    let pupils = || part.pupils.iter().filter(|pupil| pupil.paper == paper);
    let mut totals = BTreeMap::<usize, f64>::new();
    let (mut sum, mut alone) = (vec![0.0; width], 0.0);
    for pupil in pupils() {
        *totals.entry(pupil.total).or_default() += 1.0;
        for &d in norm.answers(pupil.person) {
            let weight = norm.weight[[pupil.total, usize::from(d)]];
            sum[usize::from(d)] += weight;
            alone += weight * weight;
        }
    }
    let mean_at = |s: usize| &norm.weight.row(s) * &norm.p.row(s);
    let covariance: BTreeMap<usize, Array2<f64>> = filled(totals.keys().map(|&s| (s, norm.covariance(s))));
    let mut mean = ndarray::Array1::<f64>::zeros(width);
    let (mut alone_mean, mut all) = (0.0, Array2::<f64>::zeros((width, width)));
    for (&s, &n) in &totals {
        let here = mean_at(s);
        alone_mean += n * here.dot(&here);
        mean.scaled_add(n, &here);
        all.scaled_add(n, &covariance[&s]);
    }
    let observed = (sum.iter().map(|x| x * x).sum::<f64>() - alone) / 2.0;
    let expected = (mean.dot(&mean) - alone_mean) / 2.0;
    let (mut own, mut squares, mut with) = (0.0, 0.0, 0.0);
    let mut turned = ndarray::Array1::<f64>::zeros(width);
    for (&s, &n) in &totals {
        let others = &mean - &mean_at(s);
        let here = covariance[&s].dot(&others);
        own += n * others.dot(&here);
        squares += n * covariance[&s].iter().map(|c| c * c).sum::<f64>();
        with += n * here.dot(&here);
        turned.scaled_add(n, &here);
    }
    let n: f64 = totals.values().sum();
    let pairs = (all.iter().map(|c| c * c).sum::<f64>() - squares) / 2.0;
    let cube = all.dot(&all).iter().zip(&all).map(|(a, b)| a * b).sum::<f64>();
    let third = 3.0 * (turned.dot(&turned) - with) + cube * (1.0 - 1.0 / n) * (1.0 - 2.0 / n);
    [observed - expected, own + pairs, third]
}
