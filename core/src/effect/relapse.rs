//! What would have cleared by itself.

use nalgebra::{SMatrix, SVector};
use obektiv_derive::{Record, Settings, described};
use serde::{Deserialize, Serialize};

use super::error::{EffectError, all_finite, same_length};
use super::result::{Counts, Effect, Numbers, around};
use super::warning::Warning;
use super::words::Words;
use crate::function::{Function, Given, Groups, Input, Kind, Output, Shape, options};
use crate::math::{Z95, normal_upper};
use crate::sorted::order;

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

type Five = SVector<f64, 5>;

/// One school of two years with its sampling variances.
#[derive(Clone, Copy)]
struct School {
    x: [f64; 2],
    v: [f64; 2],
    critical: f64,
}

/// μ₀, μ₁, ln τ₀, ln τ₁, atanh ρ.
#[derive(Clone, Copy)]
struct Parameters(Five);

impl Parameters {
    fn tau(&self) -> [f64; 2] {
        [libm::exp(self.0[2]), libm::exp(self.0[3])]
    }

    fn rho(&self) -> f64 {
        libm::tanh(self.0[4])
    }

    /// Adds one school's log-likelihood and its gradient.
    fn add(&self, school: &School, value: &mut f64, gradient: &mut Five) {
        let ([t0, t1], rho) = (self.tau(), self.rho());
        let (a, d, b) = (t0 * t0 + school.v[0], t1 * t1 + school.v[1], rho * t0 * t1);
        let det = a * d - b * b;
        let (r0, r1) = (school.x[0] - self.0[0], school.x[1] - self.0[1]);
        let (u0, u1) = ((d * r0 - b * r1) / det, (a * r1 - b * r0) / det);
        *value -= 0.5 * (libm::log(det) + r0 * u0 + r1 * u1) + libm::log(std::f64::consts::TAU);
        let g00 = 0.5 * (u0 * u0 - d / det);
        let g11 = 0.5 * (u1 * u1 - a / det);
        let g01 = 0.5 * (u0 * u1 + b / det);
        let slopes = [
            u0,
            u1,
            g00 * 2.0 * t0 * t0 + g01 * 2.0 * b,
            g11 * 2.0 * t1 * t1 + g01 * 2.0 * b,
            2.0 * g01 * (1.0 - rho * rho) * t0 * t1,
        ];
        (0..5).for_each(|i| gradient[i] += slopes[i]);
    }

    fn of(&self, schools: &[School]) -> (f64, Five) {
        let (mut value, mut gradient) = (0.0, Five::zeros());
        schools.iter().for_each(|school| self.add(school, &mut value, &mut gradient));
        (value, gradient)
    }

    /// Minus the second derivatives, by differences of the gradient.
    fn information(&self, schools: &[School]) -> SMatrix<f64, 5, 5> {
        let mut all = SMatrix::<f64, 5, 5>::zeros();
        for i in 0..5 {
            let mut step = Five::zeros();
            step[i] = 1e-5;
            let up = Self(self.0 + step).of(schools).1;
            let down = Self(self.0 - step).of(schools).1;
            all.set_column(i, &((down - up) / 2e-5));
        }
        (all + all.transpose()) / 2.0
    }

    /// Expected statistic, its standard deviation, and the chance to exceed the critical value.
    fn second(&self, school: &School, rho: f64) -> (f64, f64) {
        let [t0, t1] = self.tau();
        let noisy = t0 * t0 + school.v[0];
        let mean = self.0[1] + rho * t0 * t1 / noisy * (school.x[0] - self.0[0]);
        let variance = t1 * t1 - rho * rho * t0 * t0 * t1 * t1 / noisy + school.v[1];
        (mean, normal_upper((school.critical - mean) / variance.max(1e-300).sqrt()))
    }
}

/// What is furthest from the middle that a level's spread or correlation may go.
const FAR: [f64; 2] = [-9.0, 5.0];

/// The parameters of largest likelihood: steps of Newton where the likelihood bends the right way,
/// else along the gradient.
fn fitted(schools: &[School]) -> Option<(Parameters, f64)> {
    let mut here = start(schools);
    let (mut value, mut gradient) = here.of(schools);
    for _ in 0..200 {
        let information = here.information(schools);
        let scale = information.diagonal().abs().max().max(1.0);
        let mut step = None;
        let mut ridge = 0.0;
        while step.is_none() && ridge < 1e6 {
            let bent = information + SMatrix::identity() * (ridge * scale);
            step = bent.cholesky().map(|c| c.solve(&gradient));
            ridge = if ridge == 0.0 { 1e-6 } else { ridge * 10.0 };
        }
        let mut step = step?;
        let mut better = None;
        for _ in 0..60 {
            let mut next = here.0 + step;
            (2..4).for_each(|i| next[i] = next[i].max(FAR[0]));
            next[4] = next[4].clamp(-FAR[1], FAR[1]);
            let (v, g) = Parameters(next).of(schools);
            if v >= value {
                better = Some((Parameters(next), v, g));
                break;
            }
            step /= 2.0;
        }
        let Some((next, v, g)) = better else { break };
        let moved = (next.0 - here.0).abs().max();
        (here, value, gradient) = (next, v, g);
        if moved < 1e-10 {
            break;
        }
    }
    (value.is_finite() && here.0.iter().all(|x| x.is_finite())).then_some((here, value))
}

fn start(schools: &[School]) -> Parameters {
    let n = schools.len() as f64;
    let mean = |i: usize| schools.iter().map(|s| s.x[i]).sum::<f64>() / n;
    let (m0, m1) = (mean(0), mean(1));
    let spread = |i: usize, m: f64| {
        let all = schools.iter().map(|s| (s.x[i] - m) * (s.x[i] - m)).sum::<f64>() / n;
        let noise = schools.iter().map(|s| s.v[i]).sum::<f64>() / n;
        0.5 * libm::log((all - noise).max(0.1 * all).max(1e-12))
    };
    Parameters(Five::from([m0, m1, spread(0, m0), spread(1, m1), 0.5]))
}

/// P(X ≤ r) and P(X = r) of a sum of independent events.
fn poisson_binomial(chances: impl Iterator<Item = f64>, r: usize) -> (f64, f64) {
    let mut mass = vec![1.0];
    for p in chances {
        mass.push(0.0);
        for k in (1..mass.len()).rev() {
            mass[k] = mass[k] * (1.0 - p) + mass[k - 1] * p;
        }
        mass[0] *= 1.0 - p;
    }
    (mass[..=r].iter().sum(), mass[r])
}

/// Steps of an increasing regression: from which value on, the share, and the schools behind it.
fn isotonic(x: &[f64], flag: &[bool]) -> Vec<(f64, f64, f64)> {
    let mut steps: Vec<(f64, f64, f64)> = Vec::new();
    for place in order(x.len(), &|a, b| x[a].total_cmp(&x[b])) {
        let mut step = (x[place], f64::from(u8::from(flag[place])), 1.0);
        while let Some(&(from, share, n)) = steps.last() {
            // The same value cannot have two chances.
            if share < step.1 && from < step.0 {
                break;
            }
            step = (from, (share * n + step.1 * step.2) / (n + step.2), n + step.2);
            steps.pop();
        }
        steps.push(step);
    }
    steps
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
/// regression of the second flag on the first statistic among comparison schools. Schools with a
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

    /// The chances of a second flag, and the variance of their sum over judged schools.
    fn chances(&self) -> (Vec<f64>, Option<f64>) {
        if self.options.model == RelapseModel::Normal {
            let chance = |s: &School| self.parameters.second(s, self.parameters.rho()).1;
            return (self.schools.iter().map(chance).collect(), self.parameter_variance());
        }
        let x: Vec<f64> = self.chosen.iter().map(|s| s.x[0]).collect();
        let again: Vec<bool> = self.chosen.iter().map(|s| s.x[1] > s.critical).collect();
        let steps = isotonic(&x, &again);
        let step_of = |s: &School| steps.iter().rposition(|step| step.0 <= s.x[0]).unwrap_or(0);
        let mut count = vec![0.0; steps.len()];
        self.judged.iter().for_each(|&j| count[step_of(&self.schools[j])] += 1.0);
        let variance =
            steps.iter().zip(&count).map(|((_, p, n), count)| count * count * p * (1.0 - p) / n).sum();
        (self.schools.iter().map(|s| steps[step_of(s)].1).collect(), Some(variance))
    }

    fn answer(&self, likelihood: f64) -> Relapse {
        let (p_still, variance) = self.chances();
        let chances = || self.judged.iter().map(|&j| p_still[j]);
        let still = self.judged.iter().filter(|&&j| self.years.after[j] > self.years.critical[j]).count();
        let (expected, own): (f64, f64) = (chances().sum(), chances().map(|p| p * (1.0 - p)).sum());
        let (at_most, point) = poisson_binomial(chances(), still);
        let mid = at_most - point / 2.0;
        let f = self.judged.len() as f64;
        let [t0, t1] = self.parameters.tau();
        let reliability: Vec<f64> = self.schools.iter().map(|s| t0 * t0 / (t0 * t0 + s.v[0])).collect();
        let estimate = (expected - still as f64) / f;
        let cleared = 1.0 - still as f64 / f;
        // The count's own distribution takes the chances as known: too small by half with few schools.
        let conditional = (2.0 * mid.min(1.0 - mid)).min(1.0);
        let of_error = |v: f64| 2.0 * normal_upper((estimate * f).abs() / (own + v).sqrt());
        let pvalue = variance.map_or(conditional, of_error);
        let numbers = Numbers {
            estimate,
            interval: variance.and_then(|v| around(estimate, Z95 * (own + v).sqrt() / f)),
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

#[cfg(test)]
mod tests {
    use super::super::fixtures::{Csv, close, json, near};
    use super::*;

    struct Columns {
        before: Vec<f64>,
        after: Vec<f64>,
        se_before: Vec<f64>,
        se_after: Vec<f64>,
        flagged: Vec<bool>,
        critical: Vec<f64>,
    }

    impl Columns {
        fn years(&self) -> TwoYears<'_> {
            TwoYears {
                before: &self.before,
                after: &self.after,
                se_before: &self.se_before,
                se_after: &self.se_after,
                flagged: &self.flagged,
                critical: &self.critical,
                comparison: None,
            }
        }
    }

    fn reference() -> (Columns, serde_json::Value) {
        let table = Csv::of(include_str!("../../../tests/fixtures/effect/rtm.csv"));
        let want = json(include_str!("../../../tests/fixtures/effect/rtm.py.json"));
        let (c0, c1) = (want["critical0"].as_f64().unwrap(), want["critical1"].as_f64().unwrap());
        let (before, se_before, se_after) =
            (table.numbers("mean0"), table.numbers("se0"), table.numbers("se1"));
        let columns = Columns {
            flagged: before.iter().zip(&se_before).map(|(x, se)| x - 1.96 * se > c0).collect(),
            critical: se_after.iter().map(|se| c1 + 1.96 * se).collect(),
            after: table.numbers("mean1"),
            before,
            se_before,
            se_after,
        };
        (columns, want)
    }

    #[test]
    fn the_model_is_that_of_the_reference() {
        let (columns, want) = reference();
        let found = relapse(&columns.years(), &RelapseOptions::default()).unwrap();
        near(found.levels.log_likelihood, &want["log_likelihood"], 1e-9);
        let levels = found.levels;
        for (name, got) in [
            ("mu0", levels.mu0),
            ("mu1", levels.mu1),
            ("tau0", levels.tau0),
            ("tau1", levels.tau1),
            ("rho", levels.rho),
        ] {
            near(got, &want[name], 1e-5);
        }
        near(found.still_expected, &want["still_expected"], 1e-5);
        near(found.still_sd, &want["still_sd"], 1e-5);
        near(found.pvalue_at_most, &want["pvalue_at_most"], 1e-5);
        near(found.pvalue_mid, &want["pvalue_mid"], 1e-5);
        near(found.cleared_if_only_noise, &want["cleared_if_only_noise"], 1e-5);
        assert_eq!((found.flagged, found.still_observed), (60, 25));
        for j in 0..10 {
            near(found.p_still[j], &want["p_still_first10"][j], 1e-5);
            near(found.expected_after[j], &want["expected_mean1_first10"][j], 1e-5);
        }
        let mean = found.reliability.iter().sum::<f64>() / found.reliability.len() as f64;
        near(mean, &want["reliability0_mean"], 1e-5);
        assert_eq!(found.effect.warnings[0], Warning::AllCompared);
    }

    #[test]
    fn the_likelihood_is_flat_where_it_is_largest() {
        let (columns, _) = reference();
        let scale = Scale::of(&columns.before);
        let schools: Vec<School> =
            (0..columns.before.len()).map(|j| scale.school(&columns.years(), j)).collect();
        let (found, value) = fitted(&schools).unwrap();
        assert!(found.of(&schools).1.abs().max() < 1e-6);
        // The gradient is the slope of the value.
        let aside = Parameters(found.0 + Five::from([0.1, -0.2, 0.1, -0.1, 0.2]));
        let slope = aside.of(&schools).1;
        for i in 0..5 {
            let mut step = Five::zeros();
            step[i] = 1e-6;
            let up = Parameters(aside.0 + step).of(&schools).0;
            let down = Parameters(aside.0 - step).of(&schools).0;
            close((up - down) / 2e-6, slope[i], 1e-5);
        }
        assert!(aside.of(&schools).0 < value);
    }

    #[test]
    fn sums_of_unequal_events_are_counted_exactly() {
        let (at_most, point) = poisson_binomial([0.1, 0.5, 0.9].into_iter(), 1);
        close(at_most, 0.9 * 0.5 * 0.1 + point, 1e-15);
        close(point, 0.1 * 0.5 * 0.1 + 0.9 * 0.5 * 0.1 + 0.9 * 0.5 * 0.9, 1e-15);
    }

    #[test]
    fn increasing_shares_are_pooled_until_they_increase() {
        let steps = isotonic(&[1.0, 2.0, 3.0, 4.0], &[false, true, false, true]);
        assert_eq!(steps, [(1.0, 0.0, 1.0), (2.0, 0.5, 2.0), (4.0, 1.0, 1.0)]);
        assert_eq!(isotonic(&[1.0, 1.0], &[false, true]), [(1.0, 0.5, 2.0)]);
    }

    /// Schools with levels that keep a part, nothing done; x and se of two years.
    fn simulated(seed: u64) -> Columns {
        let mut random = crate::random::Random::new(seed, 3);
        let n = 300;
        let mut columns = Columns {
            before: Vec::new(),
            after: Vec::new(),
            se_before: vec![0.7; n],
            se_after: vec![0.7; n],
            flagged: Vec::new(),
            critical: vec![1.2; n],
        };
        for _ in 0..n {
            let (a, b) = (random.normal(), random.normal());
            columns.before.push(a + 0.7 * random.normal());
            columns.after.push(0.6 * a + 0.8 * b + 0.7 * random.normal());
        }
        columns.flagged = columns.before.iter().map(|x| *x > 1.2).collect();
        columns
    }

    #[test]
    fn where_nothing_was_done_the_interval_mostly_holds_nothing() {
        for model in [RelapseModel::Normal, RelapseModel::Empirical] {
            let (mut covered, mut rejected) = (0, 0);
            for seed in 0..60 {
                let columns = simulated(seed);
                let half: Vec<bool> = (0..300).map(|j| j % 2 == 0).collect();
                let years = TwoYears { comparison: Some(&half), ..columns.years() };
                let effect = relapse(&years, &RelapseOptions { model }).unwrap().effect;
                covered += u32::from(effect.lower.unwrap() <= 0.0 && effect.upper.unwrap() >= 0.0);
                rejected += u32::from(effect.pvalue.unwrap() <= 0.05);
                assert!(effect.naive_change.unwrap() > 0.4, "most flags clear by themselves");
            }
            assert!(covered >= 54 && rejected <= 6, "{model:?} {covered} {rejected}");
        }
    }

    #[test]
    fn what_cannot_be_compared_is_refused_by_name() {
        let (columns, _) = reference();
        let n = columns.before.len();
        let code = |change: &dyn Fn(&mut TwoYears<'_>)| {
            let mut years = columns.years();
            change(&mut years);
            relapse(&years, &RelapseOptions::default()).unwrap_err().code()
        };
        assert_eq!(code(&|y| y.after = &[1.0]), "effect.length");
        let (none, all) = (vec![false; n], vec![true; n]);
        let with = |comparison: &[bool], flagged: Option<&[bool]>| {
            let mut years = TwoYears { comparison: Some(comparison), ..columns.years() };
            years.flagged = flagged.unwrap_or(years.flagged);
            relapse(&years, &RelapseOptions::default()).unwrap_err().code()
        };
        assert_eq!(with(&none, None), "effect.no_controls");
        assert_eq!(with(&all, None), "effect.no_treated");
        assert_eq!(with(&all, Some(&none)), "effect.too_few");
        let zero = vec![0.0; n];
        let years = TwoYears { se_after: &zero, ..columns.years() };
        let error = relapse(&years, &RelapseOptions::default()).unwrap_err();
        assert!(matches!(error, EffectError::Parameter { name: "se_after", .. }));
    }
}
