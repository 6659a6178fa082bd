//! A person's changed and unchanged answers, and what the ability of the unchanged leads to expect.

use super::{Answers, Correction, ErasureOptions, GroupErasuresRow};
use crate::data::{MISSING, NOT_TAUGHT};
use crate::math::{Z95, normal_upper};
use crate::model::{AbilityOptions, Item, Method, ModelError, ability, answer, check_scores, log_likelihood};
use crate::statistics::person_fit::same_length;
use ndarray::{Array2, Zip};

/// Sums over items changed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Changes {
    pub(super) changed: u64,
    pub(super) points: u64,
    pub(super) expected: f64,
    pub(super) variance: f64,
    /// (dE/dθ)²/I: what the estimated ability adds to the variance.
    pub(super) by_ability: f64,
}

impl Changes {
    pub(super) fn add(&mut self, other: &Self) {
        self.changed += other.changed;
        self.points += other.points;
        self.expected += other.expected;
        self.variance += other.variance;
        self.by_ability += other.by_ability;
    }

    /// What the correction says: the points above expectation and their standard deviation.
    pub(super) fn corrected(&self, correction: Correction) -> (f64, f64) {
        let excess = self.points as f64 - self.expected;
        match correction {
            Correction::None => (excess, self.variance.sqrt()),
            Correction::Continuity => (excess - 0.5, self.variance.sqrt()),
            Correction::Ability => (excess, (self.variance + self.by_ability).sqrt()),
        }
    }

    pub(super) fn index(&self, correction: Correction) -> f64 {
        let (excess, sd) = self.corrected(correction);
        // Without information there is no saying what the ability adds.
        if self.changed > 0 && sd.is_finite() { excess / sd } else { f64::NAN }
    }

    pub(super) fn row(&self, group: &str, n: u64, correction: Correction) -> GroupErasuresRow {
        let changed = self.changed as f64;
        let effect = (self.points as f64 - self.expected) / changed;
        let half = Z95 * self.corrected(correction).1 / changed;
        let statistic = self.index(correction);
        GroupErasuresRow {
            group: group.to_owned(),
            n,
            changed: self.changed,
            points: self.points,
            expected: if self.changed > 0 { self.expected } else { f64::NAN },
            statistic,
            pvalue: normal_upper(statistic),
            effect,
            lower: effect - half,
            upper: effect + half,
        }
    }
}

/// The scores of the items changed and of those not; what takes no part is missing in both.
pub(super) struct Split {
    pub(super) changed: Array2<u8>,
    pub(super) unchanged: Array2<u8>,
    pub(super) theta: Vec<f64>,
    /// Whether the ability is known: given, or between the bounds.
    pub(super) settled: Vec<bool>,
}

impl Split {
    pub(super) fn new(
        answers: Answers<'_>,
        items: &[Item],
        theta: Option<&[f64]>,
        options: ErasureOptions,
    ) -> Result<Self, ModelError> {
        let Answers { before, after, scores } = answers;
        check_scores(scores, items)?;
        for (what, marks) in [("the answers before", before), ("the answers after", after)] {
            same_length(what, marks.nrows(), scores.nrows())?;
            same_length(what, marks.ncols(), scores.ncols())?;
        }
        let unknown = |mark: u8| mark == MISSING || mark == NOT_TAUGHT;
        let of = |changed: bool| {
            Zip::from(before).and(after).and(scores).map_collect(|&before, &after, &score| {
                let counts = !unknown(before) && !unknown(after) && (before != after) == changed;
                if counts { score } else { MISSING }
            })
        };
        let (changed, unchanged) = (of(true), of(false));
        let (low, high) = options.bounds;
        let (theta, low, high) = match theta {
            Some(theta) => (theta.to_vec(), f64::NEG_INFINITY, f64::INFINITY),
            None => (likeliest(&unchanged, items, options)?, low, high),
        };
        same_length("theta", theta.len(), scores.nrows())?;
        let settled = theta.iter().map(|theta| low < *theta && *theta < high).collect();
        Ok(Self { changed, unchanged, theta, settled })
    }

    pub(super) fn changes(&self, items: &[Item], person: usize) -> Changes {
        let theta = self.theta[person];
        let (mut sums, mut slope, mut information) = (Changes::default(), 0.0, 0.0);
        for (item, &cell) in items.iter().zip(self.changed.row(person)) {
            let Some(score) = answer(cell) else { continue };
            let at = Moments::new(item, theta);
            sums.changed += 1;
            sums.points += score as u64;
            sums.expected += at.mean;
            sums.variance += at.variance;
            slope += at.slope;
        }
        for (item, &cell) in items.iter().zip(self.unchanged.row(person)) {
            if answer(cell).is_some() {
                information += Moments::new(item, theta).information;
            }
        }
        sums.by_ability = slope * slope / information;
        sums
    }

    /// P(the points on the items changed, or more | θ).
    pub(super) fn exact(&self, items: &[Item], person: usize) -> f64 {
        let theta = self.theta[person];
        let mut distribution = vec![1.0];
        let (mut points, mut changed) = (0, 0);
        for (item, &cell) in items.iter().zip(self.changed.row(person)) {
            let Some(score) = answer(cell) else { continue };
            let mut p = vec![0.0; item.categories()];
            item.probabilities(theta, &mut p);
            let mut longer = vec![0.0; distribution.len() + p.len() - 1];
            for (total, before) in distribution.iter().enumerate() {
                p.iter().enumerate().for_each(|(j, p)| longer[total + j] += before * p);
            }
            (distribution, points, changed) = (longer, points + score, changed + 1);
        }
        if changed == 0 || !self.settled[person] {
            f64::NAN
        } else {
            distribution[points..].iter().sum::<f64>().min(1.0)
        }
    }

    pub(super) fn l_index(&self, items: &[Item], options: ErasureOptions) -> Result<Vec<f64>, ModelError> {
        let all = Zip::from(&self.changed).and(&self.unchanged).map_collect(|&a, &b| a.min(b));
        let likelihood = |scores: &Array2<u8>| -> Result<(Vec<f64>, Vec<f64>), ModelError> {
            let theta = likeliest(scores, items, options)?;
            let value = log_likelihood(scores.view(), items, &theta)?;
            Ok((theta, value))
        };
        let (changed, unchanged, (_, together)) =
            (likelihood(&self.changed)?, likelihood(&self.unchanged)?, likelihood(&all)?);
        let value = |person: usize| {
            let difference = changed.0[person] - unchanged.0[person];
            let more = changed.1[person] + unchanged.1[person] - together[person];
            // Equal abilities, at a bound, say nothing either way.
            if difference == 0.0 { 0.0 } else { (2.0 * more.max(0.0)).sqrt() * difference.signum() }
        };
        Ok((0..together.len()).map(value).collect())
    }
}

/// Abilities by maximum likelihood; NaN for a person without answers.
fn likeliest(scores: &Array2<u8>, items: &[Item], options: ErasureOptions) -> Result<Vec<f64>, ModelError> {
    let ml = AbilityOptions { method: Method::Ml, bounds: options.bounds, ..AbilityOptions::default() };
    Ok(ability(scores.view(), items, &ml)?.theta)
}

/// An item's score at an ability.
struct Moments {
    mean: f64,
    variance: f64,
    /// d mean/dθ.
    slope: f64,
    information: f64,
}

impl Moments {
    pub(super) fn new(item: &Item, theta: f64) -> Self {
        let k = item.categories();
        let (mut p, mut first, mut second) = (vec![0.0; k], vec![0.0; k], vec![0.0; k]);
        item.derivatives(theta, &mut p, &mut first, &mut second);
        let sum = |of: &dyn Fn(f64, usize) -> f64| (0..k).map(|j| of(j as f64, j)).sum::<f64>();
        let mean = sum(&|x, j| x * p[j]);
        Self {
            mean,
            variance: sum(&|x, j| (x - mean) * (x - mean) * p[j]),
            slope: sum(&|x, j| x * first[j]),
            information: sum(&|_, j| if p[j] > 0.0 { first[j] * first[j] / p[j] } else { 0.0 }),
        }
    }
}
