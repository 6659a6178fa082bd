//! What observers saw, or a second marking.

use obektiv::data::{ImportReport, Observed, ObservedImport, readers};
use pyo3::prelude::*;

use super::sheet_of;
use crate::kept::kept;
use crate::{convert, error::Result, results::PyImportReport, table::PyTable, watch::watched};

/// What observers or a second marking saw in schools that were chosen by lot.
///
/// `read_observed`, `Remarked.observed` and `Plan.observed` make it; `screen(..., observed=)` takes
/// it.
///
/// Examples
/// --------
/// >>> ob.read_observed(b"school,outcome\nS1,1\nS2,0\n").table.irregular
/// array([ True, False])
#[pyclass(name = "Observed", module = "obektiv", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyObserved {
    pub observed: Observed,
    report: ImportReport,
}

kept!(PyObserved, b"obse");

/// What was read as something else: nothing is to be said of rows.
impl From<Observed> for PyObserved {
    fn from(observed: Observed) -> Self {
        Self { observed, report: ImportReport::default() }
    }
}

#[pymethods]
impl PyObserved {
    /// One row for each school and work: `school, work, irregular, probability`.
    #[getter]
    fn table(&self) -> PyTable {
        self.observed.table().into()
    }

    /// What became of every row of the file; without rows where it was not read from one.
    #[getter]
    fn import_report(&self) -> PyImportReport {
        PyImportReport(self.report.clone())
    }

    fn __len__(&self) -> usize {
        self.observed.rows().len()
    }

    fn __repr__(&self) -> String {
        format!(
            "<obektiv.Observed: {} rows, {} schools>",
            self.observed.rows().len(),
            self.observed.schools().len()
        )
    }
}

/// An observed or re-marked sample: school, work, outcome, probability of being chosen.
///
/// Columns `school` (or login, логин), `work` (or assessment, работа; may be absent), `outcome` (or
/// irregular, нарушение: 1, yes, да or 0, no, нет) and `probability` (or вероятность, as .25 or 25
/// %; without the column all were chosen). A school in several works is irregular if it was in any
/// of them, and was chosen with the probability 1 − Π(1 − p).
///
/// Parameters
/// ----------
/// source : path, bytes, or a binary file
///     A workbook or text.
/// max_unpacked : int, optional
///     The largest size in bytes that a workbook may unpack to. Default 1 GiB.
///
/// Returns
/// -------
/// Observed
///
/// Raises
/// ------
/// DataError
///     `data.no_column` without school or outcome; `data.empty` without a usable row;
///     `data.unreadable`, `data.too_large`.
///
/// Examples
/// --------
/// >>> text = "school;work;outcome;probability\nsch990001;2020-autumn-maths-5;1;0.25\nsch990002;;нет;10%\n"
/// >>> ob.read_observed(text.encode())
/// <obektiv.Observed: 2 rows, 2 schools>
#[pyfunction]
#[pyo3(signature = (source, *, max_unpacked=None))]
pub fn read_observed(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = convert::optional_count)] max_unpacked: Option<u64>,
) -> Result<PyObserved> {
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    let ObservedImport { observed, report } =
        watched(py, || readers::read_observed(&sheet_of(bytes, max_unpacked)?))?;
    Ok(PyObserved { observed, report })
}
