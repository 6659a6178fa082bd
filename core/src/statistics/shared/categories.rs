//! Norms of categories given the total: with what probability pupils with one total get each score
//! on each item.
//!
//! Counted, as [`norms`](super::norms) are; a feature is an item and a score on it, `x = 1` where
//! the pupil has it.

use std::collections::BTreeMap;
use std::ops::Range;

use ndarray::Array2;

use crate::data::{Items, NOT_ATTEMPTED, Results, is_score};
use crate::statistics::StatisticError;

/// Totals are pooled with their neighbours until they have so many pupils.
const LEAST: u64 = 200;

/// More features than any real work has: squares of so many still fit in memory.
const WIDEST: usize = 4_096;

/// The set that most pupils have, of two items or more.
pub(crate) fn main_set(sets: &BTreeMap<Items, u64>) -> Option<&Items> {
    let usable = sets.iter().filter(|(items, _)| items.len() > 1);
    usable.max_by_key(|(items, n)| (**n, items.len())).map(|(items, _)| items)
}

/// Norms of categories for one set of items. Arrays are by total and by feature.
pub(crate) struct Categories {
    /// The features of each item, in order of the scores from 0.
    pub features: Vec<Range<usize>>,
    /// P(x | S).
    pub p: Array2<f64>,
    /// √(−ln P(x | S)): the product of two is the weight of a match.
    pub weight: Array2<f64>,
    /// Correlations of the features of different items given the total, pooled over totals; 0
    /// inside an item.
    pub correlation: Array2<f64>,
    /// The probability that two pupils of different schools have the same scores throughout.
    pub collision: Vec<f64>,
    /// Totals that are neither near nothing nor near everything.
    pub range: Range<usize>,
    /// The pupils who are counted by these items at least, by total.
    pub pool: Vec<Vec<usize>>,
    /// Features of these pupils, one per item.
    packed: Vec<u16>,
    /// Where a person of the results stands among them.
    place: Vec<usize>,
}

impl Categories {
    /// The norms of a set of items; `main` gives the correlations, if this is not the main set.
    pub fn of(
        results: &Results,
        items: &Items,
        main: Option<(&Items, &Self)>,
    ) -> Result<Self, StatisticError> {
        let mut norm = Self::shares(results, items)?;
        norm.correlation = Array2::zeros((norm.width(), norm.width()));
        match main {
            None => norm.correlate(&norm.counts()),
            Some((of, main)) => norm.correlate_as(items, of, main),
        }
        for s in norm.range.clone() {
            norm.collision[s] = norm.collision_at(s, results);
        }
        Ok(norm)
    }

    /// Probabilities and weights alone; correlations and collisions stay empty.
    pub fn shares(results: &Results, items: &Items) -> Result<Self, StatisticError> {
        let max: Vec<usize> =
            items.iter().map(|&i| usize::from(results.assessment().max_scores[usize::from(i)])).collect();
        let mut features = Vec::with_capacity(max.len());
        let mut width = 0;
        for &max in &max {
            features.push(width..width + max + 1);
            width += max + 1;
        }
        if width > WIDEST {
            let (value, expected) = (width as f64, "4,096 scores of items in all at most");
            return Err(StatisticError::Parameter { name: "max_scores", value, expected });
        }
        let largest: usize = max.iter().sum();
        let (mut packed, mut place) = (Vec::new(), vec![usize::MAX; results.len()]);
        let mut pool = vec![Vec::new(); largest + 1];
        'persons: for (person, cells) in results.scores().rows().into_iter().enumerate() {
            let start = packed.len();
            let mut total = 0;
            for (&i, features) in items.iter().zip(&features) {
                let score = match cells[usize::from(i)] {
                    NOT_ATTEMPTED => 0,
                    cell if is_score(cell) => usize::from(cell),
                    _ => {
                        packed.truncate(start);
                        continue 'persons;
                    }
                };
                total += score;
                packed.push((features.start + score) as u16);
            }
            place[person] = start / items.len().max(1);
            pool[total].push(person);
        }
        let range = (3 * largest).div_ceil(20)..9 * largest / 10 + 1;
        let mut norm = Self {
            features,
            p: Array2::zeros((largest + 1, width)),
            weight: Array2::zeros((largest + 1, width)),
            correlation: Array2::zeros((0, 0)),
            collision: vec![f64::NAN; largest + 1],
            range,
            pool,
            packed,
            place,
        };
        let counts = norm.counts();
        norm.fill(&counts);
        Ok(norm)
    }

    /// The total of a person's features.
    pub fn total(&self, answers: &[u16]) -> usize {
        answers.iter().zip(&self.features).map(|(&d, features)| usize::from(d) - features.start).sum()
    }

    /// The features of a person, one per item.
    pub fn answers(&self, person: usize) -> &[u16] {
        let items = self.features.len();
        &self.packed[self.place[person] * items..][..items]
    }

    /// The features of a person whose scores are counted by these items.
    pub fn known(&self, person: usize) -> Option<&[u16]> {
        (self.place[person] != usize::MAX).then(|| self.answers(person))
    }

    fn width(&self) -> usize {
        self.p.ncols()
    }

    fn counts(&self) -> Array2<u64> {
        let mut counts = Array2::zeros(self.p.dim());
        for (s, pool) in self.pool.iter().enumerate() {
            for &person in pool {
                self.answers(person).iter().for_each(|&d| counts[[s, usize::from(d)]] += 1);
            }
        }
        counts
    }

    /// The value at the total of the line through the pool, kept off 0 by half a pupil for each
    /// score of the item.
    fn fill(&mut self, counts: &Array2<u64>) {
        let levels = self.pool.len();
        for s in 0..levels {
            let near = |h: usize| s.saturating_sub(h)..(s + h + 1).min(levels);
            let pupils = |h: usize| near(h).map(|t| self.pool[t].len() as u64).sum::<u64>();
            let h = (0..levels).find(|&h| pupils(h) >= LEAST).unwrap_or(levels);
            let (pool, n) = (near(h), pupils(h) as f64);
            let sum = |value: &dyn Fn(usize) -> f64| pool.clone().map(value).sum::<f64>();
            let centre = sum(&|t| self.pool[t].len() as f64 * t as f64) / n.max(1.0);
            let off = |t: usize| t as f64 - centre;
            let spread = sum(&|t| self.pool[t].len() as f64 * off(t) * off(t));
            for features in self.features.clone() {
                let half = 0.5 * features.len() as f64;
                let line = |d: usize| {
                    let all = sum(&|t| counts[[t, d]] as f64);
                    let slope =
                        if spread > 0.0 { sum(&|t| counts[[t, d]] as f64 * off(t)) / spread } else { 0.0 };
                    (all + n * slope * off(s)).clamp(0.0, n)
                };
                let values: Vec<f64> = features.clone().map(line).collect();
                let all: f64 = values.iter().sum();
                for (d, value) in features.zip(values) {
                    let share = (value + 0.5) / (all + half);
                    self.p[[s, d]] = share;
                    self.weight[[s, d]] = (-libm::log(share)).sqrt();
                }
            }
        }
    }

    /// Σ_s n_s·Cov(d, e | s) / Σ_s n_s·sd(d | s)·sd(e | s), from counts of pairs.
    fn correlate(&mut self, counts: &Array2<u64>) {
        let width = self.width();
        let (mut above, mut below) =
            (Array2::<f64>::zeros((width, width)), Array2::<f64>::zeros((width, width)));
        for s in self.range.clone().filter(|&s| self.pool[s].len() > 1) {
            let n = self.pool[s].len() as f64;
            let mut pairs = Array2::<u32>::zeros((width, width));
            for &person in &self.pool[s] {
                let answers = self.answers(person);
                for (i, &d) in answers.iter().enumerate() {
                    answers[i + 1..].iter().for_each(|&e| pairs[[usize::from(d), usize::from(e)]] += 1);
                }
            }
            let mean: Vec<f64> = (0..width).map(|d| counts[[s, d]] as f64 / n).collect();
            let sd: Vec<f64> = mean.iter().map(|p| (p * (1.0 - p)).sqrt()).collect();
            for (i, features) in self.features.iter().enumerate() {
                let others = self.features.get(i + 1).map_or(width, |f| f.start)..width;
                for d in features.clone() {
                    for e in others.clone() {
                        above[[d, e]] += f64::from(pairs[[d, e]]) - n * mean[d] * mean[e];
                        below[[d, e]] += n * sd[d] * sd[e];
                    }
                }
            }
        }
        for ((d, e), &scale) in below.indexed_iter().filter(|(_, scale)| **scale > 0.0) {
            let value = above[[d, e]] / scale;
            self.correlation[[d, e]] = value;
            self.correlation[[e, d]] = value;
        }
    }

    /// The correlations of the items that both sets have.
    fn correlate_as(&mut self, items: &Items, of: &Items, main: &Self) {
        let there: Vec<Option<usize>> = (items.iter().zip(&self.features))
            .flat_map(|(i, features)| {
                let at = of.binary_search(i).ok().map(|at| main.features[at].start);
                (0..features.len()).map(move |k| at.map(|start| start + k))
            })
            .collect();
        for ((d, e), value) in self.correlation.indexed_iter_mut() {
            if let (Some(d), Some(e)) = (there[d], there[e]) {
                *value = main.correlation[[d, e]];
            }
        }
    }

    /// Cov(√w·x | S = s).
    pub fn covariance(&self, s: usize) -> Array2<f64> {
        let (p, weight) = (self.p.row(s), self.weight.row(s));
        let sd: Vec<f64> = p.iter().zip(weight).map(|(p, w)| w * (p * (1.0 - p)).sqrt()).collect();
        let mut covariance =
            Array2::from_shape_fn(self.correlation.dim(), |(d, e)| self.correlation[[d, e]] * sd[d] * sd[e]);
        for features in &self.features {
            for d in features.clone() {
                for e in features.clone() {
                    let own = if d == e { p[d] } else { 0.0 };
                    covariance[[d, e]] = weight[d] * weight[e] * (own - p[d] * p[e]);
                }
            }
        }
        covariance
    }

    /// (1 + pairs of different schools that agree) / (1 + pairs of different schools).
    fn collision_at(&self, s: usize, results: &Results) -> f64 {
        let school = results.school().codes();
        let mut papers: Vec<(&[u16], u32)> =
            self.pool[s].iter().map(|&person| (self.answers(person), school[person])).collect();
        papers.sort_unstable();
        let pairs = |runs: &mut dyn Iterator<Item = usize>| -> u64 {
            runs.map(|n| (n as u64) * (n as u64).saturating_sub(1) / 2).sum()
        };
        let mut schools: Vec<u32> = papers.iter().map(|(_, school)| *school).collect();
        schools.sort_unstable();
        let all = pairs(&mut std::iter::once(papers.len()))
            - pairs(&mut schools.chunk_by(|a, b| a == b).map(<[_]>::len));
        let alike = pairs(&mut papers.chunk_by(|a, b| a.0 == b.0).map(<[_]>::len))
            - pairs(&mut papers.chunk_by(|a, b| a == b).map(<[_]>::len));
        (1 + alike) as f64 / (1 + all) as f64
    }
}
