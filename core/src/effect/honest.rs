//! What remains of an effect if the groups would have drifted apart (Rambachan & Roth), by how fast
//! their drift may turn.

use nalgebra::{DMatrix, DVector};
use obektiv_derive::{Record, Settings, described};
use serde::Serialize;

use super::bias_aware::half_length;
use super::error::{EffectError, all_finite, same_length};
use super::event_study::YearlyEffects;
use super::result::Statement;
use super::warning::Warning;
use super::words::{Words, number};
use crate::function::{Function, Groups, Input, Kind, Output, Shape, options};
use crate::math::{Z95, normal_upper, root};

/// An effect if the drift between the groups turns by at most so much a year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Record)]
pub struct Sensitivity {
    /// How much the yearly drift may change from one year to the next; 0: a straight line.
    pub smoothness: f64,
    /// The estimate with the shortest interval.
    pub estimate: f64,
    /// Half the interval.
    pub half_length: f64,
    /// 95 % interval.
    pub lower: f64,
    /// 95 % interval.
    pub upper: f64,
    /// The largest bias.
    pub bias: f64,
    /// The standard deviation.
    pub sd: f64,
}

/// What [`honest`] finds.
///
/// It is made of effects with their covariance, so how many units and clusters these rest on is
/// said where they come from, as by `event_study`. What was expected without any measure is of the
/// difference between the groups: 0 if they would have moved alike, `expected_drift` if the drift of
/// the years before had gone on.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct Honest {
    /// What was compared and what cannot be concluded.
    #[serde(flatten)]
    pub statement: Statement,
    /// The effect if both groups would have moved alike.
    pub estimate: f64,
    /// Its standard error.
    pub se: f64,
    /// 95 % interval if both would have moved alike.
    pub lower: f64,
    /// 95 % interval if both would have moved alike.
    pub upper: f64,
    /// Two-sided, of no effect, if both would have moved alike.
    pub pvalue: f64,
    /// The difference that the straight drift of the years before would have brought by itself, as
    /// the shortest interval extrapolates it.
    pub expected_drift: f64,
    /// The effect under each bound.
    pub sensitivity: Vec<Sensitivity>,
    /// The bound from which on the interval holds no effect; `None` where it does with a straight
    /// line already.
    pub breakdown: Option<f64>,
}

/// The problem of one target: weights of years before, by the second sums c_{−1}…c_{−(p−1)}, which
/// the bias counts each.
struct Target {
    p: usize,
    /// Weights of years after, and c₀ = Σ t·l_t.
    after: Vec<f64>,
    first: f64,
    /// What no weights before can change of Σ|c|.
    fixed: f64,
    beta: DVector<f64>,
    sigma: DMatrix<f64>,
}

impl Target {
    /// v of the years before from c: v_{−t} = c_{−(t−1)} − 2c_{−t} + c_{−(t+1)}.
    fn weights(&self, c: &[f64]) -> DVector<f64> {
        let at = |t: usize| if t == 0 { self.first } else { c.get(t - 1).copied().unwrap_or(0.0) };
        let n = self.p + self.after.len();
        DVector::from_fn(n, |i, _| match i.checked_sub(self.p) {
            Some(j) => self.after[j],
            None => {
                let t = self.p - i;
                at(t - 1) - 2.0 * at(t) + at(t + 1)
            }
        })
    }

    fn sd(&self, c: &[f64]) -> f64 {
        let v = self.weights(c);
        v.dot(&(&self.sigma * &v)).sqrt()
    }

    /// The c that make v'Σv + 2·price·Σ|c| smallest, one at a time until nothing moves.
    fn cheapest(&self, price: f64, start: &[f64]) -> Vec<f64> {
        let mut c = start.to_vec();
        let directions: Vec<DVector<f64>> = (0..c.len())
            .map(|k| {
                let mut unit = vec![0.0; c.len()];
                unit[k] = 1.0;
                self.weights(&unit) - self.weights(&vec![0.0; c.len()])
            })
            .collect();
        for _ in 0..5_000 {
            let mut moved = 0.0_f64;
            for (k, direction) in directions.iter().enumerate() {
                let turned = &self.sigma * direction;
                let bend = direction.dot(&turned);
                let free = c[k] - self.weights(&c).dot(&turned) / bend;
                let next = (free.abs() - price / bend).max(0.0).copysign(free);
                moved = moved.max((next - c[k]).abs());
                c[k] = next;
            }
            if moved < 1e-14 {
                break;
            }
        }
        c
    }

    fn bias(&self, c: &[f64], smoothness: f64) -> f64 {
        smoothness * (self.fixed + c.iter().map(|c| c.abs()).sum::<f64>())
    }

    /// The estimate with the shortest interval: along the frontier of bias and deviation, by the
    /// price of bias.
    fn shortest(&self, smoothness: f64) -> Sensitivity {
        let none = vec![0.0; self.p - 1];
        let free = self.cheapest(0.0, &none);
        let length = |c: &[f64]| half_length(self.bias(c, smoothness), self.sd(c));
        let mut best = free.clone();
        if smoothness > 0.0 {
            if length(&none) < length(&best) {
                best.clone_from(&none);
            }
            let scale = self.sigma.diagonal().max();
            let at = |log: f64| self.cheapest(scale * libm::exp(log), &free);
            let (mut low, mut high) = (-25.0, 5.0);
            let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
            let (mut left, mut right) = (high - golden * (high - low), low + golden * (high - low));
            let (mut at_left, mut at_right) = (length(&at(left)), length(&at(right)));
            while high - low > 1e-9 {
                if at_left <= at_right {
                    (high, right, at_right) = (right, left, at_left);
                    left = high - golden * (high - low);
                    at_left = length(&at(left));
                } else {
                    (low, left, at_left) = (left, right, at_right);
                    right = low + golden * (high - low);
                    at_right = length(&at(right));
                }
            }
            let found = at((low + high) / 2.0);
            if length(&found) < length(&best) {
                best = found;
            }
        }
        let (bias, sd) = (self.bias(&best, smoothness), self.sd(&best));
        let (estimate, half) = (self.weights(&best).dot(&self.beta), half_length(bias, sd));
        let (lower, upper) = (estimate - half, estimate + half);
        Sensitivity { smoothness, estimate, half_length: half, lower, upper, bias, sd }
    }

    /// The bound at which 0 enters the interval.
    fn breakdown(&self) -> Option<f64> {
        let outside = |smoothness: f64| {
            let found = self.shortest(smoothness);
            found.estimate.abs() - found.half_length
        };
        if outside(0.0) <= 0.0 {
            return None;
        }
        let mut high = self.sigma.diagonal().max().sqrt();
        while outside(high) > 0.0 {
            high *= 2.0;
        }
        Some(root(0.0, high, outside))
    }
}

/// What remains of an effect under drifts that turn by at most M a year, and the M at which nothing
/// remains.
///
/// ```text
/// β̂ over t = −p…−1, 1…q, the last year before is 0; target l'τ; estimator v'β̂, v_after = l,
///     Σ t·v_t = 0
/// drift: slope·t + second differences |d_j| ≤ M;   bias(v) = M·Σ_j |c_j|
/// c_j = Σ_{t>j} (t − j)v_t, j ≥ 1;   c_{−j} = Σ_{t<−j} (−t − j)v_t, j ≥ 0
/// half-length = σ_v·cv(bias/σ_v), cv(b): 95 % point of |N(b, 1)|,
///     least over the p − 1 free weights
/// breakdown: the M at which 0 enters
/// ```
/// `target` are the weights l of the years after; without, their mean. M = 0 extrapolates the
/// straight line of the years before.
///
/// # Errors
/// [`EffectError::OnePeriod`] without years before or after, [`EffectError::Parameter`] for other
/// times, or bounds below 0, [`EffectError::Length`], [`EffectError::Singular`] for a covariance
/// that is not positive definite.
///
/// # Examples
/// ```python
/// >>> covariance = np.diag([0.01, 0.01, 0.02])
/// >>> found = ob.effect.honest([-2, -1, 1], [0.02, -0.01, -0.5], covariance, smoothness=[0, 0.1])
/// >>> [(s.smoothness, round(s.lower, 2), round(s.upper, 2)) for s in found.sensitivity]
/// [(0.0, -0.78, -0.2), (0.1, -0.88, -0.13)]
/// >>> round(found.breakdown, 2)
/// 0.23
/// ```
///
/// # References
/// Rambachan & Roth (2023), Review of Economic Studies 90, 2555–2591. Armstrong & Kolesár (2018),
/// Econometrica 86, 655–683.
#[described]
pub fn honest(
    event: &YearlyEffects,
    target: Option<&[f64]>,
    smoothness: &[f64],
) -> Result<Honest, EffectError> {
    let (p, q) = event.check()?;
    if p == 0 {
        return Err(EffectError::OnePeriod { name: "time", side: "before" });
    }
    let after = target.map_or_else(|| vec![1.0 / q as f64; q], <[f64]>::to_vec);
    same_length("target", after.len(), q)?;
    all_finite("target", &after)?;
    if after.iter().all(|weight| *weight == 0.0) {
        let expected = "not 0 in all years";
        return Err(EffectError::Parameter { name: "target", value: 0.0, expected });
    }
    if let Some(&value) = smoothness.iter().find(|m| !(**m >= 0.0 && m.is_finite())) {
        return Err(EffectError::Parameter { name: "smoothness", value, expected: "at least 0" });
    }
    let sigma = DMatrix::from_fn(p + q, p + q, |i, j| event.covariance[i][j]);
    if sigma.clone().cholesky().is_none() {
        return Err(EffectError::Singular { name: "covariance" });
    }
    let second = |j: usize| (j..q).map(|t| (t + 1 - j) as f64 * after[t]).sum::<f64>();
    let first = second(0);
    let fixed = first.abs() + (1..q).map(|j| second(j).abs()).sum::<f64>();
    let beta = DVector::from_column_slice(&event.beta);
    let plain = DVector::from_fn(p + q, |i, _| if i < p { 0.0 } else { after[i - p] });
    let (estimate, se) = (plain.dot(&beta), plain.dot(&(&sigma * &plain)).sqrt());
    let target = Target { p, after, first, fixed, beta, sigma };
    let sensitivity: Vec<Sensitivity> = smoothness.iter().map(|&m| target.shortest(m)).collect();
    let breakdown = target.breakdown();
    let (lower, upper) = (estimate - Z95 * se, estimate + Z95 * se);
    let expected_drift = estimate - target.shortest(0.0).estimate;
    let unadjusted = Plain { estimate, lower, upper, expected_drift };
    Ok(Honest {
        statement: unadjusted.statement(breakdown),
        estimate,
        se,
        lower,
        upper,
        pvalue: 2.0 * normal_upper((estimate / se).abs()),
        expected_drift,
        sensitivity,
        breakdown,
    })
}

/// Options of [`honest`] in the catalogue.
#[derive(Default, Settings)]
struct HonestOptions {
    /// How much the yearly drift may change from one year to the next: bounds to try; 0 is a
    /// straight line.
    #[setting(required)]
    smoothness: Vec<f64>,
    /// Weights of the years after; without, their mean.
    target: Option<Vec<f64>>,
}

/// [`honest`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "effect.honest",
    doc: HONEST_DOC,
    inputs: &[
        Input::new("time", Kind::Periods)
            .doc("−p…−1, 1…q: years since the last one before the help, which is 0 and left out."),
        Input::new("beta", Kind::Numbers).doc("The effects; those before the help should be none."),
        Input::new("covariance", Kind::Columns).doc("Their covariance."),
    ],
    groups: Groups::None,
    options: options::<HonestOptions>,
    output: Shape::Record(Honest::described),
    run: |given| {
        let (time, beta) = (given.periods(0)?.to_vec(), given.numbers(1)?.to_vec());
        let event = YearlyEffects { time, beta, covariance: given.columns(2)?.to_vec() };
        let HonestOptions { smoothness, target } = given.options()?;
        Ok(Output::record(&honest(&event, target.as_deref(), &smoothness)?))
    },
};

/// The effect if both groups would have moved alike.
struct Plain {
    estimate: f64,
    lower: f64,
    upper: f64,
    expected_drift: f64,
}

impl Plain {
    fn statement(&self, breakdown: Option<f64>) -> Statement {
        let [[ru, en], [lower_ru, lower_en], [upper_ru, upper_en], [drift_ru, drift_en]] =
            [self.estimate, self.lower, self.upper, self.expected_drift].map(number);
        let comparison = Words::new(
            "Где помогали и где нет, если бы прежнее расхождение групп менялось не быстрее границы",
            "Helped units beside others, should the drift between them turn no faster than a bound",
        );
        let mut finding = Words::new(
            format!(
                "если бы обе группы менялись одинаково, эффект {ru} (95 %: от {lower_ru} до {upper_ru}); \
                 без мер прежнее расхождение, продолженное по прямой, само дало бы {drift_ru}"
            ),
            format!(
                "had both groups moved alike, the effect is {en} (95 %: {lower_en} to {upper_en}); \
                 {drift_en} expected without any measure, had the drift of the years before gone on"
            ),
        );
        let mut warnings = Vec::new();
        if let Some([ru, en]) = breakdown.map(number) {
            finding.ru +=
                &format!("; вывод держится, пока расхождение групп меняется за год не больше чем на {ru}");
            finding.en +=
                &format!("; it stands unless the drift between them turns by more than {en} a year");
        } else {
            finding.ru += "; уже при прямолинейном расхождении групп вывода нет";
            finding.en += "; with a straight drift between them nothing can be concluded already";
            if self.lower > 0.0 || self.upper < 0.0 {
                warnings.push(Warning::NotRobust);
            }
        }
        let caution = Words::new(
            "Как группы менялись бы без помощи, узнать нельзя.",
            "How they would have moved without the help cannot be known.",
        );
        let method = "Rambachan and Roth's honest intervals, drift of bounded second differences";
        Statement::of(method, comparison, &finding, caution, warnings)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{json, near};
    use super::*;

    impl YearlyEffects {
        pub(crate) fn reference() -> Self {
            let want = json(include_str!("../../../tests/fixtures/effect/honest.py.json"));
            serde_json::from_value(serde_json::json!({
                "time": want["event_times"], "beta": want["beta"], "covariance": want["covariance"]
            }))
            .unwrap()
        }
    }

    #[test]
    fn intervals_and_breakdown_are_those_of_the_reference() {
        let want = json(include_str!("../../../tests/fixtures/effect/honest.py.json"));
        for name in ["first_year", "average"] {
            let want = &want[name];
            let target: Vec<f64> = serde_json::from_value(want["l"].clone()).unwrap();
            let rows = want["smoothness"].as_array().unwrap();
            let bounds: Vec<f64> = rows.iter().map(|row| row["M"].as_f64().unwrap()).collect();
            let found = honest(&YearlyEffects::reference(), Some(&target), &bounds).unwrap();
            near(found.estimate, &want["unadjusted"]["estimate"], 1e-12);
            near(found.lower, &want["unadjusted"]["lower"], 1e-12);
            for (row, want) in found.sensitivity.iter().zip(rows) {
                near(row.half_length, &want["half_length"], 1e-9);
                near(row.estimate, &want["estimate"], 1e-6);
                near(row.lower, &want["lower"], 1e-6);
                near(row.bias, &want["bias"], 1e-6);
                near(row.sd, &want["sd"], 1e-6);
            }
            match want["breakdown_M"].as_f64() {
                Some(_) => near(found.breakdown.unwrap(), &want["breakdown_M"], 1e-6),
                None => assert_eq!(found.breakdown, None),
            }
            let straight = found.sensitivity.iter().find(|row| row.smoothness == 0.0).unwrap();
            near(found.expected_drift, &serde_json::json!(found.estimate - straight.estimate), 1e-9);
        }
    }

    #[test]
    fn an_effect_that_a_straight_drift_explains_is_called_so() {
        let covariance = vec![vec![0.01, 0.0], vec![0.0, 0.01]];
        let study = YearlyEffects { time: vec![-1, 1], beta: vec![0.5, -0.5], covariance };
        let found = honest(&study, None, &[0.0]).unwrap();
        assert_eq!((found.breakdown, &found.statement.warnings[..]), (None, &[Warning::NotRobust][..]));
        near(found.expected_drift, &serde_json::json!(-0.5), 1e-9);
        assert!(found.pvalue < 1e-5);
        for sentence in [&found.statement.sentence.ru, &found.statement.sentence.en] {
            assert!(sentence.replace(',', ".").contains("−0.500"), "{sentence}");
        }
    }

    #[test]
    fn several_years_before_are_weighed_as_well_as_a_search_can() {
        let (p, q) = (4, 2);
        let n = p + q;
        let distance = |i: usize, j: usize| i.abs_diff(j) as f64;
        let study = YearlyEffects {
            time: vec![-4, -3, -2, -1, 1, 2],
            beta: vec![0.1, -0.05, 0.02, 0.03, -0.4, -0.5],
            covariance: (0..n)
                .map(|i| {
                    (0..n)
                        .map(|j| 0.01 * 0.6_f64.powf(distance(i, j)) * (1.0 + (i * j) as f64 / 20.0))
                        .collect()
                })
                .collect(),
        };
        let found = honest(&study, None, &[0.03]).unwrap().sensitivity[0];
        let target = Target {
            p,
            after: vec![0.5, 0.5],
            first: 1.5,
            fixed: 1.5 + 0.5,
            beta: DVector::from_column_slice(&study.beta),
            sigma: DMatrix::from_fn(n, n, |i, j| study.covariance[i][j]),
        };
        let mut random = crate::random::Random::new(1, 1);
        let length = |c: &[f64]| half_length(target.bias(c, 0.03), target.sd(c));
        let mut best = (f64::INFINITY, vec![0.0; 3]);
        for k in 0..20_000 {
            let width = 2.0 * libm::exp(-f64::from(k) / 2_500.0);
            let c: Vec<f64> = best.1.iter().map(|c| c + width * random.normal()).collect();
            let tried = length(&c);
            if tried < best.0 {
                best = (tried, c);
            }
        }
        assert!(
            found.half_length <= best.0 + 1e-9 && best.0 < found.half_length * 1.001,
            "{found:?} {best:?}"
        );
    }

    #[test]
    fn what_is_no_event_study_is_refused_by_name() {
        let study = YearlyEffects::reference();
        let code = |study: &YearlyEffects, bounds: &[f64]| honest(study, None, bounds).unwrap_err().code();
        assert_eq!(code(&study, &[-1.0]), "effect.parameter");
        assert_eq!(
            code(&YearlyEffects { time: vec![-2, -1, 1, 2, 4], ..study.clone() }, &[]),
            "effect.parameter"
        );
        assert_eq!(code(&YearlyEffects { beta: vec![0.0], ..study.clone() }, &[]), "effect.length");
        let one = |t| YearlyEffects { time: vec![t], beta: vec![0.1], covariance: vec![vec![1.0]] };
        assert_eq!(code(&one(1), &[]), "effect.one_period");
        assert_eq!(code(&one(-1), &[]), "effect.one_period");
        let mut uneven = study.clone();
        uneven.covariance[0][1] *= 2.0;
        assert_eq!(code(&uneven, &[]), "effect.parameter");
        assert_eq!(honest(&study, Some(&[0.0; 3]), &[]).unwrap_err().code(), "effect.parameter");
        let flat = YearlyEffects { covariance: vec![vec![1.0; 5]; 5], ..study };
        assert_eq!(code(&flat, &[]), "effect.singular");
    }
}
