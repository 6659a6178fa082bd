use super::streams::{For, named, some_of, stream};
use crate::data::Assessment;
use crate::math::{normal_quantile, normal_upper, root};
use crate::random::Random;

/// An item: the answer's latent quality is `loading`·θ and what is the item's own; a point for each
/// cut below it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    pub loading: f64,
    /// √(1 − loading²)
    pub own: f64,
    pub cuts: Vec<f64>,
}

impl Item {
    /// The expected score of the whole territory, whose θ is standard normal, with all cuts
    /// `higher`.
    pub fn mean(&self, higher: f64) -> f64 {
        self.cuts.iter().map(|cut| normal_upper(cut + higher)).sum()
    }

    pub fn score(&self, quality: f64) -> u8 {
        self.cuts.iter().filter(|&&cut| quality > cut).count() as u8
    }
}

/// The items of a work: the same for a work and a `seed` whatever territory writes it.
///
/// Shares of the maximum fall evenly from about .93 to .2 in a mixed order; a few items of several
/// points are hard. The steps of an item lie .15 to .85 standard deviations apart, so that many
/// pupils have all of its points or none: totals get teeth. All is then made harder or easier until
/// the expected total stands six tenths of the way from the boundary of mark 3 to that of mark 4,
/// where real works have it; without boundaries at .52 of the maximum.
pub(super) fn design(assessment: &Assessment, seed: u64) -> Vec<Item> {
    let mut random = stream(seed, For::Design, &[named(&assessment.key())]);
    let maxima = &assessment.max_scores;
    let mut shares: Vec<f64> = some_of(maxima.len(), maxima.len(), &mut random)
        .into_iter()
        .map(|rank| 0.93 - 0.72 * (rank as f64 + random.uniform()) / maxima.len() as f64)
        .collect();
    let several: Vec<usize> = (0..maxima.len()).filter(|&i| maxima[i] > 1).collect();
    let hard = several.len().div_ceil(6);
    for place in some_of(several.len(), hard, &mut random) {
        shares[several[place]] = 0.09 + 0.14 * random.uniform();
    }
    let mut items: Vec<Item> =
        shares.iter().zip(maxima).map(|(&share, &max)| item(share, max, &mut random)).collect();
    let target = match assessment.boundaries {
        Some([three, four, _]) => f64::from(three) + 0.6 * f64::from(four - three),
        None => 0.52 * f64::from(assessment.max_total()),
    };
    let harder = root(-8.0, 8.0, |shift| items.iter().map(|item| item.mean(shift)).sum::<f64>() - target);
    items.iter_mut().flat_map(|item| &mut item.cuts).for_each(|cut| *cut += harder);
    items
}

fn item(share: f64, max: u8, random: &mut Random) -> Item {
    let loading = 0.42 + 0.24 * random.uniform();
    let mut gaps: Vec<f64> = (1..max).map(|_| 0.15 + 0.7 * random.uniform()).collect();
    let width: f64 = gaps.iter().sum();
    let fit = (3.0 / width.max(1e-9)).min(1.0); // items of very many points must not leave the scale
    gaps.iter_mut().for_each(|gap| *gap *= fit);
    let mut cut = -normal_quantile(share) - fit * width / 2.0;
    let mut cuts = vec![cut];
    for gap in gaps {
        cut += gap;
        cuts.push(cut);
    }
    Item { loading, own: (1.0 - loading * loading).sqrt(), cuts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::find_assessment;

    #[test]
    fn items_of_a_work_are_spread_from_easy_to_hard_and_their_cuts_rise() {
        for (subject, grade) in [("maths", 5), ("russian", 6), ("history", 7), ("world_around", 4)] {
            let work = find_assessment(subject, grade, 2020, None).unwrap();
            let items = design(&work, 0);
            assert!(items.iter().all(|i| i.cuts.windows(2).all(|c| c[0] < c[1])));
            let shares: Vec<f64> = items.iter().map(|i| i.mean(0.0) / i.cuts.len() as f64).collect();
            let [least, most] = [f64::min, f64::max].map(|f| shares.iter().copied().reduce(f).unwrap());
            assert!((0.02..0.3).contains(&least) && (0.65..0.99).contains(&most), "{subject} {shares:?}");
            let [three, four, _] = work.boundaries.unwrap().map(f64::from);
            let total: f64 = items.iter().map(|i| i.mean(0.0)).sum();
            assert!((total - three - 0.6 * (four - three)).abs() < 1e-9);
        }
    }

    #[test]
    fn an_item_of_very_many_points_stays_on_the_scale() {
        let work = Assessment::new("x", 5, 2020, &[252, 1], None).unwrap();
        let items = design(&work, 3);
        assert!((items[0].mean(0.0) + items[1].mean(0.0) - 0.52 * 253.0).abs() < 1e-6);
        assert_eq!((items[0].score(-9.0), items[0].score(9.0)), (0, 252));
    }
}
