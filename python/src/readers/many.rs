//! Results from several files.

use std::ops::ControlFlow;

use obektiv::data::{
    DataError,
    readers::{self, Progress, Source},
};
use pyo3::{
    exceptions::PyOSError,
    prelude::*,
    types::{PyBool, PyBytes, PyDict, PyList, PyMapping, PyString},
};

use super::results::{options, placed};
use crate::{
    assessment::PyAssessment,
    convert,
    error::{Error, Result},
    record,
    registry::PyRegistry,
    results::PyResults,
};

/// Results from each of several files; one that cannot be read does not keep the others from being
/// read.
///
/// Parameters
/// ----------
/// sources : path, or a sequence of paths and of pairs (name, bytes)
///     A folder stands for the tables (.xlsx, .ods, .csv, .tsv) in it and in its folders, sorted by
///     path; one of them that cannot be opened is an error among `errors`, and so is an old
///     workbook (.xls, .xlsb). What a file is its first bytes say. All files are in memory until
///     the last is read.
/// assessments : Assessment or mapping of str to Assessment, optional
///     One for all, or by the name of the file, with its folder or without; others are what
///     `identify` finds.
/// repair, max_unpacked, registry, school, sheet : optional
///     As for `read_xlsx`, for all files.
/// progress : callable, optional
///     Called after each file as `progress(name, files, files_total, bytes, bytes_total)`; False
///     stops, and what is not read yet is left out.
///
/// Returns
/// -------
/// ReadMany
///     `results` and their `names`, in the order of the files, and `errors` by name: for each file
///     that could not be read a DataError with the code that `read_xlsx` gives, and the attribute
///     `file`.
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
pub fn read_many<'py>(
    py: Python<'py>,
    sources: &Bound<'py, PyAny>,
    assessments: Option<&Bound<'py, PyAny>>,
    repair: Option<bool>,
    #[pyo3(from_py_with = convert::optional_count)] max_unpacked: Option<u64>,
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
        readers::read_many(&sources, &options, |at| match told(progress.as_ref(), &at) {
            Ok(true) => ControlFlow::Continue(()),
            Ok(false) => ControlFlow::Break(()),
            Err(error) => {
                stopped = Some(error);
                ControlFlow::Break(())
            }
        })
    });
    if let Some(error) = stopped {
        return Err(error.into());
    }
    let (results, names, errors) = (PyList::empty(py), PyList::empty(py), PyDict::new(py));
    let broke =
        |name: &str, error: DataError| errors.set_item(name, PyErr::from(Error::from(error)).into_value(py));
    for (name, error) in broken {
        broke(&name, error)?;
    }
    for ((name, _), import) in files.iter().zip(imports) {
        match import {
            Ok(import) => {
                results.append(PyResults::from(py.detach(|| placed(import, registry))))?;
                names.append(name)?;
            }
            Err(error) => broke(name, error)?,
        }
    }
    Ok(record(py, "ReadMany", (results, names, errors))?)
}

/// Tells how far the reading is; whether it is to go on.
fn told(progress: Option<&Py<PyAny>>, at: &Progress<'_>) -> PyResult<bool> {
    Python::attach(|py| {
        py.check_signals()?;
        let Some(progress) = progress else { return Ok(true) };
        let said = progress.bind(py).call1((at.name, at.files, at.files_total, at.bytes, at.bytes_total))?;
        Ok(!said.cast::<PyBool>().is_ok_and(|said| !said.is_true()))
    })
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
