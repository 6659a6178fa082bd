#![allow(unsafe_code, reason = "the scores are shown to NumPy where they lie")]

use std::collections::BTreeMap;

use numpy::{PyArray1, PyArray2};
use obektiv::data::{self, Import, ImportReport, Labels, Registry, Results, ResultsBuilder};
use pyo3::{
    prelude::*,
    types::{PyString, PyType},
};

use crate::{
    assessment::PyAssessment,
    convert::{self, Columns},
    error::Result,
    files::save,
    kept::kept,
    registry::PyRegistry,
    table::{PyTable, escape},
    watch::watched,
};

/// One assessment's pupils × items, with school, class, variant, journal mark and municipality.
///
/// Parameters
/// ----------
/// assessment : Assessment
/// scores : persons × items
///     A NumPy array (`uint8` in either order is one copy in memory; other integers and floats are
///     converted, NaN is missing and so is what `numpy.ma` masks), rows of numbers (None is
///     missing), or any table that exports Arrow (nulls are missing). Codes above every score:
///     `ob.MISSING` 255, `ob.NOT_ATTEMPTED` 254, `ob.NOT_TAUGHT` 253; the latter two count 0. A
///     pupil with any missing cell is incomplete, and statistics leave such pupils out.
/// school : labels, one per person
///     Lists, NumPy arrays, or Arrow columns; numbers become text. Nobody may be without a school.
/// class_id, variant, municipality : labels, optional
///     None, NaN and masked ones are an empty label. A class is one within its school; variants are
///     made per school and mean nothing across schools.
/// journal_mark : numbers, optional
///     2 to 5; None, NaN, 0 or masked for none.
///
/// Raises
/// ------
/// DataError
///     `data.empty`, `data.shape`, `data.ragged_rows`, `data.item_columns` (another number of items
///     than the assessment), `data.length` (of a label column), `data.score` (above its maximum),
///     `data.not_a_score` (not whole), `data.repeated_column` (of a table), `data.journal_mark`,
///     `data.no_label`. Rows and items count from 1 and are attributes of the error.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 1, 2])
/// >>> scores = np.array([[1, 0, 2], [0, 254, 1]], dtype="u1")
/// >>> r = ob.Results(a, scores, school=["A", "B"], journal_mark=[4, None])
/// >>> r
/// <obektiv.Results: 2020-maths-5, 2 pupils, 3 items, 2 schools>
/// >>> r.total
/// array([3, 1], dtype=uint16)
/// >>> ob.Results(a, [[1, 0, 3]], school=["A"])
/// Traceback (most recent call last):
/// obektiv.DataError: row 1, item 3: score 3, expected 0 to 2 or a code (255 missing, 254 not attempted, 253 not taught)
#[pyclass(name = "Results", module = "obektiv", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyResults {
    pub results: Results,
    report: Option<ImportReport>,
    registry: Option<Registry>,
}

kept!(PyResults, b"resu");

impl PyResults {
    /// Absent pupils by school, if the results were read from a file that lists them.
    pub fn absent(&self) -> Option<BTreeMap<String, u64>> {
        self.report.as_ref().filter(|report| report.absent > 0).map(ImportReport::absent_by_school)
    }
}

impl From<Import> for PyResults {
    fn from(import: Import) -> Self {
        let Import { results, report, registry } = import;
        Self { results, report: Some(report), registry: Some(registry) }
    }
}

impl From<Results> for PyResults {
    fn from(results: Results) -> Self {
        Self { results, report: None, registry: None }
    }
}

#[pymethods]
impl PyResults {
    #[new]
    #[pyo3(signature = (assessment, scores, *, school, class_id=None, variant=None, journal_mark=None, municipality=None))]
    #[allow(clippy::too_many_arguments, reason = "the columns of results, all by name")]
    fn new(
        py: Python<'_>,
        assessment: &Bound<'_, PyAssessment>,
        scores: &Bound<'_, PyAny>,
        school: &Bound<'_, PyAny>,
        class_id: Option<&Bound<'_, PyAny>>,
        variant: Option<&Bound<'_, PyAny>>,
        journal_mark: Option<&Bound<'_, PyAny>>,
        municipality: Option<&Bound<'_, PyAny>>,
    ) -> Result<Self> {
        let parts = ResultsBuilder {
            scores: convert::scores(scores)?,
            school: convert::labels("school", school)?,
            class_id: class_id.map(|l| convert::labels("class_id", l)).transpose()?,
            variant: variant.map(|l| convert::labels("variant", l)).transpose()?,
            journal_mark: journal_mark.map(convert::marks).transpose()?,
            municipality: municipality.map(|l| convert::labels("municipality", l)).transpose()?,
        };
        Self::of(py, assessment, parts)
    }

    /// Results from a data frame of pandas, polars or pyarrow, or any other that exports Arrow.
    ///
    /// Parameters
    /// ----------
    /// frame : data frame
    ///     One row per person. Nulls are missing; Arrow data are read chunk by chunk.
    /// assessment : Assessment
    /// scores : sequence of str
    ///     The columns of the items, in the assessment's order.
    /// school, class_id, variant, journal_mark, municipality : str
    ///     The columns of the labels; all but the school's are optional.
    ///
    /// Raises
    /// ------
    /// DataError
    ///     `data.no_column`, `data.repeated_column` (two columns of one name), and as `Results`.
    ///
    /// Examples
    /// --------
    /// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 2])
    /// >>> frame = pd.DataFrame({"i1": [1, 0], "i2": [2, None], "school": ["A", "B"]})
    /// >>> ob.Results.from_frame(frame, a, scores=["i1", "i2"], school="school").scores
    /// array([[  1,   2],
    ///        [  0, 255]], dtype=uint8)
    #[classmethod]
    #[pyo3(signature = (frame, assessment, *, scores, school="school", class_id=None, variant=None, journal_mark=None, municipality=None))]
    #[allow(clippy::too_many_arguments, reason = "the columns of results, all by name")]
    fn from_frame(
        cls: &Bound<'_, PyType>,
        frame: &Bound<'_, PyAny>,
        assessment: &Bound<'_, PyAssessment>,
        scores: Vec<String>,
        school: &str,
        class_id: Option<String>,
        variant: Option<String>,
        journal_mark: Option<String>,
        municipality: Option<String>,
    ) -> Result<Self> {
        let school = school.to_owned();
        let columns = Columns { scores, school, class_id, variant, journal_mark, municipality };
        Self::of(cls.py(), assessment, columns.take(frame)?)
    }

    /// The assessment.
    #[getter]
    fn assessment(&self) -> PyAssessment {
        PyAssessment(self.results.assessment().clone())
    }

    /// Persons × items, `uint8`: a read-only view of the results' own memory.
    #[getter]
    fn scores<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyArray2<u8>>> {
        let scores = slf.get().results.scores();
        // SAFETY: the array keeps the results alive, and nothing changes or moves the scores of a
        // frozen class.
        let array = unsafe { PyArray2::borrow_from_array(&scores, slf.clone().into_any()) };
        array.call_method1("setflags", (false,))?;
        Ok(array)
    }

    /// School of each person, an array of str.
    #[getter]
    fn school<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<Py<PyAny>>> {
        texts(py, self.results.school())
    }

    /// Class of each person within the school, or None; an empty text where there is none.
    #[getter]
    fn class_id<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyArray1<Py<PyAny>>>> {
        self.results.class_id().map(|labels| texts(py, labels))
    }

    /// Variant of each person, or None.
    #[getter]
    fn variant<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyArray1<Py<PyAny>>>> {
        self.results.variant().map(|labels| texts(py, labels))
    }

    /// Municipality of each person, or None.
    #[getter]
    fn municipality<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyArray1<Py<PyAny>>>> {
        self.results.municipality().map(|labels| texts(py, labels))
    }

    /// Journal mark of each person as `float64`, NaN for none; or None.
    #[getter]
    fn journal_mark<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyArray1<f64>>> {
        let number = |&mark: &u8| if mark == 0 { f64::NAN } else { f64::from(mark) };
        self.results.journal_mark().map(|marks| PyArray1::from_iter(py, marks.iter().map(number)))
    }

    /// The total of each person, `uint16`; codes count 0. Where `complete` is False it is a part
    /// only.
    #[getter]
    fn total<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<u16>> {
        PyArray1::from_iter(py, self.results.totals().map(|(total, _)| total))
    }

    /// Whether each person has no missing cell, `bool`.
    #[getter]
    fn complete<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<bool>> {
        PyArray1::from_iter(py, self.results.totals().map(|(_, complete)| complete))
    }

    /// What became of every row of the file; None for results that were not read from one.
    #[getter]
    fn import_report(&self) -> Option<PyImportReport> {
        self.report.clone().map(PyImportReport)
    }

    /// Names and municipalities of the schools as the file has them, without any school where its
    /// layout has none; None for results that were not read from a file.
    #[getter]
    fn import_registry(&self) -> Option<PyRegistry> {
        self.registry.clone().map(PyRegistry)
    }

    /// Sixteen hexadecimal digits that change with anything that decides a result.
    #[getter]
    fn fingerprint(&self, py: Python<'_>) -> String {
        py.detach(|| self.results.fingerprint())
    }

    /// The same results with the municipalities of a registry; schools that it lacks get an empty
    /// label.
    ///
    /// Examples
    /// --------
    /// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1])
    /// >>> r = ob.Results(a, [[1], [0]], school=["A", "B"])
    /// >>> registry = ob.Registry(login=["A"], municipality=["North"])
    /// >>> list(r.with_registry(registry).municipality)
    /// ['North', '']
    fn with_registry(&self, py: Python<'_>, registry: &Bound<'_, PyRegistry>) -> Self {
        let registry = &registry.get().0;
        let results = py.detach(|| self.results.clone().with_registry(registry));
        Self { results, report: self.report.clone(), registry: self.registry.clone() }
    }

    /// The results as a workbook in the layout of the regional exports of 2021, which `read_xlsx`
    /// reads back the same.
    ///
    /// Raises
    /// ------
    /// DataError
    ///     `data.incomplete` for a pupil with a missing cell, which the layout cannot express.
    fn to_xlsx(&self, py: Python<'_>, path: std::path::PathBuf) -> Result<()> {
        let bytes = watched(py, || data::writers::write_xlsx(&self.results))?;
        save(py, &path, &bytes)
    }

    fn __len__(&self) -> usize {
        self.results.len()
    }

    fn __repr__(&self) -> String {
        let (pupils, items) = self.results.scores().dim();
        let schools = self.results.schools().len();
        let key = self.results.assessment().key();
        format!("<obektiv.Results: {key}, {pupils} pupils, {items} items, {schools} schools>")
    }

    fn _repr_html_(&self) -> String {
        let (pupils, items) = self.results.scores().dim();
        let count =
            |labels: Option<&Labels>| labels.map_or("–".to_owned(), |l| l.names().len().to_string());
        html_table(&[
            ("assessment", self.results.assessment().key()),
            ("pupils", pupils.to_string()),
            ("items", items.to_string()),
            ("schools", self.results.schools().len().to_string()),
            ("municipalities", count(self.results.municipality())),
            ("journal marks", if self.results.journal_mark().is_some() { "yes" } else { "–" }.to_owned()),
        ])
    }
}

impl PyResults {
    fn of(py: Python<'_>, assessment: &Bound<'_, PyAssessment>, parts: ResultsBuilder) -> Result<Self> {
        let assessment = assessment.get().0.clone();
        Ok(watched(py, || Results::new(assessment, parts))?.into())
    }
}

/// One str per distinct label, shared by its persons.
fn texts<'py>(py: Python<'py>, labels: &Labels) -> Bound<'py, PyArray1<Py<PyAny>>> {
    let names: Vec<Py<PyAny>> =
        labels.names().iter().map(|name| PyString::new(py, name).into_any().unbind()).collect();
    let persons = labels.codes().iter().map(|&code| names[code as usize].clone_ref(py));
    PyArray1::from_vec(py, persons.collect())
}

fn html_table(rows: &[(&str, String)]) -> String {
    let row = |(name, value): &(&str, String)| {
        format!("<tr><th>{}</th><td>{}</td></tr>", escape(name), escape(value))
    };
    format!("<table>{}</table>", rows.iter().map(row).collect::<String>())
}

/// What became of every row of a file; the kinds add up to the rows.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 2])
/// >>> report = ob.read_csv(b"school,i1,i2\nA,1,2\nA,1,9\n", a).import_report
/// >>> report
/// <obektiv.ImportReport: plain, 2 rows: 1 taken, 0 repaired, 0 one day, 0 absent, 1 set aside>
/// >>> list(report.remarks.reason)
/// ['item 2 is "9", expected 0 to 2, X or N']
#[pyclass(name = "ImportReport", module = "obektiv", frozen)]
#[derive(serde::Serialize, serde::Deserialize)]
pub struct PyImportReport(pub ImportReport);

kept!(PyImportReport, b"impo");

#[pymethods]
impl PyImportReport {
    /// The layout that was recognised: "regional-2020", "regional-2021", "regional-2022",
    /// "collection-form", "f1-individual", "plain"; "scores-report", "scores-flat", "marks-report",
    /// "marks-flat", "marker-list".
    #[getter]
    fn layout(&self) -> &str {
        &self.0.layout
    }

    /// Rows of the file without the header and without rows that stand for no pupil.
    #[getter]
    fn rows(&self) -> u64 {
        self.0.rows
    }

    /// Rows read as written.
    #[getter]
    fn taken(&self) -> u64 {
        self.0.taken
    }

    /// Rows read after a repair that the row itself proves.
    #[getter]
    fn repaired(&self) -> u64 {
        self.0.repaired
    }

    /// Rows absent on one day of a two-day work: kept, with missing cells.
    #[getter]
    fn one_day(&self) -> u64 {
        self.0.one_day
    }

    /// Absent or blank rows.
    #[getter]
    fn absent(&self) -> u64 {
        self.0.absent
    }

    /// Of the absent rows those that name a school, by school.
    #[getter]
    fn absent_by_school(&self) -> BTreeMap<String, u64> {
        self.0.absent_by_school()
    }

    /// Rows not used; `remarks` says why.
    #[getter]
    fn set_aside(&self) -> u64 {
        self.0.set_aside
    }

    /// Rows of the file, of a text lines, that are not blank, counted before anything was made of
    /// them: `rows` and `unread`.
    #[getter]
    fn raw(&self) -> u64 {
        self.0.raw
    }

    /// Rows that stand for no pupil: titles and headers, rows of schools, rows filled in
    /// beforehand.
    #[getter]
    fn unread(&self) -> u64 {
        self.0.unread
    }

    /// Columns of the header that were not read.
    #[getter]
    fn unread_columns(&self) -> Vec<String> {
        self.0.unread_columns.clone()
    }

    /// What became of the rows of each school, a Table: `school`, `rows`, `taken`, `repaired`,
    /// `one_day`, `absent`, `set_aside`, and `reason`, the commonest one for which its rows were
    /// not used.
    #[getter]
    fn schools(&self) -> PyTable {
        self.0.by_school().into()
    }

    /// Remarks about the file as a whole, such as its encoding.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.0.notes.clone()
    }

    /// Remarks row by row, a Table: `row` (as a spreadsheet numbers it), `kind`, `reason`.
    #[getter]
    fn remarks(&self) -> PyTable {
        self.0.table().into()
    }

    fn __repr__(&self) -> String {
        let ImportReport { layout, rows, taken, repaired, one_day, absent, set_aside, .. } = &self.0;
        format!(
            "<obektiv.ImportReport: {layout}, {rows} rows: {taken} taken, {repaired} repaired, {one_day} one day, \
             {absent} absent, {set_aside} set aside>"
        )
    }

    fn _repr_html_(&self) -> String {
        let mut rows = vec![("layout", self.0.layout.clone())];
        let counts = [
            ("rows", self.0.rows),
            ("taken", self.0.taken),
            ("repaired", self.0.repaired),
            ("one day", self.0.one_day),
            ("absent", self.0.absent),
            ("set aside", self.0.set_aside),
        ];
        rows.extend(counts.map(|(name, count)| (name, count.to_string())));
        rows.extend(self.0.notes.iter().map(|note| ("note", note.clone())));
        html_table(&rows)
    }
}
