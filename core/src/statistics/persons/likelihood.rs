//! Statistics that are sums over answers of centred weights, standardised: lz, lz*, ECI2z, ECI4z and their corrected forms.
//!
//! One family: a statistic is given by weights w_ik(θ) of score k on item i.
//!
//! ```text
//! W = Σ_i (w_i,Xi − μ_i),  μ_i = Σ_k P_ik w_ik,  V = Σ_i Σ_k P_ik (w_ik − μ_i)²,  z = W/√V
//! ```
//!
//! An estimated θ takes variance out of W. With r_ik = P'_ik/P_ik, c = ΣΣ P' w / ΣΣ P' r and r₀(θ) + ΣΣ (1{X = k} − P) r = 0 the equation that θ
//! solves (r₀ = 0 for ML), z* = (W + c r₀)/√V*, V* the variance with w − c r in place of w (Snijders 2001; Sinharay 2016).

use ndarray::{ArrayView1, ArrayView2};
use obektiv_derive::{Columns, Settings, described};

use super::{ITEMS, SCORES, THETA, Tail, by_blocks, same_length};
use crate::Error;
use crate::data::{DataError, NOT_ATTEMPTED};
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
    /// The mode of the posterior with a normal prior. The posterior mean (EAP) is no estimator of this kind: there is no correction for it.
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
    /// P(as unusual or more). A correction makes a tail at most half as large as the normal one: beyond that the expansions hold no longer.
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

/// Sums over the items that one person answered, w̄ = w − μ.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    /// W.
    pub observed: f64,
    /// Σ P w̄².
    variance: f64,
    /// Σ P' w̄, and the information Σ P' r.
    mixed: f64,
    information: f64,
    /// Σ P w̄³, Σ P w̄² r, Σ P w̄ r², Σ P r³.
    third: [f64; 4],
    /// J = Σ P' P''/P.
    j: f64,
}

/// How many sums there are.
const SUMS: usize = 9;

impl Sums {
    /// Adds what does not depend on the score, and gives μ.
    fn add(&mut self, p: &[f64], first: &[f64], second: &[f64], w: &[f64]) -> f64 {
        // A score without probability takes no part in expectations.
        let possible = || p.iter().zip(w).filter(|(p, _)| **p > 0.0);
        let mean: f64 = possible().map(|(p, w)| p * w).sum();
        for k in (0..p.len()).filter(|&k| p[k] > 0.0) {
            let (w, r) = (w[k] - mean, first[k] / p[k]);
            self.variance += p[k] * w * w;
            self.mixed += first[k] * w;
            self.information += first[k] * r;
            self.third[0] += p[k] * w * w * w;
            self.third[1] += first[k] * w * w;
            self.third[2] += first[k] * w * r;
            self.third[3] += first[k] * r * r;
            self.j += second[k] * r;
        }
        mean
    }

    fn list(&self) -> [f64; SUMS] {
        let [a, b, c, d] = self.third;
        [self.observed, self.variance, self.mixed, self.information, a, b, c, d, self.j]
    }

    fn of_list([observed, variance, mixed, information, a, b, c, d, j]: [f64; SUMS]) -> Self {
        Self { observed, variance, mixed, information, third: [a, b, c, d], j }
    }

    /// W + c r₀ and its variance and third moment.
    pub(super) fn corrected(&self, theta: f64, estimator: Estimator) -> (f64, f64, f64) {
        let c = if estimator == Estimator::Known { 0.0 } else { self.mixed / self.information };
        let r0 = match estimator {
            Estimator::Known | Estimator::Ml => 0.0,
            Estimator::Map { mean, sd } => (mean - theta) / (sd * sd),
            Estimator::Wle => self.j / (2.0 * self.information),
        };
        let variance = self.variance - 2.0 * c * self.mixed + c * c * self.information;
        let [w3, w2r, wr2, r3] = self.third;
        let third = w3 - 3.0 * c * w2r + 3.0 * c * c * wr2 - c * c * c * r3;
        (self.observed + c * r0, variance, third)
    }

    /// z and its skewness; NaN without variance.
    fn standardised(&self, theta: f64, estimator: Estimator) -> (f64, f64) {
        let (w, variance, third) = self.corrected(theta, estimator);
        // One item, or items of which θ takes all: what is left is rounding.
        if variance > 1e-12 * self.variance {
            (w / variance.sqrt(), third / (variance * variance.sqrt()))
        } else {
            (f64::NAN, f64::NAN)
        }
    }
}

/// Room for one item's probabilities, their derivatives, and weights.
struct Room {
    p: Vec<f64>,
    first: Vec<f64>,
    second: Vec<f64>,
    w: Vec<f64>,
}

impl Room {
    fn new(items: &[Item]) -> Self {
        let most = items.iter().map(Item::categories).max().unwrap_or(0);
        let room = || vec![0.0; most];
        Self { p: room(), first: room(), second: room(), w: room() }
    }

    /// Adds the answer to an item.
    fn add(
        &mut self,
        item: &Item,
        theta: f64,
        score: usize,
        sums: &mut Sums,
        weigh: impl Fn(&[f64], &mut [f64]),
    ) {
        let k = item.categories();
        item.derivatives(theta, &mut self.p, &mut self.first, &mut self.second);
        weigh(&self.p[..k], &mut self.w[..k]);
        let mean = sums.add(&self.p[..k], &self.first[..k], &self.second[..k], &self.w[..k]);
        sums.observed += if self.p[score] > 0.0 { self.w[score] - mean } else { f64::NEG_INFINITY };
    }

    /// Adds an item without a score, by its lines, and gives its μ.
    fn expect(&mut self, item: &Item, theta: f64, line: &[(f64, f64)], sums: &mut Sums) -> f64 {
        let k = item.categories();
        item.derivatives(theta, &mut self.p, &mut self.first, &mut self.second);
        for (w, (slope, intercept)) in self.w.iter_mut().zip(line) {
            *w = slope * theta + intercept;
        }
        sums.add(&self.p[..k], &self.first[..k], &self.second[..k], &self.w[..k])
    }

    /// The sums over one person's answers, item by item.
    fn direct(&mut self, items: &[Item], theta: f64, cells: ArrayView1<'_, u8>) -> Sums {
        let mut sums = Sums::default();
        for (item, &cell) in items.iter().zip(cells) {
            if let Some(score) = answer(cell) {
                self.add(item, theta, score, &mut sums, log_weights);
            }
        }
        sums
    }
}

/// w = ln P.
fn log_weights(p: &[f64], w: &mut [f64]) {
    for (w, p) in w.iter_mut().zip(p) {
        *w = if *p > 0.0 { libm::log(*p) } else { 0.0 };
    }
}

/// ln P of each score up to a term without the score: slope·θ + intercept. None where it is no such line.
fn line(item: &Item) -> Option<Vec<(f64, f64)>> {
    match item {
        Item::Logistic { a, b, c } if *c <= 0.0 => Some(vec![(0.0, 0.0), (*a, -a * b)]),
        Item::PartialCredit { a, steps } => {
            let mut line = vec![(0.0, 0.0)];
            for step in steps {
                let (slope, intercept) = line[line.len() - 1];
                line.push((slope + a, intercept - a * step));
            }
            Some(line)
        }
        Item::Nominal { slopes, intercepts } => {
            Some(slopes.iter().copied().zip(intercepts.iter().copied()).collect())
        }
        _ => None,
    }
}

/// cos πj/6 and (−1)ʲ, halved at both ends: interpolation between Chebyshev's points.
const NODES: [(f64, f64); 7] = [
    (1.0, 0.5),
    (0.866_025_403_784_438_6, -1.0),
    (0.5, 1.0),
    (0.0, -1.0),
    (-0.5, 1.0),
    (-0.866_025_403_784_438_6, -1.0),
    (-1.0, 0.5),
];

/// The sums over all items as functions of the ability, where the answers enter W through two sums alone:
///
/// ```text
/// W = θ·Σ slope_X + Σ intercept_X − M(θ),   M(θ) = Σ_i Σ_k P_ik(θ)·(slope_k θ + intercept_k)
/// ```
///
/// They are analytic within π/range of the slopes around the real line. Seven points in each cell, a fiftieth of that wide, leave an error of
/// about (1/100)⁷ of them: rounding.
struct Curves {
    first: f64,
    width: f64,
    /// −M as `observed`.
    cells: Vec<[[f64; SUMS]; 7]>,
    /// Slopes and intercepts by cell of the scores; NaN for what is no answer.
    lines: Vec<[(f64, f64); 256]>,
}

impl Curves {
    /// None where some item has no lines, or computing person by person is less work.
    fn of(items: &[Item], theta: &[f64]) -> Option<Self> {
        let of_items: Vec<Vec<(f64, f64)>> = items.iter().map(line).collect::<Option<_>>()?;
        let range = |line: &Vec<(f64, f64)>| {
            let (low, high) = line.iter().fold((0.0_f64, 0.0_f64), |(l, h), s| (l.min(s.0), h.max(s.0)));
            high - low
        };
        let width = 1.0 / (16.0 * of_items.iter().map(range).fold(0.0, f64::max));
        let finite = theta.iter().copied().filter(|theta| theta.is_finite());
        let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), t| (l.min(t), h.max(t)));
        let first = (low / width).floor();
        let count = (high / width).floor() - first + 1.0;
        // NaN is not less work, nor are items without a slope.
        if !width.is_finite() || count.is_nan() || count * 14.0 > theta.len() as f64 {
            return None;
        }
        let mut room = Room::new(items);
        let mut at = |theta: f64| {
            let mut sums = Sums::default();
            for (item, line) in items.iter().zip(&of_items) {
                sums.observed -= room.expect(item, theta, line, &mut sums);
            }
            sums.list()
        };
        let cell = |cell: u32| {
            NODES.map(|(node, _)| at(width * (first + f64::from(cell) + f64::midpoint(node, 1.0))))
        };
        let of_cells = |line: &Vec<(f64, f64)>| {
            let mut lines = [(f64::NAN, f64::NAN); 256];
            lines[..line.len()].copy_from_slice(line);
            lines[usize::from(NOT_ATTEMPTED)] = line[0];
            lines
        };
        #[allow(clippy::cast_sign_loss, reason = "a count")]
        let cells = (0..count as u32).map(cell).collect();
        Some(Self { first, width, cells, lines: of_items.iter().map(of_cells).collect() })
    }

    /// The sums at an ability; none outside the cells.
    fn at(&self, theta: f64) -> Option<Sums> {
        let place = theta / self.width;
        let start = place.floor();
        #[allow(clippy::cast_sign_loss, reason = "not below the first")]
        let cell = self.cells.get((start >= self.first).then_some((start - self.first) as usize)?)?;
        let t = 2.0 * (place - start) - 1.0;
        let (mut sums, mut all) = ([0.0; SUMS], 0.0);
        for ((node, weight), values) in NODES.iter().zip(cell) {
            let distance = t - node;
            if distance == 0.0 {
                return Some(Sums::of_list(*values));
            }
            let weight = weight / distance;
            all += weight;
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += weight * value;
            }
        }
        Some(Sums::of_list(sums.map(|sum| sum / all)))
    }

    /// The sums over one person's answers; those of items not answered are taken off.
    fn person(&self, items: &[Item], theta: f64, cells: ArrayView1<'_, u8>, room: &mut Room) -> Option<Sums> {
        let mut sums = self.at(theta)?;
        let (mut slope, mut intercept) = (0.0, 0.0);
        for (lines, &cell) in self.lines.iter().zip(cells) {
            let line = lines[usize::from(cell)];
            slope += line.0;
            intercept += line.1;
        }
        if intercept.is_nan() {
            (slope, intercept) = (0.0, 0.0);
            let (mut off, mut missing) = (Sums::default(), 0);
            for ((item, lines), &cell) in items.iter().zip(&self.lines).zip(cells) {
                if let Some(score) = answer(cell) {
                    slope += lines[score].0;
                    intercept += lines[score].1;
                } else {
                    off.observed -= room.expect(item, theta, &lines[..item.categories()], &mut off);
                    missing += 1;
                }
            }
            // Of little left, taking off leaves rounding.
            if 2 * missing > items.len() {
                return None;
            }
            let (all, off) = (sums.list(), off.list());
            sums = Sums::of_list(std::array::from_fn(|k| all[k] - off[k]));
        }
        sums.observed += theta * slope + intercept;
        Some(sums)
    }
}

/// The sums of the log-likelihood, handed to `finish` with each person.
pub(super) fn log_likelihood<T: Send>(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    theta: &[f64],
    finish: impl Fn(usize, &Sums) -> T + Sync + Send,
) -> Result<Vec<T>, ModelError> {
    check_scores(scores, items)?;
    same_length("theta", theta.len(), scores.nrows())?;
    let scores = scores.as_standard_layout();
    let curves = Curves::of(items, theta);
    by_blocks(scores.nrows(), |rows| {
        let mut room = Room::new(items);
        let person = |row: usize| {
            let cells = scores.row(row);
            let quick = curves.as_ref().and_then(|curves| curves.person(items, theta[row], cells, &mut room));
            finish(row, &quick.unwrap_or_else(|| room.direct(items, theta[row], cells)))
        };
        Ok(rows.map(person).collect())
    })
}

/// `lz`: the log-likelihood of a person's answers, standardised, abilities taken as known; small values
/// are unusual.
///
/// ```text
/// lz = (l₀ − E l₀)/√Var l₀,   l₀ = Σ_i ln P_i,Xi(θ)         over the items answered
/// ```
///
/// With estimated abilities its variance is below one: use [`lz_star`]. NaN without variance, without
/// answers, and where the ability is NaN.
///
/// # Errors
/// [`ModelError::Length`] for another number of abilities than persons; [`ModelError::Columns`] for scores
/// of another number of items, [`ModelError::Score`] for a score that its item has not, [`ModelError::Item`]
/// for what is no item; [`DataError::Name`] for an unknown correction.
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
/// Drasgow, Levine and Williams (1985), British Journal of Mathematical and Statistical Psychology 38, 67–86; Bedrick (1997), Psychometrika 62, 191–199 (Edgeworth).
#[described]
pub fn lz(
    scores: ArrayView2<'_, u8>,
    items: &[Item],
    theta: &[f64],
    correction: Correction,
) -> Result<LikelihoodFit, ModelError> {
    lz_star(scores, items, theta, Estimator::Known, correction)
}

/// `lz*`: [`lz`] with the mean and the variance that it has at an estimated ability; small values are
/// unusual.
///
/// ```text
/// c   = ΣΣ P' ln P / ΣΣ P'²/P          over the items answered
/// lz* = (l₀ − E l₀ + c r₀)/√V*,        V* = Σ_i Var(ln P − c P'/P)
/// r₀    ML 0;  MAP (mean − θ)/sd²;  WLE J/(2I), J = ΣΣ P'P''/P, I = ΣΣ P'²/P
/// ```
///
/// The abilities must be those of the estimator named; with "known" it is [`lz`]. NaN without variance,
/// without answers, and where the ability is NaN.
///
/// # Errors
/// [`ModelError::Length`] for another number of abilities than persons; [`ModelError::Columns`] for scores
/// of another number of items, [`ModelError::Score`] for a score that its item has not, [`ModelError::Item`]
/// for what is no item; [`DataError::Name`] for an unknown estimator or correction.
///
/// # Examples
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
/// >>> ob.person_fit.lz_star([[1, 1, 0], [0, 0, 1]], items, theta=[0.8, -0.8]).tail[0]
/// 'lower'
/// ```
///
/// # References
/// Snijders (2001), Psychometrika 66, 331–342; Magis, Raîche and Béland (2012), Journal of Educational and Behavioral Statistics 37, 57–81; Sinharay (2016),
/// Psychometrika 81, 992–1013.
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
/// The mean over items is over those answered that have score k. With the estimator "known" it is the
/// index of the literature, otherwise corrected for the estimated ability as [`lz_star`] is. NaN
/// without variance, without answers, and where the ability is NaN.
///
/// # Errors
/// [`ModelError::Length`] for another number of abilities than persons; [`ModelError::Columns`] for scores
/// of another number of items, [`ModelError::Score`] for a score that its item has not, [`ModelError::Item`]
/// for what is no item; [`DataError::Name`] for an unknown estimator or correction.
///
/// # Examples
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
/// >>> bool((ob.person_fit.eci2([[1, 1, 0], [0, 0, 1]], items, theta=[0, 0]).statistic > 0)[1])
/// True
/// ```
///
/// # References
/// Tatsuoka (1984), Psychometrika 49, 95–110; Sinharay (2016), Applied Psychological Measurement 40,
/// 113–124.
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
/// [`ModelError::Length`] for another number of abilities than persons; [`ModelError::Columns`] for scores
/// of another number of items, [`ModelError::Score`] for a score that its item has not, [`ModelError::Item`]
/// for what is no item; [`DataError::Name`] for an unknown estimator or correction.
///
/// # Examples
/// ```python
/// >>> items = [{"model": "logistic", "a": 1, "b": b} for b in (-1, 0, 1)]
/// >>> bool((ob.person_fit.eci4([[1, 1, 0], [0, 0, 1]], items, theta=[0, 0]).statistic > 0)[1])
/// True
/// ```
///
/// # References
/// Tatsuoka (1984), Psychometrika 49, 95–110; Sinharay (2016), Applied Psychological Measurement 40, 113–124.
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

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;
    use crate::data::MISSING;

    fn rasch(difficulties: &[f64]) -> Vec<Item> {
        difficulties.iter().map(|&b| Item::Logistic { a: 1.0, b, c: 0.0 }).collect()
    }

    #[test]
    fn the_curves_of_many_persons_are_the_sums_of_one() {
        let items: Vec<Item> = (0..12)
            .map(|i| match i % 3 {
                0 => Item::PartialCredit { a: 0.8, steps: vec![f64::from(i) / 8.0 - 0.7, 0.3] },
                1 => Item::Nominal {
                    slopes: vec![-0.4, 0.9, 0.2],
                    intercepts: vec![0.1, f64::from(i) / 9.0, -0.4],
                },
                _ => Item::Logistic { a: 0.5 + 0.1 * f64::from(i), b: f64::from(i) / 4.0 - 1.5, c: 0.0 },
            })
            .collect();
        let cell = |v: usize, i: usize| match (v * 5 + i * i * 3 + v * i) % 11 {
            0 => MISSING,
            9 => NOT_ATTEMPTED,
            _ if v.is_multiple_of(7) && i > 2 => MISSING,
            k => (k % items[i].categories()) as u8,
        };
        let scores = ndarray::Array2::from_shape_fn((4_000, 12), |(v, i)| cell(v, i));
        let theta: Vec<f64> = (0..4_000).map(|v| f64::from(v) / 600.0 - 3.3).collect();
        assert!(Curves::of(&items, &theta).is_some() && Curves::of(&items, &theta[..9]).is_none());
        for estimator in
            [Estimator::Known, Estimator::Ml, Estimator::Map { mean: 0.3, sd: 1.1 }, Estimator::Wle]
        {
            let all = lz_star(scores.view(), &items, &theta, estimator, Correction::Edgeworth).unwrap();
            for v in (0..4_000).step_by(13) {
                let row = scores.select(ndarray::Axis(0), &[v]);
                let one =
                    lz_star(row.view(), &items, &theta[v..=v], estimator, Correction::Edgeworth).unwrap();
                let near =
                    |a: f64, b: f64| (a - b).abs() < 1e-11 * b.abs().max(1.0) || (a.is_nan() && b.is_nan());
                assert!(near(all.statistic[v], one.statistic[0]), "{estimator:?} {v}");
                assert!(near(all.skewness[v], one.skewness[0]) && near(all.pvalue[v], one.pvalue[0]));
            }
        }
    }

    #[test]
    fn lz_of_two_items_is_computed_by_hand() {
        // θ = 0, b = ±1: weights ±1, both of variance P(1)Q(1).
        let fit =
            lz(array![[1, 0], [0, 1]].view(), &rasch(&[-1.0, 1.0]), &[0.0; 2], Correction::Normal).unwrap();
        let p = 1.0 / (1.0 + (-1.0_f64).exp());
        let by_hand = 2.0 * (1.0 - p) / (2.0 * p * (1.0 - p)).sqrt();
        assert!((fit.statistic[0] - by_hand).abs() < 1e-14);
        assert!((fit.statistic[1] + 2.0 * p / (2.0 * p * (1.0 - p)).sqrt()).abs() < 1e-14);
    }

    #[test]
    fn a_missing_answer_is_as_if_the_item_were_not_there() {
        let items = rasch(&[-1.0, 0.2, 1.0, 0.4]);
        let with = array![[1, MISSING, 0, 1]];
        let without = array![[1, 0, 1]];
        let fewer = rasch(&[-1.0, 1.0, 0.4]);
        for f in [lz_star, eci2, eci4] {
            let one = f(with.view(), &items, &[0.3], Estimator::Ml, Correction::Edgeworth).unwrap();
            let other = f(without.view(), &fewer, &[0.3], Estimator::Ml, Correction::Edgeworth).unwrap();
            assert!((one.statistic[0] - other.statistic[0]).abs() < 1e-13);
        }
    }

    #[test]
    fn nothing_answered_and_no_ability_say_nothing() {
        let items = rasch(&[-1.0, 0.2, 1.0]);
        let scores = array![[MISSING, MISSING, MISSING], [1, 0, 1]];
        let fit = lz(scores.view(), &items, &[0.0, f64::NAN], Correction::Edgeworth).unwrap();
        assert!(fit.statistic.iter().chain(&fit.pvalue).all(|value| value.is_nan()));
        let error = lz(scores.view(), &items, &[0.0], Correction::Edgeworth).unwrap_err();
        assert_eq!(error.code(), "model.length");
    }
}
