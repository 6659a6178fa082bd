//! How heavy the tails of the differences between groups are.

use super::between::{Between, LEAST, Tested};
use super::group::Group;
use crate::math::{chi2_tail, f_tail, quantile, root};

/// Heavier tails than this are not believed.
const LEAST_NU: f64 = 8.0;
/// The quantile of the groups that tells how heavy the tails are; above it may be what is looked
/// for.
const BODY: f64 = 0.8;

/// ν that puts the 80 % quantile of statistic/df over the larger half of the groups in its place:
/// there the differences between groups outweigh sampling.
pub(super) fn tail(groups: &[Group<'_>], tested: &[Tested], between: &Between) -> f64 {
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
