use std::{collections::BTreeMap, ops::ControlFlow};

use obektiv::data::{
    Aggregates, Assessment, DataError, Distribution, Import, ImportReport, MarkStatistics, MarkerImport,
    MarkerList, Observed, ObservedImport, ReadOptions, Registry, Season,
    readers::{self, Identity, Sheet, Source},
};
use pyo3::{
    exceptions::PyOSError,
    prelude::*,
    types::{PyBool, PyBytes, PyDict, PyList, PyMapping, PyString, PyTuple},
};

use crate::{
    assessment::PyAssessment,
    convert,
    error::{Error, Result},
    record,
    registry::PyRegistry,
    results::{PyImportReport, PyResults},
    table::PyTable,
    tally::PyTally,
};

pub fn fill(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<PyMarkerList>()?;
    module.add_class::<PyObserved>()?;
    module.add_class::<PyAggregates>()?;
    module.add_class::<PyDistribution>()?;
    module.add_class::<PyMarkStatistics>()?;
    module.add_class::<PyIdentity>()?;
    module.add_function(wrap_pyfunction!(identify, module)?)?;
    module.add_function(wrap_pyfunction!(read_xlsx, module)?)?;
    module.add_function(wrap_pyfunction!(read_csv, module)?)?;
    module.add_function(wrap_pyfunction!(read_many, module)?)?;
    module.add_function(wrap_pyfunction!(read_markers, module)?)?;
    module.add_function(wrap_pyfunction!(read_observed, module)?)?;
    module.add_function(wrap_pyfunction!(read_distributions, module)?)?;
    module.add_function(wrap_pyfunction!(read_mark_statistics, module)?)
}

fn options(
    repair: Option<bool>,
    max_unpacked: Option<u64>,
    school: Option<String>,
    sheet: Option<String>,
    path: Option<String>,
) -> ReadOptions {
    let default = ReadOptions::default();
    ReadOptions {
        repair: repair.unwrap_or(default.repair),
        max_unpacked: max_unpacked.unwrap_or(default.max_unpacked),
        school,
        sheet,
        path,
    }
}

/// The path of a source that is one, or the name of an open file.
fn path_of(source: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if source.is_instance_of::<PyString>() || source.hasattr("__fspath__")? {
        return Ok(Some(source.str()?.to_string_lossy().into_owned()));
    }
    Ok(source.getattr_opt("name")?.and_then(|name| name.extract().ok()))
}

/// What a file is, as far as it says so: `identify` makes it.
///
/// Examples
/// --------
/// >>> text = "логин школы;класс;вариант;всего баллов;балл за 1;балл за 2\nsch990001;А;1;2;0;2"
/// >>> found = ob.identify(text.encode(), "2022/9/Математика.csv")
/// >>> found
/// <obektiv.Identity: regional-2021, maths 9 2022, 2 items; missing: boundaries>
/// >>> found.known["max_scores"], found.known["test_grade"]
/// ('data', 'path')
#[pyclass(name = "Identity", module = "obektiv", frozen)]
pub struct PyIdentity(Identity);

#[pymethods]
impl PyIdentity {
    /// The layout of the table, such as "regional-2021" or "score-distribution"; None if it is not
    /// known.
    #[getter]
    fn layout(&self) -> Option<&str> {
        self.0.layout.as_deref()
    }

    /// The subject, such as "maths".
    #[getter]
    fn subject(&self) -> Option<&str> {
        self.0.subject.as_deref()
    }

    /// The grade that the test is made for.
    #[getter]
    fn test_grade(&self) -> Option<u8> {
        self.0.test_grade
    }

    /// The grade of those who wrote it, where it is another.
    #[getter]
    fn pupil_grade(&self) -> Option<u8> {
        self.0.pupil_grade
    }

    /// Calendar year.
    #[getter]
    fn year(&self) -> Option<u16> {
        self.0.year
    }

    /// "autumn", "spring", or None.
    #[getter]
    fn season(&self) -> Option<&'static str> {
        self.0.season.map(Season::name)
    }

    /// The largest score of each item.
    #[getter]
    fn max_scores<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyTuple>>> {
        self.0.max_scores.as_ref().map(|maxima| PyTuple::new(py, maxima)).transpose()
    }

    /// The lowest totals of marks 3, 4 and 5, of the work of the catalogue with the same maxima.
    #[getter]
    fn boundaries(&self) -> Option<(u16, u16, u16)> {
        self.0.boundaries.map(Into::into)
    }

    /// How each of these is known, by its name: "title", "sheet", "header", "path", "catalogue", or
    /// "data", which is a guess.
    #[getter]
    fn known(&self) -> BTreeMap<&'static str, &'static str> {
        self.0.known.iter().map(|(name, origin)| (*name, origin.name())).collect()
    }

    /// What is missing, by its name. Without subject, test grade, year or maxima there is no
    /// assessment.
    #[getter]
    fn missing(&self) -> Vec<&'static str> {
        self.0.missing.clone()
    }

    /// The assessment that all this makes, or None.
    #[getter]
    fn assessment(&self) -> Option<PyAssessment> {
        self.0.assessment.clone().map(PyAssessment)
    }

    /// What is to be said of it, such as that maxima are guessed.
    #[getter]
    fn notes(&self) -> Vec<String> {
        self.0.notes.clone()
    }

    fn __repr__(&self) -> String {
        let text = |part: Option<String>| part.unwrap_or_else(|| "?".to_owned());
        let i = &self.0;
        let (grade, year) = (i.test_grade.map(|g| g.to_string()), i.year.map(|y| y.to_string()));
        let items = i.max_scores.as_ref().map(|maxima| maxima.len().to_string());
        let missing = if i.missing.is_empty() { "nothing".to_owned() } else { i.missing.join(", ") };
        format!(
            "<obektiv.Identity: {}, {} {} {}, {} items; missing: {missing}>",
            text(i.layout.clone()),
            text(i.subject.clone()),
            text(grade),
            text(year),
            text(items)
        )
    }
}

/// What a file is: its layout and its assessment, each part with how it is known.
///
/// A title above the table is believed before the name of the sheet, that before the path: the name of the file, then its folders from the
/// nearest on. Maxima are those of the header, else those of the one work of the catalogue that fits, else for each item the largest score that
/// at least 0.2 % of the rows have. The readers use the same where no assessment is given.
///
/// Parameters
/// ----------
/// source : path, bytes, or a binary file
/// path : str, optional
///     The path of the file, where the source is not it.
/// max_unpacked : int, optional
///     As for `read_xlsx`.
///
/// Returns
/// -------
/// Identity
///     What is not known is None. A file that can be opened and is not recognised is no error.
///
/// Raises
/// ------
/// DataError
///     `data.unreadable`, `data.too_large`, `data.empty`.
///
/// Examples
/// --------
/// >>> ob.identify(b"school,i1\nA,1\n", "maths.csv").missing
/// ['test_grade', 'year', 'boundaries']
#[pyfunction]
#[pyo3(signature = (source, path=None, *, max_unpacked=None))]
fn identify(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    path: Option<String>,
    max_unpacked: Option<u64>,
) -> Result<PyIdentity> {
    let path = match path {
        Some(path) => Some(path),
        None => path_of(source)?,
    };
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    let most = max_unpacked.unwrap_or(ReadOptions::default().max_unpacked);
    Ok(PyIdentity(py.detach(|| readers::identify(bytes, path.as_deref(), most))?))
}

/// Results from a workbook (`.xlsx` or `.ods`): its sheet «Протокол» if there is one, else all of its first known layout.
///
/// Six layouts are recognised by their header, which may stand below up to 29 rows of title: `regional-2020` (user, …, klass, var-1, …),
/// `regional-2021` (логин школы, …, вариант, …), `regional-2022` (…, Школа, …, Код, Вариант, 1 (1б), …), `collection-form`
/// (Код участника, Вариант, 1 (5б), …), `f1-individual` (ОО, Муниципалитет, Название ОО, Код участника, …) and `plain`
/// (school, i1, i2, …; optional municipality, class, pupil, variant, journal_mark, total). Only `collection-form` does not name its school.
/// Where no assessment is given it is what `identify` finds.
///
/// Parameters
/// ----------
/// source : path, bytes, or a binary file
/// assessment : Assessment, optional
///     What the file holds, where neither it nor its path says so.
/// repair : bool, optional
///     Repair rows whose own total proves the repair; otherwise they are set aside. Default True.
/// max_unpacked : int, optional
///     The largest size in bytes that the workbook may unpack to. Default 1 GiB.
/// registry : Registry, optional
///     Where the municipalities come from.
/// school : str, optional
///     The login of the school, for the layout without a school column; others do not use it.
/// sheet : str, optional
///     The sheet to read.
///
/// Returns
/// -------
/// Results
///     With `import_report`: what became of every row, and `import_registry`: names and municipalities of the schools where the
///     layout has them.
///
/// Raises
/// ------
/// DataError
///     `data.unreadable`, `data.too_large`, `data.no_sheet`, `data.empty`, `data.no_pupils`, `data.unknown_layout`,
///     `data.assessment_required`, `data.school_required`, `data.item_columns`, `data.item_maximum_differs` (the header names
///     another maximum than the assessment has).
///
/// Examples
/// --------
/// >>> ob.read_xlsx(b"a letter", ob.find_assessment("maths", 5, 2020))
/// Traceback (most recent call last):
/// obektiv.DataError: not a readable xlsx file: ...
#[pyfunction]
#[pyo3(signature = (source, assessment=None, *, repair=None, max_unpacked=None, registry=None, school=None, sheet=None))]
#[allow(clippy::too_many_arguments, reason = "the options of a reader, all by name")]
fn read_xlsx(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    assessment: Option<&Bound<'_, PyAssessment>>,
    repair: Option<bool>,
    max_unpacked: Option<u64>,
    registry: Option<&Bound<'_, PyRegistry>>,
    school: Option<String>,
    sheet: Option<String>,
) -> Result<PyResults> {
    let options = options(repair, max_unpacked, school, sheet, path_of(source)?);
    read(py, readers::read_xlsx, source, assessment, options, registry)
}

/// Results from text with comma, semicolon or tab between the columns, in UTF-8, UTF-16, Windows-1251, CP866 or KOI8-R.
///
/// Layouts, parameters and errors are those of `read_xlsx`; nothing is unpacked.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 2])
/// >>> r = ob.read_csv(b"school;i1;i2\nA;1;X\n", a)
/// >>> r.scores
/// array([[  1, 254]], dtype=uint8)
#[pyfunction]
#[pyo3(signature = (source, assessment=None, *, repair=None, registry=None, school=None))]
fn read_csv(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    assessment: Option<&Bound<'_, PyAssessment>>,
    repair: Option<bool>,
    registry: Option<&Bound<'_, PyRegistry>>,
    school: Option<String>,
) -> Result<PyResults> {
    let options = options(repair, None, school, None, path_of(source)?);
    read(py, readers::read_csv, source, assessment, options, registry)
}

type Reader = fn(&[u8], Option<&Assessment>, ReadOptions) -> std::result::Result<Import, DataError>;

fn read(
    py: Python<'_>,
    reader: Reader,
    source: &Bound<'_, PyAny>,
    assessment: Option<&Bound<'_, PyAssessment>>,
    options: ReadOptions,
    registry: Option<&Bound<'_, PyRegistry>>,
) -> Result<PyResults> {
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    let assessment = assessment.map(|a| &a.get().0);
    let registry = registry.map(|r| &r.get().0);
    Ok(py.detach(|| Ok::<_, DataError>(placed(reader(bytes, assessment, options)?, registry)))?.into())
}

/// The import with the municipalities of a registry that was given.
fn placed(mut import: Import, registry: Option<&Registry>) -> Import {
    if let Some(registry) = registry {
        import.results = import.results.with_registry(registry);
    }
    import
}

/// Results from each of several files; one that cannot be read does not keep the others from being read.
///
/// Parameters
/// ----------
/// sources : path, or a sequence of paths and of pairs (name, bytes)
///     A folder stands for the tables (.xlsx, .ods, .csv, .tsv) in it and in its folders, sorted by path; one of them that cannot be opened is
///     an error among `errors`, and so is an old workbook (.xls, .xlsb). What a file is its first bytes say. All files are in memory until the last
///     is read.
/// assessments : Assessment or mapping of str to Assessment, optional
///     One for all, or by the name of the file, with its folder or without; others are what `identify` finds.
/// repair, max_unpacked, registry, school, sheet : optional
///     As for `read_xlsx`, for all files.
/// progress : callable, optional
///     Called after each file as `progress(name, files, files_total, bytes, bytes_total)`; False stops, and what is not read yet is
///     left out.
///
/// Returns
/// -------
/// ReadMany
///     `results` and their `names`, in the order of the files, and `errors` by name: for each file that could not be read a
///     DataError with the code that `read_xlsx` gives, and the attribute `file`.
///
/// Raises
/// ------
/// OSError
///     For a path that does not exist or cannot be opened, before anything is read.
///
/// Examples
/// --------
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2020, max_scores=[1, 2])
/// >>> read = ob.read_many([("a.csv", b"school,i1,i2\nA,1,2\n"), ("b.csv", b"?")], a)
/// >>> read.results
/// [<obektiv.Results: 2020-maths-5, 1 pupils, 2 items, 1 schools>]
/// >>> read.errors["b.csv"].code
/// 'data.unknown_layout'
#[pyfunction]
#[pyo3(signature = (sources, assessments=None, *, repair=None, max_unpacked=None, registry=None, school=None, sheet=None, progress=None))]
#[allow(clippy::too_many_arguments, reason = "the options of a reader, all by name")]
fn read_many<'py>(
    py: Python<'py>,
    sources: &Bound<'py, PyAny>,
    assessments: Option<&Bound<'py, PyAny>>,
    repair: Option<bool>,
    max_unpacked: Option<u64>,
    registry: Option<&Bound<'py, PyRegistry>>,
    school: Option<String>,
    sheet: Option<String>,
    progress: Option<Py<PyAny>>,
) -> Result<Bound<'py, PyAny>> {
    let Files { files, broken } = files(sources)?;
    let assessments = Assessments::of(assessments)?;
    let known = files.iter().map(|(name, _)| assessments.get(name)).collect::<PyResult<Vec<_>>>()?;
    let sources: Vec<Source<'_>> = files
        .iter()
        .zip(&known)
        .map(|((name, bytes), assessment)| Source {
            name,
            bytes: bytes.as_bytes(),
            assessment: assessment.as_ref().map(|a| &a.get().0),
            school: None,
        })
        .collect();
    let options = options(repair, max_unpacked, school, sheet, None);
    let registry = registry.map(|r| &r.get().0);
    let mut stopped = None;
    let imports = py.detach(|| {
        readers::read_many(&sources, &options, |at| {
            let told = Python::attach(|py| -> PyResult<bool> {
                py.check_signals()?;
                let Some(progress) = &progress else { return Ok(true) };
                let said =
                    progress.bind(py).call1((at.name, at.files, at.files_total, at.bytes, at.bytes_total))?;
                Ok(!said.cast::<PyBool>().is_ok_and(|said| !said.is_true()))
            });
            match told {
                Ok(true) => ControlFlow::Continue(()),
                Ok(false) => ControlFlow::Break(()),
                Err(error) => {
                    stopped = Some(error);
                    ControlFlow::Break(())
                }
            }
        })
    });
    if let Some(error) = stopped {
        return Err(error.into());
    }
    let (results, names, errors) = (PyList::empty(py), PyList::empty(py), PyDict::new(py));
    for (name, error) in broken {
        errors.set_item(name, PyErr::from(Error::from(error)).into_value(py))?;
    }
    for ((name, _), import) in files.iter().zip(imports) {
        match import {
            Ok(import) => {
                results.append(PyResults::from(py.detach(|| placed(import, registry))))?;
                names.append(name)?;
            }
            Err(error) => errors.set_item(name, PyErr::from(Error::from(error)).into_value(py))?,
        }
    }
    Ok(record(py, "ReadMany", (results, names, errors))?)
}

/// Files by their names.
struct Files<'py> {
    files: Vec<(String, Bound<'py, PyBytes>)>,
    /// Those of a folder that cannot be opened.
    broken: Vec<(String, DataError)>,
}

/// The names and bytes of files, folders taken for what is in them.
fn files<'py>(sources: &Bound<'py, PyAny>) -> PyResult<Files<'py>> {
    let path = sources.py().import("pathlib")?.getattr("Path")?;
    let is_path = |object: &Bound<'py, PyAny>| -> PyResult<bool> {
        Ok(object.is_instance_of::<PyString>() || object.hasattr("__fspath__")?)
    };
    let given = match is_path(sources)? {
        true => vec![sources.clone()],
        false => sources.try_iter()?.collect::<PyResult<Vec<_>>>()?,
    };
    let (mut files, mut broken) = (Vec::new(), Vec::new());
    for source in given {
        if !is_path(&source)? {
            files.push(source.extract()?);
            continue;
        }
        let source = path.call1((source,))?;
        let is_folder = source.call_method0("is_dir")?.is_truthy()?;
        let inside = if is_folder { convert::tables_in(&source)? } else { vec![source] };
        for file in inside {
            let name = file.str()?.to_string_lossy().into_owned();
            match convert::bytes(&file) {
                Ok(bytes) => files.push((name, bytes)),
                // One file of a folder does not keep the others from being read.
                Err(error) if is_folder && error.is_instance_of::<PyOSError>(file.py()) => {
                    let reason = error.value(file.py()).to_string();
                    let error = Box::new(DataError::Unreadable { format: "table", reason });
                    broken.push((name.clone(), DataError::InFile { file: name, error }));
                }
                Err(error) => return Err(error),
            }
        }
    }
    Ok(Files { files, broken })
}

/// The assessment of each file, as far as it is given.
enum Assessments<'py> {
    None,
    ForAll(Bound<'py, PyAssessment>),
    ByName(Bound<'py, PyMapping>),
}

impl<'py> Assessments<'py> {
    fn of(given: Option<&Bound<'py, PyAny>>) -> PyResult<Self> {
        Ok(match given {
            None => Self::None,
            Some(given) => match given.cast::<PyAssessment>() {
                Ok(one) => Self::ForAll(one.clone()),
                Err(_) => Self::ByName(given.cast::<PyMapping>()?.clone()),
            },
        })
    }

    fn get(&self, name: &str) -> PyResult<Option<Bound<'py, PyAssessment>>> {
        let by_name = match self {
            Self::None => return Ok(None),
            Self::ForAll(assessment) => return Ok(Some(assessment.clone())),
            Self::ByName(by_name) => by_name,
        };
        let short = std::path::Path::new(name).file_name().and_then(|n| n.to_str()).unwrap_or(name);
        for name in [name, short] {
            if by_name.contains(name)? {
                return Ok(Some(by_name.get_item(name)?.cast_into::<PyAssessment>()?));
            }
        }
        Ok(None)
    }
}

/// The sheet of a source that is a workbook or text.
pub fn sheet_of(bytes: &[u8], max_unpacked: Option<u64>) -> std::result::Result<Sheet, DataError> {
    Sheet::from_bytes(bytes, max_unpacked.unwrap_or(ReadOptions::default().max_unpacked))
}

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
pub struct PyMarkerList {
    pub list: MarkerList,
    report: ImportReport,
}

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

/// The official marker list: Год, Логин, Муниципалитет, ОО, 4 РУ, 4 МА, 5 РУ, 5 МА, Количество маркеров.
///
/// Each column called by a grade and a subject is a marker; a cell is 1, or empty or 0 for none. Municipality, name and count
/// may be absent. Written from a description of a published list; no sample was at hand.
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
///     `data.no_column` without year, login or any marker; `data.empty` without a usable row; `data.unreadable`, `data.too_large`.
///
/// Examples
/// --------
/// >>> text = "Год;Логин;4 РУ;Количество маркеров\n2024;edu990001;1;2\n"
/// >>> list(ob.read_markers(text.encode()).import_report.remarks.reason)
/// ['the count is "2", the row has 1 markers']
#[pyfunction]
#[pyo3(signature = (source, *, max_unpacked=None))]
fn read_markers(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    max_unpacked: Option<u64>,
) -> Result<PyMarkerList> {
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    let MarkerImport { list, report } =
        py.detach(|| readers::read_markers(&sheet_of(bytes, max_unpacked)?))?;
    Ok(PyMarkerList { list, report })
}

/// What observers or a second marking saw in schools that were chosen by lot.
///
/// `read_observed`, `Remarked.observed` and `Plan.observed` make it; `screen(..., observed=)` takes it.
///
/// Examples
/// --------
/// >>> ob.read_observed(b"school,outcome\nS1,1\nS2,0\n").table.irregular
/// array([ True, False])
#[pyclass(name = "Observed", module = "obektiv", frozen)]
pub struct PyObserved {
    pub observed: Observed,
    report: ImportReport,
}

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
/// Columns `school` (or login, логин), `work` (or assessment, работа; may be absent), `outcome` (or irregular, нарушение: 1, yes, да or 0, no, нет) and
/// `probability` (or вероятность, as .25 or 25 %; without the column all were chosen). A school in several works is irregular if it was in any of them,
/// and was chosen with the probability 1 − Π(1 − p).
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
///     `data.no_column` without school or outcome; `data.empty` without a usable row; `data.unreadable`, `data.too_large`.
///
/// Examples
/// --------
/// >>> text = "school;work;outcome;probability\nsch990001;2020-autumn-maths-5;1;0.25\nsch990002;;нет;10%\n"
/// >>> ob.read_observed(text.encode())
/// <obektiv.Observed: 2 rows, 2 schools>
#[pyfunction]
#[pyo3(signature = (source, *, max_unpacked=None))]
fn read_observed(py: Python<'_>, source: &Bound<'_, PyAny>, max_unpacked: Option<u64>) -> Result<PyObserved> {
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    let ObservedImport { observed, report } =
        py.detach(|| readers::read_observed(&sheet_of(bytes, max_unpacked)?))?;
    Ok(PyObserved { observed, report })
}

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
pub struct PyDistribution(pub Distribution);

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
        Ok(PyTally(py.detach(|| self.0.tally(grouping))?))
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
pub struct PyAggregates {
    works: Vec<Py<PyDistribution>>,
    registry: Registry,
    report: ImportReport,
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
/// Two shapes: a report (Группы участников, Кол-во ОО, Кол-во участников, 0, 1, …, max, below a title that may name the work) and
/// a flat table (Год, Класс, Предмет, Муниципалитет, Логин, ОО, Кол-во участников, 0, 1, …) of any number of works. Written
/// from descriptions of the headers; no sample was at hand.
///
/// Parameters
/// ----------
/// source : path, bytes, or a binary file
///     A workbook or text.
/// assessments : sequence of Assessment
///     Scales: the first of the same subject, grade and year is taken, else that of the catalogue, else, in a report with a title, one
///     item worth the whole total, without boundaries.
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
///     `data.unknown_layout`, `data.assessment_required` if no row's work is known, `data.empty` if no row is taken,
///     `data.item_maximum` for more than 252 points and no assessment given, `data.unreadable`, `data.too_large`.
///
/// Examples
/// --------
/// >>> text = "Группы участников;Кол-во ОО;Кол-во участников;0;1;2\nШкола (edu990001);1;3;33,3;66,7;0"
/// >>> a = ob.Assessment(subject="maths", test_grade=5, year=2023, max_scores=[1, 1])
/// >>> ob.read_distributions(text.encode(), [a]).works[0].tally().histogram()
/// array([1, 2, 0])
#[pyfunction]
#[pyo3(signature = (source, assessments=Vec::new(), *, max_unpacked=None), text_signature = "(source, assessments=(), *, max_unpacked=None)")]
fn read_distributions(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    assessments: Vec<Bound<'_, PyAssessment>>,
    max_unpacked: Option<u64>,
) -> Result<PyAggregates> {
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    let given: Vec<Assessment> = assessments.iter().map(|a| a.get().0.clone()).collect();
    let Aggregates { works, registry, report } =
        py.detach(|| readers::read_distributions(&sheet_of(bytes, max_unpacked)?, &given))?;
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
pub struct PyMarkStatistics(MarkStatistics);

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
/// The shapes are those of `read_distributions` with the columns 2, 3, 4, 5 in place of the totals, and so are the rules for counts and
/// rows. No assessment is needed; a work is what the title or the row says, as far as it does.
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
fn read_mark_statistics(
    py: Python<'_>,
    source: &Bound<'_, PyAny>,
    max_unpacked: Option<u64>,
) -> Result<PyMarkStatistics> {
    let bytes = convert::bytes(source)?;
    let bytes = bytes.as_bytes();
    let statistics = py.detach(|| readers::read_mark_statistics(&sheet_of(bytes, max_unpacked)?))?;
    Ok(PyMarkStatistics(statistics))
}
