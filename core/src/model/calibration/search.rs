//! The climb to the largest likelihood.

use nalgebra::{DMatrix, DVector};

use super::CalibrationOptions;
use super::problem::{Problem, State};
use crate::watch;

/// Steps remembered.
const MEMORY: usize = 30;
/// No parameter moves more than this in one step.
const LONGEST: f64 = 2.0;

pub(super) struct Search<'a> {
    pub(super) problem: &'a Problem,
    pub(super) points: &'a [f64],
    pub(super) weights: &'a mut Vec<f64>,
    pub(super) phi: Vec<f64>,
    pub(super) state: State,
    /// Steps, the changes of the negative gradient over them, and 1/(their product).
    memory: Vec<(DVector<f64>, DVector<f64>, f64)>,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        problem: &'a Problem,
        points: &'a [f64],
        phi: Vec<f64>,
        weights: &'a mut Vec<f64>,
    ) -> Self {
        let state = problem.state(&phi, points, weights);
        Self { problem, points, weights, phi, state, memory: Vec::new() }
    }

    pub(super) fn run(&mut self, options: &CalibrationOptions) -> (u64, bool) {
        let (mut g, mut blocks) = self.problem.gradient(&self.phi, self.points, &self.state);
        let mut close = 0;
        for iteration in watch::steps(0..options.max_iterations).map(|i| i as u64) {
            let mut step = self.direction(&g, &blocks);
            if g.dot(&step) <= 0.0 {
                self.memory.clear();
                step = self.direction(&g, &blocks);
            }
            let gain = g.dot(&step) / 2.0;
            close = if gain < options.tolerance { close + 1 } else { 0 };
            if close == 2 {
                return (iteration, true);
            }
            if step.amax() > LONGEST {
                step *= LONGEST / step.amax();
            }
            let Some((phi, state, taken)) = self.line(&step, g.dot(&step)) else {
                // The likelihood cannot be told from its neighbours'.
                let stuck = self.memory.is_empty();
                if stuck {
                    return (iteration, gain < options.tolerance.max(1e-6));
                }
                self.memory.clear();
                continue;
            };
            if options.histogram {
                let persons = self.problem.patterns.persons as f64;
                *self.weights = self.state.expected.ability.iter().map(|n| n / persons).collect();
                self.state = self.problem.state(&phi, self.points, self.weights);
            } else {
                self.state = state;
            }
            self.phi = phi;
            let before = g;
            (g, blocks) = self.problem.gradient(&self.phi, self.points, &self.state);
            if !options.histogram {
                self.remember(step * taken, before - &g);
            }
        }
        (options.max_iterations as u64, false)
    }

    /// The step that EM takes, one Newton step for each item, corrected by the steps before (two
    /// loops of L-BFGS).
    fn direction(&self, g: &DVector<f64>, blocks: &[DMatrix<f64>]) -> DVector<f64> {
        let mut d = g.clone();
        let mut weights = Vec::with_capacity(self.memory.len());
        for (s, y, rho) in self.memory.iter().rev() {
            let weight = rho * s.dot(&d);
            d.axpy(-weight, y, 1.0);
            weights.push(weight);
        }
        for (range, block) in self.problem.ranges.iter().zip(blocks) {
            let own = d.rows(range.start, range.len()).into_owned();
            d.rows_mut(range.start, range.len()).copy_from(&solve(block, &own));
        }
        for ((s, y, rho), weight) in self.memory.iter().zip(weights.iter().rev()) {
            let correction = weight - rho * y.dot(&d);
            d.axpy(correction, s, 1.0);
        }
        d
    }

    /// The longest part of the step by which the objective rises as the slope promises.
    fn line(&self, step: &DVector<f64>, slope: f64) -> Option<(Vec<f64>, State, f64)> {
        let here = self.state.objective;
        // Differences below this are rounding.
        let blur = 1e-13 * here.abs();
        let mut part = 1.0;
        for _ in 0..30 {
            let phi: Vec<f64> = self.phi.iter().zip(step.iter()).map(|(x, s)| x + part * s).collect();
            let allowed = self.problem.ranges.iter().all(|r| self.problem.model.allows(&phi[r.clone()]));
            if allowed {
                let state = self.problem.state(&phi, self.points, self.weights);
                if state.objective >= here + 1e-4 * part * slope - blur {
                    return Some((phi, state, part));
                }
                // The top of the parabola through both values and the slope.
                let fall = here + part * slope - state.objective;
                let top = if fall.is_finite() { part * part * slope / (2.0 * fall) } else { 0.0 };
                part = top.clamp(part / 10.0, part / 2.0);
            } else {
                part /= 2.0;
            }
        }
        None
    }

    /// One more pair of step and change of the gradient for the quasi-Newton correction (L-BFGS);
    /// pairs without enough curvature are left out.
    fn remember(&mut self, s: DVector<f64>, y: DVector<f64>) {
        let product = s.dot(&y);
        if product > 1e-10 * s.norm() * y.norm() {
            if self.memory.len() == MEMORY {
                self.memory.remove(0);
            }
            self.memory.push((s, y, 1.0 / product));
        }
    }
}

/// The solution of block·x = g; where the block is singular, with its diagonal raised.
fn solve(block: &DMatrix<f64>, g: &DVector<f64>) -> DVector<f64> {
    let mut ridge = 1e-10;
    loop {
        let mut raised = block.clone();
        for i in 0..block.nrows() {
            raised[(i, i)] += ridge * (block[(i, i)] + 1e-6);
        }
        match raised.cholesky() {
            Some(cholesky) => return cholesky.solve(g),
            None if ridge < 1e10 => ridge *= 100.0,
            None => return g.clone(),
        }
    }
}
