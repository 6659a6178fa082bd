//! Pupils of a class counted by the same items, and what their pairs show.

use super::joined::Joined;
use super::pairs::Pairs;
use super::paper::Paper;
use super::sums::Sums;
use crate::statistics::shared::categories::Categories;

/// Pupils of a class who are counted by the same items, in papers (variants).
pub(super) struct Part<'a> {
    pub(super) norm: &'a Categories,
    /// Person and paper, papers numbered from 0.
    pub(super) pupils: Vec<Pupil>,
    pub(super) papers: usize,
}

#[derive(Clone, Copy)]
pub(super) struct Pupil {
    pub(super) person: usize,
    pub(super) paper: usize,
    pub(super) total: usize,
}

/// What a class shows after its item effects.
#[derive(Debug, Clone, Default)]
pub(super) struct Shown {
    pub(super) same: Sums,
    pub(super) different: Sums,
    pub(super) duplicates: u64,
    pub(super) clusters: u64,
    pub(super) largest: u64,
}

impl Part<'_> {
    /// The norms tilted to each paper.
    pub(super) fn tilted(&self) -> Vec<Paper> {
        (0..self.papers).map(|paper| Paper::of(self, paper)).collect()
    }

    /// How many pairs of the same papers are expected.
    pub(super) fn expected(&self) -> f64 {
        self.tilted().iter().enumerate().map(|(k, paper)| paper.expected(self, k)).sum()
    }

    /// Adds what the pairs of this part show.
    pub(super) fn show(&self, papers: &[Paper], join: f64, shown: &mut Shown) {
        let pairs = Pairs::of(self, papers);
        let n = self.pupils.len();
        let mut joined = Joined::new(n);
        for u in 0..n {
            for v in u + 1..n {
                let own = self.pupils[u].paper;
                let same = own == self.pupils[v].paper;
                let z = pairs.z(u, v, same.then(|| papers[own].n));
                let agreement = self.agreement(u, v);
                if same { &mut shown.same } else { &mut shown.different }.add(z, agreement);
                if same && z > join {
                    joined.join(u, v);
                }
            }
        }
        joined.add_to(shown);
        shown.duplicates += self.duplicates();
    }

    /// Pupils whose paper is the same throughout as that of another who is counted before.
    fn duplicates(&self) -> u64 {
        let mut sheets: Vec<(usize, &[u16])> =
            self.pupils.iter().map(|pupil| (pupil.paper, self.norm.answers(pupil.person))).collect();
        sheets.sort_unstable();
        sheets.windows(2).filter(|pair| pair[0] == pair[1]).count() as u64
    }

    /// The share of items that two pupils agree on, less what is expected of their totals.
    fn agreement(&self, u: usize, v: usize) -> f64 {
        let (norm, u, v) = (self.norm, self.pupils[u], self.pupils[v]);
        let matches =
            norm.answers(u.person).iter().zip(norm.answers(v.person)).filter(|(a, b)| a == b).count();
        let expected = norm.p.row(u.total).dot(&norm.p.row(v.total));
        (matches as f64 - expected) / norm.features.len() as f64
    }
}
