//! Statistics that are sums over answers of centred weights, standardised: lz, lz*, ECI2z, ECI4z
//! and their corrected forms.
//!
//! One family: a statistic is given by weights w_ik(θ) of score k on item i.
//!
//! ```text
//! W = Σ_i (w_i,Xi − μ_i),  μ_i = Σ_k P_ik w_ik,  V = Σ_i Σ_k P_ik (w_ik − μ_i)²,  z = W/√V
//! ```
//!
//! An estimated θ takes variance out of W. With r_ik = P'_ik/P_ik, c = ΣΣ P' w / ΣΣ P' r and the
//! equation that θ solves, r₀(θ) + ΣΣ (1{X = k} − P) r = 0 (r₀ = 0 for ML), z* = (W + c r₀)/√V*, V*
//! the variance with w − c r in place of w (Snijders 2001; Sinharay 2016).

mod sums;
#[cfg(test)]
mod tests;

use sums::Room;
pub(super) use sums::{Sums, log_likelihood};

use ndarray::ArrayView2;
use obektiv_derive::{Columns, Settings, described};

use super::{ITEMS, SCORES, THETA, Tail, by_blocks, same_length};
use crate::Error;
use crate::data::DataError;
use crate::function::{
    Function, Given, Groups, Output, Problem, Setting, SettingKind, Shape, Value, choices, options,
};
use crate::math::{normal_upper, pearson3_tail};
use crate::model::{Item, ModelError, answer, check_scores};

/// Where the abilities come from.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Estimator {
    /// They are known, or no correction is wanted.
    Known,
    /// Maximum likelihood.
    #[default]
    Ml,
    /// The mode of the posterior with a normal prior. The posterior mean (EAP) is no estimator of
    /// this kind: there is no correction for it.
    Map {
        /// The prior's mean.
        mean: f64,
        /// The prior's standard deviation.
        sd: f64,
    },
    /// Warm's weighted likelihood.
    Wle,
}

/// How a p-value is taken from z and its skewness γ. Written for the lower tail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Correction {
    /// Φ(z)
    Normal,
    /// Φ(z − γ(z² − 1)/6), z no further out than its turning point 3/γ.
    CornishFisher,
    /// A gamma distribution of the same skewness (Molenaar and Hoijtink 1990).
    ChiSquare,
    /// Φ(z) − φ(z)·γ(z² − 1)/6, the closest in short tests.
    #[default]
    Edgeworth,
}

choices!(
    Correction,
    "correction",
    Edgeworth = "edgeworth",
    Normal = "normal",
    CornishFisher = "cornish_fisher",
    ChiSquare = "chi_square",
);

impl Estimator {
    /// The estimator of this name: known, ml, map (with this prior), wle.
    ///
    /// # Errors
    /// [`DataError::Name`] for another name, EAP among them: it is no estimator of this kind.
    pub fn of_name(name: &str, mean: f64, sd: f64) -> Result<Self, DataError> {
        match name {
            "known" => Ok(Self::Known),
            "ml" => Ok(Self::Ml),
            "map" => Ok(Self::Map { mean, sd }),
            "wle" => Ok(Self::Wle),
            _ => {
                let expected = "known, ml, map, wle";
                Err(DataError::Name { what: "estimator", got: name.to_owned(), expected })
            }
        }
    }
}

impl Correction {
    /// P(as unusual or more). A correction makes a tail at most half as large as the normal one:
    /// beyond that the expansions hold no longer.
    pub(super) fn pvalue(self, z: f64, skewness: f64, tail: Tail) -> f64 {
        let (z, skewness) = match tail {
            Tail::Lower => (z, skewness),
            Tail::Upper => (-z, -skewness),
        };
        let normal = normal_upper(-z);
        let corrected = match self {
            Self::Normal => normal,
            Self::CornishFisher => {
                // NaN or infinite without skewness: then z as it is.
                let turn = 3.0 / skewness;
                let z = if turn < 0.0 { z.max(turn) } else { z };
                normal_upper(skewness * (z * z - 1.0) / 6.0 - z)
            }
            Self::ChiSquare => pearson3_tail(-z, -skewness),
            Self::Edgeworth => {
                let density = 0.398_942_280_401_432_7 * libm::exp(-z * z / 2.0);
                normal - density * skewness * (z * z - 1.0) / 6.0
            }
        };
        match corrected {
            1.0.. => normal,
            p if p < normal / 2.0 => normal / 2.0,
            p => p, // NaN too
        }
    }
}

/// A standardised statistic of all persons. What is undefined for one person is NaN.
#[derive(Debug, Clone, PartialEq, Columns)]
pub struct LikelihoodFit {
    /// z of each person.
    pub statistic: Vec<f64>,
    /// P(as unusual or more) by the correction asked for.
    pub pvalue: Vec<f64>,
    /// The skewness of z.
    pub skewness: Vec<f64>,
    /// Which values are unusual: "lower" or "upper".
    #[row(text(Tail::name))]
    pub tail: Tail,
}

impl LikelihoodFit {
    fn of(both: Vec<(f64, f64)>, correction: Correction, tail: Tail) -> Self {
        let pvalue = both.iter().map(|&(z, skewness)| correction.pvalue(z, skewness, tail)).collect();
        let (statistic, skewness) = both.into_iter().unzip();
        Self { statistic, pvalue, skewness, tail }
    }
}

/// `lz`: the log-likelihood of a person's answers, standardised, abilities taken as known; small
/// values are unusual.
///
/// ```text
/// lz = (l₀ − E l₀)/√Var l₀,   l₀ = Σ_i ln P_i,Xi(θ)         over the items answered
/// ```
///
/// With estimated abilities its variance is below one: use [`lz_star`]. NaN without variance,
/// without answers, and where the ability is NaN.
///
/// # Errors
/// [`ModelError::Length`] for another number of abilities than persons; [`ModelError::Columns`] for
/// scores of another number of items, [`ModelError::Score`] for a score that its item has not,
/// [`ModelError::Item`] for what is no item; [`DataError::Name`] for an unknown correction.
///
/// # Examples
/// ```
/// use ndarray::array;
/// use obektiv::{model::Item, statistics::person_fit::{self, Correction}};
/// let items: Vec<Item> = [-1.0, 0.0, 1.0].iter().map(|&b| Item::Logistic { a: 1.0, b, c: 0.0 }).collect();
/// let fit = person_fit::lz(array![[1, 1, 0], [0, 0, 1]].view(), &items, &[0.0, 0.0], Correction::Edgeworth)?;
/// assert!(fit.statistic[0] > 0.0 && fit.statistic[1] < -1.0);
/// # Ok::<(), obektiv::model::ModelError>(())
/// ```
///
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
/// >>> ob.person_fit.lz([[1, 1, 0], [0, 0, 1]], items, theta=[0, 0]).statistic.round(3)
/// array([ 0.858, -2.332])
/// ```
///
/// # References
/// Drasgow, Levine and Williams (1985), British Journal of Mathematical and Statistical Psychology
/// 38, 67–86; Bedrick (1997), Psychometrika 62, 191–199 (Edgeworth).
#[described]
pub fn lz(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    theta: &[f64],
    correction: Correction,
) -> Result<LikelihoodFit, ModelError> {
    lz_star(scores, items, theta, Estimator::Known, correction)
}

/// `lz*`: [`lz`] with the mean and the variance that it has at an estimated ability; small values
/// are unusual.
///
/// ```text
/// c   = ΣΣ P' ln P / ΣΣ P'²/P          over the items answered
/// lz* = (l₀ − E l₀ + c r₀)/√V*,        V* = Σ_i Var(ln P − c P'/P)
/// r₀    ML 0;  MAP (mean − θ)/sd²;  WLE J/(2I), J = ΣΣ P'P''/P, I = ΣΣ P'²/P
/// ```
///
/// The abilities must be those of the estimator named; with "known" it is [`lz`]. NaN without
/// variance, without answers, and where the ability is NaN.
///
/// # Errors
/// [`ModelError::Length`] for another number of abilities than persons; [`ModelError::Columns`] for
/// scores of another number of items, [`ModelError::Score`] for a score that its item has not,
/// [`ModelError::Item`] for what is no item; [`DataError::Name`] for an unknown estimator or
/// correction.
///
/// # Examples
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
/// >>> ob.person_fit.lz_star([[1, 1, 0], [0, 0, 1]], items, theta=[0.8, -0.8]).tail[0]
/// 'lower'
/// ```
///
/// # References
/// Snijders (2001), Psychometrika 66, 331–342; Magis, Raîche and Béland (2012), Journal of
/// Educational and Behavioral Statistics 37, 57–81; Sinharay (2016), Psychometrika 81, 992–1013.
#[described]
pub fn lz_star(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    theta: &[f64],
    estimator: Estimator,
    correction: Correction,
) -> Result<LikelihoodFit, ModelError> {
    let both =
        log_likelihood(scores, items, theta, |person, sums| sums.standardised(theta[person], estimator))?;
    Ok(LikelihoodFit::of(both, correction, Tail::Lower))
}

/// `ECI2z`: Tatsuoka's second extended caution index, standardised; large values are unusual.
///
/// ```text
/// statistic = Σ_i (w_i,Xi − E w_i)/√Var        over the items answered
/// w_ik = (mean over items of G_·k) − G_ik,     G_ik = mean over persons of P_ik(θ)
/// ```
///
/// The mean over items is over those answered that have score k. With the estimator "known" it is
/// the index of the literature, otherwise corrected for the estimated ability as [`lz_star`] is.
/// NaN without variance, without answers, and where the ability is NaN.
///
/// # Errors
/// [`ModelError::Length`] for another number of abilities than persons; [`ModelError::Columns`] for
/// scores of another number of items, [`ModelError::Score`] for a score that its item has not,
/// [`ModelError::Item`] for what is no item; [`DataError::Name`] for an unknown estimator or
/// correction.
///
/// # Examples
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
/// >>> bool((ob.person_fit.eci2([[1, 1, 0], [0, 0, 1]], items, theta=[0, 0]).statistic > 0)[1])
/// True
/// ```
///
/// # References
/// Tatsuoka (1984), Psychometrika 49, 95–110; Sinharay (2016), Applied Psychological Measurement
/// 40, 113–124.
#[described]
pub fn eci2(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    theta: &[f64],
    estimator: Estimator,
    correction: Correction,
) -> Result<LikelihoodFit, ModelError> {
    check_scores(scores, items)?;
    same_length("theta", theta.len(), scores.nrows())?;
    let mut shares: Vec<Vec<f64>> = items.iter().map(|item| vec![0.0; item.categories()]).collect();
    let mut p = Room::new(items).p;
    let known: Vec<f64> = theta.iter().copied().filter(|theta| !theta.is_nan()).collect();
    for (item, shares) in items.iter().zip(&mut shares) {
        for &theta in &known {
            item.probabilities(theta, &mut p);
            shares.iter_mut().zip(&p).for_each(|(share, p)| *share += p);
        }
        shares.iter_mut().for_each(|share| *share /= known.len() as f64);
    }
    caution(scores, items, theta, estimator, correction, |item, _, w| w.copy_from_slice(&shares[item]))
}

/// `ECI4z`: Tatsuoka's fourth extended caution index, standardised; large values are unusual.
///
/// ```text
/// statistic = Σ_i (w_i,Xi − E w_i)/√Var        over the items answered
/// w_ik = (mean over items of P_·k(θ)) − P_ik(θ)
/// ```
///
/// All else as [`eci2`]: the weights are those at the person's ability, not averaged over persons.
///
/// # Errors
/// [`ModelError::Length`] for another number of abilities than persons; [`ModelError::Columns`] for
/// scores of another number of items, [`ModelError::Score`] for a score that its item has not,
/// [`ModelError::Item`] for what is no item; [`DataError::Name`] for an unknown estimator or
/// correction.
///
/// # Examples
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
/// >>> bool((ob.person_fit.eci4([[1, 1, 0], [0, 0, 1]], items, theta=[0, 0]).statistic > 0)[1])
/// True
/// ```
///
/// # References
/// Tatsuoka (1984), Psychometrika 49, 95–110; Sinharay (2016), Applied Psychological Measurement
/// 40, 113–124.
#[described]
pub fn eci4(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    theta: &[f64],
    estimator: Estimator,
    correction: Correction,
) -> Result<LikelihoodFit, ModelError> {
    check_scores(scores, items)?;
    same_length("theta", theta.len(), scores.nrows())?;
    caution(scores, items, theta, estimator, correction, |item, theta, w| items[item].probabilities(theta, w))
}

/// Weights: the mean over items of `share`, less the item's own.
fn caution(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    theta: &[f64],
    estimator: Estimator,
    correction: Correction,
    share: impl Fn(usize, f64, &mut [f64]) + Sync + Send,
) -> Result<LikelihoodFit, ModelError> {
    let most = items.iter().map(Item::categories).max().unwrap_or(0);
    let both = by_blocks(scores.nrows(), |rows| {
        let mut room = Room::new(items);
        let (mut mean, mut count) = (vec![0.0; most], vec![0.0; most]);
        let mut shares = vec![vec![0.0; most]; items.len()];
        let mut values = Vec::with_capacity(rows.len());
        for row in rows {
            let answers: Vec<(usize, usize)> = scores
                .row(row)
                .iter()
                .enumerate()
                .filter_map(|(item, &cell)| Some((item, answer(cell)?)))
                .collect();
            mean.fill(0.0);
            count.fill(0.0);
            for &(item, _) in &answers {
                let k = items[item].categories();
                share(item, theta[row], &mut shares[item][..k]);
                for (k, share) in shares[item][..k].iter().enumerate() {
                    mean[k] += share;
                    count[k] += 1.0;
                }
            }
            mean.iter_mut().zip(&count).for_each(|(mean, count)| *mean /= count);
            let mut sums = Sums::default();
            for (item, score) in answers {
                room.add(&items[item], theta[row], score, &mut sums, |_, w| {
                    for (k, w) in w.iter_mut().enumerate() {
                        *w = mean[k] - shares[item][k];
                    }
                });
            }
            values.push(sums.standardised(theta[row], estimator));
        }
        Ok(values)
    })?;
    Ok(LikelihoodFit::of(both, correction, Tail::Upper))
}

/// Its name; the prior is a setting of its own.
impl Setting for Estimator {
    fn kind() -> SettingKind {
        SettingKind::Choice(&["ml", "map", "wle", "known"])
    }
    fn read(value: &Value) -> Result<Self, Problem> {
        match value {
            Value::Text(name) => Ok(Self::of_name(name, 0.0, 1.0)?),
            other => Err(Problem::kind::<Self>(other)),
        }
    }
    fn write(&self) -> Value {
        let name = match self {
            Self::Known => "known",
            Self::Ml => "ml",
            Self::Map { .. } => "map",
            Self::Wle => "wle",
        };
        Value::Text(name.to_owned())
    }
}

/// The p-value of [`lz`].
#[derive(Debug, Clone, Copy, Default, Settings)]
struct LzOptions {
    /// How the p-value is taken from the statistic and its skewness.
    correction: Correction,
}

/// Where abilities come from, and how p-values are taken.
#[derive(Debug, Clone, Copy, Default, Settings)]
pub(super) struct LikelihoodOptions {
    /// That of theta. The posterior's mean is none of this kind: there is no correction for it.
    estimator: Estimator,
    /// How the p-value is taken from the statistic and its skewness.
    pub(super) correction: Correction,
    /// Mean and standard deviation of the prior of "map"; 0 and 1 where not given.
    prior: Option<[f64; 2]>,
}

impl LikelihoodOptions {
    pub(super) fn estimator(&self) -> Estimator {
        match (self.estimator, self.prior) {
            (Estimator::Map { .. }, Some([mean, sd])) => Estimator::Map { mean, sd },
            (estimator, _) => estimator,
        }
    }
}

/// A function of a likelihood at given abilities.
const fn of_likelihood(
    id: &'static str,
    doc: &'static str,
    run: fn(&Given<'_>) -> Result<Output, Error>,
) -> Function {
    Function {
        id,
        doc,
        inputs: &[SCORES, ITEMS, THETA],
        groups: Groups::None,
        options: options::<LikelihoodOptions>,
        output: Shape::Table(LikelihoodFit::describe),
        run,
    }
}

/// [`lz`] in the catalogue.
pub(super) const LZ: Function = Function {
    options: options::<LzOptions>,
    ..of_likelihood("person_fit.lz", LZ_DOC, |given| {
        let LzOptions { correction } = given.options()?;
        Ok(lz(given.scores(0)?, given.items(1)?, given.numbers(2)?, correction)?.table().into())
    })
};

/// [`lz_star`] in the catalogue.
pub(super) const LZ_STAR: Function = of_likelihood("person_fit.lz_star", LZ_STAR_DOC, |given| {
    let how: LikelihoodOptions = given.options()?;
    let (scores, items, theta) = (given.scores(0)?, given.items(1)?, given.numbers(2)?);
    Ok(lz_star(scores, items, theta, how.estimator(), how.correction)?.table().into())
});

/// [`eci2`] in the catalogue.
pub(super) const ECI2: Function = of_likelihood("person_fit.eci2", ECI2_DOC, |given| {
    let how: LikelihoodOptions = given.options()?;
    let (scores, items, theta) = (given.scores(0)?, given.items(1)?, given.numbers(2)?);
    Ok(eci2(scores, items, theta, how.estimator(), how.correction)?.table().into())
});

/// [`eci4`] in the catalogue.
pub(super) const ECI4: Function = of_likelihood("person_fit.eci4", ECI4_DOC, |given| {
    let how: LikelihoodOptions = given.options()?;
    let (scores, items, theta) = (given.scores(0)?, given.items(1)?, given.numbers(2)?);
    Ok(eci4(scores, items, theta, how.estimator(), how.correction)?.table().into())
});
