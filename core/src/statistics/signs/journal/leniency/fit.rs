//! The model of marks given totals, fitted to all groups.

use nalgebra::{DMatrix, DVector};

use crate::data::Cells;
use crate::statistics::shared::mixing::Mixing;

/// Marked pupils of a group.
pub(super) struct Group {
    cells: Vec<Cell>,
    pub(super) n: u64,
}

/// n pupils with one total and one journal mark, counted from 0.
struct Cell {
    total: usize,
    mark: usize,
    n: f64,
}

impl Group {
    pub(super) fn of(cells: &Cells) -> Self {
        let of_mark = |mark: usize| {
            let counts = cells.with_mark(mark as u8 + 2).iter().enumerate();
            counts.filter(|(_, n)| **n > 0).map(move |(total, &n)| Cell { total, mark, n: n as f64 })
        };
        let n = (2..=5).flat_map(|mark| cells.with_mark(mark)).sum();
        Self { cells: (0..4).flat_map(of_mark).collect(), n }
    }
}

pub(super) struct Fit {
    /// The marks that occur, from low to high.
    marks: Vec<usize>,
    /// α of all but the lowest of them, falling.
    alpha: Vec<f64>,
    pub(super) beta: f64,
    /// Of each mark its place among those that occur.
    places: [usize; 4],
    /// e^−α, 0 below the lowest mark and ∞ above the highest, and e^−βx of each total: with e^−u
    /// they make F without an exponential in the loops.
    falls: [f64; 5],
    odds: Vec<f64>,
    pub(super) tau2: f64,
    /// The variance of α as far as groups differ.
    pub(super) doubt: f64,
    centre: f64,
    pub(super) scale: f64,
}

/// Three-point Gauss–Hermite: nodes in standard deviations, and weights.
const NODES: [(f64, f64); 3] =
    [(-1.732_050_807_568_877_2, 1.0 / 6.0), (0.0, 2.0 / 3.0), (1.732_050_807_568_877_2, 1.0 / 6.0)];

/// So many first rounds each parameter is stepped by itself.
const ALONE: usize = 2;
/// The variance of the prior of β.
const PRIOR: f64 = 100.0;

impl Fit {
    pub(super) fn of(groups: &[Group], centre: f64, scale: f64) -> Option<Self> {
        let groups: Vec<&Group> = groups.iter().filter(|g| g.n > 0).collect();
        let mut with = [0.0; 4];
        groups.iter().flat_map(|g| &g.cells).for_each(|cell| with[cell.mark] += cell.n);
        let marks: Vec<usize> = (0..4).filter(|&mark| with[mark] > 0.0).collect();
        if groups.len() < 3 || marks.len() < 2 || scale.is_nan() || scale <= 0.0 {
            return None;
        }
        let logit = |&mark: &usize| {
            let (below, above) = with.split_at(mark);
            libm::log(above.iter().sum::<f64>() / below.iter().sum::<f64>())
        };
        let alpha: Vec<f64> = marks[1..].iter().map(logit).collect();
        let mut places = [0; 4];
        marks.iter().enumerate().for_each(|(at, &mark)| places[mark] = at);
        let largest = groups.iter().flat_map(|g| &g.cells).map(|cell| cell.total).max()?;
        let odds = vec![f64::NAN; largest + 1];
        let mut fit = Self {
            alpha: Vec::new(),
            beta: 1.0,
            places,
            falls: [f64::INFINITY; 5],
            odds,
            tau2: 0.25,
            doubt: f64::NAN,
            centre,
            scale,
            marks,
        };
        fit.set(alpha, 1.0);
        let mut modes = vec![(0.0, 0.0); groups.len()];
        let mut mixing = Mixing::default();
        for round in 0..500 {
            for (group, mode) in groups.iter().zip(&mut modes) {
                *mode = fit.mode(group, mode.0);
            }
            let before = fit.parameters();
            let spread = fit.spread(&modes);
            let moved = fit.climb(&groups, &modes, round >= ALONE)?;
            if moved.max(spread) < 1e-9 {
                let kept: f64 = modes.iter().map(|(_, v)| 1.0 - v / fit.tau2).sum();
                fit.doubt = fit.tau2 / kept;
                return Some(fit);
            }
            if round >= ALONE {
                let plain = fit.parameters();
                let step = plain.iter().zip(&before).map(|(to, from)| to - from).collect();
                fit.mix(&mixing.next(&plain, step));
            }
        }
        None
    }

    /// α, β and ln τ².
    fn parameters(&self) -> Vec<f64> {
        let mut all = self.alpha.clone();
        all.extend([self.beta, libm::log(self.tau2)]);
        all
    }

    /// Takes parameters to which the last steps led; the plain ones are kept where α would no
    /// longer fall, or τ² jump.
    fn mix(&mut self, mixed: &[f64]) {
        let (alpha, rest) = mixed.split_at(self.alpha.len());
        let tau2 = libm::exp(rest[1]);
        let falls = alpha.windows(2).all(|pair| pair[0] > pair[1]);
        if falls && mixed.iter().all(|x| x.is_finite()) && (0.25..4.0).contains(&(tau2 / self.tau2)) {
            self.set(alpha.to_vec(), rest[0]);
            self.tau2 = tau2;
        }
    }

    fn x(&self, total: usize) -> f64 {
        (total as f64 - self.centre) / self.scale
    }

    fn set(&mut self, alpha: Vec<f64>, beta: f64) {
        self.falls[0] = 0.0;
        self.falls[1..].iter_mut().zip(&alpha).for_each(|(fall, alpha)| *fall = libm::exp(-alpha));
        for total in 0..self.odds.len() {
            self.odds[total] = libm::exp(-beta * self.x(total)).max(f64::MIN_POSITIVE);
        }
        (self.alpha, self.beta) = (alpha, beta);
    }

    /// F at the thresholds below and above a cell's mark; `lean` is e^−u.
    fn sides(&self, cell: &Cell, lean: f64) -> [f64; 2] {
        let (at, odds) = (self.places[cell.mark], self.odds[cell.total] * lean);
        [self.falls[at], self.falls[at + 1]].map(|fall| 1.0 / (1.0 + fall * odds))
    }

    /// The mode of u in a group and its variance: Newton's steps inside a shrinking bracket.
    pub(super) fn mode(&self, group: &Group, start: f64) -> (f64, f64) {
        let (mut low, mut high, mut u) = (f64::NEG_INFINITY, f64::INFINITY, start);
        for _ in 0..200 {
            let (mut slope, mut curvature) = (-u / self.tau2, 1.0 / self.tau2);
            let lean = (-u).exp();
            for cell in &group.cells {
                let [a, b] = self.sides(cell, lean);
                slope += cell.n * (1.0 - a - b);
                curvature += cell.n * (a * (1.0 - a) + b * (1.0 - b));
            }
            if slope > 0.0 {
                low = u;
            } else {
                high = u;
            }
            let step = (slope / curvature).clamp(-1.0, 1.0);
            let next = if u + step >= low && u + step <= high { u + step } else { f64::midpoint(low, high) };
            let moved = (next - u).abs();
            u = next;
            if moved < 1e-9 || !u.is_finite() {
                return (u, 1.0 / curvature); // Newton doubles the digits: the step after this one is nothing
            }
        }
        (u, f64::NAN)
    }

    /// One step of τ² towards Σ(û² + v)/(G − 1); how far it went.
    fn spread(&mut self, modes: &[(f64, f64)]) -> f64 {
        let free = modes.len() as f64 - 1.0;
        let excess = modes.iter().map(|(u, v)| u * u + v).sum::<f64>() - free * self.tau2;
        // Fisher's step: the plain one of EM falls short where groups say little. The 1 is the
        // curvature of the prior.
        let information = 1.0 + modes.iter().map(|(_, v)| (1.0 - v / self.tau2).powi(2)).sum::<f64>();
        let next = (self.tau2 + excess / information).clamp(self.tau2 / 4.0, self.tau2 * 4.0);
        let moved = (next / self.tau2 - 1.0).abs();
        self.tau2 = next;
        moved
    }

    /// One Newton step of α and β; how far it went. With `follow` it counts on the modes following:
    /// the curvature is then that of the marginal likelihood, without which the common shift of α
    /// and all u would creep.
    fn climb(&mut self, groups: &[&Group], modes: &[(f64, f64)], follow: bool) -> Option<f64> {
        let (mut all, mut absorbed) = (Newton::default(), Newton::default());
        for (group, (u, v)) in groups.iter().zip(modes) {
            let mut cross = [0.0; 6];
            let leans = NODES.map(|(node, weight)| ((-u - node * v.sqrt()).exp(), weight));
            for cell in &group.cells {
                all.add(self.places[cell.mark], &self.slopes(cell, leans), self.x(cell.total), &mut cross);
            }
            for (row, c) in absorbed.information.iter_mut().zip(cross) {
                row.iter_mut().zip(cross).for_each(|(sum, other)| *sum += v * c * other);
            }
        }
        all.score[BETA] -= self.beta / PRIOR;
        all.information[BETA][BETA] += 1.0 / PRIOR;
        let size = self.alpha.len() + 1;
        let place = |at: usize| if at + 1 < size { at + 1 } else { BETA };
        let matrix = |of: &Newton| {
            DMatrix::from_fn(size, size, |i, k| of.information[place(i.min(k))][place(i.max(k))])
        };
        let (information, absorbed) = (matrix(&all), matrix(&absorbed));
        let score = DVector::from_fn(size, |i, _| all.score[place(i)]);
        let marginal = if follow { (&information - absorbed).cholesky() } else { None };
        let follow = marginal.is_some();
        let step = marginal.or_else(|| information.cholesky())?.solve(&score);
        let mut length = 1.0 / step.amax().max(1.0);
        let far = !follow && step.amax() >= 1e-6;
        let before = if far { self.expected(groups, modes) } else { f64::NAN };
        // A step that would cross the falling α, or lead downhill, is cut.
        let (alpha, beta) = (self.alpha.clone(), self.beta);
        loop {
            let moved = alpha.iter().enumerate().map(|(at, a)| a + length * step[at]).collect();
            self.set(moved, beta + length * step[size - 1]);
            let falls = self.alpha.windows(2).all(|pair| pair[0] > pair[1]);
            if falls && (!far || self.expected(groups, modes) >= before) {
                return Some(step.amax());
            }
            length /= 2.0;
            if length < 1e-12 {
                return None;
            }
        }
    }

    /// What α and β maximise.
    fn expected(&self, groups: &[&Group], modes: &[(f64, f64)]) -> f64 {
        let mut sum = -self.beta * self.beta / (2.0 * PRIOR);
        for (group, (u, v)) in groups.iter().zip(modes) {
            let leans = NODES.map(|(node, weight)| (libm::exp(-u - node * v.sqrt()), weight));
            for cell in &group.cells {
                for (lean, weight) in leans {
                    let [a, b] = self.sides(cell, lean);
                    sum += weight * cell.n * libm::log(a - b);
                }
            }
        }
        sum
    }

    /// The slopes of a cell's ln P, by the nodes of u that `leans` are of.
    fn slopes(&self, cell: &Cell, leans: [(f64, f64); 3]) -> Slopes {
        let at = self.places[cell.mark];
        let (below, above) = (self.falls[at], self.falls[at + 1]);
        let over = 1.0 / (1.0 - below / above);
        let mut slopes = Slopes::default();
        for (lean, weight) in leans {
            let (n, odds) = (weight * cell.n, self.odds[cell.total] * lean);
            let (a, b) = (1.0 / (1.0 + below * odds), 1.0 / (1.0 + above * odds));
            // P = a − b = (above − below)·odds·a·b: its slopes by the thresholds need no division
            // by what may be little.
            let upper = -over * b * (1.0 + below * odds);
            let lower = 1.0 - a - b - upper;
            slopes.slope[0] += n * lower;
            slopes.slope[1] += n * upper;
            slopes.curvature[0] += n * lower * (lower - (1.0 - 2.0 * a));
            slopes.curvature[1] += n * upper * (upper - (1.0 - 2.0 * b));
            slopes.mixed += n * lower * upper;
        }
        slopes
    }

    /// The mean shift of the group's journal marks by u.
    pub(super) fn shift(&self, group: &Group, u: f64) -> f64 {
        let lean = libm::exp(-u);
        let steps = self.marks.windows(2).map(|pair| (pair[1] - pair[0]) as f64);
        let steps: Vec<(f64, f64)> = steps.zip(self.falls[1..].iter().copied()).collect();
        let shift = |cell: &Cell| {
            let above = |fall: f64, lean: f64| 1.0 / (1.0 + fall * self.odds[cell.total] * lean);
            let shifts = steps.iter().map(|(step, fall)| step * (above(*fall, lean) - above(*fall, 1.0)));
            cell.n * shifts.sum::<f64>()
        };
        group.cells.iter().map(shift).sum::<f64>() / group.n as f64
    }
}

/// Slopes and curvatures of ln P by the thresholds below and above a mark: 0 for that below the
/// lowest mark, where F = 1, and above the highest, where F = 0.
#[derive(Default)]
struct Slopes {
    slope: [f64; 2],
    /// Of each threshold with itself.
    curvature: [f64; 2],
    /// Of the one with the other.
    mixed: f64,
}

/// The place of β behind those of the thresholds.
const BETA: usize = 5;

/// Slopes and curvatures by the thresholds, 0 to 4, and β; the upper triangle alone.
#[derive(Default)]
struct Newton {
    score: [f64; 6],
    information: [[f64; 6]; 6],
}

impl Newton {
    /// Adds a cell whose mark is above threshold `at`; the part of β in a threshold is β·x, that of
    /// u in `cross` is u.
    fn add(&mut self, at: usize, slopes: &Slopes, x: f64, cross: &mut [f64; 6]) {
        let Slopes { slope, curvature, mixed } = slopes;
        for side in 0..2 {
            let all = curvature[side] + mixed;
            self.score[at + side] += slope[side];
            self.score[BETA] += slope[side] * x;
            self.information[at + side][at + side] += curvature[side];
            self.information[at + side][BETA] += all * x;
            self.information[BETA][BETA] += all * x * x;
            cross[at + side] += all;
            cross[BETA] += all * x;
        }
        self.information[at][at + 1] += mixed;
    }
}
