//! What a number of visits buys, before the year.

use obektiv_derive::{Row as DeriveRow, Settings, described};
use serde::{Deserialize, Serialize};

use super::chances::{ChancesOptions, WEIGHT_AND_RISK, chances};
use super::draw::{DrawOptions, draw};
use super::error::DesignError;
use super::estimate::{Variance, estimate};
use crate::function::{Function, Groups, Row, Shape, options};
use crate::random::Random;
use crate::watch;

/// Options of [`precision`].
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PrecisionOptions {
    /// No chance of a visit is below it.
    pub floor: f64,
    /// Simulated years behind the last columns.
    pub draws: usize,
    /// The seed of the draws.
    pub seed: u64,
}

impl Default for PrecisionOptions {
    fn default() -> Self {
        Self { floor: 0.02, draws: 999, seed: 1 }
    }
}

/// What so many visits buy.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, DeriveRow)]
pub struct Precision {
    /// Visits.
    pub visits: usize,
    /// Schools with what is looked for that are expected among the visited.
    pub caught: f64,
    /// Standard error of the share of all schools, by formula.
    pub se: f64,
    /// Half the 95 % interval over the expected share.
    pub relative_half: f64,
    /// The standard error over simulated years.
    pub simulated_se: f64,
    /// The share of simulated intervals that hold the true share.
    pub coverage: f64,
}

/// What numbers of visits buy: schools that are caught, and how well the share of all schools
/// becomes known.
///
/// ```text
/// y_j = 1 with chance p_j;   caught Σ π_j p_j
/// se² = Σ (1 − π_j)·[p_j(1 − p_j) + (p_j − P)²]/π_j / N²,   P = Σ p_j/N: Hájek's mean
/// simulated: y and a sample drawn anew, Hájek's mean with Brewer's variance
/// ```
///
/// # Errors
/// As [`chances`], so for more visits than schools too; [`DesignError::TooFew`] below 99 draws or
/// without a number of visits.
///
/// # Examples
/// ```python
/// >>> risk = 0.02 + 0.5 * (np.arange(100) / 100) ** 3
/// >>> found = ob.design.precision([1] * 100, risk, visits=[20, 60], draws=99)
/// >>> found.visits, found.caught.round(1), found.se.round(3)
/// (array([20, 60]), array([ 4., 12.]), array([0.064, 0.023]))
/// ```
#[described]
pub fn precision(
    weight: &[f64],
    risk: &[f64],
    visits: &[usize],
    options: &PrecisionOptions,
) -> Result<Vec<Precision>, DesignError> {
    if options.draws < 99 {
        return Err(DesignError::TooFew { name: "draws", got: options.draws, of: "draws", least: 99 });
    }
    if visits.contains(&1) {
        let expected = "at least 2: one visit shows no variance";
        return Err(DesignError::Parameter { name: "visits", value: 1.0, expected });
    }
    if visits.is_empty() {
        return Err(DesignError::TooFew { name: "visits", got: 0, of: "numbers of visits", least: 1 });
    }
    let names: Vec<String> = (0..weight.len()).map(|j| j.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let with = ChancesOptions { floor: options.floor, estimate: true };
    visits.iter().map(|&n| row(&names, risk, &chances(weight, risk, n, &with)?, n, options)).collect()
}

/// Options of [`precision`] in the catalogue.
#[derive(Settings)]
struct VisitsAndDraws {
    /// Numbers of visits; without, 20, 40, … 200, as far as the schools and the floor go.
    visits: Option<Vec<usize>>,
    /// No chance of a visit is below it.
    floor: f64,
    /// Simulated years behind the last columns.
    draws: usize,
    /// The seed of the draws.
    seed: u64,
}

impl Default for VisitsAndDraws {
    fn default() -> Self {
        let PrecisionOptions { floor, draws, seed } = PrecisionOptions::default();
        Self { visits: None, floor, draws, seed }
    }
}

/// [`precision`] in the catalogue.
pub const PRECISION: Function = Function {
    id: "design.precision",
    doc: PRECISION_DOC,
    inputs: &WEIGHT_AND_RISK,
    groups: Groups::None,
    options: options::<VisitsAndDraws>,
    output: Shape::Table(Precision::describe),
    run: |given| {
        let VisitsAndDraws { visits, floor, draws, seed } = given.options()?;
        let options = PrecisionOptions { floor, draws, seed };
        let (weight, risk) = (given.numbers(0)?, given.numbers(1)?);
        let visits = visits.unwrap_or_else(|| usual_visits(weight.len(), floor));
        let rows = precision(weight, risk, &visits, &options)?;
        Ok(Precision::table(&rows).into())
    },
};

/// 20, 40, … 200, as far as the schools and the floor go.
fn usual_visits(schools: usize, floor: f64) -> Vec<usize> {
    let possible = |visits: &usize| *visits <= schools && floor * schools as f64 <= *visits as f64;
    (1..=10).map(|tens| 20 * tens).filter(possible).collect()
}

fn row(
    names: &[&str],
    risk: &[f64],
    chance: &[f64],
    visits: usize,
    options: &PrecisionOptions,
) -> Result<Precision, DesignError> {
    let n = risk.len() as f64;
    let share = risk.iter().sum::<f64>() / n;
    let one = |(p, pi): (&f64, &f64)| (1.0 - pi) * (p * (1.0 - p) + (p - share) * (p - share)) / pi;
    let se = risk.iter().zip(chance).map(one).sum::<f64>().sqrt() / n;
    let mut random = Random::new(options.seed, 0x9ec);
    let (mut square, mut covered) = (0.0, 0.0);
    for k in watch::steps(0..options.draws) {
        let y: Vec<f64> = risk.iter().map(|&p| f64::from(u8::from(random.chance(p)))).collect();
        let seed = options.seed.wrapping_add(k as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let drawn = draw(names, chance, &DrawOptions { seed, ..DrawOptions::default() })?;
        let own: Vec<f64> = drawn.sample.iter().map(|&j| y[j]).collect();
        let pi: Vec<f64> = drawn.sample.iter().map(|&j| chance[j]).collect();
        let found = estimate(&own, &pi, None, Variance::Brewer)?;
        let truth = y.iter().sum::<f64>() / n;
        square += (found.mean - truth) * (found.mean - truth);
        covered += f64::from(u8::from(found.lower <= truth && truth <= found.upper));
    }
    let draws = options.draws as f64;
    Ok(Precision {
        visits,
        caught: risk.iter().zip(chance).map(|(p, pi)| p * pi).sum(),
        se,
        relative_half: crate::math::Z95 * se / share,
        simulated_se: (square / draws).sqrt(),
        coverage: covered / draws,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_visits_catch_more_and_know_more() {
        let mut random = Random::new(1, 1);
        let risk: Vec<f64> = (0..200).map(|_| 0.02 + 0.5 * random.uniform().powi(3)).collect();
        let options = PrecisionOptions { draws: 150, floor: 0.05, ..PrecisionOptions::default() };
        let rows = precision(&vec![1.0; 200], &risk, &[20, 60, 120], &options).unwrap();
        assert!(rows.windows(2).all(|w| w[0].caught < w[1].caught && w[0].se > w[1].se));
        for row in &rows[1..] {
            assert!((row.simulated_se / row.se - 1.0).abs() < 0.25, "{row:?}");
            assert!(row.coverage >= 0.88, "{row:?}");
        }
    }

    #[test]
    fn visits_that_the_floor_exceeds_are_refused() {
        let options = PrecisionOptions { floor: 0.5, ..PrecisionOptions::default() };
        assert_eq!(precision(&[1.0; 10], &[0.1; 10], &[2], &options).unwrap_err().code(), "design.parameter");
        let (many, usual) = ([20, 40], PrecisionOptions::default());
        let error = precision(&[1.0; 30], &[0.1; 30], &many, &usual).unwrap_err();
        assert!(matches!(error, DesignError::Parameter { name: "visits", value: 40.0, .. }));
        assert_eq!(precision(&[1.0; 30], &[0.1; 30], &[], &usual).unwrap_err().code(), "design.too_few");
        assert_eq!(usual_visits(90, 0.02), [20, 40, 60, 80]);
        assert_eq!(usual_visits(1_500, 0.02), [40, 60, 80, 100, 120, 140, 160, 180, 200]);
        let few = PrecisionOptions { draws: 1, ..options };
        assert_eq!(precision(&[1.0; 10], &[0.1; 10], &[2], &few).unwrap_err().code(), "design.too_few");
    }
}
