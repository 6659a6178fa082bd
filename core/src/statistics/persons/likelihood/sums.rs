//! What the statistics of a likelihood add up over items.

use ndarray::{ArrayView1, ArrayView2};

use super::super::{by_blocks, same_length};
use super::Estimator;
use crate::data::NOT_ATTEMPTED;
use crate::model::{Item, ModelError, answer, check_scores};

/// Sums over the items that one person answered, w̄ = w − μ.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::statistics::persons) struct Sums {
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
    pub fn corrected(&self, theta: f64, estimator: Estimator) -> (f64, f64, f64) {
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
    pub fn standardised(&self, theta: f64, estimator: Estimator) -> (f64, f64) {
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
pub(super) struct Room {
    pub p: Vec<f64>,
    pub first: Vec<f64>,
    pub second: Vec<f64>,
    pub w: Vec<f64>,
}

impl Room {
    pub fn new(items: &[Item]) -> Self {
        let most = items.iter().map(Item::categories).max().unwrap_or(0);
        let room = || vec![0.0; most];
        Self { p: room(), first: room(), second: room(), w: room() }
    }

    /// Adds the answer to an item.
    pub fn add(
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
    pub fn expect(&mut self, item: &Item, theta: f64, line: &[(f64, f64)], sums: &mut Sums) -> f64 {
        let k = item.categories();
        item.derivatives(theta, &mut self.p, &mut self.first, &mut self.second);
        for (w, (slope, intercept)) in self.w.iter_mut().zip(line) {
            *w = slope * theta + intercept;
        }
        sums.add(&self.p[..k], &self.first[..k], &self.second[..k], &self.w[..k])
    }

    /// The sums over one person's answers, item by item.
    pub fn direct(&mut self, items: &[Item], theta: f64, cells: ArrayView1<'_, u8>) -> Sums {
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

/// ln P of each score up to a term without the score: slope·θ + intercept. None where it is no such
/// line.
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

/// The sums over all items as functions of the ability, where the answers enter W through two sums
/// alone:
///
/// ```text
/// W = θ·Σ slope_X + Σ intercept_X − M(θ),   M(θ) = Σ_i Σ_k P_ik(θ)·(slope_k θ + intercept_k)
/// ```
///
/// They are analytic within π/range of the slopes around the real line. Seven points in each cell,
/// a fiftieth of that wide, leave an error of about (1/100)⁷ of them: rounding.
pub(super) struct Curves {
    first: f64,
    width: f64,
    /// −M as `observed`.
    cells: Vec<[[f64; SUMS]; 7]>,
    /// Slopes and intercepts by cell of the scores; NaN for what is no answer.
    lines: Vec<[(f64, f64); 256]>,
}

impl Curves {
    /// None where some item has no lines, or computing person by person is less work.
    pub fn of(items: &[Item], theta: &[f64]) -> Option<Self> {
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
pub(in crate::statistics::persons) fn log_likelihood<T: Send>(
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
