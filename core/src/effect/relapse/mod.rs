//! What would have cleared by itself.

mod empirical;
mod model;
#[cfg(test)]
mod tests;

use obektiv_derive::{Record, Settings, described};
use serde::{Deserialize, Serialize};

use super::error::{EffectError, all_finite, same_length};
use super::result::{Counts, Effect, Numbers, around};
use super::warning::Warning;
use super::words::Words;
use crate::function::{Function, Given, Groups, Input, Kind, Output, Shape, options};
use crate::math::{Z95, normal_upper};
use model::{Five, Parameters, School, fitted, poisson_binomial};

/// Schools of two years; `after` and `critical` may be of another work than `before`.
#[derive(Debug, Clone, Copy, Default)]
pub struct TwoYears<'a> {
    /// The statistic of the first year, such as the mean.
    pub before: &'a [f64],
    /// The statistic of the second year.
    pub after: &'a [f64],
    /// Its sampling error in the first year: the pooled deviation inside schools over √n, not the
    /// school's own.
    pub se_before: &'a [f64],
    /// The same in the second year.
    pub se_after: &'a [f64],
    /// Who was flagged in the first year.
    pub flagged: &'a [bool],
    /// What `after` must exceed for the school to be flagged in the second year.
    pub critical: &'a [f64],
    /// Schools that were not helped: the expectation comes from them, and only the other flagged
    /// ones are judged. Without, it comes from all and takes a part of the effect with it.
    pub comparison: Option<&'a [bool]>,
}

/// Where the chance of a second flag comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelapseModel {
    /// Two normal levels with known sampling errors.
    #[default]
    Normal,
    /// Isotonic regression of the second flag on the first statistic among comparison schools: for
    /// tails heavier than normal.
    Empirical,
}

crate::function::choices!(RelapseModel, "model", Normal = "normal", Empirical = "empirical");

/// Options of [`relapse`].
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, Settings)]
#[serde(default, deny_unknown_fields)]
pub struct RelapseOptions {
    /// Where the chance of a second flag comes from.
    pub model: RelapseModel,
}

/// The distribution of true levels in two years.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Record)]
pub struct Levels {
    /// Mean level of the first year.
    pub mu0: f64,
    /// Mean level of the second year.
    pub mu1: f64,
    /// Standard deviation of levels in the first year.
    pub tau0: f64,
    /// Standard deviation of levels in the second year.
    pub tau1: f64,
    /// Correlation of a school's levels.
    pub rho: f64,
    /// The log-likelihood.
    pub log_likelihood: f64,
}

/// What [`relapse`] finds.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct Relapse {
    /// The share of flagged schools that cleared beyond what was to be expected; changes are shares
    /// that cleared.
    #[serde(flatten)]
    pub effect: Effect,
    /// Flagged schools that are judged.
    pub flagged: usize,
    /// Those that are flagged again.
    pub still_observed: usize,
    /// How many were to be expected again without any measure.
    pub still_expected: f64,
    /// The standard deviation of that number.
    pub still_sd: f64,
    /// P(at most as many again), the chances taken as known.
    pub pvalue_at_most: f64,
    /// P(fewer) + P(as many)/2, the chances taken as known.
    pub pvalue_mid: f64,
    /// The share that cleared.
    pub cleared_observed: f64,
    /// The share that was to be expected to clear: noise and drift of levels.
    pub cleared_expected: f64,
    /// The share that would clear by sampling noise alone, were each true level kept.
    pub cleared_if_only_noise: f64,
    /// The distribution of levels.
    pub levels: Levels,
    /// Of each school: the chance of a flag in the second year.
    pub p_still: Vec<f64>,
    /// Of each school: the statistic expected in the second year.
    pub expected_after: Vec<f64>,
    /// Of each school: the share of the first year's variance that is not sampling noise.
    pub reliability: Vec<f64>,
}

/// The flags of a list that would have cleared without any measure, from the screening's own
/// reliability.
///
/// ```text
/// x_jt = θ_jt + e_jt,  e_jt ~ N(0, v_jt) with v known;
/// (θ_j0, θ_j1) ~ N₂(μ₀, μ₁, τ₀², τ₁², ρ)     by maximum likelihood
/// m_j = μ₁ + ρτ₀τ₁/(τ₀² + v_j0)·(x_j0 − μ₀);   s_j² = τ₁² − ρ²τ₀²τ₁²/(τ₀² + v_j0) + v_j1
/// p_j = P(flag again | x_j0) = Φ((m_j − c_j)/s_j);   E = Σ p_j over flagged schools;
/// R: flagged again
/// estimate (E − R)/F: the share that cleared beyond the expected;
/// interval ± 1.96·√(Σp(1−p) + ∇'V∇)/F
/// p of the same error;   beside it, chances taken as known, that of a sum of unequal events:
///     P(Poisson binomial ≤ R) and its mid-p
/// noise alone: the same with ρ = 1;   reliability_j = τ₀²/(τ₀² + v_j0)
/// ```
/// One entry per school in all columns. The naive change is the share that cleared, the expected
/// change what would have cleared without any measure. `empirical` takes p_j from an isotonic
/// regression of the second flag on the first statistic among comparison schools; its interval and
/// p are those of the number of flags over 199 samples of these schools, drawn anew, with shares
/// (k + 1)/(n + 2) of its steps. Schools with a
/// reliability below one half cannot be judged in one year; they are counted in a warning.
///
/// # Errors
/// [`EffectError::Length`], [`EffectError::Parameter`] for values that are not finite or errors not
/// above 0, [`EffectError::TooFew`] below ten comparison schools or none flagged,
/// [`EffectError::NoControls`] where nobody is a comparison, [`EffectError::NoTreated`] where all
/// flagged are, [`EffectError::NotSettled`].
///
/// # Examples
/// ```python
/// >>> before = np.linspace(-1, 2, 40)
/// >>> after = 0.6 * before + 0.3 * np.sin(5.0 * np.arange(40))
/// >>> found = ob.effect.relapse(before, after, [0.2] * 40, [0.2] * 40, before > 1.2, [1.2] * 40)
/// >>> found.flagged, found.still_observed, round(found.still_expected, 2)
/// (11, 4, 2.46)
/// >>> round(found.naive_change, 2), round(found.expected_without_measures, 2)
/// (0.64, 0.78)
/// ```
///
/// # References
/// James (1973), Biometrics 29, 121–130. Das & Mulder (1983), Statistics in Medicine 2, 493–497.
#[described]
pub fn relapse(years: &TwoYears<'_>, options: &RelapseOptions) -> Result<Relapse, EffectError> {
    let n = years.before.len();
    check(years, n)?;
    let compared: Vec<bool> = years.comparison.map_or_else(|| vec![true; n], <[bool]>::to_vec);
    let judged: Vec<usize> =
        (0..n).filter(|&j| years.flagged[j] && (years.comparison.is_none() || !compared[j])).collect();
    let comparison = compared.iter().filter(|c| **c).count();
    if comparison < 10 && years.comparison.is_none() {
        return Err(EffectError::TooFew { name: "before", got: n, of: "schools", least: 10 });
    }
    if comparison == 0 {
        return Err(EffectError::NoControls { name: "comparison" });
    }
    if comparison < 10 {
        return Err(EffectError::TooFew { name: "comparison", got: comparison, of: "schools", least: 10 });
    }
    if judged.is_empty() && years.flagged.iter().any(|f| *f) {
        return Err(EffectError::NoTreated { name: "comparison" });
    }
    if judged.is_empty() {
        return Err(EffectError::TooFew { name: "flagged", got: 0, of: "schools", least: 1 });
    }
    let scale = Scale::of(years.before);
    let schools: Vec<School> = (0..n).map(|j| scale.school(years, j)).collect();
    let chosen: Vec<School> = schools.iter().zip(&compared).filter(|(_, c)| **c).map(|(s, _)| *s).collect();
    let (parameters, likelihood) = fitted(&chosen).ok_or(EffectError::NotSettled { name: "before" })?;
    let found = Found { years, options, schools, chosen, parameters, judged, compared, scale };
    Ok(found.answer(likelihood))
}

/// [`relapse`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "effect.relapse",
    doc: RELAPSE_DOC,
    inputs: &[
        Input::new("before", Kind::Numbers).doc("The statistic of the first year, such as the mean."),
        Input::new("after", Kind::Numbers).doc("The statistic of the second year, perhaps of another work."),
        Input::new("se_before", Kind::Numbers).doc(
            "Its sampling error in the first year: the pooled deviation inside schools over √n, not the school's own.",
        ),
        Input::new("se_after", Kind::Numbers).doc("The same in the second year."),
        Input::new("flagged", Kind::Flags).doc("Who was flagged in the first year."),
        Input::new("critical", Kind::Numbers).doc(
            "What `after` must exceed for the school to be flagged in the second year.",
        ),
        Input::new("comparison", Kind::Flags).optional().doc(
            "Schools that were not helped: the expectation comes from them, and only the other flagged ones are judged. \
             Without, it comes from all and takes a part of the effect with it.",
        ),
    ],
    groups: Groups::None,
    options: options::<RelapseOptions>,
    output: Shape::Record(Relapse::described),
    run: |given| {
        let years = TwoYears {
            before: given.numbers(0)?,
            after: given.numbers(1)?,
            se_before: given.numbers(2)?,
            se_after: given.numbers(3)?,
            flagged: given.flags(4)?,
            critical: given.numbers(5)?,
            comparison: given.optional(6, Given::flags)?,
        };
        Ok(Output::record(&relapse(&years, &given.options()?)?))
    },
};

fn check(years: &TwoYears<'_>, n: usize) -> Result<(), EffectError> {
    let columns = [
        ("after", years.after),
        ("se_before", years.se_before),
        ("se_after", years.se_after),
        ("critical", years.critical),
    ];
    all_finite("before", years.before)?;
    for (name, column) in columns {
        same_length(name, column.len(), n)?;
        all_finite(name, column)?;
    }
    same_length("flagged", years.flagged.len(), n)?;
    same_length("comparison", years.comparison.map_or(n, <[_]>::len), n)?;
    for (name, column) in [("se_before", years.se_before), ("se_after", years.se_after)] {
        if let Some(&value) = column.iter().find(|se| **se <= 0.0) {
            return Err(EffectError::Parameter { name, value, expected: "more than 0" });
        }
    }
    if let Some(first) =
        years.before.first().filter(|first| years.before.iter().all(|x| x.total_cmp(first).is_eq()))
    {
        return Err(EffectError::Parameter {
            name: "before",
            value: *first,
            expected: "not the same in all schools",
        });
    }
    Ok(())
}

/// Values are fitted as deviations from the first year's mean, in its standard deviations.
#[derive(Clone, Copy)]
struct Scale {
    mean: f64,
    sd: f64,
}

impl Scale {
    fn of(values: &[f64]) -> Self {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        Self { mean, sd: (values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n).sqrt() }
    }

    fn school(&self, years: &TwoYears<'_>, j: usize) -> School {
        let at = |x: f64| (x - self.mean) / self.sd;
        let square = |se: f64| (se / self.sd) * (se / self.sd);
        School {
            x: [at(years.before[j]), at(years.after[j])],
            v: [square(years.se_before[j]), square(years.se_after[j])],
            critical: at(years.critical[j]),
        }
    }

    fn back(&self, value: f64) -> f64 {
        self.mean + self.sd * value
    }
}

struct Found<'a> {
    years: &'a TwoYears<'a>,
    options: &'a RelapseOptions,
    schools: Vec<School>,
    chosen: Vec<School>,
    parameters: Parameters,
    judged: Vec<usize>,
    compared: Vec<bool>,
    scale: Scale,
}

impl Found<'_> {
    fn expected(&self, parameters: &Parameters, rho: f64) -> f64 {
        self.judged.iter().map(|&j| parameters.second(&self.schools[j], rho).1).sum()
    }

    /// The variance of E from the parameters: ∇'V∇; `None` where the likelihood is flat or at an
    /// edge.
    fn parameter_variance(&self) -> Option<f64> {
        let information = self.parameters.information(&self.chosen);
        let mut gradient = Five::zeros();
        for i in 0..5 {
            let mut step = Five::zeros();
            step[i] = 1e-5;
            let at = |p: Five| self.expected(&Parameters(p), Parameters(p).rho());
            gradient[i] = (at(self.parameters.0 + step) - at(self.parameters.0 - step)) / 2e-5;
        }
        Some(gradient.dot(&information.cholesky()?.solve(&gradient)))
    }

    /// The chances of a second flag, by the model that was asked for.
    fn chances(&self) -> Vec<f64> {
        match self.options.model {
            RelapseModel::Normal => {
                let chance = |s: &School| self.parameters.second(s, self.parameters.rho()).1;
                self.schools.iter().map(chance).collect()
            }
            RelapseModel::Empirical => empirical::chances(&self.chosen, &self.schools),
        }
    }

    /// The interval of the estimate, and its p-value; `mid` is that of the flags where their
    /// chances are known.
    fn uncertainty(&self, estimate: f64, own: f64, still: usize, mid: f64) -> (Option<(f64, f64)>, f64) {
        let f = self.judged.len() as f64;
        let two_sided = |mid: f64| (2.0 * mid.min(1.0 - mid)).min(1.0);
        if self.options.model == RelapseModel::Empirical {
            let judged: Vec<School> = self.judged.iter().map(|&j| self.schools[j]).collect();
            let predicted = empirical::predicted(&self.chosen, &judged, still);
            let excess = |number: f64| (number - still as f64) / f;
            let (low, high) = (excess(predicted.numbers.0), excess(predicted.numbers.1));
            return (Some((low.min(estimate), high.max(estimate))), two_sided(predicted.mid));
        }
        // The count's own distribution takes the chances as known: too small by half with few
        // schools.
        let Some(variance) = self.parameter_variance() else { return (None, two_sided(mid)) };
        let sd = (own + variance).sqrt();
        (around(estimate, Z95 * sd / f), 2.0 * normal_upper((estimate * f).abs() / sd))
    }

    fn answer(&self, likelihood: f64) -> Relapse {
        let p_still = self.chances();
        let chances = || self.judged.iter().map(|&j| p_still[j]);
        let still = self.judged.iter().filter(|&&j| self.years.after[j] > self.years.critical[j]).count();
        let (expected, own): (f64, f64) = (chances().sum(), chances().map(|p| p * (1.0 - p)).sum());
        let mass = poisson_binomial(chances());
        let (at_most, point): (f64, f64) = (mass[..=still].iter().sum(), mass[still]);
        let mid = at_most - point / 2.0;
        let f = self.judged.len() as f64;
        let [t0, t1] = self.parameters.tau();
        let reliability: Vec<f64> = self.schools.iter().map(|s| t0 * t0 / (t0 * t0 + s.v[0])).collect();
        let estimate = (expected - still as f64) / f;
        let cleared = 1.0 - still as f64 / f;
        let (interval, pvalue) = self.uncertainty(estimate, own, still, mid);
        let numbers = Numbers {
            estimate,
            interval,
            pvalue: Some(pvalue),
            smallest: None,
            naive: Some(cleared),
            expected: Some(1.0 - expected / f),
            ..Numbers::default()
        };
        let rho = self.parameters.rho();
        let at = |i: usize| self.scale.back(self.parameters.0[i]);
        Relapse {
            effect: self.effect(numbers, &reliability),
            flagged: self.judged.len(),
            still_observed: still,
            still_expected: expected,
            still_sd: own.sqrt(),
            pvalue_at_most: at_most,
            pvalue_mid: mid,
            cleared_observed: cleared,
            cleared_expected: 1.0 - expected / f,
            cleared_if_only_noise: 1.0 - self.expected(&self.parameters, 1.0) / f,
            levels: Levels {
                mu0: at(0),
                mu1: at(1),
                tau0: t0 * self.scale.sd,
                tau1: t1 * self.scale.sd,
                rho,
                log_likelihood: likelihood - 2.0 * self.chosen.len() as f64 * libm::log(self.scale.sd),
            },
            expected_after: self
                .schools
                .iter()
                .map(|s| self.scale.back(self.parameters.second(s, rho).0))
                .collect(),
            p_still,
            reliability,
        }
    }

    fn effect(&self, numbers: Numbers, reliability: &[f64]) -> Effect {
        let counts = Counts {
            treated: self.judged.len(),
            controls: self.compared.iter().filter(|c| **c).count(),
            clusters: self.schools.len(),
            treated_clusters: self.judged.len(),
        };
        let mut warnings = Vec::new();
        if self.years.comparison.is_none() {
            warnings.push(Warning::AllCompared);
        }
        let schools = self.judged.iter().filter(|&&j| reliability[j] < 0.5).count();
        if schools > 0 {
            warnings.push(Warning::Unreliable { schools });
        }
        let method = match self.options.model {
            RelapseModel::Normal => "two normal levels with known sampling errors",
            RelapseModel::Empirical => "isotonic regression of the second flag",
        };
        let comparison = Words::new(
            "Доля снятых пометок среди отмеченных школ и та, что ожидалась без мер по надёжности самого признака",
            "The share of flags that cleared beside the share expected without any measure from the sign's own reliability",
        );
        let caution = Words::new(
            "Большинство пометок снимается само; излишек ещё не доказывает, что помогли меры.",
            "Most flags clear by themselves; an excess does not show yet that measures made it.",
        );
        Effect::of(numbers, counts, method, comparison, caution, warnings)
    }
}
