//! Patterns with one total, drawn from a model of the Rasch family.

use crate::math::root;
use crate::model::{Item, ModelError};
use crate::simulate::Random;

/// ε of each score of each item, if the total says all about the ability.
pub(super) fn epsilons(items: &[Item]) -> Result<Vec<Vec<f64>>, ModelError> {
    let refused = |value: f64, expected| ModelError::Option { name: "items", value, expected };
    let slope = |item: &Item| match item {
        Item::Logistic { a, c, .. } if *c <= 0.0 => Ok(*a),
        Item::PartialCredit { a, .. } => Ok(*a),
        Item::Logistic { c, .. } => Err(refused(
            *c,
            "items without guessing: given the total only the Rasch family is free of the ability",
        )),
        _ => Err(refused(
            f64::NAN,
            "Rasch or partial credit items: given the total only these are free of the ability",
        )),
    };
    let mut steps: Vec<Vec<f64>> = Vec::new();
    let first = slope(&items[0])?;
    for item in items {
        let a = slope(item)?;
        if (a - first).abs() > 1e-12 * first.abs() {
            return Err(refused(
                a,
                "items of one slope: given the total only the Rasch family is free of the ability",
            ));
        }
        steps.push(match item {
            Item::Logistic { b, .. } => vec![a * b],
            Item::PartialCredit { steps, .. } => steps.iter().map(|step| a * step).collect(),
            _ => Vec::new(),
        });
    }
    // A shift of all steps changes nothing given the total; around their mean sums neither overflow
    // nor vanish.
    let count = steps.iter().flatten().count() as f64;
    let mean = steps.iter().flatten().sum::<f64>() / count;
    let epsilon = |steps: &Vec<f64>| {
        let mut sum = 0.0_f64;
        let mut epsilons = vec![1.0];
        for step in steps {
            sum += mean - step;
            epsilons.push(libm::exp(sum.clamp(-700.0, 700.0)));
        }
        epsilons
    };
    Ok(steps.iter().map(epsilon).collect())
}

/// γ of the total of one more item, scaled to a maximum of 1.
pub(super) fn convolve(gamma: &[f64], epsilon: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; gamma.len() + epsilon.len() - 1];
    for (k, e) in epsilon.iter().enumerate() {
        for (total, g) in gamma.iter().enumerate() {
            sum[total + k] += g * e;
        }
    }
    let largest = sum.iter().copied().fold(0.0, f64::max);
    sum.iter_mut().for_each(|g| *g /= largest);
    sum
}

/// γ of the first 0, 1, 2, … of some items.
pub(super) struct Sampler<'a> {
    items: Vec<(usize, &'a [f64])>,
    gammas: Vec<Vec<f64>>,
}

impl<'a> Sampler<'a> {
    pub fn of(epsilons: &'a [Vec<f64>], answered: &[usize]) -> Self {
        let mut gammas = vec![vec![1.0]];
        for &item in answered {
            gammas.push(convolve(&gammas[gammas.len() - 1], &epsilons[item]));
        }
        Self { items: answered.iter().map(|&item| (item, &epsilons[item][..])).collect(), gammas }
    }

    /// One pattern with this total, from the last item to the first.
    pub fn draw(&self, mut total: usize, random: &mut Random, mut put: impl FnMut(usize, u8)) {
        for (&(item, epsilon), gamma) in self.items.iter().zip(&self.gammas).rev() {
            let weight = |score: usize| gamma.get(total - score).map_or(0.0, |g| g * epsilon[score]);
            let most = (epsilon.len() - 1).min(total);
            let all: f64 = (0..=most).map(weight).sum();
            let mut left = random.uniform() * all;
            // The last score that is possible takes what rounding leaves over.
            let mut score = 0;
            for candidate in (0..=most).filter(|&k| weight(k) > 0.0) {
                score = candidate;
                left -= weight(candidate);
                if left < 0.0 {
                    break;
                }
            }
            total -= score;
            put(item, score as u8);
        }
    }
}

/// The ability at which the total is expected, within ±8.
pub(super) fn ability(items: &[Item], answered: &[usize], total: usize) -> f64 {
    let most = items.iter().map(Item::categories).max().unwrap_or(0);
    let expected = |theta: f64| {
        let mut p = vec![0.0; most];
        let mut sum = 0.0;
        for &item in answered {
            items[item].probabilities(theta, &mut p);
            sum +=
                p.iter().take(items[item].categories()).enumerate().map(|(k, p)| k as f64 * p).sum::<f64>();
        }
        sum
    };
    root(-8.0, 8.0, |theta| expected(theta) - total as f64)
}
