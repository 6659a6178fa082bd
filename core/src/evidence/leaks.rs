//! Items that many classes knew alike: what a leak leaves in a whole territory.

use std::collections::BTreeMap;

use super::answer::{Interval, Leak};
use super::passes::WorkPass;
use crate::math::{Z95, binomial, quantile};

/// The share of the mirrored scans that lies above the limit.
const ABOVE: f64 = 0.02;
/// Fewer classes say nothing about a territory.
const LEAST_CLASSES: usize = 40;
/// Classes that must have items in common, and the items.
const LEAST_ALIKE: usize = 5;
const LEAST_ITEMS: usize = 2;
/// False statements allowed over all works together.
const ERROR: f64 = 0.05;

/// The works in which more classes have a few items up together than down together, and mostly the same ones.
///
/// ```text
/// limit   = the .98 quantile of the downward scans of all classes
/// a, b    = classes with an upward, a downward scan above it
/// share   = (a − b)/n,   variance (a + b − (a − b)²/n)/n²
/// stated  : P(X ≥ a) ≤ .05/works, X ~ Bin(a + b, ½), and two items or more that half of the a classes have in their scan
/// ```
///
/// The share is of classes that stand out, so it is less than that of those who knew.
pub(super) fn leaks(passes: &[&WorkPass<'_>]) -> Vec<Leak> {
    let works = passes.len().max(1) as f64;
    passes.iter().filter_map(|pass| of_work(pass, ERROR / works)).collect()
}

fn of_work(pass: &WorkPass<'_>, error: f64) -> Option<Leak> {
    let scanned: Vec<([f64; 2], &Vec<u16>)> = pass
        .scans
        .iter()
        .zip(&pass.items)
        .filter(|([up, _], _)| up.is_finite())
        .map(|(s, i)| (*s, i))
        .collect();
    if scanned.len() < LEAST_CLASSES {
        return None;
    }
    let mut downwards: Vec<f64> = scanned.iter().map(|([_, down], _)| *down).collect();
    downwards.sort_unstable_by(f64::total_cmp);
    let limit = quantile(&downwards, 1.0 - ABOVE, 7);
    let up: Vec<&Vec<u16>> =
        scanned.iter().filter(|([up, _], _)| *up > limit).map(|(_, items)| *items).collect();
    let down = downwards.iter().filter(|down| **down > limit).count();
    let items = in_common(&up);
    if up.len() < LEAST_ALIKE
        || items.len() < LEAST_ITEMS
        || binomial((up.len() + down) as u64, up.len() as u64, 0.5).upper > error
    {
        return None;
    }
    let (n, a, b) = (scanned.len() as f64, up.len() as f64, down as f64);
    let value = (a - b) / n;
    let reach = Z95 * ((a + b) / n - value * value).max(0.0).sqrt() / n.sqrt();
    let share = Interval { value, lower: (value - reach).max(0.0), upper: (value + reach).min(1.0) };
    Some(Leak { work: pass.key.clone(), classes: scanned.len() as u64, share, items })
}

/// The items that at least half of these scans have.
fn in_common(scans: &[&Vec<u16>]) -> Vec<u16> {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    scans.iter().flat_map(|items| items.iter()).for_each(|item| *counts.entry(*item).or_default() += 1);
    counts.into_iter().filter(|(_, n)| 2 * n >= scans.len()).map(|(item, _)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_half_of_the_scans_are_in_common() {
        assert_eq!(in_common(&[&vec![1, 2, 3], &vec![2, 3], &vec![5, 2], &vec![7]]), [2, 3]);
    }
}
