//! The official list of schools with markers.

use obektiv::data::{ImportReport, MarkerImport, MarkerList, readers};
use pyo3::prelude::*;

use super::sheet_of;
use crate::kept::kept;
use crate::{convert, error::Result, results::PyImportReport, table::PyTable, watch::watched};

/// The official list of schools with markers: an input beside our own signs, never reproduced by
/// them.
///
/// `read_markers` makes it.
///
/// Examples
/// --------
/// >>> text = "Год;Логин;Муниципалитет;ОО;4 РУ;4 МА\n2023;sch990001;М;Школа 1;1;\n2024;edu990001;М;Школа 1;1;1\n"
/// >>> markers = ob.read_markers(text.encode())
/// >>> markers
/// <obektiv.MarkerList: 2 rows, 3 markers>
/// >>> markers.by_year.schools, markers.by_year.markers
/// (array([1, 1]), array([1, 2]))
#[pyclass(name = "MarkerList", module = "obektiv", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyMarkerList {
    pub list: MarkerList,
    report: ImportReport,
}

kept!(PyMarkerList, b"mark");

#[pymethods]
impl PyMarkerList {
    /// One row for each marker: `year, school, municipality, name, grade, subject`.
    #[getter]
    fn table(&self) -> PyTable {
        self.list.table().into()
    }

    /// `year, schools, markers`. A school listed twice in a year counts once, and so does a marker
    /// listed twice.
    #[getter]
    fn by_year(&self) -> PyTable {
        self.list.by_year_table().into()
    }

    /// `year, municipality, schools, markers`, counted as `by_year`; municipalities are spelled as
    /// the lists spell them.
    #[getter]
    fn by_municipality(&self) -> PyTable {
        self.list.by_municipality_table().into()
    }

    /// The markers of one school by year, with the columns of `table`.
    ///
    /// Its login may begin `sch` in one year and `edu` in another: the digits stay.
    fn history(&self, school: &str) -> PyTable {
        self.list.history_table(school).into()
    }

    /// What became of every row of the file.
    #[getter]
    fn import_report(&self) -> PyImportReport {
        PyImportReport(self.report.clone())
    }

    fn __len__(&self) -> usize {
        self.list.rows.len()
    }

    fn __repr__(&self) -> String {
        let markers: usize = self.list.rows.iter().map(|row| row.markers.len()).sum();
        format!("<obektiv.MarkerList: {} rows, {markers} markers>", self.list.rows.len())
    }
}

/// The official marker list: Год, Логин, Муниципалитет, ОО, 4 РУ, 4 МА, 5 РУ, 5 МА, Количество
/// маркеров.
///
/// Each column called by a grade and a subject is a marker; a cell is 1, or empty or 0 for none.
/// Municipality, name and count may be absent. Written from a description of a published list; no
/// sample was at hand.
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
/// MarkerList
///
/// Raises
/// ------
/// DataError
///     `data.no_column` without year, login or any marker; `data.empty` without a usable row;
///     `data.unreadable`, `data.too_large`.
///
/// Examples
/// --------
/// >>> text = "Год;Логин;4 РУ;Количество маркеров\n2024;edu990001;1;2\n"
/// >>> list(ob.read_markers(text.encode()).import_report.remarks.reason)
/// ['the count is "2", the row has 1 markers']
#[pyfunction]
#[pyo3(signature = (source, *, max_unpacked=None))]
pub fn read_markers(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = convert::optional_count)] max_unpacked: Option<u64>,
) -> Result<PyMarkerList> {
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    let MarkerImport { list, report } =
        watched(py, || readers::read_markers(&sheet_of(bytes, max_unpacked)?))?;
    Ok(PyMarkerList { list, report })
}
