//! Reports that have counted pupils already: totals and marks by group, in percent.

use obektiv::data::{Aggregates, Assessment, Distribution, ImportReport, MarkStatistics, Registry, readers};
use pyo3::prelude::*;

use super::sheet_of;
use crate::{
    assessment::PyAssessment, convert, error::Result, kept::kept, registry::PyRegistry,
    results::PyImportReport, table::PyTable, tally::PyTally, watch::watched,
};

/// The distribution of totals of one work by group, from a report in percent.
///
/// `read_distributions` makes it. `screen` takes it beside results; the signs that need totals
/// alone work from it.
///
/// Examples
/// --------
/// >>> text = "ВПР 2026 Математика 5 класс\nГруппы участников;Кол-во ОО;Кол-во участников;0;1;2\nШкола (edu990001);1;8;12,5;25;62,5"
/// >>> work = ob.read_distributions(text.encode()).works[0]
/// >>> work
/// <obektiv.Distribution: 2026-maths-5, 1 groups>
/// >>> work.table.columns, work.tally().histogram("edu990001")
/// (['level', 'group', 'municipality', 'n', 's0', 's1', 's2'], array([1, 2, 5]))
#[pyclass(name = "Distribution", module = "obektiv", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyDistribution(pub Distribution);

kept!(PyDistribution, b"dist");

#[pymethods]
impl PyDistribution {
    /// The assessment. Where nothing but the largest total is known, it has one item worth all of
    /// it.
    #[getter]
    fn assessment(&self) -> PyAssessment {
        PyAssessment(self.0.assessment.clone())
    }

    /// Groups in the order of the file: `level` (whole, region, municipality, school),
    /// `group, municipality, n, s0, s1, …`, where `s0` are the pupils with total 0.
    #[getter]
    fn table(&self) -> PyTable {
        self.0.table().into()
    }

    /// The tally of the groups, without journal marks.
    ///
    /// Parameters
    /// ----------
    /// group : {"school", "municipality", "all"}
    ///     Municipalities are the rows of municipalities, else the schools added up.
    ///
    /// Raises
    /// ------
    /// DataError
    ///     `data.no_grouping` if the file has no such rows, and for classes; `data.name`.
    #[pyo3(signature = (group="school"))]
    fn tally(&self, py: Python<'_>, group: &str) -> Result<PyTally> {
        let grouping = group.parse()?;
        Ok(PyTally(watched(py, || self.0.tally(grouping))?))
    }

    /// Sixteen hexadecimal digits that change with the assessment and with any row.
    #[getter]
    fn fingerprint(&self) -> String {
        self.0.fingerprint()
    }

    fn __repr__(&self) -> String {
        format!("<obektiv.Distribution: {}, {} groups>", self.0.assessment.key(), self.0.rows.len())
    }
}

/// Distributions of totals, one for each work of a file.
///
/// `read_distributions` makes it.
///
/// Examples
/// --------
/// >>> text = "ВПР 2026 Математика 5 класс\nГруппы участников;Кол-во ОО;Кол-во участников;0;1\nШкола 1 (edu990001);1;4;25;75"
/// >>> read = ob.read_distributions(text.encode())
/// >>> read, read.registry.name("edu990001")
/// (<obektiv.Aggregates: 1 works, 1 schools>, 'Школа 1')
#[pyclass(name = "Aggregates", module = "obektiv", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyAggregates {
    #[serde(with = "objects")]
    works: Vec<Py<PyDistribution>>,
    registry: Registry,
    report: ImportReport,
}

kept!(PyAggregates, b"aggr");

/// Distributions as bytes have them.
mod objects {
    use pyo3::prelude::*;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::PyDistribution;

    pub fn serialize<S: Serializer>(works: &[Py<PyDistribution>], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(works.iter().map(Py::get))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Py<PyDistribution>>, D::Error> {
        let works = Vec::<PyDistribution>::deserialize(from)?;
        Python::attach(|py| works.into_iter().map(|work| Py::new(py, work)).collect::<PyResult<_>>())
            .map_err(D::Error::custom)
    }
}

#[pymethods]
impl PyAggregates {
    /// The works, in the order of their first row.
    #[getter]
    fn works(&self, py: Python<'_>) -> Vec<Py<PyDistribution>> {
        self.works.iter().map(|work| work.clone_ref(py)).collect()
    }

    /// Names and municipalities of the schools.
    #[getter]
    fn registry(&self) -> PyRegistry {
        PyRegistry(self.registry.clone())
    }

    /// What became of every row of the file.
    #[getter]
    fn import_report(&self) -> PyImportReport {
        PyImportReport(self.report.clone())
    }

    fn __repr__(&self) -> String {
        let schools = self.registry.schools().len();
        format!("<obektiv.Aggregates: {} works, {schools} schools>", self.works.len())
    }
}

/// «Распределение первичных баллов»: shares of pupils by total, restored to counts.
///
///     count_s = round(p_s·n/100)           if these add up to n
///     count_s by the largest remainders    else, with a remark
///
/// Two shapes: a report (Группы участников, Кол-во ОО, Кол-во участников, 0, 1, …, max, below a
/// title that may name the work) and a flat table (Год, Класс, Предмет, Муниципалитет, Логин, ОО,
/// Кол-во участников, 0, 1, …) of any number of works. Written from descriptions of the headers; no
/// sample was at hand.
///
/// Parameters
/// ----------
/// source : path, bytes, or a binary file
///     A workbook or text.
/// assessments : sequence of Assessment
///     Scales: the first of the same subject, grade and year is taken, else that of the catalogue,
///     else, in a report with a title, one item worth the whole total, without boundaries.
/// max_unpacked : int, optional
///     The largest size in bytes that a workbook may unpack to. Default 1 GiB.
///
/// Returns
/// -------
/// Aggregates
///
/// Raises
/// ------
/// DataError
///     `data.unknown_layout`, `data.assessment_required` if no row's work is known, `data.empty` if
///     no row is taken, `data.item_maximum` for more than 252 points and no assessment given,
///     `data.unreadable`, `data.too_large`.
///
/// Examples
/// --------
/// >>> text = "Группы участников;Кол-во ОО;Кол-во участников;0;1;2\nШкола (edu990001);1;3;33,3;66,7;0"
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2023, max_scores=[1, 1])
/// >>> ob.read_distributions(text.encode(), [a]).works[0].tally().histogram()
/// array([1, 2, 0])
#[pyfunction]
#[pyo3(signature = (source, assessments=Vec::new(), *, max_unpacked=None), text_signature = "(source, assessments=(), *, max_unpacked=None)")]
pub fn read_distributions(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    assessments: Vec<Bound<'_, PyAssessment>>,
    #[pyo3(from_py_with = convert::optional_count)] max_unpacked: Option<u64>,
) -> Result<PyAggregates> {
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    let given: Vec<Assessment> = assessments.iter().map(|a| a.get().0.clone()).collect();
    let Aggregates { works, registry, report } =
        watched(py, || readers::read_distributions(&sheet_of(bytes, max_unpacked)?, &given))?;
    let works = works.into_iter().map(|work| Py::new(py, PyDistribution(work))).collect::<PyResult<_>>()?;
    Ok(PyAggregates { works, registry, report })
}

/// Marks by group, for each work of a file. Totals are not known, so there is no tally.
///
/// `read_mark_statistics` makes it.
///
/// Examples
/// --------
/// >>> text = "Группы участников;Кол-во ОО;Кол-во участников;2;3;4;5\nШкола 1 (edu990001);1;20;10;20;30;40"
/// >>> ob.read_mark_statistics(text.encode())
/// <obektiv.MarkStatistics: 1 works, 1 groups>
#[pyclass(name = "MarkStatistics", module = "obektiv", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyMarkStatistics(MarkStatistics);

kept!(PyMarkStatistics, b"stat");

#[pymethods]
impl PyMarkStatistics {
    /// One row for each work and group:
    /// `subject, grade, year, level, group, municipality, n, m2, m3, m4, m5`, where `m2` are the
    /// pupils with mark 2. A subject that the file does not name is empty, such a grade or year
    /// NaN.
    #[getter]
    fn table(&self) -> PyTable {
        self.0.table().into()
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
        format!("<obektiv.MarkStatistics: {} works, {groups} groups>", self.0.works.len())
    }
}

/// «Статистика по отметкам»: shares of pupils by mark, restored to counts.
///
/// The shapes are those of `read_distributions` with the columns 2, 3, 4, 5 in place of the totals,
/// and so are the rules for counts and rows. No assessment is needed; a work is what the title or
/// the row says, as far as it does.
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
/// MarkStatistics
///
/// Raises
/// ------
/// DataError
///     `data.unknown_layout`, `data.empty` if no row is taken, `data.unreadable`, `data.too_large`.
///
/// Examples
/// --------
/// >>> text = "Группы участников;Кол-во ОО;Кол-во участников;2;3;4;5\nШкола 1 (edu990001);1;20;10;20;30;40"
/// >>> marks = ob.read_mark_statistics(text.encode()).table
/// >>> marks.group[0], marks.n, marks.m5
/// ('edu990001', array([20]), array([8]))
#[pyfunction]
#[pyo3(signature = (source, *, max_unpacked=None))]
pub fn read_mark_statistics(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = convert::optional_count)] max_unpacked: Option<u64>,
) -> Result<PyMarkStatistics> {
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    let statistics = watched(py, || readers::read_mark_statistics(&sheet_of(bytes, max_unpacked)?))?;
    Ok(PyMarkStatistics(statistics))
}
