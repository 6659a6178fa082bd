//! The pupils of one assessment, for signs that need more than counts.

use std::borrow::Cow;
use std::sync::OnceLock;

use crate::data::{DataError, Distribution, Grouping, ItemTally, NormSums, Registry, Results};
use crate::statistics::norms::{Norms, norms};

/// What a screening is made of: pupils, or a report that has counted them already.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// Pupils.
    Results(&'a Results),
    /// Counts of totals.
    Distribution(&'a Distribution),
}

impl<'a> From<&'a Results> for Source<'a> {
    fn from(results: &'a Results) -> Self {
        Self::Results(results)
    }
}

impl<'a> From<&'a Distribution> for Source<'a> {
    fn from(distribution: &'a Distribution) -> Self {
        Self::Distribution(distribution)
    }
}

/// The pupils of one assessment in the parts in which they were given.
pub(super) struct Pupils<'a> {
    parts: Vec<&'a Results>,
    registry: &'a Registry,
    joined: OnceLock<Result<Cow<'a, Results>, DataError>>,
    norms: OnceLock<Norms>,
}

impl<'a> Pupils<'a> {
    /// The parts in an order that does not depend on how they were given.
    pub fn of(parts: Vec<(String, &'a Results)>, registry: &'a Registry) -> Self {
        let mut parts = parts;
        parts.sort_by(|a, b| a.0.cmp(&b.0));
        let parts = parts.into_iter().map(|(_, results)| results).collect();
        Self { parts, registry, joined: OnceLock::new(), norms: OnceLock::new() }
    }

    /// The parts, in an order that does not depend on how they were given.
    pub fn parts(&self) -> &[&'a Results] {
        &self.parts
    }

    /// All parts as one, schools with the municipalities of the registry where it has them.
    pub fn results(&self) -> Result<&Results, DataError> {
        let join = || {
            let whole = match self.parts.as_slice() {
                [one] => Cow::Borrowed(*one),
                parts => Cow::Owned(Results::joined(parts)?),
            };
            let knows = whole.schools().iter().any(|school| !self.registry.municipality(school).is_empty());
            Ok(if knows { Cow::Owned(whole.into_owned().with_registry(self.registry)) } else { whole })
        };
        self.joined.get_or_init(join).as_ref().map(Cow::as_ref).map_err(DataError::clone)
    }

    /// Item counts by unit, and the norms of the whole.
    pub fn items(&self, unit: Grouping) -> Result<(ItemTally, &Norms), DataError> {
        let results = self.results()?;
        let norms = self.norms.get_or_init(|| norms(&NormSums::of(results)));
        Ok((ItemTally::of(results, unit)?, norms))
    }
}
