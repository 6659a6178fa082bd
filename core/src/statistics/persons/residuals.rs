//! Residuals of single answers: mean squares and cumulative sums.

use ndarray::ArrayView2;
use obektiv_derive::{Columns, described};

use super::{ITEMS, PersonFit, SCORES, THETA, Tail, by_blocks, same_length};
use crate::Error;
use crate::function::{Function, Given, Groups, NoOptions, Output, Shape, options};
use crate::model::{Item, ModelError, answer, check_scores};

/// A mean square of all persons. What is undefined for one person is NaN.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct MeanSquare {
    /// The mean square of each person, about 1 where the model holds.
    pub statistic: Vec<f64>,
    /// NaN: see [`conditional`](super::conditional).
    pub pvalue: Vec<f64>,
    /// The mean square standardised (Wilson and Hilferty); with few items not normal.
    pub standardised: Vec<f64>,
    /// Always "upper": large values are unusual; small ones are answers more regular than the
    /// model.
    #[row(text(Tail::name))]
    pub tail: Tail,
}

impl MeanSquare {
    fn of(both: Vec<(f64, f64)>) -> Self {
        let (statistic, standardised): (Vec<f64>, _) = both.into_iter().unzip();
        Self { pvalue: vec![f64::NAN; statistic.len()], statistic, standardised, tail: Tail::Upper }
    }
}

/// One answer beside its expectation: residual, variance, fourth central moment.
struct Residual {
    residual: f64,
    variance: f64,
    fourth: f64,
}

/// A function of the residuals of each person, in the order of the items answered.
fn by_person<T: Send>(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    theta: &[f64],
    finish: impl Fn(&[Residual]) -> T + Sync + Send,
) -> Result<Vec<T>, ModelError> {
    check_scores(scores, items)?;
    same_length("theta", theta.len(), scores.nrows())?;
    let most = items.iter().map(Item::categories).max().unwrap_or(0);
    by_blocks(scores.nrows(), |rows| {
        let (mut p, mut residuals) = (vec![0.0; most], Vec::with_capacity(items.len()));
        let mut values = Vec::with_capacity(rows.len());
        for row in rows {
            residuals.clear();
            for (item, &cell) in items.iter().zip(scores.row(row)) {
                let Some(score) = answer(cell) else { continue };
                item.probabilities(theta[row], &mut p);
                let p = &p[..item.categories()];
                let mean: f64 = p.iter().enumerate().map(|(k, p)| k as f64 * p).sum();
                let (mut variance, mut fourth) = (0.0, 0.0);
                for (k, p) in p.iter().enumerate() {
                    let square = (k as f64 - mean) * (k as f64 - mean);
                    variance += square * p;
                    fourth += square * square * p;
                }
                residuals.push(Residual { residual: score as f64 - mean, variance, fourth });
            }
            values.push(finish(&residuals));
        }
        Ok(values)
    })
}

/// (m^⅓ − 1)·3/q + q/3.
fn wilson_hilferty(mean_square: f64, q: f64) -> f64 {
    (libm::cbrt(mean_square) - 1.0) * 3.0 / q + q / 3.0
}

/// Outfit: the mean squared standardised residual of each person, led by answers far from the
/// person's ability, about 1 where the model holds; large values are unusual.
///
/// ```text
/// outfit = Σ (X − E)²/V / n          q² = Σ C/V² / n² − 1/n,   C = E(X − EX)⁴
/// standardised = (outfit^⅓ − 1)·3/q + q/3
/// ```
///
/// Over the items answered; θ is taken as known, so with an estimated one the mean is below 1. The
/// p-value is NaN: `standardised` is not normal in short tests; see `conditional`. NaN without
/// answers, and where the ability is NaN.
///
/// # Errors
/// [`ModelError::Length`] for another number of abilities than persons; [`ModelError::Columns`] for
/// scores of another number of items, [`ModelError::Score`] for a score that its item has not,
/// [`ModelError::Item`] for what is no item.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::{model::Item, statistics::person_fit};
/// let items = vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; 4];
/// assert_eq!(person_fit::outfit(array![[1, 0, 1, 0]].view(), &items, &[0.0])?.statistic, [1.0]);
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
/// >>> ob.person_fit.outfit([[1, 0, 1, 0]], items, theta=[0]).statistic
/// array([1.])
/// ```
///
/// # References
/// Wright and Masters (1982), Rating Scale Analysis; Smith (1991), Educational and Psychological
/// Measurement 51, 541–565.
#[described]
pub fn outfit(scores: ArrayView2<'_, u8>, items: &[Item], theta: &[f64]) -> Result<MeanSquare, ModelError> {
    let both = by_person(scores, items, theta, |residuals| {
        let n = residuals.len() as f64;
        let square: f64 = residuals.iter().map(|r| r.residual * r.residual / r.variance).sum();
        let fourth: f64 = residuals.iter().map(|r| r.fourth / (r.variance * r.variance)).sum();
        let mean_square = square / n;
        (mean_square, wilson_hilferty(mean_square, (fourth / (n * n) - 1.0 / n).sqrt()))
    })?;
    Ok(MeanSquare::of(both))
}

/// Infit: the mean squared residual over its expectation, led by answers near the person's ability,
/// about 1 where the model holds; large values are unusual.
///
/// ```text
/// infit = Σ (X − E)² / Σ V           q² = Σ (C − V²)/(Σ V)²,   C = E(X − EX)⁴
/// standardised = (infit^⅓ − 1)·3/q + q/3
/// ```
///
/// Over the items answered; θ is taken as known, so with an estimated one the mean is below 1. The
/// p-value is NaN: `standardised` is not normal in short tests; see `conditional`. NaN without
/// answers, and where the ability is NaN.
///
/// # Errors
/// [`ModelError::Length`] for another number of abilities than persons; [`ModelError::Columns`] for
/// scores of another number of items, [`ModelError::Score`] for a score that its item has not,
/// [`ModelError::Item`] for what is no item.
///
/// # Examples
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
/// >>> ob.person_fit.infit([[1, 0, 1, 0]], items, theta=[0]).statistic
/// array([1.])
/// ```
///
/// # References
/// Wright and Masters (1982), Rating Scale Analysis; Smith (1991), Educational and Psychological
/// Measurement 51, 541–565.
#[described]
pub fn infit(scores: ArrayView2<'_, u8>, items: &[Item], theta: &[f64]) -> Result<MeanSquare, ModelError> {
    let both = by_person(scores, items, theta, |residuals| {
        let variance: f64 = residuals.iter().map(|r| r.variance).sum();
        let square: f64 = residuals.iter().map(|r| r.residual * r.residual).sum();
        let fourth: f64 = residuals.iter().map(|r| r.fourth - r.variance * r.variance).sum();
        let mean_square = square / variance;
        (mean_square, wilson_hilferty(mean_square, fourth.sqrt() / variance))
    })?;
    Ok(MeanSquare::of(both))
}

/// Cumulative sums of all persons.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct Cusum {
    /// The larger of the two sums' sizes: large values are unusual.
    pub statistic: Vec<f64>,
    /// NaN: see [`conditional`](super::conditional).
    pub pvalue: Vec<f64>,
    /// max C⁺: a stretch done better than the ability.
    pub highest: Vec<f64>,
    /// min C⁻: a stretch done worse.
    pub lowest: Vec<f64>,
    /// Always "upper": large values of the statistic are unusual.
    #[row(text(Tail::name))]
    pub tail: Tail,
}

impl Cusum {
    pub(super) fn fit(self) -> PersonFit {
        PersonFit { statistic: self.statistic, pvalue: self.pvalue, tail: self.tail }
    }
}

/// CUSUM: stretches of items, in the order given, that were done better or worse than the ability;
/// large values are unusual.
///
/// ```text
/// T = (X − E)/n;   C⁺ ← max(0, C⁺ + T),   C⁻ ← min(0, C⁻ + T);    statistic max(max C⁺, −min C⁻)
/// ```
///
/// Over the items answered. NaN without answers, and where the ability is NaN. The p-value is NaN:
/// see `conditional`.
///
/// # Errors
/// [`ModelError::Length`] for another number of abilities than persons; [`ModelError::Columns`] for
/// scores of another number of items, [`ModelError::Score`] for a score that its item has not,
/// [`ModelError::Item`] for what is no item.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::{model::Item, statistics::person_fit};
/// let items = vec![Item::Logistic { a: 1.0, b: 0.0, c: 0.0 }; 4];
/// let found = person_fit::cusum(array![[1, 1, 0, 0]].view(), &items, &[0.0])?;
/// assert_eq!((found.highest[0], found.lowest[0]), (0.25, -0.25));
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": 0}] * 4
/// >>> ob.person_fit.cusum([[1, 1, 0, 0]], items, theta=[0]).highest
/// array([0.25])
/// ```
///
/// # References
/// Van Krimpen-Stoop and Meijer (2000), in van der Linden and Glas, Computerized Adaptive Testing,
/// 201–219.
#[described]
pub fn cusum(scores: ArrayView2<'_, u8>, items: &[Item], theta: &[f64]) -> Result<Cusum, ModelError> {
    let both = by_person(scores, items, theta, |residuals| {
        if residuals.is_empty() {
            return (f64::NAN, f64::NAN);
        }
        let n = residuals.len() as f64;
        let (mut up, mut down, mut highest, mut lowest) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
        for residual in residuals.iter().map(|r| r.residual / n) {
            (up, down) = ((up + residual).max(0.0), (down + residual).min(0.0));
            (highest, lowest) = (highest.max(up), lowest.min(down));
        }
        // max and min pass over NaN.
        if residuals.iter().any(|r| r.residual.is_nan()) { (f64::NAN, f64::NAN) } else { (highest, lowest) }
    })?;
    let (highest, lowest): (Vec<f64>, Vec<f64>) = both.into_iter().unzip();
    let larger = |(&high, &low): (&f64, &f64)| if high.is_nan() { high } else { high.max(-low) };
    let statistic: Vec<f64> = highest.iter().zip(&lowest).map(larger).collect();
    Ok(Cusum { pvalue: vec![f64::NAN; statistic.len()], statistic, highest, lowest, tail: Tail::Upper })
}

/// A function of residuals at given abilities.
const fn of_residuals(
    id: &'static str,
    doc: &'static str,
    run: fn(&Given<'_>) -> Result<Output, Error>,
) -> Function {
    Function {
        id,
        doc,
        inputs: &[SCORES, ITEMS, THETA],
        groups: Groups::None,
        options: options::<NoOptions>,
        output: Shape::Table(MeanSquare::describe),
        run,
    }
}

/// [`infit`] in the catalogue.
pub(super) const INFIT: Function = of_residuals("person_fit.infit", INFIT_DOC, |given| {
    Ok(infit(given.scores(0)?, given.items(1)?, given.numbers(2)?)?.table().into())
});

/// [`outfit`] in the catalogue.
pub(super) const OUTFIT: Function = of_residuals("person_fit.outfit", OUTFIT_DOC, |given| {
    Ok(outfit(given.scores(0)?, given.items(1)?, given.numbers(2)?)?.table().into())
});

/// [`cusum`] in the catalogue.
pub(super) const CUSUM: Function = Function {
    output: Shape::Table(Cusum::describe),
    ..of_residuals("person_fit.cusum", CUSUM_DOC, |given| {
        Ok(cusum(given.scores(0)?, given.items(1)?, given.numbers(2)?)?.table().into())
    })
};

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::data::MISSING;

    #[test]
    fn mean_squares_of_two_items_are_computed_by_hand() {
        let items: Vec<Item> = [-1.0, 1.0].iter().map(|&b| Item::Logistic { a: 1.0, b, c: 0.0 }).collect();
        let p = 1.0 / (1.0 + (-1.0_f64).exp());
        let scores = array![[0, 1], [MISSING, MISSING]];
        let out = outfit(scores.view(), &items, &[0.0; 2]).unwrap();
        let within = infit(scores.view(), &items, &[0.0; 2]).unwrap();
        // Both items: the unlikely answer, (P − 0)²/(PQ) = P/Q.
        assert!((out.statistic[0] - p / (1.0 - p)).abs() < 1e-13);
        assert!((within.statistic[0] - p / (1.0 - p)).abs() < 1e-13);
        assert!(out.statistic[1].is_nan() && within.statistic[1].is_nan());
        assert!(cusum(scores.view(), &items, &[0.0; 2]).unwrap().statistic[1].is_nan());
    }
}
