//! What visited schools say about all.

mod joint;
mod known;
#[cfg(test)]
mod tests;

pub use joint::{SAMPFORD_JOINT, sampford_joint};
pub use known::{
    CALIBRATED, POSTSTRATIFIED, STRATIFIED, StratumSize, calibrated, poststratified, stratified,
};

use obektiv_derive::{Record, Settings, described};
use serde::{Deserialize, Serialize};

use super::error::{DesignError, all, same_length};
use crate::function::{Input, Kind, choices};
use crate::math::{t_quantile, wilson_by};

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
    /// 95 % interval of the mean by t, its degrees of freedom one less than the effective number of
    /// visits; where all found is 0 or 1, Wilson's for that number.
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
            Variance::Brewer => brewer(&weighted, self.chance),
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

/// Brewer's variance of Σ y/π, from y/π and π.
pub(super) fn brewer(weighted: &[f64], chance: &[f64]) -> f64 {
    let n = weighted.len() as f64;
    let centre = weighted.iter().sum::<f64>() / n;
    let one = |(w, p): (&f64, &f64)| (1.0 - p) * (w - centre) * (w - centre);
    n / (n - 1.0) * weighted.iter().zip(chance).map(one).sum::<f64>()
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
    let residuals: Vec<f64> = y.iter().map(|y| (y - total / population) / population).collect();
    // A school with more than its share of the weights draws the mean to itself.
    let own = 1.0 - 1.0 / y.len() as f64;
    let further = |(r, p): (&f64, &f64)| r * own / (1.0 - 1.0 / p / population);
    let left_out: Vec<f64> = residuals.iter().zip(chance).map(further).collect();
    let visits = Visits { y, chance, df: None };
    visits.estimate((total, pairs.of(y)), population, (pairs.of(&residuals), pairs.of(&left_out)))
}

/// What sums leave of nothing, in shares.
const ROUNDING: f64 = 1e-12;

/// What was found, and with what chance it was visited.
pub(super) struct Visits<'a> {
    pub y: &'a [f64],
    pub chance: &'a [f64],
    /// Degrees of freedom; without, one less than the effective number of visits.
    pub df: Option<f64>,
}

impl Visits<'_> {
    /// From a total with its variance, and the variance of the mean, as it is and for the interval.
    pub fn estimate(
        &self,
        (total, of_total): (f64, f64),
        population: f64,
        (of_mean, of_interval): (f64, f64),
    ) -> Estimate {
        let (mean, of_mean) = (total / population, of_mean.max(0.0));
        let (lower, upper) = self.interval(mean, of_interval.max(0.0));
        Estimate {
            total,
            total_se: of_total.max(0.0).sqrt(),
            mean,
            mean_se: of_mean.sqrt(),
            lower,
            upper,
            population,
            visits: self.y.len(),
        }
    }

    fn interval(&self, mean: f64, variance: f64) -> (f64, f64) {
        let t = t_quantile(0.975, self.df.unwrap_or_else(|| self.alike(|_| 1.0) - 1.0).max(1.0));
        // Regression weights may leave 0 to 1, rounding alone does not count.
        let share = mean.clamp(0.0, 1.0);
        if self.y.iter().any(|y| ![0.0, 1.0].contains(y)) || (share - mean).abs() > ROUNDING {
            return (mean - t * variance.sqrt(), mean + t * variance.sqrt());
        }
        // Where all are alike none of the variance can be seen.
        let visits = match variance.sqrt() > ROUNDING {
            true => share * (1.0 - share) / variance,
            false => self.alike(|p| 1.0 - p),
        };
        if visits.is_finite() { wilson_by(share, visits, t) } else { (mean, mean) }
    }

    /// How many schools of one chance would say as much: (Σ w)²/Σ w², w = 1/π.
    fn alike(&self, open: impl Fn(f64) -> f64) -> f64 {
        let all: f64 = self.chance.iter().map(|p| 1.0 / p).sum();
        all * all / self.chance.iter().map(|p| open(*p) / (p * p)).sum::<f64>()
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
/// interval mean ± t·se', se' from residuals times (1 − 1/n)/(1 − (1/π)/Σ(1/π)),
///     (Σ 1/π)²/Σ 1/π² − 1 degrees of freedom, at least 1;   of a share p (all y are 0 or 1) Wilson's with t in place of z and
///     p(1 − p)/se'² visits, or (Σ 1/π)²/Σ (1 − π)/π² where se' is 0
/// ```
/// One entry per visited school. `joint` are the chances of pairs, visits × visits, such as
/// [`sampford_joint`] gives them; needed for `"sen_yates_grundy"` and `"horvitz_thompson"` only. A
/// variance below 0, which these can give for other designs, counts as 0.
///
/// Of visits by trips, `group` names each visited school's group: groups vary, not schools.
///
/// ```text
/// z_g = Σ_{j in g} y_j/π_j;   variance M/(M − 1)·Σ (z_g − z̄)² over the M groups that were drawn:
///     with replacement, never too small on average
/// groups that were certain (`group_chance` 1) are strata: Brewer's variance inside each
/// degrees of freedom: M − 1, and visits less one of each certain group
/// ```
///
/// # Errors
/// [`DesignError::Parameter`] for a chance of 0, or another variance than Brewer's beside groups;
/// [`DesignError::Length`], [`DesignError::TooFew`] below two visits or groups, [`DesignError::Id`]
/// for a group with two chances.
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
/// Donadio (2003), Survey Methodology 29, 189–196. Wilson (1927), Journal of the American
/// Statistical Association 22, 209–212; the effective number of visits as in Korn & Graubard
/// (1998), Survey Methodology 24, 193–201.
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

pub(super) const OUTCOME: Input =
    Input::new("outcome", Kind::Numbers).doc("What was found at each visited school.");
pub(super) const CHANCE: Input =
    Input::new("chance", Kind::Numbers).doc("The chance with which each visited school was drawn.");
pub(super) const JOINT: Input = Input::new("joint", Kind::Columns)
    .optional()
    .doc("The chances of pairs of visited schools, as `sampford_joint` gives them.");

/// How the variance is estimated, in the catalogue.
#[derive(Default, Settings)]
pub(super) struct EstimateOptions {
    /// How the variance is estimated: from the chances alone (brewer), from those of pairs (the
    /// next two), for visits that were drawn one by one (poisson).
    pub(super) variance: Variance,
}
