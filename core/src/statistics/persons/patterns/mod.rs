//! Patterns without a model: sums over the steps that a person reached, beside what the same total
//! can give.
//!
//! An item of m points is m steps, Y_ij = 1 where the score is j or more. All statistics here are
//! functions of Σ w_ij·Y_ij for one weight w, so one table look-up for each answer does. With
//! unequal maxima the least and largest sums that a total can give are found by dynamic programming
//! over items. With answers missing, sums, order and extremes are those of the items answered;
//! popularities are those of all who answered an item.

mod entries;
mod sums;
#[cfg(test)]
mod tests;

pub(super) use entries::*;

use ndarray::ArrayView2;
use obektiv_derive::{Columns, described};

use super::{PersonFit, Reference, Tail};
use crate::model::ModelError;
use sums::{NOTHING, Span, Weight, by_pattern, by_person};

/// Guttman errors, and their share of what the total allows.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct GuttmanErrors {
    /// G of each person.
    pub statistic: Vec<f64>,
    /// G* from 0, the likeliest pattern of the total, to 1; NaN where all patterns are alike.
    pub normed: Vec<f64>,
    /// NaN: see [`conditional`](super::conditional) and [`given_norm`](super::given_norm).
    pub pvalue: Vec<f64>,
    /// Always "upper": large values are unusual.
    #[row(text(Tail::name))]
    pub tail: Tail,
}

/// The number of Guttman errors `G` of each person, and its normed form `G*`; many errors are
/// unusual.
///
/// A Guttman error is a pair of steps of which the person passed the less popular one and not the
/// more popular one. Many errors mean an unusual pattern, whatever its cause. An item of several
/// points is as many steps; maxima may differ.
///
/// ```text
/// G  = #{(e, h) : π_e > π_h, Y_e = 0, Y_h = 1}
/// G* = (R − min R) / (max R − min R)          R = Σ_i Σ_{j ≤ X_i} rank_ij, given the total T
/// ```
///
/// Steps of one popularity make no error of each other, in whatever order the items stand; their
/// rank is the mean of their places. Without such ties G = R − T(T + 1)/2 and G* = G / max G, for
/// items of one point G / (T·(n − T)). With nothing or all solved G is 0 and G* NaN. The p-value is
/// NaN: the null distribution is not known; see `conditional` and `given_norm`.
///
/// # Errors
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a
/// score above its maximum.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::statistics::person_fit::{Reference, guttman_errors};
/// let scores = array![[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]];
/// let reference = Reference::of(scores.view(), &[1, 1, 1])?;
/// assert_eq!(guttman_errors(scores.view(), &reference)?.statistic, [0.0, 0.0, 2.0, 0.0]);
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// ```python
/// >>> ob.person_fit.guttman_errors([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
/// array([0., 0., 2., 0.])
/// ```
///
/// # References
/// Guttman (1944); Meijer (1994), Applied Psychological Measurement 18, 311–314; Molenaar (1991),
/// Kwantitatieve Methoden 12, 97–117; Emons (2008), Applied Psychological Measurement 32, 224–247.
#[described]
pub fn guttman_errors(
    scores: ArrayView2<'_, u8>,
    reference: &Reference,
) -> Result<GuttmanErrors, ModelError> {
    let both = by_pattern(scores, reference, Weight::Rank, |span, total, sum, cells| {
        // The rarest pattern has the largest ranks, so the depth runs the other way.
        (span.guttman_errors(total, sum, cells), 1.0 - span.depth(total, sum))
    })?;
    let (statistic, normed): (Vec<f64>, Vec<f64>) = both.into_iter().unzip();
    Ok(GuttmanErrors { pvalue: vec![f64::NAN; statistic.len()], statistic, normed, tail: Tail::Upper })
}

/// `U3` of each person: how far the pattern is from the likeliest and towards the unlikeliest one
/// with the same total; large values are unusual.
///
/// ```text
/// W  = Σ_i Σ_{j ≤ X_i} ln(π_ij / (1 − π_ij))            the logits of the popularity of the steps passed, 0 for π of 0 or 1
/// U3 = (W_max(T) − W) / (W_max(T) − W_min(T))           given the total T
/// ```
///
/// Between 0 and 1. NaN where all patterns with the total are the same. The p-value is NaN: see
/// `conditional` and `given_norm`.
///
/// # Errors
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a
/// score above its maximum.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::statistics::person_fit::{Reference, u3};
/// let scores = array![[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]];
/// let reference = Reference::of(scores.view(), &[1, 1, 1])?;
/// assert_eq!(u3(scores.view(), &reference)?.statistic, [0.0, 0.0, 1.0, 0.0]);
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// ```python
/// >>> ob.person_fit.u3([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
/// array([0., 0., 1., 0.])
/// ```
///
/// # References
/// Van der Flier (1980, 1982), Journal of Cross-Cultural Psychology 13, 267–298; Emons (2008).
#[described]
pub fn u3(scores: ArrayView2<'_, u8>, reference: &Reference) -> Result<PersonFit, ModelError> {
    let values = by_person(scores, reference, Weight::Logit, Span::depth)?;
    Ok(PersonFit::without_null(values, Tail::Upper))
}

/// `ZU3`: [`u3`] standardised given the total, for items of one point; large values are unusual.
///
/// ```text
/// α = Σ πw + Σ π(1 − π)w·(T − Σ π)/Σ π(1 − π)            w = ln(π/(1 − π))
/// β = Σ π(1 − π)w² − (Σ π(1 − π)w)²/Σ π(1 − π)
/// ZU3 = (α − W)/√β
/// ```
///
/// Its distribution is not close enough to the normal one for a p-value, which is NaN. NaN with
/// nothing or all solved.
///
/// # Errors
/// [`ModelError::Categories`] for an item of more than one point; [`ModelError::Columns`] for a
/// population or maxima of other items, [`ModelError::Score`] for a score above its maximum.
///
/// # Examples
/// ```python
/// >>> ob.person_fit.zu3([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic.argmax()
/// np.int64(2)
/// ```
///
/// # References
/// Van der Flier (1982); Emons, Meijer and Sijtsma (2002), Applied Psychological Measurement 26,
/// 88–108.
#[described]
pub fn zu3(scores: ArrayView2<'_, u8>, reference: &Reference) -> Result<PersonFit, ModelError> {
    if let Some(&max) = reference.maxima.iter().find(|max| **max > 1) {
        let expected = "1: ZU3 is of items right or wrong".to_owned();
        return Err(ModelError::Categories { what: "points at most", got: usize::from(max), expected });
    }
    let values = by_person(scores, reference, Weight::Logit, |span, total, sum| {
        let [p, pq, pw, pqw, pqww] = span.moments;
        if span.depth(total, sum).is_nan() {
            return f64::NAN;
        }
        let alpha = pw + pqw * (total as f64 - p) / pq;
        (alpha - sum) / (pqww - pqw * pqw / pq).sqrt()
    })?;
    Ok(PersonFit::without_null(values, Tail::Upper))
}

/// Sato's caution index `C`; large values are unusual.
///
/// ```text
/// C = 1 − cov(Y, π)/cov(Y*, π)        Y* the likeliest pattern with the same total
/// ```
///
/// Of items of several points it is taken over steps, this library's extension. NaN with nothing or
/// all solved. The p-value is NaN: see `conditional` and `given_norm`.
///
/// # Errors
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a
/// score above its maximum.
///
/// # Examples
/// ```python
/// >>> ob.person_fit.c_sato([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic[0]
/// np.float64(0.0)
/// ```
///
/// # References
/// Sato (1975).
#[described]
pub fn c_sato(scores: ArrayView2<'_, u8>, reference: &Reference) -> Result<PersonFit, ModelError> {
    let values = by_person(scores, reference, Weight::Popularity, |span, total, sum| {
        let best = span.covariance(total, span.largest(total));
        if best > NOTHING { 1.0 - span.covariance(total, sum) / best } else { f64::NAN }
    })?;
    Ok(PersonFit::without_null(values, Tail::Upper))
}

/// The modified caution index `C*` of Harnisch and Linn: [`u3`] with popularities in place of
/// logits; large values are unusual.
///
/// ```text
/// C* = (A_max(T) − A)/(A_max(T) − A_min(T))        A = Σ πY
/// ```
///
/// Between 0 and 1. Of items of several points it is taken over steps, this library's extension.
/// NaN where all patterns with the total are the same. The p-value is NaN: see `conditional` and
/// `given_norm`.
///
/// # Errors
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a
/// score above its maximum.
///
/// # Examples
/// ```python
/// >>> ob.person_fit.c_star([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
/// array([0., 0., 1., 0.])
/// ```
///
/// # References
/// Harnisch and Linn (1981), Journal of Educational Measurement 18, 133–146.
#[described]
pub fn c_star(scores: ArrayView2<'_, u8>, reference: &Reference) -> Result<PersonFit, ModelError> {
    let values = by_person(scores, reference, Weight::Popularity, Span::depth)?;
    Ok(PersonFit::without_null(values, Tail::Upper))
}

/// Kane and Brennan's agreement `A`, the sum of the popularities of what was solved; small values
/// are unusual for the total.
///
/// ```text
/// A = Σ πY
/// ```
///
/// Of items of several points it is taken over steps, this library's extension. NaN with nothing or
/// all solved. It grows with the total: compare persons of one total, or take [`dependability`].
/// The p-value is NaN.
///
/// # Errors
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a
/// score above its maximum.
///
/// # Examples
/// ```python
/// >>> ob.person_fit.agreement([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
/// array([1.25, 0.75, 0.25, 1.25])
/// ```
///
/// # References
/// Kane and Brennan (1980), Applied Psychological Measurement 4, 105–126.
#[described]
pub fn agreement(scores: ArrayView2<'_, u8>, reference: &Reference) -> Result<PersonFit, ModelError> {
    let values = by_person(scores, reference, Weight::Popularity, |span, total, sum| {
        if span.depth(total, sum).is_nan() { f64::NAN } else { sum }
    })?;
    Ok(PersonFit::without_null(values, Tail::Lower))
}

/// Kane and Brennan's disagreement `D`, the largest agreement of the total less that of the person;
/// large values are unusual.
///
/// ```text
/// D = A_max(T) − A        A = Σ πY
/// ```
///
/// Of items of several points it is taken over steps, this library's extension. NaN with nothing or
/// all solved. The p-value is NaN.
///
/// # Errors
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a
/// score above its maximum.
///
/// # Examples
/// ```python
/// >>> ob.person_fit.disagreement([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
/// array([0. , 0. , 0.5, 0. ])
/// ```
///
/// # References
/// Kane and Brennan (1980).
#[described]
pub fn disagreement(scores: ArrayView2<'_, u8>, reference: &Reference) -> Result<PersonFit, ModelError> {
    let values = by_person(scores, reference, Weight::Popularity, |span, total, sum| {
        if span.depth(total, sum).is_nan() { f64::NAN } else { span.largest(total) - sum }
    })?;
    Ok(PersonFit::without_null(values, Tail::Upper))
}

/// Kane and Brennan's dependability `E`, the agreement over the largest one of the total; small
/// values are unusual.
///
/// ```text
/// E = A/A_max(T)        A = Σ πY
/// ```
///
/// Of items of several points it is taken over steps, this library's extension. NaN with nothing or
/// all solved. The p-value is NaN.
///
/// # Errors
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a
/// score above its maximum.
///
/// # Examples
/// ```python
/// >>> ob.person_fit.dependability([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic[0]
/// np.float64(1.0)
/// ```
///
/// # References
/// Kane and Brennan (1980).
#[described]
pub fn dependability(scores: ArrayView2<'_, u8>, reference: &Reference) -> Result<PersonFit, ModelError> {
    let values = by_person(scores, reference, Weight::Popularity, |span, total, sum| {
        if span.depth(total, sum).is_nan() { f64::NAN } else { sum / span.largest(total) }
    })?;
    Ok(PersonFit::without_null(values, Tail::Lower))
}

/// Tatsuoka's norm conformity index `NCI`; small values are unusual.
///
/// ```text
/// NCI = 1 − 2·G*        G* of guttman_errors
/// ```
///
/// Between −1 and 1. Of items of several points it is taken over steps. NaN with nothing or all
/// solved. The p-value is NaN: see `conditional` and `given_norm`.
///
/// # Errors
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a
/// score above its maximum.
///
/// # Examples
/// ```python
/// >>> ob.person_fit.nci([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic
/// array([ 1.,  1., -1.,  1.])
/// ```
///
/// # References
/// Tatsuoka and Tatsuoka (1983), Journal of Educational Measurement 20, 221–230.
#[described]
pub fn nci(scores: ArrayView2<'_, u8>, reference: &Reference) -> Result<PersonFit, ModelError> {
    let values =
        by_person(scores, reference, Weight::Rank, |span, total, sum| 2.0 * span.depth(total, sum) - 1.0)?;
    Ok(PersonFit::without_null(values, Tail::Lower))
}

/// Donlon and Fischer's personal point-biserial correlation of answers and the popularities of the
/// items; small values are unusual.
///
/// ```text
/// r = cov(Y, π)/√(var Y · var π)        over the steps of the items answered
/// ```
///
/// Of items of several points it is taken over steps, this library's extension. NaN with nothing or
/// all solved, and where all steps are equally popular. The p-value is NaN.
///
/// # Errors
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a
/// score above its maximum.
///
/// # Examples
/// ```python
/// >>> ob.person_fit.r_pbis([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic.argmin()
/// np.int64(2)
/// ```
///
/// # References
/// Donlon and Fischer (1968), Educational and Psychological Measurement 28, 811–814.
#[described]
pub fn r_pbis(scores: ArrayView2<'_, u8>, reference: &Reference) -> Result<PersonFit, ModelError> {
    let values = by_person(scores, reference, Weight::Popularity, |span, total, sum| {
        let t = total as f64;
        let of_person = t * (span.steps - t);
        let of_items = span.steps * span.squares - span.sum * span.sum;
        if of_person > 0.0 && of_items > NOTHING * span.squares {
            span.covariance(total, sum) / (of_person * of_items).sqrt()
        } else {
            f64::NAN
        }
    })?;
    Ok(PersonFit::without_null(values, Tail::Lower))
}

/// Sijtsma's `Hᵀ`: how well a person's answers go with those of all others; small values are
/// unusual.
///
/// ```text
/// Hᵀ_v = cov(Y_v, Σ_{u≠v} Y_u) / Σ_{u≠v} (min(b_v, b_u) − b_v·b_u)        b the share of the points possible
/// ```
///
/// Covariances over the steps that v answered; the others' missing answers add nothing to the sum.
/// Without a population each person is left out of his own, with one all of it are others. Time
/// grows with the persons, not with their pairs. Of items of several points it is taken over steps,
/// this library's extension. NaN with nothing or all solved. The p-value is NaN.
///
/// # Arguments
/// With `leave_out` the persons are part of the reference and each is left out of it; without, all
/// of the reference are others.
///
/// # Errors
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a
/// score above its maximum.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::statistics::person_fit::{Reference, ht};
/// let scores = array![[1, 1, 0], [1, 0, 0], [1, 1, 0], [0, 0, 1]];
/// let reference = Reference::of(scores.view(), &[1, 1, 1])?;
/// let ht = ht(scores.view(), &reference, true)?;
/// // The first person: covariances 1/9, 2/9 and −2/9 with the others, at most 1/9, 2/9 and 1/9.
/// assert!((ht.statistic[0] - 0.25).abs() < 1e-14);
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// ```python
/// >>> ob.person_fit.ht([[1, 1, 0], [1, 0, 0], [1, 1, 0], [0, 0, 1]]).statistic[0].round(6)
/// np.float64(0.25)
/// ```
///
/// # References
/// Sijtsma (1986), Kwantitatieve Methoden 7, 131–145; Sijtsma and Meijer (1992), Applied
/// Psychological Measurement 16, 149–157.
#[described]
pub fn ht(
    scores: ArrayView2<'_, u8>,
    reference: &Reference,
    leave_out: bool,
) -> Result<PersonFit, ModelError> {
    let others = Others::of(reference);
    let all: usize = reference.maxima.iter().map(|&max| usize::from(max)).sum();
    let steps = all as f64;
    let complete: Vec<f64> = (0..=all).map(|total| others.most(total as f64 / steps, leave_out)).collect();
    let values = by_person(scores, reference, Weight::Count, |span, total, sum| {
        let (t, n) = (total as f64, span.steps);
        if total == 0 || t >= n {
            return f64::NAN;
        }
        let own = if leave_out { t } else { 0.0 };
        // n²·cov, exact: whole numbers.
        let covariance = n * (sum - own) - t * (span.sum - own);
        let most = if n >= steps { complete[total] } else { others.most(t / n, leave_out) };
        covariance / (n * n) / most
    })?;
    Ok(PersonFit::without_null(values, Tail::Lower))
}

/// Shares of the points of the reference, rising, with running sums.
struct Others {
    shares: Vec<f64>,
    /// Persons below each share, and their shares' sum.
    below: Vec<(f64, f64)>,
}

impl Others {
    fn of(reference: &Reference) -> Self {
        let shares = reference.shares();
        let mut below = vec![(0.0, 0.0)];
        for (share, n) in &shares {
            let (persons, sum) = below[below.len() - 1];
            below.push((persons + n, sum + n * share));
        }
        Self { shares: shares.into_iter().map(|(share, _)| share).collect(), below }
    }

    /// Σ_u min(b, b_u) − b·b_u.
    fn most(&self, b: f64, leave_out: bool) -> f64 {
        let at = self.shares.partition_point(|share| *share <= b);
        let (persons, sum) = self.below[at];
        let (all, all_sum) = self.below[self.below.len() - 1];
        let own = if leave_out { b - b * b } else { 0.0 };
        sum + (all - persons) * b - b * all_sum - own
    }
}
