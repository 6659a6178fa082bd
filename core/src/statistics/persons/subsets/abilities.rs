//! Abilities from some items of a test, bounded, by maximum likelihood.

use super::super::{by_blocks, same_length};
use super::Compared;
use crate::model::{Item, ModelError, answer, check_scores};
use ndarray::ArrayView2;

/// Below this the corrections of L divide by next to nothing and L is kept as it is.
pub(super) const SMALL: f64 = 0.05;

/// Abilities of each person on all items, on a subset, and on the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct SubsetAbilities {
    /// On all items.
    pub all: Vec<f64>,
    /// On the subset.
    pub subset: Vec<f64>,
    /// On the other items.
    pub rest: Vec<f64>,
}

impl SubsetAbilities {
    /// Maximum likelihood on [−`bound`, `bound`]; a person who solved all or nothing of a set
    /// stands at a bound, one who answered nothing of it is NaN.
    ///
    /// # Errors
    /// [`ModelError::Length`] for another number of marks than items; [`ModelError::Option`] for a
    /// bound that is not positive; [`ModelError::Columns`], [`ModelError::Score`], and those of
    /// [`Item::check`].
    pub fn maximum_likelihood(
        scores: ArrayView2<'_, u8>,
        items: &[Item],
        subset: &[bool],
        bound: f64,
    ) -> Result<Self, ModelError> {
        check_scores(scores, items)?;
        same_length("subset", subset.len(), items.len())?;
        check_bound(bound)?;
        let three = by_blocks(scores.nrows(), |rows| {
            let mut person = Person::new(items);
            Ok(rows
                .map(|row| {
                    person.answers_of(scores.row(row).iter());
                    let all = person.maximum(items, bound, |_| true);
                    let subset_only = person.maximum(items, bound, |item| subset[item]);
                    (all, subset_only, person.maximum(items, bound, |item| !subset[item]))
                })
                .collect())
        })?;
        let column = |f: fn(&(f64, f64, f64)) -> f64| three.iter().map(f).collect();
        Ok(Self { all: column(|t| t.0), subset: column(|t| t.1), rest: column(|t| t.2) })
    }
}

pub(super) fn check_bound(bound: f64) -> Result<(), ModelError> {
    if bound > 0.0 && bound.is_finite() {
        return Ok(());
    }
    Err(ModelError::Option { name: "bound", value: bound, expected: "a positive number" })
}

/// Log-likelihood, its derivative, and the information, over some answers.
#[derive(Debug, Clone, Copy, Default)]
struct Likelihood {
    log: f64,
    slope: f64,
    information: f64,
}

/// The answers of one person, with room for an item's probabilities.
pub(super) struct Person {
    answers: Vec<(usize, usize)>,
    p: Vec<f64>,
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Person {
    pub(super) fn new(items: &[Item]) -> Self {
        let most = items.iter().map(Item::categories).max().unwrap_or(0);
        Self { answers: Vec::new(), p: vec![0.0; most], first: vec![0.0; most], second: vec![0.0; most] }
    }

    pub(super) fn answers_of<'a>(&mut self, cells: impl Iterator<Item = &'a u8>) {
        self.answers.clear();
        self.answers.extend(cells.enumerate().filter_map(|(item, &cell)| Some((item, answer(cell)?))));
    }

    fn at(&mut self, items: &[Item], theta: f64, takes_part: impl Fn(usize) -> bool) -> Likelihood {
        let mut sum = Likelihood::default();
        for &(i, score) in self.answers.iter().filter(|(item, _)| takes_part(*item)) {
            let item = &items[i];
            item.derivatives(theta, &mut self.p, &mut self.first, &mut self.second);
            sum.log += libm::log(self.p[score]);
            sum.slope += self.first[score] / self.p[score];
            for (p, first) in
                self.p.iter().zip(&self.first).take(item.categories()).filter(|(p, _)| **p > 0.0)
            {
                sum.information += first * first / p;
            }
        }
        sum
    }

    /// The ability of the largest likelihood within the bounds.
    pub(super) fn maximum(&mut self, items: &[Item], bound: f64, takes_part: impl Fn(usize) -> bool) -> f64 {
        if !self.answers.iter().any(|(item, _)| takes_part(*item)) {
            return f64::NAN;
        }
        let one_peak =
            self.answers.iter().all(|(item, _)| !takes_part(*item) || is_log_concave(&items[*item]));
        let (mut low, mut high) =
            if one_peak { (-bound, bound) } else { self.around(items, bound, &takes_part) };
        if self.at(items, low, &takes_part).slope <= 0.0 {
            return low;
        }
        if self.at(items, high, &takes_part).slope >= 0.0 {
            return high;
        }
        let mut theta = f64::midpoint(low, high);
        for _ in 0..100 {
            let here = self.at(items, theta, &takes_part);
            if here.slope > 0.0 {
                low = theta;
            } else {
                high = theta;
            }
            let step = here.slope / here.information;
            if step.abs() < 1e-12 || high - low < 1e-12 {
                break;
            }
            let next = theta + step;
            theta = if low < next && next < high { next } else { f64::midpoint(low, high) };
        }
        theta
    }

    /// The neighbours of the best of equally spaced abilities.
    pub(super) fn around(
        &mut self,
        items: &[Item],
        bound: f64,
        takes_part: &impl Fn(usize) -> bool,
    ) -> (f64, f64) {
        const STEPS: i32 = 40;
        let theta = |step: i32| bound * (2.0 * f64::from(step) / f64::from(STEPS) - 1.0);
        let mut best = (0, f64::NEG_INFINITY);
        for step in 0..=STEPS {
            let log = self.at(items, theta(step), takes_part).log;
            if log > best.1 {
                best = (step, log);
            }
        }
        (theta((best.0 - 1).max(0)), theta((best.0 + 1).min(STEPS)))
    }
}

/// Whether ln P of every score is concave in θ, so that the likelihood has one peak.
fn is_log_concave(item: &Item) -> bool {
    !matches!(item, Item::Logistic { c, .. } if *c > 0.0)
}

/// Whether the answers enter the likelihood through sums alone.
pub(super) fn is_exponential(item: &Item) -> bool {
    match item {
        Item::Logistic { c, .. } => *c <= 0.0,
        Item::PartialCredit { .. } | Item::Nominal { .. } => true,
        Item::Graded { .. } => false,
    }
}

impl Person {
    pub(super) fn compare(
        &mut self,
        items: &[Item],
        [all, subset, rest]: [f64; 3],
        is_in: impl Fn(usize) -> bool,
    ) -> Compared {
        let own = [self.at(items, subset, &is_in), self.at(items, rest, |item| !is_in(item))];
        let common = [self.at(items, all, &is_in), self.at(items, all, |item| !is_in(item))];
        let difference = subset - rest;
        let sign = if difference < 0.0 { -1.0 } else { f64::from(u8::from(difference > 0.0)) };
        let sign = if difference.is_nan() { f64::NAN } else { sign };
        let ratio = 2.0 * (own[0].log + own[1].log - common[0].log - common[1].log);
        let square = |l: &Likelihood| l.slope * l.slope / l.information;
        Compared {
            difference,
            ratio: sign * ratio.max(0.0).sqrt(),
            score: sign * (square(&common[0]) + square(&common[1])).sqrt(),
            wald: difference / (1.0 / common[0].information + 1.0 / common[1].information).sqrt(),
            own: own.map(|l| l.information),
            common: common.map(|l| l.information),
        }
    }
}
