use ndarray::ArrayView2;
use serde::{Deserialize, Serialize};

use super::ModelError;
use crate::data::{LARGEST_SCORE, MISSING, NOT_ATTEMPTED, NOT_TAUGHT};

/// One item: how probable each of its scores 0..m is at an ability θ.
///
/// As JSON an item is its model and its parameters:
/// `{"model": "logistic", "a": 1.2, "b": -0.5, "c": 0}`.
///
/// # Examples
/// ```
/// use obektiv::model::Item;
/// let item: Item = serde_json::from_str(r#"{"model": "partial_credit", "steps": [-0.5, 0.5]}"#)?;
/// let mut p = [0.0; 3];
/// item.probabilities(0.0, &mut p);
/// assert!(p[1] > p[0] && p[0] == p[2]);
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// # References
/// Birnbaum (1968) in Lord and Novick, Statistical Theories of Mental Test Scores, ch. 17–20;
/// Samejima (1969), Psychometrika Monograph 17; Muraki (1992), Applied Psychological Measurement
/// 16, 159–176; Bock (1972), Psychometrika 37, 29–51.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "model", rename_all = "snake_case", deny_unknown_fields)]
pub enum Item {
    /// P(1) = c + (1 − c)/(1 + exp(−a(θ − b))). Rasch: a = 1, c = 0; 2PL: c = 0.
    Logistic {
        /// Slope.
        #[serde(default = "one")]
        a: f64,
        /// Difficulty.
        b: f64,
        /// Lower asymptote.
        #[serde(default)]
        c: f64,
    },
    /// P(X ≥ j) = 1/(1 + exp(−a(θ − bⱼ))), j = 1..m.
    Graded {
        /// Slope.
        #[serde(default = "one")]
        a: f64,
        /// Thresholds, strictly rising.
        b: Vec<f64>,
    },
    /// P(X = j) ∝ exp Σₖ≤ⱼ a(θ − stepsₖ), j = 0..m. PCM: a = 1.
    PartialCredit {
        /// Slope.
        #[serde(default = "one")]
        a: f64,
        /// Step difficulties, in any order.
        steps: Vec<f64>,
    },
    /// P(X = j) ∝ exp(slopesⱼ θ + interceptsⱼ), j = 0..m.
    Nominal {
        /// A slope for each category.
        slopes: Vec<f64>,
        /// An intercept for each category.
        intercepts: Vec<f64>,
    },
}

fn one() -> f64 {
    1.0
}

/// 1/(1 + exp(−z)).
pub(super) fn logistic(z: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-z))
}

impl Item {
    /// The number of categories, m + 1.
    #[must_use]
    pub fn categories(&self) -> usize {
        match self {
            Self::Logistic { .. } => 2,
            Self::Graded { b: steps, .. } | Self::PartialCredit { steps, .. } => steps.len() + 1,
            Self::Nominal { slopes, .. } => slopes.len(),
        }
    }

    /// The largest score, m.
    #[must_use]
    pub fn max_score(&self) -> u8 {
        u8::try_from(self.categories() - 1).unwrap_or(LARGEST_SCORE)
    }

    /// The model's name, as in JSON.
    #[must_use]
    pub fn model(&self) -> &'static str {
        match self {
            Self::Logistic { .. } => "logistic",
            Self::Graded { .. } => "graded",
            Self::PartialCredit { .. } => "partial_credit",
            Self::Nominal { .. } => "nominal",
        }
    }

    /// The parameters by name: `a`, `b1` (thresholds or steps `b1, b2, …`), `c`; nominal
    /// `slope0, …, intercept0, …`.
    #[must_use]
    pub fn parameters(&self) -> Vec<(String, f64)> {
        let numbered = |name: &'static str, first: usize, values: &[f64]| -> Vec<(String, f64)> {
            values.iter().enumerate().map(|(j, &value)| (format!("{name}{}", first + j), value)).collect()
        };
        let a = |a: &f64| vec![("a".to_owned(), *a)];
        match self {
            Self::Logistic { a: slope, b, c } => {
                [a(slope), numbered("b", 1, &[*b]), vec![("c".to_owned(), *c)]].concat()
            }
            Self::Graded { a: slope, b: steps } | Self::PartialCredit { a: slope, steps } => {
                [a(slope), numbered("b", 1, steps)].concat()
            }
            Self::Nominal { slopes, intercepts } => {
                [numbered("slope", 0, slopes), numbered("intercept", 0, intercepts)].concat()
            }
        }
    }

    /// The item of a model's name and its parameters by the names of
    /// [`parameters`](Self::parameters); what is NaN is absent.
    ///
    /// # Errors
    /// [`ModelError::Form`] for a name that is no model or a parameter that is absent; as
    /// [`check`](Self::check).
    pub fn from_parameters(model: &str, parameters: impl Fn(&str) -> f64) -> Result<Self, ModelError> {
        let numbered = |name: &str, first: usize| -> Vec<f64> {
            let all = (first..=first + 253).map(|j| parameters(&format!("{name}{j}")));
            all.take_while(|value| !value.is_nan()).collect()
        };
        let or = |name: &str, default: f64| Some(parameters(name)).filter(|v| !v.is_nan()).unwrap_or(default);
        let item = match model {
            "logistic" => {
                let b = parameters("b1");
                Self::Logistic {
                    a: or("a", 1.0),
                    b: if b.is_nan() { parameters("b") } else { b },
                    c: or("c", 0.0),
                }
            }
            "graded" => Self::Graded { a: or("a", 1.0), b: numbered("b", 1) },
            "partial_credit" => Self::PartialCredit { a: or("a", 1.0), steps: numbered("b", 1) },
            "nominal" => Self::Nominal { slopes: numbered("slope", 0), intercepts: numbered("intercept", 0) },
            _ => {
                let names = "logistic, graded, partial_credit or nominal";
                return Err(ModelError::Form { reason: format!("model {model:?}, expected {names}") });
            }
        };
        item.check()?;
        Ok(item)
    }

    /// P(X = j | θ) into `p`, one entry for each category. Small probabilities keep their digits
    /// until they underflow.
    ///
    /// # Panics
    /// If `p` is shorter than [`categories`](Self::categories).
    pub fn probabilities(&self, theta: f64, p: &mut [f64]) {
        match self {
            Self::Logistic { a, b, c } => {
                let z = a * (theta - b);
                p[0] = (1.0 - c) * logistic(-z);
                p[1] = c + (1.0 - c) * logistic(z);
            }
            // σ(x) − σ(y) = σ(x)·σ(−y)·(1 − exp(y − x)): nothing cancels.
            Self::Graded { a, b } => {
                let z = |j: usize| a * (theta - b[j]);
                p[0] = logistic(-z(0));
                for j in 1..b.len() {
                    p[j] = logistic(z(j - 1)) * logistic(-z(j)) * -libm::expm1(a * (b[j - 1] - b[j]));
                }
                p[b.len()] = logistic(z(b.len() - 1));
            }
            Self::PartialCredit { a, steps } => {
                p[0] = 0.0;
                for (j, step) in steps.iter().enumerate() {
                    p[j + 1] = p[j] + a * (theta - step);
                }
                normalise(&mut p[..=steps.len()]);
            }
            Self::Nominal { slopes, intercepts } => {
                for (j, (slope, intercept)) in slopes.iter().zip(intercepts).enumerate() {
                    p[j] = slope * theta + intercept;
                }
                normalise(&mut p[..slopes.len()]);
            }
        }
    }

    /// P, dP/dθ and d²P/dθ² of each category.
    ///
    /// # Panics
    /// If a slice is shorter than [`categories`](Self::categories).
    pub fn derivatives(&self, theta: f64, p: &mut [f64], first: &mut [f64], second: &mut [f64]) {
        self.probabilities(theta, p);
        match self {
            Self::Logistic { a, b, c } => {
                let z = a * (theta - b);
                let (high, low) = (logistic(z), logistic(-z));
                first[1] = (1.0 - c) * a * high * low;
                second[1] = a * first[1] * (low - high);
                (first[0], second[0]) = (-first[1], -second[1]);
            }
            // P'ⱼ = a·Pⱼ·(1 − σⱼ − σⱼ₊₁).
            Self::Graded { a, b } => {
                let sigma = |j: usize| {
                    let z = a * (theta - b[j]);
                    (logistic(z), logistic(-z))
                };
                let mut upper = (1.0, 0.0);
                for j in 0..=b.len() {
                    let lower = if j < b.len() { sigma(j) } else { (0.0, 1.0) };
                    let slope = upper.1 - lower.0;
                    first[j] = a * p[j] * slope;
                    second[j] = a * first[j] * slope - a * a * p[j] * (upper.0 * upper.1 + lower.0 * lower.1);
                    upper = lower;
                }
            }
            Self::PartialCredit { a, steps } => {
                exponential_derivatives(&p[..=steps.len()], |j| a * j as f64, first, second);
            }
            Self::Nominal { slopes, .. } => {
                exponential_derivatives(&p[..slopes.len()], |j| slopes[j], first, second);
            }
        }
    }

    /// Whether the parameters are those of an item.
    ///
    /// # Errors
    /// [`ModelError::Parameter`] for what is not finite, c outside [0, 1) or thresholds that do not
    /// rise with the slope; [`ModelError::Categories`] for fewer than two categories, more than
    /// 253, or lists of different lengths.
    pub fn check(&self) -> Result<(), ModelError> {
        let finite = |name: &'static str, values: &[f64]| match values.iter().find(|v| !v.is_finite()) {
            Some(&value) => Err(ModelError::Parameter { name, value, expected: "a finite number" }),
            None => Ok(()),
        };
        match self {
            Self::Logistic { a, b, c } => {
                finite("a", &[*a])?;
                finite("b", &[*b])?;
                if !(0.0..1.0).contains(c) {
                    return Err(ModelError::Parameter {
                        name: "c",
                        value: *c,
                        expected: "0 to 1, without 1",
                    });
                }
            }
            Self::Graded { a, b } => {
                finite("a", &[*a])?;
                finite("b", b)?;
                let falls = |pair: &[f64]| a * (pair[1] - pair[0]) <= 0.0;
                if let Some(pair) = b.windows(2).find(|pair| falls(pair)) {
                    let expected = "above the threshold before it (below, if a is negative; a is not 0)";
                    return Err(ModelError::Parameter { name: "b", value: pair[1], expected });
                }
            }
            Self::PartialCredit { a, steps } => {
                finite("a", &[*a])?;
                finite("steps", steps)?;
            }
            Self::Nominal { slopes, intercepts } => {
                finite("slopes", slopes)?;
                finite("intercepts", intercepts)?;
                if slopes.len() != intercepts.len() {
                    let expected = format!("{}, as many as slopes", slopes.len());
                    return Err(ModelError::Categories {
                        what: "intercepts",
                        got: intercepts.len(),
                        expected,
                    });
                }
            }
        }
        match self.categories() {
            2..=253 => Ok(()),
            got => Err(ModelError::Categories { what: "categories", got, expected: "2 to 253".to_owned() }),
        }
    }
}

/// Exponents into probabilities.
fn normalise(p: &mut [f64]) {
    let largest = p.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    p.iter_mut().for_each(|p| *p = libm::exp(*p - largest));
    let sum: f64 = p.iter().sum();
    p.iter_mut().for_each(|p| *p /= sum);
}

/// Pⱼ ∝ exp(slopeⱼ θ + …): P' = P·(slope − mean), P'' = P·((slope − mean)² − variance).
fn exponential_derivatives(p: &[f64], slope: impl Fn(usize) -> f64, first: &mut [f64], second: &mut [f64]) {
    let mean: f64 = p.iter().enumerate().map(|(j, p)| p * slope(j)).sum();
    let variance: f64 = p.iter().enumerate().map(|(j, p)| p * (slope(j) - mean) * (slope(j) - mean)).sum();
    for (j, p) in p.iter().enumerate() {
        let d = slope(j) - mean;
        first[j] = p * d;
        second[j] = p * (d * d - variance);
    }
}

/// The score of a cell, None where it takes no part.
pub(crate) fn answer(cell: u8) -> Option<usize> {
    match cell {
        MISSING | NOT_TAUGHT => None,
        NOT_ATTEMPTED => Some(0),
        score => Some(usize::from(score)),
    }
}

/// All items by [`Item::check`].
pub(crate) fn check_items(items: &[Item]) -> Result<(), ModelError> {
    if items.is_empty() {
        return Err(ModelError::NoItems);
    }
    for (i, item) in items.iter().enumerate() {
        item.check().map_err(|error| ModelError::Item { item: i + 1, error: Box::new(error) })?;
    }
    Ok(())
}

/// Items that are items, a column for each, no score above its item's maximum.
pub(crate) fn check_scores(scores: ArrayView2<'_, u8>, items: &[Item]) -> Result<(), ModelError> {
    check_items(items)?;
    let maxima: Vec<u8> = items.iter().map(Item::max_score).collect();
    if scores.ncols() != maxima.len() {
        return Err(ModelError::Columns { got: scores.ncols(), expected: maxima.len() });
    }
    for (row, cells) in scores.rows().into_iter().enumerate() {
        for (item, (&found, &expected)) in cells.iter().zip(&maxima).enumerate() {
            if found <= LARGEST_SCORE && found > expected {
                return Err(ModelError::Score { row: row + 1, item: item + 1, found, expected });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items() -> Vec<Item> {
        vec![
            Item::Logistic { a: 1.3, b: -0.4, c: 0.2 },
            Item::Logistic { a: 0.7, b: 0.9, c: 0.0 },
            Item::Graded { a: 1.1, b: vec![-1.0, 0.2, 0.9] },
            Item::PartialCredit { a: 0.8, steps: vec![0.3, -0.6, 1.2] },
            Item::Nominal { slopes: vec![-0.7, 0.1, 0.2, 0.4], intercepts: vec![0.2, -0.3, 0.0, 0.1] },
        ]
    }

    #[test]
    fn probabilities_add_up_to_one_at_any_ability() {
        for item in items() {
            let mut p = vec![0.0; item.categories()];
            for theta in [-800.0, -30.0, -1.0, 0.0, 2.0, 40.0, 900.0] {
                item.probabilities(theta, &mut p);
                assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-14, "{item:?} {theta} {p:?}");
                assert!(p.iter().all(|p| *p >= 0.0));
            }
        }
    }

    #[test]
    fn small_probabilities_keep_their_digits() {
        let graded = Item::Graded { a: 1.0, b: vec![0.0, 1.0] };
        let mut p = [0.0; 3];
        graded.probabilities(50.0, &mut p);
        // e^−50 and e^−49 − e^−50 to first order.
        assert!((p[0] / (-50.0_f64).exp() - 1.0).abs() < 1e-14);
        assert!((p[1] / ((-49.0_f64).exp() - (-50.0_f64).exp()) - 1.0).abs() < 1e-14);
    }

    #[test]
    fn derivatives_are_the_limits_of_differences() {
        let h = 1e-4;
        for item in items() {
            let k = item.categories();
            let at = |theta: f64| {
                let mut p = vec![0.0; k];
                item.probabilities(theta, &mut p);
                p
            };
            for theta in [-1.7, 0.0, 0.6] {
                let (mut p, mut first, mut second) = (vec![0.0; k], vec![0.0; k], vec![0.0; k]);
                item.derivatives(theta, &mut p, &mut first, &mut second);
                let (below, above) = (at(theta - h), at(theta + h));
                for j in 0..k {
                    assert!(((above[j] - below[j]) / (2.0 * h) - first[j]).abs() < 1e-8);
                    assert!(((above[j] - 2.0 * p[j] + below[j]) / (h * h) - second[j]).abs() < 1e-6);
                }
            }
        }
    }

    #[test]
    fn two_models_of_one_step_are_one() {
        let (a, b) = (1.2, 0.3);
        let same = [
            Item::Logistic { a, b, c: 0.0 },
            Item::Graded { a, b: vec![b] },
            Item::PartialCredit { a, steps: vec![b] },
            Item::Nominal { slopes: vec![0.0, a], intercepts: vec![0.0, -a * b] },
        ];
        for item in &same {
            let mut p = [0.0; 2];
            item.probabilities(0.8, &mut p);
            assert!((p[1] - 1.0 / (1.0 + (-0.6_f64).exp())).abs() < 1e-15);
        }
    }

    #[test]
    fn what_is_no_item_is_refused() {
        let code = |item: Item| item.check().unwrap_err().code();
        assert_eq!(code(Item::Logistic { a: 1.0, b: f64::NAN, c: 0.0 }), "model.parameter");
        assert_eq!(code(Item::Logistic { a: 1.0, b: 0.0, c: 1.0 }), "model.parameter");
        assert_eq!(code(Item::Graded { a: 1.0, b: vec![0.0, 0.0] }), "model.parameter");
        assert_eq!(code(Item::Graded { a: 1.0, b: vec![] }), "model.categories");
        assert_eq!(code(Item::Nominal { slopes: vec![0.0, 1.0], intercepts: vec![0.0] }), "model.categories");
        assert!(items().iter().all(|item| item.check().is_ok()));
    }

    #[test]
    fn a_score_above_the_maximum_is_named() {
        let items =
            [Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }, Item::PartialCredit { a: 1.0, steps: vec![0.0; 2] }];
        let scores = ndarray::array![[1, 2], [MISSING, 3]];
        let error = check_scores(scores.view(), &items).unwrap_err();
        assert_eq!(error, ModelError::Score { row: 2, item: 2, found: 3, expected: 2 });
    }

    #[test]
    fn an_item_goes_through_json() {
        for item in items() {
            let text = serde_json::to_string(&item).unwrap();
            assert_eq!(serde_json::from_str::<Item>(&text).unwrap(), item);
        }
        // A number that a quick parser misses by its last bit.
        let item = Item::Logistic { a: 1.003_005_984_812_148_9, b: -1.507_489_112_219_285_3, c: 0.0 };
        let text = serde_json::to_string(&item).unwrap();
        assert_eq!(serde_json::from_str::<Item>(&text).unwrap(), item);
    }
}
