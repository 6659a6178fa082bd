use std::path::PathBuf;

use obektiv::{
    evidence::{EvidenceError, EvidenceOptions, EvidenceWork, Reference, layer},
    screening::Absences,
};
use pyo3::{prelude::*, types::PyType};

use crate::{
    convert,
    error::Result,
    files,
    readers::PyDistribution,
    screening::{Several, absent},
    watch::{Progress, watched_beside},
};

/// Norms, nulls and priors of a territory, without pupils or schools: what a smaller one is
/// compared with.
///
/// Make one from the works of a territory of 300 schools or more, save it, and give it to
/// `screen(..., reference=)` where there are fewer than 60 schools. It is adapted to the territory:
/// recentred, and widened where its schools differ more.
///
/// Examples
/// --------
/// >>> m = ob.simulate.municipality(seed=1)
/// >>> reference = ob.Reference.of(m.results, name="simulated")
/// >>> reference
/// <obektiv.Reference: simulated, 40 schools, 2 works>
/// >>> ob.Reference.from_json(reference.to_json()) == reference
/// True
#[pyclass(name = "Reference", module = "obektiv", frozen, eq)]
#[derive(PartialEq)]
pub struct PyReference(pub Reference);

#[pymethods]
impl PyReference {
    /// The reference that the works of a territory make; cells of fewer than ten pupils are merged.
    ///
    /// Parameters
    /// ----------
    /// results : Results, or a sequence of them
    /// name : str, optional
    ///     The region's name, or "simulated": reports say it.
    /// licence : str, optional
    ///     Under what licence others may use it.
    /// absences : dict of dict, optional
    ///     Pupils who did not write, by key of the work and school; without it those of the files
    ///     that the results were read from.
    /// progress : callable or True, optional
    ///     Told the steps done and all known so far, some twenty times a second; what it raises stops
    ///     the call. True shows a bar by tqdm.
    ///
    /// Raises
    /// ------
    /// EvidenceError
    ///     `evidence.no_works`.
    #[classmethod]
    #[pyo3(signature = (results, name="", licence="", *, absences=None, progress=None))]
    fn of(
        _cls: &Bound<'_, PyType>,
        py: Python<'_>,
        results: Several<'_>,
        name: &str,
        licence: &str,
        absences: Option<Absences>,
        progress: Option<Progress<'_>>,
    ) -> Result<Self> {
        let given = results.list();
        let absences = absences.or_else(|| absent(given.iter()));
        let results: Vec<&obektiv::data::Results> = given.iter().map(|r| &r.get().results).collect();
        let mut reference =
            watched_beside(py, progress.as_ref(), || -> std::result::Result<Reference, EvidenceError> {
                let works = EvidenceWork::of_all_with(&results, absences.as_ref())?;
                Ok(layer(&works, &EvidenceOptions::default(), None)?.reference.for_sharing())
            })?;
        (reference.name, reference.licence) = (name.to_owned(), licence.to_owned());
        Ok(Self(reference))
    }

    /// The simulated reference that comes with the library: 500 schools, twelve works of 2020, a
    /// tenth of the schools with something planted.
    ///
    /// It is no real region: it gives a small territory nulls and priors where there is nothing
    /// else.
    ///
    /// Examples
    /// --------
    /// >>> ob.Reference.simulated()
    /// <obektiv.Reference: simulated, 500 schools, 12 works>
    #[classmethod]
    fn simulated(_cls: &Bound<'_, PyType>) -> Self {
        Self(Reference::simulated())
    }

    /// The same reference with the totals of other works: the rows of the region, or else of the
    /// whole sample, of aggregated reports.
    ///
    /// Of these works the shape of totals is theirs; items and journal are the territory's own,
    /// nulls and priors this reference's.
    ///
    /// Raises
    /// ------
    /// DataError
    ///     `data.no_grouping` for a report with neither row.
    fn with_distributions(&self, reports: Vec<Bound<'_, PyDistribution>>) -> Result<Self> {
        let reports: Vec<&obektiv::data::Distribution> =
            reports.iter().map(|report| &report.get().0).collect();
        Ok(Self(self.0.clone().with_distributions(&reports)?))
    }

    /// The reference as JSON text.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The reference that `to_json` gives.
    ///
    /// Raises
    /// ------
    /// EvidenceError
    ///     `evidence.reference` for anything else.
    #[classmethod]
    fn from_json(_cls: &Bound<'_, PyType>, text: &str) -> Result<Self> {
        Ok(Self(Reference::from_json(text)?))
    }

    /// Writes the reference to a file.
    fn save(&self, py: Python<'_>, path: PathBuf) -> Result<()> {
        files::save(py, &path, self.0.to_json().as_bytes())
    }

    /// The reference of a file that `save` wrote.
    ///
    /// Raises
    /// ------
    /// EvidenceError
    ///     `evidence.reference` for any other file.
    #[classmethod]
    fn load(_cls: &Bound<'_, PyType>, path: &Bound<'_, PyAny>) -> Result<Self> {
        let bytes = convert::bytes(path)?;
        let text = String::from_utf8_lossy(bytes.as_bytes());
        Ok(Self(Reference::from_json(&text)?))
    }

    /// The region's name, or "simulated".
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// The schools it rests on.
    #[getter]
    fn schools(&self) -> u64 {
        self.0.schools
    }

    /// The keys of its works.
    #[getter]
    fn works(&self) -> Vec<&str> {
        self.0.works().collect()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        Ok((slf.get_type().getattr("from_json")?, (slf.get().to_json(),)))
    }

    fn __repr__(&self) -> String {
        let name = if self.0.name.is_empty() { "unnamed" } else { &self.0.name };
        format!("<obektiv.Reference: {name}, {} schools, {} works>", self.0.schools, self.0.works().count())
    }
}
