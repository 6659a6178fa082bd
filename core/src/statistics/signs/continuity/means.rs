//! Means of groups in standard deviations of pupils, and each beside what is expected of it.

use std::collections::BTreeMap;

use super::ContinuityOptions;
use super::change::ContinuityRow;
use super::expected::{Expected, expect};
use crate::data::{Grouping, Registry, Tally};
use crate::math::{Moments, t_two_sided};

/// A group's mean: z, its sampling variance, pupils.
#[derive(Clone, Copy)]
pub(super) struct Mean {
    pub(super) z: f64,
    pub(super) sampling: f64,
    pub(super) n: f64,
    least: u64,
}

impl Mean {
    pub(super) fn average(means: &[Self]) -> Option<Self> {
        let over = |value: fn(&Self) -> f64| means.iter().map(value).sum::<f64>() / means.len() as f64;
        let least = means.iter().map(|m| m.least).min()?;
        Some(Self { z: over(|m| m.z), sampling: over(|m| m.sampling), n: 1.0 / over(|m| 1.0 / m.n), least })
    }
}

/// The means of one work by group.
pub(super) struct Work<'a> {
    key: String,
    grouping: Grouping,
    pub(super) means: BTreeMap<&'a str, Mean>,
    /// S_w/S.
    pub(super) within: f64,
}

impl<'a> Work<'a> {
    pub(super) fn of(tally: &'a Tally) -> Self {
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
pub(super) struct Pair<'a> {
    pub(super) group: &'a str,
    pub(super) x: Mean,
    pub(super) y: Mean,
}

/// What is expected of each pair beside the others of its reference label; `most` is S_w/S of y by
/// that of x.
pub(super) fn rows(
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

pub(super) fn row(pair: &Pair<'_>, work: &str, expected: Expected) -> ContinuityRow {
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
