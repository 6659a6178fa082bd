use std::ops::Range;

use nalgebra::{DMatrix, DVector};
use ndarray::ArrayView2;

use super::family::{Point, gradient};
use super::item::logistic;
use super::patterns::{Expected, Patterns, Tables};
use super::{Item, ModelError, Quadrature, answer, item_table};
use crate::data::is_score;
use crate::table::Table;

/// The models that marginal maximum likelihood estimates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    /// Slope and difficulty; items of maximum 1.
    TwoPl,
    /// Slope, difficulty and a lower asymptote; items of maximum 1.
    ThreePl,
    /// Samejima's graded response model.
    Graded,
    /// Muraki's generalised partial credit model.
    Gpcm,
    /// Bock's nominal response model: categories without an order.
    Nominal,
}

impl std::str::FromStr for Model {
    type Err = ModelError;
    fn from_str(name: &str) -> Result<Self, ModelError> {
        match name {
            "2pl" => Ok(Self::TwoPl),
            "3pl" => Ok(Self::ThreePl),
            "graded" => Ok(Self::Graded),
            "gpcm" => Ok(Self::Gpcm),
            "nominal" => Ok(Self::Nominal),
            _ => Err(ModelError::Name {
                what: "model",
                got: name.to_owned(),
                expected: "2pl, 3pl, graded, gpcm, nominal, rasch, pcm",
            }),
        }
    }
}

impl Model {
    /// Its name, the same in all languages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::TwoPl => "2pl",
            Self::ThreePl => "3pl",
            Self::Graded => "graded",
            Self::Gpcm => "gpcm",
            Self::Nominal => "nominal",
        }
    }
}

/// How items are calibrated.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibrationOptions {
    /// The distribution of ability: its mean and spread fix the scale.
    pub ability: Quadrature,
    /// Estimate the weights of the points too (the empirical histogram); the scale then has mean 0
    /// and standard deviation 1.
    pub histogram: bool,
    /// The Beta(α, β) prior of a 3PL item's lower asymptote, which few data determine alone; `None`
    /// for none.
    pub guessing_prior: Option<(f64, f64)>,
    /// Steps at most.
    pub max_iterations: usize,
    /// Converged when twice in a row a step promises less log-likelihood than this.
    pub tolerance: f64,
    /// Whether to compute standard errors, which takes as long as one more step for each parameter.
    pub standard_errors: bool,
}

impl Default for CalibrationOptions {
    fn default() -> Self {
        Self {
            ability: Quadrature::default(),
            histogram: false,
            guessing_prior: Some((5.0, 17.0)),
            max_iterations: 1000,
            tolerance: 1e-9,
            standard_errors: true,
        }
    }
}

/// Calibrated items.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// The items.
    pub items: Vec<Item>,
    /// Standard errors, in the order of [`Item::parameters`]; NaN if not computed or not determined
    /// by the data.
    pub errors: Vec<Vec<f64>>,
    /// Where the estimation started.
    pub start: Vec<Item>,
    /// The distribution of ability: as given, or the estimated histogram.
    pub ability: Quadrature,
    /// The marginal log-likelihood, without priors.
    pub log_likelihood: f64,
    /// Parameters estimated.
    pub parameters: u64,
    /// Persons with at least one item that takes part.
    pub persons: u64,
    /// Steps taken.
    pub iterations: u64,
    /// Whether the tolerance was reached.
    pub converged: bool,
}

impl Calibration {
    /// The items by [`item_table`](super::item_table).
    #[must_use]
    pub fn table(&self) -> Table {
        item_table(&self.items, Some(&self.errors))
    }

    /// Akaike's criterion.
    #[must_use]
    pub fn aic(&self) -> f64 {
        2.0 * self.parameters as f64 - 2.0 * self.log_likelihood
    }

    /// Schwarz' criterion.
    #[must_use]
    pub fn bic(&self) -> f64 {
        self.parameters as f64 * libm::log(self.persons as f64) - 2.0 * self.log_likelihood
    }
}

/// Items by marginal maximum likelihood.
///
/// ```text
/// log L = Σ over persons ln Σ_q w_q·Πᵢ Pᵢ(xᵢ | θ_q)
/// ```
///
/// The EM algorithm of Bock and Aitkin, one Newton step for each E-step, accelerated by Lange's
/// quasi-Newton method: steps are corrected by how the gradient changed, and halved until the
/// likelihood rises. Equal patterns are counted once. An item's maximum is the largest score that
/// occurs; items may differ in it, and cells may be missing. The nominal model is oriented so that
/// the largest scores go with ability, and its slopes and intercepts add up to 0.
///
/// Standard errors are from the observed information, the differences of the exact gradient (Oakes'
/// identity); with a prior on c it is part of them. With
/// [`histogram`](CalibrationOptions::histogram) they take the weights as known, and the steps are
/// not accelerated.
///
/// # Errors
/// [`ModelError::Unobserved`] for a score below an item's maximum that nobody has, or an item that
/// all have the same score of; [`ModelError::Score`] for a score above 1 under 2PL and 3PL;
/// [`ModelError::NoItems`], [`ModelError::Option`].
///
/// # References
/// Bock and Aitkin (1981), Psychometrika 46, 443–459; Lange (1995), Statistica Sinica 5, 1–18;
/// Oakes (1999), Journal of the Royal Statistical Society B 61, 479–482; Muraki (1992), Applied
/// Psychological Measurement 16, 159–176.
pub fn calibrate(
    scores: ArrayView2<'_, u8>,
    model: Model,
    options: &CalibrationOptions,
) -> Result<Calibration, ModelError> {
    options.check()?;
    let shares = shares(scores)?;
    if matches!(model, Model::TwoPl | Model::ThreePl) {
        check_dichotomous(scores)?;
    }
    let problem = Problem::new(scores, model, &shares, options);
    let levels = levels(scores, &shares);
    let start: Vec<f64> =
        shares.iter().zip(&levels).flat_map(|(shares, level)| model.start(shares, level)).collect();
    let mut weights = options.ability.weights.clone();
    let mut points = options.ability.points.clone();
    let mut search = Search::new(&problem, &points, start.clone(), &mut weights);
    let (iterations, converged) = search.run(options);
    let mut phi = search.phi;
    let mut log_likelihood = search.state.expected.log_likelihood;
    if options.histogram {
        let found = Quadrature { points, weights };
        let (mean, sd) = (found.mean(), found.sd());
        problem.ranges.iter().for_each(|r| model.rescale(&mut phi[r.clone()], mean, sd));
        points = found.points.iter().map(|x| (x - mean) / sd).collect();
        weights = found.weights;
        log_likelihood = problem.state(&phi, &points, &weights).expected.log_likelihood;
    }
    if model == Model::Nominal && problem.falls(&phi) {
        problem.ranges.iter().for_each(|r| model.rescale(&mut phi[r.clone()], 0.0, -1.0));
        points.reverse();
        points.iter_mut().for_each(|x| *x = -*x);
        weights.reverse();
    }
    let errors = problem.errors(&phi, &points, &weights, options.standard_errors);
    let items = |phi: &[f64]| problem.ranges.iter().map(|r| model.item(&phi[r.clone()])).collect();
    Ok(Calibration {
        items: items(&phi),
        errors,
        start: items(&start),
        ability: Quadrature { points, weights },
        log_likelihood,
        parameters: phi.len() as u64,
        persons: problem.patterns.persons,
        iterations,
        converged,
    })
}

impl CalibrationOptions {
    fn check(&self) -> Result<(), ModelError> {
        self.ability.check()?;
        if self.tolerance.is_nan() || self.tolerance <= 0.0 {
            let value = self.tolerance;
            return Err(ModelError::Option { name: "tolerance", value, expected: "above 0" });
        }
        match self.guessing_prior {
            Some((alpha, beta)) if !(alpha >= 1.0 && beta >= 1.0) => {
                let value = alpha.min(beta);
                Err(ModelError::Option {
                    name: "guessing_prior",
                    value,
                    expected: "two numbers of 1 or more",
                })
            }
            _ => Ok(()),
        }
    }
}

fn check_dichotomous(scores: ArrayView2<'_, u8>) -> Result<(), ModelError> {
    match scores.indexed_iter().find(|(_, cell)| is_score(**cell) && **cell > 1) {
        Some(((row, item), &found)) => {
            Err(ModelError::Score { row: row + 1, item: item + 1, found, expected: 1 })
        }
        None => Ok(()),
    }
}

/// The share of each score among the answers to each item.
pub(super) fn shares(scores: ArrayView2<'_, u8>) -> Result<Vec<Vec<f64>>, ModelError> {
    if scores.ncols() == 0 {
        return Err(ModelError::NoItems);
    }
    let of_item = |(item, column): (usize, ndarray::ArrayView1<'_, u8>)| {
        let answers: Vec<usize> = column.iter().filter_map(|&cell| answer(cell)).collect();
        let max = answers.iter().copied().max().unwrap_or(0).max(1);
        let mut counts = vec![0.0; max + 1];
        answers.iter().for_each(|&score| counts[score] += 1.0);
        if let Some(score) = counts.iter().position(|&n| n == 0.0) {
            return Err(ModelError::Unobserved { item: item + 1, score });
        }
        Ok(counts.iter().map(|n| n / answers.len() as f64).collect())
    };
    scores.columns().into_iter().enumerate().map(of_item).collect()
}

/// The mean standardised share of points of persons with each score of each item.
fn levels(scores: ArrayView2<'_, u8>, shares: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let level = |cells: ndarray::ArrayView1<'_, u8>| {
        let (mut points, mut maxima) = (0.0, 0.0);
        for (score, shares) in cells.iter().zip(shares).filter_map(|(&c, s)| Some((answer(c)?, s))) {
            points += score as f64;
            maxima += (shares.len() - 1) as f64;
        }
        if maxima > 0.0 { points / maxima } else { f64::NAN }
    };
    let of_person: Vec<f64> = scores.rows().into_iter().map(level).collect();
    let known: Vec<f64> = of_person.iter().copied().filter(|x| !x.is_nan()).collect();
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    let sd = (known.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / known.len() as f64).sqrt();
    let of_item = |(column, shares): (ndarray::ArrayView1<'_, u8>, &Vec<f64>)| {
        let mut sums = vec![(0.0, 0.0); shares.len()];
        for (score, x) in column.iter().zip(&of_person).filter_map(|(&c, x)| Some((answer(c)?, x))) {
            sums[score] = (sums[score].0 + x, sums[score].1 + 1.0);
        }
        sums.iter().map(|(sum, n)| if sd > 0.0 { (sum / n - mean) / sd } else { 0.0 }).collect()
    };
    scores.columns().into_iter().zip(shares).map(of_item).collect()
}

/// The likelihood as a function of all items' parameters.
struct Problem {
    model: Model,
    patterns: Patterns,
    categories: Vec<usize>,
    /// Each item's parameters.
    ranges: Vec<Range<usize>>,
    prior: Option<(f64, f64)>,
}

/// What is known at one set of parameters.
struct State {
    expected: Expected,
    /// Log-likelihood and log prior.
    objective: f64,
}

impl Problem {
    fn new(
        scores: ArrayView2<'_, u8>,
        model: Model,
        shares: &[Vec<f64>],
        options: &CalibrationOptions,
    ) -> Self {
        let categories: Vec<usize> = shares.iter().map(Vec::len).collect();
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for &k in &categories {
            let first = ranges.last().map_or(0, |r| r.end);
            ranges.push(first..first + model.parameters(k));
        }
        let prior = options.guessing_prior.filter(|_| model == Model::ThreePl);
        Self { model, patterns: Patterns::of(scores, &categories), categories, ranges, prior }
    }

    /// The E-step.
    fn state(&self, phi: &[f64], points: &[f64], weights: &[f64]) -> State {
        let mut p = Tables::new(&self.categories, points.len());
        let stride = p.stride;
        for (item, range) in self.ranges.iter().enumerate() {
            let (k, phi) = (self.categories[item], &phi[range.clone()]);
            let mut at = Point { p: vec![0.0; k], slopes: vec![0.0; k * phi.len()] };
            let values = p.item_mut(item);
            for (q, &theta) in points.iter().enumerate() {
                self.model.point(phi, theta, &mut at);
                at.p.iter().enumerate().for_each(|(j, &p)| values[j * stride + q] = p);
            }
        }
        let expected = self.patterns.expect(&p, weights);
        let objective = expected.log_likelihood + self.log_prior(phi);
        State { expected, objective }
    }

    fn log_prior(&self, phi: &[f64]) -> f64 {
        let Some((alpha, beta)) = self.prior else { return 0.0 };
        let of = |range: &Range<usize>| {
            let gamma = phi[range.start + 2];
            (alpha - 1.0) * libm::log(logistic(gamma)) + (beta - 1.0) * libm::log(logistic(-gamma))
        };
        self.ranges.iter().map(of).sum()
    }

    /// The gradient of the objective, and each item's complete-data information.
    fn gradient(&self, phi: &[f64], points: &[f64], state: &State) -> (DVector<f64>, Vec<DMatrix<f64>>) {
        let mut whole = DVector::zeros(phi.len());
        let mut blocks = Vec::with_capacity(self.ranges.len());
        for (item, range) in self.ranges.iter().enumerate() {
            let counts = state.expected.counts.item(item);
            let (mut g, mut information) =
                gradient(self.model, &phi[range.clone()], points, counts, state.expected.counts.stride);
            if let Some((alpha, beta)) = self.prior {
                let c = logistic(phi[range.start + 2]);
                g[2] += (alpha - 1.0) * (1.0 - c) - (beta - 1.0) * c;
                information[(2, 2)] += (alpha + beta - 2.0) * c * (1.0 - c);
            }
            whole.rows_mut(range.start, range.len()).copy_from(&g);
            blocks.push(information);
        }
        (whole, blocks)
    }

    /// Whether the last categories' slopes are below the first's, on the whole.
    fn falls(&self, phi: &[f64]) -> bool {
        self.ranges.iter().map(|r| phi[r.start + r.len() / 2 - 1]).sum::<f64>() < 0.0
    }

    /// Standard errors of the items' parameters.
    fn errors(&self, phi: &[f64], points: &[f64], weights: &[f64], wanted: bool) -> Vec<Vec<f64>> {
        let jacobians = || self.ranges.iter().map(|r| self.model.jacobian(&phi[r.clone()]));
        let nothing = || jacobians().map(|j| vec![f64::NAN; j.nrows()]).collect();
        if !wanted {
            return nothing();
        }
        let Some(covariance) = self.information(phi, points, weights).cholesky().map(|c| c.inverse()) else {
            return nothing();
        };
        let of_item = |(range, jacobian): (&Range<usize>, DMatrix<f64>)| {
            let own = covariance.view((range.start, range.start), (range.len(), range.len()));
            let variance = &jacobian * own * jacobian.transpose();
            variance.diagonal().iter().map(|v| v.sqrt()).collect()
        };
        self.ranges.iter().zip(jacobians()).map(of_item).collect()
    }

    /// The observed information: central differences of the gradient.
    fn information(&self, phi: &[f64], points: &[f64], weights: &[f64]) -> DMatrix<f64> {
        let n = phi.len();
        let mut information = DMatrix::zeros(n, n);
        for column in 0..n {
            let h = 1e-4 * phi[column].abs().max(1.0);
            let at = |move_: f64| {
                let mut phi = phi.to_vec();
                phi[column] += move_;
                self.gradient(&phi, points, &self.state(&phi, points, weights)).0
            };
            information.set_column(column, &((at(-h) - at(h)) / (2.0 * h)));
        }
        (&information + information.transpose()) / 2.0
    }
}

/// Steps remembered.
const MEMORY: usize = 30;
/// No parameter moves more than this in one step.
const LONGEST: f64 = 2.0;

struct Search<'a> {
    problem: &'a Problem,
    points: &'a [f64],
    weights: &'a mut Vec<f64>,
    phi: Vec<f64>,
    state: State,
    /// Steps, the changes of the negative gradient over them, and 1/(their product).
    memory: Vec<(DVector<f64>, DVector<f64>, f64)>,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem, points: &'a [f64], phi: Vec<f64>, weights: &'a mut Vec<f64>) -> Self {
        let state = problem.state(&phi, points, weights);
        Self { problem, points, weights, phi, state, memory: Vec::new() }
    }

    fn run(&mut self, options: &CalibrationOptions) -> (u64, bool) {
        let (mut g, mut blocks) = self.problem.gradient(&self.phi, self.points, &self.state);
        let mut close = 0;
        for iteration in 0..options.max_iterations as u64 {
            let mut step = self.direction(&g, &blocks);
            if g.dot(&step) <= 0.0 {
                self.memory.clear();
                step = self.direction(&g, &blocks);
            }
            let gain = g.dot(&step) / 2.0;
            close = if gain < options.tolerance { close + 1 } else { 0 };
            if close == 2 {
                return (iteration, true);
            }
            if step.amax() > LONGEST {
                step *= LONGEST / step.amax();
            }
            let Some((phi, state, taken)) = self.line(&step, g.dot(&step)) else {
                // The likelihood cannot be told from its neighbours'.
                let stuck = self.memory.is_empty();
                if stuck {
                    return (iteration, gain < options.tolerance.max(1e-6));
                }
                self.memory.clear();
                continue;
            };
            if options.histogram {
                let persons = self.problem.patterns.persons as f64;
                *self.weights = self.state.expected.ability.iter().map(|n| n / persons).collect();
                self.state = self.problem.state(&phi, self.points, self.weights);
            } else {
                self.state = state;
            }
            self.phi = phi;
            let before = g;
            (g, blocks) = self.problem.gradient(&self.phi, self.points, &self.state);
            if !options.histogram {
                self.remember(step * taken, before - &g);
            }
        }
        (options.max_iterations as u64, false)
    }

    /// The step that EM takes, one Newton step for each item, corrected by the steps before (two
    /// loops of L-BFGS).
    fn direction(&self, g: &DVector<f64>, blocks: &[DMatrix<f64>]) -> DVector<f64> {
        let mut d = g.clone();
        let mut weights = Vec::with_capacity(self.memory.len());
        for (s, y, rho) in self.memory.iter().rev() {
            let weight = rho * s.dot(&d);
            d.axpy(-weight, y, 1.0);
            weights.push(weight);
        }
        for (range, block) in self.problem.ranges.iter().zip(blocks) {
            let own = d.rows(range.start, range.len()).into_owned();
            d.rows_mut(range.start, range.len()).copy_from(&solve(block, &own));
        }
        for ((s, y, rho), weight) in self.memory.iter().zip(weights.iter().rev()) {
            let correction = weight - rho * y.dot(&d);
            d.axpy(correction, s, 1.0);
        }
        d
    }

    /// The longest part of the step by which the objective rises as the slope promises.
    fn line(&self, step: &DVector<f64>, slope: f64) -> Option<(Vec<f64>, State, f64)> {
        let here = self.state.objective;
        // Differences below this are rounding.
        let blur = 1e-13 * here.abs();
        let mut part = 1.0;
        for _ in 0..30 {
            let phi: Vec<f64> = self.phi.iter().zip(step.iter()).map(|(x, s)| x + part * s).collect();
            let allowed = self.problem.ranges.iter().all(|r| self.problem.model.allows(&phi[r.clone()]));
            if allowed {
                let state = self.problem.state(&phi, self.points, self.weights);
                if state.objective >= here + 1e-4 * part * slope - blur {
                    return Some((phi, state, part));
                }
                // The top of the parabola through both values and the slope.
                let fall = here + part * slope - state.objective;
                let top = if fall.is_finite() { part * part * slope / (2.0 * fall) } else { 0.0 };
                part = top.clamp(part / 10.0, part / 2.0);
            } else {
                part /= 2.0;
            }
        }
        None
    }

    /// One more pair of step and change of the gradient for the quasi-Newton correction (L-BFGS);
    /// pairs without enough curvature are left out.
    fn remember(&mut self, s: DVector<f64>, y: DVector<f64>) {
        let product = s.dot(&y);
        if product > 1e-10 * s.norm() * y.norm() {
            if self.memory.len() == MEMORY {
                self.memory.remove(0);
            }
            self.memory.push((s, y, 1.0 / product));
        }
    }
}

/// The solution of block·x = g; where the block is singular, with its diagonal raised.
fn solve(block: &DMatrix<f64>, g: &DVector<f64>) -> DVector<f64> {
    let mut ridge = 1e-10;
    loop {
        let mut raised = block.clone();
        for i in 0..block.nrows() {
            raised[(i, i)] += ridge * (block[(i, i)] + 1e-6);
        }
        match raised.cholesky() {
            Some(cholesky) => return cholesky.solve(g),
            None if ridge < 1e10 => ridge *= 100.0,
            None => return g.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{MISSING, NOT_TAUGHT};
    use crate::random::Random;
    use ndarray::{Array2, Axis};

    fn simulated(items: &[Item], persons: usize, ability: impl Fn(&mut Random) -> f64) -> Array2<u8> {
        let mut random = Random::new(9, 0);
        let mut scores = Array2::zeros((persons, items.len()));
        let mut p = [0.0; 8];
        for mut row in scores.rows_mut() {
            let theta = ability(&mut random);
            for (cell, item) in row.iter_mut().zip(items) {
                item.probabilities(theta, &mut p);
                let mut left = random.uniform();
                let below = |p: &&f64| {
                    left -= **p;
                    left >= 0.0
                };
                *cell = p[..item.categories() - 1].iter().take_while(below).count() as u8;
            }
        }
        scores
    }

    fn mixed() -> Vec<Item> {
        (0..8)
            .map(|i| Item::PartialCredit {
                a: 0.8 + 0.1 * f64::from(i),
                steps: (0..=i % 3).map(|j| 0.3 * f64::from(i) - 1.2 + 0.5 * f64::from(j)).collect(),
            })
            .collect()
    }

    fn farthest(a: &[Item], b: &[Item]) -> f64 {
        let pairs = a.iter().zip(b).flat_map(|(a, b)| a.parameters().into_iter().zip(b.parameters()));
        pairs.map(|(a, b)| (a.1 - b.1).abs()).fold(0.0, f64::max)
    }

    #[test]
    fn items_of_mixed_maxima_are_found_again_within_their_errors() {
        let items = mixed();
        let mut scores = simulated(&items, 4000, Random::normal);
        scores.iter_mut().step_by(17).for_each(|cell| *cell = MISSING);
        scores.iter_mut().step_by(23).for_each(|cell| *cell = NOT_TAUGHT);
        let fit = calibrate(scores.view(), Model::Gpcm, &CalibrationOptions::default()).unwrap();
        assert!(fit.converged && fit.iterations < 40);
        for ((found, truth), errors) in fit.items.iter().zip(&items).zip(&fit.errors) {
            for ((f, t), se) in found.parameters().iter().zip(truth.parameters()).zip(errors) {
                assert!((f.1 - t.1).abs() < 4.0 * se && *se < 0.3, "{found:?} {truth:?} {errors:?}");
            }
        }
    }

    #[test]
    fn persons_in_another_order_give_the_same_items() {
        let scores = simulated(&mixed(), 300, Random::normal);
        let backwards = scores.select(Axis(0), &(0..300).rev().collect::<Vec<_>>());
        let fit = |scores: &Array2<u8>| calibrate(scores.view(), Model::Gpcm, &CalibrationOptions::default());
        let (a, b) = (fit(&scores).unwrap(), fit(&backwards).unwrap());
        assert!(farthest(&a.items, &b.items) < 1e-9);
    }

    #[test]
    fn a_histogram_of_ability_has_mean_0_and_standard_deviation_1_and_fits_better() {
        let skewed = |random: &mut Random| {
            let x = random.normal();
            0.8 * x * x
        };
        let scores = simulated(&mixed(), 3000, skewed);
        let fit = |histogram| {
            let options = CalibrationOptions {
                histogram,
                tolerance: 1e-3,
                standard_errors: false,
                ..CalibrationOptions::default()
            };
            calibrate(scores.view(), Model::Gpcm, &options).unwrap()
        };
        let (normal, free) = (fit(false), fit(true));
        assert!(free.ability.mean().abs() < 1e-9 && (free.ability.sd() - 1.0).abs() < 1e-9);
        assert!(free.log_likelihood > normal.log_likelihood + 10.0);
        assert!((free.ability.weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_prior_keeps_guessing_within_reason() {
        let items: Vec<Item> =
            (0..10).map(|i| Item::Logistic { a: 1.4, b: 0.3 * f64::from(i) - 1.5, c: 0.2 }).collect();
        let scores = simulated(&items, 3000, Random::normal);
        let fit = calibrate(scores.view(), Model::ThreePl, &CalibrationOptions::default()).unwrap();
        assert!(fit.converged);
        for item in &fit.items {
            let Item::Logistic { c, .. } = item else { unreachable!() };
            assert!((0.05..0.4).contains(c), "{item:?}");
        }
    }

    #[test]
    fn nominal_items_of_ordered_scores_rise_with_ability() {
        let items = mixed();
        let scores = simulated(&items, 2000, Random::normal);
        let nominal = calibrate(scores.view(), Model::Nominal, &CalibrationOptions::default()).unwrap();
        let gpcm = calibrate(scores.view(), Model::Gpcm, &CalibrationOptions::default()).unwrap();
        assert!(nominal.log_likelihood >= gpcm.log_likelihood);
        for item in &nominal.items {
            let Item::Nominal { slopes, intercepts } = item else { unreachable!() };
            assert!(slopes.windows(2).all(|w| w[0] < w[1]) && intercepts.iter().sum::<f64>().abs() < 1e-12);
        }
    }

    #[test]
    fn what_cannot_be_calibrated_is_refused() {
        let code = |scores: Array2<u8>, model| {
            calibrate(scores.view(), model, &CalibrationOptions::default()).unwrap_err().code()
        };
        assert_eq!(code(ndarray::array![[0, 1], [0, 0]], Model::TwoPl), "model.unobserved");
        assert_eq!(code(ndarray::array![[0, 1], [2, 0]], Model::Gpcm), "model.unobserved");
        assert_eq!(code(ndarray::array![[0, 1], [1, 0], [2, 1]], Model::TwoPl), "model.score");
        assert_eq!(code(Array2::zeros((3, 0)), Model::Gpcm), "model.no_items");
    }
}
