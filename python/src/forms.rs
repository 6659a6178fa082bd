//! Forms that people fill in: works marked again, acts of observers.

use obektiv::{
    data::{ImportReport, Remarked, RemarkedImport, form_csv, form_remarked, form_xlsx, readers},
    plan::{self, Acts},
    report::ReportError,
};
use pyo3::prelude::*;

use crate::{
    convert,
    error::Result,
    files,
    kept::kept,
    readers::{PyObserved, sheet_of},
    results::PyImportReport,
    table::PyTable,
    watch::watched,
};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyRemarked>()?;
    module.add_class::<PyActs>()?;
    module.add_function(wrap_pyfunction!(read_remarked, module)?)?;
    module.add_function(wrap_pyfunction!(read_acts, module)?)
}

/// The rows of a form in a file: a workbook or text, by its suffix.
pub fn save(py: Python<'_>, path: &std::path::Path, name: &str, rows: &[Vec<String>]) -> Result<()> {
    let bytes = match convert::suffix(path).as_str() {
        "xlsx" => form_xlsx(name, rows)?,
        "csv" => form_csv(rows)?,
        _ => {
            let got = path.display().to_string();
            return Err(obektiv::Error::from(ReportError::Name {
                what: "the file",
                got,
                expected: ".xlsx, .csv",
            })
            .into());
        }
    };
    files::save(py, path, &bytes)
}

/// Works that a second commission marked again.
///
/// `read_remarked` makes it. It feeds the indicator `recheck_confirmed` of `Plan.indicators`, and
/// `observed` says of which schools the points fell.
///
/// Examples
/// --------
/// >>> text = "school;code;before;after\nsch990001;17;9;7\nsch990001;18;12;12\n"
/// >>> remarked = ob.read_remarked(text.encode())
/// >>> remarked
/// <obektiv.Remarked: 2 rows, 2 works>
/// >>> remarked.papers.before - remarked.papers.after
/// array([2, 0])
#[pyclass(name = "Remarked", module = "obektiv", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyRemarked {
    pub remarked: Remarked,
    report: ImportReport,
}

kept!(PyRemarked, b"rema");

#[pymethods]
impl PyRemarked {
    /// One row for each work, or for each item of it:
    /// `school, work, code, item, before, after, stratum, probability`.
    #[getter]
    fn table(&self) -> PyTable {
        self.remarked.table().into()
    }

    /// One row for each work as a whole, its total or the sum of its items:
    /// `school, work, code, before, after`, as `official.recheck_delta` takes them.
    #[getter]
    fn papers(&self) -> PyTable {
        self.remarked.papers_table().into()
    }

    /// What became of every row of the file.
    #[getter]
    fn import_report(&self) -> PyImportReport {
        PyImportReport(self.report.clone())
    }

    /// What marking again says of schools, for `screen(..., observed=)` to compare with: a school
    /// is irregular if points were too high at first, by the sign test of `official.recheck_delta`.
    ///
    /// Fewer than five changed works never say so at .05.
    ///
    /// Parameters
    /// ----------
    /// alpha : float
    ///     The level of the sign test.
    /// probability : float
    ///     With which each school was chosen.
    ///
    /// Raises
    /// ------
    /// DataError
    ///     `data.share` for an alpha or a probability that is none.
    ///
    /// Examples
    /// --------
    /// >>> rows = "\n".join(f"S1;{code};9;7" for code in range(5))
    /// >>> remarked = ob.read_remarked(f"school;code;before;after\n{rows}\nS2;1;9;7\n".encode())
    /// >>> remarked.observed(probability=0.5).table.irregular
    /// array([ True, False])
    #[pyo3(signature = (alpha=0.05, probability=1.0))]
    fn observed(&self, alpha: f64, probability: f64) -> Result<PyObserved> {
        Ok(self.remarked.observed(alpha, probability)?.into())
    }

    /// Writes the form, filled in, to a file: a workbook or text by its suffix (.xlsx, .csv);
    /// `read_remarked` reads it back.
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     `report.name` for another suffix, `report.language`.
    #[pyo3(signature = (path, language="ru"))]
    fn save(&self, py: Python<'_>, path: std::path::PathBuf, language: &str) -> Result<()> {
        save(py, &path, "Works", &form_remarked(Some(&self.remarked), language.parse()?))
    }

    /// Writes the empty form.
    ///
    /// Raises
    /// ------
    /// ReportError
    ///     `report.name` for another suffix than .xlsx and .csv, `report.language`.
    #[staticmethod]
    #[pyo3(signature = (path, language="ru"))]
    fn save_form(py: Python<'_>, path: std::path::PathBuf, language: &str) -> Result<()> {
        save(py, &path, "Works", &form_remarked(None, language.parse()?))
    }

    fn __len__(&self) -> usize {
        self.remarked.rows().len()
    }

    fn __repr__(&self) -> String {
        let (rows, works) = (self.remarked.rows().len(), self.remarked.papers().len());
        format!("<obektiv.Remarked: {rows} rows, {works} works>")
    }
}

/// Works that a second commission marked again: a row for each work, or for each item of it.
///
/// Columns in any order, with names in English or Russian: `school` (Логин школы), `work` (Работа;
/// may be absent), `code` (Код работы), `item` (Задание; empty for the total; may be absent),
/// `before` (Балл до), `after` (Балл после), `stratum` (Слой отбора; may be absent), `probability`
/// (Вероятность отбора, as .25 or 25 %; 1 where it is empty or there is no such column). A row
/// without `after` is not marked again yet and counts as absent; one that cannot be read is set
/// aside, and the report names its row and column.
///
/// Parameters
/// ----------
/// source : path, bytes, or a binary file
///     A workbook or text. `Remarked.save_form` writes an empty one.
/// max_unpacked : int, optional
///     The largest size in bytes that a workbook may unpack to. Default 1 GiB.
///
/// Returns
/// -------
/// Remarked
///
/// Raises
/// ------
/// DataError
///     `data.no_column` without school, code or points, `data.repeated_column`; `data.empty`
///     without a usable row; `data.unreadable`, `data.too_large`.
///
/// Examples
/// --------
/// >>> text = "Логин школы;Код работы;Балл до;Балл после\nsch990001;17;9;7\nsch990001;18;нет;12\n"
/// >>> ob.read_remarked(text.encode()).import_report.remarks.reason[0]
/// 'before is "нет", expected a whole number of points'
#[pyfunction]
#[pyo3(signature = (source, *, max_unpacked=None))]
fn read_remarked(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = convert::optional_count)] max_unpacked: Option<u64>,
) -> Result<PyRemarked> {
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    let RemarkedImport { remarked, report } =
        watched(py, || readers::read_remarked(&sheet_of(bytes, max_unpacked)?))?;
    Ok(PyRemarked { remarked, report })
}

/// Acts of observers.
///
/// `read_acts` makes it; `Plan.with_acts` takes it up.
///
/// Examples
/// --------
/// >>> acts = ob.read_acts("school;date;stage;violations\nsch990001;19.04.2022;marking;2: in pencil\n".encode())
/// >>> acts
/// <obektiv.Acts: 1 acts>
/// >>> acts.table.date[0], acts.table.stage[0]
/// ('2022-04-19', 'marking')
#[pyclass(name = "Acts", module = "obektiv", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyActs(pub Acts);

kept!(PyActs, b"acts");

#[pymethods]
impl PyActs {
    /// One row for each act:
    /// `school, date, number, event, subject, grade, class, stage, observer, from, to, violations,
    /// probability`.
    ///
    /// What is not known is empty, or NaN.
    #[getter]
    fn table(&self) -> PyTable {
        self.0.table().into()
    }

    /// What became of every row of the file.
    #[getter]
    fn import_report(&self) -> PyImportReport {
        PyImportReport(self.0.report.clone())
    }

    fn __len__(&self) -> usize {
        self.0.visits.len()
    }

    fn __repr__(&self) -> String {
        format!("<obektiv.Acts: {} acts>", self.0.visits.len())
    }
}

/// Acts of observers: a row for each.
///
/// Columns in any order, with names in English or Russian: `school` (Логин школы), `date` (Дата:
/// 2022-04-19 or 19.04.2022), `number` (Номер акта), `event` (Запись календаря: the id of an entry
/// of the plan's calendar), `subject`, `grade`, `class` (Предмет, Параллель, Класс), `stage` (Этап:
/// printing, handing_over, writing, marking, uploading; печать, выдача, написание, проверка,
/// загрузка), `observer` (Наблюдатель), `from`, `to` (Начало, Окончание), `violations` (Нарушения:
/// numbers of the act's list with ";" between them, each with what was seen behind a colon, or what
/// was seen alone, as in "1; 3: entered late"), `probability` (Вероятность отбора, with which the
/// visit was drawn). School, date and stage must be there. A planned visit of which nothing is
/// filled in counts as absent; a row that cannot be read is set aside, and the report names its row
/// and column.
///
/// Parameters
/// ----------
/// source : path, bytes, or a binary file
///     A workbook or text. `Plan.save_acts` writes one with the planned visits.
/// max_unpacked : int, optional
///     The largest size in bytes that a workbook may unpack to. Default 1 GiB.
///
/// Returns
/// -------
/// Acts
///
/// Raises
/// ------
/// DataError
///     `data.no_column` without school, date or stage, `data.repeated_column`; `data.unreadable`,
///     `data.too_large`, `data.empty` for no table.
///
/// Examples
/// --------
/// >>> text = "Логин школы;Дата;Этап;Нарушения\nsch990001;19.04.2022;проверка;нет\nsch990002;вчера;проверка;1\n"
/// >>> ob.read_acts(text.encode()).import_report.remarks.reason[0]
/// 'date is a text of 5 characters, expected a day as 2022-04-19 or 19.04.2022'
#[pyfunction]
#[pyo3(signature = (source, *, max_unpacked=None))]
fn read_acts(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = convert::optional_count)] max_unpacked: Option<u64>,
) -> Result<PyActs> {
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    Ok(PyActs(watched(py, || plan::read_acts(&sheet_of(bytes, max_unpacked)?))?))
}
