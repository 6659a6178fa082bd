//! Visits beside what is known of all schools: how many each stratum has, and other totals.

use nalgebra::DMatrix;
use obektiv_derive::{Settings, described};
use serde::{Deserialize, Serialize};

use super::super::error::{DesignError, all, same_length};
use super::{CHANCE, Estimate, EstimateOptions, JOINT, OUTCOME, Pairs, Variance, Visits, check};
use crate::Error;
use crate::function::{Function, Given, Groups, Input, Kind, NoOptions, Output, Shape, options};

const STRATUM: Input = Input::new("stratum", Kind::Names).doc("The stratum of each visited school.");
const STRATA: Input = Input::new("strata", Kind::Names).doc("The names of all strata.");
const SCHOOLS: Input = Input::new("schools", Kind::Numbers).doc("How many schools each of `strata` has.");

/// A stratum's number of schools.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StratumSize {
    /// The stratum's name.
    pub stratum: String,
    /// Its schools.
    pub schools: f64,
}

fn places(stratum: &[&str], sizes: &[StratumSize]) -> Result<Vec<usize>, DesignError> {
    let place = |name: &&str| {
        sizes.iter().position(|size| size.stratum == **name).ok_or_else(|| DesignError::Id {
            name: "stratum",
            id: (**name).to_owned(),
            problem: "not among strata",
        })
    };
    let places: Vec<usize> = stratum.iter().map(place).collect::<Result<_, _>>()?;
    for (h, size) in sizes.iter().enumerate() {
        all("schools", &[size.schools], "more than 0", |n| n > 0.0 && n.is_finite())?;
        if sizes[..h].iter().any(|before| before.stratum == size.stratum) {
            let (id, problem) = (size.stratum.clone(), "there twice");
            return Err(DesignError::Id { name: "strata", id, problem });
        }
        if !places.contains(&h) {
            let (id, problem) = (size.stratum.clone(), "a stratum without a visit");
            return Err(DesignError::Id { name: "strata", id, problem });
        }
    }
    Ok(places)
}

/// The same, weighted so that visited schools stand for the known number of schools of each
/// stratum.
///
/// ```text
/// total Σ_h N_h·(Hájek mean of stratum h);
/// variance by residuals y − mean of the stratum, weighted N_h/N̂_h
/// ```
///
/// # Errors
/// As [`estimate`](super::estimate()), and [`DesignError::Id`] for strata without a visit or
/// without a size.
///
/// # Examples
/// ```python
/// >>> stratum, chance = ["town", "town", "village", "village"], [0.5, 0.5, 0.1, 0.1]
/// >>> strata, schools = ["town", "village"], [4, 20]
/// >>> found = ob.design.poststratified([1, 0, 0, 1], chance, stratum, strata, schools)
/// >>> round(found.total, 2), round(found.mean, 3)
/// (12.0, 0.5)
/// ```
#[described]
pub fn poststratified(
    outcome: &[f64],
    chance: &[f64],
    stratum: &[&str],
    sizes: &[StratumSize],
    joint: Option<&[Vec<f64>]>,
    variance: Variance,
) -> Result<Estimate, DesignError> {
    check(outcome, chance, joint, variance)?;
    same_length("stratum", stratum.len(), outcome.len())?;
    let places = places(stratum, sizes)?;
    let mut sums = vec![(0.0, 0.0); sizes.len()];
    for (i, &h) in places.iter().enumerate() {
        sums[h].0 += outcome[i] / chance[i];
        sums[h].1 += 1.0 / chance[i];
    }
    let population: f64 = sizes.iter().map(|size| size.schools).sum();
    let total: f64 = sums.iter().zip(sizes).map(|((y, n), size)| size.schools * y / n).sum();
    let residuals: Vec<f64> = (0..outcome.len())
        .map(|i| {
            let (sum, size) = (sums[places[i]], &sizes[places[i]]);
            (outcome[i] - sum.0 / sum.1) * size.schools / sum.1
        })
        .collect();
    let of_total = Pairs { chance, joint, variance }.of(&residuals);
    let of_mean = of_total / (population * population);
    Ok(Visits { y: outcome, chance, df: None }.estimate((total, of_total), population, (of_mean, of_mean)))
}

/// The sizes of strata in the catalogue: names and numbers at these places.
fn sizes(given: &Given<'_>, at: usize) -> Result<Vec<StratumSize>, Error> {
    let (names, schools) = (given.names(at)?, given.numbers(at + 1)?);
    same_length("schools", schools.len(), names.len())?;
    let size = |(name, &schools): (&String, &f64)| StratumSize { stratum: name.clone(), schools };
    Ok(names.iter().zip(schools).map(size).collect())
}

/// [`poststratified`] in the catalogue.
pub const POSTSTRATIFIED: Function = Function {
    id: "design.poststratified",
    doc: POSTSTRATIFIED_DOC,
    inputs: &[OUTCOME, CHANCE, STRATUM, STRATA, SCHOOLS, JOINT],
    groups: Groups::None,
    options: options::<EstimateOptions>,
    output: Shape::Record(Estimate::described),
    run: |given| {
        let EstimateOptions { variance } = given.options()?;
        let (stratum, sizes, joint) = (given.texts(2)?, sizes(given, 3)?, given.optional(5, Given::columns)?);
        let (outcome, chance) = (given.numbers(0)?, given.numbers(1)?);
        Ok(Output::record(&poststratified(outcome, chance, &stratum, &sizes, joint, variance)?))
    },
};

/// Calibrated to known totals, such as the number of schools and of pupils: regression weights.
///
/// ```text
/// g = 1 + (X − X̂)'(Σ xx'/π)⁻¹x;   total Σ g·y/π;
/// variance by residuals y − x'B, B by least squares weighted with 1/π, times g
/// ```
/// `columns` are known for visited schools, `totals` for all; a column of ones with the number of
/// schools should be among them.
///
/// # Errors
/// As [`estimate`](super::estimate()), and [`DesignError::Parameter`] for columns that depend on
/// each other.
///
/// # Examples
/// ```python
/// >>> known, chance = [[1] * 4, [100, 400, 50, 60]], [0.5, 0.5, 0.2, 0.2]
/// >>> found = ob.design.calibrated([1, 0, 0, 1], chance, known, [14, 1500], population=14)
/// >>> round(found.total, 2), round(found.mean_se, 3)
/// (7.07, 0.277)
/// ```
#[described]
pub fn calibrated(
    outcome: &[f64],
    chance: &[f64],
    columns: &[&[f64]],
    totals: &[f64],
    population: f64,
    joint: Option<&[Vec<f64>]>,
    variance: Variance,
) -> Result<Estimate, DesignError> {
    check(outcome, chance, joint, variance)?;
    same_length("totals", totals.len(), columns.len())?;
    all("totals", totals, "a finite number", f64::is_finite)?;
    all("population", &[population], "more than 0", |n| n > 0.0 && n.is_finite())?;
    for column in columns {
        same_length("columns", column.len(), outcome.len())?;
        all("columns", column, "a finite number", f64::is_finite)?;
    }
    let (n, k) = (outcome.len(), columns.len());
    let x = DMatrix::from_fn(n, k, |i, j| columns[j][i]);
    let weighted = DMatrix::from_fn(n, k, |i, j| columns[j][i] / chance[i]);
    let singular = DesignError::Parameter {
        name: "columns",
        value: k as f64,
        expected: "columns that do not depend on each other",
    };
    let inverse = weighted.tr_mul(&x).cholesky().ok_or(singular)?;
    let apart = nalgebra::DVector::from_fn(k, |j, _| totals[j] - weighted.column(j).sum());
    let (turned, y) = (inverse.solve(&apart), nalgebra::DVector::from_column_slice(outcome));
    let slope = inverse.solve(&weighted.tr_mul(&y));
    let g = (&x * turned).map(|value| 1.0 + value);
    let residuals: Vec<f64> = (&y - &x * slope).component_mul(&g).iter().copied().collect();
    let total: f64 = (0..n).map(|i| g[i] * outcome[i] / chance[i]).sum();
    let of_total = Pairs { chance, joint, variance }.of(&residuals);
    let of_mean = of_total / (population * population);
    Ok(Visits { y: outcome, chance, df: None }.estimate((total, of_total), population, (of_mean, of_mean)))
}

/// Options of [`calibrated`] in the catalogue.
#[derive(Default, Settings)]
struct CalibratedOptions {
    /// How many schools there are.
    #[setting(required)]
    population: f64,
    /// As for `estimate`.
    variance: Variance,
}

/// [`calibrated`] in the catalogue.
pub const CALIBRATED: Function = Function {
    id: "design.calibrated",
    doc: CALIBRATED_DOC,
    inputs: &[
        OUTCOME,
        CHANCE,
        Input::new("columns", Kind::Columns).doc("What is known of each visited school, column by column."),
        Input::new("totals", Kind::Numbers).doc("The sum of each column over all schools."),
        JOINT,
    ],
    groups: Groups::None,
    options: options::<CalibratedOptions>,
    output: Shape::Record(Estimate::described),
    run: |given| {
        let CalibratedOptions { population, variance } = given.options()?;
        let (outcome, chance, totals) = (given.numbers(0)?, given.numbers(1)?, given.numbers(3)?);
        let columns: Vec<&[f64]> = given.columns(2)?.iter().map(Vec::as_slice).collect();
        let joint = given.optional(4, Given::columns)?;
        Ok(Output::record(&calibrated(outcome, chance, &columns, totals, population, joint, variance)?))
    },
};

/// A simple random sample inside each stratum.
///
/// ```text
/// total Σ N_h·ȳ_h;   variance Σ N_h²·(1 − n_h/N_h)·s_h²/n_h
/// ```
///
/// # Errors
/// [`DesignError::Id`], [`DesignError::Length`], [`DesignError::TooFew`] below two visits in a
/// stratum that was not visited wholly.
///
/// # Examples
/// ```python
/// >>> visited = ["town", "town", "village", "village"]
/// >>> found = ob.design.stratified([1, 0, 0, 1], visited, ["town", "village"], [4, 20])
/// >>> round(found.total, 2), round(found.total_se, 2)
/// (12.0, 9.59)
/// ```
#[described]
pub fn stratified(outcome: &[f64], stratum: &[&str], sizes: &[StratumSize]) -> Result<Estimate, DesignError> {
    same_length("stratum", stratum.len(), outcome.len())?;
    all("outcome", outcome, "a finite number", f64::is_finite)?;
    if outcome.is_empty() {
        return Err(DesignError::TooFew { name: "outcome", got: 0, of: "visits", least: 1 });
    }
    let places = places(stratum, sizes)?;
    let (mut total, mut variance, mut visited) = (0.0, 0.0, vec![0.0; sizes.len()]);
    for (h, size) in sizes.iter().enumerate() {
        let y: Vec<f64> = (0..outcome.len()).filter(|&i| places[i] == h).map(|i| outcome[i]).collect();
        let (n, schools) = (y.len() as f64, size.schools);
        let mean = y.iter().sum::<f64>() / n;
        total += schools * mean;
        if n > schools {
            let expected = "at least the visits of the stratum";
            return Err(DesignError::Parameter { name: "schools", value: schools, expected });
        }
        visited[h] = n;
        if n >= schools {
            continue;
        }
        if y.len() < 2 {
            return Err(DesignError::TooFew { name: "stratum", got: y.len(), of: "visits", least: 2 });
        }
        let spread = y.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / (n - 1.0);
        variance += schools * schools * (1.0 - n / schools) * spread / n;
    }
    let population: f64 = sizes.iter().map(|size| size.schools).sum();
    let of_mean = variance / (population * population);
    let chance: Vec<f64> = places.iter().map(|&h| visited[h] / sizes[h].schools).collect();
    Ok(Visits { y: outcome, chance: &chance, df: None }.estimate(
        (total, variance),
        population,
        (of_mean, of_mean),
    ))
}

/// [`stratified`] in the catalogue.
pub const STRATIFIED: Function = Function {
    id: "design.stratified",
    doc: STRATIFIED_DOC,
    inputs: &[OUTCOME, STRATUM, STRATA, SCHOOLS],
    groups: Groups::None,
    options: options::<NoOptions>,
    output: Shape::Record(Estimate::described),
    run: |given| {
        given.options::<NoOptions>()?;
        Ok(Output::record(&stratified(given.numbers(0)?, &given.texts(1)?, &sizes(given, 2)?)?))
    },
};
