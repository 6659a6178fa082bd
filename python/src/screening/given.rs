//! What a screening is given: works, and what is known beside them.

use obektiv::{data::Distribution, evidence::Reference, screening::Absences};
use pyo3::prelude::*;

use crate::{error::Result, readers::PyDistribution, reference::PyReference, results::PyResults};

/// One work or several.
#[derive(FromPyObject)]
pub enum Several<'py> {
    One(Bound<'py, PyResults>),
    Many(Vec<Bound<'py, PyResults>>),
}

impl<'py> Several<'py> {
    pub fn list(self) -> Vec<Bound<'py, PyResults>> {
        match self {
            Self::One(one) => vec![one],
            Self::Many(many) => many,
        }
    }
}

/// What a screening counts: pupils, or a report that has counted them already.
#[derive(FromPyObject)]
pub enum Countable<'py> {
    Results(Bound<'py, PyResults>),
    Distribution(Bound<'py, PyDistribution>),
}

/// One of them or several.
#[derive(FromPyObject)]
pub enum Countables<'py> {
    One(Countable<'py>),
    Many(Vec<Countable<'py>>),
}

/// What a territory is compared with: a reference, or the region's rows of aggregated reports.
#[derive(FromPyObject)]
pub enum Beside<'py> {
    Reference(Bound<'py, PyReference>),
    Report(Bound<'py, PyDistribution>),
    Reports(Vec<Bound<'py, PyDistribution>>),
}

impl Beside<'_> {
    pub fn reference(self) -> Result<Reference> {
        let reports = match &self {
            Self::Reference(reference) => return Ok(reference.get().0.clone()),
            Self::Report(report) => std::slice::from_ref(report),
            Self::Reports(reports) => reports,
        };
        let reports: Vec<&Distribution> = reports.iter().map(|report| &report.get().0).collect();
        Ok(Reference::simulated().with_distributions(&reports)?)
    }
}

/// Absent pupils of the files that the results were read from.
pub fn absent<'a, 'py: 'a>(given: impl Iterator<Item = &'a Bound<'py, PyResults>>) -> Option<Absences> {
    let mut all = Absences::new();
    for results in given {
        let results = results.get();
        if let Some(absent) = results.absent() {
            let of_work = all.entry(results.results.assessment().key()).or_default();
            absent.into_iter().for_each(|(school, n)| *of_work.entry(school).or_default() += n);
        }
    }
    (!all.is_empty()).then_some(all)
}
