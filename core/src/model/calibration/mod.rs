mod problem;
mod search;

use ndarray::ArrayView2;

use super::{Item, ModelError, Quadrature, answer, item_table};
use crate::data::{DataError, is_score};
use crate::table::Table;
use problem::Problem;
use search::Search;

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
    type Err = DataError;
    fn from_str(name: &str) -> Result<Self, DataError> {
        match name {
            "2pl" => Ok(Self::TwoPl),
            "3pl" => Ok(Self::ThreePl),
            "graded" => Ok(Self::Graded),
            "gpcm" => Ok(Self::Gpcm),
            "nominal" => Ok(Self::Nominal),
            _ => Err(DataError::Name {
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
    /// Whether the tolerance was reached and no item is
    /// [diverging](crate::model::Item::is_diverging): a likelihood without a top flattens too.
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
    let items =
        |phi: &[f64]| -> Vec<Item> { problem.ranges.iter().map(|r| model.item(&phi[r.clone()])).collect() };
    let found = items(&phi);
    let converged = converged && !found.iter().any(Item::is_diverging);
    Ok(Calibration {
        items: found,
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

#[cfg(test)]
mod tests;
