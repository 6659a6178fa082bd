//! Patterns without a model: sums over the steps that a person reached, beside what the same total can give.
//!
//! An item of m points is m steps, Y_ij = 1 where the score is j or more. All statistics here are functions of Σ w_ij·Y_ij for one weight w,
//! so one table look-up for each answer does. With unequal maxima the least and largest sums that a total can give are found by dynamic programming over items.
//! With answers missing, sums, order and extremes are those of the items answered; popularities are those of all who answered an item.

use std::collections::HashMap;
use std::ops::Range;

use ndarray::ArrayView2;
use obektiv_derive::{Columns, described};

use super::{MAX_SCORES, PersonFit, REFERENCE, Reference, SCORES, Tail, by_blocks};
use crate::Error;
use crate::data::{LARGEST_SCORE, NOT_ATTEMPTED};
use crate::function::{Function, Given, Groups, NoOptions, Output, Shape, options};
use crate::model::{ModelError, answer};

/// Ranges smaller than this share of the sums are rounding.
const NOTHING: f64 = 1e-11;

/// What a step weighs.
#[derive(Debug, Clone, Copy)]
enum Weight {
    /// Its place, 1 for the most popular.
    Rank,
    /// π
    Popularity,
    /// ln π/(1 − π); 0 where π is 0 or 1.
    Logit,
    /// Persons who reached it.
    Count,
}

/// The steps of the items that a person answered.
struct Span {
    /// Σ of weights up to each score of each item; NaN for cells that are no answer, and for all of an item not answered.
    sums: Vec<[f64; 256]>,
    /// The least and the largest Σ w·Y by total.
    extremes: Vec<(f64, f64)>,
    /// Number of steps, Σ w, Σ w².
    steps: f64,
    sum: f64,
    squares: f64,
    /// Σ π, Σ π(1 − π), Σ πw, Σ π(1 − π)w, Σ π(1 − π)w².
    moments: [f64; 5],
}

impl Span {
    fn of(reference: &Reference, items: &[usize], weight: Weight) -> Self {
        let popularity: Vec<Vec<f64>> = items.iter().map(|&item| reference.popularity(item)).collect();
        let logit = |p: f64| if p > 0.0 && p < 1.0 { libm::log(p / (1.0 - p)) } else { 0.0 };
        let weights: Vec<Vec<f64>> = match weight {
            Weight::Rank => ranks(&popularity),
            Weight::Popularity => popularity.clone(),
            Weight::Logit => popularity.iter().map(|p| p.iter().map(|&p| logit(p)).collect()).collect(),
            Weight::Count => {
                items.iter().map(|&i| reference.reached(i).into_iter().map(|n| n as f64).collect()).collect()
            }
        };
        let mut sums = vec![[f64::NAN; 256]; reference.maxima.len()];
        for (&item, weights) in items.iter().zip(&weights) {
            let mut sum = 0.0;
            sums[item][0] = 0.0;
            for (score, weight) in (1_usize..).zip(weights) {
                sum += weight;
                sums[item][score] = sum;
            }
            sums[item][usize::from(NOT_ATTEMPTED)] = 0.0;
        }
        let flat = || weights.iter().flatten().copied();
        let steps = || popularity.iter().flatten().copied().zip(flat());
        let total = |f: fn(f64, f64) -> f64| steps().map(|(p, w)| f(p, w)).sum();
        let moments = [
            total(|p, _| p),
            total(|p, _| p * (1.0 - p)),
            total(|p, w| p * w),
            total(|p, w| p * (1.0 - p) * w),
            total(|p, w| p * (1.0 - p) * w * w),
        ];
        Self {
            extremes: extremes(&weights),
            steps: flat().count() as f64,
            sum: flat().sum(),
            squares: flat().map(|w| w * w).sum(),
            moments,
            sums,
        }
    }

    fn smallest(&self, total: usize) -> f64 {
        self.extremes[total].0
    }

    fn largest(&self, total: usize) -> f64 {
        self.extremes[total].1
    }

    /// Where a sum lies between the largest that the total can give (0) and the least (1); NaN where they are the same.
    fn depth(&self, total: usize, sum: f64) -> f64 {
        let (smallest, largest) = self.extremes[total];
        let range = largest - smallest;
        if range > NOTHING * (largest.abs() + smallest.abs()) {
            ((largest - sum) / range).clamp(0.0, 1.0)
        } else {
            f64::NAN
        }
    }

    /// n²·cov(Y, w) over the steps.
    fn covariance(&self, total: usize, sum: f64) -> f64 {
        self.steps * sum - total as f64 * self.sum
    }
}

/// The place of each step by falling popularity; ties in the order of items and steps.
fn ranks(popularity: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut order: Vec<(usize, usize)> = Vec::new();
    for (item, steps) in popularity.iter().enumerate() {
        order.extend((0..steps.len()).map(|step| (item, step)));
    }
    order.sort_by(|a, b| popularity[b.0][b.1].total_cmp(&popularity[a.0][a.1]));
    let mut ranks: Vec<Vec<f64>> = popularity.iter().map(|steps| vec![0.0; steps.len()]).collect();
    for (place, (item, step)) in order.into_iter().enumerate() {
        ranks[item][step] = (place + 1) as f64;
    }
    ranks
}

/// The least and the largest sum of weights for each total, item after item.
fn extremes(weights: &[Vec<f64>]) -> Vec<(f64, f64)> {
    let mut found = vec![(0.0_f64, 0.0_f64)];
    for item in weights {
        let mut with = vec![(f64::INFINITY, f64::NEG_INFINITY); found.len() + item.len()];
        let mut sum = 0.0;
        for score in 0..=item.len() {
            if score > 0 {
                sum += item[score - 1];
            }
            for (total, (low, high)) in found.iter().enumerate() {
                let best = &mut with[total + score];
                *best = (best.0.min(low + sum), best.1.max(high + sum));
            }
        }
        found = with;
    }
    found
}

/// A function of each person's total and weighted sum.
fn by_person<T: Send>(
    scores: ArrayView2<'_, u8>,
    reference: &Reference,
    weight: Weight,
    finish: impl Fn(&Span, usize, f64) -> T + Sync + Send,
) -> Result<Vec<T>, ModelError> {
    let items = reference.maxima.len();
    if scores.ncols() != items {
        return Err(ModelError::Columns { got: scores.ncols(), expected: items });
    }
    let scores = scores.as_standard_layout();
    let complete = Span::of(reference, &(0..items).collect::<Vec<_>>(), weight);
    // The points of a cell; only those of answers are used.
    let points: [u16; 256] = std::array::from_fn(|cell| if cell < 253 { cell as u16 } else { 0 });
    by_blocks(scores.nrows(), |rows: Range<usize>| {
        let mut spans: HashMap<Vec<usize>, Span> = HashMap::new();
        let mut values = Vec::with_capacity(rows.len());
        for row in rows {
            let (mut total, mut sum) = (0, 0.0);
            for (&cell, sums) in scores.row(row).iter().zip(&complete.sums) {
                total += usize::from(points[usize::from(cell)]);
                sum += sums[usize::from(cell)];
            }
            // Only a cell that is no score of its item makes the sum NaN.
            if sum.is_nan() {
                let (answered, total) = answered(scores.row(row), row, &reference.maxima)?;
                let span = spans
                    .entry(answered)
                    .or_insert_with_key(|answered| Span::of(reference, answered, weight));
                let cells = scores.row(row);
                let sum = cells.iter().zip(&span.sums).map(|(&cell, sums)| sums[usize::from(cell)]);
                values.push(finish(span, total, sum.filter(|sum| !sum.is_nan()).sum()));
            } else {
                values.push(finish(&complete, total, sum));
            }
        }
        Ok(values)
    })
}

/// The items answered and their total.
fn answered(
    cells: ndarray::ArrayView1<'_, u8>,
    row: usize,
    maxima: &[u8],
) -> Result<(Vec<usize>, usize), ModelError> {
    let (mut items, mut total) = (Vec::new(), 0);
    for (item, (&cell, &max)) in cells.iter().zip(maxima).enumerate() {
        if cell <= LARGEST_SCORE && cell > max {
            return Err(ModelError::Score { row: row + 1, item: item + 1, found: cell, expected: max });
        }
        if let Some(score) = answer(cell) {
            items.push(item);
            total += score;
        }
    }
    Ok((items, total))
}

/// Guttman errors, and their share of what the total allows.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct GuttmanErrors {
    /// G of each person.
    pub statistic: Vec<f64>,
    /// G / the largest G that the total allows; NaN where there is only one pattern.
    pub normed: Vec<f64>,
    /// NaN: see [`conditional`](super::conditional) and [`given_norm`](super::given_norm).
    pub pvalue: Vec<f64>,
    /// Always "upper": large values are unusual.
    #[row(text(Tail::name))]
    pub tail: Tail,
}

/// The number of Guttman errors `G` of each person, and its normed form `G*`; many errors are unusual.
///
/// A Guttman error is a pair of steps of which the person passed the less popular one and not the
/// more popular one. Many errors mean an unusual pattern, whatever its cause. An item of several
/// points is as many steps; maxima may differ.
///
/// ```text
/// G  = #{(e, h) : π_e > π_h, Y_e = 0, Y_h = 1} = Σ_i Σ_{j ≤ X_i} rank_ij − T(T + 1)/2
/// G* = G / max G given the total T            dichotomous: G / (T·(n − T))
/// ```
///
/// Ties of popularity stand in the order of items and steps. With nothing or all solved G is 0 and
/// G* NaN. The p-value is NaN: the null distribution is not known; see `conditional` and `given_norm`.
///
/// # Errors
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a score
/// above its maximum.
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
/// Guttman (1944); Meijer (1994), Applied Psychological Measurement 18, 311–314; Molenaar (1991), Kwantitatieve Methoden 12, 97–117; Emons (2008), Applied
/// Psychological Measurement 32, 224–247.
#[described]
pub fn guttman_errors(
    scores: ArrayView2<'_, u8>,
    reference: &Reference,
) -> Result<GuttmanErrors, ModelError> {
    let both = by_person(scores, reference, Weight::Rank, |span, total, sum| {
        // The rarest pattern has the largest ranks, so the depth runs the other way.
        (sum - span.smallest(total), 1.0 - span.depth(total, sum))
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
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a score
/// above its maximum.
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
/// [`ModelError::Categories`] for an item of more than one point; [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a score
/// above its maximum.
///
/// # Examples
/// ```python
/// >>> ob.person_fit.zu3([[1, 1, 0], [1, 0, 0], [0, 0, 1], [1, 1, 0]]).statistic.argmax()
/// np.int64(2)
/// ```
///
/// # References
/// Van der Flier (1982); Emons, Meijer and Sijtsma (2002), Applied Psychological Measurement 26, 88–108.
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
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a score
/// above its maximum.
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

/// The modified caution index `C*` of Harnisch and Linn: [`u3`] with popularities in place of logits;
/// large values are unusual.
///
/// ```text
/// C* = (A_max(T) − A)/(A_max(T) − A_min(T))        A = Σ πY
/// ```
///
/// Between 0 and 1. Of items of several points it is taken over steps, this library's extension. NaN
/// where all patterns with the total are the same. The p-value is NaN: see `conditional` and `given_norm`.
///
/// # Errors
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a score
/// above its maximum.
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

/// Kane and Brennan's agreement `A`, the sum of the popularities of what was solved; small values are
/// unusual for the total.
///
/// ```text
/// A = Σ πY
/// ```
///
/// Of items of several points it is taken over steps, this library's extension. NaN with nothing or
/// all solved. It grows with the total: compare persons of one total, or take [`dependability`]. The
/// p-value is NaN.
///
/// # Errors
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a score
/// above its maximum.
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
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a score
/// above its maximum.
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

/// Kane and Brennan's dependability `E`, the agreement over the largest one of the total; small values
/// are unusual.
///
/// ```text
/// E = A/A_max(T)        A = Σ πY
/// ```
///
/// Of items of several points it is taken over steps, this library's extension. NaN with nothing or
/// all solved. The p-value is NaN.
///
/// # Errors
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a score
/// above its maximum.
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
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a score
/// above its maximum.
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
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a score
/// above its maximum.
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

/// Sijtsma's `Hᵀ`: how well a person's answers go with those of all others; small values are unusual.
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
/// [`ModelError::Columns`] for a population or maxima of other items, [`ModelError::Score`] for a score
/// above its maximum.
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
/// Sijtsma (1986), Kwantitatieve Methoden 7, 131–145; Sijtsma and Meijer (1992), Applied Psychological Measurement 16, 149–157.
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

/// A function of scores beside a reference.
const fn beside(
    id: &'static str,
    doc: &'static str,
    run: fn(&Given<'_>) -> Result<Output, Error>,
) -> Function {
    Function {
        id,
        doc,
        inputs: &[SCORES, MAX_SCORES, REFERENCE],
        groups: Groups::None,
        options: options::<NoOptions>,
        output: Shape::Table(PersonFit::describe),
        run,
    }
}

/// The scores, and what they are read beside.
fn read<'a>(given: &Given<'a>) -> Result<(ArrayView2<'a, u8>, Reference), Error> {
    let scores = given.scores(0)?;
    let (maxima, population) = (given.optional(1, Given::cells)?, given.optional(2, Given::scores)?);
    Ok((scores, Reference::for_persons(scores, maxima, population)?))
}

/// [`guttman_errors`] in the catalogue.
pub(super) const GUTTMAN_ERRORS: Function = Function {
    output: Shape::Table(GuttmanErrors::describe),
    ..beside("person_fit.guttman_errors", GUTTMAN_ERRORS_DOC, |given| {
        let (scores, reference) = read(given)?;
        Ok(guttman_errors(scores, &reference)?.table().into())
    })
};

/// [`u3`] in the catalogue.
pub(super) const U3: Function = beside("person_fit.u3", U3_DOC, |given| {
    let (scores, reference) = read(given)?;
    Ok(u3(scores, &reference)?.table().into())
});

/// [`zu3`] in the catalogue.
pub(super) const ZU3: Function = beside("person_fit.zu3", ZU3_DOC, |given| {
    let (scores, reference) = read(given)?;
    Ok(zu3(scores, &reference)?.table().into())
});

/// [`c_sato`] in the catalogue.
pub(super) const C_SATO: Function = beside("person_fit.c_sato", C_SATO_DOC, |given| {
    let (scores, reference) = read(given)?;
    Ok(c_sato(scores, &reference)?.table().into())
});

/// [`c_star`] in the catalogue.
pub(super) const C_STAR: Function = beside("person_fit.c_star", C_STAR_DOC, |given| {
    let (scores, reference) = read(given)?;
    Ok(c_star(scores, &reference)?.table().into())
});

/// [`agreement`] in the catalogue.
pub(super) const AGREEMENT: Function = beside("person_fit.agreement", AGREEMENT_DOC, |given| {
    let (scores, reference) = read(given)?;
    Ok(agreement(scores, &reference)?.table().into())
});

/// [`disagreement`] in the catalogue.
pub(super) const DISAGREEMENT: Function = beside("person_fit.disagreement", DISAGREEMENT_DOC, |given| {
    let (scores, reference) = read(given)?;
    Ok(disagreement(scores, &reference)?.table().into())
});

/// [`dependability`] in the catalogue.
pub(super) const DEPENDABILITY: Function = beside("person_fit.dependability", DEPENDABILITY_DOC, |given| {
    let (scores, reference) = read(given)?;
    Ok(dependability(scores, &reference)?.table().into())
});

/// [`nci`] in the catalogue.
pub(super) const NCI: Function = beside("person_fit.nci", NCI_DOC, |given| {
    let (scores, reference) = read(given)?;
    Ok(nci(scores, &reference)?.table().into())
});

/// [`r_pbis`] in the catalogue.
pub(super) const R_PBIS: Function = beside("person_fit.r_pbis", R_PBIS_DOC, |given| {
    let (scores, reference) = read(given)?;
    Ok(r_pbis(scores, &reference)?.table().into())
});

/// [`ht`] in the catalogue.
pub(super) const HT: Function = beside("person_fit.ht", HT_DOC, |given| {
    let (scores, reference) = read(given)?;
    let leave_out = given.optional(2, Given::scores)?.is_none();
    Ok(ht(scores, &reference, leave_out)?.table().into())
});

#[cfg(test)]
mod tests {
    use ndarray::{Array2, Axis, array};

    use super::*;
    use crate::data::MISSING;

    type Statistic = fn(ArrayView2<'_, u8>, &Reference) -> Result<PersonFit, ModelError>;
    const ALL: [Statistic; 9] =
        [u3, zu3, c_sato, c_star, agreement, disagreement, dependability, nci, r_pbis];

    /// Popularities .8, .6, .4, .2 of four items.
    fn easy_to_hard() -> Reference {
        let scores = array![[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]];
        Reference::of(scores.view(), &[1; 4]).unwrap()
    }

    #[test]
    fn one_person_is_counted_by_hand() {
        // Missed the easiest, solved the two hardest: pairs (1, 3), (1, 4), (2, 3), (2, 4).
        let scores = array![[0, 0, 1, 1], [1, 0, 1, 0]];
        let found = guttman_errors(scores.view(), &easy_to_hard()).unwrap();
        assert_eq!(found.statistic, [4.0, 1.0]);
        assert_eq!(found.normed, [1.0, 0.25]);
        let one = |f: Statistic| f(scores.view(), &easy_to_hard()).unwrap().statistic;
        assert_eq!(one(u3)[..1], [1.0]);
        // ln 4 + ln 1.5 at most, ln 4 − ln 1.5 here.
        assert!((one(u3)[1] - 1.5_f64.ln() / (4.0_f64.ln() + 1.5_f64.ln())).abs() < 1e-14);
        assert!((one(agreement)[1] - 1.2).abs() < 1e-14);
        assert!((one(disagreement)[1] - 0.2).abs() < 1e-14);
        assert!((one(dependability)[1] - 1.2 / 1.4).abs() < 1e-14);
        assert!((one(c_star)[1] - 0.25).abs() < 1e-14);
        assert_eq!(one(nci), [-1.0, 0.5]);
        // cov(Y, π): (1.2 − 2·2/4) against (1.4 − 1).
        assert!((one(c_sato)[1] - 0.5).abs() < 1e-14);
    }

    #[test]
    fn a_perfect_pattern_has_no_errors_and_nothing_or_all_solved_says_nothing() {
        let scores = array![[1, 1, 0, 0], [0, 0, 0, 0], [1, 1, 1, 1], [MISSING; 4]];
        let found = guttman_errors(scores.view(), &easy_to_hard()).unwrap();
        assert_eq!(found.statistic, [0.0; 4]);
        assert_eq!(found.normed[..1], [0.0]);
        assert!(found.normed[1..].iter().all(|value| value.is_nan()));
        for statistic in ALL {
            let found = statistic(scores.view(), &easy_to_hard()).unwrap().statistic;
            assert!(found[0].is_finite() && found[1..].iter().all(|value| value.is_nan()), "{found:?}");
        }
        let ht = ht(scores.view(), &easy_to_hard(), false).unwrap().statistic;
        assert!(ht[0].is_finite() && ht[1..].iter().all(|value| value.is_nan()));
    }

    #[test]
    fn a_missing_answer_leaves_the_others() {
        let reference = easy_to_hard();
        let fewer = array![[1, 0, MISSING, 1]];
        let scores = array![[1, 1, 1], [1, 1, 0], [1, 0, 0], [1, 0, 0], [0, 0, 0]];
        let three = Reference::of(scores.view(), &[1; 3]).unwrap();
        assert_eq!(three.popularity(1), [0.4]);
        assert_eq!(guttman_errors(fewer.view(), &reference).unwrap().statistic, [1.0]);
        assert_eq!(guttman_errors(fewer.view(), &reference).unwrap().normed, [0.5]);
    }

    #[test]
    fn persons_may_come_in_any_order_and_layout() {
        let scores = Array2::from_shape_fn((60, 5), |(i, j)| ((i * 7 + j * j * 3 + i * j) % 5 % 3) as u8);
        let reference = Reference::of(scores.view(), &[2; 5]).unwrap();
        let forward = u3(scores.view(), &reference).unwrap().statistic;
        let backward = u3(scores.select(Axis(0), &(0..60).rev().collect::<Vec<_>>()).view(), &reference)
            .unwrap()
            .statistic;
        let back: Vec<f64> = backward.into_iter().rev().collect();
        assert!(forward.iter().zip(&back).all(|(a, b)| a.to_bits() == b.to_bits()));
    }

    #[test]
    fn references_of_parts_merge() {
        let scores = array![[1, 2], [0, MISSING], [1, 0]];
        let whole = Reference::of(scores.view(), &[1, 2]).unwrap();
        let mut parts = Reference::of(scores.select(Axis(0), &[0]).view(), &[1, 2]).unwrap();
        parts.merge(&Reference::of(scores.select(Axis(0), &[1, 2]).view(), &[1, 2]).unwrap()).unwrap();
        assert_eq!(parts, whole);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let reference = Reference::of(array![[1, 2]].view(), &[1, 2]).unwrap();
        assert_eq!(u3(array![[1, 3]].view(), &reference).unwrap_err().code(), "model.score");
        assert_eq!(u3(array![[1]].view(), &reference).unwrap_err().code(), "model.columns");
        assert_eq!(zu3(array![[1, 2]].view(), &reference).unwrap_err().code(), "model.categories");
    }
}
