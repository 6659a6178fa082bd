//! What is known of a work, as the parameters that draw one like it.

mod model;

use super::design::{Item, design};
use super::territory::Spread;
use crate::data::Assessment;
use crate::math::root;
use model::Model;

/// Rounds of fitting loadings: each halves what is left, at least.
const ROUNDS: usize = 50;
/// Shares of pupils are this far from 0 and 1, so that cuts are numbers.
const LEAST_SHARE: f64 = 1e-4;
/// The most of a variance that may lie between classes.
const LARGEST_PART: f64 = 0.8;
/// ln of a class's variance lies about this much below the logarithm of the variance of pupils:
/// classes of twenty.
const LOG_BIAS: f64 = 0.05;
/// Half of the width of the grid of abilities and its steps.
const ABILITIES: (f64, usize) = (5.0, 100);
/// The logit of being away, and a journal's cuts, where nothing is known.
const AWAY: f64 = -2.6;
const JOURNAL: [f64; 3] = [-2.1, -0.5, 0.85];
/// (16√3 / 15π)²: a logistic curve averaged over a normal spread is nearly one with a flatter
/// slope.
const LOGISTIC: f64 = 0.346;
/// What a teacher sees of a pupil beside ability, at least: a variance.
const LEAST_NOISE: f64 = 0.02;

/// What was counted of a work: of a whole territory, no pupil and no school. What is `None` stays
/// as it usually is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counted {
    /// Pupils by total.
    pub totals: Vec<f64>,
    /// Totals × (items × scores): the share of the pupils with a total who have a score.
    pub shares: Option<Vec<f64>>,
    /// Totals × items: expected scores given the total.
    pub expected: Option<Vec<f64>>,
    /// ln of the variance of totals within a class: a quadratic of the class's mean over the
    /// maximum.
    pub spread: Option<[f64; 3]>,
    /// Σ over items of the variance between classes' means of x − E(x | total).
    pub between: Option<f64>,
    /// Pupils by total of each journal mark from 3.
    pub journal: [Vec<f64>; 3],
    /// The share of pupils who are absent.
    pub absent: Option<f64>,
}

/// How a work is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkParameters {
    pub(super) items: Vec<Item>,
    absent: Option<f64>,
    journal: Option<Agreement>,
    /// The variance of ability between classes of the territory, and of what an item's answers have
    /// apart from it.
    between: [Option<f64>; 2],
}

/// Journal marks as cuts of a standard normal quantity, and its correlation with ability.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Agreement {
    cuts: [f64; 2],
    correlation: f64,
}

/// What the teacher sees of a pupil beside ability, a standard deviation, and where marks 3, 4 and
/// 5 begin.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Journal {
    pub noise: f64,
    pub cuts: [f64; 3],
}

impl WorkParameters {
    /// Those of a work of which nothing is known but its maxima and boundaries.
    pub(super) fn usual(assessment: &Assessment, seed: u64) -> Self {
        Self { items: design(assessment, seed), absent: None, journal: None, between: [None; 2] }
    }

    /// Those of a work of which this was counted; where items were not, they are those of `seed`,
    /// moved to the totals.
    ///
    /// An item has cuts in a normal answer that correlates `a` with ability. Cuts are quantiles of
    /// the item's shares. With two answers correlated ρ the scores' covariance is the tetrachoric
    /// series
    ///
    /// ```text
    /// cov(xᵢ, xₖ; ρ) = Σ_n ρⁿ τᵢₙ τₖₙ       τᵢₙ = Σ_cuts φ(c) Heₙ₋₁(c) / √n!
    /// ```
    ///
    /// and the rest follows from what was counted, one unknown from each:
    ///
    /// ```text
    /// cov(xᵢ, T)               = var xᵢ + Σ_{k≠i} cov(xᵢ, xₖ; aᵢaₖ)            loadings a; summed, the variance of totals
    /// var T − E(var in class)  = Σ_{i≠k} cov(xᵢ, xₖ; aᵢaₖV) + Σᵢ (cov(xᵢ, xᵢ; aᵢ²V) + dᵢ)     V: ability between classes
    /// dᵢ                       = cov(xᵢ, xᵢ; aᵢ²V + (1 − aᵢ²)v) − cov(xᵢ, xᵢ; aᵢ²V)
    /// Σ var(x̄ᵢ − E(xᵢ | T))    = Σᵢ (dᵢ − 2sᵢdᵢ + sᵢ² Σ d),  sᵢ = cov(xᵢ, T)/var T      v: an item's own part between classes
    /// cov(journal mark, T)     = corr(seen, θ) Σᵢ aᵢτᵢ₁ Σ_cuts φ(c)                      what teachers see beside ability
    /// ```
    #[must_use]
    pub fn of(assessment: &Assessment, counted: &Counted, seed: u64) -> Self {
        let usual = Self::usual(assessment, seed);
        let moments = Moments::of(&counted.totals);
        let fits = counted.totals.len() == usize::from(assessment.max_total()) + 1;
        if !fits || moments.n <= 0.0 || moments.variance <= 0.0 {
            return usual;
        }
        let mut items = usual.items;
        let expected = located(&mut items, assessment, counted);
        let along = expected.map(|expected| along(&counted.totals, &expected, &moments));
        let along = along.filter(|along| along.iter().all(|c| c.is_finite()));
        let mut model = Model::of(&items);
        model.load(along.as_deref(), moments.variance);
        for (item, &loading) in items.iter_mut().zip(&model.loadings) {
            item.load(loading);
        }
        let journal = model.agreement(&counted.journal, &moments);
        let within = counted.spread.map(|spread| moments.within(spread));
        let between = model.between(within, counted.between, along.as_deref(), moments.variance);
        Self { items, absent: counted.absent, journal, between }
    }

    pub(super) fn fits(&self, assessment: &Assessment) -> bool {
        let maxima = self.items.iter().map(|item| item.cuts.len());
        maxima.eq(assessment.max_scores.iter().map(|&max| usize::from(max)))
    }

    /// The shares of pupils with each total, in a territory where nothing was raised.
    ///
    /// Lord & Wingersky (1984): items one after another, for each ability of a grid.
    #[must_use]
    pub fn totals(&self) -> Vec<f64> {
        let levels = self.items.iter().map(|item| item.cuts.len()).sum::<usize>() + 1;
        let mut all = vec![0.0; levels];
        let (width, steps) = ABILITIES;
        for step in 0..=steps {
            let theta = width * (2.0 * step as f64 / steps as f64 - 1.0);
            let weight = libm::exp(-theta * theta / 2.0);
            let given = self.items.iter().fold(vec![1.0], |totals, item| item.added_to(&totals, theta));
            all.iter_mut().zip(given).for_each(|(sum, share)| *sum += weight * share);
        }
        let sum: f64 = all.iter().sum();
        all.iter_mut().for_each(|share| *share /= sum);
        all
    }

    /// The logit of being away in a school like any other.
    pub(super) fn away(&self, spread: &Spread) -> f64 {
        let Some(share) = self.absent else { return AWAY };
        let varies = spread.absent * spread.absent + 0.0625 + 0.16 * spread.pupils();
        libm::log(share / (1.0 - share)) * (1.0 + LOGISTIC * varies).sqrt()
    }

    /// The journal where schools and pupils differ so.
    ///
    /// ```text
    /// seen = .88 (pupil + .5 school + .7 class) + noise + leniency       corr(seen, T) and the shares of marks are given
    /// ```
    pub(super) fn journal(&self, spread: &Spread) -> Journal {
        let pupils = spread.pupils();
        let Some(Agreement { cuts: [four, five], correlation }) = self.journal else {
            return Journal { noise: 0.72 * (1.0 - 0.77 * pupils).sqrt(), cuts: JOURNAL };
        };
        let square = |a: f64, b: f64| a * a + b * b;
        let school = square(spread.school, spread.school_subject);
        let class = square(spread.class, spread.class_subject);
        let with_ability = 0.88 * (pupils + 0.5 * school + 0.7 * class);
        let known = 0.88 * 0.88 * (pupils + 0.25 * school + 0.49 * class)
            + square(spread.leniency_school, spread.leniency_subject);
        let noise = (square(with_ability / correlation, 0.0) - known).max(LEAST_NOISE);
        let sd = (known + noise).sqrt();
        Journal { noise: noise.sqrt(), cuts: [(four * sd - 1.0).min(JOURNAL[0]), four * sd, five * sd] }
    }
}

impl Spread {
    /// As in the works of these parameters: schools and classes differ in the usual proportion to
    /// one another, more or less in the whole. The median over the works.
    #[must_use]
    pub fn like<'a>(works: impl IntoIterator<Item = &'a WorkParameters>) -> Self {
        let mut spread = Self::usual();
        let parts: Vec<[Option<f64>; 2]> = works.into_iter().map(|work| work.between).collect();
        let median = |part: usize| {
            let mut known: Vec<f64> = parts.iter().filter_map(|parts| parts[part]).collect();
            known.sort_by(f64::total_cmp);
            (!known.is_empty()).then(|| crate::math::quantile(&known, 0.5, 7))
        };
        if let Some(variance) = median(0) {
            let factor = (variance / (1.0 - spread.pupils())).sqrt();
            for sd in
                [&mut spread.school, &mut spread.school_subject, &mut spread.class, &mut spread.class_subject]
            {
                *sd *= factor;
            }
        }
        if let Some(variance) = median(1) {
            let factor = (variance / (1.0 - spread.answers())).sqrt();
            [&mut spread.item_school, &mut spread.item_class].into_iter().for_each(|sd| *sd *= factor);
        }
        spread
    }
}

/// Pupils, largest total, mean and variance of totals.
struct Moments {
    n: f64,
    most: f64,
    mean: f64,
    variance: f64,
}

impl Moments {
    fn of(totals: &[f64]) -> Self {
        let n: f64 = totals.iter().sum();
        let mean = totals.iter().enumerate().map(|(t, h)| t as f64 * h).sum::<f64>() / n;
        let square = |(t, h): (usize, &f64)| (t as f64 - mean) * (t as f64 - mean) * h;
        let variance = totals.iter().enumerate().map(square).sum::<f64>() / n;
        Self { n, most: totals.len() as f64 - 1.0, mean, variance }
    }

    /// The mean variance of totals within classes, whose means lie about the mean as what is left
    /// of the variance has it.
    fn within(&self, [a, b, c]: [f64; 3]) -> f64 {
        let of_class = |mean: f64| {
            let x = (mean / self.most).clamp(0.0, 1.0);
            libm::exp(a + b * x + c * (x * x) + LOG_BIAS)
        };
        let mut within = of_class(self.mean);
        for _ in 0..4 {
            let away = (3.0 * (self.variance - within).max(0.0)).sqrt();
            within =
                (of_class(self.mean - away) + 4.0 * of_class(self.mean) + of_class(self.mean + away)) / 6.0;
        }
        within
    }
}

/// Moves the cuts to where the counts have them; E(x | total) where items were counted.
fn located(items: &mut [Item], assessment: &Assessment, counted: &Counted) -> Option<Vec<f64>> {
    let totals = &counted.totals;
    let n: f64 = totals.iter().sum();
    if let Some(shares) = &counted.shares {
        let width = shares.len() / totals.len();
        let mut expected = Vec::with_capacity(totals.len() * items.len());
        let mut marginal = vec![0.0; width];
        for (row, h) in shares.chunks_exact(width).zip(totals) {
            let mut from = 0;
            for &max in &assessment.max_scores {
                let of_item = &row[from..][..=usize::from(max)];
                let all = of_item.iter().sum::<f64>().max(f64::MIN_POSITIVE);
                expected.push(of_item.iter().enumerate().map(|(k, s)| k as f64 * s / all).sum());
                marginal[from..].iter_mut().zip(of_item).for_each(|(sum, s)| *sum += h / n * s / all);
                from += of_item.len();
            }
        }
        let mut from = 0;
        for item in items {
            item.cut_at(&marginal[from..][..=item.cuts.len()]);
            from += item.cuts.len() + 1;
        }
        return Some(expected);
    }
    let Some(expected) = &counted.expected else {
        let mean = Moments::of(totals).mean;
        let harder = root(-8.0, 8.0, |shift| items.iter().map(|item| item.mean(shift)).sum::<f64>() - mean);
        items.iter_mut().flat_map(|item| &mut item.cuts).for_each(|cut| *cut += harder);
        return None;
    };
    let width = items.len();
    for (i, item) in items.iter_mut().enumerate() {
        let of_item = expected.iter().skip(i).step_by(width);
        let mean = of_item.zip(totals).map(|(e, h)| e * h / n).sum::<f64>();
        let harder = root(-8.0, 8.0, |shift| item.mean(shift) - mean);
        item.cuts.iter_mut().for_each(|cut| *cut += harder);
    }
    Some(expected.clone())
}

/// The covariance of each item with the total, in a sum the variance of totals: smoothed shares
/// alone would leave a little out.
fn along(totals: &[f64], expected: &[f64], moments: &Moments) -> Vec<f64> {
    let width = expected.len() / totals.len();
    let mut along = vec![0.0; width];
    for ((t, h), row) in totals.iter().enumerate().zip(expected.chunks_exact(width)) {
        let weight = (t as f64 - moments.mean) * h / moments.n;
        along.iter_mut().zip(row).for_each(|(sum, e)| *sum += weight * e);
    }
    let factor = moments.variance / along.iter().sum::<f64>();
    along.iter_mut().for_each(|c| *c *= factor);
    along
}

#[cfg(test)]
mod tests;
