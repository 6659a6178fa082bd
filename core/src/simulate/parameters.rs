//! What is known of a work, as the parameters that draw one like it.

use std::f64::consts::TAU;

use super::design::{Item, design};
use super::territory::Spread;
use crate::data::Assessment;
use crate::math::{normal_quantile, normal_upper, root};

/// Terms of the series of a covariance: loadings are at most [`LARGEST_LOADING`].
const TERMS: usize = 20;
const LEAST_LOADING: f64 = 0.05;
const LARGEST_LOADING: f64 = 0.95;
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

impl Item {
    /// Cuts that give these shares of the scores from 0.
    fn cut_at(&mut self, shares: &[f64]) {
        let mut above = 1.0;
        for (cut, share) in self.cuts.iter_mut().zip(shares) {
            above -= share;
            *cut = -normal_quantile(above.clamp(LEAST_SHARE, 1.0 - LEAST_SHARE));
        }
    }

    fn load(&mut self, loading: f64) {
        (self.loading, self.own) = (loading, (1.0 - loading * loading).sqrt());
    }

    /// The shares of totals with this item beside those before it, at one ability.
    fn added_to(&self, totals: &[f64], theta: f64) -> Vec<f64> {
        let above = |cut: &f64| normal_upper((cut - self.loading * theta) / self.own);
        let mut left = 1.0;
        let mut with = vec![0.0; totals.len() + self.cuts.len()];
        for (score, next) in self.cuts.iter().map(above).chain([0.0]).enumerate() {
            let share = left - next;
            left = next;
            with[score..].iter_mut().zip(totals).for_each(|(sum, t)| *sum += share * t);
        }
        with
    }

    fn variance(&self) -> f64 {
        let mean = self.mean(0.0);
        let squares =
            (1_u8..).step_by(2).zip(&self.cuts).map(|(odd, cut)| f64::from(odd) * normal_upper(*cut));
        squares.sum::<f64>() - mean * mean
    }

    /// τ of the tetrachoric series.
    fn series(&self) -> [f64; TERMS] {
        let mut series = [0.0; TERMS];
        for cut in &self.cuts {
            let density = libm::exp(-cut * cut / 2.0) / TAU.sqrt();
            let (mut before, mut hermite, mut root) = (0.0, 1.0, 1.0);
            for (n, term) in (1_u8..).map(f64::from).zip(&mut series) {
                root *= n.sqrt();
                *term += density * hermite / root;
                (before, hermite) = (hermite, cut * hermite - (n - 1.0) * before);
            }
        }
        series
    }
}

/// Σ xₙ over the terms, with the power of something.
fn powers(of: f64, term: impl Fn(usize) -> f64) -> f64 {
    let mut power = 1.0;
    (0..TERMS).map(|n| (power *= of, power * term(n)).1).sum()
}

/// Items as covariances see them.
struct Model {
    series: Vec<[f64; TERMS]>,
    variances: Vec<f64>,
    loadings: Vec<f64>,
}

impl Model {
    fn of(items: &[Item]) -> Self {
        Self {
            series: items.iter().map(Item::series).collect(),
            variances: items.iter().map(Item::variance).collect(),
            loadings: items.iter().map(|item| item.loading).collect(),
        }
    }

    /// Σ aᵢⁿ τᵢₙ for every n.
    fn sums(&self) -> [f64; TERMS] {
        let mut sums = [0.0; TERMS];
        for (series, a) in self.series.iter().zip(&self.loadings) {
            let mut power = 1.0;
            for (sum, term) in sums.iter_mut().zip(series) {
                power *= a;
                *sum += power * term;
            }
        }
        sums
    }

    /// Σ_{k≠i} cov(xᵢ, xₖ) of each item.
    fn beside(&self) -> Vec<f64> {
        let sums = self.sums();
        let of_item = |(series, &a): (&[f64; TERMS], &f64)| {
            powers(a, |n| series[n] * sums[n]) - powers(a * a, |n| series[n] * series[n])
        };
        self.series.iter().zip(&self.loadings).map(of_item).collect()
    }

    /// Loadings that give each item its covariance with the total, or all in one proportion where
    /// only the variance is known.
    fn load(&mut self, along: Option<&[f64]>, variance: f64) {
        let whole = variance - self.variances.iter().sum::<f64>();
        for _ in 0..ROUNDS {
            let beside = self.beside();
            let all: f64 = beside.iter().sum();
            for (i, loading) in self.loadings.iter_mut().enumerate() {
                let (wanted, got) = match along {
                    Some(along) => (along[i] - self.variances[i], beside[i]),
                    None => (whole, all),
                };
                if got > 1e-12 {
                    *loading *= (wanted.max(0.0) / got).sqrt().clamp(0.5, 2.0);
                }
                *loading = loading.clamp(LEAST_LOADING, LARGEST_LOADING);
            }
        }
    }

    /// The covariance of two pupils' scores of an item whose answers correlate so.
    fn alike(&self, item: usize, correlation: f64) -> f64 {
        powers(correlation, |n| self.series[item][n] * self.series[item][n])
    }

    /// What an item's own part between classes, of variance `own`, adds to the variance of its
    /// class means.
    fn moved(&self, item: usize, ability: f64, own: f64) -> f64 {
        let square = self.loadings[item] * self.loadings[item];
        self.alike(item, square * ability + (1.0 - square) * own) - self.alike(item, square * ability)
    }

    /// V and v: what of ability and of an item's own part lies between classes.
    fn between(
        &self,
        within: Option<f64>,
        profile: Option<f64>,
        along: Option<&[f64]>,
        variance: f64,
    ) -> [Option<f64>; 2] {
        let usual = Spread::usual();
        let (mut ability, mut own) = (1.0 - usual.pupils(), 1.0 - usual.answers());
        let items = 0..self.loadings.len();
        let sums = self.sums();
        for _ in 0..4 {
            let moved = |v: f64, own: f64| items.clone().map(|i| self.moved(i, v, own)).sum::<f64>();
            if let Some(within) = within {
                let whole = |v: f64| powers(v, |n| sums[n] * sums[n]) + moved(v, own) - (variance - within);
                ability = root(0.0, LARGEST_PART, whole);
            }
            if let (Some(profile), Some(along)) = (profile, along) {
                own = root(0.0, LARGEST_PART, |own| self.profile(ability, own, along, variance) - profile);
            }
        }
        [within.map(|_| ability), profile.and(along).map(|_| own)]
    }

    /// Σ var of class means of x − E(x | T): what the items move, less what moves with the total.
    fn profile(&self, ability: f64, own: f64, along: &[f64], variance: f64) -> f64 {
        let moved: Vec<f64> = (0..self.loadings.len()).map(|i| self.moved(i, ability, own)).collect();
        let whole: f64 = moved.iter().sum();
        let slopes = along.iter().map(|c| c / variance);
        whole + moved.iter().zip(slopes).map(|(d, s)| s * s * whole - 2.0 * s * d).sum::<f64>()
    }

    /// The journal beside the totals: nothing where all marks are the same.
    fn agreement(&self, journal: &[Vec<f64>; 3], moments: &Moments) -> Option<Agreement> {
        let marks = journal.each_ref().map(|row| row.iter().sum::<f64>());
        let all: f64 = marks.iter().sum();
        let sums =
            journal.each_ref().map(|row| row.iter().enumerate().map(|(t, h)| t as f64 * h).sum::<f64>());
        let mean = sums.iter().sum::<f64>() / all;
        let (mut cuts, mut covariance, mut density) = ([0.0; 2], 0.0, 0.0);
        for (cut, from) in cuts.iter_mut().zip(1..) {
            let share = marks[from..].iter().sum::<f64>() / all;
            covariance += sums[from..].iter().sum::<f64>() / all - share * mean;
            *cut = -normal_quantile(share.clamp(LEAST_SHARE, 1.0 - LEAST_SHARE));
            density += libm::exp(-*cut * *cut / 2.0) / TAU.sqrt();
        }
        // Over what a standard normal quantity that correlates 1 with ability would have.
        let correlation = covariance / (density * self.sums()[0]);
        (covariance > 0.0 && moments.variance > 0.0)
            .then_some(Agreement { cuts, correlation: correlation.min(0.99) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::find_assessment;

    fn work() -> Assessment {
        find_assessment("maths", 5, 2020, None).unwrap()
    }

    fn counted(of: &WorkParameters) -> Counted {
        let totals = of.totals().into_iter().map(|share| 1e6 * share).collect();
        Counted { totals, ..Counted::default() }
    }

    #[test]
    fn the_series_of_a_covariance_is_that_of_two_normal_answers() {
        let items = [0.0, 0.0].map(|cut| Item { loading: 0.5, own: 0.75_f64.sqrt(), cuts: vec![cut] });
        let model = Model::of(&items);
        for correlation in [0.1_f64, 0.3, 0.6] {
            let known = correlation.asin() / TAU;
            assert!((model.alike(0, correlation) - known).abs() < 1e-6, "{correlation}");
        }
        assert!((model.beside()[1] - 0.25_f64.asin() / TAU).abs() < 1e-9);
    }

    #[test]
    fn the_series_gives_the_variance_of_totals() {
        let usual = WorkParameters::usual(&work(), 3);
        let model = Model::of(&usual.items);
        let whole: f64 = model.variances.iter().chain(&model.beside()).sum();
        let moments = Moments::of(&usual.totals());
        assert!((whole - moments.variance).abs() < 1e-3 * whole, "{whole} {}", moments.variance);
        let mean: f64 = usual.items.iter().map(|item| item.mean(0.0)).sum();
        assert!((mean - moments.mean).abs() < 1e-4);
    }

    #[test]
    fn items_of_which_the_totals_alone_are_known_give_their_mean_and_variance() {
        let other = Moments::of(&counted(&WorkParameters::usual(&work(), 1)).totals);
        let of = WorkParameters::of(&work(), &counted(&WorkParameters::usual(&work(), 1)), 2);
        assert_ne!(of.items, WorkParameters::usual(&work(), 1).items);
        let here = Moments::of(&of.totals());
        assert!((here.mean - other.mean).abs() < 1e-3, "{} {}", here.mean, other.mean);
        assert!((here.variance / other.variance - 1.0).abs() < 1e-3, "{} {}", here.variance, other.variance);
    }

    #[test]
    fn counts_that_say_nothing_leave_a_work_as_it_usually_is() {
        let usual = WorkParameters::usual(&work(), 0);
        let levels = usize::from(work().max_total()) + 1;
        let mut one = vec![0.0; levels];
        one[7] = 100.0;
        for totals in [vec![], vec![0.0; levels], vec![5.0; 3], one] {
            let counted = Counted { totals, ..Counted::default() };
            assert_eq!(WorkParameters::of(&work(), &counted, 0), usual);
        }
        let spread = Spread::usual();
        assert_eq!(Spread::like([&usual]), spread);
        assert_eq!((usual.away(&spread), usual.journal(&spread).cuts), (AWAY, JOURNAL));
    }

    #[test]
    fn what_cannot_be_still_gives_numbers() {
        let levels = usize::from(work().max_total()) + 1;
        let cells: usize = work().max_scores.iter().map(|&max| usize::from(max) + 1).sum();
        let totals: Vec<f64> = (0..levels).map(|t| f64::from(u8::from(t % 7 == 0))).collect();
        let counted = Counted {
            journal: [totals.clone(), vec![0.0; levels], vec![0.0; levels]],
            shares: Some(vec![0.0; levels * cells]),
            spread: Some([900.0, 0.0, -5.0]),
            between: Some(1e9),
            absent: Some(1.0),
            totals,
            ..Counted::default()
        };
        let of = WorkParameters::of(&work(), &counted, 0);
        assert!(of.totals().iter().all(|share| share.is_finite()));
        assert!(Spread::like([&of]).fields().iter().all(|(_, sd)| (0.0..=1.0).contains(sd)));
        assert!(of.away(&Spread::usual()) > 1e9);
    }
}
