//! What visited schools say about all.

use nalgebra::DMatrix;
use ndarray::Array2;
use obektiv_derive::{Record, Settings, described};
use serde::{Deserialize, Serialize};

use super::draw::whole;
use super::error::{DesignError, all, same_length};
use crate::Error;
use crate::function::{Function, Given, Groups, Input, Kind, NoOptions, Output, Shape, choices, options};
use crate::math::t_quantile;

/// How the variance is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variance {
    /// From the chances alone, for fixed numbers of visits (Brewer, Hartley & Rao).
    #[default]
    Brewer,
    /// Sen, Yates & Grundy, from the chances of pairs.
    SenYatesGrundy,
    /// Horvitz & Thompson, from the chances of pairs.
    HorvitzThompson,
    /// For visits that were drawn one by one, independently.
    Poisson,
}

choices!(
    Variance,
    "variance",
    Brewer = "brewer",
    SenYatesGrundy = "sen_yates_grundy",
    HorvitzThompson = "horvitz_thompson",
    Poisson = "poisson",
);

/// What [`estimate`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct Estimate {
    /// Horvitz and Thompson's total Σ y/π.
    pub total: f64,
    /// Its standard error.
    pub total_se: f64,
    /// Hájek's mean Σ y/π / Σ 1/π, or the post-stratified one.
    pub mean: f64,
    /// Its standard error.
    pub mean_se: f64,
    /// 95 % interval of the mean, t with visits − 1 degrees of freedom.
    pub lower: f64,
    /// 95 % interval of the mean.
    pub upper: f64,
    /// Σ 1/π: how many schools the visited ones stand for.
    pub population: f64,
    /// Visits.
    pub visits: usize,
}

/// Chances of pairs, and how they are used.
struct Pairs<'a> {
    chance: &'a [f64],
    joint: Option<&'a [Vec<f64>]>,
    variance: Variance,
}

impl Pairs<'_> {
    /// The variance of Σ y/π.
    fn of(&self, y: &[f64]) -> f64 {
        let n = y.len();
        let weighted: Vec<f64> = y.iter().zip(self.chance).map(|(y, p)| y / p).collect();
        let pair = |i: usize, j: usize| self.joint.map_or(0.0, |joint| joint[i][j]);
        let mut sum = 0.0;
        match self.variance {
            Variance::Poisson => (0..n).map(|i| (1.0 - self.chance[i]) * weighted[i] * weighted[i]).sum(),
            Variance::Brewer => {
                let centre = weighted.iter().sum::<f64>() / n as f64;
                let one = |(w, p): (&f64, &f64)| (1.0 - p) * (w - centre) * (w - centre);
                let square = weighted.iter().zip(self.chance).map(one).sum::<f64>();
                n as f64 / (n as f64 - 1.0) * square
            }
            Variance::SenYatesGrundy => {
                for i in 0..n {
                    for j in (0..n).filter(|j| *j != i) {
                        let apart = weighted[i] - weighted[j];
                        sum -=
                            0.5 * (pair(i, j) - self.chance[i] * self.chance[j]) / pair(i, j) * apart * apart;
                    }
                }
                sum
            }
            Variance::HorvitzThompson => {
                for i in 0..n {
                    sum += (1.0 - self.chance[i]) * weighted[i] * weighted[i];
                    for j in (0..n).filter(|j| *j != i) {
                        let part = (pair(i, j) - self.chance[i] * self.chance[j]) / pair(i, j);
                        sum += part * weighted[i] * weighted[j];
                    }
                }
                sum
            }
        }
    }
}

fn check(
    outcome: &[f64],
    chance: &[f64],
    joint: Option<&[Vec<f64>]>,
    variance: Variance,
) -> Result<(), DesignError> {
    let n = outcome.len();
    same_length("chance", chance.len(), n)?;
    all("outcome", outcome, "a finite number", f64::is_finite)?;
    all("chance", chance, "more than 0, at most 1", |p| p > 0.0 && p <= 1.0)?;
    if n < 2 {
        return Err(DesignError::TooFew { name: "outcome", got: n, of: "visits", least: 2 });
    }
    let by_pairs = matches!(variance, Variance::SenYatesGrundy | Variance::HorvitzThompson);
    match joint {
        None if by_pairs => Err(DesignError::Length { name: "joint", got: 0, expected: n }),
        None => Ok(()),
        Some(joint) => {
            same_length("joint", joint.len(), n)?;
            for row in joint {
                same_length("joint", row.len(), n)?;
                all("joint", row, "more than 0, at most 1", |p| p > 0.0 && p <= 1.0)?;
            }
            Ok(())
        }
    }
}

fn answer(y: &[f64], chance: &[f64], pairs: &Pairs<'_>) -> Estimate {
    let total: f64 = y.iter().zip(chance).map(|(y, p)| y / p).sum();
    let population: f64 = chance.iter().map(|p| 1.0 / p).sum();
    let mean = total / population;
    let residuals: Vec<f64> = y.iter().map(|y| (y - mean) / population).collect();
    finished(total, pairs.of(y), mean, pairs.of(&residuals), population, y.len())
}

fn finished(total: f64, of_total: f64, mean: f64, of_mean: f64, population: f64, visits: usize) -> Estimate {
    let mean_se = of_mean.max(0.0).sqrt();
    let half = t_quantile(0.975, visits as f64 - 1.0) * mean_se;
    Estimate {
        total,
        total_se: of_total.max(0.0).sqrt(),
        mean,
        mean_se,
        lower: mean - half,
        upper: mean + half,
        population,
        visits,
    }
}

/// Totals and means of all schools from visited ones, by the chances with which they were visited.
///
/// ```text
/// HT total Ŷ = Σ y/π;   Hájek mean Σ y/π / Σ 1/π, its variance by residuals (y − mean)/Σ(1/π)
/// Brewer Σ (1 − π_i)·n/(n − 1)·(y_i/π_i − Ŷ/n)²
/// Sen–Yates–Grundy −½ΣΣ (π_ij − π_iπ_j)/π_ij·(y_i/π_i − y_j/π_j)²
/// Horvitz–Thompson Σ (1 − π)/π²·y² + ΣΣ_{i≠j} (π_ij − π_iπ_j)/(π_ij π_i π_j)·y_i y_j;
/// Poisson Σ (1 − π)/π²·y²
/// ```
/// One entry per visited school. `joint` are the chances of pairs, visits × visits, such as
/// [`sampford_joint`] gives them; needed for `"sen_yates_grundy"` and `"horvitz_thompson"` only. A
/// variance below 0, which these can give for other designs, counts as 0.
///
/// # Errors
/// [`DesignError::Parameter`] for a chance of 0, [`DesignError::Length`], [`DesignError::TooFew`]
/// below two visits.
///
/// # Examples
/// ```python
/// >>> found = ob.design.estimate([1, 0, 0, 1, 0], [0.5, 0.1, 0.1, 0.2, 0.25])
/// >>> round(found.total, 2), round(found.mean, 3), round(found.population, 1)
/// (7.0, 0.226, 31.0)
/// ```
///
/// # References
/// Horvitz & Thompson (1952), Journal of the American Statistical Association 47, 663–685. Brewer &
/// Donadio (2003), Survey Methodology 29, 189–196.
#[described]
pub fn estimate(
    outcome: &[f64],
    chance: &[f64],
    joint: Option<&[Vec<f64>]>,
    variance: Variance,
) -> Result<Estimate, DesignError> {
    check(outcome, chance, joint, variance)?;
    Ok(answer(outcome, chance, &Pairs { chance, joint, variance }))
}

const OUTCOME: Input = Input::new("outcome", Kind::Numbers).doc("What was found at each visited school.");
const CHANCE: Input =
    Input::new("chance", Kind::Numbers).doc("The chance with which each visited school was drawn.");
const JOINT: Input = Input::new("joint", Kind::Columns)
    .optional()
    .doc("The chances of pairs of visited schools, as `sampford_joint` gives them.");
const STRATUM: Input = Input::new("stratum", Kind::Names).doc("The stratum of each visited school.");
const STRATA: Input = Input::new("strata", Kind::Names).doc("The names of all strata.");
const SCHOOLS: Input = Input::new("schools", Kind::Numbers).doc("How many schools each of `strata` has.");

/// How the variance is estimated, in the catalogue.
#[derive(Default, Settings)]
struct EstimateOptions {
    /// How the variance is estimated: from the chances alone (brewer), from those of pairs (the next
    /// two), for visits that were drawn one by one (poisson).
    variance: Variance,
}

/// [`estimate`] in the catalogue.
pub const ESTIMATE: Function = Function {
    id: "design.estimate",
    doc: ESTIMATE_DOC,
    inputs: &[OUTCOME, CHANCE, JOINT],
    groups: Groups::None,
    options: options::<EstimateOptions>,
    output: Shape::Record(Estimate::described),
    run: |given| {
        let EstimateOptions { variance } = given.options()?;
        let joint = given.optional(2, Given::columns)?;
        Ok(Output::record(&estimate(given.numbers(0)?, given.numbers(1)?, joint, variance)?))
    },
};

/// The chances of pairs of Sampford's design among visited schools.
///
/// ```text
/// λ = (π/n)/(1 − π);
/// π_ij = K·λ_i·λ_j·Σ_{t=2}^n (t − π_i − π_j)·L_{n−t}(without i, j)/n^{t−2},
///     K = (Σ_{t=1}^n t·L_{n−t}/n^t)⁻¹
/// L_m: sum over all sets of m schools of the product of their λ;   schools with π = 1: π_ij = π_j
/// ```
/// `chance` are those of the whole list, `sample` the visited places.
///
/// # Errors
/// [`DesignError::Parameter`] as for [`draw`](super::draw()), and for a place that the list does
/// not have.
///
/// # Examples
/// ```python
/// >>> ob.design.sampford_joint([0.5, 0.5, 0.25, 0.75], sample=[0, 3]).round(4)
/// array([[0.5   , 0.3068],
///        [0.3068, 0.75  ]])
/// ```
///
/// # References
/// Sampford (1967), Biometrika 54, 499–513.
#[described]
pub fn sampford_joint(chance: &[f64], sample: &[usize]) -> Result<Vec<Vec<f64>>, DesignError> {
    all("chance", chance, "more than 0, at most 1", |p| p > 0.0 && p <= 1.0)?;
    if let Some(&place) = sample.iter().find(|place| **place >= chance.len()) {
        return Err(DesignError::Parameter {
            name: "sample",
            value: place as f64,
            expected: "a place of the list",
        });
    }
    let open: Vec<usize> = (0..chance.len()).filter(|&j| chance[j] < 1.0 - 1e-12).collect();
    let n = whole(open.iter().map(|&j| chance[j]).sum());
    let size = n as f64;
    let odds: Vec<f64> = open.iter().map(|&j| chance[j] / size / (1.0 - chance[j])).collect();
    // Products are kept near 1: the scale cancels.
    let scale = (odds.iter().sum::<f64>() / size.max(1.0)).max(1e-300);
    let odds: Vec<f64> = odds.iter().map(|o| o / scale).collect();
    let sums = |without: [usize; 2]| {
        let mut l = vec![0.0; n + 1];
        l[0] = 1.0;
        for (_, o) in odds.iter().enumerate().filter(|(k, _)| !without.contains(k)) {
            for m in (1..=n).rev() {
                l[m] += o * l[m - 1];
            }
        }
        l
    };
    let full = sums([usize::MAX; 2]);
    // Each L_m carries scale^m less than it has; together with λλ all terms of the sum carry the
    // same.
    let term = |t: usize, l: &[f64]| l[n - t] * (1.0 / (size * scale)).powi(t as i32);
    let constant: f64 = (1..=n).map(|t| t as f64 * term(t, &full)).sum();
    let place = |j: usize| open.iter().position(|o| *o == j);
    let pair = |i: usize, j: usize| match (place(i), place(j)) {
        (Some(a), Some(b)) if a != b => {
            let l = sums([a, b]);
            let both = chance[i] + chance[j];
            let sum: f64 = (2..=n).map(|t| (t as f64 - both) * term(t, &l)).sum();
            odds[a] * odds[b] * scale * scale * size * size * sum / constant
        }
        (Some(_), Some(_)) => chance[i],
        _ => chance[i] * chance[j],
    };
    let half: Vec<Vec<f64>> =
        sample.iter().enumerate().map(|(k, &i)| sample[..=k].iter().map(|&j| pair(i, j)).collect()).collect();
    let row = |a: usize| (0..sample.len()).map(|b| if b <= a { half[a][b] } else { half[b][a] }).collect();
    Ok((0..sample.len()).map(row).collect())
}

/// Options of [`sampford_joint`] in the catalogue.
#[derive(Default, Settings)]
struct Sample {
    /// The visited places of the list, from 0.
    #[setting(required)]
    sample: Vec<usize>,
}

/// [`sampford_joint`] in the catalogue.
pub const SAMPFORD_JOINT: Function = Function {
    id: "design.sampford_joint",
    doc: SAMPFORD_JOINT_DOC,
    inputs: &[Input::new("chance", Kind::Numbers).doc("The chances of the whole list.")],
    groups: Groups::None,
    options: options::<Sample>,
    output: Shape::Matrix("joint", "The chances of pairs, visits × visits."),
    run: |given| {
        let Sample { sample } = given.options()?;
        let rows = sampford_joint(given.numbers(0)?, &sample)?;
        Ok(Output::Matrix(Array2::from_shape_fn((rows.len(), rows.len()), |(i, j)| rows[i][j])))
    },
};

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
            problem: "not among the sizes",
        })
    };
    let places: Vec<usize> = stratum.iter().map(place).collect::<Result<_, _>>()?;
    for (h, size) in sizes.iter().enumerate() {
        all("sizes", &[size.schools], "more than 0", |n| n > 0.0 && n.is_finite())?;
        if !places.contains(&h) {
            let (id, problem) = (size.stratum.clone(), "a stratum without a visit");
            return Err(DesignError::Id { name: "sizes", id, problem });
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
/// As [`estimate`], and [`DesignError::Id`] for strata without a visit or without a size.
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
    Ok(finished(total, of_total, total / population, of_mean, population, outcome.len()))
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
/// As [`estimate`], and [`DesignError::Parameter`] for columns that depend on each other.
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
    Ok(finished(total, of_total, total / population, of_total / (population * population), population, n))
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
    let places = places(stratum, sizes)?;
    let (mut total, mut variance) = (0.0, 0.0);
    for (h, size) in sizes.iter().enumerate() {
        let y: Vec<f64> = (0..outcome.len()).filter(|&i| places[i] == h).map(|i| outcome[i]).collect();
        let (n, schools) = (y.len() as f64, size.schools);
        let mean = y.iter().sum::<f64>() / n;
        total += schools * mean;
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
    Ok(finished(total, variance, total / population, of_mean, population, outcome.len()))
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

#[cfg(test)]
mod tests {
    use super::super::fixtures::{close, frame, json, near};
    use super::*;

    struct Sampled {
        y: Vec<f64>,
        chance: Vec<f64>,
        list: Vec<f64>,
        places: Vec<usize>,
        joint: Vec<Vec<f64>>,
        want: serde_json::Value,
    }

    fn sampled() -> Sampled {
        let (table, want) = frame();
        let list: Vec<f64> = serde_json::from_value(want["with_floor"].clone()).unwrap();
        let places: Vec<usize> = serde_json::from_value(want["sampled"].clone()).unwrap();
        let places: Vec<usize> = places.iter().map(|place| place - 1).collect();
        let y = table.numbers("y");
        Sampled {
            y: places.iter().map(|&j| y[j]).collect(),
            chance: places.iter().map(|&j| list[j]).collect(),
            joint: sampford_joint(&list, &places).unwrap(),
            list,
            places,
            want,
        }
    }

    #[test]
    fn chances_of_pairs_are_those_of_an_established_program() {
        let Sampled { joint, list, want, .. } = sampled();
        for (row, want) in joint.iter().zip(want["sampford_joint_of_sampled"].as_array().unwrap()) {
            row.iter().zip(want.as_array().unwrap()).for_each(|(got, want)| near(*got, want, 1e-8));
        }
        // Sums over all partners: (n − 1)π.
        let all: Vec<usize> = (0..list.len()).collect();
        let first = sampford_joint(&list, &all).unwrap()[0].clone();
        first
            .iter()
            .zip(want["sampford_joint_row1"].as_array().unwrap())
            .for_each(|(g, w)| near(*g, w, 1e-8));
        close(first[1..].iter().sum(), 13.0 * list[0], 1e-10);
    }

    #[test]
    fn totals_means_and_errors_are_those_of_established_programs() {
        let Sampled { y, chance, joint, want, .. } = sampled();
        let cases = [
            (Variance::SenYatesGrundy, "survey_YG"),
            (Variance::HorvitzThompson, "survey_HT"),
            (Variance::Brewer, "survey_brewer"),
        ];
        for (variance, name) in cases {
            let found = estimate(&y, &chance, Some(&joint), variance).unwrap();
            near(found.total, &want[name]["total"], 1e-8);
            near(found.total_se, &want[name]["total_se"], 1e-8);
            near(found.mean, &want[name]["mean"], 1e-8);
            near(found.mean_se, &want[name]["mean_se"], 1e-8);
        }
        let poisson = estimate(&y, &chance, None, Variance::Poisson).unwrap();
        near(poisson.total_se * poisson.total_se, &want["var_poisson"], 1e-8);
    }

    #[test]
    fn weights_that_meet_known_numbers_are_those_of_an_established_program() {
        let Sampled { y, chance, joint, want, places, .. } = sampled();
        let (table, _) = frame();
        let names = table.text("stratum");
        let stratum: Vec<&str> = places.iter().map(|&j| names[j]).collect();
        let mut sizes: Vec<StratumSize> = Vec::new();
        for name in &names {
            match sizes.iter_mut().find(|size| size.stratum == *name) {
                Some(size) => size.schools += 1.0,
                None => sizes.push(StratumSize { stratum: (*name).to_owned(), schools: 1.0 }),
            }
        }
        let syg = Variance::SenYatesGrundy;
        let found = poststratified(&y, &chance, &stratum, &sizes, Some(&joint), syg).unwrap();
        near(found.total, &want["poststratified"]["total"], 1e-8);
        near(found.mean, &want["poststratified"]["mean"], 1e-8);
        let size = table.numbers("size");
        let own: Vec<f64> = places.iter().map(|&j| size[j]).collect();
        let ones = vec![1.0; own.len()];
        let totals = [60.0, size.iter().sum()];
        let found = calibrated(&y, &chance, &[&ones, &own], &totals, 60.0, Some(&joint), syg).unwrap();
        near(found.total, &want["calibrated_on_size"]["total"], 1e-8);
        let missing = poststratified(&y, &chance, &stratum, &sizes[1..], None, Variance::Brewer).unwrap_err();
        assert_eq!(missing.code(), "design.id");
    }

    #[test]
    fn simple_samples_of_strata_are_those_of_an_established_program() {
        let (table, _) = frame();
        let want = json(include_str!("../../../tests/fixtures/effect/stratified.R.json"));
        let schools: Vec<String> = serde_json::from_value(want["schools"].clone()).unwrap();
        let (id, names, y) = (table.text("school"), table.text("stratum"), table.numbers("y"));
        let places: Vec<usize> =
            schools.iter().map(|school| id.iter().position(|id| id == school).unwrap()).collect();
        let stratum: Vec<&str> = places.iter().map(|&j| names[j]).collect();
        let outcome: Vec<f64> = places.iter().map(|&j| y[j]).collect();
        let count = |name: &str| names.iter().filter(|n| **n == name).count() as f64;
        let sizes: Vec<StratumSize> = ["1", "2", "3"]
            .iter()
            .filter(|name| stratum.contains(name))
            .map(|name| StratumSize { stratum: (*name).to_owned(), schools: count(name) })
            .collect();
        let found = stratified(&outcome, &stratum, &sizes).unwrap();
        near(found.mean, &want["mean"], 1e-10);
        near(found.mean_se, &want["mean_se"], 1e-10);
        near(found.total, &want["total"], 1e-10);
        near(found.total_se, &want["total_se"], 1e-10);
    }

    #[test]
    fn a_chance_of_nothing_is_refused() {
        let code = |chance: &[f64], joint: Option<&[Vec<f64>]>, variance| {
            estimate(&[1.0, 2.0], chance, joint, variance).unwrap_err().code()
        };
        assert_eq!(code(&[0.0, 0.5], None, Variance::Brewer), "design.parameter");
        assert_eq!(code(&[0.5], None, Variance::Brewer), "design.length");
        assert_eq!(code(&[0.5, 0.5], None, Variance::SenYatesGrundy), "design.length");
        assert_eq!(estimate(&[1.0], &[0.5], None, Variance::Brewer).unwrap_err().code(), "design.too_few");
    }
}
