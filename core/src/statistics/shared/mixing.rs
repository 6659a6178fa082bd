//! Iterations made quicker: Anderson acceleration.

use nalgebra::{DMatrix, DVector};

/// Anderson's mixing of the last steps of a fixed-point iteration, also called Anderson
/// acceleration.
#[derive(Default)]
pub(crate) struct Mixing {
    /// Where plain steps led, and the steps.
    past: Vec<(DVector<f64>, DVector<f64>)>,
}

impl Mixing {
    const DEPTH: usize = 16;

    /// Where to go: the plain step less what the past says it will be corrected by.
    pub fn next(&mut self, plain: &[f64], step: Vec<f64>) -> Vec<f64> {
        let (plain, step) = (DVector::from_column_slice(plain), DVector::from_vec(step));
        if self.past.len() == Self::DEPTH {
            self.past.remove(0);
        }
        let n = self.past.len();
        let steps = DMatrix::from_fn(step.len(), n, |i, k| step[i] - self.past[k].1[i]);
        let ends = DMatrix::from_fn(step.len(), n, |i, k| plain[i] - self.past[k].0[i]);
        let mut mixed = plain.clone();
        if n > 0 {
            let least = 1e-10 * steps.norm();
            if let Ok(weights) = steps.svd(true, true).solve(&step, least) {
                mixed -= ends * weights;
            }
        }
        self.past.push((plain, step));
        mixed.as_slice().to_vec()
    }

    /// Begins anew (a restart). Whether there was anything to forget.
    pub fn forget(&mut self) -> bool {
        let had = !self.past.is_empty();
        self.past.clear();
        had
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_iteration_is_solved_in_as_many_steps_as_it_has_dimensions() {
        // x ← a·x + b creeps by .9 a step.
        let plain = |x: &[f64]| vec![0.9 * x[0] + 0.1 * x[1] + 1.0, 0.2 * x[0] + 0.5 * x[1]];
        let (mut mixing, mut x) = (Mixing::default(), vec![0.0, 0.0]);
        for _ in 0..4 {
            let to = plain(&x);
            let step = to.iter().zip(&x).map(|(to, x)| to - x).collect();
            x = mixing.next(&to, step);
        }
        assert!(x.iter().zip(plain(&x)).all(|(x, to)| (x - to).abs() < 1e-9), "{x:?}");
        assert!(mixing.forget() && !mixing.forget());
    }
}
