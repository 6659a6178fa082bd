//! Pupils joined by unusually similar pairs.

use super::part::Shown;

/// Connected components.
pub(super) struct Joined(Vec<usize>);

impl Joined {
    pub(super) fn new(n: usize) -> Self {
        Self((0..n).collect())
    }

    fn root(&self, mut at: usize) -> usize {
        while self.0[at] != at {
            at = self.0[at];
        }
        at
    }

    pub(super) fn join(&mut self, u: usize, v: usize) {
        let (u, v) = (self.root(u), self.root(v));
        self.0[u.max(v)] = u.min(v);
    }

    pub(super) fn add_to(&self, shown: &mut Shown) {
        let mut sizes = vec![0_u64; self.0.len()];
        (0..self.0.len()).for_each(|at| sizes[self.root(at)] += 1);
        for size in sizes.into_iter().filter(|size| *size > 1) {
            shown.clusters += 1;
            shown.largest = shown.largest.max(size);
        }
    }
}
