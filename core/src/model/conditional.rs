use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};
use ndarray::ArrayView2;

use super::calibration::shares;
use super::distribution::convolved;
use super::{Item, ModelError, answer, item_table};
use crate::table::Table;
use crate::watch;

/// Items calibrated by the persons' totals alone.
#[derive(Debug, Clone, PartialEq)]
pub struct ConditionalCalibration {
    /// The items: logistic with slope 1 if of maximum 1, partial credit with slope 1 otherwise. All
    /// steps add up to 0.
    pub items: Vec<Item>,
    /// Standard errors in the order of [`Item::parameters`]; those of slopes and asymptotes, which
    /// are given, are NaN.
    pub errors: Vec<Vec<f64>>,
    /// The conditional log-likelihood.
    pub log_likelihood: f64,
    /// Parameters estimated: all steps but one.
    pub parameters: u64,
    /// Persons who say something: neither none nor all of the points of their items.
    pub persons: u64,
    /// Newton steps taken.
    pub iterations: u64,
    /// Whether the last step promised nothing more, and no item is
    /// [diverging](Item::is_diverging).
    pub converged: bool,
}

impl ConditionalCalibration {
    /// The items by [`item_table`](super::item_table).
    #[must_use]
    pub fn table(&self) -> Table {
        item_table(&self.items, Some(&self.errors))
    }
}

/// Rasch and partial credit items by conditional maximum likelihood: no assumption about how
/// ability is distributed.
///
/// ```text
/// P(x | total r) = Π εᵢ(xᵢ)/γ_r,     εᵢ(j) = exp(−Σₖ≤ⱼ δᵢₖ),     γ_r = Σ over patterns of total r
/// log L = −Σᵢ Σⱼ nᵢⱼ·Σₖ≤ⱼ δᵢₖ − Σ_r n_r ln γ_r
/// ```
///
/// γ by the summation algorithm, whose terms are all positive, as probabilities of totals at an
/// ability where they do not underflow, and their logarithms. Items may differ in their maxima, the
/// largest score that occurs. Persons with the same items missing form a group of their own, with
/// its own γ: many different sets of missing cells take time. Newton's method; standard errors from
/// its information.
///
/// # Errors
/// [`ModelError::NoTotals`] if no total says anything, as with a single item;
/// [`ModelError::Unobserved`] for a score that nobody has whose total says something;
/// [`ModelError::Unconnected`] if the persons do not compare all items with each other;
/// [`ModelError::NoItems`].
///
/// # Examples
/// ```
/// // Two items: b₂ − b₁ = ln(n₁₀/n₀₁), from those who solved just one.
/// let scores = ndarray::array![[1, 0], [1, 0], [1, 0], [0, 1], [1, 1], [0, 0]];
/// let fit = obektiv::model::calibrate_conditional(scores.view())?;
/// let b = |i: usize| fit.items[i].parameters()[1].1;
/// assert!((b(1) - b(0) - 3.0_f64.ln()).abs() < 1e-9 && fit.persons == 4);
/// # Ok::<(), obektiv::ModelError>(())
/// ```
///
/// # References
/// Andersen (1972), Journal of the Royal Statistical Society B 34, 42–54; Fischer and Molenaar
/// (1995), Rasch Models, ch. 3, 8, 15.
pub fn calibrate_conditional(scores: ArrayView2<'_, u8>) -> Result<ConditionalCalibration, ModelError> {
    let maxima: Vec<usize> = shares(scores)?.iter().map(|shares| shares.len() - 1).collect();
    let problem = Problem::new(scores, maxima)?;
    let mut eta = problem.start();
    let mut here = problem.evaluate(&eta);
    let (mut iterations, mut converged) = (0, false);
    while iterations < 100 && !converged {
        let step = here.step(&problem)?;
        let gain = here.gradient.dot(&step) / 2.0;
        converged = gain < 1e-12 * here.log_likelihood.abs().max(1.0);
        iterations += 1;
        let mut part = 1.0;
        let next = loop {
            watch::check();
            let eta = &eta + &step * part;
            let there = problem.evaluate(&eta);
            if there.log_likelihood >= here.log_likelihood || part < 1e-6 {
                break (eta, there);
            }
            part /= 2.0;
        };
        // At the end a step may lose what rounding does.
        if next.1.log_likelihood >= here.log_likelihood {
            (eta, here) = next;
        }
    }
    problem.finish(&eta, &here, iterations, converged)
}

/// Persons who answered the same items.
struct Group {
    items: Vec<usize>,
    /// Persons by total; none at the least and the largest.
    totals: BTreeMap<usize, f64>,
}

struct Problem {
    maxima: Vec<usize>,
    /// The place of each item's score 1 among the parameters η = ln ε; those of an item follow each
    /// other.
    first: Vec<usize>,
    parameters: usize,
    groups: Vec<Group>,
    /// Persons by item and score.
    counts: DVector<f64>,
    persons: u64,
}

struct Evaluation {
    log_likelihood: f64,
    gradient: DVector<f64>,
    information: DMatrix<f64>,
}

impl Problem {
    fn new(scores: ArrayView2<'_, u8>, maxima: Vec<usize>) -> Result<Self, ModelError> {
        let mut first = Vec::with_capacity(maxima.len());
        let mut parameters = 0;
        for m in &maxima {
            first.push(parameters);
            parameters += m;
        }
        let mut counts = DVector::zeros(parameters);
        let mut zeros = vec![0_u64; maxima.len()];
        let mut groups: BTreeMap<Vec<usize>, BTreeMap<usize, f64>> = BTreeMap::new();
        let mut persons = 0;
        for cells in scores.rows() {
            let answers: Vec<(usize, usize)> =
                cells.iter().enumerate().filter_map(|(i, &cell)| Some((i, answer(cell)?))).collect();
            let total: usize = answers.iter().map(|a| a.1).sum();
            if total == 0 || total == answers.iter().map(|a| maxima[a.0]).sum::<usize>() {
                continue;
            }
            persons += 1;
            for &(i, score) in &answers {
                match score {
                    0 => zeros[i] += 1,
                    _ => counts[first[i] + score - 1] += 1.0,
                }
            }
            let items = answers.iter().map(|a| a.0).collect();
            *groups.entry(items).or_default().entry(total).or_default() += 1.0;
        }
        if persons == 0 {
            return Err(ModelError::NoTotals);
        }
        for (i, &m) in maxima.iter().enumerate() {
            let lacks = |&score: &usize| match score {
                0 => zeros[i] == 0,
                _ => counts[first[i] + score - 1] == 0.0,
            };
            if let Some(score) = (0..=m).find(lacks) {
                return Err(ModelError::Unobserved { item: i + 1, score });
            }
        }
        let groups = groups.into_iter().map(|(items, totals)| Group { items, totals }).collect();
        Ok(Self { maxima, first, parameters, groups, counts, persons })
    }

    /// η of item i, from score 1 on.
    fn own<'a>(&self, eta: &'a DVector<f64>, i: usize) -> &'a [f64] {
        &eta.as_slice()[self.first[i]..self.first[i] + self.maxima[i]]
    }

    /// The direction in which nothing changes: all abilities moved.
    fn shift(&self) -> DVector<f64> {
        let scores = self.maxima.iter().flat_map(|&m| (1..=m).map(|j| j as f64));
        DVector::from_iterator(self.parameters, scores)
    }

    fn start(&self) -> DVector<f64> {
        let answers: f64 = self.persons as f64;
        let mut eta = DVector::zeros(self.parameters);
        for (i, &m) in self.maxima.iter().enumerate() {
            let own = self.counts.rows(self.first[i], m);
            let zeros = (answers - own.sum()).max(1.0);
            (0..m).for_each(|j| eta[self.first[i] + j] = libm::log(own[j] / zeros));
        }
        eta
    }

    fn evaluate(&self, eta: &DVector<f64>) -> Evaluation {
        let n = self.parameters;
        let mut sum = Evaluation {
            log_likelihood: self.counts.dot(eta),
            gradient: self.counts.clone(),
            information: DMatrix::zeros(n, n),
        };
        for group in &self.groups {
            let totals: Vec<usize> = group.totals.keys().copied().collect();
            let all = Tilted::new(self, group, eta, 0.0);
            if totals.iter().all(|&r| all.total(r) > 1e-200) {
                all.add(self, group, &totals, &mut sum);
                continue;
            }
            for r in totals {
                Tilted::new(self, group, eta, self.ability_of(group, eta, r)).add(
                    self,
                    group,
                    &[r],
                    &mut sum,
                );
            }
        }
        sum
    }

    /// The ability at which a group's total is expected.
    fn ability_of(&self, group: &Group, eta: &DVector<f64>, total: usize) -> f64 {
        let expected = |theta: f64| -> f64 {
            let mean = |&i: &usize| {
                let p = tilted(self.own(eta, i), theta).0;
                p.iter().enumerate().map(|(j, p)| j as f64 * p).sum::<f64>()
            };
            group.items.iter().map(mean).sum()
        };
        crate::math::root(-500.0, 500.0, |theta| expected(theta) - total as f64)
    }

    fn finish(
        &self,
        eta: &DVector<f64>,
        here: &Evaluation,
        iterations: u64,
        converged: bool,
    ) -> Result<ConditionalCalibration, ModelError> {
        // Moved so that the last η of the items, minus the sums of their steps, add up to 0.
        let shift = self.shift();
        let last = |i: usize| self.first[i] + self.maxima[i] - 1;
        let mut sums = DVector::zeros(self.parameters);
        (0..self.maxima.len()).for_each(|i| sums[last(i)] = 1.0);
        let moved = DMatrix::identity(self.parameters, self.parameters)
            - &shift * sums.transpose() / sums.dot(&shift);
        let eta = &moved * eta;
        let covariance = &moved * here.cholesky(self)?.inverse() * moved.transpose();
        let item = |i: usize| {
            let own = self.own(&eta, i);
            let before = std::iter::once(&0.0).chain(own);
            let steps: Vec<f64> = own.iter().zip(before).map(|(e, b)| b - e).collect();
            match steps[..] {
                [b] => Item::Logistic { a: 1.0, b, c: 0.0 },
                _ => Item::PartialCredit { a: 1.0, steps },
            }
        };
        let errors = |i: usize| {
            let place = |j: usize| self.first[i] + j;
            let variance = |j: usize| match j {
                0 => covariance[(place(0), place(0))],
                _ => {
                    let (a, b) = (place(j - 1), place(j));
                    covariance[(a, a)] + covariance[(b, b)] - 2.0 * covariance[(a, b)]
                }
            };
            let steps = (0..self.maxima[i]).map(|j| variance(j).sqrt());
            let mut errors: Vec<f64> = std::iter::once(f64::NAN).chain(steps).collect();
            if self.maxima[i] == 1 {
                errors.push(f64::NAN);
            }
            errors
        };
        let all = 0..self.maxima.len();
        let items: Vec<Item> = all.clone().map(item).collect();
        let converged = converged && !items.iter().any(Item::is_diverging);
        Ok(ConditionalCalibration {
            items,
            errors: all.map(errors).collect(),
            log_likelihood: here.log_likelihood,
            parameters: self.parameters as u64 - 1,
            persons: self.persons,
            iterations,
            converged,
        })
    }
}

impl Evaluation {
    /// The information, made regular in the direction in which nothing changes.
    fn cholesky(&self, problem: &Problem) -> Result<nalgebra::Cholesky<f64, nalgebra::Dyn>, ModelError> {
        let shift = problem.shift();
        let scale = self.information.trace() / shift.norm_squared();
        let regular = &self.information + &shift * shift.transpose() * scale;
        // What rounding alone keeps above 0 is singular.
        let least = 1e-13 * regular.trace();
        regular
            .cholesky()
            .filter(|c| c.l_dirty().diagonal().iter().all(|d| d * d > least))
            .ok_or(ModelError::Unconnected)
    }

    fn step(&self, problem: &Problem) -> Result<DVector<f64>, ModelError> {
        Ok(self.cholesky(problem)?.solve(&self.gradient))
    }
}

/// P of each score ∝ exp(η + score·θ), and the logarithm of what they were divided by.
fn tilted(eta: &[f64], theta: f64) -> (Vec<f64>, f64) {
    let exponents: Vec<f64> =
        std::iter::once(0.0).chain(eta.iter().zip(1..).map(|(e, j)| e + theta * f64::from(j))).collect();
    let largest = exponents.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let p: Vec<f64> = exponents.iter().map(|e| libm::exp(e - largest)).collect();
    let sum: f64 = p.iter().sum();
    (p.iter().map(|p| p / sum).collect(), libm::log(sum) + largest)
}

/// A group's items at one ability, and the distributions of totals of the items before and after
/// each.
struct Tilted {
    theta: f64,
    p: Vec<Vec<f64>>,
    log_sum: f64,
    before: Vec<Vec<f64>>,
    after: Vec<Vec<f64>>,
}

impl Tilted {
    fn new(problem: &Problem, group: &Group, eta: &DVector<f64>, theta: f64) -> Self {
        let items = group.items.len();
        let (p, logs): (Vec<Vec<f64>>, Vec<f64>) =
            group.items.iter().map(|&i| tilted(problem.own(eta, i), theta)).unzip();
        let mut before = vec![vec![1.0]];
        p.iter().enumerate().for_each(|(i, p)| before.push(convolved(&before[i], p)));
        let mut after = vec![vec![1.0]; items + 1];
        for i in (0..items).rev() {
            after[i] = convolved(&after[i + 1], &p[i]);
        }
        Self { theta, p, log_sum: logs.iter().sum(), before, after }
    }

    fn total(&self, r: usize) -> f64 {
        self.after[0][r]
    }

    /// The group's part of log-likelihood, gradient and information, at these totals.
    fn add(&self, problem: &Problem, group: &Group, totals: &[usize], sum: &mut Evaluation) {
        let place = |i: usize, score: usize| problem.first[group.items[i]] + score - 1;
        let persons: Vec<f64> = totals.iter().map(|r| group.totals[r]).collect();
        for (&r, &n) in totals.iter().zip(&persons) {
            let log_gamma = libm::log(self.total(r)) + self.log_sum - self.theta * r as f64;
            sum.log_likelihood -= n * log_gamma;
        }
        // E[score of item i is j | total], by total.
        let given = |i: usize, j: usize, r: usize| {
            self.p[i][j] * convolved_at(&self.before[i], &self.after[i + 1], r, j) / self.total(r)
        };
        let expected: Vec<Vec<Vec<f64>>> = (0..self.p.len())
            .map(|i| (1..self.p[i].len()).map(|j| totals.iter().map(|&r| given(i, j, r)).collect()).collect())
            .collect();
        for i in 0..self.p.len() {
            for j in 1..self.p[i].len() {
                let own = &expected[i][j - 1];
                let mean: f64 = own.iter().zip(&persons).map(|(e, n)| n * e).sum();
                sum.gradient[place(i, j)] -= mean;
                sum.information[(place(i, j), place(i, j))] += mean;
                for l in 1..self.p[i].len() {
                    let product: f64 =
                        own.iter().zip(&expected[i][l - 1]).zip(&persons).map(|((a, b), n)| n * a * b).sum();
                    sum.information[(place(i, j), place(i, l))] -= product;
                }
            }
            // The items before k, without i.
            let mut others = self.before[i].clone();
            for k in i + 1..self.p.len() {
                for (t, &r) in totals.iter().enumerate() {
                    let n = persons[t] / self.total(r);
                    let most = self.p[i].len() + self.p[k].len() - 2;
                    let rest: Vec<f64> =
                        (0..=most).map(|u| convolved_at(&others, &self.after[k + 1], r, u)).collect();
                    for j in 1..self.p[i].len() {
                        for l in 1..self.p[k].len() {
                            let both = n * self.p[i][j] * self.p[k][l] * rest[j + l];
                            let product = persons[t] * expected[i][j - 1][t] * expected[k][l - 1][t];
                            sum.information[(place(i, j), place(k, l))] += both - product;
                            sum.information[(place(k, l), place(i, j))] += both - product;
                        }
                    }
                }
                others = convolved(&others, &self.p[k]);
            }
        }
    }
}

/// The distribution of a sum, at r − used; 0 below 0.
fn convolved_at(a: &[f64], b: &[f64], r: usize, used: usize) -> f64 {
    let Some(t) = r.checked_sub(used) else { return 0.0 };
    let from = t.saturating_sub(b.len() - 1);
    (from..=t.min(a.len() - 1)).map(|s| a[s] * b[t - s]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::MISSING;
    use ndarray::Array2;

    /// Rows by pattern and count.
    fn expand(patterns: &[(&[u8], usize)]) -> Array2<u8> {
        let rows: Vec<u8> = patterns.iter().flat_map(|(row, n)| row.repeat(*n)).collect();
        let columns = patterns[0].0.len();
        Array2::from_shape_vec((rows.len() / columns, columns), rows).unwrap()
    }

    fn b(fit: &ConditionalCalibration) -> Vec<f64> {
        fit.items.iter().map(|item| item.parameters()[1].1).collect()
    }

    #[test]
    fn two_items_differ_by_the_logarithm_of_the_odds() {
        let scores = expand(&[(&[1, 0], 30), (&[0, 1], 10), (&[1, 1], 5), (&[0, 0], 7)]);
        let fit = calibrate_conditional(scores.view()).unwrap();
        let half = 3.0_f64.ln() / 2.0;
        assert!((b(&fit)[0] + half).abs() < 1e-10 && (b(&fit)[1] - half).abs() < 1e-10);
        // ln L = 30 ln .75 + 10 ln .25; the variance of the log odds is 1/30 + 1/10, of half of it
        // a quarter.
        assert!((fit.log_likelihood - (30.0 * 0.75_f64.ln() + 10.0 * 0.25_f64.ln())).abs() < 1e-10);
        assert!((fit.errors[0][1] - ((1.0 / 30.0 + 0.1) / 4.0_f64).sqrt()).abs() < 1e-9);
        assert!(fit.converged && fit.persons == 40);
    }

    #[test]
    fn persons_with_missing_items_say_what_they_can() {
        // Items 1 and 2 are compared by 40 persons, 2 and 3 by 40 others.
        let m = MISSING;
        let scores = expand(&[(&[1, 0, m], 30), (&[0, 1, m], 10), (&[m, 1, 0], 20), (&[m, 0, 1], 20)]);
        let b = b(&calibrate_conditional(scores.view()).unwrap());
        assert!((b[1] - b[0] - 3.0_f64.ln()).abs() < 1e-10 && (b[2] - b[1]).abs() < 1e-10);
    }

    #[test]
    fn items_that_nobody_compares_are_refused() {
        let m = MISSING;
        let rows: [(&[u8], usize); 4] =
            [(&[1, 0, m, m], 3), (&[0, 1, m, m], 1), (&[m, m, 1, 0], 2), (&[m, m, 0, 1], 2)];
        let error = calibrate_conditional(expand(&rows).view()).unwrap_err();
        assert_eq!(error, ModelError::Unconnected);
        let error = calibrate_conditional(expand(&[(&[1, 0], 3), (&[1, 1], 2)]).view()).unwrap_err();
        assert_eq!(error, ModelError::Unobserved { item: 1, score: 0 });
    }

    #[test]
    fn one_polytomous_item_and_one_step_follow_from_the_odds_within_totals() {
        // Total 1: (1,0) or (0,1); total 2: (2,0) or (1,1). Three ratios, two free steps against
        // one: fitted by maximum likelihood.
        let scores = expand(&[(&[1, 0], 8), (&[0, 1], 4), (&[2, 0], 6), (&[1, 1], 3)]);
        let fit = calibrate_conditional(scores.view()).unwrap();
        // Both odds are 2, so the model holds exactly: δ₁₁ = b₂ − ln 2, δ₁₂ = b₂ − ln 2.
        let steps = fit.items[0].parameters();
        let b = fit.items[1].parameters()[1].1;
        assert!((b - steps[1].1 - 2.0_f64.ln()).abs() < 1e-9 && (b - steps[2].1 - 2.0_f64.ln()).abs() < 1e-9);
        assert!((steps[1].1 + steps[2].1 + b).abs() < 1e-12);
    }

    #[test]
    fn totals_of_a_thousand_items_do_not_underflow() {
        let mut random = crate::random::Random::new(1, 0);
        let mut scores = Array2::zeros((30, 1000));
        for (p, mut row) in scores.rows_mut().into_iter().enumerate() {
            let easy = 0.03 + 0.94 * p as f64 / 29.0;
            row.iter_mut().for_each(|x| *x = u8::from(random.chance(easy)));
        }
        let problem = Problem::new(scores.view(), vec![1; 1000]).unwrap();
        let group = &problem.groups[0];
        let eta = problem.start();
        for &r in group.totals.keys() {
            let tilted = Tilted::new(&problem, group, &eta, problem.ability_of(group, &eta, r));
            assert!(tilted.total(r) > 1e-3);
        }
    }
}
