//! Norms given the total: what pupils with one total score on each item, and how that varies.
//!
//! With thousands of pupils these need no model: they are read off the data, so that no misfit of a
//! model can make a school look unusual. They are per assessment. Variants are made per school, so
//! item difficulty differs a little by school: never read an item profile without a between-school
//! component.

use std::collections::BTreeMap;

use ndarray::{Array2, Array3, Axis};

use crate::data::{Assessment, Items, LevelSums, NormSums};
use crate::sorted::filled;
use crate::table::Table;

/// Totals are pooled with their neighbours until they have so many pupils.
const LEAST: u64 = 200;

/// Norms for one set of items counted. Arrays are by total, from 0.
#[derive(Debug, Clone, PartialEq)]
pub struct Norm {
    /// Pupils with the total.
    pub n: Vec<u64>,
    /// Totals below and above that are pooled with it.
    pub reach: Vec<usize>,
    /// Pupils in the pool.
    pub pooled: Vec<u64>,
    /// E\[Xᵢ | S\], totals × items.
    pub mean: Array2<f64>,
    /// Cov(Xᵢ, Xₖ | S), totals × items × items.
    pub covariance: Array3<f64>,
}

/// Norms of an assessment, for every set of items that some pupils are counted by.
#[derive(Debug, Clone, PartialEq)]
pub struct Norms {
    /// The assessment.
    pub assessment: Assessment,
    /// The norms of each set of items.
    pub sets: BTreeMap<Items, Norm>,
}

/// Norms from sums.
///
/// ```text
/// pool of s:  the totals within h of s,  h the least with 200 pupils in the pool
/// E[Xᵢ|s]     = the mean of xᵢ at s if h = 0, else the value at s of the line through the pool's means, weighted by pupils
/// Cov(X|s)    = Σ_pool∪{s−1,s,s+1} Wₜ / Σ(nₜ − 1)      Wₜ: sums of products about the means of total t
/// ```
///
/// Sums of products are those of the set of items that most pupils are counted by. Another set has
/// means of its own, and the covariance B − B11'B/1'B1, B the main set's at the same share of the
/// maximum. The means add up to the total, and each row of a covariance to 0, as given the total
/// they must. Items outside the main set have no variance here.
#[must_use]
pub fn norms(sums: &NormSums) -> Norms {
    let max_scores = |items: &Items| -> Vec<u8> {
        items.iter().map(|&i| sums.assessment().max_scores[usize::from(i)]).collect()
    };
    let empty = LevelSums { n: Vec::new(), sums: Vec::new() };
    let main = Norm::of_main(
        sums.sets().get(sums.main()).unwrap_or(&empty),
        sums.products(),
        &max_scores(sums.main()),
    );
    let sets = sums.sets().iter().filter(|(items, _)| *items != sums.main()).map(|(items, levels)| {
        let mut norm = Norm::means(levels, &max_scores(items));
        norm.part_of(&main, sums.main(), items);
        (items.clone(), norm)
    });
    let mut sets: BTreeMap<Items, Norm> = filled(sets);
    sets.insert(sums.main().clone(), main);
    Norms { assessment: sums.assessment().clone(), sets }
}

impl Norm {
    fn means(sums: &LevelSums, max_scores: &[u8]) -> Self {
        let (levels, width) = (sums.n.len(), max_scores.len());
        let mut norm = Self {
            n: sums.n.clone(),
            reach: vec![0; levels],
            pooled: vec![0; levels],
            mean: Array2::zeros((levels, width)),
            covariance: Array3::zeros((levels, width, width)),
        };
        for s in 0..levels {
            let count = |h: usize| sums.n[pool(s, h, levels)].iter().sum::<u64>();
            let h = (0..levels).find(|&h| count(h) >= LEAST).unwrap_or(levels);
            norm.reach[s] = h;
            norm.pooled[s] = count(h);
            let line = line_at(s, pool(s, h, levels), sums, max_scores);
            norm.mean.row_mut(s).iter_mut().zip(line).for_each(|(mean, value)| *mean = value);
        }
        norm
    }

    fn of_main(sums: &LevelSums, products: &[u64], max_scores: &[u8]) -> Self {
        let mut norm = Self::means(sums, max_scores);
        let scatter = scatters(sums, products, max_scores.len());
        for s in 0..sums.n.len() {
            let pool = pool(s, norm.reach[s].max(1), sums.n.len());
            let free: u64 = sums.n[pool.clone()].iter().map(|n| n.saturating_sub(1)).sum();
            let mut covariance = norm.covariance.index_axis_mut(Axis(0), s);
            pool.for_each(|t| covariance += &scatter.index_axis(Axis(0), t));
            covariance /= free.max(1) as f64;
        }
        norm
    }

    /// Covariances from those of the main set at the same share of the maximum, given the total
    /// over these items too.
    fn part_of(&mut self, main: &Self, main_items: &Items, items: &Items) {
        let place: Vec<Option<usize>> = items.iter().map(|i| main_items.binary_search(i).ok()).collect();
        for s in 0..self.n.len() {
            // The nearest total of the main set, halves up.
            let (top, main_top) = ((self.n.len() - 1).max(1), main.n.len().saturating_sub(1));
            let given = main.covariance.index_axis(Axis(0), (2 * s * main_top + top) / (2 * top));
            let block =
                Array2::from_shape_fn((items.len(), items.len()), |(i, k)| match (place[i], place[k]) {
                    (Some(i), Some(k)) => given[[i, k]],
                    _ => 0.0,
                });
            let (rows, all) = (block.sum_axis(Axis(1)), block.sum());
            let mut covariance = self.covariance.index_axis_mut(Axis(0), s);
            for ((i, k), value) in block.indexed_iter() {
                let known = if all > 1e-12 { rows[i] * rows[k] / all } else { 0.0 };
                covariance[[i, k]] = value - known;
            }
        }
    }
}

/// The totals within `h` of `s`.
fn pool(s: usize, h: usize, levels: usize) -> std::ops::Range<usize> {
    s.saturating_sub(h)..(s + h + 1).min(levels)
}

/// Sums of products about the means, total by total.
fn scatters(sums: &LevelSums, products: &[u64], width: usize) -> Array3<f64> {
    let triangle = width * (width + 1) / 2;
    let mut scatter = Array3::zeros((sums.n.len(), width, width));
    for (s, &n) in sums.n.iter().enumerate().filter(|(_, n)| **n > 1) {
        let (x, mut products) = (&sums.sums[s * width..], products[s * triangle..].iter());
        for i in 0..width {
            for (k, &product) in (i..width).zip(products.by_ref()) {
                // Integers below 2⁵³ stay exact until the one division.
                let about = product as f64 - x[i] as f64 * x[k] as f64 / n as f64;
                scatter[[s, i, k]] = about;
                scatter[[s, k, i]] = about;
            }
        }
    }
    scatter
}

/// The items' means at total `s`: of its own pupils if the pool is the total alone, else on the
/// line through the pool.
fn line_at(s: usize, pool: std::ops::Range<usize>, sums: &LevelSums, max_scores: &[u8]) -> Vec<f64> {
    let width = max_scores.len();
    let n: u64 = sums.n[pool.clone()].iter().sum();
    let all = |value: &dyn Fn(usize) -> f64| pool.clone().map(value).sum::<f64>();
    let weight = |t: usize| sums.n[t] as f64;
    let centre = all(&|t| weight(t) * t as f64) / n as f64;
    let spread = all(&|t| weight(t) * (t as f64 - centre) * (t as f64 - centre));
    let item = |i: usize| {
        let sum = |t: usize| sums.sums[t * width + i] as f64;
        let mean = all(&sum) / n as f64;
        if spread > 0.0 {
            mean + all(&|t| (t as f64 - centre) * sum(t)) / spread * (s as f64 - centre)
        } else if centre > 0.0 {
            mean * s as f64 / centre
        } else {
            // Nobody, or nobody with a point.
            s as f64 * f64::from(max_scores[i]) / (sums.n.len() - 1) as f64
        }
    };
    if sums.n.len() == 1 { vec![0.0; width] } else { (0..width).map(item).collect() }
}

impl Norms {
    /// Columns `total, item, n, pooled, mean, sd`: for pupils whose total counts all items; items
    /// are counted from 1.
    #[must_use]
    pub fn table(&self) -> Table {
        let all: Items = (0..).take(self.assessment.items()).collect();
        let (mut total, mut item, mut n, mut pooled, mut mean, mut sd) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        if let Some(norm) = self.sets.get(&all) {
            for ((s, i), &value) in norm.mean.indexed_iter() {
                total.push(s as u64);
                item.push(i as u64 + 1);
                n.push(norm.n[s]);
                pooled.push(norm.pooled[s]);
                mean.push(value);
                sd.push(norm.covariance[[s, i, i]].max(0.0).sqrt());
            }
        }
        Table::new()
            .with("total", total)
            .with("item", item)
            .with("n", n)
            .with("pooled", pooled)
            .with("mean", mean)
            .with("sd", sd)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Labels, Results, ResultsBuilder};
    use crate::simulate::Random;
    use ndarray::Array2;

    fn results(persons: usize, seed: u64) -> Results {
        let a = Assessment::new("maths", 5, 2020, &[1, 1, 2, 3], None).unwrap();
        let mut random = Random::new(seed, 0);
        let scores = Array2::from_shape_fn((persons, 4), |(_, i)| {
            (0..a.max_scores[i]).filter(|_| random.uniform() < 0.3 + 0.1 * i as f64).count() as u8
        });
        let school = Labels::new(vec!["a"; persons]);
        Results::new(a, ResultsBuilder { scores, school, ..Default::default() }).unwrap()
    }

    #[test]
    fn means_add_up_to_the_total_and_covariances_to_nothing() {
        for persons in [1, 2, 5, 40, 3000] {
            let norms = norms(&NormSums::of(&results(persons, 7)));
            let norm = norms.sets.values().next().unwrap();
            for s in 0..norm.n.len() {
                assert!((norm.mean.row(s).sum() - s as f64).abs() < 1e-9, "{persons} {s}");
                let covariance = norm.covariance.index_axis(Axis(0), s);
                assert!(covariance.rows().into_iter().all(|row| row.sum().abs() < 1e-9), "{persons} {s}");
            }
        }
    }

    #[test]
    fn a_well_filled_total_has_the_mean_and_the_covariance_of_its_own_and_its_neighbours_pupils() {
        let r = results(3000, 1);
        let norms = norms(&NormSums::of(&r));
        let norm = &norms.sets[&vec![0, 1, 2, 3]];
        assert_eq!(norm.reach[3], 0);
        let with = |s: u16| -> Vec<Vec<f64>> {
            let totals: Vec<u16> = r.totals().map(|(total, _)| total).collect();
            let scores = r.scores();
            let rows = scores.rows().into_iter().zip(totals).filter(|(_, total)| *total == s);
            rows.map(|(row, _)| row.iter().map(|&x| f64::from(x)).collect()).collect()
        };
        let mean = |rows: &[Vec<f64>], i: usize| rows.iter().map(|r| r[i]).sum::<f64>() / rows.len() as f64;
        let own = with(3);
        assert!((norm.mean[[3, 2]] - mean(&own, 2)).abs() < 1e-12);
        let (mut scatter, mut free) = (0.0, 0.0);
        for rows in [with(2), with(3), with(4)] {
            let (a, b) = (mean(&rows, 2), mean(&rows, 3));
            scatter += rows.iter().map(|r| (r[2] - a) * (r[3] - b)).sum::<f64>();
            free += rows.len() as f64 - 1.0;
        }
        assert!((norm.covariance[[3, 2, 3]] - scatter / free).abs() < 1e-12);
        assert_eq!(norms.table().len(), 8 * 4);
    }

    #[test]
    fn nobody_and_one_item_have_norms_too() {
        let r = results(3, 1);
        let sums = NormSums::of_sets(&r, &BTreeMap::from([(vec![], 1), (vec![2], 2)]));
        let norms = norms(&sums);
        assert_eq!(norms.sets[&vec![2]].mean.column(0).to_vec(), [0.0, 1.0, 2.0]);
        assert_eq!(norms.sets[&vec![]].n, [3]);
        assert_eq!(norms.table().len(), 0);
    }
}
