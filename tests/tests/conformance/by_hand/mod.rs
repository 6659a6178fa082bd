//! Functions that are not in the catalogue, by their names in the vectors.

mod plan;
mod readers;
mod screening;
mod simulate;
mod statistics;

use crate::Run;

/// All of them.
pub fn all() -> impl Iterator<Item = &'static (&'static str, Run)> {
    [statistics::ALL, simulate::ALL, screening::ALL, readers::ALL, plan::ALL].into_iter().flatten()
}
