//! Items whose answers follow two normal abilities, and what totals follow from them.

use std::f64::consts::TAU;

use super::{Agreement, LARGEST_PART, LEAST_SHARE, Moments, ROUNDS};
use crate::math::{normal_quantile, normal_upper, root};
use crate::simulate::design::Item;
use crate::simulate::territory::Spread;

/// Terms of the series of a covariance: loadings are at most [`LARGEST_LOADING`].
const TERMS: usize = 20;
const LEAST_LOADING: f64 = 0.05;
const LARGEST_LOADING: f64 = 0.95;

impl Item {
    /// Cuts that give these shares of the scores from 0.
    pub(super) fn cut_at(&mut self, shares: &[f64]) {
        let mut above = 1.0;
        for (cut, share) in self.cuts.iter_mut().zip(shares) {
            above -= share;
            *cut = -normal_quantile(above.clamp(LEAST_SHARE, 1.0 - LEAST_SHARE));
        }
    }

    pub(super) fn load(&mut self, loading: f64) {
        (self.loading, self.own) = (loading, (1.0 - loading * loading).sqrt());
    }

    /// The shares of totals with this item beside those before it, at one ability.
    pub(super) fn added_to(&self, totals: &[f64], theta: f64) -> Vec<f64> {
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

    pub(super) fn variance(&self) -> f64 {
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
pub(super) struct Model {
    series: Vec<[f64; TERMS]>,
    pub(super) variances: Vec<f64>,
    pub(super) loadings: Vec<f64>,
}

impl Model {
    pub(super) fn of(items: &[Item]) -> Self {
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
    pub(super) fn beside(&self) -> Vec<f64> {
        let sums = self.sums();
        let of_item = |(series, &a): (&[f64; TERMS], &f64)| {
            powers(a, |n| series[n] * sums[n]) - powers(a * a, |n| series[n] * series[n])
        };
        self.series.iter().zip(&self.loadings).map(of_item).collect()
    }

    /// Loadings that give each item its covariance with the total, or all in one proportion where
    /// only the variance is known.
    pub(super) fn load(&mut self, along: Option<&[f64]>, variance: f64) {
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
    pub(super) fn alike(&self, item: usize, correlation: f64) -> f64 {
        powers(correlation, |n| self.series[item][n] * self.series[item][n])
    }

    /// What an item's own part between classes, of variance `own`, adds to the variance of its
    /// class means.
    fn moved(&self, item: usize, ability: f64, own: f64) -> f64 {
        let square = self.loadings[item] * self.loadings[item];
        self.alike(item, square * ability + (1.0 - square) * own) - self.alike(item, square * ability)
    }

    /// V and v: what of ability and of an item's own part lies between classes.
    pub(super) fn between(
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
    pub(super) fn agreement(&self, journal: &[Vec<f64>; 3], moments: &Moments) -> Option<Agreement> {
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
