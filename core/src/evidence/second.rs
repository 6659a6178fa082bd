//! The second pass: what needs the pupils of a class, with the norms of the whole work.
//!
//! In one process [`layer`](super::layer) does it by itself. Where pupils lie in parts, on several
//! machines say: every part gives its counts, the counts are merged, the merged work's norms go
//! back to the parts, and what the parts find is added.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::pairs::{Pairs, Residuals};
use super::reference::WorkReference;
use super::symmetric::Symmetric;
use super::work::{ClassCounts, ClassName, EvidenceWork};
use super::{EvidenceError, Reference};
use crate::data::DataError;

/// What the pupils of one class say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct SecondOfClass {
    /// Σ (x − E)(x − E)'.
    pub squares: Symmetric,
    pub pairs: Pairs,
}

impl SecondOfClass {
    /// `None` without papers, and of a single one.
    pub fn of(class: &ClassCounts, expected: &[f64], residuals: &Residuals) -> Option<Self> {
        let (papers, width) = (class.papers.as_ref()?, class.sums.as_ref()?.len());
        if class.n() < 2 {
            return None;
        }
        let mut squares = Symmetric::zero(width);
        let mut x = vec![0.0; width];
        for paper in papers.chunks_exact(width) {
            let total: usize = paper.iter().map(|&x| usize::from(x)).sum();
            let e = &expected[total * width..][..width];
            x.iter_mut().zip(paper).zip(e).for_each(|((x, &score), e)| *x = f64::from(score) - e);
            squares.add_square(1.0, &x);
        }
        Some(Self { squares, pairs: residuals.pairs(papers) })
    }
}

/// The norms of one work, for the second pass over its parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkNorms(WorkReference);

/// What a second pass over the pupils of a part found: class by class. A monoid: parts merge to the
/// whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SecondPass {
    classes: BTreeMap<ClassName, SecondOfClass>,
}

impl SecondPass {
    /// The classes of this part and of another one.
    ///
    /// # Errors
    /// [`DataError::TallyMismatch`] for a class that is in both: its pupils must lie in one part.
    pub fn merge(mut self, other: Self) -> Result<Self, EvidenceError> {
        for (name, class) in other.classes {
            if self.classes.insert(name, class).is_some() {
                return Err(DataError::TallyMismatch { what: "classes: one of them is in two parts" }.into());
            }
        }
        Ok(self)
    }
}

impl EvidenceWork {
    /// The counts without the pupils, to be sent and merged.
    #[must_use]
    pub fn without_pupils(mut self) -> Self {
        self.classes.values_mut().for_each(|class| class.papers = None);
        self
    }

    /// The norms of this work for a second pass over its parts: those of the reference where a
    /// small territory takes them from there and it has the work.
    #[must_use]
    pub fn norms(&self, reference: Option<&Reference>) -> WorkNorms {
        let given = reference.and_then(|r| r.work(&self.assessment)).cloned();
        WorkNorms(given.unwrap_or_else(|| WorkReference::of(self)))
    }

    /// The second pass over the pupils of this part; nothing without pupils.
    #[must_use]
    pub fn second_pass(&self, norms: &WorkNorms) -> SecondPass {
        let residuals = norms.0.shares.as_ref().map(|shares| Residuals::of(shares, &norms.0.max_scores));
        let (expected, same) = (norms.0.expected_scores(), norms.0.max_scores == self.assessment.max_scores);
        let (Some(residuals), Some(expected), true) = (residuals, expected, same) else {
            return SecondPass::default();
        };
        let class = |(name, class): (&ClassName, &ClassCounts)| {
            Some((name.clone(), SecondOfClass::of(class, &expected, &residuals)?))
        };
        SecondPass { classes: self.classes.iter().filter_map(class).collect() }
    }

    /// This work with what a second pass over all its parts found.
    #[must_use]
    pub fn with_second_pass(mut self, pass: SecondPass) -> Self {
        for (name, second) in pass.classes {
            if let Some(class) = self.classes.get_mut(&name) {
                class.second = Some(second);
            }
        }
        self
    }
}
