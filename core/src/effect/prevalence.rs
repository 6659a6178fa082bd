//! How many schools have what a sign points to, when the sign errs both ways.

use obektiv_derive::{Record, Settings, described};
use serde::{Deserialize, Serialize};

use super::error::EffectError;
use super::result::Statement;
use super::warning::Warning;
use super::words::{Words, number};
use crate::evidence::rogan_gladen;
use crate::function::{Function, Groups, Output, Problem, Setting, SettingKind, Shape, Value, options};
use crate::math::{Z95, binomial, clopper_pearson, wilson};

/// A test's sensitivity or specificity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Accuracy {
    /// Known without error.
    Known(f64),
    /// So many right of so many that were checked.
    Counted {
        /// Right ones.
        right: u64,
        /// Checked ones.
        of: u64,
    },
}

/// The interval of the share of positives, where sensitivity and specificity are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareInterval {
    /// Never too short.
    #[default]
    ClopperPearson,
    /// Right on average.
    Wilson,
    /// Never too short, and shorter than Clopper and Pearson's.
    Blaker,
    /// Never too short: the shares at which counts as improbable as the observed one are not rare.
    Sterne,
}

crate::function::choices!(
    ShareInterval,
    "interval",
    ClopperPearson = "clopper_pearson",
    Wilson = "wilson",
    Blaker = "blaker",
    Sterne = "sterne",
);

/// A share, or how many were right of how many.
impl Setting for Accuracy {
    fn kind() -> SettingKind {
        SettingKind::Either(Box::new(f64::kind()), Box::new(<[u64; 2]>::kind()))
    }
    fn read(value: &Value) -> Result<Self, Problem> {
        match value {
            Value::List(_) => <[u64; 2]>::read(value).map(|[right, of]| Self::Counted { right, of }),
            value => f64::read(value).map(Self::Known),
        }
    }
    fn write(&self) -> Value {
        match *self {
            Self::Known(share) => share.write(),
            Self::Counted { right, of } => [right, of].write(),
        }
    }
}

/// What [`prevalence`] finds.
///
/// It is no effect: there is no change, none is expected, and the question is how many, not
/// whether, so there is no p-value. In their place stand the share with the sign as it is,
/// `apparent`, and what it would be by errors alone, `expected_if_none`; whether any school has what
/// is looked for is said by the lower limit.
#[derive(Debug, Clone, PartialEq, Serialize, Record)]
pub struct Prevalence {
    /// What was counted, what follows, and what cannot be concluded.
    #[serde(flatten)]
    pub statement: Statement,
    /// The share, from 0 to 1.
    pub estimate: f64,
    /// 95 % interval, from 0 to 1.
    pub lower: f64,
    /// 95 % interval, from 0 to 1.
    pub upper: f64,
    /// The share as the formula gives it, below 0 where there are fewer positives than false ones
    /// expected.
    pub unclipped: f64,
    /// The interval as the formula gives it.
    pub unclipped_lower: f64,
    /// The interval as the formula gives it.
    pub unclipped_upper: f64,
    /// Schools with the sign.
    pub positive: usize,
    /// All schools that it could have found.
    pub tested: usize,
    /// Positives among the tested: the share as it is.
    pub apparent: f64,
    /// What that share would be if no school had what is looked for: 1 − specificity.
    pub expected_if_none: f64,
    /// The sensitivity.
    pub sensitivity: f64,
    /// The specificity.
    pub specificity: f64,
}

/// What the statement is about.
struct Found {
    estimate: f64,
    lower: f64,
    upper: f64,
    apparent: f64,
    expected_if_none: f64,
}

impl Accuracy {
    fn check(self, name: &'static str) -> Result<f64, EffectError> {
        let value = match self {
            Self::Known(value) => value,
            Self::Counted { of: 0, .. } => {
                return Err(EffectError::TooFew { name, got: 0, of: "checked schools", least: 1 });
            }
            Self::Counted { right, of } => right as f64 / of as f64,
        };
        if (0.0..=1.0).contains(&value) {
            return Ok(value);
        }
        Err(EffectError::Parameter { name, value, expected: "a share" })
    }

    /// (n·s + 1)/(n + 2) and its variance p(1 − p)/(n + 2).
    fn shrunk(self, value: f64) -> (f64, f64) {
        match self {
            Self::Known(_) => (value, 0.0),
            Self::Counted { of, .. } => {
                let n = of as f64 + 2.0;
                let share = (of as f64 * value + 1.0) / n;
                (share, share * (1.0 - share) / n)
            }
        }
    }
}

/// The true share behind the share of positives of an imperfect test.
///
/// ```text
/// a = positive/tested;   π̂ = (a + sp − 1)/(se + sp − 1), clipped to 0…1
/// se, sp known: the limits of a (Clopper–Pearson, Wilson, Blaker or Sterne), mapped the same way
/// se or sp counted (Lang & Reiczigel), z = 1.96:
///   se' = (n_se·se + 1)/(n_se + 2), n_se' = n_se + 2;   sp' likewise;   n' = n + z²;
/// a' = (n·a + z²/2)/n'
///   π' = (a' + sp' − 1)/(se' + sp' − 1)
///   d  = 2z²(π'·se'(1−se')/n_se' − (1−π')·sp'(1−sp')/n_sp')
///   V  = [a'(1−a')/n' + π'²·se'(1−se')/n_se' + (1−π')²·sp'(1−sp')/n_sp']/(se' + sp' − 1)²
///   interval π' + d ± z·√V
/// ```
/// Sensitivity and specificity come from schools that were observed or re-marked. Taking counted
/// ones as known makes the interval far too short: 65 % instead of 95 % with 40 and 100 checked
/// schools. Where only flagged schools were checked the sensitivity is not identified. The point
/// estimate is that of [`rogan_gladen`].
///
/// # Errors
/// [`EffectError::Parameter`] for sensitivity + specificity ≤ 1, shares outside of 0…1 or more
/// positives than tested; [`EffectError::TooFew`] for nobody tested or checked.
///
/// # Examples
/// ```
/// use obektiv::effect::{Accuracy, ShareInterval, prevalence};
/// let se = Accuracy::Counted { right: 22, of: 40 };
/// let sp = Accuracy::Counted { right: 97, of: 100 };
/// let found = prevalence(60, 639, se, sp, ShareInterval::default())?;
/// assert!((found.estimate - 0.1229).abs() < 1e-4 && (found.upper - 0.2012).abs() < 1e-4);
/// # Ok::<(), obektiv::effect::EffectError>(())
/// ```
/// ```python
/// >>> found = ob.effect.prevalence(60, 639, sensitivity=(22, 40), specificity=(97, 100))
/// >>> round(found.estimate, 4), round(found.upper, 4)
/// (0.1229, 0.2012)
/// >>> print(found.sentence.en)
/// Schools with the sign beside those that its errors alone would mark: a share of 0.0939 ...
/// ```
///
/// # References
/// Rogan & Gladen (1978), American Journal of Epidemiology 107, 71–76. Reiczigel, Földi & Ózsvári
/// (2010), Epidemiology and Infection 138, 1674–1678. Lang & Reiczigel (2014), Preventive
/// Veterinary Medicine 113, 13–22.
#[described]
pub fn prevalence(
    positive: u64,
    tested: u64,
    sensitivity: Accuracy,
    specificity: Accuracy,
    interval: ShareInterval,
) -> Result<Prevalence, EffectError> {
    if tested == 0 {
        return Err(EffectError::TooFew { name: "tested", got: 0, of: "schools", least: 1 });
    }
    if positive > tested {
        let expected = "at most tested";
        return Err(EffectError::Parameter { name: "positive", value: positive as f64, expected });
    }
    let (se, sp) = (sensitivity.check("sensitivity")?, specificity.check("specificity")?);
    if se + sp - 1.0 <= 1e-12 {
        let expected = "more than 1 - specificity";
        return Err(EffectError::Parameter { name: "sensitivity", value: se, expected });
    }
    let apparent = positive as f64 / tested as f64;
    let map = |share: f64| (share + sp - 1.0) / (se + sp - 1.0);
    let known = matches!((sensitivity, specificity), (Accuracy::Known(_), Accuracy::Known(_)));
    let (low, high) = if known {
        let (low, high) = share_limits(positive, tested, interval);
        (map(low), map(high))
    } else {
        lang_reiczigel(apparent, tested as f64, sensitivity.shrunk(se), specificity.shrunk(sp))?
    };
    let estimate = rogan_gladen(apparent, se, sp).unwrap_or(f64::NAN);
    let (lower, upper) = (low.clamp(0.0, 1.0), high.clamp(0.0, 1.0));
    let expected_if_none = 1.0 - sp;
    let found = Found { estimate, lower, upper, apparent, expected_if_none };
    Ok(Prevalence {
        statement: statement(&found, known, interval),
        estimate,
        lower,
        upper,
        unclipped: map(apparent),
        unclipped_lower: low,
        unclipped_upper: high,
        positive: positive as usize,
        tested: tested as usize,
        apparent,
        expected_if_none,
        sensitivity: se,
        specificity: sp,
    })
}

/// Arguments of [`prevalence`] in the catalogue.
#[derive(Settings)]
struct Tested {
    /// Schools with the sign.
    #[setting(required)]
    positive: u64,
    /// All schools that it could have found.
    #[setting(required)]
    tested: u64,
    /// The share that the sign finds of those that have it: known, or so many right of so many that
    /// were checked.
    #[setting(required)]
    sensitivity: Accuracy,
    /// The share that it spares of those that have it not, in the same form.
    #[setting(required)]
    specificity: Accuracy,
    /// The interval of the share of positives, where both are known: Clopper and Pearson's is never
    /// too short, Wilson's is right on average, Blaker's and Sterne's are never too short and shorter.
    interval: ShareInterval,
}

impl Default for Tested {
    fn default() -> Self {
        let all = Accuracy::Known(1.0);
        let interval = ShareInterval::default();
        Self { positive: 0, tested: 0, sensitivity: all, specificity: all, interval }
    }
}

/// [`prevalence`] in the catalogue.
pub const FUNCTION: Function = Function {
    id: "effect.prevalence",
    doc: PREVALENCE_DOC,
    inputs: &[],
    groups: Groups::None,
    options: options::<Tested>,
    output: Shape::Record(Prevalence::described),
    run: |given| {
        let Tested { positive, tested, sensitivity, specificity, interval } = given.options()?;
        Ok(Output::record(&prevalence(positive, tested, sensitivity, specificity, interval)?))
    },
};

fn method(known: bool, interval: ShareInterval) -> &'static str {
    match (known, interval) {
        (false, _) => "Rogan–Gladen, interval of Lang and Reiczigel",
        (true, ShareInterval::ClopperPearson) => "Rogan–Gladen, Clopper and Pearson's limits mapped",
        (true, ShareInterval::Wilson) => "Rogan–Gladen, Wilson's limits mapped",
        (true, ShareInterval::Blaker) => "Rogan–Gladen, Blaker's limits mapped",
        (true, ShareInterval::Sterne) => "Rogan–Gladen, Sterne's limits mapped",
    }
}

fn share_limits(positive: u64, tested: u64, interval: ShareInterval) -> (f64, f64) {
    match interval {
        ShareInterval::ClopperPearson => clopper_pearson(positive, tested),
        ShareInterval::Wilson => wilson(positive as f64 / tested as f64, tested as f64),
        ShareInterval::Blaker => blaker(positive, tested),
        ShareInterval::Sterne => sterne(positive, tested),
    }
}

/// Each share and its variance, sensitivity first.
fn lang_reiczigel(
    apparent: f64,
    n: f64,
    (se, of_se): (f64, f64),
    (sp, of_sp): (f64, f64),
) -> Result<(f64, f64), EffectError> {
    let z2 = Z95 * Z95;
    let better = se + sp - 1.0;
    if better <= 1e-12 {
        let expected = "more than 1 - specificity, also after shrinking both";
        return Err(EffectError::Parameter { name: "sensitivity", value: se, expected });
    }
    let all = n + z2;
    let share = (n * apparent + z2 / 2.0) / all;
    let true_share = (share + sp - 1.0) / better;
    let (with, without) = (true_share, 1.0 - true_share);
    let moved = 2.0 * z2 * (with * of_se - without * of_sp);
    let variance = share * (1.0 - share) / all + with * with * of_se + without * without * of_sp;
    let half = Z95 * variance.sqrt() / better;
    Ok((with + moved - half, with + moved + half))
}

/// Blaker's limits: inside Clopper and Pearson's, where a share first becomes acceptable.
fn blaker(x: u64, n: u64) -> (f64, f64) {
    let (low, high) = clopper_pearson(x, n);
    let lower = if x == 0 { 0.0 } else { first(low, 1e-4, |p| acceptable(x, n, p)) };
    let upper = if x == n { 1.0 } else { first(high, -1e-4, |p| acceptable(x, n, p)) };
    (lower, upper)
}

/// Sterne's limits: they may lie outside Clopper and Pearson's on one side.
fn sterne(x: u64, n: u64) -> (f64, f64) {
    let ((low, high), share) = (clopper_pearson(x, n), x as f64 / n as f64);
    let beyond = |limit: f64| (2.0 * limit - share).clamp(1e-9, 1.0 - 1e-9);
    let lower = if x == 0 { 0.0 } else { first(beyond(low), 1e-4, |p| is_probable(x, n, p)) };
    let upper = if x == n { 1.0 } else { first(beyond(high), -1e-4, |p| is_probable(x, n, p)) };
    (lower, upper)
}

/// Where, going this way, shares first fit.
fn first(from: f64, step: f64, fits: impl Fn(f64) -> bool) -> f64 {
    let mut out = from;
    while !fits(out + step) {
        out += step;
    }
    let mut inside = out + step;
    for _ in 0..40 {
        let middle = (out + inside) / 2.0;
        if fits(middle) { inside = middle } else { out = middle }
    }
    inside
}

/// Whether counts that are no more probable than the observed one have more than 5 % together.
fn is_probable(x: u64, n: u64, p: f64) -> bool {
    let ln_factorial = |k: u64| libm::lgamma(k as f64 + 1.0);
    let (of_yes, of_no) = (libm::log(p), libm::log1p(-p));
    let chance = |k: u64| {
        let ways = ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k);
        libm::exp(ways + k as f64 * of_yes + (n - k) as f64 * of_no)
    };
    let most = chance(x) * (1.0 + 1e-10);
    (0..=n).map(chance).filter(|&other| other <= most).sum::<f64>() > 0.05
}

/// The chance of counts in a tail as small as the observed one's, with the other tail's: above 5 %.
fn acceptable(x: u64, n: u64, p: f64) -> bool {
    let tails = binomial(n, x, p);
    let tail = tails.upper.min(tails.lower);
    let other = if tails.upper < tails.lower {
        (0..x).rev().map(|k| binomial(n, k, p).lower).find(|&t| t <= tail * (1.0 + 1e-10))
    } else {
        (x + 1..=n).map(|k| binomial(n, k, p).upper).find(|&t| t <= tail * (1.0 + 1e-10))
    };
    tail + other.unwrap_or(0.0) > 0.05
}

fn statement(found: &Found, known: bool, interval: ShareInterval) -> Statement {
    let [
        [ru, en],
        [lower_ru, lower_en],
        [upper_ru, upper_en],
        [apparent_ru, apparent_en],
        [none_ru, none_en],
    ] = [found.estimate, found.lower, found.upper, found.apparent, found.expected_if_none].map(number);
    let comparison = Words::new(
        "Школы с признаком и те, кого пометили бы одни его ошибки",
        "Schools with the sign beside those that its errors alone would mark",
    );
    let finding = Words::new(
        format!(
            "признак есть у доли {apparent_ru}, без единой такой школы ожидалась {none_ru}; с поправкой на ошибки признака \
             доля {ru} (95 %: от {lower_ru} до {upper_ru})"
        ),
        format!(
            "a share of {apparent_en} has the sign, {none_en} expected if no school had what it points to; allowing for \
             its errors the share is {en} (95 %: {lower_en} to {upper_en})"
        ),
    );
    let caution = if known {
        Words::new(
            "Чувствительность и специфичность приняты за точно известные; о том, какие это школы, отсюда заключить нельзя.",
            "Sensitivity and specificity are taken as known; which schools these are cannot be concluded.",
        )
    } else {
        Words::new(
            "Чувствительность и специфичность оценены по проверенным школам; о том, какие это школы, отсюда заключить нельзя.",
            "Sensitivity and specificity come from checked schools; which schools these are cannot be concluded.",
        )
    };
    let mut warnings = Vec::new();
    if known {
        warnings.push(Warning::AccuracyTakenAsKnown);
    }
    if found.apparent <= found.expected_if_none {
        warnings.push(Warning::NotAboveErrors);
    }
    Statement::of(method(known, interval), comparison, &finding, caution, warnings)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{json, near};
    use super::*;

    #[test]
    fn limits_with_known_errors_are_those_of_an_established_program() {
        let want = json(include_str!("../../../tests/fixtures/effect/prevalence.R.json"));
        let kinds = [
            ("c-p", ShareInterval::ClopperPearson, 1e-10),
            ("wilson", ShareInterval::Wilson, 1e-10),
            ("blaker", ShareInterval::Blaker, 2e-4),
            ("sterne", ShareInterval::Sterne, 2e-4),
        ];
        for case in want["known"].as_array().unwrap() {
            let (positive, tested) = (case["positive"].as_u64().unwrap(), case["tested"].as_u64().unwrap());
            let known = |name: &str| Accuracy::Known(case[name].as_f64().unwrap());
            for (name, kind, tolerance) in kinds {
                let found =
                    prevalence(positive, tested, known("sensitivity"), known("specificity"), kind).unwrap();
                let limits = &case[name]["true"];
                near(found.unclipped, &limits[0], 1e-10);
                near(found.unclipped_lower, &limits[1], tolerance);
                near(found.unclipped_upper, &limits[2], tolerance);
                assert!((0.0..=1.0).contains(&found.estimate) && found.lower <= found.upper);
            }
        }
    }

    #[test]
    fn limits_with_counted_errors_are_those_of_an_established_program() {
        let want = json(include_str!("../../../tests/fixtures/effect/prevalence.R.json"));
        for case in want["lang_reiczigel"].as_array().unwrap() {
            let count = |name: &str| case[name].as_u64().unwrap();
            let se = Accuracy::Counted { right: count("true_positive"), of: count("n_sensitivity") };
            let sp = Accuracy::Counted { right: count("true_negative"), of: count("n_specificity") };
            let found =
                prevalence(count("positive"), count("tested"), se, sp, ShareInterval::default()).unwrap();
            near(found.unclipped, &case["estimate"], 1e-10);
            near(found.lower, &case["lower"], 1e-10);
            near(found.upper, &case["upper"], 1e-10);
        }
    }

    #[test]
    fn a_test_that_is_no_better_than_chance_is_refused() {
        let known = |x| Accuracy::Known(x);
        let error = |positive, tested, se, sp| {
            prevalence(positive, tested, se, sp, ShareInterval::default()).unwrap_err()
        };
        let error_of = |se, sp| error(1, 10, known(se), known(sp));
        assert!(matches!(error_of(0.5, 0.5), EffectError::Parameter { name: "sensitivity", .. }));
        assert!(matches!(error_of(0.2, 0.7), EffectError::Parameter { name: "sensitivity", .. }));
        assert!(matches!(error_of(1.2, 0.7), EffectError::Parameter { name: "sensitivity", .. }));
        assert!(matches!(error_of(0.9, f64::NAN), EffectError::Parameter { name: "specificity", .. }));
        assert_eq!(error(11, 10, known(0.9), known(0.9)).code(), "effect.parameter");
        assert_eq!(error(0, 0, known(0.9), known(0.9)).code(), "effect.too_few");
        let nobody = Accuracy::Counted { right: 0, of: 0 };
        assert_eq!(error(1, 10, nobody, known(0.9)).code(), "effect.too_few");
    }

    #[test]
    fn intervals_with_counted_errors_hold_the_truth() {
        let mut random = crate::random::Random::new(5, 1);
        let mut count = |n: u64, p: f64| (0..n).filter(|_| random.chance(p)).count() as u64;
        let (truth, se, sp) = (0.05, 0.55, 0.97);
        let mut covered = 0;
        for _ in 0..200 {
            let positive = count(639, truth * se + (1.0 - truth) * (1.0 - sp));
            let se = Accuracy::Counted { right: count(40, se), of: 40 };
            let sp = Accuracy::Counted { right: count(100, sp), of: 100 };
            let found = prevalence(positive, 639, se, sp, ShareInterval::default()).unwrap();
            covered += u32::from(found.lower <= truth && truth <= found.upper);
        }
        assert!(covered >= 186, "{covered}");
    }
}
