//! Reports that compare marks with those of the journal.

use obektiv::{
    data::{JournalComparison, readers},
    statistics::journal::JournalOptions,
};
use pyo3::prelude::*;

use super::sheet_of;
use crate::kept::kept;
use crate::{
    convert, error::Result, registry::PyRegistry, results::PyImportReport, table::PyTable, watch::watched,
};

/// How marks of works stand to those of the journal, by group, for each work of a file.
///
/// `read_journal_comparison` makes it.
///
/// Examples
/// --------
/// >>> text = "Группы участников;Кол-во участников;Понизили %;Подтвердили %;Повысили %\nШкола (edu990001);20;50;45;5"
/// >>> ob.read_journal_comparison(text.encode())
/// <obektiv.JournalComparison: 1 works, 1 groups>
#[pyclass(name = "JournalComparison", module = "obektiv", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyJournalComparison(JournalComparison);

kept!(PyJournalComparison, b"jour");

#[pymethods]
impl PyJournalComparison {
    /// One row for each work and group:
    /// `subject, grade, year, level, group, municipality, n, lowered, confirmed, raised`, pupils
    /// with a mark below, equal to and above the journal's. A subject that the file does not name
    /// is empty, such a grade or year NaN.
    #[getter]
    fn table(&self) -> PyTable {
        self.0.table().into()
    }

    /// `journal.by_group` of the schools of the file: lowered, confirmed and raised marks, works
    /// pooled, each beside the other schools. Gaps of two marks are not in such reports.
    ///
    /// Parameters
    /// ----------
    /// registry : Registry, optional
    ///     Reference groups of schools. Default: that of the file, which has none.
    /// min_reference : int
    ///     The least number of other schools in the reference; with fewer, p-values are NaN.
    ///
    /// Returns
    /// -------
    /// Table
    ///     The columns of `journal.by_group`; `pupils` of a school are those of its largest work.
    ///
    /// Examples
    /// --------
    /// >>> text = "Группы участников;Кол-во участников;Понизили %;Подтвердили %;Повысили %\nШкола (edu990001);20;50;45;5"
    /// >>> signs = ob.read_journal_comparison(text.encode()).journal()
    /// >>> [(str(kind), int(count)) for kind, count in zip(signs.kind, signs["count"])]
    /// [('lowered', 10), ('confirmed', 9), ('raised', 1)]
    #[pyo3(signature = (registry=None, *, min_reference=5))]
    fn journal(
        &self,
        registry: Option<&Bound<'_, PyRegistry>>,
        #[pyo3(from_py_with = convert::count)] min_reference: u64,
    ) -> PyTable {
        let registry = registry.map_or(&self.0.registry, |given| &given.get().0);
        self.0.journal(registry, JournalOptions { min_reference }).table().into()
    }

    /// Names and municipalities of the schools.
    #[getter]
    fn registry(&self) -> PyRegistry {
        PyRegistry(self.0.registry.clone())
    }

    /// What became of every row of the file.
    #[getter]
    fn import_report(&self) -> PyImportReport {
        PyImportReport(self.0.report.clone())
    }

    fn __repr__(&self) -> String {
        let groups: usize = self.0.works.values().map(Vec::len).sum();
        format!("<obektiv.JournalComparison: {} works, {groups} groups>", self.0.works.len())
    }
}

/// «Сравнение отметок с отметками по журналу»: how many pupils of each group have a mark below,
/// equal to and above that of the journal.
///
/// Two shapes: wide (Группы участников, Кол-во участников, and for each of Понизили, Подтвердили,
/// Повысили a column of per cent, of pupils, or both) and tall (Группы участников, Кол-во
/// участников, %, with rows Понизили, Подтвердили, Повысили, Всего below the row of a group).
/// Counts are the columns of pupils, a dash or an empty cell is nobody; where there are none, they
/// are restored from the shares as in `read_distributions`. A row whose counts do not add up to its
/// pupils is set aside; a share that is not that of its count is remarked.
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
/// JournalComparison
///
/// Raises
/// ------
/// DataError
///     `data.unknown_layout`, `data.empty` if no row is taken, `data.unreadable`, `data.too_large`.
///
/// Examples
/// --------
/// >>> text = "Группы участников;Кол-во участников;Понизили %;Подтвердили %;Повысили %\nШкола (edu990001);20;50;45;5"
/// >>> table = ob.read_journal_comparison(text.encode()).table
/// >>> table.group[0], table.lowered, table.raised
/// ('edu990001', array([10]), array([1]))
#[pyfunction]
#[pyo3(signature = (source, *, max_unpacked=None))]
pub fn read_journal_comparison(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = convert::optional_count)] max_unpacked: Option<u64>,
) -> Result<PyJournalComparison> {
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    let read = watched(py, || readers::read_journal_comparison(&sheet_of(bytes, max_unpacked)?))?;
    Ok(PyJournalComparison(read))
}
