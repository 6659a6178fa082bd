//! Did both groups move alike before the help, and could anybody have seen it if they had not?

use nalgebra::{DMatrix, DVector};
use obektiv_derive::{Record, described};
use serde::Serialize;

use super::error::EffectError;
use super::group_time::{GroupTime, covariance};
use super::regression::inverse;
use super::result::{Effect, Statement};
use super::warning::Warning;
use super::words::{Words, number};
use crate::math::{chi2_quantile, chi2_tail, root};

/// What a check of years before the help finds, with what it could have found.
///
/// It is no effect: nothing had been done yet, so there is no change to explain and the differences
/// expected are 0. In place of an estimate with its interval stands what could have been missed:
/// `detectable_slope` and the `bias` it would bring.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct Pretrend {
    /// What was checked and what cannot be concluded.
    #[serde(flatten)]
    pub statement: Statement,
    /// Wald's statistic of all differences before the help.
    pub statistic: f64,
    /// Its degrees of freedom.
    pub df: usize,
    /// P(χ² ≥ statistic).
    pub pvalue: f64,
    /// The yearly drift between the groups that this check finds in four cases of five.
    pub detectable_slope: f64,
    /// What such a drift would add to the mean effect after the help.
    pub bias: f64,
    /// Helped units.
    pub n_treated: usize,
    /// Units not helped that they are compared with.
    pub n_control: usize,
    /// Clusters.
    pub clusters: usize,
    /// Clusters with helped units.
    pub treated_clusters: usize,
}

/// Wald's test of differences, and the drift that it finds.
struct Wald {
    statistic: f64,
    pvalue: f64,
    slope: f64,
    bias: f64,
}

/// P(χ² > c) with noncentrality λ: a Poisson mixture.
fn noncentral_tail(c: f64, df: f64, lambda: f64) -> f64 {
    let mut weight = libm::exp(-lambda / 2.0);
    let (mut sum, mut all, mut j) = (0.0, 0.0, 0.0);
    while all < 1.0 - 1e-14 && j < 2_000.0 {
        sum += weight * chi2_tail(c, df + 2.0 * j);
        all += weight;
        j += 1.0;
        weight *= lambda / (2.0 * j);
    }
    sum
}

impl Wald {
    /// The test of `beta`, and the slope along `drift` that it finds in 80 %; `after` is the mean
    /// effect's bias for a slope of 1.
    fn of(beta: &[f64], covariance: &DMatrix<f64>, drift: &[f64], after: f64) -> Option<Self> {
        let precision = inverse(covariance)?;
        let (b, d) = (DVector::from_column_slice(beta), DVector::from_column_slice(drift));
        let (statistic, df) = (b.dot(&(&precision * &b)), beta.len() as f64);
        let per_slope = d.dot(&(&precision * &d));
        let limit = chi2_quantile(0.95, df);
        let lambda = root(0.0, 200.0 + 4.0 * df, |lambda| noncentral_tail(limit, df, lambda) - 0.8);
        let slope = (lambda / per_slope).sqrt();
        Some(Self { statistic, pvalue: chi2_tail(statistic, df), slope, bias: slope * after })
    }

    fn statement(&self, effect: &Effect) -> Statement {
        let [[p_ru, p_en], [slope_ru, slope_en], [bias_ru, bias_en]] =
            [self.pvalue, self.slope, self.bias].map(number);
        let comparison = Words::new(
            "Где помогали и где нет, по годам до помощи",
            "Helped units beside others, year by year before the help",
        );
        let finding = Words::new(
            format!(
                "p = {p_ru}, ожидаемых различий нет; расхождение на {slope_ru} в год такая проверка находит в четырёх случаях \
                 из пяти; незамеченное, оно сдвинуло бы эффект на {bias_ru}"
            ),
            format!(
                "p = {p_en}, no differences being expected; a drift of {slope_en} a year is found in four cases of five; \
                 unseen, it would move the effect by {bias_en}"
            ),
        );
        let caution = Words::new(
            "Того, что расхождения нет, отсюда не следует.",
            "That there is no drift cannot be concluded.",
        );
        let mut warnings = effect.warnings.clone();
        if self.bias > effect.estimate.abs() {
            warnings.push(Warning::WeakCheck { bias: self.bias });
        }
        Statement::of(
            "Wald's test of all differences before the help",
            comparison,
            &finding,
            caution,
            warnings,
        )
    }
}

impl GroupTime {
    /// All differences before the help together, and the drift that would have been seen.
    ///
    /// ```text
    /// W = b'V⁻¹b of all ATT(g, t < g), V from their influence functions,
    ///     χ² with as many degrees of freedom
    /// drift of slope s: each such cell is s (varying base) or s·(t − b) (universal);
    /// λ = s²·d'V⁻¹d
    /// detectable slope: P(χ²(λ) > its 95 % point) = .8;
    /// bias: s·(t − b) of cells after, as `simple` adds them up
    /// ```
    /// In other languages it takes the panel again, and fails as
    /// [`group_time`](super::group_time()) does besides.
    ///
    /// # Errors
    /// [`EffectError::OnePeriod`] with no year before the base year: nothing can be checked;
    /// [`EffectError::Singular`] where there are more differences than units.
    ///
    /// # Examples
    /// ```python
    /// >>> unit, year = np.repeat(np.arange(12), 4), np.tile([2019, 2020, 2021, 2022], 12)
    /// >>> first = np.repeat([2021.0] * 4 + [2022.0] * 4 + [np.nan] * 4, 4)
    /// >>> outcome = np.sin(unit * year) - (year >= first)
    /// >>> found = ob.effect.pretrend(unit, year, outcome, first)
    /// >>> found.df, round(found.pvalue, 3), round(found.detectable_slope, 2)
    /// (3, 0.857, 1.28)
    /// ```
    ///
    /// # References
    /// Roth (2022), American Economic Review: Insights 4, 305–322.
    #[described]
    pub fn pretrend(&self) -> Result<Pretrend, EffectError> {
        let before = self.before();
        if before.is_empty() {
            return Err(EffectError::OnePeriod { name: "period", side: "before" });
        }
        let beta: Vec<f64> = before.iter().map(|(cell, _)| cell.att).collect();
        let n = before.len();
        let psi = |i: usize, j: usize| covariance(before[i].1, before[j].1, self.cluster_of());
        let matrix = DMatrix::from_fn(n, n, psi);
        let drift: Vec<f64> =
            before.iter().map(|(cell, _)| self.drift(cell.first_treated, cell.period)).collect();
        let share = |g: i32| {
            self.cohorts.iter().filter(|c| c.first_treated == g).map(|c| c.units as f64).sum::<f64>()
        };
        let after = self.cells.iter().filter(|cell| cell.period >= cell.first_treated);
        let (sum, weights) = after.fold((0.0, 0.0), |(sum, weights), cell| {
            let weight = share(cell.first_treated);
            (sum + weight * f64::from(cell.period - cell.first_treated + 1), weights + weight)
        });
        let found = Wald::of(&beta, &matrix, &drift, sum / weights);
        let found = found.ok_or(EffectError::Singular { name: "first_treated" })?;
        Ok(Pretrend {
            statement: found.statement(&self.effect),
            statistic: found.statistic,
            df: n,
            pvalue: found.pvalue,
            detectable_slope: found.slope,
            bias: found.bias,
            n_treated: self.effect.n_treated,
            n_control: self.effect.n_control,
            clusters: self.effect.clusters,
            treated_clusters: self.effect.treated_clusters,
        })
    }

    fn drift(&self, first_treated: i32, period: i32) -> f64 {
        match self.base() {
            super::group_time::Base::Varying => 1.0,
            super::group_time::Base::Universal => f64::from(period - first_treated + 1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::event_study::YearlyEffects;
    use super::super::fixtures::{close, json, near};
    use super::*;

    #[test]
    fn walds_test_is_that_of_the_reference() {
        let want = json(include_str!("../../../tests/fixtures/effect/honest.py.json"));
        let study = YearlyEffects::reference();
        let (beta, drift) = (&study.beta[..2], [-2.0, -1.0]);
        let matrix = DMatrix::from_fn(2, 2, |i, j| study.covariance[i][j]);
        let found = Wald::of(beta, &matrix, &drift, 2.0).unwrap();
        near(found.statistic, &want["pre_trend_wald"]["statistic"], 1e-9);
        near(found.pvalue, &want["pre_trend_wald"]["p"], 1e-9);
        // Seen in four cases of five, by simulation of the same covariance.
        let (a, b, c) = (study.covariance[0][0], study.covariance[0][1], study.covariance[1][1]);
        let mut random = crate::random::Random::new(1, 2);
        let (l11, l21) = (a.sqrt(), b / a.sqrt());
        let l22 = (c - l21 * l21).sqrt();
        let det = a * c - b * b;
        let seen = (0..4000).filter(|_| {
            let (u, v) = (random.normal(), random.normal());
            let x = -2.0 * found.slope + l11 * u;
            let y = -found.slope + l21 * u + l22 * v;
            (c * x * x - 2.0 * b * x * y + a * y * y) / det > 5.991_464_547
        });
        close(seen.count() as f64 / 4000.0, 0.8, 0.02);
    }

    #[test]
    fn noncentral_tails_are_those_of_a_shifted_square() {
        // One degree of freedom: P((Z + √λ)² > c).
        let (c, lambda): (f64, f64) = (3.84, 2.5);
        let tail = crate::math::normal_upper(c.sqrt() - lambda.sqrt())
            + crate::math::normal_upper(c.sqrt() + lambda.sqrt());
        close(noncentral_tail(c, 1.0, lambda), tail, 1e-12);
    }
}
