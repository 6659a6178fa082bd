//! What every estimate of an effect says: the number never stands without what was compared.

use obektiv_derive::Record;
use serde::Serialize;

use super::warning::Warning;
use super::words::{Words, sentence};

/// An effect of measures beside what would have come without any.
///
/// `estimate = naive_change − expected_without_measures` for all methods that have both. What else is
/// undefined is `None`, never NaN. Results that are no effect, such as a prevalence, are a
/// [`Statement`].
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct Effect {
    /// The effect, in units of the outcome; NaN where nobody stands for one side of it.
    pub estimate: f64,
    /// 95 % interval.
    pub lower: Option<f64>,
    /// 95 % interval.
    pub upper: Option<f64>,
    /// Two-sided, of no effect.
    pub pvalue: Option<f64>,
    /// The smallest p-value that the design could have given; `None` where any can come.
    pub smallest_attainable_pvalue: Option<f64>,
    /// Helped units.
    pub n_treated: usize,
    /// Units not helped that they are compared with.
    pub n_control: usize,
    /// Clusters, such as municipalities: the level at which help was decided.
    pub clusters: usize,
    /// Clusters with helped units.
    pub treated_clusters: usize,
    /// How the estimate, the interval and the p-value were made.
    pub method: String,
    /// What was compared with what.
    pub comparison: Words,
    /// The change that was seen in helped units: never the effect. Of observed classes, and at a
    /// threshold without values before, their value in place of a change.
    pub naive_change: Option<f64>,
    /// The change, or the value, that was to be expected in them without any measure.
    pub expected_without_measures: Option<f64>,
    /// What a reader has to know before using the number.
    pub warnings: Vec<Warning>,
    /// What was compared, what came out, and what cannot be concluded.
    pub sentence: Words,
    /// What cannot be concluded, alone.
    pub caution: Words,
}

/// What a result says that is no effect of measures: how it was made, what was compared with what,
/// and what cannot be concluded.
///
/// It has no naive change and no p-value of no effect; what its numbers have in place of these
/// stands with each.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Record)]
pub struct Statement {
    /// How estimate and interval were made.
    pub method: String,
    /// What was compared with what.
    pub comparison: Words,
    /// What a reader has to know before using the numbers.
    pub warnings: Vec<Warning>,
    /// What was compared, what came out, and what cannot be concluded.
    pub sentence: Words,
    /// What cannot be concluded, alone.
    pub caution: Words,
}

impl Statement {
    /// The sentence is comparison, finding and caution in one.
    pub(super) fn of(
        method: impl Into<String>,
        comparison: Words,
        finding: &Words,
        caution: Words,
        warnings: Vec<Warning>,
    ) -> Self {
        let said = |a: &str, b: &str, c: &str| format!("{a}: {b}. {c}");
        let sentence = Words::new(
            said(&comparison.ru, &finding.ru, &caution.ru),
            said(&comparison.en, &finding.en, &caution.en),
        );
        Self { method: method.into(), comparison, warnings, sentence, caution }
    }
}

/// How many units and clusters an effect rests on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub treated: usize,
    pub controls: usize,
    pub clusters: usize,
    pub treated_clusters: usize,
}

/// The numbers of an effect, before its words.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Numbers {
    pub estimate: f64,
    pub interval: Option<(f64, f64)>,
    pub pvalue: Option<f64>,
    pub smallest: Option<f64>,
    pub naive: Option<f64>,
    pub expected: Option<f64>,
    /// `naive` and `expected` are levels, not changes.
    pub levels: bool,
}

impl Effect {
    /// The effect with its sentence; `caution` says what cannot be concluded.
    pub(super) fn of(
        numbers: Numbers,
        counts: Counts,
        method: &str,
        comparison: Words,
        caution: Words,
        warnings: Vec<Warning>,
    ) -> Self {
        let mut warnings = warnings;
        let mut numbers = numbers;
        if numbers.estimate.is_nan() {
            numbers = Numbers { estimate: f64::NAN, levels: numbers.levels, ..Numbers::default() };
        }
        if let Some(smallest) = numbers.smallest.filter(|&p| p > 0.05) {
            warnings.push(Warning::CannotBeShown { smallest });
        }
        Self {
            estimate: numbers.estimate,
            lower: numbers.interval.map(|i| i.0),
            upper: numbers.interval.map(|i| i.1),
            pvalue: numbers.pvalue,
            smallest_attainable_pvalue: numbers.smallest,
            n_treated: counts.treated,
            n_control: counts.controls,
            clusters: counts.clusters,
            treated_clusters: counts.treated_clusters,
            method: method.to_owned(),
            sentence: sentence(&numbers, &comparison, &caution),
            comparison,
            caution,
            naive_change: numbers.naive,
            expected_without_measures: numbers.expected,
            warnings,
        }
    }
}

/// estimate ± width, where there is a width.
pub(super) fn around(estimate: f64, half: f64) -> Option<(f64, f64)> {
    half.is_finite().then_some((estimate - half, estimate + half))
}
